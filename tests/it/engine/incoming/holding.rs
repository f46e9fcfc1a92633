//! Which mails wait for the staff, as a table.

use engine::{
    Address, MailReason, Settings,
    incoming::{
        holding::{Arrival, held, is_spam, range_of},
        writer::Writer,
    },
};

#[test]
fn only_what_would_make_an_account_for_nobody_is_held() {
    let person = Writer::Sender(Address { name: String::new(), address: "kim@kunde.example".to_owned() });
    let stranger = Arrival { writer: &person, known: false, joins: false, spam: false, null_sender: false };
    let table = [
        (stranger, None),
        (Arrival { spam: true, ..stranger }, Some(MailReason::Spam)),
        (Arrival { spam: true, joins: true, ..stranger }, Some(MailReason::Spam)),
        (Arrival { spam: true, known: true, ..stranger }, None),
        (Arrival { null_sender: true, ..stranger }, Some(MailReason::NullSender)),
        (Arrival { null_sender: true, joins: true, ..stranger }, None),
        (Arrival { null_sender: true, known: true, ..stranger }, None),
        (Arrival { writer: &Writer::MailServer, ..stranger }, Some(MailReason::MailServer)),
        (Arrival { writer: &Writer::MailServer, joins: true, ..stranger }, None),
        (Arrival { writer: &Writer::Ourselves, ..stranger }, Some(MailReason::OwnAddress)),
        (Arrival { writer: &Writer::Nobody, ..stranger }, None),
    ];
    for (arrival, expected) in table {
        assert_eq!(held(arrival), expected, "{arrival:?}");
    }
}

#[test]
fn the_marks_of_the_usual_filters_are_known() {
    let marks = Settings::default().mail.spam_marks;
    for (name, value, expected) in [
        ("X-Spam-Flag", "YES", true),
        ("x-spam-flag", "yes", true),
        ("X-Spam-Flag", "NO", false),
        ("X-Spam-Status", "Yes, score=12.3 required=5.0", true),
        ("X-Spam-Status", "No, score=-1.2", false),
        ("X-Spam-Status", "Yesterday", false),
        ("X-Spam", "Yes", true),
        ("X-Spam", "true", true),
        ("X-Spam-Level", "*****", false),
        ("X-Mailer", "yes", false),
    ] {
        let header = [(name.to_owned(), value.to_owned())];
        assert_eq!(is_spam(&header, &marks), expected, "{name}: {value}");
    }
    let own = ["X-Our-Filter: reject".to_owned()];
    assert!(is_spam(&[("X-Our-Filter".to_owned(), "Reject (12)".to_owned())], &own));
    assert!(!is_spam(&[("X-Spam-Flag".to_owned(), "YES".to_owned())], &own));
}

#[test]
fn neighbours_share_a_network() {
    let range = |text: &str| range_of(text.parse().unwrap());
    assert_eq!(range("203.0.113.7"), range("203.0.113.250"));
    assert_ne!(range("203.0.113.7"), range("203.0.114.7"));
    assert_eq!(range("::ffff:203.0.113.7"), range("203.0.113.9"));
    assert_eq!(range("2001:db8:1:2::3"), range("2001:db8:1:ffff::9"));
    assert_ne!(range("2001:db8:1::3"), range("2001:db8:2::3"));
}
