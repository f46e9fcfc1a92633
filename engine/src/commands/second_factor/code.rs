//! Looks at codes: opens the secret of an app, and uses up what fits.

use uuid::Uuid;

use crate::{
    error::{Error, Result},
    policy::second_factor::{Given, step_of},
    secret::{Secret, token_hash},
    store::{Work, second_factors},
};

/// For what the secrets are sealed.
const SEALED: &str = "second factor";

/// The secret as it is kept: of use for this account alone.
pub(super) fn sealed(key: &Secret, user: Uuid, secret: &[u8]) -> Result<String> {
    key.seal(SEALED, &[user.as_bytes(), secret].concat())
}

/// The secret that was sealed for this account.
pub(super) fn opened(key: &Secret, user: Uuid, sealed: &str) -> Result<Vec<u8>> {
    let bytes = key.open(SEALED, sealed);
    let secret = bytes.as_deref().and_then(|bytes| bytes.strip_prefix(user.as_bytes()));
    secret.map(<[u8]>::to_vec).ok_or_else(|| {
        Error::internal("the secret of a second factor cannot be opened: it was sealed with another key")
    })
}

/// Whether what was typed has the form of a recovery code rather than of a code of the app.
pub(crate) fn is_recovery_code(typed: &str) -> bool {
    matches!(Given::read(typed), Some(Given::Recovery(_)))
}

/// What a code turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// That of the app.
    Code,
    /// A recovery code, which is used now.
    Recovery,
    /// Neither, or one that was used before.
    Wrong,
}

/// Uses a code up, if it is one; of several who show it at once one succeeds.
pub(crate) async fn consume(work: &Work<'_>, user: Uuid, typed: &str) -> Result<Shown> {
    let (tx, key) = (work.tx(), work.engine().secret());
    let (fits, kind) = match Given::read(typed) {
        Some(Given::Digits(digits)) => {
            let row = second_factors::find(tx, user).await?.filter(|row| row.enabled_at.is_some());
            let Some(sealed) = row.and_then(|row| row.secret) else { return Ok(Shown::Wrong) };
            let step = step_of(&opened(key, user, &sealed)?, &digits, work.now())?;
            let Some(step) = step else { return Ok(Shown::Wrong) };
            (second_factors::use_step(tx, user, step).await?, Shown::Code)
        }
        Some(Given::Recovery(code)) => {
            (second_factors::use_recovery_code(tx, user, token_hash(&code)).await?, Shown::Recovery)
        }
        None => return Ok(Shown::Wrong),
    };
    Ok(if fits { kind } else { Shown::Wrong })
}
