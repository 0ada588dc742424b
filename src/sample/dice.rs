//! Chance that can be repeated: the same numbers on every machine, for as long as this file stays as it is.
//!
//! Own, and small (`SplitMix64`), because a library may change its sequence and the sample sessions must not. Floating
//! point is kept to sums, products and quotients, which every machine rounds alike. Not here: what is drawn.

/// A stream of numbers.
#[derive(Debug)]
pub(super) struct Dice(u64);

/// The step of `SplitMix64`: 2^64 divided by the golden ratio.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Dice {
    /// The stream number `stream` of a seed. Streams of one seed have nothing to do with each other.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        Self(mix(mix(seed.wrapping_add(STEP)) ^ mix(stream.wrapping_mul(STEP).wrapping_add(1))))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// From 0 up to but not 1.
    pub(super) fn unit(&mut self) -> f64 {
        // 53 bits are what a double holds.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below `end`; 0 if that is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// A whole number from `low` to `high`, both of them possible.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below((high.saturating_sub(low) + 1) as usize) as u32
    }

    /// Whether something happens that happens in `share` of all cases.
    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// Nearly normal: mean 0, standard deviation 1, never beyond 3.5.
    pub(super) fn normal(&mut self) -> f64 {
        // Four uniforms have variance 1/3 together; 1.732... is the root of 3.
        (self.unit() + self.unit() + self.unit() + self.unit() - 2.0) * 1.732_050_807_568_877_2
    }

    /// One of several.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> Option<&'a T> {
        from.get(self.below(from.len())).copied()
    }

    /// The place of one of several whose weights are given.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (place, weight) in weights.enumerate() {
            if weight <= 0.0 {
                continue;
            }
            last = place;
            if left < weight {
                break;
            }
            left -= weight;
        }
        last
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_never_changes() {
        let mut dice = Dice::new(7, 0);
        let drawn: Vec<u64> = (0..3).map(|_| dice.next()).collect();
        assert_eq!(drawn, FIRST);
        assert_ne!(Dice::new(7, 1).next(), FIRST[0]);
        assert_ne!(Dice::new(8, 0).next(), FIRST[0]);
    }

    const FIRST: [u64; 3] =
        [14_400_865_145_721_558_587, 13_237_151_855_659_586_214, 13_124_058_585_615_686_543];

    #[test]
    fn what_is_drawn_keeps_to_its_bounds() {
        let mut dice = Dice::new(1, 2);
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..10_000 {
            assert!(dice.below(7) < 7);
            assert!((3..=5).contains(&dice.between(3, 5)));
            let x = dice.normal();
            sum += x;
            squares += x * x;
        }
        assert!((sum / 10_000.0).abs() < 0.05 && (squares / 10_000.0 - 1.0).abs() < 0.05);
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.pick::<str>(&[]), None);
        assert!((0..1000).all(|_| dice.weighted([0.0, 1.0, 0.0, 2.0].into_iter()) % 2 == 1));
    }
}
