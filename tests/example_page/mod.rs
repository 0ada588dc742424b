//! A page of `docs/` with one example in RON, which a test holds against what the program writes.

use std::path::{Path, PathBuf};

const BEGIN: &str = "```ron\n";
const END: &str = "```\n";

/// The page of this name.
pub(crate) fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

/// What stands before the example, the example, what stands after it.
pub(crate) fn parts(page: &str) -> (&str, &str, &str) {
    let begin = page.find(BEGIN).map_or(page.len(), |at| at + BEGIN.len());
    let end = page[begin..].find(END).map_or(page.len(), |at| begin + at);
    assert!(begin < end, "the page has no example");
    (&page[..begin], &page[begin..end], &page[end..])
}
