//! A real provider of `OpenID` Connect: `oidc-provider`, which is certified, with accounts that a test writes down.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    process::{ChildStdout, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use super::{node, process::Process};

/// What it calls us, and what proves it.
pub const CLIENT: (&str, &str) = ("schalter", "not-very-secret");

/// A provider on a free port, until it is dropped.
#[derive(Debug)]
pub struct OpenId {
    _process: Process,
    /// It ends when nobody listens to it.
    _said: BufReader<ChildStdout>,
    directory: TempDir,
    /// What it calls itself.
    pub issuer: String,
}

impl OpenId {
    /// Starts one that sends people back to `redirect_uri`.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(redirect_uri: &str) -> Self {
        let directory = tempfile::Builder::new().prefix("schalter-openid-").tempdir().expect("a directory");
        let accounts = directory.path().join("accounts.json");
        fs::write(&accounts, "{}").expect("no accounts yet");
        let mut command = Command::new("node");
        command
            .arg("provider.mjs")
            .current_dir(node::installed("oidc", &["provider.mjs"]))
            .env("ACCOUNTS", &accounts)
            .env("REDIRECT_URI", redirect_uri)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = Process::start(&mut command);
        let said = process.child().stdout.take().expect("it is piped");
        let mut said = BufReader::new(said);
        let lines = said.by_ref().lines().map_while(Result::ok);
        let mut issuers = lines.filter_map(|line| line.strip_prefix("listening ").map(str::to_owned));
        let issuer = issuers.next().expect("node and oidc-provider start");
        Self { _process: process, _said: said, directory, issuer }
    }

    /// Who can log in there, by name, with what it says of them.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub fn accounts(&self, accounts: &Value) {
        let file = self.directory.path().join("accounts.json");
        fs::write(file, accounts.to_string()).expect("the accounts");
    }
}
