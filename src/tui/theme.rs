//! Styles by what they mean. Sixteen colours, so that any terminal and both backgrounds work; with `NO_COLOR` only bold,
//! dim, underline and reverse. Only the heat of a cell takes more where a terminal has more. Colour is never the only
//! carrier of meaning.

use ratatui::style::{Color, Modifier, Style};

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// None, or none are wanted.
    None,
    /// The sixteen that every terminal has.
    #[default]
    Sixteen,
    /// The 256 of the usual palette.
    Palette,
    /// Any.
    Full,
}

impl Depth {
    /// What the environment says: `NO_COLOR`, `COLORTERM`, `TERM`.
    pub fn told(get: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| get(name).filter(|value| !value.is_empty());
        let is = |name: &str, any: &[&str]| set(name).is_some_and(|v| any.iter().any(|a| v.contains(a)));
        if set("NO_COLOR").is_some() || is("TERM", &["dumb"]) {
            Self::None
        } else if is("COLORTERM", &["truecolor", "24bit"]) || is("TERM", &["direct"]) {
            Self::Full
        } else if is("TERM", &["256color"]) {
            Self::Palette
        } else {
            Self::Sixteen
        }
    }
}

/// Styles by what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    depth: Depth,
    colour: bool,
}

/// The 256 colours of heat from a fifth of it on, pale to deep.
const HEAT: [u8; 4] = [229, 222, 215, 208];

/// The same of cold.
const COLD: [u8; 4] = [195, 153, 117, 75];

impl Theme {
    /// With so many colours.
    pub fn new(depth: Depth) -> Self {
        Self { depth, colour: depth != Depth::None }
    }

    /// How hot something is, from 0 (nothing to see) to 1: pale to deep, black letters on it.
    pub fn heat(self, heat: f64) -> Style {
        self.ramp(heat, HEAT, ((255, 243, 205), (240, 110, 20)), Color::Yellow, Color::Red)
    }

    /// The other way from [`Theme::heat`]: how cold.
    pub fn cold(self, cold: f64) -> Style {
        self.ramp(cold, COLD, ((220, 240, 255), (70, 150, 235)), Color::Cyan, Color::Blue)
    }

    fn ramp(
        self,
        level: f64,
        steps: [u8; 4],
        (pale, deep): ((u8, u8, u8), (u8, u8, u8)),
        warm: Color,
        hot: Color,
    ) -> Style {
        let step = (1..=5).filter(|step| level * 5.0 >= f64::from(*step)).count();
        let Some(at) = step.checked_sub(1).map(|at| at.min(steps.len() - 1)) else { return Style::new() };
        match self.depth {
            Depth::None if at > 1 => Style::new().add_modifier(Modifier::BOLD),
            Depth::None => Style::new(),
            Depth::Sixteen if at > 1 => Style::new().fg(hot).add_modifier(Modifier::BOLD),
            Depth::Sixteen => Style::new().fg(warm),
            Depth::Palette => Style::new().fg(Color::Indexed(16)).bg(Color::Indexed(steps[at])),
            Depth::Full => {
                let share = (level.clamp(0.0, 1.0) - 0.2) / 0.8;
                #[expect(clippy::cast_sign_loss, reason = "between two numbers of 0 and more")]
                let mix =
                    |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * share) as u8;
                let colour = Color::Rgb(mix(pale.0, deep.0), mix(pale.1, deep.1), mix(pale.2, deep.2));
                Style::new().fg(Color::Rgb(0, 0, 0)).bg(colour)
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told(all: &[(&str, &str)]) -> Depth {
        Depth::told(|name| all.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn the_environment_says_how_many_colours_there_are() {
        assert_eq!(told(&[("TERM", "xterm")]), Depth::Sixteen);
        assert_eq!(told(&[("TERM", "xterm-256color")]), Depth::Palette);
        assert_eq!(told(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::Full);
        assert_eq!(told(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]), Depth::None);
        assert_eq!(told(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]), Depth::Palette);
    }

    #[test]
    fn heat_rises_and_little_of_it_is_not_shown() {
        for depth in [Depth::None, Depth::Sixteen, Depth::Palette, Depth::Full] {
            let theme = Theme::new(depth);
            assert_eq!(theme.heat(0.1), Style::new());
            assert_ne!(theme.heat(0.9), Style::new());
            assert_eq!(theme.heat(7.0), theme.heat(1.0));
        }
    }
}
