//! The ledger of incoming mails: the same mail is entered once, whatever happens, and every mail is in it.

use bytes::Bytes;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use crate::{
    blobs::{Kind, sha256_hex},
    engine::Engine,
    error::{Error, Result},
    incoming::{authentication::told, signature},
    model::{Delivery, IncomingMessage, MailId, MailReason, Outcome, QueueId, RawMail, Received, TicketId},
    policy,
    store::{
        Work,
        entity::{incoming_mail, ticket},
    },
};

/// So much of a subject is shown in the ledger.
const LONGEST_SUBJECT: usize = 250;

/// What makes two mails the same: Message-ID, sender and what they say; without a Message-ID the bytes. The sender,
/// since a stranger could use another's Message-ID to suppress their mail. What they say, since there are machines that
/// give every mail the same id; the bytes differ between two deliveries of one mail, but its words and files do not.
pub(super) fn dedupe(raw: &RawMail, message: &IncomingMessage) -> String {
    let Some(id) = &message.message_id else { return format!("sha256:{}", raw.sha256) };
    let sender = message.from.as_ref().map(|from| from.address.to_lowercase()).unwrap_or_default();
    let words = message.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut content = vec![id.clone(), sender, message.subject.clone(), words];
    for file in &message.attachments {
        content.extend([file.upload.filename.clone(), file.upload.bytes.sha256()]);
    }
    format!("id:{}", sha256_hex(content.join("\0").as_bytes()))
}

/// A line that was entered and is completed in the same transaction.
pub(super) struct Entry(MailId);

impl Entry {
    /// The line of a mail that is in the ledger already and is locked.
    pub(super) const fn of(id: MailId) -> Self {
        Self(id)
    }

    /// Which line.
    pub(super) const fn id(&self) -> MailId {
        self.0
    }
}

/// Enters a mail that was for this address of ours; `None`: it is there already. A second process that enters the same mail waits here for the first.
pub(super) async fn enter(
    work: &Work<'_>,
    delivery: &Delivery,
    queue: QueueId,
    address: Option<&str>,
) -> Result<Option<Entry>> {
    let id: MailId = work.id()?;
    let message = &delivery.message;
    let row = incoming_mail::ActiveModel {
        id: Set(id.into()),
        dedupe: Set(dedupe(&delivery.raw, message)),
        message_id: Set(message.message_id.clone()),
        sha256: Set(delivery.raw.sha256.clone()),
        mailbox: Set(delivery.mailbox.as_deref().or(address).map(str::to_owned)),
        sender: Set(message.from.as_ref().map(|from| from.address.clone())),
        sender_name: Set(message.from.as_ref().map(|from| from.name.clone()).filter(|name| !name.is_empty())),
        subject: Set(Some(message.subject.chars().take(LONGEST_SUBJECT).collect())),
        queue_id: Set(Some(queue.into())),
        outcome: Set(Outcome::Ignored.as_str().to_owned()),
        reason: Set(None),
        reason_code: Set(None),
        reason_detail: Set(None),
        relation: Set(None),
        authentication: Set(told(&message.authentication, &work.engine().settings().mail.trusted_authserv)),
        signature: Set(signature_of(work, message)?),
        ticket_id: Set(None),
        comment_id: Set(None),
        received_at: Set(work.now()),
        repeats: Set(0),
        repeated_at: Set(None),
        old_at: Set(message.old),
    };
    let twice = OnConflict::column(incoming_mail::Column::Dedupe).do_nothing().to_owned();
    let inserted = incoming_mail::Entity::insert_many([row])
        .on_conflict(twice)
        .try_insert()
        .exec_without_returning(work.tx());
    match inserted.await? {
        TryInsertResult::Inserted(count) if count > 0 => Ok(Some(Entry(id))),
        _ => Ok(None),
    }
}

/// What its signature says, as the ledger keeps it.
fn signature_of(work: &Work<'_>, message: &IncomingMessage) -> Result<Option<String>> {
    let Some(found) = &message.signature else { return Ok(None) };
    let from = message.from.as_ref().map(|from| from.address.as_str());
    let told = signature::told(found, from, &work.engine().settings().mail.smime_roots, work.now());
    serde_json::to_string(&told).map(Some).map_err(Error::internal)
}

/// Enters a mail once more, for another ticket that it became a part of.
pub(super) async fn enter_again(work: &Work<'_>, entry: &Entry, ticket: TicketId) -> Result<Entry> {
    let row = incoming_mail::Entity::find_by_id(entry.0.0).one(work.tx()).await?;
    let row = row.ok_or_else(|| Error::internal("a mail left the ledger"))?;
    let id: MailId = work.id()?;
    let again = incoming_mail::Model {
        id: id.into(),
        dedupe: format!("{}:{}", row.dedupe, ticket.0.simple()),
        repeats: 0,
        repeated_at: None,
        ..row
    };
    let again = again.into_active_model().reset_all();
    incoming_mail::Entity::insert(again).exec_without_returning(work.tx()).await?;
    Ok(Entry(id))
}

/// Completes a line.
pub(super) async fn complete(
    work: &Work<'_>,
    entry: &Entry,
    ticket: Option<TicketId>,
    received: &Received,
) -> Result<()> {
    let row = incoming_mail::ActiveModel {
        outcome: Set(received.outcome.as_str().to_owned()),
        reason: Set(received.reason.clone()),
        reason_code: Set(received.why.map(|why| why.as_str().to_owned())),
        reason_detail: Set(received.detail.clone()),
        relation: Set(received.relation.map(|relation| relation.as_str().to_owned())),
        ticket_id: Set(ticket.map(Into::into)),
        comment_id: Set(received.comment.map(Into::into)),
        ..Default::default()
    };
    // Nobody asks for the row again: without it the database reads nothing back.
    let line = incoming_mail::Column::Id.eq(entry.0.0);
    incoming_mail::Entity::update_many().set(row).filter(line).exec(work.tx()).await?;
    Ok(())
}

/// Completes the line of a mail of which no ticket is made, and commits. `ticket` is the one that it points to.
pub(super) async fn note(
    work: Work<'_>,
    entry: Entry,
    ticket: Option<TicketId>,
    received: Received,
) -> Result<Received> {
    complete(&work, &entry, ticket, &received).await?;
    work.commit(policy::housekeeping(), Vec::new()).await?;
    Ok(received)
}

/// What became of a mail that is in the ledger already.
pub(super) async fn known_mail(db: &impl ConnectionTrait, delivery: &Delivery) -> Result<Option<Received>> {
    let row = incoming_mail::Entity::find()
        .filter(incoming_mail::Column::Dedupe.eq(dedupe(&delivery.raw, &delivery.message)))
        .one(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let number = match row.ticket_id {
        Some(id) => ticket::Entity::find_by_id(id).one(db).await?.map(|ticket| ticket.number),
        None => None,
    };
    let received = Received::without_ticket(Outcome::Duplicate, MailReason::Duplicate);
    Ok(Some(Received { ticket: number, comment: row.comment_id.map(Into::into), ..received }))
}

/// Notes that a mail which is in the ledger already came again, and commits: it gets no line of its own.
pub(super) async fn note_again(work: Work<'_>, delivery: &Delivery) -> Result<()> {
    incoming_mail::Entity::update_many()
        .col_expr(incoming_mail::Column::Repeats, Expr::col(incoming_mail::Column::Repeats).add(1))
        .col_expr(incoming_mail::Column::RepeatedAt, Expr::value(work.now()))
        .filter(incoming_mail::Column::Dedupe.eq(dedupe(&delivery.raw, &delivery.message)))
        .exec(work.tx())
        .await?;
    work.commit(policy::routine(), Vec::new()).await
}

impl Engine {
    /// Keeps the bytes of a mail; when this returns they are safe.
    ///
    /// # Errors
    /// Internal, when the blob store fails; then the mail must stay where it came from.
    pub async fn store_raw(&self, raw: Bytes) -> Result<RawMail> {
        let sha256 = self.blobs().put(Kind::Mail, raw).await?;
        Ok(RawMail { sha256 })
    }

    /// The bytes of a mail that was kept.
    ///
    /// # Errors
    /// `NotFound`, when no such mail was kept; internal, when the blob store fails.
    pub async fn raw_mail(&self, raw: &RawMail) -> Result<Bytes> {
        self.blobs().get(Kind::Mail, &raw.sha256).await?.ok_or(Error::NotFound { what: "mail" })
    }
}
