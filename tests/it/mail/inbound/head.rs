//! Headers that other parsers trip over: bytes without a label, names in pieces, types that are encoded words.

use mail::inbound::{head, parse};

fn mail(head: &[u8]) -> Vec<u8> {
    [head, b"\r\nTo: desk@example.org\r\n\r\nHello.\r\n"].concat()
}

#[test]
fn raw_bytes_in_headers_are_windows_1252_if_they_are_no_utf_8() {
    let raw = mail(b"From: J\xfcrgen Gr\xfcn <j@example.org>\r\nCc: B\xf6rse <b@example.org>\r\nSubject: R\xfcckfrage zur L\xf6schung");
    let message = parse(&raw).message;
    assert_eq!(message.subject, "Rückfrage zur Löschung");
    assert_eq!(message.from.unwrap().name, "Jürgen Grün");
    assert_eq!(message.addressees[1].name, "Börse");
    let raw = mail("From: Jürgen <j@example.org>\r\nSubject: Rückfrage".as_bytes());
    let message = parse(&raw).message;
    assert_eq!((message.subject.as_str(), message.from.unwrap().name.as_str()), ("Rückfrage", "Jürgen"));
}

#[test]
fn raw_bytes_in_headers_are_in_the_charset_of_the_text_beside_them() {
    let raw = mail(b"From: \xc8\xe2\xe0\xed <i@example.org>\r\nContent-Type: text/plain; charset=windows-1251\r\nSubject: \xcf\xf0\xe8\xe2\xe5\xf2");
    let message = parse(&raw).message;
    assert_eq!((message.subject.as_str(), message.from.unwrap().name.as_str()), ("Привет", "Иван"));
    let raw = mail(b"From: a@example.org\r\nSubject: \x1b$BF|K\\\x1b(B");
    assert_eq!(parse(&raw).message.subject, "日本");
}

#[test]
fn words_of_unheard_charsets_and_split_characters_are_read_in_names_and_subjects() {
    for (word, wanted) in [
        ("=?cp-1252?Q?Gr=FC=DFe?=", "Grüße"),
        ("=?win-1251?B?z/Do?=", "При"),
        ("=?cp437?Q?Gr=81=E1e?=", "Grüße"),
        ("=?utf8mb4?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-7?Q?Gr+APwA3w-e?=", "Grüße"),
        ("=?iso-2022-kr?B?GyQpQw5HUTFbDw==?=", "한글"),
        ("=?utf-8?Q?Gr=C3?=\r\n =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
        ("=?gb2312?Q?=D6=D0=CE?= =?gb2312?Q?=C4?=", "中文"),
        ("=?x-unknown?Q?Gr=FC=DFe?=", "Grüße"),
    ] {
        let raw = mail(format!("From: {word} <a@example.org>\r\nSubject: {word}").as_bytes());
        let message = parse(&raw).message;
        assert_eq!(message.subject, wanted, "{word}");
        assert_eq!(message.from.unwrap().name, wanted, "{word}");
    }
}

fn file_name(head: &[u8]) -> (String, Option<String>) {
    let raw = [
        b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=\"b 1\"\r\n\r\n--b 1\r\n\r\nSee.\r\n--b 1\r\n".as_slice(),
        head,
        b"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n--b 1--\r\n",
    ]
    .concat();
    let file = parse(&raw).message.attachments.remove(0);
    (file.upload.filename, file.upload.content_type)
}

#[test]
fn names_of_files_are_read_in_any_charset_in_pieces_and_without_quotes() {
    for (head, wanted) in [
        (&b"Content-Disposition: attachment; filename*=windows-1251''%CF%F0%E8.pdf"[..], "При.pdf"),
        (b"Content-Disposition: attachment; filename*=cp-1252'de'L%F6schung.pdf", "Löschung.pdf"),
        (b"Content-Disposition: attachment;\r\n filename*0*=utf-8''L%C3;\r\n filename*1*=%B6schung;\r\n filename*2=.pdf", "Löschung.pdf"),
        (b"Content-Disposition: attachment;\r\n filename*1*=%D0;\r\n filename*0*=gb2312''%D6;\r\n filename*2=.pdf", "中.pdf"),
        (b"Content-Type: application/pdf; name=Bericht\r\n November 2026.pdf", "Bericht November 2026.pdf"),
        (b"Content-Disposition: attachment; filename=Mein Bericht.pdf; size=9", "Mein Bericht.pdf"),
        (b"Content-Disposition: attachment; filename=\"L\xf6schung.pdf\"", "Löschung.pdf"),
        (b"Content-Disposition: attachment; filename=L\xf6schung.pdf", "Löschung.pdf"),
        (b"Content-Type: application/pdf; name=\"=?cp-1252?Q?L=F6schung?=\r\n =?cp-1252?Q?.pdf?=\"", "Löschung.pdf"),
        (b"Content-Type: =?utf-8?Q?application/pdf=3B_name=3D\"L=C3=B6schung.pdf\"?=", "Löschung.pdf"),
    ] {
        assert_eq!(file_name(head).0, wanted, "{}", String::from_utf8_lossy(head));
    }
}

#[test]
fn content_types_are_cleaned() {
    for (head, wanted) in [
        ("Content-Type: =?utf-8?Q?application/pdf=3B_name=3D\"L.pdf\"?=", "application/pdf"),
        ("Content-Type: Application/PDF charset=utf-8; name=a.pdf", "application/pdf"),
        ("Content-Type: \"application/pdf\"; name=a.pdf", "application/pdf"),
        ("Content-Type: application/pdf,; name=a.pdf", "application/pdf"),
        ("Content-Type: pdf; name=a.pdf", "application/octet-stream"),
    ] {
        assert_eq!(file_name(head.as_bytes()).1.as_deref(), Some(wanted), "{head}");
    }
}

#[test]
fn what_is_right_and_what_is_enclosed_is_not_touched() {
    let raw = b"From: a@example.org\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
        --b\r\nContent-Type: message/rfc822\r\n\r\nSubject: R\xfcckfrage\r\n\r\nText: \xfc\r\n--b--\r\n";
    assert_eq!(head::mend(raw), None);
}
