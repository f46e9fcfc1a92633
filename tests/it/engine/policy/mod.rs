//! Who may do what.

mod matrix;
mod password;
mod sight;
mod throttle;
mod visible;
