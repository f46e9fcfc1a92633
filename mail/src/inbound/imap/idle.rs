//! A session from log-in to log-out: fetch what is new, wait until there is more, keep the claim alive.

use std::time::Duration;

use async_imap::Session;
use async_imap::extensions::idle::IdleResponse;
use engine::Engine;
use tokio::time::{Instant, interval, sleep, timeout};

use super::connect::{Connected, Line, patiently};
use super::tries::Tries;
use super::{Ended, Error, LEASE, MailboxConfig, RENEW, Signals, fetch, pause, stopped};

/// Servers hang up after half an hour; that the line is dead, [`super::keepalive`] notices sooner.
const LONGEST_IDLE: Duration = Duration::from_mins(9);

type ImapSession = Session<Line>;

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Woken {
    /// Something may have come.
    Look,
    Stopped,
    ClaimLost,
}

/// Serves a mailbox until the program stops, the claim is lost or the connection fails. Logs out where it can.
pub(super) async fn serve(
    engine: &Engine,
    config: &MailboxConfig,
    connected: Connected,
    signals: &mut Signals,
    faults: &mut u32,
    tries: &mut Tries,
) -> Result<Ended, Error> {
    let Connected { mut session, idles, can } = connected;
    let mut folder = fetch::open(engine, config, &mut session, can, tries).await?;
    loop {
        if signals.call.is_open() {
            tries.file_again();
        }
        if let Some(ended) =
            fetch::new_mail(engine, config, &mut session, &mut folder, tries, &signals.stop).await?
        {
            log_out(session).await;
            return Ok(ended);
        }
        *faults = 0;
        signals.call.answer(engine).await;
        // What the server does not move is tried again in between; what comes is taken in meanwhile as usual.
        let longest = |usual: Duration| tries.pause_of_filing().map_or(usual, |pause| pause.min(usual));
        let woken = if idles {
            let (back, woken) = idle(engine, config, session, signals, longest(LONGEST_IDLE)).await?;
            session = back;
            woken
        } else {
            poll(engine, config, &mut session, signals, longest(config.poll)).await?
        };
        match woken {
            Woken::Look => {}
            Woken::Stopped => {
                log_out(session).await;
                return Ok(Ended::Stopped);
            }
            Woken::ClaimLost => {
                log_out(session).await;
                return Ok(Ended::ClaimLost);
            }
        }
    }
}

/// Waits with IDLE (RFC 2177).
async fn idle(
    engine: &Engine,
    config: &MailboxConfig,
    session: ImapSession,
    signals: &mut Signals,
    longest: Duration,
) -> Result<(ImapSession, Woken), Error> {
    let failed = |source| Error::Command { what: "idle", source };
    let mut handle = session.idle();
    patiently(async { handle.init().await.map_err(failed) }).await?;
    let woken = {
        let (response, _interrupt) = handle.wait_with_timeout(longest);
        tokio::pin!(response);
        // The library's time starts anew with every "still here" of the server; ours does not.
        let enough = sleep(longest);
        tokio::pin!(enough);
        let mut renew = interval(RENEW);
        renew.tick().await;
        loop {
            tokio::select! {
                response = &mut response => match response.map_err(failed)? {
                    // The stream ended: the server is gone.
                    IdleResponse::ManualInterrupt => return Err(Error::Closed),
                    IdleResponse::Timeout | IdleResponse::NewData(_) => break Woken::Look,
                },
                () = &mut enough => break Woken::Look,
                () = stopped(&mut signals.stop) => break Woken::Stopped,
                () = signals.call.comes() => break Woken::Look,
                _ = renew.tick() => if !engine.available(engine.claim_mailbox(&config.address, LEASE)).await? {
                    break Woken::ClaimLost;
                },
            }
        }
    };
    let session = patiently(async { handle.done().await.map_err(failed) }).await?;
    Ok((session, woken))
}

/// Waits without IDLE: NOOP keeps the connection and lets the server say what is new.
async fn poll(
    engine: &Engine,
    config: &MailboxConfig,
    session: &mut ImapSession,
    signals: &mut Signals,
    longest: Duration,
) -> Result<Woken, Error> {
    let end = Instant::now() + longest;
    loop {
        let rest = end.saturating_duration_since(Instant::now());
        let called = pause(rest.min(RENEW), signals).await;
        if *signals.stop.borrow() {
            return Ok(Woken::Stopped);
        }
        if !engine.available(engine.claim_mailbox(&config.address, LEASE)).await? {
            return Ok(Woken::ClaimLost);
        }
        if called || rest <= RENEW {
            break;
        }
    }
    patiently(async { session.noop().await.map_err(|source| Error::Command { what: "answer", source }) })
        .await?;
    Ok(Woken::Look)
}

/// Says good-bye, but does not wait for long: the program may be stopping.
async fn log_out(mut session: ImapSession) {
    if !matches!(timeout(Duration::from_secs(5), session.logout()).await, Ok(Ok(()))) {
        tracing::debug!("the IMAP server did not answer the log-out");
    }
}
