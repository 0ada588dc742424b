//! A session as the text of a file, and back. The last line is a comment with a digest of all above it.
//!
//! Two in five damaged bytes still parse as RON; only the digest notices them.

use super::model::{Record, Session};
use ron::extensions::Extensions;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The format of session files that this program writes.
pub const FORMAT: u32 = 1;

/// Largest session file that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// What stands before the digest in the last line: `sha256sum` over everything above gives the same.
const SEAL: &str = "// sha256 ";

/// Whether a file is as the program wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integrity {
    /// The digest fits.
    Intact,
    /// The digest does not fit: damaged, or edited by hand.
    Altered,
    /// There is no digest: written by hand or cut off at the end.
    Unsealed,
}

/// Why the text of a session could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Not RON, or not in the shape of a session.
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
    #[error("format {found} is newer than this program knows ({FORMAT}): update vivavoce to open it")]
    Newer {
        /// The file's format.
        found: u32,
    },
    /// Larger than a session can be.
    #[error("{bytes} bytes is more than a session can have ({MAX_BYTES})")]
    TooLarge {
        /// The file's size.
        bytes: usize,
    },
    /// Not text.
    #[error("line {line}: not UTF-8 text")]
    NotText {
        /// Line of the first wrong byte, from 1.
        line: usize,
    },
}

/// The text of a session file.
///
/// # Errors
/// Never for the types of a session; typed because the serialiser is.
pub fn write(session: &Session) -> Result<String, ron::Error> {
    let config = ron::ser::PrettyConfig::new()
        .indentor("  ")
        .struct_names(false)
        .compact_arrays(true)
        .extensions(Extensions::IMPLICIT_SOME)
        .new_line("\n");
    let mut text = String::with_capacity(4096);
    text.push_str("// vivavoce session\n");
    ron::Options::default().to_writer_pretty(&mut text, session.record(), config)?;
    text.push('\n');
    let digest = hex(&Sha256::digest(text.as_bytes()));
    text.push_str(SEAL);
    text.push_str(&digest);
    text.push('\n');
    Ok(text)
}

/// Reads a session and says whether the file is as the program wrote it. One in a newer format that still reads as a
/// session is given too, its `format` above [`FORMAT`]: to be read, never to be written.
///
/// # Errors
/// When the bytes are too many, not text, from a newer format, or not a session; with line and column.
pub fn read(bytes: &[u8]) -> Result<(Session, Integrity), ReadError> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| ReadError::NotText {
        line: bytes.iter().take(e.valid_up_to()).filter(|b| **b == b'\n').count() + 1,
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    match options.from_str::<Record>(text) {
        Ok(record) => Ok((Session::from(record), integrity(text))),
        Err(error) => match options.from_str::<Head>(text) {
            Ok(head) if head.format > FORMAT => Err(ReadError::Newer { found: head.format }),
            _ => Err(ReadError::Syntax {
                line: error.span.start.line,
                column: error.span.start.col,
                message: error.code.to_string(),
            }),
        },
    }
}

/// Strict to the last byte: the program ends a file in one way, so a last line without its end is a file cut off.
fn integrity(text: &str) -> Integrity {
    let lines = text.trim_end_matches(['\n', '\r']);
    let (body, last) = text.split_at(lines.rfind('\n').map_or(0, |at| at + 1));
    match last.strip_prefix(SEAL) {
        Some(found) if found.strip_suffix('\n') == Some(&hex(&Sha256::digest(body.as_bytes()))) => {
            Integrity::Intact
        }
        Some(_) => Integrity::Altered,
        None => Integrity::Unsealed,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}
