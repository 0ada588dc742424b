//! How a comparison looks.

use super::{Compare, Pane, Places, quotes, table};
use crate::analysis::{Comparison, Measure};
use crate::bank::fill;
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Scope, first_key};
use crate::tui::screens::status;
use crate::tui::widgets::{choice, lines};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

/// From this width on there is room for what was said beside the figures.
const BESIDE: u16 = 140;

/// From this width on there is room for what the question is called in the top bar.
const TITLED: u16 = 100;

/// Columns of the figures.
pub(super) fn figures_width(area: Rect) -> u16 {
    if area.width >= BESIDE { area.width * 3 / 5 } else { area.width }
}

pub(super) fn places(compare: &Compare, desk: &Desk, area: Rect) -> Places {
    let head_height = head(compare, desk, area).len() as u16 + 1;
    let head = Rect { height: head_height, ..area };
    let body = Rect { y: area.y + head_height, height: area.height.saturating_sub(head_height + 1), ..area };
    let figures = Rect { width: figures_width(area), ..body };
    let detail = if area.height >= 30 { 3 } else { 2 };
    let wanted = compare.table.lines.len() as u16 + 1 + detail;
    let silent = compare.quote_count() == 0;
    let height = match (area.width >= BESIDE, compare.pane) {
        (true, _) => body.height,
        // A line says that there are none.
        (false, _) if silent => body.height.saturating_sub(1),
        (false, Pane::Figures) => wanted.min(body.height * 2 / 3),
        (false, Pane::Quotes) => wanted.min(body.height * 2 / 5),
    };
    let columns = Rect { height: 1.min(height), ..figures };
    let list = Rect { y: figures.y + 1, height: height.saturating_sub(1 + detail), ..figures };
    let detail =
        Rect { x: figures.x + 1, y: list.bottom(), width: figures.width.saturating_sub(2), height: detail };
    let right = if area.width >= BESIDE {
        Rect { x: body.x + figures.width + 1, width: body.width - figures.width - 1, ..body }
    } else {
        Rect { y: body.y + height, height: body.height.saturating_sub(height), ..body }
    };
    let title = Rect { height: 1.min(right.height), ..right };
    let quotes = Rect {
        x: right.x + 1,
        y: right.y + 1,
        width: right.width.saturating_sub(2),
        height: right.height.saturating_sub(1),
    };
    Places { head, columns, figures: list, detail, title, quotes }
}

/// The lines below the top bar: the question, the most important thing, what the digits mean.
fn head(compare: &Compare, desk: &Desk, area: Rect) -> Vec<Line<'static>> {
    let theme = desk.theme;
    let Some(found) = &compare.found else { return Vec::new() };
    let wide = area.width.saturating_sub(2);
    let mut ask = fill(&found.subject.item.ask, &compare.known.country);
    if area.width < TITLED {
        ask = format!("{}: {ask}", fill(&found.subject.brief(), &compare.known.country));
    }
    let mut all = lines::wrapped(&ask, wide, theme.text());
    let most = 2;
    if all.len() > most {
        all.truncate(most);
        if let Some(last) = all.last_mut() {
            let text = width::truncate(&last.to_string(), usize::from(wide).saturating_sub(1)).into_owned();
            *last = Line::from(Span::styled(format!("{}…", text.trim_end_matches(['…', ' '])), theme.text()));
        }
    }
    let headline = clean::visible(&found.headline()).into_owned();
    all.extend(lines::wrapped(&headline, wide, theme.focus()).into_iter().take(2));
    if let Some(scale) = found.subject.scale.as_deref() {
        let options = scale.options.iter().zip(1..);
        let options: Vec<(String, String)> =
            options.map(|(o, n)| (n.to_string(), clean::visible(&o.label).into_owned())).collect();
        all.extend(choice::legend(&options, wide, theme).into_iter().take(most));
    }
    all
}

pub(super) fn draw(compare: &Compare, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
    frame.render_widget(Clear, area);
    let theme = desk.theme;
    let buffer = frame.buffer_mut();
    top(compare, desk, area, buffer);
    if let Some(found) = &compare.found {
        let places = compare.places;
        let below = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(2),
            height: places.head.height.saturating_sub(1),
        };
        lines::draw(&head(compare, desk, area), below, buffer);
        figures(compare, desk, found, buffer);
        said(compare, desk, found, buffer);
    } else {
        let text =
            "The questionnaire of this question is not known here any more. Esc leads back to the list.";
        buffer.set_stringn(area.x + 1, area.y + 2, text, area.width.into(), theme.warn());
    }
    let last = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
    status::hint_line(desk, frame, last, &hints(compare));
}

fn hints(compare: &Compare) -> Vec<(String, &'static str)> {
    let key = |action: &Action| first_key(Scope::Compare, action);
    let mut all = match compare.pane {
        Pane::Figures if compare.quote_count() == 0 => Vec::new(),
        Pane::Figures => {
            vec![(key(&Action::NextField), "what was said"), (key(&Action::Enter), "of this group")]
        }
        Pane::Quotes => vec![
            (key(&Action::NextField), "figures"),
            (key(&Action::Enter), "read"),
            (key(&Action::Toggle), "choose several"),
            (key(&Action::Tag), "mark"),
        ],
    };
    all.push((first_key(Scope::Everywhere, &Action::Help), "help"));
    all.push((first_key(Scope::Everywhere, &Action::Back), "back"));
    if compare.pane == Pane::Quotes {
        all.push((key(&Action::Copy), "copy"));
    }
    all.push((format!("{}/{}", key(&Action::GroupBy), key(&Action::Reverse)), "group"));
    all.push(("← →".to_owned(), "question"));
    all.push((key(&Action::Compare), "list"));
    all
}

fn top(compare: &Compare, desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let theme = desk.theme;
    let name = compare.found.as_ref().map(|f| {
        let name = if area.width < TITLED { String::new() } else { f.subject.brief() };
        let name = clean::visible(&fill(&name, &compare.known.country)).into_owned();
        (f.subject.reference(), name)
    });
    let (reference, name) = name.unwrap_or_default();
    let warning = compare.known.warning();
    let marked = match compare.marked.len() {
        0 => String::new(),
        n => format!(" · {n} marked"),
    };
    let right = vec![
        Span::styled(compare.by.words(), theme.focus()),
        Span::raw(format!(" · {}", compare.known.count())),
        Span::styled(warning, theme.warn()),
        Span::styled(marked, theme.focus()),
        Span::styled(format!(" · question {}/{} ", compare.at + 1, compare.list.len()), theme.dim()),
    ];
    let right = Line::from(right);
    let taken = (right.width() as u16).min(area.width);
    let room = usize::from(area.width.saturating_sub(taken + 1));
    let left = format!("{reference}  ");
    let name = width::truncate(&name, room.saturating_sub(width::of(&left) + 1)).into_owned();
    let left =
        Line::from(vec![Span::styled(format!(" {left}"), theme.key()), Span::styled(name, theme.title())]);
    buffer.set_line(area.x, area.y, &left, room as u16);
    buffer.set_line(area.right() - taken, area.y, &right, taken);
}

fn figures(compare: &Compare, desk: &Desk, found: &Comparison, buffer: &mut Buffer) {
    let (theme, places) = (desk.theme, compare.places);
    buffer.set_line(places.columns.x, places.columns.y, &compare.table.head, places.columns.width);
    let line = |index: usize| compare.table.lines.get(index).cloned().unwrap_or_default();
    let selected = if compare.pane == Pane::Figures { theme.selected() } else { Style::new() };
    compare.picker.draw(compare.table.lines.len(), line, selected, places.figures, buffer);
    let text = match compare.group() {
        Some(group) => table::detail(found, group),
        None => legend(found).to_owned(),
    };
    let detail = lines::wrapped(&text, places.detail.width, theme.guidance());
    lines::draw(&detail, places.detail, buffer);
}

/// What the columns mean.
fn legend(found: &Comparison) -> &'static str {
    match found.measure {
        Measure::Words => {
            "n: answered in words · asked: or said why not · sess: has the questionnaire · inst: institutions heard"
        }
        Measure::Ordered => {
            "spread (Leik's D): 0 all alike, 1 split between the ends · inst: institutions heard · unsupp: nothing seen \
             stands behind it · dk don't know, rf refused, na not applicable, sk not asked, bl blank"
        }
        _ => {
            "spread (index of qualitative variation): 0 all alike, 1 all as often · inst: institutions heard · unsupp: \
             nothing seen stands behind it · dk don't know, rf refused, na not applicable, sk not asked, bl blank"
        }
    }
}

fn said(compare: &Compare, desk: &Desk, found: &Comparison, buffer: &mut Buffer) {
    let (theme, title, area) = (desk.theme, compare.places.title, compare.places.quotes);
    let rule = "─".repeat(title.width.into());
    buffer.set_stringn(title.x, title.y, rule, title.width.into(), theme.dim());
    let n = found.quotes.len();
    let text = match (n, compare.pane) {
        (0, _) => " nobody said anything to this in words ".to_owned(),
        (n, Pane::Quotes) => format!(" what was said: {} of {n} ", compare.chosen + 1),
        (n, Pane::Figures) => format!(" what was said: {n} "),
    };
    let style = if compare.pane == Pane::Quotes { theme.focus() } else { theme.title() };
    buffer.set_stringn(title.x + 2, title.y, text, usize::from(title.width).saturating_sub(3), style);
    let mut y = area.y;
    for (quote, line) in visible(compare, desk, compare.first) {
        if y >= area.bottom() {
            break;
        }
        buffer.set_line(area.x, y, &line, area.width);
        if quote == Some(compare.chosen) && compare.pane == Pane::Quotes {
            buffer.set_string(area.x.saturating_sub(1), y, "▌", theme.focus());
        }
        y += 1;
    }
    let more = y >= area.bottom() && compare.chosen + 1 < n;
    lines::more(compare.first > 0, more, area, buffer);
}

/// The lines of the quotes from one on, each with its quote; headings belong to none.
fn visible<'a>(
    compare: &'a Compare,
    desk: &'a Desk,
    first: usize,
) -> impl Iterator<Item = (Option<usize>, Line<'static>)> + 'a {
    let all = compare.found.as_ref().map_or(&[][..], |f| &f.quotes);
    (first..all.len()).flat_map(move |at| {
        let mut lines: Vec<(Option<usize>, Line<'static>)> = Vec::new();
        let (Some(found), Some(quote)) = (&compare.found, all.get(at).copied()) else { return lines };
        let before = at.checked_sub(1).and_then(|before| all.get(before));
        // The first that is shown always says of which group it is.
        if at == first || before.is_none_or(|b| b.group != quote.group) {
            lines.push((None, quotes::heading(found, quote.group, desk.theme)));
        }
        let chosen = at == compare.chosen && compare.pane == Pane::Quotes;
        let how = (chosen, compare.is_marked(quote));
        let own = quotes::lines(&desk.archive, found, quote, how, compare.places.quotes.width, desk.theme);
        lines.extend(own.into_iter().map(|line| (Some(at), line)));
        lines
    })
}

/// The first quote to show so that the chosen one is seen whole, moved as little as needed.
pub(super) fn first_quote(compare: &Compare, desk: &Desk) -> usize {
    let height = usize::from(compare.places.quotes.height);
    let first = compare.first.min(compare.chosen);
    // From the chosen one upwards as far as there is room.
    let fits = |from: usize| {
        let mut used = 0;
        for (quote, _) in visible(compare, desk, from) {
            if quote.is_some_and(|at| at > compare.chosen) {
                break;
            }
            used += 1;
            if used > height {
                return false;
            }
        }
        true
    };
    let mut least = compare.chosen;
    while least > first && fits(least - 1) {
        least -= 1;
    }
    least.max(first)
}

/// The quote on a row of the list.
pub(super) fn quote_at(compare: &Compare, desk: &Desk, row: usize) -> Option<usize> {
    visible(compare, desk, compare.first).nth(row)?.0
}
