//! What a screen or a sheet on top of it can do, and where it can lead.

use super::action::Action;
use super::desk::Desk;
use super::keymap::Scope;
use super::widgets::picker::Picker;
use crate::bank::Ref;
use crate::session::{TextAt, Undone};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

/// Where an action leads.
pub enum Flow {
    /// Nowhere: it was dealt with here.
    Done,
    /// This one is closed.
    Close,
    /// Something comes on top.
    Push(Box<dyn View>),
    /// Something takes this one's place.
    Replace(Box<dyn View>),
    /// Everything on top is closed and the interview goes to an item.
    Go(Target),
    /// Everything on top is closed and the screen below does this.
    Do(Action),
    /// To the home screen.
    Home,
    /// To the set-up sheet.
    Sheet,
    /// To the questions.
    Interview,
}

/// A place in the interview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// Item or row.
    pub at: Option<Ref>,
    /// Column of a cell.
    pub column: Option<String>,
    /// Text field.
    pub text: Option<TextAt>,
    /// Piece of evidence to open.
    pub evidence: Option<usize>,
}

impl Target {
    /// An item or row.
    pub fn item(at: Ref) -> Self {
        Self { at: Some(at), ..Self::default() }
    }
}

impl From<Undone> for Target {
    fn from(undone: Undone) -> Self {
        Self { at: undone.place, column: undone.column, text: undone.text, evidence: None }
    }
}

/// The scopes in which a key is looked up, and whether plain characters are typing.
pub struct Focus {
    /// Innermost first; [`Scope::Everywhere`] is added by the app.
    pub scopes: Vec<Scope>,
    /// Whether a text field has the focus.
    pub typing: bool,
}

/// A click or a turn of the wheel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// Left button.
    Click,
    /// Wheel up.
    WheelUp,
    /// Wheel down.
    WheelDown,
}

impl Pointer {
    /// On a list of `len` lines shown in `list`: the wheel moves the choice; the line that was clicked comes back,
    /// not chosen yet.
    pub fn on_list(self, picker: &mut Picker, len: usize, list: Rect, y: u16) -> Option<usize> {
        match self {
            Self::WheelUp => picker.act(&Action::Up, len, 1),
            Self::WheelDown => picker.act(&Action::Down, len, 1),
            Self::Click => return y.checked_sub(list.y).and_then(|row| picker.at(row, len)),
        };
        None
    }
}

/// A screen, or a sheet on top of one.
pub trait View {
    /// What has the focus.
    fn focus(&self, desk: &Desk) -> Focus;

    /// Does what was asked for.
    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow;

    /// Draws; changes nothing.
    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect);

    /// Where the caret is, if a text field has the focus.
    fn caret(&self, _desk: &Desk) -> Option<Position> {
        None
    }

    /// Brings what depends on the size of the terminal or on the session up to date.
    fn settle(&mut self, _desk: &Desk, _area: Rect) {}

    /// The mouse.
    fn pointer(&mut self, _desk: &mut Desk, _area: Rect, _x: u16, _y: u16, _what: Pointer) -> Flow {
        Flow::Done
    }

    /// Something was undone or redone: texts are read again from the session.
    fn refresh(&mut self, _desk: &Desk) {}

    /// Whether it takes the whole terminal: nothing below it is seen.
    fn is_screen(&self) -> bool {
        false
    }

    /// Whether this is the help: its key closes it again.
    fn is_help(&self) -> bool {
        false
    }

    /// Whether this is what can be done about a failing disk.
    fn is_trouble(&self) -> bool {
        false
    }

    /// Whether this is the guide: its key closes it again.
    fn is_guide(&self) -> bool {
        false
    }

    /// Whether this is the list of banks: its key closes it again.
    fn is_banks(&self) -> bool {
        false
    }

    /// Whether the view still makes sense (its jot or evidence is still there).
    fn stands(&self, _desk: &Desk) -> bool {
        true
    }
}
