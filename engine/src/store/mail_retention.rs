//! What the ledger of incoming mails keeps for a time alone: mails as they came, and lines of mails that are in no ticket.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::{Work, entity::incoming_mail, erasures};
use crate::{error::Result, model::Outcome};

/// In place of the outcome of a line of which nothing is left but what tells its mail from others: the same one must not be
/// received a second time.
pub(crate) const FORGOTTEN: &str = "forgotten";

/// So many are looked at in one transaction.
const BATCH: u64 = 200;

/// Where the next batch begins: after the line that came then.
pub(crate) type After = Option<(DateTime<Utc>, Uuid)>;

/// Removes mails as they came from before this time, except what waits for the staff. Answers where to go on; `None`: nothing is left.
pub(crate) async fn forget_raw(work: &Work<'_>, before: DateTime<Utc>, after: After) -> Result<After> {
    let rows = old(before, after)
        .filter(incoming_mail::Column::Sha256.ne(""))
        .filter(incoming_mail::Column::Outcome.ne(Outcome::Held.as_str()))
        .all(work.tx())
        .await?;
    erase(work, before, &rows).await?;
    Ok(rows.last().map(|row| (row.received_at, row.id)))
}

/// Removes what lines from before this time say of mails that are in no ticket, except what waits for the staff, and those mails as
/// they came. Answers where to go on; `None`: nothing is left.
pub(crate) async fn forget_lines(work: &Work<'_>, before: DateTime<Utc>, after: After) -> Result<After> {
    let rows = old(before, after)
        .filter(incoming_mail::Column::TicketId.is_null())
        .filter(incoming_mail::Column::CommentId.is_null())
        .filter(incoming_mail::Column::Outcome.is_not_in([Outcome::Held.as_str(), FORGOTTEN]))
        .all(work.tx())
        .await?;
    erase(work, before, &rows).await?;
    for row in &rows {
        let nothing = incoming_mail::ActiveModel {
            id: Unchanged(row.id),
            message_id: Set(None),
            sha256: Set(String::new()),
            sender: Set(None),
            sender_name: Set(None),
            subject: Set(None),
            outcome: Set(FORGOTTEN.to_owned()),
            reason: Set(None),
            reason_code: Set(None),
            reason_detail: Set(None),
            authentication: Set(None),
            signature: Set(None),
            ..Default::default()
        };
        nothing.update(work.tx()).await?;
    }
    Ok(rows.last().map(|row| (row.received_at, row.id)))
}

/// Lines from before this time, the oldest first.
fn old(before: DateTime<Utc>, after: After) -> Select<incoming_mail::Entity> {
    let further = after.map(|(at, id)| {
        let then = Condition::all()
            .add(incoming_mail::Column::ReceivedAt.eq(at))
            .add(incoming_mail::Column::Id.gt(id));
        Condition::any().add(incoming_mail::Column::ReceivedAt.gt(at)).add(then)
    });
    incoming_mail::Entity::find()
        .filter(incoming_mail::Column::ReceivedAt.lt(before))
        .filter(Condition::all().add_option(further))
        .order_by_asc(incoming_mail::Column::ReceivedAt)
        .order_by_asc(incoming_mail::Column::Id)
        .limit(BATCH)
}

/// Erases these mails as they came, unless a line that is kept names the same bytes.
async fn erase(work: &Work<'_>, before: DateTime<Utc>, rows: &[incoming_mail::Model]) -> Result<()> {
    let hashes: HashSet<&str> =
        rows.iter().map(|row| row.sha256.as_str()).filter(|hash| !hash.is_empty()).collect();
    if hashes.is_empty() {
        return Ok(());
    }
    let ours: HashSet<Uuid> = rows.iter().map(|row| row.id).collect();
    let sharing = incoming_mail::Entity::find()
        .filter(incoming_mail::Column::Sha256.is_in(hashes.iter().copied()))
        .all(work.tx())
        .await?;
    let is_kept = |row: &&incoming_mail::Model| {
        !ours.contains(&row.id) && (row.received_at >= before || row.outcome == Outcome::Held.as_str())
    };
    let kept: HashSet<&str> = sharing.iter().filter(is_kept).map(|row| row.sha256.as_str()).collect();
    for hash in hashes.difference(&kept) {
        erasures::raw_mail(work, hash).await?;
    }
    Ok(())
}
