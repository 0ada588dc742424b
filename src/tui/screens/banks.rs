//! Which questionnaires the interview is held with: chosen at set-up, added or dropped at any time.
//!
//! A bank that is dropped takes its questions off the screen and no answer out of the file. A chapter that is left out
//! is out of scope, which is not a "no".

use crate::bank::Bank;
use crate::session::{BankStamp, Edit, progress};
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::{lines, popup};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::sync::Arc;

/// The list of banks.
#[derive(Debug, Default)]
pub struct Banks {
    picker: Picker,
    list: Rect,
}

/// Whether a bank is proposed for who takes part: by kind of stakeholder, by function.
pub(super) fn proposed(desk: &Desk, bank: &Bank) -> bool {
    let Some(open) = &desk.open else { return false };
    open.session.participants.iter().any(|p| {
        bank.for_functions.contains(&p.function) && !p.function.is_empty()
            || bank.for_stakeholders.contains(&p.stakeholder) && !p.stakeholder.is_empty()
    })
}

impl Banks {
    /// The list; asks for the banks there are if they have not been read yet.
    pub fn new(desk: &mut Desk) -> Self {
        desk.want_library();
        Self::default()
    }

    /// The banks of the session that are not among those known, then those known, in their order.
    fn all(desk: &Desk) -> Vec<Arc<Bank>> {
        let library: &[Arc<Bank>] = desk.library.as_deref().unwrap_or_default();
        let held = desk.open.iter().flat_map(|o| &o.plan.banks);
        let mut all: Vec<Arc<Bank>> =
            held.filter(|b| !library.iter().any(|l| l.id == b.id)).map(Arc::clone).collect();
        all.extend(library.iter().map(Arc::clone));
        all
    }

    fn held(desk: &Desk, id: &str) -> Option<usize> {
        desk.open.as_ref()?.session.banks.iter().position(|b| b.id == id)
    }

    /// The edit that puts a bank in, at its place in the order of all banks.
    fn insert(desk: &Desk, bank: &Bank, already: usize) -> Option<Edit> {
        let open = desk.open.as_ref()?;
        let all = Self::all(desk);
        let place = |id: &str| all.iter().position(|b| b.id == id).unwrap_or(usize::MAX);
        let before = open.session.banks.iter().filter(|b| place(&b.id) < place(&bank.id)).count();
        let stamp = BankStamp { id: bank.id.clone(), version: bank.version.clone() };
        Some(Edit::BankInsert(before + already, stamp))
    }

    fn toggle(desk: &mut Desk, index: usize) {
        let Some(bank) = Self::all(desk).into_iter().nth(index) else { return };
        let edit = match Self::held(desk, &bank.id) {
            Some(at) => Some(Edit::BankRemove(at)),
            None => Self::insert(desk, &bank, 0),
        };
        let dropped = matches!(edit, Some(Edit::BankRemove(_)));
        if desk.edit(edit.into_iter().collect()) {
            let id = clean::visible(&bank.id).into_owned();
            desk.say(if dropped {
                format!("{id} is off the screen; answers to it are kept")
            } else {
                format!("{id} is in")
            });
        }
    }

    /// Puts in all that are proposed.
    fn take_proposed(desk: &mut Desk) {
        let mut edits = Vec::new();
        for bank in Self::all(desk) {
            if proposed(desk, &bank) && Self::held(desk, &bank.id).is_none() {
                edits.extend(Self::insert(desk, &bank, edits.len()));
            }
        }
        let count = edits.len();
        desk.edit(edits);
        desk.say(match count {
            0 => "nothing more is proposed for these participants".to_owned(),
            1 => "1 bank put in".to_owned(),
            _ => format!("{count} banks put in"),
        });
    }

    fn frame_area(desk: &Desk, area: Rect) -> Rect {
        let wanted = Self::all(desk).len().max(3) as u16 + 5;
        popup::centred(area, area.width.saturating_sub(4).min(96), wanted.min(area.height.saturating_sub(2)))
    }
}

impl View for Banks {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back | Action::Banks => return Flow::Close,
            Action::Enter | Action::Toggle => Self::toggle(desk, self.picker.chosen),
            Action::Insert(letter) => match letter.as_str() {
                " " => Self::toggle(desk, self.picker.chosen),
                "p" | "P" => Self::take_proposed(desk),
                _ => desk.say("Space puts a bank in or out, p takes all that are proposed"),
            },
            action => {
                let len = Self::all(desk).len();
                self.picker.act(&action, len, self.list.height);
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let hints =
            [("Space".to_owned(), "in or out"), ("p".to_owned(), "all proposed"), ("Esc".to_owned(), "done")];
        let inner = popup::frame(frame, Self::frame_area(desk, area), "Questionnaires", &hints, theme);
        let buffer = frame.buffer_mut();
        let about = if desk.library.is_some() {
            "★ proposed for who takes part. Left out means out of scope, not \"no\"."
        } else {
            "reading the banks …"
        };
        let text = lines::wrapped(about, inner.width, theme.dim());
        lines::draw(&text, Rect { height: 1, ..inner }, buffer);
        let all = Self::all(desk);
        let line = |index: usize| {
            let bank = &all[index];
            let held = Self::held(desk, &bank.id).is_some();
            let star = if proposed(desk, bank) { "★" } else { " " };
            let count = desk.open.as_ref().map(|o| progress(&o.session, bank).all).unwrap_or_default();
            let tail = format!("{:>4}/{:<4}", count.answered, count.total);
            let room = usize::from(inner.width).saturating_sub(18 + width::of(&tail));
            let title = clean::visible(&bank.title).into_owned();
            let title = width::pad(&width::truncate(&title, room), room).into_owned();
            let mark = if held { "[x]" } else { "[ ]" };
            Line::from(vec![
                Span::styled(format!(" {mark} "), if held { theme.good() } else { theme.dim() }),
                Span::styled(format!("{star} "), theme.warn()),
                Span::styled(width::pad(&clean::visible(&bank.id), 6).into_owned(), theme.key()),
                Span::raw(format!(" {title} ")),
                Span::styled(tail, theme.dim()),
            ])
        };
        self.picker.draw(all.len(), line, theme.selected(), self.list, buffer);
    }

    fn is_banks(&self) -> bool {
        true
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        let frame = Self::frame_area(desk, area);
        self.list = Rect {
            x: frame.x + 2,
            y: frame.y + 3,
            width: frame.width.saturating_sub(4),
            height: frame.height.saturating_sub(4),
        };
        self.picker.settle(Self::all(desk).len(), self.list.height);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, _x: u16, y: u16, what: Pointer) -> Flow {
        let len = Self::all(desk).len();
        if let Some(line) = what.on_list(&mut self.picker, len, self.list, y) {
            self.picker.chosen = line;
            Self::toggle(desk, line);
        }
        Flow::Done
    }
}
