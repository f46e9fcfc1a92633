//! A stranger's HTML, made harmless.

use std::collections::HashMap;

use engine::content::{sanitise, sanitise_with_images};
use proptest::prelude::*;

#[test]
fn what_people_write_stays() {
    for html in [
        "<p>Hallo <b>Welt</b>,<br>viele <i>Grüße</i></p>",
        "<ul><li>eins</li><li>zwei</li></ul>",
        "<table><tbody><tr><td colspan=\"2\">1</td></tr></tbody></table>",
        "<blockquote>zitiert</blockquote><pre>code</pre>",
    ] {
        assert_eq!(sanitise(html), html);
    }
}

/// The serializer searches the rest of a text anew for each of these: a megabyte took minutes.
#[test]
fn a_long_text_of_signs_is_whole_and_so_is_what_stands_behind_it() {
    for (unit, shown) in [("&amp;&nbsp;", "&amp;&nbsp;"), ("§", "§"), ("&#160;", "&nbsp;"), ("x y", "x y")]
    {
        let html = format!("<p>{}</p><p>Ende</p>", unit.repeat(20_000));
        let clean = sanitise(&html);
        assert_eq!(clean, format!("<p>{}</p><p>Ende</p>", shown.repeat(20_000)), "{unit}");
    }
    let long = format!("<a href=\"https://example.org/?{}\" title=\"kurz\">x</a>", "&amp;".repeat(20_000));
    assert!(!sanitise(&long).contains("href"), "no address is that long");
}

#[test]
fn what_could_act_goes() {
    for (html, clean) in [
        ("a<script>alert(1)</script>b", "ab"),
        ("<p onclick=\"alert(1)\" style=\"position:fixed\" class=\"x\" id=\"y\">a</p>", "<p>a</p>"),
        ("<style>p{color:red}</style><title>t</title>a", "a"),
        ("<iframe src=\"https://example.org\"></iframe>a", "a"),
        ("<form action=\"/logout\"><input name=\"a\"><button>b</button></form>", "b"),
        ("<svg><script>alert(1)</script><a href=\"javascript:1\">x</a></svg>a", "a"),
        ("<math><mtext><img src=x onerror=alert(1)></mtext></math>a", "a"),
        (
            "<base href=\"https://evil.example/\"><meta http-equiv=\"refresh\" content=\"0\"><link rel=\"stylesheet\">a",
            "a",
        ),
        (
            "<object data=\"x\"></object><embed src=\"x\"><video src=\"x\"></video><audio src=\"x\"></audio>a",
            "a",
        ),
        ("<!-- <script>alert(1)</script> -->a", "a"),
        ("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>", ""),
    ] {
        let got = sanitise(html);
        assert!(got == clean || clean.is_empty(), "{html} became {got}");
        assert!(!got.contains("onerror") && !got.contains("<script"), "{html} became {got}");
    }
}

#[test]
fn links_lead_outside_and_tell_nothing() {
    let clean =
        sanitise("<a href=\"https://example.org/\" target=\"_top\" ping=\"https://evil.example/\">x</a>");
    assert_eq!(clean, "<a href=\"https://example.org/\" rel=\"noopener noreferrer nofollow\">x</a>");
    for target in [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<b>",
        "vbscript:x",
        "/logout",
        "//evil.example/",
        "file:///etc/passwd",
        "cid:logo@example.org",
        " cid:x",
        "c\nid:x",
        "&#106;avascript:alert(1)",
    ] {
        let clean = sanitise(&format!("<a href=\"{target}\">x</a>"));
        assert!(!clean.contains("href"), "{target:?} became {clean}");
    }
}

#[test]
fn pictures_from_elsewhere_are_not_loaded() {
    for source in [
        "https://evil.example/pixel.gif",
        "//evil.example/p.gif",
        "/tickets",
        "data:image/png;base64,AA",
        "cid:unknown",
    ] {
        let clean =
            sanitise(&format!("<img src=\"{source}\" alt=\"Bild\" width=\"1\" srcset=\"{source} 2x\">"));
        assert!(clean.starts_with("<img ") && clean.contains("alt=\"Bild\""), "{clean}");
        assert!(!clean.contains("src"), "{source} stays in {clean}");
    }
    let clean = sanitise(
        "<table background=\"https://evil.example/p.gif\"><tbody><tr><td>a</td></tr></tbody></table>",
    );
    assert!(!clean.contains("evil"), "{clean}");
}

#[test]
fn pictures_that_came_with_the_mail_are_shown_from_our_store() {
    let images =
        || HashMap::from([("logo@example.org".to_owned(), "/attachments/1/logo.png?inline=1".to_owned())]);
    for id in ["logo@example.org", "logo%40example.org"] {
        let clean = sanitise_with_images(&format!("<img src=\"cid:{id}\">"), images());
        assert_eq!(clean, "<img src=\"/attachments/1/logo.png?inline=1\">", "{id}");
    }
}

#[test]
fn a_hostile_monster_is_done_with_and_does_not_grow() {
    let deep = "<div>".repeat(100_000);
    let unlike = |count, tag: fn(u32) -> String| (0..count).map(tag).collect::<Vec<_>>().concat();
    let fonts = unlike(40_000, |n| format!("<b title={n}>")) + &"<p>x".repeat(40_000);
    let tables = "<table><tr><td>".repeat(40_000);
    let bold = "<b><p>".repeat(60_000);
    let attributes = format!("<p {}>", unlike(60_000, |n| format!("a{n}=1 ")));
    let comments = "<!--".repeat(200_000);
    let titles = "<title><select>".repeat(60_000);
    let quotes = "<a b=\"'".repeat(100_000);
    let hidden = "<p hidden><div style=display:none>".repeat(60_000);
    let huge = "ä".repeat(3_000_000);
    for (what, html) in [
        ("deep", deep),
        ("fonts", fonts),
        ("tables", tables),
        ("bold", bold),
        ("attributes", attributes),
        ("comments", comments),
        ("titles", titles),
        ("quotes", quotes),
        ("hidden", hidden),
        ("huge", huge),
    ] {
        let clean = sanitise(&html);
        assert!(clean.len() <= 64 * 1024 * 1024, "{what} grew to {}", clean.len());
    }
}

#[test]
fn what_no_mail_program_shows_is_not_shown_here() {
    for (html, clean) in [
        (
            "<div style=\"display: none; max-height:0\">Preview <div>of it</div> all</div><p>Hello</p>",
            "<p>Hello</p>",
        ),
        ("<span hidden>Preview</span>Hello", "Hello"),
        ("<SPAN STYLE='Visibility : Hidden'>Preview</SPAN>Hello", "Hello"),
        ("<p style=\"mso-hide:all\">Preview</p>Hello", "Hello"),
        // An end that is missing swallows nothing, and what was hidden alone is shown.
        ("<p hidden>Preview<div>Hello</div>", "<p>Preview</p><div>Hello</div>"),
        ("<div style=\"display:none\">Hello</div>&nbsp;", "<div>Hello</div>&nbsp;"),
        ("<div style=\"display:block\">Hello</div>", "<div>Hello</div>"),
    ] {
        assert_eq!(sanitise(html), clean, "{html}");
    }
}

#[test]
fn what_is_left_open_or_closed_in_the_wrong_order_is_mended() {
    for (html, clean) in [
        ("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c"),
        ("<p>a<p>b<div>c</div>d", "<p>a</p><p>b</p><div>c</div>d"),
        ("<b><i>a</b>b</i>c", "<b><i>a</i></b>bc"),
        ("<table><tr><td>a<td>b<tr><td>c</table>d", TABLE),
        ("<table><tr><td></div></table>a", "<table><tbody><tr><td></td></tr></tbody></table>a"),
        ("</p></b></table>a<td>b", "ab"),
        ("a < b <3 <> </ x", "a &lt; b &lt;3 &lt;&gt; &lt;/ x"),
        ("<P Title='a\"b>c'>d", "<p title=\"a&quot;b&gt;c\">d</p>"),
        ("a<title>b", "ab"),
        ("a<b title=\"never ends", "a<b title=\"never ends\"></b>"),
        ("a<!-- never ends", "a"),
        ("<a href=https://example.org/a>x</a>", LINK),
    ] {
        assert_eq!(sanitise(html), clean, "{html}");
    }
}

const TABLE: &str = "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>d";
const LINK: &str = "<a href=\"https://example.org/a\" rel=\"noopener noreferrer nofollow\">x</a>";

proptest! {
    #[test]
    fn no_word_is_lost_in_a_tangle_of_tags(pieces in tangle()) {
        let words: String = pieces.iter().filter(|piece| !piece.starts_with('<')).copied().collect();
        let clean = sanitise(&pieces.concat());
        let mut left = clean.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<String>();
        left.retain(|letter| !letter.is_whitespace());
        // The parser moves what stands beside the cells of a table before it.
        let sorted = |text: &str| { let mut letters: Vec<char> = text.chars().collect(); letters.sort_unstable(); letters };
        prop_assert_eq!(sorted(&left), sorted(&words), "{}", clean);
    }

    #[test]
    fn whatever_comes_nothing_that_acts_is_left(html in hostile()) {
        let clean = sanitise(&html);
        // A browser reads what the sanitiser wrote, and so does the next pass: neither may find more in it.
        for html in [&clean, &sanitise(&clean)] {
            for tag in tags(html) {
                prop_assert!(!tag.starts_with("script") && !tag.contains(" on") && !tag.contains("src="), "{}", html);
            }
        }
    }
}

/// What stands between angle brackets.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect()
}

fn tangle() -> impl Strategy<Value = Vec<&'static str>> {
    let pieces = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href=\"https://example.org\">",
        "</a>",
        "<div>",
        "</div>",
        "<ul>",
        "</ul>",
        "<li>",
        "</li>",
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<font color=red>",
        "</font>",
        "<h1>",
        "</h1>",
        "<br>",
        "<section>",
        "</section>",
        "<dl>",
        "<dt>",
        "<dd>",
        "</dl>",
        "<tbody>",
        "<caption>",
        "</caption>",
        "a",
        "b",
        "c",
    ]);
    prop::collection::vec(pieces, 0..30)
}

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "<svg",
        "<math>",
        "<mtext>",
        "<style>",
        "</style>",
        "<p>",
        "</p>",
        "<a href=javascript:x>",
        "</a>",
        "<table>",
        "<td>",
        "\"",
        "'",
        ">",
        "<",
        "<!--",
        "-->",
        "<title>",
        "</title>",
        "<noscript>",
        "<textarea>",
        "</textarea>",
        "<template>",
        "text",
        "&lt;",
        "<b>",
        "</b>",
        "<select>",
        "<option>",
    ]);
    prop::collection::vec(pieces, 0..25).prop_map(|pieces| pieces.concat())
}
