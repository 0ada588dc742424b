//! One file, one writer: a lock file for each open session and for the analyst's marks, held by the operating system.
//!
//! The lock ends with the process, however it ends. The file stays behind empty of meaning: removing it would let
//! two windows hold two different files of the same name.

use super::disk;
use jiff::Timestamp;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The right to write one session, or the marks, until it is dropped.
#[derive(Debug)]
pub struct SessionLock {
    /// Never read: closing it is what gives the lock back.
    _file: File,
}

/// Why a session, or the marks, can't be written here.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another window has it.
    #[error(
        "session {id} is open in another window ({by}): close it there, or read it here without changing it"
    )]
    Held {
        /// The session.
        id: String,
        /// The other process and since when.
        by: String,
    },
    /// Another window has the marks.
    #[error(
        "the marks are being made in another window ({by}): close it there, or read them here without changing them"
    )]
    MarksHeld {
        /// The other process and since when.
        by: String,
    },
    /// The lock file of the marks can't be used.
    #[error("can't lock the marks: {} ({source}); check the permissions of that folder", path.display())]
    MarksIo {
        /// The lock file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The lock file can't be used.
    #[error("can't lock session {id}: {} ({source}); check the permissions of that folder", path.display())]
    Io {
        /// The session.
        id: String,
        /// The lock file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl SessionLock {
    /// Takes the lock of a session, which is named by its file without ending.
    ///
    /// # Errors
    /// [`LockError::Held`] when another window has it.
    pub fn take(cache_dir: &Path, id: &str) -> Result<Self, LockError> {
        Self::take_file(cache_dir, &harmless(id)).map_err(|refused| match refused {
            Refused::Held(by) => LockError::Held { id: id.to_owned(), by },
            Refused::Io(path, source) => LockError::Io { id: id.to_owned(), path, source },
        })
    }

    /// Takes the lock of the analyst's marks.
    ///
    /// # Errors
    /// [`LockError::MarksHeld`] when another window has it.
    pub fn take_marks(cache_dir: &Path) -> Result<Self, LockError> {
        // No session can be called so: a `+` does not survive `harmless`.
        Self::take_file(cache_dir, "+marks").map_err(|refused| match refused {
            Refused::Held(by) => LockError::MarksHeld { by },
            Refused::Io(path, source) => LockError::MarksIo { path, source },
        })
    }

    fn take_file(cache_dir: &Path, name: &str) -> Result<Self, Refused> {
        let folder = cache_dir.join("locks");
        let path = folder.join(format!("{name}.lock"));
        let fail = |source| Refused::Io(path.clone(), source);
        disk::make_folder(&folder).map_err(fail)?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        disk::private(&mut options);
        let mut file = options.open(&path).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut by = String::new();
                // Who it is helps a person find the window; that it is held does not depend on it.
                let _ = file.take(200).read_to_string(&mut by);
                let by = by.trim();
                let by = if by.is_empty() { "another process" } else { by }.to_owned();
                return Err(Refused::Held(by));
            }
            Err(TryLockError::Error(source)) => return Err(fail(source)),
        }
        let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default();
        let text = format!("process {} since {now}\n", std::process::id());
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(text.as_bytes()))
            .map_err(fail)?;
        Ok(Self { _file: file })
    }
}

/// Why a lock file was not taken.
enum Refused {
    /// Held, by whom.
    Held(String),
    /// It can't be used.
    Io(PathBuf, io::Error),
}

/// A name that stays in its folder, whatever a file claims its id to be.
fn harmless(id: &str) -> String {
    let clean: String = id
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' })
        .collect();
    if clean.starts_with('.') || clean.is_empty() { format!("_{clean}") } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_writer_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let cache = dir.path().join(".vivavoce");
        let first = SessionLock::take(&cache, "2026-11-24-0930-R07-1f3a").unwrap();
        let error = SessionLock::take(&cache, "2026-11-24-0930-R07-1f3a").unwrap_err();
        assert!(matches!(&error, LockError::Held { by, .. } if by.contains(&std::process::id().to_string())));
        assert!(error.to_string().contains("since 20"), "{error}");
        SessionLock::take(&cache, "another").unwrap();
        drop(first);
        SessionLock::take(&cache, "2026-11-24-0930-R07-1f3a").unwrap();
    }

    #[test]
    fn the_marks_have_a_lock_that_no_session_can_take() {
        let dir = tempfile::tempdir().unwrap();
        let _held = SessionLock::take_marks(dir.path()).unwrap();
        let error = SessionLock::take_marks(dir.path()).unwrap_err();
        assert!(error.to_string().contains(&std::process::id().to_string()), "{error}");
        SessionLock::take(dir.path(), "+marks").unwrap();
    }

    #[test]
    fn a_name_never_leaves_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let cache = dir.path().join("cache");
        let _lock = SessionLock::take(&cache, "../../out").unwrap();
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
        assert!(!harmless("..").starts_with('.'));
        assert!(!harmless("").is_empty());
    }
}
