//! Asks whoever fetches mailboxes to look now.

use crate::{
    actor::Actor,
    content::address::spelled,
    engine::Engine,
    error::{Error, Result},
    policy::Action,
    store::{Work, mailboxes},
};

impl Engine {
    /// Asks whoever fetches a mailbox, on whatever node, to look now instead of when its server tells of something new or when a
    /// wait after a fault is over; without an address, those that fetch all the others too. For admins. What was asked a moment ago
    /// is not asked again. Answers the names of the mailboxes that are fetched.
    ///
    /// # Errors
    /// `BadInput` for `address` when there is no such mailbox, or when it is not fetched; [`Error::Forbidden`].
    pub async fn fetch_mailboxes(&self, actor: &Actor, address: Option<&str>) -> Result<Vec<String>> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let wanted = address.map(spelled);
        let mut known = self.mailbox_health(actor).await?;
        known.retain(|one| wanted.as_ref().is_none_or(|wanted| spelled(&one.health.name) == *wanted));
        if let (Some(address), true) = (address, known.is_empty()) {
            let message = format!("Mailbox {address} not found.");
            return Err(Error::bad("address", "mailbox-unknown", message));
        }
        let fetched = known.into_iter().filter_map(|one| one.is_fetched().then_some(one.health.name));
        let mut names: Vec<String> = fetched.collect();
        if let (Some(address), true) = (address, names.is_empty()) {
            let message = format!("{address} is not fetched from a server.");
            return Err(Error::bad("address", "mailbox-not-fetched", message));
        }
        let work = Work::begin(self).await?;
        // Always in the same order, so that two who ask at once do not wait for each other.
        names.sort();
        mailboxes::ask(&work, &names).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(names)
    }
}
