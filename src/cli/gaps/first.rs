//! What to train first, and what is wanted in its stead where training is not the answer: in which order, by what.

use super::Shown;
use crate::analysis::marks::Cause;
use crate::analysis::needs::{Technique, Techniques, ranked_by};

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
    let said = |row: usize| shown.marks.overruled(&board.rows.get(row)?.at, "");
    let published = |row: &usize| verdicts.get(*row).is_some_and(|v| !v.hides_sum(0));
    let mut all = Vec::new();
    for (cause, rows) in board.ranked(|row| said(row).map(|s| s.cause)) {
        for (rank, row) in (1..).zip(rows.into_iter().filter(published)) {
            let Some(technique) = board.rows.get(row) else { continue };
            let said = said(row).map(|s| s.why.as_str());
            all.push(Line { rank, row, technique, cause, said });
        }
    }
    all
}

impl Line<'_> {
    /// What it is ranked by.
    pub(super) fn figure(&self) -> Option<f64> {
        ranked_by(&self.technique.all, self.cause)
    }
}
