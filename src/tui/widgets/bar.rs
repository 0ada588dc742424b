//! How many gave which answer, as a bar of blocks: each begins with the digit of its option, so that it can be read
//! without colours.

use crate::tui::theme::Theme;
use ratatui::style::Style;
use ratatui::text::Span;

/// What a block is filled with, by its place among the options.
const FILL: [char; 6] = ['·', '░', '▒', '▓', '█', '▚'];

/// One option of a bar.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Its digit, as in the interview.
    pub digit: usize,
    /// How many gave it.
    pub count: usize,
    /// Where it stands on an ordered scale, from 0 (lowest) to 1.
    pub height: Option<f64>,
}

/// A share from 0 to 1 as so many columns of a gauge.
pub fn gauge(share: f64, columns: usize) -> String {
    let full = (0..columns).filter(|at| share * columns as f64 >= *at as f64 + 0.5).count();
    format!("{}{}", "█".repeat(full), "░".repeat(columns - full))
}

fn style(part: &Part, theme: Theme) -> Style {
    match part.height {
        Some(height) if height > 0.6 => theme.good(),
        Some(height) if height < 0.4 => theme.bad(),
        Some(_) => theme.warn(),
        None => theme.text(),
    }
}

fn digit(part: &Part) -> char {
    char::from_digit(part.digit as u32 % 36, 36).unwrap_or('?')
}

/// The bar: blocks as wide as their shares, at least one column for each that was given. Exactly `columns` wide.
pub fn bar(parts: &[Part], columns: usize, theme: Theme) -> Vec<Span<'static>> {
    let given: Vec<(usize, &Part)> = parts.iter().enumerate().filter(|(_, p)| p.count > 0).collect();
    let total: usize = given.iter().map(|(_, p)| p.count).sum();
    if total == 0 || columns < given.len() {
        return vec![Span::raw(" ".repeat(columns))];
    }
    let spare = columns - given.len();
    let exact = |part: &Part| part.count as f64 * columns as f64 / total as f64;
    let mut wide: Vec<usize> = given.iter().map(|(_, p)| (p.count * columns / total).max(1)).collect();
    // What rounding left over goes to those that lost most, what it took too much comes from the widest.
    while wide.iter().sum::<usize>() > columns {
        let Some(widest) = wide.iter_mut().max() else { break };
        *widest -= 1;
    }
    for _ in 0..spare.max(1) {
        if wide.iter().sum::<usize>() >= columns {
            break;
        }
        let lost = |at: usize| given.get(at).map_or(0.0, |(_, p)| exact(p)) - wide[at] as f64;
        let most = (0..wide.len()).max_by(|a, b| lost(*a).total_cmp(&lost(*b)).then(b.cmp(a)));
        let Some(slot) = most.and_then(|at| wide.get_mut(at)) else { break };
        *slot += 1;
    }
    let block = |((at, part), wide): (&(usize, &Part), &usize)| {
        let fill = FILL[at % FILL.len()];
        let text: String = std::iter::once(digit(part)).chain(std::iter::repeat_n(fill, wide - 1)).collect();
        Span::styled(text, style(part, theme))
    };
    given.iter().zip(&wide).map(block).collect()
}

/// Of options that can hold together: for each its digit and a column as high as the share of those who gave it.
pub fn columns(parts: &[Part], of: usize, room: usize, theme: Theme) -> Vec<Span<'static>> {
    const HIGH: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let gap = if parts.len() * 3 <= room + 1 { " " } else { "" };
    let mut spans = Vec::new();
    let mut used = 0;
    for part in parts {
        let wide = 2 + gap.len();
        if used + wide > room + gap.len() {
            break;
        }
        used += wide;
        let eighths = (part.count * 8).div_ceil(of.max(1)).min(8);
        let high = eighths.checked_sub(1).and_then(|at| HIGH.get(at)).copied().unwrap_or(' ');
        spans.push(Span::styled(
            digit(part).to_string(),
            if part.count == 0 { theme.dim() } else { theme.key() },
        ));
        spans.push(Span::raw(format!("{high}{gap}")));
    }
    spans.push(Span::raw(" ".repeat(room.saturating_sub(used))));
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Depth;
    use proptest::prelude::*;

    fn text(counts: &[usize], wide: usize) -> String {
        let part = |(at, n): (usize, &usize)| Part { digit: at + 1, count: *n, height: None };
        let parts: Vec<Part> = counts.iter().enumerate().map(part).collect();
        bar(&parts, wide, Theme::new(Depth::None)).iter().map(|s| s.content.to_string()).collect()
    }

    #[test]
    fn a_bar_is_as_wide_as_the_shares() {
        assert_eq!(text(&[1, 0, 3], 8), "1·3▒▒▒▒▒");
        assert_eq!(text(&[0, 0], 4), "    ");
        // One of a hundred is seen.
        assert_eq!(text(&[99, 1], 6), "1····2");
    }

    #[test]
    fn a_gauge_is_full_at_one() {
        assert_eq!(
            (gauge(0.0, 4), gauge(0.5, 4), gauge(1.0, 4)),
            ("░░░░".into(), "██░░".into(), "████".into())
        );
    }

    proptest! {
        #[test]
        fn a_bar_has_exactly_the_columns_asked_for(counts in prop::collection::vec(0..50_usize, 0..9), wide in 0..60_usize) {
            prop_assert_eq!(text(&counts, wide).chars().count(), wide);
        }
    }
}
