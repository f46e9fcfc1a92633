//! Which ticket a mail belongs to: pure, over what the database knows of the ids and people in it.
//!
//! A reply token or a thread header that matches joins the ticket, and so does a number that a rule of the mailbox knows. The token
//! is stronger than the thread, unless what the mail answers was split off from the token's ticket: then it follows what it
//! answers. A number in the subject joins only if the sender takes part in that ticket; otherwise the mail opens a new ticket that mentions the other (a subject is easily guessed). A mail that
//! answers one which never came here joins the ticket of another answer to that, on the same terms.

use crate::model::{MailRelation, TicketId};

/// A ticket that something in the mail points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub struct Candidate {
    /// The ticket.
    pub ticket: TicketId,
    /// Its number.
    pub number: i64,
    /// What points to it.
    pub by: MailRelation,
    /// Whether the sender is its customer or has written in it, and is no member of the staff: a sender's address is
    /// easily forged, and nobody shall speak for the staff by knowing a number.
    pub sender_takes_part: bool,
    /// Whether the mail came to the reply address that a letter to this very sender carried, who is one of the staff.
    pub signed_for_staff: bool,
    /// Whether it came to the reply address that a letter to a member of the staff carried, who is not its sender.
    pub passed_on: bool,
    /// Whether what it answers was a letter about an internal note, or an answer of the staff to one.
    pub about_note: bool,
    /// Whether it answers a letter to its sender, who belonged to those that read the ticket then, and does not now.
    pub shut_out: bool,
    /// Whether nothing but the number in the subject points to it, which is easily guessed, or the id of a mail that others have.
    pub by_subject: bool,
}

/// What points where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pointers {
    /// The ticket of a signed reply address whose signature is right.
    pub token: Option<Candidate>,
    /// The tickets of other signed reply addresses that it came to, in which its sender takes part.
    pub others: Vec<Candidate>,
    /// The tickets of `In-Reply-To` and then of `References`, nearest first.
    pub thread: Vec<Candidate>,
    /// Whether the ticket of the thread was split from that of the signed reply address.
    pub split_off: bool,
    /// The ticket of a partner's own number, as a rule of the mailbox found it in mails of the same organisation.
    pub number: Option<Candidate>,
    /// The ticket whose number stands in the subject behind our tag.
    pub subject: Option<Candidate>,
    /// The ticket of another answer to the mail that this one answers, which never came here, if its sender takes part in that
    /// ticket: everybody who has that mail knows its id.
    pub beside: Option<Candidate>,
    /// Whether a trusted server says that its sender did not write it: then what they take part in proves nothing.
    pub forged: bool,
}

/// Where a mail goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// It is a comment on this ticket.
    Join(Candidate),
    /// It opens a ticket, which mentions the number of another that it could not join.
    Open {
        /// That other ticket.
        mentions: Option<i64>,
    },
}

/// Decides where a mail goes; the strongest pointer wins. Who had a letter about a ticket that they may not read any more
/// writes as a stranger would who knows its number.
#[must_use]
pub fn route(pointers: &Pointers) -> Route {
    let thread = pointers.thread.first().copied();
    let token = match (pointers.token, thread) {
        (Some(token), Some(part)) if pointers.split_off => Some(split_off(token, part)),
        (token, _) => token,
    };
    match token.or(thread).or(pointers.number.filter(|_| !pointers.forged)) {
        Some(candidate) if candidate.shut_out => return Route::Open { mentions: Some(candidate.number) },
        Some(candidate) => {
            let about_note = candidate.about_note
                || thread.is_some_and(|thread| thread.about_note)
                || pointers.others.iter().any(|other| other.about_note);
            return Route::Join(Candidate { about_note, ..candidate });
        }
        None => {}
    }
    let theirs = |candidate: &Candidate| candidate.sender_takes_part && !pointers.forged;
    let other = pointers.subject.or(pointers.number);
    match pointers.subject.filter(theirs).or(pointers.beside.filter(theirs)).or(other) {
        Some(candidate) if theirs(&candidate) => Route::Join(Candidate { by_subject: true, ..candidate }),
        Some(candidate) => Route::Open { mentions: Some(candidate.number) },
        None => Route::Open { mentions: None },
    }
}

/// A letter whose comment was moved to another ticket keeps the address of the one before. Its answer goes where the comment is now;
/// what the address proves of its sender, it proves there as well.
const fn split_off(token: Candidate, part: Candidate) -> Candidate {
    Candidate {
        by: MailRelation::SplitOff,
        signed_for_staff: token.signed_for_staff,
        passed_on: token.passed_on,
        about_note: token.about_note || part.about_note,
        shut_out: part.shut_out || (token.shut_out && !part.sender_takes_part),
        ..part
    }
}

/// The tickets of signed reply addresses, which come in the order of the mail's header (To, then Cc, each from left to right), in the
/// order in which they count: that of the letter which the mail answers first, then those from which that was split (`answered`,
/// nearest first), then the others as the header has them, and last those that its sender may not read any more. The first is the
/// ticket that the mail joins.
#[must_use]
pub fn in_order(mut addressed: Vec<Candidate>, answered: &[TicketId]) -> Vec<Candidate> {
    let nearness = |one: &Candidate| answered.iter().position(|ticket| *ticket == one.ticket);
    // The sort is stable: among equals the header decides.
    addressed.sort_by_key(|one| (one.shut_out, nearness(one).unwrap_or(answered.len())));
    addressed
}

/// The other tickets that a mail is a comment on as well, if it joins one by a signed reply address: whoever writes to several of
/// them writes in each. Where one is about a note, nothing of it is for customers.
#[must_use]
pub fn also(pointers: &Pointers, route: Route) -> Vec<Candidate> {
    let Route::Join(first) = route else { return Vec::new() };
    let others = pointers.others.iter().filter(|other| other.ticket != first.ticket && !other.shut_out);
    others.map(|other| Candidate { about_note: other.about_note || first.about_note, ..*other }).collect()
}

/// The number behind our tag in a subject: `[example.org #10034]`, whatever the case and the blanks.
#[must_use]
pub fn number_in_subject(subject: &str, tag: &str) -> Option<i64> {
    let subject = subject.to_lowercase();
    let tag = tag.to_lowercase();
    subject.split('[').skip(1).find_map(|rest| {
        let inside = rest.split(']').next()?.trim();
        let number = inside.strip_prefix(tag.as_str())?.trim_start().strip_prefix('#')?.trim();
        number.parse().ok().filter(|number| *number > 0)
    })
}
