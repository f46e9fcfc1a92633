//! Every page with its forms.

mod admin;
mod desk;
mod password;
mod profile;
mod search;
mod session;
mod ticket_list;
mod ticket_new;
mod ticket_zoom;
