//! The saver: a thread that keeps the newest version of one file on disk, and tells what came of it.
//!
//! [`Saver::put`] swaps a pointer and returns. The thread writes the newest version whole, syncs it, and renames it
//! into place; versions that were overtaken meanwhile are never written. It sleeps while there is nothing to do.

mod worker;

use super::disk::{Disk, Mark};
use crate::session::{self, Session};
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What a saver keeps on disk: counts its changes, and can be put into words.
pub trait Kept: Send + Sync + 'static {
    /// How many changes it has seen.
    fn revision(&self) -> u64;
    /// The text of its file.
    ///
    /// # Errors
    /// When it can't be put into words, or in more than could be read again.
    fn text(&self) -> Result<String, String>;
}

impl Kept for Session {
    fn revision(&self) -> u64 {
        self.revision
    }

    fn text(&self) -> Result<String, String> {
        session::write(self).map_err(|e| e.to_string())
    }
}

/// What came of a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveReport {
    /// This revision is on disk, synced.
    Saved {
        /// The revision.
        revision: u64,
        /// When.
        at: Timestamp,
        /// How long it took, from serialising to the folder's sync.
        took: Duration,
    },
    /// It is not; the newest version is kept in memory and will be tried again.
    Failed {
        /// The revision.
        revision: u64,
        /// Path, what happened, what to do now.
        error: String,
        /// When it will be tried again if nothing else happens.
        retrying_in: Duration,
    },
    /// The file had been changed by something else: that version now stands here, beside ours.
    SetAside {
        /// Their version.
        path: PathBuf,
    },
}

/// Why something is not on disk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// The last attempt failed; more follow.
    #[error("revision {revision} is NOT SAVED: {error}")]
    Failed {
        /// The newest revision, which is in memory.
        revision: u64,
        /// Path, what happened, what to do now.
        error: String,
    },
    /// An attempt is still going on.
    #[error(
        "revision {revision} is NOT SAVED: {} takes longer than {} s; wait, or save in another folder",
        path.display(), waited.as_secs_f32()
    )]
    Slow {
        /// The newest revision, which is in memory.
        revision: u64,
        /// Where it is being written.
        path: PathBuf,
        /// How long was waited.
        waited: Duration,
    },
    /// There is no thread to do it.
    #[error("the save thread can't run ({0}): close some programs, then open it again")]
    NoThread(String),
}

/// How saves are spaced.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The pause after a save, as a multiple of what the save took: 4 means writing a fifth of the time.
    pub rest: u32,
    /// The longest such pause: one stalled write must not leave the next minute of typing unsaved.
    pub longest_rest: Duration,
    /// The pause after a first failure; it doubles.
    pub first_retry: Duration,
    /// The longest pause between attempts.
    pub longest_retry: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            rest: 4,
            longest_rest: Duration::from_secs(2),
            first_retry: Duration::from_millis(250),
            longest_retry: Duration::from_secs(5),
        }
    }
}

/// What the screens and the thread share.
#[derive(Default)]
struct Slot {
    /// The newest version, until the thread takes it.
    newest: Option<Arc<dyn Kept>>,
    /// Counts what was put. Not the revision: the same one may be put twice, for two folders.
    put: u64,
    /// Revision of the last one put.
    revision: u64,
    /// The last one put that is on disk.
    saved: u64,
    /// Where to.
    path: PathBuf,
    /// The file there as it was last seen; `None`: there should be none.
    known: Option<Mark>,
    /// Counts folders. A thread of an older generation stops at once: it may hang in a dead disk for ever.
    generation: u32,
    /// What the last attempt said, if it failed.
    error: Option<String>,
    /// Somebody waits: no pause between saves.
    hurried: usize,
    /// Try again now, whatever the last attempt said.
    again: bool,
    /// No more work will come.
    stop: bool,
    /// The thread sleeps until there is work, so that it has to be woken for it.
    idle: bool,
}

struct Shared {
    slot: Mutex<Slot>,
    /// There is work, or a reason to cut a pause short.
    work: Condvar,
    /// An attempt is over.
    done: Condvar,
    disk: Arc<dyn Disk>,
    pace: Pace,
    report: Mutex<Box<dyn Fn(SaveReport) + Send>>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Slot> {
        // Nothing is left half-done under this lock, so a poisoned one is as good as any.
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps one session, or the analyst's marks, on disk. Dropping it makes a last attempt of at most two seconds.
pub struct Saver {
    shared: Arc<Shared>,
}

impl Saver {
    /// Starts a thread that saves to `path`. `known` is the file as it was loaded, `None` for a new one: any
    /// other file that is found there is kept aside, never written over. Reports come from the thread.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start(
        disk: Arc<dyn Disk>,
        path: PathBuf,
        known: Option<Mark>,
        on_report: impl Fn(SaveReport) + Send + 'static,
    ) -> Result<Self, SaveError> {
        Self::start_at(Pace::default(), disk, path, known, on_report)
    }

    /// Like [`Self::start`], spaced otherwise.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start_at(
        pace: Pace,
        disk: Arc<dyn Disk>,
        path: PathBuf,
        known: Option<Mark>,
        on_report: impl Fn(SaveReport) + Send + 'static,
    ) -> Result<Self, SaveError> {
        let slot = Mutex::new(Slot { path, known, ..Slot::default() });
        let (work, done) = (Condvar::new(), Condvar::new());
        let report: Box<dyn Fn(SaveReport) + Send> = Box::new(on_report);
        let shared = Arc::new(Shared { slot, work, done, disk, pace, report: Mutex::new(report) });
        worker::spawn(&shared, 0)?;
        Ok(Self { shared })
    }

    /// Hands over the newest version. Never waits for a disk: it swaps a pointer under a lock that nobody holds
    /// for longer than that.
    pub fn put<T: Kept>(&self, kept: Arc<T>) {
        let overtaken = self.place(kept);
        // Outside the lock: it may be the last holder of all of it.
        drop(overtaken);
    }

    fn place(&self, kept: Arc<dyn Kept>) -> Option<Arc<dyn Kept>> {
        let mut slot = self.shared.lock();
        slot.put += 1;
        slot.revision = kept.revision();
        let overtaken = slot.newest.replace(kept);
        // While it writes or pauses it will look for itself: waking it for every key would only cost.
        if slot.idle {
            self.shared.work.notify_one();
        }
        overtaken
    }

    /// The newest revision, if it is not on disk yet.
    pub fn pending(&self) -> Option<u64> {
        let slot = self.shared.lock();
        (slot.saved < slot.put).then_some(slot.revision)
    }

    /// Where it is saved.
    pub fn path(&self) -> PathBuf {
        self.shared.lock().path.clone()
    }

    /// Waits until what was put last is on disk, trying again at once and as often as the retries allow.
    ///
    /// # Errors
    /// When it is not there after `timeout`. It is kept and tried again all the same.
    pub fn flush(&self, timeout: Duration) -> Result<(), SaveError> {
        let until = Instant::now() + timeout.min(Duration::from_secs(86_400));
        let mut slot = self.shared.lock();
        let target = slot.put;
        if slot.saved >= target {
            return Ok(());
        }
        slot.hurried += 1;
        slot.again = true;
        slot.error = None;
        self.shared.work.notify_all();
        let outcome = loop {
            if slot.saved >= target {
                break Ok(());
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let revision = slot.revision;
                break Err(match slot.error.clone() {
                    Some(error) => SaveError::Failed { revision, error },
                    None => SaveError::Slow { revision, path: slot.path.clone(), waited: timeout },
                });
            }
            slot = self.shared.done.wait_timeout(slot, left).unwrap_or_else(PoisonError::into_inner).0;
        };
        slot.hurried -= 1;
        outcome
    }

    /// From now on saves to another file, beginning with `newest`: for a disk that fails. A write that hangs in the
    /// old disk is left to itself. What stands at the new path already is kept aside, never written over.
    ///
    /// # Errors
    /// When the system has no thread to give; it goes on saving where it did.
    pub fn redirect<T: Kept>(&self, path: PathBuf, newest: Arc<T>) -> Result<(), SaveError> {
        let mut slot = self.shared.lock();
        let generation = slot.generation + 1;
        worker::spawn(&self.shared, generation)?;
        slot.generation = generation;
        slot.path = path;
        slot.known = None;
        slot.error = None;
        slot.idle = false;
        // The old thread, if it sleeps, finds out that it is not wanted any more.
        self.shared.work.notify_all();
        drop(slot);
        self.put(newest);
        Ok(())
    }

    /// Saves what was put last and ends the thread.
    ///
    /// # Errors
    /// When it is not on disk after `timeout`: the thread goes on trying then, and [`Self::redirect`] may help.
    pub fn finish(&self, timeout: Duration) -> Result<(), SaveError> {
        self.flush(timeout)?;
        self.shared.lock().stop = true;
        self.shared.work.notify_all();
        Ok(())
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        // On the way out of a panic too. Never for ever: the disk may be dead.
        let _ = self.finish(Duration::from_secs(2));
        self.shared.lock().stop = true;
        self.shared.work.notify_all();
    }
}
