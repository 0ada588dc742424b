//! `vivavoce sample`: made-up sessions, written into a data folder on all cores.
//!
//! Here: where they go, how far it is, what may not be overwritten. Not here: what is in them (`crate::sample`).

use super::{CliError, Context};
use crate::bank::{BUILTIN, Bank};
use crate::sample::Generator;
use crate::session;
use crate::store::{self, DataFolder, Origin, WriteError};
use serde_json::json;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// The same number and seed give the same files on every machine.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many sessions, up to 1000000
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub sessions: u32,
    /// Number that all chance is drawn from
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub seed: u64,
    /// Data folder to put them in; made if the folder above it exists
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
    /// Into a data folder that holds sessions already, beside them
    #[arg(long)]
    pub add: bool,
    /// Say what was done as JSON
    #[arg(long)]
    pub json: bool,
}

/// What was written.
pub(super) struct Filled {
    /// Names of the first and the last session.
    pub(super) ends: [String; 2],
    /// How long all files together are.
    pub(super) bytes: u64,
    /// How long it took.
    pub(super) took: Duration,
}

/// Makes them.
///
/// # Errors
/// When the folder can't be used or holds sessions already, or a file can't be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    if context.data.is_some() {
        return Err(CliError::Usage(
            "sample writes into the folder of --into DIR: leave out --data".to_owned(),
        ));
    }
    let here = std::env::current_dir().map_err(|e| CliError::Failed(format!("the current folder: {e}")))?;
    let folder = DataFolder::resolve(Some(&args.into), |_| None, &here).map_err(|e| {
        let text = e.to_string().replace("--data", "--into");
        if e.is_usage() { CliError::Usage(text) } else { CliError::Failed(text) }
    })?;
    let sessions = folder.sessions_dir();
    let there = store::session_files(&sessions).map_err(|e| CliError::Failed(e.to_string()))?.len();
    if there > 0 && !args.add {
        let what = if there == 1 { "1 session".to_owned() } else { format!("{there} sessions") };
        return Err(CliError::Failed(format!(
            "{} holds {what} already: name another folder, or put the made-up ones beside them with --add",
            sessions.display()
        )));
    }
    let filled = fill(&folder, args.sessions as usize, args.seed)?;
    let root = folder.root.to_string_lossy();
    if args.json {
        let value = json!({
            "sessions": args.sessions,
            "seed": args.seed,
            "synthetic": true,
            "folder": root,
            "first": filled.ends[0],
            "last": filled.ends[1],
            "bytes": filled.bytes,
            "seconds": (filled.took.as_secs_f64() * 1000.0).round() / 1000.0,
        });
        writeln!(context.out, "{value:#}")?;
        return Ok(ExitCode::SUCCESS);
    }
    let what = if args.sessions == 1 { "1 made-up session" } else { "made-up sessions" };
    let count = if args.sessions == 1 { String::new() } else { format!("{} ", args.sessions) };
    writeln!(
        context.out,
        "{count}{what} (seed {}, {}) in {}, in {:.1} s",
        args.seed,
        size(filled.bytes),
        sessions.display(),
        filled.took.as_secs_f64()
    )?;
    writeln!(
        context.out,
        "open them with `vivavoce --data {root} browse`, list them with `vivavoce --data {root} session list`"
    )?;
    Ok(ExitCode::SUCCESS)
}

fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} KB", bytes.div_ceil(1000))
    } else {
        format!("{:.1} MB", bytes as f64 / 1e6)
    }
}

/// How far it is, for all threads.
#[derive(Default)]
struct Far {
    next: AtomicUsize,
    done: AtomicUsize,
    bytes: AtomicU64,
    stop: AtomicBool,
}

/// Writes `count` sessions of a seed into a data folder, which is made where it is missing.
pub(super) fn fill(folder: &DataFolder, count: usize, seed: u64) -> Result<Filled, CliError> {
    let begun = Instant::now();
    let fail = |e: String| {
        CliError::Failed(if folder.origin == Origin::Flag { e.replace("--data", "--into") } else { e })
    };
    folder.create().map_err(|e| fail(e.to_string()))?;
    // As an interview in that folder would ask them, with its adaptations.
    let found = store::find_banks(Some(&folder.root), BUILTIN.iter().map(|b| b.id));
    for problem in &found.problems {
        let _ = writeln!(std::io::stderr(), "{problem}");
    }
    let banks: Vec<Bank> = found.banks;
    let generator = Generator::new(&banks, seed, count);
    let far = Far::default();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(count.max(1));
    let failed = std::thread::scope(|scope| {
        let (ended, ends) = channel();
        for _ in 0..threads {
            let (ended, far, generator) = (ended.clone(), &far, &generator);
            scope.spawn(move || {
                let result = write_some(folder, generator, far);
                if result.is_err() {
                    far.stop.store(true, Ordering::Relaxed);
                }
                // Nobody listens any more only if the listener is gone, and with it the scope.
                let _ = ended.send(result);
            });
        }
        drop(ended);
        let mut failed = None;
        let shown = std::io::stderr().is_terminal();
        let mut told = false;
        loop {
            match ends.recv_timeout(Duration::from_millis(200)) {
                Ok(Err(error)) => {
                    failed.get_or_insert(error);
                }
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) if shown && begun.elapsed() > Duration::from_secs(1) => {
                    told = true;
                    let done = far.done.load(Ordering::Relaxed);
                    let _ = write!(std::io::stderr(), "\r{done} of {count} sessions");
                }
                Ok(Ok(())) | Err(RecvTimeoutError::Timeout) => {}
            }
        }
        if told {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
        failed
    });
    if let Some(error) = failed {
        let done = far.done.load(Ordering::Relaxed);
        return Err(fail(format!("{error} ({done} of {count} sessions are written)")));
    }
    let id = |index| generator.session(index).map(|s| s.id.clone()).unwrap_or_default();
    Ok(Filled {
        ends: [id(0), id(count.saturating_sub(1))],
        bytes: far.bytes.load(Ordering::Relaxed),
        took: begun.elapsed(),
    })
}

/// Takes the next session and writes it, until there is none left.
fn write_some(folder: &DataFolder, generator: &Generator<'_>, far: &Far) -> Result<(), String> {
    while !far.stop.load(Ordering::Relaxed) {
        let index = far.next.fetch_add(1, Ordering::Relaxed);
        if index >= generator.len() {
            break;
        }
        let made = generator.session(index).map_err(|e| e.to_string())?;
        let text = session::write(&made).map_err(|e| e.to_string())?;
        store::write_made_up(&folder.session_path(&made.id), &text).map_err(|e| match e {
            WriteError::Exists { path } => {
                format!(
                    "{} exists already and is left as it is: take another --seed or folder",
                    path.display()
                )
            }
            other => other.to_string(),
        })?;
        far.bytes.fetch_add(text.len() as u64, Ordering::Relaxed);
        far.done.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}
