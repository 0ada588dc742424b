//! What the corpus keeps of one session: its row, its coded values, its words, its evidence.

use super::place::{Place, What};
use super::row::{Row, Stamp};
use crate::bank::{Ref, number};
use crate::session::{About, Answer, Cell, Evidence, Integrity, Nonresponse, Record};
use serde::{Deserialize, Serialize};

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Codes; several are joined by `+`, in the order in which they are kept.
    Codes(String),
    /// Why there is no answer.
    Reason(Nonresponse),
    /// A number.
    Number(f64),
    /// Something is there.
    Present,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// What the respondent said.
    Account,
    /// The interviewer's own words.
    Note,
    /// What was typed into a cell.
    Words,
    /// Name of a row that was added or renamed.
    Label,
    /// What a piece of evidence is, where from, where found.
    Evidence,
    /// Text that was captured before it was filed.
    Jot,
}

impl Kind {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Note => "note",
            Self::Words => "entry",
            Self::Label => "row",
            Self::Evidence => "evidence",
            Self::Jot => "jot",
        }
    }
}

/// One text. `S` is a string, or its number in a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<S> {
    /// Item or row; empty for a jot that belongs to none.
    pub at: S,
    /// Column of the cell.
    pub column: S,
    /// What it is.
    pub kind: Kind,
    /// Number of the participant who said it, from 0; the first where nobody is named.
    pub speaker: u16,
    /// The words.
    pub words: String,
}

/// A piece of evidence, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece<S> {
    /// Item or row.
    pub at: S,
    /// Place in the list of this answer.
    pub number: u16,
    /// State, from 0 (asserted) to 4 (verified by visit).
    pub state: u8,
    /// Kind, by its place in [`crate::session::EvidenceKind::ALL`]; 255 where it is not said.
    pub kind: u8,
    /// About trafficking.
    pub about_trafficking: bool,
    /// Reliability of the source, 0 (A) to 5 (F).
    pub reliability: u8,
    /// Credibility of the information, 1 to 6.
    pub credibility: u8,
    /// The institution it comes from.
    pub source: S,
}

/// What the corpus keeps of one session.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// The session without its answers.
    pub row: Row<String>,
    /// Its values.
    pub values: Vec<(Place, Value)>,
    /// Its words.
    pub texts: Vec<Text<String>>,
    /// What stands behind its answers.
    pub evidence: Vec<Piece<String>>,
}

impl Digest {
    /// Of a session that was read from `file` (its name without ending). `progress` is how much was answered of how
    /// much on the suggested path.
    pub fn of(
        record: &Record,
        integrity: Integrity,
        file: &str,
        stamp: Stamp,
        progress: (usize, usize),
    ) -> Self {
        let row = Row::of(record, integrity, file, stamp, progress);
        let mut digest = Self { row, values: Vec::new(), texts: Vec::new(), evidence: Vec::new() };
        for (at, answer) in &record.answers {
            let speaker = answer.speaker.as_ref();
            let speaker = speaker.and_then(|s| record.participants.iter().position(|p| p.code == *s));
            digest.answer(at, answer, u16::try_from(speaker.unwrap_or(0)).unwrap_or(0));
        }
        for jot in &record.jots {
            let at = jot.filed.as_ref().or(jot.during.as_ref()).map(Ref::to_string).unwrap_or_default();
            digest.text(at, "", Kind::Jot, 0, &jot.text);
        }
        digest
    }

    fn answer(&mut self, at: &Ref, answer: &Answer, speaker: u16) {
        let place = Place::item(at.clone());
        self.coded(&place, &answer.codes, &answer.by, answer.nonresponse);
        for (column, cell) in &answer.cells {
            self.cell(&Place::cell(at.clone(), column), cell, speaker);
        }
        let present = [
            (What::Account, !answer.account.trim().is_empty()),
            (What::Note, !answer.note.trim().is_empty()),
            (What::FollowUp, answer.follow_up),
            (What::DeskReview, answer.origin == crate::session::Origin::DeskReview),
            (What::Supported, answer.evidence.iter().any(|e| !e.to_chase())),
        ];
        for (what, _) in present.into_iter().filter(|(_, there)| *there) {
            self.values.push((place.with(what), Value::Present));
        }
        let name = at.as_str();
        self.text(name.to_owned(), "", Kind::Account, speaker, &answer.account);
        self.text(name.to_owned(), "", Kind::Note, speaker, &answer.note);
        self.text(name.to_owned(), "", Kind::Label, speaker, &answer.label);
        for (number, evidence) in answer.evidence.iter().enumerate() {
            let words = [&evidence.what, &evidence.source, &evidence.reference];
            let words: Vec<&str> = words.into_iter().map(|w| w.trim()).filter(|w| !w.is_empty()).collect();
            self.text(name.to_owned(), "", Kind::Evidence, speaker, &words.join(" · "));
            self.evidence.push(piece(name, number, evidence));
        }
    }

    fn coded(&mut self, place: &Place, codes: &[String], by: &[String], reason: Option<Nonresponse>) {
        if !codes.is_empty() {
            self.values.push((place.clone(), Value::Codes(codes.join("+"))));
        } else if let Some(reason) = reason {
            self.values.push((place.clone(), Value::Reason(reason)));
        }
        if !by.is_empty() {
            self.values.push((place.with(What::By), Value::Codes(by.join("+"))));
        }
    }

    fn cell(&mut self, place: &Place, cell: &Cell, speaker: u16) {
        self.coded(place, &cell.codes, &cell.by, cell.nonresponse);
        if cell.text.trim().is_empty() {
            return;
        }
        let value = number(&cell.text).filter(|n| n.is_finite()).map_or(
            (What::Words, Value::Present),
            // A number stands in the words too: "about 40" and "40" are found alike.
            |number| (What::Number, Value::Number(number)),
        );
        self.values.push((place.with(value.0), value.1));
        self.text(place.at.to_string(), &place.column, Kind::Words, speaker, &cell.text);
    }

    fn text(&mut self, at: String, column: &str, kind: Kind, speaker: u16, words: &str) {
        if !words.trim().is_empty() {
            let words = words.trim().to_owned();
            self.texts.push(Text { at, column: column.to_owned(), kind, speaker, words });
        }
    }
}

fn piece(at: &str, number: usize, evidence: &Evidence) -> Piece<String> {
    let kinds = crate::session::EvidenceKind::ALL;
    let kind = evidence.kind.and_then(|kind| kinds.iter().position(|k| *k == kind));
    Piece {
        at: at.to_owned(),
        number: u16::try_from(number).unwrap_or(u16::MAX),
        state: evidence.state as u8,
        kind: kind.and_then(|k| u8::try_from(k).ok()).unwrap_or(u8::MAX),
        about_trafficking: evidence.about == Some(About::Trafficking),
        reliability: evidence.reliability.letter() as u8 - b'A',
        credibility: evidence.credibility.digit(),
        source: evidence.source.trim().to_owned(),
    }
}
