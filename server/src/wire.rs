//! Starts the server's parts in order and ends them in the opposite one; the whole of the server on one page.
//!
//! Up: address and database for this server alone, engine (which migrates), letters out, mailboxes in, timers, web.
//! Down: web (requests under way finish, streams end), then timers, mailboxes and letters together, engine last; all of it within
//! `server.stop_within`.

use std::io::Write as _;
use std::net::SocketAddr;

use axum::{Router, middleware};
use engine::{Actor, Engine, Role, UserFilter};
use graphql::InProcess;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout_at;
use tracing::{info, warn};
use url::Url;

use crate::commands::serving;
use crate::config::Config;
use crate::failure::Failure;
use crate::hold::{self, Held};
use crate::http::{self, Caps, Metrics, Pace, Proxies};
use crate::sign_in::Providers;
use crate::stop::{Grace, Parts, Signals};
use crate::{demo, descriptors, mailing, pages, sweep, timers};

/// Runs the server until a signal asks it to stop.
pub(crate) async fn serve(config: Config, with_demo: bool) -> Result<(), Failure> {
    let config = if with_demo { demo::configure(config)? } else { config };
    let caps = http::caps(&config.limits.connections, descriptors::raise(), mailing::connections(&config))?;
    let mut signals = Signals::listen().map_err(Failure::system("cannot listen for signals"))?;
    let metrics = Metrics::start()?;
    let Held { listener, address, lock } = tokio::select! {
        held = hold::take(&config) => held?,
        name = signals.next() => {
            info!(signal = name, "stopped before the start");
            return Ok(());
        }
    };
    let public_url = config.server.address(Some(address));
    let opened = async {
        if with_demo {
            demo::prepare(serving(&config, &public_url)).await?;
        }
        serving(&config, &public_url).open().await.map_err(Failure::Opening)
    };
    let engine = tokio::select! {
        opened = opened => opened?,
        // Whoever waits for a database may be told not to. A migration under way rolls back.
        name = signals.next() => {
            info!(signal = name, "stopped before the database was open");
            return Ok(());
        }
    };

    let stop = watch::Sender::new(false);
    let router = router(&config, &engine, metrics, &stop, with_demo)?;
    let mut parts = Parts::default();
    mailing::start(&mut parts, &config, &engine).await?;
    greet(&config, &engine, address, with_demo).await;
    parts.start("timers", |stop| timers::run(engine.clone(), stop));
    parts.start("sweep", |stop| sweep::run(engine.clone(), stop));
    let (hurry, grace) = answer((listener, caps), router, &config, &stop, signals, &parts).await;

    parts.stop(grace.work).await;
    if timeout_at(grace.end, engine.close()).await.is_err() {
        warn!("the database did not close in time; its connections end with this process");
    }
    drop(lock);
    hurry.abort();
    info!("stopped");
    Ok(())
}

/// Serves the web until the first signal, and until the last request is answered. From the first signal on somebody
/// watches for a second one, and the time counts within which everything ends.
async fn answer(
    (listener, caps): (TcpListener, Caps),
    router: Router,
    config: &Config,
    stop: &watch::Sender<bool>,
    mut signals: Signals,
    parts: &Parts,
) -> (JoinHandle<()>, Grace) {
    let within = config.server.stop_within;
    let limits = config.limits.connections.clone();
    let serving = http::serve(listener, router, stop.subscribe(), &config.server, limits, caps);
    tokio::pin!(serving);
    tokio::select! {
        () = &mut serving => return (signals.hurry(), Grace::from_now(within)),
        name = signals.next() => info!(signal = name, "stopping: no new requests; those under way finish"),
    }
    let (hurry, grace) = (signals.hurry(), Grace::from_now(within));
    stop.send_replace(true);
    // A request that takes long must not leave the parts without time of their own.
    if timeout_at(grace.parts, &mut serving).await.is_err() {
        parts.ask();
        if timeout_at(grace.work, serving).await.is_err() {
            warn!("some requests did not finish in time");
        }
    }
    (hurry, grace)
}

/// Everything the server answers to, with what every request passes through; the outermost layer comes last.
fn router(
    config: &Config,
    engine: &Engine,
    metrics: Metrics,
    stop: &watch::Sender<bool>,
    with_demo: bool,
) -> Result<Router, Failure> {
    let told = web_ui::Settings {
        sign_on: Providers::of(config, engine)?.map(|providers| providers as _),
        ..pages::settings(config, engine, stop.subscribe())
    };
    let pages = web_ui::router(InProcess::new(engine.clone()), told)
        .map_err(|error| Failure::Refused(format!("the pages cannot be served: {error}")))?;
    let mut router = Router::new()
        .merge(http::health(engine.clone(), metrics.clone()))
        .merge(graphql::router(engine.clone()))
        .merge(pages);
    if with_demo {
        router = router.merge(demo::routes(demo::outbox(config)));
    }
    let proxies = Proxies::trusting(&config.server.trusted_proxies);
    let limits = &config.limits.connections;
    let pace = Pace { pause: limits.body_timeout, start: limits.header_timeout, rate: limits.minimum_rate };
    Ok(http::guard(router, config.limits.message, pace)
        .layer(middleware::from_fn_with_state(metrics, http::observe))
        .layer(middleware::from_fn_with_state(proxies, Proxies::unwrap)))
}

/// Tells the operator where to go, and what to do first.
async fn greet(config: &Config, engine: &Engine, address: SocketAddr, with_demo: bool) {
    let public_url = &engine.settings().public_url;
    let mut lines = vec![format!("Schalter {} is listening on http://{address}", env!("CARGO_PKG_VERSION"))];
    lines.push(format!("Database: {}", config.database_name()));
    if *public_url != format!("http://{address}") {
        lines.push(format!("Public URL: {public_url}"));
    }
    if with_demo {
        lines.extend(demo::greeting(public_url));
    } else if without_admin(engine).await {
        lines.push("There is no admin yet. Create the first one in another terminal:".to_owned());
        lines.push(format!(
            "  schalter user create --email you@example.org --name \"Your Name\" --role admin --password-stdin{}",
            config.flag()
        ));
    }
    let mut out = std::io::stdout().lock();
    // Whoever closed the pipe does not want to know.
    let _unread = writeln!(out, "{}", lines.join("\n"));
    warn_of_plain_text(public_url);
    for warning in &config.warnings {
        warn!("{warning}");
    }
}

async fn without_admin(engine: &Engine) -> bool {
    let admins = UserFilter { role: Some(Role::Admin), ..UserFilter::default() };
    engine.count_users(&Actor::system(), &admins).await.is_ok_and(|count| count == 0)
}

/// Passwords and tickets travel readable over http; on one machine that is fine, over a network never.
fn warn_of_plain_text(public_url: &str) {
    let Ok(url) = Url::parse(public_url) else { return };
    let local = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if url.scheme() != "https" && !local {
        warn!(
            public_url,
            "server.public_url is not https: passwords and tickets are sent unencrypted; put a proxy with a certificate in front (docs/operating.md) and use its https URL"
        );
    }
}
