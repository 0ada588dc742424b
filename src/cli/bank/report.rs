//! `vivavoce bank check`: every fault of every bank, one line each.

use super::{CliError, Context, printable, write_json};
use crate::bank::{Fault, Locator, Place, builtin, check};
use crate::store::{BankOrigin, BankSource, same_id, sources};
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// What the check of one file came to.
#[derive(Serialize)]
struct Checked {
    path: String,
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
    let sources = if paths.is_empty() {
        sources(context.root().as_deref())
    } else {
        paths.into_iter().map(BankSource::file).collect()
    };
    let mut files: Vec<Checked> = Vec::new();
    for source in sources {
        let mut checked = one(&source);
        if !checked.built_in {
            collide(&mut checked, &files, source.text.as_deref().unwrap_or_default());
        }
        checked.clean = checked.error.is_none() && checked.faults.is_empty();
        files.push(checked);
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
        id,
        clean: true,
        error,
        faults: faults.into_iter().map(line).collect(),
        notes: Vec::new(),
        built_in,
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
    let _ = write!(text, "{}: ", count(files.len(), "bank"));
    let _ = match (faults, unread) {
        (0, 0) => writeln!(text, "no faults"),
        (n, 0) => writeln!(text, "{}", count(n, "fault")),
        (n, u) => writeln!(text, "{}, {} not readable", count(n, "fault"), count(u, "file")),
    };
    text
}
