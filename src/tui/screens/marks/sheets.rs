//! The sheets that change marks: what is asked for, and what comes of it.

use super::form::{Form, Made};
use super::pick::{Choice, Pick, Picked, Then};
use super::who;
use crate::analysis::marks::{
    Annotations, Cited, ClaimId, Edit, Field, MemoAbout, Outcome, QuoteId, Spot, Stance, TagCode, VerifiedBy,
    Words,
};
use crate::bank::Ref;
use crate::text::fold;
use crate::tui::desk::Desk;
use crate::tui::view::View;
use jiff::civil::Date;
use unicode_segmentation::UnicodeSegmentation;

/// Options as they are shown.
fn labels<T: Copy>(all: &[T], label: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| label(*one)).collect()
}

fn stance(index: usize) -> Stance {
    Stance::ALL.get(index).copied().unwrap_or(Stance::Unclear)
}

fn outcome(index: usize) -> Outcome {
    Outcome::ALL.get(index).copied().unwrap_or(Outcome::Open)
}

/// Where a choice stands among all.
fn place<T: PartialEq>(all: &[T], one: &T) -> usize {
    all.iter().position(|o| o == one).unwrap_or(0)
}

/// The items that spots are on, each once.
fn items(spots: &[Spot], item: Option<&Ref>) -> Vec<Ref> {
    let mut all: Vec<Ref> = item.cloned().into_iter().collect();
    if all.is_empty() {
        for at in spots.iter().filter_map(|s| s.at.as_ref()) {
            if !all.contains(at) {
                all.push(at.clone());
            }
        }
    }
    all
}

/// A new claim, without voices yet.
pub(super) fn new_claim() -> Box<dyn View> {
    let make = |desk: &Desk, filled: &super::form::Filled| -> Made {
        let statement = filled.text(0);
        if statement.is_empty() {
            return Err("a claim is one sentence: type it first".to_owned());
        }
        let id = desk.marks.annotations.next_claim();
        Ok((
            vec![Edit::Claim(statement, Vec::new())],
            format!("{id} entered; m on an answer puts that answer under it"),
        ))
    };
    Form::new("New claim", "One sentence that answers can speak for or against.", make)
        .text("claim", "")
        .boxed()
}

/// A new claim with these answers as its voices; with several, each has its own stance. `fixed`: the stances are chosen
/// already.
pub(super) fn claim_with(
    desk: &Desk,
    spots: Vec<Spot>,
    item: Option<&Ref>,
    (stances, fixed): (&[Stance], bool),
    typed: &str,
) -> Box<dyn View> {
    let about = items(&spots, item);
    let names = names(desk, &spots);
    let intro =
        about.first().map(|at| format!("{} · {}", at.spoken(), who::title(desk, at))).unwrap_or_default();
    let count = spots.len();
    let make = move |desk: &Desk, filled: &super::form::Filled| -> Made {
        let statement = filled.text(0);
        if statement.is_empty() {
            return Err("a claim is one sentence: type it first".to_owned());
        }
        let id = desk.marks.annotations.next_claim();
        let mut edits = vec![Edit::Claim(statement, about.clone())];
        let voice = |(at, spot): (usize, &Spot)| Edit::Voice(id, spot.clone(), stance(filled.choice(at + 1)));
        edits.extend(spots.iter().enumerate().map(voice));
        Ok((edits, format!("{id} entered with {}", who::count(count, "voice", "voices"))))
    };
    let mut form = Form::new("New claim", intro, make).text("claim", typed);
    for (name, stance) in names.iter().zip(stances) {
        form = form.choice(name, labels(&Stance::ALL, Stance::label), place(&Stance::ALL, stance));
    }
    form.ready(fixed).boxed()
}

/// The stance of each of several answers to a claim that is there.
fn stances_to(desk: &Desk, id: ClaimId, spots: Vec<Spot>, stances: &[Stance]) -> Box<dyn View> {
    let statement = desk.marks.annotations.claims.get(&id).map(|c| c.statement.clone()).unwrap_or_default();
    let names = names(desk, &spots);
    let make = move |_: &Desk, filled: &super::form::Filled| -> Made {
        let voice = |(at, spot): (usize, &Spot)| Edit::Voice(id, spot.clone(), stance(filled.choice(at)));
        let edits: Vec<Edit> = spots.iter().enumerate().map(voice).collect();
        let said = format!("{} under {id}", who::count(edits.len(), "voice", "voices"));
        Ok((edits, said))
    };
    let mut form = Form::new(format!("Voices under {id}"), statement, make);
    for (name, stance) in names.iter().zip(stances) {
        form = form.choice(name, labels(&Stance::ALL, Stance::label), place(&Stance::ALL, stance));
    }
    form.boxed()
}

fn names(desk: &Desk, spots: &[Spot]) -> Vec<String> {
    let cited = Cited::of(spots.iter().map(|s| s.session.as_str()), &desk.archive.corpus);
    spots.iter().map(|spot| who::who(desk, &cited, &spot.session).code).collect()
}

/// Which claim answers speak to: those that touch the item first, or a new one. `stances` are what stands in the sheet
/// where there are several answers; `fixed` when nothing more is asked.
pub(super) fn which_claim(
    desk: &Desk,
    spots: Vec<Spot>,
    item: Option<Ref>,
    stances: Option<Vec<Stance>>,
    fixed: bool,
) -> Box<dyn View> {
    let annotations = &desk.marks.annotations;
    let touched: Vec<ClaimId> = items(&spots, item.as_ref())
        .iter()
        .flat_map(|at| annotations.claims_touching(at).map(|(id, _)| id).collect::<Vec<_>>())
        .collect();
    let mut ids: Vec<ClaimId> = annotations.claims.keys().copied().collect();
    ids.sort_by_key(|id| (!touched.contains(id), *id));
    let choices = ids.iter().map(|id| Choice {
        name: id.to_string(),
        text: annotations
            .claims
            .get(id)
            .map(|c| format!("{}: {}", c.state().label(), c.statement))
            .unwrap_or_default(),
        marked: touched.contains(id),
    });
    let choices = choices.collect();
    let take = move |desk: &Desk, picked: Picked<'_>| {
        let all_for = vec![Stance::For; spots.len()];
        let wanted = stances.clone().unwrap_or(all_for);
        match picked {
            Picked::New(typed) => {
                Then::Show(claim_with(desk, spots.clone(), item.as_ref(), (&wanted, fixed), typed))
            }
            Picked::Line(at) => {
                let Some(id) = ids.get(at).copied() else { return Then::Mark(Vec::new(), String::new()) };
                if fixed {
                    let voices = spots.iter().zip(&wanted).map(|(s, w)| Edit::Voice(id, s.clone(), *w));
                    let said = format!("{} under {id}", who::count(spots.len(), "voice", "voices"));
                    return Then::Mark(voices.collect(), said);
                }
                match spots.as_slice() {
                    [spot] => Then::Show(which_stance(desk, id, spot.clone())),
                    _ => Then::Show(stances_to(desk, id, spots.clone(), &wanted)),
                }
            }
        }
    };
    Box::new(Pick::new("Under which claim? ● touches this question", choices, Some("a new claim"), take))
}

/// Which way an answer speaks to a claim.
fn which_stance(desk: &Desk, id: ClaimId, spot: Spot) -> Box<dyn View> {
    let claim = desk.marks.annotations.claims.get(&id);
    let title = claim.map(|c| format!("{id} · {}", c.statement)).unwrap_or_default();
    let now = claim.and_then(|c| c.voices.iter().find(|v| v.spot == spot)).map(|v| v.stance);
    let says = ["it says so", "it says otherwise", "it can be read both ways"];
    let choices = Stance::ALL.iter().zip(says).map(|(stance, says)| Choice {
        name: stance.label().to_owned(),
        text: says.to_owned(),
        marked: now == Some(*stance),
    });
    let take = move |_: &Desk, picked: Picked<'_>| {
        let Picked::Line(at) = picked else { return Then::Mark(Vec::new(), String::new()) };
        let stance = stance(at);
        Then::Mark(vec![Edit::Voice(id, spot.clone(), stance)], format!("{} {id}", stance.label()))
    };
    Box::new(Pick::new(title, choices.collect(), None, take))
}

/// Which tag: the most used first. One that all spots have is taken off.
pub(super) fn which_tag(desk: &Desk, spots: Vec<Spot>) -> Box<dyn View> {
    let annotations = &desk.marks.annotations;
    let mut counts = annotations.counts_by_tag();
    counts.retain(|count| count.tag.is_some());
    counts.sort_by_key(|count| std::cmp::Reverse(count.spots));
    let codes: Vec<TagCode> = counts.iter().map(|count| count.code.clone()).collect();
    let choices = counts.iter().map(|count| {
        let tag = count.tag;
        let definition = tag.map_or("", |t| t.definition.as_str());
        let label = tag.map_or("", |t| t.label.as_str());
        Choice {
            name: count.code.to_string(),
            text: if definition.is_empty() { label.to_owned() } else { format!("{label}: {definition}") },
            marked: spots.iter().all(|spot| has(annotations, count.code, spot)),
        }
    });
    let choices = choices.collect();
    let take = move |desk: &Desk, picked: Picked<'_>| match picked {
        Picked::New(typed) => Then::Show(define_tag(spots.clone(), typed)),
        Picked::Line(at) => match codes.get(at) {
            Some(code) => tag(desk, code, &spots),
            None => Then::Mark(Vec::new(), String::new()),
        },
    };
    Box::new(Pick::new("Which tag? ● is set here; again takes it off", choices, Some("a new tag"), take))
}

fn has(annotations: &Annotations, code: &TagCode, spot: &Spot) -> bool {
    annotations.tags_of(spot).any(|(_, t)| t.tag == *code)
}

fn tag(desk: &Desk, code: &TagCode, spots: &[Spot]) -> Then {
    let annotations = &desk.marks.annotations;
    if spots.iter().all(|spot| has(annotations, code, spot)) {
        let all = spots.iter().flat_map(|spot| annotations.tags_of(spot));
        let edits = all.filter(|(_, t)| t.tag == *code).map(|(id, _)| Edit::Untag(id)).collect();
        return Then::Mark(edits, format!("{code} taken off"));
    }
    let new = spots.iter().filter(|spot| !has(annotations, code, spot));
    Then::Mark(new.map(|spot| Edit::Tag(code.clone(), spot.clone())).collect(), format!("tagged {code}"))
}

/// The word of a tag from what it is called: `Delay in court` is `delay-in-court`.
fn word(text: &str) -> String {
    let mut word = String::new();
    for c in fold(text).chars().take(24) {
        word.push(if c.is_alphanumeric() || c == '_' { c } else { '-' });
    }
    word.trim_matches('-').to_owned()
}

/// A new tag, set on these spots.
pub(super) fn define_tag(spots: Vec<Spot>, typed: &str) -> Box<dyn View> {
    let make = move |desk: &Desk, filled: &super::form::Filled| -> Made {
        let code = TagCode::new(&word(&filled.text(0))).map_err(|e| e.to_string())?;
        if desk.marks.annotations.frame.contains_key(&code) {
            return Err(format!("there is a tag {code} already"));
        }
        let label = match filled.text(1) {
            label if label.is_empty() => filled.text(0),
            label => label,
        };
        let mut edits = vec![Edit::Define { code: code.clone(), label, definition: filled.text(2) }];
        edits.extend(spots.iter().map(|spot| Edit::Tag(code.clone(), spot.clone())));
        let said = if spots.is_empty() { format!("{code} is a tag now") } else { format!("tagged {code}") };
        Ok((edits, said))
    };
    let intro = "A word, what it is called, and what is tagged with it and what is not: so that two people tag alike.";
    Form::new("New tag", intro, make).word("word", typed).word("called", "").text("definition", "").boxed()
}

/// What a tag is called, and its definition.
pub(super) fn edit_tag(desk: &Desk, code: TagCode) -> Box<dyn View> {
    let tag = desk.marks.annotations.frame.get(&code);
    let (label, definition) = tag.map(|t| (t.label.clone(), t.definition.clone())).unwrap_or_default();
    let title = format!("Tag {code}");
    let make = move |_: &Desk, filled: &super::form::Filled| -> Made {
        let edit = Edit::Define { code: code.clone(), label: filled.text(0), definition: filled.text(1) };
        Ok((vec![edit], format!("{code} defined anew")))
    };
    Form::new(title, "", make).word("called", &label).text("definition", &definition).boxed()
}

/// Which words of an answer: all of it, or one sentence.
pub(super) fn which_words(spot: Spot) -> Box<dyn View> {
    let words = spot.words.clone().unwrap_or(Words { field: Field::Account, start: 0, text: String::new() });
    let bounds = words.text.split_sentence_bound_indices().map(|(at, s)| (at, s.trim_end().to_owned()));
    let mut parts: Vec<(usize, String)> = bounds.filter(|(_, sentence)| !sentence.is_empty()).collect();
    parts.insert(0, (0, words.text.clone()));
    let choices = parts.iter().enumerate().map(|(at, (_, text))| Choice {
        name: if at == 0 { "all".to_owned() } else { String::new() },
        text: text.clone(),
        marked: false,
    });
    let choices = choices.collect();
    let take = move |desk: &Desk, picked: Picked<'_>| {
        let part = if let Picked::Line(at) = picked { parts.get(at) } else { None };
        let Some((start, text)) = part else { return Then::Mark(Vec::new(), String::new()) };
        let chosen = spot.clone().with_words(words.field, words.start + start, text.clone());
        Then::Show(quotes(desk, vec![chosen]))
    };
    Box::new(Pick::new("Which words?", choices, None, take))
}

/// Why these words matter.
pub(super) fn quotes(desk: &Desk, spots: Vec<Spot>) -> Box<dyn View> {
    let cited = Cited::of(spots.iter().map(|s| s.session.as_str()), &desk.archive.corpus);
    let people = spots.iter().map(|s| who::who(desk, &cited, &s.session));
    let refused: Vec<String> = people.filter(|w| w.no_quotes).map(|w| w.code).collect();
    let mut intro = spots.first().map(|s| format!("“{}”", s.text())).unwrap_or_default();
    if spots.len() > 1 {
        intro = format!("{} quotes, the first: {intro}", spots.len());
    }
    if !refused.is_empty() {
        intro =
            format!("▲ {} did not agree to being quoted: for your eyes only.\n{intro}", refused.join(", "));
    }
    let make = move |_: &Desk, filled: &super::form::Filled| -> Made {
        let why = filled.text(0);
        let edits: Vec<Edit> = spots.iter().map(|s| Edit::Quote(s.clone(), why.clone())).collect();
        let said = who::count(edits.len(), "key quote", "key quotes");
        Ok((edits, format!("{said} kept")))
    };
    Form::new("Key quote", intro, make).text("why", "").boxed()
}

/// Why a key quote matters.
pub(super) fn quote_why(desk: &Desk, id: QuoteId) -> Box<dyn View> {
    let quote = desk.marks.annotations.quotes.get(&id);
    let (why, words) = quote.map(|q| (q.why.clone(), q.spot.text().to_owned())).unwrap_or_default();
    let make = move |_: &Desk, filled: &super::form::Filled| -> Made {
        Ok((vec![Edit::QuoteWhy(id, filled.text(0))], format!("{id} changed")))
    };
    Form::new(format!("Why {id} matters"), format!("“{words}”"), make).text("why", &why).boxed()
}

/// A memo on what these answers are about.
pub(super) fn memo(spots: &[Spot], item: Option<&Ref>) -> Box<dyn View> {
    let mut abouts: Vec<(&'static str, MemoAbout)> = Vec::new();
    if let [at, ..] = items(spots, item).as_slice() {
        abouts.push(("the question", MemoAbout::Item(at.clone())));
    }
    if let [spot] = spots {
        abouts.push(("the interview", MemoAbout::Session(spot.session.clone())));
    }
    abouts.push(("nothing of it", MemoAbout::Nothing));
    let options = abouts.iter().map(|(label, _)| *label).collect();
    let make = move |desk: &Desk, filled: &super::form::Filled| -> Made {
        let text = filled.text(0);
        if text.is_empty() {
            return Err("a memo says something: type it first".to_owned());
        }
        let about = abouts.get(filled.choice(1)).map(|(_, about)| about.clone()).unwrap_or_default();
        Ok((vec![Edit::Memo(about, text)], format!("{} written", desk.marks.annotations.next_memo())))
    };
    Form::new("Memo", "", make).text("memo", "").choice("about", options, 0).boxed()
}

/// The sentence of a claim.
pub(super) fn statement(desk: &Desk, id: ClaimId) -> Box<dyn View> {
    let old = desk.marks.annotations.claims.get(&id).map(|c| c.statement.clone()).unwrap_or_default();
    let make = move |_: &Desk, filled: &super::form::Filled| -> Made {
        Ok((vec![Edit::Statement(id, filled.text(0))], format!("{id} put otherwise")))
    };
    Form::new(format!("{id} in other words"), "", make).text("claim", &old).boxed()
}

/// The memo of a claim.
pub(super) fn claim_memo(desk: &Desk, id: ClaimId) -> Box<dyn View> {
    let claim = desk.marks.annotations.claims.get(&id);
    let (old, about) = claim.map(|c| (c.memo.clone(), c.statement.clone())).unwrap_or_default();
    let make = move |_: &Desk, filled: &super::form::Filled| -> Made {
        Ok((vec![Edit::ClaimMemo(id, filled.text(0))], format!("memo of {id} kept")))
    };
    Form::new(format!("Memo of {id}"), about, make).text("memo", &old).boxed()
}

/// Why only a visit can tell.
pub(super) fn visit(desk: &Desk, id: ClaimId) -> Box<dyn View> {
    let about = desk.marks.annotations.claims.get(&id).map(|c| c.statement.clone()).unwrap_or_default();
    let make = move |_: &Desk, filled: &super::form::Filled| -> Made {
        let why = filled.text(0);
        if why.is_empty() {
            return Err("say what is to be seen there".to_owned());
        }
        Ok((vec![Edit::NeedsVisit(id, Some(why))], format!("{id} needs a visit")))
    };
    Form::new(format!("{id} needs a visit"), about, make).text("to see", "").boxed()
}

/// What was looked at.
pub(super) fn verify(desk: &Desk, id: ClaimId) -> Box<dyn View> {
    let claim = desk.marks.annotations.claims.get(&id);
    let about = claim.map(|c| c.statement.clone()).unwrap_or_default();
    let old = claim.and_then(|c| c.verification.clone());
    let had = old.is_some();
    let today = desk.date(desk.now);
    let (how, result, what, on) = old.map_or((0, 0, String::new(), today), |v| {
        (place(&VerifiedBy::ALL, &v.how), place(&Outcome::ALL, &v.outcome), v.what, v.on.to_string())
    });
    let make = move |_: &Desk, filled: &super::form::Filled| -> Made {
        let what = filled.text(2);
        if what.is_empty() && had {
            return Ok((vec![Edit::Unverify(id)], format!("verification of {id} taken back")));
        }
        if what.is_empty() {
            return Err("say what was seen".to_owned());
        }
        let on: Date = filled.text(3).parse().map_err(|_| "a day is written as 2026-11-24".to_owned())?;
        let how = VerifiedBy::ALL.get(filled.choice(0)).copied().unwrap_or(VerifiedBy::Visit);
        let outcome = outcome(filled.choice(1));
        let edit = Edit::Verify { claim: id, how, what, on, outcome };
        Ok((vec![edit], format!("{id} looked into: {}", outcome.label())))
    };
    let title =
        format!("{id}: what was looked at{}", if had { " (without words it is taken back)" } else { "" });
    Form::new(title, about, make)
        .choice("how", labels(&VerifiedBy::ALL, VerifiedBy::label), how)
        .choice("the claim", labels(&Outcome::ALL, Outcome::label), result)
        .text("what", &what)
        .word("on", &on)
        .boxed()
}

/// What comes of a claim, and why.
pub(super) fn resolve(desk: &Desk, id: ClaimId) -> Box<dyn View> {
    let claim = desk.marks.annotations.claims.get(&id);
    let about = claim.map(|c| c.statement.clone()).unwrap_or_default();
    let old = claim.and_then(|c| c.resolution.clone());
    let had = old.is_some();
    let (result, why) = old.map_or((1, String::new()), |r| (place(&Outcome::ALL, &r.outcome), r.why));
    let make = move |_: &Desk, filled: &super::form::Filled| -> Made {
        let why = filled.text(1);
        if why.is_empty() && had {
            return Ok((vec![Edit::Unresolve(id)], format!("resolution of {id} taken back")));
        }
        if why.is_empty() {
            return Err("say why: a resolution without a reason can't be followed".to_owned());
        }
        let outcome = outcome(filled.choice(0));
        Ok((vec![Edit::Resolve(id, outcome, why)], format!("{id} resolved: {}", outcome.label())))
    };
    let title =
        format!("{id}: what comes of it{}", if had { " (without a reason it is taken back)" } else { "" });
    Form::new(title, about, make)
        .choice("the claim", labels(&Outcome::ALL, Outcome::label), result)
        .text("why", &why)
        .boxed()
}
