//! The board of scored answers: what they hold, how far scorers agree, ratings of oneself against scores.

use super::Shown;
use super::figures::{alpha, by_group, counted, groups, hide, merge};
use super::tables::{WITHHELD, aligned, head};
use crate::analysis::disclosure::{Judged, Verdict};
use crate::analysis::figures::{Kappa, Undefined};
use crate::analysis::marks::Coder;
use crate::analysis::needs::{Agreement, Calibrated, Calibration, Definitions, Held, Scored};
use crate::analysis::{Counts, FEW};
use crate::bank::{Rubric, fill};
use crate::cli::session::shown_line;
use serde_json::{Value, json};
use std::io::{self, Write};

/// As JSON.
pub(super) fn figures(shown: &Shown<'_>, board: &Definitions, judged: &Judged) -> Value {
    let inside = shown.policy.is_none();
    let items = board.items.iter().zip(&judged.items).map(|(of, verdict)| {
        let cell = |counts: Option<&Counts>, held: &Held| {
            let mut value = counted(&counts.cloned().unwrap_or_default(), None);
            merge(&mut value, holds(held, &of.rubric, inside));
            value
        };
        let agreement = of.agreement.iter().map(|a| hide(few(shown, a.answers), || agreed(board, a, of)));
        json!({
            "ref": of.item.reference,
            "label": fill(&of.item.title, ""),
            "all": hide(verdict.hides_sum(0), || cell(Some(&of.tally.all), &of.all)),
            "groups": by_group(&board.grouping, &of.groups, |at, held| {
                hide(verdict.hides(at), || cell(of.tally.groups.get(at), held))
            }),
            "agreement": agreement.collect::<Vec<_>>(),
            "alpha": of.alpha.as_ref().map(|a| hide(verdict.hides_sum(0), || alpha(a))),
            "outdated": of.outdated,
            "partial": of.partial,
        })
    });
    let calibration = board.calibration.as_ref().filter(|_| shown.calibrates()).map(|c| {
        json!({
            "ref": c.subject.canonical().as_str(),
            "scored": c.scored,
            "step": c.step,
            "all": hide(judged.calibration.hides_sum(0), || calibrated(&c.all)),
            "groups": by_group(&board.grouping, &c.groups, |at, of| {
                hide(judged.calibration.hides(at), || calibrated(of))
            }),
        })
    });
    json!({
        "groups": groups(shown, &board.grouping),
        "items": items.collect::<Vec<_>>(),
        "calibration": calibration,
    })
}

/// Whether so few answers were scored by two that their agreement would tell of them.
fn few(shown: &Shown<'_>, answers: u64) -> bool {
    shown.policy.is_some_and(|policy| (answers as usize) < policy.threshold())
}

fn holds(held: &Held, rubric: &Rubric, inside: bool) -> Value {
    let elements = rubric.elements.iter().zip(&held.elements).map(|(element, [stated, missing, wrong])| {
        json!({
            "code": element.code, "label": element.label,
            "stated": stated, "missing": missing, "wrong": wrong,
        })
    });
    let mut value = json!({
        "scored": held.n,
        "mean": held.mean(),
        "elements": elements.collect::<Vec<_>>(),
    });
    if inside {
        let mut scores = held.scores.clone();
        scores.sort_by(f64::total_cmp);
        merge(&mut value, json!({"scores": scores}));
    }
    value
}

fn agreed(board: &Definitions, of: &Agreement, scored: &Scored) -> Value {
    let name = |at: usize| board.coders.get(at).map(Coder::as_str);
    let elements = scored.rubric.elements.iter().zip(&of.elements).map(|(element, found)| {
        let mut value = kappa(found);
        merge(&mut value, json!({"code": element.code}));
        value
    });
    json!({
        "scorers": [name(of.coders.0), name(of.coders.1)],
        "answers": of.answers,
        "all": kappa(&of.all),
        "elements": elements.collect::<Vec<_>>(),
    })
}

fn kappa(found: &Result<Kappa, Undefined>) -> Value {
    match found {
        Ok(k) => json!({
            "kappa": k.value.as_ref().ok(),
            "undefined": k.value.as_ref().err().map(ToString::to_string),
            "n": k.n, "observed": k.observed, "expected": k.expected,
        }),
        Err(why) => json!({"kappa": null, "undefined": why.to_string()}),
    }
}

fn calibrated(of: &Calibrated) -> Value {
    json!({
        "n": of.n(),
        "rating": of.rating(),
        "score": of.score(),
        "difference": of.difference(),
        "over_n": of.over,
        "under_n": of.under,
    })
}

/// As tables.
pub(super) fn write(
    shown: &Shown<'_>,
    board: &Definitions,
    judged: &Judged,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (of, verdict) in board.items.iter().zip(&judged.items) {
        writeln!(out, "\nSCORED ANSWERS: {}", shown_line(&fill(&of.item.title, "")))?;
        let mut names = head(["", "asked", "scored", "mean score"]);
        names.extend(of.rubric.elements.iter().map(|element| shown_line(&element.label)));
        let mut lines = vec![names];
        let line = |name: &str, counts: Option<&Counts>, held: &Held, hidden: bool| {
            let mut line = vec![shown_line(name)];
            if hidden {
                line.push(WITHHELD.to_owned());
                return line;
            }
            line.push(counts.map_or(0, Counts::asked).to_string());
            line.push(held.n.to_string());
            line.push(held.mean().map_or_else(|| "-".to_owned(), |mean| format!("{:.0}%", mean * 100.0)));
            line.extend(held.elements.iter().map(|[stated, ..]| match held.n {
                0 => "-".to_owned(),
                n => format!("{} of {n}", crate::analysis::decimal(*stated)),
            }));
            line
        };
        for (at, held) in of.groups.iter().enumerate() {
            let counts = of.tally.groups.get(at);
            lines.push(line(board.grouping.label(at), counts, held, verdict.hides(at)));
        }
        lines.push(line("all together", Some(&of.tally.all), &of.all, verdict.hides_sum(0)));
        aligned(&lines, out)?;
        agreement(shown, board, of, out)?;
    }
    match board.calibration.as_ref().filter(|_| shown.calibrates()) {
        Some(calibration) => against(board, calibration, &judged.calibration, out),
        None => Ok(()),
    }
}

fn agreement(shown: &Shown<'_>, board: &Definitions, of: &Scored, out: &mut dyn Write) -> io::Result<()> {
    for pair in of.agreement.iter().filter(|pair| !few(shown, pair.answers)) {
        let name = |at: usize| board.coders.get(at).map_or("", Coder::as_str);
        let said = match &pair.all {
            Ok(Kappa { value: Ok(kappa), observed, .. }) => {
                format!("kappa {kappa:.2}, alike in {:.0}% of the elements", observed * 100.0)
            }
            Ok(Kappa { value: Err(why), .. }) | Err(why) => format!("kappa undefined: {why}"),
        };
        let answers = crate::analysis::count(pair.answers as usize, "answer", "answers");
        writeln!(out, "  {} and {} scored {answers}: {said}", name(pair.coders.0), name(pair.coders.1))?;
    }
    for (n, why) in
        [(of.outdated, "the account is another by now"), (of.partial, "not every element is judged")]
    {
        if n > 0 {
            writeln!(out, "  {} left out: {why}", crate::analysis::count(n, "score", "scores"))?;
        }
    }
    Ok(())
}

fn against(board: &Definitions, of: &Calibration, verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "\nRATINGS OF ONESELF AGAINST SCORES, both from 0 to 1: {}",
        shown_line(&fill(&of.subject.name(), ""))
    )?;
    let mut lines = vec![head(["", "n", "rating", "score", "difference", "over", "under"])];
    let line = |name: &str, of: &Calibrated, hidden: bool| {
        let mut line = vec![shown_line(name)];
        if hidden {
            line.push(WITHHELD.to_owned());
            return line;
        }
        line.push(of.n().to_string());
        let figure = |figure: Option<f64>| match figure {
            Some(figure) if of.n() >= FEW as u64 => format!("{figure:.2}"),
            Some(_) => "few".to_owned(),
            None => "-".to_owned(),
        };
        line.extend([of.rating(), of.score(), of.difference()].map(figure));
        line.extend([of.over, of.under].map(|n| n.to_string()));
        line
    };
    for (at, group) in of.groups.iter().enumerate() {
        lines.push(line(board.grouping.label(at), group, verdict.hides(at)));
    }
    lines.push(line("all together", &of.all, verdict.hides_sum(0)));
    aligned(&lines, out)
}
