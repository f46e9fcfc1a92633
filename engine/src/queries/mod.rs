//! All that a caller can ask to be told. Every query takes the actor first and starts from what that actor may see
//! ([`crate::policy::visible`]); absent and hidden look alike. Lists are read a page at a time, by place and not by
//! count ([`page`]), so that page 1,000 costs what page 1 does. Nothing here writes.

mod access;
mod agreements;
mod attachments;
mod audit;
mod beside;
mod choices;
mod clocks;
mod comments;
mod drafts;
mod email_templates;
mod events;
mod explain;
mod letters;
mod links;
mod mail_accounts;
mod mailboxes;
mod mails;
mod marks;
mod notices;
mod notifications;
mod organisations;
mod page;
mod presence;
mod queues;
mod ratings;
mod report;
mod search_filter;
mod second_factors;
mod standing;
mod statistics;
mod statuses;
mod tally;
mod text_blocks;
mod ticket_filter;
mod ticket_order;
mod tickets;
mod users;
mod views;
mod watchers;
mod whole_text;

pub use agreements::holidays_of;
pub use beside::{Beside, Neighbours};
pub use email_templates::PreviewEmail;
pub use links::Warning;
pub use marks::Mark;
pub use organisations::OrganisationFilter;
pub use standing::Standing;
pub use statistics::Statistics;
pub use statuses::StatusChoice;
pub(crate) use ticket_filter::{conditions, fits};
pub use users::UserFilter;
