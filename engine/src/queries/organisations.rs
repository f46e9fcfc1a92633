//! Organisations with their domains: a page by name, and many by id.

use std::collections::HashMap;

use crate::{
    actor::Actor,
    content::open_domain::{is_open_to_anybody, is_public_suffix},
    engine::Engine,
    error::Result,
    model::{JoinedByDomain, Organisation, OrganisationFilter, OrganisationId, Page, Paging, User},
    policy::{self, Action},
    store::{
        collation, memberships,
        organisations::list,
        page::{Key, Window},
        rows, senders,
        visible::Visible,
    },
};

/// So many of those who wrote before are named.
const SENDERS: usize = 100;

impl Engine {
    /// A page of the organisations that the actor may see and that the filter asks for, by name.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn organisations(
        &self,
        actor: &Actor,
        filter: &OrganisationFilter,
        paging: &Paging,
    ) -> Result<Page<Organisation>> {
        policy::reads_people(actor)?;
        let window = Window::read(paging, list::ordering())?;
        let organisations = list::page(self.database().ro(), Visible::to(actor), filter, &window).await?;
        Ok(window.page(organisations, |one| (Key::Text(collation::key(&one.name)), Key::Id(one.id.0))))
    }

    /// How many organisations the actor may see that the filter asks for.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_organisations(&self, actor: &Actor, filter: &OrganisationFilter) -> Result<u64> {
        policy::reads_people(actor)?;
        list::number(self.database().ro(), Visible::to(actor), filter).await
    }

    /// Those of these organisations that the actor may see.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn organisations_by_id(
        &self,
        actor: &Actor,
        ids: &[OrganisationId],
    ) -> Result<HashMap<OrganisationId, Organisation>> {
        policy::reads_people(actor)?;
        let organisations = list::seen_of(self.database().ro(), Visible::to(actor), ids).await?;
        Ok(organisations.into_iter().map(|one| (one.id, one)).collect())
    }

    /// Who joined these organisations by the domain of their address, by name; for the staff, others are told of nobody.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn joined_by_domain(
        &self,
        actor: &Actor,
        ids: &[OrganisationId],
    ) -> Result<HashMap<OrganisationId, Vec<JoinedByDomain>>> {
        policy::reads_people(actor)?;
        let mut joined: HashMap<OrganisationId, Vec<JoinedByDomain>> = HashMap::new();
        if !Visible::to(actor).sees_all_people() {
            return Ok(joined);
        }
        let members = memberships::by_domain(self.database().ro(), ids).await?;
        let users: Vec<_> = members.iter().map(|member| member.user_id.into()).collect();
        let mut users = self.users_by_id(actor, &users).await?;
        for member in members {
            let user = users.remove(&member.user_id.into());
            if let (Some(user), Some(domain)) = (user, member.domain) {
                let one = JoinedByDomain { user, domain };
                joined.entry(member.organisation_id.into()).or_default().push(one);
            }
        }
        for people in joined.values_mut() {
            people.sort_by_cached_key(|one| collation::key(&one.user.name));
        }
        Ok(joined)
    }

    /// Customers who wrote from a domain of this organisation before it was its own and have never belonged to one, by name: how many
    /// they are, and the first hundred. For admins.
    ///
    /// # Errors
    /// `Forbidden`; `MissingScope`.
    pub async fn earlier_senders(
        &self,
        actor: &Actor,
        organisation: OrganisationId,
    ) -> Result<(usize, Vec<User>)> {
        let _ = self.permit(actor, Action::ManageHouse, None)?;
        let found = senders::of(self.database().ro(), organisation).await?;
        let count = found.len();
        let first = found.into_iter().take(SENDERS).map(|row| rows::user(row, None));
        Ok((count, first.collect::<Result<Vec<_>>>()?))
    }

    /// Whether an organisation shares its tickets with the actor, who is one of its members.
    #[must_use]
    pub fn shares_with(&self, actor: &Actor, organisation: &Organisation) -> bool {
        actor.user().is_some_and(|viewer| viewer.shared.contains(&organisation.id))
    }

    /// Those of an organisation's domains at which anybody gets an address, or a domain below.
    #[must_use]
    pub fn open_domains(&self, organisation: &Organisation) -> Vec<String> {
        let more = &self.settings().mail.free_mail_domains;
        let open = |domain: &&String| {
            let named = domain.strip_prefix("*.").unwrap_or(domain);
            is_public_suffix(named) || is_open_to_anybody(domain, more)
        };
        organisation.domains.iter().filter(open).cloned().collect()
    }
}
