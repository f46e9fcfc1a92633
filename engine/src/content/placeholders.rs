//! Texts with variables in double braces, such as `{{customer.name}}`: which variables there are, and how they are filled in.
//! Text blocks and macros use them; emails have a language of their own.

use std::collections::BTreeMap;

/// Every variable, by name.
pub const VARIABLES: [&str; 9] = [
    "agent.name",
    "brand.name",
    "customer.email",
    "customer.name",
    "organisation.name",
    "queue.name",
    "ticket.number",
    "ticket.title",
    "ticket.url",
];

/// What stands for each variable; one without a value, such as the organisation of somebody who has none, is filled with
/// nothing.
pub type Values = BTreeMap<&'static str, String>;

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// There is no such variable.
    Unknown(String),
    /// Braces are opened and never closed.
    Open,
}

/// A piece of a text.
enum Piece<'a> {
    Text(&'a str),
    Variable(&'static str),
}

/// Refuses a text with a variable that does not exist, or with braces that never close.
///
/// # Errors
/// What is wrong with the first that is.
pub fn check(text: &str) -> Result<(), Wrong> {
    pieces(text).map(drop)
}

/// The text with its variables filled in. What is filled in is not read again, whatever it says; a text that
/// [`check`] refuses stays as it is.
#[must_use]
pub fn fill(text: &str, values: &Values) -> String {
    let Ok(pieces) = pieces(text) else { return text.to_owned() };
    let filled = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => text,
        Piece::Variable(name) => values.get(name).map_or("", String::as_str),
    });
    filled.collect()
}

fn pieces(text: &str) -> Result<Vec<Piece<'_>>, Wrong> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, behind) = after.split_once("}}").ok_or(Wrong::Open)?;
        let name = name.trim();
        let variable = VARIABLES.iter().find(|variable| **variable == name);
        let variable = variable.ok_or_else(|| Wrong::Unknown(name.chars().take(60).collect()))?;
        pieces.extend([Piece::Text(before), Piece::Variable(variable)]);
        rest = behind;
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}
