//! What the trainer says to the figures: another cause, a line of the plan.

use super::measure::Measure;
use super::{Gaps, Mode};
use crate::analysis::By;
use crate::analysis::marks::{self, Basis, Cause, MAX_SESSIONS, PlanDraft, Remedy};
use crate::analysis::needs::{Gap, Rating, Read, Techniques};
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
        let cause = self.said.get(&(row, group)).map(|(cause, _)| *cause);
        let cause = cause.or_else(|| found.suggested(row, group).map(|s| s.cause));
        let remedy = match cause {
            Some(Cause::Equipment) => Remedy::Equipment,
            Some(Cause::Law) => Remedy::Law,
            _ => Remedy::Training,
        };
        // On the list of what comes first it is what the technique is ranked by.
        let measure = match (self.mode, cause) {
            (Mode::First, Some(Cause::Equipment)) => Measure::KnowDo,
            (Mode::First, _) => Measure::Knowledge,
            _ => self.cell(self.column).0,
        };
        let told = Told::of(found, gap, measure)?;
        let corpus = &desk.archive.corpus;
        let sessions = found.rated(corpus, &technique.at, &told.columns, group);
        let ids = sessions.iter().filter_map(|at| corpus.row(*at)).map(|row| row.id().to_owned());
        let basis = Basis {
            figures: told.figures,
            asked: u32::try_from(told.asked).unwrap_or(u32::MAX),
            answered: u32::try_from(told.answered).unwrap_or(u32::MAX),
            unanimous: told.unanimous,
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

/// One figure of a technique, as a plan rests on it: how many stand behind it is told, and decides whether it may leave
/// the room. So there is one figure in a line, and not several with other people behind them.
struct Told<'a> {
    figures: String,
    asked: usize,
    answered: u64,
    unanimous: bool,
    /// The columns in all of which somebody answered who is counted.
    columns: Vec<&'a str>,
}

impl<'a> Told<'a> {
    fn of(found: &'a Techniques, gap: &Gap, measure: Measure) -> Option<Self> {
        let rated = |name: &str, rating: &Rating, read: Option<&Read>, column: &'a str| {
            let (steps, scale) = read?;
            Some(Self {
                figures: format!("{name}: {}", words::rated(rating, steps, scale)),
                asked: rating.counts.asked(),
                answered: rating.n,
                unanimous: rating.is_unanimous(),
                columns: vec![column],
            })
        };
        let shape = &found.shape;
        match measure {
            Measure::Exposure => Some(Self {
                figures: format!("use: {}", words::used(&gap.exposure, found.usage.as_deref())),
                asked: gap.exposure.counts.asked(),
                answered: gap.exposure.n,
                unanimous: gap.exposure.is_unanimous(),
                columns: vec![&shape.use_column],
            }),
            Measure::KnowDo => Some(Self {
                figures: format!("know−do: {}", words::known_and_done(&gap.know_do)),
                asked: gap.knowledge.counts.asked().min(gap.application.counts.asked()),
                answered: gap.know_do.pairs.n,
                unanimous: gap.know_do.pairs.is_unanimous(),
                columns: vec![&shape.knowledge, &shape.application],
            }),
            Measure::Application => {
                rated("application", &gap.application, found.application.as_ref(), &shape.application)
            }
            Measure::Weighed => {
                let weighed = gap.weighed_knowledge.as_ref()?;
                Some(Self {
                    figures: format!("weighed: {}", words::mattering_more(weighed, "knowledge")?),
                    asked: gap.importance.as_ref()?.counts.asked().min(gap.knowledge.counts.asked()),
                    answered: weighed.n,
                    unanimous: weighed.unanimous,
                    columns: vec![shape.importance.as_deref()?, &shape.knowledge],
                })
            }
            Measure::Knowledge => {
                rated("knowledge", &gap.knowledge, found.knowledge.as_ref(), &shape.knowledge)
            }
        }
    }
}

/// A group as marks name it; empty for all.
fn key(found: &Techniques, group: Option<usize>) -> String {
    let code = group.and_then(|g| found.grouping.codes.get(g));
    code.map_or_else(String::new, |code| format!("{}={code}", found.grouping.by.name()))
}
