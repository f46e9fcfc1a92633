//! Folds what the database's triggers write line by line, so that reading it stays cheap.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};

use crate::{
    engine::Engine,
    error::Result,
    policy,
    store::{Work, draft_files, entity::rights_change, notifications, presence},
};

/// How many lines the tally may have beyond one for each group.
const LOOSE: i64 = 200;

/// How many changes of rights are kept. They are read within moments; a reader that slept through more than it asks for
/// at once asks for everybody anew.
const KEPT: i64 = 100_000;

/// How far the kept ones may be exceeded before it is worth a write.
const SLACK: i64 = 10_000;

/// Lines of the tally beyond one for each group; on SQLite there are none.
const LOOSE_LINES: &str =
    "SELECT count(*) - count(DISTINCT (queue_id, status, assignee_id)) AS number FROM ticket_tally";

/// In one statement: whoever counts meanwhile sees the lines as they were before or as they are after. Another node that
/// folds at the same time waits here, and finds the lines gone.
const FOLD: &str = "WITH folded AS (DELETE FROM ticket_tally RETURNING queue_id, status, assignee_id, count)
    INSERT INTO ticket_tally (queue_id, status, assignee_id, count)
    SELECT queue_id, status, assignee_id, sum(count) FROM folded
    GROUP BY queue_id, status, assignee_id HAVING sum(count) <> 0";

impl Engine {
    /// Folds the tally, forgets old changes of rights, old notifications and files of drafts and what timers had set aside, if it is worth it, and
    /// erases old mails and what redactions left; one does not wait for the other.
    pub(super) async fn tidy(&self) -> Result<()> {
        let folded = self.fold_tally().await;
        let rights = self.forget_changes_of_rights().await;
        let faults = self.forget_faults().await;
        let mails = self.forget_mails().await;
        let erased = self.erase_everything_due().await;
        let presence = self.forget_presence().await;
        let notifications = self.forget_notifications().await;
        let files = self.forget_draft_files().await;
        folded.and(rights).and(faults).and(mails).and(erased).and(presence).and(notifications).and(files)
    }

    /// What somebody was told of months ago concerns nobody.
    async fn forget_notifications(&self) -> Result<()> {
        if !notifications::has_old(self.database().ro(), self.now()).await? {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        notifications::forget_old(work.tx(), work.now()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }

    /// What somebody chose a month ago and never sent; the bytes go with the next sweep.
    async fn forget_draft_files(&self) -> Result<()> {
        if !draft_files::has_old(self.database().ro(), self.now()).await? {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        draft_files::forget_old(work.tx(), work.now()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }

    async fn fold_tally(&self) -> Result<()> {
        if self.database().backend() == DbBackend::Postgres && self.loose_lines().await? > LOOSE {
            let work = Work::begin(self).await?;
            work.tx().execute_unprepared(FOLD).await?;
            work.commit(policy::housekeeping(), Vec::new()).await?;
        }
        Ok(())
    }

    async fn loose_lines(&self) -> Result<i64> {
        let statement = Statement::from_string(DbBackend::Postgres, LOOSE_LINES);
        let row = self.database().ro().query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get("", "number")).transpose()?.unwrap_or_default())
    }

    /// Of who looked at tickets when their server was killed, nothing else is left.
    async fn forget_presence(&self) -> Result<()> {
        if !presence::has_old(self.database().ro(), self.now()).await? {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        presence::forget_old(work.tx(), work.now()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }

    async fn forget_changes_of_rights(&self) -> Result<()> {
        let end = |ascending: bool| {
            let lines = rights_change::Entity::find().select_only().column(rights_change::Column::Seq);
            if ascending {
                lines.order_by_asc(rights_change::Column::Seq)
            } else {
                lines.order_by_desc(rights_change::Column::Seq)
            }
        };
        let ro = self.database().ro();
        let oldest: Option<i64> = end(true).into_tuple().one(ro).await?;
        let newest: Option<i64> = end(false).into_tuple().one(ro).await?;
        let (Some(oldest), Some(newest)) = (oldest, newest) else { return Ok(()) };
        if newest - oldest < KEPT + SLACK {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        rights_change::Entity::delete_many()
            .filter(rights_change::Column::Seq.lte(newest - KEPT))
            .exec(work.tx())
            .await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}
