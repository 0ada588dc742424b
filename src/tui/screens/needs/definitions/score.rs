//! Blind scoring: an answer in words and what it is scored by, and nothing of whose it is.
//!
//! Shown are the words alone: no code, role, unit, place, date or rating, nor what others scored. The order follows neither
//! time nor role and is another one for each scorer (`analysis::needs::blind`). Not here: how it is drawn (`paper`).

use super::super::base::Base;
use super::paper;
use crate::analysis::corpus::RowId;
use crate::analysis::marks::{Coder, Edit, Score, Spot, Verdict};
use crate::analysis::needs::{Standing, account, blind, seen, standings};
use crate::bank::{Item, Ref, Rubric};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::screens::interview::text_action;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::text_field::{Lines, TextField};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Answers to one question, one at a time.
#[derive(Debug)]
pub(super) struct Scoring {
    pub(super) item: Arc<Item>,
    pub(super) rubric: Rubric,
    pub(super) base: Base,
    /// Whose order it is.
    pub(super) coder: Option<Coder>,
    /// The corpus that the rows are of.
    turn: u32,
    pub(super) order: Vec<RowId>,
    pub(super) standings: Vec<Standing>,
    /// Which of them is on the screen.
    pub(super) at: usize,
    pub(super) sheet: Sheet,
    /// The chosen element.
    pub(super) element: usize,
    pub(super) remark: TextField,
    pub(super) typing: bool,
    /// It was said that a remark alone is not kept: leaving now drops it.
    warned: bool,
    /// First line of a long answer that is shown.
    pub(super) scroll: usize,
    pub(super) places: paper::Places,
}

/// What is judged of the answer on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) verdicts: BTreeMap<String, Verdict>,
    /// As it is kept.
    kept: BTreeMap<String, Verdict>,
    kept_remark: String,
}

impl Scoring {
    /// The answers to this question among those that pass the filter. Asks who scores where nobody has said so.
    pub(super) fn new(desk: &mut Desk, item: Arc<Item>, rubric: Rubric) -> Self {
        desk.want_marks();
        let mut scoring = Self {
            item,
            rubric,
            base: Base::new(desk),
            coder: None,
            turn: desk.archive.turn,
            order: Vec::new(),
            standings: Vec::new(),
            at: 0,
            sheet: Sheet::default(),
            element: 0,
            remark: TextField::new("", Lines::One),
            typing: false,
            warned: false,
            scroll: 0,
            places: paper::Places::default(),
        };
        desk.marks.asks = desk.marks.coder.is_none();
        scoring.arrange(desk);
        scoring.next_open(0);
        scoring.load(desk);
        scoring
    }

    fn at_ref(&self) -> &Ref {
        &self.item.reference
    }

    /// Puts the answers in the order of who scores.
    fn arrange(&mut self, desk: &Desk) {
        self.base = Base::new(desk);
        self.turn = desk.archive.turn;
        self.coder.clone_from(&desk.marks.coder);
        let Some(coder) = &self.coder else { return };
        let shown = self.shown(desk);
        self.order = blind(&desk.archive.corpus, &self.base.selection, &self.item.reference, coder);
        let here =
            shown.and_then(|shown| self.order.iter().position(|at| Self::id(desk, *at) == Some(&shown)));
        self.at = here.unwrap_or(0);
        self.stand(desk);
    }

    fn stand(&mut self, desk: &Desk) {
        let Some(coder) = &self.coder else { return };
        let archive = &desk.archive;
        self.standings =
            standings(&archive.corpus, &desk.marks.annotations, &self.rubric, coder, &self.order);
    }

    fn id(desk: &Desk, at: RowId) -> Option<&str> {
        desk.archive.corpus.row(at).map(crate::analysis::corpus::Row::id)
    }

    fn shown(&self, desk: &Desk) -> Option<String> {
        let at = *self.order.get(self.at)?;
        Self::id(desk, at).map(str::to_owned)
    }

    /// The words on the screen.
    pub(super) fn words<'d>(&self, desk: &'d Desk) -> Option<&'d str> {
        account(&desk.archive.corpus, *self.order.get(self.at)?, self.at_ref())
    }

    /// How many the scorer is through with.
    pub(super) fn done(&self) -> usize {
        self.standings.iter().filter(|s| **s == Standing::Done).count()
    }

    pub(super) fn standing(&self) -> Standing {
        self.standings.get(self.at).copied().unwrap_or(Standing::Open)
    }

    /// What the scorer has kept of the answer on the screen.
    fn own<'d>(&self, desk: &'d Desk) -> Option<&'d Score> {
        let (coder, session) = (self.coder.as_ref()?, self.shown(desk)?);
        desk.marks.annotations.score_by(coder, &session, self.at_ref()).map(|(_, score)| score)
    }

    fn load(&mut self, desk: &Desk) {
        let own = self.own(desk);
        let known = |code: &String| self.rubric.elements.iter().any(|e| e.code == *code);
        let verdicts: BTreeMap<String, Verdict> = own.map_or_else(BTreeMap::new, |score| {
            score.verdicts.iter().filter(|(c, _)| known(c)).map(|(c, v)| (c.clone(), *v)).collect()
        });
        let remark = own.map(|score| score.remark.clone()).unwrap_or_default();
        self.remark = TextField::new(&remark, Lines::One);
        self.sheet = Sheet { kept: verdicts.clone(), verdicts, kept_remark: remark };
        (self.element, self.scroll, self.typing, self.warned) = (0, 0, false, false);
    }

    /// Whether something on the screen is not kept.
    fn is_changed(&self) -> bool {
        self.sheet.verdicts != self.sheet.kept || self.remark.text() != self.sheet.kept_remark
    }

    /// Elements that are not judged.
    fn unjudged(&self) -> Vec<&str> {
        let open = self.rubric.elements.iter().filter(|e| !self.sheet.verdicts.contains_key(&e.code));
        open.map(|e| e.label.as_str()).collect()
    }

    /// Keeps what is on the screen. Whether that could be done, or there was nothing to keep.
    fn keep(&mut self, desk: &mut Desk) -> bool {
        if !self.is_changed() && self.standing() != Standing::Outdated {
            return true;
        }
        if self.sheet.verdicts.is_empty() {
            if self.remark.is_empty() || self.warned {
                return true;
            }
            self.warned = true;
            desk.warn("a remark is kept with a score: judge one element first; the same key again drops it");
            return false;
        }
        let (Some(session), Some(words)) = (self.shown(desk), self.words(desk).map(str::to_owned)) else {
            return true;
        };
        let edit = Edit::Score {
            spot: Spot::answer(session, self.item.reference.clone()),
            verdicts: self.sheet.verdicts.clone(),
            remark: self.remark.text().trim().to_owned(),
            seen: seen(&words),
        };
        if !desk.mark(vec![edit]) {
            return false;
        }
        self.sheet.kept = self.sheet.verdicts.clone();
        self.sheet.kept_remark = self.remark.text();
        self.stand(desk);
        true
    }

    /// Goes to the next answer that is not scored, from one on and around. Whether there is one.
    fn next_open(&mut self, from: usize) -> bool {
        let n = self.standings.len();
        let open = |at: &usize| self.standings.get(*at).is_some_and(|s| *s != Standing::Done);
        let found = (0..n).map(|step| (from + step) % n).find(open);
        self.at = found.unwrap_or(self.at);
        found.is_some()
    }

    fn enter(&mut self, desk: &mut Desk) {
        if self.order.is_empty() {
            return;
        }
        let open = self.unjudged().join(", ");
        if !open.is_empty() {
            let said = format!("not judged yet: {} (m: they are missing)", open.to_lowercase());
            desk.say(said);
            return;
        }
        if !self.keep(desk) {
            return;
        }
        if self.next_open(self.at + 1) {
            self.load(desk);
        } else {
            let n = crate::analysis::count(self.order.len(), "answer is", "answers are");
            desk.say(format!("all {n} scored by you: Esc shows what comes of it"));
        }
    }

    /// To a neighbour; what is judged so far is kept.
    fn step(&mut self, desk: &mut Desk, forward: bool) {
        if !self.keep(desk) {
            return;
        }
        let last = self.order.len().saturating_sub(1);
        let to = if forward { (self.at + 1).min(last) } else { self.at.saturating_sub(1) };
        if to == self.at {
            desk.say(if forward { "this is the last one" } else { "this is the first one" });
            return;
        }
        self.at = to;
        self.load(desk);
    }

    fn judge(&mut self, element: usize, verdict: impl FnOnce(Option<Verdict>) -> Verdict) {
        if self.order.is_empty() {
            return;
        }
        let Some(code) = self.rubric.elements.get(element).map(|e| e.code.clone()) else { return };
        let before = self.sheet.verdicts.get(&code).copied();
        self.sheet.verdicts.insert(code, verdict(before));
        self.element = element;
    }

    /// A verdict for the chosen element, and on to the next.
    fn judge_chosen(&mut self, verdict: Verdict) {
        self.judge(self.element, |_| verdict);
        self.element = (self.element + 1).min(self.rubric.elements.len().saturating_sub(1));
    }

    fn type_remark(&mut self, action: Action) {
        match action {
            Action::Enter | Action::Back => self.typing = false,
            action => {
                if let Some(action) = text_action(action) {
                    self.remark.act(action);
                }
            }
        }
    }
}

/// What a digit makes of a verdict.
fn after(verdict: Option<Verdict>) -> Verdict {
    match verdict {
        Some(Verdict::Stated) => Verdict::Missing,
        Some(Verdict::Missing) => Verdict::Wrong,
        None | Some(Verdict::Wrong) => Verdict::Stated,
    }
}

impl View for Scoring {
    fn focus(&self, _desk: &Desk) -> Focus {
        if self.typing {
            return Focus { scopes: vec![Scope::List, Scope::Text], typing: true };
        }
        Focus { scopes: vec![Scope::Scoring], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        if self.typing {
            self.type_remark(action);
            return Flow::Done;
        }
        if desk.marks.coder.is_none() && action != Action::Back {
            desk.marks.asks = true;
            return Flow::Done;
        }
        let last = self.rubric.elements.len().saturating_sub(1);
        match action {
            // Nothing that was judged is lost on the way out.
            Action::Back if desk.marks.coder.is_none() || self.keep(desk) => return Flow::Close,
            Action::Digit(digit) => {
                if let Some(element) = usize::from(digit).checked_sub(1).filter(|at| *at <= last) {
                    self.judge(element, after);
                }
            }
            Action::Stated => self.judge_chosen(Verdict::Stated),
            Action::Missing => self.judge_chosen(Verdict::Missing),
            Action::Wrong => self.judge_chosen(Verdict::Wrong),
            Action::RestMissing => {
                for element in 0..=last {
                    self.judge(element, |before| before.unwrap_or(Verdict::Missing));
                }
            }
            Action::Memo if !self.order.is_empty() => self.typing = true,
            Action::Enter => self.enter(desk),
            Action::NextItem => self.step(desk, true),
            Action::PrevItem => self.step(desk, false),
            Action::Up => self.element = self.element.saturating_sub(1),
            Action::Down => self.element = (self.element + 1).min(last),
            Action::Left => self.scroll = self.scroll.saturating_sub(1),
            Action::Right => self.scroll += 1,
            _ => {}
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        paper::draw(self, desk, frame, area);
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let (x, y) = self.remark.caret();
        let place = self.places.remark;
        self.typing.then(|| Position::new(place.x + x, place.y + y))
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        if self.coder != desk.marks.coder || self.turn != desk.archive.turn {
            let shown = self.shown(desk);
            self.arrange(desk);
            if self.shown(desk) != shown {
                self.next_open(self.at);
                self.load(desk);
            }
        }
        self.places = paper::places(self, area);
        self.remark.set_size(self.places.remark.width, 1);
        let most = paper::lines_of(self, desk).saturating_sub(self.places.words.height.into());
        self.scroll = self.scroll.min(most);
    }

    fn pointer(&mut self, _desk: &mut Desk, _area: Rect, x: u16, y: u16, what: Pointer) -> Flow {
        match what {
            Pointer::WheelUp => self.scroll = self.scroll.saturating_sub(1),
            Pointer::WheelDown => self.scroll += 1,
            Pointer::Click => {
                if let Some(element) = paper::element_at(self, Position::new(x, y)) {
                    self.judge(element, after);
                }
            }
        }
        Flow::Done
    }

    /// Marks are others, by undo or because they were read again: to the answer that it is about. What is judged and not
    /// kept yet stays.
    fn refresh(&mut self, desk: &Desk) {
        let before = std::mem::take(&mut self.standings);
        self.stand(desk);
        if self.is_changed() {
            return;
        }
        let mut others = before.iter().zip(&self.standings).enumerate().filter(|(_, (a, b))| a != b);
        if let (Some((at, _)), None) = (others.next(), others.next()) {
            self.at = at;
        }
        self.load(desk);
    }

    fn is_screen(&self) -> bool {
        true
    }
}
