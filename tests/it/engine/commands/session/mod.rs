//! Log-ins.

mod authenticate;
mod login;
mod logout;
mod renew;
mod revoke;
mod revoke_others;
