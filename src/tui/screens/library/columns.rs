//! Which columns the library has.

use super::table::Col;
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::popup;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// The columns, those that are shown ticked.
#[derive(Debug)]
pub(super) struct Columns {
    shown: Vec<Col>,
    picker: Picker,
    list: Rect,
}

impl Columns {
    pub(super) fn new(shown: &[Col]) -> Self {
        Self { shown: shown.to_vec(), picker: Picker::default(), list: Rect::default() }
    }

    fn toggle(&mut self, desk: &mut Desk, line: usize) {
        let Some(col) = Col::ALL.get(line).copied() else { return };
        if !self.shown.contains(&col) {
            self.shown.push(col);
        } else if self.shown.len() > 1 {
            self.shown.retain(|c| *c != col);
        } else {
            desk.say("one column has to stay");
        }
        desk.archive.columns = self.shown.iter().map(|c| c.title()).collect();
    }

    fn frame_area(area: Rect) -> Rect {
        popup::centred(area, 44, Col::ALL.len() as u16 + 2)
    }
}

impl View for Columns {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back | Action::Columns => return Flow::Close,
            Action::Enter => self.toggle(desk, self.picker.chosen),
            Action::Insert(text) if text == " " => self.toggle(desk, self.picker.chosen),
            Action::Insert(text) if text == "c" => return Flow::Close,
            action => {
                self.picker.act(&action, Col::ALL.len(), self.list.height);
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let hints = [("Enter".to_owned(), "show or hide"), ("Esc".to_owned(), "close")];
        popup::frame(frame, Self::frame_area(area), "Columns, as far as there is room", &hints, theme);
        let line = |index: usize| {
            let col = Col::ALL.get(index).copied();
            let mark = if col.is_some_and(|c| self.shown.contains(&c)) { "[x]" } else { "[ ]" };
            Line::from(vec![
                Span::styled(format!(" {mark} "), theme.key()),
                Span::raw(col.map_or("", Col::title)),
            ])
        };
        self.picker.draw(Col::ALL.len(), line, theme.selected(), self.list, frame.buffer_mut());
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        self.list = Rect {
            x: frame.x + 2,
            y: frame.y + 1,
            width: frame.width.saturating_sub(4),
            height: frame.height.saturating_sub(2),
        };
        self.picker.settle(Col::ALL.len(), self.list.height);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, _x: u16, y: u16, what: Pointer) -> Flow {
        if let Some(line) = what.on_list(&mut self.picker, Col::ALL.len(), self.list, y) {
            self.picker.chosen = line;
            self.toggle(desk, line);
        }
        Flow::Done
    }
}
