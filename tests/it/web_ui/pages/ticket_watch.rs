//! Who sees a ticket, chosen on its page: watchers, and private tickets; without a script.

use axum::http::StatusCode;
use engine::{Role, Ticket, UpdateUser};
use tests::{TestApp, given::Person};

use crate::web_ui::{Shown, Visit};

fn path(ticket: &Ticket) -> String {
    format!("/tickets/{}", ticket.number)
}

/// Sends a form of the ticket's page.
async fn send(visit: &mut Visit, ticket: &Ticket, form: &str, fields: &[(&str, &str)]) -> Shown {
    let csrf = visit.get(&path(ticket)).await.value("csrf");
    visit.post(&format!("{}/{form}", path(ticket)), &[&[("csrf", csrf.as_str())], fields].concat()).await
}

/// The value of the button that takes this person off, or adds them.
fn button(page: &Shown, label: &str) -> String {
    let at = page.body.find(&format!("aria-label=\"{label}")).unwrap_or_else(|| panic!("{}", page.body));
    let tag = &page.body[page.body[..at].rfind("<button").expect("a button")..at];
    tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a value").to_owned()
}

async fn members(app: &TestApp) -> (Person, Person) {
    let org = app.given().organisation("Musterstadt AG", true).await;
    (app.given().member(&org, "anna@example.com").await, app.given().member(&org, "bert@example.com").await)
}

#[tokio::test]
async fn s57_everybody_who_may_see_the_ticket_finds_the_box_for_a_comment() {
    let app = TestApp::start().await;
    let (anna, bert) = members(&app).await;
    let tom = app.given().customer("tom@partner.example").await;
    let eve = app.given().customer("eve@elsewhere.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.engine.watch_ticket(&jana.actor, ticket.number, Some(tom.user.id), None).await.expect("watched");
    for person in [&anna, &bert, &tom, &jana] {
        let mut visit = Visit::of(&app, person);
        let page = visit.get(&path(&ticket)).await;
        assert!(page.body.contains("<textarea id=\"text\""), "{}: {}", person.user.name, page.text());
        let (version, said) = (page.value("version"), format!("Das schreibt {}.", person.user.name));
        let fields = [("version", version.as_str()), ("text", said.as_str()), ("visibility", "PUBLIC")];
        let fields = if person.user.role == Role::Agent { &fields[..] } else { &fields[..2] };
        let answer = visit.fill_with_files(&path(&ticket), fields, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let page = Visit::of(&app, &anna).get(&path(&ticket)).await;
        assert!(page.says(&said), "{}", page.text());
    }
    assert_eq!(Visit::of(&app, &eve).get(&path(&ticket)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn s56_staff_add_watchers_by_address_and_by_name_and_take_them_off() {
    let app = TestApp::start().await;
    let maria = app.given().customer("maria@muster.example").await;
    let tom = app.given().customer("tom.turm@partner.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.given().internal_note(&jana, &ticket, "Nur für uns.").await;
    let mut desk = Visit::of(&app, &jana);
    let page = desk.get(&path(&ticket)).await;
    assert!(page.says("BeobachterNiemand") && page.says("E-Mail-Adresse oder Name"), "{}", page.text());
    let added = send(&mut desk, &ticket, "watch", &[("who", "tom turm")]).await;
    assert_eq!((added.status, added.to), (StatusCode::SEE_OTHER, path(&ticket)));
    assert_eq!(send(&mut desk, &ticket, "watch", &[("who", "neu@partner.example")]).await.status, 303);
    assert_eq!(send(&mut desk, &ticket, "watch", &[]).await.status, 303, "oneself");
    let page = desk.get(&path(&ticket)).await;
    assert!(
        page.says("Tom Turm Kunde, sieht das Ticket") && page.says("tom.turm@partner.example"),
        "{}",
        page.text()
    );
    assert!(
        page.says("Jana Team") && page.says("jana@example.org") && page.says("Nicht mehr beobachten"),
        "{}",
        page.text()
    );
    assert!(page.says("Jana beobachtet das Ticket"), "the history tells it: {}", page.text());

    // Tom finds it among his, reads it without the note, answers, and sees no address.
    let mut toms = Visit::of(&app, &tom);
    let list = toms.get("/tickets").await;
    assert!(list.says("Beobachtete Tickets 1"), "{}", list.text());
    let list = toms.get("/tickets?tab=watching").await;
    assert!(list.says("Drucker") && list.says("Angefragt von"), "{}", list.text());
    let page = toms.get(&path(&ticket)).await;
    assert!(page.says("Drucker") && !page.says("Nur für uns."), "{}", page.text());
    assert!(!page.body.contains("@muster.example") && !page.says("Jana beobachtet"), "{}", page.body);
    let csrf = page.value("csrf");
    let fields = [("csrf", csrf.as_str()), ("text", "Bei uns auch.")];
    assert_eq!(toms.upload(&path(&ticket), &fields, &[]).await.status, StatusCode::SEE_OTHER);
    let page = desk.get(&path(&ticket)).await;
    assert!(page.says("Bei uns auch."), "{}", page.text());

    let user = button(&page, "Entfernen: Tom Turm");
    assert_eq!(send(&mut desk, &ticket, "unwatch", &[("user", &user)]).await.status, 303);
    assert_eq!(toms.get(&path(&ticket)).await.status, StatusCode::NOT_FOUND);
    assert!(!toms.get("/tickets").await.says("Beobachtete Tickets"));
}

#[tokio::test]
async fn a_name_of_several_people_offers_them_and_one_of_nobody_says_so() {
    let app = TestApp::start().await;
    let maria = app.given().customer("maria@muster.example").await;
    for email in ["kim.klein@a.example", "kim.klein@b.example"] {
        app.given().customer(email).await;
    }
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let mut desk = Visit::of(&app, &jana);
    let which = send(&mut desk, &ticket, "watch", &[("who", "kim klein")]).await;
    assert_eq!(which.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(which.says("Mehrere Personen passen zu „kim klein“"), "{}", which.text());
    assert!(which.says("kim.klein@a.example") && which.says("kim.klein@b.example"), "{}", which.text());
    let second = button(&which, "Hinzufügen: Kim Klein, kim.klein@b.example");
    assert_eq!(send(&mut desk, &ticket, "watch", &[("user", &second)]).await.status, 303);
    let page = desk.get(&path(&ticket)).await;
    assert!(
        page.says("Kim Klein Kunde, sieht das Ticket") && page.says("kim.klein@b.example"),
        "{}",
        page.text()
    );
    let nobody = send(&mut desk, &ticket, "watch", &[("who", "Xaver Unbekannt")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.says("„Xaver Unbekannt“ wurde nicht gefunden"), "{}", nobody.text());
    assert_eq!(nobody.value("who"), "Xaver Unbekannt", "what was typed is kept");
    let wrong = send(&mut desk, &ticket, "watch", &[("who", "nonsense@")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text());
}

#[tokio::test]
async fn s56_a_customer_makes_a_ticket_private_and_lets_one_colleague_watch() {
    let app = TestApp::start().await;
    let (anna, bert) = members(&app).await;
    let mut annas = Visit::of(&app, &anna);
    let mut berts = Visit::of(&app, &bert);
    berts.set("schalter_lang", "en");
    let page = annas.get("/tickets/new").await;
    assert!(page.says("Privates Ticket"), "{}", page.text());
    let fields = [("title", "Gehalt"), ("text", "Bitte vertraulich."), ("is_private", "1")];
    let made = annas.fill_with_files("/tickets/new", &fields, &[]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let number = made.to.trim_start_matches("/tickets/").split('?').next().expect("a number");
    let ticket = app.engine.ticket(&anna.actor, number.parse().unwrap()).await.unwrap().expect("a ticket");
    assert!(ticket.is_private);
    assert_eq!(berts.get(&path(&ticket)).await.status, StatusCode::NOT_FOUND);
    assert!(!berts.get("/tickets?tab=organisation").await.says("Gehalt"), "nor in the list");

    let added = send(&mut annas, &ticket, "watch", &[("who", "bert@example.com")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let page = berts.get(&path(&ticket)).await;
    assert!(page.says("Who can see this ticket? (1 watcher)") && page.says("private"), "{}", page.text());
    assert!(!page.body.contains("name=\"is_private\""), "that is for its customer to choose");
    assert!(berts.get("/tickets?tab=organisation").await.says("Gehalt"), "it is of the organisation");
    assert!(berts.get("/tickets?tab=watching").await.says("Gehalt"));
    let stranger = send(&mut annas, &ticket, "watch", &[("who", "tom@partner.example")]).await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stranger.says("nur Mitglieder der Organisation"), "{}", stranger.text());
    let left = send(&mut berts, &ticket, "unwatch", &[]).await;
    assert_eq!((left.status, left.to.as_str()), (StatusCode::SEE_OTHER, "/tickets"));
    assert_eq!(berts.get(&path(&ticket)).await.status, StatusCode::NOT_FOUND);

    // Open again for the colleagues, by the same tick.
    assert_eq!(send(&mut annas, &ticket, "privacy", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(berts.get(&path(&ticket)).await.status, StatusCode::OK);
    assert_eq!(send(&mut annas, &ticket, "privacy", &[("is_private", "true")]).await.status, 303);
    assert_eq!(berts.get(&path(&ticket)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn s56_the_staff_tick_private_among_the_facts_and_for_a_caller() {
    let app = TestApp::start().await;
    let (anna, bert) = members(&app).await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut desk = Visit::of(&app, &jana);
    let page = desk.get(&path(&ticket)).await;
    assert!(page.says("Sichtbarkeit") && page.value("is_private_before") == "false", "{}", page.text());
    for (tick, before, seen) in [(true, "false", 404), (false, "true", 200)] {
        let version = desk.get(&path(&ticket)).await.value("version");
        let mut fields = vec![("version", version.as_str()), ("is_private_before", before)];
        fields.extend(tick.then_some(("is_private", "true")));
        assert_eq!(send(&mut desk, &ticket, "update", &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!(Visit::of(&app, &bert).get(&path(&ticket)).await.status, seen);
    }
    let other = [("title", "Neuer Titel"), ("title_before", "Drucker")];
    assert_eq!(send(&mut desk, &ticket, "update", &other).await.status, StatusCode::SEE_OTHER);
    let now = app.engine.ticket(&jana.actor, ticket.number).await.unwrap().expect("a ticket");
    assert!(!now.is_private, "a form without the box leaves it alone");
    let phone = [
        ("customer_email", "anna@example.com"),
        ("channel", "PHONE"),
        ("title", "Anruf"),
        ("text", "Vertraulich."),
        ("is_private", "1"),
    ];
    let made = desk.fill_with_files("/tickets/new", &phone, &[]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    assert!(!Visit::of(&app, &bert).get("/tickets?tab=organisation").await.says("Anruf"));
}

#[tokio::test]
async fn s56_the_list_of_the_organisation_sorts_pages_and_finds_like_ones_own_and_shows_who_asked() {
    let app = TestApp::start().await;
    let (anna, bert) = members(&app).await;
    for count in 1..=30 {
        let by = if count % 2 == 0 { &anna } else { &bert };
        app.given().ticket(by, &format!("Nummer {count:02}")).await;
    }
    let mut visit = Visit::of(&app, &anna);
    let first = visit.get("/tickets?tab=organisation&sort=title").await;
    assert!(first.says("Nummer 01") && !first.says("Nummer 30"), "{}", first.text());
    assert!(first.says("Angefragt von") && first.says("Bert") && first.says("Anna"), "{}", first.text());
    let back = visit.get("/tickets?tab=organisation&sort=-title").await;
    assert!(back.says("Nummer 30") && !back.says("Nummer 01"), "{}", back.text());
    let found = visit.get("/search?q=Nummer+03").await;
    assert!(found.says("Nummer 03"), "a colleague's ticket is found: {}", found.text());
}

#[tokio::test]
async fn s55_an_admin_picks_the_selected_members_and_the_mode_on_the_organisations_page() {
    let app = TestApp::start().await;
    let (anna, bert) = members(&app).await;
    let ada = app.given().admin("ada@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &ada);
    let house = visit.get("/admin/organisations").await;
    let link = house.body.split("<td><a href=\"/admin/organisations/").nth(1).expect("a link to it");
    let page = format!("/admin/organisations/{}", link.split('"').next().expect("an id"));
    let shown = visit.get(&page).await;
    assert!(shown.says("Musterstadt AG") && shown.says("2 Mitglieder"), "{}", shown.text());
    let ids: Vec<&str> = shown
        .body
        .split("name=\"sees\"")
        .skip(1)
        .filter_map(|rest| rest.split("value=\"").nth(1)?.split('"').next())
        .collect();
    assert_eq!(ids.len(), 2, "{}", shown.body);
    let saved = visit.fill(&page, &[("sharing", "SELECTED"), ("sees", ids[0])]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let sees = async |person: &Person| {
        let actor = app.actor(person.user.id).await;
        app.engine.ticket(&actor, ticket.number).await.unwrap().is_some()
    };
    let first_is_bert =
        app.engine.users_by_id(&ada.actor, &[bert.user.id]).await.unwrap()[&bert.user.id].sees_organisation;
    assert_eq!(sees(&bert).await, first_is_bert);
    assert!(sees(&anna).await, "one's own is always seen");
    let shown = visit.get(&page).await;
    assert_eq!(shown.value("sees_before"), ids[0]);
    let others = [("sharing", "SELECTED"), ("sees", ids[1]), ("sees_before", ids[0])];
    assert_eq!(visit.fill(&page, &others).await.status, StatusCode::SEE_OTHER);
    assert_eq!(sees(&bert).await, !first_is_bert);
    assert_eq!(
        visit.fill(&page, &[("sharing", "NOBODY"), ("sees", ids[1]), ("sees_before", ids[1])]).await.status,
        303
    );
    assert!(!sees(&bert).await);
    for other in [&anna, &bert] {
        assert_eq!(Visit::of(&app, other).get(&page).await.status, StatusCode::NOT_FOUND);
    }
    let role = UpdateUser { role: Some(Role::Agent), ..UpdateUser::default() };
    app.engine.update_user(&engine::Actor::system(), bert.user.id, role).await.expect("an agent");
    let english = visit.get(&format!("{page}?lang=en")).await;
    assert!(english.says("with selected members") && english.says("Team"), "{}", english.text());
}
