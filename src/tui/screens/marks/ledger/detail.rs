//! Everything about one claim: why it is in its state, who speaks to it, what stands behind that, what was done.

use super::super::who::{self, count};
use super::claims::{glyph, sign, style};
use crate::analysis::marks::{Cited, Claim, ClaimId, MemoAbout, Spot};
use crate::session::Evidence;
use crate::text::{clean, width};
use crate::tui::desk::Desk;
use crate::tui::widgets::lines::wrapped;
use jiff::Timestamp;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::collections::BTreeMap;

/// Rows of what one voice said.
const SAID: usize = 3;

/// A claim on lines, and where its voices stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Detail {
    pub(super) lines: Vec<Line<'static>>,
    /// The first line of each voice, and the spot of the voice.
    pub(super) voices: Vec<(usize, Spot)>,
}

impl Detail {
    /// A claim on lines of `room` columns.
    pub(super) fn new(desk: &Desk, cited: &Cited, id: ClaimId, room: u16) -> Self {
        let theme = desk.theme;
        let mut detail = Self::default();
        let sources = cited.within(&desk.archive.corpus);
        let Some(row) = desk.marks.annotations.ledger_row(id, &sources) else { return detail };
        let claim = row.claim;
        detail.put(&format!("{id}  {}", claim.statement), room, theme.ask());
        let outcome = row.outcome.map(|o| format!(", it {}", o.label())).unwrap_or_default();
        let why = row.why(|session| who::who(desk, cited, session).code);
        let state = format!("{} {}{outcome}: {why}", glyph(row.state), row.state.label());
        detail.put(&state, room, style(row.state, theme));
        for at in &claim.about {
            detail.put(&format!("on {} · {}", at.spoken(), who::title(desk, at)), room, theme.dim());
        }
        if let Some(need) = &claim.needs_visit {
            let (mark, left) = if row.needs_visit { ("⚑ needs a visit", "") } else { ("⚐ visited", "") };
            let text = format!("{mark}{left}: {} ({})", need.why, stamp(desk, need.by.as_str(), need.at));
            detail.put(&text, room, theme.warn());
        }
        if let Some(v) = &claim.verification {
            let by = stamp(desk, v.by.as_str(), v.at);
            let text = format!("● {} on {}: {}; {} ({by})", v.how.label(), v.on, v.what, v.outcome.label());
            detail.put(&text, room, theme.good());
        }
        if let Some(r) = &claim.resolution {
            let by = stamp(desk, r.by.as_str(), r.at);
            detail.put(&format!("◇ resolved, {}: {} ({by})", r.outcome.label(), r.why), room, theme.title());
        }
        if !claim.memo.is_empty() {
            detail.put(&format!("✎ {}", claim.memo), room, theme.text());
        }
        for (memo, text) in desk.marks.annotations.memos_about(&MemoAbout::Claim(id)) {
            detail.put(&format!("✎ {memo} {}", text.text), room, theme.text());
        }
        detail.said(desk, cited, claim, room);
        detail.behind(desk, &row.evidence_for, "for it", room);
        detail.behind(desk, &row.evidence_against, "against it", room);
        detail.log(desk, claim, room);
        detail
    }

    fn put(&mut self, text: &str, room: u16, style: Style) {
        self.lines.extend(wrapped(text, room, style));
    }

    fn rule(&mut self, title: &str, desk: &Desk) {
        self.lines.push(Line::default());
        self.lines.push(Line::from(Span::styled(title.to_owned(), desk.theme.key())));
    }

    fn said(&mut self, desk: &Desk, cited: &Cited, claim: &Claim, room: u16) {
        let theme = desk.theme;
        let voices = count(claim.voices.len(), "voice", "voices");
        self.rule(if claim.voices.is_empty() { "no voices" } else { &voices }, desk);
        if claim.voices.is_empty() {
            let text =
                "None yet: m on an answer, in the reader or in a comparison, puts it under this claim.";
            self.put(text, room, theme.dim());
        }
        let mut order: Vec<_> = claim.voices.iter().collect();
        order.sort_by_key(|v| v.stance);
        let codes = order.iter().map(|v| width::of(&who::who(desk, cited, &v.spot.session).code));
        let wide = codes.max().unwrap_or(0).min(28);
        for voice in order {
            let who = who::who(desk, cited, &voice.spot.session);
            self.voices.push((self.lines.len(), voice.spot.clone()));
            let mut rest = vec![who::place(&voice.spot)];
            rest.extend([who.role, who.unit].into_iter().filter(|t| !t.is_empty()));
            if who.made_up {
                rest.push("made up".to_owned());
            }
            if who.gone {
                rest.push("▲ the file of this session is not here".to_owned());
            }
            let lead = format!(
                "{} {:<8} {} ",
                sign(voice.stance),
                voice.stance.label(),
                width::pad(&who.code, wide)
            );
            let left = usize::from(room).saturating_sub(width::of(&lead) + 3);
            self.lines.push(Line::from(vec![
                Span::styled(format!("  {lead} "), theme.title()),
                Span::styled(width::truncate(&rest.join(" · "), left).into_owned(), theme.dim()),
            ]));
            let words = who::words(desk, cited, &voice.spot);
            let mut said = who::chosen(desk, cited, &voice.spot);
            if !words.is_empty() {
                let gap = if said.is_empty() { "" } else { "  " };
                said = format!("{said}{gap}“{}”", words.trim());
            }
            if said.is_empty() {
                continue;
            }
            let said = wrapped(&said, room.saturating_sub(4), theme.text());
            let more = said.len() > SAID;
            for (at, line) in said.into_iter().take(SAID).enumerate() {
                let end = if more && at + 1 == SAID { " …" } else { "" };
                self.lines.push(Line::from(format!("    {line}{end}")));
            }
        }
    }

    fn behind(&mut self, desk: &Desk, evidence: &[Evidence], side: &str, room: u16) {
        if evidence.is_empty() {
            return;
        }
        let mut alike: BTreeMap<String, usize> = BTreeMap::new();
        for piece in evidence {
            let kind = piece.kind.map_or("evidence", |k| k.label());
            let from =
                if piece.source.is_empty() { String::new() } else { format!(" from {}", piece.source) };
            let text = format!("{kind} {} {}{from}", piece.state.label(), piece.grade());
            *alike.entry(clean::line(&text).into_owned()).or_default() += 1;
        }
        self.rule(&format!("behind what is said {side}"), desk);
        for (text, times) in alike {
            let text = if times > 1 { format!("  ◆ {times} × {text}") } else { format!("  ◆ {text}") };
            self.put(&text, room, desk.theme.text());
        }
    }

    fn log(&mut self, desk: &Desk, claim: &Claim, room: u16) {
        self.rule("what was done", desk);
        let told = claim.log.iter().rev().map(|entry| {
            let was = if entry.was.is_empty() { String::new() } else { format!(", was: {}", entry.was) };
            (stamp(desk, entry.by.as_str(), entry.at), format!("{}{was}", entry.what.label()))
        });
        let told: Vec<(String, String)> = told.collect();
        // What was done several times in one minute is one line.
        for alike in told.chunk_by(|a, b| a == b) {
            let Some((stamp, what)) = alike.first() else { continue };
            let times = if alike.len() > 1 { format!("{} × ", alike.len()) } else { String::new() };
            let text = format!("  {stamp} {times}{what}");
            let text = clean::visible(&text).replace('\n', " ");
            let text = width::truncate(&text, room.into()).into_owned();
            self.lines.push(Line::from(Span::styled(text, desk.theme.dim())));
        }
        let text = format!("  {} entered", stamp(desk, claim.by.as_str(), claim.at));
        self.put(&text, room, desk.theme.dim());
    }
}

/// Who, and when.
fn stamp(desk: &Desk, by: &str, at: Timestamp) -> String {
    format!("{} {} {}", clean::line(by), desk.date(at), desk.clock(at))
}
