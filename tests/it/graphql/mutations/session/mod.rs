//! What can be done: sessions.

mod begin_identity_link;
mod begin_passkey;
mod change_password;
mod confirm_login;
mod login;
mod login_with_passkey;
mod logout;
mod renew;
mod request_password_reset;
mod reset_password;
mod revoke;
mod revoke_others;
mod unlink_identity;
