//! The top bar with the state of saving, the line of hints and messages, the blank and the too-small screen.

use crate::session::Record;
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::app::SMALLEST;
use crate::tui::desk::{Desk, SaveState};
use crate::tui::keymap::{Scope, first_key};
use crate::tui::marks::Opening;
use crate::tui::widgets::popup;
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Wrap};

/// What is said about saving, and in which style. The truth: see `SaveState`.
pub fn saving(desk: &Desk) -> (String, Style) {
    let theme = desk.theme;
    if let Some(open) = &desk.open
        && open.read_only.is_some()
    {
        return ("○ read only".to_owned(), theme.warn());
    }
    saved(desk, &desk.save)
}

/// A state of saving in words.
pub fn saved(desk: &Desk, state: &SaveState) -> (String, Style) {
    let theme = desk.theme;
    match state {
        SaveState::Nothing => ("○ nothing to save yet".to_owned(), theme.dim()),
        SaveState::Saved(at) => (format!("● saved {}", desk.clock_seconds(*at)), theme.good()),
        SaveState::Saving => ("◌ saving".to_owned(), theme.warn()),
        SaveState::Failed(why) => (format!("✖ NOT SAVED: {why}"), theme.bad()),
    }
}

/// What is said about the marks, at the right end of a screen's first line: whether they are here, can be changed, are
/// saved.
pub fn marks(desk: &Desk) -> (String, Style) {
    let (theme, marks) = (desk.theme, &desk.marks);
    match &marks.read_only {
        Some(_) => ("○ read only".to_owned(), theme.warn()),
        None if marks.opening != Opening::Done => ("reading …".to_owned(), theme.dim()),
        None if marks.altered => ("▲ edited by hand: a copy is kept".to_owned(), theme.warn()),
        None => saved(desk, &marks.save),
    }
}

/// The top bar of a session: who, whether it is saved, how long, how far.
pub fn bar(desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
    let theme = desk.theme;
    let Some(open) = &desk.open else { return };
    let until = open.session.ended.unwrap_or(desk.now);
    let minutes = until.duration_since(open.session.started).as_mins();
    let count = open.progress.all;
    let (saved, saved_style) = saving(desk);
    let mut right = vec![Span::styled(clean::visible(&saved).into_owned(), saved_style)];
    if let Some(language) = &open.language {
        right.push(Span::styled(format!("   {}", clean::visible(language)), theme.title()));
    }
    // A session that is read again another day has no running time.
    if (0..=600).contains(&minutes) && area.width >= 70 {
        right.push(Span::styled(format!("   {minutes} min"), theme.dim()));
    }
    right.push(Span::raw(format!("   {}/{} ", count.answered, count.total)));
    if open.session.consent.notes == Some(false) {
        right.insert(0, Span::styled("NO CONSENT TO NOTES   ", theme.bad()));
    }
    let right = Line::from(right);
    let used = right.width().min(usize::from(area.width));
    let synthetic = if open.session.synthetic { "MADE UP · " } else { "" };
    let left = format!(" {synthetic}{}", who(desk, open.session.record()));
    let room = usize::from(area.width).saturating_sub(used + 2);
    let buffer = frame.buffer_mut();
    buffer.set_stringn(area.x, area.y, width::truncate(&clean::visible(&left), room), room, theme.title());
    let x = area.x + area.width - used as u16;
    buffer.set_line(x, area.y, &right, used as u16);
}

/// The respondent in a few words: code, function, rank, level, unit. Codes and roles, never a name.
pub fn who(desk: &Desk, record: &Record) -> String {
    let lead = record.lead();
    let mut parts = vec![lead.code.clone()];
    let label = |code: &str, pick: fn(&crate::bank::Roles) -> &Vec<crate::bank::Term>| {
        let banks = desk.open.iter().flat_map(|o| &o.plan.banks);
        let term = banks.flat_map(|b| pick(&b.roles)).find(|t| t.code == code).map(|t| t.label.clone());
        term.unwrap_or_else(|| code.replace('_', " "))
    };
    let role: Vec<String> = [
        label(&lead.function, |r| &r.functions),
        label(&lead.rank, |r| &r.ranks),
        label(&lead.level, |r| &r.levels),
    ]
    .into_iter()
    .filter(|l| !l.is_empty())
    .collect();
    if !role.is_empty() {
        parts.push(role.join(", "));
    }
    parts.extend([&lead.unit, &lead.institution].into_iter().find(|t| !t.is_empty()).cloned());
    if record.participants.len() > 1 {
        parts.push(format!("and {} more", record.participants.len() - 1));
        // Before the rest, which is cut first.
        if let Some(who) = &desk.speaker {
            parts.insert(1, format!("{who} speaking"));
        }
    }
    parts.join(" · ")
}

/// The last line: what just happened, or the keys that help here.
pub fn hint_line(desk: &Desk, frame: &mut Frame<'_>, area: Rect, hints: &[(String, &str)]) {
    let theme = desk.theme;
    let buffer = frame.buffer_mut();
    match &desk.message {
        Some(message) => {
            let style = if message.bad { theme.bad() } else { theme.warn() };
            let text = clean::visible(&message.text);
            let text = width::truncate(&text, usize::from(area.width).saturating_sub(2)).into_owned();
            buffer.set_stringn(area.x + 1, area.y, text, area.width.into(), style);
        }
        None if matches!(desk.saving(), SaveState::Failed(_)) => {
            let text = "NOT SAVED, kept in memory and tried again: Ctrl-S says why and what can be done";
            let text = width::truncate(text, usize::from(area.width).saturating_sub(2)).into_owned();
            buffer.set_stringn(area.x + 1, area.y, text, area.width.into(), theme.bad());
        }
        None => {
            buffer.set_line(area.x, area.y, &popup::hints(hints, area.width, theme), area.width);
        }
    }
}

/// The same, where not all keys fit: help and the way back are always among them.
pub fn hint_line_and_back(
    desk: &Desk,
    frame: &mut Frame<'_>,
    area: Rect,
    mut hints: Vec<(String, &str)>,
    back: &'static str,
) {
    let ends = [(Action::Help, "help"), (Action::Back, back)];
    let ends = ends.map(|(action, what)| (first_key(Scope::Everywhere, &action), what));
    let room = area.width.saturating_sub(popup::hints_width(&ends));
    while !hints.is_empty() && popup::hints_width(&hints) > room {
        hints.pop();
    }
    hints.extend(ends);
    hint_line(desk, frame, area, &hints);
}

/// Nothing readable.
pub fn draw_blank(frame: &mut Frame<'_>, area: Rect, asked: bool) {
    frame.render_widget(Clear, area);
    if asked {
        let line = Line::from("F12 or Alt-B").alignment(Alignment::Center);
        let middle = Rect { y: area.y + area.height / 2, height: area.height.min(1), ..area };
        frame.render_widget(line, middle);
    }
}

/// Says that the terminal is too small, and that nothing is lost.
pub fn draw_too_small(desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
    let (saved, _) = if desk.open.is_some() { saving(desk) } else { (String::new(), Style::new()) };
    let text = format!(
        "too small: {}x{}, at least {}x{} is needed. Nothing is lost: make it larger. {saved}",
        area.width, area.height, SMALLEST.0, SMALLEST.1
    );
    frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: true }), area);
}
