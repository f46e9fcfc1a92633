//! Counts what is written against the writer's quotas, in the transaction that writes it: what is rolled back has used
//! nothing.

use crate::{
    actor::{Actor, Used},
    error::{Error, Result},
    policy::rates::Rated,
    store::{Work, throttle},
};

/// Uses `by` of each quota that the actor has for `what`.
///
/// # Errors
/// [`Error::RateLimited`], with how long to wait for the fullest.
pub(crate) async fn use_quota(work: &Work<'_>, actor: &Actor, what: Rated, by: usize) -> Result<()> {
    let by = i64::try_from(by).unwrap_or(i64::MAX);
    if by == 0 {
        return Ok(());
    }
    let mut refused = None;
    for (limit, subject) in work.engine().settings().limits.rates.quotas(actor, what) {
        let tally = throttle::tally(work.tx(), limit, &subject, by, work.now()).await?;
        let verdict = limit.judge(tally, work.now());
        let positive = |count: i64| u64::try_from(count).unwrap_or(0);
        actor.note_use(Used {
            policy: what.as_str(),
            quota: positive(limit.tries),
            window: limit.window,
            remaining: positive(verdict.unwrap_or(0)),
            reset: limit.left(tally, work.now()),
        });
        refused = refused.max(verdict.err());
    }
    refused.map_or(Ok(()), |retry_after| Err(Error::RateLimited { retry_after }))
}
