//! The figures.

use super::{F2, said, scored, silent};
use crate::made::{book, corpus};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use vivavoce::analysis::corpus::Corpus;
use vivavoce::analysis::corpus::Field;
use vivavoce::analysis::figures::Undefined;
use vivavoce::analysis::filter;
use vivavoce::analysis::marks::{Annotations, Coder};
use vivavoce::analysis::needs::{
    Definitions, Judged, MadeUp, Standing, account, blind, definitions, seen, standings,
};
use vivavoce::analysis::{Book, By};
use vivavoce::bank::{Bank, Ref};
use vivavoce::session::{Nonresponse, Record};

fn annex() -> Bank {
    crate::common::annex().as_ref().clone()
}

fn counted(corpus: &Corpus, book: &Book, marks: &Annotations, by: By) -> Definitions {
    let judged = Judged::new(corpus, book, marks);
    definitions(corpus, book, &judged, corpus.all(), by, MadeUp::All).unwrap()
}

fn found(records: &[Record], marks: &Annotations, by: By) -> Definitions {
    counted(&corpus(records), &book(annex()), marks, by)
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-12, "{a} {b}");
}

#[test]
fn an_answer_scored_by_two_counts_once_with_the_mean_of_both() {
    let records = [
        said(1, "investigator", "One.", Some(5)),
        said(2, "investigator", "Two.", Some(1)),
        said(3, "judge", "Three.", None),
        silent(4, Nonresponse::Refused),
    ];
    // The first is scored by both: 3 of 5 and 1 of 5 elements.
    let marks =
        scored(&records, &[("AB", 0, "sssmm"), ("CD", 0, "smmmw"), ("AB", 1, "sssss"), ("AB", 2, "mmmmm")]);
    let found = found(&records, &marks, By::Field(Field::Function));
    let scored = &found.items[0];
    assert_eq!(scored.item.reference, Ref::new(F2));
    assert_eq!((scored.all.n, scored.tally.all.accounts, scored.tally.all.asked()), (3, 3, 4));
    near(scored.all.mean().unwrap(), (0.4 + 1.0 + 0.0) / 3.0);
    // An answer on which scorers differ is parted between them.
    for (element, wanted) in [(0, [2.0, 1.0, 0.0]), (1, [1.5, 1.5, 0.0]), (4, [1.0, 1.5, 0.5])] {
        scored.all.elements[element].iter().zip(wanted).for_each(|(found, wanted)| near(*found, wanted));
    }
    let judges = found.grouping.codes.iter().position(|c| c == "judge").unwrap();
    assert_eq!((scored.groups[judges].n, scored.groups[judges].mean()), (1, Some(0.0)));
    assert!(scored.groups[judges].is_unanimous());
}

#[test]
fn self_against_score_is_of_those_who_have_both() {
    let records = [
        said(1, "investigator", "One.", Some(5)),
        said(2, "investigator", "Two.", Some(3)),
        said(3, "investigator", "Three.", Some(1)),
        said(4, "investigator", "Four.", None),
        said(5, "investigator", "Five.", Some(4)),
    ];
    let marks =
        scored(&records, &[("AB", 0, "smmmm"), ("AB", 1, "ssmmm"), ("AB", 2, "ssssm"), ("AB", 3, "sssss")]);
    let calibration = found(&records, &marks, By::Nothing).calibration.unwrap();
    near(calibration.step, 0.25);
    let all = &calibration.all;
    assert_eq!(all.n(), 3, "one has no rating, one no score");
    // Ratings 1, 0.5, 0 against scores 0.2, 0.4, 0.8.
    near(all.rating().unwrap(), 0.5);
    near(all.score().unwrap(), 1.4 / 3.0);
    near(all.difference().unwrap(), 0.5 - 1.4 / 3.0);
    assert_eq!((all.over, all.under), (1, 1), "a tenth above is within a step");
    let sessions: BTreeSet<&str> = all.pairs.iter().map(|p| p.session.as_str()).collect();
    assert_eq!(sessions, records[..3].iter().map(|r| r.id.as_str()).collect());
}

#[test]
fn a_difference_of_exactly_one_step_is_not_more_than_one() {
    // 0.75 against 0.4 is more than a step, 0.25 against 0 is one step.
    let records = [said(1, "judge", "One.", Some(4)), said(2, "judge", "Two.", Some(2))];
    let marks = scored(&records, &[("AB", 0, "ssmmm"), ("AB", 1, "mmmmm")]);
    let all = found(&records, &marks, By::Nothing).calibration.unwrap().all;
    assert_eq!((all.over, all.under), (1, 0));
}

#[test]
fn what_was_changed_after_scoring_is_left_out_and_said() {
    let mut records = [said(1, "judge", "One.", None), said(2, "judge", "Two.", None)];
    let marks = scored(&records, &[("AB", 0, "sssss"), ("AB", 1, "sssss"), ("CD", 1, "ss..s")]);
    records[0].answers.get_mut(&Ref::new(F2)).unwrap().account = "One, and more.".to_owned();
    let found = found(&records, &marks, By::Nothing);
    let scored = &found.items[0];
    assert_eq!((scored.all.n, scored.outdated, scored.partial), (1, 1, 1));
}

#[test]
fn agreement_is_undefined_where_it_cannot_be_told() {
    let records: Vec<Record> = (0..3).map(|n| said(n, "judge", &format!("Number {n}."), None)).collect();
    let one = found(&records, &scored(&records, &[("AB", 0, "sssss")]), By::Nothing);
    assert_eq!((one.items[0].agreement.len(), &one.items[0].alpha), (0, &None));
    let alike = [("AB", 0, "sssss"), ("CD", 0, "sssss"), ("AB", 1, "sssss"), ("CD", 1, "sssss")];
    let alike = found(&records, &scored(&records, &alike), By::Nothing);
    let pair = &alike.items[0].agreement[0];
    let whole = pair.all.unwrap();
    assert_eq!((pair.answers, whole.n, whole.observed), (2, 10, 1.0));
    assert_eq!(whole.value, Err(Undefined::NoVariation), "not 1: nothing was told apart");
    let three = [("AB", 0, "smsms"), ("CD", 0, "smsms"), ("EF", 0, "smsms")];
    let three = found(&records, &scored(&records, &three), By::Nothing);
    assert_eq!(three.items[0].agreement.len(), 3);
    near(three.items[0].alpha.unwrap().unwrap().value, 1.0);
}

#[test]
fn without_scores_sessions_or_a_rubric_there_is_no_figure() {
    let none = found(&[], &Annotations::default(), By::Nothing);
    assert_eq!((none.items.len(), none.items[0].all.n, none.items[0].all.mean()), (3, 0, None));
    assert_eq!(none.calibration.unwrap().all.difference(), None);
    let refused = [silent(1, Nonresponse::Refused), silent(2, Nonresponse::DontKnow)];
    let refused = found(&refused, &Annotations::default(), By::Nothing);
    assert_eq!(refused.items[0].tally.all.reasons[..2], [1, 1]);
    let mut bare = annex();
    bare.needs.rubrics.clear();
    let (corpus, book) = (corpus(&[]), book(bare));
    let judged = Judged::new(&corpus, &book, &Annotations::default());
    assert!(definitions(&corpus, &book, &judged, corpus.all(), By::Nothing, MadeUp::None).is_none());
}

#[test]
fn scores_of_sessions_outside_the_filter_do_not_count() {
    let records = [said(1, "judge", "One.", Some(3)), said(2, "prosecutor", "Two.", Some(3))];
    let marks = scored(&records, &[("AB", 0, "sssss"), ("AB", 1, "mmmmm")]);
    let (corpus, book) = (corpus(&records), book(annex()));
    let filter = filter::parse("function:judge").unwrap();
    let sieve = filter::Sieve::new(&corpus, &book);
    let chosen = filter::evaluate(&filter, &corpus, &book, &sieve, &filter::Tags::new()).selection;
    let judged = Judged::new(&corpus, &book, &marks);
    let found = definitions(&corpus, &book, &judged, &chosen, By::Nothing, MadeUp::All).unwrap();
    assert_eq!((found.items[0].all.n, found.items[0].all.mean()), (1, Some(1.0)));
    assert_eq!(found.calibration.unwrap().all.n(), 1);
}

#[test]
fn the_order_follows_neither_time_nor_role_and_is_each_scorers_own() {
    let roles = ["investigator", "judge", "prosecutor"];
    let records: Vec<Record> =
        (0..60).map(|n| said(n, roles[n / 20], &format!("Number {n}."), None)).collect();
    let corpus = corpus(&records);
    let item = Ref::new(F2);
    let order = |coder: &str| blind(&corpus, corpus.all(), &item, &Coder::new(coder).unwrap());
    let (one, other) = (order("AB"), order("CD"));
    assert_eq!(one.len(), 60);
    assert_eq!(one, order("AB"), "the same every time");
    assert_ne!(one, other);
    assert_eq!(one.iter().collect::<BTreeSet<_>>(), other.iter().collect::<BTreeSet<_>>());
    // By time or role every one of the first twenty would be an investigator.
    let first = one.iter().take(20).filter(|at| at.row < 20).count();
    assert!(first < 14, "{first} of the first twenty are of one role");
    let rising = one.windows(2).filter(|w| w[0] < w[1]).count();
    assert!((18..=42).contains(&rising), "{rising} of 59 steps go on in time");
}

#[test]
fn only_accounts_are_offered_and_each_has_its_standing() {
    let mut records =
        vec![said(1, "judge", "One.", None), said(2, "judge", "Two.", None), silent(3, Nonresponse::Refused)];
    records.push(said(4, "judge", "Four.", None));
    let marks = scored(&records, &[("AB", 0, "sssss"), ("AB", 1, "s...."), ("CD", 3, "sssss")]);
    let corpus = corpus(&records);
    let (item, coder) = (Ref::new(F2), Coder::new("AB").unwrap());
    let order = blind(&corpus, corpus.all(), &item, &coder);
    let rubric = annex().needs.rubric(&item).unwrap().clone();
    let by_row: BTreeMap<usize, Standing> =
        order.iter().map(|at| at.row).zip(standings(&corpus, &marks, &rubric, &coder, &order)).collect();
    let wanted = [(0, Standing::Done), (1, Standing::Begun), (3, Standing::Open)];
    assert_eq!(by_row, BTreeMap::from(wanted));
    assert!(account(&corpus, order[0], &item).is_some_and(|words| !words.is_empty()));
    assert_eq!(seen("One.").len(), 16);
    assert_ne!(seen("One."), seen("One"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn figures_are_those_of_a_plain_look_at_every_score(
        people in prop::collection::vec((0..3_usize, prop::option::of(1..=5_u8)), 1..14),
        scores in prop::collection::vec((0..3_usize, any::<prop::sample::Index>(), "[smw]{5}"), 0..40),
    ) {
        let roles = ["investigator", "judge", "prosecutor"];
        let coders = ["AB", "CD", "EF"];
        let records: Vec<Record> = people
            .iter()
            .enumerate()
            .map(|(n, (role, own))| said(n, roles[*role], &format!("Number {n}."), *own))
            .collect();
        // The last score of a coder for an answer holds.
        let mut held: BTreeMap<(usize, usize), String> = BTreeMap::new();
        for (coder, at, letters) in &scores {
            held.insert((at.index(records.len()), *coder), letters.clone());
        }
        let list: Vec<(&str, usize, &str)> =
            held.iter().map(|((at, coder), letters)| (coders[*coder], *at, letters.as_str())).collect();
        let found = found(&records, &scored(&records, &list), By::Field(Field::Function));
        let stated = |letters: &str| letters.matches('s').count() as f64 / 5.0;
        for (group, code) in found.grouping.codes.iter().enumerate() {
            let mut all = Vec::new();
            let mut pairs = Vec::new();
            for (n, (_, own)) in people.iter().enumerate().filter(|(_, (role, _))| roles[*role] == code) {
                let own_scores: Vec<f64> =
                    held.iter().filter(|((at, _), _)| *at == n).map(|(_, l)| stated(l)).collect();
                if own_scores.is_empty() {
                    continue;
                }
                let score = own_scores.iter().sum::<f64>() / own_scores.len() as f64;
                all.push(score);
                pairs.extend(own.map(|own| (f64::from(own - 1) / 4.0, score)));
            }
            let of = &found.items[0].groups[group];
            prop_assert_eq!(of.n as usize, all.len());
            if let Some(mean) = of.mean() {
                prop_assert!((mean - all.iter().sum::<f64>() / all.len() as f64).abs() < 1e-9);
                for element in &of.elements {
                    prop_assert!((element.iter().sum::<f64>() - all.len() as f64).abs() < 1e-9);
                }
            }
            let calibrated = &found.calibration.as_ref().unwrap().groups[group];
            prop_assert_eq!(calibrated.n() as usize, pairs.len());
            if let Some(difference) = calibrated.difference() {
                let plain = pairs.iter().map(|(own, score)| own - score).sum::<f64>() / pairs.len() as f64;
                prop_assert!((difference - plain).abs() < 1e-9);
            }
        }
        // Agreement by hand, pair by pair.
        for pair in &found.items[0].agreement {
            let name = |at: usize| found.coders[at].as_str().to_owned();
            let code = |name: String| coders.iter().position(|c| *c == name).unwrap();
            let (a, b) = (code(name(pair.coders.0)), code(name(pair.coders.1)));
            let both: Vec<(char, char)> = (0..records.len())
                .filter_map(|n| Some((held.get(&(n, a))?, held.get(&(n, b))?)))
                .flat_map(|(x, y)| x.chars().zip(y.chars()).collect::<Vec<_>>())
                .collect();
            let kappa = pair.all.unwrap();
            prop_assert_eq!(kappa.n as usize, both.len());
            let n = both.len() as f64;
            let same = both.iter().filter(|(x, y)| x == y).count() as f64 / n;
            let chance: f64 = ['s', 'm', 'w']
                .iter()
                .map(|v| both.iter().filter(|(x, _)| x == v).count() as f64 / n
                    * (both.iter().filter(|(_, y)| y == v).count() as f64 / n))
                .sum();
            prop_assert!((kappa.observed - same).abs() < 1e-9 && (kappa.expected - chance).abs() < 1e-9);
            if let Ok(value) = kappa.value {
                prop_assert!((value - (same - chance) / (1.0 - chance)).abs() < 1e-9);
            }
        }
    }
}
