//! What the trainer says to the figures: another cause, a line of the plan.

use super::measure::Measure;
use super::{Gaps, Mode};
use crate::analysis::By;
use crate::analysis::marks::{self, Basis, Cause, MAX_SESSIONS, PlanDraft, Remedy};
use crate::analysis::needs::Techniques;
use crate::tui::desk::Desk;
use crate::tui::screens::needs::base::Base;
use crate::tui::screens::needs::words;
use crate::tui::screens::overrule;
use crate::tui::view::View;

impl Gaps {
    /// What the trainer said of the techniques, in groups and over all.
    pub(super) fn listen(&mut self, desk: &Desk) {
        self.said.clear();
        let Some(found) = &self.found else { return };
        for (row, technique) in found.rows.iter().enumerate() {
            for group in std::iter::once(None).chain((0..found.grouping.len()).map(Some)) {
                let key = key(found, group);
                if let Some(said) = desk.marks.annotations.overruled(&technique.at, &key) {
                    self.said.insert((row, group), (said.cause, format!("{}: {}", said.by, said.why)));
                }
            }
        }
    }

    pub(super) fn overrule(&self, desk: &Desk) -> Option<Box<dyn View>> {
        let (row, technique, group, _) = self.chosen_gap()?;
        let found = self.found.as_ref()?;
        let suggested = found.suggested(row, group)?;
        let who = group.map_or("all", |g| found.grouping.label(g));
        let gap = marks::Gap::within(technique.at.clone(), key(found, group));
        let suggests = format!("{}, {}", suggested.cause.label(), suggested.why.words());
        Some(overrule(desk, gap, &format!("{} · {who}", technique.label), &suggests))
    }

    /// A line of the plan for the chosen technique and group, with what it rests on.
    pub(super) fn plan(&self, desk: &Desk, base: &Base) -> Option<(PlanDraft, Basis)> {
        let (row, technique, group, gap) = self.chosen_gap()?;
        let found = self.found.as_ref()?;
        let measure = if self.mode == Mode::First { Measure::Knowledge } else { self.cell(self.column).0 };
        let applied = matches!(measure, Measure::Application | Measure::KnowDo);
        let rating = if applied { &gap.application } else { &gap.knowledge };
        let read = if applied { found.application.as_ref() } else { found.knowledge.as_ref() };
        let (steps, scale) = read?;
        let name = if applied { "application" } else { "knowledge" };
        let mut figures = format!("{name}: {}", words::rated(rating, steps, scale));
        // The line can be no safer to publish than the smallest figure in it.
        let pairs = &gap.know_do.pairs;
        let both = !words::few(pairs.n) && !pairs.is_unanimous();
        if both {
            figures = format!("{figures}; know−do: {}", words::known_and_done(&gap.know_do));
        }
        let fewest = if both { rating.n.min(pairs.n) } else { rating.n };
        let cause = self.said.get(&(row, group)).map(|(cause, _)| *cause);
        let cause = cause.or_else(|| found.suggested(row, group).map(|s| s.cause));
        let remedy = match cause {
            Some(Cause::Equipment) => Remedy::Equipment,
            Some(Cause::Law) => Remedy::Law,
            _ => Remedy::Training,
        };
        let many = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let corpus = &desk.archive.corpus;
        let column = if applied { &found.shape.application } else { &found.shape.knowledge };
        let sessions = found.rated(corpus, &technique.at, column, group);
        let ids = sessions.iter().filter_map(|at| corpus.row(*at)).map(|row| row.id().to_owned());
        let basis = Basis {
            figures,
            asked: many(rating.counts.asked()),
            answered: u32::try_from(fewest).unwrap_or(u32::MAX),
            unanimous: rating.is_unanimous(),
            sessions: if sessions.len() > MAX_SESSIONS { Vec::new() } else { ids.collect() },
            split: if base.by == By::Nothing { String::new() } else { base.by.name().to_owned() },
        };
        let draft = PlanDraft {
            topic: technique.label.clone(),
            about: Some(technique.at.clone()),
            group: group.map_or_else(|| "everybody".to_owned(), |g| found.grouping.label(g).to_owned()),
            filter: base.narrowed(found.grouping.by, group.and_then(|g| found.grouping.codes.get(g))),
            remedy,
            ..PlanDraft::default()
        };
        Some((draft, basis))
    }
}

/// A group as marks name it; empty for all.
fn key(found: &Techniques, group: Option<usize>) -> String {
    let code = group.and_then(|g| found.grouping.codes.get(g));
    code.map_or_else(String::new, |code| format!("{}={code}", found.grouping.by.name()))
}
