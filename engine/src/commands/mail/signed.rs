//! Finds the tickets of the signed reply addresses that a mail came to.

use super::{
    pointers::{candidate, shut_out},
    sight::{may_read, outlived},
};
use crate::{
    error::Result,
    model::{MailRelation, TicketId, UserId},
    routing::{Candidate, in_order},
    secret::{Reader, Secret},
    store::{self, Work, letters, people},
};

/// The most tickets that one mail is a comment on.
const MOST: usize = 10;

/// So many wrong signatures of one mail are looked at: each is compared with those of everybody whose it could be.
const WRONG: usize = 10;

/// The most members of the staff whose reply tokens are compared.
const STAFF_LOOKED_UP: u64 = 1_000;

/// The ticket of a signed reply address, and those of others in which the sender takes part or which they read; [`in_order`] says
/// which comes first.
pub(super) async fn tickets(
    work: &Work<'_>,
    tokens: &[String],
    sender: Option<UserId>,
    answered: &[TicketId],
) -> Result<(Option<Candidate>, Vec<Candidate>)> {
    let (mut found, mut wrong): (Vec<Candidate>, usize) = (Vec::new(), 0);
    for token in tokens {
        let found_by = |one: Candidate| Candidate { by: MailRelation::ReplyAddress, ..one };
        let Some(one) = signed(work, token, sender).await?.map(found_by) else {
            wrong += usize::from(Secret::claimed_number(token).is_some());
            if wrong == WRONG {
                break;
            }
            continue;
        };
        if let Some(known) = found.iter_mut().find(|known| known.ticket == one.ticket) {
            *known = stronger(*known, one);
        } else if found.len() < MOST {
            found.push(one);
        }
    }
    let mut found = in_order(found, answered).into_iter();
    let first = found.next();
    let mut others = Vec::new();
    for one in found {
        if one.sender_takes_part || reads(work, one.ticket, sender).await? {
            others.push(one);
        }
    }
    Ok((first, others))
}

/// Of two addresses of one ticket the one that still holds, and by which its sender speaks for the staff; what is about a note stays
/// so.
const fn stronger(one: Candidate, other: Candidate) -> Candidate {
    let about_note = one.about_note || other.about_note;
    let speaks = other.signed_for_staff && !one.signed_for_staff;
    let stronger = if (speaks || one.shut_out) && !other.shut_out { other } else { one };
    Candidate { about_note, ..stronger }
}

async fn reads(work: &Work<'_>, ticket: TicketId, sender: Option<UserId>) -> Result<bool> {
    let Some(sender) = sender else { return Ok(false) };
    match store::tickets::find(work.tx(), ticket).await? {
        Some(row) => may_read(work, &row, sender).await,
        None => Ok(false),
    }
}

/// The ticket for which this token was signed.
async fn signed(work: &Work<'_>, token: &str, sender: Option<UserId>) -> Result<Option<Candidate>> {
    let Some(number) = Secret::claimed_number(token) else { return Ok(None) };
    let Some(row) = store::tickets::by_number(work.tx(), number).await? else { return Ok(None) };
    let of: (i64, TicketId) = (row.number, row.id.into());
    if work.engine().secret().is_reply_token(token, of.0, of.1)? {
        return candidate(work, row, sender).await.map(Some);
    }
    let customer = row.customer_id.into();
    let Some((owner, reader)) = owner(work, token, of, (sender, customer)).await? else { return Ok(None) };
    let found = candidate(work, row, sender).await?;
    let (theirs, of_staff) = (Some(owner) == sender, reader != Reader::Customer);
    let found = Candidate {
        signed_for_staff: of_staff && theirs,
        passed_on: of_staff && !theirs,
        about_note: reader == Reader::Note,
        ..found
    };
    if theirs {
        return shut_out(work, found, sender).await.map(Some);
    }
    outlived(work, found, owner, sender).await.map(Some)
}

/// To whom the letter went that carried this reply token, and as whose. Whoever answers in their place finds the ticket by it, too,
/// but does not speak for the staff.
async fn owner(
    work: &Work<'_>,
    token: &str,
    of: (i64, TicketId),
    (sender, customer): (Option<UserId>, UserId),
) -> Result<Option<(UserId, Reader)>> {
    let secret = work.engine().secret();
    for user in sender.into_iter().chain([customer]) {
        if let Some(reader) = secret.reader_of(token, of, user)? {
            return Ok(Some((user, reader)));
        }
    }
    for (user, now) in letters::readers(work.tx(), of.1).await? {
        if let Some(reader) = secret.reader_of(token, of, user)? {
            return Ok(Some((now, reader)));
        }
    }
    // A database that was restored knows nothing of the letters after its backup.
    for user in people::staff(work.tx(), STAFF_LOOKED_UP).await? {
        if let Some(reader) = secret.reader_of(token, of, user)? {
            return Ok(Some((user, reader)));
        }
    }
    Ok(None)
}
