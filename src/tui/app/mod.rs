//! The state of everything on screen, and how an event changes it. No I/O, no clock: see [`super::runtime`].

mod event;
mod outcomes;

pub use event::{Event, NotOpened, Opened, Show, Start};

use super::action::Action;
use super::archive::{self, Archive};
use super::desk::{Desk, Effect, SaveState};
use super::keymap::{self, Scope};
use super::marks::Marks;
use super::screens::{Banks, Help, Home, Interview, Library, Needs, Notice, Reading, Sheet, status};
use super::theme::Theme;
use super::view::{Flow, Focus, Pointer, Target, View};
use crate::store::KnownValues;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use jiff::Timestamp;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Clear;

/// Smallest terminal that anything useful fits into.
pub const SMALLEST: (u16, u16) = (40, 12);

/// Which screen is at the bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Home.
    Home,
    /// Set-up sheet.
    Sheet,
    /// The questions.
    Interview,
}

/// Whether the screen is blanked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// It is not.
    Off,
    /// Nothing readable.
    On,
    /// A key was pressed: the screen says which one lights it.
    Asked,
}

/// When to draw next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Draw {
    /// Nothing to be seen has changed.
    Not,
    /// When typing pauses. Until then the status line says "saving": never "saved" of what is not, and no second
    /// draw for every key.
    AtPause,
    /// Now.
    Now,
}

/// What is being waited for before leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaving {
    No,
    Quit,
    Home,
}

/// Everything on screen.
pub struct App {
    /// What every screen works at.
    pub desk: Desk,
    /// Which screen is at the bottom.
    pub which: Which,
    /// Whether the screen is blanked.
    pub blank: Blank,
    /// Whether, and how soon, something to be seen has changed since the last draw.
    pub draw: Draw,
    home: Home,
    sheet: Option<Sheet>,
    interview: Option<Interview>,
    tops: Vec<Box<dyn View>>,
    leaving: Leaving,
}

impl App {
    /// The app at its start, and what is to be done outside first.
    pub fn new(start: Start) -> (Self, Vec<Effect>) {
        let mut first = vec![start.begin.clone().map_or(Effect::Recent, Effect::Create)];
        let desk = Desk {
            size: start.size,
            theme: Theme::new(start.depth),
            now: start.now,
            offset: start.offset,
            folder: start.folder,
            folder_problem: start.folder_problem,
            listing: None,
            known: KnownValues::default(),
            languages: Vec::new(),
            library: None,
            archive: Archive::default(),
            marks: Marks::default(),
            open: None,
            save: SaveState::Nothing,
            saved_revision: 0,
            speaker: None,
            message: None,
            effects: Vec::new(),
        };
        let mut app = Self {
            desk,
            which: Which::Home,
            blank: Blank::Off,
            draw: Draw::Now,
            home: Home::default(),
            sheet: None,
            interview: None,
            tops: Vec::new(),
            leaving: Leaving::No,
        };
        if let Some(show) = start.show {
            app.act(if show == Show::Library { Action::Browse } else { Action::Needs });
            first.append(&mut app.desk.effects);
        }
        // The first frame comes before the first event.
        app.settle();
        (app, first)
    }

    /// Takes in one event and says what is to be done outside.
    pub fn handle(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        self.desk.now = now;
        let before = std::mem::replace(&mut self.draw, Draw::Now);
        match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => self.draw = Draw::Not,
            Event::Key(key) if self.blank != Blank::Off => self.unblank(&key),
            Event::Key(key) => self.key(key),
            Event::Paste(text) if self.blank == Blank::Off && self.leaving == Leaving::No => {
                self.desk.forget_message();
                self.act(Action::Insert(text));
            }
            Event::Mouse(mouse) if self.blank == Blank::Off && self.leaving == Leaving::No => {
                self.mouse(mouse);
            }
            Event::Paste(_) | Event::Mouse(_) => self.draw = Draw::Not,
            Event::Resize(columns, rows) => self.desk.size = (columns, rows),
            Event::Banks(banks, languages) => self.library(banks, languages),
            Event::Worded { banks, language, fell_back, problems } => {
                self.worded(banks, &language, fell_back, &problems);
            }
            Event::Listed(result) => self.listed(result),
            Event::Archive(read) => self.archived(*read),
            Event::ArchiveStep { done, total } => self.archive_step(done, total),
            Event::ArchiveFailed(why) => self.desk.archive.reading = archive::Reading::Failed(why),
            Event::FiltersNotKept(why) => self.desk.alert(why),
            Event::Read(read) => self.read(read),
            Event::Marks(read) => self.marks_read(*read),
            Event::MarksSaved(revision, at) => self.desk.marks.saved(revision, at),
            Event::MarksFailed(why) => self.desk.marks.save = SaveState::Failed(why),
            Event::MarksSetAside(path) => self.desk.marks_set_aside(&path),
            Event::MarksNotFlushed(why) => self.marks_not_flushed(why),
            Event::PlanWritten(written) => self.plan_written(written),
            Event::Opened(opened) => self.opened(*opened),
            Event::NotOpened(NotOpened::Altered(path)) => self.tops.push(Box::new(Notice::altered(path))),
            Event::NotOpened(NotOpened::Failed(why)) => {
                self.tops.push(Box::new(Notice::new("Not opened", why)));
            }
            Event::Saved(revision, at) => self.saved(revision, at),
            Event::SaveFailed(why) => self.save_failed(why),
            Event::SetAside(path) => self.desk.alert(format!(
                "the file was changed by something else; that version is kept as {}",
                path.file_name().unwrap_or_default().to_string_lossy()
            )),
            Event::Flushed(result) => self.flushed(result),
            Event::Front | Event::Released => {}
            Event::Terminate => {
                self.note_time();
                self.desk.effects.push(Effect::Quit);
            }
        }
        self.ask_for_initials();
        if self.draw == Draw::Now {
            self.settle();
        }
        self.draw = self.draw.max(before);
        std::mem::take(&mut self.desk.effects)
    }

    fn key(&mut self, key: KeyEvent) {
        if self.leaving != Leaving::No {
            // Everything is on its way to the disk: what is typed now would be typed into nowhere.
            if key.code == KeyCode::Esc {
                self.leaving = Leaving::No;
                self.desk.message = None;
            }
            return;
        }
        if key.code == KeyCode::Esc && self.desk.message.as_ref().is_some_and(|m| m.stays) {
            self.desk.message = None;
            return;
        }
        self.desk.forget_message();
        let Focus { mut scopes, typing } = self.top().focus(&self.desk);
        scopes.push(Scope::Everywhere);
        if let Some(action) = keymap::resolve(&key, &scopes, typing) {
            self.act(action);
        }
    }

    /// The key that blanked the screen lights it; any other only says so, and changes nothing.
    fn unblank(&mut self, key: &KeyEvent) {
        let lights = keymap::resolve(key, &[Scope::Everywhere], true) == Some(Action::Blank);
        self.blank = if lights { Blank::Off } else { Blank::Asked };
    }

    fn mouse(&mut self, mouse: MouseEvent) {
        let what = match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Pointer::Click,
            MouseEventKind::ScrollUp => Pointer::WheelUp,
            MouseEventKind::ScrollDown => Pointer::WheelDown,
            _ => {
                self.draw = Draw::Not;
                return;
            }
        };
        self.desk.forget_message();
        let area = self.area();
        let (x, y) = (mouse.column, mouse.row);
        let flow = match self.tops.last_mut() {
            Some(top) => top.pointer(&mut self.desk, area, x, y, what),
            None => match self.which {
                Which::Home => self.home.pointer(&mut self.desk, area, x, y, what),
                Which::Sheet => match &mut self.sheet {
                    Some(sheet) => sheet.pointer(&mut self.desk, area, x, y, what),
                    None => Flow::Done,
                },
                Which::Interview => match &mut self.interview {
                    Some(interview) => interview.pointer(&mut self.desk, area, x, y, what),
                    None => Flow::Done,
                },
            },
        };
        self.follow(flow);
    }

    fn top(&self) -> &dyn View {
        if let Some(top) = self.tops.last() {
            return top.as_ref();
        }
        match (self.which, &self.sheet, &self.interview) {
            (Which::Sheet, Some(sheet), _) => sheet,
            (Which::Interview, _, Some(interview)) => interview,
            _ => &self.home,
        }
    }

    fn top_mut(&mut self) -> (&mut dyn View, &mut Desk) {
        if let Some(top) = self.tops.last_mut() {
            return (top.as_mut(), &mut self.desk);
        }
        let view: &mut dyn View = match (self.which, &mut self.sheet, &mut self.interview) {
            (Which::Sheet, Some(sheet), _) => sheet,
            (Which::Interview, _, Some(interview)) => interview,
            _ => &mut self.home,
        };
        (view, &mut self.desk)
    }

    /// Does what was asked for.
    pub fn act(&mut self, action: Action) {
        match action {
            Action::Help => {
                if self.tops.last().is_some_and(|top| top.is_help()) {
                    self.follow(Flow::Close);
                } else {
                    let scopes = self.top().focus(&self.desk).scopes;
                    self.tops.push(Box::new(Help::new(&scopes)));
                }
            }
            Action::Guide => {
                if self.tops.last().is_some_and(|top| top.is_guide()) {
                    self.follow(Flow::Close);
                } else {
                    self.tops.push(Box::new(Reading::guide()));
                }
            }
            Action::Browse => {
                self.desk.want_archive();
                let library = Library::new(&self.desk);
                self.tops.push(Box::new(library));
            }
            Action::Needs => {
                self.desk.want_archive();
                let needs = Needs::new(&self.desk);
                self.tops.push(Box::new(needs));
            }
            Action::Quit => self.leave(Leaving::Quit),
            Action::Banks if self.desk.open.is_some() && !self.tops.last().is_some_and(|t| t.is_banks()) => {
                let view = Banks::new(&mut self.desk);
                self.tops.push(Box::new(view));
            }
            Action::Saving => match self.desk.saving() {
                SaveState::Failed(why) => {
                    let why = why.clone();
                    if !self.tops.last().is_some_and(|top| top.is_trouble()) {
                        let marks = !matches!(self.desk.save, SaveState::Failed(_));
                        self.trouble(why, None, marks);
                    }
                }
                SaveState::Saving => self.desk.say("on its way to the disk, by itself"),
                SaveState::Saved(_) => self.desk.say("everything is on disk; there is no need to save"),
                SaveState::Nothing => self.desk.say("there is nothing to save yet"),
            },
            Action::Blank => self.blank = Blank::On,
            Action::Redraw => self.desk.effects.push(Effect::Redraw),
            Action::Suspend => self.desk.effects.push(Effect::Suspend),
            Action::Undo | Action::Redo if self.desk.open.is_none() => {
                self.turn_marks_back(action == Action::Redo);
            }
            Action::Undo => {
                let undone = self.desk.undo();
                self.after_undo(undone.map(Target::from));
            }
            Action::Redo => {
                let undone = self.desk.redo();
                self.after_undo(undone.map(Target::from));
            }
            action => {
                let (view, desk) = self.top_mut();
                let flow = view.act(desk, action);
                self.follow(flow);
            }
        }
    }

    fn after_undo(&mut self, target: Option<Target>) {
        if let Some(interview) = &mut self.interview {
            if let (Some(target), true) = (target, self.tops.is_empty()) {
                interview.go(&mut self.desk, &target);
            }
            interview.refresh(&self.desk);
        }
        if let Some(sheet) = &mut self.sheet {
            sheet.refresh(&self.desk);
        }
        for top in &mut self.tops {
            top.refresh(&self.desk);
        }
    }

    fn follow(&mut self, flow: Flow) {
        match flow {
            Flow::Done => {}
            Flow::Close => {
                self.tops.pop();
                self.refresh_below();
            }
            Flow::Push(view) => self.tops.push(view),
            Flow::Replace(view) => {
                self.tops.pop();
                self.tops.push(view);
            }
            Flow::Go(target) => {
                self.tops.clear();
                self.which = Which::Interview;
                if let Some(interview) = &mut self.interview {
                    let flow = interview.go(&mut self.desk, &target);
                    interview.refresh(&self.desk);
                    self.follow(flow);
                }
            }
            Flow::Do(action) => {
                self.tops.clear();
                self.act(action);
            }
            Flow::Home => self.leave(Leaving::Home),
            Flow::Sheet => {
                self.tops.clear();
                if let Some(interview) = &mut self.interview {
                    interview.note_time(&mut self.desk);
                }
                self.desk.want_library();
                self.sheet = Some(Sheet::new(&self.desk));
                self.which = Which::Sheet;
            }
            Flow::Interview => {
                self.tops.clear();
                self.sheet = None;
                self.which = Which::Interview;
                if let Some(interview) = &mut self.interview {
                    interview.come_back(&self.desk);
                }
            }
        }
    }

    fn refresh_below(&mut self) {
        match self.tops.last_mut() {
            Some(top) => top.refresh(&self.desk),
            None => {
                if let Some(interview) = &mut self.interview {
                    interview.refresh(&self.desk);
                }
            }
        }
    }

    fn note_time(&mut self) {
        if let Some(interview) = &mut self.interview {
            interview.note_time(&mut self.desk);
        }
    }

    fn area(&self) -> Rect {
        Rect::new(0, 0, self.desk.size.0, self.desk.size.1)
    }

    fn settle(&mut self) {
        let area = self.area();
        let desk = &self.desk;
        self.tops.retain(|top| top.stands(desk));
        match self.which {
            Which::Home => self.home.settle(&self.desk, area),
            Which::Sheet => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.settle(&self.desk, area);
                }
            }
            Which::Interview => {
                if let Some(interview) = &mut self.interview {
                    interview.settle(&self.desk, area);
                }
            }
        }
        for top in &mut self.tops {
            top.settle(&self.desk, area);
        }
    }

    /// Draws everything; changes nothing.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        if self.blank != Blank::Off {
            status::draw_blank(frame, area, self.blank == Blank::Asked);
            return;
        }
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            status::draw_too_small(&self.desk, frame, area);
            return;
        }
        // What a whole screen lies on is not seen.
        let hidden = self.tops.iter().rposition(|top| top.is_screen());
        match (self.which, &self.sheet, &self.interview) {
            _ if hidden.is_some() => {}
            (Which::Sheet, Some(sheet), _) => sheet.draw(&self.desk, frame, area),
            (Which::Interview, _, Some(interview)) => interview.draw(&self.desk, frame, area),
            _ => self.home.draw(&self.desk, frame, area),
        }
        if let Some(screen) = hidden.and_then(|at| self.tops.get(at)) {
            screen.draw(&self.desk, frame, area);
        }
        let above = hidden.map_or(0, |at| at + 1);
        if self.tops.len() > above {
            // The keys of what lies below don't work now; what lies on top shows its own.
            let line = Rect { y: area.bottom() - 1, height: 1, ..area };
            frame.render_widget(Clear, line);
            status::hint_line(&self.desk, frame, line, &[]);
        }
        for top in self.tops.iter().skip(above) {
            top.draw(&self.desk, frame, area);
        }
        // The terminal's own caret, for input methods and screen readers: only where typing goes.
        if let Some(caret) = self.top().caret(&self.desk) {
            frame.set_cursor_position(caret);
        }
    }
}
