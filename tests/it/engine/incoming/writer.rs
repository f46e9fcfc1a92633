//! Whose words a mail carries, as a table.

use engine::{
    Address, Machine,
    incoming::writer::{Names, Writer, is_unread, writer},
};

fn address(text: &str) -> Address {
    Address { name: String::new(), address: text.to_owned() }
}

#[test]
fn a_form_writes_in_anothers_name_and_a_mail_server_in_nobodys() {
    let ours = |text: &str| text.ends_with("@example.org");
    let kim = "kim@kunde.example";
    let table = [
        (Some(kim), None, Writer::Sender(address(kim))),
        (Some(kim), Some("assistant@kunde.example"), Writer::Sender(address(kim))),
        (Some("tickets@example.org"), Some(kim), Writer::Behind(address(kim))),
        (Some("tickets@example.org"), None, Writer::Ourselves),
        (Some("tickets@example.org"), Some("tickets+1@example.org"), Writer::Ourselves),
        (Some(kim), Some("tickets@example.org"), Writer::Sender(address(kim))),
        (Some("www@webhoster.example"), Some(kim), Writer::Behind(address(kim))),
        (Some("WordPress@shop.example"), Some(kim), Writer::Behind(address(kim))),
        (Some("www@webhoster.example"), None, Writer::Sender(address("www@webhoster.example"))),
        (None, Some(kim), Writer::Nobody),
        (None, None, Writer::Nobody),
    ];
    for (from, reply_to, expected) in table {
        let (from, reply_to) = (from.map(address), reply_to.map(address));
        let reply_to = reply_to.filter(|one| !ours(&one.address));
        let is_ours = |one: &Option<Address>| one.as_ref().is_some_and(|one| ours(&one.address));
        let names = Names {
            from: from.as_ref(),
            reply_to: reply_to.as_ref(),
            from_us: is_ours(&from),
            by_mail_server: false,
        };
        assert_eq!(writer(names), expected, "{from:?} {reply_to:?}");
        assert_eq!(writer(Names { by_mail_server: true, ..names }), Writer::MailServer);
    }
}

#[test]
fn what_a_machine_wrote_is_nobodys_when_it_is_passed_on() {
    let kim = address("kim@kunde.example");
    let (server, program) = (Some(Machine::MailServer), Some(Machine::Program));
    for (writer, machine, whose) in [
        (Writer::Sender(kim.clone()), None, Some(&kim)),
        (Writer::Sender(kim.clone()), program, None),
        (Writer::Sender(kim.clone()), server, None),
        // A form says that a program sent it, and whom to answer.
        (Writer::Behind(kim.clone()), program, Some(&kim)),
        (Writer::MailServer, server, None),
        (Writer::Ourselves, None, None),
        (Writer::Nobody, None, None),
    ] {
        assert_eq!(writer.clone().of_passed_on(machine).as_ref(), whose, "{writer:?} {machine:?}");
    }
}

#[test]
fn s03_an_address_that_nobody_reads_says_so() {
    for unread in [
        "noreply@a.example",
        "No-Reply@a.example",
        "no_reply+4711@a.example",
        "donotreply@a.example",
        "nicht-antworten@a.example",
    ] {
        assert!(is_unread(unread), "{unread}");
    }
    for read in
        ["anna@a.example", "replyteam@a.example", "noreply.anna@a.example", "info@noreply.example", "", "@"]
    {
        assert!(!is_unread(read), "{read}");
    }
}
