//! People: a page by name, and many by id. An address that the actor may not see is left empty.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use super::{
    page::{Key, Window},
    user_facts, user_order,
};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{
        Membership, OrganisationId, Page, Paging, PhoneNumber, Role, User, UserId, UserOrder, UserOrderField,
        UserState,
    },
    policy::{self, Action},
    rules::{external_id::clean_external_id, phone},
    store::{
        entity::{account, account_address, membership, organisation},
        memberships,
        names::{contains, part_of, parts},
        people, phones,
        rows::Person,
        visible::Visible,
    },
};

/// Which people are asked for; what is left out does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserFilter {
    /// Each word of this is part of the name or, as far as the actor may see it, of the address; or it is part of a telephone number,
    /// as far as they may see that, in whichever form.
    pub query: Option<String>,
    /// Whether a word of `query` may be part of the name of one of their organisations instead, for actors who see all people.
    pub by_organisation: bool,
    /// With this role.
    pub role: Option<Role>,
    /// Whose account stands so; for admins.
    pub state: Option<UserState>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// The one whom another system calls so, as far as the actor may see it.
    pub external_id: Option<String>,
}

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
        let window = Window::read(paging, user_order::ordering(order, now))?;
        let all = with_organisation(found(actor, filter, now));
        let found = window.narrow(user_order::with_place(all, order.field, now));
        let mut placed: Vec<(User, Key)> = Vec::new();
        for (row, key) in user_order::read(self.database().ro(), found, order.field).await? {
            placed.push((seen(row, Visible::to(actor))?, key));
        }
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
        self.count(found(actor, filter, self.now())).await
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
        let wanted = account::Column::Id.is_in(ids.iter().map(|id| id.0));
        let named = account::Entity::find().filter(wanted).filter(Visible::to(actor).named_users());
        let found = with_organisation(named);
        Ok(self.read(actor, found).await?.into_iter().map(|user| (user.id, user)).collect())
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

    async fn read(&self, actor: &Actor, found: Select<account::Entity>) -> Result<Vec<User>> {
        let rows = found.into_model::<Person>().all(self.database().ro()).await?;
        rows.into_iter().map(|row| seen(row, Visible::to(actor))).collect()
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

/// A person as one may know them who sees `visible`.
pub(super) fn seen(row: Person, visible: Visible<'_>) -> Result<User> {
    let mut user = row.user()?;
    if !visible.sees_address_of(user.id) {
        user.email.clear();
        user.user_name = None;
        user.external_id = None;
        user.sees_organisation = false;
        user.organisation = user.organisation.filter(|one| visible.sees_members_of(*one));
    }
    Ok(user)
}

/// The people whom the actor may see and whom the filter asks for.
pub(super) fn found(actor: &Actor, filter: &UserFilter, now: DateTime<Utc>) -> Select<account::Entity> {
    let visible = Visible::to(actor);
    let mut all = Condition::all()
        .add(visible.users())
        .add(account::Column::ErasedAt.is_null())
        .add(account::Column::MergedIntoId.is_null())
        .add_option(filter.role.map(|role| account::Column::Role.eq(role.as_str())))
        .add_option(filter.state.map(|state| user_facts::in_state(state, now)));
    if let Some(query) = filter.query.as_deref().map(str::trim).filter(|query| !query.is_empty()) {
        let mut named_so = Condition::all();
        for part in parts(query) {
            let named = part_of(account::Column::Folded, part);
            // Who may not see an address may not find out by asking for it either.
            named_so = named_so.add(if visible.sees_all_people() {
                let members =
                    filter.by_organisation.then(|| account::Column::Id.in_subquery(members_of(part)));
                named
                    .add(contains(account::Column::Email, part))
                    .add(account::Column::Id.in_subquery(at_address(part)))
                    .add(contains(account::Column::UserNameFolded, part))
                    .add_option(members)
            } else {
                named
            });
        }
        // A telephone number is one word, however it is written.
        let number = phone::sought(query).filter(|_| visible.sees_all_people());
        let reached = number.map(|number| account::Column::Id.in_subquery(phones::reached_by(&number)));
        all = all.add(Condition::any().add(named_so).add_option(reached));
    }
    if let Some(organisation) = filter.organisation {
        let members = sea_orm::QueryTrait::into_query(
            membership::Entity::find()
                .select_only()
                .column(membership::Column::UserId)
                .filter(membership::Column::OrganisationId.eq(organisation.0)),
        );
        all = all.add(account::Column::Id.in_subquery(members));
        if !visible.sees_members_of(organisation) {
            all = all.add(account::Column::Id.eq(actor.user().map(|viewer| viewer.id.0)));
        }
    }
    if let Some(external_id) = &filter.external_id {
        // Who may not see it may not find out by asking for it either.
        all = all.add(match clean_external_id(external_id) {
            Ok(Some(id)) if visible.sees_all_people() => account::Column::ExternalId.eq(id),
            Ok(_) | Err(_) => Expr::value(false),
        });
    }
    account::Entity::find().filter(all)
}

/// Those to whom an address leads that contains this.
fn at_address(part: &str) -> SelectStatement {
    account_address::Entity::find()
        .select_only()
        .column(account_address::Column::UserId)
        .filter(contains(account_address::Column::Address, part))
        .into_query()
}

/// Those who belong to an organisation that has this in its name. It names nobody from outside, so that the database looks for the
/// organisations once.
fn members_of(part: &str) -> SelectStatement {
    let named = organisation::Entity::find()
        .select_only()
        .column(organisation::Column::Id)
        .filter(part_of(organisation::Column::Folded, part));
    membership::Entity::find()
        .select_only()
        .column(membership::Column::UserId)
        .filter(membership::Column::OrganisationId.in_subquery(named.into_query()))
        .into_query()
}

fn with_organisation(found: Select<account::Entity>) -> Select<account::Entity> {
    let membership = account::Entity::belongs_to(membership::Entity)
        .from(account::Column::Id)
        .to(membership::Column::UserId)
        .on_condition(|_, member| {
            Condition::all().add(ExprTrait::eq(Expr::col((member, membership::Column::Main)), true))
        })
        .into();
    found
        .select_only()
        .columns(Person::COLUMNS)
        .join(JoinType::LeftJoin, membership)
        .expr_as(membership::Column::OrganisationId.into_expr(), Person::MEMBER_OF)
        .expr_as(membership::Column::SeesTickets.into_expr(), Person::SELECTED)
}
