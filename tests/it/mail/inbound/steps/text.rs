//! Which part of a mail a person reads.

use mail::inbound::parse;

fn text(raw: &str) -> String {
    parse(raw.as_bytes()).message.text
}

fn alternative(plain: &str, html: &str) -> String {
    format!(
        "From: a@example.org\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{plain}\n\
         --b\nContent-Type: text/html\n\n{html}\n--b--\n"
    )
}

#[test]
fn the_plain_part_is_read_if_it_says_something() {
    assert_eq!(text(&alternative("Plain.", "<p>Rich.</p>")), "Plain.");
    assert_eq!(text(&alternative(" \n ", "<p>Rich.</p>")), "Rich.");
    assert_eq!(text(&alternative("Your mail client does not support HTML.", "<p>Rich.</p>")), "Rich.");
    assert_eq!(text(&alternative("Ihr Mailprogramm unterstützt kein HTML.", "<p>Rich.</p>")), "Rich.");
    assert_eq!(
        text(&alternative("Printer is broken. My client does not support HTML.", "<p>x</p>")),
        "Printer is broken. My client does not support HTML."
    );
}

#[test]
fn html_alone_is_read_as_text_and_kept_as_it_came() {
    let message =
        parse(b"From: a@example.org\nContent-Type: text/html; charset=utf-8\n\n<p>Gr\xc3\xbc\xc3\x9fe</p>\n")
            .message;
    assert_eq!(message.text, "Grüße");
    assert_eq!(message.html.as_deref().map(str::trim), Some("<p>Grüße</p>"));
}

#[test]
fn charsets_are_decoded() {
    for (charset, bytes, wanted) in [
        ("iso-8859-1", &b"M\xfcller"[..], "Müller"),
        ("windows-1252", b"\x80 5", "€ 5"),
        ("koi8-r", b"\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"),
        ("utf-8", b"\xff ok", "ÿ ok"),
        ("x-unheard-of", b"ok", "ok"),
    ] {
        let mut raw = format!("From: a@example.org\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n").into_bytes();
        raw.extend_from_slice(bytes);
        assert_eq!(parse(&raw).message.text, wanted, "{charset}");
    }
}

#[test]
fn flowed_lines_are_joined() {
    let raw =
        "From: a@example.org\nContent-Type: text/plain; format=flowed\n\nOne long \nline.\nNext.\n-- \nKim\n";
    assert_eq!(text(raw), "One long line.\nNext.\n--\nKim");
}

#[test]
fn a_mail_that_begins_a_thread_keeps_what_it_quotes_and_an_answer_does_not() {
    let raw =
        |head: &str| format!("From: a@example.org\n{head}\n\nUnser Chef schreibt:\n> Kündigung\n\nGruß\n");
    assert_eq!(text(&raw("Subject: Vertrag")), "Unser Chef schreibt:\n> Kündigung\n\nGruß");
    for answer in ["Subject: AW: Vertrag", "Subject: Vertrag\nIn-Reply-To: <1@x>", "Subject: Vertrag #10034"]
    {
        assert!(!text(&raw(answer)).contains("Kündigung"), "{answer}");
    }
}

#[test]
fn a_forwarded_mail_is_kept_whole() {
    let raw = "From: a@example.org\nSubject: WG: Kaputt\n\nBitte ansehen.\n\nVon: Kim\nGesendet: Montag\nAn: mich\nBetreff: Kaputt\n\nEs ist kaputt.\n";
    assert!(text(raw).contains("Es ist kaputt."));
}
