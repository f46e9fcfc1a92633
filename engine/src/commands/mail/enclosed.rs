//! Adds a mail that the staff pass on to the ticket that it answers, as if its writer had sent it to the desk; once, if it came by
//! itself as well.

use super::{
    behalf::{Theirs, whose},
    hold::ask_guard,
    join::{Added, add},
    late,
    pointers::candidate,
    receive::Incoming,
    sender::Sender,
};
use crate::{
    apply::Kept,
    commands::user::by_email,
    content::address::normalise,
    error::{Error, Result},
    incoming::{rules::Ruled, writer::Writer},
    model::{
        Address, CommentId, Delivery, Forwarded, IncomingMessage, MailReason, Outcome, Received, TicketId,
        Unattended, UserId, Visibility,
    },
    routing::{Candidate, Route},
    rules::texts::clean_text,
    store::{
        Work,
        entity::{account, attachment, comment, message},
        mail_comments, mails, messages, people, tickets,
    },
};

/// A mail that belongs into a ticket.
pub(super) struct Enclosed {
    /// Which ticket.
    candidate: Candidate,
    /// What the one who passes it on wrote above.
    pub(super) note: String,
    sent: Incoming,
    writer: Sender,
}

/// What became of it.
pub(super) struct Placed {
    /// In which ticket it is.
    pub(super) ticket: TicketId,
    /// Its number.
    pub(super) number: i64,
    /// Who is responsible for it.
    pub(super) assignee: Option<UserId>,
    /// The comment.
    pub(super) comment: CommentId,
    /// Whether it was there before, since the mail had come by itself.
    pub(super) known: bool,
}

/// Whether a mail that is passed on belongs into the ticket that it answers; `proven`: a trusted server vouches for the one who passes
/// it on.
pub(super) async fn enclosed(
    work: &Work<'_>,
    incoming: &Incoming,
    by: Sender,
    (theirs, mail, candidate): (&Theirs, &Forwarded, Candidate),
    (files, proven): (Vec<Kept>, bool),
) -> Result<Option<Enclosed>> {
    let account = people::find(work.tx(), theirs.customer).await?;
    let account = account.ok_or_else(|| Error::internal("the account of a mail's writer is missing"))?;
    let writer = Sender::of(&account)?;
    let sent = as_sent(incoming, account, (theirs.address.as_str(), mail), files);
    let (Route::Join(candidate), _) = Box::pin(late::led(work, &sent, Route::Join(candidate), &[])).await?
    else {
        return Ok(None);
    };
    match ask_guard(work, Some(by.id), Route::Join(candidate), &[]).await {
        Err(Error::Guarded { .. }) => return Ok(None),
        asked => asked?,
    }
    // Anybody could have sent it in the name of the staff: then it is nobody's word, and for the staff alone.
    let kept = Candidate { about_note: true, sender_takes_part: false, signed_for_staff: false, ..candidate };
    let candidate = if proven && !mail.is_end_unknown { candidate } else { kept };
    Ok(Some(Enclosed { candidate, note: mail.note.clone(), sent, writer }))
}

/// Adds it, unless it is there. What answers the mail that passed it on finds its ticket by that, too.
pub(super) async fn write(work: &mut Work<'_>, incoming: &Incoming, enclosed: &Enclosed) -> Result<Placed> {
    let placed = if let Some(placed) = known(work, enclosed).await? {
        placed
    } else {
        // What covers the tickets that the same mail opens covers this one as well.
        let (added, _) = Box::pin(add(work, &enclosed.sent, enclosed.writer, enclosed.candidate)).await?;
        let Added { ticket, number, assignee, comment, .. } = added;
        Placed { ticket, number, assignee, comment, known: false }
    };
    let passed_on = incoming.message().message_id.as_deref();
    messages::remember(work, passed_on, placed.ticket, placed.comment).await?;
    Ok(placed)
}

/// Where it is already, shown to those to whom it would be shown now.
async fn known(work: &Work<'_>, enclosed: &Enclosed) -> Result<Option<Placed>> {
    let sent = enclosed.sent.message();
    let of = (sent.message_id.as_deref(), sent.text.as_str());
    let Some(comment) = comment_of(work, enclosed.writer.id, of).await? else { return Ok(None) };
    // What was for the staff alone, since nobody vouched for who passed it on, is said once somebody does.
    let shown = comment.visibility == Visibility::Public.as_str() || enclosed.candidate.about_note;
    if !shown || comment.ticket_id != enclosed.candidate.ticket.0 {
        return Ok(None);
    }
    let Some(row) = tickets::find(work.tx(), comment.ticket_id.into()).await? else { return Ok(None) };
    let assignee = row.assignee_id.map(Into::into);
    let (ticket, comment) = (row.id.into(), comment.id.into());
    Ok(Some(Placed { ticket, number: row.number, assignee, comment, known: true }))
}

/// The ticket that a mail which is passed on became or joined when it came by itself.
pub(super) async fn came_before(
    work: &Work<'_>,
    mail: &Forwarded,
    writer: UserId,
) -> Result<Option<Candidate>> {
    let text = text_of(mail);
    let of = (mail.message_id.as_deref(), text.as_str());
    let Some(comment) = comment_of(work, writer, of).await? else { return Ok(None) };
    match tickets::find(work.tx(), comment.ticket_id.into()).await? {
        Some(row) => candidate(work, row, Some(writer)).await.map(Some),
        None => Ok(None),
    }
}

/// What became of a mail that comes by itself after the staff passed the same one on. What is for the staff alone, since nobody
/// vouched for who passed it on, is said once its writer says it.
pub(super) async fn passed_on_before(
    work: &Work<'_>,
    mail: &IncomingMessage,
    writer: UserId,
) -> Result<Option<(TicketId, Received)>> {
    let Some(id) = mail.message_id.as_deref() else { return Ok(None) };
    let mut found = comment_of(work, writer, (Some(id), &clean_text(&mail.text))).await?;
    if found.is_none()
        && let Some(whole) = &mail.whole
    {
        found = comment_of(work, writer, (Some(id), &clean_text(whole))).await?;
    }
    let Some(found) = found.filter(|row| row.visibility == Visibility::Public.as_str()) else {
        return Ok(None);
    };
    // A mail of the same id that came by itself is for the ledger to compare.
    let itself = mails::came_by_itself(work.tx(), id, found.id.into()).await?;
    if itself || !(mail.attachments.is_empty() || holds_mail(work, found.id.into()).await?) {
        return Ok(None);
    }
    let Some(row) = tickets::find(work.tx(), found.ticket_id.into()).await? else { return Ok(None) };
    let received = Received::without_ticket(Outcome::Duplicate, MailReason::Duplicate);
    let received = Received { ticket: Some(row.number), comment: Some(found.id.into()), ..received };
    Ok(Some((row.id.into(), received)))
}

/// Whether a mail is a file of a comment, with the files of its own: one that stood in a text came without them.
async fn holds_mail(work: &Work<'_>, comment: CommentId) -> Result<bool> {
    let files = mail_comments::files(work.tx(), comment).await?;
    let is_mail = |file: &attachment::Model| {
        file.content_type.starts_with("message/") || file.filename.to_lowercase().ends_with(".eml")
    };
    Ok(files.iter().any(is_mail))
}

/// The comment that the mail of this id and text became. An id alone proves nothing: some programs use one for many mails.
async fn comment_of(
    work: &Work<'_>,
    writer: UserId,
    (id, text): (Option<&str>, &str),
) -> Result<Option<comment::Model>> {
    let Some(id) = id else { return Ok(None) };
    let found = messages::comments(work.tx(), id).await?;
    Ok(found.into_iter().find(|row| row.author_id == writer.0 && says(row, text)))
}

/// Whether a comment says this and nothing else.
fn says(row: &comment::Model, text: &str) -> bool {
    row.text.split_whitespace().eq(text.split_whitespace())
}

/// What is known of a mail that is passed on, if that came here before, and not only another one to which its program gave the same id:
/// a letter of ours, what the staff passed on themselves, or a mail of the same writer that says the same. What stands in a text may be
/// written otherwise there, and its head may be misread: where one mail alone has the id, it is that.
pub(super) async fn known_mail(work: &Work<'_>, mail: &Forwarded) -> Result<Option<message::Model>> {
    let Some(id) = mail.message_id.as_deref() else { return Ok(None) };
    let known = messages::known_of(work.tx(), &[id]).await?;
    let comments = messages::comments(work.tx(), id).await?;
    let person = whose(work, mail).await?;
    let only = known.len() == 1 && (mail.file.is_none() || person.is_none());
    let writer = match person.and_then(|person| normalise(&person.address)) {
        Some(email) => by_email(work, &email).await?.map(|account| account.id),
        None => None,
    };
    let text = text_of(mail);
    for row in known {
        let Some(comment) = comments.iter().find(|comment| Some(comment.id) == row.comment_id) else {
            if row.letter_id.is_some() {
                return Ok(Some(row));
            }
            continue;
        };
        let from = mail.from.as_ref().map(|from| from.address.as_str());
        let by_writer =
            writer == Some(comment.author_id) || mails::came_from(work.tx(), (id, comment.id), from).await?;
        let is_it = only || by_writer && (mail.file.is_none() || says(comment, &text));
        if is_it || mails::passed_on(work.tx(), id, comment.id).await? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// What they wrote, without what they quote.
fn text_of(mail: &Forwarded) -> String {
    clean_text(mail.answer.as_deref().unwrap_or(&mail.text))
}

/// A mail that is passed on, as it would have come from its writer. No server says anything of that.
fn as_sent(
    incoming: &Incoming,
    account: account::Model,
    (address, mail): (&str, &Forwarded),
    files: Vec<Kept>,
) -> Incoming {
    let from = Address { name: account.name.clone(), address: address.to_owned() };
    let message = IncomingMessage {
        message_id: mail.message_id.clone(),
        in_reply_to: mail.in_reply_to.clone(),
        references: mail.references.clone(),
        from: Some(from.clone()),
        recipients: mail.recipients.clone(),
        subject: mail.subject.clone().unwrap_or_default(),
        text: text_of(mail),
        whole: mail.answer.as_ref().map(|_| clean_text(&mail.text)),
        answer_html: mail.answer_html.clone(),
        unattended: mail.automatic.then_some(Unattended::Header),
        ..IncomingMessage::default()
    };
    Incoming {
        delivery: Delivery {
            raw: incoming.delivery.raw.clone(),
            mailbox: incoming.delivery.mailbox.clone(),
            message,
        },
        files,
        pictures: Vec::new(),
        arrived: incoming.arrived.clone(),
        ruled: Ruled::default(),
        writer: Writer::Sender(from),
        sender: Some(account),
        released: incoming.released,
    }
}
