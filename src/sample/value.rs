//! Single values: a code of a scale, a figure as it is said, which kind of words a field takes.

use super::dice::Dice;
use super::people::Person;
use super::plan::{Cells, Coded};
use crate::bank::Scale;

/// How things look to somebody: 0 not at all, 1 wholly; beyond either end is as good as the end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// What is laid down.
    pub(super) paper: f64,
    /// What is done.
    pub(super) practice: f64,
}

/// Whether a scale goes from good to bad: scores, or yes and no.
pub(super) fn is_graded(scale: &Scale) -> bool {
    scale.options.iter().any(|o| o.score.is_some()) || scale.option("yes").and(scale.option("no")).is_some()
}

/// The code of a graded scale for something between 0 and 1.
///
/// What is neither there nor half there is planned in a share of cases, where that can be said.
pub(super) fn graded(scale: &Scale, level: f64, planned: f64, dice: &mut Dice) -> Vec<String> {
    let top = scale.options.iter().filter_map(|o| o.score).max();
    if let Some(top) = top {
        return rated(scale, 1.0 + level * (f64::from(top) - 1.0));
    }
    let code = if level > 0.62 {
        "yes"
    } else if level > 0.38 {
        "partly"
    } else if dice.chance(planned) && scale.option("planned").is_some() {
        "planned"
    } else {
        "no"
    };
    // A scale without a middle has two ends.
    let code = if scale.option(code).is_some() { code } else { "no" };
    scale.option(code).map(|o| vec![o.code.clone()]).unwrap_or_default()
}

/// The code of a rating scale that is nearest to a rating.
pub(super) fn rated(scale: &Scale, rating: f64) -> Vec<String> {
    let scored = scale.options.iter().filter_map(|o| o.score.map(|s| (f64::from(s), o)));
    let nearest = scored.min_by(|(a, _), (b, _)| (a - rating).abs().total_cmp(&(b - rating).abs()));
    nearest.map(|(_, o)| vec![o.code.clone()]).unwrap_or_default()
}

/// For a scale that no weights are at hand for: its first option, or the one that stands alone.
pub(super) fn first_or_none(scale: &Scale, level: f64) -> Vec<String> {
    let alone = scale.options.iter().find(|o| o.exclusive);
    let option = if level < 0.4 { alone } else { None }.or_else(|| scale.options.first());
    option.map(|o| vec![o.code.clone()]).unwrap_or_default()
}

/// What a State has done with a treaty or declaration that stands at `shift`.
pub(super) fn bound(scale: &Scale, shift: f64) -> Vec<String> {
    let codes: &[&str] = match shift {
        s if s < -0.6 => &["none"],
        s if s < -0.45 => &["signed"],
        s if s < 0.25 => &["signed", "ratified"],
        _ => &["acceded"],
    };
    let known: Vec<String> =
        scale.options.iter().filter(|o| codes.contains(&o.code.as_str())).map(|o| o.code.clone()).collect();
    if known.is_empty() {
        scale.options.first().map(|o| vec![o.code.clone()]).unwrap_or_default()
    } else {
        known
    }
}

/// Options drawn by their weights, times how well each fits: one, or several where the scale takes several. In the
/// order of the scale; an exclusive option stands alone.
pub(super) fn chosen(coded: &Coded<'_>, fits: impl Fn(&str) -> f64, dice: &mut Dice) -> Vec<String> {
    let scale = coded.scale;
    let weights: Vec<f64> =
        scale.options.iter().zip(&coded.weights).map(|(o, w)| w * fits(&o.code)).collect();
    let first = dice.weighted(weights.iter().copied());
    let Some(option) = scale.options.get(first) else { return Vec::new() };
    if !scale.several || option.exclusive {
        return vec![option.code.clone()];
    }
    let mut all = Vec::new();
    for (place, (option, weight)) in scale.options.iter().zip(&weights).enumerate() {
        let also = !option.exclusive && dice.chance((weight * 0.42).min(0.8));
        if place == first || also {
            all.push(option.code.clone());
        }
    }
    all
}

/// How well an option of a question fits a person, against 1.
pub(super) fn fitting(at: &str, code: &str, person: &Person) -> f64 {
    let (function, stakeholder) = (person.post.function, person.post.stakeholder);
    let near = matches!(function, "specialist_investigator" | "prosecutor");
    let outside = matches!(stakeholder, "d" | "e" | "f" | "h") || function == "service_provider";
    let given = |yes: bool, then: f64, otherwise: f64| if yes { then } else { otherwise };
    match (at, code) {
        ("Annex.B.4", "yes") => given(near, 6.0, 0.4),
        ("Annex.B.4", "no") => given(near, 0.02, 1.5),
        ("Annex.B.5", "other") => given(outside, 60.0, 0.2),
        ("Annex.B.5" | "Annex.B.7", "investigator" | "specialist") => {
            given(stakeholder == "a" && !person.manages(), 3.0, 0.05)
        }
        ("Annex.B.5" | "Annex.B.7", "prosecutor" | "judge") => given(function == code, 9.0, 0.0),
        ("Annex.B.5", rank) if rank.ends_with("manager") => {
            given(person.rank == rank && matches!(stakeholder, "a" | "b"), 12.0, 0.02)
        }
        ("Annex.B.7", "manager") => given(stakeholder == "a" && person.manages(), 5.0, 0.05),
        ("Annex.B.7", "support") => given(stakeholder == "b", 3.0, 0.3),
        ("Annex.B.7", "not_investigated") => given(outside, 25.0, 2.0),
        ("Annex.B.7", "other") => 0.3,
        ("Annex.G.1", "specific") => given(near, 3.0, 0.7),
        ("Annex.G.1", "none") => given(person.level == "local", 6.0, 1.0),
        ("Annex.D.1", "none") => 0.2,
        _ => 1.0,
    }
}

/// How a group is seen from outside, in steps of the rating scale, and whether a function belongs to it.
pub(super) fn group(column: &str, function: &str) -> (f64, bool) {
    match column {
        "patrol" => (2.1, function == "patrol_officer"),
        "border" => (2.5, matches!(function, "border_police" | "asylum_police")),
        "general_investigators" => (2.6, function == "investigator"),
        "specialist_investigators" => (3.9, function == "specialist_investigator"),
        "prosecutors" => (3.1, function == "prosecutor"),
        "judiciary" => (2.3, function == "judge"),
        _ => (2.8, false),
    }
}

/// A figure as it is said: the person's own part of it, roughly, and sometimes rounded.
pub(super) fn figure(cells: &Cells<'_>, person: &Person, dice: &mut Dice) -> String {
    let whole = share_of(f64::from(cells.figure), cells, person, dice);
    said(whole, dice)
}

/// The part of a figure that a person sees. What is no sum, such as an age, is the same for all.
pub(super) fn share_of(figure: f64, cells: &Cells<'_>, person: &Person, dice: &mut Dice) -> u32 {
    let fixed = matches!(cells.column.unit.as_str(), "years" | "days" | "months" | "per cent" | "hours");
    if matches!(cells.column.code.as_str(), "age" | "minimum_age") {
        return whole(figure);
    }
    let part = match person.level {
        _ if fixed => 1.0,
        "local" => 0.12,
        "regional" => 0.3,
        _ => 1.0,
    };
    let seen = figure * part * (1.0 + dice.normal() * 0.08);
    whole(seen)
}

/// The nearest whole number that counts something.
fn whole(figure: f64) -> u32 {
    #[expect(clippy::cast_sign_loss, reason = "nothing below zero is left")]
    let whole = (figure.max(0.0) + 0.5) as u32;
    whole
}

/// A number as people say it.
pub(super) fn said(number: u32, dice: &mut Dice) -> String {
    if number >= 20 && dice.chance(0.14) {
        let step = if number >= 1000 { 500 } else { 10 };
        return format!("about {}", (number + step / 2) / step * step);
    }
    if number < 1000 || dice.chance(0.3) {
        return number.to_string();
    }
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The key of the words that a field takes.
pub(super) fn field_key(code: &str) -> &'static str {
    match code {
        "provision" | "provisions" | "basis" | "other_laws" | "single_law" | "laws" | "regulations"
        | "codes" | "instruments" => "field law",
        "in_force" | "since" | "period" | "issued" => "field since",
        "date" => "date",
        "languages" => "field language",
        "institutions" | "partners" | "entities" | "other_body" | "authority" | "authorities"
        | "ministries" | "members" | "funder" | "funders" | "monitor" | "evaluator" | "programmes"
        | "provider" | "decides" | "recipients" | "services" | "other_actors" | "units" | "source"
        | "sources" => "field who",
        "without" | "without_access" | "less_reached" | "not_covered" => "field left out",
        "not_adopted" | "open" | "differences" => "field open",
        "conditions" | "required" | "for_support" | "for_protection" | "tied" | "limits" | "stages" => {
            "field condition"
        }
        "lacking" | "need" => "field lacking",
        "measures" | "means" | "mechanism" | "mechanisms" | "channel" | "channels" | "form" | "how"
        | "manner" | "procedure" | "tools" | "models" | "other_means" | "expertise" => "field means",
        _ => "field other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{builtin, number};

    #[test]
    fn a_rating_is_the_nearest_option() {
        let bank = builtin("annex").unwrap().parse().unwrap();
        let scale = bank.scale("rating5").unwrap();
        for (rating, code) in
            [(9.0, "very_good"), (4.4, "good"), (2.6, "average"), (1.6, "weak"), (-3.0, "very_weak")]
        {
            assert_eq!(rated(scale, rating), [code]);
        }
    }

    #[test]
    fn numbers_are_said_as_people_say_them() {
        let mut dice = Dice::new(1, 1);
        let said: Vec<String> = (0..200).map(|i| said(i * 977, &mut dice)).collect();
        let plain = said.iter().filter(|s| number(s).is_some()).count();
        assert!(plain > 150 && plain < 200, "{plain}");
        assert!(said.iter().any(|s| s.contains(',')) && said.iter().any(|s| s.starts_with("about ")));
    }
}
