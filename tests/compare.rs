//! Items and comparison over thirty made-up sessions: whole screens, keys, empty states; and the same on the command line.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod common;

use common::{Bench, library};
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vivavoce::analysis::corpus::{Builder, Corpus, Digest, Field, Stamp};
use vivavoce::analysis::filter::Sieve;
use vivavoce::analysis::{Book, By, compare, standings};
use vivavoce::bank::Ref;
use vivavoce::session::{
    Answer, BankStamp, Cell, Evidence, EvidenceState, Integrity, Meeting, Nonresponse, Participant, Record,
    Session, Status,
};
use vivavoce::tui::app::Event;
use vivavoce::tui::archive::ArchiveRead;
use vivavoce::tui::desk::Effect;

const USUAL: [(u16, u16); 2] = [(120, 40), (80, 24)];

fn coded(code: &str) -> Cell {
    Cell { codes: code.split('+').map(str::to_owned).collect(), ..Cell::default() }
}

fn cells<const N: usize>(all: [(&str, Cell); N]) -> Answer {
    Answer { cells: all.into_iter().map(|(c, cell)| (c.to_owned(), cell)).collect(), ..Answer::default() }
}

/// The session of this number, made up: who it is and what they answer follows from the number alone.
fn made(number: usize) -> Record {
    let (function, institution, unit) = [
        ("investigator", "State police", "Anti-trafficking unit"),
        ("prosecutor", "Prosecution service", "District office"),
        ("judge", "District court", "Criminal chamber"),
        ("ngo", "House of Lanterns", "Counselling"),
        ("patrol_officer", "State police", "Patrols"),
    ][number % 5];
    let rank = ["practitioner", "practitioner", "mid_manager"][number % 3];
    let banks = ["annex", "III"].map(|id| BankStamp { id: id.to_owned(), version: "1.0.0".to_owned() });
    let banks = if number.is_multiple_of(4) { banks[..1].to_vec() } else { banks.to_vec() };
    let start = format!("2026-{:02}-{:02}T09:30:00Z", 1 + number / 3, 1 + number % 27);
    let code = format!("R{number:02}");
    let session = Session::new(String::new(), banks, &code, start.parse().unwrap(), 0);
    let mut record = session.record().clone();
    record.id = format!("2026-{:02}-{:02}-0930-{code}-00aa", 1 + number / 3, 1 + number % 27);
    record.synthetic = true;
    record.country = "Examplia".to_owned();
    record.status = Status::Closed;
    record.consent.quotes = [Some(true), Some(false), None][number % 3];
    record.participants = vec![Participant {
        function: function.to_owned(),
        rank: rank.to_owned(),
        level: ["local", "regional", "national"][number % 3].to_owned(),
        institution: institution.to_owned(),
        unit: unit.to_owned(),
        ..Participant::new(&code)
    }];
    if number == 7 {
        record.meeting = Meeting::Joint;
        let other = Participant { function: "ngo".to_owned(), ..Participant::new("R07-2") };
        record.participants.push(other);
    }
    let ratings = ["very_good", "good", "average", "weak", "very_weak"];
    // Investigators think well of it, the others less.
    let step = match number % 5 {
        0 => number / 5 % 2,
        4 => 2,
        _ => 2 + number / 5 % 3,
    };
    let mut rated = cells([
        ("i", coded(["none", "general", "general+trafficking"][number % 3])),
        ("ii", coded(ratings[step])),
    ]);
    if number.is_multiple_of(7) {
        rated
            .cells
            .insert("ii".to_owned(), Cell { nonresponse: Some(Nonresponse::DontKnow), ..Cell::default() });
    }
    if !number.is_multiple_of(4) {
        rated.account = match number % 5 {
            0 => format!("Every unit has its own kit, and {} people here are trained on it.", number + 2),
            1 => "We see the results when they come. They come late, and sometimes without the form that the court \
                  asks for, so that the whole sample has to be taken again, which nobody likes to explain to those \
                  who gave it. The second time they do not appear. I would not call that a technique that is used, \
                  whatever is written in the order of two years ago about training, kits and the laboratory."
                .to_owned(),
            2 => "من الصعب القول. نرى النتائج فقط.".to_owned(),
            _ => "Nobody told us that there is such a thing.".to_owned(),
        };
    }
    if number.is_multiple_of(6) {
        let evidence = Evidence { what: "training list".to_owned(), ..Evidence::default() };
        let state = EvidenceState::ALL[number / 6 % 5];
        rated.evidence.push(Evidence { state, reliability: 'B'.try_into().unwrap(), ..evidence });
    }
    if number == 7 {
        rated.speaker = Some("R07-2".to_owned());
    }
    record.answers.insert(Ref::new("Annex.E.1.c"), rated);
    record.answers.insert(Ref::new("Annex.E.1.d"), cells([("ii", coded(ratings[number % 5]))]));
    if number.is_multiple_of(2) {
        let words = "Debts that grow, and a phone that somebody else holds.".to_owned();
        record.answers.insert(Ref::new("Annex.C.2"), Answer { account: words, ..Answer::default() });
    }
    let refused = Answer { nonresponse: Some(Nonresponse::Refused), ..Answer::default() };
    record.answers.insert(Ref::new("Annex.C.6"), refused);
    if record.banks.len() > 1 {
        let paper = ["yes", "yes", "no"][number % 3];
        let practice = ["yes", "partly", "no"][number / 2 % 3];
        let staff = Cell { text: (number * 3).to_string(), ..Cell::default() };
        let finding = cells([("paper", coded(paper)), ("practice", coded(practice)), ("staff", staff)]);
        record.answers.insert(Ref::new("III.C.2"), finding);
    }
    record
}

fn corpus(records: &[Record]) -> Arc<Corpus> {
    let mut builder = Builder::default();
    for record in records {
        builder.push(&Digest::of(record, Integrity::Intact, &record.id, Stamp::default(), (0, 0)));
    }
    Arc::new(Corpus::new(vec![Arc::new(builder.finish())], Vec::new()))
}

fn archive(records: &[Record]) -> Event {
    let (corpus, book) = (corpus(records), Arc::new(Book::new(library())));
    let sieve = Arc::new(Sieve::new(&corpus, &book));
    let read = ArchiveRead { corpus, book, sieve, unread: 0, problems: Vec::new(), saved: Vec::new() };
    Event::Archive(Box::new(read))
}

fn thirty() -> Vec<Record> {
    (1..=30).map(made).collect()
}

/// In the library over these sessions.
fn browsing(records: &[Record]) -> Bench {
    let mut bench = Bench::home();
    bench.keys("b");
    bench.event(archive(records));
    bench
}

/// In the list of items over thirty sessions.
fn items() -> Bench {
    let mut bench = browsing(&thirty());
    bench.keys("t");
    bench
}

/// In the comparison of what was typed.
fn comparing(typed: &str) -> Bench {
    let mut bench = items();
    bench.keys(&format!("{typed}<Enter>"));
    bench
}

fn pictures(name: &str, bench: &mut Bench) {
    for (columns, rows) in USUAL {
        bench.keys(&format!("<size:{columns}x{rows}>"));
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), bench.screen());
    }
}

#[test]
fn everything_that_was_asked_in_every_order() {
    let mut bench = items();
    pictures("items", &mut bench);
    for name in ["items_disagreement", "items_single_source", "items_evidence"] {
        bench.keys("<size:120x40><Tab>");
        pictures(name, &mut bench);
    }
    bench.keys("<Tab>forensic suspects");
    pictures("items_found", &mut bench);
}

#[test]
fn a_rating_across_groups() {
    let mut bench = comparing("e1cii");
    pictures("compare_rating", &mut bench);
    bench.keys("<size:120x40><Tab><Down><Down><Down>");
    pictures("compare_rating_quotes", &mut bench);
    bench.keys("<size:150x40>");
    insta::assert_snapshot!("compare_rating_150x40", bench.screen());
}

#[test]
fn options_that_can_hold_together_findings_numbers_and_words() {
    pictures("compare_several", &mut comparing("e1ci"));
    pictures("compare_finding", &mut comparing("iiic2practice"));
    pictures("compare_number", &mut comparing("iiic2staff"));
    pictures("compare_words", &mut comparing("annexc2"));
}

#[test]
fn nobody_answered_and_one_group_only() {
    pictures("compare_refused", &mut comparing("annexc6"));
    let mut bench = comparing("e1cii");
    bench.keys("b<Up>");
    assert!(bench.screen().contains("One group only"), "{}", bench.screen());
    let mut bench = browsing(&[]);
    bench.keys("t");
    pictures("items_none", &mut bench);
    let mut bench = items();
    bench.keys("xyzzy");
    assert!(bench.screen().contains("No question fits"));
    // Enter leads nowhere.
    bench.keys("<Enter>");
    assert!(bench.screen().contains("No question fits"));
}

#[test]
fn no_session_has_the_questionnaire() {
    let mut bench = browsing(&thirty());
    // Every fourth session is on the annex alone.
    bench.keys("<Tab><Tab>/code:R04,R08<Enter>t");
    assert!(bench.screen().contains("2 sessions"), "{}", bench.screen());
    assert!(!bench.screen().contains("III C 2"));
}

#[test]
fn the_marked_sessions_are_compared_and_else_those_that_are_shown() {
    let mut bench = browsing(&thirty());
    bench.keys("<Space><Space><Space>t");
    assert!(bench.screen().contains("3 sessions"), "{}", bench.screen());
    assert!(bench.screen().contains("those marked"));
    bench.keys("<Esc>x/prosecutor<Enter>t");
    assert!(bench.screen().contains("6 sessions"), "{}", bench.screen());
    assert!(bench.screen().contains("prosecutor"));
}

#[test]
fn grouping_goes_on_and_back_and_holds_in_the_list() {
    let mut bench = comparing("e1cii");
    assert!(bench.screen().contains("by function"));
    bench.keys("g");
    assert!(bench.screen().contains("by rank"));
    bench.keys("gg");
    assert!(bench.screen().contains("by role"));
    bench.keys("b");
    assert!(bench.screen().contains("by level"));
    bench.keys("i");
    assert!(bench.screen().contains("by level") && bench.screen().contains("reference"));
}

#[test]
fn left_and_right_go_through_the_list_and_the_list_stands_where_one_was() {
    let mut bench = items();
    bench.keys("e1<Enter>");
    assert!(bench.screen().contains("question 1/"));
    bench.keys("<Right><Right>");
    assert!(bench.screen().contains("question 3/"), "{}", bench.screen());
    bench.keys("<Left><Left><Left>");
    assert!(bench.message().contains("first question"));
    bench.keys("<Right>");
    let second = bench.screen().lines().next().unwrap().split("  ").next().unwrap().trim().to_owned();
    bench.keys("i<Enter>");
    assert!(bench.screen().trim_start().starts_with(&second), "{second}\n{}", bench.screen());
}

#[test]
fn a_quote_is_read_marked_and_copied_with_its_source() {
    let mut bench = comparing("e1cii");
    // From a group to its first quote.
    bench.keys("<Down><Enter>");
    assert!(bench.screen().contains("what was said: "), "{}", bench.screen());
    bench.keys("<Enter>");
    let read = bench.effects.iter().find_map(|e| match e {
        Effect::Read(path) => Some(path.clone()),
        _ => None,
    });
    let read = read.unwrap();
    assert!(read.starts_with(PathBuf::from("/data/sessions")), "{}", read.display());
    bench.keys("y");
    let copied = |bench: &Bench| {
        bench.effects.iter().rev().find_map(|e| match e {
            Effect::Copy(text) => Some(text.clone()),
            _ => None,
        })
    };
    let text = copied(&bench).unwrap();
    assert!(text.starts_with('"'), "{text}");
    assert!(text.contains("Annex E 1 c") && text.contains("MADE UP") && text.contains("; 2026-"), "{text}");
    bench.keys("<Space><Space>y");
    assert!(bench.screen().contains("2 marked"), "{}", bench.screen());
    assert_eq!(copied(&bench).unwrap().matches("; Annex E 1 c; 2026-").count(), 2);
    // Marks stay while one looks elsewhere, and when the folder is read again.
    bench.keys("<Right><Left>");
    assert!(bench.screen().contains("2 marked"));
    bench.event(archive(&thirty()));
    assert!(bench.screen().contains("2 marked"), "{}", bench.screen());
    bench.event(archive(&thirty()[..3]));
    assert!(!bench.screen().contains("2 marked"), "{}", bench.screen());
    bench.keys("x");
    assert!(!bench.screen().contains("marked ·"));
}

#[test]
fn who_may_not_be_quoted_is_marked_and_a_meeting_is_one_source() {
    let mut bench = comparing("e1cii");
    bench.keys("gggggggggggg<size:120x200><Tab>");
    let screen = bench.screen();
    assert!(screen.contains("[no quotes]"), "{screen}");
    assert!(screen.contains("[no quotes: consent not asked]"));
    assert!(
        screen.contains("R07-2 ") && screen.contains("2 participants, one source, under R07"),
        "{screen}"
    );
}

#[test]
fn the_mouse_chooses_groups_and_quotes() {
    let mut bench = comparing("e1cii");
    bench.click("Judge");
    assert!(bench.screen().contains("Judge: 5 answered"), "{}", bench.screen());
    bench.click("Nobody told us");
    bench.click("Nobody told us");
    assert!(bench.effects.iter().any(|e| matches!(e, Effect::Read(_))));
}

#[test]
fn any_size_can_be_drawn() {
    let mut bench = comparing("e1cii");
    for (columns, rows) in [(40, 12), (45, 14), (60, 20), (100, 24), (139, 30), (140, 30), (220, 70)] {
        bench.keys(&format!("<size:{columns}x{rows}><Tab><Down><End><Tab><End><Home>"));
        bench.keys("i<Down><End><Home><Enter>");
    }
}

// On the command line.

struct Ran {
    code: String,
    out: String,
    err: String,
}

fn run(data: &std::path::Path, words: &[&str]) -> Ran {
    let mut args: Vec<OsString> = vec!["vivavoce".into(), "--data".into(), data.into()];
    args.extend(words.iter().map(OsString::from));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = format!("{:?}", vivavoce::cli::run(args, &mut out, &mut err));
    Ran { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("sessions")).unwrap();
    for record in thirty() {
        let text = vivavoce::session::write(&Session::from(record.clone())).unwrap();
        fs::write(dir.path().join(format!("sessions/{}.ron", record.id)), text).unwrap();
    }
    dir
}

#[test]
fn the_command_line_says_what_the_screen_says() {
    let dir = folder();
    let table = run(dir.path(), &["compare", "e1cii", "--by", "function"]);
    assert!(table.code.contains("(0)") && table.err.is_empty(), "{}", table.err);
    insta::assert_snapshot!("compare_cli", table.out);
    let json =
        run(dir.path(), &["compare", "Annex.E.1.c.ii", "--filter", "prosecutor", "--json", "--accounts"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(value["ref"], "Annex.E.1.c.ii");
    assert_eq!((value["sessions"].as_u64(), value["synthetic"].as_u64()), (Some(6), Some(6)));
    let all = &value["all"];
    let sum: u64 = all["options"].as_array().unwrap().iter().map(|o| o["n"].as_u64().unwrap()).sum();
    assert_eq!(Some(sum), all["answered"].as_u64());
    assert_eq!(all["nonresponse"]["dont_know"], 1);
    // One group has nobody to agree with, and says so.
    assert_eq!(value["agreement"]["groups"]["alpha"], serde_json::Value::Null);
    assert!(value["agreement"]["groups"]["undefined"].as_str().unwrap().contains("rated by two"));
    assert!(!value["accounts"].as_array().unwrap().is_empty());
    let silent = run(dir.path(), &["compare", "Annex.C.6", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&silent.out).unwrap();
    assert!(value["headline"].as_str().unwrap().contains("nobody gave an answer"), "{}", silent.out);
}

#[test]
fn what_is_not_understood_is_named() {
    let dir = folder();
    for (words, told) in [
        (&["compare", "Annex.Z.9"][..], "no question Annex.Z.9"),
        (&["compare", "e1cii", "--by", "colour"], "can't be grouped by colour"),
        (&["compare", "e1cii", "--filter", "period:never"], "filter is not understood"),
    ] {
        let ran = run(dir.path(), words);
        assert!(ran.code.contains("(2)") && ran.out.is_empty(), "{words:?}");
        assert!(ran.err.contains(told), "{}", ran.err);
    }
}

/// How long this thread has had a processor, where the system tells: other programs do not count.
fn on_cpu() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}

/// What comparing costs over a folder of many sessions: `vivavoce sample --sessions 10000 --seed 7 --into DIR`, then
/// `VIVAVOCE_SAMPLE=DIR cargo test --release --test compare -- --ignored --nocapture`.
#[test]
#[ignore = "needs a folder of many sessions"]
fn what_comparing_costs() {
    let Some(dir) = std::env::var_os("VIVAVOCE_SAMPLE") else { return };
    let folder = vivavoce::store::DataFolder::resolve(Some(dir.as_ref()), |_| None, dir.as_ref()).unwrap();
    let read = vivavoce::store::Catalogue::new(folder, true).refresh(&|_| true).unwrap();
    let book = Book::new(library());
    let all = read.corpus.all();
    let best = |what: &str, run: &mut dyn FnMut()| {
        let times = (0..7).map(|_| {
            let (begun, busy) = (Instant::now(), on_cpu());
            run();
            (on_cpu().zip(busy).map_or(begun.elapsed(), |(now, then)| now - then), begun.elapsed())
        });
        let times: Vec<_> = times.collect();
        let least =
            |pick: fn(&(Duration, Duration)) -> Duration| times.iter().map(pick).min().unwrap_or_default();
        println!(
            "{what}: {:.1?} of the processor, {:.1?} by the clock, best of 7",
            least(|t| t.0),
            least(|t| t.1)
        );
    };
    println!("{} sessions", all.len());
    let by = By::Field(Field::Function);
    best("standings", &mut || drop(standings(&read.corpus, &book, all, by)));
    for at in ["e1cii", "c2", "iiic2paper", "f1aself", "e1ci"] {
        let subject = book.find(at).unwrap();
        best(at, &mut || drop(compare(&read.corpus, &book, all, by, &subject)));
        let role = By::Role;
        best(&format!("{at} by role"), &mut || drop(compare(&read.corpus, &book, all, role, &subject)));
    }
}
