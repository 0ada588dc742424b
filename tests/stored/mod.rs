//! Sessions made up for tests.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "helpers of several test crates"
)]

use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vivavoce::bank::Ref;
use vivavoce::session::{
    Answer, At, BankStamp, Change, Edit, Evidence, Jot, Nonresponse, ParticipantText, Session, Splice, Stamp,
    TextAt, write,
};

pub const ID: &str = "2026-11-24-0930-R07-1f3a";

pub fn time(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_500_000 + second).unwrap()
}

pub fn named(id: &str, code: &str, second: i64) -> Session {
    let banks = vec![BankStamp { id: "annex".into(), version: "1.0.0".into() }];
    Session::new(id.into(), banks, code, time(second), 120)
}

pub fn session() -> Session {
    named(ID, "R07", 0)
}

pub fn apply(session: &mut Session, edit: Edit) {
    session.apply(Change { edit, stamp: Stamp::At(time(60)) }).unwrap();
}

pub fn append(session: &mut Session, at: TextAt, text: &str) {
    let splice = Splice { at: session.text(&at).len(), removed: String::new(), inserted: text.into() };
    apply(session, Edit::Text(at, splice));
}

/// A session with something of every kind in it.
pub fn full() -> Session {
    let mut s = session();
    append(&mut s, TextAt::Country, "Examplia");
    append(&mut s, TextAt::Participant(0, ParticipantText::Institution), "Border Service");
    append(&mut s, TextAt::Participant(0, ParticipantText::Unit), "Anti-trafficking unit");
    append(
        &mut s,
        TextAt::Account(Ref::new("Annex.G.1")),
        "only the regional lab, \"and it takes months\"\n\té",
    );
    append(&mut s, TextAt::Note(Ref::new("Annex.G.1")), "sounded unsure");
    apply(&mut s, Edit::Codes(At::item(Ref::new("Annex.C.1")), vec!["origin".into(), "transit".into()]));
    apply(&mut s, Edit::Codes(At::cell(Ref::new("Annex.E.1.k"), "i"), vec!["tip".into()]));
    apply(&mut s, Edit::By(At::cell(Ref::new("Annex.E.1.k"), "i"), vec!["self".into()]));
    apply(&mut s, Edit::Nonresponse(At::cell(Ref::new("Annex.E.1.k"), "ii"), Some(Nonresponse::DontKnow)));
    apply(&mut s, Edit::Nonresponse(At::item(Ref::new("Annex.F.1")), Some(Nonresponse::Refused)));
    let evidence =
        Evidence { what: "annual report".into(), source: "Statistics office".into(), ..Evidence::default() };
    apply(&mut s, Edit::EvidenceInsert(Ref::new("Annex.G.1"), 0, Box::new(evidence)));
    let jot = Jot {
        at: time(30),
        during: Some(Ref::new("Annex.C.1")),
        text: "ask about budget".into(),
        filed: None,
    };
    apply(&mut s, Edit::JotInsert(0, jot));
    let row = Answer { label: "forced begging".into(), ..Answer::default() };
    apply(&mut s, Edit::Replace(Ref::new("Annex.B.7.x"), Some(Box::new(row))));
    s
}

/// A full session of about this many bytes.
pub fn of_size(bytes: usize) -> Session {
    let mut s = full();
    let mut n = 0;
    while write(&s).unwrap().len() < bytes {
        for _ in 0..10 {
            n += 1;
            let at = Ref::new(format!("Annex.X.{n}"));
            append(
                &mut s,
                TextAt::Account(at.clone()),
                &"they wait for the regional office to answer. ".repeat(8),
            );
            apply(&mut s, Edit::Codes(At::cell(at, "i"), vec!["3".into()]));
        }
    }
    s
}

/// The session after one more typed character.
pub fn typed(session: &Arc<Session>, text: &str) -> Arc<Session> {
    let mut next = Session::clone(session);
    append(&mut next, TextAt::Account(Ref::new("Annex.G.1")), text);
    Arc::new(next)
}

/// Writes a session into `folder/sessions`, as the program would.
pub fn keep(folder: &Path, session: &Session) -> PathBuf {
    let sessions = folder.join("sessions");
    std::fs::create_dir_all(&sessions).unwrap();
    let path = sessions.join(format!("{}.ron", session.id));
    std::fs::write(&path, write(session).unwrap()).unwrap();
    path
}
