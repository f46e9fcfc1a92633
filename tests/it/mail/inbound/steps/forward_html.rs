//! What is passed on in the text of a mail is shown as the HTML that its writer wrote, without the head above it.

use mail::inbound::parse;

/// What customers write: a table, bold words, a link, a picture.
const WRITTEN: &str = "<p>Guten Tag,</p><p>der <b>Drucker</b> im 2. OG ist defekt, siehe \
    <a href=\"https://kunde.example/f\">Foto</a>:</p><table><tr><td>Toner</td><td>leer</td></tr></table>\
    <p><img src=\"cid:photo\"></p><p>Gru\u{df}<br>Hans</p>";

/// What an agent writes above.
const ABOVE: &str = "<p>Bitte <i>aufnehmen</i>, der nervt.</p>";

fn read(subject: &str, html: &str) -> engine::Forwarded {
    let raw = format!(
        "From: jana@example.org\r\nTo: desk@example.org\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n"
    );
    parse(raw.as_bytes()).message.forwarded.into_iter().next().expect("a mail that is passed on")
}

/// The mail in two halves.
fn in_halves(plain: &str, html: &str) -> engine::Forwarded {
    let raw = format!(
        "From: jana@example.org\r\nTo: desk@example.org\r\nSubject: WG: Drucker\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         {plain}\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--b--\r\n"
    );
    parse(raw.as_bytes()).message.forwarded.into_iter().next().expect("a mail that is passed on")
}

/// As programs pass mails on, in German and in English: what stands around the mail of the customer.
const PROGRAMS: [(&str, &str, &str); 8] = [
    (
        "Outlook, German",
        "<div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\"><b><span lang=\"DE\">Von:</span></b><span lang=\"DE\"> Hans Kunde &lt;hans@kunde.example&gt; <br><b>Gesendet:</b> Montag, 23. November 2026 08:00<br><b>An:</b> Jana Berger &lt;jana@example.org&gt;<br><b>Betreff:</b> Drucker<o:p></o:p></span></p></div><p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>",
        "</div></body></html>",
    ),
    (
        "Outlook, English",
        "<div><div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in\"><p class=\"MsoNormal\"><b>From:</b> Hans Kunde &lt;hans@kunde.example&gt; <br><b>Sent:</b> Monday, November 23, 2026 8:00 AM<br><b>To:</b> Jana Berger &lt;jana@example.org&gt;<br><b>Subject:</b> Drucker<o:p></o:p></p></div></div><p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>",
        "</div>",
    ),
    (
        "Outlook on the web",
        "<hr style=\"display:inline-block;width:98%\" tabindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><font face=\"Calibri, sans-serif\"><b>Von:</b> Hans Kunde &lt;hans@kunde.example&gt;<br><b>Gesendet:</b> Montag, 23. November 2026 08:00<br><b>An:</b> Jana Berger &lt;jana@example.org&gt;<br><b>Betreff:</b> Drucker</font><div>&nbsp;</div></div><div>",
        "</div>",
    ),
    (
        "Gmail, English",
        "<br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">---------- Forwarded message ---------<br>From: <strong class=\"gmail_sendername\" dir=\"auto\">Hans Kunde</strong> <span dir=\"auto\">&lt;<a href=\"mailto:hans@kunde.example\">hans@kunde.example</a>&gt;</span><br>Date: Mon, Nov 23, 2026 at 8:00 AM<br>Subject: Drucker<br>To: Jana &lt;<a href=\"mailto:jana@example.org\">jana@example.org</a>&gt;<br></div><br><br>",
        "</div></div>",
    ),
    (
        "Gmail, German",
        "<br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">---------- Forwarded message ---------<br>Von: <strong class=\"gmail_sendername\" dir=\"auto\">Hans Kunde</strong> <span dir=\"auto\">&lt;<a href=\"mailto:hans@kunde.example\">hans@kunde.example</a>&gt;</span><br>Date: Mo., 23. Nov. 2026 um 08:00 Uhr<br>Subject: Drucker<br>To: Jana &lt;<a href=\"mailto:jana@example.org\">jana@example.org</a>&gt;<br></div><br><br>",
        "</div></div>",
    ),
    (
        "Apple Mail, German",
        "<br><div><br><blockquote type=\"cite\"><div>Anfang der weitergeleiteten Nachricht:</div><br class=\"Apple-interchange-newline\"><div style=\"margin: 0px;\"><span style=\"font-family: Helvetica;\"><b>Von: </b></span><span>Hans Kunde &lt;<a href=\"mailto:hans@kunde.example\">hans@kunde.example</a>&gt;<br></span></div><div style=\"margin: 0px;\"><span><b>Betreff: </b></span><span><b>Drucker</b><br></span></div><div style=\"margin: 0px;\"><span><b>Datum: </b></span><span>23. November 2026 um 08:00:00 MEZ<br></span></div><div style=\"margin: 0px;\"><span><b>An: </b></span><span>Jana &lt;<a href=\"mailto:jana@example.org\">jana@example.org</a>&gt;<br></span></div><br><div>",
        "</div></blockquote></div>",
    ),
    (
        "Thunderbird, German",
        "<div class=\"moz-forward-container\"><br><br>-------- Weitergeleitete Nachricht --------<table class=\"moz-email-headers-table\" cellspacing=\"0\"><tbody><tr><th valign=\"BASELINE\" align=\"RIGHT\">Betreff: </th><td>Drucker</td></tr><tr><th>Datum: </th><td>Mon, 23 Nov 2026 08:00:00 +0100</td></tr><tr><th>Von: </th><td>Hans Kunde <a class=\"moz-txt-link-rfc2396E\" href=\"mailto:hans@kunde.example\">&lt;hans@kunde.example&gt;</a></td></tr><tr><th>An: </th><td>Jana <a class=\"moz-txt-link-rfc2396E\" href=\"mailto:jana@example.org\">&lt;jana@example.org&gt;</a></td></tr></tbody></table><br><br>",
        "</div>",
    ),
    (
        "Thunderbird, English",
        "<div class=\"moz-forward-container\">-------- Forwarded Message --------<table class=\"moz-email-headers-table\"><tbody><tr><th>Subject: </th><td>Drucker</td></tr><tr><th>Date: </th><td>Mon, 23 Nov 2026 08:00:00 +0100</td></tr><tr><th>From: </th><td>Hans Kunde <a href=\"mailto:hans@kunde.example\">&lt;hans@kunde.example&gt;</a></td></tr><tr><th>To: </th><td>jana@example.org</td></tr></tbody></table><br><br>",
        "</div>",
    ),
];

#[test]
fn the_html_begins_below_the_head_in_whatever_program() {
    for (program, head, tail) in PROGRAMS {
        let mail = read("WG: Drucker", &format!("<div>{ABOVE}{head}{WRITTEN}{tail}</div>"));
        let from = mail.from.as_ref().map(|from| from.address.as_str());
        assert_eq!(from, Some("hans@kunde.example"), "{program}");
        let html = mail.html.unwrap_or_else(|| panic!("{program}: no HTML, but the text {:?}", mail.text));
        // Apple Mail sets the mail apart by an element of its own.
        let begins = html.strip_prefix("<div>").unwrap_or(&html);
        assert!(begins.starts_with(WRITTEN), "{program}: {html}");
        for other in ["nervt", "Kunde &lt;", "jana@example.org", "2026", "Betreff", "Subject"] {
            assert!(!html.contains(other), "{program}: {other} in {html}");
        }
        assert!(
            mail.text.starts_with("Guten Tag,") && mail.note.contains("nervt"),
            "{program}: {}",
            mail.text
        );
    }
}

#[test]
fn the_plain_half_and_the_html_say_the_same() {
    let plain = "Bitte aufnehmen.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Hans Kunde <hans@kunde.example>\r\n\
        Date: Mon, Nov 23, 2026 at 8:00 AM\r\nSubject: Drucker\r\nTo: Jana <jana@example.org>\r\n\r\n\r\nGuten Tag,\r\n\r\n\
        der *Drucker* im 2. OG ist defekt, siehe Foto\r\n<https://kunde.example/f>:\r\nToner leer\r\nGru\u{df}\r\nHans";
    let (_, head, tail) = PROGRAMS[3];
    let mail = in_halves(plain, &format!("{ABOVE}{head}{WRITTEN}{tail}"));
    assert!(mail.html.is_some_and(|html| html.contains(WRITTEN)));
    let other = in_halves(plain, &format!("{ABOVE}{head}<p>Etwas ganz anderes steht hier.</p>{tail}"));
    assert_eq!(other.html, None, "where the halves differ, the text has to do");
    assert!(other.text.contains("*Drucker*"), "{}", other.text);
    let nobody = head.replace("hans@kunde.example", "eve@evil.example");
    let other = in_halves(plain, &format!("{ABOVE}{nobody}{WRITTEN}{tail}"));
    assert_eq!(other.html, None, "it is not the mail of the same person");
}

#[test]
fn what_programs_write_beside_links_and_for_pictures_is_no_difference() {
    let (_, head, tail) = PROGRAMS[1];
    let plain = "Bitte.\r\n\r\nFrom: Hans Kunde <hans@kunde.example>\r\nSent: Monday, November 23, 2026 8:00 AM\r\n\
        To: Jana Berger <jana@example.org>\r\nSubject: Drucker\r\n\r\n[cid:image001.png@01DC5C00.12345678]\r\nDefekt.\r\n\r\n\
        hans@kunde.example<mailto:hans@kunde.example>\r\nwww.kunde.example<http://www.kunde.example/>";
    let html = "<p class=\"MsoNormal\"><img src=\"cid:image001.png@01DC5C00.12345678\" alt=\"Ein Bild von einem Drucker\"></p>\
        <p>Defekt.</p><p><a href=\"mailto:hans@kunde.example\">hans@kunde.example</a><br>\
        <a href=\"http://www.kunde.example/\">www.kunde.example</a></p>";
    let mail = in_halves(plain, &format!("{ABOVE}{head}{html}{tail}"));
    assert!(mail.html.as_deref().is_some_and(|shown| shown.contains(html)), "{:?}", mail.html);
}

#[test]
fn where_the_head_cannot_be_told_apart_there_is_no_html() {
    // One paragraph for all: no tag lies between the head and the text.
    let mixed = "<pre>Von: Hans Kunde &lt;hans@kunde.example&gt;\nGesendet: Montag, 23. November 2026 08:00\nAn: Jana\nBetreff: Drucker\n\nDefekt.</pre>";
    let mail = read("WG: Drucker", mixed);
    assert_eq!((mail.text.as_str(), mail.html), ("Defekt.", None));
    let without = read("WG: Drucker", "<p>Siehe <b>unten</b>.</p>");
    assert_eq!((without.from, without.html), (None, None), "nobody knows whose it is");
}

#[test]
fn empty_lines_below_the_head_are_left_out_but_no_picture() {
    let (_, head, tail) = PROGRAMS[3];
    let empty = "<br><p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p><div><br></div><p>&nbsp;</p><div><span> </span></div>";
    let mail = read("WG: Drucker", &format!("{ABOVE}{head}{empty}{WRITTEN}{tail}"));
    assert!(mail.html.as_deref().is_some_and(|html| html.starts_with(WRITTEN)), "{:?}", mail.html);
    let shown = format!("<p><img src=\"cid:logo\"></p>{WRITTEN}");
    let mail = read("WG: Drucker", &format!("{ABOVE}{head}{empty}{shown}{tail}"));
    assert!(mail.html.as_deref().is_some_and(|html| html.starts_with(&shown)), "{:?}", mail.html);
}
