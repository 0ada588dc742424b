//! Leaving, and what came of what was done outside: sessions opened, saved or not, the data folder read.

use super::{App, Draw, Leaving, Opened, Which};
use crate::bank::Bank;
use crate::store::{KnownValues, Listing};
use crate::tui::action::Action;
use crate::tui::archive::{self, ArchiveRead, Reading};
use crate::tui::desk::{Effect, Open, SaveState};
use crate::tui::marks::MarksRead;
use crate::tui::plan::Plan;
use crate::tui::screens::{Initials, Interview, Notice, Reader, Sheet, Trouble, status};
use crate::tui::view::{Target, View};
use jiff::Timestamp;
use std::sync::Arc;

impl App {
    /// Leaves the session or the program once everything is on disk.
    pub(super) fn leave(&mut self, how: Leaving) {
        self.note_time();
        if how == Leaving::Quit && self.desk.open.is_none() && !self.desk.marks.unsaved() {
            self.desk.effects.push(Effect::Quit);
            return;
        }
        self.leaving = how;
        self.desk.say("saving before leaving …");
        self.desk.effects.push(Effect::Flush);
    }

    pub(super) fn flushed(&mut self, result: Result<(), String>) {
        let leaving = std::mem::replace(&mut self.leaving, Leaving::No);
        match (result, leaving) {
            (Ok(()), Leaving::Quit) => self.desk.effects.push(Effect::Quit),
            (Ok(()), Leaving::Home) => self.go_home(),
            (Ok(()), Leaving::No) => {}
            (Err(why), _) => {
                self.desk.save = SaveState::Failed(why.clone());
                let action = if leaving == Leaving::Home { Action::Back } else { Action::Quit };
                self.trouble(why, (leaving != Leaving::No).then_some(action), false);
            }
        }
    }

    /// The session is on disk, if there is one; the marks are not.
    pub(super) fn marks_not_flushed(&mut self, why: String) {
        self.desk.marks.save = SaveState::Failed(why.clone());
        match std::mem::replace(&mut self.leaving, Leaving::No) {
            // They stay on the desk, and the last line says so.
            Leaving::Home => self.go_home(),
            Leaving::Quit => self.trouble(why, Some(Action::Quit), true),
            Leaving::No => self.trouble(why, None, true),
        }
    }

    /// The analyst's marks.
    pub(super) fn marks_read(&mut self, read: MarksRead) {
        self.desk.marks_read(read);
        self.refresh_tops();
    }

    /// The training plan as a file.
    pub(super) fn plan_written(&mut self, written: Result<String, String>) {
        match written {
            Ok(said) => self.desk.say(said),
            Err(why) => self.desk.alert(format!("the plan is not written: {why}")),
        }
    }

    /// Takes a step of marking back, or does it again.
    pub(super) fn turn_marks_back(&mut self, again: bool) {
        if self.top().focus(&self.desk).typing {
            // Whoever types means the line; it has no history of its own.
            self.desk.say("marks are taken back once this line is left (Esc)");
        } else if if again { self.desk.remark() } else { self.desk.unmark() } {
            self.refresh_tops();
        }
    }

    /// Asks who marks, where somebody marks and has not said so.
    pub(super) fn ask_for_initials(&mut self) {
        if std::mem::take(&mut self.desk.marks.asks) {
            self.tops.push(Box::new(Initials::new(&self.desk)));
        }
    }

    /// Puts a view on top.
    pub fn show(&mut self, view: Box<dyn View>) {
        self.tops.push(view);
        self.settle();
        self.draw = Draw::Now;
    }

    fn refresh_tops(&mut self) {
        for top in &mut self.tops {
            top.refresh(&self.desk);
        }
    }

    pub(super) fn go_home(&mut self) {
        self.tops.clear();
        self.sheet = None;
        self.interview = None;
        self.desk.open = None;
        self.desk.save = SaveState::Nothing;
        self.which = Which::Home;
        self.desk.effects.push(Effect::Release);
        self.desk.effects.push(Effect::Recent);
    }

    pub(super) fn listed(&mut self, result: Result<(Listing, KnownValues), String>) {
        match result {
            Ok((listing, known)) => {
                self.desk.listing = Some(listing);
                self.desk.known = known;
            }
            Err(why) => self.desk.folder_problem = Some(why),
        }
        if self.which != Which::Home && self.tops.is_empty() {
            self.draw = Draw::Not;
        }
    }

    /// All sessions.
    pub(super) fn archived(&mut self, read: ArchiveRead) {
        self.desk.archive.take(read);
        self.refresh_tops();
    }

    pub(super) fn archive_step(&mut self, done: usize, total: usize) {
        let first = !self.desk.archive.is_read();
        self.desk.archive.reading = Reading::Going { done, total };
        // Later looks are short and done behind what is shown.
        self.draw = if first { Draw::Now } else { Draw::AtPause };
    }

    /// A session to be looked at.
    pub(super) fn read(&mut self, read: Result<Box<archive::Opened>, String>) {
        let view: Box<dyn View> = match read {
            Ok(opened) => Box::new(Reader::new(&self.desk, *opened)),
            Err(why) => Box::new(Notice::new("Not opened", why)),
        };
        self.desk.marks.sought = None;
        self.tops.push(view);
    }

    /// All banks there are.
    pub(super) fn library(&mut self, banks: Vec<Arc<Bank>>, languages: Vec<String>) {
        self.desk.library = Some(banks);
        self.desk.languages = languages;
    }

    /// The questions in another language.
    pub(super) fn worded(
        &mut self,
        banks: Vec<Arc<Bank>>,
        language: &str,
        fell_back: usize,
        problems: &[String],
    ) {
        let own = self.desk.languages.first().is_some_and(|first| first.eq_ignore_ascii_case(language));
        let Some(open) = &mut self.desk.open else { return };
        open.reword(banks, (!own).then(|| language.to_owned()));
        let rest = match fell_back {
            0 => String::new(),
            1 => "; one text is not translated".to_owned(),
            _ => format!("; {fell_back} texts are not translated"),
        };
        self.desk.say(format!("questions in {language}{rest}"));
        if !problems.is_empty() {
            self.tops.push(Box::new(Notice::new("Translations", problems.join("\n\n"))));
        }
    }

    pub(super) fn opened(&mut self, opened: Opened) {
        let open = Open::new(opened.session, Plan::new(opened.banks), opened.path, opened.read_only.clone());
        // A new session is unsaved until its first change; an old one is as it is on disk.
        self.desk.message = None;
        self.desk.speaker = None;
        let since = opened.saved_at.unwrap_or(self.desk.now);
        self.desk.save = if opened.new { SaveState::Nothing } else { SaveState::Saved(since) };
        self.desk.saved_revision = open.session.revision;
        self.desk.open = Some(open);
        self.tops.clear();
        self.sheet = None;
        let mut interview = Interview::new(&self.desk);
        if let Some(at) = opened.at {
            interview.go(&mut self.desk, &Target::item(at));
        } else if !opened.new {
            interview.resume(&mut self.desk);
        }
        self.interview = Some(interview);
        self.which = Which::Interview;
        if opened.new && !opened.straight {
            self.desk.want_library();
            self.sheet = Some(Sheet::new(&self.desk));
            self.which = Which::Sheet;
        }
        if let Some(why) = opened.read_only {
            self.tops.push(Box::new(Notice::new("Read only", why)));
        }
        if !opened.problems.is_empty() {
            let rest = "\n\nNothing of these files is used unless it says so; the interview goes on without. \
                        `vivavoce bank check` names them all.";
            self.tops.push(Box::new(Notice::new("Banks and overlays", opened.problems.join("\n\n") + rest)));
        }
        self.desk.languages = opened.languages;
        // Where the interview is held in a language that there is a translation for, the questions are in it.
        let held = self.desk.open.as_ref().map(|o| o.session.language.clone()).unwrap_or_default();
        let others = self.desk.languages.iter().skip(1);
        if let Some(language) = others.into_iter().find(|l| l.eq_ignore_ascii_case(held.trim())).cloned() {
            let banks = self.desk.open.iter().flat_map(|o| &o.session.banks).map(|b| b.id.clone()).collect();
            self.desk.effects.push(Effect::Language { banks, language });
        }
        // Values used before help with the set-up sheet, also when the program went straight to the questions.
        if self.desk.listing.is_none() {
            self.desk.effects.push(Effect::Recent);
        }
    }

    pub(super) fn saved(&mut self, revision: u64, at: Timestamp) {
        let before = status::saving(&self.desk).0;
        let failed = matches!(self.desk.save, SaveState::Failed(_));
        self.desk.saved_revision = self.desk.saved_revision.max(revision);
        let current = self.desk.open.as_ref().map_or(0, |o| o.session.revision);
        if revision >= current {
            self.desk.save = SaveState::Saved(at);
        } else if matches!(self.desk.save, SaveState::Failed(_)) {
            self.desk.save = SaveState::Saving;
        }
        self.draw = match status::saving(&self.desk).0 == before {
            true => Draw::Not,
            false if failed => Draw::Now,
            false => Draw::AtPause,
        };
    }

    pub(super) fn save_failed(&mut self, why: String) {
        // Said on the first and the last line, never with a box: whoever is typing goes on typing, into memory.
        self.desk.save = SaveState::Failed(why);
    }

    /// `marks`: it is the analyst's marks that can't be saved.
    pub(super) fn trouble(&mut self, why: String, leaving: Option<Action>, marks: bool) {
        self.tops.push(Box::new(Trouble::new(why, leaving, marks)));
    }
}
