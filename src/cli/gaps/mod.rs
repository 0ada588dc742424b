//! `vivavoce gaps`: the boards of the trainer as tables or JSON, with what may not leave the room withheld.
//!
//! Here: which sessions and boards are meant, and what is withheld. Not here: the figures (`analysis::needs`), what may
//! be published (`analysis::disclosure`), the same boards on the full screen (`tui`).

mod figures;
mod first;
mod scored;
mod tables;

use super::catalogue::{self, Which};
use super::{CliError, Context, tally};
use crate::analysis::By;
use crate::analysis::corpus::{Corpus, Flag, Selection};
use crate::analysis::disclosure::{Had, Judged, Notice, Policy, Seen, Verdict, notices};
use crate::analysis::marks::Annotations;
use crate::analysis::needs::{self, Asked, Awareness, Definitions, MadeUp, Techniques, Training, Warning};
use crate::bank::fill;
use crate::store;
use clap::ValueEnum;
use std::io::Write;
use std::process::ExitCode;

/// The boards of the trainer: who needs training in what, and where training is not the answer. What would tell what
/// single people said is withheld, and so are sessions that are not for a public report; --inside shows it all.
///
/// One split for each publication: tables by two splits, or under two filters, can be subtracted from each other.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Args {
    /// Only these boards; may be given several times
    #[arg(long, value_enum, value_name = "BOARD")]
    board: Vec<Board>,
    /// What sessions are grouped by: function, rank, level, role, managers, unit, institution, region, stakeholder,
    /// country, language, bank, period, status, meeting, all
    #[arg(long, value_name = "FIELD", default_value = "function")]
    by: String,
    #[command(flatten)]
    which: Which,
    /// Count made-up sessions together with real ones
    #[arg(long)]
    with_made_up: bool,
    /// For the room, not for publication: nothing is withheld
    #[arg(long, conflicts_with = "threshold")]
    inside: bool,
    /// Withhold what fewer people than this were asked or answered: 3 or more
    #[arg(long, value_name = "N", default_value_t = Policy::default().threshold())]
    threshold: usize,
    /// As tables, also on a terminal
    #[arg(long)]
    table: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// A board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Board {
    /// Techniques: used, known, applied; what to train first
    Techniques,
    /// Topics, as each group sees itself and as others see it
    Awareness,
    /// What scored answers hold, how far scorers agree, ratings of oneself against scores
    Definitions,
    /// Training that was received
    Training,
}

impl Args {
    /// Whether nothing but the command was given, so that the full screen is meant where there is a terminal.
    pub fn is_bare(&self) -> bool {
        let asked = self.table || self.json || self.inside || self.with_made_up || !self.board.is_empty();
        let plain = self.by == "function" && self.threshold == Policy::default().threshold();
        !asked && plain && self.which.filter.is_none()
    }
}

/// What is shown: boards, and what of each may be.
struct Shown<'a> {
    args: &'a Args,
    by: By,
    /// What is withheld by; nothing in the room.
    policy: Option<Policy>,
    sessions: usize,
    made_up: usize,
    synthetic: bool,
    techniques: Option<(Techniques, Vec<Verdict>)>,
    awareness: Option<(Awareness, Vec<Seen>)>,
    definitions: Option<(Definitions, Judged)>,
    training: Option<(Training, Had)>,
    warnings: Vec<(&'static str, String)>,
    marks: Annotations,
}

/// Runs it.
pub fn run(args: &Args, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let by = tally::by(&args.by)?;
    let policy = Policy::new(args.threshold).map_err(|e| CliError::Usage(e.to_string()))?;
    let policy = (!args.inside).then_some(policy);
    let wanted = |board: Board| args.board.is_empty() || args.board.contains(&board);
    let (marks, _) = store::read_marks(&context.folder()?).map_err(|e| CliError::Failed(e.to_string()))?;
    // A score counts only while the account is the one that was scored.
    let scored = wanted(Board::Definitions) && !marks.scores.is_empty();
    let (corpus, book) = catalogue::corpus(context, scored || catalogue::needs_texts(&args.which))?;
    let selection = catalogue::selection(&corpus, &book, &args.which)?;
    if !args.json
        && let Some(why) = catalogue::nothing(&corpus, &selection, &args.which)
    {
        writeln!(context.out, "{why}")?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut warnings = Vec::new();
    let (selection, made_up) = needs::sift(&corpus, selection, args.with_made_up);
    let selection = if policy.is_some() { open(&corpus, selection, &mut warnings) } else { selection };
    let (corpus, book) = (&*corpus, &*book);
    let techniques = wanted(Board::Techniques).then(|| {
        let board = needs::techniques(corpus, book, &selection, by, made_up)?;
        let open = |t: &needs::Technique| Verdict::open(t.groups.len(), 1);
        let verdicts = match policy {
            Some(policy) => policy.techniques(&board),
            None => board.rows.iter().map(open).collect(),
        };
        Some((board, verdicts))
    });
    let awareness = wanted(Board::Awareness).then(|| {
        let board = needs::awareness(corpus, book, &selection, made_up)?;
        let verdicts = policy.map_or_else(|| all_seen(&board), |policy| policy.awareness(&board));
        Some((board, verdicts))
    });
    let definitions = wanted(Board::Definitions).then(|| {
        let judged = needs::Judged::new(corpus, book, &marks);
        let board = needs::definitions(corpus, book, &judged, &selection, by, made_up)?;
        let verdicts = policy.map_or_else(|| all_judged(&board), |policy| policy.definitions(&board));
        Some((board, verdicts))
    });
    let training = wanted(Board::Training).then(|| {
        let board = needs::training(corpus, book, &selection, by, made_up)?;
        let verdicts = policy.map_or_else(|| all_had(&board), |policy| policy.training(&board));
        Some((board, verdicts))
    });
    let mut shown = Shown {
        args,
        by,
        policy,
        sessions: selection.len(),
        made_up: catalogue::made_up(corpus, &selection),
        synthetic: made_up == MadeUp::All,
        techniques: techniques.flatten(),
        awareness: awareness.flatten(),
        definitions: definitions.flatten(),
        training: training.flatten(),
        warnings,
        marks,
    };
    shown.warn(made_up);
    if args.json {
        let mut out = std::io::BufWriter::new(&mut *context.out);
        writeln!(out, "{:#}", figures::all(&shown))?;
        out.flush()?;
    } else {
        tables::write(&shown, context.out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Without the sessions that are not for a public report: restricted, or declined.
fn open(corpus: &Corpus, selection: Selection, warnings: &mut Vec<(&'static str, String)>) -> Selection {
    let closed = |(_, row): &(_, &crate::analysis::corpus::Row<u32>)| {
        row.is(Flag::Restricted) || row.is(Flag::Declined)
    };
    let out: Vec<_> = corpus.rows(&selection).filter(closed).map(|(at, _)| at).collect();
    if out.is_empty() {
        return selection;
    }
    let text = format!(
        "{} left out: restricted to a report that is not public, or declined",
        crate::analysis::count(out.len(), "session", "sessions")
    );
    warnings.push(("not_public", text));
    let mut rest = selection;
    for at in out {
        if let Some(set) = rest.sets.get_mut(at.segment) {
            set.remove(at.row);
        }
    }
    rest
}

fn all_seen(board: &Awareness) -> Vec<Seen> {
    let raters = board.raters.len();
    let open = |_: &needs::Topic| Seen {
        themselves: Verdict::open(raters, 1),
        groups: vec![Verdict::open(raters, 1); board.groups.len()],
    };
    board.topics.iter().map(open).collect()
}

fn all_had(board: &Training) -> Had {
    let groups = board.grouping.len();
    let all = |asked: &[Asked]| vec![Verdict::open(groups, 1); asked.len()];
    Had {
        received: Verdict::open(groups, 1),
        told: all(&board.told),
        techniques: all(&board.techniques),
        also: all(&board.also),
        otherwise: all(&board.otherwise),
    }
}

fn all_judged(board: &Definitions) -> Judged {
    let open = Verdict::open(board.grouping.len(), 1);
    Judged { items: vec![open.clone(); board.items.len()], calibration: open }
}

impl Shown<'_> {
    /// Whether managers can be set against staff: in the room, and where that is the split.
    fn sets_roles_apart(&self) -> bool {
        self.policy.is_none() || self.by == By::Managers
    }

    /// Whether ratings of oneself can be held against scores: not where the same ratings are shown by who rates.
    fn calibrates(&self) -> bool {
        self.policy.is_none() || self.awareness.is_none()
    }

    /// What is left out as a whole, because it is split in another way than what is shown.
    fn left_out(&self) -> Vec<&'static str> {
        let roles = "managers against staff: another split; --by managers, in a publication of its own";
        let ratings = "ratings of oneself against scores: the awareness board shows these ratings by another split; \
                       --board definitions alone, in a publication of its own";
        let roles = (self.techniques.is_some() && !self.sets_roles_apart()).then_some(roles);
        let calibration = self.definitions.as_ref().and_then(|(board, _)| board.calibration.as_ref());
        let ratings = (calibration.is_some() && !self.calibrates()).then_some(ratings);
        roles.into_iter().chain(ratings).collect()
    }

    /// Gathers what there is to know before a figure is believed, and tells it on standard error.
    fn warn(&mut self, made_up: MadeUp) {
        let boards = [
            self.techniques.as_ref().map(|(b, _)| &b.warnings),
            self.awareness.as_ref().map(|(b, _)| &b.warnings),
            self.definitions.as_ref().map(|(b, _)| &b.warnings),
            self.training.as_ref().map(|(b, _)| &b.warnings),
        ];
        let all: Vec<&Warning> = boards.into_iter().flatten().flatten().collect();
        for warning in all {
            let told = (warning.code(), warning.to_string());
            if !self.warnings.contains(&told) {
                self.warnings.push(told);
            }
        }
        let mut err = std::io::stderr().lock();
        for (_, text) in self.warnings.iter().filter(|(code, _)| made_up != MadeUp::All || *code != "made_up")
        {
            let _ = writeln!(err, "vivavoce: {}", super::session::shown_line(text));
        }
    }

    /// What is withheld, board by board: once by codes and once by labels, in the same order.
    fn withheld(&self) -> Vec<(&'static str, Notice, Notice)> {
        let mut all = Vec::new();
        let mut add =
            |board, topics: Vec<(&str, &str, &Verdict)>, codes: &[String], labels: &[String], sum: &str| {
                let sums = [sum.to_owned()];
                let coded = notices(topics.iter().map(|(code, _, v)| (*code, *v)), codes, &sums);
                let named = notices(topics.iter().map(|(_, label, v)| (*label, *v)), labels, &sums);
                all.extend(coded.into_iter().zip(named).map(|(coded, named)| (board, coded, named)));
            };
        if let Some((board, verdicts)) = &self.techniques {
            let topics = board.rows.iter().zip(verdicts).map(|(t, v)| (t.at.as_str(), t.label.as_str(), v));
            let labels = labels(&board.grouping);
            add("techniques", topics.collect(), &board.grouping.codes, &labels, "all");
        }
        if let Some((board, verdicts)) = &self.awareness {
            let (codes, labels) = (&board.raters.codes, labels(&board.raters));
            for (topic, seen) in board.topics.iter().zip(verdicts) {
                let of = |column: &str| format!("{}.{column}", topic.at);
                let name = fill(&topic.label, "");
                let (code, label) = (of(&board.shape.own), format!("{name}: themselves"));
                add("awareness", vec![(&code, &label, &seen.themselves)], codes, &labels, "everyone");
                for (group, verdict) in board.groups.iter().zip(&seen.groups) {
                    let (code, label) = (of(&group.column), format!("{name}: {}", group.label));
                    add("awareness", vec![(&code, &label, verdict)], codes, &labels, "everyone else");
                }
            }
        }
        if let Some((board, judged)) = &self.definitions {
            let labels = labels(&board.grouping);
            let topics = board.items.iter().zip(&judged.items);
            let topics = topics.map(|(of, v)| (of.item.reference.as_str(), of.item.title.as_str(), v));
            add("definitions", topics.collect(), &board.grouping.codes, &labels, "all");
            if let Some(calibration) = board.calibration.as_ref().filter(|_| self.calibrates()) {
                let at = calibration.subject.canonical();
                let topic = vec![(at.as_str(), "Ratings of oneself against scores", &judged.calibration)];
                add("definitions", topic, &board.grouping.codes, &labels, "all");
            }
        }
        if let Some((board, had)) = &self.training {
            let labels = labels(&board.grouping);
            let at = board.subject.canonical();
            let received = (at.as_str(), board.subject.item.title.as_str(), &had.received);
            add("training", vec![received], &board.grouping.codes, &labels, "all");
            for (asked, verdict) in questions(board, had) {
                let at = asked.subject.canonical();
                let topic = vec![(at.as_str(), asked.label.as_str(), verdict)];
                add("training", topic, &board.grouping.codes, &labels, "all");
            }
        }
        all
    }
}

/// Every question that bears on training, and what of it may be published.
fn questions<'a>(board: &'a Training, had: &'a Had) -> impl Iterator<Item = (&'a Asked, &'a Verdict)> {
    let parts = [
        (&board.told, &had.told),
        (&board.techniques, &had.techniques),
        (&board.also, &had.also),
        (&board.otherwise, &had.otherwise),
    ];
    parts.into_iter().flat_map(|(asked, verdicts)| asked.iter().zip(verdicts))
}

/// The names of groups for people; of those of which it is not known what they are, too.
fn labels(grouping: &crate::analysis::Grouping) -> Vec<String> {
    (0..grouping.len()).map(|at| grouping.label(at).to_owned()).collect()
}
