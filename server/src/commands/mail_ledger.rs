//! `schalter mail ledger` and `schalter mail replay`: which mail came in, what became of it, and to process it again.

use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use engine::content::quoted;
use engine::{Actor, Engine, Error, IncomingMail, MailFilter, MailId, Outcome, Paging, TicketId};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde_json::json;

use super::{lookup, output};
use crate::cli::{MailLedger, MailReplay};
use crate::config::Config;
use crate::failure::Failure;

/// The engine hands out so many at a time.
const PAGE: usize = 100;

/// Prints a line for each mail of the ledger that is asked for, newest first.
pub(super) async fn ledger(config: &Config, asked: MailLedger) -> Result<(), Failure> {
    let filter = filter(config, &asked)?;
    let ids = ids(&asked.ids)?;
    let engine = super::open(config).await?;
    let listed = list(&engine, &asked, &filter, &ids).await;
    engine.close().await;
    output::write(&listed?)?;
    output::worked_on(config);
    Ok(())
}

/// Processes each mail again and prints a line for it; fails in the end when there was one that could not be.
pub(super) async fn replay(config: &Config, asked: MailReplay) -> Result<(), Failure> {
    let ids = ids(&asked.ids)?;
    let engine = super::open(config).await?;
    output::worked_on(config);
    // Boxed: what a mail takes on its way is too much for the stack of whoever waits.
    let replayed = Box::pin(replay_all(&engine, &ids, asked.json)).await;
    engine.close().await;
    match replayed? {
        0 => Ok(()),
        failed => Err(Failure::Refused(format!("{failed} of {} mails were not processed again", ids.len()))),
    }
}

async fn replay_all(engine: &Engine, ids: &[MailId], json: bool) -> Result<usize, Failure> {
    let mut failed = 0;
    for id in ids {
        match replay_one(engine, *id).await {
            Ok(mail) => output::write(&lines(engine, &[mail], json).await?)?,
            Err(reason) => {
                failed += 1;
                output::remark(&format!("{id}: {reason}"));
            }
        }
    }
    Ok(failed)
}

/// What became of it now, or why nothing did.
async fn replay_one(engine: &Engine, id: MailId) -> Result<IncomingMail, String> {
    let system = Actor::system();
    let found = engine.mail(&system, id).await.map_err(|error| Failure::from(error).to_string())?;
    let before = found.ok_or("not found in the ledger")?;
    match before.outcome {
        Outcome::Held | Outcome::Ignored | Outcome::Failed => {}
        done => return Err(format!("already {}; nothing was done", done.as_str())),
    }
    Box::pin(engine.replay_mail(&system, id)).await.map_err(|error| match error {
        Error::NotFound { .. } => "the original message is no longer in the blob store".to_owned(),
        other => Failure::from(other).to_string(),
    })
}

async fn list(
    engine: &Engine,
    asked: &MailLedger,
    filter: &MailFilter,
    ids: &[MailId],
) -> Result<String, Failure> {
    let system = Actor::system();
    if !ids.is_empty() {
        let mut mails = Vec::new();
        for id in ids {
            let mail = engine.mail(&system, *id).await?;
            mails.push(mail.ok_or_else(|| Failure::Refused(format!("mail {id} not found in the ledger")))?);
        }
        return lines(engine, &mails, asked.json).await;
    }
    let mut text = String::new();
    let (mut left, mut after) = (asked.limit, None);
    while left > 0 {
        let first = i64::try_from(left.min(PAGE)).unwrap_or(i64::MAX);
        let paging = Paging { first: Some(first), after, ..Paging::default() };
        let page = engine.mails(&system, filter, &paging).await?;
        left -= page.items.len().min(left);
        after = page.items.last().map(|(cursor, _)| cursor.clone());
        let mails: Vec<_> = page.items.into_iter().map(|(_, mail)| mail).collect();
        text.push_str(&lines(engine, &mails, asked.json).await?);
        if !page.has_next {
            break;
        }
    }
    Ok(text)
}

/// A line for each mail, as it is printed.
async fn lines(engine: &Engine, mails: &[IncomingMail], json: bool) -> Result<String, Failure> {
    let tickets: Vec<TicketId> = mails.iter().filter_map(|mail| mail.ticket).collect();
    let tickets = engine.tickets_by_id(&Actor::system(), &tickets).await?;
    let mut text = String::new();
    for mail in mails {
        let number = mail.ticket.and_then(|id| tickets.get(&id)).map(|ticket| ticket.number);
        text.push_str(&if json { object(mail, number) } else { tabbed(mail, number) });
        text.push('\n');
    }
    Ok(text)
}

/// A mail as a JSON object; unknown is `null`.
fn object(mail: &IncomingMail, ticket: Option<i64>) -> String {
    json!({
        "id": mail.id.to_string(),
        "receivedAt": time(mail),
        "outcome": mail.outcome.as_str(),
        "ticket": ticket,
        "from": mail.from,
        "fromName": mail.from_name,
        "mailbox": mail.mailbox,
        "messageId": mail.message_id,
        "subject": mail.subject,
        "reasonCode": mail.why.map(engine::MailReason::as_str),
        "reason": mail.reason,
        "repeats": mail.repeats,
        "relation": mail.relation.map(engine::MailRelation::as_str),
    })
    .to_string()
}

/// A mail with tabs between; what a stranger wrote cannot begin a column or a line, or speak to the terminal.
fn tabbed(mail: &IncomingMail, ticket: Option<i64>) -> String {
    let ticket = ticket.map(|number| number.to_string());
    let plain = |text: &Option<String>| match text.as_deref() {
        None | Some("") => "-".to_owned(),
        Some(text) => text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect(),
    };
    [
        mail.id.to_string(),
        time(mail),
        mail.outcome.as_str().to_owned(),
        plain(&ticket),
        plain(&mail.from),
        plain(&mail.mailbox),
        plain(&mail.subject),
        plain(&mail.reason),
    ]
    .join("\t")
}

fn time(mail: &IncomingMail) -> String {
    mail.received_at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn filter(config: &Config, asked: &MailLedger) -> Result<MailFilter, Failure> {
    let at = |flag: &str, text: &Option<String>| {
        text.as_deref().map(|text| moment(flag, text, &config.brand.time_zone)).transpose()
    };
    let outcome = asked.outcome.iter().map(|word| {
        Outcome::parse(&word.to_lowercase()).ok_or_else(|| {
            let known: Vec<_> = ledgered().map(Outcome::as_str).collect();
            Failure::Refused(format!("--outcome must be one of {}, not {}", known.join(", "), quoted(word)))
        })
    });
    Ok(MailFilter {
        outcome: outcome.collect::<Result<_, _>>()?,
        ticket: asked.ticket,
        since: at("--since", &asked.since)?,
        before: at("--before", &asked.before)?,
        from: asked.from.clone(),
        mailbox: asked.mailbox.clone(),
        message_id: asked.message_id.clone(),
        query: asked.query.clone(),
    })
}

/// What stands in the ledger: a mail that came twice has one line.
fn ledgered() -> impl Iterator<Item = Outcome> {
    Outcome::ALL.iter().copied().filter(|outcome| *outcome != Outcome::Duplicate)
}

/// A day, as it begins where the desk is, or a moment of RFC 3339.
fn moment(flag: &str, text: &str, zone: &str) -> Result<DateTime<Utc>, Failure> {
    let day = || {
        let zone = TimeZone::get(zone).ok()?;
        Some(Date::from_str(text).ok()?.to_zoned(zone).ok()?.timestamp())
    };
    let at = Timestamp::from_str(text).ok().or_else(day);
    let at = at.and_then(|at| DateTime::from_timestamp(at.as_second(), 0));
    at.ok_or_else(|| {
        Failure::Refused(format!(
            "{flag} must be a date such as 2026-11-29 or a time such as 2026-11-29T08:00:00Z, not {}",
            quoted(text)
        ))
    })
}

fn ids(given: &[String]) -> Result<Vec<MailId>, Failure> {
    let id = |text: &String| {
        lookup::id("Mail", text).ok_or_else(|| {
            Failure::Refused(format!(
                "{} is not a valid mail id; see the first column of `schalter mail ledger`",
                quoted(text)
            ))
        })
    };
    given.iter().map(id).collect()
}
