//! A tiny file system that a test can fill to the last byte.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// A file system in memory, gone with the test.
#[derive(Debug)]
pub struct Disk {
    directory: TempDir,
}

impl Disk {
    /// Mounts one of this size, such as `8m`.
    #[must_use]
    pub fn new(size: &str) -> Self {
        let directory = tempfile::Builder::new().prefix("schalter-disk-").tempdir().expect("a directory");
        let options = format!("size={size},mode=0777");
        let place = directory.path().to_str().expect("a name");
        mount(&["mount", "-t", "tmpfs", "-o", &options, "schalter-test", place]).unwrap_or_else(|why| {
            panic!("this test needs a small file system, and mounting one is not permitted ({why}): run it as root")
        });
        Self { directory }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Writes until nothing more fits.
    pub fn fill(&self) {
        let mut file = fs::OpenOptions::new().create(true).append(true).open(self.ballast()).expect("a file");
        for size in [64 << 10, 4096, 512, 1] {
            let block = vec![0x5a; size];
            while file.write_all(&block).is_ok() {}
        }
    }

    /// Leaves room for about so many bytes, as if somebody had tidied up.
    pub fn leave(&self, room: u64) {
        let file = fs::OpenOptions::new().write(true).open(self.ballast()).expect("it was filled");
        let size = file.metadata().expect("a size").len();
        file.set_len(size.saturating_sub(room)).expect("shortened");
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let place = self.path().display().to_string();
        // Lazily: what a test left open must not keep it.
        let _gone = mount(&["umount", "-l", &place]);
    }
}

/// Runs a command that needs an administrator.
fn mount(command: &[&str]) -> Result<(), String> {
    let root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let sudo: &[&str] = if root { &[] } else { &["sudo", "-n"] };
    let words = [sudo, command].concat();
    let output = Command::new(words[0]).args(&words[1..]).output().map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}
