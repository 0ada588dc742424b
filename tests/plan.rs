//! The training plan on screen, with keys as a person presses them. All that is planned here is made up.
//!
//! `INSTA_UPDATE=always cargo test --test plan` takes the pictures anew; then look at each one.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod common;

use common::{Bench, Disk, annex, library, start};
use jiff::SignedDuration;
use std::sync::Arc;
use vivavoce::analysis::Book;
use vivavoce::analysis::corpus::{Builder, Corpus, Digest, Stamp as FileStamp};
use vivavoce::analysis::filter::Sieve;
use vivavoce::analysis::marks::{
    Annotations, Basis, Coder, Depth, Edit, Form, MAX_SESSIONS, PlanDraft, Priority, Remedy, Stamp,
};
use vivavoce::bank::Ref;
use vivavoce::session::{BankStamp, Integrity, Session};
use vivavoce::tui::app::Event;
use vivavoce::tui::archive::ArchiveRead;
use vivavoce::tui::desk::Effect;
use vivavoce::tui::marks::{PlanAs, WritePlan};
use vivavoce::tui::screens::{Plan, PlanSheet};

const GONE: &str = "2026-11-20-0900-R99-dead";

fn id(n: usize) -> String {
    format!("2026-11-24-09{n:02}-R{n:02}-1f3a")
}

/// Nine sessions, the last two of them made up.
fn archive() -> Event {
    let bank = annex();
    let mut builder = Builder::default();
    for n in 1..=9 {
        let stamp = BankStamp { id: bank.id.clone(), version: bank.version.clone() };
        let mut record = Session::new(id(n), vec![stamp], &format!("R{n:02}"), start(), 120).record().clone();
        "Border police".clone_into(&mut record.participants[0].unit);
        record.synthetic = n > 7;
        builder.push(&Digest::of(&record, Integrity::Intact, &record.id, FileStamp::default(), (1, 9)));
    }
    let corpus = Arc::new(Corpus::new(vec![Arc::new(builder.finish())], Vec::new()));
    let book = Arc::new(Book::new(library()));
    let sieve = Arc::new(Sieve::new(&corpus, &book));
    let (problems, saved) = (Vec::new(), Vec::new());
    Event::Archive(Box::new(ArchiveRead { corpus, book, sieve, unread: 0, problems, saved }))
}

fn basis(sessions: std::ops::RangeInclusive<usize>) -> Basis {
    let n = sessions.clone().count() as u32;
    Basis {
        figures: "knowledge: median Weak, gap 3.1, 6 weak or very weak".to_owned(),
        asked: n + 1,
        answered: n,
        unanimous: false,
        sessions: sessions.map(id).collect(),
        split: "unit".to_owned(),
    }
}

fn forensics() -> PlanDraft {
    PlanDraft {
        topic: "Securing forensic evidence from suspects at the border".to_owned(),
        about: Some(Ref::new("Annex.E.1.c")),
        group: "Border police, investigators".to_owned(),
        filter: "unit:\"Border police\"".to_owned(),
        size: Some(40),
        depth: Depth::Specialist,
        form: Form::Workshop,
        priority: Priority::First,
        remedy: Remedy::Training,
        note: "With the laboratory, at its place.".to_owned(),
    }
}

fn stamp(second: i64) -> Stamp {
    Stamp { coder: Coder::new("AK").unwrap(), at: start() + SignedDuration::from_secs(second) }
}

/// A plan with a line of every sort.
fn full() -> Annotations {
    let mut marks = Annotations::default();
    let draft = |topic: &str, remedy| PlanDraft { topic: topic.to_owned(), remedy, ..PlanDraft::default() };
    let lines = [
        (forensics(), basis(1..=7)),
        (
            PlanDraft { priority: Priority::Later, ..draft("Telephone interception", Remedy::Law) },
            basis(1..=3),
        ),
        (draft("Kits and a cold store; العربية and 日本語", Remedy::Equipment), basis(5..=9)),
        (PlanDraft { size: Some(200), ..draft("Interviewing victims", Remedy::Training) }, Basis::default()),
        (draft("Following money", Remedy::Training), {
            let mut gone = Basis { unanimous: true, ..basis(1..=6) };
            gone.sessions.push(GONE.to_owned());
            gone
        }),
    ];
    for (draft, basis) in lines {
        marks.apply(Edit::PlanLine(Box::new(draft), Box::new(basis)), &stamp(60)).unwrap();
    }
    marks
}

/// At the plan, with these marks on the disk.
fn plan_with(annotations: Annotations, read_only: Option<&str>) -> Bench {
    let mut bench = Bench::home();
    bench.marks = (annotations, read_only.map(str::to_owned));
    let plan = Plan::new(&mut bench.app.desk);
    bench.app.show(Box::new(plan));
    bench.event(Event::Front);
    bench.event(archive());
    bench
}

fn topics(bench: &Bench) -> Vec<String> {
    let lines = &bench.app.desk.marks.annotations.plan;
    lines.iter().map(|l| l.topic.split(' ').next().unwrap().to_owned()).collect()
}

fn written(bench: &Bench) -> Option<&WritePlan> {
    bench.effects.iter().rev().find_map(|e| match e {
        Effect::WritePlan(wanted) => Some(wanted),
        _ => None,
    })
}

/// Takes the same screen at both sizes.
fn pictures(name: &str, bench: &mut Bench) {
    for (columns, rows) in [(120, 40), (80, 24)] {
        bench.keys(&format!("<size:{columns}x{rows}>"));
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), bench.screen());
    }
}

#[test]
fn every_state_of_the_plan() {
    pictures("empty", &mut plan_with(Annotations::default(), None));
    pictures("read_only", &mut plan_with(full(), Some("process 7 has them since 2026-11-24 09:00")));
    let mut bench = plan_with(full(), None);
    pictures("full", &mut bench);
    bench.keys("<Down>");
    pictures("few", &mut bench);
    bench.keys("<Down>");
    pictures("made_up", &mut bench);
    bench.keys("<End><Tab>");
    pictures("unanimous_and_gone", &mut bench);
    bench.keys("<Esc><Home><Enter>");
    pictures("sheet", &mut bench);
    bench.keys("<Esc>x");
    pictures("export", &mut bench);
    bench.keys("<Esc>");
    let sheet = PlanSheet::add(&bench.app.desk, &forensics(), basis(1..=7));
    bench.app.show(sheet);
    bench.event(Event::Front);
    pictures("from_a_board", &mut bench);
}

#[test]
fn a_line_of_ones_own_is_typed_and_enter_takes_it() {
    let mut bench = plan_with(Annotations::default(), None);
    bench.keys("aInterviewing victims<Enter>AK<Enter>");
    let line = bench.app.desk.marks.annotations.plan[0].clone();
    assert_eq!(
        (line.topic.as_str(), line.by.as_str(), line.basis),
        ("Interviewing victims", "AK", Basis::default())
    );
    assert_eq!((line.depth, line.form, line.priority), (Depth::Working, Form::Course, Priority::Next));
    assert_eq!(bench.message(), "L1 is in the plan");
    // The next one is chosen once it is there, and what has been typed decides.
    bench.keys("nLaw<Tab>judges<Tab>12<Tab>3<Tab><Left>4<Enter>");
    bench.keys("<Enter><Enter><Enter>a note<Enter>");
    let line = bench.app.desk.marks.annotations.plan[1].clone();
    assert_eq!(
        (line.group.as_str(), line.size, line.priority),
        ("judges", Some(12), Priority::Later),
        "{line:?}"
    );
    bench.keys("<Enter><C-u>Another<Enter>");
    assert_eq!(topics(&bench), ["Interviewing", "Another"]);
}

#[test]
fn what_can_not_be_meant_is_said_and_nothing_typed_is_lost() {
    let mut bench = plan_with(full(), None);
    bench.keys("<Enter><C-u><Enter>");
    assert!(bench.message().contains("a line has a topic"), "{}", bench.message());
    bench.keys("Forensics<Tab><Tab><C-u>forty<Enter>");
    assert!(bench.message().starts_with("people: a plain number"), "{}", bench.message());
    bench.keys("<C-u>41<Tab><Tab><Tab><Tab><Tab><C-u>is:x<Enter>");
    assert!(bench.message().starts_with("the filter is not understood"), "{}", bench.message());
    bench.keys("<C-u><Enter>AK<Enter>");
    let line = &bench.app.desk.marks.annotations.plan[0];
    assert_eq!((line.topic.as_str(), line.size, line.filter.as_str()), ("Forensics", Some(41), ""));
    // What it rests on, and what it is about, stays.
    assert_eq!((&line.basis, &line.about), (&full().plan[0].basis, &full().plan[0].about));
}

#[test]
fn lines_are_moved_taken_out_and_come_back() {
    let mut bench = plan_with(full(), None);
    assert_eq!(topics(&bench), ["Securing", "Telephone", "Kits", "Interviewing", "Following"]);
    bench.keys("dAK<Enter>");
    assert_eq!(topics(&bench)[..2], ["Telephone", "Securing"]);
    // The line stays chosen where it goes.
    bench.keys("<A-Down><S-Down>");
    assert_eq!(topics(&bench)[3], "Securing");
    bench.keys("u");
    assert_eq!(topics(&bench)[2], "Securing");
    assert_eq!(bench.message(), "L1 is number 3 now");
    bench.keys("<Home>u");
    assert_eq!(bench.message(), "it is the first already");
    bench.keys("<End>d");
    assert_eq!(bench.message(), "it is the last already");
    bench.keys("<Home><Del>");
    assert_eq!(topics(&bench)[0], "Kits");
    assert!(bench.message().contains("Ctrl-Z brings it back"), "{}", bench.message());
    bench.keys("<C-z>");
    assert_eq!(
        (topics(&bench)[0].as_str(), bench.message()),
        ("Telephone", "taken back: plan line L2".to_owned())
    );
    bench.keys("<C-z><C-z><C-z><C-z>");
    assert_eq!(bench.app.desk.marks.annotations.plan, full().plan);
    bench.keys("<C-z>");
    assert_eq!(bench.message(), "nothing to take back");
    bench.keys("<C-y>");
    assert_eq!(topics(&bench)[0], "Telephone");
}

#[test]
fn a_line_from_a_board_is_taken_with_one_key_and_keeps_its_basis() {
    let mut bench = plan_with(full(), None);
    let show = |bench: &mut Bench, draft: &PlanDraft, basis: Basis| {
        let sheet = PlanSheet::add(&bench.app.desk, draft, basis);
        bench.app.show(sheet);
        bench.event(Event::Front);
    };
    show(&mut bench, &forensics(), basis(1..=7));
    let screen = bench.screen();
    assert!(
        screen.contains("L1 of the plan is about the same") && screen.contains("7 of 8 answered"),
        "{screen}"
    );
    bench.keys("<Enter>AK<Enter>");
    let line = bench.app.desk.marks.annotations.plan[5].clone();
    assert_eq!((line.draft(), line.basis), (forensics(), basis(1..=7)));
    // More sessions than a line can name are not named.
    let crowd = Basis { sessions: vec![id(1); MAX_SESSIONS + 1], ..basis(1..=7) };
    show(&mut bench, &forensics(), crowd);
    bench.keys("<Enter>");
    let line = &bench.app.desk.marks.annotations.plan[6];
    assert_eq!((line.basis.sessions.len(), line.basis.answered), (0, 7));
}

#[test]
fn the_plan_is_written_for_anybody_or_for_the_team() {
    let mut bench = plan_with(full(), None);
    bench.keys("x2");
    let wanted = written(&bench).unwrap();
    assert_eq!(
        (wanted.file, wanted.inside, wanted.on),
        (PlanAs::Csv, false, jiff::civil::date(2026, 11, 24))
    );
    assert_eq!(wanted.annotations.plan, full().plan);
    let behind: Vec<_> = wanted.behind.iter().map(|b| (b.named, b.gone, b.made_up)).collect();
    assert_eq!(behind, [(7, 0, 0), (3, 0, 0), (5, 0, 2), (0, 0, 0), (7, 1, 0)]);
    bench.keys("x<C-End><Enter>");
    assert_eq!(written(&bench).map(|w| (w.file, w.inside)), Some((PlanAs::Xlsx, true)));
    bench.event(Event::PlanWritten(Ok("plans/plan-2026-11-24.csv written, for anybody".to_owned())));
    assert!(bench.message().contains("plans/plan-2026-11-24.csv"), "{}", bench.message());
    bench.event(Event::PlanWritten(Err("no space left".to_owned())));
    assert!(bench.screen().contains("the plan is not written: no space left"), "{}", bench.screen());
}

#[test]
fn nothing_is_written_while_it_is_not_known_what_is_made_up_nor_of_nothing() {
    let mut bench = Bench::home();
    bench.marks = (full(), None);
    let plan = Plan::new(&mut bench.app.desk);
    bench.app.show(Box::new(plan));
    bench.event(Event::Front);
    bench.keys("x1");
    assert!(written(&bench).is_none() && bench.message().contains("still being read"), "{}", bench.message());
    let mut bench = plan_with(Annotations::default(), None);
    bench.keys("x");
    assert!(bench.message().contains("nothing to write"), "{}", bench.message());
}

#[test]
fn marks_that_can_not_be_changed_are_shown_and_can_be_written_out() {
    let mut bench = plan_with(full(), Some("another window has them"));
    bench.keys("a<Enter>d<Del>");
    assert_eq!(bench.app.desk.marks.annotations.plan, full().plan);
    assert!(bench.message().contains("nothing can be marked"), "{}", bench.message());
    bench.keys("x1");
    assert!(written(&bench).is_some());
    bench.marks.1 = None;
    bench.keys("<F5>dAK<Enter>");
    assert_eq!(topics(&bench)[0], "Telephone");
}

#[test]
fn a_disk_that_fails_is_told_on_the_first_line() {
    let mut bench = plan_with(full(), None).with_disk(Disk::Fails("no space left".to_owned()));
    bench.keys("dAK<Enter>");
    assert!(bench.screen().lines().next().unwrap().contains("NOT SAVED"), "{}", bench.screen());
}

#[test]
fn the_mouse_chooses_opens_and_scrolls() {
    let mut bench = plan_with(full(), None);
    bench.click("Interviewing victims");
    assert!(bench.screen().contains("L4  Interviewing victims"), "{}", bench.screen());
    bench.click("Interviewing victims");
    assert!(bench.screen().contains("L4 of the plan"), "{}", bench.screen());
}
