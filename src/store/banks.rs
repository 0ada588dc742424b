//! Where banks come from: the program itself, and the files of the data folder's `banks/`.

use crate::bank::{BUILTIN, Bank, Builtin, MAX_BYTES, nearest, parse};
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A bank's text and where it was found.
pub struct BankSource {
    /// Where it was found.
    pub origin: BankOrigin,
    /// The text, or why there is none.
    pub text: Result<String, String>,
}

/// Where a bank was found.
pub enum BankOrigin {
    /// In the program itself.
    BuiltIn(&'static Builtin),
    /// In a file.
    File(PathBuf),
}

impl BankOrigin {
    /// As scripts read it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::BuiltIn(_) => "built-in",
            Self::File(_) => "file",
        }
    }
}

impl BankSource {
    /// A file, whatever it holds.
    pub fn file(path: PathBuf) -> Self {
        Self { text: read(&path), origin: BankOrigin::File(path) }
    }

    /// Where the text stands, as it is named in front of a fault.
    pub fn label(&self) -> String {
        match &self.origin {
            BankOrigin::BuiltIn(builtin) => builtin.path.to_owned(),
            BankOrigin::File(path) => path.display().to_string(),
        }
    }
}

/// Every known bank: the built-in ones, then `*.ron` in the data folder's `banks/` in the order of their names.
///
/// The one place that knows which folders are looked at.
pub fn sources(root: Option<&Path>) -> Vec<BankSource> {
    let builtin =
        |b: &'static Builtin| BankSource { origin: BankOrigin::BuiltIn(b), text: Ok(b.source.to_owned()) };
    let mut all: Vec<BankSource> = BUILTIN.iter().map(builtin).collect();
    if let Some(root) = root {
        all.extend(folder(&root.join("banks")));
    }
    all
}

/// The bank files of a folder. A folder that is not there holds none.
fn folder(path: &Path) -> Vec<BankSource> {
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            return vec![BankSource {
                origin: BankOrigin::File(path.to_owned()),
                text: Err(error.to_string()),
            }];
        }
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        // A pipe or a folder of that name would hang the reading or fail it.
        .filter(|path| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("ron")) && path.is_file())
        .collect();
    paths.sort();
    paths.into_iter().map(BankSource::file).collect()
}

fn read(path: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    // One byte more than a bank can have: enough for the parser to refuse it, never the whole of a huge file.
    let limit = MAX_BYTES as u64 + 1;
    File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() > MAX_BYTES {
        return Err(format!("is larger than a bank can be ({MAX_BYTES} bytes)"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.split(|b| *b == b'\n').count();
        format!("is not UTF-8 text (line {line})")
    })
}

/// Whether two ids name the same bank.
pub fn same_id(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// The banks that interviews would use: a file takes the place of the built-in bank with its id, and of two files
/// with one id the first stands. What cannot be read is kept, with the reason.
pub fn in_force(sources: Vec<BankSource>) -> Vec<(BankSource, Result<Bank, String>)> {
    let mut banks: Vec<(BankSource, Result<Bank, String>)> = Vec::new();
    for source in sources {
        let bank = source.text.clone().and_then(|text| parse(&text).map_err(|error| error.to_string()));
        let found = bank.as_ref().ok().and_then(|bank| {
            let same = |other: &Bank| same_id(&other.id, &bank.id);
            banks.iter().position(|(_, other)| other.as_ref().is_ok_and(same))
        });
        match found {
            Some(at) if matches!(banks[at].0.origin, BankOrigin::BuiltIn(_)) => banks[at] = (source, bank),
            Some(_) => {}
            None => banks.push((source, bank)),
        }
    }
    banks
}

/// The bank with this id, in any case of letters.
///
/// # Errors
/// One line that names the banks there are, and the nearest.
pub fn find_bank(root: Option<&Path>, id: &str) -> Result<Bank, String> {
    // The usual case first: no other bank is parsed for it, and no folder read that is not there.
    let replaced = root.is_some_and(|root| root.join("banks").is_dir());
    if let (Some(builtin), false) = (crate::bank::builtin(id), replaced) {
        return builtin.parse().map_err(|error| format!("{}: {error}", builtin.path));
    }
    let mut known = Vec::new();
    let mut damaged = 0;
    for (_, bank) in in_force(sources(root)) {
        match bank {
            Ok(bank) if same_id(&bank.id, id) => return Ok(bank),
            Ok(bank) => known.push(bank.id),
            Err(_) => damaged += 1,
        }
    }
    let mut message = format!("no bank {id:?}; there are: {}", known.join(", "));
    if let Some(near) = nearest(id, known.iter().map(String::as_str)) {
        let _ = write!(message, "; did you mean {near}?");
    }
    if damaged > 0 {
        let _ = write!(message, " ({damaged} could not be read: see `vivavoce bank check`)");
    }
    Err(message)
}
