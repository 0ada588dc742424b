//! The save thread itself: waits for work, does one attempt, reports, pauses.

use super::{Kept, SaveError, SaveReport, Shared, Slot};
use crate::store::disk::{self, Mark, temp_path};
use jiff::{Timestamp, Zoned};
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// One version on its way to the disk.
struct Job {
    /// Which of those put.
    number: u64,
    revision: u64,
    path: PathBuf,
    content: Content,
}

enum Content {
    Newest(Arc<dyn Kept>),
    /// Written out already, after an attempt that failed.
    Text(String),
}

/// Why the thread does nothing at the moment.
#[derive(Clone, Copy)]
enum Pause {
    /// It may write at once.
    None,
    /// It has just written.
    Rest(Instant),
    /// It could not write.
    Retry(Instant),
}

pub(super) fn spawn(shared: &Arc<Shared>, generation: u32) -> Result<(), SaveError> {
    let worker = Worker { shared: Arc::clone(shared), generation, attempted: None };
    std::thread::Builder::new()
        .name("saver".to_owned())
        .spawn(move || worker.run())
        .map(drop)
        .map_err(|e| SaveError::NoThread(e.to_string()))
}

struct Worker {
    shared: Arc<Shared>,
    generation: u32,
    /// What was last tried to be put in place. A rename may succeed and yet be reported as failed (network disks):
    /// what is found then is ours.
    attempted: Option<Mark>,
}

impl Worker {
    fn run(mut self) {
        let mut pause = Pause::None;
        let mut failed: Option<Job> = None;
        let mut retry = self.shared.pace.first_retry;
        while let Some(mut job) = self.next(failed.take(), &mut pause, &mut retry) {
            let began = Instant::now();
            let outcome = self.attempt(&mut job);
            let took = began.elapsed();
            let Some(report) = self.account(&job, outcome, took, retry) else { return };
            if let SaveReport::Failed { retrying_in, .. } = report {
                pause = Pause::Retry(Instant::now() + retrying_in);
                retry = (retry * 2).min(self.shared.pace.longest_retry);
                failed = Some(job);
            } else {
                let rest = (took * self.shared.pace.rest).min(self.shared.pace.longest_rest);
                pause = Pause::Rest(Instant::now() + rest);
                retry = self.shared.pace.first_retry;
            }
            self.report(report);
        }
    }

    /// Waits for the next version to write: the newest put, else the one that failed. `None`: no more work.
    fn next(&self, failed: Option<Job>, pause: &mut Pause, retry: &mut Duration) -> Option<Job> {
        let mut slot = self.shared.lock();
        loop {
            if slot.generation != self.generation {
                return None;
            }
            if slot.newest.is_none() && failed.is_none() {
                // Asked to hurry when all is done: there is nothing to hurry for.
                slot.again = false;
                if slot.stop {
                    return None;
                }
                slot.idle = true;
                slot = self.shared.work.wait(slot).unwrap_or_else(PoisonError::into_inner);
                slot.idle = slot.idle && slot.generation != self.generation;
                continue;
            }
            let left = match *pause {
                Pause::None => Duration::ZERO,
                Pause::Rest(_) if slot.hurried > 0 || slot.stop => Duration::ZERO,
                // A version that failed and was given up with the saver: no more attempts.
                Pause::Retry(_) if slot.stop => return None,
                Pause::Retry(_) if slot.again => {
                    *retry = self.shared.pace.first_retry;
                    Duration::ZERO
                }
                // Typing does not cut this short: eight attempts a second would help no disk. A person who waits
                // does (flush, redirect), and the attempt takes the newest version anyway.
                Pause::Rest(until) | Pause::Retry(until) => until.saturating_duration_since(Instant::now()),
            };
            if left.is_zero() {
                slot.again = false;
                return take(&mut slot, failed);
            }
            slot = self.shared.work.wait_timeout(slot, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// One attempt. A panic in it is a failure like any other: the version is kept and tried again.
    fn attempt(&mut self, job: &mut Job) -> Result<(), String> {
        let path = job.path.clone();
        let temp = temp_path(&path, self.generation);
        let outcome =
            catch_unwind(AssertUnwindSafe(|| self.write(job, &path, &temp))).unwrap_or_else(|panic| {
                let said = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
                let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
                Err(Fault { what: "fault in the program while saving", error: io::Error::other(said) })
            });
        outcome.map_err(|fault| {
            // Whatever stands there is of no use; if it can't be removed, the next attempt will see to it.
            let _ = catch_unwind(AssertUnwindSafe(|| self.shared.disk.remove(&temp)));
            // Only the kind: the words of a panic may quote what somebody said.
            log::error!("{}: {}", fault.what, fault.error.kind());
            fault.explain(&path)
        })
    }

    fn write(&mut self, job: &mut Job, path: &Path, temp: &Path) -> Result<(), Fault> {
        let disk = Arc::clone(&self.shared.disk);
        if let Content::Newest(kept) = &job.content {
            let text = kept
                .text()
                .map_err(|e| Fault { what: "it can't be put into words", error: io::Error::other(e) })?;
            // It is let go here, so that the next key need not copy it while the disk is at work.
            job.content = Content::Text(text);
        }
        let Content::Text(text) = &job.content else { return Ok(()) };
        let mut file = disk.create(temp).map_err(Fault::at("can't make a file in its folder"))?;
        file.write(text.as_bytes()).map_err(Fault::at("can't write"))?;
        file.sync().map_err(Fault::at("can't force it to the disk"))?;
        let stamp = file.stamp().map_err(Fault::at("can't look at what was written"))?;
        drop(file);
        let mark = Mark { stamp, digest: disk::digest(text.as_bytes()) };
        self.keep_theirs(path)?;
        self.attempted = Some(mark);
        disk.rename(temp, path).map_err(Fault::at("can't put the new file in place"))?;
        {
            let mut slot = self.shared.lock();
            if slot.generation == self.generation {
                slot.known = Some(mark);
            }
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        disk.sync_folder(folder).map_err(Fault::at("can't force its folder to the disk"))
    }

    /// Moves the file aside if it is not the one that was last read or written here.
    fn keep_theirs(&self, path: &Path) -> Result<(), Fault> {
        let disk = &self.shared.disk;
        let (known, generation) = {
            let slot = self.shared.lock();
            (slot.known, slot.generation)
        };
        if generation != self.generation {
            return Err(Fault { what: "saved elsewhere by now", error: ErrorKind::Interrupted.into() });
        }
        let look = Fault::at("can't look at the file that is there");
        let Some(stamp) = disk.stamp(path).map_err(look)? else { return Ok(()) };
        if known.is_some_and(|k| k.stamp == stamp) {
            return Ok(());
        }
        let ours = [known, self.attempted];
        // What can't be read can't be known to be ours: it is kept.
        if disk.digest(path).is_ok_and(|found| ours.iter().flatten().any(|m| m.digest == found)) {
            return Ok(());
        }
        let aside = self.free_name(path)?;
        disk.rename(path, &aside)
            .map_err(Fault::at("was changed by something else and can't be moved aside"))?;
        self.report(SaveReport::SetAside { path: aside });
        Ok(())
    }

    /// `ID.changed-TIME.ron`, or with a number if that is taken.
    fn free_name(&self, path: &Path) -> Result<PathBuf, Fault> {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let time = Zoned::now().strftime("%Y%m%d%H%M%S").to_string();
        for number in 1..1000 {
            let again = if number == 1 { String::new() } else { format!("-{number}") };
            let name = path.with_file_name(format!("{stem}.changed-{time}{again}.ron"));
            let look = Fault::at("can't look for a free name beside it");
            if self.shared.disk.stamp(&name).map_err(look)?.is_none() {
                return Ok(name);
            }
        }
        Err(Fault { what: "no free name beside it", error: ErrorKind::AlreadyExists.into() })
    }

    /// Enters what came of an attempt. `None`: another thread has taken over.
    fn account(
        &self,
        job: &Job,
        outcome: Result<(), String>,
        took: Duration,
        retrying_in: Duration,
    ) -> Option<SaveReport> {
        let mut slot: MutexGuard<'_, Slot> = self.shared.lock();
        if slot.generation != self.generation {
            return None;
        }
        let revision = job.revision;
        let report = match outcome {
            Ok(()) => {
                slot.saved = slot.saved.max(job.number);
                slot.error = None;
                SaveReport::Saved { revision, at: Timestamp::now(), took }
            }
            Err(error) => {
                slot.error = Some(error.clone());
                SaveReport::Failed { revision, error, retrying_in }
            }
        };
        self.shared.done.notify_all();
        Some(report)
    }

    fn report(&self, report: SaveReport) {
        match &report {
            SaveReport::Saved { .. } => {}
            SaveReport::Failed { revision, .. } => log::error!("revision {revision} is not saved"),
            SaveReport::SetAside { path } => {
                log::warn!("changed by something else, kept as {}", path.display());
            }
        }
        let tell = self.shared.report.lock().unwrap_or_else(PoisonError::into_inner);
        // Who listens must not be able to stop the saving.
        if catch_unwind(AssertUnwindSafe(|| tell(report))).is_err() {
            log::error!("fault in the program while reporting a save");
        }
    }
}

/// The newest version put, else the one that failed.
fn take(slot: &mut Slot, failed: Option<Job>) -> Option<Job> {
    let Some(newest) = slot.newest.take() else { return failed };
    let content = Content::Newest(newest);
    Some(Job { number: slot.put, revision: slot.revision, path: slot.path.clone(), content })
}

/// What failed, and what the system said.
struct Fault {
    what: &'static str,
    error: io::Error,
}

impl Fault {
    fn at(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |error| Self { what, error }
    }

    /// Path, what happened, what to do now.
    fn explain(&self, path: &Path) -> String {
        let advice = match self.error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                "free some space there, or save in another folder"
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "make the folder writable, or save in another folder"
            }
            ErrorKind::NotFound => "the folder is gone: put its disk back, or save in another folder",
            _ => "keep this window open, check the disk, or save in another folder",
        };
        format!("{}: {} ({}); {advice}", path.display(), self.what, self.error)
    }
}
