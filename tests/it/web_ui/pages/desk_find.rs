//! The command palette as a page of links, and what a script shows of it.

use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn commands_places_tickets_and_people_are_found_by_the_beginnings_of_their_words() {
    let app = TestApp::start().await;
    let acme = app.given().organisation("Zugvogel AG", false).await;
    let max = app.given().member(&acme, "max@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&max, "Zugang fehlt").await;
    let mut visit = Visit::of(&app, &jana);
    let found = visit.get("/desk/find?q=zug").await;
    for text in ["Mir zugewiesen", "Neu, nicht zugewiesen", "Zugang fehlt", "Zugvogel AG"] {
        assert!(found.says(text), "{text}: {}", found.text());
    }
    assert!(found.body.contains("<mark>zug</mark>ewiesen") && found.body.contains("<mark>Zug</mark>ang"));
    assert!(!found.says("Personen verwalten"), "agents do not administrate: {}", found.text());
    let found = visit.get("/desk/find?q=zgwsn").await;
    assert!(found.says("Mir zugewiesen"), "a few letters, in order: {}", found.text());
    let found = visit.get("/desk/find?q=zugew+mir").await;
    assert!(found.says("Gehe zu Mir zugewiesen"), "words come in any order: {}", found.text());

    let tickets = visit.get(&format!("/desk/find?q=%23{}", ticket.number)).await;
    assert!(tickets.says("Zugang fehlt") && !tickets.says("Gehe zu"), "{}", tickets.text());
    let people = visit.get("/desk/find?q=%40max").await;
    assert!(
        people.says("Max") && people.body.contains("/desk?q&#x3D;customer%3Amax%40example.org"),
        "{}",
        people.body
    );
    assert!(!people.says("Gehe zu"), "{}", people.text());
    let commands = visit.get(&format!("/desk/find?q=%3Ezusa&here=/tickets/{}", ticket.number)).await;
    assert!(commands.says(&format!("Befehle für #{}", ticket.number)), "{}", commands.text());
    assert!(
        commands.body.contains(&format!("href=\"/tickets/{}/merge\"", ticket.number)),
        "{}",
        commands.body
    );
    assert!(!commands.body.contains("data-press"), "without a script, a command is a link");
    for (typed, hint) in
        [("foo%3Abar", "„foo:“ ist kein Suchfilter"), ("from%3Amax", "Meinten Sie „customer:“?")]
    {
        let strange = visit.get(&format!("/desk/find?q={typed}")).await;
        assert!(strange.says(hint), "{typed}: {}", strange.text());
    }
    let nothing = visit.get("/desk/find?q=xyzzy").await;
    assert!(nothing.says("Nichts gefunden"), "{}", nothing.text());
}

#[tokio::test]
async fn what_a_page_can_do_is_found_by_its_name_and_by_other_words_for_it() {
    let app = TestApp::start().await;
    let max = app.given().customer("max@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&max, "Zertifikat abgelaufen").await;
    let mut german = Visit::of(&app, &jana);
    let here = format!("/tickets/{}", ticket.number);
    for (typed, act) in [
        ("priorit%C3%A4t", "data-press=\"1\""),
        ("drucken", "data-click=\"print\""),
        ("papier", "data-click=\"print\""),
        ("beobachten", "data-click=\"watch\""),
        ("ungelesen", "data-press=\"U\""),
        ("privat", "data-click=\"private\""),
        ("abmelden", "data-click=\"logout\""),
        ("mitteilungen", "href=\"/desk/notices\""),
        ("textbaustein", "data-press=\";\""),
        ("schlie%C3%9Fen", "data-press=\"s\""),
        ("tasten", "data-press=\"?\""),
        ("dunkel", "href=\"/profile#look\""),
        ("zuteilen", "data-press=\"a\""),
        ("%C3%BCbernehmen", "data-press=\"a a\""),
        ("verschieben", "data-press=\"v\""),
        ("duplikat", "/merge\""),
    ] {
        let found = german.refresh(&format!("/desk/find?q={typed}&here={here}"), &[]).await;
        let body = found.body.replace("&#x3D;", "=");
        assert!(body.contains(act), "{typed}: {body}");
    }
    let found = german.refresh("/desk/find?q=r%C3%BCckg%C3%A4ngig&here=/desk", &[]).await;
    assert!(found.body.contains("data-press=\"z\""), "{}", found.body);
    let elsewhere = german.refresh("/desk/find?q=drucken&here=/desk/reports", &[]).await;
    assert!(!elsewhere.body.contains("data-click=\"print\""), "{}", elsewhere.body);
    let found = german.refresh("/desk/find?q=zrtfkt", &[]).await;
    assert!(found.says("Zertifikat abgelaufen"), "a few letters of a title: {}", found.text());
}

#[tokio::test]
async fn what_begins_with_the_typed_letters_comes_before_what_only_holds_them() {
    let app = TestApp::start().await;
    let max = app.given().customer("max@example.org").await;
    let root = app.given().admin("root@example.org").await;
    let ticket = app.given().ticket(&max, "Drucker").await;
    let mut admin = Visit::of(&app, &root);
    let here = format!("/tickets/{}", ticket.number);
    for (typed, first, later) in [
        // "Protokoll", and "Privat oder für die Organisation sichtbar".
        ("prot", "href=\"/admin/audit\"", "data-click=\"private\""),
        // "Bearbeitet" is the name of a view, and another word for "Status ändern".
        ("bearbeitet", "href=\"/desk?view=resolved\"", "data-press=\"s\""),
    ] {
        let found = admin.refresh(&format!("/desk/find?q={typed}&here={here}"), &[]).await;
        let body = found.body.replace("&#x3D;", "=");
        let [first, later] =
            [first, later].map(|act| body.find(act).unwrap_or_else(|| panic!("{typed}: {act} in {body}")));
        assert!(first < later, "{typed}: {body}");
    }
}
