//! How many mails RT takes in on this machine, in this run: by pipe as its handbook has it, and in its fastest way.

use super::mail::by_pipe;
use crate::{bench::Bench, figures::progress, figures::rate, reference::rt::RequestTracker};

/// How many mails it gets in each way; it takes its time.
const MAILS: u64 = 100;

/// Tickets a second.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rates {
    /// By pipe, one after the other.
    pub(super) one: Rate,
    /// By pipe, four at a time.
    pub(super) four: Rate,
    /// Without a process for each mail, four at a time.
    pub(super) fastest: Rate,
}

/// Mails a second, and whether they were measured in this run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    pub(super) mails: f64,
    measured: bool,
}

impl Rates {
    /// What RT takes in a second on the same kind of machine, where it is not installed.
    const GIVEN: Self = Self { one: Rate::given(2.4), four: Rate::given(5.0), fastest: Rate::given(5.6) };
}

impl Rate {
    const fn given(mails: f64) -> Self {
        Self { mails, measured: false }
    }

    /// As a reference.
    pub(super) fn told(self) -> String {
        let as_given = if self.measured { "" } else { " as given" };
        format!("RT {}{as_given}", rate(self.mails))
    }
}

/// Measures it, or tells what was given.
pub(super) async fn measure(bench: &Bench) -> Rates {
    let Some(rt) = RequestTracker::start(bench).await else {
        progress("RT is not installed: its rates are as given");
        return Rates::GIVEN;
    };
    progress(format!("mail of RT, {MAILS} in each way"));
    // The first ones load and compile what it is made of.
    take(&rt, 3 * MAILS, 8, 4, false).await;
    let rates = Rates {
        one: take(&rt, 0, MAILS, 1, true).await,
        four: take(&rt, MAILS, MAILS, 4, true).await,
        fastest: take(&rt, 2 * MAILS, MAILS, 4, false).await,
    };
    for (way, rate) in
        [("one at a time", rates.one), ("four at a time", rates.four), ("without a process", rates.fastest)]
    {
        progress(format!("  {way}: {}", rate.told()));
    }
    rates
}

#[expect(clippy::cast_precision_loss, reason = "a rate")]
async fn take(rt: &RequestTracker, first: u64, count: u64, at_once: u64, by_process: bool) -> Rate {
    let before = rt.count().await;
    let (took, _) = by_pipe(first..first + count, at_once, async |mail| {
        if by_process { rt.pipe(mail).await } else { rt.post(mail).await }
    })
    .await;
    let after = rt.count().await;
    let mails = i64::try_from(count).expect("small");
    assert_eq!(after.0 - before.0, mails, "tickets of RT");
    assert_eq!(after.1 - before.1, mails, "confirmations of RT");
    Rate { mails: count as f64 / took.as_secs_f64(), measured: true }
}
