//! The server's own part of HTTP: health, metrics, and what every request passes through.
//!
//! `observe` gives each request an id, a span without personal data and its line in the metrics; `limits` bounds
//! time and size; `proxy` believes the proxies it was told to believe.
//!
//! Below them `listen` accepts connections until asked to stop; `places` counts them, `connection` serves one, `activity`
//! knows what it is doing, `socket` and `arrival` give up on clients that do not take or send anything.

mod activity;
mod arrival;
mod connection;
mod health;
mod limits;
mod listen;
mod metrics;
mod observe;
mod places;
mod proxy;
mod socket;

pub(crate) use arrival::Pace;
pub(crate) use health::routes as health;
pub(crate) use limits::guard;
pub(crate) use listen::{Caps, bind, caps, serve};
pub(crate) use metrics::Metrics;
pub(crate) use observe::observe;
pub(crate) use proxy::Proxies;
