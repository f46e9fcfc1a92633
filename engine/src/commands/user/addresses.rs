//! Gives an account another address, or further ones; what led to the person once goes on leading there.

use super::{check::refuse_own_address, meet::by_email};
use crate::{
    content::address,
    error::{Error, Result},
    model::{Audited, LetterKind, UserId},
    outbox::{Owed, owe},
    problems::Problems,
    store::{
        Work,
        entity::account,
        password_links,
        people::{self, changes::AccountChange},
    },
};

/// More addresses than this are a mistake.
const MOST: usize = 20;

/// What was asked for, in the spelling that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    email: Option<String>,
    all: Option<Vec<String>>,
}

/// Reads what was asked for; `None`: the addresses stay as they are.
pub(super) fn wanted(email: Option<&str>, addresses: Option<&[String]>) -> Result<Option<Wanted>> {
    if email.is_none() && addresses.is_none() {
        return Ok(None);
    }
    let mut problems = Problems::default();
    let email = problems.or_default(email.map(|given| normal("email", given)).transpose())?;
    let all = addresses
        .map(|given| given.iter().map(|given| normal("addresses", given)).collect::<Result<Vec<_>>>())
        .transpose();
    let all = problems.or_default(all)?;
    if all.as_ref().is_some_and(|all| all.len() > MOST) {
        let message = format!("A person can have at most {MOST} addresses.");
        problems.note(Error::bad("addresses", "addresses-too-many", message));
    }
    problems.refuse()?;
    Ok(Some(Wanted { email, all }))
}

/// Writes the addresses of a person, and the main one into `change`, which is written afterwards. The main address always
/// leads to the person; without a list of all, so does every former one.
pub(super) async fn set(
    work: &Work<'_>,
    was: &account::Model,
    change: &mut AccountChange,
    wanted: Wanted,
) -> Result<Vec<Audited>> {
    let user = was.id.into();
    let before = people::addresses(work.tx(), user).await?;
    let main = wanted.email.unwrap_or_else(|| was.email.clone());
    let mut after = wanted.all.unwrap_or_else(|| before.clone());
    after.push(main.clone());
    after.sort_unstable();
    after.dedup();
    for new in after.iter().filter(|address| !before.contains(address)) {
        let field = if *new == main { "email" } else { "addresses" };
        if by_email(work, new).await?.is_some() {
            return Err(Error::email_taken(field, new));
        }
        refuse_own_address(work, field, new).await?;
        // Of two who give the same address at once the second one learns it here.
        if !people::lead(work.tx(), user, new).await? {
            return Err(Error::email_taken(field, new));
        }
    }
    let gone: Vec<&String> = before.iter().filter(|address| !after.contains(address)).collect();
    let mut entries = Vec::new();
    if main != was.email {
        change.email = Some(main);
        // A link that was sent to the former address lets nobody in any more.
        password_links::end_all(work.tx(), was.id).await?;
        entries.push(Audited::EmailChanged { user });
        tell_former(work, user).await?;
    }
    if !gone.is_empty() || after.iter().any(|address| !before.contains(address)) {
        entries.push(Audited::AddressesChanged { user });
    }
    people::lead_no_more(work.tx(), user, &gone).await?;
    Ok(entries)
}

/// Owes the former address a letter, so that nobody takes an account over behind its owner's back. The row still has it.
async fn tell_former(work: &Work<'_>, recipient: UserId) -> Result<()> {
    owe(work, Owed::about_account(LetterKind::AddressChanged, recipient, Vec::new())).await?;
    Ok(())
}

fn normal(field: &'static str, given: &str) -> Result<String> {
    address::normalise(given).ok_or_else(|| Error::email_invalid(field, given))
}
