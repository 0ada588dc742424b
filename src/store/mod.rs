//! Where sessions, marks, banks and overlays are kept: the data folder, the saver, locks, loading, the catalogue over all
//! sessions, kept filters, the log.
//!
//! Here: everything that touches a disk or asks a clock. One file is one interview; a file is always the old one
//! whole or the new one whole. Not here: what a session means (`session`), how it looks (`tui`, `cli`).

mod annotations;
mod banks;
mod catalogue;
mod disk;
mod filters;
mod folder;
mod found;
mod load;
mod lock;
mod logfile;
mod overlays;
mod problem;
mod saver;
mod wording;
mod write;

pub use annotations::{MarkBook, MarksAccess, MarksReadOnly, annotations_path, open_marks, read_marks};
pub use banks::{BankOrigin, BankSource, same_id, sources};
pub use catalogue::{Catalogue, Refreshed, Step, WatchError, Watcher};
pub use disk::{Digest, Disk, FileStamp, Mark, RealDisk, TempFile, temp_path};
pub use filters::{FiltersError, filters_path, read_filters, write_filters};
pub use folder::{DataFolder, FolderError, Origin, VARIABLE};
pub use found::{Found, Worded, find_bank, find_banks, in_force, known_banks};
pub use load::{
    KnownValues, Listing, LoadError, Loaded, Summary, codes, is_leftover, is_set_aside, known_values,
    leftovers, list, next_code, open, recent, session_files,
};
pub use lock::{LockError, SessionLock};
pub use logfile::{CappedFile, LogError, start as start_log};
pub use overlays::{OverlayFile, Trial, check_overlay, overlay_files};
pub use problem::{Gravity, Problem};
pub use saver::{Kept, Pace, SaveError, SaveReport, Saver};
pub use wording::{Line, Wording, wording};
pub use write::{WriteError, write_file, write_made_up, write_overlay, write_plan};

/// Anything that can go wrong in this room. Every message names the file and says what to do now.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data folder can't be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A session can't be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A session can't be written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Another file can't be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A session is open elsewhere, or its lock can't be taken.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The log can't be kept.
    #[error(transparent)]
    Log(#[from] LogError),
}
