//! What can be done: sessions.

mod login;
mod logout;
mod request_password_reset;
mod reset_password;
mod revoke;
