//! How the board of definitions looks: groups as lines, below them what the chosen group's answers hold.

use super::super::words::{few, right, signed};
use super::Results;
use crate::analysis::figures::{Kappa, Undefined};
use crate::analysis::needs::{Agreement, Calibrated, Calibration, Definitions, Held, Scored};
use crate::analysis::{Counts, count};
use crate::session::Nonresponse;
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;
use crate::tui::widgets::bar::{self, Part};
use crate::tui::widgets::lines;
use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::fmt::Write as _;

/// Columns of what stands behind the name of a group.
#[derive(Clone, Copy)]
struct Widths {
    label: usize,
    scored: usize,
    score: usize,
    bar: usize,
    own: usize,
    difference: usize,
    lean: usize,
    beyond: usize,
}

fn widths(room: usize) -> Widths {
    let mut all = if room >= 100 {
        Widths { label: 0, scored: 10, score: 8, bar: 14, own: 7, difference: 14, lean: 15, beyond: 7 }
    } else {
        Widths { label: 0, scored: 8, score: 7, bar: 8, own: 6, difference: 11, lean: 9, beyond: 6 }
    };
    let taken = all.scored + all.score + all.bar + all.own + all.difference + all.lean + 2 * all.beyond + 5;
    all.label = room.saturating_sub(taken).clamp(10, 34);
    all
}

/// A share from 0 to 1.
fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// A difference in points.
fn points(difference: f64) -> String {
    signed((difference * 100.0).round())
}

/// The values of a few, the highest first.
fn values(scores: &[f64]) -> String {
    let mut scores = scores.to_vec();
    scores.sort_by(|a, b| b.total_cmp(a));
    scores.into_iter().map(percent).collect::<Vec<_>>().join(" ")
}

/// A difference to both sides of a middle: to the right where a group overrates itself.
fn lean(difference: f64, columns: usize) -> String {
    let half = columns.saturating_sub(1) / 2;
    let full = (0..half).filter(|at| difference.abs() * half as f64 >= *at as f64 + 0.5).count();
    let (block, blank) = ("█".repeat(full), " ".repeat(half - full));
    if difference < 0.0 {
        format!("{blank}{block}│{}", " ".repeat(half))
    } else {
        format!("{}│{block}{blank}", " ".repeat(half))
    }
}

pub(super) fn draw(results: &Results, desk: &Desk, buffer: &mut Buffer) {
    let theme = desk.theme;
    let places = results.places;
    let Some(found) = &results.found else {
        let text = "No questionnaire here says by what definitions are scored. The annex does.";
        buffer.set_string(places.head.x + 2, places.head.y, text, theme.dim());
        return;
    };
    let room = usize::from(places.list.width);
    let tabs = tabs(results, found, theme);
    buffer.set_line(places.head.x + 1, places.head.y, &tabs, places.head.width.saturating_sub(1));
    let head = match results.shown() {
        Some(scored) => head_of_one(found, scored, room),
        None => head_of_all(found, room),
    };
    if places.head.height > 1 {
        buffer.set_stringn(places.head.x, places.head.y + 1, head, room, theme.dim());
    }
    let line = |at: usize| {
        let group = Results::group(at);
        match results.shown() {
            Some(scored) => line_of_one(found, scored, group, room, theme),
            None => line_of_all(found, group, room, theme),
        }
    };
    results.picker.draw(results.len(), line, theme.selected(), places.list, buffer);
    let below = lines::ruled(places.detail, theme.dim(), buffer);
    let group = Results::group(results.picker.chosen);
    let text = match results.shown() {
        Some(scored) => detail_of_one(found, scored, group, below.width, theme),
        None => detail_of_all(found, group, below.width, theme),
    };
    lines::draw(&text, below, buffer);
}

/// The questions, the one that is shown in reverse.
fn tabs(results: &Results, found: &Definitions, theme: Theme) -> Line<'static> {
    let names = found.items.iter().map(|s| s.item.reference.short().replace('.', " "));
    let mut spans = vec![Span::styled("◂ ", theme.key())];
    for (at, name) in names.chain(["all".to_owned()]).enumerate() {
        let style = if at == results.item { theme.selected() } else { theme.text() };
        spans.push(Span::styled(format!(" {name} "), style));
        spans.push(Span::raw(" "));
    }
    spans.push(Span::styled("▸ ", theme.key()));
    if let Some(scored) = results.shown() {
        spans.push(Span::styled(lines::fitted(&scored.item.title, 40).trim_end().to_owned(), theme.title()));
    }
    Line::from(spans)
}

fn group_name(found: &Definitions, group: Option<usize>) -> &str {
    group.map_or("all", |group| found.grouping.label(group))
}

fn held(scored: &Scored, group: Option<usize>) -> Option<&Held> {
    group.map_or(Some(&scored.all), |group| scored.groups.get(group))
}

fn counts(scored: &Scored, group: Option<usize>) -> Option<&Counts> {
    group.map_or(Some(&scored.tally.all), |group| scored.tally.groups.get(group))
}

fn calibrated(calibration: &Calibration, group: Option<usize>) -> Option<&Calibrated> {
    group.map_or(Some(&calibration.all), |group| calibration.groups.get(group))
}

/// The rating that is held against the scores of a question.
fn against<'a>(found: &'a Definitions, scored: &Scored) -> Option<&'a Calibration> {
    found.calibration.as_ref().filter(|c| c.scored.contains(&scored.item.reference))
}

fn own_heads(w: Widths) -> String {
    format!(
        "{}{}  {}{}{}",
        right("self", w.own),
        right(difference_head(w), w.difference),
        lines::fitted(&center("−│+", w.lean), w.lean),
        right("over", w.beyond),
        right("under", w.beyond)
    )
}

fn difference_head(w: Widths) -> &'static str {
    if w.difference > 12 { "difference n" } else { "diff. n" }
}

fn center(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat((columns / 2).saturating_sub(1)))
}

fn head_of_one(found: &Definitions, scored: &Scored, room: usize) -> String {
    let w = widths(room);
    let mut head = format!(
        "  {}{}{} {}",
        lines::fitted("group", w.label),
        right("scored", w.scored),
        right("score", w.score),
        " ".repeat(w.bar)
    );
    if against(found, scored).is_some() {
        head.push_str(&own_heads(w));
    }
    head
}

fn line_of_one(
    found: &Definitions,
    scored: &Scored,
    group: Option<usize>,
    room: usize,
    theme: Theme,
) -> Line<'static> {
    let w = widths(room);
    let Some((held, counts)) = held(scored, group).zip(counts(scored, group)) else { return Line::default() };
    let mut spans = vec![
        Span::raw("  "),
        Span::raw(lines::fitted(group_name(found, group), w.label)),
        Span::styled(right(&format!("{}/{}", held.n, counts.accounts), w.scored), theme.dim()),
    ];
    match held.mean() {
        None => spans.push(Span::raw(format!("{} {}", right("–", w.score), " ".repeat(w.bar)))),
        Some(_) if few(held.n) => {
            let all = values(&held.scores);
            spans.push(Span::styled(right(&all, w.score + 1 + w.bar), theme.dim()));
        }
        Some(mean) => {
            spans.push(Span::raw(right(&percent(mean), w.score)));
            spans.push(Span::raw(format!(" {}", bar::gauge(mean, w.bar))));
        }
    }
    if let Some(found) = against(found, scored).and_then(|c| calibrated(c, group)) {
        spans.extend(own_cells(found, w, theme));
    }
    Line::from(spans)
}

fn own_cells(found: &Calibrated, w: Widths, theme: Theme) -> Vec<Span<'static>> {
    let n = found.n();
    match found.rating().zip(found.difference()) {
        None => vec![Span::raw(right("–", w.own))],
        Some(_) if few(n) => {
            let text = format!("n {n}, each below");
            vec![Span::styled(right(&text, w.own + w.difference), theme.dim())]
        }
        Some((own, difference)) => {
            let figure = format!("{} n{n}", points(difference));
            let style = if difference.abs() < 0.005 { Style::new() } else { theme.warn() };
            vec![
                Span::raw(right(&percent(own), w.own)),
                Span::raw(right(&figure, w.difference)),
                Span::raw("  "),
                Span::styled(lines::fitted(&lean(difference, w.lean), w.lean), style),
                Span::raw(right(&found.over.to_string(), w.beyond)),
                Span::raw(right(&found.under.to_string(), w.beyond)),
            ]
        }
    }
}

const OF_ALL: usize = 12;

fn label_of_all(found: &Definitions, room: usize) -> usize {
    let w = widths(room);
    let taken = OF_ALL * found.items.len() + w.own + w.difference + 4 + w.lean;
    room.saturating_sub(taken + 2).clamp(10, 34)
}

fn head_of_all(found: &Definitions, room: usize) -> String {
    let w = widths(room);
    let mut head = format!("  {}", lines::fitted("group", label_of_all(found, room)));
    for scored in &found.items {
        let name = format!("{} n", scored.item.reference.short().replace('.', " "));
        head.push_str(&right(&name, OF_ALL));
    }
    if found.calibration.is_some() {
        let _ = write!(
            head,
            "{}{}  {}",
            right("self", w.own),
            right(difference_head(w), w.difference),
            lines::fitted(&center("−│+", w.lean), w.lean)
        );
    }
    head
}

fn line_of_all(found: &Definitions, group: Option<usize>, room: usize, theme: Theme) -> Line<'static> {
    let w = widths(room);
    let mut spans =
        vec![Span::raw("  "), Span::raw(lines::fitted(group_name(found, group), label_of_all(found, room)))];
    for scored in &found.items {
        let text = match held(scored, group) {
            Some(held) if held.n > 0 && few(held.n) => format!("few n{}", held.n),
            Some(held) => match held.mean() {
                Some(mean) => format!("{} n{}", percent(mean), held.n),
                None => "–".to_owned(),
            },
            None => "–".to_owned(),
        };
        spans.push(Span::raw(right(&text, OF_ALL)));
    }
    if let Some(calibrated) = found.calibration.as_ref().and_then(|c| calibrated(c, group)) {
        // More than one step above or below stands with the question itself.
        spans.extend(own_cells(calibrated, w, theme).into_iter().take(4));
    }
    Line::from(spans)
}

/// Who was asked, who answered in words, who gave a reason instead.
fn asked(scored: &Scored, group: Option<usize>) -> String {
    let Some((held, counts)) = held(scored, group).zip(counts(scored, group)) else { return String::new() };
    let mut text =
        format!("{} asked, {} answered in words, {} of them scored", counts.asked(), counts.accounts, held.n);
    for (reason, n) in Nonresponse::ALL.iter().zip(counts.reasons).filter(|(_, n)| *n > 0) {
        let _ = write!(text, "; {} {n}", reason.label().to_lowercase());
    }
    if counts.blank() > 0 {
        let _ = write!(text, "; blank {}", counts.blank());
    }
    text
}

/// Ratings of oneself against scores, in whole words.
fn told(calibration: &Calibration, found: &Calibrated) -> String {
    let n = found.n();
    let Some(((own, score), difference)) = found.rating().zip(found.score()).zip(found.difference()) else {
        return "nobody has both a rating of themselves and a score".to_owned();
    };
    let step = calibration.step * 100.0;
    if few(n) {
        let each = found.pairs.iter().map(|p| {
            format!("{} against {} ({})", percent(p.rating), percent(p.score), points(p.difference()))
        });
        let each: Vec<String> = each.collect();
        return format!("too few for a mean, self against score of each: {}", each.join(", "));
    }
    let verb = match (difference * 100.0).round() {
        d if d > 0.0 => "overrate themselves",
        d if d < 0.0 => "underrate themselves",
        _ => "rate themselves as they score",
    };
    let alike = if found.is_unanimous() { "; all have the same rating and the same score" } else { "" };
    format!(
        "{} = {} − {}, self less score, of the {n} who have both: on the average they {verb}; by more than one step ({step:.0} \
         points) over {}, under {}{alike}",
        points(difference),
        percent(own),
        percent(score),
        found.over,
        found.under
    )
}

fn paragraph(lead: &str, text: &str, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut all = lines::wrapped(&format!("{lead}{text}"), width, theme.text());
    if let Some(first) = all.first_mut()
        && let Some(span) = first.spans.first()
        && let Some(rest) = span.content.strip_prefix(lead)
    {
        *first = Line::from(vec![Span::styled(lead.to_owned(), theme.dim()), Span::raw(rest.to_owned())]);
    }
    all
}

fn detail_of_one(
    found: &Definitions,
    scored: &Scored,
    group: Option<usize>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let name = lines::fitted(group_name(found, group), 40).trim_end().to_owned();
    let mut all = paragraph(&format!("{name}: "), &asked(scored, group), width, theme);
    if let Some(calibration) = against(found, scored)
        && let Some(pairs) = calibrated(calibration, group)
    {
        all.extend(paragraph("self against score: ", &told(calibration, pairs), width, theme));
    }
    if let Some(held) = held(scored, group) {
        all.extend(elements(scored, held, width, theme));
    }
    all.extend(agreement(found, scored, width, theme));
    all.extend(left_out(scored, width, theme));
    if group.is_none() && scored.all.n == 0 {
        let text =
            "Nothing is scored yet: Enter offers the answers one by one, without telling whose they are.";
        all.extend(lines::wrapped(text, width, theme.focus()));
    }
    if against(found, scored).is_none() {
        all.push(Line::from(Span::styled("no rating of oneself is held against this question", theme.dim())));
    }
    all
}

/// How often each element is stated, missing, wrong.
fn elements(scored: &Scored, held: &Held, width: u16, theme: Theme) -> Vec<Line<'static>> {
    if held.n == 0 {
        return Vec::new();
    }
    let room = usize::from(width);
    let tail = 42;
    let label = room.saturating_sub(tail + 14).clamp(12, 34);
    let columns = room.saturating_sub(label + tail + 1).clamp(8, 40);
    let line = |(element, part): (&crate::bank::Element, &[f64; 3])| {
        // s, m and w in front of the blocks: stated, missing, wrong.
        let letters = [28, 22, 32];
        let heights = [1.0, 0.5, 0.0];
        let parts: Vec<Part> = part
            .iter()
            .zip(letters.iter().zip(heights))
            .map(|(n, (digit, height))| Part { digit: *digit, count: thousandths(*n), height: Some(height) })
            .collect();
        let figures = ["stated", "missing", "wrong"].iter().zip(part).map(|(word, n)| {
            if few(held.n) {
                format!("{word} {}", crate::analysis::decimal((n * 10.0).round() / 10.0))
            } else {
                format!("{word} {}", percent(n / held.n as f64))
            }
        });
        let mut figures = figures.collect::<Vec<_>>().join("  ");
        if few(held.n) {
            let _ = write!(figures, "  of {}", held.n);
        }
        let mut spans = vec![Span::raw(lines::fitted(&element.label, label)), Span::raw(" ")];
        spans.extend(bar::bar(&parts, columns, theme));
        spans.push(Span::raw(format!("  {figures}")));
        Line::from(spans)
    };
    scored.rubric.elements.iter().zip(&held.elements).map(line).collect()
}

/// An answer can be parted between scorers; bars are drawn from whole numbers.
#[expect(clippy::cast_sign_loss, reason = "sums of shares, never below 0")]
fn thousandths(answers: f64) -> usize {
    (answers * 1000.0).round() as usize
}

fn kappa_words(found: &Result<Kappa, Undefined>) -> String {
    match found {
        Err(why) => why.to_string(),
        Ok(kappa) => match kappa.value {
            Ok(value) => format!(
                "agree on {} of {} judgements, by chance it would be {}: kappa {value:.2} (1 always, 0 as by chance)",
                percent(kappa.observed),
                kappa.n,
                percent(kappa.expected)
            ),
            Err(why) => {
                format!("agree on {} of {} judgements; kappa: {why}", percent(kappa.observed), kappa.n)
            }
        },
    }
}

/// Agreement is told over all groups: in one of them few answers were scored by two.
fn over(found: &Definitions) -> &'static str {
    if found.grouping.by == crate::analysis::By::Nothing { "" } else { ", all groups" }
}

/// How the scorers agree, over all sessions of the selection.
fn agreement(found: &Definitions, scored: &Scored, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let coder = |at: usize| found.coders.get(at).map_or("?", |c| c.as_str());
    let mut all = Vec::new();
    for Agreement { coders, answers, all: whole, elements } in &scored.agreement {
        let lead = format!("{} and {}{}: ", coder(coders.0), coder(coders.1), over(found));
        let both = count(usize::try_from(*answers).unwrap_or(usize::MAX), "answer", "answers");
        all.extend(paragraph(&lead, &format!("{both}, {}", kappa_words(whole)), width, theme));
        let each = scored.rubric.elements.iter().zip(elements).filter_map(|(element, kappa)| {
            let kappa = kappa.as_ref().ok()?;
            let value = kappa.value.map_or_else(|_| "–".to_owned(), |value| format!("{value:.2}"));
            Some(format!("{} {} kappa {value}", element.label.to_lowercase(), percent(kappa.observed)))
        });
        let each: Vec<String> = each.collect();
        all.extend(paragraph("  by element, agreed on: ", &each.join("; "), width, theme));
    }
    if scored.agreement.is_empty() && scored.all.n > 0 {
        all.extend(lines::wrapped(
            "agreement of scorers: nothing was scored by two; another person scores with other initials",
            width,
            theme.dim(),
        ));
    }
    if let Some(alpha) = &scored.alpha {
        let text = match alpha {
            Ok(alpha) => format!("{:.2} over {} judgements", alpha.value, alpha.values),
            Err(why) => why.to_string(),
        };
        all.extend(paragraph("all scorers, Krippendorff's alpha (nominal): ", &text, width, theme));
    }
    all
}

/// Scores that do not count, and why.
fn left_out(scored: &Scored, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut all = Vec::new();
    let how_many = |n: usize| count(n, "score", "scores");
    if scored.outdated > 0 {
        let text = format!(
            "! {} left out: the answer was changed after it was scored, look again",
            how_many(scored.outdated)
        );
        all.extend(lines::wrapped(&text, width, theme.warn()));
    }
    if scored.partial > 0 {
        let text = format!("! {} left out: not every element is judged", how_many(scored.partial));
        all.extend(lines::wrapped(&text, width, theme.warn()));
    }
    all
}

fn detail_of_all(found: &Definitions, group: Option<usize>, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut all = Vec::new();
    let name = lines::fitted(group_name(found, group), 40).trim_end().to_owned();
    all.push(Line::from(Span::styled(name, theme.title())));
    for scored in &found.items {
        let lead = format!("{} {}: ", scored.item.reference.short().replace('.', " "), scored.item.title);
        let mut text = asked(scored, group);
        if let Some(held) = held(scored, group).filter(|held| few(held.n) && held.n > 0) {
            let _ = write!(text, "; scores {}", values(&held.scores));
        }
        all.extend(paragraph(&lead, &text, width, theme));
    }
    if let Some(calibration) = &found.calibration
        && let Some(pairs) = calibrated(calibration, group)
    {
        all.extend(paragraph("self against score: ", &told(calibration, pairs), width, theme));
    }
    for scored in &found.items {
        let name = scored.item.reference.short().replace('.', " ");
        let outdated = left_out(scored, width, theme);
        if !scored.agreement.is_empty() || !outdated.is_empty() {
            all.push(Line::from(Span::styled(name, theme.dim())));
        }
        for found_here in &scored.agreement {
            let coder = |at: usize| found.coders.get(at).map_or("?", |c| c.as_str());
            let (a, b) = found_here.coders;
            let lead = format!("  {} and {}{}: ", coder(a), coder(b), over(found));
            all.extend(paragraph(&lead, &kappa_words(&found_here.all), width, theme));
        }
        all.extend(outdated);
    }
    all
}
