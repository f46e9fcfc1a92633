//! Who may be responsible for a ticket, who works a queue, and in whose name the system writes.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{ExprTrait as _, OnConflict},
};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    model::{QueueId, Role, UserId},
    rules::Assignable,
    store::{
        Work, absences, collation,
        entity::{account, queue_member},
        names::findable,
        tickets,
    },
};

/// Whether somebody may be responsible for the tickets of a queue: an active admin, or an active agent who works it.
/// `None`: there is no such person.
pub(crate) async fn assignable(work: &Work<'_>, user: UserId, queue: QueueId) -> Result<Option<Assignable>> {
    let Some(account) = account::Entity::find_by_id(user.0).one(work.tx()).await? else { return Ok(None) };
    let allowed = match account.role.parse().map_err(Error::internal)? {
        _ if !account.active => false,
        Role::Admin => true,
        Role::Agent => tickets::is_member(work.tx(), queue.into(), user).await?,
        Role::Customer => false,
    };
    let away = absences::is_away(work.tx(), user, work.now()).await?;
    Ok(Some(Assignable { allowed, away }))
}

/// What the choices hold of those who chose to be told of each new ticket by email, on the page alone, or not at all, as they are
/// written.
const NEW_TICKET_BY_EMAIL: &str = "%\"NEW_TICKET\":{\"email\":true%";
const NEW_TICKET_ON_PAGE: &str = "%\"NEW_TICKET\":{\"email\":false,\"page\":true%";
const NO_NEW_TICKET: &str = "%\"NEW_TICKET\":{\"email\":false,\"page\":false%";

/// Who is told of a queue's new tickets, in one way or another: its agents but those who chose otherwise, and admins who chose it.
pub(crate) async fn told_of_new_tickets(work: &Work<'_>, queue: QueueId) -> Result<Vec<UserId>> {
    let members = queue_member::Entity::find()
        .select_only()
        .column(queue_member::Column::UserId)
        .filter(queue_member::Column::QueueId.eq(queue.0));
    let admins = account::Column::Role.eq(Role::Admin.as_str()).and(
        account::Column::Notices
            .like(NEW_TICKET_BY_EMAIL)
            .or(account::Column::Notices.like(NEW_TICKET_ON_PAGE)),
    );
    let agents = account::Column::Role
        .eq(Role::Agent.as_str())
        .and(account::Column::Notices.not_like(NO_NEW_TICKET))
        .and(account::Column::Id.in_subquery(members.into_query()));
    let told = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Active.eq(true))
        .filter(admins.or(agents))
        .order_by_asc(account::Column::Id);
    let ids: Vec<Uuid> = told.into_tuple().all(work.tx()).await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Who sees the tickets of a queue among the staff: active admins and those who work it, with their names.
pub(crate) async fn colleagues(work: &Work<'_>, queue: QueueId) -> Result<Vec<(UserId, String)>> {
    let members = queue_member::Entity::find()
        .select_only()
        .column(queue_member::Column::UserId)
        .filter(queue_member::Column::QueueId.eq(queue.0));
    let works = account::Column::Role.eq(Role::Admin.as_str()).or(account::Column::Role
        .eq(Role::Agent.as_str())
        .and(account::Column::Id.in_subquery(members.into_query())));
    let found = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::Name])
        .filter(account::Column::Active.eq(true))
        .filter(works)
        .order_by_asc(account::Column::Id);
    let found: Vec<(Uuid, String)> = found.into_tuple().all(work.tx()).await?;
    Ok(found.into_iter().map(|(id, name)| (id.into(), name)).collect())
}

/// The active agents who work a queue; without any, the active admins.
pub(crate) async fn workers(work: &Work<'_>, queue: QueueId) -> Result<Vec<UserId>> {
    let active = || {
        account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(account::Column::Active.eq(true))
            .order_by_asc(account::Column::Id)
    };
    let members = queue_member::Entity::find()
        .select_only()
        .column(queue_member::Column::UserId)
        .filter(queue_member::Column::QueueId.eq(queue.0));
    let members = active()
        .filter(account::Column::Role.eq(Role::Agent.as_str()))
        .filter(account::Column::Id.in_subquery(members.into_query()));
    let mut ids: Vec<Uuid> = members.into_tuple().all(work.tx()).await?;
    if ids.is_empty() {
        let admins = active().filter(account::Column::Role.eq(Role::Admin.as_str()));
        ids = admins.into_tuple().all(work.tx()).await?;
    }
    Ok(ids.into_iter().map(Into::into).collect())
}

/// The account in whose name the system comments: staff with the name of the installation, made when it is first needed.
/// It is switched off, so it gets no email and cannot log in; `.invalid` can never be a real domain (RFC 2606).
pub(super) async fn system_author(work: &Work<'_>) -> Result<UserId> {
    const ADDRESS: &str = "system@sender.invalid";
    let found =
        async || account::Entity::find().filter(account::Column::Email.eq(ADDRESS)).one(work.tx()).await;
    if let Some(known) = found().await? {
        return Ok(known.id.into());
    }
    let settings = work.engine().settings();
    let row = account::ActiveModel {
        id: Set(work.id::<UserId>()?.into()),
        email: Set(ADDRESS.to_owned()),
        folded: Set(findable(&settings.brand.name)),
        sort_key: Set(collation::key(&settings.brand.name)),
        name: Set(settings.brand.name.clone()),
        role: Set(Role::Agent.as_str().to_owned()),
        locale: Set(settings.brand.locale.clone()),
        locale_chosen: Set(Some(false)),
        time_zone: Set(settings.brand.time_zone.clone()),
        time_zone_chosen: Set(Some(false)),
        password_hash: Set(None),
        active: Set(false),
        user_name: Set(None),
        user_name_folded: Set(None),
        notices: Set("{}".to_owned()),
        mail_times: Set(None),
        external_id: Set(None),
        created_at: Set(work.now()),
        erased_at: Set(None),
        merged_into_id: Set(None),
        password_allowed: Set(false),
    };
    // Two nodes may need it at the same moment: the second takes the account of the first.
    let twice = OnConflict::column(account::Column::Email).do_nothing().to_owned();
    account::Entity::insert(row).on_conflict(twice).exec_without_returning(work.tx()).await?;
    let made = found().await?.ok_or_else(|| Error::internal("the account of the system is missing"))?;
    Ok(made.id.into())
}
