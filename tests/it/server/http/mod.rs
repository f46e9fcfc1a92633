//! What every request passes through.

mod limits;
