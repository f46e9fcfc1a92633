//! A fault that lasts: the log has a line when it begins, one a minute while it goes on, and one when it is over.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long nothing is said of a fault that goes on as it is.
const SILENCE: Duration = Duration::from_mins(1);

/// A fault that may come again and again while its cause lasts. It says which times are worth a line of the log.
#[derive(Debug, Default)]
pub struct LastingFault(Mutex<Option<(String, Instant)>>);

impl LastingFault {
    /// One that has not come yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Notes that it came; whether to tell of it now: it begins, is another, or was not told of for a minute.
    pub fn comes(&self, words: &str) -> bool {
        self.comes_at(words, Instant::now())
    }

    /// Notes that what failed works; whether to tell that it does again.
    pub fn goes(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().is_some()
    }

    fn comes_at(&self, words: &str, now: Instant) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = told
            .as_ref()
            .is_none_or(|(known, at)| known != words || now.saturating_duration_since(*at) >= SILENCE);
        if is_new {
            *told = Some((words.to_owned(), now));
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::LastingFault;

    #[test]
    fn a_fault_is_told_when_it_begins_once_a_minute_and_when_it_is_over() {
        let (fault, start) = (LastingFault::new(), Instant::now());
        assert!(!fault.goes(), "nothing has failed");
        for (second, words, told) in [
            (0, "away", true),
            (2, "away", false),
            (59, "away", false),
            (60, "away", true),
            (62, "away", false),
            (64, "full", true),
            (66, "full", false),
        ] {
            assert_eq!(fault.comes_at(words, start + Duration::from_secs(second)), told, "{second} {words}");
        }
        assert!(fault.goes());
        assert!(!fault.goes(), "that is told once");
        assert!(fault.comes_at("full", start + Duration::from_secs(67)), "it begins anew");
    }
}
