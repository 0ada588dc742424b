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

macro_rules! builtin {
    ($id:literal, $file:literal) => {
        Builtin {
            id: $id,
            path: concat!("banks/", $file, ".ron"),
            source: include_str!(concat!("../../banks/", $file, ".ron")),
        }
    };
}

/// Every built-in bank: the annex, then the chapters in order. Read when they are asked for, not before.
pub const BUILTIN: &[Builtin] = &[
    builtin!("annex", "annex"),
    builtin!("II", "02-legal-framework"),
    builtin!("III", "03-investigations"),
    builtin!("IV", "04-identification"),
    builtin!("V", "05-cooperation-agreements"),
    builtin!("VI", "06-support"),
    builtin!("VII", "07-social-inclusion"),
    builtin!("VIII", "08-coordination"),
    builtin!("IX", "09-international-cooperation"),
    builtin!("X", "10-prevention"),
    builtin!("XI", "11-conflict-areas"),
];

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
