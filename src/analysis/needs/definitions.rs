//! Answers in words scored against a rubric: what they hold, how far scorers agree, and what people think they know
//! against what they can tell.
//!
//! Here: which scores count and what is made of them. Scores are the trainer's marks (`marks::Score`), made without
//! knowing whose the answer is. Not here: the blind order in which they are offered (`blind`).
//!
//! One answer counts once: its score is the mean over its scorers. A score counts when it judges every element of the
//! rubric and the account is still the one that was scored.

use super::rating::Steps;
use super::sessions::{MadeUp, Warning, warnings};
use crate::analysis::corpus::{Corpus, Kind, Place, RowId, Selection, What};
use crate::analysis::figures::{Alpha, Kappa, Metric, Ratings, Undefined, alpha, kappa};
use crate::analysis::group::{By, Grouping};
use crate::analysis::marks::{Annotations, Coder, SEEN, Score, Verdict};
use crate::analysis::tally::{Tally, tallies};
use crate::analysis::{Book, Subject};
use crate::bank::{Item, Ref, Rubric, Scale};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What was said to an item as a whole.
pub fn account<'a>(corpus: &'a Corpus, at: RowId, item: &Ref) -> Option<&'a str> {
    let held = corpus.segments().get(at.segment)?;
    let texts = held.texts();
    let here = |text: &usize| {
        texts.kind(*text) == Some(Kind::Account) && held.text_place(*text) == (item.as_str(), "")
    };
    texts.of_row(at.row).find(here).map(|text| texts.words(text))
}

/// What a score says that it has seen of an account: the first [`SEEN`] digits of its SHA-256.
pub fn seen(account: &str) -> String {
    let digest = Sha256::digest(account.as_bytes());
    digest.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(hex).take(SEEN).collect()
}

fn hex(digit: u8) -> Option<char> {
    char::from_digit(u32::from(digit), 16)
}

/// One score that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The session.
    pub at: RowId,
    /// The scorer, by the place in [`Judged::coders`].
    pub coder: usize,
    /// A verdict for each element of the rubric, in its order.
    pub verdicts: Vec<Verdict>,
}

/// The scores of the answers to one question, as far as they count.
#[derive(Clone, Debug)]
pub struct OfItem {
    /// The question.
    pub item: Arc<Item>,
    /// By what its answers are scored.
    pub rubric: Rubric,
    /// The scores that count, session by session.
    pub scores: Vec<Judgement>,
    /// Sessions and scorers of those whose account is another by now.
    pub outdated: Vec<(RowId, usize)>,
    /// Sessions of those that do not judge every element of the rubric as it is now.
    pub partial: Vec<RowId>,
}

/// Every score, held against the sessions that are there. The same for any filter: made once for a corpus and its marks.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Everybody who scored.
    pub coders: Vec<Coder>,
    /// One for each rubric of the banks that are there, in their order.
    pub items: Vec<OfItem>,
}

impl Judged {
    /// Of all scores.
    pub fn new(corpus: &Corpus, book: &Book, marks: &Annotations) -> Self {
        let mut judged = Self::default();
        for rubric in book.banks().iter().flat_map(|bank| &bank.needs.rubrics) {
            if let Some(item) = book.item(&rubric.item) {
                judged.items.push(OfItem {
                    item: Arc::clone(item),
                    rubric: rubric.clone(),
                    scores: Vec::new(),
                    outdated: Vec::new(),
                    partial: Vec::new(),
                });
            }
        }
        if marks.scores.is_empty() {
            return judged;
        }
        let ids: HashMap<&str, RowId> = corpus.rows(corpus.all()).map(|(at, row)| (row.id(), at)).collect();
        for score in marks.scores.values() {
            let Some(at) = ids.get(score.spot.session.as_str()).copied() else { continue };
            judged.take(corpus, score, at);
        }
        for item in &mut judged.items {
            item.scores.sort_by_key(|s| (s.at, s.coder));
        }
        judged
    }

    fn take(&mut self, corpus: &Corpus, score: &Score, at: RowId) {
        let here = |of: &OfItem| score.spot.at.as_ref() == Some(&of.item.reference);
        let Some(place) = self.items.iter().position(here) else { return };
        let coder = self.coders.iter().position(|c| *c == score.by).unwrap_or_else(|| {
            self.coders.push(score.by.clone());
            self.coders.len() - 1
        });
        let Some(of) = self.items.get_mut(place) else { return };
        let now = account(corpus, at, &of.item.reference);
        if now.is_none_or(|words| seen(words) != score.seen) {
            of.outdated.push((at, coder));
            return;
        }
        let verdict = |code: &String| score.verdicts.get(code).copied();
        let verdicts: Option<Vec<Verdict>> = of.rubric.elements.iter().map(|e| verdict(&e.code)).collect();
        match verdicts {
            Some(verdicts) => of.scores.push(Judgement { at, coder, verdicts }),
            None => of.partial.push(at),
        }
    }
}

/// What the scored answers of one group hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    /// Answers that were scored.
    pub n: u64,
    /// The score of each, from 0 to 1: the share of elements stated, the mean over its scorers.
    pub scores: Vec<f64>,
    /// For each element: the answers that state it, miss it, have it wrong. Where scorers differ an answer is parted
    /// between them, so that the three always add up to `n`.
    pub elements: Vec<[f64; 3]>,
}

impl Held {
    fn empty(elements: usize) -> Self {
        Self { elements: vec![[0.0; 3]; elements], ..Self::default() }
    }

    /// Mean score; `None` where none was scored.
    pub fn mean(&self) -> Option<f64> {
        mean(self.scores.iter().copied())
    }

    /// Whether all have the same score, so that the figure tells what each of them said.
    pub fn is_unanimous(&self) -> bool {
        self.scores.first().is_some_and(|first| self.scores.iter().all(|s| same(*s, *first)))
    }
}

/// How two scorers agree.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The two, by their places in [`Judged::coders`].
    pub coders: (usize, usize),
    /// Answers that both scored.
    pub answers: u64,
    /// Over all elements of all those answers.
    pub all: Result<Kappa, Undefined>,
    /// For each element by itself.
    pub elements: Vec<Result<Kappa, Undefined>>,
}

/// The answers to one question, as they were scored.
#[derive(Clone, Debug)]
pub struct Scored {
    /// The question.
    pub item: Arc<Item>,
    /// By what its answers are scored.
    pub rubric: Rubric,
    /// Who was asked, answered in words, gave which reason for no answer: by group and over all.
    pub tally: Tally,
    /// What each group's answers hold.
    pub groups: Vec<Held>,
    /// What all hold.
    pub all: Held,
    /// Every pair of scorers that scored the same answers.
    pub agreement: Vec<Agreement>,
    /// Krippendorff's alpha over all elements, where more than two scored: values have no order.
    pub alpha: Option<Result<Alpha, Undefined>>,
    /// Scores that are left out because the account is another by now.
    pub outdated: usize,
    /// Scores that are left out because they do not judge every element.
    pub partial: usize,
    /// The score of every answer, session by session.
    pub answers: Vec<(RowId, f64)>,
}

/// One person's rating of what they know against the score of what they said.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The session.
    pub at: RowId,
    /// Its id.
    pub session: String,
    /// The rating, from 0 for the lowest step of its scale to 1 for the highest, by the scores of the scale.
    pub rating: f64,
    /// The score, from 0 to 1: the mean over the questions that it is held against.
    pub score: f64,
}

impl Pair {
    /// Positive where they think that they know more than they could tell.
    pub fn difference(&self) -> f64 {
        self.rating - self.score
    }
}

/// Ratings of oneself against scores in one group: only of those who have both.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calibrated {
    /// Each of them.
    pub pairs: Vec<Pair>,
    /// How many think more of themselves than they could tell, by more than one step of the scale.
    pub over: u64,
    /// How many think less.
    pub under: u64,
}

impl Calibrated {
    fn add(&mut self, pair: Pair, step: f64) {
        // Half a millionth: a difference of exactly one step is not more than one.
        self.over += u64::from(pair.difference() > step + 5e-7);
        self.under += u64::from(pair.difference() < -step - 5e-7);
        self.pairs.push(pair);
    }

    /// How many pairs there are.
    pub fn n(&self) -> u64 {
        self.pairs.len() as u64
    }

    /// Mean rating, from 0 to 1.
    pub fn rating(&self) -> Option<f64> {
        mean(self.pairs.iter().map(|p| p.rating))
    }

    /// Mean score, from 0 to 1.
    pub fn score(&self) -> Option<f64> {
        mean(self.pairs.iter().map(|p| p.score))
    }

    /// Mean rating less mean score: positive where the group overrates itself.
    pub fn difference(&self) -> Option<f64> {
        Some(self.rating()? - self.score()?)
    }

    /// Whether all have the same rating and the same score.
    pub fn is_unanimous(&self) -> bool {
        let alike = |p: &Pair, q: &Pair| same(p.rating, q.rating) && same(p.score, q.score);
        self.pairs.first().is_some_and(|first| self.pairs.iter().all(|p| alike(p, first)))
    }
}

/// A rating of oneself held against scores.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// What is rated.
    pub subject: Subject,
    /// Its scale.
    pub scale: Arc<Scale>,
    /// The questions whose scores it is held against.
    pub scored: Vec<Ref>,
    /// How far one step of the scale is, when the whole scale is 1.
    pub step: f64,
    /// By group.
    pub groups: Vec<Calibrated>,
    /// Over all.
    pub all: Calibrated,
}

/// Scored answers in the sessions of a selection.
#[derive(Clone, Debug)]
pub struct Definitions {
    /// Everybody who scored.
    pub coders: Vec<Coder>,
    /// The groups.
    pub grouping: Grouping,
    /// One for each rubric.
    pub items: Vec<Scored>,
    /// What people think they know against what they can tell, where a bank says so.
    pub calibration: Option<Calibration>,
    /// What there is to know about all this.
    pub warnings: Vec<Warning>,
}

/// The scored answers of a selection. `None` where no bank here has a rubric.
pub fn definitions(
    corpus: &Corpus,
    book: &Book,
    judged: &Judged,
    selection: &Selection,
    by: By,
    made_up: MadeUp,
) -> Option<Definitions> {
    let bank = book.banks().iter().find(|bank| !bank.needs.rubrics.is_empty())?;
    let grouping = Grouping::new(corpus, book, selection, by);
    let subjects: Vec<Option<Subject>> =
        judged.items.iter().map(|of| book.subjects(&of.item).first().cloned()).collect();
    let known: Vec<Subject> = subjects.iter().flatten().cloned().collect();
    let mut found = tallies(corpus, book, &grouping, &known).into_iter();
    let mut warnings = warnings(corpus, selection, bank, made_up);
    let items: Vec<Scored> = judged
        .items
        .iter()
        .zip(&subjects)
        .map(|(of, subject)| {
            let tally = subject.as_ref().and_then(|_| found.next()).unwrap_or_default();
            scored(judged, of, tally, &grouping)
        })
        .collect();
    let calibration = calibration(corpus, book, &items, &grouping, &mut warnings);
    Some(Definitions { coders: judged.coders.clone(), grouping, items, calibration, warnings })
}

fn scored(judged: &Judged, of: &OfItem, tally: Tally, grouping: &Grouping) -> Scored {
    let elements = of.rubric.elements.len();
    let mut groups = vec![Held::empty(elements); grouping.len()];
    let mut all = Held::empty(elements);
    let mut answers = Vec::new();
    let mut units = Ratings::of_codes(Verdict::ALL.len());
    let mut tables = Tables::default();
    let mut scorers = vec![false; judged.coders.len()];
    let runs = of.scores.chunk_by(|a, b| a.at == b.at);
    for run in runs {
        let Some((at, group)) = run.first().and_then(|s| Some((s.at, grouping.of(s.at)?))) else { continue };
        let parts: Vec<[u64; 3]> = (0..elements)
            .map(|element| {
                let count =
                    |verdict| run.iter().filter(|s| s.verdicts.get(element) == Some(&verdict)).count();
                Verdict::ALL.map(|verdict| count(verdict) as u64)
            })
            .collect();
        let scorers_here = run.len() as f64;
        let stated: u64 = parts.iter().map(|[stated, ..]| stated).sum();
        let score = stated as f64 / (scorers_here * elements.max(1) as f64);
        for held in [groups.get_mut(group), Some(&mut all)].into_iter().flatten() {
            held.n += 1;
            held.scores.push(score);
            for (element, part) in held.elements.iter_mut().zip(&parts) {
                element.iter_mut().zip(part).for_each(|(sum, n)| *sum += *n as f64 / scorers_here);
            }
        }
        for part in &parts {
            units.push(part);
        }
        answers.push((at, score));
        tables.take(run, elements);
        for score in run {
            if let Some(here) = scorers.get_mut(score.coder) {
                *here = true;
            }
        }
    }
    let outdated = of.outdated.iter().filter(|(at, _)| grouping.of(*at).is_some()).count();
    let partial = of.partial.iter().filter(|at| grouping.of(**at).is_some()).count();
    Scored {
        item: Arc::clone(&of.item),
        rubric: of.rubric.clone(),
        tally,
        groups,
        all,
        agreement: tables.agreement(),
        alpha: (scorers.iter().filter(|here| **here).count() > 2).then(|| alpha(&units, Metric::Nominal)),
        outdated,
        partial,
        answers,
    }
}

/// How often two scorers gave which two verdicts: by the verdict of the first, then of the second.
type Table = Vec<Vec<u64>>;

/// What each pair of scorers gave to the same answers: how many answers, and a table for each element.
#[derive(Debug, Default)]
struct Tables {
    pairs: BTreeMap<(usize, usize), (u64, Vec<Table>)>,
}

impl Tables {
    fn take(&mut self, run: &[Judgement], elements: usize) {
        for (place, first) in run.iter().enumerate() {
            for second in run.iter().skip(place + 1) {
                let empty = || (0, vec![vec![vec![0; Verdict::ALL.len()]; Verdict::ALL.len()]; elements]);
                let (answers, tables) = self.pairs.entry((first.coder, second.coder)).or_insert_with(empty);
                *answers += 1;
                for ((a, b), table) in first.verdicts.iter().zip(&second.verdicts).zip(tables) {
                    if let Some(n) = table.get_mut(place_of(*a)).and_then(|line| line.get_mut(place_of(*b))) {
                        *n += 1;
                    }
                }
            }
        }
    }

    fn agreement(self) -> Vec<Agreement> {
        let pairs = self.pairs.into_iter().map(|(coders, (answers, tables))| {
            let mut whole = vec![vec![0; Verdict::ALL.len()]; Verdict::ALL.len()];
            for table in &tables {
                for (line, more) in whole.iter_mut().zip(table) {
                    line.iter_mut().zip(more).for_each(|(n, more)| *n += more);
                }
            }
            let elements = tables.iter().map(|table| kappa(table)).collect();
            Agreement { coders, answers, all: kappa(&whole), elements }
        });
        pairs.collect()
    }
}

fn place_of(verdict: Verdict) -> usize {
    Verdict::ALL.iter().position(|v| *v == verdict).unwrap_or(0)
}

fn calibration(
    corpus: &Corpus,
    book: &Book,
    items: &[Scored],
    grouping: &Grouping,
    warnings: &mut Vec<Warning>,
) -> Option<Calibration> {
    let shape = book.banks().iter().find_map(|bank| bank.needs.calibration.as_ref())?;
    let item = book.item_of(&shape.row)?;
    let own = |s: &&Subject| s.place.at == shape.row && s.place.column == shape.column;
    let subject = book.subjects(item).iter().find(own)?.clone();
    let scale = subject.scale.clone()?;
    let Some(steps) = Steps::of(&scale) else {
        warnings.push(Warning::NoScores(subject.column.clone()));
        return None;
    };
    let mut apart = steps.scores.clone();
    apart.dedup();
    let step = 1.0 / (apart.len().saturating_sub(1)).max(1) as f64;
    let mut found = Calibration {
        scored: shape.scored.clone(),
        groups: vec![Calibrated::default(); grouping.len()],
        all: Calibrated::default(),
        step,
        scale: Arc::clone(&scale),
        subject,
    };
    // Only those whose answers to all of the questions were scored: else some would be held against less than others.
    let mut scores: BTreeMap<RowId, Vec<f64>> = BTreeMap::new();
    for scored in items.iter().filter(|s| shape.scored.contains(&s.item.reference)) {
        for (at, score) in &scored.answers {
            scores.entry(*at).or_default().push(*score);
        }
    }
    for (at, scores) in scores {
        let complete = scores.len() == shape.scored.len();
        let Some(group) = grouping.of(at).filter(|_| complete) else { continue };
        let Some(rating) = rating(corpus, at, &found.subject.place, &scale, &steps) else { continue };
        let Some(session) = corpus.row(at).map(|row| row.id().to_owned()) else { continue };
        let score = mean(scores.into_iter()).unwrap_or_default();
        let pair = Pair { at, session, rating, score };
        if let Some(group) = found.groups.get_mut(group) {
            group.add(pair.clone(), step);
        }
        found.all.add(pair, step);
    }
    Some(found)
}

/// A rating from 0 to 1, if there is one.
fn rating(corpus: &Corpus, at: RowId, place: &Place, scale: &Scale, steps: &Steps) -> Option<f64> {
    let column = corpus.column(at.segment, corpus.place(&place.with(What::Codes))?)?;
    let code = corpus.segments().get(at.segment)?.code(column, column.value(at.row)?)?;
    let score = scale.options.iter().find(|o| o.code == code)?.score?;
    let (low, high) = (f64::from(steps.bottom()), f64::from(steps.top()));
    Some((f64::from(score) - low) / (high - low))
}

/// Whether two shares are the same, but for what was lost in adding them up.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0_u64), |(sum, n), value| (sum + value, n + 1));
    (n > 0).then(|| sum / n as f64)
}
