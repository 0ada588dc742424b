//! The real app at a bench: events go in, screens and effects come out. No terminal, no files, no clock.
//!
//! Every event moves the clock on by one second, and everything is drawn after each, so that a panic in drawing is
//! found where it happens. What must hold after any event whatever is checked in [`Bench::event`].

#![allow(dead_code, reason = "each test crate uses its own part of the bench")]
#![allow(clippy::expect_used, reason = "a bench that cannot work ends the test")]

mod script;

#[allow(unused_imports, reason = "each test crate uses its own part of the bench")]
pub(crate) use script::{bound, events};

use jiff::{SignedDuration, Timestamp};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use unicode_width::UnicodeWidthStr;
use vivavoce::analysis::marks::Annotations;
use vivavoce::bank::{Bank, Ref, builtin};
use vivavoce::session::{Answer, BankStamp, Cell, Change, Edit, Integrity, Record, Session, Stamp, Status};
use vivavoce::store::{KnownValues, Listing, Summary};
use vivavoce::tui::app::{App, Draw, Event, NotOpened, Opened, Start};
use vivavoce::tui::desk::Effect;
use vivavoce::tui::marks::MarksRead;
use vivavoce::tui::theme::Depth;

/// How the outside answers what the app asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Disk {
    /// Everything is saved at once.
    Works,
    /// Nothing is heard from it.
    Silent,
    /// Nothing can be saved, for this reason.
    Fails(String),
}

/// The app and everything around it.
pub(crate) struct Bench {
    pub(crate) app: App,
    terminal: Terminal<TestBackend>,
    now: Timestamp,
    pub(crate) disk: Disk,
    /// The marks on the disk, and why they can't be changed, if so.
    pub(crate) marks: (Annotations, Option<String>),
    /// What else the outside answers, where a test says so.
    pub(crate) outside: Option<fn(&Effect) -> Option<Event>>,
    /// Everything that the app asked for, in order.
    pub(crate) effects: Vec<Effect>,
    /// How many keys were pressed; a paste and a click count as one.
    pub(crate) pressed: usize,
    before: Option<Buffer>,
}

/// The annex questionnaire, read once.
pub(crate) fn annex() -> Arc<Bank> {
    static BANK: OnceLock<Arc<Bank>> = OnceLock::new();
    let read = || Arc::new(builtin("annex").expect("built in").parse().expect("annex"));
    Arc::clone(BANK.get_or_init(read))
}

/// Every built-in bank, read once.
pub(crate) fn library() -> Vec<Arc<Bank>> {
    static BANKS: OnceLock<Vec<Arc<Bank>>> = OnceLock::new();
    let read = |b: &vivavoce::bank::Builtin| Arc::new(b.parse().expect("a built-in bank"));
    BANKS.get_or_init(|| vivavoce::bank::BUILTIN.iter().map(read).collect()).clone()
}

/// These banks in another language: made up, every question marked with its tag.
fn worded(ids: &[String], language: &str) -> Event {
    let reword = |id: &String| {
        let mut bank = library().into_iter().find(|b| b.id == *id)?.as_ref().clone();
        if language != "en" {
            for item in bank.sections.iter_mut().flat_map(|s| &mut s.items) {
                item.ask = format!("({language}) {}", item.ask);
                item.wordings.clear();
            }
            language.clone_into(&mut bank.language);
        }
        Some(Arc::new(bank))
    };
    let banks = ids.iter().filter_map(reword).collect();
    let fell_back = usize::from(language != "en") * 7;
    Event::Worded { banks, language: language.to_owned(), fell_back, problems: Vec::new() }
}

/// When every bench begins.
pub(crate) fn start() -> Timestamp {
    "2026-11-24T09:30:00Z".parse().expect("time")
}

/// A new session on the annex.
pub(crate) fn session() -> Session {
    let bank = annex();
    let stamp = BankStamp { id: bank.id.clone(), version: bank.version.clone() };
    Session::new("2026-11-24-1130-R07-1f3a".to_owned(), vec![stamp], "R07", start(), 120)
}

/// A session in which these edits were made.
pub(crate) fn session_with(edits: Vec<Edit>) -> Session {
    let mut session = session();
    for edit in edits {
        session.apply(Change { edit, stamp: Stamp::At(start()) }).expect("edit");
    }
    session
}

/// A line of the home screen.
pub(crate) fn summary(code: &str, day: u8, status: Status) -> Summary {
    let id = format!("2026-11-{day:02}-1030-{code}-1f3a");
    Summary {
        path: PathBuf::from(format!("/data/sessions/{id}.ron")),
        id,
        code: code.to_owned(),
        function: "investigator".to_owned(),
        rank: "mid_manager".to_owned(),
        level: "regional".to_owned(),
        institution: "National police".to_owned(),
        unit: "Anti-trafficking unit".to_owned(),
        region: "North".to_owned(),
        country: "Examplia".to_owned(),
        language: "en".to_owned(),
        started: format!("2026-11-{day:02}T08:30:00Z").parse().expect("time"),
        status,
        answered: usize::from(day) * 3,
        jots_unfiled: 1,
        participants: 1,
        utc_offset_minutes: 0,
        synthetic: false,
        revision: 40,
        banks: vec![BankStamp { id: "annex".to_owned(), version: "1.0.0".to_owned() }],
        integrity: Integrity::Intact,
    }
}

impl Bench {
    /// At the home screen, the data folder not yet read.
    pub(crate) fn home() -> Self {
        Self::begin(None, true, (120, 40))
    }

    /// At the home screen of a small terminal, where drawing is cheap and room is scarce.
    pub(crate) fn small() -> Self {
        Self::begin(None, true, (60, 16))
    }

    /// At the home screen without colours.
    pub(crate) fn home_plain() -> Self {
        Self::begin(None, false, (120, 40))
    }

    /// At the home screen of a data folder that does not work.
    pub(crate) fn home_with_problem(problem: &str) -> Self {
        Self::begin(Some(problem.to_owned()), true, (120, 40))
    }

    fn begin(folder_problem: Option<String>, colour: bool, size: (u16, u16)) -> Self {
        let (app, effects) = App::new(Start {
            size,
            depth: if colour { Depth::Sixteen } else { Depth::None },
            now: start(),
            offset: jiff::tz::offset(2),
            folder: PathBuf::from("/data"),
            folder_problem,
            begin: None,
            show: None,
        });
        let mut bench = Self {
            app,
            terminal: Terminal::new(TestBackend::new(size.0, size.1)).expect("backend"),
            now: start(),
            disk: Disk::Works,
            marks: (Annotations::default(), None),
            outside: None,
            effects,
            pressed: 0,
            before: None,
        };
        // The first event of many terminals. The sizes of things are settled by events alone.
        bench.event(Event::Resize(size.0, size.1));
        bench
    }

    /// In a new interview, at its first question.
    pub(crate) fn interview() -> Self {
        Self::home().opened(session(), true, true, None)
    }

    /// In a new interview over these banks, at its first question.
    pub(crate) fn over(ids: &[&str]) -> Self {
        let known = library();
        let find = |id: &&str| known.iter().find(|b| b.id == **id).expect("a built-in bank");
        let banks: Vec<Arc<Bank>> = ids.iter().map(|id| Arc::clone(find(id))).collect();
        let stamp = |b: &Arc<Bank>| BankStamp { id: b.id.clone(), version: b.version.clone() };
        let stamps = banks.iter().map(stamp).collect();
        let session = Session::new("2026-11-24-1130-R07-1f3a".to_owned(), stamps, "R07", start(), 120);
        Self::home().opened_over(banks, session, true, true, None)
    }

    /// In a new interview, at its first question, without colours.
    pub(crate) fn interview_plain() -> Self {
        Self::home_plain().opened(session(), true, true, None)
    }

    /// In a new interview, at the set-up sheet.
    pub(crate) fn sheet() -> Self {
        Self::home().opened(session(), true, false, None)
    }

    /// In a session that is resumed.
    pub(crate) fn resumed(session: Session) -> Self {
        Self::home().opened(session, false, true, None)
    }

    /// In a session that cannot be changed.
    pub(crate) fn read_only(session: Session, why: &str) -> Self {
        Self::home().opened(session, false, true, Some(why.to_owned()))
    }

    /// With this session opened: just made or not, straight at the questions or not, read only or not.
    pub(crate) fn opened(
        self,
        session: Session,
        new: bool,
        straight: bool,
        read_only: Option<String>,
    ) -> Self {
        self.opened_over(vec![annex()], session, new, straight, read_only)
    }

    fn opened_over(
        mut self,
        banks: Vec<Arc<Bank>>,
        session: Session,
        new: bool,
        straight: bool,
        read_only: Option<String>,
    ) -> Self {
        let path = PathBuf::from(format!("/data/sessions/{}.ron", session.id));
        let opened = Opened {
            session,
            banks,
            path,
            read_only,
            languages: vec!["en".to_owned(), "fr".to_owned()],
            problems: Vec::new(),
            saved_at: None,
            new,
            at: None,
            straight,
        };
        self.event(Event::Opened(Box::new(opened)));
        self
    }

    /// With this size of the terminal.
    pub(crate) fn sized(mut self, columns: u16, rows: u16) -> Self {
        self.keys(&format!("<size:{columns}x{rows}>"));
        self
    }

    /// With another disk.
    pub(crate) fn with_disk(mut self, disk: Disk) -> Self {
        self.disk = disk;
        self
    }

    /// Takes in a listing of the data folder.
    pub(crate) fn listed(&mut self, listing: Listing, known: KnownValues) {
        self.event(Event::Listed(Ok((listing, known))));
    }

    /// A session that could not be opened.
    pub(crate) fn not_opened(&mut self, why: NotOpened) {
        self.event(Event::NotOpened(why));
    }

    /// Takes in one event a second later than the last one, and answers for the outside.
    pub(crate) fn event(&mut self, event: Event) {
        self.now += SignedDuration::from_secs(1);
        self.take(event);
    }

    /// Lets time pass without an event.
    pub(crate) fn wait(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }

    fn take(&mut self, event: Event) {
        if let Event::Resize(columns, rows) = event {
            self.terminal.backend_mut().resize(columns, rows);
            self.before = None;
        }
        let before = self.revision();
        let marked = self.app.desk.marks.annotations.revision;
        let opens = matches!(event, Event::Marks(_));
        let what = format!("{event:?}");
        let effects = self.app.handle(event, self.now);
        self.draw(&what);
        let after = self.revision();
        let saves = effects.iter().any(|e| matches!(e, Effect::Save(s) if Some(s.revision) == after));
        let changed = before.is_some() && after.is_some() && before != after;
        assert!(!changed || saves, "{what} changed the session and saved nothing");
        let marks = &self.app.desk.marks.annotations;
        let kept = effects.iter().any(|e| matches!(e, Effect::SaveMarks(m) if m == marks));
        assert!(opens || marks.revision == marked || kept, "{what} changed the marks and saved nothing");
        self.effects.extend(effects.iter().cloned());
        for effect in effects {
            self.answer(&effect);
        }
    }

    fn answer(&mut self, effect: &Effect) {
        match (effect, self.disk.clone()) {
            (Effect::Save(session), Disk::Works) => self.take(Event::Saved(session.revision, self.now)),
            (Effect::Save(_), Disk::Fails(why)) => self.take(Event::SaveFailed(why)),
            (Effect::OpenMarks, _) => {
                let (annotations, read_only) = self.marks.clone();
                let read = MarksRead { annotations, read_only, ..MarksRead::default() };
                self.take(Event::Marks(Box::new(read)));
            }
            (Effect::SaveMarks(marks) | Effect::SaveMarksInto(_, marks), Disk::Works) => {
                self.take(Event::MarksSaved(marks.revision, self.now));
            }
            (Effect::SaveMarks(_), Disk::Fails(why)) => self.take(Event::MarksFailed(why)),
            (Effect::Flush, Disk::Fails(why)) if self.app.desk.open.is_none() => {
                self.take(Event::MarksNotFlushed(why));
            }
            (Effect::Flush, Disk::Works) => {
                if let Some(marks) = self.marks_saved() {
                    self.take(Event::MarksSaved(marks.revision, self.now));
                }
                if let Some(session) = self.saved() {
                    self.take(Event::Saved(session.revision, self.now));
                }
                self.take(Event::Flushed(Ok(())));
            }
            (Effect::Flush, Disk::Fails(why)) => self.take(Event::Flushed(Err(why))),
            (Effect::SaveInto(..), Disk::Works) => {
                if let Some(session) = self.saved() {
                    self.take(Event::Saved(session.revision, self.now));
                }
            }
            (Effect::Release, _) => self.take(Event::Released),
            (Effect::Banks, _) => self.take(Event::Banks(library(), vec!["en".to_owned(), "fr".to_owned()])),
            (Effect::Language { banks, language }, _) => self.take(worded(banks, language)),
            (effect, _) => {
                if let Some(event) = self.outside.and_then(|outside| outside(effect)) {
                    self.take(event);
                }
            }
        }
    }

    fn draw(&mut self, what: &str) {
        let dirty = std::mem::replace(&mut self.app.draw, Draw::Not) != Draw::Not;
        self.terminal.draw(|frame| self.app.draw(frame)).expect("draw");
        let buffer = self.terminal.backend().buffer().clone();
        let same = self.before.as_ref().is_none_or(|before| *before == buffer);
        assert!(dirty || same, "{what}: said that nothing is to be drawn, and the screen changed");
        self.before = Some(buffer);
    }

    fn revision(&self) -> Option<u64> {
        self.app.desk.open.as_ref().map(|o| o.session.revision)
    }

    /// Presses keys, written as for `screens`: `3y23<Tab>words<F2><C-p>e1k<Enter><paste:TEXT><click:COL,ROW>`.
    pub(crate) fn keys(&mut self, script: &str) -> &mut Self {
        for event in events(script) {
            self.pressed += usize::from(!matches!(event, Event::Resize(..)));
            self.event(event);
        }
        self
    }

    /// Types text at once, as a fast typist does: no pause between the characters.
    pub(crate) fn burst(&mut self, text: &str) -> &mut Self {
        for event in events(text) {
            self.now += SignedDuration::from_millis(60);
            self.take(event);
        }
        self
    }

    /// Goes to an item or row by its typed reference.
    pub(crate) fn go(&mut self, typed: &str) -> &mut Self {
        self.keys(&format!("<C-p>{typed}<Enter>"))
    }

    /// The open session as it is in memory.
    pub(crate) fn record(&self) -> &Record {
        self.app.desk.open.as_ref().expect("a session is open").session.record()
    }

    /// The last state that the app asked to be saved.
    pub(crate) fn saved(&self) -> Option<Arc<Session>> {
        self.effects.iter().rev().find_map(|e| match e {
            Effect::Save(session) => Some(Arc::clone(session)),
            _ => None,
        })
    }

    /// The last state of the marks that the app asked to be saved.
    pub(crate) fn marks_saved(&self) -> Option<Arc<Annotations>> {
        self.effects.iter().rev().find_map(|e| match e {
            Effect::SaveMarks(marks) | Effect::SaveMarksInto(_, marks) => Some(Arc::clone(marks)),
            _ => None,
        })
    }

    /// The last saved state as the text of its file.
    pub(crate) fn ron(&self) -> String {
        self.saved().map(|s| vivavoce::session::write(&s).expect("RON")).unwrap_or_default()
    }

    /// What is kept under a reference without its first segment: `E.1.a`.
    pub(crate) fn answer_at(&self, short: &str) -> Answer {
        self.record().answer(&Ref::new(format!("Annex.{short}"))).cloned().unwrap_or_default()
    }

    /// A cell: `E.1.a`, `ii`.
    pub(crate) fn cell(&self, row: &str, column: &str) -> Cell {
        self.answer_at(row).cells.get(column).cloned().unwrap_or_default()
    }

    /// Whether an effect of this kind was asked for.
    pub(crate) fn asked_for(&self, wanted: &Effect) -> bool {
        self.effects.contains(wanted)
    }

    /// What the line at the bottom says.
    pub(crate) fn message(&self) -> String {
        self.app.desk.message.as_ref().map(|m| m.text.clone()).unwrap_or_default()
    }

    /// The screen as text, and where the cursor is.
    pub(crate) fn screen(&self) -> String {
        let backend = self.terminal.backend();
        let mut text = lines(backend.buffer()).join("\n");
        if backend.cursor_visible() {
            let at = backend.cursor_position();
            let _ = write!(text, "\ncursor: {},{}", at.x, at.y);
        }
        text
    }

    /// The place of some text on the screen, as `click` counts: column and row from 1.
    pub(crate) fn find(&self, text: &str) -> Option<(u16, u16)> {
        let rows = lines(self.terminal.backend().buffer());
        rows.iter().zip(1..).find_map(|(row, y)| {
            let byte = row.find(text)?;
            Some((row[..byte].width() as u16 + 1, y))
        })
    }

    /// Clicks on some text.
    pub(crate) fn click(&mut self, text: &str) -> &mut Self {
        let (x, y) = self.find(text).unwrap_or_else(|| panic!("no {text:?} on\n{}", self.screen()));
        self.keys(&format!("<click:{x},{y}>"))
    }

    /// The text that has these modifiers, row by row, parted by `|`.
    pub(crate) fn with_modifier(&self, modifier: Modifier) -> Vec<String> {
        let buffer = self.terminal.backend().buffer();
        let mut found = Vec::new();
        for y in 0..buffer.area.height {
            let mut run = String::new();
            let mut skip = 0;
            for x in 0..=buffer.area.width {
                // The second cell of a wide character is never drawn.
                let width = buffer.cell((x, y)).map_or(1, |c| c.symbol().width());
                let second = skip > 0;
                skip = skip.max(width).saturating_sub(1);
                if second {
                    continue;
                }
                match buffer.cell((x, y)).filter(|c| c.modifier.contains(modifier)) {
                    Some(cell) => run.push_str(cell.symbol()),
                    None if !run.trim().is_empty() => found.push(std::mem::take(&mut run).trim().to_owned()),
                    None => run.clear(),
                }
            }
        }
        found
    }

    /// The colours on the screen besides the terminal's own.
    pub(crate) fn colours(&self) -> Vec<Color> {
        let mut all = BTreeMap::new();
        for cell in &self.terminal.backend().buffer().content {
            for colour in [cell.fg, cell.bg] {
                if colour != Color::Reset {
                    all.insert(colour.to_string(), colour);
                }
            }
        }
        all.into_values().collect()
    }
}

/// The rows of a buffer, trimmed on the right. The second cell of a wide character is not shown again.
fn lines(buffer: &Buffer) -> Vec<String> {
    let mut rows = Vec::new();
    for y in 0..buffer.area.height {
        let mut row = String::new();
        let mut skip = 0;
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if skip == 0 {
                row.push_str(symbol);
            }
            skip = skip.max(symbol.width()).saturating_sub(1);
        }
        rows.push(row.trim_end().to_owned());
    }
    rows
}
