//! The text of a mail says in which language its writer is answered, if it is clear; else the mail program does.

use mail::inbound::parse;

const DE: Option<&str> = Some("de");
const EN: Option<&str> = Some("en");

/// In which language the text is, as far as it tells.
fn of_text(text: &str) -> Option<String> {
    parse(
        format!("From: a@example.org\nSubject: s\nContent-Type: text/plain; charset=utf-8\n\n{text}\n")
            .as_bytes(),
    )
    .message
    .locale
}

const NOTICE: &str = "This e-mail may contain confidential and/or privileged information. If you are not the intended \
                      recipient, please notify the sender immediately and destroy this e-mail.";

const HINWEIS: &str = "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, \
                       informieren Sie bitte den Absender und vernichten Sie diese Mail.";

#[test]
fn a_clear_text_tells_its_language() {
    for (text, expected) in [
        ("Hallo,\n\nder Drucker im zweiten Stock druckt nicht mehr.\n\nMit freundlichen Grüßen\nKim", DE),
        ("Hello,\n\nthe printer on the second floor does not print any more.\n\nKind regards\nKim", EN),
        ("Der Drucker geht nicht.", DE),
        ("The printer does not work.", EN),
        ("Bitte schalten Sie mein Konto frei.", DE),
        ("Please reset my password, I cannot log in.", EN),
        ("Koennen Sie mir bitte die Rechnung fuer Mai schicken?", DE),
        ("Could you send me the invoice for May?", EN),
        ("Anbei die Logs.\n\nViele Grüße\nKim", DE),
        ("Der Server meldet ERROR 0x80070005 ACCESS DENIED, was soll ich tun? Die IT hilft mir nicht.", DE),
        ("Seit dem Update startet Outlook nicht mehr, der Support von Microsoft sagt: Safe Mode.", DE),
        ("Since the update Outlook has not been starting; the Geschäftsführung is waiting for it.", EN),
    ] {
        assert_eq!(of_text(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn what_stands_around_the_text_does_not_count() {
    let english = "> Hello,\n> we have looked at it and cannot find the cause. Could you send us the logs?";
    let german = "> Hallo,\n> wir haben es uns angesehen und finden die Ursache nicht. Schicken Sie uns bitte die Logs?";
    let log = "2026-11-12 10:00:01 INFO connection to the server was lost\nTypeError: x is not a function\n\
               at main (index.js:3)\nThe application was unable to start. Click OK to close the application.";
    for (text, expected) in [
        (format!("Die Logs schicke ich Ihnen morgen.\n\nOn Mon, 2 Feb 2026, Support <s@x.example> wrote:\n{english}"), DE),
        (format!("I will send you the logs.\n\nAm 02.02.2026 um 10:00 schrieb Support:\n{german}"), EN),
        (format!("Die Datei fehlt noch, bitte schicken.\n\n{NOTICE}"), DE),
        (format!("The file is still missing.\n\n{HINWEIS}\n\n{NOTICE}"), EN),
        (
            "Der Drucker geht nicht.\n\nKind regards,\nKim Example\nHead of the Department for Sales and Service\n\
             Find us on the web: we are here to help you with all of it"
                .to_owned(),
            DE,
        ),
        ("Can you help us with this?\n\nMit freundlichen Grüßen\nKim Beispiel\nLeiter der Abteilung für die Kunden".to_owned(), EN),
        (format!("Hallo,\nbeim Start kommt bei mir das hier:\n\n{log}\n\nWas kann ich tun?"), DE),
        (format!("Hi,\nI get this when I start it:\n\n{log}\n\nWhat can we do?"), EN),
    ] {
        assert_eq!(of_text(&text).as_deref(), expected, "{text}");
    }
}

#[test]
fn a_text_that_is_short_or_mixed_or_in_a_third_language_tells_nothing() {
    for text in [
        "",
        "Hallo",
        "Printer broken",
        "siehe Anhang",
        "FYI",
        "Kim Example\nExample Ltd",
        "Please see below. Bitte sehen Sie unten. The printer is broken. Der Drucker ist kaputt.",
        "Wij hebben een probleem met de printer, het is niet mogelijk om af te drukken. Kunnen jullie ons helpen?",
        "Weet u of we de printer kunnen gebruiken? Hij is kapot.",
        "Bonjour, nous avons un problème avec l'imprimante qui ne fonctionne plus. Merci de votre aide.",
        "No puedo entrar en el portal, me sale un error. ¿Me pueden ayudar?",
        "Hej, der er en fejl på siden, og den er der stadig. Kan I hjælpe os med at få den til at køre?",
        "Não consigo aceder às faturas do cliente. As páginas do portal não abrem.",
        "Dzień dobry, drukarka nie działa i nie mogę wydrukować faktury.",
        "Buongiorno, la stampante non funziona e non riesco a stampare i documenti.",
    ] {
        assert_eq!(of_text(text), None, "{text}");
    }
}

#[test]
fn the_text_decides_before_the_headers_and_these_decide_where_it_does_not() {
    let read = |language: &str, text: &str| {
        parse(format!("From: a@example.org\nContent-Language: {language}\n\n{text}\n").as_bytes())
            .message
            .locale
    };
    assert_eq!(read("en-US", "Der Drucker geht nicht mehr, bitte helfen Sie mir.").as_deref(), DE);
    assert_eq!(read("de-DE", "The printer does not work, please help me.").as_deref(), EN);
    assert_eq!(read("en-US", "siehe Anhang").as_deref(), EN);
    assert_eq!(read("de-DE", "FYI").as_deref(), DE);
    assert_eq!(read("fr", "FYI"), None);
    let html = "From: a@example.org\nAccept-Language: en-US\nContent-Language: en-US\nContent-Type: text/html; charset=utf-8\n\n\
                <p>Hallo,</p><p>der Drucker geht nicht mehr.</p><blockquote type=\"cite\"><p>We are here to help you with all of it, and \
                you can write to us about any problem that you have with the product.</p></blockquote>";
    assert_eq!(parse(html.as_bytes()).message.locale.as_deref(), DE);
}
