//! Changes a mailbox that an admin added.

use chrono::{DateTime, Utc};

use super::{
    MailboxTerms,
    accounts::forget_unused,
    changes::changes,
    check::{Given, access, given, open_queue, password_missing, refuse_anothers, reopen_days, same_server},
    handling::handling,
    rules::checked,
    shared::refuse_shared,
};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, MailboxId},
    policy::Action,
    settings::MailboxDefinition,
    store::{
        Work, audit,
        entity::{mailbox_definition, queue},
        mailbox_definitions, mailbox_rules, mailboxes, queues,
    },
};

impl Engine {
    /// Changes a mailbox; what the terms leave out stays. It holds at once, and whoever fetches it begins anew with the new
    /// terms; for admins. Another server or user wants the password again, or a new sign-in at the provider. In another folder,
    /// fetching begins at its first mail.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for a field of the terms; [`Error::Forbidden`].
    pub async fn update_mailbox(
        &self,
        actor: &Actor,
        id: MailboxId,
        terms: MailboxTerms,
    ) -> Result<MailboxDefinition> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        let before = mailbox_definitions::lock(&work, id).await?;
        let mut after = before.clone();
        if let Some(queue) = terms.queue.filter(|queue| queue.0 != before.queue_id) {
            open_queue(&work, queue).await?;
            refuse_anothers(&work, &before.address, queue).await?;
            after.queue_id = queue.into();
        }
        self.reach(&before, &mut after, &terms, work.now())?;
        let (access, handling) =
            (mailbox_definitions::access(&after)?, mailbox_definitions::handling(&after)?);
        refuse_shared(&work, Some(&before), access.as_ref(), &handling).await?;
        if let Some(replies) = terms.replies {
            replies.as_str().clone_into(&mut after.replies);
        }
        after.plus_addressing = terms.plus_addressing.unwrap_or(before.plus_addressing);
        after.cc_watches = terms.cc_watches.unwrap_or(before.cc_watches);
        after.reopen_days = reopen_days(before.reopen_days, &terms)?;
        after.paused = terms.paused.unwrap_or(before.paused);
        if let Some(rules) = &terms.rules {
            after.rules = mailbox_rules::kept(&checked(&work, rules).await?)?;
        }
        if after == before {
            return mailbox_definitions::definition(self, &before);
        }
        let (from, to) = (fed(&work, &before).await?, fed(&work, &after).await?);
        let changes = changes(Some((&before, &from)), Some((&after, &to)), work.queues().await?)?;
        after.updated_at = work.now();
        mailbox_definitions::change(&work, after.clone()).await?;
        let (was, is) = (mailbox_definitions::account(&before)?, mailbox_definitions::account(&after)?);
        let elsewhere = was != is || before.reached_since != after.reached_since;
        if let Some(account) = was.filter(|_| elsewhere) {
            forget_unused(&work, actor, &account, id).await?;
        }
        // What was said of it was said of how it was; the next attempt tells anew.
        mailboxes::forget_faults(&work, std::slice::from_ref(&after.address)).await?;
        audit::note(&work, actor, Audited::MailboxChanged { mailbox: id, changes }).await?;
        work.commit(permit, Vec::new()).await?;
        mailbox_definitions::definition(self, &after)
    }

    /// Puts in where it is fetched from, and the password or the provider for that. Each takes the place of the other.
    fn reach(
        &self,
        before: &mailbox_definition::Model,
        after: &mut mailbox_definition::Model,
        terms: &MailboxTerms,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let was = mailbox_definitions::access(before)?;
        let access = access(was.as_ref(), &before.address, terms)?;
        let given = given(&self.settings().mail, terms)?;
        let kept = was.as_ref().zip(access.as_ref()).is_some_and(|(was, access)| same_server(was, access));
        (after.password, after.oauth) = match given {
            _ if access.is_none() => (None, None),
            Given::Password(password) => {
                (Some(mailbox_definitions::sealed(self, before.id.into(), password)?), None)
            }
            Given::Provider(name) => (None, Some(name.to_owned())),
            Given::Nothing if before.oauth.is_some() => (None, before.oauth.clone()),
            Given::Nothing | Given::NoProvider if kept && before.password.is_some() => {
                (before.password.clone(), None)
            }
            Given::Nothing | Given::NoProvider => {
                return Err(password_missing(before.password.is_some()));
            }
        };
        if after.oauth.is_some() && (!kept || after.oauth != before.oauth) {
            after.reached_since = Some(now);
        }
        let known = mailbox_definitions::handling(before)?;
        mailbox_definitions::put_handling(
            after,
            handling(Some(&known), access.as_ref(), terms, now.date_naive())?,
        );
        mailbox_definitions::put_access(after, access.as_ref());
        Ok(())
    }
}

/// The queue that a mailbox feeds.
async fn fed(work: &Work<'_>, row: &mailbox_definition::Model) -> Result<queue::Model> {
    let queue = queues::find(work.tx(), row.queue_id.into()).await?;
    queue.ok_or_else(|| Error::internal("the queue of a mailbox is missing"))
}
