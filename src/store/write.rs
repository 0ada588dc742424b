//! One file written whole: to a temporary name, forced to the disk, put in place in one step. For its owner only.
//!
//! Sessions are not written here (`saver`).

use super::StoreError;
use super::disk::{Disk, RealDisk, make_folder, private, temp_path};
use super::folder::{DataFolder, FolderError};
use std::io;
use std::path::{Path, PathBuf};

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Something stands there already.
    #[error("{} exists already; --force replaces it", path.display())]
    Exists {
        /// What was to be written.
        path: PathBuf,
    },
    /// What stands there is no file that could be replaced.
    #[error("{} is not a plain file, so it is not replaced", path.display())]
    NotAFile {
        /// What was to be written.
        path: PathBuf,
    },
    /// The system would not.
    #[error("{} can't be written: {source}", path.display())]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Writes a file. What is there is replaced only if `force` says so.
///
/// # Errors
/// When something is there that must stay, or the disk refuses; what was there is then untouched.
pub fn write_file(path: &Path, content: impl AsRef<[u8]>, force: bool) -> Result<(), WriteError> {
    let (path, fail) = (path.to_owned(), |source| WriteError::Io { path: path.to_owned(), source });
    match std::fs::symlink_metadata(&path) {
        Ok(found) if !found.is_file() => return Err(WriteError::NotAFile { path }),
        Ok(_) if !force => return Err(WriteError::Exists { path }),
        _ => {}
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (disk, temp) = (RealDisk, temp_path(&path, 0));
    let written = (|| {
        let mut file = disk.create(&temp)?;
        file.write(content.as_ref())?;
        file.sync()?;
        drop(file);
        disk.rename(&temp, &path)
    })();
    if let Err(error) = written {
        let _ = disk.remove(&temp);
        return Err(fail(error));
    }
    disk.sync_folder(folder).map_err(fail)
}

/// Writes a file of made-up data, for its owner only, where there is none yet.
///
/// In one go and without forcing it to the disk, unlike [`write_file`]: made-up data can be made again, and a hundred
/// thousand files would wait for the disk a hundred thousand times.
///
/// # Errors
/// When there is a file of this name, or the disk refuses; what was half written is removed then.
pub fn write_made_up(path: &Path, text: &str) -> Result<(), WriteError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    private(&mut options);
    let mut file = options.open(path).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists { path: path.to_owned() },
        _ => WriteError::Io { path: path.to_owned(), source },
    })?;
    io::Write::write_all(&mut file, text.as_bytes()).map_err(|source| {
        let _ = std::fs::remove_file(path);
        WriteError::Io { path: path.to_owned(), source }
    })
}

/// Writes a file into the `overlays/` of a data folder, which is made where it is missing: the file's path.
///
/// # Errors
/// When the folder can't be made, something is there that must stay, or the disk refuses.
pub fn write_overlay(
    folder: &DataFolder,
    name: &str,
    text: &str,
    force: bool,
) -> Result<PathBuf, StoreError> {
    folder.create()?;
    let overlays = folder.overlays_dir();
    make_folder(&overlays).map_err(|e| FolderError::from_io(&overlays, e))?;
    let path = overlays.join(name);
    write_file(&path, text, force)?;
    Ok(path)
}

/// Writes a training plan into the `plans/` of a data folder, which is made where it is missing, under the first free
/// name that begins with `stem`: the file's path.
///
/// # Errors
/// When the folder can't be made, no name is free, or the disk refuses.
pub fn write_plan(
    folder: &DataFolder,
    stem: &str,
    ending: &str,
    content: &[u8],
) -> Result<PathBuf, StoreError> {
    folder.create()?;
    let plans = folder.root.join("plans");
    make_folder(&plans).map_err(|e| FolderError::from_io(&plans, e))?;
    let mut path = plans.join(format!("{stem}.{ending}"));
    for number in 2.. {
        match write_file(&path, content, false) {
            Err(WriteError::Exists { .. } | WriteError::NotAFile { .. }) if number < 1_000 => {
                path = plans.join(format!("{stem}-{number}.{ending}"));
            }
            written => {
                written?;
                break;
            }
        }
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_and_replaced_only_by_force() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.ron");
        write_file(&path, "one", false).unwrap();
        let error = write_file(&path, "two", false).unwrap_err();
        assert!(error.to_string().ends_with("x.ron exists already; --force replaces it"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        write_file(&path, "two", true).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing is left behind");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn what_is_no_file_is_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(write_file(dir.path(), "x", true), Err(WriteError::NotAFile { .. })));
        let below = dir.path().join("file");
        std::fs::write(&below, "x").unwrap();
        assert!(matches!(write_file(&below.join("x.ron"), "x", true), Err(WriteError::Io { .. })));
    }
}
