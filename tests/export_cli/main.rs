//! `vivavoce export` as a person or a script meets it: what the tables say, what consent keeps in, what is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod chosen;
mod formats;
mod tables;
mod target;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use vivavoce::export::{BankIndex, Exporter, Format, Options, Policy, Scheme, Target};

const ID: &str = "2026-11-24-0930-R07-1f3a";

struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    fn ok(self) -> Self {
        assert_eq!(self.status, 0, "{}{}", self.out, self.err);
        self
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// A data folder, and a place for exports beside it.
struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap() };
        fs::create_dir_all(desk.data().join("sessions")).unwrap();
        desk
    }

    /// With the one session that has every kind of answer.
    fn full() -> Self {
        let desk = Self::new();
        desk.keep(ID, EVERY_KIND);
        desk
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a session as the program would, digest and all; what is not given is as in an ordinary one.
    fn keep(&self, id: &str, fields: &str) {
        let (session, _) = vivavoce::session::read(ron(id, fields).as_bytes()).unwrap();
        let path = self.data().join("sessions").join(format!("{id}.ron"));
        fs::write(path, vivavoce::session::write(&session).unwrap()).unwrap();
    }

    fn export(&self, words: &[&str]) -> Ran {
        let ran = Command::new(env!("CARGO_BIN_EXE_vivavoce"))
            .arg("--data")
            .arg(self.data())
            .arg("export")
            .args(words)
            .current_dir(self.dir.path())
            .output()
            .unwrap();
        Ran {
            status: ran.status.code().unwrap(),
            out: String::from_utf8(ran.stdout).unwrap(),
            err: String::from_utf8(ran.stderr).unwrap(),
        }
    }

    fn csv(&self, words: &[&str]) -> Ran {
        self.export(&[&["csv", "--into", "out"], words].concat())
    }

    fn rows(&self, table: &str) -> Vec<BTreeMap<String, String>> {
        read(&self.at("out").join(format!("{table}.csv")))
    }
}

fn ron(id: &str, fields: &str) -> String {
    let or = |name: &str, usual: &str| {
        if fields.contains(name) { String::new() } else { format!("{name} {usual},\n") }
    };
    format!(
        "(format: 1, id: {id:?}, revision: 5, started: \"2026-11-24T08:30:00Z\", utc_offset_minutes: 60,\n{}{}{}{fields})",
        or("banks:", "[(id: \"annex\", version: \"1.0.0\")]"),
        or("participants:", "[(code: \"R07\", function: \"investigator\", unit: \"Unit one\")]"),
        or("consent:", "(interview: true, notes: true, quotes: true)"),
    )
}

fn read(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Text, choice, grid, finding with figures, count, adherence, register; a note, evidence, a jot.
const EVERY_KIND: &str = r#"
banks: [(id: "annex", version: "1.0.0"), (id: "II", version: "1.0.0"), (id: "III", version: "1.0.0"), (id: "V", version: "1.0.0")],
participants: [
  (code: "R07", function: "investigator", rank: "mid_manager", level: "regional", institution: "State police", unit: "Unit one"),
  (code: "R08", function: "prosecutor"),
],
meeting: joint,
answers: {
  "Annex.C.6": (account: "the law of 2019", speaker: Some("R08")),
  "Annex.C.1": (codes: ["origin", "transit"], account: "two river towns", follow_up: true),
  "Annex.G.1": (nonresponse: Some(not_asked), note: "no time left"),
  "Annex.E.1.k": (cells: {"i": (codes: ["general", "trafficking"], by: ["self", "known"]), "ii": (codes: ["good"]), "iii": (nonresponse: Some(dont_know))}),
  "Annex.E.1.c": (nonresponse: Some(refused)),
  "Annex.F.1.a": (cells: {"self": (codes: ["weak"])}),
  "Annex.B.7.x": (label: "forced begging"),
  "II.D.1.1": (cells: {"state": (codes: ["signed", "ratified"]), "date": (text: "2003")}),
  "II.D.11": (cells: {"paper": (codes: ["yes"]), "minimum_age": (text: "15"), "minimum_age_for": (text: "2025")}),
  "III.C.1.r1": (label: "2025", cells: {"investigations": (text: "1,200"), "prosecutions": (text: "about 12"), "convictions": (nonresponse: Some(dont_know))}),
  "V.D.6.r1": (label: "Memorandum", cells: {"partners": (text: "Ministry, two NGOs"), "form": (codes: ["memorandum"])},
     evidence: [(what: "its text", kind: Some(document), state: copy_held, reliability: 'B', credibility: 2)]),
},
jots: [(at: "2026-11-24T08:40:00Z", during: Some("Annex.C.1"), text: "ask for the report")],
"#;

fn of<'r>(
    rows: &'r [BTreeMap<String, String>],
    reference: &str,
    column: &str,
) -> Vec<&'r BTreeMap<String, String>> {
    rows.iter().filter(|r| r["ref"] == reference && r["column"] == column).collect()
}

fn pick<'r>(row: &'r BTreeMap<String, String>, names: &[&str]) -> Vec<&'r str> {
    names.iter().map(|name| row[*name].as_str()).collect()
}
