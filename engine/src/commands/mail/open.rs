//! Makes a mail a ticket, confirmed unless a machine wrote it or too many of them came.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{
    behalf::{For, opens_for},
    copied, late,
    ledger::{Entry, complete},
    passed_on,
    receive::Incoming,
    replies::remember_reply_address,
    ruled::remember_number,
    sender::{Sender, sender},
    title::{title_by, title_of},
};
use crate::{
    apply::{Kept, NewComment},
    commands::{
        ticket::create::{Opening, open},
        user::unknown_sender,
    },
    content::{html_of_text, sanitise_mail},
    error::Result,
    incoming::{
        authentication::Verdict,
        rules::Ruled,
        writer::{Writer, is_unread},
    },
    model::{
        AttachmentId, Automatic, Cause, Channel, EventChange, EventKind, FromTo, IncomingMessage, MailReason,
        MailRelation, Outcome, Priority, Received, Status, TicketId, TicketNumber, UserId, Visibility,
    },
    policy::{self, throttle::first_confirmations},
    recipients::Confirm,
    routing::Candidate,
    rules::texts::{TAG_LIMIT, clean_tags, clean_text},
    store::{
        NewEvent, Work, answered_mails, confirmations, memberships, messages, queues, throttle, tickets,
        whole_texts::{self, WholeHtml},
    },
};

/// A sender gets at most so many confirmations in an hour, whatever they send: that ends every loop of two machines.
const CONFIRMATIONS: u64 = 60;

/// A sender gets at most so many confirmations until the staff have answered one of their tickets, however slowly they
/// come: that ends loops of patient machines, too.
const UNANSWERED: u64 = 60;

/// Another ticket that a mail has to do with.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Other {
    /// The number of one that it could not join.
    pub(super) mentions: Option<i64>,
    /// One that it answers, and that was closed too long ago.
    pub(super) follows: Option<Candidate>,
}

/// Makes a mail a ticket, or several, and commits.
pub(super) async fn write(
    work: Work<'_>,
    entry: Entry,
    incoming: Incoming,
    Other { mentions, follows }: Other,
) -> Result<Received> {
    let sender = sender(&work, &incoming).await?;
    let opens_for = Box::pin(opens_for(&work, &incoming, sender)).await?;
    if let For::PassedOn { theirs, proven } = &opens_for {
        let theirs = (theirs.as_slice(), *proven);
        return Box::pin(passed_on::write(work, entry, &incoming, sender, theirs, mentions)).await;
    }
    let mail = incoming.message();
    let (opening, shows_all) = Box::pin(opening(&work, &incoming, sender, &opens_for)).await?;
    let mut opening = by_rules(&work, opening, &incoming.ruled).await?;
    opening.follows = follows.map(|before| before.number);
    let customer = opening.customer;
    let confirmed = opening.confirm != Confirm::No;
    let (row, event) = Box::pin(open(&work, opening, Cause::Mail)).await?;
    let ticket: TicketId = row.id.into();
    let comment = event.comment;
    let mut events = vec![event];
    events.extend(mentions.map(|other| mention(ticket, other)));
    if let Some(before) = follows {
        events.push(late::link(&work, ticket, sender.id, before).await?);
    }
    if matches!(opens_for, For::Nobody) {
        events.extend(passed_on::tell(&work, ticket, sender.id, ("", Vec::new())).await?);
    } else if opens_for.lets_watch() {
        let watching = Box::pin(copied::watch(&work, &incoming, &row, customer)).await?;
        if !watching.is_empty() {
            events.push(copied::event(ticket, sender.id, watching));
        }
    }
    remember_number(&work, &incoming, ticket).await?;
    tag(&work, &incoming.ruled, ticket).await?;
    if matches!(opens_for, For::Sender) {
        remember_reply_address(&work, &incoming, ticket, customer, true).await?;
    }
    if let Some(comment) = comment {
        if let Some(whole) = &mail.whole {
            let html = if shows_all { WholeHtml::AsShown } else { WholeHtml::None };
            whole_texts::put(work.tx(), comment.0, whole, html).await?;
        }
        messages::remember(&work, mail.message_id.as_deref(), ticket, comment).await?;
        answered_mails::remember(work.tx(), &mail.in_reply_to, comment).await?;
    }
    let reason = match (mentions, &opens_for) {
        (_, For::Nobody) => Some(MailReason::CustomerMissing),
        (_, For::Unproven(Verdict::Fail)) => Some(MailReason::StaffForged),
        (_, For::Unproven(_)) => Some(MailReason::StaffUnproven),
        _ if copied::is_forged(&work, &incoming) => Some(MailReason::SenderForged),
        _ if mail.unreadable => Some(MailReason::Unreadable),
        _ if follows.is_some() => Some(MailReason::FollowsClosed),
        (Some(_), _) => Some(MailReason::MentionsOther),
        (None, For::Addressed { .. }) => Some(MailReason::WrittenByStaff),
        (None, _) if work.is_quiet() => work.quiet_because(),
        (None, _) => Some(MailReason::NotConfirmed).filter(|_| !confirmed),
    };
    let other = mentions.or(follows.map(|before| before.number)).map(|number| number.to_string());
    let received =
        Received::of_ticket(Outcome::Created, row.number, comment).because(reason, other.as_deref());
    let received = received.found_by(follows.map_or(MailRelation::None, |before| before.by));
    complete(&work, &entry, Some(ticket), &received).await?;
    work.commit(policy::housekeeping(), events).await?;
    Ok(received)
}

/// What a mail makes of a ticket at first, if it passes nothing on, and whether its HTML shows all that stands in it.
async fn opening(
    work: &Work<'_>,
    incoming: &Incoming,
    sender: Sender,
    opens_for: &For,
) -> Result<(Opening, bool)> {
    let mail = incoming.message();
    let customer = match opens_for {
        For::Sender | For::Unproven(_) | For::PassedOn { .. } => sender.id,
        For::Addressed { customer, .. } => *customer,
        For::Nobody => unknown_sender(work).await?,
    };
    let text = clean_text(&mail.text);
    let (files, pictures) = with_pictures(work, &incoming.files)?;
    let html = match mail.html.as_ref().or(mail.card_html.as_ref()) {
        Some(html) => sanitise_mail(&html.replace('\0', ""), pictures),
        None => String::new(),
    };
    // HTML of which nothing is left says what its text says.
    let shows_all = !html.is_empty();
    let html = if shows_all { html } else { html_of_text(&text) };
    let answered = matches!(opens_for, For::Addressed { .. });
    let address = match (&incoming.writer, opens_for) {
        (Writer::Sender(from) | Writer::Behind(from), For::Sender) => Some(from.address.as_str()),
        _ => None,
    };
    let opening = Opening {
        organisation: memberships::spoken_for(work.tx(), customer, address).await?,
        title: match passed_on::subject(opens_for, mail) {
            Some(subject) => title_by(work, mail, subject).await?,
            None => title_of(work, mail).await?,
        },
        customer,
        queue: incoming.arrived.queue,
        priority: Priority::Normal,
        channel: Channel::Email,
        status: if answered { Status::Open } else { Status::New },
        comment: NewComment {
            author: sender.id,
            // What is passed on of nobody knows whom is for the staff alone, and so is what they may not have written.
            visibility: if matches!(opens_for, For::Nobody | For::Unproven(_)) {
                Visibility::Internal
            } else {
                Visibility::Public
            },
            channel: Channel::Email,
            has_more: mail.whole.is_some(),
            text,
            html,
            automatic: machine_wrote(mail),
            files,
        },
        actor: Some(sender.id),
        by_staff: sender.role.is_staff(),
        is_private: false,
        external_id: None,
        notice_version: None,
        answered_by: answered.then_some(sender.id),
        confirm: if matches!(opens_for, For::Sender) && is_confirmed(work, incoming, sender).await? {
            Confirm::Text
        } else {
            Confirm::No
        },
        follows: None,
    };
    Ok((opening, shows_all))
}

/// Whether a machine wrote a mail, or nobody knows.
pub(super) fn machine_wrote(mail: &IncomingMessage) -> bool {
    mail.automatic.is_some_and(|kind| kind != Automatic::Suppressed) || mail.unreadable
}

/// Whether its sender is told the number.
async fn is_confirmed(work: &Work<'_>, incoming: &Incoming, sender: Sender) -> Result<bool> {
    if work.is_quiet() {
        return Ok(false);
    }
    let mail = incoming.message();
    // An address that nobody reads would answer, if at all, by itself.
    let unread = matches!(&incoming.writer, Writer::Sender(from) if is_unread(&from.address));
    let silent = mail.automatic.is_some() || mail.unreadable || unread;
    // Whoever was made up as the sender would be written to, with the words of the one who made them up.
    Ok(!silent && !copied::is_forged(work, incoming) && may_confirm(work, sender).await?)
}

/// Gives a ticket the tags that the rules of the mailbox add.
pub(super) async fn tag(work: &Work<'_>, ruled: &Ruled, ticket: TicketId) -> Result<()> {
    if ruled.tags.is_empty() {
        return Ok(());
    }
    let mut tags = clean_tags(&ruled.tags);
    tags.retain(|tag| tag.chars().count() <= TAG_LIMIT);
    tickets::set_tags(work.tx(), ticket, &tags).await
}

/// A ticket as the rules of the mailbox want it.
pub(super) async fn by_rules(work: &Work<'_>, opening: Opening, ruled: &Ruled) -> Result<Opening> {
    let named = match &ruled.queue {
        Some(name) => queues::named(work.tx(), name).await?,
        None => None,
    };
    let queue = named.map_or(opening.queue, |queue| queue.id.into());
    Ok(Opening {
        queue,
        status: ruled.status.unwrap_or(opening.status),
        priority: ruled.priority.unwrap_or(opening.priority),
        ..opening
    })
}

/// The files of a mail, of which the HTML may show pictures: where each stands, by its id in the mail.
pub(super) fn with_pictures(work: &Work<'_>, files: &[Kept]) -> Result<(Vec<Kept>, HashMap<String, String>)> {
    let mut files = files.to_vec();
    let mut pictures = HashMap::new();
    for file in files.iter_mut().filter(|file| file.inspected.content_type.starts_with("image/")) {
        let Some(content_id) = file.content_id.clone() else { continue };
        let id: AttachmentId = work.id()?;
        file.id = Some(id);
        pictures.insert(content_id, format!("cid:{id}"));
    }
    Ok((files, pictures))
}

/// The line of the journal that names the ticket which a subject speaks of.
pub(super) fn mention(ticket: TicketId, other: i64) -> NewEvent {
    NewEvent {
        kind: EventKind::Changed,
        ticket,
        actor: None,
        cause: Cause::Mail,
        comment: None,
        changes: vec![EventChange::Mentions(FromTo::now(TicketNumber(other)))],
        internal: true,
    }
}

async fn may_confirm(work: &Work<'_>, sender: Sender) -> Result<bool> {
    let hour_ago = work.now() - chrono::Duration::hours(1);
    // Whose account was made for this mail has got none.
    if !sender.new && !has_few(work, sender.id, hour_ago).await? {
        return Ok(false);
    }
    if sender.known_since <= hour_ago {
        return Ok(true);
    }
    let most = work.engine().settings().mail.first_confirmations_per_hour;
    let limit = first_confirmations(i64::try_from(most).unwrap_or(i64::MAX));
    Ok(throttle::count(work.tx(), limit, "", work.now()).await?.is_ok())
}

/// Whether a sender got so few confirmations that they may get one more.
async fn has_few(work: &Work<'_>, sender: UserId, hour_ago: DateTime<Utc>) -> Result<bool> {
    if confirmations::since(work.tx(), sender, hour_ago).await? >= CONFIRMATIONS {
        return Ok(false);
    }
    Ok(confirmations::unanswered(work.tx(), sender).await? < UNANSWERED)
}
