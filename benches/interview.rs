//! What one key costs inside the program, and what a whole session and a whole bank cost.
//!
//! A key is measured from the terminal's event to the bytes for the terminal: looked up, session changed, progress
//! counted, frame drawn, compared with the last one, written into memory. The state before is kept alive, as the saver
//! does while it writes, so that every change copies the session: the worst case.

#![expect(clippy::expect_used, reason = "a bench that cannot start has nothing to measure")]

mod common;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use jiff::Timestamp;
use jiff::tz::Offset;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::cell::RefCell;
use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use vivavoce::bank::{BUILTIN, Bank, Ref, check};
use vivavoce::session;
use vivavoce::tui::app::{App, Event, Opened, Start};
use vivavoce::tui::desk::Effect;

const SIZES: [(u16, u16); 2] = [(120, 40), (200, 50)];

fn main() {
    let text = session::write(&common::session(&common::bank())).expect("a session can be written");
    #[expect(clippy::print_stdout, reason = "a bench prints")]
    {
        println!("the session has {} bytes, the bank {}", text.len(), BUILTIN[0].source.len());
    }
    divan::main();
}

#[derive(Clone, Default)]
struct Gathered(Rc<RefCell<Vec<u8>>>);

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The program without its runtime: an interview on the screen.
struct Stage {
    app: App,
    terminal: Terminal<CrosstermBackend<Gathered>>,
    gathered: Gathered,
    now: Timestamp,
    /// What the saver would hold.
    held: Vec<Effect>,
}

impl Stage {
    fn new(size: (u16, u16), at: &str) -> Self {
        Self::over(size, at, vec![common::bank()])
    }

    fn over(size: (u16, u16), at: &str, banks: Vec<Arc<Bank>>) -> Self {
        let now: Timestamp = "2026-11-24T10:00:00Z".parse().expect("a time");
        let start = Start {
            size,
            depth: vivavoce::tui::theme::Depth::Palette,
            now,
            offset: Offset::UTC,
            folder: PathBuf::from("data"),
            folder_problem: None,
            begin: None,
            show: None,
        };
        let (app, _) = App::new(start);
        let gathered = Gathered::default();
        let area = Rect::new(0, 0, size.0, size.1);
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let terminal = Terminal::with_options(CrosstermBackend::new(gathered.clone()), options);
        let terminal = terminal.expect("memory can be drawn on");
        let mut stage = Self { app, terminal, gathered, now, held: Vec::new() };
        let session = common::session_over(&banks);
        stage.handle(Event::Opened(Box::new(Opened {
            session,
            banks,
            path: PathBuf::from("session.ron"),
            read_only: None,
            languages: Vec::new(),
            problems: Vec::new(),
            saved_at: None,
            new: false,
            at: Some(Ref::new(at)),
            straight: true,
        })));
        stage.draw();
        stage
    }

    fn handle(&mut self, event: Event) {
        self.held = self.app.handle(event, self.now);
    }

    fn draw(&mut self) {
        self.gathered.0.borrow_mut().clear();
        let app = &self.app;
        self.terminal.draw(|frame| app.draw(frame)).expect("memory can be drawn on");
    }

    /// One key from event to bytes.
    fn key(&mut self, code: KeyCode, modifiers: KeyModifiers) -> usize {
        self.handle(Event::Key(KeyEvent::new(code, modifiers)));
        self.draw();
        self.gathered.0.borrow().len()
    }

    fn plain(&mut self, code: KeyCode) -> usize {
        self.key(code, KeyModifiers::NONE)
    }

    /// A letter, and the next time its removal, so that the text stays as long as it is.
    fn letter(&mut self, turn: &mut bool) -> usize {
        *turn = !*turn;
        self.plain(if *turn { KeyCode::Char('x') } else { KeyCode::Backspace })
    }
}

/// A letter typed into an account of 1,500 characters.
#[divan::bench(args = SIZES)]
fn key_in_an_account(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut stage = Stage::new(size, "Annex.C.3");
    let mut turn = false;
    bencher.bench_local(|| black_box(stage.letter(&mut turn)));
}

/// A digit in the technique grid; every 46th key goes back to the first cell.
#[divan::bench(args = SIZES)]
fn key_in_the_technique_grid(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut stage = Stage::new(size, "Annex.E.1");
    let mut turn = 0_u32;
    bencher.bench_local(|| {
        turn = (turn + 1) % 46;
        black_box(match turn {
            0 => stage.key(KeyCode::Home, KeyModifiers::CONTROL),
            turn if turn % 2 == 0 => stage.plain(KeyCode::Char('2')),
            _ => stage.plain(KeyCode::Char('3')),
        })
    });
}

/// Fifty thousand characters pasted, and taken back.
#[divan::bench(args = SIZES)]
fn paste_of_fifty_thousand_characters(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut stage = Stage::new(size, "Annex.C.3");
    let text = "nobody knows why it takes so long, déjà vu. ".repeat(1_137);
    bencher.bench_local(|| {
        stage.handle(Event::Paste(text.clone()));
        stage.draw();
        black_box(stage.key(KeyCode::Char('z'), KeyModifiers::CONTROL))
    });
}

/// A letter in the palette, over every item, row, answer and action.
#[divan::bench(args = SIZES)]
fn key_in_the_palette(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    letter_in_the_palette(bencher, Stage::new(size, "Annex.E.1"));
}

/// The same over the annex and the ten chapters: every item, row, answer and action.
#[divan::bench(args = SIZES)]
fn key_in_the_palette_over_all_banks(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    letter_in_the_palette(bencher, Stage::over(size, "Annex.E.1", common::banks()));
}

fn letter_in_the_palette(bencher: Bencher<'_, '_>, mut stage: Stage) {
    stage.key(KeyCode::Char('p'), KeyModifiers::CONTROL);
    for letter in "trai".chars() {
        stage.plain(KeyCode::Char(letter));
    }
    let mut turn = false;
    bencher.bench_local(|| {
        turn = !turn;
        black_box(stage.plain(if turn { KeyCode::Char('n') } else { KeyCode::Backspace }))
    });
}

/// The palette opened over all banks, and closed.
#[divan::bench(args = SIZES)]
fn palette_opened_over_all_banks(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut stage = Stage::over(size, "Annex.E.1", common::banks());
    bencher.bench_local(|| {
        stage.key(KeyCode::Char('p'), KeyModifiers::CONTROL);
        stage.plain(KeyCode::Esc)
    });
}

/// A digit in a finding, with all banks in the interview.
#[divan::bench(args = SIZES)]
fn key_in_a_finding_over_all_banks(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut stage = Stage::over(size, "III.C.2", common::banks());
    let mut turn = false;
    bencher.bench_local(|| {
        turn = !turn;
        let digit = if turn { '1' } else { '2' };
        stage.plain(KeyCode::Char(digit));
        stage.plain(KeyCode::Up)
    });
}

/// A page of the outline of all banks, some 370 lines, on top of the interview.
#[divan::bench]
fn page_of_the_outline_of_all_banks(bencher: Bencher<'_, '_>) {
    let mut stage = Stage::over((80, 24), "III.C.2", common::banks());
    stage.plain(KeyCode::F(9));
    let mut turn = 0_u32;
    bencher.bench_local(|| {
        turn = (turn + 1) % 30;
        stage.plain(if turn < 15 { KeyCode::PageDown } else { KeyCode::PageUp })
    });
}

/// On to the next item and back.
#[divan::bench(args = SIZES)]
fn next_item(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut stage = Stage::new(size, "Annex.C.3");
    let mut turn = false;
    bencher.bench_local(|| {
        turn = !turn;
        black_box(stage.plain(if turn { KeyCode::PageDown } else { KeyCode::PageUp }))
    });
}

/// Drawing alone, with nothing changed: what the frame costs before the key.
#[divan::bench(args = SIZES)]
fn frame_unchanged(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut stage = Stage::new(size, "Annex.C.3");
    bencher.bench_local(|| stage.draw());
}

#[divan::bench]
fn session_write(bencher: Bencher<'_, '_>) {
    let session = common::session(&common::bank());
    let bytes = session::write(&session).expect("a session can be written").len();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| session::write(black_box(&session)));
}

#[divan::bench]
fn session_read(bencher: Bencher<'_, '_>) {
    let text = session::write(&common::session(&common::bank())).expect("a session can be written");
    let read = || session::read(black_box(text.as_bytes()));
    bencher.counter(BytesCount::new(text.len())).bench_local(read);
}

#[divan::bench]
fn session_copy(bencher: Bencher<'_, '_>) {
    let session = common::session(&common::bank());
    bencher.bench_local(|| black_box(&session).clone());
}

#[divan::bench]
fn session_progress(bencher: Bencher<'_, '_>) {
    let bank = common::bank();
    let session = common::session(&bank);
    bencher.bench_local(|| session::progress(black_box(session.record()), &bank));
}

/// The annex and the ten chapters.
#[divan::bench]
fn all_banks_parse(bencher: Bencher<'_, '_>) {
    let bytes = BUILTIN.iter().map(|b| b.source.len()).sum::<usize>();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| BUILTIN.iter().filter_map(|b| b.parse().ok()).count());
}

/// The annex and the ten chapters, every rule of the check.
#[divan::bench]
fn all_banks_check(bencher: Bencher<'_, '_>) {
    let bytes = BUILTIN.iter().map(|b| b.source.len()).sum::<usize>();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| BUILTIN.iter().map(|b| check(b.source).1.len()).sum::<usize>());
}

#[divan::bench]
fn bank_parse(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::of_str(BUILTIN[0].source)).bench_local(|| BUILTIN[0].parse());
}
