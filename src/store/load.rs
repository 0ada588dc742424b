//! Reading sessions: one by its path, or all of a folder as a list, damaged ones named and not in the way.
//!
//! Sizes are looked at before anything is read, and only plain files are opened: a link, a pipe or a device in the
//! folder can't stop a listing.

use super::disk::{self, FileStamp, Mark};
use crate::session::{self, BankStamp, Integrity, MAX_BYTES, ReadError, Session, Status};
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// A session and what is known of its file.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The session.
    pub session: Session,
    /// Whether the file is as the program wrote it.
    pub integrity: Integrity,
    /// The file as it was read: the saver leaves it alone if it is another one by then.
    pub mark: Mark,
}

/// Why a session file, or the analyst's marks, could not be opened. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no such file.
    #[error("{} does not exist; `vivavoce session list` names those that do", path.display())]
    NotFound {
        /// The file.
        path: PathBuf,
    },
    /// A folder, link, pipe or device.
    #[error("{} is {what}, not a plain file; it was not opened", path.display())]
    NotAFile {
        /// What was named.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// The system would not give it.
    #[error("{} can't be read ({source}): check its permissions and the disk", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is not the text of what it should hold.
    #[error(
        "{} is damaged at line {line}, column {column}: {message}; the file is left as it is, mend it or fetch a copy",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What was expected.
        message: String,
    },
    /// A newer program wrote it.
    #[error("{}: format {found} is newer than this program knows: update vivavoce to open it", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// Larger than such a file can be.
    #[error("{} has {bytes} bytes, more than such a file can have ({MAX_BYTES}); it was not read", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
}

impl LoadError {
    /// The file that it is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::NotFound { path }
            | Self::NotAFile { path, .. }
            | Self::Io { path, .. }
            | Self::Damaged { path, .. }
            | Self::Newer { path, .. }
            | Self::TooLarge { path, .. } => path,
        }
    }

    /// Line and column of the damage, if it has a place.
    pub fn place(&self) -> Option<(usize, usize)> {
        match self {
            Self::Damaged { line, column, .. } => Some((*line, *column)),
            _ => None,
        }
    }

    fn from_io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        if source.kind() == ErrorKind::NotFound { Self::NotFound { path } } else { Self::Io { path, source } }
    }

    pub(super) fn from_read(path: &Path, error: ReadError) -> Self {
        let path = path.to_owned();
        match error {
            ReadError::Syntax { line, column, message } => Self::Damaged { path, line, column, message },
            ReadError::NotText { line } => {
                Self::Damaged { path, line, column: 1, message: "not UTF-8 text".to_owned() }
            }
            ReadError::Newer { found, .. } => Self::Newer { path, found },
            ReadError::TooLarge { bytes, .. } => Self::TooLarge { path, bytes: bytes as u64 },
        }
    }
}

/// Opens a session.
///
/// # Errors
/// When there is no plain file of bearable size, or it does not hold a session.
pub fn open(path: &Path) -> Result<Loaded, LoadError> {
    let (bytes, stamp) = read_plain(path)?;
    let (session, integrity) = session::read(&bytes).map_err(|e| LoadError::from_read(path, e))?;
    Ok(Loaded { session, integrity, mark: Mark { stamp, digest: disk::digest(&bytes) } })
}

/// The bytes of a plain file of bearable size.
pub(super) fn read_plain(path: &Path) -> Result<(Vec<u8>, FileStamp), LoadError> {
    let fail = |e| LoadError::from_io(path, e);
    let kind = std::fs::symlink_metadata(path).map_err(fail)?.file_type();
    if !kind.is_file() {
        let what = if kind.is_symlink() {
            "a symbolic link"
        } else if kind.is_dir() {
            "a folder"
        } else {
            "a pipe or device"
        };
        return Err(LoadError::NotAFile { path: path.to_owned(), what });
    }
    let file = File::open(path).map_err(fail)?;
    let stamp = disk::stamp_of(&file.metadata().map_err(fail)?);
    let too_large = |bytes| LoadError::TooLarge { path: path.to_owned(), bytes };
    if stamp.len > MAX_BYTES as u64 {
        return Err(too_large(stamp.len));
    }
    let mut bytes = Vec::with_capacity(stamp.len as usize + 1);
    // It may have grown since it was looked at.
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() > MAX_BYTES {
        return Err(too_large(bytes.len() as u64));
    }
    Ok((bytes, stamp))
}

/// What a list shows of a session.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// Its id: the name of the file without ending.
    pub id: String,
    /// Its file.
    pub path: PathBuf,
    /// Made-up data.
    pub synthetic: bool,
    /// Where it stands.
    pub status: Status,
    /// When it began.
    pub started: Timestamp,
    /// Offset of the clock at the start, in minutes east.
    pub utc_offset_minutes: i32,
    /// Code of the first participant.
    pub code: String,
    /// Code of their function.
    pub function: String,
    /// Code of their rank.
    pub rank: String,
    /// Code of their level.
    pub level: String,
    /// Their institution.
    pub institution: String,
    /// Their unit.
    pub unit: String,
    /// Their region.
    pub region: String,
    /// How many participants there were.
    pub participants: usize,
    /// The country that is assessed.
    pub country: String,
    /// Language of the interview.
    pub language: String,
    /// The banks it was asked from.
    pub banks: Vec<BankStamp>,
    /// How many references hold an answer or a reason for none.
    pub answered: usize,
    /// How many jots are not filed.
    pub jots_unfiled: usize,
    /// How many changes it has seen.
    pub revision: u64,
    /// Whether the file is as the program wrote it.
    #[serde(serialize_with = "integrity_word")]
    pub integrity: Integrity,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn integrity_word<S: Serializer>(integrity: &Integrity, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(match integrity {
        Integrity::Intact => "intact",
        Integrity::Altered => "altered",
        Integrity::Unsealed => "unsealed",
    })
}

impl Summary {
    /// Of a session that was opened.
    pub fn of(path: &Path, loaded: &Loaded) -> Self {
        let record = loaded.session.record();
        let lead = record.lead().clone();
        // The file's name, not what stands in it: that is what a person can find and another command can open.
        let id = path.file_stem().map_or_else(|| record.id.clone(), |s| s.to_string_lossy().into_owned());
        Self {
            id,
            path: path.to_owned(),
            synthetic: record.synthetic,
            status: record.status,
            started: record.started,
            utc_offset_minutes: record.utc_offset_minutes,
            code: lead.code,
            function: lead.function,
            rank: lead.rank,
            level: lead.level,
            institution: lead.institution,
            unit: lead.unit,
            region: lead.region,
            participants: record.participants.len(),
            country: record.country.clone(),
            language: record.language.clone(),
            banks: record.banks.clone(),
            answered: record.answers.values().filter(|a| a.is_answered()).count(),
            jots_unfiled: record.jots.iter().filter(|j| j.filed.is_none()).count(),
            revision: record.revision,
            integrity: loaded.integrity,
        }
    }
}

/// The sessions of a folder.
#[derive(Debug, Default)]
pub struct Listing {
    /// Those that could be read, newest first.
    pub sessions: Vec<Summary>,
    /// Those that could not.
    pub damaged: Vec<(PathBuf, LoadError)>,
    /// Files that were changed by something else and kept beside the session.
    pub set_aside: Vec<PathBuf>,
    /// How many session files there are, also those that were not read.
    pub total: usize,
}

/// Reads every session of a folder. A folder that does not exist holds none.
///
/// # Errors
/// When the folder itself can't be read.
pub fn list(folder: &Path) -> Result<Listing, LoadError> {
    recent(folder, usize::MAX)
}

/// Reads the newest `limit` sessions of a folder, going by their names, and leaves the others unread.
///
/// # Errors
/// When the folder itself can't be read.
pub fn recent(folder: &Path, limit: usize) -> Result<Listing, LoadError> {
    let mut listing = Listing::default();
    let mut files = session_files(folder)?;
    listing.set_aside = files.iter().filter(|p| is_set_aside(p)).cloned().collect();
    files.retain(|p| !is_set_aside(p));
    listing.total = files.len();
    for path in files.into_iter().take(limit) {
        match open(&path) {
            Ok(loaded) => listing.sessions.push(Summary::of(&path, &loaded)),
            // Gone since the folder was read: not damaged, just not there any more.
            Err(LoadError::NotFound { .. }) => listing.total -= 1,
            Err(error) => listing.damaged.push((path, error)),
        }
    }
    listing.sessions.sort_by(|a, b| b.started.cmp(&a.started).then_with(|| b.id.cmp(&a.id)));
    Ok(listing)
}

/// Every `.ron` entry of a folder that is not hidden, the last name first: names begin with the date.
///
/// # Errors
/// When the folder can't be read; one that does not exist holds nothing.
pub fn session_files(folder: &Path) -> Result<Vec<PathBuf>, LoadError> {
    entries(folder, |path| {
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        !hidden && path.extension().is_some_and(|e| e == "ron")
    })
}

/// What dying programs left half-written in a folder, the last name first.
///
/// # Errors
/// When the folder can't be read; one that does not exist holds nothing.
pub fn leftovers(folder: &Path) -> Result<Vec<PathBuf>, LoadError> {
    entries(folder, is_leftover)
}

fn entries(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, LoadError> {
    let fail = |e| LoadError::from_io(folder, e);
    let entries = match std::fs::read_dir(folder) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(fail)?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(fail)?.path();
        if wanted(&path) {
            files.push(path);
        }
    }
    files.sort_unstable_by(|a, b| b.file_name().cmp(&a.file_name()));
    Ok(files)
}

/// Whether this is a file that was changed behind our back and kept beside ours (`ID.changed-TIME.ron`).
pub fn is_set_aside(path: &Path) -> bool {
    path.file_stem().is_some_and(|s| s.to_string_lossy().contains(".changed-"))
}

/// Whether this is a half-written file that a dying program left (`.ID.ron.tmp-PID`).
pub fn is_leftover(path: &Path) -> bool {
    path.file_name().is_some_and(|n| {
        let name = n.to_string_lossy();
        name.starts_with('.') && name.contains(".ron.tmp-")
    })
}

/// Values that were used before, to be offered while typing; each once, the most recent first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownValues {
    /// Countries.
    pub country: Vec<String>,
    /// Institutions.
    pub institution: Vec<String>,
    /// Units.
    pub unit: Vec<String>,
    /// Regions.
    pub region: Vec<String>,
    /// Languages.
    pub language: Vec<String>,
}

/// What was used in these sessions, which come newest first.
pub fn known_values(sessions: &[Summary]) -> KnownValues {
    let distinct = |of: fn(&Summary) -> &String| {
        let mut seen = std::collections::HashSet::new();
        sessions
            .iter()
            .map(|s| of(s).trim())
            .filter(|v| !v.is_empty() && seen.insert(*v))
            .map(str::to_owned)
            .collect()
    };
    KnownValues {
        country: distinct(|s| &s.country),
        institution: distinct(|s| &s.institution),
        unit: distinct(|s| &s.unit),
        region: distinct(|s| &s.region),
        language: distinct(|s| &s.language),
    }
}

/// The codes in the names of session files: `R07` of `2026-11-24-0930-R07-1f3a.ron`. No file is read.
pub fn codes(files: &[PathBuf]) -> Vec<String> {
    let code = |path: &PathBuf| {
        let stem = path.file_stem()?.to_string_lossy().into_owned();
        let (head, _random) = stem.rsplit_once('-')?;
        head.splitn(5, '-').nth(4).map(str::to_owned)
    };
    files.iter().filter_map(code).collect()
}

/// The code for the next respondent: one above the highest in use, `R01` if there is none.
pub fn next_code<'a>(existing: impl IntoIterator<Item = &'a str>) -> String {
    // Longer numbers are not counts but something typed by hand: counting on from them would help nobody.
    let number = |code: &str| {
        code.strip_prefix(['R', 'r']).filter(|n| n.len() <= 6).and_then(|n| n.parse::<u32>().ok())
    };
    let highest = existing.into_iter().filter_map(number).max().unwrap_or(0);
    format!("R{:02}", highest + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_count_on() {
        assert_eq!(next_code([]), "R01");
        assert_eq!(next_code(["R07", "R02", "X99", "R", "Rab"]), "R08");
        assert_eq!(next_code(["R099", "r5"]), "R100");
        assert_eq!(next_code(["R4294967295", "R99999999999999", "R3"]), "R04");
    }

    #[test]
    fn codes_stand_in_the_names_of_files() {
        let files = ["s/2026-11-24-0930-R07-1f3a.ron", "s/2026-11-24-0930-R07-2-1f3a.ron", "s/notes.ron"];
        assert_eq!(codes(&files.map(PathBuf::from)), ["R07", "R07-2"]);
    }

    #[test]
    fn names_tell_leftovers_and_files_set_aside() {
        assert!(is_leftover(Path::new("s/.2026-11-24-0930-R07-1f3a.ron.tmp-77")));
        assert!(!is_leftover(Path::new("s/2026-11-24-0930-R07-1f3a.ron")));
        assert!(is_set_aside(Path::new("s/2026-11-24-0930-R07-1f3a.changed-20261124093500.ron")));
        assert!(!is_set_aside(Path::new("s/2026-11-24-0930-R07-1f3a.ron")));
    }
}
