//! An answer to be put elsewhere, with the source that it has to be cited with.

use super::paper::{Entry, Look, Paper};
use super::words;
use crate::bank::Bank;
use crate::session::{Attribution, Origin, Participant, Record};
use crate::text::clean;
use std::sync::Arc;

/// The words of an answer with their source: `"words" (R014, Investigator, Regional, unit; Annex C 3; 2026-03-05; id)`. The
/// account where there is one, else what was chosen or filled in, else the note. `None` where there is nothing.
pub(super) fn cited(record: &Record, banks: &[Arc<Bank>], paper: &Paper, entry: &Entry) -> Option<String> {
    let answer = entry.at.as_ref().filter(|_| entry.jot.is_none()).and_then(|at| record.answer(at));
    let account = answer.map(|a| a.account.trim()).filter(|text| !text.is_empty());
    let jot = entry.jot.and_then(|number| record.jots.get(number));
    let (words, what) = match (account, jot) {
        (Some(account), _) => (quoted(account), ""),
        (None, Some(jot)) => (quoted(jot.text.trim()), "jot of the interviewer"),
        (None, None) => coded(paper, entry).map(|text| (text, "")).or_else(|| {
            let note = answer.map(|a| a.note.trim()).filter(|text| !text.is_empty());
            note.map(|note| (quoted(note), "note of the interviewer"))
        })?,
    };
    let speaker = answer.and_then(|a| a.speaker.as_ref());
    let speaker = speaker.and_then(|code| record.participants.iter().find(|p| p.code == *code));
    let mut source = vec![who(speaker.unwrap_or(record.lead()), banks)];
    // References whole: there may be other banks where it is put.
    let place = match (&entry.at, jot) {
        (Some(at), None) => at.spoken(),
        (_, Some(jot)) => {
            jot.filed.as_ref().or(jot.during.as_ref()).map(crate::bank::Ref::spoken).unwrap_or_default()
        }
        (None, None) => String::new(),
    };
    source.push(place);
    source.push(words::day(record, record.started));
    source.push(record.id.clone());
    source.push(what.to_owned());
    let consent = &record.consent;
    let remarks = [
        (answer.is_some_and(|a| a.origin == Origin::DeskReview), "from papers, not said"),
        (consent.quotes == Some(false), "no consent to quote"),
        (consent.quotes.is_none(), "consent to quote not asked"),
        (consent.attribution == Some(Attribution::None), "no attribution"),
        (consent.restricted, "restricted report only"),
        (record.synthetic, "MADE UP"),
    ];
    source.extend(remarks.iter().filter(|(holds, _)| *holds).map(|(_, text)| (*text).to_owned()));
    source.retain(|part| !part.is_empty());
    Some(format!("{words} ({})", clean::line(&source.join("; "))))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", clean::block(text))
}

/// What was chosen or filled in, rows and records parted by semicolons.
fn coded(paper: &Paper, entry: &Entry) -> Option<String> {
    let own = paper.entries.iter().position(|e| e.piece == entry.piece)?;
    // Of an item with all its rows, of a row alone.
    let ours =
        |of: usize| of == own || entry.item == own && paper.entries.get(of).is_some_and(|e| e.item == own);
    let pieces = paper.pieces.iter().filter(|piece| piece.entry.is_some_and(ours));
    let said = pieces.filter(|piece| matches!(piece.look, Look::Answer | Look::Reason));
    let parts: Vec<&str> = said.map(|piece| piece.text.as_str()).filter(|text| !text.is_empty()).collect();
    let text = format!("{}: {}", entry.title, parts.join("; "));
    (!parts.is_empty()).then(|| clean::line(&text).into_owned())
}

/// Whose words: code, role, unit. Never a name: there is none.
fn who(p: &Participant, banks: &[Arc<Bank>]) -> String {
    let short = Participant { institution: String::new(), ..p.clone() };
    let with = if p.unit.is_empty() { p } else { &short };
    words::who(with, banks, false).replace(" · ", ", ")
}
