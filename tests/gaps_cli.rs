//! `vivavoce gaps`: what leaves the room, what is told with it, and bad input.

#![expect(clippy::unwrap_used, reason = "clippy does not count the helpers of a test as tests")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use vivavoce::session::{read, write};

const BINARY: &str = env!("CARGO_BIN_EXE_vivavoce");

/// A data folder with made-up sessions.
fn folder(sessions: usize) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let made = Command::new(BINARY)
        .args(["sample", "--seed", "7", "--sessions", &sessions.to_string(), "--into"])
        .arg(dir.path().join("data"))
        .output()
        .unwrap();
    assert!(made.status.success());
    dir
}

fn run(dir: &Path, words: &[&str]) -> Output {
    Command::new(BINARY).arg("--data").arg(dir.join("data")).arg("gaps").args(words).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn table(dir: &Path, words: &[&str]) -> String {
    let found = run(dir, words);
    assert!(found.status.success(), "{}", text(&found.stderr));
    text(&found.stdout)
}

fn json(dir: &Path, words: &[&str]) -> Value {
    let found = run(dir, &[words, &["--json"]].concat());
    assert!(found.status.success(), "{}", text(&found.stderr));
    serde_json::from_slice(&found.stdout).unwrap()
}

/// The files of the sessions, in the order of their names.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        fs::read_dir(dir.join("data/sessions")).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    all
}

/// Changes the text of a session as if the program had written it so.
fn change(file: &Path, change: impl Fn(String) -> String) {
    let before = fs::read_to_string(file).unwrap();
    let after = change(before.clone());
    assert!(before != after, "nothing to change in {}", file.display());
    let (session, _) = read(after.as_bytes()).unwrap();
    fs::write(file, write(&session).unwrap()).unwrap();
}

/// As if these sessions had been held.
fn as_if_real(files: &[PathBuf]) {
    for file in files {
        change(file, |text| text.replace("  synthetic: true,\n", ""));
    }
}

fn n(value: &Value, key: &str) -> u64 {
    value[key].as_u64().unwrap()
}

fn codes(value: &Value) -> Vec<&str> {
    value["warnings"].as_array().unwrap().iter().map(|w| w["code"].as_str().unwrap()).collect()
}

/// Every cell with counts, wherever it stands.
fn cells<'a>(value: &'a Value, into: &mut Vec<&'a Value>) {
    match value {
        Value::Object(map) => {
            if map.contains_key("asked") {
                into.push(value);
            }
            map.values().for_each(|below| cells(below, into));
        }
        Value::Array(list) => list.iter().for_each(|below| cells(below, into)),
        _ => {}
    }
}

fn options(cell: &Value) -> Vec<u64> {
    cell["options"].as_array().unwrap().iter().map(|o| n(o, "n")).collect()
}

fn is_withheld(cell: &Value) -> bool {
    cell["withheld"] == true
}

#[test]
fn nothing_that_is_published_is_small_or_of_one_mind() {
    for (sessions, by) in [(40, "managers"), (300, "function"), (300, "unit")] {
        let dir = folder(sessions);
        let found = json(dir.path(), &["--by", by]);
        let mut all = Vec::new();
        cells(&found, &mut all);
        assert!(all.len() > 100, "{}", all.len());
        for cell in all {
            for count in ["asked", "answered"] {
                assert!(!(1..5).contains(&n(cell, count)), "{count} of {cell}");
            }
            let answered = n(cell, "answered");
            assert!(answered == 0 || !options(cell).contains(&answered), "all alike: {cell}");
        }
    }
}

/// Holds what is left of a total without its published parts against the rules: nobody, or several groups that are
/// enough together and not of one mind. How many parts are withheld.
fn hold_rest(total: &Value, parts: &[&Value]) -> usize {
    let hidden = parts.iter().filter(|part| is_withheld(part)).count();
    if is_withheld(total) {
        return hidden;
    }
    let published = || parts.iter().filter(|part| !is_withheld(part));
    let rest = |key: &str| n(total, key) - published().map(|c| n(c, key)).sum::<u64>();
    let (asked, answered) = (rest("asked"), rest("answered"));
    if asked > 0 {
        assert!(
            hidden > 1 && asked >= 5 && (answered == 0 || answered >= 5),
            "{asked}, {answered} of {total}"
        );
        for at in 0..options(total).len() {
            let chose = options(total)[at] - published().map(|c| options(c)[at]).sum::<u64>();
            assert!(answered == 0 || chose < answered, "left are of one mind: {total}");
        }
    }
    hidden
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap()
}

#[test]
fn what_is_left_of_a_total_without_the_published_groups_tells_nobody_apart() {
    let dir = folder(300);
    let found = json(dir.path(), &[]);
    let mut hidden = [0; 3];
    for row in list(&found["techniques"], "rows") {
        for measure in ["use", "knowledge", "application"] {
            // A unit is withheld as a whole.
            let part = |cell: &'_ Value| if is_withheld(cell) { cell.clone() } else { cell[measure].clone() };
            let parts: Vec<Value> = list(row, "groups").iter().map(|g| part(&g["cell"])).collect();
            hidden[0] += hold_rest(&part(&row["all"]), &parts.iter().collect::<Vec<_>>());
        }
    }
    for topic in list(&found["awareness"], "topics") {
        let themselves: Vec<&Value> = list(topic, "themselves").iter().map(|r| &r["rating"]).collect();
        hidden[1] += hold_rest(&topic["everyone"], &themselves);
        for group in list(topic, "groups") {
            let others = list(group, "by").iter().filter(|r| r["rater"] != group["group"]);
            hidden[1] += hold_rest(&group["others"], &others.map(|r| &r["rating"]).collect::<Vec<_>>());
        }
    }
    let training = &found["training"];
    for question in list(training, "questions").iter().chain([training]) {
        let parts: Vec<&Value> = list(question, "groups").iter().map(|g| &g["cell"]).collect();
        hidden[2] += hold_rest(&question["all"], &parts);
    }
    assert!(hidden.iter().all(|n| *n > 10), "{hidden:?}");
}

#[test]
fn what_is_withheld_is_listed_without_a_number_or_a_reason_of_its_own() {
    let dir = folder(40);
    let found = json(dir.path(), &[]);
    let control = &found["withheld"];
    assert_eq!((n(control, "threshold"), &control["why"]), (5, &Value::from("few_alike_or_gives_away")));
    let listed = control["cells"].as_array().unwrap();
    let row = &found["techniques"]["rows"][0];
    let hidden: Vec<&str> = row["groups"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|g| is_withheld(&g["cell"]))
        .map(|g| g["group"].as_str().unwrap())
        .collect();
    let line = listed.iter().find(|l| l["ref"] == row["ref"]).unwrap();
    let groups: Vec<&str> = line["groups"].as_array().unwrap().iter().map(|g| g.as_str().unwrap()).collect();
    assert_eq!(groups, hidden);
    let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["board", "ref", "topic", "groups", "labels", "sums"]);
    // A cell that is withheld says nothing but that.
    assert!(row["groups"].as_array().unwrap().iter().all(|g| {
        let cell = g["cell"].as_object().unwrap();
        !is_withheld(&g["cell"]) || cell.len() == 1
    }));
    assert!(found["techniques"]["groups"][0].get("sessions").is_none(), "a group of one would be told");
    let tables = table(dir.path(), &[]);
    assert!(tables.contains("\nWITHHELD: fewer people than the threshold,"), "{tables}");
    assert!(tables.lines().any(|l| l.starts_with("  Interviews conducted by staff trained")
        && l.contains(": General police patrol officer")));
}

#[test]
fn figures_that_are_split_in_another_way_are_left_out_and_named() {
    let dir = folder(300);
    let found = json(dir.path(), &[]);
    let left_out = found["withheld"]["left_out"].as_array().unwrap();
    assert_eq!(left_out.len(), 2, "{left_out:?}");
    assert!(found["techniques"]["rows"][0]["managers_and_staff"]["knowledge"].is_null());
    assert!(found["definitions"]["calibration"].is_null());
    let roles = json(dir.path(), &["--by", "managers", "--board", "techniques"]);
    assert!(roles["techniques"]["rows"][0]["managers_and_staff"]["knowledge"]["difference"].is_f64());
    assert_eq!(roles["withheld"]["left_out"], Value::Array(Vec::new()));
    let alone = json(dir.path(), &["--board", "definitions"]);
    assert!(alone["definitions"]["calibration"].is_object());
    assert!(alone.get("techniques").is_none() && alone.get("awareness").is_none());
}

#[test]
fn in_the_room_nothing_is_withheld_and_it_says_so() {
    let dir = folder(40);
    let found = json(dir.path(), &["--inside"]);
    assert_eq!(found["for"], "the room, not for publication");
    assert!(found["withheld"].is_null());
    let mut all = Vec::new();
    cells(&found, &mut all);
    assert!(all.iter().any(|c| (1..5).contains(&n(c, "asked"))));
    assert!(found["techniques"]["rows"][0]["managers_and_staff"]["knowledge"]["staff"].is_object());
    assert!(!text(&run(dir.path(), &["--inside", "--json"]).stdout).contains("\"withheld\": true"));
    let tables = table(dir.path(), &["--inside"]);
    assert!(tables.contains("FOR THE ROOM, NOT FOR PUBLICATION"));
    assert!(!tables.contains("withheld"));
}

#[test]
fn a_higher_threshold_withholds_more_and_one_below_three_is_refused() {
    let dir = folder(300);
    let hidden = |threshold: &str| {
        let found = run(dir.path(), &["--json", "--board", "techniques", "--threshold", threshold]);
        text(&found.stdout).matches("\"withheld\": true").count()
    };
    let counts = ["3", "5", "20"].map(hidden);
    assert!(counts.is_sorted() && counts[0] < counts[2], "{counts:?}");
    for (words, told) in [
        (
            vec!["--threshold", "2"],
            "a threshold of 2 would let single people be read out of a table: take 3 or more",
        ),
        (vec!["--threshold", "0"], "take 3 or more"),
        (vec!["--threshold", "7", "--inside"], "cannot be used with"),
        (vec!["--board", "maps"], "techniques, awareness, definitions, training"),
        (vec!["--by", "colour"], "they can by function"),
        (vec!["--filter", "role:"], "the filter is not understood"),
    ] {
        let wrong = run(dir.path(), &words);
        assert_eq!(wrong.status.code(), Some(2), "{words:?}");
        assert!(text(&wrong.stderr).contains(told), "{}", text(&wrong.stderr));
        assert!(wrong.stdout.is_empty());
    }
}

#[test]
fn made_up_sessions_are_left_out_beside_real_ones_unless_they_are_asked_for() {
    let dir = folder(40);
    let only = json(dir.path(), &["--inside"]);
    assert_eq!((&only["synthetic"], n(&only, "sessions"), n(&only, "made_up")), (&Value::Bool(true), 40, 40));
    assert_eq!(codes(&only), ["made_up"]);
    assert!(table(dir.path(), &["--inside"]).starts_with("MADE-UP DATA: 40 of 40 sessions\n"));

    as_if_real(&files(dir.path())[..30]);
    let real = json(dir.path(), &["--inside"]);
    assert_eq!((&real["synthetic"], n(&real, "sessions"), n(&real, "made_up")), (&Value::Bool(false), 30, 0));
    assert_eq!(codes(&real), ["made_up_left_out"]);
    let told = text(&run(dir.path(), &["--inside", "--json"]).stderr);
    assert!(told.contains("10 sessions made up, left out"), "{told}");

    let both = json(dir.path(), &["--inside", "--with-made-up"]);
    assert_eq!(
        (&both["synthetic"], n(&both, "sessions"), n(&both, "made_up")),
        (&Value::Bool(false), 40, 10)
    );
    assert_eq!(codes(&both), ["made_up_mixed"]);
    assert!(
        table(dir.path(), &["--inside", "--with-made-up"]).starts_with("MADE-UP DATA: 10 of 40 sessions\n")
    );
}

#[test]
fn several_versions_and_codes_that_a_scale_does_not_have_are_warned_of() {
    let dir = folder(40);
    for file in &files(dir.path())[..10] {
        let text = fs::read_to_string(file).unwrap();
        if text.contains("\"annex\"") {
            change(file, |text| text.replacen("version: \"1.0.0\"", "version: \"0.9.0\"", 2));
        }
    }
    // The first rating of the knowledge of the first technique.
    let strange = |text: &str| {
        let row = text.find("\"Annex.E.1.a\": (")?;
        let cell = row + text[row..text[row..].find("\"iii\": (")? + row].find("\"ii\": (")?;
        let from = cell + text[cell..cell + 60].find("codes: [\"")? + "codes: [\"".len();
        let end = from + text[from..].find('"')?;
        Some(format!("{}superb{}", &text[..from], &text[end..]))
    };
    let mut changed = 0;
    for file in files(dir.path()) {
        let text = fs::read_to_string(&file).unwrap();
        if let Some(other) = strange(&text).filter(|_| changed < 2) {
            change(&file, |_| other.clone());
            changed += 1;
        }
    }
    assert_eq!(changed, 2);
    let found = json(dir.path(), &["--inside", "--board", "techniques", "--by", "all"]);
    assert_eq!(codes(&found), ["made_up", "versions", "strange_codes"]);
    let knowledge = &found["techniques"]["rows"][0]["all"]["knowledge"];
    assert_eq!(n(knowledge, "other_codes"), 2);
    assert_eq!(n(knowledge, "answered"), n(knowledge, "n") + 2, "answered, and no rating");
    let told = text(&run(dir.path(), &["--inside"]).stderr);
    assert!(told.contains("asked from several versions of annex: 0.9.0"), "{told}");
    assert!(told.contains("codes that this scale does not have"), "{told}");
}

#[test]
fn sessions_that_are_not_for_a_public_report_do_not_leave_the_room() {
    let dir = folder(40);
    let inside = json(dir.path(), &["--inside"]);
    let outside = json(dir.path(), &[]);
    let restricted = json(dir.path(), &["--inside", "--filter", "is:restricted"]);
    let closed = n(&restricted, "sessions");
    assert!(closed > 0);
    assert_eq!(n(&inside, "sessions"), 40);
    assert_eq!(n(&outside, "sessions"), 40 - closed);
    assert!(codes(&outside).contains(&"not_public"));
    assert!(!codes(&inside).contains(&"not_public"));
}

#[test]
fn without_sessions_it_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("data/sessions")).unwrap();
    assert!(table(dir.path(), &[]).starts_with("there is no session in this folder"));
    let found = json(dir.path(), &[]);
    assert_eq!(n(&found, "sessions"), 0);
    assert_eq!(n(&found["techniques"]["rows"][0]["all"]["knowledge"], "n"), 0);
    assert_eq!(found["withheld"]["cells"], Value::Array(Vec::new()));

    let dir = folder(5);
    assert!(table(dir.path(), &["--filter", "zzzz"]).starts_with("none of the 5 sessions fits zzzz"));
    let nowhere = Command::new(BINARY).args(["--data", "nowhere-at-all", "gaps"]).output().unwrap();
    assert_eq!(nowhere.status.code(), Some(1), "{}", text(&nowhere.stderr));
}

#[test]
fn of_one_session_everything_is_withheld_outside_and_its_ratings_stand_there_inside() {
    let dir = folder(1);
    let found = json(dir.path(), &[]);
    let mut all = Vec::new();
    cells(&found, &mut all);
    assert!(all.iter().all(|c| n(c, "asked") == 0), "something of one person is told");
    assert_eq!(
        found["techniques"]["train_first"].as_array().unwrap().iter().filter(|l| n(l, "n") > 0).count(),
        0
    );
    let inside = json(dir.path(), &["--inside"]);
    let alpha = &inside["techniques"]["agreement"]["knowledge"]["sessions"];
    assert!(alpha["alpha"].is_null() && alpha["undefined"].is_string(), "{alpha}");
    assert!(table(dir.path(), &["--inside"]).contains("n 1"));
}

#[test]
fn names_from_sessions_do_not_drive_the_terminal() {
    let dir = folder(40);
    for file in files(dir.path()) {
        let text = fs::read_to_string(&file).unwrap();
        let Some(at) = text.find("unit: \"") else { continue };
        let end = at + 7 + text[at + 7..].find('"').unwrap();
        let other = format!("{}unit: \"\\u{{1b}}[31mOffice\\nof \\u{{202e}}all{}", &text[..at], &text[end..]);
        change(&file, |_| other.clone());
    }
    let tables = table(dir.path(), &["--by", "unit", "--inside"]);
    assert!(tables.contains("Office"));
    assert!(!tables.contains('\u{1b}') && !tables.contains('\u{202e}'));
}

#[test]
fn a_cause_that_the_trainer_overruled_leads_the_list() {
    use vivavoce::analysis::marks::{Annotations, Cause, Coder, Edit, Gap, Stamp, write};
    use vivavoce::bank::Ref;
    let dir = folder(40);
    let before = json(dir.path(), &["--inside", "--board", "techniques"]);
    let first = &before["techniques"]["train_first"][0];
    assert_eq!((first["cause"].as_str(), n(first, "rank")), (Some("training"), 1));
    let at = first["ref"].as_str().unwrap();
    let mut marks = Annotations::default();
    let stamp = Stamp { coder: Coder::new("TT").unwrap(), at: "2026-11-01T10:00:00Z".parse().unwrap() };
    let edit = Edit::Overrule(Gap::of(Ref::new(at)), Cause::Law, "no court order to be had".to_owned());
    marks.apply(edit, &stamp).unwrap();
    fs::write(dir.path().join("data/annotations.ron"), write(&marks).unwrap()).unwrap();
    let after = json(dir.path(), &["--inside", "--board", "techniques"]);
    let list = after["techniques"]["train_first"].as_array().unwrap();
    let line = list.iter().find(|l| l["ref"] == at).unwrap();
    assert_eq!(
        (line["cause"].as_str(), line["said_by_the_trainer"].as_str()),
        (Some("law"), Some("no court order to be had"))
    );
    assert_eq!(line["suggests"]["cause"], "training");
    assert!(
        table(dir.path(), &["--inside", "--board", "techniques"])
            .contains("the trainer: no court order to be had")
    );
}
