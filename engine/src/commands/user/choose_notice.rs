//! Chooses how the actor is told of something.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Notice, NoticeChoice, NoticeChoices},
    policy::{self, Action},
    store::{
        Work,
        people::{self, changes},
    },
};

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChooseNotice {
    /// Of what.
    pub notice: Notice,
    /// Whether by email; `None`: as before.
    pub email: Option<bool>,
    /// Whether among the notifications on the page; `None`: as before.
    pub page: Option<bool>,
}

impl Engine {
    /// Chooses how the actor is told of something, from now on; answers all their choices.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for nobody; `BadInput` for a `notice` of which the actor is never told, and for a
    /// `page` where nothing is told there; [`Error::Forbidden`]
    /// and [`Error::MissingScope`] for a token that may not change the account.
    pub async fn choose_notice(
        &self,
        actor: &Actor,
        choose: ChooseNotice,
    ) -> Result<Vec<(Notice, NoticeChoice)>> {
        let viewer = policy::logged_in(actor)?;
        let permit = self.permit(actor, Action::ChangeOwnAccount, None)?;
        if !choose.notice.concerns(viewer.role) {
            return Err(Error::bad(
                "notice",
                "notice-not-theirs",
                "Customers are notified only about tickets they watch.",
            ));
        }
        if choose.page.is_some() && !choose.notice.is_on_page() {
            let message = "This notification is never shown on the page.";
            return Err(Error::bad("page", "notice-not-on-page", message));
        }
        let work = Work::begin(self).await?;
        let row = people::lock_own(work.tx(), viewer.id).await?;
        let mut choices: NoticeChoices = serde_json::from_str(&row.notices)?;
        let before = choices.of(choose.notice, viewer.role);
        let (email, page) = (choose.email.unwrap_or(before.email), choose.page.unwrap_or(before.page));
        choices.choose(choose.notice, NoticeChoice { email, page }, viewer.role);
        changes::set_notices(&work, viewer.id, serde_json::to_string(&choices)?).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(choices.listed(viewer.role))
    }
}
