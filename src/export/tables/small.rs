//! The small tables: participants, evidence, jots.

use super::{Told, coded, role, role_fields};
use crate::bank::Ref;
use crate::export::ExportError;
use crate::export::bank_index::BankIndex;
use crate::export::value::{Field, FieldType, Table, Value, text};

type Rows<'t> = dyn FnMut(&[Value<'_>]) -> Result<(), ExportError> + 't;

fn session() -> Field {
    Field::new("session", FieldType::Word, "The session").required()
}

fn synthetic() -> Field {
    Field::new("synthetic", FieldType::Bool, "Made-up data").required()
}

pub(super) fn participants() -> Table {
    let head = [
        session(),
        Field::new("number", FieldType::Int, "Place among the participants, from 1; the first leads")
            .required(),
        Field::new("code", FieldType::Word, "Code, never a name"),
    ];
    Table {
        name: "participants",
        about: "One row per participant",
        fields: head.into_iter().chain(role_fields()).chain([synthetic()]).collect(),
        key: &["session", "number"],
        of_sessions: true,
    }
}

pub(super) fn participant_rows(told: &Told<'_>, take: &mut Rows<'_>) -> Result<(), ExportError> {
    let record = told.record();
    for (number, p) in (1..).zip(&record.participants) {
        let mut row = vec![text(told.id), Value::Int(number), text(&p.code)];
        row.extend(role(p));
        row.push(Value::Bool(record.synthetic));
        take(&row)?;
    }
    Ok(())
}

pub(super) fn evidence() -> Table {
    use FieldType::{Bool, Int, Word, Words};
    let fields = vec![
        session(),
        Field::new("bank", Word, "Id of the bank; empty: no bank of the session's has the reference"),
        Field::new("ref", Word, "Reference of the item or row that it stands behind").required(),
        Field::new("number", Int, "Place in the list there, from 1").required(),
        Field::new("concept", Word, "Title of the item"),
        Field::new("what", Words, "What it is"),
        Field::new("kind", Word, "What kind of thing it is").one_of([
            "statute",
            "statistic",
            "document",
            "observation",
            "testimony",
            "media",
            "anecdote",
        ]),
        Field::new("about", Word, "About trafficking or broader").one_of(["trafficking", "not_specific"]),
        Field::new("state", Word, "How far it has been followed up").required().one_of([
            "asserted",
            "promised",
            "seen",
            "copy_held",
            "verified",
        ]),
        Field::new(
            "reliability",
            Word,
            "Of the source: A completely reliable to E unreliable, F cannot be judged",
        )
        .required()
        .one_of(["A", "B", "C", "D", "E", "F"]),
        Field::new("credibility", Int, "Of the information: 1 confirmed to 5 improbable, 6 cannot be judged")
            .required()
            .one_of(["1", "2", "3", "4", "5", "6"]),
        Field::new("grade", Word, "Both, such as B2").required(),
        Field::new("source", Word, "The institution that it comes from"),
        Field::new("reference", Words, "Where it can be found"),
        Field::new("to_chase", Bool, "Asserted or promised: somebody still has to bring, show or check it")
            .required(),
        synthetic(),
    ];
    Table {
        name: "evidence",
        about: "One row per piece of evidence",
        fields,
        key: &["session", "ref", "number"],
        of_sessions: true,
    }
}

pub(super) fn evidence_rows(
    told: &Told<'_>,
    book: &BankIndex<'_>,
    take: &mut Rows<'_>,
) -> Result<(), ExportError> {
    let record = told.record();
    for (at, answer) in &record.answers {
        for (number, e) in (1..).zip(&answer.evidence) {
            let grade = e.grade();
            take(&[
                text(told.id),
                text(book.bank_of(record, at).unwrap_or_default()),
                text(at.as_str()),
                Value::Int(number),
                text(book.place(at).map_or("", |p| &p.item.title)),
                text(&e.what),
                e.kind.map_or(Value::Null, |k| coded(&k)),
                e.about.map_or(Value::Null, |a| coded(&a)),
                coded(&e.state),
                Value::Text(e.reliability.letter().to_string().into()),
                Value::Int(e.credibility.digit().into()),
                Value::Text(grade.into()),
                text(&e.source),
                text(&e.reference),
                Value::Bool(e.to_chase()),
                Value::Bool(record.synthetic),
            ])?;
        }
    }
    Ok(())
}

pub(super) fn jots() -> Table {
    use FieldType::{Bool, Int, Time, Word, Words};
    let fields = vec![
        session(),
        Field::new("number", Int, "Place in the session's list, from 1").required(),
        Field::new("at", Time, "When its first character was typed, UTC").required(),
        Field::new("during", Word, "The item on the screen then"),
        Field::new("filed", Word, "The item that it was filed under; empty: not filed"),
        Field::new("text", Words, "The text; it may hold words of the respondent"),
        Field::new("text_withheld", Bool, "The text was kept out: no yes to quotes").required(),
        synthetic(),
    ];
    Table { name: "jots", about: "One row per jot", fields, key: &["session", "number"], of_sessions: true }
}

pub(super) fn jot_rows(told: &Told<'_>, take: &mut Rows<'_>) -> Result<(), ExportError> {
    let record = told.record();
    for (number, jot) in (1..).zip(&record.jots) {
        take(&[
            text(told.id),
            Value::Int(number),
            Value::Time(jot.at, 0),
            text(jot.during.as_ref().map_or("", Ref::as_str)),
            text(jot.filed.as_ref().map_or("", Ref::as_str)),
            text(&jot.text),
            Value::Bool(told.released.jots),
            Value::Bool(record.synthetic),
        ])?;
    }
    Ok(())
}
