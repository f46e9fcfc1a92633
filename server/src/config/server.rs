//! `[server]` and `[log]`: where the server listens, what it is called from outside, how it speaks to its operator.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use engine::content::quoted;
use tracing_subscriber::EnvFilter;
use url::Url;

use super::section::Section;
use super::units;

/// `[server]`
#[derive(Debug, Clone)]
pub struct Server {
    /// Address and port to listen on; port 0 takes a free one.
    pub bind: String,
    /// What people and letters call this server, without a trailing slash; absent: the address listened on.
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Within which time the server ends once it was asked to stop.
    pub stop_within: Duration,
}

impl Server {
    pub(super) fn read(section: Section<'_>) -> Self {
        let read = Self {
            bind: section.parsed("bind", bind).unwrap_or_else(|| "127.0.0.1:8080".to_owned()),
            public_url: section.parsed("public_url", public_url),
            trusted_proxies: section.texts("trusted_proxies", proxy),
            stop_within: section.parsed("stop_within", positive_duration).unwrap_or(Duration::from_secs(10)),
        };
        section.finish();
        read
    }

    /// The address under which people find this server when it listens on `listening` (or on what is configured).
    #[must_use]
    pub fn address(&self, listening: Option<SocketAddr>) -> String {
        if let Some(url) = &self.public_url {
            return url.clone();
        }
        match listening {
            Some(address) if address.ip().is_unspecified() => {
                format!("http://localhost:{}", address.port())
            }
            Some(address) => format!("http://{address}"),
            None => format!("http://{}", self.bind),
        }
    }
}

/// How lines of the log look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For eyes.
    Text,
    /// One JSON object a line, for a collector.
    Json,
}

/// `[log]`
#[derive(Debug, Clone)]
pub struct Log {
    /// How lines look.
    pub format: LogFormat,
    /// Which lines are written, in the notation of `tracing`'s filter: `info`, or `info,mail=debug`.
    pub level: String,
}

impl Log {
    pub(super) fn read(section: Section<'_>) -> Self {
        let formats = [("text", LogFormat::Text), ("json", LogFormat::Json)];
        let read = Self {
            format: section.choice("format", &formats).unwrap_or(LogFormat::Text),
            level: section.parsed("level", level).unwrap_or_else(|| "info".to_owned()),
        };
        section.finish();
        read
    }
}

fn level(text: &str) -> Result<String, String> {
    // A bare word that is no level would be taken for the name of a module, and silence everything.
    let levels = ["off", "error", "warn", "info", "debug", "trace"];
    for part in text.split(',').map(str::trim) {
        if !part.contains('=') && !levels.contains(&part) {
            return Err(format!("must be one of {}, not {}", levels.join(", "), quoted(part)));
        }
    }
    match EnvFilter::builder().parse(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("cannot parse {}: {error}", quoted(text))),
    }
}

/// A duration that is not nothing.
pub(super) fn positive_duration(text: &str) -> Result<Duration, String> {
    let duration = units::duration(text)?;
    if duration.is_zero() {
        return Err("must be greater than zero".to_owned());
    }
    Ok(duration)
}

fn bind(text: &str) -> Result<String, String> {
    let wrong = || format!("must be an address and port, such as 127.0.0.1:8080, not {}", quoted(text));
    if text.parse::<SocketAddr>().is_ok() {
        return Ok(text.to_owned());
    }
    let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
    let letters = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    let host_fits =
        !host.is_empty() && host.chars().all(letters) && host.contains(|it: char| it.is_ascii_alphabetic());
    if !host_fits || port.parse::<u16>().is_err() {
        return Err(wrong());
    }
    Ok(text.to_owned())
}

fn proxy(text: &str) -> Result<IpAddr, String> {
    let address: Result<IpAddr, _> = text.trim().parse();
    address
        .map(|address| address.to_canonical())
        .map_err(|_| format!("must be an IP address, not {}", quoted(text)))
}

fn public_url(text: &str) -> Result<String, String> {
    let url = Url::parse(text)
        .map_err(|_| format!("must be a URL such as https://tickets.example.org, not {}", quoted(text)))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("must start with https:// or http://, not {}:", url.scheme()));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("has no host; use a URL such as https://tickets.example.org".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not contain a user or password".to_owned());
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(format!(
            "must end after the host: {}; Schalter cannot be served below a path",
            url.origin().ascii_serialization()
        ));
    }
    Ok(url.origin().ascii_serialization())
}
