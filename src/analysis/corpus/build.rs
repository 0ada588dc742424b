//! Making a segment from sessions, one after the other.

use super::bits::Bits;
use super::digest::{Digest, Piece, Value};
use super::place::What;
use super::segment::{Column, REASONS, ROWS, Segment, Values};
use crate::session::Nonresponse;
use crate::text::fold;
use std::collections::HashMap;

/// A segment in the making.
#[derive(Default)]
pub struct Builder {
    segment: Segment,
    numbers: HashMap<String, u32>,
    columns: HashMap<(u32, u32, What), Making>,
}

/// A column in the making.
#[derive(Default)]
struct Making {
    present: Bits,
    words: Vec<u32>,
    values: Vec<u16>,
    numbers: Vec<f64>,
}

impl Builder {
    /// How many sessions are in it.
    pub fn len(&self) -> usize {
        self.segment.rows.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether no more fit in.
    pub fn is_full(&self) -> bool {
        self.len() >= ROWS
    }

    fn number(&mut self, text: &str) -> u32 {
        number(&mut self.numbers, &mut self.segment.strings, text)
    }

    /// Puts a session in; one that does not fit in any more is left out.
    pub fn push(&mut self, digest: &Digest) {
        let Some(row) = u16::try_from(self.len()).ok().filter(|_| !self.is_full()) else { return };
        let (numbers, strings) = (&mut self.numbers, &mut self.segment.strings);
        let own = digest.row.map(|text| number(numbers, strings, text));
        self.segment.rows.push(own);
        for (place, value) in &digest.values {
            let key = (self.number(place.at.as_str()), self.number(&place.column), place.what);
            let word = match value {
                Value::Codes(codes) => Some(self.number(codes)),
                _ => None,
            };
            self.columns.entry(key).or_default().push(row.into(), value, word);
        }
        for piece in &digest.evidence {
            let piece = Piece {
                at: self.number(&piece.at),
                source: self.number(&piece.source),
                number: piece.number,
                state: piece.state,
                kind: piece.kind,
                about_trafficking: piece.about_trafficking,
                reliability: piece.reliability,
                credibility: piece.credibility,
            };
            self.segment.evidence.push((row, piece));
        }
        for text in &digest.texts {
            let (at, column) = (self.number(&text.at), self.number(&text.column));
            let texts = &mut self.segment.texts;
            texts.words.push_str(&text.words);
            texts.folded.push_str(&fold(&text.words));
            let (Ok(end), Ok(folded)) = (u32::try_from(texts.words.len()), u32::try_from(texts.folded.len()))
            else {
                // Four thousand megabytes of words in a thousand sessions: the rest can be read, not searched.
                texts.words.truncate(texts.ends.last().map_or(0, |end| *end as usize));
                texts.folded.truncate(texts.folded_ends.last().map_or(0, |end| *end as usize + 1));
                return;
            };
            texts.folded.push('\n');
            texts.ends.push(end);
            texts.folded_ends.push(folded);
            texts.rows.push(row);
            texts.at.push(at);
            texts.columns.push(column);
            texts.kinds.push(text.kind);
            texts.speakers.push(text.speaker);
        }
    }

    /// The segment.
    pub fn finish(self) -> Segment {
        let mut segment = self.segment;
        segment.columns =
            self.columns.into_iter().map(|((at, code, what), made)| made.finish(at, code, what)).collect();
        let strings = &segment.strings;
        let name = |number: u32| strings.get(number as usize).map(String::as_str);
        segment.columns.sort_by(|a, b| {
            name(a.at)
                .cmp(&name(b.at))
                .then_with(|| name(a.code).cmp(&name(b.code)))
                .then(a.what.cmp(&b.what))
        });
        segment
    }
}

fn number(numbers: &mut HashMap<String, u32>, strings: &mut Vec<String>, text: &str) -> u32 {
    if let Some(number) = numbers.get(text) {
        return *number;
    }
    let number = u32::try_from(strings.len()).unwrap_or(u32::MAX);
    strings.push(text.to_owned());
    numbers.insert(text.to_owned(), number);
    number
}

impl Making {
    fn push(&mut self, row: usize, value: &Value, word: Option<u32>) {
        if self.present.has(row) {
            return;
        }
        match (value, word) {
            (Value::Reason(reason), _) => {
                let at = Nonresponse::ALL.iter().position(|r| r == reason).unwrap_or(0);
                self.values.push(u16::try_from(at).unwrap_or(0));
            }
            (Value::Codes(_), Some(word)) => {
                let at = self.words.iter().position(|w| *w == word).unwrap_or_else(|| {
                    self.words.push(word);
                    self.words.len() - 1
                });
                self.values.push(REASONS + u16::try_from(at).unwrap_or(0));
            }
            (Value::Number(number), _) => self.numbers.push(*number),
            (Value::Present | Value::Codes(_), _) => {}
        }
        self.present.insert(row);
    }

    fn finish(self, at: u32, code: u32, what: What) -> Column {
        let values = if what == What::Number {
            Values::Numbers(self.numbers)
        } else if !matches!(what, What::Codes | What::By) {
            Values::Present
        } else if self.words.len() + usize::from(REASONS) <= 256 {
            Values::Narrow(self.values.into_iter().map(|v| v as u8).collect())
        } else {
            Values::Wide(self.values)
        };
        Column { at, code, what, present: self.present, words: self.words, values }
    }
}
