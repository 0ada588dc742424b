//! The marking menu and the claim ledger, with keys as a person presses them. All that is said here is made up.
//!
//! `INSTA_UPDATE=always cargo test --test ledger` takes the pictures anew; then look at each one.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on ends")]

#[path = "ledger/claims.rs"]
mod claims;
mod common;
#[path = "ledger/keeping.rs"]
mod keeping;
#[path = "ledger/marking.rs"]
mod marking;

use common::{Bench, Disk, annex, library, start};
use jiff::SignedDuration;
use std::sync::Arc;
use vivavoce::analysis::Book;
use vivavoce::analysis::corpus::{Builder, Corpus, Digest, RowId, Stamp as FileStamp};
use vivavoce::analysis::filter::Sieve;
use vivavoce::analysis::marks::{
    self, Annotations, Coder, Edit, Field, Outcome, Spot, Stamp, Stance, State, Words,
};
use vivavoce::bank::Ref;
use vivavoce::session::{
    Answer, BankStamp, Evidence, EvidenceKind, EvidenceState, Integrity, Meeting, Participant, Record,
    Session,
};
use vivavoce::tui::app::Event;
use vivavoce::tui::archive::{ArchiveRead, Opened};
use vivavoce::tui::desk::{Effect, SaveState};
use vivavoce::tui::screens::{MarkMenu, for_answer, for_texts};

const BOSS: &str = "2026-11-24-0930-R01-1f3a";
const STAFF: &str = "2026-11-24-1330-R02-77ab";
const JOINT: &str = "2026-11-25-1000-R03-90cd";
const SAID: [(&str, &str); 3] = [
    (BOSS, "We send the samples to the laboratory and have the results within a week."),
    (STAFF, "The laboratory has one technician. It takes months, and cases are dropped meanwhile."),
    (JOINT, "Four months was the shortest that any of us has seen."),
];

fn at() -> Ref {
    Ref::new("Annex.G.1")
}

/// A manager, an officer of another unit, and three people in one meeting.
fn record(id: &str, said: &str) -> Record {
    let bank = annex();
    let stamp = BankStamp { id: bank.id.clone(), version: bank.version.clone() };
    let code = id.split('-').nth(4).unwrap();
    let mut record = Session::new(id.to_owned(), vec![stamp], code, start(), 120).record().clone();
    let lead = &mut record.participants[0];
    let (rank, institution, unit) = match id {
        BOSS => ("mid_manager", "National police", "Anti-trafficking unit"),
        STAFF => ("officer", "National police", "Border post North"),
        _ => ("officer", "Prosecution service", ""),
    };
    "investigator".clone_into(&mut lead.function);
    rank.clone_into(&mut lead.rank);
    institution.clone_into(&mut lead.institution);
    unit.clone_into(&mut lead.unit);
    if id == JOINT {
        record.meeting = Meeting::Joint;
        record.participants.extend([Participant::new("R03b"), Participant::new("R03c")]);
    }
    record.consent.quotes = Some(id != STAFF);
    record.synthetic = true;
    let evidence = Evidence {
        what: "register of samples".to_owned(),
        kind: Some(EvidenceKind::Document),
        state: EvidenceState::Promised,
        source: "Forensic laboratory".to_owned(),
        ..Evidence::default()
    };
    let evidence = if id == STAFF { vec![evidence] } else { Vec::new() };
    record.answers.insert(at(), Answer { account: said.to_owned(), evidence, ..Answer::default() });
    record
}

fn archive(records: &[Record]) -> Event {
    let mut builder = Builder::default();
    for record in records {
        builder.push(&Digest::of(record, Integrity::Intact, &record.id, FileStamp::default(), (1, 9)));
    }
    let corpus = Arc::new(Corpus::new(vec![Arc::new(builder.finish())], Vec::new()));
    let book = Arc::new(Book::new(library()));
    let sieve = Arc::new(Sieve::new(&corpus, &book));
    let (problems, saved) = (Vec::new(), Vec::new());
    Event::Archive(Box::new(ArchiveRead { corpus, book, sieve, unread: 0, problems, saved }))
}

fn records() -> Vec<Record> {
    SAID.iter().map(|(id, said)| record(id, said)).collect()
}

/// In the library over these three sessions, with these marks on the disk.
fn library_with(annotations: Annotations, read_only: Option<&str>) -> Bench {
    let mut bench = Bench::home();
    bench.marks = (annotations, read_only.map(str::to_owned));
    bench.keys("b");
    bench.event(archive(&records()));
    bench
}

fn in_library() -> Bench {
    library_with(Annotations::default(), None)
}

trait Marking {
    fn menu(&mut self, sessions: &[&str]) -> &mut Self;
    fn words(&mut self, session: &str, text: &str) -> &mut Self;
    fn marks(&self) -> &Annotations;
    fn state(&self, number: usize) -> State;
}

impl Marking for Bench {
    /// The marking menu on what these sessions said.
    fn menu(&mut self, sessions: &[&str]) -> &mut Self {
        let spots: Vec<Spot> = sessions.iter().map(|s| Spot::answer(*s, at())).collect();
        let menu = MarkMenu::new(&self.app.desk, spots, Some(at()));
        self.app.show(Box::new(menu));
        self.event(Event::Front);
        self
    }

    /// The marking menu on words that are chosen.
    fn words(&mut self, session: &str, text: &str) -> &mut Self {
        let said = SAID.iter().find(|(id, _)| *id == session).unwrap().1;
        let words = Words { field: Field::Account, start: said.find(text).unwrap(), text: text.to_owned() };
        let menu = for_answer(&self.app.desk, session, Some(at()), None, Some(words));
        self.app.show(menu);
        self.event(Event::Front);
        self
    }

    fn marks(&self) -> &Annotations {
        &self.app.desk.marks.annotations
    }

    fn state(&self, number: usize) -> State {
        self.marks().claims.values().nth(number).unwrap().state()
    }
}

/// A claim that the manager and the staff contradict each other on.
fn contradiction() -> Bench {
    let mut bench = in_library();
    bench.menu(&[BOSS, STAFF]).keys("d+Results come within a week<Enter>1<Enter><Enter>AK<Enter>");
    bench
}

/// A ledger with a claim in every state, tags, quotes, and things to be seen.
fn full() -> Annotations {
    let mut marks = Annotations::default();
    let coder = Coder::new("AK").unwrap();
    let mut second = 0;
    let mut make = |edit: Edit| {
        second += 60;
        let at = start() + SignedDuration::from_secs(second);
        marks.apply(edit, &Stamp { coder: coder.clone(), at }).unwrap();
        marks.clone()
    };
    let spot = |id: &str| Spot::answer(id, at());
    let statements = [
        "Results of forensic samples come within a week",
        "The laboratory has one technician",
        "Cases are dropped while samples wait; this one goes on for much longer than any line of a table that it will \
         ever be shown in, and has العربية and 日本語 in it",
        "Police and prosecutors meet every month",
        "There is a waiting list at the laboratory",
        "Nobody knows who pays for the samples",
        "Samples are sent by post",
    ];
    let mut ids = Vec::new();
    for statement in statements {
        let book = make(Edit::Claim(statement.to_owned(), vec![at()]));
        ids.push(*book.claims.keys().next_back().unwrap());
    }
    make(Edit::Voice(ids[0], spot(BOSS), Stance::For));
    make(Edit::Voice(ids[0], spot(STAFF), Stance::Against));
    make(Edit::Voice(ids[0], spot(JOINT), Stance::Against));
    make(Edit::NeedsVisit(ids[0], Some("the register of samples of the laboratory".to_owned())));
    make(Edit::ClaimMemo(ids[0], "The manager may mean urgent cases only.".to_owned()));
    make(Edit::Voice(ids[1], spot(STAFF), Stance::For));
    make(Edit::Voice(ids[1], Spot::answer("2026-11-20-0900-R99-dead", at()), Stance::Unclear));
    make(Edit::Voice(ids[2], spot(STAFF), Stance::For));
    make(Edit::Voice(ids[2], spot(JOINT), Stance::For));
    make(Edit::Voice(ids[3], spot(STAFF), Stance::Against));
    make(Edit::Voice(ids[4], spot(STAFF), Stance::For));
    let on = jiff::civil::date(2026, 11, 26);
    let what = "41 samples on the list, the oldest from March".to_owned();
    let how = marks::VerifiedBy::Visit;
    make(Edit::Verify { claim: ids[4], how, what, on, outcome: Outcome::Stands });
    make(Edit::Voice(ids[6], spot(BOSS), Stance::For));
    make(Edit::Voice(ids[6], spot(STAFF), Stance::Against));
    make(Edit::Resolve(ids[6], Outcome::Partly, "by courier from the capital".to_owned()));
    let code: marks::TagCode = "delay".parse().unwrap();
    let definition = "Time lost while waiting for others. Not: own backlog.".to_owned();
    make(Edit::Define { code: code.clone(), label: "Delay".to_owned(), definition });
    let unused =
        Edit::Define { code: "money".parse().unwrap(), label: "Money".into(), definition: String::new() };
    make(unused);
    make(Edit::Tag(code.clone(), spot(STAFF)));
    make(Edit::Tag(code, spot(JOINT)));
    make(Edit::Quote(
        spot(STAFF).with_words(Field::Account, 34, "It takes months"),
        "names the time".to_owned(),
    ));
    make(Edit::Quote(spot(BOSS).with_words(Field::Account, 60, "within a week"), String::new()))
}

/// Takes the same screen at both sizes.
fn pictures(name: &str, bench: &mut Bench) {
    for (columns, rows) in [(120, 40), (80, 24)] {
        bench.keys(&format!("<size:{columns}x{rows}>"));
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), bench.screen());
    }
}

#[test]
fn every_list_empty() {
    let mut bench = in_library();
    bench.keys("v");
    pictures("claims_empty", &mut bench);
    bench.keys("3");
    pictures("tags_empty", &mut bench);
    bench.keys("4");
    pictures("quotes_empty", &mut bench);
}

#[test]
fn every_list_full() {
    let mut bench = library_with(full(), None);
    bench.keys("v");
    pictures("claims_full", &mut bench);
    bench.keys("<Tab><Down>");
    pictures("voices", &mut bench);
    bench.keys("<Esc>2");
    pictures("visits_full", &mut bench);
    bench.keys("3");
    pictures("tags_full", &mut bench);
    bench.keys("4");
    pictures("quotes_full", &mut bench);
}

#[test]
fn every_sheet() {
    let mut bench = library_with(full(), None);
    bench.menu(&[STAFF]);
    pictures("menu_one", &mut bench);
    bench.keys("t");
    pictures("menu_tag", &mut bench);
    bench.keys("<Esc>c");
    pictures("menu_claim", &mut bench);
    bench.keys("<Esc><Esc>").menu(&[BOSS, STAFF, JOINT]);
    pictures("menu_several", &mut bench);
    bench.keys("d+");
    pictures("menu_contradict", &mut bench);
    bench.keys("<Esc><Esc>vy");
    pictures("verify", &mut bench);
    bench.keys("<Esc>r");
    pictures("resolve", &mut bench);
    bench.keys("<Esc>nA claim<Enter>");
    pictures("initials", &mut bench);
}
