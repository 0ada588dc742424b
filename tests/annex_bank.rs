//! The annex bank holds every reference of the published questionnaire, and nothing more under its name.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use unicode_width::UnicodeWidthStr;
use vivavoce::bank::{Bank, Column, Gate, Item, Kind, Ref, RoleMatch, Row, Scale, Term, parse};

/// Reference, what it is, and its scale: read off the publication, not off the bank.
const REFS: &str = include_str!("data/annex-refs.tsv");

const TECHNIQUES: [&str; 15] = [
    "Interviews conducted by staff trained to interview vulnerable witnesses",
    "Forensic examination of victims",
    "Forensic examination of suspects",
    "Forensic examination of locations",
    "Forensic examination of vehicles",
    "Forensic examination of documents",
    "Static surveillance",
    "Mobile surveillance",
    "Pedestrian surveillance",
    "Intrusive surveillance in premises",
    "Protection measures for victims and witnesses",
    "Communications data analysis",
    "Routine checks at border points and within the country",
    "Information analysis and profiling of general trends and specific cases",
    "Enquiries in the jurisdictions of other States",
];

const OFFENCES: [&str; 6] = [
    "Kidnapping",
    "Rape",
    "Sexual assault",
    "Serious physical assault",
    "Unlawful imprisonment",
    "Blackmail",
];

fn annex() -> Bank {
    parse(include_str!("../banks/annex.ron")).unwrap_or_else(|e| panic!("banks/annex.ron: {e}"))
}

/// What stands under a reference.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    what: String,
    scale: String,
}

fn entry(what: &str, scale: &str) -> Entry {
    Entry { what: what.to_owned(), scale: scale.to_owned() }
}

/// Every reference of the bank with what stands there. An item's part is a "part"; a cell's scale is its column's.
fn derived(bank: &Bank) -> BTreeMap<Ref, Entry> {
    let mut all = Vec::new();
    all.extend(bank.introduction.iter().map(|p| (p.reference.clone(), entry("prose", ""))));
    for section in &bank.sections {
        all.push((section.reference.clone(), entry("section", "")));
        all.extend(section.rationale.iter().map(|p| (p.reference.clone(), entry("prose", ""))));
        let top: HashSet<&Ref> = section.items.iter().map(|i| &i.reference).collect();
        for item in section.all_items() {
            let what = if top.contains(&item.reference) { "item" } else { "part" };
            all.push((item.reference.clone(), entry(what, "")));
            let Kind::Grid { rows, columns, .. } = &item.kind else { continue };
            for row in rows {
                let at = item.reference.child(&row.code);
                if !columns.iter().any(|c| c.own) {
                    all.push((at.clone(), entry("row", "")));
                }
                for column in columns {
                    let cell = if column.own { at.clone() } else { at.child(&column.code) };
                    all.push((cell, entry("cell", &column.scale)));
                }
            }
        }
    }
    let count = all.len();
    let map: BTreeMap<_, _> = all.into_iter().collect();
    assert_eq!(map.len(), count, "no reference is used twice");
    map
}

fn listed() -> BTreeMap<Ref, Entry> {
    let line = |l: &str| {
        let fields: Vec<&str> = l.split('\t').collect();
        assert_eq!(fields.len(), 3, "{l}");
        (Ref::from(fields[0]), entry(fields[1], fields[2]))
    };
    REFS.lines().skip(1).map(line).collect()
}

fn item<'a>(bank: &'a Bank, reference: &str) -> &'a Item {
    bank.item(&reference.into()).unwrap_or_else(|| panic!("{reference} is missing"))
}

fn row_labels<'a>(bank: &'a Bank, reference: &str) -> Vec<&'a str> {
    match &item(bank, reference).kind {
        Kind::Grid { rows, .. } => rows.iter().map(|r| r.label.as_str()).collect(),
        other => panic!("{reference} is a grid, not {other:?}"),
    }
}

fn option_labels<'a>(bank: &'a Bank, id: &str) -> Vec<&'a str> {
    let scale = bank.scale(id).unwrap_or_else(|| panic!("scale {id} is missing"));
    scale.options.iter().map(|o| o.label.as_str()).collect()
}

/// Default wording and role wordings of an item.
fn asks(item: &Item) -> impl Iterator<Item = &str> {
    std::iter::once(item.ask.as_str()).chain(item.wordings.iter().map(|w| w.ask.as_str()))
}

/// Ids of the scales that an item's answers are coded with.
fn scales_of(item: &Item) -> Vec<&str> {
    match &item.kind {
        Kind::Choice { scale } => vec![scale],
        Kind::Grid { columns, .. } => columns.iter().map(|c| c.scale.as_str()).collect(),
        _ => Vec::new(),
    }
}

fn unique<'a>(values: impl IntoIterator<Item = &'a str>) -> bool {
    let mut seen = HashSet::new();
    values.into_iter().all(|v| seen.insert(v))
}

#[test]
fn every_published_reference_is_there_with_its_scale() {
    let found = derived(&annex());
    for (reference, expected) in listed() {
        assert_eq!(found.get(&reference), Some(&expected), "{reference}");
    }
}

#[test]
fn nothing_goes_by_a_reference_that_was_not_published() {
    let listed = listed();
    for (reference, found) in derived(&annex()) {
        // Further columns (by group, by capacity) are ours; sections, prose, items, parts and rows are not.
        assert!(listed.contains_key(&reference) || found.what == "cell", "{reference}: {}", found.what);
    }
}

#[test]
fn forty_six_questions() {
    let bank = annex();
    let per_section: Vec<usize> = bank.sections.iter().map(|s| s.items.len()).collect();
    assert_eq!(per_section, [13, 7, 5, 5, 4, 12]);
    assert_eq!(per_section.iter().sum::<usize>(), 46);
}

#[test]
fn headings_stand_as_published() {
    let titles: Vec<String> = annex().sections.into_iter().map(|s| s.title).collect();
    let published = [
        "Roles",
        "Trafficking in persons in {country}",
        "Working with other units or organizations",
        "Investigative techniques",
        "Current awareness in {country}",
        "Training",
    ];
    assert_eq!(titles, published);
}

#[test]
fn scale_labels_stand_as_published() {
    let bank = annex();
    assert_eq!(option_labels(&bank, "rating5"), ["Very good", "Good", "Average", "Weak", "Very weak"]);
    assert_eq!(
        option_labels(&bank, "use3"),
        ["Not used at all", "Used in general crime", "Used in trafficking in persons"]
    );
    let scores: Vec<Option<u8>> =
        bank.scale("rating5").expect("rating5").options.iter().map(|o| o.score).collect();
    assert_eq!(scores, [Some(5), Some(4), Some(3), Some(2), Some(1)]);
}

#[test]
fn use_in_both_kinds_of_crime_is_one_digit_and_not_used_stands_alone() {
    let bank = annex();
    let use3 = bank.scale("use3").expect("use3");
    let both = use3.codes_for(4).expect("4 is a shortcut");
    assert_eq!(both, ["general", "trafficking"]);
    assert_eq!(use3.toggled(&both, "none"), ["none"]);
    assert_eq!(use3.toggled(&["none".to_owned()], "general"), ["general"]);
}

#[test]
fn techniques_offences_and_columns_stand_as_published() {
    let bank = annex();
    assert_eq!(row_labels(&bank, "Annex.E.1"), TECHNIQUES);
    assert_eq!(row_labels(&bank, "Annex.B.7"), OFFENCES);
    let Kind::Grid { columns, open, .. } = &item(&bank, "Annex.E.1").kind else { panic!("a grid") };
    let labels: Vec<&str> = columns.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(labels, ["Use of technique", "Knowledge of technique", "Practical application of technique"]);
    assert!(!open);
    assert!(matches!(item(&bank, "Annex.B.7").kind, Kind::Grid { open: true, .. }), "offences can be added");
}

#[test]
fn topics_of_awareness_stand_as_published_and_are_rated_for_self_and_six_groups() {
    let bank = annex();
    assert_eq!(
        row_labels(&bank, "Annex.F.1"),
        [
            "Trafficking in persons legislation",
            "Indicators of trafficking in persons",
            "The current trafficking in persons issues being faced by {country}",
            "Assessments for establishing the risk that persons will be trafficked",
            "Victim referral mechanisms in {country}",
        ]
    );
    let Kind::Grid { columns, .. } = &item(&bank, "Annex.F.1").kind else { panic!("a grid") };
    let columns: Vec<(&str, bool)> = columns.iter().map(|c| (c.label.as_str(), c.own)).collect();
    assert_eq!(
        columns,
        [
            ("Yourself", true),
            ("General police patrol", false),
            ("Border and asylum police", false),
            ("General investigators", false),
            ("Specialist investigators", false),
            ("Prosecutors", false),
            ("Judiciary", false),
        ]
    );
}

#[test]
fn the_country_is_named_in_nine_places() {
    let bank = annex();
    let mut places = BTreeSet::new();
    for item in bank.items() {
        if asks(item).any(|a| a.contains("{country}")) {
            assert!(asks(item).all(|a| a.contains("{country}")), "{}: in every wording", item.reference);
            places.insert(item.reference.as_str().to_owned());
        }
        if let Kind::Grid { rows, .. } = &item.kind {
            let named = rows.iter().filter(|r| r.label.contains("{country}"));
            places.extend(named.map(|r| item.reference.child(&r.code).as_str().to_owned()));
        }
    }
    let published = [
        "Annex.C.1",
        "Annex.C.2",
        "Annex.C.3",
        "Annex.C.4",
        "Annex.C.5",
        "Annex.C.6",
        "Annex.C.7",
        "Annex.F.1.c",
        "Annex.F.1.e",
    ];
    assert_eq!(places.iter().map(String::as_str).collect::<Vec<_>>(), published);
}

#[test]
fn no_other_placeholder_is_left_in_the_text() {
    let text = include_str!("../banks/annex.ron").replace("{country}", "");
    assert!(!text.contains(['{', '}']), "only {{country}} is filled in");
    assert!(!text.contains("[country"), "the published placeholder");
}

#[test]
fn every_scale_exists_and_every_scale_is_used() {
    let bank = annex();
    let used: BTreeSet<&str> = bank.items().flat_map(scales_of).collect();
    let defined: BTreeSet<&str> = bank.scales.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(used, defined);
    assert_eq!(defined.len(), bank.scales.len(), "ids are used once");
}

#[test]
fn scales_are_sound() {
    for scale in &annex().scales {
        let Scale { id, options, .. } = scale;
        assert!(options.len() <= 9, "{id}: a digit for every option");
        assert!(unique(options.iter().map(|o| o.code.as_str())), "{id}: codes differ");
        assert!(unique(options.iter().map(|o| o.label.as_str())), "{id}: labels differ");
        for option in options {
            let snake = option.code.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            assert!(snake, "{id}: {}", option.code);
            assert!(option.label.width() <= 40, "{id}: {}", option.label);
            assert!(!option.exclusive || scale.several, "{id}: alone among several");
            let short = option.short.as_deref().unwrap_or("x");
            assert!((1..=4).contains(&short.width()), "{id}: {short}");
        }
        for shortcut in &scale.shortcuts {
            assert!(usize::from(shortcut.digit) > options.len() && shortcut.digit <= 9, "{id}: {shortcut:?}");
            assert!(scale.several && shortcut.codes.iter().all(|c| scale.option(c).is_some()), "{id}");
        }
        for option in scale.qualifier.iter().flat_map(|q| &q.options) {
            assert!(!['d', 'r', 'n'].contains(&option.key), "{id}: {} means no answer", option.key);
        }
    }
}

#[test]
fn no_answer_is_not_an_option() {
    for scale in &annex().scales {
        for option in &scale.options {
            let label = option.label.to_lowercase();
            let reason = ["don't know", "refus", "not applicable", "not asked"];
            assert!(!reason.iter().any(|r| label.contains(r)), "{}: {label}", scale.id);
        }
    }
}

#[test]
fn grid_cells_have_short_options() {
    let bank = annex();
    for item in bank.items().filter(|i| matches!(i.kind, Kind::Grid { .. })) {
        for scale in scales_of(item).iter().filter_map(|id| bank.scale(id)) {
            assert!(scale.options.iter().all(|o| o.short.is_some()), "{}: {}", item.reference, scale.id);
            assert!(unique(scale.options.iter().filter_map(|o| o.short.as_deref())), "{}", scale.id);
        }
    }
}

#[test]
fn every_item_can_be_spoken() {
    for item in annex().items() {
        let at = &item.reference;
        let words = item.title.split_whitespace().count();
        assert!((2..=5).contains(&words), "{at}: {}", item.title);
        for ask in asks(item) {
            let words = ask.split_whitespace().count();
            assert!((4..=40).contains(&words), "{at}: {words} words");
            assert!(ask.ends_with('?') && ask.trim() == ask, "{at}: {ask}");
            assert!(!ask.contains(['(', ')', '/']), "{at}: can't be spoken: {ask}");
        }
        if item.kind == Kind::Stem {
            assert!(!item.parts.is_empty(), "{at}: a stem has parts");
            continue;
        }
        assert!((1..=3).contains(&item.probes.len()), "{at}: one to three probes");
        assert!(item.evidence.ends_with('?'), "{at}: asks how they know");
    }
}

#[test]
fn open_questions_stay_open() {
    let closing = ["Do ", "Does ", "Did ", "Is ", "Are ", "Was ", "Were ", "Have ", "Has ", "Can ", "Would "];
    for item in annex().items() {
        for ask in asks(item) {
            assert!(!closing.iter().any(|c| ask.starts_with(c)), "{}: yes or no: {ask}", item.reference);
        }
    }
}

#[test]
fn short_headings_fit_their_columns() {
    let bank = annex();
    for section in &bank.sections {
        let short = section.short.as_deref().unwrap_or(&section.title);
        assert!(short.width() <= 20, "{short}");
        assert!(section.rationale.as_ref().is_some_and(|r| !r.text.is_empty()), "{}", section.reference);
        assert!(!section.guidance.is_empty(), "{}", section.reference);
    }
    for item in bank.items() {
        let Kind::Grid { rows, columns, .. } = &item.kind else { continue };
        for row in rows {
            assert!(row.short().width() <= 28, "{}: {}", item.reference, row.short());
        }
        for column in columns {
            assert!(column.short().width() <= 12, "{}: {}", item.reference, column.short());
        }
        assert!(unique(rows.iter().map(Row::short)), "{}", item.reference);
        assert!(unique(columns.iter().map(Column::short)), "{}", item.reference);
    }
}

#[test]
fn cross_references_lead_to_other_items() {
    let bank = annex();
    for item in bank.items() {
        for see in &item.see {
            assert!(bank.item(see).is_some(), "{} sees {see}", item.reference);
            assert_ne!(*see, item.reference);
        }
    }
}

#[test]
fn gates_can_be_met() {
    let bank = annex();
    let place = |reference: &Ref| bank.items().position(|i| i.reference == *reference);
    for item in bank.items() {
        for Gate { item: gate, column, any } in &item.relevant_if {
            let at = &item.reference;
            let target = bank.item(gate).unwrap_or_else(|| panic!("{at}: {gate} is missing"));
            assert!(place(gate) < place(at), "{at} comes after {gate}");
            let scale = match (&target.kind, column) {
                (Kind::Choice { scale }, None) => scale,
                (Kind::Grid { columns, .. }, Some(code)) => {
                    &columns.iter().find(|c| c.code == *code).expect("the gate's column").scale
                }
                other => panic!("{at}: a gate on {other:?}"),
            };
            let scale = bank.scale(scale).expect("the gate's scale");
            assert!(!any.is_empty() && any.iter().all(|c| scale.option(c).is_some()), "{at}: {any:?}");
        }
    }
}

#[test]
fn questions_that_follow_from_another_are_gated() {
    let bank = annex();
    let gated: BTreeSet<&str> =
        bank.items().filter(|i| !i.relevant_if.is_empty()).map(|i| i.reference.short()).collect();
    let expected = [
        "B.5", "B.6", "B.10", "B.13", "E.2", "E.3", "E.5", "G.2", "G.3", "G.4", "G.5", "G.6", "G.9", "G.11",
        "G.12",
    ];
    assert_eq!(gated, expected.into_iter().collect());
}

#[test]
fn roles_in_wordings_are_in_the_vocabulary() {
    let bank = annex();
    let known = |terms: &[Term], codes: &[String]| codes.iter().all(|c| terms.iter().any(|t| t.code == *c));
    let roles = &bank.roles;
    for terms in [&roles.functions, &roles.ranks, &roles.levels, &roles.stakeholders] {
        assert!(unique(terms.iter().map(|t| t.code.as_str())));
    }
    for item in bank.items() {
        let of_wordings = item.wordings.iter().flat_map(|w| &w.roles);
        for role in of_wordings.chain(&item.suggested_for) {
            let RoleMatch { functions, ranks, levels } = role;
            assert!(known(&roles.functions, functions), "{}: {functions:?}", item.reference);
            assert!(known(&roles.ranks, ranks), "{}: {ranks:?}", item.reference);
            assert!(known(&roles.levels, levels), "{}: {levels:?}", item.reference);
            assert_ne!(*role, RoleMatch::default(), "{}: a wording for everyone", item.reference);
        }
    }
    let stakeholders: Vec<&str> = roles.stakeholders.iter().map(|t| t.code.as_str()).collect();
    assert_eq!(stakeholders, ["a", "b", "c", "d", "e", "f", "g", "h"]);
}
