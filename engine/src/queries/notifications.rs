//! What concerns the actor, newest first, in tickets that they see now: whoever lost the sight of one is told of it no more.

use crate::{
    actor::{Actor, Scope, Viewer},
    engine::Engine,
    error::{Error, Result},
    model::{Notification, NotificationFilter, Page, Paging},
    policy::{self, Action},
    store::{
        entity::notification,
        notifications,
        page::{Key, Window},
        visible::Visible,
    },
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
        let whose = (reader(actor)?.id, Visible::to(actor));
        let window = Window::read(paging, notifications::ordering())?;
        let rows = notifications::page(self.database().ro(), &window, whose, filter).await?;
        let items = rows.iter().map(model).collect::<Result<Vec<_>>>()?;
        Ok(window.page(items, |item| (Key::Time(item.at), Key::Id(item.id.0))))
    }

    /// How many notifications the actor has.
    ///
    /// # Errors
    /// As [`Engine::notifications`].
    pub async fn count_notifications(&self, actor: &Actor, filter: &NotificationFilter) -> Result<u64> {
        let whose = (reader(actor)?.id, Visible::to(actor));
        notifications::count(self.database().ro(), whose, filter).await
    }
}

/// The actor, if they are one of those who have notifications.
fn reader(actor: &Actor) -> Result<&Viewer> {
    policy::in_scope(actor, Scope::Read)?;
    let viewer = policy::logged_in(actor)?;
    if !viewer.role.is_staff() {
        return Err(Error::Forbidden { action: Action::ReadNotifications.words() });
    }
    Ok(viewer)
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
