//! Whether a refusal concerns one letter or the mail server as a whole: what this node saw of the server lately.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use engine::{LetterId, MailServerFault};

use super::transport::SendError;

/// So many people are refused one after the other, without a letter getting through and without a word about their
/// addresses, before the server is blamed; or so many letters are put off after their recipient was accepted.
const STREAK: usize = 3;
/// The first pause before a failing server is tried again; it doubles.
const FIRST: Duration = Duration::from_secs(1);
/// The longest such pause.
const LONGEST: Duration = Duration::from_mins(1);

/// A server that accepted a letter within this time means the next one that it refuses.
const PROVEN: Duration = Duration::from_hours(1);
/// So often a letter is tried, for most of a day, before a server is believed of which nothing else is known: on a quiet
/// desk, the one letter of a night must not be lost to a server that refuses everybody.
const PATIENCE: i32 = 10;

/// What this node saw of the mail server.
#[derive(Debug, Default)]
pub struct Health {
    /// Whom the server refused since it last accepted a letter.
    refused: Vec<(LetterId, String)>,
    /// Letters that waited for the server once already, although it may have been about them: the next time it is.
    doubted: HashSet<LetterId>,
    /// Letters that the server put off since it last accepted one, as often as it did.
    deferred: Vec<LetterId>,
    /// Letters whose handing over broke off since it last accepted one.
    broken: HashSet<LetterId>,
    /// When it last accepted one.
    accepted_at: Option<Instant>,
    failing: Option<Failing>,
}

#[derive(Debug)]
struct Failing {
    fault: MailServerFault,
    reason: String,
    rounds: u32,
    /// Whether this round has found out that it still fails.
    now: bool,
}

/// What follows from a letter that was not sent.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It concerns this letter alone.
    Letter {
        /// Whether another attempt is of no use.
        permanent: bool,
    },
    /// The line broke while the letter was handed over, and nobody knows whether it arrived: it is tried again with growing
    /// pauses.
    Broken {
        /// Whether the same happened to others, and none got through meanwhile.
        again_and_again: bool,
        /// Whether this is new.
        begins: bool,
    },
    /// It concerns the server: these letters wait.
    Server {
        /// The letter, and those that seemed to be refused for their own sake.
        letters: Vec<LetterId>,
        /// Whether this is new.
        begins: bool,
    },
}

impl Health {
    /// Whether the server accepts nothing.
    #[must_use]
    pub const fn is_failing(&self) -> bool {
        self.failing.is_some()
    }

    /// What it said, if this round of letters has found out that it accepts nothing.
    #[must_use]
    pub fn found_out(&self) -> Option<(MailServerFault, String)> {
        let failing = self.failing.as_ref().filter(|failing| failing.now)?;
        Some((failing.fault, failing.reason.clone()))
    }

    /// Why it accepts nothing, if it does not.
    #[must_use]
    pub fn fault(&self) -> Option<MailServerFault> {
        self.failing.as_ref().map(|failing| failing.fault)
    }

    /// Ends a round of letters: how long to wait before the next, if the server accepts nothing.
    pub fn wait(&mut self) -> Option<Duration> {
        let failing = self.failing.as_mut().filter(|failing| failing.now)?;
        failing.now = false;
        let wait = FIRST.saturating_mul(1 << failing.rounds.min(10));
        failing.rounds += 1;
        Some(wait.min(LONGEST))
    }

    /// The server has accepted a letter; whether it had been failing.
    pub fn accepted(&mut self) -> bool {
        self.refused.clear();
        self.deferred.clear();
        self.accepted_at = Some(Instant::now());
        let broken = std::mem::take(&mut self.broken).len() >= STREAK;
        self.failing.take().is_some() || broken
    }

    /// Whether a letter that would be given up is tried again all the same: its refusal does not name its address, and the
    /// server has accepted nothing lately that would show that it means this letter.
    #[must_use]
    pub fn is_patient(&self, error: &SendError, attempt: i32) -> bool {
        let proven = self.accepted_at.is_some_and(|at| at.elapsed() < PROVEN);
        matches!(error, SendError::Doubtful(_)) && !proven && attempt < PATIENCE
    }

    /// The server, or the way to it, did not take a letter.
    pub fn refused(&mut self, letter: LetterId, address: &str, error: &SendError) -> Verdict {
        match error {
            SendError::Server(fault, reason) => self.fails(vec![letter], *fault, reason),
            SendError::Passing(_) => Verdict::Letter { permanent: false },
            SendError::Permanent(_) | SendError::TooLarge(_) => Verdict::Letter { permanent: true },
            SendError::Broken(_) => {
                let begins = self.broken.insert(letter) && self.broken.len() == STREAK;
                Verdict::Broken { again_and_again: self.broken.len() >= STREAK, begins }
            }
            SendError::Deferred(reason) | SendError::TooLargeForNow(reason) => {
                self.deferred.push(letter);
                if self.failing.is_none() && self.deferred.len() < STREAK {
                    return Verdict::Letter { permanent: false };
                }
                let mut letters = std::mem::take(&mut self.deferred);
                letters.sort();
                letters.dedup();
                self.fails(letters, MailServerFault::Refuses, reason)
            }
            SendError::Doubtful(_) if self.is_back() => self.refused(letter, address, error),
            SendError::Doubtful(_) if self.doubted.remove(&letter) && self.failing.is_none() => {
                Verdict::Letter { permanent: true }
            }
            SendError::Doubtful(reason) => {
                if !self.refused.iter().any(|(_, known)| known == address) {
                    self.refused.push((letter, address.to_owned()));
                }
                if self.failing.is_none() && self.refused.len() < STREAK {
                    return Verdict::Letter { permanent: true };
                }
                let mut letters: Vec<_> = self.refused.iter().map(|(letter, _)| *letter).collect();
                if !letters.contains(&letter) {
                    letters.push(letter);
                }
                self.doubted.extend(&letters);
                self.fails(letters, MailServerFault::Refuses, reason)
            }
        }
    }

    /// A server that refuses a recipient talks to us again: whatever it failed for before is over, unless it lets us name sender
    /// and recipients and then refuses all of them.
    fn is_back(&mut self) -> bool {
        let over = self.failing.as_ref().is_some_and(|failing| failing.fault != MailServerFault::Refuses);
        if over {
            self.failing = None;
        }
        over
    }

    fn fails(&mut self, letters: Vec<LetterId>, fault: MailServerFault, reason: &str) -> Verdict {
        let begins = self.failing.is_none();
        let rounds = self.failing.as_ref().map_or(0, |failing| failing.rounds);
        self.failing = Some(Failing { fault, reason: reason.to_owned(), rounds, now: true });
        Verdict::Server { letters, begins }
    }
}
