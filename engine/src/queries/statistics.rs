//! Counts for whoever watches over the server: how much of what there is, and nothing about whom.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::tally;
use crate::{
    engine::Engine,
    error::Result,
    store::entity::{email_template, incoming_mail, letter, ticket_tally, timer_fault},
};

/// How many there are of each kind, by the word that the tables keep; a kind of which there is none is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Mails that are owed or were sent, by state.
    pub letters: Vec<(String, i64)>,
    /// Mails taken in, by outcome.
    pub mails: Vec<(String, i64)>,
    /// Tickets, by status.
    pub tickets: Vec<(String, i64)>,
    /// Tickets that a timer can do nothing with, by what it would do.
    pub set_aside: Vec<(String, i64)>,
    /// Emails with words of one's own that could not be used since they were saved.
    pub failing_templates: u64,
}

impl Engine {
    /// Counts letters, mails and tickets.
    ///
    /// # Errors
    /// Internal, when the database does not answer.
    pub async fn statistics(&self) -> Result<Statistics> {
        let letters = count::<letter::Entity>(self, letter::Column::State).await?;
        let mails = count::<incoming_mail::Entity>(self, incoming_mail::Column::Outcome).await?;
        let tickets = ticket_tally::Entity::find()
            .select_only()
            .column(ticket_tally::Column::Status)
            .expr_as(tally::sum(), "count")
            .group_by(ticket_tally::Column::Status);
        let tickets: Vec<(String, i64)> = tickets.into_tuple().all(self.database().ro()).await?;
        let tickets = tickets.into_iter().filter(|(_, count)| *count > 0).collect();
        let set_aside = count::<timer_fault::Entity>(self, timer_fault::Column::Timer).await?;
        let failing = email_template::Entity::find().filter(email_template::Column::FailedAt.is_not_null());
        let failing_templates = failing.count(self.database().ro()).await?;
        Ok(Statistics { letters, mails, tickets, set_aside, failing_templates })
    }
}

async fn count<E: EntityTrait>(engine: &Engine, kind: E::Column) -> Result<Vec<(String, i64)>> {
    let rows = E::find().select_only().column(kind).column_as(kind.count(), "count").group_by(kind);
    Ok(rows.into_tuple().all(engine.database().ro()).await?)
}
