//! Rows of identities: as whom providers of single sign-on know people, and what came with their claims.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    entity::{identity, identity_membership, organisation},
    many,
};
use crate::{
    error::{Error, Result},
    model::{IdentityId, OrganisationId, Role},
    rules::sign_in::Grant,
};

/// The identity that an issuer calls by this subject.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    issuer: &str,
    subject: &str,
) -> Result<Option<identity::Model>> {
    let found = identity::Entity::find()
        .filter(identity::Column::Issuer.eq(issuer))
        .filter(identity::Column::Subject.eq(subject));
    Ok(found.one(db).await?)
}

/// The identity of an id.
pub(crate) async fn by_id(db: &impl ConnectionTrait, id: IdentityId) -> Result<Option<identity::Model>> {
    Ok(identity::Entity::find_by_id(id.0).one(db).await?)
}

/// The identities of a user, the oldest first.
pub(crate) async fn of(db: &impl ConnectionTrait, user: Uuid) -> Result<Vec<identity::Model>> {
    let found = identity::Entity::find()
        .filter(identity::Column::UserId.eq(user))
        .order_by_asc(identity::Column::CreatedAt)
        .order_by_asc(identity::Column::Id);
    Ok(found.all(db).await?)
}

/// Whether a user has any.
pub(crate) async fn exist(db: &impl ConnectionTrait, user: Uuid) -> Result<bool> {
    let found = identity::Entity::find().filter(identity::Column::UserId.eq(user));
    Ok(found.one(db).await?.is_some())
}

/// Whether a user has one at this issuer.
pub(crate) async fn exist_at(db: &impl ConnectionTrait, user: Uuid, issuer: &str) -> Result<bool> {
    let found = identity::Entity::find()
        .filter(identity::Column::UserId.eq(user))
        .filter(identity::Column::Issuer.eq(issuer));
    Ok(found.one(db).await?.is_some())
}

/// Keeps a new identity; answers whether it is new: of two who bring it at once, one is.
pub(crate) async fn keep(tx: &DatabaseTransaction, row: identity::Model) -> Result<bool> {
    let key = &mut OnConflict::columns([identity::Column::Issuer, identity::Column::Subject]);
    Ok(many::insert_new(tx, row.into_active_model(), key).await?)
}

/// Notes that somebody logged in with it, and the address that the provider named.
pub(crate) async fn used(
    tx: &DatabaseTransaction,
    row: identity::Model,
    address: Option<String>,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut row = row.into_active_model();
    row.last_used_at = Set(Some(now));
    row.address = Set(address);
    row.update(tx).await?;
    Ok(())
}

/// Removes one.
pub(crate) async fn remove(tx: &DatabaseTransaction, id: Uuid) -> Result<()> {
    identity::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}

/// Forgets those of a user.
pub(crate) async fn forget(tx: &DatabaseTransaction, user: Uuid) -> Result<()> {
    identity::Entity::delete_many().filter(identity::Column::UserId.eq(user)).exec(tx).await?;
    Ok(())
}

/// The organisations to which somebody belongs because of the claims of these identities.
pub(crate) async fn given(
    db: &impl ConnectionTrait,
    identities: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<OrganisationId>> {
    let found = identity_membership::Entity::find()
        .filter(identity_membership::Column::IdentityId.is_in(identities))
        .order_by_asc(identity_membership::Column::OrganisationId);
    Ok(found.all(db).await?.into_iter().map(|row| row.organisation_id.into()).collect())
}

/// Notes that these came with the claims, and no others.
pub(crate) async fn give(
    tx: &DatabaseTransaction,
    identity: Uuid,
    organisations: &[OrganisationId],
) -> Result<()> {
    identity_membership::Entity::delete_many()
        .filter(identity_membership::Column::IdentityId.eq(identity))
        .exec(tx)
        .await?;
    let row = |one: &OrganisationId| identity_membership::ActiveModel {
        identity_id: Set(identity),
        organisation_id: Set(one.0),
    };
    Ok(many::insert(tx, organisations.iter().map(row).collect(), None).await?)
}

/// The role that the claims of this identity gave.
pub(crate) fn granted(row: &identity::Model) -> Result<Option<Grant>> {
    let parsed = |text: &str| text.parse::<Role>().map_err(Error::internal);
    let (Some(role), Some(before)) = (&row.granted_role, &row.former_role) else { return Ok(None) };
    Ok(Some(Grant { role: parsed(role)?, before: parsed(before)? }))
}

/// Notes which role came with the claims.
pub(crate) async fn grant(tx: &DatabaseTransaction, identity: Uuid, grant: Option<Grant>) -> Result<()> {
    let text = |role: fn(Grant) -> Role| grant.map(|grant| role(grant).as_str().to_owned());
    let row = identity::ActiveModel {
        id: Unchanged(identity),
        granted_role: Set(text(|grant| grant.role)),
        former_role: Set(text(|grant| grant.before)),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

/// Forgets which role came with claims, as far as it is one of these.
pub(crate) async fn forget_roles(tx: &DatabaseTransaction, user: Uuid, roles: &[Role]) -> Result<()> {
    identity::Entity::update_many()
        .col_expr(identity::Column::GrantedRole, Expr::value(None::<String>))
        .col_expr(identity::Column::FormerRole, Expr::value(None::<String>))
        .filter(identity::Column::UserId.eq(user))
        .filter(identity::Column::GrantedRole.is_in(roles.iter().map(|role| role.as_str())))
        .exec(tx)
        .await?;
    Ok(())
}

/// Makes the rights of a person's identities those of somebody who has them by hand: they are about to be another's. `belongs`:
/// where the other one belongs already.
pub(crate) async fn settle(tx: &DatabaseTransaction, user: Uuid, belongs: &[OrganisationId]) -> Result<()> {
    forget_roles(tx, user, &[Role::Agent, Role::Admin]).await?;
    let theirs = identity::Entity::find()
        .select_only()
        .column(identity::Column::Id)
        .filter(identity::Column::UserId.eq(user))
        .into_query();
    identity_membership::Entity::delete_many()
        .filter(identity_membership::Column::IdentityId.in_subquery(theirs))
        .filter(identity_membership::Column::OrganisationId.is_in(belongs.iter().map(|one| one.0)))
        .exec(tx)
        .await?;
    Ok(())
}

/// The organisation that goes by this name, or by this external id; of several with a name, the oldest.
pub(crate) async fn organisation(db: &impl ConnectionTrait, name: &str) -> Result<Option<OrganisationId>> {
    let by = |column: organisation::Column| {
        organisation::Entity::find()
            .filter(column.eq(name))
            .order_by_asc(organisation::Column::CreatedAt)
            .order_by_asc(organisation::Column::Id)
    };
    let found = match by(organisation::Column::ExternalId).one(db).await? {
        Some(found) => Some(found),
        None => by(organisation::Column::Name).one(db).await?,
    };
    Ok(found.map(|row| row.id.into()))
}
