//! The only code that speaks SQL: pools, tables, the unit of work, and rows turned into the model.

pub(crate) mod absences;
pub(crate) mod account_merges;
pub(crate) mod agreements;
pub(crate) mod answered_mails;
pub(crate) mod audit;
mod audit_words;
mod batch;
pub(crate) mod blobs;
pub(crate) mod brand_notices;
pub(crate) mod cells;
pub(crate) mod changes;
pub(crate) mod clocks;
pub(crate) mod collation;
pub(crate) mod confirmed_devices;
pub(crate) mod constraint;
pub(crate) mod counted;
pub(crate) mod defaults;
pub(crate) mod domains;
pub(crate) mod draft_files;
pub(crate) mod drafts;
pub(crate) mod email_templates;
#[cfg(feature = "sqlite")]
mod ended;
pub(crate) mod entity;
pub(crate) mod erasures;
pub(crate) mod events;
pub(crate) mod explain;
pub(crate) mod fold;
pub(crate) mod follow_ups;
pub(crate) mod foreign_numbers;
pub(crate) mod forget;
pub(crate) mod former_mailboxes;
pub(crate) mod former_titles;
mod held;
mod host;
pub(crate) mod identities;
pub(crate) mod known_names;
pub(crate) mod last_seen;
pub(crate) mod letters;
#[cfg(feature = "postgres")]
mod life;
pub(crate) mod links;
mod liveness;
pub(crate) mod living;
pub(crate) mod logins;
pub(crate) mod mail_comments;
pub(crate) mod mail_grants;
pub(crate) mod mail_retention;
pub(crate) mod mailbox_definitions;
pub(crate) mod mailbox_rules;
pub(crate) mod mailboxes;
pub(crate) mod many;
pub(crate) mod memberships;
pub(crate) mod memos;
pub(crate) mod merges;
pub(crate) mod moves;
pub(crate) mod names;
pub(crate) mod names_by_id;
pub(crate) mod news;
pub(crate) mod notifications;
mod open;
pub(crate) mod page;
pub(crate) mod passkeys;
pub(crate) mod people;
pub(crate) mod phones;
mod place;
#[cfg(feature = "postgres")]
pub(crate) mod postgres;
pub(crate) mod presence;
pub(crate) mod queues;
pub(crate) mod ratings;
pub(crate) mod readers;
mod reading;
pub(crate) mod remembered;
pub(crate) mod reply_addresses;
pub(crate) mod report;
pub(crate) mod requests;
mod restored;
pub(crate) mod rows;
mod scrub;
pub(crate) mod search;
pub(crate) mod search_names;
pub(crate) mod second_factors;
pub(crate) mod senders;
pub(crate) mod sent_answers;
pub(crate) mod signatures;
mod snapshot;
mod sole;
pub(crate) mod splits;
#[cfg(feature = "sqlite")]
mod sqlite;
mod standstill;
pub(crate) mod status_letters;
mod switches;
pub(crate) mod text_blocks;
pub(crate) mod throttle;
pub(crate) mod tickets;
mod title_keys;
pub(crate) mod undeliverable;
pub(crate) mod views;
pub(crate) mod visible;
pub(crate) mod watchers;
pub(crate) mod whole_texts;
mod within;
#[cfg(not(feature = "postgres"))]
pub(crate) mod without_postgres;
#[cfg(not(feature = "sqlite"))]
mod without_sqlite;
mod work;

pub(crate) use batch::{Batch, Beside, in_turn};
pub use collation::{sort_key, title_key};
#[cfg(feature = "postgres")]
pub(crate) use life::Life;
pub(crate) use liveness::Liveness;
pub use names::is_called;
pub(crate) use open::{Database, Opening};
pub use place::database_name;
pub use readers::Handful;
pub(crate) use sent_answers::Standing;
pub use sole::{Claim, ServerLock};
pub use within::Within;
#[cfg(not(feature = "postgres"))]
pub(crate) use without_postgres::{self as postgres, Life};
#[cfg(not(feature = "sqlite"))]
use without_sqlite as sqlite;
pub(crate) use work::{NewEvent, Work};
