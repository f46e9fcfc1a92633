//! The configuration: what is understood, what is refused, and in which words.

mod documented;
mod mistakes;
mod values;

use std::path::Path;

use server::config::{Config, Mistakes};

/// A configuration from its text and some variables.
fn read(text: &str, variables: &[(&str, &str)]) -> Result<Config, Mistakes> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    server::config::parse(Path::new("schalter.toml"), text, variables)
}
