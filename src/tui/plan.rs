//! The order of an interview: the items of its banks as stops that a person walks through.

use crate::bank::{Bank, Item, Kind, Ref, Row, Scale, Section, Shape};
use crate::session::Record;
use std::sync::Arc;

/// One place to stop: an item that takes an answer.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Index into [`Plan::sections`].
    pub section: usize,
    /// The item.
    pub item: Arc<Item>,
    /// The stem that it is a part of.
    pub stem: Option<Arc<Item>>,
    /// The heading inside its section under which it stands; empty where there is none.
    pub heading: String,
}

/// A section of one of the banks.
#[derive(Clone, Debug)]
pub struct Part {
    /// Index into [`Plan::banks`].
    pub bank: usize,
    /// The section, its items left out.
    pub section: Section,
    /// First stop of the section.
    pub first: usize,
    /// Number of stops.
    pub len: usize,
}

/// The order of an interview.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The banks.
    pub banks: Vec<Arc<Bank>>,
    /// The sections of all banks in order.
    pub sections: Vec<Part>,
    /// The stops in order.
    pub stops: Vec<Stop>,
}

/// A row of a grid as it stands in an interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridRow {
    /// Its reference.
    pub at: Ref,
    /// What it is about.
    pub label: String,
    /// The same in fewer columns.
    pub short: String,
    /// For the interviewer's eyes.
    pub guidance: String,
    /// Added in the interview.
    pub added: bool,
}

impl Plan {
    /// The order of these banks.
    pub fn new(banks: Vec<Arc<Bank>>) -> Self {
        let mut plan = Self::default();
        for (index, bank) in banks.iter().enumerate() {
            for section in &bank.sections {
                let first = plan.stops.len();
                let number = plan.sections.len();
                let mut heading = "";
                for item in &section.items {
                    if !item.heading.is_empty() {
                        heading = &item.heading;
                    }
                    plan.push(number, item, None, heading);
                }
                let section = Section { items: Vec::new(), ..section.clone() };
                plan.sections.push(Part { bank: index, section, first, len: plan.stops.len() - first });
            }
        }
        plan.banks = banks;
        plan
    }

    fn push(&mut self, section: usize, item: &Item, stem: Option<&Arc<Item>>, heading: &str) {
        let shared = Arc::new(item.clone());
        if !matches!(item.kind, Kind::Stem) {
            let (item, stem) = (Arc::clone(&shared), stem.cloned());
            self.stops.push(Stop { section, item, stem, heading: heading.to_owned() });
        }
        for part in &item.parts {
            self.push(section, part, Some(&shared), heading);
        }
    }

    /// Whether a reference is a row that a bank has of its own.
    pub fn is_bank_row(&self, at: &Ref) -> bool {
        let item = at.parent().and_then(|p| self.stops.iter().find(|s| s.item.reference == p));
        item.is_some_and(|s| s.item.kind.rows().iter().any(|r| r.code == at.last()))
    }

    /// The banks one by one.
    pub fn each_bank(&self) -> impl Iterator<Item = &Bank> + Clone {
        self.banks.iter().map(AsRef::as_ref)
    }

    /// Whether references need their first segment to be told apart.
    pub fn several(&self) -> bool {
        self.banks.len() > 1
    }

    /// A reference as it is shown here: `E 1 k`, or `Annex E 1 k` where there are several banks.
    pub fn shown(&self, at: &Ref) -> String {
        if self.several() { at.spoken() } else { at.short().replace('.', " ") }
    }

    /// The stop of an item, of the item a row belongs to, or of a stem's first part.
    pub fn find(&self, at: &Ref) -> Option<usize> {
        let exact = self.stops.iter().position(|s| s.item.reference == *at);
        let below = || {
            self.stops
                .iter()
                .position(|s| s.item.reference.as_str().starts_with(&format!("{}.", at.as_str())))
        };
        exact.or_else(below).or_else(|| self.find(&at.parent()?))
    }

    /// The bank of a stop.
    pub fn bank_of(&self, stop: usize) -> Option<&Arc<Bank>> {
        let section = self.stops.get(stop)?.section;
        self.banks.get(self.sections.get(section)?.bank)
    }

    /// A scale of the bank of a stop.
    pub fn scale(&self, stop: usize, id: &str) -> Option<&Scale> {
        self.bank_of(stop)?.scale(id)
    }

    /// The rows of a grid: the bank's, renamed where the interview did, then those added.
    pub fn rows(item: &Item, record: &Record) -> Vec<GridRow> {
        let renamed = |at: &Ref| record.answer(at).map(|a| a.label.clone()).filter(|l| !l.is_empty());
        let known = |row: &Row| {
            let at = item.reference.child(&row.code);
            let new = renamed(&at);
            GridRow {
                label: new.clone().unwrap_or_else(|| row.label.clone()),
                short: new.unwrap_or_else(|| row.short().to_owned()),
                // A row that was renamed says what it is in the bank.
                guidance: match renamed(&at) {
                    Some(_) => format!("In the bank: {}. {}", row.label, row.guidance).trim().to_owned(),
                    None => row.guidance.clone(),
                },
                added: false,
                at,
            }
        };
        let mut all: Vec<GridRow> = item.kind.rows().iter().map(known).collect();
        if item.kind.shape() == Shape::Table || item.kind.is_open() {
            for at in record.added_rows(item) {
                let label = renamed(at).unwrap_or_default();
                all.push(GridRow {
                    at: at.clone(),
                    short: label.clone(),
                    label,
                    guidance: String::new(),
                    added: true,
                });
            }
        }
        all
    }
}
