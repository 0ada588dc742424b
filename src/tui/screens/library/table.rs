//! The lines of the library: which sessions in what order, under which headings, and what stands in a column.

use crate::analysis::corpus::{Field, Flag, Row, RowId};
use crate::tui::archive::Archive;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Col {
    Date,
    Code,
    Field(Field),
    Banks,
    Done,
    Remarks,
}

impl Col {
    /// All of them, in the order in which they stand.
    pub(super) const ALL: [Self; 15] = [
        Self::Date,
        Self::Code,
        Self::Field(Field::Function),
        Self::Field(Field::Rank),
        Self::Field(Field::Level),
        Self::Field(Field::Unit),
        Self::Field(Field::Institution),
        Self::Field(Field::Region),
        Self::Field(Field::Stakeholder),
        Self::Field(Field::Country),
        Self::Field(Field::Language),
        Self::Banks,
        Self::Done,
        Self::Field(Field::Status),
        Self::Remarks,
    ];

    /// Those that are shown until somebody chooses others.
    pub(super) fn usual() -> Vec<Self> {
        let few = [Field::Institution, Field::Stakeholder, Field::Country, Field::Language];
        Self::ALL.into_iter().filter(|col| !few.iter().any(|f| *col == Self::Field(*f))).collect()
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Code => "code",
            Self::Field(field) => field.name(),
            Self::Banks => "banks",
            Self::Done => "done",
            Self::Remarks => "remarks",
        }
    }

    /// Columns of the terminal it takes, at least and at most.
    pub(super) fn width(self) -> (u16, u16) {
        match self {
            Self::Date => (16, 16),
            Self::Code => (9, 9),
            Self::Field(Field::Function) => (14, 24),
            Self::Field(Field::Rank) => (12, 18),
            Self::Field(Field::Unit | Field::Institution) => (14, 36),
            Self::Field(Field::Region) => (10, 20),
            Self::Field(Field::Stakeholder) => (10, 24),
            Self::Field(Field::Status) => (8, 8),
            Self::Field(_) => (8, 14),
            Self::Banks => (8, 16),
            Self::Done => (5, 5),
            Self::Remarks => (7, 22),
        }
    }

    /// How soon it goes where there is no room for all: the lowest first.
    pub(super) fn worth(self) -> u8 {
        match self {
            Self::Code => 9,
            Self::Field(Field::Function) => 8,
            Self::Date => 7,
            Self::Field(Field::Unit) => 6,
            Self::Field(Field::Rank) => 5,
            Self::Done => 4,
            Self::Field(Field::Level | Field::Region | Field::Institution) => 3,
            _ => 2,
        }
    }

    /// What stands in it.
    pub(super) fn text(self, archive: &Archive, at: RowId) -> String {
        let corpus = &archive.corpus;
        let Some(row) = corpus.row(at) else { return String::new() };
        match self {
            Self::Date => {
                let local = row.local();
                format!("{} {:02}:{:02}", local.date(), local.hour(), local.minute())
            }
            Self::Code if row.people.len() > 1 => format!("{} +{}", row.code(), row.people.len() - 1),
            Self::Code => row.code().to_owned(),
            Self::Field(field) => archive.book.label(field, corpus.value(at, field)),
            Self::Banks => corpus.banks(at).map(|b| corpus.name(b)).collect::<Vec<_>>().join(" "),
            Self::Done => {
                row.completeness().map_or_else(|| "?".to_owned(), |part| format!("{:.0}%", part * 100.0))
            }
            Self::Remarks => {
                let all = [
                    (row.is(Flag::MadeUp), "made up"),
                    (row.is(Flag::Declined), "declined"),
                    (row.is(Flag::Restricted), "restricted"),
                    (row.is(Flag::NoQuotes), "no quotes"),
                    (row.is(Flag::Altered), "altered"),
                    (row.is(Flag::Newer), "newer format"),
                    (row.jots > 0, "jots"),
                ];
                all.into_iter().filter(|(is, _)| *is).map(|(_, text)| text).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A heading: what the sessions below have in common, and how many there are.
    Heading {
        value: String,
        count: usize,
        folded: bool,
    },
    Session(RowId),
}

/// What decides the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) by: Col,
    pub(super) reversed: bool,
    pub(super) group: Option<Field>,
}

impl Default for Order {
    fn default() -> Self {
        Self { by: Col::Date, reversed: false, group: None }
    }
}

/// The lines of the list: these sessions in this order, under headings where they are grouped.
pub(super) fn entries(
    archive: &Archive,
    mut rows: Vec<RowId>,
    order: Order,
    folded: &HashSet<String>,
) -> Vec<Entry> {
    sort(archive, &mut rows, order);
    let Some(field) = order.group else { return rows.into_iter().map(Entry::Session).collect() };
    let corpus = &archive.corpus;
    let ranks = ranks(archive, field);
    let rank = |at: &RowId| {
        let number = corpus.facet(at.segment, field).get(at.row).copied().unwrap_or(u32::MAX);
        (ranks.get(&number).copied().unwrap_or(usize::MAX), number)
    };
    // Within a group the order stays.
    rows.sort_by_key(rank);
    let mut all = Vec::with_capacity(rows.len());
    for group in rows.chunk_by(|a, b| rank(a) == rank(b)) {
        let Some(first) = group.first() else { continue };
        let value = archive.book.label(field, corpus.value(*first, field));
        let is_folded = folded.contains(&value);
        all.push(Entry::Heading { value, count: group.len(), folded: is_folded });
        if !is_folded {
            all.extend(group.iter().map(|at| Entry::Session(*at)));
        }
    }
    all
}

/// The place of every value of a field among all, in the order of its vocabulary, then of its words.
fn ranks(archive: &Archive, field: Field) -> HashMap<u32, usize> {
    let corpus = &archive.corpus;
    let codes = archive.book.codes(field);
    let mut numbers: Vec<u32> = archive.sieve.values(field).collect();
    numbers.sort_by_cached_key(|n| {
        let name = corpus.name(*n);
        (codes.iter().position(|c| *c == name).unwrap_or(usize::MAX), name.to_lowercase())
    });
    numbers.into_iter().enumerate().map(|(at, n)| (n, at)).collect()
}

fn sort(archive: &Archive, rows: &mut [RowId], order: Order) {
    let corpus = &archive.corpus;
    let started = |at: &RowId| corpus.row(*at).map_or(0, |row| row.started);
    // The newest first, unless somebody wants the oldest: whatever else decides.
    let newest = |a: &RowId, b: &RowId| started(b).cmp(&started(a)).then(a.cmp(b));
    let direct = |ordering: Ordering| if order.reversed { ordering.reverse() } else { ordering };
    match order.by {
        Col::Date => rows.sort_unstable_by(|a, b| direct(newest(a, b))),
        Col::Field(field) => {
            let ranks = ranks(archive, field);
            let rank = |at: &RowId| {
                let number = corpus.facet(at.segment, field).get(at.row).copied().unwrap_or(u32::MAX);
                ranks.get(&number).copied().unwrap_or(usize::MAX)
            };
            rows.sort_unstable_by(|a, b| direct(rank(a).cmp(&rank(b))).then_with(|| newest(a, b)));
        }
        Col::Done => {
            let done = |at: &RowId| corpus.row(*at).and_then(Row::completeness).unwrap_or(-1.0);
            rows.sort_unstable_by(|a, b| direct(done(a).total_cmp(&done(b))).then_with(|| newest(a, b)));
        }
        Col::Code => {
            let code = |at: &RowId| corpus.row(*at).map_or("", |row| row.code());
            let natural = |a: &RowId, b: &RowId| crate::text::natural::compare(code(a), code(b));
            rows.sort_unstable_by(|a, b| {
                direct(code(a).len().cmp(&code(b).len()).then_with(|| natural(a, b)))
                    .then_with(|| newest(a, b))
            });
        }
        Col::Banks | Col::Remarks => {
            rows.sort_by_cached_key(|at| order.by.text(archive, *at));
            if order.reversed {
                rows.reverse();
            }
        }
    }
}
