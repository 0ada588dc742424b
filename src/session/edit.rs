//! Edits: every way in which a session can change. Each has an inverse, which is undo.

use super::answer::{
    About, Answer, Credibility, Evidence, EvidenceKind, EvidenceState, Nonresponse, Origin, Reliability,
};
use super::model::{Attribution, BankStamp, Jot, Meeting, Participant, Place, Status};
use crate::bank::Ref;
pub use crate::text::Splice;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a code is kept: under an item or row, or in a cell of a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct At {
    /// Item or grid row.
    pub at: Ref,
    /// Column, for a cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

impl At {
    /// Under an item or row itself.
    pub fn item(at: Ref) -> Self {
        Self { at, column: None }
    }

    /// In a cell.
    pub fn cell(row: Ref, column: impl Into<String>) -> Self {
        Self { at: row, column: Some(column.into()) }
    }
}

/// A place that holds text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TextAt {
    /// What the respondent said.
    Account(Ref),
    /// The interviewer's own words.
    Note(Ref),
    /// The label of a grid row.
    RowLabel(Ref),
    /// What is typed into a cell: row, column.
    Cell(Ref, String),
    /// A text of a piece of evidence.
    Evidence(Ref, usize, EvidenceText),
    /// A jot.
    Jot(usize),
    /// The country that is assessed.
    Country,
    /// The language of the interview.
    Language,
    /// A text of a participant.
    Participant(usize, ParticipantText),
}

/// The texts of a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EvidenceText {
    /// What it is.
    What,
    /// The institution that it comes from.
    Source,
    /// Where it can be found.
    Reference,
}

/// The texts of a participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ParticipantText {
    /// Code, never a name.
    Code,
    /// Institution.
    Institution,
    /// Unit.
    Unit,
    /// Region.
    Region,
}

/// A mark on an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// To come back to.
    FollowUp(bool),
    /// Who said it.
    Speaker(Option<String>),
    /// Interview or desk review.
    Origin(Origin),
    /// Language of the wording that was spoken; empty for the interview's own.
    Language(String),
}

/// A coded field of a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EvidenceCode {
    /// What kind of thing.
    Kind(Option<EvidenceKind>),
    /// About trafficking or broader.
    About(Option<About>),
    /// How far followed up.
    State(EvidenceState),
    /// Source, A to F.
    Reliability(Reliability),
    /// Information, 1 to 6.
    Credibility(Credibility),
}

/// A coded field of the session itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodedField {
    /// Kind of place.
    Place(Option<Place>),
    /// Form of the meeting.
    Meeting(Meeting),
    /// Consent to the interview.
    ConsentInterview(Option<bool>),
    /// Consent to notes.
    ConsentNotes(Option<bool>),
    /// Consent to quotes.
    ConsentQuotes(Option<bool>),
    /// Attribution in a report.
    Attribution(Option<Attribution>),
    /// Restricted report only.
    Restricted(bool),
    /// A participant's function.
    Function(usize, String),
    /// A participant's rank.
    Rank(usize, String),
    /// A participant's level.
    Level(usize, String),
    /// A participant's kind of stakeholder.
    Stakeholder(usize, String),
    /// Where the interview stands, and when it ended.
    Status(Status, Option<Timestamp>),
}

/// One change to a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// Text typed, pasted or removed.
    Text(TextAt, Splice),
    /// Codes chosen.
    Codes(At, Vec<String>),
    /// Qualifier chosen.
    By(At, Vec<String>),
    /// Reason for no answer.
    Nonresponse(At, Option<Nonresponse>),
    /// A mark.
    Mark(Ref, Mark),
    /// Everything under one reference put or taken away.
    Replace(Ref, Option<Box<Answer>>),
    /// A piece of evidence put in at a place in the list.
    EvidenceInsert(Ref, usize, Box<Evidence>),
    /// A piece of evidence taken out.
    EvidenceRemove(Ref, usize),
    /// A coded field of a piece of evidence.
    Evidence(Ref, usize, EvidenceCode),
    /// A jot put in at a place in the list.
    JotInsert(usize, Jot),
    /// A jot taken out.
    JotRemove(usize),
    /// A jot marked as filed, or not.
    JotFile(usize, Option<Ref>),
    /// A participant put in.
    ParticipantInsert(usize, Box<Participant>),
    /// A participant taken out; the last one stays.
    ParticipantRemove(usize),
    /// A bank put in.
    BankInsert(usize, BankStamp),
    /// A bank taken out; the last one stays, and so do the answers to the others.
    BankRemove(usize),
    /// A coded field of the session.
    Set(CodedField),
    /// Paradata: seconds added to an item. Not undone.
    Active(Ref, u32),
}

impl Edit {
    /// The item or row that the edit is about, if it is about one.
    pub fn place(&self) -> Option<&Ref> {
        match self {
            Self::Text(
                TextAt::Account(at)
                | TextAt::Note(at)
                | TextAt::RowLabel(at)
                | TextAt::Cell(at, _)
                | TextAt::Evidence(at, ..),
                _,
            )
            | Self::Codes(At { at, .. }, _)
            | Self::By(At { at, .. }, _)
            | Self::Nonresponse(At { at, .. }, _)
            | Self::Mark(at, _)
            | Self::Replace(at, _)
            | Self::EvidenceInsert(at, ..)
            | Self::EvidenceRemove(at, _)
            | Self::Evidence(at, ..) => Some(at),
            _ => None,
        }
    }
}

/// When an answer was first given and last changed: taken from the clock, or put back by undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stamp {
    /// Changed at this time.
    At(Timestamp),
    /// Undone: the times as they were.
    Back(Option<Timestamp>, Option<Timestamp>),
}

/// An edit and its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What changes.
    pub edit: Edit,
    /// When.
    pub stamp: Stamp,
}

/// Why an edit could not be applied. The session is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is nothing at that place of a list.
    #[error("there is no {what} number {index}")]
    NoSuch {
        /// What the list holds.
        what: &'static str,
        /// The place, from 0.
        index: usize,
    },
    /// The text is not what the edit was made for.
    #[error("the text has changed in between: {0}")]
    Text(String),
    /// A sealed session never changes.
    #[error("the session is sealed")]
    Sealed,
    /// The last participant stays.
    #[error("a session has at least one participant")]
    LastParticipant,
    /// The last bank stays.
    #[error("a session has at least one bank")]
    LastBank,
}
