//! Adds a mail to the ticket that it answers.

use super::{
    ledger::{Entry, complete},
    pointers::remember_message,
    sender::sender,
};
use crate::{
    commands::ticket::{
        files::Kept,
        parts::{Changing, NewComment, Told, clean_text, write_comment},
    },
    content::html_of_text,
    error::{Error, Result},
    lifecycle::Step,
    model::{Automatic, Cause, Channel, Delivery, EventKind, Outcome, Received, Visibility},
    policy,
    routing::Candidate,
    settings::Replies,
    store::{Work, tickets},
};

/// Adds a mail to a ticket.
pub(super) async fn take_in(
    work: Work<'_>,
    entry: Entry,
    delivery: Delivery,
    candidate: Candidate,
    files: Vec<Kept>,
) -> Result<Received> {
    let mail = &delivery.message;
    let (author, role) = sender(&work, mail).await?;
    let row = tickets::lock_id(work.tx(), candidate.ticket).await?;
    let row = row.ok_or_else(|| Error::internal("a ticket vanished while a mail was joining it"))?;
    let replies =
        work.engine().mailbox_settings(&delivery).map_or(Replies::Append, |mailbox| mailbox.replies);
    let staff = role.is_staff();
    let quarantined = !staff && matches!(replies, Replies::HintOnly | Replies::Quarantine);
    let automatic = matches!(mail.automatic, Some(Automatic::AutoReply | Automatic::Generated));

    let mut changing = Changing::new(row, Some(author), Cause::Mail);
    let step = match (automatic, quarantined, staff) {
        (true, _, _) => Step::AutomaticReply,
        (false, true, _) => Step::InternalNote,
        (false, false, true) => Step::StaffAnswers,
        (false, false, false) => Step::CustomerComments,
    };
    changing.step(&work, step)?;
    if step == Step::StaffAnswers && changing.row.first_answer_at.is_none() {
        changing.row.first_answer_at = Some(work.now());
    }
    let text = clean_text(&mail.text);
    let new = NewComment {
        author,
        visibility: if quarantined { Visibility::Internal } else { Visibility::Public },
        channel: Channel::Email,
        html: html_of_text(&text),
        text,
        automatic,
        files,
    };
    let ticket = changing.ticket();
    let number = changing.row.number;
    let comment = write_comment(&work, ticket, new).await?;
    remember_message(&work, mail, ticket, comment.id).await?;
    changing.event(EventKind::Commented, Some(comment.id), Vec::new(), quarantined);
    let reason = if automatic {
        Some("an automatic reply leaves the status as it is".to_owned())
    } else if quarantined {
        Some("replies to this mailbox are shown to the staff alone".to_owned())
    } else {
        None
    };
    let received =
        Received { outcome: Outcome::Commented, ticket: Some(number), comment: Some(comment.id), reason };
    complete(&work, &entry, Some(ticket), &received).await?;
    let told =
        Told { by_staff: staff, comment: Some(comment.id), internal: quarantined, automatic, picked: false };
    changing.finish(work, policy::housekeeping(), told).await?;
    Ok(received)
}
