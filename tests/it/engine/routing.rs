//! Which ticket a mail belongs to, as a table.

use engine::{
    MailRelation, TicketId,
    routing::{Candidate, Pointers, Route, also, answered_ids, in_order, meant, numbers_in_subject, route},
};
use uuid::Uuid;

const fn ticket(number: i64, sender_takes_part: bool) -> Candidate {
    Candidate {
        ticket: TicketId(Uuid::from_u128(number.unsigned_abs() as u128)),
        number,
        by: MailRelation::Thread,
        sender_takes_part,
        signed_for_staff: false,
        passed_on: false,
        about_note: false,
        shut_out: false,
        by_subject: false,
        claimed: false,
    }
}

/// The same by the id of a mail that is not ours and proves nothing.
const fn claimed(number: i64, sender_takes_part: bool) -> Candidate {
    Candidate { claimed: true, ..ticket(number, sender_takes_part) }
}

#[test]
fn the_strongest_pointer_wins_and_a_number_alone_opens_no_door() {
    let token = ticket(10_001, false);
    let thread = ticket(10_002, false);
    let stranger = ticket(10_003, false);
    let own = ticket(10_003, true);
    let table = [
        ("nothing", Pointers::default(), Route::Open { mentions: None }),
        ("a signed address", Pointers { token: Some(token), ..Pointers::default() }, Route::Join(token)),
        ("a thread header", Pointers { thread: vec![thread], ..Pointers::default() }, Route::Join(thread)),
        (
            "the signed address before the thread",
            Pointers { token: Some(token), thread: vec![thread], subject: Some(own), ..Pointers::default() },
            Route::Join(token),
        ),
        (
            "the thread before the subject",
            Pointers { thread: vec![thread], subject: Some(own), ..Pointers::default() },
            Route::Join(thread),
        ),
        (
            "a number of one's own in a mail that somebody else wrote",
            Pointers { subject: Some(own), forged: true, ..Pointers::default() },
            Route::Open { mentions: Some(10_003) },
        ),
        (
            "a partner's number in a mail that somebody else wrote",
            Pointers { number: Some(thread), forged: true, ..Pointers::default() },
            Route::Open { mentions: Some(10_002) },
        ),
        (
            "a signed address, whoever wrote it",
            Pointers { token: Some(token), forged: true, ..Pointers::default() },
            Route::Join(token),
        ),
        (
            "a number of one's own",
            Pointers { subject: Some(own), ..Pointers::default() },
            Route::Join(Candidate { by_subject: true, ..own }),
        ),
        (
            "the thread before the signed address of the ticket from which its own was split",
            Pointers { token: Some(token), thread: vec![thread], split_off: true, ..Pointers::default() },
            Route::Join(Candidate { by: MailRelation::SplitOff, ..thread }),
        ),
        (
            "the same with what the address proves of its sender",
            Pointers {
                token: Some(Candidate { signed_for_staff: true, about_note: true, ..token }),
                thread: vec![thread],
                split_off: true,
                ..Pointers::default()
            },
            Route::Join(Candidate {
                by: MailRelation::SplitOff,
                signed_for_staff: true,
                about_note: true,
                ..thread
            }),
        ),
        (
            "the same of somebody who may not read the ticket before any more, and takes no part in the other",
            Pointers {
                token: Some(Candidate { shut_out: true, ..token }),
                thread: vec![thread],
                split_off: true,
                ..Pointers::default()
            },
            Route::Open { mentions: Some(10_002) },
        ),
        (
            "a signed address of somebody who may not read the ticket any more",
            Pointers {
                token: Some(Candidate { shut_out: true, ..token }),
                thread: vec![thread],
                ..Pointers::default()
            },
            Route::Open { mentions: Some(10_001) },
        ),
        (
            "a signed address in an answer to the letter about a note",
            Pointers {
                token: Some(token),
                thread: vec![Candidate { about_note: true, ..token }],
                ..Pointers::default()
            },
            Route::Join(Candidate { about_note: true, ..token }),
        ),
        (
            "another answer to the same mail, in a ticket of one's own",
            Pointers { beside: Some(own), ..Pointers::default() },
            Route::Join(Candidate { by_subject: true, ..own }),
        ),
        (
            "the same in a ticket of somebody else's",
            Pointers { beside: Some(stranger), ..Pointers::default() },
            Route::Open { mentions: None },
        ),
        (
            "a number of one's own before it",
            Pointers { subject: Some(own), beside: Some(ticket(10_004, true)), ..Pointers::default() },
            Route::Join(Candidate { by_subject: true, ..own }),
        ),
        (
            "it before a number of somebody else's",
            Pointers { subject: Some(ticket(10_004, false)), beside: Some(own), ..Pointers::default() },
            Route::Join(Candidate { by_subject: true, ..own }),
        ),
        (
            "a thread header before it",
            Pointers { thread: vec![thread], beside: Some(own), ..Pointers::default() },
            Route::Join(thread),
        ),
        (
            "a number of somebody else's",
            Pointers { subject: Some(stranger), ..Pointers::default() },
            Route::Open { mentions: Some(10_003) },
        ),
        (
            "an id that several tickets know, one of them one's own",
            Pointers { thread: vec![claimed(10_003, true)], ..Pointers::default() },
            Route::Join(Candidate { by_subject: true, ..claimed(10_003, true) }),
        ),
        (
            "the same in a mail that somebody else wrote",
            Pointers { thread: vec![claimed(10_003, true)], forged: true, ..Pointers::default() },
            Route::Open { mentions: Some(10_003) },
        ),
        (
            "an id of a ticket that its sender has nothing to do with",
            Pointers { thread: vec![claimed(10_003, false)], ..Pointers::default() },
            Route::Open { mentions: Some(10_003) },
        ),
        (
            "the number of one's own ticket before such ids",
            Pointers {
                thread: vec![claimed(10_002, true), claimed(10_004, false)],
                subject: Some(own),
                ..Pointers::default()
            },
            Route::Join(Candidate { by_subject: true, ..own }),
        ),
        (
            "one's own ticket by such an id before the number of somebody else's, and before another answer to the same mail",
            Pointers {
                thread: vec![claimed(10_004, false), claimed(10_002, true)],
                subject: Some(stranger),
                beside: Some(own),
                ..Pointers::default()
            },
            Route::Join(Candidate { by_subject: true, ..claimed(10_002, true) }),
        ),
        (
            "an id that proves it, further up",
            Pointers {
                thread: vec![claimed(10_003, false), thread],
                subject: Some(own),
                ..Pointers::default()
            },
            Route::Join(thread),
        ),
        (
            "a partner's number before an id that proves nothing",
            Pointers { thread: vec![claimed(10_003, true)], number: Some(thread), ..Pointers::default() },
            Route::Join(thread),
        ),
    ];
    for (what, pointers, expected) in table {
        assert_eq!(route(&pointers), expected, "{what}");
    }
}

#[test]
fn a_mail_to_several_signed_addresses_is_a_comment_in_each_ticket() {
    let (one, other) = (ticket(10_001, true), ticket(10_002, true));
    let note = Candidate { about_note: true, ..other };
    let shut = Candidate { shut_out: true, ..other };
    for (others, wanted) in [(vec![other], vec![other]), (vec![one, shut], vec![]), (vec![note], vec![note])]
    {
        let pointers = Pointers { token: Some(one), others: others.clone(), ..Pointers::default() };
        let route = route(&pointers);
        assert_eq!(also(&pointers, route), wanted, "{others:?}");
        let about_note = others == [note];
        assert_eq!(
            route,
            Route::Join(Candidate { about_note, ..one }),
            "what one ticket keeps among the staff"
        );
    }
    let pointers = Pointers { others: vec![other], ..Pointers::default() };
    assert_eq!(also(&pointers, route(&pointers)), [], "it joins none");
}

#[test]
fn of_several_signed_addresses_the_first_in_the_header_wins_unless_the_mail_answers_another() {
    let [a, b, c] = [10_003, 10_001, 10_002].map(|number| ticket(number, false));
    let shut = |one: Candidate| Candidate { shut_out: true, ..one };
    let table = [
        ("none", vec![], vec![], vec![]),
        ("as the header has them, whatever their numbers", vec![a, b, c], vec![], vec![a, b, c]),
        ("the same the other way round", vec![c, b, a], vec![], vec![c, b, a]),
        ("that of the letter which it answers before", vec![a, b, c], vec![c.ticket], vec![c, a, b]),
        ("then that from which it was split", vec![a, b, c], vec![c.ticket, b.ticket], vec![c, b, a]),
        ("what it answers, without an address of that ticket", vec![a, b], vec![c.ticket], vec![a, b]),
        ("who may not read the first any more", vec![shut(a), b, c], vec![], vec![b, c, shut(a)]),
        ("nor what it answers", vec![a, shut(b)], vec![b.ticket], vec![a, shut(b)]),
        ("nor any", vec![shut(a), shut(b)], vec![], vec![shut(a), shut(b)]),
        (
            "who takes part counts no more than the header",
            vec![a, ticket(10_004, true)],
            vec![],
            vec![a, ticket(10_004, true)],
        ),
    ];
    for (what, addressed, answered, expected) in table {
        assert_eq!(in_order(addressed, &answered), expected, "{what}");
    }
}

#[test]
fn an_id_that_several_tickets_know_means_one_of_the_senders_own_or_none() {
    let (own, other, strange) = (ticket(10_001, true), ticket(10_002, true), ticket(10_003, false));
    let note = Candidate { about_note: true, ..strange };
    let shared = |one: Candidate| Some(Candidate { claimed: true, ..one });
    for (what, known, of_staff, expected) in [
        ("none", vec![], false, None),
        ("the only one, whoever writes", vec![strange], false, Some(strange)),
        ("the same for the staff", vec![strange], true, Some(strange)),
        ("one's own", vec![strange, own], false, shared(own)),
        ("the newest of one's own", vec![own, other, strange], false, shared(other)),
        ("none of one's own", vec![strange, ticket(10_004, false)], false, None),
        ("the staff, who take part in none", vec![strange, ticket(10_004, false)], true, None),
        ("a note, for the staff", vec![strange, ticket(10_004, false), note], true, Some(note)),
        ("a note, for others", vec![note, ticket(10_004, false)], false, Some(note)),
        ("one's own before the notes of others", vec![note, own], false, shared(own)),
    ] {
        assert_eq!(meant(&known, of_staff), expected, "{what}");
    }
}

#[test]
fn of_a_long_thread_both_ends_are_looked_up() {
    let ids = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let references = ids(&["first", "second", "third", "fourth"]);
    for (what, in_reply_to, most, expected) in [
        ("all of a short one", ids(&["fourth"]), 10, vec!["fourth", "fourth", "third", "second", "first"]),
        ("the newest and the first", ids(&["answered"]), 3, vec!["answered", "fourth", "first"]),
        ("the first alone", ids(&["answered"]), 1, vec!["first"]),
    ] {
        assert_eq!(answered_ids(&in_reply_to, &references, most), expected, "{what}");
    }
    assert_eq!(answered_ids(&ids(&["a", "b", "c"]), &[], 2), ["a"], "there is no first");
    assert!(answered_ids(&[], &[], 2).is_empty());
}

#[test]
fn s04_the_numbers_are_found_behind_our_tags_alone() {
    let table: [(&str, &[i64]); 14] = [
        ("Drucker [example.org #10034]", &[10_034]),
        ("AW: Re: Drucker [example.org #10034]", &[10_034]),
        ("[Example.ORG  # 10034 ] Drucker", &[10_034]),
        ("[extern] Drucker [example.org#10034]", &[10_034]),
        ("AW: [example.org #10035] [example.org #10034]", &[10_035, 10_034]),
        ("AW: [billing #10036] [example.org #10034] [billing #10036]", &[10_036, 10_034]),
        ("[example.com #10035] [example.org #10034]", &[10_034]),
        ("Drucker [example.com #10034]", &[]),
        ("Drucker #10034", &[]),
        ("Drucker [example.org #]", &[]),
        ("Drucker [example.org #-5]", &[]),
        ("Drucker [example.org #99999999999999999999]", &[]),
        ("[[[[", &[]),
        ("", &[]),
    ];
    for (subject, expected) in table {
        assert_eq!(numbers_in_subject(subject, &["example.org", "Billing"]), expected, "{subject:?}");
    }
}
