//! Scores, overruled causes and the training plan: what fits, what does not, undo of any edits, saved and read again.

use super::*;
use crate::bank::Ref;
use crate::text::seal::{Integrity, ReadError};
use jiff::Timestamp;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeMap;

const ONE: &str = "2026-11-24-0930-R07-1f3a";
const TWO: &str = "2026-11-25-1400-R08-77ab";
const LAW: &str = "Annex.F.2";
const SEEN_ONE: &str = "0123456789abcdef";
const SEEN_TWO: &str = "fedcba9876543210";

fn by(coder: &str, second: i64) -> Stamp {
    Stamp { coder: Coder::new(coder).unwrap(), at: Timestamp::from_second(1_795_600_000 + second).unwrap() }
}

fn stamp(second: i64) -> Stamp {
    by("AK", second)
}

fn score(session: &str, verdicts: &[(&str, Verdict)], seen: &str) -> Edit {
    let verdicts = verdicts.iter().map(|(code, v)| ((*code).to_owned(), *v)).collect();
    let spot = Spot::answer(session, Ref::new(LAW));
    Edit::Score { spot, verdicts, remark: String::new(), seen: seen.to_owned() }
}

fn draft(topic: &str) -> Box<PlanDraft> {
    Box::new(PlanDraft { topic: topic.to_owned(), ..PlanDraft::default() })
}

fn add(topic: &str) -> Edit {
    Edit::PlanLine(draft(topic), Box::default())
}

fn gap(group: &str) -> Gap {
    Gap::within(Ref::new("Annex.E.1.c"), group)
}

fn l(number: u32) -> PlanId {
    PlanId::new(number)
}

/// Marks after these edits, each a second after the last.
fn after(edits: Vec<Edit>) -> Annotations {
    let mut marks = Annotations::default();
    for (second, edit) in (0..).zip(edits) {
        marks.apply(edit, &stamp(second)).unwrap();
    }
    marks
}

fn order(marks: &Annotations) -> Vec<String> {
    marks.plan.iter().map(|line| line.id.to_string()).collect()
}

#[test]
fn a_coder_who_scores_an_answer_again_replaces_the_own_score_and_no_other() {
    let mut marks = after(vec![score(ONE, &[("act", Verdict::Stated)], SEEN_ONE)]);
    marks.apply(score(ONE, &[("act", Verdict::Missing)], SEEN_ONE), &by("B2", 5)).unwrap();
    marks.apply(score(TWO, &[("act", Verdict::Wrong)], SEEN_ONE), &stamp(6)).unwrap();
    let again = [("act", Verdict::Stated), ("means", Verdict::Wrong)];
    marks.apply(score(ONE, &again, SEEN_TWO), &stamp(7)).unwrap();
    let item = Ref::new(LAW);
    let mine = |coder: &str, session: &str| {
        let (id, score) = marks.score_by(&Coder::new(coder).unwrap(), session, &item)?;
        Some((id.to_string(), score.count(Verdict::Stated), score.count(Verdict::Wrong)))
    };
    assert_eq!(mine("AK", ONE), Some(("S1".to_owned(), 1, 1)));
    assert_eq!(mine("B2", ONE), Some(("S2".to_owned(), 0, 0)));
    assert_eq!((mine("AK", TWO), mine("B2", TWO)), (Some(("S3".to_owned(), 0, 1)), None));
    assert_eq!((marks.scores_of(&item).count(), marks.scores_of(&Ref::new("Annex.F.3")).count()), (3, 0));
    let own = &marks.scores[&ScoreId::new(1)];
    assert_eq!((own.at, own.changed.as_ref().map(|t| t.at)), (stamp(0).at, Some(stamp(7).at)));
    assert_eq!(own.seen, SEEN_TWO);
    // A score is a mark of its session: it is listed when the session is gone.
    assert_eq!(marks.counts_by_session()[ONE], 2);
    assert_eq!(marks.missing(|session| session == ONE)[TWO][0].id().to_string(), "score S3");
}

#[test]
fn a_cause_is_overruled_for_one_group_and_holds_for_no_other() {
    let told = |group: &str, cause, why: &str| Edit::Overrule(gap(group), cause, why.to_owned());
    let mut marks = after(vec![
        told("", Cause::Equipment, "no laboratory"),
        told("unit=Border police", Cause::Law, "they may not"),
    ]);
    let topic = Ref::new("Annex.E.1.c");
    let cause = |m: &Annotations, group: &str| m.overruled(&topic, group).map(|o| o.cause);
    assert_eq!(
        (cause(&marks, ""), cause(&marks, "unit=Border police"), cause(&marks, "unit=Police")),
        (Some(Cause::Equipment), Some(Cause::Law), None)
    );
    marks.apply(told("", Cause::Training, "there is one by now"), &by("B2", 9)).unwrap();
    let all = marks.overruled(&topic, "").unwrap();
    assert_eq!((all.cause, all.by.as_str()), (Cause::Training, "AK"));
    assert_eq!(all.changed.as_ref().unwrap().by.as_str(), "B2");
    marks.apply(Edit::TakeBack(gap("")), &stamp(10)).unwrap();
    assert_eq!((cause(&marks, ""), cause(&marks, "unit=Border police")), (None, Some(Cause::Law)));
}

#[test]
fn lines_of_the_plan_keep_their_numbers_wherever_they_go() {
    let mut marks = after(vec![add("one"), add("two"), add("three")]);
    let mut history = MarkHistory::default();
    let mut step = |marks: &mut Annotations, edit| history.apply(marks, vec![edit], &stamp(9)).unwrap();
    assert!(step(&mut marks, Edit::MoveLine(l(3), 0)));
    assert_eq!(order(&marks), ["L3", "L1", "L2"]);
    assert_eq!(marks.plan[0].changed, None);
    assert!(step(&mut marks, Edit::MoveLine(l(3), 99)));
    assert_eq!(order(&marks), ["L1", "L2", "L3"]);
    assert!(!step(&mut marks, Edit::MoveLine(l(3), 2)));
    assert!(step(&mut marks, Edit::RemoveLine(l(2))));
    assert!(step(&mut marks, add("four")));
    assert_eq!(order(&marks), ["L1", "L3", "L4"]);
    assert_eq!(marks.plan_line(l(3)).map(|(at, line)| (at, line.topic.as_str())), Some((1, "three")));
    // Back in its place, and what undo touched has a name.
    history.undo(&mut marks).unwrap();
    let touched = history.undo(&mut marks).unwrap().unwrap();
    assert_eq!(touched[0].to_string(), "plan line L2");
    assert_eq!(order(&marks), ["L1", "L2", "L3"]);
    assert_eq!(marks.next_line(), l(5));
}

#[test]
fn a_line_is_written_otherwise_without_its_basis_and_gets_a_new_basis_without_its_words() {
    let basis = Basis { figures: "median Weak".to_owned(), asked: 9, answered: 8, ..Basis::default() };
    let mut marks = after(vec![Edit::PlanLine(draft("one"), Box::new(basis.clone()))]);
    let other = PlanDraft { size: Some(40), remedy: Remedy::Law, ..*draft("forensics") };
    marks.apply(Edit::ChangeLine(l(1), Box::new(other.clone())), &by("B2", 5)).unwrap();
    let line = &marks.plan[0];
    assert_eq!((line.draft(), &line.basis, line.by.as_str()), (other.clone(), &basis, "AK"));
    assert_eq!(line.changed.as_ref().unwrap().by.as_str(), "B2");
    let newer = Basis { answered: 9, unanimous: true, ..basis };
    marks.apply(Edit::Rebase(l(1), Box::new(newer.clone())), &stamp(6)).unwrap();
    assert_eq!((marks.plan[0].draft(), &marks.plan[0].basis), (other, &newer));
    assert_eq!(marks.plan[0].changed.as_ref().unwrap().at, stamp(6).at);
    assert_eq!(marks.plan_about(&Ref::new("Annex.E.1.c")).count(), 0);
}

#[test]
fn an_edit_that_does_not_fit_changes_nothing_and_says_why() {
    let marks = after(vec![
        score(ONE, &[("act", Verdict::Stated)], SEEN_ONE),
        Edit::Overrule(gap(""), Cause::Law, "they may not".to_owned()),
        add("forensics"),
    ]);
    let at = |spot: Spot| Edit::Score {
        spot,
        verdicts: BTreeMap::from([("act".to_owned(), Verdict::Stated)]),
        remark: String::new(),
        seen: SEEN_ONE.to_owned(),
    };
    let answer = Spot::answer(ONE, Ref::new(LAW));
    let crowd = Basis { sessions: vec![ONE.to_owned(); MAX_SESSIONS + 1], ..Basis::default() };
    let wrong = [
        (at(Spot::session(ONE)), "only the whole answer"),
        (at(Spot::cell(ONE, Ref::new(LAW), "i")), "only the whole answer"),
        (at(answer.with_words(Field::Account, 0, "x")), "only the whole answer"),
        (score(ONE, &[], SEEN_ONE), "a score can't be empty"),
        (score(ONE, &[(" ", Verdict::Stated)], SEEN_ONE), "the code of an element can't be empty"),
        (score(TWO, &[("act", Verdict::Stated)], "0123"), "16 hexadecimal digits"),
        (score(TWO, &[("act", Verdict::Stated)], "0123456789ABCDEF"), "16 hexadecimal digits"),
        (score(ONE, &[("act", Verdict::Stated)], SEEN_ONE), "nothing would change"),
        (Edit::Unscore(ScoreId::new(2)), "there is no score S2"),
        (Edit::Overrule(gap("x"), Cause::Law, " ".to_owned()), "overruling can't be empty"),
        (Edit::Overrule(gap(""), Cause::Law, "they may not".to_owned()), "nothing would change"),
        (
            Edit::TakeBack(gap("unit=\u{1b}[2JPolice\u{202e}")),
            "there is no overruled cause of Annex.E.1.c in unit=Police",
        ),
        (add(" \n"), "the topic of a plan line can't be empty"),
        (Edit::PlanLine(draft("x"), Box::new(crowd)), "the sessions are 10001, more than a mark can hold"),
        (Edit::ChangeLine(l(1), draft("forensics")), "nothing would change"),
        (Edit::ChangeLine(l(7), draft("x")), "there is no plan line L7"),
        (Edit::Rebase(l(1), Box::default()), "nothing would change"),
        (Edit::MoveLine(l(1), 5), "nothing would change"),
        (Edit::MoveLine(l(2), 0), "there is no plan line L2"),
        (Edit::RemoveLine(l(2)), "there is no plan line L2"),
    ];
    for (edit, why) in wrong {
        let mut tried = marks.clone();
        let error = tried.apply(edit.clone(), &stamp(9)).unwrap_err();
        assert!(error.to_string().contains(why), "{edit:?}: {error}");
        assert_eq!(tried, marks, "{edit:?}");
    }
}

#[test]
fn an_older_program_gets_the_oldest_format_that_holds_the_marks() {
    let memo = || Edit::Memo(MemoAbout::Nothing, "x".to_owned());
    let text = |marks: &Annotations| write(marks).unwrap();
    assert!(text(&after(vec![memo()])).contains("format: 1,"));
    let verdict = [("act", Verdict::Stated)];
    for newer in [
        score(ONE, &verdict, SEEN_ONE),
        Edit::Overrule(gap(""), Cause::Law, "x".to_owned()),
        add("forensics"),
    ] {
        let mut marks = after(vec![memo()]);
        let undo = marks.apply(newer.clone(), &stamp(5)).unwrap();
        assert!(text(&marks).contains("format: 2,"), "{newer:?}");
        // Without them again, and nothing left that a program of format 1 does not know.
        marks.apply(undo, &stamp(6)).unwrap();
        let plain = !text(&marks).contains("scores: ") && !text(&marks).contains("plan: ");
        assert_eq!(text(&marks).contains("format: 1,"), plain, "{newer:?}");
    }
    // A file of format 1 that somebody wrote a line into.
    let by_hand = text(&after(vec![add("forensics")])).replace("format: 2,", "format: 1,");
    let (marks, integrity) = read(by_hand.as_bytes()).unwrap();
    assert_eq!((marks.format, integrity), (2, Integrity::Altered));
}

#[test]
fn what_stands_twice_in_a_file_is_told_with_its_line() {
    let fault = |marks: &Annotations, from: &str, to: &str| {
        let text = write(marks).unwrap().replace(from, to);
        match read(text.as_bytes()).unwrap_err() {
            ReadError::Syntax { line, message, .. } => (line, message),
            other => panic!("{other}"),
        }
    };
    let marks = after(vec![add("one"), add("two")]);
    let (line, message) = fault(&marks, "id: \"L2\"", "id: \"L1\"");
    assert!(line > 10 && message.contains("L1 stands here twice"), "{line}: {message}");
    let overrule = |group| Edit::Overrule(gap(group), Cause::Law, "x".to_owned());
    let marks = after(vec![overrule("a"), overrule("b")]);
    let (line, message) = fault(&marks, "group: \"b\"", "group: \"a\"");
    assert!(line > 10 && message.contains("Annex.E.1.c in a stands here twice"), "{line}: {message}");
    // A number that is in use was given.
    let marks = after(vec![add("one"), add("two"), score(ONE, &[("act", Verdict::Stated)], SEEN_ONE)]);
    let bare = AnnotationsFile { given: Given::default(), ..marks.book().clone() };
    let again = Annotations::from(bare);
    assert_eq!((again.next_line(), again.next_score()), (l(3), ScoreId::new(2)));
}

/// What RON has to escape, what a terminal would obey, what is several scalars wide: kept as it is.
fn text() -> impl Strategy<Value = String> {
    let odd = ["\"", "\\", "\n\t", "\u{0}", "\u{1b}[2J", "\u{202e}", "\u{feff}", "漢字", "// sha256 ", " "];
    prop_oneof![3 => "[a-z ]{0,6}", 2 => select(odd.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}

fn wanted() -> impl Strategy<Value = PlanDraft> {
    let words = (text(), text(), text(), text());
    let about = prop::option::of(select(vec!["Annex.C.1", "Annex.E.1.a"]));
    let choices = (
        select(Depth::ALL.to_vec()),
        select(Form::ALL.to_vec()),
        select(Priority::ALL.to_vec()),
        select(Remedy::ALL.to_vec()),
    );
    (words, about, prop::option::of(any::<u32>()), choices).prop_map(
        |((topic, group, filter, note), about, size, (depth, form, priority, remedy))| PlanDraft {
            topic,
            about: about.map(Ref::new),
            group,
            filter,
            size,
            depth,
            form,
            priority,
            remedy,
            note,
        },
    )
}

fn basis() -> impl Strategy<Value = Basis> {
    let sessions = vec(select(vec![ONE.to_owned(), TWO.to_owned(), "../gone".to_owned()]), 0..3);
    (text(), text(), any::<u32>(), any::<u32>(), any::<bool>(), sessions).prop_map(
        |(figures, split, asked, answered, unanimous, sessions)| Basis {
            figures,
            asked,
            answered,
            unanimous,
            sessions,
            split,
        },
    )
}

/// An edit before it is known what marks there are: an index picks one of them.
#[derive(Clone, Debug)]
struct Wish {
    kind: u8,
    index: Index,
    coder: &'static str,
    session: &'static str,
    words: String,
    verdicts: BTreeMap<String, Verdict>,
    draft: PlanDraft,
    basis: Basis,
}

fn wish() -> impl Strategy<Value = Wish> {
    let verdicts = btree_map("[a-z]{1,3}", select(Verdict::ALL.to_vec()), 0..3);
    let (coder, session) = (select(vec!["AK", "B2"]), select(vec![ONE, TWO, "../gone"]));
    (0..10_u8, any::<Index>(), coder, session, text(), verdicts, wanted(), basis()).prop_map(
        |(kind, index, coder, session, words, verdicts, draft, basis)| Wish {
            kind,
            index,
            coder,
            session,
            words,
            verdicts,
            draft,
            basis,
        },
    )
}

fn made(marks: &Annotations, wish: Wish) -> Edit {
    let Wish { kind, index, session, words, verdicts, draft, basis, .. } = wish;
    let pick = |n: u32| 1 + index.index(n as usize + 2) as u32;
    let line = l(pick(marks.given.plan));
    let (draft, basis) = (Box::new(draft), Box::new(basis));
    let group = ["", "unit=Police", &words][index.index(3)];
    match kind {
        0 | 1 => {
            let (spot, seen) = (Spot::answer(session, Ref::new(LAW)), [SEEN_ONE, SEEN_TWO][index.index(2)]);
            Edit::Score { spot, verdicts, remark: words, seen: seen.to_owned() }
        }
        2 => Edit::Unscore(ScoreId::new(pick(marks.given.scores))),
        3 => Edit::Overrule(gap(group), Cause::ALL[index.index(5)], words),
        4 => Edit::TakeBack(gap(group)),
        5 | 6 => Edit::PlanLine(draft, basis),
        7 if index.index(2) == 0 => Edit::ChangeLine(line, draft),
        7 => Edit::Rebase(line, basis),
        8 => Edit::MoveLine(line, index.index(5)),
        _ => Edit::RemoveLine(line),
    }
}

/// Without what only ever goes up.
fn content(marks: &Annotations) -> AnnotationsFile {
    AnnotationsFile { format: FORMAT, revision: 0, given: Given::default(), ..marks.book().clone() }
}

proptest! {
    #[test]
    fn any_edits_are_taken_back_done_again_saved_and_read(wishes in vec(wish(), 0..40)) {
        let mut marks = Annotations::default();
        let mut history = MarkHistory::default();
        let mut states = vec![content(&marks)];
        for (second, wish) in (0..).zip(wishes) {
            let (before, coder) = (marks.clone(), wish.coder);
            let made = made(&marks, wish);
            if let Ok(true) = history.apply(&mut marks, vec![made], &by(coder, second)) {
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
        for state in states.iter().skip(1) {
            prop_assert!(history.redo(&mut marks).unwrap().is_some());
            prop_assert_eq!(&content(&marks), state);
        }
        prop_assert_eq!(marks.given, given);
    }
}
