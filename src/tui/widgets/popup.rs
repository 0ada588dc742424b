//! A framed area on top of a screen.

use crate::text::width;
use crate::tui::theme::Theme;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear};

/// An area of at most `width` x `height` in the middle of `area`, a little above the centre.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(area.width);
    let height = height.min(area.height);
    let x = area.x + (area.width - width) / 2;
    let y = area.y + (area.height - height) / 3;
    Rect { x, y, width, height }
}

/// Clears the area, frames it, and gives what is inside. `hint` stands in the lower edge.
pub fn frame(frame: &mut Frame<'_>, area: Rect, title: &str, hint: &[(String, &str)], theme: Theme) -> Rect {
    frame.render_widget(Clear, area);
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.dim())
        .title(Span::styled(
            format!(" {} ", width::truncate(title, area.width.saturating_sub(6).into())),
            theme.title(),
        ))
        .title_bottom(hints(hint, area.width.saturating_sub(4), theme));
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let pad = u16::from(inner.width > 20);
    Rect { x: inner.x + pad, width: inner.width.saturating_sub(2 * pad), ..inner }
}

fn hint_width(key: &str, what: &str) -> usize {
    width::of(key) + width::of(what) + 3
}

/// Columns that keys and what they do take.
pub fn hints_width(pairs: &[(String, &str)]) -> u16 {
    let known = pairs.iter().filter(|(key, _)| !key.is_empty());
    known.map(|(key, what)| hint_width(key, what) as u16).sum()
}

/// Keys and what they do, as many as fit into `room` columns.
pub fn hints(pairs: &[(String, &str)], room: u16, theme: Theme) -> Line<'static> {
    let mut spans = Vec::new();
    let mut used = 0;
    for (key, what) in pairs.iter().filter(|(key, _)| !key.is_empty()) {
        let cost = hint_width(key, what);
        if used + cost > usize::from(room) {
            break;
        }
        used += cost;
        spans.push(Span::raw(" "));
        spans.push(Span::styled(key.clone(), theme.key()));
        spans.push(Span::raw(format!(" {what} ")));
    }
    Line::from(spans)
}
