//! Signed mails (S/MIME, RFC 8551): what a signature holds is read as the mail that it is, and whether it fits what it signs is found
//! out. What is encrypted stays as it came.
//!
//! [`open`], and [`is_within`] of what it does not open, are all that [`super::parse`] asks. `ber` reads elements, `signed` the form of a signature, `certificate` who its owner is, and
//! `verify` whether it fits. Deliberately absent: whom to trust, which the engine decides.

mod ber;
mod certificate;
mod signed;
mod verify;

use std::borrow::Cow;

use engine::{FoundSignature, IncomingAttachment, SignatureCheck};
use mail_parser::{Message, MessagePart, MimeHeaders as _, PartType};

use self::signed::Signed;
use super::{read, steps::attachments};

/// Signatures within signatures are opened so deep.
const DEEPEST: usize = 3;

/// So much of a mail is looked at for the header that says that it is signed.
const BEGINNING: usize = 64 << 10;

/// A signed mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened<'a> {
    /// The mail to read.
    pub mail: Cow<'a, [u8]>,
    /// What the outermost signature says.
    pub signature: FoundSignature,
    /// Whether that stands beside the mail as a file, since what it signs could not be put in the mail's place.
    pub beside: bool,
}

/// Opens a signed mail, of which `raw` is what came and `mended` what the parser gets. `None`: it is not signed, or nobody can tell what is.
#[must_use]
pub fn open<'a>(raw: &[u8], mended: &'a [u8]) -> Option<Opened<'a>> {
    if !names_it(mended) {
        return None;
    }
    let mut opened = step(raw, Cow::Borrowed(mended))?;
    for _ in 1..DEEPEST {
        if opened.beside || !names_it(&opened.mail) {
            break;
        }
        let Some(inner) = step(&opened.mail, Cow::Owned(opened.mail.to_vec())) else { break };
        opened = Opened { mail: inner.mail, beside: inner.beside, signature: opened.signature };
    }
    Some(opened)
}

/// The files without the signature that stands beside a mail.
pub fn set_aside(files: &mut Vec<IncomingAttachment>) {
    files.retain(|file| {
        let kind = file.upload.content_type.as_deref().unwrap_or_default();
        !matches!(kind, "application/pkcs7-signature" | "application/x-pkcs7-signature")
    });
}

/// Whether a part of a mail is signed that stands beside others, such as the lines of a mailing list below it: what was signed is no
/// longer what is shown, so it cannot be checked.
#[must_use]
pub fn is_within(message: &Message<'_>) -> bool {
    message.parts.iter().skip(1).any(|part| beside(message, part).is_some())
}

/// Whether the header speaks of such signatures; reading a mail twice costs more than to look.
fn names_it(mail: &[u8]) -> bool {
    let (header, _) = parted(mail.get(..BEGINNING).unwrap_or(mail));
    header.windows(5).any(|five| five.eq_ignore_ascii_case(b"pkcs7"))
}

fn step<'a>(raw: &[u8], mended: Cow<'a, [u8]>) -> Option<Opened<'a>> {
    let message = read::message(&mended).ok()?;
    let root = message.parts.first()?;
    if root.is_content_type("application", "pkcs7-mime")
        || root.is_content_type("application", "x-pkcs7-mime")
    {
        let bytes = attachments::content(&message, root);
        let signed = Signed::read(&bytes)?;
        let content = signed.content.as_deref()?;
        let mail = put_in_place(&mended, content);
        return Some(Opened {
            signature: verify::check(&signed, content),
            mail: Cow::Owned(mail),
            beside: false,
        });
    }
    let (signature, is_last) = beside(&message, root)?;
    let boundary = root.content_type()?.attribute("boundary")?.to_owned();
    let bytes = attachments::content(&message, message.parts.get(signature)?);
    // Of what stands behind the signature nobody can say that it was signed.
    let content = first_part(raw, &boundary).filter(|_| is_last);
    let (signature, shown) = match (Signed::read(&bytes), content) {
        (Some(signed), Some(content)) => {
            let signature = verify::check(&signed, &content);
            // The parser may part a mail elsewhere: what fits is shown, and nothing else.
            let fits = signature.check == SignatureCheck::Fits;
            (signature, fits.then(|| put_in_place(&mended, &content)))
        }
        _ => (FoundSignature { check: SignatureCheck::NotCheckable, ..FoundSignature::default() }, None),
    };
    drop(message);
    let beside = shown.is_none();
    Some(Opened { mail: shown.map_or(mended, Cow::Owned), signature, beside })
}

/// The signature that stands beside what a part holds (RFC 1847), the second one in it, and whether it is the last one, as it has to be.
fn beside(message: &Message<'_>, whole: &MessagePart<'_>) -> Option<(usize, bool)> {
    if !whole.is_content_type("multipart", "signed") {
        return None;
    }
    let PartType::Multipart(parts) = &whole.body else { return None };
    let at = *parts.get(1)? as usize;
    let part = message.parts.get(at)?;
    let is_signature =
        ["pkcs7-signature", "x-pkcs7-signature"].iter().any(|kind| part.is_content_type("application", kind));
    is_signature.then_some((at, parts.len() == 2))
}

/// What is signed of a mail with the signature beside it: its first part as it came, with line ends as they are on the way.
fn first_part(raw: &[u8], boundary: &str) -> Option<Vec<u8>> {
    let delimiter = format!("--{}", boundary.trim_end());
    let mut part: Option<Vec<u8>> = None;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let is_delimiter = line.strip_prefix(delimiter.as_bytes()).is_some_and(|rest| {
            let rest = rest.trim_ascii_end();
            rest.is_empty() || rest == b"--"
        });
        match (&mut part, is_delimiter) {
            (None, true) => part = Some(Vec::new()),
            (Some(part), true) => {
                // The last line end belongs to the delimiter.
                part.truncate(part.len().saturating_sub(2));
                return Some(std::mem::take(part));
            }
            (Some(part), false) => {
                let text = line.strip_suffix(b"\n").unwrap_or(line);
                part.extend_from_slice(text.strip_suffix(b"\r").unwrap_or(text));
                part.extend_from_slice(b"\r\n");
            }
            (None, false) => {}
        }
    }
    None
}

/// A mail with what was signed in the place of its body. Of its header only that stays which says nothing of the body, and of the inner one
/// only what does: whom it is from says the mail that came.
fn put_in_place(mail: &[u8], content: &[u8]) -> Vec<u8> {
    let (header, _) = parted(mail);
    let (inner, body) = parted(content);
    let mut out = Vec::with_capacity(header.len() + content.len() + 32);
    let is_of_body = |field: &[u8]| {
        let name = field.get(..8).unwrap_or_default();
        name.eq_ignore_ascii_case(b"content-")
            || field.get(..12).is_some_and(|name| name.eq_ignore_ascii_case(b"mime-version"))
    };
    for field in fields(header).filter(|field| !is_of_body(field)) {
        out.extend_from_slice(field);
    }
    out.extend_from_slice(b"MIME-Version: 1.0\r\n");
    for field in fields(inner).filter(|field| describes(field)) {
        out.extend_from_slice(field);
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(body);
    out
}

/// Whether a field of what was signed says something of its body. The parser passes by a line without a colon, and takes the one that
/// continues it for a field of its own, such as `From`.
fn describes(field: &[u8]) -> bool {
    let line = field.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.contains(&b':') && line.get(..8).is_some_and(|name| name.eq_ignore_ascii_case(b"content-"))
}

/// The fields of a header, each with the lines that continue it.
fn fields(header: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = header;
    std::iter::from_fn(move || {
        let mut end = 0;
        for line in rest.split_inclusive(|byte| *byte == b'\n') {
            if end > 0 && !line.starts_with(b" ") && !line.starts_with(b"\t") {
                break;
            }
            end += line.len();
        }
        let (field, behind) = rest.split_at_checked(end).filter(|(field, _)| !field.is_empty())?;
        rest = behind;
        Some(field)
    })
}

/// The header of a mail, and what is behind the empty line. A line of blanks continues the one above, as it does for the parser.
fn parted(mail: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in mail.split_inclusive(|byte| *byte == b'\n') {
        let continues = at > 0 && matches!(line.first(), Some(b' ' | b'\t'));
        if line.trim_ascii().is_empty() && !continues {
            return (mail.get(..at).unwrap_or_default(), mail.get(at + line.len()..).unwrap_or_default());
        }
        at += line.len();
    }
    (mail, b"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_signed_brings_no_fields_but_those_of_its_body() {
        let content = b"Content-A\r\n From: boss@example.org\r\nFrom: boss@example.org\r\n\
            Content-Type: text/html;\r\n charset=utf-8\r\n\r\n<p>x</p>";
        let mail = put_in_place(b"From: a@example.org\r\nContent-Type: text/plain\r\n\r\nold", content);
        let expected = "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/html;\r\n charset=utf-8\r\n\r\n<p>x</p>";
        assert_eq!(String::from_utf8_lossy(&mail), expected);
    }
}
