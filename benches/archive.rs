//! What the analyst waits for, over as many made-up sessions as `VIVAVOCE_BENCH_SESSIONS` says (10,000): reading them for
//! the first time, opening them again, a key of the filter line, a comparison, the list of all items.
//!
//! The sessions are made once and kept below `target/`.

#![expect(clippy::expect_used, reason = "a bench that cannot work ends")]

#[path = "common/stock.rs"]
mod stock;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use divan::Bencher;
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use stock::{all, book, folder};
use vivavoce::analysis::corpus::Field;
use vivavoce::analysis::filter::{Sieve, Tags, evaluate, parse};
use vivavoce::analysis::{By, compare, standings};
use vivavoce::store::Catalogue;
use vivavoce::tui::app::{App, Event, Show};

/// The library with a filter typed.
fn library(filter: &str) -> (App, Terminal<TestBackend>) {
    stock::screen(Show::Library, filter)
}

fn main() {
    folder();
    divan::main();
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
