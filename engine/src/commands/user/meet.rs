//! First contact: finds the customer of a mail address, or makes an account without a password for them.

use crate::{
    content::{address, clean_line},
    error::{Error, Result},
    incoming::authentication::Verdict,
    model::{Audited, Role, UNKNOWN_SENDER, UserId},
    store::{
        Work, audit, domains,
        entity::account,
        logins, memberships,
        people::{
            self, changes,
            new::{self, NewAccount},
        },
    },
};

/// The account of a mail address, made if it is missing: a customer who has no password yet, in the organisation that
/// owns the address's domain.
///
/// # Errors
/// `BadInput` for `customerEmail`, when it is no mail address.
pub(crate) async fn find_or_create_customer(
    work: &Work<'_>,
    email: &str,
    name: Option<&str>,
    locale: Option<&str>,
) -> Result<UserId> {
    let email = address::normalise(email).ok_or_else(|| Error::email_invalid("customerEmail", email))?;
    match by_email(work, &email).await? {
        Some(known) => Ok(known.id.into()),
        None => Ok(make_customer(work, email, name, locale).await?.account.id.into()),
    }
}

/// Somebody on first contact.
pub(crate) struct Met {
    pub(crate) account: account::Model,
    /// Whether their account was made just now.
    pub(crate) new: bool,
}

/// Makes the account of a normalised mail address that had none when it was asked for.
pub(crate) async fn make_customer(
    work: &Work<'_>,
    email: String,
    name: Option<&str>,
    locale: Option<&str>,
) -> Result<Met> {
    let settings = work.engine().settings();
    let id: UserId = work.id()?;
    let name = name.map(clean_line).and_then(|name| address::without_addresses(&name));
    let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| address::spoken(&email));
    let written_in = locale.filter(|locale| settings.known_locale(locale).is_ok());
    let new = NewAccount {
        id,
        email: email.clone(),
        name,
        role: Role::Customer,
        locale: (written_in.unwrap_or(&settings.brand.locale).to_owned(), written_in.is_some()),
        time_zone: settings.brand.time_zone.clone(),
        password_hash: None,
        active: true,
        user_name: None,
        external_id: None,
    };
    // Two mails of a new sender may come at the same moment: whoever is second takes the account of the first.
    let Some(account) = new::add_unless_known(work, new).await? else {
        let account = by_email(work, &email).await?;
        let account = account.ok_or_else(|| Error::internal("the new account is missing"))?;
        return Ok(Met { account, new: false });
    };
    join_by_domain(work, id, &email).await?;
    Ok(Met { account, new: true })
}

/// A customer who wrote before the domain of their main address was an organisation's joins it as a new one does, unless
/// they have belonged to an organisation before: whom an admin took out stays out.
///
/// `verdict`: what is known of whoever writes or calls from this address. As long as nobody can log in to the account, only
/// who reads the mail of that address can get in, as with a new one. Otherwise the address may be one that they have lost,
/// such as that of a former employer, and anybody can write it into a mail: then a trusted server must vouch for it.
pub(crate) async fn join_late(work: &Work<'_>, user: UserId, address: &str, verdict: Verdict) -> Result<()> {
    match people::find(work.tx(), user).await? {
        Some(known) => join_late_as(work, &known, address, verdict).await,
        None => Ok(()),
    }
}

/// The same for an account that is at hand.
pub(crate) async fn join_late_as(
    work: &Work<'_>,
    known: &account::Model,
    address: &str,
    verdict: Verdict,
) -> Result<()> {
    if address::normalise(address).is_none_or(|it| it != known.email) {
        return Ok(());
    }
    let user: UserId = known.id.into();
    let is_gone = !known.active || known.erased_at.is_some() || known.merged_into_id.is_some();
    if is_gone || known.role != Role::Customer.as_str() || verdict == Verdict::Fail {
        return Ok(());
    }
    let owner = domains::owner(work.tx(), address::domain_of(&known.email)).await?;
    if owner.is_none() || memberships::first(work.tx(), user).await?.is_some() {
        return Ok(());
    }
    let is_proven = verdict == Verdict::Pass || !logins::exist(work.tx(), known).await?;
    if !is_proven || !audit::moved(work.tx(), &[known.id]).await?.is_empty() {
        return Ok(());
    }
    join_by_domain(work, user, &known.email).await
}

/// The account that a normalised mail address leads to; it stays as it is until the work ends.
pub(crate) async fn by_email(work: &Work<'_>, email: &str) -> Result<Option<account::Model>> {
    people::hold_by_address(work.tx(), email).await
}

/// Makes a user a member of the organisation that owns the domain of their address, if there is one; it is noted, so that
/// an admin sees it and can take it back.
pub(crate) async fn join_by_domain(work: &Work<'_>, user: UserId, email: &str) -> Result<()> {
    let Some((_, domain)) = email.rsplit_once('@') else { return Ok(()) };
    let Some(owner) = domains::owner(work.tx(), domain).await? else { return Ok(()) };
    // Another mail, or an admin, may have been quicker.
    if !memberships::join(work, user, owner, domain).await? {
        return Ok(());
    }
    let (to, domain) = (Some(owner), Some(domain.to_owned()));
    audit::note_joined(work, Audited::MembershipChanged { user, from: None, to, domain }).await
}

/// Whether this is the account of [`unknown_sender`].
pub(crate) async fn is_unknown_sender(work: &Work<'_>, user: UserId) -> Result<bool> {
    let row = people::find(work.tx(), user).await?;
    Ok(row.is_some_and(|row| row.email == UNKNOWN_SENDER))
}

/// The account that mails without a usable sender belong to. It is switched off, so it gets no mail and cannot log in.
///
/// # Errors
/// Internal, when the database fails.
pub(crate) async fn unknown_sender(work: &Work<'_>) -> Result<UserId> {
    let id = find_or_create_customer(work, UNKNOWN_SENDER, Some("?"), None).await?;
    changes::switch_off(work, id).await?;
    Ok(id)
}
