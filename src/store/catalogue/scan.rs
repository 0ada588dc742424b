//! Which session files there are, without reading any; and why one is no session.

use super::{ENDING, disk, is_set_aside};
use crate::analysis::corpus::{Fault, FaultKind, Stamp};
use crate::store::load::LoadError;
use std::io::ErrorKind;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// How the name of an encrypted session ends.
const ENCRYPTED: &str = ".ron.age";

/// A session file as it was listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) stamp: Stamp,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Session files, by their names.
    pub(super) entries: Vec<Entry>,
    /// Files that are none.
    pub(super) faults: Vec<Fault>,
}

/// The files of the folder of sessions. One that does not exist holds none.
pub(super) fn entries(folder: &Path) -> Result<Found, LoadError> {
    let fail = |source: std::io::Error| LoadError::Io { path: folder.to_owned(), source };
    let listing = match std::fs::read_dir(folder) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Found::default()),
        listing => listing.map_err(fail)?,
    };
    let mut found = Found::default();
    for entry in listing {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            let file = name.to_string_lossy().into_owned();
            let message = "its name is not text: rename it".to_owned();
            if file.ends_with(ENDING) {
                found.faults.push(Fault { file, kind: FaultKind::Unreadable, message });
            }
            continue;
        };
        if name.starts_with('.') || !(name.ends_with(ENDING) || name.ends_with(ENCRYPTED)) {
            continue;
        }
        let path = Path::new(name);
        if is_set_aside(path) {
            let message = "was changed by something else and kept: compare it with the session".to_owned();
            found.faults.push(Fault { file: name.to_owned(), kind: FaultKind::SetAside, message });
            continue;
        }
        // Of the entry itself, links not followed. Gone by now: not there.
        let Ok(metadata) = entry.metadata() else { continue };
        found.entries.push(Entry { name: name.to_owned(), stamp: stamp(&disk::stamp_of(&metadata)) });
    }
    found.entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    found.faults.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(found)
}

/// The same in numbers.
pub(super) fn stamp(file: &disk::FileStamp) -> Stamp {
    let since = file.modified.map_or(0, |time| match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(i128::MAX),
        Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(i128::MAX),
    });
    Stamp { len: file.len, modified: since, inode: file.inode }
}

/// Why a file is no session, without its folder, which is the same for all.
pub(super) fn fault(name: &str, error: &LoadError) -> Fault {
    let kind = match error {
        LoadError::Damaged { .. } => FaultKind::Damaged,
        LoadError::Newer { .. } => FaultKind::Newer,
        LoadError::Encrypted { .. } => FaultKind::Encrypted,
        LoadError::NotFound { .. }
        | LoadError::NotAFile { .. }
        | LoadError::Io { .. }
        | LoadError::TooLarge { .. } => FaultKind::Unreadable,
    };
    let path = error.path().display().to_string();
    let whole = error.to_string();
    let message = whole.strip_prefix(&path).unwrap_or(&whole).trim_start_matches([':', ' ']).to_owned();
    Fault { file: name.to_owned(), kind, message }
}
