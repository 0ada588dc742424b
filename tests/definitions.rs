//! Definitions: scores held against a plain look at every one, the blind order, and scoring as a person does it. All that
//! is said here is made up.
//!
//! `INSTA_UPDATE=always cargo test --test definitions` takes the pictures anew; then look at each one.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod common;
#[path = "definitions/figures.rs"]
mod figures;
#[allow(dead_code, reason = "each test crate uses its own part")]
#[path = "needs/made.rs"]
mod made;
#[path = "definitions/scoring.rs"]
mod scoring;

use made::{put, rating, session};
use std::collections::BTreeMap;
use vivavoce::analysis::marks::{Annotations, Coder, Edit, Spot, Stamp, Verdict};
use vivavoce::analysis::needs::seen;
use vivavoce::bank::Ref;
use vivavoce::session::{Answer, Nonresponse, Record};

const F2: &str = "Annex.F.2";
const ELEMENTS: [&str; 5] = ["act", "means", "purpose", "children", "no_border"];

/// Somebody who said this of trafficking, and rates what they know of the law.
fn said(number: usize, function: &str, words: &str, own: Option<u8>) -> Record {
    let mut record = session(number, function, "practitioner");
    record.answers.insert(Ref::new(F2), Answer { account: words.to_owned(), ..Answer::default() });
    if let Some(score) = own {
        put(&mut record, "Annex.F.1.a", [("self", rating(score))]);
    }
    record
}

/// Somebody who gave a reason instead.
fn silent(number: usize, reason: Nonresponse) -> Record {
    let mut record = session(number, "investigator", "practitioner");
    record.answers.insert(Ref::new(F2), Answer { nonresponse: Some(reason), ..Answer::default() });
    record
}

/// Scores: for each who, which session, and a letter for each element: stated, missing, wrong, `.` for not judged.
fn scored(records: &[Record], scores: &[(&str, usize, &str)]) -> Annotations {
    let mut marks = Annotations::default();
    for (coder, session, letters) in scores {
        let record = &records[*session];
        let verdict = |letter: char| match letter {
            's' => Some(Verdict::Stated),
            'm' => Some(Verdict::Missing),
            'w' => Some(Verdict::Wrong),
            _ => None,
        };
        let verdicts: BTreeMap<String, Verdict> = ELEMENTS
            .iter()
            .zip(letters.chars())
            .filter_map(|(code, letter)| Some(((*code).to_owned(), verdict(letter)?)))
            .collect();
        let edit = Edit::Score {
            spot: Spot::answer(record.id.clone(), Ref::new(F2)),
            verdicts,
            remark: String::new(),
            seen: seen(&record.answers[&Ref::new(F2)].account),
        };
        let stamp = Stamp { coder: Coder::new(coder).unwrap(), at: common::start() };
        marks.apply(edit, &stamp).unwrap();
    }
    marks
}
