//! vivavoce: live interviews in needs assessments, held at a terminal.
//!
//! The map of the house. Each room imports only from the rooms below it.
//!
//! - [`cli`]: one small file per subcommand; turns words into calls and errors into exit statuses.
//! - [`tui`]: what a person sees: the loop, the keys, the state of the screens, the widgets.
//! - [`export`]: what leaves the house: tables for spreadsheets, statistics and engines.
//! - [`store`]: where sessions are kept: the data folder, the saver, locks, loading, the catalogue.
//! - [`analysis`]: what it adds up to: all sessions as columns, filters, comparisons, the analyst's marks. No I/O.
//! - [`sample`]: made-up sessions, marked as such. No I/O.
//! - [`session`]: what was answered: [`session::Session`], its edits, undo. No I/O.
//! - [`bank`]: what can be asked: [`bank::Bank`], its items and scales, and the check of a bank file. No I/O.
//! - [`text`]: text as such: cleaning, folding, widths, wraps, splices. Knows nothing of interviews.

pub mod analysis;
pub mod bank;
pub mod cli;
pub mod export;
pub mod sample;
pub mod session;
pub mod store;
pub mod text;
pub mod tui;
