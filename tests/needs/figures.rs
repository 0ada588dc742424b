//! Figures of the boards, against a plain look at every session and by hand; and bad input.

use crate::common::annex;
use crate::corpus_of::stock;
use crate::made::{book, code, corpus, put, rated, rating, session, silent, weighing};
use std::collections::BTreeMap;
use vivavoce::analysis::By;
use vivavoce::analysis::corpus::Field;
use vivavoce::analysis::figures::Undefined;
use vivavoce::analysis::marks::Cause;
use vivavoce::analysis::needs::{
    Ability, Awareness, Corner, MadeUp, Techniques, Training, Warning, Why, awareness, sift, techniques,
    training,
};
use vivavoce::bank::{Bank, Ref};
use vivavoce::session::{Answer, Nonresponse, Record};

fn board(records: &[Record], bank: Bank) -> Techniques {
    board_by(records, bank, By::Nothing)
}

fn board_by(records: &[Record], bank: Bank, by: By) -> Techniques {
    let (corpus, book) = (corpus(records), book(bank));
    techniques(&corpus, &book, corpus.all(), by, MadeUp::All).unwrap()
}

fn plain() -> Bank {
    annex().as_ref().clone()
}

fn score(code: &str) -> Option<f64> {
    ["very_weak", "weak", "average", "good", "very_good"]
        .iter()
        .position(|c| *c == code)
        .map(|at| at as f64 + 1.0)
}

/// The scores that a session gave in a column of a row, read straight from its answers.
fn given(record: &Record, row: &str, column: &str) -> Option<f64> {
    let cell = record.answers.get(&Ref::new(row))?.cells.get(column)?;
    cell.codes.first().and_then(|code| score(code))
}

fn mean(all: &[f64]) -> Option<f64> {
    (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64)
}

fn close(found: Option<f64>, wanted: Option<f64>, what: &str) {
    match (found, wanted) {
        (Some(a), Some(b)) => assert!((a - b).abs() < 1e-9, "{what}: {a} is not {b}"),
        (a, b) => assert_eq!(a, b, "{what}"),
    }
}

#[test]
fn every_gap_is_that_of_a_plain_look_at_every_session() {
    let stock = stock();
    let by = By::Field(Field::Function);
    let board = techniques(&stock.corpus, &stock.book, stock.corpus.all(), by, MadeUp::All).unwrap();
    assert_eq!(board.rows.len(), 15);
    let mut seen = 0;
    for technique in &board.rows {
        let row = technique.at.as_str();
        for group in std::iter::once(None).chain((0..board.grouping.len()).map(Some)) {
            let code = group.and_then(|g| board.grouping.codes.get(g));
            let records: Vec<&Record> = stock
                .sessions
                .iter()
                .map(vivavoce::session::Session::record)
                .filter(|r| code.is_none_or(|code| *code == r.participants[0].function))
                .collect();
            let gap = technique.of(group).unwrap();
            let all = |column: &str| records.iter().filter_map(|r| given(r, row, column)).collect::<Vec<_>>();
            let (knows, applies) = (all("ii"), all("iii"));
            let what = format!("{row} {code:?}");
            assert_eq!(gap.knowledge.n as usize, knows.len(), "{what}");
            close(gap.knowledge.gap, mean(&knows).map(|m| 5.0 - m), &what);
            close(gap.application.gap, mean(&applies).map(|m| 5.0 - m), &what);
            assert_eq!(gap.knowledge.weak_n as usize, knows.iter().filter(|s| **s < 3.0).count(), "{what}");
            let both = records.iter().filter_map(|r| given(r, row, "ii").zip(given(r, row, "iii")));
            let both: Vec<f64> = both.map(|(know, apply)| know - apply).collect();
            close(gap.know_do.mean, mean(&both), &what);
            assert_eq!(gap.know_do.pairs.n as usize, both.len(), "{what}");
            let used = records.iter().filter_map(|r| {
                let cell = r.answers.get(&Ref::new(row))?.cells.get("i")?;
                (!cell.codes.is_empty()).then(|| cell.codes.iter().any(|c| c == "trafficking"))
            });
            let used: Vec<bool> = used.collect();
            assert_eq!(gap.exposure.n as usize, used.len(), "{what}");
            assert_eq!(gap.exposure.exposed as usize, used.iter().filter(|u| **u).count(), "{what}");
            seen += knows.len();
        }
    }
    assert!(seen > 500, "the stock rates too little to test anything: {seen}");
}

#[test]
fn every_group_is_seen_as_its_members_and_as_all_others_rated_it() {
    let stock = stock();
    let board = awareness(&stock.corpus, &stock.book, stock.corpus.all(), MadeUp::All).unwrap();
    let functions: BTreeMap<&str, Vec<&str>> = BTreeMap::from([
        ("patrol", vec!["patrol_officer"]),
        ("border", vec!["border_police", "asylum_police"]),
        ("general_investigators", vec!["investigator"]),
        ("specialist_investigators", vec!["specialist_investigator"]),
        ("prosecutors", vec!["prosecutor"]),
        ("judiciary", vec!["judge"]),
    ]);
    let mut seen = 0;
    assert_eq!((board.topics.len(), board.groups.len()), (5, 6));
    for topic in &board.topics {
        let row = topic.at.as_str();
        for (group, view) in board.groups.iter().zip(&topic.groups) {
            let functions = &functions[group.column.as_str()];
            let is_in = |r: &&Record| functions.contains(&r.participants[0].function.as_str());
            let leads = |r: &&Record| r.participants[0].rank.ends_with("_manager");
            let records = || stock.sessions.iter().map(vivavoce::session::Session::record);
            let scores = |column: &str, who: &dyn Fn(&&Record) -> bool| {
                records().filter(|r| who(r)).filter_map(|r| given(r, row, column)).collect::<Vec<f64>>()
            };
            let itself = scores("self", &|r| is_in(r) && !leads(r));
            let others = scores(&group.column, &|r| !is_in(r) || leads(r));
            let what = format!("{row} {}", group.column);
            assert_eq!(view.itself.n as usize, itself.len(), "{what}");
            assert_eq!(view.others.n as usize, others.len(), "{what}");
            let difference = mean(&itself).zip(mean(&others)).map(|(own, other)| own - other);
            close(view.difference, difference, &what);
            let managers = scores(&group.column, &|r| is_in(r) && leads(r));
            close(view.managers.mean, mean(&managers), &what);
            seen += itself.len();
        }
    }
    assert!(seen > 50, "the stock rates too little to test anything: {seen}");
}

#[test]
fn who_had_training_is_counted_once_whatever_the_kinds() {
    let mut records = Vec::new();
    for (number, kinds) in
        ["specific+online", "specific", "briefing+embedded", "none", "none"].iter().enumerate()
    {
        let mut record = session(number, "prosecutor", "practitioner");
        let codes = kinds.split('+').map(str::to_owned).collect();
        record.answers.insert(Ref::new("Annex.G.1"), Answer { codes, ..Answer::default() });
        records.push(record);
    }
    let found = received(&records);
    let all = &found.all;
    assert_eq!((all.n, all.specific, all.general, all.none), (5, 2, 1, 2));
    assert_eq!(found.had.len(), 3);
    // Each kind counts for itself.
    assert_eq!(all.counts.options.iter().sum::<usize>(), 7);
}

fn received(records: &[Record]) -> Training {
    let (corpus, book) = (corpus(records), book(plain()));
    training(&corpus, &book, corpus.all(), By::Nothing, MadeUp::All).unwrap()
}

fn aware(records: &[Record]) -> Awareness {
    let (corpus, book) = (corpus(records), book(plain()));
    awareness(&corpus, &book, corpus.all(), MadeUp::All).unwrap()
}

#[test]
fn without_sessions_there_are_boards_without_figures() {
    let found = board(&[], plain());
    assert_eq!(found.rows.len(), 15);
    assert!(found.rows.iter().all(|t| t.all.knowledge.mean.is_none() && t.all.know_do.mean.is_none()));
    assert_eq!(found.suggested(0, None).unwrap().cause, Cause::NotKnown);
    assert!(aware(&[]).topics.iter().all(|t| t.everyone.n == 0));
    assert_eq!(received(&[]).all.n, 0);
}

#[test]
fn one_session_gives_its_values_and_no_cause() {
    let found = board(&[rated(1, 1, 1)], plain());
    let technique = &found.rows[0];
    assert_eq!((technique.all.knowledge.n, &technique.all.knowledge.spread[..]), (1, &[1, 0, 0, 0, 0][..]));
    let suggested = found.suggested(0, None).unwrap();
    assert_eq!((suggested.cause, suggested.why), (Cause::NotKnown, Why::FewKnow));
}

#[test]
fn who_gives_no_answer_is_a_share_of_their_own_and_in_no_mean() {
    let records: Vec<Record> = (0..8)
        .map(|number| {
            let mut record = session(number, "judge", "practitioner");
            let reason = [Nonresponse::DontKnow, Nonresponse::Refused][number % 2];
            put(&mut record, "Annex.E.1.a", [("ii", silent(reason)), ("iii", silent(reason))]);
            record
        })
        .collect();
    let found = board(&records, plain());
    let knowledge = &found.rows[0].all.knowledge;
    assert_eq!((knowledge.n, knowledge.mean, knowledge.gap), (0, None, None));
    assert_eq!(knowledge.counts.reasons, [4, 4, 0, 0]);
    assert_eq!(knowledge.counts.asked(), 8);
}

#[test]
fn where_nothing_varies_agreement_is_undefined_and_said_so() {
    let records: Vec<Record> = (0..6)
        .map(|number| {
            let mut record = session(number, "investigator", "practitioner");
            for row in "abcdefghijklmno".chars() {
                put(&mut record, &format!("Annex.E.1.{row}"), [("ii", rating(3))]);
            }
            record
        })
        .collect();
    let found = board(&records, plain());
    assert_eq!(found.knowledge_agreement.unwrap().sessions, Err(Undefined::NoVariation));
    assert!(found.rows[0].all.knowledge.is_unanimous());
}

#[test]
fn another_scale_is_read_with_its_own_steps_and_codes_that_it_lacks_are_not_counted() {
    let mut bank = plain();
    let scale = bank.scales.iter_mut().find(|s| s.id == "rating5").unwrap();
    scale.options.retain(|o| ["good", "average", "weak"].contains(&o.code.as_str()));
    for (option, score) in scale.options.iter_mut().zip([3, 2, 1]) {
        option.score = Some(score);
    }
    let found = board(&[rated(1, 5, 4), rated(2, 4, 2), rated(3, 2, 2)], bank);
    let knowledge = &found.rows[0].all.knowledge;
    // "very good" is not of this scale; good is 3 of 3 now, weak is 1.
    assert_eq!((knowledge.n, knowledge.counts.strange), (2, 1));
    close(knowledge.gap, Some(1.0), "3 less the mean of 3 and 1");
    let strange = Warning::Strange { column: "Knowledge of technique".to_owned(), answers: 1 };
    assert!(found.warnings.contains(&strange), "{:?}", found.warnings);
}

#[test]
fn a_scale_without_scores_has_no_gap_and_says_so() {
    let mut bank = plain();
    let scale = bank.scales.iter_mut().find(|s| s.id == "rating5").unwrap();
    scale.options.iter_mut().for_each(|o| o.score = None);
    let found = board(&[rated(1, 5, 4), rated(2, 4, 2)], bank);
    assert_eq!(found.rows[0].all.knowledge.gap, None);
    assert_eq!(found.rows[0].all.knowledge.counts.answered, 2);
    assert!(found.warnings.contains(&Warning::NoScores("Knowledge of technique".to_owned())));
}

#[test]
fn several_versions_of_the_questionnaire_are_told() {
    let mut old = rated(1, 5, 4);
    "0.9.0".clone_into(&mut old.banks[0].version);
    let found = board(&[old, rated(2, 4, 2), rated(3, 4, 2)], plain());
    let told = found.warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    assert!(told.contains("several versions of annex: 0.9.0 (1), 1.0.0 (2)"), "{told}");
    assert!(board(&[rated(2, 4, 2)], plain()).warnings.iter().all(|w| w.code() != "versions"));
}

#[test]
fn made_up_sessions_among_real_ones_are_left_out_unless_asked_for() {
    let mut real = rated(1, 5, 4);
    real.synthetic = false;
    let corpus = corpus(&[real, rated(2, 1, 1), rated(3, 1, 1)]);
    let (selection, made_up) = sift(&corpus, corpus.all().clone(), false);
    assert_eq!((selection.len(), made_up), (1, MadeUp::LeftOut(2)));
    let (selection, made_up) = sift(&corpus, corpus.all().clone(), true);
    assert_eq!((selection.len(), made_up), (3, MadeUp::Mixed(2)));
    let only = crate::made::corpus(&[rated(2, 1, 1), rated(3, 1, 1)]);
    let (selection, made_up) = sift(&only, only.all().clone(), false);
    assert_eq!((selection.len(), made_up), (2, MadeUp::All));
}

#[test]
fn weak_knowledge_suggests_training_and_weak_practice_something_else() {
    let cause = |records: &[Record]| board(records, plain()).suggested(0, None).unwrap();
    let many = |knowledge: u8, application: u8| -> Vec<Record> {
        (0..10).map(|number| rated(number, knowledge, application)).collect()
    };
    assert_eq!(cause(&many(1, 1)).cause, Cause::Training);
    assert!(cause(&many(1, 1)).firm);
    assert_eq!(cause(&many(5, 1)).cause, Cause::Equipment);
    assert_eq!(cause(&many(5, 5)).cause, Cause::NoGap);
    // Known, and nobody uses it.
    let mut unused = many(5, 1);
    for record in &mut unused {
        put(record, "Annex.E.1.a", [("i", code("none"))]);
    }
    assert_eq!(cause(&unused).cause, Cause::Law);
    assert_eq!(cause(&many(5, 5)[..4]).cause, Cause::NotKnown);
    // Three of ten do not know it: a quarter, but only just.
    let mut some = many(5, 5);
    some.splice(..3, (0..3).map(|number| rated(number, 1, 5)));
    let found = cause(&some);
    assert_eq!((found.cause, found.firm), (Cause::Training, false));
}

#[test]
fn importance_weighs_only_where_it_was_asked() {
    let found = board(&[rated(1, 2, 2), rated(2, 3, 1)], plain());
    assert!(found.importance.is_none() && !found.weighs());
    let mut records = Vec::new();
    for (number, (importance, knowledge)) in
        [("essential", 1), ("not_needed", 3), ("useful", 3)].iter().enumerate()
    {
        let mut record = session(number, "investigator", "practitioner");
        put(&mut record, "Annex.E.1.a", [("importance", code(importance)), ("ii", rating(*knowledge))]);
        records.push(record);
    }
    // Importance without knowledge is in no pair.
    let mut alone = session(9, "investigator", "practitioner");
    put(&mut alone, "Annex.E.1.a", [("importance", code("essential"))]);
    records.push(alone);
    let found = board(&records, weighing());
    assert!(found.weighs());
    let weighed = found.rows[0].all.weighed_knowledge.clone().unwrap();
    assert_eq!(weighed.n, 3);
    // Means over the pairs: 3 and 7/3. (3 - 7/3) x 3 = 2.
    close(weighed.mwds, Some(2.0), "by hand");
    assert_eq!(found.rows[0].all.importance.as_ref().unwrap().n, 4);
}

#[test]
fn a_group_of_another_questionnaire_is_not_asked() {
    let mut records: Vec<Record> = (0..3).map(|number| rated(number, 2, 2)).collect();
    let mut other = session(7, "judge", "practitioner");
    "III".clone_into(&mut other.banks[0].id);
    records.push(other);
    let found = board_by(&records, plain(), By::Field(Field::Function));
    let judges = found.grouping.codes.iter().position(|c| c == "judge").unwrap();
    assert_eq!(found.rows[0].groups[judges].knowledge.counts.sessions, 0);
}

#[test]
fn importance_against_knowledge_has_four_corners_parted_at_the_means() {
    let mut records = Vec::new();
    for number in 0..6 {
        let mut record = session(number, "investigator", "practitioner");
        // a matters and is not known, b matters and is known, c and d matter less.
        for (row, importance, knowledge) in
            [("a", "essential", 1), ("b", "essential", 5), ("c", "not_needed", 1), ("d", "not_needed", 5)]
        {
            let cells = [("importance", code(importance)), ("ii", rating(knowledge))];
            put(&mut record, &format!("Annex.E.1.{row}"), cells);
        }
        records.push(record);
    }
    let found = board(&records, weighing());
    let plane = found.plane(None, Ability::Knowledge).unwrap();
    let corners: Vec<Corner> = plane.spots.iter().map(|s| s.corner).collect();
    assert_eq!(corners, [Corner::Concentrate, Corner::KeepUp, Corner::Low, Corner::Enough]);
    assert_eq!((plane.importance, plane.ability), (3.0, 3.0));
    // Nobody rated application.
    assert_eq!(found.plane(None, Ability::Application), None);
    // Four are too few to be held against one another.
    assert_eq!(board(&records[..4], weighing()).plane(None, Ability::Knowledge), None);
}
