//! What the trainer waits for, over as many made-up sessions as `VIVAVOCE_BENCH_SESSIONS` says (10,000): the figures of
//! each board, and a key of the filter line from the key to the drawn board.

#![expect(clippy::expect_used, reason = "a bench that cannot work ends")]

#[path = "common/stock.rs"]
mod stock;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use divan::Bencher;
use jiff::{SignedDuration, Timestamp};
use stock::all;
use vivavoce::analysis::By;
use vivavoce::analysis::needs::{MadeUp, awareness, techniques, training};
use vivavoce::tui::app::{Event, Show};

fn main() {
    stock::folder();
    divan::main();
}

fn by(name: &str) -> By {
    By::named(name).expect("a field")
}

/// The figures of the gap board.
#[divan::bench(args = ["all", "function", "role", "institution"])]
fn gaps(bencher: Bencher<'_, '_>, split: &str) {
    let all = all();
    bencher.bench(|| techniques(&all.corpus, &all.book, all.corpus.all(), by(split), MadeUp::All));
}

/// The figures of the awareness board.
#[divan::bench]
fn aware(bencher: Bencher<'_, '_>) {
    let all = all();
    bencher.bench(|| awareness(&all.corpus, &all.book, all.corpus.all(), MadeUp::All));
}

/// Training received.
#[divan::bench(args = ["all", "function"])]
fn received(bencher: Bencher<'_, '_>, split: &str) {
    let all = all();
    bencher.bench(|| training(&all.corpus, &all.book, all.corpus.all(), by(split), MadeUp::All));
}

/// A key of the filter line: parsed, found, counted, drawn. Boards by their keys, split by function or not at all.
#[divan::bench(args = ["1", "1g", "2", "3", "5", "5g"])]
fn filter_key(bencher: Bencher<'_, '_>, keys: &str) {
    let (mut app, mut terminal) = stock::screen(Show::Needs, "");
    let mut now = Timestamp::UNIX_EPOCH;
    let mut press = |code: KeyCode| {
        now += SignedDuration::from_secs(1);
        app.handle(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)), now);
        terminal.draw(|frame| app.draw(frame)).expect("drawn");
    };
    for key in keys.chars().chain("/prosecuto".chars()) {
        press(KeyCode::Char(key));
    }
    let mut typed = false;
    bencher.bench_local(|| {
        typed = !typed;
        press(if typed { KeyCode::Char('r') } else { KeyCode::Backspace });
    });
}

/// The same where the filter means everything: its last letter is taken back.
#[divan::bench(args = ["1", "1g", "3", "5g"])]
fn filter_key_all(bencher: Bencher<'_, '_>, keys: &str) {
    let (mut app, mut terminal) = stock::screen(Show::Needs, "");
    let now = Timestamp::UNIX_EPOCH;
    let mut press = |code: KeyCode| {
        app.handle(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)), now);
        terminal.draw(|frame| app.draw(frame)).expect("drawn");
    };
    for key in keys.chars().chain("/".chars()) {
        press(KeyCode::Char(key));
    }
    // `-zzzz` takes nothing away: each letter finds fewer of what is nowhere.
    for key in "-zzzz".chars() {
        press(KeyCode::Char(key));
    }
    let mut typed = false;
    bencher.bench_local(|| {
        typed = !typed;
        press(if typed { KeyCode::Char('z') } else { KeyCode::Backspace });
    });
}
