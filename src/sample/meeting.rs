//! The course of a meeting: who was there, what was consented to, in which order and at what time things were asked.
//!
//! Everything is put into the session by [`Session::apply`], as a real interview is. Not here: the answers (`talk`).

use super::Generator;
use super::dice::Dice;
use super::people::Person;
use super::plan::{Ask, Chapter};
use super::proof::evidence;
use super::talk::{Held, Talk};
use super::words::{Fill, Words};
use super::world::COUNTRY;
use crate::bank::{GateState, Kind, Ref};
use crate::session::{
    Answer, Attribution, BankStamp, Change, CodedField, Edit, EditError, Jot, Mark, Meeting, Origin, Place,
    Record, Session, Splice, Stamp, Status, TextAt, gate_state, new_id,
};
use jiff::Timestamp;
use std::cell::RefCell;

/// Monday, 13 January 2025, 00:00 UTC: the first day of the made-up assessment.
const FIRST_DAY: i64 = 1_736_726_400;

/// Its working days, Monday to Friday, up to 30 October 2026.
const DAYS: usize = 470;

/// Exampleland is two hours ahead of UTC, summer and winter.
const AHEAD_MINUTES: i32 = 120;

/// What is special about a session, by its number: spread so that a few sessions hold something of everything.
#[derive(Clone, Copy)]
struct Course {
    meeting: Meeting,
    unfinished: bool,
    blank: bool,
    papers: bool,
    language: Option<usize>,
}

impl Course {
    fn of(index: usize, languages: usize) -> Self {
        let papers = index % 17 == 6;
        let meeting = match index % 10 {
            2 => Meeting::Joint,
            5 => Meeting::Group,
            _ => Meeting::Individual,
        };
        // Seven of twenty in another language, each in turn.
        let turn = [1, 4, 7, 9, 12, 14, 17].iter().position(|place| *place == index % 20);
        Self {
            meeting: if papers { Meeting::Individual } else { meeting },
            unfinished: index % 7 == 3 && !papers,
            blank: index % 23 == 11,
            papers,
            language: turn.filter(|_| !papers && languages > 0).map(|place| place % languages),
        }
    }
}

/// A session as it grows: the session and the time.
struct Minutes {
    session: Session,
    now: i64,
}

impl Minutes {
    fn put(&mut self, edit: Edit) -> Result<(), EditError> {
        self.session.apply(Change { edit, stamp: Stamp::At(at(self.now)) }).map(drop)
    }

    fn set(&mut self, field: CodedField) -> Result<(), EditError> {
        self.put(Edit::Set(field))
    }

    fn write(&mut self, place: TextAt, text: &str) -> Result<(), EditError> {
        self.put(Edit::Text(place, Splice { at: 0, removed: String::new(), inserted: text.to_owned() }))
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Session number `index`.
pub(super) fn hold(plan: &Generator<'_>, index: usize) -> Result<Session, EditError> {
    let mut dice = Dice::new(plan.seed, index as u64);
    let course = Course::of(index, plan.others.len());
    let person = Person::of_session(plan.seed, index, &mut dice);
    let code = format!("R{:03}", index + 1);
    let started = start(index, plan.of, &mut dice);
    let local = jiff::tz::Offset::constant((AHEAD_MINUTES / 60) as i8).to_datetime(at(started));
    let chapters = chapters(plan, &person, course, &mut dice);
    let stamps = chapters
        .iter()
        .map(|c| BankStamp { id: c.bank.id.clone(), version: c.bank.version.clone() })
        .collect();
    let id = new_id(local, &code, dice.below(0x1_0000) as u16);
    let blank = Session::new(id, stamps, &code, at(started), AHEAD_MINUTES);
    let session = Session::from(Record { synthetic: true, ..blank.record().clone() });
    let mut minutes = Minutes { session, now: started };
    let spoken = course.language.and_then(|place| plan.others.get(place)).unwrap_or(&plan.english);
    let people = set_up(&mut minutes, &person, &code, course, spoken, &mut dice)?;
    let talks: Vec<Talk<'_>> = people
        .iter()
        .map(|person| Talk {
            person,
            spoken,
            english: &plan.english,
            year: local.year(),
            blank: course.blank,
            papers: course.papers,
            said: RefCell::default(),
        })
        .collect();
    questions(&mut minutes, &chapters, &talks, course, &mut dice)?;
    jots(&mut minutes, started, &talks, &mut dice)?;
    finish(&mut minutes, course, &mut dice)?;
    Ok(minutes.session)
}

/// Sessions follow each other over the working days, in the order of their numbers.
fn start(index: usize, of: usize, dice: &mut Dice) -> i64 {
    let day = (index * DAYS / of.max(1)).min(DAYS - 1);
    let days = i64::try_from(day / 5 * 7 + day % 5).unwrap_or_default();
    // From 8:30 to 15:30 local time, on five minutes.
    let minute = 510 + 5 * i64::from(dice.between(0, 84)) - i64::from(AHEAD_MINUTES);
    FIRST_DAY + days * 86_400 + minute * 60
}

/// The annex and up to three chapters that are proposed for the person, or chapters only.
fn chapters<'a, 'g>(
    plan: &'g Generator<'a>,
    person: &Person,
    course: Course,
    dice: &mut Dice,
) -> Vec<&'g Chapter<'a>> {
    let post = person.post;
    let mut proposed: Vec<&Chapter<'a>> = plan
        .chapters
        .iter()
        .filter(|c| !c.for_all() && c.proposed(post.function, post.stakeholder))
        .collect();
    let mut chosen: Vec<&Chapter<'a>> = Vec::new();
    let share = if matches!(post.stakeholder, "a" | "b" | "c" | "g") { 0.92 } else { 0.5 };
    if !course.papers && dice.chance(share) {
        chosen.extend(plan.chapters.iter().filter(|c| c.for_all()));
    }
    let few = if chosen.is_empty() { [0.0, 0.4, 0.4, 0.2] } else { [0.0, 0.55, 0.35, 0.1] };
    for _ in 0..dice.weighted(few.into_iter()) {
        if !proposed.is_empty() {
            chosen.push(proposed.remove(dice.below(proposed.len())));
        }
    }
    if chosen.is_empty() {
        chosen.extend(plan.chapters.first());
    }
    // In the order of the banks, as the set-up sheet puts them.
    chosen.sort_by_key(|c| plan.chapters.iter().position(|other| std::ptr::eq(other, *c)));
    chosen
}

/// The set-up sheet: gives everyone who is there.
fn set_up(
    minutes: &mut Minutes,
    person: &Person,
    code: &str,
    course: Course,
    spoken: &Words,
    dice: &mut Dice,
) -> Result<Vec<Person>, EditError> {
    minutes.write(TextAt::Country, COUNTRY)?;
    minutes.write(TextAt::Language, spoken.tag)?;
    minutes.put(Edit::ParticipantInsert(0, Box::new(person.participant(code.to_owned()))))?;
    minutes.put(Edit::ParticipantRemove(1))?;
    minutes.set(CodedField::Meeting(course.meeting))?;
    let beside = match course.meeting {
        Meeting::Individual => 0,
        Meeting::Joint => 1 + dice.below(2),
        Meeting::Group => 2 + dice.below(3),
    };
    let mut people = Vec::new();
    for number in 1..=beside {
        let other = person.beside(course.meeting == Meeting::Joint, dice);
        let participant = other.participant(format!("{code}-{}", number + 1));
        minutes.put(Edit::ParticipantInsert(number, Box::new(participant)))?;
        people.push(other);
    }
    if !course.papers {
        let places = if course.meeting == Meeting::Individual {
            [0.5, 0.2, 0.1, 0.08, 0.12]
        } else {
            [0.1, 0.5, 0.15, 0.25, 0.0]
        };
        minutes.set(CodedField::Place(Place::ALL.get(dice.weighted(places.into_iter())).copied()))?;
        minutes.set(CodedField::ConsentInterview(Some(true)))?;
        minutes.set(CodedField::ConsentNotes(Some(true)))?;
        let quotes = [Some(true), Some(false), None];
        let quotes = quotes.get(dice.weighted([0.72, 0.18, 0.1].into_iter())).copied().flatten();
        minutes.set(CodedField::ConsentQuotes(quotes))?;
        let attribution = [Some(Attribution::Institution), Some(Attribution::None), None];
        let attribution = attribution.get(dice.weighted([0.7, 0.22, 0.08].into_iter())).copied().flatten();
        minutes.set(CodedField::Attribution(attribution))?;
        minutes.set(CodedField::Restricted(dice.chance(0.07)))?;
    }
    let mut all = vec![Person { partners: person.partners.clone(), ..*person }];
    all.extend(people);
    Ok(all)
}

/// Section after section, now and then in another order than the questionnaire's.
fn questions<'a>(
    minutes: &mut Minutes,
    chapters: &[&'a Chapter<'_>],
    talks: &[Talk<'a>],
    course: Course,
    dice: &mut Dice,
) -> Result<(), EditError> {
    let mut sections: Vec<(&Chapter<'_>, &[Ask<'_>])> =
        chapters.iter().flat_map(|c| c.sections.iter().map(move |asks| (*c, asks.as_slice()))).collect();
    for place in 1..sections.len() {
        if dice.chance(0.15) {
            sections.swap(place - 1, place);
        }
    }
    let alone = chapters.iter().all(|c| !c.for_all());
    let total: usize = sections.iter().map(|(_, asks)| asks.len()).sum();
    let end = if course.unfinished { total * (25 + dice.below(40)) / 100 } else { total };
    // The annex is asked whole, more or less; of a chapter what the person is likely to know.
    let annex = 0.8 + 0.18 * dice.unit();
    let chapter = (if alone { 0.6 } else { 0.32 }) + 0.3 * dice.unit();
    let mut passed = 0;
    for (chapter_of, asks) in sections {
        let share = if chapter_of.for_all() { annex } else { chapter };
        for ask in asks {
            passed += 1;
            if passed > end {
                return Ok(());
            }
            let gate = match gate_state(minutes.session.record(), ask.item) {
                GateState::Open => 1.0,
                GateState::Unknown => 0.3,
                GateState::Shut => 0.03,
            };
            // The two large grids are what such an interview is held for.
            let rated = matches!(ask.item.reference.as_str(), "Annex.E.1" | "Annex.F.1");
            let share = if rated { 1.0 } else { share };
            if matches!(ask.item.kind, Kind::Stem) || !dice.chance(share * gate) {
                continue;
            }
            question(minutes, chapter_of, ask, talks, course, dice)?;
        }
    }
    Ok(())
}

/// One question and what is kept of the answer.
fn question<'a>(
    minutes: &mut Minutes,
    chapter: &'a Chapter<'_>,
    ask: &'a Ask<'_>,
    talks: &[Talk<'a>],
    course: Course,
    dice: &mut Dice,
) -> Result<(), EditError> {
    let place = dice.below(talks.len());
    let Some(talk) = talks.get(place) else { return Ok(()) };
    let mut held = talk.ask(chapter.bank, ask, dice);
    let item = &ask.item.reference;
    beside(&mut held, item, ask, talk, dice);
    let speaker = (talks.len() > 1 && dice.chance(0.7))
        .then(|| minutes.session.participants.get(place).map(|p| p.code.clone()))
        .flatten();
    let count = held.len() as u32;
    let mut seconds = 0;
    for (at_ref, mut answer) in held {
        let short = answer.nonresponse.is_some();
        let words = (answer.account.chars().count() + answer.note.chars().count()) as u32;
        let took = if short { 6 } else { 8 + words / 4 + dice.between(0, if count > 1 { 8 } else { 35 }) };
        if answer.speaker.is_none() {
            answer.speaker.clone_from(&speaker);
        }
        if course.papers || (answer.account.is_empty() && !answer.cells.is_empty() && dice.chance(0.01)) {
            answer.origin = Origin::DeskReview;
        }
        answer.first = Some(at(minutes.now + 4));
        minutes.now += i64::from(took);
        seconds += took;
        minutes.put(Edit::Replace(at_ref, Some(Box::new(answer))))?;
    }
    // Reading the question out, and listening.
    let listening = dice.between(10, 50);
    minutes.now += i64::from(listening);
    minutes.put(Edit::Active(item.clone(), seconds + listening))
}

/// What is kept beside an answer: evidence, the interviewer's note, a flag, another language.
fn beside(held: &mut Vec<Held>, item: &Ref, ask: &Ask<'_>, talk: &Talk<'_>, dice: &mut Dice) {
    let person = talk.person;
    let english = talk.english;
    let answered = held.iter().any(|(_, a)| a.nonresponse.is_none());
    if !held.iter().any(|(at, _)| at == item) {
        let note = dice.chance(0.1) || (answered && dice.chance(ask.evidence));
        if !note {
            return;
        }
        held.push((item.clone(), Answer::default()));
    }
    let Some((_, answer)) = held.last_mut() else { return };
    let share = if talk.papers { 0.7 } else { ask.evidence };
    if answered && dice.chance(share) {
        for _ in 0..=dice.weighted([0.75, 0.2, 0.05].into_iter()) {
            answer.evidence.push(evidence(person, english, &ask.item.title, talk.papers, dice));
        }
    }
    if !talk.papers && dice.chance(0.08) {
        let foreign = talk.spoken.tag != "en" && !answer.account.is_empty() && dice.chance(0.4);
        let fill = Fill { language: talk.spoken.name, ..person.fill(&ask.item.title) };
        answer.note = english.one(if foreign { "note other language" } else { "note" }, dice, &fill);
    }
    if !talk.papers && dice.chance(0.04) {
        answer.follow_up = true;
    }
    // In an English interview one question was put in the person's own language.
    if talk.spoken.tag == "en" && !answer.account.is_empty() && dice.chance(0.008) {
        "fr".clone_into(&mut answer.language);
        let fill = Fill { language: "French", ..person.fill(&ask.item.title) };
        answer.note = english.one("note other language", dice, &fill);
    }
    if answer.is_empty() {
        held.pop();
    }
}

/// Lines written before it was known where they belong; some are filed afterwards.
fn jots(minutes: &mut Minutes, started: i64, talks: &[Talk<'_>], dice: &mut Dice) -> Result<(), EditError> {
    let Some(talk) = talks.first().filter(|t| !t.papers) else { return Ok(()) };
    let items: Vec<Ref> = minutes.session.active_seconds.keys().cloned().collect();
    let lasted = u32::try_from(minutes.now - started - 60).unwrap_or_default();
    let mut times: Vec<i64> =
        (0..dice.below(4)).map(|_| started + 60 + i64::from(dice.between(0, lasted))).collect();
    times.sort_unstable();
    for time in times {
        let text = talk.english.one("jot", dice, &talk.person.fill(""));
        if minutes.session.jots.iter().any(|jot| jot.text == text) {
            continue;
        }
        let during = items.get(dice.below(items.len())).cloned();
        let index = minutes.session.jots.len();
        minutes.put(Edit::JotInsert(index, Jot { at: at(time), during, text, filed: None }))?;
        if dice.chance(0.5) {
            let filed = items.get(dice.below(items.len())).cloned();
            minutes.put(Edit::JotFile(index, filed))?;
        }
    }
    Ok(())
}

fn finish(minutes: &mut Minutes, course: Course, dice: &mut Dice) -> Result<(), EditError> {
    // A mark on what was said first: come back to it next time.
    if course.unfinished {
        let last = minutes.session.active_seconds.keys().next_back().cloned();
        let answered = last.filter(|item| minutes.session.answers.contains_key(item));
        return answered.map_or(Ok(()), |item| minutes.put(Edit::Mark(item, Mark::FollowUp(true))));
    }
    let status = dice.weighted([0.08, 0.78, 0.14].into_iter());
    if status == 0 {
        return Ok(());
    }
    minutes.now += i64::from(dice.between(30, 400));
    let ended = Some(at(minutes.now));
    minutes.set(CodedField::Status(Status::Closed, ended))?;
    if status == 2 {
        minutes.set(CodedField::Status(Status::Sealed, ended))?;
    }
    Ok(())
}
