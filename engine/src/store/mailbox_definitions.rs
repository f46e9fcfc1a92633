//! Rows of the mailboxes that admins added: which of them are in force, and how each is fetched.

mod rows;

use std::time::Duration;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    Work,
    entity::{mailbox, mailbox_definition, queue},
    mailbox_rules,
};
use crate::{
    engine::Engine,
    error::{Error, Result},
    model::{
        ConfiguredMailAccount, ImapAccess, MailAccount, MailGrant, MailSecret, MailboxHandling, MailboxId,
        MailboxLogIn, QueueId,
    },
    settings::{MailSettings, MailboxDefinition, MailboxSettings, Mailboxes, Replies, Settings},
};

pub(crate) use rows::{add, all, change, count, find, has_address, lock, put_password, remove};

/// The queue that the mailbox of this address feeds, if an admin added one.
pub(crate) async fn queue_of_address(work: &Work<'_>, address: &str) -> Result<Option<QueueId>> {
    let same = mailbox_definition::Entity::find().filter(mailbox_definition::Column::Address.eq(address));
    Ok(same.one(work.tx()).await?.map(|row| row.queue_id.into()))
}

/// The queues that these mailboxes feed, and those that their rules name.
pub(crate) async fn queues_of(
    db: &impl ConnectionTrait,
    rows: &[mailbox_definition::Model],
) -> Result<Vec<queue::Model>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    if rows.iter().any(|row| row.rules.is_some()) {
        // A rule may name any of them, and there are few.
        return Ok(queue::Entity::find().all(db).await?);
    }
    let fed = queue::Column::Id.is_in(rows.iter().map(|row| row.queue_id));
    Ok(queue::Entity::find().filter(fed).all(db).await?)
}

/// The mailboxes in force: those of the configuration and these.
pub(crate) fn in_force(
    settings: &Settings,
    rows: &[mailbox_definition::Model],
    queues: &[queue::Model],
) -> Result<Mailboxes> {
    let mut added = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(queue) = queues.iter().find(|queue| queue.id == row.queue_id) else { continue };
        added.push(MailboxSettings {
            address: row.address.clone(),
            aliases: Vec::new(),
            queue: queue.name.clone(),
            replies: replies(row)?,
            plus_addressing: row.plus_addressing,
            cc_watches: row.cc_watches,
            reopen_within: reopen_days(row)?.map(|days| Duration::from_hours(24 * u64::from(days))),
            rules: mailbox_rules::in_force(row.rules.as_deref(), queues)?,
        });
    }
    Ok(Mailboxes::of(&settings.mail.mailboxes, added))
}

/// The accounts at providers of mail that are used: those of the configuration, then those of these mailboxes, each once.
pub(crate) fn accounts(
    settings: &MailSettings,
    rows: &[mailbox_definition::Model],
) -> Result<Vec<ConfiguredMailAccount>> {
    let mut accounts = settings.accounts.clone();
    for row in rows.iter().filter(|row| !settings.is_configured(&row.address)) {
        let Some((account, server)) = account(row)?.zip(access(row)?.map(|access| access.token_place()))
        else {
            continue;
        };
        match accounts.iter_mut().find(|one| one.account.is(&account)) {
            Some(known) => {
                known.mailboxes.push(row.address.clone());
                known.add_server(server);
            }
            None => accounts.push(ConfiguredMailAccount {
                provider_title: settings.provider_title(&account.provider),
                account,
                mailboxes: vec![row.address.clone()],
                sends: false,
                servers: vec![server],
            }),
        }
    }
    Ok(accounts)
}

/// The account by whose tokens it is opened, if it is.
pub(crate) fn account(row: &mailbox_definition::Model) -> Result<Option<MailAccount>> {
    let Some(provider) = &row.oauth else { return Ok(None) };
    Ok(access(row)?.map(|access| access.account(provider)))
}

/// How to log in, where this was granted in all.
pub(crate) fn log_in(
    engine: &Engine,
    row: &mailbox_definition::Model,
    grants: &[(MailAccount, MailGrant)],
) -> Result<MailboxLogIn> {
    let Some(account) = account(row)? else {
        return Ok(password(engine, row).map_or(MailboxLogIn::Unreadable, MailboxLogIn::Password));
    };
    // A token opens the account wherever it is shown. So it is shown to a server only if somebody who may use the account has signed
    // in since it stands there, and was shown then that the token goes to this server: otherwise whoever may change a mailbox could
    // have it told to them, or wait until a colleague signs in for another mailbox of the account.
    let since = row.reached_since.unwrap_or(row.created_at);
    let server = access(row)?.map(|access| access.token_place()).unwrap_or_default();
    let is_consent = |(of, grant): &(MailAccount, MailGrant)| {
        of.is(&account) && grant.connected_at >= since && grant.is_for(&server)
    };
    Ok(if grants.iter().any(is_consent) {
        MailboxLogIn::Account(account)
    } else {
        MailboxLogIn::AwaitsSignIn(account)
    })
}

/// A row as the model has it.
pub(crate) fn definition(engine: &Engine, row: &mailbox_definition::Model) -> Result<MailboxDefinition> {
    let imap = access(row)?;
    Ok(MailboxDefinition {
        id: row.id.into(),
        address: row.address.clone(),
        queue: row.queue_id.into(),
        password_unreadable: imap.is_some() && row.oauth.is_none() && password(engine, row).is_none(),
        oauth: row.oauth.clone(),
        imap,
        replies: replies(row)?,
        plus_addressing: row.plus_addressing,
        cc_watches: row.cc_watches,
        reopen_days: reopen_days(row)?,
        rules: mailbox_rules::of(row.rules.as_deref())?,
        handling: handling(row)?,
        paused: row.paused,
    })
}

/// For how many days after a ticket was closed an answer reopens it.
fn reopen_days(row: &mailbox_definition::Model) -> Result<Option<u16>> {
    row.reopen_days.map(|days| u16::try_from(days).map_err(Error::internal)).transpose()
}

/// Where it is fetched from, if it is.
pub(crate) fn access(row: &mailbox_definition::Model) -> Result<Option<ImapAccess>> {
    let (Some(host), Some(port), Some(security), Some(user), Some(folder)) =
        (&row.host, row.port, &row.security, &row.login, &row.folder)
    else {
        return Ok(None);
    };
    Ok(Some(ImapAccess {
        host: host.clone(),
        port: u16::try_from(port).map_err(Error::internal)?,
        security: security.parse().map_err(Error::internal)?,
        user: user.clone(),
        folder: folder.clone(),
        certificates: row.certificates.clone(),
    }))
}

/// What becomes of the mails in its folder.
pub(crate) fn handling(row: &mailbox_definition::Model) -> Result<MailboxHandling> {
    Ok(MailboxHandling {
        after_fetch: row.after_fetch.parse().map_err(Error::internal)?,
        move_to: row.move_to.clone(),
        only_newer_than: row
            .only_newer_than
            .as_deref()
            .map(|day| day.parse::<NaiveDate>().map_err(Error::internal))
            .transpose()?,
        old_mail: row.old_mail.parse().map_err(Error::internal)?,
    })
}

/// Puts in what becomes of the mails in its folder.
pub(crate) fn put_handling(row: &mut mailbox_definition::Model, handling: MailboxHandling) {
    handling.after_fetch.as_str().clone_into(&mut row.after_fetch);
    row.move_to = handling.move_to;
    row.only_newer_than = handling.only_newer_than.map(|day| day.to_string());
    handling.old_mail.as_str().clone_into(&mut row.old_mail);
}

/// Puts in where it is fetched from.
pub(crate) fn put_access(row: &mut mailbox_definition::Model, access: Option<&ImapAccess>) {
    row.host = access.map(|access| access.host.clone());
    row.port = access.map(|access| access.port.into());
    row.security = access.map(|access| access.security.as_str().to_owned());
    row.login = access.map(|access| access.user.clone());
    row.folder = access.map(|access| access.folder.clone());
    row.certificates = access.and_then(|access| access.certificates.clone());
}

/// Its password, if there is one and the key that it was sealed under.
pub(crate) fn password(engine: &Engine, row: &mailbox_definition::Model) -> Option<MailSecret> {
    let opened = engine.keys()?.open(&purpose(row.id), row.password.as_deref()?)?;
    String::from_utf8(opened).ok().map(MailSecret::new)
}

/// A password as it is kept.
///
/// # Errors
/// `BadInput` for `password` when the operator has set no key.
pub(crate) fn sealed(engine: &Engine, id: MailboxId, password: &MailSecret) -> Result<String> {
    let Some(keys) = engine.keys() else {
        return Err(Error::bad(
            "password",
            "secrets-key-missing",
            "This installation has no key to encrypt passwords. Its operator creates one with `schalter secrets key` and sets secrets.key_file in the configuration.",
        ));
    };
    keys.seal(engine.rng(), &purpose(id.0), password.reveal().as_bytes())
}

/// A password copied into another row opens nothing.
fn purpose(id: Uuid) -> String {
    format!("mailbox password {id}")
}

fn replies(row: &mailbox_definition::Model) -> Result<Replies> {
    Replies::of_word(&row.replies).ok_or_else(|| Error::internal("a mailbox has unknown replies"))
}

/// Forgets how far a mailbox was read and how it fared.
pub(crate) async fn forget_place(work: &Work<'_>, address: &str) -> Result<()> {
    mailbox::Entity::delete_by_id(address.to_owned()).exec(work.tx()).await?;
    Ok(())
}
