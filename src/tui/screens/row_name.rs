//! The name of a row of an open grid: a new one, or another name for one that is there.

use super::interview::text_action;
use crate::bank::Ref;
use crate::session::{Edit, TextAt};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, Target, View};
use crate::tui::widgets::popup;
use crate::tui::widgets::text_field::{Lines, Outcome, TextField};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// The prompt for a row's name. What is typed is kept at once, as everywhere.
#[derive(Debug)]
pub struct RowName {
    at: Ref,
    add: bool,
    /// The name as it was before.
    before: String,
    field: TextField,
    area: Rect,
}

impl RowName {
    /// Asks for the name of the row at `at`.
    pub fn new(desk: &Desk, at: Ref, add: bool) -> Self {
        let text =
            desk.open.as_ref().map(|o| o.session.text(&TextAt::RowLabel(at.clone()))).unwrap_or_default();
        let before = text.to_owned();
        Self { field: TextField::new(text, Lines::One), at, add, before, area: Rect::default() }
    }

    /// The name as it was before anything was typed.
    fn put_back(&self, desk: &mut Desk) {
        let edit = desk
            .open
            .as_ref()
            .and_then(|o| o.session.text_edit(TextAt::RowLabel(self.at.clone()), &self.before));
        desk.edit(edit.into_iter().collect());
    }

    fn frame_area(area: Rect) -> Rect {
        popup::centred(area, 60, 4)
    }
}

impl View for RowName {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::Text], typing: true }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back => {
                self.put_back(desk);
                return Flow::Close;
            }
            Action::Enter => {
                let open = desk.open.as_ref();
                let held = open.and_then(|o| o.session.answer(&self.at)).cloned().unwrap_or_default();
                let bank = open.is_some_and(|o| o.plan.is_bank_row(&self.at));
                let rest = crate::session::Answer { label: String::new(), ..held.clone() };
                if held.label.trim().is_empty() && !bank && !rest.is_empty() {
                    self.put_back(desk);
                    desk.warn("a row with answers keeps its name: Alt-X takes them away first");
                    return Flow::Close;
                }
                return Flow::Go(Target::item(self.at.clone()));
            }
            action => {
                if let Some(action) = text_action(action)
                    && let Outcome::Edited(splice) = self.field.act(action)
                {
                    desk.edit(vec![Edit::Text(TextAt::RowLabel(self.at.clone()), splice)]);
                    self.refresh(desk);
                }
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let title = if self.add { "A further row" } else { "Another name for this row" };
        let empty = if self.add { "leave it empty for none" } else { "leave it empty for the bank's own" };
        let hints =
            [("Enter".to_owned(), "to its cells"), ("Esc".to_owned(), "as it was"), ("·".to_owned(), empty)];
        popup::frame(frame, Self::frame_area(area), title, &hints, desk.theme);
        (&self.field).render(self.area, frame.buffer_mut());
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let (x, y) = self.field.caret();
        Some(Position::new(self.area.x + x, self.area.y + y))
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        self.area = Rect { x: frame.x + 2, y: frame.y + 1, width: frame.width.saturating_sub(4), height: 1 };
        self.field.set_size(self.area.width, 1);
    }

    fn refresh(&mut self, desk: &Desk) {
        if let Some(open) = &desk.open {
            self.field.set_text(open.session.text(&TextAt::RowLabel(self.at.clone())));
        }
    }
}
