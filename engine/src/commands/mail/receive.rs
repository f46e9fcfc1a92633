//! Receives mails: each once, as a ticket, a comment or a note, in one transaction with its line in the ledger.

use super::{
    behalf, bounce,
    copied::is_forged,
    copy::known_copy,
    enclosed, hold, join, late,
    ledger::{Entry, dedupe, duplicate, enter, note, note_again},
    mailboxes::{Arrived, arrived, is_gone},
    open,
    pointers::pointers,
    sender::known_sender,
};
use crate::{
    apply::Kept,
    commands::user::is_own_address,
    content::address::{self, domain_of},
    engine::Engine,
    error::{Error, Result},
    incoming::{
        authentication::{Verdict, verdict},
        old,
        rules::{Ruled, ruled},
        writer::{Names, Writer, writer},
    },
    model::{Address, Automatic, Delivery, Forwarded, IncomingMessage, MailReason, Outcome, Received},
    routing::{Route, also, route},
    settings::DmarcFailure,
    store::{Batch, Beside, Work, entity::account, in_turn, mailboxes, mails, messages, undeliverable},
};

/// A mail with what was found out about it before anything is decided.
pub(super) struct Incoming {
    pub(super) delivery: Delivery,
    /// Its files, which are stored.
    pub(super) files: Vec<Kept>,
    /// For each mail that it passes on, the pictures in that, which are stored.
    pub(super) pictures: Vec<Vec<Kept>>,
    /// Where it arrived.
    pub(super) arrived: Arrived,
    /// What the rules of that mailbox say.
    pub(super) ruled: Ruled,
    /// Whose words it carries.
    pub(super) writer: Writer,
    /// The account of its sender, as far as there was one.
    pub(super) sender: Option<account::Model>,
    /// Whether the staff released it: then nothing holds it any more.
    pub(super) released: bool,
}

impl Incoming {
    /// What was read in the mail.
    pub(super) const fn message(&self) -> &IncomingMessage {
        &self.delivery.message
    }

    /// The pictures in a mail that is enclosed in it.
    pub(super) fn pictures_of(&self, mail: &Forwarded) -> &[Kept] {
        let mut enclosed = self.message().forwarded.iter().zip(&self.pictures);
        let found = enclosed.find(|(one, _)| one.file.is_some() && one.file == mail.file);
        found.map(|(_, pictures)| pictures.as_slice()).unwrap_or_default()
    }

    /// What the servers that are trusted say of its sender. What vouches for `From` says nothing about `Reply-To`.
    pub(super) fn verdict(&self, work: &Work<'_>) -> Verdict {
        let Writer::Sender(from) = &self.writer else { return Verdict::Unknown };
        let trusted = &work.engine().settings().mail.trusted_authserv;
        verdict(&self.message().authentication, trusted, domain_of(&from.address))
    }
}

impl Engine {
    /// Receives a mail that [`Engine::store_raw`] has kept. The same mail a second time is a duplicate.
    ///
    /// # Errors
    /// Internal, when database or blob store fail; then nothing was written, and the mail is to be tried again. Nothing
    /// that a mail contains is an error.
    pub async fn receive_mail(&self, delivery: Delivery) -> Result<Received> {
        match self.files_of_new(&delivery).await? {
            Known::Before(received) => {
                note_again(Work::begin(self).await?, &delivery).await?;
                Ok(received)
            }
            Known::Not(files) => {
                let work = Work::begin(self).await?;
                in_turn(self.database().mail_turn(), work.tx(), Beside::Single).await?;
                Box::pin(receive(work, delivery, files)).await
            }
        }
    }

    /// The same for several mails, in this order, in one commit: all of them or none. After an error nothing says which of
    /// them it was about; then [`Engine::receive_mail`] receives each for itself.
    ///
    /// # Errors
    /// As of [`Engine::receive_mail`].
    pub async fn receive_mails(&self, deliveries: Vec<Delivery>) -> Result<Vec<Received>> {
        let mut kept = Vec::with_capacity(deliveries.len());
        for delivery in &deliveries {
            kept.push(self.files_of_new(delivery).await?);
        }
        let mut batch = Batch::begin(self).await?;
        let mut all = Vec::with_capacity(deliveries.len());
        for (delivery, kept) in deliveries.into_iter().zip(kept) {
            all.push(match kept {
                Known::Before(received) => {
                    note_again(batch.work(), &delivery).await?;
                    received
                }
                Known::Not(files) => Box::pin(receive(batch.work(), delivery, files)).await?,
            });
        }
        batch.commit().await?;
        Ok(all)
    }

    /// Keeps the files of a mail, unless it is known. Without files the ledger tells when it is entered.
    async fn files_of_new(&self, delivery: &Delivery) -> Result<Known> {
        if delivery.message.attachments.is_empty() {
            return Ok(Known::Not(Files::default()));
        }
        if let Some(known) = mails::known(self.database().ro(), &dedupe(delivery)).await? {
            return Ok(Known::Before(duplicate(known)));
        }
        Ok(Known::Not(Box::pin(self.keep_files_of_mail(&delivery.message)).await?))
    }

    /// Keeps the files of a mail, and the pictures in those that it passes on.
    pub(super) async fn keep_files_of_mail(&self, mail: &IncomingMessage) -> Result<Files> {
        let own = Box::pin(self.keep_incoming(&mail.attachments)).await?;
        let mut pictures = Vec::with_capacity(mail.forwarded.len());
        for enclosed in &mail.forwarded {
            pictures.push(Box::pin(self.keep_incoming(&enclosed.pictures)).await?);
        }
        Ok(Files { own, pictures })
    }
}

/// The files of a mail, which are kept.
#[derive(Default)]
pub(super) struct Files {
    /// Its own.
    pub(super) own: Vec<Kept>,
    /// For each mail that it passes on, the pictures in that.
    pub(super) pictures: Vec<Vec<Kept>>,
}

/// Whether a mail came before.
enum Known {
    /// It did; this became of it.
    Before(Received),
    /// As far as is known it did not; its files are kept.
    Not(Files),
}

async fn receive(work: Work<'_>, delivery: Delivery, files: Files) -> Result<Received> {
    if is_gone(&work, &delivery).await? {
        return Err(Error::NotFound { what: "mailbox" });
    }
    let arrived = arrived(&work, &delivery).await?;
    let Some(entry) = enter(&work, &delivery, arrived.queue, arrived.address.as_deref()).await? else {
        let known = mails::known(work.tx(), &dedupe(&delivery)).await?;
        note_again(work, &delivery).await?;
        return known.map(duplicate).ok_or_else(|| Error::internal("a mail left the ledger"));
    };
    if let Some((ticket, received)) = known_copy(&work, &entry, &delivery.message).await? {
        return note(work, entry, Some(ticket.id.into()), received).await;
    }
    let writer = writer_of(&work, &delivery.message).await?;
    let ruled = ruled(&arrived.rules, &delivery.message);
    let Files { own: files, pictures } = files;
    let incoming =
        Incoming { delivery, files, pictures, arrived, ruled, writer, sender: None, released: false };
    Box::pin(decide(work, entry, incoming)).await
}

/// Decides what becomes of a mail that is in the ledger, does it, and commits.
pub(super) async fn decide(mut work: Work<'_>, entry: Entry, mut incoming: Incoming) -> Result<Received> {
    if let Some(came_at) = incoming.message().old {
        let begun = mailboxes::begun(work.tx(), incoming.delivery.mailbox.as_deref()).await?;
        let is_old = begun.is_none_or(|begun| old::is_old(begun, came_at));
        work.as_of(came_at, if is_old { MailReason::Old } else { MailReason::Read });
    }
    let mail = incoming.message();
    let mark = work.engine().secret().loop_mark()?;
    if mail.loop_mark.as_deref().is_some_and(|carried| carried.eq_ignore_ascii_case(&mark)) {
        return note(work, entry, None, Received::without_ticket(Outcome::Ignored, MailReason::OwnMail))
            .await;
    }
    if let Some(report) = &mail.bounce
        && let Some(original) = bounce::original(&work, mail, report).await?
    {
        return Box::pin(bounce::write(work, entry, (report, original), Vec::new())).await;
    }
    if answers_by_machine(mail) && bounce::is_about_an_account(&work, mail).await? {
        return note(work, entry, None, Received::without_ticket(Outcome::Ignored, MailReason::AutoReply))
            .await;
    }
    if let Some(original) = &mail.receipt_of
        && let [ticket, others @ ..] = messages::tickets(work.tx(), original).await?.as_slice()
    {
        let received = Received::without_ticket(Outcome::Ignored, MailReason::ReadReceipt);
        // Of an id that several tickets know nobody can tell whose mail was read.
        let ticket = Some(ticket).filter(|_| others.is_empty());
        let received = Received { ticket: ticket.map(|row| row.number), ..received };
        return note(work, entry, ticket.map(|row| row.id.into()), received).await;
    }
    incoming.sender = known_sender(&work, &incoming.writer).await?;
    Box::pin(behalf::settle_heads(&work, &mut incoming)).await?;
    let sender = incoming.sender.as_ref().map(|account| account.id.into());
    if let Some(sender) = sender
        && let Some((ticket, received)) =
            enclosed::passed_on_before(&work, incoming.message(), sender).await?
    {
        return note(work, entry, Some(ticket), received).await;
    }
    let pointers = pointers(&work, &incoming, sender).await?;
    let route = route(&pointers);
    let also = also(&pointers, route);
    let (route, follows) = Box::pin(late::led(&work, &incoming, route, &also)).await?;
    let forged = is_forged(&work, &incoming);
    match work.engine().settings().mail.dmarc_failure {
        DmarcFailure::Hold if forged && !incoming.released => {
            return Box::pin(hold::hold(work, entry, route, MailReason::SenderForged)).await;
        }
        DmarcFailure::Refuse if forged && !incoming.released => {
            let refused = Received::without_ticket(Outcome::Ignored, MailReason::SenderForged);
            return note(work, entry, None, refused).await;
        }
        _ => {}
    }
    if !incoming.released
        && let Some(reason) = hold::reason(&work, &incoming, sender, route).await?
    {
        return Box::pin(hold::hold(work, entry, route, reason)).await;
    }
    if let Err(refused) = hold::ask_guard(&work, sender, route, &also).await {
        return match refused {
            Error::Guarded { .. } if !incoming.released => {
                Box::pin(hold::hold(work, entry, route, MailReason::Guarded)).await
            }
            refused => Err(refused),
        };
    }
    works_again(&work, &incoming).await?;
    if let Some(report) = Box::pin(bounce::passed_on(&work, &incoming)).await? {
        return Box::pin(bounce::write_passed_on(work, entry, &incoming, report)).await;
    }
    match route {
        Route::Join(candidate) => Box::pin(join::write(work, entry, incoming, (candidate, also))).await,
        Route::Open { mentions } => {
            Box::pin(open::write(work, entry, incoming, open::Other { mentions, follows })).await
        }
    }
}

/// Whether nobody waits for what becomes of a mail.
const fn answers_by_machine(mail: &IncomingMessage) -> bool {
    mail.null_sender || mail.automatic.is_some() || mail.unattended.is_some()
}

/// Whoever writes from an address reads mail there, if no machine does it for them: what came back before is forgotten. An old mail says
/// nothing of today.
async fn works_again(work: &Work<'_>, incoming: &Incoming) -> Result<()> {
    let mail = incoming.message();
    let by_hand = matches!(mail.automatic, None | Some(Automatic::Suppressed)) && mail.unattended.is_none();
    if let Writer::Sender(from) = &incoming.writer
        && by_hand
        && work.quiet_because() != Some(MailReason::Old)
    {
        undeliverable::clear(work.tx(), [from.address.as_str()]).await?;
    }
    Ok(())
}

/// Whose words a mail carries.
pub(super) async fn writer_of(work: &Work<'_>, mail: &IncomingMessage) -> Result<Writer> {
    written_by(work, (mail.from.as_ref(), &mail.reply_to), mail.by_mail_server).await
}

/// Whose words a mail carries that names these people in From and in Reply-To.
pub(super) async fn written_by(
    work: &Work<'_>,
    (from, answers_to): (Option<&Address>, &[Address]),
    by_mail_server: bool,
) -> Result<Writer> {
    let usable = |one: &&Address| address::normalise(&one.address).is_some();
    let from = from.filter(usable);
    let from_us = match from {
        Some(from) => is_own_address(work, &from.address).await?,
        None => false,
    };
    let mut reply_to = None;
    for one in answers_to.iter().filter(usable) {
        if !is_own_address(work, &one.address).await? {
            reply_to = Some(one);
            break;
        }
    }
    Ok(writer(Names { from, reply_to, from_us, by_mail_server }))
}
