//! Links a ticket to what another system calls the same matter.

use super::link::linked;
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{EventChange, ExternalLink, FromTo, Ticket, TicketId},
    policy::Action,
    rules::links::{MOST_LINKS, clean_key, clean_url},
    store::{Work, external_links},
};

/// A link to another system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddExternalLink {
    /// The ticket's number.
    pub number: i64,
    /// The address: http or https.
    pub url: String,
    /// What the other system calls it, such as `PROJ-42`.
    pub key: Option<String>,
    /// Whether customers see it.
    pub visible_to_customer: bool,
}

impl Engine {
    /// Links a ticket to another system. The same address again changes the key and whether customers see it.
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `Forbidden` for customers; `BadInput` for `url`, `key`.
    pub async fn add_external_link(&self, actor: &Actor, input: AddExternalLink) -> Result<Ticket> {
        let mut work = Work::begin(self).await?;
        let (mut ticket, permit) = work.ticket(actor, input.number, Action::WorkTicket).await?;
        let (url, key) = (clean_url(&input.url)?, clean_key(input.key.as_deref())?);
        let known = external_links::with_url(work.tx(), ticket.id(), &url).await?;
        let visible = input.visible_to_customer;
        let seen = visible || known.as_ref().is_some_and(|known| known.visible_to_customer);
        match known {
            Some(known) if known.key == key && known.visible_to_customer == visible => {
                return ticket.shown(actor);
            }
            Some(known) => external_links::change(&work, known, key, visible).await?,
            None => insert(&work, ticket.id(), url.clone(), key, visible).await?,
        }
        work.journal(linked(actor, ticket.id(), EventChange::ExternalLinks(FromTo::now(url)), !visible));
        work.touch(&mut ticket, seen).await?;
        work.commit(permit, Vec::new()).await?;
        ticket.shown(actor)
    }
}

/// Adds a link, unless its ticket has enough of them.
async fn insert(
    work: &Work<'_>,
    ticket: TicketId,
    url: String,
    key: Option<String>,
    visible_to_customer: bool,
) -> Result<()> {
    if external_links::count(work.tx(), ticket).await? >= MOST_LINKS as u64 {
        let message = format!("A ticket can have at most {MOST_LINKS} external links.");
        return Err(Error::bad("url", "links-too-many", message));
    }
    let link = ExternalLink { id: work.id()?, ticket, url, key, visible_to_customer };
    external_links::insert(work, link).await
}
