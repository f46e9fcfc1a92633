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
    about = "Schalter, a ticketing engine: customers write a mail or use the web, staff answer at a live desk.",
    after_help = "\
First steps:
  schalter serve --demo       look around in a small demo company
  schalter serve              run on SQLite and files under ./data, letters captured in ./data/outbox
  schalter user create --email you@example.org --name You --role admin --password-stdin
  schalter config check       name every mistake in schalter.toml, with its line

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
    /// Create the database, or bring it to this version, then exit (serve does it too)
    Migrate,
    /// Take in mail, list what came in, and process it again
    #[command(subcommand)]
    Mail(MailCommand),
    /// Look at mailboxes, try them, and connect them to their provider
    #[command(subcommand)]
    Mailbox(MailboxCommand),
    /// Make or look at the key that outgoing mail is signed with
    #[command(subcommand)]
    Dkim(DkimCommand),
    /// Make the key that passwords are kept under
    #[command(subcommand)]
    Secrets(SecretsCommand),
    /// Manage people
    #[command(subcommand)]
    User(UserCommand),
    /// Take over people or organisations from a CSV file
    #[command(subcommand)]
    Import(ImportCommand),
    /// Manage API tokens
    #[command(subcommand)]
    Token(TokenCommand),
    /// Print the GraphQL schema
    Schema,
    /// Look at the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Manage the files of comments and mails
    #[command(subcommand)]
    Blobs(BlobsCommand),
    /// Copy the SQLite database and all files into a directory, while the server may be running
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
    /// Import messages (RFC 5322, one per file; - or nothing: one from standard input); prints a JSON line each.
    /// Exits 0 when every message is stored, 75 when one must be tried again
    Import(MailImport),
    /// List the messages that came in, newest first: id, time, outcome, ticket, sender, mailbox, subject, reason (tabs between
    /// them)
    Ledger(MailLedger),
    /// Process messages again that are held, ignored or failed, as if they came now; exits 1 when one cannot be
    Replay(MailReplay),
}

/// `schalter mail import`
#[derive(Debug, Args)]
pub struct MailImport {
    /// Files to import; - stands for standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The address of the mailbox the messages were delivered to, when their headers do not tell
    #[arg(long, value_name = "ADDRESS")]
    pub mailbox: Option<String>,
}

/// `schalter mail ledger`
#[derive(Debug, Args)]
pub struct MailLedger {
    /// Only these messages, by their ids
    #[arg(value_name = "ID", conflicts_with_all = ["outcome", "from", "mailbox", "message_id", "query", "since", "before", "ticket"])]
    pub ids: Vec<String>,
    /// Only those with this outcome: created, commented, bounced, ignored, held or failed; several with commas between
    #[arg(long, value_name = "OUTCOME", value_delimiter = ',')]
    pub outcome: Vec<String>,
    /// Only those from this address, or from any of a domain when it begins with @
    #[arg(long, value_name = "ADDRESS")]
    pub from: Option<String>,
    /// Only those that this mailbox received
    #[arg(long, value_name = "ADDRESS")]
    pub mailbox: Option<String>,
    /// Only those with this Message-ID
    #[arg(long, value_name = "ID")]
    pub message_id: Option<String>,
    /// Only those with this text in sender or subject, or with this Message-ID
    #[arg(long, value_name = "TEXT")]
    pub query: Option<String>,
    /// Only those received at this time or later: 2026-11-29 or 2026-11-29T08:00:00Z
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Only those received before this time
    #[arg(long, value_name = "TIME")]
    pub before: Option<String>,
    /// Only those in the ticket with this number, or pointing to it
    #[arg(long, value_name = "NUMBER")]
    pub ticket: Option<i64>,
    /// How many at most
    #[arg(long, value_name = "COUNT", default_value_t = 100, value_parser = count)]
    pub limit: usize,
    /// Print a JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `schalter mail replay`
#[derive(Debug, Args)]
pub struct MailReplay {
    /// The ids of the messages, from `schalter mail ledger`
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    /// Print a JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `schalter mailbox …`
#[derive(Debug, Subcommand)]
pub enum MailboxCommand {
    /// List mailboxes: address, server, log-in, last fault, where it stands (tabs between them)
    #[command(visible_alias = "status")]
    List,
    /// Try a mailbox: connect, log in, open its folder; says what is wrong, and exits 1 then. Nothing is changed
    Test(MailboxNamed),
    /// Sign in at the provider of a mailbox by a code that is entered in any browser
    Connect(MailboxNamed),
    /// Throw away what the provider has granted for a mailbox
    Disconnect(MailboxNamed),
    /// Add a mailbox beside those of the configuration file
    Add(Box<MailboxAdd>),
    /// Remove a mailbox that was added, with its password and how far it was read
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
    /// Print a new key; put it into a file that nobody else can read, and name that in the configuration
    Key,
}

/// `schalter mailbox test` and its like
#[derive(Debug, Args)]
pub struct MailboxNamed {
    /// The address of the mailbox, or the account at the provider
    #[arg(value_name = "ADDRESS")]
    pub address: String,
    /// The provider, as [mail.oauth.NAME] calls it; wanted where accounts of several are called the same
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
}

/// `schalter dkim …`
#[derive(Debug, Subcommand)]
pub enum DkimCommand {
    /// Make a key in a new file, and print its DNS record
    Key(DkimKey),
    /// Print the DNS record of each configured key
    Record,
    /// Ask the name server whether the record of each configured key is published
    Check,
}

/// `schalter dkim key`
#[derive(Debug, Args)]
pub struct DkimKey {
    /// Where the private key goes; the file must not exist
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The domain that mail is signed for
    #[arg(long, value_name = "DOMAIN")]
    pub domain: String,
    /// The name of the key within that domain
    #[arg(long, value_name = "NAME", default_value = "schalter")]
    pub selector: String,
    /// The kind of the key; not every mail server knows Ed25519
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
    /// Remove the second factor of a person who lost it, and end their sessions
    ResetSecondFactor(UserResetSecondFactor),
    /// Let a person log in by password although their role logs in by single sign-on alone
    AllowPassword(UserAllowPassword),
}

/// What a person may be.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoleName {
    /// Opens tickets and follows them
    Customer,
    /// Works tickets
    Agent,
    /// Manages people as well
    Admin,
}

/// `schalter user create`
#[derive(Debug, Args)]
pub struct UserCreate {
    /// Mail address, by which the person is known
    #[arg(long)]
    pub email: String,
    /// Name as others see it
    #[arg(long)]
    pub name: String,
    /// User name, by which the person logs in as well
    #[arg(long, value_name = "NAME")]
    pub user_name: Option<String>,
    /// What the person may do
    #[arg(long, value_enum, default_value = "customer")]
    pub role: RoleName,
    /// Organisation the person belongs to
    #[arg(long, value_name = "NAME")]
    pub organisation: Option<String>,
    /// Create the organisation if there is none of that name
    #[arg(long, requires = "organisation")]
    pub create_organisation: bool,
    /// Language of letters and pages (else the brand's)
    #[arg(long, value_name = "LANGUAGE", value_parser = languages())]
    pub locale: Option<String>,
    /// Read the password from standard input (else the person asks for a link on the web)
    #[arg(long)]
    pub password_stdin: bool,
}

/// The languages that there are.
/// A number of lines, of which there is at least one.
fn count(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least 1 is needed".to_owned()),
        Ok(count) => Ok(count),
        Err(_) => Err("that is no number".to_owned()),
    }
}

fn languages() -> clap::builder::PossibleValuesParser {
    words::Lang::all().into_iter().map(words::Lang::as_str).collect::<Vec<_>>().into()
}

/// `schalter user reset-second-factor`
#[derive(Debug, Args)]
pub struct UserResetSecondFactor {
    /// Mail address of the person
    pub email: String,
}

/// `schalter user allow-password`
#[derive(Debug, Args)]
pub struct UserAllowPassword {
    /// Mail address of the person
    pub email: String,
    /// Take it back, and end their sessions
    #[arg(long)]
    pub revoke: bool,
}

/// `schalter import …`
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Create or complete customers. Prints line, outcome, address, reason (tabs between them) for each line that changes
    /// something or is left out; exits 1 when one was left out
    People(ImportPeople),
    /// Create organisations, or add domains to them. Prints as `import people` does, with names
    Organisations(ImportFile),
}

/// `schalter import people`
#[derive(Debug, Args)]
pub struct ImportPeople {
    /// The file, and whether to look only.
    #[command(flatten)]
    pub file: ImportFile,
    /// Create organisations that the file names and nobody knows
    #[arg(long)]
    pub create_organisations: bool,
}

/// The file of an import.
#[derive(Debug, Args)]
pub struct ImportFile {
    /// CSV file with headings and at most 20,000 lines, as a spreadsheet saves it; - stands for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only print what would become of each line
    #[arg(long)]
    pub preview: bool,
}

/// `schalter token …`
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Create an API token and print it, alone; it cannot be shown again
    Create(TokenCreate),
    /// List API tokens: id, user, name, scopes, created, expires, last used (tabs between them)
    List(TokenList),
    /// End an API token at once
    Revoke(TokenRevoke),
}

/// `schalter token list`
#[derive(Debug, Args)]
pub struct TokenList {
    /// Mail address of the user whose tokens to list (else everybody's)
    #[arg(long, value_name = "EMAIL")]
    pub user: Option<String>,
}

/// `schalter token revoke`
#[derive(Debug, Args)]
pub struct TokenRevoke {
    /// Id of the token, as schalter token list prints it or as the API shows it
    #[arg(value_name = "ID")]
    pub id: String,
}

/// `schalter token create`
#[derive(Debug, Args)]
pub struct TokenCreate {
    /// Mail address of the user in whose name the token acts
    #[arg(long, value_name = "EMAIL")]
    pub user: String,
    /// What the token may do: tickets:read, tickets:write, admin
    #[arg(long, value_delimiter = ',', default_value = "tickets:read")]
    pub scopes: Vec<String>,
    /// What it is for, to recognise it in the list
    #[arg(long, default_value = "command line")]
    pub name: String,
    /// How long it is valid, such as 90d (else until it is withdrawn)
    #[arg(long, value_name = "DURATION")]
    pub expires_in: Option<String>,
}

/// `schalter config …`
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Name every mistake in the configuration at once, with its line
    Check(ConfigCheck),
}

/// `schalter config check`
#[derive(Debug, Args)]
pub struct ConfigCheck {
    /// Ask the providers of single sign-on as well, and print the redirect address to register at each
    #[arg(long)]
    pub providers: bool,
}

/// `schalter blobs …`
#[derive(Debug, Subcommand)]
pub enum BlobsCommand {
    /// Remove files that nothing refers to; prints a line each. Safe while the server runs
    Sweep(BlobsSweep),
}

/// `schalter blobs sweep`
#[derive(Debug, Args)]
pub struct BlobsSweep {
    /// Only print what would be removed
    #[arg(long)]
    pub dry_run: bool,
    /// Leave what was written within this time, such as uploads under way
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
