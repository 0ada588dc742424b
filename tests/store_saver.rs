//! The saver on disks that fail, dawdle or are written by others: nothing is lost, nothing half-written is left.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod stored;

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use stored::{append, full, session, typed};
use vivavoce::bank::Ref;
use vivavoce::session::{Session, TextAt, read, write};
use vivavoce::store::{
    Digest, Disk, FileStamp, Pace, RealDisk, SaveError, SaveReport, Saver, TempFile, is_leftover, open,
};

const LONG: Duration = Duration::from_secs(60);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Create,
    Write,
    Sync,
    Rename,
    SyncFolder,
}

const STEPS: [Step; 5] = [Step::Create, Step::Write, Step::Sync, Step::Rename, Step::SyncFolder];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// Fails before anything is done.
    Before,
    /// Does half of it (a write) or all of it (the others), and reports failure.
    After,
    Panic,
}

/// The real disk with faults: `plan` is used up first, then `always`.
#[derive(Default)]
struct Faulty {
    plan: Mutex<VecDeque<(Step, Fault)>>,
    always: Mutex<Option<Step>>,
    /// Where each sync reports and waits to be let go.
    gate: Mutex<Option<(Sender<()>, Receiver<()>)>>,
    saves: Mutex<usize>,
}

impl Faulty {
    fn check(&self, step: Step) -> Option<Fault> {
        let mut plan = self.plan.lock().unwrap();
        if plan.front().is_some_and(|(s, _)| *s == step) {
            return plan.pop_front().map(|(_, f)| f);
        }
        (*self.always.lock().unwrap() == Some(step)).then_some(Fault::Before)
    }

    fn run<T>(&self, step: Step, does: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        match self.check(step) {
            None => does(),
            Some(Fault::Before) => Err(io::ErrorKind::StorageFull.into()),
            Some(Fault::After) => does().and(Err(io::ErrorKind::TimedOut.into())),
            Some(Fault::Panic) => panic!("made to panic at {step:?}"),
        }
    }
}

struct FaultyDisk(Arc<Faulty>);
struct FaultyTemp(Arc<Faulty>, Box<dyn TempFile>);

impl TempFile for FaultyTemp {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.0.check(Step::Write) {
            None => self.1.write(bytes),
            Some(Fault::Before) => Err(io::ErrorKind::StorageFull.into()),
            Some(Fault::After) => {
                self.1.write(&bytes[..bytes.len() / 2])?;
                Err(io::ErrorKind::StorageFull.into())
            }
            Some(Fault::Panic) => panic!("made to panic"),
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        *self.0.saves.lock().unwrap() += 1;
        // Taken out while it is used: another thread's sync must not wait behind one that hangs.
        let gate = self.0.gate.lock().unwrap().take();
        if let Some((reached, go)) = gate {
            let _ = reached.send(());
            let _ = go.recv();
            *self.0.gate.lock().unwrap() = Some((reached, go));
        }
        let inner = &mut self.1;
        self.0.run(Step::Sync, || inner.sync())
    }

    fn stamp(&self) -> io::Result<FileStamp> {
        self.1.stamp()
    }
}

impl Disk for FaultyDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn TempFile>> {
        let file = self.0.run(Step::Create, || RealDisk.create(path))?;
        Ok(Box::new(FaultyTemp(Arc::clone(&self.0), file)))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.run(Step::Rename, || RealDisk.rename(from, to))
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.run(Step::SyncFolder, || RealDisk.sync_folder(folder))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn stamp(&self, path: &Path) -> io::Result<Option<FileStamp>> {
        RealDisk.stamp(path)
    }
    fn digest(&self, path: &Path) -> io::Result<Digest> {
        RealDisk.digest(path)
    }
}

struct Bench {
    dir: tempfile::TempDir,
    path: PathBuf,
    faulty: Arc<Faulty>,
    saver: Saver,
    reports: Receiver<SaveReport>,
}

/// Retries and rests that a test does not have to sit out.
fn quick() -> Pace {
    let ms = Duration::from_millis;
    Pace { rest: 0, longest_rest: ms(0), first_retry: ms(1), longest_retry: ms(5) }
}

fn bench(pace: Pace) -> Bench {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(format!("{}.ron", stored::ID));
    let faulty = Arc::new(Faulty::default());
    let (tell, reports) = channel();
    let disk = Arc::new(FaultyDisk(Arc::clone(&faulty)));
    let saver = Saver::start_at(pace, disk, path.clone(), None, move |r| {
        let _ = tell.send(r);
    })
    .unwrap();
    Bench { dir, path, faulty, saver, reports }
}

impl Bench {
    fn on_disk(&self) -> Session {
        open(&self.path).unwrap().session
    }

    fn next(&self) -> SaveReport {
        self.reports.recv_timeout(LONG).unwrap()
    }

    /// What stands in the folder besides the session.
    fn others(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.dir.path()).unwrap();
        entries.map(|e| e.unwrap().path()).filter(|p| *p != self.path).collect()
    }

    /// Makes every sync report and wait.
    fn gate(&self) -> (Receiver<()>, Sender<()>) {
        let (reached, at_gate) = channel();
        let (let_go, go) = channel();
        *self.faulty.gate.lock().unwrap() = Some((reached, go));
        (at_gate, let_go)
    }
}

fn saved(report: &SaveReport) -> Option<u64> {
    match report {
        SaveReport::Saved { revision, .. } => Some(*revision),
        _ => None,
    }
}

#[test]
fn saves_whole_private_and_says_so() {
    let b = bench(Pace::default());
    let s = Arc::new(full());
    assert_eq!(b.saver.pending(), None);
    b.saver.put(Arc::clone(&s));
    assert_eq!(saved(&b.next()), Some(s.revision));
    b.saver.flush(LONG).unwrap();
    assert_eq!(b.saver.pending(), None);
    assert_eq!(b.on_disk(), *s);
    assert!(b.others().is_empty());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&b.path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    b.saver.finish(LONG).unwrap();
}

#[test]
fn each_step_failing_once_loses_nothing() {
    for step in STEPS {
        for fault in [Fault::Before, Fault::After, Fault::Panic] {
            let b = bench(quick());
            let old = Arc::new(session());
            b.saver.put(Arc::clone(&old));
            assert_eq!(saved(&b.next()), Some(0));
            b.faulty.plan.lock().unwrap().push_back((step, fault));
            let new = typed(&old, "x");
            b.saver.put(Arc::clone(&new));
            let SaveReport::Failed { revision: 1, error, .. } = b.next() else { panic!("{step:?}") };
            assert!(
                error.contains(&b.path.display().to_string()) && error.contains("save in another folder"),
                "{error}"
            );
            // Whatever failed, what stands there is the old one whole or the new one whole.
            let there = b.on_disk();
            assert!(there == *old || there == *new, "{step:?}");
            b.saver.flush(LONG).unwrap();
            assert_eq!(b.on_disk(), *new, "{step:?}");
            assert!(b.others().is_empty(), "{step:?} left {:?}", b.others());
            assert_eq!(b.saver.pending(), None);
        }
    }
}

#[test]
fn each_step_failing_for_ever_keeps_the_old_file_and_the_new_session() {
    for step in STEPS {
        let b = bench(quick());
        let old = Arc::new(session());
        b.saver.put(Arc::clone(&old));
        b.saver.flush(LONG).unwrap();
        *b.faulty.always.lock().unwrap() = Some(step);
        let mut newest = old.clone();
        for _ in 0..5 {
            newest = typed(&newest, "y");
            b.saver.put(Arc::clone(&newest));
        }
        let error = b.saver.flush(Duration::from_millis(50)).unwrap_err();
        assert!(matches!(&error, SaveError::Failed { revision: 5, .. }), "{error}");
        assert!(error.to_string().contains("NOT SAVED"), "{error}");
        assert_eq!(b.saver.pending(), Some(5));
        // After the rename only its durability is in doubt.
        let there = b.on_disk();
        if step == Step::SyncFolder {
            assert_eq!(there, *newest);
        } else {
            assert_eq!(there, *old);
        }
        // The disk comes back: the newest is written, without anything more being typed.
        *b.faulty.always.lock().unwrap() = None;
        b.saver.finish(LONG).unwrap();
        assert_eq!(b.on_disk(), *newest);
        assert!(b.others().is_empty(), "{step:?} left {:?}", b.others());
    }
}

#[test]
fn a_hanging_disk_blocks_no_put_and_only_the_newest_is_written() {
    let b = bench(quick());
    let (at_gate, let_go) = b.gate();
    let mut newest = Arc::new(session());
    b.saver.put(Arc::clone(&newest));
    at_gate.recv_timeout(LONG).unwrap();
    // The thread stands in a sync that does not return. All of these return all the same, or the test hangs.
    for _ in 0..500 {
        newest = typed(&newest, "z");
        b.saver.put(Arc::clone(&newest));
    }
    assert_eq!(b.saver.pending(), Some(500));
    assert!(matches!(b.saver.flush(Duration::ZERO), Err(SaveError::Slow { revision: 500, .. })));
    let_go.send(()).unwrap();
    at_gate.recv_timeout(LONG).unwrap();
    let_go.send(()).unwrap();
    b.saver.flush(LONG).unwrap();
    assert_eq!(*b.faulty.saves.lock().unwrap(), 2);
    assert_eq!(b.on_disk(), *newest);
}

#[test]
fn a_slow_disk_keeps_up_with_the_newest() {
    let b = bench(Pace::default());
    let (at_gate, let_go) = b.gate();
    let slow = std::thread::spawn(move || {
        while at_gate.recv().is_ok() {
            std::thread::sleep(Duration::from_millis(200));
            if let_go.send(()).is_err() {
                break;
            }
        }
    });
    let mut newest = Arc::new(session());
    for _ in 0..200 {
        newest = typed(&newest, "s");
        b.saver.put(Arc::clone(&newest));
    }
    b.saver.flush(LONG).unwrap();
    // One that was being written, one that was waiting.
    assert!(*b.faulty.saves.lock().unwrap() <= 2);
    assert_eq!(b.on_disk(), *newest);
    // The thread is idle, so the gate is back in its place; without it the other end comes to its end.
    while b.faulty.gate.lock().unwrap().take().is_none() {
        std::thread::yield_now();
    }
    slow.join().unwrap();
}

#[test]
fn the_session_is_let_go_before_the_disk_is_done() {
    let b = bench(quick());
    let (at_gate, let_go) = b.gate();
    let mut s = Arc::new(full());
    b.saver.put(Arc::clone(&s));
    at_gate.recv_timeout(LONG).unwrap();
    assert!(Arc::get_mut(&mut s).is_some(), "a key typed now would copy the session");
    let_go.send(()).unwrap();
    b.saver.flush(LONG).unwrap();
}

#[test]
fn a_file_changed_by_others_is_kept_beside_ours() {
    let b = bench(quick());
    let ours = Arc::new(session());
    b.saver.put(Arc::clone(&ours));
    assert_eq!(saved(&b.next()), Some(0));
    std::fs::write(&b.path, "// edited by hand\n").unwrap();
    let newer = typed(&ours, "ours");
    b.saver.put(Arc::clone(&newer));
    let SaveReport::SetAside { path } = b.next() else { panic!() };
    assert_eq!(saved(&b.next()), Some(1));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "// edited by hand\n");
    assert!(path.to_string_lossy().contains(".changed-2"), "{}", path.display());
    assert_eq!(b.on_disk(), *newer);
    // A second time within the same second takes another name.
    std::fs::write(&b.path, "// again\n").unwrap();
    b.saver.put(typed(&newer, "!"));
    let SaveReport::SetAside { path: second } = b.next() else { panic!() };
    assert_ne!(path, second);
    b.saver.flush(LONG).unwrap();
    assert_eq!(b.others().len(), 2);
}

#[test]
fn a_file_in_the_place_of_a_new_session_is_kept() {
    let b = bench(quick());
    std::fs::write(&b.path, "somebody else's").unwrap();
    b.saver.put(Arc::new(session()));
    assert!(matches!(b.next(), SaveReport::SetAside { .. }));
    assert!(saved(&b.next()).is_some());
}

#[test]
fn a_file_touched_or_copied_without_change_is_still_ours() {
    let dir = tempfile::tempdir().unwrap();
    let path = stored::keep(dir.path(), &full());
    let loaded = open(&path).unwrap();
    // Same bytes, new inode, new time: what a backup program does.
    let copy = path.with_extension("copy");
    std::fs::copy(&path, &copy).unwrap();
    std::fs::rename(&copy, &path).unwrap();
    let (tell, reports) = channel();
    let saver = Saver::start(Arc::new(RealDisk), path.clone(), Some(loaded.mark), move |r| {
        let _ = tell.send(r);
    })
    .unwrap();
    let mut session = loaded.session;
    append(&mut session, TextAt::Country, "!");
    saver.put(Arc::new(session.clone()));
    saver.finish(LONG).unwrap();
    drop(saver);
    assert!(reports.iter().all(|r| saved(&r).is_some()));
    assert_eq!(open(&path).unwrap().session, session);
}

#[test]
fn a_dead_disk_is_left_for_another_folder() {
    let b = bench(quick());
    let (at_gate, let_go) = b.gate();
    let s = Arc::new(session());
    b.saver.put(Arc::clone(&s));
    at_gate.recv_timeout(LONG).unwrap();
    // The old thread hangs in its sync; the new one must not need it.
    let other = tempfile::tempdir().unwrap();
    let path = other.path().join("moved.ron");
    let newest = typed(&s, "moved");
    b.saver.redirect(path.clone(), Arc::clone(&newest)).unwrap();
    b.saver.finish(LONG).unwrap();
    let_go.send(()).unwrap();
    assert_eq!(open(&path).unwrap().session, *newest);
    assert_eq!(b.saver.path(), path);
}

#[test]
fn a_listener_that_panics_stops_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.ron");
    let saver = Saver::start(Arc::new(RealDisk), path.clone(), None, |_| panic!("listener")).unwrap();
    let mut s = Arc::new(session());
    for _ in 0..3 {
        s = typed(&s, "a");
        saver.put(Arc::clone(&s));
        saver.flush(LONG).unwrap();
    }
    assert_eq!(open(&path).unwrap().session, *s);
}

#[test]
fn dropping_the_saver_saves() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.ron");
    let saver = Saver::start(Arc::new(RealDisk), path.clone(), None, |_| {}).unwrap();
    let s = Arc::new(full());
    saver.put(Arc::clone(&s));
    drop(saver);
    assert_eq!(open(&path).unwrap().session, *s);
}

#[test]
fn a_missing_folder_is_explained() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("gone").join("x.ron");
    let saver = Saver::start(Arc::new(RealDisk), path.clone(), None, |_| {}).unwrap();
    saver.put(Arc::new(session()));
    let error = saver.flush(Duration::from_millis(300)).unwrap_err().to_string();
    assert!(error.contains("x.ron") && error.contains("folder is gone"), "{error}");
    std::fs::create_dir(dir.path().join("gone")).unwrap();
    saver.finish(LONG).unwrap();
    assert!(path.exists());
}

#[test]
fn a_temporary_file_left_by_the_dead_is_replaced() {
    let b = bench(quick());
    let temp = vivavoce::store::temp_path(&b.path, 0);
    assert!(is_leftover(&temp));
    std::fs::write(&temp, "half a sess").unwrap();
    b.saver.put(Arc::new(full()));
    b.saver.finish(LONG).unwrap();
    assert!(b.others().is_empty());
}

#[test]
fn a_reader_at_any_moment_sees_a_whole_file() {
    let b = bench(quick());
    let mut s = Arc::new(full());
    b.saver.put(Arc::clone(&s));
    b.saver.flush(LONG).unwrap();
    let path = b.path.clone();
    let (stop, stopped) = channel::<()>();
    let reader = std::thread::spawn(move || {
        let mut last = 0;
        while stopped.try_recv().is_err() {
            let bytes = std::fs::read(&path).unwrap();
            let (session, integrity) = read(&bytes).unwrap();
            assert_eq!(integrity, vivavoce::session::Integrity::Intact);
            assert!(session.revision >= last);
            last = session.revision;
        }
    });
    for _ in 0..300 {
        let mut next = Session::clone(&s);
        append(&mut next, TextAt::Note(Ref::new("Annex.C.1")), "n");
        s = Arc::new(next);
        b.saver.put(Arc::clone(&s));
    }
    b.saver.flush(LONG).unwrap();
    stop.send(()).unwrap();
    reader.join().unwrap();
    assert_eq!(std::fs::read_to_string(&b.path).unwrap(), write(&s).unwrap());
}

/// Not a test of anything: `cargo test --release --test store_saver -- --ignored --nocapture measure`.
#[test]
#[ignore = "measures"]
fn measure() {
    for size in [60_000, 90_000] {
        let s = Arc::new(stored::of_size(size));
        let dir = tempfile::tempdir_in(".").unwrap();
        let mut serialise: Vec<Duration> = Vec::new();
        let mut whole: Vec<Duration> = Vec::new();
        let (tell, reports) = channel();
        let saver = Saver::start(Arc::new(RealDisk), dir.path().join("x.ron"), None, move |r| {
            let _ = tell.send(r);
        })
        .unwrap();
        for _ in 0..300 {
            let began = std::time::Instant::now();
            let text = write(&s).unwrap();
            serialise.push(began.elapsed());
            std::hint::black_box(text);
            saver.put(Arc::clone(&s));
            if let Ok(SaveReport::Saved { took, .. }) = reports.recv() {
                whole.push(took);
            }
        }
        serialise.sort();
        whole.sort();
        println!(
            "{size} bytes: serialise median {:?} p99 {:?}; whole save median {:?} p99 {:?}",
            serialise[150], serialise[296], whole[150], whole[296]
        );
    }
}
