//! What can be done: sessions.

mod change_password;
mod confirm_login;
mod login;
mod logout;
mod renew;
mod request_password_reset;
mod reset_password;
mod revoke;
mod revoke_others;
mod unlink_identity;
