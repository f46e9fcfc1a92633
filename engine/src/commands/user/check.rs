//! What is acceptable of a person: name, language, time zone.

use crate::{
    content::clean_line,
    error::{Error, Result},
};

/// Longer names break every list.
const LONGEST_NAME: usize = 200;

/// The languages that mails and pages are written in.
const LOCALES: [&str; 2] = ["de", "en"];

/// A name as one line without what cannot be seen.
pub(super) fn clean_name(given: &str) -> Result<String> {
    let name = clean_line(given);
    if name.is_empty() {
        return Err(Error::bad("name", "name-required", "A person needs a name."));
    }
    if name.chars().count() > LONGEST_NAME {
        let message = format!("The name is longer than {LONGEST_NAME} characters.");
        return Err(Error::bad("name", "name-too-long", message));
    }
    Ok(name)
}

/// A language that we speak.
pub(super) fn known_locale(given: &str) -> Result<String> {
    let locale = given.trim().to_ascii_lowercase();
    if LOCALES.contains(&locale.as_str()) {
        return Ok(locale);
    }
    Err(Error::bad(
        "locale",
        "locale-unknown",
        format!("{given:?} is no language that we speak: use de or en."),
    ))
}
