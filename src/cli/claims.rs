//! `vivavoce claims`: the claim ledger for scripts and for printing.

use super::{CliError, Context, catalogue};
use crate::analysis::Book;
use crate::analysis::corpus::{Corpus, Field, Flag};
use crate::analysis::marks::{Annotations, Cited, Claim, MemoAbout, Row, State, Voice};
use crate::session::Evidence;
use crate::store;
use crate::text::{clean, width};
use serde_json::{Value, json};
use std::io::Write;
use std::process::ExitCode;

/// The claims of the analyst, what needs work first: their states, and who speaks for and against each.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only claims in this state: contradicted, denied, asserted, nobody-yet, corroborated, resolved, verified
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// Only claims that a visit is needed for
    #[arg(long)]
    needs_visit: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Columns of a printed page.
const PAGE: usize = 100;

/// Runs it.
pub fn run(args: &Args, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let state = args.state.as_deref().map(state).transpose()?;
    let (corpus, book) = catalogue::corpus(context, true)?;
    let (marks, _) = store::read_marks(&context.folder()?).map_err(|e| CliError::Failed(e.to_string()))?;
    let known = Known { cited: Cited::new(&marks, &corpus), corpus: &corpus, book: &book };
    let mut rows = marks.ledger(&known.cited.within(&corpus));
    let meant =
        |row: &Row<'_>| state.is_none_or(|s| s == row.state) && (!args.needs_visit || row.needs_visit);
    rows.retain(meant);
    rows.sort_by_key(|row| (row.state, !row.needs_visit, row.id));
    if args.json {
        let counts: serde_json::Map<String, Value> =
            marks.counts_by_state().into_iter().map(|(s, n)| (name(s), json!(n))).collect();
        let claims: Vec<Value> = rows.iter().map(|row| known.json(&marks, row)).collect();
        let value = json!({ "states": counts, "synthetic": known.made_up(&rows), "claims": claims });
        writeln!(context.out, "{value:#}")?;
        return Ok(ExitCode::SUCCESS);
    }
    let made_up = known.made_up(&rows);
    if made_up > 0 {
        writeln!(context.out, "MADE-UP DATA: {made_up} of the sessions that are cited\n")?;
    }
    if rows.is_empty() {
        writeln!(
            context.out,
            "no claim is {}",
            if marks.claims.is_empty() { "entered yet" } else { "like this" }
        )?;
    }
    for row in &rows {
        known.print(row, context.out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The name of a state on the command line: its words, joined.
fn name(state: State) -> String {
    state.label().replace(' ', "-")
}

fn state(text: &str) -> Result<State, CliError> {
    let wanted = text.trim().to_lowercase().replace([' ', '_'], "-");
    State::ALL.into_iter().find(|s| name(*s) == wanted).ok_or_else(|| {
        let all: Vec<String> = State::ALL.into_iter().map(name).collect();
        CliError::Usage(format!("no state is called {}; there are {}", line(text), all.join(", ")))
    })
}

struct Known<'a> {
    cited: Cited,
    corpus: &'a Corpus,
    book: &'a Book,
}

impl Known<'_> {
    fn made_up(&self, rows: &[Row<'_>]) -> usize {
        let voices = rows.iter().flat_map(|row| &row.claim.voices);
        let mut ids: Vec<&str> = voices.map(|v| v.spot.session.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        let row = |id: &str| self.corpus.row(self.cited.row(id)?);
        ids.into_iter().filter(|id| row(id).is_some_and(|row| row.is(Flag::MadeUp))).count()
    }

    fn code(&self, session: &str) -> String {
        let row = self.cited.row(session).and_then(|at| self.corpus.row(at));
        match row {
            Some(row) if row.people.len() > 1 => format!("{} +{}", row.code(), row.people.len() - 1),
            Some(row) => row.code().to_owned(),
            None => session.to_owned(),
        }
    }

    fn value(&self, session: &str, field: Field) -> String {
        let at = self.cited.row(session);
        at.map(|at| self.book.label(field, self.corpus.value(at, field))).unwrap_or_default()
    }

    fn words(&self, voice: &Voice) -> String {
        if !voice.spot.text().is_empty() {
            return voice.spot.text().to_owned();
        }
        let sources = self.cited.within(self.corpus);
        let at = voice.spot.at.as_ref();
        let told = at.and_then(|at| sources.told(&voice.spot.session, at, voice.spot.column.as_deref()));
        told.map(|(_, text)| text.to_owned()).unwrap_or_default()
    }

    /// What was chosen, in words; empty where nothing was.
    fn chosen(&self, voice: &Voice) -> String {
        let sources = self.cited.within(self.corpus);
        let (at, column) = (voice.spot.at.as_ref(), voice.spot.column.as_deref());
        let chosen = at.and_then(|at| sources.chosen(&voice.spot.session, at, column, self.book));
        chosen.unwrap_or_default()
    }

    fn print(&self, row: &Row<'_>, out: &mut dyn Write) -> Result<(), CliError> {
        let claim = row.claim;
        let outcome = row.outcome.map(|o| format!(", it {}", o.label())).unwrap_or_default();
        let visit = if row.needs_visit { "  NEEDS A VISIT" } else { "" };
        writeln!(out, "{:<5} {}{outcome}{visit}", row.id.to_string(), row.state.label())?;
        passage(out, &claim.statement, "      ")?;
        passage(out, &format!("{}.", row.why(|session| self.code(session))), "      ")?;
        if let Some(need) = claim.needs_visit.as_ref().filter(|_| row.needs_visit) {
            passage(out, &format!("To see: {}", need.why), "      ")?;
        }
        if let Some(v) = &claim.verification {
            let text = format!("Looked at ({}, {}): {}; {}", v.how.label(), v.on, v.what, v.outcome.label());
            passage(out, &text, "      ")?;
        }
        if let Some(r) = &claim.resolution {
            passage(out, &format!("Resolved: {}; {} ({})", r.outcome.label(), r.why, r.by), "      ")?;
        }
        if !claim.memo.is_empty() {
            passage(out, &format!("Memo: {}", claim.memo), "      ")?;
        }
        let mut voices: Vec<&Voice> = claim.voices.iter().collect();
        voices.sort_by_key(|v| v.stance);
        for voice in voices {
            let session = voice.spot.session.as_str();
            let at = voice.spot.at.as_ref().map(crate::bank::Ref::spoken).unwrap_or_default();
            let who = [
                self.code(session),
                self.value(session, Field::Function),
                self.value(session, Field::Institution),
                at,
            ];
            let who: Vec<String> = who.into_iter().filter(|t| !t.is_empty()).collect();
            let gone = if self.cited.row(session).is_none() { ", its file is not here" } else { "" };
            passage(out, &format!("{}: {}{gone}", voice.stance.label(), who.join(", ")), "      - ")?;
            let chosen = self.chosen(voice);
            if !chosen.is_empty() {
                passage(out, &chosen, "          ")?;
            }
            let words = self.words(voice);
            if !words.is_empty() {
                passage(out, &format!("\"{words}\""), "          ")?;
            }
        }
        writeln!(out)?;
        Ok(())
    }

    fn json(&self, marks: &Annotations, row: &Row<'_>) -> Value {
        let Claim { statement, about, voices, needs_visit, verification, resolution, memo, by, at, .. } =
            row.claim;
        let voice = |voice: &Voice| {
            let session = voice.spot.session.as_str();
            json!({
                "session": session,
                "code": self.code(session),
                "here": self.cited.row(session).is_some(),
                "function": self.value(session, Field::Function),
                "rank": self.value(session, Field::Rank),
                "level": self.value(session, Field::Level),
                "institution": self.value(session, Field::Institution),
                "unit": self.value(session, Field::Unit),
                "ref": voice.spot.at,
                "column": voice.spot.column,
                "stance": voice.stance,
                "quote": voice.spot.words,
                "words": self.words(voice),
                "chosen": self.chosen(voice),
                "by": voice.by,
                "at": voice.at,
            })
        };
        let of_claim = MemoAbout::Claim(row.id);
        let memos = marks.memos_about(&of_claim);
        json!({
            "id": row.id,
            "statement": statement,
            "state": name(row.state),
            "why": row.why(|session| self.code(session)),
            "outcome": row.outcome,
            "about": about,
            "sources_for": row.sources_for,
            "sources_against": row.sources_against,
            "sources_unclear": row.sources_unclear,
            "institutions_for": row.institutions_for,
            "institutions_against": row.institutions_against,
            "evidence_for": pieces(&row.evidence_for),
            "evidence_against": pieces(&row.evidence_against),
            "needs_visit": row.needs_visit,
            "visit": needs_visit,
            "verification": verification,
            "resolution": resolution,
            "voices_since_resolution": row.voices_since,
            "memo": memo,
            "memos": memos.map(|(_, memo)| memo.text.as_str()).collect::<Vec<_>>(),
            "voices": voices.iter().map(voice).collect::<Vec<_>>(),
            "missing": row.missing,
            "by": by,
            "at": at,
        })
    }
}

fn pieces(evidence: &[Evidence]) -> Vec<Value> {
    let piece =
        |e: &Evidence| json!({"kind": e.kind, "state": e.state, "grade": e.grade(), "source": e.source});
    evidence.iter().map(piece).collect()
}

/// Text from a file on one line, nothing in it obeyed by a terminal.
fn line(text: &str) -> String {
    clean::visible(text).replace('\n', " / ")
}

/// A passage on lines of a page; the first with `lead` in front, the others as far in.
fn passage(out: &mut dyn Write, text: &str, lead: &str) -> Result<(), CliError> {
    let text = line(text);
    let mut front = lead.to_owned();
    let mut row = String::new();
    for word in text.split_whitespace() {
        if !row.is_empty() && width::of(&row) + width::of(word) + 1 + front.len() > PAGE {
            writeln!(out, "{front}{row}")?;
            front = " ".repeat(lead.len());
            row.clear();
        }
        if !row.is_empty() {
            row.push(' ');
        }
        row.push_str(word);
    }
    writeln!(out, "{front}{row}")?;
    Ok(())
}
