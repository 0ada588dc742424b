//! What is left for visits: claims that only a visit can tell, and evidence that somebody still has to bring or show.

use super::super::who;
use super::claims::glyph;
use crate::analysis::corpus::{Corpus, Field};
use crate::analysis::marks::{Cited, ClaimId, Spot};
use crate::bank::Ref;
use crate::session::{EvidenceKind, EvidenceState};
use crate::text::{clean, width};
use crate::tui::archive::Archive;
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;
use ratatui::text::{Line, Span};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// More pieces than this are folded by institution.
const OPEN: usize = 60;

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Visit {
    /// A heading.
    Heading(String),
    /// A claim, why it needs a visit, and where.
    Claim { id: ClaimId, lead: String, text: String },
    /// More of the claim above.
    More { id: ClaimId, text: String },
    /// An institution, and how many pieces are to be had there.
    Place { name: String, count: usize, folded: bool },
    /// A piece of evidence: the session that speaks of it.
    Piece { spot: Spot, text: String },
}

/// The list. `turned`: institutions that were folded or unfolded by hand.
pub(super) fn list(desk: &Desk, cited: &Cited, turned: &HashSet<String>) -> Vec<Visit> {
    let claims = desk.marks.annotations.needs_visit();
    let mut all = Vec::new();
    if !claims.is_empty() {
        all.push(Visit::Heading(format!("{} to be seen", who::count(claims.len(), "claim", "claims"))));
    }
    for (id, claim) in claims {
        let state = claim.state();
        let one = |text: &str| clean::visible(text).replace('\n', " ");
        let lead = format!("{} {}", glyph(state), state.label());
        all.push(Visit::Claim { id, lead, text: one(&claim.statement) });
        if let Some(need) = &claim.needs_visit {
            all.push(Visit::More { id, text: format!("to see: {}", one(&need.why)) });
        }
        let mut places: BTreeSet<String> = BTreeSet::new();
        for voice in &claim.voices {
            let who = who::who(desk, cited, &voice.spot.session);
            let parts = [who.institution.as_str(), who.unit.as_str()];
            let mut parts: Vec<&str> = parts.into_iter().filter(|t| !t.is_empty()).collect();
            parts.dedup();
            if !parts.is_empty() {
                places.insert(parts.join(", "));
            }
        }
        for (number, place) in places.into_iter().enumerate() {
            let lead = if number == 0 { "where: " } else { "       " };
            all.push(Visit::More { id, text: format!("{lead}{place}") });
        }
    }
    let pieces = to_chase(&desk.archive);
    let total: usize = pieces.values().map(Vec::len).sum();
    if total > 0 {
        let text = format!("{} asserted or promised, not seen yet", who::count(total, "piece", "pieces"));
        all.push(Visit::Heading(text));
    }
    for (name, pieces) in pieces {
        let folded = (total > OPEN) != turned.contains(&name);
        all.push(Visit::Place { name, count: pieces.len(), folded });
        if !folded {
            all.extend(pieces);
        }
    }
    all
}

/// Evidence that somebody still has to bring or show, by where it is to be had: the institution that it comes from, else
/// that of who spoke of it.
fn to_chase(archive: &Archive) -> BTreeMap<String, Vec<Visit>> {
    let corpus: &Corpus = &archive.corpus;
    let mut all: BTreeMap<String, Vec<Visit>> = BTreeMap::new();
    for (at, row) in corpus.rows(corpus.all()).filter(|(_, row)| row.to_chase > 0) {
        let Some(segment) = corpus.segments().get(at.segment) else { continue };
        let pieces = segment.evidence();
        let start = pieces.partition_point(|(of, _)| usize::from(*of) < at.row);
        for (_, piece) in pieces.iter().skip(start).take_while(|(of, _)| usize::from(*of) == at.row) {
            let Some(state) = EvidenceState::ALL.get(usize::from(piece.state)) else { continue };
            if !matches!(state, EvidenceState::Asserted | EvidenceState::Promised) {
                continue;
            }
            let kind = EvidenceKind::ALL.get(usize::from(piece.kind)).map_or("evidence", |k| k.label());
            let from = segment.string(piece.source);
            let home = if from.is_empty() { corpus.value(at, Field::Institution) } else { from };
            let name = if home.is_empty() { "institution not named" } else { home };
            let at = Ref::new(segment.string(piece.at));
            let place = at.spoken();
            let text = format!("{:<8} {:<10} {kind}, {place}", row.code(), state.label());
            let spot = Spot::answer(row.id(), at);
            all.entry(clean::line(name).into_owned())
                .or_default()
                .push(Visit::Piece { spot, text: clean::line(&text).into_owned() });
        }
    }
    all
}

/// A line as it is drawn.
pub(super) fn line(visit: &Visit, room: u16, theme: Theme) -> Line<'static> {
    let room = usize::from(room);
    let cut = |text: &str, taken: usize| width::truncate(text, room.saturating_sub(taken)).into_owned();
    match visit {
        Visit::Heading(text) => Line::from(Span::styled(cut(text, 0), theme.key())),
        Visit::Claim { id, lead, text } => Line::from(vec![
            Span::styled(format!("  ⚑ {} ", width::pad(&id.to_string(), 4)), theme.title()),
            Span::styled(format!("{}  ", width::pad(lead, 14)), theme.warn()),
            Span::raw(cut(text, 25)),
        ]),
        Visit::More { text, .. } => Line::from(vec![Span::raw("         "), Span::raw(cut(text, 9))]),
        Visit::Place { name, count, folded } => Line::from(vec![
            Span::styled(format!("  {} {} ", if *folded { "▸" } else { "▾" }, cut(name, 12)), theme.title()),
            Span::styled(count.to_string(), theme.dim()),
        ]),
        Visit::Piece { text, .. } => Line::from(format!("      ◆ {}", cut(text, 8))),
    }
}

/// The claims of the list as text, to be taken along.
pub(super) fn text(list: &[Visit]) -> String {
    let mut all = String::new();
    for visit in list {
        let line = match visit {
            Visit::Heading(text) => format!("\n{text}\n"),
            Visit::Claim { id, lead, text } => format!("[ ] {id} {lead}: {text}\n"),
            Visit::More { text, .. } => format!("      {text}\n"),
            Visit::Place { name, count, .. } => format!("{name} ({count})\n"),
            Visit::Piece { text, .. } => format!("  [ ] {text}\n"),
        };
        all.push_str(&line);
    }
    all.trim_start().to_owned()
}
