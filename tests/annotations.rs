//! The analyst's marks on disk: saved like a session, locked, damaged, newer, changed behind our back, vanished. And the
//! example in `docs/annotations.md`, which `UPDATE_DOCS=1` writes anew.

#![expect(clippy::unwrap_used, reason = "clippy does not count the helpers of a test as tests")]

mod example_page;

use example_page::{page, parts};
use jiff::Timestamp;
use jiff::civil::date;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use vivavoce::analysis::marks::{
    Annotations, Basis, Cause, Coder, Depth, Edit, Field, Form, Gap, MarkError, MarkHistory, MemoAbout,
    NoArchive, Outcome, PlanDraft, Priority, Remedy, Spot, Stamp, Stance, State, TagCode, Verdict,
    VerifiedBy, read, write,
};
use vivavoce::bank::{BUILTIN, Ref};
use vivavoce::store::{
    DataFolder, Kept, MarkBook, MarksAccess, MarksReadOnly, Origin, RealDisk, SaveReport, Saver, SessionLock,
    annotations_path, open_marks, read_marks,
};
use vivavoce::text::seal::Integrity;

const LONG: Duration = Duration::from_secs(20);
const ONE: &str = "2026-11-24-0930-R07-1f3a";
const TWO: &str = "2026-11-25-1400-R08-77ab";

struct Bench {
    _dir: tempfile::TempDir,
    folder: DataFolder,
}

fn bench() -> Bench {
    let dir = tempfile::tempdir().unwrap();
    let folder = DataFolder { root: dir.path().to_owned(), origin: Origin::Flag };
    Bench { _dir: dir, folder }
}

impl Bench {
    fn path(&self) -> PathBuf {
        annotations_path(&self.folder)
    }

    fn put(&self, bytes: &[u8]) {
        std::fs::write(self.path(), bytes).unwrap();
    }

    /// Names in the data folder, locks left out.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.folder.root).unwrap();
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter(|n| n != ".vivavoce")
            .collect();
        names.sort();
        names
    }
}

fn stamp(second: i64) -> Stamp {
    Stamp { coder: Coder::new("AK").unwrap(), at: at("10:00:00") + jiff::SignedDuration::from_secs(second) }
}

fn at(time: &str) -> Timestamp {
    format!("2026-11-27T{time}Z").parse().unwrap()
}

fn claimed(text: &str) -> Edit {
    Edit::Claim(text.to_owned(), vec![Ref::new("Annex.E.1.c")])
}

fn saver(book: &MarkBook) -> (Saver, Receiver<SaveReport>) {
    let (tell, reports) = channel();
    let listen = move |report| {
        let _ = tell.send(report);
    };
    (book.saver(Arc::new(RealDisk), listen).unwrap().unwrap(), reports)
}

/// Makes a claim and saves it.
fn claim_and_save(book: &mut MarkBook, saver: &Saver, text: &str) {
    book.annotations.apply(claimed(text), &stamp(0)).unwrap();
    saver.put(Arc::new(book.annotations.clone()));
    saver.flush(LONG).unwrap();
}

#[test]
fn no_file_is_no_marks_and_the_first_mark_makes_it_private() {
    let b = bench();
    assert_eq!(read_marks(&b.folder).unwrap(), (Annotations::default(), Integrity::Intact));
    assert!(b.names().is_empty());
    let mut book = open_marks(&b.folder);
    assert!(book.read_only().is_none());
    let (saver, reports) = saver(&book);
    claim_and_save(&mut book, &saver, "Samples take months");
    assert!(matches!(reports.recv_timeout(LONG), Ok(SaveReport::Saved { revision: 1, .. })));
    assert_eq!(b.names(), ["annotations.ron"]);
    assert_eq!(read_marks(&b.folder).unwrap(), (book.annotations, Integrity::Intact));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(b.path()).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn marks_go_on_where_they_were_left() {
    let b = bench();
    for round in 1..4 {
        let mut book = open_marks(&b.folder);
        assert_eq!(book.annotations.claims.len(), round - 1);
        let (saver, _reports) = saver(&book);
        claim_and_save(&mut book, &saver, "Samples take months");
        saver.finish(LONG).unwrap();
    }
    assert_eq!(b.names(), ["annotations.ron"]);
    let ids: Vec<String> = read_marks(&b.folder).unwrap().0.claims.keys().map(ToString::to_string).collect();
    assert_eq!(ids, ["C1", "C2", "C3"]);
}

#[test]
fn a_number_stays_given_after_undo_and_a_new_start() {
    let b = bench();
    let mut book = open_marks(&b.folder);
    let (first, _reports) = saver(&book);
    let mut history = MarkHistory::default();
    history.apply(&mut book.annotations, vec![claimed("one")], &stamp(0)).unwrap();
    history.undo(&mut book.annotations).unwrap();
    first.put(Arc::new(book.annotations.clone()));
    first.finish(LONG).unwrap();
    drop(book);
    let mut book = open_marks(&b.folder);
    book.annotations.apply(claimed("two"), &stamp(1)).unwrap();
    assert_eq!(book.annotations.claims.keys().next().unwrap().to_string(), "C2");
}

#[test]
fn a_second_window_reads_and_is_told_whose_they_are() {
    let b = bench();
    let mut first = open_marks(&b.folder);
    let (saver, _reports) = saver(&first);
    claim_and_save(&mut first, &saver, "Samples take months");
    let second = open_marks(&b.folder);
    assert_eq!(second.annotations, first.annotations);
    let why = second.read_only().unwrap();
    assert!(matches!(why, MarksReadOnly::Locked(_)));
    let why = why.to_string();
    assert!(why.contains(&format!("process {} since 20", std::process::id())), "{why}");
    assert!(second.saver(Arc::new(RealDisk), |_| {}).unwrap().is_none());
    drop((saver, first, second));
    assert!(open_marks(&b.folder).read_only().is_none());
    // A session of any name does not stand in the way.
    let _session = SessionLock::take(&b.folder.cache_dir(), "marks").unwrap();
    assert!(open_marks(&b.folder).read_only().is_none());
}

#[test]
fn a_damaged_file_is_told_with_its_place_and_never_written_over() {
    let b = bench();
    for damaged in [
        &b"(\n  format: 1,\n  claims: {\n    \"C1\": (statement: \"x\""[..],
        b"",
        b"\0\0\0",
        b"(format: 1)\xff",
    ] {
        b.put(damaged);
        let book = open_marks(&b.folder);
        let why = book.read_only().unwrap().to_string();
        assert!(why.contains("annotations.ron is damaged at line ") && why.contains(", column "), "{why}");
        assert!(book.annotations.claims.is_empty());
        assert!(book.saver(Arc::new(RealDisk), |_| {}).unwrap().is_none());
        assert!(read_marks(&b.folder).is_err());
        drop(book);
        assert_eq!(std::fs::read(b.path()).unwrap(), damaged);
    }
    b.put(b"(\n  format: 1,\n  clams: {},\n)\n");
    let why = open_marks(&b.folder).read_only().unwrap().to_string();
    assert!(why.contains("line 3, column") && why.contains("clams"), "{why}");
}

#[test]
fn what_is_no_plain_file_is_left_alone() {
    let b = bench();
    std::fs::create_dir(b.path()).unwrap();
    let why = open_marks(&b.folder).read_only().unwrap().to_string();
    assert!(why.contains("is a folder, not a plain file"), "{why}");
}

#[test]
fn marks_of_a_newer_program_are_shown_and_not_changed() {
    let b = bench();
    let whole = write(&example()).unwrap().replace("format: 2,", "format: 3,");
    b.put(whole.as_bytes());
    let mut book = open_marks(&b.folder);
    assert!(matches!(book.read_only(), Some(MarksReadOnly::Newer { found: 3 })));
    assert_eq!(book.annotations.claims, example().claims);
    assert_eq!(book.annotations.apply(claimed("x"), &stamp(0)), Err(MarkError::Newer(3)));
    // One that holds what is not known here can't be shown at all.
    b.put(b"(format: 3, maps: [])");
    let why = open_marks(&b.folder).read_only().unwrap().to_string();
    assert!(why.contains("format 3 is newer") && why.contains("update"), "{why}");
}

#[test]
fn a_file_changed_behind_our_back_is_kept_beside_ours() {
    let b = bench();
    let mut book = open_marks(&b.folder);
    let (saver, reports) = saver(&book);
    claim_and_save(&mut book, &saver, "ours");
    b.put(b"(format: 1) // theirs");
    claim_and_save(&mut book, &saver, "ours too");
    let aside: Vec<PathBuf> = reports
        .try_iter()
        .filter_map(|r| match r {
            SaveReport::SetAside { path } => Some(path),
            _ => None,
        })
        .collect();
    let [aside] = aside.as_slice() else { panic!("{aside:?}") };
    assert!(aside.file_name().unwrap().to_str().unwrap().starts_with("annotations.changed-20"));
    assert_eq!(std::fs::read(aside).unwrap(), b"(format: 1) // theirs");
    assert_eq!(read_marks(&b.folder).unwrap().0, book.annotations);
    assert_eq!(b.names().len(), 2);
}

#[test]
fn a_file_edited_by_hand_is_used_and_kept_beside_as_it_was() {
    let b = bench();
    let edited = write(&example()).unwrap().replace("Forensic", "forensic");
    b.put(edited.as_bytes());
    let mut book = open_marks(&b.folder);
    assert_eq!(book.integrity, Integrity::Altered);
    assert!(matches!(book.access, MarksAccess::Write { known: None, .. }));
    let (saver, _reports) = saver(&book);
    claim_and_save(&mut book, &saver, "one more");
    let names = b.names();
    let aside = names.iter().find(|n| n.contains(".changed-")).unwrap();
    assert_eq!(std::fs::read_to_string(b.folder.root.join(aside)).unwrap(), edited);
    assert_eq!(read_marks(&b.folder).unwrap(), (book.annotations, Integrity::Intact));
}

#[test]
fn a_file_that_vanishes_is_written_anew() {
    let b = bench();
    let mut book = open_marks(&b.folder);
    let (saver, _reports) = saver(&book);
    claim_and_save(&mut book, &saver, "one");
    std::fs::remove_file(b.path()).unwrap();
    claim_and_save(&mut book, &saver, "two");
    assert_eq!(read_marks(&b.folder).unwrap().0.claims.len(), 2);
    assert_eq!(b.names(), ["annotations.ron"]);
}

#[test]
fn a_disk_that_fails_is_told_and_what_was_there_stays() {
    let b = bench();
    let mut book = open_marks(&b.folder);
    let (saver, _reports) = saver(&book);
    claim_and_save(&mut book, &saver, "one");
    // A folder in the place of the file that the saver writes first.
    let temp = vivavoce::store::temp_path(&b.path(), 0);
    std::fs::create_dir(&temp).unwrap();
    book.annotations.apply(claimed("two"), &stamp(0)).unwrap();
    saver.put(Arc::new(book.annotations.clone()));
    let error = saver.flush(Duration::from_millis(300)).unwrap_err().to_string();
    assert!(error.contains("NOT SAVED") && error.contains("annotations.ron"), "{error}");
    assert_eq!(read_marks(&b.folder).unwrap().0.claims.len(), 1);
    std::fs::remove_dir(&temp).unwrap();
    saver.flush(LONG).unwrap();
    assert_eq!(read_marks(&b.folder).unwrap().0.claims.len(), 2);
}

#[test]
fn more_than_could_be_read_again_is_not_written() {
    let mut marks = Annotations::default();
    // A control character takes several bytes in the file.
    let text = "\u{1}".repeat(vivavoce::analysis::marks::MAX_TEXT);
    while marks.memos.len() < 300 {
        marks.apply(Edit::Memo(MemoAbout::Nothing, text.clone()), &stamp(0)).unwrap();
    }
    assert!(marks.text().unwrap_err().contains("more than marks can have"));
}

/// Not a test of anything: `cargo test --release --test annotations -- --ignored --nocapture measure`.
#[test]
#[ignore = "measures"]
fn measure() {
    let mut marks = Annotations::default();
    let tag = TagCode::new("delay").unwrap();
    let define = Edit::Define { code: tag.clone(), label: "Delay".to_owned(), definition: String::new() };
    marks.apply(define, &stamp(0)).unwrap();
    for n in 0..1_000_u32 {
        let id = marks.next_claim();
        marks.apply(claimed("Forensic samples wait for months"), &stamp(0)).unwrap();
        for voice in 0..10 {
            let spot = Spot::answer(format!("2026-11-24-0930-R{n}-{voice}"), Ref::new("Annex.E.1.c"));
            marks.apply(Edit::Tag(tag.clone(), spot.clone()), &stamp(0)).unwrap();
            marks.apply(Edit::Voice(id, spot, Stance::ALL[voice % 2]), &stamp(0)).unwrap();
        }
    }
    let timed = |what: &str, run: &dyn Fn() -> usize| {
        let mut took: Vec<Duration> = Vec::new();
        for _ in 0..20 {
            let began = std::time::Instant::now();
            std::hint::black_box(run());
            took.push(began.elapsed());
        }
        took.sort();
        println!("{what}: median {:?}", took[10]);
    };
    let text = write(&marks).unwrap();
    println!("1,000 claims of 10 voices, 10,000 tags: {} bytes", text.len());
    timed("write", &|| write(&marks).unwrap().len());
    timed("read", &|| read(text.as_bytes()).unwrap().0.claims.len());
    timed("clone", &|| marks.clone().claims.len());
    timed("ledger", &|| marks.ledger(&NoArchive).len());
    timed("marks of a session", &|| marks.marks_of(ONE).count());
    timed("counts by session", &|| marks.counts_by_session().len());
    timed("counts by tag", &|| marks.counts_by_tag().len());
    timed("claims touching", &|| marks.claims_touching(&Ref::new("Annex.E.1")).count());
    timed("needs a visit", &|| marks.needs_visit().len());
}

/// Marks that use every kind of field; made up.
fn example() -> Annotations {
    let tag = |word: &str| TagCode::new(word).unwrap();
    let lab = Spot::answer(ONE, Ref::new("Annex.E.1.c"));
    let months = lab.clone().with_words(Field::Account, 42, "it takes months");
    let mut marks = Annotations::default();
    let first = marks.next_claim();
    let edits = vec![
        Edit::Define { code: tag("delay"), label: "Delay".to_owned(), definition: "Waiting".to_owned() },
        Edit::Define {
            code: tag("delay"),
            label: "Delay".to_owned(),
            definition: "Time lost while waiting for others. Not: own backlog.".to_owned(),
        },
        Edit::Tag(tag("delay"), months.clone()),
        Edit::Tag(tag("delay"), Spot::cell(TWO, Ref::new("Annex.E.1.c"), "ii")),
        Edit::Quote(months, String::new()),
        claimed("Forensic samples wait for months"),
        Edit::Voice(first, lab, Stance::For),
        Edit::Voice(first, Spot::answer(TWO, Ref::new("Annex.E.1.c")), Stance::Against),
        Edit::NeedsVisit(first, Some("see the waiting list of the laboratory".to_owned())),
        Edit::Resolve(first, Outcome::Partly, "true of the region, R08 speaks of the capital".to_owned()),
        Edit::Verify {
            claim: first,
            how: VerifiedBy::Visit,
            what: "waiting list: 41 samples, the oldest from March".to_owned(),
            on: date(2026, 11, 26),
            outcome: Outcome::Stands,
        },
        Edit::ClaimMemo(first, "Ask the ministry for last year's list.".to_owned()),
        Edit::Memo(MemoAbout::Session(TWO.to_owned()), "Had to leave early.".to_owned()),
        Edit::Memo(MemoAbout::Claim(first), "Compare with chapter III.".to_owned()),
    ];
    for (second, edit) in (0..).zip(edits) {
        marks.apply(edit, &stamp(second * 60)).unwrap();
    }
    let quote = *marks.quotes.keys().next().unwrap();
    marks.apply(Edit::QuoteWhy(quote, "names the time".to_owned()), &stamp(1_000)).unwrap();
    for (second, edit) in (0..).zip(needs()) {
        marks.apply(edit, &stamp(1_020 + second * 60)).unwrap();
    }
    marks
}

/// The trainer's part of the example: each kind made, and changed.
fn needs() -> Vec<Edit> {
    let score = |remark: &str| Edit::Score {
        spot: Spot::answer(ONE, Ref::new("Annex.F.2")),
        verdicts: [("act", Verdict::Stated), ("means", Verdict::Missing), ("no_border", Verdict::Wrong)]
            .map(|(code, verdict)| (code.to_owned(), verdict))
            .into(),
        remark: remark.to_owned(),
        seen: "0d4a1185ca4fd9f1".to_owned(),
    };
    let overrule = |why: &str| {
        let gap = Gap::within(Ref::new("Annex.E.1.c"), "unit=Border police");
        Edit::Overrule(gap, Cause::Equipment, why.to_owned())
    };
    let draft = PlanDraft {
        topic: "Securing forensic evidence".to_owned(),
        about: Some(Ref::new("Annex.E.1.c")),
        group: "Border police, investigators".to_owned(),
        filter: "unit=\"Border police\" function=investigator".to_owned(),
        size: None,
        depth: Depth::Working,
        form: Form::Workshop,
        priority: Priority::First,
        remedy: Remedy::Training,
        note: "With the laboratory, at its place.".to_owned(),
    };
    let basis = Basis {
        figures: "knowledge: median Weak, 6 of 8 weak or very weak".to_owned(),
        asked: 9,
        answered: 8,
        unanimous: false,
        sessions: vec![ONE.to_owned(), TWO.to_owned()],
        split: "unit".to_owned(),
    };
    let mut marks = Annotations::default();
    let first = marks.next_line();
    marks.apply(Edit::PlanLine(Box::new(draft.clone()), Box::default()), &stamp(0)).unwrap();
    let sized = PlanDraft { size: Some(40), ..draft.clone() };
    let law = PlanDraft {
        topic: "Telephone interception".to_owned(),
        group: "All".to_owned(),
        remedy: Remedy::Law,
        ..PlanDraft::default()
    };
    vec![
        score(""),
        score("Speaks of sexual exploitation only."),
        overrule("They have no kits."),
        overrule("They have no kits and no cold store."),
        Edit::PlanLine(Box::new(draft), Box::new(basis)),
        Edit::ChangeLine(first, Box::new(sized)),
        Edit::PlanLine(Box::new(law), Box::new(Basis { unanimous: true, ..Basis::default() })),
        Edit::MoveLine(marks.next_line(), 0),
    ]
}

#[test]
fn the_example_is_intact_and_as_the_program_writes_it() {
    let text = write(&example()).unwrap();
    let mut whole = std::fs::read_to_string(page("annotations.md")).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let (before, _, after) = parts(&whole);
        whole = format!("{before}{text}{after}");
        std::fs::write(page("annotations.md"), &whole).unwrap();
    }
    let (_, shown, _) = parts(&whole);
    assert_eq!(read(shown.as_bytes()).unwrap(), (example(), Integrity::Intact));
    assert_eq!(shown, text, "UPDATE_DOCS=1 cargo test --test annotations writes it anew");
}

/// Every field and every word of the file, and every state of the ledger, is explained on the page.
#[test]
fn every_field_and_state_is_explained() {
    let whole = std::fs::read_to_string(page("annotations.md")).unwrap();
    let (before, shown, after) = parts(&whole);
    let prose = format!("{before}{after}");
    let told = |word: &str| assert!(prose.contains(&format!("`{word}`")), "{word} is not explained");
    let fields = shown.lines().filter_map(|line| line.trim_start().split_once(": "));
    for (name, _) in fields.filter(|(name, _)| name.starts_with(|c: char| c.is_ascii_lowercase())) {
        told(name);
    }
    for word in
        ["for", "against", "unclear", "visit", "document", "observation", "stands", "partly", "falls", "open"]
    {
        told(word);
    }
    for word in
        ["account", "note", "cell", "jot", "item", "session", "claim", "unvoice", "needs_visit", "column"]
    {
        told(word);
    }
    for word in ["stated", "missing", "wrong", "equipment", "not_known", "no_gap", "awareness", "working"] {
        told(word);
    }
    for word in
        ["specialist", "course", "workshop", "on_the_job", "mentoring", "briefing", "online", "exercise"]
    {
        told(word);
    }
    for word in ["first", "next", "later", "training", "management", "law", "cooperation", "other"] {
        told(word);
    }
    for state in State::ALL {
        assert!(prose.contains(&format!("| {} |", state.label())), "{} is not explained", state.label());
    }
}

#[test]
fn the_example_speaks_of_items_that_there_are() {
    let annex = BUILTIN.iter().map(|b| b.parse().unwrap()).find(|b| b.id == "annex").unwrap();
    let example = example();
    let at = &example.claims.values().next().unwrap().about[0];
    assert!(annex.item(&at.parent().unwrap()).unwrap().kind.rows().iter().any(|r| r.code == at.last()));
    // Its words stand in the session of the page on sessions.
    let sessions = std::fs::read_to_string(page("annotations.md").with_file_name("sessions.md")).unwrap();
    let (session, _) = vivavoce::session::read(parts(&sessions).1.as_bytes()).unwrap();
    let spot = &example.quotes.values().next().unwrap().spot;
    assert_eq!(session.id, spot.session);
    let words = spot.words.as_ref().unwrap();
    let account = &session.answer(spot.at.as_ref().unwrap()).unwrap().account;
    assert_eq!(words.find(account).unwrap().start, words.start);
    let rows = example.ledger(&NoArchive);
    assert_eq!((rows[0].state, rows[0].outcome), (State::Verified, Some(Outcome::Stands)));
}
