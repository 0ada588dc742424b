//! What may leave the room: which cells of a published table are withheld so that no person can be read out of it.
//!
//! A cell is how one group answered one topic. Few answers, or answers that are all alike, tell what single people said;
//! such a cell is withheld. So are as many others as it takes that nobody can work it out from what is published: with
//! a total, what is left after all published cells are taken from it is a cell too, and has to hold more than one group,
//! enough people and more than one answer. Measures of one topic and group (use, knowledge, application, how they
//! differ) give each other away and are withheld together, as one unit.
//!
//! Who works it out is taken to know all that is published, this page, and that a group which is withheld was asked.
//! Therefore it is not published *why* a single cell is withheld, only that one of the reasons holds: that a cell has
//! fewer than five while the two add up to six would tell both. Statistical offices do the same. In the room the reason
//! is known ([`Reason`]); outside it is [`WHY`].
//!
//! **One split for each publication.** Tables of the same sessions by two splits, or under two filters, can be subtracted
//! from each other: managers and staff by unit, all regions and all but one. No table alone can prevent that; whoever
//! publishes decides on one. That goes for figures of one topic that come split in another way, too: managers against
//! staff, and ratings of oneself held against scores beside the same ratings on the awareness board. Nor does it help against people inside: whoever belongs to one of two withheld groups can
//! take themselves away. That nobody of a group chose an option is not hidden where no withheld group chose it. And who
//! knows by which rule company is chosen can now and then (in fewer than one of a hundred small tables of three groups)
//! tell how many of a withheld group answered, though never what: `attack.rs` tries all of them.
//!
//! Here: deciding. Not here: counting (`tally`, `needs`), what is shown in its place (`cli`, `export`).

mod boards;
mod words;

#[cfg(test)]
mod attack;
#[cfg(test)]
mod tests;

pub use boards::{Had, Judged, Seen};
pub use words::{Notice, WHY, WHY_CODE, notices};

use super::Counts;

/// A threshold may not be lower: of two people each knows the other.
pub const FLOOR: usize = 3;

/// A threshold below the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a threshold of {0} would let single people be read out of a table: take {FLOOR} or more")]
pub struct TooLow(pub usize);

/// How careful to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    threshold: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self { threshold: 5 }
    }
}

/// Why a cell is withheld: for the room, not for publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Fewer were asked, or answered, than the threshold.
    Few,
    /// All who answered said the same, or all who were asked gave the same reason for no answer.
    Unanimous,
    /// With it a cell that is withheld could be worked out.
    GivesAway,
}

/// One cell: how a group answered. Whatever is counted in sessions fits: answers, differences of two answers, scores.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// Sessions that were asked.
    pub asked: usize,
    /// Sessions that answered.
    pub answered: usize,
    /// Sessions for each option. Where several can be chosen each counts.
    pub options: Vec<usize>,
    /// Sessions for each reason for no answer: don't know, refused, not applicable, not asked.
    pub reasons: [usize; 4],
}

/// All measures of one topic and group, in an order that is the same in every group. They are withheld together.
pub type Unit = Vec<Cell>;

/// What may be published of one topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// For each group why it is withheld; `None` where it may be published.
    pub parts: Vec<Option<Reason>>,
    /// The same for each sum over groups.
    pub sums: Vec<Option<Reason>>,
}

impl From<&Counts> for Cell {
    fn from(counts: &Counts) -> Self {
        Self {
            asked: counts.asked(),
            answered: counts.answered,
            options: counts.options.clone(),
            reasons: counts.reasons,
        }
    }
}

impl Cell {
    /// Where no reasons are known, as with differences of two answers: who answered was asked.
    pub fn of_options(options: Vec<usize>) -> Self {
        let answered = options.iter().sum();
        Self { asked: answered, answered, options, reasons: [0; 4] }
    }

    /// Adds another group's cell.
    pub fn add(&mut self, other: &Self) {
        self.asked += other.asked;
        self.answered += other.answered;
        if self.options.len() < other.options.len() {
            self.options.resize(other.options.len(), 0);
        }
        self.options.iter_mut().zip(&other.options).for_each(|(a, b)| *a += b);
        self.reasons.iter_mut().zip(&other.reasons).for_each(|(a, b)| *a += b);
    }

    /// Whether it tells what each of them said. An option that all chose does even where other options can hold besides
    /// it, and so do answers none of which is an option: they may all be the same one.
    fn unanimous(&self) -> bool {
        let all_answers = self.answered > 0
            && (self.options.contains(&self.answered) || self.options.iter().all(|n| *n == 0));
        let all_reasons = self.asked > 0 && self.reasons.iter().take(3).any(|n| *n >= self.asked);
        all_answers || all_reasons
    }
}

impl Policy {
    /// Withholds what is below a threshold, which is never below [`FLOOR`].
    pub fn new(threshold: usize) -> Result<Self, TooLow> {
        if threshold < FLOOR { Err(TooLow(threshold)) } else { Ok(Self { threshold }) }
    }

    /// The fewest people of a published cell.
    pub fn threshold(self) -> usize {
        self.threshold
    }

    /// Why a cell can't be published whatever else is. `None` for one in which nobody was asked.
    pub fn cell(self, cell: &Cell) -> Option<Reason> {
        let few = |n: usize| n > 0 && n < self.threshold;
        if few(cell.asked) || few(cell.answered) {
            Some(Reason::Few)
        } else if cell.unanimous() {
            Some(Reason::Unanimous)
        } else {
            None
        }
    }

    /// Why a unit can't be published whatever else is: for a figure that is part of no sum.
    pub fn unit(self, unit: &[Cell]) -> Option<Reason> {
        unit.iter().filter_map(|cell| self.cell(cell)).min()
    }

    /// What may be published of one topic by one split: its groups, and their total, which is the only sum.
    pub fn split(self, groups: &[Unit]) -> Verdict {
        self.sums(groups, &[(0..groups.len()).collect()])
    }

    /// What may be published of one topic of which several sums are shown: all who rate a group, and all of them but its
    /// members. Each sum names its groups by their places; of two sums one has to hold the other, or they share no
    /// group. Sums that come first are kept longer.
    pub fn sums(self, groups: &[Unit], sums: &[Vec<usize>]) -> Verdict {
        let own: Vec<Option<Reason>> = groups.iter().map(|unit| self.unit(unit)).collect();
        let mut verdict = Verdict {
            parts: own.clone(),
            sums: sums.iter().map(|sum| self.unit(&added(groups, sum.iter().copied()))).collect(),
        };
        // Every round withholds a group or a sum more.
        while let Some(open) = self.open(groups, sums, &verdict) {
            let next = self.helpful(groups, &open.groups, &verdict);
            if next.is_none() {
                // Without the sum nothing can be taken from it, and its groups need no company any more.
                verdict.parts.clone_from(&own);
            }
            let slot = match next {
                Some(at) => verdict.parts.get_mut(at),
                None => verdict.sums.get_mut(open.sum),
            };
            if let Some(slot) = slot {
                *slot = Some(Reason::GivesAway);
            }
        }
        verdict
    }

    /// The first set of groups of which too much can be worked out, and the sum to withhold if nothing else helps.
    fn open(self, groups: &[Unit], sums: &[Vec<usize>], verdict: &Verdict) -> Option<Open> {
        let shown = |at: usize| matches!(verdict.sums.get(at), Some(None));
        for (at, sum) in sums.iter().enumerate().filter(|(at, _)| shown(*at)) {
            if !self.safe(groups, sum, verdict) {
                return Some(Open { groups: sum.clone(), sum: at });
            }
            for (other, inner) in sums.iter().enumerate().filter(|(other, _)| *other != at && shown(*other)) {
                if inner.len() >= sum.len() || !inner.iter().all(|group| sum.contains(group)) {
                    continue;
                }
                let rest: Vec<usize> = sum.iter().copied().filter(|group| !inner.contains(group)).collect();
                if !self.safe(groups, &rest, verdict) {
                    return Some(Open { groups: rest, sum: at.max(other) });
                }
            }
        }
        None
    }

    /// Whether what is left of these groups without the published ones tells nothing of a single one.
    fn safe(self, groups: &[Unit], among: &[usize], verdict: &Verdict) -> bool {
        let withheld = || among.iter().copied().filter(|at| matches!(verdict.parts.get(*at), Some(Some(_))));
        let left = added(groups, withheld());
        left.iter().enumerate().all(|(measure, left)| {
            let with = |count: fn(&Cell) -> usize| {
                let cells = withheld().filter_map(|at| groups.get(at)?.get(measure));
                cells.filter(|cell| count(cell) > 0).count()
            };
            let (asked, answered) = (with(|c| c.asked), with(|c| c.answered));
            // As many people as groups would be one in each.
            left.asked == 0
                || (asked > 1
                    && (left.answered == 0 || answered > 1)
                    && left.asked > asked
                    && self.cell(left).is_none())
        })
    }

    /// The published group to withhold next: the smallest with which all is well, else the smallest.
    fn helpful(self, groups: &[Unit], among: &[usize], verdict: &Verdict) -> Option<usize> {
        let size = |at: usize| {
            let unit = groups.get(at).map_or(&[][..], Vec::as_slice);
            (unit.iter().map(|c| c.asked).sum::<usize>(), unit.iter().map(|c| c.answered).sum::<usize>(), at)
        };
        let published = |at: &usize| matches!(verdict.parts.get(*at), Some(None)) && size(*at).0 > 0;
        let mut smallest: Vec<usize> = among.iter().copied().filter(published).collect();
        smallest.sort_unstable_by_key(|at| size(*at));
        let helps = |at: &usize| {
            let mut with = verdict.clone();
            if let Some(slot) = with.parts.get_mut(*at) {
                *slot = Some(Reason::GivesAway);
            }
            self.safe(groups, among, &with)
        };
        smallest.iter().copied().find(helps).or_else(|| smallest.first().copied())
    }
}

/// Groups of which too much can be worked out, and the sum to withhold if nothing else helps.
struct Open {
    groups: Vec<usize>,
    sum: usize,
}

/// Groups added up, measure by measure.
fn added(groups: &[Unit], among: impl Iterator<Item = usize>) -> Unit {
    let mut sum = Unit::new();
    for unit in among.filter_map(|at| groups.get(at)) {
        sum.resize(sum.len().max(unit.len()), Cell::default());
        sum.iter_mut().zip(unit).for_each(|(a, b)| a.add(b));
    }
    sum
}
