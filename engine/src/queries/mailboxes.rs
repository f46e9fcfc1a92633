//! How mail comes in and goes out: how each mailbox fares, and which addresses letters come from.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    actor::Actor,
    content::address::{domain_of, nearest_domain, spelled},
    engine::Engine,
    error::Result,
    model::{
        FetchedMailbox, ImapAccess, MailSender, MailboxFault, MailboxHealth, MailboxLogIn, MailboxProgress,
    },
    policy::Action,
    settings::{MailboxDefinition, Mailboxes},
    store::{entity::mailbox, mail_grants, mailbox_definitions, mailboxes, queues},
};

/// A mailbox, and how it fares.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedMailbox {
    /// How it fares.
    pub health: MailboxHealth,
    /// The name of the queue that it feeds.
    pub queue: String,
    /// How it is set up, if an admin added it; `None`: it stands in the configuration.
    pub definition: Option<MailboxDefinition>,
    /// Whether an admin added it, and the configuration has its address too: what that says holds.
    pub overridden: bool,
    /// The provider whose tokens open it, by its name in the configuration; `None`: a password does, or it is not fetched.
    pub oauth: Option<String>,
    /// Whether an admin added it, and somebody still has to sign in at its provider.
    pub awaits_sign_in: bool,
    /// How many mails came in for it today, in the time zone of whoever asks, however they came.
    pub today: u64,
    /// When that day began.
    pub day_began: DateTime<Utc>,
    /// How many mails for it wait for the staff.
    pub held: u64,
}

impl ListedMailbox {
    /// Whether a running server fetches it.
    #[must_use]
    pub fn is_fetched(&self) -> bool {
        let held_up = |definition: &MailboxDefinition| definition.paused || definition.password_unreadable;
        let held_up = self.awaits_sign_in || self.definition.as_ref().is_some_and(held_up);
        self.health.server.is_some() && !self.overridden && !held_up
    }
}

impl Engine {
    /// Every mailbox and how it fares: those of the configuration in its order, then those that admins added; for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins.
    pub async fn mailbox_health(&self, actor: &Actor) -> Result<Vec<ListedMailbox>> {
        let _ = self.permit(actor, Action::ManageHouse, None)?;
        let (db, settings) = (self.database().ro(), &self.settings().mail);
        let known = self.mailboxes().await?;
        let added = mailbox_definitions::all(db).await?;
        let queues = mailbox_definitions::queues_of(db, &added).await?;
        let in_force = mailbox_definitions::in_force(self.settings(), &added, &queues)?;
        let last = mailboxes::last_mails(db, in_force.iter().map(|mailbox| &mailbox.address)).await?;
        let health = |name: &String, server: Option<String>| MailboxHealth {
            server,
            lmtp: settings.routes.lmtp.clone(),
            last_mail_at: last.get(name).copied(),
            ..known.iter().find(|one| one.name == *name).cloned().unwrap_or_else(|| unread(name.clone()))
        };
        let zone = actor.user().map_or(&self.settings().brand.time_zone, |viewer| &viewer.time_zone);
        let since = day_begins(zone, self.now());
        let today =
            mailboxes::mails_since(db, in_force.iter().map(|mailbox| &mailbox.address), since).await?;
        let held = mailboxes::held_mails(db).await?;
        let grants = mail_grants::all(db).await?;
        let count = |of: &HashMap<String, u64>, name: &str| of.get(name).copied().unwrap_or_default();
        let mut all = Vec::new();
        for mailbox in &settings.mailboxes {
            let server = settings.routes.fetched.iter().find(|(fetched, _)| *fetched == mailbox.address);
            let account = settings.accounts.iter().find(|one| one.mailboxes.contains(&mailbox.address));
            all.push(ListedMailbox {
                health: health(&mailbox.address, server.map(|(_, server)| server.clone())),
                queue: mailbox.queue.clone(),
                definition: None,
                overridden: false,
                oauth: account.map(|one| one.account.provider.clone()),
                awaits_sign_in: false,
                today: count(&today, &mailbox.address),
                day_began: since,
                held: count(&held, &mailbox.address),
            });
        }
        for row in &added {
            let definition = mailbox_definitions::definition(self, row)?;
            let overridden = settings.is_configured(&row.address);
            let server = definition.imap.as_ref().map(ImapAccess::server);
            let mut health =
                if overridden { unread(row.address.clone()) } else { health(&row.address, server) };
            if definition.password_unreadable && !definition.paused && !overridden {
                health.last_fault = Some(MailboxFault::PasswordUnreadable);
                health.last_error = Some(UNREADABLE.to_owned());
                health.last_error_at = health.last_error_at.or(Some(row.updated_at));
            }
            let log_in = mailbox_definitions::log_in(self, row, &grants)?;
            let awaits_sign_in = matches!(log_in, MailboxLogIn::AwaitsSignIn(_)) && !overridden;
            if awaits_sign_in && !definition.paused {
                health.last_fault = Some(MailboxFault::NotConnected);
                health.last_error = Some(UNCONNECTED.to_owned());
                health.last_error_at = row.reached_since.or(Some(row.updated_at));
            }
            let queue = queues.iter().find(|queue| queue.id == row.queue_id);
            all.push(ListedMailbox {
                queue: queue.map(|queue| queue.name.clone()).unwrap_or_default(),
                oauth: definition.oauth.clone(),
                definition: Some(definition),
                overridden,
                awaits_sign_in,
                today: if overridden { 0 } else { count(&today, &row.address) },
                day_began: since,
                held: if overridden { 0 } else { count(&held, &row.address) },
                health,
            });
        }
        Ok(all)
    }

    /// The mailboxes that are in force now: those of the configuration, and those that admins added. It is asked anew each
    /// time, so that what an admin changes holds at once on every node.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailboxes_in_force(&self) -> Result<Mailboxes> {
        let db = self.database().ro();
        let added = mailbox_definitions::all(db).await?;
        let queues = mailbox_definitions::queues_of(db, &added).await?;
        mailbox_definitions::in_force(self.settings(), &added, &queues)
    }

    /// The mailboxes that admins added and that have a server, for whoever fetches; also those that are paused.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailboxes_to_fetch(&self) -> Result<Vec<FetchedMailbox>> {
        let db = self.database().ro();
        let (rows, grants) = (mailbox_definitions::all(db).await?, mail_grants::all(db).await?);
        let mut fetched = Vec::new();
        for row in rows {
            if self.settings().mail.is_configured(&row.address) {
                continue;
            }
            if let Some(access) = mailbox_definitions::access(&row)? {
                let log_in = mailbox_definitions::log_in(self, &row, &grants)?;
                let handling = mailbox_definitions::handling(&row)?;
                fetched.push(FetchedMailbox {
                    paused: row.paused,
                    address: row.address,
                    access,
                    log_in,
                    handling,
                });
            }
        }
        Ok(fetched)
    }

    /// How every mailbox fares that was ever claimed, by name.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailboxes(&self) -> Result<Vec<MailboxHealth>> {
        let rows = mailboxes::all(self.database().ro()).await?;
        let now = self.now();
        let health = rows.into_iter().map(|row| MailboxHealth {
            asked: mailboxes::is_asked(&row, now),
            progress: progress(&row),
            last_success_at: row.last_success_at,
            last_error: row.last_error,
            last_fault: row.last_fault.and_then(|word| word.parse().ok()),
            last_error_at: row.last_error_at,
            ..unread(row.name)
        });
        Ok(health.collect())
    }

    /// The addresses that letters come from, the installation's first and then those of queues, with which domain's key letters
    /// from them are signed, and whether answers arrive; for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins.
    pub async fn mail_senders(&self, actor: &Actor) -> Result<Vec<MailSender>> {
        let _ = self.permit(actor, Action::ManageHouse, None)?;
        let settings = self.settings();
        let mailboxes = self.mailboxes_in_force().await?;
        let from = settings.mail.from.address.clone();
        let mut addresses = vec![(mailboxes.receive_for(&from, None), from)];
        for row in queues::by_name(self.database().ro()).await? {
            if let Some(own) = queues::own(&row)?.sender_address {
                let arrives = mailboxes.receive_for(&own, row.address.as_deref());
                match addresses.iter_mut().find(|(_, known)| spelled(known) == spelled(&own)) {
                    Some((known, _)) => *known |= arrives,
                    None => addresses.push((arrives, own)),
                }
            }
        }
        let signs = &settings.mail.routes.signed_domains;
        let senders = addresses.into_iter().map(|(arrives, address)| {
            let signed_by = nearest_domain(signs.iter().map(String::as_str), domain_of(&address));
            MailSender { signed_by: signed_by.map(str::to_owned), address, arrives }
        });
        Ok(senders.collect())
    }
}

/// What is said of a mailbox whose password cannot be read, for the log and for whoever looks closer.
const UNREADABLE: &str = "the password cannot be decrypted: the key that encrypted it is in neither secrets.key_file nor secrets.old_key_files";

/// The same of one that is to be opened by tokens.
const UNCONNECTED: &str = "nobody has signed in at the provider for this server yet; connect the account at /admin/mail or with `schalter mailbox connect`";

/// When the day began that it is now in this time zone. A zone that nobody knows is UTC.
fn day_begins(zone: &str, now: DateTime<Utc>) -> DateTime<Utc> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let begin = Timestamp::new(now.timestamp(), 0).and_then(|at| at.to_zoned(zone).start_of_day());
    let begin = begin.ok().and_then(|begin| DateTime::from_timestamp(begin.timestamp().as_second(), 0));
    begin.unwrap_or(now)
}

/// A mailbox of which nothing is known.
fn unread(name: String) -> MailboxHealth {
    MailboxHealth {
        name,
        last_success_at: None,
        last_error: None,
        last_fault: None,
        last_error_at: None,
        server: None,
        lmtp: None,
        last_mail_at: None,
        asked: false,
        progress: None,
    }
}

/// How far a mailbox with many mails is taken in.
fn progress(row: &mailbox::Model) -> Option<MailboxProgress> {
    let count = |count: Option<i64>| u64::try_from(count?).ok();
    Some(MailboxProgress { done: count(row.progress_done)?, total: count(row.progress_total)? })
}
