//! Secrets that leave the house: tokens, of which only hashes are kept, and signatures of reply addresses.

mod devices;
mod keys;
mod replies;

use std::{collections::BTreeSet, fmt};

use aes_siv::siv::Aes128Siv;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;

pub use keys::{BadKey, Keys};
pub(crate) use replies::Reader;

use crate::{
    blobs::{hex, sha256_hex},
    error::{Error, Result},
    model::{LetterId, Notice, TicketId, UserId},
    rng::Rng,
    store::{self, Database},
};

/// What a token is for; seen at its front, so that a person and a secret scanner can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A log-in: `schalter_s_…`.
    Session,
    /// A program's: `schalter_t_…`.
    Api,
    /// A password link, which stands in a URL and needs no mark.
    Link,
}

impl TokenKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Session => "schalter_s_",
            Self::Api => "schalter_t_",
            Self::Link => "",
        }
    }

    /// Which kind a bearer token is, if it looks like one of ours; nothing is looked up for others.
    pub(crate) fn of_bearer(token: &str) -> Option<Self> {
        let kind = [Self::Session, Self::Api].into_iter().find(|kind| token.starts_with(kind.prefix()))?;
        is_token_body(&token[kind.prefix().len()..]).then_some(kind)
    }
}

/// Whether it has the form of a password link's token.
pub(crate) fn is_link_token(token: &str) -> bool {
    is_token_body(token)
}

fn is_token_body(body: &str) -> bool {
    body.len() == 43 && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// A new token of 256 random bits.
pub(crate) fn new_token(rng: &dyn Rng, kind: TokenKind) -> Result<String> {
    let mut random = [0; 32];
    rng.fill(&mut random)?;
    Ok(format!("{}{}", kind.prefix(), BASE64_URL_SAFE_NO_PAD.encode(random)))
}

/// So many characters of a session's token stay when it is renewed, so that what rests on them holds on. They are 132 of
/// its random bits; the 124 that change are more than anybody guesses.
const FAMILY: usize = 22;

/// A session's token that follows on another: its first half stays, the second is new.
pub(crate) fn renewed_token(rng: &dyn Rng, token: &str) -> Result<String> {
    let new = new_token(rng, TokenKind::Session)?;
    let kept = TokenKind::Session.prefix().len() + FAMILY;
    match (token.get(..kept), new.get(kept..)) {
        (Some(family), Some(rest)) => Ok(format!("{family}{rest}")),
        _ => Ok(new),
    }
}

/// What is kept of a token. A plain hash is enough, since nobody guesses 256 bits; and looking a hash up tells a
/// measuring stranger nothing about the token.
pub(crate) fn token_hash(token: &str) -> String {
    sha256_hex(token.as_bytes())
}

/// The server's own key, made at the first start and kept in the database, so that all nodes have the same.
#[derive(Clone)]
pub(crate) struct Secret([u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Digits of a signature in an address: 80 bits, and the whole stays well below the 64 characters of a local part.
const SIGNATURE: usize = 20;

/// The same in the address to which the failures of a letter are reported: beside it, the letter's id has to be guessed.
const FAILURE_SIGNATURE: usize = 12;

/// The longest sealed text that is looked at when a stranger shows it.
const SEALED_LIMIT: usize = 512;

impl Secret {
    /// The key of this database. Of several nodes that start at once one makes it, and all read the same.
    pub(crate) async fn load_or_make(database: &Database, rng: &dyn Rng) -> Result<Self> {
        if let Some(kept) = store::secret::find(database.ro()).await? {
            return Self::parse(&kept);
        }
        let mut key = [0; 32];
        rng.fill(&mut key)?;
        let kept = store::secret::keep_first(database, BASE64_URL_SAFE_NO_PAD.encode(key)).await?;
        Self::parse(&kept.unwrap_or_default())
    }

    fn parse(value: &str) -> Result<Self> {
        let key = BASE64_URL_SAFE_NO_PAD.decode(value).map_err(Error::internal)?;
        let key = key
            .try_into()
            .map_err(|_| Error::internal("the row `secret` of the table `setting` is damaged"))?;
        Ok(Self(key))
    }

    /// The last part of the links in a letter that asks the customer of a ticket what became of it: it holds for both, until
    /// then.
    pub(crate) fn letter_token(
        &self,
        (number, ticket): (i64, TicketId),
        customer: UserId,
        until: DateTime<Utc>,
    ) -> Result<String> {
        let until = until.timestamp();
        let signature = self.signature("letter", &format!("{number}:{ticket}:{customer}:{until}"))?;
        Ok(format!("{number}-{until}-{signature}"))
    }

    /// Whether `token` is that of a letter to this customer about this ticket and still holds; takes the same time wherever
    /// it differs.
    pub(crate) fn is_letter_token(
        &self,
        token: &str,
        ticket: (i64, TicketId),
        customer: UserId,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let until = token.split('-').nth(1).and_then(|until| until.parse().ok());
        let until = until.and_then(|until| DateTime::from_timestamp(until, 0)).filter(|until| *until > now);
        let Some(until) = until else { return Ok(false) };
        let right = self.letter_token(ticket, customer, until)?;
        Ok(is_same(&right, token))
    }

    /// The number that the link of a letter claims to be of. It proves nothing before [`Self::is_letter_token`] says so.
    pub(crate) fn number_of_letter(token: &str) -> Option<i64> {
        let number =
            token.split('-').next().filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))?;
        number.parse().ok()
    }

    /// The last part of the link by which somebody switches off emails of these notices: it holds for them and for these
    /// alone, as long as there is this installation, since a letter may be read late.
    pub(crate) fn notices_token(&self, notices: &BTreeSet<Notice>, user: UserId) -> Result<String> {
        let words = notices.iter().map(|notice| notice.as_str()).collect::<Vec<_>>().join(".");
        let signature = self.signature("notices", &format!("{words}:{user}"))?;
        Ok(format!("{words}-{}-{signature}", user.0.simple()))
    }

    /// Whose [`Self::notices_token`] this is, and of what; takes the same time wherever it differs.
    pub(crate) fn noticed(&self, token: &str) -> Result<Option<(BTreeSet<Notice>, UserId)>> {
        let mut parts = token.split('-');
        let (Some(words), Some(user)) = (parts.next(), parts.next()) else { return Ok(None) };
        let notices: BTreeSet<Notice> = words.split('.').filter_map(|word| word.parse().ok()).collect();
        let Ok(user) = Uuid::try_parse(user).map(UserId) else { return Ok(None) };
        let right = self.notices_token(&notices, user)?;
        Ok(is_same(&right, token).then_some((notices, user)))
    }

    /// What stands behind the plus sign of the address to which failures of a letter are reported: the letter's id, and a
    /// signature. Lower case only, too.
    pub(crate) fn failure_token(&self, letter: LetterId) -> Result<String> {
        let signature = self.signature("failure", &letter.0.simple().to_string())?;
        let signature = signature.get(..FAILURE_SIGNATURE).unwrap_or(&signature);
        Ok(format!("b{}-{signature}", in_base_36(letter.0.as_u128())))
    }

    /// The letter whose [`Self::failure_token`] this is.
    pub(crate) fn failed_letter(&self, token: &str) -> Result<Option<LetterId>> {
        let token = token.to_ascii_lowercase();
        let id = token.strip_prefix('b').and_then(|rest| rest.split_once('-')).map(|(id, _)| id);
        let Some(id) = id.and_then(|id| u128::from_str_radix(id, 36).ok()) else { return Ok(None) };
        let letter = LetterId(Uuid::from_u128(id));
        let right = self.failure_token(letter)?;
        Ok(is_same(&right, &token).then_some(letter))
    }

    /// What every mail of this installation carries, so that it is known when it comes back. Two installations that write
    /// to each other have different ones; the nodes of one have the same.
    pub(crate) fn loop_mark(&self) -> Result<String> {
        self.signature("loop", "")
    }

    /// Encrypts and signs a few bytes, to be handed out and taken back: the same bytes are always the same text, of a
    /// length that depends on theirs alone (AES-SIV, RFC 5297).
    pub(crate) fn seal(&self, purpose: &str, bytes: &[u8]) -> Result<String> {
        let sealed = self
            .cipher(purpose)?
            .encrypt([[0_u8; 0]; 0], bytes)
            .map_err(|_| Error::internal("cannot seal"))?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode(sealed))
    }

    /// What was sealed for this purpose; `None` for any other text.
    pub(crate) fn open(&self, purpose: &str, text: &str) -> Option<Vec<u8>> {
        if text.len() > SEALED_LIMIT {
            return None;
        }
        self.open_kept(purpose, text)
    }

    /// The same for what the database kept, however long it is.
    pub(crate) fn open_kept(&self, purpose: &str, text: &str) -> Option<Vec<u8>> {
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        self.cipher(purpose).ok()?.decrypt([[0_u8; 0]; 0], &sealed).ok()
    }

    fn cipher(&self, purpose: &str) -> Result<Aes128Siv> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(Error::internal)?;
        mac.update(b"seal\0");
        mac.update(purpose.as_bytes());
        Ok(Aes128Siv::new(&mac.finalize().into_bytes()))
    }

    /// A token that hands out the data of `user` until then, as long as `admin`, who made it, is one.
    pub(crate) fn export_token(&self, user: UserId, admin: UserId, until: DateTime<Utc>) -> Result<String> {
        let text = format!("{}.{}.{}", user.0.simple(), admin.0.simple(), until.timestamp());
        Ok(format!("{text}.{}", self.signature("export", &text)?))
    }

    /// Whose data a token hands out, and who made it; `None`: it is none of ours, or its time has passed.
    pub(crate) fn exported(&self, token: &str, now: DateTime<Utc>) -> Result<Option<(UserId, UserId)>> {
        let Some((text, signature)) = token.rsplit_once('.') else { return Ok(None) };
        let right = self.signature("export", text)?;
        if !is_same(&right, signature) {
            return Ok(None);
        }
        let mut parts = text.splitn(3, '.');
        let mut id = || parts.next().and_then(|id| id.parse::<Uuid>().ok()).map(UserId);
        let (Some(user), Some(admin)) = (id(), id()) else { return Ok(None) };
        let until = parts.next().and_then(|until| until.parse::<i64>().ok());
        Ok(until.filter(|until| *until > now.timestamp()).map(|_| (user, admin)))
    }

    /// A signature that is of no use for another purpose.
    fn signature(&self, purpose: &str, text: &str) -> Result<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(Error::internal)?;
        mac.update(purpose.as_bytes());
        mac.update(b"\0");
        mac.update(text.as_bytes());
        let mut hex = hex(&mac.finalize().into_bytes());
        hex.truncate(SIGNATURE);
        Ok(hex)
    }
}

/// A number in digits and letters: the shortest form that survives a server which folds the case.
fn in_base_36(mut number: u128) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut digits = Vec::new();
    loop {
        let place = usize::try_from(number % 36).unwrap_or_default();
        digits.push(char::from(DIGITS.get(place).copied().unwrap_or(b'0')));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

/// Whether two signatures are the same; takes the same time wherever they differ.
fn is_same(right: &str, given: &str) -> bool {
    right.as_bytes().ct_eq(given.as_bytes()).into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use crate::rng::SystemRng;

    const TICKET: TicketId = TicketId(Uuid::from_u128(34));

    #[test]
    fn a_token_tells_its_kind_and_never_repeats() {
        for kind in [TokenKind::Session, TokenKind::Api] {
            let token = new_token(&SystemRng, kind).unwrap();
            assert_eq!(TokenKind::of_bearer(&token), Some(kind));
            assert_ne!(token, new_token(&SystemRng, kind).unwrap());
        }
        for foreign in ["", "schalter_s_", "schalter_x_", "ghp_abc", "schalter_s_ä", "schalter_s_short"] {
            assert_eq!(TokenKind::of_bearer(foreign), None, "{foreign:?}");
        }
        assert!(is_link_token(&new_token(&SystemRng, TokenKind::Link).unwrap()));
    }

    #[test]
    fn the_link_of_a_letter_holds_for_its_ticket_its_customer_and_its_time() {
        let (secret, until) = (Secret([1; 32]), DateTime::from_timestamp(1_000, 0).unwrap());
        let [maria, ben] = [1, 2].map(|id| UserId(Uuid::from_u128(id)));
        let token = secret.letter_token((10_034, TICKET), maria, until).unwrap();
        let holds = |token: &str, ticket, who, at: i64| {
            let at = DateTime::from_timestamp(at, 0).unwrap();
            secret.is_letter_token(token, ticket, who, at).unwrap()
        };
        assert_eq!(Secret::number_of_letter(&token), Some(10_034));
        assert!(holds(&token, (10_034, TICKET), maria, 999));
        assert!(!holds(&token, (10_034, TICKET), maria, 1_000), "its time has passed");
        assert!(!holds(&token.replace("-1000-", "-2000-"), (10_034, TICKET), maria, 999));
        assert!(!holds(&token, (10_034, TICKET), ben, 999));
        assert!(!holds(&token, (10_034, TicketId(Uuid::from_u128(35))), maria, 999));
        for foreign in ["", "-", "10034", "10034-", "x-1-2", &secret.reply_token(10_034, TICKET).unwrap()] {
            assert!(!holds(foreign, (10_034, TICKET), maria, 0), "{foreign:?}");
        }
    }

    #[test]
    fn the_token_of_notices_holds_for_them_and_their_reader_alone() {
        let (secret, id) = (Secret([1; 32]), Uuid::from_u128(7));
        let notices = BTreeSet::from([Notice::Watched, Notice::Overdue]);
        let token = secret.notices_token(&notices, UserId(id)).unwrap();
        assert_eq!(secret.noticed(&token).unwrap(), Some((notices, UserId(id))));
        assert_eq!(Secret([2; 32]).noticed(&token).unwrap(), None);
        let other = Uuid::from_u128(8);
        let hyphens = token.replace(&id.simple().to_string(), &id.to_string());
        for foreign in [
            token.replace(&id.simple().to_string(), &other.simple().to_string()),
            token.replace("WATCHED.OVERDUE", "WATCHED"),
            token.replace("WATCHED.OVERDUE", "OVERDUE.WATCHED"),
            token.replace("WATCHED.OVERDUE", "WATCHED.OVERDUE.X"),
            token.to_lowercase(),
            format!("{token}-"),
            format!("{token}0"),
            hyphens,
            String::new(),
            "-".to_owned(),
            format!("-{}-", id.simple()),
            "é-é-é".to_owned(),
        ] {
            assert_eq!(secret.noticed(&foreign).unwrap(), None, "{foreign}");
        }
    }

    #[test]
    fn a_failure_token_names_its_letter_and_nothing_else_does() {
        let secret = Secret([1; 32]);
        for id in [0, 1, 35, 36, u128::MAX] {
            let letter = LetterId(Uuid::from_u128(id));
            let token = secret.failure_token(letter).unwrap();
            assert_eq!(secret.failed_letter(&token.to_uppercase()).unwrap(), Some(letter));
            assert_eq!(Secret([2; 32]).failed_letter(&token).unwrap(), None);
            assert_eq!(Secret::claimed_number(&token), None);
            assert!(format!("tickets+{token}").len() <= 64, "{token}");
        }
        for foreign in ["", "b", "b-", "b0-", "b+0-000000000000", "b0-000000000000", "x0-0", "10034-0"] {
            assert_eq!(secret.failed_letter(foreign).unwrap(), None, "{foreign}");
        }
    }

    #[test]
    fn each_installation_has_a_mark_of_its_own() {
        let mark = Secret([1; 32]).loop_mark().unwrap();
        assert_eq!(mark, Secret([1; 32]).loop_mark().unwrap());
        assert_ne!(mark, Secret([2; 32]).loop_mark().unwrap());
    }
}
