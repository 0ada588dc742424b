//! What bears on the item on screen: cross-references to follow, and the resources of its bank.

use crate::bank::{Bank, Kind, Ref, Resource};
use crate::session::{BankStamp, Edit, title_in};
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, Pointer, Target, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::{lines, popup};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::sync::Arc;

/// One line.
#[derive(Clone, Debug)]
enum Entry {
    /// A place in the interview.
    Item(Ref),
    /// A publication or instrument.
    Resource(Resource),
}

/// The two lists.
#[derive(Debug)]
pub struct See {
    lists: [Vec<Entry>; 2],
    tab: usize,
    picker: Picker,
    list: Rect,
    whole: Rect,
}

const TABS: [(&str, &str); 2] = [
    ("see also", "Nothing else is known to bear on this question."),
    ("resources", "This bank lists no resources."),
];

impl See {
    /// What bears on the item or row `at`.
    pub fn new(desk: &mut Desk, stop: usize, at: &Ref) -> Self {
        desk.want_library();
        let mut lists: [Vec<Entry>; 2] = Default::default();
        if let Some(open) = &desk.open
            && let (Some(stop), Some(bank)) = (open.plan.stops.get(stop), open.plan.bank_of(stop))
        {
            let item = &stop.item;
            let resource = |r: &Ref| bank.resources.iter().find(|known| known.reference == *r);
            // An instrument's own entry comes first.
            if let Kind::Adherence { instruments, .. } = &item.kind {
                let row = instruments.iter().find(|i| item.reference.child(&i.code) == *at);
                let its = row.and_then(|i| i.resource.as_ref()).and_then(resource);
                lists[0].extend(its.cloned().map(Entry::Resource));
            }
            let stem = stop.stem.iter().flat_map(|s| &s.see);
            for other in item.see.iter().chain(stem) {
                match resource(other) {
                    Some(found) => lists[0].push(Entry::Resource(found.clone())),
                    None => lists[0].push(Entry::Item(other.clone())),
                }
            }
            lists[0].extend(item.answered_by.iter().map(|(at, _)| Entry::Item(at.clone())));
            lists[1].extend(bank.resources.iter().cloned().map(Entry::Resource));
        }
        let tab = usize::from(lists[0].is_empty() && !lists[1].is_empty());
        Self { lists, tab, picker: Picker::default(), list: Rect::default(), whole: Rect::default() }
    }

    /// The bank that a reference begins with, if it is among the session's or among those known.
    fn bank_of(desk: &Desk, at: &Ref) -> Option<Arc<Bank>> {
        let head = at.as_str().split('.').next().unwrap_or_default();
        let here = desk.open.iter().flat_map(|o| &o.plan.banks);
        let known = desk.library.iter().flatten();
        here.chain(known).find(|b| b.id.eq_ignore_ascii_case(head)).cloned()
    }

    fn is_here(desk: &Desk, bank: &Bank) -> bool {
        desk.open.as_ref().is_some_and(|o| o.session.banks.iter().any(|b| b.id == bank.id))
    }

    fn take(&self, desk: &mut Desk) -> Flow {
        let Some(Entry::Item(at)) = self.lists[self.tab].get(self.picker.chosen) else { return Flow::Done };
        let Some(bank) = Self::bank_of(desk, at) else {
            desk.say(format!("{} is not among the banks known here", at.spoken()));
            return Flow::Done;
        };
        if !Self::is_here(desk, &bank) {
            let end = desk.open.as_ref().map_or(0, |o| o.session.banks.len());
            let stamp = BankStamp { id: bank.id.clone(), version: bank.version.clone() };
            if !desk.edit(vec![Edit::BankInsert(end, stamp)]) {
                return Flow::Done;
            }
            desk.say(format!("{} is in now: Ctrl-Z takes it out, Ctrl-O leads back", bank.id));
        }
        // A chapter as a whole: its first question.
        let first = bank.items().next().map(|i| i.reference.clone());
        let whole = *at == Ref::new(&bank.id);
        let target = if whole { first.unwrap_or_else(|| at.clone()) } else { at.clone() };
        Flow::Go(Target::item(target))
    }

    fn words(desk: &Desk, entry: &Entry) -> (String, String, String) {
        match entry {
            Entry::Resource(r) => {
                let tail = if r.pinpoint.is_empty() { String::new() } else { format!(", {}", r.pinpoint) };
                (String::new(), clean::visible(&format!("{}{tail}", r.title)).into_owned(), r.group.clone())
            }
            Entry::Item(at) => {
                let bank = Self::bank_of(desk, at);
                let title = match (&bank, &desk.open) {
                    (Some(bank), _) if *at == Ref::new(&bank.id) => bank.title.clone(),
                    (Some(bank), Some(open)) => title_in(&open.session, std::iter::once(bank.as_ref()), at),
                    _ => String::new(),
                };
                let away = match &bank {
                    Some(bank) if !Self::is_here(desk, bank) => "not in this interview: Enter puts it in",
                    _ => "",
                };
                (at.spoken(), clean::visible(&title).into_owned(), away.to_owned())
            }
        }
    }

    fn frame_area(area: Rect) -> Rect {
        popup::centred(area, area.width.saturating_sub(4).min(104), area.height.saturating_sub(3).min(24))
    }
}

impl View for See {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List, Scope::Interview], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back | Action::See => return Flow::Close,
            Action::Next | Action::Insert(_) => {
                self.tab = (self.tab + 1) % TABS.len();
                self.picker = Picker::default();
            }
            Action::Digit(digit @ 1..=2) => {
                self.tab = usize::from(digit) - 1;
                self.picker = Picker::default();
            }
            Action::Enter => return self.take(desk),
            action => {
                self.picker.act(&action, self.lists[self.tab].len(), self.list.height);
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let hints =
            [("Enter".to_owned(), "go there"), ("Tab".to_owned(), "next list"), ("Esc".to_owned(), "close")];
        let inner = popup::frame(frame, Self::frame_area(area), "What bears on this", &hints, theme);
        let mut spans = Vec::new();
        for (index, (name, _)) in TABS.iter().enumerate() {
            let text = format!("{} {name} ({})", index + 1, self.lists[index].len());
            let chosen = index == self.tab;
            let text = if chosen { format!("[{text}]") } else { format!(" {text} ") };
            spans.push(Span::styled(text, if chosen { theme.focus() } else { theme.dim() }));
        }
        let buffer = frame.buffer_mut();
        buffer.set_line(inner.x, inner.y, &Line::from(spans), inner.width);
        let entries = &self.lists[self.tab];
        if entries.is_empty() {
            let text = TABS[self.tab].1;
            buffer.set_stringn(self.list.x, self.list.y, text, self.list.width.into(), theme.dim());
            return;
        }
        let line = |index: usize| {
            let (at, text, _) = Self::words(desk, &entries[index]);
            let head = if at.is_empty() { String::new() } else { format!("{at:<14} ") };
            let room = usize::from(self.list.width).saturating_sub(width::of(&head) + 1);
            let style = if matches!(entries[index], Entry::Resource(_)) { theme.dim() } else { theme.text() };
            Line::from(vec![
                Span::styled(format!(" {head}"), theme.key()),
                Span::styled(width::truncate(&text, room).into_owned(), style),
            ])
        };
        self.picker.draw(entries.len(), line, theme.selected(), self.list, buffer);
        // The chosen line in full: titles of instruments are long.
        if let Some(entry) = entries.get(self.picker.chosen) {
            let (_, text, more) = Self::words(desk, entry);
            let mut whole = lines::wrapped(&text, self.whole.width, theme.text());
            if !more.is_empty() {
                whole.extend(lines::wrapped(&more, self.whole.width, theme.dim()));
            }
            lines::draw(&whole, self.whole, buffer);
        }
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        let inner = Rect { x: frame.x + 2, width: frame.width.saturating_sub(4), ..frame };
        let whole = 4.min(frame.height.saturating_sub(8));
        let height = frame.height.saturating_sub(5 + whole);
        self.list = Rect { y: frame.y + 3, height, ..inner };
        self.whole = Rect { y: frame.y + 4 + height, height: whole, ..inner };
        self.picker.settle(self.lists[self.tab].len(), self.list.height);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, _x: u16, y: u16, what: Pointer) -> Flow {
        let len = self.lists[self.tab].len();
        if let Some(line) = what.on_list(&mut self.picker, len, self.list, y) {
            self.picker.chosen = line;
            return self.take(desk);
        }
        Flow::Done
    }
}
