//! The boards as JSON: every figure of the screens, and what is withheld and why.

use super::{Shown, first, questions, scored};
use crate::analysis::disclosure::{Verdict, WHY, WHY_CODE};
use crate::analysis::figures::{Alpha, Interval, Middle, Undefined};
use crate::analysis::needs::{
    Awareness, Exposure, Gap, Rating, Read, Received, RoleGap, Suggested, Techniques, Training, View, Weighed,
};
use crate::analysis::{Counts, Grouping};
use crate::bank::{Scale, fill};
use crate::session::Nonresponse;
use serde_json::{Map, Value, json};

/// Everything that is shown.
pub(super) fn all(shown: &Shown<'_>) -> Value {
    let withheld = shown.withheld().into_iter().map(|(board, coded, named)| {
        json!({
            "board": board, "ref": coded.topic, "topic": named.topic,
            "groups": coded.groups, "labels": named.groups, "sums": coded.sums,
        })
    });
    let control = match shown.policy {
        Some(policy) => json!({
            "threshold": policy.threshold(),
            "why": WHY_CODE,
            "why_in_words": WHY,
            "cells": withheld.collect::<Vec<_>>(),
            "left_out": shown.left_out(),
        }),
        None => Value::Null,
    };
    let warnings = shown.warnings.iter().map(|(code, text)| json!({"code": code, "text": text}));
    let mut value = json!({
        "for": if shown.policy.is_some() { "publication" } else { "the room, not for publication" },
        "by": shown.by.name(),
        "filter": shown.args.which.filter,
        "sessions": shown.sessions,
        "synthetic": shown.synthetic,
        "made_up": shown.made_up,
        "warnings": warnings.collect::<Vec<_>>(),
        "withheld": control,
    });
    let mut put = |name: &str, board: Option<Value>| {
        if let (Value::Object(map), Some(board)) = (&mut value, board) {
            map.insert(name.to_owned(), board);
        }
    };
    put("techniques", shown.techniques.as_ref().map(|(board, v)| techniques(shown, board, v)));
    put(
        "awareness",
        shown.awareness.as_ref().map(|(board, seen)| {
            let scale = board.scale.as_ref().map(|(_, scale)| &**scale);
            let topics = board.topics.iter().zip(seen).map(|(topic, seen)| {
                let rate = |r: &Rating, hidden: bool| hide(hidden, || rating(r, scale));
                let themselves = topic.themselves.iter().enumerate();
                let themselves = themselves.map(|(at, r)| {
                json!({"rater": board.raters.codes.get(at), "rating": rate(r, seen.themselves.hides(at))})
            });
                let groups = topic.groups.iter().enumerate().map(|(at, view)| {
                    let verdict = seen.groups.get(at).cloned().unwrap_or_default();
                    group_seen(board, at, view, &seen.themselves, &verdict)
                });
                json!({
                    "ref": topic.at, "label": fill(&topic.label, ""),
                    "everyone": rate(&topic.everyone, seen.themselves.hides_sum(0)),
                    "themselves": themselves.collect::<Vec<_>>(),
                    "groups": groups.collect::<Vec<_>>(),
                })
            });
            json!({
                "item": board.item.reference,
                "raters": groups(shown, &board.raters),
                "topics": topics.collect::<Vec<_>>(),
            })
        }),
    );
    put("definitions", shown.definitions.as_ref().map(|(board, v)| scored::figures(shown, board, v)));
    put(
        "training",
        shown.training.as_ref().map(|(board, had)| {
            let asked = questions(board, had).map(|(asked, verdict)| {
            let cell = |c: &Counts, hidden: bool| hide(hidden, || counted(c, asked.subject.scale.as_deref()));
            json!({
                "ref": asked.subject.canonical().as_str(),
                "label": asked.label,
                "all": cell(&asked.tally.all, verdict.hides_sum(0)),
                "groups": by_group(&board.grouping, &asked.tally.groups, |at, c| cell(c, verdict.hides(at))),
            })
        });
            json!({
                "ref": board.subject.canonical().as_str(),
                "groups_met": groups(shown, &board.grouping),
                "all": hide(had.received.hides_sum(0), || received(&board.all, board)),
                "groups": by_group(&board.grouping, &board.groups, |at, r| {
                    hide(had.received.hides(at), || received(r, board))
                }),
                "questions": asked.collect::<Vec<_>>(),
            })
        }),
    );
    value
}

/// A cell, or that it is withheld.
pub(super) fn hide(hidden: bool, cell: impl FnOnce() -> Value) -> Value {
    if hidden { json!({"withheld": true}) } else { cell() }
}

/// The groups. How many were met is told in the room only: a group of one is one whoever else is withheld.
pub(super) fn groups(shown: &Shown<'_>, grouping: &Grouping) -> Vec<Value> {
    let one = |at: usize| {
        let mut group = json!({"code": grouping.codes.get(at), "label": grouping.label(at)});
        if let (None, Value::Object(map)) = (shown.policy, &mut group) {
            map.insert("sessions".to_owned(), json!(grouping.sizes.get(at)));
        }
        group
    };
    (0..grouping.len()).map(one).collect()
}

pub(super) fn by_group<T>(grouping: &Grouping, all: &[T], cell: impl Fn(usize, &T) -> Value) -> Vec<Value> {
    let each = all.iter().enumerate().map(|(at, of)| {
        json!({"group": grouping.codes.get(at), "label": grouping.label(at), "cell": cell(at, of)})
    });
    each.collect()
}

fn techniques(shown: &Shown<'_>, board: &Techniques, verdicts: &[Verdict]) -> Value {
    let inside = shown.policy.is_none();
    let rows = board.rows.iter().zip(verdicts).enumerate().map(|(row, (technique, verdict))| {
        let cell = |group: Option<usize>, of: &Gap| gap(board, of, board.suggested(row, group), inside);
        let roles = shown.sets_roles_apart().then(|| verdict.is_open());
        let apart = |gap: &RoleGap, scale| match roles {
            Some(shown) => hide(!shown, || role_gap(gap, scale)),
            None => Value::Null,
        };
        json!({
            "ref": technique.at,
            "label": fill(&technique.label, ""),
            "all": hide(verdict.hides_sum(0), || cell(None, &technique.all)),
            "groups": by_group(&board.grouping, &technique.groups, |at, of| {
                hide(verdict.hides(at), || cell(Some(at), of))
            }),
            "managers_and_staff": {
                "knowledge": apart(&technique.knowledge_gap, scale(board.knowledge.as_ref())),
                "application": apart(&technique.application_gap, scale(board.application.as_ref())),
            },
            "gap_with_groups_alike": technique.alike().filter(|_| verdict.is_open()),
        })
    });
    let first = first::order(shown, board).into_iter().map(|line| {
        let gap = &line.technique.all;
        json!({
            "rank": line.rank,
            "ref": line.technique.at,
            "label": fill(&line.technique.label, ""),
            "cause": line.cause,
            "said_by_the_trainer": line.said,
            "suggests": board.suggested(line.row, None).map(suggested),
            "ranked_by": line.figure(),
            "gap": gap.knowledge.gap,
            "know_do": gap.know_do.mean,
            "n": gap.knowledge.n,
        })
    });
    // Agreement is a figure of all cells together; of groups, of each of them.
    let totals = verdicts.iter().all(|v| !v.hides_sum(0));
    let open = verdicts.iter().all(Verdict::is_open);
    let agreed = |of: &Option<crate::analysis::Agreement>| {
        of.as_ref().map(|a| {
            json!({
                "rows": a.rows,
                "sessions": hide(!totals, || alpha(&a.sessions)),
                "groups": hide(!open, || alpha(&a.groups)),
            })
        })
    };
    json!({
        "item": board.item.reference,
        "groups": groups(shown, &board.grouping),
        "importance_was_asked": board.weighs(),
        "rows": rows.collect::<Vec<_>>(),
        "train_first": first.collect::<Vec<_>>(),
        "agreement": {
            "knowledge": agreed(&board.knowledge_agreement),
            "application": agreed(&board.application_agreement),
        },
    })
}

fn gap(board: &Techniques, gap: &Gap, suggests: Option<Suggested>, inside: bool) -> Value {
    let know_do = &gap.know_do;
    let mut value = json!({
        "use": exposure(&gap.exposure, board.usage.as_deref(), inside),
        "knowledge": rating(&gap.knowledge, scale(board.knowledge.as_ref())),
        "application": rating(&gap.application, scale(board.application.as_ref())),
        "know_do": {
            "n": know_do.pairs.n,
            "mean": know_do.mean,
            "unknown_n": know_do.unknown,
            "unknown": interval(know_do.unknown_share()),
            "blocked_n": know_do.blocked,
            "blocked": interval(know_do.blocked_share()),
        },
        "suggests": suggests.map(suggested),
    });
    if let (Some(importance), Value::Object(map)) = (&gap.importance, &mut value) {
        map.insert("importance".to_owned(), rating(importance, scale(board.importance.as_ref())));
        let weighed = |w: &Option<Weighed>| w.as_ref().map(weighed);
        map.insert(
            "mwds".to_owned(),
            json!({
                "knowledge": weighed(&gap.weighed_knowledge),
                "application": weighed(&gap.weighed_application),
            }),
        );
    }
    value
}

fn scale(read: Option<&Read>) -> Option<&Scale> {
    read.map(|(_, scale)| &**scale)
}

fn weighed(of: &Weighed) -> Value {
    json!({"n": of.n, "importance": of.importance, "ability": of.ability, "mwds": of.mwds})
}

fn suggested(of: Suggested) -> Value {
    json!({"cause": of.cause, "why": of.why.words(), "firm": of.firm})
}

fn role_gap(gap: &RoleGap, scale: Option<&Scale>) -> Value {
    json!({
        "managers": rating(&gap.managers, scale),
        "staff": rating(&gap.staff, scale),
        "difference": gap.difference,
    })
}

fn exposure(of: &Exposure, scale: Option<&Scale>, inside: bool) -> Value {
    let mut value = counts(&of.counts, scale);
    let more = json!({
        "n": of.n,
        "exposed_n": of.exposed,
        "exposed": interval(of.share()),
        "used_n": of.used,
        "used": interval(of.used_share()),
    });
    merge(&mut value, more);
    let qualifier = scale.and_then(|s| s.qualifier.as_ref()).filter(|_| inside);
    if let Some(qualifier) = qualifier {
        let by = qualifier.options.iter().zip(&of.by.options);
        let by: Vec<Value> = by.map(|(o, n)| json!({"code": o.code, "label": o.label, "n": n})).collect();
        merge(&mut value, json!({"by_whom": by}));
    }
    value
}

/// How one group rated one thing.
fn rating(of: &Rating, scale: Option<&Scale>) -> Value {
    let scores: Vec<u8> =
        scale.map(|s| of.counts.scored(s).iter().map(|(score, _)| *score).collect()).unwrap_or_default();
    let score = |middle: Middle| {
        let at = |at: usize| scores.get(at).map(|s| f64::from(*s));
        match middle {
            Middle::At(one) => at(one),
            Middle::Between(a, b) => Some(f64::midpoint(at(a)?, at(b)?)),
        }
    };
    let ordinal = of.ordinal.as_ref();
    let mut value = counts(&of.counts, scale);
    let more = json!({
        "n": of.n,
        "median": ordinal.and_then(|o| score(o.median)),
        "quartiles": ordinal.map(|o| [score(o.lower), score(o.upper)]),
        "mean": of.mean,
        "gap": of.gap,
        "weak_n": of.weak_n,
        "weak": interval(of.weak),
        "leik_d": of.apart,
    });
    merge(&mut value, more);
    value
}

/// The counts under a figure.
fn counts(of: &Counts, scale: Option<&Scale>) -> Value {
    let options = scale.iter().flat_map(|s| &s.options).zip(&of.options);
    let options: Vec<Value> =
        options.map(|(o, n)| json!({"code": o.code, "label": o.label, "score": o.score, "n": n})).collect();
    let name = |reason: &Nonresponse| {
        serde_json::to_value(reason).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let reasons: Map<String, Value> =
        Nonresponse::ALL.iter().zip(of.reasons).map(|(r, n)| (name(r), json!(n))).collect();
    json!({
        "sessions": of.sessions,
        "asked": of.asked(),
        "answered": of.answered,
        "options": options,
        "other_codes": of.strange,
        "nonresponse": reasons,
        "blank": of.blank(),
    })
}

/// The same of a question that may also be answered in words.
pub(super) fn counted(of: &Counts, scale: Option<&Scale>) -> Value {
    let mut value = counts(of, scale);
    merge(&mut value, json!({"in_words": of.worded, "accounts": of.accounts}));
    value
}

fn received(of: &Received, board: &Training) -> Value {
    let [specific, general, none] = of.shares().map(interval);
    let mut value = counts(&of.counts, board.subject.scale.as_deref());
    let more = json!({
        "n": of.n,
        "specific_n": of.specific, "specific": specific,
        "general_only_n": of.general, "general_only": general,
        "none_n": of.none, "none": none,
    });
    merge(&mut value, more);
    value
}

fn group_seen(board: &Awareness, at: usize, view: &View, themselves: &Verdict, of: &Verdict) -> Value {
    let scale = board.scale.as_ref().map(|(_, scale)| &**scale);
    let rate = |r: &Rating, hidden: bool| hide(hidden, || rating(r, scale));
    let (members, managers) = board.rater(at);
    let rated = board.groups.get(at);
    let difference = view.difference.filter(|_| !themselves.hides(members) && !of.hides_sum(0));
    json!({
        "group": rated.map(|g| &g.column),
        "label": rated.map(|g| &g.label),
        "itself": rate(&view.itself, themselves.hides(members)),
        "own": rate(&view.own, of.hides(members)),
        "managers": rate(&view.managers, of.hides(managers)),
        "others": rate(&view.others, of.hides_sum(0)),
        "difference": difference,
        "by": view.by.iter().enumerate().map(|(rater, r)| json!({
            "rater": board.raters.codes.get(rater), "rating": rate(r, of.hides(rater)),
        })).collect::<Vec<_>>(),
    })
}

fn interval(of: Option<Interval>) -> Value {
    of.map_or(Value::Null, |i| json!({"share": i.share, "low": i.low, "high": i.high}))
}

pub(super) fn alpha(found: &Result<Alpha, Undefined>) -> Value {
    match found {
        Ok(a) => json!({"alpha": a.value, "rows": a.units, "ratings": a.values}),
        Err(why) => json!({"alpha": null, "undefined": why.to_string()}),
    }
}

pub(super) fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}
