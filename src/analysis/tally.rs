//! How often what was answered, group by group: the counts under every comparison.
//!
//! A session counts once, whoever took part in it. A reason for no answer is a count of its own and never a value.

use super::corpus::{Bits, Column, Corpus, Place, Segment, What};
use super::group::{Grouping, OUT};
use super::{Book, Subject};
use crate::bank::Scale;
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

    /// Takes in the counts of other sessions. Institutions can't be added, as the same may be in both: the larger number
    /// stays.
    pub fn add(&mut self, other: &Self) {
        self.sessions += other.sessions;
        self.answered += other.answered;
        self.worded += other.worded;
        self.strange += other.strange;
        self.accounts += other.accounts;
        self.unsupported += other.unsupported;
        self.institutions = self.institutions.max(other.institutions);
        self.numbers.extend(&other.numbers);
        self.options.resize(self.options.len().max(other.options.len()), 0);
        self.options.iter_mut().zip(&other.options).for_each(|(a, b)| *a += b);
        self.reasons.iter_mut().zip(&other.reasons).for_each(|(a, b)| *a += b);
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

/// Where the answers to one subject stand in the corpus, and what was counted of them.
struct Reading<'a> {
    subject: &'a Subject,
    /// The codes, or numbers, of the cell.
    own: Option<u32>,
    /// Reasons that hold for the whole row or item.
    above: Vec<u32>,
    accounts: Vec<u32>,
    /// Where words stand that answer it although nothing is coded.
    words: Vec<u32>,
    /// Where it is said that more than somebody's word stands behind an answer.
    supported: Vec<u32>,
    /// Which institutions each group heard from: a bit for each, group after group.
    sources: Vec<u64>,
    tally: Tally,
}

/// One segment, and what is needed of it for every subject.
struct Part<'a> {
    number: usize,
    held: &'a Segment,
    /// The group of each row.
    of: &'a [u16],
    /// A small number for the institution of each row.
    institutions: &'a [u32],
    /// Words of 64 bits that the institutions of one group take.
    wide: usize,
    groups: usize,
}

/// Counts the answers to one subject in the sessions of a grouping.
pub fn tally(corpus: &Corpus, book: &Book, grouping: &Grouping, subject: &Subject) -> Tally {
    tallies(corpus, book, grouping, std::slice::from_ref(subject)).pop().unwrap_or_default()
}

/// Counts the answers to many subjects, in one pass over the sessions of a grouping: one tally for each, in order.
pub fn tallies(corpus: &Corpus, book: &Book, grouping: &Grouping, subjects: &[Subject]) -> Vec<Tally> {
    let groups = grouping.len();
    let wide = corpus.sources().div_ceil(64);
    let below = if subjects.iter().any(Subject::is_open) { below(corpus) } else { HashMap::new() };
    let size = Size { groups, wide };
    let mut readings: Vec<Reading<'_>> =
        subjects.iter().map(|subject| Reading::new(subject, corpus, book, &below, size)).collect();
    let mut buffer = Vec::new();
    let mut told = Told::default();
    for (number, held) in corpus.segments().iter().enumerate() {
        let Some(of) = grouping.of.get(number) else { continue };
        let part = Part { number, held, of, institutions: corpus.source(number), wide, groups };
        for reading in &mut readings {
            reading.count(corpus, &part, &mut buffer, &mut told);
        }
    }
    readings.into_iter().map(|reading| reading.finish(corpus, book, grouping, wide)).collect()
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

/// How many groups there are, and how many words of 64 bits the institutions of one take.
#[derive(Clone, Copy)]
struct Size {
    groups: usize,
    wide: usize,
}

impl<'a> Reading<'a> {
    fn new(
        subject: &'a Subject,
        corpus: &Corpus,
        book: &Book,
        below: &HashMap<&str, Vec<u32>>,
        size: Size,
    ) -> Self {
        let place = &subject.place;
        let mut levels = vec![Place::item(place.at.clone())];
        if subject.item.reference != place.at {
            levels.push(Place::item(subject.item.reference.clone()));
        }
        let mut above: Vec<u32> =
            levels.iter().filter(|w| *w != place).filter_map(|w| corpus.place(w)).collect();
        if place.what == What::Number {
            above.extend(corpus.place(&place.with(What::Codes)));
        }
        let all = |what| levels.iter().filter_map(|at| corpus.place(&at.with(what))).collect::<Vec<u32>>();
        let mut accounts = all(What::Account);
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
            supported: all(What::Supported),
            sources: vec![0; size.groups * size.wide],
            tally: Tally { groups: (0..size.groups).map(|_| empty()).collect(), all: empty() },
        }
    }

    fn count(&mut self, corpus: &Corpus, part: &Part<'_>, buffer: &mut Vec<u32>, told: &mut Told) {
        let column = |place: &u32| corpus.column(part.number, *place);
        let own = self.own.as_ref().and_then(column);
        if let Some(own) = own {
            self.codes(own, part, buffer);
            self.figures(own, part);
            self.supported(own, corpus, part);
        }
        if !self.words.is_empty() || self.above.iter().any(|place| column(place).is_some()) {
            let seen = self.reasons_above(own, corpus, part);
            let mut worded = Bits::default();
            for column in self.words.iter().filter_map(column) {
                worded.or(column.present());
            }
            worded.and_not(&seen);
            for row in worded.iter() {
                let Some(group) = part.group(row) else { continue };
                if let Some(counts) = self.tally.groups.get_mut(group) {
                    counts.worded += 1;
                }
                part.heard(&mut self.sources, row, group);
            }
        }
        told.look(&self.accounts, corpus, part);
        for (counts, n) in self.tally.groups.iter_mut().zip(&told.counts) {
            counts.accounts += n;
        }
        self.sources.iter_mut().zip(&told.sources).for_each(|(sum, word)| *sum |= word);
    }

    /// Counts every value of every group first, and asks what a value means once for each, not for each session.
    fn codes(&mut self, column: &Column, part: &Part<'_>, buffer: &mut Vec<u32>) {
        let values = usize::from(Column::first_code()) + column.distinct();
        buffer.clear();
        buffer.resize(part.groups * values, 0);
        let sources = &mut self.sources;
        column.visit(|row, value| {
            let Some(group) = part.group(row) else { return };
            if let Some(count) = buffer.get_mut(group * values + usize::from(value)) {
                *count += 1;
            }
            if value >= Column::first_code() {
                part.heard(sources, row, group);
            }
        });
        let scale = self.subject.scale.as_deref();
        for value in 0..values {
            let code = u16::try_from(value).ok().and_then(|value| part.held.code(column, value));
            let mask = mask(code, scale);
            for (group, counts) in self.tally.groups.iter_mut().enumerate() {
                let n = buffer.get(group * values + value).map_or(0, |n| *n as usize);
                if n == 0 {
                    continue;
                }
                if let Some(slot) = counts.reasons.get_mut(value) {
                    *slot += n;
                    continue;
                }
                counts.answered += n;
                counts.unsupported += n;
                counts.strange += if mask == 0 { n } else { 0 };
                let mut rest = mask;
                while rest != 0 {
                    if let Some(slot) = counts.options.get_mut(rest.trailing_zeros() as usize) {
                        *slot += n;
                    }
                    rest &= rest - 1;
                }
            }
        }
    }

    fn figures(&mut self, column: &Column, part: &Part<'_>) {
        for (row, number) in column.numbers() {
            let Some(group) = part.group(row) else { continue };
            if let Some(counts) = self.tally.groups.get_mut(group) {
                counts.answered += 1;
                counts.unsupported += 1;
                counts.numbers.push(number);
            }
            part.heard(&mut self.sources, row, group);
        }
    }

    /// Takes out of the unsupported what is supported: under the row, or under the whole item.
    fn supported(&mut self, own: &Column, corpus: &Corpus, part: &Part<'_>) {
        let mut both = Bits::default();
        for column in self.supported.iter().filter_map(|place| corpus.column(part.number, *place)) {
            both.or(column.present());
        }
        both.and(own.present());
        for row in both.iter() {
            let answered = own.value(row).is_none_or(|value| value >= Column::first_code());
            let group = part.group(row).filter(|_| answered);
            if let Some(counts) = group.and_then(|group| self.tally.groups.get_mut(group)) {
                counts.unsupported = counts.unsupported.saturating_sub(1);
            }
        }
    }

    /// A reason for the whole row or item counts where the cell has nothing of its own. The sessions that have either.
    fn reasons_above(&mut self, own: Option<&Column>, corpus: &Corpus, part: &Part<'_>) -> Bits {
        let mut seen = own.map(|column| column.present().clone()).unwrap_or_default();
        for column in self.above.iter().filter_map(|place| corpus.column(part.number, *place)) {
            for (row, value) in column.each() {
                if value >= Column::first_code() || seen.has(row) {
                    continue;
                }
                seen.insert(row);
                let counts = part.group(row).and_then(|group| self.tally.groups.get_mut(group));
                if let Some(slot) = counts.and_then(|c| c.reasons.get_mut(usize::from(value))) {
                    *slot += 1;
                }
            }
        }
        seen
    }

    fn finish(mut self, corpus: &Corpus, book: &Book, grouping: &Grouping, wide: usize) -> Tally {
        let bank = book.bank_of(&self.subject.item.reference).and_then(|bank| corpus.number(&bank.id));
        let with = bank.and_then(|bank| grouping.with_bank.get(&bank));
        let mut all = vec![0_u64; wide];
        let heard = self.sources.chunks(wide.max(1));
        for (at, (counts, heard)) in self.tally.groups.iter_mut().zip(heard).enumerate() {
            counts.sessions = with.and_then(|w| w.get(at)).copied().unwrap_or(0);
            counts.institutions = ones(heard);
            self.tally.all.add(counts);
            all.iter_mut().zip(heard).for_each(|(sum, word)| *sum |= word);
        }
        self.tally.all.institutions = ones(&all);
        self.tally
    }
}

fn ones(words: &[u64]) -> usize {
    words.iter().map(|word| word.count_ones() as usize).sum()
}

/// Who gave an account under some references, in one segment. The cells of a row have the same: it is counted once.
#[derive(Default)]
struct Told {
    accounts: Vec<u32>,
    part: Option<usize>,
    counts: Vec<usize>,
    sources: Vec<u64>,
}

impl Told {
    fn look(&mut self, accounts: &[u32], corpus: &Corpus, part: &Part<'_>) {
        if self.part == Some(part.number) && self.accounts == accounts {
            return;
        }
        self.part = Some(part.number);
        self.accounts.clear();
        self.accounts.extend(accounts);
        self.counts.clear();
        self.counts.resize(part.groups, 0);
        self.sources.clear();
        self.sources.resize(part.groups * part.wide, 0);
        let mut told = Bits::default();
        for column in accounts.iter().filter_map(|place| corpus.column(part.number, *place)) {
            told.or(column.present());
        }
        let (counts, sources) = (&mut self.counts, &mut self.sources);
        told.visit(|row| {
            let Some(group) = part.group(row) else { return };
            if let Some(count) = counts.get_mut(group) {
                *count += 1;
            }
            part.heard(sources, row, group);
        });
    }
}

impl Part<'_> {
    fn group(&self, row: usize) -> Option<usize> {
        self.of.get(row).copied().filter(|group| *group != OUT).map(usize::from)
    }

    fn heard(&self, sources: &mut [u64], row: usize, group: usize) {
        let Some(from) = self.institutions.get(row).map(|from| *from as usize) else { return };
        if let Some(word) = sources.get_mut(group * self.wide + from / 64) {
            *word |= 1 << (from % 64);
        }
    }
}

/// The options of a scale that codes stand for, a bit for each; none where the scale has none of them.
fn mask(codes: Option<&str>, scale: Option<&Scale>) -> u64 {
    let (Some(codes), Some(scale)) = (codes, scale) else { return 0 };
    let option = |code: &str| scale.options.iter().position(|o| o.code == code).filter(|at| *at < 64);
    codes.split('+').filter_map(option).fold(0, |mask, at| mask | 1 << at)
}
