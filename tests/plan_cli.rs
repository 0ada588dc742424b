//! `vivavoce plan` as a person or a script meets it. All that is planned here is made up.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod stored;

use serde_json::Value;
use std::ffi::OsString;
use std::path::Path;
use stored::{ID, keep, named, session, time};
use vivavoce::analysis::marks::{
    self, Annotations, Basis, Coder, Depth, Edit, Form, PlanDraft, Priority, Remedy, Stamp,
};
use vivavoce::bank::Ref;
use vivavoce::session::{Record, Session};

const SUCCESS: &str = "ExitCode(unix_exit_status(0))";
const FAILED: &str = "ExitCode(unix_exit_status(1))";
const USAGE: &str = "ExitCode(unix_exit_status(2))";
const MADE_UP: &str = "2026-11-25-1000-R08-2b4c";
const GONE: &str = "2026-01-01-0900-R99-dead";

fn run(data: &Path, words: &[&str]) -> (String, Vec<u8>, String) {
    let mut args: Vec<OsString> = vec!["vivavoce".into(), "--data".into(), data.into(), "plan".into()];
    args.extend(words.iter().map(OsString::from));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = vivavoce::cli::run(args, &mut out, &mut err);
    (format!("{code:?}"), out, String::from_utf8(err).unwrap())
}

fn told(data: &Path, words: &[&str]) -> String {
    let (status, out, err) = run(data, words);
    assert_eq!((status.as_str(), err.as_str()), (SUCCESS, ""));
    String::from_utf8(out).unwrap()
}

/// Two sessions, one of them made up, and a plan of three lines.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    keep(dir.path(), &session());
    let two = named(MADE_UP, "R08", 90_000);
    keep(dir.path(), &Session::from(Record { synthetic: true, ..two.record().clone() }));
    let mut book = Annotations::default();
    let stamp = Stamp { coder: Coder::new("AK").unwrap(), at: time(500) };
    let mut add = |draft: PlanDraft, basis: Basis| {
        book.apply(Edit::PlanLine(Box::new(draft), Box::new(basis)), &stamp).unwrap();
    };
    let basis = |answered, sessions: &[&str]| Basis {
        figures: format!("median Weak of {answered}"),
        asked: 20,
        answered,
        unanimous: false,
        sessions: sessions.iter().map(|s| (*s).to_owned()).collect(),
        split: "unit".to_owned(),
    };
    let forensics = PlanDraft {
        topic: "Securing forensic evidence\u{1b}[2J".to_owned(),
        about: Some(Ref::new("Annex.E.1.c")),
        group: "Border police".to_owned(),
        filter: "unit=\"Border police\"".to_owned(),
        size: Some(40),
        depth: Depth::Specialist,
        form: Form::Workshop,
        priority: Priority::First,
        remedy: Remedy::Training,
        note: "At the laboratory.".to_owned(),
    };
    add(forensics, basis(12, &[ID, GONE]));
    let law =
        PlanDraft { topic: "Telephone interception".to_owned(), remedy: Remedy::Law, ..PlanDraft::default() };
    add(law, basis(4, &[MADE_UP]));
    add(PlanDraft { topic: "Interviewing".to_owned(), ..PlanDraft::default() }, Basis::default());
    std::fs::write(dir.path().join("annotations.ron"), marks::write(&book).unwrap()).unwrap();
    dir
}

#[test]
fn the_plan_is_printed_in_its_order_with_what_it_rests_on() {
    let dir = folder();
    let out = told(dir.path(), &["list"]);
    assert!(out.starts_with("MADE-UP DATA: behind 1 of 3 lines\n"), "{out}");
    let place = |text: &str| out.find(text).unwrap_or_else(|| panic!("{text} is not in\n{out}"));
    assert!(
        place("  1  L1    first, training, specialist skill, workshop, 40 people")
            < place("  2  L2    next, law")
    );
    place("(Annex E 1 c)");
    place("for: Border police");
    place("basis: median Weak of 12 (12 of 20 answered, by unit; 1 of 2 sessions are not here)");
    place("(4 of 20 answered, by unit; MADE-UP DATA)");
    assert!(!out.contains('\u{1b}'), "a terminal is not driven");
    assert!(out.lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn json_says_everything() {
    let dir = folder();
    let value: Value = serde_json::from_str(&told(dir.path(), &["list", "--json"])).unwrap();
    assert_eq!(value["lines_on_made_up_sessions"], 1);
    let line = &value["lines"][0];
    assert_eq!((&line["place"], &line["id"]), (&1.into(), &"L1".into()));
    assert_eq!(
        (&line["ref"], &line["people"], &line["depth"]),
        (&"Annex.E.1.c".into(), &40.into(), &"specialist".into())
    );
    assert_eq!((&line["basis"]["sessions"][1], &line["basis"]["gone"]), (&GONE.into(), &1.into()));
    assert_eq!(value["lines"][1]["remedy"], "law");
    assert_eq!(value["lines"][1]["basis"]["made_up"], 1);
    assert_eq!(value["lines"].as_array().unwrap().len(), 3);
}

#[test]
fn an_empty_plan_says_how_lines_get_in() {
    let dir = tempfile::tempdir().unwrap();
    keep(dir.path(), &session());
    assert!(told(dir.path(), &["list"]).starts_with("nothing is planned yet; "));
    let value: Value = serde_json::from_str(&told(dir.path(), &["list", "--json"])).unwrap();
    assert_eq!(value["lines"].as_array().unwrap().len(), 0);
    assert!(told(dir.path(), &["export", "md", "-"]).contains("Nothing is planned yet."));
}

#[test]
fn what_is_withheld_is_listed_in_the_file_and_explained_to_whoever_writes_it() {
    let dir = folder();
    let file = dir.path().join("plan.md");
    let name = file.to_str().unwrap();
    let out = told(dir.path(), &["export", "md", name]);
    assert!(
        out.contains("plan.md: 3 lines\nMADE-UP DATA: behind 1 of 3 lines, and the file says so\n"),
        "{out}"
    );
    assert!(out.ends_with("figures of L2 withheld: fewer than 5 answered\n"), "{out}");
    let page = std::fs::read_to_string(&file).unwrap();
    assert!(page.contains("MADE UP DATA") && page.contains("median Weak of 12"), "{page}");
    assert!(!page.contains("median Weak of 4") && !page.contains(ID) && !page.contains('\u{1b}'), "{page}");
    assert!(page.contains("- line 2: figures, asked, answered"), "{page}");
    let page = told(dir.path(), &["export", "md", "-", "--threshold", "4"]);
    assert!(page.contains("median Weak of 4") && !page.contains("Withheld"), "{page}");
}

#[test]
fn inside_sessions_are_named_and_nothing_is_withheld() {
    let dir = folder();
    let table = told(dir.path(), &["export", "csv", "-", "--inside"]);
    assert!(table.contains("median Weak of 4") && table.contains(&format!("\"{ID} {GONE}\"")), "{table}");
    assert_eq!(table.lines().count(), 4);
    let (status, out, err) = run(dir.path(), &["export", "csv", "-", "--inside", "--threshold", "3"]);
    assert_eq!((status.as_str(), out.len()), (USAGE, 0), "{err}");
}

#[test]
fn a_workbook_goes_to_a_file_or_through_a_pipe() {
    let dir = folder();
    let (status, out, _) = run(dir.path(), &["export", "xlsx", "-"]);
    assert_eq!((status.as_str(), &out[..2]), (SUCCESS, &b"PK"[..]));
    let file = dir.path().join("plan.xlsx");
    told(dir.path(), &["export", "xlsx", file.to_str().unwrap()]);
    assert_eq!(&std::fs::read(&file).unwrap()[..2], b"PK");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_force() {
    let dir = folder();
    let file = dir.path().join("plan.csv");
    std::fs::write(&file, "mine").unwrap();
    let name = file.to_str().unwrap();
    let (status, out, err) = run(dir.path(), &["export", "csv", name]);
    assert_eq!((status.as_str(), out.len()), (FAILED, 0));
    assert!(err.ends_with("plan.csv exists already; --force replaces it\n"), "{err}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    told(dir.path(), &["export", "csv", name, "--force"]);
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("\"made_up\","));
}

#[test]
fn what_is_not_understood_is_told_in_one_line() {
    let dir = folder();
    for (words, why) in [
        (&["export", "pdf", "-"][..], "no plan can be written as pdf; there are md, csv, xlsx"),
        (&["export", "md", "-", "--threshold", "2"], "take 3 or more"),
    ] {
        let (status, out, err) = run(dir.path(), words);
        assert_eq!((status.as_str(), out.len()), (USAGE, 0), "{words:?}");
        assert!(err.contains(why) && err.lines().count() == 1, "{err}");
    }
    let below = dir.path().join("no-folder/plan.md");
    let (status, _, err) = run(dir.path(), &["export", "md", below.to_str().unwrap()]);
    assert_eq!(status, FAILED);
    assert!(err.contains("can't be written") && err.lines().count() == 1, "{err}");
    std::fs::write(dir.path().join("annotations.ron"), "(format: 2, plan: [").unwrap();
    let (status, out, err) = run(dir.path(), &["export", "md", "-"]);
    assert_eq!((status.as_str(), out.len()), (FAILED, 0));
    assert!(err.contains("annotations.ron") && err.lines().count() == 1, "{err}");
}
