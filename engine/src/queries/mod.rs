//! All that a caller can ask to be told. Every query takes the actor first and starts from what that actor may see
//! ([`crate::store::visible`]); absent and hidden look alike. Lists are read a page at a time, by place and not by
//! count ([`crate::store::page`]), so that page 1,000 costs what page 1 does. Nothing here writes.

mod absences;
mod access;
mod agreements;
mod attachments;
mod audit;
mod audit_filter;
mod choices;
mod clocks;
mod comments;
mod draft_files;
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
mod memos;
mod merged_accounts;
mod notices;
mod notifications;
mod organisations;
mod presence;
mod queues;
mod ratings;
mod report;
mod search_filter;
mod second_factors;
mod signatures;
mod standing;
mod statistics;
mod statuses;
mod text_blocks;
mod tickets;
mod unknown_terms;
mod user_facts;
mod users;
mod views;
mod watchers;
mod whole_text;

pub use agreements::holidays_of;
pub use audit_filter::AuditFilter;
pub use email_templates::PreviewEmail;
pub use links::Warning;
pub use mailboxes::ListedMailbox;
pub use marks::Mark;
pub use standing::Standing;
pub use statistics::Statistics;
pub use statuses::StatusChoice;
