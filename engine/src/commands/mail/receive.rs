//! Takes in a mail: once, as a ticket, a comment or a note, in one transaction with its line in the ledger.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::OnConflict,
};

use super::{
    bounce,
    ledger::{Entry, complete, enter},
    pointers::pointers,
};
use crate::{
    commands::{
        ticket::{
            create::{Opening, open},
            files::Kept,
            parts::{
                Changing, NewComment, TITLE_LIMIT, Told, change, clean_text, clean_title, write_comment,
            },
        },
        user::{by_email, find_or_create_customer, unknown_sender},
    },
    content::{address, html_of_text, sanitise},
    engine::Engine,
    error::{Error, Result},
    lifecycle::Step,
    model::{
        Automatic, Cause, Channel, CommentId, Delivery, EventKind, IncomingMessage, LetterKind, Outcome,
        Priority, QueueId, Received, Role, Status, TicketId, UserId, Visibility,
    },
    policy,
    routing::{Candidate, Route, route},
    settings::{MailboxSettings, Replies},
    store::{
        NewEvent, Work,
        entity::{account, letter, message},
        tickets,
    },
};

/// A sender gets at most so many confirmations in an hour, whatever they send: that ends every loop of two machines.
const CONFIRMATIONS: u64 = 60;

impl Engine {
    /// Takes in a mail that [`Engine::store_raw`] has kept. The same mail a second time is a duplicate.
    ///
    /// # Errors
    /// Internal, when database or blob store fail; then nothing was written, and the mail is to be tried again. Nothing
    /// that a mail contains is an error.
    pub async fn receive_mail(&self, delivery: Delivery) -> Result<Received> {
        if let Some(known) = self.known_mail(&delivery).await? {
            return Ok(known);
        }
        let files = self.keep_incoming(&delivery.message.attachments).await?;
        let work = Work::begin(self).await?;
        let Some(entry) = enter(&work, &delivery).await? else {
            drop(work);
            return self
                .known_mail(&delivery)
                .await?
                .ok_or_else(|| Error::internal("a mail left the ledger"));
        };
        if let Some(reason) = self.own_mail(&delivery.message) {
            let reason = Some(reason.to_owned());
            let received = Received { outcome: Outcome::Ignored, ticket: None, comment: None, reason };
            complete(&work, &entry, None, &received).await?;
            work.commit(policy::housekeeping(), Vec::new()).await?;
            return Ok(received);
        }
        if let Some(report) = &delivery.message.bounce {
            return bounce::take_in(work, entry, &delivery.message, report).await;
        }
        let sender = known_sender(&work, &delivery.message).await?;
        match route(&pointers(&work, &delivery.message, sender).await?) {
            Route::Join(candidate) => join(work, entry, delivery, candidate, files).await,
            Route::Open { mentions } => open_from(work, entry, delivery, mentions, files).await,
        }
    }

    /// Why a mail is one of our own, which must never become a ticket that answers itself.
    fn own_mail(&self, mail: &IncomingMessage) -> Option<&'static str> {
        if mail.loops {
            return Some("it is one of our own mails");
        }
        let from = mail.from.as_ref()?.address.to_lowercase();
        self.settings().own_addresses().contains(&from).then_some("it comes from one of our own addresses")
    }

    fn mailbox_settings(&self, delivery: &Delivery) -> Option<&MailboxSettings> {
        let mailboxes = &self.settings().mailboxes;
        let is = |address: &str| {
            let plain = without_plus(&address.to_lowercase());
            mailboxes.iter().find(|mailbox| mailbox.address.to_lowercase() == plain)
        };
        delivery
            .mailbox
            .as_deref()
            .and_then(is)
            .or_else(|| delivery.message.recipients.iter().find_map(|to| is(to)))
    }
}

/// Adds a mail to a ticket.
async fn join(
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

/// Makes a mail a ticket.
async fn open_from(
    work: Work<'_>,
    entry: Entry,
    delivery: Delivery,
    mentions: Option<i64>,
    files: Vec<Kept>,
) -> Result<Received> {
    let mail = &delivery.message;
    let (customer, role) = sender(&work, mail).await?;
    let text = clean_text(&mail.text);
    let html = match &mail.html {
        Some(html) => sanitise(&html.replace('\0', "")),
        None => html_of_text(&text),
    };
    let machine = mail.automatic.is_some() || mail.unreadable;
    let opening = Opening {
        title: title_of(&work, mail),
        customer,
        queue: queue_of(&work, &delivery).await?,
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
            files,
        },
        actor: Some(customer),
        by_staff: role.is_staff(),
        confirm: !machine && may_confirm(&work, customer).await?,
    };
    let confirmed = opening.confirm;
    let (row, event) = open(&work, opening, Cause::Mail).await?;
    let ticket: TicketId = row.id.into();
    let mut events = vec![event];
    if let Some(other) = mentions {
        events.push(mention(ticket, other));
    }
    let comment = events.first().and_then(|event| event.comment);
    if let Some(comment) = comment {
        remember_message(&work, mail, ticket, comment).await?;
    }
    let reason = match (mentions, confirmed) {
        (Some(other), _) => {
            Some(format!("the subject names #{other}, but its sender takes no part in that ticket"))
        }
        (None, false) => Some("no confirmation: an automatic mail, or too many from this sender".to_owned()),
        (None, true) => None,
    };
    let received = Received { outcome: Outcome::Created, ticket: Some(row.number), comment, reason };
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
        changes: vec![change("mentions", None, Some(&format!("#{other}")))],
        internal: true,
    }
}

/// The account of the sender if there is one, without making any.
async fn known_sender(work: &Work<'_>, mail: &IncomingMessage) -> Result<Option<UserId>> {
    let email = mail.from.as_ref().and_then(|from| address::normalise(&from.address));
    match email {
        Some(email) => Ok(by_email(work, &email).await?.map(|account| account.id.into())),
        None => Ok(None),
    }
}

/// The account of the sender, made on first contact; a mail without a usable sender belongs to an account of its own
/// that never gets mail.
async fn sender(work: &Work<'_>, mail: &IncomingMessage) -> Result<(UserId, Role)> {
    let from = mail.from.as_ref().filter(|from| address::normalise(&from.address).is_some());
    let id = match from {
        Some(from) => {
            let name = clean_title(&from.name);
            find_or_create_customer(work, &from.address, name.as_deref(), mail.locale.as_deref()).await?
        }
        None => unknown_sender(work).await?,
    };
    let account = account::Entity::find_by_id(id.0).one(work.tx()).await?;
    let role = account.and_then(|account| account.role.parse().ok()).unwrap_or(Role::Customer);
    Ok((id, role))
}

async fn may_confirm(work: &Work<'_>, customer: UserId) -> Result<bool> {
    let hour = chrono::Duration::hours(1);
    let sent = letter::Entity::find()
        .filter(letter::Column::RecipientId.eq(customer.0))
        .filter(letter::Column::Kind.eq(LetterKind::Confirmation.as_str()))
        .filter(letter::Column::CreatedAt.gt(work.now() - hour))
        .count(work.tx())
        .await?;
    Ok(sent < CONFIRMATIONS)
}

async fn queue_of(work: &Work<'_>, delivery: &Delivery) -> Result<QueueId> {
    let engine = work.engine();
    match engine.mailbox_settings(delivery) {
        Some(mailbox) => engine.queue_of_name(work, &mailbox.queue).await,
        None => engine.queue_or_first(work, None).await,
    }
}

/// The subject in one line, without our tag, at most as long as a title may be; a placeholder if nothing is left.
fn title_of(work: &Work<'_>, mail: &IncomingMessage) -> String {
    let settings = work.engine().settings();
    let subject = without_tags(&mail.subject, &settings.subject_tag);
    let title: String = clean_title(&subject).unwrap_or_default().chars().take(TITLE_LIMIT).collect();
    if !title.is_empty() {
        return title;
    }
    let locale = mail.locale.as_deref().unwrap_or(&settings.locale);
    if locale == "de" { "(kein Betreff)".to_owned() } else { "(no subject)".to_owned() }
}

/// A subject without every `[tag #number]` of ours, which would otherwise lead answers to another ticket.
fn without_tags(subject: &str, tag: &str) -> String {
    let mut rest = subject;
    let mut kept = String::with_capacity(subject.len());
    while let Some((before, behind)) = rest.split_once('[') {
        kept.push_str(before);
        let inside = behind.split_once(']').filter(|(inside, _)| is_tag(inside, tag));
        if let Some((_, after)) = inside {
            rest = after;
        } else {
            kept.push('[');
            rest = behind;
        }
    }
    kept.push_str(rest);
    kept
}

fn is_tag(inside: &str, tag: &str) -> bool {
    let inside = inside.trim().to_lowercase();
    let number = inside.strip_prefix(tag.to_lowercase().as_str()).map(str::trim_start);
    number
        .and_then(|number| number.strip_prefix('#'))
        .is_some_and(|number| number.trim().parse::<i64>().is_ok())
}

async fn remember_message(
    work: &Work<'_>,
    mail: &IncomingMessage,
    ticket: TicketId,
    comment: CommentId,
) -> Result<()> {
    let Some(id) = &mail.message_id else { return Ok(()) };
    let row = message::ActiveModel {
        message_id: Set(id.clone()),
        ticket_id: Set(ticket.into()),
        comment_id: Set(Some(comment.into())),
        letter_id: Set(None),
    };
    let known = OnConflict::column(message::Column::MessageId).do_nothing().to_owned();
    message::Entity::insert(row).on_conflict(known).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// `name+anything@host` as `name@host`.
fn without_plus(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}@{domain}", local.split('+').next().unwrap_or(local)),
        None => address.to_owned(),
    }
}
