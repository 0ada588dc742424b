//! Where a mark sits: an answer of a session, a cell of it, or words in it.

use crate::bank::Ref;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A place in a session. The session is named, not held: a mark outlives a file that is gone for a while.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    /// Id of the session.
    pub session: String,
    /// Item or row. `None`: the session as a whole, or a jot that is not filed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Ref>,
    /// Column, for a cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The words, where it is not the whole answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// Words in an answer, as they stood there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Which text they are in.
    pub field: Field,
    /// Where they began in it, in bytes, when they were marked.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub start: usize,
    /// The words.
    pub text: String,
}

/// A text of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What the respondent said.
    Account,
    /// The interviewer's own words.
    Note,
    /// What was typed into a cell.
    Cell,
    /// A line written before it was known where it belongs.
    Jot,
}

impl Field {
    /// All, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Account, Self::Note, Self::Cell, Self::Jot];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Note => "note",
            Self::Cell => "cell",
            Self::Jot => "jot",
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

impl Spot {
    /// A session as a whole.
    pub fn session(id: impl Into<String>) -> Self {
        Self { session: id.into(), at: None, column: None, words: None }
    }

    /// An answer.
    pub fn answer(session: impl Into<String>, at: Ref) -> Self {
        Self { at: Some(at), ..Self::session(session) }
    }

    /// A cell of a row.
    pub fn cell(session: impl Into<String>, row: Ref, column: impl Into<String>) -> Self {
        Self { column: Some(column.into()), ..Self::answer(session, row) }
    }

    /// Words in this place.
    #[must_use]
    pub fn with_words(self, field: Field, start: usize, text: impl Into<String>) -> Self {
        Self { words: Some(Words { field, start, text: text.into() }), ..self }
    }

    /// The words; empty for a whole answer.
    pub fn text(&self) -> &str {
        self.words.as_ref().map_or("", |w| &w.text)
    }

    /// Whether the other lies in this place or is it: an answer covers its cells and its words, a session all in it.
    pub fn covers(&self, other: &Self) -> bool {
        let same = |mine: Option<&str>, theirs: Option<&str>| mine.is_none() || mine == theirs;
        self.session == other.session
            && same(self.at.as_ref().map(Ref::as_str), other.at.as_ref().map(Ref::as_str))
            && same(self.column.as_deref(), other.column.as_deref())
            && (self.words.is_none() || self.words == other.words)
    }
}

impl Words {
    /// Where the words stand in a text now: where they were marked, else the nearest place that reads the same. `None`
    /// when they are not there any more.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        if self.text.is_empty() {
            return None;
        }
        let range = |start: usize| start..start + self.text.len();
        if text.get(self.start..).is_some_and(|rest| rest.starts_with(&self.text)) {
            return Some(range(self.start));
        }
        let found = text.match_indices(&self.text).map(|(at, _)| at);
        found.min_by_key(|at| at.abs_diff(self.start)).map(range)
    }
}
