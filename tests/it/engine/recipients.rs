//! Who is told of what, as a table.

use engine::{
    LetterKind::{self, Changed, Closed, Confirmation, Question, Resolved},
    Status, UserId,
    recipients::{Happening, recipients, tells_watchers},
};
use uuid::Uuid;

const CUSTOMER: UserId = UserId(Uuid::from_u128(1));
const AGENT: UserId = UserId(Uuid::from_u128(2));
const OTHER_AGENT: UserId = UserId(Uuid::from_u128(3));
const COLLEAGUE: UserId = UserId(Uuid::from_u128(4));

const QUIET: Happening = Happening {
    actor: None,
    by_staff: false,
    customer: CUSTOMER,
    assignee: Some(AGENT),
    assigned: false,
    created: false,
    commented: false,
    status: None,
    automatic: false,
    held_back: false,
    timer: false,
};
const BY_CUSTOMER: Happening = Happening { actor: Some(CUSTOMER), ..QUIET };
const BY_AGENT: Happening = Happening { actor: Some(AGENT), by_staff: true, ..QUIET };

#[test]
fn s13_each_happening_tells_whom_the_table_says_and_never_the_one_who_acts() {
    let table: &[(&str, Happening, &[(UserId, LetterKind)])] = &[
        (
            "a ticket is opened",
            Happening { created: true, assignee: None, ..BY_CUSTOMER },
            &[(CUSTOMER, Confirmation)],
        ),
        (
            "a caller's ticket is opened",
            Happening { created: true, assignee: None, ..BY_AGENT },
            &[(CUSTOMER, Confirmation)],
        ),
        ("a machine opens a ticket", Happening { created: true, automatic: true, ..BY_CUSTOMER }, &[]),
        ("the customer comments", Happening { commented: true, ..BY_CUSTOMER }, &[(AGENT, Changed)]),
        (
            "the customer comments on a resolved ticket",
            Happening { commented: true, status: Some(Status::Open), ..BY_CUSTOMER },
            &[(AGENT, Changed)],
        ),
        ("nobody is responsible", Happening { commented: true, assignee: None, ..BY_CUSTOMER }, &[]),
        (
            "a colleague of the customer comments",
            Happening { actor: Some(COLLEAGUE), commented: true, ..QUIET },
            &[(CUSTOMER, Changed), (AGENT, Changed)],
        ),
        ("the staff answer", Happening { commented: true, ..BY_AGENT }, &[(CUSTOMER, Changed)]),
        (
            "the staff ask",
            Happening { commented: true, status: Some(Status::Pending), ..BY_AGENT },
            &[(CUSTOMER, Question)],
        ),
        (
            "the staff resolve",
            Happening { status: Some(Status::Resolved), ..BY_AGENT },
            &[(CUSTOMER, Resolved)],
        ),
        ("the staff close", Happening { status: Some(Status::Closed), ..BY_AGENT }, &[(CUSTOMER, Closed)]),
        (
            "the staff assign to another",
            Happening { assigned: true, assignee: Some(OTHER_AGENT), status: Some(Status::Open), ..BY_AGENT },
            &[(CUSTOMER, Changed), (OTHER_AGENT, Changed)],
        ),
        ("the staff take it themselves", Happening { assigned: true, ..BY_AGENT }, &[]),
        ("an internal note", BY_AGENT, &[]),
        ("an out-of-office reply", Happening { commented: true, automatic: true, ..BY_CUSTOMER }, &[]),
        (
            "a mail is held back for the staff",
            Happening { held_back: true, ..BY_CUSTOMER },
            &[(AGENT, Changed)],
        ),
        (
            "a mail is held back and nobody is responsible",
            Happening { held_back: true, assignee: None, ..BY_CUSTOMER },
            &[],
        ),
        ("the customer closes", Happening { status: Some(Status::Closed), ..BY_CUSTOMER }, &[]),
        (
            "the time closes",
            Happening { status: Some(Status::Closed), timer: true, ..QUIET },
            &[(CUSTOMER, Closed)],
        ),
    ];
    for (what, happening, expected) in table {
        assert_eq!(&recipients(happening), expected, "{what}");
    }
}

#[test]
fn s13_watchers_are_told_of_what_happens_in_public_after_the_ticket_was_opened() {
    for (what, happening, told) in [
        ("the customer opens it", Happening { created: true, commented: true, ..BY_CUSTOMER }, false),
        ("the customer writes", Happening { commented: true, ..BY_CUSTOMER }, true),
        ("the staff answer", Happening { commented: true, ..BY_AGENT }, true),
        ("the status changes", Happening { status: Some(Status::Resolved), ..BY_AGENT }, true),
        ("the time closes it", Happening { status: Some(Status::Closed), timer: true, ..QUIET }, true),
        ("the staff write a note, change a tag", BY_AGENT, false),
        ("the staff assign it", Happening { assigned: true, ..BY_AGENT }, false),
        ("a reply is held back for the staff", Happening { held_back: true, ..BY_CUSTOMER }, false),
        (
            "an out-of-office reply comes",
            Happening { commented: true, automatic: true, ..BY_CUSTOMER },
            false,
        ),
    ] {
        assert_eq!(tells_watchers(&happening), told, "{what}");
    }
}
