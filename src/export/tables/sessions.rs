//! The wide table: one row per session.

use super::wide::Wide;
use super::{Told, coded, count, role, role_fields, yes};
use crate::export::consent::Released;
use crate::export::value::{Field, FieldType, Table, Value, local, sane_offset, text, word};
use crate::session::Integrity;

/// The columns before those of the banks.
pub(super) fn fixed() -> impl Iterator<Item = Field> {
    use FieldType::{Bool, Day, Int, Time, Word};
    let before = [
        Field::new("id", Word, "Name of the session's file without ending").required(),
        Field::new("code", Word, "Code of the first participant, never a name"),
        Field::new("started", Time, "When the interview began, by the clock of the machine").required(),
        Field::new("date", Day, "Its day, by the same clock").required(),
        Field::new("utc_offset_minutes", Int, "Minutes of that clock east of UTC").required(),
        Field::new("ended", Time, "When it was marked as finished"),
        Field::new("status", Word, "Where it stands").required().one_of(["open", "closed", "sealed"]),
        Field::new("synthetic", Bool, "Made-up data: no such interview was held").required(),
        Field::new("meeting", Word, "Form of the meeting").required().one_of([
            "individual",
            "joint",
            "group",
        ]),
        Field::new("participants_n", Int, "How many took part").required(),
    ];
    let after = [
        Field::new("country", Word, "The country that is assessed"),
        Field::new("language", Word, "Language of the interview"),
        Field::new("place", Word, "Kind of place").one_of([
            "own_office",
            "same_institution",
            "neutral",
            "team_premises",
            "remote",
        ]),
        Field::new("banks", Word, "Ids of the banks that were asked from, joined by |"),
        Field::new("bank_versions", Word, "Their versions, in the same order"),
        Field::new("consent_interview", Bool, "Consent to the interview; empty: not asked"),
        Field::new("consent_notes", Bool, "Consent to notes; empty: not asked"),
        Field::new("consent_quotes", Bool, "Consent to quotes without a name; empty: not asked"),
        Field::new("attribution", Word, "To whom a report may attribute; empty: not asked, so to nobody")
            .one_of(["institution", "none"]),
        Field::new("restricted", Bool, "Only for a report that is not public").required(),
        Field::new("withheld", Word, "What consent kept out of this export")
            .required()
            .one_of(Released::WITHHELD),
        Field::new("revision", Int, "How many changes it has seen").required(),
        Field::new("integrity", Word, "Whether the file is as the program wrote it")
            .required()
            .one_of(["intact", "altered", "unsealed"]),
        Field::new("answered_n", Int, "References with an answer or a reason for none; empty where withheld"),
    ];
    before.into_iter().chain(role_fields()).chain(after)
}

pub(super) fn table(wide: &Wide<'_>) -> Table {
    Table {
        name: "sessions",
        about: "One row per session; from the first reference on, one column per coded or numeric cell of the banks",
        fields: fixed().chain(wide.fields()).collect(),
        key: &["id"],
        of_sessions: false,
    }
}

pub(super) fn row<'r>(told: &Told<'r>, wide: &Wide<'_>) -> Vec<Value<'r>> {
    let record = &told.released.record;
    let offset = sane_offset(record.utc_offset_minutes);
    let lead = record.lead();
    let banks = |of: fn(&crate::session::BankStamp) -> &str| {
        let all: Vec<&str> = record.banks.iter().map(of).collect();
        match text(&all.join("|")) {
            Value::Text(t) => Value::Text(t.into_owned().into()),
            _ => Value::Null,
        }
    };
    let mut row = vec![
        text(told.id),
        text(&lead.code),
        Value::Time(record.started, offset),
        Value::Day(local(record.started, offset).date()),
        Value::Int(offset.into()),
        record.ended.map_or(Value::Null, |at| Value::Time(at, offset)),
        coded(&record.status),
        Value::Bool(record.synthetic),
        coded(&record.meeting),
        count(record.participants.len()),
    ];
    row.extend(role(lead));
    let answered =
        record.answers.iter().filter(|(at, a)| a.is_answered() || told.released.accounts.contains(at));
    let answered = count(answered.count());
    row.extend([
        text(&record.country),
        text(&record.language),
        record.place.map_or(Value::Null, |p| coded(&p)),
        banks(|b| &b.id),
        banks(|b| &b.version),
        yes(record.consent.interview),
        yes(record.consent.notes),
        yes(record.consent.quotes),
        record.consent.attribution.map_or(Value::Null, |a| coded(&a)),
        Value::Bool(record.consent.restricted),
        word(told.released.withheld),
        Value::Int(i64::try_from(record.revision).unwrap_or(i64::MAX)),
        word(integrity(told.integrity)),
        if told.released.withheld == "answers" { Value::Null } else { answered },
    ]);
    let cells = row.len();
    row.resize(cells + wide.cells.len(), Value::Null);
    wide.fill(record, &mut row[cells..]);
    row
}

pub(in crate::export) fn integrity(integrity: Integrity) -> &'static str {
    match integrity {
        Integrity::Intact => "intact",
        Integrity::Altered => "altered",
        Integrity::Unsealed => "unsealed",
    }
}
