//! Pictures elsewhere: kept as an address that nothing loads.

use std::collections::HashMap;

use engine::content::{
    has_remote_images, sanitise, sanitise_mail, with_remote_images, without_remote_images,
};
use proptest::prelude::*;

fn safe(html: &str) -> String {
    sanitise_mail(html, HashMap::from([("logo@x".to_owned(), "cid:1".to_owned())]))
}

#[test]
fn the_address_is_kept_and_loads_nothing_until_it_is_asked_for() {
    let html =
        "<p>Hi</p><img src=\"https://pics.example.org/a b.png?x=1&amp;y='2'\" alt=\"Logo\" width=\"120\">";
    let kept = safe(html);
    assert!(has_remote_images(&kept) && !kept.contains(" src="), "{kept}");
    let without = without_remote_images(&kept);
    assert_eq!(without, "<p>Hi</p><img alt=\"Logo\" width=\"120\">");
    assert!(!sanitise(html).contains("src"), "elsewhere it is not even kept");
    assert!(!has_remote_images(&without));
    assert_eq!(
        with_remote_images(&kept),
        "<p>Hi</p><img src=\"https://pics.example.org/a%20b.png?x=1&amp;y=%272%27\" referrerpolicy=\"no-referrer\" \
         alt=\"Logo\" width=\"120\">"
    );
    // What came with the mail is no matter of this.
    let own = safe("<img src=\"cid:logo@x\">");
    assert_eq!((own.as_str(), has_remote_images(&own)), ("<img src=\"cid:1\">", false));
}

#[test]
fn only_pictures_of_public_servers_by_tls_are_kept() {
    let long = format!("https://example.org/{}", "a".repeat(3000));
    for source in [
        "http://pics.example.org/a.png",
        "//pics.example.org/a.png",
        "/tickets/1",
        "ftp://example.org/a.png",
        "data:image/png;base64,AA",
        "javascript:alert(1)",
        "https://",
        "https://192.168.0.1/reboot",
        "https://3232235521/reboot",
        "https://[::1]/",
        "https://localhost/a.png",
        "https://router/reboot",
        "https://nas.local/off",
        "https://fritz.box/reboot",
        "https://nas.fritz.box/off",
        "https://nas.home/off",
        "https://wiki.corp/a.png",
        "https://wiki.example.intranet/a.png",
        "https://wiki.internal/a.png",
        "https://host.localdomain/a.png",
        "https://host.private./a.png",
        "https://nas.LOCAL./off",
        "https://me:secret@example.org/a.png",
        "cid:unknown",
        long.as_str(),
    ] {
        let kept = safe(&format!("<img src=\"{source}\" alt=\"x\">"));
        assert_eq!(kept, "<img alt=\"x\">", "{source}");
    }
    for (size, why) in [("width=1 height=1", "a dot"), ("height=\"0\"", "nothing"), ("width='1px'", "a dot")]
    {
        let kept = safe(&format!("<img {size} src=\"https://t.example.org/open?id=7\">"));
        assert!(!has_remote_images(&kept), "{why}: {kept}");
    }
}

#[test]
fn a_sender_cannot_write_the_attribute_or_reach_it_from_elsewhere() {
    for html in [
        "<img data-remote=\"https://evil.example.org/a.png\">",
        "<img src=\"cid:logo@x\" data-remote=\"https://evil.example.org/a.png\">",
        "<p data-remote=\"https://evil.example.org/a.png\">a</p>",
        "<a href=\"https://a.example\" data-remote=\"https://evil.example.org/a.png\">a</a>",
        "<p>&lt;img data-remote=\"https://evil.example.org/a.png\"&gt;</p>",
        "<p title='<img data-remote=\"https://evil.example.org/a.png\">'>a</p>",
    ] {
        let kept = safe(html);
        assert!(!has_remote_images(&kept), "{kept}");
        assert_eq!(without_remote_images(&kept), kept);
        assert_eq!(with_remote_images(&kept), kept);
    }
    let kept =
        safe("<img alt='\" data-remote=\"https://a.example/\" x=\"' src=\"https://b.example.org/b.png\">");
    let shown = with_remote_images(&kept);
    assert!(
        shown.contains(" src=\"https://b.example.org/b.png\"") && !shown.contains("src=\"https://a."),
        "{shown}"
    );
}

proptest! {
    #[test]
    fn whatever_comes_nothing_loads_and_only_https_is_kept(
        source in "(https://|http://|//|a\\.example|\"|'|<|>|&quot;|&#x22;|\\s|onerror=|src=|data-remote=|[a-z/.:?]){0,20}",
        alt in "(\"|'|<img|>|src=|data-remote=\"|https://a\\.example/| ){0,8}",
    ) {
        let kept = safe(&format!("<p>a<img alt=\"{alt}\" src=\"{source}\">b<img src='{source}' title='{alt}'></p>"));
        for tag in tags(&kept) {
            prop_assert!(!tag.contains(" src=") && !tag.contains(" onerror="), "{}", kept);
        }
        let without = without_remote_images(&kept);
        prop_assert!(tags(&without).iter().all(|tag| !tag.contains(" data-remote=")), "{}", without);
        for tag in tags(&with_remote_images(&kept)) {
            let source = tag.split_once(" src=\"").map(|(_, rest)| rest);
            prop_assert!(source.is_none_or(|source| source.starts_with("https://")), "{}", tag);
        }
    }
}

/// The tags of HTML that the sanitiser wrote, what stands in their values left out but for the addresses.
fn tags(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(begin) = rest.find('<') {
        let mut quoted = false;
        let end = rest[begin..].find(|letter: char| {
            quoted ^= letter == '"';
            letter == '>' && !quoted
        });
        let end = end.map_or(rest.len(), |end| begin + end + 1);
        let mut tag = String::new();
        for (at, piece) in rest[begin..end].split('"').enumerate() {
            let is_address = tag.ends_with("src=\"") || tag.ends_with("data-remote=\"");
            if at % 2 == 0 || is_address {
                tag.push_str(piece);
            }
            tag.push('"');
        }
        found.push(tag);
        rest = &rest[end..];
    }
    found
}
