//! What the rules of a mailbox say about a mail.

use engine::{
    Address, IncomingMessage, Priority, Status,
    incoming::rules::{MailRule, Pattern, ruled},
};

fn rule(pattern: &str) -> MailRule {
    MailRule {
        header: "Subject".to_owned(),
        pattern: Pattern::parse(pattern).unwrap(),
        status: None,
        priority: None,
        tags: Vec::new(),
        queue: None,
    }
}

fn number(rules: &[MailRule], subject: &str) -> Option<String> {
    let mail = IncomingMessage { subject: subject.to_owned(), ..IncomingMessage::default() };
    ruled(rules, &mail).number.map(|number| number.number)
}

#[test]
fn the_first_group_finds_the_number_whatever_stands_around_it() {
    let rules = [rule(r"\b(INC\d{7,})\b"), rule(r"^(?:PROBLEM|RECOVERY)\W+(\S+) is ")];
    for (subject, wanted) in [
        ("INC0012345 - Leitung", Some("inc0012345")),
        ("RE: [ext] inc0012345 - resolved", Some("inc0012345")),
        ("PROBLEM - db01/Disk is CRITICAL", Some("db01/disk")),
        ("RECOVERY - db01/Disk is OK", Some("db01/disk")),
        ("PROBLEM - db02/Disk is CRITICAL", Some("db02/disk")),
        ("INC123", None),
        ("", None),
    ] {
        assert_eq!(number(&rules, subject).as_deref(), wanted, "{subject}");
    }
    assert_eq!(
        number(&[rule("^RECOVERY")], "RECOVERY - db01"),
        None,
        "a rule without a group names no ticket"
    );
}

#[test]
fn every_rule_that_matches_has_its_say_and_the_first_one_counts() {
    let rules = [
        MailRule { status: Some(Status::Resolved), tags: vec!["a".to_owned()], ..rule("^RECOVERY") },
        MailRule {
            status: Some(Status::Open),
            priority: Some(Priority::High),
            tags: vec!["b".to_owned()],
            ..rule("db01")
        },
        MailRule { header: "X-Icinga-Host".to_owned(), queue: Some("Nacht".to_owned()), ..rule("^(db.*)") },
        MailRule { header: "From".to_owned(), ..rule("nobody@") },
    ];
    let mail = IncomingMessage {
        subject: "RECOVERY - db01".to_owned(),
        from: Some(Address { name: "Icinga".to_owned(), address: "monitor@firma.example".to_owned() }),
        marks: vec![("X-Icinga-Host".to_owned(), "db01".to_owned())],
        ..IncomingMessage::default()
    };
    let said = ruled(&rules, &mail);
    assert_eq!((said.status, said.priority), (Some(Status::Resolved), Some(Priority::High)));
    assert_eq!((said.tags.join(" "), said.queue.as_deref()), ("a b".to_owned(), Some("Nacht")));
    assert_eq!(said.number.unwrap().number, "db01");
}

#[test]
fn a_pattern_that_is_none_says_so() {
    for wrong in ["(", "[a", r"\q", "(?:a{1000}){1000}{1000}"] {
        assert!(!Pattern::parse(wrong).unwrap_err().to_string().is_empty(), "{wrong}");
    }
}
