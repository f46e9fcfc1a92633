//! A read receipt names the mail that was read.

use mail::inbound::parse;

fn of(head: &str, fields: &str) -> Option<String> {
    let raw = format!(
        "From: a@example.org\r\n{head}MIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nGelesen.\r\n\
         --b\r\nContent-Type: message/disposition-notification\r\n\r\n{fields}\r\n--b--\r\n"
    );
    parse(raw.as_bytes()).message.receipt_of
}

#[test]
fn the_mail_that_was_read_is_named_by_the_receipt_or_by_its_thread() {
    let fields = "Final-Recipient: rfc822;a@example.org\r\nOriginal-Message-ID: <1@desk.example>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n";
    assert_eq!(of("", fields).as_deref(), Some("1@desk.example"));
    let nameless = "Disposition: automatic-action/MDN-sent-automatically; deleted\r\n";
    assert_eq!(of("In-Reply-To: <2@desk.example>\r\n", nameless).as_deref(), Some("2@desk.example"));
    assert_eq!(of("References: <3@x> <4@desk.example>\r\n", nameless).as_deref(), Some("4@desk.example"));
    assert_eq!(of("", nameless), None);
}

#[test]
fn a_person_who_passes_a_receipt_on_writes_a_mail_of_their_own() {
    let raw = "From: a@example.org\r\nIn-Reply-To: <1@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
               --b\r\nContent-Type: text/plain\r\n\r\nWhat is this?\r\n\
               --b\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: x; displayed\r\n\r\n--b--\r\n";
    assert_eq!(parse(raw.as_bytes()).message.receipt_of, None);
}
