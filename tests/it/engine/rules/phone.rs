//! Telephone numbers, as tables.

use engine::rules::phone::{chosen, phone, sought};

#[test]
fn a_number_is_kept_as_it_is_typed_and_dialled_by_its_digits() {
    for (typed, dial, found_by) in [
        ("+49 30 0000 117", "+49300000117", "+49.300000117"),
        ("+49 (0)30 123-45", "+493012345", "+49.3012345"),
        ("0049 30 12345", "+493012345", "+49.3012345"),
        ("(030) 12345", "03012345", ".3012345"),
        ("030/12345", "03012345", ".3012345"),
        ("(+49) 30 12345", "+493012345", "+49.3012345"),
        ("030 12345 (mobil)", "03012345", ".3012345"),
        ("030 12345 ext. 7", "03012345", ".3012345"),
        ("+1 212 555 0100", "+12125550100", "+1.2125550100"),
        ("1 212 555 0100", "12125550100", ".2125550100"),
        ("+39 06 12345", "+390612345", "+39.612345"),
        ("+358 9 12345", "+358912345", "+358.912345"),
        ("117", "117", ".117"),
    ] {
        let read = phone(typed).unwrap_or_else(|| panic!("{typed} is a number"));
        assert_eq!(
            (read.typed.as_str(), read.dial.as_str(), read.found_by.as_str()),
            (typed, dial, found_by)
        );
    }
    for typed in ["", "12", "Anna", "tel. 030 12345", "030_12345", "030 + 12345", "1".repeat(21).as_str()] {
        assert_eq!(phone(typed), None, "{typed:?}");
    }
}

#[test]
fn whichever_form_is_typed_finds_whichever_form_is_kept() {
    for (kept, typed, found) in [
        ("030 123 4567", "+49 30 123", true),
        ("030 123 4567", "0049 30 1234567", true),
        ("+49 30 1234567", "030 123", true),
        ("+49 (0)30 1234567", "030/123", true),
        ("+49 30 1234567", "+49 30", true),
        ("+49 30 1234567", "+4", false),
        ("+49 30 1234567", "4930123", true),
        ("+49 30 1234567", "4567", true),
        ("1234567", "+49 30 1234567", true),
        ("1234567", "030 1234567", true),
        ("+1 212 555 0100", "(212) 555-0100", true),
        ("+1 212 555 0100", "1-212-555-0100", true),
        ("+39 06 123456", "06 123456", true),
        ("+43 1 1234567", "+49 1 1234567", false),
        ("+49 30 1234567", "+43 30 1234567", false),
        ("+49 89 301234", "030 123", false),
        ("+49 30 1234567", "9999", false),
    ] {
        let kept = phone(kept).expect("a number").found_by;
        assert_eq!(sought(typed).is_some_and(|sought| sought.finds(&kept)), found, "{kept} by {typed}");
    }
    for typed in ["", "12", "Anna", "anna@example.org", "030 Anna"] {
        assert_eq!(sought(typed), None, "{typed:?}");
    }
}

#[test]
fn a_person_has_each_number_once_and_not_too_many() {
    let all = |typed: &[&str]| chosen(&typed.iter().map(|typed| (*typed).to_owned()).collect::<Vec<_>>());
    let kept = all(&[" 030  12345 ", "", "030-12345", "+49 170 1"]).expect("numbers");
    assert_eq!(kept.iter().map(|phone| phone.typed.as_str()).collect::<Vec<_>>(), ["030 12345", "+49 170 1"]);
    let refused = all(&["Zentrale"]).expect_err("no number");
    assert_eq!((refused.field(), refused.reason()), (Some("phones"), "phone-invalid"));
    let refused = all(&["0301", "0302", "0303", "0304", "0305", "0306"]).expect_err("too many");
    assert_eq!(refused.reason(), "phones-too-many");
}
