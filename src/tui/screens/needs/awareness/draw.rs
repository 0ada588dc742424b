//! How the awareness board looks: its table, and who rates whom in what is chosen.

use super::super::words::{self, right, two_lines};
use super::{Measure, Topics};
use crate::analysis::count;
use crate::analysis::needs::{Awareness, Rated, Rating, Steps, Topic, View};
use crate::text::{clean, width};
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;
use crate::tui::widgets::heat::{self, Heat};
use crate::tui::widgets::lines;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Columns of the parts of the table.
#[derive(Clone, Copy)]
pub(super) struct Widths {
    label: usize,
    /// A cell with the blank in front of it.
    cell: usize,
    /// Groups that there is room for.
    pub(super) shown: usize,
}

pub(super) fn widths(room: u16, groups: usize) -> Widths {
    let room = usize::from(room);
    let label = (room / 5).clamp(10, 26);
    let left = room.saturating_sub(label + 1);
    let cell = (left / (groups + 1)).clamp(9, 14);
    Widths { label, cell, shown: (left / cell).saturating_sub(1).clamp(1, groups.max(1)) }
}

/// The columns that are shown, everybody first.
fn visible(board: &Topics, w: Widths) -> impl Iterator<Item = usize> + use<> {
    let (first, last) = (board.first + 1, (board.first + w.shown).min(board.columns() - 1));
    std::iter::once(0).chain(first..=last)
}

/// The column that stands there.
pub(super) fn column_at(board: &Topics, x: u16) -> Option<usize> {
    let w = widths(board.places.list.width, board.columns() - 1);
    let at = usize::from(x.checked_sub(board.places.list.x)?).checked_sub(w.label + 1)?;
    visible(board, w).nth(at / w.cell)
}

/// What a cell says: its figure, and of how many it is.
struct Cell {
    text: String,
    heat: Heat,
    n: String,
}

/// The first of these that fits.
fn fitting<const N: usize>(texts: [String; N], wide: usize) -> String {
    let mut last = String::new();
    for text in texts {
        last = text;
        if width::of(&last) <= wide {
            break;
        }
    }
    last
}

fn gap(rating: &Rating, steps: &Steps, wide: usize) -> Cell {
    let (text, heat) = words::gap(rating, steps);
    let (n, asked) = (rating.n, rating.counts.asked());
    Cell { text, heat, n: fitting([format!("n {n}/{asked}"), format!("{n}/{asked}")], wide) }
}

fn difference(view: &View, steps: &Steps, wide: usize) -> Cell {
    let (own, others) = (view.itself.n, view.others.n);
    let (text, heat) = match view.difference {
        None => ("–".to_owned(), Heat::None),
        Some(_) if words::few(own) => {
            let own = words::values(&view.itself, steps);
            let theirs = view.others.mean.filter(|_| !words::few(others));
            let both = theirs.map_or_else(|| own.clone(), |mean| format!("{own} v {mean:.1}"));
            (fitting([both, own], wide.saturating_sub(1)), Heat::None)
        }
        Some(_) if words::few(others) => ("few".to_owned(), Heat::None),
        Some(found) => {
            let whole = f64::from(steps.top() - steps.bottom()).max(1.0);
            (words::one_place(found), Heat::signed(found, whole / 2.0))
        }
    };
    let n = [format!("n {own} v {others}"), format!("n{own} v{others}"), format!("{own}v{others}")];
    Cell { text, heat, n: fitting(n, wide) }
}

fn cell(topic: &Topic, steps: &Steps, measure: Measure, column: usize, wide: usize) -> Option<Cell> {
    let Some(group) = column.checked_sub(1) else { return Some(gap(&topic.everyone, steps, wide)) };
    let view = topic.groups.get(group)?;
    Some(match measure.rating(view) {
        Some(rating) => gap(rating, steps, wide),
        None => difference(view, steps, wide),
    })
}

/// A name over two lines, the longer one where it is not cut.
fn over_two(label: &str, short: &str, wide: usize) -> [String; 2] {
    let long = two_lines(label, wide);
    if long.iter().any(|line| line.ends_with('…')) { two_lines(short, wide) } else { long }
}

pub(super) fn draw(board: &Topics, desk: &Desk, buffer: &mut Buffer) {
    let (theme, places) = (desk.theme, board.places);
    let found = board.found.as_ref();
    let Some((found, (steps, _))) = found.and_then(|found| Some((found, found.scale.as_ref()?))) else {
        let text = match found {
            None => {
                "No questionnaire here lets people rate what they and others know. The annex does, in F 1."
            }
            Some(_) => "There is no figure here: the scale of these ratings has no scores.",
        };
        let room = Rect { x: places.head.x + 1, width: places.head.width.saturating_sub(2), ..places.head };
        lines::draw(&lines::wrapped(text, room.width, theme.dim()), room, buffer);
        return;
    };
    let w = widths(places.list.width, found.groups.len());
    lines::draw_from(
        &heads(board, found, w, theme),
        2_usize.saturating_sub(places.head.height.into()),
        places.head,
        buffer,
    );
    if places.tall {
        let all: Vec<Line<'_>> =
            (0..board.order.len()).flat_map(|at| table_lines(board, steps, at, w, theme)).collect();
        lines::draw(&all, places.list, buffer);
    } else {
        let line = |at: usize| {
            let [first, _] = table_lines(board, steps, at, w, theme);
            first
        };
        let plain = ratatui::style::Style::new();
        board.picker.draw(board.order.len(), line, plain, places.list, buffer);
    }
    let below = lines::ruled(places.detail, theme.dim(), buffer);
    lines::draw_from(&detail_lines(board, below.width, theme), board.scroll, below, buffer);
}

fn heads(board: &Topics, found: &Awareness, w: Widths, theme: Theme) -> [Line<'static>; 2] {
    let title = lines::fitted(&format!(" {}", board.measure.words().0), w.label + 1);
    let mut upper = vec![Span::styled(title, theme.title())];
    let mut lower = vec![Span::styled(lines::fitted(" topic", w.label + 1), theme.dim())];
    for column in visible(board, w) {
        let group = column.checked_sub(1).and_then(|at| found.groups.get(at));
        let [first, second] = match group {
            None => ["everybody".to_owned(), "gap".to_owned()],
            Some(group) => over_two(&group.label, &group.short, w.cell - 1),
        };
        let mark = match board.sort {
            Some((sorted, true)) if sorted == column => "▲",
            Some((sorted, false)) if sorted == column => "▼",
            _ => "",
        };
        let style = if column == board.column { theme.focus() } else { theme.dim() };
        for (line, text) in [(&mut upper, first), (&mut lower, format!("{mark}{second}"))] {
            // The longest words may take the blank in front of them.
            line.push(Span::styled(right(&text, w.cell), style));
        }
    }
    [Line::from(upper), Line::from(lower)]
}

/// A topic: its figures, and of how many they are.
fn table_lines(board: &Topics, steps: &Steps, at: usize, w: Widths, theme: Theme) -> [Line<'static>; 2] {
    let Some(topic) = board.topic(at) else { return [Line::default(), Line::default()] };
    let tall = board.places.tall;
    let here = at == board.picker.chosen;
    let style = if here { theme.ask() } else { theme.text() };
    let names = match over_two(&topic.label, &topic.short, w.label) {
        _ if !tall => [topic.short.clone(), String::new()],
        [first, second] if first.is_empty() => [second, first],
        both => both,
    };
    let [first, second] = names.map(|name| Span::styled(lines::fitted(&name, w.label), style));
    let mark = Span::styled(if here { "▸" } else { " " }, theme.focus());
    let mut upper = vec![mark, first];
    let mut lower = vec![Span::raw(" "), second];
    for column in visible(board, w) {
        let wide = w.cell - 1;
        let Some(cell) = cell(topic, steps, board.measure, column, wide) else { continue };
        let both = format!("{} {}", cell.text, cell.n);
        let text = if !tall && width::of(&both) < wide { both } else { cell.text };
        // What stands out stands by its figure, not by the one before it.
        let hot = if cell.heat == Heat::None { wide } else { wide.min((width::of(&text) + 1).max(9)) };
        let mut blank = Span::raw(" ".repeat(wide - hot));
        let mut figure = heat::cell(&text, cell.heat, hot, theme);
        let mut n = Span::styled(right(&cell.n, wide), theme.dim());
        if here && column == board.column {
            (blank.style, figure.style, n.style) = (theme.selected(), theme.selected(), theme.selected());
        }
        upper.extend([Span::raw(" "), blank, figure]);
        lower.extend([Span::raw(" "), n]);
    }
    [Line::from(upper), Line::from(lower)]
}

/// How many lines there are to say of what is chosen.
pub(super) fn detail_len(board: &Topics) -> usize {
    let theme = Theme::new(crate::tui::theme::Depth::None);
    detail_lines(board, board.places.detail.width.saturating_sub(2), theme).len()
}

/// Columns of the table of who rates.
struct Table {
    name: usize,
    mean: usize,
    bar: usize,
    n: usize,
}

impl Table {
    fn of(room: u16) -> Self {
        match room {
            100.. => Self { name: 39, mean: 12, bar: 10, n: 10 },
            60.. => Self { name: 26, mean: 9, bar: 10, n: 10 },
            _ => Self { name: 14, mean: 9, bar: 6, n: 8 },
        }
    }

    fn head(&self, what: &str, theme: Theme) -> Line<'static> {
        let text = format!(
            "{} {}  {}  {} {}",
            lines::fitted(what, self.name),
            right(if self.mean < 12 { "mean/each" } else { "mean or each" }, self.mean),
            lines::fitted("ratings", self.bar),
            right("n of asked", self.n),
            " no rating"
        );
        Line::from(Span::styled(text, theme.key()))
    }

    fn row(&self, name: &str, rating: &Rating, steps: &Steps, theme: Theme) -> Line<'static> {
        let mean = match rating.mean {
            None => "–".to_owned(),
            // So few that each can be told.
            Some(_) if words::few(rating.n) => words::values(rating, steps),
            Some(mean) => format!("{mean:.2}"),
        };
        let n = format!("{} of {}", rating.n, rating.counts.asked());
        let mut spans =
            vec![Span::raw(format!("{} {}  ", lines::fitted(name, self.name), right(&mean, self.mean)))];
        spans.extend(words::spread(rating, steps, self.bar, theme));
        spans.push(Span::styled(format!("  {}", right(&n, self.n)), theme.dim()));
        let silent = words::silent(&rating.counts);
        spans.push(Span::styled(format!("  {}", silent.trim_start_matches("; ")), theme.dim()));
        Line::from(spans)
    }
}

fn detail_lines(board: &Topics, room: u16, theme: Theme) -> Vec<Line<'static>> {
    let found = board.found.as_ref();
    let known = found.and_then(|found| Some((found, found.scale.as_ref()?)));
    let (Some((found, (steps, scale))), Some(topic)) = (known, board.topic(board.picker.chosen)) else {
        return Vec::new();
    };
    let group = board.group(topic);
    let who = group.map_or("everybody, of themselves", |(_, rated, _)| rated.label.as_str());
    let mut all = vec![Line::from(vec![
        Span::styled(format!("{} · ", topic.at.spoken()), theme.key()),
        Span::styled(clean::visible(&topic.label).into_owned(), theme.ask()),
        Span::styled(format!(" · {}", clean::visible(who)), theme.focus()),
    ])];
    let table = Table::of(room);
    let raters = |ratings: &[Rating]| {
        let each = ratings.iter().enumerate().filter_map(|(at, rating)| {
            let people = found.raters.sizes.get(at).copied().filter(|n| *n > 0)?;
            let name = format!("{} ({people})", found.raters.label(at));
            Some(table.row(&name, rating, steps, theme))
        });
        each.collect::<Vec<_>>()
    };
    let Some((_, rated, view)) = group else {
        all.extend(lines::wrapped(&words::rated(&topic.everyone, steps, scale), room, theme.text()));
        all.push(table.head("each of themselves (sessions)", theme));
        all.extend(raters(&topic.themselves));
        return all;
    };
    all.extend(lines::wrapped(&in_words(rated, view), room, theme.text()));
    all.push(table.head("how it is seen", theme));
    let members = format!("members, of themselves ({})", rated.members);
    let managers = format!("its managers, of staff ({})", rated.managers);
    for (name, rating) in [
        (members.as_str(), &view.itself),
        ("members, of the group", &view.own),
        (managers.as_str(), &view.managers),
        ("all others, of the group", &view.others),
    ] {
        all.push(table.row(name, rating, steps, theme));
    }
    all.push(table.head("who rates this group (sessions)", theme));
    all.extend(raters(&view.by));
    all
}

/// The difference, in whole words.
fn in_words(rated: &Rated, view: &View) -> String {
    let label = clean::visible(&rated.label);
    let (own, others) = (view.itself.n, view.others.n);
    if rated.members == 0 {
        return format!("nobody of {label} is among these sessions: only others speak of it");
    }
    let Some((difference, itself, theirs)) =
        view.difference.zip(view.itself.mean.zip(view.others.mean)).map(|(d, (a, b))| (d, a, b))
    else {
        let members = count(rated.members, "session", "sessions");
        let who =
            if own == 0 { format!("none of its members ({members})") } else { "nobody else".to_owned() };
        return format!("{label}: nothing to set apart, {who} rated it");
    };
    if words::few(own.min(others)) {
        return format!(
            "{label}: too few to set apart, n {own} of themselves and {others} of others: read the ratings"
        );
    }
    let how = match words::signed((difference * 100.0).round() / 100.0).as_str() {
        "0" => "as others rate them".to_owned(),
        text if text.starts_with('−') => format!("{:.2} worse than others rate them", difference.abs()),
        _ => format!("{difference:.2} better than others rate them"),
    };
    format!("{label} rate themselves {how}: {itself:.2} − {theirs:.2}, the means; n {own} and {others}")
}
