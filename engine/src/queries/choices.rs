//! Of what the actor is told, and how.

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{EmailSwitch, MailTimes, Notice, NoticeChoice},
    store::choices,
};

impl Engine {
    /// Everything of which the actor may be told, with how they chose to be; nobody is told of nothing.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn notices(&self, actor: &Actor) -> Result<Vec<(Notice, NoticeChoice)>> {
        let Some(viewer) = actor.user() else { return Ok(Vec::new()) };
        let choices = choices::notices(self.database().ro(), viewer.id).await?;
        Ok(choices.map(|choices| choices.listed(viewer.role)).unwrap_or_default())
    }

    /// What the link of an email switches off, and whether its reader gets such emails now; `None` if the link does not work.
    /// Asking changes nothing: mail scanners open links too.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn email_switches(&self, token: &str) -> Result<Option<Vec<EmailSwitch>>> {
        let Some((reader, notices)) = self.reader_of_switch(token).await? else { return Ok(None) };
        let now = self.notices(&reader).await?;
        let theirs = now.into_iter().filter(|(notice, _)| notices.contains(notice));
        Ok(Some(theirs.map(|(notice, choice)| EmailSwitch { notice, email: choice.email }).collect()))
    }

    /// When the actor gets the emails that they may switch off; for nobody, as usual.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn mail_times(&self, actor: &Actor) -> Result<MailTimes> {
        let Some(viewer) = actor.user() else { return Ok(MailTimes::default()) };
        Ok(choices::mail_times(self.database().ro(), viewer.id).await?.unwrap_or_default())
    }
}
