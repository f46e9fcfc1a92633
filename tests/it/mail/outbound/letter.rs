//! What a letter of each kind may say, and to whom.

use engine::{EventChange, FromTo, LetterKind, Priority, QueueId, Status, UserId};
use mail::outbound::letter::{Content, LetterError, View};
use mail::outbound::{sample, sample_with_text};
use words::Lang;

#[test]
fn a_letter_that_lacks_what_it_is_about_is_refused() {
    // One to a former address is about nothing but its account.
    for kind in LetterKind::ALL.iter().copied().filter(|kind| *kind != LetterKind::AddressChanged) {
        let mut letter = sample(kind, Lang::De);
        assert!(View::of(&letter).is_ok(), "{kind:?}");
        (letter.ticket, letter.link) = (None, None);
        letter.changes.clear();
        letter.news.clear();
        let error = View::of(&letter).unwrap_err();
        assert!(matches!(error, LetterError::Missing { .. }), "{kind:?}: {error}");
    }
}

#[test]
fn the_customer_hears_of_the_status_and_the_staff_of_what_is_theirs_to_know() {
    let mut letter = sample(LetterKind::Changed, Lang::De);
    letter.changes = vec![
        EventChange::Assignee(FromTo::now(UserId(uuid::Uuid::nil()))).into(),
        EventChange::Priority(FromTo { from: Some(Priority::Normal), to: Some(Priority::High) }).into(),
        EventChange::Status(FromTo { from: Some(Status::New), to: Some(Status::Open) }).into(),
        EventChange::Queue(FromTo::now(QueueId(uuid::Uuid::nil()))).into(),
    ];
    for (for_staff, for_watcher, intro, shown) in [
        (false, false, "changed-intro", vec!["status"]),
        (false, true, "changed-watcher-intro", vec!["status"]),
        (true, false, "changed-assigned-intro", vec!["status", "priority"]),
    ] {
        (letter.for_staff, letter.for_watcher) = (for_staff, for_watcher);
        let Content::Changed(changed) = View::of(&letter).unwrap().content else { panic!("not a change") };
        assert_eq!(changed.intro, intro);
        assert_eq!(changed.changes.iter().map(|line| line.field.as_str()).collect::<Vec<_>>(), shown);
    }
}

#[test]
fn s69_a_closing_time_is_told_while_the_ticket_can_still_close() {
    for (kind, status, told) in [
        (LetterKind::Question, Status::Pending, true),
        (LetterKind::Resolved, Status::Resolved, true),
        (LetterKind::Reminder, Status::Pending, true),
        (LetterKind::Closed, Status::Closed, false),
    ] {
        let mut letter = sample(kind, Lang::De);
        if let Some(ticket) = &mut letter.ticket {
            ticket.status = status;
            ticket.auto_close_at = Some(letter.now);
        }
        let closes_at = match View::of(&letter).unwrap().content {
            Content::Question(it) | Content::Resolved(it) | Content::Reminder(it) | Content::Closed(it) => {
                it.closes_at
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(closes_at.is_some(), told, "{kind:?}");
    }
}

#[test]
fn s17_how_to_answer_follows_the_mailbox() {
    for (reply_to, hint, may_reply, on_the_web) in [
        (Some("t@example.org"), false, true, false),
        (Some("t@example.org"), true, false, true),
        (None, true, false, true),
        (None, false, false, false),
    ] {
        let mut letter = sample(LetterKind::Confirmation, Lang::De);
        letter.reply_to = reply_to.map(str::to_owned);
        letter.ticket.as_mut().unwrap().reply_hint = hint;
        let Content::Confirmation(it) = View::of(&letter).unwrap().content else { panic!("no confirmation") };
        assert_eq!((it.about.may_reply, it.about.reply_on_the_web), (may_reply, on_the_web));
        let written = mail::outbound::Renderer::new().unwrap().render(&letter).unwrap();
        for part in [&written.text, &written.html] {
            assert_eq!(part.contains("Bitte antworten Sie nicht auf diese Nachricht"), on_the_web, "{part}");
        }
    }
}

#[test]
fn s13_what_was_written_until_a_letter_left_stands_in_it_in_order() {
    let mut letter = sample_with_text(LetterKind::Resolved, Lang::De);
    let mut second = letter.comment.clone().unwrap();
    (second.author, second.text) = ("Ole".to_owned(), "Und noch das.".to_owned());
    letter.more_comments = vec![second];
    let Content::Resolved(it) = View::of(&letter).unwrap().content else { panic!("no solution") };
    let authors: Vec<_> = it.about.comments.iter().map(|quote| quote.author.as_deref().unwrap()).collect();
    assert_eq!(authors, ["Paula Support", "Ole"]);
    let written = mail::outbound::Renderer::new().unwrap().render(&letter).unwrap();
    for part in [&written.text, &written.html] {
        let at = |words| part.find(words).unwrap_or_else(|| panic!("{words}: {part}"));
        assert!(at("Paula Support") < at("welche Version") && at("welche Version") < at("Ole"), "{part}");
        assert!(at("Ole") < at("Und noch das."), "{part}");
    }
}

#[test]
fn a_comment_of_any_length_and_shape_becomes_clean_lines() {
    let mut letter = sample_with_text(LetterKind::Question, Lang::De);
    letter.comment.as_mut().unwrap().text =
        format!("\n\na\tb\r\n\r\n\u{1b}[31mred\u{0}  \n{}", "ä".repeat(100_000));
    let Content::Question(it) = View::of(&letter).unwrap().content else { panic!("no question") };
    let quote = it.about.comment.unwrap();
    assert_eq!(quote.lines[..3], ["a    b", "", "[31mred"]);
    assert!(quote.cut && quote.lines[3].chars().count() < 20_000);
    letter.comment.as_mut().unwrap().text = " \n\t ".to_owned();
    let Content::Question(it) = View::of(&letter).unwrap().content else { panic!("no question") };
    assert_eq!(it.about.comment, None);
}
