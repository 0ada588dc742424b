//! What leaves the house: sessions as tables for spreadsheets, statistics and engines.
//!
//! Here: which columns there are and how they are written. Not here: which sessions (`analysis`), where they are kept
//! (`store`).
