//! Whether the text of the mail lies in a file that only a mail program can open: encrypted (S/MIME, RFC 8551; PGP/MIME, RFC 3156), or
//! signed in the form that holds what it signs.

use mail_parser::{Message, MessagePart, MimeHeaders as _};

/// What is said instead. The languages of the house stand side by side, since the reader is not known yet.
const ENCRYPTED: &str = "[Diese E-Mail ist verschlüsselt; ihr Text liegt in der angehängten Datei.]\n[This email is encrypted; its text is in the attached file.]";
const SIGNED: &str = "[Diese E-Mail ist signiert, und ihr Text liegt in der angehängten Datei.]\n[This email is signed, and its text is in the attached file.]";

/// What to tell the reader of such a mail; `None`: it is none.
#[must_use]
pub fn hint(message: &Message<'_>) -> Option<String> {
    let hint = message.parts.iter().find_map(of_part)?;
    Some(hint.to_owned())
}

fn of_part(part: &MessagePart<'_>) -> Option<&'static str> {
    if part.is_content_type("multipart", "encrypted") || part.is_content_type("application", "pgp-encrypted")
    {
        return Some(ENCRYPTED);
    }
    if !part.is_content_type("application", "pkcs7-mime")
        && !part.is_content_type("application", "x-pkcs7-mime")
    {
        return None;
    }
    let kind = part.content_type().and_then(|kind| kind.attribute("smime-type")).unwrap_or_default();
    Some(if kind.eq_ignore_ascii_case("signed-data") { SIGNED } else { ENCRYPTED })
}
