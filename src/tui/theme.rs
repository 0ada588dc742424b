//! Styles by what they mean. Sixteen colours at most, so that any terminal and both backgrounds work; with
//! `NO_COLOR` only bold, dim, underline and reverse. Colour is never the only carrier of meaning.

use ratatui::style::{Color, Modifier, Style};

/// Styles by what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    colour: bool,
}

impl Theme {
    /// With colours, or without (`NO_COLOR`).
    pub fn new(colour: bool) -> Self {
        Self { colour }
    }

    fn paint(self, colour: Color) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }

    /// Ordinary text.
    pub fn text(self) -> Style {
        Style::new()
    }

    /// Less important text.
    pub fn dim(self) -> Style {
        if self.colour { Style::new().fg(Color::DarkGray) } else { Style::new().add_modifier(Modifier::DIM) }
    }

    /// Titles.
    pub fn title(self) -> Style {
        self.paint(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// The question as it is spoken.
    pub fn ask(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// For the interviewer's eyes.
    pub fn guidance(self) -> Style {
        self.paint(Color::LightBlue).add_modifier(Modifier::ITALIC)
    }

    /// A key in a hint.
    pub fn key(self) -> Style {
        self.paint(Color::Cyan)
    }

    /// The thing that has the focus.
    pub fn focus(self) -> Style {
        self.paint(Color::Yellow).add_modifier(Modifier::BOLD)
    }

    /// The chosen line of a list, or the current cell: one bar, whatever colours its words have otherwise.
    pub fn selected(self) -> Style {
        let style = Style::new().add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM);
        if self.colour { style.fg(Color::Reset) } else { style }
    }

    /// A cell that is being typed into.
    pub fn typing(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// In order, answered.
    pub fn good(self) -> Style {
        self.paint(Color::Green)
    }

    /// To look at.
    pub fn warn(self) -> Style {
        self.paint(Color::Yellow)
    }

    /// Wrong.
    pub fn bad(self) -> Style {
        self.paint(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// A hit of a search.
    pub fn hit(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }
}
