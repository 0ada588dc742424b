//! What the machine held up while something was typed: a control beside the program.
//!
//! One thread sleeps for a millisecond and notes when it wakes too late. One saves a small file the way the program
//! saves a session. One looks, where the system tells, for threads of the program that can't go on although they have
//! something to do: that wait for a processor or for the disk.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

const NAP: Duration = Duration::from_millis(1);

/// Between two saves of the control: it must not be what keeps the disk busy.
const BETWEEN_SAVES: Duration = Duration::from_millis(20);

/// Between two looks at the threads of the program.
const BETWEEN_LOOKS: Duration = Duration::from_millis(2);

/// What is shorter is no excuse. The time that a thread has run is told to within 4 ms, too.
const SHORT: Duration = Duration::from_millis(6);

/// How far back everything counts, however short.
const BACK: Duration = Duration::from_millis(100);

/// How many times its own length a stall lasts in what comes after it. A save that it hits takes so much longer, then
/// the saver pauses for four times as long, so as to write a fifth of the time only, and then the next save begins.
const LASTS: u32 = 6;

/// When something was held up, and for how long.
type Stall = (Instant, Duration);

#[derive(Default)]
struct Log {
    stalls: Vec<Stall>,
    /// Rounds that each of the threads has done.
    rounds: [u64; 3],
    stop: bool,
}

#[derive(Default)]
struct Shared {
    log: Mutex<Log>,
    more: Condvar,
}

/// The three threads.
pub(crate) struct Control {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl Control {
    /// Watches the machine, the disk that this folder is on, and the threads of this process.
    pub(crate) fn watch(folder: &Path, process: u32) -> Self {
        fs::create_dir_all(folder).unwrap();
        let shared = Arc::new(Shared::default());
        let folder = folder.to_owned();
        let mut looks = Looks::new(process);
        let threads = vec![
            go_on(&shared, 0, nap),
            go_on(&shared, 1, move || save(&folder)),
            go_on(&shared, 2, move || looks.look()),
        ];
        Self { shared, threads }
    }

    /// For how long at most it can have been the machine's doing that something was not done by this moment.
    pub(crate) fn held_up(&self, at: Instant) -> Duration {
        let mut log = self.shared.log.lock().unwrap();
        let rounds = log.rounds;
        // What is going on at this moment counts too, and is not over yet.
        while (0..3).any(|thread| log.rounds[thread] == rounds[thread]) {
            log = self.shared.more.wait(log).unwrap();
        }
        let felt =
            log.stalls.iter().filter(|(began, stall)| *began < at && *began + *stall * LASTS + BACK > at);
        felt.map(|(_, stall)| *stall * LASTS).sum()
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        if let Ok(mut log) = self.shared.log.lock() {
            log.stop = true;
        }
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Does something over and over, and writes down where the machine held it up.
fn go_on(
    shared: &Arc<Shared>,
    number: usize,
    mut once: impl FnMut() -> Vec<Stall> + Send + 'static,
) -> JoinHandle<()> {
    let shared = Arc::clone(shared);
    thread::spawn(move || {
        loop {
            let stalls = once();
            let mut log = shared.log.lock().unwrap();
            log.stalls.extend(stalls.into_iter().filter(|(_, stall)| *stall >= SHORT));
            log.rounds[number] += 1;
            shared.more.notify_all();
            if log.stop {
                return;
            }
        }
    })
}

/// Sleeps; held up if it was for too long.
fn nap() -> Vec<Stall> {
    let began = Instant::now();
    thread::sleep(NAP);
    vec![(began, began.elapsed().saturating_sub(NAP))]
}

/// Saves a few kilobytes as the saver does, and rests. All the time that it took is the machine's.
fn save(folder: &Path) -> Vec<Stall> {
    let began = Instant::now();
    let mut file = File::create(folder.join("new")).unwrap();
    file.write_all(&[b'.'; 4096]).and_then(|()| file.sync_all()).unwrap();
    fs::rename(folder.join("new"), folder.join("control")).unwrap();
    File::open(folder).and_then(|folder| folder.sync_all()).unwrap();
    let took = began.elapsed();
    thread::sleep(BETWEEN_SAVES);
    vec![(began, took)]
}

/// What was last seen of the threads of a process.
struct Looks {
    process: u32,
    last: Instant,
    threads: HashMap<String, Seen>,
}

#[derive(Clone, Default)]
struct Seen {
    /// Nanoseconds that it has run.
    ran: u64,
    /// Since when it can't go on.
    held: Option<Instant>,
}

impl Looks {
    fn new(process: u32) -> Self {
        Self { process, last: Instant::now(), threads: HashMap::new() }
    }

    /// Looks once; the stalls that are over.
    fn look(&mut self) -> Vec<Stall> {
        thread::sleep(BETWEEN_LOOKS);
        let now = Instant::now();
        let mut gone = std::mem::take(&mut self.threads);
        let mut stalls = Vec::new();
        for (id, waits_for_disk, runs, ran) in states(self.process) {
            let before = gone.remove(&id).unwrap_or_default();
            // One that runs and has not run is next in a queue.
            let held = waits_for_disk || runs && ran == before.ran;
            let since = if held { before.held.or(Some(self.last)) } else { None };
            stalls.extend(before.held.filter(|_| !held).map(|since| (since, now - since)));
            self.threads.insert(id, Seen { ran, held: since });
        }
        // What a killed process was waiting for.
        stalls.extend(gone.values().filter_map(|seen| seen.held).map(|since| (since, now - since)));
        self.last = now;
        stalls
    }
}

/// The threads of a process: which, whether it waits for the disk, whether it could run, for how long it has.
fn states(process: u32) -> Vec<(String, bool, bool, u64)> {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let one = |thread: fs::DirEntry| {
        let read = |name: &str| fs::read_to_string(thread.path().join(name)).ok();
        let stat = read("stat")?;
        // The name stands before it, in brackets, and may hold anything.
        let state = stat.rsplit_once(") ")?.1.chars().next()?;
        let ran = read("schedstat")?.split(' ').next()?.parse().ok()?;
        Some((thread.file_name().to_string_lossy().into_owned(), state == 'D', state == 'R', ran))
    };
    threads.flatten().filter_map(one).collect()
}
