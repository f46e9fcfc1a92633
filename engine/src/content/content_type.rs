//! The media type of a file: proved by its bytes where a browser would show it, else by its name or what was declared.

/// What nothing is known of.
pub const UNKNOWN: &str = "application/octet-stream";

/// Pictures that a browser may show on our pages: formats that carry no script.
const SAFE_IMAGES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Whether a browser may show it on our pages and in place of a download. Only bytes make a file one of these, see [`of_file`].
#[must_use]
pub fn is_safe_image(content_type: &str) -> bool {
    SAFE_IMAGES.iter().any(|safe| content_type.eq_ignore_ascii_case(safe))
}

/// The type of a file. What is declared or named to be an image for our pages, and looks like a page itself, is [`UNKNOWN`].
#[must_use]
pub fn of_file(filename: &str, declared: Option<&str>, bytes: &[u8]) -> String {
    if let Some(sniffed) = sniff(bytes) {
        return sniffed.to_owned();
    }
    let claimed = declared
        .and_then(essence)
        .filter(|declared| declared != UNKNOWN)
        .or_else(|| of_name(filename).map(str::to_owned));
    claimed
        .filter(|claimed| !is_safe_image(claimed) || may_be_picture(bytes))
        .unwrap_or_else(|| UNKNOWN.to_owned())
}

/// Whether there are bytes, and they do not begin as HTML, SVG or XML does.
fn may_be_picture(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.iter().find(|byte| !byte.is_ascii_whitespace() && **byte != 0).is_some_and(|first| *first != b'<')
}

// By hand: six signatures, each looked at in full; the crates for that look at fewer bytes, and at hundreds of types.
fn sniff(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        // By its name, such a file would be a signature.
        _ if bytes.starts_with(b"-----BEGIN PGP MESSAGE-----") => Some("application/pgp-encrypted"),
        _ => None,
    }
}

/// `type/subtype` in lower case without parameters, if it is one.
fn essence(declared: &str) -> Option<String> {
    let essence = declared.split(';').next()?.trim().to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/')?;
    let fits = |part: &str| {
        (1..=64).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    (fits(kind) && fits(subtype)).then_some(essence)
}

/// The type that a name suggests, by its extension.
#[must_use]
pub fn of_name(filename: &str) -> Option<&'static str> {
    mime_guess::from_ext(filename.rsplit_once('.')?.1).first_raw()
}
