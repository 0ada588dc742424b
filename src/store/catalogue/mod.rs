//! The catalogue: all sessions of a data folder as a corpus, read once and remembered.
//!
//! The RON files are the truth. What is remembered lies in `.vivavoce/catalogue/` and may be deleted at any time. Only
//! files that are new or changed are read: their size, time and inode tell. Here: which files, when, by whom. How what
//! was read is kept is in `cache`; what it means is in `analysis`.

mod cache;
mod scan;
mod watch;

pub use watch::{WatchError, Watcher};

use super::disk;
use super::folder::DataFolder;
use super::found::{find_banks, known_banks};
use super::load::{self, LoadError, is_set_aside};
use crate::analysis::corpus::{Bits, Builder, Corpus, Digest, Fault, FaultKind, ROWS, Segment, Stamp, Texts};
use crate::bank::Bank;
use crate::session::{Record, progress};
use cache::Cache;
use scan::Entry;
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// How the name of a session's file ends.
const ENDING: &str = ".ron";

/// How far reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Session files that were read.
    pub done: usize,
    /// Session files to be read.
    pub total: usize,
}

/// What a look at the data folder gave.
#[derive(Clone, Debug)]
pub struct Refreshed {
    /// All sessions.
    pub corpus: Arc<Corpus>,
    /// Whether it is another one than before.
    pub changed: bool,
    /// How many files were left unread, because reading was left.
    pub unread: usize,
}

/// All sessions of a data folder.
#[derive(Debug)]
pub struct Catalogue {
    folder: DataFolder,
    cache: Cache,
    held: Vec<Held>,
    /// Files that are no sessions, as they were when that was found out.
    refused: HashMap<String, (Stamp, Fault)>,
    with_texts: bool,
    corpus: Arc<Corpus>,
    loaded: bool,
}

/// A segment in memory, and under which name it is remembered on disk.
#[derive(Clone, Debug)]
struct Held {
    segment: Arc<Segment>,
    stem: Option<String>,
    has_texts: bool,
}

/// What a segment is made of anew.
struct Job {
    keep: Option<Held>,
    dead: Bits,
    files: Vec<Entry>,
}

/// What all threads of a reading share.
struct Reading<'a> {
    folder: &'a Path,
    banks: &'a [Bank],
    done: AtomicUsize,
    total: usize,
    left: AtomicBool,
    watch: &'a (dyn Fn(Step) -> bool + Sync),
    refused: Mutex<Vec<(String, Stamp, Fault)>>,
}

impl Catalogue {
    /// Of this folder. `with_texts`: also the words, for searching and reading; figures need none.
    pub fn new(folder: DataFolder, with_texts: bool) -> Self {
        let cache = Cache::new(&folder);
        Self {
            folder,
            cache,
            held: Vec::new(),
            refused: HashMap::new(),
            with_texts,
            corpus: Arc::new(Corpus::default()),
            loaded: false,
        }
    }

    /// What is in the folder now. `watch` is told how far reading has come, from several threads, and ends it by giving
    /// `false`; what was read until then is kept.
    ///
    /// # Errors
    /// When the folder can't be read. What is remembered and can't be read or written costs time, nothing else.
    pub fn refresh(&mut self, watch: &(dyn Fn(Step) -> bool + Sync)) -> Result<Refreshed, LoadError> {
        let first = !self.loaded;
        let sessions = self.folder.sessions_dir();
        // What is remembered is read while the folder is listed.
        let (found, held) = std::thread::scope(|scope| {
            let listing = scope.spawn(|| scan::entries(&sessions));
            let held = first.then(|| self.cache.load(self.with_texts));
            (listing.join(), held)
        });
        let found = found.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        if let Some(held) = held {
            self.held = held;
            self.loaded = true;
        }
        let mut faults = found.faults;
        let (mut jobs, unchanged) = self.plan(found.entries, &mut faults);
        let total: usize = jobs.iter().map(|job| job.files.len()).sum();
        faults.sort_by(|a, b| a.file.cmp(&b.file));
        if jobs.is_empty() && !first && faults == self.faults_of_files() {
            self.held = unchanged;
            return Ok(Refreshed { corpus: Arc::clone(&self.corpus), changed: false, unread: 0 });
        }
        let banks = if total > 0 { banks(&self.folder) } else { Vec::new() };
        let reading = Reading {
            folder: &self.folder.sessions_dir(),
            banks: &banks,
            done: AtomicUsize::new(0),
            total,
            left: AtomicBool::new(false),
            watch,
            refused: Mutex::new(Vec::new()),
        };
        let old: Vec<String> = jobs.iter().filter_map(|job| job.keep.as_ref()?.stem.clone()).collect();
        // Parts of one size, so that no core waits for another's last.
        jobs.sort_by_key(|job| std::cmp::Reverse(job.files.len()));
        let made = run(jobs, &reading, &self.cache, self.with_texts);
        let unread = total - reading.done.load(Ordering::Relaxed);
        for (name, stamp, fault) in
            reading.refused.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
        {
            faults.push(fault.clone());
            self.refused.insert(name, (stamp, fault));
        }
        self.held = unchanged;
        self.held.extend(made);
        // In the order of their files' names, which begin with the date.
        self.held.sort_by(|a, b| first_file(a).cmp(first_file(b)));
        self.cache.forget(&old);
        let segments = self.held.iter().map(|held| Arc::clone(&held.segment)).collect();
        self.corpus = Arc::new(Corpus::new(segments, faults));
        Ok(Refreshed { corpus: Arc::clone(&self.corpus), changed: true, unread })
    }

    /// Tells banks and overlays of the folder, as they were when this was made or last looked, from any others.
    pub fn banks_mark(&self) -> String {
        cache::banks(&self.folder)
    }

    fn faults_of_files(&self) -> Vec<Fault> {
        let own = self.corpus.faults().iter().filter(|f| f.kind != FaultKind::Duplicate);
        own.cloned().collect()
    }

    /// Which segments are to be made anew and of which files; and those that stay.
    fn plan(&mut self, entries: Vec<Entry>, faults: &mut Vec<Fault>) -> (Vec<Job>, Vec<Held>) {
        // By their names without ending, as rows have them.
        let mut wanted: HashMap<String, Entry> = HashMap::with_capacity(entries.len());
        self.refused.retain(|name, (stamp, _)| {
            entries
                .binary_search_by(|e| e.name.as_str().cmp(name))
                .is_ok_and(|at| entries.get(at).is_some_and(|e| e.stamp == *stamp))
        });
        for entry in entries {
            if let Some((_, fault)) = self.refused.get(&entry.name) {
                faults.push(fault.clone());
                continue;
            }
            let stem = entry.name.strip_suffix(ENDING).unwrap_or(&entry.name).to_owned();
            wanted.insert(stem, entry);
        }
        let (mut jobs, mut unchanged) = (Vec::new(), Vec::new());
        for held in std::mem::take(&mut self.held) {
            let mut dead = Bits::default();
            for (row, own) in held.segment.rows().iter().enumerate() {
                // What has been found in one segment is not looked for in another.
                match wanted.get(&own.file) {
                    Some(entry) if entry.stamp == own.stamp => {
                        wanted.remove(&own.file);
                    }
                    _ => dead.insert(row),
                }
            }
            if dead.is_empty() {
                unchanged.push(held);
            } else {
                jobs.push(Job { keep: Some(held), dead, files: Vec::new() });
            }
        }
        let mut new: Vec<Entry> = wanted.into_values().collect();
        new.sort_by(|a, b| a.name.cmp(&b.name));
        fill(&mut jobs, &mut unchanged, new);
        (jobs, unchanged)
    }
}

/// Deals new files out: to segments that are made anew in any case, to the emptiest of the others, to new ones.
fn fill(jobs: &mut Vec<Job>, unchanged: &mut Vec<Held>, mut new: Vec<Entry>) {
    if new.is_empty() {
        return;
    }
    let room = |job: &Job| {
        let kept = job.keep.as_ref().map_or(0, |held| held.segment.rows().len());
        ROWS - (kept - job.dead.len()) - job.files.len()
    };
    if jobs.iter().map(room).sum::<usize>() < new.len() {
        let emptiest =
            (0..unchanged.len()).min_by_key(|at| unchanged.get(*at).map(|h| h.segment.rows().len()));
        if let Some(at) =
            emptiest.filter(|at| unchanged.get(*at).is_some_and(|h| h.segment.rows().len() < ROWS))
        {
            let keep = Some(unchanged.remove(at));
            jobs.push(Job { keep, dead: Bits::default(), files: Vec::new() });
        }
    }
    for job in jobs.iter_mut() {
        let count = room(job).min(new.len());
        job.files.extend(new.drain(..count));
    }
    // New segments of like size, at least as many as there are threads where that is worth it.
    let parts = new.len().div_ceil(ROWS).max(threads().min(new.len() / 64)).max(1);
    let size = new.len().div_ceil(parts).max(1);
    while !new.is_empty() {
        let files = new.drain(..size.min(new.len())).collect();
        jobs.push(Job { keep: None, dead: Bits::default(), files });
    }
}

fn first_file(held: &Held) -> &str {
    held.segment.rows().first().map_or("", |row| &row.file)
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// All banks that are known to the folder, for how much of them was answered.
fn banks(folder: &DataFolder) -> Vec<Bank> {
    let known = known_banks(Some(&folder.root));
    find_banks(Some(&folder.root), known.iter().map(|bank| bank.id.as_str())).banks
}

fn run(jobs: Vec<Job>, reading: &Reading<'_>, cache: &Cache, with_texts: bool) -> Vec<Held> {
    let count = threads().min(jobs.len());
    let queue = Mutex::new(jobs);
    let made = Mutex::new(Vec::new());
    let next = || queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
    std::thread::scope(|scope| {
        for _ in 0..count {
            scope.spawn(|| {
                while let Some(job) = next() {
                    let held = job.done(reading, cache, with_texts);
                    made.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(held);
                }
            });
        }
    });
    made.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Job {
    fn done(self, reading: &Reading<'_>, cache: &Cache, with_texts: bool) -> Option<Held> {
        let mut builder = Builder::default();
        if let Some(held) = &self.keep {
            let segment = cache.with_texts(held)?;
            for row in (0..segment.rows().len()).filter(|row| !self.dead.has(*row)) {
                if let Some(digest) = segment.digest(row) {
                    builder.push(&digest);
                }
            }
        }
        for entry in &self.files {
            if reading.left.load(Ordering::Relaxed) {
                break;
            }
            reading.read(entry, &mut builder);
        }
        if builder.is_empty() {
            return None;
        }
        let segment = builder.finish();
        let stem = cache.remember(&segment);
        let segment = if with_texts { segment } else { segment.with_texts(Texts::default()) };
        Some(Held { segment: Arc::new(segment), stem, has_texts: with_texts })
    }
}

impl Reading<'_> {
    fn read(&self, entry: &Entry, builder: &mut Builder) {
        let path = self.folder.join(&entry.name);
        match load::open(&path) {
            Ok(loaded) => {
                let record = loaded.session.record();
                let file = entry.name.strip_suffix(ENDING).unwrap_or(&entry.name);
                // As it was read, not as it was listed: it may have changed in between.
                let stamp = scan::stamp(&loaded.mark.stamp);
                let counted = answered(record, self.banks);
                builder.push(&Digest::of(record, loaded.integrity, file, stamp, counted));
            }
            // Gone since the folder was listed: not damaged, just not there any more.
            Err(LoadError::NotFound { .. }) => {}
            Err(error) => {
                let fault = scan::fault(&entry.name, &error);
                let refused = (entry.name.clone(), entry.stamp, fault);
                self.refused.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(refused);
            }
        }
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if !(self.watch)(Step { done, total: self.total }) {
            self.left.store(true, Ordering::Relaxed);
        }
    }
}

fn answered(record: &Record, banks: &[Bank]) -> (usize, usize) {
    let own = record.banks.iter().filter_map(|stamp| banks.iter().find(|b| super::same_id(&b.id, &stamp.id)));
    own.map(|bank| progress(record, bank).all).fold((0, 0), |sum, c| (sum.0 + c.answered, sum.1 + c.total))
}
