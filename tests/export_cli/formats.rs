//! The same in a workbook, in Parquet, in JSON lines.

use super::*;

pub(crate) fn sheet(path: &Path, name: &str) -> String {
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
