//! The list of claims: which, in what order, and how a line of it looks.

use super::super::who;
use crate::analysis::marks::{Annotations, Cited, Claim, ClaimId, Outcome, Row, Stance, State};
use crate::text::{clean, fold, width};
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Which claims are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Which {
    #[default]
    All,
    In(State),
    /// Those that only a visit can tell.
    Visit,
}

impl Which {
    /// All of them, in the order of the line that they are chosen on.
    pub(super) const ALL: [Self; 9] = [
        Self::All,
        Self::In(State::Contradicted),
        Self::In(State::Denied),
        Self::In(State::Asserted),
        Self::In(State::Unvoiced),
        Self::In(State::Corroborated),
        Self::In(State::Resolved),
        Self::In(State::Verified),
        Self::Visit,
    ];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::In(state) => state.label(),
            Self::Visit => "to visit",
        }
    }

    pub(super) fn glyph(self) -> &'static str {
        match self {
            Self::All => "",
            Self::In(state) => glyph(state),
            Self::Visit => "⚑",
        }
    }

    fn has(self, claim: &Claim) -> bool {
        match self {
            Self::All => true,
            Self::In(state) => claim.state() == state,
            Self::Visit => claim.awaits_visit(),
        }
    }

    /// How many claims there are of it.
    pub(super) fn count(self, annotations: &Annotations) -> usize {
        annotations.claims.values().filter(|claim| self.has(claim)).count()
    }
}

/// The sign of a state; it never stands without the word where there is room for it.
pub(super) fn glyph(state: State) -> &'static str {
    match state {
        State::Contradicted => "≠",
        State::Denied => "✖",
        State::Asserted => "○",
        State::Unvoiced => "·",
        State::Corroborated => "◐",
        State::Resolved => "◇",
        State::Verified => "●",
    }
}

pub(super) fn style(state: State, theme: Theme) -> Style {
    match state {
        State::Contradicted | State::Denied => theme.bad(),
        State::Asserted => theme.warn(),
        State::Unvoiced => theme.dim(),
        State::Corroborated | State::Resolved => theme.title(),
        State::Verified => theme.good(),
    }
}

/// The sign of a stance.
pub(super) fn sign(stance: Stance) -> &'static str {
    match stance {
        Stance::For => "+",
        Stance::Against => "−",
        Stance::Unclear => "?",
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: ClaimId,
    state: State,
    outcome: Option<Outcome>,
    statement: String,
    voices: [usize; 3],
    /// For it, against it.
    institutions: [usize; 2],
    /// Pieces behind what is said for it, against it.
    evidence: [usize; 2],
    visit: bool,
    gone: bool,
    by: String,
    on: String,
}

/// The claims that are meant, what needs work first.
pub(super) fn entries(desk: &Desk, cited: &Cited, which: Which, search: &str) -> Vec<Entry> {
    let annotations = &desk.marks.annotations;
    let search = fold(search);
    let words: Vec<&str> = search.split_whitespace().collect();
    let sources = cited.within(&desk.archive.corpus);
    let meant = annotations.claims.iter().filter(|(id, claim)| {
        which.has(claim)
            && (words.is_empty() || {
                let key = key(desk, cited, **id, claim);
                words.iter().all(|word| key.contains(word))
            })
    });
    let is_read = desk.archive.is_read();
    let mut all: Vec<Entry> = meant
        .filter_map(|(id, _)| annotations.ledger_row(*id, &sources))
        .map(|row| entry(desk, &row, is_read))
        .collect();
    all.sort_by_key(|e| (e.state, !e.visit, e.id));
    all
}

/// What a search looks in: the number, the sentence, the memo, who spoke, what was said.
fn key(desk: &Desk, cited: &Cited, id: ClaimId, claim: &Claim) -> String {
    let mut text = format!("{id} {} {} ", claim.statement, claim.memo);
    for about in &claim.about {
        text.extend([about.as_str(), " ", &about.spoken(), " "]);
    }
    for voice in &claim.voices {
        text.push_str(&who::who(desk, cited, &voice.spot.session).code);
        text.push(' ');
        text.push_str(voice.spot.text());
        text.push(' ');
    }
    fold(&text)
}

fn entry(desk: &Desk, row: &Row<'_>, is_read: bool) -> Entry {
    Entry {
        id: row.id,
        state: row.state,
        outcome: row.outcome,
        statement: clean::visible(&row.claim.statement).replace('\n', " "),
        voices: [row.sources_for.len(), row.sources_against.len(), row.sources_unclear.len()],
        institutions: [row.institutions_for, row.institutions_against],
        evidence: [row.evidence_for.len(), row.evidence_against.len()],
        visit: row.needs_visit,
        gone: is_read && !row.missing.is_empty(),
        by: clean::line(row.claim.by.as_str()).into_owned(),
        on: desk.date(row.claim.at),
    }
}

/// What is shown besides the sentence, by how wide the list is.
struct Columns {
    /// Stances by their words, not by their signs.
    words: bool,
    counts: bool,
    who: bool,
    statement: usize,
}

impl Columns {
    fn of(room: u16) -> Self {
        let (words, counts, who) = (room >= 100, room >= 90, room >= 108);
        let taken =
            24 + if words { 21 } else { 13 } + if counts { 14 } else { 0 } + 3 + if who { 19 } else { 0 };
        Self { words, counts, who, statement: usize::from(room).saturating_sub(taken + 1) }
    }

    /// How wide the numbers of sources are.
    fn wide(&self) -> [usize; 3] {
        if self.words { [3, 7, 7] } else { [3, 3, 3] }
    }
}

/// The line above the list.
pub(super) fn head(room: u16, theme: Theme) -> Line<'static> {
    let columns = Columns::of(room);
    let mut text = format!("{:<5}{:<19}{} ", "", "state", width::pad("claim", columns.statement));
    for (stance, wide) in Stance::ALL.into_iter().zip(columns.wide()) {
        let name = if columns.words { stance.label() } else { sign(stance) };
        text.extend([" ", &format!("{name:>wide$}")]);
    }
    if columns.counts {
        text.push_str("   inst   evid");
    }
    text.push_str("  ⚑");
    if columns.who {
        text.push_str("  by     on");
    }
    Line::from(Span::styled(text, theme.key()))
}

/// A claim on one line.
pub(super) fn line(entry: &Entry, room: u16, theme: Theme) -> Line<'static> {
    let columns = Columns::of(room);
    let outcome = entry.outcome.map(|o| match o {
        Outcome::Stands => " stands",
        Outcome::Partly => " partly",
        Outcome::Falls => " falls",
        Outcome::Open => "",
    });
    let state = format!("{} {}{}", glyph(entry.state), entry.state.label(), outcome.unwrap_or_default());
    let text = if entry.gone { format!("▲ {}", entry.statement) } else { entry.statement.clone() };
    let mut spans = vec![
        Span::styled(width::pad(&entry.id.to_string(), 5).into_owned(), theme.title()),
        Span::styled(width::pad(&state, 18).into_owned(), style(entry.state, theme)),
        Span::raw(" "),
        Span::raw(width::pad(&text, columns.statement).into_owned()),
        Span::raw(" "),
    ];
    for (n, wide) in entry.voices.into_iter().zip(columns.wide()) {
        let n = if n == 0 { "·".to_owned() } else { n.to_string() };
        spans.push(Span::raw(format!(" {n:>wide$}")));
    }
    if columns.counts {
        // On its side, on the other side.
        let both = |[pro, con]: [usize; 2]| match (pro, con) {
            (0, 0) => "·".to_owned(),
            (pro, con) => format!("{pro}/{con}"),
        };
        spans.push(Span::raw(format!("  {:>5}  {:>5}", both(entry.institutions), both(entry.evidence))));
    }
    spans.push(Span::styled(if entry.visit { "  ⚑" } else { "   " }, theme.warn()));
    if columns.who {
        spans.push(Span::styled(format!("  {} {}", width::pad(&entry.by, 6), entry.on), theme.dim()));
    }
    Line::from(spans)
}
