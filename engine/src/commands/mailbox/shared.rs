//! Whether a mailbox is fetched from the folder of another, and one of the two takes mails out of it: what is gone, the other never
//! sees.

use super::handling::is_same_folder;
use crate::{
    error::{Error, Result},
    model::{AfterFetch, ImapAccess, MailboxHandling},
    store::{Work, entity::mailbox_definition, mailbox_definitions},
};

/// Refuses such a mailbox, whether the other stands in the configuration or an admin added it. One that was so before may stay so.
pub(super) async fn refuse_shared(
    work: &Work<'_>,
    before: Option<&mailbox_definition::Model>,
    access: Option<&ImapAccess>,
    handling: &MailboxHandling,
) -> Result<()> {
    let Some(access) = access else { return Ok(()) };
    if let Some(row) = before
        && mailbox_definitions::access(row)?.as_ref() == Some(access)
        && mailbox_definitions::handling(row)? == *handling
    {
        return Ok(());
    }
    let empties = handling.after_fetch != AfterFetch::Mark;
    let settings = &work.engine().settings().mail;
    let configured = settings.routes.folders.iter().find(|one| {
        (empties || one.emptied)
            && is_same_place(access, (one.user.as_str(), one.host.as_str(), one.folder.as_str()))
    });
    if let Some(other) = configured {
        return Err(shared(&other.mailbox));
    }
    for row in mailbox_definitions::all(work.tx()).await? {
        if before.is_some_and(|before| before.id == row.id) || settings.is_configured(&row.address) {
            continue;
        }
        let Some(theirs) = mailbox_definitions::access(&row)? else { continue };
        let is_left = mailbox_definitions::handling(&row)?.after_fetch != AfterFetch::Mark;
        if (empties || is_left)
            && is_same_place(access, (theirs.user.as_str(), theirs.host.as_str(), theirs.folder.as_str()))
        {
            return Err(shared(&row.address));
        }
    }
    Ok(())
}

fn is_same_place(access: &ImapAccess, (user, host, folder): (&str, &str, &str)) -> bool {
    access.user == user && access.host.eq_ignore_ascii_case(host) && is_same_folder(&access.folder, folder)
}

fn shared(other: &str) -> Error {
    let message = format!(
        "{other} is fetched from this folder too, and one of the two mailboxes removes emails from it. The other would miss them."
    );
    Error::bad("folder", "mailbox-folder-shared", message)
}
