//! The server's own part of HTTP: health, metrics, and what every request passes through.
//!
//! `observe` gives each request an id, a span without personal data and its line in the metrics; `limits` bounds
//! time and size; `listen` accepts until asked to stop; `proxy` believes the proxies it was told to believe.

mod health;
mod limits;
mod listen;
mod metrics;
mod observe;
mod proxy;

pub(crate) use health::routes as health;
pub(crate) use limits::guard;
pub(crate) use listen::{bind, serve};
pub(crate) use metrics::Metrics;
pub(crate) use observe::observe;
pub(crate) use proxy::Proxies;
