//! A private Dovecot: IMAP over TLS with a certificate of its own, Maildirs that a test can fill and look into.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, SystemTime},
};

use tempfile::TempDir;

use super::process::Process;
use crate::wait::until;

/// The password of every account.
pub const PASSWORD: &str = "a-password-for-tests";

/// A running Dovecot; any user may log in with [`PASSWORD`] and has a Maildir of their own.
#[derive(Debug)]
pub struct Dovecot {
    process: Process,
    directory: TempDir,
    port: u16,
    tls_port: u16,
    owner: Option<(u32, u32)>,
}

/// Mails that lie in an INBOX, by what their file names tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The raw mail.
    pub raw: String,
    /// Maildir's flags: `S` for seen, `R` answered, `T` deleted, `F` flagged.
    pub flags: String,
}

impl Dovecot {
    /// Starts it and waits until it accepts.
    pub async fn start() -> Self {
        Self::start_with(None, "").await
    }

    /// The same, and it says that it can do no more than this, such as `IMAP4rev1 IDLE UIDPLUS`.
    pub async fn able_to(capabilities: &str) -> Self {
        Self::start_with(None, &format!("imap_capability = {capabilities}\n")).await
    }

    /// The same, and it takes tokens, about which it asks at this address (RFC 7662).
    pub async fn taking_tokens(introspection: &str) -> Self {
        Self::start_with(Some(introspection), "").await
    }

    async fn start_with(introspection: Option<&str>, further: &str) -> Self {
        let directory = tempfile::Builder::new().prefix("schalter-dovecot-").tempdir().expect("a directory");
        let place = directory.path();
        fs::set_permissions(place, fs::Permissions::from_mode(0o755)).expect("open to dovecot's users");
        certificate(place);
        let root = fs::metadata("/proc/self").expect("procfs").uid() == 0;
        let (owner, users) = if root { as_root() } else { as_myself() };
        fs::create_dir(place.join("home")).expect("a place for mails");
        give(&place.join("home"), owner);
        let (port, tls_port) = (super::free_port(), super::free_port());
        let config = place.join("dovecot.conf");
        let mut text = configuration(place, &users, port, tls_port) + further;
        if let Some(url) = introspection {
            fs::write(place.join("tokens"), tokens(url)).expect("a configuration");
            text = text.replace("passdb {\n", &by_token(place));
        }
        fs::write(&config, text).expect("a configuration");
        let mut command = Command::new(super::program(&["dovecot"], "dovecot-imapd"));
        command.arg("-F").arg("-c").arg(&config).stdout(Stdio::null()).stderr(Stdio::null());
        let process = Process::start(&mut command);
        let mut dovecot = Self { process, directory, port, tls_port, owner };
        dovecot.wait_until_ready().await;
        dovecot
    }

    async fn wait_until_ready(&mut self) {
        let port = self.tls_port;
        let process = &mut self.process;
        let log = self.directory.path().join("log");
        until("Dovecot to accept", || {
            let runs = process.runs();
            assert!(runs, "Dovecot gave up: {}", fs::read_to_string(&log).unwrap_or_default());
            async move { tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok() }
        })
        .await;
    }

    /// The port for plain IMAP.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The port for IMAP over TLS.
    #[must_use]
    pub fn tls_port(&self) -> u16 {
        self.tls_port
    }

    /// The address of a user's INBOX, as the configuration takes it; the password belongs into a file.
    #[must_use]
    pub fn url(&self, user: &str) -> String {
        format!("imaps://{user}@localhost:{}/INBOX", self.tls_port)
    }

    /// The certificate to trust.
    #[must_use]
    pub fn certificate(&self) -> PathBuf {
        self.directory.path().join("certificate.pem")
    }

    /// What Dovecot wrote down, for a test that wants to know how often somebody logged in.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.directory.path().join("log")).unwrap_or_default()
    }

    /// Puts a mail into a user's INBOX as a delivery agent does: written aside, then moved in at once.
    pub fn deliver(&self, user: &str, raw: impl AsRef<[u8]>) {
        self.place(user, "", (raw.as_ref(), None), "");
    }

    /// Puts a mail into a folder of a user, made if it is missing; its name is written as on the disk, in modified UTF-7.
    pub fn deliver_to(&self, user: &str, folder: &str, raw: impl AsRef<[u8]>) {
        self.place(user, folder, (raw.as_ref(), None), "");
    }

    /// Puts a mail into a user's INBOX that came at this time (INTERNALDATE) and has these flags, as [`Kept::flags`] has them.
    pub fn deliver_old(&self, user: &str, raw: impl AsRef<[u8]>, came_at: SystemTime, flags: &str) {
        self.place(user, "", (raw.as_ref(), Some(came_at)), flags);
    }

    /// Makes a folder of a user without mails.
    pub fn make_folder(&self, user: &str, folder: &str) {
        let maildir = self.folder(user, folder);
        for part in ["", "cur", "new", "tmp"] {
            let part = maildir.join(part);
            fs::create_dir_all(&part).expect("a Maildir");
            give(&part, self.owner);
        }
    }

    fn place(&self, user: &str, folder: &str, (raw, came_at): (&[u8], Option<SystemTime>), flags: &str) {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        self.make_folder(user, "");
        give(self.maildir(user).parent().expect("a home"), self.owner);
        self.make_folder(user, folder);
        let maildir = self.folder(user, folder);
        let name = format!("{}.{:06}.test", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let aside = maildir.join("tmp").join(&name);
        fs::write(&aside, raw).expect("a mail");
        if let Some(came_at) = came_at {
            let file = fs::File::options().write(true).open(&aside).expect("the mail");
            file.set_modified(came_at).expect("dated");
        }
        give(&aside, self.owner);
        let place = if flags.is_empty() {
            maildir.join("new").join(name)
        } else {
            maildir.join("cur").join(format!("{name}:2,{flags}"))
        };
        fs::rename(aside, place).expect("delivered");
    }

    /// The mails of a user's INBOX, oldest first.
    #[must_use]
    pub fn inbox(&self, user: &str) -> Vec<Kept> {
        self.mails_in(user, "")
    }

    /// The mails of a folder of a user, oldest first; its name is written as on the disk, in modified UTF-7. Empty: INBOX.
    #[must_use]
    pub fn mails_in(&self, user: &str, folder: &str) -> Vec<Kept> {
        let maildir = self.folder(user, folder);
        let mut files: Vec<PathBuf> = ["new", "cur"]
            .iter()
            .filter_map(|part| fs::read_dir(maildir.join(part)).ok())
            .flat_map(|files| files.flatten().map(|file| file.path()))
            .collect();
        files.sort_by_key(|file| file.file_name().map(std::ffi::OsStr::to_os_string));
        files.iter().filter_map(|file| kept(file)).collect()
    }

    /// Stops accepting, as a server does that is being restarted; [`Dovecot::start_again`] ends the outage.
    pub fn stop(&mut self) {
        self.process.signal("TERM");
        let _ = self.process.child().wait();
    }

    /// Ends an outage, on the same ports and with the same mails.
    pub async fn start_again(&mut self) {
        let mut command = Command::new(super::program(&["dovecot"], "dovecot-imapd"));
        let config = self.directory.path().join("dovecot.conf");
        command.arg("-F").arg("-c").arg(config).stdout(Stdio::null()).stderr(Stdio::null());
        self.process = Process::start(&mut command);
        self.wait_until_ready().await;
    }

    fn maildir(&self, user: &str) -> PathBuf {
        self.directory.path().join("home").join(user).join("Maildir")
    }

    /// Where a folder lies (Maildir++); empty: INBOX.
    fn folder(&self, user: &str, folder: &str) -> PathBuf {
        let maildir = self.maildir(user);
        if folder.is_empty() { maildir } else { maildir.join(format!(".{folder}")) }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // Dovecot's helpers live in groups of their own: only the master ends them.
        self.process.signal("TERM");
        for _ in 0..200 {
            if !self.process.runs() {
                break;
            }
            pause();
        }
    }
}

/// A drop cannot wait asynchronously.
#[expect(clippy::disallowed_methods, reason = "runs in a drop, outside the runtime")]
fn pause() {
    std::thread::sleep(Duration::from_millis(10));
}

fn kept(file: &Path) -> Option<Kept> {
    let name = file.file_name()?.to_str()?;
    let flags = name.split_once(":2,").map_or("", |(_, flags)| flags).to_owned();
    Some(Kept { raw: String::from_utf8_lossy(&fs::read(file).ok()?).into_owned(), flags })
}

fn give(path: &Path, owner: Option<(u32, u32)>) {
    if let Some((user, group)) = owner {
        chown(path, Some(user), Some(group)).expect("given to the user who reads the mails");
    }
}

/// rustls wants a certificate that is no authority and has a subjectAltName.
pub fn certificate(place: &Path) {
    let mut command = Command::new(super::program(&["openssl"], "openssl"));
    command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
    command.args(["-days", "2", "-subj", "/CN=localhost", "-addext", "basicConstraints=critical,CA:FALSE"]);
    command.args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]);
    command.arg("-keyout").arg(place.join("key.pem")).arg("-out").arg(place.join("certificate.pem"));
    let made = command.output().expect("openssl runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// Who runs what: (internal user, log-in user, group, user and group of the mails).
struct Users {
    internal: String,
    login: String,
    group: String,
    mails: String,
}

fn as_root() -> (Option<(u32, u32)>, Users) {
    let (uid, gid) = account("dovecot").expect("the user dovecot, which the package makes");
    let users = Users {
        internal: "dovecot".to_owned(),
        login: "dovenull".to_owned(),
        group: "dovecot".to_owned(),
        mails: format!("uid={uid} gid={gid}"),
    };
    (Some((uid, gid)), users)
}

fn as_myself() -> (Option<(u32, u32)>, Users) {
    let me = fs::metadata("/proc/self").expect("procfs");
    let name = name_of("/etc/passwd", me.uid());
    let group = name_of("/etc/group", me.gid());
    let mails = format!("uid={} gid={}", me.uid(), me.gid());
    (None, Users { internal: name.clone(), login: name, group, mails })
}

fn account(name: &str) -> Option<(u32, u32)> {
    let passwd = fs::read_to_string("/etc/passwd").ok()?;
    let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
    let fields: Vec<&str> = line.split(':').collect();
    Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
}

fn name_of(file: &str, id: u32) -> String {
    let id = id.to_string();
    let lines = fs::read_to_string(file).expect("the system's users and groups");
    let line = lines.lines().find(|line| line.split(':').nth(2) == Some(id.as_str()));
    let name = line.and_then(|line| line.split(':').next());
    name.unwrap_or_else(|| panic!("Dovecot needs a name for {id}, and {file} has none")).to_owned()
}

/// How Dovecot asks about a token.
fn tokens(introspection: &str) -> String {
    format!(
        "introspection_mode = post
introspection_url = {introspection}
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
"
    )
}

/// Passwords stay as they are, beside tokens.
fn by_token(place: &Path) -> String {
    let place = place.display();
    format!(
        "auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {place}/tokens
}}
passdb {{
  mechanisms = plain login
"
    )
}

/// A chroot would need root, and Dovecot's penalty for wrong passwords would make every later log-in wait.
fn configuration(place: &Path, users: &Users, port: u16, tls_port: u16) -> String {
    let place = place.display();
    let Users { internal, login, group, mails } = users;
    format!(
        "protocols = imap
listen = 127.0.0.1
base_dir = {place}/run
state_dir = {place}/state
log_path = {place}/log
ssl = yes
ssl_cert = <{place}/certificate.pem
ssl_key = <{place}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
mail_home = {place}/home/%u
mail_location = maildir:~/Maildir
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = {mails} home={place}/home/%u
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"
    )
}
