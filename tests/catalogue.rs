//! The catalogue over a data folder: what is read, what is remembered, what is not counted and why.

#![expect(clippy::unwrap_used, reason = "clippy does not count the helpers of a test as tests")]

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use vivavoce::analysis::corpus::{FaultKind, RowId};
use vivavoce::sample::Generator;
use vivavoce::session;
use vivavoce::store::{Catalogue, DataFolder, Origin, Refreshed, Step, Watcher};

struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    /// With so many made-up sessions.
    fn with(count: usize) -> Self {
        let place = Self { dir: tempfile::tempdir().unwrap() };
        fs::create_dir(place.sessions()).unwrap();
        (0..count).for_each(|index| drop(place.put(index, count)));
        place
    }

    fn put(&self, index: usize, of: usize) -> PathBuf {
        let text = made(index, of);
        let id = id_of(&text);
        let path = self.sessions().join(format!("{id}.ron"));
        fs::write(&path, text).unwrap();
        path
    }

    fn sessions(&self) -> PathBuf {
        self.dir.path().join("sessions")
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> =
            fs::read_dir(self.sessions()).unwrap().map(|e| e.unwrap().path()).collect();
        all.sort();
        all
    }

    fn folder(&self) -> DataFolder {
        DataFolder { root: self.dir.path().to_owned(), origin: Origin::Flag }
    }

    fn catalogue(&self) -> Catalogue {
        Catalogue::new(self.folder(), true)
    }

    fn cache(&self) -> PathBuf {
        self.dir.path().join(".vivavoce/catalogue")
    }
}

fn made(index: usize, of: usize) -> String {
    static BANKS: std::sync::OnceLock<Vec<vivavoce::bank::Bank>> = std::sync::OnceLock::new();
    let banks = BANKS.get_or_init(|| vivavoce::bank::BUILTIN.iter().map(|b| b.parse().unwrap()).collect());
    session::write(&Generator::new(banks, 7, of).session(index).unwrap()).unwrap()
}

fn id_of(text: &str) -> String {
    let (session, _) = session::read(text.as_bytes()).unwrap();
    session.id.clone()
}

/// Looks at the folder, and counts how many files were read for it.
fn look(catalogue: &mut Catalogue) -> (Refreshed, usize) {
    let read = AtomicUsize::new(0);
    let watch = |step: Step| {
        read.fetch_max(step.done, Ordering::Relaxed);
        true
    };
    let refreshed = catalogue.refresh(&watch).unwrap();
    (refreshed, read.load(Ordering::Relaxed))
}

fn digests(refreshed: &Refreshed) -> Vec<vivavoce::analysis::corpus::Digest> {
    let corpus = &refreshed.corpus;
    let rows = corpus.rows(corpus.all()).map(|(at, _)| at);
    let mut all: Vec<_> =
        rows.map(|at: RowId| corpus.segments()[at.segment].digest(at.row).unwrap()).collect();
    all.sort_by(|a, b| a.row.file.cmp(&b.row.file));
    // A value has no place in a list of values.
    for digest in &mut all {
        digest.values.sort_by(|a, b| format!("{:?}", a.0).cmp(&format!("{:?}", b.0)));
    }
    all
}

fn kinds(refreshed: &Refreshed) -> Vec<FaultKind> {
    refreshed.corpus.faults().iter().map(|f| f.kind).collect()
}

#[test]
fn what_is_remembered_is_not_read_again_and_says_the_same() {
    let place = Place::with(30);
    let (first, read) = look(&mut place.catalogue());
    assert_eq!((first.corpus.len(), read), (30, 30));
    let (again, read) = look(&mut place.catalogue());
    assert_eq!((again.corpus.len(), read), (30, 0));
    assert_eq!(digests(&first), digests(&again));
}

#[test]
fn only_what_changed_is_read_again() {
    let place = Place::with(20);
    let mut catalogue = place.catalogue();
    look(&mut catalogue);
    let files = place.files();
    fs::remove_file(&files[3]).unwrap();
    let text = fs::read_to_string(&files[5]).unwrap();
    let (mut session, _) = session::read(text.as_bytes()).unwrap();
    let change = session::Change {
        edit: session::Edit::Set(session::CodedField::Meeting(session::Meeting::Group)),
        stamp: session::Stamp::At(session.started),
    };
    if session.status == session::Status::Open || session.apply(change.clone()).is_ok() {
        let _ = session.apply(change);
    }
    fs::write(&files[5], session::write(&session).unwrap() + "\n").unwrap();
    place.put(25, 30);
    let (after, read) = look(&mut catalogue);
    assert_eq!((after.corpus.len(), read, after.changed), (20, 2, true));
    for _ in 0..3 {
        let (nothing, read) = look(&mut catalogue);
        assert_eq!((nothing.changed, read, nothing.corpus.len()), (false, 0, 20));
    }
    // The same as if all had been read anew.
    fs::remove_dir_all(place.dir.path().join(".vivavoce")).unwrap();
    let (anew, read) = look(&mut place.catalogue());
    assert_eq!(read, 20);
    assert_eq!(digests(&after), digests(&anew));
}

#[test]
fn a_damaged_memory_is_not_believed() {
    let place = Place::with(12);
    let (first, _) = look(&mut place.catalogue());
    for ending in ["values", "texts"] {
        for damage in [
            |whole: &[u8]| whole[..whole.len() / 2].to_vec(),
            |_: &[u8]| Vec::new(),
            |whole: &[u8]| {
                let mut one = whole.to_vec();
                one[whole.len() / 2] ^= 1;
                one
            },
        ] {
            // Read anew, it is remembered under another name.
            let mut remembered = fs::read_dir(place.cache()).unwrap().map(|e| e.unwrap().path());
            let path = remembered.find(|p| p.extension().is_some_and(|e| e == ending)).unwrap();
            fs::write(&path, damage(&fs::read(&path).unwrap())).unwrap();
            let (again, read) = look(&mut place.catalogue());
            assert_eq!(digests(&first), digests(&again), "{}", path.display());
            assert!(read > 0, "it was believed");
        }
    }
    assert_eq!(look(&mut place.catalogue()).1, 0, "what was read anew is remembered");
}

#[test]
fn what_is_no_session_is_listed_and_the_rest_is_read() {
    let place = Place::with(6);
    let files = place.files();
    let text = fs::read_to_string(&files[0]).unwrap();
    fs::write(&files[0], &text[..text.len() / 2]).unwrap();
    fs::write(place.sessions().join("newer.ron"), "(format: 99, shape: \"unknown\")").unwrap();
    fs::write(place.sessions().join("locked.ron"), "age-encryption.org/v1\n-> X25519 abc\n").unwrap();
    fs::write(place.sessions().join("other.ron.age"), "age-encryption.org/v1\n-> X25519 abc\n").unwrap();
    fs::create_dir(place.sessions().join("folder.ron")).unwrap();
    let aside = files[1].file_stem().unwrap().to_string_lossy().into_owned() + ".changed-20260101000000.ron";
    fs::copy(&files[1], place.sessions().join(aside)).unwrap();
    fs::copy(&files[2], place.sessions().join("copy.ron")).unwrap();
    fs::write(place.sessions().join("notes.txt"), "not looked at").unwrap();
    let mut catalogue = place.catalogue();
    let (found, _) = look(&mut catalogue);
    assert_eq!(found.corpus.len(), 5);
    let mut all = kinds(&found);
    all.sort_by_key(|k| k.label());
    use FaultKind::{Damaged, Duplicate, Encrypted, Newer, SetAside, Unreadable};
    assert_eq!(all, [Damaged, Duplicate, Encrypted, Encrypted, Newer, SetAside, Unreadable]);
    for fault in found.corpus.faults() {
        assert!(
            !fault.message.is_empty() && !fault.message.contains("sessions/"),
            "{}: {}",
            fault.file,
            fault.message
        );
    }
    let copy = found.corpus.faults().iter().find(|f| f.kind == Duplicate).unwrap();
    assert_eq!(copy.file, "copy.ron", "the file that has the session's name is the one that counts");
    let damaged = found.corpus.faults().iter().find(|f| f.kind == Damaged).unwrap();
    assert!(damaged.message.contains("line"), "{}", damaged.message);
    let (again, read) = look(&mut catalogue);
    assert_eq!((again.changed, read), (false, 0), "what is refused once is not read twice");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let place = Place::with(2);
    let outside = place.dir.path().join("outside.ron");
    fs::write(&outside, made(4, 5)).unwrap();
    std::os::unix::fs::symlink(&outside, place.sessions().join("link.ron")).unwrap();
    let (found, _) = look(&mut place.catalogue());
    assert_eq!((found.corpus.len(), kinds(&found)), (2, vec![FaultKind::Unreadable]));
}

#[test]
fn reading_can_be_left_and_what_was_read_is_kept() {
    let place = Place::with(40);
    let mut catalogue = place.catalogue();
    let left = catalogue.refresh(&|step| step.done < 10).unwrap();
    assert!(left.unread > 0 && !left.corpus.is_empty(), "{} unread", left.unread);
    assert_eq!(left.corpus.len() + left.unread, 40);
    let (whole, read) = look(&mut catalogue);
    assert_eq!((whole.corpus.len(), whole.unread, read), (40, 0, left.unread));
}

#[test]
fn a_folder_without_sessions_is_empty_and_not_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let folder = DataFolder { root: dir.path().to_owned(), origin: Origin::Flag };
    let (found, _) = look(&mut Catalogue::new(folder, true));
    assert!(found.corpus.is_empty() && found.corpus.faults().is_empty());
}

#[test]
fn files_that_vanish_while_they_are_read_are_not_there() {
    let place = Place::with(20);
    let last = place.files().pop().unwrap();
    let once = Mutex::new(Some(last));
    let found = place
        .catalogue()
        .refresh(&|_| {
            if let Some(path) = once.lock().unwrap().take() {
                fs::remove_file(path).unwrap();
            }
            true
        })
        .unwrap();
    assert!(found.corpus.faults().is_empty());
    assert!(found.corpus.len() >= 19, "{}", found.corpus.len());
}

#[test]
fn a_catalogue_that_cannot_be_written_costs_only_time() {
    let place = Place::with(3);
    fs::write(place.dir.path().join(".vivavoce"), "a file stands where the folder should").unwrap();
    let mut catalogue = place.catalogue();
    assert_eq!(look(&mut catalogue).0.corpus.len(), 3);
    assert_eq!(look(&mut catalogue).1, 0);
    assert_eq!(look(&mut place.catalogue()).0.corpus.len(), 3);
}

#[test]
fn figures_need_no_words_and_words_come_when_they_are_wanted() {
    let place = Place::with(8);
    let (bare, _) = look(&mut Catalogue::new(place.folder(), false));
    assert!(bare.corpus.segments().iter().all(|s| s.texts().is_empty()));
    let (whole, read) = look(&mut place.catalogue());
    assert_eq!(read, 0);
    assert!(whole.corpus.segments().iter().all(|s| !s.texts().is_empty()));
    // A new file joins a segment whose words were not in memory.
    let mut lean = Catalogue::new(place.folder(), false);
    look(&mut lean);
    place.put(30, 40);
    assert_eq!(look(&mut lean).0.corpus.len(), 9);
    let (after, read) = look(&mut place.catalogue());
    assert_eq!((after.corpus.len(), read), (9, 0));
    fs::remove_dir_all(place.cache()).unwrap();
    let (anew, _) = look(&mut place.catalogue());
    assert_eq!(digests(&after), digests(&anew));
}

#[test]
fn a_new_file_is_told_of() {
    let place = Place::with(1);
    let (tell, told) = std::sync::mpsc::channel();
    let Ok(_watcher) = Watcher::start(&place.sessions(), move || {
        let _ = tell.send(());
    }) else {
        eprintln!("this file system is not watched: not tested");
        return;
    };
    place.put(3, 5);
    told.recv_timeout(Duration::from_secs(10)).expect("nothing was told");
}

#[test]
fn more_sessions_than_one_segment_holds_are_all_there() {
    let place = Place::with(0);
    let text = made(0, 1);
    let id = id_of(&text);
    for number in 0..2100 {
        let own = format!("{}-{number:05}", &id[..id.len() - 6]);
        fs::write(place.sessions().join(format!("{own}.ron")), text.replace(&id, &own)).unwrap();
    }
    let (found, read) = look(&mut place.catalogue());
    assert_eq!((found.corpus.len(), read), (2100, 2100));
    assert!(found.corpus.segments().len() >= 3);
    let (again, read) = look(&mut place.catalogue());
    assert_eq!((again.corpus.len(), read), (2100, 0));
}

#[test]
fn a_bank_that_is_put_in_counts_at_once() {
    let place = Place::with(4);
    look(&mut place.catalogue());
    fs::create_dir(place.dir.path().join("banks")).unwrap();
    fs::write(place.dir.path().join("banks/own.ron"), "not a bank").unwrap();
    // How much is answered depends on the banks: what was remembered under others is not believed.
    assert_eq!(look(&mut place.catalogue()).1, 4);
}
