//! Rows of emails with words of one's own.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder,
};

use super::{entity::email_template, locks::Lock as _};
use crate::{
    error::{Error, Result},
    model::{EmailTemplate, EmailTemplateId, LetterKind, OwnTexts, QueueId},
};

/// Every template, by kind, language and queue.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<EmailTemplate>> {
    let rows = email_template::Entity::find().order_by_asc(email_template::Column::Id).all(db).await?;
    let mut all = rows.into_iter().map(template).collect::<Result<Vec<_>>>()?;
    all.sort_by_key(|one| (one.kind, one.locale.clone(), one.queue));
    Ok(all)
}

/// One template.
pub(crate) async fn one(db: &impl ConnectionTrait, id: EmailTemplateId) -> Result<Option<EmailTemplate>> {
    email_template::Entity::find_by_id(id.0).one(db).await?.map(template).transpose()
}

/// The template for exactly this place, locked.
pub(crate) async fn lock(
    tx: &DatabaseTransaction,
    kind: LetterKind,
    locale: &str,
    queue: Option<QueueId>,
) -> Result<Option<EmailTemplate>> {
    let found = place(kind, locale);
    let found = match queue {
        Some(queue) => found.add(email_template::Column::QueueId.eq(queue.0)),
        None => found.add(email_template::Column::QueueId.is_null()),
    };
    let row = email_template::Entity::find().filter(found).locked().one(tx).await?;
    row.map(template).transpose()
}

/// The words in which an email of this kind is written for tickets of this queue: the queue's own, else those for every
/// queue; `None`: the default's.
pub(crate) async fn in_force(
    db: &impl ConnectionTrait,
    kind: LetterKind,
    locale: &str,
    queue: Option<QueueId>,
) -> Result<Option<OwnTexts>> {
    let mut rows = email_template::Entity::find().filter(place(kind, locale)).all(db).await?;
    rows.retain(|row| row.queue_id.is_none() || row.queue_id == queue.map(|queue| queue.0));
    let row = rows.into_iter().max_by_key(|row| row.queue_id.is_some());
    row.map(|row| Ok(OwnTexts { template: row.id.into(), texts: serde_json::from_str(&row.own)? }))
        .transpose()
}

fn place(kind: LetterKind, locale: &str) -> Condition {
    Condition::all()
        .add(email_template::Column::Kind.eq(kind.as_str()))
        .add(email_template::Column::Locale.eq(locale))
}

fn template(row: email_template::Model) -> Result<EmailTemplate> {
    let kind = LetterKind::parse(&row.kind);
    Ok(EmailTemplate {
        id: row.id.into(),
        kind: kind
            .ok_or_else(|| Error::internal("an email template is of a kind that this version lacks"))?,
        locale: row.locale,
        queue: row.queue_id.map(Into::into),
        own: serde_json::from_str(&row.own)?,
        base: serde_json::from_str(&row.base)?,
        updated_at: row.updated_at,
        failed_at: row.failed_at,
        failure: row.failure,
    })
}

/// Writes a template, a new one or another text of an old one.
pub(crate) async fn put(tx: &DatabaseTransaction, one: &EmailTemplate, is_new: bool) -> Result<()> {
    let row = email_template::ActiveModel {
        id: Set(one.id.into()),
        kind: Set(one.kind.as_str().to_owned()),
        locale: Set(one.locale.clone()),
        queue_id: Set(one.queue.map(Into::into)),
        own: Set(serde_json::to_string(&one.own)?),
        base: Set(serde_json::to_string(&one.base)?),
        updated_at: Set(one.updated_at),
        failed_at: Set(one.failed_at),
        failure: Set(one.failure.clone()),
    };
    if is_new {
        email_template::Entity::insert(row).exec_without_returning(tx).await?;
    } else {
        email_template::Entity::update(row).exec(tx).await?;
    }
    Ok(())
}

/// Removes a template: the default is in force again.
pub(crate) async fn remove(tx: &DatabaseTransaction, id: EmailTemplateId) -> Result<()> {
    email_template::Entity::delete_by_id(id.0).exec(tx).await?;
    Ok(())
}

/// Notes that a template could not be used.
pub(crate) async fn note_failure(
    tx: &DatabaseTransaction,
    id: EmailTemplateId,
    at: DateTime<Utc>,
    reason: &str,
) -> Result<()> {
    email_template::Entity::update_many()
        .col_expr(email_template::Column::FailedAt, sea_orm::sea_query::Expr::value(at))
        .col_expr(email_template::Column::Failure, sea_orm::sea_query::Expr::value(reason))
        .filter(email_template::Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}
