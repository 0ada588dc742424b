//! Carrying out effects: sessions made, opened and saved, the data folder read; slow things on other threads.

use super::archive::Archivist;
use super::marks::Marks;
use super::plan;
use crate::bank::Bank;
use crate::session::{BankStamp, Change, FORMAT, Integrity, Session, Stamp, new_id, stand_in};
use crate::store::{self, DataFolder, Gravity, Mark, Problem, SaveReport, Saver, SessionLock};
use crate::tui::app::{Event, NotOpened, Opened};
use crate::tui::archive;
use crate::tui::desk::{Effect, NewSession};
use jiff::{Timestamp, Zoned};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// How long leaving waits for a save before it asks what to do.
const FLUSH: Duration = Duration::from_secs(3);
/// How long a fault in the program waits for a last save.
const LAST_ATTEMPT: Duration = Duration::from_secs(2);
/// How many sessions the home screen lists.
const RECENT: usize = 200;

/// The outside: the data folder, the saver and the lock of the open session.
pub(super) struct Outside {
    folder: DataFolder,
    sender: Sender<Event>,
    saver: Option<Arc<Saver>>,
    /// Held while a session is open.
    lock: Option<SessionLock>,
    /// Reads all sessions, once somebody asked for them.
    archivist: Option<Archivist>,
    /// The right to write marks, once somebody asked for them.
    marks: Option<Marks>,
}

impl Outside {
    pub(super) fn new(folder: DataFolder, sender: Sender<Event>) -> Self {
        Self { folder, sender, saver: None, lock: None, archivist: None, marks: None }
    }

    /// Does it, and says what came of it where that is known at once. What takes longer is sent later.
    pub(super) fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Save(session) => {
                if let Some(saver) = &self.saver {
                    saver.put(session);
                }
                None
            }
            Effect::Create(new) => Some(self.create(new)),
            Effect::Open { path, altered } => Some(self.open(path, altered)),
            Effect::Release => {
                self.saver = None;
                self.lock = None;
                self.archivist.iter().for_each(|a| a.set_busy(false));
                Some(Event::Released)
            }
            Effect::Recent => {
                self.recent();
                None
            }
            Effect::Archive => {
                let start = || Archivist::start(self.folder.clone(), self.sender.clone());
                self.archivist.get_or_insert_with(start).look();
                None
            }
            Effect::LeaveArchive => {
                self.archivist.iter().for_each(Archivist::leave);
                None
            }
            Effect::KeepFilters(filters) => {
                let kept = store::write_filters(&self.folder, &filters);
                kept.err().map(|e| Event::FiltersNotKept(e.to_string()))
            }
            Effect::OpenMarks => self.open_marks(),
            Effect::SaveMarks(annotations) => {
                self.marks.iter().for_each(|marks| marks.put(Arc::clone(&annotations)));
                None
            }
            Effect::SaveMarksInto(folder, annotations) => {
                let moved = self.marks.as_ref()?.save_into(&folder, annotations);
                moved.err().map(Event::MarksFailed)
            }
            Effect::WritePlan(wanted) => Some(Event::PlanWritten(plan::write(&self.folder, &wanted))),
            Effect::Read(path) => Some(Event::Read(self.read(path).map(Box::new))),
            Effect::Banks => {
                self.read_banks();
                None
            }
            Effect::Language { banks, language } => Some(self.reword(&banks, language)),
            Effect::SaveInto(folder, session) => self.save_into(&folder, session),
            Effect::Flush => self.flush(),
            Effect::Redraw | Effect::Suspend | Effect::Copy(_) | Effect::Quit => None,
        }
    }

    fn create(&mut self, new: NewSession) -> Event {
        match self.make(new) {
            Ok(opened) => Event::Opened(Box::new(opened)),
            Err(why) => Event::NotOpened(NotOpened::Failed(why)),
        }
    }

    fn make(&mut self, new: NewSession) -> Result<Opened, String> {
        let found = store::find_banks(Some(&self.folder.root), new.banks.iter().map(String::as_str));
        if let Some(missing) = found.missing.first() {
            return Err(store::find_bank(Some(&self.folder.root), missing).err().unwrap_or_default());
        }
        let banks: Vec<Arc<Bank>> = found.banks.iter().cloned().map(Arc::new).collect();
        let now = Zoned::now();
        let code = self.next_code();
        let id = new_id(now.datetime(), &code, fastrand::u16(..));
        let stamps =
            banks.iter().map(|b| BankStamp { id: b.id.clone(), version: b.version.clone() }).collect();
        let mut session =
            Session::new(id.clone(), stamps, &code, now.timestamp(), now.offset().seconds() / 60);
        for edit in new.edits {
            session.apply(Change { edit, stamp: Stamp::At(now.timestamp()) }).map_err(|e| e.to_string())?;
        }
        self.folder.create().map_err(|e| e.to_string())?;
        let path = self.folder.session_path(&id);
        self.lock = Some(SessionLock::take(&self.folder.cache_dir(), &id).map_err(|e| e.to_string())?);
        let saver = self.start_saver(&path, None)?;
        if session.revision > 0 {
            saver.put(Arc::new(session.clone()));
        }
        log::info!("session {id} begun");
        let (at, straight) = (new.at, new.straight);
        let (languages, problems) = (found.languages.clone(), problems(&found.problems));
        Ok(Opened {
            session,
            banks,
            path,
            read_only: None,
            languages,
            problems,
            saved_at: None,
            new: true,
            at,
            straight,
        })
    }

    fn start_saver(&mut self, path: &Path, known: Option<Mark>) -> Result<Arc<Saver>, String> {
        let sender = self.sender.clone();
        let report = move |report| {
            let event = match report {
                SaveReport::Saved { revision, at, .. } => Event::Saved(revision, at),
                SaveReport::Failed { error, .. } => Event::SaveFailed(error),
                SaveReport::SetAside { path } => Event::SetAside(path),
            };
            let _ = sender.send(event);
        };
        let saver = Saver::start(Arc::new(store::RealDisk), path.to_owned(), known, report);
        let saver = Arc::new(saver.map_err(|e| e.to_string())?);
        self.archivist.iter().for_each(|a| a.set_busy(true));
        self.saver = Some(Arc::clone(&saver));
        Ok(saver)
    }

    /// The next respondent's code, from the names of the files there are.
    fn next_code(&self) -> String {
        let files = store::session_files(&self.folder.sessions_dir()).unwrap_or_default();
        store::next_code(store::codes(&files).iter().map(String::as_str))
    }

    /// Opens a session; reading and parsing happen here, since nothing can be done before they are over.
    fn open(&mut self, path: PathBuf, altered: bool) -> Event {
        match self.open_session(path, altered) {
            Ok(opened) => Event::Opened(Box::new(opened)),
            Err(why) => Event::NotOpened(why),
        }
    }

    fn open_session(&mut self, path: PathBuf, altered: bool) -> Result<Opened, NotOpened> {
        let failed = |e: String| NotOpened::Failed(e);
        let loaded = store::open(&path).map_err(|e| failed(e.to_string()))?;
        if loaded.integrity != Integrity::Intact && !altered {
            return Err(NotOpened::Altered(path));
        }
        let session = loaded.session;
        let found = store::find_banks(Some(&self.folder.root), session.banks.iter().map(|b| b.id.as_str()));
        let (banks, unfit) = shelf(&session, &found.banks);
        let newer = (session.format > FORMAT).then(|| {
            format!("a newer program wrote it (format {}): update vivavoce to go on with it", session.format)
        });
        let lock = SessionLock::take(&self.folder.cache_dir(), &session.id);
        let read_only = match (newer.or(unfit), lock) {
            (Some(why), _) => Some(why),
            (None, Ok(lock)) => {
                self.lock = Some(lock);
                None
            }
            (None, Err(error)) => Some(error.to_string()),
        };
        if read_only.is_none() {
            // An altered file is not known as ours: the first save keeps it beside instead of writing over it.
            let known = if altered { None } else { Some(loaded.mark) };
            self.start_saver(&path, known).map_err(failed)?;
        }
        log::info!("session {} opened", session.id);
        let saved_at = loaded.mark.stamp.modified.and_then(|time| Timestamp::try_from(time).ok());
        let (languages, problems) = (found.languages.clone(), problems(&found.problems));
        Ok(Opened {
            session,
            banks,
            path,
            read_only,
            languages,
            problems,
            saved_at,
            new: false,
            at: None,
            straight: true,
        })
    }

    /// A session to be looked at: no lock, no saver.
    fn read(&self, path: PathBuf) -> Result<archive::Opened, String> {
        let loaded = store::open(&path).map_err(|e| e.to_string())?;
        let ids = loaded.session.banks.iter().map(|b| b.id.as_str());
        let found = store::find_banks(Some(&self.folder.root), ids);
        let (banks, _) = shelf(&loaded.session, &found.banks);
        Ok(archive::Opened { session: loaded.session, banks, path, integrity: loaded.integrity })
    }

    /// Marks that may be changed here are opened once: the lock is held until the program ends.
    fn open_marks(&mut self) -> Option<Event> {
        if self.marks.is_some() {
            return None;
        }
        let (held, read) = Marks::open(&self.folder, &self.sender);
        self.marks = held;
        Some(Event::Marks(Box::new(read)))
    }

    fn recent(&self) {
        let (folder, sender) = (self.folder.clone(), self.sender.clone());
        thread::spawn(move || {
            let listed = store::recent(&folder.sessions_dir(), RECENT).map(|listing| {
                let known = store::known_values(&listing.sessions);
                (listing, known)
            });
            let _ = sender.send(Event::Listed(listed.map_err(|e| e.to_string())));
        });
    }

    fn read_banks(&self) {
        let (root, sender) = (self.folder.root.clone(), self.sender.clone());
        thread::spawn(move || {
            let known = store::in_force(store::sources(Some(&root)));
            let ids: Vec<String> = known.into_iter().filter_map(|(_, bank)| Some(bank.ok()?.id)).collect();
            let found = store::find_banks(Some(&root), ids.iter().map(String::as_str));
            let banks = found.banks.iter().cloned().map(Arc::new).collect();
            let _ = sender.send(Event::Banks(banks, found.languages));
        });
    }

    /// The banks in another language. Read anew: a sheet may have been put in meanwhile.
    fn reword(&self, banks: &[String], language: String) -> Event {
        let found = store::find_banks(Some(&self.folder.root), banks.iter().map(String::as_str));
        let worded = found.in_language(&language);
        Event::Worded {
            banks: worded.banks.into_iter().map(Arc::new).collect(),
            fell_back: worded.fell_back.iter().map(|(_, keys)| keys.len()).sum(),
            problems: problems(&worded.problems),
            language,
        }
    }

    fn save_into(&mut self, folder: &Path, session: Arc<Session>) -> Option<Event> {
        let saver = self.saver.as_ref()?;
        let path = folder.join(saver.path().file_name().unwrap_or_default());
        let made = std::fs::create_dir_all(folder)
            .map_err(|e| format!("{}: {e}; name another folder", folder.display()));
        let moved = made.and_then(|()| saver.redirect(path, session).map_err(|e| e.to_string()));
        moved.err().map(Event::SaveFailed)
    }

    fn flush(&self) -> Option<Event> {
        let (saver, marks) = (self.saver.clone(), self.marks.as_ref().map(Marks::saver));
        if saver.is_none() && marks.is_none() {
            return Some(Event::Flushed(Ok(())));
        }
        let sender = self.sender.clone();
        thread::spawn(move || {
            let flush = |saver: &Saver| saver.flush(FLUSH).map_err(|e| e.to_string());
            let session = saver.as_deref().map_or(Ok(()), flush);
            let event = match (session, marks.as_deref().map_or(Ok(()), flush)) {
                (Ok(()), Err(why)) => Event::MarksNotFlushed(why),
                (session, _) => Event::Flushed(session),
            };
            let _ = sender.send(event);
        });
        None
    }

    /// Waits for the last save.
    pub(super) fn finish(&mut self, limit: Duration) -> Result<(), String> {
        let session = self.saver.take().map_or(Ok(()), |saver| saver.flush(limit).map_err(|e| e.to_string()));
        let marks = self.marks.take().map_or(Ok(()), |marks| marks.finish(limit));
        match (session, marks) {
            (Err(session), Err(marks)) => Err(format!("{session}; {marks}")),
            (session, marks) => session.and(marks),
        }
    }
}

/// What is wrong with banks and overlays, for people; what is only good to know is left out.
pub(super) fn problems(found: &[Problem]) -> Vec<String> {
    let grave = found.iter().filter(|p| p.gravity != Gravity::Note);
    grave.map(|p| format!("{p}; {}", p.consequence())).collect()
}

/// The banks of a session, with others in the place of those that are not here; and why nothing can be changed, if so.
fn shelf(session: &Session, found: &[Bank]) -> (Vec<Arc<Bank>>, Option<String>) {
    let known: Vec<&Bank> = found.iter().collect();
    let mut why = Vec::new();
    let banks = session
        .banks
        .iter()
        .map(|stamp| {
            let Some(bank) = found.iter().find(|b| store::same_id(&b.id, &stamp.id)) else {
                why.push(format!(
                    "the bank {} {} is not here; its answers are shown as they are kept. Put its file into the \
                     folder banks of the data folder",
                    stamp.id, stamp.version
                ));
                return Arc::new(stand_in(stamp, session, &known));
            };
            if later(&stamp.version, &bank.version) {
                why.push(format!(
                    "it was held with version {} of the bank {}, and here is only version {}",
                    stamp.version, stamp.id, bank.version
                ));
            }
            Arc::new(bank.clone())
        })
        .collect();
    (banks, (!why.is_empty()).then(|| why.join("; ")))
}

/// Whether version `a` is later than `b`: number by number.
fn later(a: &str, b: &str) -> bool {
    let numbers = |v: &str| v.split('.').map(|n| n.parse::<u64>().unwrap_or(0)).collect::<Vec<_>>();
    numbers(a) > numbers(b)
}

impl Drop for Outside {
    /// On the way out of a panic too, and also while a thread that waits for the last save holds the saver.
    fn drop(&mut self) {
        let _ = self.finish(LAST_ATTEMPT);
    }
}
