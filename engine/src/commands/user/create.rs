//! Prepares an account for a person, or appoints one to the staff.

use super::{
    check::{
        Choice, clean_name, clean_user_name, known_locale, refuse_own_address, refuse_taken_id,
        user_name_taken,
    },
    meet::{by_email, join_by_domain},
};
use crate::{
    actor::{Actor, Scopes},
    commands::password::check_rule,
    content::address,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, LetterKind, OrganisationId, Role, Sharing, User, UserId},
    outbox::{Owed, owe},
    policy::{Action, Permit, words},
    problems::Problems,
    rules::{
        external_id::{clean_external_id, external_id_taken},
        phone::{self, Phone},
    },
    store::{
        Work, audit, memberships,
        people::{
            self, Clash,
            new::{self, NewAccount},
        },
        phones,
    },
};

/// What an account is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateUser {
    /// The mail address; nobody else may have it.
    pub email: String,
    /// A user name, by which the person logs in as well; without one, by the address alone.
    pub user_name: Option<String>,
    /// The name to show.
    pub name: String,
    /// What the person is to the desk.
    pub role: Role,
    /// Where a customer belongs; without one, to the organisation that owns the domain of the address.
    pub organisation: Option<OrganisationId>,
    /// Language, `de` or `en`; by default that of the settings.
    pub locale: Option<String>,
    /// What another system calls the person.
    pub external_id: Option<String>,
    /// Telephone numbers, as people write them.
    pub phones: Vec<String>,
    /// A first password; without one the person asks for a link to set it.
    pub password: Option<String>,
    /// Whether to send such a link now.
    pub invite: bool,
}

impl Default for CreateUser {
    fn default() -> Self {
        Self {
            email: String::new(),
            user_name: None,
            name: String::new(),
            role: Role::Customer,
            organisation: None,
            locale: None,
            external_id: None,
            phones: Vec::new(),
            password: None,
            invite: false,
        }
    }
}

impl Engine {
    /// Makes an account. Agents prepare those of customers, without a password and in no organisation that shares its
    /// tickets; admins make anybody's. A new agent works every queue.
    ///
    /// # Errors
    /// `BadInput` for `email`, `userName`, `name`, `locale`, `externalId`, `phones` or `organisation`; [`Error::WeakPassword`];
    /// [`Error::Forbidden`]; [`Error::MissingScope`].
    pub async fn create_user(&self, actor: &Actor, input: CreateUser) -> Result<User> {
        let (permit, wanted) = self.prepare_user(actor, input).await?;
        let work = Work::begin(self).await?;
        let user = make(&work, actor, wanted).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(user)
    }

    /// Checks what needs no database. What is wrong with a field is told by [`make`], with what else is wrong.
    pub(crate) async fn prepare_user(&self, actor: &Actor, input: CreateUser) -> Result<(Permit, Wanted)> {
        let action = if input.role.is_staff() { Action::AppointStaff } else { Action::PrepareCustomer };
        let permit = self.permit(actor, action, None)?;
        let mut problems = Problems::default();
        if input.password.is_some() {
            may_set_passwords(self, actor)?;
        }
        if input.role_is_by_provider(self) && !actor.is_internal() {
            problems.or_default(refuse_useless_password(input.password.is_some(), input.invite))?;
        }
        let email = problems.or_default(valid_email(&input.email))?;
        let user_name = input.user_name.as_deref().map(clean_user_name).transpose();
        let user_name = problems.or_default(user_name)?.flatten();
        let name = problems.or_default(clean_name(&input.name))?;
        let external_id = input.external_id.as_deref().map(clean_external_id).transpose();
        let external_id = problems.or_default(external_id)?.flatten();
        let phones = problems.or_default(phone::chosen(&input.phones))?;
        let locale = known_locale(input.locale.as_deref().unwrap_or_default(), self.settings());
        let locale = problems.or_else(locale, || Choice::default(&self.settings().brand.locale))?;
        let password_hash = problems.or_default(self.hashed(input.password).await)?;
        let (role, organisation, invite) = (input.role, input.organisation, input.invite);
        let wanted = Wanted {
            email,
            user_name,
            name,
            external_id,
            phones,
            locale,
            password_hash,
            role,
            organisation,
            invite,
            problems,
        };
        Ok((permit, wanted))
    }

    /// The hash of a password that meets the rule, if one was given.
    pub(super) async fn hashed(&self, password: Option<String>) -> Result<Option<String>> {
        let Some(password) = password else { return Ok(None) };
        check_rule(self, &password)?;
        self.hashing().hash(self.rng(), password).await.map(Some)
    }
}

impl CreateUser {
    /// Whether the person is to log in by single sign-on alone.
    fn role_is_by_provider(&self, engine: &Engine) -> bool {
        engine.settings().accounts.single_sign_on.contains(&self.role)
    }
}

/// Refuses to give a password, or a link to set one, to somebody who could not use it.
pub(super) fn refuse_useless_password(password: bool, invite: bool) -> Result<()> {
    let field = match (password, invite) {
        (true, _) => "password",
        (false, true) => "invite",
        (false, false) => return Ok(()),
    };
    Err(Error::bad(
        field,
        "single-sign-on-role",
        "People with this role can log in only with single sign-on.",
    ))
}

/// An account that may be made, unless somebody has what is to be theirs.
pub(crate) struct Wanted {
    email: String,
    /// As it is shown, and as it is compared.
    user_name: Option<(String, String)>,
    name: String,
    external_id: Option<String>,
    phones: Vec<Phone>,
    locale: Choice,
    password_hash: Option<String>,
    role: Role,
    organisation: Option<OrganisationId>,
    invite: bool,
    /// What is wrong with these.
    problems: Problems,
}

/// Makes the account within a transaction.
pub(crate) async fn make(work: &Work<'_>, actor: &Actor, wanted: Wanted) -> Result<User> {
    let Wanted { email, user_name, name, external_id, role, mut problems, .. } = wanted;
    let compared = user_name.as_ref().map(|(_, compared)| compared.as_str());
    refuse_taken(work, &email, compared, &mut problems).await?;
    problems.or_default(refuse_taken_id(work, None, external_id.as_deref()).await)?;
    problems.or_default(may_join(work, actor, wanted.organisation).await)?;
    problems.refuse()?;
    let id: UserId = work.id()?;
    let password = wanted.password_hash.is_some();
    let new = NewAccount {
        id,
        email: email.clone(),
        name,
        role,
        locale: (wanted.locale.value, wanted.locale.chosen),
        time_zone: work.engine().settings().brand.time_zone.clone(),
        password_hash: wanted.password_hash,
        active: true,
        user_name,
        external_id: external_id.clone(),
    };
    new::add(work, new).await?.map_err(|clash| raced(clash, &email))?;
    phones::set(work, id, wanted.phones).await?;
    let invited = wanted.invite;
    audit::note(work, actor, Audited::UserCreated { user: id, role, password, invited }).await?;
    note_external_id(work, actor, id, external_id).await?;
    match (wanted.organisation, role) {
        (Some(organisation), _) => {
            memberships::set(work.tx(), id, &[organisation], "organisation").await?;
            let (to, domain) = (Some(organisation), None);
            audit::note(work, actor, Audited::MembershipChanged { user: id, from: None, to, domain }).await?;
        }
        (None, Role::Customer) => join_by_domain(work, id, &email).await?,
        (None, Role::Agent | Role::Admin) => {}
    }
    if role == Role::Agent {
        people::work_every_queue(work.tx(), id).await?;
    }
    if invited {
        invite(work, id).await?;
    }
    people::user(work.tx(), people::lock(work.tx(), id).await?).await
}

/// Who sets a password can log in with it: for admins, and for no token that may less than they.
pub(super) fn may_set_passwords(engine: &Engine, actor: &Actor) -> Result<()> {
    let _ = engine.permit_to(actor, Action::GrantAccess, words::SET_PASSWORDS)?;
    match actor.user().and_then(|viewer| viewer.scopes.missing(Scopes::ALL)) {
        Some(scope) => Err(Error::MissingScope { scope }),
        None => Ok(()),
    }
}

/// Writes the email with a link to set a password.
pub(super) async fn invite(work: &Work<'_>, recipient: UserId) -> Result<()> {
    owe(work, Owed::about_account(LetterKind::Invitation, recipient, Vec::new())).await?;
    Ok(())
}

/// Refuses an organisation that does not exist, and those who grant no access to put somebody into one that shares its tickets.
async fn may_join(work: &Work<'_>, actor: &Actor, organisation: Option<OrganisationId>) -> Result<()> {
    let Some(organisation) = organisation else { return Ok(()) };
    let chosen = people::lock_organisation(work.tx(), organisation).await;
    let chosen = chosen.map_err(|error| match error {
        Error::NotFound { .. } => Error::organisation_unknown("organisation"),
        error => error,
    })?;
    if chosen.sharing.parse().is_ok_and(|sharing: Sharing| sharing.shares()) {
        let _ = work.engine().permit_to(actor, Action::GrantAccess, words::JOIN_SHARING)?;
    }
    Ok(())
}

async fn note_external_id(work: &Work<'_>, actor: &Actor, user: UserId, to: Option<String>) -> Result<()> {
    match to {
        Some(_) => audit::note(work, actor, Audited::UserExternalIdChanged { user, from: None, to }).await,
        None => Ok(()),
    }
}

/// Of two who make the same account at once the second one learns it from the constraint.
fn raced(clash: Clash, email: &str) -> Error {
    match clash {
        Clash::ExternalId => external_id_taken("person"),
        Clash::Address => Error::email_taken("email", email),
        Clash::UserName => user_name_taken(),
    }
}

fn valid_email(given: &str) -> Result<String> {
    address::normalise(given).ok_or_else(|| Error::email_invalid("email", given))
}

/// Notes the address or the user name of somebody else, and an address of our own.
async fn refuse_taken(
    work: &Work<'_>,
    email: &str,
    user_name: Option<&str>,
    problems: &mut Problems,
) -> Result<()> {
    if !problems.concern("email") {
        match by_email(work, email).await? {
            Some(_) => problems.note(Error::email_taken("email", email)),
            None => problems.or_default(refuse_own_address(work, "email", email).await)?,
        }
    }
    if let Some(name) = user_name
        && people::by_user_name(work.tx(), name).await?.is_some()
    {
        problems.note(user_name_taken());
    }
    Ok(())
}
