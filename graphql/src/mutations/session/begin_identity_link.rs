//! Asks once more who it is before an account at a provider of single sign-on is linked.

use async_graphql::{Context, Object, SimpleObject};

use crate::{caller::logged_in, error::Failure, mutations::second_factor::IdentityInput, weights::Weighed};

#[derive(Default)]
pub(crate) struct BeginIdentityLink;

/// The way to the provider.
#[derive(Clone, SimpleObject)]
pub(crate) struct IdentityLinkPayload {
    /// For `/login/with/KEY?link=`, in the browser of the same session, within 5 minutes.
    link: String,
}

#[Object]
impl BeginIdentityLink {
    /// Starts linking an account at a provider to that of the viewer, who can then log in with it, without password and
    /// second factor. Nothing changes until the provider sends the browser back. `BAD_USER_INPUT` on `password` or `code`;
    /// `NOT_FOUND` if the provider does not exist; `FORBIDDEN` for API tokens.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).passwords(child_complexity)"
    )]
    async fn begin_identity_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key of the provider in the configuration.")] provider: String,
        #[graphql(desc = "The password, and a code of the second factor in use, if any.")]
        input: IdentityInput,
    ) -> Result<IdentityLinkPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(IdentityLinkPayload { link: engine.begin_link(actor, &provider, input.into()).await? })
    }
}
