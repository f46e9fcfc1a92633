//! The ledger of incoming mails, newest first, as far as the actor may see it.

use std::collections::HashMap;

use crate::{
    actor::{Actor, Scope},
    blobs::{ByteStream, Kind},
    content::address::normalise,
    engine::Engine,
    error::{Error, Result},
    model::{CommentId, IncomingMail, MailFilter, MailId, Outcome, Page, Paging},
    policy,
    store::{
        entity::incoming_mail,
        ledger, mail_comments,
        page::{Key, Window},
        visible::Visible,
    },
};

/// Outcomes are counted among so many mails, the newest of the time that is asked for: the ledger grows with the years, and whoever looks
/// at its page has them counted.
const COUNTED: u64 = 10_000;

impl Engine {
    /// A page of the mails that the actor may see and that the filter asks for, newest first.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn mails(
        &self,
        actor: &Actor,
        filter: &MailFilter,
        paging: &Paging,
    ) -> Result<Page<IncomingMail>> {
        policy::in_scope(actor, Scope::Read)?;
        let window = Window::read(paging, ledger::ordering())?;
        let rows = ledger::page(self.database().ro(), &window, Visible::to(actor), filter).await?;
        let mails = rows.into_iter().map(mail).collect::<Result<Vec<_>>>()?;
        Ok(window.page(mails, |mail| (Key::Time(mail.received_at), Key::Id(mail.id.0))))
    }

    /// How many mails the actor may see that the filter asks for.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_mails(&self, actor: &Actor, filter: &MailFilter) -> Result<u64> {
        policy::in_scope(actor, Scope::Read)?;
        ledger::count(self.database().ro(), Visible::to(actor), filter).await
    }

    /// How many mails the actor may see of each outcome that the filter asks for otherwise, among the newest 10,000 of its time, its
    /// ticket or its `Message-ID`; those that are held are all counted. An outcome of which there is none is left out.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn mail_outcomes(&self, actor: &Actor, filter: &MailFilter) -> Result<Vec<(Outcome, u64)>> {
        policy::in_scope(actor, Scope::Read)?;
        let counted = ledger::outcomes(self.database().ro(), Visible::to(actor), filter, COUNTED).await?;
        let mut counts = Vec::with_capacity(counted.len() + 1);
        for (word, count) in counted {
            let outcome = Outcome::parse(&word).filter(|outcome| *outcome != Outcome::Held);
            counts.extend(outcome.zip(u64::try_from(count).ok()));
        }
        let held = MailFilter { outcome: vec![Outcome::Held], ..filter.clone() };
        let held = self.count_mails(actor, &held).await?;
        counts.extend((held > 0).then_some((Outcome::Held, held)));
        Ok(counts)
    }

    /// One mail; `None`: there is none, or the actor may not see it.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn mail(&self, actor: &Actor, id: MailId) -> Result<Option<IncomingMail>> {
        policy::in_scope(actor, Scope::Read)?;
        let row = ledger::one(self.database().ro(), Visible::to(actor), id).await?;
        row.map(mail).transpose()
    }

    /// The mails that these comments came by, as far as the actor may see them. Their signatures are told of comments of their senders
    /// alone: they vouch for no words that somebody else wrote and the sender passed on.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn mails_of_comments(
        &self,
        actor: &Actor,
        comments: &[CommentId],
    ) -> Result<HashMap<CommentId, IncomingMail>> {
        let rows = ledger::of_comments(self.database().ro(), Visible::to(actor), comments).await?;
        let mut mails = rows.into_iter().map(mail).collect::<Result<Vec<_>>>()?;
        let signed = mails.iter().filter(|mail| mail.signature.is_some()).filter_map(|mail| mail.comment);
        let signed: Vec<CommentId> = signed.collect();
        if !signed.is_empty() {
            let authors = mail_comments::authors(self.database().ro(), &signed).await?;
            for mail in &mut mails {
                let author = mail.comment.and_then(|comment| authors.get(&comment));
                let is_theirs = author.is_some_and(|addresses| is_sender(mail, addresses));
                if !is_theirs {
                    mail.signature = None;
                }
            }
        }
        Ok(mails.into_iter().filter_map(|mail| Some((mail.comment?, mail))).collect())
    }

    /// The bytes of a mail as it came, piece by piece; `None`: there is none, they were redacted, or the actor may not see
    /// it.
    ///
    /// # Errors
    /// Internal, also when the blob store has lost the bytes; `Unavailable`.
    pub async fn mail_stream(&self, actor: &Actor, id: MailId) -> Result<Option<ByteStream>> {
        let Some(mail) = self.mail(actor, id).await?.filter(|mail| !mail.sha256.is_empty()) else {
            return Ok(None);
        };
        match self.blobs().stream(Kind::Mail, &mail.sha256, None).await? {
            Some(bytes) => Ok(Some(bytes)),
            None => Err(Error::internal(format!("the blob store has lost the mail {}", mail.sha256))),
        }
    }
}

/// Whether a mail says that it comes from somebody who has these addresses.
fn is_sender(mail: &IncomingMail, addresses: &[String]) -> bool {
    let from = mail.from.as_deref().and_then(normalise);
    from.is_some_and(|from| addresses.contains(&from))
}

fn mail(row: incoming_mail::Model) -> Result<IncomingMail> {
    let outcome = Outcome::parse(&row.outcome)
        .ok_or_else(|| Error::internal(format!("{:?} is no outcome of a mail", row.outcome)))?;
    Ok(IncomingMail {
        id: row.id.into(),
        received_at: row.received_at,
        message_id: row.message_id,
        from: row.sender,
        from_name: row.sender_name,
        subject: row.subject,
        mailbox: row.mailbox,
        outcome,
        why: row.reason_code.and_then(|code| code.parse().ok()),
        detail: row.reason_detail,
        reason: row.reason,
        relation: row.relation.and_then(|word| word.parse().ok()),
        authentication: row.authentication,
        // What a later version may have written there is not told.
        signature: row.signature.and_then(|written| serde_json::from_str(&written).ok()),
        ticket: row.ticket_id.map(Into::into),
        comment: row.comment_id.map(Into::into),
        sha256: row.sha256,
        repeats: u64::try_from(row.repeats).unwrap_or_default(),
        repeated_at: row.repeated_at,
    })
}
