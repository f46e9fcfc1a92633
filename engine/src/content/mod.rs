//! What people send, judged by its bytes: text and HTML of comments, files, addresses. All of it is pure.
//!
//! A transport hands in what it got and nothing is trusted: [`sanitise`] makes HTML harmless, [`html_of_text`] makes HTML
//! of plain text and [`html_of_markdown`] of what the staff write ([`text_of_markdown`] for plain emails), [`inspect_upload`] tells what a file is, and [`address`] what an address is. Deliberately absent: virus
//! scanning, and any unpacking of what archives hold.

pub mod address;
pub mod archive;
mod code;
pub mod content_type;
mod fences;
mod filename;
mod inspect;
mod markdown;
mod markup;
mod mentions;
pub mod open_domain;
mod pieces;
pub mod placeholders;
mod plain;
mod remote;
mod sanitise;
pub(crate) mod search;
pub mod settled;
pub(crate) mod strange_keys;
pub(crate) mod table;
mod table_text;
mod tidy;
mod title;
mod zip_format;
mod zip_names;

pub use crate::line::{clean_line, is_invisible, quoted};
pub use filename::clean_filename;
pub use inspect::{Inspected, inspect_upload};

pub use markdown::{LONGEST_MARKDOWN, html_of_markdown};
pub(crate) use markup::html_of_prose;
pub use markup::{beginning, html_of_text};
pub use mentions::mentioned;
pub use plain::text_of_markdown;
pub use remote::{has_remote_images, with_remote_images, without_remote_images};
pub use sanitise::{html_for_email, sanitise, sanitise_mail, sanitise_with_images};
pub use search::{SearchSize, search_size};
pub use table_text::{UnreadableTable, table_text};
pub use title::Title;
pub use zip_format::{Zip, zip_length};
pub use zip_names::zip_names;
