//! `[secrets]`: the key under which passwords are kept in the database.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use engine::Keys;
use engine::content::quoted;

use super::place;
use super::section::Section;

/// `[secrets]`
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    /// The key, and those before it; absent: nothing can be kept that needs one.
    pub keys: Option<Keys>,
}

impl Secrets {
    pub(super) fn read(section: Section<'_>) -> Self {
        let directory = section.directory().to_owned();
        let read = |written: &str| key(&place::path(&directory, written));
        let current = section.parsed("key_file", |written| {
            let (shown, text) = read(written)?;
            Keys::parse(&text).map_err(|error| format!("{shown} {error}"))
        });
        let old = section.texts("old_key_files", read);
        if section.has("old_key_files") {
            section.missing("key_file", "is missing; old_key_files can only be used together with it");
        }
        let mut keys = current;
        for (shown, text) in old {
            keys = keys.and_then(|keys| match keys.and_old(&text) {
                Ok(keys) => Some(keys),
                Err(error) => {
                    section.wrong("old_key_files", format!("{shown} {error}"));
                    None
                }
            });
        }
        section.finish();
        Self { keys }
    }
}

/// What stands in the file of a key, which nobody else may read.
fn key(path: &Path) -> Result<(String, String), String> {
    let shown = quoted(&path.display().to_string());
    let found = fs::metadata(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    if found.is_dir() {
        return Err(format!("{shown} is a directory; name the file that holds the key"));
    }
    if found.permissions().mode() & 0o077 != 0 {
        return Err(format!("{shown} can be read by other users; run chmod 600 on it"));
    }
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    Ok((shown, text))
}
