//! The administration: people, organisations, queues, mail and the audit log, for admins alone.

use axum::http::StatusCode;
use engine::{Actor, MailServerFault, OrganisationFilter, Paging, Role, UserFilter};
use tests::{Person, TestApp};

use crate::{
    graphql::api::id,
    web_ui::{Visit, visit::Shown},
};

#[tokio::test]
async fn nobody_but_an_admin_finds_the_page() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ada = app.given().admin("ada@example.org").await;
    for person in [&anna, &jana] {
        let mut visit = Visit::of(&app, person);
        let csrf = visit.get("/tickets/new").await.value("csrf");
        for path in ["/admin", "/admin/people", "/admin/organisations", "/admin/mail", "/admin/audit"] {
            assert_eq!(visit.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        for path in [
            "/admin/people/new",
            "/admin/people/x/data",
            "/admin/people/x",
            "/admin/organisations",
            "/admin/queues",
        ] {
            assert_eq!(visit.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
            let fields = [("csrf", csrf.as_str()), ("name", "Vertrieb"), ("email", "a@a.example")];
            assert_eq!(visit.post(path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(!visit.get("/").await.body.contains("/admin"));
    }
    let mut visit = Visit::of(&app, &ada);
    assert_eq!(visit.get("/admin").await.to, "/admin/people");
    let page = visit.get("/admin/people").await;
    assert!(page.says("Verwaltung") && page.says("3 Personen"), "{}", page.text());
    assert!(visit.get("/admin/mail").await.says("kommen über schalter mail import"));
    assert_eq!(visit.get("/admin/people/x").await.status, StatusCode::NOT_FOUND);
    let page = Visit::of(&app, &ada).english().get("/admin/people").await;
    assert!(page.body.contains("anna@example.com"), "{}", page.text());
}

#[tokio::test]
async fn s44_an_admin_prepares_people_and_changes_them() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    app.given().organisation("Musterstadt", false).await;
    let mut visit = Visit::of(&app, &ada);
    let new = [("email", "Ben@example.com"), ("name", "Ben Böll"), ("role", "CUSTOMER")];
    let page = "/admin/people/new";
    let unknown = visit.fill(page, &[&new[..], &[("organisation", "Nirgendwo")]].concat()).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.says("Diese Organisation gibt es nicht."), "{}", unknown.text());
    assert_eq!(
        (unknown.value("name"), unknown.value("organisation")),
        ("Ben Böll".into(), "Nirgendwo".into())
    );
    let fields = [&new[..], &[("organisation", "musterstadt"), ("invite", "1")]].concat();
    let answer = visit.fill(page, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let of_ben = visit.get(&answer.to).await;
    assert!(of_ben.says("Gespeichert."));
    assert_eq!(of_ben.value("organisation"), "Musterstadt");
    assert_eq!(app.told().await, [(engine::LetterKind::Invitation, "ben@example.com".to_owned())]);
    let again = visit.fill(page, &new).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says("Für diese Adresse gibt es bereits ein Konto."), "{}", again.text());

    let found = visit.get("/admin/people?q=BÖLL").await;
    assert!(found.says("Eine Person"), "{}", found.text());
    let link = found
        .body
        .split("href=\"/admin/people/")
        .skip(1)
        .find(|rest| rest.contains("Ben Böll"))
        .expect("a link");
    let path = format!("/admin/people/{}", link.split('"').next().expect("an id").replace("&#x3D;", "="));
    let change = [("name", "Ben Bolle"), ("role", "AGENT"), ("organisation", ""), ("active", "1")];
    let answer = visit.fill(&path, &change).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let filter = UserFilter { query: Some("ben@".to_owned()), ..UserFilter::default() };
    let found = app.engine.users(&Actor::system(), &filter, &Paging::default()).await.expect("people");
    let ben = &found.items[0].1;
    assert_eq!((ben.name.as_str(), ben.role, ben.active), ("Ben Bolle", Role::Agent, true));
    let last = visit.get("/admin/people?role=ADMIN").await;
    assert!(last.says("Eine Person") && !last.body.contains("ben@example.com"), "{}", last.text());
}

#[tokio::test]
async fn the_list_of_people_tells_how_accounts_stand_and_narrows_and_sorts_by_links() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    app.given().prepared("paul@example.com").await;
    app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &ada);
    let page = visit.get("/admin/people").await;
    assert!(page.says("aktiv") && page.says("ohne Passwort"), "{}", page.text());
    assert!(page.body.contains("aria-sort=\"ascending\""), "{}", page.body);
    let narrowed = visit.get("/admin/people?state=NO_PASSWORD").await;
    assert!(narrowed.body.contains("paul@example.com") && !narrowed.body.contains("anna@example.com"));
    let agents = visit.get("/admin/people?role=CUSTOMER&sort=-seen").await;
    let (first, last) = (agents.body.find("anna@example.com"), agents.body.find("paul@example.com"));
    assert!(first.is_some() && first < last, "who was seen last comes first: {}", agents.text());
    assert!(
        agents.body.contains("role=CUSTOMER&amp;sort=seen") || agents.body.contains("role&#x3D;CUSTOMER")
    );
    // What the address says wrongly narrows nothing.
    assert!(visit.get("/admin/people?role=NOBODY&state=X&sort=y&from=-1").await.status.is_client_error());
    assert!(visit.get("/admin/people?role=NOBODY&state=X&sort=y").await.body.contains("anna@example.com"));
    let english = visit.get("/admin/people?lang=en").await;
    assert!(english.says("no password") && english.says("Last seen"), "{}", english.text());
}

#[tokio::test]
async fn the_tickets_of_whoever_is_switched_off_go_to_a_colleague_or_back_to_the_queue() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let assigned = async |agent: &Person, title: &str| {
        let ticket = app.given().ticket(&anna, title).await;
        let assign = engine::UpdateTicket {
            number: ticket.number,
            assignee: Some(Some(agent.user.id)),
            ..engine::UpdateTicket::default()
        };
        app.engine.update_ticket(&ada.actor, assign).await.expect("assigned").number
    };
    let of_jana = assigned(&jana, "Eins").await;
    let mut visit = Visit::of(&app, &ada);
    let path = async |visit: &mut Visit, name: &str| {
        let found = visit.get(&format!("/admin/people?q={name}")).await;
        let link = found
            .body
            .split("href=\"/admin/people/")
            .skip(1)
            .find(|rest| rest.contains(&format!("<bdi>{name}")));
        let id = link.and_then(|link| link.split('"').next()).expect("an id").replace("&#x3D;", "=");
        format!("/admin/people/{id}")
    };
    let to_jana = path(&mut visit, "Jana").await;
    let to_ole = path(&mut visit, "Ole").await;
    let page = visit.get(&to_jana).await;
    assert!(page.says("Ein offenes Ticket ist zugewiesen."), "{}", page.text());
    let heir = to_ole.trim_start_matches("/admin/people/").split('?').next().expect("an id").to_owned();
    let off = [("name", "Jana"), ("role", "AGENT"), ("hand_to", heir.as_str())];
    let answer = visit.fill(&to_jana, &off).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let ticket = async |number| app.engine.ticket(&Actor::system(), number).await.expect("it").expect("it");
    assert_eq!(ticket(of_jana).await.assignee, Some(ole.user.id));
    let answer = visit.fill(&to_ole, &[("name", "Ole"), ("role", "AGENT"), ("hand_to", "")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(ticket(of_jana).await.assignee, None);
    let last = visit
        .fill(&path(&mut Visit::of(&app, &ada), "Ada").await, &[("name", "Ada"), ("role", "ADMIN")])
        .await;
    assert!(last.says("Das ist der letzte Administrator."), "{}", last.text());
}

#[tokio::test]
async fn s55_an_admin_lets_an_organisation_share() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let new = [("name", "Musterstadt"), ("domains", "a.example, b.example")];
    let answer = visit.fill("/admin/organisations", &new).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let made = async || {
        let all = app
            .engine
            .organisations(&Actor::system(), &OrganisationFilter::default(), &Paging::default())
            .await
            .expect("it");
        all.items[0].1.clone()
    };
    assert_eq!((made().await.domains.len(), made().await.sharing.shares()), (2, false));
    let page = visit.get(&answer.to).await;
    assert_eq!(page.value("domains"), "a.example, b.example");
    let path = answer.to.split('?').next().expect("a path").to_owned();
    let share = [("name", "Musterstadt AG"), ("domains", "a.example"), ("sharing", "ALL")];
    assert_eq!(visit.fill(&path, &share).await.status, StatusCode::SEE_OTHER);
    let changed = made().await;
    assert_eq!((changed.name.as_str(), changed.sharing.shares()), ("Musterstadt AG", true));
    assert_eq!(changed.domains.len(), 1);
    let refused =
        visit.fill(&path, &[("name", "Musterstadt AG"), ("domains", "co.uk"), ("sharing", "ALL")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.value("domains"), "co.uk", "what was typed is still there");
    assert!(visit.get("/admin/organisations?q=muster").await.says("Eine Organisation"));
}

#[tokio::test]
async fn an_admin_makes_a_queue_and_says_who_works_it() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let answer = visit.fill("/admin/queues", &[("name", "Vertrieb"), ("address", "sales@example.org")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let list = visit.get("/admin/queues").await;
    let row = list.body.split("<bdi>Vertrieb</bdi>").nth(1).and_then(|rest| rest.split("</tr>").next());
    let row = row.expect("its row");
    assert!(
        row.contains("sales@example.org") && row.contains("<td class=\"num\">1</td>"),
        "worked by every agent: {row}"
    );
    let queues = app.engine.queues(&jana.actor).await.expect("queues");
    let sales = queues.iter().find(|queue| queue.name == "Vertrieb").expect("it").id;
    let members = async || app.engine.queue_members(&Actor::system(), sales).await.expect("members").len();
    assert_eq!(members().await, 1);
    let path = answer.to.split('?').next().expect("a path").to_owned();
    let csrf = visit.get(&path).await.value("csrf");
    let nobody = visit.post(&format!("{path}/members"), &[("csrf", &csrf)]).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{}", nobody.text());
    assert_eq!(members().await, 0);
}

#[tokio::test]
async fn who_changed_what_is_told_in_words_and_paged_both_ways() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let organisation = app.given().organisation("Musterstadt", false).await;
    for turn in 0..60 {
        let sharing = Some(if turn % 2 == 0 { engine::Sharing::All } else { engine::Sharing::Nobody });
        let change = engine::UpdateOrganisation { sharing, ..Default::default() };
        app.engine.update_organisation(&ada.actor, organisation.id, change).await.expect("changed");
    }
    let mut visit = Visit::of(&app, &ada);
    let page = visit.get("/admin/audit").await;
    assert!(page.says("Freigabe für alle Mitglieder für niemanden"), "{}", page.text());
    let link = |page: &Shown, rel: &str| {
        let rest = page.body.split(&format!("rel=\"{rel}\" href=\"")).nth(1)?;
        Some(rest.split('"').next()?.replace("&amp;", "&").replace("&#x3D;", "="))
    };
    let next = link(&page, "next").expect("a second page");
    let second = visit.get(&next).await;
    assert!(second.says("Organisation angelegt"), "{}", second.text());
    let back = visit.get(&link(&second, "prev").expect("the way back")).await;
    assert_eq!(back.text(), page.text());
    let only = visit.get(&link_only(&page)).await;
    assert!(only.says("61 Einträge · alle Einträge"), "{}", only.text());
    let english = visit.get("/admin/audit?lang=en").await;
    assert!(english.says("Sharing of tickets changed"), "{}", english.text());
}

fn link_only(page: &Shown) -> String {
    let rest = page.body.split("href=\"/admin/audit?subject").nth(1).expect("a link");
    format!("/admin/audit?subject{}", rest.split('"').next().expect("an end").replace("&#x3D;", "="))
}

#[tokio::test]
async fn a_mail_server_that_accepts_nothing_is_shown_with_its_reason() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    app.given().ticket(&anna, "Drucker").await;
    assert!(Visit::of(&app, &ada).get("/admin/mail").await.says("Der Mailserver nimmt E-Mails an."));
    let lease = std::time::Duration::from_mins(1);
    let letters = app.engine.claim_letters(9, lease).await.expect("letters");
    let ids: Vec<_> = letters.iter().map(|letter| letter.id).collect();
    app.engine
        .letters_wait(&ids, MailServerFault::LogIn, "535 authentication failed")
        .await
        .expect("recorded");
    let page = Visit::of(&app, &ada).get("/admin/mail").await;
    assert!(page.says("Es kann keine E-Mail verschickt werden seit"), "{}", page.text());
    assert!(page.says("Der Mailserver lehnt die Anmeldung ab."), "{}", page.text());
    assert!(page.says("535 authentication failed"), "{}", page.text());
    let english = Visit::of(&app, &ada).get("/admin/mail?lang=en").await;
    assert!(english.says("The mail server refused the login."), "{}", english.text());
    app.engine.letters_sent(&ids).await.expect("recorded");
    assert!(Visit::of(&app, &ada).get("/admin/mail").await.says("Der Mailserver nimmt E-Mails an."));
}

#[tokio::test]
async fn addresses_merge_export_and_erasure_of_a_person_work_without_a_script() {
    let app = TestApp::start().await;
    let admin = app.given().admin("admin@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let other = app.given().customer("anna@other.example").await;
    let ticket = app.given().ticket(&other, "Drucker").await;
    let mut visit = Visit::of(&app, &admin);
    let page = format!("/admin/people/{}/data", id("User", anna.user.id));
    let addresses = "anna@example.com\na.beck@example.com";
    let fields = [("change", "addresses"), ("email", "neu@example.com"), ("addresses", addresses)];
    assert_eq!(visit.fill(&page, &fields).await.status, StatusCode::SEE_OTHER);
    let known = app.engine.addresses_of(&Actor::system(), &[anna.user.id]).await.expect("addresses");
    assert_eq!(known[&anna.user.id], ["neu@example.com", "a.beck@example.com", "anna@example.com"]);

    let taken = [("change", "addresses"), ("email", "anna@other.example"), ("addresses", "x@example.com")];
    let shown = visit.fill(&page, &taken).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.body.contains("email-error") && shown.body.contains("x@example.com"), "{}", shown.body);
    let unknown = visit.fill(&page, &[("change", "merge"), ("other", "nobody@example.com")]).await;
    assert!(unknown.body.contains("other-error") && unknown.body.contains("nobody@example.com"));

    let merged = visit.fill(&page, &[("change", "merge"), ("other", "Anna@Other.example")]).await;
    assert_eq!(merged.status, StatusCode::SEE_OTHER);
    let numbers = async |person: &Person| {
        let theirs =
            engine::TicketFilter { customer: Some(person.user.id), ..engine::TicketFilter::default() };
        app.engine.count_tickets(&Actor::system(), &theirs).await.expect("a count")
    };
    assert_eq!(numbers(&anna).await, 1);
    let later = visit.get(&page).await;
    assert!(later.says("Wieder trennen") && later.says("anna@other.example"), "{}", later.text());
    let from = merged.to.split("merged=").nth(1).expect("the merged account").to_owned();
    let undone = visit.fill(&merged.to, &[("change", "unmerge"), ("merged", &from)]).await;
    assert_eq!((undone.status, numbers(&anna).await, numbers(&other).await), (StatusCode::SEE_OTHER, 0, 1));

    assert!(!visit.get(&page).await.says("Wieder trennen"), "nothing is merged any more");

    let export = visit.fill(&page, &[("change", "export")]).await;
    assert!(export.to.starts_with("/exports/"), "{}", export.to);
    let page = format!("/admin/people/{}/data", id("User", other.user.id));
    let unsure = visit.fill(&page, &[("change", "erase"), ("reason", "on request")]).await;
    assert!(unsure.body.contains("on request"), "what was typed is kept");
    let erased = visit.fill(&page, &[("change", "erase"), ("reason", "on request"), ("confirm", "1")]).await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER);
    let seen = app.engine.ticket(&admin.actor, ticket.number).await.expect("an answer").expect("a ticket");
    assert_eq!(seen.title, "Gelöschte Anfrage");
    let mut stranger = Visit::of(&app, &anna);
    assert_eq!(stranger.get(&page).await.status, StatusCode::NOT_FOUND);
}
