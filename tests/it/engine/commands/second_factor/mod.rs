//! Second factors.

mod begin;
mod confirm;
mod disable;
mod renew_codes;
mod reset;
