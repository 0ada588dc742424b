//! The screens: scoring blind, and the board of what comes of it.

use super::{F2, said, scored, silent};
use crate::common::{Bench, annex};
use crate::made::corpus;
use std::sync::Arc;
use vivavoce::analysis::Book;
use vivavoce::analysis::filter::Sieve;
use vivavoce::analysis::marks::Annotations;
use vivavoce::analysis::marks::Verdict::{Missing, Stated, Wrong};
use vivavoce::bank::Ref;
use vivavoce::session::{Nonresponse, Record};
use vivavoce::tui::app::Event;
use vivavoce::tui::archive::ArchiveRead;

const USUAL: [(u16, u16); 2] = [(120, 40), (80, 24)];
const WORDS: [&str; 12] = [
    "Bringing people somewhere with lies and making them work.",
    "Taking people over the border for money.",
    "Recruiting by force or deceit for exploitation; with a child no force is needed, and no border either.",
    "It is prostitution, organized.",
    "Selling somebody who owes money.",
    "Making use of people who cannot leave.",
    "Moving people by threats so that others earn by them.",
    "Women from abroad.",
    "Holding somebody's papers and wages.",
    "A trade in human beings, also inside the country.",
    "Forced begging, mostly children.",
    "I would have to look it up, but something with exploitation.",
];

fn records() -> Vec<Record> {
    let roles = ["investigator", "judge"];
    let mut all: Vec<Record> =
        (0..12).map(|n| said(n, roles[usize::from(n >= 8)], WORDS[n], Some(1 + (n % 5) as u8))).collect();
    all.push(silent(12, Nonresponse::DontKnow));
    all
}

fn archive(records: &[Record]) -> Event {
    let corpus = corpus(records);
    let book = Arc::new(Book::new(vec![annex()]));
    let sieve = Arc::new(Sieve::new(&corpus, &book));
    let (problems, saved) = (Vec::new(), Vec::new());
    Event::Archive(Box::new(ArchiveRead { corpus, book, sieve, unread: 0, problems, saved }))
}

/// On the board of definitions over these sessions, with these marks on the disk.
fn board(records: &[Record], marks: Annotations) -> Bench {
    let mut bench = Bench::home();
    bench.marks = (marks, None);
    bench.keys("t");
    bench.event(archive(records));
    bench.keys("4");
    bench
}

/// Scoring, as AB.
fn scoring(records: &[Record]) -> Bench {
    let mut bench = board(records, Annotations::default());
    bench.keys("<Enter>AB<Enter>");
    bench
}

fn pictures(name: &str, bench: &mut Bench) {
    for (columns, rows) in USUAL {
        bench.keys(&format!("<size:{columns}x{rows}>"));
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), bench.screen());
    }
}

fn marks(bench: &Bench) -> &Annotations {
    &bench.app.desk.marks.annotations
}

/// The words on the screen that one of them said.
fn shown(bench: &Bench) -> usize {
    let screen = bench.screen().replace(['\n', '│'], " ");
    let screen = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    let begins = |words: &&&str| {
        let start: Vec<&str> = words.split(' ').take(3).collect();
        screen.contains(&start.join(" "))
    };
    let here: Vec<&&str> = WORDS.iter().filter(begins).collect();
    assert_eq!(here.len(), 1, "one answer at a time: {screen}");
    WORDS.iter().position(|w| w == here[0]).unwrap()
}

#[test]
fn nothing_tells_whose_the_answer_is() {
    let mut bench = scoring(&records());
    let all = records();
    for _ in 0..12 {
        bench.keys("<size:120x40>");
        let screen = bench.screen();
        for record in &all {
            assert!(!screen.contains(&record.id), "{screen}");
            assert!(!screen.contains(&record.participants[0].code), "{screen}");
        }
        for told in ["nvestigator", "Judge", "Institution", "2026", "ractitioner", "verage", "weak"] {
            assert!(!screen.contains(told), "{told}: {screen}");
        }
        bench.keys("<PgDn>");
    }
}

#[test]
fn the_pictures_of_scoring() {
    let mut bench = scoring(&records());
    pictures("score_first", &mut bench);
    bench.keys("12<Down><Down>nwrnot sure<Enter>");
    pictures("score_judged", &mut bench);
}

#[test]
fn a_score_is_kept_and_the_next_one_comes() {
    let mut bench = scoring(&records());
    let first = shown(&bench);
    bench.keys("1").keys("22").keys("555").keys("m").keys("rseems unsure<Enter>").keys("<Enter>");
    assert_ne!(shown(&bench), first);
    assert!(bench.screen().contains("1 of 12 scored by AB"), "{}", bench.screen());
    let all: Vec<_> = marks(&bench).scores.values().collect();
    assert_eq!(all.len(), 1);
    let score = all[0];
    assert_eq!(score.spot.session, records()[first].id);
    assert_eq!(score.spot.at, Some(Ref::new(F2)));
    let verdicts = ["act", "means", "purpose", "children", "no_border"].map(|code| score.verdicts[code]);
    assert_eq!(verdicts, [Stated, Missing, Missing, Missing, Wrong]);
    assert_eq!((score.remark.as_str(), score.by.as_str()), ("seems unsure", "AB"));
    bench.keys("<PgUp>");
    assert_eq!(shown(&bench), first);
    assert!(bench.screen().contains("seems unsure"), "{}", bench.screen());
}

#[test]
fn enter_waits_until_every_element_is_judged() {
    let mut bench = scoring(&records());
    let first = shown(&bench);
    bench.keys("1<Enter>");
    assert_eq!(shown(&bench), first);
    assert!(bench.screen().contains("not judged yet: a means"), "{}", bench.screen());
    assert_eq!(marks(&bench).scores.len(), 0);
    // Whoever goes on all the same loses nothing, and it does not count as scored.
    bench.keys("<PgDn>");
    assert_eq!(marks(&bench).scores.len(), 1);
    assert!(bench.screen().contains("0 of 12 scored by AB"), "{}", bench.screen());
    bench.keys("<PgUp>");
    assert!(bench.screen().contains("not every element is judged"), "{}", bench.screen());
}

#[test]
fn leaving_keeps_what_is_judged() {
    let mut bench = scoring(&records());
    bench.keys("12345<Esc>");
    assert_eq!(marks(&bench).scores.len(), 1);
    assert!(bench.screen().contains("1/12"), "{}", bench.screen());
    let mut bench = scoring(&records());
    bench.keys("ra word<Enter><Esc>");
    assert!(bench.screen().contains("a remark is kept with a score"), "{}", bench.screen());
    bench.keys("<Esc>");
    assert!(bench.screen().contains("Training needs"), "{}", bench.screen());
    assert_eq!(marks(&bench).scores.len(), 0);
}

#[test]
fn undo_takes_the_last_score_back_and_shows_its_answer() {
    let mut bench = scoring(&records());
    let first = shown(&bench);
    bench.keys("m<Enter>");
    let second = shown(&bench);
    bench.keys("<C-z>");
    assert_eq!((shown(&bench), marks(&bench).scores.len()), (first, 0));
    bench.keys("<C-y>");
    assert_eq!(marks(&bench).scores.len(), 1);
    // What is judged and not kept yet stays.
    bench.keys("<PgDn>");
    assert_eq!(shown(&bench), second);
    bench.keys("1<C-z>");
    assert_eq!((shown(&bench), marks(&bench).scores.len()), (second, 0));
    assert!(bench.screen().contains("stated"), "{}", bench.screen());
}

#[test]
fn all_of_them_can_be_scored_each_once() {
    let mut bench = scoring(&records());
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..12 {
        assert!(seen.insert(shown(&bench)));
        bench.keys("m<Enter>");
    }
    assert!(bench.screen().contains("all 12 answers are scored by you"), "{}", bench.screen());
    assert_eq!(marks(&bench).scores.len(), 12);
}

#[test]
fn what_others_scored_is_not_shown() {
    let records = records();
    let all: Vec<(&str, usize, &str)> = (0..12).map(|n| ("CD", n, "sssss")).collect();
    let mut bench = board(&records, scored(&records, &all));
    // The initials of who marked last are suggested; typing takes their place.
    bench.keys("<Enter>AB<Enter>");
    let screen = bench.screen();
    assert!(screen.contains("0 of 12 scored by AB") && !screen.contains("CD"), "{screen}");
    assert_eq!(screen.matches("not judged").count(), 5, "{screen}");
}

#[test]
fn an_answer_that_was_changed_after_scoring_is_offered_again() {
    let mut all = records();
    let marks = scored(&all, &(0..12).map(|n| ("AB", n, "sssss")).collect::<Vec<_>>());
    all[3].answers.get_mut(&Ref::new(F2)).unwrap().account =
        "It is prostitution, and other things.".to_owned();
    let mut bench = board(&all, marks);
    assert!(bench.screen().contains("1 score left out"), "{}", bench.screen());
    bench.keys("<Enter>AB<Enter>");
    let screen = bench.screen();
    assert!(screen.contains("other things") && screen.contains("changed after you scored it"), "{screen}");
    bench.keys("<Enter>");
    assert!(bench.screen().contains("12 of 12 scored by AB"), "{}", bench.screen());
}

#[test]
fn whoever_does_not_say_who_they_are_scores_nothing() {
    let mut bench = board(&records(), Annotations::default());
    bench.keys("<Enter><Esc>1m");
    assert!(bench.screen().contains("initials"), "{}", bench.screen());
    bench.keys("<Esc><Esc>");
    assert!(bench.screen().contains("Training needs"), "{}", bench.screen());
    assert_eq!(marks(&bench).scores.len(), 0);
}

#[test]
fn where_nothing_can_be_scored_it_says_so() {
    let mut bench = scoring(&[silent(1, Nonresponse::Refused)]);
    assert!(bench.screen().contains("Nothing can be scored"), "{}", bench.screen());
    bench.keys("1m<Enter><PgDn><PgUp>r<Esc>");
    assert_eq!(marks(&bench).scores.len(), 0);
    let mut bench = board(&[], Annotations::default());
    bench.keys("<Enter>AB<Enter>");
    assert!(bench.screen().contains("no session"), "{}", bench.screen());
}

#[test]
fn a_filter_that_tells_whose_they_are_is_named() {
    let mut bench = board(&records(), Annotations::default());
    bench.keys("/function:judge<Enter><Enter>AB<Enter>");
    let screen = bench.screen();
    assert!(screen.contains("only function:judge") && screen.contains("not quite blind"), "{screen}");
    assert!(screen.contains("0 of 4 scored"), "{screen}");
}

#[test]
fn the_board_of_what_comes_of_it() {
    let records = records();
    let (mine, theirs) = ("sssmm ssmmm sssss mmmmw smmmm ssmmm", "sssmm smmmm sssss mmmmm smmmm mmmmm");
    let mut all: Vec<(&str, usize, &str)> = Vec::new();
    for (coder, letters) in [("AB", mine), ("CD", theirs)] {
        all.extend(letters.split(' ').enumerate().map(|(n, letters)| (coder, n, letters)));
    }
    all.extend([("AB", 8, "ssmmm"), ("AB", 9, "smmms")]);
    let mut bench = board(&records, Annotations::default());
    pictures("definitions_empty", &mut bench);
    let mut bench = board(&records, scored(&records, &all));
    pictures("definitions", &mut bench);
    bench.keys("g");
    pictures("definitions_split", &mut bench);
    bench.keys("<Down><Down>d");
    pictures("definitions_few", &mut bench);
    bench.keys("d<Left>");
    pictures("definitions_all", &mut bench);
    bench.keys("<Right><Right>");
    assert!(
        bench.screen().contains("no rating of oneself is held against this question"),
        "{}",
        bench.screen()
    );
}
