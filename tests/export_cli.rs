//! `vivavoce export` as a person or a script meets it: what the tables say, what consent keeps in, what is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use vivavoce::export::{Book, Exporter, Format, Options, Policy, Scheme, Target};

const ID: &str = "2026-11-24-0930-R07-1f3a";

struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    fn ok(self) -> Self {
        assert_eq!(self.status, 0, "{}{}", self.out, self.err);
        self
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// A data folder, and a place for exports beside it.
struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap() };
        fs::create_dir_all(desk.data().join("sessions")).unwrap();
        desk
    }

    /// With the one session that has every kind of answer.
    fn full() -> Self {
        let desk = Self::new();
        desk.keep(ID, EVERY_KIND);
        desk
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a session as the program would, digest and all; what is not given is as in an ordinary one.
    fn keep(&self, id: &str, fields: &str) {
        let (session, _) = vivavoce::session::read(ron(id, fields).as_bytes()).unwrap();
        let path = self.data().join("sessions").join(format!("{id}.ron"));
        fs::write(path, vivavoce::session::write(&session).unwrap()).unwrap();
    }

    fn export(&self, words: &[&str]) -> Ran {
        let ran = Command::new(env!("CARGO_BIN_EXE_vivavoce"))
            .arg("--data")
            .arg(self.data())
            .arg("export")
            .args(words)
            .current_dir(self.dir.path())
            .output()
            .unwrap();
        Ran {
            status: ran.status.code().unwrap(),
            out: String::from_utf8(ran.stdout).unwrap(),
            err: String::from_utf8(ran.stderr).unwrap(),
        }
    }

    fn csv(&self, words: &[&str]) -> Ran {
        self.export(&[&["csv", "--into", "out"], words].concat())
    }

    fn rows(&self, table: &str) -> Vec<BTreeMap<String, String>> {
        read(&self.at("out").join(format!("{table}.csv")))
    }
}

fn ron(id: &str, fields: &str) -> String {
    let or = |name: &str, usual: &str| {
        if fields.contains(name) { String::new() } else { format!("{name} {usual},\n") }
    };
    format!(
        "(format: 1, id: {id:?}, revision: 5, started: \"2026-11-24T08:30:00Z\", utc_offset_minutes: 60,\n{}{}{}{fields})",
        or("banks:", "[(id: \"annex\", version: \"1.0.0\")]"),
        or("participants:", "[(code: \"R07\", function: \"investigator\", unit: \"Unit one\")]"),
        or("consent:", "(interview: true, notes: true, quotes: true)"),
    )
}

fn read(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Text, choice, grid, finding with figures, count, adherence, register; a note, evidence, a jot.
const EVERY_KIND: &str = r#"
banks: [(id: "annex", version: "1.0.0"), (id: "II", version: "1.0.0"), (id: "III", version: "1.0.0"), (id: "V", version: "1.0.0")],
participants: [
  (code: "R07", function: "investigator", rank: "mid_manager", level: "regional", institution: "State police", unit: "Unit one"),
  (code: "R08", function: "prosecutor"),
],
meeting: joint,
answers: {
  "Annex.C.6": (account: "the law of 2019", speaker: Some("R08")),
  "Annex.C.1": (codes: ["origin", "transit"], account: "two river towns", follow_up: true),
  "Annex.G.1": (nonresponse: Some(not_asked), note: "no time left"),
  "Annex.E.1.k": (cells: {"i": (codes: ["general", "trafficking"], by: ["self", "known"]), "ii": (codes: ["good"]), "iii": (nonresponse: Some(dont_know))}),
  "Annex.E.1.c": (nonresponse: Some(refused)),
  "Annex.F.1.a": (cells: {"self": (codes: ["weak"])}),
  "Annex.B.7.x": (label: "forced begging"),
  "II.D.1.1": (cells: {"state": (codes: ["signed", "ratified"]), "date": (text: "2003")}),
  "II.D.11": (cells: {"paper": (codes: ["yes"]), "minimum_age": (text: "15"), "minimum_age_for": (text: "2025")}),
  "III.C.1.r1": (label: "2025", cells: {"investigations": (text: "1,200"), "prosecutions": (text: "about 12"), "convictions": (nonresponse: Some(dont_know))}),
  "V.D.6.r1": (label: "Memorandum", cells: {"partners": (text: "Ministry, two NGOs"), "form": (codes: ["memorandum"])},
     evidence: [(what: "its text", kind: Some(document), state: copy_held, reliability: 'B', credibility: 2)]),
},
jots: [(at: "2026-11-24T08:40:00Z", during: Some("Annex.C.1"), text: "ask for the report")],
"#;

fn of<'r>(
    rows: &'r [BTreeMap<String, String>],
    reference: &str,
    column: &str,
) -> Vec<&'r BTreeMap<String, String>> {
    rows.iter().filter(|r| r["ref"] == reference && r["column"] == column).collect()
}

fn pick<'r>(row: &'r BTreeMap<String, String>, names: &[&str]) -> Vec<&'r str> {
    names.iter().map(|name| row[*name].as_str()).collect()
}

#[test]
fn every_kind_of_answer_has_its_rows_and_no_others() {
    let desk = Desk::full();
    desk.csv(&[]).ok();
    let rows = desk.rows("answers");
    // Codes 2, 2, 1, 1, 2, 1, 1; typed 1, 2, 2, 1; reasons 1, 1, 1, 1; account alone 1; a name alone 1.
    assert_eq!(rows.len(), 10 + 6 + 4 + 1 + 1);
    let what = ["status", "code", "label", "score", "number", "text", "n_codes", "subject", "kind"];
    let one = |reference: &str, column: &str| {
        let found = of(&rows, reference, column);
        assert_eq!(found.len(), 1, "{reference} {column}");
        pick(found[0], &what).join("·")
    };
    assert_eq!(one("Annex.C.6", ""), "answered······0··text");
    assert_eq!(one("Annex.G.1", ""), "not_asked·not_asked·not asked····0··choice");
    assert_eq!(
        one("Annex.E.1.k", "ii").replace("Controlled delivery", "*").split('·').take(4).collect::<Vec<_>>(),
        ["answered", "good", "Good", "4"]
    );
    assert_eq!(one("Annex.B.7.x", ""), "remark······0·forced begging·grid");
    assert_eq!(one("II.D.11", "minimum_age"), "answered····15·15·0··finding");
    assert_eq!(one("III.C.1.r1", "investigations"), "answered····1200·1,200·0·2025·count");
    assert_eq!(one("III.C.1.r1", "prosecutions"), "answered·····about 12·0·2025·count");
    assert_eq!(one("III.C.1.r1", "convictions"), "dont_know·dont_know·don't know····0·2025·count");
    assert_eq!(one("V.D.6.r1", "partners"), "answered·····Ministry, two NGOs·0·Memorandum·register");
    let several = of(&rows, "Annex.C.1", "");
    let told: Vec<_> = several.iter().map(|r| pick(r, &["n", "code", "n_codes", "account"])).collect();
    assert_eq!(told, [["1", "origin", "2", "two river towns"], ["2", "transit", "2", ""]]);
    assert!(several.iter().all(|r| r["follow_up"] == "true" && r["item"] == "Annex.C.1"));
    let used = of(&rows, "Annex.E.1.k", "i");
    assert_eq!(
        pick(used[1], &["cell", "item", "code", "by"]),
        ["Annex.E.1.k.i", "Annex.E.1", "trafficking", "self|known"]
    );
    assert_eq!(
        of(&rows, "Annex.F.1.a", "self")[0]["cell"],
        "Annex.F.1.a",
        "a cell that shares its row's reference"
    );
    let states: Vec<_> = of(&rows, "II.D.1.1", "state").iter().map(|r| r["code"].as_str()).collect();
    assert_eq!(states, ["signed", "ratified"]);
    // Whoever speaks gives the role.
    assert_eq!(
        pick(of(&rows, "Annex.C.6", "")[0], &["respondent", "function", "speaker"]),
        ["R08", "prosecutor", "R08"]
    );
    assert_eq!(pick(several[0], &["respondent", "function", "speaker"]), ["R07", "investigator", ""]);
    let banks: std::collections::BTreeSet<_> = rows.iter().map(|r| r["bank"].as_str()).collect();
    assert_eq!(banks.into_iter().collect::<Vec<_>>(), ["II", "III", "V", "annex"]);
}

#[test]
fn the_wide_table_has_a_column_for_every_coded_or_numeric_cell_of_the_banks_that_occur() {
    let desk = Desk::full();
    desk.csv(&[]).ok();
    let rows = desk.rows("sessions");
    assert_eq!(rows.len(), 1);
    for (name, value) in [
        ("id", ID),
        ("started", "2026-11-24T09:30:00+01:00"),
        ("date", "2026-11-24"),
        ("participants_n", "2"),
        ("unit", "Unit one"),
        ("banks", "annex|II|III|V"),
        ("consent_quotes", "true"),
        ("attribution", ""),
        ("integrity", "intact"),
        ("withheld", "none"),
        ("answered_n", "10"),
        ("Annex.C.1", "origin|transit"),
        ("Annex.E.1.k.i", "general|trafficking"),
        ("Annex.E.1.k.ii", "good"),
        ("Annex.E.1.k.iii", "dont_know"),
        ("Annex.E.1.c.i", "refused"),
        ("Annex.E.1.c.iii", "refused"),
        ("Annex.E.1.a.i", ""),
        ("Annex.F.1.a", "weak"),
        ("Annex.G.1", "not_asked"),
        ("II.D.1.1.state", "signed|ratified"),
        ("II.D.11.paper", "yes"),
        ("II.D.11.minimum_age", "15"),
    ] {
        assert_eq!(rows[0].get(name).map(String::as_str), Some(value), "{name}");
    }
    assert!(!rows[0].contains_key("II.D.11.minimum_age_for") && !rows[0].contains_key("Annex.C.6"));
    assert!(!rows[0].keys().any(|k| k.starts_with("IX.")), "only banks that occur");
    // Every column of the codebook's is there, and the other way round.
    let book = desk.rows("codebook");
    let wide: std::collections::BTreeSet<_> =
        book.iter().map(|r| &r["wide"]).filter(|w| !w.is_empty()).collect();
    assert_eq!(wide.len(), rows[0].len() - 31);
    assert!(wide.iter().all(|name| rows[0].contains_key(*name)));
}

#[test]
fn the_small_tables_and_the_codebook_say_what_they_should() {
    let desk = Desk::full();
    desk.csv(&[]).ok();
    let people = desk.rows("participants");
    assert_eq!(people.iter().map(|r| r["code"].as_str()).collect::<Vec<_>>(), ["R07", "R08"]);
    let evidence = desk.rows("evidence");
    let names = ["session", "bank", "ref", "what", "kind", "state", "grade", "to_chase"];
    assert_eq!(
        pick(&evidence[0], &names),
        [ID, "V", "V.D.6.r1", "its text", "document", "copy_held", "B2", "false"]
    );
    let jots = desk.rows("jots");
    assert_eq!(
        pick(&jots[0], &["at", "during", "filed", "text"]),
        ["2026-11-24T08:40:00Z", "Annex.C.1", "", "ask for the report"]
    );
    let book = desk.rows("codebook");
    let good = book.iter().find(|r| r["cell"] == "Annex.E.1.k.ii" && r["code"] == "good").unwrap();
    assert_eq!(
        pick(good, &["label", "score", "scale", "input", "nonresponse"]),
        ["Good", "4", "rating5", "codes", "false"]
    );
    let reasons: Vec<_> =
        book.iter().filter(|r| r["nonresponse"] == "true").map(|r| r["code"].as_str()).collect();
    assert_eq!(reasons, ["dont_know", "refused", "not_applicable", "not_asked"]);
    assert!(book.iter().any(|r| r["cell"] == "III.C.1.*.convictions" && r["input"] == "number"));
    let package: Value =
        serde_json::from_str(&fs::read_to_string(desk.at("out/datapackage.json")).unwrap()).unwrap();
    for resource in package["resources"].as_array().unwrap() {
        let path = desk.at("out").join(resource["path"].as_str().unwrap());
        let mut reader = csv::Reader::from_path(path).unwrap();
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let described: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), described);
    }
}

#[test]
fn reasons_for_no_answer_follow_the_chosen_scheme() {
    for (scheme, code, missing) in [
        ("words", "dont_know", vec!["", "dont_know", "refused", "not_applicable", "not_asked"]),
        ("numeric", "-1", vec!["", "-1", "-2", "-3", "-4"]),
        ("blank", "", vec![""]),
    ] {
        let desk = Desk::full();
        desk.csv(&["--nonresponse", scheme]).ok();
        assert_eq!(desk.rows("sessions")[0]["Annex.E.1.k.iii"], code, "{scheme}");
        let rows = desk.rows("answers");
        let row = of(&rows, "Annex.E.1.k", "iii")[0];
        assert_eq!(pick(row, &["status", "code", "score"]), ["dont_know", code, ""]);
        let package: Value =
            serde_json::from_str(&fs::read_to_string(desk.at("out/datapackage.json")).unwrap()).unwrap();
        assert_eq!(package["resources"][0]["schema"]["missingValues"], Value::from(missing));
    }
}

#[test]
fn no_cell_can_be_a_formula_and_no_text_drives_a_terminal() {
    let desk = Desk::new();
    desk.keep(
        ID,
        r#"country: "@home", participants: [(code: "=R", unit: "\t=1+1", institution: "+x")],
        answers: {"Annex.C.6": (account: "=HYPERLINK(\"http://x\")", note: "a;=1\n-2"),
                  "Annex.C.1": (codes: ["-9"], account: "\u{202e}evil\u{1b}[31m\r\n@SUM(A1)"),
                  "Annex.B.7.x": (label: "-1+1", cells: {"i": (text: "=2")})}"#,
    );
    desk.csv(&[]).ok();
    let rows = desk.rows("answers");
    assert_eq!(of(&rows, "Annex.C.6", "")[0]["account"], "'=HYPERLINK(\"http://x\")");
    assert_eq!(of(&rows, "Annex.C.6", "")[0]["note"], "a;'=1\n'-2");
    assert_eq!(of(&rows, "Annex.C.1", "")[0]["account"], "\u{fffd}evil\u{241b}[31m\n'@SUM(A1)");
    assert_eq!(of(&rows, "Annex.C.1", "")[0]["code"], "'-9");
    assert_eq!(vivavoce::export::undo(&of(&rows, "Annex.C.6", "")[0]["note"]), "a;=1\n-2");
    for table in ["sessions", "participants", "answers", "evidence", "jots", "codebook"] {
        for row in desk.rows(table) {
            for (name, cell) in row {
                let number = cell.parse::<f64>().is_ok();
                assert!(
                    number || !cell.trim_start().starts_with(['=', '+', '-', '@', '\r']),
                    "{table} {name} {cell}"
                );
                assert!(!cell.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}'), "{cell:?}");
            }
        }
    }
    desk.export(&["json", "--into", "json"]).ok();
    for file in ["sessions.jsonl", "answers.jsonl"] {
        let text = fs::read_to_string(desk.at("json").join(file)).unwrap();
        assert!(!text.contains(['\u{202e}', '\u{1b}']) && !text.contains("\\u001b"), "{text}");
    }
    desk.export(&["xlsx", "--into", "xlsx"]).ok();
    let answers = sheet(&desk.at("xlsx/vivavoce.xlsx"), "xl/worksheets/sheet3.xml");
    assert!(answers.contains("=HYPERLINK(") && !answers.contains("<f>"), "text, not a formula");
    let styles = sheet(&desk.at("xlsx/vivavoce.xlsx"), "xl/styles.xml");
    assert!(styles.contains("quotePrefix=\"1\""), "nor when somebody edits the cell");
}

fn sheet(path: &Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_workbook_has_its_sheets_and_numbers_are_numbers() {
    let desk = Desk::full();
    desk.export(&["xlsx", "--into", "out", "--nonresponse", "numeric"]).ok();
    let file = desk.at("out/vivavoce.xlsx");
    let book = sheet(&file, "xl/workbook.xml");
    for name in ["Sessions", "Participants", "Answers", "Evidence", "Jots", "Codebook", "Read me"] {
        assert!(book.contains(&format!("name=\"{name}\"")), "{book}");
    }
    let sessions = sheet(&file, "xl/worksheets/sheet1.xml");
    // 2026-11-24 is the 46350th day; half past nine on the clock of the interview.
    assert!(sessions.contains("<v>46350</v>") && sessions.contains("<v>46350.395833333"), "{sessions}");
    assert!(sessions.contains("<v>-1</v>") && sessions.contains("state=\"frozen\""));
    let answers = sheet(&file, "xl/worksheets/sheet3.xml");
    assert!(answers.contains("<v>1200</v>") && answers.contains("river towns"), "{answers}");
    assert!(
        sheet(&file, "xl/worksheets/sheet7.xml").contains("Reasons for no answer") || {
            let mut zip = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
            let mut text = String::new();
            zip.by_name("xl/sharedStrings.xml").unwrap().read_to_string(&mut text).unwrap();
            text.contains("Reasons for no answer")
        }
    );
}

#[test]
fn a_text_longer_than_a_cell_of_a_workbook_is_cut_and_said() {
    let desk = Desk::new();
    desk.keep(ID, &format!("answers: {{\"Annex.C.6\": (account: {:?})}}", "long ".repeat(10_000)));
    let ran = desk.export(&["xlsx", "--into", "out", "--json"]).ok();
    assert_eq!(ran.json()["texts_cut"], 1);
    assert!(ran.err.contains("too long for a spreadsheet's cell"), "{}", ran.err);
    desk.export(&["csv", "--into", "whole"]).ok();
    assert_eq!(read(&desk.at("whole/answers.csv"))[0]["account"].len(), 50_000);
}

#[test]
fn parquet_is_parted_by_bank_with_real_nulls_and_types() {
    let desk = Desk::full();
    let ran = desk.export(&["parquet", "--into", "out", "--json"]).ok().json();
    let mut rows = 0;
    for bank in ["II", "III", "V", "annex"] {
        let path = desk.at("out/answers").join(format!("bank={bank}/part-0.parquet"));
        let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
        rows += reader.metadata().file_metadata().num_rows();
        for row in reader.get_row_iter(None).unwrap() {
            let row: BTreeMap<String, Field> =
                row.unwrap().get_column_iter().map(|(name, field)| (name.clone(), field.clone())).collect();
            assert!(!row.contains_key("bank"), "the folder says it");
            let text = |name: &str| match &row[name] {
                Field::Str(text) => text.as_str(),
                _ => "",
            };
            if (text("ref"), text("column")) == ("Annex.E.1.k", "iii") {
                assert_eq!((&row["score"], &row["status"]), (&Field::Null, &Field::Str("dont_know".into())));
            }
            if (text("ref"), text("column")) == ("III.C.1.r1", "investigations") {
                assert_eq!(
                    (&row["number"], &row["follow_up"]),
                    (&Field::Double(1200.0), &Field::Bool(false))
                );
            }
            assert_eq!(row["first"], Field::Null, "no time was kept");
        }
    }
    assert_eq!(rows, 22);
    assert_eq!(ran["sessions"], 1);
    let reader = SerializedFileReader::new(fs::File::open(desk.at("out/sessions.parquet")).unwrap()).unwrap();
    let row = reader.get_row_iter(None).unwrap().next().unwrap().unwrap();
    let row: BTreeMap<String, Field> = row.get_column_iter().map(|(n, f)| (n.clone(), f.clone())).collect();
    assert_eq!(row["started"], Field::TimestampMillis(1_795_509_000_000));
    assert_eq!(row["II.D.11.minimum_age"], Field::Double(15.0));
    assert_eq!(row["Annex.E.1.a.i"], Field::Null);
}

#[test]
fn json_lines_hold_the_record_and_the_words_for_its_codes() {
    let desk = Desk::full();
    desk.export(&["json", "--into", "out"]).ok();
    let text = fs::read_to_string(desk.at("out/sessions.jsonl")).unwrap();
    let session: Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!(session["record"]["answers"]["Annex.C.1"]["codes"][0], "origin");
    assert_eq!(session["labels"]["answers"]["Annex.E.1.k"]["cells"]["ii"]["codes"]["good"], "Good");
    assert_eq!(session["labels"]["participants"][0]["function"], "General investigator");
    let answers = fs::read_to_string(desk.at("out/answers.jsonl")).unwrap();
    assert_eq!(answers.lines().count(), 22);
    let book: Value =
        serde_json::from_str(&fs::read_to_string(desk.at("out/codebook.json")).unwrap()).unwrap();
    assert_eq!(book["nonresponse"]["codes"][0]["numeric"], -1.0);
    assert_eq!(book["banks"].as_array().unwrap().len(), 4);
}

#[test]
fn an_account_needs_a_yes_to_quotes() {
    for (consent, words, account, withheld) in [
        ("(interview: true, notes: true, quotes: true)", &[][..], "said so", "none"),
        ("(interview: true, notes: true, quotes: false)", &[][..], "", "words"),
        ("()", &[][..], "", "words"),
        ("()", &["--with-unquoted"][..], "said so", "none"),
    ] {
        let desk = Desk::new();
        desk.keep(
            ID,
            &format!(
                "consent: {consent}, answers: {{\"Annex.C.6\": (account: \"said so\", note: \"mine\")}}, \
                 jots: [(at: \"2026-11-24T08:40:00Z\", text: \"said so too\")]"
            ),
        );
        let ran = desk.csv(words).ok();
        let rows = desk.rows("answers");
        let kept_in = withheld == "words";
        assert_eq!(
            pick(&rows[0], &["status", "account", "account_withheld", "note"]),
            ["answered", account, if kept_in { "true" } else { "false" }, "mine"]
        );
        assert_eq!(desk.rows("jots")[0]["text"].is_empty(), kept_in);
        assert_eq!(pick(&desk.rows("sessions")[0], &["withheld", "answered_n"]), [withheld, "1"]);
        assert_eq!(ran.err.contains("1 accounts and 1 jots of 1 session withheld"), kept_in, "{}", ran.err);
        for format in ["json", "xlsx", "parquet"] {
            desk.export(&[&[format, "--into", format], words].concat()).ok();
        }
        let text = fs::read_to_string(desk.at("json/sessions.jsonl")).unwrap();
        assert_eq!(text.contains("said so"), !kept_in);
    }
}

#[test]
fn refused_notes_keep_all_answers_in_and_a_refused_interview_keeps_in_everything() {
    let desk = Desk::new();
    let answers = "answers: {\"Annex.C.1\": (codes: [\"origin\"], account: \"said so\")}";
    desk.keep(
        "2026-01-01-0900-R01-0001",
        &format!("consent: (interview: true, notes: false, quotes: true), {answers}"),
    );
    desk.keep("2026-01-02-0900-R02-0002", &format!("consent: (interview: false), {answers}"));
    desk.keep("2026-01-03-0900-R03-0003", answers);
    let ran = desk.csv(&["--with-unquoted", "--json"]).ok();
    let sessions = desk.rows("sessions");
    let told: Vec<_> =
        sessions.iter().map(|s| pick(s, &["id", "withheld", "answered_n", "Annex.C.1"])).collect();
    assert_eq!(
        told,
        [
            ["2026-01-01-0900-R01-0001", "answers", "", ""],
            ["2026-01-03-0900-R03-0003", "none", "1", "origin"]
        ]
    );
    assert_eq!(desk.rows("answers").len(), 1);
    let json = ran.json();
    assert_eq!(
        (&json["withheld"]["sessions_without_notes"], &json["left_out"]["no_consent_to_interview"]),
        (&1.into(), &1.into())
    );
    assert!(ran.err.contains("no consent to notes") && ran.err.contains("no consent to the interview"));
}

#[test]
fn made_up_sessions_are_left_out_beside_real_ones_unless_asked_for() {
    let desk = Desk::new();
    desk.keep("2026-01-01-0900-R01-0001", "synthetic: true");
    desk.csv(&[]).ok();
    assert_eq!(desk.rows("sessions")[0]["synthetic"], "true");
    desk.keep("2026-01-02-0900-R02-0002", "");
    for (words, ids, said) in [
        (&["--replace"][..], &["2026-01-02-0900-R02-0002"][..], true),
        (&["--replace", "--synthetic", "only"], &["2026-01-01-0900-R01-0001"], false),
        (&["--replace", "--synthetic", "exclude"], &["2026-01-02-0900-R02-0002"], false),
        (
            &["--replace", "--synthetic", "include"],
            &["2026-01-01-0900-R01-0001", "2026-01-02-0900-R02-0002"],
            false,
        ),
    ] {
        let ran = desk.csv(words).ok();
        let sessions = desk.rows("sessions");
        assert_eq!(sessions.iter().map(|s| s["id"].as_str()).collect::<Vec<_>>(), ids);
        assert_eq!(ran.err.contains("1 made-up session left out"), said, "{}", ran.err);
    }
}

#[test]
fn single_sessions_are_chosen_by_id_or_a_part_of_it() {
    let desk = Desk::new();
    for id in ["2026-01-01-0900-R01-0001", "2026-01-02-0900-R02-0002", "2026-01-03-0900-R03-0003"] {
        desk.keep(id, "");
    }
    desk.csv(&["--session", "r03", "--session", "2026-01-01-0900-R01-0001"]).ok();
    let sessions = desk.rows("sessions");
    let ids: Vec<_> = sessions.iter().map(|s| s["id"].as_str()).collect();
    assert_eq!(ids, ["2026-01-01-0900-R01-0001", "2026-01-03-0900-R03-0003"]);
    let several = desk.export(&["csv", "--into", "other", "--session", "2026"]);
    assert_eq!(several.status, 2);
    assert!(several.err.contains("2026 fits 3 sessions"), "{}", several.err);
    let none = desk.export(&["csv", "--into", "other", "--session", "R99"]);
    assert_eq!((none.status, none.err.lines().count()), (2, 1));
    assert!(!desk.at("other").exists());
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_whole() {
    let desk = Desk::full();
    let sessions = desk.data().join("sessions");
    fs::write(sessions.join("2026-01-01-0900-R01-dead.ron"), "(\n  format: 1,\n  id: 3,\n)").unwrap();
    fs::write(sessions.join("2026-01-02-0900-R02-beef.ron"), "(format: 9, mood: \"fine\")").unwrap();
    fs::copy(sessions.join(format!("{ID}.ron")), sessions.join("copy.ron")).unwrap();
    fs::write(
        sessions.join("2026-01-03-0900-R03-0003.ron"),
        ron("2026-01-03-0900-R03-0003", "").replace("format: 1", "format: 2"),
    )
    .unwrap();
    let ran = desk.csv(&["--json"]);
    assert_eq!(ran.status, 1);
    for part in [
        "R01-dead.ron is damaged at line 3",
        "R02-beef.ron: format 9 is newer",
        "copy.ron: holds the same interview as",
        "R03-0003.ron: format 2 is newer than this program knows; what it understands is exported",
    ] {
        assert!(ran.err.contains(part), "{part} is missing in\n{}", ran.err);
    }
    assert_eq!(ran.json()["skipped"].as_array().unwrap().len(), 3);
    assert_eq!(desk.rows("sessions").len(), 2);
    assert_eq!(desk.rows("answers").len(), 22);
    let only = Desk::new();
    fs::write(only.data().join("sessions/x.ron"), "(").unwrap();
    let ran = only.csv(&[]);
    assert_eq!((ran.status, only.at("out").exists()), (1, false), "{}", ran.err);
}

#[test]
fn answers_of_a_bank_that_is_not_here_have_codes_and_no_labels() {
    let desk = Desk::new();
    desk.keep(
        ID,
        r#"banks: [(id: "annex", version: "1.0.0"), (id: "../Wells", version: "2.0.0"), (id: "mine", version: "1.0.0")],
        answers: {"Mine.A.1": (codes: ["yes"], cells: {"depth": (text: "40")}), "../Wells.A": (codes: ["x"]), "Other.B.2": (codes: ["y"])}"#,
    );
    let ran = desk.csv(&[]).ok();
    assert!(ran.err.contains("bank mine is not known: its answers in 1 session"), "{}", ran.err);
    let rows = desk.rows("answers");
    let told: Vec<_> = rows
        .iter()
        .map(|r| pick(r, &["bank", "ref", "code", "label", "concept", "text"]).join("·"))
        .collect();
    assert_eq!(told, ["·../Wells.A·x···", "mine·Mine.A.1·yes···", "mine·Mine.A.1····40", "·Other.B.2·y···"]);
    let ran = desk.export(&["parquet", "--into", "pq", "--json"]).ok().json();
    let paths: Vec<_> =
        ran["files"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&"pq/answers/bank=mine/part-0.parquet"), "{paths:?}");
    assert!(paths.contains(&"pq/answers/bank=__HIVE_DEFAULT_PARTITION__/part-0.parquet"), "{paths:?}");
}

#[test]
fn a_code_that_the_bank_does_not_have_is_kept_and_the_package_stays_true() {
    let desk = Desk::new();
    desk.keep(ID, r#"answers: {"Annex.E.1.k": (cells: {"ii": (codes: ["splendid"])})}"#);
    desk.csv(&[]).ok();
    assert_eq!(desk.rows("sessions")[0]["Annex.E.1.k.ii"], "splendid");
    let package: Value =
        serde_json::from_str(&fs::read_to_string(desk.at("out/datapackage.json")).unwrap()).unwrap();
    let field = |name: &str| {
        let fields = package["resources"][0]["schema"]["fields"].as_array().unwrap();
        fields.iter().find(|f| f["name"] == name).unwrap().clone()
    };
    assert!(field("Annex.E.1.k.ii").get("constraints").is_none());
    assert_eq!(field("Annex.E.1.a.ii")["constraints"]["enum"][0], "very_good");
}

#[test]
fn a_folder_with_files_in_it_is_not_written_to_unless_told() {
    let desk = Desk::full();
    fs::create_dir(desk.at("out")).unwrap();
    fs::write(desk.at("out/mine.txt"), "mine").unwrap();
    let ran = desk.csv(&[]);
    assert_eq!((ran.status, ran.err.lines().count()), (1, 1));
    assert!(ran.err.contains("out is not empty"), "{}", ran.err);
    assert_eq!(fs::read_dir(desk.at("out")).unwrap().count(), 1);
    desk.csv(&["--replace"]).ok();
    assert_eq!(fs::read_to_string(desk.at("out/mine.txt")).unwrap(), "mine");
    let before = fs::read(desk.at("out/answers.csv")).unwrap();
    desk.csv(&["--replace"]).ok();
    assert_eq!(fs::read(desk.at("out/answers.csv")).unwrap(), before, "the same sessions, the same bytes");
    assert_eq!(fs::read_dir(desk.at("out")).unwrap().count(), 8, "nothing else is left there");
    // An empty folder is as good as none.
    fs::create_dir(desk.at("empty")).unwrap();
    desk.export(&["json", "--into", "empty"]).ok();
    assert_eq!(fs::read_dir(desk.at("empty")).unwrap().count(), 3);
}

#[test]
fn replacing_takes_away_the_banks_of_the_export_before() {
    let desk = Desk::full();
    let export = |words: &[&str]| desk.export(&[&["parquet", "--into", "out"], words].concat());
    export(&[]).ok();
    fs::write(desk.at("out/answers/bank=II/mine.txt"), "mine").unwrap();
    desk.keep(ID, r#"answers: {"Annex.C.1": (codes: ["origin"])}"#);
    export(&["--replace"]).ok();
    assert!(desk.at("out/answers/bank=annex/part-0.parquet").exists());
    assert!(!desk.at("out/answers/bank=III").exists());
    assert_eq!(fs::read_dir(desk.at("out/answers/bank=II")).unwrap().count(), 1, "what is not ours stays");
}

#[test]
fn what_cannot_be_put_in_place_leaves_everything_as_it_was() {
    let desk = Desk::full();
    desk.csv(&[]).ok();
    fs::remove_file(desk.at("out/jots.csv")).unwrap();
    fs::create_dir(desk.at("out/jots.csv")).unwrap();
    fs::write(desk.at("out/sessions.csv"), "as it was").unwrap();
    let ran = desk.csv(&["--replace"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("jots.csv") && ran.err.contains("all is as it was"), "{}", ran.err);
    assert_eq!(fs::read_to_string(desk.at("out/sessions.csv")).unwrap(), "as it was");
    assert_eq!(fs::read_dir(desk.at("out")).unwrap().count(), 7);
}

#[test]
fn a_target_that_cannot_be_written_is_one_clear_line() {
    let desk = Desk::full();
    let no_parent = desk.export(&["csv", "--into", "a/b/c"]);
    assert_eq!((no_parent.status, no_parent.err.lines().count()), (1, 1));
    assert!(no_parent.err.contains("a/b/c can't be made because a/b is no folder"), "{}", no_parent.err);
    fs::write(desk.at("file"), "").unwrap();
    let file = desk.export(&["csv", "--into", "file"]);
    assert_eq!((file.status, file.err.lines().count()), (1, 1));
    assert!(file.err.contains("file is not a folder"), "{}", file.err);
    // A device that is full takes no folder; nor does the system's own.
    let system = desk.export(&["csv", "--into", "/proc/vivavoce"]);
    assert_eq!((system.status, system.err.lines().count()), (1, 1), "{}", system.err);
    assert!(system.err.contains("/proc/vivavoce can't be written"), "{}", system.err);
    let nothing = Desk::new().csv(&[]);
    assert_eq!((nothing.status, nothing.err.lines().count()), (1, 1));
    assert!(nothing.err.contains("vivavoce interview"), "{}", nothing.err);
    assert_eq!(desk.export(&["csv"]).status, 2);
    assert_eq!(desk.export(&["sav", "--into", "x"]).status, 2);
}

#[test]
fn a_number_that_no_table_can_hold_stays_words() {
    let desk = Desk::new();
    let huge = "9".repeat(400);
    desk.keep(
        ID,
        &format!(
            "banks: [(id: \"II\", version: \"1.0.0\")], answers: {{\"II.D.11\": (cells: {{\"minimum_age\": (text: {huge:?})}})}}"
        ),
    );
    for format in ["csv", "json", "xlsx", "parquet"] {
        desk.export(&[format, "--into", format]).ok();
    }
    let rows = read(&desk.at("csv/answers.csv"));
    assert_eq!(pick(&rows[0], &["number", "text"]), ["", &huge]);
    assert_eq!(read(&desk.at("csv/sessions.csv"))[0]["II.D.11.minimum_age"], "");
}

/// A disk on which every file is full after this many bytes.
struct Full(usize, tempfile::TempDir);

struct FullFile(usize);

impl std::io::Write for FullFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let room = self.0.min(bytes.len());
        self.0 -= room;
        if room == 0 { Err(std::io::Error::from(std::io::ErrorKind::StorageFull)) } else { Ok(room) }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Target for Full {
    fn create(&self, _name: &str) -> std::io::Result<Box<dyn std::io::Write + Send>> {
        Ok(Box::new(FullFile(self.0)))
    }

    fn scratch(&self) -> &Path {
        self.1.path()
    }
}

#[test]
fn a_full_disk_is_told_with_the_file_in_every_format() {
    let (session, integrity) = vivavoce::session::read(ron(ID, EVERY_KIND).as_bytes()).unwrap();
    let banks = vivavoce::store::find_banks(None, ["annex", "II", "III", "V"]).banks;
    let book = Book::new(&banks);
    let scheme = Scheme::Words;
    let tables = vivavoce::export::tables(&book, scheme);
    for (format, file) in [
        (Format::Csv, ".csv could not be written"),
        (Format::Json, "codebook.json could not be written"),
        (Format::Xlsx, "vivavoce.xlsx could not be written"),
        (Format::Parquet, ".parquet could not be written"),
    ] {
        let disk = Full(1000, tempfile::tempdir().unwrap());
        let options = Options { format, scheme, policy: Policy::default() };
        let export = || {
            let mut exporter = Exporter::begin(&book, &tables, options, &disk)?;
            exporter.session(ID, session.record(), integrity)?;
            exporter.finish()
        };
        let message = export().unwrap_err().to_string();
        assert!(message.contains(file) && message.contains("make room"), "{format:?}: {message}");
    }
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_only_and_nothing_hidden_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::full();
    for format in ["csv", "json", "xlsx", "parquet"] {
        desk.export(&[format, "--into", format]).ok();
        for entry in fs::read_dir(desk.at(format)).unwrap() {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, if entry.path().is_dir() { 0o700 } else { 0o600 }, "{entry:?}");
        }
    }
    let names: Vec<_> = fs::read_dir(desk.dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!names.iter().any(|n| n.to_string_lossy().starts_with('.')), "{names:?}");
}
