//! Who wrote from the domains of an organisation before these were its own, and has never belonged to any.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::{
    audit, domains,
    entity::{account, membership},
    people,
};
use crate::{
    content::address::domain_of,
    error::Result,
    model::{OrganisationId, Role},
};

/// So many are looked at; nobody picks among more.
const MOST: u64 = 5_000;

/// Customers who have never belonged to an organisation and whose main address is at a domain of this one, by name.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    organisation: OrganisationId,
) -> Result<Vec<account::Model>> {
    let entries = people::domains_of(db, organisation).await?;
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let members = membership::Entity::find().select_only().column(membership::Column::UserId).into_query();
    let at = entries.iter().fold(Condition::any(), |any, entry| {
        any.add(account::Column::Email.ends_with(domains::ending(entry)))
    });
    let found = account::Entity::find()
        .filter(account::Column::Role.eq(Role::Customer.as_str()))
        .filter(account::Column::Active.eq(true))
        .filter(account::Column::ErasedAt.is_null())
        .filter(account::Column::MergedIntoId.is_null())
        .filter(account::Column::Id.not_in_subquery(members))
        .filter(at)
        .order_by_asc(account::Column::SortKey)
        .order_by_asc(account::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    // The database compares by a pattern, in which an underscore is any letter; and another may own a closer domain.
    let mut owners: HashMap<String, bool> = HashMap::new();
    let mut senders = Vec::with_capacity(found.len());
    for row in found {
        let domain = domain_of(&row.email).to_owned();
        let own = match owners.get(&domain) {
            Some(own) => *own,
            None => domains::owner(db, &domain).await? == Some(organisation),
        };
        owners.insert(domain, own);
        if own {
            senders.push(row);
        }
    }
    // Whom an admin took out of one is not proposed again.
    let ids: Vec<_> = senders.iter().map(|row| row.id).collect();
    let moved = audit::moved(db, &ids).await?;
    senders.retain(|row| !moved.contains(&row.id));
    Ok(senders)
}
