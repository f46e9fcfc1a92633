//! Why: the staff prepare accounts, for there is no self-registration.

use async_graphql::{Context, ID, InputObject, Object};

use super::UserPayload;
use crate::{caller::logged_in, error::Failure, ids, objects::Role, weights::Weighed};

#[derive(Default)]
pub(crate) struct CreateUser;

/// A new account.
#[derive(InputObject)]
struct CreateUserInput {
    /// The unique email address.
    email: String,
    /// The display name.
    name: String,
    /// A unique username, which can also be used to log in; it must not contain an @.
    user_name: Option<String>,
    /// The person's role.
    role: Role,
    /// The person's organisation. Agents cannot choose one that shares its tickets.
    organisation: Option<ID>,
    /// Language of emails and pages, such as `de` or `en`; defaults to the installation's.
    locale: Option<String>,
    /// The person's id in another system; unique among people.
    external_id: Option<String>,
    /// Phone numbers, as people write them; at most five.
    phones: Option<Vec<String>>,
    /// A first password, for admins only; without one, the person requests a link.
    #[graphql(secret)]
    password: Option<String>,
    /// Whether to send an invitation with a link to set a password.
    invite: Option<bool>,
}

#[Object]
impl CreateUser {
    /// Creates an account; agents can create customers, admins anybody.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).passwords(child_complexity)"
    )]
    async fn create_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: CreateUserInput,
    ) -> Result<UserPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let user = engine::CreateUser {
            email: input.email,
            name: input.name,
            user_name: input.user_name,
            role: input.role.into(),
            organisation: ids::optional(input.organisation.as_ref(), "organisation")?,
            locale: input.locale,
            external_id: input.external_id,
            phones: input.phones.unwrap_or_default(),
            password: input.password,
            invite: input.invite.unwrap_or_default(),
        };
        Ok(engine.create_user(actor, user).await?.into())
    }
}
