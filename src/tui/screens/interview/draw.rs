//! Drawing the interview from its layout. Changes nothing.

use super::layout::{LABEL, room_beside};
use super::outline;
use super::{Interview, On};
use crate::bank::Shape;
use crate::session::Answer;
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Scope, first_key};
use crate::tui::screens::status;
use crate::tui::view::Pointer;
use crate::tui::widgets::choice::{self, Choice};
use crate::tui::widgets::lines;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;
use ratatui::widgets::{Block, BorderType, Widget};

impl Interview {
    pub(super) fn draw_all(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        status::bar(desk, frame, Rect { height: 1, ..area });
        self.draw_outline(desk, frame);
        let buffer = frame.buffer_mut();
        lines::draw(&self.layout.head_lines, self.layout.head, buffer);
        match self.shape(desk) {
            Shape::Options => self.draw_options(desk, buffer),
            Shape::Table => self.draw_table(desk, buffer),
            Shape::Form => self.draw_form(desk, buffer),
            Shape::Words => {}
        }
        lines::draw(&self.layout.legend_lines, self.layout.legend, buffer);
        lines::draw(&self.layout.tail_lines, self.layout.tail, buffer);
        self.draw_fields(desk, frame);
        status::hint_line(
            desk,
            frame,
            Rect { y: area.bottom() - 1, height: 1, ..area },
            &self.hints(desk, area),
        );
    }

    /// The keys that help here, in as many words as there is room for.
    fn hints(&self, desk: &Desk, area: Rect) -> Vec<(String, &'static str)> {
        let key = |action: &Action| first_key(Scope::Interview, action);
        let wide = room_beside(area);
        let mut hints = Vec::new();
        if wide && (self.has_codes(desk) || self.fields.len() > 1) {
            hints.push((key(&Action::NextField), "field"));
        }
        hints.extend([
            (key(&Action::NextItem), "next"),
            (key(&Action::Jump), if wide { "jump" } else { "go" }),
        ]);
        if self.kind(desk).is_some_and(crate::bank::Kind::is_open) {
            hints.push((key(&Action::AddRow), "add"));
        }
        if desk.open.as_ref().is_none_or(|o| o.read_only.is_none()) {
            hints.extend([
                (key(&Action::Note), "note"),
                (key(&Action::Evidence), "evidence"),
                (key(&Action::Jot), "jot"),
                (key(&Action::NoAnswer), if wide { "no answer" } else { "none" }),
            ]);
        }
        hints.push((key(&Action::Todo), if wide { "still open" } else { "open" }));
        hints.push((first_key(Scope::Everywhere, &Action::Help), "help"));
        hints
    }

    fn draw_outline(&self, desk: &Desk, frame: &mut Frame<'_>) {
        let (Some(area), Some((open, stop))) = (self.layout.outline, self.current(desk)) else { return };
        let theme = desk.theme;
        let block = Block::bordered()
            .border_type(BorderType::Rounded)
            .border_style(theme.dim())
            .title(Span::styled(" Outline ", theme.title()));
        let inner = block.inner(area);
        frame.render_widget(block, area);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        let entries = outline::lines(open, Some(stop.section));
        let list = Rect { height: inner.height.saturating_sub(2), ..inner };
        let first = self.outline_first(&entries, list.height);
        let buffer = frame.buffer_mut();
        for (entry, y) in entries.iter().skip(first).zip(list.top()..list.bottom()) {
            let line = outline::line(desk, open, entry, self.stop, list.width);
            buffer.set_line(list.x, y, &line, list.width);
        }
        let flags = open.session.answers.values().filter(|a| a.follow_up).count();
        let jots = open.session.jots.iter().filter(|j| j.filed.is_none()).count();
        let chase = open.session.answers.values().flat_map(|a| &a.evidence).filter(|e| e.to_chase()).count();
        let s = |n: usize, one: &'static str, many: &'static str| if n == 1 { one } else { many };
        let (flag, jot) = (s(flags, "flag", "flags"), s(jots, "jot", "jots"));
        let text = format!("⚑{flags} {flag}  ◆{chase} chase  ✎{jots} {jot}");
        let style = if flags + jots + chase > 0 { theme.warn() } else { theme.dim() };
        buffer.set_stringn(inner.x, inner.bottom().saturating_sub(1), text, inner.width.into(), style);
    }

    fn outline_first(&self, entries: &[outline::OutlineLine], height: u16) -> usize {
        let chosen = entries.iter().position(|e| e.section.is_none() && e.stop == self.stop).unwrap_or(0);
        // A line of what follows stays in view.
        lines::scrolled(0, (chosen + 1).min(entries.len().saturating_sub(1)), height.into())
    }

    fn draw_options(&self, desk: &Desk, buffer: &mut Buffer) {
        let (Some((open, stop)), Some(scale)) = (self.current(desk), self.scale(desk)) else { return };
        let none = Answer::default();
        let answer = open.session.answer(&stop.item.reference).unwrap_or(&none);
        let options: Vec<Choice<'_>> = scale
            .options
            .iter()
            .enumerate()
            .map(|(index, o)| Choice {
                digit: index + 1,
                label: &o.label,
                chosen: answer.codes.contains(&o.code),
            })
            .collect();
        let cursor = (self.on == On::Coded).then_some(self.option);
        let mut all = choice::column(&options, scale.several, cursor, desk.theme);
        if let (Some(qualifier), Some(last)) = (&scale.qualifier, all.last_mut()) {
            let by =
                qualifier.options.iter().filter(|o| answer.by.contains(&o.code)).map(|o| o.label.as_str());
            let by: Vec<&str> = by.collect();
            if !by.is_empty() {
                last.spans.push(Span::styled(format!("   {}", by.join(", ")), desk.theme.good()));
            }
        }
        let first = lines::scrolled(0, self.option, self.layout.body.height.into());
        lines::draw_from(&all, first, self.layout.body, buffer);
    }

    fn draw_fields(&self, desk: &Desk, frame: &mut Frame<'_>) {
        let theme = desk.theme;
        for (index, boxed) in self.fields.iter().enumerate() {
            let area = boxed.area;
            if area.height == 0 {
                continue;
            }
            let focused = self.on == On::Text(index);
            let style = if focused { theme.focus() } else { theme.dim() };
            let buffer = frame.buffer_mut();
            let room = usize::from(LABEL - 2);
            buffer.set_stringn(area.x - LABEL, area.y, &boxed.label, room, style);
            for y in area.top()..area.bottom() {
                buffer.set_string(area.x - 2, y, if focused { "▏" } else { " " }, style);
            }
            (&boxed.field).render(area, buffer);
            if boxed.field.rows() > usize::from(area.height) {
                buffer.set_string(area.right(), area.bottom() - 1, "⋮", style);
            }
        }
    }

    pub(super) fn point(&mut self, desk: &mut Desk, _area: Rect, x: u16, y: u16, what: Pointer) {
        match what {
            Pointer::WheelUp | Pointer::WheelDown => {
                let down = what == Pointer::WheelDown;
                match self.on {
                    On::Coded => match self.shape(desk) {
                        Shape::Table => {
                            let row = if down { self.row + 1 } else { self.row.saturating_sub(1) };
                            self.jump_row(desk, row);
                        }
                        Shape::Form => self.vertical(desk, down),
                        Shape::Options | Shape::Words => {}
                    },
                    On::Text(index) => self.text(desk, index, if down { Action::Down } else { Action::Up }),
                }
            }
            Pointer::Click => self.click(desk, Position::new(x, y)),
        }
    }

    fn click(&mut self, desk: &mut Desk, at: Position) {
        if let (Some(area), Some((open, stop))) = (self.layout.outline, self.current(desk))
            && area.contains(at)
        {
            let entries = outline::lines(open, Some(stop.section));
            let list = Rect { y: area.y + 1, height: area.height.saturating_sub(4), ..area };
            let first = self.outline_first(&entries, list.height);
            let line = at.y.checked_sub(list.y).map(|row| first + usize::from(row));
            if let Some(entry) = line.and_then(|line| entries.get(line)) {
                let stop = entry.stop;
                self.leave_for(desk, stop);
            }
            return;
        }
        if let Some(index) = self.fields.iter().position(|f| f.area.contains(at)) {
            self.on = On::Text(index);
            let area = self.fields[index].area;
            self.fields[index].field.click(at.x - area.x, at.y - area.y);
            return;
        }
        let body = self.layout.body;
        if !body.contains(at) {
            return;
        }
        let line = usize::from(at.y - body.y);
        match self.shape(desk) {
            Shape::Options => {
                self.on = On::Coded;
                let first = lines::scrolled(0, self.option, body.height.into());
                self.option = first + line;
                self.coded(desk, Action::Toggle);
            }
            Shape::Table if line > 0 => {
                let named = self.kind(desk).is_some_and(|k| k.row_name().is_some());
                let count = self.columns(desk);
                self.on = On::Coded;
                self.jump_row(desk, self.layout.first_row + line - 1);
                let start = body.x + 2 + self.layout.label_columns;
                let place = at.x.checked_sub(start).and_then(|x| x.checked_div(self.layout.cell_columns));
                match place {
                    Some(place) => {
                        self.col = (usize::from(place) + usize::from(named)).min(count.saturating_sub(1));
                    }
                    None if named => self.col = 0,
                    None => {}
                }
            }
            Shape::Form => {
                if let Some(place) = self.form_place(desk, at) {
                    self.on = On::Coded;
                    self.col = place;
                }
            }
            Shape::Table | Shape::Words => {}
        }
    }
}
