//! Log-ins.

mod authenticate;
mod confirm;
mod link_identity;
mod login;
mod logout;
mod renew;
mod revoke;
mod revoke_others;
mod sign_in;
mod start_sign_in;
mod unlink_identity;
