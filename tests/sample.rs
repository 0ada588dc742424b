//! Made-up sessions: that they can be made again, hold together, fit their banks, and hold something of everything.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use vivavoce::bank::{BUILTIN, Bank, Input, Item, Kind, Ref, Scale};
use vivavoce::sample::Generator;
use vivavoce::session::{
    Answer, Cell, EvidenceKind, EvidenceState, Integrity, Meeting, Nonresponse, Origin, Session, Status,
    read, write,
};

const SUCCESS: &str = "ExitCode(unix_exit_status(0))";
const FAILED: &str = "ExitCode(unix_exit_status(1))";
const USAGE: &str = "ExitCode(unix_exit_status(2))";

fn banks() -> Vec<Bank> {
    BUILTIN.iter().map(|b| b.parse().unwrap()).collect()
}

fn sessions(banks: &[Bank], seed: u64, count: usize) -> Vec<Session> {
    let generator = Generator::new(banks, seed, count);
    (0..count).map(|index| generator.session(index).unwrap()).collect()
}

fn texts(banks: &[Bank], seed: u64, count: usize) -> Vec<String> {
    sessions(banks, seed, count).iter().map(|s| write(s).unwrap()).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let banks = banks();
    let first = texts(&banks, 7, 12);
    assert_eq!(first, texts(&banks, 7, 12));
    let other = texts(&banks, 8, 12);
    assert!(first.iter().zip(&other).all(|(a, b)| a != b));
    let generator = Generator::new(&banks, 7, 12);
    let last = generator.session(11).unwrap();
    assert_eq!(write(&last).unwrap(), first[11], "a session does not depend on those made before it");
    assert_eq!(generator.len(), 12);
}

#[test]
fn every_session_reads_back_intact_and_is_synthetic() {
    let banks = banks();
    let mut ids = BTreeSet::new();
    for session in sessions(&banks, 3, 120) {
        let text = write(&session).unwrap();
        let (again, integrity) = read(text.as_bytes()).unwrap();
        assert_eq!((&again, integrity), (&session, Integrity::Intact));
        assert!(session.synthetic, "{}", session.id);
        assert!(ids.insert(session.id.clone()), "{} twice", session.id);
        assert_eq!(session.country, "Exampleland");
        assert!(session.id.as_str() > "2025-01" && session.id.as_str() < "2026-11", "{}", session.id);
    }
}

/// What can be looked up in a bank.
struct Known<'a> {
    bank: &'a Bank,
    items: HashMap<&'a Ref, &'a Item>,
}

impl<'a> Known<'a> {
    fn scale(&self, id: &str) -> &'a Scale {
        self.bank.scale(id).unwrap()
    }

    /// The item that an answer belongs to, and the code of its row if it is held under one.
    fn place(&self, at: &'a Ref) -> Option<(&'a Item, Option<String>)> {
        if let Some(item) = self.items.get(at) {
            return Some((item, None));
        }
        let item = self.items.get(&at.parent()?)?;
        Some((item, Some(at.last().to_owned())))
    }
}

fn fits(scale: &Scale, codes: &[String], by: &[String], what: &str) {
    for code in codes {
        assert!(scale.option(code).is_some(), "{what}: {code} is not of {}", scale.id);
    }
    assert!(scale.several || codes.len() < 2, "{what}: {codes:?}");
    let alone = codes.iter().any(|c| scale.option(c).unwrap().exclusive);
    assert!(!alone || codes.len() == 1, "{what}: {codes:?}");
    let places: Vec<usize> =
        codes.iter().map(|c| scale.options.iter().position(|o| o.code == *c).unwrap()).collect();
    assert!(places.is_sorted(), "{what}: {codes:?} is not in the scale's order");
    for code in by {
        let qualifier = scale.qualifier.as_ref().unwrap();
        assert!(qualifier.options.iter().any(|o| o.code == *code), "{what}: by {code}");
    }
}

fn cells_fit(known: &Known<'_>, item: &Item, row: &str, cells: &BTreeMap<String, Cell>, what: &str) {
    for (code, cell) in cells {
        let what = format!("{what}.{code}");
        let column = item.kind.columns().iter().find(|c| c.code == *code);
        let column = column.unwrap_or_else(|| panic!("{what}: there is no such column"));
        assert!(*cell != Cell::default(), "{what} is blank");
        if column.input == Input::Codes {
            assert!(cell.text.is_empty(), "{what}: {}", cell.text);
            fits(known.scale(item.kind.scale_of(row, column)), &cell.codes, &cell.by, &what);
        } else {
            assert!(cell.codes.is_empty() && cell.by.is_empty(), "{what}");
        }
        assert!(cell.nonresponse.is_none() || (cell.codes.is_empty() && cell.text.is_empty()), "{what}");
    }
}

fn answer_fits(known: &Known<'_>, at: &Ref, answer: &Answer, what: &str) {
    let (item, row) = known.place(at).unwrap_or_else(|| panic!("{what} is in no bank"));
    assert!(!answer.is_empty(), "{what} is empty");
    assert!(answer.first.is_some() && answer.first <= answer.last, "{what}");
    assert!(answer.nonresponse.is_none() || (answer.codes.is_empty() && answer.cells.is_empty()), "{what}");
    if let Some(row) = &row {
        let own = item.kind.rows().iter().any(|r| r.code == *row);
        assert!(own || (item.kind.is_open() && !answer.label.is_empty()), "{what} is no row");
        assert!(!own || answer.label.is_empty(), "{what}");
    }
    if let (Kind::Choice { scale }, None) = (&item.kind, &row) {
        fits(known.scale(scale), &answer.codes, &answer.by, what);
    } else {
        assert!(answer.codes.is_empty() && answer.by.is_empty(), "{what}: codes where there is no scale");
    }
    let takes_cells = row.is_some() || matches!(item.kind, Kind::Finding { .. });
    assert!(takes_cells || answer.cells.is_empty(), "{what}: cells where there are none");
    cells_fit(known, item, row.as_deref().unwrap_or_default(), &answer.cells, what);
}

#[test]
fn every_answer_fits_its_bank() {
    let banks = banks();
    let known: HashMap<&str, Known<'_>> = banks
        .iter()
        .map(|bank| {
            let items = bank.items().map(|i| (&i.reference, i)).collect();
            (bank.id.as_str(), Known { bank, items })
        })
        .collect();
    let mut asked = BTreeSet::new();
    for session in sessions(&banks, 11, 150) {
        let annex = &known["annex"].bank.roles;
        for person in &session.participants {
            assert!(annex.functions.iter().any(|t| t.code == person.function), "{}", person.function);
            assert!(annex.ranks.iter().any(|t| t.code == person.rank), "{}", person.rank);
            assert!(annex.levels.iter().any(|t| t.code == person.level), "{}", person.level);
            assert!(
                annex.stakeholders.iter().any(|t| t.code == person.stakeholder),
                "{}",
                person.stakeholder
            );
        }
        let codes: BTreeSet<&String> = session.participants.iter().map(|p| &p.code).collect();
        assert_eq!(codes.len(), session.participants.len());
        for stamp in &session.banks {
            assert_eq!(known[stamp.id.as_str()].bank.version, stamp.version);
            asked.insert(stamp.id.clone());
        }
        for (at, answer) in &session.answers {
            let what = format!("{} {at}", session.id);
            let own = session.banks.iter().map(|b| &known[b.id.as_str()]).find(|k| k.place(at).is_some());
            answer_fits(own.unwrap_or_else(|| panic!("{what} is in none of its banks")), at, answer, &what);
            assert!(answer.speaker.iter().all(|who| codes.contains(who)), "{what}");
            assert!(answer.last <= session.ended.or(answer.last), "{what} after the end");
        }
    }
    assert_eq!(asked.len(), banks.len(), "every bank is asked from: {asked:?}");
}

/// Every answer of these sessions.
fn answers(sessions: &[Session]) -> impl Iterator<Item = (&Session, &Ref, &Answer)> {
    sessions.iter().flat_map(|s| s.answers.iter().map(move |(at, answer)| (s, at, answer)))
}

#[test]
fn forty_sessions_hold_something_of_everything() {
    let banks = banks();
    for seed in [1, 7, 2026] {
        let sessions = sessions(&banks, seed, 40);
        let all = || answers(&sessions);
        for reason in Nonresponse::ALL {
            assert!(all().any(|(_, _, a)| a.nonresponse == Some(reason)), "{seed}: {reason:?}");
        }
        for reason in &Nonresponse::ALL[..3] {
            let held = |a: &Answer| a.cells.values().any(|c| c.nonresponse == Some(*reason));
            assert!(all().any(|(_, _, a)| held(a)), "{seed}: no cell {reason:?}");
        }
        let evidence = || all().flat_map(|(_, _, a)| &a.evidence);
        for state in EvidenceState::ALL {
            assert!(evidence().any(|e| e.state == state), "{seed}: {state:?}");
        }
        for kind in EvidenceKind::ALL {
            assert!(evidence().any(|e| e.kind == Some(kind)), "{seed}: {kind:?}");
        }
        let letters: BTreeSet<char> = evidence().map(|e| e.reliability.letter()).collect();
        let digits: BTreeSet<u8> = evidence().map(|e| e.credibility.digit()).collect();
        assert_eq!((letters.len(), digits.len()), (6, 6), "{seed}: {letters:?} {digits:?}");
        let languages: BTreeSet<&str> = sessions.iter().map(|s| s.language.as_str()).collect();
        assert_eq!(languages.len(), 8, "{seed}: {languages:?}");
        let scripts = ['а', 'ة', '有', 'क', 'አ', 'é'];
        for script in scripts {
            assert!(all().any(|(_, _, a)| a.account.contains(script)), "{seed}: nobody writes {script}");
        }
        for meeting in Meeting::ALL {
            assert!(sessions.iter().any(|s| s.meeting == meeting), "{seed}: {meeting:?}");
        }
        for status in [Status::Open, Status::Closed, Status::Sealed] {
            assert!(sessions.iter().any(|s| s.status == status), "{seed}: {status:?}");
        }
        assert!(sessions.iter().any(|s| s.status == Status::Open && s.ended.is_none()));
        assert!(sessions.iter().any(|s| s.jots.iter().any(|j| j.filed.is_some())));
        assert!(sessions.iter().any(|s| s.jots.iter().any(|j| j.filed.is_none())));
        assert!(all().any(|(_, _, a)| a.origin == Origin::DeskReview));
        assert!(all().any(|(_, _, a)| a.follow_up) && all().any(|(_, _, a)| !a.note.is_empty()));
        assert!(all().any(|(_, _, a)| a.speaker.is_some()) && all().any(|(_, _, a)| !a.label.is_empty()));
        assert!(sessions.iter().any(|s| s.consent.quotes == Some(false)));
        assert!(sessions.iter().any(|s| s.consent.restricted));
        assert!(sessions.iter().all(|s| !s.active_seconds.is_empty()));
        let blank = |s: &&Session| {
            let unsure = s.answers.values().filter(|a| a.nonresponse == Some(Nonresponse::DontKnow)).count();
            unsure * 3 > s.answers.len() * 2
        };
        assert!(sessions.iter().filter(blank).count() > 0, "{seed}: nobody knows nearly nothing");
        for level in ["local", "regional", "national", "international"] {
            assert!(sessions.iter().any(|s| s.lead().level == level), "{seed}: {level}");
        }
    }
}

/// Mean of a rating column of the technique grid over the sessions that `of` picks, and how many ratings.
fn mean(sessions: &[Session], column: &str, rows: &[&str], of: impl Fn(&Session) -> bool) -> (f64, usize) {
    let bank = BUILTIN[0].parse().unwrap();
    let scale = bank.scale("rating5").unwrap();
    let codes = answers(sessions)
        .filter(|(s, at, _)| of(s) && at.as_str().starts_with("Annex.E.1.") && rows.contains(&at.last()))
        .flat_map(|(_, _, a)| a.cells.get(column).into_iter().flat_map(|c| &c.codes));
    let scores: Vec<f64> = codes.map(|c| f64::from(scale.option(c).unwrap().score.unwrap())).collect();
    (scores.iter().sum::<f64>() / scores.len() as f64, scores.len())
}

const ALL_ROWS: [&str; 15] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o"];
const FORENSIC: [&str; 5] = ["b", "c", "d", "e", "f"];

#[test]
fn managers_see_their_staff_in_a_better_light_than_staff_themselves() {
    let banks = banks();
    for seed in [1, 7, 2026] {
        let sessions = sessions(&banks, seed, 40);
        let squad = |s: &Session| {
            ["General Crime Squad", "Patrol Command", "Border Checks Section"]
                .contains(&s.lead().unit.as_str())
        };
        let managers = |s: &Session| squad(s) && s.lead().rank != "practitioner";
        let staff = |s: &Session| squad(s) && s.lead().rank == "practitioner";
        let (high, n) = mean(&sessions, "iii", &ALL_ROWS, managers);
        let (low, m) = mean(&sessions, "iii", &ALL_ROWS, staff);
        assert!(n >= 20 && m >= 20, "{seed}: {n} and {m} ratings");
        assert!(high - low > 0.4, "{seed}: {high} against {low}");
    }
}

#[test]
fn groups_differ_as_an_analyst_should_find() {
    let banks = banks();
    let sessions = sessions(&banks, 7, 600);
    let of = |unit: &'static str| move |s: &Session| s.lead().unit == unit;
    let specialists = mean(&sessions, "ii", &ALL_ROWS, of("Anti-Trafficking Unit")).0;
    let patrol = mean(&sessions, "ii", &ALL_ROWS, of("Patrol Command")).0;
    assert!(specialists - patrol > 1.0, "{specialists} against {patrol}");
    let know = mean(&sessions, "ii", &ALL_ROWS, of("General Crime Squad")).0;
    let apply = mean(&sessions, "iii", &ALL_ROWS, of("General Crime Squad")).0;
    assert!(know > apply, "{know} against {apply}");
    let north = |s: &Session| s.lead().region == "Northern Region";
    let rest = |s: &Session| !north(s) && s.lead().region != "Capital District";
    let (weak, strong) =
        (mean(&sessions, "ii", &FORENSIC, north).0, mean(&sessions, "ii", &FORENSIC, rest).0);
    assert!(strong - weak > 0.8, "{strong} against {weak}");
    let level = |level: &'static str| move |s: &Session| s.lead().level == level;
    assert!(
        mean(&sessions, "ii", &ALL_ROWS, level("national")).0
            > mean(&sessions, "ii", &ALL_ROWS, level("local")).0
    );
    // What headquarters says is done, people at local level do not see.
    let practice = |level: &str| {
        let codes: Vec<&String> = answers(&sessions)
            .filter(|(s, _, _)| s.lead().level == level)
            .filter_map(|(_, _, a)| a.cells.get("practice"))
            .flat_map(|c| &c.codes)
            .collect();
        codes.iter().filter(|c| **c == "yes").count() as f64 / codes.len() as f64
    };
    assert!(practice("national") - practice("local") > 0.2, "{} {}", practice("national"), practice("local"));
    // One person's ratings hang together: sessions differ more than chance within a session would let them.
    let means: Vec<f64> = sessions
        .iter()
        .filter(|s| s.lead().unit == "General Crime Squad" && s.lead().rank == "practitioner")
        .map(|s| mean(std::slice::from_ref(s), "ii", &ALL_ROWS, |_| true).0)
        .filter(|m| m.is_finite())
        .collect();
    let middle = means.iter().sum::<f64>() / means.len() as f64;
    let spread = means.iter().map(|m| (m - middle).powi(2)).sum::<f64>() / means.len() as f64;
    assert!(means.len() > 12 && spread > 0.12, "{} {spread}", means.len());
}

#[test]
fn techniques_differ_as_a_trainer_should_find() {
    let sessions = sessions(&banks(), 7, 600);
    let all = |_: &Session| true;
    let of = |column: &str, rows: &[&str]| mean(&sessions, column, rows, all).0;
    let gap = |rows: &[&str]| of("ii", rows) - of("iii", rows);
    // Known and not applied; never taught; known, and used by hardly anyone.
    assert!(gap(&["a", "k"]) > gap(&FORENSIC) + 0.5, "{} {}", gap(&["a", "k"]), gap(&FORENSIC));
    assert!(of("ii", &["l", "o"]) < of("ii", &["g", "h", "i"]) - 0.3, "{}", of("ii", &["l", "o"]));
    assert!(of("ii", &["j"]) > of("ii", &["g", "h", "i"]), "{}", of("ii", &["j"]));
    let used = |row: &str| {
        let at = format!("Annex.E.1.{row}");
        let cells = answers(&sessions).filter(|(_, r, _)| r.as_str() == at);
        let codes: Vec<&String> =
            cells.filter_map(|(_, _, a)| a.cells.get("i")).flat_map(|c| &c.codes).collect();
        codes.iter().filter(|c| **c != "none").count() as f64 / codes.len() as f64
    };
    assert!(used("j") < 0.2 && used("g") > 0.5, "{} {}", used("j"), used("g"));
}

#[test]
fn what_an_adaptation_of_the_folder_adds_is_answered_too() {
    let dir = tempfile::tempdir().unwrap();
    let overlays = dir.path().join("overlays");
    fs::create_dir(&overlays).unwrap();
    fs::write(overlays.join("importance.ron"), include_str!("data/importance.ron")).unwrap();
    let made = run(&["sample", "--sessions", "12", "--into", dir.path().to_str().unwrap()]);
    assert_eq!((made.status.as_str(), made.err.as_str()), (SUCCESS, ""));
    let codes = ["essential", "important", "useful", "rarely", "not_needed"];
    let mut given = BTreeSet::new();
    for path in files(&dir.path().join("sessions")) {
        let (session, _) = read(&fs::read(path).unwrap()).unwrap();
        for (at, answer) in &session.answers {
            if let Some(cell) = answer.cells.get("importance") {
                assert!(at.as_str().starts_with("Annex.E.1."), "{at}");
                given.extend(cell.codes.iter().cloned());
            }
        }
    }
    assert!(given.len() > 2 && given.iter().all(|c| codes.contains(&c.as_str())), "{given:?}");
}

#[test]
fn ten_thousand_people_do_not_all_say_the_same() {
    let banks = banks();
    let sessions = sessions(&banks, 5, 400);
    let accounts: Vec<&str> =
        answers(&sessions).map(|(_, _, a)| a.account.as_str()).filter(|a| !a.is_empty()).collect();
    let different: BTreeSet<&str> = accounts.iter().copied().collect();
    assert!(different.len() * 5 > accounts.len() * 2, "{} of {}", different.len(), accounts.len());
    for account in different {
        assert!(!account.contains(['{', '}', '[', ']', '|', '@']), "{account}");
        assert_eq!(account.trim(), account);
    }
}

struct Ran {
    status: String,
    out: String,
    err: String,
}

fn run(words: &[&str]) -> Ran {
    let args = std::iter::once("vivavoce").chain(words.iter().copied()).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = vivavoce::cli::run(args, &mut out, &mut err);
    Ran {
        status: format!("{code:?}"),
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    all.retain(|p| p.extension().is_some_and(|e| e == "ron"));
    all.sort();
    all
}

#[test]
fn the_command_fills_a_new_data_folder_and_says_what_it_did() {
    let dir = tempfile::tempdir().unwrap();
    let into = dir.path().join("data");
    let name = into.to_str().unwrap();
    let ran = run(&["sample", "--sessions", "9", "--seed", "3", "--into", name]);
    assert_eq!((ran.status.as_str(), ran.err.as_str()), (SUCCESS, ""));
    assert!(ran.out.starts_with("9 made-up sessions (seed 3, "), "{}", ran.out);
    assert!(ran.out.contains(&format!("vivavoce --data {name}")), "{}", ran.out);
    let written = files(&into.join("sessions"));
    let banks = banks();
    for (path, session) in written.iter().zip(sessions(&banks, 3, 9)) {
        assert_eq!(path.file_stem().unwrap().to_str().unwrap(), session.id);
        assert_eq!(fs::read_to_string(path).unwrap(), write(&session).unwrap());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
    assert_eq!(written.len(), 9);
    let list = run(&["--data", name, "session", "list"]);
    assert_eq!(list.out.matches("made-up data").count(), 9, "{}", list.out);
}

#[test]
fn a_folder_with_sessions_is_left_alone_unless_told() {
    let dir = tempfile::tempdir().unwrap();
    let name = dir.path().to_str().unwrap();
    assert_eq!(run(&["sample", "--sessions", "2", "--into", name]).status, SUCCESS);
    let again = run(&["sample", "--sessions", "2", "--into", name]);
    assert_eq!(again.status, FAILED);
    assert!(again.err.contains("holds 2 sessions already") && again.err.contains("--add"), "{}", again.err);
    let before = fs::read(&files(&dir.path().join("sessions"))[0]).unwrap();
    let same = run(&["sample", "--sessions", "2", "--into", name, "--add"]);
    assert_eq!(same.status, FAILED);
    assert!(same.err.contains("exists already and is left as it is"), "{}", same.err);
    assert_eq!(fs::read(&files(&dir.path().join("sessions"))[0]).unwrap(), before);
    let more = run(&["sample", "--sessions", "3", "--seed", "8", "--into", name, "--add", "--json"]);
    assert_eq!((more.status.as_str(), more.err.as_str()), (SUCCESS, ""));
    let told: serde_json::Value = serde_json::from_str(&more.out).unwrap();
    assert_eq!((&told["sessions"], &told["seed"]), (&3.into(), &8.into()));
    assert!(told["bytes"].as_u64().unwrap() > 1000 && told["seconds"].is_number());
    assert_eq!(files(&dir.path().join("sessions")).len(), 5);
}

#[test]
fn what_cannot_be_done_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let below = dir.path().join("no/such");
    let ran = run(&["sample", "--into", below.to_str().unwrap()]);
    assert_eq!(ran.status, FAILED);
    assert!(ran.err.contains("no does not exist") && ran.err.contains("--into DIR"), "{}", ran.err);
    let file = dir.path().join("notes.txt");
    fs::write(&file, "x").unwrap();
    let ran = run(&["sample", "--into", file.to_str().unwrap()]);
    assert!(ran.status == USAGE && ran.err.contains("notes.txt is not a folder"), "{}", ran.err);
    let name = dir.path().to_str().unwrap();
    for words in [
        &["sample"][..],
        &["sample", "--into", name, "--sessions", "0"],
        &["sample", "--into", name, "--sessions", "1000001"],
        &["sample", "--into", name, "--seed", "x"],
        &["--data", name, "sample", "--into", name],
        &["--data", name, "demo"],
    ] {
        assert_eq!(run(words).status, USAGE, "{words:?}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let closed = dir.path().join("closed");
        fs::create_dir_all(closed.join("sessions")).unwrap();
        fs::set_permissions(closed.join("sessions"), fs::Permissions::from_mode(0o500)).unwrap();
        // The superuser writes everywhere: there is nothing to see then.
        if fs::write(closed.join("sessions/x"), "").is_err() {
            let ran = run(&["sample", "--into", closed.to_str().unwrap()]);
            assert!(ran.status == FAILED && ran.err.contains(".ron can't be written"), "{}", ran.err);
        }
        fs::set_permissions(closed.join("sessions"), fs::Permissions::from_mode(0o700)).unwrap();
    }
}

#[test]
fn without_a_terminal_the_demo_says_so_and_makes_nothing() {
    use std::process::{Command, Stdio};
    let place = tempfile::tempdir().unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_vivavoce"))
        .arg("demo")
        .env("TMPDIR", place.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8(ran.stderr).unwrap().contains("needs a terminal"));
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

/// The sessions that are kept in the repository are what the command makes. `UPDATE_SAMPLE=1` writes them anew.
#[test]
fn the_sessions_in_the_repository_are_what_the_command_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions/sample");
    let made = sessions(&banks(), 7, 8);
    if std::env::var_os("UPDATE_SAMPLE").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for path in files(&folder) {
            fs::remove_file(path).unwrap();
        }
        for session in &made {
            fs::write(folder.join(format!("{}.ron", session.id)), write(session).unwrap()).unwrap();
        }
    }
    let kept = files(&folder);
    assert_eq!(kept.len(), made.len(), "run this test with UPDATE_SAMPLE=1 after the generator has changed");
    for (path, session) in kept.iter().zip(&made) {
        let text = fs::read_to_string(path).unwrap();
        // A checkout may have turned the line ends.
        assert_eq!(text.replace("\r\n", "\n"), write(session).unwrap(), "{}", path.display());
    }
}

#[test]
fn the_folder_of_samples_does_not_show_among_the_sessions() {
    let dir = tempfile::tempdir().unwrap();
    let sample = dir.path().join("sessions/sample");
    fs::create_dir_all(&sample).unwrap();
    let session = &sessions(&banks(), 7, 1)[0];
    fs::write(sample.join(format!("{}.ron", session.id)), write(session).unwrap()).unwrap();
    let list = run(&["--data", dir.path().to_str().unwrap(), "session", "list", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    assert_eq!(told["sessions"].as_array().unwrap().len() + told["damaged"].as_array().unwrap().len(), 0);
}
