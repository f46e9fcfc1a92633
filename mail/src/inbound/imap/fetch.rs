//! Takes in what is new in a folder, in the order of their UIDs, several small mails with one commit.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_imap::Session;
use async_imap::types::Fetch;
use chrono::{DateTime, Utc};
use engine::incoming::old::{self, InMailbox};
use engine::{Engine, LastingFault, MailboxCursor};
use futures::TryStreamExt;
use tokio::sync::watch;

use super::connect::{Line, flowing, patiently};
use super::filing::{self, Abilities};
use super::list::{Listed, first_since, list};
use super::oversize::{self, Place, Why};
use super::progress::Progress;
use super::tries::Tries;
use super::{Ended, Error, LEASE, MailboxConfig, folders, note};
use crate::inbound::{Report, TOGETHER, prepare, take_in, take_in_together};

/// A large mail over a slow line may take so long, as long as it does not stand still.
pub(super) const DOWNLOAD: Duration = Duration::from_mins(15);

/// So often a mail may fail to download before only its header is asked for, and as often again before it is passed by.
const MAX_TRIES: u32 = 3;

/// After how many mails the place in the folder is noted.
const NOTED_EVERY: usize = 16;

/// So many mails that could not be moved or deleted before are with one command.
const FILED_TOGETHER: usize = 200;

/// So many bytes of mail are downloaded before they are taken in; a larger mail is taken in alone.
const SMALL: u64 = 1 << 20;

type ImapSession = Session<Line>;

/// An open folder and how far it was read.
pub(super) struct Folder {
    cursor: MailboxCursor,
    /// Whether the place in the folder is unknown: then only what nobody has seen is new, and the place is noted when
    /// all of it was taken in.
    unknown_place: bool,
    /// How many mails it held when it was opened.
    exists: u32,
    /// The mails that are still to be taken in, and the last of the list that they are in.
    awaited: BTreeSet<u32>,
    last: u32,
    /// When it was read for the first time.
    begun: Option<DateTime<Utc>>,
    /// What its server can do with mails.
    can: Abilities,
    /// Whether all that was new was taken in before, since it was opened.
    taken_in: bool,
    /// Why the server has just refused to move or delete mails that were taken in; the others are taken in nevertheless.
    refused: Option<Error>,
}

impl Folder {
    /// What is known of a mail in it.
    const fn in_mailbox(&self, mail: &Listed, tries: &Tries) -> InMailbox {
        // While mails cannot leave the folder the place stays unknown; what has come since then is new nevertheless.
        let first = self.unknown_place && (tries.settled == 0 || mail.uid <= tries.settled);
        InMailbox { came_at: mail.came_at, seen: mail.seen, first }
    }

    /// Notes that a mail is done. The place in the folder stays before the first that is not; while it is unknown, it is
    /// noted when all are.
    fn pass(&mut self, uid: u32, tries: &mut Tries) {
        self.awaited.remove(&uid);
        tries.failed.remove(&uid);
        tries.done.insert(uid);
        self.advance(tries);
    }

    /// Moves the place before the first mail that is not done, or has not left the folder as it is to.
    fn advance(&mut self, tries: &mut Tries) {
        if !self.unknown_place {
            let open = self.awaited.first().into_iter().chain(tries.unfiled.first()).min();
            let before = open.map_or(self.last, |first| first - 1);
            self.cursor.last_uid = before.max(self.cursor.last_uid);
            tries.done = tries.done.split_off(&self.cursor.last_uid.saturating_add(1));
        }
    }
}

/// Opens the folder of the mailbox and finds the place where the last session ended.
pub(super) async fn open(
    engine: &Engine,
    config: &MailboxConfig,
    session: &mut ImapSession,
    can: Abilities,
    tries: &mut Tries,
) -> Result<Folder, Error> {
    // What went wrong in the meantime was noted in the place of this.
    tries.file_again();
    let selected = folders::select(session, &config.endpoint.folder).await?;
    let uid_validity = selected.uid_validity.ok_or(Error::NoUidValidity)?;
    let known = engine
        .available(engine.mailbox_cursor(&config.address))
        .await?
        .filter(|cursor| cursor.uid_validity == uid_validity);
    Ok(Folder {
        cursor: known.unwrap_or(MailboxCursor { uid_validity, last_uid: 0 }),
        unknown_place: known.is_none(),
        exists: selected.exists,
        awaited: BTreeSet::new(),
        last: 0,
        begun: engine.available(engine.mailbox_begun(&config.address)).await?,
        can,
        taken_in: false,
        refused: None,
    })
}

/// Takes in every new mail, those last over which the server failed before. `None` when all is done; otherwise why it ended
/// before.
pub(super) async fn new_mail(
    engine: &Engine,
    config: &MailboxConfig,
    session: &mut ImapSession,
    folder: &mut Folder,
    tries: &mut Tries,
    stop: &watch::Receiver<bool>,
) -> Result<Option<Ended>, Error> {
    if tries.uid_validity != folder.cursor.uid_validity {
        *tries = Tries { uid_validity: folder.cursor.uid_validity, ..Tries::default() };
    }
    let listed = match first(config, session, folder).await? {
        Some(first) => list(config, session, first, &mut tries.sizeless).await?,
        None => Vec::new(),
    };
    if folder.unknown_place && listed.is_empty() && folder.exists > 0 {
        // To believe it would make the whole folder new at the next look.
        return Err(Error::Withheld { what: "list of its mails" });
    }
    let is_new = |mail: &&Listed| {
        !tries.done.contains(&mail.uid) && old::is_wanted(&config.handling, folder.in_mailbox(mail, tries))
    };
    let mut new: Vec<&Listed> = listed.iter().filter(is_new).collect();
    new.sort_by_key(|mail| tries.of(mail.uid));
    folder.awaited = new.iter().map(|mail| mail.uid).collect();
    folder.last = listed.last().map_or(0, |mail| mail.uid);
    catch_up(config, session, folder, tries, &listed).await?;
    match take_in_all(engine, config, session, folder, (tries, stop), &new).await {
        Ok(None) => {}
        ended => {
            if !folder.unknown_place
                && let Err(error) = note_place(engine, config, folder, tries).await
            {
                // They are fetched again, and found to be known.
                tracing::warn!(mailbox = config.address, error = %engine::Causes(&error), "the place in a mailbox could not be noted");
            }
            tell_refused(engine, config, folder, tries).await;
            return ended;
        }
    }
    tell_refused(engine, config, folder, tries).await;
    if tries.stuck.is_some() {
        if folder.unknown_place {
            tries.settled = folder.last.max(tries.settled);
        }
        note_place(engine, config, folder, tries).await?;
        return Ok(None);
    }
    folder.cursor.last_uid = folder.last.max(folder.cursor.last_uid);
    folder.unknown_place = false;
    (tries.sizeless, tries.done, tries.settled) = (false, BTreeSet::new(), 0);
    note_place(engine, config, folder, tries).await?;
    Ok(None)
}

/// Notes how far the folder was read. That the server refuses to move or delete mails stays noted for as long as it does.
async fn note_place(
    engine: &Engine,
    config: &MailboxConfig,
    folder: &Folder,
    tries: &Tries,
) -> Result<(), Error> {
    if tries.stuck.is_some() {
        let cursor = (!folder.unknown_place).then_some(folder.cursor);
        engine.available(engine.mailbox_was_read(&config.address, cursor)).await?;
    } else {
        engine.available(engine.advance_mailbox(&config.address, folder.cursor)).await?;
    }
    Ok(())
}

/// Notes why mails could not be moved or deleted, if the server was asked for that.
async fn tell_refused(engine: &Engine, config: &MailboxConfig, folder: &mut Folder, tries: &Tries) {
    if let Some(refused) = folder.refused.take() {
        // It is asked again after growing pauses, so each time may be told.
        note(engine, config, (&refused, &LastingFault::new()), tries.pause_of_filing().unwrap_or_default())
            .await;
    }
}

/// The first mail that may be new; `None`: there are no further UIDs.
async fn first(
    config: &MailboxConfig,
    session: &mut ImapSession,
    folder: &Folder,
) -> Result<Option<u32>, Error> {
    match (folder.cursor.last_uid.checked_add(1), config.handling.only_newer_than) {
        (Some(first), Some(day)) if folder.unknown_place => first_since(session, first, day).await.map(Some),
        (first, _) => Ok(first),
    }
}

/// Does what is still to be done with mails that are done, as far as they are still there.
async fn catch_up(
    config: &MailboxConfig,
    session: &mut ImapSession,
    folder: &mut Folder,
    tries: &mut Tries,
    listed: &[Listed],
) -> Result<(), Error> {
    let unflagged: Vec<u32> = tries.unflagged.iter().copied().collect();
    filing::flag_seen(session, config, &unflagged).await?;
    tries.unflagged.clear();
    // They are in the order of their UIDs.
    tries.unfiled.retain(|uid| listed.binary_search_by_key(uid, |mail| mail.uid).is_ok());
    let unfiled: Vec<u32> = tries.unfiled.iter().copied().collect();
    for some in unfiled.chunks(FILED_TOGETHER) {
        file(session, config, folder, tries, some).await?;
    }
    if tries.unfiled.is_empty() {
        tries.stuck = None;
    }
    Ok(())
}

/// Moves or deletes mails that are done. What the server refuses is tried again later, each time after a longer pause, and keeps no
/// other mail from being taken in as soon as it comes.
async fn file(
    session: &mut ImapSession,
    config: &MailboxConfig,
    folder: &mut Folder,
    tries: &mut Tries,
    uids: &[u32],
) -> Result<(), Error> {
    if tries.pause_of_filing().is_some_and(|pause| !pause.is_zero()) {
        return Ok(());
    }
    match filing::file(session, config, folder.can, uids).await {
        Ok(()) => {
            tries.unfiled.retain(|uid| !uids.contains(uid));
            tries.stuck = None;
        }
        Err(error) if error.is_of_filing() => {
            tries.refused(&error, config);
            folder.refused = Some(error);
        }
        Err(error) => return Err(error),
    }
    folder.advance(tries);
    Ok(())
}

/// Takes in these mails. The place is noted every few of them: what lies behind it after a crash is fetched again, and
/// found to be known.
async fn take_in_all(
    engine: &Engine,
    config: &MailboxConfig,
    session: &mut ImapSession,
    folder: &mut Folder,
    (tries, stop): (&mut Tries, &watch::Receiver<bool>),
    mails: &[&Listed],
) -> Result<Option<Ended>, Error> {
    let (mut claimed, mut behind) = (None::<Instant>, 0);
    let mut progress = Progress::of(engine, &config.address, mails.len(), !folder.taken_in);
    let mut left = mails;
    while let Some((some, rest)) =
        left.split_at_checked(together(left, tries)).filter(|(some, _)| !some.is_empty())
    {
        if *stop.borrow() {
            return Ok(Some(Ended::Stopped));
        }
        if claimed.is_none_or(|at| at.elapsed() >= LEASE / 4) {
            if !engine.available(engine.claim_mailbox(&config.address, LEASE)).await? {
                return Ok(Some(Ended::ClaimLost));
            }
            claimed = Some(Instant::now());
        }
        progress.tell().await;
        if let Some(ended) =
            Box::pin(take_in_some(engine, config, session, (tries, stop), some, folder)).await?
        {
            return Ok(Some(ended));
        }
        left = rest;
        progress.more(some.len());
        if !folder.unknown_place {
            behind += some.len();
            if behind >= NOTED_EVERY {
                note_place(engine, config, folder, tries).await?;
                behind = 0;
            }
        }
    }
    progress.end().await;
    folder.taken_in = true;
    Ok(None)
}

/// How many of the mails at the front are taken in together. One over which the server failed before keeps no other waiting.
fn together(mails: &[&Listed], tries: &Tries) -> usize {
    let mut bytes = 0;
    let small = mails.iter().take(TOGETHER).take_while(|mail| {
        bytes += mail.size.unwrap_or(SMALL);
        bytes <= SMALL && tries.of(mail.uid) == 0
    });
    small.count().max(1).min(mails.len())
}

/// Downloads some mails, hands them to the engine, and flags them. What was handed over is flagged and passed even if one
/// behind it fails.
async fn take_in_some(
    engine: &Engine,
    config: &MailboxConfig,
    session: &mut ImapSession,
    (tries, stop): (&mut Tries, &watch::Receiver<bool>),
    some: &[&Listed],
    folder: &mut Folder,
) -> Result<Option<Ended>, Error> {
    let (mut taken, mut prepared) = (Vec::new(), Vec::new());
    let (mut ended, mut failed, mut withheld) = (None, None, Vec::new());
    for mail in some {
        if *stop.borrow() {
            ended = Some(Ended::Stopped);
            break;
        }
        match downloaded(config, session, tries, mail).await {
            Ok(Downloaded::Mail { raw, whole }) => {
                taken.push(Taken { uid: mail.uid, whole });
                let ready = prepare(engine, raw).await;
                let known = folder.in_mailbox(mail, tries);
                let came_at = old::taken_as(&config.handling, folder.begun, known, ready.date());
                prepared.push(ready.as_old(came_at));
            }
            Ok(Downloaded::Withheld) => withheld.push(mail.uid),
            Ok(Downloaded::Gone) => folder.pass(mail.uid, tries),
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
    }
    // A server that fell silent answers nothing else either.
    let silent = matches!(failed, Some(Error::Slow(_) | Error::Closed));
    let flagged = match take_in_together(engine, prepared, Some(&config.address)).await {
        Ok(_) => acknowledge(session, config, folder, (tries, silent), &taken).await,
        Err(each) => {
            for (mail, prepared) in taken.into_iter().zip(each) {
                stored(mail.uid, take_in(engine, prepared, Some(&config.address)).await)?;
                acknowledge(session, config, folder, (tries, silent), &[mail]).await?;
            }
            Ok(())
        }
    };
    for uid in withheld {
        let place = Place { address: &config.address, folder: &config.endpoint.folder, uid };
        let note = oversize::nothing(&place, folder.cursor.uid_validity);
        // It is not flagged: whoever looks into the mailbox shall find it unread.
        stored(uid, take_in(engine, prepare(engine, note).await, Some(&config.address)).await)?;
        folder.pass(uid, tries);
    }
    // What stopped the download is worth more than that the same broken line flags nothing.
    failed.map_or_else(|| flagged.map(|()| ended), Err)
}

fn stored(uid: u32, report: Report) -> Result<(), Error> {
    if report.is_stored() {
        return Ok(());
    }
    Err(Error::NotTakenIn { uid, reason: report.reason.unwrap_or_default() })
}

/// A mail that the engine has.
#[derive(Debug, Clone, Copy)]
struct Taken {
    uid: u32,
    /// Whether it has all of it. What stands in for a mail says where that lies: so it stays there.
    whole: bool,
}

/// Passes mails that the engine has, and flags, moves or deletes them, or notes that this is still to be done.
async fn acknowledge(
    session: &mut ImapSession,
    config: &MailboxConfig,
    folder: &mut Folder,
    (tries, silent): (&mut Tries, bool),
    taken: &[Taken],
) -> Result<(), Error> {
    let leaves = |mail: &Taken| mail.whole && filing::empties(config);
    let (leaving, staying): (Vec<Taken>, Vec<Taken>) = taken.iter().copied().partition(|mail| leaves(mail));
    let uids = |mails: Vec<Taken>| mails.into_iter().map(|mail| mail.uid).collect::<Vec<u32>>();
    let (leaving, staying) = (uids(leaving), uids(staying));
    tries.unflagged.extend(&staying);
    tries.unfiled.extend(&leaving);
    for mail in taken {
        folder.pass(mail.uid, tries);
    }
    if silent {
        return Ok(());
    }
    filing::flag_seen(session, config, &staying).await?;
    tries.unflagged.retain(|uid| !staying.contains(uid));
    if leaving.is_empty() {
        return Ok(());
    }
    file(session, config, folder, tries, &leaving).await
}

/// What a server hands out of a mail.
enum Downloaded {
    /// Its bytes, or what stands in for them.
    Mail { raw: Vec<u8>, whole: bool },
    /// Nothing, however often it is asked.
    Withheld,
    /// Nothing, since it was deleted in the meantime.
    Gone,
}

/// The bytes of a mail, as far as the server hands them out.
async fn downloaded(
    config: &MailboxConfig,
    session: &mut ImapSession,
    tries: &mut Tries,
    mail: &Listed,
) -> Result<Downloaded, Error> {
    let uid = mail.uid;
    let failed = tries.of(uid);
    if failed >= 2 * MAX_TRIES {
        tracing::error!(
            mailbox = config.address,
            uid,
            "a mail cannot be downloaded, not even its header; it stays where it is"
        );
        return Ok(Downloaded::Withheld);
    }
    tries.failed.insert(uid, failed + 1);
    let why = match mail.size {
        _ if failed >= MAX_TRIES => Some(Why::Undeliverable),
        Some(size) => too_large(config, size),
        None => too_large(config, size(session, uid).await?),
    };
    let raw = match why {
        None => download(config, session, uid, "(UID BODY.PEEK[])").await?,
        Some(why) => download(config, session, uid, "(UID BODY.PEEK[HEADER])")
            .await?
            .map(|header| oversize::stand_in(&header, &config.endpoint.folder, uid, why)),
    };
    tries.failed.remove(&uid);
    let whole = why.is_none();
    Ok(raw.map_or(Downloaded::Gone, |raw| Downloaded::Mail { raw, whole }))
}

fn too_large(config: &MailboxConfig, size: u64) -> Option<Why> {
    (size > config.message_limit).then_some(Why::TooLarge(size))
}

/// The size of a mail that the server could not tell together with the others'.
async fn size(session: &mut ImapSession, uid: u32) -> Result<u64, Error> {
    let found = patiently(fetched(session, uid, "(UID RFC822.SIZE)")).await?;
    let size = found.iter().find(|mail| mail.uid == Some(uid)).and_then(|mail| mail.size);
    size.map(u64::from).ok_or(Error::Withheld { what: "size of a mail" })
}

/// The bytes of a mail; `None` if it is not there any more. One of blanks alone is none: all such would be the same mail.
async fn download(
    config: &MailboxConfig,
    session: &mut ImapSession,
    uid: u32,
    query: &str,
) -> Result<Option<Vec<u8>>, Error> {
    let received = Arc::clone(&session.as_mut().received);
    let mails = flowing(&received, config.silence, DOWNLOAD, fetched(session, uid, query)).await?;
    let mail = mails.iter().find(|mail| mail.uid == Some(uid));
    let bytes = mail.and_then(|mail| mail.body().or_else(|| mail.header()));
    let bytes = bytes.filter(|bytes| !bytes.trim_ascii().is_empty()).map(<[u8]>::to_vec);
    if bytes.is_none() {
        // The library does not tell a refusal from an empty answer: ask whether there is such a mail.
        let still_there = patiently(fetched(session, uid, "(UID)")).await?;
        if still_there.iter().any(|mail| mail.uid == Some(uid)) {
            return Err(Error::Withheld { what: "mail" });
        }
    }
    Ok(bytes)
}

async fn fetched(session: &mut ImapSession, uid: u32, query: &str) -> Result<Vec<Fetch>, Error> {
    let failed = |source| Error::Command { what: "hand out a mail", source };
    let mails = session.uid_fetch(uid.to_string(), query).await.map_err(failed)?;
    mails.try_collect().await.map_err(failed)
}
