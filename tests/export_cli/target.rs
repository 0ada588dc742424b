//! Where it is written: folders that are there, full disks, permissions.

use super::*;

#[test]
fn a_folder_with_files_in_it_is_not_written_to_unless_told() {
    let desk = Desk::full();
    fs::create_dir(desk.at("out")).unwrap();
    fs::write(desk.at("out/mine.txt"), "mine").unwrap();
    let ran = desk.csv(&[]);
    assert_eq!((ran.status, ran.err.lines().count()), (1, 1));
    assert!(ran.err.contains("out is not empty"), "{}", ran.err);
    assert_eq!(fs::read_dir(desk.at("out")).unwrap().count(), 1);
    desk.csv(&["--replace"]).ok();
    assert_eq!(fs::read_to_string(desk.at("out/mine.txt")).unwrap(), "mine");
    let before = fs::read(desk.at("out/answers.csv")).unwrap();
    desk.csv(&["--replace"]).ok();
    assert_eq!(fs::read(desk.at("out/answers.csv")).unwrap(), before, "the same sessions, the same bytes");
    assert_eq!(fs::read_dir(desk.at("out")).unwrap().count(), 8, "nothing else is left there");
    // An empty folder is as good as none.
    fs::create_dir(desk.at("empty")).unwrap();
    desk.export(&["json", "--into", "empty"]).ok();
    assert_eq!(fs::read_dir(desk.at("empty")).unwrap().count(), 3);
}

#[test]
fn replacing_takes_away_the_banks_of_the_export_before() {
    let desk = Desk::full();
    let export = |words: &[&str]| desk.export(&[&["parquet", "--into", "out"], words].concat());
    export(&[]).ok();
    fs::write(desk.at("out/answers/bank=II/mine.txt"), "mine").unwrap();
    desk.keep(ID, r#"answers: {"Annex.C.1": (codes: ["origin"])}"#);
    export(&["--replace"]).ok();
    assert!(desk.at("out/answers/bank=annex/part-0.parquet").exists());
    assert!(!desk.at("out/answers/bank=III").exists());
    assert_eq!(fs::read_dir(desk.at("out/answers/bank=II")).unwrap().count(), 1, "what is not ours stays");
}

#[test]
fn what_cannot_be_put_in_place_leaves_everything_as_it_was() {
    let desk = Desk::full();
    desk.csv(&[]).ok();
    fs::remove_file(desk.at("out/jots.csv")).unwrap();
    fs::create_dir(desk.at("out/jots.csv")).unwrap();
    fs::write(desk.at("out/sessions.csv"), "as it was").unwrap();
    let ran = desk.csv(&["--replace"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("jots.csv") && ran.err.contains("all is as it was"), "{}", ran.err);
    assert_eq!(fs::read_to_string(desk.at("out/sessions.csv")).unwrap(), "as it was");
    assert_eq!(fs::read_dir(desk.at("out")).unwrap().count(), 7);
}

#[test]
fn a_target_that_cannot_be_written_is_one_clear_line() {
    let desk = Desk::full();
    let no_parent = desk.export(&["csv", "--into", "a/b/c"]);
    assert_eq!((no_parent.status, no_parent.err.lines().count()), (1, 1));
    assert!(no_parent.err.contains("a/b/c can't be made because a/b is no folder"), "{}", no_parent.err);
    fs::write(desk.at("file"), "").unwrap();
    let file = desk.export(&["csv", "--into", "file"]);
    assert_eq!((file.status, file.err.lines().count()), (1, 1));
    assert!(file.err.contains("file is not a folder"), "{}", file.err);
    // A device that is full takes no folder; nor does the system's own.
    let system = desk.export(&["csv", "--into", "/proc/vivavoce"]);
    assert_eq!((system.status, system.err.lines().count()), (1, 1), "{}", system.err);
    assert!(system.err.contains("/proc/vivavoce can't be written"), "{}", system.err);
    let nothing = Desk::new().csv(&[]);
    assert_eq!((nothing.status, nothing.err.lines().count()), (1, 1));
    assert!(nothing.err.contains("vivavoce interview"), "{}", nothing.err);
    assert_eq!(desk.export(&["csv"]).status, 2);
    assert_eq!(desk.export(&["sav", "--into", "x"]).status, 2);
}

#[test]
fn a_number_that_no_table_can_hold_stays_words() {
    let desk = Desk::new();
    let huge = "9".repeat(400);
    desk.keep(
        ID,
        &format!(
            "banks: [(id: \"II\", version: \"1.0.0\")], answers: {{\"II.D.11\": (cells: {{\"minimum_age\": (text: {huge:?})}})}}"
        ),
    );
    for format in ["csv", "json", "xlsx", "parquet"] {
        desk.export(&[format, "--into", format]).ok();
    }
    let rows = read(&desk.at("csv/answers.csv"));
    assert_eq!(pick(&rows[0], &["number", "text"]), ["", &huge]);
    assert_eq!(read(&desk.at("csv/sessions.csv"))[0]["II.D.11.minimum_age"], "");
}

/// A disk on which every file is full after this many bytes.
struct Full(usize, tempfile::TempDir);

struct FullFile(usize);

impl std::io::Write for FullFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let room = self.0.min(bytes.len());
        self.0 -= room;
        if room == 0 { Err(std::io::Error::from(std::io::ErrorKind::StorageFull)) } else { Ok(room) }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Target for Full {
    fn create(&self, _name: &str) -> std::io::Result<Box<dyn std::io::Write + Send>> {
        Ok(Box::new(FullFile(self.0)))
    }

    fn scratch(&self) -> &Path {
        self.1.path()
    }
}

#[test]
fn a_full_disk_is_told_with_the_file_in_every_format() {
    let (session, integrity) = vivavoce::session::read(ron(ID, EVERY_KIND).as_bytes()).unwrap();
    let banks = vivavoce::store::find_banks(None, ["annex", "II", "III", "V"]).banks;
    let book = BankIndex::new(&banks);
    let scheme = Scheme::Words;
    let tables = vivavoce::export::tables(&book, scheme);
    for (format, file) in [
        (Format::Csv, ".csv could not be written"),
        (Format::Json, "codebook.json could not be written"),
        (Format::Xlsx, "vivavoce.xlsx could not be written"),
        (Format::Parquet, ".parquet could not be written"),
    ] {
        let disk = Full(1000, tempfile::tempdir().unwrap());
        let options = Options { format, scheme, policy: Policy::default() };
        let export = || {
            let mut exporter = Exporter::begin(&book, &tables, options, &disk)?;
            exporter.session(ID, session.record(), integrity)?;
            exporter.finish()
        };
        let message = export().unwrap_err().to_string();
        assert!(message.contains(file) && message.contains("make room"), "{format:?}: {message}");
    }
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_only_and_nothing_hidden_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::full();
    for format in ["csv", "json", "xlsx", "parquet"] {
        desk.export(&[format, "--into", format]).ok();
        for entry in fs::read_dir(desk.at(format)).unwrap() {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, if entry.path().is_dir() { 0o700 } else { 0o600 }, "{entry:?}");
        }
    }
    let names: Vec<_> = fs::read_dir(desk.dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!names.iter().any(|n| n.to_string_lossy().starts_with('.')), "{names:?}");
}
