//! Filters over made-up sessions: what is found is what a look at every session finds, and what is wrong is told.

mod corpus_of;

use corpus_of::{Stock, stock};
use proptest::prelude::*;
use vivavoce::analysis::corpus::Field;
use vivavoce::analysis::filter::{Tags, evaluate, parse, quoted, toggled};
use vivavoce::session::{Record, Status};
use vivavoce::text::fold;

fn ids(stock: &Stock, filter: &str) -> Vec<String> {
    let filter = parse(filter).unwrap_or_else(|e| panic!("{filter}: {e}"));
    let found = evaluate(&filter, &stock.corpus, &stock.book, &stock.sieve, &stock.tags);
    let mut all: Vec<String> =
        stock.corpus.rows(&found.selection).map(|(_, row)| row.id().to_owned()).collect();
    all.sort();
    all
}

/// The sessions of which this holds, one by one.
fn those(stock: &Stock, holds: impl Fn(&Record) -> bool) -> Vec<String> {
    let mut all: Vec<String> =
        stock.sessions.iter().filter(|s| holds(s.record())).map(|s| s.id.clone()).collect();
    all.sort();
    all
}

#[track_caller]
fn same(stock: &Stock, filter: &str, holds: impl Fn(&Record) -> bool) {
    let expected = those(stock, holds);
    assert!(
        !expected.is_empty() && expected.len() < stock.sessions.len(),
        "{filter} tells nothing apart: {expected:?}"
    );
    assert_eq!(ids(stock, filter), expected, "{filter}");
}

#[test]
fn every_kind_of_term_finds_what_a_look_at_every_session_finds() {
    let stock = stock();
    let anyone =
        |r: &Record, is: &dyn Fn(&vivavoce::session::Participant) -> bool| r.participants.iter().any(is);
    same(stock, "rank:mid_manager", |r| anyone(r, &|p| p.rank == "mid_manager"));
    same(stock, "rank:\"mid-level manager\"", |r| anyone(r, &|p| p.rank == "mid_manager"));
    same(stock, "level:national", |r| anyone(r, &|p| p.level == "national"));
    same(stock, "-level:national", |r| !anyone(r, &|p| p.level == "national"));
    same(stock, "level:local,regional", |r| anyone(r, &|p| p.level == "local" || p.level == "regional"));
    same(stock, "function:prosecutor role:mid", |r| {
        anyone(r, &|p| p.function == "prosecutor") && anyone(r, &|p| p.rank == "mid_manager")
    });
    same(stock, "region:north", |r| anyone(r, &|p| fold(&p.region).starts_with("north")));
    same(stock, "bank:III", |r| r.banks.iter().any(|b| b.id == "III"));
    same(stock, "status:finished", |r| r.status == Status::Closed);
    same(stock, "is:unfinished", |r| r.status == Status::Open);
    same(stock, "is:group", |r| r.meeting == vivavoce::session::Meeting::Group);
    same(stock, "is:follow-up", |r| r.answers.values().any(|a| a.follow_up));
    same(stock, "is:jots", |r| r.jots.iter().any(|j| j.filed.is_none()));
    same(stock, "code:r007", |r| anyone(r, &|p| p.code == "R007"));
    same(stock, "id:2025-0", |r| r.id.contains("2025-0"));
    same(stock, "period:2026", |r| r.id.starts_with("2026"));
    same(stock, "period:2025-03..2025-09", |r| ("2025-03".."2025-10").contains(&&r.id[..7]));
    same(stock, "before:2025-06-30", |r| &r.id[..10] <= "2025-06-30");
    same(stock, "after:2025-06-30", |r| &r.id[..10] >= "2025-06-30");
}

#[test]
fn answers_are_found_by_their_references() {
    let stock = stock();
    let below = |r: &Record, at: &str, is: &dyn Fn(&str, &vivavoce::session::Answer) -> bool| {
        r.answers.iter().any(|(own, a)| {
            let own = own.as_str();
            (own == at || own.strip_prefix(at).is_some_and(|t| t.starts_with('.'))) && is(own, a)
        })
    };
    let given = |a: &vivavoce::session::Answer| {
        !a.codes.is_empty()
            || !a.account.trim().is_empty()
            || a.cells.values().any(|c| !c.codes.is_empty() || !c.text.trim().is_empty())
    };
    same(stock, "answered:E.1.k", |r| below(r, "Annex.E.1.k", &|_, a| given(a)));
    same(stock, "answered:annex.e.1.k", |r| below(r, "Annex.E.1.k", &|_, a| given(a)));
    same(stock, "answered:III.C.3", |r| below(r, "III.C.3", &|_, a| given(a)));
    same(stock, "blank:III.C.3", |r| {
        r.banks.iter().any(|b| b.id == "III") && !below(r, "III.C.3", &|_, a| given(a))
    });
    same(stock, "value:E.1.k.ii=weak,very_weak", |r| {
        below(r, "Annex.E.1.k", &|_, a| {
            a.cells.get("ii").is_some_and(|c| c.codes.iter().any(|c| c == "weak" || c == "very_weak"))
        })
    });
    same(stock, "value:E.1=refused", |r| {
        below(r, "Annex.E.1", &|_, a| {
            let refused = Some(vivavoce::session::Nonresponse::Refused);
            a.nonresponse == refused || a.cells.values().any(|c| c.nonresponse == refused)
        })
    });
    same(stock, "evidence:III", |r| below(r, "III", &|_, a| !a.evidence.is_empty()));
    same(stock, "evidence:verified", |r| {
        r.answers
            .values()
            .flat_map(|a| &a.evidence)
            .any(|e| e.state == vivavoce::session::EvidenceState::Verified)
    });
    same(stock, "evidence:III=seen", |r| {
        below(r, "III", &|_, a| a.evidence.iter().any(|e| e.state as u8 >= 2))
    });
}

#[test]
fn words_are_found_wherever_they_were_said_accents_and_case_aside() {
    let stock = stock();
    let said = |r: &Record, needle: &str| {
        let cells = r.answers.values().flat_map(|a| a.cells.values().map(|c| &c.text));
        let answers = r.answers.values().flat_map(|a| [&a.account, &a.note, &a.label]);
        let evidence =
            r.answers.values().flat_map(|a| &a.evidence).flat_map(|e| [&e.what, &e.source, &e.reference]);
        let jots = r.jots.iter().map(|j| &j.text);
        cells.chain(answers).chain(evidence).chain(jots).any(|text| fold(text).contains(needle))
    };
    for (typed, needle) in [
        ("says:interpreter", "interpreter"),
        ("says:INTERPRÉTER", "interpreter"),
        ("says:\"on paper\"", "on paper"),
    ] {
        same(stock, typed, |r| said(r, needle));
    }
    let filter = parse("says:interpreter").unwrap();
    let found = evaluate(&filter, &stock.corpus, &stock.book, &stock.sieve, &stock.tags);
    assert!(!found.hits.is_empty());
    for hit in &found.hits {
        let text = stock.corpus.segments()[hit.at.segment].texts().words(hit.text);
        assert!(fold(text).contains("interpreter"), "{text}");
        let at = vivavoce::text::find(text, "interpreter").unwrap();
        assert_eq!(fold(&text[at]), "interpreter");
    }
}

#[test]
fn national_is_not_international() {
    let stock = stock();
    let all = ids(stock, "level:national");
    let foreign = those(stock, |r| r.participants.iter().all(|p| p.level == "international"));
    assert!(!foreign.is_empty() && foreign.iter().all(|id| !all.contains(id)));
}

#[test]
fn plain_words_find_codes_roles_and_places_also_misspelt() {
    let stock = stock();
    same(stock, "prosecutor", |r| r.participants.iter().any(|p| p.function == "prosecutor"));
    assert_eq!(ids(stock, "prosecutor"), ids(stock, "prosecutro"));
    assert_eq!(ids(stock, "PROSECUTOR mid"), ids(stock, "mid prosecutor"), "in any order");
    same(stock, "r007", |r| r.id.contains("R007"));
}

#[test]
fn tags_find_the_sessions_that_carry_them() {
    let stock = stock();
    let two: Vec<String> = stock.sessions.iter().take(2).map(|s| s.id.clone()).collect();
    let tags = Tags::from([("Équipement".to_owned(), two.clone())]);
    let filter = parse("tag:equipement").unwrap();
    let found = evaluate(&filter, &stock.corpus, &stock.book, &stock.sieve, &tags);
    let mut all: Vec<String> =
        stock.corpus.rows(&found.selection).map(|(_, row)| row.id().to_owned()).collect();
    all.sort();
    let mut two = two;
    two.sort();
    assert_eq!(all, two);
}

#[test]
fn a_filter_that_is_not_understood_says_where_and_what_could_stand_there() {
    for (filter, piece, words) in [
        ("prosecutor colour:red", "colour:red", "there are function, rank"),
        ("is:foo x", "is:foo", "unfinished"),
        ("level:national says:\"no", "says:\"no", "not closed"),
        ("a answered:", "answered:", "E.1.k"),
        ("answered:E..1", "answered:E..1", "no reference"),
        ("period:2026-13", "period:2026-13", "2026-03-24"),
        ("value:E.1.k", "value:E.1.k", "="),
        ("evidence:E.1=maybe", "evidence:E.1=maybe", "promised"),
    ] {
        let wrong = parse(filter).unwrap_err();
        assert_eq!(&filter[wrong.start..wrong.end], piece);
        assert!(wrong.message.contains(words), "{filter}: {}", wrong.message);
    }
}

#[test]
fn a_facet_counts_what_choosing_it_would_give() {
    let stock = stock();
    for base in ["", "region:north", "rank:practitioner"] {
        let filter = parse(base).unwrap();
        let found = evaluate(&filter, &stock.corpus, &stock.book, &stock.sieve, &stock.tags);
        let open = found.without(&filter, Field::Function, &stock.corpus);
        let code = "prosecutor";
        let counted = stock
            .corpus
            .rows(&open)
            .filter(|(at, _)| {
                let number = stock.corpus.number(code).unwrap();
                stock.corpus.facet(at.segment, Field::Function)[at.row] == number
                    || stock.sieve.others(Field::Function).any(|(other, n)| other == *at && n == number)
            })
            .count();
        let chosen = toggled(base, Field::Function, code);
        assert_eq!(ids(stock, &chosen).len(), counted, "{chosen}");
        assert_eq!(
            ids(stock, &toggled(&chosen, Field::Function, code)),
            ids(stock, base),
            "once more takes it back"
        );
        let other = toggled(&chosen, Field::Function, "judge");
        assert_eq!(
            ids(stock, &other),
            ids(stock, &toggled(base, Field::Function, "judge")),
            "another takes its place"
        );
    }
}

proptest! {
    #[test]
    fn no_line_whatever_ends_the_program(line in r#"[-a-zéA-Z0-9:=,." \PC]{0,40}"#) {
        let stock = stock();
        if let Ok(filter) = parse(&line) {
            evaluate(&filter, &stock.corpus, &stock.book, &stock.sieve, &stock.tags);
        }
    }

    #[test]
    fn every_value_can_be_written_in_a_filter(value in r"[-a-zé:=,. ]{1,20}") {
        prop_assume!(!value.trim().is_empty() && !value.trim().chars().all(|c| c == ','));
        let line = format!("unit:{}", quoted(value.trim()));
        let filter = parse(&line).unwrap();
        prop_assert_eq!(filter.terms.len(), 1);
    }
}
