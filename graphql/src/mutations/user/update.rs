//! Why: people change their name, their organisation, their task, or leave.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};

use super::UserPayload;
use crate::{caller::logged_in, error::Failure, ids, objects::Role};

#[derive(Default)]
pub(crate) struct UpdateUser;

/// The changes; omitted fields stay as they are.
#[derive(InputObject)]
struct UpdateUserInput {
    /// The id of the person.
    id: ID,
    /// The new display name.
    name: Option<String>,
    /// The new main address, for admins. The former one stays an address of the person.
    email: Option<String>,
    /// All addresses of the person, for admins, replacing the current ones; `email` is always one of them.
    addresses: Option<Vec<String>>,
    /// The new username; null or an empty one removes it.
    user_name: MaybeUndefined<String>,
    /// All phone numbers of the person, as people write them, replacing the current ones. At most five.
    phones: Option<Vec<String>>,
    /// The new role. A new agent works every queue; a former one works none.
    role: Option<Role>,
    /// The new first organisation, for admins, replacing the former one; null for no organisation at all.
    organisation: MaybeUndefined<ID>,
    /// All organisations of the person, the first one first; for admins. Not together with `organisation`.
    organisations: Option<Vec<ID>>,
    /// Whether the person is one of the selected members with whom their organisation shares its tickets; for admins.
    sees_organisation: Option<bool>,
    /// The organisation of `seesOrganisation`; by default the first.
    of_organisation: Option<ID>,
    /// The new language of emails and pages, such as `de` or `en`; an empty text for that of the installation.
    locale: Option<String>,
    /// The new time zone, by its IANA name such as "Europe/Berlin"; an empty text for that of the installation.
    time_zone: Option<String>,
    /// The person's id in another system, unique among people; null or an empty text removes it.
    external_id: MaybeUndefined<String>,
    /// Whether the person can log in. Deactivating an account ends its sessions immediately.
    active: Option<bool>,
}

#[Object]
impl UpdateUser {
    /// Changes an account. Agents can change those of customers, except for what gives access to more; admins can change
    /// any. Everybody can change their own name, username, phone numbers, language and time zone.
    async fn update_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account and the changes.")] input: UpdateUserInput,
    ) -> Result<UserPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let organisation = match input.organisation {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(id) => Some(Some(ids::input(&id, "organisation")?)),
        };
        let organisations = input
            .organisations
            .map(|all| all.iter().map(|id| ids::input(id, "organisations")).collect::<Result<Vec<_>, _>>())
            .transpose()?;
        let update = engine::UpdateUser {
            name: input.name,
            email: input.email,
            addresses: input.addresses,
            user_name: or_empty(input.user_name),
            external_id: or_empty(input.external_id),
            phones: input.phones,
            role: input.role.map(Into::into),
            organisation,
            organisations,
            sees_organisation: input.sees_organisation,
            of_organisation: ids::optional(input.of_organisation.as_ref(), "ofOrganisation")?,
            locale: input.locale,
            time_zone: input.time_zone,
            active: input.active,
            password: None,
        };
        Ok(engine.update_user(actor, ids::input(&input.id, "id")?, update).await?.into())
    }
}

/// A text that null takes away as an empty one does.
fn or_empty(given: MaybeUndefined<String>) -> Option<String> {
    match given {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(String::new()),
        MaybeUndefined::Value(text) => Some(text),
    }
}
