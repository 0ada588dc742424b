//! Faults in what a bank tells of training needs, each in a bank that has nothing else wrong.

use super::{Place, check};

const GOOD: &str = include_str!("../../../tests/data/needs.ron");

/// The good bank with `from` (which stands in it once) turned into `to`, where `«` marks the place of the one fault.
fn only(from: &str, to: &str, message: &str) {
    assert_eq!(GOOD.matches(from).count(), 1, "`{from}` must stand once in the bank");
    let marked = GOOD.replacen(from, to, 1);
    let (head, tail) = marked.split_once('«').expect("a mark");
    let place = end(head);
    let faults: Vec<String> = check(&format!("{head}{tail}")).1.iter().map(ToString::to_string).collect();
    assert_eq!(faults, [format!("{}:{}: {message}", place.line, place.column)], "for `{from}` -> `{to}`");
}

/// Where a text ends.
fn end(text: &str) -> Place {
    let column = text.rsplit('\n').next().unwrap().chars().count() + 1;
    Place { line: text.matches('\n').count() + 1, column }
}

/// Where `needle`, which stands in the good bank once, begins.
fn at(needle: &str) -> Place {
    assert_eq!(GOOD.matches(needle).count(), 1, "{needle}");
    end(&GOOD[..GOOD.find(needle).unwrap()])
}

#[test]
fn the_good_bank_is_clean() {
    assert_eq!(check(GOOD).1, []);
    // A column of importance may be there or not.
    assert!(GOOD.contains("importance: \"weight\"") && !GOOD.contains("code: \"weight\""));
}

#[test]
fn what_is_named_must_be_there() {
    only(
        "item: \"Well.B.1\",\n            use",
        "item: «\"Well.B.7\",\n            use",
        "`techniques` points to \"Well.B.7\", which does not exist; did you mean \"Well.B.1\"?",
    );
    only(
        "use: \"use\"",
        "use: «\"used\"",
        "\"Well.B.1\" has no column \"used\" (known: use, state, doing); did you mean \"use\"?",
    );
    only(
        "exposed: [\"field\"]",
        "exposed: [«\"fields\"]",
        "unknown code \"fields\" for scale \"water\" (known: none, drink, field); did you mean \"field\"?",
    );
    only(
        "functions: [\"keeper\"])]",
        "functions: [«\"keper\"])]",
        "unknown function code \"keper\" (known: keeper, engineer); did you mean \"keeper\"?",
    );
    only(
        "column: \"team\"",
        "column: «\"teams\"",
        "\"Well.B.2\" has no column \"teams\" (known: self, team); did you mean \"team\"?",
    );
    only(
        "scored: [\"Well.A.2\"]",
        "scored: [«\"Well.A.1\"]",
        "\"Well.A.1\" has no rubric, so no score can be held against a rating; did you mean \"Well.A.2\"?",
    );
    only(
        "specific: [\"yes\"]",
        "specific: [«\"maybe\"]",
        "unknown code \"maybe\" for scale \"yesno\" (known: yes, no)",
    );
    only(
        "otherwise: [\"Well.A.3.b\"]",
        "otherwise: [«\"Well.A.3.bb\"]",
        "`otherwise` points to \"Well.A.3.bb\", which does not exist; did you mean \"Well.A.3.b\"?",
    );
    only(
        "told: [(item: \"Well.A.3.a\"",
        "told: [(item: «\"Hall.X\"",
        "`told` points to \"Hall.X\", which does not exist",
    );
}

#[test]
fn what_is_named_must_be_of_the_kind_that_is_counted() {
    only(
        "awareness: (item: \"Well.B.2\"",
        "awareness: (item: «\"Well.A.2\"",
        "`awareness` needs a grid, and \"Well.A.2\" is none",
    );
    only(
        "row: \"Well.B.2.line\"",
        "row: «\"Well.B.2\"",
        "`calibration` needs a row of a grid, and \"Well.B.2\" is none",
    );
    only(
        "received: \"Well.A.1\"",
        "received: «\"Well.A.2\"",
        "`training` needs a choice, and \"Well.A.2\" is none",
    );
    only(
        "specific: \"Well.A.3.b\")",
        "specific: «\"Well.A.3\")",
        "`specific` needs a question that is answered itself, and \"Well.A.3\" is none",
    );
    only(
        "rubrics: [\n",
        "rubrics: [(item: «\"Well.A\", elements: [(code: \"x\", label: \"x\")]),\n",
        "a rubric needs a question that is answered itself, and \"Well.A\" is none",
    );
    only("also: [\"Well.A.1\"]", "also: [«\"Well.A.2\"]", "`also` needs a choice, and \"Well.A.2\" is none");
    only(
        "knowledge: \"state\",\n            application: \"doing\"",
        "knowledge: \"state\",\n            application: «\"weights\"",
        "\"Well.B.1\" has no column \"weights\" (known: use, state, doing)",
    );
    only(
        "column: \"self\", scored",
        "column: «\"yes\", scored",
        "\"Well.B.2\" has no column \"yes\" (known: self, team)",
    );
    let unscored = GOOD.replacen("label: \"Done\", scale: \"grade\"", "label: \"Done\", scale: \"yesno\"", 1);
    let fault = &check(&unscored).1[0];
    assert_eq!(fault.what.to_string(), "application is counted by scores, and scale \"yesno\" has none");
    assert_eq!(Place { line: fault.line, column: fault.column }, at("\"doing\",\n            importance"));
}

#[test]
fn nothing_stands_twice_or_blank() {
    let twice = |what: &str, code: &str, first: &str| {
        format!("{what} \"{code}\" is used twice; the first stands at {}", at(first))
    };
    only(
        "application: \"doing\"",
        "application: «\"state\"",
        &twice("the column of techniques", "state", "\"state\",\n            application"),
    );
    only(
        "unused: [\"none\"]",
        "unused: [«\"field\"]",
        &twice("the option", "field", "\"field\"],\n            unused"),
    );
    only(
        "functions: [\"keeper\"])]",
        "functions: [\"engineer\", «\"engineer\"])]",
        &twice("the function of a group", "engineer", "\"keeper\"])]"),
    );
    only(
        "column: \"team\"",
        "column: «\"self\"",
        &twice("the column of awareness", "self", "\"self\", groups"),
    );
    only("code: \"remedy\"", "code: «\"cause\"", &twice("element code", "cause", "\"cause\""));
    only(
        "                (code: \"remedy\", label: \"What was done\"),\n            ]),",
        "                (code: \"remedy\", label: \"What was done\"),\n            ]),\n            (item: «\"Well.A.2\", elements: [(code: \"x\", label: \"x\")]),",
        &twice("the item of a rubric", "Well.A.2", "\"Well.A.2\", elements"),
    );
    only("label: \"What was done\"", "label: «\" \"", "the element's label is blank");
    only("label: \"subjects\"", "label: «\"\"", "the label of what is told is blank");
    only("exposed: [\"field\"]", "exposed: «[]", "`exposed` is empty, so nothing can be counted");
    only("scored: [\"Well.A.2\"]", "scored: «[]", "`scored` is empty, so nothing can be counted");
    only(
        "guidance: \"A part of the well.",
        "guidance: «\"A part of the {thing}.",
        "\"{thing}\" is never filled in; only {country} is",
    );
}
