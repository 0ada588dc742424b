//! What to train first, and what is wanted in its stead where training is not the answer: in which order, by what.

use super::Shown;
use crate::analysis::marks::Cause;
use crate::analysis::needs::{Technique, Techniques};
use std::cmp::Ordering;

/// One technique of the list.
pub(super) struct Line<'a> {
    /// Its number among those with the same cause, from 1.
    pub(super) rank: usize,
    /// Its row on the board.
    pub(super) row: usize,
    /// The technique.
    pub(super) technique: &'a Technique,
    /// Why it is weak.
    pub(super) cause: Cause,
    /// Whether the trainer said so, against the figures or with them, and why.
    pub(super) said: Option<&'a str>,
}

/// Techniques in the order in which something should be done, under its cause: by the gap in knowledge; those that are
/// known and not applied by what is known less what is applied. None of which the total is withheld: its place would
/// tell it.
pub(super) fn order<'a>(shown: &'a Shown<'_>, board: &'a Techniques) -> Vec<Line<'a>> {
    let Some((_, verdicts)) = &shown.techniques else { return Vec::new() };
    let mut all = Vec::new();
    for cause in Cause::ALL {
        let of = |(row, technique): (usize, &'a Technique)| {
            let said = shown.marks.overruled(&technique.at, "");
            let own = said.map(|s| s.cause).or_else(|| board.suggested(row, None).map(|s| s.cause))?;
            let published = verdicts.get(row).is_some_and(|v| !v.hides_sum(0));
            let line = Line { rank: 0, row, technique, cause, said: said.map(|s| s.why.as_str()) };
            (own == cause && published).then_some(line)
        };
        let mut lines: Vec<Line<'_>> = board.rows.iter().enumerate().filter_map(of).collect();
        lines.sort_by(|a, b| compare(a, b));
        for (line, rank) in lines.iter_mut().zip(1..) {
            line.rank = rank;
        }
        all.extend(lines);
    }
    all
}

impl Line<'_> {
    /// What it is ranked by.
    pub(super) fn figure(&self) -> Option<f64> {
        let gap = &self.technique.all;
        if self.cause == Cause::Equipment { gap.know_do.mean } else { gap.knowledge.gap }
    }
}

fn compare(a: &Line<'_>, b: &Line<'_>) -> Ordering {
    let figure = match (a.figure(), b.figure()) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    figure.then(b.technique.all.knowledge.n.cmp(&a.technique.all.knowledge.n))
}
