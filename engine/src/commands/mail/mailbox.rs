//! How far each mailbox was read, who reads it now, and what went wrong.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Utc};

use crate::{
    engine::Engine,
    error::Result,
    model::{MailboxCursor, MailboxFault, MailboxHandling, MailboxProgress},
    policy,
    store::{Work, mailbox_places, mailboxes},
};

impl Engine {
    /// Claims a mailbox for this node, or renews the claim, so that no other fetches from it for `lease`.
    /// `false`: another node has it, or the
    /// database does not know that this one lives.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn claim_mailbox(&self, name: &str, lease: Duration) -> Result<bool> {
        let Some(life) = self.life().await else { return Ok(false) };
        let work = Work::begin(self).await?;
        let claimed = mailbox_places::claim(&work, name, life, lease).await?;
        work.commit(policy::routine(), Vec::new()).await?;
        Ok(claimed)
    }

    /// Forgets how far a claimed mailbox was read, if that was at another place: in another folder, of another user or on
    /// another server. It begins anew then: what lies there already may be old.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_is_at(&self, name: &str, place: &str) -> Result<()> {
        let Some(row) = mailbox_places::find(self.database().ro(), name).await? else {
            return Ok(());
        };
        if row.place.as_deref() == Some(place) && row.begun_at.is_some() {
            return Ok(());
        }
        // That all is taken in, and not what is new alone, wants to begin anew; the other way round nothing is missing.
        let moved =
            row.place.as_deref().is_some_and(|was| was != place && !MailboxHandling::is_narrower(was, place));
        let begins = moved || row.begun_at.is_none();
        let work = Work::begin(self).await?;
        mailbox_places::put_place(&work, name, place, (begins, moved)).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// When a mailbox was fetched for the first time from where it is fetched now; `None`: never, or nobody noted it.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_begun(&self, name: &str) -> Result<Option<DateTime<Utc>>> {
        let row = mailbox_places::find(self.database().ro(), name).await?;
        Ok(row.and_then(|row| row.begun_at))
    }

    /// Notes how many mails of how many were taken in; `None`: that has come to an end.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_progress(&self, name: &str, progress: Option<MailboxProgress>) -> Result<()> {
        let work = Work::begin(self).await?;
        mailbox_places::put_progress(&work, name, progress).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// Gives a mailbox back, so that another node need not wait for the claim to run out.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn release_mailbox(&self, name: &str) -> Result<()> {
        let Some(life) = self.life().await else { return Ok(()) };
        let work = Work::begin(self).await?;
        mailbox_places::release(&work, name, life).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// How far a mailbox was read; `None`: never.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_cursor(&self, name: &str) -> Result<Option<MailboxCursor>> {
        let row = mailbox_places::find(self.database().ro(), name).await?;
        Ok(row.as_ref().and_then(mailbox_places::cursor))
    }

    /// Notes how far a mailbox was read, and that it answers.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn advance_mailbox(&self, name: &str, cursor: MailboxCursor) -> Result<()> {
        let work = Work::begin(self).await?;
        mailbox_places::advance(&work, name, cursor).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// Notes that a mailbox was looked into, and how far it was read if that is known. What is noted to be wrong with it stays: its mails
    /// cannot be moved or deleted.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_was_read(&self, name: &str, cursor: Option<MailboxCursor>) -> Result<()> {
        let work = Work::begin(self).await?;
        mailbox_places::was_read(&work, name, cursor).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// Notes why a mailbox could not be read, in one word and in a sentence.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_failed(&self, name: &str, fault: MailboxFault, error: &str) -> Result<()> {
        let work = Work::begin(self).await?;
        mailboxes::put_fault(&work, name, fault, error).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// The mailboxes that admins have asked to be fetched now, by name, and when they did; those that were answered are not among
    /// them. For whoever fetches.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailboxes_asked_for(&self) -> Result<BTreeMap<String, DateTime<Utc>>> {
        mailboxes::asked(self.database().ro()).await
    }

    /// Notes that a mailbox was looked at because of what was asked at this time, whatever came of it.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_answered(&self, name: &str, asked_at: DateTime<Utc>) -> Result<()> {
        let work = Work::begin(self).await?;
        mailboxes::answer(&work, name, asked_at).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}
