//! The shape of a session file: one interview.

use super::answer::Answer;
use crate::bank::{Item, Profile, Ref};
use crate::text::natural;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::{Bound, Deref};

/// One interview, as it is kept on disk. Read freely; changed only through [`Session`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Version of the file format.
    pub format: u32,
    /// Name of the file without its ending: date, time, code, four random digits.
    pub id: String,
    /// Made-up data.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub synthetic: bool,
    /// How many changes it has seen; every file written has a higher one than the last.
    pub revision: u64,
    /// The banks that were asked from.
    pub banks: Vec<BankStamp>,
    /// When the interview began.
    pub started: Timestamp,
    /// When it was marked as finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Timestamp>,
    /// Offset of the machine's clock from UTC at the start, in minutes east.
    pub utc_offset_minutes: i32,
    /// The country that is assessed; fills `{country}`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// Language the interview is held in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Kind of place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Form of the meeting.
    #[serde(default)]
    pub meeting: Meeting,
    /// Who was there: codes and roles, never names. At least one.
    pub participants: Vec<Participant>,
    /// What they agreed to.
    #[serde(default)]
    pub consent: Consent,
    /// Where the interview stands.
    #[serde(default)]
    pub status: Status,
    /// Answers by reference of item or grid row.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<Ref, Answer>,
    /// Text captured before it was filed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jots: Vec<Jot>,
    /// Paradata: seconds spent on each item, pauses over two minutes left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub active_seconds: BTreeMap<Ref, u32>,
}

/// A bank as it was when the session used it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankStamp {
    /// Id of the bank.
    pub id: String,
    /// Version of the bank.
    pub version: String,
}

/// Kind of place in which an interview is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The respondent's own office or station.
    OwnOffice,
    /// Another room of the same institution.
    SameInstitution,
    /// Neutral ground.
    Neutral,
    /// The assessment team's premises.
    TeamPremises,
    /// By telephone or video.
    Remote,
}

impl Place {
    /// All kinds, in the order they are offered.
    pub const ALL: [Self; 5] =
        [Self::OwnOffice, Self::SameInstitution, Self::Neutral, Self::TeamPremises, Self::Remote];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::OwnOffice => "own office",
            Self::SameInstitution => "same institution",
            Self::Neutral => "neutral ground",
            Self::TeamPremises => "team's premises",
            Self::Remote => "telephone or video",
        }
    }
}

/// Form of a meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meeting {
    /// One respondent.
    #[default]
    Individual,
    /// Several from one institution, or alike.
    Joint,
    /// A meeting of different stakeholders.
    Group,
}

impl Meeting {
    /// All forms, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Individual, Self::Joint, Self::Group];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Individual => "individual",
            Self::Joint => "joint",
            Self::Group => "group",
        }
    }
}

/// A person in the meeting: a code and a role, never a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Participant {
    /// `R07`.
    pub code: String,
    /// Code of the function, from a bank's roles.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub function: String,
    /// Code of the rank.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rank: String,
    /// Code of the level.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// Institution.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub institution: String,
    /// Unit within it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Region of the country.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// Kind of stakeholder, a to h.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stakeholder: String,
}

impl Participant {
    /// A participant of whom only the code is known.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), ..Self::default() }
    }

    /// The role that routing goes by.
    pub fn profile(&self) -> Profile {
        Profile { function: self.function.clone(), rank: self.rank.clone(), level: self.level.clone() }
    }
}

/// What the respondents agreed to. `None`: not asked yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Consent {
    /// To be interviewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interview: Option<bool>,
    /// To notes being kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<bool>,
    /// To being quoted without a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quotes: Option<bool>,
    /// To whom a report may attribute what was said. `None`: not asked, so to nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Attribution>,
    /// Only for a report that is not public.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
}

/// To whom a report may attribute what was said: never to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribution {
    /// To the institution.
    Institution,
    /// To nobody.
    None,
}

impl Attribution {
    /// Both, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::Institution, Self::None];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Institution => "institution",
            Self::None => "none",
        }
    }
}

/// Where an interview stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Going on, or to be resumed.
    #[default]
    Open,
    /// Marked as finished; can be opened again.
    Closed,
    /// Never to be changed again.
    Sealed,
}

impl Status {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "finished",
            Self::Sealed => "sealed",
        }
    }
}

/// Text captured before it is filed under an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jot {
    /// When its first character was typed.
    pub at: Timestamp,
    /// The item on the screen at that moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub during: Option<Ref>,
    /// The text.
    pub text: String,
    /// The item that it was filed under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed: Option<Ref>,
}

/// An interview that can be changed, one [`super::Change`] at a time, and read like a [`Record`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub(super) record: Record,
}

impl Deref for Session {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.record
    }
}

impl From<Record> for Session {
    fn from(mut record: Record) -> Self {
        if record.participants.is_empty() {
            record.participants.push(Participant::new("R01"));
        }
        Self { record }
    }
}

impl Session {
    /// A new interview. `id` comes from [`new_id`].
    pub fn new(
        id: String,
        banks: Vec<BankStamp>,
        code: &str,
        started: Timestamp,
        utc_offset_minutes: i32,
    ) -> Self {
        Self::from(Record {
            format: super::FORMAT,
            id,
            synthetic: false,
            revision: 0,
            banks,
            started: super::apply::whole_second(started),
            ended: None,
            utc_offset_minutes,
            country: String::new(),
            language: String::new(),
            place: None,
            meeting: Meeting::default(),
            participants: vec![Participant::new(code)],
            consent: Consent::default(),
            status: Status::default(),
            answers: BTreeMap::new(),
            jots: Vec::new(),
            active_seconds: BTreeMap::new(),
        })
    }

    /// The record as plain data.
    pub fn record(&self) -> &Record {
        &self.record
    }
}

impl Record {
    /// The first participant, who stands for the session in lists. Every session has one.
    pub fn lead(&self) -> &Participant {
        static NOBODY: Participant = Participant {
            code: String::new(),
            function: String::new(),
            rank: String::new(),
            level: String::new(),
            institution: String::new(),
            unit: String::new(),
            region: String::new(),
            stakeholder: String::new(),
        };
        self.participants.first().unwrap_or(&NOBODY)
    }

    /// The answer held under a reference.
    pub fn answer(&self, at: &Ref) -> Option<&Answer> {
        self.answers.get(at)
    }

    /// Rows that were added in the interview: what is held right below an item and is neither one of its bank's rows
    /// nor one of its parts. A row that a bank once had, and has no more, is among them: nothing is hidden.
    pub fn added_rows<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a Ref> {
        let open = item.kind.is_open();
        self.below(&item.reference)
            .filter(move |(at, answer)| {
                (open || !answer.label.is_empty())
                    && !item.kind.rows().iter().any(|r| r.code == at.last())
                    && !item.parts.iter().any(|p| p.reference == **at)
            })
            .map(|(at, _)| at)
    }

    /// Answers held right below a reference: the rows of a grid, the records of a register.
    pub fn below<'a>(&'a self, item: &'a Ref) -> impl Iterator<Item = (&'a Ref, &'a Answer)> {
        // References sort so that all below one stand right behind it.
        let behind = (Bound::Excluded(item), Bound::Unbounded);
        self.answers
            .range::<Ref, _>(behind)
            .take_while(|(at, _)| natural::begins_with(at.as_str(), item.as_str()))
            .filter(|(at, _)| {
                at.as_str()
                    .strip_prefix(item.as_str())
                    .and_then(|t| t.strip_prefix('.'))
                    .is_some_and(|t| !t.contains('.'))
            })
    }
}

/// The name of a new session: local date and time, respondent code, four random digits. Sorts by time.
///
/// `code` is reduced to letters, digits and dashes, so that it is a harmless file name everywhere.
pub fn new_id(local: jiff::civil::DateTime, code: &str, random: u16) -> String {
    let code: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(16).collect();
    let code = if code.is_empty() { "R00".to_owned() } else { code };
    format!(
        "{:04}-{:02}-{:02}-{:02}{:02}-{code}-{random:04x}",
        local.year(),
        local.month(),
        local.day(),
        local.hour(),
        local.minute()
    )
}
