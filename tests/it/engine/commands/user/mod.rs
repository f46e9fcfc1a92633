//! Accounts of people.

mod addresses;
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
