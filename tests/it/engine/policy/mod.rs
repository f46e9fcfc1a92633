//! Who may do what.

mod belonging;
mod matrix;
mod password;
mod sight;
mod throttle;
mod visible;
