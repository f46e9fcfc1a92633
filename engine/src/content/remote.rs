//! Pictures that stay on a stranger's server: kept in sanitised HTML as an address that nothing loads, and shown only to
//! those who ask for them.
//!
//! Loading one tells its sender who read the mail, and when. The server itself never does.

use url::{Host, Url};

/// How it stands in HTML that the sanitiser wrote.
const WRITTEN: &str = " data-remote=\"";

/// What is longer is dropped: addresses of pictures are shorter, and those of trackers are not.
const LONGEST: usize = 2048;

/// Names within a network of one's own: a mail must not have the reader's browser call a device beside it.
///
/// `box` is a domain of its own since 2024, but most have a router by the name of `fritz.box` there.
const INSIDE: [&str; 12] = [
    ".local",
    ".localhost",
    ".localdomain",
    ".internal",
    ".intranet",
    ".lan",
    ".home",
    ".home.arpa",
    ".corp",
    ".private",
    ".box",
    ".onion",
];

/// The address of a picture elsewhere, if it may be loaded for those who ask: by TLS, from a server with a public name.
pub(super) fn address(value: &str) -> Option<String> {
    let url = Url::parse(value.trim()).ok().filter(|url| url.scheme() == "https")?;
    let Some(Host::Domain(name)) = url.host() else { return None };
    let name = name.trim_end_matches('.');
    let is_public = name.contains('.') && !INSIDE.iter().any(|ending| name.ends_with(*ending));
    let is_bare = url.username().is_empty() && url.password().is_none();
    (is_public && is_bare && url.as_str().len() <= LONGEST).then(|| url.into())
}

/// Whether sanitised HTML has pictures that only those see who ask for them.
#[must_use]
pub fn has_remote_images(html: &str) -> bool {
    html.contains(WRITTEN) && without_remote_images(html).len() < html.len()
}

/// Sanitised HTML without the addresses of pictures elsewhere.
#[must_use]
pub fn without_remote_images(html: &str) -> String {
    rewrite(html, |_, _| {})
}

/// Sanitised HTML whose pictures from elsewhere are loaded by whoever looks at it, without telling where they stand.
#[must_use]
pub fn with_remote_images(html: &str) -> String {
    rewrite(html, |out, address| {
        out.push_str(" src=\"");
        out.push_str(address);
        out.push_str("\" referrerpolicy=\"no-referrer\"");
    })
}

/// The HTML with something else in the place of each address.
fn rewrite(html: &str, write: impl Fn(&mut String, &str)) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(begin) = rest.find('<') {
        let (text, tag) = rest.split_at(begin);
        out.push_str(text);
        let (tag, behind) = tag.split_at(end(tag));
        let kept = tag
            .starts_with("<img ")
            .then(|| tag.split_once(WRITTEN))
            .flatten()
            .and_then(|(before, value)| Some((before, value.split_once('"')?)));
        if let Some((before, (address, after))) = kept {
            out.push_str(before);
            write(&mut out, address);
            out.push_str(after);
        } else {
            out.push_str(tag);
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// Where the tag ends that begins here; values stand in double quotes, in which there are none.
fn end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}
