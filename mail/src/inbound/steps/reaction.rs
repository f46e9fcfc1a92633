//! Whether the mail is an emoji with which somebody reacts to another one, as Gmail sends it
//! (<https://developers.google.com/workspace/gmail/reactions/format>).

use mail_parser::{Message, MessagePart, MimeHeaders as _, PartType};

/// Longer than any emoji with all that modifies it.
const LONGEST: usize = 32;

/// The emoji.
#[must_use]
pub fn emoji(message: &Message<'_>) -> Option<String> {
    let part = message.parts.iter().find(|part| is_reaction(part))?;
    let text = match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.clone().into_owned(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        PartType::Message(_) | PartType::Multipart(_) => return None,
    };
    let read: serde_json::Value = serde_json::from_str(text.trim()).ok()?;
    let emoji = read.get("emoji")?.as_str()?.trim();
    let fits = !emoji.is_empty() && emoji.len() <= LONGEST && !emoji.chars().any(char::is_control);
    fits.then(|| emoji.to_owned())
}

/// Whether a part is the machine-readable half of a reaction.
#[must_use]
pub fn is_reaction(part: &MessagePart<'_>) -> bool {
    part.is_content_type("text", "vnd.google.email-reaction+json")
}
