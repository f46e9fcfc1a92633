//! Which subjects are those of absence notices: whatever the mail is, and in a ticket.

use engine::incoming::absence::{is_notice, is_notice_in, sounds_like_notice};

#[test]
fn a_subject_that_people_write_as_well_is_a_notice_only_in_an_answer() {
    for (subject, alone) in [
        ("Automatische Antwort: Zugang", true),
        ("Abwesenheitsnotiz", true),
        ("Out of Office (Kim): Zugang", true),
        ("自动回复：Zugang", true),
        ("Abwesenheitsnotiz Re: Zugang", false),
        ("AW: Automatische Antwort: Zugang", false),
        ("Re: Out of Office", false),
        ("RE[2]: Out of Office", false),
        ("Out of Office Re: Zugang", false),
        ("OOO: Zugang", false),
        ("[Auto-Reply] Zugang", false),
        ("[EXTERN] Automatic reply: Zugang", false),
        ("[example.org #10034] [Auto-Reply] Zugang", false),
        ("Re: [EXTERN] Automatic reply: Zugang", false),
        ("Ich bin im Urlaub Re: Zugang", false),
        ("Außer Haus: Zugang", false),
        ("Absence : Zugang", false),
        ("Assente: Zugang", false),
        ("Ausência temporária: Zugang", false),
        ("Frånvaro: Zugang", false),
        ("Ikke til stede: Zugang", false),
        ("Poissa: Zugang", false),
        ("Automatikus válasz: Zugang", false),
        ("Răspuns automat: Zugang", false),
        ("Αυτόματη απάντηση: Zugang", false),
        ("Автоматична відповідь: Zugang", false),
        ("Автоматичен отговор: Zugang", false),
        ("Automatski odgovor: Zugang", false),
        ("Automatická odpoveď: Zugang", false),
        ("Samodejni odgovor: Zugang", false),
        ("Automatinis atsakymas: Zugang", false),
        ("自動応答: Zugang", false),
        ("自动答复: Zugang", false),
        ("自動回覆: Zugang", false),
        ("자동 회신: Zugang", false),
        ("\u{202b}מענה אוטומטי: Zugang", false),
    ] {
        assert_eq!(is_notice(subject), alone, "{subject}");
        assert!(sounds_like_notice(subject), "{subject}");
        assert!(is_notice_in("Zugang", subject, true), "{subject}");
        assert_eq!(is_notice_in("Zugang", subject, false), alone, "{subject}: by its number alone");
    }
}

#[test]
fn what_people_write_is_none() {
    for subject in [
        "",
        "Re: Zugang",
        "AW: Zugang geht nicht",
        "Abwesenheitsnotiz einrichten",
        "Out of office assistant kaputt",
        "Re: Automatic reply is sent twice",
        "Awayday am Freitag",
        "Re: absents: wer fehlt?",
        "[EXTERN] Re: Zugang",
        "Neue Adresse: Zugang",
        "Abwesend - wie stelle ich das ein?",
    ] {
        assert!(!is_notice_in("Zugang", subject, true), "{subject}");
    }
}

#[test]
fn an_answer_bears_the_title_of_its_ticket_which_may_be_about_notices() {
    let title = "Out of office: please set one up";
    for (title, subject, is_one) in [
        (title, title, false),
        (title, "Re: Out of office: please set one up", false),
        (title, "AW: Re: OUT OF OFFICE: please set one up", false),
        (title, "Re: Out of office: please set one up, thanks", false),
        (title, "[EXTERN] Re: Out of office: please set one up", false),
        (title, "Out of office: Out of office: please set one up", true),
        (title, "Automatische Antwort: Re: Out of office: please set one up", true),
        ("Re: Abwesenheit", "Abwesenheit", false),
        ("Abwesenheitsnotiz", "AW: Abwesenheitsnotiz", false),
        ("Abwesenheitsnotiz", "Abwesenheitsnotiz Re: Abwesenheitsnotiz", true),
        ("Geht das?", "Automatische Antwort: Geht das?", true),
        ("Abwesenheitsnotiz einrichten", "AW: Abwesenheitsnotiz einrichten", false),
    ] {
        assert_eq!(is_notice_in(title, subject, true), is_one, "{subject}");
    }
}
