//! What several people do at the same moment: it comes out as if one had acted after the other, and nobody is turned away by it.

use std::collections::BTreeSet;

use engine::{
    AddComment, Code, CreateTicket, Error, Paging, Priority, Role, SaveDraft, SaveNewTicketDraft,
    TicketChange, TicketFilter, UpdateAgreement, UpdateCalendar, UpdateTicket, UpdateUser, UserId,
    sla::{Hours, Weekday},
};
use futures::future::join_all;
use sea_orm::{ConnectionTrait as _, Database, Statement};
use tests::{Person, TestApp, on_each_database};

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    the_last_event_of_a_ticket_says_how_it_is_also_after_changes_at_once,
    what_somebody_writes_while_they_are_erased_is_erased,
    what_others_write_on_the_tickets_of_somebody_who_is_erased_is_erased_or_comes_after,
    what_comes_while_two_accounts_are_merged_is_that_of_the_one_that_stays,
    nobody_is_left_with_a_ticket_that_they_may_not_work,
    agreements_and_calendars_are_changed_while_tickets_are,
);

/// How often each is tried: what may go wrong depends on who comes first.
const ROUNDS: usize = 8;

/// Stands in everything that the person wrote.
const SECRET: &str = "Wintergeheimnis4711";

/// Neither refused for a reason of their own nor turned away by somebody else's act.
fn carried_out<T: std::fmt::Debug>(done: Result<T, Error>) -> T {
    done.expect("it is carried out")
}

/// Somebody whose account went away meanwhile may be told to log in; that is all that may become of it.
fn carried_out_or_logged_out<T: std::fmt::Debug>(done: Result<T, Error>) {
    if let Err(error) = done {
        assert!(
            matches!(error.code(), Code::Unauthenticated | Code::NotFound | Code::Forbidden),
            "{error:?}"
        );
    }
}

/// In which of these columns the secret is still found.
async fn found(app: &TestApp) -> Vec<&'static str> {
    const COLUMNS: [(&str, &str); 5] = [
        ("comment", "SELECT count(*) AS n FROM comment WHERE text LIKE '%Wintergeheimnis4711%'"),
        ("ticket", "SELECT count(*) AS n FROM ticket WHERE title LIKE '%Wintergeheimnis4711%'"),
        ("draft", "SELECT count(*) AS n FROM draft WHERE text LIKE '%Wintergeheimnis4711%'"),
        ("new draft", "SELECT count(*) AS n FROM new_ticket_draft WHERE text LIKE '%Wintergeheimnis4711%'"),
        ("mail", "SELECT count(*) AS n FROM incoming_mail WHERE subject LIKE '%Wintergeheimnis4711%'"),
    ];
    let database = Database::connect(app.database()).await.expect("a connection");
    let mut found = Vec::new();
    for (name, sql) in COLUMNS {
        let statement = Statement::from_string(database.get_database_backend(), sql);
        let row = database.query_one_raw(statement).await.expect("an answer").expect("a row");
        if row.try_get::<i64>("", "n").expect("a count") > 0 {
            found.push(name);
        }
    }
    database.close().await.expect("closed");
    found
}

async fn the_last_event_of_a_ticket_says_how_it_is_also_after_changes_at_once(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let agents = [app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await];
    for _ in 0..ROUNDS {
        let ticket = app.given().ticket(&anna, "Drucker").await;
        let change = |at: usize| {
            let priority = Some(Priority::ALL[at % Priority::ALL.len()]);
            let input = UpdateTicket { number: ticket.number, priority, ..UpdateTicket::default() };
            app.engine.update_ticket(&agents[at % 2].actor, input)
        };
        for done in join_all((0..8).map(change)).await {
            carried_out(done);
        }
        let now = app.engine.ticket(&agents[0].actor, ticket.number).await.unwrap().expect("the ticket");
        let events = app.engine.events(&agents[0].actor, ticket.id, &Paging::default()).await.unwrap().items;
        let mut was = Some("NORMAL".to_owned());
        for (_, event) in &events {
            for change in event.changes.iter().filter(|change| change.field == "priority") {
                assert_eq!(change.from, was, "each begins where the one before it ended: {events:?}");
                was.clone_from(&change.to);
            }
        }
        assert_eq!(was.as_deref(), Some(now.priority.as_str()));
    }
}

async fn what_somebody_writes_while_they_are_erased_is_erased(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let other = app.given().customer("other@example.com").await;
    for round in 0..ROUNDS {
        let email = format!("zoe{round}@privat.example");
        let zoe = app.given().customer(&email).await;
        let ticket = app.given().ticket(&zoe, "Drucker").await;
        // Of somebody else's ticket nothing but what they wrote goes.
        let theirs = app.given().ticket(&other, "Maus").await;
        let watching = app.engine.watch_ticket(&admin.actor, theirs.number, Some(zoe.user.id), None).await;
        watching.expect("they may read it");
        let text = format!("Es heißt {SECRET}");
        let comment = |number| AddComment { number, text: text.clone(), ..AddComment::default() };
        let new = || CreateTicket { title: SECRET.to_owned(), text: text.clone(), ..CreateTicket::default() };
        let draft = || SaveDraft { number: ticket.number, text: text.clone(), ..SaveDraft::default() };
        let new_draft = || SaveNewTicketDraft { text: text.clone(), ..SaveNewTicketDraft::default() };
        let (erased, ..) = tokio::join!(
            app.engine.erase_user(&admin.actor, zoe.user.id, "Auf Wunsch"),
            async {
                carried_out_or_logged_out(app.engine.add_comment(&zoe.actor, comment(ticket.number)).await);
            },
            async {
                carried_out_or_logged_out(app.engine.add_comment(&zoe.actor, comment(theirs.number)).await);
            },
            async { carried_out_or_logged_out(app.engine.create_ticket(&zoe.actor, new()).await) },
            async { carried_out_or_logged_out(app.engine.save_draft(&zoe.actor, draft()).await) },
            async {
                carried_out_or_logged_out(app.engine.save_new_ticket_draft(&zoe.actor, new_draft()).await);
            },
        );
        assert!(carried_out(erased));
        // What was recognised before is no way in afterwards.
        carried_out_or_logged_out(app.engine.create_ticket(&zoe.actor, new()).await);
        carried_out_or_logged_out(app.engine.save_new_ticket_draft(&zoe.actor, new_draft()).await);
        carried_out_or_logged_out(app.engine.add_comment(&zoe.actor, comment(ticket.number)).await);
        assert_eq!(found(&app).await, Vec::<&str>::new(), "round {round}");
    }
}

async fn what_others_write_on_the_tickets_of_somebody_who_is_erased_is_erased_or_comes_after(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    for round in 0..ROUNDS {
        let email = format!("zoe{round}@privat.example");
        let zoe = app.given().customer(&email).await;
        let mut tickets = Vec::new();
        for place in 0..3 {
            tickets.push(app.given().ticket(&zoe, &format!("Drucker {place}")).await);
        }
        let comment = |at: usize| {
            let input = AddComment {
                number: tickets[2 - at].number,
                text: format!("Guten Tag, {SECRET}"),
                ..AddComment::default()
            };
            app.engine.add_comment(&jana.actor, input)
        };
        let hello = mail(&format!("{round}@x"), &email, "Noch einmal", "Hallo");
        let (erased, comments, _) = tokio::join!(
            app.engine.erase_user(&admin.actor, zoe.user.id, "Auf Wunsch"),
            join_all((0..3).map(comment)),
            receive(&app.engine, hello),
        );
        assert!(carried_out(erased));
        let after: Vec<_> = comments.into_iter().map(carried_out).collect();
        // What stands there still was written when the person was gone already.
        let event = app.engine.events(&jana.actor, tickets[0].id, &Paging::default()).await.unwrap().items;
        let gone = event.iter().find(|(_, event)| event.kind == engine::EventKind::Redacted);
        assert!(gone.is_some(), "the history says so");
        for done in after {
            let events =
                app.engine.events(&jana.actor, done.ticket.id, &Paging::default()).await.unwrap().items;
            let drawn = |wanted: &dyn Fn(&engine::Event) -> bool| {
                events.iter().find(|(_, event)| wanted(event)).expect("an event").1.id.0
            };
            let erased = drawn(&|event| event.kind == engine::EventKind::Redacted);
            let written = drawn(&|event| event.comment == Some(done.comment.id));
            let comments =
                app.engine.comments(&jana.actor, done.ticket.id, &Paging::default()).await.unwrap().items;
            let (_, comment) =
                comments.iter().find(|(_, one)| one.id == done.comment.id).expect("the comment");
            assert_eq!(comment.redacted_at.is_some(), written < erased, "round {round}");
        }
    }
}

async fn what_comes_while_two_accounts_are_merged_is_that_of_the_one_that_stays(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    for round in 0..ROUNDS {
        let (old, new) = (format!("anna{round}@old.example"), format!("anna{round}@new.example"));
        let (from, into) = (app.given().customer(&old).await, app.given().customer(&new).await);
        let ticket = app.given().ticket(&from, "Drucker").await;
        let own =
            || CreateTicket { title: "Maus".to_owned(), text: "Fehlt".to_owned(), ..CreateTicket::default() };
        let called = CreateTicket { customer_email: Some(old.clone()), ..own() };
        let comment = AddComment { number: ticket.number, text: "Hallo".to_owned(), ..AddComment::default() };
        let hello = mail(&format!("{round}@x"), &old, "Von der alten Adresse", "Hallo");
        let (merged, called, _, ()) = tokio::join!(
            app.engine.merge_users(&admin.actor, from.user.id, into.user.id),
            app.engine.create_ticket(&jana.actor, called),
            receive(&app.engine, hello),
            async {
                carried_out_or_logged_out(app.engine.create_ticket(&from.actor, own()).await);
                carried_out_or_logged_out(app.engine.add_comment(&from.actor, comment).await);
            },
        );
        carried_out(merged);
        carried_out(called);
        carried_out_or_logged_out(app.engine.create_ticket(&from.actor, own()).await);
        assert_eq!(tickets_of(&app, &jana, from.user.id).await, 0, "round {round}");
        assert!(tickets_of(&app, &jana, into.user.id).await >= 3, "round {round}");
    }
}

async fn tickets_of(app: &TestApp, by: &Person, customer: UserId) -> u64 {
    let theirs = TicketFilter { customer: Some(customer), ..TicketFilter::default() };
    app.engine.count_tickets(&by.actor, &theirs).await.expect("a count")
}

async fn nobody_is_left_with_a_ticket_that_they_may_not_work(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    for round in 0..ROUNDS * 2 {
        let ole = app.given().agent(&format!("ole{round}@example.org")).await;
        let mut tickets = Vec::new();
        for place in 0..3 {
            tickets.push(app.given().ticket(&anna, &format!("Drucker {round}/{place}")).await);
        }
        let held = TicketChange::Assign(Some(ole.user.id));
        app.engine.change_ticket(&jana.actor, change(tickets[2].number, held)).await.expect("assigned");
        let assign = |at: usize| {
            let assign = TicketChange::Assign(Some(ole.user.id));
            app.engine.change_ticket(&jana.actor, change(tickets[at].number, assign))
        };
        let queue = tickets[0].queue;
        let leave = async {
            match round % 3 {
                0 => carried_out(app.engine.set_queue_members(&admin.actor, queue, &[jana.user.id]).await),
                1 => {
                    let input = UpdateUser { role: Some(Role::Customer), ..UpdateUser::default() };
                    carried_out(app.engine.update_user(&admin.actor, ole.user.id, input).await);
                }
                _ => {
                    let input = UpdateUser { active: Some(false), ..UpdateUser::default() };
                    carried_out(app.engine.update_user(&admin.actor, ole.user.id, input).await);
                }
            }
        };
        let given = app.given();
        let (_, assigned, ()) = tokio::join!(
            // What happens to the ticket that they have already shall not be in the way.
            given.comment(&anna, &tickets[2], "Es brennt."),
            join_all((0..2).map(assign)),
            leave,
        );
        for refused in assigned.into_iter().filter_map(Result::err) {
            assert_eq!(refused.code(), Code::BadUserInput, "{refused:?}");
        }
        let mut left = BTreeSet::new();
        for ticket in &tickets {
            let now = app.engine.ticket(&admin.actor, ticket.number).await.unwrap().expect("the ticket");
            left.extend(now.assignee.map(|_| now.number));
        }
        assert_eq!(left, BTreeSet::new(), "round {round}");
        carried_out(app.engine.set_queue_members(&admin.actor, queue, &[jana.user.id]).await);
    }
}

fn change(number: i64, change: TicketChange) -> engine::ChangeTicket {
    engine::ChangeTicket { number, changes: vec![change], ..engine::ChangeTicket::default() }
}

async fn agreements_and_calendars_are_changed_while_tickets_are(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let acme = app.given().organisation("Acme", false).await;
    let anna = app.given().member(&acme, "anna@acme.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let calendar = app.given().calendar("Büro").await;
    let agreement = app.given().agreement(&calendar, 60, 480).await;
    app.given().agreed(&acme, &agreement).await;
    let mut tickets = Vec::new();
    for place in 0..6 {
        tickets.push(app.given().ticket(&anna, &format!("Drucker {place}")).await);
    }
    for round in 0..ROUNDS {
        let from = format!("0{}:00", 6 + round % 3);
        let hours = Weekday::ALL[..5].iter().map(|weekday| Hours {
            weekday: *weekday,
            from: from.clone(),
            to: "17:00".to_owned(),
        });
        let hours = UpdateCalendar { hours: Some(hours.collect()), ..UpdateCalendar::default() };
        let minutes = |minutes| UpdateAgreement {
            targets: Some(
                Priority::ALL
                    .iter()
                    .map(|priority| engine::Target {
                        priority: *priority,
                        response_minutes: Some(minutes),
                        restoration_minutes: Some(480),
                    })
                    .collect(),
            ),
            ..UpdateAgreement::default()
        };
        let priority = |at: usize| {
            let priority = Priority::ALL[(at + round) % Priority::ALL.len()];
            let number = tickets[at % tickets.len()].number;
            app.engine.change_ticket(&jana.actor, change(number, TicketChange::Prioritise(priority)))
        };
        let shorter = 30 + i32::try_from(round).expect("a few");
        let (one, two, three, all) = tokio::join!(
            app.engine.update_calendar(&admin.actor, calendar.id, hours),
            app.engine.update_agreement(&admin.actor, agreement.id, minutes(shorter)),
            app.engine.update_agreement(&admin.actor, agreement.id, minutes(shorter + 60)),
            join_all((0..12).map(priority)),
        );
        carried_out(one);
        carried_out(two);
        carried_out(three);
        for done in all {
            carried_out(done);
        }
    }
}
