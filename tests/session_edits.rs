//! Any edits at all, taken back and done again, saved and read: nothing is lost and nothing is invented.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod stored;

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use stored::{full, session, time};
use vivavoce::bank::Ref;
use vivavoce::session::{
    About, Answer, At, Attribution, BankStamp, Cell, Change, CodedField, Credibility, Edit, Evidence,
    EvidenceCode, EvidenceKind, EvidenceState, EvidenceText, History, Integrity, Jot, Mark, Meeting,
    Nonresponse, Origin, Participant, ParticipantText, Place, Record, Reliability, Session, Splice, Stamp,
    Status, TextAt, read, write,
};

/// An edit before it is known what the session holds: places are picked from what is there when it is made.
#[derive(Clone, Debug)]
enum Wish {
    Text(Index, Index, Index, String),
    Codes(Ref, Option<String>, Vec<String>),
    By(Ref, Option<String>, Vec<String>),
    Nonresponse(Ref, Option<String>, Option<Nonresponse>),
    Mark(Ref, Mark),
    Replace(Ref, Option<Box<Answer>>),
    EvidenceInsert(Ref, Index, Box<Evidence>),
    EvidenceRemove(Ref, Index),
    Evidence(Ref, Index, EvidenceCode),
    JotInsert(Index, Jot),
    JotRemove(Index),
    JotFile(Index, Option<Ref>),
    ParticipantInsert(Index, Box<Participant>),
    ParticipantRemove(Index),
    BankInsert(Index, String),
    BankRemove(Index),
    Set(Index, CodedField),
    Active(Ref, u32),
}

fn reference() -> impl Strategy<Value = Ref> {
    prop::sample::select(vec![
        "Annex.B.1",
        "Annex.C.1",
        "Annex.E.1.a",
        "Annex.E.1.k",
        "Annex.G.1",
        "II.D.12.a",
    ])
    .prop_map(Ref::new)
}

/// Letters, white space, what RON has to escape, what is several scalars wide, and what a terminal would obey.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z ]{0,6}",
        2 => prop::sample::select(vec![
            "e\u{301}", "👩‍👩‍👧", "\"", "\\", "\n", "\r\n", "\t", "\u{0}", "\u{1b}[2J", "\u{202e}", "\u{feff}", "ß", "漢字", "// sha256 ",
            "\u{10ffff}", " ", "r#\"", "\u{2028}",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn codes() -> impl Strategy<Value = Vec<String>> {
    vec(prop::sample::select(vec!["1", "5", "tip", "none", "true", "x y", ""]).prop_map(str::to_owned), 0..3)
}

fn column() -> impl Strategy<Value = Option<String>> {
    prop::sample::select(vec![None, Some("i".to_owned()), Some("ii".to_owned())])
}

fn reason() -> impl Strategy<Value = Option<Nonresponse>> {
    prop::option::of(prop::sample::select(Nonresponse::ALL.to_vec()))
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (0..100_000_i64).prop_map(time)
}

fn evidence() -> impl Strategy<Value = Evidence> {
    (text(), text(), prop::option::of(prop::sample::select(EvidenceKind::ALL.to_vec())), 1..=6_u8).prop_map(
        |(what, source, kind, digit)| Evidence {
            what,
            source,
            kind,
            credibility: Credibility::try_from(digit).unwrap(),
            ..Evidence::default()
        },
    )
}

fn answer() -> impl Strategy<Value = Answer> {
    (text(), text(), codes(), reason(), vec(evidence(), 0..2), codes(), prop::option::of(moment())).prop_map(
        |(account, label, codes, nonresponse, evidence, cell, first)| {
            let cells = if cell.is_empty() {
                Vec::new()
            } else {
                vec![("i".to_owned(), Cell { codes: cell, ..Cell::default() })]
            };
            Answer {
                account,
                label,
                codes,
                nonresponse,
                evidence,
                cells: cells.into_iter().collect(),
                first,
                ..Answer::default()
            }
        },
    )
}

fn mark() -> impl Strategy<Value = Mark> {
    prop_oneof![
        any::<bool>().prop_map(Mark::FollowUp),
        prop::option::of(text()).prop_map(Mark::Speaker),
        prop::sample::select(vec![Origin::Interview, Origin::DeskReview]).prop_map(Mark::Origin),
        prop::sample::select(vec!["", "fr"]).prop_map(|tag| Mark::Language(tag.to_owned())),
    ]
}

fn evidence_code() -> impl Strategy<Value = EvidenceCode> {
    prop_oneof![
        prop::option::of(prop::sample::select(EvidenceKind::ALL.to_vec())).prop_map(EvidenceCode::Kind),
        prop::option::of(prop::sample::select(About::ALL.to_vec())).prop_map(EvidenceCode::About),
        prop::sample::select(EvidenceState::ALL.to_vec()).prop_map(EvidenceCode::State),
        prop::sample::select(vec!['A', 'C', 'F'])
            .prop_map(|c| EvidenceCode::Reliability(Reliability::try_from(c).unwrap())),
        (1..=6_u8).prop_map(|d| EvidenceCode::Credibility(Credibility::try_from(d).unwrap())),
    ]
}

/// The number of a participant is put in when the session is known.
fn field() -> impl Strategy<Value = CodedField> {
    let yes = || prop::option::of(any::<bool>());
    prop_oneof![
        prop::option::of(prop::sample::select(Place::ALL.to_vec())).prop_map(CodedField::Place),
        prop::sample::select(Meeting::ALL.to_vec()).prop_map(CodedField::Meeting),
        yes().prop_map(CodedField::ConsentInterview),
        yes().prop_map(CodedField::ConsentNotes),
        yes().prop_map(CodedField::ConsentQuotes),
        prop::option::of(prop::sample::select(Attribution::ALL.to_vec())).prop_map(CodedField::Attribution),
        any::<bool>().prop_map(CodedField::Restricted),
        text().prop_map(|t| CodedField::Function(0, t)),
        text().prop_map(|t| CodedField::Rank(0, t)),
        text().prop_map(|t| CodedField::Level(0, t)),
        text().prop_map(|t| CodedField::Stakeholder(0, t)),
        (
            prop::sample::select(vec![Status::Open, Status::Closed, Status::Sealed]),
            prop::option::of(moment())
        )
            .prop_map(|(s, t)| CodedField::Status(s, t)),
    ]
}

fn wish() -> impl Strategy<Value = Wish> {
    let at = any::<Index>;
    prop_oneof![
        8 => (at(), at(), at(), text()).prop_map(|(w, f, t, s)| Wish::Text(w, f, t, s)),
        // What typing looks like: one character at the end.
        6 => (at(), "[a-z ]").prop_map(|(w, s)| Wish::Text(w, Index::default_end(), Index::default_end(), s)),
        2 => (reference(), column(), codes()).prop_map(|(r, c, v)| Wish::Codes(r, c, v)),
        1 => (reference(), column(), codes()).prop_map(|(r, c, v)| Wish::By(r, c, v)),
        2 => (reference(), column(), reason()).prop_map(|(r, c, v)| Wish::Nonresponse(r, c, v)),
        2 => (reference(), mark()).prop_map(|(r, m)| Wish::Mark(r, m)),
        1 => (reference(), prop::option::of(answer().prop_map(Box::new))).prop_map(|(r, a)| Wish::Replace(r, a)),
        2 => (reference(), at(), evidence()).prop_map(|(r, i, e)| Wish::EvidenceInsert(r, i, Box::new(e))),
        1 => (reference(), at()).prop_map(|(r, i)| Wish::EvidenceRemove(r, i)),
        2 => (reference(), at(), evidence_code()).prop_map(|(r, i, c)| Wish::Evidence(r, i, c)),
        2 => (at(), moment(), prop::option::of(reference()), text())
            .prop_map(|(i, at, during, text)| Wish::JotInsert(i, Jot { at, during, text, filed: None })),
        1 => at().prop_map(Wish::JotRemove),
        1 => (at(), prop::option::of(reference())).prop_map(|(i, r)| Wish::JotFile(i, r)),
        1 => (at(), text()).prop_map(|(i, t)| Wish::ParticipantInsert(i, Box::new(Participant::new(t)))),
        1 => at().prop_map(Wish::ParticipantRemove),
        1 => (at(), text()).prop_map(|(i, t)| Wish::BankInsert(i, t)),
        1 => at().prop_map(Wish::BankRemove),
        2 => (at(), field()).prop_map(|(i, f)| Wish::Set(i, f)),
        1 => (reference(), 0..9_u32).prop_map(|(r, s)| Wish::Active(r, s)),
    ]
}

trait DefaultEnd {
    fn default_end() -> Self;
}

impl DefaultEnd for Index {
    /// The end of whatever it is applied to.
    fn default_end() -> Self {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        // Any index will do that picks the last of many: tried until one does.
        loop {
            let tree = any::<Index>().new_tree(&mut runner).unwrap();
            let index = proptest::strategy::ValueTree::current(&tree);
            if index.index(20) == 19 {
                return index;
            }
        }
    }
}

/// Every place of the session that holds text.
fn text_places(s: &Session) -> Vec<TextAt> {
    let mut places = vec![TextAt::Country, TextAt::Language];
    for name in ["Annex.B.1", "Annex.G.1", "Annex.E.1.x"] {
        let at = Ref::new(name);
        places.extend([TextAt::Account(at.clone()), TextAt::Note(at.clone()), TextAt::RowLabel(at.clone())]);
        places.extend([TextAt::Cell(at.clone(), "i".to_owned()), TextAt::Cell(at, "figure".to_owned())]);
    }
    for (at, answer) in &s.answers {
        for n in 0..answer.evidence.len() {
            let texts = [EvidenceText::What, EvidenceText::Source, EvidenceText::Reference];
            places.extend(texts.map(|t| TextAt::Evidence(at.clone(), n, t)));
        }
    }
    places.extend((0..s.jots.len()).map(TextAt::Jot));
    for n in 0..s.participants.len() {
        let texts = [
            ParticipantText::Code,
            ParticipantText::Institution,
            ParticipantText::Unit,
            ParticipantText::Region,
        ];
        places.extend(texts.map(|t| TextAt::Participant(n, t)));
    }
    places
}

/// The edit that a wish comes to in this session; `None` if there is nothing it could be done to.
fn edit(wish: Wish, s: &Session) -> Option<Edit> {
    let cell = |at, column| At { at, column };
    let pick = |index: Index, len: usize| (len > 0).then(|| index.index(len));
    let pieces = |at: &Ref| s.answers.get(at).map_or(0, |a| a.evidence.len());
    Some(match wish {
        Wish::Text(which, from, to, inserted) => {
            let places = text_places(s);
            let at = places[which.index(places.len())].clone();
            let text = s.text(&at);
            let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let (a, b) = (ends[from.index(ends.len())], ends[to.index(ends.len())]);
            let (a, b) = (a.min(b), a.max(b));
            let removed = text[a..b].to_owned();
            Edit::Text(at, Splice { at: a, removed, inserted })
        }
        Wish::Codes(at, column, codes) => Edit::Codes(cell(at, column), codes),
        Wish::By(at, column, codes) => Edit::By(cell(at, column), codes),
        Wish::Nonresponse(at, column, reason) => Edit::Nonresponse(cell(at, column), reason),
        Wish::Mark(at, mark) => Edit::Mark(at, mark),
        Wish::Replace(at, answer) => Edit::Replace(at, answer),
        Wish::EvidenceInsert(at, index, e) => {
            let index = index.index(pieces(&at) + 1);
            Edit::EvidenceInsert(at, index, e)
        }
        Wish::EvidenceRemove(at, index) => {
            let index = pick(index, pieces(&at))?;
            Edit::EvidenceRemove(at, index)
        }
        Wish::Evidence(at, index, code) => {
            let index = pick(index, pieces(&at))?;
            Edit::Evidence(at, index, code)
        }
        Wish::BankInsert(index, id) => {
            let stamp = BankStamp { id, version: "1.0.0".to_owned() };
            Edit::BankInsert(index.index(s.banks.len() + 1), stamp)
        }
        Wish::BankRemove(index) => {
            Edit::BankRemove(pick(index, s.banks.len()).filter(|_| s.banks.len() > 1)?)
        }
        Wish::JotInsert(index, jot) => Edit::JotInsert(index.index(s.jots.len() + 1), jot),
        Wish::JotRemove(index) => Edit::JotRemove(pick(index, s.jots.len())?),
        Wish::JotFile(index, filed) => Edit::JotFile(pick(index, s.jots.len())?, filed),
        Wish::ParticipantInsert(index, p) => {
            Edit::ParticipantInsert(index.index(s.participants.len() + 1), p)
        }
        Wish::ParticipantRemove(index) => {
            Edit::ParticipantRemove(pick(index, s.participants.len()).filter(|_| s.participants.len() > 1)?)
        }
        Wish::Set(index, field) => {
            let n = index.index(s.participants.len());
            Edit::Set(match field {
                CodedField::Function(_, v) => CodedField::Function(n, v),
                CodedField::Rank(_, v) => CodedField::Rank(n, v),
                CodedField::Level(_, v) => CodedField::Level(n, v),
                CodedField::Stakeholder(_, v) => CodedField::Stakeholder(n, v),
                other => other,
            })
        }
        Wish::Active(at, seconds) => Edit::Active(at, seconds),
    })
}

/// The record without what undo leaves alone: how many changes there were, and the seconds spent.
fn bare(session: &Session) -> Record {
    Record { revision: 0, active_seconds: std::collections::BTreeMap::new(), ..session.record().clone() }
}

fn saved_and_read(session: &Session) -> Session {
    let text = write(session).unwrap();
    let (back, integrity) = read(text.as_bytes()).unwrap();
    assert_eq!(integrity, Integrity::Intact);
    back
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undo_gives_back_the_start_and_redo_the_end(
        filled in any::<bool>(),
        steps in vec((vec(wish(), 1..4), 0..6_i64), 1..40),
    ) {
        let mut session = if filled { full() } else { session() };
        let start = bare(&session);
        let mut history = History::default();
        let mut now = 100;
        for (wishes, pause) in steps {
            now += pause;
            let stamp = Stamp::At(time(now));
            // A later edit of the same step is made for what the earlier ones leave.
            let mut ahead = session.clone();
            let mut edits = Vec::new();
            for wish in wishes {
                if let Some(edit) = edit(wish, &ahead)
                    && ahead.apply(Change { edit: edit.clone(), stamp }).is_ok()
                {
                    edits.push(edit);
                }
            }
            history.apply(&mut session, edits, time(now)).unwrap();
            prop_assert_eq!(session.record(), ahead.record());
        }
        let end = bare(&session);
        prop_assert_eq!(&saved_and_read(&session), &session);
        for _ in 0..2 {
            let mut revision = session.revision;
            while history.undo(&mut session).unwrap().is_some() {
                prop_assert!(session.revision > revision);
                revision = session.revision;
            }
            prop_assert_eq!(&bare(&session), &start);
            prop_assert_eq!(&saved_and_read(&session), &session);
            while history.redo(&mut session).unwrap().is_some() {}
            prop_assert_eq!(&bare(&session), &end);
        }
    }

    #[test]
    fn a_step_that_does_not_fit_changes_nothing(wishes in vec(wish(), 1..6)) {
        let mut session = full();
        let before = session.clone();
        let mut ahead = session.clone();
        let mut edits = Vec::new();
        for wish in wishes {
            if let Some(edit) = edit(wish, &ahead)
                && ahead.apply(Change { edit: edit.clone(), stamp: Stamp::At(time(5)) }).is_ok()
            {
                edits.push(edit);
            }
        }
        edits.push(Edit::JotRemove(99));
        prop_assert!(History::default().apply(&mut session, edits, time(5)).is_err());
        prop_assert_eq!(
            Record { revision: 0, ..session.record().clone() },
            Record { revision: 0, ..before.record().clone() }
        );
    }
}
