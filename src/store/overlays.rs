//! The wording overlays of the data folder: which files there are, and in which order they are laid over a bank.
//!
//! A broken one never stops anything: it comes back as a [`Problem`]. What an overlay means is in `bank`.

use super::banks::{files, read, same_id};
use super::problem::{Gravity, Problem};
use crate::bank::{
    BUILTIN, Bank, FORMAT, Fault, FaultKind, Form, Guess, Laid, Locator, Names, Overlay, Place, Source, keys,
    lay_over, nearest, read_sheet, texts, unknown,
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

    /// A translator's sheet of whatever name, for this bank and language; or a RON overlay, made one for them.
    ///
    /// # Errors
    /// When the file cannot be read, or holds neither.
    pub fn import(path: &Path, bank: &str, language: &str) -> Result<Self, Problem> {
        let form = match path.extension() {
            Some(ending) if ending.eq_ignore_ascii_case("ron") => Form::Ron,
            _ => Form::Csv,
        };
        let text = read(path).map_err(|error| Problem::unread(path, &error))?;
        let broken = |fault: Box<Fault>| Problem::of(path, &fault, Gravity::Unused);
        let id = format!("{bank}.{language}");
        let mut overlay = match form {
            Form::Ron => Overlay::read(Source { form, text: &text }, &id).map_err(broken)?,
            Form::Csv => {
                let wording = read_sheet(&text).map_err(broken)?;
                Overlay { format: FORMAT, id, wording, ..Overlay::default() }
            }
        };
        overlay.bank = Some(bank.to_owned());
        overlay.language = Some(language.to_owned());
        Ok(Self { path: path.to_owned(), overlay: Ok(overlay), form, text })
    }

    /// Whether the text of a file is an overlay and not a bank, however broken.
    pub fn is_one(path: &Path, text: &str) -> bool {
        if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
            return true;
        }
        let locator = Locator::new(text.strip_prefix('\u{feff}').unwrap_or(text));
        let has = |fields: &[&str]| fields.iter().any(|field| locator.root().has(field));
        if has(&["sections", "roles"]) {
            return false;
        }
        has(&["wording", "add_items", "add_rows", "add_columns", "add_probes", "retire", "bank"])
            || path.parent().is_some_and(|folder| folder.ends_with("overlays"))
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

/// A bank with adaptations.
pub(super) struct Adapted {
    pub(super) bank: Bank,
    /// Keys of the texts that were retired.
    pub(super) gone: HashSet<String>,
    /// Keys of the texts that are no longer the bank's own.
    pub(super) keys: BTreeSet<String>,
}

/// A bank with all its adaptations.
pub(super) fn adapted(bank: &Bank, files: &[OverlayFile], problems: &mut Vec<Problem>) -> Adapted {
    let mut all = for_bank(files, bank);
    all.retain(|(_, overlay)| !overlay.translates(bank));
    adapted_by(bank, &all, problems)
}

fn adapted_by(bank: &Bank, overlays: &[(&OverlayFile, &Overlay)], problems: &mut Vec<Problem>) -> Adapted {
    let mut now = Adapted { bank: bank.clone(), gone: HashSet::new(), keys: BTreeSet::new() };
    if overlays.is_empty() {
        return now;
    }
    let before = keys(bank);
    for (file, overlay) in overlays {
        if let Some(laid) = lay(&now.bank, file, overlay, &before, problems) {
            now.bank = laid.bank;
            now.keys.extend(laid.keys);
        }
    }
    let after = keys(&now.bank);
    now.gone = before.into_iter().filter(|key| !after.contains(key)).collect();
    now
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
        let faults = unknown(overlay, file.source(), &which, &known_keys(std::iter::once(bank)));
        problems.extend(file.problems(&faults, Gravity::LeftOut));
    }
    Some(laid)
}

fn known_keys<'a>(banks: impl Iterator<Item = &'a Bank>) -> Vec<String> {
    banks.flat_map(|bank| texts(bank).into_iter().map(|(key, _)| key)).collect()
}

/// An overlay laid over one bank, to see what comes of it.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The bank as it is when the overlay's turn comes: with the adaptations before it.
    pub bank: Bank,
    /// Keys of the texts that are the overlay's then; `None` if it is refused.
    pub keys: Option<BTreeSet<String>>,
    /// What is wrong with it, unknown texts aside.
    pub problems: Vec<Problem>,
    /// Numbers of the texts that the bank does not have, retired ones aside.
    unknown: Vec<usize>,
}

impl Trial {
    /// What is wrong with the overlay, unknown texts with the rest.
    pub fn all_problems(&self, file: &OverlayFile) -> Vec<Problem> {
        let mut problems = self.problems.clone();
        problems.extend(file.strangers(&self.unknown, &[&self.bank]));
        problems.sort_by_key(|problem| problem.place);
        problems
    }
}

impl OverlayFile {
    /// Lays it over a bank, `bank` being as in its own file and `files` the overlays that are laid as well. `None` if
    /// it is for another bank, or none at all.
    pub fn try_on(&self, bank: &Bank, files: &[Self]) -> Option<Trial> {
        let overlay = self.overlay.as_ref().ok().filter(|overlay| overlay.is_for(bank))?;
        let mut before = for_bank(files, bank);
        before.retain(|(_, other)| !other.translates(bank));
        if let Some(at) = before.iter().position(|(other, _)| other.is(self)) {
            before.truncate(at);
        }
        let now = adapted_by(bank, &before, &mut Vec::new());
        let mut trial = Trial { bank: now.bank, keys: None, problems: Vec::new(), unknown: Vec::new() };
        match lay_over(&trial.bank, overlay, self.source()) {
            Ok(laid) => {
                let plain = keys(bank);
                let retired =
                    |at: &usize| overlay.wording.get(*at).is_some_and(|(key, _)| plain.contains(key));
                trial.unknown = laid.unknown.into_iter().filter(|at| !retired(at)).collect();
                trial.problems = self.problems(&laid.faults, Gravity::LeftOut).collect();
                trial.keys = Some(laid.keys);
            }
            Err(faults) => trial.problems = self.problems(&faults, Gravity::Unused).collect(),
        }
        Some(trial)
    }

    /// Whether both are the same file, however their paths are written.
    fn is(&self, other: &Self) -> bool {
        let real = |path: &Path| std::fs::canonicalize(path).ok();
        self.path == other.path || real(&self.path).is_some_and(|path| Some(path) == real(&other.path))
    }

    /// What is said of the texts with these numbers, which none of the banks has.
    fn strangers(&self, which: &[usize], banks: &[&Bank]) -> Vec<Problem> {
        let Ok(overlay) = &self.overlay else { return Vec::new() };
        if which.is_empty() {
            return Vec::new();
        }
        let faults = unknown(overlay, self.source(), which, &known_keys(banks.iter().copied()));
        self.problems(&faults, Gravity::LeftOut).collect()
    }
}

/// Everything that is wrong with an overlay. `banks` are all that it could be for, each as in its own file, and
/// `files` the overlays that are laid as well.
pub fn check_overlay(file: &OverlayFile, banks: &[Bank], files: &[OverlayFile]) -> Vec<Problem> {
    if let Err(problem) = &file.overlay {
        return vec![problem.clone()];
    }
    if let Some(problem) = file.without_bank(&banks.iter().map(|b| b.id.clone()).collect::<Vec<_>>()) {
        return vec![problem];
    }
    let trials: Vec<Trial> = banks.iter().filter_map(|bank| file.try_on(bank, files)).collect();
    let mut problems: Vec<Problem> = Vec::new();
    for problem in trials.iter().flat_map(|trial| &trial.problems) {
        if !problems.contains(problem) {
            problems.push(problem.clone());
        }
    }
    // One for every bank may well have texts that one of them has not.
    let mut strangers = trials.first().map(|trial| trial.unknown.clone()).unwrap_or_default();
    strangers.retain(|at| trials.iter().all(|trial| trial.unknown.binary_search(at).is_ok()));
    problems.extend(file.strangers(&strangers, &trials.iter().map(|t| &t.bank).collect::<Vec<_>>()));
    problems.sort_by_key(|problem| problem.place);
    problems
}
