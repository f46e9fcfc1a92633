//! Mails into the engine: kept raw, then read, then decided on, one or several with one commit; only then may they vanish
//! from where they came.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use engine::{
    BrandSettings, Causes, Code, Delivery, Engine, IncomingMessage, LastingFault, RawMail, Received,
};

use super::{Home, Parsed, Report, parse::unreadable, parse_in};

/// Takes in a mail. `mailbox` is the address that it was fetched from, if it is known.
///
/// The bytes lie in the blob store before anything reads them. Nothing in them makes this fail: what cannot be read
/// becomes a ticket with the mail attached. A report that is not [`Report::is_stored`] means that the database or the
/// disk did not take it, for reasons of their own; the caller keeps the mail and tries again. The same mail twice is one
/// ticket.
pub async fn submit(engine: &Engine, raw: Vec<u8>, mailbox: Option<&str>) -> Report {
    take_in(engine, prepare(engine, raw).await, mailbox).await
}

/// A mail that is stored, or could not be, and was read: all that does not depend on the mails before it.
#[derive(Debug)]
pub struct Prepared {
    raw: Bytes,
    kept: engine::Result<RawMail>,
    /// `None` when reading was interrupted: the program stops.
    parsed: Option<Parsed>,
    /// When it came, if it is to be taken in as an old one.
    old: Option<DateTime<Utc>>,
}

/// Stores a mail's bytes and reads them, the first half of [`submit`]: several mails may be prepared at once.
pub async fn prepare(engine: &Engine, raw: Vec<u8>) -> Prepared {
    // A mail may be large: those who store and those who read it share its bytes.
    let raw = Bytes::from(raw);
    let (kept, parsed) = tokio::join!(engine.store_raw(raw.clone()), read(&raw, &engine.settings().brand));
    Prepared { raw, kept, parsed, old: None }
}

/// Decides on a mail and commits, the second half of [`submit`]: in the order in which mails came, since one may answer
/// the one before.
pub async fn take_in(engine: &Engine, prepared: Prepared, mailbox: Option<&str>) -> Report {
    let Prepared { raw, kept, parsed, old } = prepared;
    let Some(parsed) = parsed else {
        return Report::failed("the program stopped before the mail was read".to_owned());
    };
    let report = Report::of(&parsed);
    let kept = match kept {
        Ok(kept) => kept,
        Err(error) => return failed(report, &error, "its bytes could not be stored"),
    };
    match receive(engine, &raw, &kept, mailbox, (parsed, old)).await {
        Ok(received) => {
            tell(&received, &kept, mailbox);
            report.became(received)
        }
        Err(error) => failed(report, &error, "the database did not take it"),
    }
}

/// How many mails are decided on with one commit at the most: others who write wait for it.
pub const TOGETHER: usize = 16;

/// Decides on several mails, in the order in which they came, with one commit for all, which costs little more than one
/// mail's.
///
/// # Errors
/// The mails, untouched, if one of them stands in the way of the others: then [`take_in`] finds out which and why.
pub async fn take_in_together(
    engine: &Engine,
    prepared: Vec<Prepared>,
    mailbox: Option<&str>,
) -> Result<Vec<Report>, Vec<Prepared>> {
    let deliveries: Vec<Delivery> = prepared.iter().filter_map(|mail| mail.delivery(mailbox)).collect();
    if deliveries.len() < 2 || deliveries.len() < prepared.len() {
        return Err(prepared);
    }
    match engine.available(Box::pin(engine.receive_mails(deliveries))).await {
        Ok(all) if all.len() == prepared.len() => {
            let reports = prepared.into_iter().zip(all);
            Ok(reports.filter_map(|(mail, received)| mail.became(received, mailbox)).collect())
        }
        Ok(_) => Err(prepared),
        Err(error) => {
            let error = Causes(&error);
            tracing::info!(%error, "several mails could not be taken in at once; each is taken in for itself");
            Err(prepared)
        }
    }
}

/// The same, and each for itself where that is not to be.
pub async fn take_in_all(engine: &Engine, prepared: Vec<Prepared>, mailbox: Option<&str>) -> Vec<Report> {
    let prepared = match take_in_together(engine, prepared, mailbox).await {
        Ok(reports) => return reports,
        Err(prepared) => prepared,
    };
    let mut reports = Vec::with_capacity(prepared.len());
    for mail in prepared {
        reports.push(take_in(engine, mail, mailbox).await);
    }
    reports
}

impl Prepared {
    /// Its `Date`, if it could be read.
    #[must_use]
    pub fn date(&self) -> Option<DateTime<Utc>> {
        self.parsed.as_ref()?.message.date
    }

    /// Has it taken in as one that came at this time, if that is one, and without a word to anybody.
    #[must_use]
    pub fn as_old(self, came_at: Option<DateTime<Utc>>) -> Self {
        Self { old: came_at, ..self }
    }

    /// What the engine is handed; `None` if the mail was not stored or not read.
    fn delivery(&self, mailbox: Option<&str>) -> Option<Delivery> {
        let (Ok(raw), Some(parsed)) = (&self.kept, &self.parsed) else { return None };
        let message = IncomingMessage { old: self.old, ..parsed.message.clone() };
        Some(Delivery { raw: raw.clone(), mailbox: mailbox.map(str::to_owned), message })
    }

    /// What became of a mail that the engine took.
    fn became(self, received: Received, mailbox: Option<&str>) -> Option<Report> {
        let (Ok(raw), Some(parsed)) = (&self.kept, &self.parsed) else { return None };
        tell(&received, raw, mailbox);
        Some(Report::of(parsed).became(received))
    }
}

fn tell(received: &Received, raw: &RawMail, mailbox: Option<&str>) {
    tracing::info!(
        outcome = received.outcome.as_str(),
        ticket = received.ticket,
        mailbox,
        sha256 = %raw.sha256,
        "took in a mail"
    );
}

/// Reading takes processor time in proportion to the mail, which may be large: off the threads that serve others.
/// `None`: it was not read, since the program stops; that says nothing about the mail.
async fn read(raw: &Bytes, brand: &BrandSettings) -> Option<Parsed> {
    let (bytes, zone, locale) = (raw.clone(), brand.time_zone.clone(), brand.locale.clone());
    let parse = move || parse_in(&bytes, Home { zone: Some(&zone), locale: Some(&locale) });
    match tokio::task::spawn_blocking(parse).await {
        Ok(parsed) => Some(parsed),
        Err(error) if error.is_cancelled() => None,
        Err(error) => {
            tracing::error!(%error, "a mail stopped its reader; it is taken in as unreadable");
            Some(unreadable(raw))
        }
    }
}

/// Hands the mail over. Only if its own content is refused, twice, is it taken in as one that cannot be read, so that it
/// neither gets lost nor stands in the way of others. A database that fails says nothing about the mail.
async fn receive(
    engine: &Engine,
    raw: &[u8],
    kept: &RawMail,
    mailbox: Option<&str>,
    (parsed, old): (Parsed, Option<DateTime<Utc>>),
) -> engine::Result<Received> {
    let delivery = |parsed: Parsed| Delivery {
        raw: kept.clone(),
        mailbox: mailbox.map(str::to_owned),
        message: IncomingMessage { old, ..parsed.message },
    };
    for _ in 0..2 {
        match engine.available(engine.receive_mail(delivery(parsed.clone()))).await {
            Err(error) if error.blames_content() => {
                tracing::warn!(error = %Causes(&error), "a mail was refused");
            }
            answer => return answer,
        }
    }
    engine.available(engine.receive_mail(delivery(unreadable(raw)))).await
}

fn failed(mut report: Report, error: &engine::Error, what: &str) -> Report {
    static TOLD: LastingFault = LastingFault::new();
    let reason = format!("{what}: {}", Causes(error));
    // While the disk is full or the database is away, every mail that is tried again would have its line.
    if error.code() != Code::Unavailable || TOLD.comes(&reason) {
        tracing::error!("a mail was not taken in: {reason}");
    } else {
        tracing::debug!("a mail was not taken in: {reason}");
    }
    report.reason = Some(reason);
    report
}
