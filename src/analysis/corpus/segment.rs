//! Up to a thousand sessions as columns: every value of one item side by side, every text in one string.
//!
//! A segment is what the catalogue keeps on disk and what every figure is counted from, so that nothing has to be
//! made anew when it is read. Here: reading one. Making one is in `build`.

use super::bits::Bits;
use super::digest::{Digest, Kind, Piece, Text, Value};
use super::place::{Place, What};
use super::row::Row;
use crate::bank::Ref;
use crate::session::Nonresponse;
use serde::{Deserialize, Serialize};

/// Most rows of a segment.
pub const ROWS: usize = 1024;

/// Values below this one are reasons for no answer, in the order of [`Nonresponse::ALL`].
pub(super) const REASONS: u16 = 4;

/// The values of a column, one for each row that has one, in the order of the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Values {
    /// Only that there is something.
    Present,
    /// Numbers of values, where they fit a byte.
    Narrow(#[serde(with = "super::bytes")] Vec<u8>),
    /// Numbers of values.
    Wide(Vec<u16>),
    /// Numbers as such.
    Numbers(Vec<f64>),
}

/// All values of one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub(super) at: u32,
    pub(super) code: u32,
    pub(super) what: What,
    pub(super) present: Bits,
    /// The distinct values, as numbers of strings; value `REASONS + n` is the n-th.
    pub(super) words: Vec<u32>,
    pub(super) values: Values,
}

impl Column {
    /// The rows that have a value here.
    pub fn present(&self) -> &Bits {
        &self.present
    }

    /// The number of a row's value, of a column that holds codes: a reason below [`Column::first_code`], or a code.
    pub fn value(&self, row: usize) -> Option<u16> {
        if !self.present.has(row) {
            return None;
        }
        self.nth(self.present.rank(row))
    }

    fn nth(&self, at: usize) -> Option<u16> {
        match &self.values {
            Values::Narrow(values) => values.get(at).map(|v| u16::from(*v)),
            Values::Wide(values) => values.get(at).copied(),
            Values::Present | Values::Numbers(_) => None,
        }
    }

    /// Numbers of values below this are reasons for no answer.
    pub fn first_code() -> u16 {
        REASONS
    }

    /// The reason that a value stands for.
    pub fn reason(value: u16) -> Option<Nonresponse> {
        Nonresponse::ALL.get(usize::from(value)).copied().filter(|_| value < REASONS)
    }

    /// How many different codes there are here.
    pub fn distinct(&self) -> usize {
        self.words.len()
    }

    /// Every row and the number of its value, in order.
    pub fn each(&self) -> impl Iterator<Item = (usize, u16)> + '_ {
        self.present.iter().enumerate().filter_map(|(at, row)| Some((row, self.nth(at)?)))
    }

    /// Hands out every row and the number of its value, in order: see [`Bits::visit`].
    pub fn visit(&self, mut each: impl FnMut(usize, u16)) {
        let mut at = 0;
        match &self.values {
            Values::Narrow(values) => self.present.visit(|row| {
                if let Some(value) = values.get(at) {
                    each(row, u16::from(*value));
                }
                at += 1;
            }),
            Values::Wide(values) => self.present.visit(|row| {
                if let Some(value) = values.get(at) {
                    each(row, *value);
                }
                at += 1;
            }),
            Values::Present | Values::Numbers(_) => {}
        }
    }

    /// Every row and its number, in order, where the column holds numbers.
    pub fn numbers(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let numbers = match &self.values {
            Values::Numbers(numbers) => numbers.as_slice(),
            _ => &[],
        };
        self.present.iter().zip(numbers.iter().copied())
    }
}

/// All texts of a segment: in one string as they are, in another folded for searching.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Texts {
    pub(super) rows: Vec<u16>,
    pub(super) at: Vec<u32>,
    pub(super) columns: Vec<u32>,
    pub(super) kinds: Vec<Kind>,
    pub(super) speakers: Vec<u16>,
    /// Where each text ends in `words`.
    pub(super) ends: Vec<u32>,
    pub(super) words: String,
    /// Where each text ends in `folded`, the line break behind it not counted.
    pub(super) folded_ends: Vec<u32>,
    /// Every text folded, a line break behind each: no hit reaches over one.
    pub(super) folded: String,
}

impl Texts {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row that a text belongs to.
    pub fn row(&self, text: usize) -> usize {
        self.rows.get(text).map_or(0, |row| usize::from(*row))
    }

    /// What a text is.
    pub fn kind(&self, text: usize) -> Option<Kind> {
        self.kinds.get(text).copied()
    }

    /// The words of a text.
    pub fn words(&self, text: usize) -> &str {
        slice(&self.words, &self.ends, text, 0)
    }

    /// The texts of a row: they stand together.
    pub fn of_row(&self, row: usize) -> std::ops::Range<usize> {
        let start = self.rows.partition_point(|r| usize::from(*r) < row);
        let end = self.rows.partition_point(|r| usize::from(*r) <= row);
        start..end
    }

    /// Every text of an item or row that is among the `wanted`, by the numbers of their strings.
    pub fn at_any<'a>(&'a self, wanted: &'a [bool]) -> impl Iterator<Item = usize> + 'a {
        let is = |number: &u32| wanted.get(*number as usize) == Some(&true);
        self.at.iter().enumerate().filter(move |(_, number)| is(number)).map(|(text, _)| text)
    }

    /// Every text that holds these folded words, in order.
    pub fn holding<'a>(&'a self, finder: &'a memchr::memmem::Finder<'a>) -> impl Iterator<Item = usize> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = from + finder.find(self.folded.as_bytes().get(from..)?)?;
            let text = self.folded_ends.partition_point(|end| (*end as usize) < found);
            from = *self.folded_ends.get(text)? as usize + 1;
            Some(text)
        })
    }
}

fn slice<'a>(all: &'a str, ends: &[u32], at: usize, gap: usize) -> &'a str {
    let start = at.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| *end as usize + gap);
    let end = ends.get(at).map_or(0, |end| *end as usize);
    all.get(start..end).unwrap_or_default()
}

/// Up to [`ROWS`] sessions as columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    pub(super) rows: Vec<Row<u32>>,
    pub(super) strings: Vec<String>,
    /// Ordered by item or row, column, and what is held, as strings.
    pub(super) columns: Vec<Column>,
    /// Row and piece, in the order of the rows.
    pub(super) evidence: Vec<(u16, Piece<u32>)>,
    /// Kept in a file of their own: many figures need no words.
    #[serde(skip)]
    pub(super) texts: Texts,
}

impl Segment {
    /// The sessions.
    pub fn rows(&self) -> &[Row<u32>] {
        &self.rows
    }

    /// A string by its number.
    pub fn string(&self, number: u32) -> &str {
        self.strings.get(number as usize).map_or("", String::as_str)
    }

    /// All strings, by their numbers.
    pub fn strings(&self) -> &[String] {
        &self.strings
    }

    /// The texts.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The same with these texts, which must be its own.
    #[must_use]
    pub fn with_texts(mut self, texts: Texts) -> Self {
        self.texts = texts;
        self
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// What a column is about.
    pub fn place(&self, column: &Column) -> Place {
        Place {
            at: Ref::new(self.string(column.at)),
            column: self.string(column.code).to_owned(),
            what: column.what,
        }
    }

    /// The words for a code's number in a column.
    pub fn code<'a>(&'a self, column: &Column, value: u16) -> Option<&'a str> {
        let at = usize::from(value.checked_sub(REASONS)?);
        column.words.get(at).map(|word| self.string(*word))
    }

    /// The pieces of evidence of all rows, in the order of the rows.
    pub fn evidence(&self) -> &[(u16, Piece<u32>)] {
        &self.evidence
    }

    /// Where a text stands: item or row, and column.
    pub fn text_place(&self, text: usize) -> (&str, &str) {
        let of = |list: &[u32]| list.get(text).map_or("", |number| self.string(*number));
        (of(&self.texts.at), of(&self.texts.columns))
    }

    /// Number of the participant who said a text.
    pub fn speaker(&self, text: usize) -> usize {
        self.texts.speakers.get(text).map_or(0, |s| usize::from(*s))
    }

    /// Whether everything in it fits together: what was read from a file may be anything.
    pub fn is_sound(&self) -> bool {
        let (rows, strings) = (self.rows.len(), self.strings.len());
        let known = |number: u32| (number as usize) < strings;
        let column = |c: &Column| {
            let count = match &c.values {
                Values::Present => c.present.len(),
                Values::Narrow(v) => v.len(),
                Values::Wide(v) => v.len(),
                Values::Numbers(v) => v.len(),
            };
            let within = c.present.last().is_none_or(|row| row < rows);
            known(c.at)
                && known(c.code)
                && c.words.iter().all(|w| known(*w))
                && within
                && count == c.present.len()
        };
        let t = &self.texts;
        let n = t.rows.len();
        let texts = [t.at.len(), t.columns.len(), t.kinds.len(), t.speakers.len(), t.ends.len()]
            .iter()
            .all(|len| *len == n)
            && t.folded_ends.len() == n
            && t.rows.is_sorted()
            && t.rows.iter().all(|row| usize::from(*row) < rows);
        rows <= ROWS
            && self.rows.iter().all(|row| !row.people.is_empty())
            && self.columns.iter().all(column)
            && self.evidence.iter().all(|(row, _)| usize::from(*row) < rows)
            && texts
    }

    /// One session as it was put in.
    pub fn digest(&self, row: usize) -> Option<Digest> {
        let string = |number: &u32| self.string(*number).to_owned();
        let own = self.rows.get(row)?.map(string);
        let mut values = Vec::new();
        for column in self.columns.iter().filter(|c| c.present.has(row)) {
            let value = match &column.values {
                Values::Present => Value::Present,
                Values::Numbers(numbers) => Value::Number(*numbers.get(column.present.rank(row))?),
                Values::Narrow(_) | Values::Wide(_) => {
                    let value = column.value(row)?;
                    match Column::reason(value) {
                        Some(reason) => Value::Reason(reason),
                        None => Value::Codes(self.code(column, value)?.to_owned()),
                    }
                }
            };
            values.push((self.place(column), value));
        }
        let texts = self.texts.of_row(row).filter_map(|text| {
            let (at, column) = self.text_place(text);
            Some(Text {
                at: at.to_owned(),
                column: column.to_owned(),
                kind: self.texts.kind(text)?,
                speaker: u16::try_from(self.speaker(text)).ok()?,
                words: self.texts.words(text).to_owned(),
            })
        });
        let evidence = self.evidence.iter().filter(|(r, _)| usize::from(*r) == row).map(|(_, p)| Piece {
            at: string(&p.at),
            source: string(&p.source),
            number: p.number,
            state: p.state,
            kind: p.kind,
            about_trafficking: p.about_trafficking,
            reliability: p.reliability,
            credibility: p.credibility,
        });
        Some(Digest { row: own, values, texts: texts.collect(), evidence: evidence.collect() })
    }
}
