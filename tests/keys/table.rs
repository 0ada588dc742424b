//! Every key of the table everywhere, and any sequence of them.

use super::*;
use vivavoce::analysis::marks;

/// The way to every screen and every sheet on top: where to begin, and the keys from there.
pub(crate) const PLACES: &[(&str, Begin, &str)] = &[
    ("home", Begin::Home, ""),
    ("set-up sheet", Begin::Sheet, ""),
    ("text", Begin::Interview, ""),
    ("choice", Begin::Interview, "<C-p>b4<Enter>"),
    ("choices", Begin::Interview, "<C-p>d1<Enter>"),
    ("grid", Begin::Interview, "<C-p>e1<Enter>3y2"),
    ("words of a grid", Begin::Interview, "<C-p>e1<Enter><Tab>a"),
    ("open grid", Begin::Interview, "<C-p>b7<Enter>"),
    ("seven columns", Begin::Interview, "<C-p>f1<Enter>"),
    ("note", Begin::Interview, "<F2>a"),
    ("palette", Begin::Interview, "<C-p>e"),
    ("evidence, a text", Begin::Interview, "<F3>a"),
    ("evidence, a choice", Begin::Interview, "<F3>a<Tab>"),
    ("jot", Begin::Interview, "<F4>a"),
    ("file a jot", Begin::Interview, "<F4>a<Tab>"),
    ("file a jot elsewhere", Begin::Interview, "<F4>a<Tab>3"),
    ("no answer", Begin::Interview, "<F6>"),
    ("no answer in a grid", Begin::Interview, "<C-p>e1<Enter><F6>"),
    ("still open", Begin::Interview, "<F7>"),
    ("jots not filed", Begin::Interview, "<F4>a<Enter><F7>4"),
    ("finish", Begin::Interview, "<A-c>"),
    ("help", Begin::Interview, "<F1>"),
    ("row name", Begin::Interview, "<C-p>b7<Enter><A-a>x"),
    ("outline on top", Begin::Interview, "<size:80x24><F9>"),
    ("set-up sheet, a word", Begin::Interview, "<F10><Tab><Tab><Tab><Tab><Tab>ju<Down>"),
    ("set-up sheet, two", Begin::Interview, "<F10><F2>"),
    ("blank", Begin::Interview, "<F12>"),
    ("too small", Begin::Interview, "<size:30x10>"),
    ("tiny", Begin::Interview, "<size:1x1>"),
    ("not saved", Begin::Failing, "a"),
    ("trouble", Begin::Failing, "a<C-s>"),
    ("trouble, another folder", Begin::Failing, "a<C-s>3<Enter>x"),
    ("trouble, leaving", Begin::Failing, "a<C-q>"),
    ("read only", Begin::ReadOnly, ""),
    ("read only, a grid", Begin::ReadOnly, "<Esc><C-p>e1<Enter>"),
    ("questionnaires", Begin::Chapters, "<C-g>"),
    ("see also", Begin::Chapters, "<C-p>iiid9<Enter><C-t>"),
    ("guide", Begin::Chapters, "<A-i>"),
    ("guidance in full", Begin::Chapters, "<size:80x24><C-p>iiid9<Enter><F8>"),
    ("finding, a code", Begin::Chapters, "<C-p>iiic2<Enter>1"),
    ("finding, words", Begin::Chapters, "<C-p>viiid1<Enter><Down><Down><Down><Down>a"),
    ("count, a year", Begin::Chapters, "<C-p>iiic1<Enter>2024"),
    ("count, a figure", Begin::Chapters, "<C-p>iiic1<Enter>2024<Enter>3"),
    ("instruments", Begin::Chapters, "<C-p>iid1<Enter>5"),
    ("instruments, a date", Begin::Chapters, "<C-p>iid1<Enter>5<Up><Right>2003"),
    ("register, a name", Begin::Chapters, "<C-p>vd6<Enter>Memorandum"),
    ("register, another", Begin::Chapters, "<C-p>vd6<Enter>Memorandum<Enter><Down>1<A-a>"),
    ("library", Begin::Library, ""),
    ("library, grouped", Begin::Library, "gg"),
    ("filter line", Begin::Library, "/pro"),
    ("filter, not understood", Begin::Library, "/is:x"),
    ("facets", Begin::Library, "<Tab><Right>"),
    ("columns", Begin::Library, "c"),
    ("kept filters", Begin::Library, "/pro<Enter>w"),
    ("not counted", Begin::Library, "e"),
    ("reader", Begin::Library, "/says:the<Enter><Enter>"),
    ("reader, a search", Begin::Library, "<Enter>/the"),
    ("reader, jump", Begin::Library, "<Enter><C-p>"),
    ("marks", Begin::Library, "<Enter><Tab>m"),
    ("items", Begin::Library, "t"),
    ("comparison", Begin::Library, "t<Enter>"),
    ("quotes", Begin::Library, "t<Enter><Tab>"),
    ("ledger", Begin::Library, "v"),
    ("a new claim", Begin::Library, "vn"),
    ("gaps", Begin::Library, "n"),
    ("gaps, split", Begin::Library, "ng"),
    ("gaps, a filter", Begin::Library, "n/pro"),
    ("train first", Begin::Library, "n2"),
    ("why it is weak", Begin::Library, "no"),
    ("definitions", Begin::Library, "n4"),
    ("definitions, split", Begin::Library, "n4g<Left>"),
    ("blind scoring", Begin::Library, "n4<Enter>ab<Enter>12"),
    ("a remark on an answer", Begin::Library, "n4<Enter>ab<Enter>1r"),
    ("empty plan", Begin::Plan(0), ""),
    ("plan", Begin::Plan(3), "<Down>"),
    ("plan, details", Begin::Plan(3), "<Tab>"),
    ("plan, a line", Begin::Plan(3), "<Enter>"),
    ("plan, into a file", Begin::Plan(3), "x"),
];

#[derive(Clone, Copy)]
pub(crate) enum Begin {
    Home,
    Sheet,
    Interview,
    Chapters,
    Failing,
    ReadOnly,
    Library,
    /// The training plan with so many lines.
    Plan(u32),
}

/// A training plan of so many lines.
fn planned(lines: u32) -> marks::Annotations {
    let mut all = marks::Annotations::default();
    let stamp = marks::Stamp { coder: "AK".parse().expect("initials"), at: common::start() };
    for line in 1..=lines {
        let draft = marks::PlanDraft { topic: format!("Topic {line}"), ..marks::PlanDraft::default() };
        let basis =
            marks::Basis { figures: "median Weak".to_owned(), asked: 9, answered: 8, ..Default::default() };
        all.apply(marks::Edit::PlanLine(Box::new(draft), Box::new(basis)), &stamp).expect("a line");
    }
    all
}

/// The outside of an analyst: nine made-up sessions.
pub(crate) fn shelf(effect: &Effect) -> Option<Event> {
    static STOCK: std::sync::OnceLock<crate::corpus_of::Stock> = std::sync::OnceLock::new();
    let stock = STOCK.get_or_init(|| crate::corpus_of::of(crate::corpus_of::made(7, 9)));
    match effect {
        Effect::Archive => Some(crate::corpus_of::read(stock)),
        Effect::Read(path) => {
            let file = path.file_stem()?.to_str()?;
            let session = stock.sessions.iter().find(|s| s.id == file)?.clone();
            let banks =
                session.banks.iter().filter_map(|b| common::library().into_iter().find(|k| k.id == b.id));
            let banks = banks.collect();
            let path = path.clone();
            let integrity = vivavoce::session::Integrity::Intact;
            Some(Event::Read(Ok(Box::new(vivavoce::tui::archive::Opened {
                session,
                banks,
                path,
                integrity,
            }))))
        }
        _ => None,
    }
}

pub(crate) fn at_place((_, begin, keys): &(&str, Begin, &str)) -> Bench {
    let mut bench = match begin {
        Begin::Home => Bench::small(),
        Begin::Sheet => Bench::small().opened(session(), true, false, None),
        Begin::Interview => Bench::small().opened(session(), true, true, None),
        Begin::Chapters => Bench::over(&["II", "III", "V", "VIII"]),
        Begin::Failing => {
            let disk = Disk::Fails("no space left".to_owned());
            Bench::small().opened(session(), true, true, None).with_disk(disk)
        }
        Begin::Library => {
            let mut bench = Bench::small();
            bench.outside = Some(shelf);
            bench.keys("b");
            bench
        }
        Begin::Plan(lines) => {
            let mut bench = Bench::small();
            bench.outside = Some(shelf);
            bench.marks = (planned(*lines), None);
            bench.keys("b");
            let plan = vivavoce::tui::screens::Plan::new(&mut bench.app.desk);
            bench.app.show(Box::new(plan));
            bench.event(Event::Front);
            bench
        }
        Begin::ReadOnly => {
            let why = "another window has it open".to_owned();
            Bench::small().opened(session(), false, true, Some(why))
        }
    };
    bench.keys(keys);
    bench
}

/// Where the analyst's places begin in [`PLACES`].
const LIBRARY: usize = 47;
/// Where those of the training plan begin.
const PLAN: usize = LIBRARY + 26;

/// Where the boards of the trainer begin.
const BOARDS: usize = LIBRARY + 17;

/// Every key on its own at these places.
fn every_key(places: &[(&str, Begin, &str)]) {
    // Many keys stand in the table more than once: what one does depends on the place alone.
    let keys: std::collections::BTreeSet<&str> = table().flat_map(|b| b.keys).copied().collect();
    for place in places {
        for key in &keys {
            let mut bench = at_place(place);
            for event in bound(key) {
                bench.event(event);
            }
            bench.keys("<size:80x24>");
        }
    }
}

#[test]
fn no_key_of_the_table_makes_a_screen_panic() {
    every_key(&PLACES[..9]);
}

#[test]
fn no_key_of_the_table_makes_a_sheet_on_top_panic() {
    every_key(&PLACES[9..17]);
}

#[test]
fn no_key_of_the_table_makes_a_list_panic() {
    every_key(&PLACES[17..26]);
}

#[test]
fn no_key_of_the_table_makes_trouble_or_a_small_screen_panic() {
    every_key(&PLACES[26..35]);
}

#[test]
fn no_key_of_the_table_makes_a_chapter_panic() {
    every_key(&PLACES[35..LIBRARY]);
}

#[test]
fn no_key_of_the_table_makes_the_library_panic() {
    every_key(&PLACES[LIBRARY..LIBRARY + 8]);
}

#[test]
fn no_key_of_the_table_makes_the_reader_or_a_comparison_panic() {
    every_key(&PLACES[LIBRARY + 8..BOARDS]);
}

#[test]
fn no_key_of_the_table_makes_a_board_of_the_trainer_panic() {
    every_key(&PLACES[BOARDS..PLAN]);
}

#[test]
fn no_key_of_the_table_makes_the_plan_panic() {
    every_key(&PLACES[PLAN..]);
}

#[test]
fn the_places_of_the_library_are_where_they_are_thought_to_be() {
    assert!(matches!(PLACES[LIBRARY].1, Begin::Library) && matches!(PLACES[LIBRARY - 1].1, Begin::Chapters));
    assert!(matches!(PLACES[PLAN].1, Begin::Plan(0)) && matches!(PLACES[PLAN - 1].1, Begin::Library));
    let wrong: Vec<&str> = PLACES[LIBRARY..]
        .iter()
        .filter(|(name, _, _)| {
            let place = PLACES.iter().find(|(n, _, _)| n == name).expect("a place");
            let screen = at_place(place).screen();
            let word = match *name {
                "columns" => "Columns",
                "kept filters" => "In force",
                "not counted" => "Not counted",
                "reader" | "reader, a search" | "reader, jump" | "marks" => "R0",
                "items" => "Compare",
                "comparison" | "quotes" => "Annex",
                "ledger" => "Claim ledger",
                "a new claim" => "New claim",
                "gaps" | "gaps, split" | "gaps, a filter" | "train first" => "Training needs",
                "why it is weak" => "Why it is weak",
                "definitions" | "definitions, split" => "Defin",
                "blind scoring" | "a remark on an answer" => "Blind scoring",
                "empty plan" => "Nothing is planned yet",
                "plan" | "plan, details" => "Training plan",
                "plan, a line" => "L1 of the plan",
                "plan, into a file" => "Write the plan into plans/",
                _ => "Library",
            };
            !screen.contains(word)
        })
        .map(|(name, _, _)| *name)
        .collect();
    assert_eq!(wrong, Vec::<&str>::new());
}

#[test]
fn every_scope_of_the_table_is_met_somewhere() {
    // A guard for the test above: if a scope is added, a screen that has it must be added too.
    assert_eq!(Scope::ALL.len(), 19);
}

/// What a person might do next.
fn script() -> impl Strategy<Value = Vec<String>> {
    let keys: Vec<String> = table()
        .flat_map(|b| b.keys)
        // Leaving and blanking end a run early; they have tests of their own.
        .filter(|k| !["ctrl-q", "f12", "alt-b", "1-9", "ctrl-z", "alt-u", "ctrl-y", "alt-r"].contains(k))
        .map(|k| format!("key:{k}"))
        .collect();
    let places: Vec<String> = ["e1k", "b7", "b4", "d1", "f1", "g2", "c3", "vd6", "iiic1", "iid1", "iiic2"]
        .map(|p| format!("go:{p}"))
        .to_vec();
    let step = prop_oneof![
        5 => prop::sample::select(keys),
        3 => "[1-9]".prop_map(|d| format!("type:{d}")),
        3 => "[a-z .,éß東]{1,4}".prop_map(|t| format!("type:{t}")),
        2 => prop::sample::select(places),
        1 => "[a-z \r\n\u{1b}\u{202e}👩\u{200d}\u{301}東]{0,12}".prop_map(|t| format!("paste:{t}")),
        1 => (1_u16..160, 1_u16..50).prop_map(|(w, h)| format!("size:{w}x{h}")),
        1 => (1_u16..120, 1_u16..40).prop_map(|(x, y)| format!("click:{x},{y}")),
        1 => prop::sample::select(vec!["key:ctrl-z".to_owned(), "key:ctrl-y".to_owned()]),
    ];
    prop::collection::vec(step, 1..60)
}

fn play(bench: &mut Bench, step: &str) {
    match step.split_once(':') {
        Some(("key", key)) => bound(key).into_iter().for_each(|e| bench.event(e)),
        Some(("type", text)) => events(text).into_iter().for_each(|e| bench.event(e)),
        Some(("go", at)) => drop(bench.keys(&format!("<C-p>{at}<Enter>"))),
        Some(("paste", text)) => bench.event(Event::Paste(text.to_owned())),
        _ => drop(bench.keys(&format!("<{step}>"))),
    }
}

/// In a new interview, on the annex or on chapters with every kind of answer.
fn begun(chapters: bool) -> Bench {
    if chapters { Bench::over(&["II", "III", "V"]) } else { Bench::interview() }
}

fn open_session(bench: &Bench) -> Option<Arc<Session>> {
    bench.app.desk.open.as_ref().map(|o| Arc::clone(&o.session))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        max_shrink_iters: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_pressed_nothing_panics_and_undo_leads_back(steps in script(), chapters: bool) {
        let mut bench = begun(chapters);
        let blank = essence(bench.record());
        for step in &steps {
            // Esc at the questions goes home: resume, as a person would.
            if bench.app.which == Which::Home {
                break;
            }
            play(&mut bench, step);
        }
        if open_session(&bench).is_none() {
            return Ok(());
        }
        // What is saved is what is in memory.
        if let Some(saved) = bench.saved() {
            prop_assert_eq!(saved.record(), bench.record());
        }
        bench.keys("<size:120x40>");
        for _ in 0..3_000 {
            bench.keys("<C-z>");
            if bench.message() == "nothing to take back" {
                break;
            }
        }
        prop_assert_eq!(bench.message(), "nothing to take back");
        prop_assert_eq!(essence(bench.record()), blank);
    }

    #[test]
    fn after_anything_the_words_on_screen_are_those_of_the_session(
        steps in script(), at in 0_usize..400, chapters: bool,
    ) {
        let mut bench = begun(chapters);
        for step in &steps {
            if bench.app.which == Which::Home {
                break;
            }
            play(&mut bench, step);
        }
        // Out of whatever is on top: where no outline stands beside, only sheets on top have corners.
        bench.keys("<size:80x40>");
        for _ in 0..6 {
            match bench.app.which {
                Which::Interview if bench.screen().contains('╭') => bench.keys("<Esc>"),
                Which::Sheet => bench.keys("<S-Tab><F10>"),
                _ => break,
            };
        }
        // Home: the session is let go, and there is nothing to look at; finished: nothing is to be changed.
        let finished = open_session(&bench).is_some_and(|s| s.status != Status::Open);
        if bench.app.which != Which::Interview || finished {
            return Ok(());
        }
        // Banks may have been put in and out on the way.
        let stops = bench.app.desk.open.as_ref().expect("open").plan.stops.clone();
        let item = &stops[at % stops.len()].item;
        // To another one first: at the item itself the cursor stays where it is.
        bench.keys("<PgDn><PgUp>").go(&item.reference.as_str().replace('.', "").to_lowercase());
        let held = |bench: &Bench| bench.record().answer(&item.reference).cloned().unwrap_or_default();
        let here = held(&bench);
        prop_assert!(heading(&bench).starts_with(&item.reference.spoken()), "{}", bench.screen());
        if matches!(item.kind, Kind::Text) {
            // Every other field of the item keeps what it holds, too: the mark is all that is new.
            bench.keys("<C-Home>§");
            let after = held(&bench);
            prop_assert_eq!(after.account, format!("§{}", here.account));
        }
    }
}
