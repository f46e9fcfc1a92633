//! An agreement is made and given to an organisation.

use serde_json::json;

use super::{CREATE, agreed};
use crate::graphql::api::{Api, id};

const GIVE: &str = "mutation($o: ID!, $a: ID) { updateOrganisation(input: { id: $o, agreement: $a }) {
    organisation { agreement { name } sla { name } } } }";
const CLOCKS: &str = "query($n: Int!) { ticket(number: $n) {
    response { targetMinutes elapsedMinutes remainingMinutes dueAt paused metAt breached agreement { name }
               intervals { from to counted reason } }
    restoration { targetMinutes dueAt } } }";

#[tokio::test]
async fn s66_s67_an_agreement_gives_tickets_clocks_that_explain_themselves() {
    let api = Api::start().await;
    let agreement = agreed(&api).await;
    assert_eq!(agreement["calendar"]["name"], "Office");
    let own = id("Organisation", api.org.id);
    let ticket = api.ticket(&api.customer, "Printer").await;
    let number = json!({ "n": ticket.number });
    // S67: nothing was agreed, and no clock is shown.
    let none = json!({ "ticket": { "response": null, "restoration": null } });
    assert_eq!(api.data(&api.agent, CLOCKS, number.clone()).await, none);

    let given = api.data(&api.admin, GIVE, json!({ "o": own, "a": agreement["id"] })).await;
    let expected = json!({ "agreement": { "name": "Standard" }, "sla": { "name": "Standard" } });
    assert_eq!(given["updateOrganisation"]["organisation"], expected);
    api.clock.set("2019-01-28T07:30:00Z".parse().unwrap());
    // S66: the clock counts in business hours alone, and says why.
    let shown = api.data(&api.agent, CLOCKS, number.clone()).await;
    let (opening, monday) = ("2019-01-25T16:00:00Z", "2019-01-28T07:00:00Z");
    let expected = json!({
        "targetMinutes": 60, "elapsedMinutes": 30, "remainingMinutes": 30, "dueAt": "2019-01-28T08:00:00Z",
        "paused": false, "metAt": null, "breached": false, "agreement": { "name": "Standard" },
        "intervals": [
            { "from": opening, "to": monday, "counted": false, "reason": "OUTSIDE_HOURS" },
            { "from": monday, "to": "2019-01-28T07:30:00Z", "counted": true, "reason": "BUSINESS_HOURS" },
        ],
    });
    assert_eq!(shown["ticket"]["response"], expected);
    // An hour for lunch, too.
    assert_eq!(
        shown["ticket"]["restoration"],
        json!({ "targetMinutes": 480, "dueAt": "2019-01-28T16:00:00Z" })
    );
    assert_eq!(api.data(&api.customer, CLOCKS, number.clone()).await, none, "the staff's own affair");

    let taken = api.data(&api.admin, GIVE, json!({ "o": own, "a": null })).await;
    let expected = json!({ "agreement": null, "sla": null });
    assert_eq!(taken["updateOrganisation"]["organisation"], expected);
    assert_eq!(api.data(&api.agent, CLOCKS, number).await, none);
}

#[tokio::test]
async fn s67_customers_are_told_of_no_agreement_and_only_admins_make_one() {
    let api = Api::start().await;
    let agreement = agreed(&api).await;
    api.data(&api.admin, GIVE, json!({ "o": id("Organisation", api.org.id), "a": agreement["id"] })).await;
    let own = "{ viewer { organisation { agreement { name } sla { name } } } }";
    let seen = api.data(&api.customer, own, json!({})).await;
    assert_eq!(seen["viewer"]["organisation"], json!({ "agreement": null, "sla": null }));
    assert_eq!(api.refusal(Some(&api.customer), "{ agreements { name } }", json!({})).await.0, "FORBIDDEN");
    let all = api.data(&api.agent, "{ agreements { name } }", json!({})).await;
    assert_eq!(all, json!({ "agreements": [{ "name": "Standard" }] }));

    let input = json!({ "i": { "name": "Other", "calendar": id("Calendar", api.org.id), "targets": [] } });
    assert_eq!(api.refusal(Some(&api.agent), CREATE, input.clone()).await.0, "FORBIDDEN");
    let refused = api.refusal(Some(&api.admin), CREATE, input).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "calendar".into()));
    let refused = api.refusal(
        Some(&api.admin),
        GIVE,
        json!({ "o": id("Organisation", api.org.id), "a": id("Agreement", api.org.id) }),
    );
    assert_eq!(refused.await, ("BAD_USER_INPUT".into(), "agreement".into()));
}
