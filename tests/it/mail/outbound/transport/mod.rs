//! The ways out of the house: a directory, a mail server, and addresses that are neither.

mod capture;
mod script;
mod smtp;
mod token;

use mail::outbound::Transport;

#[test]
fn an_address_that_cannot_work_says_what_is_wrong_and_never_the_password() {
    for (address, says) in [
        ("mail.example.org", "is not valid"),
        ("http://mail.example.org", "unsupported scheme \"http\""),
        ("smtp://", "must name a host"),
        ("smtp://user:secret@", "is not valid"),
        ("smtp://user@mail.example.org", "a user but no password"),
        ("smtp://:secret@mail.example.org", "a password but no user"),
        ("smtp://user:secret%ff@mail.example.org", "not UTF-8"),
        ("smtp://mail.example.org:99999", "is not valid"),
        ("smtp://mail.example.org?tls=maybe", "must have tls=required"),
        ("smtp://mail.example.org?tsl=required", "unknown option \"tsl\""),
        ("smtp://mail.example.org?timeout=0", "must have a timeout of"),
        ("smtp://mail.example.org?timeout=soon", "must have a timeout of"),
        ("smtp://mail.example.org?timeout=61", "must have a timeout of"),
        ("smtp://mail.example.org?data_timeout=0", "data_timeout of 1 to 600"),
        ("smtp://mail.example.org?data_timeout=601", "data_timeout of 1 to 600"),
        ("smtp://mail.example.org?sender=nobody", "not an email address"),
        ("smtp://mail.example.org?verp=maybe", "must have verp=on"),
        ("smtp://mail.example.org?ehlo=", "not a full host name"),
        ("smtp://mail.example.org?ehlo=localhost", "not a full host name"),
        ("smtp://mail.example.org?ehlo=a.example%0D%0AMAIL", "not a full host name"),
        ("smtp://mail.example.org?ehlo=[127.0.0.256]", "not a full host name"),
        ("file://", "must name a directory"),
    ] {
        let error = Transport::open(address, None).unwrap_err().to_string();
        assert!(error.contains(says), "{address}: {error}");
        assert!(!error.contains("secret"), "{address}: {error}");
    }
}

#[test]
fn every_way_of_writing_a_mail_server_is_understood_and_none_shows_its_password() {
    for address in [
        "smtp://127.0.0.1:25",
        "smtp://[::1]:25",
        "smtp://user:p%40ss%2Fword@localhost",
        "smtp://user:p%40ss@mail.example.org:587?tls=required&timeout=30&data_timeout=600",
        "smtp+starttls://user:p%40ss@mail.example.org",
        "smtps://user:p%40ss@mail.example.org:465",
    ] {
        let transport = Transport::open(address, None).unwrap_or_else(|error| panic!("{address}: {error}"));
        let shown = format!("{transport:?}");
        assert!(!shown.contains("p@ss") && !shown.contains("p%40ss") && !shown.contains("user"), "{shown}");
    }
}

#[test]
fn certificates_that_are_none_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("ca.pem");
    assert!(Transport::open("smtps://mail.example.org", Some(&file)).is_err(), "it does not exist");
    std::fs::write(&file, "not a certificate").unwrap();
    let error = Transport::open("smtps://mail.example.org", Some(&file)).unwrap_err().to_string();
    assert!(error.contains("no PEM certificate"), "{error}");
}
