//! The staff's reports: charts that can be read without eyes, tables, and files that a spreadsheet opens safely.

use axum::http::StatusCode;
use engine::UpdateTicket;
use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn the_staff_read_reports_in_both_languages_and_customers_do_not() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    app.given().ticket(&maria, "Drucker").await;
    let page = Visit::of(&app, &jana).get("/desk/reports").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    for said in ["Eingang und Abschluss je Tag", "1 neu · 0 geschlossen", "Ein Ticket kam", "Als Tabelle"] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    let charts = page.body.matches("role=\"img\" aria-labelledby=").count();
    assert!(charts >= 7, "{charts} charts have a title and a description");
    assert!(!page.body.contains("style=\""), "nothing is styled inline");
    let language = engine::UpdateUser { locale: Some("en".to_owned()), ..engine::UpdateUser::default() };
    app.engine.update_user(&engine::Actor::system(), jana.user.id, language).await.expect("changed");
    let english = Visit::of(&app, &jana).english().get("/desk/reports?days=7").await;
    assert!(english.says("Created and closed by day") && english.says("1 ticket was created"));
    for path in ["/desk/reports", "/desk/reports/days.csv"] {
        assert_eq!(Visit::of(&app, &maria).get(path).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(Visit::of(&app, &jana).get("/desk/reports/secrets.csv").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_period_that_is_none_is_told_and_kept() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let mut visit = Visit::of(&app, &jana);
    for (query, said) in [
        ("from=2019-01-09&to=2019-01-08", "Der letzte Tag darf nicht vor dem ersten liegen."),
        ("from=2010-01-01", "Ein Zeitraum muss 1 bis 400 Tage umfassen."),
        ("from=gestern", "Bitte geben Sie Tage wie 2026-11-30 an."),
        ("queue=x", "Danach kann hier nicht gefiltert werden."),
    ] {
        let page = visit.get(&format!("/desk/reports?{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.says(said), "{query}: {}", page.text());
    }
    assert_eq!(visit.get("/desk/reports?from=2019-01-20&to=&queue=").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_table_is_a_file_in_which_no_tag_becomes_a_formula() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let tags = Some(vec!["=1+1".to_owned()]);
    let input = UpdateTicket { number: ticket.number, tags, ..UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, input).await.expect("tagged");
    let mut visit = Visit::of(&app, &jana);
    let file = visit.get("/desk/reports/tags.csv?days=7").await;
    assert_eq!(file.status, StatusCode::OK);
    let line = file.body.lines().nth(1).unwrap_or_default();
    assert_eq!(line, "\"'=1+1\",1,0,,,,,0,0,,0,0,", "{}", file.body);
    let days = visit.get("/desk/reports/days.csv?days=2").await;
    assert_eq!(days.body, "Tag,neu,geschlossen\r\n2019-01-24,0,0\r\n2019-01-25,1,0\r\n");
}
