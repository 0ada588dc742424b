//! The awareness board: topics as lines, and as cells how each group sees itself against how others see it.
//!
//! Here: what is chosen and what keys do; all is drawn in `draw`. The board is not split: who rates is its groups.

mod draw;

use super::Board;
use super::base::Base;
use super::words;
use crate::analysis::By;
use crate::analysis::corpus::Field;
use crate::analysis::needs::{Awareness, Rated, Rating, Topic, View, Warning, awareness};
use crate::bank::fill;
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::screens::compare::Compare;
use crate::tui::view::{Flow, Pointer};
use crate::tui::widgets::picker::Picker;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::sync::Arc;

/// A figure of a group in a topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Measure {
    #[default]
    Difference,
    Itself,
    Others,
    Managers,
}

impl Measure {
    const ALL: [Self; 4] = [Self::Difference, Self::Itself, Self::Others, Self::Managers];

    /// Its head, and what it is.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Difference => ("own − others", "how a group sees itself less how others see it"),
            Self::Itself => ("gap: itself", "the gap that members of a group see in themselves"),
            Self::Others => ("gap: others", "the gap that all others see in a group"),
            Self::Managers => ("gap: managers", "the gap that managers of a group see in their staff"),
        }
    }

    /// The ratings that its figure is made of, where it is one of one kind of rater.
    fn rating(self, view: &View) -> Option<&Rating> {
        match self {
            Self::Difference => None,
            Self::Itself => Some(&view.itself),
            Self::Others => Some(&view.others),
            Self::Managers => Some(&view.managers),
        }
    }

    /// What it is sorted by; nothing where too few rated.
    fn key(self, view: &View) -> Option<f64> {
        match self.rating(view) {
            Some(rating) => enough(rating),
            None => view.difference.filter(|_| !words::few(view.itself.n.min(view.others.n))),
        }
    }
}

/// The gap, where enough rated for one.
fn enough(rating: &Rating) -> Option<f64> {
    rating.gap.filter(|_| !words::few(rating.n))
}

/// Where the parts stand.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    head: Rect,
    list: Rect,
    detail: Rect,
    /// Whether a topic has two lines: its figures, and of how many they are.
    tall: bool,
}

/// The board.
#[derive(Debug, Default)]
pub(super) struct Topics {
    found: Option<Awareness>,
    /// The chosen column: 0 is everybody of themselves, then the groups.
    column: usize,
    /// The first group that is shown.
    first: usize,
    measure: Measure,
    /// A column, and whether the other way round. The order of the bank while there is none.
    sort: Option<(usize, bool)>,
    order: Vec<usize>,
    picker: Picker,
    /// The first line that is shown of what is said of the chosen cell.
    scroll: usize,
    places: Places,
}

impl Topics {
    fn columns(&self) -> usize {
        self.found.as_ref().map_or(1, |found| found.groups.len() + 1)
    }

    /// The topic of a line.
    fn topic(&self, line: usize) -> Option<&Topic> {
        self.found.as_ref()?.topics.get(*self.order.get(line)?)
    }

    /// The chosen group and how it is seen; `None` for everybody.
    fn group<'a>(&'a self, topic: &'a Topic) -> Option<(usize, &'a Rated, &'a View)> {
        let at = self.column.checked_sub(1)?;
        Some((at, self.found.as_ref()?.groups.get(at)?, topic.groups.get(at)?))
    }

    fn arrange(&mut self) {
        let Some(found) = &self.found else {
            self.order.clear();
            return;
        };
        let chosen = self.order.get(self.picker.chosen).copied();
        let mut order: Vec<usize> = (0..found.topics.len()).collect();
        if let Some((column, back)) = self.sort {
            let key = |row: &usize| {
                let topic = found.topics.get(*row)?;
                match column.checked_sub(1) {
                    None => enough(&topic.everyone),
                    Some(group) => topic.groups.get(group).and_then(|view| self.measure.key(view)),
                }
            };
            // Too few to be told come last, whichever way round.
            order.sort_by(|a, b| match (key(a), key(b)) {
                (Some(a), Some(b)) if back => a.total_cmp(&b),
                (Some(a), Some(b)) => b.total_cmp(&a),
                (a, b) => b.is_some().cmp(&a.is_some()),
            });
        }
        let line = chosen.and_then(|row| order.iter().position(|other| *other == row));
        self.order = order;
        self.picker.chosen = line.unwrap_or(0);
    }

    fn open(&self, desk: &mut Desk, base: &Base) -> Flow {
        let (Some(found), Some(topic)) = (&self.found, self.topic(self.picker.chosen)) else {
            return Flow::Done;
        };
        let column = match self.group(topic) {
            // What members say of themselves stands in the column that everybody rates themselves in.
            Some((_, rated, _)) if self.measure != Measure::Itself => rated.column.as_str(),
            _ => found.shape.own.as_str(),
        };
        let book = Arc::clone(&desk.archive.book);
        let places: Vec<_> = book.subjects(&found.item).iter().map(|s| s.place.clone()).collect();
        let Some(at) = places.iter().position(|p| p.at == topic.at && p.column == column) else {
            return Flow::Done;
        };
        desk.archive.by = Some(By::Field(Field::Function));
        Flow::Push(Box::new(Compare::new(desk, base.among(), Arc::new(places), at)))
    }

    fn sort_by_column(&mut self, desk: &mut Desk) {
        self.sort = match self.sort {
            Some((column, _)) if column == self.column => None,
            _ => Some((self.column, false)),
        };
        let what = if self.column == 0 { "the gap of everybody" } else { self.measure.words().1 };
        desk.say(match self.sort {
            None => "in the order of the questionnaire".to_owned(),
            Some(_) => format!("sorted by {what}, the highest first; fewer than 5 last"),
        });
        self.arrange();
    }

    fn last_scroll(&self) -> usize {
        let room = usize::from(self.places.detail.height).saturating_sub(1);
        draw::detail_len(self).saturating_sub(room)
    }

    fn scroll(&mut self, by: isize) {
        self.scroll = self.scroll.saturating_add_signed(by).min(self.last_scroll());
    }
}

impl Board for Topics {
    fn count(&mut self, desk: &Desk, base: &Base) {
        let archive = &desk.archive;
        self.found = awareness(&archive.corpus, &archive.book, &base.selection, base.made_up);
        for topic in self.found.iter_mut().flat_map(|found| &mut found.topics) {
            topic.label = fill(&topic.label, &base.known.country);
            topic.short = fill(&topic.short, &base.known.country);
        }
        self.column = self.column.min(self.columns().saturating_sub(1));
        if self.sort.is_some_and(|(column, _)| column >= self.columns()) {
            self.sort = None;
        }
        self.arrange();
    }

    fn act(&mut self, desk: &mut Desk, base: &Base, action: &Action) -> Flow {
        let page = isize::try_from(self.places.detail.height.saturating_sub(2)).unwrap_or(1).max(1);
        match action {
            Action::Enter => return self.open(desk, base),
            Action::Left => (self.column, self.scroll) = (self.column.saturating_sub(1), 0),
            Action::Right => {
                self.column = (self.column + 1).min(self.columns().saturating_sub(1));
                self.scroll = 0;
            }
            // There are few topics, and much to say of one.
            Action::PageUp => self.scroll(-page),
            Action::PageDown => self.scroll(page),
            Action::Sort => self.sort_by_column(desk),
            Action::Reverse => {
                self.sort = Some(self.sort.map_or((self.column, true), |(column, back)| (column, !back)));
                self.arrange();
            }
            Action::Measure => {
                let at = Measure::ALL.iter().position(|m| *m == self.measure).unwrap_or(0);
                self.measure = Measure::ALL.get((at + 1) % Measure::ALL.len()).copied().unwrap_or_default();
                desk.say(self.measure.words().1);
                self.arrange();
            }
            action => {
                if self.picker.act(action, self.order.len(), self.places.list.height) {
                    self.scroll = 0;
                }
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, _base: &Base, _area: Rect, buffer: &mut Buffer) {
        draw::draw(self, desk, buffer);
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let topics = u16::try_from(self.order.len()).unwrap_or(u16::MAX);
        let head = area.height.min(2);
        let left = area.height.saturating_sub(head);
        // Two lines for each where at least four are left for what is said below, and its rule.
        let tall = topics.saturating_mul(2).saturating_add(5) <= left;
        let wanted = if tall { topics * 2 } else { topics };
        let list = wanted.min(left.saturating_sub((left / 3).max(1)));
        let below = head + list;
        self.places = Places {
            head: Rect { height: head, ..area },
            list: Rect { y: area.y + head, height: list, ..area },
            detail: Rect { y: area.y + below, height: area.height.saturating_sub(below), ..area },
            tall,
        };
        self.picker.settle(self.order.len(), list);
        let shown = draw::widths(area.width, self.columns() - 1).shown;
        let group = self.column.saturating_sub(1);
        self.first = self.first.min(group).max((group + 1).saturating_sub(shown));
        self.scroll(0);
    }

    fn pointer(&mut self, _desk: &Desk, _base: &Base, x: u16, y: u16, what: Pointer) -> Option<Action> {
        let (list, at) = (self.places.list, Position::new(x, y));
        if self.places.detail.contains(at) {
            match what {
                Pointer::WheelUp => self.scroll(-1),
                Pointer::WheelDown => self.scroll(1),
                Pointer::Click => {}
            }
            return None;
        }
        if !list.contains(at) {
            return None;
        }
        let row = if self.places.tall { list.y + (y - list.y) / 2 } else { y };
        let line = what.on_list(&mut self.picker, self.order.len(), list, row)?;
        let column = draw::column_at(self, x).unwrap_or(self.column);
        let again = (line, column) == (self.picker.chosen, self.column);
        (self.picker.chosen, self.column, self.scroll) = (line, column, 0);
        again.then_some(Action::Enter)
    }

    fn warnings(&self) -> &[Warning] {
        self.found.as_ref().map_or(&[], |found| &found.warnings)
    }

    fn legend(&self, _base: &Base) -> Vec<String> {
        let Some((steps, scale)) = self.found.as_ref().and_then(|found| found.scale.as_ref()) else {
            return Vec::new();
        };
        let label = |at: Option<&usize>| {
            at.and_then(|at| scale.options.get(*at)).map_or("", |o| o.label.as_str()).to_lowercase()
        };
        let (top, bottom) = (steps.top(), steps.bottom());
        let ends =
            format!("{top} {}, {bottom} {}", label(steps.options.last()), label(steps.options.first()));
        if self.measure == Measure::Difference {
            return vec![
                format!(
                    "groups: own mean − mean that all others give ({ends}): + sees itself better, − worse"
                ),
                "n own v others; under 5 own: their ratings v others' mean; under 5 others: few".to_owned(),
                format!("everybody: gap = {top} − own mean, n/asked"),
            ];
        }
        let who = match self.measure {
            Measure::Itself => "groups: members, of themselves",
            Measure::Others => "groups: everybody else, their managers too",
            _ => "groups: their managers, of their staff",
        };
        vec![
            format!("gap = {top} − mean rating ({ends}): 0 none, more is worse"),
            who.to_owned(),
            "n/asked; fewer than 5: the ratings themselves".to_owned(),
            "everybody: of themselves".to_owned(),
        ]
    }

    fn hints(&self) -> &'static [(Action, &'static str)] {
        const ALL: [(Action, &str); 4] = [
            (Action::Enter, "answers"),
            (Action::Measure, "measure"),
            (Action::Sort, "sort"),
            (Action::PageDown, "more below"),
        ];
        &ALL
    }

    fn no_split(&self) -> Option<&'static str> {
        Some("not split: this board already stands by who rates whom; / counts some sessions only")
    }
}
