//! All that a caller can ask to be done; one file per verb, each one `impl Engine`.

pub(crate) mod agreement;
mod backup;
mod calendar;
pub(crate) mod email_template;
mod erase;
mod import;
mod macros;
pub(crate) mod mail;
mod mail_account;
mod mailbox;
mod notification;
mod organisation;
pub(crate) mod passkey;
pub(crate) mod password;
pub(crate) mod queue;
pub(crate) mod rated;
pub(crate) mod second_factor;
pub(crate) mod session;
mod sweep;
mod text_block;
pub(crate) mod ticket;
mod token;
pub(crate) mod user;
mod view;

pub use agreement::{CreateAgreement, UpdateAgreement};
pub use backup::BackedUp;
pub use calendar::{CreateCalendar, UpdateCalendar};
pub use email_template::SetEmailTemplate;
pub use import::{
    ImportOutcome, ImportRefusal, ImportSize, ImportTable, Imported, ImportedChange, ImportedRow,
};
pub use macros::{CreateMacro, UpdateMacro};
pub use mailbox::{CheckMailbox, CreateMailbox, MailboxTerms, TestMailbox};
pub use organisation::{CreateOrganisation, UpdateOrganisation};
pub use passkey::{AddPasskey, AddedPasskey, PasskeyAnswer, PasskeyCeremony};
pub use queue::UpdateQueue;
pub use second_factor::{ProveIdentity, SecondFactorSetUp};
pub use session::{
    ConfirmLogin, Login, NewSession, PasskeyLogin, RenewedSession, SignIn, StartedSignIn, UnderWay,
};
pub use sweep::{SweepBlobs, Swept};
pub use text_block::{CreateTextBlock, UpdateTextBlock};
pub use ticket::{
    AddComment, AddExternalLink, AnswerLetter, ChangeResult, ChangeTicket, ChangeTickets, Commented,
    CreateTicket, LinkTickets, MOST_FILES, MergeTickets, RateTicket, RatedTicket, Redact, Redaction,
    SaveDraft, SaveNewTicketDraft, SplitTicket, TicketChanges, Undone, UpdateTicket,
};
pub use token::CreateApiToken;
pub use user::{ChooseAbsence, ChooseNotice, CreateUser, SetMemo, UpdateUser};
pub use view::{CreateView, UpdateView};
