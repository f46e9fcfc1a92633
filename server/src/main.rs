//! The binary `schalter`: chooses allocator and cryptography, then hands over to the library beside it.

use std::process::ExitCode;

/// Answers of the desk are made of many small pieces, and so are SQLite's plans: it is the allocator of the C code too.
/// Without huge pages, which made answers hardly faster and doubled what an idle server holds (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // One provider for every TLS connection; a second call would be refused, and there is none.
    let _already = rustls::crypto::ring::default_provider().install_default();
    server::run()
}
