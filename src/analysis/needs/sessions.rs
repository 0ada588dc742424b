//! Which sessions a board is counted over, and what there is to know about them before a figure is believed.

use crate::analysis::corpus::{Corpus, Flag, Selection};
use crate::bank::Bank;
use std::collections::BTreeMap;
use std::fmt;

/// Made-up sessions among those that were selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MadeUp {
    /// There is none.
    #[default]
    None,
    /// There is nothing else: every figure is made up.
    All,
    /// So many stood among real ones and are left out.
    LeftOut(usize),
    /// So many are counted together with real ones, because somebody asked for it.
    Mixed(usize),
}

impl MadeUp {
    /// Whether a figure counts made-up sessions.
    pub fn counts(self) -> bool {
        matches!(self, Self::All | Self::Mixed(_))
    }
}

/// The sessions that count: made-up ones among real ones are left out unless they are asked for.
pub fn sift(corpus: &Corpus, selection: Selection, with_made_up: bool) -> (Selection, MadeUp) {
    let made_up: Vec<_> =
        corpus.rows(&selection).filter(|(_, row)| row.is(Flag::MadeUp)).map(|(at, _)| at).collect();
    match made_up.len() {
        0 => (selection, MadeUp::None),
        n if n == selection.len() => (selection, MadeUp::All),
        n if with_made_up => (selection, MadeUp::Mixed(n)),
        n => {
            let mut real = selection;
            for at in made_up {
                if let Some(set) = real.sets.get_mut(at.segment) {
                    set.remove(at.row);
                }
            }
            (real, MadeUp::LeftOut(n))
        }
    }
}

/// What there is to know about the sessions or the bank before a figure is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// All of it is made up.
    AllMadeUp,
    /// So many made-up sessions are left out.
    MadeUpLeftOut(usize),
    /// So many made-up sessions are counted together with real ones.
    MadeUpMixed(usize),
    /// Sessions were asked from several versions of the bank: each, and how many.
    Versions(String, Vec<(String, usize)>),
    /// So many answers in a column have codes that its scale does not have.
    Strange {
        /// The column.
        column: String,
        /// How many answers.
        answers: usize,
    },
    /// The scale of a column has no scores that tell apart: there is no gap to tell.
    NoScores(String),
    /// Two columns have scales that can't be subtracted.
    ScalesDiffer(String, String),
}

impl Warning {
    /// A short name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AllMadeUp => "made_up",
            Self::MadeUpLeftOut(_) => "made_up_left_out",
            Self::MadeUpMixed(_) => "made_up_mixed",
            Self::Versions(..) => "versions",
            Self::Strange { .. } => "strange_codes",
            Self::NoScores(_) => "no_scores",
            Self::ScalesDiffer(..) => "scales_differ",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sessions = |n: usize| crate::analysis::count(n, "session", "sessions");
        match self {
            Self::AllMadeUp => f.write_str("MADE UP: every session here is made up"),
            Self::MadeUpLeftOut(n) => {
                write!(f, "{} made up, left out: real and made-up answers are not added up", sessions(*n))
            }
            Self::MadeUpMixed(n) => {
                write!(f, "MADE UP: {} made up and counted together with real ones", sessions(*n))
            }
            Self::Versions(bank, versions) => {
                let each: Vec<String> =
                    versions.iter().map(|(version, n)| format!("{version} ({n})")).collect();
                write!(f, "asked from several versions of {bank}: {}", each.join(", "))
            }
            Self::Strange { column, answers } => {
                let answers = crate::analysis::count(*answers, "answer", "answers");
                write!(f, "{answers} on {column} not counted: codes that this scale does not have")
            }
            Self::NoScores(column) => {
                write!(f, "no gap for {column}: its scale has no scores that tell its steps apart")
            }
            Self::ScalesDiffer(one, other) => {
                write!(f, "{one} and {other} have different scales: one can't be taken from the other")
            }
        }
    }
}

/// What there is to know about the sessions of a selection, asked from a bank.
pub fn warnings(corpus: &Corpus, selection: &Selection, bank: &Bank, made_up: MadeUp) -> Vec<Warning> {
    let mut all = Vec::new();
    match made_up {
        MadeUp::None => {}
        MadeUp::All => all.push(Warning::AllMadeUp),
        MadeUp::LeftOut(n) => all.push(Warning::MadeUpLeftOut(n)),
        MadeUp::Mixed(n) => all.push(Warning::MadeUpMixed(n)),
    }
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, row) in corpus.rows(selection) {
        let Some(held) = corpus.segments().get(at.segment) else { continue };
        for (id, version) in row.banks.iter().zip(&row.versions) {
            if held.string(*id) == bank.id {
                *versions.entry(held.string(*version)).or_default() += 1;
            }
        }
    }
    if versions.len() > 1 {
        let versions = versions.into_iter().map(|(v, n)| (v.to_owned(), n)).collect();
        all.push(Warning::Versions(bank.id.clone(), versions));
    }
    all
}
