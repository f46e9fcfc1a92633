//! Real servers, private to one test: each is started on a free port and ends when it is dropped.

pub mod binary;
pub mod chromium;
pub mod cluster;
pub mod cutter;
pub mod disk;
pub mod dovecot;
pub mod node;
pub mod openid;
pub mod postfix;
pub mod postgres;
mod process;
pub mod provider;
pub mod proxy;
pub mod smtp;
pub mod usage;
pub mod webdriver;

use std::{net::TcpListener, path::Path, sync::Once};

/// Chooses the cryptography for every TLS connection of this process; may be called often.
pub fn choose_cryptography() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Where all tests share one process, another may have chosen the same before.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
    });
}

/// A port that was free a moment ago, for servers that cannot tell which one they took.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it is bound").port()
}

/// The path of a program, or a failure that says how to get it.
fn program(names: &[&str], package: &str) -> String {
    let places = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/usr/lib/chromium"];
    let path = std::env::var("PATH").unwrap_or_default();
    let places = path.split(':').chain(places);
    let mut candidates = places.flat_map(|place| names.iter().map(move |name| format!("{place}/{name}")));
    candidates.find(|path| Path::new(path).is_file()).unwrap_or_else(|| {
        panic!("this test needs {}: run `tests/run`, which installs {package}", names.join(" or "))
    })
}
