//! The names of columns: what a value is about, and what kind of value it is.

use crate::bank::Ref;
use serde::{Deserialize, Serialize};

/// What a column of the corpus holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum What {
    /// Codes of a scale, several as one value; or a reason for no answer.
    Codes,
    /// Codes of a scale's qualifier: by whom.
    By,
    /// A number, of what was typed as one.
    Number,
    /// That words were typed.
    Words,
    /// That there is an account.
    Account,
    /// That there is a note of the interviewer.
    Note,
    /// That the answer is flagged to come back to.
    FollowUp,
    /// That it was read in papers, not said.
    DeskReview,
    /// That something stands behind it that was seen, copied or visited: more than somebody's word.
    Supported,
}

/// A column: an item or row of a bank, the column of a cell if it is one, and what is held.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Item or row.
    pub at: Ref,
    /// Code of the cell's column; empty for the item or row itself.
    pub column: String,
    /// What is held.
    pub what: What,
}

impl Place {
    /// The codes of an item.
    pub fn item(at: Ref) -> Self {
        Self { at, column: String::new(), what: What::Codes }
    }

    /// The codes of a cell.
    pub fn cell(row: Ref, column: &str) -> Self {
        Self { at: row, column: column.to_owned(), what: What::Codes }
    }

    /// The same place, something else of it.
    #[must_use]
    pub fn with(&self, what: What) -> Self {
        Self { what, ..self.clone() }
    }

    /// The reference of the cell: the row's with the column behind it.
    pub fn reference(&self) -> Ref {
        if self.column.is_empty() { self.at.clone() } else { self.at.child(&self.column) }
    }

    /// Whether this is `wanted` or stands below it. `wanted` is in lower case, its segments parted by dots, and may
    /// leave out the bank's own first segment.
    pub fn is_below(&self, wanted: &str) -> bool {
        let whole = self.reference().as_str().to_lowercase();
        let begins = |text: &str| {
            text.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        begins(&whole) || whole.split_once('.').is_some_and(|(_, short)| begins(short))
    }
}

/// The fields that sessions are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Function of the first participant.
    Function,
    /// Rank.
    Rank,
    /// Level.
    Level,
    /// Unit.
    Unit,
    /// Institution.
    Institution,
    /// Region.
    Region,
    /// Kind of stakeholder.
    Stakeholder,
    /// Country that is assessed.
    Country,
    /// Language of the interview.
    Language,
    /// Questionnaire; a session may have several.
    Bank,
    /// Month in which it began.
    Period,
    /// Open, finished, sealed.
    Status,
    /// Individual, joint, group.
    Meeting,
}

impl Field {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 13] = [
        Self::Function,
        Self::Rank,
        Self::Level,
        Self::Unit,
        Self::Institution,
        Self::Region,
        Self::Stakeholder,
        Self::Bank,
        Self::Period,
        Self::Status,
        Self::Meeting,
        Self::Country,
        Self::Language,
    ];

    /// Its name in filters and for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Rank => "rank",
            Self::Level => "level",
            Self::Unit => "unit",
            Self::Institution => "institution",
            Self::Region => "region",
            Self::Stakeholder => "stakeholder",
            Self::Country => "country",
            Self::Language => "language",
            Self::Bank => "bank",
            Self::Period => "period",
            Self::Status => "status",
            Self::Meeting => "meeting",
        }
    }

    /// The field with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }

    /// Whether it is one of the words for a role.
    pub fn is_role(self) -> bool {
        matches!(self, Self::Function | Self::Rank | Self::Level)
    }
}

/// What holds of a session or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flag {
    /// Made-up data.
    MadeUp,
    /// Going on.
    Open,
    /// Marked as finished.
    Finished,
    /// Never to be changed again.
    Sealed,
    /// One respondent.
    Individual,
    /// Several alike.
    Joint,
    /// Different stakeholders.
    Group,
    /// They agreed to being quoted.
    Quotable,
    /// They refused to be quoted.
    NoQuotes,
    /// Only for a report that is not public.
    Restricted,
    /// They declined the interview, or notes.
    Declined,
    /// The file is not as the program wrote it.
    Altered,
    /// A newer program wrote it.
    Newer,
}

impl Flag {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::MadeUp,
        Self::Open,
        Self::Finished,
        Self::Sealed,
        Self::Individual,
        Self::Joint,
        Self::Group,
        Self::Quotable,
        Self::NoQuotes,
        Self::Restricted,
        Self::Declined,
        Self::Altered,
        Self::Newer,
    ];

    pub(super) fn bit(self) -> u32 {
        1 << self as u32
    }

    /// Its name in filters: `is:made-up`.
    pub fn name(self) -> &'static str {
        match self {
            Self::MadeUp => "made-up",
            Self::Open => "open",
            Self::Finished => "finished",
            Self::Sealed => "sealed",
            Self::Individual => "individual",
            Self::Joint => "joint",
            Self::Group => "group",
            Self::Quotable => "quotable",
            Self::NoQuotes => "no-quotes",
            Self::Restricted => "restricted",
            Self::Declined => "declined",
            Self::Altered => "altered",
            Self::Newer => "newer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_by_what_stands_above_it() {
        let place = Place::cell(Ref::new("Annex.E.1.k"), "ii");
        for wanted in ["annex", "annex.e.1.k", "e.1.k.ii", "e.1", "annex.e.1.k.ii"] {
            assert!(place.is_below(wanted), "{wanted}");
        }
        for wanted in ["e.1.k.i", "e.10", "anne", "1.k", "f"] {
            assert!(!place.is_below(wanted), "{wanted}");
        }
    }
}
