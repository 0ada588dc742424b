//! How the library looks.

use super::table::{Col, Entry};
use super::{BESIDE, Library, Pane};
use crate::analysis::corpus::{Field, Flag, RowId};
use crate::analysis::filter::Hit;
use crate::text::{clean, fold, width};
use crate::tui::action::Action;
use crate::tui::archive::Reading;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Scope, first_key};
use crate::tui::screens::status;
use crate::tui::theme::Theme;
use crate::tui::widgets::lines;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

/// Columns of the values of fields.
const FACETS: u16 = 30;

pub(super) fn places(library: &Library, area: Rect) -> super::Places {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let filter = Rect { x: inner.x + 2, y: area.y + 1, width: inner.width.saturating_sub(3), height: 1 };
    let top = area.y + 3;
    let bottom = area.bottom().saturating_sub(1);
    let height = bottom.saturating_sub(top);
    let beside = library.facets_shown(area.width);
    let facets = Rect { x: inner.x, y: top, width: FACETS.min(inner.width), height };
    let left = if beside && area.width >= BESIDE { FACETS + 1 } else { 0 };
    let main = Rect { x: inner.x + left, y: top, width: inner.width.saturating_sub(left), height };
    let preview = if library.with_preview && height >= 14 { (height / 3).min(12) } else { 0 };
    let head = Rect { height: 1, ..main };
    let list = Rect { y: top + 1, height: height.saturating_sub(1 + preview), ..main };
    let preview = Rect { y: list.bottom(), height: preview, ..main };
    let facets = if beside { facets } else { Rect { height: 0, ..facets } };
    super::Places { filter, facets, head, list, preview }
}

pub(super) fn draw(library: &Library, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
    frame.render_widget(Clear, area);
    let theme = desk.theme;
    let buffer = frame.buffer_mut();
    title(library, desk, Rect { height: 1, ..area }, buffer);
    let line = library.places.filter;
    buffer.set_string(
        line.x - 2,
        line.y,
        "/",
        if library.pane == Pane::Filter { theme.focus() } else { theme.key() },
    );
    if library.field.is_empty() {
        let help = "words · role: unit: region: bank: period:2026-03 answered:E.1.k says:\"…\" is:unfinished · - before any: not";
        buffer.set_stringn(
            line.x,
            line.y,
            width::truncate(help, line.width.into()),
            line.width.into(),
            theme.dim(),
        );
    } else {
        (&library.field).render(line, buffer);
    }
    table(library, desk, buffer);
    preview(library, desk, buffer);
    if library.places.facets.height > 0 {
        facets(library, desk, area.width < BESIDE, buffer);
    }
    wrong(library, desk, Rect { y: line.y + 1, ..line }, buffer);
    let line = Rect { y: area.bottom() - 1, height: 1, ..area };
    status::hint_line(desk, frame, line, &hints(library, desk));
}

fn hints(library: &Library, desk: &Desk) -> Vec<(String, &'static str)> {
    let key = |scope, action: &Action| first_key(scope, action);
    match library.pane {
        Pane::List => {
            let mut all = vec![
                (key(Scope::Library, &Action::Enter), "read"),
                (key(Scope::Library, &Action::Filter), "filter"),
                (key(Scope::Library, &Action::Compare), "compare"),
                (key(Scope::Library, &Action::Ledger), "ledger"),
                (key(Scope::Everywhere, &Action::Help), "help"),
                (key(Scope::Everywhere, &Action::Back), "home"),
            ];
            if !desk.archive.corpus.faults().is_empty() || !desk.archive.problems.is_empty() {
                all.push((key(Scope::Library, &Action::Faults), "faults"));
            }
            all.push((key(Scope::Library, &Action::NextField), "facets"));
            all.push((key(Scope::Library, &Action::Sort), "sort"));
            all.push((key(Scope::Library, &Action::GroupBy), "group"));
            all.push(("Space".to_owned(), "mark"));
            all
        }
        Pane::Filter => vec![
            (key(Scope::Filter, &Action::Enter), "to the list"),
            (key(Scope::Filter, &Action::NextField), "facets"),
            (key(Scope::Everywhere, &Action::Help), "help"),
        ],
        Pane::Facets => vec![
            (key(Scope::Facets, &Action::Enter), "only these"),
            ("← →".to_owned(), "field"),
            (key(Scope::Facets, &Action::NextField), "to the list"),
            (key(Scope::Everywhere, &Action::Help), "help"),
        ],
    }
}

fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

fn title(library: &Library, desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let theme = desk.theme;
    let archive = &desk.archive;
    let (found, all) = (library.found.selection.len(), archive.corpus.len());
    let mut spans = vec![Span::styled(" Library  ", theme.title())];
    if found == all {
        spans.push(Span::raw(format!("{} sessions", number(all))));
    } else {
        spans.push(Span::raw(format!("{} of {} sessions", number(found), number(all))));
    }
    let hits = library.found.hits.len();
    if hits > 0 {
        spans.push(Span::raw(format!(" · {} hits", number(hits))));
    }
    if let Some(field) = library.order.group {
        spans.push(Span::raw(format!(" · by {}", field.name())));
    }
    if !library.marked.is_empty() {
        spans.push(Span::styled(format!(" · {} marked", library.marked.len()), theme.focus()));
    }
    let made_up = archive.corpus.rows(&library.found.selection).filter(|(_, row)| row.is(Flag::MadeUp));
    let made_up = made_up.count();
    if made_up > 0 {
        let text = if made_up == found {
            " · MADE UP".to_owned()
        } else {
            format!(" · {} MADE UP", number(made_up))
        };
        spans.push(Span::styled(text, theme.warn()));
    }
    let right = match &archive.reading {
        Reading::Not => String::new(),
        Reading::Going { total: 0, .. } => "reading …".to_owned(),
        Reading::Going { done, total } => {
            format!("reading {} of {} · Esc leaves it there", number(*done), number(*total))
        }
        Reading::Done { unread: 0 } => match archive.corpus.faults().len() {
            0 if !archive.problems.is_empty() => "✖ something is wrong: e says what".to_owned(),
            0 => String::new(),
            1 => "✖ 1 file not counted".to_owned(),
            n => format!("✖ {} files not counted", number(n)),
        },
        Reading::Done { unread } => format!("✖ {} files left unread: F5 reads them", number(*unread)),
        Reading::Failed(_) => "✖ can't be read".to_owned(),
    };
    let style = if right.starts_with('✖') { theme.bad() } else { theme.dim() };
    let room = usize::from(area.width);
    let right_width = width::of(&right);
    buffer.set_line(area.x, area.y, &Line::from(spans), area.width.saturating_sub(right_width as u16 + 2));
    if right_width + 2 < room {
        buffer.set_string(area.right() - right_width as u16 - 1, area.y, right, style);
    }
}

fn wrong(library: &Library, desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let Some(wrong) = &library.wrong else { return };
    let text = library.field.text();
    let before = width::of(text.get(..wrong.start).unwrap_or_default()).min(usize::from(area.width) - 1);
    let message = format!("{}. The list is still that of before.", wrong.message);
    // A mark under what is wrong; the words beside it, or below it where they are long.
    buffer.set_string(area.x + before as u16, area.y, "▲", desk.theme.bad());
    let room = area.width.saturating_sub(before as u16 + 3);
    if width::of(&message) <= usize::from(room) {
        buffer.set_string(area.x + before as u16 + 2, area.y, message, desk.theme.bad());
        return;
    }
    let lines = lines::wrapped(&message, area.width, desk.theme.bad());
    let below = Rect { y: area.y + 1, height: lines.len() as u16, ..area };
    Clear.render(below, buffer);
    lines::draw(&lines, below, buffer);
}

/// The columns that fit, and how wide each is.
fn fit(library: &Library, room: u16) -> Vec<(Col, u16)> {
    let mut shown = library.columns.clone();
    if let Some(field) = library.order.group {
        // It stands in the headings.
        shown.retain(|c| *c != Col::Field(field));
    }
    let least = |cols: &[Col]| cols.iter().map(|c| c.width().0 + 1).sum::<u16>();
    while shown.len() > 1 && least(&shown) > room {
        let poorest = shown.iter().copied().enumerate().min_by_key(|(at, c)| (c.worth(), usize::MAX - at));
        shown.retain(|c| Some(*c) != poorest.map(|(_, c)| c));
    }
    let mut spare = room.saturating_sub(least(&shown));
    let mut all: Vec<(Col, u16)> = shown.iter().map(|c| (*c, c.width().0)).collect();
    while spare > 0 {
        let mut given = false;
        for (col, wide) in &mut all {
            if spare > 0 && *wide < col.width().1 {
                *wide += 1;
                spare -= 1;
                given = true;
            }
        }
        if !given {
            break;
        }
    }
    all
}

fn table(library: &Library, desk: &Desk, buffer: &mut Buffer) {
    let theme = desk.theme;
    let (head, list) = (library.places.head, library.places.list);
    let columns = fit(library, head.width.saturating_sub(2));
    let mut x = head.x + 2;
    for (col, wide) in &columns {
        let arrow = match (library.order.by == *col, library.order.reversed) {
            (true, false) => "▾",
            (true, true) => "▴",
            _ => "",
        };
        let text =
            width::truncate(col.title(), usize::from(*wide).saturating_sub(width::of(arrow))).into_owned();
        buffer.set_stringn(x, head.y, format!("{text}{arrow}"), (*wide).into(), theme.key());
        x += wide + 1;
    }
    if library.entries.is_empty() {
        for (line, y) in nothing(library, desk, list.width).iter().zip(list.y + 1..list.bottom()) {
            buffer.set_line(list.x + 1, y, line, list.width.saturating_sub(1));
        }
        return;
    }
    let line = |index: usize| match library.entries.get(index) {
        Some(Entry::Heading { value, count, folded }) => heading(value, *count, *folded, theme),
        Some(Entry::Session(at)) => session(library, desk, *at, &columns),
        None => Line::default(),
    };
    library.picker.draw(library.entries.len(), line, theme.selected(), list, buffer);
}

fn heading(value: &str, count: usize, folded: bool, theme: Theme) -> Line<'static> {
    let value = if value.is_empty() { "not known" } else { value };
    let mark = if folded { "▸" } else { "▾" };
    Line::from(vec![
        Span::styled(format!("{mark} {} ", clean::visible(value)), theme.title()),
        Span::styled(number(count), theme.dim()),
    ])
}

fn session(library: &Library, desk: &Desk, at: RowId, columns: &[(Col, u16)]) -> Line<'static> {
    let theme = desk.theme;
    let marked = desk.archive.file(at).is_some_and(|file| library.marked.contains(file));
    let mut spans = vec![Span::styled(if marked { "◆ " } else { "  " }, theme.focus())];
    for (col, wide) in columns {
        let text = clean::visible(&col.text(&desk.archive, at)).replace('\n', " ");
        let wide = usize::from(*wide);
        let text = width::pad(&width::truncate(&text, wide), wide).into_owned();
        let style = match col {
            Col::Code => theme.title(),
            Col::Date | Col::Remarks => theme.dim(),
            _ => theme.text(),
        };
        spans.push(Span::styled(text, style));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

/// What stands where there is no session.
fn nothing(library: &Library, desk: &Desk, room: u16) -> Vec<Line<'static>> {
    let theme = desk.theme;
    let room = room.saturating_sub(2);
    let archive = &desk.archive;
    match &archive.reading {
        Reading::Failed(why) => return lines::wrapped(&format!("✖ {why}"), room, theme.bad()),
        Reading::Going { .. } | Reading::Not if archive.corpus.is_empty() => {
            return lines::wrapped("Reading the data folder …", room, theme.dim());
        }
        _ => {}
    }
    if archive.corpus.is_empty() {
        let text = "There is no interview in this folder yet. Esc, then n, holds the first one; `vivavoce demo` opens \
                    forty made-up ones to try this screen with.";
        return lines::wrapped(text, room, theme.text());
    }
    let mut all = lines::wrapped("No session fits all of this.", room, theme.text());
    // What would be found if one thing were left out: the way back.
    let text = library.field.text();
    let pieces = crate::analysis::filter::pieces(&text);
    if pieces.len() > 1 && pieces.len() == library.found.terms.len() {
        for (left_out, range) in pieces.iter().enumerate() {
            let mut rest = archive.corpus.all().clone();
            let others = library.found.terms.iter().enumerate().filter(|(at, _)| *at != left_out);
            others.for_each(|(_, passed)| rest.and(passed));
            if !rest.is_empty() {
                let piece = clean::visible(text.get(range.clone()).unwrap_or_default()).into_owned();
                let line = format!("without  {piece}  it would be {}", number(rest.len()));
                all.push(Line::from(Span::styled(
                    width::truncate(&line, room.into()).into_owned(),
                    theme.dim(),
                )));
            }
        }
    }
    let way = match library.pane {
        Pane::Filter => "Ctrl-U takes the whole filter back.",
        _ => "x takes the whole filter back, / changes it.",
    };
    all.push(Line::from(Span::styled(way, theme.dim())));
    all
}

fn preview(library: &Library, desk: &Desk, buffer: &mut Buffer) {
    let (theme, area) = (desk.theme, library.places.preview);
    let Some(at) = library.chosen().filter(|_| area.height > 1) else { return };
    let archive = &desk.archive;
    let corpus = &archive.corpus;
    let Some(row) = corpus.row(at) else { return };
    let rule = "─".repeat(area.width.into());
    buffer.set_stringn(area.x, area.y, rule, area.width.into(), theme.dim());
    let label = |field| archive.book.label(field, corpus.value(at, field));
    let who = [
        Field::Function,
        Field::Rank,
        Field::Level,
        Field::Unit,
        Field::Institution,
        Field::Region,
        Field::Country,
    ]
    .map(label);
    let who: Vec<String> = who.into_iter().filter(|t| !t.is_empty()).collect();
    let head = format!(" {} · {} ", row.code(), who.join(" · "));
    let head =
        width::truncate(&clean::visible(&head), usize::from(area.width).saturating_sub(4)).into_owned();
    buffer.set_stringn(area.x + 2, area.y, head, area.width.into(), theme.title());
    let mut y = area.y + 1;
    let mut put = |line: Line<'static>| {
        if y < area.bottom() {
            buffer.set_line(area.x + 1, y, &line, area.width.saturating_sub(1));
            y += 1;
        }
    };
    let counts = [
        (row.answered as usize, format!("{} of {} answered", row.answered, row.total)),
        (row.follow_ups.into(), format!("{} to follow up", row.follow_ups)),
        (row.to_chase.into(), format!("{} to chase", row.to_chase)),
        (row.jots.into(), format!("{} jot{} not filed", row.jots, if row.jots == 1 { "" } else { "s" })),
        (row.people.len() - 1, format!("{} participants, one source", row.people.len())),
    ];
    let counts: Vec<String> = counts.into_iter().filter(|(n, _)| *n > 0).map(|(_, t)| t).collect();
    put(Line::from(Span::styled(counts.join(" · "), theme.dim())));
    let Some(segment) = corpus.segments().get(at.segment) else { return };
    let texts = segment.texts();
    let hits: Vec<&Hit> = library.found.hits.iter().filter(|hit| hit.at == at).collect();
    let shown: Vec<usize> = if hits.is_empty() {
        use crate::analysis::corpus::Kind;
        let said = |text: &usize| matches!(texts.kind(*text), Some(Kind::Account | Kind::Note));
        texts.of_row(at.row).filter(said).collect()
    } else {
        hits.iter().map(|hit| hit.text).collect()
    };
    let needles: Vec<String> = library.filter.needles().map(str::to_owned).collect();
    for text in shown.into_iter().take(area.height.into()) {
        let (place, column) = segment.text_place(text);
        let place = if column.is_empty() { place.to_owned() } else { format!("{place}.{column}") };
        let kind = texts.kind(text).map_or("", |k| k.label());
        let lead = format!("{} {kind}  ", place.replace('.', " "));
        let room = usize::from(area.width).saturating_sub(width::of(&lead) + 2);
        let mut spans = vec![Span::styled(clean::visible(&lead).into_owned(), theme.key())];
        spans.extend(around(texts.words(text), &needles, room, theme));
        put(Line::from(spans));
    }
}

/// The part of a text where something that was searched for stands, as many columns as there is room for; what was
/// searched for stands out.
pub(super) fn around(text: &str, needles: &[String], room: usize, theme: Theme) -> Vec<Span<'static>> {
    let text = clean::visible(text).replace('\n', " ");
    let hit = needles.iter().find_map(|needle| fold::find(&text, needle));
    let Some(hit) = hit else {
        return vec![Span::raw(width::truncate(&text, room).into_owned())];
    };
    // So much in front that the hit stands in the first half.
    let mut start = 0;
    while width::of(text.get(start..hit.start).unwrap_or_default()) > room / 3 {
        start += text.get(start..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
    }
    let lead = if start > 0 { "…" } else { "" };
    let before = format!("{lead}{}", text.get(start..hit.start).unwrap_or_default());
    let found = text.get(hit.clone()).unwrap_or_default().to_owned();
    let left = room.saturating_sub(width::of(&before) + width::of(&found));
    let after = width::truncate(text.get(hit.end..).unwrap_or_default(), left).into_owned();
    vec![Span::raw(before), Span::styled(found, theme.hit().patch(theme.focus())), Span::raw(after)]
}

fn facets(library: &Library, desk: &Desk, on_top: bool, buffer: &mut Buffer) {
    let (theme, area) = (desk.theme, library.places.facets);
    if on_top {
        let edge = Rect { x: area.x.saturating_sub(1), width: area.width + 2, ..area };
        Clear.render(edge, buffer);
        for y in edge.top()..edge.bottom() {
            buffer.set_string(edge.right() - 1, y, "│", theme.dim());
        }
    }
    let focused = library.pane == Pane::Facets;
    let open = library.facets.field();
    let mut y = area.y;
    let room = usize::from(area.width).saturating_sub(1);
    let height = area.height.saturating_sub(Field::ALL.len() as u16);
    for field in Field::ALL {
        if y >= area.bottom() {
            break;
        }
        let is_open = field == open;
        let style: Style = if is_open && focused {
            theme.focus()
        } else if is_open {
            theme.title()
        } else {
            theme.text()
        };
        let mark = if is_open { "▾" } else { "▸" };
        buffer.set_stringn(area.x, y, format!("{mark} {}", field.name()), room, style);
        y += 1;
        if !is_open {
            continue;
        }
        let values = &library.facets.values;
        let list = Rect { x: area.x, y, width: area.width - 1, height: height.min(values.len() as u16) };
        let line = |index: usize| {
            let Some(value) = values.get(index) else { return Line::default() };
            let count = number(value.count);
            let wide = room.saturating_sub(4 + width::of(&count));
            let label = clean::visible(&value.label).into_owned();
            let label = width::pad(&width::truncate(&label, wide), wide).into_owned();
            let on = library.filter.terms.iter().any(|t| match &t.test {
                crate::analysis::filter::Test::Field(f, v) => {
                    *f == field && !t.not && v.iter().any(|v| *v == crate::text::fold(&value.code))
                }
                _ => false,
            });
            let mark = if on { "●" } else { " " };
            Line::from(vec![
                Span::styled(format!(" {mark} "), theme.good()),
                Span::raw(label),
                Span::styled(format!(" {count}"), theme.dim()),
            ])
        };
        let selected = if focused { theme.selected() } else { Style::new() };
        library.facets.picker.draw(values.len(), line, selected, list, buffer);
        y += list.height;
    }
}
