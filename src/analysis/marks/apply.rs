//! `Annotations::apply`: the only way in which marks change.

use super::edit::{Edit, MAX_TEXT, MarkError, MarkId, Piece, Stamp};
use super::model::{
    Annotations, Changed, Claim, Logged, Memo, MemoAbout, Need, Quote, Resolution, Tag, Tagged, Touch,
    Verification, Voice,
};
use super::names::{ClaimId, MemoId, QuoteId, TagCode, TaggedId};
use super::spot::Spot;
use crate::session::whole_second;
use std::collections::BTreeMap;

impl Annotations {
    /// Applies one edit and returns the one that takes it back.
    ///
    /// # Errors
    /// When the edit does not fit; nothing has changed then.
    pub fn apply(&mut self, edit: Edit, stamp: &Stamp) -> Result<Edit, MarkError> {
        if self.book.format > super::FORMAT {
            return Err(MarkError::Newer(self.book.format));
        }
        let stamp = Stamp { coder: stamp.coder.clone(), at: whole_second(stamp.at) };
        let inverse = self.carry_out(edit, &stamp)?;
        self.book.revision += 1;
        self.book.format = self.book.needed_format();
        Ok(Edit::Back(inverse))
    }

    fn carry_out(&mut self, edit: Edit, stamp: &Stamp) -> Result<Piece, MarkError> {
        match edit {
            Edit::Define { code, label, definition } => self.define(code, label, definition, stamp),
            Edit::Undefine(code) => {
                let times = self.book.tagged.values().filter(|t| t.tag == code).count();
                unused(MarkId::Tag(code.clone()), times)?;
                let old = taken(&mut self.book.frame, &code, MarkId::Tag)?;
                Ok(Piece::Tag(code, Some(old)))
            }
            Edit::Tag(tag, spot) => self.tag(tag, spot, stamp),
            Edit::Untag(id) => {
                Ok(Piece::Tagged(id, Some(taken(&mut self.book.tagged, &id, MarkId::Tagged)?)))
            }
            Edit::Quote(spot, why) => self.quote(spot, why, stamp),
            Edit::QuoteWhy(id, why) => {
                long("the reason", &why)?;
                let quote = there(&mut self.book.quotes, &id, MarkId::Quote)?;
                differs(&quote.why, &why)?;
                let old = quote.clone();
                (quote.why, quote.changed) = (why, Some(touch(stamp)));
                Ok(Piece::Quote(id, Some(Box::new(old))))
            }
            Edit::Unquote(id) => {
                Ok(Piece::Quote(id, Some(taken(&mut self.book.quotes, &id, MarkId::Quote)?)))
            }
            Edit::Claim(statement, about) => {
                said("a claim", &statement)?;
                let id = ClaimId::new(next(&mut self.book.given.claims)?);
                let claim = Claim {
                    statement,
                    about: each_once(about),
                    voices: Vec::new(),
                    needs_visit: None,
                    verification: None,
                    resolution: None,
                    memo: String::new(),
                    by: stamp.coder.clone(),
                    at: stamp.at,
                    log: Vec::new(),
                };
                self.book.claims.insert(id, claim);
                Ok(Piece::Claim(id, None))
            }
            Edit::RemoveClaim(id) => {
                let times = self.book.memos.values().filter(|m| m.about == MemoAbout::Claim(id)).count();
                unused(MarkId::Claim(id), times)?;
                Ok(Piece::Claim(id, Some(taken(&mut self.book.claims, &id, MarkId::Claim)?)))
            }
            Edit::Memo(about, text) => {
                said("a memo", &text)?;
                if let MemoAbout::Claim(id) = &about {
                    there(&mut self.book.claims, id, MarkId::Claim)?;
                }
                let id = MemoId::new(next(&mut self.book.given.memos)?);
                let memo = Memo { about, text, by: stamp.coder.clone(), at: stamp.at, changed: None };
                self.book.memos.insert(id, memo);
                Ok(Piece::Memo(id, None))
            }
            Edit::MemoText(id, text) => {
                said("a memo", &text)?;
                let memo = there(&mut self.book.memos, &id, MarkId::Memo)?;
                differs(&memo.text, &text)?;
                let old = memo.clone();
                (memo.text, memo.changed) = (text, Some(touch(stamp)));
                Ok(Piece::Memo(id, Some(Box::new(old))))
            }
            Edit::RemoveMemo(id) => {
                Ok(Piece::Memo(id, Some(taken(&mut self.book.memos, &id, MarkId::Memo)?)))
            }
            Edit::Back(piece) => Ok(self.put_back(piece)),
            Edit::Score { .. } | Edit::Unscore(_) | Edit::Overrule(..) | Edit::TakeBack(_) => {
                self.on_needs(edit, stamp)
            }
            Edit::PlanLine(..)
            | Edit::ChangeLine(..)
            | Edit::Rebase(..)
            | Edit::MoveLine(..)
            | Edit::RemoveLine(_) => self.on_plan(edit, stamp),
            on_a_claim => self.on_claim(on_a_claim, stamp),
        }
    }

    /// Edits of a claim that is there: each enters what was there before into its log.
    fn on_claim(&mut self, edit: Edit, stamp: &Stamp) -> Result<Piece, MarkError> {
        let (by, at) = (stamp.coder.clone(), stamp.at);
        match edit {
            Edit::Statement(id, statement) => {
                said("a claim", &statement)?;
                self.change(id, stamp, Changed::Statement, |claim| {
                    differs(&claim.statement, &statement)?;
                    Ok(std::mem::replace(&mut claim.statement, statement))
                })
            }
            Edit::About(id, about) => self.change(id, stamp, Changed::About, |claim| {
                let about = each_once(about);
                differs(&claim.about, &about)?;
                let old = std::mem::replace(&mut claim.about, about);
                Ok(old.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
            }),
            Edit::Voice(id, spot, stance) => {
                long("the words", spot.text())?;
                self.change(id, stamp, Changed::Voice, |claim| {
                    let voice = Voice { spot, stance, by, at };
                    let Some(known) = claim.voices.iter_mut().find(|v| v.spot == voice.spot) else {
                        claim.voices.push(voice);
                        return Ok(String::new());
                    };
                    differs(&known.stance, &stance)?;
                    let old = std::mem::replace(known, voice);
                    Ok(format!("{} {}", old.spot.session, old.stance.label()))
                })
            }
            Edit::Unvoice(id, spot) => self.change(id, stamp, Changed::Unvoice, |claim| {
                let index =
                    claim.voices.iter().position(|v| v.spot == spot).ok_or(MarkError::NoSuchVoice(id))?;
                let old = claim.voices.remove(index);
                Ok(format!("{} {}", old.spot.session, old.stance.label()))
            }),
            Edit::NeedsVisit(id, why) => {
                if let Some(why) = &why {
                    said("the reason for a visit", why)?;
                }
                self.change(id, stamp, Changed::NeedsVisit, |claim| {
                    differs(&claim.needs_visit.as_ref().map(|n| &n.why), &why.as_ref())?;
                    let new = why.map(|why| Need { why, by, at });
                    Ok(std::mem::replace(&mut claim.needs_visit, new).map_or_else(String::new, |n| n.why))
                })
            }
            Edit::Verify { claim: id, how, what, on, outcome } => {
                said("what was seen", &what)?;
                self.change(id, stamp, Changed::Verification, |claim| {
                    if let Some(v) = &claim.verification {
                        differs(&(v.how, &v.what, v.on, v.outcome), &(how, &what, on, outcome))?;
                    }
                    let new = Verification { how, what, on, outcome, by, at };
                    Ok(claim.verification.replace(new).map_or_else(String::new, |v| v.words()))
                })
            }
            Edit::Unverify(id) => self.change(id, stamp, Changed::Verification, |claim| {
                Ok(claim.verification.take().ok_or(MarkError::NoChange)?.words())
            }),
            Edit::Resolve(id, outcome, why) => {
                said("the reason of a resolution", &why)?;
                self.change(id, stamp, Changed::Resolution, |claim| {
                    if let Some(r) = &claim.resolution {
                        differs(&(r.outcome, &r.why), &(outcome, &why))?;
                    }
                    let new = Resolution { outcome, why, by, at };
                    Ok(claim.resolution.replace(new).map_or_else(String::new, |r| r.words()))
                })
            }
            Edit::Unresolve(id) => self.change(id, stamp, Changed::Resolution, |claim| {
                Ok(claim.resolution.take().ok_or(MarkError::NoChange)?.words())
            }),
            Edit::ClaimMemo(id, memo) => {
                long("the memo", &memo)?;
                self.change(id, stamp, Changed::Memo, |claim| {
                    differs(&claim.memo, &memo)?;
                    Ok(std::mem::replace(&mut claim.memo, memo))
                })
            }
            // All others have been carried out before this.
            _ => Err(MarkError::NoChange),
        }
    }

    /// Changes a claim and logs it. The change says what was there before.
    fn change(
        &mut self,
        id: ClaimId,
        stamp: &Stamp,
        what: Changed,
        change: impl FnOnce(&mut Claim) -> Result<String, MarkError>,
    ) -> Result<Piece, MarkError> {
        let claim = there(&mut self.book.claims, &id, MarkId::Claim)?;
        let old = claim.clone();
        let was = change(claim)?;
        claim.log.push(Logged { what, was, by: stamp.coder.clone(), at: stamp.at });
        Ok(Piece::Claim(id, Some(Box::new(old))))
    }

    fn define(
        &mut self,
        code: TagCode,
        label: String,
        definition: String,
        stamp: &Stamp,
    ) -> Result<Piece, MarkError> {
        said("the label of a tag", &label)?;
        long("the definition", &definition)?;
        let old = self.book.frame.get(&code).cloned();
        let new = match &old {
            Some(old) => {
                differs(&(&old.label, &old.definition), &(&label, &definition))?;
                Tag { label, definition, changed: Some(touch(stamp)), ..old.clone() }
            }
            None => Tag { label, definition, by: stamp.coder.clone(), at: stamp.at, changed: None },
        };
        self.book.frame.insert(code.clone(), new);
        Ok(Piece::Tag(code, old.map(Box::new)))
    }

    fn tag(&mut self, tag: TagCode, spot: Spot, stamp: &Stamp) -> Result<Piece, MarkError> {
        long("the words", spot.text())?;
        there(&mut self.book.frame, &tag, MarkId::Tag)?;
        let mut all = self.book.tagged.iter();
        if let Some((id, _)) = all.find(|(_, t)| t.tag == tag && t.spot == spot && t.by == stamp.coder) {
            return Err(MarkError::Already(MarkId::Tagged(*id)));
        }
        let id = TaggedId::new(next(&mut self.book.given.tagged)?);
        self.book.tagged.insert(id, Tagged { tag, spot, by: stamp.coder.clone(), at: stamp.at });
        Ok(Piece::Tagged(id, None))
    }

    fn quote(&mut self, spot: Spot, why: String, stamp: &Stamp) -> Result<Piece, MarkError> {
        said("a quote", spot.text())?;
        long("the reason", &why)?;
        if let Some((id, _)) = self.book.quotes.iter().find(|(_, q)| q.spot == spot) {
            return Err(MarkError::Already(MarkId::Quote(*id)));
        }
        let id = QuoteId::new(next(&mut self.book.given.quotes)?);
        let quote = Quote { spot, why, by: stamp.coder.clone(), at: stamp.at, changed: None };
        self.book.quotes.insert(id, quote);
        Ok(Piece::Quote(id, None))
    }

    /// Puts one mark back as it was, and returns how it was until now.
    fn put_back(&mut self, piece: Piece) -> Piece {
        let book = &mut self.book;
        match piece {
            Piece::Tag(id, mark) => {
                let old = swap(&mut book.frame, &id, mark);
                Piece::Tag(id, old)
            }
            Piece::Tagged(id, mark) => Piece::Tagged(id, swap(&mut book.tagged, &id, mark)),
            Piece::Quote(id, mark) => Piece::Quote(id, swap(&mut book.quotes, &id, mark)),
            Piece::Claim(id, mark) => Piece::Claim(id, swap(&mut book.claims, &id, mark)),
            Piece::Memo(id, mark) => Piece::Memo(id, swap(&mut book.memos, &id, mark)),
            Piece::Score(id, mark) => Piece::Score(id, swap(&mut book.scores, &id, mark)),
            Piece::Overrule(gap, mark) => {
                let old = swap(&mut book.overruled, &gap, mark);
                Piece::Overrule(gap, old)
            }
            Piece::Plan(id, placed) => Piece::Plan(id, self.place_line(id, placed)),
        }
    }
}

impl Verification {
    /// For the log.
    fn words(&self) -> String {
        format!("{}, {}: {}; {}", self.how.label(), self.on, self.outcome.label(), self.what)
    }
}

impl Resolution {
    /// For the log.
    fn words(&self) -> String {
        format!("{}: {}", self.outcome.label(), self.why)
    }
}

fn swap<K: Ord + Clone, V>(map: &mut BTreeMap<K, V>, id: &K, mark: Option<Box<V>>) -> Option<Box<V>> {
    match mark {
        Some(mark) => map.insert(id.clone(), *mark),
        None => map.remove(id),
    }
    .map(Box::new)
}

pub(super) fn there<'a, K: Ord + Clone, V>(
    map: &'a mut BTreeMap<K, V>,
    id: &K,
    name: impl FnOnce(K) -> MarkId,
) -> Result<&'a mut V, MarkError> {
    map.get_mut(id).ok_or_else(|| MarkError::NoSuch(name(id.clone())))
}

pub(super) fn taken<K: Ord + Clone, V>(
    map: &mut BTreeMap<K, V>,
    id: &K,
    name: impl FnOnce(K) -> MarkId,
) -> Result<Box<V>, MarkError> {
    map.remove(id).map(Box::new).ok_or_else(|| MarkError::NoSuch(name(id.clone())))
}

fn unused(id: MarkId, times: usize) -> Result<(), MarkError> {
    if times == 0 { Ok(()) } else { Err(MarkError::InUse { id, times }) }
}

pub(super) fn next(given: &mut u32) -> Result<u32, MarkError> {
    *given = given.checked_add(1).ok_or(MarkError::Full)?;
    Ok(*given)
}

pub(super) fn differs<T: PartialEq>(old: &T, new: &T) -> Result<(), MarkError> {
    if old == new { Err(MarkError::NoChange) } else { Ok(()) }
}

pub(super) fn said(what: &'static str, text: &str) -> Result<(), MarkError> {
    if text.trim().is_empty() { Err(MarkError::Empty(what)) } else { long(what, text) }
}

pub(super) fn long(what: &'static str, text: &str) -> Result<(), MarkError> {
    let bytes = text.len();
    if bytes > MAX_TEXT { Err(MarkError::TooLong { what, bytes }) } else { Ok(()) }
}

pub(super) fn touch(stamp: &Stamp) -> Touch {
    Touch { by: stamp.coder.clone(), at: stamp.at }
}

/// In the order in which they were named.
fn each_once<T: PartialEq>(all: Vec<T>) -> Vec<T> {
    let mut once = Vec::with_capacity(all.len());
    for one in all {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}
