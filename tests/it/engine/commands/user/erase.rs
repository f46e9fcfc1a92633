//! Erasing a person: what was theirs is found nowhere any more, and the tickets stay for the statistics.

use engine::{
    Actor, AddComment, Code, IncomingMessage, SaveDraft, TicketFilter, UpdateUser, Upload, UserFilter,
    UserId, Visibility,
};
use tests::{TestApp, on_each_database};
use uuid::Uuid;

use crate::engine::commands::{
    mail::{mail, receive},
    ticket::redact::holding,
};

on_each_database!(
    an_erased_person_is_found_nowhere_and_their_tickets_stay,
    only_admins_erase_and_neither_themselves_nor_active_staff,
    staff_who_are_erased_leave_their_answers_without_their_name,
    what_was_merged_into_an_erased_person_is_erased_with_them,
);

/// Stands in everything that the person wrote.
const SECRET: &str = "Wintergeheimnis4711";
const EMAIL: &str = "zoe.winterfeld@privat.example";

async fn an_erased_person_is_found_nowhere_and_their_tickets_stay(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let zoe = app.given().customer(EMAIL).await;
    let rename = UpdateUser {
        name: Some("Zoe Winterfeld".to_owned()),
        user_name: Some("zoewinterfeld".to_owned()),
        ..UpdateUser::default()
    };
    app.engine.update_user(&admin.actor, zoe.user.id, rename).await.unwrap();
    let further =
        UpdateUser { addresses: Some(vec!["zoe@zweit.example".to_owned()]), ..UpdateUser::default() };
    app.engine.update_user(&admin.actor, zoe.user.id, further).await.unwrap();
    let ticket = app.given().ticket(&zoe, &format!("Mein {SECRET}")).await;
    let file = Upload {
        filename: format!("{SECRET}.txt"),
        content_type: None,
        bytes: format!("in der Datei: {SECRET}").into(),
    };
    let comment = AddComment {
        number: ticket.number,
        text: format!("Es heißt {SECRET}"),
        attachments: vec![file],
        ..AddComment::default()
    };
    app.engine.add_comment(&zoe.actor, comment).await.unwrap();
    app.given().comment(&jana, &ticket, &format!("Guten Tag Zoe Winterfeld, zu {SECRET}")).await;
    receive(
        &app.engine,
        IncomingMessage {
            in_reply_to: vec![format!("{SECRET}@privat.example")],
            ..mail(&format!("1{EMAIL}"), "zoe@zweit.example", SECRET, &format!("Per Mail: {SECRET}"))
        },
    )
    .await;
    let draft = SaveDraft {
        number: ticket.number,
        text: format!("> {SECRET}"),
        visibility: Some(Visibility::Internal),
        ..SaveDraft::default()
    };
    app.engine.save_draft(&jana.actor, draft).await.unwrap();

    assert!(app.engine.erase_user(&admin.actor, zoe.user.id, "auf Wunsch").await.unwrap());
    assert!(app.engine.erase_user(&admin.actor, zoe.user.id, "auf Wunsch").await.unwrap(), "twice is once");
    for word in [SECRET, EMAIL, "zoe@zweit.example", "Winterfeld", "winterfeld"] {
        assert_eq!(holding(app.directory(), word), Vec::<String>::new(), "{word}");
        let search = TicketFilter { search: Some(word.into()), ..TicketFilter::default() };
        assert_eq!(app.engine.count_tickets(&admin.actor, &search).await.unwrap(), 0, "{word}");
    }
    assert!(app.engine.authenticate(&zoe.token).await.unwrap().is_none());
    let theirs = TicketFilter { customer: Some(zoe.user.id), ..TicketFilter::default() };
    assert_eq!(app.engine.count_tickets(&admin.actor, &theirs).await.unwrap(), 2, "the tickets stay");
    let placeholder = app.engine.users_by_id(&admin.actor, &[zoe.user.id]).await.unwrap();
    assert_eq!(placeholder[&zoe.user.id].name, "Gelöschte Person");
    let listed = UserFilter { query: Some("Gelöschte".to_owned()), ..UserFilter::default() };
    assert_eq!(app.engine.count_users(&admin.actor, &listed).await.unwrap(), 0, "nobody picks them");
    let log = app.engine.audit_log(&admin.actor, None, &engine::Paging::default()).await.unwrap();
    assert_eq!(log.items.iter().filter(|(_, entry)| entry.audited.kind() == "USER_ERASED").count(), 1);

    let again = receive(&app.engine, mail("2@new.example", EMAIL, "Ich bin neu hier", "Bitte helfen.")).await;
    assert!(again.ticket.is_some());
    assert_eq!(app.engine.count_tickets(&admin.actor, &theirs).await.unwrap(), 2, "it is a new person");
}

async fn only_admins_erase_and_neither_themselves_nor_active_staff(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let zoe = app.given().customer("zoe@example.org").await;
    for actor in [&jana.actor, &zoe.actor] {
        let refused = app.engine.erase_user(actor, zoe.user.id, "x").await.unwrap_err();
        assert_eq!(refused.code(), Code::Forbidden);
    }
    for (id, reason, why) in [
        (zoe.user.id, " ", "reason-required"),
        (admin.user.id, "x", "erase-oneself"),
        (jana.user.id, "x", "erase-active-staff"),
    ] {
        let refused = app.engine.erase_user(&admin.actor, id, reason).await.unwrap_err();
        assert_eq!((refused.code(), refused.reason()), (Code::BadUserInput, why));
    }
    let absent = app.engine.erase_user(&admin.actor, UserId(Uuid::nil()), "x").await.unwrap_err();
    assert_eq!(absent.code(), Code::NotFound);
}

async fn staff_who_are_erased_leave_their_answers_without_their_name(app: TestApp) {
    let zoe = app.given().customer("zoe@example.org").await;
    let jana = app.given().agent("jana.sommerfeld@example.org").await;
    let ticket = app.given().ticket(&zoe, "Drucker").await;
    app.given().comment(&jana, &ticket, "Bitte neu starten.").await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), jana.user.id, off).await.unwrap();
    app.engine.erase_user(&Actor::system(), jana.user.id, "ausgeschieden").await.unwrap();
    let said = app.engine.comments(&zoe.actor, ticket.id, &engine::Paging::default()).await.unwrap();
    assert_eq!(said.items.last().map(|(_, comment)| comment.text.as_str()), Some("Bitte neu starten."));
    for word in ["Sommerfeld", "sommerfeld"] {
        assert_eq!(holding(app.directory(), word), Vec::<String>::new(), "{word}");
    }
}

async fn what_was_merged_into_an_erased_person_is_erased_with_them(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let first = app.given().customer("erstefassung@privat.example").await;
    let second = app.given().customer("zweitefassung@privat.example").await;
    let last = app.given().customer("letztefassung@privat.example").await;
    app.given().ticket(&first, "Mein Wintergeheimnis").await;
    app.engine.merge_users(&admin.actor, first.user.id, second.user.id).await.unwrap();
    app.engine.merge_users(&admin.actor, second.user.id, last.user.id).await.unwrap();
    let refused = app.engine.erase_user(&admin.actor, first.user.id, "auf Wunsch").await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("id"), "erase-merged"));
    app.engine.erase_user(&admin.actor, last.user.id, "auf Wunsch").await.unwrap();
    for word in ["erstefassung", "zweitefassung", "letztefassung", "Wintergeheimnis"] {
        assert_eq!(holding(app.directory(), word), Vec::<String>::new(), "{word}");
    }
    let refused = app.engine.unmerge_user(&admin.actor, first.user.id).await.unwrap_err();
    assert_eq!(refused.reason(), "account-gone");
}
