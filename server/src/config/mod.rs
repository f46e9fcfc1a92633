//! The configuration: `schalter.toml`, overlaid by variables, read whole and complained about whole.
//!
//! [`load`] turns the file ([`file`]) and the variables ([`variables`]) into one tree ([`node`]); each section module
//! reads its part of the tree into plain values and notes every [`Mistake`]. Nothing else in the program looks at the
//! environment, and no value is looked at before all are known to be right.

mod accounts;
mod brand;
mod file;
mod mail;
mod mistake;
mod node;
mod section;
mod server;
mod settings;
mod similar;
mod storage;
mod tickets;
mod units;
mod variables;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

pub use accounts::{Password, Session};
pub use brand::{Brand, Translated};
pub use mail::{Content, Imap, Mail, Mailbox, Mailing, Replies, Smtp};
pub use mistake::{Mistake, Mistakes, Origin};
pub use server::{Log, LogFormat, Server};
pub use storage::{Blobs, Database};
pub use tickets::{Limits, Tickets};

pub(crate) use units::duration;

use node::Node;
use section::Section;

/// The file that is read when none is named.
pub const DEFAULT_FILE: &str = "schalter.toml";

/// Every setting, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file that was named on the command line.
    pub named: Option<PathBuf>,
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
}

impl Config {
    /// What another command needs on its command line to find the same configuration.
    #[must_use]
    pub fn flag(&self) -> String {
        let file = self.named.as_ref();
        file.map(|file| format!(" --config {}", file.display())).unwrap_or_default()
    }
}

/// Reads the named file (which must exist), or `schalter.toml` if there is one, and lays the variables over it.
///
/// # Errors
/// Every mistake at once.
pub fn load(
    named: Option<&Path>,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, Mistakes> {
    let path = named.map_or_else(|| PathBuf::from(DEFAULT_FILE), Path::to_path_buf);
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let config = parse(&path, &text, variables)?;
            Ok(Config { named: named.map(Path::to_path_buf), ..config })
        }
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            parse(&path, "", variables)
        }
        Err(error) => {
            let mistake = Mistake {
                origin: Origin::Absent,
                key: String::new(),
                message: format!("cannot read the configuration: {error}"),
            };
            Err(Mistakes::new(path, vec![mistake]))
        }
    }
}

/// Reads a configuration from its text.
///
/// # Errors
/// Every mistake at once.
pub fn parse(
    path: &Path,
    text: &str,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, Mistakes> {
    let mut mistakes = Vec::new();
    let mut root = file::parse(text.trim_start_matches('\u{feff}'), &mut mistakes);
    variables::overlay(&mut root, variables, &SECTIONS, &mut mistakes);
    let collected = RefCell::new(mistakes);
    let config = read(&root, &collected);
    let mistakes = collected.into_inner();
    if mistakes.is_empty() { Ok(config) } else { Err(Mistakes::new(path.to_path_buf(), mistakes)) }
}

const SECTIONS: [&str; 10] =
    ["server", "log", "database", "blobs", "brand", "tickets", "mail", "limits", "password", "session"];

fn read(root: &Node, mistakes: &RefCell<Vec<Mistake>>) -> Config {
    let root = Section::root(root, mistakes);
    let config = Config {
        named: None,
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
    };
    root.finish();
    config
}
