//! Cohen's kappa: how far two raters agree on the same things, over what chance would have them agree.
//!
//! Raters are told apart, values have no order. For more than two raters see `alpha`.

use super::Undefined;

/// How two raters agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kappa {
    /// What both rated.
    pub n: u64,
    /// Share of it to which both gave the same value.
    pub observed: f64,
    /// Share that would be so by chance, each rater giving every value as often as they did.
    pub expected: f64,
    /// `(observed - expected) / (1 - expected)`: 1 when they always agree, 0 when as chance would have it, below 0 when
    /// less often. [`Undefined::NoVariation`] when both gave one and the same value to everything: nothing was told apart.
    pub value: Result<f64, Undefined>,
}

/// Cohen's kappa of a table of counts: `table[a][b]` is how often the first rater gave the value `a` and the second `b`.
/// Cohen (1960), "A Coefficient of Agreement for Nominal Scales"; checked against table 18.1 of Fleiss, Levin and Paik,
/// "Statistical Methods for Rates and Proportions", 3rd edition. Counts outside a square count as disagreement.
///
/// # Errors
/// [`Undefined::NoPairs`] when nothing was rated by both.
pub fn kappa(table: &[Vec<u64>]) -> Result<Kappa, Undefined> {
    let values = table.iter().map(Vec::len).max().unwrap_or(0).max(table.len());
    let n: u64 = table.iter().flatten().sum();
    if n == 0 {
        return Err(Undefined::NoPairs);
    }
    let count = |a: usize, b: usize| table.get(a).and_then(|line| line.get(b)).copied().unwrap_or(0);
    let same: u64 = (0..values).map(|v| count(v, v)).sum();
    // In whole numbers, so that it is known exactly whether all of it is one value.
    let chance: u128 = (0..values)
        .map(|v| {
            let first: u64 = (0..values).map(|other| count(v, other)).sum();
            let second: u64 = (0..values).map(|other| count(other, v)).sum();
            u128::from(first) * u128::from(second)
        })
        .sum();
    let all = u128::from(n) * u128::from(n);
    let observed = same as f64 / n as f64;
    let expected = chance as f64 / all as f64;
    let value = if chance == all {
        Err(Undefined::NoVariation)
    } else {
        Ok((observed - expected) / (1.0 - expected))
    };
    Ok(Kappa { n, observed, expected, value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_published_example_comes_out_as_published() {
        // 100 subjects, two raters: psychotic, neurotic, organic.
        let found = kappa(&[vec![75, 1, 4], vec![5, 4, 1], vec![0, 0, 10]]).unwrap();
        assert_eq!(found.n, 100);
        assert!((found.observed - 0.89).abs() < 1e-12);
        assert!((found.expected - 0.66).abs() < 1e-12);
        assert!((found.value.unwrap() - 0.23 / 0.34).abs() < 1e-12);
        assert_eq!(format!("{:.2}", found.value.unwrap()), "0.68");
    }

    #[test]
    fn what_has_no_measure_is_not_a_number_that_looks_like_one() {
        assert_eq!(kappa(&[]), Err(Undefined::NoPairs));
        assert_eq!(kappa(&[vec![0, 0], vec![0, 0]]), Err(Undefined::NoPairs));
        let alike = kappa(&[vec![7, 0], vec![0, 0]]).unwrap();
        assert_eq!((alike.observed, alike.value), (1.0, Err(Undefined::NoVariation)));
        // Each gave one value to everything, and not the same one: that is disagreement, not nothing.
        let apart = kappa(&[vec![0, 7], vec![0, 0]]).unwrap();
        assert_eq!((apart.observed, apart.value), (0.0, Ok(0.0)));
    }

    #[test]
    fn a_table_that_is_no_square_loses_no_count() {
        let found = kappa(&[vec![3, 1, 2], vec![0, 4]]).unwrap();
        assert_eq!((found.n, found.observed), (10, 0.7));
    }

    proptest! {
        #[test]
        fn who_is_first_makes_no_difference(cells in prop::collection::vec(0_u64..20, 9)) {
            let table: Vec<Vec<u64>> = cells.chunks(3).map(<[u64]>::to_vec).collect();
            let turned: Vec<Vec<u64>> = (0..3).map(|b| (0..3).map(|a| table[a][b]).collect()).collect();
            match (kappa(&table), kappa(&turned)) {
                (Ok(one), Ok(other)) => {
                    prop_assert_eq!((one.n, one.observed, one.expected), (other.n, other.observed, other.expected));
                    prop_assert_eq!(one.value, other.value);
                    prop_assert!(one.value.is_err() || one.value.is_ok_and(|v| v.is_finite() && v <= 1.0));
                }
                (one, other) => prop_assert_eq!(one, other),
            }
        }

        #[test]
        fn who_always_agrees_and_tells_apart_has_one(counts in prop::collection::vec(1_u64..50, 2..5)) {
            let table: Vec<Vec<u64>> = (0..counts.len())
                .map(|a| (0..counts.len()).map(|b| if a == b { counts[a] } else { 0 }).collect())
                .collect();
            prop_assert!((kappa(&table).unwrap().value.unwrap() - 1.0).abs() < 1e-12);
        }
    }
}
