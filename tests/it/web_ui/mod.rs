//! The pages, asked for as a browser without scripts asks for them.

mod accessibility;
mod browser;
mod clocks;
mod drafts;
mod forms;
mod install;
mod keyboard;
mod live;
mod live_tabs;
mod locale;
mod markdown;
mod nav;
mod pages;
mod print;
mod router;
mod scripts;
mod secrets;
mod sending;
mod settings;
mod ticket_keys;
mod visit;
mod visitor;

use visit::{Shown, Visit};
