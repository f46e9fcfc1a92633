//! The log of the server: structured lines on standard error, as text for eyes or JSON for a collector.

use std::io::{IsTerminal as _, stderr};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::layer;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{Log, LogFormat};
use crate::failure::Failure;

/// Libraries that tell their own story at `info`; asked for by name they still do. What webauthn-rs calls an error is what strangers send; what became of it is a line of ours.
const QUIET: &str = "sqlx=warn,sqlx_core=error,sea_orm=warn,sea_orm_migration=warn,h2=warn,hyper=warn,rustls=warn,\
    webauthn_rs=off,webauthn_rs_core=off";

/// What the driver of the database warns of connections that broke, and of notices of PostgreSQL: the engine notices that by itself, and
/// says it in words.
const DRIVER: (&str, [&str; 2]) = ("sqlx", ["pool", "postgres::notice"]);

/// The modules whose lines hold no texts of tickets, no names and no addresses: our own. What libraries log at `debug` is
/// not ours to vouch for: some write out whole pages and mails.
const OURS: [&str; 7] = ["engine", "graphql", "mail", "migration", "server", "web_ui", "words"];

/// The filter for a configured level. A level that names no module holds for our own modules; libraries stay at `info`
/// unless the configuration names them.
fn directives(level: &str) -> String {
    let of_ours = |level: &str| OURS.map(|module| format!("{module}={level}")).join(",");
    let each = level.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| {
        match part.to_ascii_lowercase().as_str() {
            "debug" | "trace" => format!("info,{}", of_ours(part)),
            _ => part.to_owned(),
        }
    });
    let (driver, parts) = DRIVER;
    let driver = parts.map(|part| format!("{driver}::{part}=error"));
    std::iter::once(QUIET.to_owned()).chain(driver).chain(each).collect::<Vec<_>>().join(",")
}

/// Starts the log as configured.
///
/// # Errors
/// When a log is running already, or the level cannot be understood.
pub(crate) fn start(log: &Log) -> Result<(), Failure> {
    let filter = EnvFilter::builder()
        .parse(directives(&log.level))
        .map_err(|error| Failure::Refused(format!("log.level: {error}")))?;
    let registry = tracing_subscriber::registry().with(filter);
    let started = match log.format {
        LogFormat::Text => {
            registry.with(layer().with_writer(stderr).with_ansi(stderr().is_terminal())).try_init()
        }
        LogFormat::Json => registry.with(layer().json().flatten_event(true).with_writer(stderr)).try_init(),
    };
    started.map_err(|error| Failure::Refused(format!("cannot start the log: {error}")))
}

/// Starts the log of a command that runs and ends: only what went wrong is worth a line.
///
/// # Errors
/// As [`start`].
pub(crate) fn start_quiet(log: &Log) -> Result<(), Failure> {
    let quiet = log.level == "info";
    let level = if quiet { "warn".to_owned() } else { log.level.clone() };
    start(&Log { level, ..log.clone() })
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::EnvFilter;

    use super::directives;

    #[test]
    fn what_strangers_send_instead_of_a_passkey_is_no_error_in_the_log_unless_it_is_asked_for() {
        let filter = |level: &str| EnvFilter::builder().parse_lossy(directives(level)).to_string();
        for level in ["", "info", "debug"] {
            let filter = filter(level);
            assert!(filter.contains("webauthn_rs_core=off"), "{filter}");
        }
        assert!(filter("webauthn_rs_core=error").contains("webauthn_rs_core=error"));
    }

    #[test]
    fn what_a_library_says_of_broken_connections_is_left_to_the_engine_unless_it_is_asked_for() {
        let filter = |level: &str| EnvFilter::builder().parse_lossy(directives(level)).to_string();
        for target in ["sqlx::pool", "sqlx_core", "sqlx::postgres::notice"] {
            for level in ["", "info", "warn"] {
                assert!(filter(level).contains(&format!("{target}=error")), "{target} at {level:?}");
            }
            let asked = filter(&format!("info,{target}=info"));
            assert!(asked.contains(&format!("{target}=info")), "{asked}");
        }
    }
}
