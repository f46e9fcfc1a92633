//! Whose fault a refusal is: the letter's or the server's.

use engine::{LetterId, MailServerFault};
use mail::outbound::health::{Health, Verdict};
use mail::outbound::transport::SendError;

fn letter(number: u128) -> LetterId {
    LetterId(uuid::Uuid::from_u128(number))
}

fn doubtful() -> SendError {
    SendError::Doubtful("554 5.7.1 no".to_owned())
}

#[test]
fn one_refused_recipient_is_that_letters_fault_and_three_in_a_row_are_the_servers() {
    let mut health = Health::default();
    let alone = Verdict::Letter { permanent: true };
    assert_eq!(health.refused(letter(1), "a@x.example", &doubtful()), alone);
    assert!(!health.accepted(), "nothing was wrong");
    assert_eq!(health.refused(letter(2), "b@x.example", &doubtful()), alone);
    assert_eq!(health.refused(letter(3), "b@x.example", &doubtful()), alone, "the same person counts once");
    assert_eq!(health.refused(letter(4), "c@x.example", &doubtful()), alone);
    let all = Verdict::Server { letters: vec![letter(2), letter(4), letter(5)], begins: true };
    assert_eq!(health.refused(letter(5), "d@x.example", &doubtful()), all);
    assert!(health.is_failing());
    assert!(health.accepted(), "it is well again");
    assert_eq!(
        health.refused(letter(5), "d@x.example", &doubtful()),
        alone,
        "it was about this one after all"
    );
    assert!(!health.is_failing());
}

#[test]
fn a_failing_server_is_asked_at_growing_intervals_until_it_accepts() {
    let mut health = Health::default();
    assert_eq!(health.wait(), None);
    let mut waits = Vec::new();
    for number in 0..8 {
        let verdict = health.refused(
            letter(number),
            "a@x.example",
            &SendError::Server(MailServerFault::Unreachable, "down".to_owned()),
        );
        assert_eq!(verdict, Verdict::Server { letters: vec![letter(number)], begins: number == 0 });
        assert!(health.found_out().is_some());
        waits.push(health.wait().unwrap().as_secs());
        assert_eq!(health.found_out(), None, "the next round tries for itself");
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
    // Somebody answers again, and refuses one recipient: that is no fault of the server.
    assert_eq!(health.refused(letter(9), "a@x.example", &doubtful()), Verdict::Letter { permanent: true });
    assert!(!health.is_failing());
}

#[test]
fn one_letter_that_is_put_off_is_tried_again_and_three_in_a_row_are_the_servers_fault() {
    let mut health = Health::default();
    let deferred = || SendError::Deferred("451 4.3.0 later".to_owned());
    let alone = Verdict::Letter { permanent: false };
    for _ in 0..3 {
        assert_eq!(health.refused(letter(1), "a@x.example", &deferred()), alone);
        assert_eq!(health.refused(letter(1), "a@x.example", &deferred()), alone);
        assert!(!health.accepted(), "others get through");
    }
    assert_eq!(health.refused(letter(1), "a@x.example", &deferred()), alone);
    assert_eq!(health.refused(letter(2), "a@x.example", &deferred()), alone);
    let all = Verdict::Server { letters: vec![letter(1), letter(2), letter(3)], begins: true };
    assert_eq!(health.refused(letter(3), "a@x.example", &deferred()), all);
    assert_eq!(health.wait().map(|wait| wait.as_secs()), Some(1));
    let next = Verdict::Server { letters: vec![letter(1)], begins: false };
    assert_eq!(health.refused(letter(1), "a@x.example", &deferred()), next, "each waits once");
    assert!(health.accepted(), "it is well again");
    assert_eq!(health.refused(letter(1), "a@x.example", &deferred()), alone);
}

#[test]
fn a_server_that_was_away_and_now_puts_everything_off_is_still_failing() {
    let mut health = Health::default();
    health.refused(
        letter(1),
        "a@x.example",
        &SendError::Server(MailServerFault::Unreachable, "down".to_owned()),
    );
    let later = SendError::Deferred("451 4.3.0 later".to_owned());
    let verdict = health.refused(letter(1), "a@x.example", &later);
    assert_eq!(verdict, Verdict::Server { letters: vec![letter(1)], begins: false });
    assert!(health.is_failing());
}

#[test]
fn the_one_letter_of_a_quiet_night_is_not_given_up_until_another_gets_through() {
    let mut health = Health::default();
    for attempt in 1..10 {
        assert!(health.is_patient(&doubtful(), attempt), "{attempt}");
    }
    assert!(!health.is_patient(&doubtful(), 10), "a day is enough");
    assert!(!health.is_patient(&SendError::Permanent("no such user".to_owned()), 1));
    health.accepted();
    assert!(!health.is_patient(&doubtful(), 1), "it takes others");
}

#[test]
fn a_server_whose_line_breaks_each_time_is_failing_and_its_letters_keep_their_pauses() {
    let mut health = Health::default();
    let broken = SendError::Broken("connection reset".to_owned());
    for (number, again_and_again, begins) in [
        (1, false, false),
        (1, false, false),
        (2, false, false),
        (3, true, true),
        (3, true, false),
        (4, true, false),
    ] {
        let verdict = health.refused(letter(number), "a@x.example", &broken);
        assert_eq!(verdict, Verdict::Broken { again_and_again, begins }, "{number}");
    }
    assert!(!health.is_failing(), "each is tried for itself");
    assert!(health.accepted(), "it had been failing");
    assert!(!health.accepted());
}
