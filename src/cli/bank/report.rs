//! `vivavoce bank check`: every fault of every bank and overlay, one line each.

use super::{CliError, Context, printable, write_json};
use crate::bank::{Bank, Fault, Locator, Place, builtin, check, parse};
use crate::store::{
    BankOrigin, BankSource, OverlayFile, Problem, check_overlay, known_banks, overlay_files, same_id, sources,
};
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// What the check of one file came to.
#[derive(Serialize)]
struct Checked {
    path: String,
    /// `bank` or `overlay`.
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    clean: bool,
    /// Why the file could not be read at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    faults: Vec<Said>,
    /// What is no fault and yet good to know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    #[serde(skip)]
    built_in: bool,
}

/// A fault in its file.
#[derive(Serialize)]
struct Said {
    line: usize,
    column: usize,
    message: String,
}

pub(super) fn run(paths: Vec<PathBuf>, json: bool, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let root = context.root();
    let laid = overlay_files(root.as_deref());
    let (banks, overlays) =
        if paths.is_empty() { (sources(root.as_deref()), laid.clone()) } else { sorted(paths) };
    let mut files: Vec<Checked> = Vec::new();
    for source in &banks {
        let mut checked = one(source);
        if !checked.built_in {
            collide(&mut checked, &files, source.text.as_deref().unwrap_or_default());
        }
        checked.clean = checked.error.is_none() && checked.faults.is_empty();
        files.push(checked);
    }
    if !overlays.is_empty() {
        // A bank that is named here is meant before one of the same id that is known.
        let named = banks.iter().filter_map(|source| parse(source.text.as_ref().ok()?).ok());
        let mut known: Vec<Bank> = Vec::new();
        for bank in named.chain(known_banks(root.as_deref())) {
            if !known.iter().any(|other| same_id(&other.id, &bank.id)) {
                known.push(bank);
            }
        }
        files.extend(overlays.iter().map(|file| overlay(file, &known, &laid)));
    }
    let clean = files.iter().all(|f| f.clean);
    if json {
        write_json(context.out, &serde_json::json!({ "clean": clean, "files": files }))?;
    } else {
        context.out.write_all(printable(&text(&files)).as_bytes())?;
    }
    Ok(ExitCode::from(u8::from(!clean)))
}

fn one(source: &BankSource) -> Checked {
    let path = source.label();
    let built_in = matches!(source.origin, BankOrigin::BuiltIn(_));
    let (id, error, faults) = match &source.text {
        Ok(text) => {
            let (bank, faults) = check(text);
            (bank.map(|b| b.id), None, faults)
        }
        Err(error) => (None, Some(error.clone()), Vec::new()),
    };
    let line = |f: Fault| Said { line: f.line, column: f.column, message: f.what.to_string() };
    Checked {
        path,
        kind: "bank",
        id,
        clean: true,
        error,
        faults: faults.into_iter().map(line).collect(),
        notes: Vec::new(),
        built_in,
    }
}

/// The banks and the overlays among these files.
fn sorted(paths: Vec<PathBuf>) -> (Vec<BankSource>, Vec<OverlayFile>) {
    let (mut banks, mut overlays) = (Vec::new(), Vec::new());
    for path in paths {
        let source = BankSource::file(path.clone());
        if OverlayFile::is_one(&path, source.text.as_deref().unwrap_or_default()) {
            overlays.push(OverlayFile::read(path));
        } else {
            banks.push(source);
        }
    }
    (banks, overlays)
}

fn overlay(file: &OverlayFile, banks: &[Bank], laid: &[OverlayFile]) -> Checked {
    let (placed, other): (Vec<_>, Vec<_>) =
        check_overlay(file, banks, laid).into_iter().partition(|problem| problem.place.is_some());
    let said = |problem: Problem| {
        let Place { line, column } = problem.place.unwrap_or(Place::START);
        Said { line, column, message: problem.message }
    };
    let error = other.into_iter().next().map(|problem| problem.message);
    let faults: Vec<Said> = placed.into_iter().map(said).collect();
    Checked {
        path: file.path.display().to_string(),
        kind: "overlay",
        id: file.overlay.as_ref().ok().map(|overlay| overlay.id.clone()),
        clean: error.is_none() && faults.is_empty(),
        error,
        faults,
        notes: Vec::new(),
        built_in: false,
    }
}

/// Says when a file's id is taken: by another file, which is a fault, or by a built-in bank, which it replaces.
fn collide(checked: &mut Checked, before: &[Checked], text: &str) {
    let Some(id) = checked.id.clone().filter(|id| !id.trim().is_empty()) else { return };
    // A built-in bank may be replaced; that is only noted, below.
    let same = |other: &&Checked| !other.built_in && other.id.as_deref().is_some_and(|o| same_id(o, &id));
    if let Some(other) = before.iter().find(same) {
        let source = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Place { line, column } = Locator::new(source).root().field("id").place();
        let message =
            format!("the id {id:?} is already that of {}; only one of them can be used", other.path);
        let at = checked.faults.partition_point(|f| (f.line, f.column) <= (line, column));
        checked.faults.insert(at, Said { line, column, message });
    }
    if let Some(replaced) = builtin(&id).filter(|b| b.source != text) {
        checked.notes.push(format!(
            "has the id of the built-in bank {:?} and takes its place when it stands in the data folder's banks/",
            replaced.id
        ));
    }
}

fn text(files: &[Checked]) -> String {
    let mut text = String::new();
    let mut faults = 0;
    let mut unread = 0;
    for file in files {
        let path = &file.path;
        for fault in &file.faults {
            let _ = writeln!(text, "{path}:{}:{}: {}", fault.line, fault.column, fault.message);
        }
        for note in &file.notes {
            let _ = writeln!(text, "{path}: note: {note}");
        }
        if let Some(error) = &file.error {
            let _ = writeln!(text, "{path}: {error}");
            unread += 1;
        }
        faults += file.faults.len();
    }
    let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let overlays = files.iter().filter(|file| file.kind == "overlay").count();
    let counts = [(files.len() - overlays, "bank"), (overlays, "overlay")];
    let counts: Vec<String> =
        counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, one)| count(n, one)).collect();
    let _ = write!(text, "{}: ", counts.join(", "));
    let _ = match (faults, unread) {
        (0, 0) => writeln!(text, "no faults"),
        (n, 0) => writeln!(text, "{}", count(n, "fault")),
        (n, u) => writeln!(text, "{}, {} not readable", count(n, "fault"), count(u, "file")),
    };
    text
}
