//! People in a real browser, in front of an application that it reaches over plain http.

use tests::{
    Backend, TestApp,
    given::{PASSWORD, Person},
    servers::webdriver::Window,
    wait::until,
};

/// An application over plain http, as a browser on this machine reaches it.
pub(super) async fn start() -> (TestApp, String) {
    let plain = |settings: &mut engine::Settings| "http://127.0.0.1".clone_into(&mut settings.public_url);
    let app = TestApp::with(Backend::Sqlite, plain).await;
    let site = app.listen().await;
    (app, site)
}

pub(super) async fn log_in(window: &Window, site: &str, person: &Person) {
    window.goto(&format!("{site}/login")).await;
    window.fill("#email", &person.user.email).await;
    window.fill("#password", PASSWORD).await;
    window.click("button.main").await;
    window.wait_for("nav.rail").await;
}

/// Somebody else logs in in the same browser, as in another tab; the page that is open stays.
pub(super) async fn log_in_elsewhere(window: &Window, person: &Person) {
    let script = format!(
        "const ask = (way, url, body) => {{
            const request = new XMLHttpRequest();
            request.open(way, url, false);
            request.send(body);
            return new DOMParser().parseFromString(request.responseText, 'text/html');
        }};
        const page = ask('GET', '/tickets');
        const csrf = page.querySelector('input[name=csrf]').value;
        ask('POST', '/logout', new URLSearchParams({{ csrf }}));
        const door = ask('GET', '/login').querySelector('input[name=csrf]').value;
        ask('POST', '/login', new URLSearchParams({{ csrf: door, email: '{}', password: '{PASSWORD}' }}));",
        person.user.email
    );
    window.run(&script).await;
}

/// Waits until a field holds this.
pub(super) async fn wait_for_value(window: &Window, selector: &str, value: &str) {
    let what = format!("{value:?} in {selector}");
    until(&what, || async { (window.value(selector).await == value).then_some(()) }).await;
}

/// Waits until the page says that the draft is saved.
pub(super) async fn wait_until_saved(window: &Window) {
    let unsaved = "return document.querySelector('[data-draft-state]').textContent";
    until("the draft to be saved", || async {
        window
            .run(unsaved)
            .await
            .as_str()
            .is_some_and(|text| text.starts_with("Entwurf gespeichert"))
            .then_some(())
    })
    .await;
}
