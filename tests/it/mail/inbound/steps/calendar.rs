//! An invitation is read as what, when, where and who.

use std::collections::HashMap;

use mail::inbound::{Home, parse, steps::calendar};

const EVENT: &str = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nSUMMARY:Abnahme\\, zweiter\r\n  Termin\r\nDTSTART;TZID=Europe/Berlin:20261201T100000\r\nDTEND;TZID=Europe/Berlin:20261201T113000\r\nLOCATION:Raum 5\r\nORGANIZER;CN=\"Erika: Muster\":mailto:erika@example.org\r\nDESCRIPTION:Bitte kommen.\\nEinwahl: 0123\r\nBEGIN:VALARM\r\nDESCRIPTION:Wecker\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

const BERLIN: Home<'static> = Home { zone: Some("Europe/Berlin"), locale: Some("de") };

#[test]
fn an_invitation_is_read_as_people_read_it() {
    let wanted = "Abnahme, zweiter Termin\n2026-12-01 10:00 – 11:30 (Europe/Berlin)\nRaum 5\nErika: Muster <erika@example.org>\n\nBitte kommen.\nEinwahl: 0123";
    assert_eq!(calendar::read(EVENT, Home::default()).as_deref(), Some(wanted));
    let raw = format!("From: a@example.org\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{EVENT}");
    let message = parse(raw.as_bytes()).message;
    assert_eq!(message.text, wanted);
    assert_eq!(message.attachments.len(), 1, "the invitation itself is a file");
}

#[test]
fn whole_days_other_zones_and_cancellations_are_told_apart() {
    let event = |lines: &str| {
        calendar::read(&format!("BEGIN:VCALENDAR\n{lines}\nEND:VEVENT"), Home::default()).unwrap()
    };
    assert_eq!(event("BEGIN:VEVENT\nSUMMARY:A\nDTSTART;VALUE=DATE:20261201"), "A\n2026-12-01");
    for (end, wanted) in
        [("20261202", "2026-12-01"), ("20261204", "2026-12-01 – 2026-12-03"), ("20261201", "2026-12-01")]
    {
        let lines = format!("BEGIN:VEVENT\nSUMMARY:A\nDTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:{end}");
        assert_eq!(event(&lines), format!("A\n{wanted}"), "{end}");
    }
    assert_eq!(event("BEGIN:VEVENT\nSUMMARY:A\nDTSTART:20261341T100000"), "A\n20261341 10:00", "no day");
    assert_eq!(
        event("BEGIN:VEVENT\nSUMMARY:A\nDTSTART:20261201T230000Z\nDTEND:20261202T010000Z"),
        "A\n2026-12-01 23:00 – 2026-12-02 01:00 (UTC)"
    );
    assert_eq!(event("METHOD:CANCEL\nBEGIN:VEVENT\nSUMMARY:A"), "✗ A");
    assert_eq!(calendar::read("BEGIN:VCALENDAR\nBEGIN:VJOURNAL\nEND:VJOURNAL", Home::default()), None);
}

#[test]
fn an_answer_tells_who_gives_which_and_when_in_the_readers_zone() {
    let reply = "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nSUMMARY:Wartung\nDTSTART:20261201T090000Z\nDTEND:20261201T100000Z\n\
                 ORGANIZER:mailto:desk@example.org\nATTENDEE;CN=Kim Klein;PARTSTAT=ACCEPTED:mailto:kim@example.org\n\
                 COMMENT:Bitte am Tor klingeln.\nEND:VEVENT\nEND:VCALENDAR";
    assert_eq!(
        calendar::read(reply, BERLIN).as_deref(),
        Some(
            "✓ Kim Klein <kim@example.org> (zugesagt)\nWartung\nDi., 01.12.2026, 10:00 – 11:00 (Europe/Berlin)\n\nBitte am Tor klingeln."
        )
    );
    let declined = reply.replace("ACCEPTED", "declined");
    assert!(
        calendar::read(&declined, Home::default())
            .is_some_and(|text| text.starts_with("✗ Kim Klein <kim@example.org> (DECLINED)"))
    );
    let english = Home { locale: Some("en"), ..Home::default() };
    let text = calendar::read(&reply.replace("ACCEPTED", "TENTATIVE"), english).expect("an answer");
    assert!(text.starts_with("? Kim Klein <kim@example.org> (tentatively accepted)"), "{text}");
    let odd = calendar::read(&reply.replace("ACCEPTED", "X-PERHAPS"), BERLIN).expect("an answer");
    assert!(odd.starts_with("? Kim Klein <kim@example.org> (X-PERHAPS)"), "{odd}");
}

#[test]
fn days_are_written_in_the_readers_language() {
    let english = Home { locale: Some("en"), ..BERLIN };
    let of = |lines: &str, home| {
        calendar::read(&format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\n{lines}\nEND:VEVENT"), home)
    };
    for (lines, german, wanted) in [
        (
            "DTSTART:20261130T130000Z",
            "Mo., 30.11.2026, 14:00 (Europe/Berlin)",
            "Mon, 30 Nov 2026, 14:00 (Europe/Berlin)",
        ),
        (
            "DTSTART;TZID=America/New_York:20261130T230000\nDTEND;TZID=America/New_York:20261201T010000",
            "Mo., 30.11.2026, 23:00 – Di., 01.12.2026, 01:00 (America/New_York)",
            "Mon, 30 Nov 2026, 23:00 – Tue, 1 Dec 2026, 01:00 (America/New_York)",
        ),
        (
            "DTSTART;VALUE=DATE:20261130\nDTEND;VALUE=DATE:20261202",
            "Mo., 30.11.2026 – Di., 01.12.2026",
            "Mon, 30 Nov 2026 – Tue, 1 Dec 2026",
        ),
    ] {
        assert_eq!(of(lines, BERLIN), Some(format!("A\n{german}")));
        assert_eq!(of(lines, english), Some(format!("A\n{wanted}")));
    }
}

/// An event with this method.
fn with_method(method: &str, lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\n{lines}ORGANIZER;CN=Erika:mailto:erika@example.org\nEND:VEVENT\nEND:VCALENDAR"
    )
}

const KIM: &str = "ATTENDEE;CN=Kim;PARTSTAT=TENTATIVE:mailto:kim@example.org\n";

const WHEN: &str = "SUMMARY:Wartung\nDTSTART:20261130T130000Z\n";

#[test]
fn what_is_done_with_an_invitation_has_words_in_both_languages() {
    let english = Home { locale: Some("en"), ..BERLIN };
    let at = "Mo., 30.11.2026, 14:00 (Europe/Berlin)";
    for (method, lines, german, start) in [
        (
            "COUNTER",
            format!("{WHEN}{KIM}COMMENT:Geht 14 Uhr?\n"),
            format!(
                "⇄ Kim <kim@example.org> (schlägt einen anderen Termin vor)\nWartung\n{at}\n\nGeht 14 Uhr?"
            ),
            "⇄ Kim <kim@example.org> (proposes another time)\n",
        ),
        (
            "COUNTER",
            format!("{WHEN}{KIM}{}", KIM.replace("Kim", "Ole")),
            format!("⇄ Vorschlag für einen anderen Termin\nWartung\n{at}"),
            "⇄ Proposal for another time\n",
        ),
        (
            "DECLINECOUNTER",
            WHEN.to_owned(),
            format!("✗ Erika <erika@example.org> (lehnt den vorgeschlagenen Termin ab)\nWartung\n{at}"),
            "✗ Erika <erika@example.org> (declines the proposed time)\n",
        ),
        (
            "REFRESH",
            KIM.to_owned(),
            "↻ Kim <kim@example.org> (bittet um den aktuellen Stand des Termins)".to_owned(),
            "↻ Kim <kim@example.org> (asks for the latest version of the event)",
        ),
        (
            "CANCEL",
            WHEN.to_owned(),
            format!("✗ Abgesagt: Wartung\n{at}\nErika <erika@example.org>"),
            "✗ Cancelled: Wartung\nMon, 30 Nov 2026, 14:00",
        ),
    ] {
        let source = with_method(method, &lines);
        assert_eq!(calendar::read(&source, BERLIN), Some(german), "{method}");
        let text = calendar::read(&source, english).expect("an event");
        assert!(text.starts_with(start), "{text}");
    }
    let plain =
        calendar::read(&with_method("COUNTER", &format!("{WHEN}{KIM}")), Home::default()).expect("an event");
    assert_eq!(plain, "⇄ Kim <kim@example.org> (COUNTER)\nWartung\n2026-11-30 13:00 (UTC)");
}

/// A mail with a text and a calendar beside it, as Outlook and Google send it.
fn beside(text: &str, calendar: &str) -> engine::IncomingMessage {
    let raw = format!(
        "From: kim@example.org\r\nTo: desk@example.org\r\nSubject: Termin\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n\
         --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>{text}</p>\r\n\
         --b\r\nContent-Type: text/calendar; charset=utf-8; method=X\r\n\r\n{calendar}\r\n--b--\r\n"
    );
    mail::inbound::parse_in(raw.as_bytes(), BERLIN).message
}

#[test]
fn beside_a_text_it_is_told_below_what_its_sender_wrote() {
    let counter = EVENT
        .replace("METHOD:REQUEST", "METHOD:COUNTER")
        .replace("LOCATION", "ATTENDEE;CN=Kim:mailto:kim@example.org\r\nLOCATION");
    for (calendar, mark) in [(counter, "\u{21c4} Kim"), (EVENT.replace("REQUEST", "CANCEL"), "\u{2717} ")] {
        // What repeats title and time does not say what is done with it.
        for note in ["Leider krank.", "Abnahme, zweiter Termin um 10:00 Uhr"] {
            let message = beside(note, &calendar);
            let card = calendar::read(&calendar, BERLIN).expect("an event");
            assert!(card.starts_with(mark), "{card}");
            assert_eq!(message.text, format!("{note}\n\n{card}"));
            let html = message.html.expect("HTML");
            assert!(html.starts_with(&format!("<p>{note}</p>")) && html.contains("Raum 5"), "{html}");
        }
    }
}

#[test]
fn an_invitation_whose_text_names_title_and_time_is_not_told_twice() {
    let card = calendar::read(EVENT, BERLIN).expect("an event");
    assert_eq!(beside("Einladung anbei.", EVENT).text, format!("Einladung anbei.\n\n{card}"));
    let told = "Abnahme, zweiter Termin: 1. Dezember, 10:00 Uhr";
    assert_eq!(beside(told, EVENT).text, told);
    let early = EVENT.replace("T100000", "T090000");
    assert_eq!(beside("Abnahme, zweiter Termin, 9:00", &early).text, "Abnahme, zweiter Termin, 9:00");
    let other = beside("Abnahme, zweiter Termin, 19:00", &early).text;
    assert!(other.contains("Raum 5"), "another time: {other}");
}

#[test]
fn an_invitation_is_shown_as_a_list_that_names_what_it_says() {
    let card = calendar::card(EVENT, BERLIN).expect("an event");
    assert_eq!(Some(card.text), calendar::read(EVENT, BERLIN));
    let list = "<dl class=\"event\"><dt>Termin</dt><dd><p>Abnahme, zweiter Termin</p></dd>\
                <dt>Wann</dt><dd><p>Di., 01.12.2026, 10:00 – 11:30 (Europe/Berlin)</p></dd>\
                <dt>Wo</dt><dd><p>Raum 5</p></dd>\
                <dt>Organisiert von</dt><dd><p>Erika: Muster &lt;<a href=\"mailto:erika@example.org\" \
                rel=\"noopener noreferrer nofollow\">erika@example.org</a>&gt;</p></dd></dl>";
    assert_eq!(card.html, format!("{list}<p>Bitte kommen.<br>\nEinwahl: 0123</p>"));
    let english = Home { locale: Some("en"), ..BERLIN };
    let reply = with_method("REPLY", &format!("{WHEN}{KIM}"));
    let card = calendar::card(&reply, english).expect("an answer").html;
    assert!(card.starts_with("<dl class=\"event\"><dt>Status</dt><dd><p>? Kim"), "{card}");
    // Without a language nothing has a name.
    let plain = calendar::card(EVENT, Home::default()).expect("an event");
    assert!(plain.html.starts_with("<p>Abnahme, zweiter Termin<br>"), "{}", plain.html);
    assert_eq!(calendar::card("BEGIN:VEVENT\nUID:1\nEND:VEVENT", BERLIN), None);
}

#[test]
fn the_list_stands_below_the_text_and_is_all_of_a_mail_that_is_an_invitation() {
    let in_html = beside("Einladung anbei.", EVENT).html.expect("HTML");
    assert!(
        in_html.contains("<p>Einladung anbei.</p>") && in_html.contains("<dl class=\"event\">"),
        "{in_html}"
    );
    let list = calendar::card(EVENT, BERLIN).map(|card| card.html);
    let alone = format!("From: a@example.org\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{EVENT}");
    let alone = mail::inbound::parse_in(alone.as_bytes(), BERLIN).message;
    assert_eq!((alone.card_html, alone.html, alone.answer_html), (list, None, None));
    assert_eq!(Some(alone.text), calendar::read(EVENT, BERLIN));
    let reply = with_method("REPLY", &format!("{WHEN}{KIM}"));
    let answer = format!(
        "From: kim@example.org\r\nIn-Reply-To: <1@desk>\r\nSubject: Zusage\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n{reply}"
    );
    let answer = mail::inbound::parse_in(answer.as_bytes(), BERLIN).message.answer_html.expect("HTML");
    assert!(answer.starts_with("<dl class=\"event\"><dt>Stand</dt>"), "{answer}");
    for kind in ["mixed", "alternative"] {
        let note = format!(
            "From: kim@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nBitte <lesen>.\r\n\
             --b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{EVENT}\r\n--b--\r\n"
        );
        let shown = mail::inbound::parse_in(note.as_bytes(), BERLIN).message.card_html.expect("a card");
        assert!(shown.starts_with("<p>Bitte &lt;lesen&gt;.</p><dl class=\"event\">"), "{kind}: {shown}");
    }
}

#[test]
fn what_a_hostile_invitation_says_is_text_in_the_list() {
    let hostile = EVENT
        .replace("Raum 5", "</dd></dl><script>alert(1)</script>\\n<img src=x onerror=alert(1)>")
        .replace("Erika: Muster", "<b>Erika</b>");
    let card = calendar::card(&hostile, BERLIN).expect("an event").html;
    assert!(!card.contains("<script") && !card.contains("<img") && !card.contains("<b>"), "{card}");
    assert_eq!((card.matches("<dl").count(), card.matches("</dl>").count()), (1, 1));
    let safe = |html: &str| engine::content::sanitise_mail(html, HashMap::<String, String>::new());
    assert!(safe(&card).starts_with("<dl class=\"event\"><dt>Termin</dt>"), "{}", safe(&card));
    let other = safe("<p class=\"event\">a</p><dl class=\"event rail\"><dt>b</dt></dl>");
    assert_eq!(other, "<p>a</p><dl class=\"event\"><dt>b</dt></dl>");
}

#[test]
fn of_an_endless_invitation_the_beginning_is_read() {
    let attendee = format!("ATTENDEE;PARTSTAT=ACCEPTED:mailto:{}@example.org\n", "a".repeat(1_000));
    let (attendees, description) = (attendee.repeat(1_000), "x".repeat(3_000_000));
    let source = format!(
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\n{attendees}SUMMARY:Abnahme\nDESCRIPTION:{description}\nEND:VEVENT\n"
    );
    let card = calendar::card(&source, BERLIN).expect("an event");
    assert!(card.text.contains("\nAbnahme\n"), "what stands behind them is read");
    assert_eq!(card.text.lines().filter(|line| line.starts_with('✓')).count(), 100);
    assert!(card.text.len() < 200_000 && card.html.len() < 200_000, "{}", card.text.len());
}
