//! The boards "Awareness" and "Received" of the trainer: whole screens, keys, empty states, figures that can be checked
//! by hand. All that is said here is made up.
//!
//! `INSTA_UPDATE=always cargo test --test needs_boards` takes the pictures anew; then look at each one.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod common;
mod corpus_of;

use common::{Bench, annex, start};
use corpus_of::{Stock, read, stock};
use jiff::SignedDuration;
use std::sync::Arc;
use vivavoce::analysis::corpus::{Builder, Corpus, Digest, Stamp as FileStamp};
use vivavoce::analysis::filter::Sieve;
use vivavoce::analysis::marks::{Annotations, Coder, Edit, Outcome, Spot, Stamp, Stance, VerifiedBy};
use vivavoce::analysis::needs::{MadeUp, awareness, training};
use vivavoce::analysis::{Book, By, decimal};
use vivavoce::bank::{Bank, Kind, RatedGroup, Ref};
use vivavoce::session::{
    Answer, BankStamp, Cell, Evidence, EvidenceState, Integrity, Nonresponse, Participant, Record, Session,
};
use vivavoce::tui::app::Event;
use vivavoce::tui::archive::ArchiveRead;
use vivavoce::tui::desk::Effect;

const RATINGS: [&str; 6] = ["", "very_weak", "weak", "average", "good", "very_good"];

fn coded(codes: &str) -> Answer {
    Answer { codes: codes.split('+').map(str::to_owned).collect(), ..Answer::default() }
}

fn said(words: &str) -> Answer {
    Answer { account: words.to_owned(), ..Answer::default() }
}

/// A session of somebody with this function and no answers.
fn person(number: usize, function: &str) -> Record {
    let bank = annex();
    let stamp = BankStamp { id: bank.id.clone(), version: bank.version.clone() };
    let (id, code) =
        (format!("2026-11-{:02}-0930-R{number:02}-00aa", 1 + number % 27), format!("R{number:02}"));
    let begun = start() + SignedDuration::from_hours(i64::try_from(number).unwrap());
    let mut record = Session::new(id, vec![stamp], &code, begun, 0).record().clone();
    record.participants = vec![Participant {
        function: function.to_owned(),
        rank: "practitioner".to_owned(),
        unit: "検察庁 Office of made-up cases".to_owned(),
        ..Participant::new(&code)
    }];
    "Examplia".clone_into(&mut record.country);
    record
}

/// The same, with ratings of the first topic: 0 for don't know.
fn rater(number: usize, function: &str, cells: &[(&str, usize)]) -> Record {
    let mut record = person(number, function);
    let cell = |score: usize| match score {
        0 => Cell { nonresponse: Some(Nonresponse::DontKnow), ..Cell::default() },
        score => Cell { codes: vec![RATINGS[score].to_owned()], ..Cell::default() },
    };
    let cells = cells.iter().map(|(column, score)| ((*column).to_owned(), cell(*score))).collect();
    record.answers.insert(Ref::new("Annex.F.1.a"), Answer { cells, ..Answer::default() });
    record
}

/// Six prosecutors, four judges and two others who rate prosecutors; nobody of the police.
fn raters() -> Vec<Record> {
    let prosecutors = [4, 4, 4, 3, 5, 4].iter().enumerate();
    let mut all: Vec<Record> = prosecutors
        .map(|(at, own)| rater(at + 1, "prosecutor", &[("self", *own), ("judiciary", 3), ("prosecutors", 4)]))
        .collect();
    for (at, (own, of)) in [(5, 2), (2, 2), (3, 3), (2, 3)].into_iter().enumerate() {
        all.push(rater(at + 11, "judge", &[("self", own), ("prosecutors", of), ("patrol", 0)]));
    }
    all.push(rater(21, "ngo", &[("self", 1), ("prosecutors", 2), ("patrol", 0)]));
    all.push(rater(22, "ngo", &[("self", 1), ("prosecutors", 3)]));
    all
}

fn archive_with(records: &[Record], banks: Vec<Arc<Bank>>) -> Event {
    let mut builder = Builder::default();
    for record in records {
        builder.push(&Digest::of(record, Integrity::Intact, &record.id, FileStamp::default(), (0, 0)));
    }
    let corpus = Arc::new(Corpus::new(vec![Arc::new(builder.finish())], Vec::new()));
    let book = Arc::new(Book::new(banks));
    let sieve = Arc::new(Sieve::new(&corpus, &book));
    let (problems, saved) = (Vec::new(), Vec::new());
    Event::Archive(Box::new(ArchiveRead { corpus, book, sieve, unread: 0, problems, saved }))
}

/// At a board over these sessions.
fn at_board(board: char, event: Event) -> Bench {
    at_board_with(board, event, Annotations::default())
}

fn at_board_with(board: char, event: Event, marks: Annotations) -> Bench {
    let mut bench = Bench::home();
    bench.marks = (marks, None);
    bench.keys("t");
    bench.event(event);
    bench.keys(&board.to_string());
    bench
}

fn over(board: char, records: &[Record]) -> Bench {
    at_board(board, archive_with(records, vec![annex()]))
}

fn over_stock(board: char) -> Bench {
    at_board(board, read(stock()))
}

fn pictures(name: &str, bench: &mut Bench) {
    for (columns, rows) in [(80, 24), (120, 40)] {
        bench.keys(&format!("<size:{columns}x{rows}>"));
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), bench.screen());
    }
}

fn last_read(bench: &Bench) -> Option<String> {
    bench.effects.iter().rev().find_map(|effect| match effect {
        Effect::Read(path) => Some(path.display().to_string()),
        _ => None,
    })
}

/// The row of the screen in which some text stands.
fn row(bench: &Bench, text: &str) -> String {
    let screen = bench.screen();
    screen
        .lines()
        .find(|line| line.contains(text))
        .unwrap_or_else(|| panic!("no {text:?} on\n{screen}"))
        .to_owned()
}

#[test]
fn the_board_of_awareness_in_pictures() {
    let mut bench = over_stock('3');
    pictures("awareness", &mut bench);
    bench.keys("<Right><Right><Right><Right><Right><Down>");
    pictures("awareness_group", &mut bench);
    bench.keys("m");
    pictures("awareness_itself", &mut bench);
    bench.keys("mm");
    pictures("awareness_managers", &mut bench);
}

#[test]
fn a_difference_by_hand_with_the_words_for_it() {
    let mut bench = over('3', &raters());
    // (4 + 4 + 4 + 3 + 5 + 4) / 6 = 4; (2 + 2 + 3 + 3 + 2 + 3) / 6 = 2.5
    assert!(row(&bench, "▸Trafficking").contains("+1.5"), "{}", bench.screen());
    assert!(bench.screen().contains("n 6 v 6"), "{}", bench.screen());
    bench.keys("<Right><Right><Right><Right><Right>");
    let words = "Prosecutors rate themselves 1.50 better than others rate them: 4.00 − 2.50";
    assert!(bench.screen().contains(words), "{}", bench.screen());
    let judges = row(&bench, "Judiciary (4)");
    assert!(judges.contains("3 3 2 2") && judges.contains("4 of 4"), "{judges}");
    // Only raters with people in them.
    assert!(!bench.screen().contains("General police patrol ("), "{}", bench.screen());
    pictures("awareness_by_hand", &mut bench);
}

#[test]
fn four_raters_are_shown_by_their_ratings_and_never_by_a_mean() {
    let mut bench = over('3', &raters());
    bench.keys("<Right><Right><Right><Right><Right><Right>");
    // 5, 2, 3, 2 against six who all say 3.
    let line = row(&bench, "▸Trafficking");
    assert!(line.contains("5 3 2 2"), "{line}");
    assert!(!line.contains("0.0") && !line.trim_end().ends_with('0'), "{line}");
    let screen = bench.screen();
    assert!(
        screen.contains("Judiciary: too few to set apart, n 4 of themselves and 6 of others"),
        "{screen}"
    );
    assert!(row(&bench, "members, of themselves (4)").contains("5 3 2 2"));
    assert!(!screen.contains("3.00 −"), "{screen}");
    // The gap of four is their ratings too.
    bench.keys("m");
    assert!(row(&bench, "▸Trafficking").contains("5 3 2 2"), "{}", bench.screen());
}

#[test]
fn every_difference_on_the_board_is_that_of_the_means() {
    let Stock { corpus, book, .. } = stock();
    let found = awareness(corpus, book, corpus.all(), MadeUp::All).unwrap();
    let mut bench = over_stock('3');
    let mut checked = 0;
    for topic in &found.topics {
        for (group, view) in topic.groups.iter().enumerate() {
            bench.keys("<Right>");
            if view.itself.n < 5 || view.others.n < 5 {
                continue;
            }
            let (own, others) = (view.itself.mean.unwrap(), view.others.mean.unwrap());
            let text = format!("{own:.2} − {others:.2}, the means");
            assert!(bench.screen().contains(&text), "{} {group}: {text}\n{}", topic.label, bench.screen());
            let figure = decimal(((own - others) * 10.0).round() / 10.0).replace('-', "−");
            let figure = if own > others && figure != "0" { format!("+{figure}") } else { figure };
            assert!(row(&bench, "▸").contains(&figure), "{figure}\n{}", bench.screen());
            checked += 1;
        }
        bench.keys("<Down><Left><Left><Left><Left><Left><Left>");
    }
    assert!(checked > 4, "{checked}");
}

#[test]
fn the_board_of_awareness_sorts_opens_and_is_not_split() {
    let mut bench = over_stock('3');
    bench.keys("s");
    assert!(bench.message().contains("the gap of everybody"), "{}", bench.message());
    let gap = |line: &str| -> f64 {
        line.split_whitespace().find_map(|word| word.parse().ok().filter(|_| word.contains('.'))).unwrap()
    };
    let gaps = |bench: &Bench| -> Vec<f64> {
        let screen = bench.screen();
        screen.lines().skip(5).take(10).step_by(2).map(gap).collect()
    };
    let sorted = gaps(&bench);
    assert!(sorted.windows(2).all(|w| w[0] >= w[1]) && sorted[0] > sorted[4], "{sorted:?}");
    bench.keys("r");
    assert!(gaps(&bench).windows(2).all(|w| w[0] <= w[1]), "{}", bench.screen());
    bench.keys("s");
    let before = bench.screen();
    bench.keys("g");
    assert!(bench.message().contains("not split"), "{}", bench.message());
    assert!(before.contains("by who rates whom") && !before.contains("g split"), "{before}");
    bench.keys("<Right><Enter>");
    assert!(bench.screen().contains("General police patrol"), "{}", bench.screen());
    assert!(bench.screen().contains("by function"), "{}", bench.screen());
    assert!(bench.screen().contains("120 sessions"), "{}", bench.screen());
    bench.keys("<Esc>");
    assert!(bench.screen().contains("who rates this group"), "{}", bench.screen());
}

#[test]
fn a_click_chooses_a_cell_and_another_opens_it() {
    let mut bench = over('3', &raters());
    let (x, y) = bench.find("+1.5").unwrap();
    bench.keys(&format!("<click:{x},{y}>"));
    assert!(bench.screen().contains("Prosecutors rate themselves 1.50 better"), "{}", bench.screen());
    // The lower line of the third topic belongs to it.
    let (_, third) = bench.find("Current").or_else(|| bench.find("The current")).unwrap();
    bench.keys(&format!("<click:{x},{}>", third + 1));
    assert!(bench.screen().contains("Annex F 1 c ·"), "{}", bench.screen());
    bench.keys(&format!("<click:{x},{third}>"));
    assert!(bench.screen().contains("question 2"), "{}", bench.screen());
}

#[test]
fn nothing_to_see_of_awareness_says_why() {
    let mut bench = over('3', &[]);
    assert!(bench.screen().contains("There is no session yet"), "{}", bench.screen());
    // Sessions without any rating.
    let mut bench_without = over('3', &[person(1, "prosecutor"), person(2, "judge")]);
    pictures("awareness_unrated", &mut bench_without);
    assert!(bench_without.screen().contains("nobody rated it"), "{}", bench_without.screen());
    // Nobody of a group: only others speak of it.
    bench = over('3', &raters());
    bench.keys("<Right>");
    let screen = bench.screen();
    assert!(screen.contains("nobody of General police patrol is among these sessions"), "{screen}");
    assert!(row(&bench, "all others, of the group").contains("don't know 5 (100%)"), "{screen}");
    // All don't know.
    let silent: Vec<Record> = (1..=6).map(|n| rater(n, "judge", &[("self", 0), ("judiciary", 0)])).collect();
    bench = over('3', &silent);
    assert!(bench.screen().contains("nobody rated it; n 0 of 6 asked"), "{}", bench.screen());
    assert!(bench.screen().contains("don't know 6 (100%)"), "{}", bench.screen());
    bench.keys("<Right><Right><Right><Right><Right><Right>");
    assert!(bench.screen().contains("none of its members (6 sessions) rated it"), "{}", bench.screen());
}

/// A session that tells of training.
fn trained(number: usize, function: &str, kinds: &str) -> Record {
    let mut record = person(number, function);
    record.answers.insert(Ref::new("Annex.G.1"), coded(kinds));
    record
}

/// Seven who say what they had, one who does not know, one who was not asked.
fn school() -> Vec<Record> {
    let mut all: Vec<Record> = [
        (1, "prosecutor", "specific+briefing"),
        (2, "prosecutor", "briefing"),
        (3, "prosecutor", "none"),
        (4, "prosecutor", "specific"),
        (5, "prosecutor", "none"),
        (6, "judge", "online"),
        (7, "judge", "none"),
    ]
    .into_iter()
    .map(|(number, function, kinds)| trained(number, function, kinds))
    .collect();
    let had = Answer { nonresponse: Some(Nonresponse::DontKnow), ..Answer::default() };
    let mut silent = person(8, "judge");
    silent.answers.insert(Ref::new("Annex.G.1"), had);
    all.extend([silent, person(9, "judge")]);
    let seen =
        Evidence { what: "attendance list".to_owned(), state: EvidenceState::Seen, ..Evidence::default() };
    all[3].answers.get_mut(&Ref::new("Annex.G.1")).unwrap().evidence.push(seen);
    all[0].answers.insert(Ref::new("Annex.G.2"), said("The law, and how to interview 被害者 without hurry."));
    all[0].answers.insert(Ref::new("Annex.G.5"), said("The academy."));
    all[0].answers.insert(Ref::new("Annex.E.4.b"), said("Surveillance, two weeks."));
    all[1].answers.insert(Ref::new("Annex.G.11"), said("From a colleague who had done two cases."));
    all[0].answers.insert(Ref::new("Annex.G.8"), coded("recruits+judges"));
    all[1].answers.insert(Ref::new("Annex.G.8"), coded("recruits"));
    all
}

/// Three claims about training: one to be seen, one that was, one that nobody asked a visit for.
fn claims() -> Annotations {
    let mut marks = Annotations::default();
    let stamp = Stamp { coder: Coder::new("AK").unwrap(), at: start() };
    let mut make = |edit: Edit| marks.apply(edit, &stamp).unwrap();
    let about = || vec![Ref::new("Annex.G.1")];
    for text in
        ["All patrols were trained last year", "The handbook went to every post", "Judges teach judges"]
    {
        make(Edit::Claim(text.to_owned(), about()));
    }
    make(Edit::Claim("The laboratory is slow".to_owned(), vec![Ref::new("Annex.D.1")]));
    let ids: Vec<_> = marks.claims.keys().copied().collect();
    let mut make = |edit: Edit| marks.apply(edit, &stamp).unwrap();
    let voice = Spot::answer(person(1, "").id, Ref::new("Annex.G.1"));
    make(Edit::Voice(ids[0], voice, Stance::For));
    make(Edit::NeedsVisit(ids[0], Some("ask at three posts".to_owned())));
    make(Edit::NeedsVisit(ids[1], Some("look on the shelves".to_owned())));
    let (what, on) = ("four of five posts have it".to_owned(), jiff::civil::date(2026, 11, 26));
    make(Edit::Verify { claim: ids[1], how: VerifiedBy::Visit, what, on, outcome: Outcome::Partly });
    marks
}

#[test]
fn the_board_of_training_received_in_pictures() {
    let mut bench = over_stock('5');
    pictures("received", &mut bench);
    bench.keys("g");
    pictures("received_split", &mut bench);
    bench.keys("<Right><Down>");
    pictures("received_techniques", &mut bench);
    bench.keys("<Right>");
    pictures("received_also", &mut bench);
    bench.keys("<Right><Right><Right><Down>");
    pictures("received_otherwise", &mut bench);
}

#[test]
fn who_had_what_by_hand() {
    let mut bench = over('5', &school());
    let line = row(&bench, "▸all");
    // Two had a course, two something else only, three none; seven of eight asked, nine sessions.
    for text in ["2 29%", "3 43%", "7/8/9"] {
        assert!(line.contains(text), "{text}: {line}");
    }
    assert!(bench.screen().contains("don't know 1 (12%), blank 1"), "{}", bench.screen());
    // By function judges are too few for a share.
    bench.keys("g");
    let judges = row(&bench, "Judge ");
    assert!(judges.contains("2/3/4") && !judges.contains('%'), "{judges}");
    let prosecutors = row(&bench, "Prosecutor ");
    assert!(prosecutors.contains("2 40% (12–77)"), "{prosecutors}");
    let found = {
        let (corpus, book) =
            (Arc::clone(&bench.app.desk.archive.corpus), Arc::clone(&bench.app.desk.archive.book));
        training(&corpus, &book, corpus.all(), By::Nothing, MadeUp::None).unwrap()
    };
    assert_eq!((found.all.specific, found.all.general, found.all.none), (2, 2, 3));
    pictures("received_by_hand", &mut bench);
}

#[test]
fn a_session_is_told_whole_and_read_where_it_says_so() {
    let mut bench = over('5', &school());
    assert!(row(&bench, "R04 ").contains("seen"), "{}", bench.screen());
    assert!(row(&bench, "R01 ").contains("asserted"), "{}", bench.screen());
    bench.click("R01 ");
    let screen = bench.screen();
    assert!(screen.contains("behind it: asserted only"), "{screen}");
    assert!(screen.contains("subjects: The law, and how to interview 被害者 without hurry."), "{screen}");
    bench.keys("<Enter>");
    assert!(last_read(&bench).unwrap().ends_with("-R01-00aa.ron"));
    let sought = bench.app.desk.marks.sought.clone().unwrap();
    assert_eq!(sought.at, Some(Ref::new("Annex.G.1")));
    // On from it to the others that had some.
    assert_eq!(bench.app.desk.archive.queue.len(), 4);
}

#[test]
fn parts_are_reached_by_keys_and_mouse_and_their_lines_open() {
    let mut bench = at_board_with('5', archive_with(&school(), vec![annex()]), claims());
    bench.keys("m");
    assert!(bench.screen().contains("Surveillance, two weeks."), "{}", bench.screen());
    assert!(row(&bench, "▸all").contains("1/1/9"), "{}", bench.screen());
    bench.keys("<Right>");
    assert!(bench.screen().contains("2 Courses for new recruits: 2 of 2"), "{}", bench.screen());
    bench.keys("<Enter>");
    assert!(bench.screen().contains("Annex G 8"), "{}", bench.screen());
    bench.keys("<Esc>");
    bench.click("Otherwise");
    assert!(bench.screen().contains("“From a colleague who had done two cases.”"), "{}", bench.screen());
    bench.keys("<Enter>");
    assert!(last_read(&bench).unwrap().ends_with("-R02-00aa.ron"));
    assert_eq!(bench.app.desk.marks.sought.clone().unwrap().at, Some(Ref::new("Annex.G.11")));
}

#[test]
fn claims_about_training_say_what_a_visit_showed() {
    let mut bench = at_board_with('5', archive_with(&school(), vec![annex()]), claims());
    bench.click("Claims 3");
    let screen = bench.screen();
    assert!(!screen.contains("laboratory"), "{screen}");
    // What has to be seen comes first.
    assert!(row(&bench, "▸").contains("⚑ needed") && row(&bench, "▸").contains("All patrols"), "{screen}");
    assert!(row(&bench, "The handbook").contains("visit: stands in part"), "{screen}");
    assert!(row(&bench, "Judges teach").contains("not asked for"), "{screen}");
    pictures("received_claims", &mut bench);
    bench.keys("<Down><Down>");
    assert!(bench.screen().contains("visit on 2026-11-26: four of five posts have it"), "{}", bench.screen());
    bench.keys("<Enter>");
    // The ledger, at this claim.
    assert!(bench.screen().contains("Claim ledger"), "{}", bench.screen());
    assert!(bench.screen().contains("● verified, it stands in part"), "{}", bench.screen());
}

#[test]
fn nothing_to_see_of_training_says_why() {
    let bench = over('5', &[]);
    assert!(bench.screen().contains("There is no session yet"), "{}", bench.screen());
    let mut bench = over('5', &[person(1, "judge")]);
    pictures("received_unsaid", &mut bench);
    assert!(bench.screen().contains("Nobody said whether they had training."), "{}", bench.screen());
    for _ in 0..7 {
        bench.keys("<Right><Down><End><Home>");
    }
    assert!(bench.screen().contains("No claim of the ledger is about training"), "{}", bench.screen());
    let bench = over('5', &[trained(1, "judge", "none")]);
    assert!(bench.screen().contains("None of the 1 who said had training."), "{}", bench.screen());
    for (board, words) in [('3', "lets people rate"), ('5', "where training received is told")] {
        let mut bank = annex().as_ref().clone();
        (bank.needs.awareness, bank.needs.training) = (None, None);
        let mut bench = at_board(board, archive_with(&school(), vec![Arc::new(bank)]));
        assert!(bench.screen().contains(words), "{}", bench.screen());
        bench.keys("<Enter>ms<Right><Down><PgDn>r");
    }
}

#[test]
fn sixty_groups_wide_letters_and_any_size_can_be_drawn() {
    let mut bank = annex().as_ref().clone();
    let shape = bank.needs.awareness.as_mut().unwrap();
    let groups: Vec<RatedGroup> = shape.groups.iter().cycle().take(60).cloned().collect();
    shape.groups = groups;
    for item in
        bank.sections.iter_mut().flat_map(|s| &mut s.items).filter(|i| i.reference == Ref::new("Annex.F.1"))
    {
        let Kind::Grid { columns, rows, .. } = &mut item.kind else { panic!("a grid") };
        for column in columns {
            (column.label, column.short) =
                (format!("{} 裁判官と検察官", column.label), Some("検察官の仲間".to_owned()));
        }
        for row in rows {
            (row.label, row.short) = ("人身取引に関する法律と指標と紹介の仕組み".to_owned(), None);
        }
    }
    let mut records = raters();
    let mut more = school();
    for (at, record) in more.iter_mut().enumerate() {
        record.id = format!("2026-10-{:02}-0930-S{at:02}-00aa", at + 1);
    }
    records.extend(more);
    for number in 0..60 {
        let mut record = trained(number, "judge", "specific");
        record.id = format!("2026-09-{:02}-0930-T{number:02}-00aa", 1 + number % 27);
        record.participants[0].unit = format!("第{number}検察庁 👨‍👩‍👧 office");
        records.push(record);
    }
    let bank = Arc::new(bank);
    for board in ['3', '5'] {
        let mut bench = at_board(board, archive_with(&records, vec![Arc::clone(&bank)]));
        bench.keys("gggggg");
        for (columns, rows) in
            [(40, 12), (60, 14), (80, 24), (99, 30), (120, 40), (200, 60), (40, 50), (200, 12)]
        {
            bench.keys(&format!("<size:{columns}x{rows}>"));
            bench
                .keys("<Right><Right><Right><Right><Right><Right><Right><Right><Right><Right><Right><Right>");
            bench.keys("<End><PgDn><PgUp>ms<Home><Left><Left><click:20,7><click:39,9><click:5,4>");
        }
    }
    // The chosen group is always among those that are shown.
    let mut bench = at_board('3', archive_with(&records, vec![bank]));
    for _ in 0..60 {
        bench.keys("<Right>");
        assert!(!bench.with_modifier(ratatui::style::Modifier::REVERSED).is_empty());
    }
}
