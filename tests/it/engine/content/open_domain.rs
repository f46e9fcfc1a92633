//! Domains that belong to everybody.

use engine::content::open_domain::{is_free_mail, is_open_to_anybody, is_public_suffix};

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
fn a_domain_with_all_below_it_is_open_where_one_below_it_is() {
    for domain in [
        "gmail.com",
        "*.gmail.com",
        "*.mail.gmx.de",
        "*.github.com",
        "*.noreply.github.com",
        "noreply.github.com",
        "users.noreply.github.com",
        "users.noreply.gitlab.com",
        "*.appleid.com",
        "*.firefox.com",
        "*.codeberg.org",
        "onmicrosoft.com",
        "*.onmicrosoft.com",
        "*.mail.onmicrosoft.com",
        "*.example.net",
    ] {
        assert!(is_open_to_anybody(domain, &["relay.example.net".to_owned()]), "{domain}");
    }
    for domain in [
        "github.com",
        "appleid.com",
        "example.net",
        "*.example.org",
        "*.hub.com",
        "acme.onmicrosoft.com",
        "*.acme.onmicrosoft.com",
    ] {
        assert!(!is_open_to_anybody(domain, &["relay.example.net".to_owned()]), "{domain}");
    }
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
