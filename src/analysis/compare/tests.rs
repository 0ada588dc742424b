//! Comparisons of small corpora made by hand: every count can be checked with a finger.

use super::*;
use crate::analysis::corpus::{Builder, Digest, Flag, Stamp};
use crate::analysis::figures::Middle;
use crate::bank::{Ref, builtin};
use crate::session::{
    Answer, BankStamp, Cell, Evidence, EvidenceState, Integrity, Nonresponse, Participant, Session,
};
use std::sync::Arc;

fn book() -> Book {
    Book::new(["annex", "III", "V"].map(|id| Arc::new(builtin(id).unwrap().parse().unwrap())).to_vec())
}

/// A made-up session in the making.
struct Made(crate::session::Record);

impl Made {
    /// Somebody of this function, rank and institution.
    fn of(function: &str, rank: &str, institution: &str) -> Self {
        let banks =
            ["annex", "III", "V"].map(|id| BankStamp { id: id.to_owned(), version: "1.0.0".to_owned() });
        let start = "2026-11-24T09:30:00Z".parse().unwrap();
        let session = Session::new(String::new(), banks.to_vec(), "R01", start, 0);
        let mut record = session.record().clone();
        record.synthetic = true;
        record.participants = vec![Participant {
            function: function.to_owned(),
            rank: rank.to_owned(),
            institution: institution.to_owned(),
            ..Participant::new("R01")
        }];
        Self(record)
    }

    fn answer(&mut self, at: &str) -> &mut Answer {
        self.0.answers.entry(Ref::new(at)).or_default()
    }

    fn cell(mut self, at: &str, column: &str, code: &str) -> Self {
        let cell = Cell { codes: code.split('+').map(str::to_owned).collect(), ..Cell::default() };
        self.answer(at).cells.insert(column.to_owned(), cell);
        self
    }

    fn typed(mut self, at: &str, column: &str, text: &str) -> Self {
        let cell = Cell { text: text.to_owned(), ..Cell::default() };
        self.answer(at).cells.insert(column.to_owned(), cell);
        self
    }

    fn reason(mut self, at: &str, column: &str, why: Nonresponse) -> Self {
        if column.is_empty() {
            self.answer(at).nonresponse = Some(why);
        } else {
            let cell = Cell { nonresponse: Some(why), ..Cell::default() };
            self.answer(at).cells.insert(column.to_owned(), cell);
        }
        self
    }

    fn said(mut self, at: &str, words: &str) -> Self {
        words.clone_into(&mut self.answer(at).account);
        self
    }

    fn behind(mut self, at: &str, state: EvidenceState) -> Self {
        self.answer(at).evidence.push(Evidence { what: "a list".to_owned(), state, ..Evidence::default() });
        self
    }

    fn with(mut self, function: &str) -> Self {
        let code = format!("R01-{}", self.0.participants.len() + 1);
        let other = Participant { function: function.to_owned(), ..Participant::new(code) };
        self.0.participants.push(other);
        self
    }
}

fn corpus(all: Vec<Made>) -> Corpus {
    let mut builder = Builder::default();
    for (number, mut made) in all.into_iter().enumerate() {
        made.0.id = format!("2026-11-24-09{number:02}-R01-0000");
        let file = made.0.id.clone();
        builder.push(&Digest::of(&made.0, Integrity::Intact, &file, Stamp::default(), (0, 0)));
    }
    Corpus::new(vec![Arc::new(builder.finish())], Vec::new())
}

fn found(all: Vec<Made>, by: By, typed: &str) -> Comparison {
    let (book, corpus) = (book(), corpus(all));
    let subject = book.find(typed).unwrap();
    compare(&corpus, &book, corpus.all(), by, &subject)
}

/// Somebody who rates their knowledge of technique `c`.
fn rater(function: &str, rank: &str, institution: &str, code: &str) -> Made {
    Made::of(function, rank, institution).cell("Annex.E.1.c", "ii", code)
}

const BY_FUNCTION: By = By::Field(crate::analysis::corpus::Field::Function);

#[test]
fn every_group_has_its_own_counts_and_all_together_have_the_sum() {
    let all = vec![
        rater("investigator", "practitioner", "Police", "good"),
        rater("investigator", "practitioner", "Police", "weak"),
        rater("prosecutor", "practitioner", "Prosecution", "good"),
        Made::of("judge", "practitioner", "Court"),
    ];
    let found = found(all, BY_FUNCTION, "e1cii");
    let group = |name: &str| {
        let at = found.grouping.codes.iter().position(|c| c == name).unwrap();
        &found.tally.groups[at]
    };
    // Very good, good, average, weak, very weak.
    assert_eq!(group("investigator").options, [0, 1, 0, 1, 0]);
    assert_eq!(group("prosecutor").options, [0, 1, 0, 0, 0]);
    assert_eq!((group("judge").answered, group("judge").asked(), group("judge").sessions), (0, 0, 1));
    assert_eq!(group("judge").blank(), 1);
    let together = &found.tally.all;
    assert_eq!(together.options, [0, 2, 0, 1, 0]);
    assert_eq!((together.answered, together.sessions, together.institutions), (3, 4, 2));
}

#[test]
fn a_reason_for_no_answer_is_never_in_a_median() {
    let mut all = vec![
        rater("investigator", "", "Police", "very_good"),
        rater("investigator", "", "Police", "very_good"),
        rater("investigator", "", "Police", "good"),
    ];
    for why in Nonresponse::ALL {
        all.push(Made::of("investigator", "", "Police").reason("Annex.E.1.c", "ii", why));
    }
    let found = found(all, BY_FUNCTION, "e1cii");
    let ordinal = found.figures[0].ordinal.clone().unwrap();
    // The scale from the lowest: very good is category 4.
    assert_eq!((ordinal.n, ordinal.median), (3, Middle::At(4)));
    assert_eq!(found.middle(ordinal.median), "Very good");
    let counts = &found.tally.all;
    assert_eq!((counts.reasons, counts.answered, counts.asked(), counts.blank()), ([1, 1, 1, 1], 3, 6, 0));
}

#[test]
fn a_reason_for_a_whole_item_counts_for_each_of_its_cells() {
    let all = vec![
        Made::of("judge", "", "Court").reason("Annex.E.1", "", Nonresponse::NotApplicable),
        Made::of("judge", "", "Court").reason("Annex.E.1.c", "", Nonresponse::DontKnow),
        // What was said of the cell itself counts more than what was said of the whole.
        rater("judge", "", "Court", "weak").reason("Annex.E.1", "", Nonresponse::Refused),
    ];
    let found = found(all, BY_FUNCTION, "e1cii");
    let counts = &found.tally.all;
    assert_eq!((counts.answered, counts.reasons), (1, [1, 0, 1, 0]));
    assert_eq!(counts.asked(), 3);
}

#[test]
fn a_meeting_of_several_is_one_source() {
    let all = vec![rater("investigator", "", "Police", "good").with("prosecutor").with("judge")];
    let found = found(all, BY_FUNCTION, "e1cii");
    assert_eq!(found.grouping.codes, ["investigator"]);
    assert_eq!((found.tally.all.answered, found.tally.all.institutions), (1, 1));
}

#[test]
fn institutions_are_counted_once_each_however_many_answer() {
    let all = vec![
        rater("investigator", "", "Police", "good"),
        rater("prosecutor", "", "Police", "good"),
        rater("judge", "", "Court", "good"),
        // Somebody who only gives an account is a source too.
        Made::of("ngo", "", "Shelter").said("Annex.E.1.c", "They never come."),
        Made::of("ngo", "", "Elsewhere"),
    ];
    let found = found(all, BY_FUNCTION, "e1cii");
    assert_eq!(found.tally.all.institutions, 3);
    assert_eq!((found.tally.all.accounts, found.tally.all.answered), (1, 3));
}

#[test]
fn an_answer_is_supported_by_what_was_seen_not_by_what_is_promised() {
    let with = |state| rater("judge", "", "Court", "good").behind("Annex.E.1.c", state);
    let all = vec![
        rater("judge", "", "Court", "good"),
        with(EvidenceState::Asserted),
        with(EvidenceState::Promised),
        with(EvidenceState::Seen),
        with(EvidenceState::CopyHeld),
        with(EvidenceState::Verified),
    ];
    let found = found(all, BY_FUNCTION, "e1cii");
    assert_eq!((found.tally.all.answered, found.tally.all.unsupported), (6, 3));
}

#[test]
fn paper_is_set_against_practice() {
    let finding = |paper: &str, practice: &str| {
        Made::of("judge", "", "Court").cell("III.C.2", "paper", paper).cell("III.C.2", "practice", practice)
    };
    let all = vec![
        finding("yes", "yes"),
        finding("yes", "partly"),
        finding("yes", "no"),
        finding("no", "no"),
        // One of the two alone says nothing of the other.
        Made::of("judge", "", "Court").cell("III.C.2", "paper", "yes"),
        finding("yes", "no").reason("III.C.2", "practice", Nonresponse::DontKnow),
    ];
    let found = found(all, BY_FUNCTION, "III.C.2.paper");
    let cross = found.cross.unwrap();
    assert_eq!((cross.gap, cross.n), (2, 4));
    let at = |label: &str| cross.options.iter().position(|o| o == label).unwrap();
    assert_eq!(cross.counts[at("Yes")][at("Partly")], 1);
    assert_eq!(cross.counts.iter().flatten().sum::<usize>(), 4);
    assert_eq!(cross.words(), "on paper and not, or not fully, in practice: 2 of 4");
}

#[test]
fn managers_who_think_better_of_it_than_staff_have_a_positive_difference() {
    let all = |managers: &str, staff: &str| {
        vec![
            rater("investigator", "senior_manager", "Police", managers),
            rater("investigator", "junior_manager", "Police", managers),
            rater("investigator", "practitioner", "Police", staff),
            // A rank that is not known is in neither.
            rater("investigator", "", "Police", "very_weak"),
        ]
    };
    let higher = found(all("very_good", "weak"), BY_FUNCTION, "e1cii");
    let gap = higher.gap.clone().unwrap();
    assert_eq!((gap.managers.answered, gap.staff.answered, gap.difference), (2, 1, Some(3.0)));
    assert!(higher.gap_words(&gap).starts_with("managers rate it 3 steps higher than staff"));
    let lower = found(all("average", "good"), BY_FUNCTION, "e1cii");
    let gap = lower.gap.clone().unwrap();
    assert_eq!(gap.difference, Some(-1.0));
    assert!(lower.gap_words(&gap).starts_with("managers rate it 1 step lower than staff"));
    let silent = vec![rater("investigator", "practitioner", "Police", "good")];
    let silent = found(silent, BY_FUNCTION, "e1cii");
    let gap = silent.gap.clone().unwrap();
    assert_eq!(gap.difference, None);
    assert!(silent.gap_words(&gap).contains("no answer from managers"));
}

#[test]
fn agreement_over_the_rows_is_that_of_the_figures() {
    let rate = |function: &str, codes: [&str; 3]| {
        let rows = ["a", "b", "c"].iter().zip(codes);
        rows.fold(Made::of(function, "", "Police"), |made, (row, code)| {
            made.cell(&format!("Annex.E.1.{row}"), "ii", code)
        })
    };
    let all = vec![
        rate("investigator", ["very_good", "good", "weak"]),
        rate("investigator", ["very_good", "average", "weak"]),
        rate("investigator", ["very_good", "good", "very_weak"]),
        rate("judge", ["good", "good", "average"]),
    ];
    let agreement = found(all, BY_FUNCTION, "e1aii").agreement.unwrap();
    assert_eq!(agreement.rows, 3);
    // Sessions: by row how often very weak, weak, average, good, very good.
    let mut sessions = Ratings::of_codes(5);
    for counts in [[0, 0, 0, 1, 3], [0, 0, 1, 3, 0], [1, 2, 1, 0, 0]] {
        sessions.push(&counts);
    }
    let wanted = figures::alpha(&sessions, Metric::Ordinal).unwrap();
    assert!((agreement.sessions.unwrap().value - wanted.value).abs() < 1e-12);
    // Groups: the median of the investigators, and the judge, in steps from the lowest.
    let medians = [[4.0, 3.0], [3.0, 3.0], [1.0, 2.0]].map(|row| row.map(Some));
    let wanted = figures::alpha(&Ratings::from_matrix(medians).unwrap(), Metric::Ordinal).unwrap();
    assert!((agreement.groups.unwrap().value - wanted.value).abs() < 1e-12);
}

#[test]
fn where_agreement_has_no_measure_the_reason_is_named() {
    let alike = vec![rater("investigator", "", "Police", "good"), rater("judge", "", "Court", "good")];
    let agreement = found(alike, BY_FUNCTION, "e1cii").agreement.unwrap();
    assert_eq!(agreement.groups, Err(Undefined::NoVariation));
    assert_eq!(agreement.sessions, Err(Undefined::NoVariation));
    assert!(agreement.over_groups().starts_with("none over the groups' medians"));
    let one = vec![rater("investigator", "", "Police", "good")];
    assert_eq!(found(one, BY_FUNCTION, "e1cii").agreement.unwrap().sessions, Err(Undefined::NoPairs));
}

#[test]
fn the_groups_furthest_apart_are_named_only_where_three_answered() {
    let group = |function: &str, code: &str, n: usize| {
        (0..n).map(|_| rater(function, "", "Police", code)).collect::<Vec<_>>()
    };
    let mut all = group("investigator", "very_good", 3);
    all.extend(group("prosecutor", "weak", 3));
    all.extend(group("judge", "very_weak", 2));
    let found = found(all, BY_FUNCTION, "e1cii");
    let wide = found.widest().unwrap();
    let name = |at: usize| found.grouping.codes[at].as_str();
    assert_eq!((name(wide.high), name(wide.low)), ("investigator", "prosecutor"));
    assert!((wide.steps - 3.0).abs() < 1e-12);
    assert!(found.headline().starts_with("furthest apart, 3 steps: "), "{}", found.headline());
}

#[test]
fn an_account_on_an_open_question_is_an_answer_and_not_a_blank() {
    let all = vec![
        Made::of("judge", "", "Court").said("Annex.C.2", "Fear."),
        Made::of("judge", "", "Court").said("Annex.C.2", "I would rather not.").reason(
            "Annex.C.2",
            "",
            Nonresponse::Refused,
        ),
        Made::of("judge", "", "Court"),
    ];
    let found = found(all, BY_FUNCTION, "c2");
    assert_eq!(found.measure, Measure::Words);
    let counts = &found.tally.all;
    assert_eq!((counts.worded, counts.accounts, counts.asked(), counts.blank()), (1, 2, 2, 1));
    assert_eq!(found.quotes.len(), 2);
}

#[test]
fn a_number_said_in_words_is_asked_and_not_counted_as_a_number() {
    let book = book();
    let number = book.items().flat_map(|item| book.subjects(item));
    let subject = number.into_iter().find(|s| Measure::of(s) == Measure::Number).unwrap();
    let (at, column) = (subject.place.at.as_str().to_owned(), subject.place.column.clone());
    let all = vec![
        Made::of("judge", "", "Court").typed(&at, &column, "40"),
        Made::of("judge", "", "Court").typed(&at, &column, "12"),
        Made::of("judge", "", "Court").typed(&at, &column, "about 40"),
    ];
    let found = found(all, BY_FUNCTION, subject.place.reference().as_str());
    let counts = &found.tally.all;
    assert_eq!((counts.answered, counts.worded, counts.asked(), counts.blank()), (2, 1, 3, 0));
    assert_eq!(found.values(counts), ["12", "40"]);
    assert_eq!(found.median_number(counts), Some(26.0));
    // Only what is no number is read as words.
    assert_eq!(found.quotes.len(), 1);
}

#[test]
fn rows_that_were_added_are_read_as_words_and_parts_of_the_item_are_not() {
    let year = |made: Made, row: &str, label: &str| {
        let mut made = made.typed(&format!("III.C.1.{row}"), "investigations", "34");
        label.clone_into(&mut made.answer(&format!("III.C.1.{row}")).label);
        made
    };
    let judge = || Made::of("judge", "", "Court");
    let counted =
        found(vec![year(year(judge(), "r1", "2024"), "r2", "2025"), judge()], BY_FUNCTION, "III.C.1");
    assert_eq!((counted.tally.all.worded, counted.tally.all.blank()), (1, 1));
    // What was typed into one row is one entry.
    assert_eq!(counted.quotes.len(), 2);
    let part = found(vec![judge().said("V.D.6.a", "About a part.")], BY_FUNCTION, "V.D.6");
    assert!(part.quotes.is_empty() && part.tally.all.worded == 0);
}

#[test]
fn several_options_chosen_count_each() {
    let all = vec![
        Made::of("judge", "", "Court").cell("Annex.E.1.c", "i", "general+trafficking"),
        Made::of("judge", "", "Court").cell("Annex.E.1.c", "i", "general"),
    ];
    let found = found(all, BY_FUNCTION, "e1ci");
    assert_eq!((found.measure, found.tally.all.answered), (Measure::Several, 2));
    assert_eq!(found.tally.all.options, [0, 2, 1]);
}

#[test]
fn standings_hold_what_somebody_was_asked_in_the_order_of_the_banks() {
    let (book, corpus) = (
        book(),
        corpus(vec![
            rater("judge", "", "Court", "good").said("Annex.C.2", "Fear."),
            rater("investigator", "", "Police", "weak").cell("III.C.2", "paper", "yes"),
            Made::of("judge", "", "Court").reason("Annex.B.1", "", Nonresponse::Refused),
        ]),
    );
    let all = standings(&corpus, &book, corpus.all(), BY_FUNCTION);
    let names: Vec<String> = all.iter().map(|s| s.subject.place.reference().to_string()).collect();
    assert_eq!(names, ["Annex.B.1", "Annex.C.2", "Annex.E.1.c.ii", "III.C.2.paper"]);
    let rated = &all[2];
    assert_eq!((rated.counts.answered, rated.counts.institutions), (2, 2));
    assert_eq!(rated.unsupported(), Some(1.0));
    assert!(rated.apart.is_none(), "groups of one are not set apart");
}

#[test]
fn quotes_stand_by_group_the_newest_first_and_say_whether_they_may_be_quoted() {
    let mut quotable = Made::of("judge", "", "Court").said("Annex.E.1.c", "Later.");
    quotable.0.consent.quotes = Some(true);
    quotable.0.started = "2026-12-01T09:00:00Z".parse().unwrap();
    let all = vec![
        Made::of("judge", "", "Court").said("Annex.E.1.c", "Earlier."),
        Made::of("investigator", "", "Police").said("Annex.E.1", "Of the whole table."),
        quotable,
        // Another row.
        Made::of("judge", "", "Court").said("Annex.E.1.d", "Of something else."),
    ];
    let (book, corpus) = (book(), corpus(all));
    let subject = book.find("e1cii").unwrap();
    let found = compare(&corpus, &book, corpus.all(), BY_FUNCTION, &subject);
    let words = |q: &Quote| corpus.segments()[q.at.segment].texts().words(q.text).to_owned();
    let mut said: Vec<String> = found.quotes.iter().map(words).collect();
    let flags: Vec<bool> =
        found.quotes.iter().map(|q| corpus.row(q.at).unwrap().is(Flag::Quotable)).collect();
    let judge = found.quotes.iter().position(|q| words(q) == "Later.").unwrap();
    assert!(flags[judge]);
    assert_eq!(said[judge + 1], "Earlier.");
    said.sort();
    assert_eq!(said, ["Earlier.", "Later.", "Of the whole table."]);
}
