//! What an entry of the audit log is called, and about what it is.

use std::borrow::Cow;

use super::{
    AgreementId, AuditAct, Audited, CalendarId, Change, EmailTemplateId, MacroId, MailGrantId, MailId,
    MailboxId, OrganisationId, QueueId, TextBlockId, TicketId, UserId, ViewId,
};

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditSubject {
    /// A person.
    User(UserId),
    /// An organisation.
    Organisation(OrganisationId),
    /// A queue.
    Queue(QueueId),
    /// A calendar.
    Calendar(CalendarId),
    /// An agreement.
    Agreement(AgreementId),
    /// An incoming mail.
    Mail(MailId),
    /// A view.
    View(ViewId),
    /// A text block.
    TextBlock(TextBlockId),
    /// A macro.
    Macro(MacroId),
    /// An email with words of one's own.
    EmailTemplate(EmailTemplateId),
    /// What a provider has granted for an account of mail.
    MailAccount(MailGrantId),
    /// A mailbox that an admin added.
    Mailbox(MailboxId),
    /// A ticket of which something was removed.
    Ticket(TicketId),
}

impl AuditSubject {
    /// The id alone, as the rows carry it.
    pub(crate) const fn uuid(self) -> uuid::Uuid {
        match self {
            Self::User(id) => id.0,
            Self::Organisation(id) => id.0,
            Self::Queue(id) => id.0,
            Self::Mail(id) => id.0,
            Self::Calendar(id) => id.0,
            Self::Agreement(id) => id.0,
            Self::View(id) => id.0,
            Self::TextBlock(id) => id.0,
            Self::Macro(id) => id.0,
            Self::EmailTemplate(id) => id.0,
            Self::MailAccount(id) => id.0,
            Self::Mailbox(id) => id.0,
            Self::Ticket(id) => id.0,
        }
    }
}

impl Audited {
    /// The kind as it is kept and sent.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::UserCreated { .. } => "USER_CREATED",
            Self::UserInvited { .. } => "USER_INVITED",
            Self::UserRenamed { .. } => "USER_RENAMED",
            Self::UserLocaleChanged { .. } => "USER_LOCALE_CHANGED",
            Self::UserNameChanged { .. } => "USER_NAME_CHANGED",
            Self::UserExternalIdChanged { .. } => "USER_EXTERNAL_ID_CHANGED",
            Self::EmailChanged { .. } => "EMAIL_CHANGED",
            Self::AddressesChanged { .. } => "ADDRESSES_CHANGED",
            Self::PhonesChanged { .. } => "PHONES_CHANGED",
            Self::MemoChanged { .. } => "MEMO_CHANGED",
            Self::AddressTried { .. } => "ADDRESS_TRIED",
            Self::UserExported { .. } => "USER_EXPORTED",
            Self::UserErased { .. } => "USER_ERASED",
            Self::UsersMerged { .. } => "USERS_MERGED",
            Self::UsersParted { .. } => "USERS_PARTED",
            Self::RoleChanged { .. } => "ROLE_CHANGED",
            Self::ActivationChanged { .. } => "ACTIVATION_CHANGED",
            Self::PasswordSet { .. } => "PASSWORD_SET",
            Self::SessionRevoked { .. } => "SESSION_REVOKED",
            Self::IdentityLinked { .. } => "IDENTITY_LINKED",
            Self::IdentityUnlinked { .. } => "IDENTITY_UNLINKED",
            Self::SecondFactorEnabled { .. } => "SECOND_FACTOR_ENABLED",
            Self::SecondFactorDisabled { .. } => "SECOND_FACTOR_DISABLED",
            Self::SecondFactorReset { .. } => "SECOND_FACTOR_RESET",
            Self::RecoveryCodeUsed { .. } => "RECOVERY_CODE_USED",
            Self::RecoveryCodesRenewed { .. } => "RECOVERY_CODES_RENEWED",
            Self::PasskeyAdded { .. } => "PASSKEY_ADDED",
            Self::PasskeyRemoved { .. } => "PASSKEY_REMOVED",
            Self::PasskeyRefused { .. } => "PASSKEY_REFUSED",
            Self::PasswordAllowed { .. } => "PASSWORD_ALLOWED",
            Self::MembershipChanged { .. } => "MEMBERSHIP_CHANGED",
            Self::OrganisationCreated { .. } => "ORGANISATION_CREATED",
            Self::OrganisationRenamed { .. } => "ORGANISATION_RENAMED",
            Self::SharingChanged { .. } => "SHARING_CHANGED",
            Self::MemberSelected { .. } => "MEMBER_SELECTED",
            Self::DomainsChanged { .. } => "DOMAINS_CHANGED",
            Self::OrganisationExternalIdChanged { .. } => "ORGANISATION_EXTERNAL_ID_CHANGED",
            Self::QueueCreated { .. } => "QUEUE_CREATED",
            Self::QueueMembersChanged { .. } => "QUEUE_MEMBERS_CHANGED",
            Self::QueueChanged { .. } => "QUEUE_CHANGED",
            Self::QueueAgreementChanged { .. } => "QUEUE_AGREEMENT_CHANGED",
            Self::OrganisationAgreementChanged { .. } => "ORGANISATION_AGREEMENT_CHANGED",
            Self::CalendarCreated { .. } => "CALENDAR_CREATED",
            Self::CalendarChanged { .. } => "CALENDAR_CHANGED",
            Self::AgreementCreated { .. } => "AGREEMENT_CREATED",
            Self::AgreementChanged { .. } => "AGREEMENT_CHANGED",
            Self::ViewChanged { .. } => "VIEW_CHANGED",
            Self::TextBlockChanged { .. } => "TEXT_BLOCK_CHANGED",
            Self::MacroChanged { .. } => "MACRO_CHANGED",
            Self::EmailTemplateChanged { .. } => "EMAIL_TEMPLATE_CHANGED",
            Self::TokenCreated { .. } => "TOKEN_CREATED",
            Self::TokenRevoked { .. } => "TOKEN_REVOKED",
            Self::Redacted { .. } => "REDACTED",
            Self::MailReleased { .. } => "MAIL_RELEASED",
            Self::MailDiscarded { .. } => "MAIL_DISCARDED",
            Self::MailAccountConnected { .. } => "MAIL_ACCOUNT_CONNECTED",
            Self::MailConsentGone { .. } => "MAIL_CONSENT_GONE",
            Self::MailAccountDisconnected { .. } => "MAIL_ACCOUNT_DISCONNECTED",
            Self::MailboxChanged { .. } => "MAILBOX_CHANGED",
        }
    }

    /// What it is about; an entry about a token is one about its user.
    #[must_use]
    pub const fn subject(&self) -> AuditSubject {
        match self {
            Self::UserCreated { user, .. }
            | Self::UserInvited { user }
            | Self::UserRenamed { user }
            | Self::UserLocaleChanged { user, .. }
            | Self::SessionRevoked { user }
            | Self::UserNameChanged { user, .. }
            | Self::UserExternalIdChanged { user, .. }
            | Self::EmailChanged { user }
            | Self::AddressesChanged { user }
            | Self::PhonesChanged { user }
            | Self::MemoChanged { user }
            | Self::AddressTried { user }
            | Self::UserExported { user }
            | Self::UserErased { user, .. }
            | Self::UsersMerged { user, .. }
            | Self::UsersParted { user, .. }
            | Self::RoleChanged { user, .. }
            | Self::ActivationChanged { user, .. }
            | Self::PasswordSet { user }
            | Self::IdentityLinked { user, .. }
            | Self::IdentityUnlinked { user, .. }
            | Self::SecondFactorEnabled { user }
            | Self::SecondFactorDisabled { user }
            | Self::SecondFactorReset { user }
            | Self::RecoveryCodeUsed { user }
            | Self::RecoveryCodesRenewed { user }
            | Self::PasskeyAdded { user }
            | Self::PasskeyRemoved { user }
            | Self::PasskeyRefused { user }
            | Self::PasswordAllowed { user, .. }
            | Self::MembershipChanged { user, .. }
            | Self::MemberSelected { user, .. }
            | Self::TokenCreated { user, .. }
            | Self::TokenRevoked { user, .. } => AuditSubject::User(*user),
            Self::OrganisationCreated { organisation, .. }
            | Self::OrganisationRenamed { organisation, .. }
            | Self::SharingChanged { organisation, .. }
            | Self::OrganisationAgreementChanged { organisation, .. }
            | Self::OrganisationExternalIdChanged { organisation, .. }
            | Self::DomainsChanged { organisation, .. } => AuditSubject::Organisation(*organisation),
            Self::QueueCreated { queue, .. }
            | Self::QueueChanged { queue, .. }
            | Self::QueueAgreementChanged { queue, .. }
            | Self::QueueMembersChanged { queue, .. } => AuditSubject::Queue(*queue),
            Self::CalendarCreated { calendar, .. } | Self::CalendarChanged { calendar, .. } => {
                AuditSubject::Calendar(*calendar)
            }
            Self::AgreementCreated { agreement, .. } | Self::AgreementChanged { agreement, .. } => {
                AuditSubject::Agreement(*agreement)
            }
            Self::ViewChanged { view, .. } => AuditSubject::View(*view),
            Self::TextBlockChanged { text_block, .. } => AuditSubject::TextBlock(*text_block),
            Self::MacroChanged { changed, .. } => AuditSubject::Macro(*changed),
            Self::EmailTemplateChanged { template, .. } => AuditSubject::EmailTemplate(*template),
            Self::Redacted { ticket, .. } => AuditSubject::Ticket(*ticket),
            Self::MailReleased { mail } | Self::MailDiscarded { mail } => AuditSubject::Mail(*mail),
            Self::MailAccountConnected { grant, .. }
            | Self::MailConsentGone { grant, .. }
            | Self::MailAccountDisconnected { grant, .. } => AuditSubject::MailAccount(*grant),
            Self::MailboxChanged { mailbox, .. } => AuditSubject::Mailbox(*mailbox),
        }
    }

    /// Which act it is, where its kind stands for several.
    #[must_use]
    pub fn act(&self) -> Option<AuditAct> {
        let switched = |on: bool| if on { AuditAct::SwitchedOn } else { AuditAct::SwitchedOff };
        Some(match self {
            Self::ActivationChanged { active, .. } => switched(*active),
            Self::PasswordAllowed { allowed, .. } => switched(*allowed),
            Self::ViewChanged { changes, .. }
            | Self::TextBlockChanged { changes, .. }
            | Self::MacroChanged { changes, .. } => came_or_went(changes, "name"),
            Self::MailboxChanged { changes, .. } => match came_or_went(changes, "queue") {
                AuditAct::Changed => paused(changes),
                act => act,
            },
            _ => return None,
        })
    }

    /// The name by which the subject was known when it changed, of those that cannot be asked for it any more.
    #[must_use]
    pub fn subject_name(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(match self {
            Self::Redacted { number, .. } => return Some(Cow::Owned(format!("#{number}"))),
            Self::ViewChanged { changes, .. }
            | Self::TextBlockChanged { changes, .. }
            | Self::MacroChanged { changes, .. } => named(changes, "name")?,
            Self::EmailTemplateChanged { changes, .. } => named(changes, "email")?,
            Self::MailboxChanged { changes, .. } => named(changes, "mailbox")?,
            Self::MailAccountConnected { account, .. }
            | Self::MailConsentGone { account, .. }
            | Self::MailAccountDisconnected { account, .. } => account,
            _ => return None,
        }))
    }
}

/// What a field is, or was.
fn named<'c>(changes: &'c [Change], field: &str) -> Option<&'c str> {
    let change = changes.iter().find(|change| change.field == field)?;
    change.to.as_deref().or(change.from.as_deref())
}

/// Whether something is new or gone, as the field says that each has as long as it is there.
fn came_or_went(changes: &[Change], field: &str) -> AuditAct {
    match changes.iter().find(|change| change.field == field) {
        Some(Change { from: None, to: Some(_), .. }) => AuditAct::Added,
        Some(Change { from: Some(_), to: None, .. }) => AuditAct::Removed,
        _ => AuditAct::Changed,
    }
}

/// Whether a mailbox was paused or goes on, and nothing else of it changed.
fn paused(changes: &[Change]) -> AuditAct {
    let mut others = changes.iter().filter(|change| change.field != "mailbox");
    match (others.next(), others.next()) {
        (Some(change), None) if change.field == "paused" => {
            if change.to.as_deref() == Some("true") {
                AuditAct::Paused
            } else {
                AuditAct::Resumed
            }
        }
        _ => AuditAct::Changed,
    }
}
