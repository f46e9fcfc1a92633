//! The command line: what can be asked of the program, and how to find one's way in it.

mod mailbox_add;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use mailbox_add::{MailboxAdd, RepliesName};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "schalter",
    version,
    about = "Schalter, a ticketing engine: customers send email or use the web, staff answer at a live desk.",
    after_help = "\
First steps:
  schalter serve --demo       look around in a small demo company
  schalter serve              run on SQLite and files under ./data, letters captured in ./data/outbox
  schalter user create --email you@example.org --name You --role admin --password-stdin
  schalter config check       list every mistake in schalter.toml, with its line

Settings come from schalter.toml (or --config FILE); variables such as SCHALTER_SERVER__BIND override it."
)]
pub struct Cli {
    /// Read this configuration file, or the schalter.toml in this directory, instead of ./schalter.toml;
    /// relative paths count from its directory
    #[arg(long, global = true, value_name = "FILE", env = "SCHALTER_CONFIG")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be asked.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server: web, GraphQL, mail in and out, timers
    Serve(Serve),
    /// Create the database or update it to this version, then exit (serve does this too)
    Migrate,
    /// Import mail, list received mail, and process it again
    #[command(subcommand)]
    Mail(MailCommand),
    /// List, test and connect mailboxes
    #[command(subcommand)]
    Mailbox(MailboxCommand),
    /// Create or check the key that signs outgoing mail
    #[command(subcommand)]
    Dkim(DkimCommand),
    /// Create the key that encrypts passwords
    #[command(subcommand)]
    Secrets(SecretsCommand),
    /// Manage people
    #[command(subcommand)]
    User(UserCommand),
    /// Import people or organisations from a CSV file
    #[command(subcommand)]
    Import(ImportCommand),
    /// Manage API tokens
    #[command(subcommand)]
    Token(TokenCommand),
    /// Print the GraphQL schema
    Schema,
    /// Check the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Manage the files of comments and mails
    #[command(subcommand)]
    Blobs(BlobsCommand),
    /// Copy the SQLite database and all files to a directory; works while the server is running
    Backup(Backup),
}

/// `schalter serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// Set up a small demo company and show captured mails at /demo/mail
    #[arg(long)]
    pub demo: bool,
}

/// `schalter mail …`
#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Import messages (RFC 5322, one per file; - or nothing: one from standard input) and print one JSON line for each.
    /// Exits 0 if every message is stored, 75 if one must be tried again
    Import(MailImport),
    /// List received messages, newest first: id, time, outcome, ticket, sender, mailbox, subject, reason (separated by
    /// tabs)
    Ledger(MailLedger),
    /// Process held, ignored or failed messages again, as if they arrived now; exits 1 if one cannot be processed
    Replay(MailReplay),
}

/// `schalter mail import`
#[derive(Debug, Args)]
pub struct MailImport {
    /// Files to import; - for standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The address of the mailbox the messages were delivered to, if their headers do not tell
    #[arg(long, value_name = "ADDRESS")]
    pub mailbox: Option<String>,
}

/// `schalter mail ledger`
#[derive(Debug, Args)]
pub struct MailLedger {
    /// Only the messages with these ids
    #[arg(value_name = "ID", conflicts_with_all = ["outcome", "from", "mailbox", "message_id", "query", "since", "before", "ticket"])]
    pub ids: Vec<String>,
    /// Only messages with this outcome: created, commented, bounced, ignored, held or failed; separate several with commas
    #[arg(long, value_name = "OUTCOME", value_delimiter = ',')]
    pub outcome: Vec<String>,
    /// Only messages from this address, or from a domain if it starts with @
    #[arg(long, value_name = "ADDRESS")]
    pub from: Option<String>,
    /// Only messages received by this mailbox
    #[arg(long, value_name = "ADDRESS")]
    pub mailbox: Option<String>,
    /// Only messages with this Message-ID
    #[arg(long, value_name = "ID")]
    pub message_id: Option<String>,
    /// Only messages with this text in the sender or subject, or with this Message-ID
    #[arg(long, value_name = "TEXT")]
    pub query: Option<String>,
    /// Only messages received at this time or later: 2026-11-29 or 2026-11-29T08:00:00Z
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Only messages received before this time
    #[arg(long, value_name = "TIME")]
    pub before: Option<String>,
    /// Only messages in or about the ticket with this number
    #[arg(long, value_name = "NUMBER", value_parser = number, allow_negative_numbers = true)]
    pub ticket: Option<i64>,
    /// The maximum number of messages
    #[arg(long, value_name = "COUNT", default_value_t = 100, value_parser = count, allow_negative_numbers = true)]
    pub limit: usize,
    /// Print one JSON object per line
    #[arg(long)]
    pub json: bool,
}

/// `schalter mail replay`
#[derive(Debug, Args)]
pub struct MailReplay {
    /// The ids of the messages, from `schalter mail ledger`
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    /// Print one JSON object per line
    #[arg(long)]
    pub json: bool,
}

/// `schalter mailbox …`
#[derive(Debug, Subcommand)]
pub enum MailboxCommand {
    /// List mailboxes: address, server, login, last error, where it is set up (separated by tabs)
    #[command(visible_alias = "status")]
    List,
    /// Test a mailbox: connect, log in and open its folder; prints what is wrong and exits 1. Nothing is changed
    Test(MailboxNamed),
    /// Sign in at the provider of a mailbox with a code to enter in any browser
    Connect(MailboxNamed),
    /// Delete the tokens that a provider issued for a mailbox
    Disconnect(MailboxNamed),
    /// Add a mailbox to those in the configuration file
    Add(Box<MailboxAdd>),
    /// Remove an added mailbox, with its password and its progress
    Remove(MailboxRemove),
}

/// `schalter mailbox remove`
#[derive(Debug, Args)]
pub struct MailboxRemove {
    /// The address of the mailbox
    #[arg(value_name = "ADDRESS")]
    pub address: String,
}

/// `schalter secrets …`
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum SecretsCommand {
    /// Print a new key; store it in a file that nobody else can read, and set that file in the configuration
    Key,
}

/// `schalter mailbox test` and its like
#[derive(Debug, Args)]
pub struct MailboxNamed {
    /// The address of the mailbox, or the account at the provider
    #[arg(value_name = "ADDRESS")]
    pub address: String,
    /// The provider, as in [mail.oauth.NAME]; required if accounts of several providers have the same name
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
}

/// `schalter dkim …`
#[derive(Debug, Subcommand)]
pub enum DkimCommand {
    /// Create a key in a new file and print its DNS record
    Key(DkimKey),
    /// Print the DNS record of each configured key
    Record,
    /// Ask the name server whether the record of each configured key is published
    Check,
}

/// `schalter dkim key`
#[derive(Debug, Args)]
pub struct DkimKey {
    /// File for the private key; it must not exist yet
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The domain to sign mail for
    #[arg(long, value_name = "DOMAIN")]
    pub domain: String,
    /// The name of the key in that domain
    #[arg(long, value_name = "NAME", default_value = "schalter")]
    pub selector: String,
    /// The type of the key; not every mail server supports Ed25519
    #[arg(long, value_enum, default_value_t = KeyAlgorithm::Rsa)]
    pub algorithm: KeyAlgorithm,
}

/// The kind of a key.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum KeyAlgorithm {
    /// RSA of 2048 bits
    Rsa,
    /// Ed25519
    Ed25519,
}

/// `schalter user …`
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Create a person
    Create(UserCreate),
    /// Remove the second factor of a person who lost it and end their sessions
    ResetSecondFactor(UserResetSecondFactor),
    /// Let a person log in with a password even if their role requires single sign-on
    AllowPassword(UserAllowPassword),
}

/// What a person may be.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoleName {
    /// Opens and follows tickets
    Customer,
    /// Works tickets
    Agent,
    /// Also manages people and settings
    Admin,
}

/// `schalter user create`
#[derive(Debug, Args)]
pub struct UserCreate {
    /// Email address, which identifies the person
    #[arg(long)]
    pub email: String,
    /// Name that others see
    #[arg(long)]
    pub name: String,
    /// Username, which can also be used to log in
    #[arg(long, value_name = "NAME")]
    pub user_name: Option<String>,
    /// What the person is allowed to do
    #[arg(long, value_enum, default_value = "customer")]
    pub role: RoleName,
    /// Organisation the person belongs to
    #[arg(long, value_name = "NAME")]
    pub organisation: Option<String>,
    /// Create the organisation if it does not exist
    #[arg(long, requires = "organisation")]
    pub create_organisation: bool,
    /// Language of emails and pages (default: brand.locale)
    #[arg(long, value_name = "LANGUAGE", value_parser = languages())]
    pub locale: Option<String>,
    /// Read the password from standard input (default: the person requests a link on the web)
    #[arg(long)]
    pub password_stdin: bool,
}

/// A number from 1 on.
fn number(text: &str) -> Result<i64, String> {
    match text.parse::<i64>() {
        Ok(number) if number < 1 => Err("must be at least 1".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err("must be a number".to_owned()),
    }
}

/// A number of lines, of which there is at least one.
fn count(text: &str) -> Result<usize, String> {
    usize::try_from(number(text)?).map_err(|_| "must be a smaller number".to_owned())
}

/// The languages that there are.
fn languages() -> clap::builder::PossibleValuesParser {
    words::Lang::all().into_iter().map(words::Lang::as_str).collect::<Vec<_>>().into()
}

/// `schalter user reset-second-factor`
#[derive(Debug, Args)]
pub struct UserResetSecondFactor {
    /// Email address of the person
    pub email: String,
}

/// `schalter user allow-password`
#[derive(Debug, Args)]
pub struct UserAllowPassword {
    /// Email address of the person
    pub email: String,
    /// Take it back and end their sessions
    #[arg(long)]
    pub revoke: bool,
}

/// `schalter import …`
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Create or complete customers. Prints line, outcome, address and reason (separated by tabs) for each line that changes
    /// something or is skipped; exits 1 if one was skipped
    People(ImportPeople),
    /// Create organisations or add domains to them. Prints the same as `import people`, with names
    Organisations(ImportFile),
}

/// `schalter import people`
#[derive(Debug, Args)]
pub struct ImportPeople {
    /// The file, and whether to look only.
    #[command(flatten)]
    pub file: ImportFile,
    /// Create organisations in the file that do not exist yet
    #[arg(long)]
    pub create_organisations: bool,
}

/// The file of an import.
#[derive(Debug, Args)]
pub struct ImportFile {
    /// CSV file with a header and at most 20,000 lines, as saved by a spreadsheet; - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only print what would happen to each line
    #[arg(long)]
    pub preview: bool,
}

/// `schalter token …`
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Create an API token and print it; it cannot be shown again
    Create(TokenCreate),
    /// List API tokens: id, user, name, scopes, created, expires, last used (separated by tabs)
    List(TokenList),
    /// Revoke an API token immediately
    Revoke(TokenRevoke),
}

/// `schalter token list`
#[derive(Debug, Args)]
pub struct TokenList {
    /// Email address of the user whose tokens to list (default: all users)
    #[arg(long, value_name = "EMAIL")]
    pub user: Option<String>,
}

/// `schalter token revoke`
#[derive(Debug, Args)]
pub struct TokenRevoke {
    /// Id of the token, from schalter token list or the API
    #[arg(value_name = "ID")]
    pub id: String,
}

/// `schalter token create`
#[derive(Debug, Args)]
pub struct TokenCreate {
    /// Email address of the user that the token acts for
    #[arg(long, value_name = "EMAIL")]
    pub user: String,
    /// What the token is allowed to do: tickets:read, tickets:write, admin
    #[arg(long, value_delimiter = ',', default_value = "tickets:read")]
    pub scopes: Vec<String>,
    /// Name of the token in the list
    #[arg(long, default_value = "command line")]
    pub name: String,
    /// How long it is valid, such as 90d (default: until it is revoked)
    #[arg(long, value_name = "DURATION")]
    pub expires_in: Option<String>,
}

/// `schalter config …`
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// List every mistake in the configuration, with its line
    Check(ConfigCheck),
}

/// `schalter config check`
#[derive(Debug, Args)]
pub struct ConfigCheck {
    /// Also check the single sign-on providers and print the redirect URL to register at each
    #[arg(long)]
    pub providers: bool,
}

/// `schalter blobs …`
#[derive(Debug, Subcommand)]
pub enum BlobsCommand {
    /// Remove files that nothing refers to and print a line for each. Safe while the server is running
    Sweep(BlobsSweep),
}

/// `schalter blobs sweep`
#[derive(Debug, Args)]
pub struct BlobsSweep {
    /// Only print what would be removed
    #[arg(long)]
    pub dry_run: bool,
    /// Keep files written within this time, such as uploads in progress; at least 1h
    #[arg(long, value_name = "DURATION", default_value = "24h")]
    pub older_than: String,
}

/// `schalter backup`
#[derive(Debug, Args)]
pub struct Backup {
    /// Directory to create; it must not exist yet (else ./backup-<date and time>)
    #[arg(value_name = "DIR")]
    pub directory: Option<PathBuf>,
}
