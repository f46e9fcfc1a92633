//! The staff's desk.

use axum::http::StatusCode;
use engine::Status;
use tests::TestApp;

use crate::{
    engine::commands::mail::{mail, receive},
    web_ui::Visit,
};

#[tokio::test]
async fn s30_the_views_are_counted_and_hold_what_they_say() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&anna, "Frisch").await;
    let asked = app.given().ticket(&anna, "Gefragt").await;
    app.given().set(&jana, &asked, Status::Pending).await;
    let mut visit = Visit::of(&app, &jana);
    let page = visit.get("/desk").await;
    assert!(
        page.says("Wartet auf uns 1, 1 ungelesen") && page.body.contains("<title dir=\"auto\">(1) "),
        "{}",
        page.text()
    );
    assert!(
        page.says("Frisch") && !page.body.contains(">Gefragt<"),
        "what waits comes first: {}",
        page.text()
    );
    assert!(
        page.says("Neu, nicht zugewiesen 2") && page.says("In Rückfrage 1") && page.says("Alle Tickets 2"),
        "{}",
        page.text()
    );
    assert!(page.body.contains("<h2>Übersichten</h2>") && page.says("Mir zugewiesen 0"), "{}", page.text());
    let pending = visit.get("/desk?view=pending").await;
    assert!(pending.says("Gefragt") && !pending.body.contains(">Frisch<"), "{}", pending.text());
    let assignee = Some(Some(jana.user.id));
    let taken = engine::UpdateTicket { number: asked.number, assignee, ..engine::UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, taken).await.expect("taken");
    let mine = visit.get("/desk?view=mine").await;
    assert!(mine.says("Mir zugewiesen 1") && mine.says("Neu, nicht zugewiesen 1"), "{}", mine.text());
    assert!(mine.says("Gefragt") && !mine.body.contains(">Frisch<"), "{}", mine.text());
    // The customer has overviews of their own.
    let customers = Visit::of(&app, &anna).get("/tickets").await;
    assert!(customers.says("Übersichten Meine Tickets 2"), "{}", customers.text());
}

#[tokio::test]
async fn a_script_learns_which_of_its_rows_belong_to_the_list_on_another_page() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let asked = app.given().ticket(&anna, "Gefragt").await;
    let closed = app.given().ticket(&anna, "Erledigt").await;
    for place in 0..25 {
        app.given().ticket(&anna, &format!("Ticket {place}")).await;
    }
    app.given().set(&jana, &asked, Status::Pending).await;
    app.given().set(&jana, &closed, Status::Closed).await;
    let mut visit = Visit::of(&app, &jana);
    let rows = [asked.number, closed.number, closed.number + 1, 4_711];
    let searched = "/desk?q=assignee%3Anone+status%3Anew%2Cpending&sort=waiting";
    for list in ["/desk?view=unassigned", searched] {
        let page = visit.refresh(list, &rows).await;
        let (_, beyond) = page.body.split_once("<template data-beyond>").expect("rows beyond the page");
        let (beyond, _) = beyond.split_once("</template>").expect("its end");
        assert!(beyond.contains("Gefragt") && beyond.matches("<tr ").count() == 1, "{list}: {beyond}");
    }
    let page = visit.get("/desk?view=unassigned").await;
    assert!(!page.body.contains("data-beyond"), "only a script has rows of before");
}

#[tokio::test]
async fn the_list_says_in_words_of_a_person_which_rows_it_shows() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut german = Visit::of(&app, &jana);
    let range = "<span data-live=\"range\">";
    for (many, expected) in [(0, "0<"), (1, "1 von 1<"), (2, "1–2 von 2<")] {
        if many > 0 {
            app.given().ticket(&anna, "Frisch").await;
        }
        let list = german.get("/desk?view=all").await;
        assert!(list.body.contains(&format!("{range}{expected}")), "{many}: {}", list.body);
    }
}

#[tokio::test]
async fn s05_the_staff_see_in_the_list_on_which_way_a_ticket_came() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&anna, "Frisch").await;
    receive(&app.engine, mail("1@x", "anna@example.com", "Geschrieben", "Hilfe")).await;
    let created = |title: &str| engine::CreateTicket {
        title: title.to_owned(),
        text: "Hilfe".to_owned(),
        ..engine::CreateTicket::default()
    };
    let (_, program) = app.given().token(&anna, &["tickets:write"]).await;
    app.engine.create_ticket(&program, created("Gesendet")).await.expect("a ticket");
    let customer_email = Some("anna@example.com".to_owned());
    let called = engine::CreateTicket { customer_email, ..created("Angerufen") };
    app.engine.create_ticket(&jana.actor, called).await.expect("a ticket");
    let list = Visit::of(&app, &jana).get("/desk").await;
    for words in
        ["Frisch über das Web", "Geschrieben per E-Mail", "Gesendet per API", "Angerufen per Telefon"]
    {
        assert!(list.says(words), "{words}: {}", list.text());
    }
    let list = Visit::of(&app, &anna).get("/tickets").await;
    assert!(!list.says("über das Web"), "{}", list.text());
}

#[tokio::test]
async fn s05_the_list_is_narrowed_to_one_way_by_a_pick() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&anna, "Vom Web").await;
    let mut visit = Visit::of(&app, &jana);
    let list = visit.get("/desk?view=unassigned").await;
    let part = "channel%3Aemail\">E-Mail</a>";
    assert!(list.body.contains("<p class=\"h\">Kanal</p>") && list.body.contains(part), "{}", list.body);
    let typed = "/desk?q=assignee%3Anone+status%3Anew%2Copen%2Cpending";
    let by_mail = visit.get(&format!("{typed}&add=channel%3Aemail")).await;
    assert_eq!(by_mail.to, format!("{typed}+channel%3Aemail"));
    assert!(!visit.get(&by_mail.to).await.says("Vom Web"));
    let by_web = visit.get(&format!("{}&add=channel%3Aweb", by_mail.to)).await;
    assert_eq!(by_web.to, format!("{typed}+channel%3Aweb"), "it came on one way alone");
    assert!(visit.get(&by_web.to).await.says("Vom Web"));
}

#[tokio::test]
async fn customers_have_no_desk() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let csrf = visit.get("/tickets").await.value("csrf");
    assert_eq!(visit.get("/desk").await.status, StatusCode::NOT_FOUND);
    assert_eq!(visit.post("/desk/change", &[("csrf", &csrf)]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(visit.get("/desk/find").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn s29_the_desk_shows_a_search_as_text_and_as_filters_to_remove() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&anna, "Drucker eins").await;
    let asked = app.given().ticket(&anna, "Drucker zwei").await;
    app.given().set(&jana, &asked, Status::Pending).await;
    let mut visit = Visit::of(&app, &jana);
    let found = visit.get("/search?q=drucker+status%3Anew").await;
    assert_eq!(found.to, "/desk?q=drucker+status%3Anew");
    let list = visit.get(&found.to).await;
    assert!(list.says("Ein Ticket gefunden.") && list.says("Drucker eins"), "{}", list.text());
    assert!(!list.says("Drucker zwei") && list.says("Status neu"), "{}", list.text());
    assert!(
        list.body.contains("href=\"/desk?q&#x3D;drucker\""),
        "each filter is a link without it: {}",
        list.body
    );
    let wider = visit.get("/desk?q=drucker").await;
    assert!(wider.says("2 Tickets gefunden."), "{}", wider.text());
    // A view of the desk is a search, too.
    let view = visit.get("/desk?view=pending").await;
    assert!(
        view.body.contains("value=\"status:pending\"") && view.says("Status in Rückfrage"),
        "{}",
        view.body
    );
    assert!(view.body.contains("href=\"/desk?view&#x3D;all\""), "{}", view.body);
    let wrong = visit.get("/desk?q=status%3Aoffen").await;
    assert_eq!(wrong.status, StatusCode::OK);
    assert!(wrong.says("Nach „status:offen“ kann nicht gesucht werden."), "{}", wrong.text());
    for (typed, hint) in [
        (
            "foo%3Abar",
            "„foo:“ ist kein Suchfilter; gesucht wird nach dem Text. Setzen Sie ihn in Anführungszeichen,",
        ),
        (
            "from%3Aanna%40x.example",
            "„from:“ ist kein Suchfilter; gesucht wird nach dem Text. Meinten Sie „customer:“?",
        ),
        ("label%3Avpn", "„label:“ ist kein Suchfilter; gesucht wird nach dem Text. Meinten Sie „tag:“?"),
        ("stats%3Aopen", "gesucht wird nach dem Text. Meinten Sie „status:“?"),
    ] {
        let strange = visit.get(&format!("/desk?q={typed}")).await;
        assert!(strange.says(hint), "{}", strange.text());
    }
}

#[tokio::test]
async fn s29_a_search_at_the_desk_is_sorted_and_paged_both_ways() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    for place in 0..30 {
        app.clock.advance(std::time::Duration::from_mins(1));
        app.given().ticket(&anna, &format!("Posten {place:02}")).await;
    }
    let mut visit = Visit::of(&app, &jana);
    let link = |body: &str, rel: &str| {
        let (_, rest) = body.split_once(&format!("rel=\"{rel}\" href=\""))?;
        rest.split_once('"').map(|(href, _)| href.replace("&amp;", "&").replace("&#x3D;", "="))
    };
    for query in ["/desk?q=posten&sort=number", "/desk?q=posten+sort%3A-created"] {
        let first = visit.get(query).await;
        assert!(first.says("Posten 00") && !first.says("Posten 29"), "{query}: {}", first.text());
        let next = link(&first.body, "next").expect("a second page");
        let second = visit.get(&next).await;
        assert!(second.says("Posten 29") && !second.says("Posten 00"), "{query}: {}", second.text());
        let back = link(&second.body, "prev").expect("a way back");
        let again = visit.get(&back).await;
        assert!(again.says("Posten 00") && again.says("30 Tickets gefunden."), "{query}: {}", again.text());
    }
}

#[tokio::test]
async fn s30_the_staff_save_searches_as_views_that_stand_in_the_rail_in_their_own_order() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &jana);
    let mut views = Vec::new();
    for (name, query, shared) in [
        ("Drucker", "drucker status:new", true),
        ("Monitore", "monitor", false),
        ("Zubehör", "zubehör", true),
    ] {
        let csrf = visit.get("/desk?q=x").await.value("csrf");
        let mut fields = vec![("csrf", csrf.as_str()), ("do", "create"), ("name", name), ("query", query)];
        fields.extend(shared.then_some(("shared", "1")));
        let answer = visit.post("/desk/views", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        views.push(answer.to);
    }
    let page = visit.get(&views[0]).await;
    let by_name = "Eigene Monitore 0Team Drucker 1Zubehör 0";
    assert!(page.says(by_name), "by name at first: {}", page.text());
    assert!(page.says("Ein Ticket gefunden."), "{}", page.text());
    let [id, _, last] =
        [0_usize, 1, 2].map(|place| views[place].trim_start_matches("/desk?saved=").to_owned());
    let csrf = page.value("csrf");
    // Past the one before it under the same heading, which is not the one before it by name.
    let moved = visit.post("/desk/views", &[("csrf", &csrf), ("do", "up"), ("id", &last)]).await;
    let page = visit.get(&moved.to).await;
    assert!(page.says("Eigene Monitore 0Team Zubehör 0Drucker 1"), "{}", page.text());
    visit.post("/desk/views", &[("csrf", &csrf), ("do", "down"), ("id", &last)]).await;
    assert!(visit.get(&views[0]).await.says(by_name));
    let others = Visit::of(&app, &ole).get("/desk").await;
    assert!(others.says("Team Drucker 1Zubehör 0"), "{}", others.text());
    assert!(!others.says("Monitore") && !others.says("Eigene"), "{}", others.text());

    let taken = [("csrf", csrf.as_str()), ("do", "create"), ("name", "Drucker"), ("query", "status:open")];
    let refused = visit.post("/desk/views", &taken).await;
    assert!(
        refused.says("Dieser Name ist bereits vergeben") && refused.body.contains("value=\"status:open\""),
        "{}",
        refused.text()
    );
    let renamed =
        [("csrf", csrf.as_str()), ("do", "update"), ("id", &id), ("name", "Geräte"), ("query", "drucker")];
    let renamed = visit.post("/desk/views", &renamed).await;
    assert!(visit.get(&renamed.to).await.says("Geräte 1"));
    assert!(!Visit::of(&app, &ole).get("/desk").await.says("Geräte"), "it is shared no more");
    let gone = visit.post("/desk/views", &[("csrf", &csrf), ("do", "delete"), ("id", &id)]).await;
    assert!(!visit.get(&gone.to).await.says("Geräte"));
    assert_eq!(visit.get(&views[0]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_ticket_is_previewed_beside_the_list_and_stays_unread() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker streikt").await;
    app.given().comment(&anna, &ticket, "Er blinkt jetzt rot.").await;
    let mut desk = Visit::of(&app, &jana);
    let list = desk.get("/desk?view=waiting").await;
    assert!(list.body.contains(&format!("preview={}", ticket.number)), "{}", list.body);
    let shown = desk.get(&format!("/desk?view=waiting&preview={}", ticket.number)).await;
    assert!(shown.says("Er blinkt jetzt rot.") && shown.says("Antworten"), "{}", shown.text());
    let alone = desk.get(&format!("/desk/preview/{}?view=waiting", ticket.number)).await;
    assert!(alone.says("Er blinkt jetzt rot.") && !alone.says("Wartet auf uns 1"), "{}", alone.text());
    let list = desk.get("/desk?view=waiting").await;
    assert!(list.body.contains(" class=\"unread\""), "looking beside the list reads nothing: {}", list.body);
    let nobody = Visit::of(&app, &anna).get(&format!("/desk/preview/{}", ticket.number)).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    let gone = desk.get("/desk?view=waiting&preview=99999").await;
    assert!(gone.status == StatusCode::OK && !gone.body.contains("id=\"preview\""), "{}", gone.body);
}
