//! The outline on top of the interview, where there is no room beside it.

use super::interview::{outline_line, outline_lines};
use crate::bank::Ref;
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, Pointer, Target, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::popup;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Every section and item.
#[derive(Debug)]
pub struct Outline {
    picker: Picker,
    here: usize,
    list: Rect,
}

impl Outline {
    /// The outline with the stop on screen chosen.
    pub fn new(desk: &Desk, here: usize) -> Self {
        let lines = desk.open.as_ref().map(|o| outline_lines(o, None)).unwrap_or_default();
        let chosen = lines.iter().position(|l| l.section.is_none() && l.stop == here).unwrap_or(0);
        Self { picker: Picker::at_line(chosen), here, list: Rect::default() }
    }

    fn target(desk: &Desk, index: usize) -> Option<Ref> {
        let open = desk.open.as_ref()?;
        let stop = outline_lines(open, None).get(index)?.stop;
        Some(open.plan.stops.get(stop)?.item.reference.clone())
    }

    fn frame_area(area: Rect) -> Rect {
        popup::centred(area, area.width.min(70), area.height.saturating_sub(2))
    }
}

impl View for Outline {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List, Scope::Interview], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back | Action::Outline => Flow::Close,
            Action::Enter => {
                Self::target(desk, self.picker.chosen).map_or(Flow::Done, |at| Flow::Go(Target::item(at)))
            }
            action => {
                let len = desk.open.as_ref().map_or(0, |o| outline_lines(o, None).len());
                self.picker.act(&action, len, self.list.height);
                Flow::Done
            }
        }
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let Some(open) = &desk.open else { return };
        let hints = [("Enter".to_owned(), "go there"), ("Esc".to_owned(), "close")];
        let inner = popup::frame(frame, Self::frame_area(area), "Outline", &hints, desk.theme);
        let lines = outline_lines(open, None);
        let line = |index: usize| outline_line(desk, open, &lines[index], self.here, inner.width);
        self.picker.draw(lines.len(), line, desk.theme.selected(), inner, frame.buffer_mut());
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        self.list = Rect { y: frame.y + 1, height: frame.height.saturating_sub(2), ..frame };
        let len = desk.open.as_ref().map_or(0, |o| outline_lines(o, None).len());
        self.picker.settle(len, self.list.height);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, _x: u16, y: u16, what: Pointer) -> Flow {
        let len = desk.open.as_ref().map_or(0, |o| outline_lines(o, None).len());
        match what {
            Pointer::WheelUp => self.picker.act(&Action::Up, len, 1),
            Pointer::WheelDown => self.picker.act(&Action::Down, len, 1),
            Pointer::Click => {
                let Some(line) = y.checked_sub(self.list.y).and_then(|row| self.picker.at(row, len)) else {
                    return Flow::Done;
                };
                self.picker.chosen = line;
                return self.act(desk, Action::Enter);
            }
        };
        Flow::Done
    }
}
