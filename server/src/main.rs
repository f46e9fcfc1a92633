//! The binary `schalter`: chooses allocator and cryptography, then hands over to the library beside it.

use std::process::ExitCode;

/// Answers of the desk are made of many small pieces; see the measurements that chose it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // One provider for every TLS connection; a second call would be refused, and there is none.
    let _already = rustls::crypto::ring::default_provider().install_default();
    server::run()
}
