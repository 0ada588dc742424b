//! Marks as the text of `annotations.ron`, and back. How it is sealed: `text::seal`.

use super::model::{Annotations, AnnotationsFile};
use crate::text::seal::{self, Integrity, ReadError};

/// The newest format of `annotations.ron` that this program knows and writes.
pub const FORMAT: u32 = 2;

/// The format of tags, quotes, claims and memos alone.
pub(super) const FIRST: u32 = 1;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

impl AnnotationsFile {
    /// The oldest format that can hold these marks: programs that know it read them, and older ones say that they can't.
    pub(super) fn needed_format(&self) -> u32 {
        let Self { given, scores, overruled, plan, .. } = self;
        let newer = !(scores.is_empty() && overruled.is_empty() && plan.is_empty());
        if newer || given.scores > 0 || given.plan > 0 { FORMAT } else { FIRST }
    }
}

/// The text of the file.
///
/// # Errors
/// Never for the types of marks; typed because the serialiser is.
pub fn write(annotations: &Annotations) -> Result<String, ron::Error> {
    seal::write("vivavoce annotations", annotations.book())
}

/// Reads marks and says whether the file is as the program wrote it. One in a newer format that still reads is given
/// too, its `format` above [`FORMAT`]: no edit applies to it.
///
/// # Errors
/// When the bytes are too many, not text, from a newer format, or not marks; with line and column.
pub fn read(bytes: &[u8]) -> Result<(Annotations, Integrity), ReadError> {
    let (book, integrity) = seal::read::<AnnotationsFile>(bytes, FORMAT, MAX_BYTES)?;
    Ok((Annotations::from(book), integrity))
}
