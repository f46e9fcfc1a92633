//! Whom our mails about their account do not reach: for the staff, since nobody else would learn of it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _, Select,
    sea_query::{SelectStatement, UnionType},
};

use crate::{
    actor::Actor,
    content::address,
    engine::Engine,
    error::Result,
    model::{LetterKind, LetterState, MailServerHealth, TicketEmail, TicketId, Undeliverable, User, UserId},
    outbox::MAIL_SERVER,
    policy::{self, Action},
    store::{
        entity::{digest_entry, letter, mail_server, ticket},
        undeliverable,
        visible::Visible,
    },
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
        let settled = [LetterState::Sent, LetterState::Failed, LetterState::Held].map(LetterState::as_str);
        let rows: Vec<(uuid::Uuid, String, DateTime<Utc>)> = letter::Entity::find()
            .select_only()
            .columns([letter::Column::RecipientId, letter::Column::State, letter::Column::CreatedAt])
            .filter(letter::Column::RecipientId.is_in(ids.iter().map(|id| id.0)))
            .filter(letter::Column::TicketId.is_null())
            .filter(letter::Column::State.is_in(settled))
            .order_by_asc(letter::Column::CreatedAt)
            .order_by_asc(letter::Column::Id)
            .into_tuple()
            .all(self.database().ro())
            .await?;
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
        let unsent = LetterState::ALL.iter().filter(|state| **state != LetterState::Sent);
        // What its recipient wants later is no fault.
        let wanted = Condition::any()
            .add(letter::Column::NextAt.lte(self.now()))
            .add(letter::Column::Attempts.gt(0))
            .add(letter::Column::LastError.is_not_null());
        let unsent = letter::Column::State.is_in(unsent.map(|state| state.as_str()));
        let rows = self
            .letters_of(actor, ticket, letter::Entity::find().filter(unsent).filter(wanted), Of::Itself)
            .await?;
        let young = self.now() - chrono::Duration::minutes(1);
        Ok(rows.into_iter().filter(|it| it.is_worth_telling(young)).collect())
    }

    /// What became of every letter of a ticket and of those that were merged into it, the oldest first, with the digests into
    /// which it came: for the staff who see it; others are told of none. Of very many, the last ones.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn ticket_emails(&self, actor: &Actor, ticket: TicketId) -> Result<Vec<TicketEmail>> {
        self.letters_of(actor, ticket, letter::Entity::find(), Of::Many).await
    }

    async fn letters_of(
        &self,
        actor: &Actor,
        ticket: TicketId,
        letters: Select<letter::Entity>,
        of: Of,
    ) -> Result<Vec<TicketEmail>> {
        let visible = Visible::to(actor);
        let db = self.database().ro();
        if !visible.sees_internal() {
            return Ok(Vec::new());
        }
        let seen = ticket::Entity::find_by_id(ticket.0).filter(visible.tickets()).one(db).await?;
        if seen.is_none() {
            return Ok(Vec::new());
        }
        let rows = letters
            .filter(letter::Column::Id.in_subquery(of.ids(ticket)))
            .order_by_desc(letter::Column::Id)
            .limit(MOST)
            .all(db)
            .await?;
        Ok(rows.into_iter().rev().filter_map(ticket_email).collect())
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
        let waiting = [LetterState::Waiting, LetterState::Claimed].map(LetterState::as_str);
        // What its recipient wants later does not wait for the server.
        let wanted = Condition::any()
            .add(letter::Column::NextAt.lte(self.now()))
            .add(letter::Column::Attempts.gt(0))
            .add(letter::Column::LastError.is_not_null());
        let waiting = letter::Entity::find().filter(letter::Column::State.is_in(waiting)).filter(wanted);
        let count = waiting.clone().count(db).await?;
        let oldest = waiting.order_by_asc(letter::Column::CreatedAt).one(db).await?;
        let held = letter::Entity::find()
            .filter(letter::Column::State.eq(LetterState::Held.as_str()))
            .filter(letter::Column::CreatedAt.gt(self.now() - chrono::Duration::days(1)))
            .count(db)
            .await?;
        let row = mail_server::Entity::find_by_id(MAIL_SERVER.to_owned()).one(db).await?;
        let health = row.map_or_else(MailServerHealth::default, |row| MailServerHealth {
            failing_since: row.failing_since,
            last_error: row.last_error,
            last_fault: row.last_fault.and_then(|word| word.parse().ok()),
            last_error_at: row.last_error_at,
            last_success_at: row.last_success_at,
            ..MailServerHealth::default()
        });
        Ok(MailServerHealth {
            waiting: count,
            held,
            oldest_waiting_at: oldest.map(|letter| letter.created_at),
            ..health
        })
    }

    /// Whether a person's address looks like that of a function rather than a person, as far as it is known.
    #[must_use]
    pub fn has_role_address(&self, user: &User) -> bool {
        address::is_role_address(&user.email, &self.settings().mail.role_addresses)
    }
}

/// Which letters are those of a ticket and of the ones that were merged into it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// What is about it alone.
    Itself,
    /// Digests of several tickets as well.
    Many,
}

impl Of {
    fn ids(self, ticket: TicketId) -> SelectStatement {
        let tickets = || {
            let with_merged = Condition::any()
                .add(ticket::Column::Id.eq(ticket.0))
                .add(ticket::Column::MergedIntoId.eq(ticket.0));
            ticket::Entity::find().select_only().column(ticket::Column::Id).filter(with_merged).into_query()
        };
        let mut ids = letter::Entity::find()
            .select_only()
            .column(letter::Column::Id)
            .filter(letter::Column::TicketId.in_subquery(tickets()))
            .into_query();
        if self == Self::Many {
            let gathered = digest_entry::Entity::find()
                .select_only()
                .column(digest_entry::Column::LetterId)
                .filter(digest_entry::Column::TicketId.in_subquery(tickets()))
                .into_query();
            ids.union(UnionType::All, gathered);
        }
        ids
    }
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
