//! The reader: one session as it was told, to be read, searched, cited and moved on from. Nothing in it can be changed.
//!
//! Here: what is on the screen and what keys do. What stands on the paper is written in `write`, with the words of
//! `words`; it is wrapped and searched in `rows` and drawn in `draw`. `copy` cites an answer, `jump` finds one.

mod copy;
mod draw;
mod jump;
mod paper;
mod rows;
mod words;
mod write;

use super::Compare;
use super::interview::text_action;
use super::marks::for_answer;
use crate::analysis::filter;
use crate::bank::Ref;
use crate::text::fold;
use crate::tui::action::Action;
use crate::tui::archive::Opened;
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::Scope;
use crate::tui::plan::Plan;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::lines::scrolled;
use crate::tui::widgets::text_field::{Lines, Outcome, TextField};
use jump::{Jump, Jumped};
use paper::{Look, Paper, Show};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use rows::{Hit, Row, Spot};
use std::path::PathBuf;

/// How the cursor is brought into sight where it was sent somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pull {
    /// The answer from its title on.
    Whole,
    /// The line, with some of what stands around it.
    Around,
}

/// Where the parts stand.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    outline: Option<Rect>,
    body: Rect,
    line: Rect,
}

/// A session that is read.
#[derive(Debug)]
pub struct Reader {
    opened: Opened,
    plan: Plan,
    show: Show,
    paper: Paper,
    rows: Vec<Row>,
    /// Columns that the rows were made for; 0 while they have to be made anew.
    width: u16,
    at: Spot,
    first: usize,
    pull: Option<Pull>,
    /// What the filter of the library looks for in texts.
    says: Vec<String>,
    /// What was searched for here.
    search: String,
    /// The line in which it is typed, and where it was begun.
    typing: Option<(TextField, String, Spot)>,
    hits: Vec<Hit>,
    /// The hit that was gone to.
    hit: Option<usize>,
    jump: Option<Jump>,
    outline: bool,
    places: Places,
}

/// From this width on there is room for the outline beside the text.
const BESIDE: u16 = 100;
/// Lines that the wheel turns on.
const WHEEL: usize = 3;

impl Reader {
    /// Of a session. Where the filter of the library looks for words, at the first place where they stand.
    pub fn new(desk: &Desk, opened: Opened) -> Self {
        let plan = Plan::new(opened.banks.clone());
        let says = filter::parse(&desk.archive.filter).map(|f| f.needles().map(str::to_owned).collect());
        let mut reader = Self {
            plan,
            show: Show::default(),
            paper: Paper::default(),
            rows: Vec::new(),
            width: 0,
            at: Spot::default(),
            first: 0,
            pull: None,
            says: says.unwrap_or_default(),
            search: desk.archive.search.clone(),
            typing: None,
            hits: Vec::new(),
            hit: None,
            jump: None,
            outline: true,
            places: Places::default(),
            opened,
        };
        reader.write();
        if !reader.hits.is_empty() {
            reader.go_hit(0);
        }
        if let Some(at) = desk.marks.sought_in(&reader.opened.session.id) {
            reader.go_answer(at);
        }
        reader
    }

    /// The file of the session.
    pub fn path(&self) -> &std::path::Path {
        &self.opened.path
    }

    /// The answer under the cursor: its item or row, and the column where the cursor is on one cell. `None` on jots and
    /// on what belongs to no answer.
    pub fn spot(&self) -> Option<(Ref, Option<String>)> {
        let piece = self.paper.pieces.get(self.at.piece)?;
        let entry = self.paper.entries.get(piece.entry?).filter(|e| e.jot.is_none())?;
        let on = |cell: &&(std::ops::Range<usize>, String)| cell.0.contains(&self.at.byte);
        let cell = match piece.cells.as_slice() {
            [only] => Some(only),
            cells => cells.iter().find(on),
        };
        Some((entry.at.clone()?, cell.map(|(_, column)| column.clone())))
    }

    /// To the answer at an item or row, else to that of its item.
    fn go_answer(&mut self, at: &Ref) {
        let find = |wanted: &Ref| self.paper.entries.iter().position(|e| e.at.as_ref() == Some(wanted));
        let entry = find(at).or_else(|| find(&at.parent()?));
        if let Some(piece) = entry.and_then(|entry| self.paper.piece_of(entry)) {
            self.go_piece(piece);
        }
    }

    /// Writes everything anew, and finds the place again where the cursor was.
    fn write(&mut self) {
        let entry =
            |paper: &Paper, piece: usize| paper.entry_of(piece).and_then(|e| paper.entries.get(e).cloned());
        let before = self.paper.pieces.get(self.at.piece).cloned();
        let old = entry(&self.paper, self.at.piece);
        self.paper = write::write(self.opened.session.record(), &self.plan, self.opened.integrity, self.show);
        self.width = 0;
        if let Some(before) = before {
            let owner = old
                .and_then(|old| self.paper.entries.iter().position(|e| e.at == old.at && e.jot == old.jot));
            let same = |p: &paper::Piece| p.look == before.look && p.text == before.text && p.entry == owner;
            let found = self.paper.pieces.iter().position(same);
            let found = found.or_else(|| self.paper.piece_of(owner?));
            match found {
                Some(piece) => self.at.piece = piece,
                // It is not shown any more.
                None => self.at = Spot::default(),
            }
            self.pull = Some(Pull::Around);
        }
        self.look();
    }

    /// The folded words that are looked for.
    fn needles(&self) -> Vec<String> {
        let own = fold(&self.search);
        if own.is_empty() { self.says.clone() } else { vec![own] }
    }

    fn look(&mut self) {
        let all = !fold(&self.search).is_empty();
        self.hits = rows::hits(&self.paper.pieces, &self.needles(), all);
        self.hit = None;
    }

    fn row(&self) -> usize {
        rows::row_of(&self.rows, self.at)
    }

    fn go(&mut self, at: Spot, pull: Pull) {
        (self.at, self.hit, self.pull) = (at, None, Some(pull));
    }

    fn go_piece(&mut self, piece: usize) {
        self.go(Spot { piece, byte: 0 }, Pull::Whole);
    }

    fn go_hit(&mut self, index: usize) {
        if let Some(hit) = self.hits.get(index) {
            self.go(Spot { piece: hit.piece, byte: hit.range.start }, Pull::Around);
            self.hit = Some(index);
        }
    }

    fn go_row(&mut self, row: usize) {
        let row = row.min(self.rows.len().saturating_sub(1));
        if let Some(row) = self.rows.get(row) {
            (self.at, self.hit) = (Spot { piece: row.piece, byte: row.start }, None);
        }
    }

    /// One line on or back, over the empty ones.
    fn step(&mut self, down: bool) {
        let gap = |row: &Row| self.paper.pieces.get(row.piece).is_some_and(|p| p.look == Look::Gap);
        let here = self.row();
        let to = if down {
            (here + 1..self.rows.len()).find(|row| !gap(&self.rows[*row]))
        } else {
            (0..here).rev().find(|row| !gap(&self.rows[*row]))
        };
        match to {
            Some(row) => self.go_row(row),
            None if !down => self.first = 0,
            None => {}
        }
    }

    fn page(&mut self, down: bool) {
        let page = usize::from(self.places.body.height).saturating_sub(2).max(1);
        let here = self.row();
        if down {
            self.first += page;
            self.go_row(here + page);
        } else {
            self.first = self.first.saturating_sub(page);
            self.go_row(here.saturating_sub(page));
        }
    }

    /// The next answer, or the one before: from within an answer its own beginning.
    fn turn_answer(&mut self, on: bool) {
        let here = self.at;
        let to = {
            let mut starts = self.paper.items().filter_map(|e| self.paper.piece_of(e));
            if on {
                starts.find(|piece| *piece > here.piece)
            } else {
                starts.rev().find(|piece| Spot { piece: *piece, byte: 0 } < here)
            }
        };
        match to {
            Some(piece) => self.go_piece(piece),
            None if on => {}
            None => self.go(Spot::default(), Pull::Around),
        }
    }

    fn turn_section(&mut self, on: bool) {
        // A section begins with its first answer.
        let mut starts: Vec<usize> = Vec::new();
        for part in 0..self.paper.parts.len() {
            let first = self.paper.entries.iter().find(|e| e.part == part);
            starts.extend(first.map(|e| e.piece));
        }
        let here = self.at.piece;
        let to = if on {
            starts.into_iter().find(|piece| *piece > here)
        } else {
            starts.into_iter().rev().find(|piece| *piece < here)
        };
        match to {
            Some(piece) => self.go_piece(piece),
            None if on => {}
            None => self.go(Spot::default(), Pull::Around),
        }
    }

    fn turn_hit(&mut self, desk: &mut Desk, on: bool) {
        let Some(last) = self.hits.len().checked_sub(1) else {
            let nothing = "that does not stand in this session";
            desk.say(if self.needles().is_empty() { "/ searches in this session" } else { nothing });
            return;
        };
        let spot = |hit: &Hit| Spot { piece: hit.piece, byte: hit.range.start };
        let to = match (self.hit, on) {
            (Some(hit), true) => Some(hit + 1).filter(|next| *next <= last),
            (Some(hit), false) => hit.checked_sub(1),
            (None, true) => self.hits.iter().position(|hit| spot(hit) >= self.at),
            (None, false) => self.hits.iter().rposition(|hit| spot(hit) < self.at),
        };
        if to.is_none() {
            desk.say(if on { "from the first hit again" } else { "from the last hit again" });
        }
        self.go_hit(to.unwrap_or(if on { 0 } else { last }));
    }

    /// On to another session of the list that this one was taken from.
    fn turn_session(&mut self, desk: &mut Desk, on: bool) -> Flow {
        let archive = &mut desk.archive;
        let here = archive.queue.iter().position(|path| *path == self.opened.path);
        let to = here.and_then(|at| if on { at.checked_add(1) } else { at.checked_sub(1) });
        if let Some(path) = to.and_then(|to| archive.queue.get(to)).cloned() {
            archive.shown = Some(path.clone());
            archive.search.clone_from(&self.search);
            // What is read comes in this one's place before anything is drawn.
            desk.effects.push(Effect::Read(path));
            return Flow::Close;
        }
        desk.say(match (here, on) {
            (None, _) => "this session was not taken from a list",
            (Some(_), true) => "this is the last session of the list",
            (Some(_), false) => "this is the first session of the list",
        });
        Flow::Done
    }

    /// Which session of how many in the list.
    fn number(&self, queue: &[PathBuf]) -> Option<(usize, usize)> {
        let at = queue.iter().position(|path| *path == self.opened.path)?;
        (queue.len() > 1).then_some((at + 1, queue.len()))
    }

    fn copy(&self, desk: &mut Desk) {
        let record = self.opened.session.record();
        let entry = self.paper.entry_of(self.at.piece).and_then(|e| self.paper.entries.get(e));
        let cited = entry.and_then(|e| copy::cited(record, &self.plan.banks, &self.paper, e));
        let (Some(entry), Some(text)) = (entry, cited) else {
            desk.say("there is nothing to copy here: go to an answer");
            return;
        };
        desk.effects.push(Effect::Copy(text));
        let place = &entry.place;
        let code = &record.lead().code;
        match record.consent.quotes {
            Some(true) => desk.say(format!("sent to the clipboard with its source: {place}")),
            Some(false) => desk.warn(format!("sent to the clipboard; {code} gave NO CONSENT TO BE QUOTED")),
            None => {
                desk.warn(format!("sent to the clipboard; {code} was NOT ASKED whether they may be quoted"));
            }
        }
    }

    fn start_search(&mut self) {
        let field = TextField::new(&self.search, Lines::One);
        self.typing = Some((field, self.search.clone(), self.at));
    }

    fn act_search(&mut self, desk: &mut Desk, action: Action) {
        let Some((field, before, began)) = &mut self.typing else { return };
        match action {
            Action::Back => {
                (self.search, self.at) = (std::mem::take(before), *began);
                self.typing = None;
                self.look();
                self.pull = Some(Pull::Around);
            }
            Action::Enter => {
                self.typing = None;
                if self.hits.is_empty() && !self.needles().is_empty() {
                    desk.say("that does not stand in this session");
                }
            }
            Action::Down | Action::Up => self.turn_hit(desk, action == Action::Down),
            action => {
                if let Some(action) = text_action(action)
                    && let Outcome::Edited(_) = field.act(action)
                {
                    self.search = field.text();
                    let began = *began;
                    self.look();
                    let spot = |hit: &Hit| Spot { piece: hit.piece, byte: hit.range.start };
                    match self.hits.iter().position(|hit| spot(hit) >= began) {
                        Some(hit) => self.go_hit(hit),
                        None if !self.hits.is_empty() => self.go_hit(0),
                        None => self.go(began, Pull::Around),
                    }
                }
            }
        }
    }

    fn act_jump(&mut self, jumped: Jumped) {
        match jumped {
            Jumped::Stay => {}
            Jumped::Close => self.jump = None,
            Jumped::To(piece) => {
                self.jump = None;
                // A section is gone to with its first answer.
                let first = self.paper.entries.iter().map(|e| e.piece).find(|start| *start >= piece);
                let section = self.paper.pieces.get(piece).is_some_and(|p| p.look == Look::Section);
                self.go_piece(first.filter(|_| section).unwrap_or(piece));
            }
        }
    }

    fn act_read(&mut self, desk: &mut Desk, action: &Action) -> Flow {
        match action {
            Action::Back => return Flow::Close,
            Action::Up | Action::Down => self.step(*action == Action::Down),
            Action::PageUp | Action::PageDown => self.page(*action == Action::PageDown),
            Action::Top => self.go(Spot::default(), Pull::Around),
            Action::Bottom => self.go_row(self.rows.len()),
            Action::NextField | Action::PrevField => self.turn_answer(*action == Action::NextField),
            Action::NextSection | Action::PrevSection => self.turn_section(*action == Action::NextSection),
            Action::NextItem | Action::PrevItem => {
                return self.turn_session(desk, *action == Action::NextItem);
            }
            Action::NextHit | Action::PrevHit => self.turn_hit(desk, *action == Action::NextHit),
            Action::Filter => self.start_search(),
            Action::Outline if desk.size.0 >= BESIDE => self.outline = !self.outline,
            Action::Jump | Action::Outline => self.jump = Some(Jump::new(&self.paper, self.at.piece)),
            Action::Copy => self.copy(desk),
            Action::Compare => match self.spot() {
                Some((at, column)) => {
                    let at = column.map_or_else(|| at.clone(), |column| at.child(&column));
                    match Compare::of(desk, at.as_str()) {
                        Some(compare) => return Flow::Push(Box::new(compare)),
                        None => desk.say("no questionnaire here knows this: there is nothing to compare"),
                    }
                }
                None => desk.say("there is nothing to compare here: go to an answer"),
            },
            Action::Tag => {
                let (at, column) = self.spot().map_or((None, None), |(at, column)| (Some(at), column));
                return Flow::Push(for_answer(desk, &self.opened.session.id, at, column, None));
            }
            Action::Guidance => {
                self.show.asks = !self.show.asks;
                self.write();
            }
            Action::Blanks => {
                self.show.blanks = !self.show.blanks;
                self.write();
                desk.say(if self.show.blanks {
                    "what was not answered is shown too"
                } else {
                    "answers only"
                });
            }
            Action::Trail => {
                self.show.history = !self.show.history;
                self.write();
                desk.say(if self.show.history {
                    "times of every row; a session file keeps the first and the last"
                } else {
                    "times of items only"
                });
            }
            _ => {}
        }
        Flow::Done
    }

    /// Brings the cursor into sight.
    fn scroll(&mut self) {
        let (row, height) = (self.row(), usize::from(self.places.body.height));
        let seen = self.first..self.first + height;
        match self.pull.take() {
            Some(Pull::Whole) => {
                let item = |piece: usize| {
                    let entry = self.paper.entry_of(piece).and_then(|e| self.paper.entries.get(e));
                    entry.map(|e| e.item)
                };
                let own = item(self.at.piece);
                let more = self.rows[row..].iter().take(height).take_while(|r| item(r.piece) == own).count();
                // Headings that stand right above go with it, where there is room.
                let above = self.rows[..row].iter().rev().take(4.min(height / 5)).take_while(|row| {
                    let look = self.paper.pieces.get(row.piece).map(|p| p.look);
                    matches!(look, Some(Look::Gap | Look::Section | Look::Heading | Look::Bank))
                });
                let top = row - above.count();
                if !seen.contains(&top) || row + more > seen.end {
                    self.first = top;
                }
            }
            Some(Pull::Around) if !seen.contains(&row) => self.first = row.saturating_sub(height / 3),
            Some(Pull::Around) | None => {}
        }
        self.first = scrolled(self.first, row, height).min(self.rows.len().saturating_sub(height));
    }
}

impl View for Reader {
    fn focus(&self, _desk: &Desk) -> Focus {
        match (&self.jump, &self.typing) {
            (Some(_), _) => Focus { scopes: vec![Scope::List, Scope::Text], typing: true },
            (None, Some(_)) => Focus { scopes: vec![Scope::Text], typing: true },
            (None, None) => Focus { scopes: vec![Scope::Reader], typing: false },
        }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        if let Some(jump) = &mut self.jump {
            let jumped = jump.act(action);
            self.act_jump(jumped);
        } else if self.typing.is_some() {
            self.act_search(desk, action);
        } else {
            return self.act_read(desk, &action);
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        draw::draw(self, desk, frame, area);
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        match (&self.jump, &self.typing) {
            (Some(jump), _) => Some(jump.caret()),
            (None, Some((field, ..))) => {
                let (x, y) = field.caret();
                Some(Position::new(self.places.line.x + x, self.places.line.y + y))
            }
            (None, None) => None,
        }
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        self.places = draw::places(self, area);
        let width = draw::measure(self.places.body);
        if self.width != width {
            // The line under the cursor stays about where it was.
            let above = self.row().saturating_sub(self.first);
            self.width = width;
            self.rows = rows::rows(&self.paper.pieces, width);
            self.first = self.row().saturating_sub(above.min(usize::from(self.places.body.height) / 3));
        }
        self.scroll();
        if let Some((field, ..)) = &mut self.typing {
            field.set_size(self.places.line.width, 1);
        }
        if let Some(jump) = &mut self.jump {
            jump.settle(area);
        }
    }

    fn pointer(&mut self, _desk: &mut Desk, _area: Rect, x: u16, y: u16, what: Pointer) -> Flow {
        if let Some(jump) = &mut self.jump {
            let jumped = jump.pointer(y, what);
            self.act_jump(jumped);
            return Flow::Done;
        }
        let on = |area: Rect| area.contains(Position::new(x, y));
        let height = usize::from(self.places.body.height);
        match what {
            Pointer::Click if on(self.places.body) => {
                let row = self.first + usize::from(y - self.places.body.y);
                if row < self.rows.len() {
                    self.go_row(row);
                }
            }
            Pointer::Click => {
                if let Some(outline) = self.places.outline.filter(|area| on(*area))
                    && let Some(piece) = draw::outline_piece(self, outline, y)
                {
                    self.act_jump(Jumped::To(piece));
                }
            }
            Pointer::WheelUp | Pointer::WheelDown => {
                let most = self.rows.len().saturating_sub(height);
                self.first = match what {
                    Pointer::WheelUp => self.first.saturating_sub(WHEEL),
                    _ => (self.first + WHEEL).min(most),
                };
                let row = self.row();
                let kept = row.clamp(self.first, (self.first + height).saturating_sub(1).max(self.first));
                if kept != row {
                    self.go_row(kept);
                }
            }
        }
        Flow::Done
    }

    fn is_screen(&self) -> bool {
        true
    }
}
