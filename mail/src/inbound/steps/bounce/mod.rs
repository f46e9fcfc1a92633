//! Whether the mail reports that a mail of ours did not arrive: by the standard ([`dsn`]), or as servers write it that
//! know no standard ([`plain`]); [`original`] finds the mail that is meant.

mod dsn;
mod original;
mod plain;

use engine::{Address, Bounce};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use crate::inbound::{clean, headers};

/// The words of a server are kept up to this length.
const MAX_DIAGNOSTIC: usize = 1000;

/// The failed delivery that the mail reports. Delays and successes are none.
#[must_use]
pub fn detect(message: &Message<'_>, subject: &str, text: &str) -> Option<Bounce> {
    let standard = message.parts.iter().filter(|part| is_status(part)).map(|part| dsn::read(&text_of(part)));
    let mut found = None;
    for report in standard {
        match report {
            dsn::Report::Failed(bounce) => {
                found = Some(bounce);
                break;
            }
            // The servers on the way still try, or it arrived.
            dsn::Report::NotFailed => return None,
            dsn::Report::Illegible => {}
        }
    }
    let mut bounce = match found {
        Some(bounce) => bounce,
        None => plain::detect(message, subject, text)?,
    };
    // Somebody who sends on a report from elsewhere sends an ordinary mail.
    bounce.standard &= super::automatic::is_report(message);
    bounce.by_machine = plain::from_machine(message);
    bounce.original_message_id = original::message_id(message, text);
    bounce.subject = original::subject(message, text);
    bounce.recipient = bounce.recipient.or_else(|| failed_recipients(message).into_iter().next());
    bounce.diagnostic =
        bounce.diagnostic.map(|words| clean::clip(&clean::line(&words), MAX_DIAGNOSTIC).to_owned());
    Some(bounce)
}

/// The `Message-ID` of the mail that a report by the standard is about, when it reports no failure: a delay, a delivery.
#[must_use]
pub fn reported(message: &Message<'_>, text: &str) -> Option<String> {
    message.parts.iter().any(is_status).then(|| original::message_id(message, text)).flatten()
}

/// Whether its sender has the name of a mail server that nobody reads the mail of, such as `MAILER-DAEMON`.
#[must_use]
pub fn by_mail_server(message: &Message<'_>) -> bool {
    plain::from_mail_server(message)
}

/// Whether a mail server wrote it, by its name, or since it is a report, of whatever kind.
#[must_use]
pub fn is_of_mail_server(message: &Message<'_>) -> bool {
    plain::from_machine(message) || super::automatic::is_report(message)
}

/// Whether the head of a mail that stands in a text names a mail server as its writer: in `written`, and by `address`, as far as there
/// is one in that.
#[must_use]
pub fn names_mail_server(written: &str, address: Option<&Address>) -> bool {
    plain::is_named_like_one(written, address)
}

/// `X-Failed-Recipients`, which Exim and Google write.
fn failed_recipients(message: &Message<'_>) -> Vec<String> {
    headers::all(message, "X-Failed-Recipients")
        .iter()
        .flat_map(|value| value.split([',', ' ']))
        .filter(|part| super::sender::is_address(part))
        .map(str::to_owned)
        .collect()
}

fn is_status(part: &MessagePart<'_>) -> bool {
    part.is_content_type("message", "delivery-status")
        || part.is_content_type("message", "global-delivery-status")
}

/// The content of a part as text, whatever the parser took it for.
fn text_of(part: &MessagePart<'_>) -> String {
    match &part.body {
        PartType::Text(text) | PartType::Html(text) => clean::text(text),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
            clean::text(&String::from_utf8_lossy(bytes))
        }
        PartType::Message(_) | PartType::Multipart(_) => String::new(),
    }
}
