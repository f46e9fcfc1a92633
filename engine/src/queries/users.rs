//! People: a page by name, and many by id. An address that the actor may not see is left empty.

use std::collections::HashMap;

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Membership, Page, Paging, PhoneNumber, User, UserFilter, UserId, UserOrder, UserOrderField},
    policy::{self, Action},
    store::{
        entity::membership,
        memberships,
        page::{Key, Window},
        people, phones,
        visible::Visible,
    },
};

impl Engine {
    /// A page of the people whom the actor may see and whom the filter asks for, by name.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`; `Forbidden`, see [`Engine::users_in_order`].
    pub async fn users(&self, actor: &Actor, filter: &UserFilter, paging: &Paging) -> Result<Page<User>> {
        self.users_in_order(actor, filter, UserOrder::default(), paging).await
    }

    /// The same in another order.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`; `Forbidden` for all but admins when the filter names
    /// a state, or the order is another than by name.
    pub async fn users_in_order(
        &self,
        actor: &Actor,
        filter: &UserFilter,
        order: UserOrder,
        paging: &Paging,
    ) -> Result<Page<User>> {
        may_ask(actor, filter)?;
        if order.field != UserOrderField::Name {
            let _ = policy::check(actor, Action::ReadAccounts, None)?;
        }
        let now = self.now();
        let window = Window::read(paging, people::order::ordering(order, now))?;
        let (asked, part) = ((actor, filter), (order.field, &window));
        let placed = people::list::page(self.database().ro(), asked, part, now).await?;
        let page = window.page(placed, |(user, key)| (key.clone(), Key::Id(user.id.0)));
        Ok(Page {
            items: page.items.into_iter().map(|(cursor, (user, _))| (cursor, user)).collect(),
            has_next: page.has_next,
            has_previous: page.has_previous,
            whole: page.whole,
        })
    }

    /// How many people the actor may see whom the filter asks for.
    ///
    /// # Errors
    /// `MissingScope`; `Forbidden` for all but admins when the filter names a state.
    pub async fn count_users(&self, actor: &Actor, filter: &UserFilter) -> Result<u64> {
        may_ask(actor, filter)?;
        people::list::number(self.database().ro(), actor, filter, self.now()).await
    }

    /// Those of these people whom the actor may see: also those who are only named in something that they see.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn users_by_id(&self, actor: &Actor, ids: &[UserId]) -> Result<HashMap<UserId, User>> {
        // Everybody may look at themselves, whatever their token may do.
        if !actor.user().is_some_and(|viewer| ids.iter().all(|id| *id == viewer.id)) {
            policy::reads_people(actor)?;
        }
        let users = people::list::named(self.database().ro(), Visible::to(actor), ids).await?;
        Ok(users.into_iter().map(|user| (user.id, user)).collect())
    }

    /// Every address that leads to these people, the main one first; nothing of those whose address the actor may not see.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn addresses_of(&self, actor: &Actor, ids: &[UserId]) -> Result<HashMap<UserId, Vec<String>>> {
        let visible = Visible::to(actor);
        let shown: Vec<UserId> = ids.iter().copied().filter(|id| visible.sees_address_of(*id)).collect();
        people::addresses_of(self.database().ro(), &shown).await
    }

    /// The telephone numbers of these people; nothing of those whose address the actor may not see.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn phones_of(
        &self,
        actor: &Actor,
        ids: &[UserId],
    ) -> Result<HashMap<UserId, Vec<PhoneNumber>>> {
        let visible = Visible::to(actor);
        let shown: Vec<UserId> = ids.iter().copied().filter(|id| visible.sees_address_of(*id)).collect();
        phones::of_people(self.database().ro(), &shown).await
    }

    /// To which organisations these people belong, the first one first, as far as the actor may see them: customers know it
    /// of themselves, and of their colleagues those alone that share with both.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn memberships_of(
        &self,
        actor: &Actor,
        ids: &[UserId],
    ) -> Result<HashMap<UserId, Vec<Membership>>> {
        let visible = Visible::to(actor);
        let mut all = HashMap::new();
        for (user, rows) in memberships::of_each(self.database().ro(), ids).await? {
            let own = visible.sees_address_of(user);
            let shown = |row: &membership::Model| own || visible.sees_members_of(row.organisation_id.into());
            let told = rows.into_iter().filter(shown).map(|row| Membership {
                organisation: row.organisation_id.into(),
                sees_tickets: own && row.sees_tickets,
            });
            all.insert(user, told.collect());
        }
        Ok(all)
    }
}

/// Refuses what a filter may not ask.
fn may_ask(actor: &Actor, filter: &UserFilter) -> Result<()> {
    policy::reads_people(actor)?;
    if filter.state.is_some() {
        let _ = policy::check(actor, Action::ReadAccounts, None)?;
    }
    Ok(())
}
