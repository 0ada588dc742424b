//! The ledger: claims and what became of them, what needs a visit, the code frame, key quotes.
//!
//! Here: what is chosen and what keys do. The lists are made in `claims`, `visits` and `words`, a claim is told in `detail`,
//! all is drawn in `draw`.

mod claims;
mod detail;
mod draw;
mod visits;
mod words;

use super::{MarkMenu, sheets};
use crate::analysis::filter;
use crate::analysis::marks::{Cited, ClaimId, Edit, Spot, Stance};
use crate::tui::action::Action;
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::Scope;
use crate::tui::screens::interview::text_action;
use crate::tui::view::{Flow, Focus, Pointer, View};
use crate::tui::widgets::picker::Picker;
use crate::tui::widgets::text_field::{Lines, Outcome, TextField};
use claims::{Entry, Which};
use detail::Detail;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use std::collections::HashSet;
use visits::Visit;
use words::{QuoteLine, TagLine};

/// The lists, in the order of their numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Claims,
    Visits,
    Tags,
    Quotes,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Claims, Self::Visits, Self::Tags, Self::Quotes];

    fn label(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Visits => "visits",
            Self::Tags => "tags",
            Self::Quotes => "quotes",
        }
    }
}

/// Which part has the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pane {
    #[default]
    List,
    Voices,
    Search,
}

/// Where the parts stand.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    search: Rect,
    head: Rect,
    list: Rect,
    detail: Rect,
}

/// The ledger.
pub struct Ledger {
    tab: Tab,
    pane: Pane,
    which: Which,
    search: TextField,
    /// The marks and the corpus that were looked at.
    seen: (u32, u32),
    cited: Cited,
    claims: Vec<Entry>,
    visits: Vec<Visit>,
    tags: Vec<TagLine>,
    quotes: Vec<QuoteLine>,
    /// One for each list, so that coming back to it finds it as it was.
    pickers: [Picker; 4],
    turned: HashSet<String>,
    detail: Detail,
    /// A claim that is being entered: it is chosen once it is there.
    entering: Option<ClaimId>,
    /// What the detail was made of: the claim, and the columns.
    told: Option<(ClaimId, u16)>,
    voice: usize,
    scroll: usize,
    places: Places,
}

impl Ledger {
    /// The ledger, at its claims.
    pub fn new(desk: &mut Desk) -> Self {
        desk.want_archive();
        let mut ledger = Self {
            tab: Tab::default(),
            pane: Pane::default(),
            which: Which::default(),
            search: TextField::new("", Lines::One),
            seen: (0, 0),
            cited: Cited::default(),
            claims: Vec::new(),
            visits: Vec::new(),
            tags: Vec::new(),
            quotes: Vec::new(),
            pickers: [Picker::default(); 4],
            turned: HashSet::new(),
            detail: Detail::default(),
            entering: None,
            told: None,
            voice: 0,
            scroll: 0,
            places: Places::default(),
        };
        ledger.again(desk);
        ledger
    }

    /// The ledger, at this claim.
    pub fn at(desk: &mut Desk, id: ClaimId) -> Self {
        let mut ledger = Self::new(desk);
        ledger.entering = Some(id);
        ledger.again(desk);
        ledger
    }

    /// Makes the list that is shown again; what was chosen stays chosen where it is still there.
    fn again(&mut self, desk: &Desk) {
        self.seen = (desk.marks.turn, desk.archive.turn);
        self.cited = Cited::new(&desk.marks.annotations, &desk.archive.corpus);
        self.told = None;
        match self.tab {
            Tab::Claims => {
                let entered = self.entering.filter(|id| desk.marks.annotations.claims.contains_key(id));
                let chosen = entered.or_else(|| self.claim());
                self.entering = self.entering.filter(|_| entered.is_none());
                self.claims = claims::entries(desk, &self.cited, self.which, &self.search.text());
                let at = chosen.and_then(|id| self.claims.iter().position(|e| e.id == id));
                if let Some(at) = at {
                    self.picker().chosen = at;
                }
            }
            Tab::Visits => self.visits = visits::list(desk, &self.cited, &self.turned),
            Tab::Tags => self.tags = words::tags(desk),
            Tab::Quotes => self.quotes = words::quotes(desk, &self.cited),
        }
    }

    fn picker(&mut self) -> &mut Picker {
        &mut self.pickers[self.tab as usize]
    }

    fn chosen(&self) -> usize {
        self.pickers[self.tab as usize].chosen
    }

    fn len(&self) -> usize {
        match self.tab {
            Tab::Claims => self.claims.len(),
            Tab::Visits => self.visits.len(),
            Tab::Tags => self.tags.len(),
            Tab::Quotes => self.quotes.len(),
        }
    }

    /// The chosen claim.
    fn claim(&self) -> Option<ClaimId> {
        (self.tab == Tab::Claims).then(|| self.claims.get(self.chosen())).flatten().map(|e| e.id)
    }

    /// The chosen voice.
    fn spot(&self) -> Option<&Spot> {
        self.detail.voices.get(self.voice).map(|(_, spot)| spot)
    }

    fn go(&mut self, desk: &Desk, tab: Tab) {
        (self.tab, self.pane) = (tab, Pane::List);
        self.again(desk);
    }

    /// Reads a session where it was said.
    fn read(&self, desk: &mut Desk, spot: &Spot) {
        let session = spot.session.as_str();
        if self.cited.row(session).is_none() && desk.archive.is_read() && self.tab != Tab::Visits {
            desk.warn("the file of this session is not here; its marks are kept");
            return;
        }
        let path = desk.session_file(session);
        desk.marks.sought = Some(spot.clone());
        desk.effects.push(Effect::Read(path));
    }

    fn act_list(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Digit(digit) => {
                match Tab::ALL.get(usize::from(digit).wrapping_sub(1)) {
                    Some(tab) => self.go(desk, *tab),
                    None => desk.say("1 claims, 2 visits, 3 tags, 4 quotes"),
                }
                return Flow::Done;
            }
            Action::Reload => {
                if desk.marks.read_only.is_some() {
                    desk.reopen_marks();
                } else {
                    desk.say("the marks are here as they were made; nobody else can change them meanwhile");
                }
                return Flow::Done;
            }
            _ => {}
        }
        match self.tab {
            Tab::Claims => self.act_claims(desk, action),
            Tab::Visits => self.act_visits(desk, &action),
            Tab::Tags => self.act_tags(desk, &action),
            Tab::Quotes => self.act_quotes(desk, &action),
        }
    }

    fn act_claims(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match action {
            Action::Left | Action::Right => {
                let at = Which::ALL.iter().position(|w| *w == self.which).unwrap_or(0);
                let by = if action == Action::Left { Which::ALL.len() - 1 } else { 1 };
                self.which = Which::ALL[(at + by) % Which::ALL.len()];
                self.again(desk);
            }
            Action::Filter => self.pane = Pane::Search,
            Action::Clear => {
                self.which = Which::All;
                self.search = TextField::new("", Lines::One);
                self.again(desk);
            }
            Action::New if desk.can_mark() => {
                self.entering = Some(desk.marks.annotations.next_claim());
                return Flow::Push(sheets::new_claim());
            }
            Action::NextField if self.pane == Pane::Voices => self.pane = Pane::List,
            Action::NextField | Action::Enter if self.pane == Pane::List && self.claim().is_some() => {
                (self.pane, self.voice, self.scroll) = (Pane::Voices, 0, 0);
            }
            action => {
                let Some(id) = self.claim() else {
                    self.move_list(&action);
                    return Flow::Done;
                };
                return self.act_claim(desk, id, action);
            }
        }
        Flow::Done
    }

    fn act_claim(&mut self, desk: &mut Desk, id: ClaimId, action: Action) -> Flow {
        match action {
            Action::Edit if desk.can_mark() => return Flow::Push(sheets::statement(desk, id)),
            Action::Memo if desk.can_mark() => return Flow::Push(sheets::claim_memo(desk, id)),
            Action::Verify if desk.can_mark() => return Flow::Push(sheets::verify(desk, id)),
            Action::Resolve if desk.can_mark() => return Flow::Push(sheets::resolve(desk, id)),
            Action::Visit if desk.can_mark() => {
                let needs = desk.marks.annotations.claims.get(&id).is_some_and(|c| c.needs_visit.is_some());
                if !needs {
                    return Flow::Push(sheets::visit(desk, id));
                }
                desk.mark_and_say(vec![Edit::NeedsVisit(id, None)], format!("{id} needs no visit"));
            }
            Action::Remove if self.pane == Pane::List => {
                let said = format!("{id} taken out of the ledger: Ctrl-Z brings it back");
                desk.mark_and_say(vec![Edit::RemoveClaim(id)], said);
            }
            Action::Copy => {
                let text = self.detail.lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
                desk.effects.push(Effect::Copy(text));
                desk.say(format!("{id} copied"));
            }
            Action::For
            | Action::Against
            | Action::Unclear
            | Action::Remove
            | Action::Tag
            | Action::Read
            | Action::Enter => return self.act_voice(desk, id, &action),
            action if self.pane == Pane::Voices => self.move_voice(&action),
            action => self.move_list(&action),
        }
        Flow::Done
    }

    fn act_voice(&mut self, desk: &mut Desk, id: ClaimId, action: &Action) -> Flow {
        let Some(spot) = self.spot().cloned() else {
            desk.say("no answer speaks to it yet: m on an answer puts it under a claim");
            return Flow::Done;
        };
        // From the list it is not seen which voice is meant; reading the first does no harm.
        if self.pane == Pane::List && *action != Action::Read {
            desk.say("Tab, then choose the voice");
            return Flow::Done;
        }
        let stance = match action {
            Action::For => Stance::For,
            Action::Against => Stance::Against,
            Action::Unclear => Stance::Unclear,
            Action::Remove => {
                let said = format!("voice taken from {id}: Ctrl-Z brings it back");
                desk.mark_and_say(vec![Edit::Unvoice(id, spot)], said);
                return Flow::Done;
            }
            Action::Tag => {
                let at = spot.at.clone();
                return Flow::Push(Box::new(MarkMenu::new(desk, vec![spot], at)));
            }
            _ => {
                self.read(desk, &spot);
                return Flow::Done;
            }
        };
        desk.mark_and_say(vec![Edit::Voice(id, spot, stance)], format!("{} {id}", stance.label()));
        Flow::Done
    }

    fn move_voice(&mut self, action: &Action) {
        let page = usize::from(self.places.detail.height).saturating_sub(1).max(1);
        let last = self.detail.lines.len().saturating_sub(usize::from(self.places.detail.height));
        match action {
            Action::Up => self.voice = self.voice.saturating_sub(1),
            Action::Down => self.voice = (self.voice + 1).min(self.detail.voices.len().saturating_sub(1)),
            Action::PageUp => {
                self.scroll = self.scroll.saturating_sub(page);
                return;
            }
            Action::PageDown => {
                self.scroll = (self.scroll + page).min(last);
                return;
            }
            Action::Top => (self.voice, self.scroll) = (0, 0),
            Action::Bottom => {
                self.scroll = last;
                return;
            }
            _ => return,
        }
        self.show_voice();
    }

    /// Scrolls so that the chosen voice is seen, with what it said.
    fn show_voice(&mut self) {
        let Some((line, _)) = self.detail.voices.get(self.voice) else { return };
        let end = self.detail.voices.get(self.voice + 1).map_or(*line + 3, |(next, _)| *next - 1);
        let height = usize::from(self.places.detail.height);
        if *line < self.scroll {
            self.scroll = *line;
        } else if end >= self.scroll + height {
            self.scroll = (end + 1).saturating_sub(height).min(*line);
        }
    }

    fn move_list(&mut self, action: &Action) {
        let (len, page) = (self.len(), self.places.list.height);
        if self.picker().act(action, len, page) {
            (self.voice, self.scroll) = (0, 0);
        }
    }

    fn act_visits(&mut self, desk: &mut Desk, action: &Action) -> Flow {
        match action {
            Action::Enter | Action::Read => match self.visits.get(self.chosen()).cloned() {
                Some(Visit::Claim { id, .. } | Visit::More { id, .. }) => {
                    (self.tab, self.which) = (Tab::Claims, Which::All);
                    self.search = TextField::new("", Lines::One);
                    self.again(desk);
                    if let Some(at) = self.claims.iter().position(|e| e.id == id) {
                        self.picker().chosen = at;
                    }
                }
                Some(Visit::Place { name, .. }) => {
                    if !self.turned.remove(&name) {
                        self.turned.insert(name);
                    }
                    self.again(desk);
                }
                Some(Visit::Piece { spot, .. }) => self.read(desk, &spot),
                _ => {}
            },
            Action::Copy => {
                desk.effects.push(Effect::Copy(visits::text(&self.visits)));
                desk.say("copied; `vivavoce claims --needs-visit` prints what is to be seen");
            }
            action => self.move_list(action),
        }
        Flow::Done
    }

    fn act_tags(&mut self, desk: &mut Desk, action: &Action) -> Flow {
        let code = self.tags.get(self.chosen()).map(|t| t.code.clone());
        match (action, code) {
            (Action::New, _) if desk.can_mark() => {
                return Flow::Push(sheets::define_tag(Vec::new(), ""));
            }
            (Action::Edit, Some(code)) if desk.can_mark() => return Flow::Push(sheets::edit_tag(desk, code)),
            (Action::Remove, Some(code)) => {
                let said = format!("{code} is no tag any more: Ctrl-Z brings it back");
                desk.mark_and_say(vec![Edit::Undefine(code)], said);
            }
            (Action::Enter, Some(code)) => {
                desk.archive.filter = format!("tag:{}", filter::quoted(code.as_str()));
                desk.say(format!("sessions with the tag {code}; x takes the filter back"));
                return Flow::Close;
            }
            (action, _) => self.move_list(action),
        }
        Flow::Done
    }

    fn act_quotes(&mut self, desk: &mut Desk, action: &Action) -> Flow {
        let id = match self.quotes.get(self.chosen()) {
            Some(QuoteLine::Quote { id, .. } | QuoteLine::Why(id, _)) => Some(*id),
            _ => None,
        };
        match (action, id) {
            (Action::Edit, Some(id)) if desk.can_mark() => return Flow::Push(sheets::quote_why(desk, id)),
            (Action::Remove, Some(id)) => {
                let said = format!("{id} is no key quote any more: Ctrl-Z brings it back");
                desk.mark_and_say(vec![Edit::Unquote(id)], said);
            }
            (Action::Enter | Action::Read | Action::Tag | Action::Copy, Some(id)) => {
                let Some(quote) = desk.marks.annotations.quotes.get(&id).cloned() else { return Flow::Done };
                match action {
                    Action::Tag => {
                        let at = quote.spot.at.clone();
                        return Flow::Push(Box::new(MarkMenu::new(desk, vec![quote.spot], at)));
                    }
                    Action::Copy => {
                        let lead = self.quotes.iter().find_map(|line| match line {
                            QuoteLine::Quote { id: of, lead, .. } if *of == id => Some(lead.clone()),
                            _ => None,
                        });
                        let text = format!("“{}” [{}]", quote.spot.text(), lead.unwrap_or_default());
                        desk.effects.push(Effect::Copy(text));
                        desk.say(format!("{id} copied with its source"));
                    }
                    _ => self.read(desk, &quote.spot),
                }
            }
            (action, _) => self.move_list(action),
        }
        Flow::Done
    }

    fn act_search(&mut self, desk: &mut Desk, action: Action) {
        match action {
            Action::Back | Action::Enter | Action::Down => self.pane = Pane::List,
            action => {
                if let Some(action) = text_action(action)
                    && let Outcome::Edited(_) = self.search.act(action)
                {
                    self.again(desk);
                }
            }
        }
    }
}

impl View for Ledger {
    fn focus(&self, _desk: &Desk) -> Focus {
        match self.pane {
            Pane::Search => Focus { scopes: vec![Scope::Filter, Scope::Text], typing: true },
            _ => Focus { scopes: vec![Scope::Ledger], typing: false },
        }
    }

    fn act(&mut self, desk: &mut Desk, action: Action) -> Flow {
        match (self.pane, action) {
            (Pane::Search, action) => self.act_search(desk, action),
            (Pane::Voices, Action::Back) => self.pane = Pane::List,
            (Pane::List, Action::Back) => return Flow::Close,
            (_, action) => return self.act_list(desk, action),
        }
        Flow::Done
    }

    fn draw(&self, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
        draw::draw(self, desk, frame, area);
    }

    fn caret(&self, _desk: &Desk) -> Option<Position> {
        let (x, y) = self.search.caret();
        let line = self.places.search;
        (self.pane == Pane::Search).then(|| Position::new(line.x + x, line.y + y))
    }

    fn settle(&mut self, desk: &Desk, area: Rect) {
        if self.seen != (desk.marks.turn, desk.archive.turn) {
            self.again(desk);
        }
        let before = self.places.detail;
        self.places = draw::places(self, area);
        self.search.set_size(self.places.search.width, 1);
        let (len, height) = (self.len(), self.places.list.height);
        self.picker().settle(len, height);
        let Some(id) = self.claim() else {
            (self.detail, self.told) = (Detail::default(), None);
            if self.pane == Pane::Voices {
                self.pane = Pane::List;
            }
            return;
        };
        let wanted = (id, self.places.detail.width);
        if self.told != Some(wanted) {
            let same = self.told.is_none_or(|(of, _)| of == id);
            self.detail = Detail::new(desk, &self.cited, id, wanted.1);
            self.told = Some(wanted);
            if !same {
                (self.voice, self.scroll) = (0, 0);
            }
        }
        self.voice = self.voice.min(self.detail.voices.len().saturating_sub(1));
        if self.pane == Pane::Voices && self.places.detail != before {
            self.show_voice();
        }
        let last = self.detail.lines.len().saturating_sub(self.places.detail.height.into());
        self.scroll = self.scroll.min(last);
    }

    fn pointer(&mut self, desk: &mut Desk, _area: Rect, x: u16, y: u16, what: Pointer) -> Flow {
        let at = Position::new(x, y);
        if self.places.detail.contains(at) && self.tab == Tab::Claims {
            match what {
                Pointer::WheelUp => self.scroll = self.scroll.saturating_sub(1),
                Pointer::WheelDown => self.scroll += 1,
                Pointer::Click => {
                    let line = self.scroll + usize::from(y - self.places.detail.y);
                    let voice = self.detail.voices.iter().rposition(|(first, _)| *first <= line);
                    if let Some(voice) = voice {
                        (self.pane, self.voice) = (Pane::Voices, voice);
                    }
                }
            }
            return Flow::Done;
        }
        if !self.places.list.contains(at) {
            return Flow::Done;
        }
        let (len, list) = (self.len(), self.places.list);
        if let Some(line) = what.on_list(self.picker(), len, list, y) {
            self.pane = Pane::List;
            // A second click on the chosen line is Enter.
            if line == self.chosen() {
                return self.act_list(desk, Action::Enter);
            }
            self.picker().chosen = line;
        }
        Flow::Done
    }

    fn is_screen(&self) -> bool {
        true
    }
}
