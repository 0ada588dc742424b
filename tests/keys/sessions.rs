//! The session as a whole: its sheet, undo, leaving, what can not be changed, what comes from outside.

use super::*;
use crate::table::{PLACES, at_place};

mod sheet {
    use super::*;

    #[test]
    fn everything_is_filled_in_by_keys() {
        let mut bench = Bench::sheet();
        bench.keys(
            "Examplia<Tab>en<Tab>31<Tab>specialist<Tab>mid<Tab>reg<Tab>Police<Tab>Unit 4<Tab>North<Tab>",
        );
        bench.keys("law<Tab><Tab>11221");
        let record = bench.record();
        assert_eq!((record.country.as_str(), record.language.as_str()), ("Examplia", "en"));
        assert_eq!((record.place, record.meeting), (Some(Place::Neutral), Meeting::Individual));
        let lead = record.lead();
        assert_eq!(lead.function, "specialist_investigator");
        assert_eq!((lead.rank.as_str(), lead.level.as_str()), ("mid_manager", "regional"));
        assert_eq!((lead.institution.as_str(), lead.unit.as_str()), ("Police", "Unit 4"));
        assert_eq!((lead.region.as_str(), lead.stakeholder.as_str()), ("North", "a"));
        let consent = record.consent;
        assert_eq!((consent.interview, consent.notes, consent.quotes), (Some(true), Some(true), Some(false)));
        assert!(consent.restricted);
    }

    #[test]
    fn a_second_participant_makes_the_meeting_a_joint_one_and_can_be_taken_out() {
        let mut bench = Bench::sheet();
        bench.keys("<F2>");
        assert_eq!(bench.record().participants.len(), 2);
        assert_eq!(bench.record().meeting, Meeting::Joint);
        bench.keys("<F8>");
        assert_eq!(bench.record().participants.len(), 1);
        bench.keys("<F8>");
        assert_eq!(bench.record().participants.len(), 1);
    }

    #[test]
    fn a_choice_is_taken_back_with_backspace() {
        let mut bench = Bench::sheet();
        bench.keys("<Tab><Tab>3<Up><BS>");
        assert_eq!(bench.record().place, None);
    }

    #[test]
    fn time_on_the_sheet_is_not_time_on_a_question() {
        let mut bench = Bench::sheet();
        bench.keys("Examplia and more<F10>");
        bench.go("b2").go("b3");
        let spent = bench.record().active_seconds.get(&Ref::from("Annex.B.1")).copied().unwrap_or_default();
        assert!(spent <= 6, "{spent} s on B 1 in {} keys", bench.pressed);
    }
}

mod undo {
    use super::*;

    /// Every kind of edit, as the keys that make it and what the screen says of the place afterwards.
    const KINDS: &[(&str, &str, &str)] = &[
        ("words", "<C-p>c3<Enter>budget", "Annex C 3"),
        ("pasted words", "<C-p>c3<Enter><paste:a\rb>", "Annex C 3"),
        ("a note", "<C-p>c3<Enter><F2>tired", "Annex C 3"),
        ("a choice", "<C-p>b4<Enter>2", "Annex B 4"),
        ("several choices", "<C-p>d1<Enter>12", "Annex D 1"),
        ("a cell", "<C-p>e1c<Enter>3", "Annex E 1"),
        ("by whom", "<C-p>e1c<Enter>3y", "Annex E 1"),
        ("a reason in a cell", "<C-p>e1c<Enter>3<Left>d", "Annex E 1"),
        ("a repeated row", "<C-p>e1<Enter>3yd2.", "Annex E 1"),
        ("a reason on a question", "<C-p>b4<Enter>2<F6>1", "Annex B 4"),
        ("a flag", "<C-p>g2<Enter><F5>", "Annex G 2"),
        ("from papers", "<C-p>g2<Enter><A-d>", "Annex G 2"),
        ("evidence", "<C-p>g2<Enter><F3>report<Tab>213b2from<Esc>", "Annex G 2"),
        ("evidence taken out", "<C-p>g2<Enter><F3>report<F3>two<F8><Esc>", "Annex G 2"),
        ("a jot", "<C-p>g2<Enter><F4>later<Enter>", ""),
        ("a filed jot", "<C-p>g2<Enter><F4>later<Tab>1", ""),
        ("a row's name", "<C-p>b7<Enter><A-a>Arson<Enter>2", "Annex B 7"),
        ("everything cleared", "<C-p>c4<Enter>time<C-p>c3<Enter>budget<A-x>", "Annex C 3"),
        ("the set-up sheet", "<F10>Examplia<Tab>en<Tab>12<Tab>judge<Tab><F2><F10>", ""),
        ("finished", "<A-c><Enter>", ""),
    ];

    #[test]
    fn every_kind_of_edit_is_taken_back_done_again_and_shown() {
        for (name, keys, place) in KINDS {
            let mut bench = Bench::interview();
            let blank = essence(bench.record());
            bench.keys(keys);
            let done = essence(bench.record());
            assert_ne!(done, blank, "{name}");
            bench.go("f4");
            let mut steps = 0;
            while bench.message() != "nothing to take back" {
                bench.keys("<C-z>");
                steps += 1;
                assert!(steps < 100, "{name}: undo goes on and on");
                if steps == 1 && !place.is_empty() {
                    assert!(heading(&bench).starts_with(place), "{name}: {}", bench.screen());
                }
            }
            assert_eq!(essence(bench.record()), blank, "{name}");
            bench.go("f4");
            let mut redone = 0;
            while bench.message() != "nothing to do again" {
                bench.keys("<C-y>");
                redone += 1;
            }
            // The last thing done again is the one that was last done: it is on screen.
            assert!(place.is_empty() || heading(&bench).starts_with(place), "{name}: {}", bench.screen());
            assert_eq!((essence(bench.record()), redone), (done, steps), "{name}");
        }
    }

    #[test]
    fn undo_at_the_very_start_says_so() {
        let mut bench = Bench::interview();
        bench.keys("<C-z>");
        assert_eq!(bench.message(), "nothing to take back");
        bench.keys("<C-y>");
        assert_eq!(bench.message(), "nothing to do again");
        assert!(bench.saved().is_none());
    }

    #[test]
    fn undo_on_the_home_screen_does_nothing() {
        let mut bench = Bench::home();
        bench.keys("<C-z><C-y>");
        assert!(bench.saved().is_none());
    }

    #[test]
    fn undo_goes_word_by_word() {
        let mut bench = Bench::interview();
        bench.keys("one two<C-z>");
        assert_eq!(account(&bench, "B.1"), "one ");
        bench.keys("<C-z>");
        assert_eq!(account(&bench, "B.1"), "");
    }

    #[test]
    fn undo_in_a_cell_puts_the_cursor_there() {
        let mut bench = Bench::interview();
        bench.go("e1b").keys("342").go("c3").keys("<C-z>1");
        assert_eq!(codes(&bench.cell("E.1.b", "iii")), ["very_good"]);
    }

    #[test]
    fn undo_of_what_was_done_on_the_sheet_shows_in_its_fields() {
        let mut bench = Bench::sheet();
        bench.keys("Exam<C-z>");
        assert_eq!(bench.record().country, "");
        bench.keys("X");
        assert_eq!(bench.record().country, "X");
    }
}

mod blank {
    use super::*;

    #[test]
    fn only_the_key_that_blanked_lights_again_and_nothing_typed_meanwhile_arrives() {
        let mut bench = Bench::interview();
        bench.keys("before<F12>");
        assert_eq!(bench.app.blank, Blank::On);
        assert_eq!(bench.screen().trim(), "");
        let held = bench.record().clone();
        let all = table().flat_map(|b| b.keys).filter(|k| !["f12", "alt-b"].contains(k));
        for event in all.flat_map(|k| bound(k)) {
            bench.event(event);
            assert_ne!(bench.app.blank, Blank::Off);
        }
        bench.keys("abc<paste:secret><click:50,10><size:90x30>");
        assert!(!bench.screen().contains("before"));
        assert_eq!(*bench.record(), held);
        bench.keys("<A-b>");
        assert_eq!(bench.app.blank, Blank::Off);
        assert!(bench.screen().contains("before"));
        assert_eq!(*bench.record(), held);
        bench.keys("<A-b><F12>");
        assert_eq!(bench.app.blank, Blank::Off);
    }

    #[test]
    fn every_screen_blanks_at_once() {
        for place in PLACES.iter().filter(|p| p.0 != "blank") {
            let mut bench = at_place(place);
            bench.keys("<F12>");
            assert_eq!(bench.screen().trim(), "", "{}", place.0);
        }
    }

    #[test]
    fn what_goes_wrong_meanwhile_is_not_shown_until_it_is_lit() {
        let mut bench = Bench::interview().with_disk(Disk::Silent);
        bench.keys("a<F12>");
        bench.event(Event::SaveFailed("no space left".to_owned()));
        assert_eq!(bench.screen().trim(), "");
        bench.keys("<F12>");
        assert!(bench.screen().contains("NOT SAVED"));
    }
}

mod leaving {
    use super::*;

    fn quit(bench: &Bench) -> bool {
        bench.asked_for(&Effect::Quit)
    }

    #[test]
    fn quitting_waits_for_the_disk() {
        let mut bench = Bench::interview().with_disk(Disk::Silent);
        bench.keys("a<C-q>");
        assert!(!quit(&bench) && bench.asked_for(&Effect::Flush));
        bench.event(Event::Flushed(Ok(())));
        assert!(quit(&bench));
    }

    #[test]
    fn quitting_with_a_failing_disk_asks() {
        let mut bench = Bench::interview().with_disk(Disk::Fails("no space left".to_owned()));
        bench.keys("a<Esc><C-q>");
        assert!(!quit(&bench));
        assert!(bench.screen().contains("leave WITHOUT saving"), "{}", bench.screen());
        bench.keys("3");
        assert!(!quit(&bench));
        bench.keys("<Esc><C-q>4");
        assert!(!quit(&bench), "a digit alone leaves nothing unsaved");
        bench.keys("<Enter>");
        assert!(quit(&bench));
    }

    #[test]
    fn a_disk_that_begins_to_fail_takes_no_key_from_the_person_who_types() {
        let mut bench = Bench::interview();
        bench.keys("first words");
        bench.disk = Disk::Fails("no space left".to_owned());
        bench.keys(" and 3 more");
        assert_eq!(account(&bench, "B.1"), "first words and 3 more");
        assert!(bench.screen().contains("Ctrl-S says why"), "{}", bench.screen());
        bench.keys("<C-s>");
        assert!(bench.screen().contains("save into another folder"), "{}", bench.screen());
    }

    #[test]
    fn what_is_typed_while_leaving_goes_nowhere_and_esc_stays() {
        let mut bench = Bench::interview().with_disk(Disk::Silent);
        bench.keys("a<C-q>3b");
        assert!(bench.screen().contains("saving before leaving"), "{}", bench.screen());
        assert_eq!(account(&bench, "B.1"), "a");
        bench.keys("<Esc>b");
        assert_eq!(account(&bench, "B.1"), "ab");
        bench.event(Event::Flushed(Ok(())));
        assert!(!quit(&bench));
    }

    #[test]
    fn quitting_with_a_failing_disk_can_save_elsewhere_and_then_leaves() {
        let mut bench = Bench::interview().with_disk(Disk::Fails("no space left".to_owned()));
        bench.keys("a<Esc><C-q>2<Enter>/mnt/stick<Enter>");
        assert!(
            bench
                .effects
                .iter()
                .any(|e| matches!(e, Effect::SaveInto(path, _) if path.as_os_str() == "/mnt/stick"))
        );
        assert!(!quit(&bench));
    }

    #[test]
    fn trying_again_while_leaving_leaves_once_it_is_saved() {
        let mut bench = Bench::interview().with_disk(Disk::Fails("no space left".to_owned()));
        bench.keys("a<Esc><C-q>");
        bench.disk = Disk::Works;
        bench.keys("1<Enter>");
        assert!(quit(&bench), "{}", bench.screen());
    }

    #[test]
    fn a_save_that_goes_through_takes_the_trouble_away() {
        let mut bench = Bench::interview().with_disk(Disk::Fails("no space left".to_owned()));
        bench.keys("a");
        assert!(bench.screen().contains("NOT SAVED"));
        bench.disk = Disk::Works;
        let revision = bench.record().revision;
        bench.event(Event::Saved(revision, common::start()));
        assert!(!bench.screen().contains("NOT SAVED"), "{}", bench.screen());
    }

    #[test]
    fn typing_goes_on_while_the_disk_fails() {
        let mut bench = Bench::interview().with_disk(Disk::Fails("no space left".to_owned()));
        bench.keys("a<Esc>bcd");
        assert_eq!(account(&bench, "B.1"), "abcd");
        assert!(bench.screen().contains("NOT SAVED"));
    }

    #[test]
    fn escape_twice_goes_home_and_lets_the_session_go() {
        let mut bench = Bench::interview();
        bench.keys("a<Esc>");
        assert_eq!(bench.app.which, Which::Interview);
        assert!(bench.message().contains("Esc again"), "{}", bench.message());
        // Something in between, or a while, and it begins anew.
        bench.keys("b<Esc>");
        bench.wait(10);
        bench.keys("<Esc>");
        assert_eq!(bench.app.which, Which::Interview);
        bench.keys("<Esc>");
        assert_eq!(bench.app.which, Which::Home);
        assert!(bench.asked_for(&Effect::Release) && bench.asked_for(&Effect::Recent));
    }

    #[test]
    fn escape_in_the_words_of_a_grid_leads_back_to_the_grid() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("<F2>hello<Esc>2");
        assert_eq!(bench.answer_at("E.1.a").note, "hello");
        assert_eq!(codes(&bench.cell("E.1.a", "i")), ["general"]);
    }

    #[test]
    fn a_finished_interview_is_not_changed_by_a_stray_key() {
        let mut bench = Bench::interview();
        bench.keys("a<A-c><Enter>");
        bench.keys("b");
        assert_eq!(account(&bench, "B.1"), "a");
        assert!(bench.message().contains("Alt-C opens it again"), "{}", bench.message());
        bench.keys("<A-c><Enter>b");
        assert_eq!(account(&bench, "B.1"), "ab");
    }

    #[test]
    fn walking_through_a_new_session_makes_no_file() {
        let mut bench = Bench::interview();
        bench.keys("<PgDn><PgDn><F7><Esc><F1><Esc><F10><F10><C-p>e1<Enter><Down><Esc><Esc>");
        assert!(bench.saved().is_none());
        assert_eq!(bench.app.which, Which::Home);
    }

    #[test]
    fn finishing_counts_what_is_open_and_marks_the_end() {
        let mut bench = Bench::interview();
        bench.keys("a<F5><F4>later<Enter><F3>law<Esc><A-c>");
        let screen = bench.screen();
        for line in ["46 questions still open", "1 flagged", "1 piece of evidence", "1 jot not filed"] {
            assert!(screen.contains(line), "{line} is not on\n{screen}");
        }
        bench.keys("<Enter>");
        let saved = bench.saved().expect("saved");
        assert_eq!(saved.status, Status::Closed);
        assert!(saved.ended.is_some());
        bench.keys("<A-c><Enter>");
        assert_eq!((bench.record().status, bench.record().ended), (Status::Open, None));
    }

    #[test]
    fn ending_from_outside_saves_the_seconds_and_quits() {
        let mut bench = Bench::interview();
        bench.keys("abc");
        bench.event(Event::Terminate);
        assert!(quit(&bench));
        assert!(bench.saved().is_some_and(|s| !s.active_seconds.is_empty()));
    }
}

mod read_only {
    use super::*;

    #[test]
    fn nothing_changes_whatever_is_pressed() {
        let text = |at: &str, words: &str| {
            let splice = Splice { at: 0, removed: String::new(), inserted: words.to_owned() };
            Edit::Text(TextAt::Account(at.into()), splice)
        };
        let session = session_with(vec![
            text("Annex.B.1", "Leads a team"),
            Edit::Codes(At::cell(Ref::from("Annex.E.1.a"), "i"), vec!["general".to_owned()]),
        ]);
        let held = session.record().clone();
        for typed in ["b1", "b4", "b7", "d1", "e1", "f1"] {
            let mut bench = Bench::read_only(session.clone(), "another window has it open");
            bench.keys("<Esc>").go(typed);
            for event in table().flat_map(|b| b.keys).flat_map(|k| bound(k)) {
                if bench.app.desk.open.is_none() {
                    break;
                }
                bench.event(event);
                if bench.app.blank != Blank::Off {
                    bench.keys("<F12>");
                }
                if let Some(open) = &bench.app.desk.open {
                    assert_eq!(*open.session.record(), held, "{typed}");
                }
            }
            assert!(bench.saved().is_none(), "{typed}");
        }
    }

    #[test]
    fn a_text_field_shows_what_is_held_after_typing_in_vain() {
        let mut bench = Bench::read_only(session(), "another window has it open");
        bench.keys("<Esc>hello");
        assert!(!bench.screen().contains("hello"), "{}", bench.screen());
        assert!(bench.message().contains("nothing can be changed"));
        bench.keys("<F4>jot<Esc><F3>law<Esc>");
        assert_eq!(*bench.record(), *session().record());
    }
}

mod outside {
    use super::*;

    #[test]
    fn a_paste_arrives_without_escapes_and_with_line_ends() {
        let mut bench = Bench::interview();
        bench.keys("<paste:one\rtwo\r\nthree\u{1b}[31m red\u{7}\u{0}\u{9b}\u{202e}>");
        let said = account(&bench, "B.1");
        assert!(said.starts_with("one\ntwo\nthree"), "{said:?}");
        assert!(!said.chars().any(|c| c.is_control() && c != '\n'), "{said:?}");
        let screen = bench.screen();
        assert!(!screen.chars().any(|c| c.is_control() && c != '\n'), "{screen:?}");
        assert!(!screen.contains('\u{202e}'), "{screen:?}");
    }

    #[test]
    fn a_paste_on_a_grid_goes_to_the_words_of_its_row() {
        let mut bench = Bench::interview();
        bench.go("e1b").keys("<paste:seen twice>");
        assert_eq!(account(&bench, "E.1.b"), "seen twice");
    }

    #[test]
    fn a_paste_into_a_single_line_stays_a_line() {
        let mut bench = Bench::sheet();
        bench.keys("<paste:Exam\rplia\n>");
        assert!(!bench.record().country.contains('\n'), "{:?}", bench.record().country);
    }

    #[test]
    fn a_click_puts_the_cursor_into_a_cell_an_option_a_line_of_the_outline_a_field() {
        let mut bench = Bench::interview();
        bench.go("e1").keys("342");
        // The ratings in row a stand under their columns: below "Knowledge" in row d.
        let (x, _) = bench.find("Knowledge").expect("heading");
        let (_, y) = bench.find("d Forensic").or_else(|| bench.find("d Forensics")).expect("row");
        bench.keys(&format!("<click:{x},{y}>1"));
        assert_eq!(codes(&bench.cell("E.1.d", "ii")), ["very_good"]);
        bench.click("E Techniques");
        assert!(heading(&bench).starts_with("Annex E 1"));
        bench.click("2 Most successful");
        assert!(heading(&bench).starts_with("Annex E 2"), "{}", bench.screen());
        bench.go("d1").click("[ ] Prosecution");
        let by_click = bench.answer_at("D.1").codes;
        bench.click("in their words").keys("x");
        assert_eq!(account(&bench, "D.1"), "x");
        assert!(by_click.is_empty() || by_click == ["prosecution"]);
    }

    #[test]
    fn a_click_in_a_text_puts_the_caret_there() {
        let mut bench = Bench::interview();
        bench.keys("alpha beta");
        let (x, y) = bench.find("beta").expect("text");
        bench.keys(&format!("<click:{x},{y}>X"));
        assert_eq!(account(&bench, "B.1"), "alpha Xbeta");
    }

    #[test]
    fn a_resize_at_any_moment_keeps_focus_and_text() {
        let sizes = ["40x12", "30x10", "200x60", "80x24", "1x1", "50x14"];
        let mut bench = Bench::interview();
        for (c, size) in "abcdefghijklmnopqrstuvwx".chars().zip(sizes.iter().cycle()) {
            bench.keys(&format!("{c}<size:{size}>"));
        }
        assert_eq!(account(&bench, "B.1"), "abcdefghijklmnopqrstuvwx");
        bench.go("e1");
        for size in sizes.iter().cycle().take(18) {
            bench.keys(&format!("3<size:{size}>"));
        }
        assert_eq!(codes(&bench.cell("E.1.f", "iii")), ["average"]);
        bench.keys("<F3>law");
        for size in sizes {
            bench.keys(&format!("<size:{size}>s"));
        }
        assert_eq!(bench.answer_at("E.1.g").evidence[0].what, "lawssssss");
    }

    #[test]
    fn the_cursor_shows_only_where_typing_goes() {
        for keys in ["<F6>", "<F7>", "<F1>", "<A-c>", "<F3><Tab>", "<F4>x<Tab>"] {
            let mut bench = Bench::interview();
            bench.keys(keys);
            assert!(!bench.screen().contains("cursor:"), "{keys}\n{}", bench.screen());
        }
    }
}
