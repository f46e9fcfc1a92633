//! Opening a ticket.

use engine::{
    Actor, AddComment, Channel, Code, CreateTicket, EventKind, LetterKind, Outcome, Paging, Priority, Role,
    Status, TicketFilter, UpdateTicket, Upload, UserFilter, Visibility,
};
use tests::{TestApp, on_each_database};

use crate::engine::commands::mail::{mail, receive};

fn request(title: &str, text: &str) -> CreateTicket {
    CreateTicket { title: title.to_owned(), text: text.to_owned(), ..CreateTicket::default() }
}

on_each_database!(
    s38_two_requests_with_one_key_at_once_make_one_ticket_and_both_are_told_of_it,
    a_repeated_key_shows_a_customer_no_tags_of_the_staff,
    s42_a_ticket_of_the_web_is_new_and_confirmed_once,
    s28_numbers_grow_even_when_many_open_at_once,
    s28_the_operator_says_with_which_number_they_begin,
    s38_the_same_key_makes_one_ticket,
    s43_the_staff_open_for_a_caller_who_gets_an_account_and_the_number,
    s43_the_request_stands_in_the_callers_name_and_a_note_beside_it_is_for_the_staff,
    s43_a_call_may_be_written_down_in_a_note_alone,
    s54_who_writes_from_the_address_of_a_function_is_told_so,
    s63_on_every_way_a_ticket_begins_as_new_and_only_an_answer_opens_it,
    s36_a_customer_may_not_forge_what_the_staff_decide,
    a_customer_opens_tickets_in_queues_that_they_see_alone,
    s33_s34_a_ticket_needs_a_title_and_a_text,
    s35_a_file_over_the_limit_is_named_and_nothing_is_opened
);

async fn s42_a_ticket_of_the_web_is_new_and_confirmed_once(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app
        .engine
        .create_ticket(&maria.actor, request("  Drucker \n klemmt ", "Seit heute früh.\0\r\n"))
        .await
        .unwrap();
    assert_eq!((ticket.number, ticket.status, ticket.channel), (10_001, Status::New, Channel::Web));
    assert_eq!((ticket.title.as_str(), ticket.version), ("Drucker klemmt", 1));
    assert_eq!(ticket.customer, maria.user.id);
    assert_eq!(app.told().await, [(LetterKind::Confirmation, "maria@example.org".to_owned())]);

    let comments = app.engine.comments(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
    let texts: Vec<_> = comments.items.iter().map(|(_, comment)| comment.text.as_str()).collect();
    assert_eq!(texts, ["Seit heute früh."]);
    let events = app.engine.events(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
    let kinds: Vec<_> = events.items.iter().map(|(_, event)| event.kind).collect();
    assert_eq!(kinds, [EventKind::Created]);
}

async fn s28_numbers_grow_even_when_many_open_at_once(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let opening = (0..20).map(|i| {
        let (engine, actor) = (app.engine.clone(), maria.actor.clone());
        tokio::spawn(async move {
            engine.create_ticket(&actor, request(&format!("Nr {i}"), "x")).await.unwrap().number
        })
    });
    let mut numbers = Vec::new();
    for one in opening.collect::<Vec<_>>() {
        numbers.push(one.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (10_001..10_021).collect::<Vec<_>>());
}

async fn s28_the_operator_says_with_which_number_they_begin(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| settings.tickets.first_number = 10_034).await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let first = app.given().ticket(&maria, "Drucker").await;
    app.given().set(&jana, &first, Status::Closed).await;
    let second = app.given().ticket(&maria, "Maus").await;
    assert_eq!((first.number, second.number), (10_034, 10_035));
}

async fn s38_the_same_key_makes_one_ticket(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let paul = app.given().customer("paul@example.org").await;
    let keyed = || CreateTicket { idempotency_key: Some("one".to_owned()), ..request("Drucker", "klemmt") };
    let first = app.engine.create_ticket(&maria.actor, keyed()).await.unwrap();
    let again = app.engine.create_ticket(&maria.actor, keyed()).await.unwrap();
    assert_eq!(first, again);
    let other = app.engine.create_ticket(&paul.actor, keyed()).await.unwrap();
    assert_ne!(first.number, other.number, "a key is its owner's alone");
    assert_eq!(app.told().await.len(), 2);
}

async fn s38_two_requests_with_one_key_at_once_make_one_ticket_and_both_are_told_of_it(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let other = app.another_node().await;
    let keyed = || CreateTicket { idempotency_key: Some("one".to_owned()), ..request("Drucker", "klemmt") };
    let requests = (0..8).map(|place| {
        let (engine, actor) = (if place % 2 == 0 { &app.engine } else { &other }, &maria.actor);
        async move { engine.create_ticket(actor, keyed()).await.unwrap().number }
    });
    let numbers = futures::future::join_all(requests).await;
    assert_eq!(numbers, [10_001; 8]);
    assert_eq!(app.told().await.len(), 1);
}

async fn a_repeated_key_shows_a_customer_no_tags_of_the_staff(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let keyed = || CreateTicket { idempotency_key: Some("one".to_owned()), ..request("Drucker", "klemmt") };
    let ticket = app.engine.create_ticket(&maria.actor, keyed()).await.unwrap();
    let tags = Some(vec!["schwierig".to_owned()]);
    let tagged = UpdateTicket { number: ticket.number, tags, ..UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, tagged).await.unwrap();
    assert!(app.engine.create_ticket(&maria.actor, keyed()).await.unwrap().tags.is_empty());
    let comment = || AddComment {
        number: ticket.number,
        text: "Und?".to_owned(),
        idempotency_key: Some("two".to_owned()),
        ..AddComment::default()
    };
    app.engine.add_comment(&maria.actor, comment()).await.unwrap();
    assert!(app.engine.add_comment(&maria.actor, comment()).await.unwrap().ticket.tags.is_empty());
    let for_a_ticket = CreateTicket { idempotency_key: Some("two".to_owned()), ..keyed() };
    let another = app.engine.create_ticket(&maria.actor, for_a_ticket).await.unwrap();
    assert_ne!(another.number, ticket.number, "a comment's key says nothing about tickets");
}

async fn s43_the_staff_open_for_a_caller_who_gets_an_account_and_the_number(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let call = CreateTicket {
        customer_email: Some(" Tom@Kunde.example ".to_owned()),
        customer_name: Some("Tom Peters".to_owned()),
        ..request("Anruf", "Der Kunde bittet um Rückruf.")
    };
    let ticket = app.engine.create_ticket(&jana.actor, call).await.unwrap();
    assert_eq!(ticket.channel, Channel::Phone);
    let letters = app.letters().await;
    let told: Vec<_> = letters.iter().map(|letter| (letter.kind, letter.to.address.as_str())).collect();
    assert_eq!(told, [(LetterKind::Confirmation, "tom@kunde.example")]);
    let about = letters[0].ticket.as_ref().unwrap();
    let link = format!("https://tickets.example.org/tickets/{}", ticket.number);
    assert_eq!((about.number, about.url.as_str()), (ticket.number, link.as_str()));
    let known = app.engine.users_by_id(&jana.actor, &[ticket.customer]).await.unwrap();
    let tom = &known[&ticket.customer];
    assert_eq!(
        (tom.name.as_str(), tom.email.as_str(), tom.role),
        ("Tom Peters", "tom@kunde.example", Role::Customer)
    );

    let maria = app.given().customer("maria@example.org").await;
    let forged = CreateTicket { customer_email: Some("tom@kunde.example".to_owned()), ..request("x", "y") };
    assert_eq!(app.engine.create_ticket(&maria.actor, forged).await.unwrap_err().code(), Code::Forbidden);
    let nonsense = CreateTicket { customer_email: Some("tom".to_owned()), ..request("x", "y") };
    assert_eq!(
        app.engine.create_ticket(&jana.actor, nonsense).await.unwrap_err().field(),
        Some("customerEmail")
    );
    let filter = UserFilter { role: Some(Role::Customer), ..UserFilter::default() };
    assert_eq!(
        app.engine.count_users(&Actor::system(), &filter).await.unwrap(),
        2,
        "nobody was made by what failed"
    );
}

async fn s43_the_request_stands_in_the_callers_name_and_a_note_beside_it_is_for_the_staff(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let tom = app.given().customer("tom@kunde.example").await;
    let call = CreateTicket {
        customer_email: Some("tom@kunde.example".to_owned()),
        note: Some(" Klang verärgert. ".to_owned()),
        ..request("Anruf", "Der Drucker brennt.")
    };
    let ticket = app.engine.create_ticket(&jana.actor, call).await.unwrap();
    let comments = app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.unwrap().items;
    let seen: Vec<_> = comments.iter().map(|(_, one)| (one.author, one.visibility, one.channel)).collect();
    let (public, internal) = (Visibility::Public, Visibility::Internal);
    assert_eq!(seen, [(tom.user.id, public, Channel::Phone), (jana.user.id, internal, Channel::Phone)]);
    let shown = app.engine.comments(&tom.actor, ticket.id, &Paging::default()).await.unwrap().items;
    assert_eq!(shown.len(), 1, "the caller does not see the note");
    let events = app.engine.events(&tom.actor, ticket.id, &Paging::default()).await.unwrap().items;
    assert_eq!(events.len(), 1, "nor that there is one");
    let forged = CreateTicket { note: Some("x".to_owned()), ..request("x", "y") };
    assert_eq!(app.engine.create_ticket(&tom.actor, forged).await.unwrap_err().code(), Code::Forbidden);
}

async fn s43_a_call_may_be_written_down_in_a_note_alone(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let tom = app.given().customer("tom@kunde.example").await;
    let call = |text: &str, note: Option<&str>| CreateTicket {
        customer_email: Some("tom@kunde.example".to_owned()),
        note: note.map(str::to_owned),
        idempotency_key: Some("call".to_owned()),
        ..request("Anruf", text)
    };
    for (text, note) in [("", None), (" ", Some(" \n"))] {
        let refused = app.engine.create_ticket(&jana.actor, call(text, note)).await.unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some("text"), "text-or-note-required"));
    }
    let own = CreateTicket { customer_email: None, ..call("", Some("Nur für uns.")) };
    let refused = app.engine.create_ticket(&jana.actor, own).await.unwrap_err();
    assert_eq!(refused.reason(), "text-required", "nobody called");
    assert!(app.told().await.is_empty());

    let file = Upload { filename: "log.txt".to_owned(), content_type: None, bytes: "line".into() };
    let noted =
        || CreateTicket { attachments: vec![file.clone()], ..call(" ", Some(" Bittet um **Rückruf**. ")) };
    let ticket = app.engine.create_ticket(&jana.actor, noted()).await.unwrap();
    assert_eq!(app.engine.create_ticket(&jana.actor, noted()).await.unwrap().number, ticket.number);
    assert_eq!((ticket.channel, ticket.customer), (Channel::Phone, tom.user.id));
    let comments = app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.unwrap().items;
    let seen: Vec<_> =
        comments.iter().map(|(_, one)| (one.author, one.visibility, one.text.trim())).collect();
    assert_eq!(seen, [(jana.user.id, Visibility::Internal, "Bittet um **Rückruf**.")]);
    assert!(comments[0].1.html.contains("<strong>"), "as any other note: {}", comments[0].1.html);

    // The customer is told the number, and sees the ticket, but nothing of the note.
    let letter = app.letters().await.remove(0);
    assert_eq!((letter.kind, letter.comment), (LetterKind::Confirmation, None));
    assert_eq!(letter.ticket.unwrap().number, ticket.number);
    assert!(app.engine.ticket(&tom.actor, ticket.number).await.unwrap().is_some());
    assert!(app.engine.comments(&tom.actor, ticket.id, &Paging::default()).await.unwrap().items.is_empty());
    assert_eq!(app.engine.events(&tom.actor, ticket.id, &Paging::default()).await.unwrap().items.len(), 1);
}

async fn s54_who_writes_from_the_address_of_a_function_is_told_so(app: TestApp) {
    for (email, told) in [("info@kunde.example", true), ("tom@kunde.example", false)] {
        let customer = app.given().customer(email).await;
        app.given().ticket(&customer, "Drucker").await;
        let letter = app.letters().await.pop().unwrap();
        assert_eq!((letter.kind, letter.to_role_address), (LetterKind::Confirmation, told), "{email}");
    }
    // It is a hint and no more: the mail of such an address is taken like any other.
    let first = mail("1@x", "postfach@kunde.example", "Drucker", "Er klemmt.");
    let received = receive(&app.engine, first).await;
    assert_eq!((received.outcome, received.ticket.is_some()), (Outcome::Created, true));
    let letter = app.letters().await.pop().unwrap();
    assert_eq!((letter.kind, letter.to_role_address), (LetterKind::Confirmation, true));
}

async fn s63_on_every_way_a_ticket_begins_as_new_and_only_an_answer_opens_it(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (_, program) = app.given().token(&maria, &["tickets:write"]).await;
    let call = CreateTicket { customer_email: Some("maria@example.org".to_owned()), ..request("Anruf", "x") };
    let web = app.engine.create_ticket(&maria.actor, request("Seite", "x")).await.unwrap().number;
    let api = app.engine.create_ticket(&program, request("Programm", "x")).await.unwrap().number;
    let phone = app.engine.create_ticket(&jana.actor, call).await.unwrap().number;
    let letter = mail("1@x", "maria@example.org", "Brief", "x");
    let email = receive(&app.engine, letter).await.ticket.unwrap();
    let seen = async |number: i64| app.engine.ticket(&jana.actor, number).await.unwrap().unwrap();
    for (channel, number) in
        [(Channel::Web, web), (Channel::Api, api), (Channel::Phone, phone), (Channel::Email, email)]
    {
        app.engine.mark_seen(&jana.actor, number).await.unwrap();
        let ticket = seen(number).await;
        assert_eq!((ticket.channel, ticket.status), (channel, Status::New), "looked at, and no more");
        app.given().comment(&jana, &ticket, "Wir sehen nach.").await;
        assert_eq!(seen(number).await.status, Status::Open, "{channel}: answered");
    }
}

async fn s36_a_customer_may_not_forge_what_the_staff_decide(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    for status in [Status::Open, Status::Pending, Status::Resolved] {
        let forged = CreateTicket { status: Some(status), ..request("x", "y") };
        assert_eq!(
            app.engine.create_ticket(&maria.actor, forged).await.unwrap_err().code(),
            Code::Forbidden,
            "{status}"
        );
    }
    for channel in [Channel::Phone, Channel::Email] {
        let forged = CreateTicket { channel: Some(channel), ..request("x", "y") };
        assert_eq!(
            app.engine.create_ticket(&maria.actor, forged).await.unwrap_err().code(),
            Code::Forbidden,
            "{channel}"
        );
    }
    let honest = CreateTicket {
        status: Some(Status::New),
        priority: Some(Priority::High),
        channel: Some(Channel::Api),
        ..request("x", "y")
    };
    assert_eq!(app.engine.create_ticket(&maria.actor, honest).await.unwrap().priority, Priority::High);
    let nobody = app.engine.create_ticket(&Actor::nobody(), request("x", "y")).await;
    assert_eq!(nobody.unwrap_err().code(), Code::Unauthenticated);
}

async fn s33_s34_a_ticket_needs_a_title_and_a_text(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let long = "x".repeat(251);
    let table = [(" \n", "y", "title"), (long.as_str(), "y", "title"), ("x", " \r\n\0", "text")];
    for (title, text, field) in table {
        let error = app.engine.create_ticket(&maria.actor, request(title, text)).await.unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some(field)));
    }
}

async fn s35_a_file_over_the_limit_is_named_and_nothing_is_opened(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let limit = usize::try_from(app.engine.settings().limits.attachment).unwrap();
    let large =
        Upload { filename: "groß.bin".to_owned(), content_type: None, bytes: vec![0; limit + 1].into() };
    let input = CreateTicket { attachments: vec![large], ..request("x", "y") };
    let error = app.engine.create_ticket(&maria.actor, input).await.unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some("attachments")));
    assert!(error.to_string().contains("groß.bin"), "{error}");
    assert_eq!(app.engine.count_tickets(&maria.actor, &TicketFilter::default()).await.unwrap(), 0);
}

async fn a_customer_opens_tickets_in_queues_that_they_see_alone(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let hidden = app.given().queue("Fraud").await;
    let address = Some("sales@example.org");
    let known = app.engine.create_queue(&Actor::system(), "Sales", address).await.unwrap();
    let into = |queue| CreateTicket { queue: Some(queue), ..request("Drucker", "Er klemmt.") };
    let absent =
        app.engine.create_ticket(&maria.actor, into(engine::QueueId(uuid::Uuid::nil()))).await.unwrap_err();
    let refused = app.engine.create_ticket(&maria.actor, into(hidden.id)).await.unwrap_err();
    assert_eq!((refused.field(), refused.to_string()), (Some("queue"), absent.to_string()));
    let refused = app.engine.privacy_notice(&maria.actor, Some(hidden.id)).await.unwrap_err();
    assert_eq!((refused.field(), refused.to_string()), (Some("queue"), absent.to_string()));
    assert_eq!(app.engine.create_ticket(&maria.actor, into(known.id)).await.unwrap().queue, known.id);
    assert_eq!(app.engine.create_ticket(&jana.actor, into(hidden.id)).await.unwrap().queue, hidden.id);
}
