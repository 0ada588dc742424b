//! The one line that says which sessions are meant: words, and fields with values.
//!
//! `investigator unit:trafficking period:2026 answered:E.1.k says:"no interpreter" -is:unfinished`. Everything must
//! hold; values parted by commas are alternatives; `-` in front takes the opposite. Here: what may be written and what it
//! means. Parsing is in `parse`, finding the sessions in `eval`.

mod eval;
mod parse;

pub use eval::{Found, Hit, Hits, Sieve, Tags, evaluate};
pub use parse::{parse, pieces};

use super::corpus::{Field, Flag};
use serde::{Deserialize, Serialize};

/// A filter as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What must hold, each of it.
    pub terms: Vec<Term>,
}

/// One thing that must hold, or must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether it must not hold.
    pub not: bool,
    /// What must hold.
    pub test: Test,
}

/// What a session is tested for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// A word stands in the code, the id, the role, the place or the country; also misspelt.
    Word(String),
    /// A field of any participant has one of these values: code or label, whole or in part.
    Field(Field, Vec<String>),
    /// Function, rank or level has all these words.
    Role(Vec<String>),
    /// The code of a participant.
    Code(Vec<String>),
    /// The id, or a part of it.
    Id(Vec<String>),
    /// It began between these days, both included, as `20261124`.
    Days(u32, u32),
    /// Something below this reference was answered: a code, a number or words. A reason for none is no answer.
    Answered(String),
    /// Nothing below this reference was.
    Blank(String),
    /// An answer below this reference has one of these codes, or reasons for none.
    Value(String, Vec<String>),
    /// These words were said or written.
    Says(String),
    /// Something stands behind an answer below this reference (all of them where it is empty), in at least this state.
    Evidence(String, u8),
    /// It carries one of these tags of the analyst.
    Tag(Vec<String>),
    /// A mark of the session itself.
    Is(Flag),
    /// Something is unfinished: the session is open.
    Unfinished,
    /// Something is flagged to come back to.
    FollowUp,
    /// Evidence is still to be chased.
    ToChase,
    /// Something was noted and not filed.
    Jots,
}

/// A filter that was kept under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedFilter {
    /// The name.
    pub name: String,
    /// The line.
    pub filter: String,
}

/// Why a filter was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FilterError {
    /// Where it stands, in bytes from the start.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What is wrong, and what could stand there.
    pub message: String,
}

impl Filter {
    /// Whether everything passes.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The words that are searched for in what was said.
    pub fn needles(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().filter(|t| !t.not).filter_map(|t| match &t.test {
            Test::Says(words) => Some(words.as_str()),
            _ => None,
        })
    }
}

/// A value as it has to be written in a filter: in quotation marks where it holds blanks, commas or marks.
pub fn quoted(value: &str) -> String {
    let plain = !value.is_empty()
        && !value.contains(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | ':' | '='));
    if plain && !value.starts_with('-') {
        value.to_owned()
    } else {
        format!("\"{}\"", value.replace('"', ""))
    }
}

/// The text of a filter with `field:value` put in, or taken out where it is there: how a facet is chosen.
pub fn toggled(text: &str, field: Field, value: &str) -> String {
    let new = format!("{}:{}", field.name(), quoted(value));
    let pieces = parse::pieces(text);
    let mut kept: Vec<&str> = Vec::new();
    let mut found = false;
    for piece in &pieces {
        let piece = &text[piece.clone()];
        let own = piece == new;
        found |= own;
        // Another value of the same field gives way: a facet is chosen, not added.
        let rival = piece.starts_with(&format!("{}:", field.name()));
        if !own && !rival {
            kept.push(piece);
        }
    }
    if !found {
        kept.push(&new);
    }
    kept.join(" ")
}
