//! The evidence form: how do they know, and what would show it? Under fifteen keys besides the words.

use super::interview::text_action;
use crate::bank::Ref;
use crate::session::{
    About, Credibility, Edit, Evidence as Piece, EvidenceCode, EvidenceKind, EvidenceState, EvidenceText,
    Reliability, TextAt,
};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::Scope;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::choice::{self, Choice};
use crate::tui::widgets::popup;
use crate::tui::widgets::text_field::{Lines, Outcome, TextField};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// The fields in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Text(EvidenceText),
    Kind,
    About,
    State,
    Reliability,
    Credibility,
}

const FIELDS: [(Field, &str); 8] = [
    (Field::Text(EvidenceText::What), "what"),
    (Field::Kind, "kind"),
    (Field::About, "about"),
    (Field::State, "state"),
    (Field::Reliability, "source"),
    (Field::Credibility, "information"),
    (Field::Text(EvidenceText::Source), "from where"),
    (Field::Text(EvidenceText::Reference), "reference"),
];

const LABEL: u16 = 13;

/// The form over one piece of evidence. A piece is made with the first thing that is filled in.
#[derive(Debug)]
pub struct Evidence {
    at: Ref,
    index: usize,
    place: usize,
    texts: Vec<(EvidenceText, TextField)>,
    areas: Vec<Rect>,
}

impl Evidence {
    /// The form for piece `index` of an answer; one past the last is a new one.
    pub fn new(desk: &Desk, at: Ref, index: usize) -> Self {
        let texts = [EvidenceText::What, EvidenceText::Source, EvidenceText::Reference];
        let texts = texts.into_iter().map(|t| (t, TextField::new("", Lines::One))).collect();
        let mut form = Self { at, index, place: 0, texts, areas: vec![Rect::default(); FIELDS.len()] };
        form.refresh(desk);
        form
    }

    fn pieces<'a>(&self, desk: &'a Desk) -> &'a [Piece] {
        desk.open.as_ref().and_then(|o| o.session.answer(&self.at)).map_or(&[], |a| &a.evidence)
    }

    fn piece(&self, desk: &Desk) -> Piece {
        self.pieces(desk).get(self.index).cloned().unwrap_or_default()
    }

    fn field(&self) -> Field {
        FIELDS[self.place].0
    }

    fn edit(&mut self, desk: &mut Desk, edit: Edit) {
        let mut edits = Vec::new();
        if self.index >= self.pieces(desk).len() {
            self.index = self.pieces(desk).len();
            edits.push(Edit::EvidenceInsert(self.at.clone(), self.index, Box::default()));
        }
        edits.push(edit);
        if !desk.edit(edits) {
            self.refresh(desk);
        }
    }

    fn code(&mut self, desk: &mut Desk, code: EvidenceCode) {
        self.edit(desk, Edit::Evidence(self.at.clone(), self.index, code));
        self.step(true);
    }

    fn step(&mut self, forward: bool) {
        let count = FIELDS.len();
        self.place = if forward { (self.place + 1) % count } else { (self.place + count - 1) % count };
    }

    /// Takes a piece away in which nothing is left.
    fn leave(&self, desk: &mut Desk) {
        if self.index < self.pieces(desk).len() && self.piece(desk) == Piece::default() {
            desk.edit(vec![Edit::EvidenceRemove(self.at.clone(), self.index)]);
        }
    }

    fn options(field: Field, piece: &Piece) -> Vec<(String, &'static str, bool)> {
        let numbered = |labels: Vec<(&'static str, bool)>| {
            labels.into_iter().enumerate().map(|(i, (label, on))| ((i + 1).to_string(), label, on)).collect()
        };
        match field {
            Field::Text(_) => Vec::new(),
            Field::Kind => {
                numbered(EvidenceKind::ALL.iter().map(|k| (k.label(), piece.kind == Some(*k))).collect())
            }
            Field::About => {
                numbered(About::ALL.iter().map(|a| (a.label(), piece.about == Some(*a))).collect())
            }
            Field::State => {
                numbered(EvidenceState::ALL.iter().map(|s| (s.label(), piece.state == *s)).collect())
            }
            Field::Reliability => Reliability::LABELS
                .iter()
                .map(|(letter, label)| (letter.to_string(), *label, piece.reliability.letter() == *letter))
                .collect(),
            Field::Credibility => Credibility::LABELS
                .iter()
                .map(|(digit, label)| (digit.to_string(), *label, piece.credibility.digit() == *digit))
                .collect(),
        }
    }

    fn choose(&mut self, desk: &mut Desk, digit: u8) {
        let index = usize::from(digit).wrapping_sub(1);
        let code = match self.field() {
            Field::Kind => EvidenceKind::ALL.get(index).map(|k| EvidenceCode::Kind(Some(*k))),
            Field::About => About::ALL.get(index).map(|a| EvidenceCode::About(Some(*a))),
            Field::State => EvidenceState::ALL.get(index).map(|s| EvidenceCode::State(*s)),
            Field::Reliability => Reliability::LABELS
                .get(index)
                .and_then(|(letter, _)| Reliability::try_from(*letter).ok())
                .map(EvidenceCode::Reliability),
            Field::Credibility => Credibility::try_from(digit).ok().map(EvidenceCode::Credibility),
            Field::Text(_) => None,
        };
        match code {
            Some(code) => self.code(desk, code),
            None => desk.say("that number is not among the choices"),
        }
    }

    /// As it was before anything was chosen.
    fn clear(&mut self, desk: &mut Desk) {
        let blank = Piece::default();
        let code = match self.field() {
            Field::Kind => EvidenceCode::Kind(None),
            Field::About => EvidenceCode::About(None),
            Field::State => EvidenceCode::State(blank.state),
            Field::Reliability => EvidenceCode::Reliability(blank.reliability),
            Field::Credibility => EvidenceCode::Credibility(blank.credibility),
            Field::Text(_) => return,
        };
        if self.index < self.pieces(desk).len() {
            desk.edit(vec![Edit::Evidence(self.at.clone(), self.index, code)]);
        }
    }

    fn letter(&mut self, desk: &mut Desk, text: &str) {
        let grade = text.chars().next().and_then(|c| Reliability::try_from(c).ok());
        match (self.field(), grade) {
            (Field::Reliability, Some(grade)) => self.code(desk, EvidenceCode::Reliability(grade)),
            (Field::Reliability, None) => desk.say("the source is graded from A to F"),
            _ => desk.say("choose by number; Tab goes on"),
        }
    }

    fn text_index(&self) -> Option<usize> {
        let Field::Text(text) = self.field() else { return None };
        self.texts.iter().position(|(t, _)| *t == text)
    }

    fn frame_area(area: Rect) -> Rect {
        popup::centred(area, area.width.saturating_sub(2).min(104), 15)
    }
}

impl View for Evidence {
    fn focus(&self, _desk: &Desk) -> Focus {
        match self.field() {
            Field::Text(_) => Focus { scopes: vec![Scope::Evidence, Scope::Text], typing: true },
            _ => Focus { scopes: vec![Scope::Evidence], typing: false },
        }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back => {
                self.leave(desk);
                return Flow::Close;
            }
            Action::NextField | Action::Down => self.step(true),
            Action::PrevField => self.step(false),
            Action::Next => {
                self.leave(desk);
                // From the last one, and from a new one, on to the first.
                self.index = if self.index + 1 < self.pieces(desk).len() { self.index + 1 } else { 0 };
                self.refresh(desk);
            }
            Action::Evidence => {
                self.leave(desk);
                self.index = self.pieces(desk).len();
                self.place = 0;
                self.refresh(desk);
            }
            Action::Remove => {
                if self.index < self.pieces(desk).len() {
                    desk.edit(vec![Edit::EvidenceRemove(self.at.clone(), self.index)]);
                    desk.say("evidence taken out: Ctrl-Z brings it back");
                    self.index = self.index.min(self.pieces(desk).len().saturating_sub(1));
                    self.refresh(desk);
                }
                if self.pieces(desk).is_empty() {
                    return Flow::Close;
                }
            }
            Action::Digit(digit) => self.choose(desk, digit),
            Action::Clear if self.text_index().is_none() => self.clear(desk),
            action => match (self.text_index(), action) {
                (Some(index), action) => {
                    // Backspace is the form's own only where nothing is typed.
                    let action = if action == Action::Clear { Action::DeleteBack } else { action };
                    let Some(action) = text_action(action) else { return Flow::Done };
                    let (text, field) = &mut self.texts[index];
                    let text = *text;
                    if let Outcome::Edited(splice) = field.act(action) {
                        let at = TextAt::Evidence(self.at.clone(), self.index, text);
                        self.edit(desk, Edit::Text(at, splice));
                    }
                }
                (None, Action::Insert(text)) => self.letter(desk, &text),
                _ => {}
            },
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let piece = self.piece(desk);
        let count = self.pieces(desk).len().max(self.index + 1);
        let title = format!("Evidence {} of {count} · {}", self.index + 1, self.at.spoken());
        let hints = [
            ("Tab".to_owned(), "on"),
            ("Esc".to_owned(), "done"),
            ("F3".to_owned(), "another"),
            ("PgDn".to_owned(), "next piece"),
            ("F8".to_owned(), "take out"),
        ];
        let inner = popup::frame(frame, Self::frame_area(area), &title, &hints, theme);
        for (index, (field, label)) in FIELDS.iter().enumerate() {
            let row = self.areas[index];
            if row.height == 0 {
                continue;
            }
            let focused = index == self.place;
            let style = if focused { theme.focus() } else { theme.dim() };
            frame.buffer_mut().set_stringn(inner.x, row.y, label, usize::from(LABEL), style);
            if let Field::Text(text) = field {
                if let Some((_, shown)) = self.texts.iter().find(|(t, _)| t == text) {
                    shown.render(row, frame.buffer_mut());
                }
                continue;
            }
            let options = Self::options(*field, &piece);
            // Grades have long words: the chosen one is spelt out, all of them on the line below while choosing.
            let graded = matches!(field, Field::Reliability | Field::Credibility);
            let line = if graded {
                let mut spans: Vec<Span<'static>> = Vec::new();
                for (key, label, chosen) in &options {
                    let text = if *chosen { format!("[{key} {label}]") } else { format!(" {key} ") };
                    spans.push(Span::styled(text, if *chosen { theme.good() } else { theme.dim() }));
                }
                Line::from(spans)
            } else {
                let all: Vec<Choice<'_>> = options
                    .iter()
                    .enumerate()
                    .map(|(i, (_, label, chosen))| Choice { digit: i + 1, label, chosen: *chosen })
                    .collect();
                let whole = choice::row(&all, focused, theme);
                if whole.width() <= usize::from(row.width) {
                    whole
                } else {
                    // No room for all: the chosen one here, the others in the legend below while choosing.
                    let chosen: Vec<Choice<'_>> = all.into_iter().filter(|c| c.chosen).collect();
                    if chosen.is_empty() {
                        Line::from(Span::styled(if focused { "choose below" } else { "·" }, theme.dim()))
                    } else {
                        choice::row(&chosen, false, theme)
                    }
                }
            };
            frame.buffer_mut().set_line(row.x, row.y, &line, row.width);
        }
        if !matches!(self.field(), Field::Text(_)) {
            let keys: Vec<(String, String)> =
                Self::options(self.field(), &piece).into_iter().map(|(k, l, _)| (k, l.to_owned())).collect();
            let y = self.areas.last().map_or(inner.y, |r| r.y + 1);
            for (line, y) in choice::legend(&keys, inner.width, theme).iter().zip(y..inner.bottom()) {
                frame.buffer_mut().set_line(inner.x, y, line, inner.width);
            }
        }
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let (_, field) = self.texts.get(self.text_index()?)?;
        let row = self.areas.get(self.place).filter(|row| row.height > 0)?;
        let (x, y) = field.caret();
        Some(Position::new(row.x + x, row.y + y))
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let frame = Self::frame_area(area);
        let x = frame.x + 2 + LABEL;
        for (index, row) in self.areas.iter_mut().enumerate() {
            let y = frame.y + 1 + index as u16;
            let width = frame.right().saturating_sub(x + 2);
            *row = Rect { x, y, width, height: u16::from(y + 1 < frame.bottom()) };
        }
        for (text, field) in &mut self.texts {
            let place = FIELDS.iter().position(|(f, _)| *f == Field::Text(*text)).unwrap_or(0);
            field.set_size(self.areas[place].width, 1);
        }
    }

    fn pointer(&mut self, _desk: &mut Desk, _area: Rect, x: u16, y: u16, what: Pointer) -> Flow {
        let at = Position::new(x, y);
        if what == Pointer::Click
            && let Some(place) = self.areas.iter().position(|a| a.contains(at))
        {
            self.place = place;
            if let Some(index) = self.text_index() {
                self.texts[index].1.click(x - self.areas[place].x, 0);
            }
        }
        Flow::Done
    }

    fn refresh(&mut self, desk: &Desk) {
        // Undo may have taken away pieces before this one.
        self.index = self.index.min(self.pieces(desk).len());
        let piece = self.piece(desk);
        for (text, field) in &mut self.texts {
            field.set_text(match text {
                EvidenceText::What => &piece.what,
                EvidenceText::Source => &piece.source,
                EvidenceText::Reference => &piece.reference,
            });
        }
    }
}
