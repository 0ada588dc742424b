//! Importance against ability as a plane of four corners, each technique by its letter.

use super::super::words::right;
use super::Gaps;
use crate::analysis::needs::{Ability, Corner, Plane, Spot, Techniques};
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;
use crate::tui::widgets::lines;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::collections::HashSet;

/// What there is instead of a plane.
const NOTHING: &str = "Importance is held against knowledge where at least two techniques were rated both ways by five people or more. \
                       The annex does not ask for importance: an adaptation adds the column, docs/banks.md has one. It is never \
                       filled in.";

/// The letter that a technique has in the questionnaire.
fn letter(found: &Techniques, spot: &Spot) -> String {
    found.rows.get(spot.row).map_or_else(String::new, |t| t.at.last().to_owned())
}

fn style(corner: Corner, theme: Theme) -> Style {
    match corner {
        Corner::Concentrate => theme.bad(),
        Corner::KeepUp => theme.good(),
        Corner::Low => theme.dim(),
        Corner::Enough => theme.text(),
    }
}

/// Where a mean stands among so many cells, the lowest being 0.
fn cell(mean: f64, (low, high): (f64, f64), cells: u16) -> u16 {
    let last = f64::from(cells.saturating_sub(1));
    let at = ((mean - low) / (high - low).max(0.1) * last).round().clamp(0.0, last);
    (0..cells).rev().find(|n| f64::from(*n) <= at).unwrap_or(0)
}

/// From a little below the lowest to a little above the highest.
fn ends(plane: &Plane, of: fn(&Spot) -> f64) -> (f64, f64) {
    let all = || plane.spots.iter().map(of);
    let (low, high) = (all().fold(f64::MAX, f64::min), all().fold(f64::MIN, f64::max));
    (low - 0.1, high + 0.1)
}

pub(super) fn draw(gaps: &Gaps, desk: &Desk, area: Rect, buffer: &mut Buffer) {
    let theme = desk.theme;
    let Some(found) = &gaps.found else { return };
    let group = gaps.cell(gaps.column).1;
    let who = group.map_or("all", |g| found.grouping.label(g));
    let ability = gaps.ability;
    let Some(plane) = found.plane(group, ability) else {
        let text = lines::wrapped(&format!("{who}: {NOTHING}"), area.width.saturating_sub(4), theme.text());
        lines::draw(&text, Rect { x: area.x + 2, y: area.y + 1, ..area }.intersection(area), buffer);
        return;
    };
    let names = if area.width >= 100 { 46 } else { 30 };
    let plot = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(names + 4),
        height: area.height.saturating_sub(3),
    };
    let (x, y) = (ends(&plane, |s| s.ability), ends(&plane, |s| s.importance));
    let cross = (cell(plane.ability, x, plot.width), cell(plane.importance, y, plot.height));
    for row in 0..plot.height {
        for column in 0..plot.width {
            let here = (column == cross.0, row == cross.1);
            let mark = match here {
                (true, true) => "┼",
                (true, false) => "│",
                (false, true) => "─",
                (false, false) => continue,
            };
            buffer.set_string(plot.x + column, plot.bottom() - 1 - row, mark, theme.dim());
        }
    }
    let half = usize::from(plot.width / 2).saturating_sub(1);
    let corners = [
        (Corner::Concentrate, false, true),
        (Corner::KeepUp, true, true),
        (Corner::Low, false, false),
        (Corner::Enough, true, false),
    ];
    for (corner, to_right, above) in corners {
        let text = if to_right { right(corner.label(), half) } else { lines::fitted(corner.label(), half) };
        let left = if to_right { plot.right().saturating_sub(half as u16) } else { plot.x };
        let line = if above { plot.y } else { plot.bottom().saturating_sub(1) };
        buffer.set_stringn(left, line, text, half, theme.dim());
    }
    let mut taken: HashSet<(u16, u16)> = HashSet::new();
    for spot in &plane.spots {
        let (column, row) = (cell(spot.ability, x, plot.width), cell(spot.importance, y, plot.height));
        // Where several stand in one place they stand side by side.
        let free = (column..plot.width).chain((0..column).rev()).find(|column| taken.insert((*column, row)));
        let chosen = gaps.chosen() == Some(spot.row);
        let style = if chosen { theme.selected() } else { style(spot.corner, theme) };
        let column = free.unwrap_or(column);
        buffer.set_string(plot.x + column, plot.bottom() - 1 - row, letter(found, spot), style);
    }
    let what = if ability == Ability::Knowledge { "knowledge" } else { "practical application" };
    let axis = format!(
        "{who} · up: matters more (mean {:.2}) · right: better {what} (mean {:.2})",
        plane.importance, plane.ability
    );
    buffer.set_stringn(plot.x, area.bottom().saturating_sub(2), axis, area.width.into(), theme.text());
    listed(
        gaps,
        found,
        &plane,
        theme,
        Rect { x: plot.right() + 2, y: area.y, width: names, height: area.height.saturating_sub(2) },
        buffer,
    );
}

/// The letters and what they stand for, corner by corner; without the names of the corners where there is no room.
fn listed(gaps: &Gaps, found: &Techniques, plane: &Plane, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let corners = [Corner::Concentrate, Corner::KeepUp, Corner::Low, Corner::Enough];
    let with_names = plane.spots.len() + corners.len() <= area.height.into();
    let mut all = Vec::new();
    for corner in corners {
        let here = plane.spots.iter().filter(|s| s.corner == corner);
        if with_names && here.clone().next().is_some() {
            all.push(Line::from(Span::styled(corner.label(), style(corner, theme))));
        }
        for spot in here {
            let name = found.rows.get(spot.row).map_or("", |t| t.short.as_str());
            let figures = format!("{:.1} {:.1}", spot.importance, spot.ability);
            let name = lines::fitted(name, usize::from(area.width).saturating_sub(14));
            let mark = if gaps.chosen() == Some(spot.row) { "▸" } else { " " };
            let text = format!("{mark}{} {name} {figures}", letter(found, spot));
            let style = if with_names { theme.text() } else { style(corner, theme) };
            all.push(Line::from(Span::styled(text, style)));
        }
    }
    lines::draw(&all, area, buffer);
}
