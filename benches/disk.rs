//! What a save costs on this machine's disk, beside the least that any program could do: write the bytes and sync them.
//!
//! It measures the disk under the build folder.

#![expect(clippy::expect_used, reason = "a bench that cannot start has nothing to measure")]

mod common;

use divan::Bencher;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use vivavoce::session;
use vivavoce::store::{Disk, RealDisk};

fn main() {
    divan::main();
}

/// A folder of our own on the disk of the build folder, and the bytes of a long session.
fn stage(name: &str) -> (PathBuf, String) {
    let folder =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("disk-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the build folder can be written to");
    let text = session::write(&common::session(&common::bank())).expect("a session can be written");
    (folder, text)
}

/// The calls of one save, in the saver's order.
fn place(text: &str, temporary: &Path, path: &Path, folder: &Path) {
    let disk = RealDisk;
    let mut file = disk.create(temporary).expect("made");
    file.write(text.as_bytes()).expect("written");
    file.sync().expect("synced");
    file.stamp().expect("looked at");
    drop(file);
    disk.stamp(path).expect("looked at");
    disk.rename(temporary, path).expect("renamed");
    disk.sync_folder(folder).expect("synced");
}

/// A whole save as the saver makes it: temporary file, sync, look, rename, sync of the folder.
#[divan::bench(sample_count = 300, sample_size = 1)]
fn save(bencher: Bencher<'_, '_>) {
    let (folder, text) = stage("save");
    let (path, temporary) = (folder.join("session.ron"), folder.join(".session.ron.tmp"));
    bencher.bench_local(|| {
        place(&text, &temporary, &path, &folder);
    });
    let _ = fs::remove_dir_all(folder);
}

/// The same with the session made into text first: all that a save costs.
#[divan::bench(sample_count = 300, sample_size = 1)]
fn serialise_and_save(bencher: Bencher<'_, '_>) {
    let (folder, _) = stage("whole");
    let session = common::session(&common::bank());
    let (path, temporary) = (folder.join("session.ron"), folder.join(".session.ron.tmp"));
    bencher.bench_local(|| {
        let text = session::write(&session).expect("a session can be written");
        place(&text, &temporary, &path, &folder);
    });
    let _ = fs::remove_dir_all(folder);
}

/// The floor for a new file: made, written, synced.
#[divan::bench(sample_count = 300, sample_size = 1)]
fn floor_new_file(bencher: Bencher<'_, '_>) {
    let (folder, text) = stage("new");
    let path = folder.join("plain");
    bencher.with_inputs(|| drop(fs::remove_file(&path))).bench_local_values(|()| {
        let mut file = File::create(&path).expect("made");
        file.write_all(text.as_bytes()).expect("written");
        file.sync_all().expect("synced");
    });
    let _ = fs::remove_dir_all(folder);
}

/// The floor for a file written over in place, which a power cut can tear.
#[divan::bench(sample_count = 300, sample_size = 1)]
fn floor_in_place(bencher: Bencher<'_, '_>) {
    let (folder, text) = stage("place");
    let path = folder.join("plain");
    bencher.bench_local(|| {
        let mut file = File::create(&path).expect("made");
        file.write_all(text.as_bytes()).expect("written");
        file.sync_all().expect("synced");
    });
    let _ = fs::remove_dir_all(folder);
}
