//! Files written beside under another name, and put in place at the end, all of them or none.

use crate::cli::CliError;
use crate::export::{Target, Written};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A hidden folder in which an export grows. It is removed when it is dropped.
pub(super) struct Staging {
    into: PathBuf,
    /// Where the files are written.
    folder: PathBuf,
    /// Whether the folder that was named has to be made.
    fresh: bool,
    replace: bool,
}

impl Staging {
    /// Looks at what was named, and makes the hidden folder.
    ///
    /// # Errors
    /// When there are files in it already, it can't be made, or is no folder.
    pub(super) fn begin(into: &Path, replace: bool) -> Result<Self, CliError> {
        let shown = into.display();
        if into.as_os_str().is_empty() {
            return Err(CliError::Usage("--into needs the path of a folder".to_owned()));
        }
        let fresh = match std::fs::metadata(into) {
            Ok(found) if found.is_dir() => false,
            Ok(_) => {
                return Err(CliError::Failed(format!("{shown} is not a folder: name another with --into")));
            }
            Err(e) if e.kind() == ErrorKind::NotFound => true,
            Err(e) => {
                return Err(CliError::Failed(format!(
                    "{shown} can't be used ({e}): name another with --into"
                )));
            }
        };
        let name = format!(".vivavoce-export-{}", std::process::id());
        let folder = if fresh {
            let parent = into.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            if !parent.is_dir() {
                return Err(CliError::Failed(format!(
                    "{shown} can't be made because {} is no folder: make that first",
                    parent.display()
                )));
            }
            parent.join(name)
        } else {
            let mut entries = std::fs::read_dir(into)
                .map_err(|e| CliError::Failed(format!("{shown} can't be read: {e}")))?;
            if !replace && entries.next().is_some() {
                return Err(CliError::Failed(format!(
                    "{shown} is not empty and nothing was written: name a new folder, or --replace an earlier export in it"
                )));
            }
            into.join(name)
        };
        // Only a dead process of the same number can have left one.
        let _ = std::fs::remove_dir_all(&folder);
        make(&folder).map_err(|e| {
            CliError::Failed(format!(
                "{shown} can't be written ({e}): change its permissions, or name another with --into"
            ))
        })?;
        let staging = Self { into: into.to_owned(), folder, fresh, replace };
        make(&staging.old()).map_err(|e| CliError::Failed(format!("{shown} can't be written ({e})")))?;
        Ok(staging)
    }

    /// The files as they will be put in place.
    fn new_files(&self) -> PathBuf {
        self.folder.join("new")
    }

    /// What they replace, and what is needed only while writing.
    fn old(&self) -> PathBuf {
        self.folder.join("old")
    }

    /// Puts the files in place.
    ///
    /// # Errors
    /// When one can't be; all is as it was then.
    pub(super) fn commit(self, files: &[Written]) -> Result<(), CliError> {
        let failed = |name: &str, e: io::Error| {
            CliError::Failed(format!(
                "{} could not be put in place ({e}); all is as it was",
                self.into.join(name).display()
            ))
        };
        for file in files {
            File::open(self.new_files().join(&file.name))
                .and_then(|f| f.sync_all())
                .map_err(|e| failed(&file.name, e))?;
        }
        if self.fresh {
            return std::fs::rename(self.new_files(), &self.into).map_err(|e| failed("", e));
        }
        let mut moves = Moves::default();
        let done = self.move_all(files, &mut moves);
        if let Err((name, error)) = done {
            moves.back();
            return Err(failed(&name, error));
        }
        Ok(())
    }

    fn move_all(&self, files: &[Written], moves: &mut Moves) -> Result<(), (String, io::Error)> {
        let aside = |moves: &mut Moves, name: &str, path: &Path| {
            let old = self.old().join(format!("replaced-{}", moves.done.len()));
            moves.rename(path, &old).map_err(|e| (name.to_owned(), e))
        };
        for file in files {
            let to = self.into.join(&file.name);
            match std::fs::symlink_metadata(&to) {
                Ok(_) if !self.replace => {
                    return Err((file.name.clone(), io::Error::from(ErrorKind::AlreadyExists)));
                }
                Ok(found) if found.is_dir() => {
                    return Err((file.name.clone(), io::Error::other("a folder has that name")));
                }
                Ok(_) => aside(moves, &file.name, &to)?,
                Err(_) => {}
            }
            if let Some(parent) = to.parent() {
                make(parent).map_err(|e| (file.name.clone(), e))?;
            }
            moves.rename(&self.new_files().join(&file.name), &to).map_err(|e| (file.name.clone(), e))?;
        }
        // Answers of a bank that is not in this export would be read together with those that are.
        if files.iter().any(|f| f.name.starts_with("answers/")) {
            for (name, path) in partitions(&self.into) {
                if !files.iter().any(|f| f.name == name) {
                    aside(moves, &name, &path)?;
                    let _ = path.parent().map(std::fs::remove_dir);
                }
            }
        }
        Ok(())
    }
}

/// The files of answers that an earlier export into this folder has written: name in the export, path.
fn partitions(into: &Path) -> Vec<(String, PathBuf)> {
    let Ok(entries) = std::fs::read_dir(into.join("answers")) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let folder = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path().join("part-0.parquet");
        if folder.starts_with("bank=") && path.is_file() {
            found.push((format!("answers/{folder}/part-0.parquet"), path));
        }
    }
    found
}

/// Renames that can be taken back.
#[derive(Default)]
struct Moves {
    done: Vec<(PathBuf, PathBuf)>,
}

impl Moves {
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)?;
        self.done.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn back(self) {
        for (from, to) in self.done.into_iter().rev() {
            let _ = from.parent().map(make);
            let _ = std::fs::rename(to, from);
        }
    }
}

impl Target for Staging {
    fn create(&self, name: &str) -> io::Result<Box<dyn Write + Send>> {
        let path = self.new_files().join(name);
        if let Some(parent) = path.parent() {
            make(parent)?;
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // What officials said is for its owner's eyes only, here as in the data folder.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Box::new(options.open(path)?))
    }

    fn scratch(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Makes a folder, and those above it, that only their owner can enter. One that is there stays as it is.
fn make(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
