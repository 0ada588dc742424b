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
use vivavoce::analysis::marks::{Annotations, Coder, Edit, Spot, Stamp, Verdict};
use vivavoce::analysis::needs::{
    Judged, MadeUp, account, awareness, blind, definitions, seen, techniques, training,
};
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

/// As many answers on each of the definitions as somebody may score, scored by two: verdicts by their places.
const SCORED: usize = 1000;

fn scored() -> Annotations {
    let all = all();
    let mut marks = Annotations::default();
    let rubrics = all.book.banks().iter().flat_map(|bank| &bank.needs.rubrics);
    for rubric in rubrics {
        for coder in ["AB", "CD"].map(|name| Coder::new(name).expect("initials")) {
            for (n, at) in blind(&all.corpus, all.corpus.all(), &rubric.item, &coder)
                .into_iter()
                .take(SCORED)
                .enumerate()
            {
                let words = account(&all.corpus, at, &rubric.item).unwrap_or_default();
                let verdict = |place: usize| Verdict::ALL[(n * 7 + place * 5) % 3];
                let codes = rubric.elements.iter().enumerate();
                let edit = Edit::Score {
                    spot: Spot::answer(all.corpus.row(at).expect("a session").id(), rubric.item.clone()),
                    verdicts: codes.map(|(place, e)| (e.code.clone(), verdict(place))).collect(),
                    remark: String::new(),
                    seen: seen(words),
                };
                let stamp = Stamp { coder: coder.clone(), at: Timestamp::UNIX_EPOCH };
                marks.apply(edit, &stamp).expect("a score");
            }
        }
    }
    marks
}

/// Scores held against the sessions: once for a corpus and its marks.
#[divan::bench]
fn judged(bencher: Bencher<'_, '_>) {
    let (all, marks) = (all(), scored());
    bencher.bench_local(|| Judged::new(&all.corpus, &all.book, &marks));
}

/// What comes of the scores: again with every filter.
#[divan::bench(args = ["all", "function"])]
fn definitions_by(bencher: Bencher<'_, '_>, split: &str) {
    let all = all();
    let judged = Judged::new(&all.corpus, &all.book, &scored());
    let whole = all.corpus.all();
    bencher.bench_local(|| definitions(&all.corpus, &all.book, &judged, whole, by(split), MadeUp::All));
}

/// The order in which somebody scores: once when scoring begins.
#[divan::bench]
fn blind_order(bencher: Bencher<'_, '_>) {
    let (all, coder) = (all(), Coder::new("AB").expect("initials"));
    let item = vivavoce::bank::Ref::new("Annex.F.2");
    bencher.bench_local(|| blind(&all.corpus, all.corpus.all(), &item, &coder));
}

/// A key of the filter line: parsed, found, counted, drawn. Boards by their keys, split by function or not at all.
#[divan::bench(args = ["1", "1g", "2", "3", "4", "4g", "5", "5g"])]
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
