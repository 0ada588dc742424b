//! Tells when files come into the folder of sessions or change there. The system tells it: nothing is looked at in turn.

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::path::Path;

/// Why a folder can't be watched.
#[derive(Debug, thiserror::Error)]
#[error("changes in the data folder are not noticed by themselves ({0}); F5 reads it again")]
pub struct WatchError(String);

/// Watches a folder until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    _watcher: RecommendedWatcher,
}

impl Watcher {
    /// Calls `changed` from a thread of its own whenever something in the folder was made, written, renamed or
    /// removed; many times for many files.
    ///
    /// # Errors
    /// When the system can't watch it, as on some network drives.
    pub fn start(folder: &Path, mut changed: impl FnMut() + Send + 'static) -> Result<Self, WatchError> {
        let heard = move |event: notify::Result<notify::Event>| {
            let reading = |kind: &EventKind| matches!(kind, EventKind::Access(_));
            if !event.is_ok_and(|event| reading(&event.kind)) {
                changed();
            }
        };
        let fail = |e: notify::Error| WatchError(e.to_string());
        let mut watcher = notify::recommended_watcher(heard).map_err(fail)?;
        watcher.watch(folder, RecursiveMode::NonRecursive).map_err(fail)?;
        Ok(Self { _watcher: watcher })
    }
}
