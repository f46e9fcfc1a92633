//! Why: prints the schema; `cargo run -q -p schalter-graphql --example schema > graphql/schema.graphql` renews the checked-in copy.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    io::stdout().write_all(graphql::sdl().as_bytes())
}
