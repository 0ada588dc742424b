//! How the gap board looks: its table, its list of what comes first, the lines on what is chosen.

use super::super::words::{self, right, two_lines};
use super::{Entry, Gaps, Measure, Mode};
use crate::analysis::marks::Cause;
use crate::analysis::needs::{Gap, Read, Suggested, Technique, Techniques};
use crate::text::clean;
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;
use crate::tui::widgets::heat::{self, Heat};
use crate::tui::widgets::lines;
use ratatui::buffer::Buffer;
use ratatui::text::{Line, Span};

/// Columns of a group's cell.
const GROUP: usize = 10;

/// Columns of the measures, and of the cause behind them.
#[derive(Clone, Copy)]
struct Widths {
    label: usize,
    exposure: usize,
    rating: usize,
    bar: usize,
    other: usize,
    cause: usize,
}

fn widths(room: usize, measures: usize) -> Widths {
    let others = measures.saturating_sub(3);
    let mut all = if room >= 100 && measures > 4 {
        Widths { label: 28, exposure: 6, rating: 23, bar: 10, other: 10, cause: 16 }
    } else if room >= 100 {
        Widths { label: 28, exposure: 9, rating: 26, bar: 12, other: 11, cause: 18 }
    } else {
        Widths { label: 18, exposure: 5, rating: 14, bar: 8, other: 7, cause: 12 }
    };
    let taken = 1 + all.exposure + 2 * all.rating + others * all.other + all.cause;
    all.label = room.saturating_sub(taken + measures).clamp(10, 30);
    all
}

fn columns(widths: Widths, measure: Measure) -> usize {
    match measure {
        Measure::Exposure => widths.exposure,
        Measure::Knowledge | Measure::Application => widths.rating,
        Measure::KnowDo | Measure::Weighed => widths.other,
    }
}

/// What a cause is called in the table, with a mark where the figures only lean that way.
fn cause(suggested: Suggested, wide: usize) -> String {
    let mark = if suggested.firm { "" } else { "?" };
    format!("{}{mark}", cause_name(suggested.cause, wide))
}

fn cause_name(cause: Cause, wide: usize) -> &'static str {
    match cause {
        Cause::Training => "training",
        Cause::Equipment if wide < 16 => "equip/mgmt",
        Cause::Equipment => "equipment/mgmt",
        Cause::Law => "law",
        Cause::NotKnown => "not enough",
        Cause::NoGap => "no gap",
    }
}

fn cause_style(cause: Cause, theme: Theme) -> ratatui::style::Style {
    match cause {
        Cause::Training => theme.focus(),
        Cause::Equipment | Cause::Law => theme.title(),
        Cause::NotKnown | Cause::NoGap => theme.dim(),
    }
}

fn rating(
    rating: &crate::analysis::needs::Rating,
    read: Option<&Read>,
    widths: Widths,
    theme: Theme,
) -> Vec<Span<'static>> {
    let Some((steps, _)) = read else { return vec![Span::raw(right("–", widths.rating))] };
    let (text, heat) = words::gap(rating, steps);
    if words::few(rating.n) {
        let n = format!("{text}  n{}", rating.n);
        return vec![Span::styled(right(&n, widths.rating), theme.dim())];
    }
    let figure = 5;
    let tail = widths.rating - figure - widths.bar - 1;
    let n = if tail > 5 { format!("{}/{}", rating.n, rating.counts.asked()) } else { String::new() };
    let mut spans = vec![heat::cell(&text, heat, figure, theme), Span::raw(" ")];
    spans.extend(words::spread(rating, steps, widths.bar, theme));
    spans.push(Span::styled(right(&n, tail), theme.dim()));
    spans
}

fn cell(found: &Techniques, gap: &Gap, measure: Measure, w: Widths, theme: Theme) -> Vec<Span<'static>> {
    let whole = found.knowledge.as_ref().map_or(4.0, |(s, _)| f64::from(s.top() - s.bottom()));
    match measure {
        Measure::Exposure => vec![Span::raw(right(&words::exposed(&gap.exposure), w.exposure))],
        Measure::Knowledge => rating(&gap.knowledge, found.knowledge.as_ref(), w, theme),
        Measure::Application => rating(&gap.application, found.application.as_ref(), w, theme),
        Measure::KnowDo => {
            let (text, heat) = words::know_do(&gap.know_do, whole);
            vec![Span::raw("  "), heat::cell(&text, heat, w.other - 2, theme)]
        }
        Measure::Weighed => {
            let top = found.importance.as_ref().map_or(5.0, |(s, _)| f64::from(s.top()));
            let (text, heat) = words::weighed(gap.weighed_knowledge.as_ref(), whole * top / 2.0);
            vec![Span::raw("  "), heat::cell(&text, heat, w.other - 2, theme)]
        }
    }
}

/// A cell of a split board: the figure, and of how many.
fn small(found: &Techniques, gap: &Gap, measure: Measure, theme: Theme) -> Span<'static> {
    let whole = found.knowledge.as_ref().map_or(4.0, |(s, _)| f64::from(s.top() - s.bottom()));
    let of = |rating: &crate::analysis::needs::Rating, read: Option<&Read>| match read {
        Some((steps, _)) => words::gap(rating, steps),
        None => ("–".to_owned(), Heat::None),
    };
    let (text, heat) = match measure {
        Measure::Exposure => (words::exposed(&gap.exposure), Heat::None),
        Measure::Knowledge => of(&gap.knowledge, found.knowledge.as_ref()),
        Measure::Application => of(&gap.application, found.application.as_ref()),
        Measure::KnowDo => words::know_do(&gap.know_do, whole),
        Measure::Weighed => {
            let top = found.importance.as_ref().map_or(5.0, |(s, _)| f64::from(s.top()));
            words::weighed(gap.weighed_knowledge.as_ref(), whole * top / 2.0)
        }
    };
    let n = measure.n(gap);
    let text = if words::few(n) { text } else { words::with_n(&text, n, GROUP - 2) };
    heat::cell(&text, heat, GROUP - 1, theme)
}

/// Groups that there is room for beside the labels.
pub(super) fn groups_shown(width: u16) -> usize {
    let label = split_label(usize::from(width));
    usize::from(width).saturating_sub(label + 1) / GROUP
}

fn split_label(room: usize) -> usize {
    if room >= 100 { 29 } else { 20 }
}

pub(super) fn draw(gaps: &Gaps, desk: &Desk, buffer: &mut Buffer) {
    let theme = desk.theme;
    let Some(found) = &gaps.found else {
        let text = "No questionnaire here says what its techniques are. The annex does.";
        buffer.set_string(gaps.places.list.x + 2, gaps.places.list.y, text, theme.dim());
        return;
    };
    let room = usize::from(gaps.places.list.width);
    let heads = heads(gaps, found, room, theme);
    let skip = 2_usize.saturating_sub(gaps.places.head.height.into());
    lines::draw_from(&heads, skip, gaps.places.head, buffer);
    let line = |at: usize| match gaps.mode {
        Mode::Table | Mode::Plane => table_line(gaps, found, at, room, theme),
        Mode::First => first_line(gaps, found, at, room, theme),
    };
    // The chosen line is marked in front, and its chosen cell in reverse: the colours of the others stay readable.
    let whole = gaps.mode == Mode::First;
    let selected = if whole { theme.selected() } else { ratatui::style::Style::new() };
    gaps.picker.draw(gaps.len(), line, selected, gaps.places.list, buffer);
    let below = lines::ruled(gaps.places.detail, theme.dim(), buffer);
    lines::draw(&detail_lines(gaps, found, below.width, theme), below, buffer);
}

/// The heads of the columns: two lines, the lower one where there is only one to say.
fn heads(gaps: &Gaps, found: &Techniques, room: usize, theme: Theme) -> [Line<'static>; 2] {
    let mark = |column: usize| match gaps.sort {
        Some((sorted, true)) if sorted == column => "▲",
        Some((sorted, false)) if sorted == column => "▼",
        _ => "",
    };
    let style = |column: usize| if gaps.column == column { theme.focus() } else { theme.dim() };
    if gaps.mode == Mode::First {
        let text = "   technique, and what it is ranked by";
        return [Line::default(), Line::from(Span::styled(lines::fitted(text, room), theme.dim()))];
    }
    if gaps.is_split() {
        let label = split_label(room);
        let title = lines::fitted(&format!(" {}", gaps.measure.words().1), label);
        let mut upper = vec![Span::styled(title, theme.title())];
        let mut lower = vec![Span::raw(" ".repeat(label))];
        let names = std::iter::once("all").chain((0..found.grouping.len()).map(|g| found.grouping.label(g)));
        for (column, name) in visible(gaps, names.enumerate(), room) {
            let [first, second] = two_lines(name, GROUP - 1);
            let second = if mark(column).is_empty() { second } else { format!("{}{second}", mark(column)) };
            for (line, text) in [(&mut upper, first), (&mut lower, second)] {
                line.push(Span::raw(" "));
                line.push(Span::styled(right(&text, GROUP - 1), style(column)));
            }
        }
        return [Line::from(upper), Line::from(lower)];
    }
    let w = widths(room, gaps.measures().len());
    let mut spans = vec![Span::styled(lines::fitted(" technique", w.label + 1), theme.dim())];
    for (column, measure) in gaps.measures().iter().enumerate() {
        let text = format!("{}{}", mark(column), measure.words().0);
        let wide = columns(w, *measure);
        let text = match measure {
            Measure::Knowledge | Measure::Application if wide > 20 => {
                lines::fitted(&format!(" {text}: gap"), wide)
            }
            Measure::Knowledge | Measure::Application => lines::fitted(&format!(" {text}"), wide),
            _ => right(&text, wide),
        };
        spans.push(Span::raw(" "));
        spans.push(Span::styled(text, style(column)));
    }
    spans.push(Span::styled(right("suggests", w.cause), theme.dim()));
    [Line::default(), Line::from(spans)]
}

/// Those columns of a split board that are shown: all, and as many groups as there is room for.
fn visible<'a, T: 'a>(
    gaps: &Gaps,
    all: impl Iterator<Item = (usize, T)> + 'a,
    room: usize,
) -> impl Iterator<Item = (usize, T)> + 'a {
    let shown = room.saturating_sub(split_label(room) + 1) / GROUP;
    let first = gaps.first;
    all.filter(move |(column, _)| *column == 0 || *column > first && *column < first + shown)
}

fn table_line(gaps: &Gaps, found: &Techniques, at: usize, room: usize, theme: Theme) -> Line<'static> {
    let Some((row, technique)) = gaps.at_line(at).and_then(|row| Some((row, found.rows.get(row)?))) else {
        return Line::default();
    };
    let here = at == gaps.picker.chosen;
    let mut spans = vec![Span::styled(if here { "▸" } else { " " }, theme.focus())];
    let style = if here { theme.ask() } else { theme.text() };
    let chosen = |column: usize, mut cell: Vec<Span<'static>>| {
        if here && column == gaps.column {
            for span in &mut cell {
                span.style = theme.selected();
            }
        }
        cell
    };
    if gaps.is_split() {
        spans.push(Span::styled(lines::fitted(&technique.short, split_label(room) - 1), style));
        let each = std::iter::once(Some(&technique.all)).chain(technique.groups.iter().map(Some));
        for (column, gap) in visible(gaps, each.enumerate(), room) {
            let Some(gap) = gap else { continue };
            spans.push(Span::raw(" "));
            spans.extend(chosen(column, vec![small(found, gap, gaps.measure, theme)]));
        }
        return Line::from(spans);
    }
    let w = widths(room, gaps.measures().len());
    spans.push(Span::styled(lines::fitted(&technique.short, w.label), style));
    for (column, measure) in gaps.measures().iter().enumerate() {
        spans.push(Span::raw(" "));
        spans.extend(chosen(column, cell(found, &technique.all, *measure, w, theme)));
    }
    if let Some((cause, _)) = gaps.said.get(&(row, None)) {
        let text = format!("{} !", cause_name(*cause, w.cause));
        spans.push(Span::styled(right(&text, w.cause), cause_style(*cause, theme)));
    } else if let Some(suggested) = found.suggested(row, None) {
        let text = right(&cause(suggested, w.cause), w.cause);
        spans.push(Span::styled(text, cause_style(suggested.cause, theme)));
    }
    Line::from(spans)
}

/// What stands above techniques of one cause.
fn heading(cause: Cause) -> &'static str {
    match cause {
        Cause::Training => "Train first: knowledge itself is weak",
        Cause::Equipment => {
            "Not by training first: known, weakly applied. Equipment, or how work is organized"
        }
        Cause::Law => "Not by training first: known, hardly used. Law, or a mandate that is missing",
        Cause::NotKnown => "Not enough known: fewer than 5 rated it",
        Cause::NoGap => "No gap shown",
    }
}

fn first_line(gaps: &Gaps, found: &Techniques, at: usize, room: usize, theme: Theme) -> Line<'static> {
    let technique = match gaps.entries.get(at) {
        None => return Line::default(),
        Some(Entry::Heading(cause)) => {
            return Line::from(Span::styled(format!(" {}", heading(*cause)), cause_style(*cause, theme)));
        }
        Some(Entry::Technique(row)) => found.rows.get(*row),
    };
    let Some(technique) = technique else { return Line::default() };
    let rank =
        gaps.entries.iter().take(at).rev().take_while(|e| matches!(e, Entry::Technique(_))).count() + 1;
    let label = if room >= 100 { 29 } else { 24 };
    let mut spans =
        vec![Span::raw(format!(" {rank:>2} ")), Span::raw(lines::fitted(&technique.short, label))];
    let cause = gaps.entries.iter().take(at).rev().find_map(|entry| match entry {
        Entry::Heading(cause) => Some(*cause),
        Entry::Technique(_) => None,
    });
    let by_practice = cause == Some(Cause::Equipment);
    spans.push(Span::raw(if by_practice {
        practice(technique, found)
    } else {
        formula(technique, found, room >= 100)
    }));
    Line::from(spans)
}

/// What a technique is ranked by that is known and weakly applied.
fn practice(technique: &Technique, found: &Techniques) -> String {
    let gap = &technique.all;
    let whole = found.knowledge.as_ref().map_or(4.0, |(s, _)| f64::from(s.top() - s.bottom()));
    let (mean, _) = words::know_do(&gap.know_do, whole);
    let blocked = gap.know_do.blocked_share().filter(|_| !words::few(gap.know_do.pairs.n));
    let blocked =
        blocked.map(|share| format!(" · weakly applied {}", words::interval(share))).unwrap_or_default();
    format!("know−do {mean} · n {}{blocked}", gap.know_do.pairs.n)
}

/// What other techniques are ranked by: the gap in knowledge, as a sum.
fn formula(technique: &Technique, found: &Techniques, wide: bool) -> String {
    let gap = &technique.all;
    let Some(((steps, _), mean)) = found.knowledge.as_ref().zip(gap.knowledge.mean) else {
        return format!("nobody rated knowledge of it; asked {}", gap.knowledge.counts.asked());
    };
    let n = gap.knowledge.n;
    if words::few(n) {
        return format!("rated {}; n {n}", words::values(&gap.knowledge, steps));
    }
    let weak = gap.knowledge.weak.map(words::interval).unwrap_or_default();
    let sum = format!("{} − {mean:.1} = {:.1}", steps.top(), f64::from(steps.top()) - mean);
    let apply = gap.know_do.mean.map(|m| format!(" · know−do {}", words::one_place(m)));
    let apply = apply.filter(|_| wide && !words::few(gap.know_do.pairs.n)).unwrap_or_default();
    let used = format!(" · used {}", words::exposed(&gap.exposure));
    let used = if wide { used } else { String::new() };
    format!("{sum} · n {n} · weak {weak}{apply}{used}")
}

fn detail_lines(gaps: &Gaps, found: &Techniques, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let Some((row, technique, group, gap)) = gaps.chosen_gap() else {
        let text = "Choose a technique to see what stands behind its figures.";
        return lines::wrapped(text, width, theme.dim());
    };
    let who = group.map_or("all", |g| found.grouping.label(g));
    let mut all = vec![Line::from(vec![
        Span::styled(format!("{} · ", technique.at.spoken()), theme.key()),
        Span::styled(clean::visible(&technique.label).into_owned(), theme.ask()),
        Span::styled(format!(" · {}", clean::visible(who)), theme.focus()),
    ])];
    let mut add = |name: &str, text: String| {
        let wrapped = lines::wrapped(&format!("{name}: {text}"), width, theme.text());
        all.extend(wrapped);
    };
    if let Some((cause, why)) = gaps.said.get(&(row, group)) {
        add("cause", format!("{}, as the trainer says, {why}", cause.label()));
    }
    if let Some(suggested) = found.suggested(row, group) {
        let lean = if suggested.firm { "" } else { ", leaning: a few more answers may change it" };
        add("suggests", format!("{}{lean}: {}", suggested.cause.label(), suggested.why.words()));
    }
    if let Some((steps, scale)) = &found.knowledge {
        add("knowledge", words::rated(&gap.knowledge, steps, scale));
    }
    if let Some((steps, scale)) = &found.application {
        add("application", words::rated(&gap.application, steps, scale));
    }
    add("know−do", words::known_and_done(&gap.know_do));
    add("use", words::used(&gap.exposure, found.usage.as_deref()));
    if let Some(text) = words::mattering(gap) {
        add("weighed", text);
    }
    if group.is_none() {
        if let Some(text) = words::roles(&technique.knowledge_gap) {
            add("knowledge by role", text);
        }
        if let Some(text) = words::roles(&technique.application_gap) {
            add("application by role", text);
        }
        if let Some(alike) = technique.alike() {
            add(
                "groups",
                format!(
                    "each person counts once above, so large groups weigh more; each group counted once the gap in knowledge is {alike:.2}"
                ),
            );
        }
    }
    all
}
