//! Where banks come from: the program itself, and the files of the data folder's `banks/`.
//!
//! Not here: which of them an interview uses, in which words (`found`).

use crate::bank::{BUILTIN, Builtin, MAX_BYTES, Place};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A bank's text and where it was found.
pub struct BankSource {
    /// Where it was found.
    pub origin: BankOrigin,
    /// The text, or why there is none.
    pub text: Result<String, String>,
}

/// Where a bank was found.
pub enum BankOrigin {
    /// In the program itself.
    BuiltIn(&'static Builtin),
    /// In a file.
    File(PathBuf),
}

impl BankOrigin {
    /// As scripts read it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::BuiltIn(_) => "built-in",
            Self::File(_) => "file",
        }
    }
}

impl BankSource {
    /// A file, whatever it holds.
    pub fn file(path: PathBuf) -> Self {
        Self { text: read(&path).map_err(|e| e.to_string()), origin: BankOrigin::File(path) }
    }

    /// Where the text stands, as it is named in front of a fault.
    pub fn label(&self) -> String {
        match &self.origin {
            BankOrigin::BuiltIn(builtin) => builtin.path.to_owned(),
            BankOrigin::File(path) => path.display().to_string(),
        }
    }
}

/// Every known bank: the built-in ones, then `*.ron` in the data folder's `banks/` in the order of their names.
///
/// The one place that knows which folders are looked at.
pub fn sources(root: Option<&Path>) -> Vec<BankSource> {
    let builtin =
        |b: &'static Builtin| BankSource { origin: BankOrigin::BuiltIn(b), text: Ok(b.source.to_owned()) };
    let mut all: Vec<BankSource> = BUILTIN.iter().map(builtin).collect();
    if let Some(root) = root {
        all.extend(folder(&root.join("banks")));
    }
    all
}

/// The bank files of a folder. A folder that is not there holds none.
fn folder(path: &Path) -> Vec<BankSource> {
    match files(path, &["ron"]) {
        Ok(paths) => paths.into_iter().map(BankSource::file).collect(),
        Err(error) => {
            vec![BankSource { origin: BankOrigin::File(path.to_owned()), text: Err(error.to_string()) }]
        }
    }
}

/// The plain files of a folder with one of these endings, in the order of their names; hidden ones are left out. A
/// folder that is not there holds none.
pub(super) fn files(folder: &Path, endings: &[&str]) -> std::io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let ends = |path: &Path| {
        path.extension().is_some_and(|e| endings.iter().any(|ending| e.eq_ignore_ascii_case(ending)))
    };
    let hidden = |path: &Path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        // A pipe or a folder of that name would hang the reading or fail it.
        .filter(|path| ends(path) && !hidden(path) && path.is_file())
        .collect();
    paths.sort();
    Ok(paths)
}

/// Why there is no text in a file.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unread {
    /// The system would not give it.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// More than is ever read.
    #[error("is larger than a bank or overlay can be ({MAX_BYTES} bytes)")]
    TooLarge,
    /// Bytes that are no letters.
    #[error("is not UTF-8 text (line {})", .0.line)]
    NotText(Place),
}

/// The text of a file, never the whole of a huge one.
pub(super) fn read(path: &Path) -> Result<String, Unread> {
    let mut bytes = Vec::new();
    // One byte more than can be: enough to refuse it.
    let limit = MAX_BYTES as u64 + 1;
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))?;
    if bytes.len() > MAX_BYTES {
        return Err(Unread::TooLarge);
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let good = String::from_utf8_lossy(good);
        let line = good.rsplit('\n').next().unwrap_or_default();
        Unread::NotText(Place { line: good.matches('\n').count() + 1, column: line.chars().count() + 1 })
    })
}

/// Whether two ids name the same bank.
pub fn same_id(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}
