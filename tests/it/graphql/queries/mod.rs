//! Each question, by those who may ask it and by those who may not.

mod audit;
mod mail;
mod node;
mod organisation;
mod queue;
mod report;
mod scopes;
mod session;
mod ticket;
mod user;
