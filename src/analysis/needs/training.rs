//! Training that was received: who had what, from whom, in which subjects, and how people learned otherwise.
//!
//! That training was given, or material handed out, is a claim until somebody went to see those who had it.

use super::rating::share;
use super::sessions::{MadeUp, Warning, warnings};
use crate::analysis::corpus::{Corpus, Place, RowId, Selection, What};
use crate::analysis::figures::Interval;
use crate::analysis::group::{By, Grouping};
use crate::analysis::marks::{Annotations, ClaimId};
use crate::analysis::tally::{Counts, Tally, tallies};
use crate::analysis::{Book, Subject};
use crate::bank::{Ref, Training as Shape};

/// What one group had.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Received {
    /// Sessions of the group, asked, answered, reasons; each kind of training by the options of the scale.
    pub counts: Counts,
    /// How many said what they had.
    pub n: u64,
    /// How many of them had a course on the subject itself.
    pub specific: u64,
    /// How many of them had something, but no course on the subject itself.
    pub general: u64,
    /// How many of them had none.
    pub none: u64,
}

impl Received {
    /// Share of each: a course on the subject itself, something else only, none.
    pub fn shares(&self) -> [Option<Interval>; 3] {
        [self.specific, self.general, self.none].map(|part| share(part, self.n))
    }
}

/// One question that bears on training, and how it was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What is asked.
    pub subject: Subject,
    /// What it is called here: subjects, given by.
    pub label: String,
    /// Counts by group and over all.
    pub tally: Tally,
}

/// Training that was received, in the sessions of a selection.
#[derive(Clone, Debug)]
pub struct Training {
    /// What of the bank is what.
    pub shape: Shape,
    /// What was received, as it is asked.
    pub subject: Subject,
    /// The groups.
    pub grouping: Grouping,
    /// What each group had.
    pub groups: Vec<Received>,
    /// What all had.
    pub all: Received,
    /// What was told of it in words.
    pub told: Vec<Asked>,
    /// Training in techniques: for all investigations, for those of the crime that is assessed.
    pub techniques: Vec<Asked>,
    /// Other training, copies of the material, time in post.
    pub also: Vec<Asked>,
    /// How people learned otherwise.
    pub otherwise: Vec<Asked>,
    /// Sessions that had some, group by group, the newest first.
    pub had: Vec<RowId>,
    /// What there is to know about all this.
    pub warnings: Vec<Warning>,
}

/// Training received, of the first bank that asks for it. `None` where no bank here does.
pub fn training(
    corpus: &Corpus,
    book: &Book,
    selection: &Selection,
    by: By,
    made_up: MadeUp,
) -> Option<Training> {
    let (bank, shape) = book.banks().iter().find_map(|b| Some((b, b.needs.training.as_ref()?)))?;
    let of = |at: &Ref| book.item(at).and_then(|item| book.subjects(item).first()).cloned();
    let subject = of(&shape.received)?;
    let mut all: Vec<(Subject, String)> = Vec::new();
    let mut part = |asked: Vec<(&Ref, Option<&str>)>| {
        let start = all.len();
        for (at, label) in asked {
            let Some(subject) = of(at) else { continue };
            let label = label.map_or_else(|| subject.item.title.clone(), str::to_owned);
            all.push((subject, label));
        }
        start..all.len()
    };
    let told = part(shape.told.iter().map(|t| (&t.item, Some(t.label.as_str()))).collect());
    let techniques = shape.techniques.iter().flat_map(|t| [&t.general, &t.specific]);
    let techniques = part(techniques.map(|at| (at, None)).collect());
    let also = part(shape.also.iter().map(|at| (at, None)).collect());
    let otherwise = part(shape.otherwise.iter().map(|at| (at, None)).collect());
    let grouping = Grouping::new(corpus, book, selection, by);
    let mut subjects = vec![subject.clone()];
    subjects.extend(all.iter().map(|(subject, _)| subject.clone()));
    let mut found = tallies(corpus, book, &grouping, &subjects).into_iter();
    let received = found.next().unwrap_or_default();
    let asked = all.into_iter().zip(found).map(|((subject, label), tally)| Asked { subject, label, tally });
    let asked: Vec<Asked> = asked.collect();
    let of = |range: std::ops::Range<usize>| asked.get(range).map(<[Asked]>::to_vec).unwrap_or_default();
    let mut warnings = warnings(corpus, selection, bank, made_up);
    if received.all.strange > 0 {
        let column = subject.item.title.clone();
        warnings.push(Warning::Strange { column, answers: received.all.strange });
    }
    let had = Had::of(corpus, &grouping, &subject, shape);
    let groups: Vec<Received> =
        received.groups.into_iter().zip(&had.groups).map(|(counts, had)| had.received(counts)).collect();
    let mut total = Tri::default();
    had.groups.iter().for_each(|group| total.add(group));
    Some(Training {
        shape: shape.clone(),
        all: total.received(received.all),
        subject,
        grouping,
        groups,
        told: of(told),
        techniques: of(techniques),
        also: of(also),
        otherwise: of(otherwise),
        had: had.sessions,
        warnings,
    })
}

/// How many had a course on the subject, something else only, none.
#[derive(Clone, Debug, Default)]
struct Tri {
    specific: u64,
    general: u64,
    none: u64,
}

impl Tri {
    fn add(&mut self, other: &Self) {
        self.specific += other.specific;
        self.general += other.general;
        self.none += other.none;
    }

    fn received(&self, counts: Counts) -> Received {
        let Self { specific, general, none } = *self;
        Received { counts, n: specific + general + none, specific, general, none }
    }
}

/// Who had what, session by session: several kinds may hold at once, so that counts of options can't tell.
struct Had {
    groups: Vec<Tri>,
    sessions: Vec<RowId>,
}

impl Had {
    fn of(corpus: &Corpus, grouping: &Grouping, subject: &Subject, shape: &Shape) -> Self {
        let mut had = Self { groups: vec![Tri::default(); grouping.len()], sessions: Vec::new() };
        let Some(place) = corpus.place(&subject.place) else { return had };
        let mut found: Vec<(usize, RowId)> = Vec::new();
        let known = |code: &str| subject.scale.as_ref().is_some_and(|s| s.option(code).is_some());
        for (segment, held) in corpus.segments().iter().enumerate() {
            let Some(column) = corpus.column(segment, place) else { continue };
            for (row, value) in column.each() {
                let at = RowId { segment, row };
                let Some(group) = grouping.of(at) else { continue };
                let Some(codes) = held.code(column, value) else { continue };
                let Some(tri) = had.groups.get_mut(group) else { continue };
                let any = |list: &[String]| codes.split('+').any(|code| list.iter().any(|l| l == code));
                if !codes.split('+').any(known) {
                    continue;
                }
                if any(&shape.specific) {
                    tri.specific += 1;
                } else if any(&shape.none) {
                    tri.none += 1;
                    continue;
                } else {
                    tri.general += 1;
                }
                found.push((group, at));
            }
        }
        let started = |at: &RowId| corpus.row(*at).map_or(0, |row| row.started);
        found.sort_by_key(|(group, at)| (*group, std::cmp::Reverse(started(at)), *at));
        had.sessions = found.into_iter().map(|(_, at)| at).collect();
        had
    }
}

impl Training {
    /// What a session told in the words of a question: its account, else what was typed.
    pub fn words<'a>(&self, corpus: &'a Corpus, at: RowId, item: &Ref) -> Option<&'a str> {
        use crate::analysis::corpus::Kind;
        let held = corpus.segments().get(at.segment)?;
        let texts = held.texts();
        let own = |text: &usize| {
            held.text_place(*text).0 == item.as_str()
                && matches!(texts.kind(*text), Some(Kind::Account | Kind::Words))
        };
        texts.of_row(at.row).find(own).map(|text| texts.words(text))
    }

    /// The kinds of training that a session names, by their labels.
    pub fn kinds<'a>(&'a self, corpus: &Corpus, at: RowId) -> Vec<&'a str> {
        let codes = corpus.place(&self.subject.place).and_then(|place| {
            let column = corpus.column(at.segment, place)?;
            corpus.segments().get(at.segment)?.code(column, column.value(at.row)?)
        });
        let options = self.subject.scale.as_ref().map_or(&[][..], |s| &s.options);
        let codes: Vec<&str> = codes.unwrap_or_default().split('+').collect();
        options.iter().filter(|o| codes.contains(&o.code.as_str())).map(|o| o.label.as_str()).collect()
    }

    /// Whether more than somebody's word stands behind what a session says: something seen, copied or visited.
    pub fn is_supported(&self, corpus: &Corpus, at: RowId) -> bool {
        let place = Place::item(self.subject.place.at.clone()).with(What::Supported);
        let column = corpus.place(&place).and_then(|place| corpus.column(at.segment, place));
        column.is_some_and(|column| column.present().has(at.row))
    }
}

/// The claims of the ledger that are about training: about a question of it, or voiced in an answer to one.
pub fn training_claims(marks: &Annotations, shape: &Shape) -> Vec<ClaimId> {
    let refs = || {
        let told = shape.told.iter().map(|t| &t.item);
        let techniques = shape.techniques.iter().flat_map(|t| [&t.general, &t.specific]);
        std::iter::once(&shape.received)
            .chain(told)
            .chain(techniques)
            .chain(&shape.also)
            .chain(&shape.otherwise)
    };
    let mut all: Vec<ClaimId> = refs().flat_map(|at| marks.claims_touching(at).map(|(id, _)| id)).collect();
    all.sort_unstable();
    all.dedup();
    all
}
