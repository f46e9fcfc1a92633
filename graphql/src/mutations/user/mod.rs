//! Why: what can be done to an account.

mod choose_absence;
mod choose_mail_times;
mod choose_notice;
mod choose_signature;
mod create;
mod erase;
mod export;
mod invite;
mod merge;
mod set_memo;
mod switch_emails;
mod try_address;
mod update;

pub(crate) use choose_absence::ChooseAbsence;
pub(crate) use choose_mail_times::ChooseMailTimes;
pub(crate) use choose_notice::ChooseNotice;
pub(crate) use choose_signature::ChooseSignature;
pub(crate) use create::CreateUser;
pub(crate) use erase::EraseUser;
pub(crate) use export::ExportUser;
pub(crate) use invite::InviteUser;
pub(crate) use merge::MergeUsers;
pub(crate) use set_memo::SetMemo;
pub(crate) use switch_emails::SwitchEmails;
pub(crate) use try_address::TryAddress;
pub(crate) use update::UpdateUser;

use async_graphql::SimpleObject;

use crate::{loaders::Among, objects::User};

/// The account.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct UserPayload {
    /// The person.
    user: User,
}

impl From<engine::User> for UserPayload {
    fn from(row: engine::User) -> Self {
        Self { user: User { row, among: Among::One } }
    }
}
