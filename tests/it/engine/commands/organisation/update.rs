//! Changing an organisation.

use engine::{Actor, Change, Error, OrganisationId, Paging, UpdateOrganisation};
use tests::{TestApp, on_each_database};
use uuid::Uuid;

on_each_database!(
    s55_sharing_is_switched_on_and_off_at_once,
    a_name_and_domains_are_changed,
    what_belongs_to_another_is_refused_and_nothing_changes,
    an_external_id_is_unique_among_organisations,
);

async fn s55_sharing_is_switched_on_and_off_at_once(app: TestApp) {
    let organisation = app.given().organisation("Example Ltd", false).await;
    let max = app.given().member(&organisation, "max@example.org").await;
    let eva = app.given().member(&organisation, "eva@example.org").await;
    let ticket = app.given().ticket(&max, "Nothing works").await;
    for shares in [true, false, true] {
        let input = UpdateOrganisation { shares_tickets: Some(shares), ..UpdateOrganisation::default() };
        let now = app.engine.update_organisation(&Actor::system(), organisation.id, input).await.unwrap();
        assert_eq!(now.sharing.shares(), shares);
        let eva = app.engine.authenticate(&eva.token).await.unwrap().unwrap();
        assert_eq!(app.engine.ticket(&eva, ticket.number).await.unwrap().is_some(), shares);
    }
}

async fn a_name_and_domains_are_changed(app: TestApp) {
    let organisation = app.given().organisation("Example Ltd", true).await;
    let update = |input| app.engine.update_organisation(system(), organisation.id, input);
    let domains = |domains: &[&str]| UpdateOrganisation {
        domains: Some(domains.iter().map(|&domain| domain.to_owned()).collect()),
        ..UpdateOrganisation::default()
    };
    assert_eq!(update(domains(&["example.org", "example.com"])).await.unwrap().domains.len(), 2);
    assert_eq!(
        update(domains(&["example.com", "example.net"])).await.unwrap().domains,
        ["example.com", "example.net"]
    );
    let renamed = UpdateOrganisation { name: Some("Other Ltd".to_owned()), ..UpdateOrganisation::default() };
    let now = update(renamed).await.unwrap();
    assert_eq!((now.name.as_str(), now.domains.len(), now.sharing.shares()), ("Other Ltd", 2, true));
    assert_eq!(update(UpdateOrganisation::default()).await.unwrap(), now, "nothing given, nothing changed");
    let same = UpdateOrganisation { name: Some("Other Ltd".to_owned()), ..UpdateOrganisation::default() };
    update(same).await.expect("the name that it has");
    let log = app.engine.audit_log(system(), None, &Paging::default()).await.expect("a log");
    let renamed = log.items.into_iter().filter(|(_, entry)| entry.audited.kind() == "ORGANISATION_RENAMED");
    let changes: Vec<_> = renamed.flat_map(|(_, entry)| entry.changes).collect();
    assert_eq!(changes, [Change::new("name", Some("Example Ltd"), Some("Other Ltd"))]);
    assert_eq!(update(domains(&[])).await.unwrap().domains, [""; 0]);
}

async fn what_belongs_to_another_is_refused_and_nothing_changes(app: TestApp) {
    let first = app.given().organisation("First Ltd", false).await;
    let second = app.given().organisation("Second Ltd", false).await;
    let input = |name: Option<&str>, domain: &str| UpdateOrganisation {
        name: name.map(str::to_owned),
        domains: Some(vec![domain.to_owned()]),
        ..UpdateOrganisation::default()
    };
    app.engine.update_organisation(system(), first.id, input(None, "example.org")).await.unwrap();
    let taken =
        app.engine.update_organisation(system(), second.id, input(Some("Third"), "example.org")).await;
    assert_eq!(taken.unwrap_err().reason(), "domain-taken");
    let taken =
        app.engine.update_organisation(system(), second.id, input(Some("First Ltd"), "example.com")).await;
    assert_eq!(taken.unwrap_err().reason(), "name-taken");
    let now =
        app.engine.update_organisation(system(), second.id, UpdateOrganisation::default()).await.unwrap();
    assert_eq!(now, second);
    let unknown = OrganisationId(Uuid::nil());
    let unknown = app.engine.update_organisation(system(), unknown, UpdateOrganisation::default()).await;
    assert!(matches!(unknown, Err(Error::NotFound { .. })));
    let agent = app.given().agent("agent@example.org").await;
    let refused = app.engine.update_organisation(&agent.actor, first.id, UpdateOrganisation::default()).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
}

fn system() -> &'static Actor {
    static SYSTEM: std::sync::LazyLock<Actor> = std::sync::LazyLock::new(Actor::system);
    &SYSTEM
}

async fn an_external_id_is_unique_among_organisations(app: TestApp) {
    let first = app.given().organisation("First Ltd", false).await;
    let second = app.given().organisation("Second Ltd", false).await;
    let called =
        |id: &str| UpdateOrganisation { external_id: Some(id.to_owned()), ..UpdateOrganisation::default() };
    let update = |id, input| app.engine.update_organisation(system(), id, input);
    assert_eq!(update(first.id, called("erp:1")).await.unwrap().external_id.as_deref(), Some("erp:1"));
    let taken = update(second.id, called("erp:1")).await.unwrap_err();
    assert_eq!((taken.field(), taken.reason()), (Some("externalId"), "external-id-taken"));
    let new = |id: &str| engine::CreateOrganisation {
        name: format!("Third {id}"),
        external_id: Some(id.to_owned()),
        ..engine::CreateOrganisation::default()
    };
    let taken = app.engine.create_organisation(system(), new("erp:1")).await.unwrap_err();
    assert_eq!((taken.field(), taken.reason()), (Some("externalId"), "external-id-taken"));
    let third = app.engine.create_organisation(system(), new("erp:3")).await.unwrap();
    let filter = engine::OrganisationFilter { external_id: Some("erp:3".to_owned()), query: None };
    let found = app.engine.organisations(system(), &filter, &engine::Paging::default()).await.unwrap();
    assert_eq!(found.items.iter().map(|(_, one)| one.id).collect::<Vec<_>>(), [third.id]);
    assert_eq!(update(first.id, called("")).await.unwrap().external_id, None);
    update(second.id, called("erp:1")).await.unwrap();
}
