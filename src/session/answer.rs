//! One answer: the coded response, the words, what stands behind them, or why there is none.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is held under one reference: an item's answer, or a grid row's.
///
/// Unset fields are left out of the file. An answer with nothing in it does not exist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Answer {
    /// Codes of the item's scale.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// Codes of the scale's qualifier ("by you", "by someone you know").
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// Cells of a grid row, by column code.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub cells: BTreeMap<String, Cell>,
    /// The account: what the respondent said, in their words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub account: String,
    /// The interviewer's own words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What stands behind the answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonresponse: Option<Nonresponse>,
    /// To come back to.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub follow_up: bool,
    /// Code of the participant who said it, in a joint or group meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Where the answer comes from.
    #[serde(skip_serializing_if = "Origin::is_interview")]
    pub origin: Origin,
    /// Language of the wording that was spoken, as a BCP 47 tag, where it was not the interview's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Label of a row that was added or renamed in the interview.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// When anything was first kept here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Timestamp>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
}

/// One cell of a table, or one field of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Cell {
    /// Codes of the column's scale.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// What was typed, where the column takes words or a number: a number as it was said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Codes of the scale's qualifier.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonresponse: Option<Nonresponse>,
}

/// Why there is no answer. A named reason, never a number, never in a mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nonresponse {
    /// The respondent said that they do not know.
    DontKnow,
    /// The respondent would not answer.
    Refused,
    /// The question does not apply to this respondent or place.
    NotApplicable,
    /// The interviewer left the question out. Not the same as blank, which says nothing.
    NotAsked,
}

impl Nonresponse {
    /// All reasons, in the order of their digits.
    pub const ALL: [Self; 4] = [Self::DontKnow, Self::Refused, Self::NotApplicable, Self::NotAsked];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::DontKnow => "don't know",
            Self::Refused => "refused",
            Self::NotApplicable => "not applicable",
            Self::NotAsked => "not asked",
        }
    }

    /// In a narrow cell.
    pub fn short(self) -> &'static str {
        match self {
            Self::DontKnow => "dk",
            Self::Refused => "ref",
            Self::NotApplicable => "n/a",
            Self::NotAsked => "skip",
        }
    }
}

/// Where an answer comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Said in the interview.
    #[default]
    Interview,
    /// Read in papers, not said.
    DeskReview,
}

impl Origin {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
    fn is_interview(&self) -> bool {
        *self == Self::Interview
    }
}

/// One thing that stands behind an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Evidence {
    /// What it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// What kind of thing it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<EvidenceKind>,
    /// Whether it is about trafficking or broader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// How far it has been followed up.
    pub state: EvidenceState,
    /// Reliability of the source, A (completely reliable) to E (unreliable), F (cannot be judged): the source half
    /// of the six-by-six grading of police intelligence.
    pub reliability: Reliability,
    /// Credibility of the information, 1 (confirmed) to 5 (improbable), 6 (cannot be judged): the other half.
    pub credibility: Credibility,
    /// The institution that it comes from.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Where it can be found: number, page, address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reference: String,
}

impl Evidence {
    /// Whether somebody still has to bring, show or check it.
    pub fn to_chase(&self) -> bool {
        matches!(self.state, EvidenceState::Asserted | EvidenceState::Promised)
    }

    /// The two grades as one word: `F6`.
    pub fn grade(&self) -> String {
        format!("{}{}", self.reliability.0, self.credibility.0)
    }
}

/// Reliability of a source: a letter from A to F.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "char", into = "char")]
pub struct Reliability(char);

impl Reliability {
    /// What each letter says.
    pub const LABELS: [(char, &'static str); 6] = [
        ('A', "completely reliable"),
        ('B', "usually reliable"),
        ('C', "fairly reliable"),
        ('D', "not usually reliable"),
        ('E', "unreliable"),
        ('F', "cannot be judged"),
    ];

    /// The letter.
    pub fn letter(self) -> char {
        self.0
    }
}

impl Default for Reliability {
    fn default() -> Self {
        Self('F')
    }
}

impl TryFrom<char> for Reliability {
    type Error = String;

    fn try_from(letter: char) -> Result<Self, String> {
        let upper = letter.to_ascii_uppercase();
        if ('A'..='F').contains(&upper) {
            Ok(Self(upper))
        } else {
            Err(format!("reliability is A to F, not {letter}"))
        }
    }
}

impl From<Reliability> for char {
    fn from(value: Reliability) -> Self {
        value.0
    }
}

/// Credibility of information: a digit from 1 to 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Credibility(u8);

impl Credibility {
    /// What each digit says.
    pub const LABELS: [(u8, &'static str); 6] = [
        (1, "confirmed by others"),
        (2, "probably true"),
        (3, "possibly true"),
        (4, "doubtful"),
        (5, "improbable"),
        (6, "cannot be judged"),
    ];

    /// The digit.
    pub fn digit(self) -> u8 {
        self.0
    }
}

impl Default for Credibility {
    fn default() -> Self {
        Self(6)
    }
}

impl TryFrom<u8> for Credibility {
    type Error = String;

    fn try_from(digit: u8) -> Result<Self, String> {
        if (1..=6).contains(&digit) {
            Ok(Self(digit))
        } else {
            Err(format!("credibility is 1 to 6, not {digit}"))
        }
    }
}

impl From<Credibility> for u8 {
    fn from(value: Credibility) -> Self {
        value.0
    }
}

/// What kind of thing a piece of evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A law, regulation or order.
    Statute,
    /// A figure with a source.
    Statistic,
    /// Any other paper.
    Document,
    /// Something the interviewer saw.
    Observation,
    /// Something a person told of their own experience.
    Testimony,
    /// Press, broadcast or web.
    Media,
    /// A story without a source.
    Anecdote,
}

impl EvidenceKind {
    /// All kinds, in the order of their digits.
    pub const ALL: [Self; 7] = [
        Self::Statute,
        Self::Statistic,
        Self::Document,
        Self::Observation,
        Self::Testimony,
        Self::Media,
        Self::Anecdote,
    ];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Statute => "statute",
            Self::Statistic => "statistic",
            Self::Document => "document",
            Self::Observation => "observation",
            Self::Testimony => "testimony",
            Self::Media => "media",
            Self::Anecdote => "anecdote",
        }
    }
}

/// Whether evidence is about trafficking in persons or broader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// About trafficking in persons.
    Trafficking,
    /// Relevant, not specific to trafficking.
    NotSpecific,
}

impl About {
    /// Both, in the order of their digits.
    pub const ALL: [Self; 2] = [Self::Trafficking, Self::NotSpecific];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Trafficking => "trafficking",
            Self::NotSpecific => "not specific",
        }
    }
}

/// How far evidence has been followed up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceState {
    /// Somebody says it exists.
    #[default]
    Asserted,
    /// Somebody will send or show it.
    Promised,
    /// The interviewer saw it.
    Seen,
    /// The team holds a copy.
    CopyHeld,
    /// A visit confirmed it.
    Verified,
}

impl EvidenceState {
    /// All states, in the order of their digits.
    pub const ALL: [Self; 5] = [Self::Asserted, Self::Promised, Self::Seen, Self::CopyHeld, Self::Verified];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Promised => "promised",
            Self::Seen => "seen",
            Self::CopyHeld => "copy held",
            Self::Verified => "verified by visit",
        }
    }
}

impl Answer {
    /// Whether nothing is kept here but times.
    pub fn is_empty(&self) -> bool {
        // Field by field, not by comparing a copy: this runs on every key, and an account can be long.
        let Self { codes, by, cells, account, note, evidence, label, language, .. } = self;
        let words = account.is_empty() && note.is_empty() && label.is_empty() && language.is_empty();
        let coded = codes.is_empty() && by.is_empty() && cells.is_empty() && evidence.is_empty();
        let marks = self.nonresponse.is_some() || self.follow_up || self.speaker.is_some();
        words && coded && !marks && self.origin == Origin::Interview
    }

    /// Whether the respondent gave anything: a code, a cell, words, or a reason for none.
    pub fn is_answered(&self) -> bool {
        !self.codes.is_empty()
            || !self.account.trim().is_empty()
            || self.nonresponse.is_some()
            || self.cells.values().any(Cell::is_answered)
    }
}

impl Cell {
    /// Whether there is a code, words, or a reason for none.
    pub fn is_answered(&self) -> bool {
        !self.codes.is_empty() || !self.text.trim().is_empty() || self.nonresponse.is_some()
    }
}
