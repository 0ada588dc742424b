//! Help: the keys that work here first, then all others, from the one table.

use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Scope, shown, table};
use crate::tui::theme::Theme;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::{lines, popup};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// The keys.
#[derive(Debug)]
pub struct Help {
    scopes: Vec<Scope>,
    first: usize,
}

impl Help {
    /// Help for what has the focus.
    pub fn new(scopes: &[Scope]) -> Self {
        let mut order = scopes.to_vec();
        order.extend(Scope::ALL.iter().filter(|s| !scopes.contains(s)));
        Self { scopes: order, first: 0 }
    }

    fn lines(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        // Where there is little room, what a key does stands below it.
        let narrow = width < 90;
        let mut all = Vec::new();
        for scope in &self.scopes {
            all.push(Line::from(Span::styled(scope.title(), theme.title())));
            for binding in table().filter(|b| b.scope == *scope) {
                let keys: Vec<String> = binding.keys.iter().take(2).map(|k| shown(k)).collect();
                let mut line = vec![
                    Span::styled(format!("  {:<24}", keys.join(", ")), theme.key()),
                    Span::raw(format!("{:<18}", binding.name)),
                ];
                if !narrow {
                    line.push(Span::styled(binding.about, theme.dim()));
                }
                all.push(Line::from(line));
                if narrow {
                    let about = lines::wrapped(binding.about, width.saturating_sub(4), theme.dim());
                    all.extend(about.into_iter().map(|l| Line::from(format!("    {l}")).style(theme.dim())));
                }
            }
            all.push(Line::default());
        }
        all.push(Line::from(Span::styled("Marks", theme.title())));
        for (mark, what) in [
            ("○ ◐ ●", "nothing, part, all of it answered"),
            ("⚑", "to follow up"),
            ("✎", "an account or a note"),
            ("◆", "evidence"),
            ("dk ref n/a skip", "in a cell: don't know, refused, not applicable, not asked"),
            ("G T –", "used in general crime, in trafficking, not used at all"),
            ("→", "a follow-up question to speak"),
            ("▸ ? §", "for your eyes: guidance, how they know, why the section is asked"),
            ("●", "saved: on disk; ◌ on its way; ✖ NOT SAVED, with the reason"),
        ] {
            all.push(Line::from(vec![Span::styled(format!("  {mark:<24}"), theme.key()), Span::raw(what)]));
        }
        all
    }

    fn inner_width(area: Rect) -> u16 {
        area.width.min(100).saturating_sub(4)
    }

    fn page(area: Rect) -> u16 {
        area.height.saturating_sub(4)
    }
}

impl View for Help {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        let area = Rect::new(0, 0, desk.size.0, desk.size.1);
        let page = usize::from(Self::page(area));
        let last = self.lines(Self::inner_width(area), desk.theme).len().saturating_sub(page);
        self.first = match action {
            Action::Back | Action::Enter | Action::Help => return Flow::Close,
            Action::Up => self.first.saturating_sub(1),
            Action::Down => self.first + 1,
            Action::PageUp => self.first.saturating_sub(page),
            Action::PageDown => self.first + page,
            Action::Top => 0,
            Action::Bottom => last,
            _ => self.first,
        }
        .min(last);
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let text = self.lines(Self::inner_width(area), desk.theme);
        let area = popup::centred(area, 100, area.height.saturating_sub(2));
        let hints = [("PgDn".to_owned(), "on"), ("Esc".to_owned(), "close")];
        let inner = popup::frame(frame, area, "Keys: what works here comes first", &hints, desk.theme);
        lines::draw_from(&text, self.first, inner, frame.buffer_mut());
    }

    fn is_help(&self) -> bool {
        true
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, _x: u16, _y: u16, what: Pointer) -> Flow {
        match what {
            Pointer::Click => Flow::Done,
            Pointer::WheelUp => self.act(desk, Action::Up),
            Pointer::WheelDown => self.act(desk, Action::Down),
        }
    }
}
