//! A cell whose figure stands out the more the higher it is: a figure, a glyph that grows with it, and colour on top.
//!
//! The glyph says without any colour what the colour says.

use crate::text::width;
use crate::tui::theme::Theme;
use ratatui::style::Style;
use ratatui::text::Span;

/// How a figure stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Heat {
    /// Not at all: there is no figure, or nothing to see in it.
    #[default]
    None,
    /// From 0 to 1.
    Hot(f64),
    /// The other way, from 0 to 1.
    Cold(f64),
}

impl Heat {
    /// The heat of a figure that can go both ways, `whole` being as far as it goes.
    pub fn signed(figure: f64, whole: f64) -> Self {
        let level = (figure.abs() / whole).clamp(0.0, 1.0);
        if figure < 0.0 { Self::Cold(level) } else { Self::Hot(level) }
    }

    /// The glyph: higher with more.
    pub fn glyph(self) -> char {
        const HIGH: [char; 6] = [' ', '▁', '▃', '▅', '▆', '█'];
        match self {
            Self::None => ' ',
            Self::Hot(level) | Self::Cold(level) => {
                let at = (1..=5).filter(|step| level * 5.0 >= f64::from(*step)).count();
                HIGH.get(at).copied().unwrap_or(' ')
            }
        }
    }

    /// The style.
    pub fn style(self, theme: Theme) -> Style {
        match self {
            Self::None => Style::new(),
            Self::Hot(level) => theme.heat(level),
            Self::Cold(level) => theme.cold(level),
        }
    }
}

/// A figure with its heat, `columns` wide: the glyph first, the figure to the right of it.
pub fn cell(figure: &str, heat: Heat, columns: usize, theme: Theme) -> Span<'static> {
    let figure = width::truncate(figure, columns.saturating_sub(1));
    let pad = columns.saturating_sub(1 + width::of(&figure));
    Span::styled(format!("{}{}{figure}", heat.glyph(), " ".repeat(pad)), heat.style(theme))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Depth;

    #[test]
    fn a_cell_has_its_width_and_its_glyph_whatever_the_colours() {
        for depth in [Depth::None, Depth::Sixteen, Depth::Palette, Depth::Full] {
            let span = cell("2.4", Heat::Hot(0.6), 6, Theme::new(depth));
            assert_eq!(span.content, "▅  2.4");
        }
        assert_eq!(cell("a long figure", Heat::None, 6, Theme::new(Depth::None)).content.chars().count(), 6);
    }

    #[test]
    fn a_figure_that_goes_both_ways_is_hot_or_cold() {
        assert_eq!(Heat::signed(-1.0, 4.0), Heat::Cold(0.25));
        assert_eq!(Heat::signed(9.0, 4.0), Heat::Hot(1.0));
    }
}
