//! People who belong to several organisations: on the pages of administration, in the form, in lists and beside a ticket.

use axum::http::StatusCode;
use tests::{TestApp, given::Person};

use crate::web_ui::{Shown, Visit};

async fn text_of(visit: &mut Visit, path: &str) -> String {
    visit.get(path).await.text()
}

/// The value of the choice with this name.
fn choice(shown: &Shown, name: &str) -> String {
    let before = shown.body.split(&format!(">{name}</option>")).next().expect("a choice");
    let value = before.rsplit("<option value=\"").next().and_then(|rest| rest.split('"').next());
    value.expect("a value").to_owned()
}

async fn path_of(visit: &mut Visit, person: &Person) -> String {
    let list = visit.get(&format!("/admin/people?q={}", person.user.email)).await;
    let path = list.body.split("<a class=\"name\" href=\"/admin/people/").nth(1);
    format!("/admin/people/{}", path.and_then(|rest| rest.split('"').next()).expect("a link to them"))
}

#[tokio::test]
async fn u15_somebody_of_two_organisations_asks_for_one_of_them() {
    let app = TestApp::start().await;
    let (acme, blau) =
        (app.given().organisation("Acme", true).await, app.given().organisation("Blau", true).await);
    let anna = app.given().member(&acme, "anna@example.com").await;
    let ann = app.given().member(&acme, "ann@example.com").await;
    let bea = app.given().member(&blau, "bea@example.com").await;
    let ada = app.given().admin("ada@example.org").await;
    app.given().ticket(&ann, "Von Ann").await;
    app.given().ticket(&bea, "Von Bea").await;
    assert!(!Visit::of(&app, &anna).get("/tickets/new").await.says("Für welche Organisation?"), "of one");

    let mut house = Visit::of(&app, &ada);
    let path = path_of(&mut house, &anna).await;
    let join = [
        ("name", "Anna"),
        ("role", "CUSTOMER"),
        ("organisation", "Acme"),
        ("organisation_more", "Blau"),
        ("active", "1"),
    ];
    let saved = house.fill(&path, &join).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let shown = house.get(&path).await;
    assert!(shown.body.contains("name=\"organisation_further\""), "{}", shown.body);
    let wrong = [("name", "Anna"), ("role", "CUSTOMER"), ("organisation_more", "Nirgendwo"), ("active", "1")];
    assert_eq!(house.fill(&path, &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let mut visit = Visit::of(&app, &anna);
    let form = visit.get("/tickets/new").await;
    assert!(form.says("Für welche Organisation?"), "{}", form.text());
    let select =
        form.body.split("<select id=\"organisation\"").nth(1).and_then(|rest| rest.split("</select>").next());
    assert!(!select.expect("the choice").contains(" selected"), "none is preset");
    let unpicked = [("title", "Für?"), ("text", "Seit heute"), ("organisation", "")];
    let refused = visit.fill("/tickets/new", &unpicked).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert!(refused.says("Bitte wählen Sie, für welche Organisation das Ticket ist."), "{}", refused.text());
    assert_eq!(refused.value("title"), "Für?");
    let fields = [
        ("key", form.value("key")),
        ("title", "Für Blau".to_owned()),
        ("text", "Seit heute".to_owned()),
        ("organisation", choice(&form, "Blau")),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let opened = visit.fill("/tickets/new", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    let ticket = opened.to.split('?').next().expect("a path").to_owned();
    for (person, sees) in [(&ann, StatusCode::NOT_FOUND), (&bea, StatusCode::OK)] {
        assert_eq!(Visit::of(&app, person).get(&ticket).await.status, sees, "{}", person.user.email);
    }
    assert!(visit.get(&ticket).await.says("· Blau"), "for which it is");
    let list = text_of(&mut visit, "/tickets?tab=organisation").await;
    for text in ["Meine Organisations Tickets 3", "Von Ann", "Von Bea", "Für Blau"] {
        assert!(list.contains(text), "{text}: {list}");
    }

    // The staff say that it is for the other one.
    let beside = house.get(&ticket).await;
    let acme = choice(&beside, "Acme");
    let fields = [("csrf", beside.value("csrf")), ("organisation", acme)];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let moved = house.post(&format!("{ticket}/update"), &fields).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    for (person, sees) in [(&ann, StatusCode::OK), (&bea, StatusCode::NOT_FOUND)] {
        assert_eq!(Visit::of(&app, person).get(&ticket).await.status, sees, "{}", person.user.email);
    }
    assert!(house.get(&ticket).await.says("Organisation: Blau → Acme"));
    let profile = visit.get("/profile").await;
    assert!(profile.says("Acme, Blau"), "{}", profile.text());
}

#[tokio::test]
async fn u15_the_staff_say_for_which_organisation_a_caller_asks() {
    let app = TestApp::start().await;
    let (acme, blau) =
        (app.given().organisation("Acme", true).await, app.given().organisation("Blau", true).await);
    let anna = app.given().member(&acme, "anna@example.com").await;
    let bea = app.given().member(&blau, "bea@example.com").await;
    let ada = app.given().admin("ada@example.org").await;
    let mut house = Visit::of(&app, &ada);
    let path = path_of(&mut house, &anna).await;
    let join = [
        ("name", "Anna Ast"),
        ("role", "CUSTOMER"),
        ("organisation", "Acme"),
        ("organisation_more", "Blau"),
        ("active", "1"),
    ];
    assert_eq!(house.fill(&path, &join).await.status, StatusCode::SEE_OTHER);

    let looked = house.get("/tickets/new/look?q=anna@example.com").await;
    assert!(looked.says("Für welche Organisation?"), "{}", looked.text());
    assert!(
        !house.get("/tickets/new/look?q=bea@example.com").await.says("Für welche Organisation?"),
        "of one"
    );
    // Neither by the address nor by the name is one of them guessed.
    for caller in ["anna@example.com", "Anna Ast"] {
        let fields = [("customer_email", caller), ("title", "Anruf"), ("text", "Seit heute")];
        let refused = house.fill("/tickets/new", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{caller}: {}", refused.text());
        assert!(
            refused.says("Bitte wählen Sie, für welche Organisation das Ticket ist."),
            "{}",
            refused.text()
        );
        assert_eq!(refused.value("title"), "Anruf");
    }
    let blau = choice(&looked, "Blau");
    let fields = [
        ("customer_email", "anna@example.com"),
        ("title", "Anruf"),
        ("text", "Seit heute"),
        ("organisation", blau.as_str()),
        ("open_seen", "1"),
    ];
    let opened = house.fill("/tickets/new", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    let ticket = opened.to.split('?').next().expect("a path").to_owned();
    assert_eq!(Visit::of(&app, &bea).get(&ticket).await.status, StatusCode::OK, "it is for Blau");

    // Whoever empties the first one is asked what comes first.
    let shown = house.get(&path).await;
    let second = shown.value("organisation_further");
    let emptied = [("name", "Anna Ast"), ("role", "CUSTOMER"), ("organisation", ""), ("active", "1")];
    let mut fields = emptied.to_vec();
    fields.push(("organisation_further", second.as_str()));
    let refused = house.fill(&path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert!(refused.says("geben Sie die erste Organisation an"), "{}", refused.text());
    assert!(refused.body.contains("organisation_further"), "the others can still be removed");
    assert_eq!(house.fill(&path, &emptied).await.status, StatusCode::SEE_OTHER, "none at all");
}
