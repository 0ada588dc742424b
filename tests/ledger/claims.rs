//! What becomes of claims: resolved, judged anew, listed by what needs work.

use super::*;

#[test]
fn a_contradiction_is_resolved_looked_into_and_undone_to_the_start() {
    let mut bench = contradiction();
    bench.keys("v");
    assert!(
        bench.screen().contains("contradicted: 1 source for it (R01), 1 against it (R02)"),
        "{}",
        bench.screen()
    );
    bench.keys("vThe register of the laboratory<Enter>");
    assert_eq!(bench.marks().needs_visit().len(), 1);
    bench.keys("r2within a week for urgent cases only<Enter>");
    assert_eq!(bench.state(0), State::Resolved);
    bench.keys("y13read in the register: four months<Enter><Enter>");
    assert_eq!(bench.state(0), State::Verified);
    assert_eq!(bench.marks().claims.values().next().unwrap().outcome(), Some(Outcome::Falls));
    assert!(bench.marks().needs_visit().is_empty(), "the visit has told");
    bench.keys("mAsk again next year<Enter>");
    let done = bench.marks().clone();
    bench.keys("<C-z><C-z><C-z><C-z><C-z>");
    assert!(bench.marks().claims.is_empty());
    bench.keys("<C-z>");
    assert_eq!(bench.message(), "nothing to take back");
    bench.keys("<C-y><C-y><C-y><C-y><C-y>");
    assert_eq!(bench.marks().claims, done.claims);
}

#[test]
fn a_resolution_without_words_is_taken_back() {
    let mut bench = contradiction();
    bench.keys("vr<Enter>");
    bench.keys("<Enter>");
    assert!(bench.message().contains("say why"), "{}", bench.message());
    bench.keys("because<Enter>");
    assert_eq!(bench.state(0), State::Resolved);
    bench.keys("r<Enter><C-u><Enter>");
    assert_eq!(bench.state(0), State::Contradicted);
}

#[test]
fn voices_are_judged_anew_and_taken_away() {
    let mut bench = contradiction();
    bench.keys("v<Tab><Down>u");
    assert_eq!(bench.state(0), State::Asserted);
    bench.keys("f");
    assert_eq!(bench.state(0), State::Corroborated);
    bench.keys("x");
    assert_eq!(bench.marks().claims.values().next().unwrap().voices.len(), 1);
    bench.keys("o");
    let wanted = format!("/data/sessions/{BOSS}.ron").into();
    assert!(bench.asked_for(&Effect::Read(wanted)));
}

#[test]
fn a_statement_is_put_otherwise_and_a_claim_taken_out() {
    let mut bench = contradiction();
    bench.keys("ve<C-u>Results come soon<Enter>");
    assert_eq!(bench.marks().claims.values().next().unwrap().statement, "Results come soon");
    bench.keys("nAnother<Enter>");
    assert!(bench.screen().contains("C2  Another"), "a new claim is chosen: {}", bench.screen());
    bench.keys("xx");
    assert!(bench.marks().claims.is_empty());
    assert!(bench.screen().contains("No claim is entered yet"));
    bench.keys("<C-z>");
    assert_eq!(bench.marks().claims.len(), 1);
}

#[test]
fn what_needs_work_stands_first_and_states_are_chosen_with_arrows() {
    let mut bench = library_with(full(), None);
    bench.keys("v");
    let order = |bench: &Bench| -> Vec<String> {
        let lines = bench.screen();
        let ids = lines.lines().skip(4).map_while(|l| l.get(1..3)).take_while(|id| id.starts_with('C'));
        ids.map(str::to_owned).collect()
    };
    assert_eq!(order(&bench), ["C1", "C4", "C2", "C6", "C3", "C7", "C5"]);
    bench.keys("<Right>");
    assert_eq!(order(&bench), ["C1"]);
    bench.keys("<Left><Left>");
    assert_eq!(order(&bench), ["C1"], "needs a visit");
    bench.keys("<BS>/technician");
    assert!(bench.screen().contains("C2") && !bench.screen().contains("C4  "), "{}", bench.screen());
    bench.keys("<Esc><BS>");
    assert_eq!(order(&bench).len(), 7);
}

#[test]
fn tags_reach_the_filter_of_the_library() {
    let mut bench = in_library();
    bench.menu(&[STAFF, JOINT]).keys("t+delay<Enter><Enter><Enter>AK<Enter>");
    bench.keys("/tag:delay<Enter>");
    assert!(bench.screen().contains("2 of 3 sessions"), "{}", bench.screen());
    bench.keys("xv3<Enter>");
    assert!(bench.screen().contains("2 of 3 sessions"), "{}", bench.screen());
    bench.keys("<C-z>");
    assert!(bench.screen().contains("0 of 3 sessions"), "{}", bench.screen());
    bench.keys("<C-y>");
    assert!(bench.screen().contains("2 of 3 sessions"));
}

#[test]
fn a_tag_that_is_used_stays_and_one_that_is_not_goes() {
    let mut bench = library_with(full(), None);
    bench.keys("v3x<Enter>");
    assert!(bench.message().contains("2 times"), "{}", bench.message());
    bench.keys("jx");
    assert_eq!(bench.marks().frame.len(), 1);
    bench.keys("ke<Tab><C-u>Only in court<Enter>");
    assert_eq!(bench.marks().frame.values().next().unwrap().definition, "Only in court");
}

#[test]
fn visits_lead_to_their_claims_and_evidence_to_its_session() {
    let mut bench = library_with(full(), None);
    bench.keys("v2c");
    let copied = bench.effects.iter().find_map(|e| match e {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(copied.contains("[ ] C1 ≠ contradicted: Results of forensic samples"), "{copied}");
    assert!(copied.contains("to see: the register of samples of the laboratory"), "{copied}");
    assert!(copied.contains("National police, Border post North"), "{copied}");
    assert!(copied.contains("Forensic laboratory (1)"), "{copied}");
    bench.keys("<End><Enter>");
    assert!(bench.asked_for(&Effect::Read(format!("/data/sessions/{STAFF}.ron").into())));
    bench.keys("<Home><Down><Enter>");
    assert!(bench.screen().contains("[1 claims (7)]"), "{}", bench.screen());
}

#[test]
fn quotes_stand_under_the_tags_of_their_answers() {
    let mut bench = library_with(full(), None);
    bench.keys("v4");
    let screen = bench.screen();
    let (tag, own) = (screen.find("delay · Delay").unwrap(), screen.find("It takes months").unwrap());
    let (none, other) = (screen.find("without a tag").unwrap(), screen.find("within a week").unwrap());
    assert!(tag < own && own < none && none < other, "{screen}");
    assert!(screen.contains("not to be quoted"));
    bench.keys("<Down>e<C-u>the core of it<Enter>AK<Enter>");
    assert_eq!(bench.marks().quotes.values().next().unwrap().why, "the core of it");
    bench.keys("x");
    assert_eq!(bench.marks().quotes.len(), 1);
}
