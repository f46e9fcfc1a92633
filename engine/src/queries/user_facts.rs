//! How accounts stand, for admins: of the people of a page, and how many there are of each kind.

use std::collections::HashMap;

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{UserCounts, UserFacts, UserFilter, UserId, UserState},
    policy::{self, Action},
    store::{
        last_seen, many,
        people::{counts, invitations, open_tickets, states},
    },
};

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
            self.add_facts(some, &mut facts).await?;
        }
        Ok(facts)
    }

    /// How many people there are by role and by state, among those whom `query` finds as in a [`UserFilter`]. For admins.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] for all but admins; [`crate::Error::MissingScope`].
    pub async fn user_counts(
        &self,
        actor: &Actor,
        query: Option<String>,
        by_organisation: bool,
    ) -> Result<UserCounts> {
        policy::reads_people(actor)?;
        let _ = policy::check(actor, Action::ReadAccounts, None)?;
        let filter = UserFilter { query, by_organisation, ..UserFilter::default() };
        counts::by_kind(self.database().ro(), actor, &filter, self.now()).await
    }

    async fn add_facts(&self, users: &[UserId], facts: &mut HashMap<UserId, UserFacts>) -> Result<()> {
        let (db, now) = (self.database().ro(), self.now());
        let states = states::of(db, users, now).await?;
        let seen = last_seen::of(db, users).await?;
        let invited = invitations::newest(db, users, now).await?;
        let opened = open_tickets::opened_by(db, users).await?;
        let assigned = open_tickets::assigned_to(db, users).await?;
        for (id, role, state) in states {
            let open = if role.is_staff() { assigned.get(&id) } else { opened.get(&id) };
            let known = UserFacts {
                state,
                invited_at: invited.get(&id).copied().filter(|_| state == UserState::Invited),
                open_tickets: open.copied().unwrap_or_default().try_into().unwrap_or_default(),
                last_seen_at: seen.get(&id).copied(),
            };
            facts.insert(id, known);
        }
        Ok(())
    }
}
