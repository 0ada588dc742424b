//! The banks of an export, ready to be looked things up in: where a reference stands, what a code is called.

use crate::bank::{Bank, Column, Item, Kind, Ref, Row, Scale, Section};
use crate::session::Record;
use std::collections::{BTreeSet, HashMap};

/// Banks and an index over their references.
pub struct BankIndex<'b> {
    banks: &'b [Bank],
    places: HashMap<String, Place<'b>>,
}

/// Where a reference stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'b> {
    pub(super) bank: &'b Bank,
    pub(super) section: &'b Section,
    pub(super) item: &'b Item,
    /// The row that the bank has there, if it is one.
    pub(super) row: Option<&'b Row>,
}

impl<'b> BankIndex<'b> {
    /// Over these banks; of two that have the same reference the first counts.
    pub fn new(banks: &'b [Bank]) -> Self {
        let mut places = HashMap::new();
        for bank in banks {
            for section in &bank.sections {
                for item in section.all_items() {
                    let place = Place { bank, section, item, row: None };
                    places.entry(item.reference.to_string()).or_insert(place);
                    for row in item.kind.rows() {
                        let at = item.reference.child(&row.code).to_string();
                        places.entry(at).or_insert(Place { row: Some(row), ..place });
                    }
                }
            }
        }
        Self { banks, places }
    }

    /// The banks.
    pub fn banks(&self) -> &'b [Bank] {
        self.banks
    }

    /// Where a reference stands: an item, a row, or a row that was added to an item in the interview.
    pub(super) fn place(&self, at: &Ref) -> Option<Place<'b>> {
        if let Some(place) = self.places.get(at.as_str()) {
            return Some(*place);
        }
        let (above, _) = at.as_str().rsplit_once('.')?;
        self.places.get(above).filter(|place| place.row.is_none()).copied()
    }

    /// The bank that an answer is from: that of its place, else the one whose sections begin with the same word, else
    /// the one among the session's whose id it is; `None` if none of them is.
    pub(super) fn bank_of<'r>(&'r self, record: &'r Record, at: &'r Ref) -> Option<&'r str> {
        if let Some(place) = self.place(at) {
            return Some(&place.bank.id);
        }
        let head = head(at.as_str());
        let begins = |bank: &&Bank| bank.sections.iter().any(|s| head == self::head(s.reference.as_str()));
        let known = self.banks.iter().find(begins).map(|bank| bank.id.as_str());
        let stamps = || record.banks.iter().map(|b| b.id.as_str());
        known.or_else(|| stamps().find(|id| id.eq_ignore_ascii_case(head)))
    }

    /// Ids of the banks of a session that are not here and from which there are answers; the first word of a reference
    /// where even the id is not known.
    pub(super) fn unknown(&self, record: &Record) -> BTreeSet<String> {
        let mut unknown = BTreeSet::new();
        for at in record.answers.keys() {
            let head = head(at.as_str());
            if unknown.contains(head) || self.place(at).is_some() {
                continue;
            }
            let bank = self.bank_of(record, at).unwrap_or(head);
            if !self.banks.iter().any(|b| b.id.eq_ignore_ascii_case(bank)) {
                unknown.insert(bank.to_owned());
            }
        }
        unknown
    }
}

fn head(at: &str) -> &str {
    at.split('.').next().unwrap_or_default()
}

impl<'b> Place<'b> {
    /// The column with this code.
    pub(super) fn column(&self, code: &str) -> Option<&'b Column> {
        self.item.kind.columns().iter().find(|c| c.code == code)
    }

    /// The scale of a cell, or of the item itself.
    pub(super) fn scale(&self, at: &Ref, column: Option<&'b Column>) -> Option<&'b Scale> {
        match (column, &self.item.kind) {
            (Some(column), kind) => self.bank.scale(kind.scale_of(at.last(), column)),
            (None, Kind::Choice { scale }) if *at == self.item.reference => self.bank.scale(scale),
            _ => None,
        }
    }
}

/// The reference of a cell: its row's own where the column says so.
pub(super) fn cell_ref(at: &Ref, code: &str, column: Option<&Column>) -> String {
    if column.is_some_and(|c| c.own) { at.to_string() } else { at.child(code).to_string() }
}
