//! Uses the quotas of who writes, in the transaction that writes: what is rolled back has used nothing.

use crate::{
    actor::Actor,
    error::{Error, Result},
    policy::rates::Rated,
    store::{
        Work,
        throttle::{self, Use},
    },
};

/// Uses `by` of each quota that the actor has for `what`, if there is as much left. It is counted when the work is
/// committed.
///
/// # Errors
/// [`Error::RateLimited`], with how long to wait for the fullest; `BadInput` for what is more than a whole hour lets through, so
/// that waiting would not help.
pub(crate) async fn use_quota(work: &mut Work<'_>, actor: &Actor, what: Rated, by: usize) -> Result<()> {
    let by = i64::try_from(by).unwrap_or(i64::MAX);
    let quotas = work.engine().settings().limits.rates.quotas(actor, what);
    if by == 0 || quotas.is_empty() {
        return Ok(());
    }
    let least = quotas.iter().map(|(limit, _)| limit.tries).min().unwrap_or(i64::MAX);
    if by > least.max(1) {
        return Err(never(what, least, by));
    }
    let uses =
        quotas.into_iter().map(|(limit, subject)| Use { what, actor: actor.clone(), limit, subject, by });
    let uses: Vec<Use> = uses.collect();
    let mut refused = None;
    for (one, tally) in uses.iter().zip(throttle::expected(work.tx(), &uses, work.now()).await?) {
        refused = refused.max(one.judge(tally, work.now()).err());
    }
    if let Some(retry_after) = refused {
        return Err(Error::RateLimited { retry_after });
    }
    work.uses(uses);
    Ok(())
}

/// What is said of a request that no quota will ever let through.
fn never(what: Rated, most: i64, by: i64) -> Error {
    let (field, reason, things) = match what {
        Rated::Files => ("attachments", "files-over-quota", "files"),
        Rated::Comments => ("changes", "changes-over-quota", "comments"),
        Rated::Tickets => ("tickets", "tickets-over-quota", "tickets"),
    };
    let message = format!(
        "At most {most} {things} can be sent per hour, and this request contains {by}. Send fewer at once."
    );
    Error::bad(field, reason, message)
}
