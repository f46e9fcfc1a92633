//! First contact: finds the customer of a mail address, or makes an account without a password for them.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    EntityTrait,
    sea_query::OnConflict,
};

use crate::{
    content::{address, clean_line},
    error::{Error, Result},
    model::{Audited, Role, UserId},
    store::{
        Work, audit, collation,
        entity::{account, membership, organisation_domain},
        names::findable,
        people,
    },
};

/// The account of a mail address, made if it is missing: a customer who has no password yet, in the organisation that
/// owns the address's domain.
///
/// # Errors
/// `BadInput` for `customerEmail`, when it is no mail address.
pub(crate) async fn find_or_create_customer(
    work: &Work<'_>,
    email: &str,
    name: Option<&str>,
    locale: Option<&str>,
) -> Result<UserId> {
    let email = address::normalise(email).ok_or_else(|| {
        Error::bad("customerEmail", "email-invalid", format!("{email:?} is no mail address."))
    })?;
    if let Some(known) = by_email(work, &email).await? {
        return Ok(known.id.into());
    }
    let settings = work.engine().settings();
    let id: UserId = work.id()?;
    let name = name.map(clean_line).and_then(|name| address::without_addresses(&name));
    let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| address::spoken(&email));
    let written_in = locale.filter(|locale| ["de", "en"].contains(locale));
    let row = account::ActiveModel {
        id: Set(id.into()),
        email: Set(email.clone()),
        folded: Set(findable(&name)),
        sort_key: Set(collation::key(&name)),
        name: Set(name),
        role: Set(Role::Customer.as_str().to_owned()),
        locale: Set(written_in.unwrap_or(&settings.locale).to_owned()),
        locale_chosen: Set(Some(written_in.is_some())),
        time_zone: Set(settings.time_zone.clone()),
        time_zone_chosen: Set(Some(false)),
        password_hash: Set(None),
        active: Set(true),
        user_name: Set(None),
        user_name_folded: Set(None),
        notices: Set("{}".to_owned()),
        external_id: Set(None),
        created_at: Set(work.now()),
        erased_at: Set(None),
        merged_into_id: Set(None),
    };
    // Two mails of a new sender may come at the same moment: whoever is second takes the account of the first.
    let twice = OnConflict::column(account::Column::Email).do_nothing().to_owned();
    account::Entity::insert(row).on_conflict(twice).exec_without_returning(work.tx()).await?;
    let account =
        by_email(work, &email).await?.ok_or_else(|| Error::internal("the new account is missing"))?;
    if account.id == id.0 {
        join_by_domain(work, id, &email).await?;
    }
    Ok(account.id.into())
}

/// The account that a normalised mail address leads to.
pub(crate) async fn by_email(work: &Work<'_>, email: &str) -> Result<Option<account::Model>> {
    people::by_address(work.tx(), email).await
}

/// Makes a user a member of the organisation that owns the domain of their address, if there is one; it is noted, so that
/// an admin sees it and can take it back.
pub(crate) async fn join_by_domain(work: &Work<'_>, user: UserId, email: &str) -> Result<()> {
    let Some((_, domain)) = email.rsplit_once('@') else { return Ok(()) };
    let owner = organisation_domain::Entity::find_by_id(domain.to_owned()).one(work.tx()).await?;
    let Some(owner) = owner else { return Ok(()) };
    let row = membership::ActiveModel {
        user_id: Set(user.into()),
        organisation_id: Set(owner.organisation_id),
        sees_tickets: Set(false),
        domain: Set(Some(domain.to_owned())),
        main: Set(true),
    };
    membership::Entity::insert(row).exec_without_returning(work.tx()).await?;
    let (to, domain) = (Some(owner.organisation_id.into()), Some(domain.to_owned()));
    audit::note_joined(work, Audited::MembershipChanged { user, from: None, to, domain }).await
}

/// The account that mails without a usable sender belong to. It is switched off, so it gets no mail and cannot log in;
/// `.invalid` can never be a real domain (RFC 2606).
///
/// # Errors
/// Internal, when the database fails.
pub(crate) async fn unknown_sender(work: &Work<'_>) -> Result<UserId> {
    const ADDRESS: &str = "unknown@sender.invalid";
    let id = find_or_create_customer(work, ADDRESS, Some("?"), None).await?;
    let off = account::ActiveModel { id: Unchanged(id.into()), active: Set(false), ..Default::default() };
    off.update(work.tx()).await?;
    Ok(id)
}
