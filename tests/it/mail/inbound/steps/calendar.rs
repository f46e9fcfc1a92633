//! An invitation is read as what, when, where and who.

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
            "✓ Kim Klein <kim@example.org> (zugesagt)\nWartung\n2026-12-01 10:00 – 11:00 (Europe/Berlin)\n\nBitte am Tor klingeln."
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
