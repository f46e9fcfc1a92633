//! Passkeys: how they are added, renamed and removed, and what browsers are asked. At the log-in they are asked for in
//! `session`; what of their answers holds is verified in `verify`, for everybody who takes one.

mod add;
mod begin;
mod begin_proof;
mod ceremony;
mod remove;
mod rename;
mod verify;

pub use add::{AddPasskey, AddedPasskey};
pub use ceremony::{PasskeyAnswer, PasskeyCeremony};

pub(crate) use ceremony::Purpose;
pub(crate) use verify::wrong_passkey;

use crate::{
    content::clean_line,
    error::{Error, Result},
    policy::passkey::LONGEST_NAME,
};

/// The name in the form that is kept.
fn clean_name(given: &str) -> Result<String> {
    let name = clean_line(given);
    if name.is_empty() {
        return Err(Error::name_required());
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::too_long("name", "name-too-long", "name", LONGEST_NAME));
    }
    Ok(name)
}

/// The account has no passkey.
pub(crate) fn none() -> Error {
    Error::bad("passkey", "passkey-none", "This account has no passkey.")
}
