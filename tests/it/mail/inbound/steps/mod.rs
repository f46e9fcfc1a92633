//! The steps, one reason a file, as in the code.

mod answer_html;
mod attachments;
mod automatic;
mod bounce;
mod calendar;
mod encoded_word;
mod filename;
mod forward;
mod forward_end;
mod forward_html;
mod html;
mod language;
mod meta;
mod origin;
mod own_mail;
mod people;
mod quote;
mod reaction;
mod receipt;
mod recipients;
mod sealed;
mod sender;
mod text;
mod thread;
mod uuencode;
