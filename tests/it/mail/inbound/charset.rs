//! Labels of the wild, and the reading of bytes whose label is wrong or missing.

use mail::inbound::{charset::decode, parse};

/// A label and a text that its charset writes with these bytes.
type Sample<'a> = (&'a str, &'a [u8], &'a str);

fn assert_read(samples: &[Sample<'_>]) {
    for (label, bytes, wanted) in samples {
        assert_eq!(decode(Some(label), bytes), *wanted, "{label}");
    }
}

#[test]
fn western_labels_in_every_spelling_are_read() {
    let western = [
        "iso-8859-1",
        "ISO_8859-1",
        "iso8859-1",
        "iso8859_1",
        "iso-8859-1-windows-3.1-latin-1",
        "iso_8859-1:1987",
        "latin1",
        "latin-1",
        "l1",
        "windows-1252",
        "cp1252",
        "cp-1252",
        "CP_1252",
        "win-1252",
        "win1252",
        "windows1252",
        "x-cp1252",
        "ansi",
        "ansi_1252",
        "us-ascii",
        "ascii",
        "ansi_x3.4-1968",
        "unknown-8bit",
        "8bit",
        "binary",
        "x-unknown",
        "default",
        "none",
        "x-user-defined",
        "\"iso-8859-1\"",
        "ibm819",
        "28591",
    ];
    for label in western {
        assert_eq!(decode(Some(label), b"Gr\xfc\xdfe"), "Grüße", "{label}");
    }
    assert_read(&[
        ("iso-8859-15", b"5 \xa4", "5 €"),
        ("latin-9", b"5 \xa4", "5 €"),
        ("latin9", b"5 \xa4", "5 €"),
        ("iso8859-15", b"5 \xa4", "5 €"),
        ("28605", b"5 \xa4", "5 €"),
        ("windows-1252", b"5 \x80", "5 €"),
        ("iso-8859-9", b"\xde\xfe", "Şş"),
        ("latin5", b"\xde\xfe", "Şş"),
        ("macintosh", b"Gr\x9f\xa7e", "Grüße"),
        ("x-mac-roman", b"Gr\x9f\xa7e", "Grüße"),
        ("macroman", b"Gr\x9f\xa7e", "Grüße"),
        ("cp437", b"Gr\x81\xe1e", "Grüße"),
        ("ibm437", b"Gr\x81\xe1e", "Grüße"),
        ("437", b"Gr\x81\xe1e", "Grüße"),
        ("cp850", b"Gr\x81\xe1e \x9d", "Grüße Ø"),
        ("dos-850", b"Gr\x81\xe1e", "Grüße"),
        ("cp858", b"5 \xd5", "5 €"),
        ("cp865", b"\x9b", "ø"),
    ]);
}

#[test]
fn labels_of_the_east_are_read() {
    assert_read(&[
        ("windows-1250", b"\xb9\x9c", "ąś"),
        ("cp-1250", b"\xb9\x9c", "ąś"),
        ("iso-8859-2", b"\xb1\xb6", "ąś"),
        ("latin2", b"\xb1\xb6", "ąś"),
        ("cp852", b"\xa5\x98", "ąś"),
        ("windows-1251", b"\xcf\xf0\xe8", "При"),
        ("win-1251", b"\xcf\xf0\xe8", "При"),
        ("cp1251", b"\xcf\xf0\xe8", "При"),
        ("koi8-r", b"\xf0\xd2\xc9", "При"),
        ("koi8r", b"\xf0\xd2\xc9", "При"),
        ("koi8-u", b"\xa4\xa6", "єі"),
        ("cp866", b"\x8f\xe0\xa8", "При"),
        ("cp1125", b"\x8f\xe0\xf7 \xf4\xf9", "Прі Єї"),
        ("iso-8859-5", b"\xbf\xe0\xd8", "При"),
        ("x-mac-cyrillic", b"\x8f\xf0\xe8", "При"),
        ("windows-1253", b"\xc3\xe5\xe9\xdc", "Γειά"),
        ("iso-8859-7", b"\xc3\xe5\xe9\xdc", "Γειά"),
        ("windows-1254", b"\xde\xfe", "Şş"),
        ("windows-1255", b"\xf9\xec\xe5\xed", "שלום"),
        ("iso-8859-8-i", b"\xf9\xec\xe5\xed", "שלום"),
        ("windows-1256", b"\xe3\xd1\xcd\xc8\xc7", "مرحبا"),
        ("windows-1257", b"\xfe\xf0", "žš"),
        ("windows-1258", b"\xe9", "é"),
        ("tis-620", b"\xca\xc7", "สว"),
        ("tis620", b"\xca\xc7", "สว"),
        ("windows-874", b"\xca\xc7", "สว"),
        ("iso-8859-11", b"\xca\xc7", "สว"),
    ]);
}

#[test]
fn labels_of_the_far_east_are_read() {
    assert_read(&[
        ("shift_jis", b"\x93\xfa\x96\x7b", "日本"),
        ("shift-jis", b"\x93\xfa\x96\x7b", "日本"),
        ("sjis", b"\x93\xfa\x96\x7b", "日本"),
        ("cp932", b"\x87\x40", "①"),
        ("ms932", b"\x87\x40", "①"),
        ("windows-31j", b"\x87\x40", "①"),
        ("euc-jp", b"\xc6\xfc\xcb\xdc", "日本"),
        ("eucjp", b"\xc6\xfc\xcb\xdc", "日本"),
        ("iso-2022-jp", b"\x1b$BF|K\\\x1b(B", "日本"),
        ("cp50220", b"\x1b$BF|K\\\x1b(B", "日本"),
        ("iso-2022-jp-3", b"\x1b$BF|K\\\x1b(B", "日本"),
        ("euc-kr", b"\xc7\xd1\xb1\xdb", "한글"),
        ("cp949", b"\xc7\xd1\xb1\xdb", "한글"),
        ("uhc", b"\xc7\xd1\xb1\xdb", "한글"),
        ("ks_c_5601-1987", b"\xc7\xd1\xb1\xdb", "한글"),
        ("ksc5601", b"\xc7\xd1\xb1\xdb", "한글"),
        ("iso-2022-kr", b"\x1b$)C\x0eGQ1[\x0f ok", "한글 ok"),
        ("gb2312", b"\xd6\xd0\xce\xc4", "中文"),
        ("gbk", b"\xd6\xd0\xce\xc4", "中文"),
        ("cp936", b"\xd6\xd0\xce\xc4", "中文"),
        ("gb18030", b"\xd6\xd0\xce\xc4", "中文"),
        ("gb_2312-80", b"\xd6\xd0\xce\xc4", "中文"),
        ("hz-gb-2312", b"~{VPND~} ok", "中文 ok"),
        ("iso-2022-cn", b"\x1b$)A\x0eVPND\x0f", "中文"),
        ("big5", b"\xa4\xa4\xa4\xe5", "中文"),
        ("cp950", b"\xa4\xa4\xa4\xe5", "中文"),
        ("big5-hkscs", b"\xa4\xa4\xa4\xe5", "中文"),
    ]);
}

#[test]
fn labels_of_unicode_are_read() {
    assert_read(&[
        ("utf8", "Grüße".as_bytes(), "Grüße"),
        ("utf8mb4", "Grüße 💥".as_bytes(), "Grüße 💥"),
        ("utf-8; format=flowed", "Grüße".as_bytes(), "Grüße"),
        ("unicode-1-1-utf-8", "Grüße".as_bytes(), "Grüße"),
        ("cp65001", "Grüße".as_bytes(), "Grüße"),
        ("utf-7", b"Gr+APwA3w-e 1+-1", "Grüße 1+1"),
        ("unicode-1-1-utf-7", b"Gr+APwA3w-e", "Grüße"),
        ("utf-16", b"\xfe\xff\x00G\x00\xfc", "Gü"),
        ("utf-16le", b"G\x00\xfc\x00", "Gü"),
        ("utf-16be", b"\x00G\x00\xfc", "Gü"),
        ("utf-16", "Grüße".as_bytes(), "Grüße"),
        ("utf-32be", b"\x00\x00\x00\xfc", "ü"),
    ]);
}

#[test]
fn bytes_without_a_right_label_are_utf_8_and_what_is_none_is_windows_1252() {
    assert_eq!(decode(None, "Grüße".as_bytes()), "Grüße");
    assert_eq!(decode(None, b"Gr\xfc\xdfe 5 \x80"), "Grüße 5 €");
    assert_eq!(decode(Some("utf-8"), b"Gr\xfc\xdfe"), "Grüße");
    assert_eq!(decode(Some("gb2312"), b"Gr\xfc\xdfe"), "Grüße");
    assert_eq!(decode(Some("euc-jp"), "Grüße".as_bytes()), "Grüße");
    assert_eq!(decode(Some("no-such-charset"), "Grüße".as_bytes()), "Grüße");
    // Mixed by a program that knew no better.
    assert_eq!(decode(None, b"\xc3\xbc und \xfc"), "ü und ü");
    assert_eq!(decode(None, b"\x1b$BF|K\\\x1b(B"), "日本");
}

#[test]
fn html_says_its_charset_itself_where_nothing_else_does() {
    for meta in [
        "<meta charset=koi8-r>",
        "<META CHARSET='koi8-r'/>",
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\">",
    ] {
        let mut raw =
            format!("From: a@example.org\nContent-Type: text/html\n\n<html><head>{meta}</head><body>")
                .into_bytes();
        raw.extend_from_slice(b"\xf0\xd2\xc9\xd7\xc5\xd4</body></html>");
        let message = parse(&raw).message;
        assert_eq!(message.text, "Привет", "{meta}");
        assert!(message.html.is_some_and(|html| html.contains("Привет")), "{meta}");
    }
}
