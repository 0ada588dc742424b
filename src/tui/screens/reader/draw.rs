//! How the reader looks: the bar, the outline, the lines that are on the screen, the line of a search.

use super::paper::{Look, Piece};
use super::rows::{Row, margins};
use super::{BESIDE, Reader, words};
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Scope, first_key};
use crate::tui::screens::status;
use crate::tui::theme::Theme;
use crate::tui::widgets::lines::more;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

/// Columns of the outline.
const OUTLINE: u16 = 30;
/// Widest a line of words is, for reading.
const MEASURE: u16 = 110;
/// Columns of the mark of the cursor.
const GUTTER: u16 = 2;

pub(super) fn places(reader: &Reader, area: Rect) -> super::Places {
    let typing = u16::from(reader.typing.is_some());
    let height = area.height.saturating_sub(3 + typing);
    let beside = reader.outline && area.width >= BESIDE && !reader.paper.parts.is_empty();
    let left = if beside { OUTLINE + 1 } else { 0 };
    let body = Rect { x: area.x + left, y: area.y + 2, width: area.width.saturating_sub(left), height };
    let line = Rect {
        x: area.x + 3,
        y: area.bottom().saturating_sub(2),
        width: area.width.saturating_sub(4),
        height: typing,
    };
    let outline = beside.then_some(Rect { x: area.x, width: OUTLINE, ..body });
    super::Places { outline, body, line }
}

/// Columns for text; one is kept free for the arrows at the edge.
pub(super) fn measure(body: Rect) -> u16 {
    body.width.saturating_sub(GUTTER + 1).min(MEASURE)
}

pub(super) fn draw(reader: &Reader, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
    frame.render_widget(Clear, area);
    let buffer = frame.buffer_mut();
    bar(reader, desk, area, buffer);
    if let Some(area) = reader.places.outline {
        outline(reader, desk, area, buffer);
    }
    body(reader, desk, buffer);
    if let Some((field, ..)) = &reader.typing {
        let line = reader.places.line;
        buffer.set_string(line.x.saturating_sub(2), line.y, "/", desk.theme.focus());
        field.render(line, buffer);
    }
    let line = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
    status::hint_line(desk, frame, line, &hints(reader, desk));
    if let Some(jump) = &reader.jump {
        jump.draw(desk, frame, area);
    }
}

fn hints(reader: &Reader, desk: &Desk) -> Vec<(String, &'static str)> {
    let key = |action: &Action| first_key(Scope::Reader, action);
    let everywhere = |action: &Action| first_key(Scope::Everywhere, action);
    if reader.typing.is_some() {
        return vec![
            ("Enter".to_owned(), "keep"),
            ("↑ ↓".to_owned(), "hits"),
            (everywhere(&Action::Back), "as before"),
        ];
    }
    let mut all = Vec::new();
    if !reader.hits.is_empty() {
        all.push((format!("{} {}", key(&Action::NextHit), key(&Action::PrevHit)), "hits"));
    }
    all.extend([
        (key(&Action::Filter), "search"),
        (key(&Action::NextField), "next answer"),
        (key(&Action::Tag), "mark"),
        (key(&Action::Copy), "copy"),
        (key(&Action::Compare), "compare"),
    ]);
    if desk.archive.queue.len() > 1 {
        all.push((format!("{} {}", key(&Action::PrevItem), key(&Action::NextItem)), "session"));
    }
    all.extend([
        (everywhere(&Action::Back), "back"),
        (everywhere(&Action::Help), "help"),
        (key(&Action::NextSection), "section"),
        (key(&Action::Blanks), "blank"),
        (key(&Action::Guidance), "questions"),
        (key(&Action::Jump), "jump"),
    ]);
    all
}

/// Who, when, what must be seen of it; which session of how many, which hit of how many.
fn bar(reader: &Reader, desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let theme = desk.theme;
    let record = reader.opened.session.record();
    let room = usize::from(area.width);
    let date = words::day(record, record.started);
    let mut who = words::who(record.lead(), &reader.plan.banks, false);
    if record.participants.len() > 1 {
        who = format!("{who} · and {} more", record.participants.len() - 1);
    }
    let who = clean::visible(&who).replace('\n', " ");
    let left = room.saturating_sub(date.len() + 3);
    buffer.set_stringn(area.x + 1, area.y, width::truncate(&who, left), left, theme.title());
    let x = area.right().saturating_sub(date.len() as u16 + 1);
    buffer.set_stringn(x, area.y, &date, room, theme.text());
    let mut right = Vec::new();
    match (reader.hit, reader.hits.len()) {
        (_, 0) if reader.needles().is_empty() => {}
        (_, 0) => right.push(("no hit".to_owned(), theme.warn())),
        (Some(hit), all) => right.push((format!("hit {} of {all}", hit + 1), theme.focus())),
        (None, 1) => right.push(("1 hit".to_owned(), theme.focus())),
        (None, all) => right.push((format!("{all} hits"), theme.focus())),
    }
    if let Some((at, all)) = reader.number(&desk.archive.queue) {
        let words = if room >= 60 { "session " } else { "" };
        right.push((format!("{words}{at} of {all}"), theme.dim()));
    }
    let right: Vec<Span<'_>> =
        right.into_iter().flat_map(|(text, style)| [Span::raw("  "), Span::styled(text, style)]).collect();
    let right = Line::from(right);
    let taken = right.width().min(room);
    let mut left = vec![Span::styled(record.status.label(), theme.text())];
    for alarm in words::alarms(record, reader.opened.integrity) {
        let style = if alarm == "MADE UP" { theme.warn() } else { theme.bad() };
        left.push(Span::raw("  "));
        left.push(Span::styled(alarm, style));
    }
    // What must be seen of the session is seen before how many there are.
    let left = Line::from(left);
    let wide = left.width().min(room.saturating_sub(1));
    buffer.set_line(area.x + 1, area.y + 1, &left, wide as u16);
    if wide + taken + 2 <= room {
        buffer.set_line(area.right() - 1 - taken as u16, area.y + 1, &right, taken as u16);
    }
}

/// A line of the outline: a part, or an answer of the part that is read.
#[derive(Clone, Copy)]
enum Mark {
    Part(usize),
    Entry(usize),
}

/// The lines of the outline, and which one the cursor is in.
fn marks(reader: &Reader) -> (Vec<Mark>, usize) {
    let paper = &reader.paper;
    let here = paper.part_of(reader.at.piece);
    let entry = paper.entry_of(reader.at.piece).and_then(|e| paper.entries.get(e)).map(|e| e.item);
    let (mut all, mut chosen) = (Vec::new(), 0);
    for part in 0..paper.parts.len() {
        if here == Some(part) {
            chosen = all.len();
        }
        all.push(Mark::Part(part));
        if here == Some(part) {
            for item in paper.items().filter(|e| paper.entries.get(*e).is_some_and(|e| e.part == part)) {
                if entry == Some(item) {
                    chosen = all.len();
                }
                all.push(Mark::Entry(item));
            }
        }
    }
    (all, chosen)
}

fn first_mark(count: usize, chosen: usize, height: u16) -> usize {
    chosen.saturating_sub(usize::from(height) / 2).min(count.saturating_sub(height.into()))
}

/// The piece that a line of the outline leads to.
pub(super) fn outline_piece(reader: &Reader, area: Rect, y: u16) -> Option<usize> {
    let (marks, chosen) = marks(reader);
    let first = first_mark(marks.len(), chosen, area.height);
    match *marks.get(first + usize::from(y.checked_sub(area.y)?))? {
        Mark::Part(part) => reader.paper.parts.get(part).map(|p| p.piece),
        Mark::Entry(entry) => reader.paper.piece_of(entry),
    }
}

fn outline(reader: &Reader, desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let (theme, paper) = (desk.theme, &reader.paper);
    let (marks, chosen) = marks(reader);
    let here = paper.part_of(reader.at.piece);
    let first = first_mark(marks.len(), chosen, area.height);
    let room = usize::from(area.width) - 1;
    for y in area.top()..area.bottom() {
        buffer.set_string(area.right(), y, "│", theme.dim());
    }
    for ((index, mark), y) in marks.iter().enumerate().skip(first).zip(area.top()..area.bottom()) {
        let line = match *mark {
            Mark::Part(number) => {
                let Some(part) = paper.parts.get(number) else { continue };
                let count = match part.count.total {
                    0 => part.count.answered.to_string(),
                    total => format!("{}/{total}", part.count.answered),
                };
                let wide = room.saturating_sub(count.len() + 1);
                let title = [part.place.as_str(), part.title.as_str()].join(" ");
                let title = clean::visible(title.trim()).replace('\n', " ");
                let style = if here == Some(number) { theme.title() } else { theme.text() };
                Line::from(vec![
                    Span::styled(width::pad(&title, wide).into_owned(), style),
                    Span::styled(format!(" {count}"), theme.dim()),
                ])
            }
            Mark::Entry(number) => {
                let Some(entry) = paper.entries.get(number) else { continue };
                let pointer = if index == chosen { "▸" } else { " " };
                let place = match (&entry.at, entry.jot) {
                    (Some(at), None) => {
                        at.short().split_once('.').map_or(at.short(), |(_, n)| n).replace('.', " ")
                    }
                    _ => entry.place.clone(),
                };
                let text = clean::visible(&format!(" {pointer}{place} {}", entry.title)).replace('\n', " ");
                let style = match (index == chosen, entry.held) {
                    (true, _) => theme.focus(),
                    (false, true) => theme.text(),
                    (false, false) => theme.dim(),
                };
                Line::from(Span::styled(width::truncate(&text, room).into_owned(), style))
            }
        };
        buffer.set_line(area.x + 1, y, &line, area.width - 1);
    }
    more(first > 0, first + usize::from(area.height) < marks.len(), area, buffer);
}

fn style(look: Look, theme: Theme) -> Style {
    match look {
        Look::Head | Look::Time | Look::Blank | Look::Gap => theme.dim(),
        Look::Alarm => theme.bad(),
        Look::Bank | Look::Section => theme.title(),
        Look::Heading => theme.dim().add_modifier(Modifier::ITALIC),
        Look::Title => theme.ask(),
        Look::Ask | Look::Note => theme.guidance(),
        Look::Reason | Look::Mark => theme.warn(),
        Look::Answer | Look::Said | Look::Evidence | Look::Jot => theme.text(),
    }
}

fn body(reader: &Reader, desk: &Desk, buffer: &mut Buffer) {
    let (theme, area) = (desk.theme, reader.places.body);
    let paper = &reader.paper;
    let cursor = reader.row();
    let item = |piece: usize| paper.entry_of(piece).and_then(|e| paper.entries.get(e)).map(|e| e.item);
    let own = item(reader.at.piece);
    let last = reader.rows.len();
    for (index, y) in (reader.first..last).zip(area.top()..area.bottom()) {
        let Some(row) = reader.rows.get(index) else { break };
        let Some(piece) = paper.pieces.get(row.piece) else { break };
        if index == cursor {
            buffer.set_string(area.x, y, "▶", theme.focus());
        } else if own.is_some() && item(row.piece) == own {
            buffer.set_string(area.x, y, "▎", theme.focus());
        }
        let text = Rect { x: area.x + GUTTER, y, width: reader.width, height: 1 };
        line(reader, theme, piece, row, text, buffer);
    }
    more(reader.first > 0, reader.first + usize::from(area.height) < last, area, buffer);
}

/// One row of a piece.
fn line(reader: &Reader, theme: Theme, piece: &Piece, row: &Row, area: Rect, buffer: &mut Buffer) {
    let (indent, hang) = margins(piece, area.width);
    let base = style(piece.look, theme);
    if row.start == 0 && hang > 0 {
        let lead = match piece.look {
            Look::Title => theme.key(),
            Look::Head => theme.dim(),
            _ => theme.key().remove_modifier(Modifier::BOLD),
        };
        let room = usize::from(hang.saturating_sub(2));
        buffer.set_stringn(area.x + indent, area.y, width::truncate(&piece.lead, room), room, lead);
    }
    let shown = row.of_text(&piece.text);
    let (start, end) = (row.start, row.start + shown.len());
    // Where the style changes: labels and hits.
    let hits = hits(reader, row, start, end);
    let mut cuts = vec![start, end];
    let edges = piece.labels.iter().flat_map(|r| [r.start, r.end]);
    cuts.extend(
        edges.chain(hits.iter().flat_map(|(r, _)| [r.start, r.end])).filter(|c| (start..end).contains(c)),
    );
    cuts.sort_unstable();
    cuts.dedup();
    let spans: Vec<Span<'_>> = cuts
        .windows(2)
        .filter_map(|pair| {
            let text = piece.text.get(pair[0]..pair[1])?;
            let label = piece.labels.iter().any(|r| r.contains(&pair[0]));
            let mut style = if label { theme.dim() } else { base };
            if let Some((_, current)) = hits.iter().find(|(r, _)| r.contains(&pair[0])) {
                style = style.patch(theme.hit()).patch(theme.focus());
                if *current {
                    style = style.patch(theme.selected());
                }
            }
            Some(Span::styled(text, style))
        })
        .collect();
    let x = area.x + indent + hang;
    let room = area.right().saturating_sub(x);
    let (end, _) = buffer.set_line(x, area.y, &Line::from(spans), room);
    let last = row.end == piece.text.len();
    let rule = match piece.look {
        Look::Bank if last => "━",
        Look::Section if last => "─",
        _ => return,
    };
    let left = usize::from(area.right().saturating_sub(end + 1));
    buffer.set_stringn(end + 1, area.y, rule.repeat(left), left, theme.dim());
}

/// The hits on a row, and which of them was gone to.
fn hits(reader: &Reader, row: &Row, start: usize, end: usize) -> Vec<(std::ops::Range<usize>, bool)> {
    let first = reader.hits.partition_point(|hit| (hit.piece, hit.range.end) <= (row.piece, start));
    let all = reader.hits.iter().enumerate().skip(first);
    let here = all.take_while(|(_, hit)| hit.piece == row.piece && hit.range.start < end);
    here.map(|(index, hit)| (hit.range.clone(), reader.hit == Some(index))).collect()
}
