//! The rules of the house, as `docs/architecture.md` tells them, held against the code.

#![expect(clippy::unwrap_used, reason = "clippy does not count the helpers of a test as tests")]

use std::path::{Path, PathBuf};

/// What the files below a folder of `src/` may import from this crate. The longest folder that fits holds.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("text", &["text"]),
    ("bank", &["bank", "text"]),
    ("session", &["session", "bank", "text"]),
    ("analysis", &["analysis", "session", "bank", "text"]),
    ("sample", &["sample", "session", "bank", "text"]),
    ("store", &["store", "analysis", "session", "bank", "text"]),
    ("export", &["export", "analysis", "session", "bank", "text"]),
    (
        "tui",
        &[
            "tui",
            "analysis",
            "session",
            "bank",
            "text",
            "store::Listing",
            "store::Summary",
            "store::KnownValues",
        ],
    ),
    // The widgets know no word of interviews.
    ("tui/widgets", &["tui::widgets", "tui::action", "tui::theme", "text"]),
    ("tui/runtime", &["tui", "export", "store", "analysis", "session", "bank", "text"]),
    ("cli", &["cli", "tui", "export", "store", "sample", "analysis", "session", "bank", "text"]),
];

/// What nothing below a folder may import although its room may, except below another folder.
const MUST_NOT_IMPORT: &[(&str, &str, &str)] = &[
    // (below, except below, path)
    ("tui", "tui/runtime", "tui::runtime"),
];

/// Where no file, terminal, thread, clock or environment is touched, and the folders in there where it is.
const HANDS_OFF: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("bank", &[]),
    ("session", &[]),
    ("analysis", &[]),
    ("sample", &[]),
    ("tui", &["tui/runtime"]),
];

/// Paths of the standard library that touch the outside.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::thread",
    "std::process",
    "std::env",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
];

/// Calls that touch the outside, by whatever path.
const OUTSIDE_CALLS: &[&str] =
    &["stdin()", "stdout()", "stderr()", "thread::spawn", "thread::sleep", "File::open", "File::create"];

/// Types that read a clock with `now()`.
const CLOCKS: &[&str] = &["SystemTime::now", "Instant::now", "Timestamp::now", "Zoned::now", "Utc::now"];

/// The longest that a file of `src/` may be, in lines.
const LONGEST: usize = 600;

/// Folders that a page may name files in.
const FOLDERS: &[&str] = &["src/", "tests/", "docs/", "banks/", "benches/", ".ci/"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of `src/` without comments and tests.
struct Source {
    /// From `src/`, with `/`, without `.rs`: `tui/app`.
    name: String,
    text: String,
    whole: String,
}

impl Source {
    fn new(name: &str, whole: &str) -> Self {
        Self { name: name.to_owned(), text: code(whole), whole: whole.to_owned() }
    }

    /// The module that the file is.
    fn module(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = self.name.split('/').collect();
        if matches!(parts.last(), Some(&"mod" | &"lib" | &"main")) {
            parts.pop();
        }
        parts
    }

    fn below(&self, folder: &str) -> bool {
        self.name.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Paths into this crate, from its root.
    fn crate_paths(&self) -> Vec<String> {
        let mut all = paths(&self.text, "crate::");
        let module = self.module();
        for path in paths(&self.text, "super::") {
            let mut parts: Vec<&str> = path.split("::").collect();
            let mut base = module.clone();
            base.pop();
            while parts.first() == Some(&"super") {
                parts.remove(0);
                base.pop();
            }
            base.extend(parts);
            all.push(base.join("::"));
        }
        all
    }
}

/// Without comments, and without modules of tests: what stands in those reaches nobody.
fn code(whole: &str) -> String {
    let mut kept = String::new();
    let mut lines = whole.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            // To the end of what follows: the first line with as little in front of it that ends it.
            let indent = line.len() - line.trim_start().len();
            while let Some(next) = lines.next() {
                let closed = next.len() - next.trim_start().len() == indent
                    && !next.trim_start().starts_with('#')
                    && (next.ends_with(';') || next.trim_end() == format!("{:indent$}}}", ""));
                if closed || lines.peek().is_none() {
                    break;
                }
            }
            continue;
        }
        let end =
            if line.trim_start().starts_with("//") { 0 } else { line.find(" // ").unwrap_or(line.len()) };
        kept.push_str(&line[..end]);
        kept.push('\n');
    }
    kept
}

/// Every path that begins with `start`, groups in braces written out, `start` left off.
fn paths(text: &str, start: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (at, _) in text.match_indices(start) {
        let before = text[..at].chars().next_back();
        if before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':')) {
            tree(&mut text[at + start.len()..].trim_start(), "", &mut all);
        }
    }
    all
}

fn tree(rest: &mut &str, prefix: &str, all: &mut Vec<String>) {
    *rest = rest.trim_start();
    if let Some(inside) = rest.strip_prefix('{') {
        *rest = inside;
        loop {
            tree(rest, prefix, all);
            let Some(stop) = rest.find([',', '}']) else { return };
            let closed = rest[stop..].starts_with('}');
            *rest = rest[stop + 1..].trim_start();
            if closed {
                return;
            }
            if let Some(after) = rest.strip_prefix('}') {
                *rest = after;
                return;
            }
        }
    }
    let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    let (word, after) = rest.split_at(len);
    let path = match (prefix, word) {
        (_, "self" | "") => prefix.to_owned(),
        ("", word) => word.to_owned(),
        (prefix, word) => format!("{prefix}::{word}"),
    };
    *rest = after;
    if let Some(more) = after.strip_prefix("::").filter(|_| !word.is_empty()) {
        *rest = more;
        tree(rest, &path, all);
    } else {
        all.push(path);
    }
}

/// Whether `path` is `allowed` or leads into it.
fn leads_into(path: &str, allowed: &str) -> bool {
    path.strip_prefix(allowed).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn wrong_imports(source: &Source) -> Vec<String> {
    let rule = MAY_IMPORT.iter().filter(|(folder, _)| source.below(folder)).max_by_key(|(f, _)| f.len());
    let Some((_, may)) = rule else {
        // The map of the house and the thin binary: they name rooms, that is all.
        return Vec::new();
    };
    let forbidden = |path: &str| {
        MUST_NOT_IMPORT
            .iter()
            .any(|(below, except, not)| source.below(below) && !source.below(except) && leads_into(path, not))
    };
    let paths = source.crate_paths();
    let wrong = paths.iter().filter(|p| !may.iter().any(|m| leads_into(p, m)) || forbidden(p));
    wrong.map(|path| format!("src/{}.rs imports {path}", source.name)).collect()
}

fn hands_on(source: &Source) -> Vec<String> {
    let held = |(below, except): &&(&str, &[&str])| {
        source.below(below) && !except.iter().any(|folder| source.below(folder))
    };
    if !HANDS_OFF.iter().any(|rule| held(&rule)) {
        return Vec::new();
    }
    let std = paths(&source.text, "std::").into_iter().map(|p| format!("std::{p}"));
    let mut found: Vec<String> = std.filter(|p| OUTSIDE.iter().any(|o| leads_into(p, o))).collect();
    let calls = OUTSIDE_CALLS.iter().chain(CLOCKS).filter(|c| source.text.contains(**c));
    found.extend(calls.map(|c| (*c).to_owned()));
    found.into_iter().map(|what| format!("src/{}.rs uses {what}", source.name)).collect()
}

fn rust_files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, all);
        } else if path.extension().is_some_and(|e| e == "rs") {
            all.push(path);
        }
    }
}

/// Every file of `src/`, those that hold nothing but tests left out where `tests` is false.
fn sources(tests: bool) -> Vec<Source> {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    files.sort();
    assert!(files.len() > 20, "src/ was read");
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(&src).unwrap().with_extension("");
        let name = name.to_str().unwrap().replace('\\', "/");
        Source::new(&name, &std::fs::read_to_string(path).unwrap())
    };
    files.iter().map(read).filter(|s| tests || !s.name.ends_with("/tests")).collect()
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn rooms_import_only_from_rooms_below() {
    none(&sources(false).iter().flat_map(wrong_imports).collect::<Vec<_>>());
}

#[test]
fn only_store_cli_and_runtime_touch_the_outside() {
    none(&sources(false).iter().flat_map(hands_on).collect::<Vec<_>>());
}

#[test]
fn every_room_has_rules() {
    let known = |s: &Source| MAY_IMPORT.iter().any(|(folder, _)| s.below(folder));
    let without = sources(true).into_iter().filter(|s| !known(s)).map(|s| s.name).collect::<Vec<_>>();
    assert_eq!(without, ["lib", "main"]);
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent = sources(true).into_iter().filter(|s| !s.whole.starts_with("//! "));
    none(&silent.map(|s| format!("src/{}.rs does not open with //!", s.name)).collect::<Vec<_>>());
}

#[test]
fn no_file_is_too_long() {
    let lines = |s: &Source| s.whole.lines().count();
    let long = sources(true).into_iter().filter(|s| lines(s) > LONGEST);
    none(&long.map(|s| format!("src/{}.rs has {} lines", s.name, lines(&s))).collect::<Vec<_>>());
}

#[test]
fn what_the_page_names_is_there() {
    let page = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let ticked = page.split('`').skip(1).step_by(2);
    let named: Vec<&str> = ticked.filter(|name| FOLDERS.iter().any(|f| name.starts_with(f))).collect();
    assert!(named.len() > 20, "the page names files");
    let links = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let local = links.filter(|link| !link.contains("://"));
    let missing = named.iter().map(|name| (*name, root().join(name)));
    let missing = missing.chain(local.map(|link| (link, root().join("docs").join(link))));
    none(&missing.filter(|(_, path)| !path.exists()).map(|(name, _)| name.to_owned()).collect::<Vec<_>>());
}

#[test]
fn every_room_is_on_the_page() {
    let page = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let mut rooms: Vec<String> = sources(true).iter().map(|s| s.module()[..].join("::")).collect();
    rooms.retain(|room| !room.is_empty() && !room.contains("::"));
    none(&rooms.into_iter().filter(|room| !page.contains(&format!("`src/{room}/"))).collect::<Vec<_>>());
}

#[test]
fn the_rules_bite() {
    let imports = |name: &str, text: &str| wrong_imports(&Source::new(name, text));
    assert_eq!(imports("bank/x", "use crate::session::Session;"), ["src/bank/x.rs imports session::Session"]);
    assert_eq!(imports("bank/x", "use crate::{text::fold,\n tui::{app::App, self}};").len(), 2);
    assert_eq!(imports("bank/x", "use super::super::store::open;"), ["src/bank/x.rs imports store::open"]);
    assert_eq!(imports("bank/check/x", "use super::super::Bank;"), [""; 0]);
    assert_eq!(imports("bank/x", "fn f() -> crate::tui::App { crate::text::fold() }").len(), 1);
    assert_eq!(
        imports("bank/x", "// use crate::tui::App;\n#[cfg(test)]\nmod t {\n use crate::tui;\n}").len(),
        0
    );
    assert_eq!(imports("bank/x", "#[cfg(test)]\nmod t {\n  x\n}\nuse crate::tui::App;").len(), 1);
    assert_eq!(imports("bank/x", "#[cfg(test)]\nmod tests;\nuse crate::tui::App;").len(), 1);
    assert_eq!(
        imports("tui/x", "use crate::store::{KnownValues, Saver};"),
        ["src/tui/x.rs imports store::Saver"]
    );
    assert_eq!(imports("tui/x", "use super::runtime::run;").len(), 1);
    assert_eq!(imports("tui/runtime/x", "use crate::store::{self, Saver};").len(), 0);
    assert_eq!(imports("tui/widgets/x", "use crate::session::Answer;").len(), 1);

    let touches = |name: &str, text: &str| hands_on(&Source::new(name, text)).len();
    assert_eq!(touches("session/x", "use std::{collections::HashMap, fs::File};"), 1);
    assert_eq!(touches("tui/desk", "let now = jiff::Timestamp::now();"), 1);
    assert_eq!(touches("tui/screens/x", "use std::io;\nio::stdout().flush()"), 1);
    assert_eq!(touches("tui/runtime/x", "let now = jiff::Timestamp::now();"), 0);
    assert_eq!(touches("store/x", "use std::fs;"), 0);
}
