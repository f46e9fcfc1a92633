//! Schalter's engine: tickets, their rules, their journal and their mails, for a host program or the server around it.

mod actor;
mod apply;
pub mod attention;
pub mod blobs;
mod clock;
mod commands;
pub mod content;
mod engine;
mod error;
mod faults;
mod guard;
mod hashing;
mod health;
pub mod incoming;
mod journal;
mod lanes;
mod letter_writer;
pub mod lifecycle;
mod line;
mod mail_provider;
mod mailbox_tester;
pub mod model;
mod outbox;
pub mod policy;
mod private;
mod problems;
mod queries;
pub mod recipients;
mod rendering;
mod rng;
pub mod routing;
pub mod rules;
mod secret;
mod settings;
pub mod sla;
mod spool;
mod store;
mod timers;

pub use actor::{Actor, Scope, Scopes, Used, Via, Viewer};
pub use clock::{Clock, ManualClock, SystemClock};
pub use commands::*;
pub use engine::{Builder, Engine, MailReader};
pub use error::{Causes, Challenge, Code, Error, LastingFault, Opaque, Result};
pub use guard::{Asked, Guard, Refusal};
pub use journal::{Followed, JournalReader, Reader, ReaderGroup};
pub use letter_writer::{LetterWriter, TemplateFault};
pub use mail_provider::{Asking, MailProvider, MailTokenError, SignInRequest};
pub use mailbox_tester::{MailboxTester, TestedLogIn};
pub use model::*;
pub use policy::{
    password::{Missing, PasswordRule},
    rates::Rates,
    second_factor::RECOVERY_CODES,
};
pub use queries::*;
pub use rng::{Rng, SystemRng};
pub use secret::{BadKey, Keys};
pub use settings::{
    AccountSettings, BrandSettings, DmarcFailure, FetchedFolder, LimitSettings, MailContent, MailRoutes,
    MailSettings, MailboxDefinition, MailboxSettings, Mailboxes, QueueTerms, Replies, Settings,
    TicketSettings, UploadBudget, Wording,
};
pub use spool::{ArrivingFile, FileContent, Receiver, SpooledFile, StoredFile};
pub use store::{Claim, Handful, ServerLock, Within, database_name, is_called, sort_key, title_key};
pub use timers::Ran;
