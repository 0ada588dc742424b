//! `vivavoce` and `vivavoce interview`: the full screen, at home or straight in the questions.

use super::{CliError, Context};
use crate::bank::{Bank, Ref, Term};
use crate::session::{CodedField, Edit, ParticipantText, Splice, TextAt};
use crate::store::{DataFolder, start_log};
use crate::text::{clean, compact};
use crate::tui::app::Show;
use crate::tui::desk::NewSession;
use crate::tui::plan::Plan;
use crate::tui::runtime::{self, Ended, Options};
use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;

/// What is not given stays blank and can be filled in later.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Bank to ask from; may be given more than once
    #[arg(long, value_name = "ID", default_value = "annex")]
    pub bank: Vec<String>,
    /// Item to start at, for example Annex.E.1
    #[arg(long, value_name = "REF")]
    pub at: Option<String>,
    /// Country that is assessed
    #[arg(long, value_name = "C")]
    pub country: Option<String>,
    /// Respondent's function, for example investigator
    #[arg(long, value_name = "F")]
    pub function: Option<String>,
    /// Respondent's rank, for example practitioner
    #[arg(long, value_name = "K")]
    pub rank: Option<String>,
    /// Respondent's level, for example regional
    #[arg(long, value_name = "L")]
    pub level: Option<String>,
    /// Respondent's institution
    #[arg(long, value_name = "I")]
    pub institution: Option<String>,
    /// Respondent's unit
    #[arg(long, value_name = "U")]
    pub unit: Option<String>,
}

/// Straight into a new interview.
///
/// # Errors
/// When a word is not known (naming those that are), or the terminal can't be used.
pub fn run(args: Args, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    let new = new_session(args, context)?;
    full_screen(Some(new), None, context)
}

/// The full-screen home.
///
/// # Errors
/// When the terminal can't be used.
pub fn home(context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    full_screen(None, None, context)
}

/// Straight to the library of all sessions.
///
/// # Errors
/// When the data folder is missing, or the terminal can't be used.
pub fn browse(context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    full_screen(None, Some(Show::Library), context)
}

/// Straight to the boards of the trainer.
///
/// # Errors
/// When the data folder is missing, or the terminal can't be used.
pub fn needs(context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    full_screen(None, Some(Show::Needs), context)
}

fn new_session(args: Args, context: &Context<'_>) -> Result<NewSession, CliError> {
    let mut banks: Vec<Arc<Bank>> = Vec::new();
    for id in &args.bank {
        let bank = super::bank::known_bank(id, context)?;
        if !banks.iter().any(|b| b.id == bank.id) {
            banks.push(Arc::new(bank));
        }
    }
    let mut edits = Vec::new();
    let texts = [
        (args.country, TextAt::Country),
        (args.institution, TextAt::Participant(0, ParticipantText::Institution)),
        (args.unit, TextAt::Participant(0, ParticipantText::Unit)),
    ];
    for (value, at) in texts {
        let value = value.map(|v| clean::line(&v).trim().to_owned()).filter(|v| !v.is_empty());
        edits
            .extend(value.map(|inserted| Edit::Text(at, Splice { at: 0, removed: String::new(), inserted })));
    }
    let words = [
        ("function", args.function, banks.iter().flat_map(|b| &b.roles.functions).collect::<Vec<&Term>>()),
        ("rank", args.rank, banks.iter().flat_map(|b| &b.roles.ranks).collect()),
        ("level", args.level, banks.iter().flat_map(|b| &b.roles.levels).collect()),
    ];
    for (what, value, terms) in words {
        let Some(value) = value else { continue };
        let code = term(what, &value, &terms)?;
        edits.push(Edit::Set(match what {
            "function" => CodedField::Function(0, code),
            "rank" => CodedField::Rank(0, code),
            _ => CodedField::Level(0, code),
        }));
    }
    let ids = banks.iter().map(|b| b.id.clone()).collect();
    let at = args.at.map(|at| reference(&at, &Plan::new(banks))).transpose()?;
    Ok(NewSession { banks: ids, edits, at, straight: true })
}

/// The code of a word of a vocabulary, given as its code or its label.
fn term(what: &str, value: &str, terms: &[&Term]) -> Result<String, CliError> {
    let same = |a: &str| a.eq_ignore_ascii_case(value) || a.replace('_', "-").eq_ignore_ascii_case(value);
    let found = terms.iter().find(|t| same(&t.code) || same(&t.label));
    found.map(|t| t.code.clone()).ok_or_else(|| {
        let valid: Vec<&str> = terms.iter().map(|t| t.code.as_str()).collect();
        CliError::Usage(format!("there is no {what} '{value}'; the {what}s are {}", valid.join(", ")))
    })
}

/// An item or row, written as `Annex.E.1`, `E.1` or `e1`.
fn reference(given: &str, plan: &Plan) -> Result<Ref, CliError> {
    let wanted = compact(given);
    let all = plan.banks.iter().flat_map(|b| b.items()).flat_map(|item| {
        let mut refs = vec![item.reference.clone()];
        refs.extend(item.kind.rows().iter().map(|r| item.reference.child(&r.code)));
        refs
    });
    let sections = plan.sections.iter().map(|p| p.section.reference.clone());
    let matches = |at: &Ref| compact(at.as_str()) == wanted || compact(at.short()) == wanted;
    all.chain(sections).find(matches).ok_or_else(|| {
        let ends: Vec<String> = plan
            .sections
            .iter()
            .filter(|part| part.len > 0)
            .map(|part| {
                let first = &plan.stops[part.first].item.reference;
                let last = &plan.stops[part.first + part.len - 1].item.reference;
                format!("{first} to {last}")
            })
            .collect();
        CliError::Usage(format!("there is no item '{given}'; the items are {}", ends.join(", ")))
    })
}

fn full_screen(
    begin: Option<NewSession>,
    show: Option<Show>,
    context: &mut Context<'_>,
) -> Result<ExitCode, CliError> {
    needs_terminal()?;
    let folder = context.folder()?;
    if begin.is_some() {
        folder.create().map_err(|e| CliError::Failed(e.to_string()))?;
    }
    on_screen(folder, begin, show)
}

/// Whether there is a terminal for the full screen.
pub(super) fn needs_terminal() -> Result<(), CliError> {
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return Ok(());
    }
    Err(CliError::Usage(
        "the full screen needs a terminal for input and output; `vivavoce --help` names what works without"
            .to_owned(),
    ))
}

/// The full screen over a data folder, until the person leaves.
pub(super) fn on_screen(
    folder: DataFolder,
    begin: Option<NewSession>,
    show: Option<Show>,
) -> Result<ExitCode, CliError> {
    // A log that can't be written is no reason not to hold an interview.
    let _ = start_log(&folder.cache_dir());
    match runtime::run(Options { folder, begin, show }) {
        Ok(Ended::Well) => Ok(ExitCode::SUCCESS),
        Ok(Ended::Unsaved(why)) => Err(CliError::Failed(format!("the last changes are NOT SAVED: {why}"))),
        Err(error) => Err(CliError::Failed(format!("the terminal failed: {error}"))),
    }
}
