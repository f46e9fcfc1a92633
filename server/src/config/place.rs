//! Relative paths in the configuration, made absolute: they count from the directory of the file.

use std::io;
use std::path::{Component, Path, PathBuf};

/// The directory of a file, absolute and without `..`.
pub(super) fn directory_of(file: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(file)?;
    let directory = absolute.parent().unwrap_or(&absolute);
    if directory.components().any(|part| part == Component::ParentDir) {
        return directory.canonicalize();
    }
    Ok(directory.to_path_buf())
}

/// A path as it stands, or below `directory` if it is relative.
pub(super) fn path(directory: &Path, written: &str) -> PathBuf {
    let joined = directory.join(written);
    // Takes `./` out; it cannot fail for what begins with a root.
    std::path::absolute(&joined).unwrap_or(joined)
}

/// `file://path`, with the path made absolute; anything else stays as it is.
pub(super) fn file_url(directory: &Path, url: String) -> String {
    match url.strip_prefix("file://") {
        Some(written) if !written.is_empty() => format!("file://{}", path(directory, written).display()),
        _ => url,
    }
}

/// `sqlite:path?parameters`, with the path made absolute; anything else stays as it is.
pub(super) fn sqlite_url(directory: &Path, url: String) -> String {
    let Some(rest) = url.strip_prefix("sqlite:") else { return url };
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    if rest.starts_with('/') {
        return format!("sqlite://{rest}");
    }
    // The path of such an address is percent-encoded, that of the directory is not.
    let directory = directory.display().to_string().replace('%', "%25").replace('?', "%3F");
    format!("sqlite://{}/{}", directory.trim_end_matches('/'), rest.trim_start_matches("./"))
}

/// A path as a shell takes it.
pub(super) fn for_a_shell(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |letter: char| letter.is_alphanumeric() || "/._-+,:@%=".contains(letter);
    if !text.is_empty() && text.chars().all(plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{file_url, for_a_shell, sqlite_url};

    #[test]
    fn relative_addresses_count_from_the_directory() {
        let directory = Path::new("/etc/what? 100%");
        for (written, absolute) in [
            ("sqlite://data/a.db", "sqlite:///etc/what%3F 100%25/data/a.db"),
            ("sqlite:./a.db?mode=rw", "sqlite:///etc/what%3F 100%25/a.db?mode=rw"),
            ("sqlite:///srv/a.db", "sqlite:///srv/a.db"),
            ("sqlite:/srv/a.db", "sqlite:///srv/a.db"),
            ("postgres://data/a", "postgres://data/a"),
        ] {
            assert_eq!(sqlite_url(directory, written.to_owned()), absolute, "{written}");
        }
        for (written, absolute) in [
            ("file://data/blobs", "file:///etc/what? 100%/data/blobs"),
            ("file://./blobs", "file:///etc/what? 100%/blobs"),
            ("file:///srv/blobs", "file:///srv/blobs"),
            ("s3://bucket/prefix", "s3://bucket/prefix"),
            ("smtp://host", "smtp://host"),
        ] {
            assert_eq!(file_url(directory, written.to_owned()), absolute, "{written}");
        }
    }

    #[test]
    fn a_path_is_quoted_for_a_shell_if_it_must_be() {
        assert_eq!(for_a_shell(Path::new("/etc/schalter.toml")), "/etc/schalter.toml");
        assert_eq!(for_a_shell(Path::new("/a b/it's")), "'/a b/it'\\''s'");
    }
}
