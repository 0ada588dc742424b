//! All sessions as columns: what every filter, tally and comparison is counted from.
//!
//! Here: the shape of the corpus, making it from sessions, looking things up. Not here: which files it was read from and
//! how it is kept (`store`), what is asked of it (`filter`, `tally`, `compare`).

mod bits;
mod build;
mod bytes;
mod digest;
mod place;
mod row;
mod segment;

pub use bits::{Bits, Selection};
pub use build::Builder;
pub use digest::{Digest, Kind, Piece, Text, Value};
pub use place::{Field, Flag, Place, What};
pub use row::{Person, Row, Stamp};
pub use segment::{Column, ROWS, Segment, Texts};

use std::collections::HashMap;
use std::sync::Arc;

/// A row of the corpus: the segment, and the row in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowId {
    /// The segment.
    pub segment: usize,
    /// The row in it.
    pub row: usize,
}

/// What keeps a file out of the corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// It does not parse.
    Damaged,
    /// A newer program wrote it and it can't be read here.
    Newer,
    /// The system would not give it.
    Unreadable,
    /// It is encrypted, and no key is here.
    Encrypted,
    /// It has the id of a session that is in another file.
    Duplicate,
    /// It was changed by something else and kept beside the session.
    SetAside,
    /// Some of it is not known to this program and was left out.
    Other,
}

impl FaultKind {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::Newer => "newer",
            Self::Unreadable => "unreadable",
            Self::Encrypted => "encrypted",
            Self::Duplicate => "duplicate",
            Self::SetAside => "set aside",
            Self::Other => "not a session",
        }
    }
}

/// A file that is not counted, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file, its folder left out.
    pub file: String,
    /// What keeps it out.
    pub kind: FaultKind,
    /// What happened, and what to do now.
    pub message: String,
}

const NONE: u32 = u32::MAX;

/// Strings and their numbers.
#[derive(Clone, Debug, Default)]
struct Names {
    list: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Names {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let (number, name) = (self.list.len() as u32, Arc::<str>::from(text));
        self.list.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }
}

/// What a segment's own numbers are in the corpus.
#[derive(Clone, Debug, Default)]
struct Joined {
    /// The corpus's number of each of its strings.
    strings: Vec<u32>,
    /// The column of each place of the corpus, `NONE` where it has none.
    columns: Vec<u32>,
    /// The value of every single-valued field, row by row, by the field's place in [`Field::ALL`].
    facets: Vec<Vec<u32>>,
    /// A small number for the institution of each row.
    sources: Vec<u32>,
}

/// All sessions as columns. Never changed: a folder that changes gives a new one that shares what stayed.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    segments: Vec<Arc<Segment>>,
    joined: Vec<Joined>,
    names: Names,
    places: Vec<Place>,
    numbers: HashMap<Place, u32>,
    counted: Selection,
    faults: Vec<Fault>,
    /// How many institutions there are, with the one that is not known.
    sources: usize,
}

impl Corpus {
    /// Of these segments. Of several files with the same session only one counts: the one that has its name, else the
    /// one that saw most changes; the others are among the faults.
    pub fn new(segments: Vec<Arc<Segment>>, faults: Vec<Fault>) -> Self {
        let mut corpus = Self { faults, ..Self::default() };
        for segment in &segments {
            let joined = corpus.join(segment);
            corpus.joined.push(joined);
            corpus.counted.sets.push(Bits::all(segment.rows().len()));
        }
        let mut small: HashMap<u32, u32> = HashMap::new();
        let at = Field::ALL.iter().position(|f| *f == Field::Institution).unwrap_or(0);
        for joined in &mut corpus.joined {
            let number = |name: &u32| {
                let next = small.len() as u32;
                *small.entry(*name).or_insert(next)
            };
            joined.sources = joined.facets.get(at).into_iter().flatten().map(number).collect();
        }
        corpus.sources = small.len();
        let places = corpus.places.len();
        corpus.joined.iter_mut().for_each(|j| j.columns.resize(places, NONE));
        corpus.segments = segments;
        corpus.leave_out_copies();
        corpus.faults.sort_by(|a, b| a.file.cmp(&b.file));
        corpus
    }

    fn join(&mut self, segment: &Segment) -> Joined {
        let strings: Vec<u32> = segment.strings().iter().map(|s| self.names.number(s)).collect();
        let mut joined = Joined { strings, columns: vec![NONE; self.places.len()], ..Joined::default() };
        for (at, column) in segment.columns().iter().enumerate() {
            let place = segment.place(column);
            let number = *self.numbers.entry(place).or_insert_with_key(|place| {
                self.places.push(place.clone());
                (self.places.len() - 1) as u32
            });
            if joined.columns.len() <= number as usize {
                joined.columns.resize(number as usize + 1, NONE);
            }
            if let Some(known) = joined.columns.get_mut(number as usize) {
                *known = at as u32;
            }
        }
        for field in Field::ALL {
            let values = segment.rows().iter().map(|row| self.single(field, row, &joined.strings));
            let values = values.collect();
            joined.facets.push(values);
        }
        joined
    }

    /// The corpus's number of a row's value. Of several banks the first; see [`Corpus::banks`].
    fn single(&mut self, field: Field, row: &Row<u32>, strings: &[u32]) -> u32 {
        let known = |number: u32| strings.get(number as usize).copied().unwrap_or(NONE);
        let lead = row.people.first();
        let of = |pick: fn(&Person<u32>) -> u32| lead.map_or(NONE, |p| known(pick(p)));
        match field {
            Field::Function => of(|p| p.function),
            Field::Rank => of(|p| p.rank),
            Field::Level => of(|p| p.level),
            Field::Unit => of(|p| p.unit),
            Field::Institution => of(|p| p.institution),
            Field::Region => of(|p| p.region),
            Field::Stakeholder => of(|p| p.stakeholder),
            Field::Country => known(row.country),
            Field::Language => known(row.language),
            Field::Bank => row.banks.first().map_or(NONE, |b| known(*b)),
            Field::Period => {
                let local = row.local();
                self.names.number(&format!("{:04}-{:02}", local.year(), local.month()))
            }
            Field::Status => {
                self.names.number(flag_of(row, &[Flag::Finished, Flag::Sealed], Flag::Open).name())
            }
            Field::Meeting => {
                self.names.number(flag_of(row, &[Flag::Joint, Flag::Group], Flag::Individual).name())
            }
        }
    }

    fn leave_out_copies(&mut self) {
        let segments = self.segments.clone();
        let mut first: HashMap<&str, RowId> = HashMap::new();
        let mut copies = Vec::new();
        for (segment, held) in segments.iter().enumerate() {
            for (row, own) in held.rows().iter().enumerate() {
                let here = RowId { segment, row };
                let Some(there) = first.insert(own.id(), here) else { continue };
                let Some(other) = self.row(there) else { continue };
                let better =
                    (own.other_id.is_empty(), own.revision) > (other.other_id.is_empty(), other.revision);
                let (keep, drop) = if better { (here, there) } else { (there, here) };
                first.insert(own.id(), keep);
                copies.push((drop, keep));
            }
        }
        for (copy, kept) in copies {
            let (Some(own), Some(other)) = (self.row(copy), self.row(kept)) else { continue };
            let fault = Fault {
                file: format!("{}.ron", own.file),
                kind: FaultKind::Duplicate,
                message: format!(
                    "holds the same session as {}.ron (revision {} here, {} there) and is not counted: compare \
                     them, and move one away",
                    other.file, own.revision, other.revision
                ),
            };
            self.faults.push(fault);
            if let Some(set) = self.counted.sets.get_mut(copy.segment) {
                set.remove(copy.row);
            }
        }
    }

    /// Every session that counts.
    pub fn all(&self) -> &Selection {
        &self.counted
    }

    /// The files that are not counted, by their names.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The segments.
    pub fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    /// How many sessions count.
    pub fn len(&self) -> usize {
        self.counted.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.counted.is_empty()
    }

    /// A session without its answers; its strings by their numbers in the segment.
    pub fn row(&self, at: RowId) -> Option<&Row<u32>> {
        self.segments.get(at.segment)?.rows().get(at.row)
    }

    /// The sessions of a selection, in the order of the segments.
    pub fn rows<'a>(&'a self, selection: &'a Selection) -> impl Iterator<Item = (RowId, &'a Row<u32>)> {
        selection.sets.iter().zip(&self.segments).enumerate().flat_map(|(segment, (set, held))| {
            set.iter().filter_map(move |row| Some((RowId { segment, row }, held.rows().get(row)?)))
        })
    }

    /// The session in this file.
    pub fn find(&self, file: &str) -> Option<RowId> {
        self.segments.iter().enumerate().find_map(|(segment, held)| {
            let row = held.rows().iter().position(|r| r.file == file)?;
            Some(RowId { segment, row })
        })
    }

    /// A string of the corpus by its number; empty where nothing is known.
    pub fn name(&self, number: u32) -> &str {
        self.names.list.get(number as usize).map_or("", |name| name)
    }

    /// How many strings there are: their numbers are below.
    pub fn names(&self) -> usize {
        self.names.list.len()
    }

    /// The number of a string.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.names.numbers.get(name).copied()
    }

    /// The corpus's number for a segment's number of a string.
    pub fn global(&self, segment: usize, local: u32) -> u32 {
        self.joined.get(segment).and_then(|j| j.strings.get(local as usize)).copied().unwrap_or(NONE)
    }

    /// The values of a field, row by row, as numbers of strings.
    pub fn facet(&self, segment: usize, field: Field) -> &[u32] {
        let at = Field::ALL.iter().position(|f| *f == field).unwrap_or(0);
        self.joined.get(segment).and_then(|j| j.facets.get(at)).map_or(&[], Vec::as_slice)
    }

    /// A small number for the institution of each row, below [`Corpus::sources`]; one stands for all that are not known.
    pub fn source(&self, segment: usize) -> &[u32] {
        self.joined.get(segment).map_or(&[], |j| &j.sources)
    }

    /// How many institutions there are, with the one that is not known.
    pub fn sources(&self) -> usize {
        self.sources
    }

    /// The value of a field of one session; empty where it is not known.
    pub fn value(&self, at: RowId, field: Field) -> &str {
        self.facet(at.segment, field).get(at.row).map_or("", |number| self.name(*number))
    }

    /// The numbers of the names of a session's banks.
    pub fn banks(&self, at: RowId) -> impl Iterator<Item = u32> + '_ {
        let banks = self.row(at).map_or(&[][..], |row| &row.banks);
        banks.iter().map(move |bank| self.global(at.segment, *bank))
    }

    /// All places that have a column somewhere.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The number of a place.
    pub fn place(&self, place: &Place) -> Option<u32> {
        self.numbers.get(place).copied()
    }

    /// The column of a place in a segment.
    pub fn column(&self, segment: usize, place: u32) -> Option<&Column> {
        let at = *self.joined.get(segment)?.columns.get(place as usize)?;
        self.segments.get(segment)?.columns().get(at as usize)
    }

    /// The date of the first and the last session, as `2026-11-24`.
    pub fn span(&self) -> Option<(String, String)> {
        let day = |row: &Row<u32>| row.local().date().to_string();
        let days = || self.rows(&self.counted).map(|(_, row)| (row.started, row));
        let (_, first) = days().min_by_key(|(at, _)| *at)?;
        let (_, last) = days().max_by_key(|(at, _)| *at)?;
        Some((day(first), day(last)))
    }
}

fn flag_of(row: &Row<u32>, flags: &[Flag], other: Flag) -> Flag {
    flags.iter().copied().find(|flag| row.is(*flag)).unwrap_or(other)
}
