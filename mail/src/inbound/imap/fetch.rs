//! Takes in what is new in a folder, in the order of their UIDs, several small mails with one commit.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use async_imap::Session;
use async_imap::types::{Fetch, Flag};
use engine::{Engine, MailboxCursor};
use futures::TryStreamExt;
use tokio::sync::watch;

use super::connect::{Stream, patiently, within};
use super::oversize::{self, Why};
use super::{Ended, Error, LEASE, MailboxConfig};
use crate::inbound::{Prepared, Report, TOGETHER, prepare, take_in, take_in_together};

/// A large mail over a slow line may take so long.
const DOWNLOAD: Duration = Duration::from_mins(15);

/// So often a mail may fail to download before only its header is asked for, and as often again before it is passed by.
const MAX_TRIES: u32 = 3;

/// After how many mails the place in the folder is noted.
const NOTED_EVERY: usize = 16;

/// So many bytes of mail are downloaded before they are taken in; a larger mail is taken in alone.
const SMALL: u64 = 1 << 20;

type ImapSession = Session<Box<dyn Stream>>;

/// An open folder and how far it was read.
pub(super) struct Folder {
    cursor: MailboxCursor,
    /// Whether the place in the folder is unknown: then only what nobody has seen is new, and the place is noted when
    /// all of it was taken in.
    unknown_place: bool,
    /// How many mails it held when it was opened.
    exists: u32,
}

impl Folder {
    /// Notes that what comes up to this mail is taken in. While the place is unknown, it is noted when all is.
    const fn pass(&mut self, uid: u32) {
        if !self.unknown_place {
            self.cursor.last_uid = uid;
        }
    }
}

/// Mails that could not be downloaded, and how often that failed; outlives the session that fails over them.
#[derive(Debug, Default)]
pub(super) struct Tries {
    failed: BTreeMap<u32, u32>,
    /// Whether the server fails over the size of some mail when it lists them: then it is asked for the size of each.
    sizeless: bool,
}

/// Opens the folder of the mailbox and finds the place where the last session ended.
pub(super) async fn open(
    engine: &Engine,
    config: &MailboxConfig,
    session: &mut ImapSession,
) -> Result<Folder, Error> {
    let selected = async {
        session
            .select(&config.endpoint.folder)
            .await
            .map_err(|source| Error::Folder { folder: config.endpoint.folder.clone(), source })
    };
    let selected = patiently(selected).await?;
    let uid_validity = selected.uid_validity.ok_or(Error::NoUidValidity)?;
    let known = engine
        .available(engine.mailbox_cursor(&config.address))
        .await?
        .filter(|cursor| cursor.uid_validity == uid_validity);
    Ok(Folder {
        cursor: known.unwrap_or(MailboxCursor { uid_validity, last_uid: 0 }),
        unknown_place: known.is_none(),
        exists: selected.exists,
    })
}

/// Takes in every new mail. `None` when all is done; otherwise why it ended before.
pub(super) async fn new_mail(
    engine: &Engine,
    config: &MailboxConfig,
    session: &mut ImapSession,
    folder: &mut Folder,
    tries: &mut Tries,
    stop: &watch::Receiver<bool>,
) -> Result<Option<Ended>, Error> {
    let listed = list(session, folder, tries).await?;
    if folder.unknown_place && listed.is_empty() && folder.exists > 0 {
        // To believe it would make the whole folder new at the next look.
        return Err(Error::Withheld { what: "list of its mails" });
    }
    let new: Vec<&Listed> = listed.iter().filter(|mail| !(folder.unknown_place && mail.seen)).collect();
    match take_in_all(engine, config, session, folder, (tries, stop), &new).await {
        Ok(None) => {}
        ended => {
            if !folder.unknown_place
                && let Err(error) =
                    engine.available(engine.advance_mailbox(&config.address, folder.cursor)).await
            {
                // They are fetched again, and found to be known.
                tracing::warn!(mailbox = config.address, %error, "the place in a mailbox could not be noted");
            }
            return ended;
        }
    }
    let last = listed.last().map_or(folder.cursor.last_uid, |mail| mail.uid.max(folder.cursor.last_uid));
    folder.cursor.last_uid = last;
    folder.unknown_place = false;
    tries.sizeless = false;
    engine.available(engine.advance_mailbox(&config.address, folder.cursor)).await?;
    Ok(None)
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
    let mut left = mails;
    while let Some((some, rest)) = left.split_at_checked(together(left)).filter(|(some, _)| !some.is_empty())
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
        if let Some(ended) =
            Box::pin(take_in_some(engine, config, session, (tries, stop), some, folder)).await?
        {
            return Ok(Some(ended));
        }
        left = rest;
        if !folder.unknown_place {
            behind += some.len();
            if behind >= NOTED_EVERY {
                engine.available(engine.advance_mailbox(&config.address, folder.cursor)).await?;
                behind = 0;
            }
        }
    }
    Ok(None)
}

/// How many of the mails at the front are taken in together.
fn together(mails: &[&Listed]) -> usize {
    let mut bytes = 0;
    let small = mails.iter().take(TOGETHER).take_while(|mail| {
        bytes += mail.size.unwrap_or(SMALL);
        bytes <= SMALL
    });
    small.count().max(1).min(mails.len())
}

/// A mail in the folder.
struct Listed {
    uid: u32,
    /// None, where the server was not asked for it together with the others.
    size: Option<u64>,
    seen: bool,
}

/// The mails behind the cursor, in the order of their UIDs. A server that fails over one of them ends the list before it, and
/// perhaps the session, which the library does not tell: it is asked which there are, too.
async fn list(session: &mut ImapSession, folder: &Folder, tries: &mut Tries) -> Result<Vec<Listed>, Error> {
    let failed = |source| Error::Command { what: "list its mails", source };
    let Some(first) = folder.cursor.last_uid.checked_add(1) else {
        return Ok(Vec::new());
    };
    if !tries.sizeless {
        let found = listed(session, first, "(UID RFC822.SIZE FLAGS)").await?;
        let known =
            patiently(async { session.uid_search(format!("UID {first}:*")).await.map_err(failed) }).await;
        let listed = |uid: &u32| found.iter().any(|mail| mail.uid == *uid);
        match known {
            Ok(known) if known.iter().filter(|uid| **uid >= first).all(listed) => return Ok(found),
            Ok(_) => tries.sizeless = true,
            Err(error) => {
                tries.sizeless = true;
                return Err(error);
            }
        }
    }
    listed(session, first, "(UID FLAGS)").await
}

async fn listed(session: &mut ImapSession, first: u32, query: &str) -> Result<Vec<Listed>, Error> {
    let failed = |source| Error::Command { what: "list its mails", source };
    let mails = async {
        let mails = session.uid_fetch(format!("{first}:*"), query).await.map_err(failed)?;
        mails.try_collect::<Vec<Fetch>>().await.map_err(failed)
    };
    let mut found: Vec<Listed> = within(DOWNLOAD, mails)
        .await?
        .iter()
        .filter_map(|mail| {
            let seen = mail.flags().any(|flag| flag == Flag::Seen);
            Some(Listed { uid: mail.uid?, size: mail.size.map(u64::from), seen })
        })
        // `n:*` names the last mail even if it lies before n.
        .filter(|mail| mail.uid >= first)
        .collect();
    found.sort_by_key(|mail| mail.uid);
    found.dedup_by_key(|mail| mail.uid);
    Ok(found)
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
    let (mut uids, mut prepared) = (Vec::new(), Vec::new());
    let (mut ended, mut failed, mut passed) = (None, None, None);
    for mail in some {
        if *stop.borrow() {
            ended = Some(Ended::Stopped);
            break;
        }
        match downloaded(config, session, tries, mail).await {
            Ok(Some(raw)) => {
                uids.push(mail.uid);
                prepared.push(prepare(engine, raw).await);
            }
            Ok(None) => {}
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
        passed = Some(mail.uid);
    }
    let flagged = match take_in_together(engine, prepared, Some(&config.address)).await {
        Ok(_) => flag_seen(session, config, &uids).await,
        Err(each) => {
            for (uid, mail) in uids.into_iter().zip(each) {
                take_in_one(engine, config, session, uid, mail).await?;
                folder.pass(uid);
            }
            Ok(())
        }
    };
    if let Some(uid) = passed {
        folder.pass(uid);
    }
    // What stopped the download is worth more than that the same broken line flags nothing.
    failed.map_or_else(|| flagged.map(|()| ended), Err)
}

async fn take_in_one(
    engine: &Engine,
    config: &MailboxConfig,
    session: &mut ImapSession,
    uid: u32,
    mail: Prepared,
) -> Result<(), Error> {
    let report: Report = take_in(engine, mail, Some(&config.address)).await;
    if !report.is_stored() {
        return Err(Error::NotTakenIn { uid, reason: report.reason.unwrap_or_default() });
    }
    flag_seen(session, config, &[uid]).await
}

/// The bytes of a mail; `None` if there is nothing to take in.
async fn downloaded(
    config: &MailboxConfig,
    session: &mut ImapSession,
    tries: &mut Tries,
    mail: &Listed,
) -> Result<Option<Vec<u8>>, Error> {
    let uid = mail.uid;
    let failed = tries.failed.get(&uid).copied().unwrap_or(0);
    if failed >= 2 * MAX_TRIES {
        tracing::error!(
            mailbox = config.address,
            uid,
            "a mail cannot be downloaded, not even its header; it stays where it is"
        );
        return Ok(None);
    }
    tries.failed.insert(uid, failed + 1);
    let why = match mail.size {
        _ if failed >= MAX_TRIES => Some(Why::Undeliverable),
        Some(size) => too_large(config, size),
        None => too_large(config, size(session, uid).await?),
    };
    let raw = match why {
        None => download(session, uid, "(UID BODY.PEEK[])").await?,
        Some(why) => download(session, uid, "(UID BODY.PEEK[HEADER])")
            .await?
            .map(|header| oversize::stand_in(&header, &config.endpoint.folder, uid, why)),
    };
    tries.failed.remove(&uid);
    // Without bytes it was deleted in the meantime.
    Ok(raw)
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

/// The bytes of a mail; `None` if it is not there any more.
async fn download(session: &mut ImapSession, uid: u32, query: &str) -> Result<Option<Vec<u8>>, Error> {
    let mails = within(DOWNLOAD, fetched(session, uid, query)).await?;
    let mail = mails.iter().find(|mail| mail.uid == Some(uid));
    let bytes = mail.and_then(|mail| mail.body().or_else(|| mail.header())).map(<[u8]>::to_vec);
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

/// A folder that cannot be written to is no reason to stop: the cursor keeps the place as well.
async fn flag_seen(session: &mut ImapSession, config: &MailboxConfig, uids: &[u32]) -> Result<(), Error> {
    let set = uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
    let flagged = async {
        let answers = session.uid_store(&set, "+FLAGS.SILENT (\\Seen)").await?;
        answers.try_collect::<Vec<Fetch>>().await
    };
    let flagged = patiently(async { Ok(flagged.await) }).await?;
    match flagged {
        Ok(_) => Ok(()),
        Err(error @ (async_imap::error::Error::No(_) | async_imap::error::Error::Bad(_))) => {
            tracing::warn!(mailbox = config.address, uids = set, %error, "the server does not let us flag a mail as seen");
            Ok(())
        }
        Err(source) => Err(Error::Command { what: "flag a mail as seen", source }),
    }
}
