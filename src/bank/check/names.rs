//! What was probably meant: the valid names beside a wrong one, and the nearest of them.

use std::cell::Cell;
use std::fmt;

/// How many valid names a message lists before it says how many more there are.
const SHOWN: usize = 12;

/// The valid names, and which of them was probably meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The first valid names, in their own order.
    pub shown: Vec<String>,
    /// How many there are besides.
    pub more: usize,
    /// What was probably meant.
    pub guess: Guess,
}

/// What was probably meant, if anything is near.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guess(pub Option<String>);

/// Looks for near names, and stops looking when a hostile file asks for it without end.
#[derive(Debug)]
pub(in crate::bank) struct Guesser(Cell<usize>);

impl Guesser {
    pub(in crate::bank) fn new() -> Self {
        Self(Cell::new(200_000))
    }

    pub(in crate::bank) fn guess<'a>(&self, word: &str, names: impl Iterator<Item = &'a str>) -> Guess {
        let paid = names.take_while(|_| {
            let left = self.0.get();
            self.0.set(left.saturating_sub(1));
            left > 0
        });
        Guess(nearest(word, paid).map(str::to_owned))
    }

    pub(in crate::bank) fn names<'a>(
        &self,
        word: &str,
        names: impl Iterator<Item = &'a str> + Clone,
    ) -> Names {
        let shown: Vec<String> = names.clone().take(SHOWN).map(str::to_owned).collect();
        Names { more: names.clone().skip(SHOWN).count(), shown, guess: self.guess(word, names) }
    }
}

/// The name that differs least from `word`, if that is little: a third of its letters, case aside.
pub fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    let bound = (length / 3).max(1);
    if length > 64 {
        return None;
    }
    let near = names.filter(|name| name.len() <= 256 && name.chars().count().abs_diff(length) <= bound);
    let ranked = near.map(|name| (distance(&word, &name.to_lowercase()), name));
    ranked.filter(|(d, _)| *d <= bound).min_by_key(|(d, _)| *d).map(|(_, name)| name)
}

/// Letters to add, drop or change to make one word of the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

impl fmt::Display for Guess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |name| write!(f, "; did you mean {name:?}?"))
    }
}

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.shown.is_empty() {
            return f.write_str(" (there are none)");
        }
        // Names come from a file: shown so that they cannot drive the terminal.
        let shown: Vec<String> = self.shown.iter().map(|name| name.escape_debug().to_string()).collect();
        write!(f, " (known: {}", shown.join(", "))?;
        if self.more > 0 {
            write!(f, " and {} more", self.more)?;
        }
        write!(f, "){}", self.guess)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        let names = ["rating5", "use3", "yes_no"];
        assert_eq!(nearest("rating", names.into_iter()), Some("rating5"));
        assert_eq!(nearest("RATING5", names.into_iter()), Some("rating5"));
        assert_eq!(nearest("yesno", names.into_iter()), Some("yes_no"));
        assert_eq!(nearest("colour", names.into_iter()), None);
        assert_eq!(nearest("", names.into_iter()), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn long_lists_are_cut_and_nothing_drives_the_terminal() {
        let many: Vec<String> = (0..20).map(|i| format!("n{i}\u{1b}")).collect();
        let text = Guesser::new().names("x", many.iter().map(String::as_str)).to_string();
        assert!(text.ends_with("and 8 more)"), "{text}");
        assert!(!text.contains('\u{1b}'));
    }
}
