//! Marks on the disk: read only, not saved, changed outside, of sessions that are gone.

use super::*;

#[test]
fn a_session_that_is_gone_is_shown_as_such_and_its_marks_stay() {
    let mut bench = library_with(full(), None);
    bench.keys("vjj<Tab><Down>");
    assert!(bench.screen().contains("the file of this session is not here"), "{}", bench.screen());
    bench.keys("o");
    assert!(bench.message().contains("not here"), "{}", bench.message());
    assert_eq!(bench.marks().claims.values().nth(1).unwrap().voices.len(), 2);
}

#[test]
fn marks_of_another_window_are_shown_and_not_changed() {
    let why = "the marks are being made in another window (process 7 since 2026): close it there";
    let mut bench = library_with(full(), Some(why));
    bench.keys("v");
    assert!(bench.screen().contains("read only") && bench.screen().contains("another window"));
    let before = bench.marks().clone();
    for keys in ["n", "e", "v", "y", "r", "m", "x", "<Tab>f", "x", "<Esc>3n", "e", "x", "4jx"] {
        bench.keys(keys);
        assert!(bench.message().contains("nothing can be marked"), "{keys}: {}", bench.message());
    }
    bench.menu(&[BOSS]).keys("t");
    assert!(bench.message().contains("another window"));
    assert_eq!(bench.marks(), &before);
    // The other window was closed.
    bench.marks.1 = None;
    bench.keys("<Esc>1<F5>nMine now<Enter><Enter>");
    assert_eq!(bench.marks().claims.len(), 8);
}

#[test]
fn marks_that_cannot_be_read_say_why_and_are_left_alone() {
    let why = "no marks can be shown or made: /data/annotations.ron:3:7: Expected `)`";
    let mut bench = library_with(Annotations::default(), Some(why));
    bench.keys("v");
    assert!(bench.screen().contains("annotations.ron:3:7"), "{}", bench.screen());
    bench.keys("n");
    assert!(!bench.effects.iter().any(|e| matches!(e, Effect::SaveMarks(_))));
}

#[test]
fn what_is_saved_is_the_file_that_is_read_again() {
    let bench = contradiction();
    let saved = bench.marks_saved().unwrap();
    assert_eq!(saved, bench.app.desk.marks.annotations);
    let text = marks::write(&saved).unwrap();
    assert_eq!(marks::read(text.as_bytes()).unwrap().0, *saved);
    assert!(matches!(bench.app.desk.marks.save, SaveState::Saved(_)));
    assert!(bench.app.desk.open.is_none(), "no session was opened for it");
    assert!(!bench.effects.iter().any(|e| matches!(e, Effect::Save(_))), "no session was touched");
}

#[test]
fn marks_that_are_not_saved_say_so_and_hold_the_program() {
    let mut bench = in_library();
    bench.disk = Disk::Fails("annotations.ron: no space left".to_owned());
    bench.keys("vnSamples take months<Enter>AK<Enter>");
    assert!(bench.screen().contains("NOT SAVED: annotations.ron: no space left"), "{}", bench.screen());
    bench.keys("<Esc>");
    // In the library too.
    assert!(bench.screen().contains("NOT SAVED"), "{}", bench.screen());
    bench.keys("<C-q>");
    assert!(!bench.asked_for(&Effect::Quit));
    assert!(bench.screen().contains("leave WITHOUT saving"), "{}", bench.screen());
    bench.disk = Disk::Works;
    bench.keys("2<Enter>/elsewhere<Enter>");
    let into = |e: &Effect| matches!(e, Effect::SaveMarksInto(path, _) if path.ends_with("elsewhere"));
    assert!(bench.effects.iter().any(into));
    assert!(!bench.screen().contains("NOT SAVED"), "{}", bench.screen());
    bench.keys("<C-q>");
    assert!(bench.asked_for(&Effect::Quit));
}

#[test]
fn leaving_waits_until_marks_are_on_disk() {
    let mut bench = in_library().with_disk(Disk::Silent);
    bench.keys("vnSamples take months<Enter>AK<Enter><C-q>");
    assert!(bench.asked_for(&Effect::Flush) && !bench.asked_for(&Effect::Quit));
    bench.event(Event::Flushed(Ok(())));
    assert!(bench.asked_for(&Effect::Quit));
}

#[test]
fn undo_while_a_line_is_typed_takes_no_mark_back() {
    let mut bench = contradiction();
    bench.keys("vnHalf a sen<C-z>");
    assert_eq!(bench.marks().claims.len(), 1);
    assert!(bench.screen().contains("Half a sen"));
}

#[test]
fn a_file_that_was_changed_outside_is_told_of() {
    let mut bench = contradiction();
    bench.event(Event::MarksSetAside("/data/annotations.changed-20261124.ron".into()));
    assert!(bench.message().contains("annotations.changed-20261124.ron"));
}

#[test]
fn long_and_hostile_texts_fit_at_every_size() {
    let mut bench = in_library();
    let text = "\u{1b}[2J\u{202e}evil \u{7}".repeat(40);
    bench.menu(&[BOSS, STAFF]).keys(&format!("d+<paste:{text}><Enter>AK<Enter>"));
    bench.keys(&format!("vm<paste:{text}><Enter>v<paste:{text}><Enter>r2<paste:{text}><Enter>"));
    bench.keys(&format!("3n<paste:evil><Enter><paste:{text}><Enter><paste:{text}><Enter>"));
    for size in ["120x40", "80x24", "50x14", "40x12", "200x60"] {
        bench.keys(&format!("<size:{size}>1<Tab><PgDn><PgDn><Esc>2<Down>3<Down>4<Down>1"));
        bench.menu(&[BOSS, STAFF]).keys("t<Esc>c<Esc>m<Esc><Esc>");
        assert!(!bench.screen().contains('\u{1b}') && !bench.screen().contains('\u{202e}'));
    }
}
