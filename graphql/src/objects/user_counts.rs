//! How many people there are of each kind, and in which order lists of them stand.

use async_graphql::{InputObject, SimpleObject};

use super::{OrderDirection, Role, UserOrderField, UserState};

/// An order of people; by default by name.
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

/// The number of people by role and by state.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct UserCounts {
    /// All of them.
    all: u64,
    /// By role, for every role.
    roles: Vec<UserRoleCount>,
    /// By state, for every state.
    states: Vec<UserStateCount>,
}

/// The number of people with a role.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct UserRoleCount {
    /// The role.
    role: Role,
    /// The number of people.
    count: u64,
}

/// The number of people with a state.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct UserStateCount {
    /// The state.
    state: UserState,
    /// The number of accounts.
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
