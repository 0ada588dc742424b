//! The questions: one item at a time, its fields, and what has the focus.
//!
//! Here: the state and what actions do to it. Coded answers are in [`coded`], sizes in [`layout`], drawing in [`draw`].

mod cells;
mod coded;
mod draw;
mod form;
mod layout;
mod marks;
mod outline;
mod table;

use super::{Evidence, Finish, JotLine, Outline, Palette, See, Todos};
use crate::bank::{Item, Kind, Ref, Shape};
use crate::session::{At, Edit, Nonresponse, TextAt, is_answered, slots, suggested};
use crate::tui::action::Action;
use crate::tui::desk::{Desk, Open};
use crate::tui::keymap::Scope;
use crate::tui::plan::Stop;
use crate::tui::view::{Flow, Focus, Pointer, Target, View};
use crate::tui::widgets::text_field::{Lines, Outcome, TextAction, TextField};
use cells::CellBox;
use coded::LetterRun;
use jiff::{SignedDuration, Timestamp};
use layout::{Layout, Reserved};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use std::sync::Arc;

pub(super) use coded::put_reason;
pub(super) use outline::{line as outline_line, lines as outline_lines};

/// A pause longer than this is not counted as time spent on an item.
const PAUSE: SignedDuration = SignedDuration::from_mins(2);

/// Longest pause between two Esc that lead home.
const AGAIN: SignedDuration = SignedDuration::from_secs(3);

/// How many jumps can be gone back.
const TRAIL: usize = 100;

/// A text field of the item on screen.
#[derive(Debug)]
struct FieldBox {
    at: TextAt,
    label: String,
    field: TextField,
    area: Rect,
}

/// What of the item has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    /// Options or grid.
    Coded,
    /// A text field, by its place in the list.
    Text(usize),
}

/// The questions.
#[derive(Debug)]
pub struct Interview {
    stop: usize,
    /// The item on screen, and the turn of the plan in which `stop` is its place.
    at: Option<Ref>,
    turn: u32,
    /// Where one was before each jump.
    trail: Vec<Ref>,
    row: usize,
    col: usize,
    option: usize,
    on: On,
    fields: Vec<FieldBox>,
    /// Where the cursor stands in a table or form, if something is typed there.
    cell: Option<CellBox>,
    /// A reason that takes an answer away, asked for once and waiting to be asked for again.
    armed: Option<(At, Nonresponse)>,
    /// Letters typed where letters are keys.
    run: Option<LetterRun>,
    /// When Esc was pressed with nothing to close: a second one goes home.
    leaving: Option<Timestamp>,
    note_open: Option<Ref>,
    guidance: bool,
    /// Whether the guidance that was cut has been read in full.
    read: bool,
    outline: bool,
    layout: Layout,
    reserved: Reserved,
    /// When the last event came, for the seconds spent on each item.
    last: Timestamp,
    spent: SignedDuration,
    /// Seconds of items that were left before the session had anything in it.
    owed: Vec<Edit>,
}

impl Interview {
    /// At the first item.
    pub fn new(desk: &Desk) -> Self {
        let mut interview = Self {
            stop: 0,
            at: None,
            turn: 0,
            trail: Vec::new(),
            row: 0,
            col: 0,
            option: 0,
            on: On::Coded,
            fields: Vec::new(),
            cell: None,
            armed: None,
            run: None,
            leaving: None,
            note_open: None,
            guidance: true,
            read: false,
            outline: true,
            layout: Layout::default(),
            reserved: Reserved::default(),
            last: desk.now,
            spent: SignedDuration::ZERO,
            owed: Vec::new(),
        };
        interview.enter(desk);
        interview
    }

    /// Goes to where the last answer was given.
    pub fn resume(&mut self, desk: &mut Desk) {
        let Some(open) = &desk.open else { return };
        let last =
            open.session.answers.iter().max_by_key(|(_, answer)| answer.last).map(|(at, _)| at.clone());
        if let Some(at) = last {
            self.go(desk, &Target::item(at));
        }
    }

    /// Goes to a place.
    pub fn go(&mut self, desk: &mut Desk, target: &Target) -> Flow {
        self.follow_plan(desk);
        if let (Some(at), Some(open)) = (&target.at, &desk.open) {
            if let Some(stop) = open.plan.find(at) {
                if stop != self.stop
                    && let Some(from) = &self.at
                {
                    self.trail.push(from.clone());
                    let over = self.trail.len().saturating_sub(TRAIL);
                    self.trail.drain(..over);
                }
                self.leave_for(desk, stop);
            }
            if let Some(row) = self.rows(desk).iter().position(|r| r.at == *at) {
                self.row = row;
                self.rebuild(desk);
            }
        }
        if let (Some(column), Some(kind)) = (&target.column, self.kind(desk)) {
            let named = usize::from(kind.row_name().is_some());
            self.col = kind.columns().iter().position(|c| c.code == *column).map_or(0, |c| c + named);
            self.on = if kind.columns().is_empty() { self.on } else { On::Coded };
        }
        if let Some(text) = &target.text {
            if let TextAt::Note(at) = text {
                self.note_open = Some(at.clone());
                self.rebuild(desk);
            }
            if let Some(index) = self.fields.iter().position(|f| f.at == *text) {
                self.on = On::Text(index);
            }
        }
        match (&target.at, target.evidence) {
            (Some(at), Some(index)) => Flow::Push(Box::new(Evidence::new(desk, at.clone(), index))),
            _ => Flow::Done,
        }
    }

    /// Finds its place again after the plan was made anew, as when a bank is put in or out.
    pub(super) fn follow_plan(&mut self, desk: &Desk) {
        let Some(open) = &desk.open else { return };
        if open.turn == self.turn {
            return;
        }
        self.turn = open.turn;
        let found =
            self.at.as_ref().and_then(|at| open.plan.stops.iter().position(|s| s.item.reference == *at));
        self.stop = found.unwrap_or(0);
        if found.is_none() {
            self.spent = SignedDuration::ZERO;
            self.enter(desk);
        }
    }

    /// Guidance as there is room for it; all of it on top, where it was cut; none.
    fn turn_guidance(&mut self, desk: &Desk) -> Flow {
        if self.guidance && self.layout.cut && !self.read {
            self.read = true;
            return Flow::Push(Box::new(self.all_guidance(desk)));
        }
        self.guidance = !self.guidance;
        self.read = false;
        Flow::Done
    }

    /// Esc: out of the words, then home if it is pressed again.
    fn back(&mut self, desk: &mut Desk, before: Option<Timestamp>) -> Flow {
        if matches!(self.on, On::Text(_)) && self.has_codes(desk) {
            self.on = On::Coded;
            return Flow::Done;
        }
        if before.is_some_and(|at| desk.now.duration_since(at) <= AGAIN) {
            return Flow::Home;
        }
        self.leaving = Some(desk.now);
        desk.say("Esc again goes home; everything is kept");
        Flow::Done
    }

    /// Back to the item before the last jump.
    fn go_back(&mut self, desk: &mut Desk) {
        let Some(at) = self.trail.pop() else {
            desk.say("there was no jump to go back from");
            return;
        };
        if let Some(stop) = desk.open.as_ref().and_then(|open| open.plan.find(&at)) {
            self.leave_for(desk, stop);
        }
    }

    fn current<'a>(&self, desk: &'a Desk) -> Option<(&'a Open, &'a Stop)> {
        let open = desk.open.as_ref()?;
        Some((open, open.plan.stops.get(self.stop)?))
    }

    fn item(&self, desk: &Desk) -> Option<Arc<Item>> {
        self.current(desk).map(|(_, stop)| Arc::clone(&stop.item))
    }

    fn kind<'a>(&self, desk: &'a Desk) -> Option<&'a Kind> {
        self.current(desk).map(|(_, stop)| &stop.item.kind)
    }

    /// The item on screen, for a jot or the palette.
    fn item_ref(&self, desk: &Desk) -> Option<Ref> {
        self.item(desk).map(|i| i.reference.clone())
    }

    /// What notes, evidence and flags belong to: the row under the cursor in a grid, else the item. A text field
    /// that belongs to the whole question says so itself.
    fn here(&self, desk: &Desk) -> Option<Ref> {
        if let On::Text(index) = self.on
            && let Some(TextAt::Account(at) | TextAt::Note(at)) = self.fields.get(index).map(|f| &f.at)
        {
            return Some(at.clone());
        }
        self.row_here(desk).or_else(|| self.item_ref(desk))
    }

    /// The row under the cursor, where that is a row of its own: a finding's one row is the item itself, and the blank
    /// row at the end is none until something is typed there.
    fn row_here(&self, desk: &Desk) -> Option<Ref> {
        let (open, stop) = self.current(desk)?;
        let mut rows = self.rows(desk);
        let blank = stop.item.kind.row_name().is_some() && self.row + 1 == rows.len();
        let at = (self.row < rows.len()).then(|| rows.swap_remove(self.row).at)?;
        let none = at == stop.item.reference || blank && open.session.answer(&at).is_none();
        (!none).then_some(at)
    }

    fn has_codes(&self, desk: &Desk) -> bool {
        self.shape(desk) != Shape::Words
    }

    /// Adds the time since the last event to the item on screen.
    fn tick(&mut self, now: Timestamp) {
        let gap = now.duration_since(self.last);
        if gap.is_positive() && gap <= PAUSE {
            self.spent += gap;
        }
        self.last = now;
    }

    /// Comes back from the set-up sheet: time there is not time on a question.
    pub fn come_back(&mut self, desk: &Desk) {
        self.last = desk.now;
        self.refresh(desk);
    }

    /// Puts the seconds spent on the item on screen into the session.
    pub fn note_time(&mut self, desk: &mut Desk) {
        self.tick(desk.now);
        let seconds = u32::try_from(self.spent.as_secs()).unwrap_or(0);
        if let (Some(at), true) = (self.item_ref(desk), seconds > 0) {
            self.owed.push(Edit::Active(at, seconds));
            self.spent -= SignedDuration::from_secs(seconds.into());
        }
        // A session in which nothing was recorded makes no file by being walked through.
        let recorded = desk.open.as_ref().is_some_and(|o| o.session.revision > 0 && o.read_only.is_none());
        if recorded {
            desk.edit(std::mem::take(&mut self.owed));
        }
    }

    fn leave_for(&mut self, desk: &mut Desk, stop: usize) {
        if stop != self.stop {
            self.note_time(desk);
            self.stop = stop;
            self.enter(desk);
        }
    }

    /// Comes to an item: cursor at its first field.
    fn enter(&mut self, desk: &Desk) {
        self.at = self.item_ref(desk);
        self.read = false;
        self.row = 0;
        self.col = 0;
        self.note_open = None;
        self.cell = None;
        self.layout = Layout::default();
        self.option = self.chosen_option(desk).unwrap_or(0);
        self.rebuild(desk);
        self.on = if self.has_codes(desk) { On::Coded } else { On::Text(0) };
    }

    /// The text fields that the item shows: accounts always, notes when there is one or it was asked for.
    fn rebuild(&mut self, desk: &Desk) {
        let Some((open, stop)) = self.current(desk) else { return };
        let item = stop.item.reference.clone();
        let row = self.row_here(desk);
        let mut wanted: Vec<(TextAt, String)> = Vec::new();
        for at in row.iter().chain(std::iter::once(&item)) {
            let suffix = match &row {
                Some(row) if row == at && stop.item.kind.row_name().is_some() => " · this".to_owned(),
                Some(row) if row == at => format!(" · {}", at.last()),
                Some(_) => " · all".to_owned(),
                // As long as beside a row, so that what is read stays where it is.
                None if stop.item.kind.row_name().is_some() => " · all".to_owned(),
                None => String::new(),
            };
            wanted.push((TextAt::Account(at.clone()), format!("said{suffix}")));
            let note = TextAt::Note(at.clone());
            if self.note_open.as_ref() == Some(at) || !open.session.text(&note).is_empty() {
                wanted.push((note, format!("note{suffix}")));
            }
        }
        let focused = match self.on {
            On::Text(index) => self.fields.get(index).map(|f| f.at.clone()),
            On::Coded => None,
        };
        let mut old = std::mem::take(&mut self.fields);
        for (at, label) in wanted {
            let kept = old.iter().position(|f| f.at == at).map(|index| old.swap_remove(index));
            let hint = if matches!(at, TextAt::Note(_)) { "in your own words" } else { "in their words" };
            let fresh =
                || TextField::new(open.session.text(&at), Lines::Many).placeholder(hint, desk.theme.dim());
            let field = kept.map_or_else(fresh, |k| k.field);
            self.fields.push(FieldBox { at, label, field, area: Rect::default() });
        }
        if let On::Text(index) = self.on {
            let found = self.fields.iter().position(|f| Some(&f.at) == focused.as_ref());
            self.on = On::Text(found.unwrap_or(index.min(self.fields.len().saturating_sub(1))));
        }
    }

    /// The chain of fields: coded first, then the texts.
    fn step_field(&mut self, desk: &Desk, forward: bool) {
        let first = usize::from(self.has_codes(desk));
        let count = first + self.fields.len();
        let place = match self.on {
            On::Coded => 0,
            On::Text(index) => first + index,
        };
        // It ends at the last and begins at the first: nobody is to land among the codes unawares.
        let next = if forward { place + 1 } else { place.wrapping_sub(1) };
        if next >= count {
            return;
        }
        self.on = if first == 1 && next == 0 { On::Coded } else { On::Text(next - first) };
    }

    fn step_item(&mut self, desk: &mut Desk, forward: bool) {
        let count = desk.open.as_ref().map_or(0, |o| o.plan.stops.len());
        let next = if forward { self.stop + 1 } else { self.stop.wrapping_sub(1) };
        if next < count {
            self.leave_for(desk, next);
        } else {
            desk.say(if forward {
                "this is the last item: F7 shows what is still open"
            } else {
                "this is the first item"
            });
        }
    }

    fn step_section(&mut self, desk: &mut Desk, forward: bool) {
        let Some((open, stop)) = self.current(desk) else { return };
        let section = if forward { Some(stop.section + 1) } else { stop.section.checked_sub(1) };
        let target = section.and_then(|s| open.plan.sections.get(s)).map(|part| part.first);
        match target {
            Some(first) => self.leave_for(desk, first),
            None => desk.say(if forward { "this is the last section" } else { "this is the first section" }),
        }
    }

    fn next_open(&mut self, desk: &mut Desk) {
        let Some(open) = &desk.open else { return };
        let profile = open.session.lead().profile();
        let stops = &open.plan.stops;
        let blank = |stop: &Stop| {
            suggested(&open.session, &stop.item, &profile)
                && slots(&stop.item).iter().any(|slot| !is_answered(&open.session, slot))
        };
        let after = (1..=stops.len()).map(|step| (self.stop + step) % stops.len());
        match after.into_iter().find(|index| stops.get(*index).is_some_and(blank)) {
            Some(index) => self.leave_for(desk, index),
            None => desk.say("nothing is open any more"),
        }
    }

    fn open_note(&mut self, desk: &Desk) {
        let Some(here) = self.here(desk) else { return };
        self.note_open = Some(here.clone());
        self.rebuild(desk);
        if let Some(index) = self.fields.iter().position(|f| f.at == TextAt::Note(here.clone())) {
            self.on = On::Text(index);
        }
    }

    fn text(&mut self, desk: &mut Desk, index: usize, action: Action) {
        let up_down = match action {
            Action::Up => Some(false),
            Action::Down => Some(true),
            _ => None,
        };
        let Some(text_action) = text_action(action) else { return };
        let Some(boxed) = self.fields.get_mut(index) else { return };
        match boxed.field.act(text_action) {
            Outcome::Edited(splice) => {
                let at = boxed.at.clone();
                if !desk.edit(vec![Edit::Text(at.clone(), splice)]) {
                    let text = desk.open.as_ref().map(|o| o.session.text(&at).to_owned()).unwrap_or_default();
                    boxed.field.set_text(&text);
                }
            }
            Outcome::Ignored => {
                if let Some(forward) = up_down {
                    self.step_field(desk, forward);
                }
            }
            Outcome::Moved => {}
        }
    }
}

/// The action of a text field for an action of the keymap.
pub(super) fn text_action(action: Action) -> Option<TextAction> {
    Some(match action {
        Action::Insert(text) => TextAction::Insert(text),
        Action::Enter => TextAction::Newline,
        Action::Left => TextAction::Left,
        Action::Right => TextAction::Right,
        Action::Up => TextAction::Up,
        Action::Down => TextAction::Down,
        Action::WordLeft => TextAction::WordLeft,
        Action::WordRight => TextAction::WordRight,
        Action::Home => TextAction::Home,
        Action::End => TextAction::End,
        Action::Top => TextAction::Top,
        Action::Bottom => TextAction::Bottom,
        Action::DeleteBack => TextAction::DeleteBack,
        Action::DeleteForward => TextAction::DeleteForward,
        Action::DeleteWordBack => TextAction::DeleteWordBack,
        Action::DeleteWordForward => TextAction::DeleteWordForward,
        Action::DeleteToStart => TextAction::DeleteToRowStart,
        _ => return None,
    })
}

impl View for Interview {
    fn focus(&self, _desk: &Desk) -> Focus {
        match self.on {
            On::Coded if self.cell.is_none() => {
                Focus { scopes: vec![Scope::Coded, Scope::Interview], typing: false }
            }
            On::Coded | On::Text(_) => Focus { scopes: vec![Scope::Text, Scope::Interview], typing: true },
        }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        self.follow_plan(desk);
        self.tick(desk.now);
        if !matches!(action, Action::DontKnow | Action::Refused | Action::NotApplicable) {
            self.armed = None;
        }
        let leaving = self.leaving.take();
        match action {
            Action::Back => return self.back(desk, leaving),
            Action::Jump => return Flow::Push(Box::new(Palette::jump(desk, self.item_ref(desk).as_ref()))),
            Action::NextItem => self.step_item(desk, true),
            Action::PrevItem => self.step_item(desk, false),
            Action::NextSection => self.step_section(desk, true),
            Action::PrevSection => self.step_section(desk, false),
            Action::NextOpen => self.next_open(desk),
            Action::NextField => self.step_field(desk, true),
            Action::PrevField => self.step_field(desk, false),
            Action::Note => self.open_note(desk),
            Action::Evidence => {
                let Some(here) = self.here(desk) else { return Flow::Done };
                let end =
                    desk.open.as_ref().and_then(|o| o.session.answer(&here)).map_or(0, |a| a.evidence.len());
                return Flow::Push(Box::new(Evidence::new(desk, here, end)));
            }
            Action::Jot => match desk.open.as_ref().and_then(|o| o.read_only.clone()) {
                Some(why) => desk.warn(format!("nothing can be changed: {why}")),
                None => return Flow::Push(Box::new(JotLine::new(desk, self.here(desk)))),
            },
            Action::FollowUp | Action::DeskReview | Action::Speaker => self.mark(desk, &action),
            Action::NoAnswer => return self.no_answer(desk),
            Action::Todo => return Flow::Push(Box::new(Todos::new(desk))),
            Action::Guidance => return self.turn_guidance(desk),
            Action::Outline => {
                if !layout::room_beside(Rect::new(0, 0, desk.size.0, desk.size.1)) {
                    return Flow::Push(Box::new(Outline::new(desk, self.stop)));
                }
                self.outline = !self.outline;
            }
            Action::Sheet => return Flow::Sheet,
            Action::See => {
                if let Some(here) = self.here(desk) {
                    return Flow::Push(Box::new(See::new(desk, self.stop, &here)));
                }
            }
            Action::Return => self.go_back(desk),
            Action::Language => desk.next_language(),
            Action::Finish => return Flow::Push(Box::new(Finish::new(desk))),
            Action::AddRow => return self.row_name(desk, true),
            Action::RenameRow => return self.row_name(desk, false),
            Action::ClearAll => self.clear_all(desk),
            action => match self.on {
                On::Text(index) => self.text(desk, index, action),
                On::Coded => self.coded(desk, action),
            },
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        self.draw_all(desk, frame, area);
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let (field, area) = match self.on {
            On::Text(index) => self.fields.get(index).map(|f| (&f.field, f.area))?,
            On::Coded => self.cell.as_ref().map(|c| (&c.field, c.area))?,
        };
        let (x, y) = field.caret();
        (area.height > 0).then(|| Position::new(area.x + x, area.y + y))
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        self.lay_out(desk, area);
    }

    fn pointer(&mut self, desk: &mut Desk, area: Rect, x: u16, y: u16, what: Pointer) -> Flow {
        self.point(desk, area, x, y, what);
        Flow::Done
    }

    fn refresh(&mut self, desk: &Desk) {
        let count = self.rows(desk).len();
        self.row = self.row.min(count.saturating_sub(1));
        self.rebuild(desk);
        self.reread_cell(desk);
        let Some(open) = &desk.open else { return };
        for boxed in &mut self.fields {
            boxed.field.set_text(open.session.text(&boxed.at));
        }
    }
}
