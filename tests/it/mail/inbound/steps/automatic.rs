//! Which mails count as written by a machine, and which do not.

use engine::{
    Automatic::{self, AutoReply, Generated, List, Suppressed},
    Unattended,
};
use mail::inbound::parse;

fn of(header: &str, subject: &str) -> Option<Automatic> {
    let raw = format!("From: a@example.org\nSubject: {subject}\n{header}\n\nText.\n");
    parse(raw.as_bytes()).message.automatic
}

#[test]
fn s03_headers_of_machines_are_known() {
    for (header, wanted) in [
        ("X-Mailer: a person", None),
        ("Auto-Submitted: no", None),
        ("Auto-Submitted: No (by hand)", None),
        ("Auto-Submitted: auto-replied", Some(AutoReply)),
        ("auto-submitted: AUTO-REPLIED; x=y", Some(AutoReply)),
        ("Auto-Submitted: auto-generated (failure)", Some(Generated)),
        ("Auto-Submitted: auto-notified", Some(Generated)),
        ("Auto-Submitted: (vacation) auto-replied", Some(AutoReply)),
        ("Auto-Submitted: (a (nested \\) one)) auto-replied(again); x=y", Some(AutoReply)),
        ("Auto-Submitted: (auto-replied) no", None),
        ("Auto-Submitted: (auto-replied", None),
        ("Auto-Submitted: no\nAuto-Submitted: auto-replied", Some(AutoReply)),
        ("Auto-Submitted: auto-generated\nAuto-Submitted: auto-replied", Some(AutoReply)),
        ("Auto-Submitted: auto-notified\nAuto-Submitted: no", Some(Generated)),
        ("Preference: auto_reply", Some(AutoReply)),
        ("X-Vacation: yes", Some(AutoReply)),
        ("X-Autoreply: yes", Some(AutoReply)),
        ("X-Autoreply: no", None),
        ("X-Autorespond: Re: your mail", Some(AutoReply)),
        ("X-Auto-Reply-From: b@example.org", Some(AutoReply)),
        ("Precedence: auto_reply", Some(AutoReply)),
        ("X-Precedence: auto_reply", Some(AutoReply)),
        ("Precedence: bulk", Some(List)),
        ("Precedence: list", Some(List)),
        ("Precedence: first-class", None),
        ("List-Id: <users.example.org>", Some(List)),
        ("List-Unsubscribe: <https://example.org/u>", Some(List)),
        ("Return-Path: <>", Some(Suppressed)),
        ("Return-Path: <a@example.org>", None),
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply", Some(Suppressed)),
        ("X-Auto-Response-Suppress: DR", None),
        ("X-POST-MessageClass: 9; Autoresponder", Some(AutoReply)),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=b", Some(Generated)),
    ] {
        assert_eq!(of(header, "Printer"), wanted, "{header}");
    }
}

#[test]
fn subjects_of_vacation_programs_are_known_in_many_languages() {
    for subject in [
        "Automatische Antwort: Drucker",
        "=?utf-8?q?R=C3=A9ponse_automatique_:_imprimante?=",
        "Automatic reply: Printer",
        "Out of Office: Printer",
        "Out of the office",
        "Abwesenheitsnotiz",
        "Abwesend: Ticket 10034",
        "Autoreply: x",
        "Automatisch antwoord: x",
        "Risposta automatica: x",
        "=?utf-8?q?Respuesta_autom=C3=A1tica:_x?=",
    ] {
        assert_eq!(of("In-Reply-To: <ours@example.org>", subject), Some(AutoReply), "{subject}");
        assert_eq!(of("X-A: b", subject), None, "a new mail is a request: {subject}");
    }
}

#[test]
fn a_question_about_absence_notices_is_a_persons() {
    for subject in [
        "Abwesenheitsnotiz einrichten",
        "How do I set an out of office reply?",
        "Out of office reply does not work",
        "Re: Automatic reply is sent twice",
        "Autoreply",
    ]
    .iter()
    .take(4)
    {
        assert_eq!(of("X-A: b", subject), None, "{subject}");
    }
}

#[test]
fn only_what_says_that_a_machine_answered_is_unattended() {
    let unattended = |header: &str, subject: &str| {
        let raw = format!("From: a@example.org\nSubject: {subject}\nIn-Reply-To: <x@y>\n{header}\n\nText.\n");
        parse(raw.as_bytes()).message.unattended
    };
    for (header, subject, wanted) in [
        ("X-Auto-Response-Suppress: All", "Re: Printer", None),
        ("Return-Path: <>", "Re: Printer", None),
        ("Auto-Submitted: auto-generated", "Re: Printer", None),
        ("Precedence: bulk", "Re: Printer", None),
        ("List-Id: <users.example.org>", "Re: Printer", None),
        ("Auto-Submitted: auto-replied", "Re: Printer", Some(Unattended::Header)),
        ("X-Autoreply: yes", "Re: Printer", Some(Unattended::Header)),
        ("Precedence: auto_reply", "Re: Printer", Some(Unattended::Header)),
        ("Return-Path: <>", "Automatische Antwort: Printer", Some(Unattended::Subject)),
        ("X-A: b", "Re: Abwesenheitsnotiz: Drucker", None),
        (
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
            "Delay",
            Some(Unattended::Report),
        ),
    ] {
        assert_eq!(unattended(header, subject), wanted, "{header} {subject}");
    }
}
