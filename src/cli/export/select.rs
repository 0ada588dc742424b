//! Which sessions are exported: the files, one of each interview, made-up ones or not.

use super::report::Notes;
use super::{Args, Synthetic, reading};
use crate::cli::{CliError, catalogue};
use crate::session::FORMAT;
use crate::store::{self, DataFolder};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// The files that the words on the command line name, oldest first.
///
/// The one place to narrow an export down.
///
/// # Errors
/// When the folder can't be read, or an id fits no session or several.
pub(super) fn paths(args: &Args, folder: &DataFolder) -> Result<Vec<PathBuf>, CliError> {
    let mut files =
        store::session_files(&folder.sessions_dir()).map_err(|e| CliError::Failed(e.to_string()))?;
    files.retain(|path| !store::is_set_aside(path));
    files.reverse();
    if args.which.filter.is_some() {
        let (corpus, book) = catalogue::read(folder, catalogue::needs_texts(&args.which))?;
        let selection = catalogue::selection(&corpus, &book, &args.which)?;
        let meant: BTreeSet<&str> = corpus.rows(&selection).map(|(_, row)| row.file.as_str()).collect();
        files.retain(|path| meant.contains(stem(path).as_str()));
    }
    if args.sessions.is_empty() {
        return Ok(files);
    }
    let mut wanted = BTreeSet::new();
    for id in &args.sessions {
        wanted.insert(find(&files, id)?);
    }
    Ok(wanted.into_iter().filter_map(|at| files.get(at).cloned()).collect())
}

/// The name of a file without ending: what a session is known by.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The place of the one file whose name is `id` or has it as a part.
fn find(files: &[PathBuf], id: &str) -> Result<usize, CliError> {
    let wanted = id.strip_suffix(".ron").unwrap_or(id);
    if let Some(at) = files.iter().position(|p| stem(p) == wanted) {
        return Ok(at);
    }
    let lower = wanted.to_lowercase();
    let fits = |(_, path): &(usize, &PathBuf)| stem(path).to_lowercase().contains(&lower);
    let fitting: Vec<(usize, &PathBuf)> = files.iter().enumerate().filter(fits).collect();
    let shown = crate::text::clean::line(wanted);
    match fitting.as_slice() {
        [(at, _)] => Ok(*at),
        [] => {
            Err(CliError::Usage(format!("no session {shown}: `vivavoce session list` names those there are")))
        }
        several => {
            let names: Vec<String> = several.iter().take(5).map(|(_, p)| stem(p)).collect();
            let names = names.join(", ");
            let more = if several.len() > 5 { " and more" } else { "" };
            let names = crate::text::clean::line(&names);
            Err(CliError::Usage(format!("{shown} fits {} sessions: {names}{more}", several.len())))
        }
    }
}

/// What will be exported.
#[derive(Default)]
pub(super) struct Chosen {
    pub(super) paths: Vec<PathBuf>,
    /// Ids of the banks that occur.
    pub(super) banks: BTreeSet<String>,
}

/// What has to be known of a session before the first row can be written.
struct Head {
    path: PathBuf,
    id: String,
    synthetic: bool,
    revision: u64,
    banks: Vec<String>,
}

/// Reads all sessions once and chooses. What can't be exported is noted.
pub(super) fn choose(paths: &[PathBuf], synthetic: Option<Synthetic>, notes: &mut Notes) -> Chosen {
    let mut heads: Vec<Head> = Vec::new();
    let done: Result<(), std::convert::Infallible> = reading::each(
        paths,
        "looking through",
        &mut |path, loaded| {
            match loaded {
                Ok(loaded) => {
                    let record = loaded.session.record();
                    if record.format > FORMAT {
                        let (path, format) = (path.display(), record.format);
                        notes.say(&format!(
                        "{path}: format {format} is newer than this program knows; what it understands is exported"
                    ));
                    }
                    heads.push(Head {
                        path: path.to_owned(),
                        id: record.id.clone(),
                        synthetic: record.synthetic,
                        revision: record.revision,
                        banks: record.banks.iter().map(|b| b.id.clone()).collect(),
                    });
                }
                Err(error) => notes.skip(path, &error),
            }
            Ok(())
        },
    );
    let Ok(()) = done;
    drop_doubles(&mut heads, notes);
    let made_up = heads.iter().filter(|h| h.synthetic).count() as u64;
    let both = made_up > 0 && made_up < heads.len() as u64;
    let keep = match synthetic {
        Some(choice) => choice,
        None if both => {
            let count = if made_up == 1 {
                "1 made-up session".to_owned()
            } else {
                format!("{made_up} made-up sessions")
            };
            notes.say(&format!(
                "{count} left out, since there are real ones too: --synthetic include or only"
            ));
            Synthetic::Exclude
        }
        None => Synthetic::Include,
    };
    let before = heads.len();
    heads.retain(|head| match keep {
        Synthetic::Include => true,
        Synthetic::Exclude => !head.synthetic,
        Synthetic::Only => head.synthetic,
    });
    notes.left_out = (before - heads.len()) as u64;
    let mut chosen = Chosen::default();
    for head in heads {
        chosen.banks.extend(head.banks);
        chosen.paths.push(head.path);
    }
    chosen
}

/// Of files that hold the same interview one stays: the one that is called by its id, else the one with most changes.
fn drop_doubles(heads: &mut Vec<Head>, notes: &mut Notes) {
    let rank = |head: &Head| (stem(&head.path) == head.id, head.revision);
    let mut best: HashMap<String, usize> = HashMap::new();
    for (at, head) in heads.iter().enumerate() {
        match best.get(&head.id).copied().and_then(|first| heads.get(first)) {
            Some(first) if rank(first) >= rank(head) => {}
            _ => {
                best.insert(head.id.clone(), at);
            }
        }
    }
    let mut at = 0;
    let kept: HashMap<String, PathBuf> =
        best.iter().filter_map(|(id, at)| Some((id.clone(), heads.get(*at)?.path.clone()))).collect();
    heads.retain(|head| {
        let stays = best.get(&head.id) == Some(&at);
        if let Some(first) = kept.get(&head.id).filter(|_| !stays) {
            let message = format!("holds the same interview as {}, which is exported", first.display());
            notes.skip_for(&head.path, &message);
        }
        at += 1;
        stays
    });
}
