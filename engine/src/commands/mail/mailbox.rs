//! How far each mailbox was read, who reads it now, and what went wrong.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, DbBackend, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use crate::{
    engine::Engine,
    error::Result,
    model::{MailboxCursor, MailboxFault, MailboxHandling, MailboxProgress},
    policy,
    store::{Work, entity::mailbox, living::LIVING, mailboxes},
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
        let row = mailbox::ActiveModel { name: Set(name.to_owned()), ..Default::default() };
        let known = OnConflict::column(mailbox::Column::Name).do_nothing().to_owned();
        mailbox::Entity::insert(row).on_conflict(known).exec_without_returning(work.tx()).await?;
        let mut free = Condition::any()
            .add(mailbox::Column::Holder.is_null())
            .add(mailbox::Column::Holder.eq(life.as_str()))
            .add(mailbox::Column::HeldUntil.lt(work.now()));
        if self.database().backend() == DbBackend::Postgres {
            // What a node held that died is free as soon as the database knows.
            free = free.add(Expr::cust(format!("holder NOT IN ({LIVING})")));
        }
        let claimed = mailbox::Entity::update_many()
            .col_expr(mailbox::Column::Holder, Expr::value(life))
            .col_expr(mailbox::Column::HeldUntil, Expr::value(work.now() + lease))
            .filter(mailbox::Column::Name.eq(name))
            .filter(free)
            .exec(work.tx())
            .await?;
        work.commit(policy::routine(), Vec::new()).await?;
        Ok(claimed.rows_affected > 0)
    }

    /// Forgets how far a claimed mailbox was read, if that was at another place: in another folder, of another user or on
    /// another server. It begins anew then: what lies there already may be old.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_is_at(&self, name: &str, place: &str) -> Result<()> {
        let Some(row) = mailbox::Entity::find_by_id(name.to_owned()).one(self.database().ro()).await? else {
            return Ok(());
        };
        if row.place.as_deref() == Some(place) && row.begun_at.is_some() {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        let mut noted = mailbox::ActiveModel {
            name: Unchanged(name.to_owned()),
            place: Set(Some(place.to_owned())),
            ..Default::default()
        };
        // That all is taken in, and not what is new alone, wants to begin anew; the other way round nothing is missing.
        let moved =
            row.place.as_deref().is_some_and(|was| was != place && !MailboxHandling::is_narrower(was, place));
        if moved {
            noted.uid_validity = Set(None);
            noted.last_uid = Set(None);
        }
        if moved || row.begun_at.is_none() {
            noted.begun_at = Set(Some(work.now()));
        }
        noted.update(work.tx()).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// When a mailbox was fetched for the first time from where it is fetched now; `None`: never, or nobody noted it.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_begun(&self, name: &str) -> Result<Option<DateTime<Utc>>> {
        let row = mailbox::Entity::find_by_id(name.to_owned()).one(self.database().ro()).await?;
        Ok(row.and_then(|row| row.begun_at))
    }

    /// Notes how many mails of how many were taken in; `None`: that has come to an end.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_progress(&self, name: &str, progress: Option<MailboxProgress>) -> Result<()> {
        let work = Work::begin(self).await?;
        let count = |of: fn(MailboxProgress) -> u64| {
            progress.map(|progress| i64::try_from(of(progress)).unwrap_or(i64::MAX))
        };
        let row = mailbox::ActiveModel {
            name: Unchanged(name.to_owned()),
            progress_done: Set(count(|progress| progress.done)),
            progress_total: Set(count(|progress| progress.total)),
            ..Default::default()
        };
        row.update(work.tx()).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// Gives a mailbox back, so that another node need not wait for the claim to run out.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn release_mailbox(&self, name: &str) -> Result<()> {
        let Some(life) = self.life().await else { return Ok(()) };
        let work = Work::begin(self).await?;
        mailbox::Entity::update_many()
            .col_expr(mailbox::Column::Holder, Expr::value(None::<String>))
            .filter(mailbox::Column::Name.eq(name))
            .filter(mailbox::Column::Holder.eq(life))
            .exec(work.tx())
            .await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// How far a mailbox was read; `None`: never.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_cursor(&self, name: &str) -> Result<Option<MailboxCursor>> {
        let row = mailbox::Entity::find_by_id(name.to_owned()).one(self.database().ro()).await?;
        Ok(row.and_then(|row| {
            let uid_validity = u32::try_from(row.uid_validity?).ok()?;
            let last_uid = u32::try_from(row.last_uid?).ok()?;
            Some(MailboxCursor { uid_validity, last_uid })
        }))
    }

    /// Notes how far a mailbox was read, and that it answers.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn advance_mailbox(&self, name: &str, cursor: MailboxCursor) -> Result<()> {
        let work = Work::begin(self).await?;
        let row = mailbox::ActiveModel {
            name: Unchanged(name.to_owned()),
            uid_validity: Set(Some(cursor.uid_validity.into())),
            last_uid: Set(Some(cursor.last_uid.into())),
            last_success_at: Set(Some(work.now())),
            last_error: Set(None),
            last_fault: Set(None),
            ..Default::default()
        };
        row.update(work.tx()).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// Notes that a mailbox was looked into, and how far it was read if that is known. What is noted to be wrong with it stays: its mails
    /// cannot be moved or deleted.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_was_read(&self, name: &str, cursor: Option<MailboxCursor>) -> Result<()> {
        let work = Work::begin(self).await?;
        let mut row = mailbox::ActiveModel {
            name: Unchanged(name.to_owned()),
            last_success_at: Set(Some(work.now())),
            ..Default::default()
        };
        if let Some(cursor) = cursor {
            row.uid_validity = Set(Some(cursor.uid_validity.into()));
            row.last_uid = Set(Some(cursor.last_uid.into()));
        }
        row.update(work.tx()).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// Notes why a mailbox could not be read, in one word and in a sentence.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailbox_failed(&self, name: &str, fault: MailboxFault, error: &str) -> Result<()> {
        let work = Work::begin(self).await?;
        mailbox::Entity::update_many()
            .col_expr(mailbox::Column::LastError, Expr::value(error))
            .col_expr(mailbox::Column::LastFault, Expr::value(fault.as_str()))
            .col_expr(mailbox::Column::LastErrorAt, Expr::value(work.now()))
            .filter(mailbox::Column::Name.eq(name))
            .exec(work.tx())
            .await?;
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
        let before = mailbox::Column::AnsweredAt.is_null().or(mailbox::Column::AnsweredAt.lt(asked_at));
        mailbox::Entity::update_many()
            .col_expr(mailbox::Column::AnsweredAt, Expr::value(asked_at))
            .filter(mailbox::Column::Name.eq(name))
            .filter(before)
            .exec(work.tx())
            .await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}
