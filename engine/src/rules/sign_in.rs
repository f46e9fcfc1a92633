//! Who may come in by a provider of single sign-on, as whom, and what follows from the provider's claims.
//!
//! An identity, once linked, lets its account in. Before that, an address alone opens an account, and addresses can be
//! claimed: so it must be verified, or the provider trusted with addresses, and it opens no account of the staff that
//! somebody can log in to already unless the provider is trusted. An account that the provider knows under another subject
//! is never opened by an address, since addresses are given to others when people leave; for the same reason a former
//! address, which goes on leading mail to its person, opens nothing.

use crate::{
    content::address,
    model::{NotAdmitted, OrganisationId, ProviderTerms, Role, Vouched},
};

/// The account to which an identity or an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// What its person is to the desk.
    pub role: Role,
    /// Whether they may log in at all.
    pub active: bool,
    /// Whether they can, by whatever means.
    pub can_log_in: bool,
    /// Whether the provider knows them under another subject.
    pub known_otherwise: bool,
}

/// What was found of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The identity is linked to this account.
    Linked(Holder),
    /// Nobody has the identity; the address is the main one of this account.
    ByAddress(Holder),
    /// Nobody has the identity; the address is a further or a former one of somebody.
    ByOtherAddress,
    /// Neither.
    Nobody,
}

/// How somebody comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// By the identity.
    Enter,
    /// By the address; the identity is linked.
    Link,
    /// With a new account, of a customer at first: a role of the staff comes by the groups.
    Create,
}

/// What the groups say of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MappedRole {
    /// Nothing: roles are given by hand.
    ByHand,
    /// This one.
    Is(Role),
    /// Nobody knows, since the provider said nothing of groups.
    Unknown,
}

/// A role of the staff that came with the groups of an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Which one the person had before, by other means; never a higher one.
    pub before: Role,
}

/// How somebody comes in, or why they do not.
///
/// # Errors
/// [`NotAdmitted`].
pub fn admit(terms: &ProviderTerms, who: &Vouched, found: Found) -> Result<Admission, NotAdmitted> {
    welcome(terms, who)?;
    let mapped = role(terms, who)?;
    let usable = || match email(who) {
        None => Err(NotAdmitted::NoAddress),
        Some(_) if !(who.email_verified || terms.trust_email) => Err(NotAdmitted::Unverified),
        Some(_) => Ok(()),
    };
    match found {
        Found::Linked(holder) => open(holder, mapped).map(|()| Admission::Enter),
        Found::ByAddress(holder) => {
            usable()?;
            let taken = holder.role.is_staff() && holder.can_log_in && !terms.trust_email;
            if taken || holder.known_otherwise {
                return Err(NotAdmitted::AddressTaken);
            }
            open(holder, mapped).map(|()| Admission::Link)
        }
        Found::ByOtherAddress => usable().and(Err(NotAdmitted::AddressTaken)),
        // What is told must not depend on whether there is an account, unless the address is theirs.
        Found::Nobody if !terms.create_accounts => usable().and(Err(NotAdmitted::NoAccount)),
        Found::Nobody => usable().map(|()| Admission::Create),
    }
}

/// Whether the domain of the address may come.
///
/// # Errors
/// [`NotAdmitted`].
pub fn welcome(terms: &ProviderTerms, who: &Vouched) -> Result<(), NotAdmitted> {
    if terms.domains.is_empty() {
        return Ok(());
    }
    let email = email(who).ok_or(NotAdmitted::NoAddress)?;
    if !terms.domains.iter().any(|domain| domain == address::domain_of(&email)) {
        return Err(NotAdmitted::Domain);
    }
    if who.email_verified || terms.trust_email { Ok(()) } else { Err(NotAdmitted::Unverified) }
}

/// The role that the groups give: the highest of them.
///
/// # Errors
/// [`NotAdmitted::Group`], when nobody comes in who is in none of them.
pub fn role(terms: &ProviderTerms, who: &Vouched) -> Result<MappedRole, NotAdmitted> {
    let all =
        [(&terms.admins, Role::Admin), (&terms.agents, Role::Agent), (&terms.customers, Role::Customer)];
    if all.iter().all(|(groups, _)| groups.is_empty()) {
        return Ok(MappedRole::ByHand);
    }
    let Some(groups) = &who.groups else {
        return if terms.customers.is_empty() { Ok(MappedRole::Unknown) } else { Err(NotAdmitted::Group) };
    };
    let found = all.iter().find(|(mapped, _)| mapped.iter().any(|group| groups.contains(group)));
    match found {
        Some((_, role)) => Ok(MappedRole::Is(*role)),
        None if terms.customers.is_empty() => Ok(MappedRole::Is(Role::Customer)),
        None => Err(NotAdmitted::Group),
    }
}

/// The organisations that the groups give, by name or external id; `None`: nothing is said of them.
#[must_use]
pub fn organisations<'a>(terms: &'a ProviderTerms, who: &Vouched) -> Option<Vec<&'a str>> {
    let groups = who.groups.as_ref().filter(|_| !terms.organisations.is_empty())?;
    let mut names: Vec<&str> = Vec::new();
    for (group, name) in &terms.organisations {
        if groups.contains(group) && !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    Some(names)
}

/// To which organisations somebody belongs after this, and which of these came with the claims. `before`: to which they
/// belong, `given`: which of them came with the claims, `others`: which came with those of other identities, `wanted`: what the
/// claims say now. The rest is left alone.
#[must_use]
pub fn memberships(
    before: &[OrganisationId],
    given: &[OrganisationId],
    others: &[OrganisationId],
    wanted: &[OrganisationId],
) -> (Vec<OrganisationId>, Vec<OrganisationId>) {
    let ours = |one: &OrganisationId| given.contains(one) && !others.contains(one);
    let stays = before.iter().filter(|one| wanted.contains(one) || !ours(one));
    let comes = wanted.iter().filter(|one| !before.contains(one));
    let by_hand =
        |one: &OrganisationId| before.contains(one) && !given.contains(one) && !others.contains(one);
    let claimed = wanted.iter().filter(|one| !by_hand(one));
    (stays.chain(comes).copied().collect(), claimed.copied().collect())
}

/// What is kept on record when the groups of an identity give a role. `now`: the role before that, `own`: what the identity
/// gave so far, `others`: what other identities of the person gave.
#[must_use]
pub fn grant(now: Role, given: Role, own: Option<Grant>, others: &[Grant]) -> Option<Grant> {
    if !given.is_staff() {
        return None;
    }
    let source = own.iter().chain(others).find(|grant| grant.role == now);
    let before = source.map_or(now, |grant| grant.before);
    Some(Grant { role: given, before: before.min(given) })
}

/// The role of somebody who loses an identity: what it gave goes, unless another identity gave it too, or it was changed by hand.
#[must_use]
pub fn role_without(now: Role, own: Option<Grant>, others: &[Grant]) -> Role {
    match own {
        Some(own) if own.role == now => {
            let rest = others.iter().map(|grant| grant.role).max();
            now.min(rest.map_or(own.before, |rest| rest.max(own.before)))
        }
        _ => now,
    }
}

/// The roles that are above this one.
pub fn above(role: Role) -> impl Iterator<Item = Role> {
    [Role::Agent, Role::Admin].into_iter().filter(move |other| *other > role)
}

/// The address as it is kept, if it is one.
#[must_use]
pub fn email(who: &Vouched) -> Option<String> {
    who.email.as_deref().and_then(address::normalise)
}

/// Whether the account is open. A role of the staff that depends on groups of which nothing was said is not to be had.
fn open(holder: Holder, mapped: MappedRole) -> Result<(), NotAdmitted> {
    if !holder.active {
        return Err(NotAdmitted::Deactivated);
    }
    if mapped == MappedRole::Unknown && holder.role.is_staff() {
        return Err(NotAdmitted::NoGroups);
    }
    Ok(())
}
