//! One file per command; each reads what it needs, asks the engine, and prints what was asked for and nothing else.

mod backup;
mod blobs_sweep;
mod config_check;
mod dkim;
mod import;
pub(crate) mod lookup;
mod mail_import;
mod mail_ledger;
mod mailbox;
mod mailbox_add;
mod migrate;
mod output;
mod schema;
mod secrets_key;
mod serve;
mod token_create;
mod token_list;
mod token_revoke;
mod user_allow_password;
mod user_create;
mod user_reset_second_factor;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use engine::{Builder, Engine};
use mail::oauth::Providers;

use crate::cli::{
    BlobsCommand, Cli, Command, ConfigCommand, DkimCommand, MailCommand, SecretsCommand, TokenCommand,
    UserCommand,
};
use crate::config::{self, Config};
use crate::failure::Failure;
use crate::{owner, telemetry};

/// How long the end of the program waits for work in the background that nobody asks about any more.
const LEFTOVERS: Duration = Duration::from_secs(1);

/// Runs the command that was asked for.
pub(crate) fn run(cli: Cli) -> Result<(), Failure> {
    let file = cli.config.as_deref();
    match cli.command {
        Command::Schema => schema::run(),
        Command::Secrets(SecretsCommand::Key) => secrets_key::run(),
        Command::Config(ConfigCommand::Check(asked)) if asked.providers => {
            block_on(config_check::providers(read(file)?))
        }
        Command::Config(ConfigCommand::Check(_)) => config_check::run(file),
        Command::Dkim(DkimCommand::Key(asked)) => dkim::key(&asked),
        Command::Dkim(DkimCommand::Record) => dkim::record(&read(file)?),
        Command::Serve(asked) => {
            let config = read(file)?;
            telemetry::start(&config.log)?;
            block_on(serve::run(config, asked.demo))
        }
        command => {
            let config = read(file)?;
            telemetry::start_quiet(&config.log)?;
            block_on(short(command, config))
        }
    }
}

/// The commands that do one thing and end.
async fn short(command: Command, config: Config) -> Result<(), Failure> {
    match command {
        Command::Migrate => migrate::run(&config).await,
        Command::Mail(MailCommand::Import(asked)) => mail_import::run(&config, asked).await,
        Command::Mail(MailCommand::Ledger(asked)) => mail_ledger::ledger(&config, asked).await,
        Command::Mail(MailCommand::Replay(asked)) => mail_ledger::replay(&config, asked).await,
        Command::Mailbox(asked) => mailbox::run(&config, asked).await,
        Command::Dkim(_) => dkim::check(&config).await,
        Command::User(UserCommand::Create(asked)) => user_create::run(&config, asked).await,
        Command::User(UserCommand::AllowPassword(asked)) => user_allow_password::run(&config, asked).await,
        Command::User(UserCommand::ResetSecondFactor(asked)) => {
            user_reset_second_factor::run(&config, asked).await
        }
        Command::Import(asked) => import::run(&config, asked).await,
        Command::Token(TokenCommand::Create(asked)) => token_create::run(&config, asked).await,
        Command::Token(TokenCommand::List(asked)) => token_list::run(&config, asked).await,
        Command::Token(TokenCommand::Revoke(asked)) => token_revoke::run(&config, asked).await,
        Command::Backup(asked) => backup::run(&config, asked).await,
        Command::Blobs(BlobsCommand::Sweep(asked)) => blobs_sweep::run(&config, asked).await,
        Command::Serve(_) | Command::Schema | Command::Secrets(_) | Command::Config(_) => Ok(()),
    }
}

/// Reads and checks the configuration with the variables of this process.
fn read(file: Option<&Path>) -> Result<Config, Failure> {
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Ok(config::load(file, variables)?)
}

/// Opens the engine for a command that works on a database which `serve` or `migrate` has made: a slip in a path must not
/// be answered from an empty one. Where no public address is configured, letters name the one `serve` would take.
async fn open(config: &Config) -> Result<Engine, Failure> {
    owner::check(config)?;
    builder(config, &config.server.address(None)).existing().open().await.map_err(Failure::Opening)
}

/// The engine as configured, not yet opened, for a server: with what writes letters, so that templates can be tried.
pub(crate) fn serving(config: &Config, public_url: &str) -> Builder {
    let builder = builder(config, public_url);
    match mail::outbound::Renderer::new() {
        Ok(writer) => builder.letter_writer(Arc::new(writer)),
        // The sender of emails does not start then, and says so.
        Err(error) => {
            tracing::error!(%error, "emails cannot be written");
            builder
        }
    }
}

/// The engine as configured, not yet opened. What takes long to make is made only if it is used: a mail server starts the
/// program for each mail.
fn builder(config: &Config, public_url: &str) -> Builder {
    let (zone, locale) = (config.brand.time_zone.clone(), config.brand.locale.clone());
    let read = move |raw: &[u8]| {
        let home = mail::inbound::Home { zone: Some(&zone), locale: Some(&locale) };
        mail::inbound::parse_in(raw, home).message
    };
    let builder = Engine::builder()
        .database(&config.database.url)
        .blobs(&config.blobs.url)
        .settings(config.settings(public_url))
        .mail_reader(Arc::new(read))
        .mailbox_tester(Arc::new(mail::inbound::imap::Tester));
    let builder = match &config.secrets.keys {
        Some(keys) => builder.keys(keys.clone()),
        None => builder,
    };
    if config.mail.oauth.is_empty() {
        return builder;
    }
    match Providers::new(config.mail.oauth.clone()) {
        Ok(providers) => builder.mail_provider(Arc::new(providers)),
        Err(error) => {
            tracing::error!(%error, "no provider of mail can be asked for tokens");
            builder
        }
    }
}

fn block_on<F: Future<Output = Result<(), Failure>>>(work: F) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(Failure::system("cannot start the runtime"))?;
    let done = runtime.block_on(async {
        // Held for as long as the work: beyond a limit of the file's size a write shall fail, not kill the program.
        let _file_size = crate::stop::survive_limits();
        work.await
    });
    // Looking up a host that does not answer would hold the end of the program.
    runtime.shutdown_timeout(LEFTOVERS);
    done
}
