//! What was said, group by group: the lines of each quote, and the words in which it is copied.
//!
//! Here: one quote. Which is chosen, and which are marked, is in `mod`.

use crate::analysis::corpus::{Field, Flag, Kind, Person, Piece, Row, Segment};
use crate::analysis::{Comparison, Quote, Subject, count};
use crate::bank::Ref;
use crate::session::EvidenceState;
use crate::text::clean;
use crate::tui::archive::Archive;
use crate::tui::theme::Theme;
use crate::tui::widgets::lines;
use ratatui::text::{Line, Span};

/// Rows of a quote that is not chosen.
const BRIEF: usize = 3;

/// A quote with everything that it is read with.
struct Said<'a> {
    archive: &'a Archive,
    segment: &'a Segment,
    row: &'a Row<u32>,
    quote: Quote,
}

impl<'a> Said<'a> {
    fn of(archive: &'a Archive, quote: Quote) -> Option<Self> {
        let segment = archive.corpus.segments().get(quote.at.segment)?;
        Some(Self { archive, segment, row: archive.corpus.row(quote.at)?, quote })
    }

    /// What was said: an account under the name of its row, an added row with everything that was typed into it.
    fn words(&self, subject: &Subject) -> String {
        let texts = self.segment.texts();
        let own = texts.words(self.quote.text);
        let (at, column) = self.segment.text_place(self.quote.text);
        let columns = subject.item.kind.columns();
        let label = |column: &str| {
            columns.iter().find(|c| c.code == column).map_or_else(|| column.to_owned(), |c| c.label.clone())
        };
        let account = texts.kind(self.quote.text) == Some(Kind::Account);
        if !subject.is_open() || at == subject.item.reference.as_str() {
            return if account { own.to_owned() } else { format!("{}: {own}", label(column)) };
        }
        let here = || texts.of_row(self.quote.at.row).filter(|text| self.segment.text_place(*text).0 == at);
        let name = here().find(|text| texts.kind(*text) == Some(Kind::Label)).map(|text| texts.words(text));
        let name = name.unwrap_or_else(|| at.rsplit('.').next().unwrap_or_default());
        if account {
            return format!("{name}: {own}");
        }
        let typed = here().filter(|text| texts.kind(*text) == Some(Kind::Words));
        let typed =
            typed.map(|text| format!("{} {}", label(self.segment.text_place(text).1), texts.words(text)));
        let typed = typed.collect::<Vec<_>>().join(" · ");
        if typed.is_empty() { name.to_owned() } else { format!("{name}: {typed}") }
    }

    /// Who said it; the first participant where nobody is named.
    fn person(&self) -> Option<&'a Person<u32>> {
        self.row.people.get(self.segment.speaker(self.quote.text)).or(self.row.people.first())
    }

    /// Code, role and unit of who said it.
    fn who(&self) -> Vec<String> {
        let Some(person) = self.person() else { return Vec::new() };
        let book = &self.archive.book;
        let label = |field, number| book.label(field, self.segment.string(number));
        let role = [
            label(Field::Function, person.function),
            label(Field::Rank, person.rank),
            label(Field::Level, person.level),
        ];
        let role = role.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
        let own = |number| self.segment.string(number).to_owned();
        let place = [own(person.unit), own(person.institution)].into_iter().find(|t| !t.is_empty());
        let all = [person.code.clone(), role, place.unwrap_or_default()];
        all.into_iter().filter(|t| !t.is_empty()).collect()
    }

    /// The best evidence behind this answer in this session: `seen B2`.
    fn evidence(&self) -> Option<String> {
        let at = self.segment.text_place(self.quote.text).0;
        let all = self.segment.evidence();
        let from = all.partition_point(|(row, _)| usize::from(*row) < self.quote.at.row);
        let own = all.iter().skip(from).take_while(|(row, _)| usize::from(*row) == self.quote.at.row);
        let own = own.map(|(_, piece)| piece).filter(|piece| self.segment.string(piece.at) == at);
        let own: Vec<&Piece<u32>> = own.collect();
        let best = own.iter().max_by_key(|p| (p.state, std::cmp::Reverse((p.reliability, p.credibility))))?;
        let state = EvidenceState::ALL.get(usize::from(best.state)).map_or("", |s| s.label());
        let letter = char::from(b'A' + best.reliability.min(5));
        let more = if own.len() > 1 { format!(" +{}", own.len() - 1) } else { String::new() };
        Some(format!("{state} {letter}{}{more}", best.credibility))
    }

    /// Whether, and why not, it may be quoted.
    fn consent(&self) -> Option<&'static str> {
        match (self.row.is(Flag::Quotable), self.row.is(Flag::NoQuotes)) {
            (true, _) => None,
            (false, true) => Some("no quotes"),
            (false, false) => Some("no quotes: consent not asked"),
        }
    }

    fn several(&self) -> Option<String> {
        let people = self.row.people.len();
        let lead =
            (self.segment.speaker(self.quote.text) > 0).then(|| format!(", under {}", self.row.code()));
        let count = count(people, "participant", "participants");
        (people > 1).then(|| format!("{count}, one source{}", lead.unwrap_or_default()))
    }
}

/// The heading over the quotes of a group.
pub(super) fn heading(found: &Comparison, group: usize, theme: Theme) -> Line<'static> {
    let n = found.quotes.iter().filter(|q| q.group == group).count();
    let label = clean::visible(found.grouping.label(group)).into_owned();
    Line::from(vec![
        Span::styled(format!("▾ {label} "), theme.title()),
        Span::styled(n.to_string(), theme.dim()),
    ])
}

/// A quote as lines: who, when, what stands behind it; then the words, all of them where it is chosen.
pub(super) fn lines(
    archive: &Archive,
    found: &Comparison,
    quote: Quote,
    (chosen, marked): (bool, bool),
    wide: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let Some(said) = Said::of(archive, quote) else { return Vec::new() };
    let who = said.who();
    let mut who = who.iter().map(|t| clean::visible(t).replace('\n', " "));
    let mut head = vec![
        Span::styled(if marked { "◆ " } else { "  " }, theme.focus()),
        Span::styled(who.next().unwrap_or_default(), theme.title()),
        Span::styled(format!(" {}", said.row.local().date()), theme.dim()),
    ];
    // What decides whether it can be used stands first: a long line is cut.
    if let Some(consent) = said.consent() {
        head.push(Span::styled(format!(" [{consent}]"), theme.bad()));
    }
    if let Some(evidence) = said.evidence() {
        head.push(Span::styled(format!(" [{evidence}]"), theme.good()));
    }
    said.several().into_iter().chain(who).for_each(|part| {
        head.push(Span::styled(format!(" · {part}"), theme.dim()));
    });
    let text = said.words(&found.subject);
    let style = if chosen { theme.text() } else { theme.dim() };
    let mut words = lines::wrapped(&text, wide.saturating_sub(4), if chosen { theme.ask() } else { style });
    if !chosen && words.len() > BRIEF {
        words.truncate(BRIEF);
        if let Some(last) = words.last_mut() {
            last.spans.push(Span::raw(" …"));
        }
    }
    let mut all = vec![Line::from(head)];
    all.extend(words.into_iter().map(|line| {
        let mut spans = vec![Span::raw("    ")];
        spans.extend(line.spans);
        Line::from(spans)
    }));
    all
}

/// A quote as it is copied: the words, then where they come from, as the reader has it.
pub(super) fn copied(archive: &Archive, found: &Comparison, quote: Quote) -> Option<String> {
    let said = Said::of(archive, quote)?;
    let row = said.row;
    let at = Ref::new(said.segment.text_place(quote.text).0).spoken();
    let mut source = vec![said.who().join(", "), at, row.local().date().to_string(), row.id().to_owned()];
    source.extend(said.several());
    source.extend(said.evidence().map(|e| format!("evidence: {e}")));
    let remarks = [
        (row.is(Flag::NoQuotes), "no consent to quote"),
        (!row.is(Flag::NoQuotes) && !row.is(Flag::Quotable), "consent to quote not asked"),
        (row.is(Flag::Restricted), "restricted report only"),
        (row.is(Flag::MadeUp), "MADE UP"),
    ];
    source.extend(remarks.iter().filter(|(holds, _)| *holds).map(|(_, text)| (*text).to_owned()));
    source.retain(|part| !part.is_empty());
    let words = said.words(&found.subject);
    Some(format!("\"{}\" ({})", clean::block(&words), clean::line(&source.join("; "))))
}
