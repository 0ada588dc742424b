//! How an answer looks that is scored blind: its words, what it is scored by, the remark.

use super::score::Scoring;
use crate::analysis::marks::Verdict;
use crate::analysis::needs::Standing;
use crate::bank::Element;
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Scope, first_key};
use crate::tui::screens::status;
use crate::tui::theme::{Depth, Theme};
use crate::tui::widgets::lines;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

/// Where the parts stand.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Places {
    pub(super) words: Rect,
    pub(super) rubric: Rect,
    pub(super) remark: Rect,
    /// Whether every element has its guidance below it, or only the chosen one at the end.
    spread: bool,
}

/// The sign and the word of a verdict: readable without colours.
pub(super) fn sign(verdict: Option<Verdict>) -> (&'static str, &'static str) {
    match verdict {
        Some(Verdict::Stated) => ("+", "stated"),
        Some(Verdict::Missing) => ("–", "missing"),
        Some(Verdict::Wrong) => ("✗", "wrong"),
        None => ("·", "not judged"),
    }
}

pub(super) fn places(scoring: &Scoring, area: Rect) -> Places {
    let elements = scoring.rubric.elements.len() as u16;
    let top = area.y + 3;
    let height = area.height.saturating_sub(5);
    let beside = area.width >= 100;
    let (words, rubric) = if beside {
        let left = area.width / 2 - 2;
        (
            Rect { x: area.x + 2, y: top, width: left - 2, height },
            Rect { x: area.x + left + 3, y: top, width: area.width - left - 5, height },
        )
    } else {
        let below = (elements + 4).min(height.saturating_sub(3));
        (
            Rect { x: area.x + 2, y: top, width: area.width.saturating_sub(4), height: height - below - 1 },
            Rect {
                x: area.x + 2,
                y: top + height - below,
                width: area.width.saturating_sub(4),
                height: below,
            },
        )
    };
    let remark = Rect {
        x: area.x + 10,
        y: area.bottom().saturating_sub(2),
        width: area.width.saturating_sub(12),
        height: 1,
    };
    let needed: usize = scoring
        .rubric
        .elements
        .iter()
        .map(|e| 2 + lines::wrapped(&e.guidance, inner(rubric), Style::new()).len())
        .sum();
    Places { words, rubric, remark, spread: beside && needed <= usize::from(rubric.height) }
}

fn inner(rubric: Rect) -> u16 {
    rubric.width.saturating_sub(5)
}

/// How many lines the words on the screen have.
pub(super) fn lines_of(scoring: &Scoring, desk: &Desk) -> usize {
    let words = scoring.words(desk).unwrap_or_default();
    lines::wrapped(words, scoring.places.words.width, Style::new()).len()
}

/// The lines of the rubric, and the element that each belongs to.
fn rubric(scoring: &Scoring, theme: Theme) -> Vec<(Option<usize>, Line<'static>)> {
    let room = scoring.places.rubric;
    let mut all = Vec::new();
    for (at, element) in scoring.rubric.elements.iter().enumerate() {
        all.push((Some(at), head(scoring, at, element, room.width, theme)));
        if scoring.places.spread {
            for line in lines::wrapped(&element.guidance, inner(room), theme.guidance()) {
                all.push((Some(at), indented(line)));
            }
            all.push((None, Line::default()));
        }
    }
    if !scoring.places.spread
        && let Some(element) = scoring.rubric.elements.get(scoring.element)
    {
        all.push((None, Line::from(Span::styled("─".repeat(room.width.into()), theme.dim()))));
        let text = format!("{}: {}", element.label, element.guidance);
        let text = if element.guidance.is_empty() { element.label.clone() } else { text };
        all.extend(lines::wrapped(&text, room.width, theme.guidance()).into_iter().map(|line| (None, line)));
    }
    all
}

fn indented(line: Line<'static>) -> Line<'static> {
    let mut spans = vec![Span::raw("     ")];
    spans.extend(line.spans);
    Line::from(spans)
}

fn head(scoring: &Scoring, at: usize, element: &Element, room: u16, theme: Theme) -> Line<'static> {
    let verdict = scoring.sheet.verdicts.get(&element.code).copied();
    let (sign, word) = sign(verdict);
    let style = match verdict {
        Some(Verdict::Stated) => theme.good(),
        Some(Verdict::Missing) => theme.text(),
        Some(Verdict::Wrong) => theme.bad(),
        None => theme.dim(),
    };
    let chosen = at == scoring.element;
    let label = usize::from(room).saturating_sub(5 + 14);
    let label = width::pad(&width::truncate(&clean::visible(&element.label), label), label).into_owned();
    Line::from(vec![
        Span::styled(if chosen { "▸" } else { " " }, theme.focus()),
        Span::styled(format!("{} ", at + 1), theme.key()),
        Span::styled(format!("{sign} "), style),
        Span::styled(label, if chosen { theme.selected() } else { theme.text() }),
        Span::styled(format!("  {word}"), style),
    ])
}

/// The element that stands at a position.
pub(super) fn element_at(scoring: &Scoring, at: Position) -> Option<usize> {
    let place = scoring.places.rubric;
    if !place.contains(at) {
        return None;
    }
    let line = usize::from(at.y - place.y);
    rubric(scoring, Theme::new(Depth::None)).get(line).and_then(|(element, _)| *element)
}

/// Why there is nothing to score, and what to do.
fn nothing(scoring: &Scoring, desk: &Desk) -> Option<String> {
    if let Some(text) = scoring.base.nothing(desk) {
        return Some(text);
    }
    if desk.marks.coder.is_none() {
        return Some(
            "A score has the initials of who made it, and everybody has an order of their own: Enter asks for yours."
                .to_owned(),
        );
    }
    if scoring.order.is_empty() {
        return Some(format!(
            "Nothing can be scored: no session that passes the filter has an account in words on {} {}.",
            scoring.item.reference.spoken(),
            scoring.item.title
        ));
    }
    None
}

fn top(scoring: &Scoring, desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let theme = desk.theme;
    let among = scoring.base.text.trim();
    let among = if among.is_empty() { String::new() } else { format!(" · only {}", clean::visible(among)) };
    let title = clean::visible(&scoring.item.title).into_owned();
    let left = Line::from(vec![
        Span::styled(" Blind scoring  ", theme.title()),
        Span::raw(format!("{} {title}", scoring.item.reference.short().replace('.', " "))),
        Span::styled(scoring.base.known.warning(), theme.warn()),
        Span::styled(among, theme.focus()),
    ]);
    let right = scoring.coder.as_ref().map_or_else(String::new, |coder| {
        format!("{} of {} scored by {}", scoring.done(), scoring.order.len(), coder.as_str())
    });
    let taken = width::of(&right) as u16 + 2;
    buffer.set_line(area.x, area.y, &left, area.width.saturating_sub(taken));
    buffer.set_string(area.right().saturating_sub(taken - 1), area.y, &right, theme.text());
}

fn second(scoring: &Scoring, desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let theme = desk.theme;
    let (text, style) = match scoring.standing() {
        Standing::Outdated => (
            "! the answer was changed after you scored it: look again, Enter takes the score for it as it is now",
            theme.warn(),
        ),
        Standing::Begun => ("not every element is judged: such a score does not count yet", theme.warn()),
        Standing::Done => ("scored by you", theme.good()),
        Standing::Open if !scoring.base.text.trim().is_empty() => {
            ("! not quite blind: the filter tells something of whose answers these are", theme.warn())
        }
        Standing::Open => (
            "in an order of your own, by chance; not told: who said it, when, how they rate themselves",
            theme.dim(),
        ),
    };
    let text = format!("{}/{}  {text}", scoring.at + 1, scoring.order.len());
    let text = width::truncate(&text, usize::from(area.width).saturating_sub(2)).into_owned();
    buffer.set_string(area.x + 1, area.y + 1, text, style);
}

pub(super) fn draw(scoring: &Scoring, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
    frame.render_widget(Clear, area);
    let theme = desk.theme;
    let buffer = frame.buffer_mut();
    top(scoring, desk, area, buffer);
    let places = &scoring.places;
    if let Some(text) = nothing(scoring, desk) {
        let room = Rect {
            x: area.x + 2,
            y: area.y + 3,
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(5),
        };
        lines::draw(&lines::wrapped(&text, room.width, theme.text()), room, buffer);
    } else {
        second(scoring, desk, area, buffer);
        let words = lines::wrapped(scoring.words(desk).unwrap_or_default(), places.words.width, theme.ask());
        lines::draw_from(&words, scoring.scroll, places.words, buffer);
        let below = words.len() > scoring.scroll + usize::from(places.words.height);
        let gutter = Rect { width: places.words.width + 1, ..places.words };
        lines::more(scoring.scroll > 0, below, gutter, buffer);
        if area.width >= 100 {
            for y in places.rubric.top()..places.rubric.bottom() {
                buffer.set_string(places.rubric.x.saturating_sub(2), y, "│", theme.dim());
            }
        } else {
            let y = places.rubric.y.saturating_sub(1);
            buffer.set_string(
                area.x + 1,
                y,
                "─".repeat(usize::from(area.width).saturating_sub(2)),
                theme.dim(),
            );
        }
        let lines_of_rubric: Vec<Line<'_>> =
            rubric(scoring, theme).into_iter().map(|(_, line)| line).collect();
        lines::draw(&lines_of_rubric, places.rubric, buffer);
        let style = if scoring.typing { theme.focus() } else { theme.dim() };
        buffer.set_stringn(area.x + 2, places.remark.y, "remark", 7, style);
        (&scoring.remark).render(places.remark, buffer);
        if !scoring.typing && scoring.remark.is_empty() {
            buffer.set_string(places.remark.x, places.remark.y, "none", theme.dim());
        }
    }
    let mut hints: Vec<(String, &str)> = Vec::new();
    if scoring.typing {
        hints.push(("Enter".to_owned(), "done"));
    } else {
        hints.push((format!("1-{}", scoring.rubric.elements.len().min(9)), "stated, missing, wrong"));
        for (action, what) in [
            (Action::RestMissing, "rest missing"),
            (Action::Enter, "next"),
            (Action::PrevItem, "back"),
            (Action::Memo, "remark"),
        ] {
            hints.push((first_key(Scope::Scoring, &action), what));
        }
        hints.push((first_key(Scope::Everywhere, &Action::Undo), "undo"));
    }
    let last = Rect { y: area.bottom() - 1, height: 1, ..area };
    status::hint_line_and_back(desk, frame, last, hints, if scoring.typing { "done" } else { "results" });
}
