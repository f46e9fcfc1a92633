//! Logs a person in for whom a provider of single sign-on vouches.

use uuid::Uuid;

use crate::{
    actor::Actor,
    commands::{
        session::{NewSession, OpenedBy, open_session},
        user::{CreateUser, LONGEST_NAME, UpdateUser},
    },
    content::{address::spoken, clean_line},
    engine::Engine,
    error::{Error, Result},
    model::{Audited, IdentityId, NotAdmitted, OrganisationId, ProviderTerms, Role, UserId, Vouched},
    policy,
    rules::sign_in::{
        Admission, Found, Grant, Holder, MappedRole, above, admit, email, grant, memberships as belonging,
        organisations, role,
    },
    store::{
        Work, audit,
        entity::{account, identity},
        identities, logins, memberships, people,
    },
};

/// Who comes in, and from where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignIn {
    /// For whom the provider vouches.
    pub who: Vouched,
    /// The browser's name, to be recognised in a list of sessions.
    pub user_agent: Option<String>,
    /// The network address it comes from.
    pub address: Option<String>,
    /// What the last log-in from here answered as [`NewSession::device`].
    pub device: Option<String>,
}

/// What came with the claims.
#[derive(Debug, Default)]
struct Given {
    role: Option<Grant>,
    /// `None`: nothing was said of them.
    organisations: Option<Vec<OrganisationId>>,
}

impl Engine {
    /// Begins a session of the account to which the identity leads; one that is new is linked to the account of its address,
    /// or gets an account, as the terms of the provider say. Role and organisations follow the claims where they are mapped.
    ///
    /// # Errors
    /// [`Error::NotAdmitted`]; [`Error::NotFound`] when there is no such provider.
    pub async fn sign_in(&self, input: SignIn) -> Result<NewSession> {
        let terms = self.provider(&input.who.provider)?;
        let admitted = self.admitted(terms, &input.who).await;
        if let Err(Error::NotAdmitted(why)) = &admitted {
            let client = input.address.as_deref().unwrap_or("-");
            tracing::info!(%client, provider = terms.key, reason = why.reason(), "sign-in refused");
        }
        let known = admitted?;
        let given = self.follow_claims(terms, &input.who, &known).await?;

        let work = Work::begin(self).await?;
        let account = people::lock(work.tx(), known.user_id.into()).await?;
        if !account.active {
            return Err(NotAdmitted::Deactivated.into());
        }
        if let Some(organisations) = given.organisations {
            identities::give(work.tx(), known.id, &organisations).await?;
        }
        if let Some(grant) = given.role.filter(|grant| grant.role.as_str() == account.role) {
            identities::grant(work.tx(), known.id, Some(grant)).await?;
        }
        identities::used(work.tx(), known, email(&input.who), work.now()).await?;
        let (agent, device) = (input.user_agent.as_deref(), input.device.as_deref());
        let session = open_session(&work, account, OpenedBy::Provider, agent, device).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(session)
    }

    /// The identity of somebody who may come in. A new account is made first and then opened by its address, as one would be
    /// that was there before.
    async fn admitted(&self, terms: &ProviderTerms, who: &Vouched) -> Result<identity::Model> {
        for _ in 0..3 {
            let work = Work::begin(self).await?;
            let (found, account, known) = look_up(&work, terms, who).await?;
            match (admit(terms, who, found)?, account, known) {
                (Admission::Enter, _, Some(known)) => return Ok(known),
                (Admission::Link, Some(account), _) => {
                    if let Some(linked) = link(&work, &Actor::system(), terms, who, account.id.into()).await?
                    {
                        work.commit(policy::housekeeping(), Vec::new()).await?;
                        return Ok(linked);
                    }
                }
                (Admission::Create, ..) => {
                    drop(work);
                    self.make_account(who).await?;
                }
                _ => return Err(Error::internal("an admission without its account")),
            }
        }
        Err(Error::internal("the account of an identity comes and goes"))
    }

    async fn make_account(&self, who: &Vouched) -> Result<()> {
        let email = email(who).ok_or(NotAdmitted::NoAddress)?;
        let name = who.name.as_deref().map(clean_line).filter(|name| !name.is_empty());
        let language =
            who.locale.as_deref().and_then(|tag| tag.split(['-', '_']).next()).map(str::to_lowercase);
        let input = CreateUser {
            name: shortened(&name.unwrap_or_else(|| spoken(&email))),
            email,
            role: Role::Customer,
            locale: language.filter(|tag| self.settings().known_locale(tag).is_ok()),
            ..CreateUser::default()
        };
        match self.create_user(&Actor::system(), input).await {
            // Somebody was quicker: a mail of theirs, or the same log-in in another window.
            Err(Error::BadInput { reason: "email-taken", .. }) => Ok(()),
            made => made.map(drop),
        }
    }

    /// Gives a person the role and the organisations that the claims say; answers what came with them.
    async fn follow_claims(
        &self,
        terms: &ProviderTerms,
        who: &Vouched,
        known: &identity::Model,
    ) -> Result<Given> {
        let user = UserId::from(known.user_id);
        let work = Work::begin(self).await?;
        let account = people::lock(work.tx(), user).await?;
        let was: Role = account.role.parse().map_err(Error::internal)?;
        let (own, others) = apart(identities::of(work.tx(), known.user_id).await?, known.id);
        let own = own.ok_or(Error::NotFound { what: "identity" })?;
        let mapped = match role(terms, who)? {
            MappedRole::Is(role) => Some(role),
            MappedRole::ByHand | MappedRole::Unknown => None,
        };
        let before = memberships::of(work.tx(), user).await?;
        let mut given = Given { role: granted(was, mapped, &own, &others)?, organisations: None };
        // Noted before it is given: what came with claims must never look as if it had been given by hand.
        if let Some(grant) = given.role.filter(|grant| !above(grant.role).any(|higher| higher == was)) {
            identities::grant(work.tx(), known.id, Some(grant)).await?;
        }
        let mut moved = None;
        if let Some(names) = organisations(terms, who) {
            let had = identities::given(work.tx(), [known.id]).await?;
            let elsewhere = identities::given(work.tx(), others.iter().map(|row| row.id)).await?;
            let wanted = wanted(&work, &names).await?;
            let (after, claimed) = belonging(&before, &had, &elsewhere, &wanted);
            let noted = had.iter().filter(|one| !claimed.contains(one)).chain(&claimed);
            identities::give(work.tx(), known.id, &noted.copied().collect::<Vec<_>>()).await?;
            moved = Some(after).filter(|after| *after != before);
            given.organisations = Some(claimed);
        }
        work.commit(policy::housekeeping(), Vec::new()).await?;
        self.apply(user, mapped.filter(|role| *role != was), moved).await?;
        Ok(given)
    }

    /// Changes the account as the installation; what cannot be is logged, and the person comes in as they are.
    async fn apply(
        &self,
        user: UserId,
        role: Option<Role>,
        organisations: Option<Vec<OrganisationId>>,
    ) -> Result<()> {
        let changes = [
            role.map(|role| UpdateUser { role: Some(role), ..UpdateUser::default() }),
            organisations.map(|all| UpdateUser { organisations: Some(all), ..UpdateUser::default() }),
        ];
        for change in changes.into_iter().flatten() {
            match self.update_user(&Actor::system(), user, change).await {
                Err(Error::BadInput { reason, .. }) => {
                    tracing::warn!(%user, reason, "an account cannot follow the claims of its provider");
                }
                done => drop(done?),
            }
        }
        Ok(())
    }
}

/// A name that fits: a provider may have any.
fn shortened(name: &str) -> String {
    let fits: String = name.chars().take(LONGEST_NAME).collect();
    fits.trim_end().to_owned()
}

/// An identity, and the others of the same person.
pub(super) fn apart(all: Vec<identity::Model>, id: Uuid) -> (Option<identity::Model>, Vec<identity::Model>) {
    let (mut own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|row| row.id == id);
    (own.pop(), others)
}

/// What is to be kept on record of the role that the claims say.
fn granted(
    was: Role,
    mapped: Option<Role>,
    own: &identity::Model,
    others: &[identity::Model],
) -> Result<Option<Grant>> {
    let Some(mapped) = mapped else { return Ok(None) };
    Ok(grant(was, mapped, identities::granted(own)?, &grants(others)?))
}

/// The roles that came with these identities.
pub(super) fn grants(rows: &[identity::Model]) -> Result<Vec<Grant>> {
    rows.iter().filter_map(|row| identities::granted(row).transpose()).collect()
}

/// To whom identity and address lead.
async fn look_up(
    work: &Work<'_>,
    terms: &ProviderTerms,
    who: &Vouched,
) -> Result<(Found, Option<account::Model>, Option<identity::Model>)> {
    if let Some(known) = identities::find(work.tx(), &terms.issuer, &who.subject).await? {
        return linked(work, terms, known).await;
    }
    let leads = match email(who) {
        Some(email) => people::by_address(work.tx(), &email).await?,
        None => None,
    };
    let Some(leads) = leads else { return Ok((Found::Nobody, None, None)) };
    let account = people::lock(work.tx(), leads.id.into()).await?;
    // The same log-in in another window may have been quicker.
    if let Some(known) = identities::find(work.tx(), &terms.issuer, &who.subject).await? {
        return linked(work, terms, known).await;
    }
    if email(who).as_ref() != Some(&account.email) {
        return Ok((Found::ByOtherAddress, None, None));
    }
    let found = Found::ByAddress(holder(work, terms, &account, false).await?);
    Ok((found, Some(account), None))
}

async fn linked(
    work: &Work<'_>,
    terms: &ProviderTerms,
    known: identity::Model,
) -> Result<(Found, Option<account::Model>, Option<identity::Model>)> {
    let account = people::lock(work.tx(), known.user_id.into()).await?;
    let found = Found::Linked(holder(work, terms, &account, true).await?);
    Ok((found, Some(account), Some(known)))
}

async fn holder(
    work: &Work<'_>,
    terms: &ProviderTerms,
    account: &account::Model,
    linked: bool,
) -> Result<Holder> {
    Ok(Holder {
        role: account.role.parse().map_err(Error::internal)?,
        active: account.active,
        can_log_in: linked || logins::exist(work.tx(), account).await?,
        known_otherwise: !linked && identities::exist_at(work.tx(), account.id, &terms.issuer).await?,
    })
}

/// Links an identity to an account; `None`: it was linked to another one meanwhile.
pub(super) async fn link(
    work: &Work<'_>,
    actor: &Actor,
    terms: &ProviderTerms,
    who: &Vouched,
    user: UserId,
) -> Result<Option<identity::Model>> {
    let row = identity::Model {
        id: work.id::<IdentityId>()?.into(),
        user_id: user.into(),
        issuer: terms.issuer.clone(),
        subject: who.subject.clone(),
        address: email(who),
        created_at: work.now(),
        last_used_at: None,
        granted_role: None,
        former_role: None,
    };
    if !identities::keep(work.tx(), row.clone()).await? {
        return Ok(None);
    }
    audit::note(work, actor, Audited::IdentityLinked { user, provider: terms.name.clone() }).await?;
    Ok(Some(row))
}

/// The organisations of these names; one that is missing is logged, and left out.
async fn wanted(work: &Work<'_>, names: &[&str]) -> Result<Vec<OrganisationId>> {
    let mut wanted = Vec::with_capacity(names.len());
    for name in names {
        match identities::organisation(work.tx(), name).await? {
            Some(id) if wanted.contains(&id) => {}
            Some(id) => wanted.push(id),
            None => {
                tracing::warn!(organisation = name, "an organisation that a group is mapped to is missing");
            }
        }
    }
    Ok(wanted)
}
