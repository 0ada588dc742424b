//! Marking an interview as finished, with what is still open in view; and opening it again.

use crate::session::{CodedField, Edit, Status, TodoKind, todo};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, View};
use crate::tui::widgets::popup;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// The question whether the interview is finished.
#[derive(Debug)]
pub struct Finish {
    open: usize,
    follow: usize,
    chase: usize,
    jots: usize,
    /// What of the consent was not asked, or refused.
    consent: String,
}

/// What was not asked of the consent, or was refused; empty if all is agreed.
fn consent(desk: &Desk) -> String {
    let Some(open) = &desk.open else { return String::new() };
    let held = open.session.consent;
    let parts = [("interview", held.interview), ("notes", held.notes), ("quotes", held.quotes)];
    let names = |wanted: Option<bool>| {
        parts.iter().filter(|(_, v)| *v == wanted).map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    };
    let (blank, refused) = (names(None), names(Some(false)));
    match (refused.is_empty(), blank.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("no consent to {refused}"),
        (true, false) => format!("consent not asked: {blank}"),
        (false, false) => format!("no consent to {refused}; not asked: {blank}"),
    }
}

impl Finish {
    /// Counts what is still open.
    pub fn new(desk: &Desk) -> Self {
        let mut counts = Self { open: 0, follow: 0, chase: 0, jots: 0, consent: consent(desk) };
        let Some(open) = &desk.open else { return counts };
        for entry in todo(open.session.record(), &open.plan.each_bank()) {
            match entry.kind {
                TodoKind::Open => counts.open += 1,
                TodoKind::FollowUp => counts.follow += 1,
                TodoKind::Evidence => counts.chase += 1,
                TodoKind::Jot => counts.jots += 1,
            }
        }
        counts
    }

    fn finished(desk: &Desk) -> bool {
        desk.open.as_ref().is_some_and(|o| o.session.status != Status::Open)
    }
}

impl View for Finish {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List, Scope::Interview], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Enter if Self::finished(desk) => {
                if desk.edit(vec![Edit::Set(CodedField::Status(Status::Open, None))]) {
                    desk.say("open again");
                }
                Flow::Close
            }
            Action::Enter => {
                let now = desk.now;
                if desk.edit(vec![Edit::Set(CodedField::Status(Status::Closed, Some(now)))]) {
                    desk.say("marked as finished: Esc goes home, Alt-C opens it again");
                }
                Flow::Close
            }
            Action::Todo => Flow::Do(Action::Todo),
            Action::Back => Flow::Close,
            _ => Flow::Done,
        }
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let finished = Self::finished(desk);
        let area = popup::centred(area, 60, 11);
        let enter = if finished { "open it again" } else { "mark as finished" };
        let hints =
            [("Enter".to_owned(), enter), ("F7".to_owned(), "what is open"), ("Esc".to_owned(), "not yet")];
        let inner = popup::frame(frame, area, "Finish the interview", &hints, theme);
        let count = |n: usize, what: &str| {
            let style = if n > 0 { theme.warn() } else { theme.dim() };
            Line::from(vec![Span::styled(format!("{n:>4} "), style), Span::raw(what.to_owned())])
        };
        let one = "piece of evidence asserted or promised, not seen";
        let many = "pieces of evidence asserted or promised, not seen";
        let first = if finished { "It is marked as finished." } else { "Before you thank them:" };
        let lines = [
            Line::from(first),
            Line::default(),
            count(
                self.open,
                if self.open == 1 {
                    "question still open on the suggested path"
                } else {
                    "questions still open on the suggested path"
                },
            ),
            count(self.follow, "flagged to follow up"),
            count(self.chase, if self.chase == 1 { one } else { many }),
            count(self.jots, if self.jots == 1 { "jot not filed" } else { "jots not filed" }),
            Line::from(Span::styled(format!("     {}", self.consent), theme.warn())),
        ];
        crate::tui::widgets::lines::draw(&lines, inner, frame.buffer_mut());
    }
}
