//! A mail that is enclosed in another is read as if it had come by itself: with its HTML, and the pictures in that.

use mail::inbound::parse;

const PICTURE: &str = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <photo@kunde.example>\r\n\
     Content-Disposition: inline; filename=photo.png\r\n\r\niVBORw0KGgo=\r\n";

/// A mail that encloses one with this HTML, this head, a picture that the HTML shows, and one that it does not.
fn enclosing(head: &str, html: &str) -> Vec<u8> {
    let other = PICTURE.replace("photo", "logo");
    format!(
        "From: jana@example.org\r\nTo: desk@example.org\r\nSubject: WG: Drucker\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
         <p>Bitte <b>aufnehmen</b>.</p>\r\n--outer\r\nContent-Type: message/rfc822\r\n\
         Content-Disposition: attachment\r\n\r\nFrom: Hans Kunde <hans@kunde.example>\r\nSubject: Drucker\r\n{head}\
         MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=inner\r\n\r\n--inner\r\n\
         Content-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--inner\r\n{PICTURE}--inner\r\n{other}\
         --inner--\r\n--outer--\r\n"
    )
    .into_bytes()
}

#[test]
fn an_enclosed_mail_has_its_html_and_the_pictures_that_this_shows() {
    for address in ["photo@kunde.example", "photo%40kunde.example"] {
        let html = format!("<p>Seite <b>zwei</b>:</p><img src=\"cid:{address}\"><ul><li>Toner</li></ul>");
        let message = parse(&enclosing("", &html)).message;
        let [mail] = message.forwarded.as_slice() else { panic!("{:?}", message.forwarded) };
        assert_eq!(mail.html.as_deref().map(str::trim), Some(html.as_str()));
        assert_eq!(mail.answer_html, None, "it answers nothing");
        let ids: Vec<_> = mail.pictures.iter().map(|file| file.content_id.as_deref()).collect();
        assert_eq!(ids, [Some("photo@kunde.example")]);
        assert_eq!(message.attachments.len(), 1, "of the mail itself the enclosed one is the only file");
    }
}

#[test]
fn a_machine_that_wrote_a_mail_which_is_passed_on_is_told_from_a_person() {
    use engine::Machine::{MailServer, Program};
    let enclosed = |head: &str| {
        format!(
            "From: jana@example.org\r\nSubject: WG: Post\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n\
             --o\r\n\r\nBitte.\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n{head}\r\nSubject: Post\r\n\r\nText\r\n--o--\r\n"
        )
    };
    let inline = |from: &str| {
        format!(
            "From: jana@example.org\r\nSubject: WG: Post\r\n\r\nBitte.\r\n\r\n-------- Weitergeleitete Nachricht --------\r\n\
             Von: {from}\r\nDatum: 23. November 2026\r\nAn: jana@example.org\r\nBetreff: Post\r\n\r\nText\r\n"
        )
    };
    for (raw, wanted) in [
        (enclosed("From: Kim <kim@kunde.example>"), None),
        (enclosed("From: Kim <kim@kunde.example>\r\nAuto-Submitted: no"), None),
        (enclosed("From: Kim <kim@kunde.example>\r\nPrecedence: list"), None),
        (enclosed("From: Mail Delivery System <MAILER-DAEMON@mx.example>"), Some(MailServer)),
        (enclosed("From: postmaster@kunde.example"), Some(MailServer)),
        (enclosed("From: kim@kunde.example\r\nContent-Type: multipart/report; boundary=r"), Some(MailServer)),
        (enclosed("From: kim@kunde.example\r\nReturn-Path: <>"), Some(Program)),
        (enclosed("From: kim@kunde.example\r\nAuto-Submitted: auto-generated"), Some(Program)),
        (inline("Kim <kim@kunde.example>"), None),
        (inline("Mail Delivery Subsystem <mailer-daemon@mx.example>"), Some(MailServer)),
        (inline("Mail Delivery System"), Some(MailServer)),
        (inline("Postmaster <postmaster@kunde.example>"), Some(MailServer)),
    ] {
        let message = parse(raw.as_bytes()).message;
        let [mail] = message.forwarded.as_slice() else { panic!("{raw}") };
        assert_eq!(mail.machine, wanted, "{raw}");
    }
}

#[test]
fn the_html_of_an_enclosed_answer_ends_where_the_quoted_mail_begins() {
    let html = "<p>Ja, <b>beide</b>.</p><div class=\"moz-cite-prefix\">Am 01.12.26 um 10:00 schrieb Desk:</div>\
                <blockquote type=\"cite\"><p>Welche?</p></blockquote>";
    let message = parse(&enclosing("In-Reply-To: <1@example.org>\r\n", html)).message;
    let mail = message.forwarded.first().expect("an enclosed mail");
    assert_eq!(mail.answer.as_deref(), Some("Ja, beide."));
    assert_eq!(mail.answer_html.as_deref().map(str::trim), Some("<p>Ja, <b>beide</b>.</p>"));
    assert!(mail.html.as_deref().is_some_and(|html| html.contains("Welche?")), "all of it is kept as well");
    assert!(mail.pictures.is_empty(), "it shows none");
}

#[test]
fn of_many_pictures_an_enclosed_mail_keeps_what_fits_and_only_those_that_are_shown() {
    let picture = |name: &str, kind: &str| {
        format!(
            "--inner\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <{name}@x>\r\n\r\n{}\r\n",
            "A".repeat(6 << 20)
        )
    };
    let files = [
        ("one", "image/png"),
        ("other", "image/png"),
        ("two", "application/pdf"),
        ("three", "image/png"),
        ("four", "image/png"),
    ];
    let html =
        "<img src=\"cid:one@x\"><img src=\"cid:TWO@x\"><img src=\"cid:three@x\"><img src=\"cid:four@x\">";
    let raw = format!(
        "From: jana@example.org\r\nSubject: WG: Drucker\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n\
         --outer\r\n\r\nBitte.\r\n--outer\r\nContent-Type: message/rfc822\r\n\r\nFrom: hans@kunde.example\r\nSubject: Drucker\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=inner\r\n\r\n--inner\r\nContent-Type: text/html\r\n\r\n{html}\r\n\
         {}--inner--\r\n--outer--\r\n",
        files.map(|(name, kind)| picture(name, kind)).concat()
    );
    let message = parse(raw.as_bytes()).message;
    let [mail] = message.forwarded.as_slice() else { panic!("{} mails", message.forwarded.len()) };
    let ids: Vec<_> = mail.pictures.iter().filter_map(|file| file.content_id.as_deref()).collect();
    // Each has 4.7 million bytes, of which twice as many fit.
    assert_eq!(ids, ["one@x", "three@x"]);
}

#[test]
fn mails_beyond_ten_are_told_by_their_files() {
    use engine::{FileContent, blobs::sha256_hex};
    let one = |at: usize| {
        format!(
            "--o\r\nContent-Type: message/rfc822\r\n\r\nFrom: p{at}@kunde.example\r\nSubject: {at}\r\n\r\nText {at}\r\n"
        )
    };
    let raw = format!(
        "From: jana@example.org\r\nSubject: WG: Post\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n\r\nBitte.\r\n{}--o--\r\n",
        (0..12).map(one).collect::<String>()
    );
    let message = parse(raw.as_bytes()).message;
    assert_eq!((message.forwarded.len(), message.attachments.len()), (10, 12));
    let files = message.attachments.iter().skip(10).map(|file| {
        let FileContent::Memory(bytes) = &file.upload.bytes else { panic!("it lies in memory") };
        sha256_hex(bytes)
    });
    assert_eq!(message.unopened, files.collect::<Vec<_>>());
}

/// A mail that passes one on whose head stands in `head`, and below it quotes that of a third person.
fn with_a_quote(subject: &str, head: &str) -> Vec<engine::Forwarded> {
    let text = format!(
        "Bitte aufnehmen.\n\n{head}\n\nDie Rechnung stimmt nicht.\n\nVon: Dritte Person <dritt@dritt.example>\nGesendet: Freitag, 20. November 2026 09:00\n\
         An: Petra <petra@kunde.example>\nBetreff: alt\n\nAlte Worte\n"
    );
    let raw = format!(
        "From: Jana <jana@example.org>\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}",
        text.replace('\n', "\r\n")
    );
    parse(raw.as_bytes()).message.forwarded
}

#[test]
fn the_head_of_a_mail_that_is_quoted_within_is_not_that_of_the_customer() {
    for head in [
        "------ Weitergeleitete Nachricht ------\nVon \"Petra Kunde\" <petra@kunde.example>\nAn jana@example.org\nDatum 23.11.2026 07:12:00\nBetreff Rechnung",
        "----- Weitergeleitete Nachricht -----Von: Petra Kunde <petra@kunde.example>An: Jana <jana@example.org>Gesendet: Montag, 23. November 2026 um 07:12:00 MEZBetreff: Rechnung einer Kundin mit einem langen Betreff, der nicht endet",
        "Begin forwarded message:\n\nPetra Kunde, heute",
        "-----Original Message-----\nPetra Kunde, heute",
        "De la: Petra Kunde <petra@kunde.example>\nTrimis: luni, 23 noiembrie 2026 07:12\nCătre: Jana <jana@example.org>\nSubiect: Rechnung",
        "من: Petra Kunde <petra@kunde.example>\nتم الإرسال: 23 2026\nإلى: Jana <jana@example.org>\nالموضوع: Rechnung",
        "จาก: Petra Kunde <petra@kunde.example>\nส่ง: 23 2026\nถึง: Jana <jana@example.org>;\n  Chef <chef@example.org>\nเรื่อง: Rechnung",
        "Am Mo., 23. Nov. 2026 um 08:00 Uhr schrieb Petra Kunde <petra@kunde.example>:",
        "Petra Kunde <petra@kunde.example> schrieb am Mo., 23. Nov. 2026, 08:00:",
        "On Mon, 23 Nov 2026 at 08:00, Petra Kunde <petra@kunde.example>\nwrote:",
        "Le lun. 23 nov. 2026 à 08:00, Petra Kunde <petra@kunde.example> a écrit :",
        "2026-11-23 08:00 GMT+01:00 Petra Kunde <petra@kunde.example>:",
        ">>> Petra Kunde <petra@kunde.example> 23.11.2026 08:00 >>>",
        "Am Montag schrieb Petra Kunde:",
        "Hier die Mail von Petra (petra@kunde.example):",
    ] {
        let found = with_a_quote("WG: Rechnung", head);
        let [mail] = found.as_slice() else { panic!("{head}: {found:?}") };
        assert_eq!(mail.from, None, "{head}: nobody knows whose it is");
        assert!(mail.text.contains("Alte Worte") && mail.text.contains("stimmt nicht"), "{head}");
    }
}

/// The old mail within the quote of a newer one that nobody wrote a head for.
#[test]
fn the_head_of_a_mail_within_a_quote_is_not_that_of_the_customer() {
    let old = "Von: Dritte Person <dritt@dritt.example>\nGesendet: Freitag, 20. November 2026 09:00\nAn: Petra\nBetreff: alt\n\nAlte Worte\n\nGruß\nDritte Person";
    let quoted = |text: &str| text.lines().map(|line| format!("> {line}\n")).collect::<String>();
    let html = format!(
        "<div>Bitte.</div><br><div class=\"gmail_quote\"><div class=\"gmail_attr\">Am Mo., 23. Nov. 2026 um 08:00 Uhr schrieb Petra Kunde &lt;<a href=\"mailto:petra@kunde.example\">petra@kunde.example</a>&gt;:<br></div>\
         <blockquote class=\"gmail_quote\"><div>Sie stimmt nicht.</div><div>{}</div></blockquote></div>",
        old.replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>")
    );
    let of = |introduced: &str| {
        format!("Bitte.\n\n{introduced}\n{}", quoted(&format!("Sie stimmt nicht.\n\n{old}")))
    };
    for (kind, body) in [
        ("plain", of("On Mon, 23 Nov 2026 at 08:00, Petra Kunde <petra@kunde.example> wrote:")),
        ("plain", of("Petra Kunde님이 2026. 11. 23. 오전 8:00에 작성:")),
        ("plain", of("")),
        ("html", html),
    ] {
        let raw = format!(
            "From: Jana <jana@example.org>\r\nSubject: Fwd: Rechnung\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{}",
            body.replace('\n', "\r\n")
        );
        let found = parse(raw.as_bytes()).message.forwarded;
        let [mail] = found.as_slice() else { panic!("{body}: {found:?}") };
        assert_eq!(mail.from, None, "{body}");
        assert!(mail.text.contains("Alte Worte") && mail.text.contains("stimmt nicht"), "{}", mail.text);
    }
}

#[test]
fn a_head_alone_may_tell_that_a_mail_is_passed_on_unless_it_is_an_answer() {
    let head = "Von: Petra Kunde <petra@kunde.example>\nGesendet: Montag, 23. November 2026 08:00\nAn: Jana <jana@example.org>\nBetreff: Rechnung";
    let many = "Eine eigene Zeile.\n".repeat(13);
    let nameless = head.replace(" <petra@kunde.example>", "");
    for (subject, above, head, wanted) in [
        ("Neuer Fall: Rechnung", "", head, Some(true)),
        ("Rechnung", "Bitte aufnehmen.\n\nJana Berger\nTel. 4711\n\n", head, Some(true)),
        ("", "Bitte aufnehmen.\n\n________________________________\n", head, Some(true)),
        ("WG: Rechnung", "", head, Some(false)),
        ("AW: Rechnung", "", head, None),
        ("Re: Rechnung", "Bitte aufnehmen.\n\n", head, None),
        ("Rechnung [example.org #10034]", "", head, None),
        ("Rechnung", many.as_str(), head, None),
        ("Rechnung", "", nameless.as_str(), None),
        ("Rechnung", "Am 23.11.2026 um 08:00 schrieb Kim <kim@kunde.example>:\n\nBitte.\n\n", head, None),
    ] {
        let text = format!("{above}{head}\n\nSie stimmt nicht.\n\nGruß\nPetra Kunde\n");
        let raw = format!(
            "From: Jana <jana@example.org>\r\nIn-Reply-To: <1@kunde.example>\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}",
            text.replace('\n', "\r\n")
        );
        let found = parse(raw.as_bytes()).message.forwarded;
        assert_eq!(found.first().map(|mail| mail.by_head_alone), wanted, "{subject}: {above}{head}");
        if let Some(mail) = found.first() {
            assert_eq!(mail.announced, !mail.by_head_alone, "{subject}");
            assert_eq!(mail.from.as_ref().map(|from| from.address.as_str()), Some("petra@kunde.example"));
        }
    }
}

#[test]
fn words_of_the_agent_above_a_head_are_none() {
    for above in [
        "Jana Berger\nTel: 4711\nFax: 4712\nE-Mail: desk@example.org\nWeb: example.org",
        "Kundin: Petra\nVertrag: 4711\nMeldet: jana@example.org",
        "Frage: geht das?\nVon wem: petra@kunde.example",
        "-------- Weitergeleitete Nachricht --------\nVon: Petra <petra@kunde.example>\nDatum: heute um 10:00\nAn: Jana\nBetreff: Rechnung",
        "-----Ursprüngliche Nachricht-----\nVon: Petra <petra@kunde.example>\nGesendet: heute um 10:00\nAn: Jana\nBetreff: Rechnung",
        "Petra schrieb mir:\n\nVon: Petra <petra@kunde.example>\nGesendet: heute um 10:00\nAn: Jana\nBetreff: Rechnung",
        "> Eine Ansage:\n>\n> Von: Petra <petra@kunde.example>\n> Gesendet: heute um 10:00\n> An: Jana\n> Betreff: Rechnung",
        "----- Forwarded message -----\n\nReturn-Path: <petra@kunde.example>\nMessage-ID: <1@kunde.example>\nX-Mailer: Mutt\nFrom: Petra <petra@kunde.example>\nDate: heute um 10:00\nTo: Jana\nSubject: Rechnung",
    ] {
        let found = with_a_quote("WG: Rechnung", above);
        let [mail] = found.as_slice() else { panic!("{above}: {found:?}") };
        let wanted = if above.contains("rom: Petra") || above.contains("Von: Petra") {
            "petra@kunde.example"
        } else {
            "dritt@dritt.example"
        };
        assert_eq!(mail.from.as_ref().map(|from| from.address.as_str()), Some(wanted), "{above}");
    }
}

#[test]
fn who_wrote_through_an_address_that_nobody_reads_is_the_customer() {
    for (from, wanted) in [
        (
            "noreply@forms.example <noreply@forms.example> Im Auftrag von Petra Kunde <petra@kunde.example>",
            ("Petra Kunde", "petra@kunde.example"),
        ),
        (
            "no-reply@forms.example <no-reply@forms.example> On Behalf Of Petra <petra@kunde.example>",
            ("Petra", "petra@kunde.example"),
        ),
        ("Noreply <noreply@forms.example> im Auftrag von Petra Kunde", ("Noreply", "noreply@forms.example")),
        (
            "Büro <buero@kunde.example> im Auftrag von Petra Kunde <petra@kunde.example>",
            ("Büro", "buero@kunde.example"),
        ),
    ] {
        let head =
            format!("Von: {from}\nGesendet: Montag, 23. November 2026 07:12\nAn: Jana\nBetreff: Rechnung");
        let found = with_a_quote("WG: Rechnung", &head);
        let [mail] = found.as_slice() else { panic!("{from}: {found:?}") };
        let read = mail.from.as_ref().map(|from| (from.name.as_str(), from.address.as_str()));
        assert_eq!(read, Some(wanted), "{from}");
    }
}

#[test]
fn an_address_in_brackets_is_the_writers_and_a_name_is_only_a_name() {
    for (from, wanted) in [
        ("boss@victim.example <kim@kunde.example>", ("", "kim@kunde.example")),
        ("\"boss@victim.example\" <kim@kunde.example>", ("", "kim@kunde.example")),
        ("'boss@victim.example' [mailto:kim@kunde.example]", ("", "kim@kunde.example")),
        ("<boss@victim.example> <kim@kunde.example>", ("", "kim@kunde.example")),
        ("Kim (boss@victim.example) <kim@kunde.example>", ("Kim", "kim@kunde.example")),
        ("boss@victim.example<mailto:boss@victim.example> <kim@kunde.example>", ("", "kim@kunde.example")),
        ("boss@victim.example im Auftrag von Kim <kim@kunde.example>", ("Kim", "kim@kunde.example")),
        ("Kim Kunde <kim@kunde.example<mailto:kim@kunde.example>>", ("Kim Kunde", "kim@kunde.example")),
        ("Firma <Vertrieb> <kim@kunde.example>", ("Firma", "kim@kunde.example")),
        ("Kim Kunde [Extern] <kim@kunde.example>", ("Kim Kunde", "kim@kunde.example")),
        ("Kim Kunde (kim@kunde.example)", ("Kim Kunde", "kim@kunde.example")),
        ("kim@kunde.example", ("", "kim@kunde.example")),
    ] {
        let head =
            format!("Von: {from}\nGesendet: Montag, 23. November 2026 07:12\nAn: Jana\nBetreff: Rechnung");
        let found = with_a_quote("WG: Rechnung", &head);
        let [mail] = found.as_slice() else { panic!("{from}: {found:?}") };
        let read = mail.from.as_ref().map(|from| (from.name.as_str(), from.address.as_str()));
        assert_eq!(read, Some(wanted), "{from}");
    }
}
