//! A private Postfix that takes mail over SMTP on a free port and hands it to a pipe, as an operator has set it up.

use std::{
    fs,
    net::TcpStream,
    os::unix::fs::{PermissionsExt as _, chown},
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

use super::process::Process;
use crate::wait::until;

/// A running Postfix with a spool of its own. It can only run as root, as everywhere.
#[derive(Debug)]
pub struct Postfix {
    process: Process,
    directory: TempDir,
    port: u16,
}

/// What an operator adds to the files of that name.
#[derive(Debug, Clone, Default)]
pub struct Recipe {
    /// `main.cf`.
    pub main: String,
    /// `master.cf`.
    pub master: String,
    /// `transport`; `main` names it as `/etc/postfix/transport`.
    pub transport: String,
}

/// The services that every Postfix has; `-` leaves a default, the first `n` keeps out of a chroot.
const SERVICES: &str = "pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
lmtp unix - - n - - lmtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
";

impl Postfix {
    /// Starts it with this recipe, for mail to `domain`, and waits until it accepts.
    pub async fn start(domain: &str, recipe: &Recipe) -> Self {
        let directory = tempfile::Builder::new().prefix("schalter-postfix-").tempdir().expect("a directory");
        let place = directory.path();
        let port = super::free_port();
        // Postfix runs as several users; its master is strict about who owns what.
        fs::set_permissions(place, fs::Permissions::from_mode(0o755)).expect("open to its users");
        for part in ["conf", "spool", "data"] {
            fs::create_dir(place.join(part)).expect("a directory");
        }
        let owner = user("postfix");
        chown(place.join("data"), Some(owner.0), Some(owner.1))
            .expect("this test needs root, as Postfix does");
        let conf = place.join("conf");
        let main = recipe.main.replace("/etc/postfix", &conf.display().to_string());
        fs::write(conf.join("main.cf"), format!("{}{main}", base(place, domain))).expect("written");
        let listener = format!("127.0.0.1:{port} inet n - n - - smtpd\n");
        fs::write(conf.join("master.cf"), format!("{listener}{SERVICES}{}", recipe.master)).expect("written");
        fs::write(conf.join("transport"), &recipe.transport).expect("written");
        let map = Command::new(super::program(&["postmap"], "postfix"))
            .arg("-c")
            .arg(&conf)
            .arg(conf.join("transport"))
            .output()
            .expect("postmap runs");
        assert!(map.status.success(), "{}", String::from_utf8_lossy(&map.stderr));
        let mut command = Command::new(super::program(&["postfix"], "postfix"));
        command.arg("-c").arg(&conf).arg("start-fg").stdout(Stdio::null()).stderr(Stdio::null());
        let mut postfix = Self { process: Process::start(&mut command), directory, port };
        until("Postfix to accept", || {
            assert!(postfix.process.runs(), "Postfix gave up:\n{}", postfix.log());
            std::future::ready(TcpStream::connect(("127.0.0.1", port)).ok())
        })
        .await;
        postfix
    }

    /// Where it takes mail.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it wrote down.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.directory.path().join("log")).unwrap_or_default()
    }

    /// Whether it still holds mail, deferred mail included.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let queues = ["maildrop", "incoming", "active", "deferred"];
        queues.iter().all(|queue| files(&self.directory.path().join("spool").join(queue)) == 0)
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        // Its helpers live in groups of their own: only the master ends them.
        let conf = self.directory.path().join("conf");
        let mut stop = Command::new(super::program(&["postfix"], "postfix"));
        let _stopped =
            stop.arg("-c").arg(conf).arg("abort").stdout(Stdio::null()).stderr(Stdio::null()).status();
        let _ended = self.process.child().wait();
    }
}

fn files(directory: &Path) -> usize {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { 1 }).sum()
}

fn base(place: &Path, domain: &str) -> String {
    let place = place.display();
    format!(
        "compatibility_level = 3.6
queue_directory = {place}/spool
data_directory = {place}/data
maillog_file = {place}/log
maillog_file_prefixes = {place}
myhostname = mail.{domain}
mydestination =
relay_domains = {domain}
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
smtputf8_enable = no
"
    )
}

/// The user and the group of that name.
#[must_use]
pub fn user(name: &str) -> (u32, u32) {
    let passwd = fs::read_to_string("/etc/passwd").expect("the system's users");
    let line = passwd.lines().find(|line| line.split(':').next() == Some(name));
    let fields: Vec<&str> = line.unwrap_or_else(|| panic!("there is no user {name}")).split(':').collect();
    let number = |at: usize| fields.get(at).and_then(|field: &&str| field.parse().ok()).expect("a number");
    (number(2), number(3))
}
