//! What keys do: scripts of a meeting, and what the session holds afterwards.

#![allow(clippy::expect_used, reason = "a script that cannot run ends the test")]

mod answers;
mod beside;
#[path = "../common/mod.rs"]
mod common;
#[path = "../corpus_of/mod.rs"]
mod corpus_of;
mod sessions;
mod table;

use common::{Bench, Disk, annex, bound, events, session, session_with};
use proptest::prelude::*;
use std::sync::Arc;
use vivavoce::bank::{Kind, Ref};
use vivavoce::session::{
    About, Answer, At, Cell, Edit, EvidenceKind, EvidenceState, Meeting, Nonresponse, Origin, Place, Record,
    Session, Splice, Status, TextAt,
};
use vivavoce::tui::app::{Blank, Event, Which};
use vivavoce::tui::desk::Effect;
use vivavoce::tui::keymap::{Scope, table};
use vivavoce::tui::plan::Plan;

/// The record without what undo leaves alone.
fn essence(record: &Record) -> Record {
    let mut record = record.clone();
    record.revision = 0;
    record.active_seconds.clear();
    record
}

fn plan() -> Plan {
    Plan::new(vec![annex()])
}

fn typed(at: &Ref) -> String {
    at.short().replace('.', "").to_lowercase()
}

fn codes(cell: &Cell) -> Vec<&str> {
    cell.codes.iter().map(String::as_str).collect()
}

fn account(bench: &Bench, at: &str) -> String {
    bench.answer_at(at).account
}

/// The first line of the item on screen: `Annex E 1 · Techniques used`.
fn heading(bench: &Bench) -> String {
    let screen = bench.screen();
    let line = screen.lines().nth(1).unwrap_or_default().to_owned();
    line.rsplit(['│', '╮']).next().unwrap_or_default().trim().to_owned()
}
