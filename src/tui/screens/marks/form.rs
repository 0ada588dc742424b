//! A sheet of a few fields, texts and choices, that makes one change of the marks.

use super::Sent;
use crate::analysis::marks::Edit;
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::screens::interview::text_action;
use crate::tui::theme::{Depth, Theme};
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::text_field::{Lines, Outcome, TextField};
use crate::tui::widgets::{lines, popup};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// Columns for the names of fields.
const LABEL: u16 = 12;
/// Rows of a text; more are scrolled to.
const TEXT_ROWS: u16 = 3;
/// Rows of the passage above the fields, at most.
const INTRO_ROWS: usize = 4;

enum Input {
    Text(Box<TextField>, u16),
    Choice(Vec<&'static str>, usize),
}

struct Entry {
    label: String,
    input: Input,
}

/// What stands in the fields when the sheet is done.
pub(in crate::tui::screens) struct Filled(Vec<(String, usize)>);

impl Filled {
    /// The text of a field, blanks around it left off.
    pub(in crate::tui::screens) fn text(&self, field: usize) -> String {
        self.0.get(field).map(|(text, _)| text.trim().to_owned()).unwrap_or_default()
    }

    /// The choice of a field, from 0.
    pub(in crate::tui::screens) fn choice(&self, field: usize) -> usize {
        self.0.get(field).map_or(0, |(_, chosen)| *chosen)
    }
}

/// What a sheet makes, and what is said then; or what is missing.
pub(in crate::tui::screens) type Made = Result<(Vec<Edit>, String), String>;

type Make = Box<dyn Fn(&Desk, &Filled) -> Made>;

/// The sheet.
pub(in crate::tui::screens) struct Form {
    title: String,
    intro: String,
    entries: Vec<Entry>,
    place: usize,
    make: Make,
    sent: Sent,
    areas: Vec<Rect>,
    /// Every choice is made already: Enter in a text takes it all.
    ready: bool,
}

impl Form {
    /// A sheet without fields. `intro` is what it is about.
    pub(in crate::tui::screens) fn new(
        title: impl Into<String>,
        intro: impl Into<String>,
        make: impl Fn(&Desk, &Filled) -> Made + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            intro: intro.into(),
            entries: Vec::new(),
            place: 0,
            make: Box::new(make),
            sent: Sent::default(),
            areas: Vec::new(),
            ready: false,
        }
    }

    /// With its choices made already: Enter behind the words is the end, Tab leads to the choices.
    pub(in crate::tui::screens) fn ready(mut self, ready: bool) -> Self {
        self.ready = ready;
        self
    }

    /// With a field for a longer text.
    pub(in crate::tui::screens) fn text(self, label: &str, text: &str) -> Self {
        self.with(label, Input::Text(Box::new(TextField::new(text, Lines::Many)), TEXT_ROWS))
    }

    /// With a field for a word or a day.
    pub(in crate::tui::screens) fn word(self, label: &str, text: &str) -> Self {
        self.with(label, Input::Text(Box::new(TextField::new(text, Lines::One)), 1))
    }

    /// With a choice.
    pub(in crate::tui::screens) fn choice(
        self,
        label: &str,
        options: Vec<&'static str>,
        chosen: usize,
    ) -> Self {
        self.with(label, Input::Choice(options, chosen))
    }

    fn with(mut self, label: &str, input: Input) -> Self {
        self.entries.push(Entry { label: label.to_owned(), input });
        self
    }

    /// As a view on top.
    pub(in crate::tui::screens) fn boxed(self) -> Box<dyn View> {
        Box::new(self)
    }

    fn step(&mut self, on: bool) {
        let len = self.entries.len().max(1);
        self.place = if on { (self.place + 1) % len } else { (self.place + len - 1) % len };
    }

    /// Whether Enter ends the sheet here.
    fn ends(&self) -> bool {
        self.place + 1 >= self.entries.len() || self.ready && self.typing()
    }

    fn typing(&self) -> bool {
        matches!(self.entries.get(self.place), Some(Entry { input: Input::Text(..), .. }))
    }

    fn choose(&mut self, desk: &mut Desk, index: usize) {
        let last = self.place + 1 == self.entries.len();
        if let Some(Entry { input: Input::Choice(options, chosen), .. }) = self.entries.get_mut(self.place) {
            if index >= options.len() {
                desk.say("that number is not among the choices");
                return;
            }
            *chosen = index;
            if !last {
                self.step(true);
            }
        }
    }

    fn submit(&mut self, desk: &mut Desk) -> Flow {
        let filled = self.entries.iter().map(|entry| match &entry.input {
            Input::Text(field, _) => (field.text(), 0),
            Input::Choice(_, chosen) => (String::new(), *chosen),
        });
        let filled = Filled(filled.collect());
        match (self.make)(desk, &filled) {
            Ok((edits, said)) => {
                // Where it is not made the words stay: nothing typed is lost.
                self.sent.hand_over(desk, edits, said)
            }
            Err(missing) => {
                desk.warn(missing);
                Flow::Done
            }
        }
    }

    fn act_text(&mut self, action: Action) {
        let Some(Entry { input: Input::Text(field, _), .. }) = self.entries.get_mut(self.place) else {
            return;
        };
        let step = match action {
            Action::Up => Some(false),
            Action::Down => Some(true),
            _ => None,
        };
        if let Some(action) = text_action(action)
            && field.act(action) == Outcome::Ignored
            && let Some(on) = step
        {
            self.step(on);
        }
    }

    fn act_choice(&mut self, desk: &mut Desk, action: &Action) {
        let Some(Entry { input: Input::Choice(options, chosen), .. }) = self.entries.get_mut(self.place)
        else {
            return;
        };
        match action {
            Action::Digit(digit) => self.choose(desk, usize::from(*digit).saturating_sub(1)),
            Action::Left => *chosen = (*chosen + options.len() - 1) % options.len().max(1),
            Action::Right => *chosen = (*chosen + 1) % options.len().max(1),
            Action::Insert(text) => {
                // The first letter of an option chooses it too.
                let typed = text.to_lowercase();
                match options.iter().position(|o| o.starts_with(&typed)) {
                    Some(index) => self.choose(desk, index),
                    None => desk.say("choose by number or first letter; Enter goes on"),
                }
            }
            Action::Up => self.step(false),
            Action::Down => self.step(true),
            _ => {}
        }
    }

    fn intro(&self, room: u16, theme: Theme) -> Vec<Line<'static>> {
        if self.intro.is_empty() {
            return Vec::new();
        }
        let mut all = lines::wrapped(&self.intro, room, theme.dim());
        if all.len() > INTRO_ROWS {
            all.truncate(INTRO_ROWS);
            if let Some(last) = all.last_mut() {
                let text = format!("{last} …");
                *last = Line::from(Span::styled(text, theme.dim()));
            }
        }
        all
    }

    fn frame_area(&self, area: Rect) -> Rect {
        let wide = area.width.saturating_sub(4).min(88);
        let intro = self.intro(wide.saturating_sub(4), Theme::new(Depth::None)).len() as u16;
        let room = wide.saturating_sub(4 + LABEL);
        let fields: u16 = self.entries.iter().map(|e| e.height(room)).sum();
        let intro = if intro > 0 { intro + 1 } else { 0 };
        popup::centred(area, wide, (intro + fields + 2).min(area.height.saturating_sub(2)))
    }
}

impl Entry {
    fn height(&self, room: u16) -> u16 {
        match &self.input {
            Input::Text(_, rows) => *rows,
            Input::Choice(options, chosen) => {
                options_lines(options, *chosen, true, room, Theme::new(Depth::None)).len() as u16
            }
        }
    }
}

/// Options beside each other, as many on a line as fit; the chosen one in brackets as well as in its style.
fn options_lines(
    options: &[&'static str],
    chosen: usize,
    focused: bool,
    room: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut all = vec![Line::default()];
    for (index, option) in options.iter().enumerate() {
        let is = index == chosen;
        let text = if is { format!("[{option}] ") } else { format!(" {option}  ") };
        let number = Span::styled(format!("{} ", index + 1), if focused { theme.key() } else { theme.dim() });
        let style = if is { theme.good() } else { theme.dim() };
        let full =
            all.last().is_some_and(|l| l.width() + width::of(&text) + 2 > usize::from(room) && l.width() > 0);
        if full {
            all.push(Line::default());
        }
        if let Some(line) = all.last_mut() {
            line.push_span(number);
            line.push_span(Span::styled(text, style));
        }
    }
    all
}

impl View for Form {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List, Scope::Text], typing: self.typing() }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back => return Flow::Close,
            Action::Enter if self.ends() => return self.submit(desk),
            Action::Enter | Action::Next => self.step(true),
            action if self.typing() => self.act_text(action),
            action => self.act_choice(desk, &action),
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let enter = if self.ends() { "done" } else { "on" };
        let mut hints = vec![("Enter".to_owned(), enter)];
        if self.entries.len() > 1 {
            hints.push(("Tab".to_owned(), "next field"));
        }
        hints.push(("Esc".to_owned(), "leave it"));
        let inner = popup::frame(frame, self.frame_area(area), &clean::visible(&self.title), &hints, theme);
        let buffer = frame.buffer_mut();
        let intro = self.intro(inner.width, theme);
        lines::draw(&intro, inner, buffer);
        for (index, (entry, row)) in self.entries.iter().zip(&self.areas).enumerate() {
            if row.height == 0 {
                continue;
            }
            let focused = index == self.place;
            let style = if focused { theme.focus() } else { theme.dim() };
            let label = width::truncate(&entry.label, usize::from(LABEL) - 1).into_owned();
            buffer.set_stringn(inner.x, row.y, label, LABEL.into(), style);
            match &entry.input {
                Input::Text(field, _) => field.as_ref().render(*row, buffer),
                Input::Choice(options, chosen) => {
                    lines::draw(&options_lines(options, *chosen, focused, row.width, theme), *row, buffer);
                }
            }
        }
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let row = self.areas.get(self.place).filter(|row| row.height > 0)?;
        let Input::Text(field, _) = &self.entries.get(self.place)?.input else { return None };
        let (x, y) = field.caret();
        Some(Position::new(row.x + x, row.y + y))
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let frame = self.frame_area(area);
        let room = frame.width.saturating_sub(4 + LABEL);
        let intro = self.intro(frame.width.saturating_sub(4), Theme::new(Depth::None)).len() as u16;
        let top = frame.y + 1 + if intro > 0 { intro + 1 } else { 0 };
        let bottom = frame.bottom().saturating_sub(1);
        let heights: Vec<u16> = self.entries.iter().map(|e| e.height(room)).collect();
        // Fields above are passed over until the one with the focus fits.
        let mut first = 0;
        let sum = |from: usize| heights.iter().skip(from).take(self.place + 1 - from).sum::<u16>();
        while first < self.place && top + sum(first) > bottom {
            first += 1;
        }
        let mut y = top;
        self.areas = heights
            .iter()
            .enumerate()
            .map(|(index, height)| {
                let left = bottom.saturating_sub(y);
                let height = if index < first { 0 } else { (*height).min(left) };
                let row = Rect { x: frame.x + 2 + LABEL, y, width: room, height };
                y += height;
                row
            })
            .collect();
        for (entry, row) in self.entries.iter_mut().zip(&self.areas) {
            if let Input::Text(field, _) = &mut entry.input {
                field.set_size(row.width, row.height.max(1));
            }
        }
    }

    fn pointer(&mut self, _desk: &mut Desk, _area: Rect, x: u16, y: u16, what: Pointer) -> Flow {
        let on = self.areas.iter().position(|a| a.contains(Position::new(x, y)));
        if let (Pointer::Click, Some(place)) = (what, on) {
            self.place = place;
            let row = self.areas[place];
            if let Some(Entry { input: Input::Text(field, _), .. }) = self.entries.get_mut(place) {
                field.click(x - row.x, y - row.y);
            }
        }
        Flow::Done
    }

    fn stands(&self, desk: &Desk) -> bool {
        !self.sent.is_made(desk)
    }

    fn refresh(&mut self, desk: &Desk) {
        self.sent.look_again(desk);
    }
}
