//! What a person typed into the search, read and put into the filter of tickets where lists and counts are quickest.

use crate::{
    actor::Actor,
    content::search,
    engine::Engine,
    error::Result,
    model::{QueueId, Search, SearchClause, Sought, Span, Status, TicketFilter, Whom},
    store::{names::folded, tickets::named},
};

impl Engine {
    /// Reads what a person typed into the search: words, "phrases", and properties such as `status:open`. Days begin in
    /// the time zone of the actor.
    ///
    /// # Errors
    /// `BadInput` for `query`: a key of the search language with a value that it cannot have.
    pub fn read_search(&self, actor: &Actor, typed: &str) -> Result<Search> {
        let zone = actor.user().map_or(self.settings().brand.time_zone.as_str(), |viewer| &viewer.time_zone);
        search::read(typed, self.now(), zone)
    }

    /// The same filter, with what its search asks for put where the lists and counts are quickest: as properties of the
    /// filter itself, and queues by id.
    pub(super) async fn plain(&self, actor: &Actor, filter: &TicketFilter) -> Result<TicketFilter> {
        let mut plain = filter.clone();
        let Some(mut search) = plain.search.take() else { return Ok(plain) };
        named::name_terms(self.database().ro(), actor, &mut search).await?;
        let had_clauses = !search.clauses.is_empty() || search.order.is_some();
        if search.clauses.iter().any(|clause| matches!(clause.sought, Sought::Queue(_))) {
            self.name_queues(actor, &mut search.clauses, &mut plain).await?;
        }
        search.clauses.retain(|clause| !absorbed(actor, &mut plain, clause));
        let done =
            had_clauses && search.clauses.is_empty() && search.terms.is_empty() && search.number.is_none();
        plain.search = (!done).then_some(search);
        Ok(plain)
    }

    /// Queues are few: their names are compared in whatever case, and the only one goes into the filter.
    async fn name_queues(
        &self,
        actor: &Actor,
        clauses: &mut Vec<SearchClause>,
        filter: &mut TicketFilter,
    ) -> Result<()> {
        let queues = self.queues(actor).await?;
        let found = |name: &String| {
            let wanted = folded(name.trim());
            queues.iter().find(|queue| folded(&queue.name) == wanted)
        };
        for clause in clauses.iter_mut() {
            let Sought::Queue(names) = &mut clause.sought else { continue };
            *names = names
                .iter()
                .map(|name| found(name).map_or_else(|| name.clone(), |queue| queue.name.clone()))
                .collect();
        }
        clauses.retain(|clause| match (&clause.sought, filter.queue) {
            (Sought::Queue(names), None) if !clause.negated && names.len() == 1 => {
                let id: Option<QueueId> = names.first().and_then(found).map(|queue| queue.id);
                filter.queue = id;
                id.is_none()
            }
            _ => true,
        });
        Ok(())
    }
}

/// Whether a property went into the filter itself.
fn absorbed(actor: &Actor, filter: &mut TicketFilter, clause: &SearchClause) -> bool {
    let has = !clause.negated;
    let viewer = actor.user().map(|viewer| viewer.id);
    match &clause.sought {
        Sought::Status(wanted) if filter.status.is_empty() => {
            let all = Status::ALL.iter().copied();
            filter.status = all.filter(|status| wanted.contains(status) == has).collect();
            !filter.status.is_empty()
        }
        Sought::Channel(wanted) if has && filter.channels.is_empty() => {
            filter.channels.clone_from(wanted);
            true
        }
        Sought::Assignee(whom) if *whom == [Whom::Nobody] => placed(&mut filter.unassigned, has),
        Sought::Assignee(whom) if has && *whom == [Whom::Me] => {
            viewer.is_some_and(|viewer| placed(&mut filter.assignee, viewer))
        }
        Sought::Customer(whom) if has && *whom == [Whom::Me] => {
            viewer.is_some_and(|viewer| placed(&mut filter.customer, viewer))
        }
        Sought::Tag(tags) if has && tags.len() == 1 => {
            tags.first().is_some_and(|tag| placed(&mut filter.tag, tag.clone()))
        }
        Sought::Escalated => placed(&mut filter.escalated, has),
        Sought::Unseen => placed(&mut filter.unseen, has),
        Sought::Created(Span { from: Some(from), before: None }) if has => {
            placed(&mut filter.created_after, *from)
        }
        Sought::Created(Span { from: None, before: Some(before) }) if has => {
            placed(&mut filter.created_before, *before)
        }
        Sought::Updated(Span { from: Some(from), before: None }) if has => {
            placed(&mut filter.updated_after, *from)
        }
        _ => false,
    }
}

/// Puts a value where none is.
fn placed<T>(place: &mut Option<T>, value: T) -> bool {
    let free = place.is_none();
    if free {
        *place = Some(value);
    }
    free
}
