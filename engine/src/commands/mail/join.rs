//! Adds a mail to the ticket that it answers.

use super::{
    ledger::{Entry, complete},
    pointers::remember_message,
    receive::Incoming,
    sender::{Sender, sender},
    title::title_of,
};
use crate::{
    commands::ticket::parts::{Changing, NewComment, Told, clean_text, write_comment},
    content::{address::domain_of, html_of_text},
    error::{Error, Result},
    incoming::{
        authentication::{Verdict, verdict},
        manner::{Answer, Manner, manner},
        writer::Writer,
    },
    lifecycle::Step,
    model::{Cause, Channel, EventKind, Outcome, Received, Unattended, Visibility},
    policy,
    routing::Candidate,
    store::{Work, entity::ticket, tickets},
};

/// Adds a mail to a ticket, and commits.
pub(super) async fn write(
    work: Work<'_>,
    entry: Entry,
    mut incoming: Incoming,
    candidate: Candidate,
) -> Result<Received> {
    let mail = incoming.message();
    if mail.null_sender && super::sender::known_sender(&work, &incoming.writer).await?.is_none() {
        // Nobody who could be written to: no account is made for it.
        incoming.writer = Writer::MailServer;
    }
    let sender = sender(&work, &incoming.writer, incoming.message().locale.as_deref()).await?;
    let row = tickets::lock_id(work.tx(), candidate.ticket).await?;
    let row = row.ok_or_else(|| Error::internal("a ticket vanished while a mail was joining it"))?;
    let manner = manner(answer(&work, &incoming, &row, sender, candidate).await?);
    let mail = &incoming.delivery.message;
    let (author, step) = (sender.id, manner.step());
    let internal = manner.is_internal(incoming.arrived.replies);

    let mut changing = Changing::new(row, Some(author), Cause::Mail);
    changing.step(&work, step)?;
    if step == Step::StaffAnswers && changing.row.first_answer_at.is_none() {
        changing.row.first_answer_at = Some(work.now());
    }
    let text = clean_text(&mail.text);
    let automatic = manner.is_automatic();
    let new = NewComment {
        author,
        visibility: if internal { Visibility::Internal } else { Visibility::Public },
        channel: Channel::Email,
        html: html_of_text(&text),
        text,
        automatic,
        files: incoming.files,
    };
    let (ticket, number) = (changing.ticket(), changing.row.number);
    let comment = write_comment(&work, ticket, new).await?;
    remember_message(&work, mail, ticket, comment.id).await?;
    changing.event(EventKind::Commented, Some(comment.id), Vec::new(), internal);
    let received =
        Received::of_ticket(Outcome::Commented, number, Some(comment.id)).because(manner.reason(), None);
    complete(&work, &entry, Some(ticket), &received).await?;
    let told = Told {
        by_staff: manner == Manner::Staff,
        comment: Some(comment.id),
        internal,
        automatic,
        held_back: step == Step::MailIsHeldBack,
        picked: false,
    };
    changing.finish(work, policy::housekeeping(), told).await?;
    Ok(received)
}

/// What decides how the mail becomes part of the ticket.
async fn answer(
    work: &Work<'_>,
    incoming: &Incoming,
    row: &ticket::Model,
    sender: Sender,
    candidate: Candidate,
) -> Result<Answer> {
    let mail = incoming.message();
    let trusted = &work.engine().settings().trusted_authserv;
    Ok(Answer {
        anonymous: matches!(incoming.writer, Writer::Ourselves | Writer::MailServer),
        staff: sender.role.is_staff(),
        works_queue: sender.works_queue(work, row.queue_id).await?,
        is_customer: row.customer_id == sender.id.0,
        signed: candidate.signed_for_staff,
        verdict: match &incoming.writer {
            Writer::Sender(from) => verdict(&mail.authentication, trusted, domain_of(&from.address)),
            // What vouches for `From` says nothing about `Reply-To`.
            Writer::Behind(_) | Writer::Ourselves | Writer::MailServer | Writer::Nobody => Verdict::Unknown,
        },
        unattended: match mail.unattended {
            Some(Unattended::Header | Unattended::Report) => true,
            // An answer bears the title of its ticket, which may itself be about absence notices.
            Some(Unattended::Subject) => title_of(work, mail).to_lowercase() != row.title.to_lowercase(),
            None => false,
        },
        replies: incoming.arrived.replies,
    })
}
