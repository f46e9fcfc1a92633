//! Organisations with their domains: a page by name, and many by id.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select, sea_query::Expr};
use uuid::Uuid;

use super::page::{Key, Ordering, Window};
use crate::{
    actor::Actor,
    content::open_domain::{is_open_to_anybody, is_public_suffix},
    engine::Engine,
    error::Result,
    model::{Direction, JoinedByDomain, Organisation, OrganisationId, Page, Paging, User},
    policy::{self, Action},
    rules::external_id::clean_external_id,
    store::{
        collation,
        entity::{membership, organisation, organisation_domain},
        names::{part_of, parts},
        rows, senders,
        visible::Visible,
    },
};

/// So many of those who wrote before are named.
const SENDERS: usize = 100;

/// Which organisations are asked for; what is left out does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganisationFilter {
    /// Each word of this is part of the name.
    pub query: Option<String>,
    /// The one that another system calls so.
    pub external_id: Option<String>,
}

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
        let by = (organisation::Column::SortKey.into_expr(), organisation::Column::Id.into_expr());
        let window = Window::read(
            paging,
            Ordering { name: "organisations", kinds: ['s', 'i'], by, direction: Direction::Asc },
        )?;
        let rows = window.narrow(found(actor, filter)).all(self.database().ro()).await?;
        let organisations = self.with_domains(rows).await?;
        Ok(window.page(organisations, |one| (Key::Text(collation::key(&one.name)), Key::Id(one.id.0))))
    }

    /// How many organisations the actor may see that the filter asks for.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_organisations(&self, actor: &Actor, filter: &OrganisationFilter) -> Result<u64> {
        policy::reads_people(actor)?;
        self.count(found(actor, filter)).await
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
        let wanted = organisation::Column::Id.is_in(ids.iter().map(|id| id.0));
        let rows =
            found(actor, &OrganisationFilter::default()).filter(wanted).all(self.database().ro()).await?;
        let organisations = self.with_domains(rows).await?;
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
        let found = membership::Entity::find()
            .filter(membership::Column::OrganisationId.is_in(ids.iter().map(|id| id.0)))
            .filter(membership::Column::Domain.is_not_null());
        let members = found.all(self.database().ro()).await?;
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

    async fn with_domains(&self, rows: Vec<organisation::Model>) -> Result<Vec<Organisation>> {
        let mut domains: HashMap<Uuid, Vec<String>> = HashMap::new();
        if !rows.is_empty() {
            let of_these = organisation_domain::Column::OrganisationId.is_in(rows.iter().map(|row| row.id));
            let found = organisation_domain::Entity::find().filter(of_these);
            for row in found.all(self.database().ro()).await? {
                domains.entry(row.organisation_id).or_default().push(row.domain);
            }
        }
        let domains_of = |row: organisation::Model| {
            let domains = domains.remove(&row.id).unwrap_or_default();
            rows::organisation(row, domains)
        };
        rows.into_iter().map(domains_of).collect()
    }
}

fn found(actor: &Actor, filter: &OrganisationFilter) -> Select<organisation::Entity> {
    let mut found = organisation::Entity::find().filter(Visible::to(actor).organisations());
    if let Some(external_id) = &filter.external_id {
        found = found.filter(match clean_external_id(external_id) {
            Ok(Some(id)) => organisation::Column::ExternalId.eq(id),
            Ok(None) | Err(_) => Expr::value(false),
        });
    }
    match filter.query.as_deref().map(str::trim).filter(|query| !query.is_empty()) {
        Some(query) => parts(query)
            .into_iter()
            .fold(found, |found, part| found.filter(part_of(organisation::Column::Folded, part))),
        None => found,
    }
}
