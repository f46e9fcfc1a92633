//! To which organisations a person belongs after a change, and whose tickets there they see.

use crate::{
    actor::Actor,
    error::{Error, Result},
    model::{Audited, OrganisationId, UserId},
    policy::{Action, words},
    store::{Work, memberships},
};

/// Nobody works for more.
const MOST_ORGANISATIONS: usize = 20;

/// Refuses an organisation of which nothing is said.
pub(super) fn said(of: Option<OrganisationId>, selected: Option<bool>) -> Result<()> {
    if of.is_some() && selected.is_none() {
        let message = "Give both seesOrganisation and ofOrganisation, or neither.";
        return Err(Error::bad("ofOrganisation", "member-unsaid", message));
    }
    Ok(())
}

/// Selects a member to see the tickets of an organisation of theirs, or takes that back.
pub(super) async fn select(
    work: &Work<'_>,
    actor: &Actor,
    user: UserId,
    (of, selected): (Option<OrganisationId>, Option<bool>),
) -> Result<Option<Audited>> {
    let Some(selected) = selected else { return Ok(None) };
    let changed = memberships::select(work.tx(), user, of, selected).await?;
    let Some(organisation) = changed else { return Ok(None) };
    let _ = work.engine().permit_to(actor, Action::GrantAccess, words::SELECT_MEMBERS)?;
    Ok(Some(Audited::MemberSelected { user, organisation, selected }))
}

/// Where somebody belongs after this; `None`: as before.
pub(super) fn after(
    first: Option<Vec<OrganisationId>>,
    all: Option<Vec<OrganisationId>>,
) -> Result<Option<Vec<OrganisationId>>> {
    if first.is_some() && all.is_some() {
        let message = "Give either organisation or organisations, not both.";
        return Err(Error::bad("organisations", "organisations-contradictory", message));
    }
    let Some(wanted) = first.or(all) else { return Ok(None) };
    let mut each: Vec<OrganisationId> = Vec::with_capacity(wanted.len());
    for one in wanted {
        if !each.contains(&one) {
            each.push(one);
        }
    }
    if each.len() > MOST_ORGANISATIONS {
        let message = format!("A person can belong to at most {MOST_ORGANISATIONS} organisations.");
        return Err(Error::bad("organisations", "organisations-too-many", message));
    }
    Ok(Some(each))
}

/// What the audit log says of organisations that somebody left and joined.
pub(super) fn moves(user: UserId, before: &[OrganisationId], after: &[OrganisationId]) -> Vec<Audited> {
    let mut left = before.iter().copied().filter(|one| !after.contains(one));
    let mut joined = after.iter().copied().filter(|one| !before.contains(one));
    let mut entries = Vec::new();
    loop {
        let (from, to) = (left.next(), joined.next());
        if from.is_none() && to.is_none() {
            break;
        }
        entries.push(Audited::MembershipChanged { user, from, to, domain: None });
    }
    if entries.is_empty() {
        let (from, to) = (before.first().copied(), after.first().copied());
        entries.push(Audited::MembershipChanged { user, from, to, domain: None });
    }
    entries
}
