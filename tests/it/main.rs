//! Every test in one binary, since each binary links the whole house. The folders mirror the crates; `house` keeps the
//! rules of the house, `story` lives a whole day through the binary, `support` tests the helpers themselves.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed, and says why"
)]
#![allow(
    clippy::format_collect,
    clippy::format_push_string,
    clippy::large_futures,
    clippy::too_many_lines,
    clippy::type_complexity,
    clippy::unchecked_time_subtraction,
    unreachable_pub,
    reason = "a test costs nothing, a table of cases may be long, and nothing is reached from outside of a test binary"
)]

mod engine;
mod graphql;
mod house;
mod mail;
mod oidc;
mod server;
mod story;
mod support;
mod web_ui;
mod words;
