//! `datapackage.json`: what the tables are, for programs (Frictionless Data Package, version 1, tabular).
//!
//! <https://specs.frictionlessdata.io/tabular-data-package/>

use super::scheme::Scheme;
use super::tables::{Sheet, Tables};
use super::value::{Field, FieldType, Table};
use crate::session::Nonresponse;
use serde_json::{Map, Value as Json, json};

pub(super) const NAME: &str = "datapackage.json";

const ABOUT: &str = "Interviews kept by vivavoce, one person's answers to a row: for the team, not to be published. \
A text that a spreadsheet would take for a formula has an apostrophe in front of it (at its beginning, and behind a \
semicolon, tab or line break in it), before any apostrophes it had; take that one out to have the text back. \
docs/export.md of vivavoce says more.";

/// The description of all tables.
pub(super) fn describe(tables: &Tables<'_>, scheme: Scheme) -> Json {
    let resources: Vec<Json> = Sheet::ALL.iter().map(|sheet| resource(tables, *sheet, scheme)).collect();
    json!({
        "profile": "tabular-data-package",
        "name": "vivavoce",
        "title": "Interviews of a needs assessment",
        "description": ABOUT,
        "nonresponse": scheme.name(),
        "resources": resources,
    })
}

fn resource(tables: &Tables<'_>, sheet: Sheet, scheme: Scheme) -> Json {
    let table = tables.table(sheet);
    let fields: Vec<Json> = table.fields.iter().map(|f| field(f, table, tables, sheet)).collect();
    let mut columns = Map::new();
    columns.insert("fields".to_owned(), fields.into());
    columns.insert("missingValues".to_owned(), missing(sheet, scheme).into());
    if !table.key.is_empty() {
        columns.insert("primaryKey".to_owned(), json!(table.key));
    }
    if table.of_sessions {
        let key = json!([{ "fields": "session", "reference": { "resource": "sessions", "fields": "id" } }]);
        columns.insert("foreignKeys".to_owned(), key);
    }
    json!({
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": format!("{}.csv", table.name),
        "title": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": columns,
    })
}

/// Where a reason for no answer stands among values of another kind, it counts as missing.
fn missing(sheet: Sheet, scheme: Scheme) -> Vec<&'static str> {
    let mut missing = vec![""];
    if sheet == Sheet::Sessions {
        missing.extend(Nonresponse::ALL.into_iter().filter_map(|reason| scheme.code(reason)));
    }
    missing
}

fn field(field: &Field, table: &Table, tables: &Tables<'_>, sheet: Sheet) -> Json {
    let kind = match field.kind {
        FieldType::Word | FieldType::Words => "string",
        FieldType::Int => "integer",
        FieldType::Number => "number",
        FieldType::Bool => "boolean",
        FieldType::Time => "datetime",
        FieldType::Day => "date",
    };
    let mut constraints = Map::new();
    if field.required {
        constraints.insert("required".to_owned(), true.into());
    }
    if table.key == [field.name.as_str()] {
        constraints.insert("unique".to_owned(), true.into());
    }
    let known = sheet != Sheet::Sessions || tables.only_known_codes(&field.name);
    if !field.allowed.is_empty() && known {
        constraints.insert("enum".to_owned(), allowed(field));
    }
    let name = super::guard::neutral(&field.name).into_owned();
    let mut described = json!({ "name": name, "type": kind, "description": field.about });
    if field.kind == FieldType::Time {
        described["format"] = "any".into();
    }
    if !constraints.is_empty() {
        described["constraints"] = constraints.into();
    }
    described
}

/// The values as the file has them.
fn allowed(field: &Field) -> Json {
    let shown = |code: &String| super::guard::neutral(&crate::text::clean::visible(code)).into_owned();
    match field.kind {
        FieldType::Int => field.allowed.iter().filter_map(|v| v.parse::<i64>().ok()).collect(),
        _ => field.allowed.iter().map(shown).collect(),
    }
}
