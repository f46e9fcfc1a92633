//! The HTML of an answer is shown as it was written, and ends where the quoted mail begins.

use mail::inbound::parse;

fn answer(html: &str) -> Option<String> {
    let raw = format!(
        "From: a@example.org\r\nSubject: Re: Printer\r\nIn-Reply-To: <1@x>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n"
    );
    parse(raw.as_bytes()).message.answer_html.map(|html| html.trim().to_owned())
}

#[test]
fn an_answer_without_a_quote_keeps_all_of_its_html() {
    let html = "<p>Antwort <b>fett</b></p><table><tr><td>A</td><td>1</td></tr></table><img src=\"cid:1\">";
    assert_eq!(answer(html).as_deref(), Some(html));
}

#[test]
fn the_html_ends_where_the_quoted_mail_begins_in_whatever_program() {
    for quote in [
        "<div class=\"gmail_quote\"><div class=\"gmail_attr\">Am Mo., 1. Dez. 2026 um 10:00 Uhr schrieb Desk &lt;t@example.org&gt;:<br></div><blockquote class=\"gmail_quote\"><img src=\"cid:logo\">Guten Tag</blockquote></div>",
        "<div class=\"moz-cite-prefix\">Am 01.12.26 um 10:00 schrieb Desk:</div><blockquote type=\"cite\" cite=\"mid:1@x\"><p>Guten Tag</p></blockquote>",
        "<div id=\"divRplyFwdMsg\"><b>Von:</b> Desk &lt;t@example.org&gt;<br><b>Gesendet:</b> Montag, 1. Dezember 2026 10:00<br><b>An:</b> a@example.org<br><b>Betreff:</b> Printer</div><p>Guten Tag</p>",
        "<div style=\"border-top:solid #E1E1E1 1.0pt\"><p><b>From:</b> Desk &lt;t@example.org&gt;<br><b>Sent:</b> Monday, December 1, 2026 10:00 AM<br><b>To:</b> a@example.org<br><b>Subject:</b> Printer</p></div><p>Hello</p>",
    ] {
        let html =
            format!("<p>Ja, <b>beide</b>:</p><ul><li>oben</li></ul><p><img src=\"cid:photo\"></p>{quote}");
        let answer = answer(&html).unwrap_or_else(|| panic!("none of {html}"));
        assert!(
            answer.starts_with("<p>Ja, <b>beide</b>:</p><ul><li>oben</li></ul><p><img src=\"cid:photo\">"),
            "{answer}"
        );
        assert!(
            !answer.contains("Guten Tag") && !answer.contains("Desk") && !answer.contains("logo"),
            "{answer}"
        );
    }
}

#[test]
fn answers_between_quoted_lines_keep_the_html_around_them() {
    let html = "<p>Siehe unten.</p><div class=\"moz-cite-prefix\">Am 01.12.26 schrieb Desk:</div><blockquote type=\"cite\"><p>Geht er?</p></blockquote><p style=\"color:red\">Nein.</p><blockquote type=\"cite\"><p>Und nun?</p></blockquote>";
    assert!(answer(html).is_some_and(|answer| answer.contains("<p style=\"color:red\">Nein.</p>")));
}

#[test]
fn where_the_answer_is_no_beginning_of_the_html_the_text_has_to_do() {
    let html = "<div>Am 01.12.26 um 10:00 schrieb Desk:</div><blockquote type=\"cite\"><p>Geht er?</p></blockquote><p>Nein.</p>";
    assert_eq!(answer(html), None);
}
