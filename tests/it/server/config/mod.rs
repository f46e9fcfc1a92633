//! The configuration: what is understood, what is refused, and in which words.

mod documented;
mod mistakes;
mod mistakes_of_mail;
mod values;

use std::path::Path;

use server::config::{Config, Mistakes};

/// A configuration from its text and some variables.
fn read(text: &str, variables: &[(&str, &str)]) -> Result<Config, Mistakes> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    server::config::parse(Path::new("schalter.toml"), text, variables)
}

/// What the operator reads, line by line.
fn complaints(text: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let mistakes = read(text, variables).expect_err("there is a mistake");
    mistakes.to_string().lines().map(str::to_owned).collect()
}
