//! A mail joins its ticket: as an answer of the customer or the staff, or for the staff's eyes alone.

use chrono::TimeDelta;
use engine::{
    Actor, Address, AuthenticationResults, Automatic, Comment, IncomingMessage, Letter, LetterKind,
    MailReason, MailboxSettings, MethodResult, Outcome, Paging, Received, Replies, Role, Settings, Status,
    Ticket, Unattended, UpdateTicket, UpdateUser, UserFilter, Visibility,
};
use tests::{Backend, MAILBOX, Person, QUEUE, TestApp, on_each_database};

use super::{mail, receive};

const MARIA: &str = "maria@muster.example";
const JANA: &str = "jana@example.org";

on_each_database!(
    an_out_of_office_notice_of_the_staff_is_shown_to_the_staff_alone,
    a_mail_of_an_agent_who_is_switched_off_is_shown_to_the_staff_alone,
    a_mail_of_an_agent_who_does_not_work_the_queue_is_shown_to_the_staff_alone,
    a_mail_of_an_agent_with_the_signed_address_of_their_letter_is_an_answer,
    a_mail_of_an_agent_with_a_trusted_pass_is_an_answer,
    nobody_speaks_for_the_staff_by_what_the_customer_knows,
    a_colleague_who_answers_anothers_letter_joins_but_does_not_speak,
    a_stranger_with_the_signed_address_of_an_agents_letter_is_shown_to_the_staff_alone,
    who_was_taken_off_the_watchers_writes_into_the_ticket_no_more,
    an_answer_to_a_letter_about_a_note_is_a_note,
    what_was_said_among_the_staff_stays_there_whoever_said_it,
    who_is_staff_no_more_writes_as_a_stranger_with_the_signed_address_of_an_old_letter,
    of_two_signed_addresses_that_of_the_letter_which_is_answered_decides,
    a_report_of_a_delay_is_a_note_on_the_ticket_of_the_letter,
    a_mail_server_adds_a_note_for_the_staff_and_no_account
);

/// A ticket that waits for Maria, with Jana responsible.
async fn pending(app: &TestApp) -> (Person, Ticket) {
    let jana = app.given().agent(JANA).await;
    let maria = app.given().customer(MARIA).await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    let mine =
        UpdateTicket { number: ticket.number, assignee: Some(Some(jana.user.id)), ..UpdateTicket::default() };
    let ticket = app.engine.update_ticket(&jana.actor, mine).await.unwrap();
    (jana, ticket)
}

/// Answers the newest letter; the comment that becomes of it, and the ticket after that.
async fn answer(app: &TestApp, answer: IncomingMessage) -> (Comment, Ticket) {
    let letter = app.letters().await.pop().unwrap();
    let answer = IncomingMessage { in_reply_to: vec![letter.message_id], ..answer };
    let received = receive(&app.engine, answer).await;
    let id = received.comment.unwrap();
    let comment = app.engine.comments_by_id(&Actor::system(), &[id]).await.unwrap().remove(&id).unwrap();
    let ticket = app.engine.ticket(&Actor::system(), received.ticket.unwrap()).await.unwrap().unwrap();
    (comment, ticket)
}

async fn an_out_of_office_notice_of_the_staff_is_shown_to_the_staff_alone(app: TestApp) {
    let (_, before) = pending(&app).await;
    let away = IncomingMessage {
        automatic: Some(Automatic::AutoReply),
        unattended: Some(Unattended::Header),
        ..mail("1@x", JANA, "Abwesend", "Bin im Urlaub, Vertretung: Tom, 0151 …")
    };
    let (comment, after) = answer(&app, away).await;
    assert_eq!(comment.visibility, Visibility::Internal);
    assert_eq!((after.status, after.auto_close_at), (before.status, before.auto_close_at));
    assert_eq!(app.told().await, []);
}

async fn a_mail_of_an_agent_who_is_switched_off_is_shown_to_the_staff_alone(app: TestApp) {
    let (jana, _) = pending(&app).await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), jana.user.id, off).await.unwrap();
    let (comment, after) = answer(&app, mail("1@x", JANA, "Re", "Ich war das nicht.")).await;
    assert_eq!((comment.visibility, after.status), (Visibility::Internal, Status::Pending));
    assert_eq!(app.told().await, [], "the customer hears nothing of it");
}

async fn a_mail_of_an_agent_who_does_not_work_the_queue_is_shown_to_the_staff_alone(app: TestApp) {
    let (_, ticket) = pending(&app).await;
    app.engine.set_queue_members(&Actor::system(), ticket.queue, &[]).await.unwrap();
    let (comment, after) = answer(&app, mail("1@x", JANA, "Re", "So geht es:")).await;
    assert_eq!((comment.visibility, after.status), (Visibility::Internal, Status::Pending));
}

/// The letters that tell Jana and Tom of a comment of Maria's on the ticket that Jana works, and the one to Maria.
struct Letters {
    ticket: Ticket,
    to_jana: Letter,
    to_maria: Letter,
}

async fn letters(app: &TestApp) -> Letters {
    let (_, ticket) = pending(app).await;
    let to_maria = app.letters().await.pop().unwrap();
    assert_eq!(to_maria.to.address, MARIA);
    let answer =
        IncomingMessage { in_reply_to: vec![to_maria.message_id.clone()], ..mail("m@x", MARIA, "Re", "4") };
    receive(&app.engine, answer).await;
    let to_jana = app.letters().await.pop().unwrap();
    assert_eq!(to_jana.to.address, JANA);
    Letters { ticket, to_jana, to_maria }
}

/// A mail in Jana's name to this address, in the thread of the customer's letter.
async fn in_janas_name(app: &TestApp, letters: &Letters, id: &str, to: &str) -> (Comment, Ticket) {
    let message = IncomingMessage {
        recipients: vec![to.to_owned()],
        in_reply_to: vec![letters.to_maria.message_id.clone()],
        ..mail(id, JANA, "Re", "Bitte überweisen Sie an …")
    };
    of(app, receive(&app.engine, message).await).await
}

/// The comment that became of a mail, and its ticket after that.
async fn of(app: &TestApp, received: Received) -> (Comment, Ticket) {
    let id = received.comment.unwrap();
    let comment = app.engine.comments_by_id(&Actor::system(), &[id]).await.unwrap().remove(&id).unwrap();
    let ticket = app.engine.ticket(&Actor::system(), received.ticket.unwrap()).await.unwrap().unwrap();
    (comment, ticket)
}

async fn a_mail_of_an_agent_with_the_signed_address_of_their_letter_is_an_answer(app: TestApp) {
    let letters = letters(&app).await;
    let signed = letters.to_jana.reply_to.clone().unwrap();
    let (comment, after) = in_janas_name(&app, &letters, "1@x", &signed.to_uppercase()).await;
    assert_eq!((comment.visibility, after.number), (Visibility::Public, letters.ticket.number));
    assert_eq!(app.told().await, [(LetterKind::Changed, MARIA.to_owned())]);
}

async fn a_stranger_with_the_signed_address_of_an_agents_letter_is_shown_to_the_staff_alone(app: TestApp) {
    let letters = letters(&app).await;
    let signed = letters.to_jana.reply_to.clone().unwrap();
    for (id, from, visibility) in
        [("1@x", "eve@evil.example", Visibility::Internal), ("2@x", MARIA, Visibility::Public)]
    {
        let message = IncomingMessage {
            recipients: vec![signed.clone()],
            ..mail(id, from, "Re", "Ich mische mich ein.")
        };
        let received = receive(&app.engine, message).await;
        let uninvited = (visibility == Visibility::Internal).then_some(MailReason::Uninvited);
        assert_eq!(received.why, uninvited, "{from}");
        let (comment, after) = of(&app, received).await;
        assert_eq!((comment.visibility, after.number), (visibility, letters.ticket.number), "{from}");
    }
}

async fn an_answer_to_a_letter_about_a_note_is_a_note(app: TestApp) {
    let (jana, ticket) = pending(&app).await;
    let tom = app.given().agent("tom@example.org").await;
    app.letters().await;
    let note = format!("@{} der Kunde ist schwierig.", jana.user.name);
    app.given().internal_note(&tom, &ticket, &note).await;
    let told = app.letters().await.pop().unwrap();
    assert!(told.is_note && told.to.address == JANA);
    let of_note = told.reply_to.clone().unwrap();
    let of_ticket = letter_of_question(&app, &jana, &ticket).await.reply_to.unwrap();
    // By the address alone, by the thread alone, and by both.
    for (id, to, thread, visibility) in [
        ("1@x", &of_note, vec![], Visibility::Internal),
        ("2@x", &of_ticket, vec![told.message_id.clone()], Visibility::Internal),
        ("3@x", &of_note, vec![told.message_id.clone()], Visibility::Internal),
        ("4@x", &of_ticket, vec![], Visibility::Public),
        // What answers an answer to a note, whoever wrote that.
        ("5@x", &of_ticket, vec!["2@x".to_owned()], Visibility::Internal),
    ] {
        let message = IncomingMessage {
            recipients: vec![to.clone()],
            in_reply_to: thread,
            ..mail(id, JANA, "Re", "Ja, er nervt.")
        };
        let (comment, after) = of(&app, receive(&app.engine, message).await).await;
        assert_eq!((comment.visibility, after.number), (visibility, ticket.number), "{id}");
        let told = app.told().await;
        assert_eq!(told.iter().any(|(_, to)| to == MARIA), visibility == Visibility::Public, "{id}");
    }
    // A partner was copied in, and answers all.
    let message = IncomingMessage {
        recipients: vec![tests::MAILBOX.to_owned()],
        in_reply_to: vec!["2@x".to_owned()],
        ..mail("6@x", "partner@partner.example", "Re", "> Ja, er nervt.\nStimmt.")
    };
    let (comment, after) = of(&app, receive(&app.engine, message).await).await;
    assert_eq!((comment.visibility, after.number), (Visibility::Internal, ticket.number));
    assert!(app.told().await.iter().all(|(_, to)| to != MARIA));
    // What the customer gets names no mail of a note: a program that looks for the thread would answer among the staff.
    app.given().comment(&jana, &ticket, "Wir melden uns.").await;
    let to_maria = app.letters().await.into_iter().find(|letter| letter.to.address == MARIA).unwrap();
    assert!(to_maria.references.iter().all(|id| !["1@x", "2@x", "3@x", "5@x", "6@x"].contains(&id.as_str())));
}

async fn what_was_said_among_the_staff_stays_there_whoever_said_it(app: TestApp) {
    let (jana, ticket) = pending(&app).await;
    let tom = app.given().agent("tom@example.org").await;
    app.given().internal_note(&jana, &ticket, &format!("@{} was meinst du?", tom.user.name)).await;
    let told = app.letters().await.into_iter().find(|letter| letter.to.address == tom.user.email).unwrap();
    let of_ticket = letter_of_question(&app, &jana, &ticket).await.reply_to.unwrap();
    let by_tom = IncomingMessage {
        recipients: vec![told.reply_to.clone().unwrap()],
        in_reply_to: vec![told.message_id.clone()],
        ..mail("tom@x", &tom.user.email, "Re", "Er nervt.")
    };
    receive(&app.engine, by_tom).await;
    let from_partner = |id: &str, thread: Vec<String>| IncomingMessage {
        recipients: vec![tests::MAILBOX.to_owned()],
        in_reply_to: thread,
        ..mail(id, "partner@partner.example", "Re", "Stimmt.")
    };
    let partners = receive(&app.engine, from_partner("partner@x", vec!["tom@x".to_owned()])).await;
    assert_eq!(partners.why, Some(MailReason::Uninvited));
    // Somebody else opens a ticket under the id of a mail that never came here.
    let claimed = receive(&app.engine, from_partner("claimed@x", Vec::new())).await;
    assert_eq!(claimed.outcome, Outcome::Created);
    let customer = UpdateUser { role: Some(Role::Customer), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), tom.user.id, customer).await.unwrap();
    for (id, answers, references) in [
        ("1@x", "tom@x", vec![]),
        ("2@x", "partner@x", vec![]),
        ("3@x", "claimed@x", vec![told.message_id.clone(), "claimed@x".to_owned()]),
    ] {
        app.letters().await;
        let message = IncomingMessage {
            recipients: vec![of_ticket.clone()],
            addressees: vec![Address { name: String::new(), address: "partner@partner.example".to_owned() }],
            in_reply_to: vec![answers.to_owned()],
            references,
            ..mail(id, JANA, "Re", "Bitte nichts sagen.")
        };
        let (comment, after) = of(&app, receive(&app.engine, message).await).await;
        assert_eq!((comment.visibility, after.number), (Visibility::Internal, ticket.number), "{id}");
        assert!(app.told().await.iter().all(|(_, to)| to != MARIA && !to.contains("partner")), "{id}");
        let watchers = app.engine.watchers_of(&Actor::system(), &[ticket.id]).await.unwrap();
        assert!(watchers.values().all(Vec::is_empty), "{id}: {watchers:?}");
    }
}

/// The letter to Jana about what Maria writes into the ticket.
async fn letter_of_question(app: &TestApp, jana: &Person, ticket: &Ticket) -> Letter {
    let maria = Person { actor: app.engine.actor_of(ticket.customer).await.unwrap(), ..jana.clone() };
    app.given().comment(&maria, ticket, "Und nun?").await;
    app.letters().await.pop().unwrap()
}

async fn who_is_staff_no_more_writes_as_a_stranger_with_the_signed_address_of_an_old_letter(app: TestApp) {
    let letters = letters(&app).await;
    let jana = UserFilter { query: Some(JANA.to_owned()), ..UserFilter::default() };
    let jana = app.engine.users(&Actor::system(), &jana, &Paging::default()).await.unwrap();
    let (_, jana) = jana.items.first().unwrap();
    let customer = UpdateUser { role: Some(Role::Customer), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), jana.id, customer).await.unwrap();
    let (signed, thread) = (letters.to_jana.reply_to.clone().unwrap(), letters.to_jana.message_id.clone());
    for (id, recipients, in_reply_to) in [
        ("1@x", vec![signed.clone()], vec![]),
        ("2@x", vec![], vec![thread]),
        ("3@x", vec![signed], vec!["?@x".to_owned()]),
    ] {
        let message =
            IncomingMessage { recipients, in_reply_to, ..mail(id, JANA, "Re", "Ich lese noch mit.") };
        let received = receive(&app.engine, message).await;
        assert_eq!(received.outcome, Outcome::Created, "{id}");
        assert_ne!(received.ticket, Some(letters.ticket.number), "{id}");
    }
    let now = app.engine.actor_of(jana.id).await.unwrap();
    assert!(app.engine.ticket(&now, letters.ticket.number).await.unwrap().is_none());
}

async fn of_two_signed_addresses_that_of_the_letter_which_is_answered_decides(app: TestApp) {
    let mut letters = Vec::new();
    for id in ["1@x", "2@x"] {
        receive(&app.engine, mail(id, MARIA, "Drucker", "b")).await;
        letters.push(app.letters().await.pop().unwrap());
    }
    let recipients: Vec<String> = letters.iter().filter_map(|letter| letter.reply_to.clone()).collect();
    let numbers: Vec<i64> = letters.iter().map(|letter| letter.ticket.as_ref().unwrap().number).collect();
    for (id, answers, joins) in [("3@x", Some(1), 1), ("4@x", Some(0), 0), ("5@x", None, 0)] {
        let in_reply_to = answers.map(|at: usize| letters[at].message_id.clone()).into_iter().collect();
        let both = IncomingMessage {
            recipients: recipients.clone(),
            in_reply_to,
            ..mail(id, MARIA, "Re", "Zu beiden")
        };
        assert_eq!(receive(&app.engine, both).await.ticket, Some(numbers[joins]), "{id}");
    }
}

async fn who_was_taken_off_the_watchers_writes_into_the_ticket_no_more(app: TestApp) {
    let maria = app.given().customer(MARIA).await;
    let jana = app.given().agent(JANA).await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let watcher = app.given().customer("w@w.example").await;
    app.engine.watch_ticket(&jana.actor, ticket.number, Some(watcher.user.id), None).await.unwrap();
    app.letters().await;
    app.given().comment(&jana, &ticket, "Neues.").await;
    let letters = app.letters().await;
    let signed = letters.iter().find(|letter| letter.to.address == "w@w.example").unwrap().reply_to.clone();
    let write = |id: &str| IncomingMessage {
        recipients: vec![signed.clone().unwrap()],
        ..mail(id, "w@w.example", "Re", "Ich auch.")
    };
    let (comment, _) = of(&app, receive(&app.engine, write("1@x")).await).await;
    assert_eq!(comment.visibility, Visibility::Public);
    app.engine.unwatch_ticket(&jana.actor, ticket.number, Some(watcher.user.id)).await.unwrap();
    let received = receive(&app.engine, write("2@x")).await;
    assert_eq!(received.why, Some(MailReason::Uninvited));
    let (comment, after) = of(&app, received).await;
    assert_eq!((comment.visibility, after.number), (Visibility::Internal, ticket.number));
    let subject = format!("Re: Drucker [example.org #{}]", ticket.number);
    let by_tag = receive(&app.engine, mail("3@x", "w@w.example", &subject, "Noch da.")).await;
    assert_ne!(by_tag.ticket, Some(ticket.number), "a number alone leads nowhere any more");
}

async fn a_report_of_a_delay_is_a_note_on_the_ticket_of_the_letter(app: TestApp) {
    let (_, before) = pending(&app).await;
    let letter = app.letters().await.pop().unwrap();
    let message = IncomingMessage {
        by_mail_server: true,
        null_sender: true,
        automatic: Some(Automatic::Generated),
        unattended: Some(Unattended::Report),
        report_of: Some(letter.message_id.clone()),
        ..mail("1@x", "mailer-daemon@mx.example", "Delayed", "Will be retried.")
    };
    let (comment, after) = of(&app, receive(&app.engine, message).await).await;
    assert_eq!((comment.visibility, after.number), (Visibility::Internal, before.number));
    assert_eq!((after.status, after.auto_close_at), (before.status, before.auto_close_at));
}

/// What a mail server found out.
fn results(server: &str, method: &str, result: &str, property: (&str, &str)) -> AuthenticationResults {
    let properties = vec![(property.0.to_owned(), property.1.to_owned())];
    let one = MethodResult { method: method.to_owned(), result: result.to_owned(), properties };
    AuthenticationResults { server: server.to_owned(), results: vec![one] }
}

async fn a_mail_of_an_agent_with_a_trusted_pass_is_an_answer(app: TestApp) {
    let change = |settings: &mut Settings| settings.mail.trusted_authserv = vec!["mx.example.org".to_owned()];
    let app = TestApp::with(app.backend, change).await;
    let letters = letters(&app).await;
    let from = ("header.from", "example.org");
    let signed = letters.to_jana.reply_to.clone().unwrap();
    for (place, (server, result, to, visibility)) in [
        ("mx.example.org", "pass", MAILBOX, Visibility::Public),
        ("mx.evil.example", "pass", MAILBOX, Visibility::Internal),
        ("mx.example.org", "fail", MAILBOX, Visibility::Internal),
        ("mx.example.org", "fail", signed.as_str(), Visibility::Internal),
    ]
    .into_iter()
    .enumerate()
    {
        let message = IncomingMessage {
            recipients: vec![to.to_owned()],
            in_reply_to: vec![letters.to_maria.message_id.clone()],
            authentication: vec![results(server, "dmarc", result, from)],
            ..mail(&format!("{place}@x"), JANA, "Re", "So geht es:")
        };
        let (comment, _) = of(&app, receive(&app.engine, message).await).await;
        assert_eq!(comment.visibility, visibility, "{server} {result} {to}");
    }
    let behind = IncomingMessage {
        reply_to: vec![Address { name: String::new(), address: JANA.to_owned() }],
        in_reply_to: vec![letters.to_maria.message_id.clone()],
        authentication: vec![results("mx.example.org", "dmarc", "pass", ("header.from", "evil.example"))],
        ..mail("b@x", "noreply@evil.example", "Re", "So geht es:")
    };
    let (comment, _) = of(&app, receive(&app.engine, behind).await).await;
    assert_eq!(comment.visibility, Visibility::Internal, "what vouches for From says nothing of Reply-To");
}

async fn nobody_speaks_for_the_staff_by_what_the_customer_knows(app: TestApp) {
    let letters = letters(&app).await;
    let asks = UpdateTicket {
        number: letters.ticket.number,
        status: Some(Status::Pending),
        ..UpdateTicket::default()
    };
    app.engine.update_ticket(&Actor::system(), asks).await.unwrap();
    app.letters().await;
    let customers = letters.to_maria.reply_to.clone().unwrap();
    for (id, to) in [("1@x", MAILBOX), ("2@x", customers.as_str())] {
        let (comment, after) = in_janas_name(&app, &letters, id, to).await;
        assert_eq!((comment.visibility, after.status), (Visibility::Internal, Status::Pending), "{to}");
        assert_eq!(after.auto_close_at, None, "the ticket waits for the staff");
        let mails = app.engine.mails_of_comments(&Actor::system(), &[comment.id]).await.unwrap();
        assert_eq!(mails[&comment.id].why, Some(MailReason::StaffUnproven));
        assert!(mails[&comment.id].reason.as_deref().unwrap().contains("claims to be from the staff"));
    }
    let told = app.told().await;
    assert!(told.iter().all(|(_, to)| to != MARIA), "the customer hears nothing of it: {told:?}");
    let maria = letters_customer(&app).await;
    let seen = app.engine.comments(&maria, letters.ticket.id, &Paging::default()).await.unwrap();
    assert!(seen.items.iter().all(|(_, comment)| !comment.text.contains("überweisen")));
}

/// Maria, as she acts when she is logged in.
async fn letters_customer(app: &TestApp) -> Actor {
    let filter = UserFilter { query: Some(MARIA.to_owned()), ..UserFilter::default() };
    let found = app.engine.users(&Actor::system(), &filter, &Paging::default()).await.unwrap();
    app.actor(found.items[0].1.id).await
}

async fn a_colleague_who_answers_anothers_letter_joins_but_does_not_speak(app: TestApp) {
    let letters = letters(&app).await;
    app.given().agent("tom@example.org").await;
    let message = IncomingMessage {
        recipients: vec![letters.to_jana.reply_to.clone().unwrap()],
        ..mail("1@x", "tom@example.org", "Re", "Das weiß ich:")
    };
    let (comment, ticket) = of(&app, receive(&app.engine, message).await).await;
    assert_eq!((comment.visibility, ticket.number), (Visibility::Internal, letters.ticket.number));
}

async fn a_mail_server_adds_a_note_for_the_staff_and_no_account(app: TestApp) {
    let letters = letters(&app).await;
    let before = app.engine.count_users(&Actor::system(), &UserFilter::default()).await.unwrap();
    let notice = |id: &str, unattended: Option<Unattended>| IncomingMessage {
        by_mail_server: true,
        automatic: Some(Automatic::Generated),
        unattended,
        in_reply_to: vec![letters.to_maria.message_id.clone()],
        ..mail(id, "mailer-daemon@mx.example", "Notice", "Something about your mail.")
    };
    let (comment, ticket) = of(&app, receive(&app.engine, notice("1@x", None)).await).await;
    assert_eq!(comment.visibility, Visibility::Internal);
    assert_eq!(ticket.status, Status::Open, "what Maria wrote has opened it; this changes nothing");
    let (comment, _) = of(&app, receive(&app.engine, notice("2@x", Some(Unattended::Report))).await).await;
    assert_eq!((comment.visibility, comment.automatic), (Visibility::Internal, true));
    let after = app.engine.count_users(&Actor::system(), &UserFilter::default()).await.unwrap();
    assert_eq!(after, before + 1, "one account stands for all who have none");
}

#[tokio::test]
async fn s17_s73_an_answer_that_is_held_back_is_told_to_the_assignee_and_nothing_closes_over_it() {
    for (backend, replies) in [(Backend::Sqlite, Replies::HintOnly), (Backend::Postgres, Replies::Quarantine)]
    {
        let change = |settings: &mut Settings| {
            settings.mail.mailboxes =
                vec![MailboxSettings { replies, ..MailboxSettings::new(MAILBOX, QUEUE) }];
        };
        let app = TestApp::with(backend, change).await;
        let (jana, before) = pending(&app).await;
        assert!(before.auto_close_at.is_some());
        let (comment, after) = answer(&app, mail("1@x", MARIA, "Re", "Es ist Version 4.")).await;
        assert_eq!(comment.visibility, Visibility::Internal);
        // S17: the answer is not lost, since it is told. S73: and nothing closes as if there were none.
        assert_eq!(app.told().await, [(LetterKind::Changed, JANA.to_owned())], "{replies:?}");
        assert_eq!((after.status, after.auto_close_at), (Status::Pending, None), "{replies:?}");
        app.clock.advance(TimeDelta::days(365).to_std().unwrap());
        assert_eq!(app.engine.run_due().await.unwrap().closed, 0);
        app.given().comment(&jana, &after, "Und welche Version von Windows?").await;
        let asked = app.engine.ticket(&jana.actor, after.number).await.unwrap().unwrap();
        assert_eq!(asked.status, Status::Pending);
        assert!(
            asked.auto_close_at.is_some_and(|at| at > app.now()),
            "the staff have looked: it waits again"
        );
    }
}
