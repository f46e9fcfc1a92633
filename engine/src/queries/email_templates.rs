//! Emails with words of one's own, and what an email would say.

use super::text_blocks::staff_alone;
use crate::{
    actor::Actor,
    commands::email_template::{bad, known_kind, known_locale, known_queue, tidied},
    engine::Engine,
    error::{Error, Result},
    model::{
        Address, CommentId, EmailTemplate, EmailTemplateId, EmailTexts, Letter, LetterKind, LetterOrigin,
        OwnTexts, QueueId, Ticket,
    },
    policy,
    settings::QueueTerms,
    store::{email_templates, letters::quoted, people, queues, tickets},
};

/// An email that is to be looked at before it is saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PreviewEmail {
    /// Which kind of email, such as `confirmation`.
    pub kind: String,
    /// In which language, `de` or `en`.
    pub locale: String,
    /// For the tickets of which queue; `None`: of the ticket's, else of none in particular.
    pub queue: Option<QueueId>,
    /// The templates; `None`: what is in force now. An empty part is as the default has it.
    pub own: Option<EmailTexts>,
    /// The number of a ticket whose data are used; `None`: a sample's.
    pub number: Option<i64>,
}

impl Engine {
    /// Every email that has words of one's own; for the staff.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for customers; `MissingScope`.
    pub async fn email_templates(&self, actor: &Actor) -> Result<Vec<EmailTemplate>> {
        staff_alone(actor)?;
        email_templates::all(self.database().ro()).await
    }

    /// One of them; `None`: there is none, or the actor may not see it.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn email_template(&self, actor: &Actor, id: EmailTemplateId) -> Result<Option<EmailTemplate>> {
        policy::reads_people(actor)?;
        if staff_alone(actor).is_err() {
            return Ok(None);
        }
        email_templates::one(self.database().ro(), id).await
    }

    /// The templates of the default; for the staff.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for customers; `MissingScope`.
    pub fn default_email(&self, actor: &Actor, kind: LetterKind) -> Result<EmailTexts> {
        staff_alone(actor)?;
        Ok(self.letter_writer()?.default_texts(kind))
    }

    /// What a sample says by the default now, to be compared with what it said when a template was saved.
    ///
    /// # Errors
    /// Internal, when it cannot be written.
    pub fn default_email_now(&self, kind: LetterKind, locale: &str) -> Result<EmailTexts> {
        let writer = self.letter_writer()?;
        writer.write(&writer.sample(kind, locale)).map_err(bad)
    }

    /// What an email would say, with a sample's data or a ticket's; for the staff.
    ///
    /// # Errors
    /// As [`Engine::set_email_template`] for what cannot be used; [`Error::NotFound`] for a ticket that is absent or hidden;
    /// [`Error::Forbidden`] for customers.
    pub async fn preview_email(&self, actor: &Actor, input: PreviewEmail) -> Result<EmailTexts> {
        staff_alone(actor)?;
        let (kind, locale) = (known_kind(&input.kind)?, known_locale(self.settings(), &input.locale)?);
        let db = self.database().ro();
        let asked = known_queue(db, input.queue).await?;
        let ticket = match input.number {
            Some(number) => {
                Some(self.ticket(actor, number).await?.ok_or(Error::NotFound { what: "ticket" })?)
            }
            None => None,
        };
        let queue = match (asked, &ticket) {
            (Some(queue), _) => Some(queue),
            (None, Some(ticket)) => queues::find(db, ticket.queue).await?,
            (None, None) => None,
        };
        let writer = self.letter_writer()?;
        let own = if let Some(own) = &input.own {
            let own = tidied(own);
            writer.check(kind, &locale, &own).map_err(bad)?;
            Some(OwnTexts { template: EmailTemplateId(uuid::Uuid::nil()), texts: own })
        } else {
            let queue = queue.as_ref().map(|queue| queue.id.into());
            email_templates::in_force(db, kind, &locale, queue).await?
        };
        let terms = match &queue {
            Some(queue) => queues::terms_of(self.settings(), queue)?,
            None => self.settings().of_queue(&crate::model::QueueSettings::default()),
        };
        let mut letter = self.sample_of_queue(writer.sample(kind, &locale), &terms);
        if let Some(ticket) = &ticket {
            self.fill_in(&mut letter, ticket, &terms).await?;
        }
        letter.own = own;
        writer.write(&letter).map_err(bad)
    }

    /// A sample in the name of this installation and of a queue.
    fn sample_of_queue(&self, sample: Letter, terms: &QueueTerms) -> Letter {
        let settings = self.settings();
        let notice = (sample.kind == LetterKind::Confirmation)
            .then(|| terms.notices.get(&sample.locale).cloned())
            .flatten();
        Letter {
            brand_name: settings.brand.name.clone(),
            contact: settings.brand.contact.clone(),
            from: terms.sender.clone(),
            signature: terms.signature.clone(),
            notice,
            ..sample
        }
    }

    /// Puts the data of a ticket that the actor sees in the place of the sample's, as its customer would be told: of
    /// comments no other than the last public one.
    async fn fill_in(&self, letter: &mut Letter, shown: &Ticket, terms: &QueueTerms) -> Result<()> {
        let db = self.database().ro();
        let Some(row) = tickets::find(db, shown.id).await? else { return Ok(()) };
        if let Some(customer) = people::find(db, row.customer_id.into()).await? {
            letter.to = Address { name: customer.name, address: customer.email };
            letter.time_zone = customer.time_zone;
        }
        let newest = quoted::newest_public(db, row.id).await?;
        let shown: Vec<CommentId> = newest.map(|comment| comment.id.into()).into_iter().collect();
        letter.comment = self.letter_comments(&shown, terms.content, LetterOrigin::Answer).await?.pop();
        letter.now = self.now();
        letter.public_url.clone_from(&self.settings().public_url);
        if letter.ticket.is_some() {
            letter.ticket = Some(self.letter_ticket(&row, None, terms)?);
        }
        Ok(())
    }
}
