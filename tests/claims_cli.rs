//! `vivavoce claims` as a person or a script meets it. All that is claimed here is made up.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod stored;

use serde_json::Value;
use std::ffi::OsString;
use std::path::Path;
use stored::{ID, append, keep, named, session, time};
use vivavoce::analysis::marks::{self, Annotations, Coder, Edit, Outcome, Spot, Stamp, Stance};
use vivavoce::bank::Ref;
use vivavoce::session::{ParticipantText, Record, Session, TextAt};

const SUCCESS: &str = "ExitCode(unix_exit_status(0))";
const FAILED: &str = "ExitCode(unix_exit_status(1))";
const USAGE: &str = "ExitCode(unix_exit_status(2))";
const OTHER: &str = "2026-11-25-1000-R08-2b4c";

fn run(data: &Path, words: &[&str]) -> (String, String, String) {
    let mut args: Vec<OsString> = vec!["vivavoce".into(), "--data".into(), data.into(), "claims".into()];
    args.extend(words.iter().map(OsString::from));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = vivavoce::cli::run(args, &mut out, &mut err);
    (format!("{code:?}"), String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

/// Two sessions that contradict each other, one that is gone, three claims.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let at = Ref::new("Annex.G.1");
    let mut one = session();
    append(&mut one, TextAt::Account(at.clone()), "only the regional lab, and it takes months");
    append(&mut one, TextAt::Participant(0, ParticipantText::Institution), "Border Service");
    keep(dir.path(), &one);
    let mut two = named(OTHER, "R08", 90_000);
    append(&mut two, TextAt::Account(at.clone()), "a week\u{1b}[2J at most");
    keep(dir.path(), &Session::from(Record { synthetic: true, ..two.record().clone() }));
    let mut book = Annotations::default();
    let stamp = Stamp { coder: Coder::new("AK").unwrap(), at: time(500) };
    let mut make = |edit: Edit| {
        book.apply(edit, &stamp).unwrap();
        *book.claims.keys().next_back().unwrap()
    };
    let samples = make(Edit::Claim("Samples take months".into(), vec![at.clone()]));
    make(Edit::Voice(samples, Spot::answer(ID, at.clone()), Stance::For));
    make(Edit::Voice(samples, Spot::answer(OTHER, at.clone()), Stance::Against));
    make(Edit::NeedsVisit(samples, Some("the register of the laboratory".into())));
    let money = make(Edit::Claim("Nobody pays for samples".into(), Vec::new()));
    make(Edit::Voice(money, Spot::answer("2026-01-01-0900-R99-dead", at), Stance::For));
    let list = make(Edit::Claim("There is a waiting list".into(), Vec::new()));
    make(Edit::Resolve(list, Outcome::Stands, "it hangs on the wall".into()));
    std::fs::write(dir.path().join("annotations.ron"), marks::write(&book).unwrap()).unwrap();
    dir
}

#[test]
fn claims_are_printed_with_what_needs_work_first() {
    let dir = folder();
    let (status, out, err) = run(dir.path(), &[]);
    assert_eq!((status.as_str(), err.as_str()), (SUCCESS, ""));
    assert!(out.starts_with("MADE-UP DATA: 1"), "{out}");
    let place = |text: &str| out.find(text).unwrap_or_else(|| panic!("{text} is not in\n{out}"));
    assert!(place("C1    contradicted  NEEDS A VISIT") < place("C2    asserted"));
    assert!(place("C2    asserted") < place("C3    resolved, it stands"));
    place("1 source for it (R07), 1 against it (R08).");
    place("To see: the register of the laboratory");
    place("- for: R07, Border Service, Annex G 1");
    place("\"only the regional lab, and it takes months\"");
    place("its file is not here");
    assert!(!out.contains('\u{1b}'), "a terminal is not driven");
    assert!(out.lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn claims_are_chosen_by_state_and_by_need_of_a_visit() {
    let dir = folder();
    let (_, out, _) = run(dir.path(), &["--state", "asserted"]);
    assert!(out.contains("C2") && !out.contains("C1"), "{out}");
    let (_, out, _) = run(dir.path(), &["--needs-visit"]);
    assert!(out.contains("C1") && !out.contains("C2"), "{out}");
    let (_, out, _) = run(dir.path(), &["--state", "verified"]);
    assert_eq!(out, "no claim is like this\n");
    let (status, _, err) = run(dir.path(), &["--state", "settled"]);
    assert_eq!(status, USAGE);
    assert!(err.contains("contradicted, denied, asserted, nobody-yet"), "{err}");
    let (status, ..) = run(dir.path(), &["--state", "nobody yet"]);
    assert_eq!(status, SUCCESS);
}

#[test]
fn json_says_everything() {
    let dir = folder();
    let (_, out, _) = run(dir.path(), &["--json"]);
    let value: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["states"]["contradicted"], 1);
    assert_eq!(value["synthetic"], 1);
    let claim = &value["claims"][0];
    assert_eq!((&claim["id"], &claim["state"]), (&"C1".into(), &"contradicted".into()));
    assert_eq!(claim["sources_for"][0], ID);
    assert_eq!(claim["voices"][0]["words"], "only the regional lab, and it takes months");
    assert_eq!(claim["voices"][1]["stance"], "against");
    assert_eq!(claim["needs_visit"], true);
    assert_eq!(value["claims"][1]["missing"][0], "2026-01-01-0900-R99-dead");
    assert_eq!(value["claims"][2]["resolution"]["why"], "it hangs on the wall");
}

#[test]
fn no_marks_are_no_claims_and_damaged_ones_are_an_error() {
    let dir = tempfile::tempdir().unwrap();
    keep(dir.path(), &session());
    let (status, out, _) = run(dir.path(), &[]);
    assert_eq!((status.as_str(), out.as_str()), (SUCCESS, "no claim is entered yet\n"));
    std::fs::write(dir.path().join("annotations.ron"), "(format: 1, claims: {").unwrap();
    let (status, out, err) = run(dir.path(), &[]);
    assert_eq!((status.as_str(), out.as_str()), (FAILED, ""));
    assert!(err.contains("annotations.ron") && err.lines().count() == 1, "{err}");
}
