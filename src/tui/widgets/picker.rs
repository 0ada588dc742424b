//! A list with one chosen line.

use super::lines::{more, scrolled};
use crate::tui::action::Action;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

/// Which line is chosen, and which one is shown first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    /// The chosen line.
    pub chosen: usize,
    first: usize,
}

impl Picker {
    /// With this line chosen.
    pub fn at_line(chosen: usize) -> Self {
        Self { chosen, first: 0 }
    }

    /// Moves the choice in a list of `len` lines, `page` of them shown. Whether the action was one of moving.
    pub fn act(&mut self, action: &Action, len: usize, page: u16) -> bool {
        let last = len.saturating_sub(1);
        let page = usize::from(page).saturating_sub(1).max(1);
        self.chosen = match action {
            Action::Up => self.chosen.saturating_sub(1),
            Action::Down => (self.chosen + 1).min(last),
            Action::PageUp => self.chosen.saturating_sub(page),
            Action::PageDown => (self.chosen + page).min(last),
            Action::Top => 0,
            Action::Bottom => last,
            _ => return false,
        };
        true
    }

    /// Keeps the choice within `len` lines and within the `height` lines shown.
    pub fn settle(&mut self, len: usize, height: u16) {
        self.chosen = self.chosen.min(len.saturating_sub(1));
        self.first =
            scrolled(self.first, self.chosen, height.into()).min(len.saturating_sub(usize::from(height)));
    }

    /// The line at row `y` of the list's area.
    pub fn at(&self, y: u16, len: usize) -> Option<usize> {
        Some(self.first + usize::from(y)).filter(|line| *line < len)
    }

    /// Draws the lines that are shown; the chosen one in `selected`.
    pub fn draw<'a>(
        &self,
        len: usize,
        line: impl Fn(usize) -> Line<'a>,
        selected: Style,
        area: Rect,
        buffer: &mut Buffer,
    ) {
        for (index, y) in (self.first..len).zip(area.top()..area.bottom()) {
            buffer.set_line(area.x, y, &line(index), area.width);
            if index == self.chosen {
                buffer.set_style(Rect { y, height: 1, ..area }, selected);
            }
        }
        more(self.first > 0, self.first + usize::from(area.height) < len, area, buffer);
    }
}
