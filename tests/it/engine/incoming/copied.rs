//! Who of those that a mail is addressed to may watch its ticket, as a table.

use engine::{Address, incoming::copied::people};

#[test]
fn a_person_watches_and_a_list_a_function_or_a_machine_does_not() {
    let roles = ["support", "info", "buchhaltung"];
    for (address, watches) in [
        ("kim@kunde.example", true),
        ("KIM@Kunde.example", true),
        ("k.listner@kunde.example", true),
        ("alle@kunde.example", false),
        ("dev-list@kunde.example", false),
        ("owner-news@kunde.example", false),
        ("bounces+17@kunde.example", false),
        ("mailer-daemon@kunde.example", false),
        ("noreply@kunde.example", false),
        ("support@anderer.example", false),
        ("Buchhaltung@kunde.example", false),
        ("www@webhoster.example", false),
        ("not an address", false),
        ("", false),
    ] {
        let one = Address { name: "Kim".to_owned(), address: address.to_owned() };
        let found = people(&[one], &roles);
        assert_eq!(found.len(), usize::from(watches), "{address}");
    }
}

#[test]
fn each_address_counts_once_however_it_is_written() {
    let named = |name: &str, address: &str| Address { name: name.to_owned(), address: address.to_owned() };
    let found = people(&[named("Kim", "kim@kunde.example"), named("K.", "KIM@KUNDE.example")], &["info"]);
    assert_eq!(found, [named("Kim", "kim@kunde.example")]);
}
