//! How the plan looks.

use super::{Places, Plan};
use crate::analysis::marks::{PlanLine, Remedy};
use crate::text::{clean, width};
use crate::tui::action::Action;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Scope, first_key};
use crate::tui::marks::Opening;
use crate::tui::screens::needs::{PLAN, draw_tabs};
use crate::tui::screens::status;
use crate::tui::theme::Theme;
use crate::tui::widgets::lines;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

const EMPTY: &str = "Nothing is planned yet.\n\nA line says who is to be trained in what, how deep, in which form and how \
                     soon; or what else closes a gap: equipment, management, the law. On the boards of training needs p \
                     makes a line of the chosen gap, with its figures and sessions as the basis. a adds one of your own.";

pub(super) fn places(len: usize, area: Rect) -> Places {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let head = Rect { y: area.y + 2, height: 1, ..inner };
    let bottom = area.bottom().saturating_sub(1);
    let room = bottom.saturating_sub(head.bottom());
    let height = (room / 2).min(len as u16).max(1).min(room);
    let list = Rect { y: head.bottom(), height, ..inner };
    let y = list.bottom() + 1;
    Places { head, list, detail: Rect { y, height: bottom.saturating_sub(y), ..inner } }
}

pub(super) fn draw(plan: &Plan, desk: &Desk, frame: &mut Frame<'_>, area: Rect) {
    frame.render_widget(Clear, area);
    let buffer = frame.buffer_mut();
    title(plan, desk, Rect { height: 1, ..area }, buffer);
    draw_tabs(PLAN, desk, Rect { y: area.y + 1, height: 1, ..area }, buffer);
    let (theme, places) = (desk.theme, plan.places);
    let all = &desk.marks.annotations.plan;
    if all.is_empty() {
        let (text, style) = nothing(desk);
        let rest = Rect { height: area.height.saturating_sub(3), ..places.head };
        lines::draw(&lines::wrapped(&text, places.head.width.min(96), style), rest, buffer);
    } else {
        let columns = Columns::of(places.list.width);
        buffer.set_line(places.head.x, places.head.y, &head(&columns, theme), places.head.width);
        let line = |at: usize| all.get(at).map(|l| row(at, l, &columns, theme)).unwrap_or_default();
        plan.picker.draw(all.len(), line, theme.selected(), places.list, buffer);
        detail(plan, desk, buffer);
    }
    let line = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
    status::hint_line_and_back(desk, frame, line, hints(plan, desk), "back");
}

fn title(plan: &Plan, desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let (theme, marks) = (desk.theme, &desk.marks);
    let mut spans = vec![Span::styled(" Training plan", theme.title())];
    let all = marks.annotations.plan.len();
    if all > 0 {
        let text = if all == 1 { "  1 line".to_owned() } else { format!("  {all} lines") };
        spans.push(Span::styled(text, theme.dim()));
    }
    if plan.made_up > 0 {
        spans.push(Span::styled(format!(" · {} on MADE UP sessions", plan.made_up), theme.warn()));
    }
    let (right, style) = status::marks(desk);
    let room = usize::from(area.width);
    let right = width::truncate(&clean::visible(&right), room.saturating_sub(16)).into_owned();
    let used = width::of(&right) as u16;
    buffer.set_line(area.x, area.y, &Line::from(spans), area.width.saturating_sub(used + 2));
    buffer.set_string(area.right().saturating_sub(used + 1), area.y, right, style);
}

/// What is shown of each line, by how wide the list is.
struct Columns {
    topic: usize,
    group: usize,
    people: bool,
    /// Depth and form.
    how: bool,
}

impl Columns {
    fn of(room: u16) -> Self {
        let (people, how) = (room >= 60, room >= 100);
        let taken = 4 + 7 + 12 + 7 + if people { 7 } else { 0 } + if how { 18 + 11 } else { 0 };
        let left = usize::from(room).saturating_sub(taken);
        let group = left * 2 / 5;
        Self { topic: left.saturating_sub(group + 1), group: group.saturating_sub(1), people, how }
    }

    /// The cells in their places.
    fn cells(&self, cells: &[&str; 8]) -> Vec<String> {
        let [priority, topic, group, people, depth, form, remedy, n] = *cells;
        let cell =
            |text: &str, wide: usize| width::pad(&width::truncate(text, wide), wide).into_owned() + " ";
        let mut all = vec![cell(priority, 6), cell(topic, self.topic), cell(group, self.group)];
        if self.people {
            all.push(format!("{people:>6} "));
        }
        if self.how {
            all.extend([cell(depth, 17), cell(form, 10)]);
        }
        all.extend([cell(remedy, 11), format!("{n:>7}")]);
        all
    }
}

fn head(columns: &Columns, theme: Theme) -> Line<'static> {
    let names = ["when", "topic", "for", "people", "depth", "form", "remedy", "n/asked"];
    Line::from(Span::styled(format!("    {}", columns.cells(&names).concat()), theme.key()))
}

fn row(at: usize, line: &PlanLine, columns: &Columns, theme: Theme) -> Line<'static> {
    let basis = &line.basis;
    let n = if basis.is_none() { "·".to_owned() } else { format!("{}/{}", basis.answered, basis.asked) };
    let people = line.size.map_or_else(|| "·".to_owned(), |n| n.to_string());
    let is_training = line.remedy == Remedy::Training;
    let how = |label: &'static str| if is_training { label } else { "–" };
    let (topic, group) = (clean::line(&line.topic), clean::line(&line.group));
    let group = if group.is_empty() { "all" } else { &group };
    let (depth, form) = (how(line.depth.label()), how(line.form.label()));
    let cells = [line.priority.label(), &topic, group, &people, depth, form, line.remedy.label(), &n];
    let mut cells = columns.cells(&cells);
    // What is no matter of training stands out.
    let style = if is_training { theme.text() } else { theme.warn() };
    let last = cells.split_off(cells.len().saturating_sub(2));
    let mut spans = vec![Span::styled(format!("{:>3} ", at + 1), theme.title()), Span::raw(cells.concat())];
    spans.extend(last.into_iter().zip([style, theme.text()]).map(|(text, style)| Span::styled(text, style)));
    Line::from(spans)
}

fn detail(plan: &Plan, desk: &Desk, buffer: &mut Buffer) {
    let (theme, area) = (desk.theme, plan.places.detail);
    if area.height == 0 {
        return;
    }
    let style = if plan.reading { theme.focus() } else { theme.dim() };
    buffer.set_stringn(area.x, area.y - 1, "─".repeat(area.width.into()), area.width.into(), style);
    if let Some(why) = &desk.marks.read_only {
        let text = format!(" {} ", clean::visible(why).replace('\n', " "));
        let text = width::truncate(&text, usize::from(area.width).saturating_sub(4)).into_owned();
        buffer.set_string(area.x + 2, area.y - 1, text, theme.warn());
    }
    for (line, y) in plan.detail.iter().skip(plan.scroll).zip(area.top()..area.bottom()) {
        buffer.set_line(area.x, y, line, area.width);
    }
    let below = plan.scroll + usize::from(area.height) < plan.detail.len();
    lines::more(plan.scroll > 0, below, area, buffer);
}

/// What stands where there is no line.
fn nothing(desk: &Desk) -> (String, ratatui::style::Style) {
    let theme = desk.theme;
    match &desk.marks.read_only {
        Some(why) => (format!("✖ {why}"), theme.warn()),
        None if desk.marks.opening != Opening::Done => ("Reading the marks …".to_owned(), theme.text()),
        None => (EMPTY.to_owned(), theme.text()),
    }
}

fn hints(plan: &Plan, desk: &Desk) -> Vec<(String, &'static str)> {
    let key = |action: &Action| first_key(Scope::Plan, action);
    let mut all = Vec::new();
    if desk.marks.read_only.is_some() {
        all.push((key(&Action::Reload), "try again"));
    }
    if plan.reading {
        all.push((key(&Action::NextField), "to the lines"));
    } else if !desk.marks.annotations.plan.is_empty() {
        all.extend([
            (key(&Action::Enter), "edit"),
            (key(&Action::New), "add"),
            (format!("{} {}", key(&Action::MoveUp), key(&Action::MoveDown)), "move"),
            (key(&Action::Remove), "take out"),
            (key(&Action::Export), "export"),
            (key(&Action::NextField), "details"),
        ]);
    } else {
        all.push((key(&Action::New), "add a line"));
    }
    all
}
