//! The order in which answers are offered to a scorer: neither by time nor by who gave them, and not the same for two.

use super::definitions::{account, seen};
use crate::analysis::corpus::{Corpus, Place, RowId, Selection, What};
use crate::analysis::marks::{Annotations, Coder, Score};
use crate::bank::{Ref, Rubric};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// How far a scorer has come with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not scored by them.
    Open,
    /// Not every element is judged by them.
    Begun,
    /// Scored by them, and the account is another by now.
    Outdated,
    /// Scored by them.
    Done,
}

/// The sessions of a selection with an account on a question, in the scorer's own order: by a digest of the session, the
/// question and the scorer.
pub fn blind(corpus: &Corpus, selection: &Selection, item: &Ref, coder: &Coder) -> Vec<RowId> {
    let place = Place::item(item.clone()).with(What::Account);
    let Some(place) = corpus.place(&place) else { return Vec::new() };
    let mut found: Vec<([u8; 32], RowId)> = Vec::new();
    for (at, row) in corpus.rows(selection) {
        if !corpus.column(at.segment, place).is_some_and(|column| column.present().has(at.row)) {
            continue;
        }
        let mut digest = Sha256::new();
        for part in [row.id(), item.as_str(), coder.as_str()] {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        found.push((digest.finalize().into(), at));
    }
    found.sort_unstable();
    found.into_iter().map(|(_, at)| at).collect()
}

/// How far a scorer has come with each of these sessions.
pub fn standings(
    corpus: &Corpus,
    marks: &Annotations,
    rubric: &Rubric,
    coder: &Coder,
    sessions: &[RowId],
) -> Vec<Standing> {
    let own: HashMap<&str, &Score> = marks
        .scores_of(&rubric.item)
        .filter(|(_, score)| score.by == *coder)
        .map(|(_, score)| (score.spot.session.as_str(), score))
        .collect();
    let standing = |at: &RowId| {
        let Some(score) = corpus.row(*at).and_then(|row| own.get(row.id())) else { return Standing::Open };
        let judged = |code: &String| score.verdicts.contains_key(code);
        if account(corpus, *at, &rubric.item).is_none_or(|words| seen(words) != score.seen) {
            Standing::Outdated
        } else if rubric.elements.iter().all(|e| judged(&e.code)) {
            Standing::Done
        } else {
            Standing::Begun
        }
    };
    sessions.iter().map(standing).collect()
}
