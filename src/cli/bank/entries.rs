//! A bank for scripts: one entry for every reference, in the order of the bank.

use crate::bank::{
    Bank, Column, Gate, Input, Item, Kind, Prose, Ref, RoleMatch, Roles, Row, Scale, Section, Wording,
};
use serde::Serialize;

/// The whole of `bank show --json`.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    id: &'a str,
    title: &'a str,
    version: &'a str,
    language: &'a str,
    source: &'a str,
    scales: &'a [Scale],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    layers: &'a [Column],
    roles: &'a Roles,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    for_stakeholders: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    for_functions: &'a [String],
    entries: Vec<Entry<'a>>,
}

/// Something with a reference. What does not apply or is not set is left out.
#[derive(Default, Serialize)]
struct Entry<'a> {
    #[serde(rename = "ref")]
    reference: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    #[serde(rename = "type")]
    type_: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    section: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    /// What a row or a column is called.
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    short: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    ask: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    wordings: &'a [Wording],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    probes: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    guidance: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    kind: &'static str,
    /// Whether rows can be added to the grid.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    open: bool,
    /// The heading that stands above the item.
    #[serde(skip_serializing_if = "str::is_empty")]
    heading: &'a str,
    /// What a table asks of every row, also of rows added later; the layers and fields of a form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    columns: Vec<&'a Column>,
    /// The instruments of an adherence; each is answered under the item's reference and its code.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    instruments: &'a [Row],
    /// What a row is that is added in the interview: a period, a record.
    #[serde(skip_serializing_if = "str::is_empty")]
    row_is: &'a str,
    /// The label of a cell's row.
    #[serde(skip_serializing_if = "str::is_empty")]
    row: &'a str,
    /// The code of a cell's column.
    #[serde(skip_serializing_if = "str::is_empty")]
    column: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    scale: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<Choice<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    evidence: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    see: &'a [Ref],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    relevant_if: &'a [Gate],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    suggested_for: &'a [RoleMatch],
    #[serde(skip_serializing_if = "str::is_empty")]
    group: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pinpoint: &'a str,
}

/// An option and the digit that chooses it.
#[derive(Serialize)]
struct Choice<'a> {
    digit: usize,
    code: &'a str,
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u8>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    exclusive: bool,
}

/// A bank as scripts read it.
pub(super) fn document(bank: &Bank) -> Document<'_> {
    let mut entries = Vec::new();
    entries.extend(bank.introduction.iter().chain(&bank.passages).map(|p| prose(p, None)));
    for section in &bank.sections {
        add_section(bank, section, &mut entries);
    }
    entries.extend(bank.resources.iter().map(|resource| Entry {
        reference: resource.reference.to_string(),
        type_: "resource",
        title: &resource.title,
        group: &resource.group,
        pinpoint: &resource.pinpoint,
        ..Entry::default()
    }));
    Document {
        id: &bank.id,
        title: &bank.title,
        version: &bank.version,
        language: &bank.language,
        source: &bank.source,
        scales: &bank.scales,
        layers: &bank.layers,
        roles: &bank.roles,
        for_stakeholders: &bank.for_stakeholders,
        for_functions: &bank.for_functions,
        entries,
    }
}

fn prose<'a>(prose: &'a Prose, section: Option<&'a Section>) -> Entry<'a> {
    let section = section.map_or("", |s| s.reference.as_str());
    Entry {
        reference: prose.reference.to_string(),
        parent: (!section.is_empty()).then(|| section.to_owned()),
        type_: "prose",
        section,
        title: &prose.title,
        text: &prose.text,
        ..Entry::default()
    }
}

fn add_section<'a>(bank: &'a Bank, section: &'a Section, entries: &mut Vec<Entry<'a>>) {
    entries.push(Entry {
        reference: section.reference.to_string(),
        type_: "section",
        section: section.reference.as_str(),
        title: &section.title,
        short: section.short.as_deref().unwrap_or_default(),
        guidance: &section.guidance,
        ..Entry::default()
    });
    entries.extend(section.rationale.as_ref().map(|p| prose(p, Some(section))));
    for item in &section.items {
        add_item(bank, section, &section.reference, item, "item", entries);
    }
}

fn add_item<'a>(
    bank: &'a Bank,
    section: &'a Section,
    parent: &Ref,
    item: &'a Item,
    type_: &'static str,
    entries: &mut Vec<Entry<'a>>,
) {
    let scale = match &item.kind {
        Kind::Choice { scale } => scale.as_str(),
        _ => "",
    };
    entries.push(Entry {
        reference: item.reference.to_string(),
        parent: Some(parent.to_string()),
        type_,
        section: section.reference.as_str(),
        title: &item.title,
        ask: &item.ask,
        wordings: &item.wordings,
        probes: &item.probes,
        guidance: &item.guidance,
        kind: kind(bank, &item.kind),
        open: item.kind.is_open(),
        heading: &item.heading,
        // Every figure of a form has a period beside it: that goes without saying.
        columns: item.kind.columns().iter().filter(|c| c.input != Input::Period).collect(),
        instruments: if let Kind::Adherence { instruments, .. } = &item.kind { instruments } else { &[] },
        row_is: item.kind.row_name().unwrap_or_default(),
        scale,
        options: options(bank, scale),
        evidence: &item.evidence,
        see: &item.see,
        relevant_if: &item.relevant_if,
        suggested_for: &item.suggested_for,
        ..Entry::default()
    });
    if let Kind::Grid { rows, columns, .. } = &item.kind {
        for row in rows {
            add_row(bank, section, item, row, columns, entries);
        }
    }
    for part in &item.parts {
        add_item(bank, section, &item.reference, part, "part", entries);
    }
}

/// A row and its cells. Where a column is the row's own, that cell is the row: one entry stands for both.
fn add_row<'a>(
    bank: &'a Bank,
    section: &'a Section,
    item: &'a Item,
    row: &'a Row,
    columns: &'a [Column],
    entries: &mut Vec<Entry<'a>>,
) {
    let reference = item.reference.child(&row.code);
    let own = columns.iter().position(|c| c.own);
    let plain = Entry {
        reference: reference.to_string(),
        parent: Some(item.reference.to_string()),
        type_: "row",
        section: section.reference.as_str(),
        label: &row.label,
        short: row.short(),
        guidance: &row.guidance,
        ..Entry::default()
    };
    let cell = |column: &'a Column| Entry {
        type_: "cell",
        section: section.reference.as_str(),
        label: &column.label,
        row: &row.label,
        column: &column.code,
        scale: &column.scale,
        options: options(bank, &column.scale),
        ..Entry::default()
    };
    entries.push(match own {
        Some(at) => {
            let Entry { reference, parent, guidance, .. } = plain;
            Entry { reference, parent, guidance, ..cell(&columns[at]) }
        }
        None => plain,
    });
    for (at, column) in columns.iter().enumerate() {
        if own != Some(at) {
            entries.push(Entry {
                reference: reference.child(&column.code).to_string(),
                parent: Some(reference.to_string()),
                ..cell(column)
            });
        }
    }
}

fn kind(bank: &Bank, kind: &Kind) -> &'static str {
    match kind {
        Kind::Choice { scale } if bank.scale(scale).is_some_and(|s| s.several) => "choices",
        other => other.name(),
    }
}

fn options<'a>(bank: &'a Bank, scale: &str) -> Vec<Choice<'a>> {
    let Some(scale) = bank.scale(scale) else { return Vec::new() };
    let numbered = scale.options.iter().zip(1..);
    numbered
        .map(|(o, digit)| Choice {
            digit,
            code: &o.code,
            label: &o.label,
            score: o.score,
            exclusive: o.exclusive,
        })
        .collect()
}
