//! What a distribution over categories looks like: its middle, its spread, and how sure a share is.
//!
//! A distribution is counts per category, in the order of the scale where it has one. Who said nothing is not in it.

use super::Undefined;

/// The quantile of the normal distribution for intervals that hold in 95 of 100 cases.
pub const Z95: f64 = 1.959_963_984_540_054;

/// A place in an ordered scale: a category, or between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Middle {
    /// A category, counted from 0.
    At(usize),
    /// As many lie at or below the first as at or above the second, and nothing lies between.
    Between(usize, usize),
}

/// The shape of a distribution over an ordered scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordinal {
    /// How many answered.
    pub n: u64,
    /// First quartile.
    pub lower: Middle,
    /// Median.
    pub median: Middle,
    /// Third quartile.
    pub upper: Middle,
    /// The categories that were given most often, in order; several if they tie.
    pub mode: Vec<usize>,
}

/// Middle and quartiles. Where n p is whole, the quantile lies between two answers, as the median of an even number
/// does: definition 2 of Hyndman and Fan (1996), "Sample Quantiles in Statistical Packages", which needs no distances.
///
/// # Errors
/// [`Undefined::NoAnswers`].
pub fn ordinal(counts: &[u64]) -> Result<Ordinal, Undefined> {
    let n = total(counts);
    let most = counts.iter().copied().max().filter(|most| *most > 0).ok_or(Undefined::NoAnswers)?;
    let mode = counts.iter().enumerate().filter(|(_, c)| **c == most).map(|(i, _)| i).collect();
    let quarter = |quarters: u64| quantile(counts, n, quarters).ok_or(Undefined::NoAnswers);
    Ok(Ordinal { n, lower: quarter(1)?, median: quarter(2)?, upper: quarter(3)?, mode })
}

/// The quantile of so many quarters.
fn quantile(counts: &[u64], n: u64, quarters: u64) -> Option<Middle> {
    let (whole, rest) = (u128::from(n) * u128::from(quarters) / 4, u128::from(n) * u128::from(quarters) % 4);
    // The category of the answer of this rank, from 1.
    let ranked = |rank: u128| {
        let mut seen = 0_u128;
        counts.iter().position(|c| {
            seen += u128::from(*c);
            seen >= rank
        })
    };
    let above = ranked(whole + 1)?;
    if rest > 0 {
        return Some(Middle::At(above));
    }
    let below = ranked(whole)?;
    Some(if below == above { Middle::At(below) } else { Middle::Between(below, above) })
}

/// Leik's D: 0 when all gave the same, 1 when they are split evenly between both ends of the scale. `2 sum(d_i) / (m - 1)`
/// with `d_i = F_i`, the share at or below category i, or `1 - F_i` where that is less. Leik (1966), "A Measure of Ordinal
/// Consensus".
///
/// # Errors
/// [`Undefined::NoAnswers`], or [`Undefined::OneCategory`] for a scale of one.
pub fn leik_d(counts: &[u64]) -> Result<f64, Undefined> {
    let n = some(counts)?;
    let mut below = 0_u128;
    let sum: u128 = counts
        .iter()
        .map(|c| {
            below += u128::from(*c);
            below.min(u128::from(n).saturating_sub(below))
        })
        .sum();
    Ok(2.0 * sum as f64 / (n as f64 * (counts.len() - 1) as f64))
}

/// The index of qualitative variation: 0 when all gave the same, 1 when every category was given as often.
/// `k / (k - 1) (1 - sum(p_i^2))` over k categories. Mueller and Schuessler (1961), "Statistical Reasoning in Sociology".
///
/// # Errors
/// [`Undefined::NoAnswers`], or [`Undefined::OneCategory`] for a scale of one.
pub fn iqv(counts: &[u64]) -> Result<f64, Undefined> {
    let n = some(counts)? as f64;
    let k = counts.len() as f64;
    // p (1 - p) summed is 1 - sum(p^2), and exactly 0 where one has all.
    let varied: f64 = counts.iter().map(|c| *c as f64 / n * ((n - *c as f64) / n)).sum();
    Ok((k / (k - 1.0) * varied).clamp(0.0, 1.0))
}

/// The share of a part.
///
/// # Errors
/// [`Undefined::NoAnswers`] for a whole of 0; [`Undefined::MoreThanAll`].
pub fn share(part: u64, n: u64) -> Result<f64, Undefined> {
    match n {
        0 => Err(Undefined::NoAnswers),
        n if part > n => Err(Undefined::MoreThanAll),
        n => Ok(part as f64 / n as f64),
    }
}

/// A share and between what it lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The share that was found.
    pub share: f64,
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
}

/// The score interval of a share: `(p + z^2/2n ± z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)`. Wilson (1927), "Probable
/// Inference, the Law of Succession, and Statistical Inference". It holds for small n and for shares of none and all.
/// `z` is usually [`Z95`].
///
/// # Errors
/// [`Undefined::NoAnswers`] for a whole of 0; [`Undefined::MoreThanAll`]; [`Undefined::NotFinite`] for such a `z`.
pub fn wilson(part: u64, n: u64, z: f64) -> Result<Interval, Undefined> {
    let share = share(part, n)?;
    if !(z * z).is_finite() {
        return Err(Undefined::NotFinite);
    }
    let n = n as f64;
    let z2 = z * z;
    let middle = share + z2 / (2.0 * n);
    let half = z.abs() * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let whole = 1.0 + z2 / n;
    // None and all are the ends themselves, not a rounding away from them.
    let low = if part == 0 { 0.0 } else { ((middle - half) / whole).clamp(0.0, share) };
    let high = if share < 1.0 { ((middle + half) / whole).clamp(share, 1.0) } else { 1.0 };
    Ok(Interval { share, low, high })
}

fn total(counts: &[u64]) -> u64 {
    counts.iter().fold(0, |n, c| n.saturating_add(*c))
}

/// How many answered, for figures that need two categories.
fn some(counts: &[u64]) -> Result<u64, Undefined> {
    match total(counts) {
        _ if counts.len() < 2 => Err(Undefined::OneCategory),
        0 => Err(Undefined::NoAnswers),
        n => Ok(n),
    }
}

#[cfg(test)]
mod tests {
    use super::Middle::{At, Between};
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn close(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 5e-5, "{found} is not {wanted}");
    }

    #[test]
    fn medians_and_quartiles_by_hand() {
        let of = |counts: &[u64]| {
            let o = ordinal(counts).unwrap();
            (o.lower, o.median, o.upper)
        };
        // 0 1 2 3 4
        assert_eq!(of(&[1, 1, 1, 1, 1]), (At(1), At(2), At(3)));
        // 0 0 3 3
        assert_eq!(of(&[2, 0, 0, 2]), (At(0), Between(0, 3), At(3)));
        // 0 1 2 2: half of the answers lie at or below 1.
        assert_eq!(of(&[1, 1, 2]), (Between(0, 1), Between(1, 2), At(2)));
        assert_eq!(of(&[0, 1]), (At(1), At(1), At(1)));
    }

    #[test]
    fn several_categories_may_be_most_frequent() {
        assert_eq!(ordinal(&[3, 1, 3]).unwrap().mode, [0, 2]);
        assert_eq!(ordinal(&[0, 0, 1]).unwrap().mode, [2]);
    }

    #[test]
    fn leik_by_hand() {
        close(leik_d(&[0, 9, 0, 0, 0]).unwrap(), 0.0);
        close(leik_d(&[5, 0, 0, 0, 5]).unwrap(), 1.0);
        // F = 0.2, 0.4, 0.6, 0.8, 1: d = 0.2 + 0.4 + 0.4 + 0.2 = 1.2; 2 x 1.2 / 4.
        close(leik_d(&[2, 2, 2, 2, 2]).unwrap(), 0.6);
        // F = 1/6 ... 6/6: d = (1 + 2 + 3 + 2 + 1) / 6 = 1.5; 2 x 1.5 / 5.
        close(leik_d(&[1, 1, 1, 1, 1, 1]).unwrap(), 0.6);
        close(leik_d(&[1, 3]).unwrap(), 0.5);
    }

    #[test]
    fn variation_by_hand() {
        close(iqv(&[4, 4, 4]).unwrap(), 1.0);
        close(iqv(&[0, 7, 0]).unwrap(), 0.0);
        // 1 - (0.25 + 0.0625 + 0.0625) = 0.625, times 3/2.
        close(iqv(&[2, 1, 1]).unwrap(), 0.9375);
    }

    /// Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
    #[test]
    fn published_score_intervals_come_out() {
        for (part, n, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let found = wilson(part, n, Z95).unwrap();
            close(found.low, low);
            close(found.high, high);
        }
        let all = wilson(20, 20, Z95).unwrap();
        close(all.low, 1.0 - 0.1611);
        assert!(all.high >= 1.0);
    }

    #[test]
    fn what_can_not_be_told_is_named() {
        for counts in [&[0, 0][..], &[0, 0, 0]] {
            assert_eq!(ordinal(counts), Err(Undefined::NoAnswers));
            assert_eq!(leik_d(counts), Err(Undefined::NoAnswers));
            assert_eq!(iqv(counts), Err(Undefined::NoAnswers));
        }
        assert_eq!(ordinal(&[]), Err(Undefined::NoAnswers));
        for counts in [&[][..], &[0], &[5]] {
            assert_eq!(leik_d(counts), Err(Undefined::OneCategory));
            assert_eq!(iqv(counts), Err(Undefined::OneCategory));
        }
        assert_eq!(wilson(0, 0, Z95), Err(Undefined::NoAnswers));
        assert_eq!(wilson(3, 2, Z95), Err(Undefined::MoreThanAll));
        assert_eq!(wilson(1, 2, f64::NAN), Err(Undefined::NotFinite));
    }

    proptest! {
        #[test]
        fn spreads_lie_between_nothing_and_all(counts in vec(0..1_000_u64, 2..9)) {
            prop_assume!(counts.iter().any(|c| *c > 0));
            for found in [leik_d(&counts).unwrap(), iqv(&counts).unwrap()] {
                prop_assert!((0.0..=1.0).contains(&found));
            }
            let turned: Vec<u64> = counts.iter().rev().copied().collect();
            prop_assert!((leik_d(&counts).unwrap() - leik_d(&turned).unwrap()).abs() < 1e-12);
        }

        #[test]
        fn quartiles_are_those_of_the_answers_in_a_row(counts in vec(0..6_u64, 1..6)) {
            let row: Vec<usize> =
                counts.iter().enumerate().flat_map(|(i, c)| vec![i; *c as usize]).collect();
            prop_assume!(!row.is_empty());
            let found = ordinal(&counts).unwrap();
            let half = |row: &[usize]| {
                let n = row.len();
                let (a, b) = (row[(n - 1) / 2], row[n / 2]);
                if a == b { At(a) } else { Between(a, b) }
            };
            prop_assert_eq!(found.median, half(&row));
            if row.len().is_multiple_of(2) {
                prop_assert_eq!(found.lower, half(&row[..row.len() / 2]));
                prop_assert_eq!(found.upper, half(&row[row.len() / 2..]));
            }
        }

        #[test]
        fn an_interval_holds_its_share(n in 1..10_000_u64, part in 0..10_000_u64) {
            prop_assume!(part <= n);
            let found = wilson(part, n, Z95).unwrap();
            prop_assert!(0.0 <= found.low && found.low <= found.share);
            prop_assert!(found.share <= found.high && found.high <= 1.0);
        }
    }
}
