//! Everything about one line of the plan: for whom, how, and what it rests on.

use super::super::marks::who;
use crate::analysis::marks::{Cited, PlanLine, Remedy};
use crate::tui::desk::Desk;
use crate::tui::widgets::lines::wrapped;
use ratatui::style::Style;
use ratatui::text::Line;

/// How many sessions are named before the rest is counted.
const NAMED: usize = 60;

/// Below this the values of single people show through a figure.
const FEW: u32 = 5;

/// A line on lines of `room` columns.
pub(super) fn lines(desk: &Desk, cited: &Cited, line: &PlanLine, room: u16) -> Vec<Line<'static>> {
    let theme = desk.theme;
    let mut all = Vec::new();
    let mut put = |text: &str, style: Style| all.extend(wrapped(text, room, style));
    put(&format!("{}  {}", line.id, line.topic), theme.ask());
    if let Some(at) = &line.about {
        put(&format!("on {} · {}", at.spoken(), who::title(desk, at)), theme.dim());
    }
    let mut group =
        vec![if line.group.is_empty() { "for all".to_owned() } else { format!("for {}", line.group) }];
    group.extend(line.size.map(|n| format!("{n} people")));
    put(&group.join(" · "), theme.text());
    if !line.filter.is_empty() {
        put(&format!("filter: {}", line.filter), theme.dim());
    }
    let mut how = vec![line.priority.label(), line.remedy.label()];
    if line.remedy == Remedy::Training {
        how.extend([line.depth.label(), line.form.label()]);
    }
    put(&how.join(" · "), theme.text());
    if !line.note.is_empty() {
        put(&format!("✎ {}", line.note), theme.text());
    }
    put("", theme.text());
    basis(desk, cited, line, &mut put);
    put("", theme.text());
    let stamp = |by: &str, at| format!("{by} on {}", desk.date(at));
    let changed = line.changed.as_ref();
    let changed = changed.map(|t| format!(", changed by {}", stamp(t.by.as_str(), t.at))).unwrap_or_default();
    put(&format!("put in by {}{changed}", stamp(line.by.as_str(), line.at)), theme.dim());
    all
}

fn basis(desk: &Desk, cited: &Cited, line: &PlanLine, put: &mut impl FnMut(&str, Style)) {
    let theme = desk.theme;
    let basis = &line.basis;
    if basis.is_none() {
        put("It rests on no figures: it was put in by hand.", theme.dim());
        return;
    }
    let figures = if basis.figures.is_empty() { "no figures" } else { &basis.figures };
    put(&format!("basis: {figures}"), theme.text());
    let split = if basis.split.is_empty() { String::new() } else { format!(" · by {}", basis.split) };
    put(&format!("{} of {} answered{split}", basis.answered, basis.asked), theme.text());
    if basis.answered < FEW {
        put(&format!("▲ fewer than {FEW} answered: withheld from what leaves the room"), theme.warn());
    } else if basis.unanimous {
        put("▲ all who answered said the same: withheld from what leaves the room", theme.warn());
    }
    if desk.archive.is_read() {
        let behind = line.behind(cited, &desk.archive.corpus);
        match (behind.made_up, behind.named) {
            (0, _) => {}
            (_, 0) => put("▲ MADE UP sessions may be among those that it rests on", theme.warn()),
            (n, all) => put(&format!("▲ MADE UP: {n} of {all} sessions"), theme.warn()),
        }
        if behind.gone > 0 {
            let text = format!("▲ not here any more: {} of {} sessions", behind.gone, behind.named);
            put(&text, theme.warn());
        }
    }
    if !basis.sessions.is_empty() {
        let codes: Vec<String> =
            basis.sessions.iter().take(NAMED).map(|id| who::who(desk, cited, id).code).collect();
        let more = basis.sessions.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        put(&format!("sessions: {}{more}", codes.join(", ")), theme.dim());
    }
}
