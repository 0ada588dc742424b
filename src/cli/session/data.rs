//! What the subcommands share: the data folder of this run, its errors as exit statuses, and text made harmless.

use crate::cli::CliError;
use crate::store::{DataFolder, FolderError};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

/// The data folder that this run is about.
pub(super) fn folder(flag: Option<&Path>) -> Result<DataFolder, CliError> {
    let cwd = std::env::current_dir().unwrap_or_default();
    DataFolder::resolve(flag, |name| std::env::var_os(name), &cwd).map_err(|e| refused(&e))
}

/// The data folder, which must be there to be read.
pub(super) fn existing(flag: Option<&Path>) -> Result<DataFolder, CliError> {
    let folder = folder(flag)?;
    folder.require().map_err(|e| refused(&e))?;
    Ok(folder)
}

fn refused(error: &FolderError) -> CliError {
    if error.is_usage() { CliError::Usage(error.to_string()) } else { CliError::Failed(error.to_string()) }
}

/// Text from a file as it may be shown on a terminal: controls and direction marks are named, not obeyed.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            '\t' => out.push_str("    "),
            c if obeyed(c) => {
                let _ = write!(out, "<{:04X}>", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The same on one line.
pub(super) fn line(text: &str) -> String {
    shown(text).replace('\n', " / ")
}

/// Whether a terminal would do something else with it than show it.
fn obeyed(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_shown_not_obeyed() {
        assert_eq!(shown("a\x1b[2Jb\u{202E}c\td\ne"), "a<001B>[2Jb<202E>c    d\ne");
        assert!(matches!(shown("plain é"), Cow::Borrowed(_)));
        assert_eq!(line("one\ntwo"), "one / two");
    }
}
