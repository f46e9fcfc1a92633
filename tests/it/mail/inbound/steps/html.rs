//! HTML as plain text: what a reader needs, nothing that is hidden or tracks.

use mail::inbound::steps::html::render;

#[test]
fn html_becomes_text_that_reads_well() {
    for (source, wanted) in [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo"),
        ("One<br>Two<br><br>Three", "One\nTwo\n\nThree"),
        ("  a \n b\t<b>c</b>d &amp; &uuml;&nbsp;e ", "a b cd & ü e"),
        ("<ul><li>a<li>b</ul><ol><li>c</li><li>d</li></ol>", "* a\n* b\n\n1. c\n2. d"),
        ("<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc"),
        ("<table><tr><td>Name</td><td>Kim</td></tr><tr><td>Age<td>7</table>", "Name Kim\nAge 7"),
        ("<h1>Title</h1>text", "Title\n\ntext"),
        ("a<hr>b", "a\n________________________________\nb"),
        ("<head><title>No</title><style>p{}</style></head><body>Yes</body>", "Yes"),
        ("<script>if (a<b) alert('</p>')</script>Yes", "Yes"),
        ("<div style='display: none'>Hidden <b>preview</b></div>Yes", "Yes"),
        ("<div style='display:none'>Never closed", "Never closed"),
        ("<p style='display:none'>Hidden<p>Yes", "Yes"),
        ("<!-- no --><![if !mso]>Yes<![endif]>", "Yes"),
        ("<o:p>&nbsp;</o:p>Yes", "Yes"),
        ("<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb"),
        ("broken <b>tags <i", "broken tags"),
        ("", ""),
    ] {
        assert_eq!(render(source), wanted, "{source}");
    }
}

#[test]
fn a_link_shows_its_address_only_where_the_text_does_not() {
    for (source, wanted) in [
        ("<a href='https://example.org/a'>the page</a>", "the page <https://example.org/a>"),
        ("<a href='https://example.org/'>example.org</a>", "example.org"),
        ("<a href='https://www.example.org/a'>https://example.org/a</a>", "https://example.org/a"),
        ("<a href='mailto:kim@example.org?subject=x'>Kim</a>", "Kim <kim@example.org>"),
        ("<a href='mailto:kim@example.org'>kim@example.org</a>", "kim@example.org"),
        ("<a href='javascript:alert(1)'>click</a>", "click"),
        ("<a href='#top'>up</a>", "up"),
        ("<a href='https://example.org/a'><img src=x></a>", ""),
    ] {
        assert_eq!(render(source), wanted, "{source}");
    }
    let tracking = format!("<a href='https://t.example.org/{}'>Offer</a>", "x".repeat(300));
    assert_eq!(render(&tracking), "Offer");
}

#[test]
fn images_show_their_words_and_trackers_nothing() {
    assert_eq!(render("<img alt='Our plan' src=x>"), "[Our plan]");
    assert_eq!(render("<img alt='image001.png' src=x>"), "");
    assert_eq!(render("a<img alt='open rate' width=1 height=1>"), "a");
}

#[test]
fn quoted_mails_get_marks_and_indented_text_does_not() {
    assert_eq!(render("Yes<blockquote type=cite>No?<br>Really?</blockquote>"), "Yes\n> No?\n> Really?");
    assert_eq!(render("He says:<blockquote>Fine.</blockquote>Good."), "He says:\n\nFine.\n\nGood.");
}

#[test]
fn a_million_open_tags_cost_time_in_proportion() {
    let text = render(&format!("{}end", "<div><table><tr><td><blockquote type=cite><font>".repeat(40_000)));
    assert!(text.ends_with("end"));
}
