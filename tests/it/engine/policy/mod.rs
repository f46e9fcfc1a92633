//! Who may do what.

mod belonging;
mod everywhere;
mod face;
mod matrix;
mod password;
mod sight;
mod throttle;
mod words;
