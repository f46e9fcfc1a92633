//! The page of one person: how they stand, the list that one came from, and the invitation.

use axum::http::StatusCode;
use engine::LetterKind;
use tests::TestApp;

use crate::{graphql::api::id, web_ui::Visit};

#[tokio::test]
async fn a_person_keeps_the_list_that_one_came_from_also_over_a_change() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let paul = app.given().prepared("paul@example.com").await;
    let mut visit = Visit::of(&app, &ada);
    let list = "q=paul&state=NO_PASSWORD&sort=-seen";
    let unescaped = |body: &str| body.replace("&#x3D;", "=").replace("&amp;", "&");
    let page = unescaped(&visit.get(&format!("/admin/people?{list}")).await.body);
    let person = format!("/admin/people/{}?{list}", id("User", paul.id));
    assert!(page.contains(&format!("href=\"{person}\"")), "{page}");
    let shown = visit.get(&person).await;
    assert!(shown.says("ohne Passwort"), "{}", shown.text());
    let back = format!("href=\"/admin/people?{list}\"");
    assert!(unescaped(&shown.body).contains(&back), "{}", shown.body);
    let change = [("name", "Paul Neu"), ("role", "CUSTOMER"), ("organisation", ""), ("active", "1")];
    let saved = visit.fill(&person, &change).await;
    assert_eq!((saved.status, saved.to.as_str()), (StatusCode::SEE_OTHER, person.as_str()));
    let shown = visit.get(&saved.to).await;
    assert!(shown.says("Gespeichert.") && unescaped(&shown.body).contains(&back), "{}", shown.body);
    let plain = visit.get(&format!("/admin/people/{}", id("User", paul.id))).await;
    assert!(plain.body.contains("href=\"/admin/people\""), "{}", plain.body);
}

#[tokio::test]
async fn the_list_finds_people_by_their_organisation_and_counts_them() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let lotus = app.given().organisation("Lotus AG", true).await;
    app.given().member(&lotus, "berta@b.example").await;
    app.given().customer("carl@c.example").await;
    let page = Visit::of(&app, &ada).get("/admin/people?q=lotus").await;
    assert!(page.says("Berta") && !page.says("Carl") && page.says("Alle 1"), "{}", page.text());
}

#[tokio::test]
async fn the_order_of_the_list_is_picked_without_a_head_of_a_table() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let page = Visit::of(&app, &ada).get("/admin/people?q=example&role=ADMIN&sort=-name").await;
    let form = page.body.split_once("<form class=\"people-order").expect("a form of its own").1;
    let form = form.split("</form>").next().unwrap_or_default();
    for field in ["name=\"q\" value=\"example\"", "name=\"role\" value=\"ADMIN\"", "value=\"-seen\""] {
        assert!(form.contains(field), "{field}: {form}");
    }
    assert!(form.contains("value=\"-name\" selected") && form.contains("value=\"name\""), "{form}");
    assert!(!form.contains("type=\"hidden\" name=\"sort\""), "the pick is the order: {form}");
}

#[tokio::test]
async fn whoever_has_no_password_is_invited_from_their_page_and_once_more() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let paul = app.given().prepared("paul@example.com").await;
    let mut visit = Visit::of(&app, &ada);
    let person = format!("/admin/people/{}", id("User", paul.id));
    let invite = format!("{person}/invite");
    let page = visit.get(&person).await;
    assert!(page.says("noch kein Passwort und keine gültige Einladung. Einladen"), "{}", page.text());
    let csrf = page.value("csrf");
    let token = [("csrf", csrf.as_str())];
    let sent = visit.post(&invite, &token).await;
    assert_eq!((sent.status, sent.to.as_str()), (StatusCode::SEE_OTHER, person.as_str()));
    assert_eq!(app.told().await, [(LetterKind::Invitation, "paul@example.com".to_owned())]);
    let page = visit.get(&person).await;
    assert!(page.says("Die Einladung wird gesendet."), "{}", page.text());
    assert!(page.says("eingeladen") && page.says("Noch einmal einladen"), "{}", page.text());
    for _ in 0..2 {
        assert_eq!(visit.post(&invite, &token).await.status, StatusCode::SEE_OTHER);
    }
    let refused = visit.post(&invite, &token).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.says("Zu viele Versuche"), "{}", refused.text());
    let english = Visit::of(&app, &ada).get(&format!("{person}?lang=en")).await;
    assert!(english.says("Invite again"), "{}", english.text());

    let own = format!("/admin/people/{}", id("User", ada.user.id));
    assert!(!visit.get(&own).await.body.contains("/invite\""), "who has a password needs none");
    let needless = visit.post(&format!("{own}/invite"), &token).await;
    assert_eq!(needless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(needless.says("Diese Person kann sich bereits anmelden."), "{}", needless.text());
    let mut agent = Visit::of(&app, &app.given().agent("jana@example.org").await);
    let csrf = agent.get("/desk").await.value("csrf");
    assert_eq!(agent.post(&invite, &[("csrf", &csrf)]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_list_that_one_came_from_stands_beside_the_person_with_their_row_marked() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let paul = app.given().prepared("paul@example.com").await;
    app.given().prepared("paula@example.com").await;
    app.given().customer("carl@c.example").await;
    let mut visit = Visit::of(&app, &ada);
    let person = format!("/admin/people/{}", id("User", paul.id));
    let unescaped = |body: &str| body.replace("&#x3D;", "=").replace("&amp;", "&");
    let shown = unescaped(&visit.get(&format!("{person}?q=paul&sort=-name")).await.body);
    let beside = shown.split("class=\"people-beside\"").nth(1).expect("the list");
    assert!(beside.contains("paula@example.com") && !beside.contains("carl@c.example"), "{beside}");
    assert!(beside.contains("value=\"paul\""), "the words stand in the search: {beside}");
    let marked = format!("href=\"{person}?q=paul&sort=-name\" aria-current=\"true\"");
    assert_eq!(beside.matches(&marked).count(), 1, "{beside}");
    // A form that is refused shows it too, and a place that is none hides nothing of the person.
    let refused = visit.fill(&format!("{person}?q=paul"), &[("name", ""), ("role", "CUSTOMER")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("people-beside") && refused.body.contains("paula@example.com"));
    let lost = visit.get(&format!("{person}?after=nonsense")).await;
    assert_eq!(lost.status, StatusCode::OK);
    assert!(!lost.body.contains("people-beside") && lost.body.contains("paul@example.com"));
}

#[tokio::test]
async fn an_admin_sets_the_language_and_the_time_zone_of_a_person_and_changes_nothing_by_the_way() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let paul = app.given().prepared("paul@example.com").await;
    let person = format!("/admin/people/{}", id("User", paul.id));
    let mut visit = Visit::of(&app, &ada);
    let page = visit.get(&person).await;
    let (lang, zone) = (page.value("locale_before"), page.value("time_zone"));
    assert_eq!((lang.as_str(), zone.as_str()), ("de", "Europe/Berlin"));
    let shared = [("name", "Paul"), ("role", "CUSTOMER"), ("organisation", ""), ("active", "1")];
    let before = [("locale_before", lang.as_str()), ("time_zone_before", zone.as_str())];
    let with = |locale, zone| [&shared[..], &before[..], &[("locale", locale), ("time_zone", zone)]].concat();
    let saved = visit.fill(&person, &with("en", "America/New_York")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = visit.get(&person).await;
    assert_eq!(page.value("locale_before"), "en");
    assert_eq!(page.value("time_zone"), "America/New_York");
    let wrong = visit.fill(&person, &with("en", "Mond/Krater")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.value("time_zone"), "Mond/Krater", "what was typed stays");
    // Who posts what stood there changes neither.
    let same = [&shared[..], &[("locale_before", "en"), ("locale", "en")]].concat();
    assert_eq!(visit.fill(&person, &same).await.status, StatusCode::SEE_OTHER);
    assert_eq!(visit.get(&person).await.value("time_zone"), "America/New_York");
}

#[tokio::test]
async fn an_unknown_organisation_hides_nothing_else_that_is_wrong() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let paul = app.given().prepared("paul@example.com").await;
    let mut visit = Visit::of(&app, &ada);
    let unknown = "Diese Organisation gibt es nicht.";
    let new = [("email", "kein"), ("name", ""), ("role", "CUSTOMER"), ("organisation", "Gibtsnicht")];
    let refused = visit.fill("/admin/people/new", &new).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["email", "name", "organisation"] {
        assert!(refused.body.contains(&format!("id=\"{field}-error\"")), "{field}: {}", refused.body);
    }
    assert!(refused.says(unknown), "{}", refused.text());
    // Alone it is refused as well.
    let new =
        [("email", "eva@example.com"), ("name", "Eva"), ("role", "CUSTOMER"), ("organisation", "Gibtsnicht")];
    assert!(visit.fill("/admin/people/new", &new).await.says(unknown));
    let person = format!("/admin/people/{}", id("User", paul.id));
    let form = |name| [("name", name), ("role", "CUSTOMER"), ("organisation", "Gibtsnicht"), ("active", "1")];
    let refused = visit.fill(&person, &form("")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"name-error\"") && refused.says(unknown), "{}", refused.text());
    assert_eq!(refused.text().matches(unknown).count(), 1, "at its field alone: {}", refused.text());
    let refused = visit.fill(&person, &form("Paul")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says(unknown) && !refused.body.contains("id=\"name-error\""), "{}", refused.text());
}
