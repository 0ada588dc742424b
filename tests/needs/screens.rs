//! The gap board and the list of what to train first, as a trainer sees and drives them.

use crate::common::Bench;
use crate::corpus_of::{self, stock};
use crate::made::{corpus, put, rated, session, silent, weighing};
use std::sync::Arc;
use vivavoce::analysis::Book;
use vivavoce::analysis::filter::Sieve;
use vivavoce::analysis::marks::{Cause, Coder};
use vivavoce::bank::{Bank, Ref};
use vivavoce::session::{Nonresponse, Record};
use vivavoce::tui::app::Event;
use vivavoce::tui::archive::ArchiveRead;
use vivavoce::tui::desk::Effect;
use vivavoce::tui::marks::MarksRead;

const USUAL: [(u16, u16); 2] = [(120, 40), (80, 24)];

fn pictures(name: &str, bench: &mut Bench) {
    for (columns, rows) in USUAL {
        bench.keys(&format!("<size:{columns}x{rows}>"));
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), bench.screen());
    }
}

/// On the boards, over the stock of made-up sessions.
fn boards() -> Bench {
    let mut bench = Bench::home();
    bench.keys("t");
    bench.event(corpus_of::read(stock()));
    bench.event(Event::Marks(Box::default()));
    bench
}

/// On the boards, over these sessions.
fn over(records: &[Record], bank: Bank) -> Bench {
    let mut bench = Bench::home();
    bench.keys("t");
    let (corpus, book) = (corpus(records), Arc::new(Book::new(vec![Arc::new(bank)])));
    let sieve = Arc::new(Sieve::new(&corpus, &book));
    let read = ArchiveRead { corpus, book, sieve, unread: 0, problems: Vec::new(), saved: Vec::new() };
    bench.event(Event::Archive(Box::new(read)));
    bench.event(Event::Marks(Box::<MarksRead>::default()));
    bench
}

fn annex() -> Bank {
    crate::common::annex().as_ref().clone()
}

#[test]
fn the_gaps_of_all_techniques() {
    let mut bench = boards();
    pictures("gaps", &mut bench);
    bench.keys("g<Down><Down><Right><Right>");
    pictures("gaps_split", &mut bench);
    bench.keys("mm");
    pictures("gaps_split_know_do", &mut bench);
    bench.keys("d");
    pictures("gaps_details", &mut bench);
    bench.keys("d2");
    pictures("train_first", &mut bench);
}

#[test]
fn without_sessions_the_board_says_what_to_do() {
    let mut bench = over(&[], annex());
    pictures("gaps_empty", &mut bench);
    let mut bench = boards();
    bench.keys("/zzzz<Enter>");
    assert!(bench.screen().contains("No session passes the filter"), "{}", bench.screen());
    bench.keys("x");
    assert!(bench.screen().contains("120 sessions"), "{}", bench.screen());
}

#[test]
fn fewer_than_five_are_shown_as_their_ratings_and_not_as_a_mean() {
    let mut bench = over(&[rated(1, 5, 2), rated(2, 2, 2), rated(3, 1, 4)], annex());
    let screen = bench.screen();
    assert!(screen.contains("5 2 1  n3"), "{screen}");
    assert!(screen.contains("too few for a mean"), "{screen}");
    assert!(!screen.contains("gap 2.33"), "{screen}");
    bench.keys("2");
    assert!(bench.screen().contains("Not enough known"), "{}", bench.screen());
}

#[test]
fn who_did_not_rate_is_told_by_reason() {
    let mut records: Vec<Record> = (0..6).map(|number| rated(number, 2, 2)).collect();
    for number in 10..12 {
        let mut record = session(number, "judge", "practitioner");
        put(&mut record, "Annex.E.1.a", [("ii", silent(Nonresponse::Refused))]);
        records.push(record);
    }
    let screen = over(&records, annex()).screen();
    let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("n 6 of 8 asked, 8 sessions; refused 2 (25%)"), "{screen}");
}

#[test]
fn made_up_sessions_among_real_ones_are_counted_only_when_asked() {
    let mut records: Vec<Record> = (0..6).map(|number| rated(number, 5, 5)).collect();
    for record in &mut records {
        record.synthetic = false;
    }
    records.extend((10..16).map(|number| rated(number, 1, 1)));
    let mut bench = over(&records, annex());
    let screen = bench.screen();
    assert!(screen.contains("6 sessions made up, left out"), "{screen}");
    assert!(screen.contains("n 6 of 6 asked"), "{screen}");
    bench.keys("u");
    let screen = bench.screen();
    assert!(screen.contains("counted together with real ones"), "{screen}");
    assert!(screen.contains("n 12 of 12 asked"), "{screen}");
    bench.keys("u");
    assert!(bench.screen().contains("n 6 of 6 asked"));
}

#[test]
fn the_answers_behind_a_figure_are_one_key_away() {
    let mut bench = boards();
    bench.keys("<Right><Right><Down><Enter>");
    let screen = bench.screen();
    assert!(screen.contains("Annex E 1 b iii"), "{screen}");
    bench.keys("<Esc>");
    assert!(bench.screen().contains("Training needs"), "{}", bench.screen());
}

#[test]
fn a_board_can_be_sorted_by_any_column_and_back() {
    let mut bench = boards();
    let first = |bench: &Bench| bench.screen().lines().nth(4).unwrap_or_default().to_owned();
    let before = first(&bench);
    bench.keys("<Right>s");
    assert_ne!(first(&bench), before);
    let most = first(&bench);
    bench.keys("r");
    assert_ne!(first(&bench), most);
    bench.keys("s");
    assert_eq!(first(&bench).replace('▸', " "), before.replace('▸', " "));
}

#[test]
fn the_trainer_says_why_a_technique_is_weak_and_takes_it_back() {
    let mut bench = boards();
    bench.keys("o<Right><Right><Right><Tab>no order allows it<Enter>");
    // Nobody has said yet who sits here.
    bench.keys("ab<Enter>");
    let said = |bench: &Bench| {
        let marks = &bench.app.desk.marks.annotations;
        marks.overruled(&Ref::new("Annex.E.1.a"), "").map(|o| (o.cause, o.why.clone(), o.by.clone()))
    };
    let ab = Coder::new("ab").unwrap();
    assert_eq!(said(&bench), Some((Cause::Law, "no order allows it".to_owned(), ab)));
    let screen = bench.screen();
    assert!(
        screen.contains("law !") && screen.contains("as the trainer says, ab: no order allows it"),
        "{screen}"
    );
    bench.keys("2");
    assert!(bench.screen().contains("Law, or a mandate that is missing"), "{}", bench.screen());
    bench.keys("1<C-z>");
    assert_eq!(said(&bench), None);
    assert!(!bench.screen().contains("law !"), "{}", bench.screen());
}

#[test]
fn a_line_of_the_plan_rests_on_one_figure_and_on_those_who_gave_it() {
    // Six rate both; two more rate knowledge alone.
    let mut records: Vec<Record> =
        (0..6).map(|number| rated(number, 5, 1 + u8::try_from(number % 2).unwrap())).collect();
    for number in 10..12 {
        let mut record = session(number, "judge", "practitioner");
        put(&mut record, "Annex.E.1.a", [("ii", crate::made::rating(1))]);
        records.push(record);
    }
    let mut bench = over(&records, annex());
    let planned =
        |bench: &Bench| bench.app.desk.marks.annotations.plan.last().map(|l| l.basis.clone()).unwrap();
    bench.keys("<Right>p<Enter>ab<Enter>");
    let basis = planned(&bench);
    assert!(basis.figures.starts_with("knowledge: gap") && !basis.figures.contains("know−do"), "{basis:?}");
    assert_eq!((basis.answered, basis.sessions.len()), (8, 8));
    bench.keys("<Right><Right>p<Enter>");
    let basis = planned(&bench);
    assert!(basis.figures.starts_with("know−do: +3.5"), "{basis:?}");
    assert_eq!((basis.answered, basis.sessions.len()), (6, 6));
}

#[test]
fn help_and_the_way_back_are_told_at_any_width() {
    let mut bench = boards();
    for (columns, rows) in [(120, 40), (80, 24), (60, 20_u16)] {
        bench.keys(&format!("<size:{columns}x{rows}>"));
        for board in ["1", "2", "3", "4", "5", "6"] {
            bench.keys(board);
            let screen = bench.screen();
            let last = screen.lines().nth(usize::from(rows) - 1).unwrap_or_default();
            assert!(last.contains("F1 help") && last.contains("Esc back"), "{board} at {columns}: {screen}");
        }
        bench.keys("1");
    }
}

#[test]
fn a_cause_without_a_reason_is_not_taken() {
    let mut bench = boards();
    bench.keys("o<Right><Tab><Enter>");
    assert!(bench.screen().contains("say why"), "{}", bench.screen());
    assert!(!bench.effects.iter().any(|e| matches!(e, Effect::SaveMarks(_))));
}

#[test]
fn importance_has_a_column_where_it_was_asked() {
    let mut records = Vec::new();
    for number in 0..6 {
        let mut record = rated(number, 2, 3);
        put(&mut record, "Annex.E.1.a", [("importance", crate::made::code("essential"))]);
        records.push(record);
    }
    let mut bench = over(&records, weighing());
    // (5 - 2) x 5
    assert!(bench.screen().contains("+15"), "{}", bench.screen());
    pictures("gaps_weighed", &mut bench);
    bench.keys("i");
    assert!(bench.screen().contains("never filled in"), "{}", bench.screen());
    let bench = over(&records, annex());
    assert!(!bench.screen().contains("weighed"), "{}", bench.screen());
}

#[test]
fn importance_against_knowledge_is_a_plane_of_four_corners() {
    let mut records = Vec::new();
    let important = ["essential", "important", "useful", "rarely", "not_needed"];
    for number in 0..8 {
        let mut record = session(number, "investigator", "practitioner");
        for (at, row) in "abcdefghij".chars().enumerate() {
            let matters = important[(at + number / 3) % 5];
            let (knows, applies) = (1 + (at * 2 + number / 4) % 5, 1 + (at + number) % 5);
            let ratings = [knows, applies].map(|score| crate::made::rating(u8::try_from(score).unwrap()));
            let [knows, applies] = ratings;
            let cells = [("importance", crate::made::code(matters)), ("ii", knows), ("iii", applies)];
            put(&mut record, &format!("Annex.E.1.{row}"), cells);
        }
        records.push(record);
    }
    let mut bench = over(&records, weighing());
    bench.keys("i<Down>");
    pictures("plane", &mut bench);
    bench.keys("i");
    assert!(bench.screen().contains("better practical application"), "{}", bench.screen());
    bench.keys("i");
    assert!(bench.screen().contains("knowledge: gap") || bench.screen().contains("know−do"));
}

#[test]
fn boards_are_drawn_on_any_terminal() {
    let mut bench = boards();
    for (columns, rows) in [(40, 12), (60, 14), (200, 60), (41, 13)] {
        bench.keys(&format!("<size:{columns}x{rows}>"));
        for keys in ["1", "g", "<Right><Right><Right><Right>", "d", "2", "d", "b"] {
            bench.keys(keys);
        }
    }
}

#[test]
fn they_come_back_as_they_were_left() {
    let mut bench = boards();
    bench.keys("g2<Esc>t");
    let screen = bench.screen();
    assert!(screen.contains("split by") && screen.contains("Train first"), "{screen}");
}

#[test]
fn a_click_chooses_a_board_and_a_technique() {
    let mut bench = boards();
    bench.keys("<click:20,2>");
    assert!(bench.screen().contains("what it is ranked by"), "{}", bench.screen());
    bench.keys("<click:5,2><click:5,8>");
    assert!(bench.screen().lines().nth(7).unwrap_or_default().starts_with('▸'), "{}", bench.screen());
}
