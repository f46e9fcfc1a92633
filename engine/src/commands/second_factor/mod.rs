//! Second factors: how they are set up, turned off and reset. At the log-in they are asked for in `session`.

mod begin;
mod code;
mod confirm;
mod disable;
mod prove;
mod renew_codes;
mod reset;

pub use begin::SecondFactorSetUp;
pub use prove::ProveIdentity;

pub(crate) use code::{Shown, consume, is_recovery_code};

use crate::{
    engine::Engine,
    error::Result,
    model::{FromTo, LetterChange, LetterKind, UserId},
    outbox::{Owed, owe},
    policy::second_factor::{RECOVERY_BYTES, RECOVERY_CODES, recovery_code},
    secret::token_hash,
    store::{Work, second_factors},
};

/// New recovery codes in the place of those before, as they are shown, this once.
pub(crate) async fn new_codes(engine: &Engine, work: &Work<'_>, user: UserId) -> Result<Vec<String>> {
    let (mut kept, mut shown) = (Vec::with_capacity(RECOVERY_CODES), Vec::with_capacity(RECOVERY_CODES));
    for _ in 0..RECOVERY_CODES {
        let mut random = [0; RECOVERY_BYTES];
        engine.rng().fill(&mut random)?;
        let (plain, grouped) = recovery_code(random);
        kept.push(token_hash(&plain));
        shown.push(grouped);
    }
    second_factors::keep_codes(work.tx(), user.into(), kept).await?;
    Ok(shown)
}

/// What happened to a second factor, or to another way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Happened<'a> {
    Enabled,
    Disabled,
    AppRemoved,
    Reset,
    RecoveryCodeUsed,
    PasskeyAdded,
    PasskeyRemoved,
    PasskeyRefused,
    /// By a provider of this name its owner can log in from now on.
    IdentityLinked(&'a str),
}

/// Owes the owner a letter, so that nobody changes it behind their back.
pub(crate) async fn tell_owner(work: &Work<'_>, recipient: UserId, happened: Happened<'_>) -> Result<()> {
    let provider = match happened {
        Happened::IdentityLinked(provider) => Some(provider),
        _ => None,
    };
    let told = match happened {
        Happened::Enabled => "enabled",
        Happened::Disabled => "disabled",
        Happened::AppRemoved => "app-removed",
        Happened::Reset => "reset",
        Happened::RecoveryCodeUsed => "recovery-code-used",
        Happened::PasskeyAdded => "passkey-added",
        Happened::PasskeyRemoved => "passkey-removed",
        Happened::PasskeyRefused => "passkey-refused",
        Happened::IdentityLinked(_) => "identity-linked",
    };
    let change = FromTo { from: provider.map(str::to_owned), to: Some(told.to_owned()) };
    let changes = vec![LetterChange::SecondFactor(change)];
    owe(work, Owed::about_account(LetterKind::SecondFactor, recipient, changes)).await?;
    Ok(())
}
