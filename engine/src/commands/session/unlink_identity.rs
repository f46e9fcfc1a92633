//! Takes an identity at a provider from an account.

use super::sign_in::{apart, grants};
use crate::{
    actor::Actor,
    commands::user::UpdateUser,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, IdentityId, Role, UserId},
    policy::Action,
    rules::sign_in::{memberships as belonging, role_without},
    store::{
        NewEvent, Work, audit,
        entity::{account, identity},
        identities, memberships, people,
        turns::{self, Turn},
    },
};

impl Engine {
    /// Lets nobody log in with this identity any more: everybody their own, as long as another identity or a password lets
    /// them in, admins anybody's. The role and the organisations that came with it go. Sessions go on.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none that the actor may unlink; `BadInput` for `id`, when nothing else would let
    /// them in, or no admin would be left; [`Error::Forbidden`]; [`Error::MissingScope`].
    pub async fn unlink_identity(&self, actor: &Actor, id: IdentityId) -> Result<()> {
        let permit = self.permit(actor, Action::ChangeOwnAccount, None)?;
        let work = Work::begin(self).await?;
        let row = identities::by_id(work.tx(), id).await?;
        let row = row.ok_or(Error::NotFound { what: "identity" })?;
        let own = actor.user().is_some_and(|viewer| viewer.id.0 == row.user_id);
        if !own && self.permit(actor, Action::GrantAccess, None).is_err() {
            return Err(Error::NotFound { what: "identity" });
        }
        // With the role they may lose their tickets.
        turns::take(work.tx(), Turn::Tickets).await?;
        let account = people::lock(work.tx(), row.user_id.into()).await?;
        let (row, others) = apart(identities::of(work.tx(), row.user_id).await?, row.id);
        let row = row.ok_or(Error::NotFound { what: "identity" })?;
        if own && !self.lets_in(&account, &others) {
            let message = "Set a password first. Otherwise you could not log in any more.";
            return Err(Error::bad("id", "identity-last", message));
        }
        let provider = self.provider_name(&row.issuer);
        audit::note(&work, actor, Audited::IdentityUnlinked { user: row.user_id.into(), provider }).await?;
        let events = self.take_rights(&work, &account, &row, &others).await?;
        identities::remove(work.tx(), row.id).await?;
        work.commit(permit, events).await
    }

    /// Whether something else than this identity lets its owner in: a password that is of use to them, or an identity at a
    /// provider that there still is.
    fn lets_in(&self, account: &account::Model, others: &[identity::Model]) -> bool {
        let by_password = account.password_hash.is_some() && self.refuse_password(account).is_ok();
        let providers = &self.settings().accounts.providers;
        by_password || others.iter().any(|row| providers.iter().any(|terms| terms.issuer == row.issuer))
    }

    /// Takes back what came with the claims of an identity, unless it came with those of another one too.
    async fn take_rights(
        &self,
        work: &Work<'_>,
        account: &account::Model,
        row: &identity::Model,
        others: &[identity::Model],
    ) -> Result<Vec<NewEvent>> {
        let user = UserId::from(account.id);
        let was: Role = account.role.parse().map_err(Error::internal)?;
        let role = role_without(was, identities::granted(row)?, &grants(others)?);
        let before = memberships::of(work.tx(), user).await?;
        let given = identities::given(work.tx(), [row.id]).await?;
        let elsewhere = identities::given(work.tx(), others.iter().map(|row| row.id)).await?;
        let (after, _) = belonging(&before, &given, &elsewhere, &[]);
        let change = UpdateUser {
            role: (role != was).then_some(role),
            organisations: (after != before).then_some(after),
            ..UpdateUser::default()
        };
        if change == UpdateUser::default() {
            return Ok(Vec::new());
        }
        let system = Actor::system();
        let wanted = self.prepare_change(&system, user, change).await?;
        match self.change_user(work, &system, user, wanted).await {
            Ok((_, _, events)) => Ok(events),
            Err(Error::BadInput { reason: "last-admin", .. }) => {
                let message = "This login gives the last admin their role. Appoint another admin first.";
                Err(Error::bad("id", "last-admin", message))
            }
            Err(error) => Err(error),
        }
    }
}
