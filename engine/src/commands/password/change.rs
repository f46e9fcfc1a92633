//! Changes one's own password, by showing the one that holds.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::check_rule;
use crate::{
    actor::{Actor, Via},
    engine::Engine,
    error::{Error, Result},
    model::Audited,
    policy::{self, Action, throttle::PASSWORD_CHANGES},
    store::{
        Work, audit, confirmed_devices,
        entity::{account, password_link, session},
        people, throttle,
    },
};

impl Engine {
    /// Sets the caller's own password. Their other sessions and all password links end; the session that calls goes on.
    ///
    /// # Errors
    /// `BadInput` for `current`, when it is not the password that holds; [`Error::SingleSignOn`]; [`Error::WeakPassword`];
    /// [`Error::RateLimited`] after too many wrong ones; [`Error::Forbidden`] for API tokens.
    pub async fn change_password(&self, actor: &Actor, current: String, new: String) -> Result<()> {
        let permit = self.permit(actor, Action::MakeToken, None)?;
        let viewer = policy::logged_in(actor)?;
        policy::in_person(viewer)?;
        check_rule(self, &new)?;
        self.count_change(viewer.id.to_string()).await?;
        let row = account::Entity::find_by_id(viewer.id.0).one(self.database().ro()).await?;
        if let Some(row) = &row {
            self.refuse_password(row)?;
        }
        let held = row.and_then(|row| row.password_hash);
        if !self.hashing().verify(current, held.clone()).await? {
            return Err(wrong());
        }
        let hash = self.hashing().hash(self.rng(), new).await?;

        let work = Work::begin(self).await?;
        let row = people::lock(work.tx(), viewer.id).await?;
        if row.password_hash != held {
            return Err(wrong());
        }
        let mut row = row.into_active_model();
        row.password_hash = Set(Some(hash));
        account::Entity::update(row).exec(work.tx()).await?;
        let mut others = session::Entity::delete_many().filter(session::Column::UserId.eq(viewer.id.0));
        if let Via::Session(this) = viewer.via {
            others = others.filter(session::Column::Id.ne(this.0));
        }
        others.exec(work.tx()).await?;
        password_link::Entity::delete_many()
            .filter(password_link::Column::UserId.eq(viewer.id.0))
            .exec(work.tx())
            .await?;
        confirmed_devices::forget_all(work.tx(), viewer.id.into()).await?;
        throttle::reset_everywhere(work.tx(), PASSWORD_CHANGES, &viewer.id.to_string()).await?;
        audit::note(&work, actor, Audited::PasswordSet { user: viewer.id }).await?;
        work.commit(permit, Vec::new()).await
    }

    /// Counts a try before it is made, so that many at once are no way round the limit.
    pub(crate) async fn count_change(&self, subject: String) -> Result<()> {
        let work = Work::begin(self).await?;
        let counted = throttle::count_at(work.tx(), PASSWORD_CHANGES, (&subject, ""), work.now()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        counted.map_err(|retry_after| Error::RateLimited { retry_after })
    }
}

fn wrong() -> Error {
    Error::bad("current", "current-password-wrong", "The current password is wrong.")
}
