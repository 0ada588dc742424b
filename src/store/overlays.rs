//! The wording overlays of the data folder: which files there are, and in which order they are laid over a bank.
//!
//! A broken one never stops anything: it comes back as a [`Problem`]. What an overlay means is in `bank`.

use super::banks::{files, read, same_id};
use super::problem::{Gravity, Problem};
use crate::bank::{
    BUILTIN, Bank, Fault, FaultKind, Form, Guess, Laid, Locator, Names, Overlay, Place, Source, keys,
    lay_over, nearest, texts, unknown,
};
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

/// An overlay and the file it came from.
#[derive(Clone, Debug)]
pub struct OverlayFile {
    /// The file.
    pub path: PathBuf,
    /// The overlay, or why there is none.
    pub overlay: Result<Overlay, Problem>,
    form: Form,
    text: String,
}

/// The overlays of a data folder in the order of their names. A folder that is not there holds none.
pub fn overlay_files(root: Option<&Path>) -> Vec<OverlayFile> {
    let Some(folder) = root.map(|root| root.join("overlays")) else { return Vec::new() };
    match files(&folder, &["ron", "csv"]) {
        Ok(paths) => paths.into_iter().map(OverlayFile::read).collect(),
        Err(error) => {
            let message = format!("cannot be read: {error}");
            let problem = Problem::new(&folder, None, message, Gravity::Unused);
            vec![OverlayFile { path: folder, overlay: Err(problem), form: Form::Ron, text: String::new() }]
        }
    }
}

impl OverlayFile {
    /// A file, whatever it holds; a sheet is known by the ending of its name.
    pub fn read(path: PathBuf) -> Self {
        let sheet = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        let form = if sheet { Form::Csv } else { Form::Ron };
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match read(&path) {
            Ok(text) => {
                let overlay = Overlay::read(Source { form, text: &text }, &name)
                    .map_err(|fault| Problem::of(&path, &fault, Gravity::Unused));
                Self { path, overlay, form, text }
            }
            Err(error) => {
                Self { overlay: Err(Problem::unread(&path, &error)), path, form, text: String::new() }
            }
        }
    }

    /// The text that it was read from.
    pub fn source(&self) -> Source<'_> {
        Source { form: self.form, text: &self.text }
    }

    fn problems(&self, faults: &[Fault], gravity: Gravity) -> impl Iterator<Item = Problem> {
        faults.iter().map(move |fault| Problem::of(&self.path, fault, gravity))
    }

    /// What is said of an overlay for a bank that there is not.
    pub(super) fn without_bank(&self, ids: &[String]) -> Option<Problem> {
        let id = self.overlay.as_ref().ok()?.bank.as_ref()?;
        if ids.iter().any(|known| same_id(known, id)) {
            return None;
        }
        let guess = nearest(id, ids.iter().map(String::as_str)).map(str::to_owned);
        let names = Names { shown: ids.to_owned(), more: 0, guess: Guess(guess) };
        let what = FaultKind::UnknownBank { id: id.clone(), names };
        let text = self.text.strip_prefix('\u{feff}').unwrap_or(&self.text);
        let Place { line, column } = match self.form {
            Form::Ron => Locator::new(text).root().field("bank").place(),
            Form::Csv => Place::START,
        };
        Some(Problem::of(&self.path, &Fault { line, column, what }, Gravity::Unused))
    }
}

/// The ids of the built-in banks and of these others, each once.
pub(super) fn ids<'a>(others: impl Iterator<Item = &'a Bank>) -> Vec<String> {
    let mut all: Vec<String> = BUILTIN.iter().map(|b| b.id.to_owned()).collect();
    for bank in others {
        if !all.iter().any(|id| same_id(id, &bank.id)) {
            all.push(bank.id.clone());
        }
    }
    all
}

/// The overlays for a bank in the order in which they are laid: those for every bank first, so that one that names
/// its bank has the last word.
fn for_bank<'a>(files: &'a [OverlayFile], bank: &Bank) -> Vec<(&'a OverlayFile, &'a Overlay)> {
    let read = files.iter().filter_map(|file| Some((file, file.overlay.as_ref().ok()?)));
    let mut all: Vec<_> = read.filter(|(_, overlay)| overlay.is_for(bank)).collect();
    all.sort_by_key(|(_, overlay)| overlay.bank.is_some());
    all
}

/// A bank with all its adaptations, and the keys of the texts that are no longer in it.
pub(super) fn adapted(
    bank: &Bank,
    files: &[OverlayFile],
    problems: &mut Vec<Problem>,
) -> (Bank, HashSet<String>) {
    let mut all = for_bank(files, bank);
    all.retain(|(_, overlay)| !overlay.translates(bank));
    adapted_by(bank, &all, problems)
}

fn adapted_by(
    bank: &Bank,
    overlays: &[(&OverlayFile, &Overlay)],
    problems: &mut Vec<Problem>,
) -> (Bank, HashSet<String>) {
    let mut now = bank.clone();
    if overlays.is_empty() {
        return (now, HashSet::new());
    }
    let before = keys(bank);
    for (file, overlay) in overlays {
        if let Some(laid) = lay(&now, file, overlay, &before, problems) {
            now = laid.bank;
        }
    }
    let after = keys(&now);
    (now, before.into_iter().filter(|key| !after.contains(key)).collect())
}

/// A bank in another language, and the keys of the texts that are in it. `gone` are keys of texts that an adaptation
/// retired: a translation may still have them.
pub(super) fn translated(
    bank: &Bank,
    files: &[OverlayFile],
    language: &str,
    gone: &HashSet<String>,
    problems: &mut Vec<Problem>,
) -> (Bank, BTreeSet<String>) {
    let mut now = bank.clone();
    let mut keys = BTreeSet::new();
    for (file, overlay) in translations(bank, files) {
        if !overlay.language.as_ref().is_some_and(|tag| tag.eq_ignore_ascii_case(language)) {
            continue;
        }
        let Some(laid) = lay(&now, file, overlay, gone, problems) else { continue };
        keys.extend(laid.keys);
        // Until the last one it counts as being in its own language, so that each of them is a translation.
        now = Bank { language: bank.language.clone(), ..laid.bank };
    }
    if !keys.is_empty() {
        language.clone_into(&mut now.language);
    }
    (now, keys)
}

/// The translations of a bank, in the order in which they are laid.
pub(super) fn translations<'a>(bank: &Bank, files: &'a [OverlayFile]) -> Vec<(&'a OverlayFile, &'a Overlay)> {
    let mut all = for_bank(files, bank);
    all.retain(|(_, overlay)| overlay.translates(bank));
    all
}

/// Lays one overlay and says what is wrong with it. Keys in `besides` are known although the bank has not got them.
fn lay(
    bank: &Bank,
    file: &OverlayFile,
    overlay: &Overlay,
    besides: &HashSet<String>,
    problems: &mut Vec<Problem>,
) -> Option<Laid> {
    let laid = match lay_over(bank, overlay, file.source()) {
        Ok(laid) => laid,
        Err(faults) => {
            problems.extend(file.problems(&faults, Gravity::Unused));
            return None;
        }
    };
    problems.extend(file.problems(&laid.faults, Gravity::LeftOut));
    // One for every bank may well have texts that this bank has not.
    if overlay.bank.is_some() && !laid.unknown.is_empty() {
        let strange = |at: &usize| overlay.wording.get(*at).is_some_and(|(key, _)| !besides.contains(key));
        let which: Vec<usize> = laid.unknown.iter().copied().filter(strange).collect();
        let faults = unknown(overlay, file.source(), &which, &known_keys([bank].into_iter()));
        problems.extend(file.problems(&faults, Gravity::LeftOut));
    }
    Some(laid)
}

fn known_keys<'a>(banks: impl Iterator<Item = &'a Bank>) -> Vec<String> {
    banks.flat_map(|bank| texts(bank).into_iter().map(|(key, _)| key)).collect()
}

/// Everything that is wrong with an overlay. `banks` are all that it could be for, each as in its own file, and
/// `files` the overlays that are laid as well.
pub fn check_overlay(file: &OverlayFile, banks: &[Bank], files: &[OverlayFile]) -> Vec<Problem> {
    let overlay = match &file.overlay {
        Ok(overlay) => overlay,
        Err(problem) => return vec![problem.clone()],
    };
    if let Some(problem) = file.without_bank(&banks.iter().map(|b| b.id.clone()).collect::<Vec<_>>()) {
        return vec![problem];
    }
    let itself = std::fs::canonicalize(&file.path).ok();
    let is_itself = |other: &OverlayFile| {
        other.path == file.path || (itself.is_some() && std::fs::canonicalize(&other.path).ok() == itself)
    };
    let mut problems: Vec<Problem> = Vec::new();
    // Texts that none of the banks has.
    let mut strange: Option<Vec<usize>> = None;
    let concerned: Vec<&Bank> = banks.iter().filter(|bank| overlay.is_for(bank)).collect();
    for bank in &concerned {
        let mut before = for_bank(files, bank);
        before.retain(|(_, other)| !other.translates(bank));
        if !overlay.translates(bank)
            && let Some(at) = before.iter().position(|(other, _)| is_itself(other))
        {
            before.truncate(at);
        }
        let (now, _) = adapted_by(bank, &before, &mut Vec::new());
        let plain = keys(bank);
        let found: Vec<Problem> = match lay_over(&now, overlay, file.source()) {
            Ok(laid) => {
                let known = |at: &usize| overlay.wording.get(*at).is_some_and(|(key, _)| plain.contains(key));
                let mut here = laid.unknown;
                here.retain(|at| {
                    !known(at) && strange.as_ref().is_none_or(|all| all.binary_search(at).is_ok())
                });
                strange = Some(here);
                file.problems(&laid.faults, Gravity::LeftOut).collect()
            }
            Err(faults) => file.problems(&faults, Gravity::Unused).collect(),
        };
        for problem in found {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    let strange = strange.unwrap_or_default();
    if !strange.is_empty() {
        let faults = unknown(overlay, file.source(), &strange, &known_keys(concerned.into_iter()));
        problems.extend(file.problems(&faults, Gravity::LeftOut));
    }
    problems.sort_by_key(|problem| problem.place);
    problems
}
