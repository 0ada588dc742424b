//! The real binary in a pseudo-terminal: keys go in, an emulated screen comes out.
//!
//! Nothing here waits for a fixed time. Every wait names what it waits for, and ends the test with the screen if that
//! does not come.

#![allow(dead_code, reason = "each test crate uses its own part of it")]

mod control;
mod kill;

use portable_pty::{
    Child, CommandBuilder, ExitStatus, MasterPty, PtyPair, PtySize, SlavePty, native_pty_system,
};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use vivavoce::bank::Ref;
use vivavoce::session::{Answer, Integrity, Session, read};

/// The longest that anything is waited for.
const LIMIT: Duration = Duration::from_secs(20);

/// The longest that the last words of a program that has ended are waited for.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How often a file is looked at while something is waited for in it.
const LOOK: Duration = Duration::from_millis(3);

/// Columns and rows of a window.
const SIZE: (u16, u16) = (120, 40);

/// The binary that is tested.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_vivavoce");

/// A data folder of its own for one test.
pub(crate) struct Data {
    dir: tempfile::TempDir,
}

impl Data {
    pub(crate) fn new() -> Self {
        Self::in_dir(tempfile::tempdir().unwrap())
    }

    pub(crate) fn in_dir(dir: tempfile::TempDir) -> Self {
        Self { dir }
    }

    /// The folder that holds the data folder: `beside("x")` is outside of what the program writes.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.beside("data")
    }

    pub(crate) fn sessions(&self) -> PathBuf {
        self.path().join("sessions")
    }

    /// The session files.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        session_files(&self.sessions())
    }

    /// The only session, which must be as the program wrote it.
    pub(crate) fn session(&self) -> Session {
        only_session(&self.sessions())
    }

    /// Waits until the only session is so.
    pub(crate) fn until(&self, what: &str, wanted: impl Fn(&Session) -> bool) {
        let end = Instant::now() + LIMIT;
        while !(self.files().len() == 1 && wanted(&self.session())) {
            assert!(Instant::now() < end, "the file never came to this: {what}");
            thread::sleep(LOOK);
        }
    }
}

/// The session files in a folder, without those that are hidden.
pub(crate) fn session_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        !name.starts_with('.') && path.extension().is_some_and(|e| e == "ron")
    });
    files.sort();
    files
}

/// The only session of a folder, which must be as the program wrote it.
pub(crate) fn only_session(folder: &Path) -> Session {
    let files = session_files(folder);
    let [file] = files.as_slice() else { panic!("not one session but {files:?}") };
    let bytes = fs::read(file).unwrap();
    let (session, integrity) =
        read(&bytes).unwrap_or_else(|e| panic!("{e} in\n{}", String::from_utf8_lossy(&bytes)));
    assert_eq!(integrity, Integrity::Intact, "{}", file.display());
    session
}

/// What is kept under a reference without its first segment: `E.1.a`.
pub(crate) fn answer(session: &Session, short: &str) -> Answer {
    session.answer(&Ref::new(format!("Annex.{short}"))).cloned().unwrap_or_default()
}

/// What the program has sent so far.
pub(crate) struct Sent {
    bytes: Vec<u8>,
    terminal: vt100::Parser,
    over: bool,
}

impl Sent {
    /// The screen as text, row by row.
    pub(crate) fn text(&self) -> String {
        text_of(self.terminal.screen())
    }

    /// The words in the text fields, as one line.
    pub(crate) fn words(&self) -> String {
        let text = self.text();
        let rows = text.lines().filter_map(|row| row.split_once('▏').map(|(_, typed)| typed.trim()));
        rows.filter(|row| !row.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The screen as it was after the first frame.
    fn first_frame(&self) -> Option<String> {
        let end = b"\x1b[?2026l";
        let at = self.bytes.windows(end.len()).position(|w| w == end)?;
        let mut first = vt100::Parser::new(SIZE.1, SIZE.0, 0);
        first.process(&self.bytes[..at]);
        Some(text_of(first.screen()))
    }

    /// The screen for who reads why a test failed.
    fn picture(&self) -> String {
        format!("----\n{}\n---- cursor {:?}", self.text(), self.terminal.screen().cursor_position())
    }

    /// Whether a private mode of the terminal is on, by what was said last about it.
    pub(crate) fn mode(&self, number: u16) -> bool {
        let last = |end: char| rfind(&self.bytes, format!("\x1b[?{number}{end}").as_bytes());
        last('h') > last('l')
    }

    /// Whether the last frame is complete.
    fn whole(&self) -> bool {
        !self.mode(2026)
    }
}

fn text_of(screen: &vt100::Screen) -> String {
    let rows = screen.rows(0, screen.size().1).map(|row| row.trim_end().to_owned());
    rows.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// Where the last occurrence ends.
fn rfind(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|w| w == wanted).map(|at| at + wanted.len())
}

#[derive(Clone)]
struct Output(Arc<(Mutex<Sent>, Condvar)>);

impl Output {
    fn lock(&self) -> MutexGuard<'_, Sent> {
        // A test that fails holds it: what it found is to be shown, and the reader goes on.
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The program in a terminal of its own.
pub(crate) struct Window {
    child: Box<dyn Child + Send + Sync>,
    ended: bool,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    slave: Option<Box<dyn SlavePty + Send>>,
    output: Output,
    let_go: Arc<Mutex<bool>>,
    reader: Option<JoinHandle<()>>,
    settings: String,
}

/// How the program ended, and what it left of the terminal.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// What is on the terminal's own screen.
    pub(crate) text: String,
    /// What was sent last, for who reads why a test failed.
    last: String,
    wrong: Vec<String>,
}

impl Ended {
    /// The terminal is as it was: its own screen, every mode off, the cursor to be seen, typing echoed.
    pub(crate) fn gave_the_terminal_back(&self) -> &Self {
        assert!(self.wrong.is_empty(), "{}; sent last: {:?}", self.wrong.join(", "), self.last);
        self
    }

    pub(crate) fn with_status(&self, code: u32) -> &Self {
        assert!(
            self.status.signal().is_none() && self.status.exit_code() == code,
            "{}, not with {code}\n{}",
            self.status,
            self.text
        );
        self
    }
}

impl Window {
    /// The program on a data folder.
    pub(crate) fn open(data: &Path, words: &[&str]) -> Self {
        let mut command = CommandBuilder::new(BINARY);
        command.arg("--data");
        command.arg(data);
        command.args(words);
        Self::run(command)
    }

    /// Any command, in a clean environment.
    pub(crate) fn run(mut command: CommandBuilder) -> Self {
        for name in ["VIVAVOCE_DATA", "NO_COLOR", "COLORTERM", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.cwd(std::env::temp_dir());
        let PtyPair { slave, master } = native_pty_system().openpty(size(SIZE)).unwrap();
        let settings = settings(master.as_ref());
        let child = slave.spawn_command(command).unwrap();
        let terminal = vt100::Parser::new(SIZE.1, SIZE.0, 0);
        let sent = Sent { bytes: Vec::new(), terminal, over: false };
        let output = Output(Arc::new((Mutex::new(sent), Condvar::new())));
        let let_go = Arc::new(Mutex::new(false));
        let reader = listen(master.try_clone_reader().unwrap(), output.clone(), Arc::clone(&let_go));
        Self {
            child,
            ended: false,
            writer: Some(master.take_writer().unwrap()),
            master: Some(master),
            slave: Some(slave),
            output,
            let_go,
            reader: Some(reader),
            settings,
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// The screen as text.
    pub(crate) fn text(&self) -> String {
        self.output.lock().text()
    }

    /// The screen as it was after the first frame.
    pub(crate) fn first_frame(&self) -> String {
        self.output.lock().first_frame().unwrap()
    }

    /// How many bytes were sent so far.
    pub(crate) fn sent(&self) -> usize {
        self.output.lock().bytes.len()
    }

    /// Something else writes over the screen.
    pub(crate) fn scribble(&mut self, bytes: &[u8]) -> &mut Self {
        self.output.lock().terminal.process(bytes);
        self
    }

    /// How much memory the program has asked for, in bytes, where the system tells.
    pub(crate) fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmSize"))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
    }

    /// How often any thread of the program has woken up so far, where the system tells.
    pub(crate) fn wake_ups(&self) -> Option<u64> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.pid())).ok()?;
        let one = |thread: fs::DirEntry| -> Option<u64> {
            let status = fs::read_to_string(thread.path().join("status")).ok()?;
            let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches"))?;
            line.split_whitespace().nth(1)?.parse().ok()
        };
        threads.map(|thread| one(thread.ok()?)).sum()
    }

    /// Waits until a complete frame is so.
    pub(crate) fn until(&mut self, what: &str, wanted: impl Fn(&Sent) -> bool) -> &mut Self {
        let mut end = Instant::now() + LIMIT;
        let output = self.output.clone();
        let mut sent = output.lock();
        while !(sent.whole() && wanted(&sent)) {
            // Who has ended sends nothing any more but what is on its way.
            if !self.ended && self.child.try_wait().unwrap().is_some() {
                self.ended = true;
                end = Instant::now() + LAST_WORDS;
            }
            let left = end.saturating_duration_since(Instant::now()).min(LAST_WORDS);
            assert!(
                !left.is_zero() && !sent.over,
                "the screen never came to this: {what}\n{}",
                sent.picture()
            );
            sent = output.0.1.wait_timeout(sent, left).unwrap().0;
        }
        self
    }

    /// Waits until this is on the screen.
    pub(crate) fn shows(&mut self, text: &str) -> &mut Self {
        self.until(text, |sent| sent.text().contains(text))
    }

    /// Waits until this is on the screen no more.
    pub(crate) fn shows_no_more(&mut self, text: &str) -> &mut Self {
        self.until(&format!("no {text}"), |sent| !sent.text().contains(text))
    }

    /// Types words, and waits until they are on the screen and on disk.
    pub(crate) fn types(&mut self, words: &str) -> &mut Self {
        self.keys(words).shows(words).saved()
    }

    /// Waits until everything that is on the screen is on disk, by what the status line says.
    pub(crate) fn saved(&mut self) -> &mut Self {
        self.shows("● saved")
    }

    /// Presses keys, written as `words<Tab><F7><C-p>e1k<Enter>`.
    pub(crate) fn keys(&mut self, script: &str) -> &mut Self {
        self.send(&bytes_of(script))
    }

    /// Sends bytes as a terminal does.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> &mut Self {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes).and_then(|()| writer.flush()).unwrap();
        self
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        // First the emulator, so that nothing that is drawn for the new size meets the old one.
        self.output.lock().terminal.screen_mut().set_size(rows, columns);
        self.master.as_ref().unwrap().resize(size((columns, rows))).unwrap();
        self
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        let mut shell = Command::new("sh");
        let done = shell.args(["-c", "kill -s \"$0\" \"$1\"", name, &self.pid().to_string()]).status();
        assert!(done.unwrap().success(), "no signal {name}");
    }

    /// `kill -9`, without the call of another program.
    pub(crate) fn kill(&mut self) {
        let child: &mut dyn Child = self.child.as_mut();
        let child: &mut std::process::Child = child.downcast_mut().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        self.ended = true;
    }

    /// Closes the terminal under the program.
    pub(crate) fn hang_up(&mut self) {
        *self.let_go.lock().unwrap() = true;
        // The window comes to the front: what is sent then wakes the reader, which lets its end go too.
        self.send(b"\x1b[I");
        self.reader.take().unwrap().join().unwrap();
        self.writer = None;
        self.master = None;
    }

    /// Waits until the program is stopped, where the system tells.
    pub(crate) fn is_stopped(&self) {
        let end = Instant::now() + LIMIT;
        let stopped = |status: String| status.lines().any(|line| line.starts_with("State:\tT"));
        while fs::read_to_string(format!("/proc/{}/status", self.pid())).is_ok_and(|s| !stopped(s)) {
            assert!(Instant::now() < end, "the program was never stopped");
            thread::sleep(LOOK);
        }
    }

    /// What is not as it was before the program came.
    pub(crate) fn wrong(&self) -> Vec<String> {
        [self.wrong_settings(), self.wrong_modes()].concat()
    }

    fn wrong_settings(&self) -> Vec<String> {
        let settings = settings(self.master.as_deref().unwrap());
        let wrong = format!("not the settings from before, {}, but {settings}", self.settings);
        if settings == self.settings { Vec::new() } else { vec![wrong] }
    }

    fn wrong_modes(&self) -> Vec<String> {
        let sent = self.output.lock();
        let mut wrong: Vec<String> = [
            (1049, "alternate screen"),
            (2004, "bracketed paste"),
            (1000, "mouse clicks"),
            (1002, "mouse drags"),
            (1003, "mouse moves"),
            (1006, "mouse columns in words"),
            (1015, "mouse columns in numbers"),
            (1004, "focus reports"),
            (2026, "half a frame"),
        ]
        .into_iter()
        .filter(|(number, _)| sent.mode(*number))
        .map(|(number, name)| format!("{name} ({number}) left on"))
        .collect();
        if sent.terminal.screen().hide_cursor() {
            wrong.push("the cursor left hidden".to_owned());
        }
        wrong
    }

    /// Waits until the program has ended.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let end = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.ended = true;
                return status;
            }
            assert!(Instant::now() < end, "the program never ended\n{}", self.output.lock().picture());
            thread::sleep(LOOK);
        }
    }

    /// Waits until the program has ended, and looks at what it left of the terminal.
    pub(crate) fn leaves(mut self) -> Ended {
        let status = self.ended();
        let mut wrong = self.wrong_settings();
        // With the last end on that side the reader comes to the end of what was sent.
        self.slave = None;
        self.reader.take().unwrap().join().unwrap();
        wrong.extend(self.wrong_modes());
        let sent = self.output.lock();
        let last = &sent.bytes[sent.bytes.len().saturating_sub(200)..];
        Ended { status, text: sent.text(), last: String::from_utf8_lossy(last).into_owned(), wrong }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if !self.ended {
            let child: &mut dyn Child = self.child.as_mut();
            if let Some(child) = child.downcast_mut::<std::process::Child>() {
                let _ = child.kill();
                let _ = child.wait();
            }
        }
    }
}

/// What the terminal does by itself with what is typed, in words that can be compared.
fn settings(master: &(dyn MasterPty + Send)) -> String {
    let found = master.get_termios().unwrap();
    let words = format!("{:?} {:?} {:?}", found.input_flags, found.output_flags, found.local_flags);
    words.replace('\n', " ")
}

fn size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn listen(mut from: Box<dyn Read + Send>, into: Output, let_go: Arc<Mutex<bool>>) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut chunk = [0; 16384];
        loop {
            let count = from.read(&mut chunk).unwrap_or(0);
            let mut sent = into.lock();
            sent.bytes.extend_from_slice(&chunk[..count]);
            sent.terminal.process(&chunk[..count]);
            sent.over = count == 0;
            into.0.1.notify_all();
            if count == 0 || *let_go.lock().unwrap() {
                return;
            }
        }
    })
}

/// What a terminal sends for the keys of a script.
fn bytes_of(script: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        if c == '<'
            && let Some(end) = rest.find('>')
        {
            bytes.extend(key(&rest[1..end]));
            rest = &rest[end + 1..];
        } else {
            bytes.extend(rest[..c.len_utf8()].bytes());
            rest = &rest[c.len_utf8()..];
        }
    }
    bytes
}

fn key(name: &str) -> Vec<u8> {
    if let Some(letter) = name.strip_prefix("C-") {
        return vec![letter.as_bytes()[0] & 0x1f];
    }
    if let Some(letter) = name.strip_prefix("A-") {
        return format!("\x1b{letter}").into_bytes();
    }
    let sent = match name {
        "Enter" => "\r",
        "Esc" => "\x1b",
        "Tab" => "\t",
        "BS" => "\x7f",
        "Up" => "\x1b[A",
        "Down" => "\x1b[B",
        "F1" => "\x1bOP",
        "F2" => "\x1bOQ",
        "F3" => "\x1bOR",
        "F4" => "\x1bOS",
        "F7" => "\x1b[18~",
        "F10" => "\x1b[21~",
        "F12" => "\x1b[24~",
        _ => panic!("no key named <{name}>"),
    };
    sent.as_bytes().to_vec()
}
