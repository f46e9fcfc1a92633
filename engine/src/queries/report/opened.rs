//! What a report counts, read statement by statement; more tickets than it can count are refused.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use crate::{
    engine::Engine,
    error::{Error, Result},
    model::Status,
    sla::ClockKind,
    store::report::{Reported, Row, Term},
};

/// How many tickets a report counts at most.
const MOST: u64 = 200_000;
/// Up to how many days old tickets are told apart.
const AGES: [u16; 3] = [1, 3, 7];

/// What was opened within the days.
pub(super) struct Opened {
    pub(super) tickets: Vec<Row>,
    pub(super) statuses: HashMap<Uuid, Vec<(DateTime<Utc>, Status)>>,
    pub(super) terms: HashMap<(Uuid, ClockKind), Term>,
    pub(super) tags: HashMap<Uuid, Vec<String>>,
    /// How often each was rated, and how often as good.
    pub(super) ratings: HashMap<Uuid, (u64, u64)>,
}

type Standing = (Vec<(Status, u64)>, Vec<(Option<u16>, u64)>);

impl Engine {
    pub(super) async fn opened(&self, reported: Reported<'_>) -> Result<Opened> {
        let db = self.database().ro();
        let tickets = reported.opened(db, MOST + 1).await?;
        not_too_many(tickets.len())?;
        let (statuses, tags) = (reported.statuses(db).await?, reported.tags(db).await?);
        let (terms, ratings) = (reported.terms(db).await?, reported.ratings(db).await?);
        Ok(Opened { tickets, statuses, terms, tags, ratings })
    }

    /// When tickets were closed within the days.
    pub(super) async fn closings(&self, reported: Reported<'_>) -> Result<Vec<DateTime<Utc>>> {
        let found = reported.closings(self.database().ro(), MOST + 1).await?;
        not_too_many(found.len())?;
        Ok(found)
    }

    /// What is not closed now, by status and by age.
    pub(super) async fn standing_now(&self, reported: Reported<'_>, now: DateTime<Utc>) -> Result<Standing> {
        let statuses = [Status::New, Status::Open, Status::Pending, Status::Resolved];
        let since = AGES.map(|days| now - Duration::days(i64::from(days)));
        let found = reported.standing(self.database().ro(), statuses, since).await?;
        let (mut standing, mut ages) = (Vec::new(), [0_i64; 4]);
        for status in statuses {
            let row = found.iter().find(|row| row.status == status.as_str());
            let (all, up_to) = row.map_or((0, [0; 3]), |row| (row.all, row.since));
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
}

fn not_too_many(found: usize) -> Result<()> {
    if u64::try_from(found).is_ok_and(|found| found <= MOST) {
        return Ok(());
    }
    let message = format!("More than {MOST} tickets were opened in this period. Choose a shorter one.");
    Err(Error::BadInput { field: "from", reason: "report-too-much", message })
}
