//! What is remembered of the sessions, in `.vivavoce/catalogue/`: for each segment a file of values and one of words.
//!
//! A file begins with a line that names the shape of what follows and a check sum of it, then comes the segment as
//! `postcard`. Whatever is not as expected is not used: the sessions are read again. A file is never changed, only made
//! and removed, so that two windows can use the same folder.

use super::Held;
use crate::analysis::corpus::{Segment, Texts};
use crate::store::disk;
use crate::store::folder::DataFolder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::UNIX_EPOCH;

const VALUES: &str = "values";
const TEXTS: &str = "texts";

/// The source of everything whose change would make another file: cheaper than a number that somebody forgets to raise.
const SHAPE: [&str; 7] = [
    include_str!("../../analysis/corpus/bits.rs"),
    include_str!("../../analysis/corpus/build.rs"),
    include_str!("../../analysis/corpus/digest.rs"),
    include_str!("../../analysis/corpus/place.rs"),
    include_str!("../../analysis/corpus/row.rs"),
    include_str!("../../analysis/corpus/segment.rs"),
    include_str!("../../text/fold.rs"),
];

/// Where segments are remembered.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    head: String,
}

impl Cache {
    pub(super) fn new(folder: &DataFolder) -> Self {
        let mut shape = crc32fast::Hasher::new();
        for source in SHAPE {
            shape.update(source.as_bytes());
        }
        // How much of a session is answered depends on the banks that are known.
        shape.update(banks(folder).as_bytes());
        let head = format!("vivavoce catalogue {:08x}\n", shape.finalize());
        Self { folder: folder.cache_dir().join("catalogue"), head }
    }

    /// Everything that is remembered and can be used; what can't is removed.
    pub(super) fn load(&self, with_texts: bool) -> Vec<Held> {
        let Ok(listing) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let paths = listing.filter_map(|entry| Some(entry.ok()?.path()));
        let (values, others): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.partition(|path| path.extension().is_some_and(|e| e == VALUES));
        let stems: Vec<String> =
            values.iter().filter_map(|p| Some(p.file_stem()?.to_str()?.to_owned())).collect();
        // Words without values: a program ended between the two.
        for path in others {
            let known = path.file_stem().is_some_and(|s| stems.iter().any(|stem| s == stem.as_str()));
            if !known && path.extension().is_some_and(|e| e == TEXTS) {
                let _ = std::fs::remove_file(path);
            }
        }
        let queue = Mutex::new(stems);
        let loaded = Mutex::new(Vec::new());
        let next = || queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
        std::thread::scope(|scope| {
            for _ in 0..super::threads() {
                scope.spawn(|| {
                    while let Some(stem) = next() {
                        match self.read(&stem, with_texts) {
                            Some(held) => {
                                loaded.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(held);
                            }
                            None => self.forget(&[stem]),
                        }
                    }
                });
            }
        });
        let mut loaded: Vec<Held> = loaded.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        loaded.sort_by(|a, b| a.stem.cmp(&b.stem));
        loaded
    }

    fn read(&self, stem: &str, with_texts: bool) -> Option<Held> {
        let mut segment: Segment = self.parse(&self.path(stem, VALUES))?;
        if with_texts {
            segment = segment.with_texts(self.parse(&self.path(stem, TEXTS))?);
        }
        segment.is_sound().then(|| Held {
            segment: Arc::new(segment),
            stem: Some(stem.to_owned()),
            has_texts: with_texts,
        })
    }

    /// A segment with its words; `None` where they are remembered no more.
    pub(super) fn with_texts(&self, held: &Held) -> Option<Arc<Segment>> {
        if held.has_texts {
            return Some(Arc::clone(&held.segment));
        }
        let texts: Texts = self.parse(&self.path(held.stem.as_ref()?, TEXTS))?;
        let segment = Segment::clone(&held.segment).with_texts(texts);
        segment.is_sound().then(|| Arc::new(segment))
    }

    /// Writes a segment down. What can't be written is not remembered: the next start reads the sessions again.
    pub(super) fn remember(&self, segment: &Segment) -> Option<String> {
        disk::make_folder(&self.folder).ok()?;
        let stem = format!("{:016x}", fastrand::u64(..));
        // The words first: values stand for both.
        self.put(&self.path(&stem, TEXTS), segment.texts())?;
        self.put(&self.path(&stem, VALUES), segment)?;
        Some(stem)
    }

    /// Removes what stands for nothing any more.
    pub(super) fn forget(&self, stems: &[String]) {
        for stem in stems {
            for kind in [VALUES, TEXTS] {
                let _ = std::fs::remove_file(self.path(stem, kind));
            }
        }
    }

    fn path(&self, stem: &str, kind: &str) -> PathBuf {
        self.folder.join(format!("{stem}.{kind}"))
    }

    fn put<T: Serialize>(&self, path: &Path, what: &T) -> Option<()> {
        let body = postcard::to_allocvec(what).ok()?;
        let temp = path.with_extension(format!("tmp-{}", std::process::id()));
        let written = (|| {
            let mut file = disk::create_private(&temp)?;
            file.write_all(self.head.as_bytes())?;
            file.write_all(&crc32fast::hash(&body).to_le_bytes())?;
            file.write_all(&body)?;
            // Not forced to the disk: what is lost with the power is read again.
            std::fs::rename(&temp, path)
        })();
        if written.is_err() {
            let _ = std::fs::remove_file(&temp);
        }
        written.ok()
    }

    fn parse<T: DeserializeOwned>(&self, path: &Path) -> Option<T> {
        let bytes = std::fs::read(path).ok()?;
        let rest = bytes.strip_prefix(self.head.as_bytes())?;
        let (sum, body) = rest.split_first_chunk::<4>()?;
        if crc32fast::hash(body).to_le_bytes() != *sum {
            return None;
        }
        postcard::from_bytes(body).ok()
    }
}

/// Every bank and overlay of a data folder, as one text that is another one when something is changed there.
pub(super) fn banks(folder: &DataFolder) -> String {
    format!("{}\n\n{}", of_folder(&folder.banks_dir()), of_folder(&folder.overlays_dir()))
}

/// What stands in a folder, as one text: names, sizes, times.
fn of_folder(path: &Path) -> String {
    let Ok(listing) = std::fs::read_dir(path) else { return String::new() };
    let mut all: Vec<String> = listing
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let found = entry.metadata().ok()?;
            let time = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
            Some(format!("{} {} {time}", entry.file_name().to_string_lossy(), found.len()))
        })
        .collect();
    all.sort_unstable();
    all.join("\n")
}
