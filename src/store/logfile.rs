//! The log: what the program did and what went wrong, never what anybody said.
//!
//! Only this program's own messages are kept: a library might log the keys it reads. Two files of a megabyte at most.

use super::disk;
use log::LevelFilter;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A log file starts afresh above this size.
const CAP: u64 = 1 << 20;

/// Why no log is kept. The program works without one.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The file can't be written.
    #[error("no log is kept: {} can't be written ({source})", path.display())]
    Io {
        /// The log file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A log was started before.
    #[error("a log is being kept already")]
    Started,
}

/// Starts the log of this process in `.vivavoce/vivavoce.log`. Once per process.
///
/// # Errors
/// When the folder can't be written; nothing is logged then, and nothing else is lost.
pub fn start(cache_dir: &Path) -> Result<(), LogError> {
    let path = cache_dir.join("vivavoce.log");
    // A log is no reason to make a data folder that the person has not asked for.
    let made = match cache_dir.parent() {
        Some(root) if !root.is_dir() => Err(io::ErrorKind::NotFound.into()),
        _ => disk::make_folder(cache_dir),
    };
    let file = made.and_then(|()| CappedFile::open(&path, CAP));
    let file = file.map_err(|source| LogError::Io { path, source })?;
    dispatch(Box::new(file)).apply().map_err(|_| LogError::Started)
}

fn dispatch(file: Box<dyn Write + Send>) -> fern::Dispatch {
    fern::Dispatch::new()
        .level(LevelFilter::Off)
        .level_for("vivavoce", LevelFilter::Info)
        .format(|out, message, record| {
            // One message, one line, whatever an error brought along.
            let message = message.to_string().replace(char::is_control, " ");
            out.finish(format_args!("{:.3} {} {message}", jiff::Timestamp::now(), record.level()));
        })
        .chain(file)
}

/// A file that moves itself aside to `NAME.1` when it has grown to its cap.
#[derive(Debug)]
pub struct CappedFile {
    path: PathBuf,
    file: File,
    len: u64,
    cap: u64,
}

impl CappedFile {
    /// Opens the file to write at its end.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn open(path: &Path, cap: u64) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        disk::private(&mut options);
        let file = options.open(path)?;
        let len = file.metadata()?.len();
        Ok(Self { path: path.to_owned(), file, len, cap })
    }

    fn rotate(&mut self) -> io::Result<()> {
        let mut older = self.path.clone().into_os_string();
        older.push(".1");
        std::fs::rename(&self.path, &older)?;
        *self = Self::open(&self.path, self.cap)?;
        Ok(())
    }
}

impl Write for CappedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.len > 0 && self.len + bytes.len() as u64 > self.cap && self.rotate().is_err() {
            // It can't be moved (another window did, the folder is gone): better a gap in the log than a full disk.
            return Ok(bytes.len());
        }
        let written = self.file.write(bytes)?;
        self.len += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_to_its_cap_and_starts_afresh() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("vivavoce.log");
        let mut file = CappedFile::open(&path, 100).unwrap();
        for n in 0..50 {
            writeln!(file, "line number {n}").unwrap();
        }
        let len = |p: &Path| std::fs::metadata(p).unwrap().len();
        let older = dir.path().join("vivavoce.log.1");
        assert!(len(&path) <= 100 && len(&older) <= 100);
        assert!(std::fs::read_to_string(&path).unwrap().ends_with("line number 49\n"));
        #[cfg(unix)]
        for p in [&path, &older] {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(p).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn only_our_own_messages_one_line_each() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("vivavoce.log");
        let (_, log) = dispatch(Box::new(CappedFile::open(&path, 9999).unwrap())).into_log();
        for (target, text) in
            [("vivavoce::store", "disk\nfull"), ("crossterm", "key x"), ("vivavoce::tui", "ok")]
        {
            let args = format_args!("{text}");
            log.log(&log::Record::builder().target(target).level(log::Level::Info).args(args).build());
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.contains("INFO disk full") && !text.contains("key x"), "{text}");
    }

    #[test]
    fn makes_no_data_folder() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(start(&dir.path().join("missing/.vivavoce")), Err(LogError::Io { .. })));
        assert!(!dir.path().join("missing").exists());
    }
}
