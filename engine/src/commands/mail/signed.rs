//! Finds the tickets of the signed reply addresses that a mail came to.

use sea_orm::EntityTrait;

use super::{
    pointers::{by_number, candidate, shut_out},
    sight::may_read,
};
use crate::{
    error::Result,
    model::{TicketId, UserId},
    routing::Candidate,
    secret::Secret,
    store::{Work, entity::ticket, people},
};

/// The most tickets that one mail is a comment on.
const MOST: usize = 10;

/// The most members of the staff whose reply tokens are compared.
const STAFF_LOOKED_UP: u64 = 1_000;

/// The ticket of a signed reply address, and those of others in which the sender takes part or which they read. First comes
/// that of the letter which the mail answers, then those from which that was split, and last what the sender may not read any
/// more.
pub(super) async fn tickets(
    work: &Work<'_>,
    tokens: &[String],
    sender: Option<UserId>,
    answered: &[TicketId],
) -> Result<(Option<Candidate>, Vec<Candidate>)> {
    let mut found: Vec<Candidate> = Vec::new();
    for token in tokens {
        let Some(one) = signed(work, token, sender).await? else { continue };
        if let Some(known) = found.iter_mut().find(|known| known.ticket == one.ticket) {
            *known = stronger(*known, one);
        } else if found.len() < MOST {
            found.push(one);
        }
    }
    let nearness = |one: &Candidate| answered.iter().position(|ticket| *ticket == one.ticket);
    found.sort_by_key(|one| (one.shut_out, nearness(one).unwrap_or(answered.len())));
    let mut found = found.into_iter();
    let first = found.next();
    let mut others = Vec::new();
    for one in found {
        if one.sender_takes_part || reads(work, one.ticket, sender).await? {
            others.push(one);
        }
    }
    Ok((first, others))
}

/// Of two addresses of one ticket that by which its sender speaks for the staff; what is about a note stays so.
const fn stronger(one: Candidate, other: Candidate) -> Candidate {
    let about_note = one.about_note || other.about_note;
    let stronger = if other.signed_for_staff && !one.signed_for_staff { other } else { one };
    Candidate { about_note, ..stronger }
}

async fn reads(work: &Work<'_>, ticket: TicketId, sender: Option<UserId>) -> Result<bool> {
    let Some(sender) = sender else { return Ok(false) };
    match ticket::Entity::find_by_id(ticket.0).one(work.tx()).await? {
        Some(row) => may_read(work, &row, sender).await,
        None => Ok(false),
    }
}

/// The ticket for which this token was signed.
async fn signed(work: &Work<'_>, token: &str, sender: Option<UserId>) -> Result<Option<Candidate>> {
    let Some(number) = Secret::claimed_number(token) else { return Ok(None) };
    let Some(row) = by_number(work, number).await? else { return Ok(None) };
    let (number, ticket): (i64, TicketId) = (row.number, row.id.into());
    if work.engine().secret().is_reply_token(token, number, ticket)? {
        return candidate(work, row, sender).await.map(Some);
    }
    let owner = staff_owner(work, token, number, ticket, sender).await?;
    let Some(Owner { user, about_note }) = owner else { return Ok(None) };
    let found = candidate(work, row, sender).await?;
    let signed_for_staff = Some(user) == sender;
    let found = Candidate { signed_for_staff, passed_on: !signed_for_staff, about_note, ..found };
    shut_out(work, found, sender.filter(|_| signed_for_staff)).await.map(Some)
}

/// To whom a letter to the staff went.
struct Owner {
    user: UserId,
    /// Whether it was about an internal note.
    about_note: bool,
}

/// To which member of the staff the letter went that carried this reply token. A colleague who answers in their place
/// finds the ticket by it, too, but does not speak for the staff.
async fn staff_owner(
    work: &Work<'_>,
    token: &str,
    number: i64,
    ticket: TicketId,
    sender: Option<UserId>,
) -> Result<Option<Owner>> {
    let secret = work.engine().secret();
    let others = people::staff(work.tx(), STAFF_LOOKED_UP).await?;
    for user in sender.into_iter().chain(others) {
        if secret.is_staff_token(token, number, ticket, user)? {
            return Ok(Some(Owner { user, about_note: false }));
        }
        if secret.is_note_token(token, number, ticket, user)? {
            return Ok(Some(Owner { user, about_note: true }));
        }
    }
    Ok(None)
}
