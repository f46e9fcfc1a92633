//! Each question, by those who may ask it and by those who may not.

mod node;
mod organisation;
mod queue;
mod session;
mod ticket;
mod user;
