//! `vivavoce bank` as a script sees it: what it prints, and with which status it ends.

#![expect(clippy::unwrap_used, reason = "clippy does not count the helpers of a test as tests")]

use serde_json::Value;
use std::collections::HashSet;
use std::path::Path;
use std::process::ExitCode;

struct Ran {
    out: String,
    err: String,
    status: u8,
}

fn run(words: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let words = std::iter::once("vivavoce").chain(words.iter().copied()).map(Into::into);
    let code = vivavoce::cli::run(words, &mut out, &mut err);
    // An exit code cannot be compared; what it looks like can.
    let same = |status: &u8| format!("{:?}", ExitCode::from(*status)) == format!("{code:?}");
    let status = (0..=u8::MAX).find(same).unwrap();
    Ran { out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap(), status }
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e} in {}{}", ran.out, ran.err))
}

/// A data folder with these files in `banks/`.
fn data(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("banks")).unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join("banks").join(name), text).unwrap();
    }
    folder
}

fn with<'a>(folder: &'a tempfile::TempDir, words: &[&'a str]) -> Ran {
    let data = ["--data", folder.path().to_str().unwrap()];
    run(&[&data, words].concat())
}

const GOOD: &str = include_str!("data/good.ron");
const MANY: &str = "tests/data/many.ron";

#[test]
fn list_names_built_in_banks_and_files() {
    // An empty data folder: what stands in the folder the tests run in must not matter.
    let empty = tempfile::tempdir().unwrap();
    let plain = with(&empty, &["bank", "list"]);
    assert_eq!((plain.status, plain.err.as_str()), (0, ""));
    assert!(plain.out.contains("annex") && plain.out.contains("built in"), "{}", plain.out);

    let folder = data(&[("well.ron", GOOD), ("broken.ron", "(format: 1, oops"), ("notes.txt", "no bank")]);
    let ran = with(&folder, &["bank", "list", "--json"]);
    assert_eq!(ran.status, 0);
    let banks = json(&ran)["banks"].as_array().unwrap().clone();
    let well = banks.iter().find(|b| b["id"] == "well").unwrap();
    assert_eq!((well["items"].as_u64(), well["origin"].as_str()), (Some(15), Some("file")));
    assert_eq!((well["version"].as_str(), well["language"].as_str()), (Some("1.2.0"), Some("en")));
    let broken = banks.iter().find(|b| b["error"].is_string()).unwrap();
    assert!(broken["path"].as_str().unwrap().ends_with("broken.ron"));
    assert!(broken["error"].as_str().unwrap().starts_with("line 1"), "{broken}");
    assert!(!ran.out.contains("notes.txt"));
}

#[test]
fn show_finds_ids_in_any_case_and_names_the_valid_ones() {
    let folder = data(&[("well.ron", GOOD)]);
    for id in ["well", "WELL"] {
        assert_eq!(with(&folder, &["bank", "show", id]).status, 0);
    }
    let ran = with(&folder, &["bank", "show", "wel"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert_eq!(
        ran.err,
        "vivavoce: no bank \"wel\"; there are: annex, II, III, IV, V, VI, VII, VIII, IX, X, XI, well; did you mean well?\n"
    );
}

#[test]
fn show_is_complete_and_fits_the_page() {
    let folder = data(&[("well.ron", GOOD)]);
    let ran = with(&folder, &["bank", "show", "well"]);
    assert!(ran.out.lines().all(|l| l.chars().count() <= 100), "{}", ran.out);
    // Every string that a person wrote is there, whatever the wrapping.
    let flat = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "Well.A.1 Own well",
        "For Engineer, Head: Do your people look after wells?",
        "For National: Does your office",
        "Probe: Who did so before?",
        "Guidance: Over twenty metres.",
        "Answer: yesno: 1 Yes · 2 No",
        "water (several): 1 Nothing (alone) · 2 Drinking · 3 Fields · 4 Drinking and fields",
        "By whom: y by you · s by someone else",
        "Suggested if Well.B.1, column use is Drinking",
        "Suggested for Keeper",
        "See Well.A.3.a, Well.B.1.deep.use, Well.R.1",
        "Evidence: Could I see it?",
        "Why (Well.A.rationale) Water decides",
        "a grid; rows can be added",
        "A Keeper's Handbook chapter 2",
        "After the visit (Well.after) Put the lid back.",
        "Shares Well.C.1 Plan of shares",
        "Ask: How is water shared out on a usual day?",
        "Ask: How well does it work?",
        "homes Homes served a number homes per year",
        "Answer: figures, a row for each season",
        "row charter Water charter (a declaration)",
        "Answer: a record for each agreement",
        "Well.C.5.a Counters",
    ] {
        assert!(flat.contains(said), "`{said}` in\n{}", ran.out);
    }
}

#[test]
fn show_json_has_every_reference_once_and_in_order() {
    let folder = data(&[("well.ron", GOOD)]);
    let bank = json(&with(&folder, &["bank", "show", "well", "--json"]));
    assert_eq!(bank["id"], "well");
    let entries = bank["entries"].as_array().unwrap();
    let listed: Vec<String> = entries
        .iter()
        .map(|e| format!("{} {}", e["type"].as_str().unwrap(), e["ref"].as_str().unwrap()))
        .collect();
    let expected = "prose Well.intro|prose Well.after|section Well.A|prose Well.A.rationale|item Well.A.1|item Well.A.2|item Well.A.3|\
        part Well.A.3.a|part Well.A.3.b|section Well.B|item Well.B.1|row Well.B.1.deep|cell Well.B.1.deep.use|\
        cell Well.B.1.deep.state|row Well.B.1.open|cell Well.B.1.open.use|cell Well.B.1.open.state|item Well.B.2|\
        cell Well.B.2.dig|cell Well.B.2.dig.team|cell Well.B.2.line|cell Well.B.2.line.team|item Well.B.3|\
        section Well.C|item Well.C.1|part Well.C.1.a|item Well.C.2|item Well.C.3|item Well.C.4|item Well.C.5|\
        part Well.C.5.a|resource Well.R.1|resource Well.R.2";
    assert_eq!(listed.join("|"), expected);
    let unique: HashSet<&str> = entries.iter().map(|e| e["ref"].as_str().unwrap()).collect();
    assert_eq!(unique.len(), entries.len());

    let find = |r: &str| entries.iter().find(|e| e["ref"] == r).unwrap();
    let own = find("Well.B.2.dig");
    assert_eq!((own["row"].as_str(), own["column"].as_str()), (Some("Digging"), Some("self")));
    assert_eq!(own["parent"], "Well.B.2");
    assert_eq!(own["options"][0]["digit"], 1);
    assert_eq!(own["options"][0]["score"], 3);
    assert_eq!(find("Well.B.2.dig.team")["parent"], "Well.B.2.dig");
    assert_eq!(find("Well.A.3.b")["kind"], "choices");
    assert_eq!(find("Well.A.3.b")["parent"], "Well.A.3");
    assert_eq!(find("Well.B.3")["open"], true);
    assert_eq!(find("Well.B.3")["columns"][0]["scale"], "grade", "also where no row is there to show it");
    let text = find("Well.A.2");
    assert_eq!(text["relevant_if"][1]["column"], "use");
    for absent in ["probes", "guidance", "scale", "options", "see", "label", "pinpoint"] {
        assert!(text.get(absent).is_none(), "{absent} is empty and is left out");
    }
}

#[test]
fn check_names_every_fault_of_a_file() {
    let ran = run(&["bank", "check", MANY]);
    assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    let expected = [
        "6:12: the bank's `title` is blank",
        "10:77: option code \"a\" is used twice; the first stands at line 10, column 52",
        "10:89: the option's label is blank",
        "15:50: \"{name}\" is never filled in; only {country} is",
        "15:88: unknown scale \"too\" (known: two); did you mean \"two\"?",
        "16:19: reference \"Many.A.1\" is used twice; the first stands at line 15, column 19",
        "16:50: the spoken wording (`ask`) is blank",
        "16:60: \"Many.A.1\" is a stem without parts, so it cannot be answered",
        "16:72: `see` points to \"Many.A.9\", which does not exist; did you mean \"Many.A.1\"?",
        "17:19: item \"Many.B.3\" is not below \"Many.A\"",
        "18:46: unknown function code \"keepr\" (known: keeper); did you mean \"keeper\"?",
        "19:38: a gate points to \"Many.A.7\", which does not exist; did you mean \"Many.A.1\"?",
        "21:44: section \"Many.C\" has no items",
    ];
    let lines: Vec<&str> = ran.out.lines().collect();
    let expected: Vec<String> = expected.iter().map(|l| format!("{MANY}:{l}")).collect();
    assert_eq!(lines[..lines.len() - 1], expected);
    assert_eq!(lines.last(), Some(&"1 bank: 13 faults"));
}

#[test]
fn check_goes_on_after_an_unreadable_file() {
    let folder = data(&[("latin.ron", "")]);
    let latin = folder.path().join("banks/latin.ron");
    std::fs::write(&latin, b"(format: 1,\n id: \"caf\xe9\")").unwrap();
    let latin = latin.to_str().unwrap();
    let ran = run(&["bank", "check", "tests/data/no-such.ron", latin, "tests/data/good.ron"]);
    assert_eq!(ran.status, 1);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].starts_with("tests/data/no-such.ron: cannot be read: "), "{}", ran.out);
    assert_eq!(lines[1], format!("{latin}: is not UTF-8 text (line 2)"));
    assert_eq!(lines[2], "3 banks: 0 faults, 2 files not readable");

    let ran = run(&["bank", "check", "tests/data/good.ron"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "1 bank: no faults\n"));
}

#[test]
fn check_says_when_ids_collide() {
    let annex = GOOD.replace("id: \"well\"", "id: \"Annex\"");
    let folder =
        data(&[("a.ron", GOOD), ("b.ron", &GOOD.replace("\"well\"", "\"Well\"")), ("c.ron", &annex)]);
    let ran = with(&folder, &["bank", "check", "--json"]);
    assert_eq!(ran.status, 1);
    let report = json(&ran);
    assert_eq!(report["clean"], false);
    let file = |name: &str| {
        let files = report["files"].as_array().unwrap();
        files.iter().find(|f| f["path"].as_str().unwrap().ends_with(name)).unwrap().clone()
    };
    assert_eq!(file("a.ron")["clean"], true);
    let fault = &file("b.ron")["faults"][0];
    assert_eq!((fault["line"].as_u64(), fault["column"].as_u64()), (Some(4), Some(9)));
    assert!(fault["message"].as_str().unwrap().starts_with("the id \"Well\" is already that of "), "{fault}");
    // A file may take the place of a built-in bank: no fault, but said.
    assert_eq!(file("c.ron")["clean"], true);
    assert!(file("c.ron")["notes"][0].as_str().unwrap().contains("built-in bank \"annex\""));
    assert!(with(&folder, &["bank", "show", "annex"]).out.contains("Village wells"));
}

#[test]
fn words_that_are_not_understood_end_with_status_2() {
    for words in [&["bank"][..], &["bank", "show"], &["bank", "frobnicate"]] {
        let ran = run(words);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{words:?}");
        assert!(!ran.err.is_empty());
    }
}

#[test]
fn the_example_for_authors_is_a_clean_bank() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/banks.md")).unwrap();
    let (_, rest) = page.split_once("```ron\n").expect("an example");
    let (example, _) = rest.split_once("\n```").expect("its end");
    let folder = data(&[("example.ron", example)]);
    let path = folder.path().join("banks/example.ron");
    let ran = run(&["bank", "check", path.to_str().unwrap()]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "1 bank: no faults\n"));
}
