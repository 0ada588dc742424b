//! Any edits then undo, saved and read again; what the ledger makes of voices; what each query finds.

use super::*;
use crate::bank::Ref;
use crate::session::{Evidence, EvidenceState};
use crate::text::seal::{Integrity, ReadError};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const ONE: &str = "2026-11-24-0930-R07-1f3a";
const TWO: &str = "2026-11-25-1400-R08-77ab";
const THREE: &str = "2026-11-26-1000-R09-0c0c";

fn stamp(second: i64) -> Stamp {
    by("AK", second)
}

fn by(coder: &str, second: i64) -> Stamp {
    Stamp { coder: Coder::new(coder).unwrap(), at: Timestamp::from_second(1_795_600_000 + second).unwrap() }
}

fn code(word: &str) -> TagCode {
    TagCode::new(word).unwrap()
}

fn define(word: &str) -> Edit {
    Edit::Define { code: code(word), label: word.to_owned(), definition: String::new() }
}

fn answer(session: &str, at: &str) -> Spot {
    Spot::answer(session, Ref::new(at))
}

fn words(session: &str, at: &str, text: &str) -> Spot {
    answer(session, at).with_words(Field::Account, 3, text)
}

fn claim(about: &[&str]) -> Edit {
    Edit::Claim("Samples take months".to_owned(), about.iter().map(|r| Ref::new(*r)).collect())
}

/// Marks after these edits, each a second after the last.
fn after(edits: Vec<Edit>) -> Annotations {
    let mut marks = Annotations::default();
    for (second, edit) in (0..).zip(edits) {
        marks.apply(edit, &stamp(second)).unwrap();
    }
    marks
}

fn c(number: u32) -> ClaimId {
    ClaimId::new(number)
}

fn voice(session: &str, stance: Stance) -> Edit {
    Edit::Voice(c(1), answer(session, "Annex.E.1.c"), stance)
}

fn verify(how: VerifiedBy, outcome: Outcome) -> Edit {
    let what = "the laboratory's register".to_owned();
    Edit::Verify { claim: c(1), how, what, on: date(2026, 12, 1), outcome }
}

#[test]
fn names_are_short_words_and_numbers_have_one_spelling() {
    for good in ["AK", " ak ", "A-2", "ЖК", "123456"] {
        assert_eq!(Coder::new(good).unwrap().as_str(), good.trim());
    }
    for bad in ["", "ABCDEFG", "A K", "A_K", "a\u{202e}", "\u{1b}[2J", "é\u{301}"] {
        assert_eq!(Coder::new(bad), Err(NameError::Coder), "{bad:?}");
    }
    assert!(TagCode::new("lab_delay-2").is_ok());
    assert!(TagCode::new("two words").is_err() && TagCode::new(&"x".repeat(25)).is_err());
    assert_eq!("C12".parse::<ClaimId>().unwrap().to_string(), "C12");
    for bad in ["C0", "C01", "C", "c1", "Q1", "C-1", "C+1", "C99999999999", "C1 "] {
        assert!(bad.parse::<ClaimId>().is_err(), "{bad}");
    }
}

#[test]
fn the_state_of_a_claim_follows_from_its_voices() {
    use Stance::{Against, For, Unclear};
    let state = |voices: &[(&str, Stance)]| {
        let voices = voices.iter().map(|(session, stance)| voice(session, *stance));
        after([claim(&[])].into_iter().chain(voices).collect()).claims[&c(1)].state()
    };
    assert_eq!(state(&[]), State::Unvoiced);
    assert_eq!(state(&[(ONE, Unclear)]), State::Unvoiced);
    assert_eq!(state(&[(ONE, For)]), State::Asserted);
    assert_eq!(state(&[(ONE, For), (TWO, Unclear)]), State::Asserted);
    assert_eq!(state(&[(ONE, For), (TWO, For)]), State::Corroborated);
    assert_eq!(state(&[(ONE, For), (TWO, For), (THREE, Against)]), State::Contradicted);
    assert_eq!(state(&[(ONE, Against), (TWO, Against)]), State::Denied);
    // Judged anew.
    assert_eq!(state(&[(ONE, For), (ONE, Against)]), State::Denied);
}

#[test]
fn a_session_is_one_source_however_often_it_speaks() {
    let other = |stance| Edit::Voice(c(1), words(ONE, "Annex.G.1", "months"), stance);
    let marks = after(vec![claim(&[]), voice(ONE, Stance::For), other(Stance::For)]);
    assert_eq!(marks.claims[&c(1)].state(), State::Asserted);
    assert_eq!(marks.claims[&c(1)].sources(Stance::For), [ONE]);
    // In a group, one may say so and another not.
    let marks = after(vec![claim(&[]), voice(ONE, Stance::For), other(Stance::Against)]);
    assert_eq!(marks.claims[&c(1)].state(), State::Contradicted);
}

#[test]
fn a_resolution_and_a_verification_tell_unless_they_leave_it_open() {
    let told = |edits: Vec<Edit>| {
        let all = [claim(&[]), voice(ONE, Stance::For), voice(TWO, Stance::Against)];
        let marks = after(all.into_iter().chain(edits).collect());
        (marks.claims[&c(1)].state(), marks.claims[&c(1)].outcome())
    };
    let resolve = |outcome| Edit::Resolve(c(1), outcome, "R08 is new there".to_owned());
    assert_eq!(told(vec![resolve(Outcome::Open)]), (State::Contradicted, None));
    assert_eq!(told(vec![resolve(Outcome::Falls)]), (State::Resolved, Some(Outcome::Falls)));
    let visit = |outcome| verify(VerifiedBy::Visit, outcome);
    assert_eq!(told(vec![visit(Outcome::Open)]), (State::Contradicted, None));
    assert_eq!(
        told(vec![resolve(Outcome::Falls), visit(Outcome::Partly)]),
        (State::Verified, Some(Outcome::Partly))
    );
    let taken_back = vec![visit(Outcome::Stands), Edit::Unverify(c(1)), resolve(Outcome::Stands)];
    assert_eq!(told(taken_back), (State::Resolved, Some(Outcome::Stands)));
    assert_eq!(told(vec![resolve(Outcome::Stands), Edit::Unresolve(c(1))]), (State::Contradicted, None));
}

struct Told;

impl Archive for Told {
    fn is_here(&self, session: &str) -> bool {
        session != THREE
    }

    fn institution(&self, session: &str) -> Option<String> {
        match session {
            ONE => Some("State police ".to_owned()),
            TWO => Some("state Police".to_owned()),
            _ => None,
        }
    }

    fn evidence(&self, session: &str, _: &Ref) -> Vec<Evidence> {
        vec![Evidence { what: session.to_owned(), state: EvidenceState::Seen, ..Evidence::default() }]
    }
}

#[test]
fn a_row_of_the_ledger_tells_sources_institutions_evidence_and_what_came_since() {
    let marks = after(vec![
        claim(&["Annex.E.1"]),
        voice(ONE, Stance::For),
        Edit::Voice(c(1), words(ONE, "Annex.E.1.c", "months"), Stance::For),
        Edit::Resolve(c(1), Outcome::Stands, "two agree".to_owned()),
        voice(TWO, Stance::For),
        voice(THREE, Stance::Against),
        Edit::NeedsVisit(c(1), Some("see the waiting list".to_owned())),
    ]);
    let rows = marks.ledger(&Told);
    let [row] = rows.as_slice() else { panic!() };
    assert_eq!((row.id, row.state, row.outcome), (c(1), State::Resolved, Some(Outcome::Stands)));
    assert_eq!((row.sources_for.as_slice(), row.sources_against.as_slice()), (&[ONE, TWO][..], &[THREE][..]));
    assert_eq!((row.institutions_for, row.institutions_against), (1, 0));
    // The answer and its words have the same evidence: once.
    assert_eq!(row.evidence_for.iter().map(|e| e.what.as_str()).collect::<Vec<_>>(), [ONE, TWO]);
    assert_eq!((row.missing.as_slice(), row.voices_since, row.needs_visit), (&[THREE][..], 2, true));
    assert_eq!(marks.ledger_row(c(1), &Told).as_ref(), Some(row));
    assert_eq!(marks.ledger_row(c(2), &Told), None);
    assert_eq!(marks.ledger(&NoArchive)[0].missing, [ONE, TWO, THREE]);
}

#[test]
fn what_needs_a_visit_is_listed_most_urgent_first_until_one_was_made() {
    let need = |id| Edit::NeedsVisit(c(id), Some("see it".to_owned()));
    let mut marks = after(vec![claim(&[]), claim(&[]), claim(&[]), need(1), need(2)]);
    marks.apply(Edit::Voice(c(2), answer(ONE, "Annex.G.1"), Stance::For), &stamp(50)).unwrap();
    let list = |m: &Annotations| m.needs_visit().into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    assert_eq!(list(&marks), [c(2), c(1)]);
    marks.apply(verify(VerifiedBy::Document, Outcome::Stands), &stamp(51)).unwrap();
    assert_eq!(list(&marks), [c(2), c(1)]);
    marks.apply(verify(VerifiedBy::Visit, Outcome::Open), &stamp(52)).unwrap();
    assert_eq!(list(&marks), [c(2), c(1)]);
    marks.apply(verify(VerifiedBy::Visit, Outcome::Stands), &stamp(53)).unwrap();
    assert_eq!(list(&marks), [c(2)]);
    marks.apply(Edit::NeedsVisit(c(2), None), &stamp(54)).unwrap();
    assert!(list(&marks).is_empty());
    assert_eq!(marks.counts_by_state().iter().map(|(_, n)| n).sum::<usize>(), 3);
    assert_eq!(marks.claims_in(State::Verified).map(|(id, _)| id).collect::<Vec<_>>(), [c(1)]);
}

#[test]
fn a_number_is_never_given_twice() {
    let mut marks = after(vec![claim(&[])]);
    let back = marks.apply(Edit::RemoveClaim(c(1)), &stamp(1)).unwrap();
    assert_eq!(marks.next_claim(), c(2));
    marks.apply(claim(&[]), &stamp(2)).unwrap();
    marks.apply(back, &stamp(3)).unwrap();
    assert_eq!(marks.claims.keys().copied().collect::<Vec<_>>(), [c(1), c(2)]);
    // Not after undo either, nor after the file was read again.
    let undo = marks.apply(claim(&[]), &stamp(4)).unwrap();
    marks.apply(undo, &stamp(5)).unwrap();
    let (mut marks, _) = read(write(&marks).unwrap().as_bytes()).unwrap();
    assert_eq!(marks.next_claim(), c(4));
    // A file from which somebody deleted the count.
    marks.book.given = Given::default();
    assert_eq!(Annotations::from(marks.book).next_claim(), c(3));
}

#[test]
fn numbers_come_to_an_end_without_a_crash() {
    let mut marks = after(vec![claim(&[])]);
    marks.book.given.claims = u32::MAX;
    assert_eq!(marks.apply(claim(&[]), &stamp(1)), Err(MarkError::Full));
    assert_eq!(marks.next_claim().number(), u32::MAX);
}

#[test]
fn an_edit_that_does_not_fit_changes_nothing_and_says_why() {
    let marks = after(vec![
        define("lab"),
        Edit::Tag(code("lab"), answer(ONE, "Annex.E.1.c")),
        Edit::Quote(words(ONE, "Annex.E.1.c", "months"), String::new()),
        claim(&["Annex.E.1.c"]),
        Edit::Memo(MemoAbout::Claim(c(1)), "ask again".to_owned()),
    ]);
    let wrong = [
        (Edit::Tag(code("law"), answer(ONE, "Annex.C.1")), "there is no tag law"),
        (Edit::Tag(code("lab"), answer(ONE, "Annex.E.1.c")), "marked so already: tag T1"),
        (Edit::Undefine(code("lab")), "tag lab is used 1 times"),
        (define("lab"), "nothing would change"),
        (Edit::Quote(words(ONE, "Annex.E.1.c", "months"), "x".to_owned()), "marked so already: quote Q1"),
        (Edit::Quote(answer(ONE, "Annex.E.1.c"), String::new()), "a quote can't be empty"),
        (Edit::Unquote(QuoteId::new(7)), "there is no quote Q7"),
        (Edit::Claim(" \n".to_owned(), Vec::new()), "a claim can't be empty"),
        (Edit::RemoveClaim(c(1)), "claim C1 is used 1 times"),
        (Edit::Statement(c(9), "x".to_owned()), "there is no claim C9"),
        (Edit::Unvoice(c(1), answer(ONE, "Annex.G.1")), "does not speak to claim C1"),
        (Edit::Unverify(c(1)), "nothing would change"),
        (Edit::Unresolve(c(1)), "nothing would change"),
        (Edit::NeedsVisit(c(1), None), "nothing would change"),
        (Edit::NeedsVisit(c(1), Some(String::new())), "a visit can't be empty"),
        (Edit::About(c(1), vec![Ref::new("Annex.E.1.c"); 2]), "nothing would change"),
        (Edit::Resolve(c(1), Outcome::Falls, " ".to_owned()), "can't be empty"),
        (Edit::Memo(MemoAbout::Claim(c(9)), "x".to_owned()), "there is no claim C9"),
        (Edit::ClaimMemo(c(1), "x".repeat(MAX_TEXT + 1)), "has 65537 bytes, more than a mark can hold"),
        (Edit::Untag(TaggedId::new(2)), "there is no tag T2"),
    ];
    for (edit, why) in wrong {
        let mut tried = marks.clone();
        let error = tried.apply(edit.clone(), &stamp(9)).unwrap_err();
        assert!(error.to_string().contains(why), "{edit:?}: {error}");
        assert_eq!(tried, marks, "{edit:?}");
    }
    // Another coder may well tag the same.
    let mut marks = marks;
    marks.apply(Edit::Tag(code("lab"), answer(ONE, "Annex.E.1.c")), &by("B2", 9)).unwrap();
    assert_eq!(marks.tags_of(&answer(ONE, "Annex.E.1.c")).count(), 2);
    assert_eq!(marks.counts_by_tag()[0].spots, 1);
}

#[test]
fn every_change_of_a_claim_is_logged_with_what_was_there_before() {
    let marks = after(vec![
        claim(&[]),
        Edit::Statement(c(1), "Samples take a year".to_owned()),
        voice(ONE, Stance::For),
        voice(ONE, Stance::Unclear),
        verify(VerifiedBy::Document, Outcome::Partly),
        Edit::Unverify(c(1)),
    ]);
    let log: Vec<_> = marks.claims[&c(1)].log.iter().map(|l| (l.what, l.was.as_str())).collect();
    assert_eq!(
        log,
        [
            (Changed::Statement, "Samples take months"),
            (Changed::Voice, ""),
            (Changed::Voice, &*format!("{ONE} for")),
            (Changed::Verification, ""),
            (Changed::Verification, "document, 2026-12-01: stands in part; the laboratory's register"),
        ]
    );
    assert!(marks.claims[&c(1)].log.iter().all(|l| l.by.as_str() == "AK"));
}

#[test]
fn marks_are_found_by_spot_session_tag_and_item() {
    let quote = words(ONE, "Annex.E.1.c", "months");
    let marks = after(vec![
        define("lab"),
        define("law"),
        Edit::Tag(code("lab"), answer(ONE, "Annex.E.1.c")),
        Edit::Tag(code("law"), Spot::cell(ONE, Ref::new("Annex.E.1.c"), "i")),
        Edit::Tag(code("lab"), quote.clone()),
        Edit::Quote(quote.clone(), "says how long".to_owned()),
        Edit::Quote(words(TWO, "Annex.G.1", "never"), String::new()),
        claim(&["Annex.E.1"]),
        Edit::Voice(c(1), answer(TWO, "Annex.G.1"), Stance::For),
        claim(&["Annex.E.10"]),
        Edit::Memo(MemoAbout::Session(ONE.to_owned()), "was in a hurry".to_owned()),
        Edit::Memo(MemoAbout::Item(Ref::new("Annex.E.1")), "asked late".to_owned()),
    ]);
    let tags = |spot: &Spot| marks.tags_of(spot).map(|(id, _)| id.number()).collect::<Vec<_>>();
    assert_eq!((tags(&answer(ONE, "Annex.E.1.c")), tags(&quote)), (vec![1], vec![3]));
    let ids = |of: &mut dyn Iterator<Item = Marked<'_>>| of.map(|m| m.id().to_string()).collect::<Vec<_>>();
    assert_eq!(ids(&mut marks.marks_of(ONE)), ["tag T1", "tag T2", "tag T3", "quote Q1", "memo M1"]);
    assert_eq!(ids(&mut marks.marks_of(TWO)), ["quote Q2", "claim C1"]);
    assert_eq!(
        ids(&mut marks.marks_in(&answer(ONE, "Annex.E.1.c"))),
        ["tag T1", "tag T2", "tag T3", "quote Q1"]
    );
    assert_eq!(ids(&mut marks.marks_in(&Spot::cell(ONE, Ref::new("Annex.E.1.c"), "i"))), ["tag T2"]);
    let quotes = |tag: &str| marks.quotes_by_tag(&code(tag)).map(|(id, _)| id.number()).collect::<Vec<_>>();
    assert_eq!((quotes("lab"), quotes("law")), (vec![1], vec![]));
    let touching = |at: &str| marks.claims_touching(&Ref::new(at)).map(|(id, _)| id).collect::<Vec<_>>();
    assert_eq!(touching("Annex.E.1.c"), [c(1)]);
    assert_eq!((touching("Annex.E"), touching("Annex.G.1")), (vec![c(1), c(2)], vec![c(1)]));
    assert!(touching("Annex.C").is_empty());
    let counts: Vec<_> =
        marks.counts_by_tag().iter().map(|t| (t.code.as_str(), t.spots, t.sessions)).collect();
    assert_eq!(counts, [("lab", 2, 1), ("law", 1, 1)]);
    assert_eq!((marks.counts_by_session()[ONE], marks.counts_by_session()[TWO]), (5, 2));
    assert_eq!(marks.memos_about(&MemoAbout::Item(Ref::new("Annex.E.1"))).count(), 1);
    // Kept, and listed.
    let gone = marks.missing(|session| session == ONE);
    assert_eq!(gone.keys().copied().collect::<Vec<_>>(), [TWO]);
    assert_eq!(gone[TWO].len(), 2);
}

#[test]
fn words_are_found_again_where_the_text_has_moved() {
    let words = Words { field: Field::Account, start: 5, text: "months".to_owned() };
    assert_eq!(words.find("takes months"), Some(6..12));
    assert_eq!(words.find("1234 months months"), Some(5..11));
    assert_eq!(words.find("months and then months"), Some(0..6));
    assert_eq!(words.find("a year"), None);
    assert_eq!(words.find("ééémonths"), Some(6..12));
    assert_eq!(Words { text: String::new(), ..words }.find("x"), None);
}

#[test]
fn a_faulty_file_is_told_with_line_and_column() {
    let fault = |text: &str| match read(text.as_bytes()).unwrap_err() {
        ReadError::Syntax { line, column, message } => (line, column, message),
        other => panic!("{other}"),
    };
    let (line, _, message) = fault("(\n  format: 1,\n  claimz: {},\n)");
    assert!(line == 3 && message.contains("claimz"), "{line}: {message}");
    let tag = |inner: &str| format!("(\n format: 1,\n frame: {{\n{inner}\n }},\n)");
    let time = "at: \"2026-11-24T08:00:00Z\"";
    let (line, _, message) = fault(&tag(&format!("\"a\": (label: \"A\", by: \"TOO LONG\", {time}),")));
    assert!(line == 4 && message.contains("1 to 6 letters"), "{line}: {message}");
    let twice =
        format!("\"a\": (label: \"A\", by: \"AK\", {time}),\n\"a\": (label: \"B\", by: \"AK\", {time}),");
    let (line, _, message) = fault(&tag(&twice));
    assert!(line == 5 && message.contains("a stands here twice"), "{line}: {message}");
    assert!(matches!(read(b"(format: 1, x: \xff)"), Err(ReadError::NotText { line: 1 })));
    assert!(matches!(read(b"(format: 9, new: [])"), Err(ReadError::Newer { found: 9, known: 2 })));
    let huge = vec![b' '; MAX_BYTES + 1];
    assert!(matches!(read(&huge), Err(ReadError::TooLarge { .. })));
}

#[test]
fn marks_of_a_newer_format_are_read_and_never_changed() {
    let (mut marks, _) = read(b"(format: 3)").unwrap();
    assert_eq!(marks.apply(claim(&[]), &stamp(0)), Err(MarkError::Newer(3)));
}

#[test]
fn a_step_that_fails_in_the_middle_leaves_no_trace() {
    let mut marks = after(vec![define("lab")]);
    let before = marks.clone();
    let mut history = MarkHistory::default();
    let spot = answer(ONE, "Annex.C.1");
    let step = vec![Edit::Tag(code("lab"), spot.clone()), claim(&[]), Edit::Untag(TaggedId::new(9))];
    assert!(history.apply(&mut marks, step, &stamp(1)).is_err());
    assert_eq!((content(&marks), marks.revision), (content(&before), before.revision));
    assert_eq!((history.can(), history.undo(&mut marks).unwrap()), ((false, false), None));
    // What would change nothing makes no step.
    assert!(!history.apply(&mut marks, vec![define("lab")], &stamp(2)).unwrap());
    let step = vec![Edit::Tag(code("lab"), spot), define("lab")];
    assert!(history.apply(&mut marks, step, &stamp(3)).unwrap());
    let touched = history.undo(&mut marks).unwrap().unwrap();
    assert_eq!(touched, [MarkId::Tagged(TaggedId::new(2))]);
    assert!(marks.tagged.is_empty() && history.can() == (false, true));
}

/// What RON has to escape, what a terminal would obey, what is several scalars wide: kept as it is.
fn text() -> impl Strategy<Value = String> {
    let odd =
        ["\"", "\\", "\n\t", "\u{0}", "\u{1b}[2J", "\u{202e}", "\u{feff}", "漢字", "// sha256 ", "r#\"", " "];
    prop_oneof![3 => "[a-z ]{0,6}", 2 => select(odd.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}

fn spot() -> impl Strategy<Value = Spot> {
    let at = select(vec![None, Some("Annex.C.1"), Some("Annex.E.1.a"), Some("II.D.12.a")]);
    let column = prop::option::of(select(vec!["i", "ii"]));
    let words = prop::option::of((select(Field::ALL.to_vec()), 0..9_usize, text()));
    (select(vec![ONE, TWO, THREE, "../gone"]), at, column, words).prop_map(|(session, at, column, words)| {
        Spot {
            session: session.to_owned(),
            at: at.map(Ref::new),
            column: column.map(str::to_owned),
            words: words.map(|(field, start, text)| Words { field, start, text }),
        }
    })
}

/// An edit before it is known what marks there are: an index picks one of them.
fn edit() -> impl Strategy<Value = (u8, Index, Spot, String, String, u8)> {
    (0..24_u8, any::<Index>(), spot(), text(), text(), any::<u8>())
}

fn made(marks: &Annotations, wish: (u8, Index, Spot, String, String, u8)) -> Edit {
    let (kind, index, spot, one, two, byte) = wish;
    let pick = |n: u32| 1 + index.index(n as usize + 2) as u32;
    let (claim, quote) = (c(pick(marks.given.claims)), QuoteId::new(pick(marks.given.quotes)));
    let (memo, tagged) = (MemoId::new(pick(marks.given.memos)), TaggedId::new(pick(marks.given.tagged)));
    let tag = code(["lab", "law", "money"][index.index(3)]);
    let outcome = Outcome::ALL[usize::from(byte % 4)];
    let about = match byte % 4 {
        0 => MemoAbout::Nothing,
        1 => MemoAbout::Session(spot.session.clone()),
        2 => MemoAbout::Item(Ref::new("Annex.C.1")),
        _ => MemoAbout::Claim(claim),
    };
    match kind {
        0 | 1 => Edit::Define { code: tag, label: one, definition: two },
        2 => Edit::Undefine(tag),
        3 | 4 => Edit::Tag(tag, spot),
        5 => Edit::Untag(tagged),
        6 | 7 => Edit::Quote(spot, one),
        8 => Edit::QuoteWhy(quote, one),
        9 => Edit::Unquote(quote),
        10 | 11 => Edit::Claim(one, spot.at.into_iter().collect()),
        12 => Edit::Statement(claim, one),
        13 => Edit::About(claim, spot.at.into_iter().collect()),
        14 | 15 => Edit::Voice(claim, spot, Stance::ALL[usize::from(byte % 3)]),
        16 => {
            let there = marks.claims.get(&claim).and_then(|c| c.voices.first()).map(|v| v.spot.clone());
            Edit::Unvoice(claim, there.unwrap_or(spot))
        }
        17 => Edit::NeedsVisit(claim, (byte % 3 > 0).then_some(one)),
        18 => {
            let (how, on) = (VerifiedBy::ALL[usize::from(byte % 3)], date(2026, 12, 1));
            Edit::Verify { claim, how, what: one, on, outcome }
        }
        19 if byte % 2 == 0 => Edit::Unverify(claim),
        19 => Edit::Unresolve(claim),
        20 => Edit::Resolve(claim, outcome, one),
        21 if byte % 3 == 0 => Edit::RemoveClaim(claim),
        21 => Edit::ClaimMemo(claim, one),
        22 => Edit::Memo(about, one),
        _ if byte % 2 == 0 => Edit::MemoText(memo, one),
        _ => Edit::RemoveMemo(memo),
    }
}

/// Without what only ever goes up.
fn content(marks: &Annotations) -> AnnotationsFile {
    AnnotationsFile { revision: 0, given: Given::default(), ..marks.book().clone() }
}

proptest! {
    #[test]
    fn any_edits_are_taken_back_done_again_saved_and_read(wishes in vec(edit(), 0..40)) {
        let mut marks = Annotations::default();
        let mut history = MarkHistory::default();
        let mut states = vec![content(&marks)];
        for (second, wish) in (0..).zip(wishes) {
            let (before, made) = (marks.clone(), made(&marks, wish));
            if let Ok(true) = history.apply(&mut marks, vec![made], &stamp(second)) {
                prop_assert!(marks.revision > before.revision);
                states.push(content(&marks));
            } else {
                prop_assert_eq!(&marks, &before);
            }
        }
        let (again, integrity) = read(write(&marks).unwrap().as_bytes()).unwrap();
        prop_assert_eq!((&again, integrity), (&marks, Integrity::Intact));
        let given = marks.given;
        for state in states.iter().rev().skip(1) {
            prop_assert!(history.undo(&mut marks).unwrap().is_some());
            prop_assert_eq!(&content(&marks), state);
        }
        prop_assert_eq!(history.undo(&mut marks).unwrap(), None);
        for state in states.iter().skip(1) {
            prop_assert!(history.redo(&mut marks).unwrap().is_some());
            prop_assert_eq!(&content(&marks), state);
        }
        prop_assert_eq!(marks.given, given);
    }

    #[test]
    fn no_query_fails_on_any_marks(wishes in vec(edit(), 0..30), at in spot()) {
        let mut marks = Annotations::default();
        for (second, wish) in (0..).zip(wishes) {
            let edit = made(&marks, wish);
            let _ = marks.apply(edit, &stamp(second));
        }
        let counts: usize = marks.counts_by_session().values().sum();
        prop_assert_eq!(marks.marked().count(), counts);
        prop_assert_eq!(marks.missing(|_| false).values().map(Vec::len).sum::<usize>(), counts);
        prop_assert!(marks.missing(|_| true).is_empty());
        prop_assert_eq!(marks.ledger(&Told).len(), marks.claims.len());
        prop_assert!(marks.marks_in(&at).all(|m| at.covers(m.spot().unwrap())));
        prop_assert!(marks.tags_of(&at).count() <= marks.marks_in(&at).count());
    }
}
