//! A line of the audit log: who changed what in the installation.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    AgreementId, AuditId, CalendarId, Cause, Change, CommentId, EmailTemplateId, MacroId, MailGrantId,
    MailId, MailboxId, OrganisationId, QueueId, Role, Sharing, TextBlockId, TicketId, TokenId, UserId,
    ViewId,
};

/// Who changed what in the installation, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuditEntry {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; nobody: the system.
    pub actor: Option<UserId>,
    /// How: by the web, the API, a mail, the system.
    pub via: Cause,
    /// What happened.
    pub audited: Audited,
    /// What is different now, with names as they are today.
    pub changes: Vec<Change>,
}

/// What happened, as it is kept: a new kind is added, an old one is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Audited {
    /// An account was made.
    UserCreated {
        /// Whose.
        user: UserId,
        /// With which role.
        role: Role,
        /// Whether it came with a password.
        password: bool,
        /// Whether an invitation was sent.
        invited: bool,
    },
    /// Somebody who could not log in yet was invited, or invited once more.
    UserInvited {
        /// Who.
        user: UserId,
    },
    /// A person has another name.
    UserRenamed {
        /// Who.
        user: UserId,
    },
    /// Somebody else chose another language or time zone for a person.
    UserLocaleChanged {
        /// For whom.
        user: UserId,
        /// What is different.
        changes: Vec<Change>,
    },
    /// A person has another user name.
    UserNameChanged {
        /// Who.
        user: UserId,
        /// What it was.
        from: Option<String>,
        /// What it is.
        to: Option<String>,
    },
    /// Another system calls a person something else.
    UserExternalIdChanged {
        /// Who.
        user: UserId,
        /// What it was.
        from: Option<String>,
        /// What it is.
        to: Option<String>,
    },
    /// A person has another main address.
    EmailChanged {
        /// Who.
        user: UserId,
    },
    /// Other addresses lead to a person.
    AddressesChanged {
        /// Who.
        user: UserId,
    },
    /// A person has other telephone numbers.
    PhonesChanged {
        /// Who.
        user: UserId,
    },
    /// The staff keep something else in mind about a customer.
    MemoChanged {
        /// About whom.
        user: UserId,
    },
    /// Letters go to a person again, to whom mail had come back.
    AddressTried {
        /// Who.
        user: UserId,
    },
    /// The data of a person was handed out.
    UserExported {
        /// Whose.
        user: UserId,
    },
    /// The data of a person was erased.
    UserErased {
        /// Whose.
        user: UserId,
        /// Why.
        reason: String,
    },
    /// The account of a person took over another of theirs.
    UsersMerged {
        /// Who has all of it now.
        user: UserId,
        /// The account that was merged into it.
        from: UserId,
    },
    /// An account was parted again from the one that it was merged into.
    UsersParted {
        /// Which.
        user: UserId,
        /// From which.
        from: UserId,
    },
    /// A person has another role.
    RoleChanged {
        /// Who.
        user: UserId,
        /// What it was.
        from: Role,
        /// What it is.
        to: Role,
    },
    /// An account was switched on or off.
    ActivationChanged {
        /// Whose.
        user: UserId,
        /// Whether it is on.
        active: bool,
    },
    /// A password was set.
    PasswordSet {
        /// Whose.
        user: UserId,
    },
    /// An open session was ended by an admin.
    SessionRevoked {
        /// Whose.
        user: UserId,
    },
    /// A person can log in by a provider of single sign-on.
    IdentityLinked {
        /// Who.
        user: UserId,
        /// What the provider is called.
        provider: String,
    },
    /// A person can no longer log in by a provider of single sign-on.
    IdentityUnlinked {
        /// Who.
        user: UserId,
        /// What the provider is called.
        provider: String,
    },
    /// A second factor was set up, or another one in its place.
    SecondFactorEnabled {
        /// Whose.
        user: UserId,
    },
    /// A second factor was turned off by its owner.
    SecondFactorDisabled {
        /// Whose.
        user: UserId,
    },
    /// A second factor was removed by an admin or on the command line.
    SecondFactorReset {
        /// Whose.
        user: UserId,
    },
    /// A recovery code was used in the place of a code of the app.
    RecoveryCodeUsed {
        /// Whose.
        user: UserId,
    },
    /// New recovery codes were made.
    RecoveryCodesRenewed {
        /// Whose.
        user: UserId,
    },
    /// A person can log in with a further passkey.
    PasskeyAdded {
        /// Whose.
        user: UserId,
    },
    /// A person can no longer log in with a passkey.
    PasskeyRemoved {
        /// Whose.
        user: UserId,
    },
    /// A passkey was refused whose signature counter ran backwards: there seems to be a copy of it.
    PasskeyRefused {
        /// Whose.
        user: UserId,
    },
    /// A person may log in by password although their role logs in by single sign-on alone, or no longer.
    PasswordAllowed {
        /// Who.
        user: UserId,
        /// Whether they may.
        allowed: bool,
    },
    /// A person belongs to another organisation.
    MembershipChanged {
        /// Who.
        user: UserId,
        /// Where they belonged.
        from: Option<OrganisationId>,
        /// Where they belong.
        to: Option<OrganisationId>,
        /// The mail domain by which they joined, if they did so by it.
        domain: Option<String>,
    },
    /// An organisation was made.
    OrganisationCreated {
        /// Which.
        organisation: OrganisationId,
        /// Whether it shares its tickets.
        shares: bool,
        /// With whom; older entries do not say.
        #[serde(default)]
        sharing: Option<Sharing>,
        /// Its mail domains.
        domains: Vec<String>,
    },
    /// An organisation has another name.
    OrganisationRenamed {
        /// Which.
        organisation: OrganisationId,
        /// What it was called.
        from: String,
        /// What it is called.
        to: String,
    },
    /// An organisation shares its tickets, or no longer does.
    SharingChanged {
        /// Which.
        organisation: OrganisationId,
        /// Whether it shares them.
        shares: bool,
        /// With whom it shared them, and with whom it does now; older entries do not say.
        #[serde(default)]
        modes: Option<(Sharing, Sharing)>,
    },
    /// A member was selected to see the tickets of an organisation that shares them with selected members, or is no longer.
    MemberSelected {
        /// Who.
        user: UserId,
        /// Of which organisation.
        organisation: OrganisationId,
        /// Whether they are selected.
        selected: bool,
    },
    /// An organisation has other mail domains.
    DomainsChanged {
        /// Which.
        organisation: OrganisationId,
        /// What they were.
        from: Vec<String>,
        /// What they are.
        to: Vec<String>,
    },
    /// Another system calls an organisation something else.
    OrganisationExternalIdChanged {
        /// Which.
        organisation: OrganisationId,
        /// What it was.
        from: Option<String>,
        /// What it is.
        to: Option<String>,
    },
    /// A queue was made.
    QueueCreated {
        /// Which.
        queue: QueueId,
        /// What it was called; older entries do not say.
        #[serde(default)]
        name: Option<String>,
        /// The mail address that feeds it.
        address: Option<String>,
    },
    /// Other agents work a queue.
    QueueMembersChanged {
        /// Which.
        queue: QueueId,
        /// Who works it now and did not.
        added: Vec<UserId>,
        /// Who worked it and does not now.
        removed: Vec<UserId>,
    },
    /// A queue has another name, address or settings.
    QueueChanged {
        /// Which.
        queue: QueueId,
        /// What is different.
        changes: Vec<Change>,
    },
    /// A queue has another agreement.
    QueueAgreementChanged {
        /// Which.
        queue: QueueId,
        /// What it was.
        from: Option<AgreementId>,
        /// What it is.
        to: Option<AgreementId>,
    },
    /// An organisation has another agreement.
    OrganisationAgreementChanged {
        /// Which.
        organisation: OrganisationId,
        /// What it was.
        from: Option<AgreementId>,
        /// What it is.
        to: Option<AgreementId>,
    },
    /// A calendar was made.
    CalendarCreated {
        /// Which.
        calendar: CalendarId,
        /// What it says.
        changes: Vec<Change>,
    },
    /// A calendar says something else.
    CalendarChanged {
        /// Which.
        calendar: CalendarId,
        /// What is different.
        changes: Vec<Change>,
    },
    /// An agreement was made.
    AgreementCreated {
        /// Which.
        agreement: AgreementId,
        /// What was agreed.
        changes: Vec<Change>,
    },
    /// Something else was agreed.
    AgreementChanged {
        /// Which.
        agreement: AgreementId,
        /// What is different.
        changes: Vec<Change>,
    },
    /// A view that is shared says something else, or is shared now, or no longer.
    ViewChanged {
        /// Which.
        view: ViewId,
        /// What is different.
        changes: Vec<Change>,
    },
    /// A text block was made, says something else, or is gone.
    TextBlockChanged {
        /// Which.
        text_block: TextBlockId,
        /// What is different.
        changes: Vec<Change>,
    },
    /// A macro was made, does something else, or is gone.
    MacroChanged {
        /// Which.
        changed: MacroId,
        /// What is different.
        changes: Vec<Change>,
    },
    /// An email has words of one's own, others, or none any more.
    EmailTemplateChanged {
        /// Which.
        template: EmailTemplateId,
        /// What is different.
        changes: Vec<Change>,
    },
    /// A token was made.
    TokenCreated {
        /// Whose.
        user: UserId,
        /// Which.
        token: TokenId,
        /// What it is called; older entries do not say.
        #[serde(default)]
        name: Option<String>,
        /// What it allows.
        scopes: String,
    },
    /// A token was revoked.
    TokenRevoked {
        /// Whose.
        user: UserId,
        /// Which.
        token: TokenId,
        /// What it was called; older entries do not say.
        #[serde(default)]
        name: Option<String>,
    },
    /// The text of a comment, or one of its files, was removed for good; never what stood there.
    Redacted {
        /// Of which ticket.
        ticket: TicketId,
        /// Its number.
        number: i64,
        /// The comment.
        comment: CommentId,
        /// Whether it was one file alone.
        file: bool,
        /// Why.
        reason: String,
    },
    /// A mail that was held, ignored or failed was processed after all.
    MailReleased {
        /// Which.
        mail: MailId,
    },
    /// A mail that was held was discarded.
    MailDiscarded {
        /// Which.
        mail: MailId,
    },
    /// A provider has granted that mail of an account is read and sent.
    MailAccountConnected {
        /// What it has granted.
        grant: MailGrantId,
        /// The account.
        account: String,
    },
    /// A provider no longer grants it.
    MailConsentGone {
        /// What it had granted.
        grant: MailGrantId,
        /// The account.
        account: String,
    },
    /// What a provider had granted was thrown away here.
    MailAccountDisconnected {
        /// What it had granted.
        grant: MailGrantId,
        /// The account.
        account: String,
    },
    /// A mailbox was added, is fetched in another way, or is gone.
    MailboxChanged {
        /// Which.
        mailbox: MailboxId,
        /// What is different; never its password.
        changes: Vec<Change>,
    },
}
