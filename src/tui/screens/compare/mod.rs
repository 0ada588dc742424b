//! A comparison: one question across groups, its figures and what was said, side by side.
//!
//! Here: what is chosen and what keys do. Figures become lines in `table`, quotes in `quotes`; all is drawn in `draw`.

mod among;
mod draw;
mod items;
mod quotes;
mod table;

pub use among::Among;
pub(super) use among::Known;
pub use items::Items;

use crate::analysis::corpus::{Flag, Place, RowId, Selection};
use crate::analysis::{By, Comparison, Quote, compare, count, filter};
use crate::bank::Item;
use crate::tui::action::Action;
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::Scope;
use crate::tui::screens::for_texts;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::picker::Picker;
use among::{grouped_by, turned};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use table::{Of, Table};

/// Which part has the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pane {
    #[default]
    Figures,
    Quotes,
}

/// Where the parts stand.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    head: Rect,
    /// The headings of the columns, the lines below, and what is said of the chosen one.
    columns: Rect,
    figures: Rect,
    detail: Rect,
    title: Rect,
    quotes: Rect,
}

/// A quote that is marked, and what finds it again in another corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Marked {
    at: RowId,
    text: usize,
    file: String,
    /// Item or row, column, words.
    key: (String, String, String),
}

/// One question across groups.
#[derive(Debug)]
pub struct Compare {
    among: Among,
    selection: Selection,
    known: Known,
    /// What can be gone through, and where in it.
    list: Arc<Vec<Place>>,
    at: usize,
    by: By,
    turn: u32,
    found: Option<Comparison>,
    table: Table,
    /// The width that the table was made for.
    width: u16,
    pane: Pane,
    picker: Picker,
    /// The chosen quote, and the first one that is shown.
    chosen: usize,
    first: usize,
    marked: Vec<Marked>,
    places: Places,
}

impl Compare {
    /// The question at a place of the list, in these sessions.
    pub fn new(desk: &Desk, among: Among, list: Arc<Vec<Place>>, at: usize) -> Self {
        let mut compare = Self {
            among,
            selection: Selection::default(),
            known: Known::default(),
            list,
            at,
            by: grouped_by(desk),
            turn: 0,
            found: None,
            table: Table::default(),
            width: 0,
            pane: Pane::default(),
            picker: Picker::default(),
            chosen: 0,
            first: 0,
            marked: Vec::new(),
            places: Places::default(),
        };
        compare.look(desk);
        compare
    }

    /// The question with this reference, in the sessions that the library shows; from it to the others of its
    /// questionnaire. `None` where no questionnaire here knows it.
    pub fn of(desk: &mut Desk, reference: &str) -> Option<Self> {
        let book = Arc::clone(&desk.archive.book);
        let subject = book.find(reference)?;
        let bank = book.bank_of(&subject.item.reference).map(|b| b.id.clone());
        let same = |item: &&Arc<Item>| book.bank_of(&item.reference).map(|b| b.id.clone()) == bank;
        let list: Vec<Place> =
            book.items().filter(same).flat_map(|i| book.subjects(i)).map(|s| s.place.clone()).collect();
        let at = list.iter().position(|place| *place == subject.place)?;
        let text = desk.archive.filter.clone();
        let among = Among::Passing(filter::parse(&text).unwrap_or_default(), text);
        desk.archive.compared = Some(subject.place);
        Some(Self::new(desk, among, Arc::new(list), at))
    }

    /// Finds the sessions again, and counts.
    fn look(&mut self, desk: &Desk) {
        self.turn = desk.archive.turn;
        self.selection = self.among.selection(desk);
        self.known = Known::of(&desk.archive.corpus, &self.selection);
        self.find_marked(desk);
        self.count(desk);
    }

    fn count(&mut self, desk: &Desk) {
        self.by = grouped_by(desk);
        let archive = &desk.archive;
        let subject = self.list.get(self.at).and_then(|place| archive.book.subject(place));
        self.found = subject.map(|s| compare(&archive.corpus, &archive.book, &self.selection, self.by, &s));
        (self.width, self.picker, self.chosen, self.first) = (0, Picker::default(), 0, 0);
    }

    /// The chosen quote, where the quotes have the focus.
    pub fn quote(&self) -> Option<Quote> {
        let quotes = self.found.as_ref().map(|f| &f.quotes)?;
        quotes.get(self.chosen).copied().filter(|_| self.pane == Pane::Quotes)
    }

    /// The quotes that are marked, of this question and others: each with its session and the number of its text. The
    /// chosen one where none is.
    pub fn quotes(&self) -> Vec<(RowId, usize)> {
        if self.marked.is_empty() {
            return self.quote().into_iter().map(|q| (q.at, q.text)).collect();
        }
        self.marked.iter().map(|m| (m.at, m.text)).collect()
    }

    fn is_marked(&self, quote: Quote) -> bool {
        self.marked.iter().any(|m| (m.at, m.text) == (quote.at, quote.text))
    }

    /// Finds what is marked in a corpus that is another one; what is gone is left out.
    fn find_marked(&mut self, desk: &Desk) {
        let corpus = &desk.archive.corpus;
        self.marked.retain_mut(|marked| {
            let found = corpus.find(&marked.file).and_then(|at| {
                let segment = corpus.segments().get(at.segment)?;
                let (place, column, words) = (&marked.key.0, &marked.key.1, &marked.key.2);
                let same = |text: &usize| {
                    segment.text_place(*text) == (place, column) && segment.texts().words(*text) == words
                };
                Some((at, segment.texts().of_row(at.row).find(same)?))
            });
            found.map(|(at, text)| (marked.at, marked.text) = (at, text)).is_some()
        });
    }

    fn mark(&mut self, desk: &mut Desk) {
        let Some(quote) = self.quote() else { return };
        if self.is_marked(quote) {
            self.marked.retain(|m| (m.at, m.text) != (quote.at, quote.text));
        } else if let Some(segment) = desk.archive.corpus.segments().get(quote.at.segment) {
            let (place, column) = segment.text_place(quote.text);
            let words = segment.texts().words(quote.text).to_owned();
            self.marked.push(Marked {
                at: quote.at,
                text: quote.text,
                file: desk.archive.file(quote.at).unwrap_or_default().to_owned(),
                key: (place.to_owned(), column.to_owned(), words),
            });
        }
        self.step_quote(1);
        desk.say(format!("{} marked", count(self.marked.len(), "quote", "quotes")));
    }

    fn quote_count(&self) -> usize {
        self.found.as_ref().map_or(0, |f| f.quotes.len())
    }

    fn step_quote(&mut self, by: isize) {
        self.chosen = self.chosen.saturating_add_signed(by).min(self.quote_count().saturating_sub(1));
    }

    /// To the question so many further on.
    fn step(&mut self, desk: &mut Desk, by: isize) {
        let next = self.at.saturating_add_signed(by).min(self.list.len().saturating_sub(1));
        if next == self.at {
            desk.say(if by < 0 {
                "this is the first question of the list"
            } else {
                "this is the last question of the list"
            });
            return;
        }
        self.at = next;
        desk.archive.compared = self.list.get(next).cloned();
        self.count(desk);
    }

    fn group_by(&mut self, desk: &mut Desk, steps: isize) {
        desk.archive.by = Some(turned(self.by, steps));
        self.count(desk);
    }

    /// What the chosen line of the figures stands for.
    fn group(&self) -> Option<Of> {
        self.table.groups.get(self.picker.chosen).copied()
    }

    /// From a group's figures to what it said.
    fn show_quotes(&mut self, desk: &mut Desk) {
        let group = self.group();
        let quotes = self.found.as_ref().map_or(&[][..], |f| &f.quotes);
        if quotes.is_empty() {
            desk.say("nobody said anything to this in words");
            return;
        }
        if let Some(Of::Group(group)) = group {
            match quotes.iter().position(|q| q.group == group) {
                Some(first) => self.chosen = first,
                None => return desk.say("this group said nothing to this in words"),
            }
        }
        self.pane = Pane::Quotes;
    }

    fn read(&self, desk: &mut Desk) {
        let Some(found) = &self.found else { return };
        let path =
            |at: RowId| Some(desk.folder.join("sessions").join(format!("{}.ron", desk.archive.file(at)?)));
        let Some(chosen) = self.quote().and_then(|q| path(q.at)) else { return };
        // The reader goes on to the sessions of the other quotes.
        let mut queue: Vec<PathBuf> = found.quotes.iter().filter_map(|q| path(q.at)).collect();
        let mut seen = HashSet::new();
        queue.retain(|path| seen.insert(path.clone()));
        desk.archive.queue = queue;
        desk.archive.search.clear();
        desk.archive.shown = Some(chosen.clone());
        desk.effects.push(Effect::Read(chosen));
    }

    fn copy(&self, desk: &mut Desk) {
        let Some(found) = &self.found else { return };
        let quotes: Vec<Quote> =
            self.quotes().into_iter().map(|(at, text)| Quote { at, text, group: 0 }).collect();
        if quotes.is_empty() {
            return desk.say("choose a quote first: Tab leads to what was said");
        }
        let all: Vec<String> =
            quotes.iter().filter_map(|q| quotes::copied(&desk.archive, found, *q)).collect();
        let corpus = &desk.archive.corpus;
        let may = |q: &&Quote| corpus.row(q.at).is_some_and(|row| row.is(Flag::Quotable));
        let not = all.len() - quotes.iter().filter(may).count().min(all.len());
        let sent = format!("{} sent to the clipboard with source", count(all.len(), "quote", "quotes"));
        desk.effects.push(Effect::Copy(all.join("\n\n")));
        match not {
            0 => desk.say(sent),
            n => desk.warn(format!("{sent}; {n} WITHOUT CONSENT TO BE QUOTED")),
        }
    }

    fn act_figures(&mut self, desk: &mut Desk, action: &Action) {
        match action {
            Action::Enter => self.show_quotes(desk),
            action => {
                self.picker.act(action, self.table.lines.len(), self.places.figures.height);
            }
        }
    }

    fn act_quotes(&mut self, desk: &mut Desk, action: &Action) {
        // A quote takes about four rows.
        let page = isize::try_from(self.places.quotes.height / 4).unwrap_or(1).max(1);
        match action {
            Action::Enter => self.read(desk),
            Action::Toggle => self.mark(desk),
            Action::Up => self.step_quote(-1),
            Action::Down => self.step_quote(1),
            Action::PageUp => self.step_quote(-page),
            Action::PageDown => self.step_quote(page),
            Action::Top => self.chosen = 0,
            Action::Bottom => self.chosen = self.quote_count().saturating_sub(1),
            _ => {}
        }
    }
}

impl View for Compare {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::Compare], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back if self.pane == Pane::Quotes && self.places.quotes.height < 8 => {
                self.pane = Pane::Figures;
            }
            // The list lies below.
            Action::Back | Action::Compare => return Flow::Close,
            Action::NextItem => self.step(desk, 1),
            Action::PrevItem => self.step(desk, -1),
            Action::GroupBy => self.group_by(desk, 1),
            Action::Reverse => self.group_by(desk, -1),
            Action::Copy => self.copy(desk),
            Action::Tag => match for_texts(desk, &self.quotes(), None) {
                Some(menu) => return Flow::Push(menu),
                None => desk.say("Tab, then choose what was said; Space marks several"),
            },
            Action::Clear => {
                self.marked.clear();
                desk.say("no quote is marked");
            }
            Action::NextField if self.pane == Pane::Figures && self.quote_count() == 0 => {
                desk.say("nobody said anything to this in words");
            }
            Action::NextField => {
                self.pane = if self.pane == Pane::Figures { Pane::Quotes } else { Pane::Figures };
            }
            action if self.pane == Pane::Figures => self.act_figures(desk, &action),
            action => self.act_quotes(desk, &action),
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        draw::draw(self, desk, frame, area);
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        if self.turn != desk.archive.turn {
            self.look(desk);
        } else if self.by != grouped_by(desk) {
            self.count(desk);
        }
        if self.quote_count() == 0 {
            self.pane = Pane::Figures;
        }
        let width = draw::figures_width(area);
        if self.width != width
            && let Some(found) = &self.found
        {
            self.width = width;
            self.table = table::table(found, width.into(), desk.theme);
        }
        self.places = draw::places(self, desk, area);
        self.picker.settle(self.table.lines.len(), self.places.figures.height);
        self.first = draw::first_quote(self, desk);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, x: u16, y: u16, what: Pointer) -> Flow {
        let on = |area: Rect| area.contains(Position::new(x, y));
        if on(self.places.figures) {
            let len = self.table.lines.len();
            if let Some(line) = what.on_list(&mut self.picker, len, self.places.figures, y) {
                (self.pane, self.picker.chosen) = (Pane::Figures, line);
            }
        } else if on(self.places.quotes) {
            match what {
                Pointer::WheelUp => self.step_quote(-1),
                Pointer::WheelDown => self.step_quote(1),
                Pointer::Click => {
                    let row = usize::from(y - self.places.quotes.y);
                    if let Some(quote) = draw::quote_at(self, desk, row) {
                        // A second click on the chosen quote opens its session.
                        let again = self.pane == Pane::Quotes && self.chosen == quote;
                        (self.pane, self.chosen) = (Pane::Quotes, quote);
                        if again {
                            self.read(desk);
                        }
                    }
                }
            }
        }
        Flow::Done
    }

    fn is_screen(&self) -> bool {
        true
    }
}
