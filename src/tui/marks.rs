//! The analyst's marks on the desk: what there is, who makes them, whether they are on disk.
//!
//! Every change goes through [`Desk::mark`], is one step of undo and is saved at once. Not here: what marks mean
//! (`analysis::marks`), their file and lock (`runtime`).

use super::archive::Archive;
use super::desk::{Desk, Effect, SaveState};
use crate::analysis::filter::Tags;
use crate::analysis::marks::{Annotations, Behind, Coder, Edit, MarkHistory, MarkId, Spot, Stamp, Touch};
use crate::bank::Ref;
use jiff::Timestamp;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;

/// Whether the marks are here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opening {
    /// Nobody has asked for them.
    #[default]
    Not,
    /// They are being read.
    Asked,
    /// They are here, or it is known why not.
    Done,
}

/// What a training plan can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanAs {
    /// Markdown.
    Markdown,
    /// A table.
    Csv,
    /// A workbook.
    Xlsx,
}

/// A training plan that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WritePlan {
    /// The marks that hold it.
    pub annotations: Arc<Annotations>,
    /// What is behind each line.
    pub behind: Vec<Behind>,
    /// As what.
    pub file: PlanAs,
    /// For the team only: nothing is withheld, and the sessions are named.
    pub inside: bool,
    /// Today.
    pub on: Date,
}

/// Changes that wait for the initials of who makes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    edits: Vec<Edit>,
    said: String,
}

/// The marks and what goes with them.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// The marks; shared with the saver while it writes.
    pub annotations: Arc<Annotations>,
    /// Undo and redo.
    pub history: MarkHistory,
    /// Who makes marks in this run.
    pub coder: Option<Coder>,
    /// Why nothing can be marked, if so.
    pub read_only: Option<String>,
    /// Whether the file was altered by hand: a copy of it is kept before the first save.
    pub altered: bool,
    /// What is said about saving: the truth.
    pub save: SaveState,
    /// Whether they are here.
    pub opening: Opening,
    /// How often they were others: whoever holds something of them must look again.
    pub turn: u32,
    /// Where in which session somebody wants to read: the reader begins there.
    pub sought: Option<Spot>,
    /// What waits for initials.
    pub waiting: Option<Waiting>,
    /// Whether to ask for initials now; taken by the app.
    pub asks: bool,
}

/// The marks as they were read: the answer to [`Effect::OpenMarks`].
#[derive(Debug, Default)]
pub struct MarksRead {
    /// The marks; none where the file can't be read.
    pub annotations: Annotations,
    /// Why they can't be changed, if so.
    pub read_only: Option<String>,
    /// Whether the file was altered by hand.
    pub altered: bool,
    /// When the file was last written, if there is one.
    pub saved_at: Option<Timestamp>,
}

impl Marks {
    /// Takes in what was read.
    pub fn take(&mut self, read: MarksRead) {
        let coder = self.coder.take();
        *self = Self {
            annotations: Arc::new(read.annotations),
            read_only: read.read_only,
            altered: read.altered,
            save: read.saved_at.map_or(SaveState::Nothing, SaveState::Saved),
            opening: Opening::Done,
            turn: self.turn + 1,
            coder,
            ..Self::default()
        };
    }

    /// Whether something is not on disk yet.
    pub fn unsaved(&self) -> bool {
        matches!(self.save, SaveState::Saving | SaveState::Failed(_))
    }

    /// The item or row of a session that somebody wants to read.
    pub fn sought_in(&self, session: &str) -> Option<&Ref> {
        self.sought.as_ref().filter(|spot| spot.session == session)?.at.as_ref()
    }

    /// This revision is on disk.
    pub fn saved(&mut self, revision: u64, at: Timestamp) {
        if revision >= self.annotations.revision {
            self.save = SaveState::Saved(at);
        } else if matches!(self.save, SaveState::Failed(_)) {
            self.save = SaveState::Saving;
        }
    }

    /// Who marked last: whoever sits here now, most likely.
    pub fn last_coder(&self) -> Option<&Coder> {
        let book = self.annotations.book();
        let tags = book.frame.values().map(|t| (t.at, &t.by));
        let tagged = book.tagged.values().map(|t| (t.at, &t.by));
        let quotes = book.quotes.values().map(|q| (q.at, &q.by));
        let memos = book.memos.values().map(|m| (m.at, &m.by));
        let claims = book.claims.values().map(|c| c.log.last().map_or((c.at, &c.by), |l| (l.at, &l.by)));
        let scores = book.scores.values().map(|s| last(s.changed.as_ref(), s.at, &s.by));
        let causes = book.overruled.values().map(|o| last(o.changed.as_ref(), o.at, &o.by));
        let plan = book.plan.iter().map(|l| last(l.changed.as_ref(), l.at, &l.by));
        tags.chain(tagged)
            .chain(quotes)
            .chain(memos)
            .chain(claims)
            .chain(scores)
            .chain(causes)
            .chain(plan)
            .max_by_key(|(at, _)| *at)
            .map(|(_, by)| by)
    }

    /// Sessions by tag.
    fn tags(&self) -> Tags {
        let mut tags = Tags::new();
        for tagged in self.annotations.tagged.values() {
            let ids = tags.entry(tagged.tag.to_string()).or_default();
            if !ids.contains(&tagged.spot.session) {
                ids.push(tagged.spot.session.clone());
            }
        }
        tags
    }
}

/// The last change of a mark, else its making.
fn last<'a>(changed: Option<&'a Touch>, at: Timestamp, by: &'a Coder) -> (Timestamp, &'a Coder) {
    changed.map_or((at, by), |touch| (touch.at, &touch.by))
}

/// Lets filters by tag follow the marks.
fn follow(archive: &mut Archive, marks: &Marks) {
    let tags = marks.tags();
    if tags != archive.tags {
        archive.tags = tags;
        archive.tag_turn += 1;
    }
}

impl Desk {
    /// Has the marks read if that was not done yet.
    pub fn want_marks(&mut self) {
        if self.marks.opening == Opening::Not {
            self.marks.opening = Opening::Asked;
            self.effects.push(Effect::OpenMarks);
        }
    }

    /// Reads marks again that can't be changed here: the other window may have closed, or made more.
    pub fn reopen_marks(&mut self) {
        if self.marks.read_only.is_some() && self.marks.opening == Opening::Done {
            self.marks.opening = Opening::Asked;
            self.effects.push(Effect::OpenMarks);
        }
    }

    /// Takes in the marks that were read.
    pub fn marks_read(&mut self, read: MarksRead) {
        self.marks.take(read);
        follow(&mut self.archive, &self.marks);
    }

    /// Changes the marks as one step of undo, and has them saved. Whether they changed. Where nobody has said who marks,
    /// the change waits and the initials are asked for.
    pub fn mark(&mut self, edits: Vec<Edit>) -> bool {
        self.mark_and_say(edits, "")
    }

    /// The same, and says what was done.
    pub fn mark_and_say(&mut self, edits: Vec<Edit>, said: impl Into<String>) -> bool {
        if edits.is_empty() || !self.can_mark() {
            return false;
        }
        let said = said.into();
        let Some(coder) = self.marks.coder.clone() else {
            self.marks.waiting = Some(Waiting { edits, said });
            self.marks.asks = true;
            return false;
        };
        let stamp = Stamp { coder, at: self.now };
        let marks = &mut self.marks;
        // Copies only while the saver still holds the last state.
        match marks.history.apply(Arc::make_mut(&mut marks.annotations), edits, &stamp) {
            Ok(true) => {
                self.keep_marks();
                if !said.is_empty() {
                    self.say(said);
                }
                true
            }
            Ok(false) => {
                self.say("it is so already");
                false
            }
            Err(error) => {
                self.warn(format!("not done: {error}"));
                false
            }
        }
    }

    /// Whether marks can be changed; says why not.
    pub fn can_mark(&mut self) -> bool {
        if let Some(why) = &self.marks.read_only {
            let text = format!("nothing can be marked: {why}");
            self.warn(text);
            return false;
        }
        if self.marks.opening != Opening::Done {
            self.warn("the marks are still being read");
            return false;
        }
        true
    }

    /// Who makes marks from now on; makes what waited for it.
    pub fn marks_by(&mut self, coder: Coder) -> bool {
        self.marks.coder = Some(coder);
        self.marks.waiting.take().is_none_or(|waiting| self.mark_and_say(waiting.edits, waiting.said))
    }

    /// Takes the last step of marking back.
    pub fn unmark(&mut self) -> bool {
        self.turn_back(false)
    }

    /// Does the last step of marking again that was taken back.
    pub fn remark(&mut self) -> bool {
        self.turn_back(true)
    }

    fn turn_back(&mut self, again: bool) -> bool {
        let (what, nothing) = if again {
            ("done again", "nothing to do again")
        } else {
            ("taken back", "nothing to take back")
        };
        let (undo, redo) = self.marks.history.can();
        if !(if again { redo } else { undo }) {
            self.say(nothing);
            return false;
        }
        if !self.can_mark() {
            return false;
        }
        let marks = &mut self.marks;
        let annotations = Arc::make_mut(&mut marks.annotations);
        let turned = if again { marks.history.redo(annotations) } else { marks.history.undo(annotations) };
        match turned {
            Ok(touched) => {
                self.keep_marks();
                let mut touched = touched.unwrap_or_default();
                touched.sort();
                touched.dedup();
                let names: Vec<String> = touched.iter().take(3).map(MarkId::to_string).collect();
                self.say(format!("{what}: {}", names.join(", ")));
                true
            }
            Err(error) => {
                self.warn(format!("not done: {error}"));
                false
            }
        }
    }

    fn keep_marks(&mut self) {
        let marks = &mut self.marks;
        marks.turn += 1;
        // A failing disk stays on the status line until a save has gone through.
        if !matches!(marks.save, SaveState::Failed(_)) {
            marks.save = SaveState::Saving;
        }
        let newest = Arc::clone(&marks.annotations);
        self.effects.retain(|e| !matches!(e, Effect::SaveMarks(_)));
        self.effects.push(Effect::SaveMarks(newest));
        follow(&mut self.archive, &self.marks);
    }

    /// The file of marks had been changed by something else; theirs is kept here.
    pub fn marks_set_aside(&mut self, path: &std::path::Path) {
        self.marks.altered = false;
        self.alert(format!(
            "the file of marks was changed by something else; that version is kept as {}",
            path.file_name().unwrap_or_default().to_string_lossy()
        ));
    }

    /// The file of a session.
    pub fn session_file(&self, session: &str) -> PathBuf {
        let by_id = |id: &str| self.folder.join("sessions").join(format!("{id}.ron"));
        let corpus = &self.archive.corpus;
        let row = corpus.rows(corpus.all()).find(|(_, row)| row.id() == session);
        by_id(row.map_or(session, |(_, row)| row.file.as_str()))
    }
}
