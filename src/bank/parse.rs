//! Reading a bank, or an overlay, from the text of a RON file, with the place of a fault.

use super::model::Bank;
use ron::extensions::Extensions;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The format of bank and overlay files that this program writes and reads.
pub const FORMAT: u32 = 1;

/// Largest bank or overlay file that is read, in bytes: a hundred times the annex.
pub(crate) const MAX_BYTES: usize = 8 << 20;

/// Why the text of a bank or overlay could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Not RON, or not in the shape of a bank or overlay.
    #[error("line {line}, column {column}: {message}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What was expected.
        message: String,
    },
    /// Written by a newer program.
    #[error("format {found} is newer than this program knows ({FORMAT}): update vivavoce to use it")]
    Newer {
        /// The file's format.
        found: u32,
    },
    /// Larger than a bank or overlay can be.
    #[error("{bytes} bytes is more than a bank or overlay can have ({MAX_BYTES})")]
    TooLarge {
        /// The file's size.
        bytes: usize,
    },
}

/// The RON dialect of the project's files: `Some(...)` may be left out.
pub(crate) fn dialect() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// Reads a bank.
///
/// # Errors
/// When the text is too large, from a newer format, or not a bank; the error tells line and column.
pub fn parse(text: &str) -> Result<Bank, ParseError> {
    let mut bank = read(text, |bank: &Bank| bank.format)?;
    bank.resolve();
    Ok(bank)
}

/// Reads what has a `format`: too large, newer and broken text are told apart.
pub(super) fn read<T: DeserializeOwned>(text: &str, format: fn(&T) -> u32) -> Result<T, ParseError> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    if text.len() > MAX_BYTES {
        return Err(ParseError::TooLarge { bytes: text.len() });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match dialect().from_str::<T>(text) {
        Ok(value) if format(&value) > FORMAT => Err(ParseError::Newer { found: format(&value) }),
        Ok(value) => Ok(value),
        // A newer format may well hold fields that are unknown here: say that, not which field.
        Err(error) => match dialect().from_str::<Head>(text) {
            Ok(head) if head.format > FORMAT => Err(ParseError::Newer { found: head.format }),
            _ => Err(ParseError::Syntax {
                line: error.span.start.line,
                column: error.span.start.col,
                message: error.code.to_string(),
            }),
        },
    }
}
