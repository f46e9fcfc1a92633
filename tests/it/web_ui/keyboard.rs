//! Pages by the Tab key alone, and by what a screen reader is told: everything is reached, seen where it is, and has a name.

use serde_json::{Value, json};
use tests::{
    TestApp,
    given::Person,
    servers::{chromium::Chromium, webdriver::Window},
};

use super::browser::{log_in, start};

/// Notes what can be reached on the page, and from now on what the focus comes to and whether it is seen there; answers how much
/// that is. It begins at the link that stands first.
const WATCH: &str = "
    const ways = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex=\"0\"]';
    const isReached = (one) => {
        if (one.disabled || one.tabIndex < 0 || one.closest('[inert]') || !one.checkVisibility({ visibilityProperty: true })) return false;
        // Of a group one is reached, and the arrows lead to the others.
        if (one.type !== 'radio') return true;
        const group = [...document.querySelectorAll(`input[type=radio][name=\"${CSS.escape(one.name)}\"]`)].filter((other) => other.form === one.form);
        return one.checked || (!group.some((other) => other.checked) && group[0] === one);
    };
    const describe = (one) => `${one.tagName.toLowerCase()}${one.id && '#' + one.id} ${(one.ariaLabel ?? one.textContent).trim().slice(0, 40)} ${one.name ?? ''}`;
    const isRinged = (one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    };
    const places = (one) => [one, ...(one.labels ?? []), one.closest('label'), one.closest('.drop'), one.closest('.pen')].filter(Boolean);
    const all = [...document.querySelectorAll(ways)].filter(isReached);
    const walk = { missing: new Set(all), unseen: [] };
    document.activeElement?.blur();
    document.querySelector('.skip').focus();
    walk.missing.delete(document.activeElement);
    document.addEventListener('focusin', ({ target }) => {
        walk.missing.delete(target);
        if (!places(target).some(isRinged)) walk.unseen.push(describe(target));
    });
    window.walked = () => ({ missing: [...walk.missing].filter((one) => one.isConnected && isReached(one)).map(describe), unseen: walk.unseen });
    return all.length;";

/// What has no place in the way of the Tab key, or is not seen when it has the focus.
async fn walk(window: &Window) -> Value {
    let count = window.run(WATCH).await.as_u64().expect("a number");
    assert!(count > 10, "the page is there: {count}");
    // Areas that scroll are reached as well.
    for _ in 0..count + 10 {
        window.tab().await;
    }
    window.run("return window.walked()").await
}

/// The pages of a person.
async fn pages(app: &TestApp, person: &Person, customer: &Person) -> Vec<String> {
    let ticket = app.given().ticket(customer, "Der Drucker klemmt").await;
    app.given().comment(customer, &ticket, "Er klemmt noch immer.").await;
    let list = if person.user.role.is_staff() { "/desk?view=all" } else { "/tickets" };
    vec![list.to_owned(), format!("/tickets/{}", ticket.number), "/tickets/new".to_owned()]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tab_key_reaches_everything_on_list_ticket_and_new_and_the_focus_is_seen() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let chromium = Chromium::start().await;
    let mut wrong = Vec::new();
    for person in [&anna, &jana] {
        let window = chromium.window().await;
        log_in(&window, &site, person).await;
        for page in pages(&app, person, &anna).await {
            window.goto(&format!("{site}{page}")).await;
            let found = walk(&window).await;
            if found != json!({ "missing": [], "unseen": [] }) {
                wrong.push(format!("{} at {page}: {found}", person.user.email));
            }
        }
        window.close().await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Roles of what a person acts with.
const ROLES: [&str; 9] = [
    "button",
    "checkbox",
    "combobox",
    "DisclosureTriangle",
    "link",
    "radio",
    "searchbox",
    "spinbutton",
    "textbox",
];

#[tokio::test(flavor = "multi_thread")]
async fn whatever_can_be_reached_has_a_name_in_both_languages() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let chromium = Chromium::start().await;
    let mut wrong = Vec::new();
    for person in [&anna, &jana] {
        let window = chromium.window().await;
        log_in(&window, &site, person).await;
        for page in pages(&app, person, &anna).await {
            for (lang, new) in [("de", "Neues Ticket"), ("en", "New ticket")] {
                let sign = if page.contains('?') { '&' } else { '?' };
                window.goto(&format!("{site}{page}{sign}lang={lang}")).await;
                let told = window.told().await;
                assert!(told.iter().any(|(_, name)| name.starts_with(new)), "{page} in {lang}: {told:?}");
                let nameless =
                    told.iter().filter(|(role, name)| ROLES.contains(&role.as_str()) && name.is_empty());
                wrong.extend(
                    nameless.map(|(role, _)| format!("{} at {page} ({lang}): a {role}", person.user.email)),
                );
            }
        }
        window.close().await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
