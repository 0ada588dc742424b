//! Figures of a comparison in words: the same on the screen and in a script's table.
//!
//! Here: what a figure is called and how it is said. Not here: counting (`tally`, `compare`), how it looks.

use super::compare::{Comparison, Cross, Measure, RoleGap, mean, step};
use super::figures::{Alpha, Middle, Undefined};
use super::tally::{Counts, ladder};
use crate::bank::ScaleOption;

/// Fewer answers than this are shown one by one, not as a median or a share alone.
pub const FEW: usize = 5;

/// Fewest answers of a group whose median is set against another's.
const LEAST: u64 = 3;

/// The two groups whose medians are furthest apart, of those with at least three answers each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Widest {
    /// The group with the lowest median.
    pub low: usize,
    /// The group with the highest.
    pub high: usize,
    /// How far apart they are, in steps of the scale.
    pub steps: f64,
}

/// A number as people write it: no digits behind the point where there is nothing to say.
pub fn decimal(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A part of a whole in percent; nothing where there is no whole.
pub fn percent(part: usize, whole: usize) -> Option<String> {
    (whole > 0).then(|| format!("{:.0}%", part as f64 * 100.0 / whole as f64))
}

/// So many of something: `1 session`, `3 sessions`.
pub fn count(n: usize, one: &str, several: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { several })
}

impl Comparison {
    /// The option of an ordered scale that a category is, the lowest score being 0.
    pub fn category(&self, category: usize) -> Option<&ScaleOption> {
        let scale = self.subject.scale.as_deref()?;
        scale.options.get(*ladder(scale).get(category)?)
    }

    /// A median or quartile by its label: `Good`, or `Weak/Average` between two.
    pub fn middle(&self, middle: Middle) -> String {
        let label = |at| self.category(at).map_or("", |o| o.label.as_str());
        match middle {
            Middle::At(at) => label(at).to_owned(),
            Middle::Between(a, b) => format!("{}/{}", label(a), label(b)),
        }
    }

    /// Every answer of a group by its label, in the order of the scale; numbers in their order.
    pub fn values(&self, counts: &Counts) -> Vec<String> {
        if self.measure == Measure::Number {
            let mut numbers = counts.numbers.clone();
            numbers.sort_by(f64::total_cmp);
            return numbers.into_iter().map(decimal).collect();
        }
        let options = self.subject.scale.as_ref().map_or(&[][..], |s| &s.options);
        let each = options.iter().zip(&counts.options);
        each.flat_map(|(o, n)| std::iter::repeat_n(o.label.clone(), *n)).collect()
    }

    /// What the spread is called.
    pub fn spread_name(&self) -> &'static str {
        match self.measure {
            Measure::Ordered => "Leik's D",
            Measure::Nominal => "index of qualitative variation",
            Measure::Several => "index of qualitative variation, mean over the options",
            Measure::Number | Measure::Words => "",
        }
    }

    /// Why there is no spread of these counts.
    pub fn no_spread(&self, counts: &Counts) -> Undefined {
        let options = self.subject.scale.as_ref().map_or(0, |s| s.options.len());
        if counts.answered > 0 && options < 2 { Undefined::OneCategory } else { Undefined::NoAnswers }
    }

    /// The two groups that are furthest apart.
    pub fn widest(&self) -> Option<Widest> {
        let known = self.figures.iter().enumerate().filter_map(|(group, figures)| {
            let ordinal = figures.ordinal.as_ref().filter(|o| o.n >= LEAST)?;
            Some((group, step(ordinal.median)))
        });
        let known: Vec<(usize, f64)> = known.collect();
        let low = known.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
        // Of several that stand equally high the first, as of those that stand low.
        let high = known.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1))?;
        (known.len() > 1).then_some(Widest { low: low.0, high: high.0, steps: high.1 - low.1 })
    }

    /// The most important thing in one sentence: who is furthest apart, or what most said.
    pub fn headline(&self) -> String {
        let all = &self.tally.all;
        let told = all.accounts.max(all.worded);
        match self.measure {
            Measure::Words if told == 0 => self.nothing(),
            Measure::Words => {
                let from = count(all.institutions, "institution", "institutions");
                format!("{} in words, from {from}: read what was said", count(told, "session", "sessions"))
            }
            _ if all.answered == 0 => self.nothing(),
            Measure::Number => {
                let of = |pick: fn(f64, f64) -> f64| all.numbers.iter().copied().reduce(pick);
                let ends = of(f64::min).zip(of(f64::max));
                let ends = ends.map(|(a, b)| format!("from {} to {}", decimal(a), decimal(b)));
                let median = self.median_number(all).map(|m| format!(", median {}", decimal(m)));
                format!("{}{}; n {}", ends.unwrap_or_default(), median.unwrap_or_default(), all.answered)
            }
            Measure::Ordered => match self.widest() {
                Some(wide) if wide.steps > 0.0 => {
                    let one = |group: usize| {
                        let ordinal = self.figures.get(group).and_then(|f| f.ordinal.as_ref());
                        let median = ordinal.map(|o| self.middle(o.median)).unwrap_or_default();
                        let n = ordinal.map_or(0, |o| o.n);
                        let few = if n < FEW as u64 { ", few" } else { "" };
                        format!("{} ({median}, n {n}{few})", self.grouping.label(group))
                    };
                    let steps = decimal(wide.steps);
                    let unit = if steps == "1" { "step" } else { "steps" };
                    format!("furthest apart, {steps} {unit}: {} and {}", one(wide.high), one(wide.low))
                }
                Some(_) => "the medians of all groups are the same".to_owned(),
                None => {
                    let median = self.all.ordinal.as_ref().map(|o| self.middle(o.median));
                    let groups = self.tally.groups.iter().filter(|c| c.answered > 0).count();
                    let why =
                        if groups < 2 { "only one group answered" } else { "groups too small to set apart" };
                    format!("median {}, n {}: {why}", median.unwrap_or_default(), all.answered)
                }
            },
            Measure::Nominal | Measure::Several => {
                let options = self.subject.scale.as_ref().map_or(&[][..], |s| &s.options);
                let most = all.options.iter().copied().max().unwrap_or(0);
                let often = options.iter().zip(&all.options).filter(|(_, n)| **n == most && most > 0);
                let often: Vec<&str> = often.map(|(o, _)| o.label.as_str()).collect();
                let each = if often.len() > 1 { " each" } else { "" };
                format!("most often: {} ({most} of {}{each})", often.join(", "), all.answered)
            }
        }
    }

    /// Why there is nothing to compare, and what may help.
    pub fn nothing(&self) -> String {
        let all = &self.tally.all;
        let given: usize = all.reasons.iter().sum();
        if all.sessions == 0 {
            "no session of these was asked from this questionnaire: widen the filter in the library"
                .to_owned()
        } else if given > 0 && all.worded == 0 {
            let rest = if all.blank() > 0 { ", the rest is blank" } else { "" };
            let given = count(given, "session says", "sessions say");
            format!("nobody gave an answer: {given} why not{rest}. That may be the finding")
        } else if all.worded > 0 {
            format!("nothing was coded; {} answered in words", count(all.worded, "session", "sessions"))
        } else {
            format!("nobody answered in {} that could have", count(all.sessions, "session", "sessions"))
        }
    }

    /// The median of the numbers.
    pub fn median_number(&self, counts: &Counts) -> Option<f64> {
        let mut all = counts.numbers.clone();
        all.sort_by(f64::total_cmp);
        let middle = all.len().checked_sub(1)? / 2;
        Some(f64::midpoint(*all.get(middle)?, *all.get(all.len() / 2)?))
    }

    /// How managers rate it against staff.
    pub fn gap_words(&self, gap: &RoleGap) -> String {
        let n = format!("n {} and {}", gap.managers.answered, gap.staff.answered);
        let Some(difference) = gap.difference else {
            let silent = if gap.managers.answered == 0 { "managers" } else { "staff" };
            return format!("nothing to set apart: no answer from {silent}; {n}");
        };
        let steps = decimal(difference.abs());
        let few = gap.managers.answered.min(gap.staff.answered) < FEW;
        let few = if few { "; few: read the values" } else { "" };
        if steps == "0" {
            return format!("managers and staff rate it alike; {n}{few}");
        }
        let (unit, way) = (if steps == "1" { "step" } else { "steps" }, difference > 0.0);
        let way = if way { "higher" } else { "lower" };
        format!("managers rate it {steps} {unit} {way} than staff (means); {n}{few}")
    }

    /// The mean score of some counts, where the scale has scores.
    pub fn mean(&self, counts: &Counts) -> Option<f64> {
        mean(counts, self.subject.scale.as_deref()?)
    }
}

impl Cross {
    /// What exists on paper only.
    pub fn words(&self) -> String {
        let share = percent(self.gap, self.n).filter(|_| self.n >= FEW);
        let share = share.map(|s| format!(" ({s})")).unwrap_or_default();
        format!("on paper and not, or not fully, in practice: {} of {}{share}", self.gap, self.n)
    }
}

/// An agreement, or why there is none.
fn agreement(found: &Result<Alpha, Undefined>, raters: &str) -> String {
    match found {
        Ok(alpha) => format!(
            "{:.2} over {raters} ({}, {} ratings)",
            alpha.value,
            count(alpha.units, "row", "rows"),
            alpha.values
        ),
        Err(why) => format!("none over {raters}: {why}"),
    }
}

impl super::compare::Agreement {
    /// Over the medians of the groups.
    pub fn over_groups(&self) -> String {
        agreement(&self.groups, "the groups' medians")
    }

    /// Over all sessions.
    pub fn over_sessions(&self) -> String {
        agreement(&self.sessions, "all sessions")
    }
}
