//! As many made-up sessions as `VIVAVOCE_BENCH_SESSIONS` says (10,000), made once and kept below `target/`; and a screen
//! over them.

#![allow(dead_code, reason = "each bench uses its own part")]

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::Timestamp;
use jiff::tz::Offset;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, OnceLock};
use vivavoce::analysis::Book;
use vivavoce::analysis::corpus::Corpus;
use vivavoce::analysis::filter::Sieve;
use vivavoce::bank::BUILTIN;
use vivavoce::store::{Catalogue, DataFolder, Origin};
use vivavoce::tui::app::{App, Event, Show, Start};
use vivavoce::tui::archive::ArchiveRead;

fn count() -> usize {
    std::env::var("VIVAVOCE_BENCH_SESSIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000)
}

/// A data folder of so many sessions, made where it is missing.
pub(crate) fn folder() -> DataFolder {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("target/bench-data/{}", count()));
    let done = root.join("done");
    if !done.exists() {
        let _ = std::fs::remove_dir_all(&root);
        std::fs::create_dir_all(root.parent().expect("a parent")).expect("a folder");
        let program = env!("CARGO_BIN_EXE_vivavoce");
        let made = Command::new(program)
            .args(["sample", "--sessions", &count().to_string(), "--seed", "7", "--into"])
            .arg(&root)
            .status();
        assert!(made.expect("the program").success(), "sessions are made");
        std::fs::write(done, "").expect("a file");
    }
    DataFolder { root, origin: Origin::Flag }
}

/// Everything that was read.
pub(crate) struct All {
    pub(crate) corpus: Arc<Corpus>,
    pub(crate) book: Arc<Book>,
    pub(crate) sieve: Arc<Sieve>,
}

/// All of them, read once.
pub(crate) fn all() -> &'static All {
    static ALL: OnceLock<All> = OnceLock::new();
    ALL.get_or_init(|| {
        let corpus = Catalogue::new(folder(), true).refresh(&|_| true).expect("read").corpus;
        let book = Arc::new(book());
        let sieve = Arc::new(Sieve::new(&corpus, &book));
        All { corpus, book, sieve }
    })
}

/// The built-in banks.
pub(crate) fn book() -> Book {
    Book::new(BUILTIN.iter().map(|b| Arc::new(b.parse().expect("a bank"))).collect())
}

/// A screen over all of them, with this filter typed.
pub(crate) fn screen(show: Show, filter: &str) -> (App, Terminal<TestBackend>) {
    let all = all();
    let now = Timestamp::UNIX_EPOCH;
    let start = Start {
        size: (120, 40),
        depth: vivavoce::tui::theme::Depth::Palette,
        now,
        offset: Offset::UTC,
        folder: folder().root,
        folder_problem: None,
        begin: None,
        show: Some(show),
    };
    let (mut app, _) = App::new(start);
    let read = ArchiveRead {
        corpus: Arc::clone(&all.corpus),
        book: Arc::clone(&all.book),
        sieve: Arc::clone(&all.sieve),
        unread: 0,
        problems: Vec::new(),
        saved: Vec::new(),
    };
    app.handle(Event::Archive(Box::new(read)), now);
    let keys = std::iter::once('/').chain(filter.chars());
    for c in keys.filter(|_| !filter.is_empty()) {
        app.handle(Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)), now);
    }
    (app, Terminal::new(TestBackend::new(120, 40)).expect("a backend"))
}
