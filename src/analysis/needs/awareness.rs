//! The awareness board: every topic as each group sees itself, and as others see it.
//!
//! Who belongs to a group is told by the function of a session's first participant. Managers of a group are not the
//! group: they rate their staff, and are counted as others, and apart.

use super::rating::{Rating, Steps};
use super::sessions::{MadeUp, Warning, warnings};
use crate::analysis::corpus::{Corpus, Field, RowId, Selection};
use crate::analysis::group::{Grouping, MANAGERS};
use crate::analysis::tally::{Counts, tallies};
use crate::analysis::{Book, Subject};
use crate::bank::{Awareness as Shape, Item, Ref, Scale};
use std::sync::Arc;

/// How one group is seen in one topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Its members, of what they know themselves.
    pub itself: Rating,
    /// Its members, of their group.
    pub own: Rating,
    /// Its managers, of their staff.
    pub managers: Rating,
    /// Everybody else, managers of the group among them.
    pub others: Rating,
    /// Mean of the group of itself less mean of others of it: positive where it sees itself better than others do.
    /// `None` where one of them did not rate.
    pub difference: Option<f64>,
    /// How each kind of rater rates this group, in the order of [`Awareness::raters`].
    pub by: Vec<Rating>,
}

/// One topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// Its row.
    pub at: Ref,
    /// What it is called.
    pub label: String,
    /// The same in at most 28 columns.
    pub short: String,
    /// Everybody, of what they know themselves.
    pub everyone: Rating,
    /// How each group is seen, in the order of [`Awareness::groups`].
    pub groups: Vec<View>,
    /// What each kind of rater says of themselves, in the order of [`Awareness::raters`].
    pub themselves: Vec<Rating>,
}

/// A group that is rated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated {
    /// Code of its column.
    pub column: String,
    /// What it is called.
    pub label: String,
    /// The same in at most 12 columns.
    pub short: String,
    /// Sessions with its members.
    pub members: usize,
    /// Sessions with its managers.
    pub managers: usize,
}

/// All topics of a bank in the sessions of a selection.
#[derive(Clone, Debug)]
pub struct Awareness {
    /// The grid.
    pub item: Arc<Item>,
    /// What of it is what.
    pub shape: Shape,
    /// The groups that are rated.
    pub groups: Vec<Rated>,
    /// Who rates: members of each group, managers of each group, everybody else.
    pub raters: Grouping,
    /// Steps of the scale, and the scale.
    pub scale: Option<(Steps, Arc<Scale>)>,
    /// One for each row, in the order of the bank.
    pub topics: Vec<Topic>,
    /// What there is to know about all this.
    pub warnings: Vec<Warning>,
}

impl Awareness {
    /// The kind of rater that the members of a group are, and its managers.
    pub fn rater(&self, group: usize) -> (usize, usize) {
        (group, self.groups.len() + group)
    }
}

/// Sessions by who rates: members of each group, then managers of each, then everybody else.
pub fn raters(corpus: &Corpus, selection: &Selection, shape: &Shape, labels: &[String]) -> Grouping {
    let groups = shape.groups.len();
    let function = |number: &str| shape.groups.iter().position(|g| g.functions.iter().any(|f| f == number));
    // The group of every function, looked up once for each string and not for each session.
    let of: Vec<Option<usize>> =
        (0..corpus.names()).map(|n| function(corpus.name(u32::try_from(n).ok()?))).collect();
    let managers: Vec<u32> = MANAGERS.iter().filter_map(|m| corpus.number(m)).collect();
    let assign = |at: RowId| {
        let value = |field| corpus.facet(at.segment, field).get(at.row).copied();
        let group = value(Field::Function).and_then(|f| of.get(f as usize).copied().flatten());
        let leads = value(Field::Rank).is_some_and(|rank| managers.contains(&rank));
        match (group, leads) {
            (Some(group), false) => group,
            (Some(group), true) => groups + group,
            (None, _) => groups * 2,
        }
    };
    let codes = shape.groups.iter().map(|g| g.column.clone());
    let led = shape.groups.iter().map(|g| format!("{} managers", g.column));
    let codes: Vec<String> = codes.chain(led).chain(["others".to_owned()]).collect();
    let words = labels.iter().cloned().chain(labels.iter().map(|l| format!("{l}: managers")));
    let words: Vec<String> = words.chain(["Others".to_owned()]).collect();
    Grouping::assigned(corpus, selection, codes, words, assign)
}

/// The awareness board of the first bank that has one. `None` where no bank here has.
pub fn awareness(corpus: &Corpus, book: &Book, selection: &Selection, made_up: MadeUp) -> Option<Awareness> {
    let (bank, shape) = book.banks().iter().find_map(|b| Some((b, b.needs.awareness.as_ref()?)))?;
    let item = book.item(&shape.item)?;
    let columns = item.kind.columns();
    let column = |code: &str| columns.iter().find(|c| c.code == code);
    let label = |code: &str| column(code).map_or_else(|| code.to_owned(), |c| c.label.clone());
    let labels: Vec<String> = shape.groups.iter().map(|g| label(&g.column)).collect();
    let raters = raters(corpus, selection, shape, &labels);
    let size = |at: usize| raters.sizes.get(at).copied().unwrap_or(0);
    let groups = shape.groups.iter().zip(labels).enumerate().map(|(at, (group, label))| Rated {
        short: column(&group.column).and_then(|c| c.short.clone()).unwrap_or_else(|| label.clone()),
        column: group.column.clone(),
        label,
        members: size(at),
        managers: size(shape.groups.len() + at),
    });
    let mut board = Awareness {
        item: Arc::clone(item),
        shape: shape.clone(),
        groups: groups.collect(),
        raters,
        scale: None,
        topics: Vec::new(),
        warnings: warnings(corpus, selection, bank, made_up),
    };
    board.count(corpus, book);
    Some(board)
}

impl Awareness {
    fn count(&mut self, corpus: &Corpus, book: &Book) {
        let subjects: Vec<Subject> = book.subjects(&self.item).to_vec();
        let own = subjects.iter().find(|s| s.place.column == self.shape.own);
        let Some(scale) = own.and_then(|s| s.scale.clone()) else { return };
        let name = own.map(|s| s.column.clone()).unwrap_or_default();
        let Some(steps) = Steps::of(&scale) else {
            self.warnings.push(Warning::NoScores(name));
            return;
        };
        // Only columns with the same scale can be set against each other.
        let alike = |s: &&Subject| s.scale.as_deref() == Some(&*scale);
        for other in self.groups.iter().map(|g| g.column.as_str()) {
            let subject = subjects.iter().find(|s| s.place.column == other);
            if let Some(subject) = subject.filter(|s| !alike(s)) {
                self.warnings.push(Warning::ScalesDiffer(name.clone(), subject.column.clone()));
            }
        }
        let subjects: Vec<Subject> = subjects.iter().filter(alike).cloned().collect();
        let tallies = tallies(corpus, book, &self.raters, &subjects);
        for (subject, tally) in subjects.iter().zip(&tallies).filter(|(_, t)| t.all.strange > 0) {
            let column = format!("{}, {}", subject.row, subject.column);
            self.warnings.push(Warning::Strange { column, answers: tally.all.strange });
        }
        let rows = self.item.kind.rows().iter().map(|row| {
            let at = self.item.reference.child(&row.code);
            let by = |column: &str| -> Vec<Counts> {
                let here = |s: &Subject| s.place.at == at && s.place.column == column;
                let found = subjects.iter().position(here).and_then(|place| tallies.get(place));
                found.map_or_else(Vec::new, |tally| tally.groups.clone())
            };
            let themselves = by(&self.shape.own);
            let groups = self
                .groups
                .iter()
                .enumerate()
                .map(|(group, rated)| self.view(group, &themselves, &by(&rated.column), &steps));
            Topic {
                label: row.label.clone(),
                short: row.short.clone().unwrap_or_else(|| row.label.clone()),
                everyone: Rating::of(sum(themselves.iter(), &scale), &steps),
                groups: groups.collect(),
                themselves: themselves.iter().map(|c| Rating::of(c.clone(), &steps)).collect(),
                at,
            }
        });
        self.topics = rows.collect();
        self.scale = Some((steps, scale));
    }

    fn view(&self, group: usize, themselves: &[Counts], of_group: &[Counts], steps: &Steps) -> View {
        let (members, managers) = self.rater(group);
        let one = |all: &[Counts], at: usize| Rating::of(all.get(at).cloned().unwrap_or_default(), steps);
        let others = of_group.iter().enumerate().filter(|(at, _)| *at != members).map(|(_, c)| c);
        let mut total = Counts::default();
        others.for_each(|counts| total.add(counts));
        let (itself, others) = (one(themselves, members), Rating::of(total, steps));
        View {
            difference: itself.mean.zip(others.mean).map(|(own, other)| own - other),
            itself,
            own: one(of_group, members),
            managers: one(of_group, managers),
            others,
            by: of_group.iter().map(|c| Rating::of(c.clone(), steps)).collect(),
        }
    }
}

fn sum<'a>(all: impl Iterator<Item = &'a Counts>, scale: &Scale) -> Counts {
    let mut total = Counts { options: vec![0; scale.options.len()], ..Counts::default() };
    all.for_each(|counts| total.add(counts));
    total
}
