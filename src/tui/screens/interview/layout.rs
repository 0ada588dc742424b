//! Where everything of the interview goes, from the size of the terminal and the item on screen.

use super::table::cell_columns;
use super::{Interview, On, form};
use crate::bank::{Gate, GateState, Input, Ref, Shape, fill};
use crate::session::{Status, gate_state};
use crate::tui::desk::Desk;
use crate::tui::plan::GridRow;
use crate::tui::screens::Reading;
use crate::tui::theme::Theme;
use crate::tui::widgets::choice;
use crate::tui::widgets::lines::{scrolled, wrapped};
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::fmt::Write as _;

/// Columns of the outline.
const OUTLINE: u16 = 32;
/// Columns of the labels before text fields.
pub(super) const LABEL: u16 = 13;
/// Widest a line of words is, for reading.
const MEASURE: u16 = 110;

/// Where everything goes.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) outline: Option<Rect>,
    pub(super) head: Rect,
    pub(super) body: Rect,
    pub(super) legend: Rect,
    pub(super) tail: Rect,
    /// Whether guidance has more lines than there was room for.
    pub(super) cut: bool,
    /// Title, stem, question, gate, guidance.
    pub(super) head_lines: Vec<Line<'static>>,
    pub(super) legend_lines: Vec<Line<'static>>,
    pub(super) tail_lines: Vec<Line<'static>>,
    /// First row of the grid that is shown.
    pub(super) first_row: usize,
    /// Columns of a row's label in a grid, and of each cell.
    pub(super) label_columns: u16,
    pub(super) cell_columns: u16,
}

/// Lines kept free so that a table or form does not jump when the cursor moves in it.
#[derive(Debug, Default)]
pub(super) struct Reserved {
    /// What it was measured for: item, width, turn of the plan, country.
    key: Option<(Ref, u16, u32, String)>,
    legend: usize,
    guidance: usize,
}

/// Whether the outline has room beside the item.
pub(super) fn room_beside(area: Rect) -> bool {
    area.width >= 100
}

impl Interview {
    pub(super) fn lay_out(&mut self, desk: &Desk, area: Rect) {
        self.follow_plan(desk);
        self.sync_cell(desk);
        let theme = desk.theme;
        let beside = self.outline && room_beside(area);
        let (outline, pane) = split(area, beside);
        let width = pane.width.min(MEASURE);
        self.reserve(desk, width);
        let Some((_, stop)) = self.current(desk) else { return };
        let kind = &stop.item.kind;
        let (core, guidance) = self.head_lines(desk, width);
        let (mut legend_lines, room) = self.legend(desk, width, theme);
        if self.on != On::Coded {
            legend_lines.clear();
        }
        let tail_lines = self.tail_lines(desk, width);
        let text_width = width.saturating_sub(LABEL + 1);
        let rows = self.rows(desk).len();
        let (form_head, form_lines) = (form::head_of(kind), Self::form_lines(kind));
        let body_full = match kind.shape() {
            Shape::Options => self.options(desk),
            Shape::Table => rows + 1,
            Shape::Form => form_head + form_lines,
            Shape::Words => 0,
        } as u16;
        // Rows and fields come before guidance, which F8 hides anyway.
        let body_least =
            body_full.min(if matches!(kind.shape(), Shape::Table | Shape::Form) { 9 } else { 5 });
        let mut heights: Vec<u16> = Vec::new();
        for (index, boxed) in self.fields.iter_mut().enumerate() {
            boxed.field.set_size(text_width, u16::MAX);
            let rows = u16::try_from(boxed.field.rows()).unwrap_or(u16::MAX);
            let focused = self.on == On::Text(index);
            heights.push(rows.clamp(1, if focused { 10 } else { 3 }));
        }
        // What must be there, then what is left for guidance and for the words.
        let core_height = (core.len() as u16).min(pane.height / 2);
        let gaps = u16::from(body_full > 0) + 1;
        // As much room for every column, so that the rows do not jump.
        let legend_height = room.min(5) as u16;
        let tail_height = (tail_lines.len() as u16).min(4);
        let mut left = pane.height.saturating_sub(core_height + gaps + legend_height + body_least);
        let tail_height = take(&mut left, tail_height);
        // The field with the focus has its rows before the others do.
        let order = match self.on {
            On::Text(index) => index,
            On::Coded => 0,
        };
        let mut given = vec![0; heights.len()];
        let mut places: Vec<usize> = (0..heights.len()).collect();
        places.sort_by_key(|place| *place != order);
        for place in places {
            given[place] = take(&mut left, heights[place]);
        }
        let some_guidance = take(&mut left, (guidance.len() as u16).min(4));
        let body_height = body_least + take(&mut left, body_full - body_least);
        let guidance_height = some_guidance + take(&mut left, guidance.len() as u16 - some_guidance);
        // A question that is answered in words gives them the rest of the screen.
        if body_full == 0
            && let Some(first) = given.get_mut(order.min(heights.len().saturating_sub(1)))
        {
            *first += left.min(pane.height / 2);
        }
        let mut head_lines: Vec<Line<'static>> = core.into_iter().take(core_height.into()).collect();
        let cut = usize::from(guidance_height) < guidance.len();
        head_lines.extend(guidance.into_iter().take(guidance_height.into()));
        if cut
            && guidance_height > 0
            && let Some(last) = head_lines.last_mut()
        {
            last.spans.push(Span::styled(" …", theme.dim()));
        }
        let mut y = pane.y;
        let mut next = |height: u16| {
            let rect = Rect { x: pane.x, y, width, height: height.min(pane.bottom().saturating_sub(y)) };
            y = (y + height).min(pane.bottom());
            rect
        };
        let head = next(head_lines.len() as u16);
        next(u16::from(body_full > 0));
        let body = next(body_height);
        let legend = next(legend_height);
        next(1);
        for (boxed, height) in self.fields.iter_mut().zip(&given) {
            let row = next(*height);
            boxed.area = Rect { x: row.x + LABEL, width: text_width, ..row };
            boxed.field.set_size(text_width, boxed.area.height);
        }
        let tail = next(tail_height);
        // What scrolls: the rows of a table below its heading, the fields of a form below the name of its record.
        let (line, count, fixed) = match kind.shape() {
            Shape::Form => (Self::form_line(kind, self.col), form_lines, form_head),
            _ => (self.row, rows, 1),
        };
        let height = usize::from(body.height).saturating_sub(fixed);
        let first_row = scrolled(self.layout.first_row, line, height).min(count.saturating_sub(height));
        let (label_columns, cell_columns) = cell_columns(self.kind(desk), body.width);
        self.layout = Layout {
            outline,
            head,
            body,
            legend,
            tail,
            cut,
            head_lines,
            legend_lines,
            tail_lines,
            first_row,
            label_columns,
            cell_columns,
        };
        let place = match self.shape(desk) {
            Shape::Form => self.form_cell(desk),
            _ => self.table_cell(desk),
        };
        if let Some(cell) = &mut self.cell {
            cell.area = place;
            cell.field.set_size(place.width, 1);
        }
    }

    /// Title, stem, question and gate; then guidance and probes.
    fn head_lines(&self, desk: &Desk, width: u16) -> (Vec<Line<'static>>, Vec<Line<'static>>) {
        let Some((open, stop)) = self.current(desk) else { return (Vec::new(), Vec::new()) };
        let theme = desk.theme;
        let item = &stop.item;
        let record = open.session.record();
        let profile = record.lead().profile();
        let mut core = vec![Line::from(vec![
            Span::styled(item.reference.spoken(), theme.title()),
            Span::styled(format!(" · {}", fill(&item.title, &record.country)), theme.title()),
            Span::styled(
                if stop.heading.is_empty() { String::new() } else { format!("   {}", stop.heading) },
                theme.dim(),
            ),
        ])];
        if let Some(stem) = &stop.stem {
            core.extend(wrapped(&stem.ask_for(&profile, &record.country), width, theme.dim()));
        }
        core.extend(wrapped(&item.ask_for(&profile, &record.country), width, theme.ask()));
        let gate = match gate_state(record, item) {
            GateState::Shut => Some(format!("not suggested after {}", gate_words(&item.relevant_if))),
            GateState::Unknown => Some(format!("depends on {}", gate_words(&item.relevant_if))),
            GateState::Open if !profile.suggests(item) => Some("not usually asked of this role".to_owned()),
            GateState::Open => None,
        };
        if let Some(gate) = gate {
            core.extend(wrapped(&format!("({gate}: ask if it helps)"), width, theme.warn()));
        }
        let mut guidance = Vec::new();
        if self.guidance {
            // What is known of the row under the cursor comes first, with its name where that is cut in the table.
            guidance.extend(self.row_guidance(desk, width));
            for probe in &item.probes {
                guidance.extend(wrapped(&format!("→ {}", fill(probe, &record.country)), width, theme.text()));
            }
            if !item.evidence.is_empty() {
                let evidence = fill(&item.evidence, &record.country);
                guidance.extend(wrapped(&format!("? {evidence}"), width, theme.guidance()));
            }
            let stem = stop.stem.as_ref().map(|s| s.guidance.clone()).unwrap_or_default();
            for text in [&item.guidance, &stem].into_iter().filter(|t| !t.is_empty()) {
                let text = fill(text, &record.country);
                guidance.extend(wrapped(&format!("▸ {text}"), width, theme.guidance()));
            }
            // Where a section begins, why it is asked.
            if let Some(part) = open.plan.sections.get(stop.section).filter(|part| part.first == self.stop) {
                let section = &part.section;
                if !section.guidance.is_empty() {
                    let text = fill(&section.guidance, &record.country);
                    guidance.extend(wrapped(&format!("§ {text}"), width, theme.guidance()));
                }
                if let Some(rationale) = &section.rationale {
                    let text = fill(&rationale.text, &record.country);
                    guidance.extend(wrapped(&format!("§ {text}"), width, theme.dim()));
                }
            }
        }
        (core, guidance)
    }

    /// All that is known of the item on screen, to be read at leisure.
    pub(super) fn all_guidance(&self, desk: &Desk) -> Reading {
        let Some((open, stop)) = self.current(desk) else {
            return Reading::question(String::new(), String::new());
        };
        let (item, country) = (&stop.item, open.session.country.as_str());
        let mut text = String::new();
        let mut part = |heading: &str, lines: &[String]| {
            let lines: Vec<&String> = lines.iter().filter(|l| !l.trim().is_empty()).collect();
            if lines.is_empty() {
                return;
            }
            let mark = if lines.len() > 1 { "- " } else { "" };
            let body: Vec<String> = lines.iter().map(|l| format!("{mark}{}", fill(l, country))).collect();
            let _ = write!(text, "## {heading}\n\n{}\n\n", body.join("\n"));
        };
        let stem = stop.stem.iter().map(|s| s.ask.clone()).collect::<Vec<_>>();
        part("Part of", &stem);
        part("Ask", &[item.ask_for(&open.session.lead().profile(), country)]);
        part("Follow up", &item.probes);
        part("How do they know?", std::slice::from_ref(&item.evidence));
        part("For your eyes", std::slice::from_ref(&item.guidance));
        part(
            "For your eyes, on all parts",
            &stop.stem.iter().map(|s| s.guidance.clone()).collect::<Vec<_>>(),
        );
        let rows: Vec<String> = self
            .rows(desk)
            .iter()
            .filter(|row| !row.guidance.is_empty())
            .map(|row| format!("**{} {}:** {}", row.at.last(), row.label, row.guidance))
            .collect();
        part("Row by row", &rows);
        if let Some(section) = open.plan.sections.get(stop.section).map(|p| &p.section) {
            part("The section", std::slice::from_ref(&section.guidance));
            let why =
                section.rationale.iter().flat_map(|r| r.text.split("\n\n")).collect::<Vec<_>>().join("\n\n");
            part("Why it is asked", &[why]);
        }
        let title = format!("{} · {}", item.reference.spoken(), fill(&item.title, country));
        Reading::question(title, text)
    }

    /// What is known of the row under the cursor: its name where that is cut in the table, and its guidance. As many
    /// lines for every row, so that the table does not jump.
    fn row_guidance(&self, desk: &Desk, width: u16) -> Vec<Line<'static>> {
        let country = desk.open.as_ref().map_or("", |o| o.session.country.as_str());
        let row_lines = |row: &GridRow| row_lines(row, country, width, desk.theme);
        let mut here = self.rows(desk).get(self.row).map(row_lines).unwrap_or_default();
        here.resize(self.reserved.guidance.max(here.len()), Line::default());
        here
    }

    /// Measures how many lines the legend of any column and the guidance of any row take: once for an item and a width.
    fn reserve(&mut self, desk: &Desk, width: u16) {
        let Some((open, stop)) = self.current(desk) else { return };
        let key = (stop.item.reference.clone(), width, self.turn, open.session.country.clone());
        if self.reserved.key.as_ref() == Some(&key) {
            return;
        }
        let country = open.session.country.clone();
        let of = |col| self.legend_lines(desk, col, width, desk.theme).len();
        let legend = (0..self.columns(desk)).map(of).max().unwrap_or(0);
        let rows = self.rows(desk);
        let guidance = rows.iter().map(|row| row_lines(row, &country, width, desk.theme).len()).max();
        self.reserved = Reserved { key: Some(key), legend, guidance: guidance.unwrap_or(0) };
    }

    /// What the digits mean in the column under the cursor, and how many lines that takes in any column.
    fn legend(&self, desk: &Desk, width: u16, theme: Theme) -> (Vec<Line<'static>>, usize) {
        let here = self.legend_lines(desk, self.col, width, theme);
        if !matches!(self.shape(desk), Shape::Table | Shape::Form) {
            let count = here.len();
            return (here, count);
        }
        (here, self.reserved.legend)
    }

    fn legend_lines(&self, desk: &Desk, col: usize, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let mut lines = wrapped(&self.field_ask(desk, col), width, theme.ask());
        lines.retain(|line| line.width() > 0);
        let (shape, column) = (self.shape(desk), self.column_at(desk, col));
        let mut keys: Vec<(String, String)> = Vec::new();
        if shape == Shape::Table {
            // A narrow column's heading is cut: what is asked of it stands here whole.
            keys.extend(column.map(|column| (format!("{}:", column.label), String::new())));
        }
        if let Some(scale) = self.scale_at(desk, col) {
            // In a form they stand in the field itself, if they fit there.
            if shape == Shape::Table || shape == Shape::Form && !self.options_fit(desk, col, width) {
                let numbered = scale.options.iter().enumerate();
                keys.extend(numbered.map(|(i, o)| ((i + 1).to_string(), o.label.clone())));
            }
            keys.extend(scale.shortcuts.iter().map(|s| (s.digit.to_string(), s.label.clone())));
            let options = scale.qualifier.iter().flat_map(|q| &q.options);
            keys.extend(options.map(|o| (o.key.to_string(), o.label.clone())));
            if scale.several && scale.shortcuts.is_empty() && shape != Shape::Options {
                let how = if shape == Shape::Table { "back with an arrow" } else { "Enter goes on" };
                keys.push(("several:".to_owned(), how.to_owned()));
            }
        }
        let reasons = [("d", "don't know"), ("r", "refused"), ("n", "n/a")];
        match (shape, column.map(|c| c.input)) {
            (Shape::Table, Some(Input::Codes)) => {
                keys.extend(reasons.map(own));
                let by_column = self.kind(desk).is_some_and(crate::bank::Kind::is_by_column);
                keys.push(own((".", if by_column { "column as before" } else { "as above" })));
            }
            (Shape::Form, Some(Input::Codes)) | (_, Some(Input::Number)) => keys.extend(reasons.map(own)),
            _ => {}
        }
        lines.extend(choice::legend(&keys, width, theme));
        lines
    }

    /// Reason for no answer, marks, evidence.
    fn tail_lines(&self, desk: &Desk, width: u16) -> Vec<Line<'static>> {
        let Some((open, stop)) = self.current(desk) else { return Vec::new() };
        let theme = desk.theme;
        let item = &stop.item.reference;
        let mut tail = Vec::new();
        let row = self.row_here(desk);
        for at in row.iter().chain(std::iter::once(item)) {
            let Some(answer) = open.session.answer(at) else { continue };
            let whose = if row.is_some() { format!("{}: ", at.short()) } else { String::new() };
            let mut marks = Vec::new();
            if let Some(reason) = answer.nonresponse {
                marks.push(Span::styled(format!("{whose}no answer: {}  ", reason.label()), theme.warn()));
            }
            if answer.follow_up {
                marks.push(Span::styled(format!("{whose}⚑ to follow up  "), theme.warn()));
            }
            if let Some(who) = &answer.speaker {
                marks.push(Span::styled(format!("{whose}said by {who}  "), theme.dim()));
            }
            if answer.origin == crate::session::Origin::DeskReview {
                marks.push(Span::styled(format!("{whose}read in papers  "), theme.dim()));
            }
            if !marks.is_empty() {
                tail.push(Line::from(marks));
            }
            for evidence in &answer.evidence {
                let kind = evidence.kind.map_or("evidence", crate::session::EvidenceKind::label);
                let text = format!(
                    "{whose}◆ {kind} · {} · {} · {}",
                    evidence.grade(),
                    evidence.state.label(),
                    evidence.what
                );
                let text = crate::text::width::truncate(&text, width.into()).into_owned();
                tail.push(Line::from(Span::styled(text, theme.text())));
            }
        }
        if open.session.status != Status::Open {
            let label = open.session.status.label();
            tail.push(Line::from(Span::styled(format!("this interview is marked as {label}"), theme.dim())));
        }
        tail
    }
}

/// What is known of a row, wrapped.
fn row_lines(row: &GridRow, country: &str, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let name = if row.label == row.short { String::new() } else { format!("{}: ", row.label) };
    if row.added || name.is_empty() && row.guidance.is_empty() {
        return Vec::new();
    }
    let text = fill(&format!("▸ {name}{}", row.guidance), country);
    wrapped(text.trim_end_matches([' ', ':']), width, theme.guidance())
}

fn own((key, label): (&str, &str)) -> (String, String) {
    (key.to_owned(), label.to_owned())
}

fn gate_words(gates: &[Gate]) -> String {
    let refs: Vec<String> = gates.iter().map(|g| g.item.short().replace('.', " ")).collect();
    refs.join(", ")
}

fn take(left: &mut u16, wanted: u16) -> u16 {
    let given = wanted.min(*left);
    *left -= given;
    given
}

/// The outline (if it stands beside) and the pane of the item, between the top bar and the hint line.
fn split(area: Rect, beside: bool) -> (Option<Rect>, Rect) {
    let middle = Rect { y: area.y + 1, height: area.height.saturating_sub(2), ..area };
    let pad = |r: Rect| Rect { x: r.x + 1, width: r.width.saturating_sub(2), ..r };
    if !beside {
        return (None, pad(middle));
    }
    let outline = Rect { width: OUTLINE, ..middle };
    let pane = Rect { x: middle.x + OUTLINE, width: middle.width - OUTLINE, ..middle };
    (Some(outline), pad(pane))
}
