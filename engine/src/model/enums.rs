//! The closed sets of words: each is stored, sent and parsed by the one spelling that the GraphQL schema uses.

use std::{fmt, str::FromStr};

use crate::line::quoted;

/// A word that is none of a set's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a {set}", quoted(.word))]
pub struct UnknownWord {
    /// Which set was asked.
    pub set: &'static str,
    /// What was given.
    pub word: String,
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every member, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as it is stored and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                match s {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { set: stringify!($name), word: s.to_owned() }),
                }
            }
        }
    )+};
}

words! {
    /// What a person is to the desk; the later ones may do more.
    Role {
        /// Asks.
        Customer = "CUSTOMER",
        /// Answers.
        Agent = "AGENT",
        /// Answers, and manages people, organisations and queues.
        Admin = "ADMIN",
    }
    /// How somebody's account stands; of several, the first that is so.
    UserState {
        /// Switched off: they may not log in.
        Deactivated = "DEACTIVATED",
        /// Mail to their address came back.
        Unreachable = "UNREACHABLE",
        /// They were sent a link that still works, and have not set a password by it yet.
        Invited = "INVITED",
        /// They can log in by nothing: they have neither a password nor a passkey, and no provider knows them.
        NoPassword = "NO_PASSWORD",
        /// They can log in.
        Active = "ACTIVE",
    }
    /// What a list of people is ordered by; equal ones by id.
    UserOrderField {
        /// By name, as a dictionary has it.
        Name = "NAME",
        /// By mail address.
        Email = "EMAIL",
        /// By the name of their first organisation, then by their own; those without one come last.
        Organisation = "ORGANISATION",
        /// Admins, agents, customers; of each the names.
        Role = "ROLE",
        /// By when they were last seen; who never was comes first.
        LastSeen = "LAST_SEEN",
        /// By how their account stands, in the order of [`UserState::ALL`].
        State = "STATE",
        /// By how many open tickets they have: of customers those that they opened, of the staff those assigned to them.
        OpenTickets = "OPEN_TICKETS",
    }
    /// Which of several acts an entry of the audit log tells, where its kind stands for more than one.
    AuditAct {
        /// It is new; a view: new, or shared from now on.
        Added = "ADDED",
        /// Something of it is different.
        Changed = "CHANGED",
        /// It is gone; a view: gone, or shared no longer.
        Removed = "REMOVED",
        /// It rests.
        Paused = "PAUSED",
        /// It rests no longer.
        Resumed = "RESUMED",
        /// It holds from now on.
        SwitchedOn = "SWITCHED_ON",
        /// It holds no longer.
        SwitchedOff = "SWITCHED_OFF",
    }
    /// Where a ticket stands; what leads from one to the other is told in `lifecycle.rs`.
    Status {
        /// Waits to be looked at and assigned.
        New = "NEW",
        /// In work.
        Open = "OPEN",
        /// The staff wait for the customer.
        Pending = "PENDING",
        /// Done in the eyes of the staff; closes itself.
        Resolved = "RESOLVED",
        /// Done.
        Closed = "CLOSED",
    }
    /// How a customer rates what became of a ticket.
    Rating {
        /// They are satisfied.
        Good = "GOOD",
        /// They are not.
        Bad = "BAD",
    }
    /// How urgent a ticket is; later in the list is more urgent.
    Priority {
        /// Can wait.
        Low = "LOW",
        /// As most are.
        Normal = "NORMAL",
        /// Before the normal ones.
        High = "HIGH",
        /// Before all others.
        Urgent = "URGENT",
    }
    /// The way on which a ticket or a comment came.
    Channel {
        /// A mail.
        Email = "EMAIL",
        /// The web pages.
        Web = "WEB",
        /// A call that the staff wrote down.
        Phone = "PHONE",
        /// A program with a token.
        Api = "API",
    }
    /// Who may read a comment.
    Visibility {
        /// Everybody who may read the ticket.
        Public = "PUBLIC",
        /// The staff alone.
        Internal = "INTERNAL",
    }
    /// With whom an organisation shares its tickets; private ones it shares with nobody.
    Sharing {
        /// With nobody: members see their own tickets.
        Nobody = "NOBODY",
        /// With the members who were selected.
        Selected = "SELECTED",
        /// With all members.
        All = "ALL",
    }
    /// Of what a person may be told.
    Notice {
        /// Staff: a ticket was opened in a queue that they work.
        NewTicket = "NEW_TICKET",
        /// Staff: they became responsible for a ticket.
        Assigned = "ASSIGNED",
        /// Staff: the customer of a ticket for which they are responsible has written.
        Replied = "REPLIED",
        /// Something happened in public in a ticket that they watch.
        Watched = "WATCHED",
        /// Staff: an agreed time is about to pass, or has.
        Overdue = "OVERDUE",
        /// Staff: a colleague named them in an internal note.
        Mentioned = "MENTIONED",
    }
    /// How often a person gets emails of what they may choose not to be told of.
    MailPace {
        /// Each by itself, at once.
        AtOnce = "AT_ONCE",
        /// What gathered within an hour, in one.
        Hourly = "HOURLY",
        /// What gathered within a day, in one.
        Daily = "DAILY",
    }
    /// Of what the staff are told on the page.
    NotificationKind {
        /// They became responsible for a ticket.
        Assigned = "ASSIGNED",
        /// The customer of a ticket for which they are responsible has written.
        Replied = "REPLIED",
        /// A colleague named them in an internal note.
        Mentioned = "MENTIONED",
        /// An agreed time is about to pass.
        DueSoon = "DUE_SOON",
        /// An agreed time has passed.
        Overdue = "OVERDUE",
        /// A ticket was opened in a queue that they work.
        NewTicket = "NEW_TICKET",
    }
    /// How somebody watches a ticket, beside its customer and its assignee.
    Watching {
        /// Is told, and may read it because they watch it.
        Reader = "READER",
        /// Is told as long as they see it for another reason.
        Follower = "FOLLOWER",
        /// Was taken off; nothing but a person puts them back.
        Removed = "REMOVED",
    }
    /// How a ticket stands to another, as seen from the ticket that holds the link.
    LinkKind {
        /// They have to do with each other.
        Related = "RELATED",
        /// It asks the same as the other, which came first.
        DuplicateOf = "DUPLICATE_OF",
        /// The other asks the same.
        DuplicatedBy = "DUPLICATED_BY",
        /// The other is a part of it.
        ParentOf = "PARENT_OF",
        /// It is a part of the other.
        ChildOf = "CHILD_OF",
    }
    /// What a line of the journal tells.
    EventKind {
        /// The ticket was opened.
        Created = "CREATED",
        /// Somebody wrote.
        Commented = "COMMENTED",
        /// The status is another.
        StatusChanged = "STATUS_CHANGED",
        /// Somebody else is responsible.
        Assigned = "ASSIGNED",
        /// Title, priority, queue or tags are others.
        Changed = "CHANGED",
        /// Two tickets became one.
        Merged = "MERGED",
        /// A merge was undone.
        Unmerged = "UNMERGED",
        /// Comments were moved into a new ticket.
        Split = "SPLIT",
        /// A link was added or removed.
        Linked = "LINKED",
        /// An agreed time is about to pass.
        SlaWarning = "SLA_WARNING",
        /// An agreed time has passed.
        SlaBreached = "SLA_BREACHED",
        /// The system closed the ticket.
        AutoClosed = "AUTO_CLOSED",
        /// A mail of the ticket could not be delivered.
        MailBounced = "MAIL_BOUNCED",
        /// Something was removed for good.
        Redacted = "REDACTED",
        /// The customer rated what became of the ticket.
        Rated = "RATED",
    }
    /// On which way a change came about.
    Cause {
        /// On the web pages.
        Web = "WEB",
        /// By a program with a token.
        Api = "API",
        /// By a mail.
        Mail = "MAIL",
        /// Because a time passed.
        Timer = "TIMER",
        /// By the command line or a host program.
        System = "SYSTEM",
    }
    /// Why no letter can leave.
    MailServerFault {
        /// The server cannot be reached.
        Unreachable = "UNREACHABLE",
        /// It does not answer in time.
        Slow = "SLOW",
        /// It refuses our log-in, or wants one.
        LogIn = "LOG_IN",
        /// There is no token to log in with.
        NoToken = "NO_TOKEN",
        /// It refuses mail from us, whoever it is for.
        Sender = "SENDER",
        /// It does not pass on our mail.
        Relay = "RELAY",
        /// It refuses one letter after the other.
        Refuses = "REFUSES",
        /// The line breaks whenever a letter is handed over.
        Breaks = "BREAKS",
    }
    /// What is wrong with a mailbox.
    MailboxFault {
        /// Its server cannot be reached.
        Unreachable = "UNREACHABLE",
        /// There is no encrypted connection to its server.
        Tls = "TLS",
        /// Its server does not take user and password.
        LogIn = "LOG_IN",
        /// Nobody has signed in at its provider yet.
        NotConnected = "NOT_CONNECTED",
        /// Its provider no longer grants that it is read.
        ConsentGone = "CONSENT_GONE",
        /// Its provider gives no token, for a reason that may pass.
        NoToken = "NO_TOKEN",
        /// Its server does not take the token.
        TokenRefused = "TOKEN_REFUSED",
        /// The folder cannot be opened.
        Folder = "FOLDER",
        /// The folder that mails are moved to does not exist, or takes none.
        Target = "TARGET",
        /// Its server does not do what is asked, or answers too late.
        Server = "SERVER",
        /// A mail could not be stored here.
        Storage = "STORAGE",
        /// Its password cannot be read: the key that it was sealed under is missing.
        PasswordUnreadable = "PASSWORD_UNREADABLE",
    }
    /// How the connection to a mailbox is kept from listeners.
    MailboxSecurity {
        /// TLS from the first byte.
        Tls = "TLS",
        /// TLS after a plain greeting.
        StartTls = "STARTTLS",
        /// None: on this machine alone.
        None = "NONE",
    }
    /// What becomes of a mail in its mailbox once it was taken in.
    AfterFetch {
        /// It is marked as read, and stays.
        Mark = "MARK",
        /// It is moved to another folder.
        Move = "MOVE",
        /// It is deleted.
        Delete = "DELETE",
    }
    /// What becomes of mails that came long before their mailbox was fetched for the first time.
    OldMail {
        /// Those that nobody has read are taken in with their own dates, and nobody is written to.
        Quiet = "QUIET",
        /// The same for all of them, read or not.
        Import = "IMPORT",
        /// Those that nobody has read are taken in as if they came now, and confirmed.
        Answer = "ANSWER",
    }
    /// Why a mail became what it became, where that is not plain.
    MailReason {
        /// It carries the mark of our own mails.
        OwnMail = "OWN_MAIL",
        /// It claims to come from one of our own addresses and names nobody to answer.
        OwnAddress = "OWN_ADDRESS",
        /// A filter marked it as spam, and its sender has no account.
        Spam = "SPAM",
        /// A mail server or an empty sender wrote it, and not about a mail of ours.
        MailServer = "MAIL_SERVER",
        /// It names no sender to answer, and its sender has no account.
        NullSender = "NULL_SENDER",
        /// More new senders wrote within the hour than may.
        TooManyNewSenders = "TOO_MANY_NEW_SENDERS",
        /// Its sender wrote more within the hour than one may.
        TooManyFromSender = "TOO_MANY_FROM_SENDER",
        /// The program around the engine refused it.
        Guarded = "GUARDED",
        /// It claims to be from a member of the staff, and nothing proves that.
        StaffUnproven = "STAFF_UNPROVEN",
        /// It claims to be from a member of the staff, and the check of its sender failed.
        StaffForged = "STAFF_FORGED",
        /// A trusted server says that its sender did not write it.
        SenderForged = "SENDER_FORGED",
        /// Its sender belongs to the staff no more, or does not work this queue.
        FormerStaff = "FORMER_STAFF",
        /// Its sender takes no part in the ticket, and has the reply address of somebody else, or one that ended with their right to
        /// read the ticket.
        Uninvited = "UNINVITED",
        /// A responder of the staff wrote it.
        StaffAutoReply = "STAFF_AUTO_REPLY",
        /// A responder wrote it.
        AutoReply = "AUTO_REPLY",
        /// A receipt: an email of ours was read.
        ReadReceipt = "READ_RECEIPT",
        /// Replies to this mailbox are shown to the staff alone.
        RepliesHeldBack = "REPLIES_HELD_BACK",
        /// It points to a ticket in which its sender takes no part: by the number in its subject, or by what it answers.
        MentionsOther = "MENTIONS_OTHER",
        /// It answers a ticket that was closed too long ago to be reopened.
        FollowsClosed = "FOLLOWS_CLOSED",
        /// No confirmation went out: it asks for none, its sender is forged, or there were too many.
        NotConfirmed = "NOT_CONFIRMED",
        /// A member of the staff passed on the mail of somebody else.
        PassedOn = "PASSED_ON",
        /// A member of the staff passed on a mail that names no address of its writer.
        CustomerMissing = "CUSTOMER_MISSING",
        /// A member of the staff passed on a mail, and nothing tells where it ends: they may have written below it, so the staff alone see it.
        ForwardEndUnknown = "FORWARD_END_UNKNOWN",
        /// A member of the staff passed on a mail, and nothing tells whose the files beside it are: they lie in a note, so the staff alone see them.
        ForwardFilesUnknown = "FORWARD_FILES_UNKNOWN",
        /// A member of the staff wrote to somebody and copied the desk in.
        WrittenByStaff = "WRITTEN_BY_STAFF",
        /// Nothing could be read in it.
        Unreadable = "UNREADABLE",
        /// A delivery failed.
        Undelivered = "UNDELIVERED",
        /// It was received before.
        Duplicate = "DUPLICATE",
        /// It came long before its mailbox was fetched: it has its own date, and nobody was written to.
        Old = "OLD",
        /// Somebody had read it before its mailbox was fetched: it has its own date, and nobody was written to.
        Read = "READ",
        /// The staff discarded it.
        Discarded = "DISCARDED",
    }
    /// By what a mail found its ticket.
    MailRelation {
        /// By the signed reply address that it came to.
        ReplyAddress = "REPLY_ADDRESS",
        /// By what it answers: `In-Reply-To` or `References`.
        Thread = "THREAD",
        /// By what it answers, which was split off from the ticket of the reply address that it came to.
        SplitOff = "SPLIT_OFF",
        /// By a number that a rule of the mailbox knows.
        PartnerNumber = "PARTNER_NUMBER",
        /// By the number in its subject.
        Subject = "SUBJECT",
        /// By another answer to the mail that it answers, which never came here.
        SameMail = "SAME_MAIL",
        /// By a mail in it that came here before.
        Forward = "FORWARD",
        /// By nothing: it has a ticket of its own.
        None = "NONE",
    }
    /// Whose turn it is on a ticket.
    Turn {
        /// The customer is asked for something.
        Customer = "CUSTOMER",
        /// The staff owe an answer.
        Staff = "STAFF",
        /// Nobody has to do anything.
        Nobody = "NOBODY",
    }
}

impl Role {
    /// Agents and admins.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        matches!(self, Self::Agent | Self::Admin)
    }
}

impl Priority {
    /// The place in an order by urgency, most urgent highest.
    #[must_use]
    pub const fn rank(self) -> i32 {
        match self {
            Self::Low => 1,
            Self::Normal => 2,
            Self::High => 3,
            Self::Urgent => 4,
        }
    }

    /// The priority of a rank.
    #[must_use]
    pub const fn of_rank(rank: i32) -> Option<Self> {
        match rank {
            1 => Some(Self::Low),
            2 => Some(Self::Normal),
            3 => Some(Self::High),
            4 => Some(Self::Urgent),
            _ => None,
        }
    }
}

impl Sharing {
    /// Whether it shares at all.
    #[must_use]
    pub const fn shares(self) -> bool {
        !matches!(self, Self::Nobody)
    }

    /// Whether it shares with a member; `selected`: they are one of the selected.
    #[must_use]
    pub const fn reaches(self, selected: bool) -> bool {
        match self {
            Self::Nobody => false,
            Self::Selected => selected,
            Self::All => true,
        }
    }
}
