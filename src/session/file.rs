//! A session as the text of a file, and back. How it is sealed: `text::seal`.

use super::model::{Record, Session};
use crate::text::seal;
pub use crate::text::seal::{Integrity, ReadError};

/// The format of session files that this program writes.
pub const FORMAT: u32 = 1;

/// Largest session file that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// The text of a session file.
///
/// # Errors
/// Never for the types of a session; typed because the serialiser is.
pub fn write(session: &Session) -> Result<String, ron::Error> {
    seal::write("vivavoce session", session.record())
}

/// Reads a session and says whether the file is as the program wrote it. One in a newer format that still reads as a
/// session is given too, its `format` above [`FORMAT`]: to be read, never to be written.
///
/// # Errors
/// When the bytes are too many, not text, from a newer format, or not a session; with line and column.
pub fn read(bytes: &[u8]) -> Result<(Session, Integrity), ReadError> {
    let (record, integrity) = seal::read::<Record>(bytes, FORMAT, MAX_BYTES)?;
    Ok((Session::from(record), integrity))
}
