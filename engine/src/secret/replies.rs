//! What stands behind the plus sign of reply addresses: the number of a ticket, and a signature for the reader of the letter.

use super::{SIGNATURE, Secret, is_same};
use crate::{
    error::Result,
    model::{TicketId, UserId},
};

/// In whose letters a reply token stands, and what is written by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A customer's.
    Customer,
    /// Those of one of the staff.
    Staff,
    /// Those of one of the staff about an internal note: an answer to it is one, too.
    Note,
}

impl Reader {
    const fn purpose(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Staff => "staff",
            Self::Note => "note",
        }
    }
}

impl Secret {
    /// What stood behind the plus sign of a ticket's reply address before each reader got one of their own: the number, and a
    /// signature that holds for this ticket alone. Lower case only, because mail servers on the way may fold it.
    pub(super) fn reply_token(&self, number: i64, ticket: TicketId) -> Result<String> {
        Ok(format!("{number}-{}", self.signature("reply", &format!("{number}:{ticket}"))?))
    }

    /// Whether `token` is the one that all customers of this ticket shared, which letters of that time still carry; takes the same time
    /// wherever it differs.
    pub(crate) fn is_reply_token(&self, token: &str, number: i64, ticket: TicketId) -> Result<bool> {
        let right = self.reply_token(number, ticket)?;
        Ok(is_same(&right, &token.to_ascii_lowercase()))
    }

    /// What stands behind the plus sign of the reply address in a letter to `user`: it holds for this ticket and for them alone. A
    /// customer, who knows the token of their own letters, cannot write in the name of the staff by it.
    pub(crate) fn reader_token(
        &self,
        reader: Reader,
        (number, ticket): (i64, TicketId),
        user: UserId,
    ) -> Result<String> {
        Ok(format!("{number}-{}", self.signature(reader.purpose(), &format!("{number}:{ticket}:{user}"))?))
    }

    /// As whose token letters to `user` about this ticket carry this one, if they do; takes the same time wherever it differs.
    pub(crate) fn reader_of(
        &self,
        token: &str,
        ticket: (i64, TicketId),
        user: UserId,
    ) -> Result<Option<Reader>> {
        let token = token.to_ascii_lowercase();
        for reader in [Reader::Customer, Reader::Staff, Reader::Note] {
            if is_same(&self.reader_token(reader, ticket, user)?, &token) {
                return Ok(Some(reader));
            }
        }
        Ok(None)
    }

    /// The number that a reply token claims to be of. It proves nothing before [`Self::is_reply_token`] or
    /// [`Self::reader_of`] says so.
    pub(crate) fn claimed_number(token: &str) -> Option<i64> {
        let (number, signature) = token.split_once('-')?;
        let is_signature =
            signature.len() == SIGNATURE && signature.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
        if is_signature && is_number { number.parse().ok() } else { None }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use uuid::Uuid;

    use super::*;

    const TICKET: TicketId = TicketId(Uuid::from_u128(34));

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
    fn the_token_of_a_reader_holds_for_them_and_the_ticket_alone() {
        let secret = Secret([1; 32]);
        let [jana, tom] = [1, 2].map(|id| UserId(Uuid::from_u128(id)));
        let of = (10_034, TICKET);
        for reader in [Reader::Customer, Reader::Staff, Reader::Note] {
            let token = secret.reader_token(reader, of, jana).unwrap();
            assert_eq!(Secret::claimed_number(&token), Some(10_034));
            assert_eq!(secret.reader_of(&token.to_uppercase(), of, jana).unwrap(), Some(reader));
            assert_eq!(secret.reader_of(&token, of, tom).unwrap(), None);
            let other = (10_034, TicketId(Uuid::from_u128(35)));
            assert_eq!(secret.reader_of(&token, other, jana).unwrap(), None);
            assert!(!secret.is_reply_token(&token, 10_034, TICKET).unwrap());
            assert!(format!("tickets+{token}").len() <= 64);
        }
        let shared = secret.reply_token(10_034, TICKET).unwrap();
        assert_eq!(secret.reader_of(&shared, of, jana).unwrap(), None);
    }

    #[test]
    fn what_is_no_reply_token_claims_no_number() {
        for foreign in ["", "-", "10034", "10034-", "x-00000000000000000000", "10034-zz000000000000000000"] {
            assert_eq!(Secret::claimed_number(foreign), None, "{foreign:?}");
        }
    }
}
