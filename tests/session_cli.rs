//! `vivavoce session list|show|check` as a person or a script meets them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod stored;

use serde_json::Value;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use stored::{ID, append, full, keep, named};
use vivavoce::bank::Ref;
use vivavoce::session::{Record, Session, TextAt, write};

struct Ran {
    status: String,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }

    fn ok(self) -> Self {
        assert_eq!((self.status.as_str(), self.err.as_str()), (SUCCESS, ""), "{}", self.out);
        self
    }
}

const SUCCESS: &str = "ExitCode(unix_exit_status(0))";
const FAILED: &str = "ExitCode(unix_exit_status(1))";
const USAGE: &str = "ExitCode(unix_exit_status(2))";

fn run(data: &Path, words: &[&str]) -> Ran {
    let mut args: Vec<OsString> = vec!["vivavoce".into(), "--data".into(), data.into(), "session".into()];
    args.extend(words.iter().map(OsString::from));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = vivavoce::cli::run(args, &mut out, &mut err);
    Ran {
        status: format!("{code:?}"),
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

/// Three sessions: one full, one made up, one bare.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    keep(dir.path(), &full());
    let made_up = named("2026-11-25-1000-R08-2b4c", "R08", 90_000);
    keep(dir.path(), &Session::from(Record { synthetic: true, ..made_up.record().clone() }));
    keep(dir.path(), &named("2026-11-23-0800-R06-0a0a", "R06", -90_000));
    dir
}

fn damage(dir: &Path) {
    let sessions = dir.join("sessions");
    let text = write(&full()).unwrap();
    fs::write(sessions.join("2026-11-26-0900-R09-dead.ron"), "(\n  format: 1,\n  id: 3,\n)").unwrap();
    fs::write(sessions.join("2026-11-26-0901-R10-a1a1.ron"), text.replace("Examplia", "Elsewhere")).unwrap();
    fs::write(sessions.join("2026-11-26-0902-R11-b2b2.ron"), text.split("// sha256").next().unwrap())
        .unwrap();
    fs::write(sessions.join("2026-11-26-0903-R12-c3c3.ron"), "(format: 9, mood: \"fine\")").unwrap();
    fs::write(sessions.join(format!(".{ID}.ron.tmp-4711")), "half").unwrap();
    fs::write(sessions.join(format!("{ID}.changed-20261124093500.ron")), &text).unwrap();
}

#[test]
fn lists_newest_first() {
    let dir = folder();
    let ran = run(dir.path(), &["list"]).ok();
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 4, "{}", ran.out);
    assert!(
        lines[0].starts_with("ID ") && lines[1].contains("R08") && lines[3].contains("R06"),
        "{}",
        ran.out
    );
    assert!(lines[1].ends_with("made-up data"), "{}", ran.out);
    assert!(lines[2].contains("Anti-trafficking unit, Border Service, Examplia"), "{}", ran.out);
    assert!(lines[2].ends_with("1 jot unfiled"), "{}", ran.out);
}

#[test]
fn lists_as_json() {
    let dir = folder();
    damage(dir.path());
    let list = run(dir.path(), &["list", "--json"]).ok().json();
    let sessions = list["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 5);
    assert_eq!(list["damaged"].as_array().unwrap().len(), 2);
    assert_eq!(list["set_aside"].as_array().unwrap().len(), 1);
    let full = sessions.iter().find(|s| s["id"] == ID).unwrap();
    assert_eq!(
        (&full["code"], &full["answered"], &full["integrity"]),
        (&"R07".into(), &4.into(), &"intact".into())
    );
    let broken = list["damaged"].as_array().unwrap().iter().find(|d| d["line"] == 3).unwrap();
    assert!(broken["path"].as_str().unwrap().ends_with("dead.ron"));
}

#[test]
fn names_damaged_files_in_a_list_and_goes_on() {
    let dir = folder();
    damage(dir.path());
    let ran = run(dir.path(), &["list"]).ok();
    assert!(
        ran.out.contains("R06") && ran.out.contains("dead.ron is damaged at line 3, column"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("altered") && ran.out.contains("no digest"), "{}", ran.out);
}

#[test]
fn shows_a_session_for_a_person() {
    let dir = folder();
    for id in [ID, "1f3a", "r07", "2026-11-24-0930-R07-1f3a.ron"] {
        let out = run(dir.path(), &["show", id]).ok().out;
        for part in [
            ID,
            "Examplia",
            "participant R07",
            "Border Service",
            "consent: interview not asked",
            "Annex.G.1",
            "said: only the regional lab, \"and it takes months\"",
            "note: sounded unsure",
            "evidence: annual report · asserted · F6 · from Statistics office",
            "don't know",
            "no answer: refused",
            "Jots",
            "typed at Annex.C.1: ask about budget",
        ] {
            assert!(out.contains(part), "{part:?} is missing in\n{out}");
        }
    }
    let made_up = run(dir.path(), &["show", "2b4c"]).ok().out;
    assert!(made_up.contains("MADE-UP DATA"), "{made_up}");
}

#[test]
fn every_answer_is_shown_once() {
    let dir = folder();
    let out = run(dir.path(), &["show", ID]).ok().out;
    for once in ["only the regional lab", "forced begging", "annual report", "ask about budget"] {
        assert_eq!(out.matches(once).count(), 1, "{once}\n{out}");
    }
}

#[test]
fn shows_the_record_as_json_and_nothing_else() {
    let dir = folder();
    let json = run(dir.path(), &["show", ID, "--json"]).ok().json();
    assert_eq!(json, serde_json::to_value(full().record()).unwrap());
}

#[test]
fn text_cannot_drive_the_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let mut s = full();
    for at in [TextAt::Account(Ref::new("Annex.G.1")), TextAt::Country, TextAt::Jot(0)] {
        append(&mut s, at, "\u{1b}]0;x\u{7}\u{202e}\u{9b}2J\r");
    }
    keep(dir.path(), &s);
    for words in [vec!["show", ID], vec!["list"], vec!["check"]] {
        let out = run(dir.path(), &words).ok().out;
        assert!(!out.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}'), "{out:?}");
    }
}

#[test]
fn an_unknown_id_names_the_nearest() {
    let dir = folder();
    let ran = run(dir.path(), &["show", "R07-1f3b"]);
    assert_eq!(ran.status, USAGE);
    let names: Vec<&str> = ran.err.split("nearest: ").nth(1).unwrap().trim().split(", ").collect();
    assert_eq!((names.len(), names[0]), (3, ID), "{}", ran.err);
    let several = run(dir.path(), &["show", "2026"]);
    assert_eq!(several.status, USAGE);
    assert!(several.err.contains("fits 3 sessions"), "{}", several.err);
    assert_eq!(several.err.lines().count(), 1);
}

#[test]
fn a_damaged_session_is_not_shown() {
    let dir = folder();
    damage(dir.path());
    let ran = run(dir.path(), &["show", "dead"]);
    assert_eq!((ran.status.as_str(), ran.out.as_str()), (FAILED, ""));
    assert!(ran.err.contains("line 3, column"), "{}", ran.err);
    let altered = run(dir.path(), &["show", "a1a1"]).ok();
    assert!(altered.out.contains("ALTERED"), "{}", altered.out);
}

#[test]
fn check_is_content_with_whole_files() {
    let dir = folder();
    assert_eq!(run(dir.path(), &["check"]).ok().out, "3 checked: 3 intact, 0 not\n");
}

#[test]
fn check_names_every_fault_and_goes_on() {
    let dir = folder();
    damage(dir.path());
    let ran = run(dir.path(), &["check"]);
    assert_eq!((ran.status.as_str(), ran.err.as_str()), (FAILED, ""));
    for part in [
        "R09-dead.ron: damaged: line 3, column",
        "R10-a1a1.ron: altered",
        "R11-b2b2.ron: unsealed",
        "R12-c3c3.ron: newer: format 9",
        "tmp-4711: leftover",
        "changed-20261124093500.ron: set aside",
        "9 checked: 3 intact, 6 not",
    ] {
        assert!(ran.out.contains(part), "{part:?} is missing in\n{}", ran.out);
    }
    let json = run(dir.path(), &["check", "--json"]);
    assert_eq!(json.status, FAILED);
    let json = json.json();
    assert_eq!((&json["checked"], &json["intact"]), (&9.into(), &3.into()));
    let damaged = json["findings"].as_array().unwrap().iter().find(|f| f["finding"] == "damaged").unwrap();
    assert_eq!(damaged["line"], 3);
}

#[test]
fn check_takes_paths() {
    let dir = folder();
    let nowhere = dir.path().join("nowhere");
    let file = dir.path().join("sessions").join(format!("{ID}.ron"));
    let one = run(&nowhere, &["check", file.to_str().unwrap()]).ok();
    assert_eq!(one.out, "1 checked: 1 intact, 0 not\n");
    let all = run(&nowhere, &["check", dir.path().to_str().unwrap()]).ok();
    assert_eq!(all.out, "3 checked: 3 intact, 0 not\n");
    let missing = run(&nowhere, &["check", "no-such.ron", file.to_str().unwrap()]);
    assert_eq!(missing.status, FAILED);
    assert!(
        missing.out.contains("no-such.ron: missing") && missing.out.contains("1 intact"),
        "{}",
        missing.out
    );
}

#[test]
fn an_empty_folder_says_how_to_start() {
    let dir = tempfile::tempdir().unwrap();
    for words in [vec!["list"], vec!["check"]] {
        let ran = run(dir.path(), &words).ok();
        assert!(ran.out.contains("vivavoce interview") && ran.out.lines().count() == 1, "{}", ran.out);
    }
    assert_eq!(run(dir.path(), &["list", "--json"]).ok().json()["sessions"], Value::Array(Vec::new()));
    assert_eq!(run(dir.path(), &["show", "x"]).status, USAGE);
}

#[test]
fn a_folder_that_is_not_there_is_one_clear_line() {
    let dir = tempfile::tempdir().unwrap();
    let missing = run(&dir.path().join("gone"), &["list"]);
    assert_eq!((missing.status.as_str(), missing.err.lines().count()), (FAILED, 1));
    assert!(missing.err.contains("gone does not exist"), "{}", missing.err);
    assert!(!dir.path().join("gone").exists(), "reading makes nothing");
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let nonsense = run(&file, &["list"]);
    assert_eq!((nonsense.status.as_str(), nonsense.err.lines().count()), (USAGE, 1));
    assert_eq!(run(Path::new(""), &["list"]).status, USAGE);
}
