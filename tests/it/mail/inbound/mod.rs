//! Mail in.

mod charset;
mod handover;
mod head;
mod imap;
mod killed;
mod lmtp;
mod parse;
mod smime;
mod steps;
mod submit;
mod tnef;
mod utf16;
