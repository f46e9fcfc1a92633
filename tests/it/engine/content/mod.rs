//! What people send, judged by its bytes.

mod address;
pub(crate) mod archive;
mod code;
mod content_type;
mod filename;
mod inspect;
mod line;
mod markdown;
mod markup;
mod mentions;
mod open_domain;
mod placeholders;
mod plain;
mod remote;
mod sanitise;
mod settled;
mod zip_format;
mod zip_names;
