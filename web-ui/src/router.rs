//! Which address leads to which page, and what surrounds every answer: cookies, headers, and the page for errors.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequest as _, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use axum_extra::extract::CookieJar;
use graphql::InProcess;
use tower_http::compression::CompressionLayer;

use crate::{
    api::Api,
    app::{App, Shared},
    assets,
    error::PageError,
    flash,
    forms::{BY_SCRIPT, Posted},
    icon::Icons,
    live, locale,
    pages::{
        admin, desk, home, password, profile, search, session,
        ticket::{self, images::page::LoadsImages},
    },
    render::Renderer,
    renewal, session as cookies,
    settings::Settings,
    visitor::Visitor,
};

/// Nothing from elsewhere, nothing inline, never in a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
                      connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same where an email is looked at: its styles stand in it, in a frame without scripts.
const POLICY_WITH_STYLES: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                                  font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Where somebody asked for the pictures of an email: they come from anywhere, and neither scripts nor forms do anything.
const POLICY_WITH_IMAGES: &str = "default-src 'none'; img-src 'self' https:; style-src 'self'; form-action 'none'; \
                                  base-uri 'none'; frame-ancestors 'none'";

/// Where a form that a script sent leads.
const WHERE: HeaderName = HeaderName::from_static("x-schalter-location");

/// Why the pages cannot be served: a template or a text of ours is broken, which the tests find.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// A text.
    #[error("the texts of the pages cannot be read: {0}")]
    Texts(#[from] words::TextsError),
    /// A template.
    #[error("a template of the pages cannot be read: {0}")]
    Templates(#[from] Box<handlebars::TemplateError>),
}

/// The pages as a router that a host can merge into its own, beside `graphql::router`, whose downloads they link to.
///
/// # Errors
/// When a text or a template cannot be read.
pub fn router(schema: InProcess, settings: Settings) -> Result<Router, SetUpError> {
    let texts = Arc::new(locale::texts()?);
    let renderer = Renderer::new(Arc::clone(&texts))?;
    let app: Shared =
        Arc::new(App { api: Api::new(schema), settings, texts, renderer, icons: Icons::default() });
    let pages = Router::new()
        .route("/", get(home::show))
        .route("/legacy/{id}", get(home::legacy))
        .route("/ticket/zoom/{id}", get(home::legacy))
        .route("/login", get(session::login::page::show).post(session::login::page::submit))
        .route("/login/with/{provider}", get(session::sign_in::page::begin))
        .route("/login/with/{provider}/callback", get(session::sign_in::page::callback))
        .route("/login/code", get(session::code::page::show).post(session::code::page::submit))
        .route("/login/passkey", post(session::passkey::page::submit))
        .route("/login/passkey/challenge", post(session::passkey::page::challenge))
        .route("/logout", post(session::logout::page::submit))
        .route("/password", get(password::request::page::show).post(password::request::page::submit))
        .route("/password/{token}", get(password::reset::page::show).post(password::reset::page::submit))
        .route("/profile", get(profile::own::page::show).post(profile::own::page::submit))
        .route("/profile/access", get(profile::access::page::show).post(profile::access::page::revoke))
        .route("/profile/link/{provider}", get(profile::link::page::show).post(profile::link::page::submit))
        .route(
            "/profile/second-factor",
            get(profile::second_factor::page::show).post(profile::second_factor::page::submit),
        )
        .route("/profile/passkeys", get(profile::passkeys::page::show).post(profile::passkeys::page::submit))
        .route("/profile/passkeys/challenge", post(profile::passkeys::page::challenge))
        .route(
            "/unsubscribe/{token}",
            get(profile::unsubscribe::page::show).post(profile::unsubscribe::page::submit),
        )
        .route("/live", get(live::follow))
        .route("/live/unseen", get(live::unseen))
        .merge(tickets())
        .merge(desk())
        .merge(admin())
        .fallback(home::missing)
        // Forms count for themselves: what is over a limit has to be answered with a page that keeps the text.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(&app), dress));
    let files = Router::new().route("/assets/{edition}/{*name}", get(assets::serve));
    Ok(pages.merge(files).layer(CompressionLayer::new()).with_state(app))
}

/// What is done with one ticket, or with a new one.
fn tickets() -> Router<Shared> {
    Router::new()
        .route("/tickets", get(ticket::list::page::show))
        .route("/tickets/new", get(ticket::new::page::show).post(ticket::new::page::submit))
        .route("/tickets/new/look", get(ticket::new::look::show))
        .route("/tickets/new/draft", post(ticket::new::draft::submit))
        .route("/tickets/{number}/draft", post(ticket::zoom::draft::submit))
        .route("/tickets/{number}/files", post(ticket::zoom::draft_files::submit))
        .route("/tickets/{number}", get(ticket::zoom::page::show).post(ticket::zoom::send::comment))
        .route("/tickets/{number}/close", post(ticket::zoom::send::close))
        .route("/answer/{token}", get(ticket::feedback::page::show).post(ticket::feedback::page::submit))
        .route("/tickets/{number}/rate", post(ticket::feedback::rate::submit))
        .route("/tickets/{number}/update", post(ticket::zoom::send::update))
        .route("/tickets/{number}/resend", post(ticket::zoom::send::resend))
        .route("/tickets/{number}/try-address", post(ticket::zoom::send::try_address))
        .route("/tickets/{number}/memo", post(ticket::case::memo::submit))
        .route("/tickets/{number}/undo", post(ticket::zoom::send::undo))
        .route("/tickets/{number}/emails", get(ticket::emails::page::show))
        .route("/tickets/{number}/notice", get(ticket::notice::page::show))
        .route("/tickets/{number}/unread", post(ticket::case::page::unread))
        .route("/tickets/{number}/privacy", post(ticket::zoom::watch::privacy))
        .route("/tickets/{number}/watch", post(ticket::zoom::watch::watch))
        .route("/tickets/{number}/unwatch", post(ticket::zoom::watch::unwatch))
        .route("/tickets/{number}/link", get(ticket::work::page::link).post(ticket::work::send::link))
        .route("/tickets/{number}/merge", get(ticket::work::page::merge).post(ticket::work::send::merge))
        .route("/tickets/{number}/unmerge", post(ticket::work::send::unmerge))
        .route("/tickets/{number}/split", get(ticket::work::page::split).post(ticket::work::send::split))
        .route("/tickets/{number}/redact", get(ticket::work::page::redact).post(ticket::work::send::redact))
        .route("/tickets/{number}/block", get(ticket::texts::page::block))
        .route("/tickets/{number}/macro", get(ticket::texts::page::show).post(ticket::texts::page::apply))
        .route("/comments/{id}/images", get(ticket::images::page::show))
        .route("/preview", post(ticket::texts::page::preview))
        .route("/recent/close", post(ticket::recent::close))
}

/// What is searched and worked on at once.
fn desk() -> Router<Shared> {
    Router::new()
        .route("/search", get(search::results::page::show))
        .route("/desk", get(desk::list::page::show))
        .route("/desk/preview/{number}", get(desk::list::page::preview))
        .route("/desk/change", post(desk::list::change::change))
        .route("/desk/undo", post(desk::list::undo::undo))
        .route("/desk/views", post(desk::list::views::submit))
        .route("/desk/find", get(desk::find::page::show))
        .route("/desk/mail", get(desk::mail::page::show).post(desk::mail::page::submit))
        .route("/desk/notices/new", get(desk::notices::new::show))
        .route("/desk/notices", get(desk::notices::page::show).post(desk::notices::page::submit))
        .route("/desk/reports", get(desk::reports::page::show))
        .route("/desk/reports/{file}", get(desk::reports::page::download))
}

/// What only administrators see.
fn admin() -> Router<Shared> {
    Router::new()
        .route("/admin", get(admin::people::page::first))
        .route("/admin/people", get(admin::people::page::show))
        .route("/admin/people/new", get(admin::person::new::show).post(admin::person::new::submit))
        .route("/admin/people/import", get(admin::import::page::show).post(admin::import::page::submit))
        .route(
            "/admin/organisations/import",
            get(admin::import::page::show).post(admin::import::page::submit),
        )
        .route("/admin/people/{id}", get(admin::person::page::show).post(admin::person::page::submit))
        .route("/admin/people/{id}/try-address", post(admin::person::page::try_address))
        .route("/admin/people/{id}/invite", post(admin::person::page::invite))
        .route("/admin/people/{id}/second-factor", post(admin::person::page::reset_second_factor))
        .route("/admin/people/{id}/data", get(admin::person::data::show).post(admin::person::data::submit))
        .route(
            "/admin/organisations",
            get(admin::organisations::page::show).post(admin::organisations::page::submit),
        )
        .route(
            "/admin/organisations/{id}",
            get(admin::organisation::page::show).post(admin::organisation::page::submit),
        )
        .route("/admin/organisations/{id}/senders", post(admin::organisation::page::take_over))
        .route("/admin/agreements", get(admin::agreements::page::show).post(admin::agreements::page::submit))
        .route("/admin/mail", get(admin::mail::page::show).post(admin::mail::page::submit))
        .route("/admin/mail/callback", get(admin::mail::page::callback))
        .route("/admin/mail/new", get(admin::mailbox::page::new).post(admin::mailbox::page::create))
        .route("/admin/mail/{id}", get(admin::mailbox::page::show).post(admin::mailbox::page::submit))
        .route(
            "/admin/mail/{id}/rules",
            get(admin::mailbox_rules::page::show).post(admin::mailbox_rules::page::submit),
        )
        .route("/admin/audit", get(admin::audit::page::show))
        .route("/admin/queues", get(admin::queue_list::page::show).post(admin::queue_list::page::submit))
        .route("/admin/queues/{id}/members", post(admin::queues::page::members))
        .route(
            "/admin/text-blocks",
            get(admin::text_blocks::page::show).post(admin::text_blocks::page::submit),
        )
        .route("/admin/views", get(admin::views::page::show).post(admin::views::page::submit))
        .route("/admin/macros", get(admin::macros::page::show).post(admin::macros::page::submit))
        .route("/admin/templates", get(admin::templates::page::show).post(admin::templates::page::submit))
        .route("/admin/queues/{id}", get(admin::queues::page::show).post(admin::queues::page::submit))
}

/// Finds out who asks, lets the page be made, and gives it what every page has.
async fn dress(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = Visitor::of(&app, &parts).await;
    let by_script = parts.headers.contains_key(BY_SCRIPT);
    let renewed = renewal::renew(&app, &visitor, &parts).await;
    parts.extensions.insert(visitor.clone());
    let told = flash::take(&app.settings, &mut parts);
    let request = Request::from_parts(parts, body);
    let mut response = match visitor.trouble() {
        Some(trouble) => instead(&app, &visitor, trouble.clone(), request).await,
        None => next.run(request).await,
    };
    if let Some(error) = response.extensions_mut().remove::<PageError>() {
        response = error.page(&app, &visitor);
    } else if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response = PageError::NotFound.page(&app, &visitor);
    } else if response.status() == StatusCode::BAD_REQUEST {
        // An address that the extractors cannot read, such as one with broken escapes.
        response = PageError::Unreadable.page(&app, &visitor);
    }
    let mut jar = CookieJar::new();
    for cookie in renewed.into_iter().chain(told).chain(flash::put(&app.settings, &mut response)) {
        jar = jar.add(cookie);
    }
    if let Some(word) = visitor.new_visit.clone() {
        jar = jar.add(cookies::visit(&app.settings, word));
    }
    if visitor.picked_lang {
        jar = jar.add(cookies::lang(&app.settings, visitor.lang));
    }
    for cookie in jar.iter() {
        if let Ok(value) = HeaderValue::try_from(cookie.to_string()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    // Only the page itself says that it loads pictures: an error in its place does not.
    let with_images = response.extensions_mut().remove::<LoadsImages>().is_some();
    let with_styles = visitor.here.path() == "/admin/templates";
    guard(
        &mut response,
        match (with_images, with_styles) {
            (true, _) => POLICY_WITH_IMAGES,
            (_, true) => POLICY_WITH_STYLES,
            _ => POLICY,
        },
    );
    if with_images {
        response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    if by_script {
        tell_where(&mut response);
    }
    response
}

/// A script that sends a form goes where it is led by itself: followed by the browser, the way there would be lost, and
/// the page made twice.
fn tell_where(response: &mut Response) {
    if response.status() == StatusCode::SEE_OTHER
        && let Some(to) = response.headers_mut().remove(header::LOCATION)
    {
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().insert(WHERE, to);
    }
}

/// What is answered when nobody can tell whose session this is: never the log-in, since it may well hold.
async fn instead(app: &Shared, visitor: &Visitor, trouble: PageError, request: Request) -> Response {
    if visitor.here.path() == "/live" {
        return live::later();
    }
    if request.method() == Method::POST {
        // Read for the text in it, which goes back if the form came from one of our pages.
        let _kept_by_the_visitor = Posted::from_request(request, app).await;
    }
    trouble.into_response()
}

fn guard(response: &mut Response, policy: &'static str) {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
}
