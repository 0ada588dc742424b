//! The plan to be read: training first, then what is no matter of training, then what was withheld.

use super::{HELD, MADE_UP, Paper, Row, disclose, lines};
use crate::text::clean;
use std::fmt::Write as _;

/// The page.
pub(super) fn write(paper: &Paper<'_>) -> String {
    let mut out = String::from("# Training plan\n\n");
    if let Some(text) = paper.made_up_words() {
        let _ = write!(out, "**{text}**\n\n");
    }
    let _ = writeln!(
        out,
        "{}, {}. {} Figures are as they were when a line was made or its figures were looked up again.",
        paper.on,
        lines(paper.rows.len()),
        paper.audience_words(),
    );
    let (training, other): (Vec<&Row<'_>>, Vec<&Row<'_>>) = paper.rows.iter().partition(|r| r.is_training());
    if paper.rows.is_empty() {
        out.push_str("\nNothing is planned yet.\n");
    }
    if !training.is_empty() {
        out.push_str("\n## Training\n\n| | topic | for | people | depth | form | priority |\n");
        out.push_str("|---:|---|---|---:|---|---|---|\n");
        for row in &training {
            let line = row.line;
            let cells = [line.depth.label(), line.form.label(), line.priority.label()];
            let _ = writeln!(out, "{} {} |", lead(row), cells.join(" | "));
        }
        for row in &training {
            detail(&mut out, paper, row);
        }
    }
    if !other.is_empty() {
        out.push_str(
            "\n## Where training is not the remedy\n\n| | topic | for | people | remedy | priority |\n",
        );
        out.push_str("|---:|---|---|---:|---|---|\n");
        for row in &other {
            let cells = [row.line.remedy.label(), row.line.priority.label()];
            let _ = writeln!(out, "{} {} |", lead(row), cells.join(" | "));
        }
        for row in &other {
            detail(&mut out, paper, row);
        }
    }
    let withheld = paper.withheld();
    if !withheld.is_empty() {
        let _ = write!(out, "\n## Withheld\n\nWhy: {}.\n\n", disclose::WHY);
        for place in withheld {
            let _ = writeln!(out, "- line {place}: {HELD}");
        }
    }
    out
}

/// The first cells of a table.
fn lead(row: &Row<'_>) -> String {
    let line = row.line;
    let size = line.size.map(|n| n.to_string()).unwrap_or_default();
    format!("| {} | {} | {} | {size} |", row.place, cell(&line.topic), cell(&line.group))
}

/// What stands below the table.
fn detail(out: &mut String, paper: &Paper<'_>, row: &Row<'_>) {
    let line = row.line;
    let at = line.about.as_ref().map(|at| format!(" ({})", cell(&at.spoken()))).unwrap_or_default();
    let _ = writeln!(out, "\n**{}. {}**{at}", row.place, cell(&line.topic));
    for note in clean::visible(&line.note).lines().filter(|l| !l.trim().is_empty()) {
        let _ = writeln!(out, "\n> {}", cell(note));
    }
    let basis = &line.basis;
    let split = if basis.split.is_empty() { String::new() } else { format!(", by {}", cell(&basis.split)) };
    let made_up = if row.is_made_up() { format!(" **{MADE_UP}**") } else { String::new() };
    let text = if row.held {
        format!("withheld.{made_up}")
    } else if basis.is_none() {
        "none was counted.".to_owned()
    } else {
        let figures = if basis.figures.is_empty() { "no figures" } else { &basis.figures };
        format!("{} ({} of {} answered{split}).{made_up}", cell(figures), basis.answered, basis.asked)
    };
    let _ = writeln!(out, "\nBasis: {text}");
    if !paper.inside() {
        return;
    }
    if !line.filter.is_empty() {
        let _ = writeln!(out, "\nFilter: {}", cell(&line.filter));
    }
    if !basis.sessions.is_empty() {
        let ids: Vec<String> = basis.sessions.iter().map(|id| cell(id)).collect();
        let gone = if row.behind.gone > 0 {
            format!("; {} not here any more", row.behind.gone)
        } else {
            String::new()
        };
        let _ = writeln!(out, "\nSessions ({}{gone}): {}", ids.len(), ids.join(", "));
    }
}

/// Text in one line that no reader of Markdown takes for anything but text.
fn cell(text: &str) -> String {
    let text = clean::visible(text);
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$' | '!'
        ) {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}
