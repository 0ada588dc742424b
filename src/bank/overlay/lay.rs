//! Laying an overlay over a bank: a new bank, and what could not be laid.
//!
//! What is added or retired must make a bank without faults, or the overlay is refused as a whole. A text that does
//! not fit its place, or has no place, is left out, and the bank's own stands.

use super::{At, Outline, Overlay, Source, graft};
use crate::bank::Bank;
use crate::bank::check::{Fault, FaultKind, Guess, Guesser, unfilled};
use crate::bank::texts::{each_text, texts};
use std::collections::{BTreeSet, HashMap, HashSet};
use unicode_width::UnicodeWidthStr;

/// What came of laying an overlay over a bank.
#[derive(Clone, Debug)]
pub struct Laid {
    /// The bank in the overlay's words.
    pub bank: Bank,
    /// Keys of the texts that are now the overlay's.
    pub keys: BTreeSet<String>,
    /// Texts that were left out because they do not fit their place.
    pub faults: Vec<Fault>,
    /// Numbers of the texts for which the bank has no place; see [`unknown`].
    pub unknown: Vec<usize>,
}

/// Lays an overlay over a bank, whichever bank it names.
///
/// # Errors
/// When what it adds or retires makes no bank without faults; every reason, with line and column.
pub fn lay_over(bank: &Bank, overlay: &Overlay, source: Source<'_>) -> Result<Laid, Vec<Fault>> {
    let translation = overlay.translates(bank);
    let mut laid = bank.clone();
    if let Some(field) = overlay.change() {
        let refused = match (&overlay.bank, translation) {
            (_, true) => Some(FaultKind::TranslationChanges),
            (None, false) => Some(FaultKind::ChangesWithoutBank),
            (Some(_), false) => None,
        };
        let outline = Outline::new(overlay, source);
        if let Some(what) = refused {
            return Err(outline.faults(vec![(At::Field(field), what)]));
        }
        graft::graft(&mut laid, overlay, &outline)?;
    }
    let mut wording = Wording::new(overlay);
    each_text(&mut laid, |text| {
        let Some(words) = wording.words(text.key) else { return };
        let unfit = unfilled(words).into_iter().next().map(|found| FaultKind::Placeholder { found });
        let too_wide = || {
            let (what, max) = text.limit?;
            let width = words.width();
            (width > max).then_some(FaultKind::TooWide { what, width, max })
        };
        if let Some(what) = unfit.or_else(too_wide) {
            wording.leave_out(text.key, what);
        } else {
            wording.keys.insert(text.key.to_owned());
            text.set(words.to_owned());
        }
    });
    laid.resolve();
    if let Some(tag) = overlay.language.as_ref().filter(|_| translation) {
        laid.language.clone_from(tag);
    }
    let unknown = wording.unknown();
    let Wording { keys, found, .. } = wording;
    let faults = if found.is_empty() { Vec::new() } else { Outline::new(overlay, source).faults(found) };
    Ok(Laid { bank: laid, keys, faults, unknown })
}

/// The texts of a bank that have no words in `keys`: those that fall back, in the bank's order.
pub fn missing(bank: &Bank, keys: &BTreeSet<String>) -> Vec<String> {
    texts(bank).into_iter().map(|(key, _)| key).filter(|key| !keys.contains(key)).collect()
}

/// What to say of the texts with these numbers, for which no bank has a place; `known` are the keys that there are.
pub fn unknown(overlay: &Overlay, source: Source<'_>, which: &[usize], known: &[String]) -> Vec<Fault> {
    if which.is_empty() {
        return Vec::new();
    }
    let guesser = Guesser::new();
    let there: HashSet<&str> = known.iter().map(String::as_str).collect();
    let fault = |at: &usize| {
        let key = overlay.wording.get(*at).map(|(key, _)| key.clone()).unwrap_or_default();
        if key.is_empty() {
            return (At::Key(*at), FaultKind::Blank { what: "the reference of this text" });
        }
        let likely = likely(&key).into_iter().find(|likely| there.contains(likely.as_str()));
        let near = || guesser.guess(&key, known.iter().map(String::as_str));
        let guess = likely.map_or_else(near, |key| Guess(Some(key)));
        (At::Key(*at), FaultKind::UnknownText { key, guess })
    };
    Outline::new(overlay, source).faults(which.iter().map(fault).collect())
}

/// What is meant where a plain reference stands for a section, a row, a column or a layer.
fn likely(key: &str) -> Vec<String> {
    let mut likely = vec![format!("{key}/title")];
    if let Some((item, code)) = key.rsplit_once('.') {
        likely.extend(["row", "column", "layer"].map(|list| format!("{item}/{list}/{code}")));
    }
    likely
}

/// The words of an overlay by their keys, and which of them were met.
struct Wording<'a> {
    overlay: &'a Overlay,
    given: HashMap<&'a str, usize>,
    met: HashSet<usize>,
    keys: BTreeSet<String>,
    found: Vec<(At, FaultKind)>,
}

impl<'a> Wording<'a> {
    fn new(overlay: &'a Overlay) -> Self {
        let mut given = HashMap::new();
        let mut twice = Vec::new();
        for (at, (key, words)) in overlay.wording.iter().enumerate() {
            if words.trim().is_empty() {
                continue;
            }
            if given.contains_key(key.as_str()) {
                twice.push((At::Key(at), FaultKind::TextTwice { key: key.clone() }));
            } else {
                given.insert(key.as_str(), at);
            }
        }
        Self { overlay, given, met: HashSet::new(), keys: BTreeSet::new(), found: twice }
    }

    fn words(&mut self, key: &str) -> Option<&'a str> {
        let at = *self.given.get(key)?;
        self.met.insert(at);
        self.overlay.wording.get(at).map(|(_, words)| words.as_str())
    }

    fn leave_out(&mut self, key: &str, what: FaultKind) {
        let at = self.given.get(key).copied().unwrap_or_default();
        self.found.push((At::Words(at), what));
    }

    fn unknown(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.given.values().copied().filter(|at| !self.met.contains(at)).collect();
        all.sort_unstable();
        all
    }
}
