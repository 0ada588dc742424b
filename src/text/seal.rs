//! A value as the text of a RON file, and back. The last line is a comment with a digest of all above it.
//!
//! Two in five damaged bytes still parse as RON; only the digest notices them. What the value is, is up to the caller
//! (a session, an analyst's marks); reading and writing the file is the store's.

use ron::extensions::Extensions;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

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

/// Why the text of a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Not RON, or not in the shape of what it should hold.
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
    #[error("format {found} is newer than this program knows ({known}): update vivavoce to open it")]
    Newer {
        /// The file's format.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// Larger than such a file can be.
    #[error("{bytes} bytes is more than such a file can have ({most})")]
    TooLarge {
        /// The file's size.
        bytes: usize,
        /// The most that is read.
        most: usize,
    },
    /// Not text.
    #[error("line {line}: not UTF-8 text")]
    NotText {
        /// Line of the first wrong byte, from 1.
        line: usize,
    },
}

/// The text of a sealed file, `title` in a comment on its first line.
///
/// # Errors
/// Never for types that RON can hold; typed because the serialiser is.
pub fn write<T: Serialize>(title: &str, value: &T) -> Result<String, ron::Error> {
    let config = ron::ser::PrettyConfig::new()
        .indentor("  ")
        .struct_names(false)
        .compact_arrays(true)
        .extensions(Extensions::IMPLICIT_SOME)
        .new_line("\n");
    let mut text = String::with_capacity(4096);
    text.push_str("// ");
    text.push_str(title);
    text.push('\n');
    ron::Options::default().to_writer_pretty(&mut text, value, config)?;
    text.push('\n');
    let digest = hex(&Sha256::digest(text.as_bytes()));
    text.push_str(SEAL);
    text.push_str(&digest);
    text.push('\n');
    Ok(text)
}

/// Reads a value of format `known` or older from at most `most` bytes, and says whether the file is as the program
/// wrote it. One in a newer format that still reads is given too: to be read, never to be written.
///
/// # Errors
/// When the bytes are too many, not text, from a newer format, or not such a value; with line and column.
pub fn read<T: DeserializeOwned>(bytes: &[u8], known: u32, most: usize) -> Result<(T, Integrity), ReadError> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    if bytes.len() > most {
        return Err(ReadError::TooLarge { bytes: bytes.len(), most });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| ReadError::NotText {
        line: bytes.iter().take(e.valid_up_to()).filter(|b| **b == b'\n').count() + 1,
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    match options.from_str::<T>(text) {
        Ok(value) => Ok((value, integrity(text))),
        Err(error) => match options.from_str::<Head>(text) {
            Ok(head) if head.format > known => Err(ReadError::Newer { found: head.format, known }),
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
