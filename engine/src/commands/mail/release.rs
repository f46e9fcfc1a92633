//! Releases a mail that was held, or processes one again that was set aside: as if it came now, and exactly once.

use std::sync::Arc;

use super::{
    ledger::Entry,
    mailboxes::arrived,
    receive::{Files, Incoming, decide, writer_of},
};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    incoming::rules::ruled,
    model::{Audited, Delivery, IncomingMail, IncomingMessage, MailId, Outcome, RawMail},
    policy::Action,
    store::{Work, audit, mails},
};

impl Engine {
    /// Releases a mail that waits for the staff: it becomes a ticket or a comment, with an account for its sender, as if
    /// it came now. A mail that no longer waits is answered as it is.
    ///
    /// # Errors
    /// `BadInput` for `id` when the mail was redacted or is not kept any more; `NotFound` for a mail that is absent or hidden; `Forbidden` for customers; internal, when its bytes are lost.
    pub async fn release_mail(&self, actor: &Actor, id: MailId) -> Result<IncomingMail> {
        Box::pin(self.process_again(actor, id, &[Outcome::Held])).await
    }

    /// Processes a mail again that is held, ignored or failed; what became a ticket or a comment is answered as it is.
    ///
    /// # Errors
    /// As [`Engine::release_mail`].
    pub async fn replay_mail(&self, actor: &Actor, id: MailId) -> Result<IncomingMail> {
        let from = [Outcome::Held, Outcome::Ignored, Outcome::Failed];
        Box::pin(self.process_again(actor, id, &from)).await
    }

    async fn process_again(&self, actor: &Actor, id: MailId, from: &[Outcome]) -> Result<IncomingMail> {
        let mail = self.mail(actor, id).await?.ok_or(Error::NotFound { what: "mail" })?;
        let _ = self.permit(actor, Action::HandleMail, None)?;
        if !from.contains(&mail.outcome) {
            return Ok(mail);
        }
        if mail.sha256.is_empty() {
            let words = "This email is not kept as it came any more: there is nothing left to process.";
            return Err(Error::bad("id", "redacted", words));
        }
        let raw = RawMail { sha256: mail.sha256.clone() };
        let message = Box::pin(self.read_again(&raw)).await?;
        let Files { own: files, pictures } = Box::pin(self.keep_files_of_mail(&message)).await?;
        let mut delivery = Delivery { raw, mailbox: mail.mailbox.clone(), message };
        let work = Work::begin(self).await?;
        let row = mails::lock(&work, id).await?;
        // What came long ago has its own date, whenever it is released.
        delivery.message.old = row.as_ref().and_then(|row| row.old_at);
        let waits = row.and_then(|row| Outcome::parse(&row.outcome)).is_some_and(|now| from.contains(&now));
        if waits {
            audit::note(&work, actor, Audited::MailReleased { mail: id }).await?;
            let arrived = arrived(&work, &delivery).await?;
            let writer = writer_of(&work, &delivery.message).await?;
            let ruled = ruled(&arrived.rules, &delivery.message);
            let incoming =
                Incoming { delivery, files, pictures, arrived, ruled, writer, sender: None, released: true };
            let received = Box::pin(decide(work, Entry::of(id), incoming)).await?;
            let by = actor.user().map(|viewer| viewer.id);
            tracing::info!(mail = %id, by = ?by, outcome = received.outcome.as_str(), "a mail was released");
        }
        self.mail(actor, id).await?.ok_or(Error::NotFound { what: "mail" })
    }

    /// Reads a stored mail by the function that the host gave the engine.
    async fn read_again(&self, raw: &RawMail) -> Result<IncomingMessage> {
        let Some(reader) = self.mail_reader() else {
            return Err(Error::internal("the engine was opened without a reader of mails"));
        };
        let (reader, bytes) = (Arc::clone(reader), self.raw_mail(raw).await?);
        let read = tokio::task::spawn_blocking(move || reader(&bytes)).await;
        read.map_err(Error::internal)
    }
}
