//! What is known of a session without its answers: one line of the library.

use super::place::Flag;
use crate::session::{Integrity, Meeting, Record, Status};
use jiff::Timestamp;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// What tells, without reading it, that a file is still the one that was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Its size in bytes.
    pub len: u64,
    /// When it was last written: nanoseconds since 1970.
    pub modified: i128,
    /// Its inode; 0 where there are none.
    pub inode: u64,
}

/// A participant: codes of a role, and where they work. `S` is a string, or its number in a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person<S> {
    /// Code of the respondent.
    pub code: String,
    /// Code of the function.
    pub function: S,
    /// Code of the rank.
    pub rank: S,
    /// Code of the level.
    pub level: S,
    /// Institution.
    pub institution: S,
    /// Unit.
    pub unit: S,
    /// Region.
    pub region: S,
    /// Kind of stakeholder.
    pub stakeholder: S,
}

/// One session without its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row<S> {
    /// Name of the file without ending.
    pub file: String,
    /// Id that stands in the file, where it is another one.
    pub other_id: String,
    /// The file as it was read.
    pub stamp: Stamp,
    /// How many changes the session has seen.
    pub revision: u64,
    /// When it began: seconds since 1970.
    pub started: i64,
    /// Offset of the clock, in minutes east.
    pub offset: i16,
    /// What holds of it: see [`Flag`].
    pub flags: u32,
    /// Everyone who was there; the first stands for the session in lists. At least one.
    pub people: Vec<Person<S>>,
    /// The country that is assessed.
    pub country: S,
    /// Language of the interview.
    pub language: S,
    /// Ids of the banks it was asked from.
    pub banks: Vec<S>,
    /// Versions of these banks.
    pub versions: Vec<S>,
    /// Things that were answered, of those on the suggested path.
    pub answered: u32,
    /// Things to answer on the suggested path; 0 where no bank of the session is known.
    pub total: u32,
    /// Jots that are not filed.
    pub jots: u16,
    /// Answers flagged to come back to.
    pub follow_ups: u16,
    /// Pieces of evidence that somebody still has to bring, show or check.
    pub to_chase: u16,
}

impl Row<String> {
    /// Of a session in this file. `progress` is how much was answered of how much on the suggested path.
    pub fn of(
        record: &Record,
        integrity: Integrity,
        file: &str,
        stamp: Stamp,
        progress: (usize, usize),
    ) -> Self {
        let person = |p: &crate::session::Participant| Person {
            code: p.code.clone(),
            function: p.function.trim().to_owned(),
            rank: p.rank.trim().to_owned(),
            level: p.level.trim().to_owned(),
            institution: p.institution.trim().to_owned(),
            unit: p.unit.trim().to_owned(),
            region: p.region.trim().to_owned(),
            stakeholder: p.stakeholder.trim().to_owned(),
        };
        let few = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let many = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let answers = || record.answers.values();
        Self {
            file: file.to_owned(),
            other_id: if record.id == file { String::new() } else { record.id.clone() },
            stamp,
            revision: record.revision,
            started: record.started.as_second(),
            offset: i16::try_from(record.utc_offset_minutes).unwrap_or(0),
            flags: flags(record, integrity),
            people: record.participants.iter().map(person).collect(),
            country: record.country.trim().to_owned(),
            language: record.language.trim().to_owned(),
            banks: record.banks.iter().map(|b| b.id.clone()).collect(),
            versions: record.banks.iter().map(|b| b.version.clone()).collect(),
            answered: many(progress.0),
            total: many(progress.1),
            jots: few(record.jots.iter().filter(|j| j.filed.is_none()).count()),
            follow_ups: few(answers().filter(|a| a.follow_up).count()),
            to_chase: few(answers().flat_map(|a| &a.evidence).filter(|e| e.to_chase()).count()),
        }
    }
}

fn flags(record: &Record, integrity: Integrity) -> u32 {
    let consent = &record.consent;
    let all = [
        (Flag::MadeUp, record.synthetic),
        (Flag::Open, record.status == Status::Open),
        (Flag::Finished, record.status == Status::Closed),
        (Flag::Sealed, record.status == Status::Sealed),
        (Flag::Individual, record.meeting == Meeting::Individual),
        (Flag::Joint, record.meeting == Meeting::Joint),
        (Flag::Group, record.meeting == Meeting::Group),
        (Flag::Quotable, consent.quotes == Some(true)),
        (Flag::NoQuotes, consent.quotes == Some(false)),
        (Flag::Restricted, consent.restricted),
        (Flag::Declined, consent.interview == Some(false) || consent.notes == Some(false)),
        (Flag::Altered, integrity != Integrity::Intact),
        (Flag::Newer, record.format > crate::session::FORMAT),
    ];
    all.into_iter().filter(|(_, holds)| *holds).fold(0, |sum, (flag, _)| sum | flag.bit())
}

impl<S> Row<S> {
    /// Whether something holds of the session.
    pub fn is(&self, flag: Flag) -> bool {
        self.flags & flag.bit() != 0
    }

    /// The session's own id.
    pub fn id(&self) -> &str {
        if self.other_id.is_empty() { &self.file } else { &self.other_id }
    }

    /// Code of the first participant.
    pub fn code(&self) -> &str {
        self.people.first().map_or("", |p| &p.code)
    }

    /// When it began, on the clock of the place.
    pub fn local(&self) -> jiff::civil::DateTime {
        let offset = Offset::from_seconds(i32::from(self.offset) * 60).unwrap_or(Offset::UTC);
        offset.to_datetime(Timestamp::from_second(self.started).unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// How much of the suggested path was answered, from 0 to 1; `None` where no bank of it is known.
    pub fn completeness(&self) -> Option<f64> {
        (self.total > 0).then(|| f64::from(self.answered) / f64::from(self.total))
    }

    /// The same with other strings: numbers for strings, or strings for numbers.
    pub fn map<T>(&self, mut to: impl FnMut(&S) -> T) -> Row<T> {
        let people = self.people.iter();
        let people = people
            .map(|p| Person {
                code: p.code.clone(),
                function: to(&p.function),
                rank: to(&p.rank),
                level: to(&p.level),
                institution: to(&p.institution),
                unit: to(&p.unit),
                region: to(&p.region),
                stakeholder: to(&p.stakeholder),
            })
            .collect();
        Row {
            file: self.file.clone(),
            other_id: self.other_id.clone(),
            stamp: self.stamp,
            revision: self.revision,
            started: self.started,
            offset: self.offset,
            flags: self.flags,
            people,
            country: to(&self.country),
            language: to(&self.language),
            banks: self.banks.iter().map(&mut to).collect(),
            versions: self.versions.iter().map(&mut to).collect(),
            answered: self.answered,
            total: self.total,
            jots: self.jots,
            follow_ups: self.follow_ups,
            to_chase: self.to_chase,
        }
    }
}
