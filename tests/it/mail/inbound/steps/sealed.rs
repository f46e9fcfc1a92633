//! A mail whose text only a mail program can open says so, and holds the file.

use mail::inbound::parse;

#[test]
fn what_is_encrypted_or_signed_as_a_whole_is_told_and_attached() {
    let pgp = "multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\
               --b\r\nContent-Type: application/octet-stream; name=encrypted.asc\r\n\r\n-----BEGIN PGP MESSAGE-----\r\nabc\r\n-----END PGP MESSAGE-----\r\n--b--";
    for (kind, word, file) in [
        (
            "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB",
            "verschlüsselt",
            "smime.p7m",
        ),
        (
            "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB",
            "signiert",
            "smime.p7m",
        ),
        (pgp, "verschlüsselt", "encrypted.asc"),
    ] {
        let raw =
            format!("From: a@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\n");
        let message = parse(raw.as_bytes()).message;
        assert!(
            message.text.contains(word) && message.text.contains("This email is"),
            "{kind}: {}",
            message.text
        );
        assert!(message.attachments.iter().any(|found| found.upload.filename == file), "{kind}");
    }
}
