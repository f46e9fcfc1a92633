//! The server around the engine: command line, configuration, and everything started and stopped in order.
//!
//! `main` hands over to [`run`]; [`cli`] says what can be asked, [`config`] what can be set, `commands` holds one file
//! per command. `wire` starts the server's parts in order and `stop` ends them in the opposite one. No rule of
//! ticketing lives here.

pub mod cli;
mod commands;
pub mod config;
mod demo;
mod descriptors;
mod failure;
mod fetching;
mod hold;
mod http;
mod mailing;
mod owner;
mod pages;
mod sign_in;
mod stop;
mod sweep;
mod telemetry;
mod timers;
mod wire;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use cli::{Cli, Command, MailCommand};

/// What a mail server is told so that it keeps the message and tries again (`EX_TEMPFAIL` of `sysexits.h`).
const TRY_AGAIN: u8 = 75;
/// What is said about a command line that cannot be understood.
const MISUSED: u8 = 2;

/// Runs the program with the arguments and the environment of this process.
#[must_use]
pub fn run() -> ExitCode {
    // What is written belongs to the service's user alone, whatever shell or unit has started it.
    let _inherited = rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    let feeds_mail = matches!(cli.command, Command::Mail(MailCommand::Import(_)));
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let mut out = std::io::stderr().lock();
            // When nobody reads the message, the exit code still speaks.
            let _unread = writeln!(out, "{}", failure.in_words());
            // Any other code would make the mail server send the message back to whoever wrote it.
            ExitCode::from(if feeds_mail { TRY_AGAIN } else { 1 })
        }
    }
}

/// Help goes where help goes; a slip in the arguments becomes one line.
fn explain(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let shown = error.print();
        return if shown.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _unread = error.print();
        return ExitCode::from(MISUSED);
    }
    let text = error.render().to_string();
    let about = text.split("\n\nUsage:").next().unwrap_or(&text);
    let words = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = about.split("\n\n").map(words).collect::<Vec<_>>().join("; ").replace("tip: ", "");
    let mut out = std::io::stderr().lock();
    let _unread = writeln!(out, "schalter: {} (see schalter --help)", line.trim_start_matches("error: "));
    // A slip in a mail server's pipe must not send messages back either.
    let mut words = std::env::args().skip(1);
    let feeds_mail = words.any(|word| word == "mail") && words.any(|word| word == "import");
    ExitCode::from(if feeds_mail { TRY_AGAIN } else { MISUSED })
}
