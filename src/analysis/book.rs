//! The banks that answers are read with: words for codes, scales and items by reference.

use super::corpus::{Field, Place, What};
use crate::bank::{Bank, Column, Item, Kind, Ref, Scale, Shape};
use crate::text::compact;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// All banks that are known, looked up quickly.
#[derive(Clone, Debug, Default)]
pub struct Book {
    banks: Vec<Arc<Bank>>,
    labels: HashMap<(Field, String), String>,
    items: Vec<Entry>,
    at: HashMap<Ref, usize>,
    /// Everything that can be set side by side, item by item.
    subjects: Vec<Subject>,
    /// Those of each item.
    of: Vec<Range<usize>>,
}

/// An item and where it stands.
#[derive(Clone, Debug)]
struct Entry {
    bank: usize,
    section: usize,
    item: Arc<Item>,
}

/// One thing whose answers can be set side by side: an item, or a cell of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The item.
    pub item: Arc<Item>,
    /// Where its codes are.
    pub place: Place,
    /// What it is called: the item's title, the row, the column.
    pub title: String,
    /// The row of a table, as it is labelled.
    pub row: String,
    /// The column, as it is labelled.
    pub column: String,
    /// Its scale, where it takes codes.
    pub scale: Option<Arc<Scale>>,
    /// Whether the cell bears the reference of its row: the row `Annex.F.1.a` is the rating of oneself.
    pub own: bool,
}

impl Subject {
    /// Whether its rows are added in the interview, so that only what was said in words can be set side by side.
    pub fn is_open(&self) -> bool {
        self.place.column.is_empty() && self.scale.is_none() && self.item.kind.is_open()
    }

    /// Whether a reference is that of a row that was added in the interview; a part of the item is none.
    pub fn is_row(&self, at: &str, book: &Book) -> bool {
        let tail = at.strip_prefix(self.item.reference.as_str()).and_then(|rest| rest.strip_prefix('.'));
        tail.is_some_and(|tail| !tail.contains('.')) && book.item(&Ref::new(at)).is_none()
    }

    /// Its canonical reference: `Annex.E.1.c.ii`.
    pub fn canonical(&self) -> Ref {
        if self.own { self.place.at.clone() } else { self.place.reference() }
    }

    /// Its reference as a person reads it: `Annex E 1 c ii`.
    pub fn reference(&self) -> String {
        self.canonical().spoken()
    }

    /// What it is called in a list: row and column, or the item's title with the column.
    pub fn brief(&self) -> String {
        if self.row.is_empty() { self.name() } else { self.title.clone() }
    }

    /// What it is called, the item's title in front where it is a cell: `Techniques · forensic: suspects · Knowledge`.
    pub fn name(&self) -> String {
        let own = self.title.as_str();
        let parts = [self.item.title.as_str(), if own == self.item.title { "" } else { own }];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

impl Book {
    /// Of these banks. Of two banks with the same words for a code the first counts.
    pub fn new(banks: Vec<Arc<Bank>>) -> Self {
        let mut book = Self::default();
        for (number, bank) in banks.iter().enumerate() {
            let roles = &bank.roles;
            let vocabularies = [
                (Field::Function, &roles.functions),
                (Field::Rank, &roles.ranks),
                (Field::Level, &roles.levels),
                (Field::Stakeholder, &roles.stakeholders),
            ];
            for (field, terms) in vocabularies {
                for term in terms {
                    let label = || term.label.clone();
                    book.labels.entry((field, term.code.clone())).or_insert_with(label);
                }
            }
            for (section, part) in bank.sections.iter().enumerate() {
                for item in part.all_items() {
                    book.at.entry(item.reference.clone()).or_insert(book.items.len());
                    // Its parts are entries of their own.
                    let item = Arc::new(Item { parts: Vec::new(), ..item.clone() });
                    book.items.push(Entry { bank: number, section, item });
                }
            }
        }
        let mut scales = Vec::new();
        for bank in &banks {
            let shared = bank.scales.iter().map(|s| (s.id.clone(), Arc::new(s.clone())));
            scales.push(shared.collect::<HashMap<String, Arc<Scale>>>());
        }
        book.banks = banks;
        for at in 0..book.items.len() {
            let Some(entry) = book.items.get(at) else { continue };
            let asked = scales.get(entry.bank).map(|scales| asked(&entry.item, scales)).unwrap_or_default();
            let start = book.subjects.len();
            book.subjects.extend(asked);
            book.of.push(start..book.subjects.len());
        }
        book
    }

    /// The banks.
    pub fn banks(&self) -> &[Arc<Bank>] {
        &self.banks
    }

    /// The words for a code of a field; the code itself, blanks for its strokes, where there are none.
    pub fn label(&self, field: Field, code: &str) -> String {
        let known = self.labels.get(&(field, code.to_owned())).cloned();
        let plain = || if field.is_role() { code.replace('_', " ") } else { code.to_owned() };
        known.unwrap_or_else(plain)
    }

    /// The codes of a field in the order of their vocabulary.
    pub fn codes(&self, field: Field) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for bank in &self.banks {
            let terms = match field {
                Field::Function => &bank.roles.functions,
                Field::Rank => &bank.roles.ranks,
                Field::Level => &bank.roles.levels,
                Field::Stakeholder => &bank.roles.stakeholders,
                _ => break,
            };
            let new = terms.iter().map(|t| t.code.as_str()).filter(|c| !all.contains(c)).collect::<Vec<_>>();
            all.extend(new);
        }
        all
    }

    /// Every item, in the order of the banks.
    pub fn items(&self) -> impl Iterator<Item = &Arc<Item>> {
        self.items.iter().map(|entry| &entry.item)
    }

    /// The item with this reference.
    pub fn item(&self, at: &Ref) -> Option<&Arc<Item>> {
        Some(&self.items.get(*self.at.get(at)?)?.item)
    }

    /// The item that a reference is, or is a row of.
    pub fn item_of(&self, at: &Ref) -> Option<&Arc<Item>> {
        self.item(at).or_else(|| self.item(&at.parent()?))
    }

    /// The bank of an item.
    pub fn bank_of(&self, item: &Ref) -> Option<&Arc<Bank>> {
        self.banks.get(self.items.get(*self.at.get(item)?)?.bank)
    }

    /// The heading of the section of an item.
    pub fn section_of(&self, item: &Ref) -> &str {
        let entry = self.at.get(item).and_then(|at| self.items.get(*at));
        let section = entry.and_then(|e| self.banks.get(e.bank)?.sections.get(e.section));
        section.map_or("", |s| &s.title)
    }

    /// What an item asks that takes codes or numbers: itself, or its cells row by row. An item that takes only words is
    /// one subject without a scale; a stem is none.
    pub fn subjects(&self, item: &Item) -> &[Subject] {
        let range = self.at.get(&item.reference).and_then(|at| self.of.get(*at)).cloned();
        range.and_then(|range| self.subjects.get(range)).unwrap_or_default()
    }

    /// Everything that can be set side by side, in the order of the banks.
    pub fn every_subject(&self) -> &[Subject] {
        &self.subjects
    }

    /// The subject at a place, where a bank knows it.
    pub fn subject(&self, place: &Place) -> Option<Subject> {
        let item = self.item_of(&place.at)?;
        let subjects = self.subjects(item);
        subjects
            .iter()
            .find(|s| s.place == *place)
            .or_else(|| subjects.iter().find(|s| s.place.at == place.at && s.place.column == place.column))
            .cloned()
    }

    /// An item or cell as it is typed: `Annex.E.1.k.ii`, `E.1.k.ii`, `e1kii`; of an item with cells its first.
    pub fn find(&self, typed: &str) -> Option<Subject> {
        let wanted = compact(typed);
        let same = |at: &Ref| compact(at.as_str()) == wanted || compact(at.short()) == wanted;
        if wanted.is_empty() {
            return None;
        }
        for entry in &self.items {
            let own = compact(entry.item.reference.as_str());
            let near = wanted.starts_with(&own) || wanted.starts_with(&compact(entry.item.reference.short()));
            if !near {
                continue;
            }
            let subjects = self.subjects(&entry.item);
            let exact = subjects.iter().find(|s| same(&s.canonical()));
            let row = || subjects.iter().find(|s| same(&s.place.at));
            let item = || subjects.first().filter(|_| same(&entry.item.reference));
            if let Some(found) = exact.or_else(row).or_else(item) {
                return Some(found.clone());
            }
        }
        None
    }
}

/// What an item asks; see [`Book::subjects`].
fn asked(item: &Arc<Item>, scales: &HashMap<String, Arc<Scale>>) -> Vec<Subject> {
    let scale = |id: &str| scales.get(id).cloned();
    let whole = |scale: Option<Arc<Scale>>| Subject {
        item: Arc::clone(item),
        place: Place::item(item.reference.clone()),
        title: item.title.clone(),
        row: String::new(),
        column: String::new(),
        scale,
        own: false,
    };
    let cell = |at: Ref, row: &str, code: &str, column: &Column| {
        let typed = column.input.is_typed();
        let what = if column.input == crate::bank::Input::Number { What::Number } else { What::Codes };
        let name = [row, &column.label].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>();
        Subject {
            item: Arc::clone(item),
            place: Place::cell(at, &column.code).with(what),
            title: name.join(" · "),
            row: row.to_owned(),
            column: column.label.clone(),
            scale: if typed { None } else { scale(item.kind.scale_of(code, column)) },
            own: column.own,
        }
    };
    match &item.kind {
        Kind::Stem => Vec::new(),
        Kind::Choice { scale: id } => vec![whole(scale(id))],
        kind if kind.shape() == Shape::Table && !kind.rows().is_empty() => kind
            .rows()
            .iter()
            .flat_map(|row| {
                let at = item.reference.child(&row.code);
                kind.columns().iter().map(move |column| (at.clone(), row, column))
            })
            .map(|(at, row, column)| cell(at, &row.label, &row.code, column))
            .collect(),
        Kind::Finding { columns, .. } => {
            let asked = columns.iter().filter(|c| c.input != crate::bank::Input::Period);
            asked.map(|column| cell(item.reference.clone(), "", "", column)).collect()
        }
        _ => vec![whole(None)],
    }
}
