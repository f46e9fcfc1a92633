//! Finds for whom a mail of the staff opens a ticket: whose mail it passes on, or to whom it is addressed.

use super::{
    pointers::LOOKED_UP,
    receive::{Incoming, written_by},
    sender::Sender,
};
use crate::{
    commands::user::{by_email, find_or_create_customer, is_own_address, join_late},
    content::address::{is_usable, normalise},
    error::{Error, Result},
    incoming::{
        authentication::Verdict,
        behalf::{Behalf, OfStaff, behalf},
        copied,
        writer::Writer,
    },
    model::{Address, Forwarded, Machine, Role, UserId},
    store::Work,
};

/// For whom a mail opens a ticket.
pub(super) enum For {
    /// For its sender.
    Sender,
    /// For the people whose mails it passes on, for each a ticket.
    PassedOn {
        /// For whom, in the order of the mails.
        theirs: Vec<Theirs>,
        /// Whether the customers may be written to on its word: a trusted server vouches for the one who passes them on.
        proven: bool,
    },
    /// For the person to whom it is addressed.
    Addressed {
        /// Who they are.
        customer: UserId,
        /// Whether it may show the ticket to the others that it names: a trusted server vouches for its sender.
        proven: bool,
    },
    /// For nobody, until the staff know whose mail it passes on.
    Nobody,
    /// For its sender, who is one of the staff, and to be read by the staff alone: nothing proves that they wrote it.
    Unproven(Verdict),
}

impl For {
    /// Whether the people whom it names besides the desk watch the ticket: not on the word of a mail that anybody could have
    /// sent in the name of the staff.
    pub(super) const fn lets_watch(&self) -> bool {
        !matches!(self, Self::Nobody | Self::Unproven(_) | Self::Addressed { proven: false, .. })
    }
}

/// What a mail passes on of one person.
pub(super) struct Theirs {
    /// Who they are.
    pub(super) customer: UserId,
    /// The address that they wrote from.
    pub(super) address: String,
    /// What they wrote; at least one mail.
    pub(super) mails: Vec<Forwarded>,
}

/// For whom a mail opens a ticket; the account of that person is made on first contact.
pub(super) async fn opens_for(work: &Work<'_>, incoming: &Incoming, sender: Sender) -> Result<For> {
    if !matches!(incoming.writer, Writer::Sender(_)) || !sender.role.is_staff() {
        return Ok(For::Sender);
    }
    let mail = incoming.message();
    let trusted = &work.engine().settings().mail.trusted_authserv;
    let verdict = incoming.verdict(work);
    let passed_on = of_outsiders(work, &mail.forwarded).await?;
    let addressed = addressed(work, incoming).await?;
    let decided = behalf(OfStaff {
        works_queue: sender.works_queue(work, incoming.arrived.queue.into()).await?,
        automatic: mail.automatic.is_some() || mail.unattended.is_some(),
        verdict,
        checked: !trusted.is_empty(),
        passes_on: !passed_on.is_empty(),
        names_nobody: mail.forwarded.iter().any(|one| one.from.is_none() && one.machine.is_none()),
        addressed: addressed.is_some(),
    });
    Ok(match (decided, addressed) {
        (Behalf::PassedOn, _) => {
            For::PassedOn { theirs: by_person(work, passed_on).await?, proven: verdict == Verdict::Pass }
        }
        (Behalf::Addressed, Some(person)) => {
            For::Addressed { customer: account(work, &person).await?, proven: verdict == Verdict::Pass }
        }
        (Behalf::Nobody, _) => For::Nobody,
        (Behalf::Unproven, _) => For::Unproven(verdict),
        (Behalf::Sender | Behalf::Addressed, _) => For::Sender,
    })
}

/// Decides of mails of which nothing but a head tells that they are passed on: one of the staff who writes to the desk alone passes
/// on what somebody else wrote. In every other mail such a head is a part of what its sender writes.
pub(super) async fn settle_heads(work: &Work<'_>, incoming: &mut Incoming) -> Result<()> {
    let mail = incoming.message();
    if !mail.forwarded.iter().any(|one| one.by_head_alone) {
        return Ok(());
    }
    let sender = incoming.sender.as_ref().map(Sender::of).transpose()?;
    let passes_on = sender.is_some_and(|sender| sender.role.is_staff())
        && is_to_us_alone(work, &mail.addressees).await?
        && !of_outsiders(work, &mail.forwarded).await?.is_empty();
    let forwarded = &mut incoming.delivery.message.forwarded;
    forwarded.retain(|one| passes_on || !one.by_head_alone);
    for one in forwarded {
        one.announced |= one.by_head_alone;
    }
    Ok(())
}

/// Whether a mail is addressed to us, and to nobody else.
async fn is_to_us_alone(work: &Work<'_>, addressees: &[Address]) -> Result<bool> {
    for one in addressees.iter().take(LOOKED_UP) {
        if !is_own_address(work, &one.address).await? {
            return Ok(false);
        }
    }
    Ok((1..=LOOKED_UP).contains(&addressees.len()))
}

/// The mails of people who are none of us, each once.
async fn of_outsiders<'m>(work: &Work<'_>, mails: &'m [Forwarded]) -> Result<Vec<(Address, &'m Forwarded)>> {
    let mut found: Vec<(Address, &Forwarded)> = Vec::new();
    for mail in mails {
        let Some(person) = whose(work, mail).await? else { continue };
        let twice = mail.file.is_some() && found.iter().any(|(_, one)| one.file == mail.file);
        if !twice && is_outsider(work, &person).await? {
            found.push((person, mail));
        }
    }
    Ok(found)
}

/// Whose words a mail carries that is passed on: those of Reply-To, where a form wrote it, as of a mail that comes by itself.
pub(super) async fn whose(work: &Work<'_>, mail: &Forwarded) -> Result<Option<Address>> {
    let by_mail_server = mail.machine == Some(Machine::MailServer);
    let writer = written_by(work, (mail.from.as_ref(), &mail.reply_to), by_mail_server).await?;
    Ok(writer.of_passed_on(mail.machine))
}

/// The same by the people who wrote them, whose accounts are made on first contact.
async fn by_person(work: &Work<'_>, mails: Vec<(Address, &Forwarded)>) -> Result<Vec<Theirs>> {
    let mut people: Vec<Theirs> = Vec::new();
    for (person, mail) in mails {
        let customer = account(work, &person).await?;
        match people.iter_mut().find(|one| one.customer == customer) {
            Some(known) => known.mails.push(mail.clone()),
            None => people.push(Theirs { customer, address: person.address, mails: vec![mail.clone()] }),
        }
    }
    Ok(people)
}

/// The first person in To who is none of us, unless the desk itself stands there.
async fn addressed(work: &Work<'_>, incoming: &Incoming) -> Result<Option<Address>> {
    let mail = incoming.message();
    for one in &mail.to {
        if is_own_address(work, &one.address).await? {
            return Ok(None);
        }
    }
    for person in copied::people::<String>(&mail.to, &[]) {
        if is_outsider(work, &person).await? {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

/// Whether the address is a usable one of somebody who is neither staff nor the desk.
async fn is_outsider(work: &Work<'_>, person: &Address) -> Result<bool> {
    let Some(address) = normalise(&person.address).filter(|address| is_usable(address)) else {
        return Ok(false);
    };
    if is_own_address(work, &address).await? {
        return Ok(false);
    }
    let Some(account) = by_email(work, &address).await? else { return Ok(true) };
    let role: Role = account.role.parse().map_err(Error::internal)?;
    Ok(!role.is_staff())
}

async fn account(work: &Work<'_>, person: &Address) -> Result<UserId> {
    let name = Some(person.name.trim()).filter(|name| !name.is_empty());
    let id = find_or_create_customer(work, &person.address, name, None).await?;
    join_late(work, id, &person.address, Verdict::Unknown).await?;
    Ok(id)
}
