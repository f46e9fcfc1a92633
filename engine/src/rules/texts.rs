//! The normal form of a ticket's title, texts and tags.

use unicode_normalization::UnicodeNormalization as _;

use crate::{
    content::clean_line,
    error::{Error, Result},
};

/// The longest title in characters; a longer subject of a mail is cut, a longer title of a form is refused.
pub const TITLE_LIMIT: usize = 250;

/// The most tags that a ticket has.
pub const MOST_TAGS: usize = 20;

/// The longest tag in characters.
pub const TAG_LIMIT: usize = 40;

/// A title on one line without invisible characters; `None`: nothing is left.
#[must_use]
pub fn clean_title(title: &str) -> Option<String> {
    Some(clean_line(title)).filter(|title| !title.is_empty())
}

/// A title that is neither empty nor too long.
///
/// # Errors
/// `BadInput` for `title`.
pub fn required_title(title: &str) -> Result<String> {
    let title =
        clean_title(title).ok_or_else(|| Error::bad("title", "title-required", "A title is required."))?;
    if title.chars().count() > TITLE_LIMIT {
        return Err(Error::too_long("title", "title-too-long", "title", TITLE_LIMIT));
    }
    Ok(title)
}

/// A text without NUL, which PostgreSQL refuses, and without what turns the direction of writing, with plain line ends
/// and no blank end.
#[must_use]
pub fn clean_text(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "").replace(TURNS, "").trim_end().to_owned()
}

/// What turns the direction of writing against that of the letters, by which `exe.txt` is shown as `txt.exe` (UAX #9:
/// embeddings and overrides; isolates do no harm to what stands around them).
const TURNS: [char; 5] = ['\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}'];

/// A tag as it is kept and looked for: in lower case, composed (NFC), on one line; nothing for an empty one.
#[must_use]
pub fn clean_tag(tag: &str) -> Option<String> {
    clean_title(&tag.to_lowercase().nfc().collect::<String>())
}

/// Tags as they are kept, see [`clean_tag`], sorted, each once, none empty.
#[must_use]
pub fn clean_tags(tags: &[String]) -> Vec<String> {
    let mut tags: Vec<String> = tags.iter().filter_map(|tag| clean_tag(tag)).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// Refuses more or longer tags than a ticket may have; `field` is the input's.
pub(crate) fn check_tags(tags: &[String], field: &'static str) -> Result<()> {
    if tags.len() > MOST_TAGS || tags.iter().any(|tag| tag.chars().count() > TAG_LIMIT) {
        let message =
            format!("A ticket can have at most {MOST_TAGS} tags of at most {TAG_LIMIT} characters each.");
        return Err(Error::bad(field, "tags-too-many", message));
    }
    Ok(())
}
