//! The audit log narrowed by kind, person, days and text.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use engine::{Actor, AuditFilter, Clock, Code, CreateOrganisation, Engine, Paging, Role, UpdateUser, UserId};
use sea_orm::{ConnectionTrait as _, Database};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    the_audit_log_is_narrowed_by_kind_person_days_and_text,
    lines_from_before_are_searched_too,
    the_audit_log_is_searched_by_admins_alone,
);

/// What happened, newest first; as much is counted.
async fn kinds(engine: &Engine, actor: &Actor, filter: &AuditFilter) -> Vec<String> {
    let page = engine.audit_entries(actor, filter, &Paging::default()).await.expect("a page");
    let count = engine.count_audit_entries(actor, filter).await.expect("a count");
    assert_eq!(count, page.items.len() as u64, "the count is that of the list: {filter:?}");
    page.items.into_iter().map(|(_, entry)| entry.audited.kind().to_owned()).collect()
}

#[expect(clippy::unnecessary_wraps, reason = "as the filter takes it")]
fn day(at: DateTime<Utc>) -> Option<NaiveDate> {
    Some(at.date_naive())
}

fn text(text: &str) -> AuditFilter {
    AuditFilter { text: Some(text.to_owned()), ..AuditFilter::default() }
}

fn person(person: &str) -> AuditFilter {
    AuditFilter { person: Some(person.to_owned()), ..AuditFilter::default() }
}

fn kind(kinds: &[&str]) -> AuditFilter {
    AuditFilter { kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(), ..AuditFilter::default() }
}

fn by(actor: UserId) -> AuditFilter {
    AuditFilter { actor: Some(actor), ..AuditFilter::default() }
}

/// Ada makes an organisation; two days later Eve makes Anna an agent.
async fn happened(app: &TestApp) -> (Person, Person) {
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().prepared("anna@kunde.example").await;
    let input = CreateOrganisation {
        name: "Nörd GmbH".to_owned(),
        domains: vec!["nord.example".to_owned()],
        ..CreateOrganisation::default()
    };
    app.engine.create_organisation(&ada.actor, input).await.expect("an organisation");
    app.clock.advance(std::time::Duration::from_hours(48));
    let eve = app.given().admin("eve@example.org").await;
    let role = UpdateUser { role: Some(Role::Agent), ..UpdateUser::default() };
    app.engine.update_user(&eve.actor, anna.id, role).await.expect("an agent");
    (ada, eve)
}

async fn the_audit_log_is_narrowed_by_kind_person_days_and_text(app: TestApp) {
    let (ada, eve) = happened(&app).await;
    let all = kinds(&app.engine, &eve.actor, &AuditFilter::default()).await;
    let made = |kinds: &[&str]| kinds.iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>();
    for (filter, found) in [
        (kind(&["ROLE_CHANGED"]), made(&["ROLE_CHANGED"])),
        (kind(&["ROLE_CHANGED", "ORGANISATION_CREATED"]), made(&["ROLE_CHANGED", "ORGANISATION_CREATED"])),
        (kind(&["NOTHING_LIKE_IT"]), made(&[])),
        (by(ada.user.id), made(&["ORGANISATION_CREATED"])),
        (by(eve.user.id), made(&["ROLE_CHANGED"])),
        (person("eve"), made(&["ROLE_CHANGED", "USER_CREATED"])),
        (person("anna@kunde.example"), made(&["ROLE_CHANGED", "USER_CREATED"])),
        (person("eve anna"), made(&[])),
        (person("…"), made(&[])),
        (text("nörd"), made(&["ORGANISATION_CREATED"])),
        (text("NORD.EXAMPLE"), made(&["ORGANISATION_CREATED"])),
        (text("gmbh"), made(&["ORGANISATION_CREATED"])),
        (text("anna agent"), made(&["ROLE_CHANGED"])),
        (text("version"), made(&[])),
        (text("100%"), made(&[])),
        (text(" "), all.clone()),
    ] {
        assert_eq!(kinds(&app.engine, &eve.actor, &filter).await, found, "{filter:?}");
    }
    let now = Clock::now(&*app.clock);
    let later = AuditFilter { from: day(now - TimeDelta::hours(24)), ..AuditFilter::default() };
    assert_eq!(kinds(&app.engine, &eve.actor, &later).await, made(&["ROLE_CHANGED", "USER_CREATED"]));
    let earlier = AuditFilter { until: day(now - TimeDelta::hours(24)), ..AuditFilter::default() };
    assert_eq!(kinds(&app.engine, &eve.actor, &earlier).await, all[2..]);
    let today = AuditFilter { from: day(now), until: day(now), ..kind(&["ROLE_CHANGED"]) };
    assert_eq!(kinds(&app.engine, &eve.actor, &today).await, made(&["ROLE_CHANGED"]));
    let never = AuditFilter { until: Some(NaiveDate::MAX), ..AuditFilter::default() };
    let refused = app.engine.audit_entries(&eve.actor, &never, &Paging::default()).await.expect_err("no day");
    assert_eq!(refused.field(), Some("until"));
}

async fn lines_from_before_are_searched_too(app: TestApp) {
    let (_, eve) = happened(&app).await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    let before = "UPDATE audit_entry SET kind = '', content = ''";
    connection.execute_unprepared(before).await.expect("as it was before");
    let blobs = tempfile::tempdir().expect("a directory");
    let blobs = format!("file://{}", blobs.path().display());
    let engine = Engine::builder().database(app.database()).blobs(blobs).open().await.expect("it opens");
    assert_eq!(kinds(&engine, &eve.actor, &kind(&["ROLE_CHANGED"])).await, ["ROLE_CHANGED"]);
    assert_eq!(kinds(&engine, &eve.actor, &text("nord.example")).await, ["ORGANISATION_CREATED"]);
    let there = engine.audit_kinds(&eve.actor).await.expect("kinds");
    for kind in ["ORGANISATION_CREATED", "ROLE_CHANGED", "USER_CREATED"] {
        assert!(there.iter().any(|one| one == kind), "{kind}: {there:?}");
    }
    assert!(!there.iter().any(String::is_empty), "{there:?}");
    engine.close().await;
}

async fn the_audit_log_is_searched_by_admins_alone(app: TestApp) {
    let agent = app.given().agent("max@example.org").await.actor;
    for actor in [agent, Actor::nobody()] {
        let filter = text("max");
        let page = app.engine.audit_entries(&actor, &filter, &Paging::default()).await.expect_err("refused");
        let count = app.engine.count_audit_entries(&actor, &filter).await.expect_err("refused");
        let kinds = app.engine.audit_kinds(&actor).await.expect_err("refused");
        assert!([page, count, kinds].iter().all(|error| error.code() != Code::Internal), "{actor:?}");
    }
}
