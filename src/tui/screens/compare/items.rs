//! The list of everything that was asked, by what calls for a closer look: where people disagree, what only one source
//! says, what nothing stands behind.
//!
//! Letters typed find a question; everything else is on keys that are no letters.

use super::Compare;
use super::among::{Among, Known, grouped_by, turned};
use crate::analysis::corpus::{Place, Selection};
use crate::analysis::{By, FEW, Measure, Standing, count, decimal, percent, standings};
use crate::bank::fill;
use crate::text::{Query, clean, compact, fold, width};
use crate::tui::action::Action;
use crate::tui::archive::Reading;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Scope, first_key};
use crate::tui::screens::interview::text_action;
use crate::tui::screens::status;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::text_field::{Lines, Outcome, TextField};
use crate::tui::widgets::{bar, lines};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};
use std::cmp::Ordering;
use std::sync::Arc;

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sort {
    #[default]
    Bank,
    Disagreement,
    OneSource,
    Evidence,
}

impl Sort {
    const ALL: [Self; 4] = [Self::Bank, Self::Disagreement, Self::OneSource, Self::Evidence];

    /// What it is called, and what it means.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Bank => ("in the order of the questionnaires", "as they are asked"),
            Self::Disagreement => {
                ("by disagreement", "widest spread first, then medians furthest apart; n below 5 last")
            }
            Self::OneSource => {
                ("by single source", "heard from the fewest institutions first, then most answers")
            }
            Self::Evidence => ("by lack of evidence", "largest share unsupported first; n below 5 last"),
        }
    }

    fn compare(self, a: &Standing, b: &Standing) -> Ordering {
        // What has no figure comes last.
        let high = |a: Option<f64>, b: Option<f64>| b.unwrap_or(-1.0).total_cmp(&a.unwrap_or(-1.0));
        let most = b.counts.given().cmp(&a.counts.given());
        let few = |s: &Standing| s.counts.answered < FEW;
        let few = few(a).cmp(&few(b));
        match self {
            Self::Bank => Ordering::Equal,
            Self::Disagreement => few.then(high(a.spread, b.spread)).then(high(a.apart, b.apart)).then(most),
            Self::OneSource => {
                // What nobody answered has no source at all.
                let sources = |s: &Standing| (s.counts.institutions == 0, s.counts.institutions);
                sources(a).cmp(&sources(b)).then(most)
            }
            Self::Evidence => few.then(high(a.unsupported(), b.unsupported())).then(most),
        }
    }
}

/// What a question is found by.
#[derive(Debug)]
struct Key {
    /// Its reference without dots, blanks and case, with and without the bank's own part.
    typed: [String; 2],
    words: String,
}

/// The list.
#[derive(Debug)]
pub struct Items {
    among: Among,
    selection: Selection,
    known: Known,
    by: By,
    turn: u32,
    sort: Sort,
    field: TextField,
    /// In the order of the banks.
    all: Vec<Standing>,
    keys: Vec<Key>,
    /// Those that are shown, in the order in which they are.
    found: Vec<usize>,
    picker: Picker,
    line: Rect,
    list: Rect,
}

/// Columns of the figures behind the words, from the right.
const FIGURES: [(&str, usize); 6] =
    [("n/asked/sess", 14), ("inst", 5), ("acc", 5), ("spread", 13), ("apart", 6), ("unsupp", 7)];

impl Items {
    /// Everything that these sessions were asked.
    pub fn new(desk: &Desk, among: Among) -> Self {
        let mut items = Self {
            selection: Selection::default(),
            known: Known::default(),
            among,
            by: grouped_by(desk),
            turn: 0,
            sort: Sort::default(),
            field: TextField::new("", Lines::One),
            all: Vec::new(),
            keys: Vec::new(),
            found: Vec::new(),
            picker: Picker::default(),
            line: Rect::default(),
            list: Rect::default(),
        };
        items.count(desk);
        items
    }

    /// Counts everything anew; what is chosen stays chosen.
    fn count(&mut self, desk: &Desk) {
        let archive = &desk.archive;
        let chosen = self.chosen().map(|s| s.subject.place.clone());
        (self.turn, self.by) = (archive.turn, grouped_by(desk));
        self.selection = self.among.selection(desk);
        self.known = Known::of(&archive.corpus, &self.selection);
        self.all = standings(&archive.corpus, &archive.book, &self.selection, self.by);
        let key = |standing: &Standing| {
            let at = standing.subject.canonical();
            let words = format!("{} {}", standing.subject.name(), standing.subject.item.ask);
            Key { typed: [compact(at.as_str()), compact(at.short())], words: fold(&words) }
        };
        self.keys = self.all.iter().map(key).collect();
        self.search(chosen.as_ref());
    }

    fn search(&mut self, chosen: Option<&Place>) {
        let text = self.field.text();
        let (typed, query) = (compact(&text), Query::new(&text));
        let fits = |at: &usize| {
            let Some(key) = self.keys.get(*at).filter(|_| !query.is_empty()) else { return query.is_empty() };
            let named = !typed.is_empty() && key.typed.iter().any(|whole| whole.starts_with(&typed));
            named || query.words().iter().all(|word| key.words.contains(word.as_str()))
        };
        let mut found: Vec<usize> = (0..self.all.len()).filter(fits).collect();
        let both = |a: &usize, b: &usize| Some((self.all.get(*a)?, self.all.get(*b)?));
        found.sort_by(|a, b| both(a, b).map_or(Ordering::Equal, |(x, y)| self.sort.compare(x, y)));
        self.found = found;
        let is = |at: &usize| self.all.get(*at).map(|s| &s.subject.place) == chosen;
        let line = chosen.and_then(|_| self.found.iter().position(is));
        self.picker = Picker::at_line(line.unwrap_or(0));
    }

    fn chosen(&self) -> Option<&Standing> {
        self.all.get(*self.found.get(self.picker.chosen)?)
    }

    fn open(&self, desk: &mut Desk) -> Flow {
        if self.found.is_empty() {
            return Flow::Done;
        }
        let place = |at: &usize| self.all.get(*at).map(|s| s.subject.place.clone());
        let places: Vec<Place> = self.found.iter().filter_map(place).collect();
        desk.archive.compared = places.get(self.picker.chosen).cloned();
        let compare = Compare::new(desk, self.among.clone(), Arc::new(places), self.picker.chosen);
        Flow::Push(Box::new(compare))
    }

    /// The figures that there is room for.
    fn figures(&self) -> &'static [(&'static str, usize)] {
        if self.list.width >= 100 {
            &FIGURES
        } else {
            const SOME: [(&str, usize); 5] =
                [("n/asked", 8), ("inst", 5), ("spread", 7), ("apart", 6), ("unsupp", 7)];
            const NARROW: [(&str, usize); 2] = [("n/asked", 8), ("spread", 7)];
            if self.list.width >= 70 { &SOME } else { &NARROW }
        }
    }

    fn row(&self, desk: &Desk, standing: &Standing) -> Line<'static> {
        let theme = desk.theme;
        let room = usize::from(self.list.width);
        let figures = self.figures();
        let reference = reference_width(room);
        let words = room.saturating_sub(reference + 3 + figures.iter().map(|(_, w)| w).sum::<usize>());
        let shown = |text: &str, wide: usize| {
            let text = clean::visible(&fill(text, &self.known.country)).replace('\n', " ");
            width::pad(&width::truncate(&text, wide), wide).into_owned()
        };
        let subject = &standing.subject;
        let mut spans = vec![
            Span::styled(format!(" {} ", shown(&subject.reference(), reference)), theme.key()),
            Span::raw(shown(&subject.brief(), words)),
        ];
        let counts = &standing.counts;
        let measure = Measure::of(subject);
        let n = if measure == Measure::Words { counts.given() } else { counts.answered };
        let letter = if measure == Measure::Ordered { 'D' } else { 'V' };
        for (title, wide) in figures {
            let text = match *title {
                "n/asked/sess" => format!("{n}/{}/{}", counts.asked(), counts.sessions),
                "n/asked" => format!("{n}/{}", counts.asked()),
                "inst" => counts.institutions.to_string(),
                "acc" => counts.accounts.to_string(),
                "spread" => match standing.spread {
                    None => "–".to_owned(),
                    Some(spread) if *wide > 8 => format!("{} {spread:.2}{letter}", bar::gauge(spread, 4)),
                    Some(spread) => format!("{spread:.2}{letter}"),
                },
                "apart" => standing.apart.map_or_else(|| "–".to_owned(), decimal),
                _ => percent(counts.unsupported, counts.answered).unwrap_or_else(|| "–".to_owned()),
            };
            let style = match *title {
                "inst" if counts.institutions < 2 => theme.warn(),
                "acc" | "n/asked/sess" | "n/asked" => theme.dim(),
                _ => theme.text(),
            };
            let pad = wide.saturating_sub(width::of(&text));
            spans.push(Span::styled(format!("{}{text}", " ".repeat(pad)), style));
        }
        Line::from(spans)
    }

    fn head(&self) -> String {
        let room = usize::from(self.list.width);
        let figures = self.figures();
        let wide = figures.iter().map(|(_, w)| w).sum::<usize>();
        let reference = reference_width(room);
        let mut text = format!(" {:<reference$} ", "reference");
        text.push_str(&width::pad("question", room.saturating_sub(reference + 3 + wide)));
        let heads = figures.iter().map(|(title, wide)| " ".repeat(wide.saturating_sub(title.len())) + title);
        text + &heads.collect::<String>()
    }

    /// What the figures mean, from the screen alone.
    fn legend(&self, width: u16) -> String {
        let apart = match self.by {
            By::Nothing => "apart: nothing while they are not grouped".to_owned(),
            by => format!(
                "apart: steps between the highest and the lowest median {} (n 3 and more)",
                by.words()
            ),
        };
        let mut all = vec!["n: gave an answer", "asked: or said why not"];
        if width >= 100 {
            all.push("sess: has the questionnaire");
        }
        if width >= 70 {
            all.push("inst: institutions heard");
        }
        if width >= 100 {
            all.push("acc: sessions with an account");
        }
        all.push("spread: 0 all alike, 1 D: split between the ends, V: all options as often");
        if width >= 70 {
            all.push(&apart);
            all.push("unsupp: nothing seen, copied or visited stands behind it");
        }
        all.join(" · ")
    }

    fn nothing(&self, desk: &Desk) -> String {
        match &desk.archive.reading {
            Reading::Going { .. } | Reading::Not => "Reading the data folder …".to_owned(),
            Reading::Failed(why) => format!("✖ {why}"),
            Reading::Done { .. } if self.known.sessions == 0 => {
                "No session is left to compare. Esc leads back to the library: x takes the filter back there.".to_owned()
            }
            Reading::Done { .. } if self.all.is_empty() => {
                "Nothing was answered in these sessions that a questionnaire here knows. `vivavoce bank list` says \
                 which are known; the library's column \"banks\" says which the sessions are on."
                    .to_owned()
            }
            Reading::Done { .. } => {
                "No question fits. Fewer letters find more; references are typed as e1k or iic1. Ctrl-U empties the line."
                    .to_owned()
            }
        }
    }
}

/// Columns of the references.
fn reference_width(room: usize) -> usize {
    if room >= 100 { 20 } else { 15 }
}

impl View for Items {
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus { scopes: vec![Scope::Items, Scope::Text], typing: true }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Back => return Flow::Close,
            Action::Enter => return self.open(desk),
            Action::Sort | Action::Reverse => {
                let len = Sort::ALL.len();
                let at = Sort::ALL.iter().position(|s| *s == self.sort).unwrap_or(0);
                let step = if action == Action::Sort { 1 } else { len - 1 };
                self.sort = Sort::ALL.get((at + step) % len).copied().unwrap_or_default();
                self.search(None);
            }
            Action::GroupBy => {
                desk.archive.by = Some(turned(self.by, 1));
                self.count(desk);
            }
            action if self.picker.act(&action, self.found.len(), self.list.height) => {}
            action => {
                if let Some(action) = text_action(action)
                    && let Outcome::Edited(_) = self.field.act(action)
                {
                    self.search(None);
                }
            }
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        frame.render_widget(Clear, area);
        let theme = desk.theme;
        let buffer = frame.buffer_mut();
        let (name, means) = self.sort.words();
        let among = self.among.words();
        let among = if among.is_empty() { String::new() } else { format!(" · {}", clean::visible(&among)) };
        let left = Line::from(vec![
            Span::styled(" Compare  ", theme.title()),
            Span::raw(count(self.all.len(), "question", "questions")),
            Span::raw(format!(" · {}", self.known.count())),
            Span::styled(self.known.warning(), theme.warn()),
            Span::styled(among, theme.dim()),
        ]);
        let right = self.by.words();
        let taken = width::of(&right) as u16 + 2;
        buffer.set_line(area.x, area.y, &left, area.width.saturating_sub(taken));
        buffer.set_string(area.right().saturating_sub(taken - 1), area.y, right, theme.dim());
        let sort = Line::from(vec![
            Span::styled(" sorted ", theme.dim()),
            Span::styled(name, theme.focus()),
            Span::styled(format!(": {means}"), theme.dim()),
        ]);
        buffer.set_line(area.x, area.y + 1, &sort, area.width);
        buffer.set_string(self.line.x.saturating_sub(2), self.line.y, "›", theme.focus());
        if self.field.is_empty() {
            let help = width::truncate("type e1k, or words of a question", self.line.width.into());
            buffer.set_string(self.line.x, self.line.y, help, theme.dim());
        } else {
            (&self.field).render(self.line, buffer);
        }
        let legend = lines::wrapped(&self.legend(area.width), area.width.saturating_sub(2), theme.dim());
        let below = Rect {
            x: area.x + 1,
            y: self.list.bottom(),
            width: area.width.saturating_sub(2),
            height: area.bottom().saturating_sub(1).saturating_sub(self.list.bottom()),
        };
        lines::draw(&legend, below, buffer);
        let head_y = self.list.y.saturating_sub(1);
        if self.found.is_empty() {
            let text = lines::wrapped(&self.nothing(desk), area.width.saturating_sub(4), theme.text());
            lines::draw(&text, Rect { x: area.x + 2, ..self.list }, buffer);
        } else {
            buffer.set_stringn(self.list.x, head_y, self.head(), self.list.width.into(), theme.key());
        }
        let line = |index: usize| {
            let standing = self.found.get(index).and_then(|at| self.all.get(*at));
            standing.map(|s| self.row(desk, s)).unwrap_or_default()
        };
        self.picker.draw(self.found.len(), line, theme.selected(), self.list, buffer);
        let hints = [
            (first_key(Scope::Items, &Action::Enter), "compare"),
            (first_key(Scope::Items, &Action::Sort), "sort"),
            (first_key(Scope::Items, &Action::GroupBy), "group"),
            ("↑↓".to_owned(), "choose"),
            (first_key(Scope::Everywhere, &Action::Help), "help"),
            (first_key(Scope::Everywhere, &Action::Back), "library"),
        ];
        let last = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
        status::hint_line(desk, frame, last, &hints);
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let (x, y) = self.field.caret();
        Some(Position::new(self.line.x + x, self.line.y + y))
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        if self.turn != desk.archive.turn || self.by != grouped_by(desk) {
            self.count(desk);
        }
        self.line = Rect { x: area.x + 3, y: area.y + 2, width: area.width.saturating_sub(4), height: 1 };
        let legend =
            lines::wrapped(&self.legend(area.width), area.width.saturating_sub(2), desk.theme.dim()).len();
        // The figures come before what they mean.
        let legend = (legend as u16).min(area.height / 5);
        let height = area.height.saturating_sub(6 + legend);
        self.list = Rect { x: area.x, y: area.y + 4, width: area.width, height };
        self.field.set_size(self.line.width, 1);
        self.picker.settle(self.found.len(), self.list.height);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, _x: u16, y: u16, what: Pointer) -> Flow {
        let len = self.found.len();
        if let Some(line) = what.on_list(&mut self.picker, len, self.list, y) {
            if line == self.picker.chosen {
                return self.open(desk);
            }
            self.picker.chosen = line;
        }
        Flow::Done
    }

    /// Something on top was closed: the question that was looked at last is chosen.
    fn refresh(&mut self, desk: &Desk) {
        if self.turn != desk.archive.turn || self.by != grouped_by(desk) {
            self.count(desk);
        }
        let last = desk.archive.compared.as_ref();
        let is = |at: &usize| self.all.get(*at).map(|s| &s.subject.place) == last;
        if let Some(line) = last.and_then(|_| self.found.iter().position(is)) {
            self.picker.chosen = line;
        }
    }

    fn is_screen(&self) -> bool {
        true
    }
}
