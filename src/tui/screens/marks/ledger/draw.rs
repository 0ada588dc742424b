//! How the ledger looks.

use super::claims::{self, Which};
use super::{Ledger, Pane, Places, Tab, visits, words};
use crate::analysis::corpus::Flag;
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Scope, first_key};
use crate::tui::marks::Opening;
use crate::tui::screens::status;
use crate::tui::widgets::lines;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

pub(super) fn places(ledger: &Ledger, area: Rect) -> Places {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let is_claims = ledger.tab == Tab::Claims;
    let search = Rect { x: inner.x + 2, y: area.y + 3, width: inner.width.saturating_sub(2), height: 1 };
    let searching = is_claims && (ledger.pane == Pane::Search || !ledger.search.is_empty());
    // Tabs, then the states of claims, then what is searched for.
    let top = area.y + 2 + u16::from(is_claims) + u16::from(searching);
    let head = Rect { y: top, height: 1, ..inner };
    let bottom = area.bottom().saturating_sub(1);
    let room = bottom.saturating_sub(top + 1);
    let height = if is_claims { (room * 2 / 5).min(ledger.claims.len() as u16 + 1).max(2) } else { room };
    // Where there are few rows, the voices get those of the list while they have the focus.
    let height = if ledger.pane == Pane::Voices && room < 26 { height.min(3) } else { height };
    let list = Rect { y: top + 1, height: height.min(room), ..inner };
    let y = list.bottom() + 1;
    let detail = Rect { y, height: if is_claims { bottom.saturating_sub(y) } else { 0 }, ..inner };
    Places { search, head, list, detail }
}

pub(super) fn draw(ledger: &Ledger, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
    frame.render_widget(Clear, area);
    let buffer = frame.buffer_mut();
    title(desk, Rect { height: 1, ..area }, buffer);
    tabs(ledger, desk, Rect { y: area.y + 1, height: 1, ..area }, buffer);
    if ledger.tab == Tab::Claims {
        states(ledger, desk, Rect { y: area.y + 2, height: 1, ..area }, buffer);
        let line = ledger.places.search;
        if line.y < ledger.places.head.y {
            let focused = ledger.pane == Pane::Search;
            let style = if focused { desk.theme.focus() } else { desk.theme.key() };
            buffer.set_string(line.x - 2, line.y, "/", style);
            (&ledger.search).render(line, buffer);
        }
    }
    list(ledger, desk, buffer);
    if ledger.tab == Tab::Claims {
        detail(ledger, desk, buffer);
    }
    let line = Rect { y: area.bottom() - 1, height: 1, ..area };
    status::hint_line(desk, frame, line, &hints(ledger, desk));
}

fn title(desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let theme = desk.theme;
    let marks = &desk.marks;
    let mut spans = vec![Span::styled(" Claim ledger", theme.title())];
    if let Some(coder) = &marks.coder {
        spans.push(Span::styled(format!("  {} marks", clean::line(coder.as_str())), theme.dim()));
    }
    let corpus = &desk.archive.corpus;
    let made_up = corpus.rows(corpus.all()).filter(|(_, row)| row.is(Flag::MadeUp)).count();
    if made_up > 0 {
        let text =
            if made_up == corpus.len() { " · MADE UP".to_owned() } else { format!(" · {made_up} MADE UP") };
        spans.push(Span::styled(text, theme.warn()));
    }
    let (right, style) = status::marks(desk);
    let room = usize::from(area.width);
    let right = width::truncate(&clean::visible(&right), room.saturating_sub(16)).into_owned();
    let used = width::of(&right);
    buffer.set_line(area.x, area.y, &Line::from(spans), area.width.saturating_sub(used as u16 + 2));
    buffer.set_string(area.right().saturating_sub(used as u16 + 1), area.y, right, style);
}

fn tabs(ledger: &Ledger, desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let theme = desk.theme;
    let annotations = &desk.marks.annotations;
    let mut spans = vec![Span::raw(" ")];
    for (index, tab) in Tab::ALL.into_iter().enumerate() {
        let count = match tab {
            Tab::Claims => annotations.claims.len(),
            Tab::Visits => Which::Visit.count(annotations),
            Tab::Tags => annotations.frame.len(),
            Tab::Quotes => annotations.quotes.len(),
        };
        let text = format!("{} {} ({count})", index + 1, tab.label());
        let is = tab == ledger.tab;
        let text = if is { format!("[{text}]") } else { format!(" {text} ") };
        spans.push(Span::styled(text, if is { theme.focus() } else { theme.dim() }));
    }
    buffer.set_line(area.x, area.y, &Line::from(spans), area.width);
}

/// The states with their counts; those without claims only where there is room, and all by their signs where there is
/// little.
fn states(ledger: &Ledger, desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let theme = desk.theme;
    let counts = Which::ALL.map(|which| (which, which.count(&desk.marks.annotations)));
    // 2: all by their words; 1: those that there are; 0: the chosen one alone.
    let made = |words: u8| {
        let mut spans = vec![Span::styled(" ◂▸", theme.key())];
        for (which, count) in counts {
            let is = which == ledger.which;
            let named = is || which == Which::All || words == 2 || words == 1 && count > 0;
            let text = match (named, which.glyph()) {
                (true, "") => format!("{} {count}", which.label()),
                (true, glyph) => format!("{glyph} {} {count}", which.label()),
                (false, glyph) => format!("{glyph} {count}"),
            };
            let text = if is { format!("[{text}]") } else { format!(" {text} ") };
            let style = if is {
                theme.focus()
            } else if count == 0 {
                theme.dim()
            } else {
                theme.text()
            };
            spans.push(Span::styled(text, style));
        }
        Line::from(spans)
    };
    let room = usize::from(area.width);
    let line = [2, 1].into_iter().map(made).find(|line| line.width() <= room).unwrap_or_else(|| made(0));
    buffer.set_line(area.x, area.y, &line, area.width);
}

fn list(ledger: &Ledger, desk: &Desk, buffer: &mut Buffer) {
    let theme = desk.theme;
    let (head, list) = (ledger.places.head, ledger.places.list);
    let room = list.width;
    if ledger.len() == 0 {
        let text = nothing(ledger, desk);
        let area = Rect { y: head.y + 1, height: list.height + ledger.places.detail.height + 1, ..list };
        let style = if desk.marks.read_only.is_some() { theme.warn() } else { theme.text() };
        lines::draw(&lines::wrapped(&text, room.min(96), style), area, buffer);
        return;
    }
    let title = match ledger.tab {
        Tab::Claims => claims::head(room, theme),
        Tab::Tags => words::tag_head(room, theme),
        Tab::Visits | Tab::Quotes => read_only(desk, room),
    };
    buffer.set_line(head.x, head.y, &title, head.width);
    let line = |index: usize| match ledger.tab {
        Tab::Claims => ledger.claims.get(index).map(|e| claims::line(e, room, theme)),
        Tab::Visits => ledger.visits.get(index).map(|v| visits::line(v, room, theme)),
        Tab::Tags => ledger.tags.get(index).map(|t| words::tag_line(t, room, theme)),
        Tab::Quotes => ledger.quotes.get(index).map(|q| words::quote_line(q, room, theme)),
    };
    let line = |index: usize| line(index).unwrap_or_default();
    ledger.pickers[ledger.tab as usize].draw(ledger.len(), line, theme.selected(), list, buffer);
}

/// Why nothing can be marked, where there is a line to say so.
fn read_only(desk: &Desk, room: u16) -> Line<'static> {
    let text = desk.marks.read_only.as_deref().map(|why| clean::visible(why).replace('\n', " "));
    let text = text.map(|text| width::truncate(&text, room.into()).into_owned()).unwrap_or_default();
    Line::from(Span::styled(text, desk.theme.warn()))
}

fn detail(ledger: &Ledger, desk: &Desk, buffer: &mut Buffer) {
    let (theme, area) = (desk.theme, ledger.places.detail);
    if ledger.detail.lines.is_empty() || area.height == 0 {
        return;
    }
    let focused = ledger.pane == Pane::Voices;
    let style = if focused { theme.focus() } else { theme.dim() };
    buffer.set_stringn(area.x, area.y - 1, "─".repeat(area.width.into()), area.width.into(), style);
    if let Some(why) = &desk.marks.read_only {
        let text = format!(" {} ", clean::visible(why).replace('\n', " "));
        let text = width::truncate(&text, usize::from(area.width).saturating_sub(4)).into_owned();
        buffer.set_string(area.x + 2, area.y - 1, text, theme.warn());
    }
    let all = &ledger.detail.lines;
    for (index, y) in (ledger.scroll..all.len()).zip(area.top()..area.bottom()) {
        buffer.set_line(area.x, y, &all[index], area.width);
        let voice = ledger.detail.voices.get(ledger.voice).filter(|(line, _)| *line == index);
        if focused && voice.is_some() {
            buffer.set_style(Rect { y, height: 1, ..area }, theme.selected());
        }
    }
    let below = ledger.scroll + usize::from(area.height) < all.len();
    lines::more(ledger.scroll > 0, below, area, buffer);
}

/// What stands where there is nothing, and what to do.
fn nothing(ledger: &Ledger, desk: &Desk) -> String {
    if let Some(why) = &desk.marks.read_only
        && desk.marks.annotations.revision == 0
    {
        return format!("✖ {why}");
    }
    if desk.marks.opening != Opening::Done {
        return "Reading the marks …".to_owned();
    }
    let text = match ledger.tab {
        Tab::Claims if !desk.marks.annotations.claims.is_empty() => {
            "No claim is like this. ◂ ▸ choose another state, Backspace shows all again."
        }
        Tab::Claims => {
            "No claim is entered yet.\n\nA claim is one sentence that answers can speak for or against, such as \
             “Forensic samples wait for months”. n enters one; m on an answer, in the reader or in a comparison, puts \
             that answer under a claim, new or old.\n\nOne source for it: asserted. Two or more and none against: \
             corroborated. For and against: contradicted, until you resolve it (r) or look into it (y). A meeting of \
             several people is one source."
        }
        Tab::Visits => {
            "Nothing needs a visit, and no evidence is waiting.\n\nv on a claim says that only a visit can tell, and \
             what is to be seen there."
        }
        Tab::Tags => {
            "There is no tag yet.\n\nn makes one: a word, what it is called, and what is tagged with it and what is not. \
             A small frame of ten tags serves better than a hundred. m, then t, on an answer tags it."
        }
        Tab::Quotes => {
            "No key quote is kept yet.\n\nChoose words in the reader, then m and q: the words are kept with their place \
             and why they matter. Quotes stand here under the tags of their answers."
        }
    };
    text.to_owned()
}

fn hints(ledger: &Ledger, desk: &Desk) -> Vec<(String, &'static str)> {
    let key = |action: &Action| first_key(Scope::Ledger, action);
    let mut all = match (ledger.tab, ledger.pane) {
        (_, Pane::Search) => vec![(first_key(Scope::Filter, &Action::Enter), "to the list")],
        (Tab::Claims, Pane::Voices) => vec![
            (key(&Action::For), "for"),
            (key(&Action::Against), "against"),
            (key(&Action::Unclear), "unclear"),
            (key(&Action::Remove), "take away"),
            (key(&Action::Read), "read"),
            (key(&Action::Tag), "mark"),
            (key(&Action::NextField), "to the list"),
        ],
        (Tab::Claims, _) if ledger.claim().is_some() => vec![
            (key(&Action::NextField), "voices"),
            (key(&Action::Visit), "visit"),
            (key(&Action::Verify), "verify"),
            (key(&Action::Resolve), "resolve"),
            (key(&Action::Memo), "memo"),
            (key(&Action::Edit), "edit"),
            (key(&Action::New), "new"),
            (key(&Action::Filter), "search"),
        ],
        (Tab::Claims, _) => vec![(key(&Action::New), "new claim")],
        (Tab::Visits, _) if ledger.len() > 0 => {
            vec![(key(&Action::Enter), "go there"), (key(&Action::Copy), "copy the list")]
        }
        (Tab::Tags, _) => vec![
            (key(&Action::Enter), "its sessions"),
            (key(&Action::New), "new"),
            (key(&Action::Edit), "edit"),
            (key(&Action::Remove), "take out"),
        ],
        (Tab::Quotes, _) if ledger.len() > 0 => vec![
            (key(&Action::Enter), "read"),
            (key(&Action::Edit), "why"),
            (key(&Action::Tag), "mark"),
            (key(&Action::Copy), "copy"),
            (key(&Action::Remove), "take out"),
        ],
        _ => Vec::new(),
    };
    if ledger.pane == Pane::List {
        all.push(("1-4".to_owned(), "lists"));
    }
    if desk.marks.read_only.is_some() {
        all.insert(0, (key(&Action::Reload), "try again"));
    }
    all.push((first_key(Scope::Everywhere, &Action::Help), "help"));
    all.push((first_key(Scope::Everywhere, &Action::Back), "back"));
    all
}
