//! One question across many people: what each group said, how far they agree, and what was said in words.
//!
//! Triangulation asks people in different places the same thing and looks at what is borne out, contradicted, or said by
//! one source only. Every figure comes with how many answered, were asked, and were met. A meeting of several is one
//! source.

use super::corpus::{Corpus, Kind, RowId, Selection};
use super::figures::{self, Alpha, Metric, Middle, Ordinal, Ratings, Undefined};
use super::group::{By, Grouping};
use super::tally::{Counts, Tally, tallies, tally};
use super::{Book, Subject};
use crate::bank::{Kind as Answers, Scale};

/// How a scale is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Its options have an order: those with a score.
    Ordered,
    /// One option of several without order.
    Nominal,
    /// Any number of options.
    Several,
    /// Numbers.
    Number,
    /// Only words.
    Words,
}

impl Measure {
    /// How a subject's answers are read.
    pub fn of(subject: &Subject) -> Self {
        match &subject.scale {
            Some(scale) if scale.several => Self::Several,
            Some(scale) if scale.options.iter().filter(|o| o.score.is_some()).count() > 1 => Self::Ordered,
            Some(_) => Self::Nominal,
            None if subject.place.what == super::corpus::What::Number => Self::Number,
            None => Self::Words,
        }
    }
}

/// The figures of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Middle and quartiles of the scores, where the scale has an order and somebody answered. Categories count from the
    /// lowest score.
    pub ordinal: Option<Ordinal>,
    /// How far those of the group differ, from 0 (all alike) to 1: Leik's D where the scale has an order, else the index
    /// of qualitative variation, of several options their average. `None` where nobody answered.
    pub spread: Option<f64>,
}

/// One account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The session.
    pub at: RowId,
    /// The number of the text in its segment.
    pub text: usize,
    /// The group.
    pub group: usize,
}

/// What is laid down against what is done: sessions by both answers to one finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Cross {
    /// Labels of the options.
    pub options: Vec<String>,
    /// `counts[paper][practice]`: sessions that gave both.
    pub counts: Vec<Vec<usize>>,
    /// Sessions that say that it exists on paper and not, or not fully, in practice.
    pub gap: usize,
    /// Sessions that gave both.
    pub n: usize,
}

/// What managers say of their staff against what staff say of themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleGap {
    /// What staff said.
    pub staff: Counts,
    /// What managers said.
    pub managers: Counts,
    /// Mean score of managers less mean score of staff, in steps of the scale: positive where managers think better of
    /// it. `None` where one of the two did not answer.
    pub difference: Option<f64>,
}

/// Agreement over the rows of a table in one column: how alike the rows are ordered and rated.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Over the medians of the groups: each group a rater.
    pub groups: Result<Alpha, Undefined>,
    /// Over all sessions: each session a rater.
    pub sessions: Result<Alpha, Undefined>,
    /// Rows that were rated.
    pub rows: usize,
}

/// One question across groups.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What is compared.
    pub subject: Subject,
    /// How its answers are read.
    pub measure: Measure,
    /// The groups.
    pub grouping: Grouping,
    /// Counts by group and over all.
    pub tally: Tally,
    /// Figures by group.
    pub figures: Vec<Figures>,
    /// Figures over all.
    pub all: Figures,
    /// Paper against practice, of a finding that has both.
    pub cross: Option<Cross>,
    /// Managers against staff, where the scale has an order.
    pub gap: Option<RoleGap>,
    /// Agreement, of a table whose column has an order.
    pub agreement: Option<Agreement>,
    /// Accounts, group by group.
    pub quotes: Vec<Quote>,
}

/// Sets the answers to one subject side by side.
pub fn compare(corpus: &Corpus, book: &Book, selection: &Selection, by: By, subject: &Subject) -> Comparison {
    let grouping = Grouping::new(corpus, book, selection, by);
    let tally = tally(corpus, book, &grouping, subject);
    let measure = Measure::of(subject);
    let of = |counts: &Counts| figures(counts, subject, measure);
    let figures = tally.groups.iter().map(of).collect();
    let all = of(&tally.all);
    let (cross, gap, agreement) = (
        cross(corpus, book, selection, subject),
        (measure == Measure::Ordered).then(|| gap(corpus, book, selection, subject)).flatten(),
        (measure == Measure::Ordered).then(|| agreement(corpus, book, &grouping, subject)).flatten(),
    );
    let quotes = quotes(corpus, book, &grouping, subject);
    let subject = subject.clone();
    Comparison { subject, measure, grouping, tally, figures, all, cross, gap, agreement, quotes }
}

/// The figures of some counts.
pub fn figures(counts: &Counts, subject: &Subject, measure: Measure) -> Figures {
    let Some(scale) = &subject.scale else { return Figures::default() };
    let plain = |counts: &[usize]| counts.iter().map(|n| *n as u64).collect::<Vec<u64>>();
    match measure {
        Measure::Ordered => {
            let scored: Vec<u64> = counts.scored(scale).iter().map(|(_, n)| *n as u64).collect();
            Figures { ordinal: figures::ordinal(&scored).ok(), spread: figures::leik_d(&scored).ok() }
        }
        Measure::Several => Figures { ordinal: None, spread: several(counts) },
        _ => Figures { ordinal: None, spread: figures::iqv(&plain(&counts.options)).ok() },
    }
}

/// Of options that can hold together: for each how evenly those who chose it and those who did not are split, and the
/// average of that.
fn several(counts: &Counts) -> Option<f64> {
    let n = counts.answered as u64;
    let split = |chosen: &usize| figures::iqv(&[*chosen as u64, n.saturating_sub(*chosen as u64)]).ok();
    let all: Vec<f64> = counts.options.iter().filter_map(split).collect();
    (!all.is_empty() && n > 0).then(|| all.iter().sum::<f64>() / all.len() as f64)
}

/// The mean of the scores; `None` where nobody gave one.
pub fn mean(counts: &Counts, scale: &Scale) -> Option<f64> {
    let scored = counts.scored(scale);
    let n: usize = scored.iter().map(|(_, n)| n).sum();
    let sum: usize = scored.iter().map(|(score, n)| usize::from(*score) * n).sum();
    (n > 0).then(|| sum as f64 / n as f64)
}

fn gap(corpus: &Corpus, book: &Book, selection: &Selection, subject: &Subject) -> Option<RoleGap> {
    let grouping = Grouping::new(corpus, book, selection, By::Managers);
    let tally = tally(corpus, book, &grouping, subject);
    let of = |name: &str| {
        let at = grouping.codes.iter().position(|c| c == name);
        at.and_then(|at| tally.groups.get(at)).cloned().unwrap_or_default()
    };
    let (staff, managers) = (of("staff"), of("managers"));
    let scale = subject.scale.as_deref()?;
    let difference = mean(&managers, scale).zip(mean(&staff, scale)).map(|(m, s)| m - s);
    (staff.sessions + managers.sessions > 0).then_some(RoleGap { staff, managers, difference })
}

/// Score of a middle in steps from the lowest category: between two half way.
pub fn step(middle: Middle) -> f64 {
    match middle {
        Middle::At(at) => at as f64,
        Middle::Between(a, b) => (a + b) as f64 / 2.0,
    }
}

pub(super) fn agreement(
    corpus: &Corpus,
    book: &Book,
    grouping: &Grouping,
    subject: &Subject,
) -> Option<Agreement> {
    if subject.item.kind.rows().len() < 2 {
        return None;
    }
    let rows: Vec<Subject> = book
        .subjects(&subject.item)
        .iter()
        .filter(|s| s.place.column == subject.place.column)
        .cloned()
        .collect();
    let scale = subject.scale.as_deref()?;
    let tallies = tallies(corpus, book, grouping, &rows);
    let scored = |counts: &Counts| counts.scored(scale).iter().map(|(_, n)| *n as u64).collect::<Vec<u64>>();
    let codes = scored(&Counts { options: vec![0; scale.options.len()], ..Counts::default() }).len();
    let mut sessions = Ratings::of_codes(codes);
    for tally in &tallies {
        sessions.push(&scored(&tally.all));
    }
    let median = |counts: &Counts| figures::ordinal(&scored(counts)).ok().map(|o| step(o.median));
    let medians = tallies.iter().map(|tally| tally.groups.iter().map(median).collect::<Vec<_>>());
    let groups = Ratings::from_matrix(medians).and_then(|r| figures::alpha(&r, Metric::Ordinal));
    let rated = tallies.iter().filter(|t| t.all.answered > 0).count();
    Some(Agreement { groups, sessions: figures::alpha(&sessions, Metric::Ordinal), rows: rated })
}

fn cross(corpus: &Corpus, book: &Book, selection: &Selection, subject: &Subject) -> Option<Cross> {
    let Answers::Finding { .. } = subject.item.kind else { return None };
    let layers = book.subjects(&subject.item);
    let layer = |code: &str| layers.iter().find(|s| s.place.column == code);
    let (paper, practice) = (layer("paper")?, layer("practice")?);
    let scale = paper.scale.as_deref()?;
    let options = scale.options.len();
    let mut cross = Cross {
        options: scale.options.iter().map(|o| o.label.clone()).collect(),
        counts: vec![vec![0; options]; options],
        gap: 0,
        n: 0,
    };
    let (first, second) = (corpus.place(&paper.place)?, corpus.place(&practice.place)?);
    for (segment, set) in selection.sets.iter().enumerate() {
        let (Some(a), Some(b)) = (corpus.column(segment, first), corpus.column(segment, second)) else {
            continue;
        };
        let Some(held) = corpus.segments().get(segment) else { continue };
        let place = |column, value: u16| {
            let code = held.code(column, value)?;
            scale.options.iter().position(|o| o.code == code)
        };
        for (row, value) in a.each().filter(|(row, _)| set.has(*row)) {
            let both = place(a, value).zip(b.value(row).and_then(|value| place(b, value)));
            let Some((paper, practice)) = both else { continue };
            cross.n += 1;
            let code = |at: usize| scale.options.get(at).map_or("", |o| o.code.as_str());
            cross.gap += usize::from(code(paper) == "yes" && code(practice) != "yes");
            if let Some(count) = cross.counts.get_mut(paper).and_then(|line| line.get_mut(practice)) {
                *count += 1;
            }
        }
    }
    (cross.n > 0).then_some(cross)
}

/// The accounts under a subject's item or row, group by group, the newest session first.
fn quotes(corpus: &Corpus, book: &Book, grouping: &Grouping, subject: &Subject) -> Vec<Quote> {
    let mut all = Vec::new();
    for (segment, held) in corpus.segments().iter().enumerate() {
        let texts = held.texts();
        let (own, item) = (subject.place.at.as_str(), subject.item.reference.as_str());
        let open = subject.is_open();
        // Rows that were added in the interview stand below the item.
        let added = |at: &str| open && subject.is_row(at, book);
        let wanted = |at: &str| at == own || at == item || added(at);
        let known: Vec<bool> = held.strings().iter().map(|s| wanted(s)).collect();
        let counted = subject.place.what == super::corpus::What::Number;
        let in_words = |text: usize| crate::bank::number(texts.words(text)).is_none();
        let mut last = None;
        for text in texts.at_any(&known) {
            let at = RowId { segment, row: texts.row(text) };
            let column = held.text_place(text).1;
            let own = match texts.kind(text) {
                Some(Kind::Account) => true,
                // A plain number is in the figures; "about 40" is not.
                Some(Kind::Words) => open || column == subject.place.column && (!counted || in_words(text)),
                Some(Kind::Label) => open,
                _ => false,
            };
            // What was typed into one added row is one entry.
            let place = (at, held.text_place(text).0);
            let again = open && texts.kind(text) != Some(Kind::Account) && last == Some(place);
            if own && texts.kind(text) != Some(Kind::Account) {
                last = Some(place);
            }
            if let Some(group) = grouping.of(at).filter(|_| own && !again) {
                all.push(Quote { at, text, group });
            }
        }
    }
    let started = |q: &Quote| corpus.row(q.at).map_or(0, |row| row.started);
    all.sort_by_key(|q| (q.group, std::cmp::Reverse(started(q)), q.at, q.text));
    all
}

/// How one subject stands: for the list of all, by what calls for a closer look.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The subject.
    pub subject: Subject,
    /// Counts over all.
    pub counts: Counts,
    /// How far all differ, from 0 to 1; see [`Figures::spread`].
    pub spread: Option<f64>,
    /// Largest difference between the medians of two groups that have at least three answers each, in steps of the scale.
    pub apart: Option<f64>,
}

impl Standing {
    /// Share of the answers that nothing stands behind that was seen, copied or visited.
    pub fn unsupported(&self) -> Option<f64> {
        (self.counts.answered > 0).then(|| self.counts.unsupported as f64 / self.counts.answered as f64)
    }
}

/// Fewest answers that a group's median is compared with.
const FEW: u64 = 3;

/// How every subject of the known banks stands that somebody was asked, or gave an account on, in the order of the
/// banks.
pub fn standings(corpus: &Corpus, book: &Book, selection: &Selection, by: By) -> Vec<Standing> {
    let grouping = Grouping::new(corpus, book, selection, by);
    let subjects = book.every_subject();
    let tallies = tallies(corpus, book, &grouping, subjects);
    let told = subjects.iter().zip(tallies).filter(|(_, t)| t.all.asked() > 0 || t.all.accounts > 0);
    told.map(|(subject, tally)| {
        let measure = Measure::of(subject);
        let apart = if measure == Measure::Ordered { apart(&tally, subject) } else { None };
        let spread = figures(&tally.all, subject, measure).spread;
        Standing { subject: subject.clone(), counts: tally.all, spread, apart }
    })
    .collect()
}

fn apart(tally: &Tally, subject: &Subject) -> Option<f64> {
    let of = |counts: &Counts| figures(counts, subject, Measure::Ordered).ordinal.filter(|o| o.n >= FEW);
    let medians: Vec<f64> = tally.groups.iter().filter_map(of).map(|o| step(o.median)).collect();
    let (low, high) = medians.iter().fold((f64::MAX, f64::MIN), |(l, h), m| (l.min(*m), h.max(*m)));
    (medians.len() > 1).then_some(high - low)
}

#[cfg(test)]
mod tests;
