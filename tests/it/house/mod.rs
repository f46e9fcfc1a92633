//! The rules of the house as tests: where code may reach, how large a room may be, what must exist twice.

mod audit;
mod docs;
mod files;
mod floors;
mod languages;
mod layers;
mod mirror;
mod names;
mod pages;
mod partner;
mod source;
mod statements;
mod wording;
