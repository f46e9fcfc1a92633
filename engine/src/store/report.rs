//! The statements of a report, each under the condition of what its reader sees.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, ExprTrait, Func, SelectStatement},
};
use uuid::Uuid;

use super::{
    agreements,
    entity::{account, organisation, queue, ticket, ticket_clock, ticket_rating, ticket_status, ticket_tag},
    visible::Visible,
};
use crate::{
    actor::Actor,
    error::{Error, Result},
    model::{Priority, Rating, ReportFilter, Status},
    sla::{BusinessTime, ClockKind},
};

/// Of which tickets a report tells: those that its reader sees and its filter asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reported<'a> {
    /// Who reads it.
    pub(crate) actor: &'a Actor,
    /// What they ask for; its days are those that follow.
    pub(crate) filter: &'a ReportFilter,
    /// When the days begin.
    pub(crate) begin: DateTime<Utc>,
    /// When they end.
    pub(crate) end: DateTime<Utc>,
}

/// A ticket as far as a report needs it.
pub(crate) struct Row {
    pub(crate) id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) first_answer_at: Option<DateTime<Utc>>,
    pub(crate) priority: Priority,
    pub(crate) queue: Uuid,
    pub(crate) organisation: Option<Uuid>,
    pub(crate) assignee: Option<Uuid>,
}

/// What was agreed for one clock of a ticket.
pub(crate) struct Term {
    pub(crate) calendar: Arc<BusinessTime>,
    pub(crate) target_minutes: i32,
}

/// How many tickets stand in a status.
pub(crate) struct InStatus {
    pub(crate) status: String,
    pub(crate) all: i64,
    /// How many of them were opened since each of the times that were asked for.
    pub(crate) since: [i64; 3],
}

type Found = (Uuid, DateTime<Utc>, Option<DateTime<Utc>>, String, Uuid, Option<Uuid>, Option<Uuid>);

impl Reported<'_> {
    /// The tickets that were opened within the days, up to `most`.
    pub(crate) async fn opened(self, db: &impl ConnectionTrait, most: u64) -> Result<Vec<Row>> {
        let found: Vec<Found> = ticket::Entity::find()
            .select_only()
            .columns([
                ticket::Column::Id,
                ticket::Column::CreatedAt,
                ticket::Column::FirstAnswerAt,
                ticket::Column::Priority,
                ticket::Column::QueueId,
                ticket::Column::OrganisationId,
                ticket::Column::AssigneeId,
            ])
            .filter(self.within(db.get_database_backend()))
            .limit(most)
            .into_tuple()
            .all(db)
            .await?;
        let mut tickets = Vec::with_capacity(found.len());
        for (id, created_at, first_answer_at, priority, queue, organisation, assignee) in found {
            let priority = priority.parse().map_err(Error::internal)?;
            tickets.push(Row { id, created_at, first_answer_at, priority, queue, organisation, assignee });
        }
        Ok(tickets)
    }

    /// In which statuses these stood, and since when, in the order in which they came to stand so.
    pub(crate) async fn statuses(
        self,
        db: &impl ConnectionTrait,
    ) -> Result<HashMap<Uuid, Vec<(DateTime<Utc>, Status)>>> {
        let found: Vec<(Uuid, DateTime<Utc>, String)> = ticket_status::Entity::find()
            .select_only()
            .columns([
                ticket_status::Column::TicketId,
                ticket_status::Column::At,
                ticket_status::Column::Status,
            ])
            .filter(ticket_status::Column::TicketId.in_subquery(self.ids(db.get_database_backend())))
            .order_by_asc(ticket_status::Column::Id)
            .into_tuple()
            .all(db)
            .await?;
        let mut statuses: HashMap<Uuid, Vec<_>> = HashMap::new();
        for (ticket, at, status) in found {
            statuses.entry(ticket).or_default().push((at, status.parse().map_err(Error::internal)?));
        }
        Ok(statuses)
    }

    /// Their tags.
    pub(crate) async fn tags(self, db: &impl ConnectionTrait) -> Result<HashMap<Uuid, Vec<String>>> {
        let found: Vec<(Uuid, String)> = ticket_tag::Entity::find()
            .select_only()
            .columns([ticket_tag::Column::TicketId, ticket_tag::Column::Tag])
            .filter(ticket_tag::Column::TicketId.in_subquery(self.ids(db.get_database_backend())))
            .into_tuple()
            .all(db)
            .await?;
        let mut tags: HashMap<Uuid, Vec<String>> = HashMap::new();
        for (ticket, tag) in found {
            tags.entry(ticket).or_default().push(tag);
        }
        Ok(tags)
    }

    /// How often each was rated, and how often as good.
    pub(crate) async fn ratings(self, db: &impl ConnectionTrait) -> Result<HashMap<Uuid, (u64, u64)>> {
        let found: Vec<(Uuid, String)> = ticket_rating::Entity::find()
            .select_only()
            .columns([ticket_rating::Column::TicketId, ticket_rating::Column::Rating])
            .filter(ticket_rating::Column::TicketId.in_subquery(self.ids(db.get_database_backend())))
            .into_tuple()
            .all(db)
            .await?;
        let mut ratings: HashMap<Uuid, (u64, u64)> = HashMap::new();
        for (ticket, rating) in found {
            let line = ratings.entry(ticket).or_default();
            line.0 += 1;
            line.1 += u64::from(rating == Rating::Good.as_str());
        }
        Ok(ratings)
    }

    /// What was agreed for them.
    pub(crate) async fn terms(self, db: &impl ConnectionTrait) -> Result<HashMap<(Uuid, ClockKind), Term>> {
        let found: Vec<(Uuid, String, Uuid, i64, i32)> = ticket_clock::Entity::find()
            .select_only()
            .columns([
                ticket_clock::Column::TicketId,
                ticket_clock::Column::Kind,
                ticket_clock::Column::CalendarId,
                ticket_clock::Column::Edition,
                ticket_clock::Column::TargetMinutes,
            ])
            .filter(ticket_clock::Column::TicketId.in_subquery(self.ids(db.get_database_backend())))
            .into_tuple()
            .all(db)
            .await?;
        let mut calendars: HashMap<(Uuid, i64), Arc<BusinessTime>> = HashMap::new();
        let mut terms = HashMap::new();
        for (ticket, kind, calendar, edition, target_minutes) in found {
            let Some(kind) = ClockKind::parse(&kind) else { continue };
            let key = (calendar, edition);
            // A house has a handful of calendars: each is read once.
            let calendar = if let Some(known) = calendars.get(&key) {
                Arc::clone(known)
            } else {
                let read = Arc::new(agreements::business_time(&agreements::edition(db, key).await?)?);
                calendars.insert(key, Arc::clone(&read));
                read
            };
            terms.insert((ticket, kind), Term { calendar, target_minutes });
        }
        Ok(terms)
    }

    /// When tickets were closed within the days, up to `most`.
    pub(crate) async fn closings(self, db: &impl ConnectionTrait, most: u64) -> Result<Vec<DateTime<Utc>>> {
        let of_ticket = ticket::Entity::find()
            .select_only()
            .expr(Expr::value(1))
            .filter(ticket::Column::Id.into_expr().eq(ticket_status::Column::TicketId.into_expr()))
            .filter(Visible::to(self.actor).tickets())
            .filter(self.which());
        let found = ticket_status::Entity::find()
            .select_only()
            .column(ticket_status::Column::At)
            .filter(ticket_status::Column::Status.eq(Status::Closed.as_str()))
            .filter(ticket_status::Column::At.gte(self.begin))
            .filter(ticket_status::Column::At.lt(self.end))
            .filter(Expr::exists(of_ticket.into_query()))
            .limit(most);
        Ok(found.into_tuple().all(db).await?)
    }

    /// How many stand in each of these statuses now, whenever they were opened, and how many of them were opened since
    /// each of these times.
    pub(crate) async fn standing(
        self,
        db: &impl ConnectionTrait,
        statuses: impl IntoIterator<Item = Status>,
        since: [DateTime<Utc>; 3],
    ) -> Result<Vec<InStatus>> {
        let younger = |since: DateTime<Utc>| {
            let one = Expr::case(ticket::Column::CreatedAt.gte(since), Expr::cust("1"));
            Func::sum(Expr::Case(Box::new(one.finally(Expr::cust("0")))))
        };
        let [one, three, seven] = since.map(younger);
        let found: Vec<(String, i64, i64, i64, i64)> = ticket::Entity::find()
            .select_only()
            .column(ticket::Column::Status)
            .expr_as(ticket::Column::Id.count(), "all")
            .expr_as(one, "one")
            .expr_as(three, "three")
            .expr_as(seven, "seven")
            .filter(self.reported(db.get_database_backend()))
            .filter(ticket::Column::Status.is_in(statuses.into_iter().map(Status::as_str)))
            .group_by(ticket::Column::Status)
            .into_tuple()
            .all(db)
            .await?;
        let row = |(status, all, one, three, seven)| InStatus { status, all, since: [one, three, seven] };
        Ok(found.into_iter().map(row).collect())
    }

    /// On `ticket`: what the filter asks for, beside the days.
    fn which(self) -> Condition {
        let filter = self.filter;
        Condition::all()
            .add_option(filter.queue.map(|id| ticket::Column::QueueId.eq(id.0)))
            .add_option(filter.organisation.map(|id| ticket::Column::OrganisationId.eq(id.0)))
            .add_option(filter.agent.map(|id| ticket::Column::AssigneeId.eq(id.0)))
    }

    /// On `ticket`: of these, what the reader sees.
    fn reported(self, backend: DbBackend) -> Condition {
        let visible = Visible::to(self.actor).on(backend).counting();
        Condition::all().add(visible.tickets()).add(self.which())
    }

    /// On `ticket`: of these, what was opened within the days.
    fn within(self, backend: DbBackend) -> Condition {
        self.reported(backend)
            .add(ticket::Column::CreatedAt.gte(self.begin))
            .add(ticket::Column::CreatedAt.lt(self.end))
    }

    /// The ids of what was opened within the days.
    fn ids(self, backend: DbBackend) -> SelectStatement {
        let opened = ticket::Entity::find().select_only().column(ticket::Column::Id);
        opened.filter(self.within(backend)).into_query()
    }
}

/// What these queues, organisations and agents are called.
pub(crate) async fn names(
    db: &impl ConnectionTrait,
    queues: Vec<Uuid>,
    organisations: Vec<Uuid>,
    agents: Vec<Uuid>,
) -> Result<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    let found = queue::Entity::find()
        .select_only()
        .columns([queue::Column::Id, queue::Column::Name])
        .filter(queue::Column::Id.is_in(queues));
    names.extend(found.into_tuple::<(Uuid, String)>().all(db).await?);
    let found = organisation::Entity::find()
        .select_only()
        .columns([organisation::Column::Id, organisation::Column::Name])
        .filter(organisation::Column::Id.is_in(organisations));
    names.extend(found.into_tuple::<(Uuid, String)>().all(db).await?);
    let found = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::Name])
        .filter(account::Column::Id.is_in(agents));
    names.extend(found.into_tuple::<(Uuid, String)>().all(db).await?);
    Ok(names)
}
