//! What another system calls something of ours, such as `zammad:34`: kept as it is given, never read as one of our own numbers.

use crate::{
    content::is_invisible,
    error::{Error, Result},
};

/// The longest external id in characters.
const EXTERNAL_ID_LIMIT: usize = 255;

/// An external id without blanks around it; `None` for an empty one, which takes it away.
///
/// # Errors
/// `BadInput` for `externalId`.
pub(crate) fn clean_external_id(given: &str) -> Result<Option<String>> {
    let id = given.trim();
    if id.chars().count() > EXTERNAL_ID_LIMIT {
        return Err(Error::too_long("externalId", "external-id-too-long", "external ID", EXTERNAL_ID_LIMIT));
    }
    if id.chars().any(|letter| is_invisible(letter) || is_deceptive(letter)) {
        let message = "The external ID must not contain invisible characters.";
        return Err(Error::bad("externalId", "external-id-invalid", message));
    }
    Ok(Some(id).filter(|id| !id.is_empty()).map(str::to_owned))
}

/// What cannot be told from nothing, or from a blank, in a name that is compared letter by letter: marks that choose the shape
/// of the letter before them, joiners, and the blanks of other widths.
const fn is_deceptive(letter: char) -> bool {
    matches!(
        letter,
        '\u{180b}'..='\u{180f}'
            | '\u{200c}'
            | '\u{200d}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0100}'..='\u{e01ef}'
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}'
    )
}

/// Refuses an external id that something else of the same kind has. `what` is the kind.
#[must_use]
pub(crate) fn external_id_taken(what: &str) -> Error {
    Error::bad("externalId", "external-id-taken", format!("Another {what} already has this external ID."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_external_id_is_kept_as_it_is_given() {
        let longest = "x".repeat(EXTERNAL_ID_LIMIT);
        for (given, kept) in [
            ("zammad:34", Some("zammad:34")),
            (" AB-1 2 ", Some("AB-1 2")),
            ("", None),
            ("  ", None),
            ("\u{a0}AB\u{3000}", Some("AB")),
            (longest.as_str(), Some(longest.as_str())),
        ] {
            assert_eq!(clean_external_id(given).ok().flatten().as_deref(), kept, "{given:?}");
        }
        for refused in [
            "a\nb",
            "\0",
            "\u{7f}x",
            "a\u{202e}b",
            "\u{200b}",
            "a\u{fe0f}",
            "a\u{a0}b",
            "a\u{2003}b",
            "a\u{200d}b",
            &"x".repeat(EXTERNAL_ID_LIMIT + 1),
        ] {
            assert!(clean_external_id(refused).is_err(), "{refused:?}");
        }
    }
}
