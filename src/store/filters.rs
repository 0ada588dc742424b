//! Filters that an analyst keeps: `filters.ron` in the data folder.

use super::folder::DataFolder;
use super::write::{WriteError, write_file};
use crate::analysis::filter::SavedFilter;
use ron::extensions::Extensions;
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::PathBuf;

/// The format of the file that this program writes.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    filters: Vec<SavedFilter>,
}

/// Why the kept filters can't be used. They are left as they are.
#[derive(Debug, thiserror::Error)]
pub enum FiltersError {
    /// It is not in the shape of such a file.
    #[error("{} is damaged at line {line}, column {column}: {message}; mend it, or move it away", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What was expected.
        message: String,
    },
    /// A newer program wrote it.
    #[error("{}: format {found} is newer than this program knows: update vivavoce to use it", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// The system would not give it.
    #[error("{} can't be read ({source}): check its permissions and the disk", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// The file.
pub fn filters_path(folder: &DataFolder) -> PathBuf {
    folder.root.join("filters.ron")
}

/// The filters that were kept; none where there is no file.
///
/// # Errors
/// When the file can't be read or understood.
pub fn read_filters(folder: &DataFolder) -> Result<Vec<SavedFilter>, FiltersError> {
    let path = filters_path(folder);
    let text = match std::fs::read_to_string(&path) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        text => text.map_err(|source| FiltersError::Io { path: path.clone(), source })?,
    };
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let file: File = options.from_str(&text).map_err(|error| FiltersError::Damaged {
        path: path.clone(),
        line: error.span.start.line,
        column: error.span.start.col,
        message: error.code.to_string(),
    })?;
    if file.format > FORMAT {
        return Err(FiltersError::Newer { path, found: file.format });
    }
    Ok(file.filters)
}

/// Keeps these filters, in the place of those that were kept.
///
/// # Errors
/// When the file can't be written.
pub fn write_filters(folder: &DataFolder, filters: &[SavedFilter]) -> Result<(), WriteError> {
    let path = filters_path(folder);
    let file = File { format: FORMAT, filters: filters.to_vec() };
    let config = ron::ser::PrettyConfig::new().indentor("  ").struct_names(false).new_line("\n");
    let text = ron::ser::to_string_pretty(&file, config)
        .map_err(|e| WriteError::Io { path: path.clone(), source: std::io::Error::other(e) })?;
    write_file(&path, &(text + "\n"), true)
}
