//! The example in `docs/sessions.md` is a session as the program writes it. `UPDATE_DOCS=1` writes it anew.

#![expect(clippy::unwrap_used, reason = "clippy does not count the helpers of a test as tests")]

mod example_page;

use example_page::{page, parts};
use jiff::Timestamp;
use vivavoce::bank::{BUILTIN, Bank, Kind, Ref};
use vivavoce::session::{
    About, Answer, Attribution, BankStamp, Cell, Credibility, Evidence, EvidenceKind, EvidenceState,
    Integrity, Jot, Nonresponse, Place, Record, Reliability, Session, read, write,
};

fn at(time: &str) -> Timestamp {
    format!("2026-11-24T{time}Z").parse().unwrap()
}

fn codes(all: &[&str]) -> Vec<String> {
    all.iter().map(|c| (*c).to_owned()).collect()
}

fn cell(all: &[&str]) -> Cell {
    Cell { codes: codes(all), ..Cell::default() }
}

fn answer(first: &str, last: &str) -> Answer {
    Answer { first: Some(at(first)), last: Some(at(last)), ..Answer::default() }
}

/// An interview that uses every kind of field.
fn example() -> Session {
    let stamp = |id: &str| BankStamp { id: id.to_owned(), version: "1.0.0".to_owned() };
    let stamps = vec![stamp("annex"), stamp("III"), stamp("V")];
    let session = Session::new("2026-11-24-0930-R07-1f3a".to_owned(), stamps, "R07", at("08:30:00"), 60);
    let mut record: Record = session.record().clone();
    record.synthetic = true;
    record.revision = 412;
    record.ended = Some(at("09:41:20"));
    record.status = vivavoce::session::Status::Closed;
    "Ruritania".clone_into(&mut record.country);
    "en".clone_into(&mut record.language);
    record.place = Some(Place::OwnOffice);
    let lead = &mut record.participants[0];
    "investigator".clone_into(&mut lead.function);
    "mid_manager".clone_into(&mut lead.rank);
    "regional".clone_into(&mut lead.level);
    "State police".clone_into(&mut lead.institution);
    "Anti-trafficking unit".clone_into(&mut lead.unit);
    "Northern region".clone_into(&mut lead.region);
    "a".clone_into(&mut lead.stakeholder);
    record.consent.interview = Some(true);
    record.consent.notes = Some(true);
    record.consent.quotes = Some(false);
    record.consent.attribution = Some(Attribution::Institution);

    let mut put = |reference: &str, answer: Answer| {
        record.answers.insert(Ref::new(reference), answer);
    };
    put(
        "Annex.C.1",
        Answer {
            codes: codes(&["origin", "transit"]),
            account: "People leave from the two river towns.\nOthers are only driven through.".to_owned(),
            follow_up: true,
            ..answer("08:52:07", "08:53:30")
        },
    );
    put("Annex.C.6", Answer { nonresponse: Some(Nonresponse::Refused), ..answer("08:58:40", "08:58:40") });
    let rated = |use_of: Cell, knowledge: Cell, application: Cell| {
        [("i", use_of), ("ii", knowledge), ("iii", application)].map(|(c, v)| (c.to_owned(), v)).into()
    };
    put(
        "Annex.E.1.a",
        Answer {
            cells: rated(
                Cell { by: codes(&["self"]), ..cell(&["general", "trafficking"]) },
                cell(&["good"]),
                cell(&["average"]),
            ),
            ..answer("09:02:10", "09:02:16")
        },
    );
    put(
        "Annex.E.1.c",
        Answer {
            cells: rated(
                cell(&["none"]),
                cell(&["weak"]),
                Cell { nonresponse: Some(Nonresponse::DontKnow), ..Cell::default() },
            ),
            account: "Only the regional laboratory does it, and it takes months.".to_owned(),
            note: "Has not sent anything there this year; compare with R03.".to_owned(),
            evidence: vec![
                Evidence {
                    what: "laboratory's waiting list".to_owned(),
                    kind: Some(EvidenceKind::Statistic),
                    about: Some(About::NotSpecific),
                    state: EvidenceState::Promised,
                    source: "Regional laboratory".to_owned(),
                    ..Evidence::default()
                },
                Evidence {
                    what: "order on forensic samples".to_owned(),
                    kind: Some(EvidenceKind::Document),
                    state: EvidenceState::Seen,
                    reliability: Reliability::try_from('B').unwrap(),
                    credibility: Credibility::try_from(2).unwrap(),
                    source: "State police".to_owned(),
                    reference: "no. 114, page 3".to_owned(),
                    ..Evidence::default()
                },
            ],
            ..answer("09:02:31", "09:05:02")
        },
    );
    let typed = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
    let cells = |all: Vec<(&str, Cell)>| all.into_iter().map(|(c, v)| (c.to_owned(), v)).collect();
    put(
        "III.C.1.r1",
        Answer {
            label: "2025".to_owned(),
            cells: cells(vec![
                ("investigations", typed("34")),
                ("prosecutions", typed("about 12")),
                ("convictions", Cell { nonresponse: Some(Nonresponse::DontKnow), ..Cell::default() }),
            ]),
            ..answer("09:10:00", "09:10:40")
        },
    );
    put(
        "III.C.2",
        Answer {
            cells: cells(vec![
                ("paper", cell(&["yes"])),
                ("practice", cell(&["partly"])),
                ("effective", cell(&["in_part"])),
            ]),
            language: "fr".to_owned(),
            ..answer("09:12:00", "09:13:05")
        },
    );
    put(
        "V.D.6.r1",
        Answer {
            label: "Memorandum on referral".to_owned(),
            cells: cells(vec![("partners", typed("Ministry of the interior, two NGOs"))]),
            ..answer("09:20:00", "09:21:30")
        },
    );
    put("Annex.G.1", Answer { nonresponse: Some(Nonresponse::NotAsked), ..answer("09:40:11", "09:40:11") });
    record.jots = vec![
        Jot {
            at: at("08:55:19"),
            during: Some(Ref::new("Annex.C.2")),
            text: "the labour inspector was there in May - ask D 1".to_owned(),
            filed: Some(Ref::new("Annex.D.1")),
        },
        Jot { at: at("09:38:02"), during: None, text: "wants to see the report".to_owned(), filed: None },
    ];
    record.active_seconds = [("Annex.C.1", 85), ("Annex.E.1", 240)].map(|(r, s)| (Ref::new(r), s)).into();
    Session::from(record)
}

#[test]
fn the_example_is_intact_and_as_the_program_writes_it() {
    let text = write(&example()).unwrap();
    let mut whole = std::fs::read_to_string(page("sessions.md")).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let (before, _, after) = parts(&whole);
        whole = format!("{before}{text}{after}");
        std::fs::write(page("sessions.md"), &whole).unwrap();
    }
    let (_, shown, _) = parts(&whole);
    let (session, integrity) = read(shown.as_bytes()).unwrap();
    assert_eq!(integrity, Integrity::Intact);
    assert_eq!(session, example());
    assert_eq!(shown, text, "UPDATE_DOCS=1 cargo test --test docs_sessions writes it anew");
}

#[test]
fn a_changed_example_is_noticed() {
    let whole = std::fs::read_to_string(page("sessions.md")).unwrap();
    let (_, shown, _) = parts(&whole);
    let changed = shown.replace("\"good\"", "\"weak\"");
    assert_ne!(changed, shown);
    assert_eq!(read(changed.as_bytes()).unwrap().1, Integrity::Altered);
    let (body, _) = shown.rsplit_once("// sha256").unwrap();
    assert_eq!(read(body.as_bytes()).unwrap().1, Integrity::Unsealed);
}

/// What the example is answered with is in the bank: a page must not teach codes that do not exist.
#[test]
fn the_example_answers_questions_that_there_are() {
    let banks: Vec<Bank> = BUILTIN.iter().map(|b| b.parse().unwrap()).collect();
    let session = example();
    for stamp in &session.banks {
        let bank = banks.iter().find(|b| b.id == stamp.id).unwrap();
        assert_eq!(stamp.version, bank.version);
    }
    let bank = &banks[0];
    for (at, answer) in &session.answers {
        let head = at.as_str().split('.').next().unwrap();
        let bank = banks.iter().find(|b| b.id.eq_ignore_ascii_case(head)).unwrap();
        let known = |scale: &str, code: &String| bank.scale(scale).is_some_and(|s| s.option(code).is_some());
        let item = bank.item(at).or_else(|| bank.item(&at.parent()?));
        match &item.unwrap_or_else(|| panic!("{at} is not in the bank")).kind {
            Kind::Choice { scale } => assert!(answer.codes.iter().all(|c| known(scale, c)), "{at}"),
            kind => {
                let row = kind.is_open()
                    || kind.rows().is_empty()
                    || kind.rows().iter().any(|r| r.code == at.last());
                assert!(row && answer.codes.is_empty(), "{at}");
                for (code, cell) in &answer.cells {
                    let column = kind.columns().iter().find(|c| c.code == *code).unwrap();
                    assert!(cell.codes.iter().all(|c| known(&column.scale, c)), "{at}.{code}");
                    assert!(cell.text.is_empty() || column.input.is_typed(), "{at}.{code}");
                }
            }
        }
    }
    let lead = session.lead();
    let has = |terms: &[vivavoce::bank::Term], code: &str| terms.iter().any(|t| t.code == code);
    assert!(has(&bank.roles.functions, &lead.function) && has(&bank.roles.ranks, &lead.rank));
    assert!(has(&bank.roles.levels, &lead.level));
}

/// Every field and every code of the example is explained on the page.
#[test]
fn every_field_is_explained() {
    let whole = std::fs::read_to_string(page("sessions.md")).unwrap();
    let (before, shown, after) = parts(&whole);
    let prose = format!("{before}{after}");
    let fields = shown.lines().filter_map(|line| line.trim_start().split_once(": "));
    for (name, _) in fields.filter(|(name, _)| !name.starts_with(['"', '/'])) {
        assert!(prose.contains(&format!("`{name}`")), "{name} is not explained");
    }
    let words = |all: &[&str]| all.iter().for_each(|w| assert!(prose.contains(&format!("`{w}`")), "{w}"));
    words(&["dont_know", "refused", "not_applicable", "not_asked", "interview", "desk_review"]);
    words(&["asserted", "promised", "seen", "copy_held", "verified", "trafficking", "not_specific"]);
    words(&["statute", "statistic", "document", "observation", "testimony", "media", "anecdote"]);
    words(&["open", "closed", "sealed", "individual", "joint", "group", "institution", "none"]);
    words(&["own_office", "same_institution", "neutral", "team_premises", "remote", "label", "speaker"]);
}
