//! Members of the staff say when they are away.

use std::time::Duration;

use chrono::{Days, NaiveDate};
use engine::{Absence, Actor, ChooseAbsence, Code, Error, Status, Ticket, UpdateTicket, UpdateUser, UserId};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    colleagues_see_an_absence_until_it_is_over_and_customers_never,
    an_answer_assigns_nobody_who_is_away_but_a_colleague_still_can,
    customers_and_tokens_without_the_right_choose_none,
    who_leaves_the_staff_or_is_erased_is_not_away
);

const DAY: Duration = Duration::from_hours(24);

fn today(app: &TestApp) -> NaiveDate {
    app.now().date_naive()
}

async fn away(app: &TestApp, person: &Person, until: Option<NaiveDate>) -> Absence {
    let input = ChooseAbsence { from: None, until };
    let chosen = app.engine.choose_absence(&person.actor, Some(input)).await.expect("chosen");
    chosen.expect("an absence")
}

async fn seen(app: &TestApp, by: &Actor, of: UserId) -> Option<Absence> {
    app.engine.absences_of(by, &[of]).await.expect("absences").remove(&of)
}

async fn assignee(app: &TestApp, ticket: &Ticket) -> Option<UserId> {
    let found = app.engine.ticket(&Actor::system(), ticket.number).await.expect("read");
    found.expect("the ticket").assignee
}

async fn colleagues_see_an_absence_until_it_is_over_and_customers_never(app: TestApp) {
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let (ada, anna) =
        (app.given().admin("ada@example.org").await, app.given().customer("anna@example.org").await);
    let until = today(&app).checked_add_days(Days::new(3));
    let chosen = away(&app, &jana, until).await;
    assert!(chosen.now && chosen.until == until, "{chosen:?}");
    for by in [&jana, &ole, &ada] {
        assert_eq!(seen(&app, &by.actor, jana.user.id).await, Some(chosen));
    }
    assert_eq!(seen(&app, &anna.actor, jana.user.id).await, None);
    assert_eq!(seen(&app, &Actor::nobody(), jana.user.id).await, None);
    // Another choice takes the place of the one before.
    let later = ChooseAbsence { from: until, until: None };
    let later = app.engine.choose_absence(&jana.actor, Some(later)).await.unwrap().expect("an absence");
    assert!(!later.now, "it is still to come");
    away(&app, &jana, until).await;
    app.pass(DAY * 5).await;
    assert_eq!(seen(&app, &ole.actor, jana.user.id).await, None, "it is over");
    away(&app, &jana, None).await;
    assert_eq!(app.engine.choose_absence(&jana.actor, None).await.unwrap(), None);
    assert_eq!(seen(&app, &ole.actor, jana.user.id).await, None);
}

async fn an_answer_assigns_nobody_who_is_away_but_a_colleague_still_can(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| settings.tickets.answer_assigns = true).await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let anna = app.given().customer("anna@example.org").await;
    away(&app, &jana, None).await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.given().comment(&jana, &ticket, "Ja.").await;
    assert_eq!(assignee(&app, &ticket).await, None, "she is away");
    let number = ticket.number;
    let given = UpdateTicket { number, assignee: Some(Some(jana.user.id)), ..UpdateTicket::default() };
    app.engine.update_ticket(&ole.actor, given).await.expect("assigned by hand");
    assert_eq!(assignee(&app, &ticket).await, Some(jana.user.id));
    // What is hers already stays hers.
    app.given().set(&ole, &ticket, Status::Closed).await;
    app.given().comment(&anna, &ticket, "Doch nicht.").await;
    assert_eq!(assignee(&app, &ticket).await, Some(jana.user.id));
    app.engine.choose_absence(&jana.actor, None).await.expect("back");
    let ticket = app.given().ticket(&anna, "Maus").await;
    app.given().comment(&jana, &ticket, "Ja.").await;
    assert_eq!(assignee(&app, &ticket).await, Some(jana.user.id), "she is back");
}

async fn customers_and_tokens_without_the_right_choose_none(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let input = Some(ChooseAbsence::default());
    let refused = app.engine.choose_absence(&anna.actor, input).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    let (_, reads) = app.given().token(&jana, &["tickets:read"]).await;
    let refused = app.engine.choose_absence(&reads, input).await.unwrap_err();
    assert_eq!(refused.code(), Code::Forbidden);
    let nobody = app.engine.choose_absence(&Actor::nobody(), input).await.unwrap_err();
    assert_eq!(nobody.code(), Code::Unauthenticated);
    let yesterday = today(&app).pred_opt();
    let over = ChooseAbsence { from: None, until: yesterday };
    let refused = app.engine.choose_absence(&jana.actor, Some(over)).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("until"), "absence-over"));
    assert_eq!(seen(&app, &jana.actor, jana.user.id).await, None);
}

async fn who_leaves_the_staff_or_is_erased_is_not_away(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    away(&app, &jana, None).await;
    let role = |role| UpdateUser { role: Some(role), ..UpdateUser::default() };
    app.engine.update_user(&ada.actor, jana.user.id, role(engine::Role::Customer)).await.expect("left");
    assert_eq!(seen(&app, &ada.actor, jana.user.id).await, None);
    app.engine.update_user(&ada.actor, jana.user.id, role(engine::Role::Agent)).await.expect("is back");
    assert!(seen(&app, &ada.actor, jana.user.id).await.is_some());
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&ada.actor, jana.user.id, off).await.expect("switched off");
    app.engine.erase_user(&ada.actor, jana.user.id, "asked for it").await.expect("erased");
    assert_eq!(seen(&app, &ada.actor, jana.user.id).await, None);
}
