//! People change their own password.

use async_graphql::{Context, Object};

use crate::{caller::logged_in, error::Failure, weights::Weighed};

#[derive(Default)]
pub(crate) struct ChangePassword;

#[Object]
impl ChangePassword {
    /// Sets the viewer's password and ends their other sessions. `BAD_USER_INPUT` on `current` if it is incorrect, on `new`
    /// if it does not meet `passwordRule`.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).passwords(child_complexity)"
    )]
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The current password.", secret)] current: String,
        #[graphql(desc = "The new password.", secret)] new: String,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        match engine.change_password(actor, current, new).await.map_err(Failure::from) {
            Ok(()) => Ok(true),
            // The rule speaks of a password; here it is called otherwise.
            Err(weak) if weak.field.as_deref() == Some("password") => {
                Err(Failure { field: Some("new".to_owned()), ..weak })
            }
            Err(failure) => Err(failure),
        }
    }
}
