//! How mail comes in and goes out: how each mailbox fares, and which addresses letters come from.

use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    actor::Actor,
    content::address::{domain_of, nearest_domain, spelled},
    engine::Engine,
    error::Result,
    model::{MailSender, MailboxHealth},
    policy::Action,
    store::{
        entity::{mailbox, queue},
        mailboxes, queues,
    },
};

impl Engine {
    /// How every mailbox of the configuration fares, in its order; for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins.
    pub async fn mailbox_health(&self, actor: &Actor) -> Result<Vec<MailboxHealth>> {
        let _ = self.permit(actor, Action::ManageHouse, None)?;
        let known = self.mailboxes().await?;
        let names = self.settings().mail.mailboxes.iter().map(|mailbox| &mailbox.address);
        let last = mailboxes::last_mails(self.database().ro(), names.clone()).await?;
        let routes = &self.settings().mail.routes;
        let health = names.map(|name| {
            let found = known.iter().find(|one| one.name == *name).cloned();
            let server = routes.fetched.iter().find(|(fetched, _)| fetched == name);
            MailboxHealth {
                server: server.map(|(_, server)| server.clone()),
                lmtp: routes.lmtp.clone(),
                last_mail_at: last.get(name).copied(),
                ..found.unwrap_or_else(|| unread(name.clone()))
            }
        });
        Ok(health.collect())
    }

    /// How every mailbox fares that was ever claimed, by name.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mailboxes(&self) -> Result<Vec<MailboxHealth>> {
        let rows =
            mailbox::Entity::find().order_by_asc(mailbox::Column::Name).all(self.database().ro()).await?;
        let health = rows.into_iter().map(|row| MailboxHealth {
            last_success_at: row.last_success_at,
            last_error: row.last_error,
            last_fault: row.last_fault.and_then(|word| word.parse().ok()),
            last_error_at: row.last_error_at,
            ..unread(row.name)
        });
        Ok(health.collect())
    }

    /// The addresses that letters come from, the installation's first and then those of queues, and with which
    /// domain's key letters from them are signed; for admins.
    ///
    /// # Errors
    /// `Forbidden` for all but admins.
    pub async fn mail_senders(&self, actor: &Actor) -> Result<Vec<MailSender>> {
        let _ = self.permit(actor, Action::ManageHouse, None)?;
        let settings = self.settings();
        let mut addresses = vec![settings.mail.from.address.clone()];
        let rows = queue::Entity::find().order_by_asc(queue::Column::SortKey).order_by_asc(queue::Column::Id);
        for row in rows.all(self.database().ro()).await? {
            if let Some(own) = queues::own(&row)?.sender_address
                && !addresses.iter().any(|known| spelled(known) == spelled(&own))
            {
                addresses.push(own);
            }
        }
        let signs = &settings.mail.routes.signed_domains;
        let senders = addresses.into_iter().map(|address| {
            let signed_by = nearest_domain(signs.iter().map(String::as_str), domain_of(&address));
            MailSender { signed_by: signed_by.map(str::to_owned), address }
        });
        Ok(senders.collect())
    }
}

/// A mailbox of which nothing is known.
fn unread(name: String) -> MailboxHealth {
    MailboxHealth {
        name,
        last_success_at: None,
        last_error: None,
        last_fault: None,
        last_error_at: None,
        server: None,
        lmtp: None,
        last_mail_at: None,
    }
}
