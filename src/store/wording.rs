//! The words of a bank beside those of one language: what a translator's sheet shows, and what is still wanted.

use super::banks::same_id;
use super::found::known_banks;
use super::overlays::{adapted, overlay_files, translated};
use crate::bank::{Bank, texts};
use std::collections::HashMap;
use std::path::Path;

/// The texts of a bank, with their words in one language.
#[derive(Clone, Debug)]
pub struct Wording {
    /// The bank, with every adaptation.
    pub bank: Bank,
    /// Its texts in its own order.
    pub lines: Vec<Line>,
}

/// A text of a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its key.
    pub key: String,
    /// The bank's own words.
    pub source: String,
    /// The words that overlays have for it in the language, if any has.
    pub text: Option<String>,
}

/// The words of the bank with this id beside those of a language; beside none if no language is given. In the bank's
/// own language the words are those of adaptations. `None` if there is no such bank.
pub fn wording(root: Option<&Path>, id: &str, language: Option<&str>) -> Option<Wording> {
    let plain = known_banks(root).into_iter().find(|bank| same_id(&bank.id, id))?;
    let files = overlay_files(root);
    let adapted = adapted(&plain, &files, &mut Vec::new());
    let own = language.is_some_and(|tag| tag.eq_ignore_ascii_case(&plain.language));
    let (now, keys) = match language {
        Some(tag) if !own => translated(&adapted.bank, &files, tag, &adapted.gone, &mut Vec::new()),
        Some(_) => (adapted.bank.clone(), adapted.keys),
        None => (adapted.bank.clone(), std::collections::BTreeSet::new()),
    };
    let sources: HashMap<String, String> =
        if own { texts(&plain).into_iter().collect() } else { HashMap::new() };
    let words: HashMap<String, String> = texts(&now).into_iter().collect();
    let line = |(key, text): (String, String)| Line {
        text: keys.contains(&key).then(|| words.get(&key).cloned()).flatten(),
        // What an adaptation added has no other words than its own.
        source: sources.get(&key).cloned().unwrap_or(text),
        key,
    };
    let lines = texts(&adapted.bank).into_iter().map(line).collect();
    Some(Wording { bank: adapted.bank, lines })
}
