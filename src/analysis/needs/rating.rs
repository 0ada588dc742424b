//! Ratings of one thing by one group: their spread over the scale, middle, mean, gap, and the share that is weak.

use crate::analysis::figures::{Interval, Ordinal, Undefined, Z95, leik_d, ordinal, wilson};
use crate::analysis::tally::{Counts, ladder};
use crate::bank::Scale;

/// A scale as far as figures are made of it: its options that have a score, the lowest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Places of the options in the scale.
    pub options: Vec<usize>,
    /// Their scores.
    pub scores: Vec<u8>,
}

impl Steps {
    /// Those of a scale. `None` where fewer than two options have a score, or all have the same: no gap can be told.
    pub fn of(scale: &Scale) -> Option<Self> {
        let options = ladder(scale);
        let scores: Vec<u8> = options.iter().filter_map(|at| scale.options.get(*at)?.score).collect();
        (scores.first() < scores.last()).then_some(Self { options, scores })
    }

    /// The highest score.
    pub fn top(&self) -> u8 {
        self.scores.last().copied().unwrap_or(0)
    }

    /// The lowest score.
    pub fn bottom(&self) -> u8 {
        self.scores.first().copied().unwrap_or(0)
    }

    /// Whether a score is weak: in the lower two fifths of the way from the lowest to the highest. From 1 to 5: weak and
    /// very weak.
    pub fn is_weak(&self, score: u8) -> bool {
        let (low, high) = (u32::from(self.bottom()), u32::from(self.top()));
        u32::from(score).saturating_sub(low) * 5 <= (high - low) * 2
    }

    /// How many of some categories are weak.
    pub fn weak(&self, spread: &[u64]) -> u64 {
        let each = self.scores.iter().zip(spread);
        each.filter(|(score, _)| self.is_weak(**score)).map(|(_, n)| n).sum()
    }

    /// The sum of the scores.
    fn sum(&self, spread: &[u64]) -> u64 {
        self.scores.iter().zip(spread).map(|(score, n)| u64::from(*score) * n).sum()
    }
}

/// Ratings of one thing by one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rating {
    /// Sessions of the group whose questionnaires have it, asked, answered, reasons for no answer.
    pub counts: Counts,
    /// Ratings for each step of the scale, the lowest first.
    pub spread: Vec<u64>,
    /// How many ratings there are.
    pub n: u64,
    /// Mean score; `None` without ratings.
    pub mean: Option<f64>,
    /// Middle and quartiles, as steps of the scale counted from 0.
    pub ordinal: Option<Ordinal>,
    /// Leik's D: 0 when all rate alike, 1 when they are split between both ends.
    pub apart: Option<f64>,
    /// Highest score less mean: 0 where all rate it best.
    pub gap: Option<f64>,
    /// Share of weak ratings, with its interval.
    pub weak: Option<Interval>,
    /// How many ratings are weak.
    pub weak_n: u64,
}

impl Rating {
    /// Of the counts of one group, read with a scale.
    pub fn of(counts: Counts, steps: &Steps) -> Self {
        let at = |option: &usize| counts.options.get(*option).map_or(0, |n| *n as u64);
        let spread: Vec<u64> = steps.options.iter().map(at).collect();
        let n: u64 = spread.iter().sum();
        let mean = (n > 0).then(|| steps.sum(&spread) as f64 / n as f64);
        let weak_n = steps.weak(&spread);
        Self {
            n,
            mean,
            ordinal: ordinal(&spread).ok(),
            apart: leik_d(&spread).ok(),
            gap: mean.map(|mean| f64::from(steps.top()) - mean),
            weak: wilson(weak_n, n, Z95).ok(),
            weak_n,
            spread,
            counts,
        }
    }

    /// Whether all who rated it gave the same, so that the figure tells what each of them said.
    pub fn is_unanimous(&self) -> bool {
        self.n > 0 && self.spread.contains(&self.n)
    }
}

/// The share of some among others, with its interval; `None` where there is nobody.
pub fn share(part: u64, whole: u64) -> Option<Interval> {
    let found: Result<Interval, Undefined> = wilson(part, whole, Z95);
    found.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::ScaleOption;

    fn scale(scores: &[u8]) -> Scale {
        let option = |score: &u8| ScaleOption {
            code: format!("s{score}"),
            label: format!("step {score}"),
            short: None,
            score: Some(*score),
            exclusive: false,
        };
        Scale {
            id: "made_up".to_owned(),
            title: "made up".to_owned(),
            options: scores.iter().map(option).collect(),
            several: false,
            shortcuts: Vec::new(),
            qualifier: None,
        }
    }

    fn weak(scores: &[u8]) -> Vec<u8> {
        let steps = Steps::of(&scale(scores)).unwrap();
        steps.scores.iter().copied().filter(|s| steps.is_weak(*s)).collect()
    }

    #[test]
    fn the_lower_two_fifths_of_any_scale_are_weak() {
        assert_eq!(weak(&[5, 4, 3, 2, 1]), [1, 2]);
        assert_eq!(weak(&[3, 2, 1]), [1]);
        assert_eq!(weak(&[7, 6, 5, 4, 3, 2, 1]), [1, 2, 3]);
        assert_eq!(weak(&[0, 1]), [0]);
    }

    #[test]
    fn a_scale_that_does_not_tell_apart_has_no_steps() {
        assert_eq!(Steps::of(&scale(&[])), None);
        assert_eq!(Steps::of(&scale(&[3])), None);
        assert_eq!(Steps::of(&scale(&[3, 3])), None);
    }

    #[test]
    fn a_rating_by_hand() {
        // As the scale is read out: very good 1, good 0, average 2, weak 1, very weak 1.
        let counts = Counts { options: vec![1, 0, 2, 1, 1], answered: 5, ..Counts::default() };
        let rating = Rating::of(counts, &Steps::of(&scale(&[5, 4, 3, 2, 1])).unwrap());
        assert_eq!((rating.n, rating.weak_n, &rating.spread[..]), (5, 2, &[1, 1, 2, 0, 1][..]));
        // (5 + 3 + 3 + 2 + 1) / 5 = 2.8
        assert!((rating.mean.unwrap() - 2.8).abs() < 1e-12);
        assert!((rating.gap.unwrap() - 2.2).abs() < 1e-12);
        assert!((rating.weak.unwrap().share - 0.4).abs() < 1e-12);
        assert!(!rating.is_unanimous());
    }

    #[test]
    fn without_ratings_there_is_no_figure_and_not_a_zero() {
        let steps = Steps::of(&scale(&[5, 4, 3, 2, 1])).unwrap();
        let counts = Counts { options: vec![0; 5], reasons: [3, 1, 0, 0], ..Counts::default() };
        let rating = Rating::of(counts, &steps);
        assert_eq!((rating.n, rating.mean, rating.gap, rating.weak), (0, None, None, None));
        assert!(!rating.is_unanimous());
    }
}
