//! Both languages have the same texts, and the pages' documents fit the schema.

use std::{fs, path::PathBuf};

use engine::{Actor, CreateTicket, Role, Status, Ticket, UpdateTicket, UpdateUser, lifecycle::Step};
use futures::StreamExt as _;
use tests::{Backend, TestApp, given::Person, pseudo};
use words::Lang;

use super::visit::Visit;

#[test]
fn every_text_of_the_pages_exists_in_both_languages() {
    let texts = web_ui::texts().expect("texts");
    assert_eq!(texts.keys(Lang::De), texts.keys(Lang::En));
}

#[test]
fn the_words_for_what_a_comment_does_agree_with_the_lifecycle() {
    let texts = web_ui::texts().expect("texts");
    let say = |key: &str| texts.get(Lang::De, key, &[]).expect("a text");
    for status in [Status::New, Status::Open, Status::Pending, Status::Resolved, Status::Closed] {
        let after = status.after(Step::CustomerComments).expect("customers may always write");
        let preset = say(&format!("preset-customer-{}", status.as_str()));
        let label = say(&format!("status-{}", after.as_str()));
        let reopened = after == Status::Open && preset == "wieder öffnen";
        assert!(preset == label || reopened, "{status:?}: the form presets {preset}, it becomes {label}");
        let staff = status.after(Step::StaffAnswers).expect("staff may always answer");
        let effect = say(&format!("effect-staff-{}", status.as_str()));
        let label = say(&format!("status-{}", staff.as_str()));
        assert!(effect.contains(&format!("„{label}“")), "{status:?}: {effect}, but it becomes {label}");
    }
}

#[tokio::test]
async fn every_document_of_the_pages_fits_the_schema() {
    let app = TestApp::start().await;
    let schema = graphql::schema(app.engine.clone());
    let mut checked = 0;
    for path in documents(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../web-ui/src")) {
        let document = fs::read_to_string(&path).expect("a document");
        async_graphql::parser::parse_query(&document).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        // Without variables, a document that fits stops at the first variable that it needs, and nowhere else.
        let mut answers = schema.execute_stream(async_graphql::Request::new(&document));
        let answer = answers.next().await.expect("an answer");
        for error in answer.errors {
            let about_variables = error.message.contains("Variable") || error.message.contains("variable");
            let about_login = error.message.contains("log in") || error.path.len() == 1;
            assert!(about_variables || about_login, "{path:?}: {}", error.message);
        }
        checked += 1;
    }
    assert!(checked >= 15, "only {checked} documents found");
}

fn documents(folder: &PathBuf) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|kind| kind == "graphql") {
            found.push(path);
        }
    }
    found
}

/// Somebody with a Greek name, who reads the third language.
async fn reader(app: &TestApp, email: &str, role: Role) -> Person {
    let person = match role {
        Role::Customer => app.given().customer(email).await,
        Role::Agent => app.given().agent(email).await,
        Role::Admin => app.given().admin(email).await,
    };
    let input = UpdateUser {
        name: Some("Άννα".to_owned()),
        locale: Some(pseudo::TAG.to_owned()),
        ..UpdateUser::default()
    };
    app.engine
        .update_user(&Actor::system(), person.user.id, input)
        .await
        .expect("the engine knows the language");
    person
}

/// Names that stand on the pages as they were given: of the language switch, people before they were renamed, the queue, values
/// in the audit log.
const DATA: &[&str] =
    &["Deutsch", "English", "DE", "EN", "de", "qps", "Anna", "Jana", "Ada", "Support", "Europe", "Berlin"];

const NOBODY: &[&str] = &["/login", "/password"];

const CUSTOMER: &[&str] = &[
    "/tickets",
    "/tickets/new",
    "/search?q=%CE%9F%CE%B8%CF%8C%CE%BD%CE%B7",
    "/profile",
    "/profile/access",
    "/profile/second-factor",
    "/profile/passkeys",
    "/tickets/10001",
    "/tickets/10002",
];

const AGENT: &[&str] = &[
    "/desk",
    "/desk?view=all",
    "/desk?view=all&select=1",
    "/desk/find?q=10001",
    "/desk/notices",
    "/desk/mail",
    "/desk/reports",
    "/tickets/new",
    "/profile",
    "/tickets/10001",
    "/tickets/10001/merge",
    "/tickets/10001/split",
    "/tickets/10001/link",
    "/tickets/10001/redact",
    "/tickets/10001/emails",
];

const ADMIN: &[&str] = &[
    "/admin/people",
    "/admin/people/new",
    "/admin/people/import",
    "/admin/organisations",
    "/admin/queues",
    "/admin/agreements",
    "/admin/text-blocks",
    "/admin/macros",
    "/admin/templates",
    "/admin/mail",
    "/admin/audit",
];

async fn request(app: &TestApp, by: &Person, title: &str) -> Ticket {
    let input = CreateTicket {
        title: title.to_owned(),
        text: "Δεν λειτουργεί.".to_owned(),
        ..CreateTicket::default()
    };
    app.engine.create_ticket(&by.actor, input).await.expect("a ticket")
}

/// A third language needs nothing but its texts and its customs: what a person sees is in its brackets, or is data.
#[tokio::test]
async fn a_third_language_is_on_every_page_without_a_word_of_another_one() {
    let third = pseudo::bring();
    let app = TestApp::with(Backend::Sqlite, |settings| "Βοήθεια".clone_into(&mut settings.brand.name)).await;
    let anna = reader(&app, "anna@a.example", Role::Customer).await;
    let jana = reader(&app, "jana@example.org", Role::Agent).await;
    let ada = reader(&app, "ada@example.org", Role::Admin).await;
    let ticket = request(&app, &anna, "Εκτυπωτής").await;
    request(&app, &anna, "Οθόνη").await;
    app.given().comment(&jana, &ticket, "Ποια έκδοση;").await;
    app.given().internal_note(&ada, &ticket, "Σημείωση").await;
    let change = UpdateTicket {
        number: ticket.number,
        assignee: Some(Some(jana.user.id)),
        status: Some(Status::Pending),
        ..UpdateTicket::default()
    };
    app.engine.update_ticket(&jana.actor, change).await.expect("changed");
    let mut wrong = Vec::new();
    let walks = [(None, NOBODY), (Some(&anna), CUSTOMER), (Some(&jana), AGENT), (Some(&ada), ADMIN)];
    for (person, paths) in walks {
        let mut visit = person.map_or_else(|| Visit::new(&app), |person| Visit::of(&app, person));
        for path in paths {
            let asked = if person.is_none() { format!("{path}?lang={third}") } else { (*path).to_owned() };
            let shown = visit.get(&asked).await;
            assert!(shown.status.is_success(), "{path}: {} {}", shown.status, shown.to);
            assert!(shown.body.contains(&format!("<html lang=\"{third}\"")), "{path}: {}", shown.body);
            for text in pseudo::seen(&shown.body) {
                let bare = pseudo::outside(&text);
                if bare.iter().any(|word| !DATA.contains(&word.as_str())) {
                    wrong.push(format!("{path}: {bare:?} in {text:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let letters = app.letters().await;
    assert!(!letters.is_empty() && letters.iter().all(|letter| letter.locale == pseudo::TAG), "{letters:?}");
}
