//! Figures of the boards in words: short for a cell, whole for the lines below.

use crate::analysis::figures::Interval;
use crate::analysis::needs::{Exposure, Gap, KnowDo, Rating, RoleGap, Steps, Weighed};
use crate::analysis::{Counts, FEW, count, decimal};
use crate::bank::Scale;
use crate::session::Nonresponse;
use crate::text::{clean, width};
use crate::tui::theme::Theme;
use crate::tui::widgets::bar::{self, Part};
use crate::tui::widgets::heat::Heat;
use ratatui::text::Span;

/// A text at the right end of so many columns.
pub(super) fn right(text: &str, wide: usize) -> String {
    let text = width::truncate(text, wide);
    format!("{}{text}", " ".repeat(wide.saturating_sub(width::of(&text))))
}

/// A name over two lines of so many columns; the upper one is blank where one does.
pub(super) fn two_lines(text: &str, wide: usize) -> [String; 2] {
    let text = clean::visible(text).replace('\n', " ");
    if width::of(&text) <= wide {
        return [String::new(), text];
    }
    let mut first = String::new();
    let mut words = text.split_inclusive(' ').peekable();
    while let Some(word) = words.next_if(|word| width::of(&first) + width::of(word.trim_end()) <= wide) {
        first.push_str(word);
    }
    let rest: String = text.get(first.len()..).unwrap_or_default().to_owned();
    if first.is_empty() {
        // A first word that is too long.
        let (word, rest) = text.split_once(' ').unwrap_or(("", &text));
        return [word, rest].map(|part| width::truncate(part, wide).into_owned());
    }
    [first.trim_end().to_owned(), width::truncate(&rest, wide).into_owned()]
}

/// Whether so few gave a figure that the values stand in its place.
pub(super) fn few(n: u64) -> bool {
    n < FEW as u64
}

/// A figure with its sign; none for nothing.
pub(super) fn signed(figure: f64) -> String {
    match decimal(figure).as_str() {
        "0" | "-0" => "0".to_owned(),
        text if text.starts_with('-') => text.replacen('-', "−", 1),
        text => format!("+{text}"),
    }
}

/// A share with its interval: `58% (41–74)`.
pub(super) fn interval(share: Interval) -> String {
    let percent = |part: f64| format!("{:.0}", part * 100.0);
    format!("{}% ({}–{})", percent(share.share), percent(share.low), percent(share.high))
}

/// Ratings one by one, as scores, the highest first.
pub(super) fn values(rating: &Rating, steps: &Steps) -> String {
    let each = steps.scores.iter().zip(&rating.spread).rev();
    let all = each.flat_map(|(score, n)| std::iter::repeat_n(score.to_string(), *n as usize));
    all.collect::<Vec<_>>().join(" ")
}

/// A gap for a cell: the gap, or the ratings themselves where there are few.
pub(super) fn gap(rating: &Rating, steps: &Steps) -> (String, Heat) {
    match rating.gap {
        None => ("–".to_owned(), Heat::None),
        Some(_) if few(rating.n) => (values(rating, steps), Heat::None),
        Some(gap) => (format!("{gap:.1}"), Heat::Hot(gap / f64::from(steps.top() - steps.bottom()).max(1.0))),
    }
}

/// The spread of ratings as a bar, `columns` wide, each block with its score.
pub(super) fn spread(rating: &Rating, steps: &Steps, columns: usize, theme: Theme) -> Vec<Span<'static>> {
    let whole = f64::from(steps.top() - steps.bottom()).max(1.0);
    let part = |(score, n): (&u8, &u64)| Part {
        digit: usize::from(*score),
        count: *n as usize,
        height: Some(f64::from(score - steps.bottom()) / whole),
    };
    let parts: Vec<Part> = steps.scores.iter().zip(&rating.spread).map(part).collect();
    bar::bar(&parts, columns, theme)
}

/// Knowledge less application for a cell.
pub(super) fn know_do(found: &KnowDo, whole: f64) -> (String, Heat) {
    match found.mean {
        None => ("–".to_owned(), Heat::None),
        Some(_) if few(found.pairs.n) => ("few".to_owned(), Heat::None),
        Some(mean) => (one_place(mean), Heat::signed(mean, whole / 2.0)),
    }
}

/// A mean weighted discrepancy for a cell.
pub(super) fn weighed(found: Option<&Weighed>, whole: f64) -> (String, Heat) {
    match found.and_then(|w| Some((w.n, w.mwds?))) {
        None => ("–".to_owned(), Heat::None),
        Some((n, _)) if few(n) => ("few".to_owned(), Heat::None),
        Some((_, mwds)) => (one_place(mwds), Heat::signed(mwds, whole)),
    }
}

/// A figure with its sign and one digit behind the point.
pub(super) fn one_place(figure: f64) -> String {
    let text = format!("{figure:+.1}").replace('-', "−");
    if text == "−0.0" { "+0.0".to_owned() } else { text }
}

/// The share that uses it in the crime that is assessed, for a cell.
pub(super) fn exposed(exposure: &Exposure) -> String {
    match exposure.share() {
        None => "–".to_owned(),
        Some(_) if few(exposure.n) => format!("{} of {}", exposure.exposed, exposure.n),
        Some(share) => format!("{:.0}%", share.share * 100.0),
    }
}

/// A figure and of how many, in so many columns: `1.9 n23`; of very many `1.9 5912` or `1.9 12k`, never cut short.
pub(super) fn with_n(figure: &str, n: u64, columns: usize) -> String {
    let all = [format!("{figure} n{n}"), format!("{figure} {n}"), format!("{figure} {}k", n / 1000)];
    let fits = |text: &&String| width::of(text) <= columns;
    all.iter().find(fits).cloned().unwrap_or_else(|| figure.to_owned())
}

/// Who did not rate, each reason by itself.
pub(super) fn silent(counts: &Counts) -> String {
    let reasons = Nonresponse::ALL.iter().zip(counts.reasons);
    let mut all: Vec<String> = reasons
        .filter(|(_, n)| *n > 0)
        .map(|(reason, n)| {
            let share = crate::analysis::percent(n, counts.asked()).filter(|_| counts.asked() >= FEW);
            let share = share.filter(|_| *reason != Nonresponse::NotAsked);
            let share = share.map(|s| format!(" ({s})")).unwrap_or_default();
            format!("{} {n}{share}", reason.label().to_lowercase())
        })
        .collect();
    if counts.blank() > 0 {
        all.push(format!("blank {}", counts.blank()));
    }
    if all.is_empty() { String::new() } else { format!("; {}", all.join(", ")) }
}

/// A rating in whole words.
pub(super) fn rated(rating: &Rating, steps: &Steps, scale: &Scale) -> String {
    let counts = &rating.counts;
    let asked = format!("n {} of {} asked, {}", rating.n, counts.asked(), sessions(counts.sessions));
    let silent = silent(counts);
    let Some((mean, gap)) = rating.mean.zip(rating.gap) else {
        return format!("nobody rated it; {asked}{silent}");
    };
    let label = |at: usize| {
        let option = steps.options.get(at).and_then(|at| scale.options.get(*at));
        option.map_or("", |o| o.label.as_str())
    };
    if few(rating.n) {
        let each = (0..rating.spread.len()).rev().filter_map(|at| match rating.spread.get(at) {
            Some(0) | None => None,
            Some(n) => Some(format!("{} {n}", label(at))),
        });
        let each: Vec<String> = each.collect();
        return format!("too few for a mean, the ratings: {}; {asked}{silent}", each.join(", "));
    }
    let median = rating.ordinal.as_ref().map(|o| match o.median {
        crate::analysis::figures::Middle::At(at) => label(at).to_owned(),
        crate::analysis::figures::Middle::Between(a, b) => format!("{}/{}", label(a), label(b)),
    });
    let weak = rating.weak.map(interval).unwrap_or_default();
    let alike = if rating.is_unanimous() { "; all rate it alike" } else { "" };
    format!(
        "gap {gap:.2} = {} − {mean:.2}, the mean; median {}; weak {weak}; {asked}{silent}{alike}",
        steps.top(),
        median.unwrap_or_default()
    )
}

fn sessions(n: usize) -> String {
    count(n, "session", "sessions")
}

/// What is known against what is applied, in whole words.
pub(super) fn known_and_done(found: &KnowDo) -> String {
    let n = found.pairs.n;
    let Some(mean) = found.mean else { return "nobody rated both".to_owned() };
    if few(n) {
        return format!(
            "too few for a mean: {n} rated both; weak knowledge {}, known and weakly applied {}",
            found.unknown, found.blocked
        );
    }
    let share = |part: Option<Interval>| part.map(interval).unwrap_or_default();
    format!(
        "{} = knowledge less application, mean over the {n} who rated both; weak knowledge {}; known, yet weakly applied {}",
        signed((mean * 100.0).round() / 100.0),
        share(found.unknown_share()),
        share(found.blocked_share())
    )
}

/// Whether it is used, in whole words.
pub(super) fn used(exposure: &Exposure, by: Option<&Scale>) -> String {
    let (n, counts) = (exposure.n, &exposure.counts);
    if n == 0 {
        return format!("nobody said whether it is used; {}", sessions(counts.sessions));
    }
    let share = |part: Option<Interval>| {
        part.filter(|_| !few(n)).map(|s| format!(", {}", interval(s))).unwrap_or_default()
    };
    let whom = by.and_then(|scale| scale.qualifier.as_ref()).map(|qualifier| {
        let each = qualifier.options.iter().zip(&exposure.by.options);
        each.filter(|(_, n)| **n > 0).map(|(o, n)| format!("{} {n}", o.label)).collect::<Vec<_>>().join(", ")
    });
    let whom = whom.filter(|w| !w.is_empty()).map(|w| format!("; {w}")).unwrap_or_default();
    format!(
        "in trafficking cases {} of {n}{}; at all {}{}{whom}",
        exposure.exposed,
        share(exposure.share()),
        exposure.used,
        share(exposure.used_share())
    )
}

/// Managers against staff, in whole words.
pub(super) fn roles(gap: &RoleGap) -> Option<String> {
    let (managers, staff) = (gap.managers.n, gap.staff.n);
    let difference = gap.difference?;
    if few(managers.min(staff)) {
        return Some(format!("too few to set apart: {managers} managers, {staff} staff"));
    }
    let way = if difference >= 0.0 { "better" } else { "worse" };
    Some(format!(
        "managers rate their staff {:.2} {way} than staff rate themselves (n {managers} and {staff})",
        difference.abs()
    ))
}

/// How much it matters against how well it is known, or applied, in whole words.
pub(super) fn mattering_more(found: &Weighed, ability_name: &str) -> Option<String> {
    let (importance, ability, mwds) = (found.importance?, found.ability?, found.mwds?);
    if few(found.n) {
        return Some(format!("too few for a score against {ability_name}: {} rated both", found.n));
    }
    Some(format!(
        "against {ability_name} {} = ({importance:.2} − {ability:.2}) x {importance:.2}, n {}",
        signed((mwds * 100.0).round() / 100.0),
        found.n
    ))
}

/// The same against both.
pub(super) fn mattering(gap: &Gap) -> Option<String> {
    let knowledge = gap.weighed_knowledge.as_ref().and_then(|w| mattering_more(w, "knowledge"));
    let application = gap.weighed_application.as_ref().and_then(|w| mattering_more(w, "application"));
    let all: Vec<String> = knowledge.into_iter().chain(application).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_stands_on_two_lines() {
        assert_eq!(two_lines("Judge", 9), ["", "Judge"]);
        assert_eq!(two_lines("General police patrol officer", 9), ["General", "police p…"]);
        assert_eq!(two_lines("Anti-trafficking unit", 9), ["Anti-tra…", "unit"]);
        assert_eq!(two_lines("Anti-trafficking", 9), ["", "Anti-tra…"]);
        assert_eq!(two_lines("not known", 9), ["", "not known"]);
    }

    #[test]
    fn how_many_is_never_cut_short() {
        assert_eq!(with_n("1.9", 23, 8), "1.9 n23");
        assert_eq!(with_n("1.9", 5_912, 8), "1.9 5912");
        assert_eq!(with_n("−1.9", 5_912, 8), "−1.9 5k");
        assert_eq!(with_n("1.9", 59_121, 8), "1.9 59k");
    }

    #[test]
    fn a_sign_is_always_shown() {
        assert_eq!(signed(0.5), "+0.5");
        assert_eq!(signed(-0.5), "−0.5");
        assert_eq!(signed(0.0), "0");
    }
}
