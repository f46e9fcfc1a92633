//! What an actor may not do, in words.

use super::Action;
use crate::{
    actor::Actor,
    error::{Error, Result},
    model::UserId,
};

// Behind "You may not", where an action stands for several things and its own words would name another of them.
pub(crate) const READ_SESSIONS: &str = "look at the sessions of others";
pub(crate) const READ_TOKENS: &str = "look at the API tokens of others";
pub(crate) const READ_IDENTITIES: &str = "look at how others log in";
pub(crate) const CHANGE_STAFF: &str = "change accounts of the staff, or make somebody a member of the staff";
pub(crate) const CHANGE_ADDRESSES: &str = "change email addresses of accounts: ask an admin";
pub(crate) const SET_PASSWORDS: &str = "set passwords for others: ask an admin";
pub(crate) const CHOOSE_ORGANISATIONS: &str = "choose to which organisations people belong: ask an admin";
pub(crate) const JOIN_SHARING: &str = "put people into an organisation that shares its tickets: ask an admin";
pub(crate) const SELECT_MEMBERS: &str = "choose who sees the tickets of an organisation: ask an admin";
pub(crate) const INVITE: &str = "invite people";
pub(crate) const INVITE_STAFF: &str = "invite members of the staff";
pub(crate) const RESET_SECOND_FACTOR: &str = "reset the second factor of others: ask an admin";
pub(crate) const MAKE_TOKENS_FOR_OTHERS: &str = "create tokens for others";

/// What somebody asks for who changes this account.
pub(crate) fn change_account(actor: &Actor, account: UserId) -> &'static str {
    let own = actor.user().is_some_and(|viewer| viewer.id == account);
    if own { "change this of your own account" } else { "change the accounts of others" }
}

/// The answer of the policy; a refusal names what was asked.
pub(crate) fn asked<T>(answer: Result<T>, action: &'static str) -> Result<T> {
    answer.map_err(|error| match error {
        Error::Forbidden { .. } => Error::Forbidden { action },
        other => other,
    })
}

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
