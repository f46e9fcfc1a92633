//! Merges two accounts of one person, and parts them again.

use crate::{
    actor::Actor,
    commands::user::check::gone,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, Role, User, UserId},
    policy::{self, Action},
    store::{
        Work, account_merges, audit,
        entity::account,
        identities, memberships, memos, people,
        turns::{self, Turn},
    },
};

impl Engine {
    /// Makes everything of the account `from` that of `into`: tickets, comments, addresses, watched tickets, drafts, queues,
    /// and organisations; the first of `into` stays the first. Mail from its addresses is that of `into` from then on; its log-ins end. Identities at
    /// providers come along with customers alone: one of the staff links theirs, which takes a proof.
    /// What came is noted, so that [`Engine::unmerge_user`] can give it back. For admins.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for `from` or `into`; [`Error::Forbidden`], also for an API token whose own user
    /// is `into`; [`Error::MissingScope`].
    pub async fn merge_users(&self, actor: &Actor, from: UserId, into: UserId) -> Result<User> {
        let permit = self.permit(actor, Action::MergePeople, None)?;
        if from == into {
            return Err(Error::bad("into", "merge-itself", "An account cannot be merged into itself."));
        }
        if actor.user().is_some_and(|viewer| viewer.id == from) {
            return Err(Error::bad(
                "from",
                "merge-oneself",
                "You cannot merge your own account into another.",
            ));
        }
        // An address that comes along is a way in, which no program opens for its own user.
        if let Some(viewer) = actor.user().filter(|viewer| viewer.id == into) {
            policy::in_person(viewer)?;
            self.expect_fresh_login(viewer, "into").await?;
        }
        let work = Work::begin(self).await?;
        turns::take(work.tx(), Turn::Tickets).await?;
        // Always in the same order, so that two who merge the same accounts wait for each other, not both.
        let (low, high) = (from.min(into), from.max(into));
        let (low, high) = (people::lock(work.tx(), low).await?, people::lock(work.tx(), high).await?);
        let (source, target) = if low.id == from.0 { (low, high) } else { (high, low) };
        refuse_unfit(&source, "from")?;
        refuse_unfit(&target, "into")?;
        let (was, is) = (role(&source)?, role(&target)?);
        if was.is_staff() != is.is_staff() {
            let message = "A staff account cannot be merged with a customer account.";
            return Err(Error::bad("into", "merge-roles", message));
        }
        if was == Role::Admin && is != Role::Admin && people::other_admins(work.tx(), source.id).await? == 0 {
            return Err(Error::bad(
                "from",
                "last-admin",
                "This is the last admin. Appoint another admin first.",
            ));
        }
        let belongs = memberships::of(work.tx(), into).await?;
        identities::settle(work.tx(), source.id, &belongs).await?;
        memos::join(work.tx(), source.id, target.id).await?;
        Box::pin(account_merges::merge(&work, source, target.id, !is.is_staff())).await?;
        audit::note(&work, actor, Audited::UsersMerged { user: into, from }).await?;
        let user = people::user(work.tx(), target).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(user)
    }

    /// Parts an account from the one that it was merged into: it gets back what came with it, as far as that still belongs
    /// to the other. What was added since stays there. For admins.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for `id`, when it is not merged; [`Error::Forbidden`]; [`Error::MissingScope`].
    pub async fn unmerge_user(&self, actor: &Actor, id: UserId) -> Result<User> {
        let permit = self.permit(actor, Action::MergePeople, None)?;
        let work = Work::begin(self).await?;
        turns::take(work.tx(), Turn::Tickets).await?;
        let not_merged =
            || Error::bad("id", "account-not-merged", "This account was not merged into another.");
        let Some(target) = people::merge_target(work.tx(), id).await? else { return Err(not_merged()) };
        // In the order in which a merge locks them.
        people::lock(work.tx(), id.min(target)).await?;
        people::lock(work.tx(), id.max(target)).await?;
        let source = people::lock(work.tx(), id).await?;
        if source.merged_into_id != Some(target.0) {
            return Err(not_merged());
        }
        if source.erased_at.is_some() {
            return Err(gone());
        }
        let row = Box::pin(account_merges::part(&work, source)).await?;
        audit::note(&work, actor, Audited::UsersParted { user: id, from: target }).await?;
        let user = people::user(work.tx(), row).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(user)
    }
}

fn role(row: &account::Model) -> Result<Role> {
    row.role.parse().map_err(Error::internal)
}

/// Accounts of the installation, and those that were erased or merged before, stay as they are.
fn refuse_unfit(row: &account::Model, field: &'static str) -> Result<()> {
    if row.merged_into_id.is_some() {
        return Err(Error::bad(field, "merged-already", "This account was already merged into another."));
    }
    if row.erased_at.is_some() || row.email.ends_with("@sender.invalid") {
        return Err(Error::bad(field, "merge-system", "This account cannot be merged."));
    }
    Ok(())
}
