//! The training plan: its lines in their order, and what each rests on.
//!
//! Here: what is chosen and what keys do. How it looks is in `draw`, a line is told in `detail`, written in `sheet`.

mod detail;
mod draw;
mod export;
mod sheet;

pub use sheet::PlanSheet;

use crate::analysis::marks::{Basis, Cited, Edit, PlanDraft, PlanId, PlanLine};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::screens::to_board;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::picker::Picker;
use export::PlanExport;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// Where the parts stand.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    head: Rect,
    list: Rect,
    detail: Rect,
}

/// The plan.
#[derive(Debug)]
pub struct Plan {
    picker: Picker,
    /// The chosen line, which stays chosen wherever it goes.
    chosen: Option<PlanId>,
    /// Whether the details have the focus.
    reading: bool,
    /// A line that is being added: it is chosen once it is there.
    adding: Option<PlanId>,
    /// The marks and the corpus that were looked at.
    seen: (u32, u32),
    cited: Cited,
    /// How many lines rest on made-up sessions.
    made_up: usize,
    /// The chosen line in full, and for which columns.
    detail: Vec<Line<'static>>,
    told: Option<(PlanId, u16)>,
    scroll: usize,
    places: Places,
}

impl Plan {
    /// The plan, at its first line. Asks for marks and sessions if they have not been read yet.
    pub fn new(desk: &mut Desk) -> Self {
        desk.want_archive();
        desk.want_marks();
        let mut plan = Self {
            picker: Picker::default(),
            chosen: None,
            reading: false,
            adding: None,
            seen: (0, 0),
            cited: Cited::default(),
            made_up: 0,
            detail: Vec::new(),
            told: None,
            scroll: 0,
            places: Places::default(),
        };
        plan.again(desk);
        plan
    }

    /// After marks or sessions have become others: what was chosen stays chosen where it is still there.
    fn again(&mut self, desk: &Desk) {
        self.seen = (desk.marks.turn, desk.archive.turn);
        let (annotations, corpus) = (&desk.marks.annotations, &desk.archive.corpus);
        self.cited = Cited::of_plan(annotations, corpus);
        let behind = annotations.plan.iter().map(|line| line.behind(&self.cited, corpus));
        self.made_up = behind.filter(|b| b.made_up > 0).count();
        self.told = None;
        let added = self.adding.filter(|id| annotations.plan_line(*id).is_some());
        if added.is_some() {
            (self.chosen, self.adding) = (added, None);
        }
        if let Some((at, _)) = self.chosen.and_then(|id| annotations.plan_line(id)) {
            self.picker.chosen = at;
        }
    }

    fn line<'a>(&self, desk: &'a Desk) -> Option<&'a PlanLine> {
        desk.marks.annotations.plan.get(self.picker.chosen)
    }

    fn shift(&mut self, desk: &mut Desk, down: bool) {
        let (at, last) = (self.picker.chosen, desk.marks.annotations.plan.len().saturating_sub(1));
        let Some(id) = self.line(desk).map(|line| line.id) else { return };
        let to = if down { (at + 1).min(last) } else { at.saturating_sub(1) };
        if to == at {
            desk.say(if down { "it is the last already" } else { "it is the first already" });
            return;
        }
        self.chosen = Some(id);
        desk.mark_and_say(vec![Edit::MoveLine(id, to)], format!("{id} is number {} now", to + 1));
    }

    fn act_line(&mut self, desk: &mut Desk, action: &Action) -> Flow {
        let Some(id) = self.line(desk).map(|line| line.id) else { return Flow::Done };
        match action {
            Action::Enter if desk.can_mark() => {
                return PlanSheet::edit(desk, id).map_or(Flow::Done, Flow::Push);
            }
            Action::MoveUp => self.shift(desk, false),
            Action::MoveDown => self.shift(desk, true),
            Action::Remove => {
                let said = format!("{id} taken out of the plan: Ctrl-Z brings it back");
                // The next line moves up into its place.
                self.chosen = None;
                desk.mark_and_say(vec![Edit::RemoveLine(id)], said);
            }
            Action::NextField => self.reading = !self.reading,
            _ => {}
        }
        Flow::Done
    }

    fn move_about(&mut self, desk: &Desk, action: &Action) {
        if self.reading {
            let mut place = Picker::at_line(self.scroll);
            place.act(action, self.detail.len(), self.places.detail.height);
            self.scroll = place.chosen;
            return;
        }
        let len = desk.marks.annotations.plan.len();
        if self.picker.act(action, len, self.places.list.height) {
            self.choose(desk, self.picker.chosen);
        }
    }

    fn choose(&mut self, desk: &Desk, at: usize) {
        self.picker.chosen = at;
        self.chosen = self.line(desk).map(|line| line.id);
        self.scroll = 0;
    }
}

impl View for Plan {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::Plan], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back if self.reading => self.reading = false,
            Action::Back => return Flow::Close,
            Action::Digit(digit) => return to_board(desk, digit),
            Action::New if desk.can_mark() => {
                self.adding = Some(desk.marks.annotations.next_line());
                self.reading = false;
                return Flow::Push(PlanSheet::add(desk, &PlanDraft::default(), Basis::default()));
            }
            Action::Export if desk.marks.annotations.plan.is_empty() => {
                desk.say("nothing is planned yet: there is nothing to write");
            }
            Action::Export => return Flow::Push(Box::<PlanExport>::default()),
            Action::Reload if desk.marks.read_only.is_some() => desk.reopen_marks(),
            Action::Reload => {
                desk.say("the marks are here as they were made; nobody else can change them meanwhile");
            }
            Action::Enter | Action::MoveUp | Action::MoveDown | Action::Remove | Action::NextField => {
                return self.act_line(desk, &action);
            }
            action => self.move_about(desk, &action),
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        draw::draw(self, desk, frame, area);
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        if self.seen != (desk.marks.turn, desk.archive.turn) {
            self.again(desk);
        }
        let len = desk.marks.annotations.plan.len();
        self.places = draw::places(len, area);
        self.picker.settle(len, self.places.list.height);
        let Some(line) = self.line(desk) else {
            (self.chosen, self.told, self.reading) = (None, None, false);
            self.detail.clear();
            return;
        };
        let wanted = (line.id, self.places.detail.width);
        if self.told != Some(wanted) {
            if self.told.is_some_and(|(id, _)| id != wanted.0) {
                self.scroll = 0;
            }
            self.detail = detail::lines(desk, &self.cited, line, wanted.1);
            self.told = Some(wanted);
        }
        self.chosen = Some(wanted.0);
        self.scroll = self.scroll.min(self.detail.len().saturating_sub(self.places.detail.height.into()));
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, x: u16, y: u16, what: Pointer) -> Flow {
        let at = Position::new(x, y);
        if self.places.detail.contains(at) {
            match what {
                Pointer::WheelUp => self.scroll = self.scroll.saturating_sub(1),
                Pointer::WheelDown => self.scroll += 1,
                Pointer::Click => self.reading = self.line(desk).is_some(),
            }
            return Flow::Done;
        }
        let (len, list) = (desk.marks.annotations.plan.len(), self.places.list);
        if !list.contains(at) {
            return Flow::Done;
        }
        let before = self.picker.chosen;
        if let Some(line) = what.on_list(&mut self.picker, len, list, y) {
            self.reading = false;
            // A second click on the chosen line is Enter.
            if line == before {
                return self.act_line(desk, &Action::Enter);
            }
            self.choose(desk, line);
        } else if self.picker.chosen != before {
            self.choose(desk, self.picker.chosen);
        }
        Flow::Done
    }

    fn is_screen(&self) -> bool {
        true
    }
}
