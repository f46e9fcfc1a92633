//! Finds people and organisations by the names that an operator types, and reads ids.

use std::str::FromStr;

use engine::content::quoted;
use engine::{Actor, Engine, Organisation, OrganisationFilter, Page, Paging, User, UserFilter};

use crate::failure::Failure;

/// An id as commands print it, or as the API shows it, where it is of this type.
pub(crate) fn id<T: FromStr>(of: &str, given: &str) -> Option<T> {
    let given = given.trim();
    given.parse().ok().or_else(|| graphql::engine_id(of, given)?.parse().ok())
}

/// The user of exactly this address, in whatever case.
pub(crate) async fn user(engine: &Engine, email: &str) -> Result<Option<User>, Failure> {
    let filter = UserFilter { query: Some(email.to_owned()), ..UserFilter::default() };
    let mut paging = first_page();
    loop {
        let page = engine.users(&Actor::system(), &filter, &paging).await?;
        paging.after = next(&page);
        let mut users = page.items.into_iter().map(|(_, user)| user);
        if let Some(found) = users.find(|user| user.email.eq_ignore_ascii_case(email.trim())) {
            return Ok(Some(found));
        }
        if paging.after.is_none() {
            return Ok(None);
        }
    }
}

/// The refusal when no user has this address.
pub(crate) fn no_user(email: &str) -> Failure {
    Failure::Refused(format!("user {} not found", quoted(email)))
}

/// The organisation of exactly this name.
pub(crate) async fn organisation(engine: &Engine, name: &str) -> Result<Option<Organisation>, Failure> {
    let mut paging = first_page();
    loop {
        let filter = OrganisationFilter { query: Some(name.to_owned()), ..OrganisationFilter::default() };
        let page = engine.organisations(&Actor::system(), &filter, &paging).await?;
        paging.after = next(&page);
        let mut organisations = page.items.into_iter().map(|(_, organisation)| organisation);
        if let Some(found) = organisations.find(|organisation| organisation.name == name) {
            return Ok(Some(found));
        }
        if paging.after.is_none() {
            return Ok(None);
        }
    }
}

fn first_page() -> Paging {
    Paging { first: Some(100), ..Paging::default() }
}

fn next<T>(page: &Page<T>) -> Option<String> {
    let last = page.items.last().map(|(cursor, _)| cursor.clone());
    last.filter(|_| page.has_next)
}
