//! The words that made-up people say: phrases by topic and language, with parts that change.
//!
//! The phrases stand in `words/*.txt`: `== KEY` and lines below it; `[a|b]` is one of several, `{year}` is filled in,
//! `@KEY` is any line of another key. Not here: which phrase fits an answer.

use super::dice::Dice;
use super::world::{COUNTRY, nickname};
use std::collections::HashMap;

/// Phrases of one language, by key.
#[derive(Debug)]
pub(super) struct Words {
    /// Its tag.
    pub(super) tag: &'static str,
    /// Its name in English.
    pub(super) name: &'static str,
    by_key: HashMap<&'static str, Vec<&'static str>>,
}

/// Languages of interviews besides English.
pub(super) const OTHERS: [(&str, &str, &str); 7] = [
    ("fr", "French", include_str!("words/fr.txt")),
    ("es", "Spanish", include_str!("words/es.txt")),
    ("ru", "Russian", include_str!("words/ru.txt")),
    ("ar", "Arabic", include_str!("words/ar.txt")),
    ("zh", "Chinese", include_str!("words/zh.txt")),
    ("hi", "Hindi", include_str!("words/hi.txt")),
    ("am", "Amharic", include_str!("words/am.txt")),
];

impl Words {
    /// English.
    pub(super) fn english() -> Self {
        let mut words = Self::read("en", "English", include_str!("words/topics.txt"));
        words.add(include_str!("words/annex.txt"));
        words
    }

    /// The other languages, in the order of [`OTHERS`].
    pub(super) fn others() -> Vec<Self> {
        OTHERS.iter().map(|(tag, name, text)| Self::read(tag, name, text)).collect()
    }

    fn read(tag: &'static str, name: &'static str, text: &'static str) -> Self {
        let mut words = Self { tag, name, by_key: HashMap::new() };
        words.add(text);
        words
    }

    fn add(&mut self, text: &'static str) {
        let mut key = "";
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            match line.strip_prefix("== ") {
                Some(new) => key = new,
                None => self.by_key.entry(key).or_default().push(line),
            }
        }
    }

    /// The phrases of a key; none where there is no such key.
    pub(super) fn of(&self, key: &str) -> &[&'static str] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    /// The phrases of the first of these keys that has any.
    pub(super) fn first_of(&self, keys: &[&str]) -> &[&'static str] {
        keys.iter().map(|key| self.of(key)).find(|lines| !lines.is_empty()).unwrap_or(&[])
    }

    /// Adds one of these phrases to a text, filled in: one that is not yet among those that were `said`.
    pub(super) fn say(
        &self,
        out: &mut String,
        lines: &[&'static str],
        dice: &mut Dice,
        fill: &Fill<'_>,
        said: &mut Vec<&'static str>,
    ) {
        let mut fresh = None;
        for _ in 0..4 {
            let Some(mut line) = dice.pick(lines) else { return };
            if let Some(key) = line.strip_prefix('@') {
                let Some(other) = dice.pick(self.of(key)) else { return };
                line = other;
            }
            if !said.contains(&line) {
                fresh = Some(line);
                break;
            }
        }
        let Some(line) = fresh else { return };
        said.push(line);
        let mut phrase = String::with_capacity(line.len() + 16);
        expand(&mut phrase, line, dice, fill);
        // What begins with a word that was filled in begins with a capital all the same.
        if line.starts_with('{')
            && line.ends_with('.')
            && let Some(first) = phrase.chars().next()
        {
            phrase.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
        }
        if !out.is_empty() && !out.ends_with('。') {
            out.push(' ');
        }
        out.push_str(&phrase);
    }

    /// One phrase of a key, filled in; empty where there is none.
    pub(super) fn one(&self, key: &str, dice: &mut Dice, fill: &Fill<'_>) -> String {
        let mut out = String::new();
        self.say(&mut out, self.of(key), dice, fill, &mut Vec::new());
        out
    }
}

/// What is filled into phrases.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fill<'a> {
    /// The respondent's region.
    pub(super) region: &'a str,
    /// The respondent's unit.
    pub(super) unit: &'a str,
    /// What the post is called, with its article.
    pub(super) function: &'a str,
    /// What the rank comes to, as one says it of oneself.
    pub(super) rank: &'a str,
    /// The level.
    pub(super) level: &'a str,
    /// Name of the language spoken.
    pub(super) language: &'a str,
    /// Title of the question.
    pub(super) about: &'a str,
    /// The institutions and units that one speaks of.
    pub(super) partners: &'a [&'static str],
}

/// Languages that people are said to speak.
const TONGUES: [&str; 6] = ["Arabic", "Spanish", "Russian", "Amharic", "Hindi", "Chinese"];

fn expand(out: &mut String, line: &str, dice: &mut Dice, fill: &Fill<'_>) {
    let mut rest = line;
    while let Some(at) = rest.find(['[', '{']) {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let close = if tail.starts_with('[') { ']' } else { '}' };
        let Some(end) = tail.find(close) else { break };
        let inside = tail.get(1..end).unwrap_or_default();
        rest = tail.get(end + 1..).unwrap_or_default();
        if close == ']' {
            let choices = inside.split('|').count();
            let chosen = inside.split('|').nth(dice.below(choices)).unwrap_or_default();
            expand(out, chosen, dice, fill);
        } else {
            slot(out, inside, dice, fill);
        }
    }
    out.push_str(rest);
}

fn slot(out: &mut String, name: &str, dice: &mut Dice, fill: &Fill<'_>) {
    let number = |low, high, dice: &mut Dice| dice.between(low, high).to_string();
    match name {
        "region" => {
            out.push_str("the ");
            out.push_str(fill.region);
        }
        "unit" => out.push_str(fill.unit),
        "function" => out.push_str(fill.function),
        "rank" => out.push_str(fill.rank),
        "level" => out.push_str(fill.level),
        "language" => out.push_str(fill.language),
        "about" => lowered(out, &crate::bank::fill(fill.about, COUNTRY)),
        "partner" => out.push_str(dice.pick(fill.partners).map_or("others", |p| nickname(p))),
        "tongue" => out.push_str(dice.pick(&TONGUES).unwrap_or_default()),
        "season" => out.push_str(dice.pick(&["spring", "summer", "autumn", "winter"]).unwrap_or_default()),
        "n" => out.push_str(&number(3, 9, dice)),
        "nn" => out.push_str(&number(12, 95, dice)),
        "year" => out.push_str(&number(2017, 2024, dice)),
        _ => {}
    }
}

/// With a small first letter, unless the word is an abbreviation.
fn lowered(out: &mut String, what: &str) {
    let mut chars = what.chars();
    let Some(first) = chars.next() else { return };
    if chars.clone().next().is_some_and(char::is_uppercase) {
        out.push(first);
    } else {
        out.extend(first.to_lowercase());
    }
    out.push_str(chars.as_str());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_and_their_slots_are_known() {
        let mut all = Words::others();
        all.push(Words::english());
        let fill = Fill {
            region: "R",
            unit: "U",
            function: "F",
            rank: "K",
            level: "L",
            language: "T",
            about: "About",
            partners: &["P"],
        };
        for words in &all {
            for sign in ["+", "-", "=", "!"] {
                let topic = format!("general {sign}");
                assert!(!words.first_of(&[&topic, sign]).is_empty(), "{} has no {sign}", words.tag);
            }
            for (key, lines) in &words.by_key {
                for line in lines {
                    assert!(!key.is_empty(), "a line without a key: {line}");
                    assert_eq!(line.matches('[').count(), line.matches(']').count(), "{line}");
                    if let Some(other) = line.strip_prefix('@') {
                        assert!(!words.of(other).is_empty(), "{key} leads to {other}, which is not there");
                        continue;
                    }
                    let mut out = String::new();
                    expand(&mut out, line, &mut Dice::new(1, 1), &fill);
                    let empty = out.contains("  ") || out.contains(['[', ']', '{', '}', '|']);
                    assert!(!empty, "{line}: {out}");
                }
            }
        }
    }

    #[test]
    fn a_phrase_is_not_said_twice_and_begins_with_a_capital() {
        let words = Words::read("en", "English", "== k\n{about} is [so|so].\n");
        let fill = Fill { about: "Border checks", ..Fill::default() };
        let (mut out, mut said) = (String::new(), Vec::new());
        for _ in 0..3 {
            words.say(&mut out, words.of("k"), &mut Dice::new(1, 1), &fill, &mut said);
        }
        assert_eq!(out, "Border checks is so.");
    }
}
