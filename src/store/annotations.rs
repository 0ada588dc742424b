//! `annotations.ron`: the analyst's marks read, with the right to write them or the reason why not.
//!
//! Written by a [`Saver`], like a session: whole, synced, in one step; a file that was changed behind our back is kept
//! beside ours. What the marks mean is not here (`analysis::marks`).

use super::disk::{self, Disk, Mark};
use super::folder::DataFolder;
use super::load::{LoadError, read_plain};
use super::lock::{LockError, SessionLock};
use super::saver::{Kept, SaveError, SaveReport, Saver};
use crate::analysis::marks::{self, Annotations};
use crate::text::seal::Integrity;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the marks of a data folder are.
pub fn annotations_path(folder: &DataFolder) -> PathBuf {
    folder.root.join("annotations.ron")
}

/// The marks as they were read, and what may be done with them.
#[derive(Debug)]
pub struct MarkBook {
    /// The marks; none where the file can't be read.
    pub annotations: Annotations,
    /// The file.
    pub path: PathBuf,
    /// Whether the file is as the program wrote it. Intact where there is none. A file that is not is kept beside ours
    /// as it is before the first save.
    pub integrity: Integrity,
    /// Whether they may be changed.
    pub access: MarksAccess,
}

/// Whether marks may be changed here.
#[derive(Debug)]
pub enum MarksAccess {
    /// They may, as long as the lock is held.
    Write {
        /// Given back when it is dropped.
        lock: SessionLock,
        /// The file as it was read, for [`Saver::start`]; `None`: none was there, or it is to be kept beside ours.
        known: Option<Mark>,
    },
    /// They may not.
    ReadOnly(MarksReadOnly),
}

/// Why marks may not be changed here.
#[derive(Debug, thiserror::Error)]
pub enum MarksReadOnly {
    /// Another window has them, or the lock can't be taken.
    #[error(transparent)]
    Locked(#[from] LockError),
    /// The file can't be read: it is left as it is, and the window goes on without marks.
    #[error("no marks can be shown or made: {0}")]
    Unreadable(#[from] LoadError),
    /// A newer program wrote it.
    #[error("a newer program made these marks (format {found}): update vivavoce to change them")]
    Newer {
        /// The file's format.
        found: u32,
    },
}

impl MarkBook {
    /// Why they may not be changed, if they may not.
    pub fn read_only(&self) -> Option<&MarksReadOnly> {
        match &self.access {
            MarksAccess::Write { .. } => None,
            MarksAccess::ReadOnly(why) => Some(why),
        }
    }

    /// Starts the saver of these marks: [`Saver::put`] takes every new version. `None` where they may not be changed.
    /// Reports come from its thread. The lock stays with the book: keep it until the saver is done.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn saver(
        &self,
        disk: Arc<dyn Disk>,
        on_report: impl Fn(SaveReport) + Send + 'static,
    ) -> Result<Option<Saver>, SaveError> {
        match &self.access {
            MarksAccess::Write { known, .. } => {
                Saver::start(disk, self.path.clone(), *known, on_report).map(Some)
            }
            MarksAccess::ReadOnly(_) => Ok(None),
        }
    }
}

impl Kept for Annotations {
    fn revision(&self) -> u64 {
        self.book().revision
    }

    fn text(&self) -> Result<String, String> {
        let text = marks::write(self).map_err(|e| e.to_string())?;
        // What could not be read again must not take the place of what can.
        if text.len() > marks::MAX_BYTES {
            return Err(format!(
                "{} bytes are more than marks can have ({}); remove some",
                text.len(),
                marks::MAX_BYTES
            ));
        }
        Ok(text)
    }
}

/// Reads the marks without the right to change them: for a listing or an export. No file is no marks.
///
/// # Errors
/// When there is a file that is not plain, too large, or does not hold marks; it is left as it is.
pub fn read_marks(folder: &DataFolder) -> Result<(Annotations, Integrity), LoadError> {
    read(folder).map(|found| found.map_or((Annotations::default(), Integrity::Intact), |(a, i, _)| (a, i)))
}

fn read(folder: &DataFolder) -> Result<Option<(Annotations, Integrity, Mark)>, LoadError> {
    let path = annotations_path(folder);
    let (bytes, stamp) = match read_plain(&path) {
        Err(LoadError::NotFound { .. }) => return Ok(None),
        read => read?,
    };
    let (annotations, integrity) = marks::read(&bytes).map_err(|e| LoadError::from_read(&path, e))?;
    Ok(Some((annotations, integrity, Mark { stamp, digest: disk::digest(&bytes) })))
}

/// Opens the marks to work on them. Always gives a book: where it can't be written or not even be read, it says why.
pub fn open_marks(folder: &DataFolder) -> MarkBook {
    // The lock first: who reads before it might read what the other window is about to replace.
    let lock = SessionLock::take_marks(&folder.cache_dir());
    let path = annotations_path(folder);
    let (annotations, integrity, mark) = match read(folder) {
        Ok(Some((annotations, integrity, mark))) => (annotations, integrity, Some(mark)),
        Ok(None) => (Annotations::default(), Integrity::Intact, None),
        Err(error) => {
            return MarkBook {
                annotations: Annotations::default(),
                path,
                integrity: Integrity::Unsealed,
                access: MarksAccess::ReadOnly(error.into()),
            };
        }
    };
    let access = match lock {
        _ if annotations.format > marks::FORMAT => {
            MarksAccess::ReadOnly(MarksReadOnly::Newer { found: annotations.format })
        }
        Err(error) => MarksAccess::ReadOnly(error.into()),
        Ok(lock) => {
            // One that was altered is not known as ours: the first save keeps it beside instead of writing over it.
            MarksAccess::Write { lock, known: mark.filter(|_| integrity == Integrity::Intact) }
        }
    };
    MarkBook { annotations, path, integrity, access }
}
