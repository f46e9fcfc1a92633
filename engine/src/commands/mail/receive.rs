//! Takes in a mail: once, as a ticket, a comment or a note, in one transaction with its line in the ledger.

use super::{
    bounce, join,
    ledger::{complete, enter},
    mailboxes::is_queue,
    open,
    pointers::pointers,
    sender::known_sender,
};
use crate::{
    engine::Engine,
    error::{Error, Result},
    model::{Delivery, IncomingMessage, Outcome, Received},
    policy,
    routing::{Route, route},
    store::Work,
};

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
        if let Some(reason) = own_mail(&work, &delivery.message).await? {
            let reason = Some(reason.to_owned());
            let received = Received { outcome: Outcome::Ignored, ticket: None, comment: None, reason };
            complete(&work, &entry, None, &received).await?;
            work.commit(policy::housekeeping(), Vec::new()).await?;
            return Ok(received);
        }
        if let Some(report) = &delivery.message.bounce {
            let original = bounce::original(&work, &delivery.message, report).await?;
            // What only reads like a report and is about no mail of ours may be from a person.
            if report.standard || original.is_ours() {
                return bounce::take_in(work, entry, report, original).await;
            }
        }
        let sender = known_sender(&work, &delivery.message).await?;
        match route(&pointers(&work, &delivery.message, sender).await?) {
            Route::Join(candidate) => join::take_in(work, entry, delivery, candidate, files).await,
            Route::Open { mentions } => open::take_in(work, entry, delivery, mentions, files).await,
        }
    }
}

/// Why a mail is one of our own, which must never become a ticket that answers itself.
async fn own_mail(work: &Work<'_>, mail: &IncomingMessage) -> Result<Option<&'static str>> {
    let mark = work.engine().secret().loop_mark()?;
    if mail.loop_mark.as_deref().is_some_and(|carried| carried.eq_ignore_ascii_case(&mark)) {
        return Ok(Some("it is one of our own mails"));
    }
    let Some(from) = mail.from.as_ref().map(|from| from.address.to_lowercase()) else { return Ok(None) };
    let ours = work.engine().settings().own_addresses().contains(&from) || is_queue(work, &from).await?;
    Ok(ours.then_some("it comes from one of our own addresses"))
}
