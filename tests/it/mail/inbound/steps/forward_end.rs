//! What stands below a mail that is passed on is of the one who passes it on, and for the staff alone.

use mail::inbound::parse;

const HEAD: &str = "Von: Hans Kunde <hans@kunde.example>\nBetreff: Drucker\nDatum: 23. November 2026 um 08:00:00 MEZ\n\
    An: Jana <jana@example.org>\n";

const HTML_HEAD: &str = "Von: Hans Kunde &lt;<a href=\"mailto:hans@kunde.example\">hans@kunde.example</a>&gt;<br>Betreff: Drucker<br>\
    Datum: 23. November 2026 um 08:00:00 MEZ<br>An: Jana &lt;<a href=\"mailto:jana@example.org\">jana@example.org</a>&gt;<br>";

const WRITTEN: &str = "Guten Tag,\n\nder Drucker ist defekt.\nHans\n";

const HTML_WRITTEN: &str = "<p>Guten Tag,</p><p>der <b>Drucker</b> ist defekt.<br>Hans</p>";

/// A mail with a text, an HTML body, or both.
fn passed_on(plain: Option<&str>, html: Option<&str>) -> engine::Forwarded {
    let part = |kind: &str, body: Option<&str>| {
        let body = body.map(|body| body.replace('\n', "\r\n"));
        let part = |body| format!("--b\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{body}\r\n");
        body.map(part).unwrap_or_default()
    };
    let raw = format!(
        "From: jana@example.org\r\nTo: desk@example.org\r\nSubject: WG: Drucker\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/alternative; boundary=b\r\n\r\n{}{}--b--\r\n",
        part("plain", plain),
        part("html", html)
    );
    parse(raw.as_bytes()).message.forwarded.into_iter().next().expect("a mail that is passed on")
}

/// The mail is that of the customer, and what stands below it is of the agent.
fn is_parted(program: &str, mail: &engine::Forwarded) {
    assert_eq!(mail.from.as_ref().map(|from| from.address.as_str()), Some("hans@kunde.example"), "{program}");
    let html = mail.html.as_deref().unwrap_or_default();
    assert!(!mail.text.contains("INTERN") && !html.contains("INTERN"), "{program}: {} {html}", mail.text);
    assert!(mail.text.starts_with("Guten Tag,") && mail.text.ends_with("Hans"), "{program}: {}", mail.text);
    assert!(mail.note.starts_with("Bitte.") && mail.note.contains("INTERN"), "{program}: {}", mail.note);
}

fn quoted() -> String {
    let forwarded = format!("Anfang der weitergeleiteten Nachricht:\n\n{HEAD}\n{WRITTEN}");
    forwarded.lines().map(|line| format!("> {line}\n")).collect()
}

#[test]
fn below_the_quote_of_apple_mail() {
    let plain = format!("Bitte.\n\n{}\nINTERN unten\n", quoted());
    let html = format!(
        "<body>Bitte.<br><div><br><blockquote type=\"cite\"><div>Anfang der weitergeleiteten Nachricht:</div><br><div>{HTML_HEAD}</div>\
         <br><div>{HTML_WRITTEN}</div></blockquote></div><div>INTERN unten</div></body>"
    );
    is_parted("text", &passed_on(Some(&plain), None));
    is_parted("HTML", &passed_on(None, Some(&html)));
    let both = passed_on(Some(&plain), Some(&html));
    is_parted("both", &both);
    assert!(both.html.is_some_and(|html| html.contains(HTML_WRITTEN)), "the HTML of the customer is shown");
    let remark = plain.replace("> Hans\n", &format!("> {}\nINTERN: nein\n> Hans\n", "lang ".repeat(15)));
    let mail = passed_on(Some(&remark), None);
    assert!(
        !mail.text.contains("INTERN") && mail.note.contains("INTERN: nein\n> Hans"),
        "a remark: {}",
        mail.note
    );
    let loose = html.replace("blockquote", "section");
    is_parted("HTML without an end", &passed_on(Some(&plain), Some(&loose)));
}

#[test]
fn behind_what_gmail_and_thunderbird_put_around_it() {
    let announced = "-------- Weitergeleitete Nachricht --------";
    let tails = [
        ("INTERN unten\nzwei", "<div>INTERN unten<br>zwei</div>"),
        (
            "-- \nJana Berger\nINTERN 4711",
            "<div class=\"moz-signature\">-- <br>Jana Berger<br>INTERN 4711</div>",
        ),
    ];
    for class in ["gmail_quote gmail_quote_container", "moz-forward-container"] {
        for (tail, html_tail) in tails {
            let plain = format!("Bitte.\n\n{announced}\n{HEAD}\n\n{WRITTEN}\n{tail}\n");
            let html = format!(
                "<div>Bitte.<br><!-- <div> --><DIV class=\"{class}\"><div>{announced}<br>{HTML_HEAD}</div><br><br>\
                 <div>{HTML_WRITTEN}</div></DIV>{html_tail}</div>"
            );
            is_parted(class, &passed_on(None, Some(&html)));
            let both = passed_on(Some(&plain), Some(&html));
            is_parted(class, &both);
            assert!(both.html.is_some_and(|html| html.contains(HTML_WRITTEN)), "{class}");
            // The halves differ behind the mail.
            let other = plain.replace(tail, &format!("{tail}\nINTERN und mehr"));
            is_parted(class, &passed_on(Some(&other), Some(&html)));
        }
    }
}

#[test]
fn nothing_is_taken_from_a_mail_below_which_nothing_stands() {
    let plain =
        format!("Bitte.\n\n---------- Forwarded message ---------\n{HEAD}\n\n{WRITTEN}\n-- \nHans Kunde\n");
    let html = format!(
        "<div>Bitte.<br><div class=\"gmail_quote\"><div>---------- Forwarded message ---------<br>{HTML_HEAD}</div><br><br>\
         {HTML_WRITTEN}<p>-- <br>Hans Kunde</p></div></div>"
    );
    let mail = passed_on(Some(&plain), Some(&html));
    assert!(mail.text.ends_with("Hans Kunde"), "{}", mail.text);
    assert!(mail.html.is_some_and(|html| html.contains("Hans Kunde")));
    assert_eq!(mail.note, "Bitte.");
}
