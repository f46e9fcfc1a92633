//! Log-ins.

mod authenticate;
mod begin_link;
mod begin_passkey;
mod confirm;
mod link_identity;
mod login;
mod login_with_passkey;
mod logout;
mod renew;
mod revoke;
mod revoke_others;
mod sign_in;
mod start_sign_in;
mod unlink_identity;
