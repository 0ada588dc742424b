//! JSON lines: each session as a whole with the words for its codes, the answers as rows, the codebook.

use super::bank_index::BankIndex;
use super::scheme::Scheme;
use super::tables::{Sheet, Tables, Told, integrity};
use super::value::{Value, rfc3339};
use super::{Ending, ExportError, Output, Target, Written};
use crate::bank::{Bank, Ref, Roles, Scale, Term};
use crate::session::{Answer, Participant, Record};
use crate::text::clean::visible;
use serde_json::{Map, Value as Json, json};
use std::io::{BufWriter, Write};

const CODEBOOK: &str = "codebook.json";

pub(super) struct Lines<'a> {
    sessions: File,
    answers: File,
    /// The columns of the answers.
    names: Vec<String>,
    scheme: Scheme,
    target: &'a dyn Target,
}

struct File {
    name: &'static str,
    to: BufWriter<Box<dyn Write + Send>>,
    rows: u64,
}

impl File {
    fn begin(name: &'static str, target: &dyn Target) -> Result<Self, ExportError> {
        let to = target.create(name).map_err(|e| ExportError::write(name, e))?;
        Ok(Self { name, to: BufWriter::with_capacity(1 << 16, to), rows: 0 })
    }

    fn line(&mut self, value: &Json) -> Result<(), ExportError> {
        self.rows += 1;
        writeln!(self.to, "{value}").map_err(|e| ExportError::write(self.name, e))
    }

    fn end(mut self) -> Result<Written, ExportError> {
        self.to.flush().map_err(|e| ExportError::write(self.name, e))?;
        Ok(Written { name: self.name.to_owned(), rows: self.rows })
    }
}

impl<'a> Lines<'a> {
    pub(super) fn begin(
        tables: &Tables<'_>,
        scheme: Scheme,
        target: &'a dyn Target,
    ) -> Result<Self, ExportError> {
        Ok(Self {
            sessions: File::begin("sessions.jsonl", target)?,
            answers: File::begin("answers.jsonl", target)?,
            names: tables.table(Sheet::Answers).fields.iter().map(|f| f.name.clone()).collect(),
            scheme,
            target,
        })
    }
}

impl Output for Lines<'_> {
    fn row(&mut self, sheet: Sheet, row: &[Value<'_>]) -> Result<(), ExportError> {
        if sheet != Sheet::Answers {
            return Ok(());
        }
        let values = row.iter().map(|value| plain(value, self.scheme));
        self.answers.line(&Json::Object(self.names.iter().cloned().zip(values).collect()))
    }

    fn whole(&mut self, told: &Told<'_>, book: &BankIndex<'_>) -> Result<(), ExportError> {
        let released = told.released;
        let record =
            serde_json::to_value(&released.record).map_err(|e| ExportError::other(self.sessions.name, e))?;
        let kept_in: Vec<String> = released.accounts.iter().map(|at| shown(at.as_str())).collect();
        self.sessions.line(&json!({
            "id": shown(told.id),
            "integrity": integrity(told.integrity),
            "withheld": released.withheld,
            "accounts_withheld": kept_in,
            "jots_withheld": released.jots,
            "record": harmless(record),
            "labels": labels(&released.record, book),
        }))
    }

    fn finish(self: Box<Self>, ending: &Ending<'_>) -> Result<Vec<Written>, ExportError> {
        let fail = |e| ExportError::write(CODEBOOK, e);
        let mut to = self.target.create(CODEBOOK).map_err(fail)?;
        let book = ending.tables.codebook_json();
        writeln!(to, "{book:#}").and_then(|()| to.flush()).map_err(fail)?;
        let codebook = Written { name: CODEBOOK.to_owned(), rows: 0 };
        Ok(vec![self.sessions.end()?, self.answers.end()?, codebook])
    }
}

fn plain(value: &Value<'_>, scheme: Scheme) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) => Json::String(text.clone().into_owned()),
        Value::Int(number) => (*number).into(),
        Value::Number(number) => (*number).into(),
        Value::Bool(yes) => (*yes).into(),
        Value::Time(at, offset) => rfc3339(*at, *offset).into(),
        Value::Day(day) => day.to_string().into(),
        Value::Reason(reason) => scheme.code(*reason).into(),
    }
}

fn shown(text: &str) -> String {
    visible(text).into_owned()
}

/// Every string in it, names of fields too, as it may be shown on a terminal.
fn harmless(value: Json) -> Json {
    match value {
        Json::String(text) => match visible(&text) {
            std::borrow::Cow::Borrowed(_) => Json::String(text),
            std::borrow::Cow::Owned(safe) => Json::String(safe),
        },
        Json::Array(all) => all.into_iter().map(harmless).collect(),
        Json::Object(all) => Json::Object(all.into_iter().map(|(k, v)| (shown(&k), harmless(v))).collect()),
        other => other,
    }
}

/// The words for the codes of a session, where its banks have them.
fn labels(record: &Record, book: &BankIndex<'_>) -> Json {
    let answers: Map<String, Json> = record
        .answers
        .iter()
        .map(|(at, answer)| (shown(at.as_str()), answer_labels(at, answer, book)))
        .collect();
    let participants: Vec<Json> = record.participants.iter().map(|p| role_labels(p, book.banks())).collect();
    json!({ "participants": participants, "answers": answers })
}

fn role_labels(p: &Participant, banks: &[Bank]) -> Json {
    let term = |list: fn(&Roles) -> &Vec<Term>, code: &str| {
        let all = banks.iter().flat_map(|bank| list(&bank.roles));
        all.filter(|_| !code.is_empty()).find(|t| t.code == code).map(|t| shown(&t.label))
    };
    json!({
        "function": term(|r| &r.functions, &p.function),
        "rank": term(|r| &r.ranks, &p.rank),
        "level": term(|r| &r.levels, &p.level),
        "stakeholder": term(|r| &r.stakeholders, &p.stakeholder),
    })
}

fn answer_labels(at: &Ref, answer: &Answer, book: &BankIndex<'_>) -> Json {
    let Some(place) = book.place(at) else { return Json::Null };
    let codes = |codes: &[String], scale: Option<&Scale>| -> Json {
        let label = |code: &String| scale.and_then(|s| s.option(code)).map(|o| shown(&o.label));
        Json::Object(codes.iter().map(|code| (shown(code), label(code).into())).collect())
    };
    let cells: Map<String, Json> = answer
        .cells
        .iter()
        .map(|(code, cell)| {
            let column = place.column(code);
            let scale = column.and_then(|c| place.scale(at, Some(c)));
            let label = column.map(|c| shown(&c.label));
            (shown(code), json!({ "label": label, "codes": codes(&cell.codes, scale) }))
        })
        .collect();
    json!({
        "bank": shown(&place.bank.id),
        "item": shown(place.item.reference.as_str()),
        "title": shown(&place.item.title),
        "row": place.row.map(|r| shown(&r.label)),
        "codes": codes(&answer.codes, place.scale(at, None)),
        "cells": cells,
    })
}
