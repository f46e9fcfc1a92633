//! What concerns the actor, newest first, in tickets that they see now: whoever lost the sight of one is told of it no more.

use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait},
};

use super::page::{Key, Ordering, Window};
use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::{Error, Result},
    model::{Direction, Notification, NotificationFilter, Page, Paging},
    policy::{self, Action},
    store::entity::{notification, ticket},
    store::visible::Visible,
};

impl Engine {
    /// A page of the actor's notifications, newest first.
    ///
    /// # Errors
    /// `Forbidden` for customers, who have none; `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn notifications(
        &self,
        actor: &Actor,
        filter: &NotificationFilter,
        paging: &Paging,
    ) -> Result<Page<Notification>> {
        let found = found(actor, filter)?;
        let by = (notification::Column::At.into_expr(), notification::Column::Id.into_expr());
        let ordering = Ordering { name: "notification", kinds: ['t', 'i'], by, direction: Direction::Desc };
        let window = Window::read(paging, ordering)?;
        let rows = window.narrow(found).all(self.database().ro()).await?;
        let items = rows.iter().map(model).collect::<Result<Vec<_>>>()?;
        Ok(window.page(items, |item| (Key::Time(item.at), Key::Id(item.id.0))))
    }

    /// How many notifications the actor has.
    ///
    /// # Errors
    /// As [`Engine::notifications`].
    pub async fn count_notifications(&self, actor: &Actor, filter: &NotificationFilter) -> Result<u64> {
        Ok(found(actor, filter)?.count(self.database().ro()).await?)
    }
}

fn found(actor: &Actor, filter: &NotificationFilter) -> Result<Select<notification::Entity>> {
    policy::in_scope(actor, Scope::Read)?;
    let viewer = policy::logged_in(actor)?;
    if !viewer.role.is_staff() {
        return Err(Error::Forbidden { action: Action::ReadNotifications.words() });
    }
    let seen = ticket::Entity::find()
        .select_only()
        .expr(Expr::value(1))
        .filter(ticket::Column::Id.into_expr().eq(notification::Column::TicketId.into_expr()))
        .filter(Visible::to(actor).tickets());
    let mut found = notification::Entity::find()
        .filter(notification::Column::UserId.eq(viewer.id.0))
        .filter(Expr::exists(seen.into_query()));
    if let Some(unread) = filter.unread {
        let read_at = notification::Column::ReadAt;
        found = found.filter(if unread { read_at.is_null() } else { read_at.is_not_null() });
    }
    if !filter.kinds.is_empty() {
        let words = filter.kinds.iter().map(|kind| kind.as_str());
        found = found.filter(notification::Column::Kind.is_in(words));
    }
    Ok(found)
}

fn model(row: &notification::Model) -> Result<Notification> {
    Ok(Notification {
        id: row.id.into(),
        kind: row.kind.parse().map_err(Error::internal)?,
        ticket: row.ticket_id.into(),
        comment: row.comment_id.map(Into::into),
        at: row.at,
        read_at: row.read_at,
    })
}
