//! People: how their accounts come about and change.

mod addresses;
mod belonging;
mod check;
mod choose_absence;
mod choose_mail_times;
mod choose_notice;
mod choose_signature;
mod create;
mod erase;
mod export;
mod invite;
mod meet;
mod merge;
mod set_memo;
mod switch_emails;
mod try_address;
mod update;

pub use choose_absence::ChooseAbsence;
pub use choose_notice::ChooseNotice;
pub use create::CreateUser;
pub use set_memo::SetMemo;
pub use update::UpdateUser;

pub(crate) use check::{LONGEST_NAME, is_in_force, is_own_address, refuse_gone, refuse_own_address};
pub(crate) use create::make;
pub(crate) use meet::{
    Met, by_email, find_or_create_customer, is_unknown_sender, join_late, join_late_as, make_customer,
    unknown_sender,
};
