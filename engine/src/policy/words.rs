//! What an actor may not do, in words.

use super::Action;

impl Action {
    /// The action as words behind "You may not".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::OpenTicket => "open tickets",
            Self::OpenTicketForCaller => "open tickets for others",
            Self::ReadTicket => "read this ticket",
            Self::CommentInPublic => "comment on this ticket",
            Self::CommentInternally => "write internal notes",
            Self::CloseTicket => "close this ticket",
            Self::RateTicket => "rate this ticket",
            Self::WorkTicket => "change this of a ticket",
            Self::SetPrivacy => "choose who of the organisation sees this ticket",
            Self::Redact => "redact comments and files",
            Self::Watch => "watch this ticket",
            Self::ChooseWatchers => "choose who watches this ticket",
            Self::ReadPeople => "look at people and organisations",
            Self::ReadAccounts => "read how accounts stand",
            Self::PrepareCustomer => "create accounts",
            Self::GrantAccess => "set passwords for others or choose what they see: ask an admin",
            Self::ChangeOwnAccount => "change this account",
            Self::AppointStaff => "create accounts of the staff",
            Self::HandlePersonalData => "export or erase the data of a person",
            Self::MergePeople => "merge accounts",
            Self::ManageHouse => "manage organisations and queues",
            Self::ManageTexts => "change text blocks, macros and email templates",
            Self::ReadReports => "read reports",
            Self::ReadAudit => "read the audit log",
            Self::HandleMail => "release or discard mail",
            Self::KeepMemos => "keep notes about customers",
            Self::KeepViews => "save views",
            Self::ReadNotifications => "read notifications",
            Self::MakeToken => "create tokens",
            Self::MakeAdminToken => "create tokens of this kind",
        }
    }
}
