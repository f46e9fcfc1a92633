//! What a new ticket begins with: the request itself, or what the staff noted of it.

use super::{CreateTicket, comment};
use crate::{
    actor::Actor,
    apply::{Kept, NewComment},
    content::html_of_text,
    error::{Error, Result},
    model::{Cause, Channel, UserId, Visibility},
    rules::texts::clean_text,
};

/// The request. Of a caller's it may be that only a note is written down; then it is empty.
pub(super) fn required_text(input: &CreateTicket) -> Result<String> {
    let text = clean_text(&input.text);
    if !text.trim().is_empty() {
        return Ok(text);
    }
    if input.customer_email.is_some() {
        if input.note.as_deref().is_some_and(is_written) {
            return Ok(String::new());
        }
        let message = "A text or an internal note is required.";
        return Err(Error::bad("text", "text-or-note-required", message));
    }
    Err(Error::bad("text", "text-required", "A text is required."))
}

/// What is for the staff alone.
pub(super) fn note(actor: &Actor, given: Option<&str>) -> Result<Option<String>> {
    let Some(given) = given.filter(|given| is_written(given)) else { return Ok(None) };
    if actor.user().is_none_or(|viewer| !viewer.role.is_staff()) {
        return Err(Error::Forbidden { action: "write internal notes" });
    }
    Ok(Some(clean_text(given)))
}

fn is_written(text: &str) -> bool {
    !text.trim().is_empty()
}

/// The first comment with its files, and the note that is written beside it. Without a request the note comes first, with
/// the files: what nobody said to the customer is not for them.
pub(super) fn first_comment(
    (text, note): (&str, Option<String>),
    (author, writer): (UserId, Option<UserId>),
    files: Vec<Kept>,
    (channel, cause): (Channel, Cause),
) -> (NewComment, Option<String>) {
    match (note, writer) {
        (Some(note), Some(writer)) if text.is_empty() => {
            (comment::note(writer, (note, files), (channel, cause)), None)
        }
        (note, _) => {
            let comment = NewComment {
                author,
                visibility: Visibility::Public,
                channel,
                html: html_of_text(text),
                text: text.to_owned(),
                automatic: false,
                files,
                has_more: false,
            };
            (comment, note)
        }
    }
}
