//! Variables in text blocks and macros.

use engine::content::placeholders::{Values, Wrong, check, fill};

#[test]
fn variables_are_filled_in_once_and_what_has_no_value_leaves_nothing() {
    let values = Values::from([
        ("customer.name", "{{agent.name}} & <b>".to_owned()),
        ("agent.name", "Jana".to_owned()),
    ]);
    for (text, filled) in [
        ("Hallo {{customer.name}},", "Hallo {{agent.name}} & <b>,"),
        ("{{ agent.name }}{{agent.name}}", "JanaJana"),
        ("({{organisation.name}})", "()"),
        ("a } b { c }} {d}", "a } b { c }} {d}"),
        ("", ""),
        ("äöü 日本 {{agent.name}}", "äöü 日本 Jana"),
    ] {
        assert_eq!(check(text), Ok(()), "{text}");
        assert_eq!(fill(text, &values), filled);
    }
}

#[test]
fn what_is_no_variable_and_what_never_closes_is_told() {
    for (text, wrong) in [
        ("Hallo {{custmer.name}}", Wrong::Unknown("custmer.name".to_owned())),
        ("{{}}", Wrong::Unknown(String::new())),
        ("{{#if x}}", Wrong::Unknown("#if x".to_owned())),
        ("{{{agent.name}}}", Wrong::Unknown("{agent.name".to_owned())),
        ("{{comment.text}}", Wrong::Unknown("comment.text".to_owned())),
        ("Hallo {{agent.name", Wrong::Open),
    ] {
        assert_eq!(check(text), Err(wrong), "{text}");
        assert_eq!(fill(text, &Values::new()), text);
    }
}
