//! How many people there are of each kind, and in which order lists of them stand.

use async_graphql::{InputObject, SimpleObject};

use super::{OrderDirection, Role, UserOrderField, UserState};

/// An order of people; without one, they stand by name.
#[derive(Clone, Copy, Debug, InputObject)]
pub(crate) struct UserOrder {
    /// The field to order by.
    field: UserOrderField,
    /// The direction.
    direction: OrderDirection,
}

impl From<UserOrder> for engine::UserOrder {
    fn from(order: UserOrder) -> Self {
        Self { field: order.field.into(), direction: order.direction.into() }
    }
}

/// How many people there are, by role and by state.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct UserCounts {
    /// All of them.
    all: u64,
    /// By role; each role is there.
    roles: Vec<UserRoleCount>,
    /// By state; each state is there.
    states: Vec<UserStateCount>,
}

/// How many people have a role.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct UserRoleCount {
    /// The role.
    role: Role,
    /// How many have it.
    count: u64,
}

/// How many people's accounts stand so.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct UserStateCount {
    /// The state.
    state: UserState,
    /// How many accounts stand so.
    count: u64,
}

impl From<engine::UserCounts> for UserCounts {
    fn from(counts: engine::UserCounts) -> Self {
        let role = |(role, count): (engine::Role, u64)| UserRoleCount { role: role.into(), count };
        let state = |(state, count): (engine::UserState, u64)| UserStateCount { state: state.into(), count };
        Self {
            all: counts.all,
            roles: counts.roles.into_iter().map(role).collect(),
            states: counts.states.into_iter().map(state).collect(),
        }
    }
}
