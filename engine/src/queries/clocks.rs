//! What the clocks of tickets show now, and why; for the staff.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::{Error, Result},
    model::{ClockFace, TicketClocks, TicketId},
    policy,
    sla::{BusinessTime, ClockKind, History, Terms, read},
    store::{agreements, clocks, entity::ticket_clock, tickets::read, visible::Visible},
};

impl Engine {
    /// The clocks of these tickets, as far as the actor may see them; customers see none.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn clocks_of(
        &self,
        actor: &Actor,
        ids: &[TicketId],
    ) -> Result<HashMap<TicketId, TicketClocks>> {
        policy::in_scope(actor, Scope::Read)?;
        let visible = Visible::to(actor);
        if !visible.sees_internal() {
            return Ok(HashMap::new());
        }
        let db = self.database().ro();
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let rows = clocks::of(db, &ids).await?;
        if rows.is_empty() {
            return Ok(HashMap::new());
        }
        let with_clocks: Vec<Uuid> = rows.iter().map(|row| row.ticket_id).collect();
        let found = read::rows(db, visible, &with_clocks).await?;
        let tickets: HashMap<_, _> = found.into_iter().map(|row| (row.id, row)).collect();
        let mut statuses = clocks::statuses(db, &with_clocks).await?;
        let calendars = self.business_times(&rows).await?;
        let mut histories: HashMap<Uuid, History> = HashMap::new();
        let mut shown: HashMap<TicketId, TicketClocks> = HashMap::new();
        for row in rows {
            let Some(ticket) = tickets.get(&row.ticket_id) else { continue };
            let history = histories.entry(row.ticket_id).or_insert_with(|| History {
                opened: ticket.created_at,
                statuses: statuses.remove(&row.ticket_id).unwrap_or_default(),
                answered: ticket.first_answer_at,
            });
            let calendar = calendars.get(&(row.calendar_id, row.edition));
            let calendar = calendar.ok_or_else(|| Error::internal("a clock lacks its calendar"))?;
            let kind = clocks::kind_of(&row)?;
            let face = Some(self.face(&row, kind, calendar, history));
            let both = shown.entry(row.ticket_id.into()).or_default();
            match kind {
                ClockKind::Response => both.response = face,
                ClockKind::Restoration => both.restoration = face,
            }
        }
        Ok(shown)
    }

    fn face(
        &self,
        row: &ticket_clock::Model,
        kind: ClockKind,
        calendar: &BusinessTime,
        history: &History,
    ) -> ClockFace {
        let warn_percent = self.settings().tickets.warn_percent;
        let terms = Terms { calendar, target_minutes: row.target_minutes, warn_percent };
        ClockFace {
            reading: read(kind, terms, history, self.now()),
            agreement: row.agreement_id.into(),
            calendar: row.calendar_id.into(),
        }
    }

    /// The calendars by which these clocks are counted, each read once.
    async fn business_times(
        &self,
        rows: &[ticket_clock::Model],
    ) -> Result<HashMap<(Uuid, i64), BusinessTime>> {
        let mut calendars = HashMap::new();
        for row in rows {
            let key = (row.calendar_id, row.edition);
            if let std::collections::hash_map::Entry::Vacant(place) = calendars.entry(key) {
                let edition = agreements::edition(self.database().ro(), key).await?;
                place.insert(agreements::business_time(&edition)?);
            }
        }
        Ok(calendars)
    }
}
