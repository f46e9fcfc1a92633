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

#[test]
fn what_stands_around_base64_or_strays_into_it_hides_nothing() {
    let mail = |body: &str| {
        text(&format!(
            "From: a@example.org\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{body}\n"
        ))
    };
    let encoded = "R3LDvMOfZSBhdXMgS8O2bG4u";
    for (before, after) in [
        ("", "\n\n_______\nMailing list: not base64!"),
        ("", "\n-- \nChecked for viruses."),
        ("", "\n!"),
        ("", "\n\u{1a}"),
        ("From outside: be careful.\n\n", ""),
    ] {
        let read = mail(&format!("{before}{encoded}{after}"));
        assert!(read.contains("Grüße aus Köln."), "{read}");
        assert!(!read.contains("R3LD"), "{read}");
    }
    assert!(mail("From outside.\n\nR3LDvMOfZSBhdXMgS8O2bG4u").starts_with("From outside."));
    assert!(mail("R3LDvMOf!ZSBhdXMgS8O2bG4u").contains("Grüße aus Köln."));
    let html = "PHA+R3LDvMOfZSA8Yj5IVE1MPC9iPjwvcD4=\n\n--\nfooter";
    let html = parse(
        format!("From: a@example.org\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{html}\n")
            .as_bytes(),
    );
    assert!(html.message.text.contains("Grüße HTML"), "{}", html.message.text);
    for plain in ["This is no base64 at all.", "Hello\nthanks!"] {
        assert_eq!(mail(plain), plain, "what is not encoded stays");
    }
}

#[test]
fn a_file_in_base64_with_a_footer_behind_it_is_the_file() {
    let mail = "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHere.\n\
                --b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n\
                JVBERi0xLjQgAAEC\n\n_____\nfooter\n--b--\n";
    let files = parse(mail.as_bytes()).message.attachments;
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].upload.bytes, b"%PDF-1.4 \x00\x01\x02".to_vec().into());
}
