//! Finds out which mails lie in a folder.

use std::sync::Arc;

use async_imap::Session;
use async_imap::types::{Fetch, Flag};
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use futures::TryStreamExt;

use super::connect::{Line, flowing, patiently};
use super::fetch::DOWNLOAD;
use super::{Error, MailboxConfig};

/// How IMAP writes months.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A mail in the folder.
pub(super) struct Listed {
    pub(super) uid: u32,
    /// None, where the server was not asked for it together with the others.
    pub(super) size: Option<u64>,
    pub(super) seen: bool,
    /// When it came (INTERNALDATE).
    pub(super) came_at: Option<DateTime<Utc>>,
}

/// The mails from this UID on, in the order of their UIDs. A server that fails over one of them ends the list before it, and
/// perhaps the session, which the library does not tell: it is asked which there are, too.
pub(super) async fn list(
    config: &MailboxConfig,
    session: &mut Session<Line>,
    first: u32,
    sizeless: &mut bool,
) -> Result<Vec<Listed>, Error> {
    let failed = |source| Error::Command { what: "list its mails", source };
    if !*sizeless {
        let found = listed(config, session, first, "(UID RFC822.SIZE FLAGS INTERNALDATE)").await?;
        let known =
            patiently(async { session.uid_search(format!("UID {first}:*")).await.map_err(failed) }).await;
        // They are in the order of their UIDs, and an old mailbox holds a hundred thousand.
        let listed = |uid: &u32| found.binary_search_by_key(uid, |mail| mail.uid).is_ok();
        match known {
            Ok(known) if known.iter().filter(|uid| **uid >= first).all(listed) => return Ok(found),
            Ok(_) => *sizeless = true,
            Err(error) => {
                *sizeless = true;
                return Err(error);
            }
        }
    }
    listed(config, session, first, "(UID FLAGS INTERNALDATE)").await
}

/// The first mail from this UID on that came on this day or later, as far as the server knows; `first`, where it finds none or cannot
/// tell. So an old mailbox is not listed as a whole; each mail that is listed is looked at by itself nevertheless.
pub(super) async fn first_since(
    session: &mut Session<Line>,
    first: u32,
    day: NaiveDate,
) -> Result<u32, Error> {
    // A server searches by the day of its own time zone.
    let day = day.pred_opt().unwrap_or(day);
    let (date, month, year) = (day.day(), MONTHS[day.month0() as usize % 12], day.year());
    let search = format!("UID {first}:* SINCE {date}-{month}-{year}");
    let found = patiently(async { Ok(session.uid_search(search).await) }).await?;
    match found {
        Ok(uids) => Ok(uids.into_iter().filter(|uid| *uid >= first).min().unwrap_or(first)),
        Err(async_imap::error::Error::No(_) | async_imap::error::Error::Bad(_)) => Ok(first),
        Err(source) => Err(Error::Command { what: "search its mails", source }),
    }
}

async fn listed(
    config: &MailboxConfig,
    session: &mut Session<Line>,
    first: u32,
    query: &str,
) -> Result<Vec<Listed>, Error> {
    let received = Arc::clone(&session.as_mut().received);
    let failed = |source| Error::Command { what: "list its mails", source };
    let mails = async {
        let mails = session.uid_fetch(format!("{first}:*"), query).await.map_err(failed)?;
        mails.try_collect::<Vec<Fetch>>().await.map_err(failed)
    };
    let mut found: Vec<Listed> = flowing(&received, config.silence, DOWNLOAD, mails)
        .await?
        .iter()
        .filter_map(|mail| {
            let seen = mail.flags().any(|flag| flag == Flag::Seen);
            let came_at = mail.internal_date().map(|at| at.to_utc());
            Some(Listed { uid: mail.uid?, size: mail.size.map(u64::from), seen, came_at })
        })
        // `n:*` names the last mail even if it lies before n.
        .filter(|mail| mail.uid >= first)
        .collect();
    found.sort_by_key(|mail| mail.uid);
    found.dedup_by_key(|mail| mail.uid);
    Ok(found)
}
