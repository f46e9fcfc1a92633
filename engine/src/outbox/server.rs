//! How the outgoing mail server fares, for every node and for whoever watches.

use chrono::{DateTime, Duration, Utc};

use crate::{
    error::Result,
    store::{Work, mail_server},
};

/// Notes that the server has accepted a letter; no more often than each minute, while all is well.
pub(super) async fn accepts(work: &Work<'_>) -> Result<()> {
    mail_server::accepts(work, work.now() - Duration::minutes(1)).await
}

/// Forgets what it failed for: something has changed that it may have failed for, and the next letter will tell.
pub(crate) async fn forget_fault(work: &Work<'_>) -> Result<()> {
    mail_server::forget_fault(work).await
}

/// Whether it has accepted anything since then.
pub(super) async fn accepted_since(work: &Work<'_>, since: DateTime<Utc>) -> Result<bool> {
    let row = mail_server::find(work.tx()).await?;
    Ok(row.and_then(|row| row.last_success_at).is_some_and(|at| at >= since))
}

/// Whether it fails.
pub(super) async fn is_failing(work: &Work<'_>) -> Result<bool> {
    let row = mail_server::find(work.tx()).await?;
    Ok(row.is_some_and(|row| row.failing_since.is_some()))
}
