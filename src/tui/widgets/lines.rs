//! Wrapped text as lines, for passages that are read and not edited.

use crate::text::{clean, width, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// A passage wrapped to `width` columns; blank lines stay.
pub fn wrapped(text: &str, width: u16, style: Style) -> Vec<Line<'static>> {
    let text = clean::visible(text);
    wrap(&text, width.max(1))
        .iter()
        .map(|row| Line::from(Span::styled(row.of(&text).trim_end().to_owned(), style)))
        .collect()
}

/// Draws lines from the top of an area, as many as fit; the last one shown says so if there are more.
pub fn draw(lines: &[Line<'_>], area: Rect, buffer: &mut Buffer) {
    draw_from(lines, 0, area, buffer);
}

/// Draws lines from the one numbered `first`.
pub fn draw_from(lines: &[Line<'_>], first: usize, area: Rect, buffer: &mut Buffer) {
    for (line, y) in lines.iter().skip(first).zip(area.top()..area.bottom()) {
        buffer.set_line(area.x, y, line, area.width);
    }
    if lines.len() > first + usize::from(area.height) && area.width > 0 && area.height > 0 {
        buffer.set_string(area.right() - 1, area.bottom() - 1, "…", Style::new());
    }
}

/// A rule in the first row of an area; the area below it, a column free on either side.
pub fn ruled(area: Rect, style: Style, buffer: &mut Buffer) -> Rect {
    if area.height > 0 {
        let rule = "─".repeat(area.width.into());
        buffer.set_stringn(area.x, area.y, rule, area.width.into(), style);
    }
    Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    }
}

/// A text on one row, as it may be drawn and exactly so many columns wide: cut, or with blanks behind it.
pub fn fitted(text: &str, columns: usize) -> String {
    let text = clean::visible(text).replace('\n', " ");
    width::pad(&width::truncate(&text, columns), columns).into_owned()
}

/// Arrows at the right edge where a list goes on above or below what is shown.
pub fn more(above: bool, below: bool, area: Rect, buffer: &mut Buffer) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    if above {
        buffer.set_string(area.right() - 1, area.top(), "↑", Style::new());
    }
    if below {
        buffer.set_string(area.right() - 1, area.bottom() - 1, "↓", Style::new());
    }
}

/// First line to show so that `chosen` is among `height` lines, moved from `first` as little as needed.
pub fn scrolled(first: usize, chosen: usize, height: usize) -> usize {
    if height == 0 {
        return chosen;
    }
    first.min(chosen).max((chosen + 1).saturating_sub(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_line_is_always_shown() {
        assert_eq!(scrolled(0, 3, 5), 0);
        assert_eq!(scrolled(0, 7, 5), 3);
        assert_eq!(scrolled(6, 2, 5), 2);
        assert_eq!(scrolled(0, 4, 0), 4);
    }
}
