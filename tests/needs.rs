//! The boards of the trainer: figures against a plain look at every session, bad input, and the screens.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod common;
mod corpus_of;
#[path = "needs/figures.rs"]
mod figures;
#[path = "needs/made.rs"]
mod made;
#[path = "needs/screens.rs"]
mod screens;
