//! Which sessions a comparison is of: those that a filter means, or those that were marked in the library.

use crate::analysis::By;
use crate::analysis::corpus::{Corpus, Field, Flag, RowId, Selection};
use crate::analysis::filter::{self, Filter};
use crate::tui::desk::Desk;
use std::collections::HashSet;

/// Which sessions are meant. They are found again whenever the corpus is another one.
#[derive(Clone, Debug)]
pub enum Among {
    /// Those that pass; and the filter as it was typed.
    Passing(Filter, String),
    /// Those in these files, names without ending.
    Marked(HashSet<String>),
}

impl Among {
    /// The sessions as they are now.
    pub(super) fn selection(&self, desk: &Desk) -> Selection {
        let archive = &desk.archive;
        match self {
            Self::Passing(filter, _) => {
                let (corpus, book) = (&archive.corpus, &archive.book);
                filter::evaluate(filter, corpus, book, &archive.sieve, &archive.tags).selection
            }
            Self::Marked(files) => {
                let mut selection = archive.corpus.all().clone();
                let rows = archive.corpus.rows(archive.corpus.all());
                let others: Vec<RowId> =
                    rows.filter(|(_, row)| !files.contains(&row.file)).map(|(at, _)| at).collect();
                for at in others {
                    if let Some(set) = selection.sets.get_mut(at.segment) {
                        set.remove(at.row);
                    }
                }
                selection
            }
        }
    }

    /// Which they are, in a few words; nothing where they are all.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Passing(filter, _) if filter.is_empty() => String::new(),
            Self::Passing(_, text) => text.trim().to_owned(),
            Self::Marked(_) => "those marked".to_owned(),
        }
    }
}

/// What is known of the sessions of a comparison besides their answers.
#[derive(Clone, Debug, Default)]
pub(in crate::tui::screens) struct Known {
    pub(in crate::tui::screens) sessions: usize,
    pub(super) made_up: usize,
    /// The country that all of them are about; empty where they are about several.
    pub(in crate::tui::screens) country: String,
}

impl Known {
    pub(in crate::tui::screens) fn of(corpus: &Corpus, selection: &Selection) -> Self {
        let rows = || corpus.rows(selection);
        let mut countries = rows().map(|(at, _)| corpus.value(at, Field::Country));
        let first = countries.next().unwrap_or_default();
        let country = if countries.all(|c| c == first) { first.to_owned() } else { String::new() };
        let made_up = rows().filter(|(_, row)| row.is(Flag::MadeUp)).count();
        Self { sessions: selection.len(), made_up, country }
    }

    /// `30 sessions`, and how many of them are made up.
    pub(in crate::tui::screens) fn count(&self) -> String {
        crate::analysis::count(self.sessions, "session", "sessions")
    }

    /// What is to be said of made-up data; nothing where there is none.
    pub(in crate::tui::screens) fn warning(&self) -> String {
        match self.made_up {
            0 => String::new(),
            n if n == self.sessions => " · MADE UP".to_owned(),
            n => format!(" · {n} MADE UP"),
        }
    }
}

/// What sessions are grouped by, until somebody says otherwise: the function.
pub(super) fn grouped_by(desk: &Desk) -> By {
    desk.archive.by.unwrap_or(By::Field(Field::Function))
}

/// The way of grouping so many further on in the order in which they are offered.
pub(super) fn turned(by: By, steps: isize) -> By {
    let len = By::ALL.len();
    let at = By::ALL.iter().position(|known| *known == by).unwrap_or(0);
    By::ALL.get((at + len).wrapping_add_signed(steps) % len).copied().unwrap_or(by)
}
