//! Quotas: how much one person, one token and one address may write within an hour.

use std::time::Duration;

use engine::{Actor, AddComment, CreateTicket, Error, Rates, Ticket};
use tests::{TestApp, on_each_database};

on_each_database!(
    a_customer_who_floods_is_stopped_until_the_hour_is_over,
    customers_at_one_address_share_a_quota_and_tokens_of_one_person_too,
    staff_have_a_quota_of_their_own_and_refused_requests_use_nothing,
    requests_for_passwords_are_limited_for_an_address,
    a_token_of_their_own_opens_no_more_than_its_customer_may,
);

async fn limited(app: &TestApp, rates: Rates) -> TestApp {
    TestApp::with(app.backend, |settings| settings.limits.rates = rates).await
}

async fn open(app: &TestApp, actor: &Actor) -> Result<Ticket, Error> {
    let input =
        CreateTicket { title: "Help".to_owned(), text: "Please".to_owned(), ..CreateTicket::default() };
    app.engine.create_ticket(actor, input).await
}

async fn a_customer_who_floods_is_stopped_until_the_hour_is_over(app: TestApp) {
    let app = limited(&app, Rates { tickets: 30, comments: 120, ..Rates::default() }).await;
    let max = app.given().customer("max@example.org").await;
    let actor = max.actor.clone().from_address(Some("192.0.2.1".to_owned()));
    let mut opened = 0;
    for _ in 0..100 {
        match open(&app, &actor).await {
            Ok(_) => opened += 1,
            Err(refused) => assert_eq!(refused.retry_after(), Some(Duration::from_hours(1)), "{refused:?}"),
        }
    }
    assert_eq!(opened, 30);
    let used = actor.used();
    assert_eq!((used[0].policy, used[0].quota, used[0].remaining), ("tickets", 30, 0));
    app.clock.advance(Duration::from_hours(1));
    let ticket = open(&app, &actor).await.unwrap();
    for count in 0..=120 {
        let input = AddComment { number: ticket.number, text: "More".to_owned(), ..AddComment::default() };
        assert_eq!(app.engine.add_comment(&actor, input).await.is_ok(), count < 120, "{count}");
    }
}

async fn customers_at_one_address_share_a_quota_and_tokens_of_one_person_too(app: TestApp) {
    let app = limited(&app, Rates { address: 3, token: 2, ..Rates::default() }).await;
    let max = app.given().customer("max@example.org").await;
    let eva = app.given().customer("eva@example.org").await;
    let at = |actor: &Actor, address: &str| actor.clone().from_address(Some(address.to_owned()));
    for person in [&max, &eva, &max] {
        open(&app, &at(&person.actor, "2001:db8::1")).await.unwrap();
    }
    let shared = open(&app, &at(&eva.actor, "2001:db8::2")).await;
    assert!(matches!(shared, Err(Error::RateLimited { .. })), "{shared:?}");
    open(&app, &at(&eva.actor, "192.0.2.7")).await.unwrap();
    let (_, one) = app.given().token(&max, &["tickets:read", "tickets:write"]).await;
    let (_, two) = app.given().token(&max, &["tickets:read", "tickets:write"]).await;
    open(&app, &at(&one, "2001:db8::1")).await.unwrap();
    open(&app, &two).await.unwrap();
    assert!(matches!(open(&app, &one).await, Err(Error::RateLimited { .. })));
    open(&app, &max.actor).await.unwrap();
}

async fn a_token_of_their_own_opens_no_more_than_its_customer_may(app: TestApp) {
    let app = limited(&app, Rates { tickets: 2, ..Rates::default() }).await;
    let max = app.given().customer("max@example.org").await;
    let (_, token) = app.given().token(&max, &["tickets:read", "tickets:write"]).await;
    open(&app, &token).await.unwrap();
    let ticket = open(&app, &max.actor).await.unwrap();
    for actor in [&token, &max.actor] {
        assert!(matches!(open(&app, actor).await, Err(Error::RateLimited { .. })));
    }
    let more = AddComment { number: ticket.number, text: "More".to_owned(), ..AddComment::default() };
    app.engine.add_comment(&token, more).await.expect("what is open goes on");
}

async fn staff_have_a_quota_of_their_own_and_refused_requests_use_nothing(app: TestApp) {
    let app = limited(&app, Rates { tickets: 1, staff: 3, ..Rates::default() }).await;
    let max = app.given().customer("max@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let empty = app.engine.create_ticket(&max.actor, CreateTicket::default()).await;
    assert!(matches!(empty, Err(Error::BadInput { .. })));
    open(&app, &max.actor).await.unwrap();
    assert!(matches!(open(&app, &max.actor).await, Err(Error::RateLimited { .. })));
    for count in 0..5 {
        assert_eq!(open(&app, &agent.actor).await.is_ok(), count < 3, "{count}");
    }
    let local = app.actor(max.user.id).await;
    open(&app, &local).await.unwrap();
}

async fn requests_for_passwords_are_limited_for_an_address(app: TestApp) {
    let app = limited(&app, Rates::default()).await;
    for count in 0..40 {
        let asked = app.engine.request_password(&format!("{count}@example.org"), Some("192.0.2.1")).await;
        assert_eq!(asked.is_ok(), count < 30, "{count}: {asked:?}");
    }
    app.engine.request_password("max@example.org", Some("192.0.2.2")).await.unwrap();
}
