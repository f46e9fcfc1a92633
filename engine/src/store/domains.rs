//! Which organisation a mail domain belongs to. `*.example.org` stands for every domain below `example.org`.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::organisation_domain;
use crate::{error::Result, model::OrganisationId};

/// The organisation that owns a domain: by the domain itself, or by the closest one above whose sub-domains count.
pub(crate) async fn owner(db: &impl ConnectionTrait, domain: &str) -> Result<Option<OrganisationId>> {
    let domain = domain.to_lowercase();
    let named = entries_for(&domain);
    let found = organisation_domain::Entity::find()
        .filter(organisation_domain::Column::Domain.is_in(named.iter().map(String::as_str)))
        .all(db)
        .await?;
    let closest = named.iter().find_map(|name| found.iter().find(|row| row.domain == *name));
    Ok(closest.map(|row| row.organisation_id.into()))
}

/// The entries under which a domain may be found, the closest first.
fn entries_for(domain: &str) -> Vec<String> {
    let above = std::iter::successors(domain.split_once('.'), |(_, above)| above.split_once('.'));
    std::iter::once(domain.to_owned()).chain(above.map(|(_, above)| format!("*.{above}"))).collect()
}

/// What the addresses of an entry end with.
pub(crate) fn ending(entry: &str) -> String {
    entry.strip_prefix('*').map_or_else(|| format!("@{entry}"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{ending, entries_for};

    #[test]
    fn a_domain_is_found_by_itself_and_by_those_above() {
        assert_eq!(entries_for("a.b.example"), ["a.b.example", "*.b.example", "*.example"]);
        assert_eq!(entries_for("localhost"), ["localhost"]);
        assert_eq!(
            (ending("b.example").as_str(), ending("*.b.example").as_str()),
            ("@b.example", ".b.example")
        );
    }
}
