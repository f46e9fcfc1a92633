//! Whom a filter asks for among the people whom an actor may see, as a query of `account`.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, SelectStatement},
};

use super::states::in_state;
use crate::{
    actor::Actor,
    model::UserFilter,
    rules::{external_id::clean_external_id, phone},
    store::{
        entity::{account, account_address, membership, organisation},
        names::{contains, part_of, parts},
        phones,
        visible::Visible,
    },
};

/// The people whom the actor may see and whom the filter asks for.
pub(super) fn found(actor: &Actor, filter: &UserFilter, now: DateTime<Utc>) -> Select<account::Entity> {
    let visible = Visible::to(actor);
    let mut all = Condition::all()
        .add(visible.users())
        .add(account::Column::ErasedAt.is_null())
        .add(account::Column::MergedIntoId.is_null())
        .add_option(filter.role.map(|role| account::Column::Role.eq(role.as_str())))
        .add_option(filter.state.map(|state| in_state(state, now)));
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
        let members = membership::Entity::find()
            .select_only()
            .column(membership::Column::UserId)
            .filter(membership::Column::OrganisationId.eq(organisation.0))
            .into_query();
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
