//! The marking menu: on an answer, on words in it, or on several answers at once. Shows what is marked there already.

use super::{sheets, who};
use crate::analysis::corpus::RowId;
use crate::analysis::marks::{Cited, Edit, MarkId, Marked, Spot, Stance, Verdict, Words};
use crate::bank::Ref;
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
use std::collections::HashSet;
use unicode_segmentation::UnicodeSegmentation;

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Tag,
    Quote,
    Claim,
    Memo,
    Agree,
    Contradict,
}

impl Way {
    const ONE: [Self; 4] = [Self::Tag, Self::Quote, Self::Claim, Self::Memo];
    const SEVERAL: [Self; 6] =
        [Self::Tag, Self::Quote, Self::Claim, Self::Memo, Self::Agree, Self::Contradict];

    fn letter(self) -> &'static str {
        match self {
            Self::Tag => "t",
            Self::Quote => "q",
            Self::Claim => "c",
            Self::Memo => "m",
            Self::Agree => "a",
            Self::Contradict => "d",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Quote => "key quote, and why",
            Self::Claim => "under a claim: for, against, unclear",
            Self::Memo => "memo",
            Self::Agree => "they corroborate each other",
            Self::Contradict => "they contradict each other",
        }
    }
}

/// A mark that is there, and what takes it off.
#[derive(Clone, Debug)]
struct There {
    name: String,
    text: String,
    off: Edit,
}

/// The menu.
#[derive(Debug)]
pub struct MarkMenu {
    spots: Vec<Spot>,
    item: Option<Ref>,
    ways: &'static [Way],
    there: Vec<There>,
    head: Vec<String>,
    picker: Picker,
    /// The marks as they were when something was put on top: once they are others this is done.
    seen: Option<u64>,
    list: Rect,
}

/// The menu on one answer: of this session, at this item or row, of this column where it is a cell, with the words that
/// are chosen in it. `at` is `None` for the session as a whole.
pub fn for_answer(
    desk: &Desk,
    session: &str,
    at: Option<Ref>,
    column: Option<String>,
    words: Option<Words>,
) -> Box<dyn View> {
    let spot = Spot { session: session.to_owned(), at: at.clone(), column, words };
    Box::new(MarkMenu::new(desk, vec![spot], at))
}

/// The menu on texts of the corpus: each by its session and its number among the texts of that segment, as a comparison
/// has them. `item` is the question that they answer.
pub fn for_texts(desk: &Desk, texts: &[(RowId, usize)], item: Option<Ref>) -> Option<Box<dyn View>> {
    let corpus = &desk.archive.corpus;
    let spot = |(row, text): &(RowId, usize)| {
        let (at, column) = corpus.segments().get(row.segment)?.text_place(*text);
        let spot = Spot::answer(corpus.row(*row)?.id(), Ref::new(at));
        Some(Spot { column: (!column.is_empty()).then(|| column.to_owned()), ..spot })
    };
    let mut spots: Vec<Spot> = texts.iter().filter_map(spot).collect();
    let mut seen = HashSet::new();
    spots.retain(|spot| seen.insert(spot.clone()));
    (!spots.is_empty()).then(|| -> Box<dyn View> { Box::new(MarkMenu::new(desk, spots, item)) })
}

impl MarkMenu {
    /// The menu on these spots. `item` is what they have in common, where they are answers to the same.
    pub fn new(desk: &Desk, spots: Vec<Spot>, item: Option<Ref>) -> Self {
        let ways = if spots.len() > 1 { &Way::SEVERAL[..] } else { &Way::ONE[..] };
        let mut menu = Self {
            spots,
            item,
            ways,
            there: Vec::new(),
            head: Vec::new(),
            picker: Picker::default(),
            seen: None,
            list: Rect::default(),
        };
        menu.read(desk);
        menu
    }

    fn cited(&self, desk: &Desk) -> Cited {
        Cited::of(self.spots.iter().map(|s| s.session.as_str()), &desk.archive.corpus)
    }

    fn read(&mut self, desk: &Desk) {
        let cited = self.cited(desk);
        let several = self.spots.len() > 1;
        let name = |spot: &Spot| {
            let who = who::who(desk, &cited, &spot.session);
            if who.gone { format!("{} (file gone)", who.code) } else { who.code }
        };
        let one = |spot: &Spot| {
            let words = who::words(desk, &cited, spot);
            let words = if words.is_empty() { String::new() } else { format!("  “{words}”") };
            let chosen = who::chosen(desk, &cited, spot);
            let chosen = if chosen.is_empty() { chosen } else { format!("  {chosen}") };
            format!("{} · {}{chosen}{words}", name(spot), who::place(spot))
        };
        self.head = self.spots.iter().take(4).map(one).collect();
        if self.spots.len() > 4 {
            self.head.push(format!("and {} more", self.spots.len() - 4));
        }
        self.there.clear();
        for spot in &self.spots {
            // Of chosen words also what is on the whole answer.
            let whole = Spot { words: None, ..spot.clone() };
            for marked in desk.marks.annotations.marks_in(&whole).chain(on_session(desk, spot)) {
                let Some(mut there) = there(&marked) else { continue };
                if several {
                    there.text = format!("{} · {}", name(spot), there.text);
                }
                self.there.push(there);
            }
        }
    }

    fn go(&mut self, desk: &mut Desk, way: Way) -> Flow {
        if !desk.can_mark() {
            return Flow::Done;
        }
        let (spots, item) = (self.spots.clone(), self.item.clone());
        let view = match way {
            Way::Tag => sheets::which_tag(desk, spots),
            Way::Quote => {
                let spots = self.with_words(desk);
                if spots.is_empty() {
                    desk.say("there are no words here to quote");
                    return Flow::Done;
                }
                // Of an answer as a whole, one sentence may be what matters.
                let [spot] = spots.as_slice() else { return self.push(desk, sheets::quotes(desk, spots)) };
                let whole = self.spots.iter().all(|s| s.words.is_none());
                let sentences = spot.text().split_sentence_bounds().filter(|s| !s.trim().is_empty()).count();
                if whole && sentences > 1 {
                    sheets::which_words(spot.clone())
                } else {
                    sheets::quotes(desk, spots)
                }
            }
            Way::Claim if spots.len() > 1 => sheets::which_claim(desk, spots, item, None, false),
            Way::Claim => sheets::which_claim(desk, spots, item, Some(vec![Stance::For]), false),
            Way::Memo => sheets::memo(&spots, item.as_ref()),
            Way::Agree => sheets::which_claim(desk, spots, item, None, true),
            Way::Contradict => {
                let mut stances = vec![Stance::Against; spots.len()];
                stances.iter_mut().take(1).for_each(|first| *first = Stance::For);
                sheets::which_claim(desk, spots, item, Some(stances), false)
            }
        };
        self.push(desk, view)
    }

    fn push(&mut self, desk: &Desk, view: Box<dyn View>) -> Flow {
        self.seen = Some(desk.marks.annotations.revision);
        Flow::Push(view)
    }

    /// The spots with their words: those that are chosen, else all that was said. Those that are key quotes already are
    /// left out.
    fn with_words(&self, desk: &Desk) -> Vec<Spot> {
        let cited = self.cited(desk);
        let sources = cited.within(&desk.archive.corpus);
        let whole = |spot: &Spot| {
            if spot.words.is_some() {
                return Some(spot.clone());
            }
            let (field, text) = sources.told(&spot.session, spot.at.as_ref()?, spot.column.as_deref())?;
            Some(spot.clone().with_words(field, 0, text))
        };
        let known = |spot: &Spot| desk.marks.annotations.quotes.values().any(|q| q.spot == *spot);
        self.spots.iter().filter_map(whole).filter(|spot| !known(spot)).collect()
    }

    fn take(&mut self, desk: &mut Desk, line: usize) -> Flow {
        match self.ways.get(line) {
            Some(way) => self.go(desk, *way),
            None => self.take_off(desk, line),
        }
    }

    fn take_off(&mut self, desk: &mut Desk, line: usize) -> Flow {
        let Some(there) = line.checked_sub(self.ways.len()).and_then(|at| self.there.get(at)).cloned() else {
            desk.say("choose a mark below to take it off");
            return Flow::Done;
        };
        self.seen = None;
        // One mark less is no reason to leave: there may be others.
        if desk.mark_and_say(vec![there.off], format!("{} taken off", there.name)) {
            self.read(desk);
        }
        Flow::Done
    }

    fn len(&self) -> usize {
        self.ways.len() + self.there.len()
    }

    fn frame_area(&self, area: Rect) -> Rect {
        let wide = area.width.saturating_sub(4).min(96);
        let head = self.head_lines(wide.saturating_sub(4)).len();
        let high =
            head + 1 + self.ways.len() + if self.there.is_empty() { 0 } else { self.there.len() + 1 } + 2;
        popup::centred(area, wide, (high.min(40) as u16).min(area.height.saturating_sub(2)))
    }

    fn head_lines(&self, room: u16) -> Vec<String> {
        let rows = if self.head.len() > 1 { 1 } else { 3 };
        let mut all = Vec::new();
        for text in &self.head {
            let text = text.replace('\n', " ");
            let wrapped = lines::wrapped(&text, room, ratatui::style::Style::new());
            let more = wrapped.len() > rows;
            for (at, line) in wrapped.into_iter().take(rows).enumerate() {
                let line = line.to_string();
                let cut = more && at + 1 == rows;
                all.push(if cut {
                    width::truncate(&format!("{line} …"), room.into()).into_owned()
                } else {
                    line
                });
            }
        }
        all
    }
}

/// What is on the session as a whole, where the spot is a part of it.
fn on_session<'a>(desk: &'a Desk, spot: &'a Spot) -> impl Iterator<Item = Marked<'a>> {
    let marks = desk.marks.annotations.marks_of(&spot.session);
    let whole = spot.at.is_some();
    marks.filter(move |m| whole && m.spot().is_none_or(|at| at.at.is_none() && at.words.is_none()))
}

fn there(marked: &Marked<'_>) -> Option<There> {
    let id = marked.id();
    let words = |spot: &Spot| {
        if spot.text().is_empty() { String::new() } else { format!(" on “{}”", spot.text()) }
    };
    Some(match marked {
        Marked::Tagged(of, t) => There {
            name: format!("tag {}", t.tag),
            text: format!("{}{}", t.by, words(&t.spot)),
            off: Edit::Untag(*of),
        },
        Marked::Quote(of, q) => There {
            name: id.to_string(),
            text: format!("“{}” {}", q.spot.text(), q.why),
            off: Edit::Unquote(*of),
        },
        Marked::Voice(of, claim, voice) => There {
            name: format!("{} {of}", voice.stance.label()),
            text: claim.statement.clone(),
            off: Edit::Unvoice(*of, voice.spot.clone()),
        },
        Marked::Score(of, score) => {
            let [stated, missing, wrong] = Verdict::ALL.map(|v| format!("{} {}", score.count(v), v.label()));
            There {
                name: id.to_string(),
                text: format!("{}: {stated}, {missing}, {wrong} {}", score.by, score.remark),
                off: Edit::Unscore(*of),
            }
        }
        Marked::Memo(_, memo) => {
            let MarkId::Memo(of) = id else { return None };
            There { name: id.to_string(), text: memo.text.clone(), off: Edit::RemoveMemo(of) }
        }
    })
}

impl View for MarkMenu {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::List, Scope::Text], typing: false }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back => Flow::Close,
            Action::Enter => self.take(desk, self.picker.chosen),
            Action::Digit(digit) if usize::from(digit) <= self.ways.len() => {
                self.take(desk, usize::from(digit) - 1)
            }
            Action::DeleteBack | Action::DeleteForward => self.take_off(desk, self.picker.chosen),
            Action::Insert(text) if text == "x" => self.take_off(desk, self.picker.chosen),
            Action::Insert(text) => {
                let typed = text.to_lowercase();
                match self.ways.iter().find(|way| way.letter() == typed) {
                    Some(way) => self.go(desk, *way),
                    None => Flow::Done,
                }
            }
            action => {
                self.picker.act(&action, self.len(), self.list.height);
                Flow::Done
            }
        }
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        let theme = desk.theme;
        let mut hints = vec![("letter, 1-9".to_owned(), "do it")];
        if !self.there.is_empty() {
            hints.push(("x".to_owned(), "take a mark off"));
        }
        hints.push(("Esc".to_owned(), "back"));
        let title = match self.spots.len() {
            1 => "Mark".to_owned(),
            n => format!("Mark {n} answers"),
        };
        let inner = popup::frame(frame, self.frame_area(area), &title, &hints, theme);
        let buffer = frame.buffer_mut();
        for (line, y) in self.head_lines(inner.width).iter().zip(inner.y..inner.bottom()) {
            let text = clean::visible(line);
            buffer.set_stringn(
                inner.x,
                y,
                width::truncate(&text, inner.width.into()),
                inner.width.into(),
                theme.dim(),
            );
        }
        let names = self.there.iter().map(|t| width::of(&t.name)).max().unwrap_or(0).min(28);
        let line = |index: usize| {
            if let Some(way) = self.ways.get(index) {
                let key = format!(" {} {} ", index + 1, way.letter());
                return Line::from(vec![Span::styled(key, theme.key()), Span::raw(way.words())]);
            }
            let Some(mark) = self.there.get(index - self.ways.len()) else { return Line::default() };
            let name = width::pad(&clean::visible(&mark.name), names).into_owned();
            let text = clean::visible(&mark.text).replace('\n', " ");
            let room = usize::from(inner.width).saturating_sub(names + 6);
            Line::from(vec![
                Span::styled(" ◆ ", theme.good()),
                Span::styled(format!("{name}  "), theme.title()),
                Span::raw(width::truncate(&text, room).into_owned()),
            ])
        };
        self.picker.draw(self.len(), line, theme.selected(), self.list, buffer);
    }

    fn settle(&mut self, _desk: &Desk, area: Rect) {
        let frame = self.frame_area(area);
        let head = self.head_lines(frame.width.saturating_sub(4)).len() as u16;
        let y = frame.y + 2 + head;
        self.list = Rect {
            x: frame.x + 2,
            y,
            width: frame.width.saturating_sub(4),
            height: (frame.bottom().saturating_sub(1)).saturating_sub(y),
        };
        self.picker.settle(self.len(), self.list.height);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, _x: u16, y: u16, what: Pointer) -> Flow {
        let len = self.len();
        if let Some(line) = what.on_list(&mut self.picker, len, self.list, y) {
            // A mark is not taken off by one click.
            if line < self.ways.len() {
                return self.take(desk, line);
            }
            self.picker.chosen = line;
        }
        Flow::Done
    }

    fn stands(&self, desk: &Desk) -> bool {
        self.seen.is_none_or(|seen| desk.marks.annotations.revision == seen)
    }

    fn refresh(&mut self, desk: &Desk) {
        // What was on top was left without a change.
        self.seen = self.seen.filter(|seen| desk.marks.annotations.revision != *seen);
        self.read(desk);
    }
}
