//! Reads many session files with all cores and hands them over in order; a bounded number waits at any time.

use crate::store::{self, LoadError, Loaded};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

/// How many sessions wait for their turn, for each thread.
const WAITING: usize = 4;

/// Is given each file, and the session in it or why there is none.
pub(super) type Take<'t, E> = dyn FnMut(&Path, Result<Loaded, LoadError>) -> Result<(), E> + 't;

/// Reads each file and gives it to `take`, in the order of `paths`. A file that can't be read is given as its error.
///
/// # Errors
/// The first error of `take`; no further file is read then.
pub(super) fn each<E>(paths: &[PathBuf], doing: &str, take: &mut Take<'_, E>) -> Result<(), E> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let mut progress = Progress::new(doing, paths.len());
    std::thread::scope(|scope| {
        // Each thread has every n-th file and a queue of its own: taken in turn, they come in order.
        let queues: Vec<_> = (0..threads)
            .map(|first| {
                let (to, from) = sync_channel(WAITING);
                scope.spawn(move || {
                    for path in paths.iter().skip(first).step_by(threads) {
                        if to.send(store::open(path)).is_err() {
                            break;
                        }
                    }
                });
                from
            })
            .collect();
        for (at, path) in paths.iter().enumerate() {
            // A thread that fell over: read here what it owes.
            let loaded = queues.get(at % threads).and_then(|from| from.recv().ok());
            take(path, loaded.unwrap_or_else(|| store::open(path)))?;
            progress.at(at + 1);
        }
        progress.end();
        Ok(())
    })
}

/// A line on a terminal's standard error, once it takes longer than a second.
struct Progress<'a> {
    doing: &'a str,
    all: usize,
    next: Option<Instant>,
    shown: bool,
}

impl<'a> Progress<'a> {
    fn new(doing: &'a str, all: usize) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let next = terminal.then(|| Instant::now() + Duration::from_secs(1));
        Self { doing, all, next, shown: false }
    }

    fn at(&mut self, done: usize) {
        if self.next.is_some_and(|next| Instant::now() >= next) {
            let _ = write!(std::io::stderr(), "\r{} {done} of {} sessions", self.doing, self.all);
            self.next = Some(Instant::now() + Duration::from_millis(100));
            self.shown = true;
        }
    }

    fn end(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.end();
    }
}
