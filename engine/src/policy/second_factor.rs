//! What is shown beside the password: codes of an authenticator app (RFC 6238), and the recovery codes for when it is lost.

use chrono::{DateTime, TimeDelta, Utc};
use totp_rs::{Builder, Totp};

use crate::error::{Error, Result};

/// Bytes of a secret, as RFC 4226 recommends them.
pub(crate) const SECRET_BYTES: usize = 20;

/// How many recovery codes there are at a time.
pub const RECOVERY_CODES: usize = 10;

/// How long a secret that was handed out can be confirmed.
pub(crate) const PENDING: TimeDelta = TimeDelta::hours(1);

/// How long after the password the code can be given.
pub(crate) const CHALLENGE: TimeDelta = TimeDelta::minutes(5);

/// Bytes of a recovery code: nobody guesses 80 bits, so that a plain hash of it is enough.
pub(crate) const RECOVERY_BYTES: usize = 10;

/// Digits and letters that are not taken for each other when they are copied from paper (Crockford's).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Letters of a recovery code, and of each of its groups.
const LETTERS: usize = 16;
const GROUP: usize = 4;

/// What somebody typed into the field of the code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// Six digits of the app.
    Digits(String),
    /// A recovery code, as it is hashed.
    Recovery(String),
}

impl Given {
    /// Reads what was typed, with spaces and dashes wherever people put them; `None`: it is neither.
    pub(crate) fn read(typed: &str) -> Option<Self> {
        let plain: String =
            typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
        if plain.len() == 6 && plain.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::Digits(plain));
        }
        let plain: String = plain.to_lowercase().chars().map(copied).collect();
        let known = plain.len() == LETTERS && plain.bytes().all(|byte| ALPHABET.contains(&byte));
        known.then_some(Self::Recovery(plain))
    }
}

/// What a letter is that the alphabet leaves out since it looks like another.
const fn copied(letter: char) -> char {
    match letter {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    }
}

/// A recovery code of random bytes: as it is hashed, and as it is shown.
pub(crate) fn recovery_code(random: [u8; RECOVERY_BYTES]) -> (String, String) {
    let mut bits = random.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let mut plain = String::with_capacity(LETTERS);
    for _ in 0..LETTERS {
        let place = usize::try_from(bits % 32).unwrap_or_default();
        plain.push(char::from(ALPHABET.get(place).copied().unwrap_or(b'0')));
        bits /= 32;
    }
    let mut shown = String::with_capacity(LETTERS + LETTERS / GROUP);
    for (place, letter) in plain.chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            shown.push('-');
        }
        shown.push(letter);
    }
    (plain, shown)
}

/// The step of the code, if it is that of now, of the step before or of the one after: clocks differ, and typing takes time.
pub(crate) fn step_of(secret: &[u8], digits: &str, now: DateTime<Utc>) -> Result<Option<i64>> {
    let now = u64::try_from(now.timestamp()).unwrap_or_default();
    let step = totp(secret, "", "")?.check(digits, now);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// What an app reads from the square, and the secret as it is typed.
pub(crate) fn set_up(secret: &[u8], issuer: &str, account: &str) -> Result<(String, String)> {
    let totp = totp(secret, issuer, account)?;
    Ok((totp.to_url().map_err(Error::internal)?, totp.secret().to_base32()))
}

fn totp(secret: &[u8], issuer: &str, account: &str) -> Result<Totp> {
    // A colon parts the two in the address.
    let clean = |name: &str| name.replace(':', " ").trim().to_owned();
    let account = Some(clean(account)).filter(|account| !account.is_empty());
    let issuer = Some(clean(issuer)).filter(|issuer| !issuer.is_empty());
    Builder::new()
        .with_secret(secret.to_vec())
        .with_skew(1)
        .with_step_duration(30)
        .with_account_name(account.unwrap_or_else(|| "account".to_owned()))
        .with_issuer(issuer)
        .build()
        .map_err(Error::internal)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    /// The secret of RFC 6238's appendix B.
    const RFC: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(step_of(RFC, code, at(seconds)).unwrap(), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_holds_one_step_before_and_after_its_own() {
        let steps = |now| step_of(RFC, "287082", at(now)).unwrap();
        assert_eq!([29, 30, 59, 60, 89].map(steps).map(|step| step.is_some()), [true; 5]);
        assert_eq!((steps(90), steps(1_000)), (None, None));
    }

    #[test]
    fn a_recovery_code_is_read_however_it_is_copied() {
        let (plain, shown) = recovery_code([7; RECOVERY_BYTES]);
        assert_eq!((plain.len(), shown.len()), (16, 19));
        for typed in
            [shown.clone(), plain.clone(), shown.to_uppercase(), format!(" {} ", shown.replace('-', " "))]
        {
            assert_eq!(Given::read(&typed), Some(Given::Recovery(plain.clone())), "{typed}");
        }
        assert_eq!(Given::read("oooo-IIII-llll-1111"), Some(Given::Recovery("0000111111111111".to_owned())));
        assert_eq!(Given::read("123 456"), Some(Given::Digits("123456".to_owned())));
        for foreign in ["", "12345", "1234567", "ünïcödé", "uuuu-uuuu-uuuu-uuuu"] {
            assert_eq!(Given::read(foreign), None, "{foreign}");
        }
        assert_ne!(recovery_code([7; RECOVERY_BYTES]).0, recovery_code([8; RECOVERY_BYTES]).0);
    }

    #[test]
    fn the_address_for_the_app_names_the_installation_and_the_account() {
        let (uri, secret) = set_up(RFC, "Help: desk", "ada@example.com").unwrap();
        assert_eq!(secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(uri.starts_with("otpauth://totp/Help%20%20desk:ada"), "{uri}");
        assert!(uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{uri}");
    }
}
