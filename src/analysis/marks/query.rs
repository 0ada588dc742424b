//! What screens ask of the marks: those of a spot, of a session, of a tag; those whose session is not here.

use super::edit::MarkId;
use super::model::{Annotations, Claim, Memo, MemoAbout, Quote, Tag, Tagged, Voice};
use super::names::{ClaimId, MemoId, QuoteId, ScoreId, TagCode, TaggedId};
use super::needs::Score;
use super::spot::Spot;
use crate::bank::Ref;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A mark that points to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marked<'a> {
    /// A tag on a spot.
    Tagged(TaggedId, &'a Tagged),
    /// A key quote.
    Quote(QuoteId, &'a Quote),
    /// A voice of a claim.
    Voice(ClaimId, &'a Claim, &'a Voice),
    /// A memo on the session.
    Memo(MemoId, &'a Memo),
    /// A score of an answer.
    Score(ScoreId, &'a Score),
}

impl<'a> Marked<'a> {
    /// Where in the session; `None` for a memo, which is on the whole of it.
    pub fn spot(&self) -> Option<&'a Spot> {
        match self {
            Self::Tagged(_, tagged) => Some(&tagged.spot),
            Self::Quote(_, quote) => Some(&quote.spot),
            Self::Voice(_, _, voice) => Some(&voice.spot),
            Self::Score(_, score) => Some(&score.spot),
            Self::Memo(..) => None,
        }
    }

    /// Which mark; of a voice, its claim.
    pub fn id(&self) -> MarkId {
        match self {
            Self::Tagged(id, _) => MarkId::Tagged(*id),
            Self::Quote(id, _) => MarkId::Quote(*id),
            Self::Voice(id, ..) => MarkId::Claim(*id),
            Self::Memo(id, _) => MarkId::Memo(*id),
            Self::Score(id, _) => MarkId::Score(*id),
        }
    }

    /// The session that it points to.
    pub fn session(&self) -> &'a str {
        match self {
            Self::Memo(_, Memo { about: MemoAbout::Session(session), .. }) => session,
            Self::Memo(..) => "",
            other => other.spot().map_or("", |s| &s.session),
        }
    }
}

/// How much a tag is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagCount<'a> {
    /// Its word.
    pub code: &'a TagCode,
    /// The tag; `None`: it is on spots and not in the frame, which only a file edited by hand can hold.
    pub tag: Option<&'a Tag>,
    /// Spots that it is on, each once, whoever set it.
    pub spots: usize,
    /// Sessions that it is on.
    pub sessions: usize,
}

impl Annotations {
    /// Every mark that points to a session: tags, quotes, voices, memos, scores, each by number. What a line of the
    /// training plan rests on is not one: it only tells where figures came from.
    pub fn marked(&self) -> impl Iterator<Item = Marked<'_>> {
        let tagged = self.tagged.iter().map(|(id, t)| Marked::Tagged(*id, t));
        let quotes = self.quotes.iter().map(|(id, q)| Marked::Quote(*id, q));
        let voices =
            self.claims.iter().flat_map(|(id, c)| c.voices.iter().map(move |v| Marked::Voice(*id, c, v)));
        let on_session = |m: &&Memo| matches!(m.about, MemoAbout::Session(_));
        let memos = self.memos.iter().filter(move |(_, m)| on_session(m)).map(|(id, m)| Marked::Memo(*id, m));
        let scores = self.scores.iter().map(|(id, s)| Marked::Score(*id, s));
        tagged.chain(quotes).chain(voices).chain(memos).chain(scores)
    }

    /// Every mark of a session.
    pub fn marks_of(&self, session: &str) -> impl Iterator<Item = Marked<'_>> {
        self.marked().filter(move |m| m.session() == session)
    }

    /// Every mark in a spot: on it, or on a cell or words of it.
    pub fn marks_in(&self, spot: &Spot) -> impl Iterator<Item = Marked<'_>> {
        self.marked().filter(move |m| m.spot().is_some_and(|at| spot.covers(at)))
    }

    /// The tags that sit on exactly this spot.
    pub fn tags_of(&self, spot: &Spot) -> impl Iterator<Item = (TaggedId, &Tagged)> {
        self.tagged.iter().filter(move |(_, t)| t.spot == *spot).map(|(id, t)| (*id, t))
    }

    /// The quotes whose words, or the answer that they are in, are tagged so.
    pub fn quotes_by_tag(&self, tag: &TagCode) -> impl Iterator<Item = (QuoteId, &Quote)> {
        let spots: Vec<&Spot> = self.tagged.values().filter(|t| t.tag == *tag).map(|t| &t.spot).collect();
        let tagged = move |q: &Quote| spots.iter().any(|s| s.covers(&q.spot));
        self.quotes.iter().filter(move |(_, q)| tagged(q)).map(|(id, q)| (*id, q))
    }

    /// The claims that touch an item, row or part: about it, about what lies above or below it, or with a voice there.
    pub fn claims_touching(&self, at: &Ref) -> impl Iterator<Item = (ClaimId, &Claim)> {
        let touches = move |other: &Ref| within(at, other) || within(other, at);
        let voiced = move |c: &Claim| c.voices.iter().filter_map(|v| v.spot.at.as_ref()).any(touches);
        self.claims
            .iter()
            .filter(move |(_, c)| c.about.iter().any(touches) || voiced(c))
            .map(|(id, c)| (*id, c))
    }

    /// The memos that are attached to this.
    pub fn memos_about(&self, about: &MemoAbout) -> impl Iterator<Item = (MemoId, &Memo)> {
        self.memos.iter().filter(move |(_, m)| m.about == *about).map(|(id, m)| (*id, m))
    }

    /// How much each tag is used, by its word.
    pub fn counts_by_tag(&self) -> Vec<TagCount<'_>> {
        let mut used: BTreeMap<&TagCode, HashSet<&Spot>> =
            self.frame.keys().map(|code| (code, HashSet::new())).collect();
        for tagged in self.tagged.values() {
            used.entry(&tagged.tag).or_default().insert(&tagged.spot);
        }
        let count = |(code, spots): (_, HashSet<&Spot>)| TagCount {
            code,
            tag: self.frame.get(code),
            spots: spots.len(),
            sessions: spots.iter().map(|s| s.session.as_str()).collect::<HashSet<_>>().len(),
        };
        used.into_iter().map(count).collect()
    }

    /// How many marks point to each session, for a column of a long list.
    pub fn counts_by_session(&self) -> HashMap<&str, usize> {
        let mut counts = HashMap::new();
        for marked in self.marked() {
            *counts.entry(marked.session()).or_default() += 1;
        }
        counts
    }

    /// Marks whose session is not here, by session. They are kept: the file may come back.
    pub fn missing(&self, is_here: impl Fn(&str) -> bool) -> BTreeMap<&str, Vec<Marked<'_>>> {
        let mut gone: BTreeMap<&str, Vec<Marked<'_>>> = BTreeMap::new();
        let mut known: HashMap<&str, bool> = HashMap::new();
        for marked in self.marked() {
            let session = marked.session();
            if !*known.entry(session).or_insert_with(|| is_here(session)) {
                gone.entry(session).or_default().push(marked);
            }
        }
        gone
    }
}

/// Whether a reference is the other one or lies below it.
fn within(at: &Ref, other: &Ref) -> bool {
    at.as_str().strip_prefix(other.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
