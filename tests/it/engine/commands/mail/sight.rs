//! The reply address of a letter is as good as the right of its reader to read the ticket.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use engine::{
    Actor, Comment, IncomingMessage, Letter, MailReason, Outcome, Paging, Sharing, Ticket,
    UpdateOrganisation, UpdateTicket, UpdateUser, Visibility,
};
use ring::hmac;
use sea_orm::{ConnectionTrait as _, Database, Statement};
use tests::{Person, TestApp, on_each_database};

use super::{mail, receive};

const MARIA: &str = "maria@muster.example";
const JANA: &str = "jana@example.org";
const TOM: &str = "tom@muster.example";

on_each_database!(
    who_was_taken_off_writes_from_no_other_mailbox_either,
    s55_s56_a_colleague_who_wrote_takes_part_as_long_as_they_see_the_ticket,
    by_the_letter_of_an_agent_who_lost_the_queue_nobody_else_writes,
    the_address_that_all_customers_shared_still_leads_to_its_ticket,
    the_address_of_an_account_that_was_merged_holds_for_the_one_it_is_now,
    behind_ten_wrong_signatures_none_is_looked_at
);

async fn comments(app: &TestApp, ticket: &Ticket) -> Vec<Comment> {
    let found = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
    found.items.into_iter().map(|(_, comment)| comment).collect()
}

/// The newest letters to Maria and to Tom, who watches her ticket, about a comment of Jana's.
async fn watched(app: &TestApp) -> (Person, Person, Ticket, [Letter; 2]) {
    let jana = app.given().agent(JANA).await;
    let maria = app.given().customer(MARIA).await;
    let tom = app.given().customer(TOM).await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.engine.watch_ticket(&jana.actor, ticket.number, Some(tom.user.id), None).await.unwrap();
    app.letters().await;
    app.given().comment(&jana, &ticket, "Wir sehen nach.").await;
    let letters = app.letters().await;
    let to =
        |address: &str| letters.iter().find(|letter| letter.to.address == address).expect("a letter").clone();
    (jana, tom, ticket, [to(MARIA), to(TOM)])
}

/// An answer to a letter: to the address that it carries, in its thread.
fn answer(id: &str, from: &str, letter: &Letter) -> IncomingMessage {
    IncomingMessage {
        recipients: letter.reply_to.clone().into_iter().collect(),
        in_reply_to: vec![letter.message_id.clone()],
        ..mail(id, from, "Re", "Ich auch.")
    }
}

async fn s55_s56_a_colleague_who_wrote_takes_part_as_long_as_they_see_the_ticket(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let acme = app.given().organisation("Acme", true).await;
    let maria = app.given().member(&acme, MARIA).await;
    let tom = app.given().member(&acme, TOM).await;
    let by_number = |id: &str, ticket: &Ticket| {
        let subject = format!("AW: [{} #{}]", TestApp::settings().mail.subject_tag, ticket.number);
        mail(id, TOM, &subject, "Noch etwas.")
    };
    for (place, end) in ["private", "shared with nobody", "another organisation"].into_iter().enumerate() {
        let share = |sharing| UpdateOrganisation { sharing: Some(sharing), ..UpdateOrganisation::default() };
        app.engine.update_organisation(&admin.actor, acme.id, share(Sharing::All)).await.unwrap();
        let ticket = app.given().ticket(&maria, end).await;
        app.given().comment(&tom, &ticket, "Bei mir auch.").await;
        let before = receive(&app.engine, by_number(&format!("{place}@before"), &ticket)).await;
        assert_eq!(before.ticket, Some(ticket.number), "{end}: as long as he sees it");
        match place {
            0 => {
                let private =
                    UpdateTicket { number: ticket.number, is_private: Some(true), ..UpdateTicket::default() };
                app.engine.update_ticket(&maria.actor, private).await.map(drop).unwrap();
            }
            1 => {
                let nobody = share(Sharing::Nobody);
                app.engine.update_organisation(&admin.actor, acme.id, nobody).await.map(drop).unwrap();
            }
            _ => {
                let leaves = UpdateUser { organisations: Some(Vec::new()), ..UpdateUser::default() };
                app.engine.update_user(&admin.actor, tom.user.id, leaves).await.map(drop).unwrap();
            }
        }
        let known = comments(&app, &ticket).await.len();
        let after = receive(&app.engine, by_number(&format!("{place}@after"), &ticket)).await;
        assert_ne!(after.ticket, Some(ticket.number), "{end}");
        assert_eq!((after.outcome, after.why), (Outcome::Created, Some(MailReason::MentionsOther)), "{end}");
        assert_eq!(comments(&app, &ticket).await.len(), known, "{end}");
    }
}

async fn who_was_taken_off_writes_from_no_other_mailbox_either(app: TestApp) {
    let (jana, tom, ticket, [to_maria, to_tom]) = watched(&app).await;
    assert_ne!(to_maria.reply_to, to_tom.reply_to, "each has an address of their own");
    let before = receive(&app.engine, answer("1@x", "other@mail.example", &to_tom)).await;
    assert_eq!(before.ticket, Some(ticket.number), "as long as Tom reads it");
    app.engine.unwatch_ticket(&jana.actor, ticket.number, Some(tom.user.id)).await.unwrap();
    let known = comments(&app, &ticket).await.len();
    let address = IncomingMessage { in_reply_to: Vec::new(), ..answer("2@x", "a@mail.example", &to_tom) };
    let thread = IncomingMessage {
        recipients: vec![tests::MAILBOX.to_owned()],
        ..answer("3@x", "b@mail.example", &to_tom)
    };
    for message in [address, thread, answer("4@x", "c@mail.example", &to_tom)] {
        let id = message.message_id.clone();
        let received = receive(&app.engine, message).await;
        assert_eq!((received.outcome, received.why), (Outcome::Created, Some(MailReason::MentionsOther)));
        assert_ne!(received.ticket, Some(ticket.number), "{id:?}");
    }
    assert_eq!(comments(&app, &ticket).await.len(), known);
    // Who takes part writes by whatever address they have, and so does whoever has a letter of somebody who does.
    for (id, from, letter) in [("5@x", MARIA, &to_tom), ("6@x", "d@mail.example", &to_maria)] {
        let received = receive(&app.engine, answer(id, from, letter)).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(ticket.number)), "{id}");
    }
    let himself = receive(&app.engine, answer("7@x", TOM, &to_tom)).await;
    assert_eq!((himself.ticket, himself.why), (Some(ticket.number), Some(MailReason::Uninvited)));
}

async fn by_the_letter_of_an_agent_who_lost_the_queue_nobody_else_writes(app: TestApp) {
    let jana = app.given().agent(JANA).await;
    let maria = app.given().customer(MARIA).await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let mine =
        UpdateTicket { number: ticket.number, assignee: Some(Some(jana.user.id)), ..UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, mine).await.unwrap();
    app.given().comment(&maria, &ticket, "Und nun?").await;
    let letters = app.letters().await;
    let letter = letters.into_iter().find(|letter| letter.to.address == JANA).expect("a letter to Jana");
    app.engine.set_queue_members(&Actor::system(), ticket.queue, &[]).await.unwrap();
    let stranger = receive(&app.engine, answer("1@x", "eve@evil.example", &letter)).await;
    assert_eq!(stranger.outcome, Outcome::Created);
    let herself = receive(&app.engine, answer("2@x", JANA, &letter)).await;
    assert_eq!((herself.ticket, herself.why), (Some(ticket.number), Some(MailReason::FormerStaff)));
    assert_eq!(comments(&app, &ticket).await.pop().unwrap().visibility, Visibility::Internal);
}

/// The reply address of a ticket as letters carried it before each reader got one of their own.
async fn shared(app: &TestApp, ticket: &Ticket) -> String {
    let connection = Database::connect(app.database()).await.expect("a connection");
    let sql = "SELECT value FROM setting WHERE key = 'secret'";
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await;
    let value: String = row.expect("an answer").expect("a row").try_get("", "value").expect("a value");
    let key = hmac::Key::new(hmac::HMAC_SHA256, &BASE64_URL_SAFE_NO_PAD.decode(value).expect("a key"));
    let tag = hmac::sign(&key, format!("reply\0{}:{}", ticket.number, ticket.id).as_bytes());
    let digits: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    let (name, domain) = tests::MAILBOX.split_once('@').expect("an address");
    format!("{name}+{}-{}@{domain}", ticket.number, &digits[..20])
}

async fn the_address_that_all_customers_shared_still_leads_to_its_ticket(app: TestApp) {
    let (jana, tom, ticket, [_, to_tom]) = watched(&app).await;
    let old = |id: &str, from: &str, address: String| IncomingMessage {
        recipients: vec![address],
        ..mail(id, from, "Re", "Noch da.")
    };
    let address = shared(&app, &ticket).await;
    assert_ne!(to_tom.reply_to.as_deref(), Some(address.as_str()));
    app.engine.unwatch_ticket(&jana.actor, ticket.number, Some(tom.user.id)).await.unwrap();
    for (id, from) in [("1@x", MARIA), ("2@x", "somebody@mail.example")] {
        let received = receive(&app.engine, old(id, from, address.clone())).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(ticket.number)), "{from}");
    }
}

async fn the_address_of_an_account_that_was_merged_holds_for_the_one_it_is_now(app: TestApp) {
    let (_, tom, ticket, [_, to_tom]) = watched(&app).await;
    let thomas = app.given().customer("thomas@muster.example").await;
    let ada = app.given().admin("ada@example.org").await;
    app.engine.merge_users(&ada.actor, tom.user.id, thomas.user.id).await.expect("merged");
    let address = IncomingMessage { in_reply_to: Vec::new(), ..answer("1@x", "other@mail.example", &to_tom) };
    let received = receive(&app.engine, address).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(ticket.number)));
}

async fn behind_ten_wrong_signatures_none_is_looked_at(app: TestApp) {
    let (_, _, ticket, [to_maria, _]) = watched(&app).await;
    let (name, domain) = tests::MAILBOX.split_once('@').expect("an address");
    for (wrong, outcome) in [(9, Outcome::Commented), (10, Outcome::Created)] {
        let recipients = (0..wrong)
            .map(|at| format!("{name}+{}-{at:020}@{domain}", ticket.number))
            .chain(to_maria.reply_to.clone())
            .collect();
        let message = IncomingMessage {
            recipients,
            ..mail(&format!("{wrong}@x"), "other@mail.example", "Re", &format!("Auch {wrong}."))
        };
        assert_eq!(receive(&app.engine, message).await.outcome, outcome, "{wrong}");
    }
}
