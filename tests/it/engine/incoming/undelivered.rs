//! What a mail is that looks like a report of a failed delivery, as a table.

use engine::incoming::undelivered::{
    Report, Undelivered, blames_address, refuses_address, refuses_files, undelivered,
};

#[test]
fn a_letter_fails_only_by_a_report_that_names_it() {
    let standard = Report { standard: true, by_machine: true, ..Report::default() };
    let plain = Report { by_machine: true, ..Report::default() };
    let (ours, others) = (Some(true), Some(false));
    let table = [
        ("a standard report about anything", standard, Undelivered::Noted),
        ("that encloses ours", Report { encloses_ours: true, ..standard }, Undelivered::Fails),
        (
            "and names its recipient",
            Report { encloses_ours: true, names_recipient: ours, ..standard },
            Undelivered::Fails,
        ),
        (
            "and names another",
            Report { encloses_ours: true, names_recipient: others, ..standard },
            Undelivered::Noted,
        ),
        ("that answers ours", Report { answers_ours: true, ..standard }, Undelivered::Noted),
        (
            "and names another",
            Report { answers_ours: true, names_recipient: others, ..standard },
            Undelivered::Noted,
        ),
        (
            "and names its recipient",
            Report { answers_ours: true, names_recipient: ours, ..standard },
            Undelivered::Fails,
        ),
        ("words of a mail server", plain, Undelivered::Words),
        ("that quote ours", Report { encloses_ours: true, ..plain }, Undelivered::Fails),
        ("that answer ours", Report { answers_ours: true, ..plain }, Undelivered::Words),
        (
            "and name its recipient",
            Report { answers_ours: true, names_recipient: ours, ..plain },
            Undelivered::Fails,
        ),
        (
            "of a person at postmaster@ who quotes ours",
            Report { encloses_ours: true, names_recipient: ours, by_recipient: true, ..plain },
            Undelivered::Words,
        ),
        (
            "of a person who quotes ours",
            Report { encloses_ours: true, names_recipient: ours, ..Report::default() },
            Undelivered::Words,
        ),
    ];
    for (what, report, expected) in table {
        assert_eq!(undelivered(report), expected, "{what}: {report:?}");
    }
}

#[test]
fn a_failure_blames_the_address_unless_the_mail_was_the_trouble() {
    for (status, blamed) in [
        (None, true),
        (Some("5.1.1"), true),
        (Some("5.0.0"), true),
        (Some("5.2.2"), true),
        (Some("5.4.1"), true),
        (Some("5.7.1"), false),
        (Some("5.7.26"), false),
        (Some("5.7.606"), false),
        (Some("5.3.2"), false),
        (Some("5.4.7"), false),
        (Some("5.2.3"), false),
        (Some("5.3.4"), false),
        (Some("5.6.1"), false),
        (Some("4.4.7"), false),
    ] {
        assert_eq!(blames_address(status), blamed, "{status:?}");
    }
    for (words, blamed) in [
        ("The mail server refused the email: permanent error (550): 5.1.1 no such user", true),
        ("The mail server refused the email: permanent error (550): #5.2.1 disabled", true),
        ("The mail server refused the email: permanent error (550): 5.1.8 bad sender", false),
        ("The mail server refused the email: permanent error (554): 5.7.1 spam", false),
        ("The mail server refused the email: permanent error (550): no", false),
        ("the Message-ID of the email is not valid", false),
    ] {
        assert_eq!(refuses_address(words), blamed, "{words}");
    }
}

#[test]
fn a_refusal_of_the_size_or_of_a_file_is_told_from_one_of_the_address_and_from_a_full_mailbox() {
    for (words, of_files) in [
        (
            "The mail server refused the email: permanent error (552): Message size exceeds maximum permitted",
            true,
        ),
        ("The mail server refused the email: permanent error (552): 5.3.4 message too big", true),
        ("The mail server refused the email: permanent error (554): 5.2.3 no", true),
        (
            "The mail server did not accept the email: transient error (452): 4.3.4 Message size exceeds limit",
            true,
        ),
        ("5.3.4 smtp; 552 5.3.4 Message size exceeds fixed limit", true),
        ("5.0.0 smtp; 550 Message too large", true),
        ("permanent error (552): 5.7.0 blocked, its content presents a potential security issue", true),
        ("permanent error (550): 5.7.1 The attachment x.exe is not allowed", true),
        ("permanent error (552): exceeded storage allocation", false),
        ("permanent error (552): 5.2.2 mailbox size limit exceeded", false),
        ("permanent error (552): Quota exceeded", false),
        ("transient error (452): 4.3.1 Insufficient system storage", false),
        ("permanent error (554): 5.7.1 spam", false),
        ("permanent error (550): 5.1.1 no such user", false),
        ("", false),
    ] {
        assert_eq!(refuses_files(words), of_files, "{words}");
    }
}
