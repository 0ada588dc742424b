//! The real program in a real terminal, from the first key to the last byte.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "clippy does not count the helpers of a test as tests")]

mod pty;

use portable_pty::CommandBuilder;
use pty::{BINARY, Data, Window, answer, only_session};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;
use vivavoce::bank::Ref;
use vivavoce::session::{EvidenceKind, EvidenceState, Meeting, Place, Status};

/// A new interview at a question whose only field is a text.
fn at_a_text(data: &Path) -> Window {
    let mut window = Window::open(data, &["interview", "--at", "C.3"]);
    window.shows("What helps investigations succeed");
    window
}

mod an_interview {
    use super::*;

    #[test]
    fn from_home_to_the_end_is_in_its_file_and_the_terminal_is_given_back() {
        let data = Data::new();
        let mut window = Window::open(&data.path(), &[]);
        window.shows("No interviews yet");
        window.until("alternate screen, pastes, mouse, focus", |sent| {
            [1049, 2004, 1000, 1006, 1004].into_iter().all(|mode| sent.mode(mode))
        });
        window.keys("n").shows("Participant");
        // Country, language, place, form of the meeting.
        window.keys("Ruritania<Tab>English<Tab>31");
        // Code, function, rank, level, institution, unit, region, stakeholder.
        window.keys("<Tab>specialist inv<Tab>mid<Tab>regional<Tab>");
        window.keys("National police<Tab>Anti-trafficking unit<Tab>North<Tab>law<Tab>");
        // The questionnaires that are already put in, then consent to the interview, notes, quotes.
        window.keys("<Tab>112").shows("R01 · Specialist investigator, Mid-level manager, Regional");
        window.keys("<F10>").shows("Annex B 1 · Your role");
        window.keys("Leads twelve people – déjà vu, 调查").shows("调查");
        window.keys("<C-p>b4<Enter>").shows("Annex B 4");
        window.keys("1").shows("(•) Directly involved");
        window.keys("<C-p>e1c<Enter>").shows("▸ c Forensic examination of suspects");
        window
            .keys("323")
            .shows("c Forensic examination of suspects           T           2 Good      3 Average");
        window.keys("<Up><F3>").shows("Evidence 1 of 1 · Annex E 1 c");
        window.keys("Annual report<Tab>213b2").shows("[2 probably true]");
        window.keys("<Esc>").shows_no_more("Evidence 1 of 1");
        window.keys("<F4>").shows("Jot ·");
        window.keys("the budget was cut twice<Tab>").shows("File the jot");
        window.keys("1").shows_no_more("File the jot");
        window.keys("<F7>").shows("Before you thank them");
        window.keys("<Esc>").shows_no_more("Before you thank them");
        window.keys("<A-c>").shows("Finish the interview");
        window.keys("<Enter>").shows("marked as finished");
        window.keys("<C-q>");
        window.leaves().gave_the_terminal_back().with_status(0);

        let session = data.session();
        assert_eq!((session.country.as_str(), session.language.as_str()), ("Ruritania", "English"));
        assert_eq!((session.place, session.meeting), (Some(Place::Neutral), Meeting::Individual));
        let lead = session.lead();
        let role = [&lead.code, &lead.function, &lead.rank, &lead.level, &lead.region];
        assert_eq!(role, ["R01", "specialist_investigator", "mid_manager", "regional", "North"]);
        let from = [&lead.institution, &lead.unit, &lead.stakeholder];
        assert_eq!(from, ["National police", "Anti-trafficking unit", "a"]);
        let consent = session.consent;
        assert_eq!((consent.interview, consent.notes, consent.quotes), (Some(true), Some(true), Some(false)));
        assert_eq!(answer(&session, "B.1").account, "Leads twelve people – déjà vu, 调查");
        assert_eq!(answer(&session, "B.4").codes, ["yes"]);
        let row = answer(&session, "E.1.c");
        let cell = |column: &str| row.cells[column].codes.clone();
        assert_eq!([cell("i"), cell("ii"), cell("iii")].concat(), ["trafficking", "good", "average"]);
        let evidence = &row.evidence[0];
        assert_eq!((evidence.what.as_str(), evidence.grade().as_str()), ("Annual report", "B2"));
        assert_eq!((evidence.kind, evidence.state), (Some(EvidenceKind::Statistic), EvidenceState::Seen));
        assert_eq!(answer(&session, "E.1.c").account, "the budget was cut twice");
        assert_eq!(session.jots[0].filed.as_ref().map(Ref::as_str), Some("Annex.E.1.c"));
        assert_eq!(session.status, Status::Closed);
        assert!(session.ended.is_some());
    }

    #[test]
    fn with_a_prosecutor_over_chapters_shows_every_kind_of_answer_again_after_it_was_killed() {
        let data = Data::new();
        let banks: Vec<&str> = ["annex", "II", "III", "V", "IX"].iter().flat_map(|b| ["--bank", b]).collect();
        let first = ["interview", "--function", "prosecutor", "--at", "III.C.1"];
        let mut window = Window::open(&data.path(), &[&first[..], &banks].concat());
        window.shows("III C 1 ·").keys("2023<Enter>34<Enter>12<Enter>d").shows("dk");
        window.keys("<C-p>iiic2<Enter>").shows("III C 2 ·").keys("12<Tab>two made-up units");
        window.shows("▏ two made-up units").keys("<C-p>ixd5<Enter>").shows("IX D 5 ·").keys("123");
        window.shows("3 In part").keys("<C-p>iid1<Enter>").shows("II D 1 ·").keys("5").shows("sig rat");
        window.keys("<C-p>vd6<Enter>").shows("Agreement · new").keys("Made-up memorandum<Enter>A ministry");
        window.shows("A ministry").keys("<C-p>e1<Enter>").shows("Annex E 1 ·").keys("323");
        window
            .shows("3 Average")
            .keys("<C-p>g1<Enter>")
            .shows("Annex G 1 ·")
            .keys("12")
            .shows("2 [x]")
            .saved();
        window.signal("KILL");
        window.ended();

        let mut window = Window::open(&data.path(), &[]);
        window.shows("R01").shows("prosecutor").keys("<Enter>").shows("/3");
        window
            .keys("<C-p>iiic1<Enter>")
            .shows("2023                34                  12                  dk");
        window.keys("<C-p>iiic2<Enter>").shows("two made-up units").shows("[Partly]");
        window.keys("<C-p>ixd5<Enter>").shows("1 Yes       2 Partly    3 In part");
        window.keys("<C-p>iid1<Enter>").shows("sig rat");
        window.keys("<C-p>vd6<Enter>").shows("Made-up memorandum").shows("A ministry");
        window.keys("<C-p>e1<Enter>").shows("T           2 Good      3 Average");
        window.keys("<C-p>g1<Enter>").shows("1 [x]").shows("2 [x]").keys("<C-q>");
        window.leaves().gave_the_terminal_back().with_status(0);
    }

    #[test]
    fn from_the_command_line_opens_at_its_item_and_is_ready_for_typing() {
        let data = Data::new();
        let who = ["--function", "investigator", "--rank", "mid_manager", "--country", "Ruritania"];
        let mut window = Window::open(
            &data.path(),
            &[&["interview", "--bank", "annex", "--at", "G.1"], &who[..]].concat(),
        );
        // At the options first, where a digit chooses; the words are one key further.
        window.keys("12<Tab>two days in 2019").shows("▏ two days in 2019").saved();
        window.shows("Annex G 1 · Training received").shows("R01 · ").shows("Mid-level manager");
        let session = data.session();
        assert_eq!((session.country.as_str(), session.lead().rank.as_str()), ("Ruritania", "mid_manager"));
        let given = answer(&session, "G.1");
        assert_eq!((given.codes.len(), given.account.as_str()), (2, "two days in 2019"));
    }

    #[test]
    fn that_is_being_opened_gets_what_is_typed_ahead() {
        let data = Data::new();
        let mut window = Window::open(&data.path(), &["interview", "--at", "C.3"]);
        window.keys("not seen yet").shows("▏ not seen yet").saved();
        window.keys("<Esc>").shows("Esc again").keys("<Esc>").shows("1 answered");
        // At home, n begins another interview and j goes down.
        window
            .keys("<Enter>, nor then; just typed on")
            .shows("▏ not seen yet, nor then; just typed on")
            .saved();
        assert_eq!(answer(&data.session(), "C.3").account, "not seen yet, nor then; just typed on");
    }

    #[test]
    fn takes_in_a_paste_of_a_terminal_that_does_not_mark_it() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        let words: Vec<String> = (0..500).map(|n| format!("word {n},")).collect();
        window.keys(&words.join(" ")).shows("word 499,").saved();
        assert_eq!(answer(&data.session(), "C.3").account, words.join(" "));
    }

    #[test]
    fn takes_in_a_paste_of_fifty_thousand_characters_whole() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        let line = |n: usize| format!("{n:5} what they said, word for word, é and 调");
        let lines: Vec<String> =
            (0..).map(line).take(50_000_usize.div_ceil(line(0).chars().count() + 1)).collect();
        let text = lines.join("\n");
        assert!(text.chars().count() >= 50_000 - 45, "{}", text.chars().count());
        // A terminal sends the end of a line as Enter does.
        window.send(format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r")).as_bytes());
        window.shows(lines.last().unwrap()).saved();
        assert!(answer(&data.session(), "C.3").account == text, "not what was pasted");
        window.types(" and on");
        assert!(answer(&data.session(), "C.3").account.ends_with("调 and on"));
    }
}

mod the_end {
    use super::*;

    #[test]
    fn by_a_signal_comes_with_everything_saved_and_the_terminal_given_back() {
        for signal in ["TERM", "HUP", "INT"] {
            let data = Data::new();
            let mut window = at_a_text(&data.path());
            window.keys("in the middle of a sent").shows("in the middle of a sent");
            window.signal(signal);
            window.leaves().gave_the_terminal_back().with_status(0);
            assert_eq!(answer(&data.session(), "C.3").account, "in the middle of a sent", "{signal}");
        }
    }

    #[test]
    fn of_the_terminal_is_the_end_of_the_program_with_everything_saved() {
        hangs_up(true);
    }

    #[test]
    fn of_a_terminal_that_is_not_its_own_is_the_end_of_the_program_too() {
        // No signal comes then.
        hangs_up(false);
    }

    /// What was on the screen is on disk, whether something is being drawn at that moment or not.
    fn hangs_up(its_own: bool) {
        let words = "in the middle of a sent";
        for behind in ["", "ence that nobody sees the end of"] {
            let data = Data::new();
            let mut command = CommandBuilder::new(BINARY);
            command.args(["interview", "--at", "C.3", "--data", data.path().to_str().unwrap()]);
            command.set_controlling_tty(its_own);
            let mut window = Window::run(command);
            window.shows("What helps investigations succeed").keys(words).shows(words);
            window.keys(behind).hang_up();
            let status = window.ended();
            assert!(status.success(), "{status}");
            let account = answer(&data.session(), "C.3").account;
            assert!(
                account.starts_with(words) && format!("{words}{behind}").starts_with(&account),
                "{account}"
            );
        }
    }

    #[test]
    fn comes_at_once_without_a_terminal_and_leaves_nothing_behind() {
        let data = Data::new();
        fs::create_dir(data.path()).unwrap();
        for words in [&[][..], &["interview", "--at", "C.3"]] {
            let mut command = Command::new(BINARY);
            command.args(words).arg("--data").arg(data.path()).env("TERM", "xterm-256color");
            let output = command.stdin(Stdio::piped()).output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert!(said.lines().count() == 1 && said.contains("needs a terminal"), "{said}");
            assert!(output.stdout.is_empty());
            assert_eq!(fs::read_dir(data.path()).unwrap().count(), 0);
        }
    }

    #[test]
    fn by_a_fault_in_the_program_comes_with_everything_saved_and_the_terminal_given_back() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        window.types("before");
        fs::rename(data.sessions(), data.beside("gone")).unwrap();
        window.keys(", in the middle of a sent").shows("NOT SAVED");
        // From here on there is no memory for another thread, and each try to save at once takes one: that ends in a panic.
        let memory = window.memory().map(|now| format!("--as={}", now + 512 * 1024));
        let pid = window.pid().to_string();
        let limited = memory.map(|memory| Command::new("prlimit").args([&memory, "--pid", &pid]).status());
        if !limited.is_some_and(|status| status.is_ok_and(|status| status.success())) {
            println!("no fault can be provoked here: there is no prlimit");
            return;
        }
        window.keys(&"<C-s>2<Enter>".repeat(12)).shows("failed to spawn thread");
        fs::rename(data.beside("gone"), data.sessions()).unwrap();
        let ended = window.leaves();
        ended.gave_the_terminal_back().with_status(101);
        assert_eq!(answer(&data.session(), "C.3").account, "before, in the middle of a sent");
    }

    #[test]
    fn with_something_not_saved_is_asked_about_and_never_silent() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        window.types("before");
        fs::rename(data.sessions(), data.beside("gone")).unwrap();
        window
            .keys(", after")
            .shows("NOT SAVED")
            .keys("<C-q>")
            .shows("leave WITHOUT saving the last changes");
        window.keys("3<Enter>").shows_no_more("leave WITHOUT").shows("before, after");
        window.signal("TERM");
        let ended = window.leaves();
        ended.gave_the_terminal_back().with_status(1);
        assert!(ended.text.contains("the last changes are NOT SAVED"), "{}", ended.text);
        assert!(ended.text.replace('\n', "").contains(data.sessions().to_str().unwrap()), "{}", ended.text);
        assert_eq!(answer(&only_session(&data.beside("gone")), "C.3").account, "before");
    }
}

mod the_screen {
    use super::*;

    #[test]
    fn says_that_it_is_too_small_and_what_is_typed_meanwhile_arrives() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        window.keys("before").shows("before");
        window.resize(30, 8).shows("too small: 30x8").shows("at least\n40x12 is needed. Nothing is\nlost");
        window.keys(", meanwhile");
        data.until("typed meanwhile", |session| answer(session, "C.3").account == "before, meanwhile");
        window.resize(120, 40).shows("before, meanwhile");
        window.types(", after");
        assert_eq!(answer(&data.session(), "C.3").account, "before, meanwhile, after");
    }

    #[test]
    fn follows_every_resize_even_one_that_comes_together_with_a_key() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        for (columns, typed) in [100, 120, 90].into_iter().cycle().zip(1..=30) {
            window.resize(columns, 40).keys("x");
            // The bar at the top ends one column before the edge.
            let wide = |row: &str| row.chars().count() == usize::from(columns) - 1;
            window.until(&format!("{columns} columns and {typed} keys"), |sent| {
                sent.text().lines().next().is_some_and(wide) && sent.words() == "x".repeat(typed)
            });
        }
    }

    #[test]
    fn may_shrink_at_any_moment_while_it_is_drawn() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        for (rows, moment) in [20, 40].into_iter().cycle().zip(0..400) {
            // Pulled by its edge, at another moment each time after a key that has to be drawn.
            window.keys("x");
            thread::sleep(Duration::from_micros(moment * 5));
            window.resize(rows * 3, rows);
        }
        window.until("all that was typed", |sent| sent.words().replace(' ', "") == "x".repeat(400));
        window.saved();
        assert_eq!(answer(&data.session(), "C.3").account, "x".repeat(400));
    }

    #[test]
    fn is_whole_after_a_resize_there_and_back_again() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        window.types("still here");
        let before = window.text();
        for _ in 0..20 {
            // What is behind the edge is gone for the terminal. The program may see no change at all.
            window.resize(50, 14).resize(120, 40).until("as before", |sent| sent.text() == before);
        }
    }

    #[test]
    fn is_blank_until_the_key_that_blanked_it_lights_it() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        window.types("not for other eyes");
        let before = window.text();
        window.keys("<F12>").until("nothing", |sent| sent.text().is_empty());
        window.keys("who goes there").shows("F12 or Alt-B");
        assert_eq!(window.text().trim(), "F12 or Alt-B");
        window.resize(100, 30).until("still nothing else", |sent| sent.text().trim() == "F12 or Alt-B");
        window.resize(120, 40).keys("<F12>").shows("not for other eyes");
        window.until("as before", |sent| sent.text() == before);
        assert_eq!(answer(&data.session(), "C.3").account, "not for other eyes");
    }

    #[test]
    fn is_left_alone_while_nothing_happens() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        window.types("and then a pause");
        // What a key set off may take its time where the machine is busy, but not for ever.
        for _ in 0..8 {
            let before = (window.sent(), window.wake_ups());
            thread::sleep(Duration::from_millis(1500));
            if (window.sent(), window.wake_ups()) == before {
                return;
            }
        }
        panic!("something is drawn, or a thread wakes up, again and again\n{}", window.text());
    }

    #[test]
    fn is_in_order_from_the_first_frame_on() {
        let data = Data::new();
        let mut window = Window::open(&data.path(), &[]);
        window.shows("No interviews yet");
        let (first, last) = (window.first_frame(), window.text());
        let heads = |text: &str| text.lines().take(5).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(heads(&first), heads(&last), "{first}");
    }

    #[test]
    fn is_drawn_afresh_when_something_wrote_over_it() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        window.types("still here");
        let before = window.text();
        window.scribble(b"\x1b[2J\x1b[5;5Hdisk is full").shows("disk is full").keys("<C-l>");
        window.until("as before", |sent| sent.text() == before).keys(", yes").shows("still here, yes");
    }

    #[test]
    fn is_given_back_while_the_program_is_suspended() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        window.types("before");
        let before = window.text();
        window.keys("<A-z>").until("the terminal's own screen", |sent| sent.text().is_empty());
        window.is_stopped();
        assert_eq!(window.wrong(), [""; 0]);
        window.resize(100, 30).signal("CONT");
        window.shows("▏ before").resize(120, 40).until("as before", |sent| sent.text() == before);
        window.types(", after").shows("before, after");
        window.keys("<C-q>");
        window.leaves().gave_the_terminal_back().with_status(0);
    }
}

mod trouble {
    use super::*;

    #[test]
    fn in_one_file_is_told_with_its_place_and_hinders_nothing_else() {
        let data = Data::new();
        at_a_text(&data.path()).types("whole");
        let broken = data.sessions().join("2026-01-02-0930-R02-dead.ron");
        let text = "(\n  format: 1,\n  id: 3,\n)\n";
        fs::write(&broken, text).unwrap();
        let mut window = Window::open(&data.path(), &[]);
        window.shows("✖ 2026-01-02-0930-R02-dead.ron is damaged at line 3");
        // Ready to go on: the keys are in the last line, nothing is left of what was said while it was opened.
        window.keys("<Enter>").shows("▏ whole").shows("PgDn next");
        window.keys(" and going on").shows("whole and going on").saved();
        assert_eq!(fs::read_to_string(&broken).unwrap(), text);
        assert_eq!(data.files().len(), 2);
    }

    #[test]
    fn with_a_session_that_is_open_elsewhere_makes_it_read_only() {
        let data = Data::new();
        let mut first = at_a_text(&data.path());
        first.types("mine");
        let mut second = Window::open(&data.path(), &[]);
        second.shows("R01").keys("<Enter>").shows("open in another window").shows(&first.pid().to_string());
        second.keys("<Esc>").shows_no_more("another window").shows("○ read only").shows("▏ mine");
        second.keys("yours").shows("nothing can be changed").shows("▏ mine").keys("<C-q>");
        second.leaves().gave_the_terminal_back().with_status(0);
        first.types(" alone").shows("mine alone");
        assert_eq!(answer(&data.session(), "C.3").account, "mine alone");
        first.keys("<C-q>");
        first.leaves().with_status(0);
        let mut third = Window::open(&data.path(), &[]);
        third
            .shows("R01")
            .keys("<Enter>")
            .shows("mine alone")
            .saved()
            .keys(" again")
            .shows("alone again")
            .saved();
        assert_eq!(answer(&data.session(), "C.3").account, "mine alone again");
    }

    #[test]
    fn with_a_folder_that_cannot_be_made_is_told_with_its_path() {
        let data = Data::new();
        let file = data.beside("file");
        fs::write(&file, "").unwrap();
        refused(&file.join("data"), file.to_str().unwrap());
        assert_eq!(fs::read_to_string(file).unwrap(), "");
    }

    #[test]
    fn with_a_folder_that_cannot_be_written_is_told_with_its_path() {
        // Not even the superuser, whom permissions do not hinder, can make a file there.
        let folder = Path::new("/sys/kernel");
        if folder.is_dir() {
            refused(folder, "/sys/kernel");
        } else {
            println!("there is no folder here that nobody can write");
        }
    }

    /// At home and straight from the command line, the path and what is wrong with it are on the screen.
    fn refused(folder: &Path, named: &str) {
        let mut home = Window::open(folder, &[]);
        home.shows("✖").shows(named).shows_no_more("reading the data folder");
        home.keys("n").shows("Not opened").until(named, |sent| sent.text().matches(named).count() > 1);
        home.keys("<Esc>").shows_no_more("Not opened").keys("<C-q>");
        home.leaves().gave_the_terminal_back().with_status(0);
        let ended = Window::open(folder, &["interview"]).leaves();
        ended.gave_the_terminal_back().with_status(1);
        assert!(ended.text.contains(named) && ended.text.contains("--data DIR"), "{}", ended.text);
    }

    #[test]
    fn with_a_folder_that_vanishes_loses_nothing_and_another_can_be_named() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        window.types("before");
        fs::rename(data.sessions(), data.beside("gone")).unwrap();
        type_in_mid_sentence(&mut window, ", at once in 2023");
        window.shows("✖ NOT SAVED").shows("can't make a file in its folder (No such file");
        type_in_mid_sentence(&mut window, ", 3 of 5,");
        window.keys("<C-s>").shows("go on: it keeps trying by itself").keys("3<Enter>");
        window.shows("Folder to save into from now on:");
        window
            .keys(data.beside("elsewhere").to_str().unwrap())
            .keys("<Enter>")
            .saved()
            .shows_no_more("NOT SAVED");
        window.keys(" and after").shows("3 of 5, and after").saved().keys("<C-q>");
        window.leaves().gave_the_terminal_back().with_status(0);
        let account = |folder: &str| answer(&only_session(&data.beside(folder)), "C.3").account;
        assert_eq!(account("elsewhere"), "before, at once in 2023, 3 of 5, and after");
        assert_eq!(account("gone"), "before");
        assert!(!data.sessions().exists());
    }

    #[test]
    fn with_a_folder_that_comes_back_is_over_by_itself() {
        let data = Data::new();
        let mut window = at_a_text(&data.path());
        window.types("before");
        fs::rename(data.sessions(), data.beside("gone")).unwrap();
        type_in_mid_sentence(&mut window, ", meanwhile");
        window.shows("NOT SAVED");
        fs::rename(data.beside("gone"), data.sessions()).unwrap();
        window.saved().shows_no_more("NOT SAVED").keys(", after").shows("before, meanwhile, after").saved();
        assert_eq!(answer(&data.session(), "C.3").account, "before, meanwhile, after");
    }

    /// One key after the other, without a look at the screen.
    fn type_in_mid_sentence(window: &mut Window, words: &str) {
        for key in words.chars() {
            window.keys(&key.to_string());
            thread::sleep(Duration::from_millis(20));
        }
    }
}
