//! The lines of a part of the board: groups, sessions, what was told, claims.

use super::super::base::Base;
use super::{Learned, Part};
use crate::analysis::corpus::RowId;
use crate::analysis::marks::ClaimId;
use crate::analysis::needs::{Asked, Training};
use crate::analysis::{By, count};
use crate::tui::desk::Desk;
use crate::tui::marks::Opening;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// The columns of groups.
    Groups,
    /// The columns of sessions.
    Sessions,
    /// The columns of claims.
    ClaimsHead,
    /// What stands above others, or why there are none.
    Head(String),
    /// A group; `None` for all together.
    Group(Option<usize>),
    /// A session that had training.
    Session(RowId),
    /// What a session told to a question of the part.
    Told(usize, RowId),
    /// A claim.
    Claim(ClaimId),
}

impl Entry {
    /// Whether it can't be chosen.
    pub(super) fn is_heading(&self) -> bool {
        matches!(self, Self::Groups | Self::Sessions | Self::ClaimsHead | Self::Head(_))
    }

    /// The session that it is of.
    pub(super) fn session(&self) -> Option<RowId> {
        match self {
            Self::Session(at) | Self::Told(_, at) => Some(*at),
            _ => None,
        }
    }
}

/// The lines of the part that is shown.
pub(super) fn entries(board: &Learned, desk: &Desk, base: &Base) -> Vec<Entry> {
    let Some(found) = &board.found else { return Vec::new() };
    match board.part {
        Part::Courses => courses(found),
        Part::Techniques | Part::Also(_) => {
            let mut all = groups(found);
            for (at, asked) in board.asked(board.part).iter().enumerate() {
                all.extend(told(found, asked, at, desk, base));
            }
            all
        }
        Part::Otherwise => {
            let each = board.asked(Part::Otherwise).iter().enumerate();
            each.flat_map(|(at, asked)| told(found, asked, at, desk, base)).collect()
        }
        Part::Claims => claims(board, desk),
    }
}

/// All together, then each group where there are several.
fn groups(found: &Training) -> Vec<Entry> {
    let mut all = vec![Entry::Groups, Entry::Group(None)];
    if found.grouping.by != By::Nothing {
        all.extend((0..found.grouping.len()).map(|group| Entry::Group(Some(group))));
    }
    all
}

fn courses(found: &Training) -> Vec<Entry> {
    let mut all = groups(found);
    all.push(Entry::Head(String::new()));
    if found.had.is_empty() {
        let why = match found.all.n {
            0 => "Nobody said whether they had training.".to_owned(),
            n => format!("None of the {n} who said had training."),
        };
        all.push(Entry::Head(why));
        return all;
    }
    all.push(Entry::Sessions);
    let split = found.grouping.by != By::Nothing;
    let mut before = None;
    for at in &found.had {
        let group = found.grouping.of(*at);
        if split && group != before {
            let of = found.had.iter().filter(|other| found.grouping.of(**other) == group).count();
            let label = group.map_or("not known", |group| found.grouping.label(group));
            all.push(Entry::Head(format!("{label}: {}", count(of, "session", "sessions"))));
            before = group;
        }
        all.push(Entry::Session(*at));
    }
    all
}

/// What sessions told to one question, the newest first.
fn told(found: &Training, asked: &Asked, number: usize, desk: &Desk, base: &Base) -> Vec<Entry> {
    let corpus = &desk.archive.corpus;
    let at = &asked.subject.place.at;
    let rows = corpus.rows(&base.selection).filter(|(row, _)| found.words(corpus, *row, at).is_some());
    let mut rows: Vec<_> = rows.map(|(row, of)| (std::cmp::Reverse(of.started), row)).collect();
    rows.sort_unstable();
    let counts = &asked.tally.all;
    let of = format!("{}/{}/{}", rows.len(), counts.asked(), counts.sessions);
    let head = format!("{} · {}: told in words {of}", at.spoken(), asked.label);
    let mut all = vec![Entry::Head(String::new()), Entry::Head(head)];
    if rows.is_empty() {
        all.push(Entry::Head("   nobody told anything in words".to_owned()));
    }
    all.extend(rows.into_iter().map(|(_, row)| Entry::Told(number, row)));
    all
}

/// The claims about training, what has to be seen first.
pub(super) fn claims(board: &Learned, desk: &Desk) -> Vec<Entry> {
    if board.claims.is_empty() {
        let text = match desk.marks.opening {
            Opening::Done => {
                "No claim of the ledger is about training. m on an answer in the reader makes one of what it says."
            }
            Opening::Not | Opening::Asked => "The ledger is being read …",
        };
        return vec![Entry::Head(text.to_owned())];
    }
    let annotations = &desk.marks.annotations;
    let mut ids = board.claims.clone();
    ids.sort_by_key(|id| {
        let claim = annotations.claims.get(id);
        (claim.is_none_or(|c| !c.awaits_visit()), claim.map(crate::analysis::marks::Claim::state), *id)
    });
    std::iter::once(Entry::ClaimsHead).chain(ids.into_iter().map(Entry::Claim)).collect()
}
