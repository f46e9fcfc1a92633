//! Which statuses somebody may set now, asked of the same rules that the commands obey.

use crate::{
    actor::Actor,
    engine::Engine,
    lifecycle::Step,
    model::{Status, Ticket},
};

impl Engine {
    /// The statuses that the actor may set on a ticket they see, in the order of the lifecycle; the current one is
    /// among them where setting it anew means something.
    #[must_use]
    pub fn allowed_statuses(&self, actor: &Actor, ticket: &Ticket) -> Vec<Status> {
        let by_staff = match actor.user() {
            Some(viewer) if !viewer.scopes.write => return Vec::new(),
            Some(viewer) => viewer.role.is_staff(),
            None if actor.is_internal() => true,
            None => return Vec::new(),
        };
        let step = |picked| if by_staff { Step::StaffPicks(picked) } else { Step::CustomerPicks(picked) };
        Status::ALL.iter().copied().filter(|picked| ticket.status.after(step(*picked)).is_ok()).collect()
    }
}
