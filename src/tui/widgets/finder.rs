//! A line to type into and the list of what it finds, framed, on top of a screen. What is found is the caller's.

use super::picker::Picker;
use super::popup;
use super::text_field::{Lines, TextField};
use crate::tui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

/// The line, the list, and where they stand.
#[derive(Clone, Debug)]
pub struct Finder {
    /// What is typed.
    pub field: TextField,
    /// Which line of the list is chosen.
    pub picker: Picker,
    /// Where the list stands.
    pub list: Rect,
    line: Rect,
    wide: u16,
}

impl Finder {
    /// At most so many columns wide, this line of the list chosen.
    pub fn new(wide: u16, chosen: usize) -> Self {
        Self {
            field: TextField::new("", Lines::One),
            picker: Picker::at_line(chosen),
            list: Rect::default(),
            line: Rect::default(),
            wide,
        }
    }

    fn frame_area(&self, area: Rect) -> Rect {
        let wide = area.width.saturating_sub(4).min(self.wide);
        popup::centred(area, wide, area.height.saturating_sub(3).min(26))
    }

    /// Brings what depends on the size up to date, for `len` lines.
    pub fn settle(&mut self, area: Rect, len: usize) {
        let frame = self.frame_area(area);
        self.line = Rect { x: frame.x + 4, y: frame.y + 1, width: frame.width.saturating_sub(6), height: 1 };
        self.list = Rect {
            x: frame.x + 2,
            y: frame.y + 3,
            width: frame.width.saturating_sub(4),
            height: frame.height.saturating_sub(4),
        };
        self.field.set_size(self.line.width, 1);
        self.picker.settle(len, self.list.height);
    }

    /// Where the caret is.
    pub fn caret(&self) -> Position {
        let (x, y) = self.field.caret();
        Position::new(self.line.x + x, self.line.y + y)
    }

    /// Draws it with `len` lines; `nothing` stands where there is none.
    pub fn draw<'a>(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        (title, nothing): (&str, &str),
        len: usize,
        line: impl Fn(usize) -> Line<'a>,
        theme: Theme,
    ) {
        let hints = [("Enter".to_owned(), "go"), ("↑↓".to_owned(), "choose"), ("Esc".to_owned(), "close")];
        popup::frame(frame, self.frame_area(area), title, &hints, theme);
        let buffer = frame.buffer_mut();
        buffer.set_string(self.line.x.saturating_sub(2), self.line.y, "›", theme.focus());
        (&self.field).render(self.line, buffer);
        if len == 0 {
            buffer.set_stringn(self.list.x, self.list.y, nothing, self.list.width.into(), theme.dim());
        }
        self.picker.draw(len, line, theme.selected(), self.list, buffer);
    }
}
