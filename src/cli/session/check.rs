//! `vivavoce session check`: every file that is not whole, with line and column, and on to the next.

use super::{CliError, Context, data, failed, how_to_start};
use crate::session::Integrity;
use crate::store::{self, LoadError};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What is wrong with a file.
struct Finding {
    path: PathBuf,
    what: &'static str,
    says: String,
    place: Option<(usize, usize)>,
}

pub(super) fn run(paths: &[PathBuf], as_json: bool, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let (files, empty) = if paths.is_empty() {
        let folder = data::existing(context.data.as_deref())?;
        (files_in(&folder.sessions_dir())?, Some(how_to_start(&folder)))
    } else {
        let mut files = Vec::new();
        for path in paths {
            if path.is_dir() && path.extension().is_none_or(|e| e != "ron") {
                // A data folder is named as well as the sessions in it.
                let inner = path.join("sessions");
                files.extend(files_in(if inner.is_dir() { &inner } else { path })?);
            } else {
                files.push(path.clone());
            }
        }
        (files, None)
    };
    let findings: Vec<Finding> = files.iter().filter_map(|path| examine(path)).collect();
    let whole = files.len() - findings.len();
    if as_json {
        let list: Vec<_> = findings.iter().map(Finding::json).collect();
        let value = json!({ "checked": files.len(), "intact": whole, "findings": list });
        writeln!(context.out, "{value:#}")?;
    } else {
        for finding in &findings {
            let path = finding.path.display().to_string();
            writeln!(context.out, "{}: {}: {}", data::line(&path), finding.what, data::line(&finding.says))?;
        }
        match empty.filter(|_| files.is_empty()) {
            Some(start) => writeln!(context.out, "{start}")?,
            None => writeln!(context.out, "{} checked: {whole} intact, {} not", files.len(), findings.len())?,
        }
    }
    Ok(ExitCode::from(u8::from(!findings.is_empty())))
}

/// Session files and what dying programs left, in the order of their names.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let mut files = store::session_files(folder).map_err(|e| failed(&e))?;
    files.extend(store::leftovers(folder).map_err(|e| failed(&e))?);
    files.sort();
    Ok(files)
}

fn examine(path: &Path) -> Option<Finding> {
    let finding = |what, says: String| Some(Finding { path: path.to_owned(), what, says, place: None });
    if store::is_leftover(path) {
        let says = "left by a save that was cut off; remove it once the session itself is intact";
        return finding("leftover", says.to_owned());
    }
    if store::is_set_aside(path) {
        let says = "changed by something else while it was open; compare with the session and remove one";
        return finding("set aside", says.to_owned());
    }
    match store::open(path) {
        Ok(loaded) if loaded.session.format > crate::session::FORMAT => {
            let found = loaded.session.format;
            finding("newer", format!("format {found}: can be read here, update vivavoce to go on with it"))
        }
        Ok(loaded) => match loaded.integrity {
            Integrity::Intact => None,
            Integrity::Altered => finding(
                "altered",
                "the digest does not fit: damaged or edited by hand; read it over".to_owned(),
            ),
            Integrity::Unsealed => finding(
                "unsealed",
                "no digest at the end: cut off or written by hand; read it over".to_owned(),
            ),
        },
        Err(error) => {
            let (what, says) = match &error {
                LoadError::Damaged { line, column, message, .. } => {
                    ("damaged", format!("line {line}, column {column}: {message}"))
                }
                LoadError::Newer { found, .. } => {
                    ("newer", format!("format {found}: update vivavoce to open it"))
                }
                LoadError::TooLarge { bytes, .. } => {
                    ("too large", format!("{bytes} bytes is more than a session can have"))
                }
                LoadError::Encrypted { .. } => ("encrypted", "there is no key here to read it".to_owned()),
                LoadError::NotAFile { what, .. } => ("not a session file", format!("it is {what}")),
                LoadError::NotFound { .. } => ("missing", "there is no such file".to_owned()),
                LoadError::Io { source, .. } => ("unreadable", source.to_string()),
            };
            Some(Finding { path: path.to_owned(), what, says, place: error.place() })
        }
    }
}

impl Finding {
    fn json(&self) -> serde_json::Value {
        json!({
            "path": self.path.to_string_lossy(),
            "finding": self.what,
            "message": self.says,
            "line": self.place.map(|p| p.0),
            "column": self.place.map(|p| p.1),
        })
    }
}
