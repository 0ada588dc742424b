//! Search keys and ranking: what a person types finds what is meant, whatever the accents, the case or the word order.
//!
//! The key is made once and stored by the caller; nothing here keeps an index.

use std::fmt;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// The search key of a text: lower case, compatibility forms and accents folded away, runs of blanks made one space.
///
/// Vowel signs of Indic scripts are letters, not accents, and stay.
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    if text.is_ascii() {
        text.bytes().for_each(|b| push(&mut key, char::from(b.to_ascii_lowercase())));
    } else {
        // Lower case of a few letters decomposes again, hence the second pass over its result.
        for c in text.nfkd().flat_map(char::to_lowercase).nfkd() {
            push(&mut key, c);
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// Where a text first holds what folds to `needle`, as a range of its bytes: from the first letter that belongs to it to
/// the end of the last.
pub fn find(text: &str, needle: &str) -> Option<std::ops::Range<usize>> {
    find_all(text, needle).into_iter().next()
}

/// Every place where a text holds what folds to `needle`, in order, none of them overlapping. One pass, however many.
pub fn find_all(text: &str, needle: &str) -> Vec<std::ops::Range<usize>> {
    if needle.is_empty() {
        return Vec::new();
    }
    // The key, and for each of its bytes the letter that gave it: folding goes letter by letter, but for blanks.
    let mut key = String::with_capacity(text.len());
    let mut from: Vec<usize> = Vec::with_capacity(text.len());
    for (byte, c) in text.char_indices() {
        if c.is_ascii() {
            push(&mut key, c.to_ascii_lowercase());
        } else {
            std::iter::once(c).nfkd().flat_map(char::to_lowercase).nfkd().for_each(|low| push(&mut key, low));
        }
        from.resize(key.len(), byte);
    }
    let range = |at: usize| {
        let (start, last) = (*from.get(at)?, *from.get(at + needle.len() - 1)?);
        // Marks that belong to the last letter go with it.
        let mut rest = text[last..].char_indices().skip(1);
        let end =
            rest.find(|(_, c)| canonical_combining_class(*c) == 0).map_or(text.len(), |(n, _)| last + n);
        Some(start..end)
    };
    key.match_indices(needle).filter_map(|(at, _)| range(at)).collect()
}

/// Letters and digits only, in lower case: what references have in common with how they are typed (`E.1 K` and `e1k`).
pub fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn push(key: &mut String, c: char) {
    match c {
        ' '..='~' if c != ' ' => key.push(c),
        _ if c.is_whitespace() || c == '\u{200B}' => {
            if !key.is_empty() && !key.ends_with(' ') {
                key.push(' ');
            }
        }
        _ if c.is_control() || canonical_combining_class(c) != 0 || is_unwritten(c) => {}
        'ł' => key.push('l'),
        'ø' | 'ɔ' => key.push('o'),
        'ß' => key.push_str("ss"),
        'æ' => key.push_str("ae"),
        'œ' => key.push_str("oe"),
        'đ' | 'ð' | 'ɖ' | 'ɗ' => key.push('d'),
        'ı' => key.push('i'),
        'þ' => key.push_str("th"),
        'ħ' => key.push('h'),
        'ŧ' => key.push('t'),
        'ŋ' => key.push('n'),
        'ɛ' | 'ə' => key.push('e'),
        'ɓ' => key.push('b'),
        'ς' => key.push('σ'),
        '‘' | '’' | 'ʼ' | 'ʻ' => key.push('\''),
        '“' | '”' | '„' | '«' | '»' => key.push('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => key.push('-'),
        _ => key.push(c),
    }
}

/// Joiners, selectors, direction marks and lengthening strokes: there for the looks of a word, not its letters.
fn is_unwritten(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

/// Where a word of the query stands in a key, best first. The points keep the tiers apart.
const WHOLE: u32 = 3_000;
const PREFIX: u32 = 2_000;
const INSIDE: u32 = 1_000;
/// Every match by letters as typed outranks every match by likeness.
const SUBSTRING_TIER: u32 = 1_000_000;
/// Likeness needs this many points a letter: letters next to each other, not scattered over a word.
const LIKENESS_PER_LETTER: usize = 16;

/// What a person typed to find something, ready to be held against many keys.
pub struct Query {
    words: Vec<String>,
    phrase: String,
    matcher: SkimMatcherV2,
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query").field("words", &self.words).finish_non_exhaustive()
    }
}

impl Query {
    /// Folds the query and parts it into words.
    pub fn new(text: &str) -> Self {
        let phrase = fold(text);
        let words = phrase.split_whitespace().map(str::to_owned).collect();
        Self { words, phrase, matcher: SkimMatcherV2::default().respect_case() }
    }

    /// Whether there is nothing to look for; such a query matches everything alike.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The folded words looked for.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// How well a key made by [`fold`] answers, higher first; `None` if some word is not in it even misspelt.
    ///
    /// Words match in any order: a whole word above the beginning of one above letters inside one, and any of these
    /// above a misspelt word.
    pub fn score(&self, folded_key: &str) -> Option<u32> {
        let tier = self.words.iter().map(|word| standing(word, folded_key)).sum::<Option<u32>>();
        if let Some(points) = tier {
            return Some(SUBSTRING_TIER + points.min(SUBSTRING_TIER / 2) + self.nearness(folded_key));
        }
        let mut points = 0_u32;
        for word in &self.words {
            points = points
                .saturating_add(standing(word, folded_key).or_else(|| self.likeness(word, folded_key))?);
        }
        Some(points.min(SUBSTRING_TIER - 1))
    }

    /// Less than the difference between two tiers: the query as one phrase, near the beginning, of a short key.
    fn nearness(&self, key: &str) -> u32 {
        let phrase = if self.words.len() > 1 && key.contains(&self.phrase) { 300 } else { 0 };
        let first = self.words.first().and_then(|word| key.find(word.as_str())).unwrap_or(0);
        phrase + 200_u32.saturating_sub(first as u32) + 200_u32.saturating_sub(key.len() as u32 / 4)
    }

    /// A misspelt word is looked for in one word of the key at a time, so that letters scattered over a sentence
    /// never make a match.
    fn likeness(&self, word: &str, key: &str) -> Option<u32> {
        let letters = word.chars().count();
        if letters < 3 {
            return None;
        }
        let mut best = None;
        for candidate in words_of(key) {
            let length = candidate.chars().count();
            // A word much longer than what was typed has the letters by chance: `cat` in `cooperation`.
            let skim = if length <= letters + (letters / 3).max(2) {
                self.matcher.fuzzy_match(candidate, word)
            } else {
                None
            };
            let points = match skim.map(|score| usize::try_from(score).unwrap_or(0)) {
                Some(score) if score >= LIKENESS_PER_LETTER * letters => 500 + score.min(499) as u32,
                _ if one_slip_apart(word, candidate) => 500,
                _ => continue,
            };
            best = best.max(Some(points));
        }
        best
    }
}

fn words_of(key: &str) -> impl Iterator<Item = &str> {
    key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The best standing of a word among all the places where it occurs.
fn standing(word: &str, key: &str) -> Option<u32> {
    let is_letter = |c: char| c.is_alphanumeric();
    let mut best = None;
    let mut from = 0;
    while let Some(found) = key[from..].find(word) {
        let (start, end) = (from + found, from + found + word.len());
        let opens = !key[..start].chars().next_back().is_some_and(is_letter);
        let closes = !key[end..].chars().next().is_some_and(is_letter);
        let points = match (opens, closes) {
            (true, true) => return Some(WHOLE),
            (true, false) => PREFIX,
            (false, _) => INSIDE,
        };
        best = best.max(Some(points));
        // The next occurrence may overlap this one, but starts at a later character.
        from = start + key[start..].chars().next().map_or(1, char::len_utf8);
    }
    best
}

/// One letter wrong, missing, too many, or two exchanged: what Skim, which needs every letter in order, can't see.
/// Short words are too alike one another for this.
fn one_slip_apart(typed: &str, meant: &str) -> bool {
    let one: Vec<char> = typed.chars().collect();
    let two: Vec<char> = meant.chars().collect();
    if one.len() < 5 || one.len().abs_diff(two.len()) > 1 {
        return false;
    }
    let head = one.iter().zip(&two).take_while(|(a, b)| a == b).count();
    let (one, two) = (&one[head..], &two[head..]);
    let tail = one.iter().rev().zip(two.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&one[..one.len() - tail], &two[..two.len() - tail]) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn score(query: &str, key: &str) -> Option<u32> {
        Query::new(query).score(&fold(key))
    }

    #[test]
    fn accents_case_and_special_letters_fold_away() {
        assert_eq!(
            fold("Łódź ØRE Straße Æther Œuvre Đorđe Ðóra ıspanak İzmir Þór"),
            "lodz ore strasse aether oeuvre dorde dora ispanak izmir thor"
        );
        assert_eq!(fold("ﬁne № Ⅳ ½"), "fine no iv 1⁄2");
        assert_eq!(fold("  many \u{A0}\t blanks\n"), "many blanks");
        assert_eq!(fold("e\u{301}"), fold("é"));
        assert_eq!(fold("l’État — ΟΔΟΣ"), "l'etat - οδοσ");
    }

    #[test]
    fn what_is_found_is_told_where_it_stands() {
        let found = |text: &str, needle: &str| find(text, needle).map(|r| text[r].to_owned());
        assert_eq!(found("No INTERPRÈTE  here", "interprete here").as_deref(), Some("INTERPRÈTE  here"));
        assert_eq!(found("Straße und Łódź", "strasse").as_deref(), Some("Straße"));
        assert_eq!(found("cafe\u{301} noir", "cafe").as_deref(), Some("cafe\u{301}"));
        assert_eq!(found("nothing", "x"), None);
        assert_eq!(found("", "x"), None);
    }

    #[test]
    fn every_place_is_found_once_and_none_overlap() {
        let found = |text: &str, needle: &str| -> Vec<String> {
            find_all(text, needle).into_iter().map(|r| text[r].to_owned()).collect()
        };
        assert_eq!(found("Straße, STRASSE, stras se", "strasse"), ["Straße", "STRASSE"]);
        assert_eq!(found("aaaa", "aa"), ["aa", "aa"]);
        assert_eq!(found("e\u{301}te\u{301} été", "ete"), ["e\u{301}te\u{301}", "été"]);
        assert_eq!(found("no  interpreter\nno\tinterpreter", "no interpreter").len(), 2);
        assert!(found("words", "").is_empty());
    }

    #[test]
    fn indic_vowel_signs_are_letters() {
        assert_ne!(fold("कि"), fold("का"));
    }

    #[test]
    fn words_match_in_any_order() {
        assert!(score("suspects forensic", "Forensic interviews: suspects").is_some());
        assert!(score("suspects judge", "Forensic interviews: suspects").is_none());
    }

    #[test]
    fn whole_words_rank_above_prefixes_above_insides_above_slips() {
        let whole = score("act", "every act there is in this long sentence about one thing and another");
        let prefix = score("act", "action");
        let inside = score("act", "fact");
        assert!(whole > prefix && prefix > inside && inside.is_some());
        let slip = score("forensc", "forensic");
        assert!(slip.is_some() && slip < score("forens", "xxforensicxx and a very long tail of words"));
    }

    #[test]
    fn one_inside_hit_never_loses_to_many_letters_in_place() {
        assert!(score("a b", "a b") > score("a b", "ab ba"));
    }

    #[test]
    fn misspelt_words_are_found() {
        for (typed, meant) in [
            ("forensc", "forensic"),
            ("intrview", "interview"),
            ("forensci", "forensic"),
            ("trafiking", "trafficking"),
            ("suspexts", "suspects"),
        ] {
            assert!(score(typed, meant).is_some(), "{typed}");
        }
    }

    #[test]
    fn scattered_letters_do_not_match() {
        assert_eq!(score("fsc", "forensic interviews of suspects and co"), None);
        assert_eq!(score("judge", "joint understanding, drafted generally"), None);
        assert_eq!(score("iw", "interview x"), None);
        assert_eq!(score("cat", "cooperation"), None);
        assert_eq!(score("police", "politically"), None);
    }

    #[test]
    fn an_empty_query_matches_everything_alike() {
        assert!(Query::new("  ").is_empty());
        assert_eq!(Query::new("").score("a").is_some(), Query::new("").score("bcd").is_some());
    }

    #[test]
    fn a_phrase_ranks_above_its_words_apart() {
        assert!(
            score("joint training", "about joint training")
                > score("joint training", "training on joint work")
        );
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in r"\PC{0,30}|.{0,30}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert!(once.chars().all(|c| canonical_combining_class(c) == 0));
        }

        #[test]
        fn scoring_never_panics_and_a_key_finds_itself(query in r"\PC{0,20}", key in r"\PC{0,30}") {
            Query::new(&query).score(&fold(&key));
            prop_assert!(score(&key, &key).is_some());
        }
    }
}
