//! What every screen works at: the open session, the state of saving, the time, and what is to be done outside.
//!
//! Nothing here does I/O: what must happen outside is pushed as an [`Effect`].

use super::archive::{Archive, Reading};
use super::marks::{Marks, WritePlan};
use super::plan::Plan;
use super::theme::Theme;
use crate::analysis::filter::SavedFilter;
use crate::analysis::marks::Annotations;
use crate::bank::{Bank, Ref};
use crate::session::{
    BankStamp, CodedField, Edit, EditError, History, Mark, Progress, Session, Status, TextAt, Undone,
    progress,
};
use crate::store::{KnownValues, Listing};
use jiff::Timestamp;
use jiff::tz::Offset;
use std::path::PathBuf;
use std::sync::Arc;

/// What is to be done outside, on other threads where it takes time.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Keep this state of the session.
    Save(Arc<Session>),
    /// Start a new session with these banks.
    Create(NewSession),
    /// Open the session in this file.
    Open {
        /// The file.
        path: PathBuf,
        /// Carry on although the file was altered outside.
        altered: bool,
    },
    /// Let the open session go: finish saving, release its lock.
    Release,
    /// Read the data folder again.
    Recent,
    /// Look what sessions there are, all of them.
    Archive,
    /// Leave looking; what was read until then is shown.
    LeaveArchive,
    /// Read the session in this file, to be looked at.
    Read(PathBuf),
    /// Keep these filters in the place of those that were kept.
    KeepFilters(Vec<SavedFilter>),
    /// Read the analyst's marks, and take the right to change them.
    OpenMarks,
    /// Keep this state of the marks.
    SaveMarks(Arc<Annotations>),
    /// Write the training plan into a new file.
    WritePlan(WritePlan),
    /// Save the marks into this folder from now on, beginning with this state.
    SaveMarksInto(PathBuf, Arc<Annotations>),
    /// Put this text on the clipboard.
    Copy(String),
    /// Read all banks that there are.
    Banks,
    /// Put the banks with these ids into this language.
    Language {
        /// Ids of the banks.
        banks: Vec<String>,
        /// Tag of the language.
        language: String,
    },
    /// Save into this folder from now on, beginning with this state.
    SaveInto(PathBuf, Arc<Session>),
    /// Save what is not saved yet, at once, then report.
    Flush,
    /// Draw everything afresh.
    Redraw,
    /// Stop until the shell brings the program back.
    Suspend,
    /// Leave the program.
    Quit,
}

/// What a new session starts with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSession {
    /// Ids of the banks.
    pub banks: Vec<String>,
    /// Edits that fill in what is known beforehand.
    pub edits: Vec<Edit>,
    /// Item to start at; the set-up sheet comes first where there is none.
    pub at: Option<crate::bank::Ref>,
    /// Whether to go straight to the questions.
    pub straight: bool,
}

/// What the status line says about saving: the truth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing to save yet.
    #[default]
    Nothing,
    /// Everything is on disk since then.
    Saved(Timestamp),
    /// Something newer than the disk's is on its way.
    Saving,
    /// Not on disk, and why.
    Failed(String),
}

/// The open session and what goes with it.
#[derive(Debug)]
pub struct Open {
    /// The session; shared with the saver while it writes.
    pub session: Arc<Session>,
    /// The order of its items.
    pub plan: Plan,
    /// The language that the questions are in, if it is not the banks' own.
    pub language: Option<String>,
    /// How often the plan was made anew: whoever holds places in it must look again.
    pub turn: u32,
    /// Every bank that was in the plan at some time, so that undo can bring it back.
    seen: Vec<Arc<Bank>>,
    /// Undo and redo.
    pub history: History,
    /// Progress by section of the plan, brought up to date after every change.
    pub progress: Progress,
    /// Why nothing can be changed, if so.
    pub read_only: Option<String>,
    /// Where it is kept.
    pub path: PathBuf,
}

impl Open {
    /// An open session.
    pub fn new(session: Session, plan: Plan, path: PathBuf, read_only: Option<String>) -> Self {
        let mut open = Self {
            session: Arc::new(session),
            seen: plan.banks.clone(),
            language: None,
            turn: 0,
            plan,
            history: History::default(),
            progress: Progress::default(),
            read_only,
            path,
        };
        open.count();
        open
    }

    /// Puts the same banks in other words in their places.
    pub fn reword(&mut self, banks: Vec<Arc<Bank>>, language: Option<String>) {
        for bank in banks {
            match self.seen.iter_mut().find(|seen| seen.id == bank.id) {
                Some(seen) => *seen = bank,
                None => self.seen.push(bank),
            }
        }
        self.language = language;
        let in_plan = |id: &str| self.seen.iter().find(|b| b.id == id).cloned();
        let banks = self.plan.banks.iter().filter_map(|b| in_plan(&b.id)).collect();
        self.plan = Plan::new(banks);
        self.turn += 1;
        self.count();
    }

    /// Makes the plan anew if the session has other banks now. Whether it has.
    fn follow_banks(&mut self, library: &[Arc<Bank>]) -> bool {
        let same = |(stamp, bank): (&BankStamp, &Arc<Bank>)| stamp.id == bank.id;
        let stamps = &self.session.banks;
        if stamps.len() == self.plan.banks.len() && stamps.iter().zip(&self.plan.banks).all(same) {
            return false;
        }
        let all: Vec<&Arc<Bank>> = self.seen.iter().chain(library).collect();
        let banks: Vec<Arc<Bank>> =
            stamps.iter().filter_map(|s| all.iter().find(|b| b.id == s.id).map(|b| Arc::clone(b))).collect();
        self.seen.extend(
            banks.iter().filter(|b| !self.seen.iter().any(|s| s.id == b.id)).cloned().collect::<Vec<_>>(),
        );
        self.plan = Plan::new(banks);
        self.turn += 1;
        true
    }

    /// The texts that edits go on with, if they do nothing else. Where words stay words nothing becomes answered or
    /// ceases to be, and counting takes longer than all else that a key does.
    fn goes_on_with(&self, edits: &[Edit]) -> Option<Vec<TextAt>> {
        let text = |edit: &Edit| match edit {
            Edit::Text(at, _) => self.has_words(at).then(|| at.clone()),
            _ => None,
        };
        edits.iter().map(text).collect()
    }

    fn has_words(&self, at: &TextAt) -> bool {
        !self.session.text(at).trim().is_empty()
    }

    fn count(&mut self) {
        self.progress = self.counted();
    }

    fn counted(&self) -> Progress {
        let mut sum = Progress::default();
        for bank in &self.plan.banks {
            let one = progress(&self.session, bank);
            sum.sections.extend(one.sections);
            sum.all.answered += one.all.answered;
            sum.all.total += one.all.total;
        }
        sum
    }
}

/// A line at the bottom that says what just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The words.
    pub text: String,
    /// Whether something went wrong.
    pub bad: bool,
    /// Whether it stays until it is put away with Esc: the next key would wipe it unseen.
    pub stays: bool,
}

/// What every screen works at.
#[derive(Debug)]
pub struct Desk {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Styles.
    pub theme: Theme,
    /// The time of the event that is being handled.
    pub now: Timestamp,
    /// The machine's offset from UTC.
    pub offset: Offset,
    /// The data folder, for people.
    pub folder: PathBuf,
    /// What is wrong with the data folder.
    pub folder_problem: Option<String>,
    /// Sessions found in the data folder; `None` until it has been read.
    pub listing: Option<Listing>,
    /// Values used before, for completion.
    pub known: KnownValues,
    /// Tags of the languages that the questions can be put in, the banks' own first.
    pub languages: Vec<String>,
    /// Every bank there is, in order; `None` until somebody asked for them.
    pub library: Option<Vec<Arc<Bank>>>,
    /// All sessions, for the analyst's screens.
    pub archive: Archive,
    /// The analyst's marks.
    pub marks: Marks,
    /// The open session.
    pub open: Option<Open>,
    /// What the status line says about saving.
    pub save: SaveState,
    /// Revision that is on disk.
    pub saved_revision: u64,
    /// Who is speaking in a joint or group meeting, until somebody else does.
    pub speaker: Option<String>,
    /// What just happened.
    pub message: Option<Message>,
    /// To be done outside.
    pub effects: Vec<Effect>,
}

impl Desk {
    /// Says what just happened.
    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), bad: false, stays: false });
    }

    /// Says what went wrong.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), bad: true, stays: false });
    }

    /// Says what went wrong outside, until it is put away with Esc.
    pub fn alert(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), bad: true, stays: true });
    }

    /// Puts away what was said, except what has to be seen.
    pub fn forget_message(&mut self) {
        if self.message.as_ref().is_some_and(|m| !m.stays) {
            self.message = None;
        }
    }

    /// Changes the open session as one step of undo, and has it saved. Whether it changed.
    pub fn edit(&mut self, mut edits: Vec<Edit>) -> bool {
        if edits.is_empty() {
            return false;
        }
        edits.extend(self.marks_of_speaker(&edits));
        edits.extend(self.marks_of_language(&edits));
        let closed = self.open.as_ref().is_some_and(|o| o.session.status == Status::Closed);
        if closed && !edits.iter().all(|e| matches!(e, Edit::Set(CodedField::Status(..)))) {
            // Time that passes is no reason to say so.
            if !edits.iter().all(|e| matches!(e, Edit::Active(..))) {
                self.warn("the interview is finished: Alt-C opens it again");
            }
            return false;
        }
        let now = self.now;
        let texts = self.open.as_ref().and_then(|open| open.goes_on_with(&edits));
        self.change(texts, |session, history| {
            history.apply(session, edits, now).map(|()| Some(Undone::default()))
        })
        .is_some()
    }

    /// Takes the last step back. What it touched, if there was one.
    pub fn undo(&mut self) -> Option<Undone> {
        let undone = self.change(None, |session, history| history.undo(session));
        self.tell(undone.as_ref(), "taken back", "nothing to take back");
        undone
    }

    /// Does the last step again that was taken back. What it touched, if there was one.
    pub fn redo(&mut self) -> Option<Undone> {
        let undone = self.change(None, |session, history| history.redo(session));
        self.tell(undone.as_ref(), "done again", "nothing to do again");
        undone
    }

    /// In a meeting of several, a new answer is marked as said by who is speaking.
    fn marks_of_speaker(&self, edits: &[Edit]) -> Vec<Edit> {
        let (Some(who), Some(open)) = (&self.speaker, &self.open) else { return Vec::new() };
        let people = &open.session.participants;
        if people.len() < 2 || !people.iter().any(|p| p.code == *who) {
            return Vec::new();
        }
        let mut places: Vec<&Ref> = edits
            .iter()
            .filter(|e| is_said(e) || matches!(e, Edit::Nonresponse(_, Some(_))))
            .filter_map(Edit::place)
            .filter(|at| open.session.answer(at).is_none_or(|a| a.speaker.is_none() && !a.is_answered()))
            .collect();
        places.dedup();
        places.into_iter().map(|at| Edit::Mark(at.clone(), Mark::Speaker(Some(who.clone())))).collect()
    }

    /// An answer given to a question in another language than the interview's says so.
    fn marks_of_language(&self, edits: &[Edit]) -> Vec<Edit> {
        let Some(open) = &self.open else { return Vec::new() };
        let spoken = open.language.as_deref().unwrap_or_default();
        let tag = if spoken.eq_ignore_ascii_case(&open.session.language) { "" } else { spoken };
        let mut places: Vec<&Ref> = edits
            .iter()
            .filter(|e| is_said(e))
            .filter_map(Edit::place)
            .filter(|at| open.session.answer(at).map_or("", |a| a.language.as_str()) != tag)
            .collect();
        places.dedup();
        places.into_iter().map(|at| Edit::Mark(at.clone(), Mark::Language(tag.to_owned()))).collect()
    }

    /// Asks for the questions in the next language that there is.
    pub fn next_language(&mut self) {
        let Some(open) = &self.open else { return };
        if self.languages.len() < 2 {
            self.say("there are no translations: `vivavoce bank wording export` makes a sheet for one");
            return;
        }
        let now = open.language.as_deref().or(self.languages.first().map(String::as_str)).unwrap_or_default();
        let at = self.languages.iter().position(|l| l.eq_ignore_ascii_case(now)).unwrap_or(0);
        let language = self.languages[(at + 1) % self.languages.len()].clone();
        let banks = open.session.banks.iter().map(|b| b.id.clone()).collect();
        self.effects.push(Effect::Language { banks, language });
    }

    /// Says what was taken back or done again, and where.
    fn tell(&mut self, undone: Option<&Undone>, what: &str, nothing: &str) {
        let place = undone.and_then(|u| u.place.as_ref()).zip(self.open.as_ref());
        let text = match (undone, place) {
            (None, _) => nothing.to_owned(),
            (Some(_), Some((at, open))) => format!("{what}: {}", open.plan.shown(at)),
            (Some(_), None) => what.to_owned(),
        };
        self.say(text);
    }

    /// `texts`: those that had words and are gone on with, where nothing else changes.
    fn change(
        &mut self,
        texts: Option<Vec<TextAt>>,
        change: impl FnOnce(&mut Session, &mut History) -> Result<Option<Undone>, EditError>,
    ) -> Option<Undone> {
        let open = self.open.as_mut()?;
        if let Some(why) = &open.read_only {
            let text = format!("nothing can be changed: {why}");
            self.warn(text);
            return None;
        }
        // Copies only while the saver still holds the last state.
        match change(Arc::make_mut(&mut open.session), &mut open.history) {
            Ok(undone) => {
                if undone.is_some() {
                    let others = open.follow_banks(self.library.as_deref().unwrap_or_default());
                    if others || !texts.is_some_and(|texts| texts.iter().all(|at| open.has_words(at))) {
                        open.count();
                    }
                    debug_assert_eq!(open.progress, open.counted());
                    // A bank that was put in comes in the language that is spoken.
                    if let (true, Some(language)) = (others, open.language.clone()) {
                        let banks = open.session.banks.iter().map(|b| b.id.clone()).collect();
                        self.effects.push(Effect::Language { banks, language });
                    }
                    let session = Arc::clone(&open.session);
                    self.keep(session);
                }
                undone
            }
            Err(error) => {
                self.warn(format!("not done: {error}"));
                None
            }
        }
    }

    fn keep(&mut self, session: Arc<Session>) {
        // A failing disk stays on the status line until a save has gone through.
        if !matches!(self.save, SaveState::Failed(_)) {
            self.save = SaveState::Saving;
        }
        self.effects.retain(|e| !matches!(e, Effect::Save(_)));
        self.effects.push(Effect::Save(session));
    }

    /// Has all banks read if that was not done yet.
    pub fn want_library(&mut self) {
        if self.library.is_none() && !self.effects.contains(&Effect::Banks) {
            self.effects.push(Effect::Banks);
        }
    }

    /// Has all sessions read; where that was done, has it looked again whether anything is new. What changed while an
    /// interview was open nobody has told.
    pub fn want_archive(&mut self) {
        match self.archive.reading {
            Reading::Going { .. } => {}
            Reading::Done { .. } => self.effects.push(Effect::Archive),
            Reading::Not | Reading::Failed(_) => {
                self.archive.reading = Reading::Going { done: 0, total: 0 };
                self.effects.push(Effect::Archive);
            }
        }
        self.want_marks();
    }

    /// What is said about saving: what fails, else the open session, else the marks.
    pub fn saving(&self) -> &SaveState {
        let failed = |state: &SaveState| matches!(state, SaveState::Failed(_));
        if failed(&self.save) || self.open.is_some() && !failed(&self.marks.save) {
            &self.save
        } else {
            &self.marks.save
        }
    }

    /// Whether something is not on disk yet.
    pub fn unsaved(&self) -> bool {
        matches!(self.save, SaveState::Saving | SaveState::Failed(_))
    }

    /// Hours and minutes, local.
    pub fn clock(&self, at: Timestamp) -> String {
        let time = self.offset.to_datetime(at).time();
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// Hours, minutes and seconds, local.
    pub fn clock_seconds(&self, at: Timestamp) -> String {
        let time = self.offset.to_datetime(at).time();
        format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    }

    /// Date, local.
    pub fn date(&self, at: Timestamp) -> String {
        self.offset.to_datetime(at).date().to_string()
    }
}

/// Whether an edit puts down something that was said: words of the respondent, or a code.
fn is_said(edit: &Edit) -> bool {
    match edit {
        Edit::Text(TextAt::Account(_) | TextAt::Cell(..), splice) => !splice.inserted.is_empty(),
        Edit::Codes(_, codes) => !codes.is_empty(),
        _ => false,
    }
}
