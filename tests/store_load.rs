//! Reading what a disk, a person or an attacker may have made of a session file: never a panic, never a wrong "intact".

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod stored;

use proptest::prelude::*;
use std::fs;
use std::path::Path;
use stored::{ID, full, keep, named, session};
use vivavoce::session::{Integrity, MAX_BYTES, read, write};
use vivavoce::store::{LoadError, known_values, list, open, recent};

fn put(folder: &Path, name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// What opening a file with this text says.
fn opened(text: &str) -> Result<vivavoce::store::Loaded, LoadError> {
    let dir = tempfile::tempdir().unwrap();
    open(&put(dir.path(), "x.ron", text.as_bytes()))
}

#[test]
fn a_whole_file_is_intact() {
    let s = full();
    let loaded = opened(&write(&s).unwrap()).unwrap();
    assert_eq!((loaded.session, loaded.integrity), (s, Integrity::Intact));
}

#[test]
fn no_prefix_is_intact() {
    let s = full();
    let text = write(&s).unwrap().into_bytes();
    for end in 0..text.len() {
        if let Ok((_, integrity)) = read(&text[..end]) {
            assert_ne!(integrity, Integrity::Intact, "cut off at byte {end} of {}", text.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_flipped_bytes_are_intact(at in prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..4)) {
        let good = write(&full()).unwrap().into_bytes();
        let mut bad = good.clone();
        for (index, flip) in at {
            let index = index.index(bad.len());
            bad[index] ^= flip;
        }
        if bad != good && let Ok((_, integrity)) = read(&bad) {
            prop_assert_ne!(integrity, Integrity::Intact);
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn nothing_put_in_is_intact(at in any::<prop::sample::Index>(), text in "[ \n\r\t/,(){}\\[\\]a-z\"\u{0}]{1,6}") {
        let good = write(&full()).unwrap();
        let mut bad = good.clone();
        let at = at.index(good.len());
        prop_assume!(good.is_char_boundary(at));
        bad.insert_str(at, &text);
        prop_assume!(bad != good);
        if let Ok((_, integrity)) = read(bad.as_bytes()) {
            prop_assert_ne!(integrity, Integrity::Intact);
        }
    }
}

#[test]
fn a_byte_order_mark_is_stripped() {
    let s = full();
    let loaded = opened(&format!("\u{feff}{}", write(&s).unwrap())).unwrap();
    assert_eq!(loaded.session, s);
}

#[test]
fn white_space_at_the_end_is_a_change() {
    let text = write(&full()).unwrap();
    for end in [" ", "\n", "\r\n", "\t"] {
        assert_ne!(opened(&format!("{text}{end}")).unwrap().integrity, Integrity::Intact, "{end:?}");
    }
    assert_ne!(opened(text.trim_end()).unwrap().integrity, Integrity::Intact);
    assert_ne!(opened(&text.replace('\n', "\r\n")).unwrap().integrity, Integrity::Intact);
}

#[test]
fn written_by_hand_is_unsealed_and_edited_is_altered() {
    let text = write(&full()).unwrap();
    let body = text.split("// sha256").next().unwrap();
    assert_eq!(opened(body).unwrap().integrity, Integrity::Unsealed);
    assert_eq!(opened(&text.replace("Examplia", "Examplic")).unwrap().integrity, Integrity::Altered);
}

#[test]
fn a_newer_format_is_named_even_with_fields_unknown_here() {
    let text = write(&session()).unwrap().replace("format: 1,", "format: 7,\n  mood: \"fine\",");
    let error = opened(&text).unwrap_err();
    assert!(matches!(error, LoadError::Newer { found: 7, .. }), "{error}");
    assert!(error.to_string().contains("update vivavoce"), "{error}");
}

#[test]
fn damage_has_a_path_a_line_and_a_column() {
    let text = write(&session()).unwrap().replace("  revision:", "  mood: \"fine\",\n  revision:");
    let line = text.lines().position(|l| l.contains("mood")).unwrap() + 1;
    let error = opened(&text).unwrap_err();
    assert_eq!(error.place().map(|p| p.0), Some(line), "{error}");
    let said = error.to_string();
    assert!(
        said.contains("x.ron") && said.contains(&format!("line {line}, column")) && said.contains("mood"),
        "{said}"
    );
}

#[test]
fn nul_and_other_bytes_are_damage() {
    let text = write(&session()).unwrap();
    assert!(matches!(opened(&format!("\0{text}")), Err(LoadError::Damaged { line: 1, .. })));
    let dir = tempfile::tempdir().unwrap();
    let path = put(dir.path(), "x.ron", b"(\n  format: 1,\n  id: \"\xff\",\n)");
    assert!(matches!(open(&path), Err(LoadError::Damaged { line: 3, .. })));
    assert!(matches!(open(&put(dir.path(), "empty.ron", b"")), Err(LoadError::Damaged { .. })));
}

#[test]
fn deep_nesting_is_damage() {
    for open_with in ["(", "[", "Some(", "{", "(answers:{\"a\":(cells:"] {
        assert!(matches!(opened(&open_with.repeat(100_000)), Err(LoadError::Damaged { .. })), "{open_with}");
    }
}

#[test]
fn a_huge_file_is_refused_unread() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("huge.ron");
    // Sparse: it takes no room, and reading it all would.
    fs::File::create(&path).unwrap().set_len(70 << 20).unwrap();
    let error = open(&path).unwrap_err();
    assert!(matches!(error, LoadError::TooLarge { bytes, .. } if bytes == 70 << 20), "{error}");
    assert!(error.to_string().contains(&MAX_BYTES.to_string()));
}

#[cfg(unix)]
#[test]
fn links_and_folders_are_not_opened() {
    let dir = tempfile::tempdir().unwrap();
    let real = keep(dir.path(), &full());
    let sessions = dir.path().join("sessions");
    std::os::unix::fs::symlink(&real, sessions.join("link.ron")).unwrap();
    fs::create_dir(sessions.join("folder.ron")).unwrap();
    for name in ["link.ron", "folder.ron"] {
        let error = open(&sessions.join(name)).unwrap_err();
        assert!(matches!(error, LoadError::NotAFile { .. }) && error.to_string().contains(name), "{error}");
    }
    let listing = list(&sessions).unwrap();
    assert_eq!((listing.sessions.len(), listing.damaged.len()), (1, 2));
}

#[test]
fn a_listing_goes_on_past_damage_and_past_leftovers() {
    let dir = tempfile::tempdir().unwrap();
    let sessions = dir.path().join("sessions");
    for (id, code, second) in [
        ("2026-11-24-0930-R07-1f3a", "R07", 0),
        ("2026-11-25-0930-R08-2b4c", "R08", 90_000),
        ("2026-11-23-0930-R06-0a0a", "R06", -90_000),
    ] {
        keep(dir.path(), &named(id, code, second));
    }
    put(&sessions, "2026-11-26-0930-R09-dead.ron", b"(format: 1,");
    put(&sessions, &format!(".{ID}.ron.tmp-1"), b"half");
    put(&sessions, &format!("{ID}.changed-20261124093500.ron"), b"theirs");
    put(&sessions, "README.md", b"#");
    let listing = list(&sessions).unwrap();
    let codes: Vec<&str> = listing.sessions.iter().map(|s| s.code.as_str()).collect();
    assert_eq!(codes, ["R08", "R07", "R06"]);
    assert_eq!((listing.damaged.len(), listing.set_aside.len(), listing.total), (1, 1, 4));
    let few = recent(&sessions, 2).unwrap();
    assert_eq!((few.sessions.len(), few.damaged.len(), few.total), (1, 1, 4));
    assert_eq!(list(&dir.path().join("nowhere")).unwrap().total, 0);
}

#[test]
fn a_summary_counts() {
    let dir = tempfile::tempdir().unwrap();
    let path = keep(dir.path(), &full());
    let listing = list(path.parent().unwrap()).unwrap();
    let summary = &listing.sessions[0];
    assert_eq!((summary.id.as_str(), summary.code.as_str()), (ID, "R07"));
    assert_eq!((summary.answered, summary.jots_unfiled), (4, 1));
    assert_eq!(summary.integrity, Integrity::Intact);
    assert_eq!(summary.banks[0].id, "annex");
    let known = known_values(&listing.sessions);
    assert_eq!(
        (known.country, known.institution),
        (vec!["Examplia".to_owned()], vec!["Border Service".to_owned()])
    );
    assert!(known.language.is_empty());
}

#[test]
fn a_file_that_is_missing_says_so() {
    let error = open(Path::new("no/such/file.ron")).unwrap_err();
    assert!(matches!(error, LoadError::NotFound { .. }) && error.to_string().contains("no/such/file.ron"));
}
