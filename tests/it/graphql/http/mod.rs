//! The doors of the API.

mod answer;
mod archives;
mod attachments;
mod body;
mod cookies;
mod credentials;
mod graphiql;
mod multipart;
mod quota;
pub mod websocket;
