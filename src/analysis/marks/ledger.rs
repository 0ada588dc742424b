//! The claim ledger: what state each claim is in, told from its voices, its resolution and its verification.
//!
//! A source is a session. Who sat together in a group or joint meeting heard each other: they are one source.

use super::model::{Annotations, Claim, Outcome, Stance, VerifiedBy, Voice};
use super::names::ClaimId;
use crate::bank::Ref;
use crate::session::Evidence;
use std::collections::{BTreeSet, HashSet};

/// What is known of the sessions that marks point to. Answered by whoever holds them.
pub trait Archive {
    /// Whether the session is here.
    fn is_here(&self, session: &str) -> bool;

    /// The institution that the session speaks for, if one is named.
    fn institution(&self, session: &str) -> Option<String>;

    /// What stands behind an answer.
    fn evidence(&self, session: &str, at: &Ref) -> Vec<Evidence>;
}

/// No session is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoArchive;

impl Archive for NoArchive {
    fn is_here(&self, _: &str) -> bool {
        false
    }

    fn institution(&self, _: &str) -> Option<String> {
        None
    }

    fn evidence(&self, _: &str, _: &Ref) -> Vec<Evidence> {
        Vec::new()
    }
}

/// What state a claim is in. In the order of the table in `docs/annotations.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Sources speak for it and against it.
    Contradicted,
    /// Sources speak against it and none for it.
    Denied,
    /// One source speaks for it.
    Asserted,
    /// Nobody speaks for it or against it yet.
    Unvoiced,
    /// Two sources or more speak for it and none against it.
    Corroborated,
    /// The analyst has said what comes of it.
    Resolved,
    /// It was looked into, and could be told.
    Verified,
}

impl State {
    /// All, the most urgent first.
    pub const ALL: [Self; 7] = [
        Self::Contradicted,
        Self::Denied,
        Self::Asserted,
        Self::Unvoiced,
        Self::Corroborated,
        Self::Resolved,
        Self::Verified,
    ];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::Denied => "denied",
            Self::Asserted => "asserted",
            Self::Unvoiced => "nobody yet",
            Self::Corroborated => "corroborated",
            Self::Resolved => "resolved",
            Self::Verified => "verified",
        }
    }
}

/// A claim as the ledger shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Its number.
    pub id: ClaimId,
    /// The claim.
    pub claim: &'a Claim,
    /// Its state.
    pub state: State,
    /// What comes of it, where it is resolved or verified.
    pub outcome: Option<Outcome>,
    /// Sessions that speak for it.
    pub sources_for: Vec<&'a str>,
    /// Sessions that speak against it.
    pub sources_against: Vec<&'a str>,
    /// Sessions that can be read both ways.
    pub sources_unclear: Vec<&'a str>,
    /// How many institutions speak for it; sessions without one are not counted.
    pub institutions_for: usize,
    /// How many institutions speak against it.
    pub institutions_against: usize,
    /// What stands behind the answers that speak for it.
    pub evidence_for: Vec<Evidence>,
    /// What stands behind the answers that speak against it.
    pub evidence_against: Vec<Evidence>,
    /// Sessions that are cited and not here.
    pub missing: Vec<&'a str>,
    /// Voices that were added or judged anew since it was resolved.
    pub voices_since: usize,
    /// Only a visit can tell, and none has told yet.
    pub needs_visit: bool,
}

impl Claim {
    /// Its state: verified before resolved before what the voices say. `open` resolves nothing and verifies nothing.
    pub fn state(&self) -> State {
        let told = |outcome: Option<Outcome>| outcome.is_some_and(|o| o != Outcome::Open);
        if told(self.verification.as_ref().map(|v| v.outcome)) {
            return State::Verified;
        }
        if told(self.resolution.as_ref().map(|r| r.outcome)) {
            return State::Resolved;
        }
        match (self.sources(Stance::For).len(), self.sources(Stance::Against).len()) {
            (0, 0) => State::Unvoiced,
            (0, _) => State::Denied,
            (1, 0) => State::Asserted,
            (_, 0) => State::Corroborated,
            _ => State::Contradicted,
        }
    }

    /// What comes of it, where it is verified or resolved; what was seen counts before what was made of it.
    pub fn outcome(&self) -> Option<Outcome> {
        match self.state() {
            State::Verified => self.verification.as_ref().map(|v| v.outcome),
            State::Resolved => self.resolution.as_ref().map(|r| r.outcome),
            _ => None,
        }
    }

    /// The sessions that speak this way, each once, in the order in which they were entered.
    pub fn sources(&self, stance: Stance) -> Vec<&str> {
        let mut seen = HashSet::new();
        let these = self.voices_that(stance).map(|v| v.spot.session.as_str());
        these.filter(|session| seen.insert(*session)).collect()
    }

    /// How many institutions speak this way, by what is told of each session. Case and white space around a name do not
    /// make another institution; a session of which none is known does not count.
    pub fn institutions(&self, stance: Stance, of: impl Fn(&str) -> Option<String>) -> usize {
        let named = self.sources(stance).into_iter().filter_map(of);
        let alike = named.map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty());
        alike.collect::<BTreeSet<_>>().len()
    }

    /// Whether only a visit can tell and none has told yet.
    pub fn awaits_visit(&self) -> bool {
        let visited = self
            .verification
            .as_ref()
            .is_some_and(|v| v.how == VerifiedBy::Visit && v.outcome != Outcome::Open);
        self.needs_visit.is_some() && !visited
    }

    fn voices_that(&self, stance: Stance) -> impl Iterator<Item = &Voice> {
        self.voices.iter().filter(move |v| v.stance == stance)
    }

    fn evidence(&self, stance: Stance, archive: &impl Archive) -> Vec<Evidence> {
        // Two quotes of one answer have the same evidence behind them.
        let mut seen = HashSet::new();
        let answers =
            self.voices_that(stance).filter_map(|v| Some((v.spot.session.as_str(), v.spot.at.as_ref()?)));
        let once = answers.filter(|answer| seen.insert(*answer));
        once.flat_map(|(session, at)| archive.evidence(session, at)).collect()
    }
}

impl Annotations {
    /// Every claim as the ledger shows it, by number.
    pub fn ledger(&self, archive: &impl Archive) -> Vec<Row<'_>> {
        self.claims.iter().map(|(id, claim)| row(*id, claim, archive)).collect()
    }

    /// One claim as the ledger shows it.
    pub fn ledger_row(&self, id: ClaimId, archive: &impl Archive) -> Option<Row<'_>> {
        self.claims.get(&id).map(|claim| row(id, claim, archive))
    }

    /// What is left for a visit: the most urgent state first, then by number.
    pub fn needs_visit(&self) -> Vec<(ClaimId, &Claim)> {
        let mut list: Vec<_> =
            self.claims.iter().filter(|(_, c)| c.awaits_visit()).map(|(id, c)| (*id, c)).collect();
        list.sort_by_key(|(id, claim)| (claim.state(), *id));
        list
    }

    /// How many claims are in each state, in the order of [`State::ALL`].
    pub fn counts_by_state(&self) -> [(State, usize); 7] {
        let states: Vec<State> = self.claims.values().map(Claim::state).collect();
        State::ALL.map(|state| (state, states.iter().filter(|s| **s == state).count()))
    }

    /// The claims that are in a state, by number.
    pub fn claims_in(&self, state: State) -> impl Iterator<Item = (ClaimId, &Claim)> {
        self.claims.iter().filter(move |(_, c)| c.state() == state).map(|(id, c)| (*id, c))
    }
}

fn row<'a>(id: ClaimId, claim: &'a Claim, archive: &impl Archive) -> Row<'a> {
    let cited: BTreeSet<&str> = claim.voices.iter().map(|v| v.spot.session.as_str()).collect();
    let since = claim.resolution.as_ref().map(|r| r.at);
    Row {
        id,
        claim,
        state: claim.state(),
        outcome: claim.outcome(),
        sources_for: claim.sources(Stance::For),
        sources_against: claim.sources(Stance::Against),
        sources_unclear: claim.sources(Stance::Unclear),
        institutions_for: claim.institutions(Stance::For, |s| archive.institution(s)),
        institutions_against: claim.institutions(Stance::Against, |s| archive.institution(s)),
        evidence_for: claim.evidence(Stance::For, archive),
        evidence_against: claim.evidence(Stance::Against, archive),
        missing: cited.into_iter().filter(|s| !archive.is_here(s)).collect(),
        voices_since: since.map_or(0, |at| claim.voices.iter().filter(|v| v.at > at).count()),
        needs_visit: claim.awaits_visit(),
    }
}
