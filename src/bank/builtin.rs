//! The banks compiled into the program.

use super::{Bank, ParseError, parse};

/// A bank compiled into the program.
#[derive(Clone, Copy, Debug)]
pub struct Builtin {
    /// Its id, as on the command line.
    pub id: &'static str,
    /// Where its text stands in the source tree.
    pub path: &'static str,
    /// The text of the file.
    pub source: &'static str,
}

/// Every built-in bank.
pub const BUILTIN: &[Builtin] =
    &[Builtin { id: "annex", path: "banks/annex.ron", source: include_str!("../../banks/annex.ron") }];

/// The built-in bank with this id, in any case of letters.
pub fn builtin(id: &str) -> Option<&'static Builtin> {
    BUILTIN.iter().find(|b| b.id.eq_ignore_ascii_case(id))
}

impl Builtin {
    /// Reads the bank.
    ///
    /// # Errors
    /// Never for a program that passed its tests; typed all the same.
    pub fn parse(&self) -> Result<Bank, ParseError> {
        parse(self.source)
    }
}
