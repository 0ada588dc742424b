//! Two ratings by the same person, one against the other: what is known against what is applied, what matters against
//! what is known.
//!
//! Only sessions that gave both count: a mean of one group of people less a mean of another would say something else.

use super::rating::{Steps, share};
use crate::analysis::corpus::{Column, Corpus, Place, RowId, Segment};
use crate::analysis::figures::Interval;
use crate::analysis::group::Grouping;
use crate::bank::Scale;

/// One of two ratings: where it stands, and what it is read with.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Where its codes are.
    pub place: &'a Place,
    /// Its scale.
    pub scale: &'a Scale,
    /// The steps of that scale.
    pub steps: &'a Steps,
}

/// How often one group gave which two ratings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// `counts[first][second]`, as steps of the two scales from the lowest.
    pub counts: Vec<Vec<u64>>,
    /// How many gave both.
    pub n: u64,
}

impl Pairs {
    fn empty(first: &Steps, second: &Steps) -> Self {
        Self { counts: vec![vec![0; second.scores.len()]; first.scores.len()], n: 0 }
    }

    fn add(&mut self, other: &Self) {
        self.n += other.n;
        for (line, more) in self.counts.iter_mut().zip(&other.counts) {
            line.iter_mut().zip(more).for_each(|(n, more)| *n += more);
        }
    }

    /// Every pair of scores that was given, and how often.
    pub fn each<'a>(
        &'a self,
        first: &'a Steps,
        second: &'a Steps,
    ) -> impl Iterator<Item = (u8, u8, u64)> + 'a {
        self.counts.iter().zip(&first.scores).flat_map(move |(line, a)| {
            line.iter().zip(&second.scores).filter(|(n, _)| **n > 0).map(move |(n, b)| (*a, *b, *n))
        })
    }

    /// How many pairs pass a test of both scores.
    pub fn count(&self, first: &Steps, second: &Steps, test: impl Fn(u8, u8) -> bool) -> u64 {
        self.each(first, second).filter(|(a, b, _)| test(*a, *b)).map(|(.., n)| n).sum()
    }

    /// Both means over the pairs.
    pub fn means(&self, first: &Steps, second: &Steps) -> Option<(f64, f64)> {
        let (mut a_sum, mut b_sum) = (0, 0);
        for (a, b, n) in self.each(first, second) {
            a_sum += u64::from(a) * n;
            b_sum += u64::from(b) * n;
        }
        (self.n > 0).then(|| (a_sum as f64 / self.n as f64, b_sum as f64 / self.n as f64))
    }

    /// The index in its line or column that all pairs share, if they are all the same one.
    pub fn is_unanimous(&self) -> bool {
        self.n > 0 && self.counts.iter().flatten().any(|n| *n == self.n)
    }
}

/// The pairs of two ratings in every group, and over all.
pub fn pairs(corpus: &Corpus, grouping: &Grouping, first: Side<'_>, second: Side<'_>) -> (Vec<Pairs>, Pairs) {
    let empty = || Pairs::empty(first.steps, second.steps);
    let mut groups: Vec<Pairs> = (0..grouping.len()).map(|_| empty()).collect();
    if let Some((a_place, b_place)) = corpus.place(first.place).zip(corpus.place(second.place)) {
        for (segment, held) in corpus.segments().iter().enumerate() {
            let columns = corpus.column(segment, a_place).zip(corpus.column(segment, b_place));
            let Some((a, b)) = columns else { continue };
            let (a_steps, b_steps) = (steps_of(held, a, first), steps_of(held, b, second));
            let mut rest = b.each().peekable();
            for (row, value) in a.each() {
                while rest.next_if(|(other, _)| *other < row).is_some() {}
                let Some((_, other)) = rest.next_if(|(other, _)| *other == row) else { continue };
                let both = step(&a_steps, value).zip(step(&b_steps, other));
                let group = grouping.of(RowId { segment, row }).and_then(|group| groups.get_mut(group));
                let Some(((a, b), group)) = both.zip(group) else { continue };
                if let Some(n) = group.counts.get_mut(a).and_then(|line| line.get_mut(b)) {
                    *n += 1;
                    group.n += 1;
                }
            }
        }
    }
    let mut all = empty();
    for group in &groups {
        all.add(group);
    }
    (groups, all)
}

/// The step of every number of a value in a column.
fn steps_of(held: &Segment, column: &Column, side: Side<'_>) -> Vec<Option<usize>> {
    let values = usize::from(Column::first_code()) + column.distinct();
    let step = |value: usize| {
        let code = held.code(column, u16::try_from(value).ok()?)?;
        let option = side.scale.options.iter().position(|o| o.code == code)?;
        side.steps.options.iter().position(|at| *at == option)
    };
    (0..values).map(step).collect()
}

fn step(steps: &[Option<usize>], value: u16) -> Option<usize> {
    steps.get(usize::from(value)).copied().flatten()
}

/// What people know against what they apply. Both are rated on the same scale, by the same person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnowDo {
    /// Knowledge against application.
    pub pairs: Pairs,
    /// Mean of knowledge less application, in steps of the score: positive where more is known than applied.
    pub mean: Option<f64>,
    /// How many rate knowledge as weak.
    pub unknown: u64,
    /// How many rate knowledge as better than weak, and application as weak: something else than knowledge is missing.
    pub blocked: u64,
}

impl KnowDo {
    /// Of pairs of knowledge and application.
    pub fn of(pairs: Pairs, steps: &Steps) -> Self {
        Self {
            mean: pairs.means(steps, steps).map(|(know, apply)| know - apply),
            unknown: pairs.count(steps, steps, |know, _| steps.is_weak(know)),
            blocked: pairs.count(steps, steps, |know, apply| !steps.is_weak(know) && steps.is_weak(apply)),
            pairs,
        }
    }

    /// Share of those with weak knowledge among those who rated both.
    pub fn unknown_share(&self) -> Option<Interval> {
        share(self.unknown, self.pairs.n)
    }

    /// Share of those who know it and apply it weakly among those who rated both.
    pub fn blocked_share(&self) -> Option<Interval> {
        share(self.blocked, self.pairs.n)
    }
}

/// How much something matters against how well it is known, or applied, by those who rated both.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighed {
    /// How many rated both.
    pub n: u64,
    /// Mean importance.
    pub importance: Option<f64>,
    /// Mean ability: knowledge, or application.
    pub ability: Option<f64>,
    /// Mean weighted discrepancy score: `(mean importance - mean ability) x mean importance`. Borich (1980), "A Needs
    /// Assessment Model for Conducting Follow-up Studies". Each one's discrepancy is weighed by the importance that
    /// all give it on the average, not by their own: that would be `mean((importance - ability) x importance)`.
    pub mwds: Option<f64>,
    /// Whether all who rated both gave the same two ratings.
    pub unanimous: bool,
}

impl Weighed {
    /// Of pairs of importance and ability.
    pub fn of(pairs: &Pairs, importance: &Steps, ability: &Steps) -> Self {
        let means = pairs.means(importance, ability);
        Self {
            n: pairs.n,
            importance: means.map(|(importance, _)| importance),
            ability: means.map(|(_, ability)| ability),
            mwds: means.map(|(importance, ability)| (importance - ability) * importance),
            unanimous: pairs.is_unanimous(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn five() -> Steps {
        Steps { options: vec![4, 3, 2, 1, 0], scores: vec![1, 2, 3, 4, 5] }
    }

    fn of(given: &[(u8, u8)]) -> Pairs {
        let steps = five();
        let mut pairs = Pairs::empty(&steps, &steps);
        for (a, b) in given {
            pairs.counts[usize::from(*a) - 1][usize::from(*b) - 1] += 1;
            pairs.n += 1;
        }
        pairs
    }

    #[test]
    fn what_is_known_against_what_is_applied_by_hand() {
        let steps = five();
        let found = KnowDo::of(of(&[(4, 2), (5, 3), (2, 1), (1, 1), (3, 3)]), &steps);
        // (2 + 2 + 1 + 0 + 0) / 5
        assert!((found.mean.unwrap() - 1.0).abs() < 1e-12);
        assert_eq!((found.unknown, found.blocked), (2, 1));
    }

    #[test]
    fn a_discrepancy_is_weighed_by_the_importance_that_all_give_it() {
        let steps = five();
        let given = [(5, 1), (1, 3), (3, 3)];
        let found = Weighed::of(&of(&given), &steps, &steps);
        let (importance, ability) = (3.0, 7.0 / 3.0);
        assert!((found.mwds.unwrap() - (importance - ability) * importance).abs() < 1e-12);
        // The common mistake: each discrepancy weighed by that person's own importance.
        let mistaken: f64 =
            given.iter().map(|(i, a)| (f64::from(*i) - f64::from(*a)) * f64::from(*i)).sum::<f64>() / 3.0;
        assert!((found.mwds.unwrap() - mistaken).abs() > 1.0);
    }

    #[test]
    fn without_pairs_there_is_no_figure() {
        let steps = five();
        let found = Weighed::of(&of(&[]), &steps, &steps);
        assert_eq!((found.n, found.mwds), (0, None));
        assert_eq!(KnowDo::of(of(&[]), &steps).mean, None);
    }
}
