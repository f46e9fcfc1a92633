//! One mail into the engine: kept raw, then read, then decided on; only then may it vanish from where it came.

use engine::{Delivery, Engine, RawMail, Received};

use super::{Parsed, Report, parse, parse::unreadable};

/// Takes in a mail. `mailbox` is the address that it was fetched from, if it is known.
///
/// The bytes lie in the blob store before anything reads them. Nothing in them makes this fail: what cannot be read
/// becomes a ticket with the mail attached. A report that is not [`Report::is_stored`] means that the database or the
/// disk did not take it; the caller keeps the mail and tries again. The same mail twice is one ticket.
pub async fn submit(engine: &Engine, raw: Vec<u8>, mailbox: Option<&str>) -> Report {
    take_in(engine, prepare(engine, raw).await, mailbox).await
}

/// A mail that is stored, or could not be, and was read: all that does not depend on the mails before it.
#[derive(Debug)]
pub struct Prepared {
    raw: Vec<u8>,
    kept: engine::Result<RawMail>,
    parsed: Parsed,
}

/// Stores a mail's bytes and reads them, the first half of [`submit`]: several mails may be prepared at once.
pub async fn prepare(engine: &Engine, raw: Vec<u8>) -> Prepared {
    let (kept, parsed) = tokio::join!(engine.store_raw(&raw), read(&raw));
    Prepared { raw, kept, parsed }
}

/// Decides on a mail and commits, the second half of [`submit`]: in the order in which mails came, since one may answer
/// the one before.
pub async fn take_in(engine: &Engine, prepared: Prepared, mailbox: Option<&str>) -> Report {
    let Prepared { raw, kept, parsed } = prepared;
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
async fn read(raw: &[u8]) -> Parsed {
    let bytes = raw.to_vec();
    match tokio::task::spawn_blocking(move || parse(&bytes)).await {
        Ok(parsed) => parsed,
        Err(error) => {
            tracing::error!(%error, "a mail stopped its reader; it is taken in as unreadable");
            unreadable(raw)
        }
    }
}

/// Hands the mail over. If the engine fails twice although its database answers, something in the mail is to blame:
/// then it is taken in as one that cannot be read, so that it neither gets lost nor stands in the way of others.
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
        match engine.receive_mail(delivery(parsed.clone())).await {
            Ok(received) => return Ok(received),
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "a mail was refused"),
        }
        engine.ready().await?;
    }
    engine.receive_mail(delivery(unreadable(raw))).await
}

fn failed(mut report: Report, error: &engine::Error, what: &str) -> Report {
    tracing::error!(error = error as &dyn std::error::Error, "a mail was not taken in: {what}");
    report.reason = Some(format!("{what}: {error}"));
    report
}
