//! How often what was answered, group by group: the counts under every comparison.
//!
//! A session counts once, whoever took part in it. A reason for no answer is a count of its own and never a value.

use super::corpus::{Bits, Column, Corpus, Field, Place, Segment, What};
use super::group::{Grouping, OUT};
use super::{Book, Subject};
use crate::bank::{Ref, Scale};
use std::collections::HashMap;

/// The counts of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Sessions of the group whose questionnaires have the item.
    pub sessions: usize,
    /// Sessions with a code, or a number.
    pub answered: usize,
    /// Sessions for each option of the scale, in its order. Of several options chosen each counts.
    pub options: Vec<usize>,
    /// Sessions that answered in words where there is no code, number or reason: "about 40" for a number, an account on
    /// an open question. Nothing that could be counted.
    pub worded: usize,
    /// Sessions with a code that the scale does not have: of another version of the bank.
    pub strange: usize,
    /// Sessions for each reason for no answer, in the order of [`crate::session::Nonresponse::ALL`]: don't know,
    /// refused, not applicable, not asked.
    pub reasons: [usize; 4],
    /// The numbers, where the item takes numbers.
    pub numbers: Vec<f64>,
    /// Sessions with an account.
    pub accounts: usize,
    /// Institutions of the sessions that answered, or gave an account: how many sources there are apart. Where no
    /// institution is known, that counts as one.
    pub institutions: usize,
    /// Sessions that answered and have nothing behind it, or only what is asserted or promised.
    pub unsupported: usize,
}

impl Counts {
    /// Sessions in which it was asked: answered, with a code, a number or words, or there is a reason for none other
    /// than that it was left out.
    pub fn asked(&self) -> usize {
        self.given() + self.reasons.iter().take(3).sum::<usize>()
    }

    /// Sessions that answered at all: with a code, a number or words.
    pub fn given(&self) -> usize {
        self.answered + self.worded
    }

    /// Sessions in which nothing is known: not even that it was left out.
    pub fn blank(&self) -> usize {
        self.sessions.saturating_sub(self.asked() + self.reasons.last().copied().unwrap_or(0))
    }

    /// The options that have a score, in ascending order of it: score and count. See [`ladder`].
    pub fn scored(&self, scale: &Scale) -> Vec<(u8, usize)> {
        let of = |at: usize| Some((scale.options.get(at)?.score?, *self.options.get(at)?));
        ladder(scale).into_iter().filter_map(of).collect()
    }
}

/// The places of the options that have a score, the lowest score first: what the categories of an ordered scale are.
pub fn ladder(scale: &Scale) -> Vec<usize> {
    let scored = scale.options.iter().enumerate().filter_map(|(at, o)| Some((o.score?, at)));
    let mut all: Vec<(u8, usize)> = scored.collect();
    all.sort_unstable();
    all.into_iter().map(|(_, at)| at).collect()
}

/// Counts by group, and over all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// For each group of the grouping.
    pub groups: Vec<Counts>,
    /// For all together.
    pub all: Counts,
}

/// Where the answers to one subject stand in the corpus.
struct Reading<'a> {
    subject: &'a Subject,
    /// The codes, or numbers, of the cell.
    own: Option<u32>,
    /// Reasons that hold for the whole row or item.
    above: Vec<u32>,
    accounts: Vec<u32>,
    /// Where words stand that answer it although nothing is coded.
    words: Vec<u32>,
    /// Which institutions each group heard from.
    sources: Vec<Bits>,
    tally: Tally,
}

/// One segment, and what is needed of it for every subject.
struct Part<'a> {
    number: usize,
    held: &'a Segment,
    /// The group of each row.
    of: &'a [u16],
    /// A small number for the institution of each row.
    institutions: Vec<u32>,
    /// Rows in which something seen, copied or visited stands behind an answer, by the number of its reference.
    supported: HashMap<&'a str, Bits>,
}

/// Counts the answers to one subject in the sessions of a grouping.
pub fn tally(corpus: &Corpus, book: &Book, grouping: &Grouping, subject: &Subject) -> Tally {
    tallies(corpus, book, grouping, std::slice::from_ref(subject)).pop().unwrap_or_default()
}

/// Counts the answers to many subjects, in one pass over the sessions of a grouping: one tally for each, in order.
pub fn tallies(corpus: &Corpus, book: &Book, grouping: &Grouping, subjects: &[Subject]) -> Vec<Tally> {
    let below = if subjects.iter().any(Subject::is_open) { below(corpus) } else { HashMap::new() };
    let mut readings: Vec<Reading<'_>> =
        subjects.iter().map(|subject| Reading::new(subject, corpus, book, &below, grouping.len())).collect();
    let mut small: HashMap<u32, u32> = HashMap::new();
    for (number, held) in corpus.segments().iter().enumerate() {
        let Some(of) = grouping.of.get(number) else { continue };
        let institutions = corpus.facet(number, Field::Institution).iter().map(|name| {
            let next = small.len() as u32;
            *small.entry(*name).or_insert(next)
        });
        // By the number of the reference first: there are many more pieces than references.
        let mut by_number: Vec<Bits> = vec![Bits::default(); held.strings().len()];
        for (row, piece) in held.evidence().iter().filter(|(_, piece)| piece.state >= SUPPORTS) {
            if let Some(rows) = by_number.get_mut(piece.at as usize) {
                rows.insert(usize::from(*row));
            }
        }
        let known = held.strings().iter().map(String::as_str).zip(by_number);
        let supported = known.filter(|(_, rows)| !rows.is_empty()).collect();
        let part = Part { number, held, of, institutions: institutions.collect(), supported };
        for reading in &mut readings {
            reading.count(corpus, &part);
        }
    }
    readings.into_iter().map(|reading| reading.finish(corpus, book, grouping)).collect()
}

/// The numbers of the places that stand right below each reference.
fn below(corpus: &Corpus) -> HashMap<&str, Vec<u32>> {
    let mut all: HashMap<&str, Vec<u32>> = HashMap::new();
    for (number, place) in (0..).zip(corpus.places()) {
        if let Some((above, _)) = place.at.as_str().rsplit_once('.') {
            all.entry(above).or_default().push(number);
        }
    }
    all
}

/// The state of evidence from which on it stands behind an answer: seen.
const SUPPORTS: u8 = 2;

impl<'a> Reading<'a> {
    fn new(
        subject: &'a Subject,
        corpus: &Corpus,
        book: &Book,
        below: &HashMap<&str, Vec<u32>>,
        groups: usize,
    ) -> Self {
        let place = &subject.place;
        let mut levels = vec![&place.at];
        if subject.item.reference != place.at {
            levels.push(&subject.item.reference);
        }
        let whole = |at: &&Ref| Place::item((*at).clone());
        let mut above: Vec<u32> =
            levels.iter().map(whole).filter(|w| w != place).filter_map(|w| corpus.place(&w)).collect();
        if place.what == What::Number {
            above.extend(corpus.place(&place.with(What::Codes)));
        }
        let mut accounts: Vec<u32> =
            levels.iter().filter_map(|at| corpus.place(&whole(at).with(What::Account))).collect();
        let mut words = Vec::new();
        if place.column.is_empty() {
            // An account of a whole table says nothing on one of its cells; that of an item is the answer to it.
            words.extend(&accounts);
        } else if subject.scale.is_none() {
            words.extend(corpus.place(&place.with(What::Words)));
            if place.what != What::Number {
                words.extend(corpus.place(&place.with(What::Number)));
            }
        }
        if subject.is_open() {
            // Rows that were added in the interview: each session has its own.
            for number in below.get(place.at.as_str()).into_iter().flatten().copied() {
                let Some(place) = corpus.places().get(number as usize) else { continue };
                if !subject.is_row(place.at.as_str(), book) {
                    continue;
                }
                match place.what {
                    What::Account => {
                        accounts.push(number);
                        words.push(number);
                    }
                    What::Words | What::Number => words.push(number),
                    _ => {}
                }
            }
        }
        let options = subject.scale.as_ref().map_or(0, |s| s.options.len());
        let empty = || Counts { options: vec![0; options], ..Counts::default() };
        Self {
            subject,
            own: corpus.place(place),
            above,
            accounts,
            words,
            sources: vec![Bits::default(); groups],
            tally: Tally { groups: (0..groups).map(|_| empty()).collect(), all: empty() },
        }
    }

    fn count(&mut self, corpus: &Corpus, part: &Part<'_>) {
        let column = |place: &u32| corpus.column(part.number, *place);
        let mut seen = Bits::default();
        if let Some(own) = self.own.as_ref().and_then(column) {
            seen = own.present().clone();
            self.codes(own, part);
        }
        for place in &self.above {
            let Some(column) = column(place) else { continue };
            for (row, value) in column.each() {
                if value >= Column::first_code() || seen.has(row) {
                    continue;
                }
                seen.insert(row);
                if let Some(slot) = part
                    .group(row)
                    .and_then(|group| self.tally.groups.get_mut(group))
                    .and_then(|counts| counts.reasons.get_mut(usize::from(value)))
                {
                    *slot += 1;
                }
            }
        }
        let mut worded = Bits::default();
        for place in &self.words {
            if let Some(column) = column(place) {
                worded.or(column.present());
            }
        }
        worded.and_not(&seen);
        for row in worded.iter() {
            let Some(group) = part.group(row) else { continue };
            if let Some(counts) = self.tally.groups.get_mut(group) {
                counts.worded += 1;
            }
            self.heard(part, row, group);
        }
        let mut told = Bits::default();
        for place in &self.accounts {
            if let Some(column) = column(place) {
                told.or(column.present());
            }
        }
        for row in told.iter() {
            let Some(group) = part.group(row) else { continue };
            if let Some(counts) = self.tally.groups.get_mut(group) {
                counts.accounts += 1;
            }
            self.heard(part, row, group);
        }
    }

    fn heard(&mut self, part: &Part<'_>, row: usize, group: usize) {
        if let (Some(set), Some(from)) = (self.sources.get_mut(group), part.institutions.get(row)) {
            set.insert(*from as usize);
        }
    }

    fn codes(&mut self, column: &Column, part: &Part<'_>) {
        let scale = self.subject.scale.as_deref();
        let meaning: Vec<u64> = (0..column.distinct())
            .map(|at| mask(part.held.code(column, Column::first_code() + at as u16), scale))
            .collect();
        let own = part.supported.get(self.subject.place.at.as_str());
        let item = part.supported.get(self.subject.item.reference.as_str());
        let supported = |row: usize| own.is_some_and(|b| b.has(row)) || item.is_some_and(|b| b.has(row));
        for (row, value) in column.each() {
            let Some(group) = part.group(row) else { continue };
            let Some(counts) = self.tally.groups.get_mut(group) else { continue };
            let Some(at) = value.checked_sub(Column::first_code()) else {
                if let Some(slot) = counts.reasons.get_mut(usize::from(value)) {
                    *slot += 1;
                }
                continue;
            };
            counts.answered += 1;
            counts.unsupported += usize::from(!supported(row));
            let mut mask = meaning.get(usize::from(at)).copied().unwrap_or(0);
            counts.strange += usize::from(mask == 0);
            while mask != 0 {
                if let Some(slot) = counts.options.get_mut(mask.trailing_zeros() as usize) {
                    *slot += 1;
                }
                mask &= mask - 1;
            }
            self.heard(part, row, group);
        }
        for (row, number) in column.numbers() {
            let Some(group) = part.group(row) else { continue };
            let Some(counts) = self.tally.groups.get_mut(group) else { continue };
            counts.answered += 1;
            counts.numbers.push(number);
            counts.unsupported += usize::from(!supported(row));
            self.heard(part, row, group);
        }
    }

    fn finish(mut self, corpus: &Corpus, book: &Book, grouping: &Grouping) -> Tally {
        let bank = book.bank_of(&self.subject.item.reference).and_then(|bank| corpus.number(&bank.id));
        let with = bank.and_then(|bank| grouping.with_bank.get(&bank));
        let mut all = Bits::default();
        for (at, (counts, sources)) in self.tally.groups.iter_mut().zip(&self.sources).enumerate() {
            counts.sessions = with.and_then(|w| w.get(at)).copied().unwrap_or(0);
            counts.institutions = sources.len();
            self.tally.all.sessions += counts.sessions;
            all.or(sources);
        }
        self.tally.all.institutions = all.len();
        sum(&mut self.tally);
        self.tally
    }
}

impl Part<'_> {
    fn group(&self, row: usize) -> Option<usize> {
        self.of.get(row).copied().filter(|group| *group != OUT).map(usize::from)
    }
}

/// The options of a scale that codes stand for, a bit for each; none where the scale has none of them.
fn mask(codes: Option<&str>, scale: Option<&Scale>) -> u64 {
    let (Some(codes), Some(scale)) = (codes, scale) else { return 0 };
    let option = |code: &str| scale.options.iter().position(|o| o.code == code).filter(|at| *at < 64);
    codes.split('+').filter_map(option).fold(0, |mask, at| mask | 1 << at)
}

fn sum(tally: &mut Tally) {
    let all = &mut tally.all;
    for counts in &tally.groups {
        all.answered += counts.answered;
        all.worded += counts.worded;
        all.strange += counts.strange;
        all.accounts += counts.accounts;
        all.unsupported += counts.unsupported;
        all.numbers.extend(&counts.numbers);
        all.options.iter_mut().zip(&counts.options).for_each(|(a, b)| *a += b);
        all.reasons.iter_mut().zip(&counts.reasons).for_each(|(a, b)| *a += b);
    }
}
