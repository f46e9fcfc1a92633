//! Taking in a mail: once, on the right ticket, and never as somebody else.

use engine::{
    Actor, AddComment, Address, Automatic, Channel, Comment, IncomingAttachment, IncomingMessage, LetterKind,
    MailReason, MailboxSettings, Outcome, Paging, Replies, Settings, Status, TicketFilter, Unattended,
    UpdateTicket, Upload, UserFilter, Visibility,
};
use tests::{Backend, MAILBOX, QUEUE, TestApp, on_each_database};

use super::{mail, receive};
const MARIA: &str = "maria@muster.example";

on_each_database!(
    s01_s05_s06_a_mail_makes_one_ticket_with_an_account_for_its_sender,
    s02_the_same_mail_twice_is_one_ticket,
    s02_a_mail_that_a_gateway_changed_is_one_ticket_and_one_confirmation,
    the_same_mail_to_two_processes_at_once_is_one_ticket,
    another_sender_cannot_suppress_a_mail_by_using_its_id,
    s03_machines_get_no_confirmation,
    s03_a_mail_of_our_own_is_kept_and_goes_no_further,
    a_contact_form_in_our_name_is_a_ticket_of_the_person_behind_it,
    a_mail_in_our_name_with_nobody_behind_it_waits_for_the_staff,
    what_only_asks_for_no_automatic_answer_reopens,
    a_new_mail_about_absence_notices_is_a_request,
    an_absence_notice_is_told_from_an_answer_on_a_ticket_of_that_title,
    a_letter_of_another_installation_is_a_ticket_without_a_confirmation,
    an_answer_joins_by_thread_header_token_or_number_of_ones_own,
    a_stranger_with_a_number_opens_a_ticket_that_mentions_the_other,
    nobody_speaks_for_the_staff_by_knowing_a_number,
    an_automatic_reply_changes_no_status_and_tells_nobody,
    s01_a_mail_without_sender_or_subject_is_still_a_ticket,
    a_read_receipt_for_a_letter_is_noted_and_makes_no_ticket,
    a_reaction_is_kept_and_reopens_nothing,
    an_answer_is_shown_as_its_html_made_safe,
    s08_files_of_a_mail_are_kept_as_they_are,
    s08_more_files_than_a_statement_takes_values_are_all_kept,
    a_sender_joins_the_organisation_of_their_domain
);

async fn number_of(app: &TestApp, message: IncomingMessage) -> i64 {
    receive(&app.engine, message).await.ticket.unwrap()
}

async fn comments(app: &TestApp, number: i64) -> Vec<Comment> {
    let system = Actor::system();
    let ticket = app.engine.ticket(&system, number).await.unwrap().unwrap();
    let page = app.engine.comments(&system, ticket.id, &Paging::default()).await.unwrap();
    page.items.into_iter().map(|(_, comment)| comment).collect()
}

async fn status(app: &TestApp, number: i64) -> Status {
    app.engine.ticket(&Actor::system(), number).await.unwrap().unwrap().status
}

async fn s01_s05_s06_a_mail_makes_one_ticket_with_an_account_for_its_sender(app: TestApp) {
    let received = receive(&app.engine, mail("1@x", MARIA, "Drucker klemmt", "Guten Tag")).await;
    assert_eq!((received.outcome, received.ticket, received.reason), (Outcome::Created, Some(10_001), None));
    let ticket = app.engine.ticket(&Actor::system(), 10_001).await.unwrap().unwrap();
    assert_eq!(
        (ticket.title.as_str(), ticket.status, ticket.channel),
        ("Drucker klemmt", Status::New, Channel::Email)
    );
    let users = app.engine.users_by_id(&Actor::system(), &[ticket.customer]).await.unwrap();
    let maria = &users[&ticket.customer];
    assert_eq!(
        (maria.name.as_str(), maria.email.as_str(), maria.locale.as_str()),
        ("Maria Muster", MARIA, "de")
    );
    let letters = app.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(
        (letters[0].kind, letters[0].references.as_slice()),
        (LetterKind::Confirmation, &["1@x".to_owned()][..])
    );
}

async fn s02_the_same_mail_twice_is_one_ticket(app: TestApp) {
    let first = receive(&app.engine, mail("1@x", MARIA, "a", "b")).await;
    let again = receive(&app.engine, mail("1@x", MARIA, "a", "b")).await;
    assert_eq!(
        (again.outcome, again.ticket, again.comment),
        (Outcome::Duplicate, first.ticket, first.comment)
    );
    assert_eq!(app.told().await.len(), 1);
}

async fn s02_a_mail_that_a_gateway_changed_is_one_ticket_and_one_confirmation(app: TestApp) {
    let first = receive(&app.engine, mail("1@x", MARIA, "Drucker geht nicht", "Bitte helfen.")).await;
    let text = "Diese E-Mail kommt von außen.\n\nBitte helfen.\n\n-- Vertraulich";
    let second = receive(&app.engine, mail("1@x", MARIA, "[EXTERN] Drucker geht nicht", text)).await;
    assert_eq!(
        (second.outcome, second.ticket, second.comment),
        (Outcome::Duplicate, first.ticket, first.comment)
    );
    assert_eq!(app.told().await, [(LetterKind::Confirmation, MARIA.to_owned())]);
    let other = receive(&app.engine, mail("1@x", MARIA, "Drucker geht nicht", "Etwas anderes.")).await;
    assert_eq!(other.outcome, Outcome::Created, "a machine that gives every mail the same id loses none");
}

async fn the_same_mail_to_two_processes_at_once_is_one_ticket(app: TestApp) {
    let mut engines = vec![app.engine.clone()];
    engines.push(app.another_node().await);
    let mut tasks = Vec::new();
    for engine in engines {
        for _ in 0..5 {
            let engine = engine.clone();
            tasks.push(tokio::spawn(
                async move { receive(&engine, mail("1@x", MARIA, "a", "b")).await.outcome },
            ));
        }
    }
    let mut created = 0;
    for task in tasks {
        created += i32::from(task.await.unwrap() == Outcome::Created);
    }
    assert_eq!(created, 1);
    assert_eq!(app.engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.unwrap(), 1);
}

async fn another_sender_cannot_suppress_a_mail_by_using_its_id(app: TestApp) {
    number_of(&app, mail("1@x", "eve@evil.example", "a", "b")).await;
    let honest = receive(&app.engine, mail("1@x", MARIA, "a", "b")).await;
    assert_eq!(honest.outcome, Outcome::Created);
}

async fn s03_machines_get_no_confirmation(app: TestApp) {
    for (place, machine) in
        [Automatic::AutoReply, Automatic::Generated, Automatic::List].into_iter().enumerate()
    {
        let message =
            IncomingMessage { automatic: Some(machine), ..mail(&format!("{place}@x"), MARIA, "a", "b") };
        assert_eq!(
            receive(&app.engine, message).await.outcome,
            Outcome::Created,
            "{machine:?} is still not lost"
        );
    }
    let unread = mail("unread@x", "no-reply@shop.example", "Your order", "b");
    assert_eq!(receive(&app.engine, unread).await.outcome, Outcome::Created);
    assert_eq!(app.told().await, []);
}

async fn s03_a_mail_of_our_own_is_kept_and_goes_no_further(app: TestApp) {
    number_of(&app, mail("0@x", MARIA, "a", "b")).await;
    let mark = app.letters().await.remove(0).loop_mark;
    let looped = IncomingMessage { loop_mark: Some(mark.to_uppercase()), ..mail("1@x", MARIA, "a", "b") };
    assert_eq!(receive(&app.engine, looped.clone()).await.outcome, Outcome::Ignored);
    let node = app.another_node().await;
    let looped = IncomingMessage { message_id: Some("1b@x".to_owned()), ..looped };
    assert_eq!(receive(&node, looped).await.outcome, Outcome::Ignored, "every node has the same mark");
    assert_eq!(app.told().await, [], "nobody answers ourselves");
    assert_eq!(app.engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.unwrap(), 1);
}

async fn a_contact_form_in_our_name_is_a_ticket_of_the_person_behind_it(app: TestApp) {
    let address = |name: &str, address: &str| Address { name: name.to_owned(), address: address.to_owned() };
    let form = IncomingMessage {
        reply_to: vec![address("", MAILBOX), address("Mia Kunde", "mia@kunde.example")],
        ..mail("1@x", "Tickets@Example.org", "Kontaktformular: Drucker", "Der Drucker druckt nicht.")
    };
    let received = receive(&app.engine, form).await;
    assert_eq!(received.outcome, Outcome::Created);
    let ticket = app.engine.ticket(&Actor::system(), received.ticket.unwrap()).await.unwrap().unwrap();
    let users = app.engine.users_by_id(&Actor::system(), &[ticket.customer]).await.unwrap();
    let mia = &users[&ticket.customer];
    assert_eq!((mia.name.as_str(), mia.email.as_str()), ("Mia Kunde", "mia@kunde.example"));
    assert_eq!(app.told().await, [(LetterKind::Confirmation, "mia@kunde.example".to_owned())]);
}

async fn a_mail_in_our_name_with_nobody_behind_it_waits_for_the_staff(app: TestApp) {
    for (id, reply_to) in [("1@x", None), ("2@x", Some("tickets+1@example.org"))] {
        let reply_to = reply_to.map(|address| Address { name: String::new(), address: address.to_owned() });
        let reply_to = reply_to.into_iter().collect();
        let message = IncomingMessage { reply_to, ..mail(id, "Tickets@Example.org", "Formular", id) };
        let received = receive(&app.engine, message).await;
        assert_eq!((received.outcome, received.why), (Outcome::Held, Some(MailReason::OwnAddress)));
    }
    assert_eq!(app.told().await, [], "nobody writes to ourselves");
    let everybody = app.engine.count_users(&Actor::system(), &UserFilter::default()).await.unwrap();
    assert_eq!(everybody, 0, "we are no customer of ours");
}

/// A ticket of Maria with this title that waits for her, and the letter that told her so.
async fn asked(app: &TestApp, title: &str) -> (i64, String) {
    let jana = app.given().agent("jana@example.org").await;
    let number = number_of(app, mail("0@x", MARIA, title, "Bitte!")).await;
    let input = AddComment {
        number,
        text: "Welche Version?".to_owned(),
        status: Some(Status::Pending),
        ..AddComment::default()
    };
    app.engine.add_comment(&jana.actor, input).await.unwrap();
    let letter = app.letters().await.into_iter().rfind(|letter| letter.to.address == MARIA).unwrap();
    (number, letter.message_id)
}

async fn what_only_asks_for_no_automatic_answer_reopens(app: TestApp) {
    let (number, letter) = asked(&app, "Drucker").await;
    for (place, automatic) in
        [Automatic::Suppressed, Automatic::Generated, Automatic::List].into_iter().enumerate()
    {
        let pending = UpdateTicket { number, status: Some(Status::Pending), ..UpdateTicket::default() };
        app.engine.update_ticket(&Actor::system(), pending).await.unwrap();
        let answer = IncomingMessage {
            automatic: Some(automatic),
            null_sender: automatic == Automatic::Suppressed,
            in_reply_to: vec![letter.clone()],
            ..mail(&format!("{place}-a@x"), MARIA, "Re: Drucker", "Version 4.")
        };
        let received = receive(&app.engine, answer).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(number)));
        assert_eq!(status(&app, number).await, Status::Open, "{automatic:?}");
    }
}

async fn a_new_mail_about_absence_notices_is_a_request(app: TestApp) {
    for (place, subject) in ["Abwesenheitsnotiz", "Out of office: please set one up"].into_iter().enumerate()
    {
        let request = IncomingMessage {
            unattended: Some(Unattended::Subject),
            ..mail(&format!("{place}@x"), MARIA, subject, "Wie geht das?")
        };
        let received = receive(&app.engine, request).await;
        assert_eq!((received.outcome, received.reason), (Outcome::Created, None), "{subject}");
    }
    let confirmation = (LetterKind::Confirmation, MARIA.to_owned());
    assert_eq!(app.told().await, [confirmation.clone(), confirmation]);
}

async fn an_absence_notice_is_told_from_an_answer_on_a_ticket_of_that_title(app: TestApp) {
    let (number, letter) = asked(&app, "Out of office: please set one up").await;
    let answer = |id: &str, subject: &str| IncomingMessage {
        unattended: Some(Unattended::Subject),
        in_reply_to: vec![letter.clone()],
        ..mail(id, MARIA, subject, "Version 4.")
    };
    let notice = answer("1@x", "Out of office: Out of office: please set one up");
    assert_eq!(receive(&app.engine, notice).await.outcome, Outcome::Commented);
    assert_eq!(status(&app, number).await, Status::Pending);
    let words = answer("2@x", &format!("Out of office: please set one up [example.org #{number}]"));
    assert_eq!(receive(&app.engine, words).await.outcome, Outcome::Commented);
    assert_eq!(status(&app, number).await, Status::Open);
}

async fn a_letter_of_another_installation_is_a_ticket_without_a_confirmation(app: TestApp) {
    let other = TestApp::start().await;
    receive(&other.engine, mail("1@x", MARIA, "Frage", "b")).await;
    let letter = other.letters().await.remove(0);
    let message = IncomingMessage {
        loop_mark: Some(letter.loop_mark),
        automatic: Some(Automatic::AutoReply),
        ..mail("2@x", "support@other.example", "Ihre Anfrage", "Wir haben sie bekommen.")
    };
    assert_eq!(receive(&app.engine, message).await.outcome, Outcome::Created);
    assert_eq!(app.told().await, [], "two houses do not confirm each other's confirmations");
}

async fn an_answer_joins_by_thread_header_token_or_number_of_ones_own(app: TestApp) {
    let number = number_of(&app, mail("1@x", MARIA, "Drucker", "b")).await;
    let letter = app.letters().await.remove(0);
    let by_thread =
        IncomingMessage { in_reply_to: vec![letter.message_id.clone()], ..mail("2@x", MARIA, "Re", "c") };
    let by_old_thread = IncomingMessage {
        references: vec!["unknown@x".to_owned(), "1@x".to_owned(), "other@x".to_owned()],
        ..mail("3@x", MARIA, "Re", "c")
    };
    let by_token = IncomingMessage {
        recipients: vec![letter.reply_to.unwrap().to_uppercase()],
        ..mail("4@x", "tom@t.example", "Re", "c")
    };
    let by_number = mail("5@x", MARIA, &format!("AW: Drucker [Example.org #{number}]"), "c");
    for answer in [by_thread, by_old_thread, by_token, by_number] {
        let received = receive(&app.engine, answer.clone()).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(number)), "{answer:?}");
    }
    let forged = IncomingMessage {
        recipients: vec![format!("tickets+{number}-00000000000000000000@example.org")],
        ..mail("6@x", "eve@evil.example", "Re", "c")
    };
    assert_eq!(receive(&app.engine, forged).await.outcome, Outcome::Created);
}

async fn a_stranger_with_a_number_opens_a_ticket_that_mentions_the_other(app: TestApp) {
    let number = number_of(&app, mail("1@x", MARIA, "Drucker", "b")).await;
    let guess =
        mail("2@x", "eve@evil.example", &format!("Re: Drucker [example.org #{number}]"), "Was steht drin?");
    let received = receive(&app.engine, guess).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Created, Some(number + 1)));
    assert!(received.reason.unwrap().contains(&format!("#{number}")));
    let ticket = app.engine.ticket(&Actor::system(), number + 1).await.unwrap().unwrap();
    assert_eq!(ticket.title, "Re: Drucker", "a foreign number in the title would lead answers astray");
    let events = app.engine.events(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
    let mention = &events.items[1].1.changes[0];
    assert_eq!((mention.field.as_str(), mention.to.as_deref()), ("mentions", Some("#10001")));
}

async fn nobody_speaks_for_the_staff_by_knowing_a_number(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer(MARIA).await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.given().comment(&jana, &ticket, "Wir sehen nach.").await;
    let letter = app.letters().await.pop().unwrap();
    let forged =
        mail("1@x", "jana@example.org", &format!("Re [example.org #{}]", ticket.number), "Überweisen Sie …");
    assert_eq!(receive(&app.engine, forged).await.outcome, Outcome::Created);
    let honest = IncomingMessage {
        in_reply_to: vec![letter.message_id],
        ..mail("2@x", "jana@example.org", "Re", "So:")
    };
    assert_eq!(receive(&app.engine, honest).await.ticket, Some(ticket.number));
}

async fn an_automatic_reply_changes_no_status_and_tells_nobody(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer(MARIA).await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    let letter = app.letters().await.pop().unwrap();
    let away = IncomingMessage {
        automatic: Some(Automatic::AutoReply),
        unattended: Some(Unattended::Header),
        in_reply_to: vec![letter.message_id],
        ..mail("1@x", MARIA, "Abwesend", "Bin im Urlaub.")
    };
    assert_eq!(receive(&app.engine, away).await.outcome, Outcome::Commented);
    let after = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!((after.status, after.auto_close_at), (Status::Pending, ticket.auto_close_at));
    assert_eq!(app.told().await, []);
}

async fn a_read_receipt_for_a_letter_is_noted_and_makes_no_ticket(app: TestApp) {
    let number = number_of(&app, mail("1@x", MARIA, "Drucker klemmt", "Guten Tag")).await;
    let letter = app.letters().await.remove(0);
    let receipt = |id: &str, of: &str| IncomingMessage {
        receipt_of: Some(of.to_owned()),
        unattended: Some(Unattended::Report),
        automatic: Some(Automatic::Generated),
        ..mail(id, MARIA, "Gelesen: Drucker klemmt", "Gelesen.")
    };
    let noted = receive(&app.engine, receipt("2@x", &letter.message_id)).await;
    assert_eq!(
        (noted.outcome, noted.ticket, noted.why),
        (Outcome::Ignored, Some(number), Some(MailReason::ReadReceipt))
    );
    assert_eq!(comments(&app, number).await.len(), 1);
    let of_another = receive(&app.engine, receipt("3@x", "unknown@elsewhere.example")).await;
    assert_eq!(of_another.outcome, Outcome::Created, "what is about no letter of ours is not thrown away");
}

async fn a_reaction_is_kept_and_reopens_nothing(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer(MARIA).await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Closed).await;
    let letter = app.letters().await.pop().unwrap();
    let reaction = IncomingMessage {
        in_reply_to: vec![letter.message_id],
        unattended: Some(Unattended::Reaction),
        ..mail("2@x", MARIA, "Re: Drucker klemmt", "👍")
    };
    assert_eq!(receive(&app.engine, reaction).await.outcome, Outcome::Commented);
    assert_eq!(status(&app, ticket.number).await, Status::Closed);
    let comments = comments(&app, ticket.number).await;
    assert!(comments.iter().any(|comment| comment.text == "👍" && comment.automatic), "{comments:?}");
}

async fn an_answer_is_shown_as_its_html_made_safe(app: TestApp) {
    let number = number_of(&app, mail("1@x", MARIA, "Drucker klemmt", "Guten Tag")).await;
    let letter = app.letters().await.remove(0);
    let html = "<p onclick=\"x()\">Ja, <b>beide</b><script>x()</script><img src=\"https://tracker.example/x.png\"><img src=\"cid:photo\">";
    let picture = IncomingAttachment {
        upload: Upload {
            filename: "photo.png".to_owned(),
            content_type: Some("image/png".to_owned()),
            bytes: b"\x89PNG\r\n\x1a\n".to_vec().into(),
        },
        content_id: Some("photo".to_owned()),
        inline: true,
    };
    let answer = IncomingMessage {
        in_reply_to: vec![letter.message_id],
        answer_html: Some(html.to_owned()),
        whole: Some("Ja, beide\n\n> Guten Tag".to_owned()),
        attachments: vec![picture],
        ..mail("2@x", MARIA, "Re: Drucker klemmt", "Ja, beide")
    };
    receive(&app.engine, answer).await;
    let comment = comments(&app, number).await.pop().unwrap();
    assert_eq!((comment.text.as_str(), comment.has_more), ("Ja, beide", true));
    let safe = &comment.html;
    assert!(safe.starts_with("<p>Ja, <b>beide</b><img") && safe.contains("src=\"cid:"), "{safe}");
    assert!(!safe.contains("script") && !safe.contains("onclick") && !safe.contains("src=\"http"), "{safe}");
    // The address of a picture elsewhere is kept for those who ask for it, and shown to nobody else.
    assert!(!engine::content::without_remote_images(safe).contains("tracker"), "{safe}");
}

async fn s01_a_mail_without_sender_or_subject_is_still_a_ticket(app: TestApp) {
    let bare = IncomingMessage { unreadable: true, ..IncomingMessage::default() };
    let received = receive(&app.engine, bare).await;
    assert_eq!(received.outcome, Outcome::Created);
    let ticket = app.engine.ticket(&Actor::system(), received.ticket.unwrap()).await.unwrap().unwrap();
    assert_eq!(ticket.title, "(kein Betreff)");
    let odd = IncomingMessage {
        from: Some(Address { name: "?".to_owned(), address: "no address".to_owned() }),
        ..mail("1@x", MARIA, "x", "y")
    };
    assert_eq!(receive(&app.engine, odd).await.outcome, Outcome::Created);
    assert_eq!(app.told().await, [], "there is nobody to write to");
}

async fn s08_files_of_a_mail_are_kept_as_they_are(app: TestApp) {
    let bytes = vec![0_u8, 255, 13, 10];
    let upload =
        Upload { filename: "a\0/böse.bin".to_owned(), content_type: None, bytes: bytes.clone().into() };
    let file = IncomingAttachment { upload, content_id: None, inline: false };
    let received =
        receive(&app.engine, IncomingMessage { attachments: vec![file], ..mail("1@x", MARIA, "a", "b") })
            .await;
    let comment = received.comment.unwrap();
    let files = app.engine.attachments_of(&Actor::system(), &[comment]).await.unwrap();
    let (file, content) =
        app.engine.attachment_content(&Actor::system(), files[&comment][0].id).await.unwrap().unwrap();
    assert_eq!((file.filename.as_str(), content.as_ref()), ("böse.bin", bytes.as_slice()));
}

async fn s08_more_files_than_a_statement_takes_values_are_all_kept(app: TestApp) {
    const MANY: usize = 6_600;
    let file = |n: usize| {
        let upload = Upload { filename: format!("{n}.txt"), content_type: None, bytes: "abc".into() };
        IncomingAttachment { upload, content_id: None, inline: false }
    };
    let attachments = (0..MANY).map(file).collect();
    let received =
        receive(&app.engine, IncomingMessage { attachments, ..mail("1@x", MARIA, "a", "b") }).await;
    assert_eq!(received.outcome, Outcome::Created);
    let comment = received.comment.unwrap();
    let files = app.engine.attachments_of(&Actor::system(), &[comment]).await.unwrap();
    assert_eq!(files[&comment].len(), MANY);
    assert_eq!(files[&comment][MANY - 1].filename, format!("{}.txt", MANY - 1));
}

async fn a_sender_joins_the_organisation_of_their_domain(app: TestApp) {
    let input = engine::CreateOrganisation {
        name: "Musterstadt AG".to_owned(),
        domains: vec!["Muster.Example".to_owned()],
        shares_tickets: Some(false),
        ..engine::CreateOrganisation::default()
    };
    let organisation = app.engine.create_organisation(&Actor::system(), input).await.unwrap();
    let number = number_of(&app, mail("1@x", MARIA, "a", "b")).await;
    let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().unwrap();
    assert_eq!(ticket.organisation, Some(organisation.id));
}

#[tokio::test]
async fn s65_an_answer_by_mail_opens_what_was_asked() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer(MARIA).await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    let letter = app.letters().await.pop().unwrap();
    let answer =
        IncomingMessage { in_reply_to: vec![letter.message_id], ..mail("1@x", MARIA, "Re", "Version 4") };
    receive(&app.engine, answer).await;
    assert_eq!(status(&app, ticket.number).await, Status::Open);
}

#[tokio::test]
async fn s17_in_no_policy_of_replies_is_one_lost() {
    for (replies, visibility) in [
        (Replies::Append, Visibility::Public),
        (Replies::AppendHint, Visibility::Public),
        (Replies::HintOnly, Visibility::Internal),
        (Replies::Quarantine, Visibility::Internal),
    ] {
        let change = |settings: &mut Settings| {
            settings.mail.mailboxes =
                vec![MailboxSettings { replies, ..MailboxSettings::new(MAILBOX, QUEUE) }];
        };
        let app = TestApp::with(Backend::Sqlite, change).await;
        let number = number_of(&app, mail("1@x", MARIA, "a", "b")).await;
        let answer = IncomingMessage { in_reply_to: vec!["1@x".to_owned()], ..mail("2@x", MARIA, "Re", "c") };
        let received = receive(&app.engine, answer).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(number)), "{replies:?}");
        let id = received.comment.unwrap();
        let comments = app.engine.comments_by_id(&Actor::system(), &[id]).await.unwrap();
        assert_eq!(comments[&id].visibility, visibility, "{replies:?}");
    }
}

#[tokio::test]
async fn two_machines_that_answer_each_other_come_to_an_end() {
    let app = TestApp::start().await;
    for i in 0..100 {
        number_of(&app, mail(&format!("{i}@x"), MARIA, "Ihre Anfrage", "Vielen Dank!")).await;
    }
    assert_eq!(app.told().await.len(), 60);
}
