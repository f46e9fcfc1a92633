//! Organisations as lists show them, with their domains.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select, sea_query::Expr};
use uuid::Uuid;

use crate::{
    error::Result,
    model::{Direction, Organisation, OrganisationFilter, OrganisationId},
    rules::external_id::clean_external_id,
    store::{
        counted::count,
        entity::{organisation, organisation_domain},
        names::{part_of, parts},
        page::{Ordering, Window},
        rows,
        visible::Visible,
    },
};

/// The order by name, as pages are cut from it.
pub(crate) fn ordering() -> Ordering {
    let by = (organisation::Column::SortKey.into_expr(), organisation::Column::Id.into_expr());
    Ordering { name: "organisations", kinds: ['s', 'i'], by, direction: Direction::Asc }
}

/// Those of a window that somebody sees and that the filter asks for.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    filter: &OrganisationFilter,
    window: &Window,
) -> Result<Vec<Organisation>> {
    let rows = window.narrow(found(visible, filter)).all(db).await?;
    with_domains(db, rows).await
}

/// How many there are that somebody sees and that the filter asks for.
pub(crate) async fn number(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    filter: &OrganisationFilter,
) -> Result<u64> {
    count(db, found(visible, filter)).await
}

/// Those of these organisations that somebody sees.
pub(crate) async fn seen_of(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ids: &[OrganisationId],
) -> Result<Vec<Organisation>> {
    let wanted = organisation::Column::Id.is_in(ids.iter().map(|id| id.0));
    let rows = found(visible, &OrganisationFilter::default()).filter(wanted).all(db).await?;
    with_domains(db, rows).await
}

async fn with_domains(
    db: &impl ConnectionTrait,
    rows: Vec<organisation::Model>,
) -> Result<Vec<Organisation>> {
    let mut domains: HashMap<Uuid, Vec<String>> = HashMap::new();
    if !rows.is_empty() {
        let of_these = organisation_domain::Column::OrganisationId.is_in(rows.iter().map(|row| row.id));
        let found = organisation_domain::Entity::find().filter(of_these);
        for row in found.all(db).await? {
            domains.entry(row.organisation_id).or_default().push(row.domain);
        }
    }
    let domains_of = |row: organisation::Model| {
        let domains = domains.remove(&row.id).unwrap_or_default();
        rows::organisation(row, domains)
    };
    rows.into_iter().map(domains_of).collect()
}

/// The organisations that somebody sees and that the filter asks for.
fn found(visible: Visible<'_>, filter: &OrganisationFilter) -> Select<organisation::Entity> {
    let mut found = organisation::Entity::find().filter(visible.organisations());
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
