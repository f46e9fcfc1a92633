//! Changes an account: what it is called, what it may, where it belongs, and whether it may log in at all.

use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::check::{clean_name, known_locale};
use crate::{
    actor::Actor,
    commands::{
        password::check_rule,
        ticket::{assignment::end_assignments, parts::cause_of},
    },
    engine::Engine,
    error::{Error, Result},
    model::{OrganisationId, Role, User, UserId},
    policy::{self, Action},
    store::{Work, entity::account, logins, names::folded, people},
};

/// What is changed of an account; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateUser {
    /// The name to show.
    pub name: Option<String>,
    /// What the person is to the desk. A new agent works every queue; who leaves the staff works none.
    pub role: Option<Role>,
    /// Where they belong; `Some(None)`: nowhere.
    pub organisation: Option<Option<OrganisationId>>,
    /// Language, `de` or `en`.
    pub locale: Option<String>,
    /// Whether they may log in. Switching an account off ends its sessions, links and tokens at
    /// once and for good.
    pub active: Option<bool>,
    /// A new password; it ends all sessions and links.
    pub password: Option<String>,
}

impl Engine {
    /// Changes an account: agents those of customers, admins anybody's.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for `name`, `locale` or `organisation`, and for `role` or `active` when no admin
    /// would be left; [`Error::WeakPassword`]; [`Error::Forbidden`].
    pub async fn update_user(&self, actor: &Actor, id: UserId, input: UpdateUser) -> Result<User> {
        // Who may not even do this learns nothing about which accounts exist.
        let permit = policy::check(actor, Action::PrepareCustomer, None)?;
        let name = input.name.as_deref().map(clean_name).transpose()?;
        let locale = input.locale.as_deref().map(known_locale).transpose()?;
        let password_hash = match input.password {
            Some(password) => {
                check_rule(self, &password)?;
                Some(self.hashing().hash(self.rng(), password).await?)
            }
            None => None,
        };

        let work = Work::begin(self).await?;
        let before = people::lock(work.tx(), id).await?;
        let change = Change::of(&before, input.role, input.active, password_hash.is_some())?;
        if change.concerns_staff() {
            let _ = policy::check(actor, Action::AppointStaff, None)?;
        }
        if change.takes_an_admin() && people::other_admins(work.tx(), before.id).await? == 0 {
            return Err(last_admin(if change.active { "role" } else { "active" }));
        }
        let mut row = before.into_active_model();
        if let Some(name) = name {
            row.folded = Set(folded(&name));
            row.name = Set(name);
        }
        if let Some(locale) = locale {
            row.locale = Set(locale);
        }
        if let Some(hash) = password_hash {
            row.password_hash = Set(Some(hash));
        }
        row.role = Set(change.role.as_str().to_owned());
        row.active = Set(change.active);
        let row = account::Entity::update(row).exec(work.tx()).await?;
        if let Some(organisation) = input.organisation {
            people::join(work.tx(), id, organisation).await?;
        }
        self.follow_up(&work, id, change).await?;
        let by = (actor.user().map(|viewer| viewer.id), cause_of(actor));
        let events =
            if change.leaves_work() { end_assignments(&work, id, None, by).await? } else { Vec::new() };
        let user = people::user(work.tx(), row).await?;
        work.commit(permit, events).await?;
        Ok(user)
    }

    /// What follows from another role, from switching off and from a new password.
    async fn follow_up(&self, work: &Work<'_>, id: UserId, change: Change) -> Result<()> {
        if change.role != change.was && change.role == Role::Agent {
            people::work_every_queue(work.tx(), id).await?;
        }
        if change.was.is_staff() && !change.role.is_staff() {
            people::leave_every_queue(work.tx(), id).await?;
        }
        if change.ends_sessions || !change.active {
            logins::end_all(work.tx(), id.into()).await?;
        }
        if !change.active {
            // Whoever is switched on again begins anew: nothing that was given out before works once more.
            logins::end_tokens(work.tx(), id.into()).await?;
        }
        Ok(())
    }
}

/// Where an account goes, from where.
#[derive(Debug, Clone, Copy)]
struct Change {
    was: Role,
    role: Role,
    was_active: bool,
    active: bool,
    ends_sessions: bool,
}

impl Change {
    fn of(
        before: &account::Model,
        role: Option<Role>,
        active: Option<bool>,
        ends_sessions: bool,
    ) -> Result<Self> {
        let was: Role = before.role.parse().map_err(Error::internal)?;
        let active = active.unwrap_or(before.active);
        Ok(Self { was, role: role.unwrap_or(was), was_active: before.active, active, ends_sessions })
    }

    const fn concerns_staff(self) -> bool {
        self.was.is_staff() || self.role.is_staff()
    }

    /// Whether somebody who answered may have tickets that they cannot work any more.
    fn leaves_work(self) -> bool {
        self.was.is_staff() && (!self.active || self.role != self.was)
    }

    /// Whether an admin who could log in no longer is one.
    fn takes_an_admin(self) -> bool {
        self.was == Role::Admin && self.was_active && (self.role != Role::Admin || !self.active)
    }
}

fn last_admin(field: &'static str) -> Error {
    Error::bad(field, "last-admin", "This is the last admin; appoint another one first.")
}
