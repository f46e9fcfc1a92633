//! What comes from another program.

mod organisations;
mod people;
