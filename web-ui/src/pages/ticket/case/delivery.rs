//! What became of the email with an answer to the customer: said where the answer stands.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

/// An email of the ticket, as far as it came.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Delivery {
    to: String,
    state: String,
    sent_at: Option<DateTime<Utc>>,
    settled_at: Option<DateTime<Utc>>,
    comment_id: Option<String>,
}

impl Delivery {
    /// Whether it has come to an end that the staff want to know; what waits or was taken back is told elsewhere.
    fn is_settled(&self) -> bool {
        matches!(self.state.as_str(), "SENT" | "FAILED" | "BOUNCED" | "HELD")
    }
}

/// What became of the last email that a comment caused to this address; nothing, if there was none.
pub(super) fn of(emails: &[Delivery], address: Option<&str>, comment: &str) -> Value {
    let address = address.unwrap_or_default();
    let mut emails = emails.iter().rev().filter(|email| email.comment_id.as_deref() == Some(comment));
    let to_customer = emails.find(|email| email.to.eq_ignore_ascii_case(address) && email.is_settled());
    to_customer.map_or(Value::Null, |email| {
        json!({
            "state": email.state,
            "good": email.state == "SENT",
            "to": email.to,
            "at": email.settled_at.filter(|_| email.state != "SENT").or(email.sent_at),
        })
    })
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use serde_json::{Value, json};

    use super::{Delivery, of};

    fn email(comment: &str, to: &str, state: &str) -> Delivery {
        let sent = "2026-11-30T11:52:07Z";
        let email =
            json!({ "to": to, "state": state, "sentAt": sent, "settledAt": null, "commentId": comment });
        serde_json::from_value(email).expect("an email")
    }

    #[test]
    fn the_last_email_of_a_comment_to_the_customer_counts() {
        let emails = [
            email("one", "anna@example.com", "FAILED"),
            email("one", "ole@example.org", "SENT"),
            email("one", "Anna@example.com", "SENT"),
            email("two", "anna@example.com", "WAITING"),
        ];
        let of = |comment| of(&emails, Some("anna@example.com"), comment);
        assert_eq!(of("one")["state"], "SENT");
        assert_eq!(of("one")["at"], "2026-11-30T11:52:07Z");
        assert_eq!((of("two"), of("three")), (Value::Null, Value::Null));
    }
}
