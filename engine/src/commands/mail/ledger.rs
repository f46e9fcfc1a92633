//! The ledger of incoming mails: the same mail is entered once, whatever happens, and every mail is in it.

use bytes::Bytes;

use crate::{
    blobs::{Kind, sha256_hex},
    engine::Engine,
    error::{Error, Result},
    incoming::{authentication::told, signature},
    model::{Delivery, IncomingMessage, MailId, MailReason, Outcome, QueueId, RawMail, Received, TicketId},
    policy,
    store::{
        Work,
        mails::{self, Known, NewMail},
    },
};

/// So much of a subject is shown in the ledger.
const LONGEST_SUBJECT: usize = 250;

/// What makes two mails the same: Message-ID, sender and what they say; without a Message-ID the bytes. The sender,
/// since a stranger could use another's Message-ID to suppress their mail. What they say, since there are machines that
/// give every mail the same id; the bytes differ between two deliveries of one mail, but its words and files do not.
pub(super) fn dedupe(delivery: &Delivery) -> String {
    let Delivery { raw, message, .. } = delivery;
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
    let mail = NewMail {
        id,
        dedupe: dedupe(delivery),
        sha256: delivery.raw.sha256.clone(),
        message,
        subject: message.subject.chars().take(LONGEST_SUBJECT).collect(),
        mailbox: delivery.mailbox.as_deref().or(address),
        queue,
        authentication: told(&message.authentication, &work.engine().settings().mail.trusted_authserv),
        signature: signature_of(work, message)?,
    };
    Ok(mails::enter(work, mail).await?.then_some(Entry(id)))
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
    mails::enter_again(work, entry.0, ticket).await.map(Entry)
}

/// Completes a line.
pub(super) async fn complete(
    work: &Work<'_>,
    entry: &Entry,
    ticket: Option<TicketId>,
    received: &Received,
) -> Result<()> {
    mails::complete(work, entry.0, ticket, received).await
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

/// What is answered for a mail that is in the ledger already.
pub(super) fn duplicate(known: Known) -> Received {
    let received = Received::without_ticket(Outcome::Duplicate, MailReason::Duplicate);
    Received { ticket: known.ticket, comment: known.comment, ..received }
}

/// Notes that a mail which is in the ledger already came again, and commits: it gets no line of its own.
pub(super) async fn note_again(work: Work<'_>, delivery: &Delivery) -> Result<()> {
    mails::came_again(&work, &dedupe(delivery)).await?;
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
