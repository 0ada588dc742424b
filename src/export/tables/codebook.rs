//! The codebook: what can be answered, how it is asked, with which codes, and which codes mean that there is no answer.

use super::wide::Wide;
use crate::bank::{Bank, Column, Input, Item, Kind, Ref, Scale, Section};
use crate::export::ExportError;
use crate::export::bank_index::{BankIndex, cell_ref};
use crate::export::scheme::{Scheme, word as reason_word};
use crate::export::value::{Field, FieldType, Table, Value, text, word};
use crate::session::Nonresponse;
use crate::text::clean::visible;
use serde_json::{Value as Json, json};

pub(super) fn table() -> Table {
    use FieldType::{Bool, Int, Word, Words};
    let fields = vec![
        Field::new("bank", Word, "Id of the bank; empty: holds for all"),
        Field::new("version", Word, "Version of the bank"),
        Field::new("section", Word, "Reference of the section"),
        Field::new("section_title", Word, "Its heading"),
        Field::new("ref", Word, "Reference of the item"),
        Field::new("row", Word, "Code of the row; * for rows that are added in the interview"),
        Field::new("column", Word, "Code of the column, layer or field"),
        Field::new("cell", Word, "Reference of the cell, as the answers have it"),
        Field::new("wide", Word, "The column of the sessions that holds it; empty: only among the answers"),
        Field::new("title", Word, "Title of the item"),
        Field::new("ask", Words, "The question as it is spoken"),
        Field::new("subject", Word, "What the row is about"),
        Field::new("column_label", Word, "What the column asks"),
        Field::new("kind", Word, "Kind of the item"),
        Field::new("input", Word, "What is put in").required().one_of(INPUT),
        Field::new("scale", Word, "Id of the scale"),
        Field::new("several", Bool, "Whether several codes can hold at once"),
        Field::new("code", Word, "A code, one to a row"),
        Field::new("label", Word, "The words for it"),
        Field::new("score", Int, "Its value on the scale, if it has one"),
        Field::new("nonresponse", Bool, "The code says why there is no answer; it can stand in every cell")
            .required(),
        Field::new("unit", Word, "What a number counts"),
        Field::new("per", Word, "The period that a number is usually for"),
    ];
    Table {
        name: "codebook",
        about: "One row per cell and code; one for a cell without codes; reasons for no answer once, for all cells",
        fields,
        key: &[],
        of_sessions: false,
    }
}

/// The values of the column `input`.
const INPUT: [&str; 6] = ["codes", "number", "words", "period", "account", "reason"];

/// Something that is answered with a value of its own.
struct Cell<'b> {
    bank: &'b Bank,
    section: &'b Section,
    item: &'b Item,
    at: Ref,
    row: &'b str,
    subject: &'b str,
    column: Option<&'b Column>,
    scale: Option<&'b Scale>,
}

impl<'b> Cell<'b> {
    fn input(&self) -> &'static str {
        match self.column.map(|c| c.input) {
            None if self.scale.is_some() => "codes",
            None => "account",
            Some(Input::Codes) => "codes",
            Some(Input::Words) => "words",
            Some(Input::Number) => "number",
            Some(Input::Period) => "period",
        }
    }

    fn name(&self) -> String {
        self.column.map_or_else(|| self.at.to_string(), |c| cell_ref(&self.at, &c.code, Some(c)))
    }

    fn wide<'w>(&self, wide: &'w Wide<'_>) -> Option<&'w str> {
        wide.name_of(&self.at, self.column.map(|c| c.code.as_str()))
    }

    fn ask(&self) -> &'b str {
        self.column.map(|c| c.ask.as_str()).filter(|ask| !ask.is_empty()).unwrap_or(&self.item.ask)
    }
}

fn each<'b, E>(
    bank: &'b Bank,
    section: &'b Section,
    item: &'b Item,
    take: &mut impl FnMut(Cell<'b>) -> Result<(), E>,
) -> Result<(), E> {
    let whole = |scale| Cell {
        bank,
        section,
        item,
        at: item.reference.clone(),
        row: "",
        subject: "",
        column: None,
        scale,
    };
    match &item.kind {
        Kind::Stem => Ok(()),
        Kind::Text => take(whole(None)),
        Kind::Choice { scale } => take(whole(bank.scale(scale))),
        Kind::Finding { columns, .. } => columns
            .iter()
            .try_for_each(|c| take(Cell { column: Some(c), scale: bank.scale(&c.scale), ..whole(None) })),
        kind => {
            let added = if kind.is_open() { Some(("*", kind.row_name().unwrap_or_default())) } else { None };
            let rows = kind.rows().iter().map(|r| (r.code.as_str(), r.label.as_str())).chain(added);
            for (row, subject) in rows {
                for column in kind.columns() {
                    let scale = bank.scale(kind.scale_of(row, column));
                    let at = item.reference.child(row);
                    take(Cell { at, row, subject, column: Some(column), scale, ..whole(None) })?;
                }
            }
            Ok(())
        }
    }
}

pub(super) fn rows(
    book: &BankIndex<'_>,
    scheme: Scheme,
    wide: &Wide<'_>,
    take: &mut dyn FnMut(&[Value<'_>]) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    for bank in book.banks() {
        for section in &bank.sections {
            for item in section.all_items() {
                each(bank, section, item, &mut |cell| cell_rows(&cell, wide, take))?;
            }
        }
    }
    for reason in Nonresponse::ALL.into_iter().filter(|r| scheme.code(*r).is_some()) {
        let mut row = vec![Value::Null; 23];
        row[14] = word("reason");
        row[17] = Value::Reason(reason);
        row[18] = word(reason.label());
        row[20] = Value::Bool(true);
        take(&row)?;
    }
    Ok(())
}

fn cell_rows(
    cell: &Cell<'_>,
    wide: &Wide<'_>,
    take: &mut dyn FnMut(&[Value<'_>]) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let name = cell.name();
    let mut row = |code: &str, label: &str, score: Option<u8>| {
        take(&[
            text(&cell.bank.id),
            text(&cell.bank.version),
            text(cell.section.reference.as_str()),
            text(&cell.section.title),
            text(cell.item.reference.as_str()),
            text(cell.row),
            text(cell.column.map_or("", |c| &c.code)),
            text(&name),
            text(cell.wide(wide).unwrap_or_default()),
            text(&cell.item.title),
            text(cell.ask()),
            text(cell.subject),
            text(cell.column.map_or("", |c| &c.label)),
            word(cell.item.kind.name()),
            word(cell.input()),
            text(cell.scale.map_or("", |s| &s.id)),
            cell.scale.map_or(Value::Null, |s| Value::Bool(s.several)),
            text(code),
            text(label),
            score.map_or(Value::Null, |s| Value::Int(s.into())),
            Value::Bool(false),
            text(cell.column.map_or("", |c| &c.unit)),
            text(cell.column.map_or("", |c| &c.per)),
        ])
    };
    match cell.scale {
        Some(scale) => scale.options.iter().try_for_each(|o| row(&o.code, &o.label, o.score)),
        None => row("", "", None),
    }
}

/// The codebook as one JSON value: banks, their scales, their items, the cells of each.
pub(in crate::export) fn json(book: &BankIndex<'_>, scheme: Scheme, wide: &Wide<'_>) -> Json {
    let reasons: Vec<Json> = Nonresponse::ALL
        .into_iter()
        .map(|reason| {
            json!({
                "reason": reason_word(reason),
                "label": reason.label(),
                "code": scheme.code(reason),
                "words": Scheme::Words.code(reason),
                "numeric": Scheme::Numeric.number(reason),
            })
        })
        .collect();
    let banks: Vec<Json> = book.banks().iter().map(|bank| bank_json(bank, wide)).collect();
    json!({ "nonresponse": { "scheme": scheme.name(), "codes": reasons }, "banks": banks })
}

fn bank_json(bank: &Bank, wide: &Wide<'_>) -> Json {
    let shown = |text: &str| visible(text).into_owned();
    let mut items = Vec::new();
    for section in &bank.sections {
        for item in section.all_items() {
            let mut cells = Vec::new();
            let _: Result<(), std::convert::Infallible> = each(bank, section, item, &mut |cell| {
                cells.push(json!({
                    "cell": shown(&cell.name()),
                    "row": shown(cell.row),
                    "column": cell.column.map(|c| shown(&c.code)),
                    "subject": shown(cell.subject),
                    "label": cell.column.map(|c| shown(&c.label)),
                    "ask": shown(cell.ask()),
                    "input": cell.input(),
                    "scale": cell.scale.map(|s| shown(&s.id)),
                    "unit": cell.column.map(|c| shown(&c.unit)),
                    "per": cell.column.map(|c| shown(&c.per)),
                    "wide": cell.wide(wide).map(shown),
                }));
                Ok(())
            });
            items.push(json!({
                "ref": shown(item.reference.as_str()),
                "section": shown(section.reference.as_str()),
                "title": shown(&item.title),
                "ask": shown(&item.ask),
                "kind": item.kind.name(),
                "cells": cells,
            }));
        }
    }
    let scales: Vec<Json> = bank
        .scales
        .iter()
        .map(|scale| {
            let options: Vec<Json> = scale
                .options
                .iter()
                .map(|o| json!({ "code": shown(&o.code), "label": shown(&o.label), "score": o.score }))
                .collect();
            let by = scale.qualifier.as_ref().map(|q| {
                q.options
                    .iter()
                    .map(|o| json!({ "code": shown(&o.code), "label": shown(&o.label) }))
                    .collect::<Vec<_>>()
            });
            json!({
                "id": shown(&scale.id),
                "title": shown(&scale.title),
                "several": scale.several,
                "options": options,
                "by": by,
            })
        })
        .collect();
    json!({
        "id": shown(&bank.id),
        "version": shown(&bank.version),
        "title": shown(&bank.title),
        "language": shown(&bank.language),
        "scales": scales,
        "items": items,
    })
}
