//! The outline: sections with their counts, and the items of the one that is on screen.

use crate::bank::{GateState, fill};
use crate::session::{gate_state, is_answered, slots};
use crate::text::width;
use crate::tui::desk::{Desk, Open};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

/// One line of the outline and the stop that it leads to.
pub(in crate::tui::screens) struct OutlineLine {
    pub(in crate::tui::screens) stop: usize,
    pub(in crate::tui::screens) section: Option<usize>,
}

/// The lines of the outline: every section, and below one of them (all of them if `None`) its items.
pub(in crate::tui::screens) fn lines(open: &Open, opened: Option<usize>) -> Vec<OutlineLine> {
    let mut all = Vec::new();
    for (index, part) in open.plan.sections.iter().enumerate() {
        all.push(OutlineLine { stop: part.first, section: Some(index) });
        if opened.is_none_or(|o| o == index) {
            all.extend((part.first..part.first + part.len).map(|stop| OutlineLine { stop, section: None }));
        }
    }
    all
}

/// Full, half or empty: told by shape, not by colour.
fn mark(answered: usize, total: usize) -> char {
    match (answered, total) {
        (0, _) => '○',
        (a, t) if a >= t => '●',
        _ => '◐',
    }
}

/// A line as it is drawn in `room` columns; `here` is the stop on screen.
pub(in crate::tui::screens) fn line(
    desk: &Desk,
    open: &Open,
    entry: &OutlineLine,
    here: usize,
    room: u16,
) -> Line<'static> {
    let theme = desk.theme;
    let room = usize::from(room);
    let Some(stop) = open.plan.stops.get(entry.stop) else { return Line::default() };
    if let Some(index) = entry.section {
        let Some(part) = open.plan.sections.get(index) else { return Line::default() };
        let count = open.progress.sections.get(index).copied().unwrap_or_default();
        let tail = format!("{:>3}/{:<3}{}", count.answered, count.total, mark(count.answered, count.total));
        let letter = open.plan.shown(&part.section.reference);
        let title =
            part.section.short.clone().unwrap_or_else(|| fill(&part.section.title, &open.session.country));
        let head = format!("{letter} {title}");
        let head = width::pad(
            &width::truncate(&head, room.saturating_sub(tail.chars().count() + 1)),
            room.saturating_sub(tail.chars().count()),
        )
        .into_owned();
        let style = if stop_section(open, here) == Some(index) { theme.title() } else { theme.text() };
        return Line::from(vec![Span::styled(head, style), Span::styled(tail, theme.dim())]);
    }
    let record = open.session.record();
    let slots = slots(&stop.item);
    let answered = slots.iter().filter(|s| is_answered(record, s)).count();
    let off =
        gate_state(record, &stop.item) == GateState::Shut || !record.lead().profile().suggests(&stop.item);
    let flagged = record.answer(&stop.item.reference).is_some_and(|a| a.follow_up);
    let number = stop.item.reference.short().split_once('.').map_or("", |(_, n)| n).to_owned();
    let pointer = if entry.stop == here { '▸' } else { ' ' };
    let text = format!(" {pointer}{number} {}", fill(&stop.item.title, &record.country));
    let text =
        width::pad(&width::truncate(&text, room.saturating_sub(3)), room.saturating_sub(3)).into_owned();
    let mut style = if off { theme.dim() } else { theme.text() };
    if entry.stop == here {
        style = theme.focus();
    }
    if off {
        style = style.add_modifier(Modifier::DIM);
    }
    let flag = if flagged { "⚑" } else { " " };
    Line::from(vec![
        Span::styled(text, style),
        Span::styled(flag, theme.warn()),
        Span::styled(format!(" {}", mark(answered, slots.len())), theme.dim()),
    ])
}

fn stop_section(open: &Open, stop: usize) -> Option<usize> {
    open.plan.stops.get(stop).map(|s| s.section)
}
