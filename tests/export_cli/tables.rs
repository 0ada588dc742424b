//! What stands in the tables.

use super::*;

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
    let answers = crate::formats::sheet(&desk.at("xlsx/vivavoce.xlsx"), "xl/worksheets/sheet3.xml");
    assert!(answers.contains("=HYPERLINK(") && !answers.contains("<f>"), "text, not a formula");
    let styles = crate::formats::sheet(&desk.at("xlsx/vivavoce.xlsx"), "xl/styles.xml");
    assert!(styles.contains("quotePrefix=\"1\""), "nor when somebody edits the cell");
}
