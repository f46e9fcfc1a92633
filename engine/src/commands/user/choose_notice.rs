//! Chooses how the actor is told of something.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Notice, NoticeChoice, NoticeChoices},
    policy::Action,
    store::{Work, entity::account},
};

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChooseNotice {
    /// Of what.
    pub notice: Notice,
    /// Whether by email.
    pub email: bool,
}

impl Engine {
    /// Chooses how the actor is told of something, from now on; answers all their choices.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for nobody; `BadInput` for a `notice` of which the actor is never told; [`Error::Forbidden`]
    /// and [`Error::MissingScope`] for a token that may not change the account.
    pub async fn choose_notice(
        &self,
        actor: &Actor,
        choose: ChooseNotice,
    ) -> Result<Vec<(Notice, NoticeChoice)>> {
        let viewer = actor.user().ok_or(Error::Unauthenticated)?;
        let permit = self.permit(actor, Action::ChangeOwnAccount, None)?;
        if !choose.notice.concerns(viewer.role) {
            return Err(Error::bad(
                "notice",
                "notice-not-theirs",
                "Customers are told of what they watch alone.",
            ));
        }
        let work = Work::begin(self).await?;
        let row = account::Entity::find_by_id(viewer.id.0).lock_exclusive().one(work.tx()).await?;
        let row = row.ok_or(Error::Unauthenticated)?;
        let mut choices: NoticeChoices = serde_json::from_str(&row.notices)?;
        choices.choose(choose.notice, NoticeChoice { email: choose.email }, viewer.role);
        let mut row = row.into_active_model();
        row.notices = Set(serde_json::to_string(&choices)?);
        row.update(work.tx()).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(choices.listed(viewer.role))
    }
}
