//! Of what people are told, as they choose.

use engine::{Actor, ChooseNotice, Code, LetterKind, Notice, UpdateTicket};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    staff_are_told_of_new_tickets_as_they_choose_and_never_of_their_own_doing,
    whoever_chose_not_to_be_told_gets_no_email_of_it,
    customers_choose_for_what_they_watch_alone
);

async fn choose(app: &TestApp, person: &Person, notice: Notice, email: bool) {
    let choice = ChooseNotice { notice, email: Some(email), page: None };
    app.engine.choose_notice(&person.actor, choice).await.expect("chosen");
}

fn told(letters: &[(LetterKind, String)], email: &str) -> usize {
    letters.iter().filter(|(_, to)| to == email).count()
}

async fn staff_are_told_of_new_tickets_as_they_choose_and_never_of_their_own_doing(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ada = app.given().admin("ada@example.org").await;
    let other = app.given().agent("other@example.org").await;
    let queue = app.engine.queues(&Actor::system()).await.unwrap()[0].id;
    let members = [jana.user.id, ole.user.id];
    app.engine.set_queue_members(&Actor::system(), queue, &members).await.unwrap();
    let usual = |role| Notice::NewTicket.usual(role).email;
    assert!(usual(engine::Role::Agent) && !usual(engine::Role::Admin), "without a choice agents are told");
    for person in [&jana, &ole] {
        choose(&app, person, Notice::NewTicket, true).await;
    }
    app.given().ticket(&anna, "Usual").await;
    let letters = app.told().await;
    assert_eq!(letters.len(), 3, "the customer and the queue's agents: {letters:?}");
    assert_eq!((told(&letters, "jana@example.org"), told(&letters, "ole@example.org")), (1, 1));
    choose(&app, &ole, Notice::NewTicket, false).await;
    for person in [&jana, &ada, &other] {
        choose(&app, person, Notice::NewTicket, true).await;
    }
    app.given().ticket(&anna, "Loud").await;
    let letters = app.told().await;
    assert_eq!(letters.len(), 3, "{letters:?}");
    assert_eq!((told(&letters, "jana@example.org"), told(&letters, "ada@example.org")), (1, 1));
    let phone = engine::CreateTicket {
        title: "By phone".into(),
        text: "x".into(),
        customer_email: Some("anna@example.org".into()),
        ..Default::default()
    };
    app.engine.create_ticket(&jana.actor, phone).await.unwrap();
    let letters = app.told().await;
    assert_eq!(
        (told(&letters, "jana@example.org"), told(&letters, "ada@example.org")),
        (0, 1),
        "{letters:?}"
    );
    choose(&app, &jana, Notice::NewTicket, false).await;
    app.given().ticket(&anna, "Quiet again").await;
    assert_eq!(told(&app.told().await, "jana@example.org"), 0);
    // What it says.
    choose(&app, &jana, Notice::NewTicket, true).await;
    app.given().ticket(&anna, "Loud again").await;
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.to.address == "jana@example.org").expect("a letter");
    let text = mail::outbound::Renderer::new().unwrap().render(letter).unwrap().text;
    assert!(text.contains("Es gibt ein neues Ticket: https://"), "{text}");
}

async fn whoever_chose_not_to_be_told_gets_no_email_of_it(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    app.letters().await;
    choose(&app, &ole, Notice::Assigned, false).await;
    let assign = |to: &Person| UpdateTicket {
        number: ticket.number,
        assignee: Some(Some(to.user.id)),
        ..UpdateTicket::default()
    };
    app.engine.update_ticket(&jana.actor, assign(&ole)).await.unwrap();
    assert_eq!(told(&app.told().await, "ole@example.org"), 0);
    app.given().comment(&anna, &ticket, "Hello?").await;
    assert_eq!(told(&app.told().await, "ole@example.org"), 1, "of a reply they still are");
    choose(&app, &ole, Notice::Replied, false).await;
    app.given().comment(&anna, &ticket, "Anybody?").await;
    assert_eq!(app.told().await, []);
    app.given().comment(&jana, &ticket, "Yes.").await;
    assert_eq!(told(&app.told().await, "anna@example.org"), 1, "customers are told of their own tickets");
    let choices = app.engine.notices(&ole.actor).await.unwrap();
    let email = |notice| choices.iter().find(|(known, _)| *known == notice).expect("it").1.email;
    assert_eq!([Notice::Assigned, Notice::Replied, Notice::Overdue].map(email), [false, false, true]);
}

async fn customers_choose_for_what_they_watch_alone(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let listed = app.engine.notices(&anna.actor).await.unwrap();
    assert_eq!(listed.iter().map(|(notice, _)| *notice).collect::<Vec<_>>(), [Notice::Watched]);
    let refused = ChooseNotice { notice: Notice::NewTicket, email: Some(true), page: None };
    let error = app.engine.choose_notice(&anna.actor, refused).await.unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some("notice")));
    choose(&app, &anna, Notice::Watched, false).await;
    assert!(!app.engine.notices(&anna.actor).await.unwrap()[0].1.email);
    let nobody = app.engine.choose_notice(&Actor::nobody(), refused).await.unwrap_err();
    assert_eq!(nobody.code(), Code::Unauthenticated);
    let (_, reader) = app.given().token(&anna, &["tickets:read"]).await;
    let watched = ChooseNotice { notice: Notice::Watched, email: Some(true), page: None };
    assert_eq!(app.engine.choose_notice(&reader, watched).await.unwrap_err().code(), Code::Forbidden);
}
