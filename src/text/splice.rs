//! One change to a text: at a byte offset, something is removed and something put in its place.
//!
//! The unit of editing, undo and the trail. What to merge and how far back undo goes is decided elsewhere.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A change to a text that knows enough to be checked and undone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Splice {
    /// Byte offset into the text, on a character boundary.
    pub at: usize,
    /// What stood there before.
    pub removed: String,
    /// What stands there after.
    pub inserted: String,
}

/// Why a splice does not fit a text. The text is left as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SpliceError {
    /// The place lies beyond the text or inside a character.
    #[error("the text has no character boundary at byte {at}")]
    NoSuchPlace {
        /// The offset asked for.
        at: usize,
    },
    /// Something else stands where the removed text should.
    #[error("the text at byte {at} is not the text to be removed")]
    Mismatch {
        /// The offset asked for.
        at: usize,
    },
}

impl Splice {
    /// The smallest change that turns `old` into `new`; `None` if they are the same.
    pub fn between(old: &str, new: &str) -> Option<Self> {
        if old == new {
            return None;
        }
        let mut head = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        while !(old.is_char_boundary(head) && new.is_char_boundary(head)) {
            head -= 1;
        }
        let (old_rest, new_rest) = (&old[head..], &new[head..]);
        let mut tail = old_rest.bytes().rev().zip(new_rest.bytes().rev()).take_while(|(a, b)| a == b).count();
        while !(old_rest.is_char_boundary(old_rest.len() - tail)
            && new_rest.is_char_boundary(new_rest.len() - tail))
        {
            tail -= 1;
        }
        Some(Self {
            at: head,
            removed: old_rest[..old_rest.len() - tail].to_owned(),
            inserted: new_rest[..new_rest.len() - tail].to_owned(),
        })
    }

    /// Makes the change, after checking that what is to be removed really stands there.
    pub fn apply(&self, text: &mut String) -> Result<(), SpliceError> {
        let at = self.at;
        let rest = text.get(at..).ok_or(SpliceError::NoSuchPlace { at })?;
        if !rest.starts_with(&self.removed) {
            return Err(SpliceError::Mismatch { at });
        }
        text.replace_range(at..at + self.removed.len(), &self.inserted);
        Ok(())
    }

    /// The change that undoes this one.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { at: self.at, removed: self.inserted.clone(), inserted: self.removed.clone() }
    }

    /// This change and the next one as a single change, if the next one goes on where this one left off: typing on,
    /// backspacing on, or deleting forward on. Offsets of `next` count in the text after this change.
    pub fn then(&self, next: &Self) -> Option<Self> {
        if next.removed.is_empty() && !self.inserted.is_empty() && next.at == self.at + self.inserted.len() {
            let inserted = [self.inserted.as_str(), &next.inserted].concat();
            return Some(Self { at: self.at, removed: self.removed.clone(), inserted });
        }
        if !(self.inserted.is_empty() && next.inserted.is_empty()) {
            return None;
        }
        if next.at + next.removed.len() == self.at {
            let removed = [next.removed.as_str(), &self.removed].concat();
            return Some(Self { at: next.at, removed, inserted: String::new() });
        }
        (next.at == self.at).then(|| Self {
            at: self.at,
            removed: [self.removed.as_str(), &next.removed].concat(),
            inserted: String::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn splice(at: usize, removed: &str, inserted: &str) -> Splice {
        Splice { at, removed: removed.into(), inserted: inserted.into() }
    }

    #[test]
    fn the_smallest_change_is_found_on_character_boundaries() {
        assert_eq!(Splice::between("same", "same"), None);
        assert_eq!(Splice::between("ab", "axb"), Some(splice(1, "", "x")));
        // é and è share their first byte, é and ĩ their last.
        assert_eq!(Splice::between("aéb", "aèb"), Some(splice(1, "é", "è")));
        assert_eq!(Splice::between("é", "ĩ"), Some(splice(0, "é", "ĩ")));
        assert_eq!(Splice::between("aa", "aaa"), Some(splice(2, "", "a")));
    }

    #[test]
    fn a_splice_that_does_not_fit_changes_nothing() {
        let mut text = String::from("aé");
        assert_eq!(splice(2, "", "x").apply(&mut text), Err(SpliceError::NoSuchPlace { at: 2 }));
        assert_eq!(splice(9, "", "x").apply(&mut text), Err(SpliceError::NoSuchPlace { at: 9 }));
        assert_eq!(splice(1, "e", "x").apply(&mut text), Err(SpliceError::Mismatch { at: 1 }));
        assert_eq!(text, "aé");
    }

    #[test]
    fn runs_of_typing_and_of_deleting_merge() {
        assert_eq!(splice(3, "", "ab").then(&splice(5, "", "c")), Some(splice(3, "", "abc")));
        assert_eq!(splice(3, "x", "ab").then(&splice(5, "", "c")), Some(splice(3, "x", "abc")));
        assert_eq!(splice(3, "b", "").then(&splice(2, "a", "")), Some(splice(2, "ab", "")));
        assert_eq!(splice(3, "a", "").then(&splice(3, "b", "")), Some(splice(3, "ab", "")));
        assert_eq!(splice(3, "", "a").then(&splice(3, "", "b")), None);
        assert_eq!(splice(3, "", "a").then(&splice(3, "a", "")), None);
        assert_eq!(splice(3, "b", "").then(&splice(1, "a", "")), None);
    }

    proptest! {
        #[test]
        fn between_apply_and_inverse_agree(old in r"[aéè日👨\n]{0,12}", new in r"[aéè日👨\n]{0,12}") {
            let mut text = old.clone();
            if let Some(change) = Splice::between(&old, &new) {
                change.apply(&mut text).unwrap();
                prop_assert_eq!(&text, &new);
                change.inverse().apply(&mut text).unwrap();
            }
            prop_assert_eq!(&text, &old);
        }

        #[test]
        fn a_merged_splice_does_what_the_two_did(a in "[ab]{0,6}", b in "[ab]{0,6}", c in "[ab]{0,6}") {
            if let (Some(first), Some(second)) = (Splice::between(&a, &b), Splice::between(&b, &c))
                && let Some(both) = first.then(&second)
            {
                let mut text = a.clone();
                both.apply(&mut text).unwrap();
                prop_assert_eq!(text, c);
            }
        }
    }
}
