//! Domains that belong to everybody.

use engine::content::open_domain::{is_free_mail, is_public_suffix};

#[test]
fn domains_where_anybody_gets_an_address_are_known() {
    for domain in [
        "gmail.com",
        "gmx.de",
        "web.de",
        "outlook.com",
        "t-online.de",
        "outlook.at",
        "bluewin.ch",
        "hotmail.co.uk",
        "yahoo.co.jp",
        "live.nl",
        "proton.me",
        "mailbox.org",
        "icloud.com",
        "mailinator.com",
        "anna.gmx.at",
    ] {
        assert!(is_free_mail(domain, &[]), "{domain}");
    }
    for domain in ["example.org", "siemens.de", "ethz.ch", "acme.example", "gmail.com.acme.example"] {
        assert!(!is_free_mail(domain, &[]), "{domain}");
    }
    assert!(is_free_mail("mail.example.org", &["example.org".to_owned()]), "the operator adds to the list");
}

#[test]
fn suffixes_below_which_anybody_registers_a_name_are_known() {
    for domain in ["com", "de", "co.uk", "com.au", "github.io", "gov.uk"] {
        assert!(is_public_suffix(domain), "{domain}");
    }
    for domain in ["example.com", "example.co.uk", "acme.example", "intranet"] {
        assert!(!is_public_suffix(domain), "{domain}");
    }
}
