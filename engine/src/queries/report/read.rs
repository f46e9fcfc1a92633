//! The statements of a report, each under the condition of what its reader sees.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, Func, SelectStatement},
};
use uuid::Uuid;

use super::Period;
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Priority, Rating, Status},
    sla::{BusinessTime, ClockKind},
    store::{
        agreements,
        entity::{
            account, organisation, queue, ticket, ticket_clock, ticket_rating, ticket_status, ticket_tag,
        },
        visible::Visible,
    },
};

/// How many tickets a report counts at most.
const MOST: u64 = 200_000;
/// Up to how many days old tickets are told apart.
const AGES: [u16; 3] = [1, 3, 7];

/// A ticket as far as a report needs it.
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) created_at: DateTime<Utc>,
    pub(super) first_answer_at: Option<DateTime<Utc>>,
    pub(super) priority: Priority,
    pub(super) queue: Uuid,
    pub(super) organisation: Option<Uuid>,
    pub(super) assignee: Option<Uuid>,
}

/// What was agreed for one clock of a ticket.
pub(super) struct Term {
    pub(super) calendar: Arc<BusinessTime>,
    pub(super) target_minutes: i32,
}

/// What was opened within the days.
pub(super) struct Opened {
    pub(super) tickets: Vec<Row>,
    pub(super) statuses: HashMap<Uuid, Vec<(DateTime<Utc>, Status)>>,
    pub(super) terms: HashMap<(Uuid, ClockKind), Term>,
    pub(super) tags: HashMap<Uuid, Vec<String>>,
    /// How often each was rated, and how often as good.
    pub(super) ratings: HashMap<Uuid, (u64, u64)>,
}

type Found = (Uuid, DateTime<Utc>, Option<DateTime<Utc>>, String, Uuid, Option<Uuid>, Option<Uuid>);
type Standing = (Vec<(Status, u64)>, Vec<(Option<u16>, u64)>);

impl Engine {
    pub(super) async fn opened(&self, actor: &Actor, which: &Condition, period: &Period) -> Result<Opened> {
        let db = self.database().ro();
        let seen = self.reported(actor, which);
        let within = seen
            .add(ticket::Column::CreatedAt.gte(period.begin))
            .add(ticket::Column::CreatedAt.lt(period.end));
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
            .filter(within.clone())
            .limit(MOST + 1)
            .into_tuple()
            .all(db)
            .await?;
        not_too_many(found.len())?;
        let ids = ticket::Entity::find().select_only().column(ticket::Column::Id).filter(within).into_query();
        let mut tickets = Vec::with_capacity(found.len());
        for (id, created_at, first_answer_at, priority, queue, organisation, assignee) in found {
            let priority = priority.parse().map_err(Error::internal)?;
            tickets.push(Row { id, created_at, first_answer_at, priority, queue, organisation, assignee });
        }
        let (statuses, tags) = (self.statuses_among(&ids).await?, self.tags_among(&ids).await?);
        let (terms, ratings) = (self.terms_among(&ids).await?, self.ratings_among(&ids).await?);
        Ok(Opened { tickets, statuses, terms, tags, ratings })
    }

    async fn statuses_among(
        &self,
        ids: &SelectStatement,
    ) -> Result<HashMap<Uuid, Vec<(DateTime<Utc>, Status)>>> {
        let found: Vec<(Uuid, DateTime<Utc>, String)> = ticket_status::Entity::find()
            .select_only()
            .columns([
                ticket_status::Column::TicketId,
                ticket_status::Column::At,
                ticket_status::Column::Status,
            ])
            .filter(ticket_status::Column::TicketId.in_subquery(ids.clone()))
            .order_by_asc(ticket_status::Column::Id)
            .into_tuple()
            .all(self.database().ro())
            .await?;
        let mut statuses: HashMap<Uuid, Vec<_>> = HashMap::new();
        for (ticket, at, status) in found {
            statuses.entry(ticket).or_default().push((at, status.parse().map_err(Error::internal)?));
        }
        Ok(statuses)
    }

    async fn tags_among(&self, ids: &SelectStatement) -> Result<HashMap<Uuid, Vec<String>>> {
        let found: Vec<(Uuid, String)> = ticket_tag::Entity::find()
            .select_only()
            .columns([ticket_tag::Column::TicketId, ticket_tag::Column::Tag])
            .filter(ticket_tag::Column::TicketId.in_subquery(ids.clone()))
            .into_tuple()
            .all(self.database().ro())
            .await?;
        let mut tags: HashMap<Uuid, Vec<String>> = HashMap::new();
        for (ticket, tag) in found {
            tags.entry(ticket).or_default().push(tag);
        }
        Ok(tags)
    }

    async fn ratings_among(&self, ids: &SelectStatement) -> Result<HashMap<Uuid, (u64, u64)>> {
        let found: Vec<(Uuid, String)> = ticket_rating::Entity::find()
            .select_only()
            .columns([ticket_rating::Column::TicketId, ticket_rating::Column::Rating])
            .filter(ticket_rating::Column::TicketId.in_subquery(ids.clone()))
            .into_tuple()
            .all(self.database().ro())
            .await?;
        let mut ratings: HashMap<Uuid, (u64, u64)> = HashMap::new();
        for (ticket, rating) in found {
            let line = ratings.entry(ticket).or_default();
            line.0 += 1;
            line.1 += u64::from(rating == Rating::Good.as_str());
        }
        Ok(ratings)
    }

    async fn terms_among(&self, ids: &SelectStatement) -> Result<HashMap<(Uuid, ClockKind), Term>> {
        let db = self.database().ro();
        let found: Vec<(Uuid, String, Uuid, i64, i32)> = ticket_clock::Entity::find()
            .select_only()
            .columns([
                ticket_clock::Column::TicketId,
                ticket_clock::Column::Kind,
                ticket_clock::Column::CalendarId,
                ticket_clock::Column::Edition,
                ticket_clock::Column::TargetMinutes,
            ])
            .filter(ticket_clock::Column::TicketId.in_subquery(ids.clone()))
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

    /// When tickets were closed within the days.
    pub(super) async fn closings(
        &self,
        actor: &Actor,
        which: &Condition,
        period: &Period,
    ) -> Result<Vec<DateTime<Utc>>> {
        let of_ticket = ticket::Entity::find()
            .select_only()
            .expr(Expr::value(1))
            .filter(ticket::Column::Id.into_expr().eq(ticket_status::Column::TicketId.into_expr()))
            .filter(Visible::to(actor).tickets())
            .filter(which.clone());
        let found: Vec<DateTime<Utc>> = ticket_status::Entity::find()
            .select_only()
            .column(ticket_status::Column::At)
            .filter(ticket_status::Column::Status.eq(Status::Closed.as_str()))
            .filter(ticket_status::Column::At.gte(period.begin))
            .filter(ticket_status::Column::At.lt(period.end))
            .filter(Expr::exists(of_ticket.into_query()))
            .limit(MOST + 1)
            .into_tuple()
            .all(self.database().ro())
            .await?;
        not_too_many(found.len())?;
        Ok(found)
    }

    /// What is not closed now, by status and by age.
    pub(super) async fn standing_now(
        &self,
        actor: &Actor,
        which: &Condition,
        now: DateTime<Utc>,
    ) -> Result<Standing> {
        let statuses = [Status::New, Status::Open, Status::Pending, Status::Resolved];
        let younger = |days: u16| {
            let since = now - Duration::days(i64::from(days));
            let one = Expr::case(ticket::Column::CreatedAt.gte(since), Expr::cust("1"));
            Func::sum(Expr::Case(Box::new(one.finally(Expr::cust("0")))))
        };
        let [one, three, seven] = AGES.map(younger);
        let found: Vec<(String, i64, i64, i64, i64)> = ticket::Entity::find()
            .select_only()
            .column(ticket::Column::Status)
            .expr_as(ticket::Column::Id.count(), "all")
            .expr_as(one, "one")
            .expr_as(three, "three")
            .expr_as(seven, "seven")
            .filter(self.reported(actor, which))
            .filter(ticket::Column::Status.is_in(statuses.map(Status::as_str)))
            .group_by(ticket::Column::Status)
            .into_tuple()
            .all(self.database().ro())
            .await?;
        let (mut standing, mut ages) = (Vec::new(), [0_i64; 4]);
        for status in statuses {
            let row = found.iter().find(|row| row.0 == status.as_str());
            let (all, up_to) = row.map_or((0, [0; 3]), |row| (row.1, [row.2, row.3, row.4]));
            standing.push((status, u64::try_from(all).unwrap_or(0)));
            if status != Status::Resolved {
                let [one, three, seven] = up_to;
                let each = [one, three - one, seven - three, all - seven];
                for (age, more) in ages.iter_mut().zip(each) {
                    *age += more;
                }
            }
        }
        let names = AGES.into_iter().map(Some).chain([None]);
        let ages = names.zip(ages).map(|(days, count)| (days, u64::try_from(count).unwrap_or(0))).collect();
        Ok((standing, ages))
    }

    fn reported(&self, actor: &Actor, which: &Condition) -> Condition {
        let visible = Visible::to(actor).on(self.database().backend()).counting();
        Condition::all().add(visible.tickets()).add(which.clone())
    }

    pub(super) async fn names_of(
        &self,
        queues: Vec<Uuid>,
        organisations: Vec<Uuid>,
        agents: Vec<Uuid>,
    ) -> Result<HashMap<Uuid, String>> {
        let db = self.database().ro();
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
}

fn not_too_many(found: usize) -> Result<()> {
    if u64::try_from(found).is_ok_and(|found| found <= MOST) {
        return Ok(());
    }
    let message = format!("More than {MOST} tickets fall into these days; choose a shorter period.");
    Err(Error::BadInput { field: "from", reason: "report-too-much", message })
}
