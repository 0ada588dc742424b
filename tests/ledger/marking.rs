//! Who marks, and what: tags, quotes, voices, from the reader and from a comparison.

use super::*;

#[test]
fn who_marks_is_asked_once_before_the_first_mark() {
    let mut bench = in_library();
    bench.keys("vnSamples take months<Enter>");
    assert!(bench.screen().contains("Who marks?"));
    assert!(bench.marks().claims.is_empty());
    bench.keys("A K!<Enter>");
    assert!(bench.message().contains("1 to 6"), "{}", bench.message());
    bench.keys("<C-u>AK<Enter>");
    assert_eq!(bench.marks().claims.len(), 1);
    assert!(!bench.screen().contains("Who marks?") && !bench.screen().contains("New claim"));
    bench.keys("nAnother<Enter>");
    assert_eq!(bench.marks().claims.len(), 2);
    assert!(bench.marks().claims.values().all(|c| c.by.as_str() == "AK"));
}

#[test]
fn who_marked_last_is_suggested() {
    let mut bench = library_with(full(), None);
    bench.keys("vnOne more<Enter>");
    assert!(bench.screen().contains("initials  AK"), "{}", bench.screen());
    bench.keys("<Enter>");
    assert_eq!(bench.marks().claims.len(), 8);
}

#[test]
fn without_initials_nothing_is_marked_and_the_words_stay() {
    let mut bench = in_library();
    bench.keys("vnSamples take months<Enter><Esc>");
    assert!(bench.marks().claims.is_empty());
    assert!(bench.screen().contains("Samples take months"));
    bench.keys("<Enter>AK<Enter>");
    assert_eq!(bench.marks().claims.values().next().unwrap().statement, "Samples take months");
}

#[test]
fn an_answer_is_tagged_with_three_keys_and_again_takes_it_off() {
    let mut bench = library_with(full(), None);
    bench.menu(&[BOSS]).keys("t1");
    // The menu's own key is the first of the three. Who marks is asked once; the first letter takes the place of
    // what is suggested.
    bench.keys("JO<Enter>");
    assert_eq!(bench.marks().tagged.len(), 3);
    let tagged = bench.marks().tagged.values().next_back().unwrap();
    assert_eq!((tagged.tag.as_str(), tagged.spot.session.as_str()), ("delay", BOSS));
    assert_eq!(tagged.by.as_str(), "JO");
    assert!(!bench.screen().contains("Which tag"), "{}", bench.screen());
    bench.menu(&[BOSS]).keys("t1");
    assert_eq!(bench.marks().tagged.len(), 2);
}

#[test]
fn a_new_tag_is_defined_where_it_is_needed() {
    let mut bench = in_library();
    bench.menu(&[STAFF]).keys("tDelay in court+<Enter>Delay<Enter>Time lost<Enter>AK<Enter>");
    assert_eq!(bench.marks().frame.keys().next().unwrap().as_str(), "delay-in-court");
    assert_eq!(bench.marks().tagged.len(), 1);
    // One step back, both are gone.
    bench.keys("<C-z>");
    assert!(bench.marks().frame.is_empty() && bench.marks().tagged.is_empty());
}

#[test]
fn chosen_words_become_a_key_quote_with_its_reason() {
    let mut bench = in_library();
    bench.words(STAFF, "It takes months").keys("q");
    assert!(bench.screen().contains("R02 did not agree to being quoted"), "{}", bench.screen());
    bench.keys("names the time<Enter>AK<Enter>");
    let quote = bench.marks().quotes.values().next().unwrap();
    assert_eq!((quote.spot.text(), quote.why.as_str()), ("It takes months", "names the time"));
    // Without chosen words all that was said is quoted.
    bench.menu(&[JOINT]).keys("q<Enter>");
    assert_eq!(bench.marks().quotes.values().next_back().unwrap().spot.text(), SAID[2].1);
    // Of several sentences one may be what matters.
    bench.menu(&[STAFF]).keys("q2<Enter>");
    let quote = bench.marks().quotes.values().next_back().unwrap();
    assert_eq!(quote.spot.text(), "The laboratory has one technician.");
    bench.menu(&[STAFF]).keys("q3the delay<Enter>");
    let words = bench.marks().quotes.values().next_back().unwrap().spot.words.clone().unwrap();
    assert_eq!(words.find(SAID[1].1), Some(35..SAID[1].1.len()));
    // Once is enough.
    bench.menu(&[JOINT]).keys("q");
    assert!(bench.message().contains("no words"));
}

#[test]
fn the_answer_under_the_cursor_of_the_reader_is_marked() {
    let mut bench = library_with(full(), None);
    read(&mut bench, STAFF);
    bench.keys("<Tab>m");
    assert!(bench.screen().contains("R02 · Annex G 1"), "{}", bench.screen());
    bench.keys("t2AK<Enter>");
    let tagged = bench.marks().tagged.values().next_back().unwrap();
    assert_eq!((tagged.tag.as_str(), &tagged.spot), ("money", &Spot::answer(STAFF, at())));
    // Three keys, from the second mark on.
    bench.keys("mt1");
    assert_eq!(bench.marks().tagged.len(), 2, "taken off: it was tagged so");
}

#[test]
fn a_voice_is_read_where_it_was_said() {
    let mut bench = library_with(full(), None);
    bench.keys("v<Tab>o");
    let sought = bench.app.desk.marks.sought.clone().unwrap();
    assert_eq!(sought, Spot::answer(BOSS, at()));
    read(&mut bench, BOSS);
    assert!(bench.app.desk.marks.sought.is_none());
    bench.keys("m");
    assert!(bench.screen().contains("R01 · Annex G 1"), "{}", bench.screen());
}

#[test]
fn quotes_of_a_comparison_are_marked_by_their_numbers() {
    let mut bench = in_library();
    let corpus = Arc::clone(&bench.app.desk.archive.corpus);
    let texts: Vec<(RowId, usize)> = (0..2).map(|row| RowId { segment: 0, row }).zip([0, 1]).collect();
    assert_eq!(corpus.segments()[0].texts().words(0), SAID[0].1);
    let menu = for_texts(&bench.app.desk, &texts, Some(at())).unwrap();
    bench.app.show(menu);
    bench.keys("a+Samples are examined<Enter>AK<Enter>");
    assert_eq!(bench.state(0), State::Corroborated);
    assert!(for_texts(&bench.app.desk, &[], None).is_none());
}

#[test]
fn quotes_that_are_chosen_in_a_comparison_contradict_each_other() {
    let mut bench = in_library();
    read(&mut bench, STAFF);
    bench.keys("<Tab>t<Tab><Space><Space>m");
    assert!(bench.screen().contains("Mark 2 answers"), "{}", bench.screen());
    bench.keys("d+Results come within a week<Enter><Enter><Enter>AK<Enter>");
    assert_eq!(bench.state(0), State::Contradicted);
    // The comparison is as it was: the next mark is made from the same place.
    assert!(bench.screen().contains("2 marked"), "{}", bench.screen());
    bench.keys("mt+delay<Enter><Enter><Enter>");
    assert_eq!(bench.marks().tagged.len(), 2);
    assert!(bench.screen().contains("2 marked"), "{}", bench.screen());
}

/// Answers for the disk: this session is read.
fn read(bench: &mut Bench, id: &str) {
    let said = SAID.iter().find(|(known, _)| *known == id).unwrap().1;
    let path = format!("/data/sessions/{id}.ron").into();
    let (session, banks, integrity) = (Session::from(record(id, said)), vec![annex()], Integrity::Intact);
    bench.event(Event::Read(Ok(Box::new(Opened { session, banks, path, integrity }))));
}

#[test]
fn an_answer_goes_under_a_claim_for_or_against() {
    let mut bench = in_library();
    bench.menu(&[STAFF]).keys("c+Samples take months<Enter><Enter>AK<Enter>");
    assert_eq!(bench.state(0), State::Asserted);
    // One that touches the same question stands first; for is 1, against 2.
    bench.menu(&[JOINT]).keys("c11");
    assert_eq!(bench.state(0), State::Corroborated);
    bench.menu(&[BOSS]).keys("c12");
    assert_eq!(bench.state(0), State::Contradicted);
    let about = &bench.marks().claims.values().next().unwrap().about;
    assert_eq!(about, &[at()]);
}

#[test]
fn the_menu_shows_what_is_there_and_takes_it_off() {
    let mut bench = library_with(full(), None);
    bench.menu(&[STAFF]);
    let screen = bench.screen();
    for there in ["tag delay", "names the time", "against C1", "for C2"] {
        assert!(screen.contains(there), "{there}\n{screen}");
    }
    bench.keys("<Down><Down><Down><Down>x<Enter>");
    assert_eq!(bench.marks().tagged.len(), 1);
    assert!(!bench.screen().contains("◆ tag delay"), "{}", bench.screen());
    bench.keys("x");
    assert!(bench.marks().quotes.values().all(|q| q.spot.session != STAFF));
}

#[test]
fn two_answers_contradict_each_other_in_one_step() {
    let mut bench = contradiction();
    assert_eq!(bench.state(0), State::Contradicted);
    let claim = bench.marks().claims.values().next().unwrap();
    let voices: Vec<_> = claim.voices.iter().map(|v| (v.spot.session.as_str(), v.stance)).collect();
    assert_eq!(voices, [(BOSS, Stance::For), (STAFF, Stance::Against)]);
    bench.keys("<C-z>");
    assert!(bench.marks().claims.is_empty());
}

#[test]
fn several_answers_corroborate_each_other_under_a_claim_that_is_there() {
    let mut bench = in_library();
    bench.menu(&[STAFF, JOINT]).keys("a+Samples take months<Enter>AK<Enter>");
    assert_eq!(bench.state(0), State::Corroborated);
    bench.menu(&[BOSS, STAFF]).keys("a1");
    assert_eq!(bench.marks().claims.values().next().unwrap().voices.len(), 3);
}
