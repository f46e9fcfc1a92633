//! What stands below a mail that is passed on is of the one who passes it on, and for the staff alone.

use mail::inbound::parse;

pub(super) const HEAD: &str = "Von: Hans Kunde <hans@kunde.example>\nBetreff: Drucker\nDatum: 23. November 2026 um 08:00:00 MEZ\n\
    An: Jana <jana@example.org>\n";

pub(super) const HTML_HEAD: &str = "Von: Hans Kunde &lt;<a href=\"mailto:hans@kunde.example\">hans@kunde.example</a>&gt;<br>Betreff: Drucker<br>\
    Datum: 23. November 2026 um 08:00:00 MEZ<br>An: Jana &lt;<a href=\"mailto:jana@example.org\">jana@example.org</a>&gt;<br>";

pub(super) const WRITTEN: &str = "Guten Tag,\n\nder Drucker ist defekt.\nGruß\nHans Kunde\n";

pub(super) const HTML_WRITTEN: &str =
    "<p>Guten Tag,</p><p>der <b>Drucker</b> ist defekt.<br>Gruß<br>Hans Kunde</p>";

/// A mail with a text, an HTML body, or both.
pub(super) fn passed_on(plain: Option<&str>, html: Option<&str>) -> engine::Forwarded {
    passed_on_by("jana@example.org", plain, html)
}

/// The same of this sender.
pub(super) fn passed_on_by(by: &str, plain: Option<&str>, html: Option<&str>) -> engine::Forwarded {
    let part = |kind: &str, body: Option<&str>| {
        let body = body.map(|body| body.replace('\n', "\r\n"));
        let part = |body| format!("--b\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{body}\r\n");
        body.map(part).unwrap_or_default()
    };
    let raw = format!(
        "From: {by}\r\nTo: desk@example.org\r\nSubject: WG: Drucker\r\nMIME-Version: 1.0\r\n\
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
    assert!(
        mail.text.starts_with("Guten Tag,") && mail.text.ends_with("Hans Kunde"),
        "{program}: {}",
        mail.text
    );
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
    let remark =
        plain.replace("> Hans Kunde\n", &format!("> {}\nINTERN: nein\n> Hans Kunde\n", "lang ".repeat(15)));
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
            // The halves differ behind the mail: then nobody knows whose that is.
            let other = plain.replace(tail, &format!("{tail}\nINTERN und mehr"));
            let mail = passed_on(Some(&other), Some(&html));
            assert!(mail.is_end_unknown && mail.text.ends_with("INTERN und mehr"), "{class}: {}", mail.text);
        }
    }
}

/// A mail in plain text, by whom, as programs send it that mark no end.
pub(super) fn unmarked(by: &str, below: &str) -> engine::Forwarded {
    let text = format!("Bitte.\n\n---------- Forwarded message ---------\n{HEAD}\n{WRITTEN}{below}");
    passed_on_by(by, Some(&text), None)
}

#[test]
fn a_line_that_says_that_it_ends_is_the_end_if_nothing_stands_below() {
    for mark in [
        "---------- End forwarded message ----------",
        "-----Ende der weitergeleiteten Nachricht-----",
        "_____ Fin du message transféré _____",
    ] {
        let mail = unmarked("jana@example.org", &format!("\nohne Gruß\n{mark}\n\n"));
        assert!(!mail.is_end_unknown && mail.text.ends_with("ohne Gruß"), "{}", mail.text);
        assert_eq!(mail.note, "Bitte.", "{mark}");
        // Whoever wrote it, what stands below may be of the customer as well as of the agent.
        for below in ["INTERN unten", "Passwort ändern.\nGruß\nJana", "Viele Grüße\nHans Kunde", "--\nJana"]
        {
            for between in ["", "Hans\n"] {
                let text = format!("\n{mark}\n{between}{mark}\n\n{below}\n");
                let mail = unmarked("jana@example.org", &text);
                assert!(mail.is_end_unknown, "{below}");
                assert!(mail.text.contains(mark) && mail.text.ends_with(below.trim()), "{}", mail.text);
                assert_eq!(mail.note, "Bitte.", "nothing of it is the agent's");
            }
        }
    }
    let quoted = "\n> ---------- End forwarded message ----------\nHans\n";
    let mail = unmarked("jana@example.org", quoted);
    assert_eq!((mail.note.as_str(), mail.text.ends_with("Hans")), ("Bitte.", true), "{}", mail.text);
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

#[test]
fn behind_what_outlook_on_the_web_puts_around_it() {
    let head =
        format!("<div id=\"divRplyFwdMsg\" dir=\"ltr\"><font>{HTML_HEAD}</font><div>&nbsp;</div></div>");
    let note = "<div>INTERN unten</div>";
    let plain = format!("Bitte.\n\n________________________________\n{HEAD}\n{WRITTEN}\nINTERN unten\n");
    let html = format!(
        "<div>Bitte.</div><div id=\"mail-editor-reference-message-container\"><hr>{head}<div>{HTML_WRITTEN}</div></div>{note}"
    );
    for plain in [Some(plain.as_str()), None] {
        let mail = passed_on(plain, Some(&html));
        is_parted(&html, &mail);
        assert!(!mail.is_end_unknown, "{html}");
        assert!(mail.html.is_some_and(|shown| shown.contains(HTML_WRITTEN)), "{html}");
    }
    // The older form holds the head alone, and below it a mail may be several elements.
    for html in [
        format!("<div>Bitte.</div><hr>{head}<div>{HTML_WRITTEN}</div>{note}"),
        format!("<div>Bitte.</div><hr>{head}\n<div><div>{HTML_WRITTEN}</div></div><p>INTERN unten</p>"),
    ] {
        let mail = passed_on(None, Some(&html));
        assert!(mail.is_end_unknown && mail.text.contains("INTERN") && mail.note == "Bitte.", "{html}");
    }
    let several = format!("<div>Bitte.</div><hr>{head}<div>Guten Tag,</div><div>er ist defekt.</div>");
    let mail = passed_on(None, Some(&several));
    assert!(mail.is_end_unknown && mail.text.ends_with("er ist defekt."), "{}", mail.text);
    let alone = format!("<div>Bitte.</div><hr>{head}<div>{HTML_WRITTEN}</div>");
    let mail = passed_on(None, Some(&alone));
    assert!(mail.note.starts_with("Bitte.") && !mail.is_end_unknown, "{}", mail.note);
    assert!(mail.text.ends_with("Hans Kunde"), "{}", mail.text);
    // Nothing in the element tells that it holds the mail.
    let empty = format!("<div>Bitte.</div><hr>{head}<div>&nbsp;</div><p>Defekt.</p>");
    let mail = passed_on(None, Some(&empty));
    assert!(mail.is_end_unknown && mail.text == "Defekt.", "{} | {}", mail.text, mail.note);
}

#[test]
fn the_end_of_a_mail_that_is_quoted_in_its_turn_is_not_its_own() {
    let inner = HTML_HEAD.replace("Hans Kunde", "Eva").replace("hans@", "eva@");
    let html = format!(
        "<p>Bitte.</p><div>{HTML_HEAD}</div>{HTML_WRITTEN}<div class=\"gmail_quote\"><div>{inner}</div><p>Alt.</p></div>\
         <p>Jana</p>"
    );
    let mail = passed_on(None, Some(&html));
    assert!(!mail.is_end_unknown && mail.text.ends_with("Hans Kunde"), "he takes leave there: {}", mail.text);
    assert!(mail.note.contains("Alt.") && mail.note.ends_with("Jana"), "the rest is a note: {}", mail.note);
    let remark = html.replace("<div class=\"gmail_quote\">", "<p>INTERN</p><div class=\"gmail_quote\">");
    let mail = passed_on(None, Some(&remark));
    assert!(mail.is_end_unknown && mail.text.contains("INTERN"), "{} | {}", mail.text, mail.note);
}

#[test]
fn an_element_with_the_head_alone_holds_no_mail() {
    let plain = format!("Bitte.\n\nAnfang der weitergeleiteten Nachricht:\n\n{}", {
        let quoted = format!("{HEAD}\n{WRITTEN}");
        quoted.lines().map(|line| format!("> {line}\n")).collect::<String>()
    });
    let html = format!(
        "<body>Bitte.<div><br>Anfang der weitergeleiteten Nachricht:<br><br></div><blockquote type=\"cite\"><div>{HTML_HEAD}<br></div></blockquote>\
         <blockquote type=\"cite\"><div>{HTML_WRITTEN}</div></blockquote>"
    );
    let below = (format!("{plain}\nINTERN\n"), format!("{html}<p>INTERN</p>"));
    for (plain, html) in [(&plain, &html), (&below.0, &below.1)] {
        for mail in [passed_on(Some(plain), Some(html)), passed_on(None, Some(html))] {
            assert!(!mail.is_end_unknown && mail.text.ends_with("Hans Kunde"), "{}", mail.text);
            assert_eq!(mail.note.contains("INTERN"), html.contains("INTERN"), "{}", mail.note);
        }
    }
}
