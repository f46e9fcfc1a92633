//! Mail addresses and domains in one spelling.

use engine::content::address::{
    ROLE_NAMES, domain_of, is_role_address, normalise, normalise_domain, spoken, without_addresses,
};

#[test]
fn an_address_has_one_spelling() {
    for (given, kept) in [
        ("max@example.org", "max@example.org"),
        ("  Max.Muster@Example.ORG \n", "max.muster@example.org"),
        ("<max@example.org>", "max@example.org"),
        ("max@example.org.", "max@example.org"),
        ("max+tag@example.org", "max+tag@example.org"),
        ("o'brien@example.org", "o'brien@example.org"),
        ("max@localhost", "max@localhost"),
        ("max@Müller.de", "max@xn--mller-kva.de"),
        ("max@xn--mller-kva.de", "max@xn--mller-kva.de"),
        ("JÖRG@example.org", "jörg@example.org"),
    ] {
        assert_eq!(normalise(given).as_deref(), Some(kept), "{given:?}");
        assert_eq!(normalise(kept).as_deref(), Some(kept), "{kept:?} stays");
    }
}

#[test]
fn what_no_mail_can_be_sent_to_is_no_address() {
    let long_name = format!("{}@example.org", "a".repeat(65));
    let long = format!("a@{}org", "abcdefghij.".repeat(25));
    for given in [
        "",
        "@",
        "max",
        "max@",
        "@example.org",
        "max@@example.org",
        "max muster@example.org",
        "max@exa mple.org",
        "max@example.org, eva@example.org",
        "max@example.org\r\nBcc: eva@example.org",
        ".max@example.org",
        "max.@example.org",
        "m..x@example.org",
        "\"max\"@example.org",
        "max@-example.org",
        "max@example..org",
        "max@127.0.0.1",
        "max@[127.0.0.1]",
        "max@exa%6dple.org",
        "max@example.org/x",
        "max@example.org:25",
        "max\0@example.org",
        "<max@example.org",
        "max@\u{202e}gro.elpmaxe",
        &long_name,
        &long,
    ] {
        assert_eq!(normalise(given), None, "{given:?}");
    }
}

#[test]
fn a_domain_has_one_spelling() {
    for (given, kept) in [
        ("Example.ORG", Some("example.org")),
        ("@example.org", Some("example.org")),
        ("exa mple.org", None),
        ("", None),
    ] {
        assert_eq!(normalise_domain(given).as_deref(), kept, "{given:?}");
    }
    assert_eq!(domain_of("max@example.org"), "example.org");
    assert_eq!(domain_of("nobody"), "");
}

#[test]
fn s54_addresses_of_functions_are_told_from_those_of_persons() {
    for role in [
        "info@example.org",
        "Postfach@example.org",
        "support-de@example.org",
        "post+x@example.org",
        "it2@example.org",
        "team.01@example.org",
        "it-support@example.org",
        "service-desk@example.org",
        "marketing.team@example.org",
        "Info.Berlin@example.org",
    ] {
        let expected = role != "it2@example.org";
        assert_eq!(is_role_address(role, ROLE_NAMES), expected, "{role}");
    }
    for person in
        ["max@example.org", "it.meyer@example.org", "information@example.org", "infokom@example.org"]
    {
        assert!(!is_role_address(person, ROLE_NAMES), "{person}");
    }
}

#[test]
fn a_person_is_called_by_a_readable_form_and_never_by_the_address() {
    for (address, name) in [
        ("anna.kurz@example.org", "Anna Kurz"),
        ("max-otto_muster+tickets@example.org", "Max Otto Muster"),
        ("özgür@example.org", "Özgür"),
        ("info@example.org", "Info"),
        ("+x@example.org", "+x"),
        ("_@example.org", "?"),
    ] {
        assert_eq!(spoken(address), name, "{address}");
    }
    for (given, kept) in [
        ("Maria Muster", Some("Maria Muster")),
        ("Dr. M. Muster (ext.)", Some("Dr. M. Muster (ext.)")),
        ("?", Some("?")),
        ("maria@muster.example", None),
        ("'maria@muster.example'", None),
        ("Maria Muster (maria@muster.example)", Some("Maria Muster")),
        ("Muster, Maria <maria@muster.example>", Some("Muster, Maria")),
        ("maria@muster.example via", Some("via")),
        ("maria＠muster.example", None),
        ("  ", None),
    ] {
        assert_eq!(without_addresses(given).as_deref(), kept, "{given:?}");
    }
}
