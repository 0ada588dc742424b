//! What stands behind an answer: made-up evidence of every kind, state and grade.

use super::dice::Dice;
use super::people::Person;
use super::words::Words;
use crate::session::{About, Credibility, Evidence, EvidenceKind, EvidenceState, Reliability};

/// How often each kind is offered, in the order of [`EvidenceKind::ALL`], and how far each is followed up, in the order
/// of [`EvidenceState::ALL`].
const KINDS: [(f64, [f64; 5]); 7] = [
    (0.16, [0.15, 0.05, 0.3, 0.4, 0.1]),   // statute
    (0.19, [0.3, 0.3, 0.2, 0.15, 0.05]),   // statistic
    (0.27, [0.2, 0.25, 0.25, 0.25, 0.05]), // document
    (0.09, [0.0, 0.0, 0.5, 0.0, 0.5]),     // observation
    (0.14, [0.8, 0.08, 0.0, 0.0, 0.12]),   // testimony
    (0.07, [0.3, 0.1, 0.3, 0.3, 0.0]),     // media
    (0.08, [0.97, 0.0, 0.0, 0.0, 0.03]),   // anecdote
];

/// The worst and best grades that go with a state: letters as 0 (A) to 4 (E), digits from 1 to 5.
const GRADES: [([u32; 2], [u32; 2]); 5] =
    [([1, 4], [2, 5]), ([1, 3], [2, 4]), ([0, 2], [1, 3]), ([0, 2], [1, 3]), ([0, 1], [1, 2])];

/// One piece of evidence; from papers it is a paper that is held.
pub(super) fn evidence(
    person: &Person,
    english: &Words,
    about: &str,
    papers: bool,
    dice: &mut Dice,
) -> Evidence {
    let (place, state) = if papers {
        (dice.weighted([0.4, 0.15, 0.4, 0.0, 0.0, 0.05].into_iter()), EvidenceState::CopyHeld)
    } else {
        let place = dice.weighted(KINDS.iter().map(|k| k.0));
        let states = KINDS.get(place).map_or([1.0; 5], |k| k.1);
        let state = dice.weighted(states.into_iter());
        (place, EvidenceState::ALL.get(state).copied().unwrap_or_default())
    };
    let kind = EvidenceKind::ALL.get(place).copied().unwrap_or(EvidenceKind::Document);
    let mut evidence = Evidence { kind: Some(kind), state, ..Evidence::default() };
    evidence.what = english.one(&format!("evidence {}", kind.label()), dice, &person.fill(about));
    evidence.about =
        dice.chance(0.85).then(|| if dice.chance(0.6) { About::Trafficking } else { About::NotSpecific });
    // Many are never graded, least of all those that nobody has seen.
    let graded = if evidence.to_chase() { 0.45 } else { 0.8 };
    if dice.chance(graded) {
        let place = EvidenceState::ALL.iter().position(|s| *s == state).unwrap_or_default();
        let (letters, digits) = GRADES.get(place).copied().unwrap_or(([0, 4], [1, 5]));
        let worse = u32::from(kind == EvidenceKind::Anecdote);
        let letter = (dice.between(letters[0], letters[1]) + worse).min(4);
        let digit = (dice.between(digits[0], digits[1]) + worse).min(5);
        let letter = char::from_u32(u32::from('A') + letter).unwrap_or('F');
        evidence.reliability = Reliability::try_from(letter).unwrap_or_default();
        evidence.credibility = Credibility::try_from(digit as u8).unwrap_or_default();
    }
    if dice.chance(0.85) {
        let other = dice.pick(&person.partners).unwrap_or(person.post.institution);
        let source = if dice.chance(0.65) { person.post.institution } else { other };
        source.clone_into(&mut evidence.source);
    }
    let paper = matches!(kind, EvidenceKind::Statute | EvidenceKind::Document | EvidenceKind::Statistic);
    if paper && dice.chance(0.5) {
        evidence.reference = match dice.below(3) {
            0 => format!("no. {}/{}", dice.between(3, 480), dice.between(2016, 2025)),
            1 => format!("page {}", dice.between(1, 60)),
            _ => format!("section {}", dice.between(1, 14)),
        };
    }
    evidence
}
