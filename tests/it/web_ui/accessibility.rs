//! Every page, as axe sees it: for each role, in both languages, wide and narrow, light and dark (WCAG 2.2 AA).

use engine::{Actor, MergeTickets, UpdateTicket};
use serde_json::Value;
use tests::{
    Backend, TestApp,
    given::Person,
    servers::{chromium::Chromium, node, webdriver::Window},
};

use super::browser::log_in;

/// Who looks, and at which pages.
struct Walk {
    person: Option<Person>,
    pages: Vec<String>,
}

/// The walks of all.
struct Walks {
    nobody: Walk,
    customer: Walk,
    agent: Walk,
    tickets: Walk,
    admin: Walk,
}

/// How a page is shown.
#[derive(Clone, Copy)]
struct Look {
    locale: &'static str,
    width: u32,
    dark: bool,
}

/// Each language, width and scheme twice, and each pair of them once.
const LOOKS: [Look; 4] = [
    Look { locale: "de", width: 1360, dark: false },
    Look { locale: "de", width: 390, dark: true },
    Look { locale: "en", width: 1360, dark: true },
    Look { locale: "en", width: 390, dark: false },
];

/// What axe finds on the page that is open, a line each.
const FIND: &str = "return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', \
                    'best-practice'] }).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(\
                    ({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`)))";

/// A role each, side by side: every page is loaded four times.
#[tokio::test]
async fn axe_finds_nothing_before_the_log_in() {
    find_nothing(|walks| walks.nobody).await;
}

#[tokio::test]
async fn axe_finds_nothing_on_pages_of_customers() {
    find_nothing(|walks| walks.customer).await;
}

#[tokio::test]
async fn axe_finds_nothing_on_pages_of_the_desk() {
    find_nothing(|walks| walks.agent).await;
}

#[tokio::test]
async fn axe_finds_nothing_on_pages_of_tickets_at_the_desk() {
    find_nothing(|walks| walks.tickets).await;
}

#[tokio::test]
async fn axe_finds_nothing_on_pages_of_administration() {
    find_nothing(|walks| walks.admin).await;
}

async fn find_nothing(pick: impl FnOnce(Walks) -> Walk) {
    let local = |settings: &mut engine::Settings| "http://localhost".clone_into(&mut settings.public_url);
    let app = TestApp::with(Backend::Sqlite, local).await;
    let site = app.listen().await;
    let Walk { person, pages } = pick(walks(&app).await);
    let axe = node::axe();
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    if let Some(person) = &person {
        log_in(&window, &site, person).await;
    }
    let mut found = Vec::new();
    for page in &pages {
        for look in LOOKS {
            found.extend(look_at(&window, &site, page, look, &axe).await);
        }
    }
    window.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

async fn look_at(window: &Window, site: &str, page: &str, look: Look, axe: &str) -> Vec<String> {
    let Look { locale, width, dark } = look;
    window.resize(width, 860).await;
    window.prefer_dark(dark).await;
    let sign = if page.contains('?') { '&' } else { '?' };
    window.goto(&format!("{site}{page}{sign}lang={locale}")).await;
    let _loaded = window.run(axe).await;
    let Value::Array(found) = window.run(FIND).await else { panic!("axe answers nothing for {page}") };
    let scheme = if dark { "dark" } else { "light" };
    let told = found.iter().filter_map(Value::as_str);
    told.map(|one| format!("{page} ({locale}, {width}, {scheme}): {one}")).collect()
}

async fn walks(app: &TestApp) -> Walks {
    let given = app.given();
    let acme = given.organisation("Acme", true).await;
    let anna = given.member(&acme, "anna@acme.example").await;
    let jana = given.agent("jana@example.org").await;
    let ada = given.admin("ada@example.org").await;
    let ticket = given.ticket(&anna, "Der Drucker im dritten Stock klemmt").await;
    let second = given.ticket(&anna, "Noch ein Drucker").await;
    let merged = given.ticket(&anna, "Und ein dritter").await;
    given.internal_note(&ada, &ticket, "@Jana bitte ansehen").await;
    given.comment(&jana, &ticket, "Wir sehen **nach**.\n\n> Er klemmt.\n\n```\nPC LOAD LETTER\n```").await;
    let assign = UpdateTicket {
        number: second.number,
        assignee: Some(Some(jana.user.id)),
        tags: Some(vec!["drucker".to_owned(), "vor-ort".to_owned()]),
        ..UpdateTicket::default()
    };
    app.engine.update_ticket(&Actor::system(), assign).await.expect("assigned");
    let merge = MergeTickets { from: merged.number, into: second.number };
    app.engine.merge_tickets(&ada.actor, merge).await.expect("merged");
    let (first, other) = (ticket.number, second.number);
    let all = |pages: &[&str]| pages.iter().map(|&page| page.to_owned()).collect::<Vec<_>>();
    let of_staff = all(&[
        "/desk",
        "/desk?view=all",
        "/desk?view=all&select=1",
        "/desk/find?q=a",
        "/desk/notices",
        "/desk/notices?show=all",
        "/desk/mail",
        "/desk/reports",
        "/search?q=Drucker",
        "/search?q=nichts",
        "/tickets/new",
        "/profile",
        "/profile/access",
        "/profile/second-factor",
        "/profile/passkeys",
    ]);
    let of_tickets = vec![
        format!("/tickets/{first}"),
        format!("/tickets/{other}"),
        format!("/tickets/{first}/merge"),
        format!("/tickets/{first}/split"),
        format!("/tickets/{first}/link"),
        format!("/tickets/{first}/redact"),
        format!("/desk?view=all&preview={first}"),
    ];
    let of_admins = all(&[
        "/admin/people",
        "/admin/people/new",
        "/admin/people/import",
        "/admin/organisations",
        "/admin/organisations/import",
        "/admin/queues",
        "/admin/agreements",
        "/admin/text-blocks",
        "/admin/macros",
        "/admin/views",
        "/admin/templates",
        "/admin/mail",
        "/admin/audit",
    ]);
    let mut of_customers =
        all(&["/tickets", "/tickets/new", "/search?q=Drucker", "/profile", "/profile/access"]);
    of_customers.extend([format!("/tickets/{first}"), format!("/tickets/{other}")]);
    Walks {
        nobody: Walk { person: None, pages: all(&["/login", "/password", "/nothing-here"]) },
        customer: Walk { person: Some(anna), pages: of_customers },
        agent: Walk { person: Some(jana.clone()), pages: of_staff },
        tickets: Walk { person: Some(jana), pages: of_tickets },
        admin: Walk { person: Some(ada), pages: of_admins },
    }
}
