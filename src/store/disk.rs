//! The few things that the saver does to a disk, one call each, so that a test can make any of them fail.
//!
//! The real disk is plain `std`. Files are private (0600) from the moment they exist, never by a later change.

use sha2::Digest as _;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A digest of a whole file.
pub type Digest = [u8; 32];

/// What tells, without reading it, that a file is still the one that was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStamp {
    /// Its size.
    pub len: u64,
    /// When it was last written, where the system tells.
    pub modified: Option<SystemTime>,
    /// Its inode; 0 where there are none.
    pub inode: u64,
}

/// A file as it was last seen: what tells quickly, and what tells surely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Size, time, inode.
    pub stamp: FileStamp,
    /// Digest of its bytes: some network disks hand out new inodes, some tools touch times and change nothing.
    pub digest: Digest,
}

/// A temporary file that is being written.
pub trait TempFile: Send {
    /// Writes all bytes.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Forces them to the disk.
    fn sync(&mut self) -> io::Result<()>;
    /// What the file looks like now; a rename keeps it.
    fn stamp(&self) -> io::Result<FileStamp>;
}

/// A place to keep files.
pub trait Disk: Send + Sync {
    /// Makes a new private file; one that was left behind under this name is removed first.
    fn create(&self, path: &Path) -> io::Result<Box<dyn TempFile>>;
    /// Puts a file in another's place in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Forces a rename in this folder to the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// What a file looks like; `None` if there is none.
    fn stamp(&self, path: &Path) -> io::Result<Option<FileStamp>>;
    /// The digest of a file's bytes.
    fn digest(&self, path: &Path) -> io::Result<Digest>;
}

/// The real thing.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

struct RealTemp(File);

impl TempFile for RealTemp {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }

    fn stamp(&self) -> io::Result<FileStamp> {
        Ok(stamp_of(&self.0.metadata()?))
    }
}

impl Disk for RealDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn TempFile>> {
        Ok(Box::new(RealTemp(create_private(path)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if !cfg!(unix) {
            return Ok(());
        }
        match File::open(folder)?.sync_all() {
            // Some file systems have no such thing as syncing a folder; they say so, and there is no more to do.
            Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            done => done,
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn stamp(&self, path: &Path) -> io::Result<Option<FileStamp>> {
        match std::fs::symlink_metadata(path) {
            Ok(found) => Ok(Some(stamp_of(&found))),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    fn digest(&self, path: &Path) -> io::Result<Digest> {
        let mut hasher = sha2::Sha256::new();
        let mut file = File::open(path)?;
        let mut buffer = vec![0; 64 << 10];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(hasher.finalize().into()),
                n => hasher.update(buffer.get(..n).unwrap_or_default()),
            }
        }
    }
}

/// The digest of these bytes.
pub(super) fn digest(bytes: &[u8]) -> Digest {
    sha2::Sha256::digest(bytes).into()
}

pub(super) fn stamp_of(found: &std::fs::Metadata) -> FileStamp {
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(found);
    #[cfg(not(unix))]
    let inode = 0;
    FileStamp { len: found.len(), modified: found.modified().ok(), inode }
}

/// The hidden name beside a session file under which its next version is written: on the same disk, so that the
/// rename is one step.
pub fn temp_path(path: &Path, generation: u32) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let pid = std::process::id();
    let again = if generation == 0 { String::new() } else { format!("-{generation}") };
    path.with_file_name(format!(".{name}.tmp-{pid}{again}"))
}

/// Makes a new file that only its owner can read. What a dead process of the same number left there is removed;
/// a link there is never followed.
pub(super) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    private(&mut options);
    match options.open(path) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {
            std::fs::remove_file(path)?;
            options.open(path)
        }
        done => done,
    }
}

/// 0600 for what these options create.
pub(super) fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

/// Makes a folder, and those above it, that only their owner can enter. One that is there stays as it is.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
