//! The palette: one line that finds an item by its reference or words, an answer by its words, and every action.

use super::FileJot;
use super::interview::text_action;
use crate::bank::{Ref, fill};
use crate::session::TextAt;
use crate::text::{Query, clean, compact, fold, width};
use crate::tui::action::Action;
use crate::tui::desk::{Desk, Open};
use crate::tui::keymap::{Scope, shown, table};
use crate::tui::plan::Plan;
use crate::tui::view::{Flow, Focus, Pointer, Target, View};
use crate::tui::widgets::finder::Finder;
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::text_field::Outcome;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// What a line leads to.
#[derive(Clone, Debug, PartialEq)]
enum Leads {
    To(Target),
    Do(Action),
}

/// Something that can be found.
#[derive(Clone, Debug)]
struct Entry {
    /// The reference without dots, spaces and case, with and without its first segment: `annexe1k`, `e1k`. Empty for
    /// actions.
    typed: [String; 2],
    /// Folded words.
    key: String,
    /// What is shown: place, text.
    place: String,
    text: String,
    leads: Leads,
    /// Items before rows before answers before actions, where the words fit equally.
    rank: u32,
}

/// What the palette is for.
#[derive(Clone, Debug)]
enum Purpose {
    Jump,
    /// Filing this jot; whether it was taken from the list of jots.
    File(usize, bool),
}

/// The palette.
#[derive(Debug)]
pub struct Palette {
    purpose: Purpose,
    finder: Finder,
    entries: Vec<Entry>,
    found: Vec<usize>,
    /// Columns of the places.
    places: usize,
    /// What the references of the bank on screen begin with.
    near: Option<String>,
}

impl Palette {
    /// For going somewhere or doing something; `here` is the item on screen: among equals, its bank comes first.
    pub fn jump(desk: &Desk, here: Option<&Ref>) -> Self {
        let mut entries = desk.open.as_ref().map(places).unwrap_or_default();
        if let Some(open) = &desk.open {
            entries.extend(answers(open));
        }
        entries.extend(actions());
        let mut palette = Self::new(Purpose::Jump, entries);
        palette.near = here.map(|at| compact(at.as_str().split('.').next().unwrap_or_default()));
        palette
    }

    /// For picking the item that a jot is filed under.
    pub fn file(desk: &Desk, jot: usize, listed: bool) -> Self {
        Self::new(Purpose::File(jot, listed), desk.open.as_ref().map(places).unwrap_or_default())
    }

    fn new(purpose: Purpose, entries: Vec<Entry>) -> Self {
        let mut palette = Self {
            purpose,
            finder: Finder::new(100, 0),
            found: (0..entries.len()).collect(),
            places: entries.iter().map(|e| width::of(&e.place)).max().unwrap_or(0).clamp(8, 16),
            entries,
            near: None,
        };
        palette.search();
        palette
    }

    fn search(&mut self) {
        let text = self.finder.field.text();
        self.finder.picker = Picker::default();
        let typed = compact(&text);
        let query = Query::new(&text);
        if query.is_empty() {
            self.found = (0..self.entries.len()).filter(|i| self.entries[*i].rank < 3).collect();
            return;
        }
        let mut scored: Vec<(u64, usize)> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let by_reference = |whole: &String| match whole.strip_prefix(&typed) {
                Some("") => 4_000_000_000,
                // `e1` leads to E 1 before E 1 a, shorter before longer.
                Some(tail) if !typed.is_empty() => 3_000_000_000 - tail.len() as u64,
                _ => 0,
            };
            let by_reference = entry.typed.iter().map(by_reference).max().unwrap_or(0);
            let near = self.near.as_ref().is_some_and(|near| {
                entry.typed[0].strip_suffix(entry.typed[1].as_str()) == Some(near.as_str())
            });
            // `iid11` is II D 11 before it is row 11 of II D 1.
            let finer = u64::from(near) * 8 + u64::from(4 - entry.rank.min(4));
            let by_reference = if by_reference > 0 { by_reference + finer } else { 0 };
            let by_words =
                query.score(&entry.key).map_or(0, |s| u64::from(s) * 4 + u64::from(4 - entry.rank.min(4)));
            let score = by_reference.max(by_words);
            if score > 0 {
                scored.push((score, index));
            }
        }
        scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        self.found = scored.into_iter().map(|(_, index)| index).collect();
    }

    fn take(&self) -> Flow {
        let Some(entry) = self.found.get(self.finder.picker.chosen).and_then(|i| self.entries.get(*i)) else {
            return Flow::Done;
        };
        match (&self.purpose, &entry.leads) {
            (Purpose::File(jot, listed), Leads::To(target)) => {
                Flow::Replace(Box::new(FileJot::new(*jot, target.at.clone(), *listed)))
            }
            (_, Leads::To(target)) => Flow::Go(target.clone()),
            (_, Leads::Do(action)) => Flow::Do(action.clone()),
        }
    }
}

fn places(open: &Open) -> Vec<Entry> {
    let mut all = Vec::new();
    let record = open.session.record();
    let profile = record.lead().profile();
    for part in &open.plan.sections {
        let at = &part.section.reference;
        let title = fill(&part.section.title, &record.country);
        let first = open.plan.stops.get(part.first).map(|s| s.item.reference.clone());
        if let Some(first) = first {
            all.push(entry(open, at, &title, "", Target::item(first), 1));
        }
    }
    for stop in &open.plan.stops {
        let item = &stop.item;
        let ask = item.ask_for(&profile, &record.country);
        let title = fill(&item.title, &record.country);
        let text = format!("{title} · {ask}");
        all.push(entry(open, &item.reference, &text, "", Target::item(item.reference.clone()), 0));
        for row in Plan::rows(item, record) {
            let label = fill(&row.label, &record.country);
            all.push(entry(open, &row.at, &label, &title, Target::item(row.at.clone()), 2));
        }
    }
    all
}

fn entry(open: &Open, at: &Ref, text: &str, more: &str, target: Target, rank: u32) -> Entry {
    Entry {
        typed: [compact(at.as_str()), compact(at.short())],
        key: fold(&format!("{text} {more}")),
        place: open.plan.shown(at),
        text: text.to_owned(),
        leads: Leads::To(target),
        rank,
    }
}

/// Words of accounts, notes and jots.
fn answers(open: &Open) -> Vec<Entry> {
    let mut all = Vec::new();
    let mut push = |at: Option<&Ref>, what: &str, text: &str, place: TextAt| {
        if text.trim().is_empty() {
            return;
        }
        all.push(Entry {
            typed: Default::default(),
            key: fold(text),
            place: at.map(|a| open.plan.shown(a)).unwrap_or_default(),
            text: format!("{what}: {}", text.replace('\n', " ")),
            leads: Leads::To(Target { at: at.cloned(), text: Some(place), ..Target::default() }),
            rank: 3,
        });
    };
    for (at, answer) in &open.session.answers {
        push(Some(at), "said", &answer.account, TextAt::Account(at.clone()));
        push(Some(at), "note", &answer.note, TextAt::Note(at.clone()));
    }
    for (index, jot) in open.session.jots.iter().enumerate() {
        push(jot.filed.as_ref().or(jot.during.as_ref()), "jot", &jot.text, TextAt::Jot(index));
    }
    all
}

/// The actions of the interview and those that work everywhere.
fn actions() -> impl Iterator<Item = Entry> {
    let bindings = table().filter(|b| matches!(b.scope, Scope::Interview | Scope::Everywhere));
    bindings.filter(|b| !matches!(b.action, Action::Jump | Action::Back)).map(|b| Entry {
        typed: Default::default(),
        key: fold(&format!("{} {}", b.name, b.about)),
        place: b.keys.first().map(|k| shown(k)).unwrap_or_default(),
        text: format!("{} · {}", b.name, b.about),
        leads: Leads::Do(b.action.clone()),
        rank: 4,
    })
}

impl View for Palette {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List, Scope::Text], typing: true }
    }

    fn act(&mut self, _desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back => return Flow::Close,
            Action::Enter => return self.take(),
            action if self.finder.picker.act(&action, self.found.len(), self.finder.list.height) => {}
            action => {
                if let Some(action) = text_action(action)
                    && let Outcome::Edited(_) = self.finder.field.act(action)
                {
                    self.search();
                }
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let title = match self.purpose {
            Purpose::Jump => "Jump to: e1k, words of a question or an answer, an action",
            Purpose::File(..) => "File the jot under: e1k, or words of a question",
        };
        let nothing = "Nothing fits. Fewer letters find more; references are typed as e1k or b13.";
        let room = usize::from(self.finder.list.width);
        let line = |index: usize| {
            let entry = &self.entries[self.found[index]];
            let text = clean::visible(&entry.text);
            Line::from(vec![
                Span::styled(format!(" {} ", width::pad(&entry.place, self.places)), theme.key()),
                Span::raw(width::truncate(&text, room.saturating_sub(self.places + 3)).into_owned()),
            ])
        };
        self.finder.draw(frame, area, (title, nothing), self.found.len(), line, theme);
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        Some(self.finder.caret())
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        self.finder.settle(area, self.found.len());
    }

    fn pointer(&mut self, _desk: &mut Desk, _area: Rect, _x: u16, y: u16, what: Pointer) -> Flow {
        let len = self.found.len();
        if let Some(line) = what.on_list(&mut self.finder.picker, len, self.finder.list, y) {
            self.finder.picker.chosen = line;
            return self.take();
        }
        Flow::Done
    }
}
