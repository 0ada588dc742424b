//! Overlays laid over banks: what changes, what must not, and how it is said when they do not fit.

use super::*;
use crate::bank::{BUILTIN, check, keys, parse, texts};
use proptest::prelude::*;
use std::collections::BTreeSet;

const GOOD: &str = include_str!("../../../tests/data/good.ron");
const LOCAL: &str = include_str!("../../../tests/data/well-local.ron");

fn good() -> Bank {
    parse(GOOD).unwrap()
}

pub(super) fn ron(text: &str) -> Source<'_> {
    Source { form: Form::Ron, text }
}

fn csv(text: &str) -> Source<'_> {
    Source { form: Form::Csv, text }
}

pub(super) fn overlay(text: &str) -> Overlay {
    Overlay::read(ron(text), "x").unwrap_or_else(|fault| panic!("{fault}"))
}

/// What is said of an overlay of the village wells with these fields: what it is refused for, else all that does not
/// fit.
fn said(fields: &str) -> Vec<String> {
    let text = format!("(format: 1, id: \"x\", bank: \"well\",\n{fields}\n)");
    let overlay = overlay(&text);
    let bank = good();
    let faults = match lay_over(&bank, &overlay, ron(&text)) {
        Ok(laid) => {
            let known: Vec<String> = texts(&bank).into_iter().map(|(key, _)| key).collect();
            let unknown = unknown(&overlay, ron(&text), &laid.unknown, &known);
            [laid.faults, unknown].concat()
        }
        Err(faults) => faults,
    };
    faults.iter().map(ToString::to_string).collect()
}

/// One fault, the place of which is marked by `«` in `fields`.
fn only(fields: &str, message: &str) {
    let (head, tail) = fields.split_once('«').expect("a mark");
    let line = head.matches('\n').count() + 2;
    let column = head.rsplit('\n').next().unwrap().chars().count() + 1;
    assert_eq!(said(&format!("{head}{tail}")), [format!("{line}:{column}: {message}")], "{fields}");
}

fn local() -> Bank {
    lay_over(&good(), &overlay(LOCAL), ron(LOCAL)).unwrap_or_else(|faults| panic!("{faults:?}")).bank
}

/// The references of a bank with everything that an answer could be kept under.
fn references(bank: &Bank) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for item in bank.items() {
        all.insert(item.reference.to_string());
        let rows = item.kind.rows().iter().map(|row| item.reference.child(&row.code));
        let rows = rows
            .chain(matches!(item.kind, crate::bank::Kind::Finding { .. }).then(|| item.reference.clone()));
        for row in rows {
            let cells =
                item.kind.columns().iter().map(|c| if c.own { row.clone() } else { row.child(&c.code) });
            all.extend(cells.map(|cell| cell.to_string()));
        }
    }
    all
}

#[test]
fn laying_over_nothing_changes_nothing() {
    for bank in BUILTIN.iter().map(|b| b.parse().unwrap()).chain([good()]) {
        for text in ["(format: 1, id: \"x\")", "(format: 1, id: \"x\", language: \"en\", wording: {})"] {
            let laid = lay_over(&bank, &overlay(text), ron(text)).unwrap();
            assert_eq!(laid.bank, bank);
            assert_eq!((laid.keys.len(), laid.faults.len(), laid.unknown.len()), (0, 0, 0));
        }
    }
}

#[test]
fn a_sheet_of_every_text_gives_the_same_bank_back() {
    for bank in BUILTIN.iter().map(|b| b.parse().unwrap()).chain([good(), local()]) {
        let all = texts(&bank);
        let sheet = to_csv(all.iter().map(|(key, text)| (key.as_str(), text.as_str(), text.as_str())));
        let overlay = Overlay::read(csv(&sheet), "fr").unwrap();
        assert_eq!(overlay.wording, all, "bank {}", bank.id);
        let laid = lay_over(&bank, &overlay, csv(&sheet)).unwrap();
        assert_eq!((laid.faults, laid.unknown), (Vec::new(), Vec::new()), "bank {}", bank.id);
        assert_eq!(missing(&bank, &laid.keys), [""; 0]);
        assert_eq!(Bank { language: bank.language.clone(), ..laid.bank }, bank);
        // And so does the file that is written of it.
        let sources = all.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
        let written = to_ron(&overlay, &sources);
        assert_eq!(Overlay::read(ron(&written), "x").unwrap(), overlay, "bank {}", bank.id);
    }
}

#[test]
fn words_are_laid_over_and_the_rest_falls_back() {
    let text = r#"(format: 1, id: "x", bank: "WELL", language: "fr", wording: {
        "Well.A.1": "De quel puits vous occupez-vous, en {country} ?",
        "Well.A.1/wording/2": "De quels puits ?",
        "scale/water/drink": "Boire",
        "layer/paper/ask": "Où est-ce écrit ?",
        "Well.C.4/column/share": "Leur part",
        "Well.A.2": " ",
    })"#;
    let bank = good();
    let overlay = overlay(text);
    assert!(overlay.is_for(&bank) && overlay.translates(&bank));
    let laid = lay_over(&bank, &overlay, ron(text)).unwrap();
    assert_eq!(laid.bank.language, "fr");
    let item = laid.bank.item(&"Well.A.1".into()).unwrap();
    assert_eq!(item.ask, "De quel puits vous occupez-vous, en {country} ?");
    assert_eq!(item.wordings[1].ask, "De quels puits ?");
    assert_eq!(item.wordings[0].ask, "Do your people look after wells?");
    // What is worked out when a bank is read is worked out again.
    let layers = laid.bank.item(&"Well.C.1".into()).unwrap().kind.columns();
    assert_eq!(layers[0].ask, "Où est-ce écrit ?");
    assert_eq!(layers[1].ask, "How is water shared out on a usual day?");
    assert_eq!(laid.bank.item(&"Well.C.4".into()).unwrap().kind.columns()[1].label, "Leur part");
    assert_eq!(laid.bank.item(&"Well.A.2".into()).unwrap().ask, "What was repaired last?");
    let missing = missing(&bank, &laid.keys);
    assert_eq!(missing.len() + 5, texts(&bank).len());
    assert!(missing.contains(&"Well.A.2".to_owned()) && !missing.contains(&"Well.A.1".to_owned()));
    assert_eq!(references(&laid.bank), references(&bank));
}

#[test]
fn a_text_that_is_left_out_in_the_bank_can_be_given() {
    let text = r#"(format: 1, id: "x", wording: {
        "Well.A.2/guidance": "Ask for dates.",
        "Well.B.1/row/open/short": "open",
        "Well.C.1/layer/works": "Does it work?",
    })"#;
    let bank = lay_over(&good(), &overlay(text), ron(text)).unwrap().bank;
    assert_eq!(bank.item(&"Well.A.2".into()).unwrap().guidance, "Ask for dates.");
    assert_eq!(bank.item(&"Well.B.1".into()).unwrap().kind.rows()[1].short(), "open");
    let columns = bank.item(&"Well.C.1".into()).unwrap().kind.columns();
    assert_eq!(columns.last().unwrap().ask, "Does it work?");
}

#[test]
fn what_an_overlay_adds_is_asked_and_what_it_retires_is_not() {
    let (bank, before) = (local(), good());
    let order: Vec<&str> = bank.items().map(|i| i.reference.as_str()).collect();
    assert_eq!(
        order.join(" "),
        "Well.A.1 Well.A.1x Well.A.2 Well.A.3 Well.A.3.a Well.A.3.c Well.A.4 Well.A.4.a Well.B.1 Well.B.2 Well.B.3 \
         Well.C.1 Well.C.1.a Well.C.2 Well.C.3 Well.C.4"
    );
    let item = |reference: &str| bank.item(&reference.into()).unwrap();
    let rows = |reference| item(reference).kind.rows().iter().map(|r| r.code.clone()).collect::<Vec<_>>();
    let columns =
        |reference| item(reference).kind.columns().iter().map(|c| c.code.clone()).collect::<Vec<_>>();
    assert_eq!(rows("Well.B.1"), ["deep", "tube", "pond"], "in the order of the overlay");
    assert_eq!(rows("Well.C.3"), ["river", "charter", "lake"]);
    assert_eq!(columns("Well.B.1"), ["use", "state", "weight"]);
    assert_eq!(
        columns("Well.C.1"),
        ["paper", "practice", "who", "dues", "dues_for", "homes", "homes_for", "meters", "works"]
    );
    assert_eq!(columns("Well.C.2"), ["dry", "wet"]);
    assert_eq!(columns("Well.C.4"), ["with", "share", "share_for", "kept", "signed"]);
    assert_eq!(item("Well.A.1").probes, ["Since when?", "Who did so before?", "Who helps you?"]);
    assert_eq!(
        item("Well.A.4").ask,
        "Who is called when it runs dry, and in what order?",
        "also what it added"
    );
    // Nothing points to what is gone.
    let meters = item("Well.C.1").kind.columns().iter().find(|c| c.code == "meters").unwrap();
    assert_eq!((meters.item.as_ref(), before.item(&"Well.C.5".into()).unwrap().answered_by.len()), (None, 1));

    let (old, new) = (references(&before), references(&bank));
    let gone: Vec<&String> = old.difference(&new).collect();
    assert_eq!(
        gone,
        ["Well.A.3.b", "Well.B.1.open.state", "Well.B.1.open.use", "Well.C.5", "Well.C.5.a"],
        "what is retired, and nothing else"
    );
    // The bank that came of it is as sound as one that was written so.
    let written = ron::to_string(&bank).unwrap();
    assert_eq!(check(&written).1, []);
    assert_eq!(parse(&written).unwrap(), bank, "what follows from the rest was worked out again");
}

#[test]
fn a_section_of_which_nothing_is_asked_goes_with_its_rationale() {
    let text = "(format: 1, id: \"x\", bank: \"well\", retire: [\"Well.A.1\", \"Well.A.2\", \"Well.A.3\"])";
    let bank = lay_over(&good(), &overlay(text), ron(text)).unwrap().bank;
    assert!(bank.sections.iter().all(|s| s.reference.as_str() != "Well.A"));
    assert!(!keys(&bank).contains("Well.A.rationale"));
}

#[test]
fn a_stem_may_be_retired_with_its_parts_in_any_order() {
    for order in ["\"Well.A.3.a\", \"Well.A.3.b\", \"Well.A.3\"", "\"Well.A.3\""] {
        assert_eq!(said(&format!("retire: [{order}]")), [""; 0], "{order}");
    }
    only(
        "retire: [\"Well.A.3.a\", «\"Well.A.3.b\"]",
        "without \"Well.A.3.b\" nothing is left to answer in \"Well.A.3\"; retire that instead",
    );
    only(
        "retire: [\"Well.B.2.dig\", «\"Well.B.2.line\"]",
        "without \"Well.B.2.line\" nothing is left to answer in \"Well.B.2\"; retire that instead",
    );
}

#[test]
fn texts_that_do_not_fit_are_left_out_one_by_one() {
    let pot = "\"{pays}\" is never filled in; only {country} is";
    only("wording: {\"Well.A.1\": «\"Puits en {pays}\", \"Well.A.2\": \"Quoi ?\"}", pot);
    only(
        "wording: {\"scale/grade/good/short\": «\"très bien\"}",
        "the option's short form is 9 columns wide; at most 4 fit",
    );
    only(
        "wording: {\"Well.B.1/row/deep/short\": «\"所有深度超过二十米的各类水井之中\"}",
        "the row's short label is 32 columns wide; at most 28 fit",
    );
    only(
        "wording: {\"Well.C.1/column/who\": «\"Qui décide de la répartition de l'eau\"}",
        "the field's label is 37 columns wide; at most 34 fit",
    );
    only(
        "wording: {\"Well.A.2\": \"a\", \"Well.A.2\": «\"b\"}",
        "\"Well.A.2\" has words already; only the first are used",
    );
    let text = "(format: 1, id: \"x\", wording: {\"Well.A.1\": \"{x}\", \"Well.A.2\": \"Quoi ?\"})";
    let laid = lay_over(&good(), &overlay(text), ron(text)).unwrap();
    assert_eq!(laid.bank.item(&"Well.A.1".into()).unwrap().ask, "Is there a well that you look after?");
    assert_eq!(laid.bank.item(&"Well.A.2".into()).unwrap().ask, "Quoi ?");
    assert_eq!(laid.keys, BTreeSet::from(["Well.A.2".to_owned()]));
}

#[test]
fn unknown_texts_are_told_with_a_guess() {
    for (key, guess) in [
        ("Well.A.11", "; did you mean \"Well.A.1\"?"),
        ("Well.A.1/tilte", "; did you mean \"Well.A.1/title\"?"),
        ("Well.A", "; did you mean \"Well.A/title\"?"),
        ("Well.B.1.deep", "; did you mean \"Well.B.1/row/deep\"?"),
        ("Well.B.1.use", "; did you mean \"Well.B.1/column/use\"?"),
        ("scale/grade/god", "; did you mean \"scale/grade/good\"?"),
        ("well.a.2", "; did you mean \"Well.A.2\"?"),
        ("III.C.1", ""),
    ] {
        only(&format!("wording: {{{key:?}: «\"x\"}}"), &format!("the bank has no text {key:?}{guess}"));
    }
    assert_eq!(
        said("wording: {\"Well.X.1\": \"\"}"),
        [""; 0],
        "words that are still wanted are missed by nobody"
    );
    only("wording: {\" \": «\"x\"}", "the bank has no text \" \"");
}

#[test]
fn in_a_sheet_faults_have_the_places_of_its_cells() {
    let sheet = "ref,text\r\nWell.A.1,\"Puits,\r\n{pays}\"\r\nWell.A.22,x\r\n,y\r\n";
    let overlay = Overlay::read(csv(sheet), "well.fr").unwrap();
    assert_eq!((overlay.bank.as_deref(), overlay.language.as_deref()), (Some("well"), Some("fr")));
    let laid = lay_over(&good(), &overlay, csv(sheet)).unwrap();
    let known: Vec<String> = texts(&good()).into_iter().map(|(key, _)| key).collect();
    let faults = [laid.faults, unknown(&overlay, csv(sheet), &laid.unknown, &known)].concat();
    let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "2:10: \"{pays}\" is never filled in; only {country} is",
            "4:1: the bank has no text \"Well.A.22\"; did you mean \"Well.A.2\"?",
            "5:1: the reference of this text is blank",
        ]
    );
}

#[test]
fn the_name_of_a_sheet_says_what_it_is_for() {
    let read = |name: &str| Overlay::read(csv("ref,text\n"), name);
    for (name, bank, language) in [
        ("fr", None, "fr"),
        ("III.fr", Some("III"), "fr"),
        ("my.bank.pt-BR", Some("my.bank"), "pt-BR"),
        ("annex.zh-Hant", Some("annex"), "zh-Hant"),
    ] {
        let overlay = read(name).unwrap();
        assert_eq!((overlay.bank.as_deref(), overlay.language.as_deref()), (bank, Some(language)), "{name}");
    }
    for name in ["annex", "", ".fr", "III.", "III.french!", "fr-", "III.fr_CA"] {
        let message = read(name).unwrap_err().to_string();
        assert!(message.starts_with("1:1: ") && message.contains("such as III.fr.csv"), "{message}");
    }
}

#[test]
fn what_is_no_overlay_is_told_with_line_and_column() {
    let said = |text: &str| Overlay::read(ron(text), "x").unwrap_err().to_string();
    let broken = said("(format: 1,\n id: \"x\", wordings: {})");
    assert!(broken.starts_with("2:11: ") && broken.contains("wordings"), "{broken}");
    assert!(said("(format: 1,\n id: \"x\",\n wording: {\"a\": 1})").starts_with("3:"));
    assert_eq!(
        said("(format: 9, id: \"x\", sung: true)"),
        "1:10: format 9 is newer than this program knows (1): update vivavoce to use it"
    );
    assert_eq!(said("(format: 0, id: \"x\")"), "1:10: format 0 was never used; this program reads format 1");
    assert_eq!(said("(format: 1, id: \" \")"), "1:17: the overlay's `id` is blank");
    assert_eq!(
        said("(format: 1, id: \"x\",\n language: \"french!\")"),
        "2:12: \"french!\" is not a language tag such as fr or pt-BR"
    );
    assert!(said(&" ".repeat(9 << 20)).contains("more than a bank or overlay can have"));
    assert!(Overlay::read(ron("\u{feff}(format: 1, id: \"x\")"), "x").is_ok());
}

#[test]
fn a_translation_only_rewords_and_additions_name_their_bank() {
    only(
        "language: \"fr\", retire: «[\"Well.A.2\"]",
        "a translation only rewords: put what is added or retired into an overlay in the bank's own language",
    );
    assert_eq!(said("language: \"EN\", retire: [\"Well.A.2\"]"), [""; 0], "the bank's own language");
    let text = "(format: 1, id: \"x\", retire: [\"Well.A.2\"])";
    let faults = lay_over(&good(), &overlay(text), ron(text)).unwrap_err();
    assert_eq!(faults[0].to_string(), "1:30: an overlay that adds or retires must name its `bank`");
}

#[test]
fn an_overlay_that_makes_no_sound_bank_is_refused_with_every_reason() {
    let item =
        |reference: &str, rest: &str| format!("item: (ref: {reference}, title: \"x\", ask: \"x\", {rest})");
    let add = |place: &str, item: &str| format!("add_items: [({place}, {item})]");
    let taken = |what: &str, code: &str| {
        format!("{what} {code:?} is in the bank already; what is added needs one of its own")
    };
    let text = "kind: Text";
    only(&add("into: \"Well.A\"", &item("«\"Well.A.2\"", text)), &taken("reference", "Well.A.2"));
    only(&add("into: \"Well.B\"", &item("«\"Well.B.1.deep\"", text)), &taken("reference", "Well.B.1.deep"));
    only(&add("into: \"Well.C.1\"", &item("«\"Well.C.1.who\"", text)), &taken("reference", "Well.C.1.who"));
    only(&add("into: \"Well.B\"", &item("«\"Well.A.9\"", text)), "item \"Well.A.9\" is not below \"Well.B\"");
    only(
        &add("into: «\"Well.X\"", &item("\"Well.A.9\"", text)),
        "`into` points to \"Well.X\", which does not exist; did you mean \"Well.A\"?",
    );
    only(
        &add("after: «\"Well.A.7\"", &item("\"Well.A.9\"", text)),
        "`after` points to \"Well.A.7\", which does not exist; did you mean \"Well.A.1\"?",
    );
    let anchor = "an added item stands either `after` an item or, as the last, `into` a section or item";
    only(&format!("add_items: [«({})]", item("\"Well.A.9\"", text)), anchor);
    only(
        &add("into: \"Well.A\"", &item("\"Well.A.9\"", "kind: Choice(scale: «\"weight\")")),
        "unknown scale \"weight\" (known: grade, water, yesno, bound, declared)",
    );
    only(
        &add(
            "into: \"Well.A\"",
            &item("\"Well.A.9\"", "kind: Text, suggested_for: [(functions: [«\"digger\"])]"),
        ),
        "unknown function code \"digger\" (known: keeper, engineer)",
    );
    only(
        &add("into: \"Well.A\"", &item("\"Well.A.9\"", "kind: Text, see: [«\"Well.A.99\"]")),
        "`see` points to \"Well.A.99\", which does not exist; did you mean \"Well.A.9\"?",
    );
    only(
        &add("into: «\"Well.B.1\"", &item("\"Well.B.1.z\"", text)),
        "\"Well.B.1\" has parts and is a table; make its kind Stem, or make the parts items",
    );
    // All of them are told, in the order of the file.
    let several =
        format!("{},\nretire: [\"Well.A.8\"]", add("into: \"Well.A\"", &item("\"Well.A.3.a\"", text)));
    assert_eq!(
        said(&several),
        [
            format!("2:42: {}", taken("reference", "Well.A.3.a")),
            "3:10: `retire` points to \"Well.A.8\", which does not exist; did you mean \"Well.A.1\"?"
                .to_owned(),
        ]
    );
}

#[test]
fn rows_columns_probes_and_scales_that_cannot_be_added() {
    let taken = |what: &str, code: &str| {
        format!("{what} {code:?} is in the bank already; what is added needs one of its own")
    };
    let row = |item: &str, rest: &str| format!("add_rows: [(item: {item}, {rest})]");
    let plain = "row: (code: \"x\", label: \"X\")";
    only(
        &row("\"Well.B.1\"", "row: (code: «\"deep\", label: \"X\")"),
        &taken("reference", "Well.B.1.deep.use"),
    );
    for item in ["Well.A.2", "Well.C.4"] {
        let message = format!("{item:?} has no rows that a bank gives it, so none can be added");
        only(&row(&format!("«{item:?}"), plain), &message);
    }
    only(
        &row("«\"Well.B.11\"", plain),
        "`item` points to \"Well.B.11\", which does not exist; did you mean \"Well.B.1\"?",
    );
    only(
        &row("\"Well.B.1\"", &format!("after: «\"deap\", {plain}")),
        "unknown code \"deap\" for the rows of \"Well.B.1\" (known: deep, open); did you mean \"deep\"?",
    );
    only(&row("\"Well.B.1\"", "row: (code: \"x\", label: «\"\")"), "the row's label is blank");
    only(
        &row("\"Well.B.1\"", "row: (code: «\"x.y\", label: \"X\")"),
        "row code \"x.y\" becomes the end of a reference, so it cannot hold dots or blanks",
    );
    only(
        &row("\"Well.B.3\"", "row: (code: «\"r2\", label: \"X\")"),
        "row code \"r2\" is like those of rows added in an interview (r1, r2); take another",
    );
    assert_eq!(said(&row("\"Well.B.3\"", plain)), [""; 0], "an open grid takes rows of the bank too");
    only(
        &row("\"Well.C.3\"", "row: (code: \"x\", label: \"X\", resource: «\"Well.R.9\")"),
        "\"Well.R.9\" is not among the bank's resources; did you mean \"Well.R.1\"?",
    );

    let column = |item: &str, rest: &str| format!("add_columns: [(item: {item}, {rest})]");
    let plain = "column: (code: \"x\", label: \"X\", scale: \"grade\")";
    for item in ["Well.A.2", "Well.C.3"] {
        let message = format!("{item:?} has no columns or fields, so none can be added");
        only(&column(&format!("«{item:?}"), plain), &message);
    }
    let coded = |code: &str| format!("column: (code: «{code:?}, label: \"X\", scale: \"grade\")");
    only(&column("\"Well.B.1\"", &coded("use")), &taken("column code", "use"));
    only(&column("\"Well.C.1\"", &coded("a")), &taken("reference", "Well.C.1.a"));
    only(&column("\"Well.C.1\"", &coded("paper")), &taken("reference", "Well.C.1.paper"));
    only(
        &column("\"Well.C.1\"", &coded("homes_for")),
        "field \"homes_for\" has the code of a layer or of a figure's period; give it another",
    );
    only(
        &column("\"Well.B.2\"", "column: (code: \"x\", label: \"X\", scale: \"grade\", own: «true)"),
        "column \"x\" is a second `own` column; a row's own reference can belong to one cell only",
    );
    only(
        &column("\"Well.B.1\"", "column: (code: \"x\", label: \"X\", scale: «\"graed\")"),
        "unknown scale \"graed\" (known: grade, water, yesno, bound, declared)",
    );
    only(
        &column("\"Well.B.1\"", &format!("after: «\"usage\", {plain}")),
        "unknown code \"usage\" for the columns of \"Well.B.1\" (known: use, state)",
    );

    only(
        "add_probes: [(item: «\"Well\", probe: \"Why?\")]",
        "`item` points to \"Well\", which does not exist",
    );
    only(
        "add_probes: [(item: \"Well.A.1\", probe: «\"Why in {land}?\")]",
        "\"{land}\" is never filled in; only {country} is",
    );
    only(
        "scales: [(id: «\"grade\", title: \"x\", options: [(code: \"a\", label: \"A\")])]",
        &taken("scale id", "grade"),
    );
    only("scales: [(id: \"new\", title: \"x\", options: «[])]", "scale \"new\" has no options");
    let same = "scales: [(id: \"declared\", title: \"Whether it was endorsed\",
        options: [(code: \"endorsed\", label: \"Endorsed\")])]";
    assert_eq!(said(same), [""; 0], "two overlays may bring the same scale");
}

#[test]
fn a_fault_of_the_bank_itself_is_none_of_the_overlay() {
    let faulty =
        GOOD.replace("see: [\"Well.A.3.a\"", "see: [\"Well.X\"").replace("label: \"Fair\"", "label: \"\"");
    let bank = parse(&faulty).unwrap();
    assert_eq!(check(&faulty).1.len(), 2);
    assert!(lay_over(&bank, &overlay(LOCAL), ron(LOCAL)).is_ok());
}

#[test]
fn every_script_is_laid_over_letter_by_letter() {
    for words in [
        "أي بئر تعتنون بها، إن وُجدت، في {country}؟",
        "אֵיזוֹ בְּאֵר?",
        "您在照看哪口井，如果有的话？",
        "어느 우물을 돌보십니까?",
        "आप किस कुएँ की देखभाल करते हैं?",
        "e\u{301}te\u{302}\u{323} ក្រោម",
        "\u{1b}[2J\u{202e}gnp\u{0}",
    ] {
        let sheet = to_csv([("Well.A.1", "x", words), ("Well.B.1/row/deep", "x", words)]);
        let overlay = Overlay::read(csv(&sheet), "well.xx").unwrap();
        let laid = lay_over(&good(), &overlay, csv(&sheet)).unwrap();
        assert_eq!(laid.bank.item(&"Well.A.1".into()).unwrap().ask, words);
        assert_eq!(laid.bank.item(&"Well.B.1".into()).unwrap().kind.rows()[0].label, words);
        assert_eq!(parse(&ron::to_string(&laid.bank).unwrap()).unwrap(), laid.bank);
        // Where it is drawn nothing of it drives the terminal.
        let shown = crate::text::clean::visible(words);
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\0']), "{shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_words_are_laid_over_no_reference_changes(words in prop::collection::vec((0..400_usize, "\\PC{0,12}"), 0..12)) {
        let bank = good();
        let all = texts(&bank);
        let wording = words.into_iter().map(|(at, words)| (all[at % all.len()].0.clone(), words)).collect();
        let language = Some("fr".to_owned());
        let overlay = Overlay { format: 1, id: "x".to_owned(), language, wording, ..Overlay::default() };
        let laid = lay_over(&bank, &overlay, ron("")).unwrap();
        prop_assert_eq!(references(&laid.bank), references(&bank));
        prop_assert!(laid.unknown.is_empty());
        for ((key, before), (now_key, now)) in all.iter().zip(texts(&laid.bank)) {
            prop_assert_eq!(key, &now_key);
            if laid.keys.contains(key) {
                let first = overlay.wording.iter().find(|(k, w)| k == key && !w.trim().is_empty());
                prop_assert_eq!(first.map(|(_, w)| w), Some(&now));
            } else {
                prop_assert_eq!(before, &now);
            }
        }
    }

    #[test]
    fn no_edit_of_an_overlay_panics(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6)) {
        let mut bytes = LOCAL.as_bytes().to_vec();
        for (at, byte, how) in edits {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => { bytes.remove(at); }
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(overlay) = Overlay::read(ron(&text), "x") {
            let _ = lay_over(&good(), &overlay, ron(&text));
        }
    }

    #[test]
    fn no_exchange_of_two_strings_panics_and_what_is_laid_is_sound(a in 0..200_usize, b in 0..200_usize) {
        let mut pieces: Vec<&str> = LOCAL.split('"').collect();
        let strings = pieces.len() / 2;
        pieces.swap(2 * (a % strings) + 1, 2 * (b % strings) + 1);
        let text = pieces.join("\"");
        if let Ok(overlay) = Overlay::read(ron(&text), "x")
            && let Ok(laid) = lay_over(&good(), &overlay, ron(&text))
        {
            let faults = check(&ron::to_string(&laid.bank).unwrap()).1;
            prop_assert!(faults.is_empty(), "{faults:?}");
        }
    }
}
