//! `[database]` and `[blobs]`: where tickets and files are kept.

use std::path::{Path, PathBuf};

use engine::content::quoted;
use rustix::fs::{Access, access};
use url::Url;

use super::place;
use super::section::Section;

/// `[database]`
#[derive(Debug, Clone)]
pub struct Database {
    /// `sqlite:///absolute/path` or `postgres://user@host/name`, with the password in it if one was given.
    pub url: String,
}

impl Database {
    pub(super) fn read(section: Section<'_>) -> Self {
        let url =
            section.text_or_file("url", "url_file").unwrap_or_else(|| "sqlite://data/schalter.db".to_owned());
        let password = section.text_or_file("password", "password_file");
        let url = match database_url(&url, password.as_deref()) {
            Ok(url) => place::sqlite_url(section.directory(), url),
            Err(message) => {
                section.wrong("url", message);
                url
            }
        };
        section.finish();
        Self { url }
    }
}

/// `[blobs]`
#[derive(Debug, Clone)]
pub struct Blobs {
    /// `file:///absolute/path`, or `s3://bucket/prefix` with endpoint and region behind it, as the engine takes it.
    pub url: String,
    /// Where files lie on their way in; absent: as the engine chooses.
    pub incoming: Option<PathBuf>,
}

impl Blobs {
    pub(super) fn read(section: Section<'_>) -> Self {
        let url = section.parsed("url", blobs_url).unwrap_or_else(|| "file://data/blobs".to_owned());
        let endpoint = section.parsed("endpoint", endpoint);
        let region = section.text("region");
        let url = place::file_url(section.directory(), url);
        let incoming = section.parsed("incoming", |path| directory(place::path(section.directory(), path)));
        section.finish();
        if !url.starts_with("s3:") {
            return Self { url, incoming };
        }
        let given = [("endpoint", endpoint), ("region", region)];
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(given.iter().filter_map(|(key, value)| Some((key, value.as_ref()?))));
        let query = query.finish();
        let parted = if query.is_empty() { "" } else { "?" };
        Self { url: format!("{url}{parted}{query}"), incoming }
    }
}

impl Blobs {
    /// Looks whether this user could write where files lie on their way in, for what receives some. What is not there yet is
    /// made.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn check_incoming(&self) -> Result<(), String> {
        let Some(incoming) = &self.incoming else { return Ok(()) };
        let Some(there) = incoming.ancestors().find(|place| place.exists()) else { return Ok(()) };
        access(there, Access::WRITE_OK | Access::EXEC_OK).map_err(|error| {
            let shown = quoted(&there.display().to_string());
            format!("blobs.incoming: this user cannot write to {shown}: {error}; choose another directory or change its owner")
        })
    }
}

/// The path of a directory that is there, or that can be made where it is.
fn directory(path: PathBuf) -> Result<PathBuf, String> {
    match path.ancestors().find(|place| place.exists()) {
        Some(there) if !there.is_dir() => {
            Err(format!("{} is not a directory", quoted(&there.display().to_string())))
        }
        _ => Ok(path),
    }
}

/// The longest path that a socket may have.
const LONGEST_SOCKET: usize = 107;

/// The socket at which a running server is handed messages: beside the database of SQLite, else in the directory of the files.
/// `None` where neither is a directory of this machine, or the path is too long.
pub(super) fn import_socket(database: &Database, blobs: &Blobs, database_name: &str) -> Option<PathBuf> {
    let directory = if database.url.starts_with("sqlite:") {
        Path::new(database_name).parent()?
    } else {
        Path::new(blobs.url.strip_prefix("file://")?)
    };
    let socket = directory.join("import.sock");
    (socket.as_os_str().len() <= LONGEST_SOCKET).then_some(socket)
}

fn database_url(text: &str, password: Option<&str>) -> Result<String, String> {
    let wrong = "use sqlite://data/schalter.db or postgres://user@host/name";
    if let Some(path) = text.strip_prefix("sqlite:") {
        let path = path.trim_start_matches("//");
        if path.is_empty() || path.starts_with(":memory:") {
            return Err(format!("must name a file; {wrong}"));
        }
        if password.is_some() {
            return Err("SQLite does not take a password".to_owned());
        }
        return Ok(text.to_owned());
    }
    let mut url = Url::parse(text).map_err(|_| format!("is not a database URL; {wrong}"))?;
    if !matches!(url.scheme(), "postgres" | "postgresql") {
        return Err(format!("unsupported scheme \"{}\"; {wrong}", url.scheme()));
    }
    if url.path().len() < 2 {
        return Err("must name a database; use postgres://user@host/name".to_owned());
    }
    if let Some(password) = password {
        url.set_password(Some(password))
            .map_err(|()| "has no host, so it cannot have a password".to_owned())?;
    }
    Ok(url.into())
}

fn blobs_url(text: &str) -> Result<String, String> {
    let examples = "file://data/blobs or s3://bucket/prefix";
    match text.split_once("://") {
        Some(("file", path)) if !path.is_empty() => Ok(text.to_owned()),
        Some(("s3", _)) if text.contains('?') => {
            Err("must end after bucket and prefix; endpoint and region are separate keys".to_owned())
        }
        Some(("s3", bucket)) if !bucket.trim_matches('/').is_empty() => {
            if cfg!(feature = "s3") {
                Ok(text.to_owned())
            } else {
                Err("this program was built without S3; build it with --features s3".to_owned())
            }
        }
        _ => Err(format!("must be a URL such as {examples}, not {}", quoted(text))),
    }
}

fn endpoint(text: &str) -> Result<String, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(text.to_owned()),
        _ => Err(format!("must be a URL such as https://s3.example.org, not {}", quoted(text))),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Blobs, Database, import_socket};

    #[test]
    fn the_socket_lies_where_the_data_of_this_machine_lie() {
        let long = format!("sqlite:///srv/{}a.db", "long/".repeat(20));
        for (database, blobs, expected) in [
            ("sqlite:///srv/a.db", "file:///srv/blobs", Some("/srv/import.sock")),
            ("sqlite:///srv/a.db", "s3://bucket/prefix", Some("/srv/import.sock")),
            ("postgres://localhost/a", "file:///srv/blobs", Some("/srv/blobs/import.sock")),
            ("postgres://localhost/a", "s3://bucket/prefix", None),
            (long.as_str(), "file:///srv/blobs", None),
        ] {
            let blobs = Blobs { url: blobs.to_owned(), incoming: None };
            let name = engine::database_name(database);
            let found = import_socket(&Database { url: database.to_owned() }, &blobs, &name);
            assert_eq!(found, expected.map(PathBuf::from), "{database} {}", blobs.url);
        }
    }
}
