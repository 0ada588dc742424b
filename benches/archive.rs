//! What the analyst waits for, over as many made-up sessions as `VIVAVOCE_BENCH_SESSIONS` says (10,000): reading them for
//! the first time, opening them again, a key of the filter line, a comparison, the list of all items.
//!
//! The sessions are made once and kept below `target/`.

#![expect(clippy::expect_used, reason = "a bench that cannot work ends")]

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use divan::Bencher;
use jiff::Timestamp;
use jiff::tz::Offset;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, OnceLock};
use vivavoce::analysis::corpus::{Corpus, Field};
use vivavoce::analysis::filter::{Sieve, Tags, evaluate, parse};
use vivavoce::analysis::{Book, By, compare, standings};
use vivavoce::bank::BUILTIN;
use vivavoce::store::{Catalogue, DataFolder, Origin};
use vivavoce::tui::app::{App, Event, Start};
use vivavoce::tui::archive::ArchiveRead;

fn main() {
    folder();
    divan::main();
}

fn count() -> usize {
    std::env::var("VIVAVOCE_BENCH_SESSIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000)
}

/// A data folder of so many sessions, made where it is missing.
fn folder() -> DataFolder {
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

struct All {
    corpus: Arc<Corpus>,
    book: Arc<Book>,
    sieve: Arc<Sieve>,
}

fn all() -> &'static All {
    static ALL: OnceLock<All> = OnceLock::new();
    ALL.get_or_init(|| {
        let corpus = Catalogue::new(folder(), true).refresh(&|_| true).expect("read").corpus;
        let book = Arc::new(book());
        let sieve = Arc::new(Sieve::new(&corpus, &book));
        All { corpus, book, sieve }
    })
}

fn book() -> Book {
    Book::new(BUILTIN.iter().map(|b| Arc::new(b.parse().expect("a bank"))).collect())
}

/// Every file is read and parsed, and what is remembered written.
#[divan::bench(sample_count = 2, sample_size = 1)]
fn first_scan(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| {
            let _ = std::fs::remove_dir_all(folder().cache_dir());
            Catalogue::new(folder(), true)
        })
        .bench_values(|mut catalogue| catalogue.refresh(&|_| true).expect("read").corpus.len());
}

/// From nothing in memory to a library that can be filtered.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn warm_open(bencher: Bencher<'_, '_>) {
    all();
    bencher.bench(|| {
        let corpus = Catalogue::new(folder(), true).refresh(&|_| true).expect("read").corpus;
        Sieve::new(&corpus, &book())
    });
}

/// The same without the words, as commands for figures do it.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn warm_open_for_figures(bencher: Bencher<'_, '_>) {
    all();
    bencher.bench(|| Catalogue::new(folder(), false).refresh(&|_| true).expect("read").corpus.len());
}

/// Looking whether anything has changed, when nothing has.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn look_again(bencher: Bencher<'_, '_>) {
    let mut catalogue = Catalogue::new(folder(), true);
    catalogue.refresh(&|_| true).expect("read");
    bencher.bench_local(|| catalogue.refresh(&|_| true).expect("read").changed);
}

/// What a filter means, without anything drawn.
#[divan::bench(args = ["prosecutor", "unit:traff role:mid", "answered:E.1.k", "value:E.1.k.ii=weak", "says:interpreter"])]
fn filter(bencher: Bencher<'_, '_>, text: &str) {
    let all = all();
    let filter = parse(text).expect("a filter");
    bencher.bench(|| evaluate(&filter, &all.corpus, &all.book, &all.sieve, &Tags::new()));
}

/// A key of the filter line: parsed, found, sorted, counted, drawn.
#[divan::bench(args = ["prosecuto", "unit:traff role:m", "answered:E.1.", "says:interprete"])]
fn filter_key(bencher: Bencher<'_, '_>, text: &str) {
    let (mut app, mut terminal) = library(text);
    let mut now = Timestamp::UNIX_EPOCH;
    let mut typed = false;
    bencher.bench_local(|| {
        now += jiff::SignedDuration::from_secs(1);
        typed = !typed;
        let last = match text.chars().last() {
            Some('.') => '1',
            Some('m') => 'i',
            _ => 'r',
        };
        let code = if typed { KeyCode::Char(last) } else { KeyCode::Backspace };
        app.handle(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)), now);
        terminal.draw(|frame| app.draw(frame)).expect("drawn");
    });
}

/// A key in the list: the next session and its preview.
#[divan::bench]
fn next_session(bencher: Bencher<'_, '_>) {
    let (mut app, mut terminal) = library("says:interpreter");
    let now = Timestamp::UNIX_EPOCH;
    app.handle(Event::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)), now);
    bencher.bench_local(|| {
        app.handle(Event::Key(KeyEvent::new(KeyCode::Down, KeyModifiers::NONE)), now);
        terminal.draw(|frame| app.draw(frame)).expect("drawn");
    });
}

fn library(filter: &str) -> (App, Terminal<TestBackend>) {
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
        show: Some(vivavoce::tui::app::Show::Library),
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
    for c in std::iter::once('/').chain(filter.chars()) {
        app.handle(Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)), now);
    }
    (app, Terminal::new(TestBackend::new(120, 40)).expect("a backend"))
}

/// One question across groups: everything that the screen shows.
#[divan::bench(args = ["role", "rank", "unit", "institution"])]
fn comparison(bencher: Bencher<'_, '_>, by: &str) {
    let all = all();
    let subject = all.book.find("E.1.k.ii").expect("a subject");
    let by = By::named(by).expect("a field");
    bencher.bench(|| compare(&all.corpus, &all.book, all.corpus.all(), by, &subject));
}

/// How every item stands: the list that a comparison is chosen from.
#[divan::bench]
fn items(bencher: Bencher<'_, '_>) {
    let all = all();
    bencher.bench(|| standings(&all.corpus, &all.book, all.corpus.all(), By::Field(Field::Rank)));
}
