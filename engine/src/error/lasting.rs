//! A fault that lasts: the log has a line when it begins, one a minute while it goes on, and one when it is over.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long nothing is said of a fault that goes on as it is.
const SILENCE: Duration = Duration::from_mins(1);

/// How many texts are known at a time.
const MOST: usize = 32;

/// A fault that may come again and again while its cause lasts, in one text or in several by turns. It says which times are worth
/// a line of the log.
#[derive(Debug, Default)]
pub struct LastingFault(Mutex<Vec<(String, Instant)>>);

impl LastingFault {
    /// One that has not come yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// Notes that it came; whether to tell of it now: it was not told of in these words for a minute.
    pub fn comes(&self, words: &str) -> bool {
        self.comes_at(words, Instant::now())
    }

    /// Notes that what failed works; whether to tell that it does again.
    pub fn goes(&self) -> bool {
        !std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).is_empty()
    }

    fn comes_at(&self, words: &str, now: Instant) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.retain(|(_, at)| now.saturating_duration_since(*at) < SILENCE);
        let is_new = told.iter().all(|(known, _)| known != words);
        if is_new {
            if told.len() >= MOST {
                told.remove(0);
            }
            told.push((words.to_owned(), now));
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
            (65, "away", false),
            (66, "full", false),
            (119, "away", false),
            (120, "away", true),
            (123, "full", false),
            (124, "full", true),
        ] {
            assert_eq!(fault.comes_at(words, start + Duration::from_secs(second)), told, "{second} {words}");
        }
        for number in 0..2 * super::MOST {
            assert!(fault.comes_at(&format!("fault {number}"), start + Duration::from_secs(124)));
        }
        assert!(!fault.comes_at("fault 63", start + Duration::from_secs(124)), "the newest are known");
        assert!(fault.goes());
        assert!(!fault.goes(), "that is told once");
        assert!(fault.comes_at("full", start + Duration::from_secs(125)), "it begins anew");
    }
}
