//! Numbered options, one or several of them chosen.

use crate::text::width;
use crate::tui::theme::Theme;
use ratatui::text::{Line, Span};

/// One option as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<'a> {
    /// The digit that chooses it.
    pub digit: usize,
    /// What a person reads.
    pub label: &'a str,
    /// Whether it holds.
    pub chosen: bool,
}

/// Options one below the other: `(•)` for one of several, `[x]` where several can hold.
pub fn column(
    options: &[Choice<'_>],
    several: bool,
    cursor: Option<usize>,
    theme: Theme,
) -> Vec<Line<'static>> {
    options
        .iter()
        .enumerate()
        .map(|(index, option)| {
            let mark = match (several, option.chosen) {
                (true, true) => "[x]",
                (true, false) => "[ ]",
                (false, true) => "(•)",
                (false, false) => "( )",
            };
            let pointer = if cursor == Some(index) { "▸" } else { " " };
            let style = if cursor == Some(index) {
                theme.focus()
            } else if option.chosen {
                theme.good()
            } else {
                theme.text()
            };
            Line::from(vec![
                Span::styled(pointer, theme.focus()),
                Span::styled(format!(" {} ", option.digit), theme.key()),
                Span::styled(format!("{mark} {}", option.label), style),
            ])
        })
        .collect()
}

/// Options beside each other on one line; the chosen one in brackets as well as in its style.
pub fn row(options: &[Choice<'_>], focused: bool, theme: Theme) -> Line<'static> {
    let mut spans = Vec::new();
    for option in options {
        if focused {
            spans.push(Span::styled(format!("{} ", option.digit), theme.key()));
        }
        let style = if option.chosen { theme.good() } else { theme.dim() };
        let text = if option.chosen { format!("[{}]", option.label) } else { format!(" {} ", option.label) };
        spans.push(Span::styled(text, style));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

/// As many options as fit on each line of `room` columns, as a legend: `1 Very good  2 Good`.
pub fn legend(options: &[(String, String)], room: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut spans: Vec<Span<'static>> = Vec::new();
    let mut used = 0;
    for (key, label) in options {
        let cost = width::of(key) + width::of(label) + 3;
        if used + cost > usize::from(room) && !spans.is_empty() {
            lines.push(Line::from(std::mem::take(&mut spans)));
            used = 0;
        }
        used += cost;
        spans.push(Span::styled(key.clone(), theme.key()));
        spans.push(Span::styled(format!(" {label}  "), theme.dim()));
    }
    if !spans.is_empty() {
        lines.push(Line::from(spans));
    }
    lines
}
