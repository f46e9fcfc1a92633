//! Switches emails of a kind off or on by the signed link of one of them, for its reader, without a log-in.

use std::collections::BTreeSet;

use crate::{
    actor::{Actor, Via, Viewer},
    engine::Engine,
    error::{Error, Result},
    model::{EmailSwitch, Notice, NoticeChoice, NoticeChoices, UserId},
    policy::{self, Action},
    store::{
        Work,
        logins::Known,
        people::{self, changes},
    },
};

/// How many merges in a row are followed.
const MERGES: usize = 20;

impl Engine {
    /// Chooses for the reader of an email whether they are told of what it tells by email, from now on. The link holds for them
    /// and for this alone.
    ///
    /// # Errors
    /// `BadInput` for `token`, if the link is unknown or its reader cannot log in any more.
    pub async fn switch_emails(&self, token: &str, email: bool) -> Result<Vec<EmailSwitch>> {
        let found = self.reader_of_switch(token).await?;
        let unknown = || Error::bad("token", "switch-link-unknown", "This link is invalid.");
        let (actor, notices) = found.ok_or_else(unknown)?;
        let viewer = policy::logged_in(&actor)?;
        let permit = self.permit(&actor, Action::ChangeOwnAccount, None)?;
        let work = Work::begin(self).await?;
        let row = people::find_locked(work.tx(), viewer.id).await?.ok_or_else(unknown)?;
        let mut choices: NoticeChoices = serde_json::from_str(&row.notices)?;
        for notice in &notices {
            let before = choices.of(*notice, viewer.role);
            choices.choose(*notice, NoticeChoice { email, ..before }, viewer.role);
        }
        changes::set_notices(&work, viewer.id, serde_json::to_string(&choices)?).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(notices.into_iter().map(|notice| EmailSwitch { notice, email }).collect())
    }

    /// The reader of the email with this link, and of what it tells that they may switch off; `None` if the link is unknown, or
    /// its reader cannot log in any more.
    pub(crate) async fn reader_of_switch(&self, token: &str) -> Result<Option<(Actor, BTreeSet<Notice>)>> {
        let Some((mut notices, user)) = self.secret().noticed(token)? else { return Ok(None) };
        let known = Known::User(self.heir(user).await?);
        let Some(person) = known.recognise(self.database()).await? else { return Ok(None) };
        if !person.holds(self.now()) {
            return Ok(None);
        }
        let viewer = person.viewer(&known)?;
        notices.retain(|notice| notice.concerns(viewer.role));
        let reader = Actor::viewer(Viewer { via: Via::Letter, ..viewer });
        Ok((!notices.is_empty()).then_some((reader, notices)))
    }

    /// Whose the emails of an account are now: those of the one that it was merged into, however often.
    async fn heir(&self, mut user: UserId) -> Result<UserId> {
        for _ in 0..MERGES {
            let row = people::find(self.database().ro(), user).await?;
            match row.and_then(|row| row.merged_into_id) {
                Some(next) => user = next.into(),
                None => break,
            }
        }
        Ok(user)
    }
}
