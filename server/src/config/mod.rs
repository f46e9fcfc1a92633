//! The configuration: `schalter.toml`, overlaid by variables, read whole and complained about whole.
//!
//! [`load`] turns the file ([`file`]) and the variables ([`variables`]) into one tree ([`node`]); each section module
//! reads its part of the tree into plain values and notes every [`Mistake`]. Nothing else in the program looks at the
//! environment, and no value is looked at before all are known to be right. Relative paths count from the directory of the
//! file ([`place`]): what a command works on never depends on where it was called.

mod accounts;
mod brand;
mod connections;
mod dkim;
mod file;
mod mail;
mod mailbox_handling;
mod mistake;
mod node;
mod oauth;
mod place;
mod providers;
mod rules;
mod secrets;
mod section;
mod server;
mod settings;
mod similar;
mod storage;
mod tickets;
mod units;
mod variables;
mod wordings;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

pub use accounts::{Password, Session};
pub use brand::{Brand, Translated};
pub use connections::Connections;
pub use mail::{Content, Imap, Mail, Mailbox, Mailing, Replies, Smtp};
pub use mistake::{Mistake, Mistakes, Origin};
pub use oauth::Oauth;
pub use providers::{Accounts, Provider};
pub use secrets::Secrets;
pub use server::{Log, LogFormat, Server};
pub use storage::{Blobs, Database};
pub use tickets::{Limits, Tickets};
pub use wordings::wordings;

pub(crate) use dkim::{domain as dkim_domain, label as dkim_selector};
pub(crate) use rules::mailbox_rules;
pub(crate) use units::{duration, in_seconds};

use ::mail::inbound::handover::Place;

use node::Node;
use section::Section;

/// The file that is read when none is named.
pub const DEFAULT_FILE: &str = "schalter.toml";

/// Every setting, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The absolute path of the file that was read; absent: there is none, and the defaults are used.
    pub file: Option<PathBuf>,
    /// The directory from which relative paths count: that of the file, else the working directory.
    pub directory: PathBuf,
    /// `[server]`
    pub server: Server,
    /// `[log]`
    pub log: Log,
    /// `[database]`
    pub database: Database,
    /// `[blobs]`
    pub blobs: Blobs,
    /// `[brand]`
    pub brand: Brand,
    /// `[tickets]`
    pub tickets: Tickets,
    /// `[mail]`
    pub mail: Mail,
    /// `[limits]`
    pub limits: Limits,
    /// `[password]`
    pub password: Password,
    /// `[session]`
    pub session: Session,
    /// `[accounts]`
    pub accounts: Accounts,
    /// `[secrets]`
    pub secrets: Secrets,
    /// What is allowed and probably not meant; one line each.
    pub warnings: Vec<String>,
}

impl Config {
    /// What another command needs on its command line to find the same configuration, in whatever directory it is called.
    #[must_use]
    pub fn flag(&self) -> String {
        let place = self.file.as_ref().unwrap_or(&self.directory);
        format!(" --config {}", place::for_a_shell(place))
    }

    /// The database that is meant, for people: an absolute path, or an address without its password.
    #[must_use]
    pub fn database_name(&self) -> String {
        engine::database_name(&self.database.url)
    }

    /// Where a running server is handed messages by `mail import`; `None` where there is no directory for it.
    #[must_use]
    pub fn handover(&self) -> Option<Place> {
        let database = self.database_name();
        let path = storage::import_socket(&self.database, &self.blobs, &database)?;
        Some(Place { path, installation: format!("{database} {}", self.blobs.url) })
    }
}

/// Reads the named file, which must exist, and lays the variables over it. A directory, and the working directory if
/// nothing is named, stands for the `schalter.toml` in it, or for the defaults if there is none.
///
/// # Errors
/// Every mistake at once.
pub fn load(
    named: Option<&Path>,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, Mistakes> {
    let optional = named.is_none_or(Path::is_dir);
    let path = match named {
        None => PathBuf::from(DEFAULT_FILE),
        Some(directory) if optional => directory.join(DEFAULT_FILE),
        Some(file) => file.to_path_buf(),
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let config = parse(&path, &text, variables)?;
            let file = path.file_name().map(|name| config.directory.join(name));
            Ok(Config { file, ..config })
        }
        Err(error) if optional && error.kind() == std::io::ErrorKind::NotFound => parse(&path, "", variables),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn unreadable(path: PathBuf, error: &std::io::Error) -> Mistakes {
    let message = format!("cannot read the configuration: {error}");
    Mistakes::new(path, vec![Mistake { origin: Origin::Absent, key: String::new(), message }])
}

/// Reads a configuration from its text; relative paths count from the directory of `path`.
///
/// # Errors
/// Every mistake at once.
pub fn parse(
    path: &Path,
    text: &str,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, Mistakes> {
    let directory = place::directory_of(path).map_err(|error| unreadable(path.to_path_buf(), &error))?;
    let mut mistakes = Vec::new();
    let mut root = file::parse(text.trim_start_matches('\u{feff}'), &mut mistakes);
    let mut warnings = Vec::new();
    variables::overlay(&mut root, variables, &SECTIONS, &mut mistakes, &mut warnings);
    let collected = RefCell::new(mistakes);
    let mut config = read(&root, &collected, &directory);
    warnings.extend(config.mail.warnings(&config.mail_from(&config.server.address(None)).address));
    config.warnings = warnings;
    let mistakes = collected.into_inner();
    if mistakes.is_empty() { Ok(config) } else { Err(Mistakes::new(path.to_path_buf(), mistakes)) }
}

const SECTIONS: [&str; 12] = [
    "server", "log", "database", "blobs", "brand", "tickets", "mail", "limits", "password", "session",
    "accounts", "secrets",
];

fn read(root: &Node, mistakes: &RefCell<Vec<Mistake>>, directory: &Path) -> Config {
    let root = Section::root(root, mistakes, directory);
    let config = Config {
        file: None,
        directory: directory.to_path_buf(),
        server: Server::read(root.section("server")),
        log: Log::read(root.section("log")),
        database: Database::read(root.section("database")),
        blobs: Blobs::read(root.section("blobs")),
        brand: Brand::read(root.section("brand")),
        tickets: Tickets::read(root.section("tickets")),
        mail: Mail::read(root.section("mail")),
        limits: Limits::read(root.section("limits")),
        password: Password::read(root.section("password")),
        session: Session::read(root.section("session")),
        accounts: Accounts::read(root.section("accounts")),
        secrets: Secrets::read(root.section("secrets")),
        warnings: Vec::new(),
    };
    config.mail.keep_apart(&root.section("mail").section("lmtp"), &config.server.bind);
    root.finish();
    config
}
