//! The library in a real terminal, over a real folder: what comes in while it is open, what is damaged, how it is left.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "clippy does not count the helpers of a test as tests")]

mod pty;

use pty::{BINARY, Data, Window};
use std::fs;
use std::path::Path;
use std::process::Command;

/// So many made-up sessions in the folder.
fn filled(count: usize) -> Data {
    let data = Data::new();
    fill(&data.path(), count, 7);
    data
}

fn fill(folder: &Path, count: usize, seed: u64) {
    let (count, seed) = (count.to_string(), seed.to_string());
    let made = Command::new(BINARY)
        .args(["sample", "--sessions", &count, "--seed", &seed, "--add", "--into"])
        .arg(folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[test]
fn sessions_are_found_read_compared_and_the_terminal_is_given_back() {
    let data = filled(12);
    let mut window = Window::open(&data.path(), &["browse"]);
    window.shows("12 sessions");
    // Every wait is for words that only the screen has that is meant: two Esc in one go are one.
    window.keys("/level:local").shows("of 12 sessions");
    window.keys("<Enter>").shows("Space mark");
    window.keys("<Enter>").shows("session 1 of");
    window.keys("<Esc>").shows("Space mark");
    window.keys("x").shows("Library  12 sessions");
    window.keys("t").shows("type e1k");
    window.keys("<Enter>").shows("question 1/");
    window.keys("<Esc>").shows("type e1k");
    window.keys("<Esc>").shows("Space mark");
    window.keys("<Esc>").shows("start an interview");
    window.keys("<C-q>");
    window.leaves().gave_the_terminal_back().with_status(0);
}

#[test]
fn what_comes_into_the_folder_shows_by_itself() {
    let data = filled(5);
    let mut window = Window::open(&data.path(), &["browse"]);
    window.shows("5 sessions");
    fill(&data.path(), 3, 8);
    window.shows("8 sessions");
    let files = data.files();
    fs::write(&files[0], "(format: 1, half a session").unwrap();
    window.shows("1 file not counted").shows("7 sessions");
    window.keys("e").shows("damaged").shows("line 1");
    window.keys("<Esc>");
    fs::remove_file(&files[0]).unwrap();
    window.shows_no_more("not counted");
    window.keys("<C-q>");
    window.leaves().gave_the_terminal_back().with_status(0);
}

#[test]
fn an_interview_is_held_and_is_in_the_library_afterwards() {
    let data = filled(3);
    let mut window = Window::open(&data.path(), &["browse"]);
    window.shows("3 sessions").keys("<Esc>").shows("start an interview");
    window.keys("n").shows("Participant").keys("<F10>").shows("Annex B 1");
    window.keys("Leads a made-up team").saved();
    // Long enough for the news of the file to have come and gone while the interview was open.
    std::thread::sleep(std::time::Duration::from_secs(1));
    window.keys("<Esc>").shows("Esc again").keys("<Esc>").shows("start an interview");
    window.keys("b").shows("4 sessions");
    window.keys("/says:\"made-up team\"<Enter>").shows("1 of 4 sessions").shows("Leads a");
    window.keys("<C-q>");
    window.leaves().gave_the_terminal_back().with_status(0);
}

#[test]
fn nothing_wakes_while_the_library_is_looked_at() {
    let data = filled(4);
    let mut window = Window::open(&data.path(), &["browse"]);
    window.shows("4 sessions");
    std::thread::sleep(std::time::Duration::from_secs(1));
    let (before, sent) = (window.wake_ups(), window.sent());
    std::thread::sleep(std::time::Duration::from_secs(2));
    let after = window.wake_ups();
    assert_eq!(window.sent(), sent, "something was drawn");
    if let (Some(before), Some(after)) = (before, after) {
        assert!(after - before <= 2, "{} times", after - before);
    }
}
