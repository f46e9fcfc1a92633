//! What becomes of a mail in its mailbox once the engine has it: it is marked as read, moved to another folder, or deleted.
//!
//! No mail is removed but those that are named: a plain EXPUNGE would take along what others have marked as deleted.

use async_imap::Session;
use async_imap::error::Error as Refused;
use async_imap::types::Fetch;
use engine::AfterFetch;
use futures::TryStreamExt;

use super::connect::{Line, patiently};
use super::{Error, MailboxConfig, folder_name, folders};

/// What a server can do with mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Abilities {
    /// MOVE (RFC 6851).
    pub(super) moves: bool,
    /// UID EXPUNGE (UIDPLUS, RFC 4315).
    pub(super) expunges: bool,
}

/// Whether mails leave the folder when they were taken in. To where they lie they are not moved: each would come anew, for ever.
pub(super) fn empties(config: &MailboxConfig) -> bool {
    match (config.handling.after_fetch, &config.handling.move_to) {
        (AfterFetch::Mark, _) => false,
        (AfterFetch::Move, Some(target)) => !folder_name::is_same(target, &config.endpoint.folder),
        (AfterFetch::Move | AfterFetch::Delete, _) => true,
    }
}

/// Does with mails that the engine has what is to be done. One that is gone is none that fails.
pub(super) async fn file(
    session: &mut Session<Line>,
    config: &MailboxConfig,
    can: Abilities,
    uids: &[u32],
) -> Result<(), Error> {
    if uids.is_empty() {
        return Ok(());
    }
    match (config.handling.after_fetch, &config.handling.move_to) {
        (AfterFetch::Move, Some(target)) => relocate(session, config, can, target, &set(uids)).await,
        (AfterFetch::Delete, _) => remove(session, config, can, &set(uids)).await,
        (AfterFetch::Mark | AfterFetch::Move, _) => flag_seen(session, config, uids).await,
    }
}

fn set(uids: &[u32]) -> String {
    uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

/// Moves mails. They are not marked as read before: one of which this was interrupted has to be found again.
async fn relocate(
    session: &mut Session<Line>,
    config: &MailboxConfig,
    can: Abilities,
    target: &str,
    uids: &str,
) -> Result<(), Error> {
    let name = folder_name::encode(target);
    let moved = patiently(async {
        Ok(if can.moves { session.uid_mv(uids, &name).await } else { session.uid_copy(uids, &name).await })
    });
    match moved.await? {
        Ok(()) if can.moves => Ok(()),
        Ok(()) => remove(session, config, can, uids).await,
        Err(source) => Err(folders::no_target(session, target, source).await),
    }
}

/// Deletes mails.
async fn remove(
    session: &mut Session<Line>,
    config: &MailboxConfig,
    can: Abilities,
    uids: &str,
) -> Result<(), Error> {
    deleting(session, &format!("UID STORE {uids} +FLAGS.SILENT (\\Deleted)")).await?;
    if can.expunges {
        return deleting(session, &format!("UID EXPUNGE {uids}")).await;
    }
    tracing::warn!(
        mailbox = config.address,
        uids,
        "the server cannot remove single mails (no UIDPLUS): they are marked as deleted, and stay until somebody empties the folder"
    );
    Ok(())
}

async fn deleting(session: &mut Session<Line>, command: &str) -> Result<(), Error> {
    match patiently(async { Ok(session.run_command_and_check_ok(command).await) }).await? {
        Ok(()) => Ok(()),
        Err(source @ (Refused::No(_) | Refused::Bad(_))) => Err(Error::NotDeleted(source)),
        Err(source) => Err(Error::Command { what: "delete a mail", source }),
    }
}

/// Marks mails as read. A folder that cannot be written to is no reason to stop: the cursor keeps the place as well.
pub(super) async fn flag_seen(
    session: &mut Session<Line>,
    config: &MailboxConfig,
    uids: &[u32],
) -> Result<(), Error> {
    if uids.is_empty() {
        return Ok(());
    }
    let uids = set(uids);
    let flagged = async {
        let answers = session.uid_store(&uids, "+FLAGS.SILENT (\\Seen)").await?;
        answers.try_collect::<Vec<Fetch>>().await
    };
    let flagged = patiently(async { Ok(flagged.await) }).await?;
    match flagged {
        Ok(_) => Ok(()),
        Err(error @ (Refused::No(_) | Refused::Bad(_))) => {
            tracing::warn!(mailbox = config.address, uids, %error, "the server does not let us flag a mail as seen");
            Ok(())
        }
        Err(source) => Err(Error::Command { what: "flag a mail as seen", source }),
    }
}
