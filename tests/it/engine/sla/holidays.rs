//! Public holidays, compared with the calendars that were published.

use engine::sla::Region;

fn dates(code: &str, year: i32) -> Vec<String> {
    let region = Region::parse(code).expect("known");
    region.holidays(year).into_iter().map(|day| day.date.format("%m-%d").to_string()).collect()
}

#[test]
fn s66_the_holidays_of_the_laender_are_those_of_the_law() {
    let everywhere = ["01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "10-03", "12-25", "12-26"];
    assert_eq!(dates("DE", 2026), everywhere);
    let with = |more: &[&str]| {
        let mut all: Vec<String> = everywhere.iter().chain(more).map(|day| (*day).to_owned()).collect();
        all.sort_unstable();
        all
    };
    assert_eq!(dates("DE-BY", 2026), with(&["01-06", "06-04", "08-15", "11-01"]));
    assert_eq!(dates("DE-BW", 2026), with(&["01-06", "06-04", "11-01"]));
    assert_eq!(dates("DE-BE", 2026), with(&["03-08"]));
    assert_eq!(dates("DE-BB", 2026), with(&["04-05", "05-24", "10-31"]));
    assert_eq!(dates("DE-HB", 2026), with(&["10-31"]));
    assert_eq!(dates("DE-HE", 2026), with(&["06-04"]));
    assert_eq!(dates("DE-HH", 2026), with(&["10-31"]));
    assert_eq!(dates("DE-MV", 2026), with(&["03-08", "10-31"]));
    assert_eq!(dates("DE-NI", 2026), with(&["10-31"]));
    assert_eq!(dates("DE-NW", 2026), with(&["06-04", "11-01"]));
    assert_eq!(dates("DE-RP", 2026), with(&["06-04", "11-01"]));
    assert_eq!(dates("DE-SH", 2026), with(&["10-31"]));
    assert_eq!(dates("DE-SL", 2026), with(&["06-04", "08-15", "11-01"]));
    assert_eq!(dates("DE-SN", 2026), with(&["10-31", "11-18"]));
    assert_eq!(dates("DE-ST", 2026), with(&["01-06", "10-31"]));
    assert_eq!(dates("DE-TH", 2026), with(&["09-20", "10-31"]));
}

#[test]
fn holidays_hold_from_the_year_of_their_law() {
    assert!(!dates("DE-NI", 2016).contains(&"10-31".to_owned()));
    assert!(dates("DE-BY", 2017).contains(&"10-31".to_owned()));
    assert!(!dates("DE-BY", 2018).contains(&"10-31".to_owned()));
    assert!(dates("DE-BE", 2025).contains(&"05-08".to_owned()));
    assert!(!dates("DE-MV", 2022).contains(&"03-08".to_owned()));
}

#[test]
fn austria_and_switzerland_have_their_own() {
    let austria = [
        "01-01", "01-06", "03-29", "05-01", "05-06", "05-17", "05-27", "08-15", "10-26", "11-01", "12-08",
        "12-25", "12-26",
    ];
    assert_eq!(dates("AT", 2027), austria);
    assert_eq!(dates("CH", 2027), ["01-01", "03-26", "03-29", "05-06", "05-17", "08-01", "12-25", "12-26"]);
}

#[test]
fn every_code_is_read_in_any_case_and_no_other() {
    for code in Region::codes() {
        assert_eq!(Region::parse(&code.to_lowercase()).map(Region::code), Some(code));
    }
    assert_eq!(Region::parse("DE-XX"), None);
    assert_eq!(Region::parse(""), None);
}
