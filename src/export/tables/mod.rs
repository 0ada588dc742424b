//! The tables: their columns, and the rows that a session gives in each. No format, no file.

mod answers;
mod codebook;
mod sessions;
mod small;
mod wide;

pub(super) use sessions::integrity;

use super::ExportError;
use super::bank_index::BankIndex;
use super::consent::Released;
use super::scheme::Scheme;
use super::value::{FieldType, Table, Value};
use crate::session::{Integrity, Participant, Record};
use wide::Wide;

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sheet {
    /// One row per session, one column per cell of the banks.
    Sessions,
    /// One row per participant.
    Participants,
    /// One row per answer.
    Answers,
    /// One row per piece of evidence.
    Evidence,
    /// One row per jot.
    Jots,
    /// What can be answered, and with which codes.
    Codebook,
}

impl Sheet {
    /// All, in their order.
    pub const ALL: [Self; 6] =
        [Self::Sessions, Self::Participants, Self::Answers, Self::Evidence, Self::Jots, Self::Codebook];

    pub(super) fn index(self) -> usize {
        self as usize
    }
}

/// A session that is being told.
pub(super) struct Told<'s> {
    pub(in crate::export) id: &'s str,
    pub(in crate::export) integrity: Integrity,
    pub(in crate::export) released: &'s Released,
}

impl Told<'_> {
    fn record(&self) -> &Record {
        &self.released.record
    }
}

/// The tables over some banks.
pub struct Tables<'b> {
    book: &'b BankIndex<'b>,
    scheme: Scheme,
    wide: Wide<'b>,
    all: [Table; 6],
}

/// What takes rows.
pub(super) type Take<'t> = dyn FnMut(Sheet, &[Value<'_>]) -> Result<(), ExportError> + 't;

impl<'b> Tables<'b> {
    pub(super) fn new(book: &'b BankIndex<'b>, scheme: Scheme) -> Self {
        let wide = Wide::new(book);
        let all = [
            sessions::table(&wide),
            small::participants(),
            answers::table(),
            small::evidence(),
            small::jots(),
            codebook::table(),
        ];
        Self { book, scheme, wide, all }
    }

    /// A table's columns.
    pub fn table(&self, sheet: Sheet) -> &Table {
        &self.all[sheet.index()]
    }

    /// Whether a column of the sessions is a cell whose values are all known: not so once an answer held another code.
    pub(super) fn only_known_codes(&self, column: &str) -> bool {
        self.wide.only_known_codes(column)
    }

    /// The rows of a session.
    pub(super) fn rows(&self, told: &Told<'_>, take: &mut Take<'_>) -> Result<(), ExportError> {
        take(Sheet::Sessions, &sessions::row(told, &self.wide))?;
        small::participant_rows(told, &mut |row| take(Sheet::Participants, row))?;
        answers::rows(told, self.book, &mut |row| take(Sheet::Answers, row))?;
        small::evidence_rows(told, self.book, &mut |row| take(Sheet::Evidence, row))?;
        small::jot_rows(told, &mut |row| take(Sheet::Jots, row))
    }

    /// The codebook as one JSON value.
    pub(super) fn codebook_json(&self) -> serde_json::Value {
        codebook::json(self.book, self.scheme, &self.wide)
    }

    /// The rows of the codebook.
    pub(super) fn codebook(
        &self,
        take: &mut dyn FnMut(&[Value<'_>]) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        codebook::rows(self.book, self.scheme, &self.wide, take)
    }
}

/// The participant who speaks in an answer: the one named, else the first.
fn speaker<'r>(record: &'r Record, code: Option<&str>) -> &'r Participant {
    let named = code.and_then(|code| record.participants.iter().find(|p| p.code == code));
    named.unwrap_or_else(|| record.lead())
}

/// A code of the session file for a value of one of its fixed lists.
fn coded(value: &impl serde::Serialize) -> Value<'static> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => Value::Text(code.into()),
        _ => Value::Null,
    }
}

fn count(number: usize) -> Value<'static> {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn yes(value: Option<bool>) -> Value<'static> {
    value.map_or(Value::Null, Value::Bool)
}

/// The columns of a role, in the order of [`role`].
const ROLE: [(&str, &str); 7] = [
    ("function", "Code of the function"),
    ("rank", "Code of the rank"),
    ("level", "Code of the level"),
    ("institution", "Institution"),
    ("unit", "Unit within the institution"),
    ("region", "Region of the country"),
    ("stakeholder", "Kind of stakeholder, a to h"),
];

fn role(p: &Participant) -> [Value<'_>; 7] {
    [&p.function, &p.rank, &p.level, &p.institution, &p.unit, &p.region, &p.stakeholder]
        .map(|t| super::value::text(t))
}

fn role_fields() -> impl Iterator<Item = super::value::Field> {
    ROLE.iter().map(|(name, about)| super::value::Field::new(name, FieldType::Word, about))
}
