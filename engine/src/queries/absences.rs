//! Who is away: for the staff, customers see nothing of it.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Absence, UserId},
    store::{absences, visible::Visible},
};

impl Engine {
    /// When these people are away, now or later, as far as the actor may know: members of the staff know it of each other.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn absences_of(&self, actor: &Actor, users: &[UserId]) -> Result<HashMap<UserId, Absence>> {
        let own = actor.user().map(|viewer| viewer.id);
        let of_all = Visible::to(actor).sees_all_people();
        let shown: Vec<Uuid> =
            users.iter().filter(|user| of_all || Some(**user) == own).map(|user| user.0).collect();
        absences::of_people(self.database().ro(), &shown, self.now()).await
    }
}
