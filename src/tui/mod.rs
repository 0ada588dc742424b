//! What a person sees: the loop, the keys, the state of everything on screen, the widgets.
//!
//! An event goes through [`keymap`] to an [`action::Action`], which [`app::App`] turns into state and effects;
//! [`runtime`] carries the effects out and draws once. Only `runtime` touches the terminal, files, threads and clocks.

pub mod action;
pub mod app;
pub mod archive;
pub mod desk;
pub mod keymap;
pub mod marks;
pub mod plan;
pub mod runtime;
pub mod screens;
pub mod theme;
pub mod view;
pub mod widgets;
