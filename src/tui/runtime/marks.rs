//! The analyst's marks outside: their file, its lock, its saver.

use crate::analysis::marks::Annotations;
use crate::store::{self, DataFolder, MarkBook, RealDisk, SaveReport, Saver};
use crate::text::seal::Integrity;
use crate::tui::app::Event;
use crate::tui::marks::MarksRead;
use jiff::Timestamp;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

/// The right to write marks, held from when they are opened until the program ends.
pub(super) struct Marks {
    saver: Arc<Saver>,
    /// Never read: holds the lock.
    _book: MarkBook,
}

impl Marks {
    /// Opens the marks; the right to write them where there is one.
    pub(super) fn open(folder: &DataFolder, sender: &Sender<Event>) -> (Option<Self>, MarksRead) {
        let mut book = store::open_marks(folder);
        let modified = std::fs::metadata(&book.path).and_then(|m| m.modified()).ok();
        let mut read = MarksRead {
            annotations: std::mem::take(&mut book.annotations),
            read_only: book.read_only().map(ToString::to_string),
            altered: book.integrity != Integrity::Intact,
            saved_at: modified.and_then(|time| Timestamp::try_from(time).ok()),
        };
        let sender = sender.clone();
        let report = move |report| {
            let event = match report {
                SaveReport::Saved { revision, at, .. } => Event::MarksSaved(revision, at),
                SaveReport::Failed { error, .. } => Event::MarksFailed(error),
                SaveReport::SetAside { path } => Event::MarksSetAside(path),
            };
            // Nobody listens any more where the program ends.
            let _ = sender.send(event);
        };
        let held = match book.saver(Arc::new(RealDisk), report) {
            Ok(saver) => saver.map(|saver| Self { saver: Arc::new(saver), _book: book }),
            Err(error) => {
                read.read_only = Some(error.to_string());
                None
            }
        };
        (held, read)
    }

    /// Hands over the newest marks.
    pub(super) fn put(&self, annotations: Arc<Annotations>) {
        self.saver.put(annotations);
    }

    /// From now on saves into another folder, beginning with these.
    pub(super) fn save_into(&self, folder: &Path, annotations: Arc<Annotations>) -> Result<(), String> {
        std::fs::create_dir_all(folder)
            .map_err(|e| format!("{}: {e}; name another folder", folder.display()))?;
        let path = folder.join(self.saver.path().file_name().unwrap_or_default());
        self.saver.redirect(path, annotations).map_err(|e| e.to_string())
    }

    /// The saver, to wait for it on another thread.
    pub(super) fn saver(&self) -> Arc<Saver> {
        Arc::clone(&self.saver)
    }

    /// Waits for the last save.
    pub(super) fn finish(&self, limit: Duration) -> Result<(), String> {
        self.saver.flush(limit).map_err(|e| format!("the marks: {e}"))
    }
}
