//! Holidays from iCalendar files.

use engine::sla::{BadIcs, holidays_of_ics};

use super::day;

fn file(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\n{lines}END:VEVENT\r\n")
}

fn read(text: &str) -> Result<Vec<engine::sla::Day>, BadIcs> {
    holidays_of_ics(text, "2026-11-28".parse().expect("a date"))
}

#[test]
fn all_day_events_become_holidays_in_order_and_each_day_once() {
    let events = [
        event(
            "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY;LANGUAGE=de:Weih\r\n nachten\\, 2 Tage\r\n",
        ),
        event("DTSTART;VALUE=DATE:20260501\r\nSUMMARY:Tag der Arbeit\r\n"),
        event("DTSTART;VALUE=DATE:20260501\r\nSUMMARY:Noch einmal\r\n"),
        event("DTSTART:20260601T090000Z\r\nSUMMARY:Besprechung\r\n"),
    ];
    let christmas = "Weihnachten, 2 Tage";
    let days = read(&file(&events.concat())).expect("read");
    assert_eq!(days.len(), 3);
    assert_eq!(days[0].date, day("2026-05-01", "").date);
    assert_eq!(days[1..], [day("2026-12-25", christmas), day("2026-12-26", christmas)]);
}

#[test]
fn an_event_of_every_year_comes_for_ten_years_unless_it_ends() {
    let birthday = "DTSTART;VALUE=DATE:20200115\r\nSUMMARY:Betriebsfeier\r\nRRULE:FREQ=YEARLY";
    let days = read(&file(&event(&format!("{birthday}\r\n")))).expect("read");
    assert_eq!((days[0].date.to_string(), days.len()), ("2025-01-15".to_owned(), 12));
    let days = read(&file(&event(&format!("{birthday};UNTIL=20270115\r\n")))).expect("read");
    assert_eq!(days.last().map(|day| day.date.to_string()), Some("2027-01-15".to_owned()));
}

#[test]
fn what_is_no_calendar_or_holds_no_day_is_refused() {
    assert_eq!(read("hello"), Err(BadIcs::NotACalendar));
    assert_eq!(read(&file("")), Err(BadIcs::NoDays));
    assert_eq!(read(&file(&event("DTSTART;VALUE=DATE:2026\r\n"))), Err(BadIcs::NoDays));
    assert_eq!(
        read(&file(&event("DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:99991231\r\n"))),
        Err(BadIcs::NoDays)
    );
    let yearly = event("DTSTART;VALUE=DATE:19000101\r\nDTEND;VALUE=DATE:19000228\r\nRRULE:FREQ=YEARLY\r\n");
    assert_eq!(read(&file(&yearly.repeat(3))), Err(BadIcs::TooMany));
}
