//! The data folder: which one it is, whether it can be used, and making it.
//!
//! Folders are made for the owner's eyes only (0700): what officials said is nobody else's business.

use super::disk;
use etcetera::BaseStrategy;
use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The environment variable that names the data folder.
pub const VARIABLE: &str = "VIVAVOCE_DATA";

/// How the data folder was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// `--data`.
    Flag,
    /// `VIVAVOCE_DATA`.
    Environment,
    /// The current folder, because it holds `sessions/`.
    CurrentDir,
    /// The platform's folder for data.
    Platform,
}

/// The folder that holds `sessions/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder {
    /// Where it is. Absolute if the current folder was.
    pub root: PathBuf,
    /// How it was chosen.
    pub origin: Origin,
}

/// Why the data folder can't be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// `--data` with nothing behind it.
    #[error("--data needs the path of a folder")]
    Empty,
    /// Something else stands there.
    #[error("{} is not a folder: name a folder with --data DIR or {VARIABLE}", path.display())]
    NotAFolder {
        /// What was named.
        path: PathBuf,
    },
    /// Nothing stands there.
    #[error(
        "the data folder {} does not exist: start an interview with it to make it, or name another with --data DIR",
        path.display()
    )]
    Missing {
        /// What was named.
        path: PathBuf,
    },
    /// Nor does the folder that should hold it: more likely a typing mistake or a missing disk than a wish.
    #[error(
        "the data folder {} can't be made because {} does not exist: make that first, or name another with --data DIR",
        path.display(), parent.display()
    )]
    NoParent {
        /// What was named.
        path: PathBuf,
        /// What is missing.
        parent: PathBuf,
    },
    /// It can be read and not written.
    #[error(
        "the data folder {} can't be written ({source}): change its permissions, or name another with --data DIR",
        path.display()
    )]
    ReadOnly {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something else went wrong with it.
    #[error("the data folder {} can't be used ({source}): name another with --data DIR", path.display())]
    Io {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No home folder is known.
    #[error("no home folder is known, so there is no place for sessions: name a folder with --data DIR")]
    NoHome,
}

impl FolderError {
    /// Whether the words on the command line are at fault, not the state of the disk.
    pub fn is_usage(&self) -> bool {
        matches!(self, Self::Empty | Self::NotAFolder { .. })
    }

    pub(super) fn from_io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path, source },
            ErrorKind::NotFound => Self::Missing { path },
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists => Self::NotAFolder { path },
            _ => Self::Io { path, source },
        }
    }
}

impl DataFolder {
    /// Chooses the data folder: `--data`, else `VIVAVOCE_DATA`, else `cwd` if it holds `sessions/`, else the
    /// platform's. Nothing is made; it need not exist yet.
    ///
    /// # Errors
    /// When what was named is no folder, or no home folder is known.
    pub fn resolve(
        flag: Option<&Path>,
        env: impl Fn(&str) -> Option<OsString>,
        cwd: &Path,
    ) -> Result<Self, FolderError> {
        let named = |path: &Path, origin| {
            // Absolute, so that nothing depends on where the program happens to stand later.
            let root = cwd.join(path);
            if root.exists() && !root.is_dir() {
                return Err(FolderError::NotAFolder { path: root });
            }
            Ok(Self { root, origin })
        };
        if let Some(path) = flag {
            return if path.as_os_str().is_empty() {
                Err(FolderError::Empty)
            } else {
                named(path, Origin::Flag)
            };
        }
        // A variable that is set to nothing is a variable that somebody meant to unset.
        if let Some(value) = env(VARIABLE).filter(|v| !v.is_empty()) {
            return named(Path::new(&value), Origin::Environment);
        }
        if cwd.join("sessions").is_dir() {
            return Ok(Self { root: cwd.to_owned(), origin: Origin::CurrentDir });
        }
        let base = etcetera::choose_base_strategy().map_err(|_| FolderError::NoHome)?;
        Ok(Self { root: base.data_dir().join("vivavoce"), origin: Origin::Platform })
    }

    /// Where the sessions are.
    pub fn sessions_dir(&self) -> PathBuf {
        self.root.join("sessions")
    }

    /// Where additional banks are.
    pub fn banks_dir(&self) -> PathBuf {
        self.root.join("banks")
    }

    /// Where wording overlays are.
    pub fn overlays_dir(&self) -> PathBuf {
        self.root.join("overlays")
    }

    /// Cache and locks: may be deleted at any time.
    pub fn cache_dir(&self) -> PathBuf {
        self.root.join(".vivavoce")
    }

    /// The file of the session with this id.
    pub fn session_path(&self, id: &str) -> PathBuf {
        self.sessions_dir().join(format!("{id}.ron"))
    }

    /// The folder must be there, to be read.
    ///
    /// # Errors
    /// When it is missing, not a folder, or can't be looked at.
    pub fn require(&self) -> Result<(), FolderError> {
        match std::fs::metadata(&self.root) {
            Ok(found) if found.is_dir() => Ok(()),
            Ok(_) => Err(FolderError::NotAFolder { path: self.root.clone() }),
            // The platform's own folder appears with the first interview: until then it is empty, not wrong.
            Err(e) if e.kind() == ErrorKind::NotFound && self.origin == Origin::Platform => Ok(()),
            Err(e) => Err(FolderError::from_io(&self.root, e)),
        }
    }

    /// Makes the folder and `sessions/` in it where they are missing. A named folder is made in an existing one
    /// only; the platform's folder with all above it.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn create(&self) -> Result<(), FolderError> {
        self.has_a_place()?;
        for folder in [self.root.clone(), self.sessions_dir()] {
            disk::make_folder(&folder).map_err(|e| FolderError::from_io(&folder, e))?;
        }
        Ok(())
    }

    /// Whether interviews can be kept here: in the folder as it is, or once it has been made.
    ///
    /// # Errors
    /// When it can't be written, or not be made.
    pub fn check(&self) -> Result<(), FolderError> {
        if self.root.exists() { self.probe() } else { self.has_a_place() }
    }

    /// Whether there is a folder that a named one can be made in, if it has to be made.
    fn has_a_place(&self) -> Result<(), FolderError> {
        let named = matches!(self.origin, Origin::Flag | Origin::Environment);
        let parent = self.root.parent().unwrap_or(&self.root);
        if !named || self.root.exists() || parent.is_dir() {
            return Ok(());
        }
        let (path, parent) = (self.root.clone(), parent.to_owned());
        Err(if parent.exists() {
            FolderError::NotAFolder { path: parent }
        } else {
            FolderError::NoParent { path, parent }
        })
    }

    /// Whether a session could be written now, found out by writing a few bytes and removing them.
    ///
    /// # Errors
    /// When the folder is missing, not a folder, read-only or full.
    pub fn probe(&self) -> Result<(), FolderError> {
        match std::fs::metadata(&self.root) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(FolderError::NotAFolder { path: self.root.clone() }),
            Err(e) => return Err(FolderError::from_io(&self.root, e)),
        }
        let sessions = self.sessions_dir();
        let folder = if sessions.exists() { sessions } else { self.root.clone() };
        let path = folder.join(format!(".probe.tmp-{}", std::process::id()));
        let fail = |e| FolderError::from_io(&folder, e);
        let mut file = disk::create_private(&path).map_err(fail)?;
        let written = io::Write::write_all(&mut file, b"probe\n");
        drop(file);
        let removed = std::fs::remove_file(&path);
        written.and(removed).map_err(fail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none(_: &str) -> Option<OsString> {
        None
    }

    #[test]
    fn flag_before_variable_before_current_folder_before_platform() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("sessions")).unwrap();
        let env = |name: &str| (name == VARIABLE).then(|| OsString::from("elsewhere"));
        let with = |flag, e: &dyn Fn(&str) -> Option<OsString>, cwd: &Path| {
            DataFolder::resolve(flag, e, cwd).unwrap()
        };
        let flag = with(Some(Path::new("here")), &env, dir.path());
        assert_eq!((flag.root, flag.origin), (dir.path().join("here"), Origin::Flag));
        let var = with(None, &env, dir.path());
        assert_eq!((var.root, var.origin), (dir.path().join("elsewhere"), Origin::Environment));
        assert_eq!(with(None, &none, dir.path()).origin, Origin::CurrentDir);
        let empty = |_: &str| Some(OsString::new());
        assert_eq!(with(None, &empty, dir.path()).origin, Origin::CurrentDir);
        let bare = tempfile::tempdir().unwrap();
        let platform = with(None, &none, bare.path());
        assert_eq!(platform.origin, Origin::Platform);
        assert!(platform.root.ends_with("vivavoce"));
    }

    #[test]
    fn a_missing_folder_is_made_in_an_existing_one_only() {
        let dir = tempfile::tempdir().unwrap();
        let make = |p: &str| DataFolder::resolve(Some(Path::new(p)), none, dir.path()).unwrap();
        let folder = make("new");
        assert!(matches!(folder.require(), Err(FolderError::Missing { .. })));
        assert!(matches!(folder.probe(), Err(FolderError::Missing { .. })));
        folder.create().unwrap();
        folder.create().unwrap();
        folder.probe().unwrap();
        folder.require().unwrap();
        let error = make("no/such/place").create().unwrap_err();
        assert!(matches!(&error, FolderError::NoParent { .. }), "{error}");
        assert!(error.to_string().contains("no/such does not exist"), "{error}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            for made in [folder.root.clone(), folder.sessions_dir()] {
                assert_eq!(std::fs::metadata(made).unwrap().permissions().mode() & 0o777, 0o700);
            }
        }
    }

    #[test]
    fn a_file_is_not_a_folder() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("notes.txt");
        std::fs::write(&file, "x").unwrap();
        let error = DataFolder::resolve(Some(&file), none, dir.path()).unwrap_err();
        assert!(error.is_usage() && error.to_string().contains("notes.txt"), "{error}");
        assert!(DataFolder::resolve(Some(Path::new("")), none, dir.path()).unwrap_err().is_usage());
        let below = DataFolder::resolve(Some(&file.join("data")), none, dir.path()).unwrap();
        for error in [below.create().unwrap_err(), below.check().unwrap_err()] {
            assert!(error.to_string().contains("notes.txt is not a folder"), "{error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_written_says_so() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let folder = DataFolder { root: dir.path().to_owned(), origin: Origin::Flag };
        folder.create().unwrap();
        let sessions = folder.sessions_dir();
        std::fs::set_permissions(&sessions, std::fs::Permissions::from_mode(0o500)).unwrap();
        // The superuser writes everywhere: there is nothing to see then.
        if std::fs::write(sessions.join("x"), "").is_err() {
            assert!(matches!(folder.probe(), Err(FolderError::ReadOnly { .. })));
        }
        std::fs::set_permissions(&sessions, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
}
