//! The staff keep something in mind about a customer.

use super::check::refuse_gone;
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, Memo, Role, User, UserId},
    policy::Action,
    rules::texts::clean_text,
    store::{Work, audit, memos, people},
};

/// The longest memo in characters.
const LONGEST: usize = 5_000;

/// What is to be kept in mind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetMemo {
    /// About whom.
    pub user: UserId,
    /// The text, in the place of the one before; an empty one takes it away.
    pub text: String,
    /// The version that the writer saw, 0 for none; `None`: whatever stands there is replaced.
    pub expected_version: Option<i64>,
}

impl Engine {
    /// Keeps something in mind about a customer, for the staff alone; answers the customer.
    ///
    /// # Errors
    /// [`Error::StaleMemo`] when somebody changed it meanwhile; `BadInput` for `text`, and for `user` when it is one of the staff or an
    /// account that is gone; [`Error::NotFound`]; [`Error::Forbidden`]; [`Error::MissingScope`].
    pub async fn set_memo(&self, actor: &Actor, input: SetMemo) -> Result<User> {
        let permit = self.permit(actor, Action::KeepMemos, None)?;
        let text = clean_text(&input.text);
        if text.chars().count() > LONGEST {
            return Err(Error::too_long("text", "memo-too-long", "note", LONGEST));
        }
        let work = Work::begin(self).await?;
        let account = people::lock(work.tx(), input.user).await?;
        refuse_gone(&account)?;
        if account.role != Role::Customer.as_str() {
            let message = "Notes can be written only about customers, not about staff.";
            return Err(Error::bad("user", "memo-of-staff", message));
        }
        let before = memos::of(work.tx(), account.id).await?;
        let actual = before.as_ref().map_or(0, |memo| memo.version);
        let is_same = before.map_or(text.is_empty(), |memo| memo.text == text);
        if is_same {
            return people::user(work.tx(), account).await;
        }
        if let Some(expected) = input.expected_version.filter(|expected| *expected != actual) {
            return Err(Error::StaleMemo { expected, actual });
        }
        let memo = Memo {
            text,
            version: actual + 1,
            changed_by: actor.user().map(|viewer| viewer.id),
            changed_at: work.now(),
        };
        memos::put(work.tx(), account.id, &memo).await?;
        audit::note(&work, actor, Audited::MemoChanged { user: input.user }).await?;
        let user = people::user(work.tx(), account).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(user)
    }
}
