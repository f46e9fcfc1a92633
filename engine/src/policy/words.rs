//! What an actor may not do, in words.

use super::Action;
use crate::{
    actor::Actor,
    error::{Error, Result},
    model::UserId,
};

// After "You are not allowed to", where an action stands for several things and its own words would name another of them.
pub(crate) const READ_SESSIONS: &str = "view the sessions of other people";
pub(crate) const READ_TOKENS: &str = "view the API tokens of other people";
pub(crate) const READ_IDENTITIES: &str = "view the logins of other people";
pub(crate) const CHANGE_STAFF: &str = "change staff accounts or appoint staff";
pub(crate) const CHANGE_ADDRESSES: &str = "change email addresses; ask an admin";
pub(crate) const SET_PASSWORDS: &str = "set passwords for other people; ask an admin";
pub(crate) const CHOOSE_ORGANISATIONS: &str = "change the organisations that people belong to; ask an admin";
pub(crate) const JOIN_SHARING: &str = "add people to an organisation that shares its tickets; ask an admin";
pub(crate) const SELECT_MEMBERS: &str = "change who can see the tickets of an organisation; ask an admin";
pub(crate) const INVITE: &str = "invite people";
pub(crate) const INVITE_STAFF: &str = "invite staff";
pub(crate) const RESET_SECOND_FACTOR: &str = "reset the second factor of other people; ask an admin";
pub(crate) const MAKE_TOKENS_FOR_OTHERS: &str = "create tokens for other people";

/// What somebody asks for who changes this account.
pub(crate) fn change_account(actor: &Actor, account: UserId) -> &'static str {
    let own = actor.user().is_some_and(|viewer| viewer.id == account);
    if own { "change this field of your own account" } else { "change the accounts of other people" }
}

/// The answer of the policy; a refusal names what was asked.
pub(crate) fn asked<T>(answer: Result<T>, action: &'static str) -> Result<T> {
    answer.map_err(|error| match error {
        Error::Forbidden { .. } => Error::Forbidden { action },
        other => other,
    })
}

impl Action {
    /// The action as the words after "You are not allowed to".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::OpenTicket => "open tickets",
            Self::OpenTicketForCaller => "open tickets for other people",
            Self::ReadTicket => "read this ticket",
            Self::CommentInPublic => "comment on this ticket",
            Self::CommentInternally => "write internal notes",
            Self::CloseTicket => "close this ticket",
            Self::RateTicket => "rate this ticket",
            Self::WorkTicket => "change this field",
            Self::SetPrivacy => "change who in the organisation can see this ticket",
            Self::Redact => "redact comments and files",
            Self::Watch => "watch this ticket",
            Self::ChooseWatchers => "change who watches this ticket",
            Self::ReadPeople => "view people and organisations",
            Self::ReadAccounts => "view the state of accounts",
            Self::PrepareCustomer => "create accounts",
            Self::GrantAccess => "set passwords for other people or change what they can see; ask an admin",
            Self::ChangeOwnAccount => "change this account",
            Self::AppointStaff => "create staff accounts",
            Self::HandlePersonalData => "export or erase a person's data",
            Self::MergePeople => "merge accounts",
            Self::ManageHouse => "manage organisations and queues",
            Self::ManageTexts => "change text blocks, macros and email templates",
            Self::ReadReports => "view reports",
            Self::ReadAudit => "view the audit log",
            Self::HandleMail => "release or discard mail",
            Self::KeepMemos => "write notes about customers",
            Self::KeepViews => "save views",
            Self::ReadNotifications => "read notifications",
            Self::MakeToken => "create tokens",
            Self::MakeAdminToken => "create tokens of this kind",
        }
    }
}
