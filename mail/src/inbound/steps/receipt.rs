//! Whether the mail says that another one was read: a receipt (RFC 8098), written by a mail program for its user.

use mail_parser::{Message, MimeHeaders as _, PartType};

use super::{automatic::is_report, thread};

/// The `Message-ID` of the mail that was read, or thrown away.
#[must_use]
pub fn original(message: &Message<'_>) -> Option<String> {
    if !is_report(message) {
        return None;
    }
    let part =
        message.parts.iter().find(|part| part.is_content_type("message", "disposition-notification"))?;
    let text = match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.clone().into_owned(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        PartType::Message(_) | PartType::Multipart(_) => String::new(),
    };
    let field = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("original-message-id").then(|| value.trim())
    });
    let named = field.map(|id| id.trim_matches(['<', '>']).to_owned()).filter(|id| !id.is_empty());
    named
        .or_else(|| thread::in_reply_to(message).into_iter().next())
        .or_else(|| thread::references(message).into_iter().next_back())
}
