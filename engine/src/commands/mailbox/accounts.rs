//! What becomes of the tokens of an account when a mailbox is no longer opened by them.

use crate::{
    actor::Actor,
    error::Result,
    model::{Audited, MailAccount, MailboxId},
    store::{Work, audit, mail_grants, mailbox_definitions},
};

/// Throws away what was granted for an account that nothing but this mailbox used. The provider is not told.
pub(super) async fn forget_unused(
    work: &Work<'_>,
    actor: &Actor,
    account: &MailAccount,
    by: MailboxId,
) -> Result<()> {
    let mut rows = mailbox_definitions::all(work.tx()).await?;
    rows.retain(|row| row.id != by.0);
    let used = mailbox_definitions::accounts(&work.engine().settings().mail, &rows)?;
    if used.iter().any(|one| one.account.is(account)) {
        return Ok(());
    }
    let Some(grant) = mail_grants::find(work.tx(), account).await? else { return Ok(()) };
    mail_grants::remove(work, grant.id).await?;
    let audited = Audited::MailAccountDisconnected { grant: grant.id.into(), account: grant.account };
    audit::note(work, actor, audited).await
}
