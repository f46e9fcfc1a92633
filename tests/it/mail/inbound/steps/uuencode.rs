//! Files that stand in a text become files, and everything else of the text stays.

use engine::{FileContent, IncomingMessage};
use mail::inbound::parse;

fn read(body: &str) -> IncomingMessage {
    parse(format!("From: a@example.org\nSubject: s\n\n{body}").as_bytes()).message
}

fn files(message: &IncomingMessage) -> Vec<(&str, Vec<u8>)> {
    let bytes = |content: &FileContent| match content {
        FileContent::Memory(bytes) => bytes.to_vec(),
        FileContent::Spooled(_) | FileContent::Stored(_) => panic!("a file in a text is held in memory"),
    };
    message
        .attachments
        .iter()
        .map(|file| (file.upload.filename.as_str(), bytes(&file.upload.bytes)))
        .collect()
}

/// "Hello, world\n" as `uuencode` writes it.
const HELLO: &str = "begin 644 hello.txt\n-2&5L;&\\L('=O<FQD\"@``\n`\nend\n";

#[test]
fn a_block_becomes_a_file_and_the_text_around_it_stays() {
    let message = read(&format!("Hallo,\nanbei die Datei.\n\n{HELLO}\nGruß\nKim\n"));
    assert_eq!(files(&message), [("hello.txt", b"Hello, world\n".to_vec())]);
    assert!(message.text.starts_with("Hallo,\nanbei die Datei."), "{}", message.text);
    assert!(message.text.ends_with("Gruß\nKim") && !message.text.contains("begin"), "{}", message.text);
}

#[test]
fn each_form_that_programs_write_is_read() {
    let all: Vec<u8> = (0..=255).collect();
    let long = encoded(&all);
    for (block, name, bytes) in [
        (HELLO.to_owned(), "hello.txt", b"Hello, world\n".to_vec()),
        (HELLO.replace('\n', "\r\n"), "hello.txt", b"Hello, world\n".to_vec()),
        (HELLO.replace("`\nend", " \nend"), "hello.txt", b"Hello, world\n".to_vec()),
        (HELLO.replace("`\nend", "\nend"), "hello.txt", b"Hello, world\n".to_vec()),
        (HELLO.replace("`\nend", "end"), "hello.txt", b"Hello, world\n".to_vec()),
        (HELLO.replace("``\n", "\n"), "hello.txt", b"Hello, world\n".to_vec()),
        (format!("begin 0755 ../bin/Mein Bild.bin\n{long}`\nend\n"), "Mein Bild.bin", all.clone()),
        (format!("begin 600 a.bin\n{}`\nend\n", long.replace('`', " ")), "a.bin", all.clone()),
        (
            "begin-base64 644 hello.txt\nSGVsbG8sIHdvcmxkCg==\n====\n".to_owned(),
            "hello.txt",
            b"Hello, world\n".to_vec(),
        ),
    ] {
        let message = read(&block);
        assert_eq!(files(&message), [(name, bytes)], "{block}");
        assert_eq!(message.text, "", "{block}");
    }
    let two = read(&format!("eins\n{HELLO}zwei\n{}drei\n", HELLO.replace("hello", "again")));
    assert_eq!(files(&two).iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["hello.txt", "again.txt"]);
    assert_eq!(two.text, "eins\nzwei\ndrei");
}

#[test]
fn what_is_no_complete_block_stays_text() {
    for text in [
        "begin 644 hello.txt\n-2&5L;&\\L('=O<FQD\"@``\n`",
        "begin 644 hello.txt\nnicht kodiert\n`\nend",
        "begin 644 hello.txt\n`\nend",
        "begin 999 hello.txt\n-2&5L;&\\L('=O<FQD\"@``\n`\nend",
        "begin 644\n-2&5L;&\\L('=O<FQD\"@``\n`\nend",
        "begin\n  writeln('hello');\nend",
        "begin transaction now\nselect 1\nend",
        "So beginnt es:\nbegin 644 name\n… und dann kommt\nend",
        "So beginnt es:\n  begin 644 hello.txt\n  -2&5L;&\\L('=O<FQD\"@``\n  `\n  end",
        "begin-base64 644 a.txt\nSGVs bG8=\n====",
        "begin-base64 644 a.txt\nSGVsbG8\nend",
    ] {
        let message = read(text);
        assert_eq!((message.text.as_str(), files(&message).len()), (text, 0));
    }
    let quoted = HELLO.lines().map(|line| format!("> {line}\n")).collect::<String>();
    assert_eq!(files(&read(&format!("Am 02.02.2026 um 10:00 schrieb Kim <kim@example.org>:\n{quoted}"))), []);
}

#[test]
fn a_block_without_end_that_is_begun_again_and_again_is_read_once() {
    let line = "M2&5L;&\\L('=O<FQD\"@``2&5L;&\\L('=O<FQD\"@``2&5L;&\\L('=O<FQD\"@``2\n";
    let text = format!("{}\nend\n", format!("begin 644 a\n{line}").repeat(10_000));
    assert!(files(&read(&text)).len() <= 1);
    assert_eq!(files(&read(&format!("begin 644 a\n{}x\nend\n", line.repeat(20_000)))), []);
}

/// Bytes as the historical form has them, in lines.
fn encoded(bytes: &[u8]) -> String {
    let sign = |bits: u8| char::from(if bits.trailing_zeros() >= 6 { b'`' } else { (bits & 0x3F) + b' ' });
    let mut out = String::new();
    for line in bytes.chunks(45) {
        out.push(sign(u8::try_from(line.len()).unwrap()));
        for three in line.chunks(3) {
            let at = |index: usize| three.get(index).copied().unwrap_or(0);
            let (a, b, c) = (at(0), at(1), at(2));
            out.extend([sign(a >> 2), sign(a << 4 | b >> 4), sign(b << 2 | c >> 6), sign(c)]);
        }
        out.push('\n');
    }
    out
}
