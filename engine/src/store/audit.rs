//! Rows of the audit log: who changed what in the installation, written with the change.

pub(crate) mod filter;
pub(crate) mod log;

use std::collections::HashSet;

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{audit_words, entity::audit_entry, many, work::Work};
use crate::{
    actor::Actor,
    error::{Error, Result},
    model::{AuditEntry, AuditId, Audited, Cause, UserId},
};

/// What stands in a row: told apart by kind and version.
#[derive(Serialize, Deserialize)]
struct Detail {
    version: u8,
    #[serde(flatten)]
    audited: Audited,
}

/// Notes a change that `actor` makes.
pub(crate) async fn note(work: &Work<'_>, actor: &Actor, audited: Audited) -> Result<()> {
    write(work, actor.person().map(|viewer| viewer.id), actor.cause(), audited).await
}

/// Notes that somebody joined an organisation by the domain of their address, by a mail or by what the staff entered.
pub(crate) async fn note_joined(work: &Work<'_>, audited: Audited) -> Result<()> {
    write(work, None, Cause::System, audited).await
}

/// Notes what a person did to their own account before they were logged in.
pub(crate) async fn note_own(work: &Work<'_>, user: UserId, audited: Audited) -> Result<()> {
    write(work, Some(user), Cause::Web, audited).await
}

async fn write(work: &Work<'_>, actor: Option<UserId>, via: Cause, audited: Audited) -> Result<()> {
    let (kind, subject) = (audited.kind().to_owned(), audited.subject().uuid());
    let detail = serde_json::to_string(&Detail { version: 1, audited })?;
    let row = audit_entry::ActiveModel {
        id: Set(work.id::<AuditId>()?.into()),
        at: Set(work.now()),
        actor_id: Set(actor.map(Into::into)),
        via: Set(via.as_str().to_owned()),
        subject_id: Set(subject),
        content: Set(audit_words::content(&detail)),
        kind: Set(kind),
        detail: Set(detail),
        ..Default::default()
    };
    audit_entry::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Those of these people who ever joined or left an organisation.
pub(crate) async fn moved(db: &impl ConnectionTrait, users: &[Uuid]) -> Result<HashSet<Uuid>> {
    let mut moved = HashSet::new();
    for some in users.chunks(many::AT_ONCE) {
        let found = audit_entry::Entity::find()
            .select_only()
            .column(audit_entry::Column::SubjectId)
            .filter(audit_entry::Column::SubjectId.is_in(some.iter().copied()))
            .filter(audit_entry::Column::Detail.contains("\"MEMBERSHIP_CHANGED\""));
        moved.extend(found.into_tuple::<Option<Uuid>>().all(db).await?.into_iter().flatten());
    }
    Ok(moved)
}

/// Forgets what a person was called; that it changed, and when, stays.
pub(crate) async fn forget(work: &Work<'_>, user: UserId) -> Result<()> {
    let of_user = audit_entry::Entity::find().filter(audit_entry::Column::SubjectId.eq(user.0));
    for row in of_user.all(work.tx()).await? {
        let mut detail: Detail = serde_json::from_str(&row.detail)?;
        let (Audited::UserNameChanged { from, to, .. } | Audited::UserExternalIdChanged { from, to, .. }) =
            &mut detail.audited
        else {
            continue;
        };
        (*from, *to) = (None, None);
        let mut row = row.into_active_model();
        let detail = serde_json::to_string(&detail)?;
        row.content = Set(audit_words::content(&detail));
        row.detail = Set(detail);
        row.update(work.tx()).await?;
    }
    Ok(())
}

/// A row as the model has it, still without names.
pub(crate) fn entry(row: &audit_entry::Model) -> Result<AuditEntry> {
    let detail: Detail = serde_json::from_str(&row.detail)?;
    Ok(AuditEntry {
        id: row.id.into(),
        at: row.at,
        actor: row.actor_id.map(Into::into),
        via: row.via.parse().map_err(Error::internal)?,
        audited: detail.audited,
        changes: Vec::new(),
    })
}
