//! Plain data that callers pass in and get back; no rule and no I/O lives here.

mod absence;
mod access;
mod agreement;
mod attachment;
mod audit;
mod audit_kind;
mod beside;
mod comment;
mod cursor;
mod draft;
mod email_template;
mod enums;
mod event;
mod event_change;
mod ids;
mod letter;
mod letter_change;
mod link;
mod mail;
mod mail_account;
mod mail_reason;
mod mail_signature;
mod mail_times;
mod mailbox;
mod memo;
mod notice;
mod notification;
mod page;
mod people;
mod presence;
mod queue_settings;
mod rating;
mod report;
mod search;
mod sign_in;
mod signature_reach;
mod text_block;
mod ticket;
mod ticket_change;
mod view;

pub use absence::Absence;
pub use access::{ApiToken, Identity, LoginMethod, Passkey, SecondFactor, Session};
pub use agreement::{Agreement, Calendar, ClockFace, Target, TicketClocks};
pub use attachment::{Attachment, Upload};
pub use audit::{AuditEntry, Audited};
pub use audit_kind::AuditSubject;
pub use beside::{Beside, Neighbours};
pub use comment::{Comment, Texts};
pub(crate) use cursor::Place;
pub use cursor::{BadCursor, Cursor};
pub(crate) use draft::draft_revision;
pub use draft::{Draft, DraftFile, NewTicketDraft, Written};
pub use email_template::{EmailTemplate, EmailTexts, OwnTexts};
pub use enums::{
    AfterFetch, AuditAct, Cause, Channel, EventKind, LinkKind, MailPace, MailReason, MailRelation,
    MailServerFault, MailboxFault, MailboxSecurity, Notice, NotificationKind, OldMail, Priority, Rating,
    Role, Sharing, Status, Turn, UnknownWord, UserOrderField, UserState, Visibility, Watching,
};
pub use event::{Change, Event};
pub use event_change::{EventChange, FromTo, LinkTo, RedactedPart, TicketNumber};
pub use ids::{
    AgreementId, AttachmentId, AuditId, CalendarId, CommentId, DraftFileId, EmailTemplateId, EventId,
    ExternalLinkId, IdentityId, LetterId, LinkId, MacroId, MailGrantId, MailId, MailboxId, NotificationId,
    OrganisationId, PasskeyId, QueueId, SessionId, TextBlockId, TicketId, TokenId, UserId, ViewId,
};
pub use letter::{
    AskLink, Failure, Letter, LetterComment, LetterKind, LetterNews, LetterOrigin, LetterState, LetterTicket,
    MailServerHealth, TicketEmail, Undeliverable, Withdrawn,
};
pub use letter_change::LetterChange;
pub use link::{ExternalLink, TicketLink};
pub use mail::{
    Address, AuthenticationResults, Automatic, Bounce, Delivery, Forwarded, IncomingAttachment, IncomingMail,
    IncomingMessage, Machine, MailFilter, MailSender, MailboxCursor, MailboxHealth, MethodResult, Outcome,
    RawMail, Received, Unattended,
};
pub use mail_account::{
    ConfiguredMailAccount, ConfiguredMailProvider, GrantedTokens, MailAccount, MailAccountState, MailGrant,
    MailSecret, ProviderFault,
};
pub use mail_signature::{FoundSignature, MailSignature, SignatureCheck, SignatureState};
pub use mail_times::MailTimes;
pub use mailbox::{
    FetchedMailbox, ImapAccess, MailboxFound, MailboxHandling, MailboxLogIn, MailboxProgress, MailboxRule,
};
pub use memo::Memo;
pub(crate) use notice::NoticeChoices;
pub use notice::{EmailSwitch, NoticeChoice};
pub use notification::{Notification, NotificationFilter};
pub use page::{Page, Paging};
pub(crate) use people::UNKNOWN_SENDER;
pub use people::{
    JoinedByDomain, Membership, MergedAccount, Organisation, OrganisationFilter, PhoneNumber, Queue, User,
    UserCounts, UserFacts, UserFilter, UserOrder,
};
pub use presence::Presence;
pub use queue_settings::{PrivacyNotice, QueueSetting, QueueSettings};
pub use rating::{LetterLink, TicketRating};
pub use report::{
    Report, ReportAgreement, ReportDay, ReportFigures, ReportFilter, ReportGroup, ReportHour, ReportKey,
    ReportTimes,
};
pub(crate) use search::{Named, Owners};
pub use search::{Search, SearchClause, SearchProperty, SearchTerm, Sought, Span, UnknownTerm, Whom};
pub use sign_in::{NotAdmitted, ProviderTerms, Vouched};
pub use signature_reach::SignatureReach;
pub use text_block::{Macro, MacroChange, TextBlock};
pub use ticket::{Direction, OrderField, PublicFace, Ticket, TicketFilter, TicketOrder};
pub use ticket_change::{CommentChange, Nature, TicketChange};
pub use view::View;
