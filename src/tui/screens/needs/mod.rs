//! The boards of the trainer: who needs training in what, and where training is no answer.
//!
//! Here: what all boards have in common: the sessions that are counted, tabs, filter line, split. Each board is a file of
//! its own and says what its figures mean on the screen itself.

mod awareness;
mod base;
mod definitions;
mod gaps;
mod received;
mod words;

use super::Plan;
use super::interview::text_action;
use super::status;
use crate::analysis::By;
use crate::analysis::filter;
use crate::analysis::needs::{MadeUp, Warning};
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::{Scope, first_key};
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::lines;
use crate::tui::widgets::text_field::{Lines, Outcome, TextField};
use awareness::Topics;
use base::Base;
use definitions::Results;
use gaps::{Gaps, Mode};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};
use received::Learned;

/// A board: what it shows of the sessions that count.
trait Board: std::fmt::Debug {
    /// The sessions, or what they are split by, are others.
    fn count(&mut self, desk: &Desk, base: &Base);

    /// Does what was asked for.
    fn act(&mut self, desk: &mut Desk, base: &Base, action: &Action) -> Flow;

    /// Draws itself.
    fn draw(&self, desk: &Desk, base: &Base, area: Rect, buffer: &mut Buffer);

    /// Brings what depends on the size of the terminal up to date.
    fn settle(&mut self, _desk: &Desk, _area: Rect) {}

    /// A click or a turn of the wheel; what follows of it is done as this action.
    fn pointer(&mut self, _desk: &Desk, _base: &Base, _x: u16, _y: u16, _what: Pointer) -> Option<Action> {
        None
    }

    /// What there is to know about its figures.
    fn warnings(&self) -> &[Warning];

    /// What its figures mean, one thing in each.
    fn legend(&self, base: &Base) -> Vec<String>;

    /// Actions to be shown in the last line.
    fn hints(&self) -> &'static [(Action, &'static str)];

    /// Why it can't be split, where that is so.
    fn no_split(&self) -> Option<&'static str> {
        None
    }
}

/// The boards as they are called, and the key of each.
const TABS: [&str; 6] = ["Gaps", "Train first", "Awareness", "Definitions", "Received", "Plan"];

/// The training plan, counted from 0: a screen of its own.
pub(super) const PLAN: usize = 5;

/// From a board that is a screen of its own to the one with this key.
pub(super) fn to_board(desk: &mut Desk, digit: u8) -> Flow {
    match usize::from(digit).checked_sub(1) {
        Some(PLAN) => Flow::Replace(Box::new(Plan::new(desk))),
        Some(tab) if tab < TABS.len() => {
            desk.archive.boards.tab = tab;
            Flow::Close
        }
        _ => Flow::Done,
    }
}

/// Where the parts stand.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    tabs: Rect,
    /// What there is to know, or the filter that is typed.
    line: Rect,
    board: Rect,
    legend: Rect,
}

/// The boards.
#[derive(Debug)]
pub struct Needs {
    base: Base,
    tab: usize,
    gaps: Gaps,
    topics: Topics,
    definitions: Results,
    learned: Learned,
    /// The filter while it is typed.
    field: Option<TextField>,
    places: Places,
}

impl Needs {
    /// As they were left.
    pub fn new(desk: &Desk) -> Self {
        let mut needs = Self {
            base: Base::new(desk),
            tab: desk.archive.boards.tab.min(TABS.len() - 1),
            gaps: Gaps::default(),
            topics: Topics::default(),
            definitions: Results::default(),
            learned: Learned::default(),
            field: None,
            places: Places::default(),
        };
        needs.count(desk);
        needs
    }

    fn board(&self) -> &dyn Board {
        match self.tab {
            2 => &self.topics,
            3 => &self.definitions,
            4 => &self.learned,
            _ => &self.gaps,
        }
    }

    fn board_mut(&mut self) -> (&mut dyn Board, &Base) {
        let board: &mut dyn Board = match self.tab {
            2 => &mut self.topics,
            3 => &mut self.definitions,
            4 => &mut self.learned,
            _ => &mut self.gaps,
        };
        (board, &self.base)
    }

    fn count(&mut self, desk: &Desk) {
        self.base = Base::new(desk);
        self.gaps.mode = match (self.tab, self.gaps.mode) {
            (1, _) => Mode::First,
            (_, Mode::Plane) => Mode::Plane,
            _ => Mode::Table,
        };
        let (board, base) = self.board_mut();
        board.count(desk, base);
    }

    fn show(&mut self, desk: &mut Desk, tab: usize) -> Flow {
        if tab == PLAN {
            return Flow::Push(Box::new(Plan::new(desk)));
        }
        self.tab = tab;
        desk.archive.boards.tab = tab;
        self.count(desk);
        Flow::Done
    }

    fn split(desk: &mut Desk, steps: isize) {
        let all = By::ALL;
        let at = all.iter().position(|by| *by == desk.archive.boards.by).unwrap_or(0);
        let next = (at + all.len()).wrapping_add_signed(steps) % all.len();
        desk.archive.boards.by = all.get(next).copied().unwrap_or_default();
    }

    fn type_filter(&mut self, desk: &mut Desk, action: Action) {
        let Some(field) = &mut self.field else { return };
        match action {
            Action::Enter | Action::Back | Action::Down | Action::NextField => self.field = None,
            action => {
                if let Some(action) = text_action(action)
                    && let Outcome::Edited(_) = field.act(action)
                {
                    desk.archive.filter = field.text();
                }
            }
        }
    }

    fn turn_made_up(&mut self, desk: &mut Desk) {
        match self.base.made_up {
            MadeUp::LeftOut(_) => desk.archive.boards.with_made_up = true,
            MadeUp::Mixed(_) => desk.archive.boards.with_made_up = false,
            MadeUp::All => desk.say("everything here is made up"),
            MadeUp::None => desk.say("nothing here is made up"),
        }
    }

    /// What there is to know about the figures, or what is typed.
    fn draw_line(&self, desk: &Desk, buffer: &mut Buffer) {
        let (theme, line) = (desk.theme, self.places.line);
        if let Some(field) = &self.field {
            buffer.set_string(line.x, line.y, "/", theme.focus());
            let room = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
            field.render(room, buffer);
            return;
        }
        if let Err(wrong) = filter::parse(&self.base.text) {
            let text = format!("the filter is not understood, nothing is counted: {}", wrong.message);
            let text = width::truncate(&text, line.width.into()).into_owned();
            buffer.set_stringn(line.x, line.y, text, line.width.into(), theme.bad());
            return;
        }
        let warnings = self.board().warnings();
        let Some(first) = warnings.first() else { return };
        let more = warnings.len() - 1;
        let more = if more > 0 { format!(" · and {more} more below") } else { String::new() };
        let key = match first {
            Warning::MadeUpLeftOut(_) => " (u counts them)",
            Warning::MadeUpMixed(_) => " (u leaves them out)",
            _ => "",
        };
        let text = format!("! {first}{key}{more}");
        let text = width::truncate(&text, line.width.into()).into_owned();
        buffer.set_stringn(line.x, line.y, text, line.width.into(), theme.warn());
    }

    /// What the figures mean, and what else there is to know.
    fn legend(&self, width: u16) -> String {
        let board = self.board();
        let mut all = board.legend(&self.base);
        if width >= 100 {
            all.extend(board.warnings().iter().skip(1).map(|w| format!("! {w}")));
        } else {
            let rest = board.warnings().iter().skip(1).map(|w| format!("! {w}")).collect::<Vec<_>>();
            all.splice(0..0, rest);
        }
        all.join(" · ")
    }
}

/// The tabs: each with its key, the one that is shown in reverse.
pub(super) fn draw_tabs(shown: usize, desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let theme = desk.theme;
    let narrow = area.width < 90;
    let spans = TABS.iter().enumerate().flat_map(|(at, name)| {
        let style = if at == shown { theme.selected() } else { theme.text() };
        let gap = if narrow { " " } else { "  " };
        [
            Span::styled(format!(" {} ", at + 1), theme.key()),
            Span::styled(format!("{name}{}", if narrow { "" } else { " " }), style),
            Span::raw(gap),
        ]
    });
    buffer.set_line(area.x, area.y, &Line::from(spans.collect::<Vec<_>>()), area.width);
}

/// The tab in a column of the line of tabs.
fn tab_at(area: Rect, x: u16) -> Option<usize> {
    let narrow = area.width < 90;
    let mut left = usize::from(area.x);
    TABS.iter().position(|name| {
        let wide = 3 + name.len() + if narrow { 1 } else { 3 };
        let here = (left..left + wide).contains(&usize::from(x));
        left += wide;
        here
    })
}

impl View for Needs {
    fn focus(&self, _desk: &Desk) -> Focus {
        if self.field.is_some() {
            return Focus { scopes: vec![Scope::Filter, Scope::Text], typing: true };
        }
        Focus { scopes: vec![Scope::Needs], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        if self.field.is_some() {
            self.type_filter(desk, action);
            return Flow::Done;
        }
        match action {
            Action::Back => return Flow::Close,
            Action::Digit(digit) => {
                return match usize::from(digit).checked_sub(1).filter(|at| *at < TABS.len()) {
                    Some(tab) => self.show(desk, tab),
                    None => Flow::Done,
                };
            }
            Action::NextField => return self.show(desk, (self.tab + 1) % TABS.len()),
            Action::PrevField => return self.show(desk, (self.tab + TABS.len() - 1) % TABS.len()),
            Action::GroupBy | Action::GroupBack if self.board().no_split().is_some() => {
                desk.say(self.board().no_split().unwrap_or_default());
            }
            Action::GroupBy => Self::split(desk, 1),
            Action::GroupBack => Self::split(desk, -1),
            Action::Filter => self.field = Some(TextField::new(&desk.archive.filter, Lines::One)),
            Action::Clear if desk.archive.filter.is_empty() => desk.say("there is no filter"),
            Action::Clear => desk.archive.filter.clear(),
            Action::MadeUp => self.turn_made_up(desk),
            Action::Reload => {
                desk.effects.push(Effect::Archive);
                desk.say("looking at the data folder again");
            }
            action => {
                let (board, base) = self.board_mut();
                return board.act(desk, base, &action);
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        frame.render_widget(Clear, area);
        let theme = desk.theme;
        let buffer = frame.buffer_mut();
        let among = if self.base.text.trim().is_empty() {
            String::new()
        } else {
            format!(" · only {}", clean::visible(self.base.text.trim()))
        };
        let left = Line::from(vec![
            Span::styled(" Training needs  ", theme.title()),
            Span::raw(self.base.known.count()),
            Span::styled(self.base.known.warning(), theme.warn()),
            Span::styled(among, theme.focus()),
        ]);
        let right = match self.base.by {
            _ if self.board().no_split().is_some() => "by who rates whom".to_owned(),
            By::Nothing => "all together".to_owned(),
            by => format!("split {}", by.words()),
        };
        let taken = width::of(&right) as u16 + 2;
        buffer.set_line(area.x, area.y, &left, area.width.saturating_sub(taken));
        buffer.set_string(area.right().saturating_sub(taken - 1), area.y, right, theme.dim());
        draw_tabs(self.tab, desk, self.places.tabs, buffer);
        self.draw_line(desk, buffer);
        if let Some(text) = self.base.nothing(desk) {
            let room = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..self.places.board };
            let text = lines::wrapped(&text, room.width, theme.text());
            lines::draw(&text, Rect { y: room.y + 1, height: room.height.saturating_sub(1), ..room }, buffer);
        } else {
            self.board().draw(desk, &self.base, self.places.board, buffer);
            let legend = self.places.legend;
            let text = lines::wrapped(&self.legend(area.width), legend.width, theme.dim());
            lines::draw(&text, legend, buffer);
        }
        let mut hints: Vec<(String, &str)> = Vec::new();
        for (action, what) in self.board().hints() {
            hints.push((first_key(Scope::Needs, action), what));
        }
        for (action, what) in
            [(Action::GroupBy, "split"), (Action::Filter, "filter"), (Action::NextField, "next board")]
        {
            if action == Action::GroupBy && self.board().no_split().is_some() {
                continue;
            }
            hints.push((first_key(Scope::Needs, &action), what));
        }
        let last = Rect { y: area.bottom() - 1, height: 1, ..area };
        status::hint_line_and_back(desk, frame, last, hints, "back");
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let line = self.places.line;
        let field = self.field.as_ref()?;
        let (x, y) = field.caret();
        Some(Position::new(line.x + 2 + x, line.y + y))
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        if !self.base.is_of(desk) {
            self.count(desk);
        }
        let side = u16::from(area.width > 60);
        let legend = 3;
        self.places = Places {
            tabs: Rect { y: area.y + 1, height: 1, ..area },
            line: Rect {
                x: area.x + side,
                y: area.y + 2,
                width: area.width.saturating_sub(2 * side),
                height: 1,
            },
            board: Rect { y: area.y + 3, height: area.height.saturating_sub(4 + legend), ..area },
            legend: Rect {
                x: area.x + side,
                y: area.bottom().saturating_sub(1 + legend),
                width: area.width.saturating_sub(2 * side),
                height: legend,
            },
        };
        if let Some(field) = &mut self.field {
            field.set_size(self.places.line.width.saturating_sub(2), 1);
        }
        let board = self.places.board;
        self.board_mut().0.settle(desk, board);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, x: u16, y: u16, what: Pointer) -> Flow {
        let at = Position::new(x, y);
        if self.places.tabs.contains(at) && what == Pointer::Click {
            return tab_at(self.places.tabs, x).map_or(Flow::Done, |tab| self.show(desk, tab));
        }
        if self.places.board.contains(at) {
            let (board, base) = self.board_mut();
            if let Some(action) = board.pointer(desk, base, x, y, what) {
                return board.act(desk, base, &action);
            }
        }
        Flow::Done
    }

    fn refresh(&mut self, desk: &Desk) {
        self.tab = desk.archive.boards.tab;
        self.count(desk);
    }

    fn is_screen(&self) -> bool {
        true
    }
}
