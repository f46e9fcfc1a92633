//! People: whom somebody sees, and whose address.

use engine::{Actor, Paging, Role, UpdateUser, UserFilter};
use tests::{TestApp, on_each_database};

async fn found(app: &TestApp, actor: &Actor, filter: UserFilter) -> Vec<(String, String)> {
    let page = app.engine.users(actor, &filter, &Paging::default()).await.expect("a page");
    assert_eq!(app.engine.count_users(actor, &filter).await.expect("a count"), page.items.len() as u64);
    page.items.into_iter().map(|(_, user)| (user.name, user.email)).collect()
}

async fn asked(app: &TestApp, actor: &Actor, query: &str) -> Vec<(String, String)> {
    found(app, actor, UserFilter { query: Some(query.to_owned()), ..UserFilter::default() }).await
}

fn entry(name: &str, email: &str) -> (String, String) {
    (name.to_owned(), email.to_owned())
}

on_each_database!(
    customers_see_no_address_but_their_own,
    an_address_cannot_be_guessed_by_asking_for_it,
    staff_find_people_by_name_address_role_and_organisation,
    staff_find_people_by_the_name_of_each_of_their_organisations,
    names_with_capital_umlauts_are_found_in_any_case,
    strangers_who_take_part_in_a_ticket_are_named_to_its_readers,
    a_customer_sees_no_organisation_but_their_own,
);

async fn customers_see_no_address_but_their_own(app: TestApp) {
    let given = app.given();
    let shares = given.organisation("Shares", true).await;
    let anna = given.member(&shares, "anna@a.example").await;
    given.member(&shares, "ben@a.example").await;
    let carl = given.customer("carl@c.example").await;
    let agent = given.agent("agent@example.org").await;
    let named = app.engine.users_by_id(&anna.actor, &[agent.user.id, carl.user.id]).await.expect("an answer");
    let named: Vec<_> = named.into_values().map(|user| (user.name, user.email)).collect();
    assert_eq!(named, [entry("Agent", "")], "the staff are named where they acted, but not listed");
    let seen = found(&app, &anna.actor, UserFilter::default()).await;
    assert_eq!(seen, [entry("Anna", "anna@a.example"), entry("Ben", "")]);
}

async fn an_address_cannot_be_guessed_by_asking_for_it(app: TestApp) {
    let shares = app.given().organisation("Shares", true).await;
    let anna = app.given().member(&shares, "anna@a.example").await;
    app.given().member(&shares, "ben@secret.example").await;
    let agent = app.given().agent("agent@example.org").await;
    assert!(asked(&app, &anna.actor, "secret").await.is_empty());
    assert_eq!(asked(&app, &agent.actor, "secret").await, [entry("Ben", "ben@secret.example")]);
}

async fn names_with_capital_umlauts_are_found_in_any_case(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let anne = app.given().prepared("anne@a.example").await;
    let name = UpdateUser { name: Some("ÄNNE Ößler".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), anne.id, name).await.expect("a name");
    app.given().organisation("ÖPNV Ärmelkanal", false).await;
    for query in ["änne", "ÄNNE", "ößler", "Ö", "a\u{308}nne"] {
        let found = asked(&app, &agent.actor, query).await;
        assert_eq!(found, [entry("ÄNNE Ößler", "anne@a.example")], "{query:?}");
    }
    for query in ["öpnv", "ÄRMEL"] {
        let found = app
            .engine
            .count_organisations(&agent.actor, &organisations_like(Some(query)))
            .await
            .expect("a count");
        assert_eq!(found, 1, "{query:?}");
    }
}

async fn staff_find_people_by_name_address_role_and_organisation(app: TestApp) {
    let given = app.given();
    let shares = given.organisation("Shares", true).await;
    given.member(&shares, "anna@a.example").await;
    given.customer("carl@c.example").await;
    let agent = given.agent("agent@example.org").await;
    let (anna, carl) = (entry("Anna", "anna@a.example"), entry("Carl", "carl@c.example"));
    let staff = &agent.actor;
    assert_eq!(asked(&app, staff, "ANN").await, std::slice::from_ref(&anna));
    assert_eq!(asked(&app, staff, "c.example").await, std::slice::from_ref(&carl));
    assert!(asked(&app, staff, "%").await.is_empty());
    assert!(asked(&app, staff, "_nna").await.is_empty());
    assert!(asked(&app, staff, "\\").await.is_empty());
    let customers = UserFilter { role: Some(Role::Customer), ..UserFilter::default() };
    assert_eq!(found(&app, staff, customers).await, [anna.clone(), carl]);
    let members = UserFilter { organisation: Some(shares.id), ..UserFilter::default() };
    assert_eq!(found(&app, staff, members).await, [anna]);
}

async fn staff_find_people_by_the_name_of_each_of_their_organisations(app: TestApp) {
    let given = app.given();
    let (mueller, lotus) =
        (given.organisation("Müller & Söhne", true).await, given.organisation("Lotus AG", true).await);
    let anna = given.member(&mueller, "anna@a.example").await;
    given.member(&lotus, "ben@b.example").await;
    given.customer("carl@c.example").await;
    let agent = given.agent("agent@example.org").await;
    let asked = async |actor: &Actor, query: &str| {
        let query = Some(query.to_owned());
        let names =
            found(&app, actor, UserFilter { query, by_organisation: true, ..UserFilter::default() }).await;
        names.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    for (query, names) in [
        ("lotus", vec!["Ben"]),
        ("MUELLER", vec!["Anna"]),
        ("söhne anna", vec!["Anna"]),
        ("lotus anna", vec![]),
        ("carl", vec!["Carl"]),
        ("a%g", vec![]),
    ] {
        assert_eq!(asked(&agent.actor, query).await, names, "{query:?}");
    }
    assert!(self::asked(&app, &agent.actor, "lotus").await.is_empty(), "only where it is asked for");
    // Who belongs where is the staff's to know.
    assert!(asked(&anna.actor, "lotus").await.is_empty() && asked(&anna.actor, "müller").await.is_empty());
}

async fn strangers_who_take_part_in_a_ticket_are_named_to_its_readers(app: TestApp) {
    let given = app.given();
    let shares = given.organisation("Shares", true).await;
    let anna = given.member(&shares, "anna@a.example").await;
    let ben = given.member(&shares, "ben@a.example").await;
    let carl = given.customer("carl@c.example").await;
    let ticket = given.ticket(&ben, "Ben's").await;
    given.comment(&ben, &ticket, "A word.").await;
    // Ben leaves; the ticket stays with the organisation.
    let left = engine::UpdateUser { organisation: Some(None), ..Default::default() };
    app.engine.update_user(&Actor::system(), ben.user.id, left).await.expect("updated");
    let ids = [anna.user.id, ben.user.id, carl.user.id];
    let seen = app.engine.users_by_id(&anna.actor, &ids).await.expect("an answer");
    assert_eq!(seen[&ben.user.id].name, "Ben");
    assert!(seen[&ben.user.id].email.is_empty());
    assert!(!seen.contains_key(&carl.user.id));
}

async fn a_customer_sees_no_organisation_but_their_own(app: TestApp) {
    let given = app.given();
    let (own, other) = (given.organisation("Own", false).await, given.organisation("Other", false).await);
    let anna = given.member(&own, "anna@a.example").await;
    let agent = given.agent("agent@example.org").await;
    let names = async |actor: &Actor, query: Option<&str>| {
        let page = app
            .engine
            .organisations(actor, &organisations_like(query), &Paging::default())
            .await
            .expect("a page");
        let count = app.engine.count_organisations(actor, &organisations_like(query)).await.expect("a count");
        assert_eq!(count, page.items.len() as u64);
        page.items.into_iter().map(|(_, one)| one.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&anna.actor, None).await, ["Own"]);
    assert_eq!(names(&agent.actor, None).await, ["Other", "Own"]);
    assert_eq!(names(&agent.actor, Some("oth")).await, ["Other"]);
    let seen = app.engine.organisations_by_id(&anna.actor, &[own.id, other.id]).await.expect("an answer");
    assert_eq!(seen.into_keys().collect::<Vec<_>>(), [own.id]);
}

fn organisations_like(query: Option<&str>) -> engine::OrganisationFilter {
    engine::OrganisationFilter { query: query.map(str::to_owned), external_id: None }
}
