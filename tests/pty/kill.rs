//! `kill -9` in mid-sentence, over and over.
//!
//! `VIVAVOCE_KILLS=500` kills more often, `VIVAVOCE_SEED=N` kills where an earlier run did.

use super::control::Control;
use super::{Data, Window, answer};
use std::time::{Duration, Instant};
use std::{env, thread};

/// What may be lost.
const LAST: Duration = Duration::from_millis(50);

/// What is said, over and over.
const TALK: &str =
    "the laboratory answers after nine months, by then the file is closed and the victim gone; ";

/// A text, and when each of its characters was sent.
struct Typed {
    text: String,
    sent: Vec<Instant>,
}

impl Typed {
    /// Types on, one key at a time, at the pace of fast hands.
    fn on(&mut self, window: &mut Window, rng: &mut fastrand::Rng) {
        for _ in 0..rng.usize(2..40) {
            thread::sleep(Duration::from_millis(rng.u64(12..45)));
            let next = &TALK[self.text.len() % TALK.len()..][..1];
            window.send(next.as_bytes());
            self.text.push_str(next);
            self.sent.push(Instant::now());
        }
        // Not always right behind a key.
        thread::sleep(Duration::from_millis(rng.u64(0..35)));
    }

    /// Goes on from what was kept. How many characters were lost, and how old the first of them was.
    fn back_to(&mut self, kept: &str, killed: Instant) -> (usize, Duration) {
        assert!(self.text.starts_with(kept), "{kept:?} is not how {:?} begins", self.text);
        let lost = self.text.len() - kept.len();
        let oldest = self.sent.get(kept.len()).map_or(Duration::ZERO, |sent| killed - *sent);
        self.text.truncate(kept.len());
        self.sent.truncate(kept.len());
        (lost, oldest)
    }
}

/// A number from the environment.
fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|value| value.parse().unwrap())
}

/// In memory, where no disk can be slow, or on the disk that temporary files are on.
fn folder(in_memory: bool) -> Data {
    let memory = in_memory.then(|| tempfile::tempdir_in("/dev/shm").ok()).flatten();
    memory.map_or_else(Data::new, Data::in_dir)
}

#[test]
fn a_kill_loses_at_most_what_was_typed_in_the_last_50_ms() {
    let kills = number("VIVAVOCE_KILLS").unwrap_or(12);
    let seed = number("VIVAVOCE_SEED").unwrap_or_else(|| fastrand::u64(..1_000_000_000));
    println!("VIVAVOCE_KILLS={kills} VIVAVOCE_SEED={seed}");
    let mut rng = fastrand::Rng::with_seed(seed);
    let (mut lost_in_all, mut most, mut oldest, mut widened) = (0, 0, Duration::ZERO, Vec::new());
    for round in 0..kills.div_ceil(2) {
        let data = folder(round % 2 == 0);
        let mut window = Window::open(&data.path(), &["interview", "--at", "C.3"]);
        window.shows("What helps investigations succeed");
        let mut typed = Typed { text: TALK[..3].to_owned(), sent: vec![Instant::now(); 3] };
        window.send(typed.text.as_bytes()).saved();
        // Once in a new session, once in one that was killed before and resumed.
        for _ in 0..2 {
            let control = Control::watch(&data.beside("control"), window.pid());
            typed.on(&mut window, &mut rng);
            let killed = Instant::now();
            window.kill();
            let bound = LAST + control.held_up(killed);
            let (lost, age) = typed.back_to(&answer(&data.session(), "C.3").account, killed);
            assert!(age <= bound, "a character sent {age:?} before the kill is lost; at most {bound:?}");
            (lost_in_all, most, oldest) = (lost_in_all + lost, most.max(lost), oldest.max(age));
            widened.extend((bound > LAST).then_some(bound));
            window = Window::open(&data.path(), &[]);
            window.shows("open").shows_no_more("damaged").keys("<Enter>");
            let words = typed.text.trim_end();
            window.until(words, |sent| sent.words() == words).shows_no_more("ead only");
        }
    }
    println!("lost {lost_in_all} characters in all, {most} at most at once, the oldest {oldest:?} old");
    if let Some(most) = widened.iter().max() {
        println!(
            "the machine held things up: {} of the bounds widened from {LAST:?}, to {most:?} at most",
            widened.len()
        );
    }
}
