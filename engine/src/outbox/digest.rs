//! One email for many: what gathers in it until it is due, and what of that its reader may still see then.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::{
    engine::Engine,
    error::{Error, Result},
    model::{
        LetterId, LetterKind, LetterNews, LetterState, MailPace, MailTimes, Notice, NoticeChoices, Role,
        TicketId,
    },
    rules::mail_times::goes_out,
    store::{
        Work, changes,
        entity::{account, letter},
        letters::{digests, new::NewLetter},
        rows,
        visible::Visible,
    },
};

/// Tickets that one email names at most; the rest is counted.
const MOST: usize = 100;

/// When a notice is told by email, and whether together with others. What runs out is told by itself.
pub(super) fn when(
    account: &account::Model,
    notice: Notice,
    now: DateTime<Utc>,
) -> Result<(DateTime<Utc>, bool)> {
    let Some(chosen) = &account.mail_times else { return Ok((now, false)) };
    let mut times: MailTimes = serde_json::from_str(chosen)?;
    if notice == Notice::Overdue {
        times.pace = MailPace::AtOnce;
    }
    Ok((goes_out(&times, &account.time_zone, now), times.pace != MailPace::AtOnce))
}

/// Adds a notice to the email that goes to its recipient at this time, which is made by the first. `false`: that one is
/// under way, and the notice is to be told by itself.
pub(super) async fn gather(
    work: &Work<'_>,
    to: &account::Model,
    due: DateTime<Utc>,
    (ticket, notice): (TicketId, Notice),
) -> Result<bool> {
    let dedupe = format!("digest:{}:{}", to.id, due.to_rfc3339_opts(SecondsFormat::Secs, true));
    let id: LetterId = work.id()?;
    let new = NewLetter {
        id,
        kind: LetterKind::Digest,
        ticket: None,
        comment: None,
        recipient: to.id.into(),
        address: to.email.clone(),
        message_id: format!("{}@{}", id.0.simple(), work.engine().mail_domain()),
        dedupe: Some(dedupe),
        state: LetterState::Waiting,
        leaves: due,
        error: None,
        changes: changes::NONE.to_owned(),
        notice: None,
    };
    let found = digests::begin(work, new).await?;
    match found.filter(|row| row.state == LetterState::Waiting.as_str() && row.attempts == 0) {
        Some(found) => digests::add(work, found.id, ticket, notice).await,
        None => Ok(false),
    }
}

impl Engine {
    /// What an email for many tells: the tickets that its reader may still see, in the order in which they came into it; and
    /// how many more there are. What they have switched off meanwhile is not told. `None`: there is nothing any more.
    pub(super) async fn news(
        &self,
        row: &letter::Model,
        kind: LetterKind,
        reader: &account::Model,
    ) -> Result<Option<(Vec<LetterNews>, usize)>> {
        if kind != LetterKind::Digest {
            return Ok(Some((Vec::new(), 0)));
        }
        let db = self.database().ro();
        let entries = digests::entries(db, row.id).await?;
        let actor = self.actor_of(row.recipient_id.into()).await?;
        let seen = digests::tickets(db, row.id, Visible::to(&actor)).await?;
        let mut news: Vec<LetterNews> = Vec::new();
        let mut read = Vec::with_capacity(entries.len());
        let chosen: NoticeChoices = serde_json::from_str(&reader.notices)?;
        let role: Role = reader.role.parse().map_err(Error::internal)?;
        for entry in entries {
            let notice = entry.notice.parse::<Notice>().map_err(Error::internal)?;
            if chosen.of(notice, role).email {
                read.push((entry.at, entry.ticket_id, notice));
            }
        }
        // What happened at once is told in the order of the documentation.
        read.sort_unstable();
        for (_, id, notice) in read {
            let Some(ticket) = seen.iter().find(|ticket| ticket.id == id) else { continue };
            match news.iter_mut().find(|one| one.number == ticket.number) {
                Some(one) => one.notices.push(notice),
                None => news.push(LetterNews {
                    number: ticket.number,
                    title: ticket.title.clone(),
                    url: self.settings().ticket_url(ticket.number),
                    status: rows::status(ticket)?,
                    notices: vec![notice],
                }),
            }
        }
        let more = news.len().saturating_sub(MOST);
        news.truncate(MOST);
        Ok((!news.is_empty()).then_some((news, more)))
    }
}
