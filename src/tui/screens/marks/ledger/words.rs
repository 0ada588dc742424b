//! The code frame and the key quotes, as lists.

use super::super::who;
use crate::analysis::marks::{Cited, QuoteId, TagCode};
use crate::text::{clean, width};
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;
use ratatui::text::{Line, Span};
use std::collections::HashSet;

/// A tag of the frame on one line, its definition on the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TagLine {
    pub(super) code: TagCode,
    label: String,
    definition: String,
    spots: usize,
    sessions: usize,
    in_frame: bool,
}

pub(super) fn tags(desk: &Desk) -> Vec<TagLine> {
    let one = |text: &str| clean::visible(text).replace('\n', " ");
    let counts = desk.marks.annotations.counts_by_tag().into_iter();
    let line = |count: crate::analysis::marks::TagCount<'_>| TagLine {
        code: count.code.clone(),
        label: count.tag.map(|t| one(&t.label)).unwrap_or_default(),
        definition: count.tag.map(|t| one(&t.definition)).unwrap_or_default(),
        spots: count.spots,
        sessions: count.sessions,
        in_frame: count.tag.is_some(),
    };
    counts.map(line).collect()
}

pub(super) fn tag_head(room: u16, theme: Theme) -> Line<'static> {
    let text = format!(
        "{}  spots sessions",
        width::pad("tag                       what is tagged with it", usize::from(room).saturating_sub(17))
    );
    Line::from(Span::styled(text, theme.key()))
}

pub(super) fn tag_line(tag: &TagLine, room: u16, theme: Theme) -> Line<'static> {
    let text = match (&tag.label, &tag.definition) {
        _ if !tag.in_frame => "▲ not in the frame: e puts it in".to_owned(),
        (label, definition) if definition.is_empty() => label.clone(),
        (label, definition) => format!("{label}: {definition}"),
    };
    let left = usize::from(room).saturating_sub(26 + 17);
    Line::from(vec![
        Span::styled(width::pad(&clean::line(tag.code.as_str()), 26).into_owned(), theme.title()),
        Span::raw(width::pad(&text, left).into_owned()),
        Span::raw(format!("  {:>5} {:>8}", tag.spots, tag.sessions)),
    ])
}

/// A line of the list of key quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum QuoteLine {
    /// A tag, and how many quotes have it.
    Heading(String, usize),
    /// A quote.
    Quote { id: QuoteId, lead: String, words: String },
    /// Why the quote above matters.
    Why(QuoteId, String),
}

/// Key quotes by tag; those without one last.
pub(super) fn quotes(desk: &Desk, cited: &Cited) -> Vec<QuoteLine> {
    let annotations = &desk.marks.annotations;
    let one = |text: &str| clean::visible(text).replace('\n', " ");
    let mut seen: HashSet<QuoteId> = HashSet::new();
    let mut groups: Vec<(String, Vec<QuoteId>)> = Vec::new();
    for count in annotations.counts_by_tag() {
        let ids: Vec<QuoteId> = annotations.quotes_by_tag(count.code).map(|(id, _)| id).collect();
        seen.extend(&ids);
        if !ids.is_empty() {
            let label = count.tag.map(|t| format!(" · {}", one(&t.label))).unwrap_or_default();
            groups.push((format!("{}{label}", count.code), ids));
        }
    }
    let rest: Vec<QuoteId> = annotations.quotes.keys().copied().filter(|id| !seen.contains(id)).collect();
    if !rest.is_empty() {
        groups.push(("without a tag".to_owned(), rest));
    }
    let mut all = Vec::new();
    for (heading, ids) in groups {
        all.push(QuoteLine::Heading(heading, ids.len()));
        for id in ids {
            let Some(quote) = annotations.quotes.get(&id) else { continue };
            let who = who::who(desk, cited, &quote.spot.session);
            let mut lead = format!("{} {} · {}", id, who.code, who::place(&quote.spot));
            for (is, mark) in
                [(who.gone, "▲ file gone"), (who.no_quotes, "▲ not to be quoted"), (who.made_up, "made up")]
            {
                if is {
                    lead.push_str(" · ");
                    lead.push_str(mark);
                }
            }
            let words = format!("“{}”", one(quote.spot.text()));
            all.push(QuoteLine::Quote { id, lead, words });
            if !quote.why.is_empty() {
                all.push(QuoteLine::Why(id, one(&quote.why)));
            }
        }
    }
    all
}

pub(super) fn quote_line(quote: &QuoteLine, room: u16, theme: Theme) -> Line<'static> {
    let room = usize::from(room);
    match quote {
        QuoteLine::Heading(text, count) => Line::from(vec![
            Span::styled(width::truncate(text, room.saturating_sub(6)).into_owned(), theme.key()),
            Span::styled(format!(" {count}"), theme.dim()),
        ]),
        QuoteLine::Quote { lead, words, .. } => {
            let lead = width::truncate(lead, room / 2).into_owned();
            let left = room.saturating_sub(width::of(&lead) + 5);
            Line::from(vec![
                Span::styled(format!("  {lead}  "), theme.title()),
                Span::raw(width::truncate(words, left).into_owned()),
            ])
        }
        QuoteLine::Why(_, text) => {
            let text = width::truncate(text, room.saturating_sub(6)).into_owned();
            Line::from(Span::styled(format!("      {text}"), theme.dim()))
        }
    }
}
