//! The marking menu and the claim ledger, with keys as a person presses them. All that is said here is made up.
//!
//! `INSTA_UPDATE=always cargo test --test ledger` takes the pictures anew; then look at each one.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod common;

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

#[test]
fn who_marks_is_asked_once_before_the_first_mark() {
    let mut bench = in_library();
    bench.keys("vnSamples take months<Enter>");
    assert!(bench.screen().contains("Who marks?"));
    assert!(bench.marks().claims.is_empty());
    bench.keys("A K!<Enter>");
    assert!(bench.message().contains("1 to 6"), "{}", bench.message());
    bench.keys("<C-u>AK<Enter>");
    assert_eq!(bench.marks().claims.len(), 1);
    assert!(!bench.screen().contains("Who marks?") && !bench.screen().contains("New claim"));
    bench.keys("nAnother<Enter>");
    assert_eq!(bench.marks().claims.len(), 2);
    assert!(bench.marks().claims.values().all(|c| c.by.as_str() == "AK"));
}

#[test]
fn who_marked_last_is_suggested() {
    let mut bench = library_with(full(), None);
    bench.keys("vnOne more<Enter>");
    assert!(bench.screen().contains("initials  AK"), "{}", bench.screen());
    bench.keys("<Enter>");
    assert_eq!(bench.marks().claims.len(), 8);
}

#[test]
fn without_initials_nothing_is_marked_and_the_words_stay() {
    let mut bench = in_library();
    bench.keys("vnSamples take months<Enter><Esc>");
    assert!(bench.marks().claims.is_empty());
    assert!(bench.screen().contains("Samples take months"));
    bench.keys("<Enter>AK<Enter>");
    assert_eq!(bench.marks().claims.values().next().unwrap().statement, "Samples take months");
}

#[test]
fn an_answer_is_tagged_with_three_keys_and_again_takes_it_off() {
    let mut bench = library_with(full(), None);
    bench.menu(&[BOSS]).keys("t1");
    // The menu's own key is the first of the three. Who marks is asked once; the first letter takes the place of
    // what is suggested.
    bench.keys("JO<Enter>");
    assert_eq!(bench.marks().tagged.len(), 3);
    let tagged = bench.marks().tagged.values().next_back().unwrap();
    assert_eq!((tagged.tag.as_str(), tagged.spot.session.as_str()), ("delay", BOSS));
    assert_eq!(tagged.by.as_str(), "JO");
    assert!(!bench.screen().contains("Which tag"), "{}", bench.screen());
    bench.menu(&[BOSS]).keys("t1");
    assert_eq!(bench.marks().tagged.len(), 2);
}

#[test]
fn a_new_tag_is_defined_where_it_is_needed() {
    let mut bench = in_library();
    bench.menu(&[STAFF]).keys("tDelay in court+<Enter>Delay<Enter>Time lost<Enter>AK<Enter>");
    assert_eq!(bench.marks().frame.keys().next().unwrap().as_str(), "delay-in-court");
    assert_eq!(bench.marks().tagged.len(), 1);
    // One step back, both are gone.
    bench.keys("<C-z>");
    assert!(bench.marks().frame.is_empty() && bench.marks().tagged.is_empty());
}

#[test]
fn chosen_words_become_a_key_quote_with_its_reason() {
    let mut bench = in_library();
    bench.words(STAFF, "It takes months").keys("q");
    assert!(bench.screen().contains("R02 did not agree to being quoted"), "{}", bench.screen());
    bench.keys("names the time<Enter>AK<Enter>");
    let quote = bench.marks().quotes.values().next().unwrap();
    assert_eq!((quote.spot.text(), quote.why.as_str()), ("It takes months", "names the time"));
    // Without chosen words all that was said is quoted.
    bench.menu(&[JOINT]).keys("q<Enter>");
    assert_eq!(bench.marks().quotes.values().next_back().unwrap().spot.text(), SAID[2].1);
    // Of several sentences one may be what matters.
    bench.menu(&[STAFF]).keys("q2<Enter>");
    let quote = bench.marks().quotes.values().next_back().unwrap();
    assert_eq!(quote.spot.text(), "The laboratory has one technician.");
    bench.menu(&[STAFF]).keys("q3the delay<Enter>");
    let words = bench.marks().quotes.values().next_back().unwrap().spot.words.clone().unwrap();
    assert_eq!(words.find(SAID[1].1), Some(35..SAID[1].1.len()));
    // Once is enough.
    bench.menu(&[JOINT]).keys("q");
    assert!(bench.message().contains("no words"));
}

#[test]
fn the_answer_under_the_cursor_of_the_reader_is_marked() {
    let mut bench = library_with(full(), None);
    read(&mut bench, STAFF);
    bench.keys("<Tab>m");
    assert!(bench.screen().contains("R02 · Annex G 1"), "{}", bench.screen());
    bench.keys("t2AK<Enter>");
    let tagged = bench.marks().tagged.values().next_back().unwrap();
    assert_eq!((tagged.tag.as_str(), &tagged.spot), ("money", &Spot::answer(STAFF, at())));
    // Three keys, from the second mark on.
    bench.keys("mt1");
    assert_eq!(bench.marks().tagged.len(), 2, "taken off: it was tagged so");
}

#[test]
fn a_voice_is_read_where_it_was_said() {
    let mut bench = library_with(full(), None);
    bench.keys("v<Tab>o");
    let sought = bench.app.desk.marks.sought.clone().unwrap();
    assert_eq!(sought, Spot::answer(BOSS, at()));
    read(&mut bench, BOSS);
    assert!(bench.app.desk.marks.sought.is_none());
    bench.keys("m");
    assert!(bench.screen().contains("R01 · Annex G 1"), "{}", bench.screen());
}

#[test]
fn quotes_of_a_comparison_are_marked_by_their_numbers() {
    let mut bench = in_library();
    let corpus = Arc::clone(&bench.app.desk.archive.corpus);
    let texts: Vec<(RowId, usize)> = (0..2).map(|row| RowId { segment: 0, row }).zip([0, 1]).collect();
    assert_eq!(corpus.segments()[0].texts().words(0), SAID[0].1);
    let menu = for_texts(&bench.app.desk, &texts, Some(at())).unwrap();
    bench.app.show(menu);
    bench.keys("a+Samples are examined<Enter><Enter><Enter>AK<Enter>");
    assert_eq!(bench.state(0), State::Corroborated);
    assert!(for_texts(&bench.app.desk, &[], None).is_none());
}

#[test]
fn quotes_that_are_chosen_in_a_comparison_contradict_each_other() {
    let mut bench = in_library();
    read(&mut bench, STAFF);
    bench.keys("<Tab>t<Tab><Space><Space>m");
    assert!(bench.screen().contains("Mark 2 answers"), "{}", bench.screen());
    bench.keys("d+Results come within a week<Enter><Enter><Enter>AK<Enter>");
    assert_eq!(bench.state(0), State::Contradicted);
    // The comparison is as it was: the next mark is made from the same place.
    assert!(bench.screen().contains("2 marked"), "{}", bench.screen());
    bench.keys("mt+delay<Enter><Enter><Enter>");
    assert_eq!(bench.marks().tagged.len(), 2);
    assert!(bench.screen().contains("2 marked"), "{}", bench.screen());
}

/// Answers for the disk: this session is read.
fn read(bench: &mut Bench, id: &str) {
    let said = SAID.iter().find(|(known, _)| *known == id).unwrap().1;
    let path = format!("/data/sessions/{id}.ron").into();
    let (session, banks, integrity) = (Session::from(record(id, said)), vec![annex()], Integrity::Intact);
    bench.event(Event::Read(Ok(Box::new(Opened { session, banks, path, integrity }))));
}

#[test]
fn an_answer_goes_under_a_claim_for_or_against() {
    let mut bench = in_library();
    bench.menu(&[STAFF]).keys("c+Samples take months<Enter><Enter>AK<Enter>");
    assert_eq!(bench.state(0), State::Asserted);
    // One that touches the same question stands first; for is 1, against 2.
    bench.menu(&[JOINT]).keys("c11");
    assert_eq!(bench.state(0), State::Corroborated);
    bench.menu(&[BOSS]).keys("c12");
    assert_eq!(bench.state(0), State::Contradicted);
    let about = &bench.marks().claims.values().next().unwrap().about;
    assert_eq!(about, &[at()]);
}

#[test]
fn the_menu_shows_what_is_there_and_takes_it_off() {
    let mut bench = library_with(full(), None);
    bench.menu(&[STAFF]);
    let screen = bench.screen();
    for there in ["tag delay", "names the time", "against C1", "for C2"] {
        assert!(screen.contains(there), "{there}\n{screen}");
    }
    bench.keys("<Down><Down><Down><Down>x<Enter>");
    assert_eq!(bench.marks().tagged.len(), 1);
    assert!(!bench.screen().contains("◆ tag delay"), "{}", bench.screen());
    bench.keys("x");
    assert!(bench.marks().quotes.values().all(|q| q.spot.session != STAFF));
}

#[test]
fn two_answers_contradict_each_other_in_one_step() {
    let mut bench = contradiction();
    assert_eq!(bench.state(0), State::Contradicted);
    let claim = bench.marks().claims.values().next().unwrap();
    let voices: Vec<_> = claim.voices.iter().map(|v| (v.spot.session.as_str(), v.stance)).collect();
    assert_eq!(voices, [(BOSS, Stance::For), (STAFF, Stance::Against)]);
    bench.keys("<C-z>");
    assert!(bench.marks().claims.is_empty());
}

#[test]
fn several_answers_corroborate_each_other_under_a_claim_that_is_there() {
    let mut bench = in_library();
    bench.menu(&[STAFF, JOINT]).keys("a+Samples take months<Enter><Enter><Enter>AK<Enter>");
    assert_eq!(bench.state(0), State::Corroborated);
    bench.menu(&[BOSS, STAFF]).keys("a1");
    assert_eq!(bench.marks().claims.values().next().unwrap().voices.len(), 3);
}

#[test]
fn a_contradiction_is_resolved_looked_into_and_undone_to_the_start() {
    let mut bench = contradiction();
    bench.keys("v");
    assert!(
        bench.screen().contains("contradicted: 1 source for it (R01), 1 against it (R02)"),
        "{}",
        bench.screen()
    );
    bench.keys("vThe register of the laboratory<Enter>");
    assert_eq!(bench.marks().needs_visit().len(), 1);
    bench.keys("r2within a week for urgent cases only<Enter>");
    assert_eq!(bench.state(0), State::Resolved);
    bench.keys("y13read in the register: four months<Enter><Enter>");
    assert_eq!(bench.state(0), State::Verified);
    assert_eq!(bench.marks().claims.values().next().unwrap().outcome(), Some(Outcome::Falls));
    assert!(bench.marks().needs_visit().is_empty(), "the visit has told");
    bench.keys("mAsk again next year<Enter>");
    let done = bench.marks().clone();
    bench.keys("<C-z><C-z><C-z><C-z><C-z>");
    assert!(bench.marks().claims.is_empty());
    bench.keys("<C-z>");
    assert_eq!(bench.message(), "nothing to take back");
    bench.keys("<C-y><C-y><C-y><C-y><C-y>");
    assert_eq!(bench.marks().claims, done.claims);
}

#[test]
fn a_resolution_without_words_is_taken_back() {
    let mut bench = contradiction();
    bench.keys("vr<Enter>");
    bench.keys("<Enter>");
    assert!(bench.message().contains("say why"), "{}", bench.message());
    bench.keys("because<Enter>");
    assert_eq!(bench.state(0), State::Resolved);
    bench.keys("r<Enter><C-u><Enter>");
    assert_eq!(bench.state(0), State::Contradicted);
}

#[test]
fn voices_are_judged_anew_and_taken_away() {
    let mut bench = contradiction();
    bench.keys("v<Tab><Down>u");
    assert_eq!(bench.state(0), State::Asserted);
    bench.keys("f");
    assert_eq!(bench.state(0), State::Corroborated);
    bench.keys("x");
    assert_eq!(bench.marks().claims.values().next().unwrap().voices.len(), 1);
    bench.keys("o");
    let wanted = format!("/data/sessions/{BOSS}.ron").into();
    assert!(bench.asked_for(&Effect::Read(wanted)));
}

#[test]
fn a_statement_is_put_otherwise_and_a_claim_taken_out() {
    let mut bench = contradiction();
    bench.keys("ve<C-u>Results come soon<Enter>");
    assert_eq!(bench.marks().claims.values().next().unwrap().statement, "Results come soon");
    bench.keys("nAnother<Enter>");
    assert!(bench.screen().contains("C2  Another"), "a new claim is chosen: {}", bench.screen());
    bench.keys("xx");
    assert!(bench.marks().claims.is_empty());
    assert!(bench.screen().contains("No claim is entered yet"));
    bench.keys("<C-z>");
    assert_eq!(bench.marks().claims.len(), 1);
}

#[test]
fn what_needs_work_stands_first_and_states_are_chosen_with_arrows() {
    let mut bench = library_with(full(), None);
    bench.keys("v");
    let order = |bench: &Bench| -> Vec<String> {
        let lines = bench.screen();
        let ids = lines.lines().skip(4).map_while(|l| l.get(1..3)).take_while(|id| id.starts_with('C'));
        ids.map(str::to_owned).collect()
    };
    assert_eq!(order(&bench), ["C1", "C4", "C2", "C6", "C3", "C7", "C5"]);
    bench.keys("<Right>");
    assert_eq!(order(&bench), ["C1"]);
    bench.keys("<Left><Left>");
    assert_eq!(order(&bench), ["C1"], "needs a visit");
    bench.keys("<BS>/technician");
    assert!(bench.screen().contains("C2") && !bench.screen().contains("C4  "), "{}", bench.screen());
    bench.keys("<Esc><BS>");
    assert_eq!(order(&bench).len(), 7);
}

#[test]
fn tags_reach_the_filter_of_the_library() {
    let mut bench = in_library();
    bench.menu(&[STAFF, JOINT]).keys("t+delay<Enter><Enter><Enter>AK<Enter>");
    bench.keys("/tag:delay<Enter>");
    assert!(bench.screen().contains("2 of 3 sessions"), "{}", bench.screen());
    bench.keys("xv3<Enter>");
    assert!(bench.screen().contains("2 of 3 sessions"), "{}", bench.screen());
    bench.keys("<C-z>");
    assert!(bench.screen().contains("0 of 3 sessions"), "{}", bench.screen());
    bench.keys("<C-y>");
    assert!(bench.screen().contains("2 of 3 sessions"));
}

#[test]
fn a_tag_that_is_used_stays_and_one_that_is_not_goes() {
    let mut bench = library_with(full(), None);
    bench.keys("v3x<Enter>");
    assert!(bench.message().contains("2 times"), "{}", bench.message());
    bench.keys("jx");
    assert_eq!(bench.marks().frame.len(), 1);
    bench.keys("ke<Tab><C-u>Only in court<Enter>");
    assert_eq!(bench.marks().frame.values().next().unwrap().definition, "Only in court");
}

#[test]
fn visits_lead_to_their_claims_and_evidence_to_its_session() {
    let mut bench = library_with(full(), None);
    bench.keys("v2c");
    let copied = bench.effects.iter().find_map(|e| match e {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(copied.contains("[ ] C1 ≠ contradicted: Results of forensic samples"), "{copied}");
    assert!(copied.contains("to see: the register of samples of the laboratory"), "{copied}");
    assert!(copied.contains("National police, Border post North"), "{copied}");
    assert!(copied.contains("Forensic laboratory (1)"), "{copied}");
    bench.keys("<End><Enter>");
    assert!(bench.asked_for(&Effect::Read(format!("/data/sessions/{STAFF}.ron").into())));
    bench.keys("<Home><Down><Enter>");
    assert!(bench.screen().contains("[1 claims (7)]"), "{}", bench.screen());
}

#[test]
fn quotes_stand_under_the_tags_of_their_answers() {
    let mut bench = library_with(full(), None);
    bench.keys("v4");
    let screen = bench.screen();
    let (tag, own) = (screen.find("delay · Delay").unwrap(), screen.find("It takes months").unwrap());
    let (none, other) = (screen.find("without a tag").unwrap(), screen.find("within a week").unwrap());
    assert!(tag < own && own < none && none < other, "{screen}");
    assert!(screen.contains("not to be quoted"));
    bench.keys("<Down>e<C-u>the core of it<Enter>AK<Enter>");
    assert_eq!(bench.marks().quotes.values().next().unwrap().why, "the core of it");
    bench.keys("x");
    assert_eq!(bench.marks().quotes.len(), 1);
}

#[test]
fn a_session_that_is_gone_is_shown_as_such_and_its_marks_stay() {
    let mut bench = library_with(full(), None);
    bench.keys("vjj<Tab><Down>");
    assert!(bench.screen().contains("the file of this session is not here"), "{}", bench.screen());
    bench.keys("o");
    assert!(bench.message().contains("not here"), "{}", bench.message());
    assert_eq!(bench.marks().claims.values().nth(1).unwrap().voices.len(), 2);
}

#[test]
fn marks_of_another_window_are_shown_and_not_changed() {
    let why = "the marks are being made in another window (process 7 since 2026): close it there";
    let mut bench = library_with(full(), Some(why));
    bench.keys("v");
    assert!(bench.screen().contains("read only") && bench.screen().contains("another window"));
    let before = bench.marks().clone();
    for keys in ["n", "e", "v", "y", "r", "m", "x", "<Tab>f", "x", "<Esc>3n", "e", "x", "4jx"] {
        bench.keys(keys);
        assert!(bench.message().contains("nothing can be marked"), "{keys}: {}", bench.message());
    }
    bench.menu(&[BOSS]).keys("t");
    assert!(bench.message().contains("another window"));
    assert_eq!(bench.marks(), &before);
    // The other window was closed.
    bench.marks.1 = None;
    bench.keys("<Esc>1<F5>nMine now<Enter><Enter>");
    assert_eq!(bench.marks().claims.len(), 8);
}

#[test]
fn marks_that_cannot_be_read_say_why_and_are_left_alone() {
    let why = "no marks can be shown or made: /data/annotations.ron:3:7: Expected `)`";
    let mut bench = library_with(Annotations::default(), Some(why));
    bench.keys("v");
    assert!(bench.screen().contains("annotations.ron:3:7"), "{}", bench.screen());
    bench.keys("n");
    assert!(!bench.effects.iter().any(|e| matches!(e, Effect::SaveMarks(_))));
}

#[test]
fn what_is_saved_is_the_file_that_is_read_again() {
    let bench = contradiction();
    let saved = bench.marks_saved().unwrap();
    assert_eq!(saved, bench.app.desk.marks.annotations);
    let text = marks::write(&saved).unwrap();
    assert_eq!(marks::read(text.as_bytes()).unwrap().0, *saved);
    assert!(matches!(bench.app.desk.marks.save, SaveState::Saved(_)));
    assert!(bench.app.desk.open.is_none(), "no session was opened for it");
    assert!(!bench.effects.iter().any(|e| matches!(e, Effect::Save(_))), "no session was touched");
}

#[test]
fn marks_that_are_not_saved_say_so_and_hold_the_program() {
    let mut bench = in_library();
    bench.disk = Disk::Fails("annotations.ron: no space left".to_owned());
    bench.keys("vnSamples take months<Enter>AK<Enter>");
    assert!(bench.screen().contains("NOT SAVED: annotations.ron: no space left"), "{}", bench.screen());
    bench.keys("<Esc>");
    // In the library too.
    assert!(bench.screen().contains("NOT SAVED"), "{}", bench.screen());
    bench.keys("<C-q>");
    assert!(!bench.asked_for(&Effect::Quit));
    assert!(bench.screen().contains("leave WITHOUT saving"), "{}", bench.screen());
    bench.disk = Disk::Works;
    bench.keys("2<Enter>/elsewhere<Enter>");
    let into = |e: &Effect| matches!(e, Effect::SaveMarksInto(path, _) if path.ends_with("elsewhere"));
    assert!(bench.effects.iter().any(into));
    assert!(!bench.screen().contains("NOT SAVED"), "{}", bench.screen());
    bench.keys("<C-q>");
    assert!(bench.asked_for(&Effect::Quit));
}

#[test]
fn leaving_waits_until_marks_are_on_disk() {
    let mut bench = in_library().with_disk(Disk::Silent);
    bench.keys("vnSamples take months<Enter>AK<Enter><C-q>");
    assert!(bench.asked_for(&Effect::Flush) && !bench.asked_for(&Effect::Quit));
    bench.event(Event::Flushed(Ok(())));
    assert!(bench.asked_for(&Effect::Quit));
}

#[test]
fn undo_while_a_line_is_typed_takes_no_mark_back() {
    let mut bench = contradiction();
    bench.keys("vnHalf a sen<C-z>");
    assert_eq!(bench.marks().claims.len(), 1);
    assert!(bench.screen().contains("Half a sen"));
}

#[test]
fn a_file_that_was_changed_outside_is_told_of() {
    let mut bench = contradiction();
    bench.event(Event::MarksSetAside("/data/annotations.changed-20261124.ron".into()));
    assert!(bench.message().contains("annotations.changed-20261124.ron"));
}

#[test]
fn long_and_hostile_texts_fit_at_every_size() {
    let mut bench = in_library();
    let text = "\u{1b}[2J\u{202e}evil \u{7}".repeat(40);
    bench.menu(&[BOSS, STAFF]).keys(&format!("d+<paste:{text}><Enter><Enter><Enter>AK<Enter>"));
    bench.keys(&format!("vm<paste:{text}><Enter>v<paste:{text}><Enter>r2<paste:{text}><Enter>"));
    bench.keys(&format!("3n<paste:evil><Enter><paste:{text}><Enter><paste:{text}><Enter>"));
    for size in ["120x40", "80x24", "50x14", "40x12", "200x60"] {
        bench.keys(&format!("<size:{size}>1<Tab><PgDn><PgDn><Esc>2<Down>3<Down>4<Down>1"));
        bench.menu(&[BOSS, STAFF]).keys("t<Esc>c<Esc>m<Esc><Esc>");
        assert!(!bench.screen().contains('\u{1b}') && !bench.screen().contains('\u{202e}'));
    }
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
