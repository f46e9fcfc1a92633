//! Erases the data of a person for good: name, addresses, texts, files and mails. Tickets and their numbers stay.

use crate::{
    actor::Actor,
    content::clean_line,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, EventChange, EventKind, FromTo, RedactedPart, Role, TicketId, UserId},
    policy::Action,
    settings::{Settings, Wording},
    store::{
        NewEvent, Work, account_merges, audit,
        entity::account,
        forget::{self, Person},
        people::{self, changes},
        turns::{self, Turn},
        undeliverable,
    },
};

/// The longest reason in characters.
const LONGEST_REASON: usize = 500;

/// Where accounts lead that are nobody's.
const NOBODYS: &str = "@sender.invalid";

impl Engine {
    /// Erases a person: name, addresses, user name, log-ins, what they wrote with its files and mails, everything written in
    /// the tickets that they opened, drafts, waiting emails and search entries. A placeholder, the tickets with their times
    /// and statuses, and a line in the audit log stay. What members of the staff wrote stays, without their name. For
    /// admins. Somebody who was erased before stays as they are.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for `reason`, and for `id` when it is the admin's own, an account of the
    /// installation, or one of the staff that is still active; [`Error::Forbidden`]; [`Error::MissingScope`].
    pub async fn erase_user(&self, actor: &Actor, id: UserId, reason: &str) -> Result<bool> {
        let permit = self.permit(actor, Action::HandlePersonalData, None)?;
        let work = Work::begin(self).await?;
        turns::take(work.tx(), Turn::Tickets).await?;
        let row = people::lock(work.tx(), id).await?;
        let reason = required_reason(reason)?;
        if row.erased_at.is_some() {
            drop(work);
            self.erase_due().await;
            return Ok(true);
        }
        refuse_kept(actor, &row)?;
        let addresses = people::addresses(work.tx(), id).await?;
        let placeholder = Placeholder::of(self.settings(), id);
        let person = Person {
            id: row.id,
            name: &row.name,
            instead: &placeholder.name,
            addresses: &addresses,
            customer: row.role == Role::Customer.as_str(),
            title: &placeholder.title,
            address: &placeholder.email,
        };
        let tickets = Box::pin(forget::person(&work, person)).await?;
        let merged = people::merged_into(work.tx(), id).await?;
        let all: Vec<_> = merged.iter().map(|row| row.id).chain([id.0]).collect();
        account_merges::forget(work.tx(), &all).await?;
        audit::forget(&work, id).await?;
        undeliverable::clear(work.tx(), addresses.iter().map(String::as_str)).await?;
        replace(&work, id, &placeholder).await?;
        for merged in merged {
            Box::pin(self.erase_merged(&work, merged)).await?;
        }
        audit::note(&work, actor, Audited::UserErased { user: id, reason }).await?;
        let events = tickets.into_iter().map(|ticket| erased(actor, ticket)).collect();
        work.commit(permit, events).await?;
        self.erase_due().await;
        Ok(true)
    }

    /// What is left of an account that was merged into the one that is erased.
    async fn erase_merged(&self, work: &Work<'_>, row: account::Model) -> Result<()> {
        let placeholder = Placeholder::of(self.settings(), row.id.into());
        let addresses = [row.email.clone()];
        let person = Person {
            id: row.id,
            name: &row.name,
            instead: &placeholder.name,
            addresses: &addresses,
            customer: row.role == Role::Customer.as_str(),
            title: &placeholder.title,
            address: &placeholder.email,
        };
        Box::pin(forget::person(work, person)).await?;
        audit::forget(work, row.id.into()).await?;
        replace(work, row.id.into(), &placeholder).await
    }
}

/// What stands in the place of a person who was erased.
struct Placeholder {
    email: String,
    name: String,
    title: String,
}

impl Placeholder {
    fn of(settings: &Settings, id: UserId) -> Self {
        let Wording { erased_person: name, erased_request: title, .. } =
            settings.wording(&settings.brand.locale);
        Self { email: format!("erased-{}{NOBODYS}", id.0.simple()), name, title }
    }
}

fn refuse_kept(actor: &Actor, row: &account::Model) -> Result<()> {
    let role: Role = row.role.parse().map_err(Error::internal)?;
    if actor.user().is_some_and(|viewer| viewer.id.0 == row.id) {
        return Err(Error::bad(
            "id",
            "erase-oneself",
            "You cannot erase your own account. Ask another admin.",
        ));
    }
    if row.merged_into_id.is_some() {
        let message =
            "This account was merged into another. Undo the merge first or erase the other account.";
        return Err(Error::bad("id", "erase-merged", message));
    }
    if row.email.ends_with(NOBODYS) {
        return Err(Error::bad(
            "id",
            "erase-system",
            "This account belongs to the installation and cannot be erased.",
        ));
    }
    if role.is_staff() && row.active {
        let message = "Deactivate this account first. Its open tickets then return to their queues.";
        return Err(Error::bad("id", "erase-active-staff", message));
    }
    Ok(())
}

async fn replace(work: &Work<'_>, user: UserId, placeholder: &Placeholder) -> Result<()> {
    let brand = &work.engine().settings().brand;
    let called = (placeholder.email.as_str(), placeholder.name.as_str());
    changes::put_placeholder(work, user, called, &brand.locale, &brand.time_zone).await
}

fn erased(actor: &Actor, ticket: TicketId) -> NewEvent {
    NewEvent {
        kind: EventKind::Redacted,
        ticket,
        actor: actor.user().map(|viewer| viewer.id),
        cause: actor.cause(),
        comment: None,
        changes: vec![EventChange::Redacted(FromTo::now(RedactedPart::Person))],
        internal: false,
    }
}

fn required_reason(given: &str) -> Result<String> {
    let reason = clean_line(given);
    if reason.is_empty() {
        return Err(Error::bad("reason", "reason-required", "A reason is required."));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Error::too_long("reason", "reason-too-long", "reason", LONGEST_REASON));
    }
    Ok(reason)
}
