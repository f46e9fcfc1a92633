//! Mail in.

mod imap;
mod parse;
mod steps;
mod submit;
