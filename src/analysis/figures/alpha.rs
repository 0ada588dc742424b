//! Krippendorff's alpha: how far several raters agree on several units, over chance.
//!
//! Values are counted per unit, raters are not told apart: the cost is units x values^2, whatever the number of raters.

use super::Undefined;

/// How far apart two values are. Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section on
/// metric differences; the same in Hayes and Krippendorff (2007).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Metric {
    /// Same or not: 0 or 1.
    Nominal,
    /// How many of the values that were given lie between, the two ends counted half:
    /// `(n_c/2 + n_(c+1) + ... + n_(k-1) + n_k/2)^2`.
    Ordinal,
    /// `(c - k)^2`.
    Interval,
    /// `((c - k) / (c + k))^2`, for values from zero up; 0 for two zeros.
    Ratio,
}

/// Who gave what to what: counts of each value in each unit.
///
/// A unit is what is rated (a technique, an item), a value what it was given. A missing rating is simply not counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    /// Ascending, each once.
    values: Vec<f64>,
    /// By unit: which values, how often; by ascending value, none of them 0.
    units: Vec<Vec<(usize, u64)>>,
}

impl Ratings {
    /// For the codes of an ordered scale, lowest first: code `i` has the value `i + 1`. The distances of the interval
    /// and ratio metrics go by that.
    pub fn of_codes(codes: usize) -> Self {
        Self { values: (1..=codes).map(|v| v as f64).collect(), units: Vec::new() }
    }

    /// Adds a unit: how often each code was given, in the order of the scale. Counts beyond the scale are left out.
    pub fn push(&mut self, counts: &[u64]) {
        let given = counts.iter().copied().take(self.values.len()).enumerate();
        self.units.push(given.filter(|(_, n)| *n > 0).collect());
    }

    /// From a reliability matrix: for each unit what each rater gave; `None` where one gave nothing. Raters need not
    /// stand in the same order in every unit.
    ///
    /// # Errors
    /// [`Undefined::NotFinite`] for a value that is no number.
    pub fn from_matrix<U, R>(units: U) -> Result<Self, Undefined>
    where
        U: IntoIterator<Item = R>,
        R: IntoIterator<Item = Option<f64>>,
    {
        let rows: Vec<Vec<f64>> = units.into_iter().map(|r| r.into_iter().flatten().collect()).collect();
        // Zero and minus zero are one value.
        let plain = |v: f64| if v == 0.0 { 0.0 } else { v };
        let mut values: Vec<f64> = rows.iter().flatten().map(|v| plain(*v)).collect();
        if values.iter().any(|v| !v.is_finite()) {
            return Err(Undefined::NotFinite);
        }
        values.sort_by(f64::total_cmp);
        values.dedup();
        let count = |row: Vec<f64>| {
            let mut found: Vec<usize> =
                row.into_iter().map(|v| values.partition_point(|known| *known < plain(v))).collect();
            found.sort_unstable();
            found.chunk_by(|a, b| a == b).filter_map(|run| Some((*run.first()?, run.len() as u64))).collect()
        };
        let units = rows.into_iter().map(count).collect();
        Ok(Self { values, units })
    }

    /// Units of which two values or more are known: only they tell anything of agreement.
    fn pairable(&self) -> impl Iterator<Item = (&[(usize, u64)], u64)> {
        self.units.iter().filter_map(|unit| {
            let given = unit.iter().map(|(_, n)| n).sum::<u64>();
            (given >= 2).then_some((unit.as_slice(), given))
        })
    }
}

/// An agreement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alpha {
    /// 1: all agree; 0: as chance would have it; below 0: they disagree more than chance would have it.
    pub value: f64,
    /// Units with two values or more.
    pub units: usize,
    /// Values in those units.
    pub values: u64,
}

/// Krippendorff's alpha in its coincidence form, `1 - (n - 1) sum(o_ck d_ck) / sum(n_c n_k d_ck)`, where `o_ck` is the
/// sum over units of `n_uc (n_uk - [c = k]) / (m_u - 1)`. Krippendorff (2011), "Computing Krippendorff's
/// Alpha-Reliability"; checked against its worked example.
///
/// # Errors
/// [`Undefined::NoPairs`] when no unit has two values; [`Undefined::NoVariation`] when all values that could be paired
/// are the same; [`Undefined::BelowZero`] for the ratio of a negative value.
pub fn alpha(ratings: &Ratings, metric: Metric) -> Result<Alpha, Undefined> {
    let mut given = vec![0_u64; ratings.values.len()];
    let mut units = 0;
    for (unit, _) in ratings.pairable() {
        units += 1;
        for &(value, n) in unit {
            if let Some(total) = given.get_mut(value) {
                *total += n;
            }
        }
    }
    if units == 0 {
        return Err(Undefined::NoPairs);
    }
    let scale = Scale::new(metric, &ratings.values, &given)?;
    // Both sums run over pairs of unlike values once; each counts twice in the formula, on both sides alike.
    let observed: f64 =
        ratings.pairable().map(|(unit, m)| pairs(unit, |a, b| scale.apart(a, b)) / (m - 1) as f64).sum();
    let all: Vec<(usize, u64)> = given.iter().copied().enumerate().filter(|(_, n)| *n > 0).collect();
    let expected = pairs(&all, |a, b| scale.apart(a, b));
    if all.len() < 2 || expected <= 0.0 {
        return Err(Undefined::NoVariation);
    }
    let values: u64 = given.iter().sum();
    Ok(Alpha { value: 1.0 - (values - 1) as f64 * observed / expected, units, values })
}

/// The sum over pairs of unlike values of how often both were given, times how far they are apart.
fn pairs(counts: &[(usize, u64)], apart: impl Fn(usize, usize) -> f64) -> f64 {
    let mut sum = 0.0;
    for (i, &(a, n)) in counts.iter().enumerate() {
        for &(b, k) in counts.iter().skip(i + 1) {
            sum += n as f64 * k as f64 * apart(a, b);
        }
    }
    sum
}

/// Where each value stands, so that how far two are apart is one subtraction.
struct Scale {
    metric: Metric,
    places: Vec<f64>,
}

impl Scale {
    fn new(metric: Metric, values: &[f64], given: &[u64]) -> Result<Self, Undefined> {
        let places = match metric {
            // What lies between two values, ends counted half, is the difference of their middles in the order of all.
            Metric::Ordinal => {
                let mut below = 0_u64;
                let middle = |n: &u64| {
                    let middle = below as f64 + *n as f64 / 2.0;
                    below += n;
                    middle
                };
                given.iter().map(middle).collect()
            }
            Metric::Ratio => {
                if values.iter().zip(given).any(|(v, n)| *n > 0 && *v < 0.0) {
                    return Err(Undefined::BelowZero);
                }
                values.to_vec()
            }
            Metric::Nominal => Vec::new(),
            // Alpha does not change with the unit of measure; small numbers keep the squares of huge ones finite.
            Metric::Interval => {
                let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
                if largest > 0.0 { values.iter().map(|v| v / largest).collect() } else { values.to_vec() }
            }
        };
        Ok(Self { metric, places })
    }

    /// The squared difference of two unlike values.
    fn apart(&self, a: usize, b: usize) -> f64 {
        let place = |at: usize| self.places.get(at).copied().unwrap_or_default();
        match self.metric {
            Metric::Nominal => 1.0,
            Metric::Ordinal | Metric::Interval => (place(a) - place(b)).powi(2),
            // Halved so that the sum of two huge values is still finite; both are not 0, since they differ.
            Metric::Ratio => ((place(a) / 2.0 - place(b) / 2.0) / (place(a) / 2.0 + place(b) / 2.0)).powi(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    const METRICS: [Metric; 4] = [Metric::Nominal, Metric::Ordinal, Metric::Interval, Metric::Ratio];

    /// The worked example of Krippendorff (2011): four observers, twelve units, 0 for a missing value.
    const EXAMPLE: [[u8; 12]; 4] = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ];

    fn matrix(raters: &[Vec<u8>]) -> Ratings {
        let units = raters.first().map_or(0, Vec::len);
        let value = |v: u8| (v > 0).then_some(f64::from(v));
        Ratings::from_matrix((0..units).map(|u| raters.iter().map(move |r| value(r[u])))).unwrap()
    }

    fn example() -> Ratings {
        matrix(&EXAMPLE.map(Vec::from))
    }

    #[test]
    fn the_published_example_comes_out() {
        for (metric, published) in METRICS.into_iter().zip([0.743, 0.815, 0.849, 0.797]) {
            let found = alpha(&example(), metric).unwrap();
            assert!((found.value - published).abs() < 0.0005, "{metric:?}: {}", found.value);
            assert_eq!((found.units, found.values), (11, 40));
        }
    }

    #[test]
    fn counts_by_code_give_the_same_as_a_matrix() {
        let mut counted = Ratings::of_codes(5);
        for unit in 0..12 {
            let mut counts = [0; 5];
            for rater in EXAMPLE {
                if let Some(n) = usize::from(rater[unit]).checked_sub(1) {
                    counts[n] += 1;
                }
            }
            counted.push(&counts);
        }
        assert_eq!(counted, example());
    }

    #[test]
    fn what_can_not_be_told_is_named() {
        for metric in METRICS {
            let of = |raters: &[Vec<u8>]| alpha(&matrix(raters), metric);
            assert_eq!(of(&[]), Err(Undefined::NoPairs));
            assert_eq!(of(&[vec![1, 0, 2], vec![0, 3, 0]]), Err(Undefined::NoPairs));
            assert_eq!(of(&[vec![2, 2], vec![2, 2]]), Err(Undefined::NoVariation));
            // The third unit differs, but nobody else rated it.
            assert_eq!(of(&[vec![2, 2, 1], vec![2, 2, 0]]), Err(Undefined::NoVariation));
        }
        let negative = Ratings::from_matrix([[Some(-1.0), Some(1.0)]]).unwrap();
        assert_eq!(alpha(&negative, Metric::Ratio), Err(Undefined::BelowZero));
        assert!(alpha(&negative, Metric::Interval).is_ok());
        for wrong in [f64::NAN, f64::INFINITY] {
            assert_eq!(Ratings::from_matrix([[Some(wrong), None]]), Err(Undefined::NotFinite));
        }
    }

    #[test]
    fn two_zeros_are_alike_and_zero_is_as_far_as_can_be_from_all_else() {
        let zeros = Ratings::from_matrix([[Some(0.0), Some(-0.0)], [Some(4.0), Some(4.0)]]).unwrap();
        assert!((alpha(&zeros, Metric::Ratio).unwrap().value - 1.0).abs() < 1e-12);
    }

    #[test]
    fn huge_values_stay_finite() {
        let huge = [[Some(f64::MAX), Some(-f64::MAX)], [Some(1.0), Some(f64::MAX)]];
        assert!(alpha(&Ratings::from_matrix(huge).unwrap(), Metric::Interval).unwrap().value.is_finite());
        let huge = [[Some(f64::MAX), Some(f64::MAX)], [Some(1.0), Some(f64::MAX)]];
        assert!(alpha(&Ratings::from_matrix(huge).unwrap(), Metric::Ratio).unwrap().value.is_finite());
    }

    #[test]
    fn ten_thousand_raters_cost_no_more_than_their_counts() {
        let mut many = Ratings::of_codes(5);
        for unit in 0..15_u64 {
            many.push(&[2_000 + unit, 2_000, 2_000, 2_000, 2_000 - unit]);
        }
        let found = alpha(&many, Metric::Ordinal).unwrap();
        assert!(found.value.abs() < 0.01 && found.values == 150_000, "{found:?}");
    }

    /// The definition read literally: every ordered pair of ratings within a unit, every pair of all.
    fn slow(raters: &[Vec<u8>], metric: Metric) -> Option<f64> {
        let units: Vec<Vec<u8>> = (0..raters.first().map_or(0, Vec::len))
            .map(|u| raters.iter().map(|r| r[u]).filter(|v| *v > 0).collect::<Vec<_>>())
            .filter(|u| u.len() > 1)
            .collect();
        let all: Vec<u8> = units.iter().flatten().copied().collect();
        let times = |v: u8| all.iter().map(|x| f64::from(u8::from(*x == v))).sum::<f64>();
        let apart = |a: u8, b: u8| {
            let (low, high) = (f64::from(a.min(b)), f64::from(a.max(b)));
            match metric {
                Metric::Nominal => f64::from(u8::from(a != b)),
                Metric::Interval => (high - low).powi(2),
                Metric::Ratio => ((high - low) / (high + low)).powi(2),
                Metric::Ordinal => {
                    let between: f64 = (a.min(b)..=a.max(b)).map(times).sum();
                    (between - f64::midpoint(times(a), times(b))).powi(2)
                }
            }
        };
        let within: f64 = units
            .iter()
            .map(|u| {
                let sum: f64 = u.iter().flat_map(|a| u.iter().map(|b| apart(*a, *b))).sum();
                sum / (u.len() - 1) as f64
            })
            .sum();
        let over: f64 = all.iter().flat_map(|a| all.iter().map(|b| apart(*a, *b))).sum();
        (over > 0.0).then(|| 1.0 - within * (all.len() - 1) as f64 / over)
    }

    fn raters() -> impl Strategy<Value = Vec<Vec<u8>>> {
        (1..6_usize).prop_flat_map(|units| vec(vec(0..6_u8, units), 0..6))
    }

    proptest! {
        #[test]
        fn it_is_what_the_definition_says(raters in raters()) {
            for metric in METRICS {
                match (alpha(&matrix(&raters), metric), slow(&raters, metric)) {
                    (Ok(found), Some(wanted)) => prop_assert!((found.value - wanted).abs() < 1e-9),
                    (found, wanted) => prop_assert!(found.is_err() && wanted.is_none(), "{found:?} {wanted:?}"),
                }
            }
        }

        #[test]
        fn the_order_of_raters_does_not_matter(raters in raters()) {
            let turned: Vec<_> = raters.iter().rev().cloned().collect();
            for metric in METRICS {
                prop_assert_eq!(alpha(&matrix(&raters), metric), alpha(&matrix(&turned), metric));
            }
        }

        #[test]
        fn who_agree_and_tell_apart_have_an_alpha_of_one(one in vec(1..6_u8, 2..8), times in 2..5_usize) {
            prop_assume!(one.iter().any(|v| *v != one[0]));
            for metric in METRICS {
                let found = alpha(&matrix(&vec![one.clone(); times]), metric).unwrap();
                prop_assert!((found.value - 1.0).abs() < 1e-12);
            }
        }
    }
}
