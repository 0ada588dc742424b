//! Who marks: asked once in a run, before the first mark is made.

use crate::analysis::marks::Coder;
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::screens::interview::text_action;
use crate::tui::view::{Flow, Focus, View};
use crate::tui::widgets::text_field::{Lines, TextAction, TextField};
use crate::tui::widgets::{lines, popup};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

/// The line for the initials. Who marked last stands in it already.
#[derive(Debug)]
pub struct Initials {
    field: TextField,
    /// What stands in it is only suggested: the first letter takes its place.
    suggested: bool,
    line: Rect,
}

impl Initials {
    /// Asks who marks.
    pub fn new(desk: &Desk) -> Self {
        let last = desk.marks.last_coder().map_or("", Coder::as_str);
        Self { field: TextField::new(last, Lines::One), suggested: !last.is_empty(), line: Rect::default() }
    }

    fn frame_area(area: Rect) -> Rect {
        popup::centred(area, 64, 8)
    }
}

impl View for Initials {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List, Scope::Text], typing: true }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back => {
                desk.marks.waiting = None;
                desk.say("not marked: a mark has the initials of who made it");
                Flow::Close
            }
            Action::Enter => match Coder::new(&self.field.text()) {
                Ok(coder) => {
                    desk.marks_by(coder);
                    Flow::Close
                }
                Err(error) => {
                    desk.warn(error.to_string());
                    Flow::Done
                }
            },
            action => {
                if let Some(action) = text_action(action) {
                    if std::mem::take(&mut self.suggested) && matches!(action, TextAction::Insert(_)) {
                        self.field = TextField::new("", Lines::One);
                    }
                    self.field.act(action);
                }
                Flow::Done
            }
        }
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let hints = [("Enter".to_owned(), "mark"), ("Esc".to_owned(), "don't mark")];
        let inner = popup::frame(frame, Self::frame_area(area), "Who marks?", &hints, desk.theme);
        let text = "Your initials stand with every mark that you make. Asked once, until the program ends.";
        lines::draw(
            &lines::wrapped(text, inner.width, desk.theme.text()),
            Rect { height: 2, ..inner },
            frame.buffer_mut(),
        );
        let buffer = frame.buffer_mut();
        buffer.set_stringn(inner.x, self.line.y, "initials", 10, desk.theme.focus());
        (&self.field).render(self.line, buffer);
        let text = "1 to 6 letters, digits or dashes";
        buffer.set_stringn(inner.x, self.line.y + 2, text, inner.width.into(), desk.theme.dim());
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let (x, y) = self.field.caret();
        Some(Position::new(self.line.x + x, self.line.y + y))
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        self.line = Rect { x: frame.x + 12, y: frame.y + 4, width: 10, height: 1 };
        self.field.set_size(self.line.width, 1);
    }
}
