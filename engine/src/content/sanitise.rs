//! Makes a stranger's HTML harmless: what may stand on our pages is listed, everything else goes.
//!
//! No script, style, form or frame survives, nor is any picture loaded from elsewhere: that would tell its sender who read
//! the mail, and when. Pictures that came with the mail stay, if the caller says where they are kept; of the others a mail
//! keeps the address, which nothing loads (`remote.rs`).

use std::{borrow::Cow, collections::HashMap, hash::BuildHasher};

use ammonia::{Builder, UrlRelative};
use url::Url;

use super::{
    markup::LINK_REL,
    pieces::in_pieces,
    remote,
    tidy::{Elsewhere, Hidden, REMOTE, tidy},
};

/// What is longer is cut; the whole is still there as the raw mail.
const LONGEST: usize = 1024 * 1024;

/// No address and no title is longer, in bytes.
const LONGEST_VALUE: usize = 16 * 1024;

/// Elements whose content is no text for people, or whose parsing rules are another language's.
const DROPPED: [&str; 18] = [
    "applet", "audio", "canvas", "embed", "iframe", "math", "noembed", "noframes", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
];

/// What a link may lead to.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// HTML that is safe on our pages, without any picture.
#[must_use]
pub fn sanitise(html: &str) -> String {
    sanitise_with_images(html, HashMap::<String, String>::new())
}

/// HTML that is safe on our pages. `images` tells for the content id of a picture that came with the mail (without
/// `cid:` and angle brackets) under which path it is shown; all other pictures lose their source.
#[must_use]
pub fn sanitise_with_images<S>(html: &str, images: HashMap<String, String, S>) -> String
where
    S: BuildHasher + Send + Sync + 'static,
{
    cleaned(html, images, Elsewhere::Drop)
}

/// The same of a mail: of pictures elsewhere it keeps the address in an attribute that nothing loads, for
/// [`with_remote_images`](super::with_remote_images).
#[must_use]
pub fn sanitise_mail<S>(html: &str, images: HashMap<String, String, S>) -> String
where
    S: BuildHasher + Send + Sync + 'static,
{
    cleaned(html, images, Elsewhere::Keep)
}

fn cleaned<S>(html: &str, images: HashMap<String, String, S>, elsewhere: Elsewhere) -> String
where
    S: BuildHasher + Send + Sync + 'static,
{
    let source = move |element: &str, value: &str| -> Option<String> {
        let id = value.strip_prefix("cid:").filter(|_| element == "img")?;
        images.get(id).or_else(|| images.get(&*percent_decoded(id))).cloned()
    };
    let mut builder = Builder::default();
    builder
        .add_clean_content_tags(DROPPED)
        .rm_tags(["area", "map"])
        .rm_tag_attributes("img", ["align"])
        .url_schemes(SCHEMES.into_iter().chain(["cid"]).collect())
        // Our own paths are relative; those of the sender are dropped by the filter.
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some(LINK_REL))
        .attribute_filter(move |element, attribute, value| match attribute {
            _ if value.len() > LONGEST_VALUE => None,
            "src" => source(element, value).map(Cow::Owned),
            REMOTE => remote::address(value).map(Cow::Owned),
            "href" | "cite" if !leads_outside(value) => None,
            _ => Some(value.into()),
        });
    if elsewhere == Elsewhere::Keep {
        // The card of an invitation; whoever writes one without an invitation makes a list look like one.
        builder.add_tag_attributes("img", [REMOTE]).add_allowed_classes("dl", ["event"]);
    }
    let clean = |unseen| trimmed(builder.clean(&in_pieces(&tidy(cut(html), unseen, elsewhere))).to_string());
    let shown = clean(Hidden::Drop);
    // Who hides everything wrote something all the same.
    if is_blank(&shown) { clean(Hidden::Keep) } else { shown }
}

/// What Markdown is made of, without pictures: an email shows none that does not travel with it.
const IN_EMAILS: [&str; 20] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// HTML of a comment that was written here, as an email may carry it: text, links, lists and tables, no pictures.
#[must_use]
pub fn html_for_email(html: &str) -> String {
    let mut builder = Builder::empty();
    builder
        .tags(IN_EMAILS.into())
        .tag_attributes(HashMap::from([("a", ["href"].into()), ("ol", ["start"].into())]))
        .url_schemes(SCHEMES.into())
        .url_relative(UrlRelative::Deny)
        .attribute_filter(|_, _, value| (value.len() <= LONGEST_VALUE).then_some(value.into()))
        .link_rel(Some(LINK_REL));
    trimmed(builder.clean(&in_pieces(html)).to_string())
}

/// The text without blanks around it, in its own place.
fn trimmed(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    text.drain(..text.len() - text.trim_start().len());
    text
}

/// Whether there is nothing to see.
fn is_blank(html: &str) -> bool {
    let texts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    !html.contains("<img") && texts.map(|text| text.replace("&nbsp;", "")).all(|text| text.trim().is_empty())
}

/// Whether a link is one that people may follow: absolute, and of a scheme that is listed.
pub(super) fn leads_outside(value: &str) -> bool {
    Url::parse(value).is_ok_and(|url| SCHEMES.contains(&url.scheme()))
}

/// Content ids are percent-encoded in URLs (RFC 2392); `@` and dots seldom are.
fn percent_decoded(id: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(id).decode_utf8_lossy()
}

fn cut(html: &str) -> &str {
    let mut end = html.len().min(LONGEST);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    &html[..end]
}
