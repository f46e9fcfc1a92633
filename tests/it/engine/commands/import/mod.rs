//! Taking over people and organisations from a table.

mod organisations;
mod people;
