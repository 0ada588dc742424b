//! Sessions in groups: by role, unit, institution or whatever they are told apart by.

use super::Book;
use super::corpus::{Corpus, Field, RowId, Selection};
use std::collections::HashMap;

/// What sessions are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum By {
    /// All together.
    #[default]
    Nothing,
    /// Function, rank and level as one.
    Role,
    /// Practitioners, and managers of any rank.
    Managers,
    /// One field.
    Field(Field),
}

impl By {
    /// Everything that a comparison can be grouped by, in the order in which it is offered.
    pub const ALL: [Self; 12] = [
        Self::Field(Field::Function),
        Self::Field(Field::Rank),
        Self::Field(Field::Level),
        Self::Role,
        Self::Managers,
        Self::Field(Field::Unit),
        Self::Field(Field::Institution),
        Self::Field(Field::Region),
        Self::Field(Field::Stakeholder),
        Self::Field(Field::Country),
        Self::Field(Field::Period),
        Self::Nothing,
    ];

    /// Its name in commands and for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "all",
            Self::Role => "role",
            Self::Managers => "managers",
            Self::Field(field) => field.name(),
        }
    }

    /// How sessions are grouped, in words: `by function`, `not grouped`.
    pub fn words(self) -> String {
        if self == Self::Nothing { "not grouped".to_owned() } else { format!("by {}", self.name()) }
    }

    /// What has this name.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let known = Self::ALL.into_iter().chain(Field::ALL.map(Self::Field));
        known.into_iter().find(|by| by.name() == name)
    }
}

/// Ranks of those who lead others.
pub const MANAGERS: [&str; 3] = ["junior_manager", "mid_manager", "senior_manager"];

/// The group of a row that is not selected.
pub(super) const OUT: u16 = u16::MAX;

/// Selected sessions in groups. In every group a session counts once, however many took part in it.
#[derive(Clone, Debug, Default)]
pub struct Grouping {
    /// What they are grouped by.
    pub by: By,
    /// Names of the groups as they are stored; empty for sessions of which it is not known.
    pub codes: Vec<String>,
    /// The same for people.
    pub labels: Vec<String>,
    /// How many sessions each group has.
    pub sizes: Vec<usize>,
    /// The group of every row, segment by segment.
    pub(super) of: Vec<Vec<u16>>,
    /// How many sessions of each group have a bank, by the number of the bank's name.
    pub(super) with_bank: HashMap<u32, Vec<usize>>,
}

impl Grouping {
    /// Puts the sessions of a selection into groups. Groups stand in the order of their vocabulary, then of their names;
    /// what is not known last. Beyond sixty thousand groups all others are one.
    pub fn new(corpus: &Corpus, book: &Book, selection: &Selection, by: By) -> Self {
        let mut found: HashMap<[u32; 3], u16> = HashMap::new();
        let mut keys: Vec<[u32; 3]> = Vec::new();
        let mut of: Vec<Vec<u16>> = Vec::new();
        let managers: Vec<u32> = MANAGERS.iter().filter_map(|m| corpus.number(m)).collect();
        let (led, leads) = (u32::MAX - 1, u32::MAX - 2);
        for (segment, (set, held)) in selection.sets.iter().zip(corpus.segments()).enumerate() {
            let mut groups = vec![OUT; held.rows().len()];
            let facets: Vec<&[u32]> = fields(by).iter().map(|f| corpus.facet(segment, *f)).collect();
            for row in set.iter() {
                let mut key = [u32::MAX; 3];
                for (slot, values) in key.iter_mut().zip(&facets) {
                    *slot = values.get(row).copied().unwrap_or(u32::MAX);
                }
                if by == By::Managers {
                    let rank = key.first().copied().unwrap_or(u32::MAX);
                    let known = !corpus.name(rank).is_empty();
                    let one = if managers.contains(&rank) { leads } else { led };
                    key = [if known { one } else { u32::MAX }, u32::MAX, u32::MAX];
                }
                let group = *found.entry(key).or_insert_with(|| {
                    keys.push(key);
                    u16::try_from(keys.len() - 1).unwrap_or(OUT - 1).min(OUT - 1)
                });
                if let Some(slot) = groups.get_mut(row) {
                    *slot = group;
                }
            }
            of.push(groups);
        }
        let name = |number: u32| match number {
            n if n == led => "staff",
            n if n == leads => "managers",
            n => corpus.name(n),
        };
        let code = |key: &[u32; 3]| {
            let parts: Vec<&str> = key.iter().map(|n| name(*n)).filter(|t| !t.is_empty()).collect();
            parts.join(" ")
        };
        let label = |key: &[u32; 3]| {
            let words = |(field, number): (&Field, &u32)| match name(*number) {
                "" => None,
                text if by == By::Managers => Some(text.to_owned()),
                text => Some(book.label(*field, text)),
            };
            let parts: Vec<String> = fields(by).iter().zip(key).filter_map(words).collect();
            parts.join(", ")
        };
        let ranks: Vec<HashMap<&str, usize>> = fields(by)
            .iter()
            .map(|f| book.codes(*f).into_iter().enumerate().map(|(at, code)| (code, at)).collect())
            .collect();
        let place = |key: &[u32; 3]| -> Vec<usize> {
            let known = ranks.iter().zip(key);
            known.map(|(rank, n)| rank.get(name(*n)).copied().unwrap_or(usize::MAX)).collect()
        };
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by_cached_key(|at| {
            let key = keys.get(*at).copied().unwrap_or_default();
            (code(&key).is_empty(), place(&key), label(&key))
        });
        let sorted: Vec<[u32; 3]> = order.iter().filter_map(|at| keys.get(*at).copied()).collect();
        let mut new = vec![OUT; keys.len()];
        for (now, before) in order.iter().enumerate() {
            if let Some(slot) = new.get_mut(*before) {
                *slot = u16::try_from(now).unwrap_or(OUT - 1);
            }
        }
        let mut grouping = Self {
            by,
            codes: sorted.iter().map(&code).collect(),
            labels: sorted.iter().map(label).collect(),
            sizes: vec![0; sorted.len()],
            of,
            with_bank: HashMap::new(),
        };
        if by == By::Nothing {
            grouping.labels = grouping.labels.iter().map(|_| "all".to_owned()).collect();
        }
        grouping.settle(corpus, &new);
        grouping
    }

    /// The sessions of a selection in groups that are told by `assign`, a place in `codes`. The groups stay in this order,
    /// also those that nobody is in.
    pub(super) fn assigned(
        corpus: &Corpus,
        selection: &Selection,
        codes: Vec<String>,
        labels: Vec<String>,
        assign: impl Fn(RowId) -> usize,
    ) -> Self {
        let of = selection.sets.iter().zip(corpus.segments()).enumerate().map(|(segment, (set, held))| {
            let mut groups = vec![OUT; held.rows().len()];
            for row in set.iter() {
                if let Some(slot) = groups.get_mut(row) {
                    *slot = u16::try_from(assign(RowId { segment, row })).unwrap_or(OUT - 1).min(OUT - 1);
                }
            }
            groups
        });
        let same: Vec<u16> = (0..codes.len()).filter_map(|at| u16::try_from(at).ok()).collect();
        let of = of.collect();
        let sizes = vec![0; codes.len()];
        let mut grouping = Self { by: By::Nothing, codes, labels, sizes, of, with_bank: HashMap::new() };
        grouping.settle(corpus, &same);
        grouping
    }

    fn settle(&mut self, corpus: &Corpus, new: &[u16]) {
        for (segment, groups) in self.of.iter_mut().enumerate() {
            for (row, group) in groups.iter_mut().enumerate().filter(|(_, g)| **g != OUT) {
                *group = new.get(usize::from(*group)).copied().unwrap_or(OUT);
                if let Some(size) = self.sizes.get_mut(usize::from(*group)) {
                    *size += 1;
                }
                for bank in corpus.banks(RowId { segment, row }) {
                    let counts = self.with_bank.entry(bank).or_insert_with(|| vec![0; self.codes.len()]);
                    if let Some(count) = counts.get_mut(usize::from(*group)) {
                        *count += 1;
                    }
                }
            }
        }
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is none: nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The group of a session, if it is selected.
    pub fn of(&self, at: RowId) -> Option<usize> {
        let group = *self.of.get(at.segment)?.get(at.row)?;
        (group != OUT).then_some(usize::from(group))
    }

    /// What a group is called where its name is shown.
    pub fn label(&self, group: usize) -> &str {
        match self.labels.get(group).map(String::as_str) {
            None | Some("") => "not known",
            Some(label) => label,
        }
    }
}

fn fields(by: By) -> &'static [Field] {
    match by {
        By::Nothing => &[],
        By::Role => &[Field::Function, Field::Rank, Field::Level],
        By::Managers => &[Field::Rank],
        By::Field(field) => match field {
            Field::Function => &[Field::Function],
            Field::Rank => &[Field::Rank],
            Field::Level => &[Field::Level],
            Field::Unit => &[Field::Unit],
            Field::Institution => &[Field::Institution],
            Field::Region => &[Field::Region],
            Field::Stakeholder => &[Field::Stakeholder],
            Field::Country => &[Field::Country],
            Field::Language => &[Field::Language],
            Field::Bank => &[Field::Bank],
            Field::Period => &[Field::Period],
            Field::Status => &[Field::Status],
            Field::Meeting => &[Field::Meeting],
        },
    }
}
