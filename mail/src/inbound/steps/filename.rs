//! Names of files that came by mail: decoded, without a path, safe to save and to show.

use engine::content::is_invisible;

/// Longer names are cut in front of their ending; most file systems allow 255 bytes.
const MAX_BYTES: usize = 200;

/// A name to store the file under; `None` when nothing of it can be used.
#[must_use]
pub fn safe(name: &str) -> Option<String> {
    let visible: String = name.chars().filter(|c| !is_invisible(*c)).collect();
    let last = visible.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .map(|c| if matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c })
        .collect();
    // A dot in front hides a file, one at the end vanishes on some systems.
    let trimmed = kept.trim_matches([' ', '.']).trim();
    if trimmed.is_empty() {
        return None;
    }
    Some(shorten(trimmed))
}

/// A name for a file that has none, by its media type: `attachment-2.pdf`.
#[must_use]
pub fn invented(position: usize, content_type: &str) -> String {
    format!("attachment-{position}.{}", ending(content_type))
}

fn shorten(name: &str) -> String {
    if name.len() <= MAX_BYTES {
        return name.to_owned();
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 20 => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let mut end = MAX_BYTES.saturating_sub(ending.len()).min(stem.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{ending}", stem.get(..end).unwrap_or_default())
}

// By hand: the crates answer the first of many endings by the alphabet, such as `asm` for text/plain.
fn ending(content_type: &str) -> &'static str {
    match content_type {
        "text/plain"
        | "text/rfc822-headers"
        | "message/delivery-status"
        | "message/disposition-notification"
        | "message/feedback-report" => "txt",
        "text/html" => "html",
        "text/csv" => "csv",
        "text/calendar" => "ics",
        "text/vcard" | "text/x-vcard" | "text/directory" => "vcf",
        "text/xml" | "application/xml" => "xml",
        "application/json" => "json",
        "application/pdf" => "pdf",
        "application/zip" | "application/x-zip-compressed" => "zip",
        "application/gzip" | "application/x-gzip" => "gz",
        "application/msword" => "doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.ms-excel" => "xls",
        "application/ms-tnef" => "dat",
        "application/pgp-signature" => "asc",
        "application/pkcs7-signature" | "application/x-pkcs7-signature" => "p7s",
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => "p7m",
        "message/rfc822" | "message/global" => "eml",
        "image/png" => "png",
        "image/jpeg" | "image/jpg" => "jpg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/svg+xml" => "svg",
        "image/tiff" => "tif",
        "image/bmp" => "bmp",
        "audio/mpeg" => "mp3",
        "video/mp4" => "mp4",
        _ => "bin",
    }
}
