//! Which figures of a plan may leave the room.
//!
//! Withheld is what fewer people answered than the threshold, what all answered alike, and what would give away such a
//! figure: where the sessions of one line lie within those of another line on the same topic, whoever has both figures
//! can take one from the other. What is held against each other is what the lines name: sessions, not people.

use super::{Audience, PlanError, PlanInput};
use crate::analysis::disclosure::FLOOR;
use crate::analysis::marks::{PlanId, PlanLine};
use std::collections::HashSet;

/// What is told of all that is withheld, outside. Which reason it is would itself be a figure.
pub(super) const WHY: &str = "fewer people answered than the threshold, all answered alike, or the figures would give \
                              away such ones of another line; which of these is not told, because it could be used to \
                              work out the numbers";

/// Why the figures of a line are withheld: for the room, not for publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Fewer answered than the threshold.
    Few,
    /// All who answered said the same.
    Unanimous,
    /// Set against the figures of this line they would tell of fewer people than the threshold.
    GivesAway(PlanId),
    /// It names no session, so that it can't be told what it gives away beside another line on the same topic.
    Unnamed,
}

impl Held {
    /// For people in the room.
    pub fn words(self, threshold: usize) -> String {
        match self {
            Self::Few => format!("fewer than {threshold} answered"),
            Self::Unanimous => "all who answered said the same".to_owned(),
            Self::GivesAway(other) => {
                format!("beside {other} it would tell of fewer than {threshold}")
            }
            Self::Unnamed => {
                "it names no session: what it gives away beside other lines on this topic can't be told"
                    .to_owned()
            }
        }
    }
}

/// For each line why its figures are withheld; `None` where they may be told, or where there are none.
pub(super) fn held(input: &PlanInput<'_>, audience: Audience) -> Result<Vec<Option<Held>>, PlanError> {
    let Audience::Outside { threshold } = audience else {
        return Ok(vec![None; input.lines.len()]);
    };
    if threshold < FLOOR {
        return Err(PlanError::TooLow(threshold));
    }
    let mut held: Vec<Option<Held>> = input.lines.iter().map(|line| own(line, threshold)).collect();
    let sessions: Vec<HashSet<&str>> =
        input.lines.iter().map(|l| l.basis.sessions.iter().map(String::as_str).collect()).collect();
    // Every round withholds one line more.
    while let Some((at, why)) = gives_away(input.lines, &sessions, &held, threshold) {
        if let Some(slot) = held.get_mut(at) {
            *slot = Some(why);
        }
    }
    Ok(held)
}

/// Why the figures of a line can't be told whatever other lines there are.
fn own(line: &PlanLine, threshold: usize) -> Option<Held> {
    let basis = &line.basis;
    let answered = usize::try_from(basis.answered).unwrap_or(usize::MAX);
    if basis.is_none() {
        None
    } else if answered < threshold {
        Some(Held::Few)
    } else {
        basis.unanimous.then_some(Held::Unanimous)
    }
}

/// A line whose figures, with those of others on its topic, tell of too few; the smallest of those that take part.
fn gives_away(
    lines: &[PlanLine],
    sessions: &[HashSet<&str>],
    held: &[Option<Held>],
    threshold: usize,
) -> Option<(usize, Held)> {
    let told = |at: usize| {
        held.get(at).is_some_and(Option::is_none) && lines.get(at).is_some_and(|l| !l.basis.is_none())
    };
    let shown: Vec<(usize, &PlanLine, &HashSet<&str>)> = lines
        .iter()
        .zip(sessions)
        .enumerate()
        .filter(|(at, _)| told(*at))
        .map(|(at, (l, s))| (at, l, s))
        .collect();
    for (at, whole, all) in &shown {
        let same = |line: &PlanLine| line.about.is_some() && line.about == whole.about;
        let others: Vec<_> = shown.iter().filter(|(other, line, _)| other != at && same(line)).collect();
        if all.is_empty() && !others.is_empty() {
            return Some((*at, Held::Unnamed));
        }
        let mut parts: Vec<_> =
            others.into_iter().filter(|(_, _, part)| part.len() < all.len() && part.is_subset(all)).collect();
        parts.sort_by_key(|(at, _, part)| (part.len(), *at));
        let few = |rest: usize| (1..threshold).contains(&rest);
        let alone = parts.iter().find(|(_, _, part)| few(all.len() - part.len()));
        let together: HashSet<&str> = parts.iter().flat_map(|(_, _, part)| part.iter().copied()).collect();
        let found = alone.or_else(|| parts.first().filter(|_| few(all.len() - together.len())));
        if let Some((part, ..)) = found {
            return Some((*part, Held::GivesAway(whole.id)));
        }
    }
    None
}
