//! The ten chapter banks hold every reference of the published chapters and nothing more, speak one language of scales
//! and roles with the annex, and read well.

use std::collections::{BTreeMap, BTreeSet};
use unicode_width::UnicodeWidthStr;
use vivavoce::bank::{BUILTIN, Bank, Input, Item, Kind, Ref, check};

/// Reference and what it is: read off the publication, not off the banks.
const REFS: &str = include_str!("data/chapter-refs.tsv");

fn banks() -> Vec<Bank> {
    BUILTIN.iter().map(|b| b.parse().unwrap_or_else(|e| panic!("{}: {e}", b.path))).collect()
}

fn chapters() -> Vec<Bank> {
    banks().into_iter().filter(|b| b.id != "annex").collect()
}

/// Reference and kind of everything that has a reference in these banks, sections left out.
fn derived(banks: &[Bank]) -> BTreeMap<Ref, &'static str> {
    let mut all: Vec<(Ref, &'static str)> = Vec::new();
    for bank in banks {
        let prose = bank.introduction.iter().chain(&bank.passages);
        all.extend(prose.map(|p| (p.reference.clone(), "prose")));
        all.extend(bank.resources.iter().map(|r| (r.reference.clone(), "resource")));
        for section in &bank.sections {
            let top: Vec<&Ref> = section.items.iter().map(|i| &i.reference).collect();
            for item in section.all_items() {
                let what = if top.contains(&&item.reference) { "question" } else { "part" };
                all.push((item.reference.clone(), what));
                // An instrument is answered under the item and is no item of its own.
                if let Kind::Grid { rows, .. } = &item.kind {
                    all.extend(rows.iter().map(|r| (item.reference.child(&r.code), "part")));
                }
            }
        }
    }
    let count = all.len();
    let map: BTreeMap<_, _> = all.into_iter().collect();
    assert_eq!(map.len(), count, "no reference is used twice");
    map
}

fn listed() -> BTreeMap<Ref, &'static str> {
    let line = |l: &'static str| {
        let (reference, kind) = l.split_once('\t').unwrap_or_else(|| panic!("{l}"));
        (Ref::from(reference), kind)
    };
    REFS.lines().skip(1).map(line).collect()
}

fn items(banks: &[Bank]) -> impl Iterator<Item = &Item> {
    banks.iter().flat_map(Bank::items)
}

#[test]
fn every_reference_of_the_chapters_is_there_and_nothing_else() {
    let (have, want) = (derived(&chapters()), listed());
    let missing: Vec<_> = want.iter().filter(|(r, k)| have.get(r) != Some(k)).collect();
    let extra: Vec<_> = have.iter().filter(|(r, _)| !want.contains_key(r)).collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "missing or of another kind: {missing:?}\nextra: {extra:?}"
    );
    let count = |kind: &str| want.values().filter(|k| **k == kind).count();
    assert_eq!((count("question"), count("part"), count("resource")), (27 + 105, 180, 192));
}

#[test]
fn every_bank_is_without_faults() {
    for builtin in BUILTIN {
        let (_, faults) = check(builtin.source);
        let lines: Vec<String> = faults.iter().map(|f| format!("{}:{f}", builtin.path)).collect();
        assert!(lines.is_empty(), "{}", lines.join("\n"));
    }
}

#[test]
fn every_cross_reference_between_banks_leads_somewhere() {
    let banks = banks();
    let mut known: BTreeSet<String> = banks.iter().map(|b| b.id.to_lowercase()).collect();
    for bank in &banks {
        known.extend(bank.resources.iter().map(|r| r.reference.to_string().to_lowercase()));
        known.extend(bank.sections.iter().map(|s| s.reference.to_string().to_lowercase()));
        for item in bank.items() {
            known.insert(item.reference.to_string().to_lowercase());
            let rows = item.kind.rows().iter();
            known.extend(rows.map(|r| item.reference.child(&r.code).to_string().to_lowercase()));
        }
    }
    let lost: Vec<String> = items(&banks)
        .flat_map(|i| i.see.iter().map(move |s| (i, s)))
        .filter(|(_, see)| !known.contains(&see.to_string().to_lowercase()))
        .map(|(item, see)| format!("{}: see {see}", item.reference))
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn chapters_and_annex_know_the_same_roles_and_chapters_the_same_layers() {
    let all = banks();
    let chapters = chapters();
    for bank in &all {
        assert_eq!(bank.roles, all[0].roles, "{}", bank.id);
    }
    for bank in &chapters {
        assert_eq!(bank.layers, chapters[0].layers, "{}", bank.id);
        for id in ["existence", "opinion", "yes_partly_no"] {
            assert_eq!(bank.scale(id), chapters[0].scale(id), "{} {id}", bank.id);
        }
        assert!(!bank.for_stakeholders.is_empty() && !bank.for_functions.is_empty(), "{}", bank.id);
    }
}

#[test]
fn every_answered_item_says_how_one_would_know_and_is_one_breath_long() {
    for item in items(&chapters()) {
        let at = &item.reference;
        if !matches!(item.kind, Kind::Stem) {
            assert!(!item.evidence.is_empty(), "{at}: how would one know?");
        }
        let words = item.ask.split_whitespace().count();
        assert!(words <= 40, "{at}: {words} words in one breath: {}", item.ask);
        assert!(item.title.split_whitespace().count() <= 7, "{at}: {}", item.title);
    }
}

#[test]
fn what_is_asked_is_open_not_a_yes_or_no() {
    // "Is there ..." invites a nod; "what ..., if any" invites an answer.
    let closed = ["Is ", "Are ", "Do ", "Does ", "Has ", "Have ", "Can ", "Must ", "Will ", "Did "];
    for item in items(&chapters()) {
        let bad = closed.iter().any(|word| item.ask.starts_with(word));
        assert!(!bad, "{}: {}", item.reference, item.ask);
    }
}

#[test]
fn forms_fit_the_screen() {
    for item in items(&chapters()) {
        let lines = item.kind.columns().iter().filter(|c| c.input != Input::Period).count();
        let most = match item.kind {
            Kind::Finding { .. } => 16,
            Kind::Register { .. } => 24,
            Kind::Grid { .. } => 6,
            _ => 9,
        };
        assert!(lines <= most, "{}: {lines} lines", item.reference);
        for row in item.kind.rows() {
            assert!(row.short().width() <= 28, "{}.{}: {}", item.reference, row.code, row.short());
        }
    }
}

#[test]
fn the_kinds_that_the_chapters_need_are_used() {
    let banks = chapters();
    let kind = |at: &str| {
        let found = items(&banks).find(|i| i.reference.as_str() == at);
        found.unwrap_or_else(|| panic!("{at}")).kind.name()
    };
    for at in ["II.D.1", "II.D.2"] {
        assert_eq!(kind(at), "adherence", "{at}");
    }
    assert_eq!(kind("III.C.1"), "count");
    assert_eq!(kind("V.D.6"), "register");
    for at in ["III.D.6", "IV.D.2", "IV.D.3", "X.D.1"] {
        assert_eq!(kind(at), "grid", "{at}");
    }
    assert_eq!(kind("IV.D.4"), "finding");
    let register = items(&banks).find(|i| i.reference.as_str() == "V.D.6").map(|i| &i.kind);
    let Some(Kind::Register { fields, .. }) = register else { panic!("a register") };
    let components = fields.iter().filter(|f| f.item == Some(Ref::from("V.D.8"))).count();
    assert_eq!(components, 11, "the components of an agreement");
}

#[test]
fn an_instrument_on_a_shared_line_is_a_row_of_its_own_and_declarations_are_only_endorsed() {
    let banks = chapters();
    let rows: Vec<_> = ["II.D.1", "II.D.2"]
        .iter()
        .flat_map(|at| {
            items(&banks).find(|i| i.reference.as_str() == *at).map(|i| i.kind.rows()).unwrap_or_default()
        })
        .collect();
    let lines: BTreeSet<&Ref> = rows.iter().filter_map(|r| r.resource.as_ref()).collect();
    assert_eq!((lines.len(), rows.len()), (32, 34), "32 lines of the box, two of them with two treaties");
    for row in rows {
        let declaration = row.label.contains("Declaration");
        assert_eq!(row.declaration, declaration, "{}", row.label);
    }
}
