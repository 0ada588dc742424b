//! `vivavoce bank wording`, and overlays in the rest of `vivavoce bank`, as a script sees them.

#![expect(clippy::unwrap_used, reason = "clippy does not count the helpers of a test as tests")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tempfile::TempDir;
use vivavoce::bank::{BUILTIN, Bank, Form, Overlay, Source, lay_over, parse, read_sheet, texts};
use vivavoce::store::{find_bank, find_banks};

const GOOD: &str = include_str!("data/good.ron");
const LOCAL: &str = include_str!("data/well-local.ron");

struct Ran {
    out: String,
    err: String,
    status: u8,
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e} in {}{}", self.out, self.err))
    }

    fn ok(self) -> Self {
        assert_eq!((self.status, self.err.as_str()), (0, ""), "{}", self.out);
        self
    }
}

/// A data folder that has the village wells and these files.
struct Data(TempDir);

impl Data {
    fn new(files: &[(&str, &str)]) -> Self {
        let data = Self(tempfile::tempdir().unwrap());
        data.put("banks/well.ron", GOOD);
        for (name, text) in files {
            data.put(name, text);
        }
        data
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), text).unwrap();
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the program. `@name` is a file of the folder.
    fn run(&self, words: &str) -> Ran {
        let root = self.0.path().to_str().unwrap();
        let mut all = vec!["vivavoce".to_owned(), "--data".to_owned(), root.to_owned()];
        all.extend(words.split_whitespace().map(|word| match word.strip_prefix('@') {
            Some(name) => self.path(name).to_str().unwrap().to_owned(),
            None => word.to_owned(),
        }));
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = vivavoce::cli::run(all.into_iter().map(Into::into), &mut out, &mut err);
        let same = |status: &u8| format!("{:?}", ExitCode::from(*status)) == format!("{code:?}");
        let status = (0..=u8::MAX).find(same).unwrap();
        let plain = |bytes| String::from_utf8(bytes).unwrap().replace(&format!("{root}/"), "");
        Ran { out: plain(out), err: plain(err), status }
    }

    fn french(&self) -> Bank {
        find_banks(Some(self.0.path()), ["well"]).in_language("fr").banks.remove(0)
    }
}

fn ask(bank: &Bank, reference: &str) -> String {
    bank.items().find(|i| i.reference.as_str() == reference).unwrap().ask.clone()
}

#[test]
fn an_exported_sheet_has_every_text_and_room_for_other_words() {
    let data = Data::new(&[]);
    let ran = data.run("bank wording export WELL").ok();
    assert!(ran.out.starts_with("ref,source,text\r\nbank/title,Village wells,\r\n"), "{}", ran.out);
    let all = texts(&parse(GOOD).unwrap());
    let keys: Vec<String> = read_sheet(&ran.out).unwrap().into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, all.into_iter().map(|(key, _)| key).collect::<Vec<_>>());
    assert!(read_sheet(&ran.out).unwrap().iter().all(|(_, words)| words.is_empty()));

    // What there is in a language already fills the third column; --missing leaves it out.
    data.put("overlays/well.fr.csv", "ref,text\nWell.A.1,\"Quel puits, ici ?\"\n");
    let french = data.run("bank wording export well --language fr").ok();
    assert!(
        french.out.contains("\r\nWell.A.1,Is there a well that you look after?,\"Quel puits, ici ?\"\r\n")
    );
    let missing = data.run("bank wording export well --language fr --missing").ok();
    assert_eq!(missing.out.lines().count() + 1, french.out.lines().count());
    assert!(!missing.out.contains("\r\nWell.A.1,") && missing.out.contains("\r\nWell.A.1/title,"));
}

#[test]
fn exporting_and_importing_every_text_of_every_bank_changes_nothing() {
    let data = Data::new(&[]);
    let banks = BUILTIN.iter().map(|b| b.id).chain(["well"]);
    for id in banks {
        let bank = find_bank(Some(data.0.path()), id).unwrap();
        for format in ["csv", "ron"] {
            let name = format!("sheet-{id}.{format}");
            data.run(&format!("bank wording export {id} --format {format} --out @{name}")).ok();
            let sheet = data.text(&name);
            let form = if format == "csv" { Form::Csv } else { Form::Ron };
            let source = Source { form, text: &sheet };
            let mut overlay = Overlay::read(source, "x.fr").unwrap();
            assert_eq!(overlay.wording.len(), texts(&bank).len(), "{id}");
            // A translator who finds every word right as it is.
            overlay.wording = texts(&bank);
            let laid = lay_over(&bank, &Overlay { language: None, ..overlay }, source).unwrap();
            assert_eq!((laid.faults, laid.unknown, &laid.bank), (Vec::new(), Vec::new(), &bank), "{id}");
        }
        // The same by way of the command: the bank's own words as those of another language.
        let all = texts(&bank);
        let copied = all.iter().map(|(key, text)| (key.as_str(), "", text.as_str()));
        data.put("copied.csv", &vivavoce::bank::to_csv(copied));
        data.run(&format!("bank wording import @copied.csv --bank {id} --language qaa")).ok();
        let found = find_banks(Some(data.0.path()), [id]);
        let worded = found.in_language("qaa");
        assert_eq!((worded.problems, worded.fell_back), (Vec::new(), Vec::new()), "{id}");
        assert_eq!(Bank { language: bank.language.clone(), ..worded.banks[0].clone() }, bank, "{id}");
    }
    assert_eq!(data.run("bank check").ok().out, "12 banks, 12 overlays: no faults\n");
}

#[test]
fn an_imported_sheet_becomes_an_overlay_and_what_is_wrong_with_it_is_told() {
    let data = Data::new(&[(
        "sheet.csv",
        "\u{feff}ref;source;text\r\nWell.A.1;x;Quel puits ?\r\nWell.A.11;x;Quoi ?\r\nWell.A.2;x;En {pays}\r\nWell.B.1;x;\r\n",
    )]);
    let ran = data.run("bank wording import @sheet.csv --bank WELL --language fr");
    assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    let all = texts(&parse(GOOD).unwrap()).len();
    let head = format!(
        "sheet.csv:3:1: the bank has no text \"Well.A.11\"; did you mean \"Well.A.1\"?\n\
         sheet.csv:4:12: \"{{pays}}\" is never filled in; only {{country}} is\n\
         overlays/well.fr.ron: 1 of {all} texts of well in fr, without the 2 texts named above\n\
         {} texts fall back to the bank's own words:\n  bank/title\n",
        all - 1
    );
    assert!(ran.out.starts_with(&head), "{}", ran.out);
    assert!(
        ran.out.ends_with("see `vivavoce bank wording export well --language fr --missing`\n"),
        "{}",
        ran.out
    );
    assert_eq!(
        (ask(&data.french(), "Well.A.1"), data.run("bank check").status),
        ("Quel puits ?".to_owned(), 0)
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(data.path("overlays/well.fr.ron")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let report = data.run("bank wording import @sheet.csv --bank well --language sw --json").json();
    assert_eq!(
        (report["of"].as_u64(), report["path"].as_str()),
        (Some(all as u64), Some("overlays/well.sw.ron"))
    );
    assert_eq!(report["missing"].as_array().unwrap().len(), all - 1);
    assert_eq!(
        (report["problems"][0]["line"].as_u64(), report["problems"][0]["column"].as_u64()),
        (Some(3), Some(1))
    );
}

#[test]
fn words_that_are_there_are_replaced_or_kept_as_one_says() {
    let data = Data::new(&[
        ("one.csv", "ref,text\nWell.A.1,un\nWell.A.2,deux\n"),
        ("two.csv", "ref,text\nWell.A.2,zwei\nWell.A.3,drei\n"),
    ]);
    data.run("bank wording import @one.csv --bank well --language fr").ok();
    let refused = data.run("bank wording import @two.csv --bank well --language fr");
    assert_eq!((refused.status, refused.out.as_str()), (1, ""));
    assert_eq!(
        refused.err,
        "vivavoce: overlays/well.fr.ron exists already: --merge adds the words of the sheet to it, --force puts them in place of its own\n"
    );
    let words = || {
        let bank = data.french();
        ["Well.A.1", "Well.A.2", "Well.A.3"]
            .map(|r| ask(&bank, r).split(' ').next().unwrap_or_default().to_owned())
    };
    assert_eq!(words(), ["un", "deux", "And"]);
    data.run("bank wording import @two.csv --bank well --language fr --merge").ok();
    assert_eq!(words(), ["un", "zwei", "drei"]);
    data.run("bank wording import @two.csv --bank well --language fr --force").ok();
    assert_eq!(words(), ["Is", "zwei", "drei"]);
    // A broken one is replaced by force only, never added to.
    data.put("overlays/well.fr.ron", "(format: 1,");
    let refused = data.run("bank wording import @one.csv --bank well --language fr --merge");
    assert!(
        refused.status == 1 && refused.err.starts_with("vivavoce: overlays/well.fr.ron:1:"),
        "{}",
        refused.err
    );
    data.run("bank wording import @one.csv --bank well --language fr --force").ok();
    assert_eq!(words(), ["un", "deux", "And"]);
}

#[test]
fn published_wording_in_the_banks_own_language_always_applies() {
    let data = Data::new(&[("overlays/well.en.ron", LOCAL)]);
    // The items that the overlay adds stay when its words are replaced.
    data.put("sheet.csv", "ref,text\nWell.A.1,Which wells are yours?\nWell.A.4,Whom do you call?\n");
    data.run("bank wording import @sheet.csv --bank well --language en --force").ok();
    let bank = find_bank(Some(data.0.path()), "well").unwrap();
    assert_eq!(
        (ask(&bank, "Well.A.1"), ask(&bank, "Well.A.4")),
        ("Which wells are yours?".to_owned(), "Whom do you call?".to_owned())
    );
    assert_eq!(
        Overlay::read(Source { form: Form::Ron, text: &data.text("overlays/well.en.ron") }, "x")
            .unwrap()
            .title,
        "Wells of our district"
    );
    // The sheet shows the bank's own words beside those of the adaptation.
    let sheet = data.run("bank wording export well --language en").ok().out;
    assert!(
        sheet.contains("\r\nWell.A.1,Is there a well that you look after?,Which wells are yours?\r\n"),
        "{sheet}"
    );
    assert!(sheet.contains("\r\nWell.A.2,What was repaired last?,\r\n"));
    assert!(sheet.contains("\r\nWell.A.1x,\"Which other well, if any, do you look after?\",\r\n"), "{sheet}");
    assert!(!sheet.contains("Well.C.5"), "what is retired needs no words");
}

#[test]
fn a_file_is_never_written_over_without_force() {
    let data = Data::new(&[("sheet.csv", "mine")]);
    let ran = data.run("bank wording export well --out @sheet.csv");
    assert_eq!(
        (ran.status, ran.err.as_str()),
        (1, "vivavoce: sheet.csv exists already; --force replaces it\n")
    );
    assert_eq!(data.text("sheet.csv"), "mine");
    data.run("bank wording export well --out @sheet.csv --force").ok();
    assert!(
        data.text("sheet.csv").starts_with("\u{feff}ref,source,text\r\n"),
        "with the mark that spreadsheets need"
    );
    let ran = data.run("bank wording export well --out @banks --force");
    assert_eq!(ran.err, "vivavoce: banks is not a plain file, so it is not replaced\n");
}

#[test]
fn a_cell_that_could_be_a_formula_is_none_and_comes_back_as_it_was() {
    let words = "=HYPERLINK(\"http://x\")";
    let data = Data::new(&[(
        "overlays/well.fr.ron",
        &format!(
            "(format: 1, id: \"x\", bank: \"well\", language: \"fr\", wording: {{\"Well.A.1\": {words:?}, \"Well.A.2\": \"'-1\"}})"
        ),
    )]);
    data.run("bank wording export well --language fr --out @sheet.csv").ok();
    let sheet = data.text("sheet.csv");
    assert!(
        sheet.contains(",\"'=HYPERLINK(\"\"http://x\"\")\"\r\n") && sheet.contains(",''-1\r\n"),
        "{sheet}"
    );
    data.run("bank wording import @sheet.csv --bank well --language fr --force").ok();
    assert_eq!(
        (ask(&data.french(), "Well.A.1"), ask(&data.french(), "Well.A.2")),
        (words.to_owned(), "'-1".to_owned())
    );
}

#[test]
fn every_script_goes_out_comes_in_and_is_shown() {
    for (tag, words) in [
        ("ar", "أي بئر تعتنون بها، إن وُجدت، في {country}؟ \u{200f}(1)"),
        ("zh", "您在照看哪口井，如果有的话？"),
        ("hi", "आप किस कुएँ की देखभाल करते हैं?"),
        ("vi", "Bạn trông nom giếng nào? e\u{302}\u{301}"),
    ] {
        let data = Data::new(&[("sheet.csv", &format!("ref,text\nWell.A.1,\"{words}\"\n"))]);
        data.run(&format!("bank wording import @sheet.csv --bank well --language {tag}")).ok();
        let sheet = data.run(&format!("bank wording export well --language {tag}")).ok().out;
        let line = read_sheet(&sheet).unwrap().into_iter().find(|(key, _)| key == "Well.A.1").unwrap();
        assert_eq!(line.1, words);
        let shown = data.run(&format!("bank show well --language {tag}")).ok().out;
        let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(words) && shown.contains(&format!("version 1.2.0, {tag}")), "{shown}");
        assert!(shown.contains("What was repaired last?"), "the rest falls back");
        let json = data.run(&format!("bank show well --language {tag} --json")).ok().json();
        let item =
            json["entries"].as_array().unwrap().iter().find(|e| e["ref"] == "Well.A.1").unwrap().clone();
        assert_eq!((item["ask"].as_str(), json["language"].as_str()), (Some(words), Some(tag)));
    }
}

#[test]
fn what_could_drive_a_terminal_never_reaches_one() {
    let evil = "(format: 1, id: \"x\u{1b}[2J\", bank: \"well\", title: \"\\u{1b}]0;x\", language: \"fr\", wording: {\"Well.A.1\": \"a\\u{1b}[2Jb\\u{202e}\", \"x\\u{1b}\": \"c\"})";
    let data = Data::new(&[("overlays/evil.ron", evil)]);
    for words in [
        "bank show well --language fr",
        "bank show well --language fr --json",
        "bank wording list",
        "bank wording list --json",
        "bank check",
        "bank check --json",
        "bank wording export well --language fr --format ron",
    ] {
        let ran = data.run(words);
        assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{words}: {}", ran.out);
    }
    let ran = data.run("bank wording export well --language fr");
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("--out"), "{}", ran.err);
    data.run("bank wording export well --language fr --out @sheet.csv").ok();
    assert!(data.text("sheet.csv").contains("a\u{1b}[2Jb\u{202e}"), "into a file it goes letter by letter");
}

#[test]
fn check_names_faults_of_overlays_too() {
    let data = Data::new(&[
        ("overlays/a.ron", "(format: 1,\n id: \"a\",\n wrding: {})"),
        ("overlays/b.ron", "(format: 1, id: \"b\", bank: \"wells\")"),
        ("overlays/well.fr.csv", "ref,text\nWell.A.1,Quoi ?\nWell.A,Puits\n"),
        ("overlays/fr.csv", "ref,text\nII.D.1,Quoi ?\nII.Z.1,Quoi ?\n"),
        ("overlays/well-local.ron", LOCAL),
    ]);
    let ran = data.run("bank check");
    assert_eq!(ran.status, 1);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].starts_with("overlays/a.ron:3:2: Unexpected field named `wrding`"), "{}", ran.out);
    assert!(
        lines[1].starts_with("overlays/b.ron:1:28: no bank \"wells\" (known: annex, II, "),
        "{}",
        ran.out
    );
    assert!(lines[1].ends_with("; did you mean \"well\"?"), "{}", ran.out);
    assert!(lines[2].starts_with("overlays/fr.csv:3:1: the bank has no text \"II.Z.1\""), "{}", ran.out);
    assert_eq!(
        lines[3..],
        [
            "overlays/well.fr.csv:3:1: the bank has no text \"Well.A\"; did you mean \"Well.A/title\"?",
            "12 banks, 5 overlays: 4 faults"
        ]
    );
    let json = data.run("bank check --json").json();
    let kinds: Vec<&str> =
        json["files"].as_array().unwrap().iter().map(|f| f["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "overlay").count(), 5);

    // One file by its path: in the data folder, or with the bank that it is for.
    let ran = data.run("bank check @overlays/well-local.ron").ok();
    assert_eq!(ran.out, "1 overlay: no faults\n");
    data.put("elsewhere/own.ron", &GOOD.replace("id: \"well\"", "id: \"own\""));
    data.put("elsewhere/own.sw.csv", "ref,text\nWell.A.1,Nini?\nWell.A.12,Nini?\n");
    let ran = data.run("bank check @elsewhere/own.ron @elsewhere/own.sw.csv");
    assert_eq!(
        ran.out,
        "elsewhere/own.sw.csv:3:1: the bank has no text \"Well.A.12\"; did you mean \"Well.A.1\"?\n\
         1 bank, 1 overlay: 1 fault\n"
    );
    let ran = data.run("bank check @elsewhere/own.sw.csv");
    assert!(
        ran.status == 1 && ran.out.starts_with("elsewhere/own.sw.csv:1:1: no bank \"own\""),
        "{}",
        ran.out
    );
}

#[test]
fn list_says_what_each_overlay_is_and_covers() {
    let data = Data::new(&[
        ("overlays/fr.csv", "ref,text\nWell.A.1,Quoi ?\nII.D.1,Quoi ?\nrole/function/judge,Juge\n"),
        ("overlays/well-local.ron", LOCAL),
        ("overlays/x.ron", "(format: 1"),
    ]);
    let ran = data.run("bank wording list").ok();
    let all = texts(&find_bank(Some(data.0.path()), "well").unwrap()).len();
    let french = ran.out.split("overlays/well-local.ron").next().unwrap();
    assert!(french.starts_with("overlays/fr.csv\n    fr, translation\n"), "{}", ran.out);
    assert!(french.contains("    annex: 1 of ") && french.contains("    II: 2 of "), "{}", ran.out);
    assert!(french.contains(&format!("    well: 1 of {all} texts\n")), "{}", ran.out);
    assert!(ran.out.contains("    Wells of our district, en, adaptation, version 0.3.0\n"), "{}", ran.out);
    assert!(ran.out.ends_with("overlays/x.ron\n    1 fault: see `vivavoce bank check`\n"), "{}", ran.out);
    let json = data.run("bank wording list --json").ok().json();
    let local = &json["overlays"][1];
    assert_eq!((local["id"].as_str(), local["kind"].as_str()), (Some("well-local"), Some("adaptation")));
    assert_eq!(
        (local["covers"][0]["bank"].as_str(), local["covers"][0]["texts"].as_u64()),
        (Some("well"), Some(6))
    );
    assert_eq!(json["overlays"][2]["problems"][0]["line"], 1);
    let none = Data::new(&[]).run("bank wording list").ok();
    assert!(none.out.starts_with("no overlays"), "{}", none.out);
}

#[test]
fn show_in_a_language_that_there_is_not_names_those_that_there_are() {
    let data = Data::new(&[
        ("overlays/well.fr.csv", "ref,text\nWell.A.1,Quoi ?\n"),
        ("overlays/well.de.csv", "ref\n"),
    ]);
    let ran = data.run("bank show well --language de");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert_eq!(
        ran.err,
        "vivavoce: well has no words in \"de\"; it has them in: en, fr (1 fault keeps files from being used: see `vivavoce bank check`)\n"
    );
    assert_eq!(data.run("bank show well --language en").ok().out, data.run("bank show well").ok().out);
    assert!(data.run("bank show wel --language fr").err.starts_with("vivavoce: no bank \"wel\"; there are:"));
}

#[test]
fn words_that_are_not_understood_end_with_status_2() {
    let data = Data::new(&[("sheet.csv", "ref,text\n"), ("broken.csv", "ref,text\nWell.A.1,\"x\n")]);
    for words in [
        "bank wording",
        "bank wording export",
        "bank wording export wel",
        "bank wording export well --language french!",
        "bank wording export well --format xlsx",
        "bank wording export well --force",
        "bank wording import @sheet.csv",
        "bank wording import @sheet.csv --bank well",
        "bank wording import @sheet.csv --bank wel --language fr",
        "bank wording import @sheet.csv --bank well --language fr --force --merge",
    ] {
        let ran = data.run(words);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{words}: {}", ran.err);
        assert!(!ran.err.is_empty());
    }
    for (words, message) in [
        ("bank wording import @none.csv --bank well --language fr", "vivavoce: none.csv: cannot be read: "),
        (
            "bank wording import @broken.csv --bank well --language fr",
            "vivavoce: broken.csv:2:10: the quote that opens",
        ),
    ] {
        let ran = data.run(words);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{words}");
        assert!(ran.err.starts_with(message), "{}", ran.err);
        assert!(!data.path("overlays").exists(), "nothing was written");
    }
    // A bank whose id would lead out of the folder.
    data.put("banks/out.ron", &GOOD.replace("id: \"well\"", "id: \"../out\""));
    let ran = data.run("bank wording import @sheet.csv --bank ../out --language fr");
    assert!(ran.status == 1 && ran.err.contains("cannot be the name of a file"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_pipe_or_an_endless_file_among_the_overlays_stops_nothing() {
    let data = Data::new(&[("overlays/well.fr.csv", "ref,text\nWell.A.1,Quoi ?\n")]);
    let made = std::process::Command::new("mkfifo").arg(data.path("overlays/a.ron")).status();
    std::os::unix::fs::symlink("/dev/zero", data.path("overlays/b.csv")).unwrap();
    std::os::unix::fs::symlink("nowhere", data.path("overlays/c.csv")).unwrap();
    assert!(made.is_ok());
    let big = std::fs::File::create(data.path("overlays/d.csv")).unwrap();
    big.set_len(1 << 30).unwrap();
    assert_eq!(ask(&data.french(), "Well.A.1"), "Quoi ?");
    let ran = data.run("bank check");
    assert_eq!(
        ran.out,
        "overlays/d.csv: is larger than a bank or overlay can be (8388608 bytes)\n\
         12 banks, 2 overlays: 0 faults, 1 file not readable\n"
    );
}

#[test]
fn the_example_for_authors_is_an_overlay_of_the_example_bank() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/banks.md")).unwrap();
    let blocks = |kind: &str| -> Vec<String> {
        let fence = format!("```{kind}\n");
        let starts = page.split(&fence).skip(1);
        starts.map(|rest| rest.split("\n```").next().unwrap().to_owned()).collect()
    };
    let (ron, csv) = (blocks("ron"), blocks("csv"));
    let data = Data::new(&[
        ("banks/desk.ron", &ron[0]),
        ("overlays/importance.ron", &ron[1]),
        ("overlays/desk-local.ron", &ron[2]),
        ("overlays/desk.fr.csv", &csv[0]),
    ]);
    assert_eq!(
        ron[1],
        include_str!("data/importance.ron").trim_end(),
        "the page shows the file of the tests"
    );
    assert_eq!(data.run("bank check").ok().out, "13 banks, 3 overlays: no faults\n");
    let found = find_banks(Some(data.0.path()), ["desk"]);
    assert_eq!(
        (found.problems.len(), found.languages.as_slice()),
        (0, &["en".to_owned(), "fr".to_owned()][..])
    );
    let references: Vec<String> = found.banks[0].items().map(|i| i.reference.to_string()).collect();
    assert!(references.contains(&"Desk.A.4".to_owned()) && !references.contains(&"Desk.A.3.b".to_owned()));
    let french = found.in_language("fr");
    assert_eq!(french.problems, []);
    assert!(ask(&french.banks[0], "Desk.A.1").starts_with("Votre bureau"));
}
