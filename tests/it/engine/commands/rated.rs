//! Quotas: how much one person, one token and one address may write within an hour.

use std::time::Duration;

use engine::{
    Actor, AddComment, CreateTicket, Error, Paging, Rates, Ticket, TicketFilter, TicketOrder, Upload,
};
use tests::{TestApp, on_each_database};

on_each_database!(
    a_customer_who_floods_is_stopped_until_the_hour_is_over,
    customers_at_one_address_share_a_quota_and_tokens_of_one_person_too,
    staff_have_a_quota_of_their_own_and_refused_requests_use_nothing,
    requests_for_passwords_are_limited_for_an_address,
    a_token_of_their_own_opens_no_more_than_its_customer_may,
    no_more_than_the_quota_gets_through_at_once,
    a_window_that_somebody_began_a_moment_later_is_the_same,
    who_sends_more_files_than_an_hour_lets_through_is_not_told_to_wait,
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

/// Each looks before it writes and counts when it is done: those that looked at the same time are refused at the end.
async fn no_more_than_the_quota_gets_through_at_once(app: TestApp) {
    let app = limited(&app, Rates { tickets: 3, ..Rates::default() }).await;
    let max = app.given().customer("max@example.org").await;
    let at_once = (0..12).map(|_| open(&app, &max.actor));
    let opened = futures::future::join_all(at_once).await;
    assert_eq!(opened.iter().filter(|opened| opened.is_ok()).count(), 3);
    let wrong: Vec<_> =
        opened.iter().filter(|opened| !matches!(opened, Ok(_) | Err(Error::RateLimited { .. }))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let (filter, order, paging) = <(TicketFilter, TicketOrder, Paging)>::default();
    let seen = app.engine.tickets(&max.actor, &filter, order, &paging).await.unwrap();
    assert_eq!(seen.items.len(), 3, "what was refused left nothing");
}

/// Who began to write first may count last, and nodes have clocks of their own.
async fn a_window_that_somebody_began_a_moment_later_is_the_same(app: TestApp) {
    let app = limited(&app, Rates { tickets: 2, ..Rates::default() }).await;
    let max = app.given().customer("max@example.org").await;
    let actor = max.actor.clone().from_address(Some("192.0.2.1".to_owned()));
    let now = app.now();
    app.clock.set(now + Duration::from_secs(5));
    open(&app, &actor).await.unwrap();
    app.clock.set(now);
    open(&app, &actor).await.unwrap();
    assert!(matches!(open(&app, &actor).await, Err(Error::RateLimited { .. })));
    assert_eq!(actor.used()[0].remaining, 0);
}

async fn staff_have_a_quota_of_their_own_and_refused_requests_use_nothing(app: TestApp) {
    let app = limited(&app, Rates { tickets: 1, staff: 3, ..Rates::default() }).await;
    let max = app.given().customer("max@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let empty = app.engine.create_ticket(&max.actor, CreateTicket::default()).await;
    assert_eq!(empty.expect_err("nothing is in it").field(), Some("title"));
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

async fn who_sends_more_files_than_an_hour_lets_through_is_not_told_to_wait(app: TestApp) {
    let app = limited(&app, Rates { files: 12, ..Rates::default() }).await;
    let max = app.given().customer("max@example.org").await;
    let files = |count: usize| {
        let one = |at| Upload {
            filename: format!("{at}.txt"),
            content_type: None,
            bytes: bytes::Bytes::from(format!("file {at}")).into(),
        };
        (0..count).map(one).collect::<Vec<_>>()
    };
    let ticket = open(&app, &max.actor).await.unwrap();
    let comment = async |count| {
        let text = "See the files".to_owned();
        let input =
            AddComment { number: ticket.number, text, attachments: files(count), ..AddComment::default() };
        app.engine.add_comment(&max.actor, input).await
    };
    let new = CreateTicket {
        title: "Help".to_owned(),
        text: "Please".to_owned(),
        attachments: files(13),
        ..CreateTicket::default()
    };
    let refused =
        [comment(13).await.unwrap_err(), app.engine.create_ticket(&max.actor, new).await.unwrap_err()];
    for refused in refused {
        assert_eq!((refused.field(), refused.reason()), (Some("attachments"), "files-over-quota"));
        assert!(refused.retry_after().is_none() && refused.to_string().contains("12"), "{refused}");
    }
    comment(12).await.expect("as many as there may be");
    let waits = comment(1).await.unwrap_err();
    assert!(waits.retry_after().is_some(), "here waiting helps: {waits}");
}
