//! Secrets that leave the house: tokens, of which only hashes are kept, and signatures of reply addresses.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::{
    blobs::{hex, sha256_hex},
    error::{Error, Result},
    model::TicketId,
    rng::Rng,
    store::{Database, entity::setting},
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

impl Secret {
    /// Name of the row in `setting`.
    const KEY: &'static str = "secret";

    /// The key of this database. Of several nodes that start at once one makes it, and all read the same.
    #[expect(clippy::disallowed_methods, reason = "there is no engine yet, hence no unit of work")]
    pub(crate) async fn load_or_make(database: &Database, rng: &dyn Rng) -> Result<Self> {
        if let Some(row) = setting::Entity::find_by_id(Self::KEY).one(database.ro()).await? {
            return Self::parse(&row.value);
        }
        let mut key = [0; 32];
        rng.fill(&mut key)?;
        let row = setting::ActiveModel {
            key: Set(Self::KEY.to_owned()),
            value: Set(BASE64_URL_SAFE_NO_PAD.encode(key)),
        };
        let keep_first = OnConflict::column(setting::Column::Key).do_nothing().to_owned();
        let tx = database.begin().await?;
        setting::Entity::insert(row).on_conflict(keep_first).exec_without_returning(&tx).await?;
        let row = setting::Entity::find_by_id(Self::KEY).one(&tx).await?;
        tx.commit().await?;
        Self::parse(&row.map(|row| row.value).unwrap_or_default())
    }

    fn parse(value: &str) -> Result<Self> {
        let key = BASE64_URL_SAFE_NO_PAD.decode(value).map_err(Error::internal)?;
        let key = key
            .try_into()
            .map_err(|_| Error::internal("the row `secret` of the table `setting` is damaged"))?;
        Ok(Self(key))
    }

    /// What stands behind the plus sign of a ticket's reply address: the number, and a signature that holds for this
    /// ticket alone. Lower case only, because mail servers on the way may fold it.
    pub(crate) fn reply_token(&self, number: i64, ticket: TicketId) -> Result<String> {
        Ok(format!("{number}-{}", self.signature("reply", &format!("{number}:{ticket}"))?))
    }

    /// Whether `token` is the reply token of this ticket; takes the same time wherever it differs.
    pub(crate) fn is_reply_token(&self, token: &str, number: i64, ticket: TicketId) -> Result<bool> {
        let right = self.reply_token(number, ticket)?;
        Ok(right.as_bytes().ct_eq(token.to_ascii_lowercase().as_bytes()).into())
    }

    /// The number that a reply token claims to be of. It proves nothing before [`Self::is_reply_token`] says so.
    pub(crate) fn claimed_number(token: &str) -> Option<i64> {
        let (number, signature) = token.split_once('-')?;
        let is_signature =
            signature.len() == SIGNATURE && signature.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
        if is_signature && is_number { number.parse().ok() } else { None }
    }

    /// What every mail of this installation carries, so that it is known when it comes back. Two installations that write
    /// to each other have different ones; the nodes of one have the same.
    pub(crate) fn loop_mark(&self) -> Result<String> {
        self.signature("loop", "")
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use uuid::Uuid;

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
    fn a_reply_token_holds_for_its_ticket_alone() {
        let secret = Secret([1; 32]);
        let token = secret.reply_token(10_034, TICKET).unwrap();
        assert_eq!(Secret::claimed_number(&token), Some(10_034));
        assert!(secret.is_reply_token(&token, 10_034, TICKET).unwrap());
        assert!(secret.is_reply_token(&token.to_uppercase(), 10_034, TICKET).unwrap());
        assert!(!secret.is_reply_token(&token, 10_034, TicketId(Uuid::from_u128(35))).unwrap());
        assert!(!secret.is_reply_token(&token, 10_035, TICKET).unwrap());
        assert!(!Secret([2; 32]).is_reply_token(&token, 10_034, TICKET).unwrap());
        assert!(format!("tickets+{token}").len() <= 64);
    }

    #[test]
    fn each_installation_has_a_mark_of_its_own() {
        let mark = Secret([1; 32]).loop_mark().unwrap();
        assert_eq!(mark, Secret([1; 32]).loop_mark().unwrap());
        assert_ne!(mark, Secret([2; 32]).loop_mark().unwrap());
    }

    #[test]
    fn what_is_no_reply_token_claims_no_number() {
        for foreign in ["", "-", "10034", "10034-", "x-00000000000000000000", "10034-zz000000000000000000"] {
            assert_eq!(Secret::claimed_number(foreign), None, "{foreign:?}");
        }
    }
}
