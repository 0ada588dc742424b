//! Drawing the set-up sheet. Changes nothing.

use super::fields::{Kind, Row};
use super::{LABEL, Sheet};
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Scope, first_key};
use crate::tui::screens::status;
use crate::tui::widgets::choice;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

/// How many lines the fields take with their headings, and the line of each field.
pub(super) fn line_numbers(rows: &[Row]) -> (usize, Vec<usize>) {
    let mut line = 0;
    let of_row = rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            if row.heading.is_some() {
                // A blank line before a heading, the heading itself.
                line += if index == 0 { 1 } else { 2 };
            }
            line += 1;
            line - 1
        })
        .collect();
    (line, of_row)
}

impl Sheet {
    pub(super) fn draw_all(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        status::bar(desk, frame, Rect { height: 1, ..area });
        for (index, row) in self.rows.iter().enumerate() {
            let at = self.areas.get(index).copied().unwrap_or_default();
            if at.height == 0 {
                continue;
            }
            let left = at.x - LABEL;
            if let Some(heading) = &row.heading
                && at.y > area.y + 2
            {
                frame.buffer_mut().set_stringn(left, at.y - 1, heading, LABEL.into(), theme.title());
            }
            self.draw_row(desk, frame, index, row, at);
        }
        self.draw_suggestions(desk, frame, area);
        self.draw_options(desk, frame, area);
        let key = |action: &Action| first_key(Scope::Sheet, action);
        let hints = vec![
            (key(&Action::NextField), "next field"),
            (key(&Action::Jump), "to the questions"),
            (key(&Action::Add), "add someone"),
            (key(&Action::Remove), "take out"),
            (first_key(Scope::Everywhere, &Action::Help), "help"),
        ];
        status::hint_line(desk, frame, Rect { y: area.bottom() - 1, height: 1, ..area }, &hints);
    }

    fn draw_row(&self, desk: &Desk, frame: &mut Frame<'_>, index: usize, row: &Row, at: Rect) {
        let theme = desk.theme;
        let focused = index == self.place;
        let style = if focused { theme.focus() } else { theme.dim() };
        let pointer = if focused { "▸ " } else { "  " };
        let label = format!("{pointer}{}", row.label);
        frame.buffer_mut().set_stringn(at.x - LABEL, at.y, label, usize::from(LABEL) - 1, style);
        let mut used = 0;
        match &row.kind {
            Kind::Text(text) => {
                if focused {
                    (&self.field).render(at, frame.buffer_mut());
                    used = width::of(&self.field.text());
                } else if let Some(open) = &desk.open {
                    let value = clean::visible(open.session.text(text)).into_owned();
                    used = width::of(&value);
                    let shown = width::truncate(&value, at.width.into());
                    frame.buffer_mut().set_stringn(at.x, at.y, shown, at.width.into(), theme.text());
                }
            }
            Kind::Word(word, who) => {
                let code = word.held(desk, *who);
                let all = super::fields::vocabulary(desk, *word);
                let label = all.iter().find(|(c, _)| *c == code).map_or(code.as_str(), |(_, l)| l.as_str());
                let label = clean::visible(label).into_owned();
                if focused && !self.field.is_empty() {
                    (&self.field).render(at, frame.buffer_mut());
                    used = width::of(&self.field.text());
                } else {
                    let shown = width::truncate(&label, at.width.into());
                    frame.buffer_mut().set_stringn(at.x, at.y, shown, at.width.into(), theme.text());
                    used = width::of(&label);
                }
            }
            Kind::Banks => {
                let (held, more) = Self::banks(desk);
                let held = clean::visible(&held).into_owned();
                used = width::of(&held);
                frame.buffer_mut().set_stringn(at.x, at.y, &held, at.width.into(), theme.text());
                if !more.is_empty() && !focused {
                    let text = format!("  ★ proposed besides: {}", clean::visible(&more));
                    let room = usize::from(at.width).saturating_sub(used);
                    let text = width::truncate(&text, room).into_owned();
                    frame.buffer_mut().set_stringn(at.x + used as u16, at.y, text, room, theme.warn());
                }
            }
            Kind::Choice(few) => {
                let options = few.options(desk);
                let mut line = choice::row(&options, focused, theme);
                if line.width() > usize::from(at.width) {
                    // No room for all: what holds here, all of them below while choosing.
                    let chosen: Vec<choice::Choice<'_>> = options.into_iter().filter(|c| c.chosen).collect();
                    line = choice::row(&chosen, false, theme);
                    if chosen.is_empty() {
                        let text = if focused { "choose below" } else { "·" };
                        line = ratatui::text::Line::styled(text, theme.dim());
                    }
                }
                used = line.width();
                frame.buffer_mut().set_line(at.x, at.y, &line, at.width);
            }
        }
        if !row.hint.is_empty() && (used == 0 || focused) {
            let x = at.x + (used as u16 + if used == 0 { 2 } else { 3 }).min(at.width);
            let room = at.right().saturating_sub(x);
            frame.buffer_mut().set_stringn(
                x,
                at.y,
                width::truncate(row.hint, room.into()),
                room.into(),
                theme.dim(),
            );
        }
    }

    /// The options of the field with the focus, below it, where they have no room in it.
    fn draw_options(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let (Kind::Choice(few), Some(at)) =
            (self.kind(), self.areas.get(self.place).filter(|a| a.height > 0))
        else {
            return;
        };
        let options = few.options(desk);
        if choice::row(&options, true, desk.theme).width() <= usize::from(at.width) {
            return;
        }
        let list = choice::column(&options, false, None, desk.theme);
        let width = list.iter().map(ratatui::text::Line::width).max().unwrap_or(0) as u16 + 2;
        let height = (list.len() as u16).min(area.bottom().saturating_sub(at.y + 2));
        let below = Rect { x: at.x, y: at.y + 1, width: width.min(at.width), height };
        frame.render_widget(Clear, below);
        crate::tui::widgets::lines::draw(&list, below, frame.buffer_mut());
    }

    fn draw_suggestions(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let word = matches!(self.kind(), Kind::Word(..));
        if !word && self.field.is_empty() && self.suggestion.is_none() {
            return;
        }
        if word && self.field.is_empty() && self.suggestion.is_none() {
            return;
        }
        let found = self.suggestions(desk);
        let Some(at) = self.areas.get(self.place).copied().filter(|a| a.height > 0) else { return };
        if found.is_empty() {
            return;
        }
        let below = area.bottom().saturating_sub(at.y + 2);
        let above = at.y.saturating_sub(area.y + 1);
        let wanted = found.len() as u16;
        let (y, height) = if below >= wanted.min(4) || below >= above {
            (at.y + 1, wanted.min(below))
        } else {
            (at.y - wanted.min(above), wanted.min(above))
        };
        let columns = found.iter().map(|(_, label)| width::of(label)).max().unwrap_or(0) as u16 + 4;
        let list = Rect { x: at.x, y, width: columns.min(at.width), height };
        frame.render_widget(Clear, list);
        // A vocabulary takes its best word by itself; a value used before is only taken when chosen.
        let chosen = self.suggestion.or((word && !self.field.is_empty()).then_some(0));
        let first = crate::tui::widgets::lines::scrolled(0, chosen.unwrap_or(0), height.into());
        let buffer = frame.buffer_mut();
        for (row, (_, label)) in found.iter().enumerate().skip(first).take(height.into()) {
            let y = list.y + (row - first) as u16;
            let text = width::truncate(&clean::visible(label), usize::from(list.width).saturating_sub(2))
                .into_owned();
            let style = if chosen == Some(row) { theme.selected() } else { theme.dim() };
            buffer.set_stringn(
                list.x,
                y,
                width::pad(&format!("│ {text}"), list.width.into()),
                list.width.into(),
                style,
            );
        }
    }
}
