//! The values of a field beside the library, and how many sessions have each.

use crate::analysis::corpus::{Field, RowId, Selection};
use crate::tui::action::Action;
use crate::tui::archive::Archive;
use crate::tui::widgets::picker::Picker;
use std::collections::{HashMap, HashSet};

/// One value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// As it is stored.
    pub(super) code: String,
    /// For people.
    pub(super) label: String,
    /// Sessions that have it, if nothing else were said about the field.
    pub(super) count: usize,
}

/// The fields, one of them open.
#[derive(Clone, Debug, Default)]
pub(super) struct Facets {
    open: usize,
    pub(super) values: Vec<Value>,
    pub(super) picker: Picker,
}

impl Facets {
    /// The field whose values are shown.
    pub(super) fn field(&self) -> Field {
        Field::ALL.get(self.open).copied().unwrap_or(Field::Function)
    }

    /// The field after the open one, or before it.
    pub(super) fn turn(&mut self, by: isize) {
        let len = Field::ALL.len();
        self.open = (self.open + len).wrapping_add_signed(by) % len;
        self.picker = Picker::default();
    }

    /// Counts the values of the open field, the most frequent first; in the order of time for periods.
    pub(super) fn count(&mut self, archive: &Archive, selection: &Selection) {
        let (corpus, field) = (&archive.corpus, self.field());
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for (segment, set) in selection.sets.iter().enumerate() {
            if field == Field::Bank {
                for row in set.iter() {
                    corpus.banks(RowId { segment, row }).for_each(|b| *counts.entry(b).or_default() += 1);
                }
                continue;
            }
            let values = corpus.facet(segment, field);
            for number in set.iter().filter_map(|row| values.get(row)) {
                *counts.entry(*number).or_default() += 1;
            }
        }
        // A session counts for every value that one of its participants has, and once for each.
        let mut seen: HashSet<(RowId, u32)> = HashSet::new();
        for (at, number) in archive.sieve.others(field) {
            let chosen = selection.sets.get(at.segment).is_some_and(|set| set.has(at.row));
            let lead = corpus.facet(at.segment, field).get(at.row) == Some(&number);
            if chosen && !lead && !corpus.name(number).is_empty() && seen.insert((at, number)) {
                *counts.entry(number).or_default() += 1;
            }
        }
        let value = |(number, count): (u32, usize)| {
            let code = corpus.name(number).to_owned();
            let known = archive.book.label(field, &code);
            let label = if code.is_empty() { "not known".to_owned() } else { known };
            Value { code, label, count }
        };
        self.values = counts.into_iter().map(value).collect();
        self.values.sort_by(|a, b| match field {
            Field::Period => b.code.cmp(&a.code),
            _ => b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)),
        });
    }

    pub(super) fn chosen(&self) -> Option<&Value> {
        self.values.get(self.picker.chosen)
    }

    pub(super) fn act(&mut self, action: &Action, page: u16) -> bool {
        self.picker.act(action, self.values.len(), page)
    }
}
