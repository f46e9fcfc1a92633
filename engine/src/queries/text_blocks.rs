//! Text blocks and macros, by name, and what they say of a ticket; there are few, so they come all at once. For the staff.

use crate::{
    actor::Actor,
    content::placeholders::{self, Values},
    engine::Engine,
    error::{Error, Result},
    model::{Macro, MacroChange, MacroId, TextBlock, TextBlockId, Ticket},
    policy::{self, Action},
    store::{fold::fold, organisations, people, queues, text_blocks},
};

impl Engine {
    /// Every text block by name; with `search` those in whose name or text it stands.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for customers; `MissingScope`.
    pub async fn text_blocks(&self, actor: &Actor, search: Option<&str>) -> Result<Vec<TextBlock>> {
        staff_alone(actor)?;
        let mut all = text_blocks::text_blocks(self.database().ro()).await?;
        if let Some(sought) = sought(search) {
            all.retain(|block| fold(&block.name).contains(&sought) || fold(&block.text).contains(&sought));
        }
        Ok(all)
    }

    /// A text block; `None`: there is none, or the actor may not see it.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn text_block(&self, actor: &Actor, id: TextBlockId) -> Result<Option<TextBlock>> {
        policy::reads_people(actor)?;
        if !is_staff(actor) {
            return Ok(None);
        }
        text_blocks::text_block(self.database().ro(), id).await
    }

    /// A text block with its variables filled in, as the actor would write it in the ticket of this number.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a ticket that is absent or hidden; [`Error::Forbidden`] for customers; `MissingScope`.
    pub async fn fill_text_block(&self, actor: &Actor, block: &TextBlock, number: i64) -> Result<String> {
        staff_alone(actor)?;
        let ticket = self.ticket(actor, number).await?.ok_or(Error::NotFound { what: "ticket" })?;
        Ok(placeholders::fill(&block.text, &self.placeholder_values(actor, &ticket).await?))
    }

    /// Every macro by name; with `search` those in whose name it stands.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for customers; `MissingScope`.
    pub async fn macros(&self, actor: &Actor, search: Option<&str>) -> Result<Vec<Macro>> {
        staff_alone(actor)?;
        let mut all = text_blocks::macros(self.database().ro()).await?;
        if let Some(sought) = sought(search) {
            all.retain(|one| fold(&one.name).contains(&sought));
        }
        Ok(all)
    }

    /// A macro; `None`: there is none, or the actor may not see it.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn macro_by_id(&self, actor: &Actor, id: MacroId) -> Result<Option<Macro>> {
        policy::reads_people(actor)?;
        if !is_staff(actor) {
            return Ok(None);
        }
        text_blocks::one_macro(self.database().ro(), id).await
    }

    /// What a macro would do to the ticket of this number if the actor applied it: its changes, with the variables of its
    /// comments filled in.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a ticket that is absent or hidden; [`Error::Forbidden`] for customers; `MissingScope`.
    pub async fn fill_macro(&self, actor: &Actor, made: &Macro, number: i64) -> Result<Vec<MacroChange>> {
        staff_alone(actor)?;
        let ticket = self.ticket(actor, number).await?.ok_or(Error::NotFound { what: "ticket" })?;
        let values = self.placeholder_values(actor, &ticket).await?;
        let fill = |change: &MacroChange| match change {
            MacroChange::Comment { text, visibility } => {
                MacroChange::Comment { text: placeholders::fill(text, &values), visibility: *visibility }
            }
            other => other.clone(),
        };
        Ok(made.changes.iter().map(fill).collect())
    }

    /// What the variables stand for in a ticket that the actor sees.
    async fn placeholder_values(&self, actor: &Actor, ticket: &Ticket) -> Result<Values> {
        let (db, settings) = (self.database().ro(), self.settings());
        let mut values = Values::from([
            ("brand.name", settings.brand.name.clone()),
            ("ticket.number", ticket.number.to_string()),
            ("ticket.title", ticket.title.clone()),
            ("ticket.url", settings.ticket_url(ticket.number)),
        ]);
        let agent = actor.user().map_or_else(|| settings.brand.name.clone(), |viewer| viewer.name.clone());
        values.insert("agent.name", agent);
        if let Some(customer) = people::find(db, ticket.customer).await? {
            values.extend([("customer.name", customer.name), ("customer.email", customer.email)]);
        }
        if let Some(queue) = queues::find(db, ticket.queue).await? {
            values.insert("queue.name", queue.name);
        }
        if let Some(id) = ticket.organisation
            && let Some(organisation) = organisations::find(db, id).await?
        {
            values.insert("organisation.name", organisation.name);
        }
        Ok(values)
    }
}

fn sought(search: Option<&str>) -> Option<String> {
    search.map(|search| fold(search.trim())).filter(|sought| !sought.is_empty())
}

fn is_staff(actor: &Actor) -> bool {
    actor.is_internal() || actor.user().is_some_and(|viewer| viewer.role.is_staff())
}

/// Refuses all but the staff; a token that administers may read what it changes.
pub(crate) fn staff_alone(actor: &Actor) -> Result<()> {
    if actor.user().is_none() && !actor.is_internal() {
        return Err(policy::turned_away(actor));
    }
    if !is_staff(actor) {
        return Err(Error::Forbidden { action: Action::ManageTexts.words() });
    }
    policy::reads_people(actor)
}
