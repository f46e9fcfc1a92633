//! The same rows without Schalter: by sea-orm alone, by plain SQL, and HTTP that answers fixed bytes; and peers, which do the
//! same work with rights and log-ins.

pub(crate) mod entity;
pub(crate) mod fixed;
pub(crate) mod mercurius;
pub(crate) mod orm;
pub(crate) mod plain;
pub(crate) mod rt;

use std::{
    future::Future,
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

use crate::{figures::percentile, machine::load::Shot};

/// Does `work` from so many tasks for so long; it is given a number that counts up.
pub(crate) async fn shots<F, W>(tasks: u32, seconds: u32, work: W) -> Shot
where
    F: Future<Output = ()> + Send + 'static,
    W: Fn(usize) -> F + Clone + Send + 'static,
{
    let begin = Instant::now();
    let end = begin + Duration::from_secs(seconds.into());
    let mut all = JoinSet::new();
    for task in 0..tasks {
        let work = work.clone();
        all.spawn(async move {
            let mut times = Vec::new();
            // Each task begins elsewhere.
            let mut count = usize::try_from(task).expect("small") * 7_919;
            while Instant::now() < end {
                let begin = Instant::now();
                work(count).await;
                times.push(begin.elapsed());
                count += 1;
            }
            times
        });
    }
    let times: Vec<Duration> = all.join_all().await.concat();
    Shot {
        count: times.len() as u64,
        took: begin.elapsed(),
        p50: percentile(&times, 0.5),
        p99: percentile(&times, 0.99),
    }
}
