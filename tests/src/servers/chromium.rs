//! A headless Chromium, driven through chromedriver.

use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::{process::Process, webdriver::Window};
use crate::wait::until;

/// A running chromedriver; windows are opened from it and closed with it.
#[derive(Debug)]
pub struct Chromium {
    process: Process,
    address: String,
    directory: TempDir,
}

impl Chromium {
    /// Starts the driver and waits until it accepts.
    pub async fn start() -> Self {
        super::program(&["chromium"], "chromium");
        let directory = tempfile::Builder::new().prefix("schalter-chromium-").tempdir().expect("a directory");
        let port = super::free_port();
        let mut command = Command::new(super::program(&["chromedriver"], "chromium-driver"));
        command.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
        // Whatever the browser writes beside its profile stays inside the test's directory.
        command.env("HOME", directory.path()).env("TMPDIR", directory.path());
        let mut process = Process::start(&mut command);
        until("chromedriver to accept", || {
            assert!(process.runs(), "chromedriver gave up");
            async move { tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok() }
        })
        .await;
        Self { process, address: format!("http://127.0.0.1:{port}"), directory }
    }

    /// Opens a window with a profile of its own: two windows are two people.
    pub async fn window(&self) -> Window {
        let profile = tempfile::Builder::new().prefix("profile-").tempdir_in(self.directory.path());
        let profile = profile.expect("a directory").keep();
        let arguments = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-gpu".to_owned(),
            "--hide-scrollbars".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--window-size=1360,860".to_owned(),
            format!("--user-data-dir={}", profile.display()),
        ];
        Window::open(&self.address, &arguments).await
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // The driver shares its group with the browsers it started, so that none is left behind.
        self.process.kill();
    }
}
