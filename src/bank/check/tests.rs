//! Faults that the check must find, each in a bank that has nothing else wrong.

use super::*;
use proptest::prelude::*;

const GOOD: &str = include_str!("../../../tests/data/good.ron");

/// The good bank with `from` (which stands in it once) turned into `to`, where `«` marks the place of the one fault.
fn only(from: &str, to: &str, message: &str) {
    assert_eq!(GOOD.matches(from).count(), 1, "`{from}` must stand once in the good bank");
    let marked = GOOD.replacen(from, to, 1);
    let (head, tail) = marked.split_once('«').expect("a mark");
    let line = head.matches('\n').count() + 1;
    let column = head.rsplit('\n').next().unwrap().chars().count() + 1;
    let faults: Vec<String> = check(&format!("{head}{tail}")).1.iter().map(ToString::to_string).collect();
    assert_eq!(faults, [format!("{line}:{column}: {message}")], "for `{from}` -> `{to}`");
}

#[test]
fn the_good_bank_is_clean() {
    let (bank, faults) = check(GOOD);
    assert_eq!(faults, []);
    assert_eq!(bank, Some(parse(GOOD).unwrap()));
    assert_eq!(check(&format!("\u{feff}{GOOD}")).1, [], "with a byte-order mark");
    assert_eq!(check(&GOOD.replace('\n', "\r\n")).1, [], "with the line ends of another system");
}

#[test]
fn built_in_banks_are_clean() {
    for builtin in crate::bank::BUILTIN {
        let (bank, faults) = check(builtin.source);
        // A bank that is still an empty place to be filled is not looked at.
        if bank.is_none_or(|bank| !bank.sections.is_empty()) {
            let lines: Vec<String> = faults.iter().map(|f| format!("{}:{f}", builtin.path)).collect();
            assert!(lines.is_empty(), "{}", lines.join("\n"));
        }
    }
}

#[test]
fn the_file_as_a_whole() {
    only("format: 1", "format: «0", "format 0 was never used; this program reads format 1");
    only(
        "format: 1",
        "format: «7",
        "format 7 is newer than this program knows (1): update vivavoce to use it",
    );
    only("\"well\"", "«\" \"", "the bank's `id` is blank");
    only("\"1.2.0\"", "«\"\"", "the bank's `version` is blank");
    only("\"Village wells\"", "«\"\"", "the bank's `title` is blank");
    only("\"en\"", "«\"\"", "the bank's `language` is blank");
    let (bank, faults) = check(&" ".repeat(9 << 20));
    assert_eq!((bank, faults.len(), faults[0].line), (None, 1, 1));
    let none = r#"(format: 1, id: "x", version: "1", title: "x", language: "en", source: "", scales: [],
        roles: (functions: [], ranks: [], levels: []), sections: [])"#;
    assert_eq!(
        check(none).1.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["2:66: the bank has no sections"]
    );
}

#[test]
fn what_is_not_a_bank_is_one_fault() {
    let (bank, faults) = check("(format: 1,\n  oops)");
    assert_eq!(bank, None);
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].line, 2, "{faults:?}");
    let (_, faults) = check(&GOOD.replace("probes:", "prbes:"));
    let text = faults[0].to_string();
    assert!(faults.len() == 1 && text.contains("prbes") && text.contains("probes"), "{text}");
}

/// Where `needle` first stands in the good bank, as messages say it.
fn at(needle: &str) -> String {
    let head = &GOOD[..GOOD.find(needle).unwrap()];
    let column = head.rsplit('\n').next().unwrap().chars().count() + 1;
    Place { line: head.matches('\n').count() + 1, column }.to_string()
}

#[test]
fn duplicates() {
    let twice = |what: &str, code: &str| {
        format!("{what} \"{code}\" is used twice; the first stands at {}", at(&format!("{code:?}")))
    };
    let reference = |code: &str| twice("reference", code);
    only("(code: \"fair\"", "(code: «\"good\"", &twice("option code", "good"));
    only(
        "(id: \"yesno\"",
        "(id: «\"grade\", title: \"x\", options: [(code: \"a\", label: \"a\")]), (id: \"yesno\"",
        &twice("scale id", "grade"),
    );
    only(
        "code: \"national\"",
        "code: «\"local\", label: \"x\"), (code: \"national\"",
        &twice("level code", "local"),
    );
    only("code: \"open\"", "code: «\"deep\"", &twice("row code", "deep"));
    only("code: \"team\"", "code: «\"self\"", &twice("column code", "self"));
    only("code: \"other\"", "code: «\"own\"", &twice("qualifier code", "own"));
    let key = format!("qualifier key \"y\" is used twice; the first stands at {}", at("'y'"));
    only("key: 's'", "key: «'Y'", &key);
    let digit = format!("shortcut digit \"4\" is used twice; the first stands at {}", at("4, label"));
    only(
        "codes: [\"drink\", \"field\"])",
        "codes: [\"drink\"]), (digit: «4, label: \"x\", codes: [\"field\"])",
        &digit,
    );
    let part = at("\"Well.A.3.a\", title");
    let part = format!("reference \"Well.A.3.a\" is used twice; the first stands at {part}");
    only("ref: \"Well.A.3.b\"", "ref: «\"Well.A.3.a\"", &part);
    only(
        "ref: \"Well.B\"",
        "ref: «\"Well.intro\", title: \"x\", items: [(ref: \"Well.intro.1\", title: \"x\", ask: \"x\", kind: Text)]), (ref: \"Well.B\"",
        &reference("Well.intro"),
    );
    only("ref: \"Well.A.rationale\"", "ref: «\"Well.A\"", &reference("Well.A"));
    only("(ref: \"Well.R.1\"", "(ref: «\"Well.A\", title: \"x\"), (ref: \"Well.R.1\"", &reference("Well.A"));
    // A cell has its row's reference and the code of its column.
    only(
        "(ref: \"Well.R.1\"",
        "(ref: «\"Well.B.1.deep.state\", title: \"x\"), (ref: \"Well.R.1\"",
        &format!("reference \"Well.B.1.deep.state\" is used twice; the first stands at {}", at("\"deep\"")),
    );
}

#[test]
fn scales() {
    only(
        "kind: Choice(scale: \"water\")",
        "kind: Choice(scale: «\"watr\")",
        "unknown scale \"watr\" (known: grade, water, yesno, bound, declared); did you mean \"water\"?",
    );
    only(
        "label: \"Use\", short: \"use\", scale: \"water\"),",
        "label: \"Use\", short: \"use\", scale: \"water\"), (code: \"x\", label: \"x\", scale: «\"volume\"),",
        "unknown scale \"volume\" (known: grade, water, yesno, bound, declared)",
    );
    only(
        "(id: \"yesno\"",
        "(id: \"x\", title: \"x\", options: «[]), (id: \"yesno\"",
        "scale \"x\" has no options",
    );
    let ten: Vec<String> = (0..10).map(|i| format!("(code: \"c{i}\", label: \"x\")")).collect();
    let ten = ten.join(", ");
    only(
        "(id: \"yesno\"",
        &format!("(id: \"x\", title: \"x\", options: «[{ten}]), (id: \"yesno\""),
        "scale \"x\" has 10 options; there are digits for 9",
    );
    only("(digit: 4", "(digit: «3", "shortcut digit 3 chooses option \"field\" already");
    only("(digit: 4", "(digit: «0", "shortcut digit 0 is not one of 1 to 9");
    only("(digit: 4", "(digit: «10", "shortcut digit 10 is not one of 1 to 9");
    only(
        "codes: [\"drink\", \"field\"]",
        "codes: [\"drink\", «\"feild\"]",
        "unknown code \"feild\" for scale \"water\" (known: none, drink, field)",
    );
    only("codes: [\"drink\", \"field\"]", "codes: «[]", "shortcut 4 has no codes");
    let clash = "shortcut 4 sets several options, and they cannot hold together on this scale";
    only("codes: [\"drink\", \"field\"]", "codes: «[\"drink\", \"none\"]", clash);
    only(
        "label: \"Poor\", score: 1",
        "label: \"Poor\", exclusive: «true",
        "option \"poor\" is marked exclusive on a scale where every option stands alone (`several` is not set)",
    );
    let taken = "is taken: d, r and n give the reason for no answer";
    only("key: 'y'", "key: «'d'", &format!("qualifier key 'd' {taken}"));
    only("key: 'y'", "key: «'R'", &format!("qualifier key 'R' {taken}"));
    only("key: 'y'", "key: «'1'", "qualifier key '1' is not a letter of the plain alphabet");
    only("short: \"good\"", "short: «\"fairly\"", "the option's short form is 6 columns wide; at most 4 fit");
}

#[test]
fn words() {
    only("ask: \"What was repaired last?\"", "ask: «\" \"", "the spoken wording (`ask`) is blank");
    only("ask: \"Do your people look after wells?\"", "ask: «\"\"", "the spoken wording (`ask`) is blank");
    only("\"Repairs\"", "«\"\"", "the item's title is blank");
    only("\"Kinds of wells\"", "«\"\"", "the section's title is blank");
    only("label: \"Fair\"", "label: «\"\"", "the option's label is blank");
    only("\"Since when?\"", "«\"\"", "the probe is blank");
    only("label: \"Open wells\"", "label: «\"\"", "the row's label is blank");
    only("label: \"Your team\"", "label: «\"\"", "the column's label is blank");
    only("label: \"Keeper\"", "label: «\"\"", "the role's label is blank");
    only("\"By whom\"", "«\"\"", "the qualifier's title is blank");
    only("\"Water decides where people live.\"", "«\"\"", "the text is blank");
    only("\"A Keeper's Handbook\"", "«\"\"", "the resource's title is blank");
    only("code: \"fair\"", "code: «\"\"", "option code is blank");
    let unfilled = |found: &str| format!("{found:?} is never filled in; only {{country}} is");
    only("\"What was repaired last?\"", "«\"What broke in {county}?\"", &unfilled("{county}"));
    only("\"Who did so before?\"", "«\"Who in {country} and {place\"", &unfilled("{place"));
    only("label: \"Fair\"", "label: «\"{x}\"", &unfilled("{x}"));
}

#[test]
fn shape() {
    only("ref: \"Well.A.2\"", "ref: «\"Well.B.7\"", "item \"Well.B.7\" is not below \"Well.A\"");
    only("ref: \"Well.A.2\"", "ref: «\"Well.A2\"", "item \"Well.A2\" is not below \"Well.A\"");
    only("ref: \"Well.A.3.b\"", "ref: «\"Well.A.4\"", "part \"Well.A.4\" is not below \"Well.A.3\"");
    let broken = "must be segments of letters, digits and hyphens parted by dots";
    only("ref: \"Well.A.2\"", "ref: «\"Well.A..2\"", &format!("reference \"Well.A..2\" {broken}"));
    only("ref: \"Well.A.2\"", "ref: «\"Well.A. 2\"", &format!("reference \"Well.A. 2\" {broken}"));
    only("ref: \"Well.A.2\"", "ref: «\"Well.A.2/title\"", &format!("reference \"Well.A.2/title\" {broken}"));
    let taken = "is taken: overlays name other texts with it";
    only("\"Well.intro\"", "«\"scale\"", &format!("reference \"scale\" {taken}"));
    let slash = "cannot hold a slash: overlays name texts by it";
    only("code: \"fair\"", "code: «\"fair/good\"", &format!("option code \"fair/good\" {slash}"));
    only("code: \"open\"", "code: «\"o/p\"", &format!("row code \"o/p\" {slash}"));
    only(
        "code: \"open\"",
        "code: «\"o.p\"",
        "row code \"o.p\" becomes the end of a reference, so it cannot hold dots or blanks",
    );
    only(
        "(ref: \"Well.B.3\"",
        "(ref: \"Well.B.4\", title: \"x\", ask: \"x\", kind: «Stem), (ref: \"Well.B.3\"",
        "\"Well.B.4\" is a stem without parts, so it cannot be answered",
    );
    let table = "kind: Grid(rows: [(code: \"r\", label: \"R\")], columns: [(code: \"c\", label: \"C\", scale: \"yesno\")])";
    only(
        "kind: Stem, parts: [",
        &format!("{table}, parts: «["),
        "\"Well.A.3\" has parts and is a table; make its kind Stem, or make the parts items",
    );
    only(
        "rows: [], open: true",
        "rows: «[]",
        "the grid \"Well.B.3\" has no rows and is not open, so it cannot be answered",
    );
    only(
        "columns: [(code: \"state\", label: \"Their state\", scale: \"grade\")]",
        "columns: «[]",
        "the grid \"Well.B.3\" has no columns",
    );
    only(
        "label: \"Your team\", scale: \"grade\"",
        "label: \"Your team\", scale: \"grade\", own: «true",
        "column \"team\" is a second `own` column; a row's own reference can belong to one cell only",
    );
    only(
        "ref: \"Well.B\"",
        "ref: \"Well.D\", title: \"x\", items: «[]), (ref: \"Well.B\"",
        "section \"Well.D\" has no items",
    );
}

#[test]
fn findings() {
    let layers = "layers: [\"paper\", \"practice\", \"works\"]";
    let unknown = |code: &str| format!("unknown layer {code:?} (known: paper, practice, works)");
    only(layers, "layers: [«\"deed\", \"paper\", \"practice\", \"works\"]", &unknown("deed"));
    only(layers, "layers: [«\" \", \"paper\", \"practice\", \"works\"]", "layer is blank");
    only(
        "asks: {\"practice\"",
        "asks: {\"words\": «\"x\", \"practice\"",
        &unknown("words").replace("works)", "works); did you mean \"works\"?"),
    );
    only("\"How is water shared out on a usual day?\"", "«\"\"", "the spoken form of a layer is blank");
    only("\"On paper\"", "«\"\"", "the layer's label is blank");
    only(
        "(ref: \"Well.B.3\"",
        "(ref: \"Well.B.4\", title: \"x\", ask: \"x\", kind: «Finding(layers: [])), (ref: \"Well.B.3\"",
        "\"Well.B.4\" asks for nothing, so it cannot be answered",
    );
    let taken = |code: &str| {
        format!("field {code:?} has the code of a layer or of a figure's period; give it another")
    };
    only("code: \"who\"", "code: «\"paper\"", &taken("paper"));
    only("code: \"who\"", "code: «\"homes_for\"", &taken("homes_for"));
    only(
        "ref: \"Well.C.1.a\"",
        "ref: «\"Well.C.1.who\"",
        &format!("reference \"Well.C.1.who\" is used twice; the first stands at {}", at("\"Well.C.1\"")),
    );
    assert_eq!(
        check(&GOOD.replace("see: [\"Well.A.3.a\"", "see: [\"Well.C.1.works\"")).1,
        [],
        "a layer can be seen"
    );
    only(
        "label: \"Who decides\"",
        "own: «true, label: \"Who decides\"",
        "field \"who\" cannot be `own`; only a column of a grid can",
    );
    only(
        "\"Who decides\"",
        "«\"Who decides on how much to whom and when\"",
        "the field's label is 40 columns wide; at most 34 fit",
    );
    only(
        "item: \"Well.C.5\"",
        "item: «\"Well.C.9\"",
        "`item` points to \"Well.C.9\", which does not exist; did you mean \"Well.C.1\"?",
    );
    only(
        "item: \"Well.C.5\"",
        "item: «\"Well.C\"",
        "a field can answer another item, and \"Well.C\" is not one",
    );
    only(
        "column: \"paper\", any",
        "column: «\"who\", any",
        "\"Well.C.1\" has no column \"who\" (known: paper, practice, meters, works)",
    );
}

#[test]
fn what_is_put_in() {
    only(
        "label: \"Who decides\", ask: \"Who decides on the shares?\", input: words",
        "label: \"Who decides\", ask: \"Who decides on the shares?\", input: words, scale: «\"grade\"",
        "\"who\" is typed, so it has no scale",
    );
    only(
        "(code: \"with\", label: \"With whom\", input: words)",
        "«(code: \"with\", label: \"With whom\")",
        "\"with\" needs a `scale`, or `input: words` or `input: number`",
    );
    let without = "takes no number, so it has no `unit` and no `per`";
    only("label: \"With whom\"", "unit: «\"persons\", label: \"With whom\"", &format!("\"with\" {without}"));
    only("label: \"With whom\"", "per: «\"year\", label: \"With whom\"", &format!("\"with\" {without}"));
    only("short: \"dry\"", "scale: «\"grade\", short: \"dry\"", "\"dry\" is typed, so it has no scale");
}

#[test]
fn counts_registers_and_instruments() {
    only("per: \"season\"", "per: «\"\"", "the period is blank");
    only("record: \"Agreement\"", "record: «\"\"", "what a record is is blank");
    let nothing = |reference: &str| format!("{reference:?} asks for nothing, so it cannot be answered");
    only(
        "series: [(code: \"dry\", label: \"Dry months\", short: \"dry\", unit: \"months\")]",
        "series: «[]",
        &nothing("Well.C.2"),
    );
    only(
        "treaty: \"bound\"",
        "treaty: «\"bond\"",
        "unknown scale \"bond\" (known: grade, water, yesno, bound, declared); did you mean \"bound\"?",
    );
    only(
        "declaration: \"declared\"",
        "declaration: «\"x\"",
        "unknown scale \"x\" (known: grade, water, yesno, bound, declared)",
    );
    only(
        "resource: \"Well.R.2\"",
        "resource: «\"Well.R.3\"",
        "\"Well.R.3\" is not among the bank's resources; did you mean \"Well.R.1\"?",
    );
    let row = "has `resource` or `declaration`, which only the instruments of an adherence have";
    only(
        "(code: \"line\", label: \"Lining\")",
        "«(code: \"line\", label: \"Lining\", declaration: true)",
        &format!("row \"line\" {row}"),
    );
    only("(code: \"dig\"", "«(resource: \"Well.R.1\", code: \"dig\"", &format!("row \"dig\" {row}"));
    only(
        "short: \"river\"",
        "short: «\"the treaty of the rivers of the north\"",
        "the row's short label is 37 columns wide; at most 28 fit",
    );
    only(
        "short: \"dry\"",
        "short: «\"months without\"",
        "the column's short label is 14 columns wide; at most 12 fit",
    );
    for (from, to) in [
        (
            "kind: Count(",
            "parts: «[(ref: \"Well.C.2.a\", title: \"x\", ask: \"x\", kind: Text)], kind: Count(",
        ),
        (
            "kind: Adherence(",
            "parts: «[(ref: \"Well.C.3.a\", title: \"x\", ask: \"x\", kind: Text)], kind: Adherence(",
        ),
    ] {
        let reference = if from.contains("Count") { "Well.C.2" } else { "Well.C.3" };
        only(
            from,
            to,
            &format!("{reference:?} has parts and is a table; make its kind Stem, or make the parts items"),
        );
    }
    let (head, tail) = GOOD.split_once("instruments: [\n").unwrap();
    let (_, tail) = tail.split_once("                    ],\n").unwrap();
    let faults: Vec<String> =
        check(&format!("{head}instruments: [],\n{tail}")).1.iter().map(|f| f.what.to_string()).collect();
    assert_eq!(faults, [nothing("Well.C.3")]);
    let (head, tail) = GOOD.split_once("record: \"Agreement\",\n                    fields: [\n").unwrap();
    let (_, tail) = tail.split_once("                    ],\n").unwrap();
    let faults: Vec<String> = check(&format!("{head}record: \"x\", fields: [],\n{tail}"))
        .1
        .iter()
        .map(|f| f.what.to_string())
        .collect();
    assert_eq!(faults, [nothing("Well.C.4")]);
}

#[test]
fn whom_a_bank_is_for() {
    only(
        "for_functions: [\"engineer\"]",
        "for_functions: [«\"enginer\"]",
        "unknown function code \"enginer\" (known: keeper, engineer); did you mean \"engineer\"?",
    );
    only(
        "for_stakeholders: [\"a\"]",
        "for_stakeholders: [«\"q\"]",
        "unknown stakeholder code \"q\" (known: a); did you mean \"a\"?",
    );
    only("\"Put the lid back.\"", "«\"\"", "the text is blank");
    only(
        "heading: \"Shares\"",
        "heading: «\"Shares in {land}\"",
        "\"{land}\" is never filled in; only {country} is",
    );
}

#[test]
fn roles() {
    only(
        "functions: [\"keeper\"]",
        "functions: [«\"keper\"]",
        "unknown function code \"keper\" (known: keeper, engineer); did you mean \"keeper\"?",
    );
    only("ranks: [\"head\"]", "ranks: [«\"boss\"]", "unknown rank code \"boss\" (known: junior, head)");
    only("levels: [\"national\"]", "levels: [«\"x\"]", "unknown level code \"x\" (known: local, national)");
    only("for: [(levels: [\"national\"])]", "for: «[]", "this wording is for nobody: `for` is empty");
    only(
        "suggested_for: [(functions: [\"keeper\"])]",
        "suggested_for: [«()]",
        "this role condition is empty, so it fits everyone; name a function, rank or level or leave it out",
    );
}

#[test]
fn links() {
    only(
        "see: [\"Well.A.3.a\"",
        "see: [«\"Well.A.3.c\"",
        "`see` points to \"Well.A.3.c\", which does not exist; did you mean \"Well.A.3.a\"?",
    );
    let gate = "item: \"Well.A.1\", any: [\"yes\"]";
    only(
        gate,
        "item: «\"Well.A.11\", any: [\"yes\"]",
        "a gate points to \"Well.A.11\", which does not exist; did you mean \"Well.A.1\"?",
    );
    only(gate, "item: «\"Well.A\", any: [\"yes\"]", "a gate looks at items, and \"Well.A\" is not one");
    only(
        gate,
        "item: «\"Well.B.1.deep\", any: [\"yes\"]",
        "a gate looks at items, and \"Well.B.1.deep\" is not one; did you mean \"Well.B.1\"?",
    );
    only(gate, "item: «\"Well.A.2\", any: [\"yes\"]", "the gate of \"Well.A.2\" looks at that item itself");
    only(
        gate,
        "item: «\"Well.A.3.a\", any: [\"yes\"]",
        "a gate cannot look at \"Well.A.3.a\": its kind of answer has no codes",
    );
    only(
        gate,
        "item: \"Well.A.1\", any: [«\"maybe\"]",
        "unknown code \"maybe\" for scale \"yesno\" (known: yes, no)",
    );
    only(gate, "item: \"Well.A.1\", any: «[]", "this gate names no codes, so nothing can meet it");
    only(
        gate,
        "item: \"Well.A.1\", column: «\"use\", any: [\"yes\"]",
        "\"Well.A.1\" has no column \"use\" (there are none)",
    );
    let grid = "item: \"Well.B.1\", column: \"use\", any: [\"drink\"]";
    only(
        grid,
        "item: \"Well.B.1\", column: «\"uses\", any: [\"drink\"]",
        "\"Well.B.1\" has no column \"uses\" (known: use, state); did you mean \"use\"?",
    );
    only(
        grid,
        "item: \"Well.B.1\", column: \"use\", any: [«\"good\"]",
        "unknown code \"good\" for scale \"water\" (known: none, drink, field)",
    );
    only(
        grid,
        "item: «\"Well.B.1\", any: [\"drink\"]",
        "\"Well.B.1\" has columns, so the gate must name one (known: use, state)",
    );
    // Another built-in bank may be pointed to.
    assert_eq!(check(&GOOD.replace("see: [\"Well.A.3.a\"", "see: [\"Annex.B.4\"")).1, []);
}

#[test]
fn nothing_said_can_drive_the_terminal() {
    let (_, faults) = check(&GOOD.replace("\"Well.A.3.a\", \"Well.B", "\"\\u{1b}[2J\", \"Well.B"));
    assert_eq!(faults.len(), 1);
    assert!(!faults[0].to_string().contains('\u{1b}'), "{faults:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_edit_of_the_text_panics(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6)) {
        let mut bytes = GOOD.as_bytes().to_vec();
        for (at, byte, how) in edits {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => { bytes.remove(at); }
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.matches('\n').count() + 1;
        for fault in check(&text).1 {
            prop_assert!((1..=lines).contains(&fault.line) && fault.column >= 1);
            prop_assert!(!fault.what.to_string().is_empty());
        }
    }

    #[test]
    fn no_exchange_of_two_strings_panics(a in 0..200_usize, b in 0..200_usize) {
        // Unlike edited bytes, exchanged strings still make a bank, so every rule is reached.
        let mut pieces: Vec<&str> = GOOD.split('"').collect();
        let strings = pieces.len() / 2;
        pieces.swap(2 * (a % strings) + 1, 2 * (b % strings) + 1);
        check(&pieces.join("\""));
    }
}
