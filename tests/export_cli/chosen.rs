//! What is exported: consent, made-up sessions, files that can't be read, banks that are not here.

use super::*;

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
