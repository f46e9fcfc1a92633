//! Rows of organisations.

pub(crate) mod list;

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter,
};

use super::{Work, collation, constraint::violates, entity::organisation, names::findable};
use crate::{
    error::Result,
    model::{AgreementId, OrganisationId, Sharing},
};

/// What another organisation has, so that a row was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Its name.
    Name,
    /// What another system calls it.
    ExternalId,
}

/// One value of an organisation that is to be another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NewValue {
    /// Its name.
    Name(String),
    /// With whom it shares its tickets.
    Sharing(Sharing),
    /// What was agreed with it.
    Agreement(Option<AgreementId>),
    /// What another system calls it.
    ExternalId(Option<String>),
}

/// Whether another organisation has this name.
pub(crate) async fn is_name_taken(work: &Work<'_>, own: OrganisationId, name: &str) -> Result<bool> {
    let same = organisation::Entity::find()
        .filter(organisation::Column::Name.eq(name))
        .filter(organisation::Column::Id.ne(own.0));
    Ok(same.one(work.tx()).await?.is_some())
}

/// Whether another system calls another organisation so.
pub(crate) async fn is_external_id_taken(
    work: &Work<'_>,
    own: OrganisationId,
    external_id: &str,
) -> Result<bool> {
    let same = organisation::Entity::find()
        .filter(organisation::Column::ExternalId.eq(external_id))
        .filter(organisation::Column::Id.ne(own.0));
    Ok(same.one(work.tx()).await?.is_some())
}

/// Writes a new organisation, unless another was quicker.
pub(crate) async fn insert(
    work: &Work<'_>,
    id: OrganisationId,
    name: String,
    sharing: Sharing,
    external_id: Option<String>,
) -> Result<Result<organisation::Model, Taken>> {
    let row = organisation::Model {
        id: id.into(),
        folded: findable(&name),
        sort_key: collation::key(&name),
        name,
        sharing: sharing.as_str().to_owned(),
        created_at: work.now(),
        agreement_id: None,
        external_id,
    };
    let active = row.clone().into_active_model().reset_all();
    match organisation::Entity::insert(active).exec_without_returning(work.tx()).await {
        Ok(_) => Ok(Ok(row)),
        Err(cause) => Ok(Err(taken(cause)?)),
    }
}

/// Writes these values of an organisation, at least one, unless another was quicker.
pub(crate) async fn update(
    work: &Work<'_>,
    before: organisation::Model,
    values: Vec<NewValue>,
) -> Result<Result<organisation::Model, Taken>> {
    let mut row = before.into_active_model();
    for value in values {
        match value {
            NewValue::Name(name) => {
                row.folded = Set(findable(&name));
                row.sort_key = Set(collation::key(&name));
                row.name = Set(name);
            }
            NewValue::Sharing(sharing) => row.sharing = Set(sharing.as_str().to_owned()),
            NewValue::Agreement(agreement) => row.agreement_id = Set(agreement.map(Into::into)),
            NewValue::ExternalId(external_id) => row.external_id = Set(external_id),
        }
    }
    match organisation::Entity::update(row).exec(work.tx()).await {
        Ok(row) => Ok(Ok(row)),
        Err(cause) => Ok(Err(taken(cause)?)),
    }
}

/// Of two who give the same name or external id at once the second one learns it from the constraint.
fn taken(cause: DbErr) -> Result<Taken, DbErr> {
    if violates(&cause, "external_id") {
        Ok(Taken::ExternalId)
    } else if violates(&cause, "name") {
        Ok(Taken::Name)
    } else {
        Err(cause)
    }
}

/// The organisation of an id.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    id: OrganisationId,
) -> Result<Option<organisation::Model>> {
    Ok(organisation::Entity::find_by_id(id.0).one(db).await?)
}
