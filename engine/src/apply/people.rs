//! Who may be responsible for a ticket, who works a queue, and in whose name the system writes.

use crate::{
    error::{Error, Result},
    model::{QueueId, Role, UserId},
    rules::Assignable,
    store::{
        Work, absences,
        people::{
            self,
            new::{self, NewAccount},
        },
        tickets,
    },
};

pub(crate) use crate::store::people::staff::{colleagues, told_of_new_tickets, workers};

/// Whether somebody may be responsible for the tickets of a queue: an active admin, or an active agent who works it.
/// `None`: there is no such person.
pub(crate) async fn assignable(work: &Work<'_>, user: UserId, queue: QueueId) -> Result<Option<Assignable>> {
    let Some(account) = people::find(work.tx(), user).await? else { return Ok(None) };
    let allowed = match account.role.parse().map_err(Error::internal)? {
        _ if !account.active => false,
        Role::Admin => true,
        Role::Agent => tickets::is_member(work.tx(), queue.into(), user).await?,
        Role::Customer => false,
    };
    let away = absences::is_away(work.tx(), user, work.now()).await?;
    Ok(Some(Assignable { allowed, away }))
}

/// The account in whose name the system comments: staff with the name of the installation, made when it is first needed.
/// It is switched off, so it gets no email and cannot log in; `.invalid` can never be a real domain (RFC 2606).
pub(super) async fn system_author(work: &Work<'_>) -> Result<UserId> {
    const ADDRESS: &str = "system@sender.invalid";
    let found = || people::by_main_address(work.tx(), ADDRESS);
    if let Some(known) = found().await? {
        return Ok(known.id.into());
    }
    let brand = &work.engine().settings().brand;
    let new = NewAccount {
        id: work.id()?,
        email: ADDRESS.to_owned(),
        name: brand.name.clone(),
        role: Role::Agent,
        locale: (brand.locale.clone(), false),
        time_zone: brand.time_zone.clone(),
        password_hash: None,
        active: false,
        user_name: None,
        external_id: None,
    };
    // Two nodes may need it at the same moment: the second takes the account of the first.
    new::add_unless_known(work, new).await?;
    let made = found().await?.ok_or_else(|| Error::internal("the account of the system is missing"))?;
    Ok(made.id.into())
}
