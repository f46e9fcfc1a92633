//! Whom our mails about their account do not reach: for the staff, since nobody else would learn of it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    content::address,
    engine::Engine,
    error::Result,
    model::{LetterKind, LetterState, MailServerHealth, TicketEmail, TicketId, Undeliverable, User, UserId},
    policy::{self, Action},
    store::{entity::letter, in_sight, letters::outcomes, mail_server, undeliverable, visible::Visible},
};

/// So many letters of one ticket are told of.
const MOST: u64 = 500;

impl Engine {
    /// Those of these people whose newest password or invitation mail failed or was held, with when it was written. For the staff;
    /// others are told of nobody.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn mail_failures(
        &self,
        actor: &Actor,
        ids: &[UserId],
    ) -> Result<HashMap<UserId, DateTime<Utc>>> {
        if !Visible::to(actor).sees_all_people() {
            return Ok(HashMap::new());
        }
        let rows = outcomes::of_accounts(self.database().ro(), ids).await?;
        let mut failed = HashMap::new();
        for (user, state, at) in rows {
            if state == LetterState::Sent.as_str() {
                failed.remove(&user.into());
            } else {
                failed.insert(user.into(), at);
            }
        }
        Ok(failed)
    }

    /// Those of these people whose address mail does not reach. For the staff; others are told of nobody.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn undeliverable(
        &self,
        actor: &Actor,
        ids: &[UserId],
    ) -> Result<HashMap<UserId, Undeliverable>> {
        if !Visible::to(actor).sees_all_people() {
            return Ok(HashMap::new());
        }
        undeliverable::of_people(self.database().ro(), ids).await
    }

    /// The letters of a ticket that have not left, oldest first, with the reason: for the staff who see it; others are told
    /// of none. What became owed within the last minute and was not tried yet is left out.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn unsent_letters(&self, actor: &Actor, ticket: TicketId) -> Result<Vec<TicketEmail>> {
        let now = self.now();
        if !self.sees_letters_of(actor, ticket).await? {
            return Ok(Vec::new());
        }
        let rows = outcomes::unsent_of_ticket(self.database().ro(), ticket, now, MOST).await?;
        let young = self.now() - chrono::Duration::minutes(1);
        Ok(in_order(rows).filter(|it| it.is_worth_telling(young)).collect())
    }

    /// What became of every letter of a ticket and of those that were merged into it, the oldest first, with the digests into
    /// which it came: for the staff who see it; others are told of none. Of very many, the last ones.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn ticket_emails(&self, actor: &Actor, ticket: TicketId) -> Result<Vec<TicketEmail>> {
        if !self.sees_letters_of(actor, ticket).await? {
            return Ok(Vec::new());
        }
        let rows = outcomes::of_ticket(self.database().ro(), ticket, MOST).await?;
        Ok(in_order(rows).collect())
    }

    /// Whether the actor is one of the staff and sees this ticket.
    async fn sees_letters_of(&self, actor: &Actor, ticket: TicketId) -> Result<bool> {
        let visible = Visible::to(actor);
        if !visible.sees_internal() {
            return Ok(false);
        }
        Ok(in_sight::ticket(self.database().ro(), visible, ticket.into()).await?.is_some())
    }

    /// How the outgoing mail server fares, for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins.
    pub async fn mail_server_health(&self, actor: &Actor) -> Result<MailServerHealth> {
        let _ = policy::check(actor, Action::ManageHouse, None)?;
        self.mail_server().await
    }

    /// How the outgoing mail server fares, and what waits for it.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mail_server(&self) -> Result<MailServerHealth> {
        let db = self.database().ro();
        let (waiting, oldest_waiting_at) = outcomes::waiting(db, self.now()).await?;
        let held = outcomes::held(db, self.now() - chrono::Duration::days(1)).await?;
        let row = mail_server::find(db).await?;
        let health = row.map_or_else(MailServerHealth::default, |row| MailServerHealth {
            failing_since: row.failing_since,
            last_error: row.last_error,
            last_fault: row.last_fault.and_then(|word| word.parse().ok()),
            last_error_at: row.last_error_at,
            last_success_at: row.last_success_at,
            ..MailServerHealth::default()
        });
        Ok(MailServerHealth { waiting, oldest_waiting_at, held, ..health })
    }

    /// Whether a person's address looks like that of a function rather than a person, as far as it is known.
    #[must_use]
    pub fn has_role_address(&self, user: &User) -> bool {
        address::is_role_address(&user.email, &self.settings().mail.role_addresses)
    }
}

/// Letters that were read newest first, oldest first.
fn in_order(rows: Vec<letter::Model>) -> impl Iterator<Item = TicketEmail> {
    rows.into_iter().rev().filter_map(ticket_email)
}

fn ticket_email(row: letter::Model) -> Option<TicketEmail> {
    Some(TicketEmail {
        id: row.id.into(),
        kind: LetterKind::parse(&row.kind)?,
        address: row.address,
        state: LetterState::parse(&row.state)?,
        reason: row.last_error,
        attempts: row.attempts,
        created_at: row.created_at,
        sent_at: row.sent_at,
        accepted: row.accepted,
        settled_at: row.settled_at,
        comment: row.comment_id.map(Into::into),
    })
}
