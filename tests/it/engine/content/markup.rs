//! Plain text as HTML.

use engine::content::{html_of_text, sanitise};
use proptest::prelude::*;

fn link(url: &str) -> String {
    format!(r#"<a href="{url}" rel="noopener noreferrer nofollow">{url}</a>"#)
}

#[test]
fn paragraphs_lines_and_indentation_survive() {
    for (text, html) in [
        ("", ""),
        ("Hallo", "<p>Hallo</p>"),
        ("a\nb\n\n\n c\r\n\r\nd\n", "<p>a<br>\nb</p>\n<p>&nbsp;c</p>\n<p>d</p>"),
        ("so:\n    hier\n\tda", "<p>so:<br>\n&nbsp;&nbsp;&nbsp;&nbsp;hier<br>\n&nbsp;&nbsp;&nbsp; da</p>"),
        ("a  b", "<p>a &nbsp;b</p>"),
        ("<b>&\"'</b>", "<p>&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;</p>"),
        ("a\u{0}b\u{7}", "<p>ab</p>"),
    ] {
        assert_eq!(html_of_text(text), html, "{text:?}");
    }
}

#[test]
fn links_end_where_a_reader_would_end_them() {
    for (text, before, url, after) in [
        ("see https://example.org/a?b=1 now", "see ", "https://example.org/a?b=1", " now"),
        ("https://example.org.", "", "https://example.org", "."),
        ("(https://example.org/x)", "(", "https://example.org/x", ")"),
        ("https://de.wikipedia.org/wiki/A_(B)", "", "https://de.wikipedia.org/wiki/A_(B)", ""),
        ("(s. https://de.wikipedia.org/wiki/A_(B)).", "(s. ", "https://de.wikipedia.org/wiki/A_(B)", ")."),
        ("„https://example.org“", "„", "https://example.org", "“"),
        ("HTTPS://example.org!", "", "HTTPS://example.org", "!"),
        ("Grüße: https://müller.de/ä", "Grüße: ", "https://müller.de/ä", ""),
    ] {
        assert_eq!(html_of_text(text), format!("<p>{before}{}{after}</p>", link(url)), "{text:?}");
    }
}

#[test]
fn what_begins_with_www_and_addresses_of_mail_are_links_too() {
    for (text, before, href, shown, after) in [
        ("siehe www.example.org/a_b.", "siehe ", "https://www.example.org/a_b", "www.example.org/a_b", "."),
        ("an hilfe@example.org, bitte", "an ", "mailto:hilfe@example.org", "hilfe@example.org", ", bitte"),
        ("(Hilfe@müller.example)", "(", "mailto:Hilfe@müller.example", "Hilfe@müller.example", ")"),
    ] {
        let link = format!(r#"<a href="{href}" rel="noopener noreferrer nofollow">{shown}</a>"#);
        assert_eq!(html_of_text(text), format!("<p>{before}{link}{after}</p>"), "{text:?}");
    }
}

#[test]
fn what_only_looks_like_a_link_is_text() {
    for text in [
        "javascript://alert",
        "xhttps://example.org",
        "https://",
        "https:// x",
        "ftp://example.org",
        "://",
        "datei.txt",
        "@max",
        "max@",
        "www.",
        "gut.Danke",
    ] {
        assert_eq!(html_of_text(text), format!("<p>{text}</p>"), "{text:?}");
    }
}

#[test]
fn so_many_links_of_a_text_are_links_and_further_ones_are_text() {
    let html = html_of_text(&"a@b.example\nhttps://example.org ".repeat(700));
    assert_eq!(html.matches("<a ").count(), 1_000);
    assert_eq!(html.matches("a@b.example").count() + html.matches("https://example.org").count(), 2_400);
}

#[test]
fn a_long_text_of_blanks_and_tabs_does_not_grow_beyond_measure() {
    for blanks in ["\t", "  "] {
        let html = html_of_text(&format!("{}x", blanks.repeat(1_000_000)));
        assert!(html.len() < 4_500_000, "{} bytes", html.len());
    }
}

#[test]
fn a_link_cannot_leave_its_attribute() {
    let html = html_of_text(r#"https://example.org/"onmouseover="alert(1) https://example.org/'><b>"#);
    assert!(!html.contains("<b>") && !html.contains("/\"onmouseover"), "{html}");
    let html = html_of_text("https://example.org/?a=1&b='x'");
    assert!(html.contains("href=\"https://example.org/?a=1&amp;b=&#39;x&#39;\""), "{html}");
}

proptest! {
    #[test]
    fn the_html_of_any_text_passes_the_sanitiser_unchanged(text in "(\\PC|\n| |<|>|&|\"|https://|\\(|\\)){0,60}") {
        let html = html_of_text(&text);
        let clean = sanitise(&html);
        prop_assert_eq!(visible(&clean), visible(&html));
        prop_assert_eq!(clean.matches("<a ").count(), html.matches("<a ").count());
    }
}

/// The text between the tags, with entities in one spelling.
fn visible(html: &str) -> String {
    let html = html.replace("&nbsp;", "\u{a0}").replace("&quot;", "\"").replace("&#39;", "'");
    html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}
