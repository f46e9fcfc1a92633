//! What of the customer's waits for the staff: pure, so that the table in the tests is the documentation.
//!
//! | step | waits since | last unanswered | posts | held back |
//! | --- | --- | --- | --- | --- |
//! | customer comments | now, unless it waits already | now, unless that is later | one more | same |
//! | customer closes | no more | same | same | same |
//! | a reply is held back | now, unless it waits already | now, unless that is later | one more | now |
//! | staff answer; pick PENDING, RESOLVED or CLOSED; the system closes | no more | none | same | no more |
//! | staff pick NEW or OPEN | same | same | same | no more |
//! | … where nothing waited in the status before | as the posts tell | as the posts tell | same | no more |
//! | automatic letters are stopped | now, unless it waits already | same | one more | same |
//! | internal note, assignment, automatic reply | same | same | same | same |

use chrono::{DateTime, Utc};

use crate::{
    lifecycle::Step,
    model::{Status, UserId},
};

/// What waits for the staff in a ticket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attention {
    /// When the customer wrote the first of what nobody has answered; `None`: everything is answered.
    pub waiting_since: Option<DateTime<Utc>>,
    /// When the customer wrote the last of it. Stays when the customer closes with a last word.
    pub customer_wrote_at: Option<DateTime<Utc>>,
    /// How often the customer's side has written; what an agent has seen is a count of these.
    pub customer_posts: i64,
    /// The newest reply that is shown to the staff alone until they have decided: when it came, and from whom.
    pub held_back: Option<(DateTime<Utc>, UserId)>,
}

impl Attention {
    /// What waits after `step`, which `by` takes now.
    #[must_use]
    pub fn after(self, step: Step, by: Option<UserId>, now: DateTime<Utc>) -> Self {
        match step {
            Step::CustomerComments => self.customer_wrote(now),
            Step::MailIsHeldBack => {
                let held_back = by.map(|by| (now, by)).or(self.held_back);
                Self { held_back, ..self.customer_wrote(now) }
            }
            Step::CustomerPicks(_) => Self { waiting_since: None, ..self },
            Step::StaffAnswers
            | Step::AutoCloseElapses
            | Step::StaffPicks(Status::Pending | Status::Resolved | Status::Closed) => {
                Self { customer_posts: self.customer_posts, ..Self::default() }
            }
            Step::StaffPicks(Status::New | Status::Open) => Self { held_back: None, ..self },
            Step::InternalNote | Step::StaffAssigns | Step::AutomaticReply => self,
        }
    }

    /// What waits when comments were taken out of a ticket or came from another: read off those that it has now, oldest
    /// first, each with its time and whether the staff wrote it. A status in which nothing waits takes all of it away.
    #[must_use]
    pub fn of_posts(posts: impl IntoIterator<Item = (DateTime<Utc>, bool)>) -> Self {
        posts.into_iter().fold(Self::default(), |attention, (at, by_staff)| {
            let step = if by_staff { Step::StaffAnswers } else { Step::CustomerComments };
            attention.after(step, None, at)
        })
    }

    /// What waits when the staff open a ticket again, be it to take back a status: what nobody has answered waits since it was
    /// written, as its `posts` tell. What an agent has seen is a count, and stays.
    #[must_use]
    pub fn reopened(self, posts: Self) -> Self {
        Self { customer_posts: self.customer_posts, held_back: self.held_back, ..self.joined(posts) }
    }

    /// What waits when what waited in another ticket waits here, too.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self {
            waiting_since: self.waiting_since.into_iter().chain(other.waiting_since).min(),
            customer_wrote_at: self.customer_wrote_at.max(other.customer_wrote_at),
            customer_posts: self.customer_posts.saturating_add(other.customer_posts),
            held_back: self.held_back.max(other.held_back),
        }
    }

    /// What waits when automatic letters of the ticket had to be stopped: somebody of the staff should look, and nobody
    /// has seen it yet.
    #[must_use]
    pub fn alarmed(self, now: DateTime<Utc>) -> Self {
        Self {
            waiting_since: self.waiting_since.or(Some(now)),
            customer_posts: self.customer_posts + 1,
            ..self
        }
    }

    fn customer_wrote(self, now: DateTime<Utc>) -> Self {
        Self {
            waiting_since: self.waiting_since.or(Some(now)),
            // What came long ago may be taken in after what came since.
            customer_wrote_at: self.customer_wrote_at.max(Some(now)),
            customer_posts: self.customer_posts + 1,
            ..self
        }
    }
}
