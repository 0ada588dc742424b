//! The gap board: techniques as lines, what is said of them as cells; and the same as a list of what to train first.

mod draw;
mod measure;
mod plane;
mod said;

use super::Board;
use super::base::Base;
use super::words;
use crate::analysis::By;
use crate::analysis::marks::Cause;
use crate::analysis::needs::{Ability, Gap, Technique, Techniques, Warning, techniques};
use crate::bank::Ref;
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::screens::PlanSheet;
use crate::tui::screens::compare::Compare;
use crate::tui::view::{Flow, Pointer};
use crate::tui::widgets::picker::Picker;
use measure::Measure;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::collections::HashMap;
use std::sync::Arc;

/// How the techniques are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// As a table.
    #[default]
    Table,
    /// As a list of what comes first.
    First,
    /// As a plane of importance and ability.
    Plane,
}

/// A line of the list of what comes first.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    Heading(Cause),
    Technique(usize),
}

/// The board.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    pub(super) mode: Mode,
    found: Option<Techniques>,
    /// The chosen column: a measure, or a group where the board is split.
    column: usize,
    /// The first group that is shown.
    first: usize,
    measure: Measure,
    /// What it is sorted by: a column, and whether the other way round. The order of the bank while there is none.
    sort: Option<(usize, bool)>,
    order: Vec<usize>,
    entries: Vec<Entry>,
    /// What the trainer says, in the place of what the figures suggest: by technique and group.
    said: Said,
    /// Whether the lines on what is chosen take most of the room.
    details: bool,
    /// What importance is held against.
    ability: Ability,
    picker: Picker,
    places: Places,
}

/// Causes that the trainer gave, by technique and group, and why.
type Said = HashMap<(usize, Option<usize>), (Cause, String)>;

/// Where the parts stand.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    head: Rect,
    list: Rect,
    detail: Rect,
}

impl Gaps {
    /// Whether the cells are groups.
    fn is_split(&self) -> bool {
        self.found.as_ref().is_some_and(|f| f.grouping.by != By::Nothing)
    }

    fn measures(&self) -> &'static [Measure] {
        const WITHOUT: [Measure; 4] =
            [Measure::Exposure, Measure::Knowledge, Measure::Application, Measure::KnowDo];
        if self.found.as_ref().is_some_and(Techniques::weighs) { &Measure::ALL } else { &WITHOUT }
    }

    fn columns(&self) -> usize {
        match &self.found {
            Some(found) if self.is_split() => found.grouping.len() + 1,
            _ => self.measures().len(),
        }
    }

    /// What a column shows: a measure, of a group or of all.
    fn cell(&self, column: usize) -> (Measure, Option<usize>) {
        if self.is_split() {
            // All stand first.
            (self.measure, column.checked_sub(1))
        } else {
            (self.measures().get(column).copied().unwrap_or_default(), None)
        }
    }

    fn arrange(&mut self) {
        let Some(found) = &self.found else { return };
        let chosen = self.chosen();
        let mut order: Vec<usize> = (0..found.rows.len()).collect();
        if let Some((column, back)) = self.sort {
            let (measure, group) = self.cell(column);
            let key = |row: &usize| {
                let gap = found.rows.get(*row).and_then(|t| t.of(group));
                // Too few to be told come last, whichever way round.
                gap.filter(|gap| !words::few(measure.n(gap))).and_then(|gap| measure.key(gap))
            };
            order.sort_by(|a, b| match (key(a), key(b)) {
                (Some(a), Some(b)) if back => a.total_cmp(&b),
                (Some(a), Some(b)) => b.total_cmp(&a),
                (a, b) => b.is_some().cmp(&a.is_some()),
            });
        }
        self.order = order;
        self.entries = first(found, &self.said);
        self.choose(chosen);
    }

    fn len(&self) -> usize {
        if self.mode == Mode::First { self.entries.len() } else { self.order.len() }
    }

    /// The technique of a line.
    fn at_line(&self, line: usize) -> Option<usize> {
        match self.mode {
            Mode::Table | Mode::Plane => self.order.get(line).copied(),
            Mode::First => match self.entries.get(line)? {
                Entry::Technique(row) => Some(*row),
                Entry::Heading(_) => None,
            },
        }
    }

    /// The chosen technique.
    fn chosen(&self) -> Option<usize> {
        self.at_line(self.picker.chosen)
    }

    fn choose(&mut self, row: Option<usize>) {
        let line = (0..self.len()).find(|line| row.is_some() && self.at_line(*line) == row);
        let first = (0..self.len()).find(|line| self.at_line(*line).is_some());
        self.picker = Picker::at_line(line.or(first).unwrap_or(0));
    }

    /// The chosen technique, the group that is meant, and what is said of it.
    fn chosen_gap(&self) -> Option<(usize, &Technique, Option<usize>, &Gap)> {
        let row = self.chosen()?;
        let technique = self.found.as_ref()?.rows.get(row)?;
        let group = if self.mode == Mode::First { None } else { self.cell(self.column).1 };
        Some((row, technique, group, technique.of(group)?))
    }

    fn open(&self, desk: &mut Desk, base: &Base) -> Flow {
        let (Some((_, technique, ..)), Some(found)) = (self.chosen_gap(), &self.found) else {
            return Flow::Done;
        };
        let measure = if self.mode == Mode::First { Measure::Knowledge } else { self.cell(self.column).0 };
        let column = match measure {
            Measure::Exposure => found.shape.use_column.as_str(),
            Measure::Application => found.shape.application.as_str(),
            Measure::Weighed => found.shape.importance.as_deref().unwrap_or(&found.shape.knowledge),
            Measure::Knowledge | Measure::KnowDo => found.shape.knowledge.as_str(),
        };
        // From this cell to those of the same technique, and on through the table.
        let book = Arc::clone(&desk.archive.book);
        let places: Vec<_> = book.subjects(&found.item).iter().map(|s| s.place.clone()).collect();
        let wanted: (&Ref, &str) = (&technique.at, column);
        let Some(at) = places.iter().position(|p| (&p.at, p.column.as_str()) == wanted) else {
            return Flow::Done;
        };
        // Who looks at all together leaves comparisons grouped as they were.
        if base.by != By::Nothing {
            desk.archive.by = Some(base.by);
        }
        Flow::Push(Box::new(Compare::new(desk, base.among(), Arc::new(places), at)))
    }

    /// From the board to importance against knowledge, against application, and back.
    fn turn_plane(&mut self) {
        (self.mode, self.ability) = match (self.mode, self.ability) {
            (Mode::Plane, Ability::Knowledge) => (Mode::Plane, Ability::Application),
            (Mode::Plane, Ability::Application) => (Mode::Table, Ability::Knowledge),
            _ => (Mode::Plane, Ability::Knowledge),
        };
    }

    fn act_table(&mut self, desk: &mut Desk, action: &Action) {
        match action {
            Action::Left => self.column = self.column.saturating_sub(1),
            Action::Right => self.column = (self.column + 1).min(self.columns().saturating_sub(1)),
            Action::Sort => {
                self.sort = match self.sort {
                    Some((column, _)) if column == self.column => None,
                    _ => Some((self.column, false)),
                };
                let (measure, _) = self.cell(self.column);
                desk.say(match self.sort {
                    None => "in the order of the questionnaire".to_owned(),
                    Some(_) => {
                        format!("sorted by {}, the highest first; fewer than 5 last", measure.words().1)
                    }
                });
                self.arrange();
            }
            Action::Reverse => {
                self.sort = Some(self.sort.map_or((self.column, true), |(column, back)| (column, !back)));
                self.arrange();
            }
            Action::Measure if self.is_split() => {
                let all = self.measures();
                let at = all.iter().position(|m| *m == self.measure).unwrap_or(0);
                self.measure = all.get((at + 1) % all.len()).copied().unwrap_or_default();
                desk.say(self.measure.words().1);
                self.arrange();
            }
            Action::Measure => desk.say("all measures are shown; g splits them by group"),
            _ => {}
        }
    }
}

impl Board for Gaps {
    fn count(&mut self, desk: &Desk, base: &Base) {
        let archive = &desk.archive;
        let chosen = self.chosen();
        self.found = techniques(&archive.corpus, &archive.book, &base.selection, base.by, base.made_up);
        self.column = self.column.min(self.columns().saturating_sub(1));
        if self.sort.is_some_and(|(column, _)| column >= self.columns()) {
            self.sort = None;
        }
        self.listen(desk);
        self.arrange();
        if chosen.is_some() {
            self.choose(chosen);
        }
    }

    fn act(&mut self, desk: &mut Desk, base: &Base, action: &Action) -> Flow {
        match action {
            Action::Enter => return self.open(desk, base),
            Action::Details => self.details = !self.details,
            Action::Plane if self.mode != Mode::First => self.turn_plane(),
            Action::ToPlan => match self.plan(desk, base) {
                Some((draft, basis)) if desk.can_mark() => {
                    return Flow::Push(PlanSheet::add(desk, &draft, basis));
                }
                Some(_) => {}
                None => desk.say("choose a technique first"),
            },
            Action::Overrule => match self.overrule(desk) {
                Some(sheet) => return Flow::Push(sheet),
                None => desk.say("choose a technique first"),
            },
            action if self.picker.act(action, self.len(), self.places.list.height) => {
                // Headings can't be chosen: on to the next line, or back where there is none.
                let down = !matches!(action, Action::Up | Action::PageUp | Action::Top);
                let next = |line: usize| self.at_line(line).is_some();
                let after = (self.picker.chosen..self.len()).find(|line| next(*line));
                let before = (0..=self.picker.chosen).rev().find(|line| next(*line));
                let found = if down { after.or(before) } else { before.or(after) };
                self.picker.chosen = found.unwrap_or(self.picker.chosen);
            }
            action if self.mode != Mode::First => self.act_table(desk, action),
            _ => {}
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, _base: &Base, area: Rect, buffer: &mut Buffer) {
        match self.mode {
            Mode::Plane => plane::draw(self, desk, area, buffer),
            Mode::Table | Mode::First => draw::draw(self, desk, buffer),
        }
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let detail = match area.height {
            height if self.details => height.saturating_sub(6),
            height if height >= 28 => 11,
            height => (height / 3).max(3),
        };
        let head = area.height.min(if self.is_split() && self.mode == Mode::Table { 2 } else { 1 });
        let list = area.height.saturating_sub(head + detail);
        let below = head + list;
        self.places = Places {
            head: Rect { height: head, ..area },
            list: Rect { y: area.y + head, height: list, ..area },
            detail: Rect { y: area.y + below, height: area.height.saturating_sub(below), ..area },
        };
        self.picker.settle(self.len(), list);
        // All stand first, always; of the groups as many as fit, the chosen one among them.
        let shown = draw::groups_shown(area.width).saturating_sub(1).max(1);
        let group = self.column.saturating_sub(1);
        self.first = self.first.min(group).max((group + 1).saturating_sub(shown));
        if !self.is_split() {
            self.first = 0;
        }
    }

    fn pointer(&mut self, _desk: &Desk, _base: &Base, x: u16, y: u16, what: Pointer) -> Option<Action> {
        let list = self.places.list;
        if !list.contains(Position::new(x, y)) {
            return None;
        }
        let len = self.len();
        let line = what.on_list(&mut self.picker, len, list, y)?;
        self.at_line(line)?;
        let again = line == self.picker.chosen;
        self.picker.chosen = line;
        again.then_some(Action::Enter)
    }

    fn warnings(&self) -> &[Warning] {
        self.found.as_ref().map_or(&[], |found| &found.warnings)
    }

    fn legend(&self, _base: &Base) -> Vec<String> {
        let mut all = Vec::new();
        let Some(found) = &self.found else { return all };
        if self.mode == Mode::Plane {
            return vec![
                "each letter a technique, as in the questionnaire; behind its name mean importance and mean ability"
                    .to_owned(),
                "of those who rated both, 5 and more".to_owned(),
                "the lines stand at the means over the techniques shown".to_owned(),
            ];
        }
        let (top, bottom, best, worst, weak) = match &found.knowledge {
            Some((steps, scale)) => {
                let label = |at: Option<&usize>| {
                    at.and_then(|at| scale.options.get(*at)).map_or("", |o| o.label.as_str()).to_lowercase()
                };
                let weak =
                    steps.options.iter().zip(&steps.scores).filter(|(_, score)| steps.is_weak(**score));
                let weak: Vec<String> = weak.map(|(at, _)| label(Some(at))).rev().collect();
                let (best, worst) = (label(steps.options.last()), label(steps.options.first()));
                (steps.top(), steps.bottom(), best, worst, weak.join(" or "))
            }
            None => return all,
        };
        all.push(format!(
            "gap = {top} − mean rating ({top} {best}, {bottom} {worst}): 0 none, more is worse"
        ));
        if self.mode == Mode::First {
            all.push(format!("weak: share of {weak}, and between what it lies (95%, Wilson)"));
            all.push("rank: largest gap first; by know−do where it is known and weakly applied".to_owned());
            return all;
        }
        if self.is_split() {
            all.push("n: how many rated; fewer than 5: the ratings themselves".to_owned());
            all.push("all: each person once, large groups weigh more".to_owned());
        } else {
            all.push("bar: ratings, each block as wide as its share".to_owned());
            all.push("n/asked; fewer than 5: the ratings themselves".to_owned());
            all.push("use: in trafficking cases".to_owned());
            all.push("know−do above 0: known, not applied".to_owned());
            all.push("suggests: ? leans that way, ! the trainer says so".to_owned());
        }
        if found.weighs() {
            all.push("weighed: (importance − knowledge) x importance, means".to_owned());
        }
        all
    }

    fn hints(&self) -> &'static [(Action, &'static str)] {
        const TABLE: [(Action, &str); 5] = [
            (Action::Enter, "answers"),
            (Action::ToPlan, "plan"),
            (Action::Overrule, "overrule"),
            (Action::Details, "details"),
            (Action::Sort, "sort"),
        ];
        const FIRST: [(Action, &str); 4] = [
            (Action::Enter, "answers"),
            (Action::ToPlan, "plan"),
            (Action::Overrule, "overrule"),
            (Action::Details, "details"),
        ];
        if self.mode == Mode::First { &FIRST } else { &TABLE }
    }
}

/// Techniques in the order in which something should be done, under what should be done: by the gap in knowledge, where
/// training is it; by what is known and not applied, where it is something else.
fn first(found: &Techniques, said: &Said) -> Vec<Entry> {
    let ranked = found.ranked(|row| said.get(&(row, None)).map(|(cause, _)| *cause));
    let lines = |(cause, rows): (Cause, Vec<usize>)| {
        std::iter::once(Entry::Heading(cause)).chain(rows.into_iter().map(Entry::Technique))
    };
    ranked.into_iter().flat_map(lines).collect()
}
