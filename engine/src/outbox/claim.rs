//! Leases waiting mails to this node, so that no two nodes send the same one.

use std::time::Duration;

use super::fill::Filled;
use crate::{
    engine::Engine,
    error::{Causes, Error, Result},
    model::{Failure, Letter, LetterId},
    policy,
    settings::Mailboxes,
    store::{Work, entity::letter, letters::claims},
};

impl Engine {
    /// Leases up to `limit` mails that are due to this node for `lease`, oldest first, with all that their texts need.
    /// A mail whose node died is leased again: on PostgreSQL as soon as the database knows, otherwise when its lease
    /// runs out. None is leased while the database does not know that this node lives.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn claim_letters(&self, limit: u64, lease: Duration) -> Result<Vec<Letter>> {
        if self.is_inside() {
            let message = "Letters are sent outside of transactions: claim them of the engine itself.";
            return Err(Error::bad("transaction", "letters-inside", message));
        }
        let rows = self.lease(limit, lease).await?;
        let mut letters = Vec::with_capacity(rows.len());
        if rows.is_empty() {
            return Ok(letters);
        }
        let mailboxes = self.mailboxes_in_force().await?;
        for row in rows {
            let id = row.id.into();
            match self.filled(id, row, &mailboxes).await {
                Ok(letter) => letters.extend(letter),
                // One letter that cannot be filled in, or settled, must not hold up those that were leased with it.
                Err(error) => {
                    tracing::error!(letter = %id, error = %Causes(&error), "a letter waits until its lease ends");
                }
            }
        }
        Ok(letters)
    }

    /// The letter with all that its text needs; nothing, when it was settled because it cannot be sent.
    async fn filled(
        &self,
        id: LetterId,
        row: letter::Model,
        mailboxes: &Mailboxes,
    ) -> Result<Option<Letter>> {
        let address = row.address.clone();
        match self.fill(row, mailboxes).await {
            Ok(Filled::Letter(letter)) => {
                if letter.to.address != address {
                    self.letter_goes_to(id, &letter.to.address).await?;
                }
                return Ok(Some(*letter));
            }
            Ok(Filled::Withdrawn(reason)) => self.letter_withdrawn(id, reason).await?,
            Ok(Filled::Gone) => {
                let error = "The recipient's account no longer exists.".to_owned();
                self.letter_failed(id, Failure { error, permanent: true }).await?;
            }
            Err(error) => {
                tracing::error!(letter = %id, error = %Causes(&error), "a letter could not be filled in");
                self.letter_failed(id, Failure { error: error.to_string(), permanent: false }).await?;
            }
        }
        Ok(None)
    }

    /// Notes where a letter goes whose reader got another address while it waited: what comes back comes from there.
    async fn letter_goes_to(&self, id: LetterId, address: &str) -> Result<()> {
        let work = Work::begin(self).await?;
        claims::set_address(&work, id, address).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// Whether this node still holds the lease of a letter, so that it may send it: not when another may have taken it.
    /// A lease that would end within the time that is `needed` is prolonged.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn holds_letter(&self, id: LetterId, needed: Duration) -> Result<bool> {
        let Some(life) = self.life().await else { return Ok(false) };
        let row = claims::held_by(self.database().ro(), id, &life).await?;
        let until = self.now() + needed;
        match row.map(|row| row.claimed_until) {
            None => return Ok(false),
            Some(Some(end)) if end >= until => return Ok(true),
            Some(_) => {}
        }
        let work = Work::begin(self).await?;
        let prolonged = claims::prolong(&work, id, &life, until).await?;
        work.commit(policy::routine(), Vec::new()).await?;
        Ok(prolonged)
    }

    /// Gives back what an earlier process of this host had leased when it died, so that it need not wait for the leases
    /// to run out. For the start of the one server on a SQLite file; on PostgreSQL the claims of the dead are free anyway.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn release_abandoned_letters(&self) -> Result<()> {
        if !claims::outlive_their_node(self.database().ro()) {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        claims::release_others(&work, self.node()).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    async fn lease(&self, limit: u64, lease: Duration) -> Result<Vec<letter::Model>> {
        // Reading first keeps an idle server from taking the write lock over and over.
        if !claims::is_any_due(self.database().ro(), self.now()).await? {
            return Ok(Vec::new());
        }
        let Some(life) = self.life().await else { return Ok(Vec::new()) };
        let work = Work::begin(self).await?;
        let mut leased = claims::lease(&work, life, limit, lease).await?;
        work.commit(policy::routine(), Vec::new()).await?;
        leased.sort_by_key(|row| row.id);
        Ok(leased)
    }
}
