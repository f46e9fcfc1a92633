//! Who may do what.

mod matrix;
mod password;
mod throttle;
mod visible;
