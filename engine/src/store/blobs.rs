//! Which files of the blob store are named by a row. A table that names files belongs here, or the sweep removes them.

use std::collections::HashSet;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter, QuerySelect,
};

use super::entity::{attachment, draft_file, incoming_mail};
use crate::{blobs::Kind, error::Result};

/// How many are looked up at a time.
const BATCH: usize = 500;

/// Lets no transaction name a file of a comment until this one ends: whoever attaches one afterwards sees whether it is
/// still there. SQLite has one writer anyway.
pub(crate) async fn hold_still(tx: &DatabaseTransaction) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared("LOCK TABLE attachment, draft_file IN SHARE ROW EXCLUSIVE MODE").await?;
    }
    Ok(())
}

/// Those of these files that a row names, by their SHA-256.
pub(crate) async fn named(
    db: &impl ConnectionTrait,
    kind: Kind,
    files: &[String],
) -> Result<HashSet<String>> {
    let mut named = HashSet::new();
    for files in files.chunks(BATCH) {
        let rows: Vec<String> = match kind {
            Kind::Attachment => {
                let drafted = draft_file::Entity::find().select_only().column(draft_file::Column::Sha256);
                let drafted = drafted.filter(draft_file::Column::Sha256.is_in(files));
                named.extend(drafted.into_tuple::<String>().all(db).await?);
                let rows = attachment::Entity::find().select_only().column(attachment::Column::Sha256);
                rows.filter(attachment::Column::Sha256.is_in(files)).into_tuple().all(db).await?
            }
            Kind::Mail => {
                let rows = incoming_mail::Entity::find().select_only().column(incoming_mail::Column::Sha256);
                rows.filter(incoming_mail::Column::Sha256.is_in(files)).into_tuple().all(db).await?
            }
        };
        named.extend(rows);
    }
    Ok(named)
}
