//! A set of rows of one segment, as bits; and a selection of rows over all segments.

use serde::{Deserialize, Serialize};

/// Rows of one segment. Trailing empty words are left out, so that sets of few early rows are small.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// The rows from 0 to `len`, without it.
    pub fn all(len: usize) -> Self {
        let mut words = vec![u64::MAX; len / 64];
        if !len.is_multiple_of(64) {
            words.push((1 << (len % 64)) - 1);
        }
        Self { words }
    }

    /// Puts a row in.
    pub fn insert(&mut self, row: usize) {
        let at = row / 64;
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        if let Some(word) = self.words.get_mut(at) {
            *word |= 1 << (row % 64);
        }
    }

    /// Takes a row out.
    pub fn remove(&mut self, row: usize) {
        if let Some(word) = self.words.get_mut(row / 64) {
            *word &= !(1 << (row % 64));
        }
    }

    /// Whether a row is in it.
    pub fn has(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// How many rows are in it.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether no row is in it.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The last row of the set.
    pub fn last(&self) -> Option<usize> {
        let at = self.words.iter().rposition(|word| *word != 0)?;
        self.words.get(at).map(|word| at * 64 + 63 - word.leading_zeros() as usize)
    }

    /// How many rows of the set come before this one.
    pub fn rank(&self, row: usize) -> usize {
        let whole: usize = self.words.iter().take(row / 64).map(|word| word.count_ones() as usize).sum();
        let rest = self.words.get(row / 64).map_or(0, |word| word & ((1 << (row % 64)) - 1));
        whole + rest.count_ones() as usize
    }

    /// The rows in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    at * 64 + bit as usize
                })
            })
        })
    }

    /// Hands out the rows in order: in the innermost loops twice as fast as an iterator.
    pub fn visit(&self, mut each: impl FnMut(usize)) {
        for (at, word) in self.words.iter().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                each(at * 64 + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
    }

    /// Keeps what is in the other set too.
    pub fn and(&mut self, other: &Self) {
        self.words.truncate(other.words.len());
        for (word, theirs) in self.words.iter_mut().zip(&other.words) {
            *word &= theirs;
        }
    }

    /// Takes out what is in the other set.
    pub fn and_not(&mut self, other: &Self) {
        for (word, theirs) in self.words.iter_mut().zip(&other.words) {
            *word &= !theirs;
        }
    }

    /// Puts in what is in the other set.
    pub fn or(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, theirs) in self.words.iter_mut().zip(&other.words) {
            *word |= theirs;
        }
    }

    /// How many rows are in both.
    pub fn both(&self, other: &Self) -> usize {
        self.words.iter().zip(&other.words).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }
}

impl FromIterator<usize> for Bits {
    fn from_iter<I: IntoIterator<Item = usize>>(rows: I) -> Self {
        let mut bits = Self::default();
        rows.into_iter().for_each(|row| bits.insert(row));
        bits
    }
}

/// Rows over all segments of a corpus, one set for each segment in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// One set for each segment.
    pub sets: Vec<Bits>,
}

impl Selection {
    /// How many rows are selected.
    pub fn len(&self) -> usize {
        self.sets.iter().map(Bits::len).sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.sets.iter().all(Bits::is_empty)
    }

    /// Keeps what is in the other selection too.
    pub fn and(&mut self, other: &Self) {
        self.sets.iter_mut().zip(&other.sets).for_each(|(a, b)| a.and(b));
    }

    /// Takes out what is in the other selection.
    pub fn and_not(&mut self, other: &Self) {
        self.sets.iter_mut().zip(&other.sets).for_each(|(a, b)| a.and_not(b));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn bits_are_a_set_of_numbers(a in prop::collection::btree_set(0..300_usize, 0..60),
                                     b in prop::collection::btree_set(0..300_usize, 0..60), row in 0..320_usize) {
            let (x, y): (Bits, Bits) = (a.iter().copied().collect(), b.iter().copied().collect());
            prop_assert_eq!(x.iter().collect::<BTreeSet<_>>(), a.clone());
            prop_assert_eq!((x.len(), x.is_empty(), x.has(row)), (a.len(), a.is_empty(), a.contains(&row)));
            prop_assert_eq!(x.rank(row), a.range(..row).count());
            prop_assert_eq!(x.both(&y), a.intersection(&b).count());
            prop_assert_eq!(x.last(), a.last().copied());
            let mut visited = Vec::new();
            x.visit(|row| visited.push(row));
            prop_assert_eq!(visited, x.iter().collect::<Vec<_>>());
            let with = |f: fn(&mut Bits, &Bits)| { let mut z = x.clone(); f(&mut z, &y); z.iter().collect::<BTreeSet<_>>() };
            prop_assert_eq!(with(Bits::and), a.intersection(&b).copied().collect());
            prop_assert_eq!(with(Bits::or), a.union(&b).copied().collect());
            prop_assert_eq!(with(Bits::and_not), a.difference(&b).copied().collect());
            let mut z = x.clone();
            z.remove(row);
            prop_assert!(!z.has(row));
        }

        #[test]
        fn all_rows_are_all(len in 0..300_usize) {
            prop_assert_eq!(Bits::all(len).iter().collect::<Vec<_>>(), (0..len).collect::<Vec<_>>());
        }
    }
}
