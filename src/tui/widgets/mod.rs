//! Widgets without domain words: what a screen is put together from.

pub mod bar;
pub mod choice;
pub mod finder;
pub mod heat;
pub mod lines;
pub mod picker;
pub mod popup;
pub mod text_field;
