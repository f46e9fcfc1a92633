//! Opens the folder of a mailbox, and says which there are when there is none of that name.

use async_imap::Session;
use async_imap::types::{Mailbox, Name, NameAttribute};
use futures::TryStreamExt;

use super::connect::{Line, patiently};
use super::{Error, folder_name};

/// More folders are not named.
pub(super) const NAMED: usize = 30;

/// Opens a folder to read it and to flag what is in it.
pub(super) async fn select(session: &mut Session<Line>, folder: &str) -> Result<Mailbox, Error> {
    let name = folder_name::encode(folder);
    let opened = patiently(async { Ok(session.select(&name).await) }).await?;
    or_named(session, folder, opened).await
}

/// Opens a folder and changes nothing.
pub(super) async fn examine(session: &mut Session<Line>, folder: &str) -> Result<Mailbox, Error> {
    let name = folder_name::encode(folder);
    let opened = patiently(async { Ok(session.examine(&name).await) }).await?;
    or_named(session, folder, opened).await
}

/// Looks whether there is a folder that mails can be moved to; nothing is opened.
pub(super) async fn expect(session: &mut Session<Line>, target: &str) -> Result<(), Error> {
    let name = folder_name::encode(target);
    let asked = patiently(async { Ok(session.status(&name, "(UIDVALIDITY)").await) }).await?;
    match asked {
        Ok(_) => Ok(()),
        Err(source) => Err(no_target(session, target, source).await),
    }
}

/// Why mails cannot be moved to a folder.
pub(super) async fn no_target(
    session: &mut Session<Line>,
    target: &str,
    source: async_imap::error::Error,
) -> Error {
    match source {
        // What is not understood now is not understood later either: it must not keep other mails from being taken in.
        async_imap::error::Error::No(_) | async_imap::error::Error::Bad(_) => {
            let known = names(session).await;
            Error::Target { folder: target.to_owned(), known, answer: source }
        }
        source => Error::Command { what: "move a mail", source },
    }
}

async fn or_named(
    session: &mut Session<Line>,
    folder: &str,
    opened: async_imap::error::Result<Mailbox>,
) -> Result<Mailbox, Error> {
    match opened {
        Ok(opened) => Ok(opened),
        Err(source) => {
            let refused = matches!(source, async_imap::error::Error::No(_));
            let known = if refused { names(session).await } else { Vec::new() };
            Err(Error::Folder { folder: folder.to_owned(), known, source })
        }
    }
}

/// The names of the folders, as people write them; none where the server does not tell.
pub(super) async fn names(session: &mut Session<Line>) -> Vec<String> {
    let failed = |source| Error::Command { what: "list its folders", source };
    let listed = patiently(async {
        let names = session.list(None, Some("*")).await.map_err(failed)?;
        names.try_collect::<Vec<Name>>().await.map_err(failed)
    });
    let can_be_opened = |name: &&Name| !name.attributes().contains(&NameAttribute::NoSelect);
    let listed = listed.await.unwrap_or_default();
    listed.iter().filter(can_be_opened).take(NAMED).map(|name| folder_name::decode(name.name())).collect()
}
