//! One email for many: what gathers in it until it is due, and what of that its reader may still see then.

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, TryInsertResult,
    sea_query::OnConflict,
};

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
        entity::{account, digest_entry, letter, ticket},
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
    let row = letter::ActiveModel {
        id: Set(id.into()),
        kind: Set(LetterKind::Digest.as_str().to_owned()),
        ticket_id: Set(None),
        comment_id: Set(None),
        recipient_id: Set(to.id),
        address: Set(to.email.clone()),
        message_id: Set(format!("{}@{}", id.0.simple(), work.engine().mail_domain())),
        dedupe: Set(Some(dedupe.clone())),
        state: Set(LetterState::Waiting.as_str().to_owned()),
        attempts: Set(0),
        next_at: Set(due),
        claimed_by: Set(None),
        claimed_until: Set(None),
        last_error: Set(None),
        created_at: Set(work.now()),
        sent_at: Set(None),
        accepted: Set(None),
        settled_at: Set(None),
        notice: Set(None),
        changes: Set(changes::NONE.to_owned()),
    };
    letter::Entity::insert_many([row])
        .on_conflict(OnConflict::column(letter::Column::Dedupe).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(work.tx())
        .await?;
    // Locked, so that it does not leave while this is added to it.
    let found = letter::Entity::find()
        .filter(letter::Column::Dedupe.eq(dedupe))
        .lock_exclusive()
        .one(work.tx())
        .await?;
    let Some(found) = found.filter(|row| row.state == LetterState::Waiting.as_str() && row.attempts == 0)
    else {
        return Ok(false);
    };
    let entry = digest_entry::ActiveModel {
        letter_id: Set(found.id),
        ticket_id: Set(ticket.into()),
        notice: Set(notice.as_str().to_owned()),
        at: Set(work.now()),
        last_at: Set(None),
    };
    let id = [digest_entry::Column::LetterId, digest_entry::Column::TicketId, digest_entry::Column::Notice];
    let inserted = digest_entry::Entity::insert_many([entry])
        .on_conflict(OnConflict::columns(id).value(digest_entry::Column::LastAt, work.now()).to_owned())
        .try_insert()
        .exec_without_returning(work.tx());
    Ok(!matches!(inserted.await?, TryInsertResult::Empty))
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
        let entries =
            digest_entry::Entity::find().filter(digest_entry::Column::LetterId.eq(row.id)).all(db).await?;
        let actor = self.actor_of(row.recipient_id.into()).await?;
        let entered = digest_entry::Entity::find()
            .select_only()
            .column(digest_entry::Column::TicketId)
            .filter(digest_entry::Column::LetterId.eq(row.id));
        let seen = ticket::Entity::find()
            .filter(ticket::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(entered)))
            .filter(Visible::to(&actor).tickets())
            .all(db)
            .await?;
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
