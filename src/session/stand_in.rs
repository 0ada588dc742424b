//! A bank that takes the place of one that is not there, so that its answers can be read.

use super::answer::{Answer, Cell};
use super::model::{BankStamp, Record};
use crate::bank::{Bank, FORMAT, Item, Kind, Ref, Roles, Section};

/// A bank with an item for every answer that none of the `known` banks has a place for and that is, by its first
/// segment, this one's. Nothing can be asked from it.
pub fn stand_in(stamp: &BankStamp, record: &Record, known: &[&Bank]) -> Bank {
    let head = |at: &Ref| at.as_str().split('.').next().unwrap_or_default().to_lowercase();
    let elsewhere =
        |at: &Ref| known.iter().any(|b| b.sections.iter().any(|s| head(&s.reference) == head(at)));
    let ours = |at: &&Ref| head(at) == stamp.id.to_lowercase() || !elsewhere(at);
    let mut items: Vec<Item> = record
        .answers
        .iter()
        .filter(|(at, _)| ours(at))
        .map(|(at, answer)| item(at.clone(), at.to_string(), kept(answer)))
        .collect();
    if items.is_empty() {
        let nothing = "nothing was answered from it".to_owned();
        items.push(item(Ref::new(format!("{}.-", stamp.id)), nothing.clone(), nothing));
    }
    let title = format!("{} {} (not here)", stamp.id, stamp.version);
    Bank {
        format: FORMAT,
        id: stamp.id.clone(),
        version: stamp.version.clone(),
        title: title.clone(),
        language: record.language.clone(),
        source: String::new(),
        for_stakeholders: Vec::new(),
        for_functions: Vec::new(),
        scales: Vec::new(),
        layers: Vec::new(),
        roles: Roles::default(),
        introduction: None,
        passages: Vec::new(),
        sections: vec![Section {
            reference: Ref::new(&stamp.id),
            title,
            short: None,
            rationale: None,
            guidance: "The bank is not among those known here: put its file into the folder banks of the data folder.".to_owned(),
            items,
        }],
        resources: Vec::new(),
        needs: crate::bank::Needs::default(),
    }
}

fn item(reference: Ref, title: String, kept: String) -> Item {
    Item {
        reference,
        heading: String::new(),
        title,
        ask: "The question is in a bank that is not here. This is what was answered.".to_owned(),
        wordings: Vec::new(),
        probes: Vec::new(),
        guidance: kept,
        kind: Kind::Text,
        evidence: String::new(),
        see: Vec::new(),
        relevant_if: Vec::new(),
        suggested_for: Vec::new(),
        parts: Vec::new(),
        answered_by: Vec::new(),
    }
}

/// The codes of an answer as they are kept, without the words for them.
fn kept(answer: &Answer) -> String {
    let cell = |cell: &Cell| {
        let reason = cell.nonresponse.map(|r| r.label().to_owned());
        let text = Some(cell.text.clone()).filter(|t| !t.is_empty());
        cell.codes.iter().chain(&cell.by).cloned().chain(text).chain(reason).collect::<Vec<_>>().join(", ")
    };
    let mut parts = Vec::new();
    if !answer.label.is_empty() {
        parts.push(answer.label.clone());
    }
    if !answer.codes.is_empty() {
        let codes = answer.codes.iter().chain(&answer.by).cloned().collect::<Vec<_>>();
        parts.push(format!("chosen: {}", codes.join(", ")));
    }
    parts.extend(answer.cells.iter().map(|(column, held)| format!("{column}: {}", cell(held))));
    if parts.is_empty() { "Only words.".to_owned() } else { parts.join("; ") }
}
