//! One mail into the engine: kept raw, then read, then decided on; only then may it vanish from where it came.

use engine::{Delivery, Engine, RawMail, Received};

use super::{Parsed, Report, parse::unreadable, parse_in};

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
    raw: Vec<u8>,
    kept: engine::Result<RawMail>,
    /// `None` when reading was interrupted: the program stops.
    parsed: Option<Parsed>,
}

/// Stores a mail's bytes and reads them, the first half of [`submit`]: several mails may be prepared at once.
pub async fn prepare(engine: &Engine, raw: Vec<u8>) -> Prepared {
    let (kept, parsed) = tokio::join!(engine.store_raw(&raw), read(&raw, &engine.settings().time_zone));
    Prepared { raw, kept, parsed }
}

/// Decides on a mail and commits, the second half of [`submit`]: in the order in which mails came, since one may answer
/// the one before.
pub async fn take_in(engine: &Engine, prepared: Prepared, mailbox: Option<&str>) -> Report {
    let Prepared { raw, kept, parsed } = prepared;
    let Some(parsed) = parsed else {
        return Report::failed("the program stopped before the mail was read".to_owned());
    };
    let report = Report::of(&parsed);
    let kept = match kept {
        Ok(kept) => kept,
        Err(error) => return failed(report, &error, "its bytes could not be stored"),
    };
    match receive(engine, &raw, &kept, mailbox, parsed).await {
        Ok(received) => {
            tracing::info!(
                outcome = received.outcome.as_str(),
                ticket = received.ticket,
                mailbox,
                sha256 = %kept.sha256,
                "took in a mail"
            );
            report.became(received)
        }
        Err(error) => failed(report, &error, "the database did not take it"),
    }
}

/// Reading takes processor time in proportion to the mail, which may be large: off the threads that serve others.
/// `None`: it was not read, since the program stops; that says nothing about the mail.
async fn read(raw: &[u8], zone: &str) -> Option<Parsed> {
    let (bytes, zone) = (raw.to_vec(), zone.to_owned());
    match tokio::task::spawn_blocking(move || parse_in(&bytes, Some(&zone))).await {
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
    parsed: Parsed,
) -> engine::Result<Received> {
    let delivery = |parsed: Parsed| Delivery {
        raw: kept.clone(),
        mailbox: mailbox.map(str::to_owned),
        message: parsed.message,
    };
    for _ in 0..2 {
        match engine.available(engine.receive_mail(delivery(parsed.clone()))).await {
            Err(error) if error.blames_content() => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a mail was refused");
            }
            answer => return answer,
        }
    }
    engine.available(engine.receive_mail(delivery(unreadable(raw)))).await
}

fn failed(mut report: Report, error: &engine::Error, what: &str) -> Report {
    tracing::error!(error = error as &dyn std::error::Error, "a mail was not taken in: {what}");
    report.reason = Some(format!("{what}: {}", causes(error)));
    report
}

/// The error and what lies beneath, for the operator.
fn causes(error: &engine::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
