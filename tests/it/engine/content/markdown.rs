//! Markdown of the staff as HTML.

use std::collections::HashMap;

use engine::content::{LONGEST_MARKDOWN, html_of_markdown, html_of_text, sanitise};
use proptest::prelude::*;

fn shown(text: &str) -> String {
    html_of_markdown(text, &HashMap::<_, _>::new())
}

fn link(href: &str, text: &str) -> String {
    format!(r#"<a href="{href}" rel="noopener noreferrer nofollow">{text}</a>"#)
}

#[test]
fn what_the_staff_write_is_shown_as_it_is_meant() {
    for (text, html) in [
        ("", ""),
        ("Hallo", "<p>Hallo</p>"),
        ("a\nb\n\nc", "<p>a<br>\nb</p>\n<p>c</p>"),
        (
            "**wichtig** und _nur_ `ls -l`",
            "<p><strong>wichtig</strong> und <em>nur</em> <code>ls -l</code></p>",
        ),
        ("- eins\n- zwei", "<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>"),
        ("3. drei\n4. vier", "<ol start=\"3\">\n<li>drei</li>\n<li>vier</li>\n</ol>"),
        ("> zitiert", "<blockquote>\n<p>zitiert</p>\n</blockquote>"),
        ("```\na < b\n  c\n```", "<pre><code>a &lt; b\n  c\n</code></pre>"),
        ("~~alt~~ neu", "<p><del>alt</del> neu</p>"),
        // What is no Markdown stays as it was written.
        ("# systemctl restart", "<p><strong># systemctl restart</strong></p>"),
        ("Titel\n=====", "<p><strong>Titel</strong></p>"),
        (r"\\server\freigabe", r"<p>\\server\freigabe</p>"),
        ("<b>fett</b> & <warn>", "<p>&lt;b&gt;fett&lt;/b&gt; &amp; &lt;warn&gt;</p>"),
        ("<div>\nx\n</div>", "<p>&lt;div&gt;\nx\n&lt;/div&gt;</p>"),
        ("snake_case_name und 2*3*4", "<p>snake_case_name und 2<em>3</em>4</p>"),
        ("#10034", "<p>#10034</p>"),
    ] {
        assert_eq!(shown(text), html, "{text:?}");
    }
}

#[test]
fn what_is_longer_than_people_write_is_shown_as_plain_text() {
    let longest = format!("**a** {}", "x".repeat(LONGEST_MARKDOWN - 6));
    assert!(shown(&longest).starts_with("<p><strong>a</strong> xxx"));
    let longer = longest + "x";
    assert_eq!(shown(&longer), html_of_text(&longer));
    assert!(shown(&longer).starts_with("<p>**a** xxx"));
}

#[test]
fn so_many_bare_addresses_are_links_and_further_ones_are_text() {
    let html = shown(&"a@b.example ".repeat(1_500));
    assert_eq!((html.matches("<a ").count(), html.matches("a@b.example").count()), (1_000, 2_500));
}

#[test]
fn open_fences_within_each_other_are_told_from_code_however_long_the_text_is() {
    let fences: String = (3..40).rev().map(|length| format!("{}\n", "`".repeat(length))).collect();
    for length in [10, 10_000] {
        let text = format!("{fences}{}", "ein **Wort** ".repeat(length));
        let html = shown(&text);
        assert!(!html.contains("<code>") && html.contains("````"), "{}", &html[..200]);
    }
}

#[test]
fn a_fence_that_is_never_closed_is_shown_and_begins_no_code() {
    for (text, html) in [
        ("~~~", "<p>~~~</p>"),
        ("Gruß\n~~~\n**Jana**", "<p>Gruß<br>\n~~~<br>\n<strong>Jana</strong></p>"),
        ("```\nohne *Ende*", "<p>```<br>\nohne <em>Ende</em></p>"),
        ("~~~~\na\n~~~", "<p>~~~~<br>\na<br>\n~~~</p>"),
        ("~~~ alt ~~neu~~", "<p>~~~ alt <del>neu</del></p>"),
        ("```\nwie ``` so", "<p>```<br>\nwie ``` so</p>"),
        ("> ~~~\n> a\n\nb", "<blockquote>\n<p>~~~<br>\na</p>\n</blockquote>\n<p>b</p>"),
        ("- ```\n- b", "<ul>\n<li>```</li>\n<li>b</li>\n</ul>"),
        // What is closed is code, whatever is open below it.
        ("```\na\n```\nb\n```", "<pre><code>a\n</code></pre>\n<p>b<br>\n```</p>"),
        ("~~~\n```\n~~~\n```", "<pre><code>```\n</code></pre>\n<p>```</p>"),
    ] {
        assert_eq!(shown(text), html, "{text:?}");
    }
    let many = "~~~ a\n".repeat(2_000);
    assert_eq!(shown(&many).matches("~~~").count(), 2_000);
}

#[test]
fn bare_links_are_links_whatever_they_hold() {
    let wiki = "https://wiki.example/a_b_c_(d)?x=1&amp;y=_2_";
    for (text, html) in [
        ("siehe https://wiki.example/a_b_c_(d)?x=1&y=_2_.", format!("<p>siehe {}.</p>", link(wiki, wiki))),
        ("www.example.org", format!("<p>{}</p>", link("https://www.example.org", "www.example.org"))),
        (
            "hilfe_a@example.org",
            format!("<p>{}</p>", link("mailto:hilfe_a@example.org", "hilfe_a@example.org")),
        ),
        ("[hier](https://example.org/a)", format!("<p>{}</p>", link("https://example.org/a", "hier"))),
        ("<https://example.org>", format!("<p>{}</p>", link("https://example.org", "https://example.org"))),
        ("`https://example.org`", "<p><code>https://example.org</code></p>".to_owned()),
    ] {
        assert_eq!(shown(text), html, "{text:?}");
    }
}

#[test]
fn only_pictures_of_the_comment_are_shown() {
    let pictures = HashMap::from([("Bild 1.png".to_owned(), "7".to_owned())]);
    for text in ["![](<Bild 1.png>)", "![](Bild%201.png)"] {
        assert_eq!(html_of_markdown(text, &pictures), "<p><img src=\"cid:7\" alt=\"\"></p>", "{text}");
    }
    let elsewhere = html_of_markdown("![Logo](https://evil.example/x.png)", &pictures);
    assert_eq!(elsewhere, format!("<p>{}</p>", link("https://evil.example/x.png", "Logo")));
    let absent = html_of_markdown("![Bild](anderes.png)", &pictures);
    assert!(absent.contains("Bild") && !absent.contains("<img") && !absent.contains("href"), "{absent}");
}

#[test]
fn nothing_that_runs_comes_through() {
    for text in [
        "[x](javascript:alert(1))",
        "[x](<data:text/html,y>)",
        "<script>alert(1)</script>",
        "![x](javascript:alert(1))",
        "[x](//evil.example)",
        "<img src=x onerror=alert(1)>",
    ] {
        let html = shown(text);
        for bad in ["<script", "<img", "href=\"javascript", "href=\"data", "href=\"//"] {
            assert!(!html.contains(bad), "{text}: {html}");
        }
    }
}

#[test]
fn a_link_that_leads_nowhere_is_shown_as_it_was_typed() {
    for text in ["failed [core](7)", "list[0](x) = [b](../c), handle([x](y))", "[a [b](c) d](https-x)"] {
        assert_eq!(shown(text), html_of_text(text), "{text:?}");
    }
    let both = shown("[core](7), [Seite](https://example.org/a)");
    assert_eq!(both, format!("<p>[core](7), {}</p>", link("https://example.org/a", "Seite")));
}

#[test]
fn plain_sentences_look_as_they_do_in_plain_text() {
    for text in ["Guten Tag,\ndanke & Gruß\n\nMax", "50 % von 3 < 4", "„Zitat“ – so."] {
        assert_eq!(shown(text), html_of_text(text), "{text:?}");
    }
}

proptest! {
    #[test]
    fn any_text_becomes_html_that_the_sanitiser_leaves_alone(text in "(\\PC|\n| |<|>|\\*|_|`|\\[|\\]\\(|https://a_b|!|\\\\|#|-){0,60}") {
        let html = shown(&text);
        prop_assert_eq!(sanitise(&html), html);
    }
}
