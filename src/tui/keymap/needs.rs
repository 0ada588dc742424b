//! Keys of the trainer's screens.

use super::{Binding, Scope, row};
use crate::tui::action::Action;

pub(super) const ROWS: &[Binding] = &[
    row(Scope::Needs, Action::Enter, "open", "the answers and words behind a figure", &["enter"]),
    row(
        Scope::Needs,
        Action::Digit(0),
        "board",
        "1 gaps, 2 train first, 3 awareness, 4 definitions, 5 received, 6 plan",
        &["1-9"],
    ),
    row(Scope::Needs, Action::NextField, "next board", "the next board", &["tab"]),
    row(Scope::Needs, Action::PrevField, "board before", "the board before", &["backtab"]),
    row(Scope::Needs, Action::Left, "column before", "the column to the left", &["left", "h"]),
    row(Scope::Needs, Action::Right, "next column", "the column to the right", &["right", "l"]),
    row(Scope::Needs, Action::GroupBy, "split", "split by the next field: role, unit, region ...", &["g"]),
    row(Scope::Needs, Action::GroupBack, "split back", "split by the field before", &["b"]),
    row(
        Scope::Needs,
        Action::Measure,
        "measure",
        "another figure in the cells, or the next part of the board",
        &["m"],
    ),
    row(Scope::Needs, Action::Sort, "sort", "sort by the chosen column", &["s"]),
    row(Scope::Needs, Action::Reverse, "reverse", "sort the other way round", &["r"]),
    row(Scope::Needs, Action::Filter, "filter", "type what sessions are counted", &["/", "f2"]),
    row(Scope::Needs, Action::Clear, "clear", "take the filter back", &["x", "backspace"]),
    row(Scope::Needs, Action::MadeUp, "made up", "count made-up sessions among real ones, or not", &["u"]),
    row(
        Scope::Needs,
        Action::Overrule,
        "overrule",
        "another cause than the figures suggest, and why",
        &["o"],
    ),
    row(Scope::Needs, Action::ToPlan, "to the plan", "make a line of the training plan of it", &["p"]),
    row(Scope::Needs, Action::Reload, "reload", "look at the data folder again", &["f5", "ctrl-r"]),
    row(Scope::Needs, Action::Up, "up", "line above", &["up", "k"]),
    row(Scope::Needs, Action::Down, "down", "line below", &["down", "j"]),
    row(Scope::Needs, Action::PageUp, "page up", "a page up", &["pageup"]),
    row(Scope::Needs, Action::PageDown, "page down", "a page down", &["pagedown"]),
    row(Scope::Needs, Action::Top, "first", "first line", &["home", "ctrl-home"]),
    row(Scope::Needs, Action::Bottom, "last", "last line", &["end", "ctrl-end"]),
];
