//! The history of a ticket: a page of its events, in the order of the journal.

use std::collections::HashMap;

use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::Result,
    journal::Horizon,
    model::{Event, EventId, Page, Paging, TicketId},
    policy,
    store::{
        entity::event,
        events::{self, history},
        page::{self, Key, Window},
        visible::Visible,
    },
};

/// The list of a ticket's events, as its cursors call it.
const LIST: &str = "event";

impl Engine {
    /// A page of a ticket's events that the actor may see, oldest first. The cursors of the events themselves are for
    /// [`Engine::follow`], those of the page for the next page.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn events(&self, actor: &Actor, ticket: TicketId, paging: &Paging) -> Result<Page<Event>> {
        policy::in_scope(actor, Scope::Read)?;
        let window = self.window(paging)?;
        let horizon = Horizon::read(self.database()).await?;
        let found = history::page(self.database().ro(), &window, Visible::to(actor), ticket).await?;
        let events = self.shown_events(actor, &found).await?;
        self.page(&window, &horizon, events)
    }

    /// The same page of each of these tickets, in one statement.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`; `MissingScope`.
    pub async fn events_of_each(
        &self,
        actor: &Actor,
        tickets: &[TicketId],
        paging: &Paging,
    ) -> Result<HashMap<TicketId, Page<Event>>> {
        policy::in_scope(actor, Scope::Read)?;
        let window = self.window(paging)?;
        let horizon = Horizon::read(self.database()).await?;
        let mut pages: HashMap<TicketId, Vec<Event>> = tickets.iter().map(|id| (*id, Vec::new())).collect();
        let visible = Visible::to(actor);
        let found = history::page_of_each(self.database().ro(), &window, visible, tickets).await?;
        for event in self.shown_events(actor, &found).await? {
            pages.entry(event.ticket).or_default().push(event);
        }
        pages.into_iter().map(|(id, events)| Ok((id, self.page(&window, &horizon, events)?))).collect()
    }

    /// Those of these events that the actor may see.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn events_by_id(&self, actor: &Actor, ids: &[EventId]) -> Result<HashMap<EventId, Event>> {
        policy::in_scope(actor, Scope::Read)?;
        let horizon = Horizon::read(self.database()).await?;
        let found = history::of_ids(self.database().ro(), Visible::to(actor), ids).await?;
        let mut events = HashMap::with_capacity(found.len());
        for mut event in self.shown_events(actor, &found).await? {
            event.cursor = horizon.safe(&event);
            events.insert(event.id, event);
        }
        Ok(events)
    }

    /// How many events of a ticket the actor may see.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_events(&self, actor: &Actor, ticket: TicketId) -> Result<u64> {
        policy::in_scope(actor, Scope::Read)?;
        history::count(self.database().ro(), Visible::to(actor), ticket).await
    }

    /// How many events of each of these tickets the actor may see, in one statement; a ticket with none is left out.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_events_of_each(
        &self,
        actor: &Actor,
        tickets: &[TicketId],
    ) -> Result<HashMap<TicketId, u64>> {
        policy::in_scope(actor, Scope::Read)?;
        let counted = history::count_of_each(self.database().ro(), Visible::to(actor), tickets).await?;
        Ok(counted.into_iter().map(|(id, count)| (TicketId(id), count.unsigned_abs())).collect())
    }

    /// The events of these rows, as the actor may see them.
    async fn shown_events(&self, actor: &Actor, rows: &[event::Model]) -> Result<Vec<Event>> {
        let read = Box::pin(events::read(self.database().ro(), rows.iter())).await?;
        let visible = Visible::to(actor);
        Ok(read.into_iter().map(|event| visible.shown_event(event)).collect())
    }

    /// The window that is asked for. The cursors of this list are sealed as those of the journal are, and for the same
    /// reason.
    fn window(&self, paging: &Paging) -> Result<Window> {
        let open = |field: &'static str, cursor: &Option<String>| match cursor {
            None => Ok(None),
            Some(text) => {
                let opened = self.secret().open(LIST, text).and_then(|bytes| String::from_utf8(bytes).ok());
                opened.map(Some).ok_or_else(|| page::bad_cursor(field))
            }
        };
        let (after, before) = (open("after", &paging.after)?, open("before", &paging.before)?);
        Window::read(&Paging { after, before, ..paging.clone() }, history::ordering(LIST))
    }

    /// The page of these events. Its cursors are places in the list; those of the events are for followers, and never
    /// beyond the horizon.
    fn page(&self, window: &Window, horizon: &Horizon, events: Vec<Event>) -> Result<Page<Event>> {
        let mut page = window.page(events, |event| (Key::Number(event.place.0), Key::Number(event.place.1)));
        for (cursor, event) in &mut page.items {
            *cursor = self.secret().seal(LIST, cursor.as_bytes())?;
            event.cursor = horizon.safe(event);
        }
        Ok(page)
    }
}
