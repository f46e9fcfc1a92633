//! How accounts stand, for admins: of the people of a page, and how many there are of each kind.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _, Select,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::users::{UserFilter, found};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Role, Status, UserCounts, UserFacts, UserId, UserState},
    policy::{self, Action},
    store::{
        entity::{
            account, account_seen, identity, passkey, password_link, ticket, ticket_tally,
            undeliverable_address,
        },
        many,
    },
};

/// The columns of [`opened`] and [`assigned`].
pub(super) const OWNER: &str = "owner_id";
pub(super) const NUMBER: &str = "number";

impl Engine {
    /// What admins are told of these people; others are told of nobody.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn user_facts(&self, actor: &Actor, users: &[UserId]) -> Result<HashMap<UserId, UserFacts>> {
        if policy::check(actor, Action::ReadAccounts, None).is_err() {
            return Ok(HashMap::new());
        }
        let mut facts = HashMap::new();
        for some in users.chunks(many::AT_ONCE) {
            let ids: Vec<Uuid> = some.iter().map(|user| user.0).collect();
            self.add_facts(&ids, &mut facts).await?;
        }
        Ok(facts)
    }

    /// How many people there are by role and by state, among those whom `query` finds as in a [`UserFilter`]. For admins.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but admins; [`Error::MissingScope`].
    pub async fn user_counts(
        &self,
        actor: &Actor,
        query: Option<String>,
        by_organisation: bool,
    ) -> Result<UserCounts> {
        policy::reads_people(actor)?;
        let _ = policy::check(actor, Action::ReadAccounts, None)?;
        let filter = UserFilter { query, by_organisation, ..UserFilter::default() };
        let mut counted =
            found(actor, &filter, self.now()).select_only().expr(account::Column::Id.into_expr().count());
        for role in Role::ALL {
            counted = counted.expr(number_of(Condition::all().add(account::Column::Role.eq(role.as_str()))));
        }
        for state in UserState::ALL {
            counted = counted.expr(number_of(in_state(*state, self.now())));
        }
        let read = counted.into_tuple::<(i64, i64, i64, i64, i64, i64, i64, i64, i64)>();
        let Some((all, r0, r1, r2, s0, s1, s2, s3, s4)) = read.one(self.database().ro()).await? else {
            return Ok(UserCounts::default());
        };
        let count = |number: i64| number.try_into().unwrap_or_default();
        Ok(UserCounts {
            all: count(all),
            roles: Role::ALL.iter().copied().zip([r0, r1, r2].map(count)).collect(),
            states: UserState::ALL.iter().copied().zip([s0, s1, s2, s3, s4].map(count)).collect(),
        })
    }

    async fn add_facts(&self, ids: &[Uuid], facts: &mut HashMap<UserId, UserFacts>) -> Result<()> {
        let db = self.database().ro();
        let states: Vec<(Uuid, String, String)> = account::Entity::find()
            .select_only()
            .columns([account::Column::Id, account::Column::Role])
            .expr(state(self.now()))
            .filter(account::Column::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        let seen = account_seen::Entity::find()
            .filter(account_seen::Column::UserId.is_in(ids.iter().copied()))
            .all(db)
            .await?;
        let seen: HashMap<Uuid, DateTime<Utc>> =
            seen.into_iter().map(|row| (row.user_id, row.seen_at)).collect();
        let links = open_links(self.now()).filter(password_link::Column::UserId.is_in(ids.iter().copied()));
        let mut invited: HashMap<Uuid, DateTime<Utc>> = HashMap::new();
        for row in links.all(db).await? {
            let newest = invited.entry(row.user_id).or_insert(row.created_at);
            *newest = Ord::max(row.created_at, *newest);
        }
        let (opened, assigned) = (self.opened_by(ids).await?, self.assigned_to(ids).await?);
        for (id, role, state) in states {
            let role: Role = role.parse().map_err(Error::internal)?;
            let state: UserState = state.parse().map_err(Error::internal)?;
            let open = if role.is_staff() { assigned.get(&id) } else { opened.get(&id) };
            let known = UserFacts {
                state,
                invited_at: invited.get(&id).copied().filter(|_| state == UserState::Invited),
                open_tickets: open.copied().unwrap_or_default().try_into().unwrap_or_default(),
                last_seen_at: seen.get(&id).copied(),
            };
            facts.insert(id.into(), known);
        }
        Ok(())
    }

    /// How many open tickets these people have opened.
    async fn opened_by(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
        let counted: Vec<(Uuid, i64)> = opened()
            .filter(ticket::Column::CustomerId.is_in(ids.iter().copied()))
            .into_tuple()
            .all(self.database().ro())
            .await?;
        Ok(counted.into_iter().collect())
    }

    /// How many open tickets are assigned to these people.
    async fn assigned_to(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
        let counted: Vec<(Uuid, i64)> = assigned()
            .filter(ticket_tally::Column::AssigneeId.is_in(ids.iter().copied()))
            .into_tuple()
            .all(self.database().ro())
            .await?;
        Ok(counted.into_iter().collect())
    }
}

/// Who has opened tickets that are open, under [`OWNER`], and how many, under [`NUMBER`].
pub(super) fn opened() -> Select<ticket::Entity> {
    ticket::Entity::find()
        .select_only()
        .column_as(ticket::Column::CustomerId, OWNER)
        .expr_as(ticket::Column::Id.into_expr().count(), NUMBER)
        .filter(ticket::Column::Status.is_in(Status::ACTIVE.map(Status::as_str)))
        .filter(ticket::Column::MergedIntoId.is_null())
        .group_by(ticket::Column::CustomerId)
}

/// The same of those to whom open tickets are assigned.
pub(super) fn assigned() -> Select<ticket_tally::Entity> {
    ticket_tally::Entity::find()
        .select_only()
        .column_as(ticket_tally::Column::AssigneeId, OWNER)
        .expr_as(super::tally::sum(), NUMBER)
        .filter(ticket_tally::Column::AssigneeId.is_not_null())
        .filter(ticket_tally::Column::Status.is_in(Status::ACTIVE.map(Status::as_str)))
        .group_by(ticket_tally::Column::AssigneeId)
}

/// How many of the rows are so.
fn number_of(so: Condition) -> Expr {
    Expr::Case(Box::new(Expr::case(so, 1))).count()
}

/// On `account`: how it stands, as a word.
fn state(now: DateTime<Utc>) -> Expr {
    by_state(now, |state| Expr::value(state.as_str()))
}

/// On `account`: the place of how it stands among all states.
pub(super) fn rank(now: DateTime<Utc>) -> Expr {
    by_state(now, |state| {
        let place = UserState::ALL.iter().position(|one| *one == state);
        Expr::value(place.and_then(|place| i64::try_from(place).ok()))
    })
}

fn by_state(now: DateTime<Utc>, value: impl Fn(UserState) -> Expr) -> Expr {
    let case = Expr::case(deactivated(), value(UserState::Deactivated))
        .case(unreachable(), value(UserState::Unreachable))
        .case(can_log_in(), value(UserState::Active))
        .case(is_invited(now), value(UserState::Invited))
        .finally(value(UserState::NoPassword));
    Expr::Case(Box::new(case))
}

/// On `account`: whether it stands so. The same as [`state`], for one of them.
pub(super) fn in_state(state: UserState, now: DateTime<Utc>) -> Condition {
    let reached = Condition::all().add(deactivated().not()).add(unreachable().not());
    match state {
        UserState::Deactivated => deactivated(),
        UserState::Unreachable => Condition::all().add(deactivated().not()).add(unreachable()),
        UserState::Active => reached.add(can_log_in()),
        UserState::Invited => reached.add(can_log_in().not()).add(is_invited(now)),
        UserState::NoPassword => reached.add(can_log_in().not()).add(is_invited(now).not()),
    }
}

fn deactivated() -> Condition {
    Condition::all().add(account::Column::Active.eq(false))
}

fn unreachable() -> Condition {
    let marked =
        undeliverable_address::Entity::find().select_only().column(undeliverable_address::Column::Address);
    Condition::all().add(account::Column::Email.in_subquery(marked.into_query()))
}

/// By a password, a passkey, or a provider who knows them.
fn can_log_in() -> Condition {
    let passkeys = passkey::Entity::find().select_only().column(passkey::Column::UserId);
    let identities = identity::Entity::find().select_only().column(identity::Column::UserId);
    Condition::any()
        .add(account::Column::PasswordHash.is_not_null())
        .add(account::Column::Id.in_subquery(passkeys.into_query()))
        .add(account::Column::Id.in_subquery(identities.into_query()))
}

fn is_invited(now: DateTime<Utc>) -> Condition {
    let invited = open_links(now).select_only().column(password_link::Column::UserId);
    Condition::all().add(account::Column::Id.in_subquery(invited.into_query()))
}

/// The links that still work.
fn open_links(now: DateTime<Utc>) -> Select<password_link::Entity> {
    password_link::Entity::find()
        .filter(password_link::Column::UsedAt.is_null())
        .filter(password_link::Column::ExpiresAt.gt(now))
}
