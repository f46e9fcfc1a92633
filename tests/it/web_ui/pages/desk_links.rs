//! Many tickets are linked to another at once, from the bar of the desk's list.

use axum::http::StatusCode;
use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn ticked_tickets_are_linked_to_the_one_that_is_named_and_each_failure_is_told() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, two) = (app.given().ticket(&anna, "Eins").await, app.given().ticket(&anna, "Zwei").await);
    let main = app.given().ticket(&anna, "Drei").await;
    let mut visit = Visit::of(&app, &jana);
    let view = "/desk?view=all";
    let csrf = visit.get(view).await.value("csrf");
    let numbers = [one.number, two.number].map(|number| number.to_string());
    let target = format!("#{}", main.number);
    for (act, field, told) in [
        ("link", target.as_str(), format!("2 Tickets mit #{} verknüpft.", main.number)),
        // Enter in the field is the button beside it.
        ("typed", target.as_str(), format!("#{}", main.number)),
        ("link", "", "Geben Sie die Nummer des Tickets an, mit dem verknüpft wird.".to_owned()),
        ("link", "99999", "Nichts mit #99999 verknüpft. Nicht geändert: #".to_owned()),
    ] {
        let mut fields = vec![("csrf", csrf.as_str()), ("back", view), ("do", act), ("link", field)];
        fields.extend(numbers.iter().map(|number| ("number", number.as_str())));
        let answer = visit.post("/desk/change", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let page = visit.get(view).await;
        assert!(page.says(&told), "{act} {field}: {}", page.text());
    }
    let page = visit.get(&format!("/tickets/{}", main.number)).await;
    assert!(page.says("Eins") && page.says("Zwei"), "{}", page.text());
}
