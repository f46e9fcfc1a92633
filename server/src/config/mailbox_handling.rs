//! What `[[mail.mailbox]]` says of the mails in the folder: what becomes of them once they were taken in, and what of old ones.

use ::mail::inbound::imap::{Endpoint, folder_name};
use chrono::NaiveDate;
use engine::content::quoted;
use engine::{AfterFetch, Clock as _, MailboxHandling, OldMail, SystemClock};

use super::brand::one_line;
use super::section::Section;

const NOT_FETCHED: &str = "requires imap; add imap = \"imaps://user@host/INBOX\" or remove this key";

/// Reads it. Where nothing is fetched there is no folder to speak of.
pub(super) fn read(section: &Section<'_>) -> MailboxHandling {
    if !section.has("imap") && !section.has("imap_file") {
        // Each is asked for, so that it counts as a known key.
        for key in ["after_fetch", "move_to", "only_newer_than", "old_mail"] {
            if section.has(key) {
                section.wrong(key, NOT_FETCHED);
            }
        }
        return MailboxHandling::default();
    }
    let ways = [("mark", AfterFetch::Mark), ("move", AfterFetch::Move), ("delete", AfterFetch::Delete)];
    let chosen = section.choice("after_fetch", &ways);
    let move_to = section.parsed("move_to", one_line);
    match (chosen, &move_to) {
        (Some(AfterFetch::Move), None) => {
            section.wrong("after_fetch", "requires a folder; add move_to = \"Done\"");
        }
        // Of a word that is not known was complained already.
        (None, Some(_)) if section.has("after_fetch") => {}
        (None | Some(AfterFetch::Mark | AfterFetch::Delete), Some(_)) => {
            section.wrong("move_to", "requires after_fetch = \"move\"");
        }
        _ => {}
    }
    let old = [("quiet", OldMail::Quiet), ("import", OldMail::Import), ("answer", OldMail::Answer)];
    MailboxHandling {
        after_fetch: chosen.unwrap_or(AfterFetch::Mark),
        move_to,
        only_newer_than: section.parsed("only_newer_than", day),
        old_mail: section.choice("old_mail", &old).unwrap_or(OldMail::Quiet),
    }
}

fn day(text: &str) -> Result<NaiveDate, String> {
    let day: NaiveDate = text
        .trim()
        .parse()
        .map_err(|_| format!("must be a date such as \"2026-01-31\", not {}", quoted(text)))?;
    if day > SystemClock.now().date_naive() {
        return Err(format!("must not be in the future, or no mail would be fetched: {}", quoted(text)));
    }
    Ok(day)
}

/// Notes when mails would be moved to where they are fetched from.
pub(super) fn expect_another_folder(section: &Section<'_>, handling: &MailboxHandling, folder: &str) {
    let Some(target) = &handling.move_to else { return };
    if folder_name::is_same(target, folder) {
        section.wrong("move_to", "is the folder that mail is fetched from; choose another one");
    }
}

/// Notes mailboxes, by their addresses, that are fetched from one folder of which one of them takes mails out: what is gone the other
/// never sees.
pub(super) fn expect_folders_apart<'m>(
    section: &Section<'_>,
    fetched: impl Iterator<Item = (&'m str, &'m Endpoint, &'m MailboxHandling)>,
) {
    let mut before: Vec<(&str, String, bool)> = Vec::new();
    for (address, endpoint, handling) in fetched {
        let (place, empties) = (endpoint.place(), handling.after_fetch != AfterFetch::Mark);
        let shared = before.iter().find(|(_, other, emptied)| *other == place && (*emptied || empties));
        if let Some((other, ..)) = shared {
            let words = "are fetched from the same folder, and one of them removes mail from it";
            let message = format!("{other} and {address} {words}; make the second an alias of the first");
            section.wrong("mailbox", message);
        }
        before.push((address, place, empties));
    }
}
