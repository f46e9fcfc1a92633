//! The facts of a mail, one reason a file; each step is a pure function of the parsed message.
//!
//! | step | finds |
//! | --- | --- |
//! | [`own_mail`] | whether the mail is one of ours that came back |
//! | [`automatic`] | whether an automatic answer is out of place, and whether a machine answered for its sender |
//! | [`authentication`] | what mail servers found out about its sender |
//! | [`origin`] | from which network it entered, and what filters wrote into it |
//! | [`bounce`] | whether it reports a failed delivery, of which mail and to whom |
//! | [`receipt`] | whether it says that a mail was read, and which |
//! | [`reaction`] | the emoji with which somebody reacts to a mail |
//! | [`sender`] | who wrote it, and to whom answers go |
//! | [`people`] | the addresses and names of a header, also of a malformed one |
//! | [`recipients`] | everybody it went to, also as the delivery noted it |
//! | [`thread`] | its id and the ids it refers to |
//! | [`subject`], [`encoded_word`] | the decoded subject |
//! | [`text`] | what a person reads: the plain body, or the HTML as text |
//! | [`calendar`] | an invitation as people read it |
//! | [`sealed`] | whether only a mail program can open its text |
//! | [`html`] | HTML to plain text |
//! | [`quote`] | where the answer ends and the quoted mail begins |
//! | [`answer_html`] | the same for the HTML |
//! | [`forward`] | the mail that it passes on, and whose that was |
//! | `forward_parts` | whose words stand below its head |
//! | [`forward_end`] | where a mail that is passed on ends |
//! | [`forward_signs`], `forward_leave` | who signs it, and how people take leave |
//! | [`forward_pictures`] | which pictures are shown in it |
//! | [`forward_html`] | which part of the HTML that is |
//! | [`attachments`], [`filename`] | its files, under safe names |
//! | [`uuencode`] | files that stand in the text |
//! | `lenient_base64` | texts and files whose encoding is damaged |
//! | [`meta`] | its date, and the language that it says it is in |
//! | [`language`] | the language in which it is really written |

pub mod answer_html;
pub mod attachments;
pub mod authentication;
pub mod automatic;
pub mod bounce;
pub mod calendar;
pub mod encoded_word;
pub mod filename;
pub mod forward;
pub mod forward_end;
pub mod forward_html;
mod forward_leave;
mod forward_parts;
pub mod forward_pictures;
pub mod forward_signs;
pub mod html;
pub mod language;
mod lenient_base64;
pub mod meta;
pub mod origin;
pub mod own_mail;
pub mod people;
pub mod quote;
pub mod reaction;
pub mod receipt;
pub mod recipients;
pub mod sealed;
pub mod sender;
pub mod subject;
pub mod text;
pub mod thread;
pub mod uuencode;
