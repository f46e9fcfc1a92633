//! The clocks of a ticket on its page and at the desk.

use std::time::Duration;

use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn s30_s66_s67_the_staff_see_what_is_due_and_why_and_the_customer_sees_nothing_of_it() {
    let app = TestApp::start().await;
    app.clock.set("2019-01-28T06:30:00Z".parse().expect("a time"));
    let calendar = app.given().calendar("Büro Nord").await;
    let agreement = app.given().agreement(&calendar, 60, 480).await;
    let acme = app.given().organisation("Acme", false).await;
    app.given().agreed(&acme, &agreement).await;
    let max = app.given().member(&acme, "max@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&max, "Printer").await;
    app.clock.set("2019-01-28T07:30:00Z".parse().expect("a time"));

    let page = Visit::of(&app, &jana).get(&format!("/tickets/{}", ticket.number)).await;
    // S66: both clocks with what is left, and why.
    for text in
        ["Reaktion", "30 min", "Wiederherstellung", "7 h 30", "warum?", "außerhalb der Zeiten", "Büro Nord"]
    {
        assert!(page.says(text), "{text}: {}", page.text());
    }
    assert!(page.says("fällig 28.01.2019, 09:00"), "when the answer is due: {}", page.text());
    let page = Visit::of(&app, &jana).get(&format!("/tickets/{}?lang=en", ticket.number)).await;
    assert!(page.says("why?") && page.says("outside hours"), "{}", page.text());
    let page = Visit::of(&app, &max).get(&format!("/tickets/{}", ticket.number)).await;
    assert!(!page.says("warum?") && !page.says("Wiederherstellung"), "{}", page.text());

    // S30: what is due is a view of its own, and sorts.
    let desk = Visit::of(&app, &jana).get("/desk?view=unassigned&sort=due").await;
    assert!(desk.says("Frist") && desk.says("30 min"), "{}", desk.text());
    let none = Visit::of(&app, &jana).get("/desk?view=escalated").await;
    assert!(!none.says("Printer"), "{}", none.text());
    let none = Visit::of(&app, &jana).get("/desk?view=risk").await;
    assert!(none.says("Frist in Gefahr") && none.says("Hier ist nichts zu tun"), "{}", none.text());
    app.pass(Duration::from_mins(24)).await;
    let desk = Visit::of(&app, &jana).get("/desk?view=risk").await;
    assert!(desk.says("Frist in Gefahr 1") && desk.says("6 min"), "warned of: {}", desk.text());
    app.pass(Duration::from_mins(18)).await;
    for view in ["escalated", "risk"] {
        let desk = Visit::of(&app, &jana).get(&format!("/desk?view={view}")).await;
        assert!(desk.says("12 min über"), "{view}: {}", desk.text());
    }
    // S67: for whom nothing was agreed, there is no clock.
    let bea = app.given().customer("bea@example.net").await;
    let bare = app.given().ticket(&bea, "Plotter").await;
    let page = Visit::of(&app, &jana).get(&format!("/tickets/{}", bare.number)).await;
    assert!(page.says("Plotter") && !page.says("warum?") && !page.says("Büro Nord"), "{}", page.text());

    app.given().comment(&jana, &ticket, "Wir sehen nach.").await;
    let desk = Visit::of(&app, &jana).get("/desk?view=risk").await;
    assert!(!desk.says("12 min über"), "answered in the end: {}", desk.text());
}
