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
    /// Another main address, for admins. The former one goes on leading to the person.
    email: Option<String>,
    /// All addresses that lead to the person, for admins; `email` always does. What is left out leads there no more.
    addresses: Option<Vec<String>>,
    /// Another user name; null or an empty one takes it away.
    user_name: MaybeUndefined<String>,
    /// All telephone numbers of the person, as people write them; what is left out is theirs no more. At most five.
    phones: Option<Vec<String>>,
    /// Another task. A new agent works every queue; who leaves the staff works none.
    role: Option<Role>,
    /// The new first organisation, for admins, in place of the one before; null for none at all.
    organisation: MaybeUndefined<ID>,
    /// All organisations to which the person belongs, the first one first; for admins. Not together with `organisation`.
    organisations: Option<Vec<ID>>,
    /// Whether the person is one of the members with whom an organisation of theirs shares its tickets, if it does so with
    /// selected ones; for admins.
    sees_organisation: Option<bool>,
    /// Of which organisation `seesOrganisation` speaks; without it, of the first.
    of_organisation: Option<ID>,
    /// Another language of mails and pages, such as `de` or `en`; an empty text: the installation's, also when that changes.
    locale: Option<String>,
    /// Another time zone, by its IANA name such as "Europe/Berlin"; an empty text: the installation's.
    time_zone: Option<String>,
    /// What another system calls the person, unique among people; null or an empty text takes it away.
    external_id: MaybeUndefined<String>,
    /// Whether the person may log in. Switching an account off ends its sessions at once.
    active: Option<bool>,
}

#[Object]
impl UpdateUser {
    /// Changes an account; agents may change those of customers, except for what gives access to more, admins anybody's,
    /// everybody their own name, user name, telephone numbers, language and time zone.
    async fn update_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account, and what changes.")] input: UpdateUserInput,
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
