//! Where randomness comes from, and the ids that are made of it and the time.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use rand::TryRngCore;
use uuid::{Builder, Uuid};

use crate::error::{Error, Result};

/// Fills bytes with randomness that nobody can guess.
pub trait Rng: Send + Sync + fmt::Debug + 'static {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// Internal, when the system has no randomness to give.
    fn fill(&self, bytes: &mut [u8]) -> Result<()>;
}

/// The randomness of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRng;

impl Rng for SystemRng {
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        rand::rngs::OsRng.try_fill_bytes(bytes).map_err(Error::internal)
    }
}

/// Makes ids that sort by the time of their making (RFC 9562, version 7), strictly so within one process.
#[derive(Debug, Default)]
pub(crate) struct Ids(Mutex<(u64, u16)>);

impl Ids {
    /// The next id. Within one millisecond the twelve bits behind the time count up, which is RFC 9562's method 1.
    pub(crate) fn next(&self, now: DateTime<Utc>, rng: &dyn Rng) -> Result<Uuid> {
        let mut random = [0; 10];
        rng.fill(&mut random)?;
        let now = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (millis, count) = match *last {
            (then, count) if then >= now && count < 0x0fff => (then, count + 1),
            (then, _) if then >= now => (then + 1, 0),
            _ => (now, u16::from(random[0] >> 1)),
        };
        *last = (millis, count);
        let [high, low] = count.to_be_bytes();
        random[0] = high;
        random[1] = low;
        Ok(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}
