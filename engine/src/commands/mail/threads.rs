//! Finds the tickets of the mails that a mail answers, by their ids, and whether these prove that its sender belongs there.

use super::{
    copied::is_colleague,
    pointers::{LOOKED_UP, candidate, shut_out},
    sight::{Addressed, addressed, may_read, outlived},
};
use crate::{
    error::Result,
    model::{IncomingMessage, UserId},
    routing::{Candidate, answered_ids, meant},
    store::{Work, entity::message, letters, mails, messages, tickets},
};

/// Who answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answerer<'m> {
    /// Their account, if they have one.
    pub(super) account: Option<UserId>,
    /// Whether that is one of the staff.
    pub(super) of_staff: bool,
    /// The address that they write from, as far as there is one.
    pub(super) address: &'m str,
    /// Whether nobody wrote it, but a mail server or ourselves: that is for the staff alone anyway.
    pub(super) nobody: bool,
}

/// The tickets of the mails of the thread that are known, nearest first, as far as they are needed: up to the first that an id proves.
/// Anybody can claim an id, and mails of the staff to each other may never have come here: so if the nearest one is no letter of ours,
/// but one further up is about a note, it goes on among the staff.
pub(super) async fn thread(
    work: &Work<'_>,
    mail: &IncomingMessage,
    who: Answerer<'_>,
) -> Result<Vec<Candidate>> {
    let mut ids = answered_ids(&mail.in_reply_to, &mail.references, LOOKED_UP);
    ids.extend(mail.report_of.as_deref());
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let known = messages::known_of(work.tx(), &ids).await?;
    let mut thread: Vec<Candidate> = Vec::new();
    for id in ids {
        let same: Vec<&message::Model> = known.iter().filter(|row| row.message_id == id).collect();
        let all = tickets_of(work, &same, who.account).await?;
        let Some(found) = meant(&all, who.of_staff) else { continue };
        if found.about_note {
            return Ok(vec![found]);
        }
        let of_letter = same.iter().any(|row| row.letter_id.is_some());
        if of_letter && thread.is_empty() {
            return Ok(vec![found]);
        }
        if thread.iter().all(|one| one.claimed) {
            let claimed = found.claimed || !(of_letter || belongs(work, mail, who, found).await?);
            thread.push(Candidate { claimed, ..found });
        }
    }
    Ok(thread)
}

/// The tickets of the mails that bear one id, each once.
async fn tickets_of(
    work: &Work<'_>,
    known: &[&message::Model],
    sender: Option<UserId>,
) -> Result<Vec<Candidate>> {
    let mut all: Vec<Candidate> = Vec::new();
    for row in known {
        let Some(found) = of_message(work, row, sender).await? else { continue };
        match all.iter_mut().find(|one| one.ticket == found.ticket) {
            Some(one) => one.about_note |= found.about_note,
            None => all.push(found),
        }
    }
    Ok(all)
}

/// Whether somebody belongs to the only ticket of a mail that is not ours, so that its id leads there: they take part in it or read it,
/// are colleagues of its customer, or write to somebody who takes part as well. The staff do, unless they write to others alone: then
/// their words are for those. What they pass on becomes a note.
async fn belongs(
    work: &Work<'_>,
    mail: &IncomingMessage,
    who: Answerer<'_>,
    found: Candidate,
) -> Result<bool> {
    if found.sender_takes_part || who.nobody {
        return Ok(true);
    }
    let Some(row) = tickets::find(work.tx(), found.ticket).await? else { return Ok(false) };
    match addressed(work, mail, &row).await? {
        Addressed::Party => return Ok(true),
        to if who.of_staff => {
            return Ok(to == Addressed::Desk || mail.forwarded.iter().any(|one| one.announced));
        }
        Addressed::Desk | Addressed::Others => {}
    }
    if let Some(account) = who.account
        && may_read(work, &row, account).await?
    {
        return Ok(true);
    }
    is_colleague(work, &row, (who.account, who.address)).await
}

/// The ticket of a mail that is known, ours or another's.
pub(super) async fn of_message(
    work: &Work<'_>,
    known: &message::Model,
    sender: Option<UserId>,
) -> Result<Option<Candidate>> {
    let Some(row) = tickets::find(work.tx(), known.ticket_id.into()).await? else {
        return Ok(None);
    };
    let found = candidate(work, row, sender).await?;
    let sent = match known.letter_id {
        Some(letter) => letters::find(work.tx(), letter.into()).await?,
        None => None,
    };
    let Some(sent) = sent else {
        let about_note = is_among_staff(work, known).await?;
        return Ok(Some(Candidate { about_note, ..found }));
    };
    let found = Candidate { about_note: letters::is_about_note(work.tx(), &sent).await?, ..found };
    let reader: UserId = sent.recipient_id.into();
    if sender == Some(reader) {
        return shut_out(work, found, sender).await.map(Some);
    }
    outlived(work, found, reader, sender).await.map(Some)
}

/// Whether a mail is for the staff alone: it became a note, or passed on what a customer wrote. What answers it goes on among
/// them.
async fn is_among_staff(work: &Work<'_>, mail: &message::Model) -> Result<bool> {
    let Some(comment) = mail.comment_id else { return Ok(false) };
    if letters::is_among_staff(work.tx(), comment).await? {
        return Ok(true);
    }
    mails::passed_on(work.tx(), &mail.message_id, comment).await
}
