//! Log-ins.

mod authenticate;
mod login;
mod logout;
mod revoke;
