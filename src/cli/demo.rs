//! `vivavoce demo`: the full screen on forty made-up sessions, in a data folder that is thrown away afterwards.

use super::{CliError, Context, interview, sample};
use crate::store::{DataFolder, Origin};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How many sessions the folder is filled with, and from which seed.
const SESSIONS: (usize, u64) = (40, 7);

/// Nothing of it is kept unless asked for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Keep the data folder, and say where it is
    #[arg(long)]
    pub keep: bool,
}

/// Removes the folder when it goes out of use, also when the screen ends in a panic.
struct ThrowAway(Option<PathBuf>);

impl Drop for ThrowAway {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            let _ = std::fs::remove_dir_all(path);
        }
    }
}

/// Opens it.
///
/// # Errors
/// When there is no terminal, or no place for the folder.
pub fn run(args: &Args, context: &mut Context<'_>) -> Result<ExitCode, CliError> {
    if context.data.is_some() {
        return Err(CliError::Usage("demo makes a data folder of its own: leave out --data".to_owned()));
    }
    interview::needs_terminal()?;
    let root = make_folder(&std::env::temp_dir())?;
    let mut guard = ThrowAway(Some(root.clone()));
    let folder = DataFolder { root: root.clone(), origin: Origin::Environment };
    sample::fill(&folder, SESSIONS.0, SESSIONS.1)?;
    let ended = interview::on_screen(folder, None, None);
    if args.keep {
        guard.0 = None;
        writeln!(
            context.out,
            "the demo's data folder is kept: `vivavoce --data {}` opens it again",
            root.display()
        )?;
        return ended;
    }
    drop(guard);
    if root.exists() {
        let text = format!("the demo's data folder {} can't be removed: delete it by hand", root.display());
        return Err(CliError::Failed(text));
    }
    writeln!(context.out, "the demo's data folder is thrown away; `vivavoce demo --keep` keeps it")?;
    ended
}

/// A new folder for its owner only, under a name that nobody can have taken before.
fn make_folder(place: &Path) -> Result<PathBuf, CliError> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    loop {
        let path = place.join(format!("vivavoce-demo-{:08x}", fastrand::u32(..)));
        match builder.create(&path) {
            Ok(()) => return Ok(path),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
            Err(e) => {
                return Err(CliError::Failed(format!("no folder can be made in {}: {e}", place.display())));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_private_and_goes_when_the_guard_goes() {
        let place = tempfile::tempdir().unwrap();
        let path = make_folder(place.path()).unwrap();
        assert!(path.file_name().unwrap().to_string_lossy().starts_with("vivavoce-demo-"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        }
        std::fs::write(path.join("x"), "x").unwrap();
        let held = path.clone();
        let panicked = std::panic::catch_unwind(move || {
            let _guard = ThrowAway(Some(held));
            panic!("the screen fails");
        });
        assert!(panicked.is_err() && !path.exists());
        let error = make_folder(&place.path().join("none")).unwrap_err();
        assert!(matches!(&error, CliError::Failed(text) if text.contains("none")), "{error}");
    }
}
