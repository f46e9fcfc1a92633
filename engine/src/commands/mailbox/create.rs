//! Adds a mailbox.

use super::{
    MailboxTerms,
    changes::changes,
    check::{
        Given, access, clean_address, given, open_queue, password_missing, refuse_taken, reopen_days, taken,
    },
    handling::handling,
    rules::checked,
    shared::refuse_shared,
};
use crate::{
    actor::Actor,
    commands::queue::refuse_a_persons,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, MailboxId, QueueId},
    policy::Action,
    settings::{MailboxDefinition, Replies},
    store::{
        Work, audit, constraint::violates, entity::mailbox_definition, mailbox_definitions, mailbox_rules,
        mailboxes,
    },
};

/// A mailbox to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateMailbox {
    /// The address whose mail arrives in it. It cannot be changed: another address is another mailbox.
    pub address: String,
    /// The queue that it feeds.
    pub queue: QueueId,
    /// How it is fetched, and what was agreed; `queue` there is not looked at.
    pub terms: MailboxTerms,
}

impl Engine {
    /// Adds a mailbox, which is in force at once and fetched soon after, on whatever node; for admins.
    ///
    /// # Errors
    /// `BadInput` for `address`, `queue` or a field of the terms; for `password` also when the operator has set no key under
    /// which it could be kept; for `oauth` when the configuration names no such provider; [`Error::Forbidden`].
    pub async fn create_mailbox(&self, actor: &Actor, input: CreateMailbox) -> Result<MailboxDefinition> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let address = clean_address(&input.address)?;
        let terms = &input.terms;
        let reopen_days = reopen_days(None, terms)?;
        let access = access(None, &address, terms)?;
        let handling = handling(None, access.as_ref(), terms, self.now().date_naive())?;
        let (password, provider) = match given(&self.settings().mail, terms)? {
            Given::Password(password) => (Some(password), None),
            Given::Provider(name) => (None, Some(name.to_owned())),
            Given::Nothing | Given::NoProvider if access.is_some() => return Err(password_missing(false)),
            Given::Nothing | Given::NoProvider => (None, None),
        };
        let work = Work::begin(self).await?;
        let queue = open_queue(&work, input.queue).await?;
        refuse_taken(&work, &address, input.queue).await?;
        refuse_a_persons(&work, "address", &address).await?;
        refuse_shared(&work, None, access.as_ref(), &handling).await?;
        let rules = mailbox_rules::kept(&checked(&work, terms.rules.as_deref().unwrap_or_default()).await?)?;
        let id = work.id::<MailboxId>()?;
        let sealed = password.map(|password| mailbox_definitions::sealed(self, id, password)).transpose()?;
        let mut row = mailbox_definition::Model {
            id: id.into(),
            address: address.clone(),
            queue_id: input.queue.into(),
            host: None,
            port: None,
            security: None,
            login: None,
            folder: None,
            password: sealed,
            oauth: provider,
            reached_since: Some(work.now()),
            replies: terms.replies.unwrap_or(Replies::Append).as_str().to_owned(),
            plus_addressing: terms.plus_addressing.unwrap_or(false),
            cc_watches: terms.cc_watches.unwrap_or(true),
            reopen_days,
            paused: terms.paused.unwrap_or(false),
            rules,
            certificates: None,
            after_fetch: String::new(),
            move_to: None,
            only_newer_than: None,
            old_mail: String::new(),
            created_at: work.now(),
            updated_at: work.now(),
        };
        mailbox_definitions::put_access(&mut row, access.as_ref());
        mailbox_definitions::put_handling(&mut row, handling);
        let inserted = mailbox_definitions::add(&work, row.clone()).await;
        inserted.map_err(
            |cause| {
                if violates(&cause, "address") { taken(&address) } else { Error::from(cause) }
            },
        )?;
        // What an earlier mailbox of this address came to says nothing of this one.
        mailboxes::forget_faults(&work, std::slice::from_ref(&address)).await?;
        let changes = changes(None, Some((&row, &queue)), work.queues().await?)?;
        audit::note(&work, actor, Audited::MailboxChanged { mailbox: id, changes }).await?;
        work.commit(permit, Vec::new()).await?;
        mailbox_definitions::definition(self, &row)
    }
}
