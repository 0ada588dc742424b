//! `vivavoce tally`, and the filter that it shares with `compare`, `claims` and `export`.

#![expect(clippy::unwrap_used, reason = "clippy does not count the helpers of a test as tests")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const BINARY: &str = env!("CARGO_BIN_EXE_vivavoce");

/// A data folder with twenty-five made-up sessions.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let made = Command::new(BINARY)
        .args(["sample", "--sessions", "25", "--seed", "7", "--into"])
        .arg(dir.path().join("data"))
        .output()
        .unwrap();
    assert!(made.status.success());
    dir
}

fn run(dir: &Path, words: &[&str]) -> Output {
    Command::new(BINARY).arg("--data").arg(dir.join("data")).args(words).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        fs::read_dir(dir.join("data/sessions")).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    all
}

#[test]
fn counts_come_as_a_table_as_csv_and_as_json_and_say_the_same() {
    let dir = folder();
    let json = run(dir.path(), &["tally", "e1kii", "--by", "rank", "--json"]);
    assert!(json.status.success(), "{}", text(&json.stderr));
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    let item = &json["items"][0];
    assert_eq!(item["ref"], "Annex.E.1.k.ii");
    assert_eq!((json["sessions"].as_u64(), json["synthetic"].as_u64()), (Some(25), Some(25)));
    let answered = item["all"]["answered"].as_u64().unwrap();
    assert!(answered > 0);
    let groups = item["groups"].as_array().unwrap();
    let sum: u64 = groups.iter().map(|g| g["counts"]["answered"].as_u64().unwrap()).sum();
    assert_eq!(sum, answered);

    let csv = run(dir.path(), &["tally", "e1kii", "--by", "rank", "--as", "csv"]);
    let mut counted = 0;
    for row in csv::Reader::from_reader(csv.stdout.as_slice()).records() {
        let row = row.unwrap();
        if row[0] == *"Annex.E.1.k.ii" && row[2] == *"answered" {
            counted += row[4].parse::<u64>().unwrap();
        }
    }
    assert_eq!(counted, answered);

    let table = text(&run(dir.path(), &["tally", "E.1.k.ii", "--by", "rank"]).stdout);
    assert!(table.starts_with("MADE-UP DATA: 25 of 25 sessions"), "{table}");
    let together = table.lines().find(|l| l.trim_start().starts_with("together")).unwrap();
    assert_eq!(together.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap(), answered, "{table}");
}

#[test]
fn a_cell_that_bears_its_rows_reference_is_called_by_it() {
    let dir = folder();
    let json: Value = serde_json::from_slice(&run(dir.path(), &["tally", "F.1.a", "--json"]).stdout).unwrap();
    let refs: Vec<&str> =
        json["items"].as_array().unwrap().iter().map(|i| i["ref"].as_str().unwrap()).collect();
    assert_eq!(refs[..2], ["Annex.F.1.a", "Annex.F.1.a.patrol"]);
}

#[test]
fn a_filter_narrows_tally_and_export_alike() {
    let dir = folder();
    let filter = "region:north -is:unfinished";
    let json: Value =
        serde_json::from_slice(&run(dir.path(), &["tally", "e1kii", "--filter", filter, "--json"]).stdout)
            .unwrap();
    let met = json["sessions"].as_u64().unwrap();
    assert!(met > 0 && met < 25, "{met}");
    let out = dir.path().join("out");
    let into = out.to_str().unwrap();
    let export = run(dir.path(), &["export", "csv", "--into", into, "--filter", filter]);
    assert!(export.status.success(), "{}", text(&export.stderr));
    let rows = csv::Reader::from_path(out.join("sessions.csv")).unwrap().into_records().count() as u64;
    assert_eq!(rows, met);
}

#[test]
fn what_is_not_understood_is_told_with_a_mark_under_it() {
    let dir = folder();
    let wrong = run(dir.path(), &["tally", "--filter", "prosecutor is:foo"]);
    assert_eq!(wrong.status.code(), Some(2));
    let said = text(&wrong.stderr);
    let mark = said.lines().find(|l| l.contains('^')).unwrap();
    let line = said.lines().find(|l| l.contains("is:foo") && !l.contains('^')).unwrap();
    assert_eq!(mark.find('^'), line.find("is:foo"), "{said}");
    for (words, told) in [
        (vec!["tally", "Z.9"], "no item is called Z.9"),
        (vec!["tally", "--by", "colour"], "they can by function"),
    ] {
        let wrong = run(dir.path(), &words);
        assert_eq!((wrong.status.code(), text(&wrong.stderr).contains(told)), (Some(2), true), "{words:?}");
        assert!(wrong.stdout.is_empty());
    }
}

#[test]
fn where_there_is_nothing_to_count_it_says_so_and_what_to_do() {
    let dir = folder();
    let none = text(&run(dir.path(), &["tally", "e1kii", "--filter", "zzzz"]).stdout);
    assert!(none.starts_with("none of the 25 sessions fits zzzz"), "{none}");
    let none = text(&run(dir.path(), &["compare", "e1kii", "--filter", "zzzz"]).stdout);
    assert!(none.contains("none of the 25 sessions fits zzzz"), "{none}");
    for path in files(dir.path()) {
        fs::remove_file(path).unwrap();
    }
    for command in ["tally", "compare"] {
        let none = text(&run(dir.path(), &[command, "e1kii"]).stdout);
        assert!(none.contains("there is no session in this folder"), "{command}: {none}");
    }
}

#[test]
fn files_that_are_not_counted_are_told_and_the_rest_is_counted() {
    let dir = folder();
    let first = files(dir.path()).remove(0);
    fs::write(first, "half a sess").unwrap();
    let tally = run(dir.path(), &["tally", "e1kii", "--json"]);
    assert!(tally.status.success());
    let said = text(&tally.stderr);
    let name = files(dir.path()).remove(0).file_name().unwrap().to_string_lossy().into_owned();
    assert!(said.contains(&format!("{name}: damaged, not counted:")) && said.contains("line 1"), "{said}");
    let json: Value = serde_json::from_slice(&tally.stdout).unwrap();
    assert_eq!(json["sessions"], 24);
    let missing = Command::new(BINARY).args(["--data", "/nowhere/at/all", "tally"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn a_name_that_a_spreadsheet_would_take_for_a_formula_is_none() {
    let dir = folder();
    for path in files(dir.path()) {
        let (session, _) = vivavoce::session::read(&fs::read(&path).unwrap()).unwrap();
        let mut record = session.record().clone();
        record.participants[0].unit = "=1+1".to_owned();
        fs::write(&path, vivavoce::session::write(&vivavoce::session::Session::from(record)).unwrap())
            .unwrap();
    }
    let csv = text(&run(dir.path(), &["tally", "e1kii", "--by", "unit", "--as", "csv"]).stdout);
    assert!(csv.contains(",'=1+1,") && !csv.contains(",=1+1,"), "{csv}");
}
