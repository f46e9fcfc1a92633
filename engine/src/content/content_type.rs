//! The media type of a file: proved by its bytes where a browser would show it, else by its name or what was declared.

/// What nothing is known of.
pub const UNKNOWN: &str = "application/octet-stream";

/// Pictures that a browser may show on our pages: formats that carry no script.
pub const SAFE_IMAGES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Whether a browser may show it on our pages. Only bytes make a file one of these, see [`of_file`].
#[must_use]
pub fn is_safe_image(content_type: &str) -> bool {
    SAFE_IMAGES.contains(&content_type)
}

/// The type of a file. A declared or named image whose bytes are none is [`UNKNOWN`].
#[must_use]
pub fn of_file(filename: &str, declared: Option<&str>, bytes: &[u8]) -> String {
    if let Some(sniffed) = sniff(bytes) {
        return sniffed.to_owned();
    }
    let claimed = declared
        .and_then(essence)
        .filter(|declared| declared != UNKNOWN)
        .or_else(|| of_name(filename).map(str::to_owned));
    claimed.filter(|claimed| !is_safe_image(claimed)).unwrap_or_else(|| UNKNOWN.to_owned())
}

fn sniff(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
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
    let extension = filename.rsplit_once('.')?.1.to_ascii_lowercase();
    let found = TYPES.iter().find(|(extensions, _)| extensions.split(' ').any(|known| known == extension));
    found.map(|&(_, content_type)| content_type)
}

const TYPES: &[(&str, &str)] = &[
    ("7z", "application/x-7z-compressed"),
    ("avi", "video/x-msvideo"),
    ("bmp", "image/bmp"),
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("eml", "message/rfc822"),
    ("gif", "image/gif"),
    ("gz tgz", "application/gzip"),
    ("htm html", "text/html"),
    ("ics", "text/calendar"),
    ("jpeg jpg", "image/jpeg"),
    ("json", "application/json"),
    ("log txt md", "text/plain"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("msg", "application/vnd.ms-outlook"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("p7m", "application/pkcs7-mime"),
    ("p7s", "application/pkcs7-signature"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("rar", "application/vnd.rar"),
    ("rtf", "application/rtf"),
    ("svg", "image/svg+xml"),
    ("tar", "application/x-tar"),
    ("tif tiff", "image/tiff"),
    ("vcf", "text/vcard"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xml", "application/xml"),
    ("zip", "application/zip"),
];
