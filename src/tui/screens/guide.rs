//! Longer passages to read: the interviewer's guide (`docs/interviewing.md`), and all that is known of a question.
//!
//! Text with the little of Markdown that the guide uses: headings, bullets, bold.

use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::theme::Theme;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::{lines, popup};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::borrow::Cow;

const TEXT: &str = include_str!("../../../docs/interviewing.md");

/// A text, and how far it is scrolled.
#[derive(Debug)]
pub struct Reading {
    title: String,
    text: Cow<'static, str>,
    /// The key that opened it and closes it again.
    key: Action,
    lines: Vec<Line<'static>>,
    width: u16,
    first: usize,
    page: usize,
}

/// One paragraph, heading or bullet, its lines put together again.
fn blocks(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut fresh = true;
    for line in text.lines() {
        let start = line.starts_with("- ") || line.starts_with('#');
        if line.trim().is_empty() {
            fresh = true;
            continue;
        }
        match all.last_mut() {
            Some(last) if !fresh && !start => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => all.push(line.trim().to_owned()),
        }
        fresh = line.starts_with('#');
    }
    all
}

/// The text on lines of `width` columns.
fn rendered(text: &str, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut all = Vec::new();
    let mut after_bullet = false;
    for block in blocks(text) {
        let bullet = block.strip_prefix("- ");
        if !(all.is_empty() || after_bullet && bullet.is_some()) {
            all.push(Line::default());
        }
        after_bullet = bullet.is_some();
        if block.starts_with('#') {
            all.extend(lines::wrapped(block.trim_start_matches(['#', ' ']), width, theme.title()));
            continue;
        }
        let (mark, text) = bullet.map_or(("", block.as_str()), |text| ("• ", text));
        let indent = if mark.is_empty() { 0 } else { 2 };
        // Bold words are told apart before the text is wrapped, and found again after: a bold run keeps its words.
        let plain = text.replace("**", "");
        let bold = bold_ranges(text);
        let mut at = 0;
        for (number, row) in
            lines::wrapped(&plain, width.saturating_sub(indent), theme.text()).iter().enumerate()
        {
            let words = row.to_string();
            let start = plain[at..].find(words.trim()).map_or(at, |found| at + found);
            at = start + words.trim().len();
            let lead = if number == 0 { mark.to_owned() } else { " ".repeat(indent.into()) };
            let mut spans = vec![Span::styled(lead, theme.key())];
            spans.extend(styled(&plain, start..at, &bold, theme));
            all.push(Line::from(spans));
        }
    }
    all
}

/// Where the bold words stand in the text without its marks.
fn bold_ranges(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    for (index, piece) in text.split("**").enumerate() {
        if index % 2 == 1 {
            ranges.push(at..at + piece.len());
        }
        at += piece.len();
    }
    ranges
}

fn styled(
    plain: &str,
    part: std::ops::Range<usize>,
    bold: &[std::ops::Range<usize>],
    theme: Theme,
) -> Vec<Span<'static>> {
    let mut cuts = vec![part.start, part.end];
    cuts.extend(bold.iter().flat_map(|r| [r.start, r.end]).filter(|c| part.contains(c)));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|pair| {
            let inside = bold.iter().any(|r| r.contains(&pair[0]));
            let style = if inside { theme.ask() } else { theme.text() };
            Span::styled(plain[pair[0]..pair[1]].to_owned(), style)
        })
        .collect()
}

impl Reading {
    /// The interviewer's guide.
    pub fn guide() -> Self {
        Self::new("Guide: preparing, conducting, concluding".to_owned(), Cow::Borrowed(TEXT), Action::Guide)
    }

    /// All that is known of a question, as text with headings and bullets.
    pub fn question(title: String, text: String) -> Self {
        Self::new(title, Cow::Owned(text), Action::Guidance)
    }

    fn new(title: String, text: Cow<'static, str>, key: Action) -> Self {
        Self { title, text, key, lines: Vec::new(), width: 0, first: 0, page: 0 }
    }

    fn frame_area(area: Rect) -> Rect {
        popup::centred(area, 96, area.height.saturating_sub(2))
    }
}

impl View for Reading {
    fn focus(&self, _desk: &Desk) -> Focus {
        let mut scopes = vec![Scope::List];
        if self.key == Action::Guidance {
            scopes.push(Scope::Interview);
        }
        Focus { scopes, typing: false }
    }

    fn act(&mut self, _desk: &mut Desk, action: Action) -> Flow {
        let page = self.page.saturating_sub(1).max(1);
        let last = self.lines.len().saturating_sub(self.page);
        self.first = match action {
            Action::Guidance => return Flow::Do(Action::Guidance),
            Action::Back | Action::Enter | Action::Guide => return Flow::Close,
            Action::Up => self.first.saturating_sub(1),
            Action::Down => self.first + 1,
            Action::PageUp => self.first.saturating_sub(page),
            Action::PageDown => self.first + page,
            Action::Insert(text) if text == " " => self.first + page,
            Action::Top => 0,
            Action::Bottom => last,
            _ => self.first,
        }
        .min(last);
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let hints = [("PgDn".to_owned(), "on"), ("Esc".to_owned(), "close")];
        let inner = popup::frame(frame, Self::frame_area(area), &self.title, &hints, desk.theme);
        lines::draw_from(&self.lines, self.first, inner, frame.buffer_mut());
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        let width = frame.width.saturating_sub(4);
        if width != self.width {
            self.width = width;
            self.lines = rendered(&self.text, width, desk.theme);
        }
        self.page = usize::from(frame.height.saturating_sub(2));
        self.first = self.first.min(self.lines.len().saturating_sub(self.page));
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, _x: u16, _y: u16, what: Pointer) -> Flow {
        match what {
            Pointer::Click => Flow::Done,
            Pointer::WheelUp => self.act(desk, Action::Up),
            Pointer::WheelDown => self.act(desk, Action::Down),
        }
    }

    fn is_guide(&self) -> bool {
        self.key == Action::Guide
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Depth;

    #[test]
    fn every_word_of_the_guide_is_shown_at_any_width() {
        // Without blanks: a line may end after a hyphen.
        let words = |text: &str| text.split_whitespace().collect::<String>();
        let plain: String = blocks(TEXT)
            .iter()
            .map(|b| b.trim_start_matches(['#', ' ']).trim_start_matches("- ").replace("**", "") + " ")
            .collect();
        for width in [30, 76, 92] {
            let shown: Vec<String> =
                rendered(TEXT, width, Theme::new(Depth::Sixteen)).iter().map(ToString::to_string).collect();
            assert!(shown.iter().all(|l| crate::text::width::of(l) <= usize::from(width)), "{width}");
            let shown = shown.join(" ").replace("• ", "");
            assert_eq!(words(&shown), words(&plain), "{width}");
        }
    }
}
