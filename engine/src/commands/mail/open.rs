//! Makes a mail a ticket, confirmed unless a machine wrote it or too many of them came.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::{
    copied,
    ledger::{Entry, complete},
    pointers::remember_message,
    receive::Incoming,
    sender::{Sender, sender},
    title::title_of,
};
use crate::{
    apply::NewComment,
    commands::ticket::create::{Opening, open},
    content::{html_of_text, sanitise},
    error::Result,
    incoming::writer::{Writer, is_unread},
    model::{
        Automatic, Cause, Change, Channel, EventKind, LetterKind, MailReason, Outcome, Priority, Received,
        Status, TicketId, UserId, Visibility,
    },
    policy::{self, throttle::first_confirmations},
    rules::texts::clean_text,
    store::{
        NewEvent, Work,
        entity::{letter, ticket},
        throttle,
    },
};

/// A sender gets at most so many confirmations in an hour, whatever they send: that ends every loop of two machines.
const CONFIRMATIONS: u64 = 60;

/// A sender gets at most so many confirmations until the staff have answered one of their tickets, however slowly they
/// come: that ends loops of patient machines, too.
const UNANSWERED: u64 = 60;

/// Makes a mail a ticket, and commits.
pub(super) async fn write(
    work: Work<'_>,
    entry: Entry,
    incoming: Incoming,
    mentions: Option<i64>,
) -> Result<Received> {
    let mail = &incoming.delivery.message;
    let sender = sender(&work, &incoming.writer, mail.locale.as_deref()).await?;
    let customer = sender.id;
    let text = clean_text(&mail.text);
    let html = match &mail.html {
        Some(html) => sanitise(&html.replace('\0', "")),
        None => html_of_text(&text),
    };
    let machine = mail.automatic.is_some_and(|kind| kind != Automatic::Suppressed) || mail.unreadable;
    // An address that nobody reads would answer, if at all, by itself.
    let unread = matches!(&incoming.writer, Writer::Sender(from) if is_unread(&from.address));
    let silent = mail.automatic.is_some() || mail.unreadable || unread;
    let opening = Opening {
        title: title_of(&work, mail).await?,
        customer,
        queue: incoming.arrived.queue,
        priority: Priority::Normal,
        channel: Channel::Email,
        status: Status::New,
        comment: NewComment {
            author: customer,
            visibility: Visibility::Public,
            channel: Channel::Email,
            text,
            html,
            automatic: machine,
            files: incoming.files.clone(),
        },
        actor: Some(customer),
        by_staff: sender.role.is_staff(),
        is_private: false,
        notice_version: None,
        confirm: !silent && may_confirm(&work, sender).await?,
    };
    let confirmed = opening.confirm;
    let (row, event) = Box::pin(open(&work, opening, Cause::Mail)).await?;
    let ticket: TicketId = row.id.into();
    let mut events = vec![event];
    if let Some(other) = mentions {
        events.push(mention(ticket, other));
    }
    let watching = Box::pin(copied::watch(&work, &incoming, &row, customer)).await?;
    if !watching.is_empty() {
        events.push(copied::event(ticket, customer, watching));
    }
    let comment = events.first().and_then(|event| event.comment);
    if let Some(comment) = comment {
        remember_message(&work, mail, ticket, comment).await?;
    }
    let reason = match (mentions, confirmed) {
        (Some(_), _) => Some(MailReason::MentionsOther),
        (None, false) => Some(MailReason::NotConfirmed),
        (None, true) => None,
    };
    let other = mentions.map(|number| number.to_string());
    let received =
        Received::of_ticket(Outcome::Created, row.number, comment).because(reason, other.as_deref());
    complete(&work, &entry, Some(ticket), &received).await?;
    work.commit(policy::housekeeping(), events).await?;
    Ok(received)
}

fn mention(ticket: TicketId, other: i64) -> NewEvent {
    NewEvent {
        kind: EventKind::Changed,
        ticket,
        actor: None,
        cause: Cause::Mail,
        comment: None,
        changes: vec![Change::new("mentions", None, Some(&format!("#{other}")))],
        internal: true,
    }
}

async fn may_confirm(work: &Work<'_>, sender: Sender) -> Result<bool> {
    let hour_ago = work.now() - chrono::Duration::hours(1);
    let recent = letter::Entity::find()
        .filter(letter::Column::RecipientId.eq(sender.id.0))
        .filter(letter::Column::CreatedAt.gt(hour_ago))
        .filter(letter::Column::Kind.eq(LetterKind::Confirmation.as_str()));
    if recent.count(work.tx()).await? >= CONFIRMATIONS {
        return Ok(false);
    }
    if unanswered_confirmations(work, sender.id).await? >= UNANSWERED {
        return Ok(false);
    }
    if sender.known_since <= hour_ago {
        return Ok(true);
    }
    let most = work.engine().settings().first_confirmations_per_hour;
    let limit = first_confirmations(i64::try_from(most).unwrap_or(i64::MAX));
    Ok(throttle::count(work.tx(), limit, "", work.now()).await?.is_ok())
}

/// How many confirmations a customer got since the staff last answered a ticket of theirs for the first time.
async fn unanswered_confirmations(work: &Work<'_>, customer: UserId) -> Result<u64> {
    let answered = ticket::Entity::find()
        .filter(ticket::Column::CustomerId.eq(customer.0))
        .filter(ticket::Column::FirstAnswerAt.is_not_null())
        .order_by_desc(ticket::Column::FirstAnswerAt)
        .one(work.tx())
        .await?;
    let mut letters = letter::Entity::find()
        .filter(letter::Column::RecipientId.eq(customer.0))
        .filter(letter::Column::Kind.eq(LetterKind::Confirmation.as_str()));
    if let Some(answered) = answered.and_then(|row| row.first_answer_at) {
        letters = letters.filter(letter::Column::CreatedAt.gt(answered));
    }
    Ok(letters.count(work.tx()).await?)
}
