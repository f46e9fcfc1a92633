//! Counts for whoever watches over the server: how much of what there is, and nothing about whom.

use crate::{engine::Engine, error::Result, store::statistics};

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
        let db = self.database().ro();
        let letters = statistics::letters(db).await?;
        let mails = statistics::mails(db).await?;
        let tickets = statistics::tickets(db).await?;
        let tickets = tickets.into_iter().filter(|(_, count)| *count > 0).collect();
        let set_aside = statistics::set_aside(db).await?;
        let failing_templates = statistics::failing_templates(db).await?;
        Ok(Statistics { letters, mails, tickets, set_aside, failing_templates })
    }
}
