//! Folds what the database's triggers write line by line, so that reading it stays cheap.

use crate::{
    engine::Engine,
    error::Result,
    policy,
    store::{Work, draft_files, news, notifications, presence, sent_answers, tally},
};

/// How many lines the tally may have beyond one for each group.
const LOOSE: i64 = 200;

/// How many changes of rights are kept. They are read within moments; a reader that slept through more than it asks for
/// at once asks for everybody anew.
const KEPT: i64 = 100_000;

/// How far the kept ones may be exceeded before it is worth a write.
const SLACK: i64 = 10_000;

impl Engine {
    /// Folds the tally, forgets old changes of rights, old notifications, files of drafts, answers that have left and what timers had set
    /// aside, if it is worth it, and erases old mails and what redactions left; one does not wait for the other.
    pub(super) async fn tidy(&self) -> Result<()> {
        let folded = self.fold_tally().await;
        let rights = self.forget_changes_of_rights().await;
        let faults = self.forget_faults().await;
        let mails = self.forget_mails().await;
        let erased = self.erase_everything_due().await;
        let presence = self.forget_presence().await;
        let notifications = self.forget_notifications().await;
        let files = self.forget_draft_files().await;
        let answers = self.forget_sent_answers().await;
        folded
            .and(rights)
            .and(faults)
            .and(mails)
            .and(erased)
            .and(presence)
            .and(notifications)
            .and(files)
            .and(answers)
    }

    /// An answer that can no longer be taken back has nothing to give back.
    async fn forget_sent_answers(&self) -> Result<()> {
        if !sent_answers::has_old(self.database().ro(), self.now()).await? {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        sent_answers::forget_old(&work).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
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
        if tally::loose_lines(self.database()).await? > LOOSE {
            let work = Work::begin(self).await?;
            tally::fold(&work).await?;
            work.commit(policy::housekeeping(), Vec::new()).await?;
        }
        Ok(())
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
        let kept = news::rights_kept(self.database().ro()).await?;
        let Some((oldest, newest)) = kept else { return Ok(()) };
        if newest - oldest < KEPT + SLACK {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        news::forget_rights(&work, newest - KEPT).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}
