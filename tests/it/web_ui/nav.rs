//! The rail beside every page.

use engine::Status;
use serde_json::json;
use tests::{TestApp, servers::chromium::Chromium};

use super::{
    Visit,
    browser::{log_in, start},
};

#[tokio::test]
async fn s31_tickets_opened_last_stay_in_the_rail_show_changes_and_can_be_closed() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker <b>").await;
    let mut visit = Visit::of(&app, &anna);
    visit.get(&format!("/tickets/{}", ticket.number)).await;
    let page = visit.get("/tickets").await;
    assert!(page.says("Zuletzt geöffnet Drucker <b>") && !page.says("(geändert)"), "{}", page.text());
    app.given().set(&jana, &ticket, Status::Pending).await;
    let page = visit.get("/tickets").await;
    assert!(page.says("(geändert)") && page.body.contains("status pending"), "{}", page.text());
    let fields =
        [("csrf", page.value("csrf")), ("number", ticket.number.to_string()), ("back", "/tickets".into())];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(visit.post("/recent/close", &fields).await.to, "/tickets");
    assert!(!visit.get("/tickets").await.says("Zuletzt geöffnet"));
}

#[tokio::test]
async fn s31_what_somebody_answered_themselves_is_no_news_to_them() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let first = app.given().ticket(&anna, "Erstes").await;
    app.given().ticket(&anna, "Zweites").await;
    let mut desk = Visit::of(&app, &jana);
    let path = format!("/tickets/{}?view=open", first.number);
    let csrf = desk.get(&path).await.value("csrf");
    let fields = [("text", "Erledigt."), ("visibility", "PUBLIC"), ("status", "RESOLVED"), ("next", "1")];
    let sent = desk.upload(&path, &[&[("csrf", csrf.as_str())], &fields[..]].concat(), &[]).await;
    let next = desk.get(&sent.to).await;
    assert!(next.says("Erstes") && !next.says("(geändert)"), "{}", next.text());
    app.given().comment(&anna, &first, "Danke!").await;
    let next = desk.get(&sent.to).await;
    assert!(next.says("(geändert)"), "{}", next.text());
}

#[tokio::test]
async fn s30_views_that_are_too_many_to_be_counted_stand_in_the_rail_without_numbers() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let query = "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf";
    let save = async |name: &str| {
        let view = engine::CreateView { name: name.into(), query: query.into(), shared: false };
        app.engine.create_view(&jana.actor, view).await.expect("a view");
    };
    save("Suche A").await;
    let mut visit = Visit::of(&app, &jana);
    let entry = |name: &str, rest: &str| format!("<bdi>{name}</bdi></span>{rest}");
    let page = visit.get("/desk").await;
    assert!(page.body.contains(&entry("Suche A", " <span class=\"count\">0</span>")), "{}", page.text());
    for name in ["Suche B", "Suche C", "Suche D", "Suche E"] {
        save(name).await;
    }
    let page = visit.get("/desk").await;
    for name in ["Suche A", "Suche E"] {
        assert!(page.body.contains(&entry(name, "</a>")), "{name}: {}", page.text());
    }
}

#[tokio::test]
async fn a_forged_list_of_tickets_shows_nothing_of_others() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let eve = app.given().customer("eve@example.com").await;
    let ticket = app.given().ticket(&anna, "Geheim").await;
    let mut visit = Visit::of(&app, &eve);
    visit.set("schalter_recent", &format!("{}.1~abc~.~9.9.9~-1.0", ticket.number));
    assert!(!visit.get("/tickets").await.says("Geheim"));
}

#[tokio::test]
async fn s32_every_page_has_the_plus_with_a_name_and_a_key() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = format!("/tickets/{}", app.given().ticket(&anna, "Drucker").await.number);
    let mut visit = Visit::of(&app, &anna);
    for path in ["/tickets", ticket.as_str(), "/tickets/new", "/search", "/profile"] {
        let body = visit.get(path).await.body;
        assert!(
            body.contains("class=\"plus\" href=\"/tickets/new\"")
                && body.contains("aria-label=\"Neues Ticket\""),
            "{path}"
        );
        assert!(body.contains("aria-keyshortcuts=\"n\""), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s29_s32_the_menu_folds_on_a_small_screen_and_the_plus_stands_at_the_bottom_left() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &anna).await;
    let searches = "return document.querySelector('.rail .find input').checkVisibility()";
    let plus = "const { left, right, top, bottom } = document.querySelector('.plus').getBoundingClientRect();
        return left >= 0 && right < innerWidth / 2 && top > innerHeight - 100 && bottom <= innerHeight";
    window.goto(&format!("{site}/tickets")).await;
    assert_eq!(window.run(searches).await, json!(true), "a wide screen shows the whole menu");
    assert_eq!(window.run(plus).await, json!(true));
    window.resize(390, 844).await;
    window.goto(&format!("{site}/tickets")).await;
    assert_eq!(window.run(searches).await, json!(false), "a small one keeps it folded");
    assert_eq!(window.run(plus).await, json!(true));
    assert_eq!(window.text(".rail-menu > summary").await, "Menü");
    window.click(".rail-menu > summary").await;
    window.wait_for(".rail-menu[open]").await;
    assert_eq!(window.run(searches).await, json!(true));
    window.click(".plus").await;
    window.wait_for_url("/tickets/new").await;
    window.close().await;
}

/// Also where a ticket is read and nothing is written: there is no foot of its own.
#[tokio::test(flavor = "multi_thread")]
async fn s32_the_staff_reach_the_plus_at_every_part_of_a_ticket_on_a_phone() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.resize(390, 844).await;
    let plus = "return [...document.querySelectorAll('.plus')].filter((one) => {
            const { left, right, bottom } = one.getBoundingClientRect();
            return one.checkVisibility() && left >= 0 && right < innerWidth / 2 && bottom <= innerHeight;
        }).length";
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    assert_eq!(window.run(plus).await, json!(1), "beside what answers");
    // An earlier part of a long conversation comes without it.
    window.run("document.querySelector('.dock-open').remove()").await;
    assert_eq!(window.run(plus).await, json!(1), "at the foot of every page");
    window.close().await;
}

#[tokio::test]
async fn the_next_person_is_not_shown_what_the_one_before_looked_at() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &jana);
    visit.get(&format!("/tickets/{}", ticket.number)).await;
    assert!(visit.get("/desk").await.says("Zuletzt geöffnet"));
    // A session that has run out leaves its cookies behind.
    visit.set("schalter_session", &ole.token);
    assert!(!visit.get("/desk").await.says("Zuletzt geöffnet"));
}

#[tokio::test]
async fn on_a_phone_the_places_of_each_are_one_touch_away() {
    let app = TestApp::start().await;
    let organisation = app.given().organisation("Example Ltd", true).await;
    let anna = app.given().customer("anna@example.com").await;
    let max = app.given().member(&organisation, "max@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    for (person, path, places) in [
        (&anna, "/tickets", "TicketsSuchenIch"),
        (&max, "/tickets", "TicketsOrganisationSuchenIch"),
        (&jana, "/desk", "ÜbersichtenSuchenNeuesIch"),
    ] {
        let page = Visit::of(&app, person).get(path).await;
        assert!(page.says(places), "{}", page.text());
        let quick = page.body.split("class=\"quick\"").nth(1).and_then(|rest| rest.split("</ul>").next());
        let quick = quick.expect("the places");
        assert_eq!(quick.matches("aria-current").count(), 1, "{quick}");
    }
}

#[tokio::test]
async fn the_administration_has_a_rail_of_its_own_with_a_way_back() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let page = visit.get("/admin/queues").await;
    for words in [
        "Zurück zum Schalter",
        "Personen PersonenOrganisationen",
        "Arbeit WarteschlangenVereinbarungen",
        "System Protokoll",
    ] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert!(!page.body.contains("data-view=\"view-mine\""), "the views of the desk are not there");
    assert!(visit.get("/desk").await.body.contains("data-view=\"view-mine\""));
}
