//! Home: start an interview, resume one, and see where the data is.

use crate::session::Status;
use crate::store::Summary;
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::{Desk, Effect, NewSession};
use crate::tui::keymap::{Scope, first_key};
use crate::tui::screens::status;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::lines;
use crate::tui::widgets::picker::Picker;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// The home screen.
#[derive(Debug, Default)]
pub struct Home {
    picker: Picker,
    list: Rect,
}

impl Home {
    fn sessions(desk: &Desk) -> &[Summary] {
        desk.listing.as_ref().map_or(&[], |l| &l.sessions)
    }

    fn damaged(desk: &Desk) -> Vec<String> {
        let Some(listing) = &desk.listing else { return Vec::new() };
        // The message names the file with its folder, which stands above already.
        let folder = format!("{}/", desk.folder.join("sessions").display());
        let damaged = listing.damaged.iter().map(|(_, error)| error.to_string().replace(&folder, ""));
        let aside = listing.set_aside.iter().map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            format!("{name} was changed by something else and kept: compare it with the session")
        });
        damaged.chain(aside).map(|text| clean::visible(&text).into_owned()).collect()
    }

    fn open(desk: &mut Desk, index: usize) {
        if let Some(summary) = Self::sessions(desk).get(index) {
            let path = summary.path.clone();
            desk.say("opening");
            desk.effects.push(Effect::Open { path, altered: false });
        }
    }

    fn notes(desk: &Desk, room: u16) -> Vec<Line<'static>> {
        let theme = desk.theme;
        let mut notes = Vec::new();
        if let Some(problem) = &desk.folder_problem {
            notes.extend(lines::wrapped(&format!("✖ {problem}"), room, theme.bad()));
        }
        for line in Self::damaged(desk).iter().take(3) {
            notes.extend(lines::wrapped(&format!("✖ {line}"), room, theme.bad()));
        }
        let more = Self::damaged(desk).len().saturating_sub(3);
        if more > 0 {
            let text = format!("✖ and {more} more: `vivavoce session check` names them all");
            notes.push(Line::from(Span::styled(text, theme.bad())));
        }
        notes
    }

    fn row(desk: &Desk, summary: &Summary, room: u16) -> Line<'static> {
        let theme = desk.theme;
        let when = format!("{} {}", desk.date(summary.started), desk.clock(summary.started));
        let role = [&summary.function, &summary.rank].into_iter().filter(|t| !t.is_empty());
        let role: Vec<String> = role.map(|code| code.replace('_', " ")).collect();
        let unit = if summary.unit.is_empty() { &summary.institution } else { &summary.unit };
        let state = match summary.status {
            Status::Open => "open",
            Status::Closed => "finished",
            Status::Sealed => "sealed",
        };
        let made_up = if summary.synthetic { " made up" } else { "" };
        let tail = format!("{:>4} answered  {state:<8}{made_up}", summary.answered);
        let middle = [role.join(", "), unit.clone(), summary.country.clone()];
        let middle: Vec<String> = middle.into_iter().filter(|t| !t.is_empty()).collect();
        let space = usize::from(room).saturating_sub(29 + width::of(&tail));
        let middle = clean::visible(&middle.join(" · ")).into_owned();
        let middle = width::pad(&width::truncate(&middle, space), space).into_owned();
        Line::from(vec![
            Span::styled(format!(" {when}  "), theme.dim()),
            Span::styled(width::pad(&width::truncate(&summary.code, 8), 8).into_owned(), theme.title()),
            Span::raw(" "),
            Span::raw(middle),
            Span::styled(format!(" {tail}"), theme.dim()),
        ])
    }
}

impl View for Home {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::Home], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::New => {
                desk.effects.push(Effect::Create(NewSession {
                    banks: vec!["annex".to_owned()],
                    ..NewSession::default()
                }));
            }
            Action::Enter => Self::open(desk, self.picker.chosen),
            Action::Reload => {
                desk.effects.push(Effect::Recent);
                desk.say("reading the data folder again");
            }
            Action::Back => desk.say("Ctrl-Q leaves the program"),
            action => {
                self.picker.act(&action, Self::sessions(desk).len(), self.list.height);
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let buffer = frame.buffer_mut();
        let x = area.x + 2;
        let room = area.width.saturating_sub(4);
        buffer.set_stringn(x, area.y + 1, "vivavoce", room.into(), theme.title());
        let about = "interviews in needs assessments, with the living voice";
        buffer.set_stringn(x + 10, area.y + 1, about, usize::from(room).saturating_sub(10), theme.dim());
        let folder = format!("data  {}", desk.folder.display());
        let folder = clean::visible(&folder).into_owned();
        buffer.set_stringn(x, area.y + 2, width::truncate(&folder, room.into()), room.into(), theme.dim());
        let notes = Self::notes(desk, room);
        lines::draw(&notes, Rect { x, y: area.y + 3, width: room, height: notes.len() as u16 }, buffer);
        let y = self.list.y.saturating_sub(4);
        let start = Line::from(vec![
            Span::styled(" n ", theme.selected()),
            Span::raw("  start an interview"),
            Span::styled("   training-needs questionnaire (annex)", theme.dim()),
        ]);
        buffer.set_line(x, y, &start, room);
        let browse = Line::from(vec![
            Span::styled(" b ", theme.selected()),
            Span::raw("  browse all sessions"),
            Span::styled("   filter, read, compare, claims", theme.dim()),
        ]);
        buffer.set_line(x, y + 1, &browse, room);
        let needs = Line::from(vec![
            Span::styled(" t ", theme.selected()),
            Span::raw("  training needs"),
            Span::styled("        who needs what, and where training is no answer", theme.dim()),
        ]);
        buffer.set_line(x, y + 2, &needs, room);
        let sessions = Self::sessions(desk);
        match &desk.listing {
            // What keeps it from being read is told above.
            None if desk.folder_problem.is_some() => {}
            None => {
                buffer.set_stringn(x, self.list.y, "reading the data folder …", room.into(), theme.dim());
            }
            Some(listing) if sessions.is_empty() && !listing.damaged.is_empty() => {
                let text = "No interview here can be read; those above are left alone. Press n to hold one.";
                buffer.set_stringn(x, self.list.y, text, room.into(), theme.text());
            }
            Some(_) if sessions.is_empty() => {
                let text = "No interviews yet. Press n to hold the first one; it is saved with every key.";
                buffer.set_stringn(x, self.list.y, text, room.into(), theme.text());
            }
            Some(_) => {
                let line = |index: usize| Self::row(desk, &sessions[index], self.list.width);
                self.picker.draw(sessions.len(), line, theme.selected(), self.list, buffer);
            }
        }
        let mut hints = vec![(first_key(Scope::Home, &Action::New), "new")];
        if !sessions.is_empty() {
            hints.push((first_key(Scope::Home, &Action::Enter), "resume"));
        }
        hints.push((first_key(Scope::Home, &Action::Browse), "browse all"));
        hints.push((first_key(Scope::Home, &Action::Reload), "read again"));
        hints.push((first_key(Scope::Everywhere, &Action::Help), "help"));
        hints.push((first_key(Scope::Everywhere, &Action::Quit), "quit"));
        status::hint_line(desk, frame, Rect { y: area.bottom() - 1, height: 1, ..area }, &hints);
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        let room = area.width.saturating_sub(4);
        let notes = Self::notes(desk, room).len() as u16;
        let y = (area.y + 8 + notes).min(area.bottom().saturating_sub(2));
        self.list = Rect { x: area.x + 2, y, width: room, height: area.bottom().saturating_sub(y + 2) };
        self.picker.settle(Self::sessions(desk).len(), self.list.height);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, _x: u16, y: u16, what: Pointer) -> Flow {
        let len = Self::sessions(desk).len();
        if let Some(line) = what.on_list(&mut self.picker, len, self.list, y) {
            // A second click on the chosen line opens it.
            if line == self.picker.chosen {
                Self::open(desk, line);
            }
            self.picker.chosen = line;
        }
        Flow::Done
    }
}
