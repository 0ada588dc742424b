//! The library: all sessions as a table, filtered, grouped, marked, previewed.

mod common;
mod corpus_of;

use common::Bench;
use corpus_of::{Stock, made, of, read, stock};
use std::sync::Arc;
use vivavoce::analysis::Book;
use vivavoce::analysis::corpus::{Corpus, Fault, FaultKind};
use vivavoce::analysis::filter::{SavedFilter, Sieve};
use vivavoce::session::Status;
use vivavoce::tui::app::Event;
use vivavoce::tui::archive::ArchiveRead;
use vivavoce::tui::desk::Effect;

fn library() -> Bench {
    over(stock())
}

fn over(stock: &Stock) -> Bench {
    let mut bench = Bench::home();
    bench.keys("b");
    assert!(bench.asked_for(&Effect::Archive), "the first look is asked for");
    bench.event(read(stock));
    bench
}

/// The line with the number of sessions.
fn head(bench: &Bench) -> String {
    bench.screen().lines().next().unwrap_or_default().trim().to_owned()
}

#[track_caller]
fn shot(name: &str, bench: &mut Bench) {
    for size in ["120x40", "80x24"] {
        bench.keys(&format!("<size:{size}>"));
        insta::assert_snapshot!(format!("{name}_{size}"), bench.screen());
    }
}

#[test]
fn a_full_library() {
    shot("full", &mut library());
}

#[test]
fn a_filter_and_its_hits() {
    let mut bench = library();
    bench.keys("/says:interpreter<Enter>");
    shot("hits", &mut bench);
    bench.keys("x/mid region:north<Enter>g");
    shot("grouped", &mut bench);
}

#[test]
fn the_values_of_a_field() {
    let mut bench = library();
    bench.keys("<Tab><Right><Right><Down><Enter>");
    assert!(bench.screen().contains("level:"), "{}", bench.screen());
    shot("facets", &mut bench);
    bench.keys("<Enter>");
    assert!(!bench.screen().contains("level:local"), "once more takes it back");
    assert!(head(&bench).starts_with("Library  120 sessions"), "{}", head(&bench));
}

#[test]
fn before_anything_is_read_and_while_it_is_read() {
    let mut bench = Bench::home();
    bench.keys("b");
    assert!(bench.screen().contains("Reading the data folder"), "{}", bench.screen());
    bench.event(Event::ArchiveStep { done: 640, total: 10_000 });
    shot("reading", &mut bench);
    bench.keys("<Esc>");
    assert!(bench.asked_for(&Effect::LeaveArchive), "Esc leaves it there");
    assert!(bench.screen().contains("Library"), "and stays in the library");
    let stock = stock();
    bench.event(Event::Archive(Box::new(ArchiveRead {
        corpus: Arc::clone(&stock.corpus),
        book: Arc::clone(&stock.book),
        sieve: Arc::clone(&stock.sieve),
        unread: 9360,
        problems: Vec::new(),
        saved: Vec::new(),
    })));
    assert!(head(&bench).contains("9 360 files left unread: F5"), "{}", head(&bench));
}

#[test]
fn no_session_at_all_says_what_to_do() {
    let mut bench = Bench::home();
    bench.keys("b");
    bench.event(Event::Archive(Box::new(ArchiveRead {
        corpus: Arc::default(),
        book: Arc::default(),
        sieve: Arc::default(),
        unread: 0,
        problems: Vec::new(),
        saved: Vec::new(),
    })));
    shot("empty", &mut bench);
    bench.keys("<Enter>o<Space>tvsgrpcx<Esc>");
}

#[test]
fn a_folder_that_cannot_be_read_says_why() {
    let mut bench = Bench::home();
    bench.keys("b");
    bench.event(Event::ArchiveFailed(
        "/data/sessions can't be read (denied): check its permissions".to_owned(),
    ));
    assert!(bench.screen().contains("can't be read (denied)"), "{}", bench.screen());
    bench.keys("<Esc>b");
    assert_eq!(
        bench.effects.iter().filter(|e| **e == Effect::Archive).count(),
        2,
        "the next time it is tried again"
    );
}

#[test]
fn nothing_that_fits_shows_the_way_back() {
    let mut bench = library();
    bench.keys("/prosecutor region:north zzzz");
    shot("nothing", &mut bench);
    assert!(bench.screen().contains("without  zzzz  it would be"), "{}", bench.screen());
}

#[test]
fn a_filter_that_is_not_understood_is_told_and_the_list_stays() {
    let mut bench = library();
    bench.keys("/prosecutor");
    let before = head(&bench);
    // Letter by letter ` i` is a word like any other.
    bench.keys("<paste: is:foo>");
    assert_eq!(head(&bench), before, "the list is still that of before");
    shot("wrong", &mut bench);
    bench.keys("<BS><BS><BS>made-up");
    assert_eq!(head(&bench), before);
    assert!(!bench.screen().contains("still that of before"));
}

#[test]
fn files_that_are_not_counted_are_told_with_the_reason() {
    let stock = stock();
    let fault =
        |file: &str, kind, message: &str| Fault { file: file.to_owned(), kind, message: message.to_owned() };
    let faults = vec![
        fault(
            "2025-01-01-0900-R1-aaaa.ron",
            FaultKind::Damaged,
            "is damaged at line 3, column 9: expected a comma",
        ),
        fault("copy\u{202e}nor.ron", FaultKind::Duplicate, "holds the same session as another"),
    ];
    let corpus = Arc::new(Corpus::new(stock.corpus.segments().to_vec(), faults));
    let sieve = Arc::new(Sieve::new(&corpus, &stock.book));
    let mut bench = over(&Stock {
        corpus,
        sieve,
        book: Arc::clone(&stock.book),
        sessions: Vec::new(),
        tags: stock.tags.clone(),
    });
    assert!(head(&bench).contains("2 files not counted"), "{}", head(&bench));
    bench.keys("e");
    shot("faults", &mut bench);
    assert!(!bench.screen().contains('\u{202e}'));
}

#[test]
fn enter_reads_the_chosen_session_and_o_goes_on_with_it() {
    let mut bench = library();
    bench.keys("<Down><Enter>");
    let path = bench.effects.iter().find_map(|e| match e {
        Effect::Read(path) => Some(path.clone()),
        _ => None,
    });
    let path = path.expect("a session is read");
    assert!(path.starts_with("/data/sessions"), "{}", path.display());
    bench.keys("o");
    assert!(bench.asked_for(&Effect::Open { path, altered: false }));
}

#[test]
fn marks_stay_while_the_filter_changes() {
    let mut bench = library();
    bench.keys("<Space><Space>/prosecutor<Enter><Space>");
    assert!(head(&bench).contains("3 marked"), "{}", head(&bench));
    bench.keys("x");
    assert!(!head(&bench).contains("marked"), "{}", head(&bench));
    assert!(head(&bench).starts_with("Library  120 sessions"));
}

#[test]
fn every_column_sorts_both_ways_and_nothing_is_lost() {
    let mut bench = library();
    for _ in 0..12 {
        let before = bench.screen();
        bench.keys("s");
        assert!(head(&bench).starts_with("Library  120 sessions"));
        bench.keys("r<End>");
        bench.keys("r<Home>");
        assert_ne!(bench.screen(), before, "another column decides");
    }
}

#[test]
fn groups_fold_and_unfold() {
    let mut bench = library();
    bench.keys("gg<Home>");
    let open = bench.screen().lines().filter(|l| l.contains('▾')).count();
    bench.keys("<Enter>");
    assert!(bench.screen().contains("▸ Practitioner"), "{}", bench.screen());
    bench.keys("<Enter>");
    assert_eq!(bench.screen().lines().filter(|l| l.contains('▾')).count(), open);
}

#[test]
fn columns_are_chosen_and_stay_chosen() {
    let mut bench = library();
    bench.keys("c<Down><Down><Enter><Esc>");
    let heads = bench.screen().lines().nth(3).unwrap().to_owned();
    assert!(!heads.contains("function ") || heads.matches("function").count() == 1, "{heads}");
    bench.keys("<Esc>b");
    assert_eq!(bench.screen().lines().nth(3).unwrap(), heads, "and are so the next time");
}

#[test]
fn filters_are_kept_taken_and_dropped() {
    let mut bench = library();
    bench.keys("/region:north rank:mid_manager<Enter>wnorthern managers<Enter>");
    let kept = SavedFilter {
        name: "northern managers".to_owned(),
        filter: "region:north rank:mid_manager".to_owned(),
    };
    assert!(bench.asked_for(&Effect::KeepFilters(vec![kept.clone()])));
    let found = head(&bench);
    shot("filters", &mut bench);
    bench.keys("<size:120x40><Esc>x");
    assert_ne!(head(&bench), found);
    bench.keys("w<Enter>");
    assert_eq!(head(&bench), found, "the kept filter is in force again");
    bench.keys("w<Up>x");
    assert!(bench.asked_for(&Effect::KeepFilters(Vec::new())), "it is dropped");
    bench.event(Event::FiltersNotKept("filters.ron can't be written: no space left".to_owned()));
    assert!(bench.screen().contains("no space left"), "{}", bench.screen());
}

#[test]
fn new_sessions_come_in_while_the_library_is_open_and_the_choice_stays() {
    let sessions = made(7, 120);
    let few = of(sessions[..100].to_vec());
    let mut bench = over(&few);
    bench.keys("<Down><Down><Down><Down>");
    let chosen = |bench: &Bench| bench.screen().lines().find(|l| l.contains("── ")).map(str::to_owned);
    let before = chosen(&bench);
    bench.event(read(stock()));
    assert!(head(&bench).starts_with("Library  120 sessions"), "{}", head(&bench));
    assert_eq!(chosen(&bench), before);
}

#[test]
fn the_filter_is_still_there_when_the_library_is_opened_again() {
    let mut bench = library();
    bench.keys("/prosecutor<Enter>");
    let found = head(&bench);
    bench.keys("<Esc>b");
    assert_eq!(head(&bench), found);
    let looks = bench.effects.iter().filter(|e| **e == Effect::Archive).count();
    assert_eq!(looks, 2, "what came meanwhile is looked for");
}

#[test]
fn texts_from_outside_cannot_drive_the_terminal() {
    let mut session = made(7, 3).remove(0).record().clone();
    session.participants[0].unit = "Unit\u{1b}[2J\u{202e}x".to_owned();
    session.participants[0].code = "R\u{7}1".to_owned();
    session.status = Status::Open;
    for answer in session.answers.values_mut() {
        answer.account = "words\u{1b}]0;title\u{7}\u{202e}and more".to_owned();
    }
    let stock = of(vec![vivavoce::session::Session::from(session)]);
    let mut bench = over(&stock);
    bench.keys("/says:words<Enter><Tab><Right><Right><Right>");
    let screen = bench.screen();
    assert!(!screen.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{screen}");
    assert!(screen.contains("words"), "{screen}");
}

#[test]
fn a_session_over_a_bank_that_is_not_here_is_listed() {
    let stock = stock();
    let book = Arc::new(Book::new(Vec::new()));
    let sieve = Arc::new(Sieve::new(&stock.corpus, &book));
    let bare = Stock {
        corpus: Arc::clone(&stock.corpus),
        book,
        sieve,
        sessions: Vec::new(),
        tags: stock.tags.clone(),
    };
    let mut bench = over(&bare);
    assert!(head(&bench).starts_with("Library  120 sessions"));
    assert!(bench.screen().contains("mid manager"), "codes stand where there are no words for them");
    bench.keys("/role:mid<Enter>t<Esc><Esc>");
}

#[test]
fn nothing_is_drawn_outside_of_small_terminals() {
    let mut bench = library();
    for size in ["40x12", "60x16", "200x50", "39x12", "1x1", "80x24"] {
        bench.keys(&format!("<size:{size}>"));
        bench.keys("<Down>/n<Tab><Down><Tab>gpx");
    }
}
