#!/usr/bin/env python3
"""Every figure of the trainer's boards, computed from the tables of `vivavoce export csv` by another path than the
program's own, so that the two can be held against each other. Standard library only.

    figures.py EXPORT --by managers [--brief]       prints them as JSON, keyed as `vivavoce gaps --json` is

docs/needs.md says how the kept figures are made anew. Nothing in here is taken from the program: counts are sets of
sessions, means are sums of fractions, alpha is the mean disagreement of all pairs.
"""

import argparse
import csv
import json
import sys
from collections import defaultdict
from fractions import Fraction
from itertools import combinations
from math import sqrt
from pathlib import Path

Z = 1.959963984540054
REASONS = ["dont_know", "refused", "not_applicable", "not_asked"]
MANAGERS = {"junior_manager", "mid_manager", "senior_manager"}

# What of the bank is what: `needs` of banks/annex.ron.
BANK = "annex"
TECHNIQUES = "Annex.E.1"
USE, KNOWLEDGE, APPLICATION, IMPORTANCE = "i", "ii", "iii", "importance"
AWARENESS = "Annex.F.1"
GROUPS = {
    "patrol": {"patrol_officer"},
    "border": {"border_police", "asylum_police"},
    "general_investigators": {"investigator"},
    "specialist_investigators": {"specialist_investigator"},
    "prosecutors": {"prosecutor"},
    "judiciary": {"judge"},
}
RECEIVED = "Annex.G.1"
RATED, SCORED = ("Annex.F.1.a", "self"), "Annex.F.2"
QUESTIONS = [f"Annex.G.{n}" for n in (2, 5, 6, 3, 4)] + ["Annex.E.4.a", "Annex.E.4.b"] + [
    f"Annex.G.{n}" for n in (8, 9, 7, 11, 12, 10)]


class Export:
    """The tables, and what each session answered in each cell."""

    def __init__(self, folder):
        csv.field_size_limit(1 << 30)
        folder = Path(folder)
        read = lambda name: csv.DictReader((folder / name).open(encoding="utf-8", newline=""))
        self.sessions = {row["id"]: row for row in read("sessions.csv") if row["withheld"] != "answers"}
        # codes[ref, column][session] = list of codes; reason[ref, column][session]
        self.codes = defaultdict(lambda: defaultdict(list))
        self.reason = defaultdict(dict)
        self.by = defaultdict(dict)
        self.accounts = defaultdict(set)
        for row in read("answers.csv"):
            at, session = (row["ref"], row["column"]), row["session"]
            if row["status"] == "answered" and row["code"]:
                self.codes[at][session].append(row["code"])
                if row["by"]:
                    self.by[at][session] = row["by"].split("|")
            elif row["status"] in REASONS:
                self.reason[at][session] = row["status"]
            if row["account"] or row["account_withheld"] == "true":
                self.accounts[row["ref"]].add(session)
        self.scales = defaultdict(dict)
        for row in read("codebook.csv"):
            if row["code"] and row["code"] not in REASONS:
                at = f"{row['ref']}.{row['row']}" if row["row"] else row["ref"]
                self.scales[at, row["column"]][row["code"]] = int(row["score"]) if row["score"] else None

    def with_bank(self):
        return {s for s, row in self.sessions.items() if BANK in row["banks"].split("|")}

    def reasons(self, item, ref, column):
        """Session to reason: the cell's own, else that of the row, else that of the item, of those without codes."""
        found = {}
        for at in ((item, ""), (ref, ""), (ref, column)):
            found.update(self.reason[at])
        for session in self.codes[ref, column]:
            found.pop(session, None)
        return found


def wilson(part, n):
    if n == 0:
        return None
    p, z2 = part / n, Z * Z
    middle, half = p + z2 / (2 * n), Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    low, high = (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)
    return {"share": p, "low": max(low, 0.0) if part else 0.0, "high": min(high, 1.0) if part < n else 1.0}


def quantile(values, p):
    """Definition 2 of Hyndman and Fan: the average at a discontinuity."""
    values = sorted(values)
    at = p * len(values)
    if at.denominator == 1:
        return (values[int(at) - 1] + values[int(at)]) / 2
    return float(values[int(at)])


def leik(values, steps):
    """Twice the mean over all but the last step of the smaller part of those below and above."""
    if not values:
        return None
    below = [Fraction(sum(v <= step for v in values), len(values)) for step in steps]
    return float(2 * sum(min(f, 1 - f) for f in below) / (len(steps) - 1))


def mean(values):
    values = list(values)
    return float(Fraction(sum(values), len(values))) if values else None


def alpha(units):
    """Krippendorff's alpha, ordinal: one less observed over expected disagreement, pair by pair."""
    units = [unit for unit in units if len(unit) > 1]
    if not units:
        return {"alpha": None}
    of = defaultdict(int)
    for value in (v for unit in units for v in unit):
        of[value] += 1
    order = sorted(of)
    n = sum(of.values())

    def apart(a, b):
        low, high = min(a, b), max(a, b)
        between = sum(of[v] for v in order if low <= v <= high)
        return (between - Fraction(of[low] + of[high], 2)) ** 2

    table = {(a, b): apart(a, b) for a, b in combinations(order, 2)}
    expected = sum(2 * of[a] * of[b] * d for (a, b), d in table.items()) / Fraction(n * (n - 1))
    if not expected:
        return {"alpha": None}
    observed = Fraction(0)
    for unit in units:
        own = defaultdict(int)
        for value in unit:
            own[value] += 1
        pairs = sum(2 * own[a] * own[b] * table[a, b] for a, b in combinations(sorted(own), 2))
        observed += Fraction(pairs) / (len(unit) - 1)
    return {"alpha": float(1 - observed / n / expected), "rows": len(units), "ratings": n}


class Board:
    """The figures over some sessions in some groups."""

    def __init__(self, export):
        self.export = export
        self.met = export.with_bank()

    def scores(self, ref, column):
        """Session to score, of one cell that takes one code."""
        scale = self.export.scales.get((ref, column), {})
        return {s: scale[c[0]] for s, c in self.export.codes[ref, column].items() if scale.get(c[0]) is not None}

    def counts(self, item, ref, column, among):
        scale = self.export.scales.get((ref, column), {})
        codes = {s: c for s, c in self.export.codes[ref, column].items() if s in among}
        reasons = {s: r for s, r in self.export.reasons(item, ref, column).items() if s in among}
        # An account of a question is an answer to it where nothing else is held.
        told = self.export.accounts[ref] & among if not column else set()
        worded = {s for s in told if s not in codes and s not in reasons}
        asked = {s for s, r in reasons.items() if r != "not_asked"} | set(codes) | worded
        known = {s for s in codes if any(c in scale for c in codes[s])}
        return {
            "sessions": len(self.met & among),
            "asked": len(asked),
            "answered": len(codes),
            "options": {code: sum(code in c for c in codes.values()) for code in scale},
            "other_codes": len(codes) - len(known),
            "nonresponse": {why: sum(r == why for r in reasons.values()) for why in REASONS},
            "blank": max(len(self.met & among) - len(asked) - sum(r == "not_asked" for r in reasons.values()), 0),
        }, codes, worded, told

    def rating(self, item, ref, column, among):
        found, _, _, _ = self.counts(item, ref, column, among)
        values = [v for s, v in self.scores(ref, column).items() if s in among]
        steps = sorted(v for v in self.export.scales.get((ref, column), {}).values() if v is not None)
        n, top = len(values), steps[-1]
        weak = sum(is_weak(v, steps) for v in values)
        found.update({
            "n": n,
            "median": quantile(values, Fraction(1, 2)) if n else None,
            "quartiles": {"0": quantile(values, Fraction(1, 4)), "1": quantile(values, Fraction(3, 4))} if n else None,
            "mean": mean(values),
            "gap": mean(top - v for v in values),
            "weak_n": weak,
            "weak": wilson(weak, n),
            "leik_d": leik(values, steps),
        })
        return found

    def gap(self, ref, among, importance):
        use, codes, _, _ = self.counts(TECHNIQUES, ref, USE, among)
        known = {s for s, c in codes.items() if set(c) & {"none", "general", "trafficking"}}
        exposed = sum("trafficking" in codes[s] for s in known)
        used = sum("none" not in codes[s] for s in known)
        use.update({
            "n": len(known), "exposed_n": exposed, "exposed": wilson(exposed, len(known)),
            "used_n": used, "used": wilson(used, len(known)),
            "by_whom": {who: sum(who in b for s, b in self.export.by[ref, USE].items() if s in among)
                        for who in ("self", "known")},
        })
        know, apply = self.scores(ref, KNOWLEDGE), self.scores(ref, APPLICATION)
        both = [s for s in know if s in apply and s in among]
        steps = sorted(v for v in self.export.scales[ref, KNOWLEDGE].values() if v is not None)
        weak = lambda score: is_weak(score, steps)
        unknown = sum(weak(know[s]) for s in both)
        blocked = sum(not weak(know[s]) and weak(apply[s]) for s in both)
        found = {
            "use": use,
            "knowledge": self.rating(TECHNIQUES, ref, KNOWLEDGE, among),
            "application": self.rating(TECHNIQUES, ref, APPLICATION, among),
            "know_do": {
                "n": len(both), "mean": mean(know[s] - apply[s] for s in both),
                "unknown_n": unknown, "unknown": wilson(unknown, len(both)),
                "blocked_n": blocked, "blocked": wilson(blocked, len(both)),
            },
        }
        if importance:
            found["importance"] = self.rating(TECHNIQUES, ref, IMPORTANCE, among)
            matters = self.scores(ref, IMPORTANCE)
            found["mwds"] = {name: mwds([(matters[s], able[s]) for s in matters if s in able and s in among])
                             for name, able in (("knowledge", know), ("application", apply))}
        found["suggests"] = suggest(found)
        return found

    def agreement(self, refs, column, groups):
        given = {ref: self.scores(ref, column) for ref in refs}
        everybody = set().union(*groups.values()) if groups else set()
        ratings = [[v for s, v in given[ref].items() if s in everybody] for ref in refs]
        medians = []
        for ref in refs:
            values = ([v for s, v in given[ref].items() if s in members] for members in groups.values())
            medians.append([quantile(v, Fraction(1, 2)) for v in values if v])
        return {"rows": sum(bool(r) for r in ratings), "sessions": alpha(ratings), "groups": alpha(medians)}


def mwds(pairs):
    """Mean weighted discrepancy over those who rated both: of the means, not of each one's own product."""
    matter, able = mean(i for i, _ in pairs), mean(a for _, a in pairs)
    return {"n": len(pairs), "importance": matter, "ability": able,
            "mwds": (matter - able) * matter if pairs else None}


def suggest(gap):
    """The cause that the figures suggest, in the order of docs/needs.md."""
    know, pairs, use = gap["knowledge"], gap["know_do"], gap["use"]
    if know["n"] < 5:
        return {"cause": "not_known", "firm": True}
    weak = know["weak"]
    blocked = pairs["blocked"] if pairs["n"] >= 5 else None
    if weak["share"] >= 0.25 and (blocked is None or weak["share"] >= blocked["share"]):
        return {"cause": "training", "firm": weak["low"] >= 0.25}
    if use["n"] >= 5 and use["used"]["share"] < 0.25:
        return {"cause": "law", "firm": use["used"]["high"] < 0.25}
    if blocked is None:
        return {"cause": "not_known", "firm": True}
    if blocked["share"] >= 0.25:
        return {"cause": "equipment", "firm": blocked["low"] >= 0.25}
    return {"cause": "no_gap", "firm": weak["high"] < 0.25 and blocked["high"] < 0.25}


def is_weak(score, steps):
    """In the lower two fifths of the way from the lowest to the highest."""
    return Fraction(score - steps[0], steps[-1] - steps[0]) <= Fraction(2, 5)


def rows(export, item, column):
    """The rows of a table that have a column, in the order of the codebook."""
    return [ref for ref, code in export.scales if code == column and ref.rpartition(".")[0] == item]


def split(export, by):
    """The sessions of each group, by its code."""
    groups = defaultdict(set)
    for session, row in export.sessions.items():
        if by == "all":
            code = ""
        elif by == "managers":
            code = "" if not row["rank"] else "managers" if row["rank"] in MANAGERS else "staff"
        else:
            code = row[by]
        groups[code].add(session)
    return dict(groups)


def techniques(board, groups):
    export = board.export
    everybody = set().union(*groups.values()) if groups else set()
    refs = rows(export, TECHNIQUES, KNOWLEDGE)
    importance = bool(rows(export, TECHNIQUES, IMPORTANCE))
    roles = split(export, "managers")
    found = {}
    for ref in refs:
        by = {code: {"cell": board.gap(ref, members, importance)} for code, members in groups.items()}
        gaps = [g["cell"]["knowledge"]["gap"] for g in by.values() if g["cell"]["knowledge"]["n"]]
        apart = {}
        for name, column in (("knowledge", KNOWLEDGE), ("application", APPLICATION)):
            of = {role: board.rating(TECHNIQUES, ref, column, roles.get(role, set())) for role in ("managers", "staff")}
            means = [of[role]["mean"] for role in ("managers", "staff")]
            apart[name] = {**of, "difference": None if None in means else means[0] - means[1]}
        found[ref] = {
            "all": board.gap(ref, everybody, importance), "groups": by, "managers_and_staff": apart,
            "gap_with_groups_alike": sum(gaps) / len(gaps) if len(gaps) > 1 else None,
        }
    return {
        "importance_was_asked": importance and any(found[r]["all"]["importance"]["n"] for r in refs),
        "rows": found,
        "train_first": first(found),
        "agreement": {name: board.agreement(refs, column, groups)
                      for name, column in (("knowledge", KNOWLEDGE), ("application", APPLICATION))},
    }


def first(found):
    """The places of techniques in the list of what to train first, and what each is ranked by."""
    listed = {}
    for cause in ("training", "equipment", "law", "not_known", "no_gap"):
        refs = [r for r in found if found[r]["all"]["suggests"]["cause"] == cause]
        of = lambda r: found[r]["all"]["know_do"]["mean"] if cause == "equipment" else found[r]["all"]["knowledge"]["gap"]
        n = lambda r: found[r]["all"]["knowledge"]["n"]
        refs.sort(key=lambda r: (of(r) is None, -(of(r) or 0), -n(r)))
        for rank, ref in enumerate(refs, 1):
            gap = found[ref]["all"]
            listed[ref] = {"rank": rank, "cause": cause, "ranked_by": of(ref), "gap": gap["knowledge"]["gap"],
                           "know_do": gap["know_do"]["mean"], "n": n(ref), "suggests": gap["suggests"]}
    return listed


def awareness(board):
    export = board.export
    refs = rows(export, AWARENESS, "self")
    raters = {code: set() for code in GROUPS}
    raters.update({f"{code} managers": set() for code in GROUPS})
    raters["others"] = set()
    for session, row in export.sessions.items():
        group = next((g for g, functions in GROUPS.items() if row["function"] in functions), None)
        leads = row["rank"] in MANAGERS
        raters["others" if group is None else f"{group} managers" if leads else group].add(session)
    everybody = set(export.sessions)
    found = {}
    for ref in refs:
        own = lambda among: board.rating(AWARENESS, ref, "self", among)
        groups = {}
        for group in GROUPS:
            rate = lambda among: board.rating(AWARENESS, ref, group, among)
            itself, others = own(raters[group]), rate(everybody - raters[group])
            means = (itself["mean"], others["mean"])
            groups[group] = {
                "itself": itself, "own": rate(raters[group]), "managers": rate(raters[f"{group} managers"]),
                "others": others, "difference": None if None in means else means[0] - means[1],
                "by": {rater: {"rating": rate(members)} for rater, members in raters.items()},
            }
        found[ref] = {
            "everyone": own(everybody),
            "themselves": {rater: {"rating": own(members)} for rater, members in raters.items()},
            "groups": groups,
        }
    return {"topics": found}


def training(board, groups):
    everybody = set().union(*groups.values()) if groups else set()

    def received(among):
        found, codes, _, _ = board.counts(RECEIVED, RECEIVED, "", among)
        scale = board.export.scales[RECEIVED, ""]
        known = [c for c in codes.values() if any(code in scale for code in c)]
        kinds = {"specific": sum("specific" in c for c in known),
                 "none": sum("none" in c and "specific" not in c for c in known)}
        kinds["general_only"] = len(known) - sum(kinds.values())
        found["n"] = len(known)
        for kind, n in kinds.items():
            found[f"{kind}_n"], found[kind] = n, wilson(n, len(known))
        return found

    def asked(ref, among):
        found, _, worded, told = board.counts(ref, ref, "", among)
        return {**found, "in_words": len(worded), "accounts": len(told)}

    by = lambda figure: {code: {"cell": figure(members)} for code, members in groups.items()}
    return {
        "all": received(everybody),
        "groups": by(received),
        "questions": {ref: {"all": asked(ref, everybody), "groups": by(lambda m: asked(ref, m))} for ref in QUESTIONS},
    }


def definitions(board, groups, folder):
    """What scored answers hold. Scores are the analyst's and in no export: scores.csv beside it has them, if any."""
    items = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    for row in csv.DictReader((Path(folder) / "scores.csv").open(encoding="utf-8", newline="")):
        if row["session"] in board.export.sessions:
            items[row["item"]][row["session"]][row["scorer"]][row["element"]] = row["verdict"]
    everybody = set().union(*groups.values()) if groups else set()
    share = {item: {s: Fraction(sum(v == "stated" for of in by.values() for v in of.values()),
                                sum(len(of) for of in by.values())) for s, by in scored.items()}
             for item, scored in items.items()}
    found = {}
    for item, scored in items.items():
        elements = list(next(iter(next(iter(scored.values())).values())))

        def held(among):
            counts, _, worded, told = board.counts(item, item, "", among)
            own = sorted(share[item][s] for s in scored if s in among)
            parts = {element: {verdict: float(sum(
                Fraction(sum(of[element] == verdict for of in by.values()), len(by))
                for s, by in scored.items() if s in among)) for verdict in ("stated", "missing", "wrong")}
                for element in elements}
            return {**counts, "in_words": len(worded), "accounts": len(told), "scored": len(own), "mean": mean(own),
                    "scores": {str(n): float(score) for n, score in enumerate(own)}, "elements": parts}

        both = [list(by.values()) for by in scored.values() if len(by) == 2]
        pairs = {e: [(a[e], b[e]) for a, b in both] for e in elements}
        found[item] = {
            "all": held(everybody), "groups": {code: {"cell": held(m)} for code, m in groups.items()},
            "agreement": {"0": {"answers": len(both), "all": kappa([p for of in pairs.values() for p in of]),
                                "elements": {e: kappa(of) for e, of in pairs.items()}}},
            "outdated": 0, "partial": 0,
        }
    rating = board.scores(*RATED)
    steps = sorted(board.export.scales[RATED].values())
    known = {s: (Fraction(rating[s] - steps[0], steps[-1] - steps[0]), score)
             for s, score in share[SCORED].items() if s in rating}
    step = Fraction(1, len(steps) - 1)

    def calibrated(among):
        own = [pair for s, pair in known.items() if s in among]
        return {"n": len(own), "rating": mean(r for r, _ in own), "score": mean(s for _, s in own),
                "difference": mean(r - s for r, s in own),
                "over_n": sum(r - s > step for r, s in own), "under_n": sum(s - r > step for r, s in own)}

    return {"items": found, "calibration": {
        "step": float(step), "all": calibrated(everybody),
        "groups": {code: {"cell": calibrated(m)} for code, m in groups.items()}}}


def kappa(pairs):
    """Cohen's, of pairs of values."""
    n, values = len(pairs), {v for pair in pairs for v in pair}
    observed = Fraction(sum(a == b for a, b in pairs), n)
    expected = sum(Fraction(sum(a == v for a, _ in pairs) * sum(b == v for _, b in pairs), n * n) for v in values)
    value = None if expected == 1 else float((observed - expected) / (1 - expected))
    return {"kappa": value, "n": n, "observed": float(observed), "expected": float(expected)}


def compact(value, brief, at=()):
    """Rounded to what a test needs; of who rates whom only n and mean where it is to be brief, and no cell twice."""
    if isinstance(value, float):
        return round(value, 11)
    if not isinstance(value, dict):
        return value
    if brief and at and at[-1] in ("rating", "staff", "managers") and "mean" in value:
        value = {key: value[key] for key in ("n", "mean")}
    if brief and "asked" in value and not value["asked"]:
        value = {"asked": 0}
    if brief and list(value.get("groups", {})) == [""]:
        value = {key: below for key, below in value.items() if key != "groups"}
    return {key: compact(below, brief, (*at, key)) for key, below in value.items()}


def figures(folder, by):
    export = Export(folder)
    board, groups = Board(export), split(export, by)
    scored = (Path(folder) / "scores.csv").exists()
    return {
        **({"definitions": definitions(board, groups, folder)} if scored else {}),
        "sessions": len(export.sessions),
        "made_up": sum(row["synthetic"] == "true" for row in export.sessions.values()),
        "techniques": techniques(board, groups),
        "awareness": awareness(board),
        "training": training(board, groups),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("export", help="folder that `vivavoce export csv` wrote")
    parser.add_argument("--by", default="managers", help="all, managers, or a column of sessions.csv such as function")
    parser.add_argument("--brief", action="store_true", help="leave out what is empty, and most of who rates whom, for a file to keep")
    args = parser.parse_args()
    json.dump(compact(figures(args.export, args.by), args.brief), sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
