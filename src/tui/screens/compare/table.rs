//! The figures of a comparison as lines: a line for each group, then what else can be said of the question.

use crate::analysis::{
    Comparison, Counts, Cross, FEW, Figures, Measure, RoleGap, count, decimal, ladder, percent,
};
use crate::session::Nonresponse;
use crate::text::width;
use crate::tui::theme::Theme;
use crate::tui::widgets::bar::{self, Part};
use crate::tui::widgets::lines;
use ratatui::text::{Line, Span};

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Col {
    Group,
    Number,
    Given,
    Median,
    Spread,
    Reasons,
    Sources,
    Unsupported,
}

impl Col {
    fn of(measure: Measure) -> &'static [Self] {
        use Col::{Given, Group, Median, Number, Reasons, Sources, Spread, Unsupported};
        match measure {
            Measure::Ordered => &[Group, Number, Given, Median, Spread, Reasons, Sources, Unsupported],
            Measure::Nominal | Measure::Several => {
                &[Group, Number, Given, Spread, Reasons, Sources, Unsupported]
            }
            Measure::Number => &[Group, Number, Given, Median, Reasons, Sources, Unsupported],
            Measure::Words => &[Group, Number, Given, Reasons, Sources],
        }
    }

    /// Its heading, as much of it as there is room for.
    fn title(self, measure: Measure, wide: usize) -> &'static str {
        match (self, measure) {
            (Self::Group, _) => "group",
            (Self::Number, _) => "n/asked/sess",
            (Self::Given, Measure::Ordered) if wide < 16 => "low → high",
            (Self::Given, Measure::Ordered) => "lowest → highest",
            (Self::Given, Measure::Several) if wide < 20 => "shares",
            (Self::Given, Measure::Several) => "share of each option",
            (Self::Given, Measure::Number) => "from … to",
            (Self::Given, Measure::Words) => "in words",
            (Self::Given, Measure::Nominal) => "answers",
            (Self::Median, Measure::Ordered) if wide >= 18 => "median (quartiles)",
            (Self::Median, _) => "median",
            (Self::Spread, _) => "spread",
            (Self::Reasons, _) => "dk rf na sk bl",
            (Self::Sources, _) => "inst",
            (Self::Unsupported, _) => "unsupp",
        }
    }

    /// Least and most columns of the terminal.
    fn width(self, measure: Measure, options: usize) -> (usize, usize) {
        match (self, measure) {
            (Self::Group, _) => (12, 30),
            (Self::Number, _) => (12, 12),
            (Self::Given, Measure::Several) => (2 * options.max(6), 3 * options.max(6)),
            (Self::Given, Measure::Number) => (10, 16),
            (Self::Given, Measure::Words) => (8, 12),
            (Self::Given, _) => (14, 40),
            (Self::Median, Measure::Number) => (8, 30),
            (Self::Median, _) => (16, 27),
            (Self::Spread | Self::Unsupported, _) => (6, 6),
            (Self::Reasons, _) => (14, 14),
            (Self::Sources, _) => (4, 4),
        }
    }

    /// The one that matters least goes first where there is no room for all.
    fn worth(self) -> u8 {
        match self {
            Self::Group => 9,
            Self::Number => 8,
            Self::Given => 7,
            Self::Median => 6,
            Self::Spread => 4,
            Self::Reasons => 1,
            Self::Sources => 3,
            Self::Unsupported => 2,
        }
    }
}

/// The lines of the figures, and which of them stand for a group.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) head: Line<'static>,
    pub(super) lines: Vec<Line<'static>>,
    /// What each line stands for, as far down as they stand for groups; those without a session are left out.
    pub(super) groups: Vec<Of>,
}

/// What a line of the table stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Group(usize),
    All,
}

/// The parts of a bar: on an ordered scale from the lowest to the highest, else as they are read out.
pub(super) fn parts(found: &Comparison, counts: &Counts) -> Vec<Part> {
    let Some(scale) = found.subject.scale.as_deref() else { return Vec::new() };
    let count = |at: usize| counts.options.get(at).copied().unwrap_or(0);
    if found.measure != Measure::Ordered {
        let each = 0..scale.options.len();
        return each.map(|at| Part { digit: at + 1, count: count(at), height: None }).collect();
    }
    let rungs = ladder(scale);
    let top = rungs.len().saturating_sub(1).max(1) as f64;
    let part = |(step, at): (usize, &usize)| Part {
        digit: at + 1,
        count: count(*at),
        height: Some(step as f64 / top),
    };
    rungs.iter().enumerate().map(part).collect()
}

fn fit(measure: Measure, options: usize, room: usize) -> Vec<(Col, usize)> {
    let mut shown = Col::of(measure).to_vec();
    let least = |cols: &[Col]| cols.iter().map(|c| c.width(measure, options).0 + 1).sum::<usize>();
    while shown.len() > 1 && least(&shown) > room {
        let poorest = shown.iter().copied().min_by_key(|c| c.worth());
        shown.retain(|c| Some(*c) != poorest);
    }
    let mut spare = room.saturating_sub(least(&shown));
    let mut all: Vec<(Col, usize)> = shown.iter().map(|c| (*c, c.width(measure, options).0)).collect();
    while spare > 0 {
        let before = spare;
        for (col, wide) in &mut all {
            if spare > 0 && *wide < col.width(measure, options).1 {
                *wide += 1;
                spare -= 1;
            }
        }
        if spare == before {
            break;
        }
    }
    all
}

/// Everything there is to say, in so many columns.
pub(super) fn table(found: &Comparison, room: usize, theme: Theme) -> Table {
    let options = found.subject.scale.as_ref().map_or(0, |s| s.options.len());
    let columns = fit(found.measure, options, room.saturating_sub(1));
    let titles = columns.iter().map(|(col, wide)| lines::fitted(col.title(found.measure, *wide), *wide));
    let head = format!(" {}", titles.collect::<Vec<_>>().join(" "));
    let mut table = Table { head: Line::from(Span::styled(head, theme.key())), ..Table::default() };
    let mut away = Vec::new();
    for (at, counts) in found.tally.groups.iter().enumerate() {
        if counts.sessions == 0 && counts.asked() == 0 && counts.accounts == 0 {
            away.push(found.grouping.label(at));
            continue;
        }
        table.lines.push(line(found, Of::Group(at), &columns, theme));
        table.groups.push(Of::Group(at));
    }
    if table.groups.len() != 1 || found.grouping.len() != 1 {
        table.lines.push(line(found, Of::All, &columns, theme));
        table.groups.push(Of::All);
    }
    let wide = room.saturating_sub(2) as u16;
    let mut say = |text: &str, style| {
        table.lines.extend(lines::wrapped(text, wide, style).into_iter().map(indented));
    };
    if !away.is_empty() {
        say(&format!("without this questionnaire: {}", away.join(", ")), theme.dim());
    }
    let together = &found.tally.all;
    let silent = together.answered == 0
        && (found.measure != Measure::Words || together.accounts + together.worded == 0);
    // What is at the top says why.
    if silent {
        return table;
    }
    if found.grouping.len() == 1 && found.measure != Measure::Words {
        say("One group only: g groups these sessions by something else.", theme.dim());
    }
    if let Some(gap) = found.gap.as_ref().filter(|gap| gap.staff.answered + gap.managers.answered > 0) {
        table.lines.extend(managers(found, gap, room, theme));
    }
    if let Some(cross) = &found.cross {
        table.lines.extend(paper(cross, room, theme));
    }
    if let Some(agreement) = &found.agreement {
        table.lines.push(Line::default());
        let head = format!(
            "Agreement on \"{}\" over the {} rows of this table: alpha {}; {}",
            found.subject.column,
            agreement.rows,
            agreement.over_groups(),
            agreement.over_sessions()
        );
        let mut say = |text: &str, style| {
            table.lines.extend(lines::wrapped(text, wide, style).into_iter().map(indented));
        };
        say(&head, theme.text());
        say(
            "1: all rate the rows alike; 0: as chance would have it; below: against each other. Low agreement is a \
             finding, not an error.",
            theme.dim(),
        );
    }
    table
}

fn indented(line: Line<'static>) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    spans.extend(line.spans);
    Line::from(spans)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn line(found: &Comparison, group: Of, columns: &[(Col, usize)], theme: Theme) -> Line<'static> {
    let mut spans = Vec::new();
    let (label, counts, figures, total) = of(found, group);
    let widest = found.widest().filter(|w| w.steps > 0.0 && !total);
    for (col, wide) in columns {
        // The two groups that are furthest apart stand out.
        let mark = match (col, widest) {
            (Col::Group, Some(w)) if group == Of::Group(w.high) => Span::styled("▲", theme.good()),
            (Col::Group, Some(w)) if group == Of::Group(w.low) => Span::styled("▼", theme.bad()),
            _ => Span::raw(" "),
        };
        spans.push(mark);
        let (text, style) = match col {
            Col::Group => (lines::fitted(label, *wide), if total { theme.ask() } else { theme.title() }),
            Col::Number => {
                let n = if found.measure == Measure::Words { counts.given() } else { counts.answered };
                let n = format!("{n}/{}/{}", counts.asked(), counts.sessions);
                (lines::fitted(&n, *wide), theme.text())
            }
            Col::Given => {
                spans.extend(given(found, counts, *wide, theme));
                continue;
            }
            Col::Median => (lines::fitted(&middle(found, counts, figures, *wide), *wide), theme.text()),
            Col::Spread => {
                let text = figures.spread.map_or_else(|| "–".to_owned(), |s| format!("{s:.2}"));
                (lines::fitted(&text, *wide), theme.text())
            }
            Col::Reasons => {
                let each = counts.reasons.into_iter().chain([counts.blank()]);
                let each = each.map(|n| if n == 0 { " ·".to_owned() } else { format!("{n:>2}") });
                (lines::fitted(&each.collect::<Vec<_>>().join(" "), *wide), theme.dim())
            }
            Col::Sources => {
                let few = counts.institutions == 1 && total;
                (
                    format!("{:>wide$}", counts.institutions, wide = *wide),
                    if few { theme.warn() } else { theme.text() },
                )
            }
            Col::Unsupported => {
                let share = match counts.answered {
                    0 => "–".to_owned(),
                    n if n < FEW => format!("{}/{n}", counts.unsupported),
                    n => percent(counts.unsupported, n).unwrap_or_default(),
                };
                (format!("{share:>wide$}", wide = *wide), theme.text())
            }
        };
        spans.push(Span::styled(text, style));
    }
    Line::from(spans)
}

/// Label, counts and figures of a group, or of all together.
fn of(found: &Comparison, group: Of) -> (&str, &Counts, &Figures, bool) {
    let known = |at: usize| {
        Some((found.grouping.label(at), found.tally.groups.get(at)?, found.figures.get(at)?, false))
    };
    let known = match group {
        Of::Group(at) => known(at),
        Of::All => None,
    };
    known.unwrap_or(("all together", &found.tally.all, &found.all, true))
}

fn given(found: &Comparison, counts: &Counts, wide: usize, theme: Theme) -> Vec<Span<'static>> {
    match found.measure {
        Measure::Several => {
            let mut spans = bar::columns(&parts(found, counts), counts.answered, wide, theme);
            let used: usize = spans.iter().map(|s| width::of(&s.content)).sum();
            spans.push(Span::raw(" ".repeat(wide.saturating_sub(used))));
            spans
        }
        Measure::Number => {
            let all = found.values(counts);
            let ends = all.first().zip(all.last()).filter(|(a, b)| a != b);
            let text = ends.map(|(a, b)| format!("{a} … {b}")).unwrap_or_default();
            let words = if counts.worded > 0 { format!("{text} +{} in words", counts.worded) } else { text };
            vec![Span::raw(lines::fitted(&words, wide))]
        }
        Measure::Words => {
            let told = counts.worded.max(counts.accounts);
            vec![Span::raw(lines::fitted(&told.to_string(), wide))]
        }
        _ => {
            // A short bar says that they are few.
            let n = counts.answered;
            let used = if n < FEW { wide * n / FEW } else { wide };
            let mut spans = bar::bar(&parts(found, counts), used, theme);
            spans.push(Span::raw(" ".repeat(wide - used)));
            spans
        }
    }
}

/// The median and quartiles, or the values themselves where they are few.
fn middle(found: &Comparison, counts: &Counts, figures: &Figures, wide: usize) -> String {
    if counts.answered < FEW {
        let whole = found.values(counts).join(", ");
        if width::of(&whole) <= wide || found.measure == Measure::Number {
            return whole;
        }
        let Some(scale) = found.subject.scale.as_deref() else { return whole };
        let each = scale.options.iter().zip(&counts.options);
        let brief = |o: &crate::bank::ScaleOption| {
            o.short.clone().unwrap_or_else(|| o.label.chars().take(4).collect())
        };
        return each.flat_map(|(o, n)| std::iter::repeat_n(brief(o), *n)).collect::<Vec<_>>().join(", ");
    }
    if found.measure == Measure::Number {
        return found.median_number(counts).map(decimal).unwrap_or_default();
    }
    let Some(ordinal) = &figures.ordinal else { return String::new() };
    let median = found.middle(ordinal.median);
    let (low, high) = (found.middle(ordinal.lower), found.middle(ordinal.upper));
    let range = if low == high { String::new() } else { format!(" ({low}–{high})") };
    if width::of(&median) + width::of(&range) <= wide { median + &range } else { median }
}

/// What managers say of their staff beside what staff say of themselves.
fn managers(found: &Comparison, gap: &RoleGap, room: usize, theme: Theme) -> Vec<Line<'static>> {
    let wide = room.saturating_sub(24).min(40);
    let line = |name: &str, counts: &Counts| {
        let mut spans = vec![Span::styled(format!(" {name:<10}"), theme.title())];
        spans.push(Span::raw(lines::fitted(&format!("n {}", counts.answered), 8)));
        spans.extend(bar::bar(&parts(found, counts), wide, theme));
        if (1..FEW).contains(&counts.answered) {
            spans.push(Span::raw(format!(" {}", found.values(counts).join(", "))));
        }
        Line::from(spans)
    };
    let words = lines::wrapped(&capital(&found.gap_words(gap)), room.saturating_sub(2) as u16, theme.ask());
    let mut all = vec![Line::default()];
    all.extend(words.into_iter().map(indented));
    all.extend([line("managers", &gap.managers), line("staff", &gap.staff)]);
    all
}

/// What exists on paper against what is done.
fn paper(cross: &Cross, room: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut all = vec![Line::default()];
    let words = lines::wrapped(&capital(&cross.words()), room.saturating_sub(2) as u16, theme.ask());
    all.extend(words.into_iter().map(indented));
    let wide = 12;
    let labels = cross.options.iter().map(|label| lines::fitted(label, wide));
    let head = format!(" {}{}", lines::fitted("paper ↓  practice →", 22), labels.collect::<String>());
    all.push(Line::from(Span::styled(head, theme.key())));
    for (label, counts) in cross.options.iter().zip(&cross.counts) {
        let cell = |n: &usize| lines::fitted(&if *n == 0 { "·".to_owned() } else { n.to_string() }, wide);
        let mut spans = vec![Span::styled(format!(" {}", lines::fitted(label, 22)), theme.title())];
        spans.push(Span::raw(counts.iter().map(cell).collect::<String>()));
        all.push(Line::from(spans));
    }
    all
}

/// Everything known of one group in words, for the lines below the table.
pub(super) fn detail(found: &Comparison, group: Of) -> String {
    let (label, counts, ..) = of(found, group);
    let mut all = Vec::new();
    let told = if found.measure == Measure::Words { counts.given() } else { counts.answered };
    all.push(format!("{told} answered of {} asked", counts.asked()));
    if let Some(scale) = found.subject.scale.as_deref() {
        let each = scale.options.iter().zip(&counts.options).filter(|(_, n)| **n > 0);
        all.extend(each.map(|(o, n)| format!("{} {}", o.label, share(*n, counts.answered))));
    }
    let reasons = Nonresponse::ALL.iter().zip(counts.reasons).filter(|(_, n)| *n > 0);
    all.extend(reasons.map(|(r, n)| format!("{} {}", r.label(), share(n, counts.sessions))));
    let blank = counts.blank();
    if blank > 0 {
        all.push(format!("blank {}", share(blank, counts.sessions)));
    }
    if counts.worded > 0 && found.measure != Measure::Words {
        all.push(format!("in words only {}", counts.worded));
    }
    if counts.strange > 0 {
        all.push(format!("codes of another version {}", counts.strange));
    }
    all.push(count(counts.institutions, "institution", "institutions"));
    if counts.answered > 0 {
        all.push(format!("nothing seen behind {}", share(counts.unsupported, counts.answered)));
    }
    if counts.accounts > 0 {
        all.push(count(counts.accounts, "session with an account", "sessions with an account"));
    }
    format!("{label}: {}", all.join(" · "))
}

/// A count, and its share where it says something.
fn share(n: usize, of: usize) -> String {
    match percent(n, of).filter(|_| of >= FEW) {
        Some(share) => format!("{n} ({share})"),
        None => n.to_string(),
    }
}
