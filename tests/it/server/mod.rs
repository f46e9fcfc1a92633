//! The server: its configuration in-process, everything else through the binary as its operator sees it.

mod backup;
mod breach;
mod command_line;
mod config;
mod crash;
mod database_away;
mod demo;
mod fetching;
mod full_disk;
mod handover;
mod hold;
mod http;
mod import;
mod large_mail;
mod lost_disk;
mod mail_import;
mod mail_ledger;
mod mailbox;
mod owner;
mod places;
mod postfix;
mod postgres;
mod private;
mod serve;
mod sign_in;
