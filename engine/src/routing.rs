//! Which ticket a mail belongs to: pure, over what the database knows of the ids and people in it.
//!
//! A reply token or a thread header that matches joins the ticket, and so does a number that a rule of the mailbox knows. The token
//! is stronger than the thread, unless what the mail answers was split off from the token's ticket: then it follows what it
//! answers. A number in the subject joins only if the sender takes part in that ticket; otherwise the mail opens a new ticket that
//! mentions the other (a subject is easily guessed). A mail that answers one which never came here joins the ticket of another answer
//! to that, on the same terms.
//!
//! A thread header matches by the id of a letter of ours, which nobody else gives away, or by that of a mail which belongs to one ticket
//! and whose sender belongs there, too. Copiers and scripts give one id to every mail: where several tickets know it ([`meant`]), or
//! its sender has nothing to do with the only one, it is worth less than a number in the subject.

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
    /// easily forged, and nobody shall speak for the staff by knowing a number. By a number one of the staff takes part who answers
    /// there, if a trusted server vouches for them.
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
    /// Whether nothing but the id of a mail that is not ours points to it, and that proves nothing: several tickets know it, or its
    /// sender does not belong to the only one.
    pub claimed: bool,
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

impl Pointers {
    /// The ticket that the mail answers, as an id says that proves it.
    #[must_use]
    pub fn answered(&self) -> Option<Candidate> {
        self.thread.iter().copied().find(|one| !one.claimed)
    }
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
    let thread = pointers.answered();
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
    let claimed = || pointers.thread.iter().filter(|one| one.claimed);
    let shared = claimed().copied().find(theirs);
    let other = pointers.subject.or(pointers.number).or(claimed().next().copied());
    match pointers.subject.filter(theirs).or(shared).or(pointers.beside.filter(theirs)).or(other) {
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

/// The ids that a mail answers, nearest first and at most so many. Of a long thread both ends count: the newest, and the first, with
/// which it began; programs cut out what stands between.
#[must_use]
pub fn answered_ids<'m>(in_reply_to: &'m [String], references: &'m [String], most: usize) -> Vec<&'m str> {
    let nearest = in_reply_to.iter().chain(references.iter().rev());
    let mut ids: Vec<&str> = nearest.map(String::as_str).collect();
    if ids.len() > most {
        let first = references.first().map(String::as_str);
        ids.truncate(most.saturating_sub(1));
        ids.extend(first);
    }
    ids
}

/// Which of the tickets that know the id of one mail that means, oldest first; each of them is in the list once. An id that several
/// know proves nothing by itself: it means the newest in which the sender takes part, and otherwise none. But what the staff said among
/// themselves goes on among them.
#[must_use]
pub fn meant(known: &[Candidate], of_staff: bool) -> Option<Candidate> {
    let note = known.iter().copied().find(|one| one.about_note);
    let own = known.iter().copied().rfind(|one| one.sender_takes_part);
    match known {
        [] => None,
        [only] => Some(*only),
        _ if of_staff => note,
        _ => own.map(|one| Candidate { claimed: true, ..one }).or(note),
    }
}

/// The numbers behind our tags in a subject, `[example.org #10034]`, from left to right, whatever the case and the blanks.
#[must_use]
pub fn numbers_in_subject<T: AsRef<str>>(subject: &str, tags: &[T]) -> Vec<i64> {
    let subject = subject.to_lowercase();
    let tags: Vec<String> = tags.iter().map(|tag| tag.as_ref().to_lowercase()).collect();
    let behind = |inside: &str, tag: &String| {
        let number = inside.strip_prefix(tag.as_str())?.trim_start().strip_prefix('#')?.trim();
        number.parse().ok().filter(|number: &i64| *number > 0)
    };
    let inside = subject.split('[').skip(1).map(|rest| rest.split(']').next().unwrap_or_default().trim());
    let mut numbers: Vec<i64> = Vec::new();
    for number in inside.filter_map(|inside| tags.iter().find_map(|tag| behind(inside, tag))) {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}
