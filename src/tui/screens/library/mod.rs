//! The library: all sessions as a table, filtered by one line and by the values of fields, with a preview.
//!
//! Here: what is chosen and what keys do. The lines are made in `table`, values counted in `facets`, all drawn in `draw`.

mod columns;
mod draw;
mod facets;
mod faults;
mod filters;
mod table;

use super::Ledger;
use super::interview::text_action;
use super::{Among, Items};
use crate::analysis::corpus::{Field, RowId};
use crate::analysis::filter::{self, Filter, FilterError, Found};
use crate::tui::action::Action;
use crate::tui::archive::Reading;
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::text_field::{Lines, Outcome, TextField};
use columns::Columns;
use facets::Facets;
use faults::Faults;
use filters::Filters;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use std::collections::HashSet;
use table::{Col, Entry, Order};

/// Which part has the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pane {
    #[default]
    List,
    Filter,
    Facets,
}

/// Where the parts stand.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    filter: Rect,
    facets: Rect,
    head: Rect,
    list: Rect,
    preview: Rect,
}

/// The library.
#[derive(Debug)]
pub struct Library {
    pane: Pane,
    field: TextField,
    filter: Filter,
    /// Why the line is not understood; what was found last stays.
    wrong: Option<FilterError>,
    found: Found,
    /// The corpus that was searched.
    turn: (u32, u32),
    /// The file of the chosen session: its place is another one when the corpus is.
    file: Option<String>,
    entries: Vec<Entry>,
    order: Order,
    columns: Vec<Col>,
    folded: HashSet<String>,
    picker: Picker,
    /// Files of the sessions that are marked.
    marked: HashSet<String>,
    facets: Facets,
    with_facets: Option<bool>,
    with_preview: bool,
    places: Places,
    /// The session that was read last; it is chosen when another was moved on to in the reader.
    shown: Option<std::path::PathBuf>,
}

/// What sessions are grouped by after this: every field in turn, then none. A session may have several banks, so it stands
/// in no group of one.
fn next_group(now: Option<Field>) -> Option<Field> {
    let fields = || Field::ALL.into_iter().filter(|f| *f != Field::Bank);
    match now {
        None => fields().next(),
        Some(now) => fields().skip_while(|f| *f != now).nth(1),
    }
}

/// From this width on there is room for the values of fields beside the table.
const BESIDE: u16 = 100;

impl Library {
    /// All sessions.
    pub fn new(desk: &Desk) -> Self {
        let mut library = Self {
            pane: Pane::default(),
            field: TextField::new(&desk.archive.filter, Lines::One),
            filter: Filter::default(),
            wrong: None,
            found: Found::default(),
            turn: (0, 0),
            file: None,
            entries: Vec::new(),
            order: Order::default(),
            columns: Self::columns(desk),
            folded: HashSet::new(),
            picker: Picker::default(),
            marked: HashSet::new(),
            facets: Facets::default(),
            with_facets: None,
            with_preview: true,
            places: Places::default(),
            shown: desk.archive.shown.clone(),
        };
        library.search(desk);
        library
    }

    /// The columns that were chosen.
    fn columns(desk: &Desk) -> Vec<Col> {
        let chosen = &desk.archive.columns;
        if chosen.is_empty() {
            return Col::usual();
        }
        Col::ALL.into_iter().filter(|c| chosen.contains(&c.title())).collect()
    }

    /// Finds again what the filter means, and keeps the chosen session chosen where it is still there.
    fn search(&mut self, desk: &Desk) {
        let archive = &desk.archive;
        self.turn = (archive.turn, archive.tag_turn);
        match filter::parse(&self.field.text()) {
            Ok(filter) => (self.filter, self.wrong) = (filter, None),
            Err(wrong) => self.wrong = Some(wrong),
        }
        let chosen = self.file.clone();
        self.found =
            filter::evaluate(&self.filter, &archive.corpus, &archive.book, &archive.sieve, &archive.tags);
        self.lines(desk, chosen.as_deref());
        self.count(desk);
    }

    fn lines(&mut self, desk: &Desk, chosen: Option<&str>) {
        let archive = &desk.archive;
        let rows = archive.corpus.rows(&self.found.selection).map(|(at, _)| at).collect();
        self.entries = table::entries(archive, rows, self.order, &self.folded);
        let is = |entry: &Entry| match entry {
            Entry::Session(at) => chosen == archive.file(*at),
            Entry::Heading { .. } => false,
        };
        let at = chosen.is_some().then(|| self.entries.iter().position(is)).flatten();
        // The first session, not its heading.
        let first = usize::from(self.order.group.is_some());
        self.picker = Picker::at_line(at.unwrap_or(first));
    }

    fn again(&mut self, desk: &Desk) {
        let chosen = self.chosen().and_then(|at| desk.archive.file(at).map(str::to_owned));
        self.lines(desk, chosen.as_deref());
    }

    fn count(&mut self, desk: &Desk) {
        let selection = self.found.without(&self.filter, self.facets.field(), &desk.archive.corpus);
        self.facets.count(&desk.archive, &selection);
    }

    /// The chosen session.
    fn chosen(&self) -> Option<RowId> {
        match self.entries.get(self.picker.chosen)? {
            Entry::Session(at) => Some(*at),
            Entry::Heading { .. } => None,
        }
    }

    fn path(desk: &Desk, at: RowId) -> Option<std::path::PathBuf> {
        Some(desk.folder.join("sessions").join(format!("{}.ron", desk.archive.file(at)?)))
    }

    /// Chooses the session that the reader moved on to.
    fn choose_shown(&mut self, desk: &Desk) {
        let is = |entry: &Entry| match entry {
            Entry::Session(at) => Self::path(desk, *at) == self.shown,
            Entry::Heading { .. } => false,
        };
        if let Some(line) = self.entries.iter().position(is) {
            self.picker = Picker::at_line(line);
        }
    }

    fn set_filter(&mut self, desk: &Desk, text: &str) {
        self.field = TextField::new(text, Lines::One);
        self.search(desk);
    }

    /// The values of fields are beside the table, or on top of it where there is no room beside.
    fn facets_shown(&self, width: u16) -> bool {
        self.pane == Pane::Facets || self.with_facets.unwrap_or(width >= BESIDE) && width >= BESIDE
    }

    fn enter(&mut self, desk: &mut Desk) {
        match self.entries.get(self.picker.chosen) {
            Some(Entry::Session(at)) => {
                if let Some(path) = Self::path(desk, *at) {
                    let sessions = self.entries.iter().filter_map(|entry| match entry {
                        Entry::Session(at) => Self::path(desk, *at),
                        Entry::Heading { .. } => None,
                    });
                    desk.archive.queue = sessions.collect();
                    desk.archive.search.clear();
                    desk.archive.shown = Some(path.clone());
                    self.shown.clone_from(&desk.archive.shown);
                    desk.effects.push(Effect::Read(path));
                }
            }
            Some(Entry::Heading { value, folded, .. }) => {
                if *folded {
                    self.folded.remove(value);
                } else {
                    self.folded.insert(value.clone());
                }
                let line = self.picker.chosen;
                self.again(desk);
                self.picker = Picker::at_line(line);
            }
            None => {}
        }
    }

    fn toggle_facet(&mut self, desk: &Desk) {
        let Some(value) = self.facets.chosen().filter(|v| !v.code.is_empty()) else { return };
        let text = filter::toggled(&self.field.text(), self.facets.field(), &value.code.clone());
        let line = self.facets.picker;
        self.set_filter(desk, &text);
        self.facets.picker = line;
    }

    fn mark(&mut self, desk: &mut Desk) {
        let Some(file) = self.chosen().and_then(|at| desk.archive.file(at).map(str::to_owned)) else {
            return;
        };
        if !self.marked.remove(&file) {
            self.marked.insert(file);
        }
        self.picker.act(&Action::Down, self.entries.len(), 1);
        let count = self.marked.len();
        desk.say(if count == 1 { "1 session marked".to_owned() } else { format!("{count} sessions marked") });
    }

    /// The sessions to compare: those marked, else all that are shown.
    fn among(&self) -> Among {
        if self.marked.is_empty() {
            return Among::Passing(self.filter.clone(), self.field.text());
        }
        Among::Marked(self.marked.clone())
    }

    fn act_list(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Enter => self.enter(desk),
            Action::Filter => self.pane = Pane::Filter,
            Action::NextField => self.pane = Pane::Facets,
            Action::Facets => {
                let shown = self.facets_shown(desk.size.0);
                self.with_facets = Some(!shown);
                if desk.size.0 < BESIDE {
                    self.pane = Pane::Facets;
                }
            }
            Action::Preview => self.with_preview = !self.with_preview,
            Action::Sort => {
                let at = self.columns.iter().position(|c| *c == self.order.by).unwrap_or(0);
                let next = self.columns.get(at + 1).or(self.columns.first()).copied();
                self.order.by = next.unwrap_or(Col::Date);
                self.again(desk);
                desk.say(format!("sorted by {}", self.order.by.title()));
            }
            Action::Reverse => {
                self.order.reversed = !self.order.reversed;
                self.again(desk);
            }
            Action::GroupBy => {
                self.order.group = next_group(self.order.group);
                self.folded.clear();
                self.again(desk);
                desk.say(
                    self.order.group.map_or("not grouped".to_owned(), |f| format!("grouped by {}", f.name())),
                );
            }
            Action::Toggle => self.mark(desk),
            Action::Clear => {
                if self.field.is_empty() && self.marked.is_empty() {
                    desk.say("there is no filter and nothing is marked");
                }
                self.marked.clear();
                self.set_filter(desk, "");
                desk.archive.filter.clear();
            }
            Action::Compare => return Flow::Push(Box::new(Items::new(desk, self.among()))),
            Action::Columns => return Flow::Push(Box::new(Columns::new(&self.columns))),
            Action::Filters => return Flow::Push(Box::new(Filters::new(desk, &self.field.text()))),
            Action::Faults => return Flow::Push(Box::new(Faults::new(desk))),
            Action::Reload => {
                desk.effects.push(Effect::Archive);
                desk.say("looking at the data folder again");
            }
            Action::Ledger => return Flow::Push(Box::new(Ledger::new(desk))),
            Action::Resume => {
                if let Some(path) = self.chosen().and_then(|at| Self::path(desk, at)) {
                    desk.say("opening");
                    desk.effects.push(Effect::Open { path, altered: false });
                }
            }
            action => {
                self.picker.act(&action, self.entries.len(), self.places.list.height);
            }
        }
        Flow::Done
    }

    fn act_filter(&mut self, desk: &mut Desk, action: Action) {
        match action {
            Action::Back | Action::Enter | Action::Down => self.pane = Pane::List,
            Action::NextField => self.pane = Pane::Facets,
            action => {
                if let Some(action) = text_action(action)
                    && let Outcome::Edited(_) = self.field.act(action)
                {
                    self.search(desk);
                }
            }
        }
    }

    fn act_facets(&mut self, desk: &mut Desk, action: &Action) {
        match action {
            Action::Back | Action::NextField => self.pane = Pane::List,
            Action::Enter => self.toggle_facet(desk),
            Action::Left | Action::Right => {
                self.facets.turn(if *action == Action::Left { -1 } else { 1 });
                self.count(desk);
            }
            action => {
                self.facets.act(action, self.places.facets.height.saturating_sub(Field::ALL.len() as u16));
            }
        }
    }
}

impl View for Library {
    fn focus(&self, _desk: &Desk) -> Focus {
        match self.pane {
            Pane::List => Focus { scopes: vec![Scope::Library], typing: false },
            Pane::Filter => Focus { scopes: vec![Scope::Filter, Scope::Text], typing: true },
            Pane::Facets => Focus { scopes: vec![Scope::Facets], typing: false },
        }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match (self.pane, action) {
            (Pane::List, Action::Back) if matches!(desk.archive.reading, Reading::Going { .. }) => {
                desk.effects.push(Effect::LeaveArchive);
                desk.say("leaving it there; what was read is shown");
            }
            (Pane::List, Action::Back) => return Flow::Close,
            (Pane::List, action) => return self.act_list(desk, action),
            (Pane::Filter, action) => self.act_filter(desk, action),
            (Pane::Facets, action) => self.act_facets(desk, &action),
        }
        desk.archive.filter = self.field.text();
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        draw::draw(self, desk, frame, area);
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let (x, y) = self.field.caret();
        let line = self.places.filter;
        (self.pane == Pane::Filter).then(|| Position::new(line.x + x, line.y + y))
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        if self.turn != (desk.archive.turn, desk.archive.tag_turn) {
            self.search(desk);
        }
        self.places = draw::places(self, area);
        self.field.set_size(self.places.filter.width, 1);
        self.picker.settle(self.entries.len(), self.places.list.height);
        self.file = self.chosen().and_then(|at| desk.archive.file(at).map(str::to_owned));
        let open = self.places.facets.height.saturating_sub(Field::ALL.len() as u16);
        self.facets.picker.settle(self.facets.values.len(), open);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, x: u16, y: u16, what: Pointer) -> Flow {
        let on = |area: Rect| area.contains(Position::new(x, y));
        if on(self.places.filter) && what == Pointer::Click {
            self.pane = Pane::Filter;
            self.field.click(x - self.places.filter.x, 0);
            return Flow::Done;
        }
        let len = self.entries.len();
        if on(self.places.list)
            && let Some(line) = what.on_list(&mut self.picker, len, self.places.list, y)
        {
            self.pane = Pane::List;
            // A second click on the chosen line opens it.
            if line == self.picker.chosen {
                self.enter(desk);
            } else {
                self.picker.chosen = line;
            }
        }
        Flow::Done
    }

    fn refresh(&mut self, desk: &Desk) {
        self.columns = Self::columns(desk);
        if desk.archive.filter != self.field.text() {
            self.set_filter(desk, &desk.archive.filter);
        } else if self.turn != (desk.archive.turn, desk.archive.tag_turn) {
            self.search(desk);
        }
        if self.shown != desk.archive.shown {
            self.shown.clone_from(&desk.archive.shown);
            self.choose_shown(desk);
        }
    }

    fn is_screen(&self) -> bool {
        true
    }
}
