//! Changes an account: what it is called, what it may, where it belongs, and whether it may log in at all.

use super::{
    addresses, belonging,
    check::{
        Choice, clean_name, clean_user_name, known_locale, known_time_zone, refuse_gone, refuse_taken_id,
        user_name_taken,
    },
    create::{may_set_passwords, refuse_useless_password},
};
use crate::{
    actor::Actor,
    commands::ticket::assignment::end_assignments,
    engine::Engine,
    error::{Error, Result},
    model::{self, Audited, OrganisationId, Role, User, UserId},
    policy::{self, Action, Permit, words},
    problems::Problems,
    rules::{
        external_id::{clean_external_id, external_id_taken},
        phone::{self, Phone},
        sign_in::above,
    },
    store::{
        NewEvent, Work, audit,
        entity::account,
        identities, logins, memberships,
        people::{
            self, Clash,
            changes::{self, AccountChange},
        },
        phones, sessions, tokens,
        turns::{self, Turn},
    },
};

/// What is changed of an account; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateUser {
    /// The name to show.
    pub name: Option<String>,
    /// Another main address; the former one goes on leading to them. For admins.
    pub email: Option<String>,
    /// All addresses that lead to them; the main one always does. For admins.
    pub addresses: Option<Vec<String>>,
    /// The user name; an empty one takes it away.
    pub user_name: Option<String>,
    /// What the person is to the desk. A new agent works every queue; who leaves the staff works none.
    pub role: Option<Role>,
    /// Where they belong first, in place of where they did; `Some(None)`: nowhere at all.
    pub organisation: Option<Option<OrganisationId>>,
    /// All organisations to which they belong, the first one first. Not together with `organisation`.
    pub organisations: Option<Vec<OrganisationId>>,
    /// Whether they are one of the members with whom an organisation of theirs shares its tickets, if it does so with
    /// selected ones.
    pub sees_organisation: Option<bool>,
    /// Of which organisation `sees_organisation` speaks; `None`: of the first.
    pub of_organisation: Option<OrganisationId>,
    /// All telephone numbers, as people write them.
    pub phones: Option<Vec<String>>,
    /// Language, `de` or `en`; an empty one is that of the installation, also when that changes.
    pub locale: Option<String>,
    /// IANA name of the time zone; an empty one is that of the installation, also when that changes.
    pub time_zone: Option<String>,
    /// Whether they may log in. Switching an account off ends its sessions, links and tokens at
    /// once and for good.
    pub active: Option<bool>,
    /// What another system calls them; an empty one takes it away.
    pub external_id: Option<String>,
    /// A new password; it ends all sessions and links.
    pub password: Option<String>,
}

impl UpdateUser {
    /// Whether it asks for nothing but what everybody may choose for themselves.
    fn is_about_oneself(&self) -> bool {
        let Self { name, user_name, phones, locale, time_zone, .. } = self.clone();
        *self == Self { name, user_name, phones, locale, time_zone, ..Self::default() }
    }
}

impl Engine {
    /// Changes an account: agents those of customers, except for what gives access to more, admins anybody's, everybody
    /// their own name, user name, telephone numbers, language and time zone.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for `name`, `email`, `addresses`, `userName`, `phones`, `locale`, `timeZone`, `externalId`, `organisation`, `organisations`, `seesOrganisation` or `ofOrganisation`, and
    /// for `role` or `active` when no admin would be left, and for what gives oneself a way in by a log-in that is older than 15
    /// minutes; [`Error::WeakPassword`]; [`Error::Forbidden`]; [`Error::MissingScope`].
    pub async fn update_user(&self, actor: &Actor, id: UserId, input: UpdateUser) -> Result<User> {
        let wanted = self.prepare_change(actor, id, input).await?;
        let work = Work::begin(self).await?;
        let (permit, user, events) = self.change_user(&work, actor, id, wanted).await?;
        work.commit(permit, events).await?;
        Ok(user)
    }

    /// Checks what needs no database. What is wrong with a field is told by [`Engine::change_user`], with what else is wrong.
    pub(crate) async fn prepare_change(
        &self,
        actor: &Actor,
        id: UserId,
        input: UpdateUser,
    ) -> Result<Wanted> {
        // Who may not even do this learns nothing about which accounts exist.
        let about_oneself = actor.user().is_some_and(|viewer| viewer.id == id) && input.is_about_oneself();
        let action = if about_oneself { Action::ChangeOwnAccount } else { Action::PrepareCustomer };
        let permit = self.permit_to(actor, action, words::change_account(actor, id))?;
        if input.password.is_some() {
            may_set_passwords(self, actor)?;
        }
        // A new address gets the link by which a password is set.
        let ways = [
            ("password", input.password.is_some()),
            ("email", input.email.is_some()),
            ("addresses", input.addresses.is_some()),
        ];
        let way_in = ways.into_iter().find_map(|(field, given)| given.then_some(field));
        if let (Some(viewer), Some(field)) = (actor.user().filter(|viewer| viewer.id == id), way_in) {
            policy::in_person(viewer)?;
            self.expect_fresh_login(viewer, field).await?;
        }
        let mut problems = Problems::default();
        let user_name = input.user_name.as_deref().map(clean_user_name).transpose();
        let user_name = problems.or_default(user_name)?;
        let name = problems.or_default(input.name.as_deref().map(clean_name).transpose())?;
        let wanted = addresses::wanted(input.email.as_deref(), input.addresses.as_deref());
        let wanted = problems.or_default(wanted)?;
        if wanted.is_some() {
            let _ = self.permit_to(actor, Action::GrantAccess, words::CHANGE_ADDRESSES)?;
        }
        let external_id = input.external_id.as_deref().map(clean_external_id).transpose();
        let external_id = problems.or_default(external_id)?;
        let phones = input.phones.as_deref().map(phone::chosen).transpose();
        let phones = problems.or_default(phones)?;
        let locale = input.locale.map(|given| known_locale(&given, self.settings())).transpose();
        let zone = input.time_zone.map(|given| known_time_zone(&given, &self.settings().brand.time_zone));
        let (locale, time_zone) = (problems.or_default(locale)?, problems.or_default(zone.transpose())?);
        let password_hash = problems.or_default(self.hashed(input.password).await)?;
        problems.or_default(belonging::said(input.of_organisation, input.sees_organisation))?;
        Ok(Wanted {
            problems,
            permit,
            about_oneself,
            name,
            user_name,
            addresses: wanted,
            external_id,
            phones,
            locale,
            time_zone,
            password_hash,
            role: input.role,
            active: input.active,
            organisation: input.organisation,
            organisations: input.organisations,
            selected: (input.of_organisation, input.sees_organisation),
        })
    }

    /// Changes the account within a transaction; what it commits with, and the lines of the journal.
    pub(crate) async fn change_user(
        &self,
        work: &Work<'_>,
        actor: &Actor,
        id: UserId,
        mut wanted: Wanted,
    ) -> Result<(Permit, User, Vec<NewEvent>)> {
        if wanted.role.is_some() || wanted.active.is_some() {
            // They may lose their tickets.
            turns::take(work.tx(), Turn::Tickets).await?;
        }
        let was = people::lock(work.tx(), id).await?;
        refuse_gone(&was)?;
        let mut problems = std::mem::take(&mut wanted.problems);
        let password = wanted.password_hash.is_some();
        if password && !actor.is_internal() && self.refuse_password(&was).is_err() {
            problems.or_default(refuse_useless_password(true, false))?;
        }
        let change = Change::of(&was, wanted.role, wanted.active, password)?;
        if change.concerns_staff() && !wanted.about_oneself {
            let _ = self.permit_to(actor, Action::AppointStaff, words::CHANGE_STAFF)?;
        }
        if change.takes_an_admin() && people::other_admins(work.tx(), was.id).await? == 0 {
            problems.note(last_admin(if change.active { "role" } else { "active" }));
        }
        let belonged = memberships::of(work.tx(), id).await?;
        // Another first organisation takes the place of the one before; the others stay.
        let replaced = wanted.organisation.map(|first| match first {
            Some(first) => std::iter::once(first).chain(belonged.iter().skip(1).copied()).collect(),
            None => Vec::new(),
        });
        let field = if replaced.is_some() { "organisation" } else { "organisations" };
        let belongs = problems.or_default(belonging::after(replaced, wanted.organisations))?;
        let belongs = belongs.unwrap_or_else(|| belonged.clone());
        if belongs != belonged {
            let _ = self.permit_to(actor, Action::GrantAccess, words::CHOOSE_ORGANISATIONS)?;
            problems.or_default(memberships::refuse_unknown(work.tx(), &belongs, field).await)?;
        }
        let mut entries = change.entries(id, password);
        let mut written = AccountChange::default();
        if let Some(user_name) = wanted.user_name {
            entries.extend(problems.or_default(rename(work, &was, &mut written, user_name).await)?);
        }
        if let Some(to) = wanted.external_id.filter(|to| *to != was.external_id) {
            entries.extend(problems.or_default(identify(work, &was, &mut written, to).await.map(Some))?);
        }
        // Last, since it writes: after a race PostgreSQL answers nothing more in this transaction.
        if let Some(addresses) = wanted.addresses {
            entries.extend(problems.or_default(addresses::set(work, &was, &mut written, addresses).await)?);
        }
        problems.refuse()?;
        if let Some(numbers) = wanted.phones
            && phones::set(work, id, numbers).await?
        {
            entries.push(Audited::PhonesChanged { user: id });
        }
        entries.extend(wanted.name.and_then(|name| call(&was, &mut written, name)));
        let chosen = choose(&was, &mut written, wanted.locale, wanted.time_zone);
        // What people choose for themselves is nobody's business.
        entries.extend(chosen.filter(|_| !wanted.about_oneself));
        written.password_hash = wanted.password_hash;
        written.role = Some(change.role);
        written.active = Some(change.active);
        let row = changes::change(work, id, written).await?.map_err(raced)?;
        if belongs != belonged {
            memberships::set(work.tx(), id, &belongs, field).await?;
            entries.extend(belonging::moves(id, &belonged, &belongs));
        }
        entries.extend(belonging::select(work, actor, id, wanted.selected).await?);
        for entry in entries {
            audit::note(work, actor, entry).await?;
        }
        let events = self.follow_up(work, actor, &row, change).await?;
        let user = people::user(work.tx(), row).await?;
        Ok((wanted.permit, user, events))
    }

    /// What follows from another role, from switching off and from a new password.
    async fn follow_up(
        &self,
        work: &Work<'_>,
        actor: &Actor,
        row: &account::Model,
        change: Change,
    ) -> Result<Vec<NewEvent>> {
        let id = UserId::from(row.id);
        if change.role != change.was && change.role == Role::Agent {
            people::work_every_queue(work.tx(), id).await?;
        }
        if change.role != change.was {
            // A role that was taken by hand must not come back when another identity is unlinked.
            let lost: Vec<Role> = above(change.role).collect();
            identities::forget_roles(work.tx(), id.into(), &lost).await?;
        }
        if change.was.is_staff() && !change.role.is_staff() {
            people::leave_every_queue(work.tx(), id).await?;
        }
        if change.bars_passwords(&self.settings().accounts.single_sign_on) && !row.password_allowed {
            // For good: another role later makes none of them come back.
            sessions::end_barred(work, id).await?;
        }
        if change.ends_sessions || !change.active {
            logins::end_all(work.tx(), id.into()).await?;
        }
        if !change.active {
            // Whoever is switched on again begins anew: nothing that was given out before works once more.
            tokens::end_all(work.tx(), id.into()).await?;
        }
        if !change.leaves_work() {
            return Ok(Vec::new());
        }
        let by = (actor.user().map(|viewer| viewer.id), actor.cause());
        end_assignments(work, id, None, by).await
    }
}

/// What may be changed of an account, unless somebody has what is to be theirs.
#[expect(clippy::option_option, reason = "as it is, taken away, or another: as `UpdateUser` has it")]
pub(crate) struct Wanted {
    /// What is wrong with these.
    problems: Problems,
    permit: Permit,
    about_oneself: bool,
    name: Option<String>,
    /// As it is shown, and as it is compared; `Some(None)`: none.
    user_name: Option<Option<(String, String)>>,
    addresses: Option<addresses::Wanted>,
    external_id: Option<Option<String>>,
    phones: Option<Vec<Phone>>,
    locale: Option<Choice>,
    time_zone: Option<Choice>,
    password_hash: Option<String>,
    role: Option<Role>,
    active: Option<bool>,
    organisation: Option<Option<OrganisationId>>,
    organisations: Option<Vec<OrganisationId>>,
    /// Of which organisation, and whether they are one of its selected members.
    selected: (Option<OrganisationId>, Option<bool>),
}

/// Gives a person another name.
fn call(was: &account::Model, written: &mut AccountChange, name: String) -> Option<Audited> {
    let renamed = (name != was.name).then(|| Audited::UserRenamed { user: was.id.into() });
    written.name = Some(name);
    renamed
}

/// Gives a person another external id, or none.
async fn identify(
    work: &Work<'_>,
    was: &account::Model,
    written: &mut AccountChange,
    to: Option<String>,
) -> Result<Audited> {
    let user = was.id.into();
    refuse_taken_id(work, Some(user), to.as_deref()).await?;
    written.external_id = Some(to.clone());
    Ok(Audited::UserExternalIdChanged { user, from: was.external_id.clone(), to })
}

/// Gives a person another user name, or none.
async fn rename(
    work: &Work<'_>,
    was: &account::Model,
    written: &mut AccountChange,
    user_name: Option<(String, String)>,
) -> Result<Option<Audited>> {
    if let Some((_, compared)) = &user_name
        && people::by_user_name(work.tx(), compared).await?.is_some_and(|owner| owner.id != was.id)
    {
        return Err(user_name_taken());
    }
    let to = user_name.as_ref().map(|(shown, _)| shown.clone());
    let (user, from) = (was.id.into(), was.user_name.clone());
    written.user_name = Some(user_name);
    Ok((from != to).then_some(Audited::UserNameChanged { user, from, to }))
}

/// Of two who give the same name or id at once the second one learns it from the constraint.
fn raced(clash: Clash) -> Error {
    match clash {
        Clash::Address => {
            Error::bad("email", "email-taken", "An account for this email address already exists.")
        }
        Clash::ExternalId => external_id_taken("person"),
        Clash::UserName => user_name_taken(),
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
        let role = role.unwrap_or(was);
        Ok(Self { was, role, was_active: before.active, active, ends_sessions })
    }

    /// Whether the role before or the one after logs in by single sign-on `alone`.
    fn bars_passwords(self, alone: &[Role]) -> bool {
        let concerned = alone.contains(&self.was) || alone.contains(&self.role);
        self.role != self.was && concerned
    }

    /// What the audit log says of it.
    fn entries(self, user: UserId, password: bool) -> Vec<Audited> {
        let mut entries = Vec::new();
        if self.role != self.was {
            entries.push(Audited::RoleChanged { user, from: self.was, to: self.role });
        }
        if self.active != self.was_active {
            entries.push(Audited::ActivationChanged { user, active: self.active });
        }
        if password {
            entries.push(Audited::PasswordSet { user });
        }
        entries
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

/// Writes the language and the time zone that were chosen; what is different.
fn choose(
    was: &account::Model,
    written: &mut AccountChange,
    locale: Option<Choice>,
    time_zone: Option<Choice>,
) -> Option<Audited> {
    let mut changes = Vec::new();
    let mut differs = |field: &str, from: &str, to: &str| {
        if from != to {
            changes.push(model::Change::new(field, Some(from), Some(to)));
        }
    };
    if let Some(Choice { value, chosen }) = locale {
        differs("locale", &was.locale, &value);
        written.locale = Some((value, chosen));
    }
    if let Some(Choice { value, chosen }) = time_zone {
        differs("timeZone", &was.time_zone, &value);
        written.time_zone = Some((value, chosen));
    }
    (!changes.is_empty()).then(|| Audited::UserLocaleChanged { user: was.id.into(), changes })
}

fn last_admin(field: &'static str) -> Error {
    Error::bad(field, "last-admin", "This is the last admin. Appoint another admin first.")
}
